"""Which moments go with how customers rate the whole: what they met, and how it went there.

Of every touchpoint the cases are told apart by whether they visited it, came there late, waited long for it, came more
than once, or were handed over on the way; and their ratings are compared (Welch's t-test, intervals of 95 %). Because
many differences are looked at, those that chance would bring are held down by Benjamini and Hochberg's (1995) or Holm's
(1979) correction. It is association: nobody was sent to a touchpoint by lot.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import attrs

from journeymap.display import Shown
from journeymap.errors import JourneyError, UnknownNameError, expect
from journeymap.evidence.differing import Difference, difference
from journeymap.evidence.logs import Log
from journeymap.evidence.quantiles import SECOND
from journeymap.evidence.shrinking import THOUSAND, Sums
from journeymap.i18n import translator
from journeymap.metrics import Estimate
from journeymap.wording import minus, percent

__all__ = ["Moment", "Moments", "moments"]

What = Literal["visited", "late", "slow", "repeated", "handed over"]
Correction = Literal["benjamini-hochberg", "holm"]

CORRECTIONS = ("benjamini-hochberg", "holm")

ROUNDING = SECOND // 1000
"""Waits are told to the millisecond."""

LEVEL = 0.05

ASSOCIATION = (
    "This is association, not cause: customers were not sent to these touchpoints by lot, and what lies behind both "
    "may explain it. Try a change before you believe in it."
)


@attrs.frozen(kw_only=True)
class Moment:
    """A difference that goes with the rating of the whole.

    Attributes:
        touchpoint: The activity.
        what: Whether it was visited, came late (after a promised time), slow (the wait for it was longer
            than 80 % of all), repeated, or with the customer handed over to somebody else.
        promise: Which promise was missed; empty for all but late.
        cases: How many rated cases it holds for.
        others: How many rated cases it is compared with: for visited all others, else the others that came there.
        rating: The mean rating of these cases, as an emotion from −2 to +2.
        difference: By how much that differs from the others, with its interval; below 0 where it goes with a worse one.
        p: How often chance alone would bring such a difference (0..1).
        adjusted: The same, corrected for how many differences were looked at.
        correlation: How closely the rating goes with it (−1..1): the more, the larger the difference and the more even
            the two sides.
        total: What it comes to over all rated cases: the difference times the share of cases it holds for.
        clear: Whether it is told apart from chance after the correction.
    """

    touchpoint: str
    what: What
    promise: str = ""
    cases: int
    others: int
    rating: float
    difference: Estimate
    p: float
    adjusted: float
    correlation: float
    total: float
    clear: bool

    def label(self, lang: str = "en") -> str:
        """What it is, in a few words."""
        t = translator(lang)
        return t(LABELS[self.what], name=self.touchpoint, promise=self.promise)


LABELS: Mapping[str, str] = {
    "visited": "“{name}”: visited",
    "late": "“{name}”: later than “{promise}”",
    "slow": "“{name}”: after a long wait",
    "repeated": "“{name}”: more than once",
    "handed over": "“{name}”: handed over",
}


@attrs.frozen(kw_only=True, repr=False)
class Moments(Shown):
    """Which moments go with how customers rate the whole.

    Attributes:
        all: Every difference that was looked at, from what goes most closely with worse ratings to what goes with
            better ones.
        cases: How many rated cases there are.
        mean: Their mean rating, as an emotion from −2 to +2.
        untested: How many differences were not looked at because too few cases stand on one side.
        least: How many cases each side needs.
        correction: How it was corrected for many comparisons.
        name: What the log is called.
        lang: Its language.
    """

    all: tuple[Moment, ...]
    cases: int
    mean: float
    untested: int
    least: int
    correction: Correction
    name: str
    lang: str

    @property
    def hurts(self) -> tuple[Moment, ...]:
        """What clearly goes with a worse rating; what goes with it most closely first."""
        return tuple(each for each in self.all if each.clear and each.difference.value < 0)

    @property
    def helps(self) -> tuple[Moment, ...]:
        """What clearly goes with a better rating; what goes with it most closely first."""
        return tuple(each for each in reversed(self.all) if each.clear and each.difference.value > 0)

    def message(self, lang: str | None = None) -> str:
        """What hurts most, and that it is association."""
        lang = lang or self.lang
        t = translator(lang)
        if not self.hurts:
            said = t("Nothing that was looked at clearly goes with a worse rating.")
        else:
            worst = self.hurts[0]
            values = {
                "what": worst.label(lang), "difference": minus(f"{worst.difference.value:+.2f}"),
                "low": minus(f"{worst.difference.low:+.2f}"), "high": minus(f"{worst.difference.high:+.2f}"),
                "share": percent(worst.cases / self.cases, lang=lang),
            }  # fmt: skip
            said = t("What goes with worse ratings most closely: {what} ({share} of rated cases; {difference}, "
                     "from {low} to {high}).", **values)  # fmt: skip
        return f"{said} {t(ASSOCIATION)}"

    def __repr__(self) -> str:
        return (
            f"<Moments of {self.name!r}: {len(self.hurts)} hurt, {len(self.helps)} help, of {len(self.all)} looked at; "
            f"{self.cases:,} rated cases>"
        )


def moments(log: Log, *, correction: Correction = "benjamini-hochberg", least: int = 10) -> Moments:
    """Find the moments that go with how customers rate the whole.

    Args:
        log: A log with ratings of whole cases; see ``case_rating=`` and ``ratings=`` of :func:`read_log`. Where a
            column holds a promised time (``promises=``, or known by its name), coming later is looked at.
        correction: How to correct for many comparisons: ``benjamini-hochberg`` holds down the share of false ones among
            those found, ``holm`` the chance of even one.
        least: How many rated cases each side of a comparison needs.

    Raises:
        JourneyError: When cases have no ratings, or ``least`` is below 2.
        UnknownNameError: When there is no such correction.

    Example:
        >>> import pyarrow
        >>> from journeymap.evidence import read_log
        >>> from journeymap.model import Scale
        >>> paths = ["abc", "ac"] * 20
        >>> events = [(str(case), name, 60 * at) for case, path in enumerate(paths) for at, name in enumerate(path)]
        >>> ratings = {"case": [str(case) for case in range(40)], "rating": [1 + case % 2 * 3 for case in range(40)]}
        >>> case, activity, time = (list(column) for column in zip(*events))
        >>> log = read_log(
        ...     pyarrow.table({"case": case, "activity": activity, "time": time}),
        ...     ratings=pyarrow.table(ratings), scale=Scale(1, 5),
        ... )
        >>> found = moments(log)
        >>> found.hurts[0].label(), round(found.hurts[0].difference.value, 6)
        ('“b”: visited', -3.0)
    """
    expect(log, Log, "moments")
    if correction not in CORRECTIONS:
        raise UnknownNameError.of("correction", correction, CORRECTIONS)
    if least < 2:
        raise JourneyError(f"least: expected 2 cases or more on each side (got {least})")
    if log.case_ratings is None or log.scale is None:
        raise JourneyError(
            f"{log.name}: cases have no ratings: give them in a table of their own, with ratings=, or in a column, "
            "with case_rating="
        )
    whole, rows = _sums(log)
    compared = list(_compared(log, rows, whole))
    factor = 4 / (log.scale.high - log.scale.low)
    sides = [min(with_[0], others[0]) for *_, with_, others in compared]
    tried = [(*each, difference(each[3], each[4], factor=factor))
             for each, side in zip(compared, sides, strict=True) if side >= least]  # fmt: skip
    adjusted = corrected([found.p for *_, found in tried], correction)
    found = [_moment(log, each, p, whole) for each, p in zip(tried, adjusted, strict=True)]
    lacking = sum(0 < side < least for side in sides)
    found.sort(key=lambda each: (round(each.correlation, 12), each.p, each.touchpoint, each.what, each.promise))
    return Moments(
        all=tuple(found), cases=whole[0], mean=_mean(log, whole), untested=lacking, least=least, correction=correction,
        name=log.name, lang=log.shape.lang,
    )  # fmt: skip


Compared = tuple[str, What, str, Sums, Sums]
"""An activity, what holds there, the promise that it was held against; the cases it holds for, and the others."""


def _moment(log: Log, tried: tuple[str, What, str, Sums, Sums, Difference], adjusted: float, whole: Sums) -> Moment:
    name, what, promise, with_, _, found = tried
    value = found.value
    return Moment(
        touchpoint=name, what=what, promise=promise, cases=with_[0], others=found.others, rating=_mean(log, with_),
        difference=Estimate(value, found.low, found.high, with_[0] + found.others, found.error), p=found.p,
        adjusted=adjusted, correlation=found.correlation, total=value * with_[0] / whole[0], clear=adjusted < LEVEL,
    )  # fmt: skip


def _mean(log: Log, sums: Sums) -> float:
    assert log.scale is not None
    low, high = sorted((log.scale.low, log.scale.high))
    return log.scale.emotion(min(max(sums[1] / sums[0] / THOUSAND, low), high))


def corrected(ps: Sequence[float], correction: Correction) -> list[float]:
    """The chances corrected for how many there are.

    Example:
        >>> [round(p, 3) for p in corrected([0.01, 0.04, 0.03], "holm")]
        [0.03, 0.06, 0.06]
        >>> [round(p, 3) for p in corrected([0.01, 0.04, 0.03], "benjamini-hochberg")]
        [0.03, 0.04, 0.04]
    """
    order = sorted(range(len(ps)), key=lambda at: ps[at])
    found = [0.0] * len(ps)
    if correction == "holm":
        highest = 0.0
        for rank, at in enumerate(order):
            highest = max(highest, min(1.0, (len(ps) - rank) * ps[at]))
            found[at] = highest
        return found
    lowest = 1.0
    for rank, at in reversed(list(enumerate(order, start=1))):
        lowest = min(lowest, ps[at] * len(ps) / rank)
        found[at] = lowest
    return found


# Counting in the engine

SUMS = ("n", "sum", "squares")


def _sums(log: Log) -> tuple[Sums, dict[str, dict[str, Sums]]]:
    """The sums of the ratings of all cases; and by activity those of the cases of which something holds there."""
    visits = _visits(log)
    rating = (log.case_ratings.rating * THOUSAND).round().cast("int64")
    rated = log.case_ratings.select("case", rating=rating).semi_join(log.events, "case")
    told = visits.inner_join(rated, "case")
    kept = {"visited": told.rating}
    for name in told.columns:
        if name.startswith("is "):
            kept[name] = told[name].ifelse(told.rating, None)
            kept[name.replace("is ", "of ", 1)] = told[name].notnull().ifelse(told.rating, None)
    asked = {f"{name}:{sum}": figure for name, each in kept.items() for sum, figure in _asked(each).items()}
    rows = log.backend.to_pyarrow(told.group_by("activity").aggregate(**asked)).to_pylist()
    (whole,) = log.backend.to_pyarrow(rated.aggregate(**_asked(rated.rating))).to_pylist()
    if not whole["n"]:
        raise JourneyError(f"{log.name}: no case with a rating is in the log: are both about the same kind of case?")
    return _read(whole), {
        row["activity"]: {name: _read({each: row[f"{name}:{each}"] for each in SUMS}) for name in kept}
        for row in sorted(rows, key=lambda row: str(row["activity"]))
    }


def _asked(rating: Any) -> dict[str, Any]:
    return {"n": rating.count(), "sum": rating.sum(), "squares": (rating * rating).sum()}


def _read(row: Mapping[str, Any]) -> Sums:
    n, total, squares = (int(row[name] or 0) for name in SUMS)
    return n, total, squares


def _visits(log: Log) -> Any:
    """For each case and activity what holds there; None where it could not hold, as late without a promise."""
    import ibis

    told, agents = log.steps, "agent" in log.shape.roles
    visits = told.group_by("case", "activity").aggregate(
        visits=told.count(), wait=told.gap.max(), reached=told.start.min(),
        **({"handed": told.handed.cast("int64").max()} if agents else {}),
    )  # fmt: skip
    limits = [(visits.activity == each.name, round(each.wait.p80 * SECOND) + ROUNDING) for each in log.touchpoints
              if each.wait is not None]  # fmt: skip
    facts = {"is repeated": visits.visits > 1}
    if limits:
        facts["is slow"] = visits.wait > ibis.cases(*limits, else_=ibis.null("int64"))
    if agents:
        facts["is handed over"] = visits.handed > 0
    found = visits.select("case", "activity", "reached", **facts)
    if log.promises is None:
        return found
    due = log.promises.rename(due="case")
    joined = found.left_join(due, found.case == due.due)
    late = {f"is late {at}": joined.reached > joined[f"promise_{at}"] for at in range(len(log.promised))}
    return joined.select("case", "activity", *facts, **late)


def _compared(log: Log, rows: Mapping[str, Mapping[str, Sums]], whole: Sums) -> Iterator[Compared]:
    """Which cases are compared with which others."""
    for name, sums in rows.items():
        yield name, "visited", "", sums["visited"], _less(whole, sums["visited"])
        for key, with_ in sums.items():
            if key.startswith("is late "):
                at = key.removeprefix("is late ")
                yield name, "late", log.promised[int(at)], with_, _less(sums[f"of late {at}"], with_)
            elif key.startswith("is "):
                yield name, WHAT[key], "", with_, _less(sums[key.replace("is ", "of ", 1)], with_)


WHAT: Mapping[str, What] = {"is repeated": "repeated", "is slow": "slow", "is handed over": "handed over"}


def _less(all: Sums, some: Sums) -> Sums:
    n, total, squares = (one - other for one, other in zip(all, some, strict=True))
    return n, total, squares
