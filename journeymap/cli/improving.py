"""Commands that think ahead: what would help most, and which of two journeys is better."""

from __future__ import annotations

from pathlib import Path

import click

from journeymap.cli.choosing import chosen, format_option
from journeymap.cli.shell import FOUND, command, from_option, lang_option, output_option, tongue
from journeymap.cli.streams import deliver, deliver_page, read, wrote
from journeymap.comparing import compare as compare_journeys
from journeymap.recalling import PRESETS
from journeymap.reports.comparisons import comparison_outline, report_comparison
from journeymap.reports.improvements import improvement_outline, improvements_json
from journeymap.reports.outlines import html_page, text_page
from journeymap.saving import save
from journeymap.sequencing import resequence, what_if

PICTURES = (".svg", ".png", ".pdf", ".pptx")
"""What a comparison can be drawn as."""

weights_option = click.option(
    "--weights", type=click.Choice(tuple(PRESETS)), default="balanced", help="How peak, end and average count."
)


@command(example="journeymap improve shop.yaml\njourneymap improve shop.yaml --all --weights classic")
@click.argument("file", type=click.Path(allow_dash=True))
@weights_option
@from_option
@format_option
@lang_option
@output_option
@click.option("--all", "every", is_flag=True, help="Show every change, not only the ten that gain most.")
@click.pass_context
def improve(
    ctx: click.Context,
    file: str,
    weights: str,
    form: str | None,
    format: str | None,
    lang: str | None,
    output: str | None,
    every: bool,
) -> None:
    """Tell what would help most: single changes by what they gain, and a better order.

    The order may change where touchpoints are said to be movable, and nothing that is stated is broken.
    """
    wanted = chosen(format, output)
    journey = read(file, form)
    lang = tongue(ctx, lang, journey)
    changes, order = what_if(journey, weights=weights), resequence(journey, weights=weights)
    if wanted == "json":
        deliver(ctx, improvements_json(changes, order, lang=lang), output)
        return
    outline = improvement_outline(changes, order, lang=lang, most=None if every else 10)
    if wanted == "html":
        deliver(ctx, html_page(outline), output)
    else:
        deliver_page(ctx, lambda width: text_page(outline, width=width), output)


@command(example="journeymap compare before.yaml after.yaml\njourneymap compare planned.yaml lived.yaml -o gap.svg")
@click.argument("before", type=click.Path(allow_dash=True))
@click.argument("after", type=click.Path(allow_dash=True))
@weights_option
@from_option
@format_option
@lang_option
@output_option
@click.pass_context
def compare(
    ctx: click.Context,
    before: str,
    after: str,
    weights: str,
    form: str | None,
    format: str | None,
    lang: str | None,
    output: str | None,
) -> None:
    """Compare two journeys: before and after, planned and lived, or those of two personas.

    A file that ends in .svg, .png, .pdf or .pptx gets the picture: both journeys in one, differences marked.

    The exit code is 1 when the second is worse: remembered worse whatever the weights, or with errors that the first
    did not have and not remembered better. It is 0 otherwise, and 2 when a file could not be used.
    """
    pictured = format is None and Path(output or "").suffix.lower() in PICTURES
    wanted = "picture" if pictured else chosen(format, output)
    earlier, later = read(before, form), read(after, form)
    lang = tongue(ctx, lang, later, earlier)
    comparison = compare_journeys(earlier, later, weights=weights)
    if wanted == "picture":
        wrote(ctx, save(comparison, output or "", lang=lang))
    elif wanted == "text":
        outline = comparison_outline(comparison, lang=lang)
        deliver_page(ctx, lambda width: text_page(outline, width=width), output)
    else:
        deliver(ctx, report_comparison(comparison, wanted, lang=lang), output)
    if comparison.worse:
        ctx.exit(FOUND)
