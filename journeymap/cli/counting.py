"""The command that counts what customers answered and what went wrong."""

from __future__ import annotations

from pathlib import Path

import click

from journeymap.checklists import read_checklist
from journeymap.checklists.counting import tally_sheets
from journeymap.checklists.reading import suffixes
from journeymap.cli.choosing import chosen, format_option
from journeymap.cli.shell import BAD_INPUT, command, lang_option, output_option, speaking
from journeymap.cli.streams import deliver, deliver_page
from journeymap.errors import ReadError
from journeymap.i18n import Translator
from journeymap.reports.lines import safe
from journeymap.reports.outlines import html_page, text_page
from journeymap.reports.tallies import tally_json, tally_outline
from journeymap.tallying import Tally, tally


@command(
    example="journeymap metrics answers.csv\njourneymap metrics forms/*.xlsx\n"
    "journeymap metrics incidents.csv --lang ko -o incidents.html"
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(allow_dash=True))
@format_option
@lang_option
@output_option
@click.pass_context
def metrics(
    ctx: click.Context, files: tuple[str, ...], format: str | None, lang: str | None, output: str | None
) -> None:
    """Count answers or incidents, from a CSV table or filled-in sheets, and tell how far chance may have moved it.

    The columns say which table it is: a survey (overall, recommend, return_intent), an incident log (touchpoint, kind,
    grade), or what the team believes and customers feel (touchpoint, who, rating). Filled-in sheets of survey,
    staff-survey and incidents are counted together, in any format they can be read back from.

    Rows that cannot be counted are told with their line. The exit code is 2 when there are only such rows, or the file
    could not be used.
    """
    form = chosen(format, output)
    t = speaking(ctx)
    found = _counted(files, t)
    if form == "json":
        deliver(ctx, tally_json(found, lang=t.lang), output)
    elif form == "html":
        deliver(ctx, html_page(tally_outline(found, lang=t.lang)), output)
    else:
        deliver_page(ctx, lambda width: text_page(tally_outline(found, lang=t.lang), width=width), output)
    if found.rejected and not found.counted:
        ctx.exit(BAD_INPUT)


def _counted(files: tuple[str, ...], t: Translator) -> Tally:
    """The table in a file, or all filled-in sheets; what could not be read in these is told on standard error."""
    suffix = Path(files[0]).suffix.lower()
    if len(files) == 1 and suffix not in suffixes():
        return tally(files[0])
    if len(files) == 1 and suffix == ".csv":
        try:
            sheets = [read_checklist(files[0])]
        except ReadError:
            return tally(files[0])
    else:
        sheets = [read_checklist(file) for file in files]
    for problem in (problem for each in sheets for problem in each.problems):
        click.echo(f"Warning: {safe(str(problem))}", err=True)
    return tally_sheets(sheets, lang=t.lang)
