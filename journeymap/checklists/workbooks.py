"""A checklist as a workbook for spreadsheets, and what is written in one that was filled in.

Three sheets: what to fill in, with drop-downs; a summary that counts as it is filled in, protected; and the words of
the drop-downs, hidden. Every text is written as text, so that none is taken for a formula.
"""

from __future__ import annotations

import datetime
import io
import math
import re
import zipfile
from collections.abc import Iterator
from typing import Any
from unicodedata import east_asian_width

import attrs

from journeymap.checklists.content import Checklist
from journeymap.checklists.data import HEADS, Row, rows_of
from journeymap.checklists.reading import Filled
from journeymap.checklists.tables import filled_rows, has_heads
from journeymap.checklists.understanding import VERDICTS, label_of
from journeymap.drawing.typesetting import clean
from journeymap.errors import MissingToolError, Problem, ReadError, shorten
from journeymap.i18n import Translator, translator

__all__ = ["as_xlsx", "filled"]

WIDTHS = {
    "number": 5, "section": 12, "place": 16, "code": 9, "question": 56, "options": 22, "answer": 16, "severity": 9,
    "owner": 12, "by_when": 12, "photo": 9, "note": 28,
}  # fmt: skip
"""The columns that people see, and how wide they are in characters."""

SHOWN = tuple(WIDTHS)
HIDDEN = ("key", "kind", "fact", "at")
ENTRIES = ("answer", "severity", "owner", "by_when", "photo", "note")

LARGEST = 200_000_000
"""How many bytes a workbook has at the most when unpacked."""

MOST_TEXT = 32_000
"""How many characters a cell holds at the most."""

LINE = 17.0
"""How high a line is, in points."""

MOST_LINES = 25
"""How many lines of a cell are seen; a spreadsheet allows little more."""

_A4 = 9
_INK, _HEAD, _WEAK, _ENTRY = "#1F2937", "#1F3A5F", "#FDECEA", "#FFFBE6"
_BARE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def as_xlsx(checklist: Checklist) -> bytes:
    """The checklist as a workbook; see :meth:`Checklist.xlsx`."""
    try:
        from xlsxwriter import Workbook
    except ImportError as error:
        raise MissingToolError(_missing("XlsxWriter")) from error
    content = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(content, {"in_memory": True, **options}) as book:
        book.set_properties({"title": _text(checklist.title)[:255], "created": datetime.datetime(1980, 1, 1)})
        _Sheets(book, checklist, translator(checklist.lang)).write()
    return content.getvalue()


