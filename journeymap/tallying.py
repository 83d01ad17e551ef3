"""Tables of answers and incidents, as CSV, in numbers: what can be counted is, what cannot is told with its line.

The columns say which table it is, in English or Korean, in any order:

- a survey has ``overall`` (1 to 5), ``recommend`` (0 to 10), ``return_intent`` (1 to 5), or some of them; a column
  that mostly holds ratings from 1 to 5, such as ``speed``, is one particular thing that is asked about (and one that
  counts 1, 2, 3 from its first row numbers the rows)
- an incident log has ``touchpoint``, ``kind`` (what happened) and ``grade`` (5 very satisfied to 1 very dissatisfied)
- what team and customers feel has ``touchpoint``, ``who`` (team or customer) and ``rating`` (1 to 5)
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterator, Mapping, Set
from typing import Any, TypeVar

import attrs

from journeymap.errors import Problem, ReadError, shorten
from journeymap.formats.decoding import read_content, table_text
from journeymap.formats.tables.grids import rows_of
from journeymap.i18n import translator
from journeymap.metrics import Estimate, Gap, Incidents, Occurrence, gap, summarise_incidents, summarise_survey
from journeymap.model import Scale

__all__ = ["Rejected", "Tally", "tally", "tally_text"]

COLUMNS = {
    "overall": ("overall", "satisfaction", "전체", "전반", "만족도", "전체 만족도"),
    "recommend": ("recommend", "nps", "recommendation", "추천", "추천 의향"),
    "return_intent": ("return_intent", "return", "come again", "재방문", "재방문 의향", "재이용 의향"),
    "touchpoint": ("touchpoint", "place", "접점"),
    "kind": ("kind", "what", "what happened", "incident", "내용", "무슨 일", "문제"),
    "grade": ("grade", "등급", "점수"),
    "who": ("who", "누구", "응답자"),
    "rating": ("rating", "평점", "점수"),
}
"""What a column may be called."""

SIDES = {
    "team": "team", "staff": "team", "us": "team", "팀": "team", "직원": "team",
    "customer": "customers", "customers": "customers", "고객": "customers", "손님": "customers",
}  # fmt: skip
"""Whose rating a row gives, by what may be written for it."""

QUESTIONS = frozenset({"overall", "recommend", "return_intent"})
"""The columns by which a survey is known; any one of them will do."""

LOG = frozenset({"touchpoint", "kind", "grade"})
BOTH = frozenset({"touchpoint", "who", "rating"})
"""The columns of an incident log, and of what team and customers feel; all of them are needed."""

FIVE = Scale(1, 5)

Counted = TypeVar("Counted")


@attrs.frozen
class Rejected:
    """A row that could not be counted.

    Attributes:
        line: Its line in the file, from 1.
        why: Why, in English, with placeholders.
        values: What stands in them.
        row: What it says, by column; a cell without a column of its own by its place, such as ``#4``.
    """

    line: int
    why: str
    values: Mapping[str, Any]
    row: Mapping[str, str]

    @property
    def reason(self) -> str:
        """Why, in English."""
        return self.message()

    def message(self, lang: str = "en") -> str:
        """Why, in the words of a language."""
        t = translator(lang)
        column = self.values.get("column", "")
        return t(self.why, **{**self.values, "column": t(column) if column in COLUMNS else column})

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}"


@attrs.frozen
class Tally:
    """What a table says in numbers.

    Attributes:
        counted: How many rows were counted.
        rejected: The rows that were not, each with its line and the reason.
        survey: The figure for each question, when it is a survey.
        incidents: What happened at each touchpoint, when it is an incident log.
        gaps: The gap between team and customers by touchpoint, when it is a table of both.
        left_out: What is counted nowhere: columns that hold something else, and touchpoints that only the team or only
            customers rated.
    """

    counted: int
    rejected: tuple[Rejected, ...] = ()
    survey: Mapping[str, Estimate] = attrs.field(factory=dict)
    incidents: tuple[Incidents, ...] = ()
    gaps: Mapping[str, Gap] = attrs.field(factory=dict)
    left_out: tuple[str, ...] = ()


def tally(path: str | os.PathLike[str]) -> Tally:
    """Count the table in a CSV file (``-`` for standard input); see the top of this module for its columns.

    Raises:
        ReadError: When the file cannot be read, or its columns are those of no table that can be counted.
    """
    place = os.fspath(path)
    source, content = ("<stdin>", None) if place == "-" else (place, place)
    try:
        return tally_text(table_text(read_content(content))[0])
    except ReadError as error:
        raise ReadError(Problem(each.message, source=source, line=each.line) for each in error.problems) from None


def tally_text(text: str) -> Tally:
    r"""Count the table in a text of CSV, with commas, semicolons or tabs between the cells.

    Raises:
        ReadError: When its columns are those of no table that can be counted.

    Example:
        >>> found = tally_text("overall,recommend,speed\n5,10,4\n2,3,1\nfine,9,5\n")
        >>> found.survey["recommend"].value, [str(row) for row in found.rejected]
        (0.0, ["line 4: overall: expected a number (got 'fine')"])
    """
    rows = list(_rows(text))
    header = rows[0][1] if rows else []
    for needed, count in TABLES:
        names = _columns(header, needed)
        if needed <= set(names):
            return count(names, rows[1:])
    names = _columns(header, QUESTIONS)
    if QUESTIONS.intersection(names):
        return _answers(names, rows[1:])
    known = ", ".join(map(repr, filter(None, header))) or "none"
    raise ReadError(
        [
            Problem(
                "expected the columns of a survey (overall, recommend, return_intent), of an incident log (touchpoint, "
                f"kind, grade) or of team and customers (touchpoint, who, rating); there are: {known}",
                line=1,
            )
        ]
    )


def _answers(names: list[str], rows: list[tuple[int, list[str]]]) -> Tally:
    drivers = {name for name in names if name not in QUESTIONS and _is_rated(name, names, rows)}

    def answers(row: Mapping[str, str]) -> dict[str, float]:
        given = {
            name: _rating(name, row[name], *((0, 10) if name == "recommend" else (1, 5)))
            for name in row
            if name in QUESTIONS | drivers and row[name]
        }
        if not given:
            raise _Refused("there is no answer in this row")
        return given

    counted, rejected = _counted(names, rows, answers)
    asked = {name: [given[name] for given in counted if name in given] for name in names if name in QUESTIONS | drivers}
    whole = {name: asked.pop(name, []) for name in ("overall", "recommend", "return_intent")}
    others = _others(names, rows, QUESTIONS | drivers)
    return Tally(len(counted), rejected, survey=summarise_survey(**whole, drivers=asked), left_out=others)


def _is_rated(name: str, names: list[str], rows: list[tuple[int, list[str]]]) -> bool:
    """Whether more than half of what stands in a column is a rating from 1 to 5, and its rows are not just numbered."""
    cells = _cells(names.index(name), rows)
    numbered = len(cells) > 2 and cells == [str(number) for number in range(1, len(cells) + 1)]
    rated = 2 * sum(cell in ("1", "2", "3", "4", "5") for cell in cells) > len(cells)
    return rated and not numbered and not name.startswith("#")


def _others(names: list[str], rows: list[tuple[int, list[str]]], known: Set[str]) -> tuple[str, ...]:
    """The columns that hold something and are not among those known."""
    return tuple(name for place, name in enumerate(names) if name not in known and _cells(place, rows))


def _cells(place: int, rows: list[tuple[int, list[str]]]) -> list[str]:
    """What stands in a column, without its empty cells."""
    return [cells[place] for _, cells in rows if place < len(cells) and cells[place]]


def _log(names: list[str], rows: list[tuple[int, list[str]]]) -> Tally:
    def occurrence(row: Mapping[str, str]) -> Occurrence:
        place, kind = _filled(row, "touchpoint"), _filled(row, "kind")
        return Occurrence(place, kind, _rating("grade", _filled(row, "grade")))

    counted, rejected = _counted(names, rows, occurrence)
    return Tally(len(counted), rejected, incidents=summarise_incidents(counted), left_out=_others(names, rows, LOG))


def _both(names: list[str], rows: list[tuple[int, list[str]]]) -> Tally:
    def rated(row: Mapping[str, str]) -> tuple[str, str, float]:
        side = SIDES.get(_filled(row, "who").casefold())
        if side is None:
            raise _Refused("{column}: expected team or customer (got {cell})", column="who", cell=_quoted(row["who"]))
        return _filled(row, "touchpoint"), side, FIVE.emotion(_rating("rating", _filled(row, "rating")))

    counted, rejected = _counted(names, rows, rated)
    places: dict[str, dict[str, list[float]]] = {}
    for place, side, emotion in counted:
        places.setdefault(place, {"team": [], "customers": []})[side].append(emotion)
    gaps = {place: gap(**sides) for place, sides in places.items() if all(sides.values())}
    left_out = tuple(place for place in places if place not in gaps)
    return Tally(len(counted), rejected, gaps=gaps, left_out=left_out + _others(names, rows, BOTH))


TABLES: tuple[tuple[frozenset[str], Callable[[list[str], list[tuple[int, list[str]]]], Tally]], ...] = (
    (LOG, _log),
    (BOTH, _both),
)
"""The tables that are known by their columns, and what counts them."""


# Reading rows


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, each with the line it begins on."""
    return ((line, cells) for line, cells in rows_of(text) if any(cells))


