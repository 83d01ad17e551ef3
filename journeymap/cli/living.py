"""The command that reads an event log as the journey that customers lived."""

from __future__ import annotations

import re
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from journeymap.cli.shell import command, lang_option, output_option, speaking
from journeymap.cli.streams import MOMENT, STDOUT, deliver, deliver_page, read, wrote
from journeymap.errors import JourneyError, UnknownNameError
from journeymap.evidence.columns import ROLES
from journeymap.formats import FORMATS, dumps, format_of
from journeymap.model import Scale
from journeymap.reports.lines import safe
from journeymap.reports.outlines import text_page
from journeymap.saving import save

if TYPE_CHECKING:
    from rich.progress import Progress

    from journeymap.evidence import Conformance

_SCALE = re.compile(r"([+-]?[\d.]+)\s*(?:-|–|\.\.)\s*([+-]?[\d.]+)")

COLUMNS = tuple(role for role in ROLES if role != "lifecycle")
"""What columns can be named for."""


@command(
    example="journeymap log events.parquet -o lived.yaml\n"
    "journeymap log orders.csv --ratings reviews.csv --scale 1-5 -o lived.yaml\n"
    "journeymap log events.csv --against designed.yaml -o lived.html\n"
    "journeymap log clicks.csv --column case=session_id --between duration --rename '/product/*=Product'"
)
@click.argument("file", type=click.Path())
@click.option(
    "--column", "columns", multiple=True, metavar="WHAT=NAME",
    help="Which column says what, where its name does not tell: case=order_id; also activity, time, start, rating, "
    "case_rating, channel, stage, agent, segment, order.",
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
@click.option("--zone", help="The zone of times that say none, such as Asia/Seoul; otherwise UTC.")
@click.option("--memory", default="1GB", help="How much memory may be taken, such as 4GB; otherwise 1GB.")
@click.option("--to", metavar="FORMAT", type=click.Choice([each.name for each in FORMATS if each.writes]),
              help="Format to write; otherwise the suffix of --output tells; else YAML.")  # fmt: skip
@lang_option
@output_option
@click.pass_context
def log(
    ctx: click.Context,
    file: str,
    columns: tuple[str, ...],
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
    zone: str | None,
    memory: str,
    to: str | None,
    lang: str | None,
    output: str | None,
) -> None:
    """Read an event log (.csv, .tsv, .parquet, .xes) as the journey that customers lived.

    What was read, kept and left out, and what was guessed, is told on standard error. Needs the extra: pip install
    'journeymap[logs]'.
    """
    from journeymap.evidence import conformance, read_log

    designed = None if against is None else read(against)
    if designed is None and (matched or mask is not None):
        raise JourneyError("--match and --mask go with --against")
    if to is None and designed is None:
        to = "yaml" if output is None or output == STDOUT else format_of(output).name
    t = speaking(ctx)
    named: dict[str, Any] = _pairs("--column", columns)
    told: Any = None if between == "neither" else between
    for what in named:
        if what not in COLUMNS:
            raise UnknownNameError.of("column to name", what, COLUMNS)
    with Working(t("Reading {name}", name=safe(Path(file).name))):
        found = read_log(
            file, **named, ratings=ratings, scale=_scale(scale), rename=_pairs("--rename", renames),
            ends=_pairs("--ends", endings), merge_repeats=merge_repeats, session_gap=session_gap, cover=cover,
            between=told, zone=zone, memory=memory, lang=t.lang,
        )  # fmt: skip
        if segment is not None:
            found = found.segment(segment)
        lived = None
        if designed is not None:
            lived = conformance(designed, found, match=_matched(matched), mask=mask)
        journey = found.journey if lived is None else lived.journey if to is not None else None
        written = None if journey is None or to is None else dumps(journey, to)
    click.echo(safe(found.counts.message(t.lang)), err=True)
    for note in found.notes:
        click.echo(t("Note: {note}", note=safe(note)), err=True)
    if written is not None:
        deliver(ctx, written, output)
    elif lived is not None:
        _tell(ctx, lived, t.lang, output)


def _tell(ctx: click.Context, lived: Conformance, lang: str, output: str | None) -> None:
    """How far it conforms: on the screen, or in a file by its suffix; the journey itself for those of journeys."""
    from journeymap.reports.lived import lived_outline

    suffix = "" if output in (None, STDOUT) else Path(str(output)).suffix.lower()
    if not suffix:
        deliver_page(ctx, lambda width: text_page(lived_outline(lived, lang=lang), width=width), output)
        return
    known = {suffix for form in FORMATS if form.writes for suffix in form.suffixes}
    thing: Any = lived.journey if suffix in known - {".md"} else lived
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
