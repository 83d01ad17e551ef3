"""How long it takes to rank changes and to find a better order, and what listing every order would take.

Run with ``pytest tests/benchmarks --benchmark-only -s``.
"""

from __future__ import annotations

import random
import time
from itertools import permutations
from typing import Any

from journeymap.model import Journey, Touchpoint
from journeymap.scoring import score
from journeymap.sequencing import resequence, sequence_value, what_if

LEVELS = (1, -1, 0.5, 2, -2)


def line(count: int, *, movable: bool | None = None) -> Journey:
    """Touchpoints in a row whose emotions go up and down."""
    touchpoints = [
        Touchpoint(f"t{n}", f"Step {n}", emotion=LEVELS[n % 5] * (1 - n / 100), movable=movable) for n in range(count)
    ]
    return Journey("Line", touchpoints=touchpoints)


def with_retries(count: int) -> Journey:
    """The same, where every fifth touchpoint sends one in ten back three."""
    journey = line(count)
    for n in range(4, count - 1, 5):
        journey = journey.change(f"t{n}", next={f"t{n + 1}": 0.9, f"t{n - 2}": 0.1})
    return journey


def test_ranking_changes_of_a_line(benchmark: Any) -> None:
    """Thirty touchpoints in a row."""
    assert benchmark(what_if, line(30, movable=True))


def test_ranking_changes_with_loops(benchmark: Any) -> None:
    """Thirty touchpoints with five loops: each change is scored exactly."""
    assert benchmark(what_if, with_retries(30))


def with_branches(count: int) -> Journey:
    """Touchpoints each of which three in ten customers leave for the one after the next, every emotion different."""
    generator = random.Random(1)
    touchpoints = [
        Touchpoint(f"t{n}", f"Step {n}", emotion=generator.uniform(-2, 2), next={f"t{n + 1}": 0.7, f"t{n + 2}": 0.3})
        for n in range(count)
    ]
    last = (Touchpoint(f"t{count}", "Last but one", emotion=-1), Touchpoint(f"t{count + 1}", "Last", emotion=1))
    return Journey("Branches", touchpoints=[*touchpoints, *last])


def test_ranking_changes_of_a_large_journey(benchmark: Any) -> None:
    """202 touchpoints with 200 branches: prints how many times the time of one score ranking 500 changes takes."""
    journey = with_branches(200)
    begun = time.process_time()
    for _ in range(5):
        score(journey)
    once = (time.process_time() - begun) / 5
    begun = time.process_time()
    assert benchmark.pedantic(what_if, (journey,), rounds=1)
    took = time.process_time() - begun
    print(f"\n202 touchpoints, 200 branches: {took:.2f} s of processor time, {took / once:.0f} times one score")


def test_a_better_order_of_twelve(benchmark: Any) -> None:
    """Twelve free touchpoints: 4,096 sets instead of 479,001,600 orders."""
    assert benchmark(resequence, line(12, movable=True)).changed


def test_a_better_order_of_thirty(benchmark: Any) -> None:
    """Thirty free touchpoints, by local search."""
    assert benchmark.pedantic(resequence, (line(30, movable=True),), rounds=1).changed


def test_a_better_order_beside_listing_every_order(benchmark: Any) -> None:
    """Eight free touchpoints: prints how many times quicker looking at sets is than at all 40,320 orders."""
    journey = line(8, movable=True)
    levels = [touchpoint.emotion or 0.0 for touchpoint in journey]
    begun = time.perf_counter()
    best = max(sequence_value(order) for order in permutations(levels))
    listing = time.perf_counter() - begun
    found = benchmark(resequence, journey)
    ratio = listing / benchmark.stats.stats.mean
    print(
        f"\n8 free touchpoints: {ratio:.0f} times quicker than listing, S {found.lines[0].value_after:.6f} / {best:.6f}"
    )
