"""The rows of a table as touchpoints: their ids, their facts, and where one can go on to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import attrs

from journeymap.errors import JourneyError, shorten
from journeymap.fields import SLUG
from journeymap.filling import built
from journeymap.formats.mermaid_text import free_ids, slug
from journeymap.formats.tables.cells import ways_of
from journeymap.formats.tables.columns import ORDER, Column
from journeymap.formats.tables.values import Entry, Values
from journeymap.model import Touchpoint, Transition

__all__ = ["aliases_of", "ids_of", "touchpoint_of"]

_APART = ("id", "name", "stage", "emotion", "next", "after", ORDER)


def ids_of(rows: list[Entry], names: list[str], values: Values) -> list[str]:
    """An id for each touchpoint: the one given, made fit to be one, or one made of its name."""
    given: list[str | None] = []
    taken: dict[str, int] = {}
    for entry in rows:
        text, column = entry.cells.get("id", ("", None))
        text = values.text(text, entry.at, column)
        id = text if not text or SLUG.match(text) else slug(text)
        if text and id in taken:
            values.note(
                f"id {shorten(text)!r} is there twice (first in row {taken[id] + 1}); given another",
                entry.at,
                column,
            )
            id = ""
        elif text and id != text:
            values.note(
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
        values.note(f"some touchpoints have the same name, and their ids are numbered: {listed}")
    return [id if id is not None else next(made) for id in given]


def aliases_of(rows: list[Entry], names: list[str], ids: list[str]) -> dict[str, str]:
    """Ids by what may be written for a touchpoint: its id, the id as it stands, its name; the first that has it."""
    aliases = {id: id for id in ids}
    for entry, name, id in zip(rows, names, ids, strict=True):
        for text in (entry.cells["id"][0] if "id" in entry.cells else "", name, name.casefold()):
            if text:
                aliases.setdefault(text, id)
    return aliases


def touchpoint_of(
    entry: Entry, id: str, name: str, felt: Mapping[str, Any], aliases: Mapping[str, str], values: Values
) -> Touchpoint:
    """The touchpoint that a row describes; ``felt`` has its emotion and where that comes from."""
    facts = _facts(entry, values)
    if felt.get("evidence") is not None:
        facts["evidence"] = _together(facts.get("evidence"), felt["evidence"])
    if felt.get("emotion") is not None:
        facts["emotion"] = felt["emotion"]
    facts |= _ways(entry, aliases, values)
    stage = entry.cells["stage"][0] if "stage" in entry.cells else None
    try:
        return Touchpoint(id, name, stage=stage, **facts)
    except JourneyError as error:
        ways = tuple(attrs.evolve(way, probability=None) for way in facts["next"]) if "next" in facts else None
        values.note(f"{error.problems[0].message}; the shares are left out", entry.at)
        return Touchpoint(id, name, stage=stage, **{**facts, "next": ways, "drop_off": 0.0})


def _facts(entry: Entry, values: Values) -> dict[str, Any]:
    """What the cells of a row say, but for those that need to know of other rows."""
    found: dict[str, Any] = {}
    for fact, (text, column) in entry.cells.items():
        if fact in _APART or fact.startswith(("journey.", "stage.")):
            continue
        value = values.checked(fact, text, entry.at, column)
        if value is not None:
            found[fact] = value
        for more in entry.more.get(fact, ()):
            found[fact] = (*found.get(fact, ()), *(values.checked(fact, more, entry.at, column) or ()))
    return values.nested(found, Touchpoint)


def _together(known: Any, found: Any) -> Any:
    """What a row says of its evidence; what it does not say is where its emotion comes from."""
    if known is None:
        return found
    missing = {fact: getattr(found, fact) for fact in ("scale", "source") if getattr(known, fact) is None}
    return attrs.evolve(known, **missing)


def _ways(entry: Entry, aliases: Mapping[str, str], values: Values) -> dict[str, Any]:
    """Where one can go on to, and what must come before, by the ids of touchpoints."""
    facts: dict[str, Any] = {}
    for fact in ("next", "after"):
        if fact not in entry.cells:
            continue
        text, column = entry.cells[fact]
        try:
            listed = ways_of(text) if fact == "next" else tuple((to, {}) for to in values.value(fact, text, column))
        except JourneyError as error:
            values.note(f"{error}; left out", entry.at, column)
            continue
        kept: list[Any] = []
        for to, known in listed:
            id = aliases.get(to) or aliases.get(to.casefold())
            if id is None:
                values.note(f"there is no touchpoint {shorten(to)!r}; left out", entry.at, column)
            elif fact == "after":
                kept.append(id)
            else:
                kept.append(_way(id, known, values, entry.at, column))
        if kept or not listed:
            facts[fact] = tuple(kept)
    return facts


def _way(id: str, known: Mapping[str, Any], values: Values, row: int, column: Column) -> Transition:
    try:
        return built(Transition, {"to": id, **known})
    except JourneyError as error:
        values.note(f"{error}; only where it leads is read", row, column)
        return Transition(id)
