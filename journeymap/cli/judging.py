"""Commands that judge: the audit by the rules, and the score."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import attrs
import click

from journeymap.adopting import baseline_text
from journeymap.cli.gathering import Judged, Task, gather, judge_each
from journeymap.cli.shell import (
    BAD_INPUT,
    FOUND,
    BadInput,
    command,
    from_option,
    lang_option,
    output_option,
    speaking,
    tongue,
)
from journeymap.cli.streams import STDOUT, Bar, deliver, deliver_page, read, width_for, wrote
from journeymap.errors import Problem, ReadError, UnknownNameError
from journeymap.i18n import Translator
from journeymap.profiles import AUTO, PROFILES
from journeymap.recalling import PRESETS, Weights
from journeymap.reports import REPORTS, report
from journeymap.reports.phrases import notices_of
from journeymap.reports.text import joined_page, score_page
from journeymap.rulebook import Severity
from journeymap.saving import write_whole
from journeymap.scoring import score as score_journey
from journeymap.waiving import today

format_option = click.option(
    "--format",
    "format",
    type=click.Choice([each.name for each in REPORTS]),
    help="Text to read, or a report for programs and pages; otherwise what the suffix of --output says.",
)

score_format_option = click.option(
    "--format",
    "format",
    type=click.Choice([each.name for each in REPORTS if each.scores]),
    help="Text to read, or data; otherwise what the suffix of --output says.",
)

MOST_IN_FULL = 10
"""How many journeys are told in full on paper or a terminal; of more, only the sum is, unless --all is given."""


@command(example="journeymap audit shop.yaml\njourneymap audit journeys/ --format sarif -o journeys.sarif")
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
@click.option(
    "--profile",
    "profiles",
    metavar="KIND",
    multiple=True,
    type=click.Choice([*PROFILES, AUTO]),
    help="Judge as this kind of business, or of this size; auto goes by what the journey says.",
)
@click.option(
    "--config",
    metavar="PATH",
    type=click.Path(),
    help="Read this configuration instead of the nearest one above each file.",
)
@click.option("--no-config", "configured", flag_value=False, default=True, help="Read no configuration.")
@click.option(
    "--baseline",
    metavar="PATH",
    type=click.Path(),
    help="Findings in this file are known: they are counted and do not fail.",
)
@click.option(
    "--write-baseline",
    metavar="PATH",
    type=click.Path(),
    help="Write what fails now to this file, to be given as --baseline from then on.",
)
@click.option(
    "--all", "every", is_flag=True, help="Show every question, and every journey in full however many there are."
)
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
    profiles: tuple[str, ...],
    config: str | None,
    configured: bool,
    baseline: str | None,
    write_baseline: str | None,
    every: bool,
) -> None:
    """Judge journeys by the rules: what is wrong, worst first, and what could not be told.

    The exit code is 0 when nothing at or above --fail-on was found, 1 when something was, and 2 when a file could not
    be used. Folders are searched for journeys, and several journeys are summed up at the end. What is configured in
    journeymap.toml, or in pyproject.toml, above a journey applies to it.
    """
    wanted = None if write_baseline else _wanted(format, output)
    found = _gathered(files)
    as_text = {"width": width_for(output), "every": every, "brief": len(found) > MOST_IN_FULL and not every}
    task = Task(
        report=wanted, on=today(), form=form, config=config, configured=configured, profiles=profiles,
        select=_codes(select) or None, ignore=_codes(ignore), baseline=baseline, lang=lang, spoken=speaking(ctx).lang,
        told=as_text if wanted == "text" else {},
    )  # fmt: skip
    judged = _judged(found, task, speaking(ctx))
    used = [each for each in judged if each.error is None]
    if write_baseline:
        target = Path(write_baseline).expanduser()
        write_whole(target, baseline_text(target, ((each.file, each.failed) for each in used)))
        wrote(ctx, target)
    elif used:
        _report(ctx, [each.told for each in used], task, output)
    _complain(judged, speaking(ctx))
    if any(each.error for each in judged):
        ctx.exit(BAD_INPUT)
    if fail_on != "never" and not write_baseline:
        threshold = Severity(fail_on)
        if any(severity.reaches(threshold) for each in used for severity in each.worst):
            ctx.exit(FOUND)


@command(example="journeymap score shop.yaml\njourneymap score shop.yaml --weights classic")
@click.argument("file", type=click.Path(allow_dash=True))
@click.option(
    "--weights", type=click.Choice(tuple(PRESETS)), default="balanced", help="How peak, end and average count."
)
@click.option("--loss", type=float, default=1.0, help="How many times emotions below 0 count; 1 for ratings.")
@from_option
@score_format_option
@lang_option
@output_option
@click.pass_context
def score(
    ctx: click.Context,
    file: str,
    weights: str,
    loss: float,
    form: str | None,
    format: str | None,
    lang: str | None,
    output: str | None,
) -> None:
    """Tell how a journey will be remembered: its parts, its endings, and where memory sits."""
    wanted = _wanted(format, output)
    journey = read(file, form)
    lang = tongue(ctx, lang, journey)
    scored = score_journey(journey, weights=attrs.evolve(Weights.named(weights), loss=loss))
    if wanted == "text":
        deliver_page(ctx, lambda width: score_page(scored, lang=lang, width=width), output)
    else:
        deliver(ctx, report(scored, wanted, lang=lang), output)


def _gathered(given: tuple[str, ...]) -> list[str]:
    """The files to judge, in the folders given too.

    Raises:
        ReadError: When there is none.
    """
    files, passed = gather(given)
    if not files:
        why = f"no journey is in it ({passed} other files)" if passed else "no journey is in it"
        sign = "a journey begins with 'journeymap: 1', or is a table with heads such as 'touchpoint' and 'emotion'"
        raise ReadError([Problem(f"{why}: {sign}", source=path) for path in given])
    return files


def _judged(files: list[str], task: Task, t: Translator) -> list[Judged]:
    judged = []
    with Bar(t("Auditing"), len(files)) as bar:
        for each in judge_each(files, task):
            judged.append(each)
            bar.advance(1)
    return judged


def _report(ctx: click.Context, told: list[Any], task: Task, output: str | None) -> None:
    if task.report == "text":
        page = joined_page(told, lang=task.lang or task.spoken, width=task.told["width"])
        if task.told["brief"]:
            t = speaking(ctx)
            page.gap()
            page.say((t("One of them in full: journeymap audit FILE; all of them: --all"), "faint"))
        deliver_page(ctx, lambda width: page, output)
    else:
        module: Any = import_module(next(each.module for each in REPORTS if each.name == task.report))
        deliver(ctx, module.join(told, lang=task.lang or task.spoken), output)


def _complain(judged: list[Judged], t: Translator) -> None:
    """Say on standard error what could not be used, each mistake once, and which waivers no journey needs."""
    for message in dict.fromkeys(BadInput(each.error).format_message() for each in judged if each.error):
        click.echo(f"Error: {message}", err=True)
    if len(judged) == 1:
        return
    by_config: dict[str | None, list[Judged]] = {}
    for each in judged:
        if each.error is None:
            by_config.setdefault(each.config, []).append(each)
    for group in by_config.values():
        expired = dict.fromkeys(waiver for each in group for waiver in each.expired)
        unused = [waiver for waiver in group[0].unused if all(waiver in each.unused for each in group)]
        for notice in notices_of(expired, unused, t):
            click.echo(f"! {notice}", err=True)


def _wanted(format: str | None, output: str | None) -> str:
    """The report to write: as asked for, else as the suffix of the output says, else text."""
    if format is not None or output is None or output == STDOUT:
        return format or "text"
    suffix = Path(output).suffix.lower()
    known = {each.suffix: each.name for each in REPORTS if each.suffix}
    if suffix not in known:
        raise UnknownNameError(f"{UnknownNameError.of('suffix', suffix, known)}; or say which with --format")
    return known[suffix]


def _codes(given: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code.strip().upper() for each in given for code in each.split(",") if code.strip())
