"""A checklist as one HTML page that needs nothing else: a form on the screen, boxes and lines on paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise
from typing import Any

import attrs
from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from journeymap import drawing
from journeymap.auditing import Audit
from journeymap.checklists.content import Checklist
from journeymap.drawing.typesetting import clean, isolated
from journeymap.errors import UnknownNameError, shorten

__all__ = ["page"]

PAPERS = {"A4": (184, 265), "Letter": (190, 247)}
"""The sizes of paper, and how wide and high what is printed on a page can be, in mm."""

HEADING = 12
"""How much of the first page of the map its heading takes, in mm."""

SCALES = (1.0, 0.95, 0.9, 0.85, 0.8)
"""How far the map may be made smaller when that saves pages."""

LANES = ("ways", "emotion", "memory", "findings")
"""What the map shows; the rest stands in the items."""

LONGEST_FOOT = 60
"""How much of the title stands at the foot of every page."""


def page(checklist: Checklist, *, paper: str = "A4", large: bool = False) -> str:
    """The checklist as an HTML page; see :meth:`Checklist.html`."""
    if paper not in PAPERS:
        raise UnknownNameError.of("paper", paper, PAPERS)
    return _template().render(
        checklist=checklist,
        words=checklist.words,
        large=large,
        map=None
        if checklist.audit is None
        else _map(checklist.audit, checklist.lang, *PAPERS[paper], SCALES[:1] if large else SCALES),
        css=Markup(_css()),
        paper=Markup(paper),
        foot=Markup(_css_text(shorten(clean(checklist.title), LONGEST_FOOT))),
    )


@attrs.frozen
class _Map:
    """The journey map, cut into sheets none of which is split over two pages."""

    svg: Markup
    summary: str
    width: float
    sheets: tuple[tuple[float, float], ...]
    scale: float


def _map(audit: Audit, lang: str, width: float, height: float, scales: Sequence[float]) -> _Map:
    drawn = drawing.draw(audit, lang=lang, page="a4", lanes=LANES)
    edges = (0.0, *drawn.breaks, drawn.height)
    sheets = tuple((top, bottom - top) for top, bottom in pairwise(edges))
    heights = [width * tall / drawn.width for _, tall in sheets]
    scale = min(scales, key=lambda scale: (_pages([scale * tall for tall in heights], height), -scale))
    svg = drawn.svg.replace(f' xml:lang="{lang}" lang="{lang}"', "", 1)  # the page says it
    return _Map(Markup(svg), drawn.summary, drawn.width, sheets, scale)


def _pages(heights: Iterable[float], height: float) -> int:
    """How many pages of a height sheets take one under the other."""
    pages, used = 1, float(HEADING)
    for tall in heights:
        if used + tall > height:
            pages, used = pages + 1, 0.0
        used += tall
    return pages


def _css_text(text: str) -> str:
    r"""Text as a CSS string: everything but plain letters and digits by its number, so that nothing can end it.

    Example:
        >>> print(_css_text('a"</style>'))
        "a\22 \3c \2f style\3e "
    """
    letters = (c if c.isascii() and c.isalnum() else f"\\{ord(c):x} " for c in isolated(text))
    return f'"{"".join(letters)}"'


def _finished(value: Any) -> Any:
    return _escaped(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@lru_cache(maxsize=1024)
def _escaped(text: str) -> Markup:
    return escape(clean(text))


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("journeymap"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finished,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("checklist.html.jinja")


@cache
def _css() -> str:
    return (resources.files("journeymap") / "templates" / "checklist.css").read_text(encoding="utf-8")
