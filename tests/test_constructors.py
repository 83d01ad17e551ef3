"""Type checkers see what the constructors take, and the names that programs use, as they are."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import attrs
import pytest

from tests import constructors

ROOT = Path(__file__).resolve().parent.parent
CONSUMER = ROOT / "tests" / "consumer.py"


def test_the_blocks_for_type_checkers_are_current() -> None:
    """Each constructor is declared as its fields say; write them anew with ``python tests/constructors.py``."""
    stale = [path.name for path, text in constructors.written().items() if path.read_text(encoding="utf-8") != text]
    assert not stale


def test_a_field_that_changes_makes_a_block_stale() -> None:
    """What a constructor takes follows its fields, one by one."""
    for kind in constructors.records():
        text = constructors.block(kind)
        assert all(f"{field.name}: " in text for field in attrs.fields(kind))


@pytest.mark.parametrize(
    "checker",
    [
        [sys.executable, "-m", "mypy", "--strict", "--no-incremental", "--config-file=", "tests/consumer.py"],
        [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "tests/consumer.py"],
    ],
    ids=["mypy", "pyright"],
)
def test_a_program_that_uses_it_type_checks(checker: list[str]) -> None:
    """A program written as one would write it has no complaint from a type checker."""
    done = subprocess.run(checker, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
