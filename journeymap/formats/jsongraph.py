"""Graphs in JSON: the node-link form of networkx and D3, and JSON Graph Format; the first of them is written.

Both are told from our own JSON by their ``nodes`` and ``links`` or ``edges``.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping
from typing import Any

from journeymap.errors import ReadError
from journeymap.formats.graphs import Link, Parts, Point, parsed, parts_of
from journeymap.formats.json import loaded
from journeymap.formats.placing import Path, Places, json_places, problem_at
from journeymap.formats.structuring import Parsed, Reading, structure
from journeymap.model import Journey

__all__ = ["parse", "read", "write"]


def read(text: str) -> Reading:
    """The journey that a graph in JSON describes."""
    found = parse(text)
    return structure(found), found.notes


def parse(text: str) -> Parsed:
    """What a graph in JSON says."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    found = loaded(text)
    if found.problems:
        raise ReadError(found.problems)
    return parsed(_parts(found.data, json_places(text)), text)


def write(journey: Journey) -> str:
    """The journey as nodes and edges, everything in it."""
    parts = parts_of(journey)
    data = {
        "directed": True,
        "multigraph": True,
        "graph": parts.facts,
        "nodes": [{"id": point.id, **point.facts} for point in parts.points],
        "edges": [{"source": link.start, "target": link.end, **link.facts} for link in parts.links],
    }
    return json.dumps(data, ensure_ascii=False, indent=2, default=datetime.date.isoformat) + "\n"


def _parts(data: Any, places: Places) -> Parts:
    base: Path = ()
    if isinstance(data, dict) and "nodes" not in data and isinstance(data.get("graph"), dict):
        data, base = data["graph"], ("graph",)
    nodes = data.get("nodes") if isinstance(data, dict) else None
    if not isinstance(data, dict) or not isinstance(nodes, (list, dict)):
        raise ReadError([problem_at(places.text, 0, "this is no graph (expected 'nodes', and 'links' or 'edges')")])
    apart = ("nodes", "links", "edges", "directed", "multigraph", "graph", "metadata", "id", "type")
    facts = {key: value for key, value in data.items() if key not in apart}
    for more in (data.get("metadata"), data.get("graph")):
        facts |= more if isinstance(more, dict) else {}
    parts = Parts(facts, directed=data.get("directed") is not False)
    for at, (id, node) in enumerate(_nodes(nodes)):
        path = (*base, "nodes", at if isinstance(nodes, list) else id)
        parts.points.append(Point(id, _facts(node, ("id",)), _offset(places, path)))
    by_place = [point.id for point in parts.points]
    key = "links" if isinstance(data.get("links"), list) else "edges"
    links = data.get(key)
    for at, link in enumerate(links if isinstance(links, list) else ()):
        if isinstance(link, dict):
            start, end = (_end(link.get(side), by_place) for side in ("source", "target"))
            found = _facts(link, ("source", "target", "key", "id", "directed"))
            if "relation" in found:
                found.setdefault("label", found.pop("relation"))
            parts.links.append(Link(start, end, found, _offset(places, (*base, key, at))))
    return parts


def _nodes(nodes: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(nodes, dict):
        yield from nodes.items()
        return
    for at, node in enumerate(nodes):
        id = next((node[key] for key in ("id", "key", "name") if key in node), at) if isinstance(node, dict) else node
        yield _text(id), node


def _end(value: Any, by_place: list[str]) -> str:
    """The id of a node that a link names, or gives the place of."""
    if isinstance(value, dict):
        value = value.get("id")
    is_place = isinstance(value, int) and not isinstance(value, bool) and str(value) not in by_place[:1]
    if is_place and 0 <= value < len(by_place) and str(value) not in set(by_place[value : value + 1]):
        return by_place[value] if not by_place[value].isdigit() else str(value)
    return _text(value)


def _facts(node: Any, apart: tuple[str, ...]) -> dict[str, Any]:
    if not isinstance(node, Mapping):
        return {}
    more = node.get("metadata")
    return {key: value for key, value in node.items() if key not in (*apart, "metadata")} | (
        more if isinstance(more, dict) else {}
    )


def _text(id: Any) -> str:
    return id if isinstance(id, str) else json.dumps(id, ensure_ascii=False, default=str)[:200]


def _offset(places: Places, path: Path) -> int:
    while path not in places.found:
        path = path[:-1]
    return places.found[path][1]
