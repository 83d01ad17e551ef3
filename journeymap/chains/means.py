"""The share that each touchpoint has in the mean of a path, over every path.

On one path a touchpoint's share of the mean is its visits divided by the length of the path. Over all paths that is
an expectation of a quotient, and 1/L is the integral of exp(-L t) over t from 0 on. For one t, exp(-L t) comes out of
the chain when every visit counts for exp(-t): one sweep forwards and one back give it for all touchpoints at once.
The integral is a Gauss-Legendre sum on t = tau (exp(s) - 1), which meets short and long paths alike: the number of
sweeps grows with the logarithm of (longest / shortest) only.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cache

import attrs

from journeymap.chains import Chain
from journeymap.chains.elimination import Elimination
from journeymap.errors import ScoringError

__all__ = ["Means", "legendre", "means", "nodes", "shares_at"]

_CUT = 37.0
"""exp(-_CUT) is below the rounding of 1."""

_TAIL = 109.0
"""A stay in a loop exceeds this many times its longest expected length with a chance below exp(-40)."""


@attrs.frozen
class Means:
    """What the mean emotion of a path is made of.

    Attributes:
        share: For each touchpoint the expected share of the path that is spent at it; 0 where it is passed through.
        taken: For each felt touchpoint the sum, over visits to it, of the mean of the path if it ended there.
    """

    share: list[float]
    taken: list[float]


def means(chain: Chain, scored: float) -> Means:
    """The mean shares over all paths.

    Args:
        chain: The chain.
        scored: The share of customers who feel anything, which the mean shares sum to.
    """
    share, taken = [0.0] * len(chain.ids), [0.0] * len(chain.ids)
    felt = [i for i, emotion in enumerate(chain.emotion) if emotion is not None]
    for rate, weight in nodes(*lengths(chain)):
        loops = [chain.eliminated(part, discount=rate) if part.loop else None for part in chain.parts]
        visits, sums = _forwards(chain, loops, rate)
        worth = _backwards(chain, loops, rate, chain.leaving)
        last = weight * math.exp(-rate)
        for i in felt:
            share[i] += weight * visits[i] * worth[i]
            taken[i] += last * sums[i]
    # exp(-t) is rounded, and a path of length L repeats that error L times: what they must sum to sets it right.
    whole = math.fsum(share)
    right = scored / whole if whole else 1.0
    return Means([value * right for value in share], [value * right for value in taken])


def shares_at(chain: Chain, places: Iterable[int]) -> dict[int, list[float]]:
    """For some touchpoints where journeys end, the mean shares over the paths of those who end there.

    Over all customers: of one ending they sum to the share of those who end there and feel anything.
    """
    found = {place: [0.0] * len(chain.ids) for place in places}
    felt = [i for i, emotion in enumerate(chain.emotion) if emotion is not None]
    for rate, weight in nodes(*lengths(chain)) if found else ():
        loops = [chain.eliminated(part, discount=rate) if part.loop else None for part in chain.parts]
        visits, _ = _forwards(chain, loops, rate)
        for place, share in found.items():
            worth = _backwards(chain, loops, rate, chain.leaving_at(place))
            for i in felt:
                share[i] += weight * visits[i] * worth[i]
    return found


def _forwards(chain: Chain, loops: list[Elimination | None], rate: float) -> tuple[list[float], list[float]]:
    """Visits to each touchpoint, discounted by exp(-rate) for each felt before it; and these with the emotions met."""
    kept, emotion, outward = math.exp(-rate), chain.emotion, chain.outward
    visits, sums = [0.0] * len(emotion), [0.0] * len(emotion)
    visits[chain.start] = 1.0
    for part, loop in zip(chain.parts, loops, strict=True):
        if loop:
            loop.visits(visits)
        for i in part.members:
            sums[i] += (emotion[i] or 0.0) * visits[i]
        if loop:
            loop.visits(sums)
        for i in part.members:
            here, met = visits[i], sums[i]
            if emotion[i] is not None:
                here, met = kept * here, kept * met
            for j, share in outward[i]:
                visits[j] += here * share
                sums[j] += met * share
    return visits, sums


def _backwards(chain: Chain, loops: list[Elimination | None], rate: float, leaving: Sequence[float]) -> list[float]:
    """The chance to leave in the end, discounted by exp(-rate) for each felt touchpoint from here on."""
    kept, emotion, outward = math.exp(-rate), chain.emotion, chain.outward
    worth = list(leaving)
    for part, loop in zip(reversed(chain.parts), reversed(loops), strict=True):
        for i in part.members:
            value = worth[i]
            for j, share in outward[i]:
                value += share * worth[j]
            worth[i] = value if emotion[i] is None else kept * value
        if loop:
            loop.worth(worth)
    return worth


def lengths(chain: Chain) -> tuple[float, float]:
    """The shortest and the longest path to reckon with, in felt touchpoints; 1 at least.

    Bounds, not exact figures: a loop counts for so many times its longest expected stay that the chance of more
    is negligible, and for the shortest path it can be crossed at once.
    """
    steps = [0.0 if emotion is None else 1.0 for emotion in chain.emotion]
    least, most = {chain.start: steps[chain.start]}, {chain.start: 0.0}
    shortest, longest = math.inf, 1.0
    for part in chain.parts:
        entered = [i for i in part.members if i in least]
        stay = steps[part.members[0]]
        if part.loop:
            worth = {i: steps[i] for i in part.members}
            chain.eliminated(part).worth(worth)
            stay = max(worth.values()) * _TAIL
            if not math.isfinite(stay):
                raise ScoringError(chain.too_rare(part))
            nearest = min(least[i] for i in entered)
            least.update({i: min(least.get(i, math.inf), nearest + steps[i]) for i in part.members})
        left = max(most[i] for i in entered) + stay
        for i in part.members:
            for j, _ in chain.outward[i]:
                least[j] = min(least.get(j, math.inf), least[i] + steps[j])
                most[j] = max(most.get(j, 0.0), left)
            if chain.leaving[i] > 0:
                shortest, longest = min(shortest, least[i]), max(longest, left)
    shortest = max(1.0, shortest)
    return shortest, max(shortest, longest)


def nodes(shortest: float, longest: float) -> list[tuple[float, float]]:
    """Points t and weights whose sum of weight x exp(-L t) is 1/L to 1e-13, for all L from shortest to longest.

    Example:
        >>> round(sum(weight * math.exp(-7 * t) for t, weight in nodes(3, 50)), 12) == round(1 / 7, 12)
        True
    """
    tau = 20 / longest
    span = math.log1p(_CUT / shortest / tau)
    count = 16 + math.ceil(5 * math.log(longest / shortest))
    return [(tau * math.expm1(span * x), weight * span * tau * math.exp(span * x)) for x, weight in legendre(count)]


@cache
def legendre(count: int) -> tuple[tuple[float, float], ...]:
    """The Gauss-Legendre points and weights between 0 and 1, by Newton's method on Bonnet's recursion.

    Example:
        >>> [(round(x, 6), round(weight, 6)) for x, weight in legendre(2)]
        [(0.211325, 0.5), (0.788675, 0.5)]
    """
    points = []
    for number in range(count, 0, -1):
        x = math.cos(math.pi * (number - 0.25) / (count + 0.5))
        slope = 1.0
        for _ in range(5):
            before, value = 1.0, x
            for degree in range(2, count + 1):
                before, value = value, ((2 * degree - 1) * x * value - (degree - 1) * before) / degree
            slope = count * (x * value - before) / (x * x - 1)
            x -= value / slope
        points.append(((1 + x) / 2, 1 / ((1 - x * x) * slope * slope)))
    return tuple(points)