def _counted(
    names: list[str], rows: list[tuple[int, list[str]]], count: Callable[[Mapping[str, str]], Counted]
) -> tuple[list[Counted], tuple[Rejected, ...]]:
    """What each row counts as, and the rows that count as nothing."""
    counted: list[Counted] = []
    rejected: list[Rejected] = []
    for line, cells in rows:
        places = [*names, *(f"#{place + 1}" for place in range(len(names), len(cells)))]
        row = dict(zip(places, cells, strict=False))
        try:
            if len(cells) > len(names):
                raise _Refused("there are {count} cells (expected {expected})", count=len(cells), expected=len(names))
            counted.append(count(row))
        except _Refused as refused:
            rejected.append(Rejected(line, refused.why, refused.values, row))
    return counted, tuple(rejected)


def _columns(header: list[str], kinds: frozenset[str]) -> list[str]:
    """What each column is, by what it is called, and its own name when it is none of those known.

    No two are the same: a second column of one kind goes by its own name, and what has no name of its own by its place.
    """
    names: list[str] = []
    for place, name in enumerate(header, start=1):
        plain = " ".join(name.casefold().split())
        kind = next((kind for kind, called in COLUMNS.items() if kind in kinds and plain in called), "")
        free = (each for each in (kind, plain) if each and each not in names and not each[1:].isdecimal())
        names.append(next(free, f"#{place}"))
    return names


class _Refused(Exception):
    """Why a row counts as nothing: a sentence, and what stands in its placeholders."""

    def __init__(self, why: str, **values: Any) -> None:
        super().__init__(why)
        self.why, self.values = why, values


def _filled(row: Mapping[str, str], name: str) -> str:
    if not row.get(name):
        raise _Refused("{column} is empty", column=name)
    return row[name]


def _rating(name: str, cell: str, low: int = 1, high: int = 5) -> float:
    try:
        value = float(cell)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise _Refused("{column}: expected a number (got {cell})", column=name, cell=_quoted(cell))
    if not low <= value <= high:
        why = "{column}: rating {rating} is not from {low} to {high}"
        raise _Refused(why, column=name, rating=f"{value:g}", low=low, high=high)
    return value


def _quoted(cell: str) -> str:
    return shorten(repr(cell))
