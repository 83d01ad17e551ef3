"""Journeys from and to networkx graphs."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from journeymap.errors import ReadWarning, expect
from journeymap.formats.graphs import Link, Parts, Point, parsed, parts_of
from journeymap.formats.structuring import structure
from journeymap.model import Journey

if TYPE_CHECKING:
    import networkx

__all__ = ["from_networkx", "to_networkx"]


def to_networkx(journey: Journey) -> networkx.MultiDiGraph[str]:
    """The journey as a networkx graph, with everything that is known.

    Nodes are touchpoints by id and carry their facts under the names of the fields, as plain data; edges are
    the ways on, by number, those that nobody has written marked ``implied``. :func:`from_networkx` makes the same
    journey of it.

    Example:
        >>> shop = Journey("Shop").touchpoint("pay", "Pay", emotion=-1, next={"pay": 0.1}, drop_off=0.9)
        >>> graph = to_networkx(shop)
        >>> graph.nodes["pay"]["emotion"], graph.edges["pay", "pay", 0]
        (-1, {'probability': 0.1})
        >>> from_networkx(graph) == shop
        True
    """
    import networkx

    expect(journey, Journey, "to_networkx")
    parts = parts_of(journey)
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    graph.graph.update(parts.facts)
    for point in parts.points:
        graph.add_node(point.id)
        graph.nodes[point.id].update(point.facts)
    for link in parts.links:
        key = graph.add_edge(link.start, link.end, graph.out_degree(link.start))  # networkx itself sorts by target
        graph.edges[link.start, link.end, key].update(link.facts)
    return graph


def from_networkx(graph: networkx.Graph[Any]) -> Journey:
    """The journey that a networkx graph describes.

    What a node or edge carries under the name of a fact, such as ``emotion`` or ``probability``, is that fact; the
    name of a node may also be its ``label`` or ``title``. Weights of edges are read as how many go each way.

    Args:
        graph: Any kind of graph; links of one without directions lead the way they were added.

    Warns:
        ReadWarning: For whatever was guessed, or has no place in a journey.

    Raises:
        ReadError: When what it carries cannot be.

    Example:
        >>> import networkx
        >>> graph = networkx.DiGraph(name="Shop")
        >>> graph.add_edge("Find", "Pay", probability=0.4)
        >>> from_networkx(graph)["find"].next
        (Transition(to='pay', probability=0.4),)
    """
    import networkx

    expect(graph, networkx.Graph, "from_networkx")
    parts = Parts(dict(graph.graph), directed=graph.is_directed())
    parts.points = [Point(str(id), _texts(facts)) for id, facts in graph.nodes(data=True)]
    edges = list(graph.edges(data=True, keys=True)) if isinstance(graph, networkx.MultiGraph) else _keyed(graph)
    if "journeymap" in graph.graph:
        edges.sort(key=lambda edge: edge[2] if isinstance(edge[2], int) else 0)
    parts.links = [Link(str(start), str(end), _texts(facts)) for start, end, _, facts in edges]
    found = parsed(parts)
    journey = structure(found)
    for note in found.notes:
        warnings.warn(ReadWarning(note), stacklevel=2)
    return journey


def _keyed(graph: networkx.Graph[Any]) -> list[tuple[Any, Any, Any, dict[Any, Any]]]:
    return [(start, end, 0, facts) for start, end, facts in graph.edges(data=True)]


def _texts(facts: dict[Any, Any]) -> dict[str, Any]:
    return {str(key): value for key, value in facts.items()}
