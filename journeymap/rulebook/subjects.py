"""A journey, and what is worked out about it once for all rules."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cached_property

import attrs

from journeymap import graph, scoring
from journeymap.errors import ScoringError
from journeymap.model import Journey, Touchpoint
from journeymap.pathfinding import Path, paths_along

__all__ = ["COVERAGE", "Subject", "Walk"]

COVERAGE = 0.95
"""The share of customers whose paths are looked at by rules that judge paths."""

MOST_PATHS = 500
"""How many paths are looked at, at the most."""


@attrs.frozen
class Walk:
    """A path as the customer feels it; surveys are left out, because they measure and are no part of the service.

    Attributes:
        path: The path.
        ids: The touchpoints met, in order.
        emotions: How the customer feels at each of them; None where that is unknown.
        felt: The emotions that are known, in order.
        ends: How the journey ends: success, failure, abandon (also for those who drop off), cancel; None when unknown.
    """

    path: Path
    ids: tuple[str, ...]
    emotions: tuple[float | None, ...]
    felt: tuple[float, ...]
    ends: str | None

    @property
    def known(self) -> bool:
        """Whether every emotion on it is known."""
        return len(self.felt) == len(self.ids)


@attrs.define(eq=False)
class Subject:
    """A journey and what is worked out about it once, for all rules."""

    journey: Journey

    @cached_property
    def routes(self) -> graph.Routes:
        """Where customers can go, and with what share."""
        return graph.routes(self.journey)

    @cached_property
    def score(self) -> scoring.Score | None:
        """How the journey will be remembered; None when it cannot be scored."""
        try:
            return scoring.score_along(self.routes)
        except ScoringError:
            return None

    @cached_property
    def reached(self) -> Mapping[int, Touchpoint]:
        """The touchpoints that customers can get to, by position and in order."""
        return {i: self.journey.touchpoints[i] for i in sorted(self.routes.reachable())}

    @cached_property
    def endings(self) -> Mapping[str, float]:
        """The share of customers for whom each touchpoint is the last one that is not a survey, by id.

        Exact, unless customers can get lost in a loop without a way out: then as far as the paths looked at go.
        """
        touchpoints, routes = self.journey.touchpoints, self.routes
        surveys = {i for i, touchpoint in enumerate(touchpoints) if touchpoint.kind == "survey"}
        if self.score is None:
            shares: dict[str, float] = {}
            for path in self.paths:
                last = next((id for id in reversed(path.ids) if self.journey.positions[id] not in surveys), None)
                if last is not None:
                    shares[last] = shares.get(last, 0.0) + path.probability
            return shares
        final: dict[int, float] = {}
        for i in (i for part in reversed(routes.parts) for i in part):
            final[i] = routes.leaving[i] + sum(
                way.share * final.get(way.to, 0.0) for way in routes.ways[i] if way.to in surveys
            )
        ends = ((i, self.score.visits[routes.ids[i]] * final[i]) for i in range(len(touchpoints)) if i not in surveys)
        return {routes.ids[i]: min(1.0, share) for i, share in ends if share > 0}

    @cached_property
    def paths(self) -> tuple[Path, ...]:
        """The likeliest paths, up to 95 % of customers and at most 500."""
        return tuple(paths_along(self.routes, coverage=COVERAGE, limit=MOST_PATHS))

    @cached_property
    def walks(self) -> tuple[Walk, ...]:
        """The same paths as customers feel them; those without anything but surveys are left out."""
        emotions = {touchpoint.id: touchpoint.emotion for touchpoint in self.journey if touchpoint.kind != "survey"}
        felt = {id: emotion for id, emotion in emotions.items() if emotion is not None}
        ends = {t.id: t.ends or ("abandon" if t.drop_off else None) for t in self.journey}

        def walk(path: Path) -> Walk:
            ids = tuple(filter(emotions.__contains__, path.ids))
            known = map(felt.__getitem__, filter(felt.__contains__, ids))
            return Walk(path, ids, tuple(map(emotions.__getitem__, ids)), tuple(known), ends[path.ids[-1]])

        return tuple(filter(lambda walk: walk.ids, map(walk, self.paths)))

    @cached_property
    def covered(self) -> float:
        """The share of customers (0..1) who take one of these paths."""
        return min(1.0, math.fsum(path.probability for path in self.paths))

    def memory_share(self, id: str | None) -> float:
        """How much of what is remembered sits at a touchpoint.

        A place without a memory share of its own (the whole journey, or an unknown emotion) counts as much as
        a touchpoint does on average.
        """
        shares = self.score.shares if self.score is not None else {}
        return shares.get(id or "") or 1 / max(1, len(self.journey))
