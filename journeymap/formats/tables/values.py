"""The cells of one table: what each says for its fact, and notes on those that say nothing that can be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from journeymap.errors import JourneyError, Problem
from journeymap.filling import built, fill
from journeymap.formats.structuring import MOST_SHOWN
from journeymap.formats.tables.cells import EXACT, value_of
from journeymap.formats.tables.columns import Column, field_at
from journeymap.formats.tables.grids import Grid

__all__ = ["Entry", "Values"]


@attrs.define
class Entry:
    """One row in the making."""

    at: int
    cells: dict[str, tuple[str, Column]]
    more: dict[str, list[str]] = attrs.field(factory=dict)


class Values:
    """Reads the cells of one table, and keeps notes on what was mended, guessed or left out."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self._notes: list[Problem] = list(grid.notes)
        self._more = 0
        self._known: dict[tuple[str, str, str], Any] = {}

    def note(self, message: str, row: int | None = None, column: Column | None = None) -> None:
        """Note what was mended, guessed or left out; beyond a hundred they are counted."""
        if len(self._notes) >= MOST_SHOWN - 1:
            self._more += 1
            return
        at = column.at if column is not None else None
        self._notes.append(self.grid.problem(message, row, at, column.head if column is not None else ""))

    def taken(self) -> tuple[Problem, ...]:
        """The notes so far; those to come are others."""
        more = [Problem(f"and {self._more:,} more notes")] if self._more else []
        told = (*self._notes, *more)
        self._notes, self._more = [], 0
        return told

    def value(self, fact: str, text: str, column: Column | None) -> Any:
        """What a cell says.

        Raises:
            JourneyError: When it cannot be understood.
        """
        unit = column.unit if column is not None else ""
        key = fact, text, unit
        if key not in self._known:  # the same words stand in many rows
            self._known[key] = value_of(field_at(fact), text, unit=unit, decimal_comma=self.grid.decimal_comma)
        return self._known[key]

    def checked(self, fact: str, text: str, row: int, column: Column) -> Any:
        """What a cell says; None, with a note, when it cannot be understood."""
        try:
            return self.value(fact, text, column)
        except JourneyError as error:
            self.note(f"{error}; left out", row, column)
            return None

    def text(self, text: str, row: int, column: Column | None) -> str:
        """A text as it was written, also where it is written as JSON."""
        if not text.startswith(EXACT):
            return text
        try:
            return str(self.value("name", text, column))
        except JourneyError as error:
            self.note(f"{error}; kept as it stands", row, column)
            return text

    def nested(self, values: Mapping[str, Any], kind: type) -> dict[str, Any]:
        """Values by field of a class: facts such as ``wait.known`` together make up a record."""
        facts: dict[str, Any] = {}
        parts: dict[str, dict[str, Any]] = {}
        for fact, value in values.items():
            first, _, rest = fact.partition(".")
            if rest:
                parts.setdefault(first, {})[rest] = value
            else:
                facts[first] = value
        for first, said in parts.items():
            record = attrs.fields_dict(kind)[first].metadata["record"]()
            try:
                facts[first] = (
                    fill(facts[first], said)[0] if first in facts else built(record, self.nested(said, record))
                )
            except JourneyError as error:
                self.note(f"{first}: {error}; left out")
        return facts
