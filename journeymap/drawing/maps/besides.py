"""Other journeys on the same map: as it should be beside as it is, or the same way for another customer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from journeymap.drawing.maps.frames import Frame
from journeymap.drawing.readings import Reading, read, runs
from journeymap.drawing.sayings import feeling, signed_score
from journeymap.drawing.smoothing import Point, arcs, path
from journeymap.drawing.typesetting import clean
from journeymap.i18n import Translator
from journeymap.model import Journey

__all__ = ["MOST", "Beside", "Line", "beside", "told"]

MOST = 3
"""How many journeys may stand beside the first: as many as there are marks that tell them apart."""


@attrs.frozen(kw_only=True)
class Line:
    """One other journey on one sheet: its number, its line in parts, and a mark at each of its touchpoints."""

    number: int
    paths: tuple[str, ...]
    dots: tuple[Point, ...]


@attrs.frozen(kw_only=True, eq=False)
class Beside:
    """A journey beside the one that the map is of.

    Attributes:
        number: Its number, from 0; it has the mark of this number.
        label: What tells it apart, and how it is remembered.
        reading: What it says.
        runs: Its main line, in the columns of the map.
        changes: The touchpoints that both have and that feel different: the name, then here and there in words.
        missing: How many of its touchpoints the map has not.
    """

    number: int
    label: str
    reading: Reading
    runs: tuple[tuple[Point, ...], ...]
    changes: tuple[tuple[str, str, str], ...]
    missing: int

    def line(self, frame: Frame, first: int, zero: float, unit: float) -> Line:
        """Its line on the sheet that starts with column ``first``."""
        low, high = frame.left, frame.start(frame.count) - 1
        paths, dots = [], []
        for run in self.runs:
            points = [(frame.centre(column - first), zero - emotion * unit) for column, emotion in run]
            parts = [arc.between(low, high) for arc in arcs(points) if arc.x2 > low + 1 and arc.x1 < high - 1]
            paths.append(path(parts))
            dots += [point for point in points if low < point[0] < high]
        return Line(number=self.number, paths=tuple(filter(None, paths)), dots=tuple(dots))


def beside(reading: Reading, journeys: Sequence[Journey], words: Translator) -> tuple[Beside, ...]:
    """Read the journeys that are to stand beside another."""
    return tuple(_beside(reading, number, journey, words) for number, journey in enumerate(journeys))


def told(besides: Sequence[Beside], words: Translator) -> Iterator[str]:
    """What stands beside, in words: how it is remembered, and where it feels different."""
    for other in besides:
        yield ""
        yield f"## {words('Beside it: {journey}', journey=other.label)}"
        for name, here, there in other.changes:
            yield f"- {name}: {here} → {there}"


def _beside(reading: Reading, number: int, journey: Journey, words: Translator) -> Beside:
    other = read(journey.checked(), None)
    places = {place.touchpoint.id: place for place in reading.places}
    pairs = [(places[place.touchpoint.id], place) for place in other.places if place.touchpoint.id in places]
    changes = tuple(
        (clean(one.touchpoint.name), feeling(one, words), feeling(two, words))
        for one, two in pairs
        if one.touchpoint.emotion != two.touchpoint.emotion
    )
    return Beside(
        number=number,
        label=_label(reading, other, words),
        reading=other,
        runs=tuple(map(tuple, runs(other, {id: place.column for id, place in places.items()}))),
        changes=changes,
        missing=len(other.places) - len(pairs),
    )


def _label(reading: Reading, other: Reading, words: Translator) -> str:
    """What tells a journey from the one beside it, and how it is remembered."""
    one, two = reading.journey, other.journey
    state = {"as-is": "as it is today", "to-be": "as it should be"}
    parts = [
        clean(two.name) if two.name != one.name else "",
        clean(two.persona.name) if two.persona and two.persona != one.persona else "",
        words(state[two.state]) if two.state and two.state != one.state else "",
    ]
    if other.score is not None and other.score.remembered is not None:
        parts.append(words("remembered at {score}", score=signed_score(other.score.remembered)))
    return " · ".join(filter(None, parts)) or clean(two.name)
