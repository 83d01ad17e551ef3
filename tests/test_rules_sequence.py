"""The rules about order, where their examples leave something open."""

from __future__ import annotations

from journeymap.auditing import audit
from journeymap.facts import News
from journeymap.model import Journey
from journeymap.rulebook import Outcome
from journeymap.rules import RULES


def test_the_family_is_that_of_the_catalogue() -> None:
    """Codes, names and severities are those of the catalogue."""
    family = {rule.code: (rule.name, rule.severity.value) for rule in RULES if rule.family == "sequence"}
    assert family.items() >= {
        "JM301": ("scattered-pain", "warning"),
        "JM302": ("repeated-bad-news", "warning"),
        "JM303": ("late-bad-news", "error"),
        "JM304": ("good-news-first", "info"),
        "JM305": ("pain-late", "warning"),
        "JM306": ("chronic-low", "error"),
        "JM307": ("declining-trend", "warning"),
    }.items()  # fmt: skip


def test_combining_pain_is_never_more_than_a_warning_and_says_that_the_evidence_is_mixed() -> None:
    """The advice is old and the evidence mixed: the message itself says so."""
    (rule,) = (rule for rule in RULES if rule.code == "JM301")
    assert rule.severity.value != "error"
    assert "evidence is mixed" in rule.text("message")
    assert "근거가 엇갈립니다" in rule.text("message", "ko")


def test_news_told_before_it_was_known_elsewhere_is_not_late() -> None:
    """Coming past the place where it is first known after it was told makes no news late."""
    journey = (
        Journey("Stock")
        .touchpoint("shelf", "Sold out", news=[News("bad", "sold out", known_at="desk", delay="5 min")], next=["desk"])
        .touchpoint("desk", "Help desk", next={"shelf": 0.5, "bye": 0.5})
        .touchpoint("bye", "Goodbye", ends="success")
    )
    assert audit(journey, select="JM303").outcome("JM303") is Outcome.PASSED


def test_news_told_within_a_minute_is_told_at_once() -> None:
    """A minute is soon enough wherever it was first known, and even where that is not stated; more is not."""
    for delay, known_at, outcome in (
        (60, "pay", Outcome.PASSED),
        (61, "pay", Outcome.FAILED),
        (60, None, Outcome.PASSED),
        (61, None, Outcome.CANNOT_TELL),
    ):
        journey = Journey("Pay").touchpoint("pay", "Pay")
        journey = journey.touchpoint("no", "Declined", news=[News("bad", "declined", known_at=known_at, delay=delay)])
        assert audit(journey, select="JM303").outcome("JM303") is outcome


def test_late_news_is_found_at_each_place_and_for_each_thing() -> None:
    """Two things told late at one place are two findings, with a path that shows each."""
    late = [News("bad", "dearer", known_at="order"), News("bad", "late", known_at="check", delay="3 d")]
    journey = (
        Journey("Order")
        .touchpoint("order", "Order")
        .touchpoint("check", "Check")
        .touchpoint("door", "At the door", news=late, ends="failure")
    )
    found = audit(journey, select="JM303").findings
    assert {(f.about, f.variant, f.path) for f in found} == {
        ("dearer", "", ("order", "check", "door")),
        ("late", "delay", ("order", "check", "door")),
    }


def test_news_that_nobody_hears_is_not_judged() -> None:
    """News at a touchpoint that customers cannot get to is no news."""
    journey = (
        Journey("Order")
        .touchpoint("order", "Order", ends="success")
        .touchpoint("door", "At the door", news=[News("bad", "late", known_at="order")], ends="failure")
    )
    assert audit(journey, select="JM303").outcome("JM303") is Outcome.NOT_APPLICABLE


def test_repeated_news_is_compared_with_what_was_told_last_about_another_thing() -> None:
    """The third news was known when the second was told, though not yet with the first; a loop repeats nothing."""
    journey = (
        Journey("Order")
        .touchpoint("a", "A", news=[News("bad", "x", known_at="a")])
        .touchpoint("b", "B", news=[News("bad", "y", known_at="b"), News("bad", "x", known_at="a")])
        .touchpoint("c", "C", news=[News("bad", "y", known_at="b"), News("bad", "z", known_at="b")], next=["a", "end"])
        .touchpoint("end", "End", ends="failure")
    )
    found = audit(journey, select="JM302").findings
    assert [(f.touchpoint, f.about, f.values["first"]) for f in found] == [("c", "z", "B")]


def test_a_run_of_bad_moments_is_told_once_for_each_place_where_it_begins() -> None:
    """Two ways into the same bad stretch are two findings, each with its own share."""
    journey = (
        Journey("Calls")
        .touchpoint("start", "Start", emotion=1, next={"web": 0.4, "phone": 0.6})
        .touchpoint("web", "Web", emotion=-1, next=["hold"])
        .touchpoint("phone", "Phone", emotion=-1)
        .touchpoint("hold", "On hold", emotion=-1)
        .touchpoint("desk", "Desk", emotion=-0.5, ends="success")
    )
    found = {f.touchpoint: f.share for f in audit(journey, select="JM306").findings}
    assert found == {"web": 0.4, "phone": 0.6}
