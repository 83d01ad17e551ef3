"""Where the customer can go from each touchpoint, and with what share: the one place where that is settled.

Everything that thinks about a journey (scores, rules, drawings) asks here and nowhere else.

Shares are resolved as follows. Probabilities that are given are kept; ways without one share equally what is
left after ``drop_off`` and the given ones; when all are given and fall short of ``1 - drop_off`` they are scaled
up to it. A touchpoint with ``ends`` and no ``drop_off`` ends the journey for everyone there: its ways keep a
share of 0, because they begin another visit. A touchpoint with no way on, or with none that anybody takes,
ends the journey too.

Example:
    >>> from journeymap.model import Journey
    >>> shop = (
    ...     Journey("Shop")
    ...     .touchpoint("pay", "Payment", next={"done": 0.9, "declined": 0.1})
    ...     .touchpoint("declined", "Card declined", kind="failure", next=["pay"], drop_off=0.5)
    ...     .touchpoint("done", "Confirmed", ends="success")
    ... )
    >>> found = routes(shop)
    >>> [(way.kind, way.share) for way in found.ways[0]]
    [('forward', 0.9), ('failure', 0.1)]
    >>> found.path("done"), found.loops()
    (('pay', 'done'), ((0, 1),))
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from journeymap.errors import UnknownNameError
from journeymap.model import Journey, Touchpoint, Transition
from journeymap.parts import strong_parts

if TYPE_CHECKING:
    import networkx

__all__ = ["Routes", "Way", "network", "routes"]

Places: TypeAlias = int | str | Iterable[int | str]
"""One touchpoint or several, each by its position or its id."""

ROUNDING = 1e-15
"""What adding probabilities up may leave over: not a share that anybody takes."""


@attrs.frozen
class Way:
    """A way on from a touchpoint.

    Attributes:
        to: The position of the touchpoint it leads to.
        share: The share (0..1) of those at the touchpoint who go this way; all of them and ``leaving`` sum to 1.
        kind: Which kind of way it is: as stated, otherwise as implied by the two touchpoints.
        transition: The transition as the journey states it.
    """

    to: int
    share: float
    kind: str
    transition: Transition


@attrs.frozen(eq=False, repr=False)
class Routes:
    """All ways through a journey, by position in ``journey.touchpoints``.

    Only ways that somebody takes (share above 0) count in the questions below. Touchpoints are given as positions
    or ids, one or several; positions come back, and paths as ids.

    Attributes:
        journey: The journey.
        ids: The id of each touchpoint.
        start: Where the journey starts; None for a journey without touchpoints.
        ways: The ways out of each touchpoint, as written.
        back: The positions from which each touchpoint is entered.
        leaving: The share (0..1) of those at each touchpoint whose journey ends there.
        parts: The touchpoints in strongly connected parts, every part before those it leads to.
    """

    journey: Journey
    ids: tuple[str, ...]
    start: int | None
    ways: tuple[tuple[Way, ...], ...]
    back: tuple[tuple[int, ...], ...]
    leaving: tuple[float, ...]
    parts: tuple[tuple[int, ...], ...]
    _onward: tuple[tuple[int, ...], ...]

    def __repr__(self) -> str:
        return f"<Routes of {self.journey.name!r}: {len(self.ids)} touchpoints, {sum(map(len, self.ways))} ways>"

    # What there is

    def ends_at(self, place: int | str) -> bool:
        """Whether the journey ends there for anybody."""
        return self.leaving[self._positions(place)[0]] > 0

    @property
    def endings(self) -> tuple[int, ...]:
        """The positions where the journey ends for some or all who are there."""
        return tuple(i for i, share in enumerate(self.leaving) if share > 0)

    def loops(self) -> tuple[tuple[int, ...], ...]:
        """The parts in which a customer can come back to where they were, in order of their first touchpoint."""
        return tuple(sorted(part for part in self.parts if len(part) > 1 or part[0] in self._onward[part[0]]))

    def traps(self) -> tuple[tuple[int, ...], ...]:
        """The loops that nobody can leave: no way out, and no ending inside."""

        def closed(part: tuple[int, ...]) -> bool:
            inside = set(part)
            return all(self.leaving[i] == 0 and inside.issuperset(self._onward[i]) for i in part)

        return tuple(part for part in self.loops() if closed(part))

    # Where one can get to

    def reachable(
        self, origins: Places | None = None, *, avoiding: Places = (), unused: bool = False
    ) -> frozenset[int]:
        """The positions one can get to, the origins included.

        Args:
            origins: Where to set out; None for the start.
            avoiding: Touchpoints that may not be met, not even as an origin.
            unused: Also follow ways of share 0, such as those that begin another visit after an ending.
        """
        onward = tuple(tuple(way.to for way in ways) for ways in self.ways) if unused else self._onward
        return frozenset(_spread(onward, self._origins(origins), set(self._positions(avoiding))))

    def reaching(self, targets: Places, *, avoiding: Places = ()) -> frozenset[int]:
        """The positions from which one can get to a target, the targets included, without meeting ``avoiding``."""
        return frozenset(_spread(self.back, self._positions(targets), set(self._positions(avoiding))))

    def steps(self, origins: Places | None = None, *, avoiding: Places = ()) -> dict[int, int]:
        """The fewest steps from the origins (None: the start) to each position one can get to; 0 for the origins."""
        return _spread(self._onward, self._origins(origins), set(self._positions(avoiding)))

    def path(
        self, targets: Places, *, origin: int | str | None = None, avoiding: Places = ()
    ) -> tuple[str, ...] | None:
        """The shortest path to a target, as ids; None when there is none.

        Of several shortest paths the one that keeps to the order in which ways are written. Some questions it answers:
        can X be met at all: ``path(x)``; can a customer finish without it: ``path(routes.endings, avoiding=x)``.

        Args:
            targets: Where to get to; the path ends at the first one met.
            origin: Where to set out; None for the start.
            avoiding: Touchpoints that may not be met, neither as the origin nor as the target.
        """
        return self._ids(self._walk(self._origins(origin), self._positions(targets), self._positions(avoiding)))

    # What must come before, and after

    def unpreceded(self, targets: Places, *, by: Places) -> tuple[str, ...] | None:
        """A path that reaches a target without having met one of ``by``; None when every path meets one first.

        A touchpoint that is both a target and one of ``by`` precedes itself.

        Example:
            >>> walk = Journey("Walk").touchpoint("door", "Door", next=["price", "till"])
            >>> walk = walk.touchpoint("price", "Price tag").touchpoint("till", "Till")
            >>> routes(walk).unpreceded("till", by="price")
            ('door', 'till')
        """
        return self.path(targets, avoiding=by)

    def unanswered(self, origins: Places, *, by: Places, within: int | None = None) -> tuple[str, ...] | None:
        """A path through an origin that is never followed by one of ``by``; None when each visit is sure to be.

        A loop that can be left is left in the end; one that nobody can leave, and that has none of ``by`` in it,
        counts as never followed. An origin that is one of ``by`` answers itself, one nobody can get to needs no answer.

        Args:
            origins: The touchpoints that need to be followed.
            by: The touchpoints that must follow.
            within: In at most so many steps after the origin; None for at any time after it.

        Example:
            >>> desk = Journey("Desk").touchpoint("complaint", "Complaint", next=["apology", "bye"])
            >>> desk = desk.touchpoint("apology", "Apology").touchpoint("bye", "Goodbye")
            >>> routes(desk).unanswered("complaint", by="apology")
            ('complaint', 'bye')
        """
        answers = set(self._positions(by))
        final = {i for i, share in enumerate(self.leaving) if share > 0}
        final.update(i for trap in self.traps() if answers.isdisjoint(trap) for i in trap)
        for origin in self._positions(origins):
            way_there = None if origin in answers else self._walk(self._origins(None), [origin], ())
            if way_there is None:
                continue
            on = (
                self._walk([origin], final, answers) if within is None else self._linger(origin, final, answers, within)
            )
            if on is not None:
                return self._ids([*way_there, *on[1:]])
        return None

    # How

    def _positions(self, places: Places) -> list[int]:
        listed = [places] if isinstance(places, (int, str)) else places
        known = self.journey.positions
        try:
            return [known[place] if isinstance(place, str) else place for place in listed]
        except KeyError as error:
            raise UnknownNameError.of("touchpoint", error.args[0], known) from None

    def _origins(self, origins: Places | None) -> list[int]:
        if origins is not None:
            return self._positions(origins)
        return [] if self.start is None else [self.start]

    def _ids(self, walk: Sequence[int] | None) -> tuple[str, ...] | None:
        return None if walk is None else tuple(self.ids[i] for i in walk)

    def _walk(self, origins: Iterable[int], targets: Iterable[int], avoiding: Iterable[int]) -> list[int] | None:
        wanted, shut = set(targets), set(avoiding)
        came_from = {origin: -1 for origin in origins if origin not in shut}
        queue = deque(came_from)
        while queue:
            here = queue.popleft()
            if here in wanted:
                walk = [here]
                while came_from[walk[-1]] >= 0:
                    walk.append(came_from[walk[-1]])
                return walk[::-1]
            for there in self._onward[here]:
                if there not in came_from and there not in shut:
                    came_from[there] = here
                    queue.append(there)
        return None

    def _linger(self, origin: int, final: set[int], answers: set[int], limit: int) -> list[int] | None:
        """A walk from the origin that ends early, or takes ``limit`` steps, without meeting an answer."""
        layers: list[dict[int, int]] = [{origin: -1}]
        while len(layers) <= limit and final.isdisjoint(layers[-1]):
            layer: dict[int, int] = {}
            for here in layers[-1]:
                for there in self._onward[here]:
                    if there not in answers:
                        layer.setdefault(there, here)
            layers.append(layer)
        last = next((i for i in layers[-1] if i in final), next(iter(layers[-1]), None))
        if last is None:
            return None
        walk = [last]
        for layer in reversed(layers[1:]):
            walk.append(layer[walk[-1]])
        return walk[::-1]


def routes(journey: Journey) -> Routes:
    """All ways through a journey, with their shares and kinds.

    Raises:
        JourneyError: When a transition, or another reference, leads to a touchpoint that is not there.
    """
    journey.checked()
    positions, touchpoints = journey.positions, journey.touchpoints
    transitions = [journey.ways_from(touchpoint) for touchpoint in touchpoints]
    resolved = [_shares(*pair) for pair in zip(touchpoints, transitions, strict=True)]
    onward = tuple(
        tuple(dict.fromkeys(positions[t.to] for t, share in zip(out, shares, strict=True) if share > 0))
        for out, (shares, _) in zip(transitions, resolved, strict=True)
    )
    parts = strong_parts(onward)
    part_of = {i: number for number, part in enumerate(parts) for i in part}

    def way(here: int, transition: Transition, share: float) -> Way:
        there = positions[transition.to]
        kind = transition.kind or _implied(touchpoints[here], touchpoints[there], part_of[here] == part_of[there])
        return Way(there, share, kind, transition)

    back: list[list[int]] = [[] for _ in touchpoints]
    for here, out in enumerate(onward):
        for there in out:
            back[there].append(here)
    return Routes(
        journey=journey,
        ids=tuple(positions),
        start=None if journey.first is None else positions[journey.first.id],
        ways=tuple(
            tuple(way(here, *pair) for pair in zip(transitions[here], resolved[here][0], strict=True))
            for here in range(len(touchpoints))
        ),
        back=tuple(map(tuple, back)),
        leaving=tuple(leaving for _, leaving in resolved),
        parts=tuple(parts),
        onward=onward,
    )


def network(journey: Journey) -> networkx.MultiDiGraph[str]:
    """The journey as a networkx graph, for other programs.

    Touchpoints carry ``name``, ``stage``, ``kind``, ``channel``, ``emotion``, ``ends`` and ``leaving`` (the share
    whose journey ends there); transitions carry ``probability`` (the share who take it), ``kind``, ``condition`` and
    ``delay`` in seconds; the graph ``name`` and ``start``. What is unknown is left out, so every format can hold it.

    Raises:
        JourneyError: When the journey refers to touchpoints that are not there.

    Example:
        >>> graph = network(Journey("Shop").touchpoint("pay", "Payment", emotion=-1).touchpoint("done", "Confirmed"))
        >>> list(graph.edges(data="probability"))
        [('pay', 'done', 1.0)]
    """
    import networkx

    found = routes(journey)
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(**_known(journey, "name"))
    if found.start is not None:
        graph.graph["start"] = found.ids[found.start]
    for touchpoint, leaving in zip(journey, found.leaving, strict=True):
        facts = _known(touchpoint, "name", "stage", "kind", "channel", "emotion", "ends")
        graph.add_node(touchpoint.id, **facts, leaving=leaving)
    for id, ways in zip(found.ids, found.ways, strict=True):
        for way in ways:
            facts = _known(way.transition, "condition", "delay")
            graph.add_edge(id, found.ids[way.to], probability=way.share, kind=way.kind, **facts)
    return graph


def _known(record: object, *names: str) -> dict[str, Any]:
    facts = {name: getattr(record, name) for name in names}
    return {name: value for name, value in facts.items() if value is not None}


def _shares(touchpoint: Touchpoint, transitions: Sequence[Transition]) -> tuple[list[float], float]:
    """The share of each transition, and the share whose journey ends at the touchpoint."""
    given = [transition.probability for transition in transitions]
    stated = math.fsum(share for share in given if share is not None)
    onward = 1 - touchpoint.drop_off
    rest = onward - stated
    if (touchpoint.ends is not None and not touchpoint.drop_off) or not (stated or None in given) or onward <= 0:
        return [0.0] * len(given), 1.0
    if None in given and rest > ROUNDING:
        each = rest / given.count(None)
        return [each if share is None else share for share in given], touchpoint.drop_off
    if abs(rest) <= ROUNDING:
        return [share or 0.0 for share in given], touchpoint.drop_off
    return [(share or 0.0) / stated * onward for share in given], touchpoint.drop_off


def _implied(source: Touchpoint, target: Touchpoint, returns: bool) -> str:
    """The kind of a way that states none; ``returns`` when the target leads back to the source."""
    if target.kind in ("failure", "out_of_stock"):
        return "failure"
    if target.kind == "recovery":
        return "recovery"
    if source.kind == "failure" and returns:
        return "retry"
    return target.ends if target.ends in ("abandon", "cancel") else "forward"


def _spread(onward: Sequence[Sequence[int]], origins: Iterable[int], shut: set[int]) -> dict[int, int]:
    steps = {origin: 0 for origin in origins if origin not in shut}
    queue = deque(steps)
    while queue:
        here = queue.popleft()
        for there in onward[here]:
            if there not in steps and there not in shut:
                steps[there] = steps[here] + 1
                queue.append(there)
    return steps
