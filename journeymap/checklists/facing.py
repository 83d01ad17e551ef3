"""The map on the pages that face the cover of a checklist, in pictures that no page splits and that can be read."""

from __future__ import annotations

import attrs

from journeymap.checklists.content import Checklist
from journeymap.drawing import Drawing, draw
from journeymap.drawing.pictures import parts

__all__ = ["PAPERS", "WIDE", "facing"]

PAPERS = {"A4": 184.0, "Letter": 190.0}
"""The sizes of paper, and how wide what is printed on a page can be, in mm."""

WIDE = 184.0
"""How wide the map is printed on all paper, in mm: then its smallest print has 7.5 points, and a sheet fits a page."""

LANES = ("ways", "emotion", "memory", "findings")
"""What the map shows; the rest stands in the items."""

_INSET = 36.0
"""How much of the margins of the map is left out, since a page has its own, in CSS pixels."""


def facing(checklist: Checklist) -> tuple[Drawing, ...]:
    """The pictures that the map is made of, as many as the journey needs; none without an audit."""
    if checklist.audit is None:
        return ()
    theme = attrs.evolve(checklist.theme, logo=None)  # it stands on the cover
    return parts(draw(checklist.audit, lang=checklist.lang, theme=theme, page="document", lanes=LANES), inset=_INSET)
