"""Many journeys at once: find them in folders, judge each as configured where it stands, on all processors."""

from __future__ import annotations

import datetime
import os
import re
import signal
import warnings
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import attrs

from journeymap import formats
from journeymap.adopting import Baseline, failed_in, read_baseline
from journeymap.auditing import Audit
from journeymap.cli.streams import STDIN, read
from journeymap.configuring import NAMES, Config, House, find_config, read_config
from journeymap.drawing.themes import Theme, branded
from journeymap.errors import ContrastWarning, JourneymapError, MissingToolError
from journeymap.formats import FORMATS
from journeymap.formats.decoding import LARGEST
from journeymap.reports import REPORTS
from journeymap.rulebook import Severity
from journeymap.waiving import Known, Waiver

__all__ = ["Judged", "Task", "gather", "judge_each"]

MOST_ALONE = 24
"""Up to how many files are judged without further processes: starting those takes time."""

IN_A_TURN = 8
"""How many files a process is given at a time."""

_VERSIONED = re.compile(rb'(?m)^\W{0,3}\s*"?journeymap"?\s*[:=]')
_DIAGRAM = re.compile(rb"(?m)^\s*journey\s*$")
_SIGNS = {
    "yaml": _VERSIONED, "toml": _VERSIONED, "json": _VERSIONED, "mermaid": _DIAGRAM, "markdown": _DIAGRAM,
    "cjml": re.compile(rb"(?i)<cjml\b"), "ujg": re.compile(rb"\bUJGDocument\b|//ujg\.specs\."),
    "graphml": re.compile(rb'"journeymap"'), "dot": re.compile(rb"(?!)"),
}  # fmt: skip
"""By what a file of each format is known to hold a journey; a table is known by its heads."""

_SNIFFED = 65_536


@attrs.frozen(kw_only=True)
class Task:
    """How files are to be judged, and what is to come of it.

    Attributes:
        report: The name of the report; None when nothing is to be told.
        on: The day on which waivers hold or have expired.
        form: The format of the files; None to go by the suffix.
        config: The configuration to read; None for the nearest one above each file.
        configured: Whether any configuration is read.
        profiles: Profiles that count instead of the configured ones; none when empty.
        select: Rules to ask instead of the configured ones; None for those.
        ignore: Rules to leave out besides.
        baseline: What is known, instead of what the configuration says.
        lang: The language; None for each journey's own.
        spoken: The language where neither says one.
        told: Further options of the report.
        alone: Whether this is the only file: then its waivers are told with it.
    """

    report: str | None
    on: datetime.date
    form: str | None = None
    config: str | None = None
    configured: bool = True
    profiles: tuple[str, ...] = ()
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    baseline: str | None = None
    lang: str | None = None
    spoken: str = "en"
    told: dict[str, Any] = attrs.field(factory=dict)
    alone: bool = True


@attrs.frozen(kw_only=True)
class Judged:
    """What came of one file.

    Attributes:
        file: The file.
        told: What the report makes of it.
        worst: The severities among its findings.
        failed: What a baseline would hold of it.
        config: The configuration that applied.
        expired: The waivers whose last day is over.
        unused: The waivers that nothing in this journey needs.
        error: Why it could not be judged; None when it could.
    """

    file: str
    told: Any = None
    worst: tuple[Severity, ...] = ()
    failed: tuple[Known, ...] = ()
    config: str | None = None
    expired: tuple[Waiver, ...] = ()
    unused: tuple[Waiver, ...] = ()
    error: JourneymapError | None = None


def gather(given: Iterable[str]) -> tuple[list[str], int]:
    """The files to judge: those given, and the journeys in folders given, in order and once each.

    In a folder, hidden folders, configurations and files that do not begin like a journey are passed over, tables among
    them whose heads are not a journey's.

    Returns:
        The files, and how many were passed over that have the suffix of a journey.
    """
    files: dict[str, None] = {}
    passed = 0
    for path in given:
        if path == STDIN or not os.path.isdir(path):  # noqa: PTH112 (a path may hold what Path refuses)
            files[path] = None
            continue
        for found in _walk(path):
            if _is_journey(found):
                files[found] = None
            else:
                passed += 1
    return list(files), passed


