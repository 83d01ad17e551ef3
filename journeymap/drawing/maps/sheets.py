"""A picture made of sheets, one below the other: the header above them all, the footer below."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeAlias

import attrs

from journeymap.drawing import Drawing, Spot
from journeymap.drawing.maps.cards import Card, Cards
from journeymap.drawing.maps.frames import GAP, HEAD, MARGIN, Frame, Words
from journeymap.drawing.maps.margins import Footer, Header, footer, header
from journeymap.drawing.maps.pages import column_width, page_named, page_width, sheet_title, slices
from journeymap.drawing.readings import Place, Reading
from journeymap.drawing.stories import story, verdict
from journeymap.drawing.templating import svg
from journeymap.drawing.themes import Theme, themed
from journeymap.drawing.typesetting import clean
from journeymap.i18n import Translator

__all__ = ["Laid", "Lay", "Rest", "paged", "rest_of"]

_TOP = 36.0


class Laid(Protocol):
    """What has been laid out on one sheet."""

    @property
    def cards(self) -> Cards:
        """The touchpoints on it."""

    @property
    def bottom(self) -> float:
        """Where it ends."""


Lay: TypeAlias = Callable[[Frame, int, float, Words | None], Laid]
"""Lays one sheet out: the frame, the number of its first column, its top, and its title if it goes on from another."""


@attrs.frozen(kw_only=True)
class Rest:
    """What a picture has besides its sheets: what it is called, what stands above and below, and the same in words."""

    title: str
    summary: str
    text: str
    header: Callable[[Frame, float], Header]
    footer: Callable[[Frame, float], Footer]


def rest_of(reading: Reading, words: Translator, *, signs: Iterable[tuple[str, str]], told: Iterable[str]) -> Rest:
    """The rest of a picture of one journey.

    Args:
        reading: The journey.
        words: The translator.
        signs: What the legend explains.
        told: The lines that are added to the story in words.
    """
    return Rest(
        title=clean(reading.journey.name),
        summary=verdict(reading, words.lang),
        text=story(reading, words.lang) + "".join(f"{line}\n" for line in told),
        header=lambda frame, top: header(frame, reading, top),
        footer=lambda frame, top: footer(frame, reading, top, signs=signs),
    )


def paged(
    kind: str,
    places: Sequence[Place],
    lay: Lay,
    rest: Rest,
    *,
    page: str,
    theme: str | Theme,
    words: Translator,
) -> Drawing:
    """The drawing of these touchpoints on as many sheets as the page needs, by the template of its kind.

    Args:
        kind: The kind of drawing.
        places: The touchpoints, one for each column.
        lay: What lays out one sheet.
        rest: What stands around the sheets.
        page: The name of the page.
        theme: The colours, or their name.
        words: The translator.

    Raises:
        UnknownNameError: When there is no such page.
    """
    paper = page_named(page)
    parts = slices(places, paper)
    width = page_width(paper, max((stop - start for start, stop in parts), default=1))
    colours = themed(theme)

    def frame(count: int) -> Frame:
        return Frame(width=width, column=column_width(width, count), count=count, theme=colours, words=words)

    top = rest.header(frame(1), _TOP)
    sheets: list[Laid] = []
    y = _TOP + top.height + 24
    for number, (start, stop) in enumerate(parts, 1):
        title = sheet_title(frame(1), rest.title, (number, len(parts)), y) if number > 1 else None
        sheets.append(lay(frame(stop - start), start, y + (title.height + GAP if title else 0.0), title))
        y = sheets[-1].bottom + 2 * GAP
    below = rest.footer(frame(1), y)
    picture = svg(
        f"{kind}.svg.jinja",
        width=width,
        height=y + below.height + 28,
        title=rest.title,
        desc=rest.summary,
        lang=words.lang,
        fonts=colours.fonts,
        theme=colours,
        margin=MARGIN,
        right=width - MARGIN,
        head=HEAD,
        header=top,
        sheets=sheets,
        footer=below,
    )
    return Drawing(
        title=rest.title, kind=kind, lang=words.lang, summary=rest.summary, text=rest.text, svg=picture,
        breaks=tuple(sheet.bottom + GAP for sheet in sheets[:-1]),
        spots=tuple(
            _spot(place, card, sheet.bottom)
            for (start, stop), sheet in zip(parts, sheets, strict=True)
            for place, card in zip(places[start:stop], sheet.cards.cards, strict=True)
        ),
    )  # fmt: skip


def _spot(place: Place, card: Card, bottom: float) -> Spot:
    """The column below a card, with the card."""
    top = card.y - 8
    return Spot(place.touchpoint.id, card.x - 5, top, card.width + 10, bottom - top, head=card.height + 16)
