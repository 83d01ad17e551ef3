"""The rules about what customers rely on, where their examples leave something open."""

from __future__ import annotations

import pytest

from journeymap.auditing import audit
from journeymap.facts import ByChannel, Evidence, Promise
from journeymap.model import Journey, Persona
from journeymap.rulebook import Outcome
from journeymap.rules import RULES


def test_the_family_is_that_of_the_catalogue() -> None:
    """Codes, names and severities are those of the catalogue."""
    assert {rule.code: (rule.name, rule.severity.value) for rule in RULES if rule.family == "rituals"} == {
        "JM501": ("steps-not-announced", "info"),
        "JM502": ("ritual-broken", "warning"),
        "JM503": ("repeat-order-not-remembered", "info"),
        "JM504": ("promise-gap", "warning"),
        "JM505": ("inconsistent-between-channels", "warning"),
        "JM506": ("high-variance", "info"),
    }


def task(*tells: bool | None) -> Journey:
    journey = Journey("Task")
    for i, told in enumerate(tells):
        journey = journey.touchpoint(f"t{i}", f"Step {i}", kind="form", announces_steps=told)
    return journey


@pytest.mark.parametrize(
    ("tells", "said"),
    [
        ((None, None, None), {None: "cannot tell"}),
        ((None, True, None), {"t1": "passed"}),
        ((True, False, None, None), {"t0": "passed", "t1": "passed"}),
        ((False, True, None), {"t0": "failed", "t1": "passed"}),
        ((None, False, None, None), {None: "cannot tell", "t1": "failed"}),
        ((None, None, False), {None: "cannot tell"}),
        ((None, None), {None: "not applicable"}),
    ],
)
def test_the_first_step_tells(tells: tuple[bool | None, ...], said: dict[str | None, str]) -> None:
    """The beginning of a task should tell; what is stated not to tell fails unless it was told before, or ends soon."""
    judged = audit(task(*tells), select="JM501")
    assert {finding.touchpoint: finding.outcome.value for finding in judged} == said


def test_looking_around_and_leaving_are_no_steps() -> None:
    """Three touchpoints of a stage, of which one is for looking and one for leaving, are no task of three steps."""
    journey = (
        Journey("Shop")
        .touchpoint("browse", "Browse", kind="browse")
        .touchpoint("pay", "Pay", kind="payment", next=["done", "gone"])
        .touchpoint("done", "Done", ends="success")
        .touchpoint("gone", "Gone", ends="abandon")
    )
    assert audit(journey, select="JM501").outcome("JM501") is Outcome.NOT_APPLICABLE
    assert audit(journey.change("browse", kind="form"), select="JM501").outcome("JM501") is Outcome.CANNOT_TELL


def test_what_follows_must_be_reached() -> None:
    """Ways that nobody takes, such as those into another visit, do not make what comes before them a long task."""
    journey = (
        Journey("Shop")
        .touchpoint("pay", "Pay", announces_steps=False)
        .touchpoint("done", "Done", ends="success", next=["club"])
        .touchpoint("club", "Club", ends="success")
    )
    assert audit(journey, select="JM501").findings == ()
    unused = journey.change("pay", next={"done": 1, "club": 0}).change("club", ends=None, next=["done"])
    assert audit(unused, select="JM501").findings == ()


def ritual(*ids: str, ends: str = "success", met: tuple[str, ...] = ("a", "b", "c")) -> Journey:
    """A journey that meets some touchpoints and has this ritual."""
    journey = Journey("Ritual", ritual=ids)
    for id in met:
        journey = journey.touchpoint(id, id.upper())
    return journey.change(met[-1], ends=ends) if met else journey


@pytest.mark.parametrize(
    ("journey", "broken"),
    [
        (ritual("a", "c"), {}),
        (ritual("a", "a", "b"), {}),
        (ritual("b", "a"), {"b": ("", "A")}),
        (ritual("a", "c", "b"), {"c": ("", "B")}),
        (ritual("a", "b", "c", met=("b", "c", "a")), {"a": ("", "C")}),
        (ritual("a", "d", "c").touchpoint("d", "D"), {"d": ("missing", "")}),
        (ritual("d", "a", ends="abandon").touchpoint("d", "D"), {"d": ("missing", "")}),
        (ritual("a", "b", "c", "d", ends="cancel").touchpoint("d", "D"), {}),
        (ritual("a", "b", "c", "d", ends="failure").touchpoint("d", "D"), {"d": ("missing", "")}),
    ],
)
def test_a_ritual_is_broken_where_it_first_departs(journey: Journey, broken: dict[str, tuple[str, str]]) -> None:
    """The step that should have come is named, and after which one it comes, or that it is left out."""
    found = audit(journey, select="JM502").findings
    assert {f.touchpoint: (f.variant, f.values["other"]) for f in found} == broken


def test_a_ritual_that_nobody_begins_is_not_applicable() -> None:
    """A ritual among touchpoints that customers do not get to says nothing of their way."""
    journey = ritual("a", "b", met=("x",)).touchpoint("a", "A").touchpoint("b", "B")
    assert audit(journey, select="JM502").outcome("JM502") is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize("persona", [None, Persona("Guest"), Persona("Guest", returning=False)])
