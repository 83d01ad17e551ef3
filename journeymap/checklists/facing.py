"""The map on the page that faces the cover of a checklist, cut so that no sheet of it is split over two pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import attrs

from journeymap.checklists.content import Checklist
from journeymap.drawing import Drawing, draw

__all__ = ["PAPERS", "SCALES", "Facing", "facing"]

PAPERS = {"A4": (184, 265), "Letter": (190, 247)}
"""The sizes of paper, and how wide and high what is printed on a page can be, in mm."""

HEADING = 12
"""How much of the first page of the map its heading takes, in mm."""

SCALES = (1.0, 0.95, 0.9, 0.85, 0.8)
"""How far the map may be made smaller when that saves pages."""

LANES = ("ways", "emotion", "memory", "findings")
"""What the map shows; the rest stands in the items."""


@attrs.frozen
class Facing:
    """The journey map of a checklist.

    Attributes:
        whole: The whole map.
        sheets: Where each sheet begins, and how tall it is, in the units of the map.
        scale: How much of the width of the page it takes.
    """

    whole: Drawing
    sheets: tuple[tuple[float, float], ...]
    scale: float


def facing(checklist: Checklist, width: float, height: float, *, scales: Sequence[float] = SCALES) -> Facing | None:
    """The map for pages of a width and height in mm; None for a checklist that was made from no audit."""
    if checklist.audit is None:
        return None
    drawn = draw(checklist.audit, lang=checklist.lang, page="document", lanes=LANES)
    edges = (0.0, *drawn.breaks, drawn.height)
    sheets = tuple((top, bottom - top) for top, bottom in pairwise(edges))
    heights = [width * tall / drawn.width for _, tall in sheets]
    scale = min(scales, key=lambda scale: (_pages([scale * tall for tall in heights], height), -scale))
    return Facing(drawn, sheets, scale)


def _pages(heights: Iterable[float], height: float) -> int:
    """How many pages of a height sheets take one under the other."""
    pages, used = 1, float(HEADING)
    for tall in heights:
        if used + tall > height:
            pages, used = pages + 1, 0.0
        used += tall
    return pages
