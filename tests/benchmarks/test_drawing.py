"""How long a map takes: run with ``pytest tests/benchmarks --benchmark-only``.

Aimed at on two cores, after the first: 25 touchpoints within 30 ms and 120 KB, 500 within a second.
"""

from __future__ import annotations

from typing import Any

import pytest

from journeymap.auditing import audit
from journeymap.drawing import draw
from tests.drawing_journeys import long_journey


@pytest.mark.parametrize("touchpoints", [25, 60, 500])
def test_a_map(benchmark: Any, touchpoints: int) -> None:
    """The map of a judged journey, with all its lanes."""
    judged = audit(long_journey(touchpoints))
    drawing = benchmark.pedantic(draw, args=(judged,), rounds=5, warmup_rounds=1)
    assert len(drawing.svg) <= touchpoints * 4.8 * 1024
