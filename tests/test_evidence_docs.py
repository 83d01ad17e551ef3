"""The page on logs: its examples run."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGES = (DOCS / "logs.md", DOCS / "ko" / "logs.md")


@pytest.mark.parametrize("page", PAGES, ids=["en", "ko"])
def test_every_example_on_the_page_runs(page: Path) -> None:
    """Each number in a code block is what the library gives."""
    result = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert result.failed == 0
    assert result.attempted >= 20


@pytest.mark.parametrize("page", PAGES, ids=["en", "ko"])
def test_every_option_that_the_page_names_is_there(page: Path) -> None:
    """What is written as ``name=`` is an argument."""
    import inspect
    import re

    from journeymap.evidence import read_log

    named = set(re.findall(r"`(\w+)=", page.read_text(encoding="utf-8")))
    assert named <= set(inspect.signature(read_log).parameters)
