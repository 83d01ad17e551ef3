"""Rules that judge the customer's way: what they say of unknown emotions holds whatever those turn out to be."""

from __future__ import annotations

import itertools
import math

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journeymap.auditing import audit
from journeymap.model import Journey, Touchpoint, Transition
from journeymap.rulebook import Outcome, Severity
from tests.strategies import journeys

CODES = ("JM201", "JM202", "JM203", "JM205", "JM301", "JM305", "JM306", "JM307")
"""The rules that judge emotions along paths."""

SCALE = (-2, -1, -0.5, 0, 0.5, 1, 1.5, 2)
"""Emotions on both sides of every limit."""

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def way(emotions: list[float | None], **facts: str) -> Journey:
    """One touchpoint after the other; the last one may have further facts."""
    last = len(emotions) - 1
    return Journey(
        "Way",
        touchpoints=[
            Touchpoint(f"t{i}", f"Step {i}", emotion=emotion, **(facts if i == last else {}))
            for i, emotion in enumerate(emotions)
        ],
    )


@QUICK
@given(st.lists(st.none() | st.sampled_from(SCALE), min_size=1, max_size=9).filter(lambda e: e.count(None) in (1, 2)))
def test_a_verdict_stands_whatever_the_unknown_emotions_are(emotions: list[float | None]) -> None:
    """What passes or fails although emotions are unknown does so for every value they could have."""
    before = audit(way(emotions), select=CODES)
    decided = {code: before.outcome(code) for code in CODES}
    holes = [i for i, emotion in enumerate(emotions) if emotion is None]
    for values in itertools.product(SCALE, repeat=len(holes)):
        filled = list(emotions)
        for place, value in zip(holes, values, strict=True):
            filled[place] = value
        after = audit(way(filled), select=CODES)
        for code, verdict in decided.items():
            if verdict in (Outcome.PASSED, Outcome.FAILED):
                assert after.outcome(code) is verdict, (code, filled)


@QUICK
@given(st.lists(st.none() | st.sampled_from(SCALE), min_size=1, max_size=7).filter(lambda e: e.count(None) == 1))
def test_what_is_asked_could_matter(emotions: list[float | None]) -> None:
    """With one unknown emotion on one way, it is asked only when two of its values lead to different verdicts."""
    before = audit(way(emotions), select=CODES)
    hole = emotions.index(None)
    for code in ("JM201", "JM202", "JM306", "JM307"):  # the others may ask once too often, or where exactly it is
        if before.outcome(code) is Outcome.CANNOT_TELL:
            verdicts = {
                audit(way([*emotions[:hole], value, *emotions[hole + 1 :]]), select=code).outcome(code)
                for value in SCALE
            }
            assert len(verdicts) > 1, (code, emotions)


@QUICK
@given(st.lists(st.sampled_from(SCALE), min_size=1, max_size=9))
def test_verdicts_are_those_of_the_plain_definitions(emotions: list[float]) -> None:
    """On one way with known emotions each rule says what its definition says, written down as plainly as can be."""
    number = len(emotions)
    judged = audit(way(emotions), select=CODES)
    strongest = max(enumerate(emotions), key=lambda e: (abs(e[1]), e[1] < 0, e[0]))
    good = [i for i, e in enumerate(emotions) if e >= 1]
    pain = [e <= -0.5 for e in emotions]
    starts = [i for i in range(number) if pain[i] and (i == 0 or not pain[i - 1])]
    mean = sum(emotions) / number
    deviation = math.sqrt(sum((e - mean) ** 2 for e in emotions) / number)
    worst = emotions.index(min(emotions))
    middle = (number - 1) / 2
    slope = sum((i - middle) * e for i, e in enumerate(emotions)) / (sum((i - middle) ** 2 for i in range(number)) or 1)
    expected = {
        "JM201": max(emotions) < 1.5,
        "JM202": strongest[1] <= -1,
        "JM203": number >= 5 and 2 <= len(good) <= number / 2 and good[-1] - good[0] + 1 == len(good),
        "JM205": number >= 5 and deviation < 0.25 - 1e-9 and mean < 1,
        "JM301": len(starts) >= 3 and sum(pain) <= number / 2,
        "JM305": worst >= number * 2 / 3 and emotions[worst] <= -1,
        "JM306": any(all(e < 0 for e in emotions[i : i + 3]) for i in range(number - 2)),
        "JM307": number >= 4 and slope < -0.1 - 1e-9,
    }
    assert {code: judged.outcome(code) is Outcome.FAILED for code in CODES} == expected
    for code, touchpoint in (("JM202", f"t{strongest[0]}"), ("JM305", f"t{worst}")):
        assert [f.touchpoint for f in judged.findings if f.code == code] == ([touchpoint] if expected[code] else [])


def test_one_question_a_rule_however_much_is_unknown() -> None:
    """All that is unknown is asked in one question about the journey, and every rule asks in the same words."""
    judged = audit(way([None] * 12), select=CODES)
    assert sorted(finding.code for finding in judged.questions) == list(CODES)
    assert {finding.touchpoint for finding in judged.questions} == {None}
    assert {finding.missing for finding in judged.questions} == {("emotion",)}
    assert len({finding.message() for finding in judged.questions}) == 1
    assert len({finding.message("ko") for finding in judged.questions}) == 1