def test_a_ritual_is_asked_for_only_of_customers_who_come_again(persona: Persona | None) -> None:
    """Where it is not said that the customer has bought before, nothing is asked of rituals."""
    journey = Journey("Order", persona=persona).touchpoint("order", "Order", ends="success")
    assert audit(journey, select="JM502").outcome("JM502") is Outcome.NOT_APPLICABLE


def test_what_is_known_of_nobody_is_not_asked_again() -> None:
    """A customer who comes again, of whom nothing is known, is asked nothing twice."""
    journey = Journey("Order", persona=Persona("Regular", returning=True, known_fields=()))
    journey = journey.touchpoint("form", "Form", kind="form", fields_requested=["name"], ends="success")
    assert audit(journey, select="JM503").outcome("JM503") is Outcome.PASSED


@pytest.mark.parametrize(
    ("promise", "outcome"),
    [
        (Promise("time", promised=10, delivered=11), Outcome.PASSED),
        (Promise("time", promised=10, delivered=11.01), Outcome.FAILED),
        (Promise("time", promised=10, delivered=5), Outcome.PASSED),
        (Promise("time", promised=0, delivered=0), Outcome.PASSED),
        (Promise("price", promised=0, delivered=1), Outcome.FAILED),
        (Promise("time", promised=10, delivered=8, more_is_better=True), Outcome.FAILED),
        (Promise("quality", promised=10, delivered=9, more_is_better=True), Outcome.PASSED),
        (Promise("quality", promised=10, delivered=10.5), Outcome.PASSED),
        (Promise("amount", promised=10, delivered=12), Outcome.CANNOT_TELL),
        (Promise("quality", words="World class"), Outcome.CANNOT_TELL),
        (Promise("time", promised=1), Outcome.CANNOT_TELL),
    ],
)
def test_a_promise_may_be_missed_by_a_tenth(promise: Promise, outcome: Outcome) -> None:
    """More than a tenth short fails; which way is short goes by what is promised unless it is stated."""
    journey = Journey("Ad").touchpoint("ad", "Ad", promises=[promise], ends="success")
    assert audit(journey, select="JM504").outcome("JM504") is outcome


def test_each_promise_of_a_place_is_judged() -> None:
    """One promise kept does not hide another one that is not."""
    promises = [Promise("time", words="Today", promised=1, delivered=3, unit="days"), Promise("price", promised=10000)]
    judged = audit(Journey("Ad").touchpoint("ad", "Ad", promises=promises), select="JM504")
    assert [(f.about, f.outcome.value) for f in judged] == [("Today", "failed"), ("price", "cannot tell")]
    assert judged.questions[0].missing == ("promises.delivered",)


@pytest.mark.parametrize(
    ("ways", "outcome"),
    [
        ([ByChannel("web", emotion=1), ByChannel("app", emotion=0.5)], Outcome.PASSED),
        ([ByChannel("web", emotion=1), ByChannel("app", emotion=0)], Outcome.FAILED),
        ([ByChannel("웹", price="1,000원"), ByChannel("매장", price="1000 원")], Outcome.PASSED),
        ([ByChannel("web", hours="9:00-18:00"), ByChannel("app", hours="9:00 – 18:00")], Outcome.PASSED),
        ([ByChannel("web", price="1.5"), ByChannel("app", price="15")], Outcome.FAILED),
        ([ByChannel("web", price="1"), ByChannel("app", price="2"), ByChannel("shop")], Outcome.FAILED),
        ([ByChannel("pigeon", terms="a"), ByChannel("raven", terms="b")], Outcome.FAILED),
        ([ByChannel("Pigeon", terms="a"), ByChannel("pigeon ", terms="b")], Outcome.NOT_APPLICABLE),
        ([ByChannel("in-store", emotion=2), ByChannel("매장", emotion=-2)], Outcome.NOT_APPLICABLE),
        ([ByChannel("web"), ByChannel("app")], Outcome.NOT_APPLICABLE),
        ([ByChannel("web", emotion=0), ByChannel("app", emotion=0.5), ByChannel("shop")], Outcome.CANNOT_TELL),
    ],
)
def test_channels_are_compared(ways: list[ByChannel], outcome: Outcome) -> None:
    """What is stated is compared between different channels, whatever they are called and however it is written."""
    journey = Journey("Buy").touchpoint("buy", "Buy", by_channel=ways, ends="success")
    assert audit(journey, select="JM505").outcome("JM505") is outcome


def test_a_spread_of_one_step_is_wide() -> None:
    """The limit itself fails."""
    journey = Journey("Cut").touchpoint("cut", "Cut", emotion=1, evidence=Evidence(sd=1), ends="success")
    assert audit(journey, select="JM506").outcome("JM506") is Outcome.FAILED


def test_an_assumed_emotion_has_no_spread_to_ask_for() -> None:
    """Only what was observed or measured can be asked how much customers differ."""
    journey = Journey("Cut").touchpoint("cut", "Cut", emotion=1, evidence=Evidence(n=4), ends="success")
    assert audit(journey, select="JM506").outcome("JM506") is Outcome.NOT_APPLICABLE
