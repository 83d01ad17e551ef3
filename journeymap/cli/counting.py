"""The command that counts what customers answered and what went wrong."""

from __future__ import annotations

import click

from journeymap.cli.choosing import chosen, format_option
from journeymap.cli.shell import BAD_INPUT, command, lang_option, output_option, speaking
from journeymap.cli.streams import deliver, deliver_page
from journeymap.reports.outlines import html_page, text_page
from journeymap.reports.tallies import tally_json, tally_outline
from journeymap.tallying import tally


@command(example="journeymap metrics answers.csv\njourneymap metrics incidents.csv --lang ko -o incidents.html")
@click.argument("file", type=click.Path(allow_dash=True))
@format_option
@lang_option
@output_option
@click.pass_context
def metrics(ctx: click.Context, file: str, format: str | None, lang: str | None, output: str | None) -> None:
    """Count a table of answers or incidents, as CSV, and tell how far chance may have moved each figure.

    The columns say which table it is: a survey (overall, recommend, return_intent), an incident log (touchpoint, kind,
    grade), or what the team believes and customers feel (touchpoint, who, rating).

    Rows that cannot be counted are told with their line. The exit code is 2 when there are only such rows, or the file
    could not be used.
    """
    form = chosen(format, output)
    t = speaking(ctx)
    found = tally(file)
    if form == "json":
        deliver(ctx, tally_json(found, lang=t.lang), output)
    elif form == "html":
        deliver(ctx, html_page(tally_outline(found, lang=t.lang)), output)
    else:
        deliver_page(ctx, lambda width: text_page(tally_outline(found, lang=t.lang), width=width), output)
    if found.rejected and not found.counted:
        ctx.exit(BAD_INPUT)
