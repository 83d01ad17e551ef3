"""Mermaid's ``flowchart`` and ``graph``: boxes become touchpoints, links the ways between them, subgraphs stages.

What a flowchart has no words for travels in comments, as in a ``journey``. In a flowchart of somebody else's, shares,
kinds of transition and emotions are guessed from labels, and every guess is noted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from journeymap.errors import shorten
from journeymap.fields import SLUG
from journeymap.formats.mermaid_flowchart_scanning import Box, Chart, Frame, Link, scan
from journeymap.formats.mermaid_guessing import emotion_of_class, emotion_of_faces, kind_of, name_from, share_of
from journeymap.formats.mermaid_text import NAMELESS, Block, Draft, exact, free_ids, one_line, plain
from journeymap.formats.placing import Path
from journeymap.formats.structuring import VERSION, Parsed
from journeymap.model import SUM_TOLERANCE

__all__ = ["class_of", "following_of", "parse", "shown_ways", "way_label"]


def parse(block: Block) -> Parsed:
    """What the flowchart says, as plain data."""
    draft = _Draft(block)
    chart = scan(draft)
    return draft.read(chart)


class _Draft(Draft):
    """A journey in the making."""

    def read(self, chart: Chart) -> Parsed:
        """Everything that the flowchart and its comments say."""
        self.chart = chart
        frames = {frame.id: frame for frame in chart.frames}
        boxes = [box for box in chart.boxes.values() if box.id not in frames]
        facts = self._facts(chart, boxes)
        self.is_ours = "journeymap" in facts.get(None, {})
        self._whole(facts.get(None, {}))
        self.stages: dict[str, dict[str, Any]] = {}
        stage_of = {frame: self._stage(frame, facts.get(frame, {})) for frame in chart.frames}
        tasks = [
            self._task(box, facts.get(box, {}), ("touchpoints", at), stage_of[box.frame] if box.frame else None)
            for at, box in enumerate(boxes)
        ]
        self._name(boxes, tasks)
        self._join(boxes, tasks, frames)
        self.data |= {"stages": list(self.stages.values()), "touchpoints": tasks}
        return self.parsed()

    def _facts(self, chart: Chart, boxes: Sequence[Box]) -> dict[Box | Frame | None, dict[str, Any]]:
        """What the comments say of each box and frame, and under None of the journey."""
        positions: dict[Box | Frame | None, Path] = {box: ("touchpoints", at) for at, box in enumerate(boxes)}
        titles: dict[str, int] = {}
        for frame in chart.frames:
            positions[frame] = "stages", titles.setdefault(frame.title, len(titles))
        told = self.facts([line for line, _ in chart.lines], [positions.get(about, ()) for _, about in chart.lines])
        facts: dict[Box | Frame | None, dict[str, Any]] = {}
        for (_, about), more in zip(chart.lines, told, strict=True):
            facts.setdefault(about, {}).update(more)
        return facts

    def _whole(self, facts: Mapping[str, Any]) -> None:
        words = self.chart.words
        title = words.get("name", "") if self.is_ours else self.block.title or words.get("name", "")
        name = exact(facts.get("name"), title) if self.is_ours else title
        if not name and not self.is_ours:
            message = "there is no title, so that the journey has no name (expected a line 'accTitle: ...')"
            self.note(message, self.block.head)
        description = words.get("description") or None
        given = facts.get("description")
        if isinstance(given, str) and one_line(given) == (description or ""):
            description = given
        self.data = {"journeymap": VERSION, **facts, "name": name, "description": description}
        self.marks.append((("name",), self.block.head))

    def _stage(self, frame: Frame, facts: Mapping[str, Any]) -> str:
        """The stage that a frame stands for."""
        name = exact(facts.get("name"), frame.title if self.is_ours else name_from(plain(frame.title)), NAMELESS)
        if name not in self.stages:
            self.marks.append((("stages", len(self.stages)), frame.offset))
        self.stages.setdefault(name, {}).update({**facts, "name": name})
        return name

    def _task(self, box: Box, facts: Mapping[str, Any], path: Path, stage: str | None) -> dict[str, Any]:
        """The touchpoint that a box stands for, but for its ways on."""
        self.marks.append((path, box.offset))
        label = box.label or box.id
        task: dict[str, Any] = {"name": plain(label).strip() if self.is_ours else name_from(plain(label)) or box.id}
        if stage is not None:
            task["stage"] = stage
        task |= facts
        if self.is_ours:
            task["name"] = exact(facts.get("name"), label, str(facts.get("id", box.id)))
        shown = emotion_of_class(box.classes)
        emotion = facts.get("emotion")
        if not self.is_ours:
            self._feel(task, box)
        elif (emotion is None or isinstance(emotion, (int, float))) and emotion_of_class([class_of(emotion)]) != shown:
            task["emotion"] = shown  # somebody has changed the class since
        return task

    def _feel(self, task: dict[str, Any], box: Box) -> None:
        """Guess an emotion, and say so."""
        by_class, by_face = emotion_of_class(box.classes), emotion_of_faces(task["name"])
        emotion, sign = (by_class, "its class") if by_class is not None else (by_face, "its face")
        if emotion is not None:
            task["emotion"] = emotion
            self.note(f"guessed from {sign}: {shorten(task['name'], 30)!r} feels like {emotion:g}", box.offset)

    def _name(self, boxes: Sequence[Box], tasks: Sequence[dict[str, Any]]) -> None:
        """Give each touchpoint its id: the one in its comment, the one of its box, or one made of its name."""
        for box, task in zip(boxes, tasks, strict=True):
            if "id" not in task and SLUG.match(box.id):
                task["id"] = box.id
        given = [task["id"] for task in tasks if isinstance(task.get("id"), str)]
        made = free_ids([task["name"] for task in tasks if "id" not in task], given)
        for task in tasks:
            if "id" not in task:
                task["id"] = next(made)

    # Ways on

    def _join(self, boxes: Sequence[Box], tasks: Sequence[dict[str, Any]], frames: Mapping[str, Frame]) -> None:
        """Give each touchpoint its ways on."""
        ids = {box.id: task["id"] for box, task in zip(boxes, tasks, strict=True)}
        doors = self._doors(boxes, frames)
        ways: dict[str, list[tuple[str, Link]]] = {box.id: [] for box in boxes}
        for link in self.chart.links:
            start, end = (doors[id][side] if id in doors else id for side, id in ((1, link.start), (0, link.end)))
            if link.hidden or start not in ways or end not in ways:
                continue
            if (start, end) != (link.start, link.end):
                self.note(
                    "guessed: a link to a subgraph is one to its first box, one from it from its last", link.offset
                )
            if not (link.directed or link.back):
                self.note("guessed: a line without an arrowhead leads the way it is written", link.offset)
            if link.directed or not link.back:
                ways[start].append((ids[end], link))
            if link.back:
                ways[end].append((ids[start], link))
        following = following_of(tasks)
        for at, (box, task) in enumerate(zip(boxes, tasks, strict=True)):
            if self.is_ours:
                self._confirm(task, ways[box.id], following[at])
            else:
                task["next"] = self._guessed(ways[box.id])
        if not self.is_ours:
            self._start(boxes, tasks, {to for each in ways.values() for to, _ in each})

    def _doors(self, boxes: Sequence[Box], frames: Mapping[str, Frame]) -> dict[str, tuple[str, str]]:
        """The first and the last box in each frame that has any."""
        doors: dict[str, tuple[str, str]] = {}
        by_frame: dict[Frame, list[str]] = {}
        for box in boxes:
            if box.frame is not None:
                by_frame.setdefault(box.frame, []).append(box.id)
        for name, frame in frames.items():
            inside = by_frame.get(frame)
            if inside:
                doors[name] = inside[0], inside[-1]
        return doors

    def _confirm(self, task: dict[str, Any], drawn: Sequence[tuple[str, Link]], following: str | None) -> None:
        """Keep the ways that the comment gives where they are still drawn; otherwise take those that are."""
        seen = [(to, one_line(plain(link.label))) for to, link in drawn]
        if shown_ways(task.get("next"), following) != seen:
            task["next"] = [_way(to, *share_of(label), None) for to, label in seen]

    def _guessed(self, drawn: Sequence[tuple[str, Link]]) -> list[dict[str, Any]]:
        """Ways on from what is written on the links, with a note for each guess."""
        read = [(to, link, name_from(plain(link.label))) for to, link in drawn]
        shares = [share_of(label) for _, _, label in read]
        fits = sum(share or 0 for share, _ in shares) <= 1 + SUM_TOLERANCE
        ways = []
        for (to, link, label), (share, rest) in zip(read, shares, strict=True):
            kind = kind_of(label)
            if share is not None:
                meant = f"{share:.4g} of all customers" if fits else "no share, as the shares here sum to more than 1"
                self.note(f"guessed: {shorten(label, 40)!r} means {meant}", link.offset)
            if kind is not None:
                self.note(f"guessed: {shorten(label, 40)!r} speaks of a way of kind {kind!r}", link.offset)
            ways.append(_way(to, share, rest, kind) if fits else _way(to, None, label, kind))
        return ways

    def _start(self, boxes: Sequence[Box], tasks: Sequence[dict[str, Any]], reached: set[str]) -> None:
        """Guess where the journey starts, when it is not the first box."""
        if tasks and tasks[0]["id"] in reached:
            free = [(box, task["id"]) for box, task in zip(boxes, tasks, strict=True) if task["id"] not in reached]
            if len(free) == 1:
                box, self.data["start"] = free[0]
                self.note(f"guessed: the journey starts at {shorten(free[0][1])!r}, where no way leads", box.offset)


def _way(to: str, share: float | None, condition: str, kind: str | None) -> dict[str, Any]:
    way: dict[str, Any] = {"to": to, "probability": share, "condition": condition or None, "kind": kind}
    return {key: value for key, value in way.items() if value is not None}


# What reading and writing agree on


def class_of(emotion: float | None) -> str:
    """The class that shows an emotion; empty for an unknown one.

    Example:
        >>> class_of(-2), class_of(0.4), class_of(None)
        ('very-unhappy', 'neutral', '')
    """
    if emotion is None:
        return ""
    if abs(emotion) < 0.5:
        return "neutral"
    return ("very-" if abs(emotion) >= 1.5 else "") + ("happy" if emotion > 0 else "unhappy")


def following_of(tasks: Sequence[Mapping[str, Any]]) -> list[str | None]:
    """For each touchpoint the one that an unwritten ``next`` leads to."""
    ids = [task["id"] for task in tasks[1:]]
    return [
        None if task.get("ends") is not None and not task.get("drop_off") else id
        for task, id in zip(tasks, [*ids, None], strict=False)
    ]


def shown_ways(ways: Any, following: str | None) -> list[tuple[Any, str]]:
    """The ways on as they are drawn: where they lead, and what stands on them."""
    return [(way.get("to"), way_label(way)) for way in _as_mappings(ways, following)]


def _as_mappings(ways: Any, following: str | None) -> Iterator[Mapping[str, Any]]:
    if ways is None:
        yield from [{"to": following}] if following is not None else []
    elif isinstance(ways, str):
        yield {"to": ways}
    elif isinstance(ways, dict):
        yield from ({"to": to, "probability": share} for to, share in ways.items())
    elif isinstance(ways, list):
        yield from (way if isinstance(way, dict) else {"to": way} for way in ways)


def way_label(way: Mapping[str, Any]) -> str:
    """What stands on a link.

    Example:
        >>> way_label({"to": "declined", "probability": 0.08, "condition": "card refused"})
        'card refused (8%)'
    """
    share, condition = way.get("probability"), way.get("condition")
    said = one_line(condition) if isinstance(condition, str) else ""
    if not isinstance(share, (int, float)):
        return said
    percent = f"{100 * share:.4g}%"
    return f"{said} ({percent})" if said else percent
