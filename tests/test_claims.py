"""Figures that are often quoted: told with what their sources say, in both languages."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

import journeymap as jm
from journeymap.claims import STANDINGS, claims, claims_about
from journeymap.cli import app
from journeymap.i18n import LANGUAGES, translator


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_is_told_in_each_language(lang: str) -> None:
    """Both what one hears and what the source says are there, and Korean is Korean."""
    told = [text for claim in claims() for text in (claim.heard(lang), claim.really(lang))]
    assert all(told)
    assert all(bool(re.search("[가-힣]", text)) == (lang == "ko") for text in told)
    assert all(translator(lang)(STANDINGS[claim.standing]) for claim in claims())


def test_the_rules_they_name_exist() -> None:
    """A code that is named is one of ours, and asking by code finds the figure again."""
    known = {rule.code for rule in jm.RULES}
    for claim in claims():
        assert known.issuperset(claim.rules)
        assert all(claim in claims_about(code) for code in claim.rules)
    assert claims_about("JM001") == ()


def test_a_figure_without_a_source_says_so() -> None:
    """Where no source is named, its standing tells that none was found or that it is folklore."""
    assert all(claim.source or claim.standing in ("not found", "folklore") for claim in claims())


def test_explaining_a_rule_tells_them() -> None:
    """Whoever looks a rule up reads what is often quoted about it."""
    shown = CliRunner().invoke(app, ["explain", "JM109"]).output
    assert "Ten dollars to win" in shown
    assert "told in differing versions" in " ".join(shown.split())
