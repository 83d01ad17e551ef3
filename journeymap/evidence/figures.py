"""What is counted in a log, by the engine: visits, transitions, times and ratings by touchpoint."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from journeymap.evidence.cleaning import in_order
from journeymap.evidence.quantiles import Quantiles, class_of, exactly, nearly, quantiles
from journeymap.evidence.shrinking import Ratings

__all__ = ["WAY", "Figures", "LoggedTouchpoint", "LoggedTransition", "measure", "steps", "suspects_in"]


@attrs.frozen(kw_only=True)
class LoggedTouchpoint:
    """What a log says of one touchpoint.

    Attributes:
        name: The activity.
        visits: How often it was visited.
        cases: In how many cases.
        starts: How many cases began here.
        ends: How many cases ended here.
        handovers: How often it was reached with another agent than the touchpoint before.
        place: At which place in a case it stands on average, from 0.
        duration: How long it took; None where start and end are not known apart.
        wait: How long it was from the end of the touchpoint before; None where it always came first.
        ratings: Ratings of its visits; None without any.
        case_ratings: Ratings of whole cases that ended here; None without any.
        channels: The channels, most frequent first: each with its visits and the ratings on it.
        stages: The stages, most frequent first, with their visits.
    """

    name: str
    visits: int
    cases: int
    starts: int
    ends: int
    handovers: int
    place: float
    duration: Quantiles | None
    wait: Quantiles | None
    ratings: Ratings | None = None
    case_ratings: Ratings | None = None
    channels: Mapping[str, tuple[int, Ratings | None]] = attrs.field(factory=dict)
    stages: Mapping[str, int] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class LoggedTransition:
    """What a log says of one way from a touchpoint to another, or back to itself.

    Attributes:
        origin: The activity before.
        to: The activity after.
        count: How often it was taken.
        probability: The share (0..1) of visits to the origin that went on this way.
        delay: How long it took, from the end of the one to the start of the other.
        handovers: How often the agent changed on it.
    """

    origin: str
    to: str
    count: int
    probability: float
    delay: Quantiles | None
    handovers: int


WAY = ("previous", "activity")
"""What tells one way from another."""

SUMS = ("visits", "places", "seconds", "tied", "suspects", "disordered", "handed")
"""What is added up over the ways to an activity."""


@attrs.frozen(kw_only=True)
class Figures:
    """All that one pass counts.

    Attributes:
        rows: For each activity its figures by name.
        moves: The transitions, by origin and by how often each is taken.
        cases: How many cases there are.
        events: How many events.
        tied: How many events came at the same time as the one before.
        disordered: How many stood before their predecessor in the source.
        alone: How many cases have a single event.
        suspects: Whether an event may be there twice.
        first: When the first began, in microseconds since 1970.
        last: When the last ended.
    """

    rows: Mapping[str, Mapping[str, Any]]
    moves: tuple[LoggedTransition, ...]
    cases: int
    events: int
    tied: int
    disordered: int
    alone: int
    suspects: bool
    first: int
    last: int


def steps(events: Any, keys: Sequence[str]) -> Any:
    """The events with what came before each in its case.

    Added are: place (from 0), previous (the activity before; None for the first), gap (microseconds from the end of the
    event before to the start of this one; None for the first), handed (whether the agent changed), and what tells
    events at the same time.
    """
    import ibis

    window = in_order(events, keys)
    there = set(events.columns)

    def before(name: str, by: int = 1) -> Any:
        return events[name].lag(by).over(window)

    gap = events.start - before("end" if "end" in keys else "start")
    told = {"handed": before("agent") != events.agent} if "agent" in there else {}
    if "order" in there:
        told["disordered"] = before("order") > events.order
    return events.mutate(
        place=ibis.row_number().over(window),
        previous=before("activity"),
        gap=(gap < 0).ifelse(0, gap),
        tied=before("start") == events.start,
        tied_twice=before("start", 2) == events.start,
        **told,
    )


def measure(
    backend: Any,
    events: Any,
    keys: Sequence[str],
    *,
    exact: bool,
    timed: bool = False,
    handed: bool = False,
    until_next: bool = False,
) -> Figures:
    """Count all there is in the events.

    Args:
        backend: The engine.
        events: The events, in one form.
        keys: By what those of a case are put in order.
        exact: Whether quantiles are exact, as they can be in a log that is not very large.
        timed: Whether start and end are known apart.
        handed: Whether agents are known.
        until_next: Whether an event lasts until the next one begins.
    """
    needed = ("case", "activity", *keys, *(("agent",) if handed else ()))
    found = steps(events.select(*dict.fromkeys(needed)), keys)
    tables = (_exact if exact else _near)(found, until_next=until_next and not timed)
    if timed:
        lasted = events.select("activity", time=events.end - events.start)
        tables["durations"] = (
            lasted.group_by("activity").aggregate(times=exactly(lasted.time))
            if exact
            else nearly(_classes(lasted, "activity"), "activity")
        )
    rows = _together(backend, tables)
    pairs = events.group_by("case", "activity").aggregate()
    met = backend.to_pyarrow(pairs.group_by("activity").aggregate(cases=pairs.count())).to_pylist()
    return _figures(rows, {row["activity"]: row["cases"] for row in met})


def _exact(found: Any, *, until_next: bool) -> dict[str, Any]:
    """What is asked of the steps, with exact quantiles."""
    times = exactly(found.gap)
    ways = found.group_by(*WAY).aggregate(**_sums(found), times=times)
    tables = {"ways": ways.drop("times"), "delays": ways.select(*WAY, "times")}
    tables["waits"] = found.group_by("activity").aggregate(times=times)
    if until_next:
        tables["durations"] = found.group_by("previous").aggregate(times=times)
    return tables


def _near(found: Any, *, until_next: bool) -> dict[str, Any]:
    """The same with quantiles that are near; the steps are counted once, and all the rest is summed up from that."""
    found = found.mutate(time=found.gap)
    classes = _classes(found, *WAY, **_sums(found))
    sums = {name: classes[name].sum() for name in SUMS if name in classes.columns}
    ways = classes.group_by(*WAY).aggregate(**sums, first=classes["first"].min(), last=classes["last"].max())
    tables = {"ways": ways, "delays": nearly(classes, *WAY), "waits": nearly(classes, "activity")}
    if until_next:
        tables["durations"] = nearly(classes, "previous")
    return tables


def _sums(found: Any) -> dict[str, Any]:
    """What is counted in any group of steps, besides times."""
    return {
        "visits": found.count(), "places": found.place.sum(), "seconds": (found.place == 1).sum(),
        "tied": found.tied.sum(), "suspects": suspects_in(found),
        "first": found.start.min(), "last": (found.end if "end" in found.columns else found.start).max(),
        **{name: found[name].sum() for name in ("disordered", "handed") if name in found.columns},
    }  # fmt: skip


def suspects_in(found: Any) -> Any:
    """How many of the steps may be of an event that is there twice: an aggregate."""
    again = found.tied & (found.previous == found.activity)
    return (again | found.tied_twice).sum()


def _classes(told: Any, *names: str, **sums: Any) -> Any:
    """How many times fall into each class, by group."""
    kept = {"visits": told.count(), **sums}
    return told.group_by(*names, **{"class": class_of(told.time)}).aggregate(
        **kept, least=told.time.min(), greatest=told.time.max()
    )


def _together(backend: Any, tables: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The rows of each table, asked for at once, so that the engine sorts the events once."""
    import ibis

    kinds = {name: kind for table in tables.values() for name, kind in table.schema().items()}
    padded = [
        table.mutate(
            **{name: ibis.null(kind) for name, kind in kinds.items() if name not in table.columns},
            table=ibis.literal(which),
        ).select("table", *kinds)
        for which, table in tables.items()
    ]
    rows = backend.to_pyarrow(ibis.union(*padded)).to_pylist()
    return {which: [row for row in rows if row["table"] == which] for which in tables}


