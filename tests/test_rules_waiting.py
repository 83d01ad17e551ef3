"""The rules about time and waiting, where their examples leave something open."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from journeymap import examples
from journeymap.auditing import audit
from journeymap.facts import Greeting, Response, Screen, Wait
from journeymap.formats import load
from journeymap.i18n import LANGUAGES
from journeymap.model import Journey
from journeymap.rulebook import Outcome, Severity
from journeymap.rules import RULES
from tests.strategies import journeys

WAITING = tuple(rule for rule in RULES if rule.family == "waiting")


def outcome(code: str, **facts: object) -> Outcome:
    """What a rule says of a journey of one touchpoint."""
    journey = Journey("One step").touchpoint("step", "A step", ends="success", **facts)
    return audit(journey, select=code).outcome(code)


def found(name: str, *codes: str, lang: str = "en") -> set[tuple[str, str | None]]:
    """What fails in a bundled journey, as codes and places."""
    judged = audit(load(examples.path(name, lang=lang)), select=codes)
    return {(finding.code, finding.touchpoint) for finding in judged.findings}


def test_the_family_is_that_of_the_catalogue() -> None:
    """Codes, names and severities are those of the catalogue."""
    assert {rule.code: (rule.name, rule.severity.value) for rule in WAITING} == {
        "JM601": ("greeting-late", "warning"),
        "JM602": ("no-acknowledgement", "error"),
        "JM603": ("moment-of-truth-unstaffed", "info"),
        "JM604": ("slow-interaction", "warning"),
        "JM605": ("slow-phone", "warning"),
        "JM606": ("unanswered-board", "error"),
        "JM607": ("social-without-sla", "warning"),
        "JM608": ("step-budget", "info"),
        "JM609": ("late-delivery-risk", "error"),
        "JM610": ("uncertain-wait", "warning"),
        "JM611": ("idle-wait", "info"),
        "JM612": ("unfair-queue", "info"),
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_the_small_mall_does_badly_is_found(lang: str) -> None:
    """The phone that rings out, the board without answers and the late parcel are found, in both languages."""
    expected = {("JM605", "phone"), ("JM602", "question"), ("JM606", "question"), ("JM609", "in-time")}
    assert expected <= found("small-mall", "JM6", lang=lang)


@pytest.mark.parametrize("name", ["cake-shop", "chinese-restaurant-care", "skin-care-salon"])
def test_nothing_fails_where_nobody_waits_in_vain(name: str) -> None:
    """Journeys in which waiting is looked after have no finding about it."""
    assert not found(name, "JM6")


def test_bare_drafts_are_asked_nothing_about_waiting() -> None:
    """Names and emotions say nothing of waits, so that nothing is asked and nothing fails."""
    draft = Journey("Draft").touchpoint("a", "Comes in", emotion=1).touchpoint("b", "Leaves", emotion=-1)
    assert {finding.outcome for finding in audit(draft, select="JM6")} == {Outcome.NOT_APPLICABLE}


@pytest.mark.parametrize(
    ("greeting", "expected"),
    [
        (Greeting(within=30, steps=30), Outcome.PASSED),
        (Greeting(within=30.5), Outcome.FAILED),
        (Greeting(within=5, steps=31), Outcome.FAILED),
        (Greeting(), Outcome.CANNOT_TELL),
    ],
)
def test_thirty_seconds_and_thirty_steps_are_in_time(greeting: Greeting, expected: Outcome) -> None:
    """The limits themselves are in time; beyond either is late."""
    assert outcome("JM601", greeting=greeting) is expected


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        (Response(acknowledged=True, acknowledged_within=60), Outcome.PASSED),
        (Response(acknowledged=True, acknowledged_within=61), Outcome.FAILED),
        (Response(acknowledged=False, typical=30), Outcome.PASSED),
        (Response(acknowledged=False), Outcome.FAILED),
        (Response(acknowledged=True), Outcome.CANNOT_TELL),
        (Response(acknowledged_within=5), Outcome.CANNOT_TELL),
    ],
)
def test_a_receipt_comes_within_a_minute(response: Response, expected: Outcome) -> None:
    """A receipt or the answer itself within a minute is in time."""
    assert outcome("JM602", kind="board", response=response) is expected


@pytest.mark.parametrize(("code", "channel"), [("JM602", "email"), ("JM605", "phone")])
def test_of_several_desks_in_a_row_the_first_is_asked(code: str, channel: str) -> None:
    """Whoever is passed on is asked about once, and being passed back changes nothing."""
    journey = (
        Journey("Help")
        .touchpoint("first", "First desk", kind="support", channel=channel, next=["second"])
        .touchpoint("second", "Second desk", kind="support", channel=channel, next=["first", "done"])
        .touchpoint("done", "Done", ends="success")
    )
    assert [question.touchpoint for question in audit(journey, select=code).questions] == ["first"]


@pytest.mark.parametrize(
    ("wait", "severity"),
    [
        (Wait(p80=21), Severity.INFO),
        (Wait(p80=121), Severity.WARNING),
        (Wait(p80=301), Severity.ERROR),
        (Wait(10, p80=301), Severity.ERROR),
        (Wait(400, p80=130), Severity.WARNING),
        (Wait(130), Severity.WARNING),
    ],
)
def test_the_longer_the_phone_rings_the_worse(wait: Wait, severity: Severity) -> None:
    """What 8 of 10 callers wait decides how bad it is; the usual wait only when nothing else is known."""
    journey = Journey("Line").touchpoint("call", "Calls", channel="phone", wait=wait, ends="success")
    (finding,) = audit(journey, select="JM605").findings
    assert finding.severity is severity


def test_between_the_limits_a_slow_screen_is_a_chance_missed() -> None:
    """Between 1 and 10 seconds without a sign it is info, above that a warning; the limits themselves pass."""
    severities = []
    for seconds in (1, 2, 10, 11):
        screen = Screen(loads_in=seconds, feedback=False, progress=False)
        journey = Journey("Page").touchpoint("page", "Page", screen=screen, ends="success")
        severities += [finding.severity for finding in audit(journey, select="JM604").findings] or [None]
    assert severities == [None, Severity.INFO, Severity.INFO, Severity.WARNING]


def test_a_long_wait_does_not_count_in_the_time_a_journey_takes() -> None:
    """Days until something arrives are not spent waiting, minutes at the counter are."""
    assert outcome("JM608", kind="wait", wait=Wait("4 d")) is Outcome.NOT_APPLICABLE
    days = Journey("Order", budget="1 h").touchpoint("post", "Parcel", kind="wait", wait="4 d", ends="success")
    assert audit(days, select="JM608").outcome("JM608") is Outcome.PASSED
    hours = days.change("post", wait="2 h")
    assert audit(hours, select="JM608").outcome("JM608") is Outcome.FAILED
    assert audit(hours.change("post", wait="30 min", duration="9 h"), select="JM608").outcome("JM608") is Outcome.PASSED


def test_a_path_that_is_too_long_by_what_is_known_fails() -> None:
    """Unknown times cannot make up for known ones."""
    journey = Journey("Order", budget="1 h").touchpoint("a", "A", duration="2 h").touchpoint("b", "B", ends="success")
    assert audit(journey, select="JM608").outcome("JM608") is Outcome.FAILED


def test_an_owner_left_blank_is_nobody() -> None:
    """Nobody to answer on social media fails whatever the time set; an owner and a time pass."""
    response = Response(target="4 h")
    assert outcome("JM607", kind="social", owner="", response=response) is Outcome.FAILED
    assert outcome("JM607", kind="social", owner="Han", response=response) is Outcome.PASSED
    assert outcome("JM607", kind="social", response=response) is Outcome.CANNOT_TELL
    assert outcome("JM607", channel="instagram", owner="", response=response) is Outcome.FAILED
    assert outcome("JM607", channel="web", owner="", response=response) is Outcome.NOT_APPLICABLE


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(journeys(max_touchpoints=5))
def test_they_never_raise(journey: Journey) -> None:
    """Whatever a journey says, each rule has an answer that can be said in every language."""
    judged = audit(journey, rules=WAITING)
    assert {finding.code for finding in judged} == {rule.code for rule in WAITING}
    assert all(finding.message(lang) for finding in judged for lang in LANGUAGES)
