"""Scoring by listing every path, in exact fractions: slow, obvious, and independent of the library's own way.

Only the model is used. ``every_path`` lists the paths of a journey without loops; ``unrolled`` follows customers
step by step until few are still under way, and puts together those who have met the same touchpoints equally often
and have the same peak and end. ``tally`` takes either and works out every figure of a score by its definition.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import attrs
from hypothesis import strategies as st

from journeymap.model import Journey, Touchpoint, Transition

Walk = tuple[str, ...]

EMOTIONS = st.sampled_from([None, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2]) | st.floats(-2, 2, allow_subnormal=False)
DYADIC = st.integers(1, 16).map(lambda number: number / 64)


@st.composite
def journeys(draw: st.DrawFn, *, size: int = 10, loops: bool = False, least_drop: float = 0.0) -> Journey:
    """Journeys of up to ``size`` touchpoints; without loops, every way leads to a later one."""
    count = draw(st.integers(1, size))
    touchpoints = []
    for number in range(count):
        others = list(range(count)) if loops else list(range(number + 1, count))
        chosen = draw(st.lists(st.sampled_from(others), max_size=3)) if others else []
        ways = [Transition(f"t{to}", probability=draw(st.none() | DYADIC)) for to in chosen]
        drop = draw(st.sampled_from([0.0, 0.125, 0.5])) if not least_drop else draw(st.floats(least_drop, 0.75))
        if drop + sum(way.probability or 0 for way in ways) > 1:
            ways = [attrs.evolve(way, probability=None) for way in ways]
        touchpoints.append(
            Touchpoint(
                f"t{number}",
                f"Step {number}",
                emotion=draw(EMOTIONS),
                kind=draw(st.sampled_from([None, None, None, None, "survey"])),
                ends=draw(st.sampled_from([None, None, None, "success", "failure"])),
                next=ways if chosen or draw(st.booleans()) else None,
                drop_off=drop,
            )
        )
    return Journey("Drawn", touchpoints=touchpoints)


def branching(count: int) -> Journey:
    """``count`` two-way branches in a row: 2^count paths."""
    touchpoints = []
    for number in range(count):
        onward = [f"s{number + 1}"]
        touchpoints += [
            Touchpoint(f"s{number}", "Choose", emotion=number % 5 - 2, next={f"a{number}": 0.5, f"b{number}": 0.5}),
            Touchpoint(f"a{number}", "One", emotion=1.5, next=onward),
            Touchpoint(f"b{number}", "Other", emotion=-0.5, next=onward),
        ]
    return Journey("Branching", touchpoints=[*touchpoints, Touchpoint(f"s{count}", "End", emotion=1)])


def shares(journey: Journey, touchpoint: Touchpoint) -> tuple[dict[str, Fraction], Fraction]:
    """Where those at a touchpoint go, and the share that leaves, as the design page defines it."""
    ways = journey.ways_from(touchpoint)
    drop = Fraction(touchpoint.drop_off)
    if not ways or (touchpoint.ends is not None and not drop) or drop == 1:
        return {}, Fraction(1)
    given = [None if way.probability is None else Fraction(way.probability) for way in ways]
    rest = 1 - drop - sum(share for share in given if share is not None)
    if None in given:
        each = max(rest, Fraction(0)) / given.count(None)
        resolved = [each if share is None else share for share in given]
    else:
        stated = sum(share for share in given if share is not None)
        if stated == 0:
            return {}, Fraction(1)
        resolved = [share / stated * (1 - drop) for share in given if share is not None]
    onward: dict[str, Fraction] = defaultdict(Fraction)
    for way, share in zip(ways, resolved, strict=True):
        onward[way.to] += share
    whole = sum(onward.values()) + drop
    return {to: share / whole for to, share in onward.items() if share}, drop / whole


def every_path(journey: Journey) -> Iterator[tuple[Walk, Fraction]]:
    """Every path of a journey without loops, with its probability."""
    resolved = {touchpoint.id: shares(journey, touchpoint) for touchpoint in journey}
    assert journey.first is not None
    walks: list[tuple[Walk, Fraction]] = [((journey.first.id,), Fraction(1))]
    while walks:
        walk, probability = walks.pop()
        onward, leaving = resolved[walk[-1]]
        if leaving:
            yield walk, probability * leaving
        walks.extend(((*walk, to), probability * share) for to, share in onward.items())


def unrolled(journey: Journey, *, missing: float) -> Iterator[tuple[Walk, float]]:
    """Paths until no more than a share ``missing`` of customers is under way; one path stands for all its like."""
    resolved = {
        touchpoint.id: ([(to, float(share)) for to, share in onward.items()], float(leaving))
        for touchpoint in journey
        for onward, leaving in [shares(journey, touchpoint)]
    }
    assert journey.first is not None
    first = journey.first.id
    once = {id: tuple(int(id == other) for other in resolved) for id in resolved}
    # Those at one touchpoint are alike who have met every touchpoint as often, and have the same peak and end.
    under_way: dict[Any, tuple[Walk, float]] = {(first, once[first], *peak_and_end(journey, (first,))): ((first,), 1.0)}
    while sum(probability for _, probability in under_way.values()) > missing:
        moved: dict[Any, tuple[Walk, float]] = {}
        for (here, met, peak, end), (walk, probability) in under_way.items():
            onward, leaving = resolved[here]
            if leaving:
                yield walk, probability * leaving
            for to, share in onward:
                marks = peak_and_end(journey, tuple(id for id in (peak, end, to) if id is not None))
                like = (to, tuple(map(sum, zip(met, once[to], strict=True))), *marks)
                longer, before = moved.get(like, ((*walk, to), 0.0))
                moved[like] = longer, before + probability * share
        under_way = moved


def experienced(journey: Journey, walk: Walk) -> list[str]:
    """The touchpoints of a path that are felt: not a survey, and of known emotion."""
    return [id for id in walk if journey[id].emotion is not None and journey[id].kind != "survey"]


def peak_and_end(journey: Journey, walk: Walk) -> tuple[str | None, str | None]:
    """The touchpoints where a path peaks and ends."""
    felt = experienced(journey, walk)
    peak = None
    for id in felt:
        emotion = journey[id].emotion
        best = journey[peak].emotion if peak else 0
        if peak is None or (abs(emotion), emotion < 0) >= (abs(best), best < 0):
            peak = id
    return peak, felt[-1] if felt else None


def tally(journey: Journey, paths: Iterable[tuple[Walk, Any]], *, weights: tuple[float, float, float]) -> Any:
    """Every figure of a score, from a list of paths."""
    wp, we, wm = map(Fraction, weights)
    peak_p, end_p, mean_p, visits, reach = (Counter[str]() for _ in range(5))
    joint: Counter[tuple[float, float]] = Counter()
    endings: dict[str, list[Any]] = defaultdict(lambda: [0, 0, 0, 0, 0])
    totals = [0, 0, 0]
    scored: Any = 0
    for walk, probability in paths:
        for id, times in Counter(walk).items():
            visits[id] += probability * times
            reach[id] += probability
        endings[walk[-1]][0] += probability
        felt = experienced(journey, walk)
        if not felt:
            continue
        scored += probability
        peak_id, end_id = peak_and_end(journey, walk)
        emotions = [Fraction(journey[id].emotion) for id in felt]
        figures = Fraction(journey[peak_id].emotion), emotions[-1], sum(emotions) / len(emotions)
        peak_p[peak_id] += probability
        end_p[end_id] += probability
        for id in felt:
            mean_p[id] += probability / len(felt)
        joint[float(figures[0]), float(figures[1])] += probability
        totals = [total + probability * figure for total, figure in zip(totals, figures, strict=True)]
        for number, figure in enumerate((1, *figures), start=1):
            endings[walk[-1]][number] += probability * figure
    whole = scored or 1
    peak, end, mean = (total / whole for total in totals)
    asked = [id for id in visits if journey[id].kind != "survey"]
    return SimpleNamespace(
        remembered=wp * peak + we * end + wm * mean if scored else None,
        peak=peak if scored else None,
        end=end if scored else None,
        mean=mean if scored else None,
        peak_probability={id: share / whole for id, share in peak_p.items()},
        end_probability={id: share / whole for id, share in end_p.items()},
        mean_share={id: share / whole for id, share in mean_p.items()},
        joint={pair: share / whole for pair, share in joint.items()},
        endings={
            id: (probability, (wp * p + we * e + wm * m) / known if known else None)
            for id, (probability, known, p, e, m) in endings.items()
        },
        visits=dict(visits),
        reach=dict(reach),
        scored=scored,
        coverage=sum(visits[id] for id in asked if journey[id].emotion is not None)
        / (sum(visits[id] for id in asked) or 1),
    )


def tangled(*, touchpoints: int = 2000, transitions: int = 4000, loops: int = 50, span: int = 12) -> Journey:
    """Many touchpoints with ways forward and, here and there, back."""
    generator = random.Random(3)
    ways = [{number + 1} for number in range(touchpoints - 1)] + [set()]
    missing = transitions - loops - touchpoints + 1
    while missing:
        here = generator.randrange(touchpoints - 2)
        there = min(touchpoints - 1, here + generator.randrange(2, span))
        missing -= there not in ways[here]
        ways[here].add(there)
    for here in generator.sample(range(span, touchpoints - 1), loops):
        ways[here].add(here - generator.randrange(span))
    return Journey(
        "Large",
        touchpoints=[
            Touchpoint(f"t{i}", "Step", emotion=generator.uniform(-2, 2), next=[f"t{to}" for to in sorted(onward)])
            for i, onward in enumerate(ways)
        ],
    )
