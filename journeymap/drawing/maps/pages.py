"""The paper that pictures are made for: how wide a sheet is, and which touchpoints stand on which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from journeymap.drawing.maps.frames import HEAD, MARGIN, STEP, Frame, Words, set_words
from journeymap.drawing.readings import Place
from journeymap.errors import UnknownNameError

__all__ = ["PAGES", "Page", "column_width", "page_named", "page_width", "sheet_title", "slices"]


@attrs.frozen
class Page:
    """A format of paper: how wide and high it is in CSS pixels, and how many touchpoints stand side by side.

    ``most`` stand on a single sheet; when there must be several, ``each`` stand on one. A step of emotion
    is ``step`` high.
    """

    width: float
    most: int
    each: int
    height: float = float("inf")
    step: float = STEP


PAGES: Mapping[str, Page] = {
    "screen": Page(float("inf"), 20, 14),
    "a3": Page(1680, 12, 10, 1188),
    "a4": Page(1188, 7, 6, 840),
    "letter": Page(1117, 6, 6, 863),
    "document": Page(806, 4, 4, 925, 26),
    "wall": Page(float("inf"), 10_000, 10_000),
}
"""The formats, by name; ``screen`` and ``wall`` grow as wide as it takes, ``wall`` without end.

Paper is lying. ``document`` is for upright pages that hold other things too: without its own margins it is as wide as
what stands between those of A4, and low enough for Letter below a heading. Lanes that do not fit go on on a sheet of
their own; a sheet that fills its paper is printed at 0.71 points to a pixel, its smallest print at 7.5 points.
"""

_LEAST_WIDTH = 1280.0
_WIDEST_COLUMN = 230.0
_NARROWEST_COLUMN = 168.0
"""On a page that grows: it grows before columns become narrower than this."""
_SPLIT_STAGE = 20.0
"""How much it weighs, against uneven sheets, that a stage is split over two: as much as a sheet 4 or 5 too short."""


def page_named(name: str) -> Page:
    """The format of a name.

    Raises:
        UnknownNameError: When there is none of that name.
    """
    if name not in PAGES:
        raise UnknownNameError.of("page", name, PAGES)
    return PAGES[name]


def page_width(page: Page, columns: int) -> float:
    """The width of the page, if its fullest sheet has so many columns."""
    frame = 2 * MARGIN + HEAD
    width = max(_LEAST_WIDTH, frame + columns * _WIDEST_COLUMN)
    if page.width < float("inf"):
        return min(page.width, width)
    return width if width <= PAGES["a3"].width else max(PAGES["a3"].width, frame + columns * _NARROWEST_COLUMN)


def column_width(width: float, columns: int) -> float:
    """The width of a column on a sheet with so many: each sheet fills the width of its page, as far as columns go."""
    return min((width - 2 * MARGIN - HEAD) / columns, 1.4 * _WIDEST_COLUMN)


def slices(places: Sequence[Place], page: Page) -> list[tuple[int, int]]:
    """Which columns stand on which sheet: few sheets, evenly filled, broken between stages where that can be."""
    count = len(places)
    if count <= page.most:
        return [(0, count)] if count else []
    best: list[tuple[float, int]] = [(0.0, 0)]  # of as good ways that with the fuller sheets first
    for stop in range(1, count + 1):
        split = stop < count and places[stop].touchpoint.stage == places[stop - 1].touchpoint.stage is not None
        costs = [
            (best[start][0] + (page.each - (stop - start)) ** 2 + split * _SPLIT_STAGE, -start)
            for start in range(max(0, stop - page.each), stop)
        ]
        best.append(min(costs))
    found: list[tuple[int, int]] = []
    stop = count
    while stop > 0:
        found.append((-best[stop][1], stop))
        stop = -best[stop][1]
    return found[::-1]


def sheet_title(frame: Frame, name: str, of: tuple[int, int], top: float) -> Words:
    """What stands above a further sheet: its number, and of how many, and of what."""
    text = frame.words("sheet {number} of {count}", number=of[0], count=of[1])
    return set_words(
        f"{text} · {name}", MARGIN, top, width=frame.right - MARGIN, size=14, colour=frame.theme.muted,
        bold=True, lines=1,
    )  # fmt: skip
