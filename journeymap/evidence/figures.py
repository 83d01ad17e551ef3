"""What is counted in a log, in one pass of the engine: visits, transitions, times and ratings by touchpoint."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

import attrs

from journeymap.evidence.cleaning import SECOND, in_order
from journeymap.metrics import Z
from journeymap.model import Scale

__all__ = ["Figures", "LoggedTouchpoint", "LoggedTransition", "Quantiles", "Ratings", "measure", "shrunken", "steps"]

FEW = 30
"""Of fewer ratings than these the mean is drawn towards that of all touchpoints."""

THOUSAND = 1000
"""Ratings are summed in thousandths, as whole numbers, so that every run comes to the same last digit."""


class Quantiles(NamedTuple):
    """What half, 80 % and 90 % of all values do not exceed, in seconds."""

    median: float
    p80: float
    p90: float


@attrs.frozen
class Ratings:
    """Ratings of one touchpoint, or of those who ended there, as emotions from −2 to +2.

    Attributes:
        n: How many there are.
        mean: Their mean.
        sd: Their standard deviation; None of a single one.
        emotion: The mean; of fewer than 30 ratings drawn towards that of all touchpoints.
        low: The lower end of its 95 % interval.
        high: The upper end.
    """

    n: int
    mean: float
    sd: float | None
    emotion: float
    low: float
    high: float


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


Place = TypeVar("Place")
"""What ratings are told by: an activity, or an activity and a channel."""

Sums = tuple[int, int, int]
"""How many ratings; their sum, and the sum of their squares, in thousandths and millionths."""


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


def measure(backend: Any, events: Any, keys: Sequence[str], *, timed: bool, rated: bool, handed: bool) -> Figures:
    """Count all there is in the events, in one pass.

    Args:
        backend: The engine.
        events: The events, in one form.
        keys: By what those of a case are put in order.
        timed: Whether start and end are known apart.
        rated: Whether events have ratings.
        handed: Whether agents are known.
    """
    needed = ("case", "activity", *keys, *(("rating",) if rated else ()), *(("agent",) if handed else ()))
    found = steps(events.select(*dict.fromkeys(needed)), keys)
    ratings: dict[str, Any] = {}
    if rated:
        rating = (found.rating * THOUSAND).round().cast("int64")
        ratings = {"n": found.rating.count(), "sum": rating.sum(), "squares": (rating * rating).sum()}
    again = found.tied & (found.previous == found.activity)
    by_place = found.group_by("activity").aggregate(
        visits=found.count(), gaps=found.gap.quantile([0.5, 0.8, 0.9]), cases=found.case.nunique(),
        places=found.place.sum(), seconds=(found.place == 1).sum(), tied=found.tied.sum(),
        suspects=(again | found.tied_twice).sum(), first=found.start.min(),
        last=(found.end if timed else found.start).max(),
        **({"disordered": found.disordered.sum()} if "order" in keys else {}),
        **({"handed": found.handed.sum()} if handed else {}),
        **({"lasted": (found.end - found.start).quantile([0.5, 0.8, 0.9])} if timed else {}),
        **ratings,
    )  # fmt: skip
    by_way = found.group_by("previous", "activity").aggregate(
        visits=found.count(), gaps=found.gap.quantile([0.5, 0.8, 0.9]),
        **({"handed": found.handed.sum()} if handed else {}),
    )  # fmt: skip
    places, ways = _together(backend, by_place, by_way)
    return _figures(places, ways)


def _together(backend: Any, by_place: Any, by_way: Any) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The rows of both tables, asked for at once, so that the engine sorts the events once."""
    import ibis

    schema = by_place.schema()
    left = by_place.mutate(previous=ibis.null("string"), way=ibis.literal(False))
    missing = {name: ibis.null(kind) for name, kind in schema.items() if name not in by_way.columns}
    right = by_way.mutate(**missing, way=ibis.literal(True)).select(*left.columns)
    rows = backend.to_pyarrow(ibis.union(left, right)).to_pylist()
    return [row for row in rows if not row["way"]], [row for row in rows if row["way"]]


