"""What a map says of each touchpoint, before any of it has a place on the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import attrs

from journeymap import graph, scoring
from journeymap.errors import ScoringError
from journeymap.facts import Fee
from journeymap.model import Journey, Touchpoint
from journeymap.pathfinding import paths

if TYPE_CHECKING:
    from journeymap.auditing import Audit
    from journeymap.rulebook import Finding

__all__ = ["Leg", "Place", "Reading", "read", "runs"]

LIKELY = 0.01
"""From which share of customers on an ending counts as likely."""


@attrs.frozen(kw_only=True, eq=False)
class Place:
    """A touchpoint as the map shows it.

    Attributes:
        touchpoint: The touchpoint.
        column: Which column it is, from 0.
        main: Whether it is on the likeliest path.
        reach: The share of customers who ever come here; None when unknown.
        felt: Whether its emotion is known and counts: a survey is not part of what is experienced.
        memory: How much of what is remembered sits here; None when unknown.
        ends: The share of customers whose journey ends here; 0 when it does not.
        final: Whether it ends here for all who come.
        marks: What stands beside its face: pairs of ``peak``, ``end`` or ``worst``, and for which share.
        findings: What failed here, worst first.
        fees: What the customer first learns here that must be paid on top.
    """

    touchpoint: Touchpoint
    column: int
    main: bool
    reach: float | None
    felt: bool
    memory: float | None
    ends: float
    final: bool
    marks: tuple[tuple[str, float], ...]
    findings: tuple[Finding, ...]
    fees: tuple[Fee, ...]

    @property
    def unknown(self) -> bool:
        """Whether its emotion should be known and is not; a survey is not part of what is experienced."""
        return self.touchpoint.emotion is None and self.touchpoint.kind != "survey"


@attrs.frozen(kw_only=True)
class Leg:
    """A way that is drawn apart from the main line.

    Attributes:
        source: The column where it starts.
        target: The column where it leads; None where the journey ends for those who take it.
        kind: The kind of way, or how the journey ends.
        share: Of those at the source, or for an end of all customers; None where nobody takes it on this visit.
        label: The condition under which it is taken, if the journey says so.
        flow: The share of all customers who take it, to tell what matters most.
    """

    source: int
    target: int | None
    kind: str
    share: float | None
    label: str
    flow: float


@attrs.frozen(kw_only=True, eq=False)
class Reading:
    """A journey, read for its map.

    Attributes:
        journey: The journey.
        audit: The audit, if the map shows one.
        score: How it is remembered; None when it cannot be scored.
        routes: Where customers can go.
        places: The touchpoints, in the order of the columns.
        line: The columns on the likeliest path, in the order in which they are met.
        taken: The share of customers who take exactly this path; None when nobody can finish the journey.
        legs: All other ways, and all other ends.
        general: What failed about the journey as a whole, worst first.
    """

    journey: Journey
    audit: Audit | None
    score: scoring.Score | None
    routes: graph.Routes
    places: tuple[Place, ...]
    line: tuple[int, ...]
    taken: float | None
    legs: tuple[Leg, ...]
    general: tuple[Finding, ...]


def read(journey: Journey, audit: Audit | None) -> Reading:
    """Work out everything that the map of a journey shows."""
    routes = graph.routes(journey)
    score = _score(journey) if audit is None else audit.score
    order = _columns(journey)
    column_of = {position: column for column, position in enumerate(order)}
    likeliest = next(paths(journey, limit=1), None)
    path = _round(routes) if likeliest is None else tuple(journey.positions[id] for id in likeliest.ids)
    line = tuple(column_of[position] for position in path)
    marks = _marks(journey, score, path)
    findings: dict[str | None, list[Finding]] = {}
    for finding in audit.findings if audit else ():
        findings.setdefault(finding.touchpoint, []).append(finding)
    fees: dict[str | None, list[Fee]] = {}
    for fee in (fee for touchpoint in journey.touchpoints for fee in touchpoint.fees or ()):
        fees.setdefault(fee.disclosed_at, []).append(fee)
    on_line = set(path)
    places = tuple(
        Place(
            touchpoint=touchpoint,
            column=column,
            main=position in on_line,
            reach=score.reach.get(touchpoint.id) if score else None,
            felt=touchpoint.emotion is not None and touchpoint.kind != "survey",
            memory=_memory(score, touchpoint),
            ends=score.endings[touchpoint.id].probability if score and touchpoint.id in score.endings else 0.0,
            final=routes.leaving[position] >= 1,
            marks=marks.get(touchpoint.id, ()),
            findings=_worst_first(findings.get(touchpoint.id, ())),
            fees=tuple(fees.get(touchpoint.id, ())),
        )
        for column, position in enumerate(order)
        for touchpoint in (journey.touchpoints[position],)
    )
    return Reading(
        journey=journey,
        audit=audit,
        score=score,
        routes=routes,
        places=places,
        line=line,
        taken=None if likeliest is None else likeliest.probability,
        legs=tuple(_legs(routes, path, column_of, places)),
        general=_worst_first(findings.get(None, ())),
    )


def runs(reading: Reading, columns: Mapping[str, int] | None = None) -> list[list[tuple[float, float]]]:
    """The main line as runs of points (column, emotion), broken where an emotion is unknown or the line goes back.

    Args:
        reading: The journey.
        columns: The columns by id, when the line is to stand on the map of another journey; what is not there is
            passed over.
    """
    found: list[list[tuple[float, float]]] = [[]]
    last = -1
    for own in reading.line:
        place = reading.places[own]
        column = own if columns is None else columns.get(place.touchpoint.id)
        if column is None:
            continue
        if place.unknown or column <= last:
            found.append([])
        if place.touchpoint.emotion is not None:
            found[-1].append((column, place.touchpoint.emotion))
        last = column
    return [run for run in found if run]


def _worst_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: -finding.severity.weight))


def _score(journey: Journey) -> scoring.Score | None:
    try:
        return scoring.score(journey)
    except ScoringError:
        return None


def _columns(journey: Journey) -> list[int]:
    """The positions of the touchpoints in the order of the columns: by stage, and as written within a stage."""
    rank = {stage.name: number for number, stage in enumerate(journey.stages)}
    key, last = [], 0
    for touchpoint in journey.touchpoints:
        last = rank[touchpoint.stage] if touchpoint.stage is not None else last
        key.append(last)
    return sorted(range(len(key)), key=key.__getitem__)


def _round(routes: graph.Routes) -> tuple[int, ...]:
    """Where most go, until they go round, in a journey that nobody can finish."""
    path: list[int] = []
    here = routes.start
    while here is not None and here not in path:
        path.append(here)
        here = max(routes.ways[here], key=lambda way: way.share).to if routes.ways[here] else None
    return tuple(path)


def _memory(score: scoring.Score | None, touchpoint: Touchpoint) -> float | None:
    if score is None or touchpoint.emotion is None or touchpoint.kind == "survey" or not score.reach[touchpoint.id]:
        return None
    return score.shares[touchpoint.id]


def _marks(
    journey: Journey, score: scoring.Score | None, path: Sequence[int]
) -> dict[str, tuple[tuple[str, float], ...]]:
    """The peak and the end that most customers have, and the worst of each that is likely too."""
    if score is None:
        return {}
    found: dict[str, list[tuple[str, float]]] = {}
    on_line = [journey.touchpoints[position].id for position in reversed(path)]
    for names, shares in ((("peak", "peak"), score.peak_probability), (("end", "worst"), score.end_probability)):
        likely = {id: share for id, share in shares.items() if share >= LIKELY}
        if not likely:
            continue
        usual = max(likely, key=likely.__getitem__)
        if names[0] == "end":
            usual = next((id for id in on_line if id in likely), usual)
        worst = min(likely, key=lambda id: journey[id].emotion or 0.0)
        found.setdefault(usual, []).append((names[0], likely[usual]))
        if (journey[worst].emotion or 0.0) < min(0.0, journey[usual].emotion or 0.0):
            found.setdefault(worst, []).append((names[1], likely[worst]))
    return {id: tuple(marks) for id, marks in found.items()}


def _legs(
    routes: graph.Routes, path: Sequence[int], column_of: dict[int, int], places: Sequence[Place]
) -> Iterator[Leg]:
    """Every way that the main line does not take, or takes backwards; and where some leave while others go on."""
    steps = set(pairwise(path))
    for here, ways in enumerate(routes.ways):
        source = column_of[here]
        reach = places[source].reach
        for way in ways:
            target = column_of[way.to]
            if (here, way.to) in steps and target > source:
                continue
            yield Leg(
                source=source,
                target=target,
                kind="main" if (here, way.to) in steps else way.kind,
                share=way.share or None,
                label=way.transition.condition or "",
                flow=way.share * (1.0 if reach is None else reach),
            )
        place = places[source]
        if 0 < routes.leaving[here] < 1 and here != path[-1] and (place.ends > 0 or reach is None):
            yield Leg(
                source=source,
                target=None,
                kind=place.touchpoint.ends or ("abandon" if place.touchpoint.drop_off else "end"),
                share=place.ends or None,
                label="",
                flow=place.ends,
            )
