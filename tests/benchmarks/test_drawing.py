"""How long a map takes, beside Mermaid: run with ``pytest tests/benchmarks/test_drawing.py --benchmark-only -s``.

Aimed at on two cores, after the first: 25 touchpoints within 30 ms and 120 KB, 500 within a second.

The command line of Mermaid, which starts a browser for each picture, is measured on the same journey where it is
installed: ``npm install @mermaid-js/mermaid-cli`` in some folder, and ``MMDC=folder/node_modules/.bin/mmdc``. It is
told to use the Chromium that is there.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from journeymap.auditing import audit
from journeymap.drawing import draw
from journeymap.formats import dumps
from tests.drawing_journeys import long_journey

MOST_BYTES = {25: 120 * 1024, 60: 288 * 1024, 500: 2400 * 1024}


@pytest.mark.parametrize("touchpoints", sorted(MOST_BYTES))
def test_a_map(benchmark: Any, touchpoints: int) -> None:
    """The map of a judged journey, with all its lanes."""
    judged = audit(long_journey(touchpoints))
    drawing = benchmark.pedantic(draw, args=(judged,), rounds=5, warmup_rounds=1)
    assert len(drawing.svg.encode()) <= MOST_BYTES[touchpoints]


def test_beside_mermaid(benchmark: Any, tmp_path: Path) -> None:
    """The same journey by the command line of Mermaid and by ours, and drawn in a running process."""
    mermaid, browser = _mermaid()
    judged = audit(long_journey(25))
    source, settings = tmp_path / "shop.mmd", tmp_path / "browser.json"
    source.write_text(dumps(judged.journey, format="mermaid"), encoding="utf-8")
    settings.write_text(json.dumps({"executablePath": browser, "args": ["--no-sandbox"]}), encoding="utf-8")
    theirs = [mermaid, "-q", "-p", str(settings), "-i", str(source), "-o", str(tmp_path / "theirs.svg")]
    ours = [sys.executable, "-m", "journeymap", "draw", str(source), "-o", str(tmp_path / "ours.svg")]
    their_time, our_time = _best(theirs), _best(ours)
    benchmark.pedantic(draw, args=(judged,), rounds=5, warmup_rounds=1)
    in_process = benchmark.stats.stats.min
    print(
        f"\n25 touchpoints as SVG: mermaid-cli {their_time:.2f} s, journeymap draw {our_time:.2f} s "
        f"({their_time / our_time:.1f} times as fast, with the audit), jm.draw {1000 * in_process:.0f} ms "
        f"({their_time / in_process:.0f} times); bytes: mermaid-cli {(tmp_path / 'theirs.svg').stat().st_size:,}, "
        f"journeymap {(tmp_path / 'ours.svg').stat().st_size:,}"
    )


def _mermaid() -> tuple[str, str]:
    """The command line of Mermaid and the browser it is to use, or the test is skipped and says what is missing."""
    mermaid = os.environ.get("MMDC") or shutil.which("mmdc")
    if mermaid is None or not Path(mermaid).exists():
        pytest.skip("needs Mermaid (npm install @mermaid-js/mermaid-cli, then MMDC=node_modules/.bin/mmdc)")
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser is None:
        pytest.skip("needs Chromium (apt install chromium)")
    return mermaid, browser


def _best(command: list[str]) -> float:
    """The shortest of three runs, in seconds."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    return min(times)
