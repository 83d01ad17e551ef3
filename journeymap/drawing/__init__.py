"""Draw a journey: a map, a graph, the circle of its moments, a blueprint or a curve, as a picture and in words.

Pictures are SVG that needs nothing else: no script, no font file, no reference to anything outside. The same
journey gives the same bytes.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any

import attrs

from journeymap.display import Shown
from journeymap.drawing.themes import Theme, themed
from journeymap.errors import UnknownNameError, expect, shorten
from journeymap.i18n import translator
from journeymap.model import Journey

if TYPE_CHECKING:
    from journeymap.auditing import Audit
    from journeymap.comparing import Comparison
    from journeymap.evidence import Conformance

__all__ = ["KINDS", "Drawing", "Spot", "draw"]

KINDS: Mapping[str, str] = {
    "blueprint": "journeymap.drawing.blueprints:blueprint_drawing",
    "curve": "journeymap.drawing.curves:curve_drawing",
    "cycle": "journeymap.drawing.cycles:cycle_drawing",
    "graph": "journeymap.drawing.graphs:graph_drawing",
    "map": "journeymap.drawing.maps:map_drawing",
}
"""The kinds of drawing of a journey, and the function that draws each; it is imported when first asked for."""

_COMPARISON = "journeymap.drawing.comparisons:comparison_drawing"


@attrs.frozen
class Spot:
    """The part of a picture that shows one touchpoint: its id, and a rectangle in CSS pixels.

    The name of the touchpoint stands in its ``head``: so much of its height.
    """

    touchpoint: str
    x: float
    y: float
    width: float
    height: float
    head: float


@attrs.frozen(repr=False)
class Drawing(Shown):
    """A picture of a journey, with the same in words.

    Attributes:
        title: What it shows.
        kind: Which kind of drawing it is: one of ``KINDS``.
        lang: The language it is written in.
        summary: What the picture says, in a few sentences: its alternative text.
        text: The journey told as a story, for those who do not see the picture.
        dot: The same in the language of Graphviz; None for kinds that Graphviz does not draw.
        breaks: Where a picture too tall for one page may be cut: distances from its top in CSS pixels.
        spots: Where the touchpoints stand in the picture, in reading order; empty for kinds that do not say.
        subject: The journey, the audit or the comparison that it shows.
        page: The paper it is made for, or ``"screen"`` or ``"wall"``.
        fonts: The fonts that are asked for before all others.
    """

    title: str
    kind: str
    lang: str
    summary: str
    text: str
    _svg: str | None = None
    dot: str | None = None
    breaks: tuple[float, ...] = ()
    spots: tuple[Spot, ...] = ()
    subject: Journey | Audit | Comparison | None = None
    page: str = "screen"
    fonts: tuple[str, ...] = ()

    @cached_property
    def svg(self) -> str:
        """The picture, as SVG that needs nothing else. Graphviz is asked for it when it is first wanted.

        Raises:
            DrawingError: When Graphviz takes too long.
            MissingToolError: When Graphviz is needed and not there.
        """
        if self._svg is not None:
            return self._svg
        from journeymap.drawing.rendering import render

        return render(self.dot or "", title=self.title, description=self.summary)

    @property
    def width(self) -> float:
        """The width of the picture in CSS pixels."""
        return _measure("width", self.svg)

    @property
    def height(self) -> float:
        """Its height in CSS pixels."""
        return _measure("height", self.svg)

    def png(self, *, scale: float = 2.0) -> bytes:
        """The picture as pixels.

        Args:
            scale: How many pixels a CSS pixel becomes: 1 for 96 dots per inch, 2 for sharp screens, 3 for print.

        Raises:
            DrawingError: When the picture would be larger than can be drawn.
            MissingToolError: When the extra ``png`` is not installed.

        Warns:
            FontWarning: When no font on this machine has some character; another sign stands in its place.
        """
        from journeymap.drawing.pictures import as_png

        return as_png(self, scale=scale)

    def pdf(self) -> bytes:
        """The picture as vector pages with text that can be searched and read aloud, one page for each sheet.

        A drawing for paper (``page="a4"`` and its like) fills pages of that size, upright or lying as it fits best;
        others get pages as large as they are.

        Raises:
            MissingToolError: When the extra ``pdf`` is not installed.

        Warns:
            FontWarning: When no font on this machine has some character; another sign stands in its place.
        """
        from journeymap.drawing.pictures import as_pdf

        return as_pdf(self)

    def pptx(self) -> bytes:
        """The picture as slides for PowerPoint, one for each sheet, made of shapes and texts that can be edited.

        Cards, badges and faces move as one; lines of text flow again when they are written over. The notes of the first
        slide hold the story in words.

        Raises:
            MissingToolError: When the extra ``office`` is not installed.
        """
        from journeymap.drawing.slides import as_pptx

        return as_pptx(self)

    def html(self) -> str:
        """The picture as a web page that needs nothing else, with what is known about each touchpoint.

        A pointer or the Tab key over a touchpoint shows the essentials, a click or Enter leads to the details: facts,
        and findings with why and how to mend them. Nothing is fetched, and nothing that a user wrote is run.
        """
        from journeymap.drawing.webpages import as_html

        return as_html(self)

    def __repr__(self) -> str:
        size = "" if self._svg is None else f": {self.width:g} x {self.height:g}"
        return f"<Drawing {self.kind} of {shorten(self.title)!r}{size}>"


def _measure(name: str, svg: str) -> float:
    found = re.search(f'<svg[^>]*? {name}="([0-9.]+)"', svg)
    return float(found[1]) if found else 0.0


def draw(
    journey: Journey | Audit | Comparison | Conformance,
    *,
    kind: str | None = None,
    lang: str = "en",
    theme: str | Theme = "light",
    **options: Any,
) -> Drawing:
    """Draw a journey, or an audit: then what was found stands in the picture; or a comparison of two.

    Args:
        journey: The journey, the audit or the comparison; or how far what was lived conforms to what was designed,
            which is drawn as the comparison of the two.
        kind: ``"map"`` for the journey map, which it is if nothing is said, ``"graph"`` for the topology, ``"cycle"``
            for the circle of moments of truth, ``"blueprint"`` for what happens on and behind the stage, ``"curve"``
            for a small line of emotions. A comparison is always drawn as ``"comparison"``.
        lang: The language of everything the journey does not say itself: ``"en"`` or ``"ko"``.
        theme: The colours: ``"light"``, ``"dark"``, ``"print"`` for black and white, ``"contrast"``; or a
            :class:`~journeymap.drawing.themes.Theme` of your own.
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
    translator(lang)
    if isinstance(journey, Journey):
        return _drawn(_home(kind or "map"), (journey.checked(), None), lang=lang, theme=themed(theme), options=options)
    from journeymap.auditing import Audit
    from journeymap.comparing import Comparison, compare
    from journeymap.evidence import Conformance

    expect(journey, (Journey, Audit, Comparison, Conformance), "draw")
    if isinstance(journey, Conformance):
        journey = compare(journey.designed, journey)
    if isinstance(journey, Comparison):
        if kind not in (None, "comparison"):
            raise UnknownNameError(
                f"a comparison cannot be drawn as {shorten(repr(kind))} (known: comparison); "
                "draw(before, beside=after) sets both on one map"
            )
        return _drawn(_COMPARISON, (journey,), lang=lang, theme=themed(theme), options=options)
    subject = journey.journey.checked()
    return _drawn(_home(kind or "map"), (subject, journey), lang=lang, theme=themed(theme), options=options)


def _home(kind: str) -> str:
    """Where the function is that draws a kind."""
    if kind == "comparison":
        raise UnknownNameError("the kind 'comparison' is for two journeys: draw(compare(before, after))")
    if kind not in KINDS:
        raise UnknownNameError.of("kind of drawing", kind, KINDS)
    return KINDS[kind]


def _drawn(home: str, things: tuple[Any, ...], *, lang: str, theme: Theme, options: Mapping[str, Any]) -> Drawing:
    module, _, name = home.partition(":")
    function = getattr(import_module(module), name)
    known = list(inspect.signature(function).parameters)[len(things) :]
    for option in options:
        if option not in known:
            raise UnknownNameError.of(f"option of the {name.partition('_')[0]}", option, known)
    drawing: Drawing = function(*things, lang=lang, theme=theme, **options)
    subject = next(thing for thing in reversed(things) if thing is not None)
    fonts = (theme.font,) if theme.font else ()
    return attrs.evolve(drawing, subject=subject, page=options.get("page", "screen"), fonts=fonts)
