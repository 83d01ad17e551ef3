"""The command that reads an event log: as the journey that customers lived, and as what is found in it."""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from journeymap.cli.hinting import COLUMNS, hinting, typed
from journeymap.cli.shell import command, lang_option, output_option, speaking, tongue
from journeymap.cli.streams import MOMENT, STDOUT, deliver, deliver_page, read, wrote
from journeymap.errors import JourneyError, UnknownNameError
from journeymap.evidence import Conformance, Moments
from journeymap.formats import FORMATS, dumps, format_of
from journeymap.model import Scale
from journeymap.reports.lines import safe
from journeymap.reports.lived import LIVED, lived_outline, report_lived
from journeymap.reports.outlines import text_page
from journeymap.saving import save

if TYPE_CHECKING:
    from rich.progress import Progress

    from journeymap.i18n import Translator

_SCALE = re.compile(r"([+-]?[\d.]+)\s*(?:-|–|\.\.)\s*([+-]?[\d.]+)")

_ONLY_JOURNEYS = frozenset(suffix for form in FORMATS if form.writes for suffix in form.suffixes) - {".json", ".md"}
"""The suffixes of journeys that no report has."""


@command(
    example="journeymap log events.parquet -o lived.yaml\n"
    "journeymap log orders.csv --ratings reviews.csv --scale 1-5 -o lived.yaml\n"
    "journeymap log events.csv --against designed.yaml -o lived.html\n"
    "journeymap log orders.csv --ratings reviews.csv --scale 1-5 --moments\n"
    "journeymap log clicks.csv --column case=session_id --between duration --rename '/product/*=Product'"
)
@click.argument("file", type=click.Path())
@click.option(
    "--column", "columns", multiple=True, metavar="WHAT=NAME",
    help="Which column says what, where its name does not tell: case=order_id; also activity, time, start, rating, "
    "case_rating, channel, stage, agent, segment, order.",
)  # fmt: skip
@click.option(
    "--milestone", "milestones", multiple=True, metavar="COLUMN=NAME",
    help="A column with the time of something that happened, in a table with a row for each case.",
)  # fmt: skip
@click.option("--ratings", type=click.Path(), help="A table of its own with a rating of each case.")
@click.option("--scale", metavar="LOW-HIGH", help="The scale of the ratings, such as 1-5.")
@click.option(
    "--rename", "renames", multiple=True, metavar="OLD=NEW",
    help="Rename activities, and so group them; * stands for anything: '/product/*=Product page'.",
)  # fmt: skip
@click.option("--ends", "endings", multiple=True, metavar="ACTIVITY=HOW",
              help="How the journey ends there: success, failure, abandon or cancel.")  # fmt: skip
@click.option("--merge-repeats", is_flag=True, help="Count visits right after one to the same activity as one.")
@click.option("--session-gap", metavar="TIME", help="Take a case for another one after so long, such as '30 min'.")
@click.option("--cover", type=click.FloatRange(0, 1, min_open=True), default=1.0,
              help="Keep the most frequent ways that cover this share of cases, such as 0.9.")  # fmt: skip
@click.option("--between", type=click.Choice(["wait", "duration", "neither"]), default="wait",
              help="What the time between two events is: a wait, or the duration of the earlier one.")  # fmt: skip
@click.option("--segment", metavar="NAME", help="Only this segment; needs --column segment=NAME.")
@click.option("--against", metavar="JOURNEY", type=click.Path(),
              help="Hold it against this journey as designed: what fits, and what was done otherwise.")  # fmt: skip
@click.option("--match", "matched", multiple=True, metavar="ACTIVITY=ID",
              help="With --against: which touchpoint an activity is; ACTIVITY=- leaves it out.")  # fmt: skip
@click.option("--mask", metavar="SECRET", help="With --against: replace the ids of example cases by this secret.")
@click.option(
    "--moments", "wanted", is_flag=True,
    help="Tell which touchpoints go with the ratings of whole cases: met, late, waited for, repeated, handed over.",
)  # fmt: skip
@click.option(
    "--promise", "promises", multiple=True, metavar="COLUMN",
    help="A column with the time by which something was promised, to tell with --moments what came late.",
)  # fmt: skip
@click.option(
    "--format", "format", type=click.Choice([*LIVED]),
    help="With --against and --moments: text to read, a page, or data; otherwise the suffix of --output tells.",
)  # fmt: skip
@click.option("--zone", help="The zone of times that say none, such as Asia/Seoul; otherwise UTC.")
@click.option("--time-format", "formats", multiple=True, metavar="FORMAT",
              help="How times are written, such as %d/%m/%Y, where it cannot be found out.")  # fmt: skip
@click.option("--memory", default="1GB", help="How much memory may be taken, such as 4GB; otherwise 1GB.")
@click.option("--to", metavar="FORMAT", type=click.Choice([each.name for each in FORMATS if each.writes]),
              help="Write the journey in this format; otherwise the suffix of --output tells; else YAML.")  # fmt: skip