def judge_each(files: Sequence[str], task: Task) -> Iterator[Judged]:
    """Judge files, each for itself, and give what came of them in their order."""
    task = attrs.evolve(task, alone=len(files) == 1)
    if len(files) <= MOST_ALONE or _processors() == 1:
        yield from map(_Judge(task), files)
        return
    from multiprocessing import get_context

    turns = [files[start : start + IN_A_TURN] for start in range(0, len(files), IN_A_TURN)]
    context = get_context("spawn")
    pool = ProcessPoolExecutor(_processors(), mp_context=context, initializer=_ignore_interrupts)
    try:
        for judged in pool.map(partial(_judge_turn, task), turns):
            yield from judged
    finally:
        pool.shutdown(cancel_futures=True)


def _walk(folder: str) -> Iterator[str]:
    """The files below a folder that have the suffix of a journey, in an order of their own."""
    suffixes = tuple(suffix for each in FORMATS if each.reads for suffix in each.suffixes)
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name not in NAMES and name.casefold().endswith(suffixes):
                yield str(Path(where, name))


def _is_journey(path: str) -> bool:
    """Whether a file begins like a journey; one that cannot be read is left for the reader to complain of."""
    format = formats.format_of(path)
    try:
        with Path(path).open("rb") as file:
            content = file.read(_SNIFFED if format.is_text else LARGEST)
        if format.is_table:
            from journeymap.formats.tables.recognising import is_journey

            return is_journey(content, is_text=format.is_text)
        return _SIGNS[format.name].search(content) is not None
    except (OSError, MissingToolError):
        return True


def _judge_turn(task: Task, files: Sequence[str]) -> list[Judged]:
    return list(map(_Judge(task), files))


class _Judge:
    """Judges files one by one, and reads each configuration once."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self._configs: dict[Path | None, Config | JourneymapError] = {}
        self._looks: dict[House, Theme] = {}
        self._baseline: Baseline | None = None

    def __call__(self, file: str) -> Judged:
        try:
            return self._judged(file)
        except JourneymapError as error:
            return Judged(file=file, error=error)

    def _judged(self, file: str) -> Judged:
        task = self.task
        config = self._config(file)
        journey = read(file, task.form)
        audit = config.audit(journey, source=file, on=task.on)
        told = audit if task.alone else attrs.evolve(audit, expired=(), unused=())
        return Judged(
            file=file,
            told=self._told(told, file),
            worst=tuple(severity for severity in Severity if audit.count(severity)),
            failed=failed_in(audit),
            config=None if config.path is None else str(config.path),
            expired=audit.expired,
            unused=audit.unused,
        )

    def _told(self, audit: Audit, file: str) -> Any:
        if self.task.report is None:
            return None
        report = next(each for each in REPORTS if each.name == self.task.report)
        module: Any = import_module(report.module)
        places = formats.places(file, self.task.form) if report.places else {}
        lang = self.task.lang or audit.journey.lang or self.task.spoken
        looks = {"theme": self._look(file)} if report.looks else {}
        return module.tell(audit, lang=lang, source=file, places=places, **looks, **self.task.told)

    def _look(self, file: str) -> Theme:
        """How what is configured for a file wants its pages to look."""
        house = self._config(file).house
        if house not in self._looks:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", ContrastWarning)  # the command that draws tells it
                self._looks[house] = branded(house.colour, font=house.font, logo=house.logo)
        return self._looks[house]

    def _config(self, file: str) -> Config:
        """The configuration for a file, with what the command line says instead."""
        task = self.task
        path = None
        if task.configured:
            path = Path(task.config) if task.config else find_config("." if file == STDIN else file)
        if path not in self._configs:
            self._configs[path] = _config_or_error(path)
        config = self._configs[path]
        if isinstance(config, JourneymapError):
            raise config
        if task.baseline is not None and self._baseline is None:
            self._baseline = read_baseline(task.baseline)
        return attrs.evolve(
            config,
            profiles=task.profiles or config.profiles,
            select=config.select if task.select is None else task.select,
            ignore=(*config.ignore, *task.ignore),
            baseline=self._baseline or config.baseline,
        )


def _config_or_error(path: Path | None) -> Config | JourneymapError:
    try:
        return Config() if path is None else read_config(path)
    except JourneymapError as error:
        return error


def _processors() -> int:
    """On how many processors this process may run."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _ignore_interrupts() -> None:
    """Leave Ctrl-C to the process that shares out the work."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
