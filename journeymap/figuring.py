"""What a journey comes to in figures, beside its score: who is lost and when, who comes again, what surprises.

Each figure is worked out from what the journey states; what it does not state makes the figure None or is named as a
share, and never counts as 0.

Example:
    >>> from journeymap.model import Journey, Transition
    >>> host = (
    ...     Journey("Web host")
    ...     .touchpoint("order", "Order", emotion=1, duration="10 min", next=[Transition("ask", delay="1 d")])
    ...     .touchpoint("ask", "Ask for help", emotion=-1, expected=1, next={"solved": 0.6, "gone": 0.4})
    ...     .touchpoint("solved", "Solved", emotion=1, ends="success")
    ...     .touchpoint("gone", "Moves to another host", emotion=-2, ends="abandon")
    ... )
    >>> found = figures(host)
    >>> found.lost, found.lost_after, found.surprises
    (0.4, 87000.0, {'ask': -2.0})
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping

import attrs

from journeymap.errors import expect
from journeymap.graph import Routes, routes
from journeymap.model import Journey, Touchpoint, Transition
from journeymap.pathfinding import Path, paths_along
from journeymap.scoring import Score, Weights, score_along

__all__ = ["Figures", "Silence", "figures"]

LOST = ("failure", "abandon", "cancel")
"""The endings at which a customer is lost."""

AGAIN, RECOMMENDED = ("return", "loyalty"), ("referral",)
"""The kinds of way by which customers come again, and bring others."""

COVERAGE, MOST_PATHS = 0.95, 500
"""Times are taken from the likeliest paths, up to this share of customers and this number."""


@attrs.frozen
class Silence:
    """The longest time in which nothing is heard between two touchpoints, in seconds."""

    after: str
    before: str
    seconds: float


@attrs.frozen
class Figures:
    """What a journey comes to.

    Attributes:
        score: How it is remembered.
        beginning: The emotion (−2..+2) at the first touchpoint; None when it is unknown. The score
            leaves it out.
        lost: The share (0..1) of customers whose journey ends in failure, by giving up or by cancelling.
        lost_after: After how many seconds they are lost, on average, at least: what takes a time that is not stated is
            left out. None when nothing is stated.
        timed: The share (0..1) of those lost of whom some time is stated.
        met: How many touchpoints a customer meets on average.
        silence: The longest time between two touchpoints; None when no delay is stated.
        comes_again: The share (0..1) of customers who come again, as stated on ways of kind ``return`` or ``loyalty``.
        recommends: The share (0..1) of customers who bring others, as stated on ways of kind ``referral``.
        surprises: By touchpoint the emotion less the one expected there, or that the customer expects anywhere.
        solved_at_once: The share (0..1) of problems that are solved at the first contact, by visits.
        answered: The share (0..1) of messages that are answered, by visits.
        acted_on: The share (0..1) of feedback that led to something, by visits.
    """

    score: Score
    beginning: float | None
    lost: float
    lost_after: float | None
    timed: float
    met: float
    silence: Silence | None
    comes_again: float | None
    recommends: float | None
    surprises: Mapping[str, float]
    solved_at_once: float | None
    answered: float | None
    acted_on: float | None

    @property
    def balance(self) -> float | None:
        """The expected emotion at the end less the one at the beginning; above 0 when it ends better than it begins."""
        if self.beginning is None or self.score.end is None:
            return None
        return self.score.end - self.beginning


def figures(journey: Journey, *, weights: Weights | str = Weights.balanced) -> Figures:
    """What a journey comes to in figures.

    Args:
        journey: The journey.
        weights: How much peak, end and mean count, or the name of a preset.

    Raises:
        JourneyError: When it is no journey, or refers to touchpoints that are not there.
        ScoringError: When it has no touchpoints, or customers can get into a loop that nobody can leave.
        UnknownNameError: When there are no weights of that name.
    """
    expect(journey, Journey, "figures")
    found = routes(journey)
    scored = score_along(found, weights=weights)
    lost_after, timed = _lost_after(found)
    first = journey.first

    def by_visits(share: Callable[[Touchpoint], float | None]) -> float | None:
        pairs = [(scored.visits[t.id], known) for t in journey if (known := share(t)) is not None]
        total = math.fsum(visits for visits, _ in pairs)
        return math.fsum(visits * known for visits, known in pairs) / total if total else None

    return Figures(
        score=scored,
        beginning=first.emotion if first else None,
        lost=math.fsum(end.probability for id, end in scored.endings.items() if _is_lost(journey[id])),
        lost_after=lost_after,
        timed=timed,
        met=math.fsum(scored.visits.values()),
        silence=_silence(journey, scored),
        comes_again=_going(journey, scored, AGAIN),
        recommends=_going(journey, scored, RECOMMENDED),
        surprises=dict(_surprises(journey)),
        solved_at_once=by_visits(lambda t: t.support.first_contact if t.support else None),
        answered=by_visits(lambda t: t.response.answered if t.response else None),
        acted_on=by_visits(lambda t: t.survey.acted_on if t.survey else None),
    )


def _is_lost(touchpoint: Touchpoint) -> bool:
    return touchpoint.ends in LOST or (touchpoint.ends is None and touchpoint.drop_off > 0)


def _lost_after(found: Routes) -> tuple[float | None, float]:
    """How long it takes on average until a customer is lost, and of which share of those lost some time is known."""
    journey = found.journey
    lost = [
        (path.probability, _time_of(path, journey))
        for path in paths_along(found, coverage=COVERAGE, limit=MOST_PATHS)
        if _is_lost(journey[path.ids[-1]])
    ]
    known = [(share, time) for share, time in lost if time is not None]
    whole, timed = math.fsum(share for share, _ in lost), math.fsum(share for share, _ in known)
    if not timed:
        return None, 0.0
    return math.fsum(share * time for share, time in known) / timed, min(1.0, timed / whole)


def _time_of(path: Path, journey: Journey) -> float | None:
    """The time that is stated of a path, in seconds; None when none is."""
    times: list[float | None] = []
    for here, there in zip(path.ids, (*path.ids[1:], None), strict=True):
        touchpoint = journey[here]
        times += [touchpoint.duration, touchpoint.wait.typical if touchpoint.wait else None]
        times += [way.delay for way in journey.ways_from(touchpoint) if way.to == there][:1]
    known = [time for time in times if time is not None]
    return math.fsum(known) if known else None


def _silence(journey: Journey, scored: Score) -> Silence | None:
    delays = [
        Silence(touchpoint.id, way.to, way.delay)
        for touchpoint, way in _ways(journey)
        if way.delay and scored.visits[touchpoint.id] > 0
    ]
    return max(delays, key=lambda silence: silence.seconds, default=None)


def _going(journey: Journey, scored: Score, kinds: tuple[str, ...]) -> float | None:
    """The share of customers who go a way of some kinds; None when no such way states its share."""
    stated = [
        scored.reach[touchpoint.id] * way.probability
        for touchpoint, way in _ways(journey)
        if way.kind in kinds and way.probability is not None
    ]
    return min(1.0, math.fsum(stated)) if stated else None


def _ways(journey: Journey) -> Iterable[tuple[Touchpoint, Transition]]:
    return ((touchpoint, way) for touchpoint in journey for way in journey.ways_from(touchpoint))


def _surprises(journey: Journey) -> Iterable[tuple[str, float]]:
    anywhere = journey.persona.expected if journey.persona else None
    for touchpoint in journey:
        expected = touchpoint.expected if touchpoint.expected is not None else anywhere
        if touchpoint.emotion is not None and expected is not None:
            yield touchpoint.id, float(touchpoint.emotion - expected)
