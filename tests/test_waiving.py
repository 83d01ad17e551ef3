"""Waivers and known findings: set apart and never lost, and reported when they have had their day."""

from __future__ import annotations

import datetime

import pytest

from journeymap.auditing import Audit, audit
from journeymap.errors import JourneyError, UnknownNameError
from journeymap.facts import Fee
from journeymap.model import Journey
from journeymap.reports import REPORTS, report
from journeymap.rulebook import Outcome, Severity
from journeymap.settling import key_of
from journeymap.waiving import Waiver, today

DAY = datetime.date(2026, 6, 1)


@pytest.fixture
def stall() -> Journey:
    """Two bad endings."""
    stall = Journey("Stall").touchpoint("eat", "Eat", emotion=-1, drop_off=0.5, ends="failure")
    return stall.touchpoint("pay", "Pay", emotion=-1)


def test_a_waived_finding_is_set_apart_and_not_lost(stall: Journey) -> None:
    """It is no finding any more, but stays among the results with its waiver; others of the rule stay findings."""
    plain = audit(stall, select="JM101")
    waiver = Waiver("JM101", "pay", reason="Everybody knows")
    judged = audit(stall, select="JM101", waivers=[waiver], on=DAY)
    assert [finding.touchpoint for finding in judged.waived] == ["pay"]
    assert judged.waived[0].waiver is waiver
    assert [finding.touchpoint for finding in judged.findings] == ["eat"]
    assert len(judged.results) == len(plain.results)
    assert judged.outcome("JM101") is Outcome.FAILED
    assert judged.count(Severity.ERROR) == plain.count(Severity.ERROR) - 1
    assert "1 waived" in repr(judged)
    assert (judged.expired, judged.unused) == ((), ())


def test_without_a_place_it_holds_wherever_the_rule_fails(stall: Journey) -> None:
    """A waiver without a touchpoint takes every finding of its rule, and an audit without findings reaches nothing."""
    judged = audit(stall, select="JM101", waivers=[Waiver("JM101", reason="Everybody knows")], on=DAY)
    assert len(judged.waived) == 2
    assert not judged.reaches(Severity.INFO)


@pytest.mark.parametrize(("until", "holds"), [("2026-06-01", True), ("2026-05-31", False), (None, True)])
def test_it_holds_to_its_last_day(stall: Journey, until: str | None, holds: bool) -> None:
    """On its last day it still holds; a day later it is reported as expired and what it was for counts again."""
    judged = audit(stall, select="JM101", waivers=[Waiver("JM101", "pay", reason="For now", until=until)], on=DAY)
    assert (len(judged.waived) == 1) is holds
    assert (len(judged.expired) == 0) is holds


def test_one_that_nothing_needs_is_reported(stall: Journey) -> None:
    """Where its rule holds or looks at nothing it is unused; not so where the rule was not asked, or cannot tell."""
    holding = Waiver("JM002", reason="It was broken")
    unasked = Waiver("JM005", reason="Somebody else looks")
    open_ = Waiver("JM105", reason="Not known yet")
    judged = audit(stall, select=("JM002", "JM105"), waivers=[holding, unasked, open_], on=DAY)
    assert judged.outcome("JM105") is Outcome.CANNOT_TELL
    assert judged.unused == (holding,)


def test_a_question_is_not_waived(stall: Journey) -> None:
    """What cannot be told stays a question: there is nothing to waive yet."""
    judged = audit(stall, select="JM105", waivers=[Waiver("JM105", reason="Not known yet")], on=DAY)
    assert judged.questions
    assert not judged.waived


def test_known_findings_are_counted_apart(stall: Journey) -> None:
    """What is known does not fail; what is waived too counts as waived."""
    plain = audit(stall, select="JM101")
    known = [key_of(finding) for finding in plain.findings]
    judged = audit(stall, select="JM101", known=known, waivers=[Waiver("JM101", "pay", reason="So be it")], on=DAY)
    assert [finding.touchpoint for finding in judged.known] == ["eat"]
    assert [finding.touchpoint for finding in judged.waived] == ["pay"]
    assert judged.findings == ()
    assert "1 known" in repr(judged)


