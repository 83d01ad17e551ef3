"""A picture made of sheets, one below the other: the header above them all, the footer below."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeAlias

from journeymap.drawing import Drawing
from journeymap.drawing.maps.frames import GAP, HEAD, MARGIN, Frame, Words
from journeymap.drawing.maps.margins import footer, header
from journeymap.drawing.maps.pages import measures, page_named, sheet_title, slices
from journeymap.drawing.readings import Reading
from journeymap.drawing.stories import story, verdict
from journeymap.drawing.templating import svg
from journeymap.drawing.themes import Theme, themed
from journeymap.drawing.typesetting import FONTS, clean
from journeymap.i18n import Translator

__all__ = ["Laid", "Lay", "paged"]

_TOP = 36.0


class Laid(Protocol):
    """What has been laid out on one sheet."""

    @property
    def bottom(self) -> float:
        """Where it ends."""


Lay: TypeAlias = Callable[[Frame, int, float, Words | None], Laid]
"""Lays one sheet out: the frame, the number of its first column, its top, and its title if it goes on from another."""


def paged(
    kind: str,
    reading: Reading,
    lay: Lay,
    *,
    page: str,
    theme: str | Theme,
    words: Translator,
    signs: Iterable[tuple[str, str]],
    told: Iterable[str],
) -> Drawing:
    """The drawing of a journey on as many sheets as the page needs, by the template of its kind.

    Args:
        kind: The kind of drawing.
        reading: The journey.
        lay: What lays out one sheet.
        page: The name of the page.
        theme: The colours, or their name.
        words: The translator.
        signs: What the legend explains.
        told: The lines that are added to the story in words.

    Raises:
        UnknownNameError: When there is no such page.
    """
    paper = page_named(page)
    parts = slices(reading.places, paper)
    width, column = measures(paper, max((stop - start for start, stop in parts), default=1))
    colours = themed(theme)

    def frame(count: int) -> Frame:
        return Frame(width=width, column=column, count=count, theme=colours, words=words)

    top = header(frame(1), reading, _TOP)
    sheets: list[Laid] = []
    y = _TOP + top.height + 24
    for number, (start, stop) in enumerate(parts, 1):
        title = sheet_title(frame(1), reading, (number, len(parts)), y) if number > 1 else None
        sheets.append(lay(frame(stop - start), start, y + (title.height + GAP if title else 0.0), title))
        y = sheets[-1].bottom + 2 * GAP
    below = footer(frame(1), reading, y, signs=signs)
    name, summary = clean(reading.journey.name), verdict(reading, words.lang)
    picture = svg(
        f"{kind}.svg.jinja",
        width=width,
        height=y + below.height + 28,
        title=name,
        desc=summary,
        lang=words.lang,
        fonts=FONTS,
        theme=colours,
        margin=MARGIN,
        right=width - MARGIN,
        head=HEAD,
        header=top,
        sheets=sheets,
        footer=below,
    )
    text = story(reading, words.lang) + "".join(f"{line}\n" for line in told)
    return Drawing(
        title=name, kind=kind, lang=words.lang, summary=summary, text=text, svg=picture, breaks=_breaks(sheets)
    )


def _breaks(sheets: Sequence[Laid]) -> tuple[float, ...]:
    return tuple(sheet.bottom + GAP for sheet in sheets[:-1])
