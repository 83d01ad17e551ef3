"""The best of all orders in which some things may stand, when what an order is worth is a sum over its places.

Sets of things are looked at, and not orders: of all ways to arrange the same things first, only the best can begin
the best order (Held & Karp 1962). That is exact, and n things that may stand anywhere have 2^n sets and n! orders.
Where even the sets are too many, orders are improved by moving one thing at a time, from several beginnings.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import attrs

__all__ = ["DYNAMIC", "LOCAL", "Arrangement"]

DYNAMIC, LOCAL = "dynamic programming", "local search"
"""How an order was found. The first is exact: no order is worth more."""

MOST_SETS = 30_000
"""How many sets of things are looked at; beyond that, orders are improved step by step."""

BEGINNINGS = 6
"""From how many orders, the present one first, the step by step search sets out."""

CLOSE = 1e-9
"""Values nearer to each other than this count as the same."""

Order = tuple[int, ...]


@attrs.frozen
class Arrangement:
    """Things in a row, by their present place, and what is allowed and wanted.

    Attributes:
        levels: The level of each thing; None for one that takes up no place in the sequence that is valued.
        weights: How much a level counts at each place of that sequence.
        before: Pairs of which the first must stand before the second.
        free: Those that may be moved; the others keep their order, by such pairs.

    Example:
        >>> row = Arrangement(levels=(2, -1, 1), weights=(0.5, 0.7, 1.0), before=frozenset({(2, 1)}), free=(0, 1, 2))
        >>> row.best()
        ((2, 1, 0), 'dynamic programming')
    """

    levels: tuple[float | None, ...]
    weights: tuple[float, ...]
    before: frozenset[tuple[int, int]]
    free: tuple[int, ...]

    @property
    def present(self) -> Order:
        """The order as it is."""
        return tuple(range(len(self.levels)))

    def allowed(self, order: Sequence[int]) -> bool:
        """Whether no pair is the wrong way round."""
        placed = 0
        for item in order:
            if self._needs[item] & ~placed:
                return False
            placed |= 1 << item
        return True

    def value(self, order: Iterable[int]) -> float:
        """What an order is worth."""
        felt = (level for level in (self.levels[item] for item in order) if level is not None)
        return math.fsum(weight * level for weight, level in zip(self.weights, felt, strict=True))

    def last(self, order: Sequence[int]) -> int:
        """Which thing is the last that has a level."""
        return next(item for item in reversed(order) if self.levels[item] is not None)

    def ending_with(self, item: int) -> Arrangement:
        """The same with one thing as the last that has a level."""
        others = {(other, item) for other, level in enumerate(self.levels) if level is not None and other != item}
        return attrs.evolve(self, before=self.before | others)

    def best(self) -> tuple[Order, str] | None:
        """The order that is worth most, and how it was found; None when no order is allowed."""
        found = self._by_sets()
        if found is not None:
            return (found, DYNAMIC) if found else None
        improved = [self._improved(order) for order in self._beginnings()]
        return (max(improved, key=self.value), LOCAL) if improved else None

    def moves(self, order: Order, items: Iterable[int]) -> Iterator[Order]:
        """Every allowed order that comes about by moving one of these things."""
        for item in items:
            here = order.index(item)
            rest = order[:here] + order[here + 1 :]
            for place in range(len(order)):
                if place != here:
                    moved = (*rest[:place], item, *rest[place:])
                    if self.allowed(moved):
                        yield moved

    @cached_property
    def _needs(self) -> tuple[int, ...]:
        """For each thing those that must stand before it, as the bits of a number."""
        needs = [0] * len(self.levels)
        for first, second in self.before:
            needs[second] |= 1 << first
        return tuple(needs)

    def _by_sets(self) -> Order | None:
        """The best order; an empty one when none is allowed, None when there are too many sets to look at."""
        layers: list[dict[int, tuple[float, int]]] = [{0: (0.0, -1)}]
        looked_at = 0
        for _ in self.levels:
            layer: dict[int, tuple[float, int]] = {}
            for placed, (value, _) in layers[-1].items():
                felt = sum(level is not None for item, level in enumerate(self.levels) if placed >> item & 1)
                for item, level in enumerate(self.levels):
                    if placed >> item & 1 or self._needs[item] & ~placed:
                        continue
                    then = value if level is None else value + self.weights[felt] * level
                    known = layer.get(placed | 1 << item)
                    if known is None or then > known[0] + CLOSE:
                        layer[placed | 1 << item] = (then, item)
            looked_at += len(layer)
            if looked_at > MOST_SETS:
                return None
            layers.append(layer)
        order: list[int] = []
        placed = (1 << len(self.levels)) - 1
        for layer in reversed(layers[1:]):
            if placed not in layer:
                return ()
            order.append(layer[placed][1])
            placed ^= 1 << order[-1]
        return tuple(reversed(order))

    def _beginnings(self) -> Iterator[Order]:
        """Allowed orders: the one nearest to the present, then others by lot, always the same."""
        lot = random.Random(0)
        for beginning in range(BEGINNINGS):
            order: list[int] = []
            left, placed = list(self.present), 0
            while ready := [item for item in left if not self._needs[item] & ~placed]:
                order.append(ready[0] if beginning == 0 else lot.choice(ready))
                left.remove(order[-1])
                placed |= 1 << order[-1]
            if not left:
                yield tuple(order)

    def _improved(self, order: Order) -> Order:
        """The order after every move of one thing that makes it worth more has been made."""
        value = self.value(order)
        while True:
            best = max(self.moves(order, self.free), key=self.value, default=order)
            if self.value(best) <= value + CLOSE:
                return order
            order, value = best, self.value(best)
