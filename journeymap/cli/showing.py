"""Commands that put a journey on paper: the drawing and the checklist."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from journeymap.auditing import audit
from journeymap.checklists import checklist as make_checklist
from journeymap.checklists.content import Paper
from journeymap.cli.looking import hand_out, look, look_options, paper_options, warned
from journeymap.cli.shell import command, evaluators_option, from_option, lang_option, output_option, tongue
from journeymap.cli.streams import STDOUT, beside, deliver, read, width_for, wrote
from journeymap.drawing import KINDS
from journeymap.drawing import draw as draw_journey
from journeymap.drawing.themes import THEMES
from journeymap.reports.curves import curve
from journeymap.saving import save


@command(example="journeymap draw shop.yaml -o shop.svg\njourneymap draw today.yaml --beside planned.yaml -o both.pptx")
@click.argument("file", type=click.Path(allow_dash=True))
@click.option("--kind", type=click.Choice(tuple(KINDS)), default="map", help="What is drawn; otherwise the map.")
@click.option("--theme", type=click.Choice(tuple(THEMES)), default="light", help="How it looks; otherwise light.")
@look_options
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
    with warned():
        own = look(file, theme=theme, colour=colour, font=font, logo=logo)
        drawing = draw_journey(audit(journey), kind=kind, lang=spoken, theme=own, **options)
        target = output or str(beside(file, f"{kind}.svg"))
        if output == STDOUT:
            deliver(ctx, drawing.svg, output)
        elif Path(target).suffix.lower() == ".png":
            deliver(ctx, drawing.png(scale=scale), target)
        else:
            wrote(ctx, save(drawing, target))


@command(example="journeymap checklist shop.yaml -o shop.html --lang ko")
@click.argument("file", type=click.Path(allow_dash=True))
@paper_options
@look_options
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
    colour: str | None,
    font: str,
    logo: str | None,
    form: str | None,
    evaluators: str | None,
    lang: str | None,
    output: str | None,
) -> None:
    """Make the checklist to print and carry along the journey; without --output next to the file.

    What journeymap.toml says under [theme] (colour, font, logo) counts where no option says otherwise.
    """
    journey = read(file, form)
    with warned():
        own = look(file, colour=colour, font=font, logo=logo)
        spoken = tongue(ctx, lang, journey)
        made = make_checklist(audit(journey), lang=spoken, evaluators=int(evaluators or 0), theme=own)
        hand_out(ctx, made, output or str(beside(file, "checklist.html")), paper=paper, large=large)