class _Sheets:
    """Writes the sheets of one workbook."""

    def __init__(self, book: Any, checklist: Checklist, t: Translator) -> None:
        self.book, self.checklist, self.t = book, checklist, t
        self.rows = list(rows_of(checklist))
        plain = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#C9CED6", "font_color": _INK}
        head = {**plain, "bold": True, "font_color": "#FFFFFF", "bg_color": _HEAD, "valign": "vcenter"}
        self.plain = book.add_format(plain)
        self.head = book.add_format(head)
        self.failed = book.add_format({**plain, "bg_color": _WEAK})
        self.entry = book.add_format({**plain, "bg_color": _ENTRY, "num_format": "@"})
        self.title = book.add_format({"bold": True, "font_size": 14, "font_color": _INK})

    def write(self) -> None:
        walk = self.book.add_worksheet(self.t("Checklist"))
        total = self.book.add_worksheet(self.t("Summary"))
        words = self.book.add_worksheet("words")
        words.hide()
        self.walk(walk, words)
        self.summary(total)

    def walk(self, sheet: Any, words: Any) -> None:
        columns = (*SHOWN, *HIDDEN)
        for at, column in enumerate(columns):
            sheet.set_column(at, at, WIDTHS.get(column, 10), None, {"hidden": column in HIDDEN})
            sheet.write_string(0, at, self.t(HEADS[column]), self.head)
        for number, row in enumerate(self.rows, 1):
            weak = self.failed if row.get("kind") == "failed" else self.plain
            lines = max(_lines(_shown(row, column), WIDTHS[column]) for column in SHOWN)
            sheet.set_row(number, LINE * min(lines, MOST_LINES))
            for at, column in enumerate(columns):
                style = self.entry if column in ENTRIES and _asks(row, column) else weak
                text = _text(_shown(row, column))
                if column == "number" and text:
                    sheet.write_number(number, at, int(text), style)
                elif text:
                    sheet.write_string(number, at, text, style)
                else:
                    sheet.write_blank(number, at, None, style)
        self.drop_downs(sheet, words)
        sheet.freeze_panes(1, SHOWN.index("code"))
        sheet.autofilter(0, 0, len(self.rows), len(SHOWN) - 1)
        sheet.repeat_rows(0)
        sheet.print_area(0, 0, len(self.rows), len(SHOWN) - 1)
        self.paper(sheet)

    def drop_downs(self, sheet: Any, words: Any) -> None:
        """Lists to choose from; something else may be written all the same, after a word of warning."""
        places: dict[tuple[tuple[str, ...], int], list[int]] = {}
        for number, row in enumerate(self.rows, 1):
            options = tuple(filter(None, row.get("options", "").split(" | ")))
            places.setdefault((options, SHOWN.index("answer")), []).append(number)
            if _asks(row, "severity"):
                degrees = tuple(degree.value for degree in self.checklist.degrees)
                places.setdefault((degrees, SHOWN.index("severity")), []).append(number)
        lists = {options: at for at, options in enumerate(dict.fromkeys(options for options, _ in places if options))}
        for options, at in lists.items():
            for place, option in enumerate(options):
                words.write_string(place, at, _text(option))
        for (options, column), numbers in places.items():
            if options:
                rule = {
                    "validate": "list",
                    "source": f"=words!{_span(lists[options], 0, len(options) - 1)}",
                    "error_type": "warning",
                    "error_title": self.t("Answer"),
                    "error_message": self.t("This is none of the boxes. Write it all the same?"),
                }
                cells = [[number, column, number, column] for number in numbers]
                sheet.data_validation(*cells[0], {**rule, "other_cells": cells[1:]} if cells[1:] else rule)

    def paper(self, sheet: Any) -> None:
        sheet.set_paper(_A4)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        sheet.set_header(f"&L{_plain(shorten(_text(self.checklist.title), 100))}")
        sheet.set_footer("&R&P / &N")

    def summary(self, sheet: Any) -> None:
        """What the audit found, and formulae that count what is filled in."""
        words, t = self.checklist.words, self.t
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 14)
        sheet.set_column(2, 2, 44)
        sheet.write_string(0, 0, _text(self.checklist.title), self.title)
        line = 2
        for figure in self.checklist.summary.figures:
            for at, text in enumerate((figure.label, figure.value, figure.note)):
                sheet.write_string(line, at, _text(text), self.plain)
            line += 1
        line += 1
        for at, label in enumerate((t("To fill in"), t("Answered"), t("Open"))):
            sheet.write_string(line, at, label, self.head)
        kinds = {"failed": words.failed, "question": words.questions, "fact": t("Fact"), "felt": words.felt}
        kinds |= {"passed": words.passed, "standard": words.item, "rated": words.item}
        kind, answer = self.column("kind"), self.column("answer")
        for name, label in kinds.items():
            here = [row for row in self.rows if row.get("kind") == name]
            if name in ("standard", "rated") and not here:
                continue
            line += 1
            done = f'COUNTIFS({kind},"{name}",{answer},"?*")'
            sheet.write_string(line, 0, label, self.plain)
            sheet.write_formula(line, 1, f"={done}", self.plain, sum(bool(row.get("answer")) for row in here))
            sheet.write_formula(line, 2, f'=COUNTIF({kind},"{name}")-{done}', self.plain, len(here))
        line += 2
        sheet.write_string(line, 0, words.verdict, self.head)
        sheet.write_string(line, 1, "", self.head)
        for value in dict.fromkeys(value for values in VERDICTS.values() for value in values):
            line += 1
            label = label_of(value, t)
            sheet.write_string(line, 0, label, self.plain)
            counted = "+".join(f'COUNTIFS({kind},"{name}",{answer},{_quoted(label)})' for name in VERDICTS)
            sheet.write_formula(line, 1, f"={counted}", self.plain, 0)
        line += 2
        sheet.write_string(line, 0, words.degrees, self.head)
        sheet.write_string(line, 1, "", self.head)
        for degree in self.checklist.degrees:
            line += 1
            sheet.write_string(line, 0, _text(f"{degree.value} · {degree.label}"), self.plain)
            sheet.write_formula(line, 1, f'=COUNTIF({self.column("severity")},"{degree.value}")', self.plain, 0)
        sheet.protect()
        self.paper(sheet)

    def column(self, name: str) -> str:
        """The cells of a column of the first sheet, for a formula."""
        at = (*SHOWN, *HIDDEN).index(name)
        return f"'{self.t('Checklist')}'!{_span(at, 1, len(self.rows))}"


