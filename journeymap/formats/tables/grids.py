"""Cells in rows and columns, whatever they came from, and where each of them stands."""

from __future__ import annotations

import csv
import io
import re
import string
from collections import Counter
from collections.abc import Iterator, Sequence

import attrs

from journeymap.errors import Problem, ReadError, shorten

__all__ = ["SEPARATORS", "Grid", "grid_of", "letters", "likeliest", "rows_of", "sample_of"]

SEPARATORS = (",", ";", "\t", "|")
"""What may stand between the cells of a row, the likeliest first."""

SAMPLE = 60_000
"""How many characters of a text are looked at to find out what stands between its cells."""

_SPACES = re.compile(r"[ \t\u00a0\u3000\ufeff]+")


@attrs.frozen
class Grid:
    """A table as it stands in a file.

    Attributes:
        rows: The cells, as text without spaces around it; "" for an empty one. Rows may differ in length.
        lines: The line of the file that each row begins on; empty when there are no lines, as in a workbook.
        sheet: The name of the sheet, in a workbook.
        notes: What was noticed in putting it together.
        turned: Whether rows and columns have changed places, so that touchpoints stand one below the other.
        decimal_comma: Whether some number in it has a decimal comma, so that 1,500 may be one and a half.
    """

    rows: Sequence[Sequence[str]]
    lines: Sequence[int] = ()
    sheet: str = ""
    notes: tuple[Problem, ...] = ()
    turned: bool = False
    decimal_comma: bool = False

    def turn(self) -> Grid:
        """The table with its rows as columns."""
        width = max(map(len, self.rows), default=0)
        columns = [[row[at] if at < len(row) else "" for row in self.rows] for at in range(width)]
        return attrs.evolve(self, rows=columns, turned=not self.turned)

    def problem(self, message: str, row: int | None = None, column: int | None = None, head: str = "") -> Problem:
        """A problem with the cell in a row and column, from 0, of the table as it is now."""
        if self.turned:
            row, column = column, row
        parts = [f"sheet {shorten(self.sheet)!r}"] if self.sheet else []
        parts += [f"row {row + 1}"] if row is not None else []
        parts += [f"column {letters(column)}"] if column is not None else []
        place = ", ".join(parts) + (f" {shorten(head)!r}" if head else "")
        line = self.lines[row] if row is not None and row < len(self.lines) else 0
        return Problem(message, path=place.strip(), line=line)


def letters(at: int) -> str:
    """The name of a column, from 0, as spreadsheets give it.

    Example:
        >>> letters(0), letters(25), letters(26)
        ('A', 'Z', 'AA')
    """
    head, last = divmod(at, 26)
    return (letters(head - 1) if head else "") + string.ascii_uppercase[last]


def grid_of(text: str, separator: str | None = None) -> Grid:
    r"""The table in a text.

    Args:
        text: CSV of any dialect.
        separator: What stands between the cells; None to find out.

    Raises:
        ReadError: When it is no CSV at all.

    Example:
        >>> grid_of("stage;touchpoint\nPay;Card\n").rows
        [['stage', 'touchpoint'], ['Pay', 'Card']]
    """
    notes: list[Problem] = []
    separator = separator or likeliest(text)
    try:
        found = list(rows_of(text, separator, strict=True))
    except ReadError as error:
        found = list(rows_of(text, separator))
        line = error.problems[0].line
        notes.append(Problem("a quotation mark that has no partner; read as well as can be", line=line))
    rows, lines = [row for _, row in found], [line for line, _ in found]
    comma = separator != "," and any(
        re.search(r"(?<![\d.,])\d+,\d{1,2}(?![\d.,])", cell) for row in rows for cell in row
    )
    return Grid(rows, lines, notes=tuple(notes), decimal_comma=comma)


def rows_of(text: str, separator: str | None = None, *, strict: bool = False) -> Iterator[tuple[int, list[str]]]:
    """The rows of a text of CSV, each with the line that it begins on; cells without spaces around them.

    Raises:
        ReadError: When it is no CSV at all.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator or likeliest(text), strict=strict)
    line = 1
    try:
        for cells in reader:
            yield line, [cell.strip() for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        raise ReadError([Problem(f"this is no CSV ({error})", line=line)]) from None


def sample_of(text: str) -> str:
    """As much of the beginning of a text, in whole lines, as tells what stands between its cells."""
    sample = text[:SAMPLE]
    return sample[: sample.rindex("\n")] if len(text) > SAMPLE and "\n" in sample else sample


def likeliest(text: str, separators: Sequence[str] = SEPARATORS) -> str:
    """What stands between the cells: that by which most rows come out alike, and in the most cells."""
    sample = sample_of(text)
    return max(separators, key=lambda separator: _likeness(sample, separator))


def _likeness(sample: str, separator: str) -> tuple[int, int]:
    if separator not in sample:
        return 0, 0
    try:
        widths = [
            len(cells) for cells in csv.reader(io.StringIO(sample, newline=""), delimiter=separator) if any(cells)
        ]
    except csv.Error:
        return 0, 0
    counted = Counter(width for width in widths if width > 1)
    if not counted:
        return 0, 0
    width, number = max(counted.items(), key=lambda entry: (entry[1], entry[0]))
    return number * (width - 1), width
