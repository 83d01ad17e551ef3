"""Reading a log: from any source to a :class:`Log`, or at once to the journey it shows."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import attrs

from journeymap.errors import JourneyError, Problem, ReadError, ReadWarning, UnknownNameError, shorten, unknown
from journeymap.evidence import cleaning
from journeymap.evidence import rating as rates
from journeymap.evidence.cleaning import Cleaned
from journeymap.evidence.columns import Columns, find_columns
from journeymap.evidence.logs import Between, Log, Shape, figures_of, log_of
from journeymap.evidence.promising import promises_of
from journeymap.evidence.sources import Opened, columns_of, open_log
from journeymap.evidence.variants import common
from journeymap.fields import seconds_from
from journeymap.i18n import translator
from journeymap.model import Journey, Scale

__all__ = ["from_log", "read_log"]

ENDINGS = ("success", "failure", "abandon", "cancel")

Duplicates = Literal["drop", "keep"]
Lifecycle = Literal["pair", "keep"]


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
    given = {
        "case": case, "activity": activity, "time": time, "start": start, "rating": rating, "case_rating": case_rating,
        "channel": channel, "stage": stage, "agent": agent, "segment": segment, "order": order,
    }  # fmt: skip
    translator(lang)
    for what, value, known in (("duplicates", duplicates, ("drop", "keep")), ("lifecycle", lifecycle, ("pair", "keep")),
                               ("between", between, ("wait", "duration", None))):  # fmt: skip
        if value not in known:
            raise UnknownNameError.of(what, value, filter(None, known))
    wanted = (*(value for value in given.values() if value is not None), *promises)
    opened = open_log(source, engine=None, memory=memory, zone=zone, wanted=wanted)
    there = list(columns_of(opened.table))
    columns = find_columns(there, given, milestones=milestones, source=opened.name)
    lost = [Problem(unknown("column", each, there), path="promises", source=opened.name) for each in promises
            if each not in there]  # fmt: skip
    if lost:
        raise ReadError(lost)
    formats = (time_format,) if isinstance(time_format, str) else tuple(time_format)
    found = cleaning.clean(opened, columns, formats=formats)
    cleaning.expect_events(opened.name, found.read, found.dropped)
    reader = _Reader(opened, columns, found)
    reader.rate(given=rating is not None, ratings=ratings, scale=scale, memory=memory)
    reader.promise(promises, formats)
    if lifecycle == "pair" and "lifecycle" in columns.of:
        reader.pair()
    plain = not merge_repeats and session_gap is None and cover == 1
    if duplicates == "drop" and not plain:
        reader.take(cleaning.DUPLICATE, cleaning.singled(reader.events))
    reader.rename(rename or {})
    if session_gap is not None:
        reader.split(session_gap)
    if merge_repeats:
        reader.take(cleaning.REPEATED, cleaning.merged(reader.events, reader.keys))
    if cover != 1:
        reader.cover(cover)
    shape = Shape(
        name=opened.name, title=name or _title(opened.name), keys=reader.keys, roles=reader.roles, timed=reader.timed,
        ends=_ends(ends), between=between, lang=lang,
    )  # fmt: skip
    return reader.log(shape, single=duplicates == "drop" and plain)


class _Reader:
    """A log on its way from what was opened to what is counted."""

    def __init__(self, opened: Opened, columns: Columns, found: Cleaned) -> None:
        self.opened, self.columns, self.found = opened, columns, found
        self.events = found.events
        self.timed = found.timed
        self.dropped = dict(found.dropped)
        self.notes = [*(str(note) for note in opened.notes), *found.notes]
        self.names: Mapping[str, str] = {}
        self.named = self.events
        self.case_ratings: Any = None
        self.scale: Scale | None = None
        self.rated = found.ratings["ratings"] > 0
        self.promises: Any = None
        self.promised: tuple[str, ...] = ()
        self._note_columns()

    @property
    def keys(self) -> tuple[str, ...]:
        """By what the events of a case are put in order: of those at the same time the first in the source first."""
        return ("start", *(("end",) if self.timed else ()), "order" if self.found.ordered else "activity")

    @property
    def roles(self) -> frozenset[str]:
        """What the events say, besides case, activity and time."""
        told = {role for role in ("channel", "stage", "agent", "segment") if role in self.columns.of}
        return frozenset(told | ({"rating"} if self.rated else set()))

    def _note_columns(self) -> None:
        of = self.columns.of
        if self.columns.others:
            others = ", ".join(map(repr, self.columns.others))
            self.notes.append(
                f"the case is taken from {of['case']!r}; {others} could be it as well: say which, with case="
            )
        if self.columns.passed:
            named = ", ".join(map(repr, self.columns.passed))
            self.notes.append(f"{named}: taken for promises and left out; milestones= says which columns are events")
        unrated = self.found.ratings["rated"] - self.found.ratings["ratings"]
        if unrated:
            self.notes.append(f"{unrated:,} ratings in {of['rating']!r} are no numbers and are left out")

    def rate(self, *, given: bool, ratings: Any, scale: Scale | None, memory: str) -> None:
        """Find out whose ratings there are, and on which scale."""
        backend, found = self.opened.backend, dict(self.found.ratings)
        if self.rated and not given and rates.of_cases(self.opened, self.events):
            self.notes.append(
                f"{self.columns.of['rating']!r} says the same in every row of a case: taken for ratings of the whole "
                "case, not of its events; rating= says otherwise"
            )
            self.events = self.events.mutate(
                case_rating=self.events.rating, rating=self.events.rating.nullif(self.events.rating)
            )
            self.rated = False
            found.update(case_ratings=found["ratings"], case_low=found["low"], case_high=found["high"], ratings=0)
        if ratings is not None:
            self.case_ratings = rates.read_ratings(ratings, self.opened, memory=memory)
            told = rates.bounds(backend, self.case_ratings)
            found.update(case_ratings=told["ratings"], case_low=told["low"], case_high=told["high"])
        spans = [(found[f"{of}low"], found[f"{of}high"]) for of in ("", "case_") if found[f"{of}ratings"]]
        if not spans:
            return
        low, high = min(span[0] for span in spans), max(span[1] for span in spans)
        if scale is None:
            self.scale = rates.scale_of(low, high)
            self.notes.append(
                f"ratings run from {low:g} to {high:g} and are read on the scale "
                f"{self.scale.low:g}-{self.scale.high:g}; scale= says otherwise"
            )
            return
        self.scale = scale
        least, most = sorted((scale.low, scale.high))
        if low < least or most < high:
            self._bound(least, most)

    def promise(self, given: Sequence[str], formats: Sequence[str]) -> None:
        """Keep by when something was promised."""
        guessed = self.columns.passed
        self.promises, self.promised = promises_of(self.opened, self.columns.of["case"], given, guessed, formats)

    def _bound(self, least: float, most: float) -> None:
        """Leave out ratings that are not on the scale; their events stay."""
        backend, events = self.opened.backend, self.events

        def outside(column: Any) -> Any:
            return (column < least) | (column > most)

        off = backend.to_pyarrow(events.aggregate(
            events=outside(events.rating).sum(), cases=outside(events.case_rating).sum()
        )).to_pylist()[0]  # fmt: skip
        count = (off["events"] or 0) + (off["cases"] or 0)
        self.events = events.mutate(
            rating=outside(events.rating).ifelse(None, events.rating),
            case_rating=outside(events.case_rating).ifelse(None, events.case_rating),
        )
        if self.case_ratings is not None:
            table = self.case_ratings
            kept = table.filter(~outside(table.rating))
            count += rates.bounds(backend, table)["ratings"] - rates.bounds(backend, kept)["ratings"]
            self.case_ratings = kept
        self.notes.append(
            f"{count:,} ratings are not on the scale {least:g}-{most:g} and are left out; their events stay"
        )

    def count(self, events: Any) -> int:
        """How many events there are."""
        return int(self.opened.backend.to_pyarrow(events.count()).as_py())

    def take(self, why: str, events: Any) -> None:
        """Go on with these events, and count those that are gone."""
        gone = self.count(self.events) - self.count(events)
        if gone:
            self.dropped[why] = self.dropped.get(why, 0) + gone
        self.events = events

    def pair(self) -> None:
        """Put starts and completions together, where the log has both."""
        told = self.events.lifecycle.lower()
        found = self.opened.backend.to_pyarrow(self.events.aggregate(
            begun=(told == "start").sum(), done=(told == "complete").sum(),
        )).to_pylist()[0]  # fmt: skip
        if not found["begun"] or not found["done"]:
            return
        kept = self.events.filter(told.isnull() | told.isin(["start", "complete"]))
        self.take(cleaning.LIFECYCLE, kept)
        self.take(cleaning.PAIRED, cleaning.paired(self.events))
        self.timed = True

    def rename(self, names: Mapping[str, str]) -> None:
        """Rename activities, and remember how they were called, for what must be done before."""
        self.names, self.named = names, self.events
        self.events = cleaning.renamed(self.events, names)

    def split(self, gap: Any) -> None:
        """Split cases where nothing happened for long."""
        seconds = seconds_from(gap)
        if not isinstance(seconds, (int, float)) or isinstance(seconds, bool):
            raise JourneyError(f"session_gap: expected a duration such as '30 min' (got {shorten(repr(gap))})")
        if self.case_ratings is not None:
            raise JourneyError("session_gap: ratings= rates whole cases, and nobody knows which session is meant")
        self.events = cleaning.split(self.events, seconds, self.keys)
        self.promises, self.promised = None, ()  # nobody knows which session is meant

    def cover(self, share: float) -> None:
        """Keep the variants that cover a share of the cases."""
        events, said = common(self.opened.backend, self.events, self.keys, share)
        self.take(cleaning.RARE, events)
        if said:
            self.notes.append(said)

    def log(self, shape: Shape, *, single: bool) -> Log:
        """Count, and make the log."""
        opened = self.opened
        counted = figures_of(opened.backend, self.events, shape)
        if single and counted.suspects:
            before = counted.events
            self.events = cleaning.renamed(cleaning.singled(self.named), self.names)
            counted = figures_of(opened.backend, self.events, shape)
            self.dropped[cleaning.DUPLICATE] = before - counted.events
        guesses = tuple(self.notes)
        if counted.tied:
            first = (
                "the one that stands first in the source comes first"
                if self.found.ordered
                else ("they are put in order by their activity, because the source has no order; order= names a column")
            )
            self.notes.append(f"{counted.tied:,} events came at the same time as the one before: {first}")
        if counted.disordered:
            self.notes.append(
                f"{counted.disordered:,} events stood before the one that they follow, and were put in order"
            )
        if counted.cases == 1:
            self.notes.append("there is a single case: its shares say nothing about others")
        elif counted.alone:
            self.notes.append(f"{counted.alone:,} cases have a single event")
        case_ratings = self.case_ratings
        if (case_ratings is None and self.found.ratings["case_ratings"]) or (
            not self.rated and self.found.ratings["ratings"]
        ):
            case_ratings = rates.rated_by_case(self.events)
        dropped = {**({cleaning.UNREAD: opened.unread} if opened.unread else {}), **self.dropped}
        log = log_of(
            self.events, case_ratings, counted, shape=shape, read=self.found.read + opened.unread, dropped=dropped,
            notes=self.notes, guesses=guesses, scale=self.scale, backend=opened.backend, keeper=opened.engine,
        )  # fmt: skip
        return attrs.evolve(log, promises=self.promises, promised=self.promised)


def _title(name: str) -> str:
    """What a journey is called after its source: a file without its suffixes."""
    return name.split(".")[0] or name


def _ends(ends: Mapping[str, str] | None) -> Mapping[str, str]:
    known = ENDINGS
    for activity, how in (ends or {}).items():
        if how not in known:
            raise UnknownNameError(f"ends[{activity!r}]: {unknown('ending', how, known)}")
    return dict(ends or {})
