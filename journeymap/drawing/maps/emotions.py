"""The lane of emotions: the curve of the main line, a face at every touchpoint, the peak and the ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import attrs

from journeymap import wording
from journeymap.drawing.maps.besides import Beside, Line
from journeymap.drawing.maps.frames import HEAD, Band, Frame, Words, lane_band, set_words
from journeymap.drawing.readings import Place, Reading, runs
from journeymap.drawing.sayings import MARKS, MOODS, signed_number
from journeymap.drawing.smoothing import Arc, Point, arcs, path, signed
from journeymap.drawing.templating import number
from journeymap.drawing.themes import mood
from journeymap.drawing.typesetting import clean

__all__ = [
    "LEAST_PAD",
    "RADIUS",
    "STRIP",
    "Emotions",
    "Face",
    "Sign",
    "Step",
    "emotions",
    "face",
    "line_on",
    "scale",
]

RADIUS = 13.0
LEAST_PAD = 46.0
STRIP = 44.0
"""The height of the strip for emotions that are not known."""


@attrs.frozen(kw_only=True)
class Face:
    """How the customer feels at one touchpoint; ``aside`` for what is not known or off the main line: a dashed ring."""

    x: float
    y: float
    mood: int | None
    colour: str
    aside: bool
    title: str


@attrs.frozen(kw_only=True)
class Sign:
    """The small mark of a peak (a triangle towards the face) or of an end (a flag)."""

    path: str
    colour: str


@attrs.frozen(kw_only=True)
class Step:
    """An arrow from how it felt before to how it feels now."""

    path: str
    colour: str
    title: str


@attrs.frozen(kw_only=True)
class Emotions:
    """The lane: the scale, the washes between curve and neutral, the lines, the faces, and what is written at them."""

    band: Band
    left: float
    right: float
    levels: tuple[tuple[float, bool], ...]
    scale: tuple[Words, ...]
    washes: tuple[tuple[bool, str], ...]
    curves: tuple[str, ...]
    detours: tuple[str, ...]
    besides: tuple[Line, ...]
    faces: tuple[Face, ...]
    values: tuple[Words, ...]
    marks: tuple[Words, ...]
    signs: tuple[Sign, ...]
    steps: tuple[Step, ...] = ()


@attrs.frozen
class _Note:
    """What stands above or below a face: its marks, set from 0 downwards, and how far from the face they start."""

    above: bool
    offset: float
    height: float
    words: tuple[Words, ...]
    signs: tuple[tuple[str, float], ...]


def emotions(frame: Frame, reading: Reading, first: int, top: float, *, besides: Sequence[Beside] = ()) -> Emotions:
    """The emotions of the touchpoints on the sheet that starts with column ``first``; and those of others beside."""
    places = reading.places[first : first + frame.count]
    line = runs(reading)
    slopes = {column: slope for run in line for column, slope in _inclines(run)}
    taken = _taken(besides)
    notes = {
        place.column: _note(frame, place, slopes.get(place.column), taken.get(place.column, ()))
        for place in places
        if place.marks
    }
    known = {place.column: place.touchpoint.emotion for place in places if place.touchpoint.emotion is not None}
    above = max((_reach(frame, known[c], note) for c, note in notes.items() if c in known and note.above), default=0.0)
    below = max(
        (_reach(frame, -known[c], note) for c, note in notes.items() if c in known and not note.above), default=0.0
    )
    if known:
        zero = top + max(LEAST_PAD, above + 10) + 2 * frame.step
        bottom = zero + 2 * frame.step + max(LEAST_PAD - 6, below + 10)
    else:
        zero = bottom = top + 10
    strip = STRIP if any(place.unknown for place in places) else 0.0

    def spot(place: Place) -> tuple[float, float]:
        emotion = place.touchpoint.emotion
        y = bottom + strip / 2 - 4 if emotion is None else zero - emotion * frame.step
        return frame.centre(place.column - first), y

    lines = [line_on(frame, run, first, zero) for run in line]
    lines = [line for line in lines if line]
    placed = [_placed(note, *spot(reading.places[column]), frame) for column, note in notes.items() if column in known]
    return Emotions(
        band=lane_band(frame, frame.words("Emotion"), top=top, bottom=bottom + strip),
        left=frame.left,
        right=frame.right - 8,
        levels=tuple((zero - step * frame.step, step == 0) for step in (2, 1, 0, -1, -2)) if known else (),
        scale=scale(frame, zero if known else None, bottom + strip / 2 - 4 if strip else None),
        washes=tuple(_washes(lines, zero)),
        curves=tuple(map(path, lines)),
        detours=tuple(_detours(reading, places, spot)),
        besides=tuple(other.line(frame, first, zero, frame.step) for other in besides) if known else (),
        faces=tuple(face(frame, place, *spot(place)) for place in places if place.column in known or place.unknown),
        values=tuple(
            _value(frame, place, *spot(place), slopes.get(place.column), taken.get(place.column, ()))
            for place in places
        ),
        marks=tuple(words for block, _ in placed for words in block),
        signs=tuple(sign for _, signs in placed for sign in signs),
    )


# The curve


def _inclines(run: Sequence[tuple[float, float]]) -> Iterator[tuple[int, float]]:
    """The slope of the curve at each column of a run."""
    line = arcs(run)
    if not line:
        yield int(run[0][0]), 0.0
        return
    for arc in line:
        yield int(arc.x1), arc.slope1
    yield int(line[-1].x2), line[-1].slope2


def line_on(frame: Frame, run: Sequence[tuple[float, float]], first: int, zero: float) -> list[Arc]:
    """What a sheet shows of a run: where it goes on elsewhere, the line goes on to the edge of the columns."""
    low, high = frame.left, frame.start(frame.count) - 1
    near = [point for point in run if -4 <= point[0] - first < frame.count + 3]
    line = arcs([(frame.centre(column - first), zero - emotion * frame.step) for column, emotion in near])
    return [arc.between(low, high) for arc in line if arc.x2 > low + 1 and arc.x1 < high - 1]


def _washes(lines: Sequence[Sequence[Arc]], zero: float) -> Iterator[tuple[bool, str]]:
    for line in lines:
        for above, part in signed(line, zero):
            yield above, f"{path(part)}V{number(zero)}H{number(part[0].x1)}z"


def _detours(reading: Reading, places: Sequence[Place], spot: Callable[[Place], Point]) -> Iterator[str]:
    """From and to touchpoints beside the main line: the likeliest way in, and on, where it is a short step ahead."""
    here = {place.column: place for place in places if place.touchpoint.emotion is not None}
    best: dict[tuple[str, int], tuple[float, int, int]] = {}
    for leg in reading.legs:
        if leg.target is None or leg.share is None or not 0 < leg.target - leg.source <= 2:
            continue
        if leg.source not in here or leg.target not in here:
            continue
        for key in (("in", leg.target), ("out", leg.source)):
            if not here[key[1]].main and (key not in best or best[key][0] < leg.flow):
                best[key] = (leg.flow, leg.source, leg.target)
    for source, target in sorted({(source, target) for _, source, target in best.values()}):
        (x1, y1), (x2, y2) = spot(here[source]), spot(here[target])
        middle = (x1 + x2) / 2
        yield f"M{number(x1)} {number(y1)}C" + " ".join(map(number, (middle, y1, middle, y2, x2, y2)))


# The scale, the faces and what is written at them


def scale(frame: Frame, zero: float | None, unknown: float | None) -> tuple[Words, ...]:
    """What stands beside the heights of the scale, and beside the strip for what is not known; None: there is none."""
    labels = []
    if zero is not None:
        labels = [
            ("very satisfied", zero - 2 * frame.step),
            ("neutral", zero),
            ("very dissatisfied", zero + 2 * frame.step),
        ]
    if unknown is not None:
        labels.append(("not known", unknown))
    set_ = [
        set_words(frame.words(label), frame.left - 10, y - 7.5, width=HEAD - 20, size=11, colour=frame.theme.muted,
                  anchor="end")
        for label, y in labels
    ]  # fmt: skip
    return tuple(set_)


def face(frame: Frame, place: Place, x: float, y: float) -> Face:
    """The face at a touchpoint."""
    emotion = place.touchpoint.emotion
    if emotion is None:
        told = frame.words("not known")
    else:
        told = f"{signed_number(emotion)} {frame.words(MOODS[mood(emotion)])}"
    return Face(
        x=x,
        y=y,
        mood=None if emotion is None else mood(emotion),
        colour=frame.theme.emotion(emotion),
        aside=emotion is None or not place.main,
        title=f"{clean(place.touchpoint.name)}: {told}",
    )


def _taken(besides: Sequence[Beside]) -> dict[int, list[float]]:
    """The emotions of others, by the columns where their marks stand."""
    found: dict[int, list[float]] = {}
    for column, emotion in (point for other in besides for run in other.runs for point in run):
        found.setdefault(int(column), []).append(emotion)
    return found


def _value(frame: Frame, place: Place, x: float, y: float, slope: float | None, taken: Sequence[float]) -> Words:
    """The number beside a face, on the side where neither the curve nor the mark of another is."""
    emotion = place.touchpoint.emotion
    text = "" if emotion is None else signed_number(emotion)
    side = _side(emotion or 0.0, slope)
    way = {"above": 1, "below": -1}.get(side, 0)
    if way and any(0 < way * (other - (emotion or 0.0)) * frame.step < RADIUS + 28 for other in taken):
        side = "right"
    dx = {"left": -14.0, "right": 14.0}.get(side, 0.0)
    dy = RADIUS + 2 if side == "below" else -RADIUS - 19 + (8 if dx else 0)
    anchor = {"left": "end", "right": "start"}.get(side, "middle")
    return set_words(
        text, x + dx, y + dy, width=60, size=12, colour=frame.theme.emotion(emotion), bold=True, anchor=anchor,
        halo=frame.theme.panel,
    )  # fmt: skip


def _side(emotion: float, slope: float | None) -> str:
    """Where there is room beside a face: not where the curve (rising by ``slope`` a column) goes; None: no curve."""
    if slope is None or slope < 0:
        return "right"
    if slope > 0:
        return "left"
    return "above" if emotion >= 0 else "below"


def _note(frame: Frame, place: Place, slope: float | None, taken: Sequence[float]) -> _Note:
    """The marks of a touchpoint: above a face that is glad, below one that is not, and beyond the marks of others."""
    emotion = place.touchpoint.emotion or 0.0
    above = emotion >= 0
    words, signs, y = [], [], 0.0
    for what, share in place.marks:
        text = wording.say(frame.words(MARKS[what]), {"share": share}, frame.words.lang)
        colour = frame.theme.emotion(emotion)
        block = set_words(text, 0, 0, width=frame.column - 6, size=12, colour=colour, bold=True, anchor="middle",
                          halo=frame.theme.panel)  # fmt: skip
        if above:
            words.append(block.moved(y))
            signs.append((what, y + block.height + 2))
        else:
            signs.append((what, y))
            words.append(block.moved(y + 14))
        y += block.height + 20
    offset = RADIUS + (20 if _side(emotion, slope) in ("above", "below") else 6)
    for away in sorted((other - emotion) * frame.step * (1 if above else -1) for other in taken):
        if offset - 8 < away < offset + y + 8:
            offset = away + 14
    return _Note(above, offset, y - 6, tuple(words), tuple(signs))


def _reach(frame: Frame, emotion: float, note: _Note) -> float:
    """How far the marks at a face reach beyond the end of the scale."""
    return note.offset + note.height - (2 - emotion) * frame.step


def _placed(note: _Note, x: float, y: float, frame: Frame) -> tuple[tuple[Words, ...], tuple[Sign, ...]]:
    top = y - note.offset - note.height if note.above else y + note.offset
    words = tuple(attrs.evolve(block, x=x, y=block.y + top) for block in note.words)
    signs = tuple(
        Sign(path=_sign(what, x, top + dy, note.above), colour=block.colour)
        for (what, dy), block in zip(note.signs, note.words, strict=True)
    )
    return words, signs


def _sign(what: str, x: float, y: float, above: bool) -> str:
    """A triangle that points to the face, or a flag, in a box 12 high around ``x``."""
    if what == "peak":
        base, tip = (y, y + 10) if above else (y + 10, y)
        return f"M{number(x - 6)} {number(base)}h12L{number(x)} {number(tip)}z"
    return f"M{number(x - 6)} {number(y - 1)}h14l-4 4l4 4h-12v5h-2z"
