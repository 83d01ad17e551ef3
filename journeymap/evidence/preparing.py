"""A log on its way from its source to what is counted: opened, cleaned, and changed as one asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, Protocol, TypeVar

from journeymap.errors import JourneyError, Problem, ReadError, UnknownNameError, shorten, unknown
from journeymap.evidence import cleaning
from journeymap.evidence import rating as rates
from journeymap.evidence.cleaning import Cleaned
from journeymap.evidence.columns import Columns, find_columns
from journeymap.evidence.promising import promises_of
from journeymap.evidence.sources import Opened, columns_of, open_log
from journeymap.evidence.variants import common
from journeymap.fields import seconds_from
from journeymap.model import Scale

__all__ = ["Duplicates", "Lifecycle", "Prepared", "prepare"]

Duplicates = Literal["drop", "keep"]
Lifecycle = Literal["pair", "keep"]


class Suspecting(Protocol):
    """What was counted, and can tell whether an event may be there twice."""

    @property
    def events(self) -> int:
        """How many events were counted."""

    @property
    def suspects(self) -> bool:
        """Whether one of them may be there twice."""


Counted = TypeVar("Counted", bound=Suspecting)


def prepare(
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
    scale: Scale | None = None,
    rename: Mapping[str, str] | None = None,
    merge_repeats: bool = False,
    session_gap: Any = None,
    cover: float = 1.0,
    duplicates: Duplicates = "drop",
    lifecycle: Lifecycle = "pair",
    time_format: str | Sequence[str] = (),
    zone: str | None = None,
    memory: str = "1GB",
) -> Prepared:
    """Open a log and make it ready to be counted; the arguments are those of :func:`journeymap.read_log`.

    Raises:
        ReadError: When it cannot be read, or nothing is left of it.
        JourneyError: When an option cannot be.
        MissingToolError: When Ibis is not installed.
    """
    given = {
        "case": case, "activity": activity, "time": time, "start": start, "rating": rating, "case_rating": case_rating,
        "channel": channel, "stage": stage, "agent": agent, "segment": segment, "order": order,
    }  # fmt: skip
    for what, value, known in (
        ("duplicates", duplicates, ("drop", "keep")),
        ("lifecycle", lifecycle, ("pair", "keep")),
    ):
        if value not in known:
            raise UnknownNameError.of(what, value, known)
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
    prepared = Prepared(opened, columns, found)
    prepared.rate(given=rating is not None, ratings=ratings, scale=scale, memory=memory)
    prepared.promise(promises, formats)
    if lifecycle == "pair" and "lifecycle" in columns.of:
        prepared.pair()
    plain = not merge_repeats and session_gap is None and cover == 1
    prepared.single = duplicates == "drop" and plain
    if duplicates == "drop" and not plain:
        prepared.take(cleaning.DUPLICATE, cleaning.singled(prepared.events))
    prepared.rename(rename or {})
    if session_gap is not None:
        prepared.split(session_gap)
    if merge_repeats:
        prepared.take(cleaning.REPEATED, cleaning.merged(prepared.events, prepared.keys))
    if cover != 1:
        prepared.cover(cover)
    return prepared


class Prepared:
    """A log on its way from what was opened to what is counted.

    Attributes:
        opened: The source.
        events: Its events so far, in one form; a table of Ibis.
        timed: Whether start and end are known apart.
        dropped: How many events were left out, by reason.
        notes: What was guessed.
        case_ratings: A table of Ibis with the rating of each case; None without any.
        scale: The scale of the ratings; None without any.
        promises: A table of Ibis with what was promised to each case; None without any.
        promised: Which columns it stands in.
        single: Whether copies of an event are still to be left out, should there be any.
    """

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
        self.single = False
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
        if self.promised:
            named = ", ".join(map(repr, self.promised))
            self.notes.append(f"{named}: left out, because nobody knows in which session of a case it was promised")
            self.promises, self.promised = None, ()

    def cover(self, share: float) -> None:
        """Keep the variants that cover a share of the cases."""
        events, said = common(self.opened.backend, self.events, self.keys, share)
        self.take(cleaning.RARE, events)
        if said:
            self.notes.append(said)

    def counted(self, count: Callable[[Any], Counted]) -> Counted:
        """Count the events; should one be there twice, without the copies.

        Looking for copies takes as long as counting, so it is done only where two events have the same time.
        """
        found = count(self.events)
        if self.single and found.suspects:
            self.events = cleaning.renamed(cleaning.singled(self.named), self.names)
            before, found = found.events, count(self.events)
            self.dropped[cleaning.DUPLICATE] = before - found.events
        return found
