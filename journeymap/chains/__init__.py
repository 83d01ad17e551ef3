"""A journey as an absorbing Markov chain: how often each touchpoint is met, and what comes after it.

Parts without a loop are swept once along the ways; loops are solved by elimination. Both only add and multiply
positive numbers, so small shares keep their accuracy. Nothing is sampled, unrolled or cut off.

Some words used throughout this package: a touchpoint is *felt* when its emotion is known and it is not a survey;
all others are *passed through*. The *level* of a felt touchpoint is the rank of its emotion by intensity, from 0
for the weakest; of two equally strong emotions the negative one ranks higher. What is passed through has level -1.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

import attrs

from journeymap.chains.elimination import Elimination, Loop
from journeymap.errors import ScoringError
from journeymap.graph import Routes, Way
from journeymap.model import Touchpoint
from journeymap.recalling import strength

__all__ = ["UNFELT", "Chain", "Part", "chain", "felt"]

UNFELT = -1
"""The level of a touchpoint that is passed through."""

Flow = list[tuple[int, float]]


@attrs.frozen
class Part:
    """A strongly connected part of a chain: a loop, or one touchpoint that is never come back to.

    Attributes:
        members: The touchpoints in it.
        loop: The loop; None when a customer cannot come back within it.
    """

    members: tuple[int, ...]
    loop: Loop | None


@attrs.frozen(eq=False)
class Chain:
    """The part of a journey that customers can get to, with one share for each pair of touchpoints.

    Attributes:
        ids: The ids of all touchpoints, by position.
        start: The position where the journey starts.
        parts: In an order in which every part comes before those it leads to.
        home: The number of the part that each touchpoint is in.
        outward: For each touchpoint the shares that lead to later parts.
        inward: For each touchpoint in a loop the shares that stay within it; those to itself are left out.
        leaving: For each touchpoint the share whose journey ends there.
        emotion: The emotion of each touchpoint that is felt; None where it is passed through.
        level: The level of each touchpoint.
        values: The emotion of each level.
    """

    ids: tuple[str, ...]
    start: int
    parts: tuple[Part, ...]
    home: dict[int, int]
    outward: list[Flow]
    inward: dict[int, Flow]
    leaving: tuple[float, ...]
    emotion: tuple[float | None, ...]
    level: tuple[int, ...]
    values: tuple[float, ...]

    def eliminated(self, part: Part, *, among: Iterable[int] | None = None, discount: float = 0.0) -> Elimination:
        """The loop, ready to be solved.

        Args:
            part: The part, which is a loop.
            among: Keep to these touchpoints of it; what goes to others counts as leaving. None for the whole loop.
            discount: Let every visit to a felt touchpoint count for exp(-discount), the rest being lost on it.

        Raises:
            ScoringError: When the loop is left too rarely for a float.
        """
        assert part.loop is not None
        kept = set(part.members if among is None else among)
        stays, lost = math.exp(-discount), -math.expm1(-discount)
        shares = [0.0] * part.loop.size
        leak: dict[int, float] = {}
        for i in part.members:
            if i not in kept:
                continue
            counts = discount > 0 and self.emotion[i] is not None
            leaves = self.leaving[i] + sum([share for _, share in self.outward[i]])
            for j, share in self.inward[i]:
                if j in kept:
                    shares[part.loop.slots[i, j]] = stays * share if counts else share
                else:
                    leaves += share
            leak[i] = stays * leaves + lost if counts else leaves
        try:
            return Elimination(part.loop, shares, leak)
        except ZeroDivisionError:
            raise ScoringError(self.too_rare(part)) from None

    def too_rare(self, part: Part) -> str:
        """What to say of a loop that is hardly ever left."""
        named = ", ".join(repr(self.ids[i]) for i in sorted(part.members))
        return f"touchpoints {named}: the loop is left too rarely to be computed; raise the shares that leave it"

    def visits(self) -> tuple[list[float], list[float]]:
        """How often a customer meets each touchpoint, and the share (0..1) of customers who meet it at all."""
        visits = [0.0] * len(self.ids)
        visits[self.start] = 1.0
        reach = visits.copy()
        for part in self.parts:
            if part.loop:
                loop = self.eliminated(part)
                loop.visits(visits)
                for i, times in loop.returns().items():
                    reach[i] = min(1.0, visits[i] / times)
            for i in part.members:
                here = visits[i]
                for j, share in self.outward[i]:
                    visits[j] += here * share
            if not part.loop:
                reach[part.members[0]] = min(1.0, visits[part.members[0]])
        endless = next((part for part in self.parts if not math.isfinite(visits[part.members[0]])), None)
        if endless is not None:
            raise ScoringError(self.too_rare(endless))
        return visits, reach

    def departing(self, origins: Iterable[int], *, below: int, at: int | None = None) -> dict[int, float]:
        """For each origin the share of those there who meet nothing of level ``below`` or above it afterwards.

        The origins themselves have that level, or a higher one. With ``at``, only those count who end there.
        """
        origins = list(origins)
        leaving = self.leaving if at is None else self.leaving_at(at)
        onward = {i: [*self.outward[i], *self.inward.get(i, ())] for i in origins}
        chance = self._leaving_below({j for flow in onward.values() for j, _ in flow}, below, leaving)
        return {i: leaving[i] + sum([p * chance.get(j, 0.0) for j, p in onward[i]]) for i in origins}

    def leaving_at(self, place: int) -> list[float]:
        """For each touchpoint the share whose journey ends there; 0 everywhere but in one place."""
        return [share if i == place else 0.0 for i, share in enumerate(self.leaving)]

    def _leaving_below(self, origins: Iterable[int], below: int, leaving: Sequence[float]) -> dict[int, float]:
        """The chance to leave from each touchpoint on, the origins included, without meeting that level or above."""
        found = {i for i in origins if self.level[i] < below}
        spreading = list(found)
        while spreading:
            here = spreading.pop()
            for j, _ in (*self.outward[here], *self.inward.get(here, ())):
                if self.level[j] < below and j not in found:
                    found.add(j)
                    spreading.append(j)
        chance: dict[int, float] = {}
        for number in sorted({self.home[i] for i in found}, reverse=True):
            part = self.parts[number]
            inside = [i for i in part.members if i in found]
            chance.update(dict.fromkeys(part.members, 0.0))
            for i in inside:
                chance[i] = leaving[i] + sum([p * chance.get(j, 0.0) for j, p in self.outward[i]])
            if part.loop:
                self.eliminated(part, among=inside).worth(chance)
        return chance

    def settled(self, final: Sequence[float]) -> list[float]:
        """What is left behind where journeys end, of an amount that customers take along from the last felt touchpoint.

        Args:
            final: For each felt touchpoint the amount that all its visitors have with them.

        Returns:
            For each touchpoint, felt or passed through, the amount held by those whose journey ends there.
        """
        if UNFELT not in self.level:
            return [amount * share for amount, share in zip(final, self.leaving, strict=True)]
        held = [0.0 if level == UNFELT else amount for level, amount in zip(self.level, final, strict=True)]
        for part in self.parts:
            through = [i for i in part.members if self.level[i] == UNFELT]
            if part.loop and through:
                for i in part.members:
                    if self.level[i] != UNFELT:
                        self._pass_on(held, i, self.inward[i])
                self.eliminated(part, among=through).visits(held)
            for i in part.members:
                self._pass_on(held, i, self.outward[i])
        return [amount * share for amount, share in zip(held, self.leaving, strict=True)]

    def _pass_on(self, held: list[float], here: int, flow: Flow) -> None:
        for j, share in flow:
            if self.level[j] == UNFELT:
                held[j] += held[here] * share


def felt(touchpoint: Touchpoint) -> float | None:
    """The emotion that counts: None where it is unknown, and at a survey, which measures and is not experienced."""
    if touchpoint.kind == "survey" or touchpoint.emotion is None:
        return None
    return float(touchpoint.emotion)


def chain(routes: Routes, *, weigh: Callable[[float], float] = float, also: Iterable[float] = ()) -> Chain:
    """The chain of a journey that has a start.

    Args:
        routes: The ways through it.
        weigh: What an emotion counts for; itself unless losses weigh more.
        also: Emotions that have a level too, though nobody may feel them.

    Raises:
        ScoringError: When customers can get into a loop that nobody can leave; the message names its touchpoints.
    """
    assert routes.start is not None
    met = routes.reachable()
    for trap in routes.traps():
        if trap[0] in met:
            named = ", ".join(repr(routes.ids[i]) for i in trap)
            raise ScoringError(
                f"touchpoints {named}: nobody can leave this loop; add a way out, an ending (ends=) or a drop_off"
            )
    shares = [_merged(ways) for ways in routes.ways]
    parts, outward, inward = [], [list(flow.items()) for flow in shares], {}
    for members in routes.parts:
        if members[0] not in met:
            continue
        loop = None
        if len(members) > 1 or members[0] in shares[members[0]]:
            inside = set(members)
            for i in members:
                inward[i] = [(j, share) for j, share in shares[i].items() if j in inside and j != i]
                outward[i] = [(j, share) for j, share in shares[i].items() if j not in inside]
            loop = Loop({i: [j for j, _ in inward[i]] for i in members})
        parts.append(Part(members, loop))
    feelings = (felt(touchpoint) for touchpoint in routes.journey.touchpoints)
    emotion = tuple(None if feeling is None else weigh(feeling) for feeling in feelings)
    known = {value + 0.0 for i, value in enumerate(emotion) if value is not None and i in met}
    values = sorted(known | {weigh(feeling) + 0.0 for feeling in also}, key=strength)
    rank = {value: level for level, value in enumerate(values)}
    return Chain(
        ids=routes.ids,
        start=routes.start,
        parts=tuple(parts),
        home={i: number for number, part in enumerate(parts) for i in part.members},
        outward=outward,
        inward=inward,
        leaving=routes.leaving,
        emotion=emotion,
        level=tuple(UNFELT if value is None else rank.get(value, UNFELT) for value in emotion),
        values=tuple(values),
    )


def _merged(ways: Iterable[Way]) -> dict[int, float]:
    """The share that goes to each touchpoint, several ways to one added up."""
    shares: dict[int, float] = {}
    for way in ways:
        if way.share > 0:
            shares[way.to] = shares.get(way.to, 0.0) + way.share
    return shares
