"""A picture made of sheets, one below the other: the header above them all, the footer below."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol, TypeAlias

import attrs

from journeymap.drawing import Drawing, Spot
from journeymap.drawing.maps.cards import Card, Cards
from journeymap.drawing.maps.frames import GAP, HEAD, MARGIN, Frame, Words
from journeymap.drawing.maps.lanes import Lane
from journeymap.drawing.maps.margins import Footer, Header, footer, header
from journeymap.drawing.maps.pages import column_width, page_named, page_width, sheet_title, slices
from journeymap.drawing.readings import Place, Reading
from journeymap.drawing.stories import story, verdict
from journeymap.drawing.templating import svg
from journeymap.drawing.themes import Theme, themed
from journeymap.drawing.typesetting import clean
from journeymap.i18n import Translator

__all__ = ["Laid", "Lay", "Rest", "Room", "filled", "paged", "rest_of"]

_TOP = 36.0
_FOOT = 28.0


@attrs.frozen
class Room:
    """What a sheet may take of its columns: the lanes from a number on, counted from 0, and down to where."""

    start: int = 0
    bottom: float = float("inf")


class Laid(Protocol):
    """What has been laid out on one sheet."""

    @property
    def cards(self) -> Cards:
        """The touchpoints on it."""

    @property
    def bottom(self) -> float:
        """Where it ends."""

    @property
    def rest(self) -> int | None:
        """The number of the lane that the next sheet of these columns starts with; None when all are there."""


Lay: TypeAlias = Callable[[Frame, int, float, Words | None, Room], Laid]
"""Lays one sheet out: the frame, the number of its first column, its top, its title if it goes on from another, and
how much it may take."""


def filled(
    layers: Mapping[str, Callable[[Frame, int, float, bool], Any]], frame: Frame, first: int, top: float, room: Room
) -> tuple[dict[str, Any], float, int | None]:
    """As many lanes as a sheet has room for, one at least; where the next would start; and which that is, if any."""
    found: dict[str, Any] = {}
    y, shaded = top, True
    for number, (name, layer) in enumerate(layers.items()):
        lane = layer(frame, first, y, shaded) if number >= room.start else None
        if lane is None:
            continue
        bottom = lane.band.y + lane.band.height
        if found and bottom > room.bottom:
            return found, y, number
        found[name] = lane
        y, shaded = bottom + GAP, shaded != isinstance(lane, Lane)
    return found, y, None


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
    signs = tuple(signs)
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
        column = column_width(width, count)
        return Frame(width=width, column=column, count=count, theme=colours, words=words, step=paper.step)

    top = rest.header(frame(1), _TOP)
    foot = rest.footer(frame(1), 0.0).height + GAP + _FOOT

    def lay_all(count: int) -> Iterator[tuple[int, int, Laid]]:
        """The sheets, told of how many they are; each with its first column, and the first that it has not."""
        y, number = _TOP + top.height + 24, 1
        for start, stop in parts:
            lane: int | None = 0
            while lane is not None:
                low = paper.height - GAP if number == 1 else y + paper.height - 4 * GAP
                title = sheet_title(frame(1), rest.title, (number, count), y) if number > 1 else None
                at = y + (title.height + GAP if title else 0.0)
                sheet = lay(frame(stop - start), start, at, title, Room(lane, low))
                if sheet.rest is None and stop == parts[-1][1] and sheet.bottom + foot > low + GAP:
                    sheet = lay(frame(stop - start), start, at, title, Room(lane, sheet.bottom - 1))
                yield start, stop, sheet
                lane, number, y = sheet.rest, number + 1, sheet.bottom + 2 * GAP

    laid = list(lay_all(len(parts)))
    if len(laid) != len(parts):
        laid = list(lay_all(len(laid)))
    sheets = [sheet for _, _, sheet in laid]
    y = sheets[-1].bottom + 2 * GAP if sheets else _TOP + top.height + 24
    below = rest.footer(frame(1), y)
    picture = svg(
        f"{kind}.svg.jinja",
        width=width,
        height=y + below.height + _FOOT,
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
            for number, (start, stop, sheet) in enumerate(laid) if not number or laid[number - 1][0] != start
            for place, card in zip(places[start:stop], sheet.cards.cards, strict=True)
        ),
    )  # fmt: skip


def _spot(place: Place, card: Card, bottom: float) -> Spot:
    """The column below a card, with the card."""
    top = card.y - 8
    return Spot(place.touchpoint.id, card.x - 5, top, card.width + 10, bottom - top, head=card.height + 16)
