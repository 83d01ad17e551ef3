"""A log that was read: its events in one form, what was counted in it, and the journey it shows.

Everything is counted by the engine, by group-by and window; only the result comes to Python.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, Literal

import attrs

from journeymap.errors import JourneyError, UnknownNameError
from journeymap.evidence.figures import (
    Figures,
    LoggedTouchpoint,
    LoggedTransition,
    measure,
    steps,
)
from journeymap.evidence.lived import ids_of, journey_from
from journeymap.evidence.rating import sums_by
from journeymap.evidence.remembering import LogScore, score_cases
from journeymap.evidence.shrinking import Ratings, shrunken
from journeymap.evidence.variants import Variant, listed, paths_of
from journeymap.i18n import translator
from journeymap.model import Journey, Scale
from journeymap.recalling import Weights

__all__ = ["Between", "Counts", "Log", "Shape", "figures_of", "log_of"]

MOST_ACTIVITIES = 500
"""With more distinct activities no journey is made: nobody could read it."""

Between = Literal["wait", "duration"]


@attrs.frozen(kw_only=True)
class Counts:
    """What was read, kept and left out.

    Attributes:
        read: How many events the source holds.
        kept: How many of them are in the journey.
        dropped: How many are not, by reason; with ``kept`` they sum to ``read``.
        cases: How many cases there are.
        tied: How many events came at the same time as the one before in their case.
        disordered: How many stood in the source before the event that they follow in time.
        alone: How many cases consist of a single event.
    """

    read: int
    kept: int
    dropped: Mapping[str, int]
    cases: int
    tied: int = 0
    disordered: int = 0
    alone: int = 0

    def message(self, lang: str = "en") -> str:
        """The counts in a sentence or two."""
        t = translator(lang)
        counted = {"read": f"{self.read:,}", "kept": f"{self.kept:,}", "cases": f"{self.cases:,}"}
        told = [t("Events read: {read}, kept: {kept}. Cases: {cases}.", **counted)]
        if self.dropped:
            reasons = ", ".join(f"{t(why)}: {count:,}" for why, count in self.dropped.items())
            told.append(t("Left out: {reasons}.", reasons=reasons))
        return " ".join(told)


@attrs.frozen(kw_only=True)
class Shape:
    """What is known about the events of a log, and how its journey is told.

    Attributes:
        name: What the source is called.
        title: What the journey is called.
        keys: By which columns the events of a case are put in order.
        roles: Which of rating, channel, stage, agent and segment the source has.
        timed: Whether start and end are known apart.
        exact: Whether quantiles of times are exact, as they are in a log that is not very large.
        ends: How the journey ends at an activity.
        between: What the time between two events is.
        lang: The language of what is added to the journey.
    """

    name: str
    title: str
    keys: tuple[str, ...]
    roles: frozenset[str]
    timed: bool
    exact: bool
    ends: Mapping[str, str]
    between: Between | None
    lang: str


@attrs.frozen(kw_only=True, eq=False, repr=False, slots=False)
class Log:
    """A log that was read.

    Attributes:
        events: The events that were kept, as a table of Ibis: case, activity, start and end (microseconds since 1970 in
            UTC; the same where only one time is known), rating and case_rating (as they were given), channel, stage,
            agent, segment and order (the place in the source).
        case_ratings: A table of Ibis with the rating of each rated case: case and rating; None without any.
        counts: What was read, kept and left out, by reason.
        notes: What was guessed, and what one should know about the source.
        guesses: Those of the notes that tell of a guess.
        scale: The scale of the ratings; None without any.
        touchpoints: What was counted at each activity, in the order in which they are met.
        transitions: What was counted on each way, the most frequent of each origin first.
        first: When the first event began, in microseconds since 1970.
        last: When the last one ended.
        shape: What is known about the events, and how the journey is told.
        backend: The engine, as Ibis sees it.
        keeper: What must live as long as the log does.
        promises: A table of Ibis with the times that were promised to each case; None without any.
        promised: Which columns they stand in.
    """

    events: Any
    case_ratings: Any
    counts: Counts
    notes: tuple[str, ...]
    guesses: tuple[str, ...]
    scale: Scale | None
    touchpoints: tuple[LoggedTouchpoint, ...]
    transitions: tuple[LoggedTransition, ...]
    first: int
    last: int
    shape: Shape
    backend: Any
    keeper: Any = None
    promises: Any = None
    promised: tuple[str, ...] = ()

    def __repr__(self) -> str:
        counted = f"{self.counts.kept:,} events, {self.counts.cases:,} cases, {len(self.touchpoints):,} activities"
        return f"<Log {self.shape.name!r}: {counted}>"

    @property
    def name(self) -> str:
        """What the source is called."""
        return self.shape.name

    @property
    def steps(self) -> Any:
        """The events with what came before each in its case: place, previous, gap, handed; a table of Ibis."""
        return steps(self.events, self.shape.keys)

    @cached_property
    def ids(self) -> Mapping[str, str]:
        """The id of each activity in the journey."""
        return ids_of(self.touchpoints)

    @cached_property
    def journey(self) -> Journey:
        """The journey that the log shows; its description has the counts.

        Raises:
            JourneyError: When there are too many activities to read; the message says how to group them.
        """
        if len(self.touchpoints) > MOST_ACTIVITIES:
            raise JourneyError(self._crowded())
        return journey_from(self, description=self._description())

    @cached_property
    def paths(self) -> Any:
        """The path of each case, as a table of Ibis: case and path, its activities with U+001F between them."""
        return paths_of(self.events, self.shape.keys)

    def variants(self, most: int | None = 100) -> tuple[Variant, ...]:
        """The ways through the log, the most frequent first; None for all of them."""
        return listed(self.backend, self.paths, most, self.counts.cases)

    def score(
        self, *, weights: Weights | str = Weights.balanced, emotions: Literal["touchpoints", "ratings"] = "touchpoints"
    ) -> LogScore:
        """How the cases are remembered on average, each scored along its own path.

        The score of the journey (:func:`journeymap.score`) takes it that where a customer goes next depends on where
        they are and on nothing before. This does not: the two agree when that is so.

        Args:
            weights: How much peak, end and mean count, or the name of a preset.
            emotions: Whether each visit counts with the emotion of its touchpoint, as in the journey, or with its own
                rating; visits without are passed through.

        Raises:
            UnknownNameError: When there are no weights of that name.
            JourneyError: When ratings are asked for and events have none.
        """
        return score_cases(self, Weights.of(weights), emotions)

    @cached_property
    def segments(self) -> Mapping[str, int]:
        """The segments and how many cases are in each, the largest first; none when no column says them."""
        if "segment" not in self.shape.roles:
            return {}
        told = self.events.filter(self.events.segment.notnull())
        counted = told.group_by("segment").aggregate(cases=told.case.nunique())
        rows = self.backend.to_pyarrow(counted).to_pylist()
        return {row["segment"]: row["cases"] for row in sorted(rows, key=lambda row: (-row["cases"], row["segment"]))}

    def segment(self, name: str) -> Log:
        """The part of the log that belongs to one segment; ``read`` counts the events of this log.

        Raises:
            UnknownNameError: When there is no such segment.
        """
        if name not in self.segments:
            raise UnknownNameError.of("segment", name, self.segments)
        events = self.events.filter(self.events.segment == name)
        ratings = self.case_ratings
        if ratings is not None:
            ratings = ratings.semi_join(events, "case")
        shape = attrs.evolve(self.shape, title=f"{self.shape.title}: {name}")
        dropped = {"in another segment": self.counts.kept}
        found = figures_of(self.backend, events, shape)
        dropped["in another segment"] -= found.events
        part = log_of(
            events, ratings, found, shape=shape, read=self.counts.kept, dropped=dropped, notes=self.notes,
            guesses=self.guesses, scale=self.scale, backend=self.backend, keeper=self.keeper,
        )  # fmt: skip
        return attrs.evolve(part, promises=self.promises, promised=self.promised)

    def _description(self) -> str:
        t = translator(self.shape.lang)
        first, last = (day(moment) for moment in (self.first, self.last))
        told = t("From the log {name}, {first} to {last}.", name=self.name, first=first, last=last)
        return f"{told} {self.counts.message(self.shape.lang)}"

    def _crowded(self) -> str:
        frequent = sorted(self.touchpoints, key=lambda each: -each.visits)[:3]
        named = ", ".join(repr(each.name) for each in frequent)
        return (
            f"{self.name}: {len(self.touchpoints):,} distinct activities (expected at most {MOST_ACTIVITIES}): group "
            f"them, as in rename={{'/product/*': 'Product page'}}, where * stands for anything; or take another column "
            f"for the activity, with activity=. The most frequent are {named}"
        )


def log_of(
    events: Any,
    case_ratings: Any,
    found: Figures,
    *,
    shape: Shape,
    read: int,
    dropped: Mapping[str, int],
    notes: Sequence[str],
    guesses: Sequence[str],
    scale: Scale | None,
    backend: Any,
    keeper: Any,
) -> Log:
    """The log of these events, with what was counted in them."""
    counts = Counts(
        read=read, kept=found.events, dropped={why: count for why, count in dropped.items() if count},
        cases=found.cases, tied=found.tied, disordered=found.disordered, alone=found.alone,
    )  # fmt: skip
    touchpoints = _touchpoints(backend, events, case_ratings, found, shape, scale)
    return Log(
        events=events, case_ratings=case_ratings, counts=counts, notes=tuple(notes),
        guesses=tuple(guesses), scale=scale,
        touchpoints=touchpoints, transitions=found.moves, first=found.first, last=found.last, shape=shape,
        backend=backend, keeper=keeper,
    )  # fmt: skip


def figures_of(backend: Any, events: Any, shape: Shape) -> Figures:
    """Count the events."""
    return measure(
        backend, events, shape.keys, exact=shape.exact, timed=shape.timed, handed="agent" in shape.roles,
        until_next=shape.between == "duration",
    )  # fmt: skip


def _touchpoints(
    backend: Any, events: Any, case_ratings: Any, found: Figures, shape: Shape, scale: Scale | None
) -> tuple[LoggedTouchpoint, ...]:
    ratings: Mapping[Any, Ratings] = {}
    whole: Mapping[Any, Ratings] = {}
    if scale is not None and "rating" in shape.roles:
        summed = sums_by(backend, events, "activity")
        ratings = shrunken({name: sums for (name,), sums in summed.items()}, scale)
    if scale is not None and case_ratings is not None:
        last = _last(events, shape).inner_join(case_ratings, "case")
        summed = sums_by(backend, last, "activity")
        whole = shrunken({name: sums for (name,), sums in summed.items()}, scale)
    channels = _channels(backend, events, scale) if "channel" in shape.roles else {}
    stages = _tally(backend, events, "stage") if "stage" in shape.roles else {}
    return tuple(
        LoggedTouchpoint(
            name=name, visits=row["visits"], cases=row["cases"], starts=row["starts"], ends=row["left"],
            handovers=row["handed"], place=row["places"] / row["visits"],
            duration=row.get("duration"), wait=row.get("wait"),
            ratings=ratings.get(name), case_ratings=whole.get(name), channels=channels.get(name, {}),
            stages=stages.get(name, {}),
        )
        for name, row in found.rows.items()
    )  # fmt: skip


def _last(events: Any, shape: Shape) -> Any:
    """The last activity of each case: case and activity."""
    told = steps(events, shape.keys)
    return told.group_by("case").aggregate(activity=told.activity.argmax(told.place))


def _tally(backend: Any, events: Any, column: str) -> dict[str, dict[str, int]]:
    """For each activity how many visits a value of a column has, the most frequent first."""
    told = events.filter(events[column].notnull())
    rows = backend.to_pyarrow(told.group_by("activity", column).aggregate(visits=told.count())).to_pylist()
    found: dict[str, dict[str, int]] = {}
    for row in sorted(rows, key=lambda row: (row["activity"], -row["visits"], row[column])):
        found.setdefault(row["activity"], {})[row[column]] = row["visits"]
    return found


def _channels(backend: Any, events: Any, scale: Scale | None) -> dict[str, dict[str, tuple[int, Ratings | None]]]:
    """For each activity its channels, each with its visits and ratings."""
    tally = _tally(backend, events, "channel")
    felt: Mapping[Any, Ratings] = {}
    if scale is not None:
        felt = shrunken(sums_by(backend, events, "activity", "channel"), scale)
    return {
        name: {channel: (visits, felt.get((name, channel))) for channel, visits in channels.items()}
        for name, channels in tally.items()
    }


def day(moment: int) -> str:
    """The day of a moment in microseconds since 1970.

    Example:
        >>> day(1_293_715_920_000_000)
        '2010-12-30'
    """
    try:
        return (datetime.datetime(1970, 1, 1) + datetime.timedelta(microseconds=moment)).date().isoformat()
    except OverflowError:
        return "?"
