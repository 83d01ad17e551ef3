"""Every rule says of its examples in ``cases/`` what they expect."""

from __future__ import annotations

from pathlib import Path

import pytest

from journeymap.rulebook import Rule
from journeymap.rules import RULES
from journeymap.testing import check_rule

CASES = Path(__file__).parent / "cases"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_rule_says_what_its_examples_expect(rule: Rule) -> None:
    """Each place of each example has the outcome, message and path that the file names, and no other failure."""
    check_rule(rule, CASES / f"{rule.code}.yaml")