def _shown(row: Row, column: str) -> str:
    """What stands in a cell: the question with what is wrong, why and how to mend it; the boxes, or the unit."""
    if column == "question":
        fix = f"→ {row['fix']}" if row.get("fix") else ""
        parts = (row.get("question", ""), row.get("wrong", ""), row.get("why", ""), fix)
        return "\n".join(part for part in parts if part)
    if column == "options":
        return row.get("options") or row.get("unit", "")
    return row.get(column, "")


def _asks(row: Row, column: str) -> bool:
    """Whether a cell is there to be filled in."""
    kind = row.get("kind")
    if kind == "standard":
        return column in ("answer", "owner", "by_when", "note")
    return column == "answer" or kind == "failed" or (column == "note" and kind == "question")


def _lines(text: str, width: int) -> int:
    """How many lines text takes in a cell that is so many digits wide; spreadsheets do not always work it out."""
    wide = (sum(1.9 if east_asian_width(letter) in "WF" else 1.0 for letter in line) for line in text.split("\n"))
    return sum(max(1, math.ceil(length / (width - 1))) for length in wide)


def _text(text: str) -> str:
    """Text as a cell can hold it."""
    kept = "\n".join(clean(line) for line in text.split("\n"))
    return shorten(_BARE.sub("", kept), MOST_TEXT)


def _plain(text: str) -> str:
    """Text that means nothing in a header."""
    return text.replace("&", "&&")


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _span(column: int, first: int, last: int) -> str:
    from xlsxwriter.utility import xl_range_abs

    span: str = xl_range_abs(first, column, last, column)
    return span


# Reading


def filled(content: bytes) -> Iterator[Filled]:
    """What is written in the sheets of a workbook, whatever it was saved with.

    Raises:
        ReadError: When it is no checklist.
        MissingToolError: When the extra ``office`` is not installed.
    """
    try:
        from openpyxl import load_workbook
    except ImportError as error:
        raise MissingToolError(_missing("openpyxl")) from error
    _check(content)
    try:
        told, said = (load_workbook(io.BytesIO(content), data_only=values).worksheets for values in (True, False))
        tables = [(values.title, list(_rows(values, formulae))) for values, formulae in zip(told, said, strict=True)]
    except Exception as error:  # the reader of workbooks lets through whatever its parsers raise
        raise ReadError([Problem(f"cannot be read as a workbook: {shorten(str(error))}")]) from error
    if not any(has_heads(rows) for _, rows in tables):
        raise ReadError([Problem("is no checklist: no sheet has the heads 'key' and 'answer'")])
    for name, rows in tables:
        for found in filled_rows(rows, marked=False):
            yield attrs.evolve(found, where=f"{name}!{found.where}")


def _check(content: bytes) -> None:
    """Refuse what is no workbook, and one that would unpack to far more than any checklist."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
    except zipfile.BadZipFile as error:
        raise ReadError([Problem("is no workbook (save it with the suffix .xlsx)")]) from error
    if size > LARGEST:
        raise ReadError([Problem(f"unpacks to more than {LARGEST // 1_000_000} MB: that is no checklist")])


def _rows(values: Any, formulae: Any) -> Iterator[tuple[int, list[str]]]:
    """The rows of a sheet as text; where a formula has no value, the formula itself."""
    for number, (told, said) in enumerate(zip(values.iter_rows(), formulae.iter_rows(), strict=True), 1):
        yield number, [_cell(shown) or _cell(behind) for shown, behind in zip(told, said, strict=True)]


def _cell(cell: Any) -> str:
    """What a cell says, as somebody would have written it."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and "%" in cell.number_format:
        return f"{value * 100:.10g}%"
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return str(value)


def _missing(tool: str) -> str:
    return f'workbooks need {tool}: pip install "journeymap[office]"'
