"""The rules about what is known of customers, where their examples leave something open."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from journeymap import examples
from journeymap.auditing import Audit, audit
from journeymap.errors import JourneyError
from journeymap.facts import Confirmation, Evidence, Nps, Response, Survey
from journeymap.formats import load
from journeymap.i18n import LANGUAGES
from journeymap.model import Business, Journey, Transition
from journeymap.rulebook import Finding, Outcome, Severity
from journeymap.rules import RULES
from tests.strategies import journeys

TODAY = "2026-11-21"
"""The day on which the bundled journeys are looked at here, whenever the tests run."""


def judged(journey: Journey, code: str, **options: Any) -> Audit:
    options = {"today": TODAY, **options} if code == "JM909" else options
    return audit(journey, select=code, options={code: options})


def found(journey: Journey, code: str, **options: Any) -> list[Finding]:
    """What a rule says fails."""
    return list(judged(journey, code, **options).findings)


def asking(**survey: Any) -> Journey:
    """A meal with a survey after it."""
    journey = Journey("Meal").touchpoint("eat", "Eat", kind="service", emotion=1)
    return journey.touchpoint("ask", "Ask", kind="survey", survey=Survey(**survey), ends="success")


def test_the_family_is_that_of_the_catalogue() -> None:
    """Codes, names and severities are those of the catalogue."""
    assert {rule.code: (rule.name, rule.severity.value) for rule in RULES if rule.family == "measurement"} == {
        "JM901": ("perception-not-measured", "warning"),
        "JM902": ("no-feedback-point", "warning"),
        "JM903": ("feedback-not-answered", "warning"),
        "JM904": ("survey-four-questions", "warning"),
        "JM905": ("survey-timing", "info"),
        "JM906": ("silent-churn-blind", "info"),
        "JM907": ("delivery-gap", "warning"),
        "JM908": ("scale-direction", "warning"),
        "JM909": ("review-cadence", "info"),
        "JM910": ("vague-standard", "info"),
        "JM911": ("nps-too-small", "info"),
        "JM912": ("score-not-robust", "info"),
    }


@pytest.mark.parametrize(
    ("items", "outcome"),
    [
        (["wants"], Outcome.FAILED),
        (["recommend", "return_intent", "open"], Outcome.FAILED),
        ([], Outcome.FAILED),
        (["driver"], Outcome.PASSED),
        (["perceived_quality", "wants"], Outcome.PASSED),
    ],
)
def test_what_counts_as_asking_how_it_was(items: list[str], outcome: Outcome) -> None:
    """The whole, one thing in particular and perceived quality do; wishes, word of mouth and open questions do not."""
    assert judged(asking(items=items), "JM901").outcome("JM901") is outcome


def test_a_survey_at_another_kind_of_touchpoint_is_one_too() -> None:
    """A receipt that asks is judged as a survey."""
    journey = Journey("Shop").touchpoint("pay", "Pay", kind="payment", survey=Survey(["wants"]), ends="success")
    assert {finding.code for finding in audit(journey, select=("JM901", "JM904")).findings} == {"JM901", "JM904"}


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({"kind": "confirmation"}, Outcome.CANNOT_TELL),
        ({"kind": "confirmation", "confirmation": Confirmation(feedback_link=True)}, Outcome.PASSED),
        ({"kind": "review"}, Outcome.CANNOT_TELL),
        ({"kind": "farewell", "ends": "success"}, Outcome.FAILED),
        ({"ends": "abandon"}, Outcome.FAILED),
        ({"kind": "farewell", "survey": Survey()}, Outcome.PASSED),
    ],
)
def test_where_customers_may_be_asked(facts: dict[str, Any], outcome: Outcome) -> None:
    """What is not known of the last touchpoint leaves it open; that customers give up there does not."""
    journey = Journey("Meal").touchpoint("eat", "Eat", kind="service").touchpoint("last", "Last", **facts)
    assert judged(journey, "JM902").outcome("JM902") is outcome


def test_a_way_nobody_takes_leads_to_no_feedback() -> None:
    """A survey that customers cannot get to does not count."""
    journey = (
        Journey("Meal").touchpoint("eat", "Eat", kind="service", ends="success").touchpoint("a", "A", kind="survey")
    )
    assert found(journey, "JM902")


def test_an_answer_that_is_overdue_is_late_by_the_time_that_was_set() -> None:
    """The limit of the rule is for feedback for which no time was set."""
    waiting = asking().change("ask", response=Response(oldest_unanswered="3 d"))
    assert judged(waiting, "JM903").outcome("JM903") is Outcome.CANNOT_TELL
    assert found(waiting, "JM903", seconds=86400)
    assert found(waiting.change("ask", survey=Survey(response_target="2 d")), "JM903")
    assert found(waiting.change("ask", response=Response(target="2 d", oldest_unanswered="3 d")), "JM903")


def test_exactly_a_week_is_not_too_late() -> None:
    """Seven days after the service is within them."""
    assert judged(asking(after="7 d"), "JM905").outcome("JM905") is Outcome.PASSED
    assert found(asking(after="8 d"), "JM905", seconds=8 * 86400) == []


def test_a_survey_is_early_only_when_nobody_can_be_done() -> None:
    """When some customers are done with the survey it is in its place; another visit does not count."""
    journey = (
        Journey("Shop")
        .touchpoint("ask", "Ask", kind="survey", survey=Survey(after=0), next=["pay", "bye"])
        .touchpoint("pay", "Pay", kind="payment", ends="success")
        .touchpoint("bye", "Bye", ends="success")
    )
    assert found(journey, "JM905") == []
    assert [f.variant for f in found(journey.change("ask", next=["pay"]), "JM905")] == ["early"]
    done = journey.change("ask", ends="success", next=[Transition("pay", kind="loyalty")])
    assert judged(done, "JM905").outcome("JM905") is Outcome.PASSED


def test_a_survey_within_the_last_step_is_not_early() -> None:
    """What is asked at the payment itself comes with the service."""
    journey = Journey("Shop").touchpoint("pay", "Pay", kind="payment", survey=Survey(after=0), ends="success")
    assert judged(journey, "JM905").outcome("JM905") is Outcome.PASSED


def test_watching_customers_is_knowing_what_they_do() -> None:
    """Observation counts as behaviour does."""
    journey = Journey("Shop", data_sources=["observation"]).touchpoint("a", "A")
    assert judged(journey, "JM906").outcome("JM906") is Outcome.PASSED


def test_the_gap_counts_from_three_quarters_of_a_step() -> None:
    """A gap of exactly the limit fails; a team that thinks worse of it than customers do does not."""
    journey = Journey("Shop").touchpoint("a", "A", emotion=0.25, evidence=Evidence("observed", team=1))
    assert found(journey, "JM907")
    assert found(journey, "JM907", limit=1) == []
    assert found(journey.change("a", evidence=Evidence("measured", team=-2)), "JM907") == []
    assert judged(journey.change("a", emotion=None), "JM907").outcome("JM907") is Outcome.CANNOT_TELL


def reviewed(day: str | None, staff: str | None = None, size: str | None = None) -> Journey:
    business = Business("B", staff_surveyed=staff, size=size)
    return Journey("Shop", business=business, last_reviewed=day).touchpoint("a", "A")


@pytest.mark.parametrize(
    ("journey", "outcome"),
    [
        (reviewed("2025-11-21", "2025-11-21"), Outcome.PASSED),
        (reviewed("2025-11-20", "2025-11-21"), Outcome.FAILED),
        (reviewed("2026-11-20", size="solo"), Outcome.PASSED),
        (reviewed("2026-11-20", "2020-01-01", size="solo"), Outcome.FAILED),
        (reviewed("2027-01-01", "2027-01-01"), Outcome.PASSED),
        (reviewed(None), Outcome.CANNOT_TELL),
        (reviewed(None, "2020-01-01"), Outcome.FAILED),
    ],
)
def test_a_year_after_it_is_time(journey: Journey, outcome: Outcome) -> None:
    """A year to the day is in time; who works alone has no staff to ask."""
    assert judged(journey, "JM909").outcome("JM909") is outcome


def test_today_is_the_day_of_the_audit_unless_it_is_given() -> None:
    """Without a day the clock decides; a day that is none is refused by name."""
    today = datetime.date.today()
    journey = Journey("Shop", last_reviewed=today).touchpoint("a", "A")
    assert audit(journey, select="JM909").outcome("JM909") is Outcome.PASSED
    old = Journey("Shop", last_reviewed=datetime.date(2001, 1, 1)).touchpoint("a", "A")
    assert audit(old, select="JM909").outcome("JM909") is Outcome.FAILED
    with pytest.raises(JourneyError, match=r"option today of JM909: expected a day .*'tomorrow'"):
        judged(journey, "JM909", today="tomorrow")


@pytest.mark.parametrize(
    "standard",
    [
        "Friendly, within a minute",
        "Our best: 3 photos",
        "한 시간 안에 친절하게",
        "Unfriendly guests are left to Kim",
        "",
    ],
)
def test_a_number_makes_a_standard_one_that_can_be_checked(standard: str) -> None:
    """A number in figures or words is enough, and only whole English words are vague."""
    assert found(Journey("Shop").touchpoint("a", "A", standard=standard), "JM910") == []


def test_vague_words_are_an_option() -> None:
    """Each list can be replaced; a list without words finds nothing."""
    journey = Journey("Shop").touchpoint("a", "A", standard="Be   NICE to guests")
    assert found(journey, "JM910") == []
    (only,) = found(journey, "JM910", words=["be nice", ""])
    assert only.values["words"] == ("be nice",)
    best = journey.change("a", standard="Do our best")
    assert found(best, "JM910", words=(), korean=[]) == []


@pytest.mark.parametrize(
    ("counts", "outcome"),
    [
        ((50, 29, 20), Outcome.FAILED),
        ((300, 50, 150), Outcome.PASSED),
        ((0, 0, 0), Outcome.NOT_APPLICABLE),
        ((99, 0, 0), Outcome.FAILED),
        ((100, 0, 0), Outcome.PASSED),
        ((10**20, 0, 10**20), Outcome.PASSED),
    ],
)
def test_how_many_answers_are_enough(counts: tuple[int, int, int], outcome: Outcome) -> None:
    """A hundred answers and ten points to either side are enough; nobody asked is nothing to judge."""
    promoters, passives, detractors = counts
    nps = Nps(promoters=promoters, passives=passives, detractors=detractors, interval_reported=False)
    assert judged(asking(nps=nps), "JM911").outcome("JM911") is outcome


def test_presets_that_disagree_are_enough_to_leave_it_open() -> None:
    """A mean just below 0 beside a good peak and end leaves the score undetermined, though most weights agree."""
    journey = Journey("Long")
    for number in range(30):
        journey = journey.touchpoint(f"t{number}", "T", emotion=-0.2)
    journey = journey.touchpoint("peak", "Peak", emotion=2).touchpoint("end", "End", emotion=2, ends="success")
    assert [finding.code for finding in found(journey, "JM912")] == ["JM912"]
    assert found(journey.change("t0", emotion=2).change("t1", emotion=2), "JM912") == []


def test_a_score_of_nothing_leaves_nothing_to_doubt() -> None:
    """A journey of surveys alone has no score, and one of zeros none that could change sides."""
    assert judged(Journey("S").touchpoint("a", "A", kind="survey"), "JM912").outcome("JM912") is Outcome.NOT_APPLICABLE
    flat = Journey("Flat").touchpoint("a", "A", emotion=0, ends="success")
    assert judged(flat, "JM912").outcome("JM912") is Outcome.PASSED


def test_a_draft_gives_no_finding_and_few_questions() -> None:
    """Names and emotions alone are asked about once by each rule that concerns the whole journey."""
    draft = Journey("Draft").touchpoint("a", "A", emotion=2).touchpoint("b", "B", emotion=1)
    said = audit(draft, select="JM9", options={"JM909": {"today": TODAY}})
    assert said.findings == ()
    assert {finding.code for finding in said.questions} == {"JM902", "JM906", "JM909"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_known_of_the_bundled_journeys(lang: str) -> None:
    """The well-designed journey has nothing amiss; no error is in the family; planted weaknesses are found."""
    said = {
        name: audit(load(examples.path(name, lang=lang)), select="JM9", options={"JM909": {"today": TODAY}})
        for name in examples.names()
    }
    assert (said["cake-shop"].findings, said["cake-shop"].questions) == ((), ())
    assert not any(each.reaches(Severity.ERROR) for each in said.values())
    codes = {name: {finding.code for finding in each.findings} for name, each in said.items()}
    assert codes["support-line"] == {"JM901", "JM904", "JM906", "JM908"}
    assert codes["shoe-shop"] == {"JM901", "JM904", "JM906", "JM912"}
    assert codes["small-mall"] == {"JM903", "JM906", "JM912"}


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(journeys(max_touchpoints=6))
def test_they_never_raise(journey: Journey) -> None:
    """Whatever a journey says, each of the rules has an answer in every language."""
    for finding in audit(journey, select="JM9", options={"JM909": {"today": TODAY}}):
        assert all(finding.message(lang) for lang in LANGUAGES)
