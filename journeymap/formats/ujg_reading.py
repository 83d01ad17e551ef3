"""What a User Journey Graph says, as plain data.

Our own extensions add what UJG has no terms for; the nodes count wherever somebody has edited them since. In a document
of somebody else's, endings and shares are guessed, and every guess is noted, as is whatever has no place in a journey.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from journeymap.errors import Problem, ReadError, shorten
from journeymap.fields import SLUG
from journeymap.formats.mermaid_guessing import kind_of
from journeymap.formats.mermaid_text import free_ids, slug
from journeymap.formats.placing import Path
from journeymap.formats.structuring import MOST_SHOWN, VERSION, Parsed
from journeymap.formats.ujg_nodes import KINDS, NAMESPACE, Graph, Node

__all__ = ["heads_of", "parsed"]

ENDS = ("success", "failure", "abandon", "cancel")
STATES = ("State", "CompositeState")

READ = {
    "nodes", "label", "defaultEntryRef", "entryRefs", "stateRef", "stateRefs", "transitionRefs", "exitRefs", "from",
    "to", "fromExitRef", "toEntryRef", "subjourneyId", "phaseRef", "touchpointRefs", "order", "channel",
    "experienceRefs", "description",
}  # fmt: skip
"""The properties that have a place in a journey."""

_LAST = re.compile(r"[^:/#?=]+\Z")
_DONE = re.compile(
    r"(?i)\b(?:success(?:ful)?|complete[ds]?|completion|done|confirm(?:ed|ation)|finish(?:ed)?)\b|완료|성공"
)


def heads_of(graph: Graph) -> Sequence[Node | None]:
    """The nodes that are journeys; None for what a document says without one.

    Raises:
        ReadError: When there is neither a journey nor a state.
    """
    found: list[Node | None] = [*graph.of("Journey")]
    found += [node for node in graph.of("Node") if "journeymap" in graph.facts(node)[0]]  # one without touchpoints
    if not found and next(graph.of(*STATES), None) is None:
        raise ReadError(
            [graph.problem("there is no journey in it (expected a node of type 'Journey', or 'State')", ())]
        )
    return found or [None]


def parsed(graph: Graph, head: Node | None) -> Parsed:
    """What one of the journeys says, as plain data."""
    return _Draft(graph, head).read()


class _Draft:
    """A journey in the making."""

    def __init__(self, graph: Graph, head: Node | None) -> None:
        self.graph, self.head = graph, head
        self.data: dict[str, Any] = {}
        self.marks: dict[Path, Path] = {}
        self.notes: list[tuple[str, Path]] = []
        self.is_ours = False

    def read(self) -> Parsed:
        """Everything that the nodes and our extensions say."""
        graph, head = self.graph, self.head
        facts, place = graph.facts(head) if head else ({}, ())
        self.is_ours = "journeymap" in facts
        self._mark((), place if facts else head.path if head else (), facts)
        self.data = {"journeymap": VERSION, **facts}
        if head is None or "label" in head.values or not self.is_ours:
            self.data["name"] = graph.said(head, "label") if head else ""
        if not self.is_ours and not self.data["name"]:
            self._note("there is no label, so that the journey has no name", head)
        states = self._states()
        self.positions = {state.id: at for at, state in enumerate(states)}
        tasks = [self._task(state, at) for at, state in enumerate(states)]
        self._name(states, tasks)
        self._stages(states, tasks)
        self._experience(tasks)
        self._ways(states, tasks)
        self._start(tasks)
        self.data["touchpoints"] = tasks
        if not self.is_ours:
            self._tell_unread(states)
        return self._parsed()

    def _note(self, message: str, at: Node | None) -> None:
        self.notes.append((message, at.path if at else ()))

    def _mark(self, path: Path, place: Path, facts: dict[str, Any]) -> None:
        self.marks[path] = place
        for key in facts:
            self.marks[(*path, key)] = (*place, key)

    # Touchpoints

    def _states(self) -> list[Node]:
        """The states of the journey, in the order in which it lists them."""
        graph, head = self.graph, self.head
        if head is None:
            states = list(graph.of(*STATES))
            if states:
                self._note(
                    "guessed: there is no Journey; all states make one, in the order in which they stand", states[0]
                )
            return states
        found: dict[str, Node] = {}
        for id in graph.refs(head, "stateRefs"):
            if id not in graph.nodes or not set(graph.nodes[id].kinds) & set(STATES):
                self._note(f"{shorten(id)!r} is no state in this document; read by its name alone", head)
            found.setdefault(id, graph.nodes.get(id) or Node(id, head.path))
        return list(found.values())

    def _task(self, state: Node, at: int) -> dict[str, Any]:
        """The touchpoint that a state is."""
        facts, place = self.graph.facts(state)
        self.marks[("touchpoints", at)] = state.path
        for key in facts:
            self.marks[("touchpoints", at, key)] = (*place, key)
        if "CompositeState" in state.kinds:
            inner = next((id for id in self.graph.refs(state, "subjourneyId") if id in self.graph.nodes), None)
            name = self.graph.said(self.graph.nodes[inner], "label") or _tail(inner) if inner else ""
            what = f" {shorten(name, 30)!r}" if name else ""
            self._note(f"the journey{what} within this state is a journey of its own (load_all reads all)", state)
        return {**facts, "name": self.graph.said(state, "label") or ("" if self.is_ours else _tail(state.id))}

    def _name(self, states: Sequence[Node], tasks: Sequence[dict[str, Any]]) -> None:
        """Give each touchpoint its id: the end of that of its state, or one made of its name."""
        self.ids: dict[str, str] = {}
        taken: set[str] = set()
        for state in states:
            tail = _tail(state.id).lower()
            id = tail if SLUG.match(tail) else slug(tail)
            if id and id not in taken and not state.id.startswith("_:"):
                self.ids[state.id] = id
                taken.add(id)
        named = [(s, t) for s, t in zip(states, tasks, strict=True) if s.id not in self.ids]
        for (state, _), id in zip(named, free_ids([task["name"] for _, task in named], taken), strict=True):
            self.ids[state.id] = id
        for state, task in zip(states, tasks, strict=True):
            task["id"] = self.ids[state.id]

    # Stages, channels, pain points

    def _stages(self, states: Sequence[Node], tasks: Sequence[dict[str, Any]]) -> None:
        """Phases are stages; a touchpoint is in that of its first step."""
        graph = self.graph
        self.steps: dict[str, list[Node]] = {}
        for step in graph.of("ExperienceStep"):
            for id in graph.refs(step, "stateRefs"):
                if id in self.positions:
                    self.steps.setdefault(id, []).append(step)
        phase_of: dict[str, str] = {}
        for state in states:
            refs = (id for step in self.steps.get(state.id, ()) for id in graph.refs(step, "phaseRef"))
            known = next((id for id in refs if id in graph.nodes), None)
            if known is not None:
                phase_of[state.id] = known
        others = len(heads_of(graph)) > 1
        phases = [phase for phase in graph.of("Phase") if not others or phase.id in set(phase_of.values())]
        phases.sort(key=lambda phase: _order(graph.number(phase, "order")))
        names: dict[str, str] = {}
        stages: dict[str, dict[str, Any]] = {}
        for phase in phases:
            facts, place = graph.facts(phase)
            name = names[phase.id] = graph.said(phase, "label") or ("" if self.is_ours else _tail(phase.id))
            if name not in stages:
                self._mark(("stages", len(stages)), place if facts else phase.path, facts)
            stages.setdefault(name, {**facts, "name": name})
        for state, task in zip(states, tasks, strict=True):
            if state.id in phase_of and phase_of[state.id] in names:
                task["stage"] = names[phase_of[state.id]]
        self.data["stages"] = list(stages.values())

    def _experience(self, tasks: Sequence[dict[str, Any]]) -> None:
        """Channels, what else the steps are called, and what hurts."""
        graph = self.graph
        pains: dict[str, list[str]] = {}
        for pain in graph.of("PainPoint"):
            said = "\n".join(filter(None, (graph.said(pain, "label"), graph.said(pain, "description"))))
            for id in graph.refs(pain, "experienceRefs"):
                pains.setdefault(id, []).append(said)
        for id, at in self.positions.items():
            task, steps = tasks[at], self.steps.get(id, [])
            refs = [ref for step in steps for ref in graph.refs(step, "touchpointRefs") if ref in graph.nodes]
            channels = dict.fromkeys(_channel(graph, graph.nodes[ref]) for ref in refs)
            if channels:
                task["channel"] = ", ".join(channels)
            labels = dict.fromkeys(graph.said(step, "label") for step in steps)
            labels.pop(task["name"], None)
            if labels and not self.is_ours:
                task["description"] = "\n".join(labels)
            hurting = [said for step in steps for said in pains.get(step.id, ())]
            if hurting or task.get("detractors") != []:
                task["detractors"] = hurting or None

    # Ways on

    def _ways(self, states: Sequence[Node], tasks: Sequence[dict[str, Any]]) -> None:
        """Transitions are ways on; one to an exit ends the journey."""
        graph, head = self.graph, self.head
        listed = list(graph.of("Transition")) if head is None else [
            graph.nodes[id] for id in graph.refs(head, "transitionRefs") if id in graph.nodes
        ]  # fmt: skip
        drawn: dict[str, list[tuple[Node, str]]] = {}
        leaving: dict[str, list[tuple[Node, str]]] = {}
        exits = {node.id for node in graph.of("JourneyExit")}
        for way in listed:
            start, end = (next(iter(graph.refs(way, term)), "") for term in ("from", "to"))
            if start not in self.positions or not (end in self.positions or end in exits):
                what = shorten(end if start in self.positions else start)
                self._note(f"a transition from or to {what!r}, which is no state of this journey; left out", way)
            else:
                (leaving if end in exits else drawn).setdefault(start, []).append((way, end))
        if not drawn and not leaving and head is None:
            return
        for state, task in zip(states, tasks, strict=True):
            self._join(state, task, drawn.get(state.id, []), leaving.get(state.id, []), tasks)

    def _join(
        self, state: Node, task: dict[str, Any], drawn: Sequence[tuple[Node, str]], leaving: Sequence[tuple[Node, str]],
        tasks: Sequence[dict[str, Any]],
    ) -> None:  # fmt: skip
        """Give one touchpoint its ways on, and say how the journey ends here."""
        ways, implied = [], False
        for way, end in drawn:
            facts, _ = self.graph.facts(way)
            label = self._label_of(way)
            implied = implied or facts.pop("implied", None) is True
            ways.append({"to": self.ids[end], **({"condition": label} if label is not None else {}), **facts})
        at = self.positions[state.id]
        follows = len(ways) == 1 and at + 1 < len(tasks) and ways[0] == {"to": tasks[at + 1]["id"]}
        if task.get("next") == [] and not ways and self.is_ours:
            pass
        elif (implied and follows) or (not ways and (leaving or self.is_ours)):
            task.pop("next", None)
        else:
            task["next"] = ways
        expected = bool(task.get("drop_off")) or not ways
        if self.is_ours and expected == bool(leaving):
            return
        self._end(task, ways, leaving)

    def _label_of(self, way: Node) -> str | None:
        """What stands on a way, or the exit of the journey within that it leaves by."""
        if "label" in way.values:
            return self.graph.said(way, "label")
        exits = (self.graph.nodes[id] for id in self.graph.refs(way, "fromExitRef") if id in self.graph.nodes)
        return next((label for each in exits if (label := self.graph.said(each, "label"))), None)

    def _end(self, task: dict[str, Any], ways: Sequence[Any], leaving: Sequence[tuple[Node, str]]) -> None:
        """Guess how the journey ends at a touchpoint from the exits that it leads to."""
        task.pop("ends", None)
        task.pop("drop_off", None)
        if not leaving:
            return
        way, exit = leaving[0]
        facts, _ = self.graph.facts(self.graph.nodes[exit])
        said = self.graph.said(self.graph.nodes[exit], "label") or _tail(exit)
        kind = facts.get("ends") or _outcome(said) or _outcome(self.graph.said(way, "label"))
        if kind in ENDS:
            task["ends"] = kind
            if "ends" not in facts:
                self._note(f"guessed: the exit {shorten(said, 30)!r} ends the journey in {kind}", way)
        if len(leaving) > 1:
            self._note(f"{len(leaving)} exits are reached from here; only the first is read", leaving[1][0])
        if ways:
            share = round(len(leaving) / (len(leaving) + len(ways)), 12)
            task["drop_off"] = share
            self._note(f"guessed: {share:.4g} of the customers here leave by an exit, as every way is as likely", way)

    def _start(self, tasks: Sequence[dict[str, Any]]) -> None:
        """Where the journey starts: at the state of its default entry."""
        graph = self.graph
        refs = (
            [ref for term in ("defaultEntryRef", "entryRefs") for ref in graph.refs(self.head, term)]
            if self.head
            else []
        )
        entries = [graph.nodes[ref] for ref in refs if ref in graph.nodes]
        starts = [id for entry in entries for id in graph.refs(entry, "stateRef") if id in self.positions]
        given = self.data.get("start")
        if starts and self.ids[starts[0]] != (given or tasks[0]["id"]):
            self.data["start"] = self.ids[starts[0]]
        if len(set(starts)) > 1:
            self._note(f"of {len(set(starts))} entries only the first is read", entries[1])

    # What is left out

    def _tell_unread(self, states: Sequence[Node]) -> None:
        """Note what has no place in a journey."""
        unread: dict[str, list[Path]] = {}
        if self.head is not None and self.head not in heads_of(self.graph)[:1]:
            return
        for node in self.graph.nodes.values():
            for kind in node.kinds:
                if kind not in KINDS or kind in ("OutgoingTransition", "OutgoingTransitionGroup", "JourneyEntryIndex"):
                    unread.setdefault(f"a node of type {shorten(kind, 40)!r}", []).append(node.path)
            for term, found in node.values.items():
                if term not in READ and set(node.kinds) & KINDS:
                    unread.setdefault(f"the property {shorten(term, 40)!r}", []).append(
                        found[0][1] if found else node.path
                    )
            for key, (_, path) in node.extensions.items():
                if key != NAMESPACE:
                    unread.setdefault(f"the extension {shorten(key, 40)!r}", []).append(path)
        for what, paths in unread.items():
            times = f" ({len(paths):,} times)" if len(paths) > 1 else ""
            self.notes.append((f"{what} has no place in a journey; left out{times}", paths[0]))

    def _parsed(self) -> Parsed:
        graph = self.graph

        def located(path: Path, key: bool = False) -> tuple[int, int]:
            rest: Path = ()
            while path not in self.marks:
                path, rest = path[:-1], (path[-1], *rest)
            return graph.places.locate((*self.marks[path], *rest), key)

        def told() -> Iterator[Problem]:
            found = [graph.problem(*note) for note in (*graph.notes, *self.notes)]
            found.sort(key=lambda problem: (problem.line, problem.column))
            yield from found[: MOST_SHOWN - 1]
            if len(found) >= MOST_SHOWN:
                rest = found[MOST_SHOWN - 1]
                message = f"here and further on {len(found) - MOST_SHOWN + 1:,} more like these"
                yield Problem(message, line=rest.line, column=rest.column)

        notes = tuple(told())
        graph.notes.clear()
        return Parsed(self.data, located, '"@type": "UJGDocument"', notes=notes)


def _tail(id: str) -> str:
    """The last part of an identifier."""
    found = _LAST.search(id)
    return found[0] if found else id


def _outcome(words: str) -> str | None:
    kind = kind_of(words[:200]) or ("success" if _DONE.search(words[:200]) else None)
    return kind if kind in ENDS else None


def _order(order: float | None) -> tuple[bool, float]:
    return (order is None, order or 0.0)


def _channel(graph: Graph, node: Node) -> str:
    told = next((term for term in ("channel", "label") if term in node.values), None)
    return graph.said(node, told) if told else _tail(node.id)
