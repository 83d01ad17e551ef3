"""Journeys in tables: CSV, workbooks and frames.

One row is a touchpoint, or one column is (as in workshops, with lanes for actions, thoughts, emotions). Columns are
known by their heads in English and Korean. What can be read is read; everything else is told, with its row and column.
"""

from __future__ import annotations

import attrs

from journeymap.errors import Problem, ReadError, shorten
from journeymap.formats.decoding import table_text
from journeymap.formats.placing import check_parts
from journeymap.formats.structuring import Reading
from journeymap.formats.tables.cells import unmarked
from journeymap.formats.tables.grids import grid_of
from journeymap.formats.tables.layouts import separator_in
from journeymap.formats.tables.reading import Options, read_grid
from journeymap.formats.tables.workbooks import grids_of

__all__ = ["readings_in_sheets", "readings_of"]

MOST_ROWS = 1_000_000
"""How many rows a table may have."""


def readings_of(
    content: str | bytes, options: Options, *, separator: str | None = None, first: bool = False
) -> tuple[Reading, ...]:
    """The journeys in a text of CSV; or the ``first`` of them, with a note on the others.

    Raises:
        ReadError: When there is none.
    """
    text, doubt = table_text(content)
    check_parts(text, "\n", most=MOST_ROWS)
    if separator is None or separator not in text:
        separator = separator_in(text, options.get("columns"))
    grid = grid_of(text, separator)
    rows = [[unmarked(cell) for cell in row] for row in grid.rows]
    notes = (*grid.notes, *([Problem(doubt, line=1)] if doubt else []))
    found = read_grid(attrs.evolve(grid, rows=rows, notes=notes), options)
    return _first(found) if first else found


def readings_in_sheets(content: str | bytes, options: Options, *, first: bool = False) -> tuple[Reading, ...]:
    """The journeys in the sheets of a workbook; or the ``first`` of them, with a note on the others.

    Raises:
        ReadError: When there is none.
        MissingToolError: When the extra ``office`` is not installed.
    """
    if isinstance(content, str):
        raise ReadError([Problem("is text, not a workbook (expected the bytes of an .xlsx file)")])
    grids = grids_of(content, options.get("sheet"))
    found: list[Reading] = []
    refused: list[ReadError] = []
    others: list[str] = []
    for grid in grids:
        if first and found:
            others.append(grid.sheet)
            continue
        try:
            found += read_grid(grid, options)
        except ReadError as error:
            refused.append(error)
    if not found:
        raise refused[0]
    if others:
        listed = ", ".join(repr(shorten(name, 30)) for name in others[:10])
        journey, notes = found[0]
        found[0] = journey, (*notes, Problem(f"other sheets are not read: {listed} (choose one with sheet=)"))
    return _first(tuple(found)) if first else tuple(found)


def _first(found: tuple[Reading, ...]) -> tuple[Reading, ...]:
    if len(found) == 1:
        return found
    journey, notes = found[0]
    names = ", ".join(repr(shorten(other.name, 30)) for other, _ in found[1:11])
    note = Problem(f"only the first journey is read; there are others: {names} (load_all reads all)")
    return ((journey, (*notes, note)),)
