"""What a change does, beside scoring the whole journey again."""

from __future__ import annotations

import random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from journeymap.chains import felt
from journeymap.errors import ScoringError
from journeymap.graph import routes
from journeymap.model import Journey, Touchpoint
from journeymap.scoring import Weights, score
from journeymap.sequencing.effects import Raising, effect, raised
from tests.listing import branching, tangled
from tests.listing import journeys as listed

WEIGHTS = (Weights.balanced, Weights.classic, Weights.plain_mean, Weights(0.5, 0, 0.5, loss=2.5))


def same_as_scoring_again(journey: Journey, weights: Weights, *, every: int = 1) -> int:
    """How many rises were tried; each does what scoring the changed journey says, to 1e-12."""
    now = score(journey, weights=weights)
    if now.remembered is None:
        return 0
    raising, tried = Raising(routes(journey), now), 0
    for touchpoint in journey.touchpoints[::every]:
        emotion = felt(touchpoint)
        for value in raised(emotion) if emotion is not None and now.reach[touchpoint.id] else ():
            quick = raising.effect(touchpoint.id, value)
            slow = effect(now, score(journey.change(touchpoint.id, emotion=value), weights=weights))
            assert slow is not None
            assert quick.gain == pytest.approx(slow.gain, rel=0, abs=1e-12)
            assert quick.below == pytest.approx(slow.below, rel=0, abs=1e-12)
            assert (quick.worst is None) == (slow.worst is None)
            if slow.worst is not None:
                assert quick.worst == pytest.approx(slow.worst, rel=0, abs=1e-12)
            tried += 1
    return tried


@settings(max_examples=100, deadline=None)
@given(listed(), st.sampled_from(WEIGHTS))
def test_branches(journey: Journey, weights: Weights) -> None:
    """On journeys with branches, raising an emotion does what scoring the changed journey says."""
    same_as_scoring_again(journey, weights)


@settings(max_examples=100, deadline=None)
@given(listed(size=7, loops=True, least_drop=0.05), st.sampled_from(WEIGHTS))
def test_loops(journey: Journey, weights: Weights) -> None:
    """On journeys with loops too, where a touchpoint is met again and again."""
    try:
        same_as_scoring_again(journey, weights)
    except ScoringError:
        assume(False)


@pytest.mark.parametrize("journey", [branching(20), tangled(touchpoints=120, transitions=240, loops=8)],
                         ids=lambda each: str(each.name))  # fmt: skip
def test_large_journeys(journey: Journey) -> None:
    """On large journeys, whose paths are too many to list."""
    assert same_as_scoring_again(journey, Weights.balanced, every=4) > 15


def test_one_large_loop() -> None:
    """In one part of which all is tied together, every touchpoint a way back to any other."""
    generator, count = random.Random(5), 25
    ways = [
        {f"t{(i + 1) % count}": 0.6, f"t{generator.randrange(count)}": 0.3}
        for i in range(count)
    ]  # fmt: skip
    journey = Journey("Tied", touchpoints=[
        Touchpoint(f"t{i}", "Step", emotion=generator.choice([-2, -1.5, -1, -0.5, 0, 0.5, 1, None]), next=onward,
                   drop_off=0.1)
        for i, onward in enumerate(ways)
    ])  # fmt: skip
    assert same_as_scoring_again(journey, Weights.balanced) > 20
