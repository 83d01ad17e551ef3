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
from typing import TYPE_CHECKING, Any, Unpack

from journeymap.errors import JourneyError, Problem, ReadError, ReadWarning, UnknownNameError
from journeymap.formats.decoding import read_content, text_of
from journeymap.formats.seeking import nearest_file
from journeymap.formats.structuring import Reading
from journeymap.model import Journey

if TYPE_CHECKING:
    from journeymap.formats.mappings import Map
    from journeymap.formats.tables.reading import Options

__all__ = [
    "FORMATS", "Format", "dumps", "format_of", "from_table", "load", "load_all", "load_with_notes", "loads", "places",
    "written",
]  # fmt: skip

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
        is_table: Whether it holds tables: its module reads text or bytes and takes the options of tables, and
            ``write`` takes the language of the heads.
        is_text: Whether it is text, and no bytes.
    """

    name: str
    suffixes: tuple[str, ...]
    module: str
    reads: bool = True
    writes: bool = True
    is_table: bool = False
    is_text: bool = True


FORMATS: tuple[Format, ...] = (
    Format("yaml", (".yaml", ".yml"), "journeymap.formats.yaml"),
    Format("toml", (".toml",), "journeymap.formats.toml"),
    Format("json", (".json",), "journeymap.formats.json"),
    Format("mermaid", (".mmd", ".mermaid"), "journeymap.formats.mermaid"),
    Format("flowchart", (), "journeymap.formats.flowchart"),
    Format("markdown", (".md", ".markdown"), "journeymap.formats.markdown"),
    Format("csv", (".csv",), "journeymap.formats.csv", is_table=True),
    Format("tsv", (".tsv", ".tab"), "journeymap.formats.tsv", is_table=True),
    Format("xlsx", (".xlsx", ".xlsm"), "journeymap.formats.xlsx", is_table=True, is_text=False),
    Format("cjml", (".cjml", ".xml"), "journeymap.formats.cjml"),
    Format("ujg", (".jsonld",), "journeymap.formats.ujg"),
    Format("graphml", (".graphml",), "journeymap.formats.graphml"),
    Format("jsongraph", (), "journeymap.formats.jsongraph"),
    Format("dot", (".dot", ".gv"), "journeymap.formats.dot", writes=False),
    Format("python", (".py",), "journeymap.formats.python", reads=False),
)
"""The formats there are."""


def load(
    path: str | os.PathLike[str], format: str | None = None, *, map: Map | None = None, **options: Unpack[Options]
) -> Journey:
    """The journey in a file.

    Args:
        path: The file; ``"-"`` for standard input.
        format: The name of its format; None to go by the suffix (standard input: YAML).
        map: For a file of another shape, what in it is what: the path of a mapping file, the name of one that is
            bundled, or what such a file says; see docs/tables.md.
        options: For tables: ``columns``, ``scale``, ``emotions``, ``sheet`` and ``name``, as :func:`from_table` takes
            them.

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
    journey, notes = load_with_notes(path, format, map=map, **options)
    _warn(notes)
    return journey


def load_with_notes(
    path: str | os.PathLike[str], format: str | None = None, *, map: Map | None = None, **options: Unpack[Options]
) -> Reading:
    """The journey in a file, and what was mended or guessed in reading it, instead of warnings.

    Takes and raises what :func:`load` does.
    """
    return next(_read_file(path, format, every=False, map=map, options=options))


def load_all(
    path: str | os.PathLike[str], format: str | None = None, *, map: Map | None = None, **options: Unpack[Options]
) -> tuple[Journey, ...]:
    """Every journey in a file: a Markdown page, a table or a workbook may hold several, other files hold one.

    Takes, warns and raises what :func:`load` does.
    """
    readings = tuple(_read_file(path, format, every=True, map=map, options=options))
    _warn(note for _, notes in readings for note in notes)
    return tuple(journey for journey, _ in readings)


