"""Commands that judge: the audit by the rules, and the score."""

from __future__ import annotations

from pathlib import Path

import click

from journeymap.auditing import audit as audit_journey
from journeymap.cli.shell import BadInput, command, lang_option, output_option
from journeymap.cli.streams import STDOUT, deliver, read_each, show
from journeymap.errors import UnknownNameError
from journeymap.formats import load
from journeymap.recalling import PRESETS
from journeymap.reports import REPORTS, report
from journeymap.reports.text import audits_page, score_page
from journeymap.rulebook import Severity
from journeymap.scoring import score as score_journey

FOUND = 1
"""The exit code when something at or above ``--fail-on`` was found."""

format_option = click.option(
    "--format",
    "format",
    type=click.Choice([each.name for each in REPORTS]),
    help="Text to read, or data; otherwise what the suffix of --output says.",
)


@command(example="journeymap audit shop.yaml\njourneymap audit shop.yaml --format json -o shop-audit.json")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(allow_dash=True))
@format_option
@lang_option
@output_option
@click.option(
    "--fail-on",
    type=click.Choice([*(severity.value for severity in Severity), "never"]),
    default="error",
    help="From which severity on the exit code is 1; otherwise from error on.",
)
@click.option("--select", metavar="CODES", multiple=True, help="Only these rules: codes or their beginnings.")
@click.option("--ignore", metavar="CODES", multiple=True, help="Leave these rules out: codes or their beginnings.")
@click.option("--all", "every", is_flag=True, help="Show every question, not only those most worth an answer.")
@click.pass_context
def audit(
    ctx: click.Context,
    files: tuple[str, ...],
    format: str | None,
    lang: str | None,
    output: str | None,
    fail_on: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    every: bool,
) -> None:
    """Judge journeys by the rules: what is wrong, worst first, and what could not be told.

    The exit code is 0 when nothing at or above --fail-on was found, 1 when something was, and 2 when a file could not
    be used. Several files are summed up at the end.
    """
    form = _form(format, output)
    journeys, refused = read_each(files)
    audits = [
        audit_journey(journey, select=_codes(select) or None, ignore=_codes(ignore)) for journey in journeys.values()
    ]
    if audits and form == "text" and output in (None, STDOUT):
        show(lambda width: audits_page(audits, lang=lang, sources=[*journeys], width=width, every=every))
    elif audits and form == "text":
        deliver(ctx, audits_page(audits, lang=lang, sources=[*journeys], every=every).plain(), output)
    elif audits:
        deliver(ctx, report(audits, form, lang=lang, sources=[*journeys]), output)
    for error in refused:
        BadInput(error).show()
    if refused:
        ctx.exit(BadInput.exit_code)
    if fail_on != "never" and any(each.reaches(Severity(fail_on)) for each in audits):
        ctx.exit(FOUND)


@command(example="journeymap score shop.yaml\njourneymap score shop.yaml --weights classic")
@click.argument("file", type=click.Path(allow_dash=True))
@click.option(
    "--weights", type=click.Choice(tuple(PRESETS)), default="balanced", help="How peak, end and average count."
)
@format_option
@lang_option
@output_option
@click.pass_context
def score(
    ctx: click.Context, file: str, weights: str, format: str | None, lang: str | None, output: str | None
) -> None:
    """Tell how a journey will be remembered: its parts, its endings, and where memory sits."""
    form = _form(format, output)
    scored = score_journey(load(file), weights=weights)
    if form == "text" and output in (None, STDOUT):
        show(lambda width: score_page(scored, lang=lang, width=width))
    else:
        deliver(ctx, report(scored, form, lang=lang), output)


def _form(format: str | None, output: str | None) -> str:
    """The report to write: as asked for, else as the suffix of the output says, else text."""
    if format is not None or output is None or output == STDOUT:
        return format or "text"
    suffix = Path(output).suffix.lower()
    known = {each.suffix: each.name for each in REPORTS}
    if suffix not in known:
        raise UnknownNameError(f"{UnknownNameError.of('suffix', suffix, known)}; or say which with --format")
    return known[suffix]


def _codes(given: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code.strip().upper() for each in given for code in each.split(",") if code.strip())
