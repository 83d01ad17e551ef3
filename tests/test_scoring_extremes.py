"""Scores of journeys that are very long, very branched, or hardly ever left: as exact as any."""

from __future__ import annotations

import math
import random
from decimal import Decimal, localcontext
from fractions import Fraction

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeymap.chains.means import nodes
from journeymap.model import Journey, Touchpoint, Transition
from journeymap.scoring import score
from tests.listing import branching, shares, tangled

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


# Very large


def test_a_million_million_paths() -> None:
    """40 two-way branches in a row, 2^40 paths, are scored exactly."""
    found = score(branching(40))
    assert found.peak == pytest.approx(-2, abs=1e-12)
    emotions = sum(number % 5 - 2 for number in range(40)) + 40 * (1.5 - 0.5) / 2 + 1
    assert found.mean == pytest.approx(emotions / 81, abs=1e-12)


def test_two_thousand_touchpoints_with_fifty_loops() -> None:
    """2,000 touchpoints, 4,000 transitions and 50 loops, every emotion different, lose no customer."""
    found = score(tangled())
    assert sum(found.shares.values()) == pytest.approx(1, abs=1e-12)
    assert math.fsum(found.joint.values()) == pytest.approx(1, abs=1e-12)


def test_a_loop_a_thousand_touchpoints_long() -> None:
    """One loop through 1,000 touchpoints is solved without recursion."""
    line = [Touchpoint(f"t{i}", "Step", emotion=(-1) ** i) for i in range(1000)]
    line[-1] = attrs.evolve(line[-1], next=["t0"], drop_off=0.5, emotion=2)
    found = score(Journey("Ring", touchpoints=line))
    assert found.visits["t7"] == pytest.approx(2)
    assert found.mean_share["t7"] == pytest.approx(1 / 1000)


def test_going_round_almost_for_ever_is_still_counted() -> None:
    """Where all but one in 10^308 come round again, visits add up to more than floats hold; coverage is still told."""
    line = [Touchpoint(f"t{i}", "Step") for i in range(4)]
    line[-1] = attrs.evolve(line[-1], next=["t0"], drop_off=1.2e-308)
    assert score(Journey("Ring", touchpoints=line)).coverage == 0
