"""Your own weights of peak, end and mean, from customers who rated the moments and the whole.

For each rated path with peak P, end E, mean M and overall rating Y, the weights w >= 0 that sum to 1, and a constant,
are chosen so that the squares of Y - (wp P + we E + wm M) - constant sum to the least. That is a quadratic over a
triangle: the least lies inside it, on a side or in a corner, and all seven are looked at.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, Literal

import attrs

from journeymap.display import Shown
from journeymap.errors import JourneyError, shorten
from journeymap.i18n import translator
from journeymap.model import Scale
from journeymap.recalling import Weights, recall
from journeymap.wording import say

__all__ = ["Fit", "Interval", "fit_weights"]

LEAST_ROWS = 10
"""With fewer rated paths nothing is fitted."""

FOLDS = 5
"""In so many parts the paths are held out, one after the other."""

MOST_CASES = 10_000
"""Of more rated cases in a log so many are taken, evenly."""

CLOSE = 1e-9

PARTS = ("peak", "end", "mean")

Interval = tuple[float, float]

Row = tuple[float, float, float, float]
"""Peak, end, mean and the overall rating."""

FACES = ((2,), (1,), (0,), (1, 2), (0, 2), (0, 1), (0, 1, 2))
"""Which of peak, end and mean may count: the corners, the sides and the inside of the triangle of weights."""


@attrs.frozen(repr=False)
class Fit(Shown):
    """Weights fitted to ratings, and how far they can be trusted.

    Attributes:
        weights: The weights that fit best.
        offset: By how much overall ratings lie above what the weights give, on the scale −2..+2.
        intervals: For ``peak``, ``end`` and ``mean`` the range in which 95 % of the weights lie when the paths are
            drawn anew (bootstrap).
        rows: How many rated paths there are.
        pairs: How many pairs of held-out paths with different overall ratings were ordered.
        right: The share (0..1) of them that weights fitted to the other paths put in the right order; pairs of equal
            score count half. None when there are no pairs.
        right_by_mean: The same for the plain mean.
        right_by_peak_end: The same for the textbook peak-end rule.
        advantage: The range in which 95 % of the differences lie between the correlation of the overall rating with the
            peak-end rule and that with the plain mean: above 0 the peak-end rule fits better.
    """

    weights: Weights
    offset: float
    intervals: Mapping[str, Interval]
    rows: int
    pairs: int
    right: float | None
    right_by_mean: float | None
    right_by_peak_end: float | None
    advantage: Interval

    @property
    def verdict(self) -> Literal["peak-end", "mean", "cannot tell"]:
        """Which of the two simple rules fits these ratings better, if they can tell."""
        low, high = self.advantage
        return "peak-end" if low > CLOSE else "mean" if high < -CLOSE else "cannot tell"

    def message(self, lang: str = "en") -> str:
        """What the ratings say, in a few sentences."""
        words = translator(lang)
        weights = {part: getattr(self.weights, part) for part in PARTS}
        ranges = {f"{part}_{name}": value for part in PARTS
                  for name, value in zip(("low", "high"), self.intervals[part], strict=True)}  # fmt: skip
        said = [say(words(FITTED), {"rows": self.rows, **weights, **ranges}, lang)]
        if self.right is not None:
            held = {"right": self.right, "mean": self.right_by_mean, "pairs": self.pairs}
            said.append(say(words(HELD_OUT), held, lang))
        said.append(words(VERDICTS[self.verdict]))
        return " ".join(said)

    def __repr__(self) -> str:
        weights = ", ".join(f"{part} {getattr(self.weights, part):.2f}" for part in PARTS)
        told = "cannot tell peak-end from mean" if self.verdict == "cannot tell" else f"{self.verdict} fits better"
        return f"<Fit of {self.rows} paths: {weights}; {told}>"


FITTED = (
    "Fitted to {rows} rated paths: peak {peak:.2f} ({peak_low:.2f} to {peak_high:.2f}), "
    "end {end:.2f} ({end_low:.2f} to {end_high:.2f}), average {mean:.2f} ({mean_low:.2f} to {mean_high:.2f})."
)
HELD_OUT = (
    "Of {pairs} pairs that were held out, the fitted weights order {right:percent} right, "
    "the plain average {mean:percent}."
)
VERDICTS = {
    "peak-end": "The peak-end rule fits these ratings better than the plain average.",
    "mean": "The plain average fits these ratings better than the peak-end rule.",
    "cannot tell": "These ratings cannot tell the peak-end rule from the plain average: do not read the weights as a "
    "finding about your customers.",
}


def fit_weights(
    table: Any,
    *,
    moments: str = "moments",
    overall: str = "overall",
    scale: Scale | None = None,
    resamples: int = 200,
) -> Fit:
    """Fit the weights of peak, end and mean to paths whose moments and whole were rated by customers.

    Args:
        table: The rated paths: mappings, pairs (moments, overall), or a data frame of pandas or polars. The moments are
            a sequence of ratings in the order in which they were felt; None among them is passed through. Rows without
            a rated moment, or without an overall rating, are left out. Or an event log with ratings of events and of
            whole cases, see :func:`journeymap.read_log`; of more than 10,000 rated cases every second, third and so on.
        moments: The name of the column, or key, with the ratings of the moments.
        overall: The name of the one with the rating of the whole.
        scale: The scale of the ratings; None when they run from −2 to +2. A log has its own. The peak is
            what lies furthest from its middle.
        resamples: How often the paths are drawn anew for the intervals, always in the same way.

    Raises:
        JourneyError: When a row cannot be read, a rating is not on the scale, or fewer than 10 rated paths are left.

    Example:
        >>> rated = [([2, a, b], 0.5 * b + 0.5 * (2 + a + b) / 3) for a in (-1, 0, 1) for b in (-2, -1, 0, 1)]
        >>> fit_weights(rated)
        <Fit of 12 paths: peak 0.00, end 0.50, mean 0.50; cannot tell peak-end from mean>
    """
    if resamples < 1:
        raise JourneyError(f"resamples: expected 1 or more (got {resamples})")
    rows: list[Row] = []
    if hasattr(table, "case_ratings"):
        rows = _logged(table)
    else:
        told = (_row(each, number, moments, overall, scale) for number, each in enumerate(_records(table), 1))
        rows = [row for row in told if row is not None]
    if len(rows) < LEAST_ROWS:
        raise JourneyError(
            f"{len(rows)} rated paths (expected {LEAST_ROWS} or more, each with rated moments and an overall rating)"
        )
    products = [_products(row) for row in rows]
    found, offset = _fitted(_summed(products))
    intervals, advantage = _bootstrapped(products, resamples)
    pairs, right = _held_out(rows, products)
    return Fit(Weights(*found), offset, intervals, len(rows), pairs, *right, advantage)


# Reading


def _logged(log: Any) -> list[Row]:
    """The cases of a log that rated moments and the whole."""
    from journeymap.evidence.remembering import rated_cases

    return rated_cases(log, most=MOST_CASES)


def _records(table: Any) -> Iterator[Any]:
    """The rows of a table: of a data frame of polars or pandas, or of any iterable."""
    if hasattr(table, "iter_rows"):
        yield from table.iter_rows(named=True)
    elif hasattr(table, "to_dict") and hasattr(table, "columns"):
        yield from table.to_dict("records")
    elif isinstance(table, Iterable) and not isinstance(table, (str, bytes, Mapping)):
        yield from table
    else:
        raise JourneyError(f"a {type(table).__name__} is no table of rated paths (expected rows or a data frame)")


def _row(each: Any, number: int, moments: str, overall: str, scale: Scale | None) -> Row | None:
    if isinstance(each, Mapping):
        missing = [name for name in (moments, overall) if name not in each]
        if missing:
            known = ", ".join(map(repr, each))
            raise JourneyError(f"row {number}: there is no {missing[0]!r} (it has {shorten(known)})")
        felt, whole = each[moments], each[overall]
    elif isinstance(each, Sequence) and not isinstance(each, str) and len(each) == 2:
        felt, whole = each
    else:
        raise JourneyError(f"row {number}: expected ({moments}, {overall}) or a mapping with these keys")
    if felt is None or isinstance(felt, (str, bytes)) or not isinstance(felt, Iterable):
        if _missing(felt):
            return None
        raise JourneyError(f"row {number}: {moments}: expected a sequence of ratings (got {shorten(repr(felt))})")
    ratings = [_rating(rating, f"row {number}: {moments}", scale) for rating in felt if not _missing(rating)]
    if not ratings or _missing(whole):
        return None
    memory = recall(ratings)
    assert memory is not None
    return memory.peak, memory.end, memory.mean, _rating(whole, f"row {number}: {overall}", scale)


def _missing(value: Any) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))


def _rating(value: Any, place: str, scale: Scale | None) -> float:
    try:
        rating = (scale or Scale(-2, 2)).emotion(float(value))
    except (TypeError, ValueError) as error:
        reason = str(error) if isinstance(error, JourneyError) else f"expected a number (got {shorten(repr(value))})"
        raise JourneyError(f"{place}: {reason}") from None
    return rating


# Fitting

Sums = tuple[float, ...]
"""How many rows; the sums of peak, end, mean and overall; and the sums of their ten products."""

_PRODUCTS = tuple((i, j) for i in range(4) for j in range(i, 4))


def _products(row: Row) -> Sums:
    return (1.0, *row, *(row[i] * row[j] for i, j in _PRODUCTS))


def _summed(products: Iterable[Sums]) -> Sums:
    return tuple(map(math.fsum, zip(*products, strict=True)))


def _moments(sums: Sums) -> tuple[list[float], list[list[float]]]:
    """The means of peak, end, mean and overall, and their covariances."""
    count = sums[0]
    middle = [total / count for total in sums[1:5]]
    spread = [[0.0] * 4 for _ in range(4)]
    for (i, j), total in zip(_PRODUCTS, sums[5:], strict=True):
        spread[i][j] = spread[j][i] = total / count - middle[i] * middle[j]
    return middle, spread


def _error(weights: Sequence[float], spread: list[list[float]]) -> float:
    """The mean squared error of these weights, with the constant that suits them best."""
    terms = (*weights, -1.0)
    return math.fsum(a * b * spread[i][j] for i, a in enumerate(terms) for j, b in enumerate(terms))


def _fitted(sums: Sums) -> tuple[tuple[float, ...], float]:
    """The weights of the least squared error, and the constant."""
    middle, spread = _moments(sums)
    best: tuple[float, ...] = (0.0, 0.0, 1.0)
    for face in FACES:
        weights = _on_face(face, spread)
        if weights is not None and _error(weights, spread) < _error(best, spread) - CLOSE:
            best = weights
    return best, middle[3] - math.fsum(w * m for w, m in zip(best, middle, strict=False))


def _on_face(face: Sequence[int], spread: list[list[float]]) -> tuple[float, ...] | None:
    """The best weights when only these count, if none of them is negative and the data determine them.

    With the first weight as 1 minus the others, it is a regression of Y - X0 on X1 - X0 and X2 - X0.
    """
    first, *others = face

    def gap(i: int, j: int) -> float:
        """The covariance of i - first with j - first."""
        return spread[i][j] - spread[i][first] - spread[first][j] + spread[first][first]

    slopes: list[float] = []
    if len(others) == 1:
        (a,) = others
        if gap(a, a) <= CLOSE:
            return None
        slopes = [gap(a, 3) / gap(a, a)]
    elif others:
        a, b = others
        whole = gap(a, a) * gap(b, b) - gap(a, b) ** 2
        if whole <= CLOSE * max(gap(a, a) * gap(b, b), CLOSE):
            return None
        slopes = [(gap(a, 3) * gap(b, b) - gap(b, 3) * gap(a, b)) / whole,
                  (gap(b, 3) * gap(a, a) - gap(a, 3) * gap(a, b)) / whole]  # fmt: skip
    weights = [0.0, 0.0, 0.0]
    for i, slope in zip(others, slopes, strict=True):
        weights[i] = slope
    weights[first] = 1 - math.fsum(slopes)
    return tuple(weights) if min(weights) >= 0 else None


# How far it can be trusted


def _bootstrapped(products: Sequence[Sums], resamples: int) -> tuple[dict[str, Interval], Interval]:
    lot = random.Random(0)
    drawn = [_summed(lot.choices(products, k=len(products))) for _ in range(resamples)]
    found = [_fitted(sums)[0] for sums in drawn]
    spreads = [_moments(sums)[1] for sums in drawn]
    advantage = [_correlation((0.5, 0.5, 0.0), spread) - _correlation((0.0, 0.0, 1.0), spread) for spread in spreads]
    return {part: _middle([each[i] for each in found]) for i, part in enumerate(PARTS)}, _middle(advantage)


def _correlation(weights: Sequence[float], spread: list[list[float]]) -> float:
    """How closely the overall rating goes with what these weights give; 0 where one of the two never changes."""
    own = math.fsum(a * b * spread[i][j] for i, a in enumerate(weights) for j, b in enumerate(weights))
    if own <= CLOSE or spread[3][3] <= CLOSE:
        return 0.0
    return math.fsum(a * spread[i][3] for i, a in enumerate(weights)) / math.sqrt(own * spread[3][3])


def _middle(values: Iterable[float]) -> Interval:
    """The range of the middle 95 %."""
    ranked = sorted(values)
    out = math.floor(0.025 * len(ranked))
    return ranked[out], ranked[-1 - out]


def _held_out(
    rows: Sequence[Row], products: Sequence[Sums]
) -> tuple[int, tuple[float | None, float | None, float | None]]:
    """How many pairs of paths were held out, and the shares put right: by the fit, by the mean, by peak and end."""
    order = list(range(len(rows)))
    random.Random(0).shuffle(order)
    pairs, right = 0, [0.0, 0.0, 0.0]
    for fold in range(FOLDS):
        held = order[fold::FOLDS]
        out = set(held)
        fitted, _ = _fitted(_summed(sums for number, sums in enumerate(products) if number not in out))
        rules = (fitted, (0.0, 0.0, 1.0), (0.5, 0.5, 0.0))
        scored = [
            (rows[n][3], [math.fsum(w * x for w, x in zip(rule, rows[n], strict=False)) for rule in rules])
            for n in held
        ]
        for (one, first), (other, second) in combinations(scored, 2):
            if abs(one - other) <= CLOSE:
                continue
            pairs += 1
            for number, (a, b) in enumerate(zip(first, second, strict=True)):
                right[number] += 0.5 if abs(a - b) <= CLOSE else float((a > b) == (one > other))
    if not pairs:
        return 0, (None, None, None)
    return pairs, (right[0] / pairs, right[1] / pairs, right[2] / pairs)
