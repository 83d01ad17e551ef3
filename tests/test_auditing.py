"""Judging a journey by the rules."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest

from journeymap.auditing import audit
from journeymap.checklists import checklist
from journeymap.drawing import draw
from journeymap.errors import JourneyError, UnknownNameError
from journeymap.facts import Fee
from journeymap.model import Journey
from journeymap.rulebook import Context, Finding, Outcome, Severity, rule
from journeymap.rules import RULES
from journeymap.scoring import score

SHOP = (
    Journey("Online shoe order")
    .stage("Find")
    .touchpoint("search", "Search and sort", emotion=2, channel="web")
    .stage("Pay")
    .touchpoint("cart", "Cart", emotion=0)
    .touchpoint(
        "pay", "Card payment", emotion=-1, kind="payment", fees=[Fee("Shipping", 3000, "KRW", disclosed_at="pay")],
        contacts=[], next={"done": 0.92, "declined": 0.08},
    )
    .touchpoint("declined", "Card declined", emotion=-2, kind="failure", next=["gave-up"])
    .touchpoint("done", "Order confirmed", emotion=0.5, kind="confirmation", ends="success")
    .touchpoint("gave-up", "Leaves the shop", emotion=-2, ends="abandon")
)  # fmt: skip


def test_the_three_weak_endings_are_each_caught() -> None:
    """A late shipping fee, a card check without a way out, and nobody to ask, each with its place and proof."""
    found = {finding.code: finding for finding in audit(SHOP).findings}
    assert (found["JM103"].touchpoint, found["JM103"].path) == ("pay", ("search", "cart", "pay"))
    assert found["JM103"].share == 1.0
    assert (found["JM104"].touchpoint, found["JM104"].path) == ("declined", ("search", "cart", "pay", "declined"))
    assert found["JM104"].variant == "no_way_out"
    assert found["JM105"].touchpoint == "pay"


def test_every_rule_has_an_answer() -> None:
    """Iterating gives findings of every rule, and the parts make up the whole."""
    judged = audit(SHOP)
    assert {finding.code for finding in judged} == {rule.code for rule in RULES}
    parts = (judged.findings, judged.questions, judged.passed, judged.not_applicable)
    assert sum(map(len, parts)) == len(judged) == len(judged.results)


def test_what_would_gain_most_comes_first() -> None:
    """Findings and questions are each in order of falling gain."""
    judged = audit(SHOP)
    for findings in (judged.findings, judged.questions):
        gains = [finding.gain for finding in findings]
        assert gains == sorted(gains, reverse=True)


def test_the_outcome_of_a_rule_is_the_one_that_matters_most() -> None:
    """A failure outweighs a question, a question a pass."""
    judged = audit(SHOP)
    assert judged.outcome("JM105") is Outcome.FAILED
    assert judged.outcome("JM107") is Outcome.CANNOT_TELL
    assert judged.outcome("JM003") is Outcome.PASSED
    assert judged.outcome("JM110") is Outcome.NOT_APPLICABLE
    with pytest.raises(UnknownNameError, match="unknown rule 'JM999'"):
        judged.outcome("JM999")


def test_findings_can_be_had_by_place() -> None:
    """Those of one touchpoint, or those of the journey as a whole."""
    judged = audit(SHOP)
    assert {"JM103", "JM105"} <= {finding.code for finding in judged.at("pay")}
    assert all(finding.touchpoint is None for finding in judged.at(None))


def test_findings_are_counted_by_severity() -> None:
    """The count is of failures only, and a threshold asks for at least as bad."""
    judged = audit(SHOP, select=["JM103", "JM109"])
    assert (judged.count(Severity.ERROR), judged.count(Severity.WARNING)) == (1, 0)
    assert judged.reaches(Severity.ERROR)
    assert not audit(SHOP, select="JM003").reaches(Severity.INFO)
    assert repr(judged) == "<Audit of 'Online shoe order': 1 error, 0 warning, 0 info; 1 questions, 0 passed>"


@pytest.mark.parametrize(
    ("choice", "codes"),
    [
        ({"select": "JM103"}, {"JM103"}),
        ({"select": ["JM103", "JM00"]}, {"JM103"} | {f"JM00{n}" for n in range(1, 10)}),
        ({"ignore": "JM0"}, {rule.code for rule in RULES if rule.code > "JM1"}),
        ({"select": "JM1", "ignore": ["JM10"]}, {"JM110", "JM111", "JM112"}),
        ({"select": []}, set()),
    ],
)
def test_rules_are_chosen_by_code_and_prefix(choice: dict[str, Any], codes: set[str]) -> None:
    """A prefix stands for all rules that begin with it; what is ignored is left out of what is selected."""
    assert {rule.code for rule in audit(SHOP, **choice).rules} == codes


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ({"select": "JM99"}, UnknownNameError, "unknown rule 'JM99'"),
        ({"ignore": ["JM1O1"]}, UnknownNameError, "unknown rule 'JM1O1' (did you mean 'JM1"),
        ({"options": {"JM1": {}}}, UnknownNameError, "unknown rule 'JM1'"),
        (
            {"options": {"JM101": {"flor": 0}}},
            UnknownNameError,
            "unknown option of JM101 'flor' (did you mean 'floor'?)",
        ),
        (
            {"options": {"JM101": {"floor": "low"}}},
            JourneyError,
            "option floor of JM101: expected a value like 0.0 (got",
        ),
        ({"options": {"JM101": {"floor": True}}}, JourneyError, "expected a value like 0.0 (got True)"),
    ],
)
def test_what_does_not_exist_is_told(given: dict[str, Any], error: type[Exception], message: str) -> None:
    """A code, prefix or option that is not there is an error with the nearest spelling."""
    with pytest.raises(error) as caught:
        audit(SHOP, **given)
    assert message in str(caught.value)


def test_options_change_what_a_rule_asks_for() -> None:
    """A floor below the ending lets it pass."""
    low = Journey("Low").touchpoint("end", "End", emotion=-1, ends="success")
    assert audit(low).outcome("JM101") is Outcome.FAILED
    assert audit(low, options={"JM101": {"floor": -1}}).outcome("JM101") is Outcome.PASSED


def test_options_of_rules_left_out_are_let_be() -> None:
    """One configuration serves audits of all rules and of a few."""
    assert len(audit(SHOP, select="JM003", options={"JM101": {"floor": -1}}).rules) == 1


def test_two_rules_with_one_code_are_refused() -> None:
    """Selection, options and reports go by the code, so a rule of one's own needs its own."""
    with pytest.raises(JourneyError, match="rule JM003 is there more than once"):
        audit(SHOP, rules=(*RULES, attrs.evolve(RULES[2], name="mine")))


