"""What customers and stopwatches said, from tables: ratings become measured emotions, times become waits."""

from __future__ import annotations

import os
import warnings
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any, Literal

import attrs

from journeymap.errors import Problem, ReadError, ReadWarning, UnknownNameError, expect
from journeymap.evidence import rating as rates
from journeymap.evidence.matching import Matching, Unmatched, match
from journeymap.evidence.measuring import felt
from journeymap.evidence.shrinking import THOUSAND, Ratings, shrunken
from journeymap.facts import Evidence, Wait
from journeymap.fields import evolve
from journeymap.formats.decoding import read_content, table_text
from journeymap.formats.tables.frames import grid_from
from journeymap.formats.tables.grids import Grid, grid_of
from journeymap.formats.tables.workbooks import grids_of
from journeymap.metrics import Times, Topic, summarise_times, summarise_topics
from journeymap.model import Journey, Scale, Touchpoint
from journeymap.tallying import Opinion, Rejected, opinions, timings

__all__ = ["Rated", "SurveyResult", "read_survey", "with_ratings", "with_times"]

Rows = list[tuple[int, list[str]]]

ANY = 1e12
"""Before the scale is known any rating up to here is read."""


@attrs.frozen(kw_only=True)
class Rated:
    """What customers said of one touchpoint.

    Attributes:
        touchpoint: The id.
        name: The name.
        ratings: Their ratings, as emotions; None where there are only comments.
        believed: What the team believes they feel, from its own ratings in the table, else from the journey; None where
            nobody said.
        comments: What they said, beside their ratings.
        topics: What that is about.
    """

    touchpoint: str
    name: str
    ratings: Ratings | None
    believed: float | None
    comments: tuple[Opinion, ...]
    topics: tuple[Topic, ...]

    @property
    def gap(self) -> float | None:
        """By how much the team believes it better than it is; None where one of the two is unknown."""
        if self.ratings is None or self.believed is None:
            return None
        return self.believed - self.ratings.emotion


@attrs.frozen(kw_only=True, eq=False, repr=False)
class SurveyResult:
    """A table of ratings that was read into a journey.

    Attributes:
        journey: The journey with what was measured.
        touchpoints: What was said of each touchpoint that was rated, in the order of the journey.
        topics: What all comments are about, the most frequent first; those about unmatched touchpoints as well.
        matching: Which name was taken for which touchpoint.
        rejected: The rows that could not be read, each with its line and the reason.
        counted: How many rows were read and matched.
        scale: The scale of the ratings; None when there are comments only.
        left_out: The columns that were not read.
        notes: What was guessed, and what was left out.
    """

    journey: Journey
    touchpoints: tuple[Rated, ...]
    topics: tuple[Topic, ...]
    matching: Matching
    rejected: tuple[Rejected, ...]
    counted: int
    scale: Scale | None
    left_out: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def unmatched(self) -> tuple[Unmatched, ...]:
        """The names that mean no touchpoint, each with the nearest."""
        return self.matching.unmatched

    def __repr__(self) -> str:
        counted = f"{self.counted:,} rows, {len(self.touchpoints)} touchpoints"
        return f"<SurveyResult of {self.journey.name!r}: {counted}, {len(self.unmatched)} names unmatched>"


def with_ratings(journey: Journey, table: Any, **options: Any) -> Journey:
    """The journey with the emotions that customers stated: a survey that changes the journey.

    The emotion becomes measured; how many were asked, how far they differ, the scale and where it comes from stand in
    its evidence; what was only assumed stays there as what the team believes, so that the rules hold the two against
    each other. :func:`read_survey` takes the same arguments, explains them, and gives comments and figures as well.

    Warns:
        ReadWarning: For whatever was guessed, matched nothing, or could not be read.

    Raises:
        ReadError: When the table cannot be read, or is none of ratings.
        UnknownNameError: When ``match`` names a touchpoint that is not there.

    Example:
        >>> shop = Journey("Shop").touchpoint("door", "At the door", emotion=1.5).touchpoint("pay", "Pay")
        >>> rows = [{"touchpoint": "Door", "rating": rating} for rating in (2, 1, 3, 2)]
        >>> with_ratings(shop, rows, scale=Scale(1, 5), source="Survey in May")["door"].evidence.team
        1.5
    """
    found = read_survey(journey, table, **options)
    _warn(found.notes, found.rejected)
    return found.journey


