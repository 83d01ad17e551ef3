"""Tables of answers and incidents, as CSV, in numbers: what can be counted is, what cannot is told with its line.

The columns say which table it is, in English or Korean, in any order:

- a survey has ``overall`` (1 to 5), ``recommend`` (0 to 10), ``return_intent`` (1 to 5), or some of them; a column
  that mostly holds ratings from 1 to 5, such as ``speed``, is one particular thing that is asked about (and one that
  counts 1, 2, 3 from its first row numbers the rows)
- an incident log has ``touchpoint``, ``kind`` (what happened) and ``grade`` (5 very satisfied to 1 very dissatisfied)
- what team and customers feel has ``touchpoint``, ``who`` (team or customer) and ``rating`` (1 to 5); without ``who``
  all are customers' ratings
- times taken by a stopwatch have ``touchpoint`` and ``seconds``, or ``start`` and ``stop``

A survey and ratings may have a ``comment`` and a ``topic`` beside them: comments are counted by topic.
"""

from __future__ import annotations

import datetime
import math
import os
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from operator import mul
from typing import Any, TypeVar

import attrs

from journeymap.errors import Problem, ReadError, shorten
from journeymap.fields import seconds_from
from journeymap.formats.decoding import read_content, table_text
from journeymap.formats.tables.grids import rows_of
from journeymap.i18n import translator
from journeymap.metrics import (
    Estimate,
    Gap,
    Incidents,
    Occurrence,
    Times,
    Topic,
    average,
    gap,
    summarise_incidents,
    summarise_survey,
    summarise_times,
    summarise_topics,
)
from journeymap.model import Scale

__all__ = ["Opinion", "Rejected", "Tally", "Timing", "opinions", "tally", "tally_text", "timings"]

