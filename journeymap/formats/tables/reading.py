"""From a table to the journeys in it: what can be read is, and everything else is told with its row and column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, TypedDict

import attrs

from journeymap.errors import JourneyError, Problem, ReadError, shorten
from journeymap.fields import SLUG
from journeymap.filling import built, fill
from journeymap.formats.mermaid_text import free_ids, slug
from journeymap.formats.structuring import MOST_SHOWN, Reading
from journeymap.formats.tables.cells import EXACT, value_of, ways_of
from journeymap.formats.tables.columns import ORDER, Column, field_at
from journeymap.formats.tables.emotions import Rater, words_for
from journeymap.formats.tables.grids import Grid
from journeymap.formats.tables.layouts import Layout, layout_of, title_in
from journeymap.model import Journey, Scale, Stage, Touchpoint, Transition

__all__ = ["NO_STAGE", "Options", "read_grid"]

NO_STAGE = ("(no stage)", "(단계 없음)")
"""What stands in the column of stages where there is none, though there is one above."""

SOURCE = "table: "
"""How the source of an emotion begins, before what stands in the table."""

_APART = ("id", "name", "stage", "emotion", "next", "after", ORDER)


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


@attrs.define
class _Entry:
    """One row in the making."""

    at: int
    cells: dict[str, tuple[str, Column]]
    more: dict[str, list[str]] = attrs.field(factory=dict)


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
        self.notes: list[Problem] = list(layout.grid.notes)
        self.hidden = 0
        self.words = words_for(options.get("emotions"))

    def note(self, message: str, row: int | None = None, column: Column | None = None) -> None:
        """Note what was mended, guessed or left out; beyond a hundred they are counted."""
        if len(self.notes) >= MOST_SHOWN - 1:
            self.hidden += 1
            return
        at = column.at if column is not None else None
        self.notes.append(self.grid.problem(message, row, at, column.head if column is not None else ""))

    # The whole

    def read(self) -> tuple[Reading, ...]:
        whole = self._above()
        entries = list(self._entries(self._columns()))
        groups: dict[str, list[_Entry]] = {}
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
            if self.hidden:
                self.notes.append(Problem(f"and {self.hidden:,} more notes"))
            found.append((journey, tuple(self.notes)))
            self.notes, self.hidden = [], 0
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
        for column in self.layout.columns:
            if column.fact:
                by_fact.setdefault(column.fact, []).append(column)
            elif any(column.at < len(row) and row[column.at] for row in self.grid.rows[self.layout.head + 1 :]):
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
        for at, row in enumerate(self.grid.rows[self.layout.head + 1 :], self.layout.head + 1):
            for place in range(width, len(row)):
                if row[place]:
                    self.note(f"a cell without a head is not read: {shorten(row[place])!r}", at, Column(place, ""))
        return sorted(chosen, key=lambda column: column.at)

    def _entries(self, columns: list[Column]) -> Iterator[_Entry]:
        heads = [self.grid.rows[self.layout.head][column.at] for column in columns]
        for at in range(self.layout.head + 1, len(self.grid.rows)):
            row = self.grid.rows[at]
            entry = _Entry(at, {})
            for column in columns:
                text = row[column.at] if column.at < len(row) else ""
                if not text or column.fact == ORDER:
                    continue
                if column.fact in entry.cells:
                    entry.more.setdefault(column.fact, []).append(text)
                else:
                    entry.cells[column.fact] = text, column
            if [row[column.at] if column.at < len(row) else "" for column in columns] == heads and len(heads) > 1:
                self.note("the heads once more; left out", at)
            elif entry.cells:
                yield entry

    # One journey

    def _journey(self, entries: list[_Entry], whole: Mapping[str, str]) -> Journey:
        facts = self._whole(entries, whole)
        stages = self._stages(entries)
        rows = [entry for entry in entries if self._is_touchpoint(entry)]
        names = [self._name(entry) for entry in rows]
        ids = self._ids(rows, names)
        emotions = self._emotions(rows)
        aliases = _aliases(rows, names, ids)
        touchpoints = [
            self._touchpoint(entry, id, name, emotions[at], aliases)
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

    def _whole(self, entries: list[_Entry], above: Mapping[str, str]) -> dict[str, Any]:
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
                values[fact.removeprefix("journey.")] = self._value(fact, text, place)
            except JourneyError as error:
                self.note(f"{error}; left out", row, place)
        facts = self._nested(values, Journey)
        if "name" not in facts:
            facts["name"] = self.options.get("name", "")
            if not facts["name"]:
                self.note("nothing says what the journey is called (give name=, or a column 'journey')")
        return facts

    def _stages(self, entries: list[_Entry]) -> list[Stage]:
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
                current = self._text(text, entry.at, column)
                entry.cells["stage"] = current, column  # type: ignore[assignment]
            elif current is not None and self._is_touchpoint(entry):
                guessed.append(entry.at)
                entry.cells["stage"] = current, Column(0, "")
            if current is not None:
                stage = stages.setdefault(current, {})
                if "stage.phase" in entry.cells and text:
                    phase, place = entry.cells["stage.phase"]
                    try:
                        stage.setdefault("phase", self._value("stage.phase", phase, place))
                    except JourneyError as error:
                        self.note(f"{error}; left out", entry.at, place)
        if guessed:
            more = f", and {len(guessed) - 1:,} more like it" if len(guessed) > 1 else ""
            self.note(f"no stage stands here{more}; taken for the one before", guessed[0])
        return [Stage(name, **facts) for name, facts in stages.items()]

    def _is_touchpoint(self, entry: _Entry) -> bool:
        """Whether a row is more than the head of a stage or a fact of the whole journey."""
        return any(fact not in ("stage", "stage.phase") and not fact.startswith("journey.") for fact in entry.cells)

    def _name(self, entry: _Entry) -> str:
        """What a touchpoint is called: by its own name, or by whatever says most of it."""
        for fact in ("name", "description", "stage", "channel", "id"):
            if fact in entry.cells:
                text, column = entry.cells[fact]
                if fact not in ("name", "id"):
                    self.note(f"no touchpoint is named here; called {shorten(text)!r}", entry.at)
                return self._text(text, entry.at, column) if fact != "stage" else text
        self.note("no touchpoint is named here", entry.at)
        return ""

    def _ids(self, rows: list[_Entry], names: list[str]) -> list[str]:
        """An id for each touchpoint: the one given, made fit to be one, or one made of its name."""
        given: list[str | None] = []
        taken: dict[str, int] = {}
        for entry in rows:
            text, column = entry.cells.get("id", ("", None))
            text = self._text(text, entry.at, column)
            id = text if SLUG.match(text) else slug(text)
            if text and id in taken:
                self.note(
                    f"id {shorten(text)!r} is there twice (first in row {taken[id] + 1}); given another",
                    entry.at,
                    column,
                )
                id = ""
            elif text and id != text:
                self.note(
                    f"{shorten(text)!r} cannot be an id; {f'made {id!r}' if id else 'one is made of the name'}",
                    entry.at,
                    column,
                )
            if id:
                taken[id] = entry.at
            given.append(id or None)
        made = free_ids([name for name, id in zip(names, given, strict=True) if id is None], taken)
        twice = [name for name, count in Counter(names).items() if count > 1 and name]
        if twice and None in given:
            listed = ", ".join(repr(shorten(name, 30)) for name in twice[:5]) + (", ..." if len(twice) > 5 else "")
            self.note(f"some touchpoints have the same name, and their ids are numbered: {listed}")
        return [id if id is not None else next(made) for id in given]

    def _emotions(self, rows: list[_Entry]) -> list[dict[str, Any]]:
        """For each row its emotion, with where it comes from."""
        found: list[dict[str, Any]] = [{} for _ in rows]
        cells = [(at, *entry.cells["emotion"]) for at, entry in enumerate(rows) if "emotion" in entry.cells]
        if not cells:
            return found
        column = cells[0][2]
        scale = self.options.get("scale") or column.scale
        texts = [text for _, text, _ in cells if not text.startswith(EXACT)]
        rater = Rater.of(texts, words=self.words, scale=scale, is_own=column.rank < 2)
        rater = attrs.evolve(rater, decimal_comma=self.grid.decimal_comma)
        read_as: dict[str, float] = {}
        told: set[str] = set()
        for at, text, column in cells:
            if text.startswith(EXACT):
                found[at] = {"emotion": self._checked("emotion", text, rows[at].at, column)}
                continue
            felt = rater.felt(text)
            if felt.trouble and felt.trouble not in told:
                self.note(f"{felt.trouble}; left unknown", rows[at].at, column)
                told |= {felt.trouble} if felt.trouble == rater.why else set()
            read_as.update(felt.words)
            found[at] = {
                "emotion": felt.emotion,
                "evidence": _evidence(text, felt.scale, bool(felt.words), felt.trouble),
            }
        marks = {
            ("," in text, "." in text) for text in texts if rater.felt(text).scale and ("," in text or "." in text)
        }
        if {(True, False), (False, True)} <= marks:
            self.note("decimal commas and decimal points stand side by side; both are read as such", None, column)
        if read_as:
            listed = ", ".join(
                f"{shorten(word, 20)!r} as {f'{emotion:+g}' if emotion else 0}"
                for word, emotion in list(read_as.items())[:8]
            )
            more = f" and {len(read_as) - 8} more" if len(read_as) > 8 else ""
            self.note(f"words are read as emotions: {listed}{more} (say otherwise with emotions=)", None, column)
        return found

    def _touchpoint(
        self, entry: _Entry, id: str, name: str, felt: dict[str, Any], aliases: Mapping[str, str]
    ) -> Touchpoint:
        values: dict[str, Any] = {}
        for fact, (text, column) in entry.cells.items():
            if fact in _APART or fact.startswith(("journey.", "stage.")):
                continue
            value = self._checked(fact, text, entry.at, column)
            if value is not None:
                values[fact] = value
            for more in entry.more.get(fact, ()):
                values[fact] = (*values.get(fact, ()), *(self._checked(fact, more, entry.at, column) or ()))
        facts = self._nested(values, Touchpoint)
        evidence = felt.pop("evidence", {})
        if evidence and "evidence" not in facts:
            facts["evidence"] = built(field_at("evidence").metadata["record"](), evidence)
        elif evidence:
            facts["evidence"] = fill(
                facts["evidence"], {k: v for k, v in evidence.items() if getattr(facts["evidence"], k) is None}
            )[0]
        facts |= {key: value for key, value in felt.items() if value is not None}
        facts |= self._ways(entry, aliases)
        stage = entry.cells["stage"][0] if "stage" in entry.cells else None
        try:
            return Touchpoint(id, name, stage=stage, **facts)
        except JourneyError as error:
            ways = tuple(attrs.evolve(way, probability=None) for way in facts["next"]) if "next" in facts else ()
            self.note(f"{error.problems[0].message}; the shares are left out", entry.at)
            return Touchpoint(id, name, stage=stage, **{**facts, "next": ways or None, "drop_off": 0.0})

    def _ways(self, entry: _Entry, aliases: Mapping[str, str]) -> dict[str, Any]:
        """Where one can go on to, and what must come before, by the ids of touchpoints."""
        facts: dict[str, Any] = {}
        for fact in ("next", "after"):
            if fact not in entry.cells:
                continue
            text, column = entry.cells[fact]
            try:
                listed = ways_of(text) if fact == "next" else tuple((to, {}) for to in self._value(fact, text, column))
            except JourneyError as error:
                self.note(f"{error}; left out", entry.at, column)
                continue
            kept: list[Any] = []
            for to, known in listed:
                id = aliases.get(to) or aliases.get(to.casefold())
                if id is None:
                    self.note(f"there is no touchpoint {shorten(to)!r}; left out", entry.at, column)
                elif fact == "after":
                    kept.append(id)
                else:
                    kept.append(self._way(id, known, entry.at, column))
            if kept or not listed:
                facts[fact] = tuple(kept)
        return facts

    def _way(self, id: str, known: Mapping[str, Any], row: int, column: Column) -> Transition:
        try:
            return built(Transition, {"to": id, **known})
        except JourneyError as error:
            self.note(f"{error}; only where it leads is read", row, column)
            return Transition(id)

    # Cells

    def _value(self, fact: str, text: str, column: Column | None) -> Any:
        unit = column.unit if column is not None else ""
        return value_of(field_at(fact), text, unit=unit, decimal_comma=self.grid.decimal_comma)

    def _checked(self, fact: str, text: str, row: int, column: Column) -> Any:
        """What a cell says; None, with a note, when it cannot be understood."""
        try:
            return self._value(fact, text, column)
        except JourneyError as error:
            self.note(f"{error}; left out", row, column)
            return None

    def _text(self, text: str, row: int, column: Column | None) -> str:
        """A text as it was written, also where it is written as JSON."""
        if not text.startswith(EXACT):
            return text
        try:
            return str(self._value("name", text, column))
        except JourneyError as error:
            self.note(f"{error}; kept as it stands", row, column)
            return text

    def _nested(self, values: Mapping[str, Any], kind: type) -> dict[str, Any]:
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
                    fill(facts[first], said)[0] if first in facts else built(record, self._nested(said, record))
                )
            except JourneyError as error:
                self.note(f"{first}: {error}; left out")
        return facts


def _aliases(rows: list[_Entry], names: list[str], ids: list[str]) -> dict[str, str]:
    """Ids by what may be written for a touchpoint: its id, the id as it stands, its name; the first that has it."""
    aliases = {id: id for id in ids}
    for entry, name, id in zip(rows, names, ids, strict=True):
        for text in (entry.cells["id"][0] if "id" in entry.cells else "", name, name.casefold()):
            if text:
                aliases.setdefault(text, id)
    return aliases


def _evidence(text: str, scale: str, worded: bool, trouble: str) -> dict[str, str]:
    """Where an emotion comes from: nothing for the library's own numbers."""
    if not (scale or worded or trouble):
        return {}
    return {**({"scale": scale} if scale else {}), "source": SOURCE + text}
