"""Exact scores beside listing every path and beside sampling: the time of each, and the error of each.

Run with ``pytest tests/benchmarks --benchmark-only -s``.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import networkx
import pytest

from journeymap.graph import network
from journeymap.model import Journey, Touchpoint
from journeymap.recalling import recall
from journeymap.scoring import score
from tests.listing import branching, tangled

WALKS = 100_000


def retrying(count: int) -> Journey:
    """Payments in a row, each of which may be declined and tried again: infinitely many paths."""
    journey = Journey("Retrying")
    for number in range(count):
        journey = journey.touchpoint(
            f"pay{number}", "Payment", emotion=-0.5, next={f"pay{number + 1}": 0.8, f"declined{number}": 0.2}
        ).touchpoint(f"declined{number}", "Declined", emotion=-2, next=[f"pay{number}"], drop_off=0.25)
    return journey.touchpoint(f"pay{count}", "Confirmed", emotion=1.5, ends="success")


def listed(journey: Journey) -> float:
    """The score by listing every path with networkx; right only where there are no loops."""
    graph = network(journey)
    shares = {(here, there): data["probability"] for here, there, data in graph.edges(data=True)}
    leaving = graph.nodes(data="leaving")
    total = 0.0
    for ending in (id for id, share in leaving if share > 0):
        for walk in networkx.all_simple_paths(networkx.DiGraph(graph), graph.graph["start"], ending):
            probability = leaving[ending]
            for pair in pairwise(walk):
                probability *= shares[pair]
            total += probability * recall(graph.nodes[id].get("emotion") for id in walk).remembered
    return total


def sampled(journey: Journey) -> float:
    """The score by following 100,000 customers at random."""
    generator = random.Random(1)
    graph = network(journey)
    onward = {
        id: ([*graph.successors(id), None], [data["probability"] for *_, data in graph.out_edges(id, data=True)])
        for id in graph
    }
    total = 0.0
    for _ in range(WALKS):
        here, emotions = graph.graph["start"], []
        while here is not None:
            emotions.append(graph.nodes[here].get("emotion"))
            places, odds = onward[here]
            here = generator.choices(places, [*odds, graph.nodes[here]["leaving"]])[0]
        total += recall(emotions).remembered
    return total / WALKS


def timed(work: Callable[[], float]) -> tuple[float, float]:
    began = time.perf_counter()
    result = work()
    return result, time.perf_counter() - began


@pytest.mark.parametrize(
    ("journey", "loops"), [(branching(14), False), (retrying(8), True)], ids=["branches", "retries"]
)
def test_exact_beside_listing_and_sampling(benchmark: Any, journey: Journey, loops: bool) -> None:
    """The exact score is quicker than either, and the only one without error where there are loops."""
    exact = benchmark(lambda: score(journey).remembered)
    _, base = min((timed(lambda: score(journey).remembered) for _ in range(3)), key=lambda pair: pair[1])
    print(f"\n{journey.name}: exact {exact:+.12f} in {base * 1000:.2f} ms")
    for label, work in (("listing", lambda: listed(journey)), ("100,000 walks", lambda: sampled(journey))):
        result, took = timed(work)
        print(f"  {label:<14} x{took / base:>8.1f} the time, error {abs(result - exact):.1e}")
        benchmark.extra_info[label] = {"ratio": took / base, "error": abs(result - exact)}
        if label == "listing" and not loops:
            assert result == pytest.approx(exact, abs=1e-10)
        assert result == pytest.approx(exact, abs=0.5)


@pytest.mark.parametrize("branches", [10, 20, 40, 80])
def test_cost_grows_with_size_not_with_paths(benchmark: Any, branches: int) -> None:
    """Each doubling of the branches squares the paths and doubles the time."""
    journey = branching(branches)
    benchmark(lambda: score(journey))


def test_two_thousand_touchpoints_with_fifty_loops(benchmark: Any) -> None:
    """2,000 touchpoints, 4,000 transitions and 50 loops, every emotion different."""
    journey = tangled()
    benchmark.pedantic(score, (journey,), rounds=3, warmup_rounds=1)


def tied(touchpoints: int, long_ways: int, *, rising: bool) -> Journey:
    """One loop through all touchpoints, with ways from anywhere to anywhere: nothing can be scored by itself."""
    generator = random.Random(1)
    ways = [{(i + 1) % touchpoints} for i in range(touchpoints)]
    for _ in range(long_ways):
        ways[generator.randrange(touchpoints)].add(generator.randrange(touchpoints))
    return Journey(
        "Tied",
        touchpoints=[
            Touchpoint(
                f"t{i}", "Step", emotion=generator.uniform(-2, 2) if rising else generator.randrange(-4, 5) / 2,
                next=[f"t{to}" for to in sorted(onward)], drop_off=0.01,
            )
            for i, onward in enumerate(ways)
        ],
    )  # fmt: skip


@pytest.mark.parametrize(("long_ways", "rising"), [(50, True), (400, True), (400, False), (800, False)])
def test_one_large_loop(benchmark: Any, long_ways: int, rising: bool) -> None:
    """2,000 touchpoints in one loop: prints the processor time beside that of a chain as long."""
    loop, chain = tied(2_000, long_ways, rising=rising), tied(2_000, 0, rising=rising).change("t1999", next=[])
    begun = time.process_time()
    score(chain)
    alone = time.process_time() - begun
    begun = time.process_time()
    benchmark.pedantic(score, (loop,), rounds=1)
    took = time.process_time() - begun
    print(f"\n{long_ways} long ways, {'all different' if rising else 'nine'} emotions: {took:.1f} s of processor time, "
          f"{took / alone:.0f} times a chain")  # fmt: skip


@pytest.mark.parametrize("length", [5_000, 10_000, 20_000])
@pytest.mark.parametrize("rising", [False, True], ids=["five emotions", "all different"])
def test_a_chain_twice_as_long(benchmark: Any, length: int, rising: bool) -> None:
    """Each doubling of a chain about doubles the time."""
    emotions = [2 * i / length if rising else i % 5 - 2 for i in range(length)]
    journey = Journey("Chain", touchpoints=[Touchpoint(f"t{i}", "Step", emotion=e) for i, e in enumerate(emotions)])
    benchmark.pedantic(score, (journey,), rounds=3, warmup_rounds=1)