COLUMNS = {
    "overall": ("overall", "satisfaction", "전체", "전반", "만족도", "전체 만족도"),
    "recommend": ("recommend", "nps", "recommendation", "추천", "추천 의향"),
    "return_intent": ("return_intent", "return", "come again", "재방문", "재방문 의향", "재이용 의향"),
    "touchpoint": ("touchpoint", "place", "접점"),
    "kind": ("kind", "what", "what happened", "incident", "내용", "무슨 일", "문제"),
    "grade": ("grade", "등급", "점수"),
    "who": ("who", "누구", "응답자"),
    "rating": ("rating", "평점", "점수", "만족도", "별점"),
    "channel": ("channel", "asked on", "채널", "물은 곳"),
    "comment": ("comment", "comments", "said", "의견", "코멘트", "댓글", "한마디", "하고 싶은 말"),
    "topic": ("topic", "topics", "about", "주제", "분류"),
    "date": ("date", "day", "날짜", "일자"),
    "seconds": ("seconds", "time", "took", "초", "시간", "걸린 시간"),
    "start": ("start", "began", "from", "시작", "시작 시각"),
    "stop": ("stop", "end", "to", "끝", "종료", "끝 시각"),
    "what": ("what", "of", "kind", "구분", "무엇"),
    "helpful": ("helpful", "helpfulness", "도움", "도움이 됨"),
    "trust": ("trust", "신뢰", "믿음"),
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
RATED = frozenset({"touchpoint", "rating"})
TIMED = frozenset({"touchpoint", "seconds"})
CLOCKED = frozenset({"touchpoint", "start", "stop"})
"""The columns of an incident log, of ratings, and of times in both forms; all of them are needed."""

SAID = frozenset({"comment", "topic"})
"""The columns that say something in words beside ratings."""

DRIVERS = frozenset({"helpful", "trust"})
"""What is often asked about, in either language; anything else that is rated counts by its own name."""

BESIDES = SAID | {"who", "channel", "date"}

WHAT = {"wait": "wait", "waiting": "wait", "queue": "wait", "대기": "wait", "기다림": "wait",
        "duration": "duration", "service": "duration", "소요": "duration", "처리": "duration"}  # fmt: skip
"""What a time was taken of, by what may be written for it."""

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
        ratings: How customers feel at each touchpoint (−2..+2), when it is a table of ratings.
        topics: What comments are about, where there are any.
        times: What a stopwatch says of each touchpoint, by its name and what was timed (wait, duration or
            nothing), when it is a table of times.
        left_out: What is counted nowhere: columns that hold something else, and touchpoints that only the team or only
            customers rated.
    """

    counted: int
    rejected: tuple[Rejected, ...] = ()
    survey: Mapping[str, Estimate] = attrs.field(factory=dict)
    incidents: tuple[Incidents, ...] = ()
    gaps: Mapping[str, Gap] = attrs.field(factory=dict)
    ratings: Mapping[str, Estimate] = attrs.field(factory=dict)
    topics: tuple[Topic, ...] = ()
    times: Mapping[tuple[str, str], Times] = attrs.field(factory=dict)
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
    for needed, besides, count in TABLES:
        names = _columns(header, needed | besides)
        if needed <= set(names):
            return count(names, rows[1:])
    names = _columns(header, QUESTIONS | SAID | DRIVERS)
    if QUESTIONS.intersection(names):
        return _answers(names, rows[1:])
    known = ", ".join(map(repr, filter(None, header))) or "none"
    raise ReadError(
        [
            Problem(
                "expected the columns of a survey (overall, recommend, return_intent), of an incident log (touchpoint, "
                f"kind, grade), of ratings by team or customers (touchpoint, who, rating) or of times (touchpoint, "
                f"seconds or start, stop); there are: {known}",
                line=1,
            )
        ]
    )


def _answers(names: list[str], rows: list[tuple[int, list[str]]]) -> Tally:
    drivers = {name for name in names if name not in QUESTIONS | SAID and _is_rated(name, names, rows)}
    comments: list[tuple[str, float | None]] = []

    def answers(row: Mapping[str, str]) -> dict[str, float]:
        given = {
            name: _rating(name, row[name], *((0, 10) if name == "recommend" else (1, 5)))
            for name in row
            if name in QUESTIONS | drivers and row[name]
        }
        if row.get("comment"):
            whole = given.get("overall")
            comments.append((row.get("topic", ""), None if whole is None else FIVE.emotion(whole)))
        elif not given:
            raise _Refused("there is no answer in this row")
        return given

    counted, rejected = _counted(names, rows, answers)
    asked = {name: [given[name] for given in counted if name in given] for name in names if name in QUESTIONS | drivers}
    whole = {name: asked.pop(name, []) for name in ("overall", "recommend", "return_intent")}
    others = _others(names, rows, QUESTIONS | drivers | SAID)
    figures, topics = summarise_survey(**whole, drivers=asked), summarise_topics(comments)
    return Tally(len(counted), rejected, survey=figures, topics=topics, left_out=others)


def _is_rated(name: str, names: list[str], rows: list[tuple[int, list[str]]]) -> bool:
    """Whether more than half of what stands in a column is a rating from 1 to 5, and its rows are not just numbered."""
    cells = _cells(names.index(name), rows)
    numbered = len(cells) > 2 and cells == [str(number) for number in range(1, len(cells) + 1)]
    rated = 2 * sum(cell in ("1", "2", "3", "4", "5") for cell in cells) > len(cells)
    return rated and not numbered and not name.startswith("#")


def _others(names: list[str], rows: Sequence[tuple[int, list[str]]], known: Set[str]) -> tuple[str, ...]:
    """The columns that hold something and are not among those known."""
    return tuple(name for place, name in enumerate(names) if name not in known and _cells(place, rows))


def _cells(place: int, rows: Sequence[tuple[int, list[str]]]) -> list[str]:
    """What stands in a column, without its empty cells."""
    return [cells[place] for _, cells in rows if place < len(cells) and cells[place]]


def _log(names: list[str], rows: list[tuple[int, list[str]]]) -> Tally:
    def occurrence(row: Mapping[str, str]) -> Occurrence:
        place, kind = _filled(row, "touchpoint"), _filled(row, "kind")
        return Occurrence(place, kind, _rating("grade", _filled(row, "grade")))

    counted, rejected = _counted(names, rows, occurrence)
    return Tally(len(counted), rejected, incidents=summarise_incidents(counted), left_out=_others(names, rows, LOG))


@attrs.frozen(kw_only=True)
class Opinion:
    """What somebody feels at a touchpoint.

    Attributes:
        touchpoint: The touchpoint, as it was written.
        side: ``customers`` or ``team``.
        rating: The rating, as it was given; None of a comment without one.
        comment: What was said.
        topic: What it is about.
        channel: Where it was asked.
        date: When.
    """

    touchpoint: str
    side: str
    rating: float | None
    comment: str
    topic: str
    channel: str
    date: str


def opinions(
    rows: Sequence[tuple[int, list[str]]], *, low: float = 1, high: float = 5
) -> tuple[list[Opinion], tuple[Rejected, ...], tuple[str, ...]] | None:
    """The opinions in a table with its heads first; the rows that are none; and the columns that are not read.

    None when its columns are not those of ratings.
    """
    names = _columns(rows[0][1] if rows else [], RATED | BESIDES)
    if not set(names) >= RATED:
        return None

    def opinion(row: Mapping[str, str]) -> Opinion:
        side = SIDES.get(row.get("who", "").casefold()) if row.get("who") else "customers"
        if side is None:
            raise _Refused("{column}: expected team or customer (got {cell})", column="who", cell=_quoted(row["who"]))
        rating = None
        if row.get("rating") or not row.get("comment"):
            rating = _rating("rating", _filled(row, "rating"), low, high)
        words = {name: row.get(name, "") for name in ("comment", "topic", "channel", "date")}
        return Opinion(touchpoint=_filled(row, "touchpoint"), side=side, rating=rating, **words)

    found, rejected = _counted(names, rows[1:], opinion)
    return found, rejected, _others(names, rows[1:], RATED | BESIDES)


def _rated(names: list[str], rows: list[tuple[int, list[str]]]) -> Tally:
    read = opinions([(1, names), *rows])
    assert read is not None
    found, rejected, others = read
    places: dict[str, dict[str, list[float]]] = {}
    for each in found:
        if each.rating is not None:
            sides = places.setdefault(each.touchpoint, {"team": [], "customers": []})
            sides[each.side].append(FIVE.emotion(each.rating))
    if "who" in names:
        gaps = {place: gap(**sides) for place, sides in places.items() if all(sides.values())}
        ratings = {}
        others = (*(place for place in places if place not in gaps), *others)
    else:
        gaps, ratings = {}, {place: average(sides["customers"]) for place, sides in places.items()}
    comments = [(each.topic, None if each.rating is None else FIVE.emotion(each.rating))
                for each in found if each.comment and each.side == "customers"]  # fmt: skip
    topics = summarise_topics(comments)
    return Tally(len(found), rejected, gaps=gaps, ratings=ratings, topics=topics, left_out=others)


@attrs.frozen(kw_only=True)
class Timing:
    """A time taken by a stopwatch.

    Attributes:
        touchpoint: The touchpoint, as it was written.
        seconds: How long it took.
        what: ``wait``, ``duration``, or nothing when that is not said.
    """

    touchpoint: str
    seconds: float
    what: str


def timings(
    rows: Sequence[tuple[int, list[str]]],
) -> tuple[list[Timing], tuple[Rejected, ...], tuple[str, ...]] | None:
    """The times in a table with its heads first; the rows that are none; and the columns that are not read.

    None when its columns are not those of times.
    """
    header = rows[0][1] if rows else []
    needed = next((each for each in (TIMED, CLOCKED) if each <= set(_columns(header, each | {"what"}))), None)
    if needed is None:
        return None
    names = _columns(header, needed | {"what"})

    def timing(row: Mapping[str, str]) -> Timing:
        what = WHAT.get(row.get("what", "").casefold(), "") if row.get("what") else ""
        if row.get("what") and not what:
            raise _Refused("{column}: expected wait or duration (got {cell})", column="what", cell=_quoted(row["what"]))
        seconds = _seconds(row) if needed is TIMED else _clocked(row)
        return Timing(touchpoint=_filled(row, "touchpoint"), seconds=seconds, what=what)

    found, rejected = _counted(names, rows[1:], timing)
    return found, rejected, _others(names, rows[1:], needed | {"what"})


def _seconds(row: Mapping[str, str]) -> float:
    cell = _filled(row, "seconds")
    try:
        seconds = float(cell)
    except ValueError:
        seconds = seconds_from(cell)
    if not isinstance(seconds, (int, float)) or not math.isfinite(seconds) or seconds < 0:
        why = "{column}: expected seconds, or a time such as 2 min (got {cell})"
        raise _Refused(why, column="seconds", cell=_quoted(cell))
    return float(seconds)


def _clocked(row: Mapping[str, str]) -> float:
    start, stop = (_moment(row, name) for name in ("start", "stop"))
    if (start.year == 1) != (stop.year == 1) or (start.tzinfo is None) != (stop.tzinfo is None):
        raise _Refused("start and stop are written in different ways")
    seconds = (stop - start).total_seconds()
    if seconds < 0 and start.year == 1:  # a time of day alone: past midnight
        seconds += 86_400
    if seconds < 0:
        raise _Refused("stop lies before start")
    return seconds


def _moment(row: Mapping[str, str], name: str) -> datetime.datetime:
    """A moment; in the year 1 when only the time of day is given."""
    cell = _filled(row, name)
    try:
        parts = [float(part) for part in cell.split(":")]
        if 2 <= len(parts) <= 3 and all(0 <= part < 60 for part in parts) and parts[0] < 24:
            return datetime.datetime(1, 1, 2) + datetime.timedelta(seconds=sum(map(mul, parts, (3600, 60, 1))))
    except ValueError:
        pass
    try:
        return datetime.datetime.fromisoformat(cell)
    except ValueError:
        why = "{column}: expected a time such as 10:05:30 (got {cell})"
        raise _Refused(why, column=name, cell=_quoted(cell)) from None


def _timed(names: list[str], rows: list[tuple[int, list[str]]]) -> Tally:
    read = timings([(1, names), *rows])
    assert read is not None
    found, rejected, others = read
    places: dict[tuple[str, str], list[float]] = {}
    for each in found:
        places.setdefault((each.touchpoint, each.what), []).append(each.seconds)
    times = {place: summarise_times(seconds) for place, seconds in places.items()}
    return Tally(len(found), rejected, times=times, left_out=others)


TABLES: tuple[tuple[Set[str], Set[str], Callable[[list[str], list[tuple[int, list[str]]]], Tally]], ...] = (
    (LOG, frozenset(), _log),
    (RATED, BESIDES, _rated),
    (TIMED, {"what"}, _timed),
    (CLOCKED, {"what"}, _timed),
)
"""The tables that are known by their columns, those that may stand beside them, and what counts them."""


# Reading rows


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, each with the line it begins on."""
    return ((line, cells) for line, cells in rows_of(text) if any(cells))


def _counted(
    names: list[str], rows: Sequence[tuple[int, list[str]]], count: Callable[[Mapping[str, str]], Counted]
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


def _columns(header: Sequence[str], kinds: Set[str]) -> list[str]:
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


def _rating(name: str, cell: str, low: float = 1, high: float = 5) -> float:
    try:
        value = float(cell)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise _Refused("{column}: expected a number (got {cell})", column=name, cell=_quoted(cell))
    if not low <= value <= high:
        why = "{column}: rating {rating} is not from {low} to {high}"
        raise _Refused(why, column=name, rating=f"{value:g}", low=f"{low:g}", high=f"{high:g}")
    return value


def _quoted(cell: str) -> str:
    return shorten(repr(cell))
