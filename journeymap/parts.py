"""Which places of a graph lead back to each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

__all__ = ["strong_parts"]


def strong_parts(onward: Sequence[Sequence[int]]) -> list[tuple[int, ...]]:
    """The strongly connected parts of a graph, every part before those it leads to.

    Two places are in one part when each can be reached from the other. Tarjan's algorithm (1972), without recursion.

    Args:
        onward: For each place, by position, the places one step on.

    Example:
        >>> strong_parts([[1], [2], [1, 3], []])
        [(0,), (1, 2), (3,)]
    """
    met: dict[int, int] = {}
    low: dict[int, int] = {}
    placed: set[int] = set()
    waiting: list[int] = []
    parts: list[tuple[int, ...]] = []
    for root in range(len(onward)):
        if root in met:
            continue
        met[root] = low[root] = len(met)
        waiting.append(root)
        trail: list[tuple[int, Iterator[int]]] = [(root, iter(onward[root]))]
        while trail:
            here, ways = trail[-1]
            for there in ways:
                if there not in met:
                    met[there] = low[there] = len(met)
                    waiting.append(there)
                    trail.append((there, iter(onward[there])))
                    break
                if there not in placed:
                    low[here] = min(low[here], met[there])
            else:
                trail.pop()
                if trail:
                    low[trail[-1][0]] = min(low[trail[-1][0]], low[here])
                if low[here] == met[here]:
                    cut = len(waiting) - 1
                    while waiting[cut] != here:
                        cut -= 1
                    parts.append(tuple(sorted(waiting[cut:])))
                    placed.update(waiting[cut:])
                    del waiting[cut:]
    return parts[::-1]