def loads(text: str | bytes, format: str = "yaml", *, map: Map | None = None, **options: Unpack[Options]) -> Journey:
    r"""The journey that ``text`` describes.

    Args:
        text: The content of a file; bytes are decoded (UTF-8, or what a byte order mark says).
        format: The name of its format.
        map: What in a text of another shape is what, as for :func:`load`.
        options: For tables, as for :func:`load`.

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
    journey, notes = next(_read(text, _readable(format), "", every=False, map=map, options=options))
    _warn(notes)
    return journey


def from_table(table: Any, **options: Unpack[Options]) -> Journey:
    """The journey in a frame of pandas, polars or Arrow, or in rows: the same as reading a file of it.

    Args:
        table: A frame; rows as mappings; rows as lists, the first of which has the heads; or columns by head. One row
            is a touchpoint, or one column is.
        options: ``columns`` says what heads are that would not be known, such as ``{"Mood today": "emotion"}``, with
            None for one to leave out; ``scale`` on which scale emotions are rated, where no head says so;
            ``emotions`` what emotion a word stands for; ``name`` what the journey is called, where nothing else does.

    Warns:
        ReadWarning: For whatever was mended, guessed or left out, with its row and column.

    Raises:
        ReadError: When it is no table of a journey.
        JourneyError: When it is no table at all, or an option cannot be.

    Example:
        >>> rows = [{"Stage": "Pay", "Touchpoint": "Card payment", "Satisfaction (1-5)": 2}]
        >>> from_table(rows, name="Shop")["card-payment"].emotion
        -1.0
    """
    from journeymap.formats.tables.frames import readings_from

    journey, notes = readings_from(table, **options)[0]
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


def dumps(journey: Journey, format: str = "yaml", *, lang: str = "en") -> str:
    """The journey as text in a format, such that ``loads(dumps(journey)) == journey``.

    Facts that are unknown are left out.

    Args:
        journey: The journey.
        format: The name of the format.
        lang: The language of the heads of a table; nothing else has any.

    Raises:
        UnknownNameError: When there is no such format, or it is no text.

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
    content = written(journey, format, lang=lang)
    if isinstance(content, bytes):
        raise UnknownNameError(f"{format} is no text: save(journey, 'shop.{format}') writes such a file")
    return content


def written(journey: Journey, format: str, *, lang: str = "en") -> str | bytes:
    """The journey as a file of a format holds it: text, or bytes for a workbook.

    Raises:
        UnknownNameError: When there is no such format.
    """
    names = [known.name for known in FORMATS if known.writes]
    if format not in names:
        raise UnknownNameError.of("format to write", format, names)
    module = _module(format)
    content: str | bytes = module.write(journey, lang=lang) if _format(format).is_table else module.write(journey)
    return content


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
    if suffix == ".xes":
        raise UnknownNameError(f"{os.fspath(path)}: this is an event log, not a journey: from_log() reads one from it")
    suffixes = [suffix for known in FORMATS for suffix in known.suffixes]
    raise UnknownNameError(f"{os.fspath(path)}: {UnknownNameError.of('suffix', suffix, suffixes)}")


def _format_by_name(place: str) -> str:
    """The format of a file; a name that tells none, and is that of no file, is a slip for that of one beside it."""
    try:
        return format_of(place).name
    except UnknownNameError:
        if not os.path.lexists(place) and nearest_file(place):
            read_content(place)  # which says so
        raise


def _readable(format: str) -> str:
    names = [known.name for known in FORMATS if known.reads]
    if format not in names:
        raise UnknownNameError.of("format to read", format, names)
    return format


def _read_file(
    path: str | os.PathLike[str], format: str | None, *, every: bool, map: Map | None, options: Options
) -> Iterator[Reading]:
    place = os.fspath(path)
    if format is None:
        format = "yaml" if place == STDIN else _format_by_name(place)
    chosen = _readable(format)
    content = read_content(None if place == STDIN else place)
    if _format(chosen).is_table and place != STDIN:
        options = {"name": Path(place).stem, **options}
    return _read(content, chosen, "<stdin>" if place == STDIN else place, every=every, map=map, options=options)


def _read(
    content: str | bytes, format: str, source: str, *, every: bool, map: Map | None, options: Options
) -> Iterator[Reading]:
    """What there is in a text, or the first of it, with the name of the file in each problem."""
    known, module = _format(format), _module(format)

    def sourced(problems: Iterable[Problem]) -> tuple[Problem, ...]:
        return tuple(dataclasses.replace(problem, source=source) for problem in problems)

    readings: Iterable[Reading]
    try:
        if map is not None:
            from journeymap.formats.mappings import readings_by

            readings = readings_by(map, content, format, options)
        elif known.is_table:
            readings = module.read_all(content, **options) if every else [module.read(content, **options)]
        elif options:
            raise JourneyError(f"{', '.join(options)}: only tables have such options (got {format})")
        else:
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


def _format(name: str) -> Format:
    return next(known for known in FORMATS if known.name == name)


def _module(format: str) -> Any:
    return import_module(_format(format).module)
