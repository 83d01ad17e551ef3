"""Ratings in a log: on which scale they are, whether they belong to events or to whole cases, and what they sum to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from journeymap.errors import JourneyError
from journeymap.evidence.cleaning import number_in, text_in
from journeymap.evidence.columns import find_column
from journeymap.evidence.shrinking import THOUSAND, Sums
from journeymap.evidence.sources import Opened, columns_of, open_log
from journeymap.model import Scale

__all__ = ["bounds", "of_cases", "rated_by_case", "read_ratings", "scale_of", "sums_by"]

SCALES = ((1, 5), (0, 10), (1, 7), (1, 10), (0, 5), (0, 100), (1, 100), (-2, 2), (-3, 3), (-5, 5))
"""The scales that are guessed, the usual ones first."""

LOOKED_AT = 20_000
"""In so many events it is looked for a case whose ratings differ, before all are looked at."""

LEAST_CASES = 5
"""In so many cases with several events ratings must repeat to be taken for ratings of the case."""


def scale_of(low: float, high: float) -> Scale:
    """The scale that ratings from ``low`` to ``high`` are likely to be on: one they span, else the first that fits.

    Raises:
        JourneyError: When no usual scale holds them.

    Example:
        >>> scale_of(1, 10), scale_of(2, 5)
        (Scale(low=1, high=10), Scale(low=1, high=5))
    """
    for least, most in (*(pair for pair in SCALES if pair == (low, high)), *SCALES):
        if least <= low and high <= most:
            return Scale(least, most)
    raise JourneyError(
        f"ratings run from {low:g} to {high:g}, on no usual scale: say which, with scale=Scale(low, high)"
    )


def of_cases(opened: Opened, events: Any) -> bool:
    """Whether what looks like ratings of events is one rating of each case, repeated in each of its rows."""
    return _repeats(opened, events.limit(LOOKED_AT)) and _repeats(opened, events)


def _repeats(opened: Opened, events: Any) -> bool:
    cases = events.group_by("case").aggregate(
        events=events.count(), rated=events.rating.count(), low=events.rating.min(), high=events.rating.max()
    )
    several = cases.filter(cases.events > 1)
    found = opened.backend.to_pyarrow(several.aggregate(
        cases=several.count(), same=((several.rated == several.events) & (several.low == several.high)).sum(),
        low=several.low.min(), high=several.low.max(),
    )).to_pylist()[0]  # fmt: skip
    same = found["same"] == found["cases"] >= LEAST_CASES
    return bool(same and found["low"] < found["high"])


def rated_by_case(events: Any) -> Any:
    """A table of the rating of each case that has one: case and rating."""
    rated = events.filter(events.case_rating.notnull())
    return rated.group_by("case").aggregate(rating=rated.case_rating.mean())


def read_ratings(source: Any, log: Opened, *, memory: str, case: str | None = None, rating: str | None = None) -> Any:
    """A table with the rating of each case, from a table of its own; several ratings of a case give their mean.

    Raises:
        ReadError: When no column is known to say the case or the rating.
    """
    import ibis

    opened = open_log(source, engine=log.engine, memory=memory, zone=None, wanted=())
    there = list(columns_of(opened.table))
    names = {role: find_column(role, there, given, source=opened.name)
             for role, given in (("case", case), ("rating", rating))}  # fmt: skip
    table = opened.table.select(
        case=text_in(opened.table[names["case"]]), rating=number_in(opened.table[names["rating"]])
    )
    told = table.filter(table.case.notnull(), table.rating.notnull())
    found = told.group_by("case").aggregate(rating=told.rating.mean())
    if opened.backend is log.backend:
        return found
    return ibis.memtable(opened.backend.to_pyarrow(found))  # to the engine that holds the events


def sums_by(backend: Any, table: Any, *names: str) -> dict[tuple[Any, ...], Sums]:
    """How many ratings a table holds, their sum and the sum of their squares, by the columns ``names``."""
    thousandths = (table.rating * THOUSAND).round().cast("int64")
    summed = table.group_by(*names).aggregate(
        n=table.rating.count(), sum=thousandths.sum(), squares=(thousandths * thousandths).sum()
    )
    return {
        tuple(row[name] for name in names): (row["n"], int(row["sum"] or 0), int(row["squares"] or 0))
        for row in backend.to_pyarrow(summed).to_pylist()
    }


def bounds(backend: Any, table: Any) -> Mapping[str, Any]:
    """Between which numbers the ratings of a table lie, and how many there are."""
    return dict(backend.to_pyarrow(
        table.aggregate(ratings=table.rating.count(), low=table.rating.min(), high=table.rating.max())
    ).to_pylist()[0])  # fmt: skip
