"""From a table to the journeys in it: what can be read is, and everything else is told with its row and column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypedDict

from journeymap.errors import JourneyError, ReadError, shorten
from journeymap.formats.structuring import Reading
from journeymap.formats.tables.columns import ORDER, Column, field_at
from journeymap.formats.tables.emotions import words_for
from journeymap.formats.tables.feelings import feelings
from journeymap.formats.tables.grids import Grid
from journeymap.formats.tables.layouts import Layout, layout_of, title_in
from journeymap.formats.tables.touchpoints import aliases_of, ids_of, touchpoint_of
from journeymap.formats.tables.values import Entry, Values
from journeymap.model import Journey, Scale, Stage

__all__ = ["NO_STAGE", "Options", "read_grid"]

NO_STAGE = ("(no stage)", "(단계 없음)")
"""What stands in the column of stages where there is none, though there is one above."""


class Options(TypedDict, total=False):
    """How a table is to be read.

    Attributes:
        name: What the journey is called, where the table does not say.
        columns: For heads that would not be known, or not rightly: the fact that each is, such as
            ``{"Mood today": "emotion"}``; None for a column to leave out.
        scale: The scale of the ratings, such as ``Scale(1, 5)``.
        emotions: Emotions from −2 to +2 by word, on top of those that are known.
        sheet: The name of a sheet in a workbook, or its number from 1.
    """

    name: str
    columns: Mapping[str, str | None]
    scale: Scale
    emotions: Mapping[str, float]
    sheet: str | int


def read_grid(grid: Grid, options: Options) -> tuple[Reading, ...]:
    """Every journey that a table describes: one, unless a column says which rows belong to which.

    Raises:
        ReadError: When it is no table of a journey.
        JourneyError: When the options cannot be.
    """
    given = options.get("columns")
    for fact in (given or {}).values():
        if fact is not None:
            field_at(fact)
    layout = layout_of(grid, given)
    return _Table(layout, options).read()


class _Table:
    """Reads one table, and notes what could not be read on the way."""

    def __init__(self, layout: Layout, options: Options) -> None:
        self.grid, self.layout, self.options = layout.grid, layout, options
        self.values = Values(layout.grid)
        self.note = self.values.note
        self.words = words_for(options.get("emotions"))

    # The whole

    def read(self) -> tuple[Reading, ...]:
        whole = self._above()
        entries = list(self._entries(self._columns()))
        groups: dict[str, list[Entry]] = {}
        current = ""
        for entry in entries:
            if "journey.name" in entry.cells:
                current = entry.cells["journey.name"][0]
            groups.setdefault(current, []).append(entry)
        if "" in groups and len(groups) > 1:  # rows before the first that names its journey
            first, *others = groups.items()
            groups = {others[0][0]: [*first[1], *others[0][1]], **dict(others[1:])} if first[0] == "" else groups
        found = []
        for entries in (groups or {"": []}).values():
            journey = self._journey(entries, whole)
            found.append((journey, self.values.taken()))
        return tuple(found)

    def _above(self) -> dict[str, str]:
        """What is said of the journey above the heads: the first words that stand alone are its name."""
        found: dict[str, str] = {}
        loose: list[tuple[int, str]] = []
        for at, fact, text in title_in(self.layout):
            if fact and fact not in found:
                found[fact] = text
            else:
                loose.append((at, text))
        if loose and "journey.name" not in found:
            found["journey.name"] = loose.pop(0)[1]
        for at, text in loose:
            self.note(f"stands above the heads and is not read: {shorten(text)!r}", at)
        return found

    def _columns(self) -> list[Column]:
        """The columns that are read; the others are noted with what they are."""
        by_fact: dict[str, list[Column]] = {}
        below = self.grid.rows[self.layout.head + 1 :]
        filled = {at for row in below for at, cell in enumerate(row) if cell}
        for column in self.layout.columns:
            if column.fact:
                by_fact.setdefault(column.fact, []).append(column)
            elif column.at in filled:
                what = "lane" if self.grid.turned else "column"
                self.note(f"this {what} is not known and not read (say what it is with columns=)", None, column)
        chosen: list[Column] = []
        for fact, columns in by_fact.items():
            first, *others = sorted(columns, key=lambda column: (column.rank, column.at))
            several = fact == ORDER or field_at(fact).metadata["form"] == "texts"
            chosen += columns if several else [first]
            for column in others if not several else ():
                self.note(f"says the same as {first.head!r}, which is read instead ({fact})", None, column)
        width = max((column.at for column in self.layout.columns), default=-1) + 1
        for at, row in enumerate(below, self.layout.head + 1):
            for place in range(width, len(row)):
                if row[place]:
                    self.note(f"a cell without a head is not read: {shorten(row[place])!r}", at, Column(place, ""))
        return sorted(chosen, key=lambda column: column.at)

    def _entries(self, columns: list[Column]) -> Iterator[Entry]:
        heads = [self.grid.rows[self.layout.head][column.at] for column in columns]
        for at in range(self.layout.head + 1, len(self.grid.rows)):
            row = self.grid.rows[at]
            entry = Entry(at, {})
            for column in columns:
                if column.at >= len(row) or not (text := row[column.at]) or column.fact == ORDER:
                    continue
                if column.fact in entry.cells:
                    entry.more.setdefault(column.fact, []).append(text)
                else:
                    entry.cells[column.fact] = text, column
            if len(heads) > 1 and [row[column.at] for column in columns if column.at < len(row)] == heads:
                self.note("the heads once more; left out", at)
            elif entry.cells:
                yield entry

    # One journey

    def _journey(self, entries: list[Entry], whole: Mapping[str, str]) -> Journey:
        facts = self._whole(entries, whole)
        stages = self._stages(entries)
        rows = [entry for entry in entries if self._is_touchpoint(entry)]
        names = [self._name(entry) for entry in rows]
        ids = ids_of(rows, names, self.values)
        felt = feelings(rows, self.values, words=self.words, scale=self.options.get("scale"))
        aliases = aliases_of(rows, names, ids)
        touchpoints = [
            touchpoint_of(entry, id, name, felt[at], aliases, self.values)
            for at, (entry, id, name) in enumerate(zip(rows, ids, names, strict=True))
        ]
        for fact in ("start", "ritual"):
            if fact in facts:
                found = [aliases.get(one) for one in ([facts[fact]] if fact == "start" else facts[fact])]
                if None in found:
                    self.note(f"{fact}: names a touchpoint that is not there; left out")
                    del facts[fact]
                else:
                    facts[fact] = found[0] if fact == "start" else tuple(found)
        if not rows and not any("journey.name" in entry.cells for entry in entries):
            self.note("there is no touchpoint in it")
        journey = Journey(stages=tuple(stages), touchpoints=tuple(touchpoints), **facts)
        problems = journey.problems()
        if problems:
            raise ReadError(problems)
        return journey

    def _whole(self, entries: list[Entry], above: Mapping[str, str]) -> dict[str, Any]:
        """What is said of the journey as a whole: the first cell of each such column counts."""
        said: dict[str, tuple[str, int | None, Column | None]] = {
            fact: (text, None, None) for fact, text in above.items()
        }
        for entry in entries:
            for fact, (text, column) in entry.cells.items():
                if fact.startswith("journey."):
                    if fact in said and said[fact][1] is not None and said[fact][0] != text:
                        self.note(f"{shorten(text)!r} is not what stands above; left out", entry.at, column)
                    elif fact not in said or said[fact][1] is None:
                        said[fact] = text, entry.at, column
        values = {}
        for fact, (text, row, place) in said.items():
            try:
                values[fact.removeprefix("journey.")] = self.values.value(fact, text, place)
            except JourneyError as error:
                self.note(f"{error}; left out", row, place)
        facts = self.values.nested(values, Journey)
        if "name" not in facts:
            facts["name"] = self.options.get("name", "")
            if not facts["name"]:
                self.note("nothing says what the journey is called (give name=, or a column 'journey')")
        return facts

    def _stages(self, entries: list[Entry]) -> list[Stage]:
        """The stages, in order; a row that says nothing of its stage is in the one above, which is noted once."""
        stages: dict[str, dict[str, Any]] = {}
        current: str | None = None
        guessed: list[int] = []
        for entry in entries:
            text, column = entry.cells.get("stage", ("", None))
            if text in NO_STAGE:
                current = None
                del entry.cells["stage"]
            elif text:
                current = self.values.text(text, entry.at, column)
                entry.cells["stage"] = current, column  # type: ignore[assignment]
            elif current is not None and self._is_touchpoint(entry):
                guessed.append(entry.at)
                entry.cells["stage"] = current, Column(0, "")
            if current is not None:
                stage = stages.setdefault(current, {})
                if "stage.phase" in entry.cells and text:
                    phase, place = entry.cells["stage.phase"]
                    try:
                        stage.setdefault("phase", self.values.value("stage.phase", phase, place))
                    except JourneyError as error:
                        self.note(f"{error}; left out", entry.at, place)
        if guessed:
            more = f", and {len(guessed) - 1:,} more like it" if len(guessed) > 1 else ""
            self.note(f"no stage stands here{more}; taken for the one before", guessed[0])
        return [Stage(name, **facts) for name, facts in stages.items()]

    def _is_touchpoint(self, entry: Entry) -> bool:
        """Whether a row is more than the head of a stage or a fact of the whole journey."""
        return any(fact not in ("stage", "stage.phase") and not fact.startswith("journey.") for fact in entry.cells)

    def _name(self, entry: Entry) -> str:
        """What a touchpoint is called: by its own name, or by whatever says most of it."""
        for fact in ("name", "description", "stage", "channel", "id"):
            if fact in entry.cells:
                text, column = entry.cells[fact]
                if fact not in ("name", "id"):
                    self.note(f"no touchpoint is named here; called {shorten(text)!r}", entry.at)
                return self.values.text(text, entry.at, column) if fact != "stage" else text
        self.note("no touchpoint is named here", entry.at)
        return ""
