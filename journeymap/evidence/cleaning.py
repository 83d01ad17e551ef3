"""From a table as it came to events that can be counted: case, activity, times, rating and the rest, in one form.

Every step is an expression of Ibis; the engine runs them all in one pass. What is left out is counted by its reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from journeymap.errors import JourneyError, Problem, ReadError
from journeymap.evidence.columns import Columns
from journeymap.evidence.quantiles import SECOND
from journeymap.evidence.sources import ROW, Opened
from journeymap.evidence.times import Reading, read_times

__all__ = ["Cleaned", "clean", "expect_events", "in_order", "merged", "paired", "renamed", "singled", "split"]

TEXTS = ("channel", "stage", "agent", "segment", "lifecycle")

NO_CASE, NO_ACTIVITY, NO_TIME = "no case", "no activity", "no time"
UNREADABLE = "time that cannot be read"
DUPLICATE = "the same event once more"
REPEATED = "repeated right after itself, and merged"
LIFECYCLE = "lifecycle neither start nor complete"
PAIRED = "start and completion of one visit, put together"
RARE = "in a rare variant, left out"
UNREAD = "line that cannot be read"


@attrs.frozen(kw_only=True)
class Cleaned:
    """Events in one form, and what was counted on the way.

    Attributes:
        events: The events as a table of Ibis: case, activity, start and end in microseconds, rating, channel, stage,
            agent, segment, order.
        read: How many events the source holds.
        dropped: How many were left out, by reason.
        ratings: How many ratings there are, and which numbers they lie between; by name.
        timed: Whether a start and an end are known apart.
        ordered: Whether events at the same time keep the order of the source.
        notes: What was guessed.
    """

    events: Any
    read: int
    dropped: Mapping[str, int]
    ratings: Mapping[str, float]
    timed: bool
    ordered: bool
    notes: tuple[str, ...] = ()


def clean(opened: Opened, columns: Columns, *, formats: Sequence[str] = ()) -> Cleaned:
    """The events of a log that was opened, without those that say no case, no activity or no time.

    Raises:
        ReadError: When times cannot be read.
    """
    table, of = _long(opened, columns), dict(columns.of)
    if columns.milestones:
        of.update(activity="activity", time="time")
    timed = "start" in of
    times = [of[role] for role in ("time", "start") if role in of]
    reading = read_times(opened, table, times, formats)
    row = of.get("order") or (ROW if columns.milestones else opened.row)
    mapped = _mapped(table, of, reading, row)
    if columns.milestones:
        mapped = mapped.filter(mapped.written)  # a milestone that was not reached is no event
    read, dropped, ratings = _census(opened, mapped)
    if not dropped and not columns.milestones:
        kept = _mapped(table, of, reading, row, tidy=True)
    else:
        kept = mapped.filter(mapped.case.notnull(), mapped.activity.notnull(), mapped.end.notnull())
    return Cleaned(
        events=kept.drop("whose", "what", "written", "rated"), read=read, dropped=dropped, ratings=ratings, timed=timed,
        ordered=row is not None, notes=reading.notes,
    )  # fmt: skip


def _mapped(table: Any, of: Mapping[str, str], reading: Reading, row: str | None, *, tidy: bool = False) -> Any:
    """The events in one form; ``tidy`` where each is known to say its case and its activity."""
    import ibis

    def name_in(column: Any) -> Any:
        # Every text is looked at here, in each pass: it pays not to.
        return column if tidy and column.type().is_string() else text_in(column)

    end = reading.micros[of["time"]]
    facts = {role: text_in(table[of[role]]) if role in of else ibis.null("string") for role in TEXTS}
    return table.select(
        case=name_in(table[of["case"]]),
        activity=name_in(table[of["activity"]]),
        start=reading.micros[of["start"]].coalesce(end) if "start" in of else end,
        end=end,
        rating=number_in(table[of["rating"]]) if "rating" in of else ibis.null("float64"),
        case_rating=number_in(table[of["case_rating"]]) if "case_rating" in of else ibis.null("float64"),
        **facts,
        order=table[row] if row else ibis.null("int64"),
        whose=_there(table[of["case"]]),
        what=_there(table[of["activity"]]),
        written=_there(table[of["time"]]),
        rated=_there(table[of["rating"]]) if "rating" in of else ibis.literal(False),
    )


def _long(opened: Opened, columns: Columns) -> Any:
    """A wide table with a row for each milestone; any other as it is."""
    if not columns.milestones:
        return opened.table
    names = list(columns.milestones)
    kinds = {str(opened.table[name].type()) for name in names}
    table = (
        opened.table if len(kinds) == 1 else opened.table.mutate(**{n: opened.table[n].cast("string") for n in names})
    )
    clash = [name for name in ("activity", "time") if name in table.columns]
    table = table.drop(*clash) if clash else table
    long = table.pivot_longer(names, names_to="milestone", values_to="time")
    activity = long.milestone.cases(*columns.milestones.items(), else_=long.milestone)
    place = long.milestone.cases(*((name, at) for at, name in enumerate(names)), else_=0)
    return long.mutate(activity=activity, **{ROW: place})


def text_in(column: Any) -> Any:
    """A value as text; None when there is nothing in it."""
    if column.type().is_floating():  # a number that counts things, and became a fraction among empty cells
        whole = column.round().cast("int64").cast("string")
        return column.isnan().ifelse(None, (column == column.round()).ifelse(whole, column.cast("string")))
    if not column.type().is_string():
        return column.cast("string")
    return _blank(column).ifelse(None, column)


def _blank(column: Any) -> Any:
    """Whether there is nothing but blanks in a text."""
    # What is blank begins with a blank: hardly a text needs to be looked at as a whole.
    return (column < "!") & (column.strip() == "")


def number_in(column: Any) -> Any:
    """A value as a number; None when it is none."""
    if column.type().is_string():
        column = column.strip().try_cast("float64")
    elif not column.type().is_floating():
        return column.cast("float64")
    return column.isnan().ifelse(None, column)


def _there(column: Any) -> Any:
    """Whether there is anything in it."""
    if column.type().is_string():
        return column.notnull() & ~_blank(column)
    return number_in(column).notnull() if column.type().is_floating() else column.notnull()


def _census(opened: Opened, mapped: Any) -> tuple[int, dict[str, int], dict[str, float]]:
    """How many events there are, how many are left out, and what their ratings are."""
    whose, what = mapped.whose, mapped.what
    reasons = {
        NO_CASE: ~whose, NO_ACTIVITY: whose & ~what, NO_TIME: whose & what & ~mapped.written,
        UNREADABLE: whose & what & mapped.written & mapped.end.isnull(),
    }  # fmt: skip
    figures = opened.backend.to_pyarrow(mapped.aggregate(
        read=mapped.count(),
        **{f"r{at}": counted.sum() for at, counted in enumerate(reasons.values())},
        ratings=mapped.rating.count(), low=mapped.rating.min(), high=mapped.rating.max(), rated=mapped.rated.sum(),
        case_ratings=mapped.case_rating.count(), case_low=mapped.case_rating.min(), case_high=mapped.case_rating.max(),
    )).to_pylist()[0]  # fmt: skip
    dropped = {reason: int(count) for at, reason in enumerate(reasons) if (count := figures[f"r{at}"])}
    kept = ("ratings", "low", "high", "rated", "case_ratings", "case_low", "case_high")
    return int(figures["read"]), dropped, {name: figures[name] or 0 for name in kept}


# Steps that are taken where they are asked for


def renamed(events: Any, names: Mapping[str, str]) -> Any:
    """The events with activities renamed, and thereby grouped; a name may hold ``*`` for anything."""
    import ibis

    branches = []
    for old, new in names.items():
        if "*" in old:
            pattern = ".*".join(_literal(part) for part in old.split("*"))
            branches.append((events.activity.re_search(f"^{pattern}$"), new))
        else:
            branches.append((events.activity == old, new))
    return events.mutate(activity=ibis.cases(*branches, else_=events.activity)) if branches else events


def _literal(text: str) -> str:
    """A text as a regular expression that every engine takes for just that."""
    return "".join(letter if letter.isalnum() or letter in " _" else f"\\{letter}" for letter in text)


def paired(events: Any) -> Any:
    """Visits of which a start and a completion were noted as two events: the k-th start with the k-th completion."""
    import ibis

    told = events.lifecycle.lower()
    begun, done = told == "start", (told == "complete") | told.isnull()
    chosen = events.filter(begun | done)
    told = chosen.lifecycle.lower()
    chosen = chosen.mutate(begun=told == "start")
    turn = ibis.row_number().over(group_by=["case", "activity", "begun"], order_by=["end", "order"])
    chosen = chosen.mutate(turn=turn)
    others = [name for name in events.columns if name not in ("case", "activity", "start", "end", "order", "lifecycle")]
    visits = chosen.group_by("case", "activity", "turn").aggregate(
        start=chosen.end.min(), end=chosen.end.max(), order=chosen.order.min(),
        lifecycle=ibis.null("string"), **{name: chosen[name].max() for name in others},
    )  # fmt: skip
    return visits.select(*events.columns)


def singled(events: Any) -> Any:
    """The events without those that say the same as one before: case, activity, times and all else."""
    import ibis

    same = [name for name in events.columns if name != "order"]
    copy = events.mutate(copy=ibis.row_number().over(group_by=same, order_by="order"))
    return copy.filter(copy.copy == 0).drop("copy")


def in_order(events: Any, keys: Sequence[str], *, so_far: bool = False) -> Any:
    """The window over the events of each case, in order; with ``so_far`` it ends at each event."""
    import ibis

    if so_far:
        return ibis.window(group_by="case", order_by=list(keys), preceding=None, following=0)
    return ibis.window(group_by="case", order_by=list(keys))


def split(events: Any, gap: float, keys: Sequence[str]) -> Any:
    """Cases split where nothing happened for longer than ``gap`` seconds: each part is a case of its own."""
    if gap <= 0:
        raise JourneyError(f"session_gap: expected more than 0 seconds (got {gap:g})")
    begins = (events.start - events.end.lag().over(in_order(events, keys)) > int(gap * SECOND)).ifelse(1, 0)
    told = events.mutate(begins=begins)
    told = told.mutate(session=told.begins.sum().over(in_order(told, keys, so_far=True)) + 1)
    return told.mutate(case=told.case + "/" + told.session.cast("string")).drop("begins", "session")


def merged(events: Any, keys: Sequence[str]) -> Any:
    """Visits that follow right upon a visit to the same place, put together with it."""
    before = events.activity.lag().over(in_order(events, keys))
    told = events.mutate(fresh=(before == events.activity).fill_null(False).ifelse(0, 1))
    told = told.mutate(run=told.fresh.sum().over(in_order(told, keys, so_far=True)))
    others = [name for name in events.columns if name not in ("case", "activity", "start", "end", "order", "rating")]
    runs = told.group_by("case", "activity", "run").aggregate(
        start=told.start.min(), end=told.end.max(), order=told.order.min(), rating=told.rating.mean(),
        **{name: told[name].max() for name in others},
    )  # fmt: skip
    return runs.select(*events.columns)


def expect_events(name: str, read: int, dropped: Mapping[str, int]) -> None:
    """Refuse a log of which nothing is left.

    Raises:
        ReadError: With what was left out, and why.
    """
    if read == sum(dropped.values()):
        why = "; ".join(f"{count:,}: {reason}" for reason, count in dropped.items())
        raise ReadError([Problem(
            f"none of its {read:,} events can be used ({why})" if read else "holds no events", source=name
        )])  # fmt: skip
