"""How long readers take for what is long, many or deep: run with ``pytest tests/benchmarks --benchmark-only -s``.

Each text is read at a quarter and whole: ten million characters in a line, 100,000 parts, 10,000 levels. What is
printed is the ratio of the two times: about four is in proportion, sixteen would be the square.
"""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.format_texts import read_or_refused
from tests.hostile_texts import CASES, TEXTS


@pytest.mark.parametrize(("format", "name"), CASES, ids=lambda each: each.replace(" ", "-"))
def test_hostile(benchmark: Any, format: str, name: str) -> None:
    """Reading it whole; the ratio to a quarter of it is printed."""
    quarter, whole = (
        text if isinstance(text, bytes) else text.encode() for text in map(TEXTS[format][name], (0.25, 1))
    )
    began = time.process_time()
    read_or_refused(quarter, format)
    middle = time.process_time()
    benchmark.pedantic(read_or_refused, args=(whole, format), rounds=1)
    ratio = (time.process_time() - middle) / max(middle - began, 0.005)
    benchmark.extra_info["ratio"] = round(ratio, 1)
    print(f"\n{format}, {name}: {ratio:.1f} times as long for four times as much")
