"""GraphML, as networkx, Gephi and yEd write it: nodes are touchpoints, edges ways on, groups stages."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Mapping
from typing import Any

from journeymap.errors import ReadError
from journeymap.formats import json as native_json
from journeymap.formats.graphs import Link, Parts, Point, parsed, parts_of
from journeymap.formats.mermaid_text import one_line
from journeymap.formats.placing import problem_at
from journeymap.formats.structuring import Parsed, Reading, structure
from journeymap.formats.xml_reading import Element, Tree, parse_xml
from journeymap.model import Journey

__all__ = ["parse", "parse_tree", "read", "write"]

OURS = "journeymap"
"""The attribute that holds, as JSON, what GraphML cannot."""

KEYS = (
    ("node", "name", "string"), ("node", "stage", "string"), ("node", "emotion", "double"), ("node", "kind", "string"),
    ("node", "channel", "string"), ("node", "ends", "string"), ("edge", "probability", "double"),
    ("edge", "kind", "string"), ("edge", "condition", "string"), ("graph", OURS, "string"), ("node", OURS, "string"),
    ("edge", OURS, "string"),
)  # fmt: skip
"""What is written as an attribute of its own; all else stands in ours."""

MOST_DEFAULTS = 100
"""How many keys may have a default for all nodes, or all edges: each of them gets a copy."""

_NUMBERS = {"int": int, "long": int, "integer": int, "float": float, "double": float}


def read(text: str) -> Reading:
    """The journey that a GraphML text describes."""
    found = parse(text)
    return structure(found), found.notes


def parse(text: str) -> Parsed:
    """What a GraphML text says."""
    return parse_tree(parse_xml(text))


def write(journey: Journey) -> str:
    """The journey as GraphML; what GraphML has no types for stands as JSON in one attribute."""
    parts = parts_of(journey)
    keys = {(of, name): f"d{number}" for number, (of, name, _) in enumerate(KEYS)}
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">']
    lines += (
        f'  <key id="{keys[of, name]}" for="{of}" attr.name="{name}" attr.type="{type}"/>' for of, name, type in KEYS
    )
    lines += ['  <graph id="journey" edgedefault="directed">', *_data("graph", parts.facts, keys, 4)]
    for point in parts.points:
        lines += [f'    <node id="{point.id}">', *_data("node", point.facts, keys, 6), "    </node>"]
    for number, link in enumerate(parts.links):
        lines.append(f'    <edge id="e{number}" source="{link.start}" target="{link.end}">')
        lines += [*_data("edge", link.facts, keys, 6), "    </edge>"]
    return "\n".join([*lines, "  </graph>", "</graphml>", ""])


def _data(of: str, facts: Mapping[str, Any], keys: Mapping[tuple[str, str], str], depth: int) -> Iterator[str]:
    rest = {}
    for name, value in facts.items():
        is_plain = value == one_line(value) != "" if isinstance(value, str) else isinstance(value, (int, float))
        if (of, name) in keys and is_plain and name != OURS:
            text = html.escape(value, quote=False) if isinstance(value, str) else repr(value)
            yield f'{" " * depth}<data key="{keys[of, name]}">{text}</data>'
        else:
            rest[name] = value
    if rest:
        text = html.escape(native_json.compact(rest), quote=False)
        yield f'{" " * depth}<data key="{keys[of, OURS]}">{text}</data>'


def parse_tree(tree: Tree) -> Parsed:
    """What the elements say."""
    graph = tree.root.child("graph") if tree.root.key == "graphml" else None
    if graph is None:
        raise ReadError(
            [problem_at(tree.text, tree.root.offset, "this is no GraphML (expected <graphml> and <graph>)")]
        )
    reader = _Reader(tree)
    parts = Parts(reader.facts(graph), directed=graph.attribute("edgedefault") != "undirected")
    waiting: list[tuple[Element, str | None]] = [(graph, None)]
    while waiting:
        group, stage = waiting.pop()
        inner = []
        for element in group.children:
            nested = element.child("graph")
            if element.key == "node" and nested is not None:
                facts = reader.facts(element)
                inner.append((nested, str(facts.get("name") or facts.get("label") or element.attribute("id"))))
            elif element.key == "node":
                facts = reader.facts(element)
                if stage is not None:
                    facts.setdefault("stage", stage)
                parts.points.append(Point(element.attribute("id"), facts, element.offset))
            elif element.key == "edge":
                ends = element.attribute("source"), element.attribute("target")
                parts.links.append(Link(*ends, reader.facts(element), element.offset))
        waiting += inner[::-1]
    return parsed(parts, tree.text)


class _Reader:
    """Reads what elements carry, by the keys that the file declares."""

    def __init__(self, tree: Tree) -> None:
        self._text = tree.text
        self._keys: dict[str, tuple[str, str]] = {}
        self._defaults: dict[str, list[tuple[str, Any]]] = {}
        for key in tree.root.all("key"):
            id = key.attribute("id")
            name, kind = key.attribute("attr.name"), key.attribute("attr.type")
            self._keys[id] = name, kind
            default = key.said("default")
            if name and default:
                of = self._defaults.setdefault(key.attribute("for"), [])
                of.append((name, _value(default, kind)))
                if len(of) > MOST_DEFAULTS:
                    message = f"more than {MOST_DEFAULTS} keys with a default (expected a journey)"
                    raise ReadError([problem_at(tree.text, key.offset, message)])

    def facts(self, element: Element) -> dict[str, Any]:
        """What an element carries."""
        facts: dict[str, Any] = dict(self._defaults.get(element.key, ()))
        for data in element.all("data"):
            name, kind = self._keys.get(data.attribute("key"), ("", ""))
            label = next((each.text for each in data.below() if each.key in ("nodelabel", "edgelabel")), "")
            if label:
                facts["label"] = label
            elif name == OURS:
                facts |= self._ours(data)
            elif name and data.text:
                facts[name] = _value(data.text, kind)
        return facts

    def _ours(self, data: Element) -> dict[str, Any]:
        try:
            found = json.loads(data.text)
        except (ValueError, RecursionError):
            message = "this attribute of ours is not JSON (leave it out, or write it anew)"
            raise ReadError([problem_at(self._text, data.offset, message)]) from None
        return dict(found) if isinstance(found, dict) else {}


def _value(text: str, kind: str) -> Any:
    """A value of the type that its key declares; text where it is none."""
    if kind == "boolean":
        return text.lower() in ("true", "1")
    try:
        return _NUMBERS[kind](text[:400]) if kind in _NUMBERS else text
    except ValueError:
        return text
