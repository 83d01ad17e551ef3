"""Several evaluators put together: what they agree on, how well, and where they do not."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeymap.checklists.answering import Answer, Answers
from journeymap.checklists.consolidating import cohens_kappa, consolidate, fleiss_kappa
from journeymap.errors import JourneyError
from journeymap.facts import Evidence
from journeymap.model import Journey


def said(who: str = "", **answers: Any) -> Answers:
    """The answers of one evaluator; ``__`` in a name stands for ``|``."""
    given = {name.replace("__", "|"): Answer(value, str(value)) for name, value in answers.items()}
    return Answers({**given, **({"cover|evaluator": Answer(who, who)} if who else {})})


WORDS = st.sampled_from(["pass", "fail", "na"])


class TestKappa:
    def test_two(self) -> None:
        """Cohen's kappa is what a reckoning by hand gives: po .7, pe .5."""
        pairs = [("a", "a")] * 20 + [("a", "b")] * 5 + [("b", "a")] * 10 + [("b", "b")] * 15
        assert cohens_kappa(pairs) == pytest.approx(0.4)

    def test_many(self) -> None:
        """Fleiss' kappa of his kind of table: ten subjects, fourteen raters, five categories gives 0.210."""
        rows = ["00 00 00 00 14", "00 02 06 04 02", "00 00 03 05 06", "00 03 09 02 00", "02 02 08 01 01",
                "07 07 00 00 00", "03 02 06 03 00", "02 05 03 02 02", "06 05 02 01 00", "00 02 02 03 07"]  # fmt: skip
        table = [dict(zip("abcde", map(int, row.split()), strict=True)) for row in rows]
        assert fleiss_kappa(table) == pytest.approx(0.20993, abs=1e-5)

    def test_undefined(self) -> None:
        """Without anything to compare, or when all is always the same, there is no kappa."""
        assert cohens_kappa([]) is None
        assert cohens_kappa([("a", "a")] * 5) is None
        assert fleiss_kappa([]) is None
        assert fleiss_kappa([{"a": 3, "b": 0}, {"a": 3}]) is None

    @given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=20))
    def test_bounds(self, pairs: list[tuple[str, str]]) -> None:
        """Kappa lies from -1 to 1, is 1 only for the same throughout, and does not depend on who comes first."""
        kappa = cohens_kappa(pairs)
        assert kappa == cohens_kappa([(b, a) for a, b in pairs])
        if kappa is not None:
            assert -1 <= kappa <= 1
            assert (kappa == 1) == all(a == b for a, b in pairs)

    @given(st.lists(st.lists(WORDS, min_size=3, max_size=3), min_size=1, max_size=20))
    def test_bounds_of_many(self, rows: list[list[str]]) -> None:
        """So does Fleiss' kappa, from -1/2 on for three."""
        kappa = fleiss_kappa([{word: row.count(word) for word in set(row)} for row in rows])
        if kappa is not None:
            assert -0.5 - 1e-9 <= kappa <= 1 + 1e-9
            assert (kappa == pytest.approx(1)) == all(len(set(row)) == 1 for row in rows)


class TestConsolidate:
    def test_what_they_agree_on(self) -> None:
        """What all who answered agree on is taken; where they differ it is listed by evaluator and stays open."""
        kim = said("Kim", JM1__verdict="yes", JM1__can_fail=True, JM2__severity=3, JM3__verdict="fail")
        lee = said("Lee", JM1__verdict="no", JM1__can_fail=False, JM2__severity=3)
        both = consolidate([kim, lee])
        assert both.evaluators == ("Kim", "Lee")
        assert {name: both.answers[name] for name in both.answers} == {
            "JM2|severity": 3, "JM3|verdict": "fail", "cover|evaluator": "Kim, Lee",
        }  # fmt: skip
        assert [(each.name, each.said) for each in both.disagreements] == [
            ("JM1|verdict", (("Kim", "yes"), ("Lee", "no"))), ("JM1|can_fail", (("Kim", True), ("Lee", False))),
        ]  # fmt: skip
        assert (both.compared, both.agreed, both.agreement) == (1, 0, 0.0)

    def test_feelings_become_their_mean(self) -> None:
        """Every feeling counts: the emotion is their mean, with how many there were and how far they lie apart."""
        shop = Journey("Shop").touchpoint("pay", "Pay")
        three = consolidate([said(pay__felt=-1), said(pay__felt=-2), said(pay__felt=0)])
        pay = shop.with_answers(three.answers.facts(shop))["pay"]
        assert (pay.emotion, pay.evidence) == (-1, Evidence("observed", n=3, sd=1.0))

    def test_notes_are_joined(self) -> None:
        """What was noticed is kept from everybody, and said once when it is the same."""
        three = consolidate([said(pay__noticed="loud"), said(pay__noticed="cold"), said(pay__noticed="loud")])
        assert three.answers["pay|noticed"] == "loud\ncold"

    def test_agreement_of_more_than_two(self) -> None:
        """With three evaluators it is Fleiss' kappa of the verdicts that all gave."""
        three = consolidate([
            said(JM1__verdict="yes", JM2__verdict="no", JM3__verdict="yes", JM4__verdict="no"),
            said(JM1__verdict="yes", JM2__verdict="no", JM3__verdict="yes"),
            said(JM1__verdict="yes", JM2__verdict="no", JM3__verdict="no"),
        ])  # fmt: skip
        assert (three.compared, three.agreed) == (3, 2)
        assert three.agreement == pytest.approx(0.55)

    def test_one_alone(self) -> None:
        """One evaluator agrees with nobody: there is no kappa, and nothing is changed."""
        one = said("Kim", pay__felt=-1, JM1__verdict="yes")
        alone = consolidate([one])
        assert (alone.agreement, alone.disagreements, alone.answers.given) == (None, (), one.given)

    def test_nobody(self) -> None:
        """Nobody's answers cannot be put together."""
        with pytest.raises(JourneyError, match="no answers"):
            consolidate([])
