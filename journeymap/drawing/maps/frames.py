"""The measures that all parts of the map share: the frame of a sheet, and text set in lines."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from journeymap.drawing import typesetting
from journeymap.drawing.themes import Theme
from journeymap.i18n import Translator

__all__ = ["GAP", "HEAD", "MARGIN", "STEP", "Band", "Frame", "Words", "lane_band", "set_words", "stacked"]

MARGIN = 48.0
"""Around the page."""

HEAD = 158.0
"""The width of the heads of lanes."""

GAP = 12.0
"""Between lanes."""

STEP = 50.0
"""The height of one step of emotion, where a page has no other."""

_ASCENT = 1.07
_HEIGHT = 1.37
_LEADING = 1.3

_LEAST = 10.6
"""The smallest print: 7.5 points on paper that a sheet fills."""


@attrs.frozen
class Words:
    """A block of text, broken into lines.

    Attributes:
        x: Where its lines start, or their middle or end, see ``anchor``.
        y: The base line of the first line.
        lines: The lines.
        size: The font size.
        colour: The colour.
        leading: From one base line to the next.
        height: How much room it takes from top to bottom.
        bold: Whether it is bold.
        italic: Whether it is italic.
        anchor: ``start``, ``middle`` or ``end``.
        halo: The colour drawn around the letters where they may stand on a line; empty for none.
        glued: Which lines go on where no space was, such as within a long word.
    """

    x: float
    y: float
    lines: tuple[str, ...]
    size: float
    colour: str
    leading: float
    height: float
    bold: bool = False
    italic: bool = False
    anchor: str = "start"
    halo: str = ""
    glued: tuple[int, ...] = ()

    def moved(self, dy: float) -> Words:
        """The same, further down."""
        return attrs.evolve(self, y=self.y + dy)

    @property
    def extent(self) -> float:
        """How wide its widest line is."""
        return max((typesetting.width(line, self.size, bold=self.bold) for line in self.lines), default=0.0)


def set_words(
    text: str,
    x: float,
    top: float,
    *,
    width: float,
    size: float,
    colour: str,
    bold: bool = False,
    italic: bool = False,
    anchor: str = "start",
    lines: int = 12,
    halo: str = "",
) -> Words:
    """A text broken into lines no wider than ``width``, below ``top``.

    A word that is wider than the line is set smaller, down to three quarters, before it is broken.
    """
    longest = typesetting.longest(text, bold=bold)
    if longest * size > width:
        size = max(size * 0.75, min(size, _LEAST), min(size, width / longest))
    broken = typesetting.wrap(text, width=width, size=size, bold=bold, lines=lines)
    leading = size * _LEADING
    return Words(
        x=x,
        y=top + size * _ASCENT,
        lines=tuple(map(typesetting.isolated, broken)),
        size=size,
        colour=colour,
        leading=leading,
        height=(len(broken) - 1) * leading + size * _HEIGHT if broken else 0.0,
        bold=bold,
        italic=italic,
        anchor=anchor,
        halo=halo,
        glued=typesetting.glued(text, broken),
    )


def stacked(blocks: Iterable[Words], *, gap: float = 2.0) -> tuple[tuple[Words, ...], float]:
    """Blocks that were all set at the same top, one under the other; and how high they are together."""
    placed: list[Words] = []
    y = 0.0
    for block in blocks:
        if block.lines:
            placed.append(block.moved(y))
            y += block.height + gap
    return tuple(placed), max(0.0, y - gap)


@attrs.frozen(kw_only=True)
class Frame:
    """Where the columns of a sheet stand, and with what its parts are drawn.

    Attributes:
        width: The width of the page.
        column: The width of one column.
        count: How many columns there are on this sheet.
        theme: The colours.
        words: The translator.
        step: The height of one step of emotion.
    """

    width: float
    column: float
    count: int
    theme: Theme
    words: Translator
    step: float = STEP

    @property
    def left(self) -> float:
        """Where the first column starts."""
        return MARGIN + HEAD

    @property
    def right(self) -> float:
        """Where the page's margin starts."""
        return self.width - MARGIN

    def start(self, index: float) -> float:
        """Where a column starts, counted from 0."""
        return self.left + index * self.column

    def centre(self, index: float) -> float:
        """The middle of a column; also of columns before and after this sheet."""
        return self.start(index + 0.5)

    @property
    def inner(self) -> float:
        """The width for text in a column."""
        return self.column - 14


@attrs.frozen(kw_only=True)
class Band:
    """The background of a lane, and what stands at its head."""

    y: float
    height: float
    filled: bool
    heads: tuple[Words, ...]


def lane_band(
    frame: Frame, title: str, *captions: str, top: float, bottom: float, filled: bool = False, lead: float = 10.0
) -> Band:
    """The band of a lane down to ``bottom``, or further where its head needs the room.

    Args:
        frame: The frame.
        title: What the lane is called.
        *captions: What it tells.
        top: Where it starts.
        bottom: Where its content ends.
        filled: Whether it is filled.
        lead: How far below its top the head starts.
    """
    theme, width, x = frame.theme, HEAD - 18, MARGIN + 12
    said = (set_words(text, x, top + lead, width=width, size=11.5, colour=theme.muted) for text in captions)
    name = set_words(title, x, top + lead, width=width, size=13.5, colour=theme.ink, bold=True)
    heads, height = stacked((name, *said))
    return Band(y=top, height=max(bottom - top, lead + height + 9), filled=filled, heads=heads)
