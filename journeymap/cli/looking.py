"""How pictures and pages look: options that say so, and what journeymap.toml says where they do not."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import reduce
from pathlib import Path
from typing import Any, TypeVar, get_args

import click

from journeymap.checklists import Checklist
from journeymap.checklists.content import Paper
from journeymap.cli.streams import STDIN, STDOUT, deliver, wrote
from journeymap.configuring import house_of
from journeymap.drawing.themes import Theme, branded
from journeymap.reports.lines import safe
from journeymap.saving import save

__all__ = ["hand_out", "look", "look_options", "paper_options", "warned"]

_COLOURED = ("light", "dark")
"""The themes that a configured colour goes with; the others are as they are for the sake of the reader."""

_Function = TypeVar("_Function", bound=Callable[..., Any])


def look_options(function: _Function) -> _Function:
    """The options of a company's own look: ``--colour``, ``--font`` and ``--logo``."""
    return _decorated(
        function,
        click.option("--colour", help="A company's own colour, such as #4b2e83."),
        click.option("--font", default="", help="The font that is asked for first."),
        click.option("--logo", type=click.Path(), help="A logo to stand above the title: SVG or PNG."),
    )


def paper_options(function: _Function) -> _Function:
    """The options of what is printed: ``--paper`` and ``--large``."""
    return _decorated(
        function,
        click.option(
            "--paper", type=click.Choice(get_args(Paper)), default="A4", help="The size of a page; otherwise A4."
        ),
        click.option("--large", is_flag=True, help="Print large, for eyes that need it."),
    )


def _decorated(function: _Function, *options: Callable[[_Function], _Function]) -> _Function:
    return reduce(lambda made, option: option(made), reversed(options), function)


def look(file: str | None, *, theme: str = "light", colour: str | None, font: str, logo: str | None) -> Theme:
    """The look that options ask for; where they do not say, that of the configuration nearest above the file.

    Raises:
        DrawingError: When a colour, the font or the logo is not what it should be.
        JourneyError: When what the configuration says of the theme has mistakes.
    """
    house = house_of("." if file in (None, STDIN) else str(file))
    own = house.colour if theme in _COLOURED else None
    return branded(colour or own, base=theme, font=font or house.font, logo=logo or house.logo)


@contextmanager
def warned() -> Iterator[None]:
    """Tell on standard error, in a line each, what could not be shown as it should."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield
    for each in dict.fromkeys(str(warning.message) for warning in caught):
        click.echo(f"Warning: {safe(each)}", err=True)


def hand_out(ctx: click.Context, made: Checklist, target: str, *, paper: Paper, large: bool) -> None:
    """Write a checklist as the suffix of the target says, on the paper asked for."""
    suffix = Path(target).suffix.lower()
    printed: Mapping[str, Callable[..., str | bytes]] = {".html": made.html, ".pdf": made.pdf, ".docx": made.docx}
    if target == STDOUT:
        suffix = ".html"
    if suffix in printed:
        deliver(ctx, printed[suffix](paper=paper, large=large), target)
    else:
        wrote(ctx, save(made, target))
