"""Scores of journeys that are very long, very branched, or hardly ever left: as exact, and quick enough."""

from __future__ import annotations

import gc
import math
import random
import sys
import time
from collections.abc import Callable
from decimal import Decimal, localcontext
from fractions import Fraction

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeymap.chains.means import nodes
from journeymap.model import Journey, Touchpoint, Transition
from journeymap.scoring import Score, score
from tests.listing import branching, shares

Matrix = list[list[Fraction]]


# Against exact fractions


def solve(
    ways: dict[str, dict[str, Fraction]], inside: list[str], entering: dict[str, Fraction]
) -> dict[str, Fraction]:
    """Expected visits within ``inside``: entering x (I - ways)^-1, by Gaussian elimination in fractions."""
    rows = [
        [Fraction(i == j) - ways[j].get(i, Fraction(0)) for j in inside] + [entering.get(i, Fraction(0))]
        for i in inside
    ]
    for column in range(len(inside)):
        pivot = next(row for row in range(column, len(inside)) if rows[row][column])
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [value / rows[column][column] for value in rows[column]]
        for row in range(len(inside)):
            if row != column and rows[row][column]:
                factor = rows[row][column]
                rows[row] = [x - factor * y for x, y in zip(rows[row], rows[column], strict=True)]
    return {i: row[-1] for i, row in zip(inside, rows, strict=True)}


def by_levels(journey: Journey) -> tuple[dict[str, Fraction], dict[str, Fraction], dict[str, Fraction]]:
    """Expected visits, and the chances to be the peak and the end, by the definition with N(v) and h(v, u)."""
    resolved = {t.id: shares(journey, t) for t in journey}
    ways = {id: onward for id, (onward, _) in resolved.items()}
    level = {t.id: (abs(t.emotion), t.emotion < 0) for t in journey}
    visits = solve(ways, list(ways), {journey.first.id: Fraction(1)})
    peak, end = dict.fromkeys(ways, Fraction(0)), dict.fromkeys(ways, Fraction(0))
    for here in sorted(set(level.values())):
        up_to = [id for id in ways if level[id] <= here]
        start = {journey.first.id: Fraction(1)} if journey.first.id in up_to else {}
        counts = solve({id: ways[id] for id in up_to}, up_to, start)
        below = [id for id in ways if level[id] < here]
        for v in (id for id in up_to if level[id] == here):
            after = solve({id: ways[id] for id in below}, below, {id: ways[v].get(id, Fraction(0)) for id in below})
            for u, times in {**after, v: Fraction(1)}.items():
                share = counts[v] * times * resolved[u][1]
                peak[v] += share
                end[u] += share
    return visits, peak, end


@st.composite
def rarely_left(draw: st.DrawFn) -> Journey:
    """Loops within loops with shares down to 1e-12; from each touchpoint one way takes what is left."""
    count = draw(st.integers(2, 6))
    touchpoints = []
    for number in range(count):
        others = draw(st.lists(st.integers(0, count - 1), min_size=1, max_size=4, unique=True))
        odds = [draw(st.sampled_from([1e-12, 1e-9, 1e-6, 0.125, 0.2])) for _ in others[1:]]
        touchpoints.append(
            Touchpoint(
                f"t{number}",
                "Step",
                emotion=draw(st.sampled_from([-2, -1, 0, 1, 1.5, 2])),
                next=[
                    Transition(f"t{others[0]}"),
                    *(Transition(f"t{to}", probability=share) for to, share in zip(others[1:], odds, strict=True)),
                ],
                drop_off=draw(st.sampled_from([1e-12, 1e-9, 0.25])),
            )
        )
    return Journey("Rarely left", touchpoints=touchpoints)


@given(rarely_left())
@settings(max_examples=60, deadline=None)
def test_rare_exits_cost_no_accuracy(journey: Journey) -> None:
    """With shares down to 1e-12 every figure keeps eleven digits of what fractions give, small figures too."""
    visits, peak, end = by_levels(journey)
    found = score(journey)
    for mine, exact in ((found.visits, visits), (found.peak_probability, peak), (found.end_probability, end)):
        assert mine == pytest.approx({id: float(value) for id, value in exact.items()}, rel=1e-11, abs=0)
    assert sum(found.mean_share.values()) == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize("leaves", [0.5, 0.01, 1e-6, 1e-9, 1e-12])
def test_the_mean_of_a_loop_that_is_hardly_left(leaves: float) -> None:
    """The last step's share of the mean, E[1/L], is what the closed form gives for a geometric length."""
    journey = (
        Journey("Retry")
        .touchpoint("again", "Again", emotion=-1, next=[Transition("again"), Transition("out", probability=leaves)])
        .touchpoint("out", "Out", emotion=2)
    )
    with localcontext() as context:
        context.prec = 60
        exit, stay = Decimal(leaves), 1 - Decimal(leaves)
        share = float(exit / stay**2 * (-exit.ln() - stay))
    found = score(journey, weights="mean")
    assert found.mean_share["out"] == pytest.approx(share, rel=1e-12, abs=0)
    assert found.remembered == pytest.approx(-1 + 3 * share, abs=1e-12)
    assert found.visits["again"] == pytest.approx(1 / leaves, rel=1e-12)


