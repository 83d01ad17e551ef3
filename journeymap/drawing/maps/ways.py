"""The lane of other ways: every way beside the main line as a bracket between two cards, none across the curve.

A bracket leaves the column where the way starts, runs along a track below the cards and comes up, with an arrow,
where it leads. Short ones take the upper tracks, so that long ones pass under them; where brackets share a
column, the deeper one stands nearer to its middle, so that they nest and do not cross.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import attrs

from journeymap import wording
from journeymap.drawing.maps.frames import Band, Frame, Words, lane_band, set_words
from journeymap.drawing.readings import Leg, Reading
from journeymap.drawing.sayings import way
from journeymap.drawing.templating import number
from journeymap.drawing.typesetting import clean, isolated

__all__ = ["Track", "Ways", "ways"]

_BAD = ("failure", "abandon", "cancel")
_GOOD = ("recovery", "loyalty", "referral", "success")
_MOST_A_COLUMN = 3
_TEXT = 11.5
_TOP = 10.0
_CORNER = 6.0
_PORT = 8.0


@attrs.frozen(kw_only=True)
class Track:
    """One way: its line, its arrow head or the bar at an end, and what is written under it."""

    path: str
    tip: str
    dashes: str
    colour: str
    words: Words
    title: str


@attrs.frozen(kw_only=True)
class Ways:
    """The lane of other ways."""

    band: Band
    tracks: tuple[Track, ...]


@attrs.define
class _Run:
    """A leg on its way to a track: the columns on this sheet between which it runs, and the label."""

    leg: Leg
    low: float
    high: float
    words: Words
    level: int = 0
    source: float = 0.0
    target: float = 0.0

    @property
    def rightwards(self) -> bool:
        return self.leg.target is None or self.leg.target > self.leg.source


def ways(frame: Frame, reading: Reading, first: int, top: float) -> Ways | None:
    """The ways that start or arrive on the sheet that begins with column ``first``; None when there are none."""
    last = first + frame.count - 1
    here = [leg for leg in reading.legs if first <= leg.source <= last or first <= (leg.target or -1) <= last]
    shown = sorted(here, key=lambda leg: -leg.flow)[: _MOST_A_COLUMN * frame.count]
    if not shown:
        return None
    runs = [_run(frame, reading, leg, first, last) for leg in shown]
    runs.sort(key=lambda run: (run.high - run.low, run.low, run.leg.source, run.leg.kind))
    heights = _levels(frame, runs)
    _ports(frame, runs, first, last)
    starts = [top + _TOP + 14 + sum(heights[:level]) for level in range(len(heights))]
    captions = [frame.words("branches, retries, ways out")]
    if len(here) > len(shown):
        captions.append(frame.words("{count} rarer ways are not drawn", count=len(here) - len(shown)))
    return Ways(
        band=lane_band(frame, frame.words("Other ways"), *captions, top=top, bottom=starts[-1] + heights[-1]),
        tracks=tuple(_track(frame, reading, run, top, starts[run.level]) for run in runs),
    )


def _run(frame: Frame, reading: Reading, leg: Leg, first: int, last: int) -> _Run:
    target = leg.source if leg.target is None else leg.target
    low = max(min(leg.source, target), first - 0.5)
    high = min(max(leg.source, target), last + 0.5)
    room = max((high - low) * frame.column - 2 * _PORT, 1.4 * frame.column)
    theme = frame.theme
    colour = theme.bad if leg.kind in _BAD else theme.good if leg.kind in _GOOD else theme.muted
    anchor = "middle" if leg.target is not None else "end" if leg.source == last else "start"
    words = set_words(
        _label(frame, reading, leg, first, last), 0, 0, width=min(room, 420.0), size=_TEXT, colour=colour, lines=2,
        halo=theme.panel, anchor=anchor,
    )  # fmt: skip
    return _Run(leg=leg, low=low, high=high, words=words)


def _label(frame: Frame, reading: Reading, leg: Leg, first: int, last: int) -> str:
    words = frame.words
    parts = [way(leg.kind, leg.label, words)]
    if leg.share is not None and leg.kind != "main":
        percent = wording.percent(leg.share, lang=words.lang)
        parts.append(words("{percent} of all", percent=percent) if leg.target is None else percent)
    if leg.target is not None and not first <= leg.target <= last:
        parts.append(words("to “{name}”", name=_bare(reading.places[leg.target].touchpoint.name)))
    if not first <= leg.source <= last:
        parts.append(words("from “{name}”", name=_bare(reading.places[leg.source].touchpoint.name)))
    return " · ".join(part for part in parts if part)


def _bare(name: str) -> str:
    """A name for the quotation marks that it is put in."""
    return isolated(wording.bare(clean(name)))


def _levels(frame: Frame, runs: Sequence[_Run]) -> list[float]:
    """Give every run the highest track that is free along its length; and how high the tracks are."""
    taken: list[list[tuple[float, float]]] = []
    heights: list[float] = []
    for run in runs:
        centre = (run.low + run.high) / 2
        reach = run.words.extent / frame.column / 2
        if run.leg.target is None:
            label = 2 * reach + 0.2
            span = (run.low - 0.1, run.low + label) if run.words.anchor == "start" else (run.low - label, run.low + 0.1)
        else:
            span = (min(run.low - 0.4, centre - reach - 0.1), max(run.high + 0.4, centre + reach + 0.1))
        level = next(
            (i for i, row in enumerate(taken) if all(span[1] <= low or high <= span[0] for low, high in row)), -1
        )
        if level < 0:
            level = len(taken)
            taken.append([])
            heights.append(0.0)
        taken[level].append(span)
        run.level = level
        heights[level] = max(heights[level], run.words.height + 12)
    return heights


def _ports(frame: Frame, runs: Sequence[_Run], first: int, last: int) -> None:
    """Where each run leaves and enters its columns: to the side that it goes to or comes from, the deepest inmost."""
    at: defaultdict[tuple[int, int], list[tuple[_Run, str]]] = defaultdict(list)
    for run in runs:
        side = 1 if run.rightwards else -1
        at[run.leg.source, side].append((run, "source"))
        if run.leg.target is not None:
            at[run.leg.target, 1 if run.leg.target == run.leg.source else -side].append((run, "target"))
    for (column, side), ends in at.items():
        if not first <= column <= last:
            edge = frame.left if column < first else frame.right
            for run, end in ends:
                setattr(run, end, edge)
            continue
        step = min(_PORT, (frame.column / 2 - 10) / len(ends))
        ends.sort(key=lambda pair: -pair[0].level)
        for place, (run, end) in enumerate(ends):
            setattr(run, end, frame.centre(column - first) + side * step * (place + 0.75))


def _track(frame: Frame, reading: Reading, run: _Run, top: float, y: float) -> Track:
    leg, x1, x2 = run.leg, run.source, run.target
    start = top + _TOP - 6
    if leg.target is None:
        path = f"M{number(x1)} {number(start)}V{number(y)}"
        tip = f"M{number(x1 - 5)} {number(y)}h10"
        words = attrs.evolve(run.words, x=x1 + (11 if run.words.anchor == "start" else -11), y=run.words.y + y - 8)
    else:
        path, tip = _bracket(frame, x1, x2, start, y)
        words = attrs.evolve(run.words, x=_middle(frame, run, (x1 + x2) / 2), y=run.words.y + y + 3)
    return Track(
        path=path,
        tip=tip,
        dashes={"main": "", "retry": "2 4", "return": "2 4", "loyalty": "2 4", "referral": "2 4"}.get(leg.kind, "6 4"),
        colour=frame.theme.ink if leg.kind == "main" else run.words.colour,
        words=words,
        title=_title(frame, reading, leg),
    )


def _bracket(frame: Frame, x1: float, x2: float, top: float, y: float) -> tuple[str, str]:
    """Down, along and up again; a way that starts or ends on another sheet runs along from or to the edge."""
    way = 1 if x2 > x1 else -1
    bend = min(_CORNER, abs(x2 - x1) / 2)
    edges = (frame.left, frame.right)
    path = f"M{number(x1)} {number(y)}"
    if x1 not in edges:
        path = f"M{number(x1)} {number(top)}V{number(y - bend)}q0 {number(bend)} {number(way * bend)} {number(bend)}"
    if x2 in edges:
        return f"{path}H{number(x2 - way * 7)}", f"M{number(x2)} {number(y)}l{-way * 7} -4v8z"
    path += f"H{number(x2 - way * bend)}q{number(way * bend)} 0 {number(way * bend)} {number(-bend)}V{number(top + 6)}"
    return path, f"M{number(x2)} {number(top)}l-4 7h8z"


def _middle(frame: Frame, run: _Run, x: float) -> float:
    """The middle of the label, moved in where it would leave the lane."""
    half = run.words.extent / 2
    return min(max(x, frame.left + half), frame.right - half - 4)


def _title(frame: Frame, reading: Reading, leg: Leg) -> str:
    name = clean(reading.places[leg.source].touchpoint.name)
    said = way(leg.kind, leg.label, frame.words)
    goal = "" if leg.target is None else f" → {clean(reading.places[leg.target].touchpoint.name)}"
    share = "" if leg.share is None else f" ({wording.percent(leg.share, lang=frame.words.lang)})"
    return f"{name}{goal}: {said}{share}" if said else f"{name}{goal}{share}"
