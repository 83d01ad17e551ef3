"""The checklist as a workbook: drop-downs, a summary that counts, text that stays text; and read back from it."""

from __future__ import annotations

import builtins
import datetime
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from journeymap.auditing import audit
from journeymap.checklists import Checklist, checklist, workbooks
from journeymap.checklists.answering import Answers
from journeymap.checklists.data import rows_of
from journeymap.checklists.reading import read_checklist
from journeymap.errors import MissingToolError, ReadError
from journeymap.saving import save
from tests.checklist_filling import as_xlsx, everything
from tests.checklist_pages import a_shop, hostile_journey


@pytest.fixture(scope="module", params=["en", "ko"])
def listed(request: pytest.FixtureRequest) -> Checklist:
    """A checklist with items of every kind, in each language."""
    return checklist(audit(a_shop()), lang=request.param)


def opened(content: bytes) -> Any:
    """The workbook, as a spreadsheet reads it."""
    return load_workbook(io.BytesIO(content))


def read(folder: Path, content: bytes) -> Answers:
    """What is read from a workbook."""
    file = folder / "filled.xlsx"
    file.write_bytes(content)
    return read_checklist(file)


def table(*rows: list[Any], form: str = "") -> bytes:
    """A workbook with these rows."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    if form:
        for row_of_cells in sheet.iter_rows(min_row=2):
            for cell in row_of_cells:
                cell.number_format = form
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


class TestSheets:
    def test_every_row_stands_there(self, listed: Checklist) -> None:
        """The first sheet has the rows of the CSV, each with what is asked, what is wrong, why and how to mend it."""
        sheet = opened(listed.xlsx()).worksheets[0]
        rows = list(rows_of(listed))
        heads = {cell.value: at for at, cell in enumerate(sheet[1])}
        cells = list(sheet.iter_rows(min_row=2, values_only=True))
        assert len(cells) == len(rows)
        key = next(at for head, at in heads.items() if head in ("Key", "식별 이름"))
        assert [row[key] for row in cells] == [row["key"] for row in rows]
        for row, shown in zip(rows, cells, strict=True):
            text = "\n".join(str(value) for value in shown if value is not None)
            assert all(row.get(part, "") in text for part in ("question", "wrong", "why", "fix", "options", "code"))

    def test_drop_downs(self, listed: Checklist) -> None:
        """Every answer with boxes has them in a drop-down, from a sheet that nobody sees."""
        book = opened(listed.xlsx())
        sheet, _, words = book.worksheets
        assert words.sheet_state == "hidden"
        boxed = [number for number, row in enumerate(rows_of(listed), 2) if row.get("options")]
        offered: dict[str, list[str]] = {}
        for rule in sheet.data_validations.dataValidation:
            assert (rule.type, rule.errorStyle) == ("list", "warning")
            first, last = rule.formula1.removeprefix("words!").replace("$", "").split(":")
            for area in rule.sqref.ranges:
                for cell in area.cells:
                    offered[f"{cell[0]}:{cell[1]}"] = [row[0].value for row in words[first:last]]
        answer = [cell.value for cell in sheet[1]].index("Answer" if listed.lang == "en" else "답") + 1
        for number in boxed:
            assert offered[f"{number}:{answer}"] == list(rows_of(listed))[number - 2]["options"].split(" | ")

    def test_as_it_prints(self, listed: Checklist) -> None:
        """Heads are frozen and repeated, A4 across, as wide as the page, numbered; technical columns are hidden."""
        sheet = opened(listed.xlsx()).worksheets[0]
        assert sheet.freeze_panes == "D2"
        assert sheet.print_title_rows == "$1:$1"
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert "&P" in sheet.oddFooter.right.text
        assert [column for column, format in sheet.column_dimensions.items() if format.hidden]

    def test_the_summary_counts_and_is_protected(self, listed: Checklist) -> None:
        """The summary counts by formulae that cannot be changed by mistake; what is filled in can be."""
        sheet, summary, _ = opened(listed.xlsx()).worksheets
        formulae = [cell.value for row in summary.iter_rows() for cell in row if cell.data_type == "f"]
        assert any(str(formula).startswith("=COUNTIFS(") for formula in formulae)
        assert summary.protection.sheet
        assert not sheet.protection.sheet

    def test_the_same_bytes(self, listed: Checklist) -> None:
        """The same checklist gives the same bytes."""
        assert listed.xlsx() == listed.xlsx()

    def test_no_text_is_a_formula(self) -> None:
        """Whatever a name begins with or holds, it is text."""
        book = opened(checklist(hostile_journey()).xlsx())
        sheet = book.worksheets[0]
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
        assert any(str(cell.value).startswith("=1+1") for row in sheet.iter_rows() for cell in row)

    def test_saved(self, listed: Checklist, tmp_path: Path) -> None:
        """A checklist is saved as a workbook, CSV, Markdown or JSON by its suffix, and each is read back."""
        for suffix in (".xlsx", ".csv", ".md", ".json"):
            answers = read_checklist(save(listed, tmp_path / f"list{suffix}"))
            assert (answers["cover|journey"], answers.problems) == ("Online shoe order", ())


class TestReading:
    def test_cells_of_every_kind(self, tmp_path: Path) -> None:
        """Truth values, numbers, days and texts in cells are read as they are meant."""
        day = datetime.datetime(2026, 3, 1)
        content = table(
            ["key", "answer"], ["JM1@a|can_fail", True], ["a|felt", -1], ["JM1@a|queue.lines", 3.0],
            ["cover|date", day], ["b|felt", -0.5], ["a|noticed", "loud"],
        )  # fmt: skip
        answers = read(tmp_path, content)
        assert answers.problems == ()
        assert {name: answers[name] for name in answers} == {
            "JM1@a|can_fail": True, "a|felt": -1, "JM1@a|queue.lines": 3, "cover|date": "2026-03-01", "b|felt": -0.5,
            "a|noticed": "loud",
        }  # fmt: skip
        assert answers.given["a|felt"].where == "Sheet!B3"

    def test_percentages(self, tmp_path: Path) -> None:
        """A cell that shows 35% is 35%."""
        answers = read(tmp_path, table(["key", "answer"], ["JM1@a|usage_rate", 0.35], form="0%"))
        assert answers["JM1@a|usage_rate"] == 0.35

    def test_what_cannot_be_read_is_listed_by_cell(self, tmp_path: Path) -> None:
        """A bare number for a length of time, a time of day and a formula without a value are listed by cell."""
        content = table(
            ["key", "answer"], ["JM1@a|wait.typical", 20], ["JM1@b|wait.typical", datetime.time(0, 5)],
            ["JM1@c|can_fail", "=A1"],
        )  # fmt: skip
        answers = read(tmp_path, content)
        assert [problem.path.partition(":")[0] for problem in answers.problems] == ["Sheet!B2", "Sheet!B3", "Sheet!B4"]
        assert len(answers) == 0

    def test_a_text_like_a_formula(self, listed: Checklist, tmp_path: Path) -> None:
        """Text that begins like a formula comes back as it was written."""
        said = {"cover|evaluator": "=1+1", "search|noticed": "@loud", "pay|noticed": "-", "done|noticed": "'=x"}
        answers = read(tmp_path, as_xlsx(listed, said))
        assert {name: answers[name] for name in said} == said

    @pytest.mark.parametrize("content", [b"", b"key,answer", table(["name"], ["Kim"])])
    def test_no_checklist(self, content: bytes, tmp_path: Path) -> None:
        """What is no workbook of a checklist is refused by name."""
        with pytest.raises(ReadError, match=r"filled\.xlsx"):
            read(tmp_path, content)

    def test_another_zip(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """An archive that is no workbook, and one that unpacks to far too much, are refused."""
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as packed:
            packed.writestr("a.txt", "a" * 100)
        with pytest.raises(ReadError, match="cannot be read as a workbook"):
            read(tmp_path, content.getvalue())
        monkeypatch.setattr(workbooks, "LARGEST", 99)
        with pytest.raises(ReadError, match="unpacks to more"):
            read(tmp_path, content.getvalue())

    def test_without_the_extra(self, listed: Checklist, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Without its tools the message names the extra."""
        content, real = listed.xlsx(), builtins.__import__

        def missing(name: str, *rest: Any, **more: Any) -> Any:
            if name.partition(".")[0] in ("openpyxl", "xlsxwriter"):
                raise ImportError(name)
            return real(name, *rest, **more)

        monkeypatch.setattr(builtins, "__import__", missing)
        with pytest.raises(MissingToolError, match=r"journeymap\[office\]"):
            listed.xlsx()
        with pytest.raises(MissingToolError, match=r"journeymap\[office\]"):
            read(tmp_path, content)


