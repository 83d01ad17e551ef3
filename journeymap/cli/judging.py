"""Commands that judge: the audit by the rules, and the score."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from journeymap.auditing import audit as audit_journey
from journeymap.cli.shell import BAD_INPUT, FOUND, BadInput, command, from_option, lang_option, output_option
from journeymap.cli.streams import STDOUT, deliver, deliver_page, read, read_each
from journeymap.errors import UnknownNameError
from journeymap.recalling import PRESETS
from journeymap.reports import REPORTS, report
from journeymap.reports.text import audits_page, score_page
from journeymap.rulebook import Severity
from journeymap.scoring import score as score_journey

format_option = click.option(
    "--format",
    "format",
    type=click.Choice([each.name for each in REPORTS]),
    help="Text to read, or data; otherwise what the suffix of --output says.",
)


@command(example="journeymap audit shop.yaml\njourneymap audit shop.yaml --format json -o shop-audit.json")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(allow_dash=True))
@from_option
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
    form: str | None,
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
    wanted = _wanted(format, output)
    journeys, refused = read_each(files, form)
    only, without = _codes(select) or None, _codes(ignore)
    audits = [audit_journey(journey, select=only, ignore=without) for journey in journeys.values()]
    sources = tuple(journeys)
    if audits and wanted == "text":
        page = partial(audits_page, audits, lang=lang, sources=sources, every=every)
        deliver_page(ctx, lambda width: page(width=width), output)
    elif audits:
        deliver(ctx, report(audits, wanted, lang=lang, sources=sources), output)
    for error in refused:
        BadInput(error).show()
    if refused:
        ctx.exit(BAD_INPUT)
    if fail_on != "never" and any(each.reaches(Severity(fail_on)) for each in audits):
        ctx.exit(FOUND)


@command(example="journeymap score shop.yaml\njourneymap score shop.yaml --weights classic")
@click.argument("file", type=click.Path(allow_dash=True))
@click.option(
    "--weights", type=click.Choice(tuple(PRESETS)), default="balanced", help="How peak, end and average count."
)
@from_option
@format_option
@lang_option
@output_option
@click.pass_context
def score(
    ctx: click.Context,
    file: str,
    weights: str,
    form: str | None,
    format: str | None,
    lang: str | None,
    output: str | None,
) -> None:
    """Tell how a journey will be remembered: its parts, its endings, and where memory sits."""
    wanted = _wanted(format, output)
    scored = score_journey(read(file, form), weights=weights)
    if wanted == "text":
        deliver_page(ctx, lambda width: score_page(scored, lang=lang, width=width), output)
    else:
        deliver(ctx, report(scored, wanted, lang=lang), output)


def _wanted(format: str | None, output: str | None) -> str:
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