def read_survey(
    journey: Journey,
    table: Any,
    *,
    scale: Scale | None = None,
    match: Mapping[str, str | None] | None = None,
    source: str | None = None,
    asked_on: str | None = None,
) -> SurveyResult:
    """Read a table of ratings by touchpoint into a journey.

    The table has a row for each rating: ``touchpoint`` and ``rating``, and, if they are there, ``who`` (customer or
    team), ``comment``, ``topic``, ``channel`` (where it was asked) and ``date``; heads in English or Korean.

    Args:
        journey: The journey.
        table: A file (.csv, .tsv, .xlsx), a data frame of pandas or polars, or rows.
        scale: The scale of the ratings; otherwise the usual scale that they span, which is noted.
        match: For some names in the table the id or the name of the touchpoint; None for what is to be left out. The
            others are matched by id and by name.
        source: Where the ratings come from; otherwise the name of the file.
        asked_on: Where customers were asked, when no column says so.

    Raises:
        ReadError: When the table cannot be read, or is none of ratings.
        JourneyError: When ratings are on no usual scale, and none is given.
        UnknownNameError: When ``match`` names a touchpoint that is not there.

    Example:
        >>> shop = Journey("Shop").touchpoint("door", "Door", emotion=1).touchpoint("pay", "Pay", emotion=0)
        >>> found = read_survey(shop, [
        ...     {"touchpoint": "Door", "rating": 2, "comment": "Nobody said hello", "topic": "greeting"},
        ...     {"touchpoint": "Door", "rating": 1, "comment": "", "topic": ""},
        ...     {"touchpoint": "Dor", "rating": 5, "comment": "", "topic": ""},
        ... ], scale=Scale(1, 5))
        >>> found
        <SurveyResult of 'Shop': 2 rows, 1 touchpoints, 1 names unmatched>
        >>> str(found.unmatched[0]), found.touchpoints[0].gap, found.topics[0].name
        ("'Dor' (did you mean 'door'?)", 2.5, 'greeting')
    """
    expect(journey, Journey, "read_survey")
    rows, named = _opened(table)
    low, high = (-ANY, ANY) if scale is None else sorted((scale.low, scale.high))
    read = opinions(rows, low=low, high=high)
    if read is None:
        raise _no_table(rows, named, "ratings (touchpoint, rating)")
    said, rejected, others = read
    notes: list[str] = []
    given = [each.rating for each in said if each.rating is not None]
    if scale is None and given:
        scale = rates.scale_of(min(given), max(given))
        notes.append(
            f"ratings run from {min(given):g} to {max(given):g} and are read on the scale "
            f"{scale.low:g}-{scale.high:g}; scale= says otherwise"
        )
    matching, by_place = _places(journey, said, match, notes)
    customers = {id: [each for each in listed if each.side == "customers"] for id, listed in by_place.items()}
    ratings = {} if scale is None else shrunken({id: _sums(listed) for id, listed in customers.items()}, scale)
    source = source or named or "survey"
    changed, found = [], []
    for touchpoint in journey:
        listed = by_place.get(touchpoint.id)
        if listed is not None:
            touchpoint, rated = _rated(touchpoint, listed, ratings.get(touchpoint.id), scale, source, asked_on)
            found.append(rated)
        changed.append(touchpoint)
    sources = (*(journey.data_sources or ()), *(["surveys"] if ratings else []))
    return SurveyResult(
        journey=evolve(journey, touchpoints=changed, data_sources=tuple(dict.fromkeys(sources)) or None),
        touchpoints=tuple(found),
        topics=_topics([each for each in said if each.side == "customers"], scale),
        matching=matching, rejected=rejected, counted=sum(map(len, by_place.values())), scale=scale, left_out=others,
        notes=tuple(notes),
    )  # fmt: skip


def _rated(
    touchpoint: Touchpoint, listed: Sequence[Opinion], ratings: Ratings | None, scale: Scale | None, source: str,
    asked_on: str | None,
) -> tuple[Touchpoint, Rated]:  # fmt: skip
    """A touchpoint with what was said of it."""
    team = [each.rating for each in listed if each.side == "team" and each.rating is not None]
    if team and scale is not None:
        believed = fmean(map(scale.emotion, team))
        touchpoint = evolve(touchpoint, evidence=evolve(touchpoint.evidence or Evidence(), team=believed))
    customers = [each for each in listed if each.side == "customers"]
    if ratings is not None and scale is not None:
        asked = Counter(each.channel for each in customers if each.channel)
        where = ", ".join(name for name, _ in sorted(asked.items(), key=lambda each: (-each[1], each[0])))
        facts = felt(touchpoint, ratings, scale=scale, source=source, asked_on=where or asked_on)
        touchpoint = evolve(touchpoint, **facts)
    rated = Rated(
        touchpoint=touchpoint.id, name=touchpoint.name, ratings=ratings,
        believed=touchpoint.evidence.team if touchpoint.evidence else None,
        comments=tuple(each for each in customers if each.comment), topics=_topics(customers, scale),
    )  # fmt: skip
    return touchpoint, rated


def _sums(listed: Sequence[Opinion]) -> tuple[int, int, int]:
    thousandths = [round(each.rating * THOUSAND) for each in listed if each.rating is not None]
    return len(thousandths), sum(thousandths), sum(each * each for each in thousandths)


