"""What a rule is, and what it may say."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Iterator
from typing import Any

import attrs
import pytest

from journeymap.auditing import audit
from journeymap.errors import JourneyError
from journeymap.facts import Fee, Wait
from journeymap.model import Business, Journey, Touchpoint
from journeymap.rulebook import Context, Finding, Outcome, Rule, Severity, Subject, rule
from journeymap.rules import RULES

TEXTS: dict[str, Any] = {
    "severity": Severity.WARNING,
    "principle": "rituals",
    "title": "Every guest gets tea",
    "message": "“{name}” has no tea for {share:customers}.",
    "question": "Is there tea at “{name}”?",
    "why": "Guests like it.",
    "fix": "Serve tea.",
    "source": "House rule 2026",
}

HOUSE = Journey("House").touchpoint("door", "Door", emotion=1).touchpoint("room", "Room", emotion=0)


def judged(check: Any, journey: Journey = HOUSE, options: dict[str, Any] | None = None, **data: Any) -> list[Finding]:
    """What a rule made of ``check`` says of a journey."""
    made = rule(code="TEA001", name="no-tea", **{**TEXTS, **data})(check)
    return list(audit(journey, rules=[made], options={"TEA001": options or {}}))


def test_a_rule_is_made_of_a_function() -> None:
    """Its data are the arguments, its options and family come from the function."""

    @rule(code="TEA001", name="no-tea", **TEXTS)
    def no_tea(context: Context, *, cups: int = 2) -> Iterator[Finding]:
        yield from ()

    assert repr(no_tea) == "<Rule TEA001 no-tea>"
    assert no_tea.source == ("House rule 2026",)
    assert no_tea.options == {"cups": 2}
    assert no_tea.family == "test_rulebook"
    assert no_tea.text("title", "ko") == "Every guest gets tea"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"code": "tea1"}, "rule code 'tea1': expected letters and three digits, such as JM101"),
        ({"name": "No tea"}, "rule TEA001: name 'No tea': expected kebab case, such as negative-ending"),
        ({"needs": ("emotoin",)}, "rule TEA001: needs 'emotoin': unknown fact 'emotoin' (did you mean 'emotion'?)"),
        ({"needs": ("wait.know",)}, "needs 'wait.know': unknown fact 'know' (did you mean 'known'?)"),
        ({"needs": ("business.hour",)}, "needs 'business.hour': unknown fact 'hour' (did you mean 'hours'?)"),
        ({"needs": ("emotion.size",)}, "needs 'emotion.size': unknown fact 'size'"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_when_it_is_made(data: dict[str, Any], message: str) -> None:
    """A malformed code or name and a misspelt need are told at once, with the nearest spelling."""
    with pytest.raises(JourneyError) as caught:
        rule(**{**TEXTS, "code": "TEA001", "name": "no-tea", **data})(lambda context: ())
    assert message in str(caught.value)


def test_what_is_looked_at_and_not_spoken_of_passes() -> None:
    """One place fails, the other passes, and nothing else is said."""

    def check(context: Context) -> Iterator[Finding]:
        for touchpoint in context.look(context.journey):
            if touchpoint.id == "door":
                yield context.failed(touchpoint)

    found = {finding.touchpoint: finding.outcome for finding in judged(check)}
    assert found == {"door": Outcome.FAILED, "room": Outcome.PASSED}


def test_a_rule_that_looks_at_nothing_is_not_applicable() -> None:
    """It says so once, of the journey as a whole."""
    (finding,) = judged(lambda context: context.look(context.of_kind("payment")))
    assert (finding.outcome, finding.touchpoint, finding.name) == (Outcome.NOT_APPLICABLE, None, "House")


@pytest.mark.parametrize(
    ("need", "journey", "outcome"),
    [
        ("wait.known", HOUSE, Outcome.CANNOT_TELL),
        ("wait.known", HOUSE.change("door", wait=Wait("1 min")), Outcome.CANNOT_TELL),
        ("wait.known", HOUSE.change("door", wait=Wait(known=False)), Outcome.PASSED),
        ("fees.disclosed_at", HOUSE.change("door", fees=[Fee("Tax")]), Outcome.CANNOT_TELL),
        ("fees.disclosed_at", HOUSE.change("door", fees=[Fee("Tax", disclosed_at="door")]), Outcome.PASSED),
        ("fees.disclosed_at", HOUSE.change("door", fees=[]), Outcome.PASSED),
        ("business.hours", HOUSE, Outcome.CANNOT_TELL),
        ("business.hours", Journey("H", business="B").touchpoint("door", "Door"), Outcome.CANNOT_TELL),
        ("business.hours", Journey("H", business=Business("B", hours="9-5")).touchpoint("door", "D"), Outcome.PASSED),
        ("score", HOUSE, Outcome.PASSED),
        ("score", Journey("H").touchpoint("door", "Door", next=["door"]), Outcome.CANNOT_TELL),
    ],
)
def test_missing_data_is_never_a_pass(need: str, journey: Journey, outcome: Outcome) -> None:
    """What a rule needs and a place lacks makes it unknown, and the finding names the fact."""
    (finding,) = judged(
        lambda context: (f for f in list(context.look([journey["door"]])) if False), journey, needs=(need,)
    )
    assert finding.outcome is outcome
    assert finding.missing == ((need,) if outcome is Outcome.CANNOT_TELL else ())


def test_the_journey_itself_can_be_looked_at() -> None:
    """A need of the journey is looked for there."""
    (finding,) = judged(lambda context: (f for f in list(context.look([context.journey])) if False), needs=("budget",))
    assert (finding.outcome, finding.touchpoint) == (Outcome.CANNOT_TELL, None)


def test_a_finding_says_its_message_question_or_title() -> None:
    """Which text is said goes by the outcome, unless the rule names a variant."""

    def check(context: Context) -> Iterator[Finding]:
        door, room = context.journey
        yield context.failed(door)
        yield context.failed(door, variant="cold", about="cold", degrees=8)
        yield context.cannot_tell(room, "keepsake")
        yield context.cannot_tell(context.journey, variant="any")
        yield context.passed(room)

    variants = {"cold": "The tea at “{name}” has {degrees} degrees.", "any": "Is there any tea?"}
    assert [finding.message() for finding in judged(check, variants=variants)] == [
        "“Door” has no tea for all customers.",
        "The tea at “Door” has 8 degrees.",
        "Is there tea at “Room”?",
        "Is there any tea?",
    ]


def test_a_place_without_a_name_is_called_by_its_id() -> None:
    """An empty name would leave a hole in the sentence."""
    bare = Journey("").touchpoint("door", "")
    (finding,) = judged(lambda context: [context.failed(bare["door"])], bare)
    assert finding.message() == "“door” has no tea for all customers."


def test_a_finding_shows_its_rule_place_and_words() -> None:
    """The repr is one line that can be read."""
    (finding,) = judged(lambda context: [context.failed(HOUSE["door"])])
    assert repr(finding) == "<TEA001 failed at 'door': “Door” has no tea for all customers.>"
    (whole,) = judged(lambda context: [context.cannot_tell(HOUSE)])
    assert repr(whole) == "<TEA001 cannot tell: Is there tea at “House”?>"


def test_a_worse_outcome_at_the_same_place_is_kept() -> None:
    """Of several findings about one thing at one place the first stays, and a failure replaces a question."""

    def check(context: Context) -> Iterator[Finding]:
        door = context.journey["door"]
        yield context.cannot_tell(door)
        yield context.failed(door, path=("door",))
        yield context.failed(door, path=("room",))
        yield context.failed(door, about="milk")

    found = [(finding.outcome, finding.about, finding.path) for finding in judged(check)]
    assert found == [(Outcome.FAILED, "", ("door",)), (Outcome.FAILED, "milk", ())]


def test_gain_is_memory_share_times_severity() -> None:
    """What is remembered more weighs more; a milder severity weighs less; the whole journey counts as average."""

    def check(context: Context) -> Iterator[Finding]:
        yield context.failed(context.journey["door"])
        yield context.failed(context.journey["room"], severity=Severity.INFO)
        yield context.failed(context.journey)

    door, room, whole = judged(check)
    shares = Subject(HOUSE).score.shares  # type: ignore[union-attr]
    assert door.gain == pytest.approx(shares["door"] * 0.25)
    assert room.gain == pytest.approx(shares["room"] * 0.05)
    assert whole.gain == pytest.approx(0.5 * 0.25)


def test_severities_have_an_order() -> None:
    """An error reaches every threshold, info only its own."""
    assert [s.reaches(Severity.WARNING) for s in Severity] == [True, True, False]
    assert [s.weight for s in Severity] == [1.0, 0.25, 0.05]


def test_endings_pass_over_surveys() -> None:
    """The share of a survey goes to the touchpoints before it; a survey that follows a survey too."""
    shop = (
        Journey("Shop")
        .touchpoint("pay", "Pay", next={"rate": 0.5, "box": 0.3, "gone": 0.2})
        .touchpoint("box", "Box", next=["rate"])
        .touchpoint("gone", "Gone", ends="abandon")
        .touchpoint("rate", "Rate", kind="survey", next={"more": 0.5}, drop_off=0.5)
        .touchpoint("more", "More", kind="survey", ends="success")
    )
    assert Subject(shop).endings == {"pay": pytest.approx(0.5), "box": pytest.approx(0.3), "gone": pytest.approx(0.2)}


def test_endings_of_a_journey_with_a_trap_go_by_its_paths() -> None:
    """What can be finished is counted, though the journey cannot be scored."""
    trap = (
        Journey("Trap")
        .touchpoint("call", "Call", next={"menu": 0.25, "desk": 0.75})
        .touchpoint("menu", "Menu", next=["menu"])
        .touchpoint("desk", "Desk", ends="success")
    )
    subject = Subject(trap)
    assert subject.score is None
    assert subject.endings == {"desk": pytest.approx(0.75)}
    only_surveys = Journey("S", touchpoints=[Touchpoint("a", "A", kind="survey")])
    assert Subject(only_surveys).endings == {}


def test_a_trap_of_surveys_ends_nowhere() -> None:
    """A path on which nothing but surveys are met has no ending."""
    trap = (
        Journey("T")
        .touchpoint("ask", "Ask", kind="survey", next={"more": 0.5, "again": 0.5})
        .touchpoint("again", "Again", next=["again"])
        .touchpoint("more", "More", kind="survey", ends="success")
    )
    assert Subject(trap).endings == {}


def test_context_gives_what_is_worked_out_once() -> None:
    """Routes, score, paths and endings are the same objects for every rule."""
    subject = Subject(HOUSE)
    contexts = [Context(subject, rule) for rule in RULES[:2]]
    for name in ("journey", "routes", "score", "paths", "endings", "reached"):
        assert getattr(contexts[0], name) is getattr(contexts[1], name)
    assert contexts[0].part([], []) == 0.0
    assert contexts[0].part(contexts[0].paths, contexts[0].paths) == 1.0


def test_an_empty_journey_has_nothing_to_look_at() -> None:
    """Nothing is reached, nothing ends, and nothing weighs."""
    subject = Subject(Journey("Empty"))
    assert (subject.score, subject.paths, subject.reached, subject.endings) == (None, (), {}, {})
    assert subject.memory_share(None) == 1.0


@pytest.mark.parametrize("made", RULES, ids=lambda made: made.code)
def test_rules_and_what_they_say_can_be_sent_to_other_processes(made: Rule) -> None:
    """A rule comes back as itself, and one that was set otherwise with what was set."""
    assert pickle.loads(pickle.dumps(made)) is made
    assert copy.deepcopy(made) is made
    harder = pickle.loads(pickle.dumps(attrs.evolve(made, severity=Severity.ERROR)))
    assert (harder.code, harder.severity, harder.check) == (made.code, Severity.ERROR, made.check)


def test_an_audit_can_be_pickled() -> None:
    """What was found, asked and held is there again."""
    judged = audit(HOUSE)
    again = pickle.loads(pickle.dumps(judged))
    assert [*map(repr, again)] == [*map(repr, judged)]
    assert again.journey == HOUSE


def test_a_rule_that_stands_in_no_module_says_so_when_it_is_pickled() -> None:
    """As with functions, what is made inside another one cannot be found again."""
    made = rule(code="TEA001", name="no-tea", **TEXTS)(lambda context: ())
    with pytest.raises(JourneyError, match="write it at the top of a module"):
        pickle.dumps(made)
