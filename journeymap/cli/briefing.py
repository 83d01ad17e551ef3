"""Commands that tell one person what they need: a brief of a journey, and its course over several versions."""

from __future__ import annotations

from pathlib import Path

import click

from journeymap.cli.shell import command, from_option, lang_option, output_option, speaking, tongue
from journeymap.cli.streams import STDOUT, deliver, deliver_page, read
from journeymap.errors import UnknownNameError
from journeymap.reports.briefs import BRIEFS
from journeymap.reports.briefs import brief as brief_of
from journeymap.reports.lines import Page
from journeymap.reports.outlines import Outline, html_page, markdown_page, text_page
from journeymap.reports.trends import trend as trend_of

WRITERS = {".html": html_page, ".md": markdown_page}
"""By suffix of --output; ``.txt`` and standard output are text."""


@command(example="journeymap brief shop.yaml today\njourneymap brief shop.yaml owners -o owners.html")
@click.argument("file", type=click.Path(allow_dash=True))
@click.argument("about", required=False)
@from_option
@lang_option
@output_option
@click.pass_context
def brief(
    ctx: click.Context, file: str, about: str | None, form: str | None, lang: str | None, output: str | None
) -> None:
    """Tell one person what they need to know: today's risks, who looks after what, channels, cases, quick wins ...

    Without ABOUT, list the briefs there are.
    """
    journey = read(file, form)
    if about is None:
        t = speaking(ctx)
        page = Page()
        page.rows([(each.name, t(each.about)) for each in BRIEFS], indent=0)
        click.echo(page.plain(), nl=False)
        return
    _write(ctx, brief_of(journey, about, lang=tongue(ctx, lang, journey)), output)


@command(example="journeymap trend 2024.yaml 2025.yaml 2026.yaml")
@click.argument("files", nargs=-1, required=True, type=click.Path(allow_dash=True))
@from_option
@lang_option
@output_option
@click.pass_context
def trend(ctx: click.Context, files: tuple[str, ...], form: str | None, lang: str | None, output: str | None) -> None:
    """Tell how a journey came along over its versions, the oldest first; or compare several journeys in a table."""
    labels = [Path(file).stem for file in files]
    versions = [read(file, form) for file in files]
    lang = tongue(ctx, lang, *reversed(versions))
    _write(ctx, trend_of(versions, labels=labels, lang=lang), output)


def _write(ctx: click.Context, outline: Outline, output: str | None) -> None:
    suffix = Path(output).suffix.lower() if output and output != STDOUT else ".txt"
    if suffix == ".txt":
        deliver_page(ctx, lambda width: text_page(outline, width=width), output)
    elif suffix in WRITERS:
        deliver(ctx, WRITERS[suffix](outline), output)
    else:
        raise UnknownNameError.of("suffix", suffix, (".txt", *WRITERS))
