"""The cards beside the circle: one for each moment, as near to it as there is room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from journeymap import wording
from journeymap.drawing.maps.cards import aside_note
from journeymap.drawing.maps.cells import truth
from journeymap.drawing.maps.frames import Frame, Words, set_words
from journeymap.drawing.maps.lanes import Badge, Symbol, flow
from journeymap.drawing.readings import Place
from journeymap.drawing.sayings import MARKS, feeling
from journeymap.drawing.typesetting import clean

__all__ = ["Moment", "moment", "stacked_near"]

_PAD = 14.0
_INDENT = 17.0


@attrs.frozen(kw_only=True)
class Moment:
    """The card of a moment; what stands on it is placed from its upper left corner."""

    width: float
    height: float
    colour: str
    aside: bool
    title: str
    words: tuple[Words, ...]
    symbols: tuple[Symbol, ...]
    badges: tuple[Badge, ...]
    x: float = 0.0
    y: float = 0.0


@attrs.frozen
class _Line:
    text: str
    size: float
    colour: str
    sign: str = ""
    bold: bool = False
    italic: bool = False


def moment(frame: Frame, place: Place, number: int, *, width: float, opens: bool) -> Moment:
    """The card of a moment.

    Args:
        frame: The colours and the words.
        place: The touchpoint.
        number: Which moment it is, from 1.
        width: How wide the card is.
        opens: Whether its stage starts with it; then the stage stands above its name.
    """
    words: list[Words] = []
    symbols: list[Symbol] = []
    badges: list[Badge] = []
    y = _PAD - 3
    for line in _lines(frame, place, number, opens):
        indent = _INDENT if line.sign else 0.0
        block = set_words(
            line.text, _PAD + indent, y, width=width - 2 * _PAD - indent, size=line.size, colour=line.colour,
            bold=line.bold, italic=line.italic, lines=8,
        )  # fmt: skip
        if line.sign:
            symbols.append(Symbol(kind=line.sign, x=_PAD, y=y + 2.5, colour=line.colour))
        words.append(block)
        y += block.height + 2
    if place.findings:
        y = flow(frame, place.findings, _PAD, width - _PAD, y + 5, badges, words) - 3
    return Moment(
        width=width,
        height=y + _PAD - 4,
        colour=frame.theme.emotion(place.touchpoint.emotion),
        aside=not place.main,
        title=clean(place.touchpoint.name),
        words=tuple(words),
        symbols=tuple(symbols),
        badges=tuple(badges),
    )


def _lines(frame: Frame, place: Place, number: int, opens: bool) -> Iterator[_Line]:
    """What a card says, line by line."""
    theme, words, touchpoint = frame.theme, frame.words, place.touchpoint
    colour = theme.emotion(touchpoint.emotion)
    if opens and touchpoint.stage is not None:
        yield _Line(touchpoint.stage, 11.5, theme.muted)
    yield _Line(f"{number}. {touchpoint.name}", 15.0 if len(touchpoint.name) <= 80 else 12.5, theme.ink, bold=True)
    if touchpoint.kind != "survey" or touchpoint.emotion is not None:
        share = "" if place.memory is None else wording.percent(place.memory, lang=words.lang)
        memory = f" · {words('memory share {percent}', percent=share)}" if share else ""
        yield _Line(feeling(place, words) + memory, 12.5, colour)
    for what, part in place.marks:
        said = wording.say(words(MARKS[what]), {"share": part}, words.lang)
        yield _Line(said, 12.0, colour, "peak" if what == "peak" else "end", bold=True)
    note = aside_note(place, words)
    if note:
        yield _Line(note, 12.0, theme.muted, italic=True)
    for line in truth(place, words):
        if line.sign != "moment":
            yield _Line(line.text, 13.0, getattr(theme, line.colour), line.sign)


def stacked_near(wanted: Sequence[float], heights: Sequence[float], *, gap: float) -> list[float]:
    """The tops of boxes one under the other, the middle of each as near as can be to where it is wanted.

    Least squares under the order given, by pooling neighbours that would overlap (Ayer et al. 1955).

    Args:
        wanted: Where the middle of each box should be, from the top down.
        heights: How high each is.
        gap: The least room between two.

    Example:
        >>> stacked_near([0, 100], [20, 20], gap=5)
        [-10.0, 90.0]
        >>> stacked_near([0, 5], [20, 20], gap=5)
        [-20.0, 5.0]
    """
    above, offsets = 0.0, []
    pools: list[tuple[float, int]] = []
    for middle, height in zip(wanted, heights, strict=True):
        offsets.append(above)
        pools.append((middle - height / 2 - above, 1))
        above += height + gap
        while len(pools) > 1 and pools[-2][0] >= pools[-1][0]:
            (one, count), (other, more) = pools[-2:]
            pools[-2:] = [((one * count + other * more) / (count + more), count + more)]
    starts = [start for start, count in pools for _ in range(count)]
    return [start + offset for start, offset in zip(starts, offsets, strict=True)]
