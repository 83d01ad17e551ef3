"""Commands that put a journey on paper: the drawing and the checklist."""

from __future__ import annotations

import click

from journeymap.auditing import audit
from journeymap.checklists import checklist as make_checklist
from journeymap.cli.shell import command, lang_option, output_option
from journeymap.cli.streams import STDOUT, beside, deliver, wrote
from journeymap.drawing import KINDS
from journeymap.drawing import draw as draw_journey
from journeymap.drawing.themes import THEMES
from journeymap.formats import load
from journeymap.saving import save


@command(example="journeymap draw shop.yaml -o shop.svg\njourneymap draw shop.yaml --kind graph --theme print")
@click.argument("file", type=click.Path(allow_dash=True))
@click.option("--kind", type=click.Choice(tuple(KINDS)), default="map", help="What is drawn; otherwise the map.")
@click.option("--theme", type=click.Choice(tuple(THEMES)), default="light", help="How it looks; otherwise light.")
@lang_option
@output_option
@click.pass_context
def draw(ctx: click.Context, file: str, kind: str, theme: str, lang: str | None, output: str | None) -> None:
    """Draw a journey with its findings; without --output next to the file.

    The suffix of --output says what is written: .svg the picture, .txt its story in words, .dot the source of a graph.
    """
    journey = load(file)
    drawing = draw_journey(audit(journey), kind=kind, lang=lang or journey.lang or "en", theme=theme)
    if output == STDOUT:
        deliver(ctx, drawing.svg, output)
    else:
        wrote(ctx, save(drawing, output or beside(file, f"{kind}.svg")))


@command(example="journeymap checklist shop.yaml -o shop.html --lang ko")
@click.argument("file", type=click.Path(allow_dash=True))
@lang_option
@output_option
@click.pass_context
def checklist(ctx: click.Context, file: str, lang: str | None, output: str | None) -> None:
    """Make the checklist to print and carry along the journey; without --output next to the file."""
    journey = load(file)
    made = make_checklist(audit(journey), lang=lang or journey.lang or "en")
    if output == STDOUT:
        deliver(ctx, made.html, output)
    else:
        wrote(ctx, save(made, output or beside(file, "checklist.html")))
