"""The ready-made sheets: complete in both languages, printed like any checklist, read back, and counted."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from journeymap import examples
from journeymap.checklists import SHEETS, Answers, Checklist, read_checklist, sheet
from journeymap.checklists.answering import Answer
from journeymap.checklists.counting import tally_sheets
from journeymap.checklists.sheets import COVER, SOURCES, line_of, sheet_data, sheet_text
from journeymap.cli import app
from journeymap.errors import JourneyError, UnknownNameError
from journeymap.formats import load
from journeymap.i18n import LANGUAGES, translator
from journeymap.model import Journey
from journeymap.saving import save
from tests.checklist_filling import as_csv, as_json, as_markdown, as_xlsx
from tests.checklist_pages import Page, checked
from tests.test_docs import script

FOLDER = Path(__file__).resolve().parents[1] / "journeymap" / "checklists" / "sheets"
MOST_PAGES = 2

WRITTEN: dict[str, Callable[[Checklist, dict[str, str]], str | bytes]] = {
    ".json": as_json,
    ".csv": as_csv,
    ".md": as_markdown,
    ".xlsx": as_xlsx,
}

sheets = script("make_sheets")


def figures(text: str) -> set[str]:
    """The percentages and shares in a text."""
    return set(re.findall(r"\d[\d.,–]*(?= ?%)|\.\d\d", text))


def texts(data: Any) -> list[dict[str, Any]]:
    """Every place in the file of a sheet at which something is said in a language."""
    found = [data] if isinstance(data, dict) and "en" in data else []
    inner = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    return found + [text for each in inner for text in texts(each)]


class TestData:
    def test_every_file_is_a_sheet(self) -> None:
        """Each file is offered, and each name has its file."""
        assert sorted(SHEETS) == sorted(path.stem for path in FOLDER.glob("*.toml"))
        assert len(set(SHEETS)) == len(SHEETS)

    @pytest.mark.parametrize("name", SHEETS)
    def test_languages_say_the_same(self, name: str) -> None:
        """Whatever is said is said in every language, in as many parts, and none is left in another script."""
        for said in texts(dict(sheet_data(name))):
            assert said.keys() >= set(LANGUAGES), said
            en, ko = said["en"], said["ko"]
            assert type(en) is type(ko)
            for one, other in zip([en], [ko], strict=True) if isinstance(en, str) else zip(en, ko, strict=True):
                assert bool(one) == bool(other)
                assert not re.search("[가-힣]", one)
                assert not one or one == other or re.search("[가-힣]", other)
                assert figures(one) == figures(other)

    @pytest.mark.parametrize("name", SHEETS)
    def test_lines_are_named_once_and_sourced(self, name: str) -> None:
        """Names of lines are unique and stay apart from facts; covers and sources are known."""
        data = sheet_data(name)
        lines = [line for section in data["section"] for line in section.get("line", ())]
        ids = [line["id"] for line in lines]
        assert len(set(ids)) == len(ids)
        assert set(data["cover"]) <= set(COVER)
        for line in lines:
            assert re.fullmatch(r"[a-z0-9]+([-_][a-z0-9]+)*", line["id"])
            assert set(line.get("source", ())) <= set(SOURCES)
            assert "scale" in line or line.get("source") or line["id"].startswith("risk"), line["id"]

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_sources_are_translated(self, lang: str) -> None:
        """Every label and every source of a sheet's own is there in every language."""
        t = translator(lang)
        for label in (*COVER.values(), SOURCES["ARTICLE"], SOURCES["MCKINSEY"], SOURCES["MEHRABIAN"]):
            assert (t(label) == label) == (lang == "en")

    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("greeting", "holds only for such feelings"), ("surroundings", "was not found at a source"),
            ("recovery", "no rule of nature"), ("leadership", "Of firms, not of customers"),
            ("leadership", "which is more than the source does"), ("greeting", "average length of a contact"),
            ("recovery", "not more loyal than before"), ("handoffs", "was not verified"),
        ],
    )  # fmt: skip
    def test_numbers_come_with_their_caveats(self, name: str, words: str) -> None:
        """A figure that is often quoted for more than it says is printed with what it does say."""
        assert words in " ".join(item.why for item in sheet(name))

    def test_an_unknown_sheet(self) -> None:
        """A sheet that there is not is an error with the nearest one, and so is a language."""
        with pytest.raises(UnknownNameError, match="greeting"):
            sheet("greetings")
        with pytest.raises(UnknownNameError, match="language"):
            sheet("greeting", lang="kr")

    def test_words_of_a_line(self) -> None:
        """A line is found by what its answers are filed under, in any language; repeated lines too."""
        assert line_of("greeting.eyes", "ko") != line_of("greeting.eyes")
        assert line_of("incidents.incident-3") == "How did the customer leave?"
        assert line_of("greeting.none") is None
        assert line_of("JM101@pay") is None


