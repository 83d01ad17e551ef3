"""What a CJML journey says, as plain data: strict files, and the dialects that programs write.

A comment of ours in an element adds what CJML has no words for; the element counts wherever somebody has edited it
since. In a file of somebody else's the scale of the ratings and the like are guessed, and every guess is noted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import attrs

from journeymap.errors import shorten
from journeymap.formats import cjml_words as words
from journeymap.formats.cjml_guessing import TOUCHPOINTS, Guesses, emotion_from, is_customer, scale_of
from journeymap.formats.mermaid_text import NAMELESS, Block, Draft, exact, note_facts, one_line
from journeymap.formats.placing import Path
from journeymap.formats.structuring import VERSION, Parsed
from journeymap.formats.xml_reading import Element, Tree
from journeymap.model import Scale

__all__ = ["Sheet", "journeys_in", "parsed"]

JOURNEYS = ("plannedjourney", "actualjourney")
_FILLERS = ("sending", "receiving")


@attrs.define(eq=False)
class Sheet:
    """A file, and the journeys in it.

    Attributes:
        tree: Its elements.
        journeys: Those that are journeys.
        notes: What was mended in the file as a whole; the first journey that is read tells.
    """

    tree: Tree
    journeys: Sequence[Element]
    notes: list[tuple[str, int]] = attrs.field(factory=list)

    def __attrs_post_init__(self) -> None:
        self.notes += self.tree.notes

    @cached_property
    def scale(self) -> Scale | None:
        """The scale that holds every rating in the file; None when no known one does."""
        return scale_of(
            each.text for journey in self.journeys for each in journey.below() if each.key == "experiencerating"
        )


@attrs.frozen
class _Actor:
    """Somebody who takes part."""

    id: str
    name: str
    is_user: bool


def journeys_in(root: Element) -> list[Element]:
    """The elements that are journeys: several in CJML, the whole in the dialect without."""
    if root.key in JOURNEYS:
        return [root]
    if root.key != "cjml":
        return []
    return list(root.all(*JOURNEYS)) or ([root] if root.child("touchpoint", "touchpoints", "actor", "actors") else [])


def parsed(sheet: Sheet, journey: Element) -> Parsed:
    """What one of the journeys says, as plain data."""
    draft = _Draft(Block(sheet.tree.text, head=journey.offset))
    if journey is sheet.journeys[0]:
        draft.block.notes += sheet.notes
    return draft.read(journey, sheet.scale)


class _Draft(Draft):
    """A journey in the making."""

    def read(self, journey: Element, scale: Scale | None) -> Parsed:
        """Everything that the elements and the comments in them say."""
        facts = self._said(journey, ())
        self.is_ours = "journeymap" in facts
        self.is_actual = journey.key == "actualjourney"
        self.actors = self._actors(journey)
        self._whole(journey, facts)
        self.stages = self._stages(journey)
        elements = list(self._happened(journey))
        tasks = [self._task(element, at) for at, element in enumerate(elements)]
        if not self.is_ours:
            guess = Guesses(self, scale)
            guess.ids(elements, tasks)
            guess.emotions(elements, tasks)
            guess.times(elements, tasks)
            guess.ending(journey, tasks)
            guess.tell_unread(journey)
        self.data["touchpoints"] = tasks
        return self.parsed()

    def _said(self, element: Element, path: Path) -> dict[str, Any]:
        """What the comments of ours in an element say."""
        for text, offset in element.comments:
            at = text.find("{")
            if at >= 0 and text[:at].lstrip() == words.MARK:
                self.block.comments.clear()
                note_facts(self.block, text[at:], offset + at)
                for comment in self.block.comments:
                    self.comments.append((path, comment))
                    if isinstance(comment.data, dict):
                        return dict(comment.data)
        return {}

    # The journey as a whole

    def _whole(self, journey: Element, facts: Mapping[str, Any]) -> None:
        title, id = one_line(journey.said("journeytitle")), one_line(journey.said("journeyid"))
        self.marks.append((("name",), (journey.child("journeytitle", "journeyid") or journey).offset))
        users = [actor for actor in self.actors if actor.is_user]
        others = [actor for actor in self.actors if not actor.is_user]
        self.users = [actor.name for actor in users]
        self.pair = (users[0].name if users else words.CUSTOMER), (others[0].name if others else words.PROVIDER)
        seen = {
            "description": "\n\n".join(filter(None, map(_lines, (
                journey.said("journeyshortsummary"), journey.said("journeylongsummary"))))),
            "persona": users[0].name if users else "",
            "business": others[0].name if others else "",
            "state": {"plannedjourney": "to-be", "actualjourney": "as-is"}.get(journey.key),
        }  # fmt: skip
        data: dict[str, Any] = {"journeymap": VERSION, **facts}
        if self.is_ours:
            data["name"] = exact(facts.get("name"), title, NAMELESS)
            _keep_text(data, "description", seen["description"] or "")
            for key, instead in (("persona", words.CUSTOMER), ("business", words.PROVIDER)):
                if words.name_of(facts.get(key), instead) != seen[key]:
                    data[key] = seen[key] or None
            if facts.get("state") not in (None, seen["state"]):
                data["state"] = seen["state"]
        else:
            data |= {"name": title or id, **{key: value for key, value in seen.items() if value}}
            if not data["name"]:
                self.note("there is no journeyTitle, so that the journey has no name", journey.offset)
        self.data = data

    def _actors(self, journey: Element) -> list[_Actor]:
        """Everybody who takes part."""
        listed = journey.child("actors") or journey
        actors = []
        for element in listed.all("enduser", "serviceprovider", "actor"):
            id = element.attribute("actorid") or element.attribute("id")
            name = one_line(element.said("actorname") or element.said("companyname")) or one_line(id)
            role = element.said("actorrole") or (name if element.key == "actor" else "")
            if name:
                actors.append(_Actor(id, name, element.key == "enduser" or is_customer(role)))
        self._by_id = {actor.id: actor.name for actor in reversed(actors)}
        self._by_name = {key.casefold(): actor.name for actor in reversed(actors) for key in (actor.id, actor.name)}
        return actors

    def _stages(self, journey: Element) -> dict[str, str]:
        """The phases by id; they become stages."""
        by_id: dict[str, str] = {}
        self.data["stages"] = []
        self._positions: dict[str, int] = {}
        listed = journey.child("journeyphases")
        for element in listed.all("journeyphase") if listed else ():
            path = ("stages", len(self._positions))
            facts = self._said(element, path)
            id = element.attribute("phaseid")
            name = exact(facts.get("name"), one_line(element.said("phasename")) or id, NAMELESS)
            by_id.setdefault(id, name)
            self._add_stage(name, element.offset, facts)
        return by_id

    def _add_stage(self, name: str, offset: int, facts: Mapping[str, Any]) -> None:
        if name not in self._positions:
            self._positions[name] = len(self._positions)
            self.marks.append((("stages", self._positions[name]), offset))
            self.data["stages"].append({**facts, "name": name})

    # Touchpoints

    def _happened(self, journey: Element) -> Iterator[Element]:
        """The touchpoints, but for those that an actual journey is said to have missed."""
        for element in (journey.child("touchpoints") or journey).all(*TOUCHPOINTS):
            if element.said("compliance").casefold() == "missing" and not self.is_ours:
                name = shorten(one_line(element.said("touchpointid")) or "a touchpoint", 30)
                self.note(f"{name!r} was planned and did not happen; left out of the actual journey", element.offset)
            else:
                yield element

    def _task(self, element: Element, at: int) -> dict[str, Any]:
        """The touchpoint that an element describes."""
        path = ("touchpoints", at)
        self.marks.append((path, element.offset))
        facts = self._said(element, path)
        pair, labels = self._pair(element, at), _labels(element)
        mine, other = words.sides(pair, self.users)
        id = one_line(element.said("touchpointid") or element.attribute("id"))
        seen = {
            "channel": one_line(element.said("channel", "channelname") or element.said("channel")),
            "description": _lines(element.said("comment")),
            "quote": _lines(element.said("touchpointexperience", "experiencedescription")),
        }
        task = dict(facts)
        stage = self._stage_of(element)
        if stage is not None:
            task["stage"] = stage
        for key, text in seen.items():
            if key != "quote" or self.is_actual or text:
                _keep_text(task, key, text)
        if self.is_ours:
            task.setdefault("id", id)
            task["name"] = exact(facts.get("name"), labels[mine], id)
            self._confirm(task, element, pair, labels[other])
            return task
        name = next(filter(None, (labels[mine], labels[other], *_labels(element, fillers=True))), "") or id
        task["name"] = name
        task["actors"] = [actor for actor in pair if actor] or None
        if labels[other] and labels[mine] and pair[other] not in ("", *self.users):
            task["blueprint"] = {"frontstage": labels[other]}
        if element.said("compliance").casefold() == words.FAILING:
            task["kind"] = "failure"
        return task

    def _pair(self, element: Element, at: int) -> tuple[str, str]:
        """Who begins, and who is met; empty for nobody."""
        found = []
        for key in ("initiator", "receiver"):
            side = element.child(key)
            refers = side.child("refersto") if side else None
            id = ""
            if side is not None:
                id = (
                    (refers.attribute("actoridref") if refers else "") or side.attribute(f"{_SENT[key]}id") or side.text
                )
            id = id.strip()
            name = self._by_id.get(id)
            if name is None and id:
                name = self._by_name.get(id.casefold())
                what = f"taken as {shorten(name, 30)!r}, who is called so" if name else "taken as somebody's name"
                if self.actors:
                    self.note(f"{shorten(id, 30)!r} is no id of an actor; {what}", (refers or side or element).offset)
            found.append(name or one_line(id))
        return found[0], found[1]

    def _stage_of(self, element: Element) -> str | None:
        """The stage of a touchpoint; a phase that is not declared is added."""
        belongs = element.child("belongsto")
        id = belongs.attribute("phaseidref") if belongs else ""
        if belongs is None or not id:
            return None
        name = self.stages.get(id)
        if name is None:
            name = one_line(id)
            if name not in self._positions:
                self.note(f"{shorten(id, 30)!r} is no id of a phase; taken as a phase of that name", belongs.offset)
            self._add_stage(name, belongs.offset, {})
        return name

    def _confirm(self, task: dict[str, Any], element: Element, pair: tuple[str, str], label: str) -> None:
        """Keep what the comment says where the element still shows it; otherwise take what it shows."""
        is_action = element.key.endswith("action")
        shown = words.pair_of(task.get("actors"), *self.pair)
        if (shown[0], "" if is_action else shown[1]) != pair:
            task["actors"] = [actor for actor in pair if actor]
        blueprint = task.get("blueprint")
        said = blueprint.get("frontstage") if isinstance(blueprint, dict) else None
        if not is_action and (one_line(said) if isinstance(said, str) else "") != label:
            task["blueprint"] = {**(blueprint if isinstance(blueprint, dict) else {}), "frontstage": label or None}
        if not self.is_actual:
            return
        failed = element.said("compliance").casefold() == words.FAILING
        if failed != (task.get("kind") == "failure"):
            task["kind"] = "failure" if failed else None
        rating = element.said("touchpointexperience", "experiencerating")
        if words.rating_text(task.get("emotion")) != rating:
            task["emotion"] = emotion_from(rating, words.SCALE)


_SENT = {"initiator": "sender", "receiver": "receiver"}


def _keep_text(data: dict[str, Any], key: str, seen: str) -> None:
    """Take the text that an element shows, unless the comment gives it more exactly."""
    given = data.get(key)
    if given is not None and not isinstance(given, str):
        return
    if one_line(given or "") != one_line(seen):
        data.pop(key, None)
        if seen:
            data[key] = seen


def _labels(element: Element, *, fillers: bool = False) -> tuple[str, str]:
    """What each side is said to do, but for words that only fill the place."""
    found = []
    for side in ("initiator", "receiver"):
        label = one_line(element.said(side, f"{side}label") or element.said(f"{side}description"))
        found.append(label if fillers or label.casefold() not in _FILLERS else "")
    return found[0], found[1]


def _lines(text: str) -> str:
    """A text without what only indents it."""
    return "\n".join(line.strip() for line in text.split("\n")).strip()
