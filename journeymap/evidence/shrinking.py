"""Ratings as emotions: the mean of few is drawn towards that of all, and how sure each is is said."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple, TypeVar

import attrs

from journeymap.metrics import Z
from journeymap.model import Scale

__all__ = ["FEW", "THOUSAND", "Ratings", "Sums", "shrunken"]

FEW = 30
"""Of fewer ratings than these the mean is drawn towards that of all touchpoints."""

THOUSAND = 1000
"""Ratings are summed in thousandths, as whole numbers, so that every run comes to the same last digit."""


Place = TypeVar("Place")
"""What ratings are told by: an activity, or an activity and a channel."""

Sums = tuple[int, int, int]
"""How many ratings; their sum, and the sum of their squares, in thousandths and millionths."""


@attrs.frozen
class Ratings:
    """Ratings of one touchpoint, or of those who ended there, as emotions from −2 to +2.

    Attributes:
        n: How many there are.
        mean: Their mean.
        sd: Their standard deviation; None of a single one.
        emotion: The mean; of fewer than 30 ratings drawn towards that of all touchpoints.
        low: The lower end of its 95 % interval.
        high: The upper end.
    """

    n: int
    mean: float
    sd: float | None
    emotion: float
    low: float
    high: float


def shrunken(sums: Mapping[Place, Sums | None], scale: Scale) -> dict[Place, Ratings]:
    """The ratings of each touchpoint, few of them drawn towards the mean of all.

    The touchpoints' true means are taken to vary around a common one, ratings around their touchpoint's (a random
    effects model; DerSimonian and Laird's moments): a mean of fewer than 30 is weighted against the common one by how
    much is known. Where ratings never differ within a touchpoint, or fewer than three are rated, means stay.
    """
    counted = {name: each for name, each in sums.items() if each is not None and each[0]}
    factor = 4 / (scale.high - scale.low)
    means = {name: scale.emotion(_within(total / n / THOUSAND, scale)) for name, (n, total, _) in counted.items()}
    squares = {
        name: max(0.0, squares - total * total / n) * (factor / THOUSAND) ** 2
        for name, (n, total, squares) in counted.items()
    }
    spare = sum(n - 1 for n, _, _ in counted.values())
    within = math.fsum(squares.values()) / spare if spare else 0.0  # the same in whichever order an engine answers
    common = _common({name: n for name, (n, _, _) in counted.items()}, means, within)
    found = {}
    for name, (n, _, _) in counted.items():
        emotion, error = _drawn(means[name], n, within, common)
        sd = math.sqrt(squares[name] / (n - 1)) if n > 1 else None
        low, high = max(-2.0, emotion - Z * error), min(2.0, emotion + Z * error)
        found[name] = Ratings(n, means[name], sd, emotion, low, high)
    return found


def _within(rating: float, scale: Scale) -> float:
    """A mean that rounding has not moved off its scale."""
    low, high = sorted((scale.low, scale.high))
    return min(max(rating, low), high)


class Common(NamedTuple):
    """The mean that touchpoints have in common, its variance, and how much they differ beyond chance (a variance)."""

    between: float
    mean: float
    doubt: float


def _common(counts: Mapping[Place, int], means: Mapping[Place, float], within: float) -> Common:
    total = sum(counts.values())
    middle = math.fsum(n * means[name] for name, n in counts.items()) / total if total else 0.0
    if len(counts) < 3 or not within:
        return Common(math.inf, middle, 0.0)
    spread = math.fsum(n * (means[name] - middle) ** 2 for name, n in counts.items())
    room = total - sum(n * n for n in counts.values()) / total
    between = max(0.0, (spread - (len(counts) - 1) * within) / room)
    weights = {name: 1 / (within / n + between) for name, n in counts.items()}
    known = math.fsum(weights.values())
    return Common(between, math.fsum(weights[name] * means[name] for name in counts) / known, 1 / known)


def _drawn(mean: float, n: int, within: float, common: Common) -> tuple[float, float]:
    """A mean drawn towards the common one, and its standard error, in which the doubt about the common one counts."""
    chance = within / n
    if not chance or math.isinf(common.between) or n >= FEW:
        return mean, math.sqrt(chance)
    own = common.between / (common.between + chance)
    error = math.sqrt(own * chance + (1 - own) ** 2 * common.doubt)
    return own * mean + (1 - own) * common.mean, error
