"""User Journey Graph (W3C community group): journeys as states, transitions and experience steps in JSON-LD.

A document may hold several journeys; ``read_all`` reads them all. No context is ever fetched: the published terms are
known, and what a document says of its own terms is taken from its ``@context``.
"""

from __future__ import annotations

from journeymap.formats.json import loaded
from journeymap.formats.structuring import Parsed, Reading, structure
from journeymap.formats.ujg_nodes import Graph
from journeymap.formats.ujg_reading import heads_of, parsed
from journeymap.formats.ujg_writing import written
from journeymap.model import Journey

__all__ = ["parse", "read", "read_all", "write"]


def read(text: str) -> Reading:
    """The first journey that a document describes."""
    found = parse(text)
    return structure(found), found.notes


def read_all(text: str) -> tuple[Reading, ...]:
    """Every journey that a document describes."""
    graph = Graph(text, loaded(text))
    found = [parsed(graph, head) for head in heads_of(graph)]
    return tuple((structure(each), each.notes) for each in found)


def parse(text: str) -> Parsed:
    """What a document says of its first journey: one that is no part of another, where there is such a one."""
    graph = Graph(text, loaded(text))
    heads = heads_of(graph)
    inner = {child for node in graph.nodes.values() for child in graph.refs(node, "subjourneyId")}
    chosen = next((head for head in heads if head is None or head.id not in inner), heads[0])
    if len(heads) > 1:
        graph.note(f"only this journey is read; there are {len(heads) - 1:,} others (load_all reads all)", chosen)
    return parsed(graph, chosen)


def write(journey: Journey) -> str:
    """The journey as a UJG document; what UJG has no terms for stands in extensions."""
    return written(journey)
