"""A journey as Mermaid's ``flowchart``: stages as subgraphs, shares and conditions on the links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from journeymap.formats.mermaid_flowchart import class_of, following_of, shown_ways
from journeymap.formats.mermaid_text import NAMELESS, comment, escaped, one_line, pieces
from journeymap.formats.structuring import VERSION
from journeymap.formats.unstructuring import known
from journeymap.model import Journey, Stage

__all__ = ["written"]

COLOURS = {
    "very-unhappy": "fill:#f4a582,stroke:#b2182b",
    "unhappy": "fill:#fddbc7,stroke:#d6604d",
    "neutral": "fill:#f7f7f7,stroke:#888888",
    "happy": "fill:#d1e5f0,stroke:#4393c3",
    "very-happy": "fill:#92c5de,stroke:#2166ac",
}
"""How each class of emotion looks: it differs in brightness of the stroke and in hue, for eyes of every kind."""

DOUBTFUL = '"[]'
"""What must not stand in the label of a box or link."""

_SAFE_ID = re.compile(r"[a-z0-9_]+(?:-[a-z0-9_]+)*\Z")
_KEPT = re.compile(
    r"(?:end|graph|flowchart|subgraph|style|default|linkstyle|interpolate|classdef|class|href|click|call|swimlane|v|_\w+)\b"
)


def written(journey: Journey) -> str:
    """The flowchart; with comments for what it does not say."""
    whole = known(journey)
    tasks = whole.pop("touchpoints", [])
    whole.pop("stages", None)
    facts = {"journeymap": VERSION, **whole}
    lines = ["flowchart LR"]
    for key, word in (("name", "accTitle:"), ("description", "accDescr:")):
        seen = one_line(whole.get(key, ""))
        if seen:
            lines.append(f"    {word} {escaped(seen)}")
            if facts[key] == seen:
                del facts[key]
    lines.append(f"    {comment(facts)}")
    names = _box_ids([task["id"] for task in tasks])
    following = following_of(tasks)
    bodies = [_box(task, names) for task in tasks]
    lines += _in_frames(journey, bodies)
    for task, drawn in zip(tasks, following, strict=True):
        lines += _links(task, names, drawn)
    used = {class_of(task.get("emotion")) for task in tasks}
    lines += (f"    classDef {name} {look}" for name, look in COLOURS.items() if name in used)
    return "\n".join(lines) + "\n"


def _box_ids(ids: Sequence[str]) -> dict[str, str]:
    """What each touchpoint is called in the flowchart: its id, unless that means something to Mermaid."""
    names = {id: id for id in ids if _SAFE_ID.match(id) and not _KEPT.match(id)}
    used = set(names)
    for id in ids:
        if id not in names:
            position = len(names) + 1
            while f"t{position}" in used:
                position += 1
            names[id] = f"t{position}"
            used.add(names[id])
    return names


def _in_frames(journey: Journey, bodies: Sequence[list[str]]) -> Iterator[str]:
    """The lines of all boxes with the frames around them."""
    is_open, number = False, 0
    for part in pieces(journey):
        if isinstance(part, int):
            yield from (f"    {'    ' * is_open}{line}" for line in bodies[part])
            continue
        if is_open:
            yield "    end"
        is_open = part is not None
        if part is not None:
            number += 1
            yield from _frame(part, f"stage{number}")
    if is_open:
        yield "    end"


def _frame(stage: Stage, id: str) -> Iterator[str]:
    seen = one_line(stage.name) or NAMELESS
    yield f'    subgraph {id}["{escaped(seen, DOUBTFUL)}"]'
    facts = {key: value for key, value in known(stage).items() if key != "name" or value != seen}
    if facts:
        yield f"        {comment(facts)}"


def _box(task: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    """The line of a box, and a comment with what it does not say."""
    label = one_line(task["name"]) or task["id"]
    ending = task.get("ends") is not None
    opening, closing = ('(["', '"])') if ending else ('["', '"]')
    look = class_of(task.get("emotion"))
    box = names[task["id"]]
    line = f"{box}{opening}{escaped(label, DOUBTFUL)}{closing}" + (f":::{look}" if look else "")
    facts = {key: value for key, value in task.items() if key not in ("name", "stage")}
    if box == task["id"]:
        del facts["id"]
    if task["name"] != label:
        facts["name"] = task["name"]
    return [line, comment(facts)] if facts else [line]


def _links(task: Mapping[str, Any], names: Mapping[str, str], following: str | None) -> Iterator[str]:
    box = names[task["id"]]
    for to, label in shown_ways(task.get("next"), following):
        said = f'|"{escaped(label, DOUBTFUL)}"| ' if label else ""
        yield f"    {box} --> {said}{names[to]}"
