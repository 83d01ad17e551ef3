"""Journeys in and out of files: one module a format, and one table that lists them.

The native formats, YAML, TOML and JSON, hold everything and carry one structure, described by the JSON Schema in
:mod:`journeymap.formats.schema`. Reading never guesses: what cannot be is refused, every mistake of a file at once,
each with its line, column and path.

Example:
    >>> journey = loads('''
    ... journeymap: 1
    ... name: Coffee to go
    ... touchpoints:
    ...   - {id: order, name: Order, emotion: 1}
    ... ''')
    >>> journey["order"].emotion
    1
    >>> loads(dumps(journey, "toml"), "toml") == journey
    True
"""

from __future__ import annotations

import dataclasses
import os
import warnings
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from journeymap.errors import Problem, ReadError, ReadWarning, UnknownNameError
from journeymap.formats.decoding import read_content, text_of
from journeymap.formats.structuring import Reading
from journeymap.model import Journey

__all__ = ["FORMATS", "Format", "dumps", "format_of", "load", "load_all", "load_with_notes", "loads", "places"]

STDIN = "-"

MOST_NOTED = 100
"""How many notes on one file are told; the others are counted."""


@dataclasses.dataclass(frozen=True)
class Format:
    """A way to write a journey down.

    Args:
        name: What it is called, such as ``"yaml"``.
        suffixes: How the names of its files end.
        module: The module that offers ``read(text) -> (Journey, notes)``, ``write(journey) -> str``, or both; where
            a file can hold several journeys, ``read_all(text) -> [(Journey, notes), ...]``; and, where it can tell
            places, ``parse(text) -> Parsed``. Notes are a :class:`Problem` each, and tell what was mended or guessed.
        reads: Whether journeys can be read from it.
        writes: Whether journeys can be written in it.
    """

    name: str
    suffixes: tuple[str, ...]
    module: str
    reads: bool = True
    writes: bool = True


FORMATS: tuple[Format, ...] = (
    Format("yaml", (".yaml", ".yml"), "journeymap.formats.yaml"),
    Format("toml", (".toml",), "journeymap.formats.toml"),
    Format("json", (".json",), "journeymap.formats.json"),
    Format("mermaid", (".mmd", ".mermaid"), "journeymap.formats.mermaid"),
    Format("flowchart", (), "journeymap.formats.flowchart"),
    Format("markdown", (".md", ".markdown"), "journeymap.formats.markdown"),
    Format("python", (".py",), "journeymap.formats.python", reads=False),
)
"""The formats there are."""


def load(path: str | os.PathLike[str], format: str | None = None) -> Journey:
    """The journey in a file.

    Args:
        path: The file; ``"-"`` for standard input.
        format: The name of its format; None to go by the suffix (standard input: YAML).

    Warns:
        ReadWarning: For whatever was mended or guessed, with its place.

    Raises:
        ReadError: When the file cannot be read, or what it says cannot be; ``problems`` has every mistake.
        UnknownNameError: When there is no such format, or the suffix belongs to none.

    Example:
        >>> load("no-such-journey.yaml")
        Traceback (most recent call last):
        ...
        journeymap.errors.ReadError: no-such-journey.yaml: there is no such file
    """
    journey, notes = load_with_notes(path, format)
    _warn(notes)
    return journey


def load_with_notes(path: str | os.PathLike[str], format: str | None = None) -> Reading:
    """The journey in a file, and what was mended or guessed in reading it, instead of warnings.

    Takes and raises what :func:`load` does.
    """
    return next(_read_file(path, format, every=False))


def load_all(path: str | os.PathLike[str], format: str | None = None) -> tuple[Journey, ...]:
    """Every journey in a file: a Markdown page may hold several, other files hold one.

    Takes, warns and raises what :func:`load` does.
    """
    readings = tuple(_read_file(path, format, every=True))
    _warn(note for _, notes in readings for note in notes)
    return tuple(journey for journey, _ in readings)


def loads(text: str | bytes, format: str = "yaml") -> Journey:
    r"""The journey that ``text`` describes.

    Args:
        text: The content of a file; bytes are decoded (UTF-8, or what a byte order mark says).
        format: The name of its format.

    Warns:
        ReadWarning: For whatever was mended or guessed, with its place.

    Raises:
        ReadError: When what it says cannot be; ``problems`` has every mistake.
        UnknownNameError: When there is no such format.

    Example:
        >>> loads("journeymap: 1\nname: Shop\nstat: as-is")
        Traceback (most recent call last):
        ...
        journeymap.errors.ReadError: 3:1: unknown key 'stat' (did you mean 'state'?)
    """
    journey, notes = next(_read(text, _readable(format), "", every=False))
    _warn(notes)
    return journey


