"""The paths customers take through a journey, the likeliest first.

Example:
    >>> from journeymap.model import Journey
    >>> shop = Journey("Shop").touchpoint("pay", "Payment", next={"done": 0.9, "declined": 0.1})
    >>> shop = shop.touchpoint("declined", "Card declined", next=["pay"]).touchpoint("done", "Confirmed")
    >>> for path in paths(shop, limit=2):
    ...     print(f"{path.probability:.2f}", " ".join(path.ids))
    0.90 pay done
    0.09 pay declined pay done
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator
from typing import TypeAlias

import attrs

from journeymap.errors import UnknownNameError
from journeymap.graph import Routes, routes
from journeymap.model import Journey

__all__ = ["Path", "paths", "paths_along"]

CLOSE = 1e-9
"""How far a sum of shares may be off by rounding."""

LEAVE = -1
"""Where a customer goes whose journey ends."""


@attrs.frozen
class Path:
    """One way through a journey, from its start to an ending.

    Attributes:
        ids: The touchpoints met, in order; a touchpoint met twice stands there twice.
        probability: The share (0..1) of customers who take exactly this path.
    """

    ids: tuple[str, ...]
    probability: float


def paths(
    journey: Journey,
    *,
    ending: str | None = None,
    at_least: float = 0.0,
    coverage: float = 1.0,
    limit: int | None = None,
) -> Iterator[Path]:
    """The paths of a journey in order of falling probability, one at a time.

    There may be infinitely many: take as many as needed, or say where to stop. Each path costs time for its own length
    and memory for a few numbers. Customers caught in a loop that nobody can leave finish no path.

    Args:
        journey: The journey.
        ending: Only paths that end at the touchpoint of this id.
        at_least: Stop before paths that fewer than this share (0..1) of customers take.
        coverage: Stop when the paths given make up this share (0..1) of customers.
        limit: Stop after so many paths.

    Raises:
        JourneyError: When the journey refers to touchpoints that are not there.
        UnknownNameError: When there is no touchpoint ``ending``.
    """
    if ending is not None and ending not in journey:
        raise UnknownNameError.of("touchpoint", ending, journey.positions)
    return paths_along(routes(journey), ending=ending, at_least=at_least, coverage=coverage, limit=limit)


def paths_along(
    found: Routes,
    *,
    ending: str | None = None,
    at_least: float = 0.0,
    coverage: float = 1.0,
    limit: int | None = None,
) -> Iterator[Path]:
    """The same as :func:`paths`, for those who know the ways through the journey already."""
    return _until(_Search(found, ending).found(), at_least=at_least, coverage=coverage, limit=limit)


def _until(found: Iterator[Path], *, at_least: float, coverage: float, limit: int | None) -> Iterator[Path]:
    covered, number = 0.0, 0
    while number != limit and (coverage >= 1 or covered < coverage - CLOSE):
        path = next(found, None)
        if path is None or path.probability < at_least * (1 - CLOSE):
            return
        yield path
        covered += path.probability
        number += 1


@attrs.frozen(eq=False)
class _Detours:
    """A leftist heap of detours, the cheapest on top; never changed, so that heaps share their parts."""

    cost: float
    here: int
    there: int
    left: _Detours | None
    right: _Detours | None
    rank: int


def _joined(cost: float, here: int, there: int, one: _Detours | None, other: _Detours | None) -> _Detours:
    ranks = one.rank if one else 0, other.rank if other else 0
    left, right = (one, other) if ranks[0] >= ranks[1] else (other, one)
    return _Detours(cost, here, there, left, right, min(ranks) + 1)


def _with_detour(heap: _Detours | None, cost: float, here: int, there: int) -> _Detours:
    spine = []
    while heap is not None and heap.cost <= cost:
        spine.append(heap)
        heap = heap.right
    top = _joined(cost, here, there, heap, None)
    for above in reversed(spine):
        top = _joined(above.cost, above.here, above.there, above.left, top)
    return top


class _Search:
    """The k likeliest paths after Eppstein (1998): each is the likeliest path with some detours from it.

    The cost of a way is -log(share). From every touchpoint one knows the cheapest way to an ending; a detour is any
    other way, and costs what it adds to that. The detours open on the cheapest way from each touchpoint are held in a
    heap that shares its parts with those further on, so that every path found leads to at most three more.
    """

    def __init__(self, routes: Routes, ending: str | None) -> None:
        self.routes = routes
        self.onward: list[dict[int, float]] = []
        for here, ways in enumerate(routes.ways):
            shares: dict[int, float] = {}
            for way in ways:
                if way.share > 0:
                    shares[way.to] = shares.get(way.to, 0.0) + way.share
            if routes.leaving[here] > 0 and ending in (None, routes.ids[here]):
                shares[LEAVE] = routes.leaving[here]
            self.onward.append(shares)
        self.best: dict[int, int] = {}
        self.cost: dict[int, float] = {LEAVE: 0.0}

    def found(self) -> Iterator[Path]:
        start = self.routes.start
        if start is None or start not in self._settle():
            return
        yield self._path(None)
        detours = self._detours()
        if detours[start] is None:
            return

        count = 0
        queue: list[tuple[float, int, float, _Detours, _Taken]] = []

        def offer(base: float, heap: _Detours | None, taken: _Taken) -> None:
            nonlocal count
            if heap is not None:
                count += 1
                heapq.heappush(queue, (base + heap.cost, count, base, heap, taken))

        offer(0.0, detours[start], None)
        while queue:
            total, _, base, heap, before = heapq.heappop(queue)
            taken = (before, heap)
            yield self._path(taken)
            offer(base, heap.left, before)
            offer(base, heap.right, before)
            if heap.there != LEAVE:
                offer(total, detours[heap.there], taken)

    def _settle(self) -> dict[int, int]:
        """Find the cheapest way to an ending from everywhere (Dijkstra's algorithm, backwards)."""
        back: dict[int, list[tuple[int, float]]] = {}
        for here, shares in enumerate(self.onward):
            for there, share in shares.items():
                back.setdefault(there, []).append((here, -math.log(min(1.0, share))))
        queue = [(0.0, 0, LEAVE, LEAVE)]
        settled: set[int] = set()
        while queue:
            cost, steps, there, onward = heapq.heappop(queue)
            if there in settled:
                continue
            settled.add(there)
            self.cost[there] = cost
            if there != LEAVE:
                self.best[there] = onward
            for here, more in back.get(there, ()):
                if here not in settled:
                    heapq.heappush(queue, (cost + more, steps + 1, here, there))
        return self.best

    def _detours(self) -> dict[int, _Detours | None]:
        heaps: dict[int, _Detours | None] = {LEAVE: None}
        for here, onward in self.best.items():
            heap = heaps[onward]
            for there, share in self.onward[here].items():
                if there != onward and there in self.cost:
                    added = -math.log(min(1.0, share)) + self.cost[there] - self.cost[here]
                    heap = _with_detour(heap, max(0.0, added), here, there)
            heaps[here] = heap
        return heaps

    def _path(self, taken: _Taken) -> Path:
        detours = []
        while taken is not None:
            taken, detour = taken
            detours.append(detour)
        here = self.routes.start
        ids, probability = [], 1.0
        while here is not None and here != LEAVE:
            ids.append(self.routes.ids[here])
            there = detours.pop().there if detours and detours[-1].here == here else self.best[here]
            probability *= self.onward[here][there]
            here = there
        return Path(tuple(ids), probability)


_Taken: TypeAlias = "tuple[_Taken, _Detours] | None"
