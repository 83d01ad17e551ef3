"""Medians and other quantiles of times: exact, or in very large logs from how many fall into each class of times.

An engine that works out a quantile holds every value in memory. That is well for a few million events, but not for a
hundred million. There times are counted by classes, which engines do in bounded memory and all alike: a class holds
times within 2 % of each other, and they are taken to lie evenly between the least and the greatest of them. A quantile
is then at most 2 % off, and usually far less.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

__all__ = ["EXACT", "SECOND", "Quantiles", "class_of", "exactly", "nearly", "quantiles"]

EXACT = 5_000_000
"""Up to so many events quantiles are exact."""

SECOND = 1_000_000
"""Times are in microseconds."""

PER_FOLD = 50
"""How many classes there are while a time grows e-fold: each 2 % wide."""

TENTHS = (5, 8, 9)
"""Which shares of values the quantiles are not below, in tenths."""


class Quantiles(NamedTuple):
    """What half, 80 % and 90 % of all values do not exceed, in seconds."""

    median: float
    p80: float
    p90: float


def quantiles(times: Sequence[float] | None) -> Quantiles | None:
    """Quantiles as an engine tells them, in seconds to the millisecond; None where no time is known."""
    if not times or times[0] is None:
        return None
    return Quantiles(*(round(value / SECOND, 3) for value in times))


def exactly(time: Any) -> Any:
    """The quantiles of a column of times: an aggregate."""
    return time.quantile([tenths / 10 for tenths in TENTHS])


def class_of(time: Any) -> Any:
    """The class of a time: a whole number that grows with it."""
    return (((time < 0).ifelse(0, time) + 1).ln() * PER_FOLD).floor().cast("int64")


def nearly(classes: Any, *names: str) -> Any:
    """The quantiles of each group, from classes of times.

    Args:
        classes: A table with ``names``, the class of a time (None: not known), how many are in it (``visits``), and
            the least and the greatest of them.
        names: The columns that make a group.

    Returns:
        A table with ``names`` and the quantiles of the group (``times``).
    """
    import ibis

    told = classes.filter(classes["class"].notnull())
    told = told.group_by(*names, "class").aggregate(
        visits=told.visits.sum(), least=told.least.min(), greatest=told.greatest.max()
    )
    so_far = ibis.window(group_by=list(names), order_by="class", preceding=None, following=0)
    told = told.mutate(
        before=told.visits.sum().over(so_far) - told.visits,
        known=told.visits.sum().over(ibis.window(group_by=list(names))),
        step=(told.greatest - told.least).cast("float64") / ibis.greatest(told.visits - 1, 1),
    )

    def value(place: Any) -> Any:
        inside = (told.before <= place) & (place < told.before + told.visits)
        return (told.least + told.step * (place - told.before)).max(where=inside)

    places = {tenths: (told.known - 1) * tenths // 10 for tenths in TENTHS}
    found = told.group_by(*names).aggregate(
        known=told.known.max(),
        **{f"at_{tenths}": value(place) for tenths, place in places.items()},
        **{f"next_{tenths}": value(place + 1) for tenths, place in places.items()},
    )
    between = []
    for tenths in TENTHS:
        at, past = found[f"at_{tenths}"], (found.known - 1) * tenths % 10 / 10
        between.append(at + past * (found[f"next_{tenths}"].coalesce(at) - at))
    return found.select(*names, times=ibis.array(between))
