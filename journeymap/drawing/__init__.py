"""Draw a journey: the map, the graph and the curve, each as a picture and in words.

Pictures are SVG that needs nothing else: no script, no font file, no reference to anything outside. The same
journey gives the same bytes.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

import attrs

from journeymap.display import Shown
from journeymap.drawing.themes import THEMES
from journeymap.errors import UnknownNameError
from journeymap.i18n import translator
from journeymap.model import Journey

if TYPE_CHECKING:
    from journeymap.auditing import Audit

__all__ = ["KINDS", "Drawing", "draw"]

KINDS: Mapping[str, str] = {
    "curve": "journeymap.drawing.curves:curve_drawing",
    "graph": "journeymap.drawing.graphs:graph_drawing",
    "map": "journeymap.drawing.maps:map_drawing",
}
"""The kinds of drawing, and the function that draws each; it is imported when first asked for."""


@attrs.frozen(repr=False)
class Drawing(Shown):
    """A picture of a journey, with the same in words.

    Attributes:
        title: What it shows.
        kind: Which kind of drawing it is: one of ``KINDS``.
        lang: The language it is written in.
        svg: The picture, as SVG that needs nothing else.
        text: The journey told as a story, for those who do not see the picture.
        width: The width of the picture in CSS pixels.
        height: Its height in CSS pixels.
        dot: The same in the language of Graphviz; None for kinds that Graphviz does not draw.
    """

    title: str
    kind: str
    lang: str
    svg: str
    text: str
    width: float
    height: float
    dot: str | None = None

    def __repr__(self) -> str:
        return f"<Drawing {self.kind} of {self.title!r}: {self.width:g} x {self.height:g}>"


def draw(
    journey: Journey | Audit, *, kind: str = "map", lang: str = "en", theme: str = "light", **options: Any
) -> Drawing:
    """Draw a journey, or an audit: then what was found stands in the picture.

    Args:
        journey: The journey or the audit.
        kind: ``"map"`` for the journey map, ``"graph"`` for the topology, ``"curve"`` for a small line of emotions.
        lang: The language of everything the journey does not say itself: ``"en"`` or ``"ko"``.
        theme: The colours: ``"light"``, ``"dark"``, ``"print"`` for black and white, ``"contrast"``.
        **options: What the kind takes besides, such as ``page="a4"`` of the map.

    Raises:
        JourneyError: When a reference in the journey leads nowhere.
        MissingToolError: When the kind needs a program that is not there.
        UnknownNameError: When there is no such kind, language, theme or option.

    Example:
        >>> walk = Journey("Walk").touchpoint("door", "Door", emotion=1).touchpoint("desk", "Desk", emotion=-1)
        >>> picture = draw(walk, lang="ko", theme="print")
        >>> picture.kind, picture.title, picture.svg[:4]
        ('map', 'Walk', '<svg')
    """
    if kind not in KINDS:
        raise UnknownNameError.of("kind of drawing", kind, KINDS)
    if theme not in THEMES:
        raise UnknownNameError.of("theme", theme, THEMES)
    translator(lang)
    module, _, name = KINDS[kind].partition(":")
    function = getattr(import_module(module), name)
    known = list(inspect.signature(function).parameters)[2:]
    for option in options:
        if option not in known:
            raise UnknownNameError.of(f"option of the {kind}", option, known)
    subject, audit = (journey, None) if isinstance(journey, Journey) else (journey.journey, journey)
    drawing: Drawing = function(subject.checked(), audit, lang=lang, theme=theme, **options)
    return drawing
