"""The circle itself: the stages round it, the moments on it, and the line of emotions inside it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import TypeAlias

import attrs

from journeymap.drawing.maps.emotions import Face
from journeymap.drawing.maps.frames import Frame, Words, set_words
from journeymap.drawing.readings import Place, Reading, runs
from journeymap.drawing.sayings import feeling
from journeymap.drawing.smoothing import Arc, Point, arcs, signed
from journeymap.drawing.templating import number
from journeymap.drawing.themes import mood
from journeymap.drawing.typesetting import clean

__all__ = ["Knot", "Mark", "Ring", "Section", "ring", "spot"]

_MIDDLE, _UNIT, _UNKNOWN = 0.59, 0.115, 0.20
"""Of the radius: how far out neutral is, one step of emotion, and what is not known."""
_STEP = 2.5
"""How many degrees of the line are drawn as one straight piece."""

At: TypeAlias = Callable[[float, float], Point]
"""Where on the page a moment stands, by its number on the circle and how far it is from the middle."""


@attrs.frozen
class Section:
    """The part of the circle that belongs to one stage."""

    path: str
    colour: str
    title: str


@attrs.frozen
class Knot:
    """A moment on the circle: its number, in a diamond if it is a moment of truth."""

    x: float
    y: float
    truth: bool
    words: Words


@attrs.frozen
class Mark:
    """The sign of a peak or an end, outside the circle, in a box of 12 by 12."""

    kind: str
    x: float
    y: float
    colour: str


@attrs.frozen(kw_only=True)
class Ring:
    """One circle."""

    sections: tuple[Section, ...]
    back: str
    tip: str
    levels: tuple[tuple[float, bool], ...]
    scale: tuple[Words, ...]
    middle: Point
    washes: tuple[tuple[bool, str], ...]
    curves: tuple[str, ...]
    faces: tuple[Face, ...]
    knots: tuple[Knot, ...]
    marks: tuple[Mark, ...]


def spot(index: float, count: int, radius: float) -> Point:
    """Where a moment stands, seen from the middle of the circle: clockwise, with a gap at the top.

    Example:
        >>> [round(value, 6) for value in spot(1, 3, 10)]
        [0.0, 10.0]
    """
    turn = 2 * math.pi * (index + 1) / (count + 1) - math.pi / 2
    return radius * math.cos(turn), radius * math.sin(turn)


def ring(
    frame: Frame,
    reading: Reading,
    shown: Sequence[Place],
    places: Sequence[Place],
    *,
    first: int,
    middle: Point,
    radius: float,
) -> Ring:
    """The circle of these places: those of all that are shown that start with number ``first``, from 0."""
    count = len(places)

    def at(index: float, reach: float) -> Point:
        x, y = spot(index, count, reach)
        return x + middle[0], y + middle[1]

    lines = _lines(reading, shown, first, count)
    known = any(place.touchpoint.emotion is not None for place in places)

    def out(emotion: float | None) -> float:
        return radius * (_UNKNOWN if emotion is None else _MIDDLE + _UNIT * emotion)

    def bent(line: Sequence[Arc]) -> str:
        spots = [at(x, out(-arc.at(x))) for arc in line for x in _steps(arc, count)]
        return "M" + "L".join(map(_pair, (*spots, at(line[-1].x2, out(-line[-1].y2)))))

    def wash(line: Sequence[Arc]) -> str:
        low, high = line[0].x1, line[-1].x2
        r, long = number(out(0)), int((high - low) / (count + 1) > 0.5)
        return f"{bent(line)}L{_pair(at(high, out(0)))}A{r} {r} 0 {long} 0 {_pair(at(low, out(0)))}z"

    return Ring(
        sections=tuple(_sections(frame, places, at, radius)),
        back=f"M{_pair(at(count - 0.5, radius))}A{number(radius)} {number(radius)} 0 0 1 {_pair(at(-0.5, radius))}",
        tip=_tip(at, count, radius),
        levels=tuple((out(step), step == 0) for step in (2, 0, -2)) if known else (),
        scale=tuple(_scale(frame, middle, out)) if known else (),
        middle=middle,
        washes=tuple((above, wash(part)) for line in lines for above, part in signed(line, 0.0)),
        curves=tuple(map(bent, lines)),
        faces=tuple(
            _face(frame, place, at(index, out(place.touchpoint.emotion)))
            for index, place in enumerate(places)
            if place.unknown or place.touchpoint.emotion is not None
        ),
        knots=tuple(_knot(frame, place, first + index + 1, at(index, radius)) for index, place in enumerate(places)),
        marks=tuple(_marks(frame, places, at, radius)),
    )


def _lines(reading: Reading, shown: Sequence[Place], first: int, count: int) -> list[list[Arc]]:
    """The line of emotions in the moments of this circle, numbered from 0, with the better emotions above."""
    columns = {place.touchpoint.id: index for index, place in enumerate(shown)}
    lines = (
        arcs([(column - first, -emotion) for column, emotion in run if first <= column < first + count])
        for run in runs(reading, columns)
    )
    return [line for line in lines if line]


def _scale(frame: Frame, middle: Point, out: Callable[[float], float]) -> Iterator[Words]:
    """The numbers of the scale, in the gap at the top."""
    for step, text in ((2, "+2"), (0, "0"), (-2, "−2")):
        yield set_words(
            text, middle[0], middle[1] - out(step) - 7.5, width=60, size=11, colour=frame.theme.muted, anchor="middle",
            halo=frame.theme.page,
        )  # fmt: skip


def _marks(frame: Frame, places: Sequence[Place], at: At, radius: float) -> Iterator[Mark]:
    """The signs of peaks and ends, one behind the other where a moment has several."""
    for index, place in enumerate(places):
        for row, (what, _) in enumerate(place.marks):
            x, y = at(index, radius + 28 + 17 * row)
            yield Mark("peak" if what == "peak" else "end", x - 6, y - 6, frame.theme.emotion(place.touchpoint.emotion))


def _steps(arc: Arc, count: int) -> list[float]:
    """Where an arc is taken for straight, from its start on."""
    pieces = math.ceil((arc.x2 - arc.x1) * 360 / (count + 1) / _STEP)
    return [arc.x1 + (arc.x2 - arc.x1) * piece / pieces for piece in range(pieces)]


def _pair(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"


def _sections(frame: Frame, places: Sequence[Place], at: At, radius: float) -> Iterator[Section]:
    """The stages round the circle, in turn in the two colours of stages."""
    r, slots = number(radius), len(places) + 1
    stages = groupby(enumerate(places), key=lambda pair: pair[1].touchpoint.stage)
    for turn, (stage, run) in enumerate(stages):
        indexes = [index for index, _ in run]
        low, high = indexes[0] - 0.5, indexes[-1] + 0.5
        long = int((high - low) / slots > 0.5)
        yield Section(
            path=f"M{_pair(at(low, radius))}A{r} {r} 0 {long} 1 {_pair(at(high, radius))}",
            colour=frame.theme.muted if stage is None else frame.theme.stages[turn % 2],
            title=clean(stage or ""),
        )


def _tip(at: At, count: int, radius: float) -> str:
    """The head of the arrow at the end of the way round."""
    end, ahead = count - 0.5, 12 / radius * (count + 1) / (2 * math.pi)
    corners = (at(end, radius - 10), at(end + ahead, radius), at(end, radius + 10))
    return "M" + "L".join(map(_pair, corners)) + "z"


def _face(frame: Frame, place: Place, where: Point) -> Face:
    emotion = place.touchpoint.emotion
    return Face(
        x=where[0],
        y=where[1],
        mood=None if emotion is None else mood(emotion),
        colour=frame.theme.emotion(emotion),
        aside=emotion is None or not place.main,
        title=f"{clean(place.touchpoint.name)}: {feeling(place, frame.words)}",
    )


def _knot(frame: Frame, place: Place, label: int, where: Point) -> Knot:
    truth = bool(place.touchpoint.moment_of_truth)
    colour = frame.theme.page if truth else frame.theme.ink
    words = set_words(str(label), where[0], where[1] - 8.5, width=40, size=12.5, colour=colour, bold=True,
                      anchor="middle")  # fmt: skip
    return Knot(*where, truth, words)
