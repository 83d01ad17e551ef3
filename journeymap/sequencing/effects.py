"""What a change does to a score; of one raised emotion exactly, without scoring the whole journey again.

When an emotion is raised, customers go where they went, and end where they ended: the end and the mean rise by the
share that the touchpoint has in them. The peak may be another one, for those alone who come through the touchpoint.
What is different for them is followed from there on, and dies out where something stronger is felt.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator

import attrs

from journeymap.chains import UNFELT, chain, felt
from journeymap.chains.means import shares_at
from journeymap.chains.peaks import Levels, visits_by_level, visits_within
from journeymap.graph import Routes
from journeymap.model import Journey
from journeymap.scoring import CLOSE, Ending, Score, peak_end

__all__ = ["Effect", "Raising", "effect", "raised"]

LIKELY = 0.05
"""From which share of customers on an ending is likely."""

HIGHEST = 2.0

LEAST = 1e-18
"""Fewer visits than these are what rounding leaves where two differences cancel."""


@attrs.frozen
class Effect:
    """What a change does.

    Attributes:
        gain: The change in the remembered score.
        below: The change in the share (−1..1) of customers who remember it as worse than neutral.
        worst: The change in what is remembered at the worst likely ending; None when there is none before or after.
    """

    gain: float
    below: float
    worst: float | None


def effect(now: Score, then: Score) -> Effect | None:
    """What a change did, by the scores before and after; None when one is unknown."""
    if now.remembered is None or then.remembered is None:
        return None
    before, after = (
        min((ending.remembered for ending in _likely(each).values() if ending.remembered is not None), default=None)
        for each in (now, then)
    )
    worst = None if before is None or after is None else after - before
    return Effect(then.remembered - now.remembered, then.below(0.0) - now.below(0.0), worst)


def _likely(scored: Score) -> dict[str, Ending]:
    return {id: ending for id, ending in scored.endings.items() if ending.probability >= LIKELY - CLOSE}


def raised(emotion: float) -> tuple[float, ...]:
    """What an emotion could be raised to: neutral, if it is worse, and a step higher; 2 at most.

    Example:
        >>> raised(-2), raised(-1), raised(1.5), raised(2)
        ((0.0, -1), (0.0,), (2.0,), ())
    """
    if emotion >= HIGHEST:
        return ()
    step = min(emotion + 1, HIGHEST)
    return (0.0,) * (emotion < 0) + (step,) * (step != 0)


@attrs.frozen
class _Ending:
    """A likely ending.

    Attributes:
        remembered: What those who end there remember.
        last: For each touchpoint that is felt the chance, in relation to all who end there, that somebody who is there
            feels nothing after it and ends there.
        share: For each touchpoint its mean share of their paths.
    """

    remembered: float
    last: dict[int, float]
    share: list[float]


class Raising:
    """A journey that was scored, ready to be asked what raising one emotion would do.

    Args:
        found: The ways through the journey.
        now: Its score.

    Example:
        >>> from journeymap.graph import routes
        >>> from journeymap.scoring import score
        >>> visit = Journey("Visit").touchpoint("desk", "Desk", emotion=1).touchpoint("bill", "Bill", emotion=-1)
        >>> Raising(routes(visit), score(visit)).effect("bill", 0.0)
        Effect(gain=1.0, below=-1.0, worst=1.0)
    """

    def __init__(self, found: Routes, now: Score) -> None:
        emotions = [emotion for touchpoint in found.journey if (emotion := felt(touchpoint)) is not None]
        also = {value for emotion in emotions for value in raised(emotion)}
        self.now, self.weights = now, now.weights
        self.chain = chain(found, weigh=self.weights.weigh, also=also)
        self.rank = {value: level for level, value in enumerate(self.chain.values)}
        self._back: list[list[tuple[int, float]]] = [[] for _ in found.ids]
        for i, flow in enumerate(self.chain.outward):
            for j, share in flow:
                self._back[j].append((i, share))
        self.levels = visits_by_level(self.chain)
        self.felt = [i for i, levels in enumerate(self.levels) if levels and self.chain.level[i] != UNFELT]
        self.last = self.chain.departing(self.felt, below=0)
        self.endings = tuple(self._endings(found.journey))

    def _endings(self, journey: Journey) -> Iterator[_Ending]:
        """The likely endings of those who feel anything."""
        places = {journey.positions[id]: ending.remembered for id, ending in _likely(self.now).items()}
        known = {place: remembered for place, remembered in places.items() if remembered is not None}
        for place, share in shares_at(self.chain, known).items():
            last = self.chain.departing(self.felt, below=0, at=place)
            scored = math.fsum(times * last[i] for i in self.felt for times in self.levels[i].values())
            whole = math.fsum(share)
            yield _Ending(known[place], {i: x / scored for i, x in last.items()}, [x / whole for x in share])

    def effect(self, id: str, emotion: float) -> Effect:
        """What it would do if this were the emotion of a touchpoint that customers get to and feel something at.

        The emotion is one of those that it could be :func:`raised` to.
        """
        now, weights = self.now, self.weights
        here, value = now.journey.positions[id], weights.weigh(emotion) + 0.0
        rise = value - (self.chain.emotion[here] or 0.0)
        different = self._different(here, self.rank[value])
        higher = self._peaks(different, self.last) / now.scored
        gain = weights.apply(higher, rise * now.end_probability[id], rise * now.mean_share[id])
        return Effect(gain, self._below(different, here, value), self._worst(different, here, rise))

    # Those who come through it

    def _different(self, here: int, level: int) -> dict[int, Levels]:
        """By how much the visits to each touchpoint, by level, differ when one has another level."""
        chain, number = self.chain, self.chain.home[here]
        levels = tuple(level if i == here else own for i, own in enumerate(chain.level))
        part = chain.parts[number]
        changed = attrs.evolve(chain, level=levels)
        inside = visits_within(changed, part, {i: self._entering(i) for i in part.members})
        for i, visits in inside.items():
            for known, times in self.levels[i].items():
                visits[known] = visits.get(known, 0.0) - times
        different: dict[int, Levels] = {}
        entering: dict[int, Levels] = {}
        waiting: list[int] = []
        while True:
            for i, visits in inside.items():
                left = {level: more for level, more in visits.items() if abs(more) > LEAST}
                if left:
                    different[i] = left
                for j, share in chain.outward[i] if left else ():
                    if j not in entering:
                        heapq.heappush(waiting, chain.home[j])
                    _add(entering.setdefault(j, {}), left, share)
            while waiting and waiting[0] == number:
                heapq.heappop(waiting)
            if not waiting:
                return different
            number = heapq.heappop(waiting)
            inside = visits_within(chain, chain.parts[number], entering)

    def _entering(self, i: int) -> Levels:
        """How many get to a touchpoint from other parts, by the highest level met before."""
        entering = {UNFELT: 1.0} if i == self.chain.start else {}
        for j, share in self._back[i]:
            _add(entering, self.levels[j], share)
        return entering

    # What is different for them

    def _peaks(self, different: dict[int, Levels], last: dict[int, float]) -> float:
        """By how much the peaks differ of those who feel something for the last time by these shares."""
        values = self.chain.values
        return math.fsum(
            more * values[level] * last[i]
            for i, levels in different.items() if i in last
            for level, more in levels.items()
        )  # fmt: skip

    def _below(self, different: dict[int, Levels], here: int, value: float) -> float:
        was = self.chain.emotion[here] or 0.0
        shares = [more for i, levels in different.items() if i in self.last
                  for more in self._worse(i, levels, value if i == here else self.chain.emotion[i] or 0.0)]  # fmt: skip
        shares += self._worse(here, self.levels[here], value)
        shares += [-share for share in self._worse(here, self.levels[here], was)]
        return math.fsum(shares) / self.now.scored

    def _worse(self, i: int, levels: Levels, end: float) -> list[float]:
        """The shares of those who feel this at the end and remember the journey as worse than neutral."""
        values, weights = self.chain.values, self.weights
        return [times * self.last[i] for level, times in levels.items()
                if peak_end(weights, values[level], end) < -CLOSE]  # fmt: skip

    def _worst(self, different: dict[int, Levels], here: int, rise: float) -> float | None:
        """By how much the worst of the likely endings is remembered better."""
        if not self.endings:
            return None
        after = []
        visits = math.fsum(self.levels[here].values())
        for ending in self.endings:
            peak, end = self._peaks(different, ending.last), rise * visits * ending.last[here]
            after.append(ending.remembered + self.weights.apply(peak, end, rise * ending.share[here]))
        return min(after) - min(ending.remembered for ending in self.endings)


def _add(levels: Levels, more: Levels, share: float) -> None:
    for level, times in more.items():
        levels[level] = levels.get(level, 0.0) + times * share
