"""The page on logs: its examples run."""

from __future__ import annotations

import doctest
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "logs.md"


def test_every_example_on_the_page_runs() -> None:
    """Each number in a code block is what the library gives."""
    result = doctest.testfile(str(PAGE), module_relative=False)
    assert result.failed == 0
    assert result.attempted >= 20


def test_every_option_that_the_page_names_is_there() -> None:
    """What is written as ``name=`` is an argument."""
    import inspect
    import re

    from journeymap.evidence import read_log

    named = set(re.findall(r"`(\w+)=", PAGE.read_text(encoding="utf-8")))
    assert named <= set(inspect.signature(read_log).parameters)
