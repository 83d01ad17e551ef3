"""The lanes below the curve, each in its own measure: bars of memory, badges of findings, and cells of text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TypeAlias

import attrs

from journeymap import wording
from journeymap.drawing import typesetting
from journeymap.drawing.maps import cells
from journeymap.drawing.maps.frames import Band, Frame, Words, lane_band, set_words
from journeymap.drawing.readings import Reading
from journeymap.drawing.typesetting import clean
from journeymap.i18n import Translator
from journeymap.rulebook import Finding

__all__ = [
    "BADGE",
    "LANES",
    "Badge",
    "Bar",
    "Lane",
    "Layer",
    "Symbol",
    "badge",
    "badge_layer",
    "badge_width",
    "flow",
    "text_layer",
]

BADGE = 21.0
"""How high a badge is."""

_BAR = 46.0
_TEXT = 12.5
_INDENT = 17.0
_MOST_BADGES = 8


@attrs.frozen(kw_only=True)
class Symbol:
    """A small sign before a line of text, in a box of 12 by 12."""

    kind: str
    x: float
    y: float
    colour: str


@attrs.frozen(kw_only=True)
class Bar:
    """How much of what is remembered sits at a touchpoint."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    bad: bool
    title: str


@attrs.frozen(kw_only=True)
class Badge:
    """A finding: its code, how severe it is (or that it is gone, or open) by sign and by colour, and its message."""

    x: float
    y: float
    width: float
    severity: str
    code: Words
    title: str


@attrs.frozen(kw_only=True)
class Lane:
    """One lane: its band, and whatever stands in it."""

    band: Band
    words: tuple[Words, ...] = ()
    symbols: tuple[Symbol, ...] = ()
    bars: tuple[Bar, ...] = ()
    badges: tuple[Badge, ...] = ()


Layer: TypeAlias = Callable[[Frame, int, float, bool], Lane | None]
"""Lays a lane out on a sheet, if it has anything there: the frame, the first column, the top, whether it is filled."""


def badge(frame: Frame, finding: Finding, x: float, y: float, *, look: str = "") -> Badge:
    """The badge of a finding; it looks as severe as it is, or ``gone`` or ``open``."""
    theme, look = frame.theme, look or finding.severity.value
    colours = {"error": theme.error_ink, "warning": theme.warning, "gone": theme.good, "open": theme.muted}
    colour = colours.get(look, theme.info)
    code = set_words(finding.code, x + 24, y + 2.5, width=200, size=12, colour=colour, bold=True)
    return Badge(
        x=x,
        y=y,
        width=badge_width(finding.code),
        severity=look,
        code=code,
        title=clean(f"{finding.code}: {finding.message(frame.words.lang)}"),
    )


def badge_width(code: str) -> float:
    """How wide the badge of a rule is."""
    return 34 + typesetting.width(code, 12, bold=True)


# Lanes with a measure of their own


def _memory(reading: Reading, words: Translator) -> Layer | None:
    shares = [place.memory for place in reading.places if place.memory is not None]
    return partial(_lay_memory, reading, max([0.2, *shares])) if shares else None


def _lay_memory(reading: Reading, most: float, frame: Frame, first: int, top: float, filled: bool) -> Lane:
    bars, words = [], []
    base = top + 26 + _BAR
    for index, place in enumerate(reading.places[first : first + frame.count]):
        emotion, x = place.touchpoint.emotion, frame.centre(index)
        if place.memory is None:
            text, tall = "?" if emotion is None and place.touchpoint.kind != "survey" else "", 0.0
        else:
            text, tall = wording.percent(place.memory, lang=frame.words.lang), max(2.0, place.memory / most * _BAR)
            wide = frame.column * 0.4
            bars.append(
                Bar(x=x - wide / 2, y=base - tall, width=wide, height=tall, colour=frame.theme.emotion(emotion),
                    bad=(emotion or 0.0) < 0, title=f"{clean(place.touchpoint.name)}: {text}")
            )  # fmt: skip
        colour = frame.theme.ink
        words.append(set_words(text, x, base - tall - 19, width=frame.inner, size=12, colour=colour, anchor="middle"))
    title, caption = frame.words("Memory share"), frame.words("how much of what is remembered sits here")
    band = lane_band(frame, title, caption, top=top, bottom=base + 12, filled=filled)
    return Lane(band=band, words=tuple(words), bars=tuple(bars))


def _findings(reading: Reading, words: Translator) -> Layer | None:
    return badge_layer("Findings", "worst first", [place.findings for place in reading.places], reading.general)


