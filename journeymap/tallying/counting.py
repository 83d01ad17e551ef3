"""What a table says in numbers: a survey, an incident log, ratings or times, by its columns."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Set

import attrs

from journeymap.errors import Problem, ReadError
from journeymap.formats.decoding import read_content, table_text
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
from journeymap.tallying.ratings import BESIDES, RATED, SAID, opinions
from journeymap.tallying.rows import (
    Refused,
    Rejected,
    cells_of,
    columns_left,
    columns_of,
    count_rows,
    filled,
    filled_rows,
    rating_of,
)
from journeymap.tallying.times import CLOCKED, TIMED, timings

__all__ = ["DRIVERS", "Tally", "tally", "tally_text"]

QUESTIONS = frozenset({"overall", "recommend", "return_intent"})
"""The columns by which a survey is known; any one of them will do."""

LOG = frozenset({"touchpoint", "kind", "grade"})
"""The columns of an incident log; all of them are needed."""

DRIVERS = frozenset({"helpful", "trust"})
"""What is often asked about, in either language; anything else that is rated counts by its own name."""

FIVE = Scale(1, 5)


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
    rows = list(filled_rows(text))
    header = rows[0][1] if rows else []
    for needed, besides, count in TABLES:
        names = columns_of(header, needed | besides)
        if needed <= set(names):
            return count(names, rows[1:])
    names = columns_of(header, QUESTIONS | SAID | DRIVERS)
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
            name: rating_of(name, row[name], *((0, 10) if name == "recommend" else (1, 5)))
            for name in row
            if name in QUESTIONS | drivers and row[name]
        }
        if row.get("comment"):
            whole = given.get("overall")
            comments.append((row.get("topic", ""), None if whole is None else FIVE.emotion(whole)))
        elif not given:
            raise Refused("there is no answer in this row")
        return given

    counted, rejected = count_rows(names, rows, answers)
    asked = {name: [given[name] for given in counted if name in given] for name in names if name in QUESTIONS | drivers}
    whole = {name: asked.pop(name, []) for name in ("overall", "recommend", "return_intent")}
    others = columns_left(names, rows, QUESTIONS | drivers | SAID)
    figures, topics = summarise_survey(**whole, drivers=asked), summarise_topics(comments)
    return Tally(len(counted), rejected, survey=figures, topics=topics, left_out=others)


def _is_rated(name: str, names: list[str], rows: list[tuple[int, list[str]]]) -> bool:
    """Whether more than half of what stands in a column is a rating from 1 to 5, and its rows are not just numbered."""
    cells = cells_of(names.index(name), rows)
    numbered = len(cells) > 2 and cells == [str(number) for number in range(1, len(cells) + 1)]
    rated = 2 * sum(cell in ("1", "2", "3", "4", "5") for cell in cells) > len(cells)
    return rated and not numbered and not name.startswith("#")


def _log(names: list[str], rows: list[tuple[int, list[str]]]) -> Tally:
    def occurrence(row: Mapping[str, str]) -> Occurrence:
        place, kind = filled(row, "touchpoint"), filled(row, "kind")
        return Occurrence(place, kind, rating_of("grade", filled(row, "grade")))

    counted, rejected = count_rows(names, rows, occurrence)
    others = columns_left(names, rows, LOG)
    return Tally(len(counted), rejected, incidents=summarise_incidents(counted), left_out=others)


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