class TestPaper:
    @pytest.mark.parametrize("lang", LANGUAGES)
    @pytest.mark.parametrize("name", SHEETS)
    def test_every_sheet_is_a_page(self, name: str, lang: str) -> None:
        """The page holds to everything a page must, and every line stands on it with its reason and its sources."""
        made = sheet(name, lang=lang)
        page = Page(made.html())
        checked(page)
        title, about = sheet_text(name, lang)
        for words in (
            title,
            about,
            *made.guide,
            *made.sources,
            *(text for item in made for text in (item.title, item.why)),
        ):
            assert " ".join(words.split()) in page.text
        assert translator(lang)("The five principles, and what they rest on") not in page.text

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_one_or_two_pages(self, browser: Any, lang: str) -> None:
        """Each prints on at most two pages: those with the most words on them do."""
        longest = sorted(SHEETS, key=lambda name: len(sheet(name, lang=lang).markdown()))[-3:]
        page = browser.new_page()
        for name in (*longest, "walk"):
            page.set_content(sheet(name, lang=lang).html())
            count = len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))
            assert 1 <= count <= MOST_PAGES, name
        page.close()

    def test_for_a_journey(self) -> None:
        """With a journey its business, persona and the touchpoints that the sheet is about stand on it."""
        shop = load(examples.path("shoe-shop"))
        made = sheet("payment", journey=shop)
        assert made.title == f"{shop.name} — Payment and ending"
        places = [place.touchpoint for section in made.sections for place in section.places if place.touchpoint]
        assert places == [
            each.id
            for each in shop
            if each.kind in ("cart", "checkout", "payment", "confirmation", "farewell", "cancel")
        ]
        assert places
        assert f"{places[0]}|felt" in dict(made.answers())
        walk = sheet("walk", journey=shop)
        assert len([place for section in walk.sections for place in section.places if place.touchpoint]) == len(shop)
        with pytest.raises(JourneyError):
            sheet("walk", journey="shop.yaml")  # type: ignore[arg-type]

    def test_hostile_names_stay_text(self) -> None:
        """What a journey is called means nothing on the page."""
        journey = Journey("</title><script>alert(1)</script>").touchpoint("pay", "<b>Pay</b>", kind="payment")
        checked(Page(sheet("payment", journey=journey, evaluators=3).html()))

    def test_evaluators_side_by_side(self) -> None:
        """The page for several evaluators has a row for each line, and a column for each of them."""
        made = sheet("greeting", evaluators=3)
        page = Page(made.html())
        checked(page)
        assert "Evaluator 3" in page.text
        assert "Agreed verdict" in page.text
        rows = [line for line in made.markdown().splitlines() if re.match(r"\| \d+ \|", line)]
        assert len(rows) == len(made)
        assert "Agreed verdict" not in sheet("greeting").html()

    def test_every_suffix(self, tmp_path: Path) -> None:
        """A sheet is saved in every format of a checklist."""
        for suffix in (".html", ".md", ".csv", ".json", ".xlsx", ".docx", ".pdf"):
            assert save(sheet("recovery", lang="ko"), tmp_path / f"sheet{suffix}").stat().st_size > 1000


