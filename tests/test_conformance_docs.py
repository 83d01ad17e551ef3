"""The page on conformance: its examples run."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGES = (DOCS / "conformance.md", DOCS / "ko" / "conformance.md")


@pytest.mark.parametrize("page", PAGES, ids=["en", "ko"])
def test_every_example_on_the_page_runs(page: Path) -> None:
    """Each number in a code block is what the library gives."""
    result = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert result.failed == 0
    assert result.attempted >= 20