def _figures(places: Sequence[dict[str, Any]], ways: Sequence[dict[str, Any]]) -> Figures:
    rows = {row["activity"]: {**row, "starts": 0, "left": row["visits"]} for row in places}
    for way in ways:
        if way["previous"] is None:
            rows[way["activity"]]["starts"] = way["visits"]
        else:
            rows[way["previous"]]["left"] -= way["visits"]
    moves = [
        LoggedTransition(
            origin=way["previous"], to=way["activity"], count=way["visits"],
            probability=way["visits"] / rows[way["previous"]]["visits"], delay=quantiles(way["gaps"]),
            handovers=way.get("handed") or 0,
        )
        for way in ways if way["previous"] is not None
    ]  # fmt: skip
    cases = sum(row["starts"] for row in rows.values())

    def total(name: str) -> int:
        return int(sum(row.get(name) or 0 for row in rows.values()))

    return Figures(
        rows=dict(sorted(rows.items(), key=lambda row: (row[1]["places"] / row[1]["visits"], row[0]))),
        moves=tuple(sorted(moves, key=lambda move: (move.origin, -move.count, move.to))),
        cases=cases, events=total("visits"), tied=total("tied"), disordered=total("disordered"),
        alone=cases - total("seconds"), suspects=total("suspects") > 0,
        first=min(row["first"] for row in rows.values()), last=max(row["last"] for row in rows.values()),
    )  # fmt: skip


def quantiles(found: Sequence[float] | None) -> Quantiles | None:
    """Quantiles in seconds, to the millisecond."""
    if not found or found[0] is None:
        return None
    return Quantiles(*(round(value / SECOND, 3) for value in found))


# Ratings


def shrunken(sums: Mapping[Place, Sums | None], scale: Scale) -> dict[Place, Ratings]:
    """The ratings of each touchpoint, few of them drawn towards the mean of all.

    The touchpoints' true means are taken to vary around a common one, ratings around their touchpoint's (a random
    effects model; DerSimonian and Laird's moments): a mean of fewer than 30 is weighted against the common one by how
    much is known. Where ratings never differ within a touchpoint, or fewer than three are rated, means stay.
    """
    counted = {name: each for name, each in sums.items() if each is not None and each[0]}
    factor = 4 / (scale.high - scale.low)
    means = {name: scale.emotion(_within(total / n / THOUSAND, scale)) for name, (n, total, _) in counted.items()}
    squares = {
        name: max(0.0, squares - total * total / n) * (factor / THOUSAND) ** 2
        for name, (n, total, squares) in counted.items()
    }
    spare = sum(n - 1 for n, _, _ in counted.values())
    within = math.fsum(squares.values()) / spare if spare else 0.0  # the same in whichever order an engine answers
    between, middle = _between({name: n for name, (n, _, _) in counted.items()}, means, within)
    found = {}
    for name, (n, _, _) in counted.items():
        emotion, error = _drawn(means[name], n, within, between, middle)
        sd = math.sqrt(squares[name] / (n - 1)) if n > 1 else None
        low, high = max(-2.0, emotion - Z * error), min(2.0, emotion + Z * error)
        found[name] = Ratings(n, means[name], sd, emotion, low, high)
    return found


def _within(rating: float, scale: Scale) -> float:
    """A mean that rounding has not moved off its scale."""
    low, high = sorted((scale.low, scale.high))
    return min(max(rating, low), high)


def _between(counts: Mapping[Place, int], means: Mapping[Place, float], within: float) -> tuple[float, float]:
    """How much touchpoints differ beyond chance (a variance), and their common mean."""
    total = sum(counts.values())
    middle = math.fsum(n * means[name] for name, n in counts.items()) / total if total else 0.0
    if len(counts) < 3 or not within:
        return math.inf, middle
    spread = math.fsum(n * (means[name] - middle) ** 2 for name, n in counts.items())
    room = total - sum(n * n for n in counts.values()) / total
    between = max(0.0, (spread - (len(counts) - 1) * within) / room)
    if between:
        weights = {name: 1 / (within / n + between) for name, n in counts.items()}
        middle = math.fsum(weights[name] * means[name] for name in counts) / math.fsum(weights.values())
    return between, middle


def _drawn(mean: float, n: int, within: float, between: float, middle: float) -> tuple[float, float]:
    """A mean drawn towards the common one, and its standard error."""
    chance = within / n
    if not chance or math.isinf(between) or n >= FEW:
        return mean, math.sqrt(chance)
    own = between / (between + chance)
    return own * mean + (1 - own) * middle, math.sqrt(own * chance)


def lasting(backend: Any, events: Any, keys: Sequence[str]) -> dict[str, Quantiles | None]:
    """For each activity how long it was until the next event began."""
    found = steps(events, keys)
    told = found.filter(found.previous.notnull())
    rows = backend.to_pyarrow(told.group_by("previous").aggregate(gaps=told.gap.quantile([0.5, 0.8, 0.9]))).to_pylist()
    return {row["previous"]: quantiles(row["gaps"]) for row in rows}