class TestReadBack:
    @pytest.mark.parametrize("lang", LANGUAGES)
    @pytest.mark.parametrize("suffix", WRITTEN)
    def test_judged(self, tmp_path: Path, suffix: str, lang: str) -> None:
        """Verdicts, owners, days, notes and measures come back from every format, and nothing else does."""
        made = sheet("greeting", lang=lang)
        first = next(iter(made))
        said = {
            f"{first.key}|verdict": first.choices[2].label, f"{first.key}|measured": "45",
            f"{first.key}|owner": "Kim", f"{first.key}|by_when": "2026-03-01", "cover|evaluator": "Lee",
        }  # fmt: skip
        if suffix in (".csv", ".xlsx"):
            said |= {f"{first.key}|note": "late"}
        path = tmp_path / f"filled{suffix}"
        content = WRITTEN[suffix](made, said)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        if suffix == ".csv":  # the columns of a line that is judged are filled in beside it
            text = path.read_text(encoding="utf-8")
            path.write_text(_with_columns(text, first.key), encoding="utf-8")
        if suffix == ".xlsx":
            _with_cells(path, first.key)
        found = read_checklist(path)
        assert not found.problems
        assert found[f"{first.key}|verdict"] == "fail"
        assert found[f"{first.key}|measured"] == "45"
        assert (found[f"{first.key}|owner"], found[f"{first.key}|by_when"]) == ("Kim", "2026-03-01")
        assert found.evaluator == "Lee"
        assert [entry.key for entry in found.entries] == [item.key for item in made]
        assert found.entries[0].section == made.sections[0].name
        assert [entry.title for entry in found.entries] == [item.title for item in made]
        assert {entry.kind for entry in found.entries} == {"standard"}
        assert not found.facts(Journey("Shop").touchpoint("pay", "Pay"))

    @pytest.mark.parametrize("suffix", WRITTEN)
    def test_rated(self, tmp_path: Path, suffix: str) -> None:
        """A rating comes back as its number, whatever words stand beside it."""
        made = sheet("survey", lang="ko")
        said = {f"{item.key}|verdict": item.choices[-1].label for item in made}
        path = tmp_path / f"filled{suffix}"
        content = WRITTEN[suffix](made, said)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        found = read_checklist(path)
        assert not found.problems
        assert found["survey.recommend|verdict"] == "10"
        assert found["survey.overall|verdict"] == "5"

    @pytest.mark.parametrize("written", ["11", "maybe", "4.5", "-1"])
    def test_no_rating(self, tmp_path: Path, written: str) -> None:
        """What is no box of a scale is listed and not taken."""
        path = tmp_path / "filled.json"
        path.write_text(as_json(sheet("survey"), {"survey.overall|verdict": written}), encoding="utf-8")
        found = read_checklist(path)
        assert "survey.overall|verdict" not in found
        assert "whole number from 1 to 5" in str(found.problems[0])


def _with_columns(text: str, key: str) -> str:
    rows = list(csv.DictReader(io.StringIO(text)))
    for row in rows:
        if row["key"] == key:
            row |= {"owner": "Kim", "by_when": "2026-03-01"}
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _with_cells(path: Path, key: str) -> None:
    book = load_workbook(path)
    cells = book.worksheets[0]
    heads = {str(cell.value): number for number, cell in enumerate(cells[1])}
    t = translator("ko" if "담당" in heads else "en")
    for row in cells.iter_rows(min_row=2):
        if row[heads[t("Key")]].value == key:
            row[heads[t("Who")]].value = "Kim"
            row[heads[t("By when")]].value = "2026-03-01"
    book.save(path)


def form(name: str, **said: str) -> Answers:
    """One filled-in sheet; ``__`` stands for a bar."""
    given = {f"{name}.{key.replace('__', '|')}": Answer(value, value) for key, value in said.items()}
    return Answers(given)


