"""What a journey comes to in figures, and what moments and customers are worth."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import journeymap as jm
from journeymap.figuring import figures
from journeymap.valuing import framing, losing, prospect_value, reactions
from tests.listing import journeys


def shop() -> jm.Journey:
    return (
        jm.Journey("Shop", persona=jm.Persona("Regular", expected=0.5))
        .touchpoint("door", "Door", emotion=0.5, duration="1 min", response=jm.Response(answered=0.5))
        .touchpoint(
            "desk",
            "Desk",
            emotion=-1,
            wait="4 min",
            expected=1,
            support=jm.Support(first_contact=0.8),
            next=[
                jm.Transition("bye", probability=0.75, delay="1 h"),
                jm.Transition("gone", probability=0.25, delay="2 d"),
            ],
        )
        .touchpoint(
            "bye",
            "Goodbye",
            emotion=1,
            ends="success",
            survey=jm.Survey(acted_on=0.2),
            next=[
                jm.Transition("door", probability=0.4, kind="loyalty"),
                jm.Transition("door", probability=0.1, kind="referral"),
            ],
        )
        .touchpoint("gone", "Leaves", emotion=-2, ends="abandon")
    )


def test_figures_of_a_shop() -> None:
    """Who is lost and when, who comes again and brings others, what surprises, and what is answered."""
    found = figures(shop())
    assert found.lost == pytest.approx(0.25)
    assert found.lost_after == pytest.approx(60 + 240 + 2 * 86400)
    assert found.timed == 1
    assert found.met == pytest.approx(3)
    assert found.silence is not None
    assert (found.silence.after, found.silence.before, found.silence.seconds) == ("desk", "gone", 172800)
    assert found.comes_again == pytest.approx(0.75 * 0.4)
    assert found.recommends == pytest.approx(0.75 * 0.1)
    assert found.surprises == {"door": 0.0, "desk": -2.0, "bye": 0.5, "gone": -2.5}
    assert (found.solved_at_once, found.answered, found.acted_on) == pytest.approx((0.8, 0.5, 0.2))
    assert found.beginning == 0.5
    assert found.balance == pytest.approx(found.score.end - 0.5)


def test_what_is_not_stated_is_unknown() -> None:
    """A draft has no times, no returns and no expectations: nothing of it becomes 0."""
    draft = jm.Journey("Draft").touchpoint("a", "A", next={"b": 0.5, "c": 0.5})
    found = figures(draft.touchpoint("b", "B", ends="failure").touchpoint("c", "C", ends="success"))
    assert found.lost == 0.5
    assert (found.lost_after, found.timed, found.silence) == (None, 0.0, None)
    assert (found.comes_again, found.recommends, found.solved_at_once) == (None, None, None)
    assert (found.beginning, found.balance, found.surprises) == (None, None, {})


def test_leaving_halfway_is_being_lost() -> None:
    """Those who drop off are lost as well; those who leave from a success are not."""
    away = jm.Journey("Way").touchpoint("a", "A", drop_off=0.3).touchpoint("b", "B", ends="success")
    assert figures(away).lost == pytest.approx(0.3)


@given(journeys())
@settings(max_examples=50, deadline=None)
def test_shares_are_shares(journey: jm.Journey) -> None:
    """Whatever the journey, shares lie within 0..1 and as many are lost as end where customers are lost."""
    found = figures(journey)
    assert -1e-9 <= found.lost <= 1 + 1e-9
    assert 0 <= found.timed <= 1
    assert found.met >= 1 - 1e-9


def test_it_takes_a_journey() -> None:
    """Anything else is refused in words."""
    with pytest.raises(jm.JourneymapError, match="Journey"):
        figures("shop.yaml")  # type: ignore[arg-type]


# Values known from the literature (Tversky & Kahneman 1992, with their parameters)


def test_the_value_function_gives_the_reference_numbers() -> None:
    """Gains apart and losses together are worth more; a silver lining depends on its size."""
    assert 2 * prospect_value(5) == pytest.approx(8.2437, abs=1e-4)
    assert prospect_value(10) == pytest.approx(7.5858, abs=1e-4)
    assert framing([-5, -5]).apart == pytest.approx(-18.5484, abs=1e-4)
    assert framing([-5, -5]).together == pytest.approx(-17.0680, abs=1e-4)
    assert framing([100, -60]).apart == pytest.approx(-25.0514, abs=1e-4)
    assert framing([100, -60]).together == pytest.approx(25.6929, abs=1e-4)
    assert not framing([40, -6000]).better_apart


@given(st.lists(st.floats(0, 1e6), max_size=5))
def test_gains_are_never_worth_less_apart(gains: list[float]) -> None:
    """Whatever the gains, the value function prefers them apart, and losses together."""
    good, bad = framing(gains), framing([-gain for gain in gains])
    assert good.apart >= good.together - 1e-6
    assert bad.together >= bad.apart - 1e-6


def test_what_moments_and_customers_are_worth() -> None:
    """Numbers of customers and amounts, from figures of the user's own."""
    assert reactions(customers=100, good=1, bad=0).increased == 58
    assert reactions(customers=100, good=0, bad=1, turned=0.5).turned == 50
    assert losing(customers=10, lost=0, worth=5).in_all == 0
    assert losing(customers=100, lost=0.5, worth=2, years=10) == jm.losing(customers=100, lost=0.5, worth=2, years=10)


@pytest.mark.parametrize(
    "call",
    [
        lambda: reactions(customers=10, good=0.8, bad=0.5),
        lambda: reactions(customers=-1, good=0.1, bad=0.1),
        lambda: reactions(customers=1, good=-0.1, bad=0.1),
        lambda: losing(customers=1, lost=2, worth=1),
        lambda: losing(customers=1, lost=math.nan, worth=1),
        lambda: losing(customers=1, lost=0.5, worth=-1),
        lambda: prospect_value(1, curve=2),
        lambda: prospect_value(1, loss=0),
    ],
)
def test_what_cannot_be_is_refused(call) -> None:
    """Shares beyond 1 and numbers below 0 are refused."""
    with pytest.raises(jm.JourneyError, match="expected"):
        call()
