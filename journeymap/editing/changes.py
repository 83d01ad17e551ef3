"""What can be done to a journey by hand. Each change returns a new journey, or refuses in a plain sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from journeymap.errors import JourneyError
from journeymap.fields import evolve
from journeymap.formats.mermaid_text import free_ids, slug
from journeymap.graph import routes
from journeymap.i18n import translator
from journeymap.model import Journey, Touchpoint, Transition
from journeymap.sequencing.changes import without
from journeymap.wording import say

__all__ = ["Refused", "added", "felt", "made", "moved", "removed", "renamed"]


class Refused(JourneyError):
    """A change that cannot be made."""

    def __init__(self, label: str, values: Mapping[str, Any] | None = None) -> None:
        self.label = label
        self.values = dict(values or {})
        super().__init__(self.message("en"))

    def message(self, lang: str) -> str:
        """Why it cannot be made, for the person who wanted it."""
        return say(translator(lang)(self.label), self.values, lang)

    def __reduce__(self) -> tuple[type[Refused], tuple[Any, ...]]:
        return type(self), (self.label, self.values)


def made(journey: Journey, wanted: Mapping[str, Any]) -> Journey:
    """The journey with a change made that somebody asks for from outside, in plain data.

    Raises:
        Refused: When it cannot be made, whatever the reason.

    Example:
        >>> made(Journey("Kiosk").touchpoint("pay", "Pay"), {"do": "feel", "id": "pay", "emotion": -1})["pay"].emotion
        -1
    """
    for key in ("id", "behind"):
        if isinstance(wanted.get(key), str) and wanted[key] not in journey:
            raise Refused("This touchpoint is not there any more.")
    if wanted.get("stage") not in (None, *(stage.name for stage in journey.stages)):
        raise Refused("This stage is not there any more.")
    try:
        match wanted:
            case {"do": "feel", "id": str(id), "emotion": emotion}:
                return felt(journey, id, emotion)
            case {"do": "rename", "id": str(id), "name": name}:
                return renamed(journey, id, name)
            case {"do": "add", "name": name, "behind": str() | None as behind}:
                return added(journey, name, behind=behind)
            case {"do": "move", "id": str(id), "behind": str() | None as behind, "stage": stage}:
                return moved(journey, id, behind=behind, stage=stage)
            case {"do": "remove", "id": str(id)}:
                return removed(journey, id)
    except Refused:
        raise
    except JourneyError as error:
        raise Refused("This cannot be done: {reason}", {"reason": str(error)}) from None
    raise Refused("What was asked for is not understood.")


def felt(journey: Journey, id: str, emotion: float | None) -> Journey:
    """The journey with another emotion (−2..+2) at a touchpoint; None when it is not known."""
    try:
        return journey.change(id, emotion=emotion)
    except JourneyError:
        raise Refused("An emotion is a number from −2 to +2.") from None


def renamed(journey: Journey, id: str, name: str) -> Journey:
    """The journey with a touchpoint called otherwise. Its id stays, because ways lead to it."""
    return journey.change(id, name=_given(name))


def added(journey: Journey, name: str, *, behind: str | None = None) -> Journey:
    """The journey with one more touchpoint, of which only the name is known, behind another or at the end.

    Customers come to it on the likeliest way on from there, and go on where that led. Where the journey ended, it now
    ends at the new one.

    Example:
        >>> shop = Journey("Shop").touchpoint("pay", "Pay", next={"done": 0.9, "declined": 0.1})
        >>> shop = shop.touchpoint("declined", "Declined").touchpoint("done", "Done", ends="success")
        >>> longer = added(shop, "Gift wrap", behind="pay")
        >>> longer["pay"].next[0].to, longer["gift-wrap"].next[0].to
        ('gift-wrap', 'done')
    """
    name = _given(name)
    (id,) = free_ids([slug(name) or f"t{len(journey) + 1}"], journey.positions)
    if not journey.touchpoints:
        stage = journey.stages[0].name if journey.stages else None
        return evolve(journey, touchpoints=(Touchpoint(id, name, stage=stage),))
    before = journey.touchpoints[-1] if behind is None else journey[behind]
    return _put(journey, Touchpoint(id, name, stage=before.stage), before.id)


def removed(journey: Journey, id: str) -> Journey:
    """The journey without a touchpoint: whoever came there goes where it led, and nothing names it any more."""
    gone = journey[id]
    if len(journey) == 1:
        raise Refused("“{name}” is the only touchpoint: a journey needs one.", {"name": gone.name})
    here, found = journey.positions[id], routes(journey)
    if not found.leaving[here] and all(way.to == here for way in found.ways[here] if way.share):
        journey = journey.change(id, next=())  # nobody leaves it, so that whoever comes to it ends there
        found = routes(journey)
    rest = without(journey, found, here)
    if rest is None:
        label = (
            "The journey starts at “{name}” and does not go on from there in one way alone: give it one way on first."
        )
        raise Refused(label, {"name": gone.name})
    return rest.checked()


def moved(journey: Journey, id: str, *, behind: str | None, stage: str | None) -> Journey:
    """The journey with a touchpoint behind another, or in front of all, and in a stage.

    Where customers merely pass it on a line, they now pass it there. Where ways part or meet at it, its ways stay as
    they are, and only its place on the map is another.

    Example:
        >>> visit = Journey("Visit").touchpoint("in", "Enter").touchpoint("pay", "Pay").touchpoint("out", "Leave")
        >>> [touchpoint.id for touchpoint in moved(visit, "in", behind="pay", stage=None)]
        ['pay', 'in', 'out']
    """
    touchpoint = evolve(journey[id], stage=stage)
    place = journey.positions[id]
    if (journey.touchpoints[place - 1].id if place else None) == behind:
        return journey.change(id, stage=stage)
    if behind == id:
        raise Refused("“{name}” cannot stand behind itself.", {"name": touchpoint.name})
    if is_passed(journey, id):
        return _put(_lifted(journey, id), evolve(touchpoint, next=None, ends=None), behind)
    return _redrawn(journey, touchpoint, behind)


def is_passed(journey: Journey, id: str) -> bool:
    """Whether customers merely pass a touchpoint: from the one before it in the list to the one behind it, if any."""
    place, touchpoint = journey.positions[id], journey[id]
    following = {other.id for other in journey.touchpoints[place + 1 : place + 2]}
    entered = [(other.id, way) for other in journey for way in journey.ways_from(other) if way.to == id]
    onward = journey.ways_from(touchpoint)
    ends_or_goes_on = not touchpoint.drop_off and not (touchpoint.ends and touchpoint.next)
    if not ends_or_goes_on or len(onward) > 1 or not all(way.to in following and _is_plain(way) for way in onward):
        return False
    if not place:
        return not entered and bool(onward) and journey.start is None
    before = journey.touchpoints[place - 1]
    leads_only_here = before.ends is None and len(journey.ways_from(before)) == 1
    is_entered_there = [came for came, _ in entered] == [before.id] and _is_plain(entered[0][1])
    return journey.start != id and is_entered_there and leads_only_here


def _is_plain(way: Transition) -> bool:
    """Whether nothing is known of a way but where it leads, so that it need not be written."""
    return evolve(way, probability=None) == Transition(way.to)


def _given(name: str) -> str:
    if not isinstance(name, str) or not name.strip():
        raise Refused("A touchpoint needs a name.")
    return name.strip()


def _lifted(journey: Journey, id: str) -> Journey:
    """The journey without a touchpoint that customers merely pass; where it ended, it ends one earlier."""
    gone = journey[id]
    rest = [touchpoint for touchpoint in journey if touchpoint.id != id]
    place = journey.positions[id]
    if place:
        rest[place - 1] = evolve(rest[place - 1], next=() if gone.next == () else None, ends=gone.ends)
    return evolve(journey, touchpoints=tuple(rest))


def _put(journey: Journey, touchpoint: Touchpoint, behind: str | None) -> Journey:
    """The journey with a touchpoint that leads nowhere yet put on the likeliest way on from another, or before all."""
    rest = list(journey.touchpoints)
    if behind is None:
        if journey.start is not None:
            touchpoint = evolve(touchpoint, next=(Transition(journey.start),))
        return evolve(journey, touchpoints=(touchpoint, *rest), start=None)
    place = journey.positions[behind]
    before = rest[place]
    if (before.ends is not None and not before.drop_off) or before.next == ():
        touchpoint = evolve(touchpoint, ends=before.ends, next=before.next)
        before = evolve(before, ends=None, next=None)
    elif before.next:
        ways = routes(journey).ways[place]
        likeliest = max(range(len(ways)), key=lambda number: (ways[number].share, -number))
        to = before.next[likeliest].to
        follows = [other.id for other in rest[place + 1 : place + 2]] == [to]
        touchpoint = evolve(touchpoint, next=None if follows else (Transition(to),))
        turned = (evolve(way, to=touchpoint.id) if number == likeliest else way
                  for number, way in enumerate(before.next))  # fmt: skip
        before = evolve(before, next=tuple(turned))
    rest[place : place + 1] = [before, touchpoint]
    return evolve(journey, touchpoints=tuple(rest))


def _redrawn(journey: Journey, touchpoint: Touchpoint, behind: str | None) -> Journey:
    """The journey with a touchpoint elsewhere in the list and all ways as they were: those unwritten are written."""
    rest = [other for other in journey if other.id != touchpoint.id]
    place = 0 if behind is None else [other.id for other in rest].index(behind) + 1
    rest.insert(place, touchpoint)
    first = journey.first
    start = journey.start or (None if first is None or rest[0].id == first.id else first.id)
    arranged = evolve(journey, touchpoints=tuple(rest), start=start)
    kept = (
        other if arranged.ways_from(other) == journey.ways_from(journey[other.id])
        else evolve(other, next=journey.ways_from(journey[other.id]))
        for other in arranged
    )  # fmt: skip
    return evolve(arranged, touchpoints=tuple(kept))
