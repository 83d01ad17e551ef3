"""Solving a loop exactly: elimination without subtraction (Grassmann, Taksar and Heyman 1985).

A customer who may come back has infinitely many ways through a loop. Touchpoints are taken out one at a time, and
what flowed through each is led around it. The share that stays put is never formed as ``1 - p``: the pivot is the
sum of all that leaves, so nothing cancels and every figure keeps full relative accuracy, however rarely the loop
is left.

The order, and which ways it creates, depend on the loop alone: a :class:`Loop` finds them once, an
:class:`Elimination` then solves the loop for given shares, which is done many times.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from typing import TypeAlias

__all__ = ["Elimination", "Loop"]

Figures: TypeAlias = list[float] | dict[int, float]
"""A figure for each touchpoint, by position."""


class Loop:
    """A loop, and an order in which to take out its touchpoints that creates few new ways (Markowitz 1957).

    Each way, stated or created, has a slot: its index in a list of shares. Slot 0 is for what stays put.

    Args:
        onward: For each touchpoint the others in the loop that it leads to.

    Attributes:
        members: The touchpoints, in the order in which they are taken out.
        slots: The slot of each way that was given.
        size: How many slots there are.
        stages: For each touchpoint, when its turn comes: itself; those left that lead to it, with the slot and with
            the slots that its own ways are led on to; those left that it leads to, with the slot.
    """

    __slots__ = ("members", "size", "slots", "stages")

    def __init__(self, onward: Mapping[int, Iterable[int]]) -> None:
        self.slots: dict[tuple[int, int], int] = {}
        self.stages: list[tuple[int, list[tuple[int, int, list[int]]], list[tuple[int, int]]]] = []
        self.size = 1
        out: dict[int, dict[int, int]] = {i: {} for i in onward}
        back: dict[int, dict[int, int]] = {i: {} for i in onward}

        def slot(i: int, j: int) -> int:
            if i == j:
                return 0
            if j not in out[i]:
                out[i][j] = back[j][i] = self.size
                self.size += 1
            return out[i][j]

        for i, targets in onward.items():
            for j in targets:
                self.slots[i, j] = slot(i, j)
        queue = [(len(out[i]) * len(back[i]), i) for i in onward]
        heapq.heapify(queue)
        while queue:
            created, i = heapq.heappop(queue)
            if i not in out:
                continue
            if created < len(out[i]) * len(back[i]):
                heapq.heappush(queue, (len(out[i]) * len(back[i]), i))
                continue
            ways, entering = out.pop(i), back.pop(i)
            for j in ways:
                del back[j][i]
            for a in entering:
                del out[a][i]
            self.stages.append(
                (i, [(a, share, [slot(a, j) for j in ways]) for a, share in entering.items()], list(ways.items()))
            )
            for x in {**ways, **entering}:
                heapq.heappush(queue, (len(out[x]) * len(back[x]), x))
        self.members = tuple(stage[0] for stage in self.stages)


class Elimination:
    """A loop with its shares, eliminated once, to be solved for any number of questions.

    Args:
        loop: The loop.
        shares: The share of each slot; is changed. A slot that was not given starts as 0.
        leak: For each touchpoint what leaves the loop; with its ways and what stays put it sums to 1. Is changed.
            A touchpoint that is left out does not take part; the shares from it and to it must be 0.

    Raises:
        ZeroDivisionError: When the loop is left more rarely than a float can say.

    Example:
        >>> loop = Loop({0: [1], 1: [0]})
        >>> shares = [0.0] * loop.size
        >>> shares[loop.slots[0, 1]], shares[loop.slots[1, 0]] = 0.75, 1.0
        >>> visits = [1.0, 0.0]
        >>> Elimination(loop, shares, {0: 0.25, 1: 0.0}).visits(visits)
        >>> visits
        [4.0, 3.0]
    """

    __slots__ = ("_shares", "_stages")

    def __init__(self, loop: Loop, shares: list[float], leak: dict[int, float]) -> None:
        self._shares = shares
        self._stages: list[tuple[int, float, list[tuple[int, int, list[int]]], list[tuple[int, int]]]] = []
        for i, back, onward in loop.stages:
            if i not in leak:
                continue
            leaving, outs = leak[i], [shares[slot] for _, slot in onward]
            pivot = leaving + sum(outs)
            if pivot <= 0:
                raise ZeroDivisionError(f"nothing leaves {i}")
            for a, slot, targets in back:
                moved = shares[slot] / pivot
                if moved:
                    leak[a] += moved * leaving
                    for target, share in zip(targets, outs, strict=True):
                        shares[target] += moved * share
            self._stages.append((i, pivot, back, onward))

    def visits(self, entering: Figures) -> None:
        """Turn the mass entering at each touchpoint into the expected visits to it, in place."""
        shares = self._shares
        for i, pivot, _, onward in self._stages:
            passed = entering[i] / pivot
            if passed:
                for j, slot in onward:
                    entering[j] += passed * shares[slot]
        for i, pivot, back, _ in reversed(self._stages):
            entering[i] = (entering[i] + sum([entering[a] * shares[slot] for a, slot, _ in back])) / pivot

    def worth(self, reward: Figures) -> None:
        """Turn what each visit is worth into what is expected from a touchpoint onwards, in place."""
        shares = self._shares
        for i, pivot, back, _ in self._stages:
            passed = reward[i] / pivot
            if passed:
                for a, slot, _ in back:
                    reward[a] += shares[slot] * passed
        for i, pivot, _, onward in reversed(self._stages):
            reward[i] = (reward[i] + sum([shares[slot] * reward[j] for j, slot in onward])) / pivot

    def returns(self) -> dict[int, float]:
        """For each touchpoint, how often somebody who is there will have been there in all: 1 or more.

        The diagonal of the inverse, by the recursion of Takahashi (1973): it needs no more than the ways there are.
        """
        shares = self._shares
        times: dict[tuple[int, int], float] = {}
        for i, pivot, back, onward in reversed(self._stages):
            for a, _, _ in back:
                times[i, a] = sum([shares[slot] * times[j, a] for j, slot in onward]) / pivot
            for j, _ in onward:
                times[j, i] = sum([times[j, a] * shares[slot] for a, slot, _ in back]) / pivot
            times[i, i] = (1 + sum([shares[slot] * times[j, i] for j, slot in onward])) / pivot
        return {i: times[i, i] for i, *_ in self._stages}
