"""How it felt before and how it feels now, on one scale."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from journeymap.drawing.comparisons.columns import Column, Sides
from journeymap.drawing.maps.besides import Line
from journeymap.drawing.maps.emotions import (
    LEAST_PAD,
    RADIUS,
    STRIP,
    Emotions,
    Step,
    face,
    line_on,
    scale,
)
from journeymap.drawing.maps.frames import Frame, Words, lane_band, set_words
from journeymap.drawing.readings import Place, runs
from journeymap.drawing.sayings import signed_number
from journeymap.drawing.smoothing import Arc, Point, path
from journeymap.drawing.templating import number
from journeymap.drawing.typesetting import clean

__all__ = ["feelings"]

_PIECE = 12.0
"""How far apart the heights of the two lines are compared."""

_ASIDE = 24.0
"""How far beside the middle of its column the mark of an emotion stands that was not known before."""


def feelings(frame: Frame, sides: Sides, first: int, top: float) -> Emotions:
    """Both curves on the sheet that starts with column ``first``: before thin with squares, now with faces."""
    columns = sides.columns[first : first + frame.count]
    places = [place for column in columns for place in (column.before, column.after) if place]
    known = any(place.touchpoint.emotion is not None for place in places)
    zero = top + LEAST_PAD + 2 * frame.step if known else top + 10
    bottom = zero + 2 * frame.step + LEAST_PAD - 6 if known else zero
    strip = STRIP if any(place.unknown for place in places) else 0.0
    unknown = bottom + strip / 2 - 4

    def height(place: Place) -> float:
        emotion = place.touchpoint.emotion
        return unknown if emotion is None else zero - emotion * frame.step

    lines = [
        [line_on(frame, run, first, zero) for run in runs(reading, sides.columns_of(after))]
        for reading, after in ((sides.before, False), (sides.after, True))
    ]
    before, now = ([line for line in each if line] for each in lines)
    spots = [(frame.centre(index), column) for index, column in enumerate(columns)]
    return Emotions(
        band=lane_band(frame, frame.words("Emotion"), top=top, bottom=bottom + strip),
        left=frame.left,
        right=frame.right - 8,
        levels=tuple((zero - step * frame.step, step == 0) for step in (2, 1, 0, -1, -2)) if known else (),
        scale=scale(frame, zero if known else None, unknown if strip else None),
        washes=tuple(_between(before, now)),
        curves=tuple(map(path, now)),
        detours=(),
        besides=(Line(number=0, paths=tuple(map(path, before)), dots=tuple(_dots(spots, height=height))),),
        faces=tuple(face(frame, c.after, x, height(c.after)) for x, c in spots if c.after and _felt(c.after)),
        values=tuple(words for x, column in spots for words in _values(frame, column, x, zero)),
        marks=(),
        signs=(),
        steps=tuple(_steps(frame, spots, zero)),
    )


def _felt(place: Place) -> bool:
    return place.unknown or place.touchpoint.emotion is not None


def _dots(spots: Sequence[tuple[float, Column]], *, height: Callable[[Place], float]) -> Iterator[Point]:
    """The squares of how it felt before; what was not known stands beside the face of what is not known now."""
    for x, column in spots:
        if column.before and _felt(column.before):
            yield (x - _ASIDE if column.before.unknown else x), height(column.before)


def _values(frame: Frame, column: Column, x: float, zero: float) -> Iterator[Words]:
    """The number of what it felt like before at the left, and of what it feels like now at the right."""
    sides = ((column.before, -1, frame.theme.info), (column.after, 1, None))
    for place, side, colour in sides:
        emotion = place.touchpoint.emotion if place else None
        if emotion is None or (side < 0 and _said_alike(column)):
            continue
        anchor = "end" if side < 0 else "start"
        away = RADIUS + 4 if side > 0 or _near(frame, column) else 10.0
        yield set_words(
            signed_number(emotion), x + side * away, zero - emotion * frame.step - 8, width=60, size=12,
            colour=colour or frame.theme.emotion(emotion), bold=side > 0, anchor=anchor, halo=frame.theme.panel,
        )  # fmt: skip


def _said_alike(column: Column) -> bool:
    """Whether both numbers would be the same."""
    felt = [place.touchpoint.emotion for place in (column.before, column.after) if place]
    said = {None if emotion is None else signed_number(emotion) for emotion in felt}
    return len(felt) == 2 and len(said) == 1


def _near(frame: Frame, column: Column) -> bool:
    """Whether the face of now covers the square of before, or nearly so."""
    felt = [place.touchpoint.emotion for place in (column.before, column.after) if place]
    return len(felt) == 2 and None not in felt and abs((felt[0] or 0) - (felt[1] or 0)) * frame.step < RADIUS + 12


def _steps(frame: Frame, spots: Sequence[tuple[float, Column]], zero: float) -> Iterator[Step]:
    """An arrow from the square to the face, where there is room for one."""
    for x, column in spots:
        was, now = (place.touchpoint.emotion if place else None for place in (column.before, column.after))
        if was is None or now is None or abs(now - was) * frame.step < RADIUS + 12:
            continue
        way = -1 if now > was else 1
        start, end = zero - was * frame.step + way * 7, zero - now * frame.step - way * (RADIUS + 4)
        back = number(-way * 6)
        yield Step(
            path=f"M{number(x)} {number(start)}V{number(end)}l-4 {back}m8 0l-4 {number(way * 6)}",
            colour=frame.theme.good if now > was else frame.theme.bad,
            title=f"{clean(column.shown.touchpoint.name)}: {signed_number(was)} → {signed_number(now)}",
        )


# The area between the two lines


def _between(before: Sequence[Sequence[Arc]], now: Sequence[Sequence[Arc]]) -> Iterator[tuple[bool, str]]:
    """What lies between the lines: whether it feels better there now, and its outline."""
    for one in before:
        for other in now:
            low, high = max(one[0].x1, other[0].x1), min(one[-1].x2, other[-1].x2)
            if low < high:
                yield from _areas(one, other, low, high)


def _areas(one: Sequence[Arc], other: Sequence[Arc], low: float, high: float) -> Iterator[tuple[bool, str]]:
    pieces = max(2, round((high - low) / _PIECE))
    heights = [
        (x, _at(one, x), _at(other, x)) for x in (low + (high - low) * piece / pieces for piece in range(pieces + 1))
    ]
    for way, run in groupby(heights, key=lambda each: (each[2] < each[1] - 0.5) - (each[2] > each[1] + 0.5)):
        spots = list(run)
        if way and len(spots) > 1:
            there = [f"{number(x)} {number(y)}" for x, _, y in spots]
            back = [f"{number(x)} {number(y)}" for x, y, _ in reversed(spots)]
            yield way > 0, f"M{'L'.join(there + back)}z"


def _at(line: Sequence[Arc], x: float) -> float:
    return next((arc for arc in line if x <= arc.x2), line[-1]).at(x)
