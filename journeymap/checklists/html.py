"""A checklist as one HTML page that needs nothing else: a form on the screen, boxes and lines on paper."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from journeymap.checklists.content import Checklist
from journeymap.checklists.facing import PAPERS, facing
from journeymap.drawing import Drawing
from journeymap.drawing.typesetting import clean, isolated
from journeymap.errors import UnknownNameError, shorten

__all__ = ["page"]

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
        map=[_inline(part) for part in facing(checklist)],
        logo_wide="" if checklist.mark is None else f"{checklist.mark.width(PAPERS[paper]):.1f}",
        fonts=Markup(checklist.theme.fonts if checklist.theme.font else ""),
        css=Markup(_css()),
        paper=Markup(paper),
        foot=Markup(_css_text(shorten(clean(checklist.title), LONGEST_FOOT))),
    )


def _inline(drawing: Drawing) -> Markup:
    """The picture for a page that says itself which language it is in."""
    return Markup(drawing.svg.replace(f' xml:lang="{drawing.lang}" lang="{drawing.lang}"', "", 1))


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
