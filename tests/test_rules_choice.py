"""The rules about choice and pressure, where their examples leave something open."""

from __future__ import annotations

import pytest

from journeymap.auditing import audit
from journeymap.facts import Account, Failure, News, Payment, Upsell
from journeymap.model import Business, Journey
from journeymap.rulebook import Outcome
from journeymap.rules import RULES


def test_the_family_is_that_of_the_catalogue() -> None:
    """Codes, names and severities are those of the catalogue."""
    assert {rule.code: (rule.name, rule.severity.value) for rule in RULES if rule.family == "choice"} == {
        "JM401": ("no-control-over-unpleasant", "warning"),
        "JM402": ("bad-news-without-choice", "error"),
        "JM403": ("out-of-stock-without-alternative", "error"),
        "JM404": ("stock-or-price-not-checked", "warning"),
        "JM405": ("pressure-or-misfit-upsell", "warning"),
        "JM406": ("help-forced-or-unavailable", "info"),
        "JM407": ("single-payment-method", "warning"),
        "JM408": ("forced-account", "warning"),
    }


def test_an_unpleasant_place_with_bad_news_is_spoken_of_once() -> None:
    """Where bad news is told the lack of choice is one finding, not two."""
    journey = Journey("Late").touchpoint("late", "Late", emotion=-2, choices=[], news=[News("bad", "late")])
    assert [finding.code for finding in audit(journey, select="JM4").findings] == ["JM402"]


@pytest.mark.parametrize("given", [["left", "left"], [" "]])
def test_the_same_choice_twice_is_one(given: list[str]) -> None:
    """Choices count once each."""
    journey = Journey("Blood").touchpoint("arm", "Arm", emotion=-1, choices=given, ends="success")
    (found,) = audit(journey, select="JM401").findings
    assert found.variant == "one"


def test_alternatives_make_up_for_choices_that_are_not_stated() -> None:
    """Two alternatives on failure are enough where nothing is said of choices; one is not, and leaves it open."""
    journey = Journey("Shop").touchpoint("out", "Out", emotion=-1, failure=Failure(alternatives=("refund", "notify")))
    assert audit(journey, select="JM401").outcome("JM401") is Outcome.PASSED
    one = journey.change("out", failure=Failure(alternatives=("refund",)))
    assert audit(one, select="JM401").outcome("JM401") is Outcome.CANNOT_TELL


def shop(**facts: object) -> Journey:
    return (
        Journey("Shop", business=Business("Shoes", product="physical"))
        .touchpoint("page", "Page", kind="product", **facts)
        .touchpoint("check", "Checkout", kind="checkout", checks=[])
        .touchpoint("pay", "Pay", kind="payment", checks=[], ends="success")
    )


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({"checks": ["stock", "price"]}, Outcome.PASSED),
        ({"checks": ["stock"]}, Outcome.FAILED),
        ({"checks": []}, Outcome.FAILED),
        ({}, Outcome.CANNOT_TELL),
        ({"kind": "ad"}, Outcome.FAILED),
        ({"kind": None}, Outcome.CANNOT_TELL),
    ],
)
def test_checks_before_the_payment(facts: dict[str, object], outcome: Outcome) -> None:
    """What is not stated fails nothing, unless the kind of touchpoint is one where nobody checks."""
    journey = shop().change("page", **facts)
    assert audit(journey, select="JM404").outcome("JM404") is outcome


def test_several_payments_lead_to_one_finding_at_what_is_sold_out() -> None:
    """What is learned too late is named once, at the place where it is learned, with a way that shows it."""
    journey = (
        Journey("Shop")
        .touchpoint("cart", "Cart", checks=["stock", "price"], next=["card", "transfer"])
        .touchpoint("card", "Card", kind="payment", next=["sorry", "done"])
        .touchpoint("transfer", "Transfer", kind="payment", next=["sorry", "done"])
        .touchpoint("sorry", "Sold out", kind="out_of_stock", ends="failure")
        .touchpoint("done", "Done", ends="success")
    )
    (found,) = audit(journey, select="JM404").findings
    assert (found.touchpoint, found.variant, found.path) == ("sorry", "too_late", ("cart", "card", "sorry"))


def test_an_offer_is_judged_by_the_worst_that_is_known_of_it() -> None:
    """One thing wrong is enough, though the others are not known; all that is wrong is named."""
    journey = Journey("Shop").touchpoint("extra", "Extra", upsell=Upsell(after_total=True), ends="success")
    (found,) = audit(journey, select="JM405").findings
    assert found.message("ko") == "“Extra” 접점에서 더 권하는 방식의 문제: 총액을 확정한 뒤에 권함"


def test_ways_to_pay_are_counted_by_name() -> None:
    """Upper and lower case and spaces make no second way to pay."""
    journey = Journey("Shop").touchpoint("pay", "Pay", payment=Payment(("Credit  card", "credit card")), ends="success")
    assert audit(journey, select="JM407").outcome("JM407") is Outcome.FAILED


def accounts(first: Account | None, second: Account | None) -> Journey:
    """Two ways to the payment, each past a place that may need an account."""
    return (
        Journey("Shop")
        .touchpoint("cart", "Cart", next=["join", "login"])
        .touchpoint("join", "Join", kind="account", account=first, next=["pay"])
        .touchpoint("login", "Log in", kind="account", account=second, next=["pay"])
        .touchpoint("pay", "Pay", kind="payment", ends="success")
    )


FORCED, FREE = Account(required=True, guest=False), Account(required=False)


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        (FORCED, FORCED, {"join": "failed", "login": "failed"}),
        (FORCED, FREE, {"join": "passed", "login": "passed"}),
        (FORCED, None, {"login": "cannot tell"}),
        (None, None, {"join": "cannot tell", "login": "cannot tell"}),
        (FREE, Account(guest=True), {"join": "passed", "login": "passed"}),
        (Account(required=True), FREE, {"join": "cannot tell", "login": "passed"}),
    ],
)
def test_a_forced_account_leaves_no_way_for_guests(
    first: Account | None, second: Account | None, said: dict[str, str]
) -> None:
    """An account is forced when every way to the payment needs one; whether it does may hang on what is not known."""
    judged = audit(accounts(first, second), select="JM408")
    assert {finding.touchpoint: finding.outcome.value for finding in judged} == said


def test_an_account_at_the_checkout_itself_counts() -> None:
    """A checkout that asks for an account needs no step of its own for it."""
    journey = Journey("Shop").touchpoint("check", "Checkout", kind="checkout", account=FORCED, ends="success")
    (found,) = audit(journey, select="JM408").findings
    assert (found.touchpoint, found.path) == ("check", ("check",))
