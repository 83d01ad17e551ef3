"""Commands that put a journey on paper: the drawing and the checklist."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, get_args

import click

from journeymap.auditing import audit
from journeymap.checklists import checklist as make_checklist
from journeymap.checklists.content import Paper
from journeymap.cli.shell import command, evaluators_option, from_option, lang_option, output_option, tongue
from journeymap.cli.streams import STDIN, STDOUT, beside, deliver, read, width_for, wrote
from journeymap.configuring import house_of
from journeymap.drawing import KINDS
from journeymap.drawing import draw as draw_journey
from journeymap.drawing.themes import THEMES, branded
from journeymap.reports.curves import curve
from journeymap.reports.lines import safe
from journeymap.saving import save

_COLOURED = ("light", "dark")
"""The themes that a configured colour goes with; the others are as they are for the sake of the reader."""


@command(example="journeymap draw shop.yaml -o shop.svg\njourneymap draw today.yaml --beside planned.yaml -o both.pptx")
@click.argument("file", type=click.Path(allow_dash=True))
@click.option("--kind", type=click.Choice(tuple(KINDS)), default="map", help="What is drawn; otherwise the map.")
@click.option("--theme", type=click.Choice(tuple(THEMES)), default="light", help="How it looks; otherwise light.")
@click.option("--colour", help="A company's own colour, such as #4b2e83.")
@click.option("--font", default="", help="The font that is asked for first.")
@click.option("--logo", type=click.Path(), help="A logo to stand above the title: SVG or PNG.")
@click.option("--page", help="The page of a map or blueprint: screen, wall, a3, a4 or letter; otherwise screen.")
@click.option("--lanes", help="The lanes of a map, with commas between: ways,emotion,memory; otherwise all it has.")
@click.option("--beside", "others", multiple=True, type=click.Path(), help="Another journey on the same map; up to 3.")
@click.option("--scale", type=float, default=2.0, help="Pixels of a PNG for each of 96 to the inch; otherwise 2.")
@click.option("--terminal", is_flag=True, help="Show the emotions here as a line of characters; write no file.")
@click.option("--ascii", is_flag=True, help="The same, of ASCII characters alone.")
@from_option
@lang_option
@output_option
@click.pass_context
def draw(
    ctx: click.Context,
    file: str,
    kind: str,
    theme: str,
    colour: str | None,
    font: str,
    logo: str | None,
    page: str | None,
    lanes: str | None,
    others: tuple[str, ...],
    scale: float,
    terminal: bool,
    ascii: bool,
    form: str | None,
    lang: str | None,
    output: str | None,
) -> None:
    """Draw a journey with its findings; without --output next to the file.

    The suffix of --output says what is written: .svg, .png, .pdf the picture, .pptx slides to edit, .html a page with
    details, .txt its story in words, .mmd Mermaid, .dot the source of a graph.

    What journeymap.toml says under [theme] (colour, font, logo) counts where no option says otherwise.
    """
    journey = read(file, form)
    spoken = tongue(ctx, lang, journey)
    if terminal or ascii:
        click.echo(curve(journey, lang=spoken, width=width_for(None), ascii=ascii), nl=False)
        return
    options: dict[str, Any] = {} if page is None else {"page": page}
    if lanes is not None:
        options["lanes"] = [name.strip() for name in lanes.split(",") if name.strip()]
    if others:
        options["beside"] = [read(other) for other in others]
    with _told():
        house = house_of("." if file == STDIN else file)
        own = house.colour if theme in _COLOURED else None
        look = branded(colour or own, base=theme, font=font or house.font, logo=logo or house.logo)
        drawing = draw_journey(audit(journey), kind=kind, lang=spoken, theme=look, **options)
        target = output or str(beside(file, f"{kind}.svg"))
        if output == STDOUT:
            deliver(ctx, drawing.svg, output)
        elif Path(target).suffix.lower() == ".png":
            deliver(ctx, drawing.png(scale=scale), target)
        else:
            wrote(ctx, save(drawing, target))


@contextmanager
def _told() -> Iterator[None]:
    """Tell on standard error, in a line each, what could not be shown as it should."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield
    for each in dict.fromkeys(str(warning.message) for warning in caught):
        click.echo(f"Warning: {safe(each)}", err=True)


@command(example="journeymap checklist shop.yaml -o shop.html --lang ko")
@click.argument("file", type=click.Path(allow_dash=True))
@click.option("--paper", type=click.Choice(get_args(Paper)), default="A4", help="The size of a page; otherwise A4.")
@click.option("--large", is_flag=True, help="Print large, for eyes that need it.")
@from_option
@evaluators_option
@lang_option
@output_option
@click.pass_context
def checklist(
    ctx: click.Context,
    file: str,
    paper: Paper,
    large: bool,
    form: str | None,
    evaluators: str | None,
    lang: str | None,
    output: str | None,
) -> None:
    """Make the checklist to print and carry along the journey; without --output next to the file."""
    journey = read(file, form)
    made = make_checklist(audit(journey), lang=tongue(ctx, lang, journey), evaluators=int(evaluators or 0))
    target = output or str(beside(file, "checklist.html"))
    if target == STDOUT or Path(target).suffix.lower() == ".html":
        deliver(ctx, made.html(paper=paper, large=large), target)
    else:
        wrote(ctx, save(made, target))