def badge_layer(
    title: str, caption: str, findings: Sequence[Sequence[Finding]], general: Sequence[Finding], *, look: str = ""
) -> Layer | None:
    """A lane of badges: the findings of each column, and those about the whole journey below the first sheet's.

    Args:
        title: What the lane is called.
        caption: What it tells.
        findings: Those of each column.
        general: Those about the journey as a whole.
        look: How the badges look, if not by their severity.
    """
    if not general and not any(findings):
        return None
    return partial(_lay_badges, (title, caption), findings, general, look)


def _lay_badges(
    heads: Sequence[str],
    findings: Sequence[Sequence[Finding]],
    general: Sequence[Finding],
    look: str,
    frame: Frame,
    first: int,
    top: float,
    filled: bool,
) -> Lane | None:
    badges: list[Badge] = []
    words: list[Words] = []
    bottom = start = top + 11
    for index, here in enumerate(findings[first : first + frame.count]):
        left, right = frame.start(index) + 8, frame.start(index + 1) - 4
        bottom = max(bottom, flow(frame, here, left, right, start, badges, words, look=look))
    if first == 0 and general:
        about = set_words(
            frame.words("the whole journey"), frame.left + 8, bottom + 2, width=240, size=12, colour=frame.theme.muted
        )
        words.append(about)
        left = about.x + about.extent + 12
        bottom = flow(frame, general, left, frame.right - 8, bottom, badges, words, look=look)
    if not badges:
        return None
    band = lane_band(frame, *map(frame.words, heads), top=top, bottom=bottom + 7, filled=filled)
    return Lane(band=band, words=tuple(words), badges=tuple(badges))


def flow(
    frame: Frame,
    findings: Sequence[Finding],
    left: float,
    right: float,
    top: float,
    badges: list[Badge],
    words: list[Words],
    *,
    look: str = "",
) -> float:
    """Set badges from left to right and on to the next row; the rest are counted. Returns where they end."""
    x, y = left, top
    for finding in findings[:_MOST_BADGES]:
        if x > left and x + badge_width(finding.code) > right:
            x, y = left, y + BADGE + 5
        badges.append(badge(frame, finding, x, y, look=look))
        x += badge_width(finding.code) + 6
    if len(findings) > _MOST_BADGES:
        y += BADGE + 5
        more = f"+{len(findings) - _MOST_BADGES}"
        words.append(set_words(more, left, y, width=right - left, size=12, colour=frame.theme.muted))
    return y + BADGE + 5 if findings else top


# Lanes of text


def _text(title: str, *captions: str, say: cells.Say) -> Callable[[Reading, Translator], Layer | None]:
    def prepare(reading: Reading, words: Translator) -> Layer | None:
        return text_layer((title, *captions), [tuple(say(place, words)) for place in reading.places])

    return prepare


def text_layer(heads: Sequence[str], lines: Sequence[Sequence[cells.Line]]) -> Layer | None:
    """A lane of text: its title and what it tells, and the lines of each column."""
    return partial(_lay_text, heads, lines) if any(lines) else None


def _lay_text(
    heads: Sequence[str],
    lines: Sequence[Sequence[cells.Line]],
    frame: Frame,
    first: int,
    top: float,
    filled: bool,
) -> Lane | None:
    here = lines[first : first + frame.count]
    if not any(here):
        return None
    words: list[Words] = []
    symbols: list[Symbol] = []
    bottom = top + 40
    for index, cell in enumerate(here):
        x, y = frame.start(index) + 8, top + 11
        for line in cell:
            colour = getattr(frame.theme, line.colour)
            indent = _INDENT if line.sign else 0.0
            block = set_words(
                line.text,
                x + indent,
                y,
                width=frame.inner - indent,
                size=_TEXT,
                colour=colour,
                italic=line.italic,
                lines=16,
            )
            if line.sign:
                symbols.append(Symbol(kind=line.sign, x=x, y=y + 2.5, colour=colour))
            words.append(block)
            y += block.height + 2
        bottom = max(bottom, y)
    title, *captions = map(frame.words, heads)
    band = lane_band(frame, title, *captions, top=top, bottom=bottom + 6, filled=filled)
    return Lane(band=band, words=tuple(words), symbols=tuple(symbols))


LANES: Mapping[str, Callable[[Reading, Translator], Layer | None]] = {
    "memory": _memory,
    "happens": _text("What happens", "done, said or learnt", say=cells.happens),
    "truth": _text("Moments of truth", "expected, better, worse", say=cells.truth),
    "waits": _text("Wait and fail points", say=cells.waits),
    "findings": _findings,
    "opportunities": _text("Opportunities", say=cells.opportunities),
    "owner": _text("Who looks after it", say=cells.owner),
    "evidence": _text("Evidence", "where the emotion comes from", say=cells.evidence),
}
"""The lanes below the curve, top to bottom: each is there when the journey has something for it."""
