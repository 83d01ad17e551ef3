"""A journey as CJML 2.0; what CJML has no elements for stands in comments, in the element it belongs to."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from journeymap.formats import cjml_words as words
from journeymap.formats import json as native_json
from journeymap.formats.mermaid_text import NAMELESS, one_line
from journeymap.formats.structuring import VERSION
from journeymap.formats.unstructuring import known
from journeymap.model import Journey

__all__ = ["written"]

INDENT = "  "


def written(journey: Journey) -> str:
    """The file: one journey, planned or actual."""
    return "\n".join(
        ['<?xml version="1.0" encoding="UTF-8"?>', '<CJML version="2.0">', *_journey(journey), "</CJML>", ""]
    )


def _journey(journey: Journey) -> Iterator[str]:
    whole = known(journey)
    tasks, stages = whole.pop("touchpoints", []), whole.pop("stages", [])
    kind = "actual" if _is_actual(journey) else "planned"
    facts = {"journeymap": VERSION, **whole}
    for key, shown in (("name", one_line(journey.name)), ("description", one_line(whole.get("description", "")))):
        if facts.get(key) == shown and shown:
            del facts[key]
    customer, provider = (
        words.name_of(whole.get("persona"), words.CUSTOMER),
        words.name_of(whole.get("business"), words.PROVIDER),
    )
    cast = _cast(tasks, customer, provider)
    yield f"  <{kind}Journey>"
    yield _comment(facts, 2)
    yield _text("journeyID", "AJ1" if kind == "actual" else "PJ1", 2)
    yield _text("journeyTitle", one_line(journey.name) or NAMELESS, 2)
    yield from _phases(stages)
    yield from _given("journeyShortSummary", whole.get("description"), 2)
    yield from _actors(cast, customer, provider)
    yield f"{INDENT * 2}<touchpoints>"
    phases = {stage["name"]: f"P{number}" for number, stage in enumerate(stages, start=1)}
    for task in tasks:
        yield from _touchpoint(task, kind, cast, (customer, provider), phases)
    yield f"{INDENT * 2}</touchpoints>"
    yield f"  </{kind}Journey>"


def _is_actual(journey: Journey) -> bool:
    """Whether it is what customers live through: CJML rates experiences there alone."""
    return journey.state == "as-is" or (
        journey.state is None and any(touchpoint.emotion is not None for touchpoint in journey)
    )


def _cast(tasks: Iterable[Mapping[str, Any]], customer: str, provider: str) -> dict[str, str]:
    """The id of everybody who takes part: A1 is the customer, A2 the provider, whatever they are called."""
    names = dict.fromkeys(name for task in tasks for name in words.pair_of(task.get("actors"), customer, provider))
    others = [name for name in names if name not in (customer, provider)]
    return {provider: "A2", customer: "A1", **{name: f"A{number}" for number, name in enumerate(others, start=3)}}


def _actors(cast: Mapping[str, str], customer: str, provider: str) -> Iterator[str]:
    others = [(id, name) for name, id in cast.items() if id not in ("A1", "A2")]
    yield f"{INDENT * 2}<actors>"
    for id, name in (("A1", customer), ("A2", provider), *others):
        element, inner = ("endUser", "actorName") if id == "A1" else ("serviceProvider", "companyName")
        yield f'{INDENT * 3}<{element} actorID="{id}">'
        yield _text(inner, name, 4)
        yield f"{INDENT * 3}</{element}>"
    yield f"{INDENT * 2}</actors>"


def _phases(stages: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    if not stages:
        return
    yield f"{INDENT * 2}<journeyPhases>"
    for number, stage in enumerate(stages, start=1):
        shown = one_line(stage["name"]) or NAMELESS
        yield f'{INDENT * 3}<journeyPhase phaseID="P{number}">'
        yield _text("phaseName", shown, 4)
        facts = {key: value for key, value in stage.items() if key != "name" or value != shown}
        if facts:
            yield _comment(facts, 4)
        yield f"{INDENT * 3}</journeyPhase>"
    yield f"{INDENT * 2}</journeyPhases>"


def _touchpoint(
    task: Mapping[str, Any], kind: str, cast: Mapping[str, str], known_by: tuple[str, str], phases: Mapping[str, str]
) -> Iterator[str]:
    front = one_line(_blueprint(task).get("frontstage", ""))
    is_action = len(task.get("actors") or ()) == 1 and not front and "channel" not in task
    pair = words.pair_of(task.get("actors"), *known_by)[: 1 if is_action else 2]
    labels = [front] * len(pair)
    labels[words.sides(pair, known_by[:1])[0]] = one_line(task["name"]) or task["id"]
    element = f"{kind}{'Action' if is_action else 'CommunicationPoint'}"
    yield f"{INDENT * 3}<{element}>"
    yield _text("touchpointID", task["id"], 4)
    if "stage" in task:
        yield f'{INDENT * 4}<belongsTo phaseIDref="{phases[task["stage"]]}"/>'
    if kind == "actual" and task.get("kind") == "failure":
        yield _text("compliance", words.FAILING, 4)
    for side, name, label in zip(("initiator", "receiver"), pair, labels, strict=False):
        yield f"{INDENT * 4}<{side}>"
        yield f'{INDENT * 5}<refersTo actorIDref="{cast[name]}"/>'
        yield from _given(f"{side}Label", label, 5)
        yield f"{INDENT * 4}</{side}>"
    if one_line(task.get("channel", "")):
        yield f"{INDENT * 4}<channel>"
        yield from _given("channelName", task["channel"], 5)
        yield f"{INDENT * 4}</channel>"
    yield from _given("comment", task.get("description"), 4)
    yield from _experience(task, kind)
    yield _comment(_rest(task, kind), 4)
    yield f"{INDENT * 3}</{element}>"


def _experience(task: Mapping[str, Any], kind: str) -> Iterator[str]:
    """What the customer says, and how it is rated; in planned journeys nobody has lived yet."""
    rating, quote = words.rating_text(task.get("emotion")), one_line(task.get("quote", ""))
    if kind == "actual" and (rating or quote):
        yield f"{INDENT * 4}<touchpointExperience>"
        yield from _given("experienceDescription", quote, 5)
        yield from _given("experienceRating", rating, 5)
        yield f"{INDENT * 4}</touchpointExperience>"


def _rest(task: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """What the elements do not say, or not exactly."""
    facts = {key: value for key, value in task.items() if key not in ("id", "stage")}
    for key in ("name", "channel", "description", *(("quote",) if kind == "actual" else ())):
        if facts.get(key) and facts[key] == one_line(facts[key]):
            del facts[key]
    rating = words.rating_text(task.get("emotion"))
    if kind == "actual" and rating and words.rated(float(rating), words.SCALE) == task["emotion"]:
        del facts["emotion"]
    return facts


def _blueprint(task: Mapping[str, Any]) -> Mapping[str, Any]:
    blueprint: Mapping[str, Any] = task.get("blueprint", {})
    return blueprint


def _given(name: str, value: Any, depth: int) -> Iterator[str]:
    shown = one_line(value or "")
    if shown:
        yield _text(name, shown, depth)


def _text(name: str, text: str, depth: int) -> str:
    return f"{INDENT * depth}<{name}>{html.escape(text, quote=False)}</{name}>"


def _comment(facts: Mapping[str, Any], depth: int) -> str:
    """The comment that holds these facts; CJML's readers do not look into it."""
    text = native_json.compact(facts).replace("--", "-\\u002d")
    return f"{INDENT * depth}<!-- {words.MARK}{text} -->"
