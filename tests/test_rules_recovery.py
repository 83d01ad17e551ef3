"""The rules about putting things right, where their examples leave something open."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from journeymap import examples
from journeymap.auditing import Audit, audit
from journeymap.facts import Incident, Support
from journeymap.formats import load
from journeymap.i18n import LANGUAGES
from journeymap.model import Business, Journey, Touchpoint, Transition
from journeymap.rulebook import Finding, Outcome, Severity
from journeymap.rules import RULES
from tests.strategies import journeys


def judged(journey: Journey, code: str, **options: Any) -> Audit:
    return audit(journey, select=code, options={code: options})


def found(journey: Journey, code: str, **options: Any) -> list[Finding]:
    """What a rule says fails."""
    return list(judged(journey, code, **options).findings)


def desk(**support: Any) -> Journey:
    """One place where complaints are heard."""
    return Journey("Desk").touchpoint("desk", "Desk", kind="complaint", support=Support(**support), ends="failure")


def test_the_family_is_that_of_the_catalogue() -> None:
    """Codes, names and severities are those of the catalogue."""
    assert {rule.code: (rule.name, rule.severity.value) for rule in RULES if rule.family == "recovery"} == {
        "JM801": ("slow-resolution", "error"),
        "JM802": ("handoff-repeat", "error"),
        "JM803": ("too-many-handoffs", "warning"),
        "JM804": ("apology-only", "error"),
        "JM805": ("cannot-solve", "error"),
        "JM806": ("no-authority", "warning"),
        "JM807": ("no-commit-time", "warning"),
        "JM808": ("single-solution", "info"),
        "JM809": ("no-amends", "info"),
        "JM810": ("recovery-order", "warning"),
        "JM811": ("no-root-cause", "warning"),
        "JM812": ("recurring-failure", "error"),
        "JM813": ("double-deviation", "error"),
        "JM814": ("no-abuse-policy", "info"),
        "JM815": ("canned-reply", "info"),
    }


def test_the_time_that_was_set_is_in_time() -> None:
    """Exactly the target is within it; one of the two times is not enough to tell."""
    assert judged(desk(target=60, solved_p80=60), "JM801").outcome("JM801") is Outcome.PASSED
    assert found(desk(target=60, solved_p80=61), "JM801")
    assert judged(desk(target=60), "JM801").outcome("JM801") is Outcome.CANNOT_TELL


def test_times_stated_elsewhere_are_judged_too() -> None:
    """A time that is stated is judged at any kind of touchpoint; one that is not is only asked of help."""
    journey = desk().change("desk", kind="recovery")
    assert judged(journey, "JM801").outcome("JM801") is Outcome.NOT_APPLICABLE
    assert found(journey.change("desk", support=Support(target=60, solved_p80=61)), "JM801")
    half = journey.change("desk", support=Support(solved_p80=61))
    assert judged(half, "JM801").outcome("JM801") is Outcome.CANNOT_TELL


def line(**ways: Any) -> Journey:
    """A support line where some of those at the first desk are passed on to the second."""
    return Journey(
        "Line",
        touchpoints=(
            Touchpoint("first", "First", kind="support", fields_requested=["name"], next=[
                Transition("second", kind="handoff", probability=0.25, **ways), Transition("done"),
            ]),
            Touchpoint("second", "Second", kind="support", fields_requested=["Name "]),
            Touchpoint("done", "Done", emotion=1, ends="success"),
        ),
    )  # fmt: skip


def test_what_being_passed_on_explains_is_not_said_again() -> None:
    """Where everything has to be told again, each question that is repeated is not a failure of its own."""
    (only,) = found(line(context_carried=False), "JM802")
    assert (only.touchpoint, only.share) == ("first", pytest.approx(0.25))
    (again,) = found(line(context_carried=True), "JM802")
    assert (again.touchpoint, again.variant, again.share) == ("second", "again", pytest.approx(0.25))
    assert again.path == ("first", "second")


def test_few_who_are_asked_twice_do_not_count() -> None:
    """What concerns fewer customers than the option says is left out."""
    assert not [f for f in found(line(context_carried=True), "JM802", min_share=0.3) if f.variant]


def test_a_form_that_asks_twice_is_less_than_a_desk_that_does() -> None:
    """Outside of help it is a warning; the same touchpoint met again is the same question."""
    forms = (
        Journey("Shop")
        .touchpoint("join", "Join", kind="account", fields_requested=["e-mail"])
        .touchpoint("address", "Address", kind="form", fields_requested=["E-Mail", "street"], next=["again", "done"])
        .touchpoint("again", "Typing error", kind="failure", next=["address"])
        .touchpoint("done", "Done", ends="success")
    )
    (only,) = found(forms, "JM802")
    assert (only.touchpoint, only.severity, only.values["asked"]) == ("address", Severity.WARNING, ("E-Mail",))


def test_a_loop_of_handoffs_is_counted_on_the_way_taken() -> None:
    """Whoever is sent back to the start of the line is passed on each time anew."""
    journey = (
        Journey("Tickets")
        .touchpoint("ticket", "Ticket", kind="support")
        .touchpoint("reply", "Reply", kind="support", next=[
            Transition("ticket", kind="handoff", probability=0.5), Transition("gone"),
        ])
        .touchpoint("gone", "Gone", ends="abandon")
    )  # fmt: skip
    (only,) = found(journey, "JM803")
    assert (only.touchpoint, only.values["number"]) == ("reply", 2)
    assert only.share == pytest.approx(0.25, abs=0.05)
    assert found(journey, "JM803", most=9) == []
    assert found(journey, "JM803", min_share=0.4) == []


def test_where_there_is_also_another_way_nobody_need_be_passed_on() -> None:
    """Of two ways between the same touchpoints one is no handoff, so nothing is counted there."""
    ways = [Transition("b", kind="handoff"), Transition("b", kind="forward")]
    journey = (
        Journey("Line")
        .touchpoint("a", "A", kind="support", next=ways)
        .touchpoint("b", "B", kind="support", next=[Transition("c", kind="handoff")])
        .touchpoint("c", "C", kind="support", ends="success")
    )
    assert found(journey, "JM803") == []


@pytest.mark.parametrize(
    ("support", "outcome"),
    [
        ({"steps": ["apologise"], "solution_offered": False, "options": 2}, Outcome.FAILED),
        ({"steps": ["apologise"], "options": 0}, Outcome.FAILED),
        ({"apology": 7, "options": 1}, Outcome.PASSED),
        ({"steps": ["apologise", "solve"]}, Outcome.CANNOT_TELL),
        ({"steps": ["apologise"], "apology": 3}, Outcome.CANNOT_TELL),
        ({"steps": []}, Outcome.NOT_APPLICABLE),
    ],
)
def test_what_is_stated_of_the_solution_decides(support: dict[str, Any], outcome: Outcome) -> None:
    """That none follows outweighs what else points to one; where nothing points either way it is asked."""
    assert judged(desk(**support), "JM804").outcome("JM804") is outcome


def test_a_long_apology_is_milder_than_an_empty_one() -> None:
    """With a solution after it, an apology beyond the limit is a warning."""
    (only,) = found(desk(apology=8, solution_offered=True), "JM804")
    assert (only.severity, only.variant) == (Severity.WARNING, "long")
    assert found(desk(apology=8, solution_offered=True), "JM804", seconds=10) == []


def test_helpless_desks_side_by_side_are_named_each() -> None:
    """Only desks that follow each other are named together."""
    journey = Journey("Line").touchpoint("menu", "Menu", next=["a", "b"])
    for id in ("a", "b"):
        journey = journey.touchpoint(id, id, kind="support", support=Support(can_solve=False), ends="failure")
    assert [(f.touchpoint, f.variant) for f in found(journey, "JM805")] == [("a", ""), ("b", "")]


def test_helpless_desks_in_a_circle_are_named_at_the_first_one_met() -> None:
    """Each leads to the other; the one that customers meet first stands for both."""
    journey = (
        Journey("Line")
        .touchpoint("menu", "Menu", next=["b"])
        .touchpoint("a", "A", kind="support", support=Support(can_solve=False), next=["b", "gone"])
        .touchpoint("b", "B", kind="support", support=Support(can_solve=False), next=["a"])
        .touchpoint("gone", "Gone", ends="abandon")
    )
    (only,) = found(journey, "JM805")
    assert (only.touchpoint, only.values["places"]) == ("b", ("A", "B"))


def test_who_solves_it_on_a_way_that_begins_another_visit_is_too_late() -> None:
    """A way nobody takes on this visit leads to no solution."""
    journey = desk(can_solve=False).change("desk", next=[Transition("back", kind="return")])
    journey = journey.touchpoint("back", "Back", kind="support", support=Support(can_solve=True), ends="success")
    assert [f.touchpoint for f in found(journey, "JM805")] == ["desk"]


def test_escalation_or_authority_is_enough() -> None:
    """Either of them passes, whatever is not known of the other; a page has neither and is not asked."""
    for support in ({"escalation": True}, {"authority": "full"}, {"authority": "none", "escalation": True}):
        assert judged(desk(**support), "JM806").outcome("JM806") is Outcome.PASSED
    assert judged(desk(authority="none"), "JM806").outcome("JM806") is Outcome.CANNOT_TELL
    page = desk().change("desk", channel="web")
    assert judged(page, "JM806").outcome("JM806") is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("support", "facts", "outcome"),
    [
        ({"can_solve": False, "next_action": False}, {}, Outcome.FAILED),
        ({"next_action": False}, {}, Outcome.FAILED),
        ({"next_action": False}, {"ends": None, "next": ()}, Outcome.CANNOT_TELL),
        ({"can_solve": True, "next_action": False}, {"ends": None, "next": ()}, Outcome.NOT_APPLICABLE),
        ({"can_solve": True, "next_action": False}, {"ends": "success"}, Outcome.NOT_APPLICABLE),
        ({"can_solve": True}, {}, Outcome.CANNOT_TELL),
    ],
)
def test_who_leaves_with_an_open_problem(support: dict[str, Any], facts: dict[str, Any], outcome: Outcome) -> None:
    """Whether customers leave unsolved follows from how the journey ends there, or from whether it can be solved."""
    assert judged(desk(**support).change("desk", **facts), "JM807").outcome("JM807") is outcome


@pytest.mark.parametrize(("kind", "leaves"), [("recovery", False), ("handoff", False), (None, True)])
def test_who_is_still_being_helped_has_not_left(kind: str | None, leaves: bool) -> None:
    """A way on which the problem is put right, or goes to somebody else, is no leaving."""
    ways = [Transition("next", kind=kind)]
    journey = desk(can_solve=False, next_action=False).change("desk", ends=None, next=ways)
    journey = journey.touchpoint("next", "Next", kind="service", ends="failure")
    assert bool(found(journey, "JM807")) is leaves


def test_some_who_drop_off_leave_with_an_open_problem() -> None:
    """A share that gives up counts as leaving."""
    journey = desk(can_solve=True, next_action=False).change("desk", ends=None, drop_off=0.2, next=["done"])
    assert found(journey.touchpoint("done", "Done", ends="success"), "JM807")


def test_goodwill_anywhere_on_the_way_makes_up_for_it() -> None:
    """It need not be given where the complaint is heard."""
    journey = desk(amends=False).change("desk", emotion=-2, ends=None, next=["gift"])
    journey = journey.touchpoint("gift", "Gift", kind="recovery", support=Support(amends=True), ends="success")
    assert judged(journey, "JM809").outcome("JM809") is Outcome.PASSED
    assert [f.touchpoint for f in found(journey.change("gift", support=Support(amends=False)), "JM809")] == [
        "desk", "gift",
    ]  # fmt: skip
    open_ended = judged(journey.change("gift", support=None), "JM809")
    assert [f.touchpoint for f in open_ended.findings] == ["desk"]
    assert [f.values["places"] for f in open_ended.questions] == [("Desk",)]


def test_a_repeated_apology_does_not_spoil_the_order() -> None:
    """Of a step done twice the first counts, and steps left out are no mistake."""
    assert judged(desk(steps=["listen", "apologise", "solve", "apologise"]), "JM810").outcome("JM810") is Outcome.PASSED
    assert judged(desk(steps=["amends", "solve"]), "JM810").outcome("JM810") is Outcome.PASSED
    assert found(desk(steps=["solve", "listen"]), "JM810")
    assert judged(desk(steps=[]), "JM810").outcome("JM810") is Outcome.NOT_APPLICABLE


def went_wrong(**facts: Any) -> Journey:
    return Journey("Late").touchpoint("late", "Late", kind="failure", incidents=[Incident("late", **facts)])


def test_what_never_happened_needs_no_cause() -> None:
    """A count of 0 says that it did not happen."""
    for code in ("JM811", "JM812"):
        assert judged(went_wrong(count=0), code).outcome(code) is Outcome.PASSED


@pytest.mark.parametrize("nothing", ["", " - ", "None", "없음"])
def test_none_is_no_cause(nothing: str) -> None:
    """What people write when there is nothing is read as nothing."""
    (only,) = found(went_wrong(count=1, root_cause=nothing, prevention="Checked daily"), "JM811")
    assert only.values["lacking"] == ("the cause",)
    (again,) = found(went_wrong(count=2, root_cause="Snow", prevention=nothing), "JM812")
    assert again.severity is Severity.ERROR


def test_what_recurs_though_something_was_done_is_a_reminder() -> None:
    """Cause and countermeasure soften both a recurrence and an attitude."""
    done = {"root_cause": "Too few people", "prevention": "One more at noon"}
    for facts in ({"count": 3}, {"nature": "attitude"}):
        (only,) = found(went_wrong(**facts, **done), "JM812")
        assert (only.severity, only.variant) == (Severity.INFO, "mended")
    assert found(went_wrong(count=3), "JM812", most=3) == []


def test_two_things_at_one_place_are_two_findings() -> None:
    """Each thing that went wrong is judged by itself."""
    incidents = [
        Incident("late", count=3),
        Incident("rude", nature="attitude"),
        Incident("cold", count=1, root_cause="Lid"),
    ]
    journey = went_wrong().change("late", incidents=incidents)
    assert [finding.about for finding in found(journey, "JM812")] == ["late", "rude"]


def test_only_people_need_protection() -> None:
    """A rule that is missing fails only where it is known that customers speak with a person."""
    journey = Journey("Shop", business=Business("B", abuse_policy=False), touchpoints=desk().touchpoints)
    assert judged(journey, "JM814").outcome("JM814") is Outcome.CANNOT_TELL
    assert found(journey.change("desk", channel="phone"), "JM814")
    assert judged(journey.change("desk", channel="email"), "JM814").outcome("JM814") is Outcome.NOT_APPLICABLE


def test_a_draft_is_asked_next_to_nothing() -> None:
    """Names and emotions alone concern none of these rules."""
    draft = Journey("Draft").touchpoint("a", "A", emotion=-2).touchpoint("b", "B", emotion=1)
    assert {finding.outcome for finding in audit(draft, select="JM8")} == {Outcome.NOT_APPLICABLE}


def test_each_rule_asks_once_of_many_complaints() -> None:
    """What is not stated of several places is one question each."""
    journey = Journey("Desks")
    for number in range(5):
        journey = journey.touchpoint(f"d{number}", f"D{number}", kind="complaint", emotion=-2)
    questions = audit(journey, select="JM8").questions
    assert len({finding.code for finding in questions}) == len(questions)
    assert all(finding.touchpoint is None for finding in questions)


def errors(name: str, lang: str) -> dict[str, set[str | None]]:
    """Where each rule of the family finds an error in a bundled journey."""
    said: dict[str, set[str | None]] = {}
    for finding in audit(load(examples.path(name, lang=lang)), select="JM8").findings:
        if finding.severity is Severity.ERROR:
            said.setdefault(finding.code, set()).add(finding.touchpoint)
    return said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_weaknesses_of_the_bundled_journeys_are_found(lang: str) -> None:
    """The support line passes on without context, says sorry and solves nothing; what is designed well passes."""
    assert errors("support-line", lang) == {
        "JM802": {"first-desk", "second-desk"}, "JM804": {"sorry"}, "JM805": {"menu"}, "JM812": {"sorry"},
    }  # fmt: skip
    assert errors("web-host", lang) == {
        "JM802": {"reply"}, "JM804": {"reply"}, "JM805": {"ticket"}, "JM812": {"outage"},
    }  # fmt: skip
    assert errors("chinese-restaurant-careless", lang) == {"JM812": {"shrug"}, "JM813": {"shrug"}}
    assert errors("clothes-shop", lang) == {}
    for name in ("cake-shop", "chinese-restaurant-care"):
        well = audit(load(examples.path(name, lang=lang)), select="JM8")
        assert (well.findings, well.questions) == ((), ())


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(journeys(max_touchpoints=6))
def test_they_never_raise(journey: Journey) -> None:
    """Whatever a journey says, each of the rules has an answer in every language."""
    for finding in audit(journey, select="JM8"):
        assert all(finding.message(lang) for lang in LANGUAGES)
        assert set(finding.path) <= set(journey.positions)
        assert finding.share is None or 0 <= finding.share <= 1
