"""Paths in order of falling probability: all of them, in order, and cheap to take a few of."""

from __future__ import annotations

import math
import tracemalloc
from itertools import islice, pairwise

import pytest
from hypothesis import given, settings

from journeymap.errors import JourneyError, UnknownNameError
from journeymap.model import Journey, Touchpoint, Transition
from journeymap.pathfinding import Path, paths
from tests.listing import branching, every_path, journeys, unrolled

RETRY = (
    Journey("Retry")
    .touchpoint("pay", "Payment", next={"done": 0.9, "declined": 0.1})
    .touchpoint("declined", "Card declined", next={"pay": 0.5}, drop_off=0.5)
    .touchpoint("done", "Confirmed")
)


@given(journeys(size=7))
@settings(max_examples=60, deadline=None)
def test_all_paths_are_found_once_in_order(journey: Journey) -> None:
    """Without loops the paths are exactly those of the listing, the likeliest first."""
    found = list(paths(journey))
    listed = dict(every_path(journey))
    assert {path.ids for path in found} == set(listed)
    assert len(found) == len(listed)
    for path in found:
        assert path.probability == pytest.approx(float(listed[path.ids]), rel=1e-12, abs=0)
    assert all(later.probability <= path.probability * (1 + 1e-12) for path, later in pairwise(found))


@given(journeys(size=4, loops=True, least_drop=0.5))
@settings(max_examples=30, deadline=None)
def test_with_loops_nothing_likelier_is_missed(journey: Journey) -> None:
    """With loops the first paths come in order, no two alike, and the likeliest is the first."""
    found = list(paths(journey, limit=60))
    assert len({path.ids for path in found}) == len(found)
    assert all(later.probability <= path.probability * (1 + 1e-12) for path, later in pairwise(found))
    if len(found) < 60:
        assert math.fsum(path.probability for path in found) == pytest.approx(1)
    likeliest: dict[tuple[str, ...], float] = {}
    for walk, probability in unrolled(journey, missing=0.05):
        likeliest[walk] = max(likeliest.get(walk, 0), probability)
    single = {walk: share for walk, share in likeliest.items() if len(set(walk)) == len(walk)}
    by_ids = {path.ids: path.probability for path in found}
    assert all(walk in by_ids for walk, share in single.items() if share > found[-1].probability * (1 + 1e-9))


def test_a_loop_has_paths_without_end() -> None:
    """Retries follow each other, each less likely by the odds of one more try."""
    first = list(paths(RETRY, limit=4))
    assert [path.ids for path in first[:2]] == [("pay", "done"), ("pay", "declined")]
    assert [path.probability for path in first] == pytest.approx([0.9, 0.05, 0.045, 0.0025])
    far = next(islice(paths(RETRY), 1000, None))
    assert len(far.ids) > 900


def test_where_to_stop() -> None:
    """By number, by the share covered, and by the least share worth looking at."""
    assert len(list(paths(RETRY, limit=0))) == 0
    assert [path.ids for path in paths(RETRY, coverage=0.95)] == [("pay", "done"), ("pay", "declined")]
    assert len(list(paths(RETRY, coverage=0.951))) == 3
    assert len(list(paths(RETRY, at_least=0.045))) == 3
    assert list(paths(RETRY, coverage=0)) == []


def test_paths_to_one_ending() -> None:
    """Only paths of customers who end there are given."""
    only = list(paths(RETRY, ending="declined", limit=2))
    assert [path.ids for path in only] == [("pay", "declined"), ("pay", "declined", "pay", "declined")]
    assert list(paths(RETRY, ending="pay")) == []
    with pytest.raises(UnknownNameError, match="did you mean 'done'"):
        paths(RETRY, ending="don")


def test_journeys_that_have_no_path() -> None:
    """Nothing to start from, or nowhere to end, is no error; a broken reference is."""
    assert list(paths(Journey("Empty"))) == []
    assert list(paths(Journey("Trap").touchpoint("a", "A", next=["a"]))) == []
    with pytest.raises(JourneyError):
        paths(Journey("Broken").touchpoint("a", "A", next=["b"]))


def test_two_ways_to_one_place_are_one_path() -> None:
    """Several transitions to the same touchpoint add up."""
    ways = [Transition("b", probability=0.25, kind="forward"), Transition("b", probability=0.5), Transition("c")]
    journey = Journey("Twice").touchpoint("a", "A", next=ways).touchpoint("b", "B", next=[]).touchpoint("c", "C")
    assert list(paths(journey)) == [Path(("a", "b"), 0.75), Path(("a", "c"), 0.25)]


def test_the_first_of_very_many_cost_little() -> None:
    """500 of 2^40 equally likely paths take a few megabytes: the others are not looked at."""
    journey = branching(40)
    tracemalloc.start()
    found = list(islice(paths(journey), 500))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 10_000_000
    assert len({path.ids for path in found}) == 500
    assert all(path.probability == pytest.approx(2**-40) for path in found)


def test_odds_too_small_for_a_float_still_have_an_order() -> None:
    """Paths whose probability is below the smallest float are given, as 0, in the right order."""
    line = [Touchpoint(f"t{i}", "Step", next={f"t{i + 1}": 1e-10, "out": 1 - 1e-10}) for i in range(40)]
    journey = Journey("Odds", touchpoints=[*line, Touchpoint("t40", "Won", next=[]), Touchpoint("out", "Out")])
    found = list(paths(journey))
    assert len(found) == 41
    assert [len(path.ids) for path in found[:3]] == [2, 3, 4]
    assert found[-1].ids[-1] == "t40"
    assert found[-1].probability == 0
