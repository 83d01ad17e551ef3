"""A journey as Mermaid's ``journey``; what Mermaid has no words for stands in comments below the line it belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from journeymap.formats.mermaid_journey import (
    SOURCE,
    emotion_from,
    inferred,
    parts,
    people_text,
    persona_of,
    score_text,
)
from journeymap.formats.mermaid_text import NAMELESS, comment, escaped, free_ids, one_line, pieces
from journeymap.formats.structuring import VERSION
from journeymap.formats.unstructuring import known
from journeymap.model import Journey, Stage

__all__ = ["written"]


def written(journey: Journey) -> str:
    """The diagram, without any comment where it alone says everything."""
    whole = known(journey)
    tasks = whole.pop("touchpoints", [])
    whole.pop("stages", None)
    facts = {"journeymap": VERSION, **whole}
    lines = ["journey"]
    for key, word in (("name", "title"), ("description", "accDescr:")):
        seen = one_line(whole.get(key, ""))
        if seen:
            lines.append(f"    {word} {escaped(seen)}")
            if facts[key] == seen:
                del facts[key]
    if _is_plain(journey, facts, tasks):
        bodies = [[f"{escaped(task['name'])}: {escaped(_said(task), '')}"] for task in tasks]
    else:
        lines.append(f"    {comment(facts)}")
        bodies = [_task(task, whole.get("persona")) for task in tasks]
    return "\n".join([*lines, *_in_sections(journey, bodies)]) + "\n"


def _in_sections(journey: Journey, bodies: Sequence[list[str]]) -> Iterator[str]:
    """The lines of all touchpoints, with the sections they stand in."""
    has_stage = True
    for part in pieces(journey):
        if isinstance(part, int):
            yield from (f"        {line}" for line in bodies[part])
            if not has_stage:  # a section cannot be left
                yield f"        {comment({'stage': None})}"
        else:
            has_stage = part is not None
            yield from _section(part) if part is not None else ()


def _section(stage: Stage) -> Iterator[str]:
    seen = one_line(stage.name) or NAMELESS
    yield f"    section {escaped(seen)}"
    facts = {key: value for key, value in known(stage).items() if key != "name" or value != seen}
    if facts:
        yield f"    {comment(facts)}"


def _task(task: Mapping[str, Any], persona: Any) -> list[str]:
    """The line of a touchpoint, and a comment with what the line does not say."""
    name, emotion, actors = one_line(task["name"]) or task["id"], task.get("emotion"), task.get("actors")
    said = parts(_said(task))[0]
    score = said if said and emotion_from(said) == emotion else score_text(emotion)
    people = people_text(actors, persona)
    facts = {key: value for key, value in task.items() if key not in ("name", "stage", "emotion", "actors")}
    if task["name"] != name:
        facts["name"] = task["name"]
    if emotion_from(score) != emotion:
        facts["emotion"] = emotion
    if actors is not None and (actors != people or people in ([], people_text(None, persona))):
        facts["actors"] = actors
    return [_line(name, score, people), comment(facts)]


def _line(name: str, score: str, people: Sequence[str]) -> str:
    pieces = [escaped(name), escaped(score), ", ".join(escaped(each, ":,") for each in people)]
    return ": ".join(filter(None, pieces))


def _said(task: Mapping[str, Any]) -> str:
    """What stood in the diagram that a touchpoint was read from, after its name."""
    source: str = task.get("evidence", {}).get("source", "")
    return one_line(source.removeprefix(SOURCE)) if source.startswith(SOURCE) else ""


def _is_plain(journey: Journey, facts: Mapping[str, Any], tasks: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the diagram says everything without a comment, as it does when it was read from one."""
    if not one_line(journey.name) or not tasks or any(stage.phase is not None for stage in journey.stages):
        return False
    if {"journeymap": VERSION, "persona": persona_of(tasks)} != {"persona": None, **facts}:
        return False
    stages = [touchpoint.stage for touchpoint in journey.touchpoints]
    has_ended = any(stage is None and before is not None for before, stage in pairwise(stages))
    if has_ended or any(one_line(stage.name) != stage.name or not stage.name for stage in journey.stages):
        return False
    return all(_is_plain_task(task) for task in tasks) and [task["id"] for task in tasks] == list(
        free_ids(task["name"] for task in tasks)
    )


def _is_plain_task(task: Mapping[str, Any]) -> bool:
    name, said = task["name"], _said(task)
    is_sayable = bool(name and said) and one_line(name) == name
    return is_sayable and inferred(name, said, bare=True) == {k: v for k, v in task.items() if k not in ("id", "stage")}