def places(path: str | os.PathLike[str], format: str | None = None) -> Mapping[str, tuple[int, int]]:
    """Where in a file each touchpoint stands: its line and column, from 1, by id.

    The file is read once more, so that reading a journey alone does not pay for this.

    Args:
        path: The file. Standard input cannot be read twice: for ``"-"`` there are no places.
        format: The name of its format; None to go by the suffix.

    Returns:
        The places, in the order of the touchpoints; none for formats that cannot tell.

    Raises:
        ReadError: When the file cannot be read, or is not well-formed.
        UnknownNameError: When there is no such format, or the suffix belongs to none.

    Example:
        >>> from journeymap import examples
        >>> places(examples.path("shoe-shop"))["cart"]
        (57, 9)
    """
    place = os.fspath(path)
    chosen = _readable(format or ("yaml" if place == STDIN else format_of(place).name))
    module = _module(chosen)
    if place == STDIN or not hasattr(module, "parse"):
        return {}
    parsed = module.parse(text_of(read_content(place)))
    found: dict[str, tuple[int, int]] = {}
    for path_to, touchpoint in _touchpoints(parsed.data):
        if isinstance(touchpoint, dict) and isinstance(touchpoint.get("id"), str):
            found.setdefault(touchpoint["id"], parsed.locate(path_to))
    return found


def _touchpoints(data: Any) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Whatever stands where touchpoints do, with its path; the data need not be a journey."""
    stages = [(("stages", number), stage) for number, stage in enumerate(_list(data, "stages"))]
    for path, whole in (*stages, ((), data)):
        for at, touchpoint in enumerate(_list(whole, "touchpoints")):
            yield (*path, "touchpoints", at), touchpoint


def _list(data: Any, key: str) -> list[Any]:
    found = data.get(key) if isinstance(data, dict) else None
    return found if isinstance(found, list) else []


def dumps(journey: Journey, format: str = "yaml") -> str:
    """The journey as text in a format, such that ``loads(dumps(journey)) == journey``.

    Facts that are unknown are left out.

    Raises:
        UnknownNameError: When there is no such format.

    Example:
        >>> print(dumps(Journey("Coffee to go").stage("Counter").touchpoint("order", "Order", emotion=1)), end="")
        journeymap: 1
        name: Coffee to go
        stages:
          - name: Counter
            touchpoints:
              - id: order
                name: Order
                emotion: 1
    """
    names = [known.name for known in FORMATS if known.writes]
    if format not in names:
        raise UnknownNameError.of("format to write", format, names)
    text: str = _module(format).write(journey)
    return text


def format_of(path: str | os.PathLike[str]) -> Format:
    """The format that files with the suffix of ``path`` have.

    Raises:
        UnknownNameError: When the suffix belongs to no format.

    Example:
        >>> format_of("shop.YML").name
        'yaml'
    """
    suffix = Path(path).suffix.casefold()
    for known in FORMATS:
        if suffix in known.suffixes:
            return known
    if not suffix:
        names = ", ".join(repr(known.name) for known in FORMATS)
        raise UnknownNameError(f"{os.fspath(path)}: the name has no suffix that tells the format (give one of {names})")
    suffixes = [suffix for known in FORMATS for suffix in known.suffixes]
    raise UnknownNameError(f"{os.fspath(path)}: {UnknownNameError.of('suffix', suffix, suffixes)}")


def _readable(format: str) -> str:
    names = [known.name for known in FORMATS if known.reads]
    if format not in names:
        raise UnknownNameError.of("format to read", format, names)
    return format


def _read_file(path: str | os.PathLike[str], format: str | None, *, every: bool) -> Iterator[Reading]:
    place = os.fspath(path)
    if format is None:
        format = "yaml" if place == STDIN else format_of(place).name
    chosen = _readable(format)
    content = read_content(None if place == STDIN else place)
    return _read(content, chosen, "<stdin>" if place == STDIN else place, every=every)


def _read(content: str | bytes, format: str, source: str, *, every: bool) -> Iterator[Reading]:
    """What there is in a text, or the first of it, with the name of the file in each problem."""
    module = _module(format)

    def sourced(problems: Iterable[Problem]) -> tuple[Problem, ...]:
        return tuple(dataclasses.replace(problem, source=source) for problem in problems)

    try:
        text = text_of(content)
        readings = module.read_all(text) if every and hasattr(module, "read_all") else [module.read(text)]
    except ReadError as error:
        raise ReadError(sourced(error.problems)) from None
    return iter([(journey, sourced(notes)) for journey, notes in readings])


def _warn(notes: Iterable[Problem]) -> None:
    """Tell whoever called ``load`` and the like what was noted."""
    told = tuple(notes)
    for note in told[:MOST_NOTED]:
        warnings.warn(ReadWarning(note), stacklevel=3)
    if len(told) > MOST_NOTED:
        more = Problem(f"and {len(told) - MOST_NOTED:,} more notes", source=told[0].source)
        warnings.warn(ReadWarning(more), stacklevel=3)


def _module(format: str) -> Any:
    return import_module(next(known.module for known in FORMATS if known.name == format))
