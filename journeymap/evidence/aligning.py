"""Where a way that a customer took leaves the ways that were designed.

A way is laid beside the designed ones so that as little as possible must be explained (an optimal alignment, as in
Adriansyah 2014, with a cost of 1 for each step that is missing or too many). A touchpoint that the log never shows is
passed through in silence: nobody can tell whether it was left out.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Literal

import attrs

from journeymap.model import Journey, Touchpoint

__all__ = ["BEGIN", "KINDS", "Design", "Kind", "Strayed"]

BEGIN = ""
"""What stands before the first touchpoint; no touchpoint has such an id."""

Kind = Literal["skipped", "added", "repeated", "out of order", "ending"]
"""How a customer leaves the ways that were designed."""

KINDS: Mapping[Kind, str] = {
    "skipped": "skipped",
    "added": "added",
    "repeated": "repeated",
    "out of order": "out of order",
    "ending": "undesigned ending",
}
"""What the kinds are called."""

Strayed = tuple[Kind, str]
"""What somebody did otherwise, and the touchpoint or activity."""

Trace = tuple["Trace", Kind | None, tuple[str, ...]] | None
"""What was done up to here: what came before, and whether steps were too many, missing (and which), or as designed."""


Reached = deque[tuple[str, tuple[str, ...]]]
"""Touchpoints still to be looked at, each with those passed on the way."""


@attrs.frozen(slots=False)
class Design:
    """The ways that a journey offers between those touchpoints that a log can show.

    Attributes:
        journey: The journey as designed.
        shown: The ids of the touchpoints that the log can show.
    """

    journey: Journey
    shown: frozenset[str]

    @cached_property
    def silent(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        """From each touchpoint the next ones that are shown, with those that are passed in silence on the way."""
        origins = (BEGIN, *(touchpoint.id for touchpoint in self.journey))
        return {origin: self._following(origin) for origin in origins}

    def _following(self, origin: str) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        passed: set[str] = set()
        queue: Reached = deque((id, ()) for id in self._ways(origin))
        while queue:
            id, before = queue.popleft()
            if id in self.shown:
                found.setdefault(id, before)
            elif id not in passed:
                passed.add(id)
                queue.extend((to, (*before, id)) for to in self._ways(id))
        return found

    def _ways(self, origin: str) -> Iterable[str]:
        if origin == BEGIN:
            first = self.journey.first
            return () if first is None else (first.id,)
        return tuple(way.to for way in self.journey.ways_from(self.journey[origin]) if way.probability != 0)

    @cached_property
    def endings(self) -> Mapping[str, tuple[str, ...]]:
        """The touchpoints where it was designed that a journey may end, with those passed in silence up to there."""
        found: dict[str, tuple[str, ...]] = {}
        for touchpoint in self.journey:
            way = self._to_ending(touchpoint)
            if touchpoint.id in self.shown and way is not None:
                found[touchpoint.id] = way
        return found

    def _to_ending(self, touchpoint: Touchpoint) -> tuple[str, ...] | None:
        queue: Reached = deque([(touchpoint.id, ())])
        passed: set[str] = set()
        while queue:
            id, before = queue.popleft()
            here = self.journey[id]
            if here.ends is not None or here.drop_off > 0 or not self._ways(id):
                return before
            for to in self._ways(id):
                if to not in self.shown and to not in passed:
                    passed.add(to)
                    queue.append((to, (*before, to)))
        return None

    @cached_property
    def missing(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        """From each touchpoint to every other that can follow: which ones are left out by going there at once."""
        return {origin: self._skipped(origin) for origin in (BEGIN, *sorted(self.shown))}

    def _skipped(self, origin: str) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        queue: Reached = deque((id, ()) for id in self.silent[origin])
        while queue:
            id, before = queue.popleft()
            if id not in found:
                found[id] = before
                queue.extend((to, (*before, id)) for to in self.silent[id])
        return found

    def strayed(self, way: Sequence[str]) -> tuple[Strayed, ...]:
        """What somebody who went this way did otherwise than designed; nothing when the way fits.

        Args:
            way: Ids of touchpoints that are shown, or names of activities that are none.

        Example:
            >>> walk = Journey("Walk")
            >>> for name in "abcd":
            ...     walk = walk.touchpoint(name, name)
            >>> design = Design(walk, frozenset("abcd"))
            >>> design.strayed("abcd"), design.strayed("acd"), design.strayed("abxcbd")
            ((), (('skipped', 'b'),), (('added', 'x'), ('repeated', 'b')))
            >>> design.strayed("acbd"), design.strayed("ab")
            ((('out of order', 'c'),), (('ending', 'b'),))
        """
        kept, left, extra = self._aligned(way)
        found: dict[Strayed, None] = {}
        moved = {id for id in extra if id in left}
        for id in left:
            if id not in moved:
                found["skipped", id] = None
        for id in extra:
            kind: Kind = "out of order" if id in moved else "repeated" if id in kept else "added"
            # A touchpoint that is met where no designed way leads to it stands out of order, too.
            if kind == "added" and id in self.shown:
                kind = "out of order"
            found[kind, id] = None
        if way and way[-1] not in self.endings:
            found["ending", way[-1]] = None
        return tuple(found)

    def _aligned(self, way: Sequence[str]) -> tuple[set[str], list[str], list[str]]:
        """The steps that are as designed, those that are missing, and those that are too many."""
        states: dict[str, tuple[int, Trace]] = {BEGIN: (0, None)}
        for step in way:
            reached: dict[str, tuple[int, Trace]] = {}
            if step in self.shown:
                leads = (
                    (cost + len(skips), trace, (*skips, step))
                    for origin, (cost, trace) in states.items()
                    if (skips := self.missing[origin].get(step)) is not None
                )
                best = min(leads, key=lambda lead: lead[0], default=None)
                if best is not None:
                    reached[step] = best[0], (best[1], None, best[2])
            for origin, (cost, trace) in states.items():
                if origin not in reached or cost + 1 < reached[origin][0]:
                    reached[origin] = cost + 1, (trace, "added", (step,))
            states = reached
        _, trace = min(states.values(), key=lambda state: state[0])
        kept: set[str] = set()
        left: list[str] = []
        extra: list[str] = []
        while trace is not None:
            trace, kind, steps = trace
            if kind is None:
                kept.add(steps[-1])
                left[:0] = steps[:-1]
            else:
                extra[:0] = steps
        return kept, left, extra