def test_options_may_be_words_lists_and_switches() -> None:
    """A value has the type of the default: text, several values, yes or no."""

    @rule(
        code="TEA001", name="no-tea", severity=Severity.INFO, principle="rituals", title="Tea", message="No {name}.",
        question="Tea?", why="Good.", fix="Serve.", source="House rule 2026",
    )  # fmt: skip
    def no_tea(
        context: Context, *, kind: str = "green", cups: tuple[str, ...] = (), hot: bool = True
    ) -> Iterator[Finding]:
        yield context.failed(context.journey, about=f"{kind} {list(cups)} {hot}")

    def about(**options: Any) -> str:
        return audit(SHOP, rules=(*RULES, no_tea), select="TEA", options={"TEA001": options}).findings[0].about

    assert about(kind="black", cups=["blue"], hot=False) == "black ['blue'] False"
    for wrong in ({"kind": 1}, {"cups": "blue"}, {"hot": 1}):
        with pytest.raises(JourneyError, match="expected a value like"):
            about(**wrong)


def test_a_journey_with_a_way_to_nowhere_is_refused() -> None:
    """An id that is not there is an error, not a finding."""
    with pytest.raises(JourneyError, match="unknown touchpoint 'dnoe'"):
        audit(Journey("Shop").touchpoint("done", "Done", next=["dnoe"]))


def test_the_share_of_customers_looked_at_is_told() -> None:
    """All of them where paths are few; where a loop makes endlessly many, at least 95 of 100."""
    assert audit(SHOP).covered == pytest.approx(1.0)
    again = Journey("Again").touchpoint("try", "Try", next={"try": 0.6, "done": 0.4}).touchpoint("done", "Done")
    assert 0.95 <= audit(again).covered < 1


def test_a_journey_that_cannot_be_scored_is_judged_all_the_same() -> None:
    """A loop without a way out leaves no score, and is found."""
    trap = Journey("Trap").touchpoint("call", "Call").touchpoint("menu", "Menu", emotion=-1, next=["menu"])
    judged = audit(trap)
    assert judged.score is None
    assert {"JM005", "JM006"} <= {finding.code for finding in judged.findings}


def test_the_same_journey_gives_the_same_words_whatever_the_hash_seed() -> None:
    """No set decides an order: two runs with different seeds say the same."""
    code = "from tests.test_auditing import SHOP, audit; print(*audit(SHOP).results, sep='\\n')"
    said = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": "."},
            capture_output=True, check=True, text=True, cwd=Path(__file__).parents[1],
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(said) == 1
    assert "JM103" in said.pop()


@pytest.mark.parametrize("function", [audit, checklist, draw, score])
def test_the_path_of_a_file_is_no_journey(function: Any) -> None:
    """Who gives a path is told to load it first, and who gives something else what is wanted."""
    for path in ("shop.yaml", Path("shop.yaml")):
        with pytest.raises(JourneyError, match=rf"{function.__name__}\(\) takes a .*Journey.* \(got .*; load"):
            function(path)
    with pytest.raises(JourneyError, match=r"takes a .*Journey.* \(got None\)"):
        function(None)