class TestCounting:
    def test_incidents(self) -> None:
        """The log counts by touchpoint; an entry that lacks something is told with its number and what is missing."""
        log = form(
            "incidents",
            **{"incident-1__verdict": "2", "incident-1__touchpoint": "Till", "incident-1__what": "No change",
               "incident-2__verdict": "1", "incident-2__touchpoint": "Till", "incident-2__what": "no change",
               "incident-3__what": "Cold"},
        )  # fmt: skip
        counted = tally_sheets([log])
        assert counted.counted == 2
        assert (counted.incidents[0].touchpoint, counted.incidents[0].grade) == ("Till", 1.5)
        assert dict(counted.incidents[0].recurring) == {"No change": 2}
        assert [(each.line, each.reason) for each in counted.rejected] == [(3, "touchpoint is empty")]

    def test_staff_beside_customers(self) -> None:
        """With both surveys the gap between what staff believe and customers say is told."""
        sides = [form("staff-survey", overall__verdict="5"), form("survey", overall__verdict="3", speed__verdict="4")]
        counted = tally_sheets(sides, lang="ko")
        assert [each.gap.value for each in counted.gaps.values()] == [2.0]
        assert "빠르게 진행되었습니까?" in counted.survey
        assert not tally_sheets(sides[:1]).gaps

    def test_nothing(self) -> None:
        """Sheets that are empty or of another kind cannot be counted."""
        with pytest.raises(JourneyError, match="nothing is filled in"):
            tally_sheets([form("greeting", eyes__verdict="pass")])


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run a command in an empty directory, on an English machine."""
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)

    def run_it(*args: str) -> Result:
        result = CliRunner().invoke(app, list(args), prog_name="journeymap")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run_it


class TestCommand:
    def test_list(self, run: Callable[..., Result]) -> None:
        """Every sheet is listed with its title, also when nothing is said; in Korean for who asks so."""
        listed = run("sheet", "--list").output
        assert all(name in listed for name in SHEETS)
        assert run("sheet").output == listed
        assert "인사와 첫 만남" in run("sheet", "--list", "--lang", "ko").output

    def test_written(self, run: Callable[..., Result], tmp_path: Path) -> None:
        """A sheet is written as the suffix says, for a journey when one is given, in the language of the journey."""
        assert run("sheet", "greeting").exit_code == 0
        assert "Greeting and first contact" in (tmp_path / "greeting.html").read_text(encoding="utf-8")
        shop = str(examples.path("shoe-shop", lang="ko"))
        assert run("sheet", "payment", "--journey", shop, "-o", "pay.md", "--evaluators", "2").exit_code == 0
        text = (tmp_path / "pay.md").read_text(encoding="utf-8")
        assert "결제와 마무리" in text
        assert "점검자 2" in text
        assert run("sheet", "greeting", "-o", "-").output.startswith("<!doctype html>")
        assert run("sheet", "greting").exit_code == 2

    @pytest.mark.parametrize("suffix", WRITTEN)
    def test_from_paper_to_figures(self, run: Callable[..., Result], tmp_path: Path, suffix: str) -> None:
        """Forms of a survey and a log, filled in and handed to metrics, come out as figures."""
        survey, log = sheet("survey"), sheet("incidents")
        for number, (overall, recommend) in enumerate([("5", "10"), ("4", "9"), ("2", "3")]):
            said = {
                "survey.overall|verdict": overall,
                "survey.recommend|verdict": recommend,
                "survey.speed|verdict": "3",
            }
            content = WRITTEN[suffix](survey, said)
            (tmp_path / f"form{number}{suffix}").write_bytes(
                content if isinstance(content, bytes) else content.encode()
            )
        said = {"incidents.incident-1|verdict": "1", "incidents.incident-1|touchpoint": "Till",
                "incidents.incident-1|what": "Card declined"}  # fmt: skip
        content = WRITTEN[suffix](log, said)
        (tmp_path / f"log{suffix}").write_bytes(content if isinstance(content, bytes) else content.encode())
        told = run("metrics", *(f"form{number}{suffix}" for number in range(3)))
        assert told.exit_code == 0
        assert "67%" in told.output
        assert "NPS +33" in told.output
        assert "Did it go fast enough?" in told.output
        logged = run("metrics", f"log{suffix}")
        assert "Till" in logged.output
        assert logged.exit_code == 0

    def test_a_table_is_still_a_table(self, run: Callable[..., Result], tmp_path: Path) -> None:
        """A CSV that is no sheet is counted as the table that it is."""
        (tmp_path / "answers.csv").write_text("overall,recommend\n5,10\n2,3\n", encoding="utf-8")
        assert "50%" in run("metrics", "answers.csv").output

    def test_what_cannot_be_read_is_told(self, run: Callable[..., Result], tmp_path: Path) -> None:
        """A rating that is none is told on standard error, and the rest is counted."""
        said = {"survey.overall|verdict": "5", "survey.recommend|verdict": "lots"}
        (tmp_path / "form.json").write_text(as_json(sheet("survey"), said), encoding="utf-8")
        told = run("metrics", "form.json")
        assert "recommend" in told.stderr
        assert "100%" in told.stdout


def test_the_pages_of_the_sheets_are_current() -> None:
    """The pages say what the sheets say today."""
    for path, text in sheets.pages().items():
        assert path.read_text(encoding="utf-8") == text, "run python docs/make_sheets.py"


def test_a_checklist_for_several_evaluators(run: Callable[..., Result], tmp_path: Path) -> None:
    """The checklist of a journey has the page for several evaluators when it is asked for, with every line on it."""
    shop = str(examples.path("shoe-shop"))
    assert run("checklist", shop, "-o", "shop.md", "--evaluators", "3").exit_code == 0
    text = (tmp_path / "shop.md").read_text(encoding="utf-8")
    assert "Several evaluators, side by side" in text
    assert "Evaluator 3" in text
