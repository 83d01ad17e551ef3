"""Workbooks: their sheets as grids of text, and a journey as a sheet."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

from journeymap.errors import JourneyError, MissingToolError, Problem, ReadError, shorten, unknown
from journeymap.formats.tables.columns import head_for
from journeymap.formats.tables.emotions import number_of
from journeymap.formats.tables.grids import Grid, letters
from journeymap.formats.tables.writing import facts_and_rows
from journeymap.model import Journey

__all__ = ["beginnings", "cell_text", "grids_of", "workbook"]

LARGEST = 200_000_000
"""How many bytes a workbook has at the most when unpacked."""

MOST_TEXT = 32_767
"""How many characters a cell of a workbook can hold."""

BEGINNING = 200
"""How many rows and columns are looked at to tell what a sheet is."""

MOST_COLUMNS = 16_384

MOST_CELLS = 5_000_000
"""How many cells are read, those that are empty among others included."""

_MERGED = re.compile(
    rb"""mergeCell\s[^<>]*?ref\s*=\s*["']([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})["']""", re.IGNORECASE
)
_NOTHING = ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!")


def grids_of(content: bytes, sheet: str | int | None = None) -> tuple[Grid, ...]:
    """The sheets of a workbook that anything stands in and that are not hidden; or the one that is asked for.

    Merged cells say in each of them what they say; rows and columns that are hidden are read and noted; of a formula
    the value that was last reckoned is read.

    Raises:
        ReadError: When it is no workbook, or has no such sheet.
        MissingToolError: When the extra ``office`` is not installed.
    """
    try:
        from openpyxl import load_workbook
    except ImportError as error:
        raise MissingToolError(_missing("openpyxl")) from error
    has_formulas = _check(content)
    try:
        book = load_workbook(io.BytesIO(content), data_only=True)
        said = load_workbook(io.BytesIO(content)) if has_formulas else None
        sheets = book.worksheets
        chosen = _chosen([each.title for each in sheets], sheet)
        grids = [
            _grid(each, said[each.title] if said is not None else None)
            for at, each in enumerate(sheets)
            if at == chosen or (chosen is None and each.sheet_state == "visible")
        ]
    except ReadError:
        raise
    except Exception as error:  # the reader of workbooks lets through whatever its parsers raise
        raise ReadError([Problem(f"cannot be read as a workbook: {shorten(str(error))}")]) from error
    filled = [grid for grid in grids if any(any(row) for row in grid.rows)]
    return tuple(filled or grids[:1])


def beginnings(content: bytes) -> Iterator[Grid]:
    """The upper left of each sheet of a workbook that is not hidden, as far as it takes to tell what it is.

    Raises:
        ReadError: When it is no workbook.
        MissingToolError: When the extra ``office`` is not installed.
    """
    try:
        from openpyxl import load_workbook
    except ImportError as error:
        raise MissingToolError(_missing("openpyxl")) from error
    _check(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                rows = sheet.iter_rows(max_row=BEGINNING, max_col=BEGINNING, values_only=True)
                yield Grid([[cell_text(value) for value in row] for row in rows], sheet=sheet.title)
    except Exception as error:  # the reader of workbooks lets through whatever its parsers raise
        raise ReadError([Problem(f"cannot be read as a workbook: {shorten(str(error))}")]) from error


def workbook(journey: Journey, *, lang: str = "en") -> bytes:
    """The journey as a workbook of one sheet; every text is written as text, so that none is taken for a formula.

    Raises:
        JourneyError: When a text is longer than a cell can hold.
        MissingToolError: When the extra ``office`` is not installed.
    """
    try:
        from xlsxwriter import Workbook
    except ImportError as error:
        raise MissingToolError(_missing("XlsxWriter")) from error
    facts, rows = facts_and_rows(journey, lang)
    content = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(content, {"in_memory": True, **options}) as book:
        book.set_properties({"created": datetime.datetime(1980, 1, 1)})
        sheet = book.add_worksheet()
        head = book.add_format({"bold": True, "valign": "top", "bottom": 1})
        plain = book.add_format({"valign": "top", "text_wrap": True})
        for at, fact in enumerate(facts):
            texts = [row.get(fact, "") for row in rows]
            _check_cells(fact, texts)
            sheet.write_string(0, at, head_for(fact, lang), head)
            sheet.set_column(at, at, min(40, max(10, *(len(text) + 2 for text in (*texts[:200], fact)))))
            for number, text in enumerate(texts, 1):
                if fact == "emotion" and number_of(text) is not None:
                    sheet.write_number(number, at, float(text), plain)
                elif text:
                    sheet.write_string(number, at, text, plain)
        sheet.freeze_panes(1, 0)
    return content.getvalue()


def cell_text(value: Any, number_format: str = "") -> str:
    """What a cell says, as somebody would have written it.

    Example:
        >>> cell_text(0.25, "0%"), cell_text(datetime.datetime(2026, 3, 1)), cell_text(True)
        ('25%', '2026-03-01', 'TRUE')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (int, float)) and "%" in number_format:
        return f"{value * 100:.10g}%"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, datetime.timedelta):
        return f"{value.total_seconds():.15g} s"
    return str(value).strip()


def _missing(tool: str) -> str:
    return f'workbooks need {tool}: pip install "journeymap[office]"'


def _check(content: bytes) -> bool:
    """Refuse what is no workbook, or unpacks to far more than any journey; whether there are formulas in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            is_large = sum(entry.file_size for entry in packed.infolist()) > LARGEST
            names = [name for name in packed.namelist() if name.startswith("xl/worksheets/") and not is_large]
            sheets = [packed.read(name) for name in names]
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError, zlib.error):
        old = content.startswith(b"\xd0\xcf\x11\xe0")
        hint = "an old .xls, or locked by a password: save it as .xlsx without one" if old else "save it as .xlsx"
        raise ReadError([Problem(f"is no workbook ({hint})")]) from None
    if is_large:
        raise ReadError([Problem(f"unpacks to more than {LARGEST // 1_000_000} MB: that is no journey")])
    if any(sum(map(_cells_in, _MERGED.finditer(each))) > MOST_CELLS for each in sheets):
        raise ReadError([Problem(f"has more than {MOST_CELLS:,} cells merged: that is no journey")])
    return any(b"<f" in each for each in sheets)