def test_a_chain_of_ten_thousand_steps_is_exact() -> None:
    """10,000 steps, at each of which one in a hundred thousand leaves: as the sum over where they leave."""
    generator = random.Random(7)
    emotions = [generator.uniform(-2, 2) for _ in range(10_000)]
    line = [Touchpoint(f"t{i}", "Step", emotion=emotion, drop_off=1e-5) for i, emotion in enumerate(emotions)]
    found = score(Journey("Long", touchpoints=line))
    mean, end, peak, worst, total, left = [], [], [], 0.0, Fraction(0), Decimal(1)
    for number, emotion in enumerate(emotions, start=1):
        total += Fraction(emotion)
        worst = emotion if abs(emotion) >= abs(worst) else worst
        leaves = left if number == len(emotions) else left * Decimal("1e-5")
        left -= leaves
        mean.append(float(leaves) * float(total / number))
        end.append(float(leaves) * emotion)
        peak.append(float(leaves) * worst)
    for mine, exact in ((found.mean, mean), (found.end, end), (found.peak, peak)):
        assert mine == pytest.approx(math.fsum(exact), abs=1e-12)


def test_rounding_does_not_add_up_along_a_chain() -> None:
    """In a chain of 10,000 steps each has one ten-thousandth of the mean, to thirteen digits."""
    shares = score(
        Journey("Long", touchpoints=[Touchpoint(f"t{i}", "Step", emotion=1) for i in range(10_000)])
    ).mean_share
    assert max(shares.values()) == pytest.approx(1e-4, rel=2e-14, abs=0)
    assert min(shares.values()) == pytest.approx(1e-4, rel=2e-14, abs=0)


def test_lengths_are_inverted_to_thirteen_digits() -> None:
    """The points of the integral give 1/L for every length they are meant for, however wide the range."""
    for shortest, ratio in [(1, 1), (1, 2), (3, 10), (1, 1e3), (10_000, 1.5), (1, 1e9), (2, 1e14)]:
        points = nodes(shortest, shortest * ratio)
        for number in range(60):
            length = shortest * ratio ** (number / 59)
            inverse = math.fsum(weight * math.exp(-length * t) for t, weight in points)
            assert inverse * length == pytest.approx(1, abs=2e-13)


# Quick enough


def traced() -> bool:
    """Whether each line is being watched, as when coverage is measured, which makes any time meaningless."""
    tools = getattr(sys, "monitoring", None)
    return sys.gettrace() is not None or (tools is not None and any(map(tools.get_tool, range(6))))


timely = pytest.mark.skipif(traced(), reason="lines are being traced")


def seconds(*works: Callable[[], object], rounds: int = 5) -> list[float]:
    """The processor time of the quickest of some rounds of each work, taken in turn, without collecting garbage."""
    found: list[list[float]] = [[] for _ in works]
    gc.collect()
    gc.disable()
    try:
        for _ in range(rounds):
            for work, times in zip(works, found, strict=True):
                began = time.process_time()
                work()
                times.append(time.process_time() - began)
    finally:
        gc.enable()
    return [min(times) for times in found]


@timely
def test_a_million_million_paths_in_an_instant() -> None:
    """40 two-way branches, 2^40 paths, are scored exactly in under 50 ms."""
    journey = branching(40)
    assert seconds(lambda: score(journey))[0] < 0.05
    found = score(journey)
    assert found.peak == pytest.approx(-2, abs=1e-12)
    emotions = sum(number % 5 - 2 for number in range(40)) + 40 * (1.5 - 0.5) / 2 + 1
    assert found.mean == pytest.approx(emotions / 81, abs=1e-12)


def large(*, touchpoints: int = 2000, transitions: int = 4000, loops: int = 50, span: int = 12) -> Journey:
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


@timely
def test_two_thousand_touchpoints_with_fifty_loops() -> None:
    """2,000 touchpoints, 4,000 transitions and 50 loops, every emotion different, take under 3 s."""
    journey = large()
    found: list[Score] = []
    assert seconds(lambda: found.append(score(journey)), rounds=1)[0] < 3
    assert sum(found[0].shares.values()) == pytest.approx(1, abs=1e-12)


@timely
@pytest.mark.parametrize("rising", [False, True])
def test_twice_as_long_takes_twice_as_long(rising: bool) -> None:
    """A chain of 10,000 is scored well under 3 s, without recursion, and doubling it at most doubles that."""

    def chain(length: int) -> Journey:
        emotions = [2 * i / length if rising else i % 5 - 2 for i in range(length)]
        return Journey("Chain", touchpoints=[Touchpoint(f"t{i}", "Step", emotion=e) for i, e in enumerate(emotions)])

    half, whole = chain(5_000), chain(10_000)
    once, twice = seconds(lambda: score(half), lambda: score(whole), rounds=3)
    assert twice < 2
    assert twice < 2.6 * once


@timely
def test_a_loop_a_thousand_touchpoints_long() -> None:
    """One loop through 1,000 touchpoints is solved without recursion, and as cheaply as a chain."""
    line = [Touchpoint(f"t{i}", "Step", emotion=(-1) ** i) for i in range(1000)]
    line[-1] = attrs.evolve(line[-1], next=["t0"], drop_off=0.5, emotion=2)
    found: list[Score] = []
    assert seconds(lambda: found.append(score(Journey("Ring", touchpoints=line))), rounds=1)[0] < 2
    assert found[0].visits["t7"] == pytest.approx(2)
    assert found[0].mean_share["t7"] == pytest.approx(1 / 1000)
