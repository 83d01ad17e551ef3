"""The endings family where its examples do not reach: shares, proofs, several things at one place."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeymap.auditing import audit
from journeymap.facts import Contact, Failure, Fee, Keepsake
from journeymap.graph import routes
from journeymap.model import Business, Journey, Touchpoint, Transition
from journeymap.rulebook import Finding, Outcome, Severity
from tests.strategies import journeys


def found(journey: Journey, code: str, **options: Any) -> list[Finding]:
    """What a rule says fails."""
    return list(audit(journey, select=code, options={code: options}).findings)


def shop(**pay: Any) -> Journey:
    """A shop where one in ten goes straight to the payment, past the cart."""
    return (
        Journey("Shop")
        .touchpoint("home", "Home", next={"cart": 0.9, "pay": 0.1})
        .touchpoint("cart", "Cart")
        .touchpoint("pay", "Pay", kind="payment", **pay)
        .touchpoint("done", "Done", ends="success")
    )


def test_an_ending_is_judged_by_the_share_it_has_over_all_paths() -> None:
    """Endlessly many ways round a loop add up to the share of the ending."""
    journey = (
        Journey("Shop")
        .touchpoint("pay", "Pay", emotion=0, next={"done": 0.5, "declined": 0.5})
        .touchpoint("declined", "Declined", emotion=-1, next={"pay": 0.8, "gone": 0.2})
        .touchpoint("gone", "Gone", emotion=-2, ends="abandon")
        .touchpoint("done", "Done", emotion=1, ends="success")
    )
    (finding,) = found(journey, "JM101")
    assert (finding.touchpoint, finding.share) == ("gone", pytest.approx(1 / 6))
    assert found(journey, "JM101", min_share=0.17) == []
    assert found(journey, "JM101", floor=-2) == []


def test_a_flat_ending_is_a_chance_missed_and_not_an_error() -> None:
    """Zero is neither good nor bad."""
    (finding,) = found(Journey("Stall").touchpoint("eat", "Eat", emotion=0, ends="success"), "JM101")
    assert (finding.severity, finding.variant) == (Severity.INFO, "flat")


def test_the_same_ending_can_be_low_on_one_path_and_not_on_another() -> None:
    """The share is of those on whose path it is low, and the likeliest such path proves it."""
    journey = (
        Journey("Shop")
        .touchpoint("start", "Start", emotion=0, next={"good": 0.6, "bad": 0.4})
        .touchpoint("good", "Good", emotion=2, next=["end"])
        .touchpoint("bad", "Bad", emotion=-2, next=["end"])
        .touchpoint("end", "End", emotion=0, ends="success")
    )
    (finding,) = found(journey, "JM102")
    assert (finding.share, finding.path) == (pytest.approx(0.6), ("start", "good", "end"))
    assert found(journey, "JM102", min_share=0.7) == []
    assert found(journey, "JM102", margin=0.7) == []


def test_exactly_the_margin_is_not_below_it() -> None:
    """An ending a quarter below the average passes."""
    journey = Journey("Shop").touchpoint("a", "A", emotion=0.6).touchpoint("b", "B", emotion=0.1, ends="success")
    assert found(journey, "JM102") == []


def test_few_unknown_paths_do_not_leave_it_open() -> None:
    """What fewer than one in twenty go through could not make the rule speak."""
    journey = (
        Journey("Shop")
        .touchpoint("start", "Start", emotion=0, next={"end": 0.94, "odd": 0.04, "gone": 0.02})
        .touchpoint("odd", "Odd", next=["end"])
        .touchpoint("gone", "Gone", emotion=0, ends="abandon")
        .touchpoint("end", "End", emotion=0, ends="success")
    )
    assert audit(journey).outcome("JM102") is Outcome.PASSED
    (question,) = audit(journey, options={"JM102": {"min_share": 0.03}}, select="JM102").questions
    assert question.values["places"] == ("Odd",)


def test_no_better_than_before_is_enough_to_end_on_a_request() -> None:
    """The customer gains nothing by being asked when it feels the same as what came before."""
    journey = Journey("Meal").touchpoint("eat", "Eat", emotion=1)
    assert found(journey.touchpoint("ask", "Ask", kind="form", emotion=1, ends="success"), "JM108")
    assert not found(journey.touchpoint("ask", "Ask", kind="form", emotion=1.1, ends="success"), "JM108")


def test_each_charge_is_judged_by_itself() -> None:
    """A charge that is told in time passes, one that is not fails, one nobody knows of is asked."""
    fees = [Fee("Shipping", 3000, "KRW", disclosed_at="pay"), Fee("Gift", 1, disclosed_at="home"), Fee("Duty")]
    said = {finding.about: finding.outcome for finding in audit(shop(fees=fees), select="JM103")}
    assert said == {"Shipping": Outcome.FAILED, "Duty": Outcome.CANNOT_TELL}


def test_the_way_past_the_place_where_it_is_told_is_shown_with_its_share() -> None:
    """One in ten does not come by the cart."""
    (finding,) = found(shop(fees=[Fee("Shipping", 3000, "KRW", disclosed_at="cart")]), "JM103")
    assert (finding.variant, finding.path, finding.share) == ("missed", ("home", "pay"), pytest.approx(0.1))


def test_only_those_who_are_charged_need_to_know() -> None:
    """A way to another payment, without the charge, is no way past the place where it is told."""
    journey = (
        Journey("Shop")
        .touchpoint("home", "Home", next=["cart", "counter"])
        .touchpoint("cart", "Cart")
        .touchpoint("pay", "Pay", kind="payment", fees=[Fee("Shipping", disclosed_at="cart")], ends="success")
        .touchpoint("counter", "Counter", kind="payment", ends="success")
    )
    assert audit(journey).outcome("JM103") is Outcome.PASSED


def test_a_charge_nobody_meets_is_not_spoken_of() -> None:
    """A touchpoint that nobody can get to charges nobody."""
    journey = Journey("Shop").touchpoint("done", "Done", ends="success")
    journey = journey.touchpoint("pay", "Pay", kind="payment", fees=[Fee("Tax", disclosed_at="pay")], ends="success")
    assert audit(journey).outcome("JM103") is Outcome.NOT_APPLICABLE


def test_a_rare_way_is_told_without_a_share_rather_than_with_nought() -> None:
    """When none of the paths looked at goes that way, the message says some customers."""
    journey = (
        Journey("Shop")
        .touchpoint("home", "Home", next={"cart": 0.999, "pay": 0.001})
        .touchpoint("cart", "Cart")
        .touchpoint("pay", "Pay", kind="payment", fees=[Fee("Tax", disclosed_at="cart")], ends="success")
    )
    (finding,) = found(journey, "JM103")
    assert "but some customers get as far" in finding.message()
    assert "(일부 고객)" in finding.message("ko")


def test_a_late_charge_is_found_in_a_journey_that_cannot_be_scored() -> None:
    """A loop without a way out elsewhere does not hide it."""
    journey = (
        Journey("Shop")
        .touchpoint("home", "Home", next=["pay", "menu"])
        .touchpoint("menu", "Menu", next=["menu"])
        .touchpoint("pay", "Pay", kind="payment", fees=[Fee("Tax", disclosed_at="pay")], ends="success")
    )
    (finding,) = found(journey, "JM103")
    assert finding.path == ("home", "pay")


@given(journeys(min_touchpoints=2, max_touchpoints=6, facts=False), st.data())
@settings(max_examples=60, deadline=None)
def test_a_late_charge_fails_exactly_when_a_way_around_exists(journey: Journey, data: st.DataObject) -> None:
    """Against listing the ways: a charge fails when some way reaches the payment first, and the path shown is one."""
    ids = sorted(journey.positions)
    pay, told = data.draw(st.sampled_from(ids)), data.draw(st.sampled_from(ids))
    kinds = {t.id: "payment" if t.id == pay else None for t in journey}
    for id, kind in kinds.items():
        journey = journey.change(id, kind=kind, fees=None)
    journey = journey.change(pay, fees=[Fee("Tax", 1, disclosed_at=told)])
    ways = routes(journey)
    around = ways.path(pay, avoiding=() if told == pay else told)
    late = found(journey, "JM103")
    assert bool(late) == (around is not None)
    for finding in late:
        assert finding.path[-1] == pay
        assert told == pay or told not in finding.path


def test_each_place_of_failure_is_judged_by_itself() -> None:
    """One that is well designed passes beside one that is not."""
    good = Touchpoint(
        "limit", "Over the limit", kind="failure", contacts=[Contact("phone")], next=["pay"],
        failure=Failure(reason_given=True, alternatives=["other_method"]),
    )  # fmt: skip
    bad = attrs.evolve(good, id="wrong", name="Wrong number", contacts=())
    ways = [Transition("done"), Transition("limit"), Transition("wrong")]
    pay = Touchpoint("pay", "Pay", kind="verification", next=ways)
    journey = Journey("Shop", touchpoints=(pay, good, bad, Touchpoint("done", "Done", ends="success")))
    said = {finding.touchpoint: finding.outcome for finding in audit(journey, select="JM104")}
    assert said == {"limit": Outcome.PASSED, "wrong": Outcome.FAILED}


def test_a_way_out_that_is_offered_but_not_drawn_is_no_dead_end() -> None:
    """Another method that is stated counts, though no way shows it; trying again is what is missing."""
    journey = (
        Journey("Shop")
        .touchpoint("pay", "Pay", kind="payment", next=["done", "declined"])
        .touchpoint(
            "declined", "Declined", kind="failure", ends="abandon", contacts=[Contact("phone")],
            failure=Failure(reason_given=True, alternatives=["other_method"]),
        )
        .touchpoint("done", "Done", ends="success")
    )  # fmt: skip
    (finding,) = found(journey, "JM104")
    assert (finding.variant, finding.values["lacking"]) == ("", ("a way to try again",))


def test_contacts_of_the_business_help_everywhere() -> None:
    """They are stated as shown everywhere, so no touchpoint is asked for its own."""
    journey = shop(contacts=[]).change("done", kind="confirmation")
    assert audit(journey).outcome("JM105") is Outcome.FAILED
    with_contacts = Journey("Shop", business=Business("B", contacts=[Contact("chat")]), touchpoints=journey.touchpoints)
    assert audit(with_contacts).outcome("JM105") is Outcome.PASSED


def test_of_two_payments_in_a_row_the_last_needs_the_confirmation() -> None:
    """The first leads to the second, which is where it must be said that it went through."""
    journey = (
        Journey("Shop")
        .touchpoint("pay", "Pay", kind="payment", channel="web")
        .touchpoint("check", "Send", kind="submit", channel="web")
        .touchpoint("box", "Box", kind="delivery", ends="success")
    )
    assert [finding.touchpoint for finding in found(journey, "JM106")] == ["check"]


def test_the_last_third_of_the_likeliest_success_counts() -> None:
    """A path of nine has three touchpoints in its last third."""
    touchpoints = [Touchpoint(f"t{i}", f"T{i}", keepsake=Keepsake(artefact=False, shareable=False)) for i in range(9)]
    journey = Journey("Nine", touchpoints=touchpoints).change("t8", ends="success")
    (finding,) = found(journey, "JM112")
    assert finding.values["places"] == ("T6", "T7", "T8")
    assert found(journey.change("t6", keepsake=Keepsake(artefact=True)), "JM112") == []
    assert found(journey.change("t5", keepsake=Keepsake(artefact=True)), "JM112") != []
