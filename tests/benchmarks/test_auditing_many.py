"""How long many journeys take in one go: run with ``pytest tests/benchmarks --benchmark-only``.

Aimed at on two cores: 1,000 journeys of 30 touchpoints within 60 s. A hundred stand for them here.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from journeymap.formats import dumps
from tests.benchmarks.test_auditing import branching

ROOT = Path(__file__).parents[2]
JOURNEYS = int(os.environ.get("JOURNEYS", "100"))


def test_a_folder(benchmark: Any, tmp_path: Path) -> None:
    """Reading, judging and summing up, in processes of their own; ``JOURNEYS=1000`` for the whole of it."""
    text = dumps(branching(30))
    for number in range(JOURNEYS):
        (tmp_path / f"shop{number:04}.yaml").write_text(text, encoding="utf-8")

    def audit() -> str:
        done = subprocess.run(
            [sys.executable, "-m", "journeymap", "audit", str(tmp_path)],
            env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        return done.stdout

    assert f"{JOURNEYS} journeys" in benchmark.pedantic(audit, rounds=1)
