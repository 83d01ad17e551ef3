"""Workbooks: sheets, merged and hidden cells, formulas, days, and what is no workbook."""

from __future__ import annotations

import datetime
import io
import sys
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import journeymap as jm
from journeymap.formats import load_with_notes, written
from journeymap.formats import xlsx as xlsx_format

DAY = datetime.date(2026, 3, 1)
ROWS = (("stage", "touchpoint", "emotion"), ("Pay", "Card", -1), ("Pay", "Done", 1.5))


def book(*sheets: tuple[str, Any], change: Callable[[Any], None] = lambda book: None) -> bytes:
    """A workbook with these sheets, changed."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    change(made)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def read(content: bytes, **options: Any) -> tuple[jm.Journey, list[str]]:
    """The journey in a workbook, and its notes as they are shown; it is called "T"."""
    journey, notes = xlsx_format.read(content, **{"name": "T", **options})
    return journey, [str(note) for note in notes]


def test_a_row_for_each_touchpoint() -> None:
    """Numbers and texts are read as they stand."""
    journey, notes = read(book(("Today", ROWS)))
    assert [(each.stage, each.name, each.emotion) for each in journey] == [("Pay", "Card", -1), ("Pay", "Done", 1.5)]
    assert notes == []


def test_sheets() -> None:
    """The first that has a journey is read, another by name or number, all by ``read_all``; hidden ones never."""

    def hide(book: Any) -> None:
        book["Old"].sheet_state = "hidden"

    other = (("touchpoint",), ("X",))
    content = book(("About", [("Some words",)]), ("Today", ROWS), ("Later", other), ("Old", other), change=hide)
    assert read(content)[0].touchpoints[0].name == "Card"
    assert read(content)[1] == ["other sheets are not read: 'Later' (choose one with sheet=)"]
    assert read(content, sheet="Later")[0].touchpoints[0].name == read(content, sheet=3)[0].touchpoints[0].name == "X"
    assert read(content, sheet="4")[0].touchpoints[0].name == "X"
    assert len(xlsx_format.read_all(content)) == 2
    with pytest.raises(jm.ReadError, match=r"unknown sheet 'Todai' \(did you mean 'Today'\?\)"):
        read(content, sheet="Todai")
    with pytest.raises(jm.ReadError, match="no column is one of a journey's"):
        read(content, sheet=1)


def test_merged_cells_say_the_same_in_each() -> None:
    """A stage over several touchpoints, in both directions, is that of each; nothing is guessed."""

    def merge(book: Any) -> None:
        book["Long"].merge_cells("A2:A3")
        book["Wide"].merge_cells("B1:C1")

    long = (("stage", "touchpoint"), ("Pay", "Card"), (None, "Done"))
    wide = ((None, "Find", None, "Pay"), ("Touchpoint", "Ad", "Search", "Card"), ("Emotion", 1, -1, 2))
    content = book(("Long", long), ("Wide", wide), change=merge)
    assert [each.stage for each in read(content, sheet="Long")[0]] == ["Pay", "Pay"]
    found, notes = read(content, sheet="Wide")
    assert [(each.stage, each.name, each.emotion) for each in found] == [
        ("Find", "Ad", 1),
        ("Find", "Search", -1),
        ("Pay", "Card", 2),
    ]
    assert notes == []


def test_what_is_hidden_is_read_and_told() -> None:
    """Rows and columns that nobody sees are no less there."""

    def hide(book: Any) -> None:
        book["Today"].row_dimensions[3].hidden = True
        book["Today"].column_dimensions["C"].hidden = True

    journey, notes = read(book(("Today", ROWS), change=hide))
    assert [each.emotion for each in journey] == [-1, 1.5]
    assert notes == [
        "sheet 'Today': rows that are hidden are read, too: 3",
        "sheet 'Today': columns that are hidden are read, too: C",
    ]


def test_formulas() -> None:
    """The value that was last reckoned counts; a formula without one, and an error, is told and left out."""
    rows = (("touchpoint", "emotion (1-5)", "owner"), ("A", "=1+1", "Kim"), ("B", "#REF!", "=A1"))
    journey, notes = read(book(("S", rows)))
    assert [(each.emotion, each.owner) for each in journey] == [(None, "Kim"), (None, None)]
    assert notes == [
        "sheet 'S', row 2, column B: a formula without a value (open and save it); left out",
        "sheet 'S', row 3, column B: the formula gives #REF!; left out",
        "sheet 'S', row 3, column C: a formula without a value (open and save it); left out",
    ]
    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, ["touchpoint", "emotion (1-5)"])
        sheet.write_string(1, 0, "A")
        sheet.write_formula(1, 1, "=2+2", None, 4)
    assert read(content.getvalue())[0]["a"].emotion == 1


def test_days_times_and_percentages() -> None:
    """They are what somebody would have written."""

    def style(book: Any) -> None:
        book["S"]["B2"].number_format = "0%"

    rows = (
        ("touchpoint", "drop off", "wait", "owner", "movable", "journey.last_reviewed"),
        ("A", 0.25, datetime.timedelta(minutes=5), datetime.datetime(2026, 3, 1, 12, 30), True, DAY),
    )  # fmt: skip
    journey, _ = read(book(("S", rows), change=style))
    first = journey["a"]
    assert (first.drop_off, first.wait, first.owner, first.movable) == (0.25, jm.Wait(300), "2026-03-01 12:30:00", True)
    assert journey.last_reviewed == DAY


def test_problems_have_their_sheet_and_cell() -> None:
    """A cell that cannot be read is told with sheet, row and column, also in a wide table."""
    rows = (("Touchpoint", "A", "B"), ("Feelings", "happy", "qwx"), ("Actions", "x", "y"))
    assert any(
        note.startswith("sheet 'S', row 2, column C 'Feelings': 'qwx' is no emotion")
        for note in read(book(("S", rows)))[1]
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is no workbook"),
        (b"text", "is no workbook (save it as .xlsx)"),
        (b"\xd0\xcf\x11\xe0old", "an old .xls, or locked by a password"),
        (b"PK\x05\x06" + bytes(18), "cannot be read as a workbook"),
        (book(("S", ())), "there is nothing in it"),
        (book(("S", [("a", "b")])), "no column is one of a journey's"),
    ],
)
def test_bad_input(content: bytes, message: str) -> None:
    """What is no workbook, or has no journey in it, is refused."""
    with pytest.raises(jm.ReadError) as caught:
        read(content)
    assert message in str(caught.value)


def test_a_workbook_that_unpacks_to_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is refused before it is unpacked."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", bytes(3_000_000))
    monkeypatch.setattr("journeymap.formats.tables.workbooks.LARGEST", 2_000_000)
    with pytest.raises(jm.ReadError, match="unpacks to more than 2 MB"):
        read(content.getvalue())


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 6_000), st.binary(max_size=12))
def test_a_damaged_workbook_is_read_or_refused(at: int, damage: bytes) -> None:
    """Whatever is broken in it, there is a journey or an error of our own."""
    content = bytearray(book(("Today", ROWS)))
    content[at : at + len(damage)] = damage
    with suppress(jm.JourneymapError):
        assert isinstance(read(bytes(content))[0], jm.Journey)


def test_saving(tmp_path: Path) -> None:
    """A journey is saved as a workbook by the suffix, in a language, and every text in it is text."""
    shop = jm.Journey("=1+1", touchpoints=[jm.Touchpoint("a", "@SUM(A1)", emotion=-1, owner="_x0041_")])
    jm.save(shop, tmp_path / "shop.xlsx", lang="ko")
    sheet = openpyxl.load_workbook(tmp_path / "shop.xlsx").active
    assert sheet is not None
    heads, values = sheet.iter_rows()
    assert [cell.value for cell in heads][:4] == ["여정", "식별자", "접점", "감정 (-2..+2)"]
    assert [cell.data_type for cell in values[:4]] == ["s", "s", "s", "n"]
    assert jm.load(tmp_path / "shop.xlsx") == shop


def test_a_text_that_is_too_long_for_a_cell() -> None:
    """It is refused, never cut."""
    with pytest.raises(jm.JourneyError, match="a text of 40,000 characters is longer than a cell"):
        written(jm.Journey("J", touchpoints=[jm.Touchpoint("a", "A", quote="x" * 40_000)]), "xlsx")


@pytest.mark.parametrize("tool", ["openpyxl", "xlsxwriter"])
def test_without_the_extra(monkeypatch: pytest.MonkeyPatch, tool: str) -> None:
    """The message says what to install."""
    content = book(("Today", ROWS))
    monkeypatch.setitem(sys.modules, tool, None)
    with pytest.raises(jm.MissingToolError, match=r'pip install "journeymap\[office\]"'):
        read(content) if tool == "openpyxl" else written(jm.Journey("J"), "xlsx")


def test_the_name_of_the_file(tmp_path: Path) -> None:
    """A journey that is not named in its table is called as the file is."""
    path = tmp_path / "Coffee shop.xlsx"
    path.write_bytes(book(("Today", ROWS)))
    journey, notes = load_with_notes(path)
    assert (journey.name, notes) == ("Coffee shop", ())
    assert jm.load_all(path) == (journey,)
