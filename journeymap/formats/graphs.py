"""What the formats of graphs share: GraphML, DOT, JSON Graph and networkx as journeys, and journeys as their parts.

A point is a touchpoint, a link a way on. What a point or link carries under the name of a fact is that fact; in a graph
of somebody else's, shares, kinds of transition and emotions are guessed from labels and weights, and every guess is
noted, as is whatever has no place in a journey.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs

from journeymap.errors import shorten
from journeymap.fields import SLUG
from journeymap.formats.expecting import expected_of
from journeymap.formats.mermaid_guessing import emotion_of_faces, kind_of, name_from, share_of
from journeymap.formats.mermaid_text import Block, Draft, free_ids, slug
from journeymap.formats.structuring import VERSION, Parsed
from journeymap.formats.unstructuring import known
from journeymap.model import SUM_TOLERANCE, Journey, Touchpoint, Transition

__all__ = ["IMPLIED", "Link", "Parts", "Point", "parsed", "parts_of"]

IMPLIED = "implied"
"""What marks a way that nobody has written: the one to the next touchpoint in the list."""

NAMES = ("name", "label", "title")
"""Under what a point may carry its name, the surest first."""


@attrs.define(eq=False)
class Point:
    """What becomes a touchpoint: what identifies it, what it carries, and where it stands in the text."""

    id: str
    facts: dict[str, Any] = attrs.field(factory=dict)
    offset: int = 0


@attrs.define(eq=False)
class Link:
    """What becomes a way on: from where, to where, what it carries, and where it stands in the text."""

    start: str
    end: str
    facts: dict[str, Any] = attrs.field(factory=dict)
    offset: int = 0


@attrs.define(eq=False)
class Parts:
    """A graph: what it carries as a whole, its points and links, and whether links have a direction."""

    facts: dict[str, Any] = attrs.field(factory=dict)
    points: list[Point] = attrs.field(factory=list)
    links: list[Link] = attrs.field(factory=list)
    directed: bool = True


def parts_of(journey: Journey) -> Parts:
    """The journey as a graph that has everything in it.

    Example:
        >>> shop = Journey("Shop").touchpoint("pay", "Pay", emotion=-1).touchpoint("done", "Done")
        >>> [(link.start, link.end, link.facts) for link in parts_of(shop).links]
        [('pay', 'done', {'implied': True})]
    """
    whole = known(journey)
    parts = Parts({"journeymap": VERSION, **{key: value for key, value in whole.items() if key != "touchpoints"}})
    for touchpoint, task in zip(journey, whole.get("touchpoints", ()), strict=True):
        facts = {key: value for key, value in task.items() if key not in ("id", "next") or value == []}
        parts.points.append(Point(touchpoint.id, facts))
        for way in journey.ways_from(touchpoint):
            facts = {key: value for key, value in known(way).items() if key != "to"}
            parts.links.append(
                Link(touchpoint.id, way.to, facts | ({IMPLIED: True} if touchpoint.next is None else {}))
            )
    return parts


def parsed(parts: Parts, text: str = "") -> Parsed:
    """What a graph says, as plain data."""
    return _Draft(Block(text)).read(parts)


class _Draft(Draft):
    """A journey in the making."""

    def read(self, parts: Parts) -> Parsed:
        """Everything that the points and links say."""
        self.is_ours = "journeymap" in parts.facts
        self.unread: dict[str, list[int]] = {}
        apart = () if self.is_ours else NAMES
        self.data = {"journeymap": VERSION, **self._known(Journey, parts.facts, 0, apart=("journeymap", *apart))}
        if not self.is_ours:
            self.data["name"] = _name(parts.facts)
            if not self.data["name"]:
                self.note("the graph has no name, and so neither has the journey", 0)
            if not parts.directed and parts.links:
                self.note("guessed: links without a direction lead the way they are written", parts.links[0].offset)
        tasks = [self._task(point, at) for at, point in enumerate(parts.points)]
        ids = self._name(parts.points, tasks)
        self._join(parts, tasks, ids)
        self.data["touchpoints"] = tasks
        if not self.is_ours:
            self._start(tasks)
        for key, offsets in self.unread.items():
            times = f" ({len(offsets):,} times)" if len(offsets) > 1 else ""
            self.note(f"{shorten(key, 40)!r} has no place in a journey; left out{times}", offsets[0])
        return self.parsed()

    def _known(
        self, kind: type, facts: Mapping[str, Any], offset: int, *, apart: Iterable[str] = ()
    ) -> dict[str, Any]:  # fmt: skip
        """What of a graph's own can stand in a field of a class; all of it in a graph of ours."""
        if self.is_ours:
            return {key: value for key, value in facts.items() if key not in apart}
        found: dict[str, Any] = {}
        for key, value in facts.items():
            field = expected_of(kind).get(key)
            if key in apart or value is None:
                continue
            if field is None or field.kind is not None or field.item is not None:
                self.unread.setdefault(key, []).append(offset)
                continue
            if field.check(field.convert(value), field.attribute):
                found[key] = value
            else:
                self.unread.setdefault(key, []).append(offset)
        return found

    def _task(self, point: Point, at: int) -> dict[str, Any]:
        """The touchpoint that a point is."""
        self.marks.append((("touchpoints", at), point.offset))
        if self.is_ours:
            return {**point.facts, "id": point.id}
        name = name_from(_name(point.facts)) or point.id
        task = self._known(Touchpoint, point.facts, point.offset, apart=(*NAMES, "id", "next"))
        task["name"] = name
        face = emotion_of_faces(name)
        if face is not None and "emotion" not in task:
            task["emotion"] = face
            self.note(f"guessed from its face: {shorten(name, 30)!r} feels like {face:g}", point.offset)
        return task

    def _name(self, points: Sequence[Point], tasks: Sequence[dict[str, Any]]) -> dict[str, str]:
        """The id of each touchpoint: that of the point, as a slug, or one made of its name."""
        ids: dict[str, str] = {}
        taken: set[str] = set()
        for point in points:
            id = point.id.lower() if SLUG.match(point.id.lower()) else slug(point.id)
            if id and id not in taken and point.id not in ids:
                ids[point.id] = id
                taken.add(id)
        unnamed = [(point, task) for point, task in zip(points, tasks, strict=True) if point.id not in ids]
        for (point, _), id in zip(
            unnamed, free_ids([str(task.get("name")) for _, task in unnamed], taken), strict=True
        ):
            ids.setdefault(point.id, id)
        for point, task in zip(points, tasks, strict=True):
            task["id"] = ids[point.id]
        return ids

    # Ways on

    def _join(self, parts: Parts, tasks: Sequence[dict[str, Any]], ids: Mapping[str, str]) -> None:
        """Give each touchpoint its ways on."""
        drawn: dict[str, list[Link]] = {}
        for link in parts.links:
            if link.start in ids and link.end in ids:
                drawn.setdefault(ids[link.start], []).append(link)
            else:
                lost = link.end if link.start in ids else link.start
                self.note(f"a link from or to {shorten(lost, 30)!r}, which is not there; left out", link.offset)
        for task, after in zip(tasks, [*tasks[1:], None], strict=False):
            links = drawn.get(task["id"], [])
            if len(links) == 1 and after and links[0].facts == {IMPLIED: True} and ids[links[0].end] == after["id"]:
                continue
            if self.is_ours:
                ways = [{"to": ids[link.end], **_without(link.facts, IMPLIED)} for link in links]
                task |= {"next": ways} if ways else {}
            elif parts.links:
                task["next"] = self._guessed(links, ids)

    def _guessed(self, links: Sequence[Link], ids: Mapping[str, str]) -> list[dict[str, Any]]:
        """Ways on from what links carry, with a note for each guess."""
        ways = []
        shares = self._shares(links)
        for link, share in zip(links, shares, strict=True):
            label = name_from(_name(link.facts))
            told, rest = share_of(label)
            way = self._known(Transition, link.facts, link.offset, apart=(*NAMES, "weight", "to", IMPLIED))
            if share is not None and "probability" not in way:
                way["probability"] = share
            kind = kind_of(label)
            if kind is not None and "kind" not in way:
                way["kind"] = kind
                self.note(f"guessed: {shorten(label, 40)!r} speaks of a way of kind {kind!r}", link.offset)
            said = rest if told is not None and share == told else label
            ways.append({"to": ids[link.end], **({"condition": said} if said else {}), **way})
        if sum(way.get("probability", 0) for way in ways) > 1 + SUM_TOLERANCE:
            self.note("the shares of these ways sum to more than 1; left out", links[0].offset)
            ways = [_without(way, "probability") for way in ways]
        return ways

    def _shares(self, links: Sequence[Link]) -> list[float | None]:
        """The share of each link: as its label says, or by the weights that all links from one point carry."""
        told = [share_of(name_from(_name(link.facts)))[0] for link in links]
        for link, share in zip(links, told, strict=True):
            if share is not None:
                label = shorten(_name(link.facts), 40)
                self.note(f"guessed: {label!r} means {share:.4g} of all customers", link.offset)
        weights = [link.facts.get("weight") for link in links]
        numbers = [float(each) for each in weights if isinstance(each, (int, float)) and 0 <= each < 1e15]
        if any(share is not None for share in told) or len(numbers) < len(links) or len(links) < 2 or not sum(numbers):
            return told
        self.note("guessed: the weights here are how many go each way", links[0].offset)
        return [round(number / sum(numbers), 12) for number in numbers]

    def _start(self, tasks: Sequence[dict[str, Any]]) -> None:
        """Guess where the journey starts, when it is not the first point."""
        reached = {way["to"] for task in tasks for way in task.get("next", ()) if way["to"] != task["id"]}
        free = [(task["id"], at) for at, task in enumerate(tasks) if task["id"] not in reached]
        if tasks and tasks[0]["id"] in reached and len(free) == 1 and "start" not in self.data:
            self.data["start"] = free[0][0]
            offset = dict(self.marks)["touchpoints", free[0][1]]
            self.note(f"guessed: the journey starts at {shorten(free[0][0])!r}, where no way leads", offset)


def _name(facts: Mapping[str, Any]) -> str:
    """What a graph, point or link is called."""
    found = next((facts[key] for key in NAMES if facts.get(key) not in (None, "")), "")
    return str(found) if isinstance(found, (str, int, float)) else ""


def _without(facts: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if name != key}
