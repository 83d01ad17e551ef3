"""What a sequence of emotions is worth when people get used to things and forget: acclimation and decay.

After Das Gupta, Karmarkar & Roels (2016), in steps: what is felt is the difference from what one is used to; one gets
used to a share ``alpha`` of that difference in each step, and what lies further back counts for ``exp(-delta)`` less
with each step. With a_0 = 0 and levels x_k over N steps,

    u_k = x_k - a_k,   a_(k+1) = a_k + alpha * u_k,   S = sum over k of exp(-delta * (N - 1 - k)) * u_k

S is linear in the levels. So it is a sum of each level times a weight that belongs to its place alone: without
constraints the best order is found by sorting, and with them by looking at sets of levels and not at orders.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from journeymap.errors import JourneyError

__all__ = ["ALPHA", "DELTA", "STEPS", "best_order", "place_weights", "sequence_value"]

ALPHA, DELTA, STEPS = 0.3, 0.1, 1
"""How fast customers get used to things and forget, and how many steps a touchpoint lasts: defaults, no estimates."""


def place_weights(count: int, *, alpha: float = ALPHA, delta: float = DELTA, steps: int = STEPS) -> tuple[float, ...]:
    """How much a level counts at each place of a sequence, from the first to the last.

    Args:
        count: How many levels there are, each lasting equally long.
        alpha: The share (0..1) of the difference that one gets used to in a step.
        delta: How fast one forgets, 0 for never.
        steps: How many steps each level lasts.

    Raises:
        JourneyError: When one of these lies out of its range.

    Example:
        >>> [round(weight, 2) for weight in place_weights(3, alpha=0.3, delta=0.1)]
        [0.34, 0.6, 1.0]
    """
    if not 0 <= alpha <= 1:
        raise JourneyError(f"alpha: expected a share from 0 to 1 (got {alpha:g})")
    if not 0 <= delta < math.inf:
        raise JourneyError(f"delta: expected 0 or more (got {delta:g})")
    if steps < 1:
        raise JourneyError(f"steps: expected 1 or more (got {steps})")
    weights = []
    used_to = 0.0  # what a level takes away from all that comes after it, per unit of what one gets used to
    for place in range(count):
        weight = 0.0
        for step in range(place * steps, (place + 1) * steps):
            kept = math.exp(-delta * step)
            weight += kept - alpha * used_to
            used_to = kept + (1 - alpha) * used_to
        weights.append(weight)
    return tuple(reversed(weights))


def sequence_value(levels: Iterable[float], *, alpha: float = ALPHA, delta: float = DELTA, steps: int = STEPS) -> float:
    """What a sequence of levels is worth, S.

    Args:
        levels: The levels in the order in which they are met.
        alpha: The share (0..1) of the difference that one gets used to in a step.
        delta: How fast one forgets, 0 for never.
        steps: How many steps each level lasts.

    Raises:
        JourneyError: When one of these lies out of its range.

    Example:
        >>> round(sequence_value([1, 2, 3, 4, 5, 6], alpha=0.3, delta=0.3), 3)
        8.011
    """
    levels = list(levels)
    weights = place_weights(len(levels), alpha=alpha, delta=delta, steps=steps)
    return math.fsum(weight * level for weight, level in zip(weights, levels, strict=True))


def best_order(
    levels: Iterable[float], *, alpha: float = ALPHA, delta: float = DELTA, steps: int = STEPS
) -> tuple[float, ...]:
    """The order of levels that is worth most when any order is allowed; exact, whatever their number.

    The highest level belongs where a level counts most, and so on down (the rearrangement inequality). Short
    sequences should rise; in long ones, where one gets used to each level, a fall makes the last step up the greater.

    Args:
        levels: The levels, in any order.
        alpha: The share (0..1) of the difference that one gets used to in a step.
        delta: How fast one forgets, 0 for never.
        steps: How many steps each level lasts.

    Raises:
        JourneyError: When one of these lies out of its range.

    Example:
        >>> best_order([3, 1, 2], alpha=0.3, delta=0.1)
        (1, 2, 3)
        >>> best_order(range(1, 7), alpha=0.3, delta=0.3, steps=10)
        (5, 4, 3, 2, 1, 6)
    """
    ranked = sorted(levels)
    weights = place_weights(len(ranked), alpha=alpha, delta=delta, steps=steps)
    places = sorted(range(len(ranked)), key=lambda place: (weights[place], place))
    order = [0.0] * len(ranked)
    for place, level in zip(places, ranked, strict=True):
        order[place] = level
    return tuple(order)
