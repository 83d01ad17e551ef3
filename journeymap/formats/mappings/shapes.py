"""Files of any shape as plain data, for a mapping to find its way in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

from journeymap.errors import Problem, ReadError, UnknownNameError
from journeymap.formats.decoding import table_text, text_of
from journeymap.formats.tables.grids import grid_of
from journeymap.formats.tables.reading import Options
from journeymap.formats.tables.workbooks import grids_of

__all__ = ["data_in"]

SHAPES = {"yaml": "yaml", "yml": "yaml", "json": "json", "toml": "toml", "csv": "csv", "tsv": "csv", "xlsx": "xlsx"}
"""The formats that a mapping can be for, by the name or suffix."""

_DOCUMENT = re.compile(r"^---(?:[ \t].*)?$", re.MULTILINE)
_MOST_DOCUMENTS = 1_000


def data_in(content: str | bytes, format: str, first: Mapping[str, Any], options: Options) -> Any:
    """What a file says, as mappings and lists; a table is a list of mappings.

    Args:
        content: The file.
        format: Its format.
        first: Of several documents in a YAML file, what the one says that is meant.
        options: For workbooks, which sheet.

    Raises:
        ReadError: When it is not well-formed.
        UnknownNameError: When there is no mapping for such a format.
    """
    shape = SHAPES.get(format)
    if shape is None:
        raise UnknownNameError.of("format for a mapping", format, SHAPES)
    if shape == "csv":
        return _records(grid_of(table_text(content)[0]).rows)
    if shape == "xlsx":
        if isinstance(content, str):
            raise ReadError([Problem("is text, not a workbook (expected the bytes of an .xlsx file)")])
        return _records(grids_of(content, options.get("sheet"))[0].rows)
    text = text_of(content)
    documents = list(_documents(text)) if shape == "yaml" else [(0, text)]
    found = [_parsed(shape, document, before) for before, document in documents]
    meant = [data for data in found if _says(data, first)]
    if not meant:
        wanted = ", ".join(f"{key}: {value}" for key, value in first.items())
        raise ReadError([Problem(f"no document in it says {wanted}, as the mapping asks")])
    return meant[0]


def _documents(text: str) -> Iterator[tuple[int, str]]:
    """The documents of a YAML text that are not empty, each with the number of lines before it."""
    at = 0
    for found in (*_DOCUMENT.finditer(text), None):
        end = found.start() if found is not None else len(text)
        if text[at:end].strip():
            yield text[:at].count("\n"), text[at:end]
        at = found.end() if found is not None else end


def _parsed(shape: str, text: str, before: int) -> Any:
    try:
        module = import_module(f"journeymap.formats.{shape}")
        parsed = getattr(module, "loaded", module.parse)(text)  # as it stands, whatever else it may be
    except ReadError as error:
        raise ReadError(
            Problem(each.message, path=each.path, line=each.line + before, column=each.column)
            for each in error.problems
        ) from None
    if parsed.problems:
        raise ReadError(parsed.problems)
    return parsed.data


def _says(data: Any, first: Mapping[str, Any]) -> bool:
    return not first or (isinstance(data, Mapping) and all(data.get(key) == value for key, value in first.items()))


def _records(rows: Any) -> list[dict[str, str]]:
    """Rows by head, without cells that are empty."""
    filled = [row for row in rows if any(row)]
    heads = filled[0] if filled else []
    return [{head: cell for head, cell in zip(heads, row, strict=False) if head and cell} for row in filled[1:]]