def test_surveys_are_no_part_of_the_way() -> None:
    """A survey between two touchpoints is passed through, and its missing emotion is not asked for."""
    journey = way([1.5, None, -1, -1, -1, 1])
    kinds = tuple(attrs.evolve(t, kind="survey") if t.id in ("t1", "t3") else t for t in journey)
    judged = audit(attrs.evolve(journey, touchpoints=kinds), select=CODES)
    assert not judged.questions
    assert judged.outcome("JM306") is Outcome.PASSED


def test_a_journey_of_surveys_alone_has_no_way() -> None:
    """Where customers meet nothing but surveys there is nothing to look at."""
    judged = audit(way([None], kind="survey"), select=CODES)
    assert {finding.outcome for finding in judged} == {Outcome.NOT_APPLICABLE}


def branching(*shares: float, emotions: list[float | None], start: float = 2) -> Journey:
    """A start from where each share of customers goes its own way of one touchpoint."""
    journey = Journey("Branches").touchpoint(
        "start", "Start", emotion=start, next={f"b{i}": s for i, s in enumerate(shares)}
    )
    for i, emotion in enumerate(emotions):
        journey = journey.touchpoint(f"b{i}", f"Branch {i}", emotion=emotion, ends="success")
    return journey


def test_what_concerns_few_is_left_out() -> None:
    """A failure, or a question, that concerns fewer customers than min_share is not spoken of."""
    rare = branching(0.96, 0.04, emotions=[2, -2])
    assert audit(rare, select="JM202").outcome("JM202") is Outcome.PASSED
    lower = audit(rare, select="JM202", options={"JM202": {"min_share": 0.01}})
    assert lower.findings == ()  # the paths looked at end before those 4%
    assert audit(branching(0.97, 0.03, emotions=[2, None]), select="JM202").outcome("JM202") is Outcome.PASSED


@pytest.mark.parametrize("code", ["JM201", "JM202"])
@pytest.mark.parametrize(("emotion", "outcome"), [(-2, Outcome.FAILED), (None, Outcome.CANNOT_TELL)])
def test_min_share_is_the_least_that_counts(code: str, emotion: float | None, outcome: Outcome) -> None:
    """A failure and a question alike count from min_share on, for the journey and for a place on it."""
    journey = branching(0.75, 0.25, emotions=[2, emotion], start=1)
    for min_share, expected in ((0.25, outcome), (0.26, Outcome.PASSED)):
        judged = audit(journey, select=code, options={code: {"min_share": min_share}})
        assert judged.outcome(code) is expected


def test_rare_failures_and_open_questions_add_up() -> None:
    """Customers for whom it fails and those for whom it may fail count together when it is decided what to ask."""
    journey = branching(0.9, 0.04, 0.06, emotions=[2, -2, None])
    judged = audit(journey, select="JM202")
    assert judged.findings == ()
    assert [finding.message() for finding in judged.questions] == ["How does the customer feel at “Branch 2”?"]


def test_shares_of_a_journey_that_is_known_are_exact() -> None:
    """Where all emotions are known, how many have their peak at a place is taken from the score and not from paths."""
    loop = (
        Journey("Loop")
        .touchpoint("pay", "Pay", emotion=0.5, next={"done": 0.6, "declined": 0.4})
        .touchpoint("declined", "Declined", emotion=-2, next=["pay"])
        .touchpoint("done", "Done", emotion=1, ends="success")
    )
    (found,) = audit(loop, select="JM202").findings
    assert found.share == pytest.approx(0.4)


def test_dropping_off_is_giving_up() -> None:
    """Customers who drop off on the way are no customers who stay, whose way should have a high point."""
    journey = (
        Journey("Shop")
        .touchpoint("browse", "Browse", emotion=0, drop_off=0.5)
        .touchpoint("buy", "Buy", emotion=2, ends="success")
    )
    assert audit(journey, select="JM201").outcome("JM201") is Outcome.PASSED


def test_a_way_in_separate_visits_weighs_less() -> None:
    """A falling mood is a warning, and a remark only where every such way is split into visits."""
    falling = way([2, 1, 0, -1])
    (found,) = audit(falling, select="JM307").findings
    assert found.severity is Severity.WARNING
    split = falling.change("t1", next=[Transition("t2", delay="24 h")])
    (found,) = audit(split, select="JM307").findings
    assert found.severity is Severity.INFO
    both = split.change("t0", next={"t1": 0.5, "other": 0.5}).change("t3", ends="success")
    both = both.touchpoint("other", "Other", emotion=1, next=["t2"])
    assert audit(both, select="JM307").findings[0].severity is Severity.WARNING


@QUICK
@given(journeys(max_touchpoints=6, facts=False))
def test_a_draft_is_blamed_only_for_the_emotions_it_states(journey: Journey) -> None:
    """Names and emotions alone fail nothing but the rules on emotions along the way; each rule asks at most once."""
    bare = tuple(Touchpoint(t.id, t.name or "A step", emotion=t.emotion) for t in journey.touchpoints)
    judged = audit(Journey(journey.name, touchpoints=bare), select=("JM2", "JM3", "JM4", "JM5"))
    assert {finding.code for finding in judged.findings} <= set(CODES)
    assert len({finding.code for finding in judged.questions}) == len(judged.questions)
    nothing = audit(Journey("Names", touchpoints=[attrs.evolve(t, emotion=None) for t in bare]), select=CODES)
    assert nothing.findings == ()
