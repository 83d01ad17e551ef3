"""Medians and other quantiles of times, worked out from how many fall into each class of times.

A quantile that an engine works out itself holds every value in memory, and each engine has its own way of not doing
so. Classes are counted by group-by, which spills, and every engine comes to the same. In a log of up to a million
events each time is a class of its own, and quantiles are exact. In larger ones a class holds times within 2 % of each
other, between the least and the greatest of which they are taken to lie evenly: a quantile is then at most 2 % off,
and usually far less.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from journeymap.evidence.cleaning import SECOND

__all__ = ["EXACT", "Quantiles", "around", "class_of", "quantiles"]

EXACT = 1_000_000
"""Up to so many events quantiles are exact."""

PER_FOLD = 50
"""How many classes there are while a time grows e-fold: each 2 % wide."""

TENTHS = {"median": 5, "p80": 8, "p90": 9}
"""Which share of values each quantile is not below, in tenths."""


class Quantiles(NamedTuple):
    """What half, 80 % and 90 % of all values do not exceed, in seconds."""

    median: float
    p80: float
    p90: float


def class_of(time: Any, *, exact: bool) -> Any:
    """The class of a time in microseconds: a whole number that grows with it."""
    return time if exact else (((time < 0).ifelse(0, time) + 1).ln() * PER_FOLD).floor().cast("int64")


def around(classes: Any, *names: str) -> Any:
    """What the quantiles of each group are worked out from: a table with a row for each.

    Args:
        classes: A table with ``names``, the class of a time (None: not known), how many there are in it (``visits``),
            and the least and the greatest of them.
        names: The columns that make a group.

    Returns:
        A table with ``names``, how many times are known (``known``), and for each quantile the value at the place at
        or before which it lies, and at the next place; None where there is none.
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
    )
    width = (told.greatest - told.least).cast("float64") / ibis.greatest(told.visits - 1, 1)
    values = {}
    for name, tenths in TENTHS.items():
        place = (told.known - 1) * tenths // 10
        for part, at in ((name, place), (f"{name}_next", place + 1)):
            inside = (told.before <= at) & (at < told.before + told.visits)
            values[part] = (told.least + width * (at - told.before)).max(where=inside)
    return told.group_by(*names).aggregate(known=told.known.max(), **values)


def quantiles(row: Mapping[str, Any] | None) -> Quantiles | None:
    """The quantiles in seconds, to the millisecond, of a row of :func:`around`; None where no time is known."""
    if row is None or not row["known"]:
        return None
    return Quantiles(*(round(_between(row, name, tenths) / SECOND, 3) for name, tenths in TENTHS.items()))


def _between(row: Mapping[str, Any], name: str, tenths: int) -> float:
    """The value at a place that may lie between two."""
    value, past = float(row[name]), (row["known"] - 1) * tenths % 10 / 10
    return value + past * (float(row[f"{name}_next"]) - value) if past else value