def _topics(said: Iterable[Opinion], scale: Scale | None) -> tuple[Topic, ...]:
    return summarise_topics(
        (each.topic, None if each.rating is None or scale is None else scale.emotion(each.rating))
        for each in said if each.comment
    )  # fmt: skip


def with_times(
    journey: Journey,
    table: Any,
    *,
    of: Literal["wait", "duration"] = "duration",
    match: Mapping[str, str | None] | None = None,
) -> Journey:
    """The journey with times that somebody took by a stopwatch: medians, and for waits what 8 of 10 do not exceed.

    Args:
        journey: The journey.
        table: A file (.csv, .tsv, .xlsx), a data frame of pandas or polars, or rows: ``touchpoint``, and ``seconds`` or
            ``start`` and ``stop``; ``what`` (wait or duration) where both were timed. Heads in English or Korean.
        of: What was timed, where no column says so.
        match: For some names in the table the id or the name of the touchpoint; None for what is to be left out.

    Warns:
        ReadWarning: For names that match nothing, and rows that could not be read.

    Raises:
        ReadError: When the table cannot be read, or is none of times.
        UnknownNameError: When ``of`` is neither, or ``match`` names a touchpoint that is not there.

    Example:
        >>> shop = Journey("Shop").touchpoint("till", "At the till")
        >>> rows = [{"touchpoint": "till", "start": "10:00:00", "stop": f"10:0{minutes}:30"} for minutes in (1, 2, 4)]
        >>> with_times(shop, rows, of="wait")["till"].wait
        Wait(typical=150.0, p80=222.0)
    """
    expect(journey, Journey, "with_times")
    if of not in ("wait", "duration"):
        raise UnknownNameError.of("time", of, ["wait", "duration"])
    rows, named = _opened(table)
    read = timings(rows)
    if read is None:
        raise _no_table(rows, named, "times (touchpoint, and seconds or start and stop)")
    taken, rejected, _ = read
    notes: list[str] = []
    _, by_place = _places(journey, taken, match, notes)
    _warn(notes, rejected)
    changed = []
    for touchpoint in journey:
        for what in ("wait", "duration"):
            seconds = [each.seconds for each in by_place.get(touchpoint.id, ()) if (each.what or of) == what]
            if seconds:
                touchpoint = _timed(touchpoint, what, summarise_times(seconds))
        changed.append(touchpoint)
    return evolve(journey, touchpoints=changed)


def _timed(touchpoint: Touchpoint, what: str, times: Times) -> Touchpoint:
    if what == "wait":
        return evolve(touchpoint, wait=evolve(touchpoint.wait or Wait(), typical=times.median, p80=times.p80))
    return evolve(touchpoint, duration=times.median)


# Reading


def _opened(table: Any) -> tuple[Rows, str]:
    """The rows of a table that hold anything, each with its line or number; and what the file is called."""
    name = ""
    if isinstance(table, (str, os.PathLike)):
        path = Path(table).expanduser()
        name = path.name
        content = read_content(str(path))
        try:
            grid = _workbook(content) if path.suffix.lower() == ".xlsx" else grid_of(table_text(content)[0])
        except ReadError as error:
            told = (Problem(each.message, source=str(path), line=each.line) for each in error.problems)
            raise ReadError(told) from None
    else:
        grid = grid_from(table)
    lines = grid.lines or range(1, len(grid.rows) + 1)
    return [(line, list(row)) for line, row in zip(lines, grid.rows, strict=True) if any(row)], name


def _workbook(content: bytes | str) -> Grid:
    return grids_of(content if isinstance(content, bytes) else content.encode())[0]


def _no_table(rows: Rows, named: str, expected: str) -> ReadError:
    known = ", ".join(map(repr, filter(None, rows[0][1]))) if rows else "none"
    return ReadError([Problem(f"expected the columns of {expected}; there are: {known}", source=named)])


def _places(
    journey: Journey, said: Sequence[Any], mapping: Mapping[str, str | None] | None, notes: list[str]
) -> tuple[Matching, dict[str, list[Any]]]:
    """What was said or timed, by touchpoint; what matches nothing is noted."""
    found = match(dict.fromkeys(each.touchpoint for each in said), journey, mapping)
    by_place: dict[str, list[Any]] = {}
    lost: Counter[str] = Counter()
    for each in said:
        if each.touchpoint in found.ids:
            by_place.setdefault(found.ids[each.touchpoint], []).append(each)
        else:
            lost[each.touchpoint] += 1
    notes += [
        f"no touchpoint is called {each} ({lost[each.name]} rows left out; match= says which is meant)"
        for each in found.unmatched
    ]
    return found, by_place


def _warn(notes: Iterable[str], rejected: Sequence[Rejected]) -> None:
    for note in (*notes, *(f"{row}; left out" for row in rejected)):
        warnings.warn(ReadWarning(Problem(note)), stacklevel=3)
