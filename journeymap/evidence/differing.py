"""Whether two means differ by more than chance: Welch's test, from counts, sums and sums of squares."""

from __future__ import annotations

import math

import attrs

from journeymap.evidence.shrinking import THOUSAND, Sums

__all__ = ["Difference", "difference"]

LEAST_SPREAD = 1e-9


@attrs.frozen
class Difference:
    """The difference of two means.

    Attributes:
        value: The first less the second.
        low: The lower end of its 95 % interval.
        high: The upper end.
        error: Its standard error.
        p: How often chance alone would bring one as large.
        correlation: How closely the values go with the side they are on (−1..1).
        others: How many there are on the second side.
    """

    value: float
    low: float
    high: float
    error: float
    p: float
    correlation: float
    others: int


def difference(one: Sums, other: Sums, *, factor: float = 1.0) -> Difference:
    """How far two means lie apart, each of at least two values.

    Args:
        one: How many values, their sum in thousandths and that of their squares in millionths.
        other: The same of the others.
        factor: By how much values are stretched.

    Example:
        >>> found = difference((10, 40_000, 170_000_000), (10, 20_000, 50_000_000))
        >>> found.value, round(found.low, 2), round(found.high, 2), round(found.p, 4)
        (2.0, 1.01, 2.99, 0.0005)
    """
    (n, mean, spread), (m, mean_of_others, spread_of_others) = _moments(one), _moments(other)
    value = (mean - mean_of_others) * factor
    correlation = math.copysign(1, factor) * _correlation(one, other)
    parts = spread / n, spread_of_others / m
    variance = sum(parts)
    if variance < LEAST_SPREAD**2:  # all alike on both sides: nothing is known of chance but that none shows
        return Difference(value, value, value, 0.0, 1.0 if abs(value) < LEAST_SPREAD else 0.0, correlation, m)
    freedom = variance**2 / (parts[0] ** 2 / (n - 1) + parts[1] ** 2 / (m - 1))
    error = math.sqrt(variance) * abs(factor)
    half = _limit(freedom) * error
    p = _both_tails(abs(value) / error, freedom)
    return Difference(value, value - half, value + half, error, p, correlation, m)


def _moments(sums: Sums) -> tuple[int, float, float]:
    """How many, their mean and their variance; whole numbers are subtracted before anything is rounded."""
    n, total, squares = sums
    return n, total / n / THOUSAND, max(0, n * squares - total * total) / (n * (n - 1)) / THOUSAND**2


def _correlation(one: Sums, other: Sums) -> float:
    """The correlation of the values with being on the first side; 0 where they are all alike."""
    n, total, squares = (a + b for a, b in zip(one, other, strict=True))
    spread = n * squares - total * total
    if spread <= 0:
        return 0.0
    return (one[1] * other[0] - other[1] * one[0]) / math.sqrt(one[0] * other[0]) / math.sqrt(spread)


def _both_tails(t: float, freedom: float) -> float:
    """The chance that Student's t lies further from 0 than this.

    Example:
        >>> round(_both_tails(2.228, 10), 4), round(_both_tails(1.96, 1e6), 4)
        (0.05, 0.05)
    """
    return _beta(freedom / (freedom + t * t), freedom / 2, 0.5)


def _limit(freedom: float) -> float:
    """Between minus this and this lie 95 % of Student's t."""
    low, high = 1.0, 1e4
    while high - low > 1e-10 * high:
        middle = (low + high) / 2
        low, high = (middle, high) if _both_tails(middle, freedom) > 0.05 else (low, middle)
    return high


def _beta(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function, by its continued fraction (Lentz's method)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - _beta(1 - x, b, a)
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    c, d = 1.0, 1 / _away(1 - (a + b) * x / (a + 1))
    found = d
    for m in range(1, 1000):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / _away(1 + term * d)
            c = _away(1 + term / c)
            found *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return front * found / a


def _away(value: float) -> float:
    """The value, kept away from 0."""
    return value if abs(value) > 1e-300 else 1e-300