def _figures(found: Mapping[str, Sequence[dict[str, Any]]], cases: Mapping[str, int]) -> Figures:
    rows: dict[str, dict[str, Any]] = {name: dict.fromkeys(SUMS, 0) for name in cases}
    for way in found["ways"]:
        row = rows[way["activity"]]
        for name in SUMS:
            row[name] += way.get(name) or 0
    for name, row in rows.items():
        row.update(cases=cases[name], starts=0, left=row["visits"])
    for way in found["ways"]:
        if way["previous"] is None:
            rows[way["activity"]]["starts"] = way["visits"]
        else:
            rows[way["previous"]]["left"] -= way["visits"]
    for row in found["waits"]:
        rows[row["activity"]]["wait"] = quantiles(row["times"])
    for row in found.get("durations", ()):
        if (name := row["activity"] or row["previous"]) is not None:
            rows[name]["duration"] = quantiles(row["times"])
    delays = {(row["previous"], row["activity"]): quantiles(row["times"]) for row in found["delays"]}
    moves = [
        LoggedTransition(
            origin=way["previous"], to=way["activity"], count=way["visits"],
            probability=way["visits"] / rows[way["previous"]]["visits"],
            delay=delays.get((way["previous"], way["activity"])), handovers=way.get("handed") or 0,
        )
        for way in found["ways"] if way["previous"] is not None
    ]  # fmt: skip
    begun = sum(row["starts"] for row in rows.values())

    def total(name: str) -> int:
        return int(sum(row[name] for row in rows.values()))

    return Figures(
        rows=dict(sorted(rows.items(), key=lambda row: (row[1]["places"] / row[1]["visits"], row[0]))),
        moves=tuple(sorted(moves, key=lambda move: (move.origin, -move.count, move.to))),
        cases=begun, events=total("visits"), tied=total("tied"), disordered=total("disordered"),
        alone=begun - total("seconds"), suspects=total("suspects") > 0,
        first=min(way["first"] for way in found["ways"]), last=max(way["last"] for way in found["ways"]),
    )  # fmt: skip
