"""Read a filled-in checklist back: from JSON, CSV, Markdown or a spreadsheet, as it comes out of many hands.

Each format gives what is written at each place; what it means is settled here, alike for all of them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import attrs

from journeymap.checklists.answering import Answer, Answers, Entry
from journeymap.checklists.understanding import day_of, understand, understood
from journeymap.errors import JourneyError, Problem, ReadError, UnknownNameError, shorten
from journeymap.formats.seeking import absent

__all__ = ["LARGEST", "Filled", "read_checklist", "suffixes"]

LARGEST = 20_000_000
"""How many bytes a filled-in checklist has at the most."""

_READERS = {
    ".json": "journeymap.checklists.reading",
    ".csv": "journeymap.checklists.tables",
    ".docx": "journeymap.checklists.typed",
    ".md": "journeymap.checklists.tasks",
    ".xlsx": "journeymap.checklists.workbooks",
}
"""The module that reads files of a suffix, by its function ``filled``."""


@attrs.frozen
class Filled:
    """What is written at one place.

    Attributes:
        name: The name of the place; empty when it has none.
        written: What is written there: text, or from JSON any plain data.
        where: Where it stands, such as a cell.
        line: The line, from 1; 0 when the format has none.
        at: The touchpoints that it is about.
        fact: The fact that yes or no answers here.
        allowed: The boxes that are there; empty when that is not known.
        trouble: Why it cannot be read; empty when it can.
        entry: The line of the checklist that stands there, which is told even when nothing is written.
    """

    name: str
    written: Any
    where: str = ""
    line: int = 0
    at: tuple[str, ...] = ()
    fact: str = ""
    allowed: tuple[str, ...] = ()
    trouble: str = ""
    entry: Entry | None = None


def read_checklist(path: str | os.PathLike[str]) -> Answers:
    """The answers in a filled-in checklist: ``.xlsx``, ``.docx``, ``.csv``, ``.json``, ``.md``.

    It may be filled in only in part; rows may stand in another order, with columns added; a CSV may come from any
    spreadsheet (UTF-8, UTF-16 or Korean CP949; commas, semicolons or tabs). Words are understood in every language
    there is. Nothing is guessed, and nothing is dropped: what cannot be read is listed in ``problems`` with its
    place.

    Raises:
        UnknownNameError: When no such files are read.
        ReadError: When the file is no checklist, or cannot be read at all.
        MissingToolError: When the file is a spreadsheet and the extra ``office`` is not installed.

    Example:
        >>> import pathlib, tempfile
        >>> from journeymap.checklists.making import checklist
        >>> from journeymap.model import Journey
        >>> text = checklist(Journey("Shop").touchpoint("pay", "Pay", emotion=-1)).json()
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     file = pathlib.Path(folder, "filled.json")
        ...     _ = file.write_text(text.replace('"pay|felt": ""', '"pay|felt": "-2"'), encoding="utf-8")
        ...     read_checklist(file)["pay|felt"]
        -2
    """
    source = os.fspath(path)
    suffix = Path(source).suffix.lower()
    if suffix not in _READERS:
        raise UnknownNameError.of("suffix of a checklist that can be read back", suffix, _READERS)
    content = _content(source)
    read: Callable[[bytes], Iterable[Filled]] = import_module(_READERS[suffix]).filled
    try:
        found = list(read(content))
    except ReadError as error:
        raise ReadError(_placed(problem, source) for problem in error.problems) from error
    return _answers(found, source)


def suffixes() -> tuple[str, ...]:
    """The suffixes of the files that can be read back."""
    return tuple(_READERS)


def _placed(problem: Problem, source: str) -> Problem:
    """The problem with the file that it was found in."""
    return Problem(problem.message, problem.path, source, problem.line, problem.column)


def _content(source: str) -> bytes:
    try:
        with Path(source).expanduser().open("rb") as file:
            content = file.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise ReadError([Problem(absent(source), source=source)]) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ReadError([Problem(f"cannot be read: {reason}", source=source)]) from error
    if len(content) > LARGEST:
        raise ReadError([Problem(f"is larger than {LARGEST // 1_000_000} MB: that is no checklist", source=source)])
    return content


# What is written, and what it means


def _answers(found: Sequence[Filled], source: str) -> Answers:
    given: dict[str, Answer] = {}
    problems: list[Problem] = []
    entries = dict.fromkeys(filled.entry for filled in found if filled.entry is not None)
    by_name: dict[str, list[Filled]] = {}
    for filled in found:
        if filled.entry is None:
            by_name.setdefault(filled.name, []).append(filled)
    for name, several in by_name.items():
        told: list[tuple[Filled, Any]] = []
        for filled in several:
            try:
                told.append((filled, _meaning(filled)))
            except JourneyError as error:
                problems += (_problem(filled, problem.message, source) for problem in error.problems)
        if any(value != told[0][1] for _, value in told[1:]):
            message = "is answered twice and differently (keep one)"
            problems += (_problem(filled, f"{message}: {_shown(filled.written)}", source) for filled, _ in told)
        elif told:
            filled, value = max(told, key=lambda one: len(one[0].at))
            given[name] = Answer(value, _text(filled.written), filled.at, filled.where)
            if filled.fact and value in ("yes", "no"):
                given[f"{name.rpartition('|')[0]}|{filled.fact}"] = attrs.evolve(given[name], value=value == "yes")
            if name in ("cover|date",) and day_of(str(value)) is None:
                problems.append(_problem(filled, f"expected a day such as 2026-03-01 (got {_shown(value)})", source))
    return Answers(given, tuple(problems), source, tuple(entries))


def _meaning(filled: Filled) -> Any:
    if filled.trouble or not filled.name:
        raise JourneyError(filled.trouble or f"stands at no place of the checklist: {_shown(filled.written)}")
    if not isinstance(filled.written, str):
        return understood(filled.name, filled.written, allowed=filled.allowed)
    value = understand(filled.name, filled.written.strip(), allowed=filled.allowed)
    if filled.name in ("cover|date",) or filled.name.endswith(("|by_when", "_date")):
        return day_of(value) or value
    return value


def _problem(filled: Filled, message: str, source: str) -> Problem:
    place = ": ".join(filter(None, (filled.where, filled.name)))
    return Problem(message, path=place, source=source, line=filled.line)


def _text(written: Any) -> str:
    return written if isinstance(written, str) else json.dumps(written, ensure_ascii=False)


def _shown(written: Any) -> str:
    return repr(shorten(_text(written)))


# JSON


def filled(content: bytes) -> Iterator[Filled]:
    """What is written in a checklist as JSON.

    Raises:
        ReadError: When it is no checklist.
    """
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ReadError([Problem(f"is no JSON: {shorten(str(error))}")]) from error
    if not isinstance(data, dict) or not isinstance(data.get("answers"), dict):
        raise ReadError([Problem("is no checklist: it has no 'answers' (save one with the suffix .json)")])
    yield from _entries(data)
    about = dict(_about(data))
    for name, written in data["answers"].items():
        if written is None or (isinstance(written, str) and not written.strip()):
            continue
        yield attrs.evolve(about.get(name, Filled(name, "")), written=written, where=f"answers[{json.dumps(name)}]")


def _about(data: Mapping[str, Any]) -> Iterator[tuple[str, Filled]]:
    """What the content of the checklist says of the places in it, as far as it is still there."""
    for item in _items(data):
        key, at = str(item.get("key")), tuple(str(id) for id in _list(item, "at"))
        allowed = tuple(str(choice.get("value")) for choice in _dicts(item, "choices"))
        asks = _dicts(item, "asks")
        plain = next((str(ask.get("fact")) for ask in asks if not (ask.get("choices") or ask.get("blank"))), "")
        name = f"{key}|verdict"
        yield name, Filled(name, "", at=at if plain else (), fact=plain, allowed=allowed)
        for fact in (str(ask.get("fact")) for ask in asks if str(ask.get("fact")) != plain):
            yield f"{key}|{fact}", Filled(f"{key}|{fact}", "", at=at)


def _entries(data: Mapping[str, Any]) -> Iterator[Filled]:
    for section in _dicts(data, "sections"):
        name = str(section.get("name", ""))
        for place in _dicts(section, "places"):
            yield from (_entry(item, name, str(place.get("name", ""))) for item in _dicts(place, "items"))
        yield from (_entry(item, name, "") for item in _dicts(section, "holding"))


def _entry(item: Mapping[str, Any], section: str, place: str) -> Filled:
    key, kind, title = (str(item.get(name, "")) for name in ("key", "kind", "title"))
    return Filled(key, "", entry=Entry(key, kind, section, place, title))


def _items(data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for section in _dicts(data, "sections"):
        for place in _dicts(section, "places"):
            yield from _dicts(place, "items")
        yield from _dicts(section, "holding")


def _dicts(data: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    return [item for item in _list(data, key) if isinstance(item, dict)]


def _list(data: Mapping[str, Any], key: str) -> list[Any]:
    found = data.get(key)
    return found if isinstance(found, list) else []
