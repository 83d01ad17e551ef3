"""Tables that are in memory: frames of pandas, polars and the like, and rows in lists; none of them is imported."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, Unpack

from journeymap.errors import JourneyError, shorten
from journeymap.fields import shown
from journeymap.formats.structuring import Reading
from journeymap.formats.tables.cells import EXACT
from journeymap.formats.tables.grids import Grid
from journeymap.formats.tables.reading import Options, read_grid
from journeymap.formats.tables.workbooks import cell_text

__all__ = ["grid_from", "readings_from"]

_MISSING = ("NAType", "NaTType")


def readings_from(table: Any, **options: Unpack[Options]) -> tuple[Reading, ...]:
    """Every journey in a frame or in rows, with notes; see :func:`journeymap.formats.from_table`."""
    return read_grid(grid_from(table), options)


def grid_from(table: Any) -> Grid:
    """A frame, rows as mappings, rows as lists under a row of heads, or columns by head, as a grid of text.

    Raises:
        JourneyError: When it is none of these.

    Example:
        >>> grid_from([{"touchpoint": "Pay", "emotion": -1}]).rows
        [['touchpoint', 'emotion'], ['Pay', '-1']]
    """
    heads, rows = _parts(table)
    return Grid([[_text(head) for head in heads], *([_text(value) for value in row] for row in rows)])


def _parts(table: Any) -> tuple[Sequence[Any], Iterable[Sequence[Any]]]:
    """The heads of a table, and its rows."""
    if hasattr(table, "collect") and hasattr(table, "collect_schema"):  # a lazy frame of polars
        table = table.collect()
    if hasattr(table, "itertuples") and hasattr(table, "columns"):  # pandas
        if _is_named(table.index):
            table = table.reset_index()
        return [_head(head) for head in table.columns], table.itertuples(index=False, name=None)
    if hasattr(table, "iter_rows") and hasattr(table, "columns"):  # polars
        return list(table.columns), table.iter_rows()
    if hasattr(table, "to_pylist") and hasattr(table, "column_names"):  # arrow
        table = table.to_pylist()
    if isinstance(table, Mapping):
        columns = [list(column) if _is_list(column) else [column] for column in table.values()]
        deepest = max(map(len, columns), default=0)
        return list(table), ([column[at] if at < len(column) else None for column in columns] for at in range(deepest))
    if not _is_list(table):
        hint = "; load() reads files" if isinstance(table, str) else ""
        raise JourneyError(f"from_table() takes a frame or rows (got {shorten(repr(table))}{hint})")
    rows = list(table)
    wrong = next((row for row in rows if not (isinstance(row, Mapping) or _is_list(row))), None)
    if wrong is not None:
        raise JourneyError(f"from_table(): expected rows as mappings or lists (got {shown(wrong)})")
    if any(isinstance(row, Mapping) for row in rows):
        if not all(isinstance(row, Mapping) for row in rows):
            raise JourneyError("from_table(): expected all rows to be mappings, or none of them")
        heads = list(dict.fromkeys(head for row in rows for head in row))
        return heads, ([row.get(head) for head in heads] for row in rows)
    cells = [list(row) for row in rows]
    return (cells[0] if cells else []), islice(cells, 1, None)


def _is_named(index: Any) -> bool:
    """Whether the index of a frame says something: it has a name, or is no plain numbering."""
    return any(name is not None for name in getattr(index, "names", ())) or not all(
        isinstance(label, int) for label in islice(index, 1_000)
    )


def _head(head: Any) -> Any:
    """The head of a column; the levels of one that has several are put together."""
    if isinstance(head, tuple):
        return " ".join(str(level) for level in head if level not in ("", None))
    return "" if head == "index" else head


def _is_list(value: Any) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, (str, bytes, Mapping))


def _text(value: Any) -> str:
    """What a value of a frame is in a table."""
    if value is None or type(value).__name__ in _MISSING:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, (Mapping, list, tuple)):
        try:
            return EXACT + json.dumps(value, ensure_ascii=False, default=str)
        except (ValueError, RecursionError, TypeError):
            return str(value)[:1_000]
    if hasattr(value, "item") and getattr(value, "ndim", 0) == 0:  # one of NumPy's
        value = value.item()
    return "" if isinstance(value, float) and value != value else cell_text(value)
