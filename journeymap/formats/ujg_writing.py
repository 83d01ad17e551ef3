"""A journey as a User Journey Graph; what UJG has no terms for stands in extensions.

A touchpoint is a state, with one experience step that places it in a phase, on a channel, and among pain points. Where
the journey ends there is an exit.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from typing import Any

from journeymap.formats.mermaid_text import slug
from journeymap.formats.structuring import VERSION
from journeymap.formats.ujg_nodes import CONTEXTS, NAMESPACE
from journeymap.formats.unstructuring import known
from journeymap.model import Journey, Touchpoint

__all__ = ["written"]

Json = dict[str, Any]

ENDED = "end"
"""The exit where it is not known how the journey ends."""


def written(journey: Journey) -> str:
    """The document."""
    document = {
        "@context": list(CONTEXTS),
        "@id": _id("document", slug(journey.name) or "journey"),
        "@type": "UJGDocument",
        "nodes": _Writer(journey).nodes(),
    }
    return json.dumps(document, ensure_ascii=False, indent=2, default=datetime.date.isoformat) + "\n"


class _Writer:
    """Makes the nodes of one journey."""

    def __init__(self, journey: Journey) -> None:
        self.journey = journey
        self.whole = known(journey)
        self.tasks: list[Json] = self.whole.pop("touchpoints", [])
        self.stages: list[Json] = self.whole.pop("stages", [])
        self.id = _id("journey", slug(journey.name) or "journey")
        self.facts = {"journeymap": VERSION, **{key: value for key, value in self.whole.items() if key != "name"}}

    def nodes(self) -> list[Json]:
        """All of them, the journey first."""
        phases = [
            _node("Phase", _id("phase", str(number)), label=stage["name"], order=number,
                  facts={key: value for key, value in stage.items() if key != "name"})
            for number, stage in enumerate(self.stages, start=1)
        ]  # fmt: skip
        if not self.tasks:  # a Journey has at least one state
            return [_node("Node", self.id, facts={**self.facts, "name": self.journey.name}), *phases]
        states = [_state(task) for task in self.tasks]
        transitions, exits = self._transitions()
        entry = _node(
            "JourneyEntry", _id("entry", "start"), stateRef=_id("state", (self.journey.start or self.tasks[0]["id"]))
        )
        head = _node(
            "Journey", self.id, label=self.journey.name, defaultEntryRef=entry["@id"], entryRefs=[entry["@id"]],
            stateRefs=_ids(states), transitionRefs=_ids(transitions), exitRefs=_ids(exits), facts=self.facts,
        )  # fmt: skip
        return [head, entry, *states, *transitions, *exits, *phases, *self._experience()]

    def _transitions(self) -> tuple[list[Json], list[Json]]:
        """The ways on, and the exits they may lead to."""
        transitions: list[Json] = []
        exits: dict[str, Json] = {}
        for touchpoint in self.journey:
            ways = self.journey.ways_from(touchpoint)
            for number, way in enumerate(ways, start=1):
                facts = {key: value for key, value in known(way).items() if key not in ("to", "condition")}
                if touchpoint.next is None:
                    facts["implied"] = True
                transitions.append(_node(
                    "Transition", _id("transition", f"{touchpoint.id}:{number}"), label=way.condition,
                    **{"from": _id("state", touchpoint.id), "to": _id("state", way.to)}, facts=facts,
                ))  # fmt: skip
            if touchpoint.drop_off or not ways:
                transitions.append(self._leaving(touchpoint, exits))
        return transitions, list(exits.values())

    def _leaving(self, touchpoint: Touchpoint, exits: dict[str, Json]) -> Json:
        outcome = touchpoint.ends or ENDED
        if outcome not in exits:
            facts = {"ends": touchpoint.ends} if touchpoint.ends else {}
            exits[outcome] = _node("JourneyExit", _id("exit", outcome), label=outcome, facts=facts)
        return _node(
            "Transition", _id("transition", f"{touchpoint.id}:{ENDED}"),
            **{"from": _id("state", touchpoint.id), "to": exits[outcome]["@id"]},
        )  # fmt: skip

    def _experience(self) -> list[Json]:
        """Channels, steps and pain points."""
        phases = {stage["name"]: _id("phase", str(number)) for number, stage in enumerate(self.stages, start=1)}
        names = dict.fromkeys(task["channel"] for task in self.tasks if "channel" in task)
        channels = {
            name: _node("Touchpoint", _id("touchpoint", str(number)), label=name, channel=name)
            for number, name in enumerate(names, start=1)
        }
        steps, pains = [], []
        for task in self.tasks:
            channel = channels.get(task.get("channel"))
            step = _node(
                "ExperienceStep", _id("step", task["id"]), label=task["name"], stateRefs=[_id("state", task["id"])],
                phaseRef=phases.get(task.get("stage")), touchpointRefs=_ids([channel] if channel else []),
            )  # fmt: skip
            steps.append(step)
            pains += [
                _node("PainPoint", _id("pain", f"{task['id']}:{number}"), label=said, experienceRefs=[step["@id"]])
                for number, said in enumerate(task.get("detractors", ()), start=1)
            ]
        return [*channels.values(), *steps, *pains]


def _state(task: Mapping[str, Any]) -> Json:
    """The state of a touchpoint: what the other nodes say of it is left to them."""
    facts = {key: value for key, value in task.items() if key not in ("id", "name", "stage", "channel")}
    for key in ("next", "detractors"):
        if facts.get(key):
            del facts[key]
    return _node("State", _id("state", task["id"]), label=task["name"], facts=facts)


def _node(kind: str, id: str, *, facts: Mapping[str, Any] | None = None, **values: Any) -> Json:
    node: Json = {"@type": kind, "@id": id}
    node |= {key: value for key, value in values.items() if value is not None and value != []}
    if facts:
        node["extensions"] = {NAMESPACE: dict(facts)}
    return node


def _id(kind: str, name: str) -> str:
    return f"urn:ujg:{kind}:{name}"


def _ids(nodes: Sequence[Json]) -> list[str]:
    return [node["@id"] for node in nodes]
