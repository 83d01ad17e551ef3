"""Fill a template: everything a user wrote is escaped, and a name that is not there is an error."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

__all__ = ["number", "render", "svg", "text"]

_OWN = "\x00"
"""Stands for the prefix of ids until it is known; no user's text can hold it, see ``typesetting.clean``."""


def render(template: str, **values: Any) -> str:
    """The template of this name in ``templates/``, filled with values."""
    return _environment().get_template(template).render(**values)


def svg(template: str, **values: Any) -> str:
    """An SVG template, filled: ``id`` is its prefix for ids, made from all that is in the picture.

    Two pictures on one page so share no id unless they are the same picture.
    """
    text = render(template, id=_OWN, **values)
    digest = hashlib.sha256(text.encode()).hexdigest()[:10]
    return text.replace(_OWN, f"jm{digest}")


def number(value: float) -> str:
    """A length to a tenth of a pixel, as short as it can be written.

    Example:
        >>> number(283.333), number(12.0), number(-0.01)
        ('283.3', '12', '0')
    """
    text = f"{value:.1f}"
    return "0" if text == "-0.0" else text.removesuffix(".0")


def text(words: Any) -> Markup:
    """The text element of a block of words, see :class:`journeymap.drawing.maps.frames.Words`; nothing for no lines.

    By far the commonest element of a map, and therefore made here and not by a macro.
    """
    if not words.lines:
        return Markup()
    x = number(words.x)
    look = f'x="{x}" y="{number(words.y)}" font-size="{number(words.size)}" fill="{escape(words.colour)}"'
    look += ' font-weight="600"' * words.bold + ' font-style="italic"' * words.italic
    if words.anchor != "start":
        look += f' text-anchor="{escape(words.anchor)}"'
    if words.halo:
        look += f' stroke="{escape(words.halo)}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"'
    first, *others = map(escape, words.lines)
    leading = number(words.leading)
    glued = dict.fromkeys(words.glued, ' data-glued=""')
    rest = "".join(
        f'<tspan x="{x}" dy="{leading}"{glued.get(turn, "")}>{line}</tspan>' for turn, line in enumerate(others, 1)
    )
    return Markup(f"<text {look}>{first}{rest}</text>\n")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("journeymap"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    environment.filters["n"] = number
    environment.filters["text"] = text
    return environment
