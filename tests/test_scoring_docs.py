"""The page on scoring: its examples run, and it says what must be said."""

from __future__ import annotations

import doctest
from pathlib import Path

from journeymap.recalling import LIMITS, PRESETS

PAGE = Path(__file__).resolve().parents[1] / "docs" / "scoring.md"


def test_every_example_on_the_page_runs() -> None:
    """Each number in a code block is what the library gives."""
    result = doctest.testfile(str(PAGE), module_relative=False)
    assert result.failed == 0
    assert result.attempted >= 12


def test_the_page_gives_the_limits_and_every_preset() -> None:
    """The sentence that goes with every score stands on the page, and so do all named weights."""
    text = PAGE.read_text(encoding="utf-8")
    assert " ".join(LIMITS.split()) in " ".join(text.replace("\n> ", " ").split())
    assert all(f"`{name}`" in text for name in PRESETS)
    assert all(f"\n{number}. **" in text for number in range(1, 9))
