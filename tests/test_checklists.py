"""What is on a checklist: every finding once, in walking order, each fact asked for once."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings

from journeymap import facts, model
from journeymap.auditing import Audit, audit
from journeymap.checklists import Checklist, checklist, making, phrases
from journeymap.checklists.asking import MOST_BOXES, ask_for, field_of
from journeymap.checklists.items import Item, Place
from journeymap.errors import UnknownNameError
from journeymap.i18n import translator
from journeymap.model import Journey
from journeymap.rulebook import Context, Finding, Outcome, Rule, Severity, rule
from tests.strategies import journeys


def a_rule(code: str, check: Any, **data: Any) -> Rule:
    """A rule of a test, with all the texts a rule must have."""
    texts = {
        "name": "a-rule",
        "severity": Severity.WARNING,
        "principle": "finish strong",
        "title": f"{code} holds",
        "message": f"{code} fails at “{{name}}”",
        "question": f"Does {code} hold at “{{name}}”?",
        "why": f"Why {code} matters",
        "fix": f"How to mend {code}",
        "source": f"Source of {code} 2026",
    }
    return rule(code=code, **{**texts, **data})(check)


def looks_at_all(context: Context) -> Iterator[Finding]:
    """Looks at every touchpoint and finds nothing wrong where it has what it needs."""
    for _ in context.look(context.journey.touchpoints):
        yield from ()


def looks_at_the_journey(context: Context) -> Iterator[Finding]:
    """Looks at the journey as a whole."""
    for _ in context.look([context.journey]):
        yield from ()


def fails_where_bad(context: Context) -> Iterator[Finding]:
    """Fails where the emotion is below neutral."""
    for touchpoint in context.look(context.journey.touchpoints):
        if touchpoint.emotion is not None and touchpoint.emotion < 0:
            yield context.failed(touchpoint)


BAD = a_rule("TEST001", fails_where_bad, severity=Severity.ERROR, needs=("emotion",))
WAIT = a_rule("TEST002", looks_at_all, needs=("wait.known", "wait.explained"))
SHOWN = a_rule("TEST003", looks_at_all, needs=("wait.known",), severity=Severity.ERROR)
HOURS = a_rule("TEST004", looks_at_all, needs=("business.hours",))
REVIEW = a_rule("TEST005", looks_at_the_journey, needs=("last_reviewed",), principle="rituals")
SOUND = a_rule("TEST006", looks_at_all, principle="sound structure")
MILD = a_rule("TEST007", fails_where_bad, severity=Severity.INFO)
RULES = (BAD, WAIT, SHOWN, HOURS, REVIEW, SOUND, MILD)


@pytest.fixture
def shop() -> Journey:
    """A shop of three stages, one touchpoint of which comes later in the list than its stage."""
    return (
        Journey("Shop", persona="First-time buyer")
        .stage("Find")
        .touchpoint("search", "Search", emotion=1)
        .stage("Pay")
        .touchpoint("pay", "Payment", emotion=-1, owner="Payments team")
        .touchpoint("wait", "Card check")
        .stage("After")
        .touchpoint("parcel", "Parcel", emotion=-2)
        .touchpoint("declined", "Card declined", emotion=-2, stage="Pay")
    )


def made(journey: Journey, *rules: Rule, lang: str = "en") -> Checklist:
    """The checklist of a journey by the rules of a test."""
    return checklist(audit(journey, rules=rules or RULES), lang=lang)


def places(of: Checklist) -> dict[str | None, Place]:
    """The places of a checklist by touchpoint."""
    return {place.touchpoint: place for section in of.sections for place in section.places}


class TestOrder:
    def test_sections_follow_the_walk(self, shop: Journey) -> None:
        """There is a section for each stage in the order in which it is met, then one for the journey as a whole."""
        assert [section.name for section in made(shop).sections] == ["Find", "Pay", "After", "The journey as a whole"]

    def test_a_touchpoint_stands_in_its_stage(self, shop: Journey) -> None:
        """A touchpoint listed later than its stage still stands with its stage."""
        pay = made(shop).sections[1]
        assert [place.touchpoint for place in pay.places] == ["pay", "wait", "declined"]

    def test_failures_come_first_the_worst_before_all(self, shop: Journey) -> None:
        """At a touchpoint the errors come first, then milder failures, then the questions."""
        items = places(made(shop))["pay"].items
        assert [(item.kind, item.severity) for item in items] == [
            ("failed", Severity.ERROR),
            ("failed", Severity.INFO),
            ("question", Severity.ERROR),
            ("question", Severity.WARNING),
        ]

    def test_items_are_numbered_as_they_stand(self, shop: Journey) -> None:
        """Items are counted from 1 in the order in which they are printed, and each has a key of its own."""
        items = list(made(shop))
        assert [item.number for item in items] == list(range(1, len(items) + 1))
        assert len({item.key for item in items}) == len(items)

    def test_stages_need_not_be_there(self) -> None:
        """A journey without stages is walked in one section."""
        walk = Journey("Walk").touchpoint("door", "Door", emotion=1).touchpoint("desk", "Desk", emotion=-1)
        assert [section.name for section in made(walk, BAD).sections] == ["Touchpoints"]

    def test_nothing_to_walk(self) -> None:
        """A journey without touchpoints has a checklist without a walk."""
        empty = made(Journey("Empty"), BAD)
        assert (len(empty), bool(empty), empty.sections) == (0, True, ())
        assert repr(empty) == "<Checklist 'Empty — journey checklist': 0 failed, 0 questions, 0 passed>"


class TestQuestions:
    def test_a_fact_is_asked_for_once(self, shop: Journey) -> None:
        """Two rules that lack the same fact ask one question; the second asks only for what is left."""
        first, second = places(made(shop, WAIT, SHOWN))["search"].items
        assert (first.code, [ask.fact for ask in first.asks]) == ("TEST003", ["wait.known"])
        assert (second.code, [ask.fact for ask in second.asks]) == ("TEST002", ["wait.explained"])

    def test_a_rule_whose_facts_are_asked_for_already_is_named(self, shop: Journey) -> None:
        """A rule that lacks nothing else is named with the question that settles it."""
        twin = a_rule("TEST008", looks_at_all, needs=("wait.known",), severity=Severity.INFO)
        (item,) = places(made(shop, SHOWN, twin))["search"].items
        assert (item.code, item.also) == ("TEST003", ("TEST008",))

    def test_how_it_felt_is_asked_everywhere(self, shop: Journey) -> None:
        """Every touchpoint asks how it felt, and says which rules wait for it where nobody knows."""
        found = places(made(shop, BAD))
        assert all(place.felt is not None and len(place.felt.choices) == 5 for place in found.values())
        assert {id: place.felt_by for id, place in found.items() if place.felt_by} == {"wait": ("TEST001",)}
        assert found["wait"].items == ()

    def test_an_emotion_that_is_asked_for_counts_as_a_question(self, shop: Journey) -> None:
        """What only the emotion can settle is counted with the questions of the stage and of the principle."""
        listed = made(shop, BAD)
        assert listed.sections[1].counts == "2 failed · 1 to check"
        assert listed.summary.principles[0].questions == 1

    def test_emotions_of_many_places_are_asked_for_where_they_are_unknown(self, shop: Journey) -> None:
        """A rule about the whole journey that lacks emotions waits for them at the touchpoints that lack them."""
        whole = a_rule("TEST015", lambda context: [context.cannot_tell(context.journey, "emotion", "last_reviewed")])
        listed = made(shop, whole)
        assert {id: place.felt_by for id, place in places(listed).items() if place.felt_by} == {"wait": ("TEST015",)}
        assert [[ask.fact for ask in item.asks] for item in listed] == [["last_reviewed"]]

    def test_a_choice_is_ticked_under_the_question(self, shop: Journey) -> None:
        """When the one missing fact is one of a few words, they are the boxes under the question."""
        helps = a_rule("TEST016", looks_at_all, needs=("help_mode",))
        item = places(made(shop, helps))["search"].items[0]
        assert [choice.label for choice in item.asks[0].choices] == ["on request", "forced", "none"]
        assert (item.asks[0].text, item.asks[0].several) == ("", False)

    def test_facts_of_the_business_stand_with_the_whole(self, shop: Journey) -> None:
        """A fact of the business that every touchpoint lacks is asked for once, with the journey as a whole."""
        listed = made(shop, HOURS)
        assert [(item.kind, item.code) for item in listed] == [("question", "TEST004")]
        assert listed.sections[-1].places[0].touchpoint is None

    def test_why_is_said_once(self, shop: Journey) -> None:
        """Why something is asked stands with the first question of its kind only."""
        whys = [item.why for item in made(shop, SHOWN)]
        assert whys == ["Why TEST003 matters", "", "", "", ""]

    def test_yes_or_no_answers_a_plain_question(self, shop: Journey) -> None:
        """When the one missing fact is a yes or no, the item's own boxes take the answer to the fact's question."""
        item = places(made(shop, SHOWN))["search"].items[0]
        assert [choice.value for choice in item.choices] == ["yes", "no", "unknown", "na"]
        assert (item.asks[0].fact, item.asks[0].text, item.asks[0].choices) == (
            "wait.known",
            "Is the time left shown?",
            (),
        )

    def test_a_measure_has_a_line_with_its_unit(self, shop: Journey) -> None:
        """A missing number has a line with its unit, and no yes or no."""
        greeting = a_rule("TEST009", looks_at_all, needs=("greeting.steps",))
        item = places(made(shop, greeting))["search"].items[0]
        assert item.asks[0].blank is not None
        assert (item.asks[0].blank.kind, item.asks[0].blank.unit) == ("number", "steps")
        assert [choice.value for choice in item.choices] == ["unknown", "na"]

    def test_several_facts_each_have_their_question(self, shop: Journey) -> None:
        """When several facts are missing, each is asked for by the question of its own field."""
        item = places(made(shop, WAIT))["search"].items[0]
        assert [ask.text for ask in item.asks] == ["Is the time left shown?", "Is the reason for waiting given?"]

    def test_a_question_without_a_fact(self, shop: Journey) -> None:
        """What is no field, such as the score, leaves a plain question."""
        scored = a_rule("TEST010", lambda context: [context.cannot_tell(context.journey, "score")])
        (item,) = made(shop, scored)
        assert [choice.value for choice in item.choices] == ["yes", "no", "unknown", "na"]
        assert item.asks == ()

    def test_two_subjects_at_one_place_are_two_questions(self, shop: Journey) -> None:
        """The same fact about two fees of one touchpoint is asked for twice."""

        def fees(context: Context) -> Iterator[Finding]:
            for name in ("Shipping", "Wrapping"):
                yield context.cannot_tell(context.journey["pay"], "fees.disclosed_at", about=name)

        listed = made(shop, a_rule("TEST011", fees, question="Where is “{about}” shown?"))
        assert [item.title for item in listed] == ["Where is “Shipping” shown?", "Where is “Wrapping” shown?"]
        assert [item.key for item in listed] == ["TEST011@pay#Shipping", "TEST011@pay#Wrapping"]


class TestItems:
    def test_a_failure_says_what_why_and_how(self, shop: Journey) -> None:
        """A failure carries the requirement, what is wrong, why it matters, how to mend it, and its source."""
        listed = made(shop, BAD)
        item = places(listed)["pay"].items[0]
        assert (item.title, item.wrong) == ("TEST001 holds", "TEST001 fails at “Payment”")
        assert (item.why, item.fix) == ("Why TEST001 matters", "How to mend TEST001")
        assert [listed.sources[note - 1] for note in item.notes] == ["Source of TEST001 2026"]
        assert item.tag == "✕ TEST001 · error"

    def test_a_failure_has_boxes_and_lines(self, shop: Journey) -> None:
        """A failure has boxes for the verdict and lines for who, when, photo and note; who is known is written in."""
        item = places(made(shop, BAD))["pay"].items[0]
        assert [choice.value for choice in item.choices] == ["pass", "attention", "fail", "na"]
        assert [blank.key for blank in item.blanks] == ["owner", "by_when", "photo", "note"]
        assert item.blanks[0].value == "Payments team"

    def test_severities_are_told_apart_without_colour(self, shop: Journey) -> None:
        """Each severity has a sign of its own."""
        assert len(set(phrases.SIGNS.values())) == len(Severity)

    def test_a_milder_finding_states_the_requirement(self, shop: Journey) -> None:
        """A failure that says something of its own still stands under what the rule requires."""

        def flat(context: Context) -> Iterator[Finding]:
            yield context.failed(context.journey["pay"], variant="flat", severity=Severity.INFO)

        (item,) = made(shop, a_rule("TEST012", flat, variants={"flat": "“{name}” is flat"}))
        assert (item.title, item.wrong, item.sign) == ("TEST012 holds", "“Payment” is flat", "i")

    @pytest.mark.parametrize(("count", "shown"), [(3, "T0 → T1 → T2"), (12, "T0 → T1 → T2 → … → T8 → T9 → T10 → T11")])
    def test_a_path_that_proves_it_is_named(self, count: int, shown: str) -> None:
        """The path is shown by the names of its touchpoints; a long one loses its middle."""
        walk = Journey("Walk")
        for number in range(count):
            walk = walk.touchpoint(f"t{number}", f"T{number}")

        def on_the_way(context: Context) -> Iterator[Finding]:
            yield context.failed(context.journey.touchpoints[-1], path=[t.id for t in context.journey])

        (item,) = made(walk, a_rule("TEST013", on_the_way))
        assert item.proof == shown

    def test_what_holds_is_one_line_a_rule_and_stage(self, shop: Journey) -> None:
        """What holds at some touchpoints of a stage is one line that names them."""

        def at_two(context: Context) -> Iterator[Finding]:
            yield from map(context.passed, (context.journey["pay"], context.journey["declined"]))

        (item,) = made(shop, a_rule("TEST014", at_two))
        assert (item.kind, item.title, item.where) == ("passed", "TEST014 holds", "Payment and Card declined")

    def test_what_holds_everywhere_is_said_once(self, shop: Journey) -> None:
        """What holds at every touchpoint is one line with the journey as a whole."""
        listed = made(shop, SOUND)
        assert [(item.kind, item.where) for item in listed] == [("passed", "everywhere")]
        assert listed.sections[-1].name == "The journey as a whole"

    def test_sources_are_numbered_once(self, shop: Journey) -> None:
        """A source that many items share is one footnote."""
        listed = made(shop)
        assert len(set(listed.sources)) == len(listed.sources)
        assert {note for item in listed for note in item.notes} == set(range(1, len(listed.sources) + 1))

    def test_right_to_left_names_turn_nothing_around_them(self) -> None:
        """A name with a right-to-left override is set apart where it stands in a sentence."""
        walk = Journey("Walk").touchpoint("door", "\u202edoor", emotion=-1)
        (item,) = made(walk, BAD)
        assert item.wrong == "TEST001 fails at “\u2068\u202edoor\u2069”"


class TestSummary:
    def test_it_points_at_what_weighs_most(self, shop: Journey) -> None:
        """The summary points at the items of the weightiest failures, by their numbers."""
        listed = made(shop)
        numbers = {item.number: item for item in listed}
        found = audit(shop, rules=RULES).findings[: making.FIRST]
        assert [(numbers[p.number].code, p.place) for p in listed.summary.first] == [(f.code, f.name) for f in found]

    def test_the_five_principles_are_always_there(self, shop: Journey) -> None:
        """All five principles are listed, even where nothing was looked at, and others only where something was."""
        lines = made(shop, SOUND).summary.principles
        assert [line.name for line in lines[:2]] == ["Finish strong", "Get the bad over early"]
        assert [(line.name, line.passed) for line in lines[5:]] == [("Sound structure", 1)]

    def test_principles_add_up(self, shop: Journey) -> None:
        """Every item is counted under one principle."""
        listed = made(shop)
        lines = listed.summary.principles
        felt = sum(bool(place.felt_by) for place in places(listed).values())
        assert sum(line.failed for line in lines) == listed.count("failed")
        assert sum(line.questions for line in lines) == listed.count("question") + felt
        assert sum(line.passed for line in lines) == listed.count("passed")

    def test_its_figures(self, shop: Journey) -> None:
        """The figures say how the journey is remembered, and how much failed and is open."""
        figures = {figure.label: figure for figure in made(shop, BAD).summary.figures}
        assert list(figures) == ["Remembered", "Average", "Leave worse than neutral", "Failed", "To check"]
        assert (figures["Failed"].value, figures["Failed"].note) == ("3", "✕ error 3")

    def test_a_journey_without_a_score(self) -> None:
        """Where no emotion is known no score is shown."""
        draft = Journey("Draft").touchpoint("door", "Door")
        assert [figure.label for figure in made(draft, BAD).summary.figures] == ["Failed", "To check"]

    @pytest.mark.parametrize(("number", "shown"), [(0.5, "+0.5"), (-1.25, "−1.25"), (0.0, "0"), (-0.001, "0")])
    def test_numbers_carry_their_sign(self, number: float, shown: str) -> None:
        """A number of the emotion scale shows its sign, and zero none."""
        assert phrases.signed(number) == shown


class TestCover:
    def test_what_is_known_is_written_in(self, shop: Journey) -> None:
        """The cover names the journey and its persona and leaves the rest to the evaluator."""
        cover = {blank.key: blank.value for blank in made(shop, BAD).cover}
        assert (cover["journey"], cover["persona"], cover["evaluator"]) == ("Shop", "First-time buyer", "")
        assert {"date", "time", "place", "weather"} <= cover.keys()

    def test_a_journey_without_a_persona(self) -> None:
        """Where nobody said whose journey it is the cover leaves room to write it."""
        listed = made(Journey("Walk").touchpoint("door", "Door"), BAD)
        assert listed.subtitle.startswith("1 touchpoint · ")
        assert {blank.key: blank.value for blank in listed.cover}["persona"] == ""

    def test_what_is_known_of_a_place(self) -> None:
        """A place says its channel, whether it is a moment of truth, and what is known of it so far."""
        walk = (
            Journey("Walk")
            .touchpoint("door", "Door", channel="store", emotion=-1, moment_of_truth=True, next={"in": 0.4, "out": 0.6})
            .touchpoint("in", "In", channel="carrier pigeon", ends="success")
            .touchpoint("out", "Out", emotion=1)
        )
        found = places(made(walk, BAD))
        assert found["door"].about == "Shop · moment of truth · so far −1"
        assert found["in"].about == "carrier pigeon · 40% of customers"

    def test_the_limits_of_the_score_are_said(self, shop: Journey) -> None:
        """What the score does not say stands on every checklist."""
        assert "heuristic index" in made(shop, BAD).limits
        assert "어림" in made(shop, BAD, lang="ko").limits

    def test_a_journey_is_audited_first(self, shop: Journey) -> None:
        """A journey can be given instead of its audit."""
        assert [item.key for item in checklist(shop)] == [item.key for item in checklist(audit(shop))]

    def test_there_is_no_such_language(self, shop: Journey) -> None:
        """An unknown language is refused with the languages there are."""
        with pytest.raises(UnknownNameError, match="known: en, ko"):
            checklist(shop, lang="xx")


def labels() -> Iterator[str]:
    """Every label that the modules of the checklist translate, read off their source."""
    for module in (making, phrases, inspect.getmodule(ask_for)):
        assert module is not None
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.Call) and node.args:
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                argument = node.args[0]
                if name in ("t", "translate") and isinstance(argument, ast.Constant):
                    yield argument.value


def fields_of(kind: type, before: str = "", deep: int = 0) -> Iterator[str]:
    """Every fact that a rule may lack, as a dotted name."""
    for field in attrs.fields(kind):
        yield before + field.name
        if "record" in field.metadata and deep < 2:
            yield from fields_of(field.metadata["record"](), f"{before}{field.name}.", deep + 1)


FACTS = sorted({*fields_of(model.Touchpoint), *fields_of(model.Journey)})


class TestWords:
    def test_every_label_is_there_in_korean(self) -> None:
        """No English label is left on a Korean checklist."""
        korean = translator("ko")
        assert [label for label in labels() if korean(label) == label] == []

    @pytest.mark.parametrize("lang", ["en", "ko"])
    def test_every_fact_can_be_asked_for(self, lang: str) -> None:
        """Every fact of the model has a question, and boxes or a line for the answer."""
        for fact in FACTS:
            ask = ask_for(fact, lang=lang)
            assert ask is not None
            assert ask.text or fact.endswith("survey.nps"), fact
            assert bool(ask.choices) != (ask.blank is not None), fact

    def test_every_box_is_in_korean(self) -> None:
        """No box and no unit of a Korean question is left in English."""
        for fact in FACTS:
            ask = ask_for(fact, lang="ko")
            assert ask is not None
            words = [choice.label for choice in ask.choices] + ([ask.blank.unit] if ask.blank is not None else [])
            assert [word for word in words if any("a" <= letter <= "z" for letter in word)] == [], fact

    def test_long_lists_of_words_are_written_out(self) -> None:
        """What has more words than there is room for boxes has a line to write on."""
        kind = ask_for("kind")
        assert kind is not None
        assert (kind.choices, kind.blank is not None) == ((), True)
        assert len(field_of("kind").metadata["choices"]) > MOST_BOXES  # type: ignore[union-attr]

    def test_several_answers_may_be_none(self) -> None:
        """Where several boxes may be ticked there is one for none of them, which is not the same as unknown."""
        ask = ask_for("failure.alternatives")
        assert ask is not None
        assert (ask.several, ask.choices[-1].label) == (True, "None of these")

    def test_one_word_may_mean_different_things(self) -> None:
        """The same unit is said as the field means it."""
        units = [ask_for(fact, lang="ko").blank.unit for fact in ("greeting.steps", "subscription.join_steps")]  # type: ignore[union-attr]
        assert units == ["걸음", "단계"]

    @pytest.mark.parametrize("fact", ["score", "wait.nothing", "name.length", "nothing"])
    def test_what_is_no_fact_is_not_asked_for(self, fact: str) -> None:
        """What no field holds has no question of its own."""
        assert ask_for(fact) is None

    def test_every_record_is_known(self) -> None:
        """The facts that are tried here are those of the fact records."""
        assert {"wait.known", "delivery.promised", "business.hours", "contacts.kind"} <= set(FACTS)
        assert facts.Wait in {field_of(fact).metadata.get("record", lambda: None)() for fact in FACTS}  # type: ignore[union-attr]


def standing(listed: Checklist) -> tuple[dict[str, Item], dict[str | None, set[str]]]:
    """The failed items by key, and the codes that wait for an answer by place."""
    failed = {item.key: item for item in listed if item.kind == "failed"}
    waiting: dict[str | None, set[str]] = {}
    for place in places(listed).values():
        codes = waiting.setdefault(place.touchpoint, set(place.felt_by))
        for item in place.items:
            if item.kind == "question":
                codes.update((item.code, *item.also))
    return failed, waiting


def expected(judged: Audit) -> dict[Outcome, list[Finding]]:
    """The findings of an audit by outcome."""
    found: dict[Outcome, list[Finding]] = {outcome: [] for outcome in Outcome}
    for finding in judged:
        found[finding.outcome].append(finding)
    return found


@given(journeys(facts=False))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_nothing_is_lost(journey: Journey) -> None:
    """Whatever failed is an item, whatever could not be told is asked for, whatever holds is listed; no more."""
    judged = audit(journey, rules=RULES)
    listed = checklist(judged)
    found = expected(judged)
    failed, waiting = standing(listed)
    assert len(failed) == len(found[Outcome.FAILED])
    for finding in found[Outcome.CANNOT_TELL]:
        assert finding.code in waiting.get(finding.touchpoint, set()) | waiting.get(None, set())
    holding = {(section.name, item.code) for section in listed.sections for item in section.holding}
    assert len(holding) <= listed.count("passed")
    assert {code for _, code in holding} == {finding.code for finding in found[Outcome.PASSED]}


@given(journeys())
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_journey_has_a_checklist(journey: Journey) -> None:
    """Any journey at all, whatever its facts, has a checklist in both languages with the same items."""
    judged = audit(journey)
    english, korean = (checklist(judged, lang=lang) for lang in ("en", "ko"))
    assert [(item.key, item.kind, item.notes) for item in english] == [(i.key, i.kind, i.notes) for i in korean]
    assert english.count("failed") == len(judged.findings)
