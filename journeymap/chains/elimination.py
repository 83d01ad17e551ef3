"""Solving a loop exactly: elimination without subtraction (Grassmann, Taksar and Heyman 1985).

A customer who may come back has infinitely many ways through a loop. Touchpoints are taken out one at a time, and
what flowed through each is led around it. The share that stays put is never formed as ``1 - p``: the pivot is the
sum of all that leaves, so nothing cancels and every figure keeps full relative accuracy, however rarely the loop
is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

__all__ = ["Elimination", "elimination_order"]

Figures: TypeAlias = list[float] | dict[int, float]
"""A figure for each touchpoint, by position."""


class Elimination:
    """The touchpoints of a loop, eliminated once, to be solved for any number of questions.

    Args:
        order: The touchpoints, in the order in which they are eliminated.
        rows: For each of them what moves on to each other of them; what stays at the same one is left out.
        leak: For each of them what leaves the loop. With its row and what stays it sums to 1.

    Raises:
        ZeroDivisionError: When the loop is left more rarely than a float can say.

    Example:
        >>> loop = Elimination([0, 1], {0: {1: 0.75}, 1: {0: 1.0}}, {0: 0.25, 1: 0.0})
        >>> visits = [1.0, 0.0]
        >>> loop.visits(visits)
        >>> visits
        [4.0, 3.0]
    """

    __slots__ = ("_stages",)

    def __init__(
        self, order: Iterable[int], rows: Mapping[int, Mapping[int, float]], leak: Mapping[int, float]
    ) -> None:
        order = list(order)
        onward = {i: dict(rows[i]) for i in order}
        out = dict(leak)
        back: dict[int, dict[int, None]] = {i: {} for i in order}
        for i, row in onward.items():
            for j in row:
                back[j][i] = None
        self._stages: list[tuple[int, float, list[tuple[int, float]], list[tuple[int, float]]]] = []
        for i in order:
            row, leaving = onward[i], out[i]
            pivot = leaving + sum(row.values())
            if pivot <= 0:
                raise ZeroDivisionError(f"nothing leaves {i}")
            entering = [(a, onward[a].pop(i)) for a in back[i]]
            for j in row:
                del back[j][i]
            for a, share in entering:
                moved, target = share / pivot, onward[a]
                out[a] += moved * leaving
                for j, onto in row.items():
                    if j in target:
                        target[j] += moved * onto
                    elif j != a:
                        target[j] = moved * onto
                        back[j][a] = None
            self._stages.append((i, pivot, entering, list(row.items())))

    def visits(self, entering: Figures) -> None:
        """Turn the mass entering at each touchpoint into the expected visits to it, in place."""
        for i, pivot, _, onward in self._stages:
            passed = entering[i] / pivot
            if passed:
                for j, share in onward:
                    entering[j] += passed * share
        for i, pivot, back, _ in reversed(self._stages):
            entering[i] = (entering[i] + sum([entering[a] * share for a, share in back])) / pivot

    def worth(self, reward: Figures) -> None:
        """Turn what each visit is worth into what is expected from a touchpoint onwards, in place."""
        for i, pivot, back, _ in self._stages:
            passed = reward[i] / pivot
            if passed:
                for a, share in back:
                    reward[a] += share * passed
        for i, pivot, _, onward in reversed(self._stages):
            reward[i] = (reward[i] + sum([share * reward[j] for j, share in onward])) / pivot

    def returns(self) -> dict[int, float]:
        """For each touchpoint, how often somebody who is there will have been there in all: 1 or more."""
        times: dict[int, dict[int, float]] = {}
        for i, pivot, back, onward in reversed(self._stages):
            here: dict[int, float] = {a: sum(share * times[j][a] for j, share in onward) / pivot for a, _ in back}
            for j, _ in onward:
                times[j][i] = sum(times[j][a] * share for a, share in back) / pivot
            here[i] = (1 + sum(share * times[j][i] for j, share in onward)) / pivot
            times[i] = here
        return {i: row[i] for i, row in times.items()}


def elimination_order(members: Sequence[int], onward: Mapping[int, Iterable[int]]) -> list[int]:
    """An order that keeps the work small: along the ways, with the touchpoints that loops come back to last.

    Without those the ways no longer lead in circles, so taking the others out one after the other adds little.
    """
    inside = set(members)
    open_, met, done, headers = set(), set(), [], set()
    for root in members:
        if root in met:
            continue
        met.add(root)
        open_.add(root)
        trail = [(root, iter(onward[root]))]
        while trail:
            here, ways = trail[-1]
            for there in ways:
                if there in open_ and there != here:
                    headers.add(there)
                elif there in inside and there not in met:
                    met.add(there)
                    open_.add(there)
                    trail.append((there, iter(onward[there])))
                    break
            else:
                trail.pop()
                open_.discard(here)
                done.append(here)
    done.reverse()
    return [i for i in done if i not in headers] + [i for i in done if i in headers]
