"""Reading a log: from any source to a :class:`Log`, or at once to the journey it shows."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args

import attrs

from journeymap.errors import Problem, ReadWarning, UnknownNameError, unknown
from journeymap.evidence import cleaning
from journeymap.evidence import rating as rates
from journeymap.evidence.counting import TransitionCounts, transitions_of
from journeymap.evidence.figures import Figures
from journeymap.evidence.logs import Between, Log, Shape, figures_of, log_of
from journeymap.evidence.preparing import Duplicates, Lifecycle, Prepared, prepare
from journeymap.evidence.quantiles import EXACT
from journeymap.i18n import translator
from journeymap.model import Journey, Scale

__all__ = ["count_transitions", "from_log", "read_log"]

ENDINGS = ("success", "failure", "abandon", "cancel")


def from_log(source: Any, **options: Any) -> Journey:
    """The journey that customers lived, from an event log.

    A touchpoint has the share of cases that meet it, the usual wait and duration, the ways on with their
    probabilities and delays, where cases end, and the emotion from ratings with their number and spread. The
    description says what was read, kept and left out, by reason. :func:`read_log` gives the counts themselves, takes
    the same arguments, and explains them.

    Warns:
        ReadWarning: For whatever was guessed.

    Raises:
        ReadError: When the log cannot be read.
        JourneyError: When it has too many activities to be a journey, or an option cannot be.
        MissingToolError: When Ibis is not installed: ``pip install 'journeymap[logs]'``.

    Example:
        >>> import pyarrow
        >>> events = pyarrow.table({
        ...     "case": ["1", "1", "1", "2", "2"],
        ...     "activity": ["Cart", "Pay", "Done", "Cart", "Pay"],
        ...     "time": [f"2026-05-01 10:{minute}" for minute in ("00", "05", "06", "00", "15")],
        ... })
        >>> lived = from_log(events)
        >>> lived["pay"].drop_off, lived["pay"].wait
        (0.5, Wait(typical=600.0, p80=780.0, p90=840.0))
        >>> lived.description
        'From the log table, 2026-05-01 to 2026-05-01. Events read: 5, kept: 5. Cases: 2.'
    """
    log = read_log(source, **options)
    for note in log.guesses:
        warnings.warn(ReadWarning(Problem(note, source=log.name)), stacklevel=2)
    return log.journey


def read_log(
    source: Any,
    *,
    case: str | None = None,
    activity: str | None = None,
    time: str | None = None,
    start: str | None = None,
    rating: str | None = None,
    case_rating: str | None = None,
    ratings: Any = None,
    channel: str | None = None,
    stage: str | None = None,
    agent: str | None = None,
    segment: str | None = None,
    order: str | None = None,
    milestones: Sequence[str] | Mapping[str, str] | None = None,
    promises: Sequence[str] = (),
    name: str | None = None,
    scale: Scale | None = None,
    rename: Mapping[str, str] | None = None,
    merge_repeats: bool = False,
    session_gap: Any = None,
    cover: float = 1.0,
    duplicates: Duplicates = "drop",
    lifecycle: Lifecycle = "pair",
    ends: Mapping[str, str] | None = None,
    between: Between | None = "wait",
    time_format: str | Sequence[str] = (),
    zone: str | None = None,
    memory: str = "1GB",
    lang: str = "en",
) -> Log:
    """Read an event log: its events in one form, what was counted in it, and the journey it shows.

    Args:
        source: A file (.csv, .tsv, .parquet, .xes; the first two and the last also as .gz), a data frame of pandas,
            polars or Arrow, or a table of Ibis in any engine.
        case: The column that says whose event it is. It and the next ones are told by their names where they are not
            given: those of XES, English and Korean ones.
        activity: The column that says what happened.
        time: The column that says when, or when it was done.
        start: The column that says when it began.
        rating: The column with a rating of the event.
        case_rating: The column with a rating of the whole case, in one of its rows or in all of them.
        ratings: A table of its own with a rating of each case: what ``source`` can be.
        channel: The column with the channel.
        stage: The column with the stage.
        agent: The column that says who served the customer; only whether it changes is counted.
        segment: The column with the segment of the case, for :meth:`Log.segment`.
        order: The column that says which of several events at the same time came first; otherwise the order of the
            source, and the name of the activity where a source has no order.
        milestones: For a wide table with a row for each case: the columns with a time each; a mapping says what
            happened then.
        promises: Columns with the time by which something was promised, for :func:`moments`; in a wide table they are
            told by their names as well.
        name: What the journey is called; otherwise as the source.
        scale: The scale of the ratings; otherwise the usual scale that they span, which is noted.
        rename: Activities to rename, and thereby to group: ``*`` in a name stands for anything.
        merge_repeats: Whether visits that follow right upon a visit to the same activity are one.
        session_gap: After how long without an event a case is another one, as in ``"30 min"``.
        cover: The share (0..1) of cases that the variants kept must cover, most frequent first.
        duplicates: Whether events that say the same as another, time and all, are left out.
        lifecycle: Whether a start and a completion noted apart are put together into one visit.
        ends: How the journey ends at an activity, by its name: success, failure, abandon or cancel.
        between: What the time between two events is to the customer: a wait before the later one, the duration of the
            earlier one (as in a log of clicks), or None to say neither.
        time_format: How times are written, as for ``strptime``; otherwise it is found out.
        zone: The zone of times that say none, such as ``"Asia/Seoul"``; otherwise UTC.
        memory: How much memory DuckDB may take; what does not fit goes to disk.
        lang: The language of what is added to the journey.

    Raises:
        ReadError: When the log cannot be read, or nothing is left of it.
        JourneyError: When an option cannot be.
        MissingToolError: When Ibis is not installed: ``pip install 'journeymap[logs]'``.

    Example:
        >>> import pyarrow
        >>> columns = {"case": [1, 1, None], "activity": ["Cart", "Pay", "Pay"], "time": [0, 60, 90]}
        >>> log = read_log(pyarrow.table(columns))
        >>> log.counts.read, log.counts.kept, dict(log.counts.dropped)
        (3, 2, {'no case': 1})
        >>> [(move.origin, move.to, move.count, move.delay.median) for move in log.transitions]
        [('Cart', 'Pay', 1, 60.0)]
    """
    translator(lang)
    if between not in (None, *get_args(Between)):
        raise UnknownNameError.of("between", between, get_args(Between))
    ending = _ends(ends)
    prepared = prepare(
        source, case=case, activity=activity, time=time, start=start, rating=rating, case_rating=case_rating,
        ratings=ratings, channel=channel, stage=stage, agent=agent, segment=segment, order=order, milestones=milestones,
        promises=promises, scale=scale, rename=rename, merge_repeats=merge_repeats, session_gap=session_gap,
        cover=cover, duplicates=duplicates, lifecycle=lifecycle, time_format=time_format, zone=zone, memory=memory,
    )  # fmt: skip
    opened = prepared.opened
    shape = Shape(
        name=opened.name, title=name or _title(opened.name), keys=prepared.keys, roles=prepared.roles,
        timed=prepared.timed, exact=prepared.found.read <= EXACT, ends=ending, between=between, lang=lang,
    )  # fmt: skip
    return _log(prepared, shape)


def count_transitions(source: Any, **options: Any) -> TransitionCounts:
    """How often customers went from each touchpoint to each other, and nothing else of an event log.

    In process mining this is the directly-follows graph. It takes about half the time of :func:`read_log`, which
    counts the same and besides it how long everything took, how it was rated, and in how many cases. A first look at
    a very large log, or at one whose activities are yet to be grouped.

    Args:
        source: The log, as for :func:`read_log`.
        options: Any of the arguments of :func:`read_log` that say what an event is and which to leave out; not
            ``name``, ``ends``, ``between`` and ``lang``, which say how the journey is told.

    Raises:
        ReadError: When the log cannot be read, or nothing is left of it.
        JourneyError: When an option cannot be.
        MissingToolError: When Ibis is not installed: ``pip install 'journeymap[logs]'``.

    Example:
        >>> import pyarrow
        >>> columns = {"case": [1, 1, 2, 2], "activity": ["Cart", "Pay", "Cart", "Cart"], "time": [0, 60, 0, 9]}
        >>> counts = count_transitions(pyarrow.table(columns))
        >>> counts.transitions
        {('Cart', 'Cart'): 1, ('Cart', 'Pay'): 1}
        >>> counts.starts, counts.ends
        ({'Cart': 2}, {'Cart': 1, 'Pay': 1})
    """
    prepared = prepare(source, **options)
    backend, keys, single = prepared.opened.backend, prepared.keys, prepared.single
    return prepared.counted(lambda events: transitions_of(backend, events, keys, suspecting=single))


def _log(prepared: Prepared, shape: Shape) -> Log:
    """Count, and make the log."""
    opened = prepared.opened
    guesses = tuple(prepared.notes)
    counted = prepared.counted(lambda events: figures_of(opened.backend, events, shape))
    case_ratings = prepared.case_ratings
    if (case_ratings is None and prepared.found.ratings["case_ratings"]) or (
        not prepared.rated and prepared.found.ratings["ratings"]
    ):
        case_ratings = rates.rated_by_case(prepared.events)
    dropped = {**({cleaning.UNREAD: opened.unread} if opened.unread else {}), **prepared.dropped}
    log = log_of(
        prepared.events, case_ratings, counted, shape=shape, read=prepared.found.read + opened.unread, dropped=dropped,
        notes=(*guesses, *_remarks(prepared, counted, shape)), guesses=guesses, scale=prepared.scale,
        backend=opened.backend, keeper=opened.engine,
    )  # fmt: skip
    return attrs.evolve(log, promises=prepared.promises, promised=prepared.promised)


def _remarks(prepared: Prepared, counted: Figures, shape: Shape) -> Iterator[str]:
    """What one should know about the events that were counted."""
    if counted.tied:
        first = (
            "the one that stands first in the source comes first"
            if prepared.found.ordered
            else "they are put in order by their activity, because the source has no order; order= names a column"
        )
        yield f"{counted.tied:,} events came at the same time as the one before: {first}"
    if counted.disordered:
        yield f"{counted.disordered:,} events stood before the one that they follow, and were put in order"
    if counted.cases == 1:
        yield "there is a single case: its shares say nothing about others"
    elif counted.alone:
        yield f"{counted.alone:,} cases have a single event"
    if not shape.exact:
        yield f"medians and other quantiles of times are up to 2 % off, as there are more than {EXACT:,} events"


def _title(name: str) -> str:
    """What a journey is called after its source: a file without its suffixes."""
    return name.split(".")[0] or name


def _ends(ends: Mapping[str, str] | None) -> Mapping[str, str]:
    known = ENDINGS
    for activity, how in (ends or {}).items():
        if how not in known:
            raise UnknownNameError(f"ends[{activity!r}]: {unknown('ending', how, known)}")
    return dict(ends or {})