class TestLibreOffice:
    def test_saved_again(self, listed: Checklist, tmp_path: Path, resaved: Callable[..., bytes]) -> None:
        """What LibreOffice opened and saved again is read as before, texts that begin like formulae included."""
        said = {**everything(listed), "cover|evaluator": "=1+1", "cover|date": "2026-03-01", "search|noticed": "@loud"}
        said |= {"pay|noticed": "-", "done|noticed": "+82 10", "product|noticed": "\tcold"}
        content = as_xlsx(listed, said)
        before, after = read(tmp_path, content), read(tmp_path, resaved(content, ".xlsx"))
        assert {name: after[name] for name in after} == {name: before[name] for name in before}
        assert (before.problems, after.problems) == ((), ())
        assert {name: after[name] for name in ("cover|evaluator", "search|noticed", "pay|noticed", "done|noticed")} == {
            name: said[name] for name in ("cover|evaluator", "search|noticed", "pay|noticed", "done|noticed")
        }

    def test_its_formulae_count(self, listed: Checklist, resaved: Callable[..., bytes]) -> None:
        """The summary counts what was filled in when a spreadsheet works its formulae out."""
        said = everything(listed)
        content = resaved(as_xlsx(listed, said), ".xlsx")
        summary = load_workbook(io.BytesIO(content), data_only=True).worksheets[1]
        counts = {row[0]: row[1:3] for row in summary.iter_rows(values_only=True)}
        felt = sum(1 for name in said if name.endswith("|felt"))
        assert counts[listed.words.felt] == (felt, 0)
