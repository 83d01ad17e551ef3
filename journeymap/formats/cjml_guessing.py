"""What somebody else's CJML is likely to mean: the scale of ratings, ids, times, how the journey ended.

Guesses all, each told for somebody to confirm; and whatever has no place in a journey is told, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import attrs

from journeymap.errors import shorten
from journeymap.fields import SLUG
from journeymap.formats.cjml_timing import delays, durations, has_times
from journeymap.formats.cjml_words import SCALE, SOURCE, rated
from journeymap.formats.mermaid_guessing import emotion_of_class, emotion_of_faces, kind_of
from journeymap.formats.mermaid_text import Draft, free_ids, one_line, slug
from journeymap.formats.xml_reading import Element
from journeymap.model import Scale

__all__ = ["TOUCHPOINTS", "Guesses", "emotion_from", "is_customer", "scale_of"]

SCALES = (SCALE, Scale(-2, 2), Scale(0, 5), Scale(1, 7), Scale(0, 10), Scale(0, 100))
"""Scales that ratings may be on; the first that holds all of a file is taken."""

TOUCHPOINTS = (
    "plannedcommunicationpoint", "actualcommunicationpoint", "plannedaction", "actualaction", "touchpoint",
)  # fmt: skip
"""The elements that are touchpoints, in lower case."""

READ = {
    "journeyid", "journeytitle", "journeyphases", "journeyphase", "phasename", "journeyshortsummary",
    "journeylongsummary", "journeystatus", "actors", "enduser", "serviceprovider", "actorname", "companyname", "actor",
    "actorrole", "touchpoints", *TOUCHPOINTS, "touchpointid", "belongsto", "compliance", "initiator", "receiver",
    "refersto", "initiatorlabel", "receiverlabel", "initiatordescription", "receiverdescription", "channel",
    "channelname", "comment", "touchpointexperience", "experiencedescription", "experiencerating", "time", "timestamps",
    "timeoriginated", "timereceived", "timeconsumed", "timestarted", "timecompleted",
}  # fmt: skip
"""The elements that have a place in a journey, in lower case."""

_NUMBER = re.compile(r"[+-]?(?:\d{1,9}(?:[.,]\d{0,20})?|[.,]\d{1,20})\Z", re.ASCII)
_CUSTOMER = re.compile(
    r"(?i)\b(?:end[- ]?user|user|customer|client|citizen|patient|passenger|guest|buyer)s?\b|고객|손님|이용자|사용자"
)
_ENDED = re.compile(r"(?i)\b(?:completed?|finished|succe(?:ss(?:ful)?|eded)|done)\b|완료|성공")


def is_customer(role: str) -> bool:
    """Whether a role is that of the customer.

    Example:
        >>> is_customer("End-user"), is_customer("cashier")
        (True, False)
    """
    return bool(_CUSTOMER.search(role[:200]))


def scale_of(ratings: Iterable[str]) -> Scale | None:
    """The first scale that holds all ratings that are numbers; None when no known one does.

    Example:
        >>> scale_of(["4", "9", "good"])
        Scale(low=0, high=10)
    """
    numbers = [_number(rating) for rating in ratings if _NUMBER.match(rating)]
    return next((scale for scale in SCALES if all(scale.low <= number <= scale.high for number in numbers)), None)


def emotion_from(rating: str, scale: Scale | None) -> float | None:
    """The emotion that a rating stands for, be it a number, a word or a face; None when it cannot be told.

    Example:
        >>> emotion_from("4", SCALE), emotion_from("very unhappy", SCALE), emotion_from("7", SCALE)
        (1.0, -2, None)
    """
    if _NUMBER.match(rating):
        number = _number(rating)
        return rated(number, scale) if scale is not None and scale.low <= number <= scale.high else None
    face = emotion_of_faces(rating)
    return face if face is not None else emotion_of_class([rating[:100].replace(" ", "-")])


def _number(rating: str) -> float:
    return float(rating.replace(",", "."))


@attrs.frozen
class Guesses:
    """Guesses for one journey in the making.

    Attributes:
        draft: The journey, which takes the notes.
        scale: The scale of its ratings.
    """

    draft: Draft
    scale: Scale | None

    def emotions(self, elements: Sequence[Element], tasks: Sequence[dict[str, Any]]) -> None:
        """Read each rating; what was guessed of the scale is told once."""
        guessed = False
        for element, task in zip(elements, tasks, strict=True):
            experience = element.child("touchpointexperience")
            place = experience and experience.child("experiencerating")
            rating = one_line(place.text) if place else ""
            if place is None or not rating:
                continue
            task["emotion"] = emotion = emotion_from(rating, self.scale)
            task["evidence"] = {"source": SOURCE + rating}
            said = shorten(rating, 30)
            if emotion is None:
                self.draft.note(f"the rating {said!r} is on no known scale; the emotion is left unknown", place.offset)
            elif self.scale is None or not _NUMBER.match(rating):
                self.draft.note(f"guessed: {said!r} feels like {emotion:g}", place.offset)
            else:
                low, high = f"{self.scale.low:g}", f"{self.scale.high:g}"
                task["evidence"]["scale"] = f"{low}-{high}" if self.scale.low >= 0 else f"{low}..{high}"
                if not guessed:
                    note = f"guessed: the ratings here are on a scale from {low} to {high}"
                    self.draft.note(note, place.offset)
                guessed = True

    def ids(self, elements: Sequence[Element], tasks: Sequence[dict[str, Any]]) -> None:
        """Give each touchpoint its id: the one it has, as a slug, or one made of its name."""
        taken: set[str] = set()
        for element, task in zip(elements, tasks, strict=True):
            said = one_line(element.said("touchpointid") or element.attribute("id"))
            id = said.lower() if SLUG.match(said.lower()) else slug(said)
            if id and id not in taken:
                task["id"] = id
                taken.add(id)
            elif id:
                note = f"the touchpointID {shorten(said, 30)!r} is there twice; this touchpoint is given another"
                self.draft.note(note, element.offset)
        made = free_ids([task["name"] for task in tasks if "id" not in task], taken)
        for task in tasks:
            if "id" not in task:
                task["id"] = next(made)

    def times(self, elements: Sequence[Element], tasks: Sequence[dict[str, Any]]) -> None:
        """How long each takes, and how long until the next."""
        timed = next(filter(has_times, elements), None)
        if timed is None:
            return
        note = "times of day are read as how long each touchpoint takes, and how long until the next; left out"
        self.draft.note(note, timed.offset)
        for task, duration in zip(tasks, durations(elements), strict=True):
            task["duration"] = duration
        for task, after, delay in zip(tasks, tasks[1:], delays(elements), strict=False):
            if delay is not None:
                task["next"] = [{"to": after["id"], "delay": delay}]

    def ending(self, journey: Element, tasks: Sequence[dict[str, Any]]) -> None:
        """How the journey ended, by its status."""
        place = journey.child("journeystatus")
        status = one_line(place.text) if place else ""
        if place is None or not status or not tasks:
            return
        kind = kind_of(status[:200]) or ("success" if _ENDED.search(status[:200]) else None)
        said = shorten(status, 30)
        if kind in ("failure", "abandon", "cancel", "success"):
            tasks[-1]["ends"] = kind
            self.draft.note(f"guessed: the status {said!r} means that the journey ends in {kind}", place.offset)
        else:
            self.draft.note(f"the status {said!r} is not known; left out", place.offset)

    def tell_unread(self, journey: Element) -> None:
        """Note what has no place in a journey."""
        unread: dict[str, list[int]] = {}
        for element in journey.below():
            if element.key not in READ and (element.text or element.attributes):
                unread.setdefault(element.name, []).append(element.offset)
            elif element.key == "compliance" and element.text.casefold() == "adhoc":
                unread.setdefault("compliance 'adhoc'", []).append(element.offset)
        for name, offsets in unread.items():
            times = f" ({len(offsets):,} times)" if len(offsets) > 1 else ""
            self.draft.note(f"{shorten(name, 40)} has no place in a journey; left out{times}", offsets[0])