@lang_option
@output_option
@click.pass_context
def log(
    ctx: click.Context,
    file: str,
    columns: tuple[str, ...],
    milestones: tuple[str, ...],
    ratings: str | None,
    scale: str | None,
    renames: tuple[str, ...],
    endings: tuple[str, ...],
    merge_repeats: bool,
    session_gap: str | None,
    cover: float,
    between: str,
    segment: str | None,
    against: str | None,
    matched: tuple[str, ...],
    mask: str | None,
    wanted: bool,
    promises: tuple[str, ...],
    format: str | None,
    zone: str | None,
    formats: tuple[str, ...],
    memory: str,
    to: str | None,
    lang: str | None,
    output: str | None,
) -> None:
    """Read an event log (.csv, .tsv, .parquet, .xes) as the journey that customers lived.

    With --against, tell instead how far they went the ways that were designed; with --moments, which touchpoints go
    with how they rate the whole: an association, not a cause.

    What was read, kept and left out, and what was guessed, is told on standard error. Needs the extra: pip install
    'journeymap[logs]'.
    """
    from journeymap.evidence import conformance, moments, read_log

    _expect_sense(against=against, wanted=wanted, format=format, to=to, masked=bool(matched) or mask is not None)
    designed = None if against is None else read(against)
    reported = wanted or designed is not None
    if to is None and not reported:
        to = "yaml" if output is None or output == STDOUT else format_of(output).name
    t = speaking(ctx)
    named: dict[str, Any] = _pairs("--column", columns)
    told: Any = None if between == "neither" else between
    for what in named:
        if what not in COLUMNS:
            raise UnknownNameError.of("column to name", what, COLUMNS)
    found: Conformance | Moments | None = None
    with hinting(), Working(t("Reading {name}", name=safe(Path(file).name))):
        log = read_log(
            file, **named, milestones=_pairs("--milestone", milestones) or None, promises=promises, ratings=ratings,
            scale=_scale(scale), rename=_pairs("--rename", renames), ends=_pairs("--ends", endings),
            merge_repeats=merge_repeats, session_gap=session_gap, cover=cover, between=told, time_format=formats,
            zone=zone, memory=memory, lang=t.lang,
        )  # fmt: skip
        if segment is not None:
            log = log.segment(segment)
        journey = None if reported else log.journey
        if designed is not None:
            found = conformance(designed, log, match=_matched(matched), mask=mask)
            journey = found.journey
        elif wanted:
            found = moments(log)
        written = None if to is None or journey is None else dumps(journey, to)
    click.echo(safe(log.counts.message(t.lang)), err=True)
    for note in (*map(typed, log.notes), *_unmatched(found, t)):
        click.echo(t("Note: {note}", note=safe(note)), err=True)
    if written is not None:
        deliver(ctx, written, output)
    elif found is not None:
        _tell(ctx, found, format, tongue(ctx, lang, *filter(None, [designed])), output)


def _unmatched(found: Conformance | Moments | None, t: Translator) -> Iterator[str]:
    """How to say which touchpoint is meant by an activity that has none."""
    if isinstance(found, Conformance) and found.matching.unmatched:
        visits = {each.name: each.visits for each in found.log.touchpoints}
        each = max(found.matching.unmatched, key=lambda each: visits[each.name])
        meant = each.nearest or next(iter(found.matching.unseen), "ID")
        said = "an activity may be a touchpoint under another name: --match '{name}={id}' says so, "
        yield t(said + "--match '{name}=-' leaves it out", name=each.name, id=meant)


def _expect_sense(*, against: str | None, wanted: bool, format: str | None, to: str | None, masked: bool) -> None:
    """Refuse options that say nothing, or different things."""
    if wanted and against is not None:
        raise JourneyError("--against and --moments are two reports: ask for one at a time")
    if masked and against is None:
        raise JourneyError("--match and --mask go with --against")
    if format is not None and against is None and not wanted:
        raise JourneyError("--format goes with --against and --moments; --to says in which format a journey is written")
    if to is not None and (wanted or format is not None):
        raise JourneyError(
            f"--to writes a journey, and {'--moments' if wanted else '--format'} a report: leave one out"
        )


def _tell(ctx: click.Context, found: Conformance | Moments, format: str | None, lang: str, output: str | None) -> None:
    """What was found: on the screen, or in a file by its suffix; the journey itself for those of journeys alone."""
    suffix = "" if output in (None, STDOUT) else Path(str(output)).suffix.lower()
    if format == "text" or (format is None and not suffix):
        deliver_page(ctx, lambda width: text_page(lived_outline(found, lang=lang), width=width), output)
    elif format is not None:
        deliver(ctx, report_lived(found, format, lang=lang), output)
    else:
        thing: Any = found if isinstance(found, Moments) or suffix not in _ONLY_JOURNEYS else found.journey
        wrote(ctx, save(thing, str(output), lang=lang))


def _matched(given: tuple[str, ...]) -> dict[str, str | None]:
    return {name: None if meant == "-" else meant for name, meant in _pairs("--match", given).items()}


class Working:
    """A moving bar on standard error, where that is a terminal and the work takes longer than a moment."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._bar: Progress | None = None
        self._lock = threading.Lock()
        self._timer = threading.Timer(MOMENT, self._show)
        self._timer.daemon = True

    def _show(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        with self._lock:
            if self._timer.finished.is_set():  # the work was done in the same moment
                return
            columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
            self._bar.start()
            self._bar.add_task(self._label, total=None)

    def __enter__(self) -> Working:
        if sys.stderr.isatty():
            self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        with self._lock:
            if self._bar is not None:
                self._bar.stop()


def _pairs(option: str, given: tuple[str, ...]) -> dict[str, str]:
    """What is given as NAME=VALUE; the last = parts them, because a name may hold one."""
    found = {}
    for each in given:
        name, sign, value = each.rpartition("=")
        if not (name and sign and value):
            raise JourneyError(f"{option} {each!r}: expected two names with = between them")
        found[name] = value
    return found


def _scale(given: str | None) -> Scale | None:
    """A scale given as LOW-HIGH; numbers may be negative."""
    if given is None:
        return None
    parted = _SCALE.fullmatch(given.strip())
    if parted is None:
        raise JourneyError(f"--scale {given!r}: expected the worst and the best rating, such as 1-5")
    return Scale(float(parted[1]), float(parted[2]))