def _cells_in(merged: re.Match[bytes]) -> int:
    """How many cells are merged in one."""
    left, top, right, bottom = (each.decode() for each in merged.groups())
    return (abs(_column(right) - _column(left)) + 1) * (abs(int(bottom) - int(top)) + 1)


def _column(name: str) -> int:
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _chosen(titles: Sequence[str], sheet: str | int | None) -> int | None:
    if sheet is None:
        return None
    if isinstance(sheet, str) and sheet in titles:
        return titles.index(sheet)
    number = int(sheet) if isinstance(sheet, int) or sheet.isdecimal() else 0
    if 1 <= number <= len(titles):
        return number - 1
    raise ReadError([Problem(unknown("sheet", sheet, titles))])


def _grid(sheet: Any, formulas: Any) -> Grid:
    """A sheet as a grid of text."""
    rows: list[list[str]] = []
    notes: list[Problem] = []
    height, width = _reach(sheet, formulas)
    for number, row in enumerate(sheet.iter_rows(max_row=height, max_col=width) if width else ()):
        texts = [cell_text(cell.value, cell.number_format if type(cell.value) in (int, float) else "") for cell in row]
        for at, cell in enumerate(row):
            behind = formulas.cell(number + 1, at + 1).value if formulas is not None and cell.value is None else None
            if texts[at] in _NOTHING or behind is not None:
                what = f"the formula gives {texts[at]}" if texts[at] else "a formula without a value (open and save it)"
                notes.append(Grid((), sheet=sheet.title).problem(f"{what}; left out", number, at))
                texts[at] = ""
        rows.append(texts)
    _spread(rows, sheet.merged_cells.ranges)
    notes += _hidden(sheet, rows)
    return Grid(rows, sheet=sheet.title, notes=tuple(notes))


def _reach(sheet: Any, formulas: Any) -> tuple[int, int]:
    """How far down and to the right anything stands in a sheet, however far it is formatted.

    Raises:
        ReadError: When that is further than any journey.
    """
    filled = [at for each in (sheet, formulas) if each is not None for at, cell in each._cells.items()
              if cell.value is not None]  # fmt: skip
    height = max((row for row, _ in filled), default=0)
    width = min(max((column for _, column in filled), default=0), MOST_COLUMNS)
    if height * width > MOST_CELLS:
        message = f"something stands in row {height:,} and column {letters(width - 1)}: that is no journey"
        raise ReadError([Grid((), sheet=sheet.title).problem(f"{message} (delete what stands far from the table)")])
    return height, width


def _spread(rows: list[list[str]], merged: Any) -> None:
    """Say in each cell of those that are merged what they say together."""
    for area in sorted(merged, key=lambda area: area.bounds):
        left, top, right, bottom = area.bounds
        if top > len(rows) or left > len(rows[top - 1]):
            continue
        text = rows[top - 1][left - 1]
        for row in rows[top - 1 : bottom]:
            row[left - 1 : right] = [text] * len(row[left - 1 : right])


def _hidden(sheet: Any, rows: Sequence[Sequence[str]]) -> Iterator[Problem]:
    """What is hidden, in words: it is read all the same."""
    lines = [str(at) for at, each in sheet.row_dimensions.items() if each.hidden and at <= len(rows)]
    columns = [each.index for each in sheet.column_dimensions.values() if each.hidden]
    for what, names in (("rows", lines), ("columns", columns)):
        if names:
            listed = ", ".join(names[:10]) + (", ..." if len(names) > 10 else "")
            yield Grid((), sheet=sheet.title).problem(f"{what} that are hidden are read, too: {listed}")


def _check_cells(fact: str, texts: Sequence[str]) -> None:
    longest = max(map(len, texts), default=0)
    if longest > MOST_TEXT:
        message = f"{fact}: a text of {longest:,} characters is longer than a cell of a workbook can hold"
        raise JourneyError(f"{message} ({MOST_TEXT:,}): save it as .csv or .yaml")
