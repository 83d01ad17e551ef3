"""From plain data to a journey: the one reader behind YAML, TOML and JSON.

It is driven by the metadata of the fields. Nothing is guessed: whatever does not fit is noted with its place, reading
goes on, and in the end every mistake is reported at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, TypeAlias

import attrs

from journeymap import fields
from journeymap.errors import JourneyError, Problem, ReadError, shorten, unknown
from journeymap.formats.expecting import Expected, described, expected_of, mapping_of
from journeymap.formats.placing import Locate, Path, path_text
from journeymap.formats.pricing import currencies
from journeymap.model import Journey, Stage, Touchpoint, Transition, overfull

__all__ = ["VERSION", "Parsed", "Reading", "structure"]

VERSION = 1
"""The version of the file format: the value of the key ``journeymap``."""

MOST_SHOWN = 100
"""How many mistakes of one file are told; the others are counted."""

MOST_COUNTED = 10_000
"""After how many mistakes reading stops: it is some other kind of file."""

MANY = 1_000
"""Among more touchpoints than this, only the first few unknown ones get a nearest spelling: seeking it takes time."""

Message: TypeAlias = str | Callable[[], str]

Reading: TypeAlias = tuple[Journey, tuple[Problem, ...]]
"""What reading gives: the journey, and notes on what was mended or guessed, each with its place."""

_WRONG: Any = object()
_PARTS = ("stages", "touchpoints")


@attrs.frozen
class Parsed:
    """What a text says, as plain data.

    Attributes:
        data: Mappings, lists, texts, numbers, truth values, days and None.
        locate: From a path in the data to its line and column.
        version_line: How the format version is written in this format.
        problems: Mistakes found so far, such as a key that stands twice.
        notes: What was mended or guessed to make sense of the text.
    """

    data: Any
    locate: Locate
    version_line: str
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()


def structure(parsed: Parsed) -> Journey:
    """The journey that the data describes.

    Raises:
        ReadError: With every mistake, in the order in which they stand in the text.
    """
    reader = _Reader()
    try:
        journey = reader.journey(parsed.data, parsed.version_line)
    except _EnoughError:
        journey = None
    if journey is None or parsed.problems:
        raise ReadError(_in_order(parsed, reader.mistakes))
    return journey


class _EnoughError(Exception):
    """There are so many mistakes that reading stops."""


@attrs.frozen
class _Mistake:
    message: Message
    path: Path
    at: Path
    at_key: bool


def _in_order(parsed: Parsed, mistakes: Iterable[_Mistake]) -> Iterable[Problem]:
    """The problems as they stand in the text; only those that are shown are put into words."""
    found: list[tuple[tuple[int, int], Problem | _Mistake]] = []
    found += (((problem.line, problem.column), problem) for problem in parsed.problems)
    found += ((parsed.locate(mistake.at, key=mistake.at_key), mistake) for mistake in mistakes)
    found.sort(key=lambda entry: entry[0])
    for (line, column), one in found[:MOST_SHOWN]:
        if isinstance(one, _Mistake):
            message = one.message if isinstance(one.message, str) else one.message()
            one = Problem(message, path=path_text(one.path), line=line, column=column)
        yield one
    if len(found) > MOST_SHOWN:
        least = "at least " if len(found) >= MOST_COUNTED else ""
        yield Problem(f"and {least}{len(found) - MOST_SHOWN:,} more mistakes")


class _Reader:
    """Reads one journey, and notes every mistake on the way."""

    def __init__(self) -> None:
        self.mistakes: list[_Mistake] = []
        self._references: list[tuple[str, Path, bool]] = []
        self._ids: dict[str, Path] = {}
        self._stages: dict[str, Path] = {}

    def _refuse(self, path: Path, message: Message, *, key: str | None = None, at_key: bool = False) -> None:
        """Note a mistake at ``path``, or with ``key`` one about a key of what stands there."""
        if key is None:
            self.mistakes.append(_Mistake(message, path, path, at_key))
        else:
            self.mistakes.append(_Mistake(message, path, (*path, key), True))
        if len(self.mistakes) >= MOST_COUNTED:
            raise _EnoughError

    # The parts of a journey

    def journey(self, data: Any, version_line: str) -> Journey | None:
        """The whole journey, or None when there are mistakes."""
        if not isinstance(data, dict):
            got = "there is nothing in it" if data is None else f"got {described(data)}"
            self._refuse((), f"expected a mapping that begins with '{version_line}' ({got})")
            return None
        self._version(data, version_line)
        known = self._values(Journey, data, (), apart=("journeymap", "$schema", *_PARTS))
        listed = self._items(data, "stages", ())
        stages, nested = self._read_stages(listed)
        flat = self._read_touchpoints(data, (), declared="stages" in data)
        if data.get("touchpoints") and any(isinstance(item, dict) and item.get("touchpoints") for item, _ in listed):
            message = "touchpoints stand here and in stages (expected all of them here, with 'stage', or all in stages)"
            self._refuse(("touchpoints",), message, at_key=True)
        self._check_references()
        if self.mistakes:
            return None
        return Journey(stages=tuple(stages), touchpoints=(*nested, *flat), **known)

    def _version(self, data: Mapping[str, Any], line: str) -> None:
        given = data.get("journeymap", _WRONG)
        if given is _WRONG:
            self._refuse((), f"missing the format version (write '{line}' as the first line)")
        elif type(given) is not int or given != VERSION:
            self._refuse(("journeymap",), f"unknown format version {described(given)} (expected '{line}')")

    def _read_stages(self, listed: Iterable[tuple[Any, Path]]) -> tuple[list[Stage], list[Touchpoint]]:
        stages: list[Stage] = []
        touchpoints: list[Touchpoint] = []
        for item, path in listed:
            before = len(self.mistakes)
            known = self._values(Stage, item, path, apart=("touchpoints",))
            name = known.get("name")
            if name is not None and self._stages.setdefault(name, path) is not path:
                first = path_text(self._stages[name])
                self._refuse((*path, "name"), f"stage {shorten(name)!r} is there twice (first at {first})")
            if len(self.mistakes) == before:
                stages.append(Stage(**known))
            if isinstance(item, dict):
                touchpoints += self._read_touchpoints(item, path, stage=name or "")
        return stages, touchpoints

    def _read_touchpoints(
        self, data: Mapping[str, Any], path: Path, *, stage: str | None = None, declared: bool = False
    ) -> list[Touchpoint]:
        """The touchpoints that stand in ``stage``, or at the top, where each may name its stage."""
        found = []
        for item, place in self._items(data, "touchpoints", path):
            before = len(self.mistakes)
            known = self._values(Touchpoint, item, place)
            named = known.get("stage")
            if stage is not None:
                known["stage"] = stage
                if named is not None:
                    self._refuse(place, "'stage' is said by the stage it stands in (leave it out here)", key="stage")
            elif declared and named is not None and named not in self._stages:
                self._refuse((*place, "stage"), partial(unknown, "stage", named, self._stages))
            self._check_id(known.get("id"), place)
            excess = overfull(known.get("next"), known.get("drop_off", 0.0))
            if excess:
                self._refuse((*place, "next"), excess)
            if len(self.mistakes) == before:
                found.append(Touchpoint(**known))
        return found

    def _check_id(self, id: str | None, path: Path) -> None:
        if id is not None and self._ids.setdefault(id, path) is not path:
            first = path_text(self._ids[id])
            self._refuse((*path, "id"), f"touchpoint id {shorten(id)!r} is there twice (first at {first})")

    def _check_references(self) -> None:
        dangling = [reference for reference in self._references if reference[0] not in self._ids]
        for count, (id, path, at_key) in enumerate(dangling):
            known = self._ids if count < 10 or len(self._ids) <= MANY else ()
            self._refuse(path, partial(unknown, "touchpoint", id, known), at_key=at_key)

    def _items(self, data: Mapping[str, Any], key: str, path: Path) -> Iterable[tuple[Any, Path]]:
        items = data.get(key, [])
        path = (*path, key)
        if isinstance(items, list):
            return [(item, (*path, position)) for position, item in enumerate(items)]
        self._refuse(path, f"expected a list of {key} (got {described(items)})")
        return []

    # Records and their fields

    def _values(self, kind: type, data: Any, path: Path, *, apart: tuple[str, ...] = ()) -> dict[str, Any]:
        """What a mapping says about the fields of a class, but for the keys set ``apart``."""
        known = expected_of(kind)
        values: dict[str, Any] = {}
        if not isinstance(data, dict):
            self._refuse(path, f"expected {mapping_of(kind)} (got {described(data)})")
            return values
        for name, given in data.items():
            if name in apart:
                continue
            field = known.get(name)
            if field is None:
                self._refuse(path, partial(_strange, name, given, {*known, *apart} - {"$schema"}), key=name)
            elif given is not None or not field.may_be_unknown:
                value = self._value(field, given, (*path, name))
                if value is not _WRONG:
                    values[name] = value
        for name, field in known.items():
            if field.required and name not in data:
                self._refuse(path, f"missing {name!r} ({fields.question(field.attribute)})")
        return values

    def _value(self, field: Expected, given: Any, path: Path) -> Any:
        """What one field is given, as its class takes it."""
        if field.form == "record":
            return self._record(field, given, path)
        if field.form == "ways":
            return self._ways(field, given, path)
        if field.item is not None:
            if isinstance(given, list):
                return _all(self._value(field.item, item, (*path, at)) for at, item in enumerate(given))
            self._refuse(path, partial(field.complaint, given))
            return _WRONG
        value = field.convert(given)
        if not field.check(value, field.attribute):
            self._refuse(path, partial(field.complaint, given))
            return _WRONG
        if field.is_reference:
            self._references.append((value, path, False))
        return value

    def _record(self, field: Expected, given: Any, path: Path) -> Any:
        if field.is_short and not isinstance(given, (dict, list)):
            first = next(iter(expected_of(field.kind).values()))
            value = self._value(first, given, path)
            return value if value is _WRONG else field.kind(value)
        before = len(self.mistakes)
        values = self._values(field.kind, given, path)
        if len(self.mistakes) > before:
            return _WRONG
        try:
            return field.kind(**{**values, **currencies(field.kind, given)})
        except JourneyError as error:
            self._refuse(path, str(error))
            return _WRONG

    def _ways(self, field: Expected, given: Any, path: Path) -> Any:
        """Where a touchpoint leads: an id, ids, shares by id, or transitions."""
        if isinstance(given, str):
            return _all([self._way(given, None, path)])
        if isinstance(given, dict):
            if isinstance(given.get("to"), str):
                self._refuse(path, "a transition with 'to' stands in a list (expected a list of such mappings)")
                return _WRONG
            return _all(self._way(to, share, (*path, to), at_key=True) for to, share in given.items())
        if not isinstance(given, list):
            self._refuse(path, partial(field.complaint, given))
            return _WRONG
        return _all(
            self._way(item, None, (*path, at)) if isinstance(item, str) else self._record(field, item, (*path, at))
            for at, item in enumerate(given)
        )

    def _way(self, to: str, share: Any, path: Path, *, at_key: bool = False) -> Any:
        known = expected_of(Transition)
        if not known["to"].check(to, known["to"].attribute):
            self._refuse(path, partial(known["to"].complaint, to), at_key=at_key)
            return _WRONG
        self._references.append((to, path, at_key))
        probability = None if share is None else self._value(known["probability"], share, path)
        return _WRONG if probability is _WRONG else Transition(to, probability=probability)


def _strange(key: str, given: Any, known: Iterable[str]) -> str:
    """What is said of a key that is not known: in braces of YAML, ``3,000`` is 3 and a key ``000``."""
    if given is None and len(key) == 3 and key.isdecimal():
        return f"{key!r} stands alone behind a comma (in braces, put a number with commas in quotes, such as '3,000')"
    return unknown("key", key, known)


def _all(values: Iterable[Any]) -> Any:
    found = tuple(values)
    return _WRONG if any(value is _WRONG for value in found) else found
