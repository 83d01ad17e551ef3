"""Straight journeys in columns, side by side: one long row, or one long tower, would fit no page and no screen.

A journey is straight when whoever leaves a stage goes on at the first touchpoint of the next one; within its stage it
may branch and come back. Graphviz knows no columns of its own: what holds them is that the first touchpoints of all
hang from the start, in order, and that an arrow to the next column is written from its head to its tail.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

import attrs

from journeymap.drawing.readings import Reading

if TYPE_CHECKING:
    from graphviz import Digraph

__all__ = ["ACROSS", "Columns", "columns_of"]

ACROSS = 6
"""Up to so many touchpoints a journey runs across the page, without columns."""

_WIDE = 0.6
"""How many columns to a row make a page half again as wide as it is high, with cards as wide as they are."""


@attrs.frozen
class Columns:
    """The touchpoints of each column, by id from the top down."""

    members: tuple[tuple[str, ...], ...] = ()

    def of(self, id: str) -> int | None:
        """In which column a touchpoint stands; None when there are no columns."""
        return next((number for number, ids in enumerate(self.members) if id in ids), None)

    def leaves(self, source: str, target: str) -> bool:
        """Whether a way leads from one column to another."""
        return self.of(source) != self.of(target)

    def level(self, source: str) -> bool:
        """Whether a touchpoint stands at the head of its column, level with the heads of all others."""
        return any(ids[0] == source for ids in self.members)

    def tie(self, graph: Digraph, reading: Reading) -> None:
        """Hold the columns together by ties that are not seen."""
        ways = set(_ways(reading))
        with graph.subgraph() as row:
            row.attr(rank="same")
            for ids in self.members:
                row.node(ids[0])
        for ids in self.members[1:]:
            graph.edge("the start", ids[0], style="invis", weight="0")
        for ids in self.members:
            for index, (above, id) in enumerate(pairwise(ids), 1):
                if not any((other, id) in ways or (id, other) in ways for other in ids[:index]):
                    graph.edge(above, id, style="invis", weight="0")


def columns_of(reading: Reading) -> Columns:
    """The columns of a long straight journey: its stages, or runs as long as makes a page; none for any other."""
    ids = tuple(place.touchpoint.id for place in reading.places)
    if len(ids) <= ACROSS:
        return Columns()
    stages: dict[str | None, list[str]] = {}
    for place in reading.places:
        stages.setdefault(place.touchpoint.stage, []).append(place.touchpoint.id)
    if list(stages) == [None]:
        rows = math.ceil(len(ids) / round(math.sqrt(_WIDE * len(ids))))
        columns = Columns(tuple(ids[first : first + rows] for first in range(0, len(ids), rows)))
    else:
        columns = Columns(tuple(map(tuple, stages.values())))
    straight = None not in stages or len(stages) == 1
    return columns if straight and len(columns.members) > 1 and _holds(columns, reading, ids) else Columns()


def _holds(columns: Columns, reading: Reading, ids: tuple[str, ...]) -> bool:
    """Whether every way between columns leads to the head of the next one, and the journey starts at the first."""
    routes, order = reading.routes, tuple(id for members in columns.members for id in members)
    if routes.start is None or order != ids or routes.ids[routes.start] != ids[0]:
        return False
    heads = {members[0]: number for number, members in enumerate(columns.members)}
    between = ((source, target) for source, target in _ways(reading) if columns.leaves(source, target))
    return all(heads.get(target) == (columns.of(source) or 0) + 1 for source, target in between)


def _ways(reading: Reading) -> Iterator[tuple[str, str]]:
    for id, ways in zip(reading.routes.ids, reading.routes.ways, strict=True):
        for way in ways:
            yield id, way.transition.to
