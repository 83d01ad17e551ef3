"""What would help most: single changes to a journey, each tried out.

While the peak stays the peak, raising an emotion by x raises the remembered score by x times the memory share of the
touchpoint: that is the exact gradient. Another moment may become the peak, which :mod:`journeymap.sequencing.effects`
works out for those who come through the touchpoint. Where a change moves customers, the journey is scored again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, Literal

import attrs

from journeymap.chains import felt
from journeymap.fields import evolve
from journeymap.graph import Routes, routes
from journeymap.i18n import translator
from journeymap.model import Journey, Touchpoint, Transition
from journeymap.scoring import Score, Weights, score
from journeymap.sequencing.effects import Raising, effect, raised
from journeymap.sequencing.lines import runs_of
from journeymap.sequencing.orders import reordered
from journeymap.wording import minus, say

__all__ = ["Change", "what_if"]

CLOSE = 1e-9
"""Gains smaller than this are rounding."""

NOT_LEFT_OUT = ("payment", "service", "failure", "out_of_stock")
"""Kinds of touchpoint that are not to be left out unless somebody said that they can be."""

LOSSES = ("failure", "abandon")
"""Kinds of way that fewer customers should have to go."""

MESSAGES = {
    "neutral": "Lift “{name}” from {emotion} to neutral.",
    "step": "Make “{name}” better, from {emotion} to {raised}.",
    "remove": "Leave out “{name}”.",
    "remove, perhaps": "Leave out “{name}”, if that can be done.",
    "move": "Move “{name}” behind “{place}”.",
    "move to the front": "Move “{name}” to the front.",
    "halve": "Halve the share who go from “{name}” to “{place}”, now {share:percent}.",
}

Kind = Literal["neutral", "step", "remove", "move", "halve"]


@attrs.frozen(repr=False, eq=False)
class Change:
    """One change to a journey, and what it would do.

    Attributes:
        kind: ``neutral`` (raise an emotion to 0), ``step`` (raise it by 1, to 2 at most), ``remove``, ``move``, or
            ``halve`` (the share of a way to failure or giving up).
        touchpoint: The id of the touchpoint that is changed.
        to: Of a way the id it leads to; of a move the id of the touchpoint that it then follows; otherwise None.
        gain: The change in the remembered score.
        below: The change in the share (−1..1) of customers who remember it as worse than neutral.
        worst: The change in what is remembered at the worst ending that at least 5 % of customers come to; None when
            there is none before or after.
        journey: The journey with the change made.
    """

    kind: Kind
    touchpoint: str
    to: str | None
    gain: float
    below: float
    worst: float | None
    journey: Journey
    _before: Score

    @cached_property
    def score(self) -> Score:
        """The score of the journey with the change made, worked out when it is first asked for."""
        return score(self.journey, weights=self._before.weights)

    def message(self, lang: str = "en") -> str:
        """What to do, in a sentence."""
        now = self._before.journey[self.touchpoint]
        part: str = self.kind
        values: dict[str, Any] = {"name": now.name or now.id, "emotion": _signed(now.emotion)}
        if self.to is not None:
            values["place"] = self._before.journey[self.to].name or self.to
        if self.kind == "step":
            values["raised"] = _signed(self.journey[self.touchpoint].emotion)
        elif self.kind == "remove" and not now.removable:
            part = "remove, perhaps"
        elif self.kind == "move" and self.to is None:
            part = "move to the front"
        elif self.kind == "halve":
            values["share"] = share_between(routes(self._before.journey), self.touchpoint, self.to)
        return say(translator(lang)(MESSAGES[part]), values, lang)

    def __repr__(self) -> str:
        return f"<Change {self.gain:+.2f}: {self.message()}>"


def _signed(emotion: float | None) -> str:
    return minus(f"{emotion:+g}") if emotion else "0"


def what_if(journey: Journey, *, weights: Weights | str = Weights.balanced) -> tuple[Change, ...]:
    """Single changes that would raise the remembered score, the greatest gain first.

    Tried are: raising each touchpoint to neutral, and by one step; leaving one out, where customers do not like it and
    nobody said that it must stay; moving one that may be moved to the best allowed place; and halving the share of a
    way to failure or giving up. What an emotion would be where it is unknown is not guessed.

    Args:
        journey: The journey.
        weights: How much peak, end and mean count, or the name of a preset.

    Raises:
        JourneyError: When the journey refers to touchpoints that are not there.
        ScoringError: When the journey cannot be scored.
        UnknownNameError: When there are no weights of that name.

    Example:
        >>> visit = Journey("Visit").touchpoint("desk", "Desk", emotion=1).touchpoint("bill", "Bill", emotion=-1)
        >>> for change in what_if(visit)[:2]:
        ...     print(change)
        <Change +1.60: Leave out “Bill”, if that can be done.>
        <Change +1.00: Lift “Bill” from −1 to neutral.>
    """
    now = score(journey, weights=weights)
    if now.remembered is None:
        return ()
    found = routes(journey)
    rescored = (*_removals(journey, found, now), *_moves(journey, now), *_halvings(journey, found, now))
    tried = [*_raises(found, now), *(_tried(now, *candidate) for candidate in rescored)]
    helping = [change for change in tried if change is not None and change.gain > CLOSE]
    return tuple(sorted(helping, key=lambda change: -round(change.gain, 9)))


Candidates = Iterator[tuple[Kind, str, str | None, Journey]]


def _tried(now: Score, kind: Kind, id: str, to: str | None, changed: Journey) -> Change | None:
    """A change that is scored."""
    did = effect(now, score(changed, weights=now.weights))
    return None if did is None else Change(kind, id, to, did.gain, did.below, did.worst, changed, now)


def _raises(found: Routes, now: Score) -> Iterator[Change]:
    journey, raising = found.journey, Raising(found, now)
    for touchpoint in journey:
        id, emotion = touchpoint.id, felt(touchpoint)
        for value in raised(emotion) if emotion is not None and now.reach[id] else ():
            did = raising.effect(id, value)
            if did.gain > CLOSE:
                kind: Kind = "step" if value else "neutral"
                changed = journey.change(id, emotion=value)
                yield Change(kind, id, None, did.gain, did.below, did.worst, changed, now)


def _moves(journey: Journey, now: Score) -> Candidates:
    for run in runs_of(journey, now)[0]:
        present = run.row.present
        for item in run.row.free:
            best = max(run.row.moves(present, [item]), key=run.merit, default=present)
            if run.merit(best) > run.merit(present):
                order = [run.ids[each] for each in best]
                place = best.index(item)
                yield "move", run.ids[item], order[place - 1] if place else None, reordered(journey, run.ids, order)


# Fewer on a way


def _halvings(journey: Journey, found: Routes, now: Score) -> Candidates:
    for here, touchpoint in enumerate(journey):
        ways = found.ways[here]
        for number, way in enumerate(ways):
            others = sum(other.share for place, other in enumerate(ways) if place != number)
            if way.kind in LOSSES and way.share > 0 and others > 0 and now.reach[touchpoint.id]:
                kept = 1 + way.share / 2 / others
                shares = [other.share * (0.5 if place == number else kept) for place, other in enumerate(ways)]
                stated = [evolve(each.transition, probability=min(1.0, share))
                          for each, share in zip(ways, shares, strict=True)]  # fmt: skip
                yield "halve", touchpoint.id, found.ids[way.to], journey.change(touchpoint.id, next=tuple(stated))


def share_between(found: Routes, here: str, there: str | None) -> float:
    """The share of those at a touchpoint who go on to another."""
    ways = found.ways[found.journey.positions[here]]
    return sum(way.share for way in ways if found.ids[way.to] == there)


# One touchpoint less


def _removals(journey: Journey, found: Routes, now: Score) -> Candidates:
    for here, touchpoint in enumerate(journey):
        emotion = felt(touchpoint)
        if emotion is None or emotion > 0 or not now.reach[touchpoint.id] or touchpoint.removable is False:
            continue
        if touchpoint.removable is None and (touchpoint.kind in NOT_LEFT_OUT or touchpoint.ends):
            continue
        changed = without(journey, found, here)
        if changed is not None:
            yield "remove", touchpoint.id, None, changed


def without(journey: Journey, found: Routes, here: int) -> Journey | None:
    """The journey without one touchpoint: ways into it lead to its ways on, in proportion.

    Those whose journey ended there end it where they came from. None when it is the start and not left by one way
    alone.
    """
    gone = journey.touchpoints[here]
    shares: dict[int, float] = {}
    for way in found.ways[here]:
        if way.to != here and way.share > 0:
            shares[way.to] = shares.get(way.to, 0.0) + way.share
    leaving = found.leaving[here]
    whole = leaving + sum(shares.values())
    start = journey.start
    if here == found.start:
        if leaving or len(shares) != 1:
            return None
        to = next(iter(shares))
        start = None if journey.start is None and to == 1 else found.ids[to]
    onward = {found.ids[to]: share / whole for to, share in shares.items()}
    following = here + 1 < len(journey) and journey.touchpoints[here + 1].id
    kept = []
    for place, touchpoint in enumerate(journey):
        if place == here:
            continue
        through = share_between(found, touchpoint.id, gone.id)
        unwritten = touchpoint.next is None and place == here - 1 and set(onward) == {following} and not leaving
        if through and not unwritten:
            touchpoint = _led_around(touchpoint, gone, found, place, onward, through * leaving / whole)
        elif not unwritten and any(way.to == gone.id for way in touchpoint.next or ()):
            touchpoint = evolve(touchpoint, next=tuple(way for way in touchpoint.next or () if way.to != gone.id))
        kept.append(_forgetting(touchpoint, gone.id))
    ritual = journey.ritual and tuple(id for id in journey.ritual if id != gone.id)
    return evolve(journey, touchpoints=tuple(kept), start=start, ritual=ritual)


def _led_around(
    touchpoint: Touchpoint, gone: Touchpoint, found: Routes, place: int, onward: dict[str, float], ending: float
) -> Touchpoint:
    """A touchpoint whose ways to one that is gone lead to where that one led."""
    stated: list[Transition] = []
    for way in found.ways[place]:
        if way.transition.to != gone.id:
            stated.append(evolve(way.transition, probability=way.share))
            continue
        for to, share in onward.items():
            stated.append(Transition(to, probability=way.share * share, kind=way.transition.kind))
    if not stated:
        return evolve(touchpoint, next=(), drop_off=0.0, ends=touchpoint.ends or gone.ends)
    return evolve(touchpoint, next=_merged(stated), drop_off=min(1.0, found.leaving[place] + ending))


def _merged(ways: Iterable[Transition]) -> tuple[Transition, ...]:
    """The ways, those that lead to the same touchpoint put together."""
    merged: dict[str, Transition] = {}
    for way in ways:
        known = merged.get(way.to)
        share = (known.probability or 0.0 if known else 0.0) + (way.probability or 0.0)
        merged[way.to] = evolve(known or way, probability=min(1.0, share))
    return tuple(merged.values())


def _forgetting(touchpoint: Touchpoint, gone: str) -> Touchpoint:
    """A touchpoint whose facts do not refer to one that is gone."""
    facts: dict[str, Any] = {}
    if gone in (touchpoint.after or ()):
        facts["after"] = [id for id in touchpoint.after or () if id != gone]
    for name, place in (("fees", "disclosed_at"), ("news", "known_at")):
        records = getattr(touchpoint, name) or ()
        if any(getattr(record, place) == gone for record in records):
            facts[name] = [attrs.evolve(record, **{place: None}) if getattr(record, place) == gone else record
                           for record in records]  # fmt: skip
    return evolve(touchpoint, **facts) if facts else touchpoint
