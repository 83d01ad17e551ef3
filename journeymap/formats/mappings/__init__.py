"""Mapping files: what in a file of another shape is what, in a few lines of TOML.

A mapping turns the file into rows, which are then read as a table is::

    touchpoints = "actions[]"        # where the touchpoints are
    name = "name"                    # of the journey; "persona", "description" ... likewise
    scale = [1, 5]                   # of emotions, where they are rated

    [touchpoint]                     # facts of a touchpoint, by where they stand in it
    name = "title"
    stage = "^.name"                 # ^ is what it stands in
    emotion = "score"

A path has keys with points between them: ``a.b``; ``a[]`` is each item of a list, ``a.*`` each value of a mapping (of
which ``@key`` is the key); ``^`` is what something stands in; ``@`` is the thing itself. A key with points or brackets
in it stands in quotes.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any, TypeAlias

import attrs

from journeymap.errors import JourneyError, Problem, ReadError, UnknownNameError, shorten, unknown
from journeymap.formats.decoding import read_content, text_of
from journeymap.formats.mappings.shapes import data_in
from journeymap.formats.structuring import MOST_SHOWN, Reading
from journeymap.formats.tables.columns import field_at
from journeymap.formats.tables.frames import grid_from
from journeymap.formats.tables.reading import Options, read_grid
from journeymap.model import Scale

__all__ = ["Map", "Mapped", "bundled", "mapping_from", "readings_by"]

Map: TypeAlias = str | os.PathLike[str] | Mapping[str, Any]
"""The path of a mapping file, the name of a bundled one, or what such a file says."""

_KEYS = (
    "format", "touchpoints", "touchpoint", "where", "first", "scale", "emotions", "links", "stages", "ignore",
)  # fmt: skip
_LINKS = ("list", "where", "from", "to", "probability", "condition", "kind")
_STEP = re.compile(r'"(?P<quoted>[^"]*)"|(?P<name>[^.\[\]"]+)|(?P<each>\[\])|(?P<point>\.)')
_MOST = 200_000
_NOTHING: tuple[Any, ...] = (None, "", [], {})


@attrs.frozen
class _Item:
    """Something in the data, with what it stands in and the key that it has there."""

    value: Any
    within: _Item | None = None
    key: Any = None


@attrs.frozen
class Mapped:
    """What a mapping says.

    Attributes:
        touchpoints: The path of the touchpoints.
        facts: Paths by fact, from a touchpoint on.
        whole: Paths by fact of the journey, from the whole file on.
        where: What a touchpoint must say to be one: values by path.
        links: What says where one can go on to; empty when nothing does.
        stages: The path of the stages, and the keys of their id and name; empty when touchpoints say it all.
        ignore: Keys of a touchpoint that are left out on purpose.
        format: The format of the file; "" to go by its suffix.
        first: Of several documents in the file, what the one that counts says.
        scale: The scale of the emotions.
        emotions: Emotions by word.
    """

    touchpoints: str
    facts: Mapping[str, str]
    whole: Mapping[str, str] = attrs.field(factory=dict)
    where: Mapping[str, Any] = attrs.field(factory=dict)
    links: Mapping[str, Any] = attrs.field(factory=dict)
    stages: Mapping[str, str] = attrs.field(factory=dict)
    ignore: tuple[str, ...] = ()
    format: str = ""
    first: Mapping[str, Any] = attrs.field(factory=dict)
    scale: Scale | None = None
    emotions: Mapping[str, float] = attrs.field(factory=dict)


def bundled() -> tuple[str, ...]:
    """The names of the mappings that come along.

    Example:
        >>> "lucidchart" in bundled()
        True
    """
    names = (entry.name for entry in resources.files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def mapping_from(source: Map) -> Mapped:
    """The mapping in a file, in a bundled one, or in plain data.

    Raises:
        ReadError: When the file cannot be read.
        JourneyError: When it is no mapping; every mistake is told.
        UnknownNameError: When there is no mapping of that name.
    """
    if isinstance(source, Mapping):
        return _mapped(source, "map")
    place = os.fspath(source)
    if not place.endswith(".toml") and not Path(place).exists():
        if place not in bundled():
            raise UnknownNameError(f"{unknown('mapping', place, bundled())}; a file of one's own ends in .toml")
        text = (resources.files(__name__) / f"{place}.toml").read_text(encoding="utf-8")
    else:
        text = text_of(read_content(place))
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ReadError([Problem(f"this is not TOML: {error}", source=place)]) from None
    return _mapped(data, place)


def readings_by(map: Map, content: str | bytes, format: str, options: Options) -> tuple[Reading, ...]:
    """The journey in a file of another shape, by a mapping.

    Raises:
        ReadError: When the file cannot be read, or nothing stands where the mapping says.
        JourneyError: When the mapping cannot be.
    """
    mapped = mapping_from(map)
    document = data_in(content, mapped.format or format, mapped.first, options)
    reader = _Reader(mapped, _Item(document))
    rows = list(reader.rows())
    if not rows:
        message = f"there is no touchpoint where the mapping says: {mapped.touchpoints}"
        raise ReadError([Problem(f"{message} ({_shape(document)})")])
    given: Options = {**options, "columns": {fact: fact for row in rows for fact in row}}
    given["emotions"] = {**mapped.emotions, **options.get("emotions", {})}
    if mapped.scale is not None:
        given.setdefault("scale", mapped.scale)
    found = read_grid(grid_from(rows), given)
    return tuple((journey, (*reader.notes(), *notes)) for journey, notes in found[:1])


# What a mapping says


def _mapped(data: Mapping[str, Any], source: str) -> Mapped:
    problems: list[Problem] = []

    def refuse(path: str, message: str) -> None:
        problems.append(Problem(message, path=path, source=source))

    def texts(path: str, table: Any) -> dict[str, str]:
        if isinstance(table, Mapping) and all(isinstance(value, str) for value in table.values()):
            return dict(table)
        refuse(path, "expected paths as texts, by fact")
        return {}

    whole: dict[str, str] = {}
    for key, value in data.items():
        if key in _KEYS:
            continue
        try:
            field_at(f"journey.{key}")
        except JourneyError:
            refuse(key, unknown("key", key, _KEYS))
            continue
        whole |= texts(key, {f"journey.{key}": value})
    if not isinstance(data.get("touchpoints"), str):
        refuse("touchpoints", "expected where the touchpoints stand, such as 'steps[]'")
    facts = texts("touchpoint", data.get("touchpoint", {}))
    for fact in facts:
        try:
            field_at(fact)
        except JourneyError as error:
            refuse(f"touchpoint.{fact}", str(error))
    links = data.get("links", {})
    for key in links if isinstance(links, Mapping) else ():
        if key not in _LINKS:
            refuse(f"links.{key}", unknown("key", key, _LINKS))
    scale = data.get("scale")
    if scale is not None and not (
        isinstance(scale, list) and len(scale) == 2 and scale[0] != scale[1] and _are_numbers(scale)
    ):
        refuse("scale", "expected its ends, such as [1, 5]")
        scale = None
    for key, kind in (
        ("where", Mapping),
        ("first", Mapping),
        ("links", Mapping),
        ("emotions", Mapping),
        ("ignore", list),
        ("format", str),
    ):
        if key in data and not isinstance(data[key], kind):
            refuse(key, f"expected {'a table' if kind is Mapping else 'a list' if kind is list else 'text'}")
    stages = texts("stages", data.get("stages", {}))
    if problems:
        raise JourneyError(problems)
    return Mapped(
        data["touchpoints"], facts, whole, data.get("where", {}), links, stages, tuple(data.get("ignore", ())),
        data.get("format", ""), data.get("first", {}), Scale(*scale) if scale else None, data.get("emotions", {}),
    )  # fmt: skip


def _are_numbers(values: list[Any]) -> bool:
    return all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values)


# What it finds


class _Reader:
    """Takes the rows out of the data, and remembers what no path asked for."""

    def __init__(self, mapped: Mapped, root: _Item) -> None:
        self.mapped, self.root = mapped, root
        self.unread: dict[str, int] = {}
        self.lost: list[str] = []

    def rows(self) -> Iterator[dict[str, Any]]:
        """A row for each touchpoint, by fact."""
        mapped = self.mapped
        whole = {fact: _one(self.root, path) for fact, path in mapped.whole.items()}
        stages = self._stages()
        links = self._links()
        used = {_steps(path)[0] for path in (*mapped.facts.values(), *mapped.where) if _steps(path)}
        count = 0
        for item in _found(self.root, mapped.touchpoints):
            if not _holds(item, mapped.where):
                continue
            count += 1
            if count > _MOST:
                raise ReadError([Problem(f"there are more than {_MOST:,} touchpoints where the mapping says")])
            row = {fact: _listed(fact, _one(item, path)) for fact, path in mapped.facts.items()}
            if stages and row.get("stage") is not None:
                row["stage"] = stages.get(str(row["stage"]), row["stage"])
            own = str(row.get("id") or row.get("name") or "")
            if own in links:
                row["next"] = links[own]
            if isinstance(item.value, Mapping):
                for key, value in item.value.items():
                    if key not in used and key not in mapped.ignore and value not in _NOTHING:
                        self.unread[str(key)] = self.unread.get(str(key), 0) + 1
            yield ({**whole, **row} if count == 1 else row)

    def notes(self) -> tuple[Problem, ...]:
        """What no path asked for."""
        told = [
            f"{shorten(key)!r} of {count:,} touchpoint{'s' * (count != 1)} is not read (name it in the mapping, under "
            "[touchpoint], or in ignore)"
            for key, count in self.unread.items()
        ]
        return tuple(Problem(message) for message in (*told, *self.lost)[:MOST_SHOWN])

    def _stages(self) -> dict[str, Any]:
        """The names of stages by their id."""
        keys = self.mapped.stages
        if not keys:
            return {}
        items = _found(self.root, keys.get("list", "stages[]"))
        return {str(_one(item, keys.get("id", "id"))): _one(item, keys.get("name", "name")) for item in items}

    def _links(self) -> dict[str, list[dict[str, Any]]]:
        """Ways on by the id of where they begin."""
        links = self.mapped.links
        found: dict[str, list[dict[str, Any]]] = {}
        if not links:
            return found
        for item in _found(self.root, links.get("list", "links[]")):
            if not _holds(item, links.get("where", {})):
                continue
            ends = [_one(item, links.get(end, end)) for end in ("from", "to")]
            if None in ends or "" in ends:
                continue
            way: dict[str, Any] = {"to": str(ends[1])}
            for fact in ("probability", "condition", "kind"):
                value = _one(item, links[fact]) if fact in links else None
                if value not in (None, ""):
                    way[fact] = value
            found.setdefault(str(ends[0]), []).append(way)
        return found


def _holds(item: _Item, where: Mapping[str, Any]) -> bool:
    """Whether something says what it must: true for anything, false for nothing; of a list any one will do."""
    for path, wanted in where.items():
        value = _one(item, path)
        if isinstance(wanted, bool) and not isinstance(value, bool):
            value = value not in _NOTHING
        if value not in (wanted if isinstance(wanted, list) else [wanted]):
            return False
    return True


def _one(item: _Item, path: str) -> Any:
    """What stands at a path: the only thing there, or a list of several; None for nothing."""
    values = [found.value for found in _found(item, path)]
    return None if not values else values[0] if len(values) == 1 and "[]" not in path else values


def _listed(fact: str, value: Any) -> Any:
    """A value as its field takes it: several things that stand in a text are put into one."""
    if isinstance(value, list) and field_at(fact).metadata["form"] in ("text", "number", "duration"):
        return "; ".join(str(each) for each in value if each not in _NOTHING)
    return value


def _found(item: _Item, path: str) -> Iterator[_Item]:
    """Everything that stands at a path from something."""
    items = [item]
    for step in _steps(path):
        items = [further for each in items for further in _step(each, step)]
    return iter(items)


def _steps(path: str) -> list[str]:
    """The steps of a path.

    Example:
        >>> _steps('segments[].touchpoints[].name')
        ['segments', '[]', 'touchpoints', '[]', 'name']
    """
    return [found["quoted"] or found["name"] or found["each"] for found in _STEP.finditer(path) if not found["point"]]


def _step(item: _Item, step: str) -> Iterator[_Item]:
    value = item.value
    if step == "@":
        yield item
    elif step == "@key":
        yield _Item(item.key, item)
    elif step == "^":
        if item.within is not None:
            yield item.within
    elif step == "[]":
        if isinstance(value, list):  # its items stand in what the list stands in
            yield from (_Item(each, item.within, at) for at, each in enumerate(value))
    elif step == "*":
        if isinstance(value, Mapping):
            yield from (_Item(each, item.within, key) for key, each in value.items())
    elif isinstance(value, Mapping) and step in value:
        yield _Item(value[step], item, step)


def _shape(data: Any) -> str:
    """What a file holds instead, in a few words."""
    if isinstance(data, Mapping):
        return f"at its top are {', '.join(repr(shorten(str(key), 30)) for key in list(data)[:10]) or 'no keys'}"
    return (
        f"at its top is a list of {len(data):,}" if isinstance(data, list) else "at its top is neither mapping nor list"
    )
