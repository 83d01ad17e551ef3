"""Read the rows of a filled-in checklist: a CSV as any spreadsheet writes it, or the cells of a workbook.

The heads tell the columns, so that they may stand in any order, with others between them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from journeymap.checklists.answering import RATINGS, Entry
from journeymap.checklists.data import COLUMNS, HEADS
from journeymap.checklists.reading import Filled
from journeymap.checklists.understanding import VERDICTS
from journeymap.errors import Problem, ReadError
from journeymap.formats.tables.cells import unmarked
from journeymap.formats.tables.grids import letters
from journeymap.i18n import LANGUAGES, translator

__all__ = ["filled", "filled_rows", "has_heads"]

ENTRIES = COLUMNS[COLUMNS.index("answer") :]
"""The columns to fill in."""

_SEPARATORS = (",", ";", "\t")

Row = tuple[int, Sequence[str]]
"""A row with its number, as spreadsheets count: from 1."""

MOSTLY = 0.8
"""From which share of ASCII on a text may be Western."""


def filled(content: bytes) -> Iterator[Filled]:
    """What is written in a checklist as CSV.

    Raises:
        ReadError: When it is no checklist.
    """
    text = _text(content)
    for separator in _SEPARATORS:
        rows = list(enumerate(_rows(text, separator), 1))
        if has_heads(rows):
            yield from filled_rows(rows)
            return
    raise ReadError([Problem("is no checklist: no row has the heads 'key' and 'answer'")])


def has_heads(rows: Sequence[Row]) -> bool:
    """Whether one of the rows is the head of a checklist."""
    return _head(rows) is not None


def filled_rows(rows: Sequence[Row], *, marked: bool = True) -> Iterator[Filled]:
    """What is written in rows of cells, one of which is the head; nothing when none is.

    In a CSV a text that might be taken for a formula is ``marked`` by an apostrophe before it.
    """
    bare = unmarked if marked else str
    head = _head(rows)
    if head is None:
        return
    number, columns = head
    for row, cells in rows:
        if row == number or not any(cell.strip() for cell in cells):
            continue
        said = {columns[at]: bare(cell) for at, cell in enumerate(cells) if at in columns and cell.strip()}
        yield from _entry(said)
        for at, cell in enumerate(cells):
            if cell.strip() and (at not in columns or columns[at] in ENTRIES):
                yield _filled(columns.get(at, ""), bare(cell), said, f"{letters(at)}{row}")


def _entry(said: Mapping[str, str]) -> Iterator[Filled]:
    """The line of the checklist that a row is, if it is one."""
    key, kind = said.get("key", "").strip(), said.get("kind", "").strip()
    if kind in (*VERDICTS, "rated") and key:
        section, place, title = (said.get(name, "").strip() for name in ("section", "place", "question"))
        yield Filled(key, "", entry=Entry(key, kind, section, place, title.partition("\n")[0]))


def _filled(column: str, written: str, said: Mapping[str, str], where: str) -> Filled:
    """What one cell says, given what the others in its row do."""
    key, is_item = said.get("key", "").strip(), "|" not in said.get("key", "")
    if not column:
        return Filled(key, written, where, trouble=f"stands in a column of its own and is no answer: {written!r}")
    if not key:
        return Filled("", written, where)
    at = tuple(said.get("at", "").split())
    if column not in ("answer", "note") and said.get("kind") in ("question", "passed"):  # not asked for there
        return Filled(f"{key}|verdict|{column}", written, where)
    if column != "answer":
        return Filled(f"{key}|{column}", written, where)
    if not is_item:
        return Filled(key, written, where, at=at)
    kind = said.get("kind", "")
    allowed = RATINGS if kind == "rated" else VERDICTS.get(kind, ())
    return Filled(f"{key}|verdict", written, where, at=at, fact=said.get("fact", ""), allowed=allowed)


def _head(rows: Sequence[Row]) -> tuple[int, Mapping[int, str]] | None:
    """The number of the first row that has heads, and the columns by position."""
    for number, cells in rows:
        names = {at: name for at, cell in enumerate(cells) if (name := _heads().get(cell.strip().casefold()))}
        if {"key", "answer"} <= set(names.values()):
            return number, names
    return None


def _heads() -> Mapping[str, str]:
    """The columns by what may stand at their heads: their name, or their words in any language."""
    words = {translator(lang)(HEADS[name]).casefold(): name for name in COLUMNS for lang in LANGUAGES}
    return words | {name: name for name in COLUMNS}


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error as error:
        raise ReadError([Problem(f"is no CSV: {error}")]) from error


def _text(content: bytes) -> str:
    """The text, in the encoding that it gives away; what is mostly ASCII may be what Excel writes in the West."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        plain = sum(byte < 0x80 for byte in content)
        encodings = ["utf-8-sig", "cp949", *(["cp1252"] if plain >= MOSTLY * len(content) else [])]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ReadError([Problem("is in an unknown encoding (save it as CSV UTF-8)")])