def test_findings_at_one_place_are_told_apart_by_what_they_are_about() -> None:
    """Of two fees at one place one may be known and the other new."""
    fees = [Fee("Shipping", 3, disclosed_at="pay"), Fee("Card fee", 1, disclosed_at="pay")]
    shop = (
        Journey("Shop").touchpoint("find", "Find", shows_price=True).touchpoint("pay", "Pay", kind="payment", fees=fees)
    )
    first, second = (key_of(finding) for finding in audit(shop, select="JM103").findings)
    judged = audit(shop, select="JM103", known=[first])
    assert [key_of(finding) for finding in judged.findings] == [second]


@pytest.mark.parametrize(
    "given", [{"reason": ""}, {"reason": " \n"}, {"reason": None}, {"reason": "x", "until": "soon"}]
)
def test_a_waiver_says_why(given: dict[str, str]) -> None:
    """Without a reason, or with a day that is none, there is no waiver."""
    with pytest.raises(JourneyError):
        Waiver("JM101", "pay", **given)


def test_a_waiver_of_a_rule_that_is_not_there_is_refused(stall: Journey) -> None:
    """A misspelt rule is told with the nearest."""
    with pytest.raises(UnknownNameError, match="did you mean 'JM1"):
        audit(stall, waivers=[Waiver("JM1O1", reason="x")])


def test_severities_can_be_overridden(stall: Journey) -> None:
    """Whatever a rule finds is as bad as it was told, and weighs accordingly."""
    plain = audit(stall, select="JM101").findings
    judged = audit(stall, select="JM101", severities={"JM101": Severity.INFO})
    assert {finding.severity for finding in judged.findings} == {Severity.INFO}
    assert judged.rules[0].severity is Severity.INFO
    for before, after in zip(plain, judged.findings, strict=True):
        assert after.gain == pytest.approx(before.gain * Severity.INFO.weight / before.severity.weight)
    with pytest.raises(UnknownNameError, match="rule"):
        audit(stall, severities={"JM1": Severity.INFO})


def test_a_milder_finding_is_overridden_too() -> None:
    """A finding to which the rule gives a severity of its own takes the one that was asked for."""
    flat = Journey("Flat").touchpoint("a", "A", emotion=0)
    assert audit(flat, select="JM101").findings[0].severity is Severity.INFO
    judged = audit(flat, select="JM101", severities={"JM101": Severity.ERROR})
    assert judged.findings[0].severity is Severity.ERROR


def test_the_clock_is_asked_in_one_place(stall: Journey, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a day given, waivers expire by today's date."""
    monkeypatch.setattr("journeymap.auditing.today", lambda: datetime.date(2031, 1, 1))
    waiver = Waiver("JM101", reason="For now", until="2030-12-31")
    assert audit(stall, select="JM101", waivers=[waiver]).expired == (waiver,)
    assert isinstance(today(), datetime.date)


@pytest.fixture
def judged(stall: Journey) -> Audit:
    """With one of everything: waived, known, expired, unused."""
    waivers = [
        Waiver("JM101", "pay", reason="The | reason <b>", until="2026-06-02"),
        Waiver("JM001", reason="Over", until="2020-01-01"),
        Waiver("JM002", reason="Idle"),
    ]
    return audit(stall, waivers=waivers, known=[("JM101", "eat", "")], on=DAY)


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("name", [each.name for each in REPORTS])
def test_every_report_tells_of_them(judged: Audit, name: str, lang: str) -> None:
    """Waived and known findings, and waivers past their time, stand in every report."""
    text = report(judged, name, lang=lang)
    assert "Over" in text
    assert "Idle" in text
    if name != "github":  # shows what to mend, and counts the rest
        assert "reason" in text
    if name in ("text", "markdown", "html", "github"):
        counted = ("1 waived", "1 known") if lang == "en" else ("예외 1건", "기준선 1건")
        assert all(each in text for each in counted)
