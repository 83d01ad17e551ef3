"""The page on conformance: its examples run."""

from __future__ import annotations

import doctest
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "conformance.md"


def test_every_example_on_the_page_runs() -> None:
    """Each number in a code block is what the library gives."""
    result = doctest.testfile(str(PAGE), module_relative=False)
    assert result.failed == 0
    assert result.attempted >= 20
