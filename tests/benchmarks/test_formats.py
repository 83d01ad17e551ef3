"""How long reading and writing take: run with ``pytest tests/benchmarks --benchmark-only``.

Aimed at on two cores: a chain of 10,000 touchpoints with facts well under 4 s each way in every format, and twice as
long a chain in about twice the time. PyYAML's own safe loader is measured beside ours.
"""

from __future__ import annotations

from typing import Any

import pytest
import yaml

import journeymap as jm


def chain(touchpoints: int) -> jm.Journey:
    """A chain in stages of a hundred, each touchpoint with a dozen facts."""
    return jm.Journey(
        "Chain",
        touchpoints=tuple(
            jm.Touchpoint(
                f"t{number}",
                f"Touchpoint number {number} 접점",
                stage=f"Stage {number // 100}",
                emotion=(number % 9 - 4) / 2,
                kind="payment",
                channel="web",
                description="What the customer does here, in a sentence",
                next={f"t{number + 1}": 0.9, "t0": 0.05} if number + 1 < touchpoints else None,
                wait=300,
                fees=[jm.Fee("Shipping", 3000, "KRW", disclosed_at="t0")],
                expectations=["fast", "cheap"],
            )
            for number in range(touchpoints)
        ),
    )


@pytest.mark.parametrize("touchpoints", [5_000, 10_000, 20_000])
@pytest.mark.parametrize("format", ["yaml", "toml", "json"])
def test_loads(benchmark: Any, format: str, touchpoints: int) -> None:
    """Reading text into a journey."""
    journey = chain(touchpoints)
    text = jm.dumps(journey, format)
    assert benchmark.pedantic(jm.loads, args=(text, format), rounds=2) == journey


@pytest.mark.parametrize("touchpoints", [5_000, 10_000, 20_000])
@pytest.mark.parametrize("format", ["yaml", "toml", "json"])
def test_dumps(benchmark: Any, format: str, touchpoints: int) -> None:
    """Writing a journey as text."""
    journey = chain(touchpoints)
    assert benchmark.pedantic(jm.dumps, args=(journey, format), rounds=2)


def diagram(tasks: int) -> str:
    """A diagram in Mermaid, as people write them."""
    lines = (f"  section Part {task // 10}\n    Task {task}: {task % 6}: Me, Cat\n" for task in range(tasks))
    return "journey\n  title A long day\n" + "".join(lines)


def test_loads_mermaid(benchmark: Any) -> None:
    """Reading a Mermaid journey of 1,000 tasks; aimed at 100 ms."""
    journey = benchmark.pedantic(jm.loads, args=(diagram(1_000), "mermaid"), rounds=5)
    assert len(journey) == 1_000


def test_dumps_mermaid(benchmark: Any) -> None:
    """Writing one of 1,000 tasks; aimed at 100 ms."""
    journey = jm.loads(diagram(1_000), "mermaid")
    assert jm.loads(benchmark.pedantic(jm.dumps, args=(journey, "mermaid"), rounds=5), "mermaid") == journey


def test_loads_a_flowchart(benchmark: Any) -> None:
    """Reading a Mermaid flowchart of 1,000 boxes; aimed at 100 ms."""
    lines = (f"  A{box}[Task {box}] -->|goes on| A{box + 1}\n" for box in range(999))
    text = "flowchart TD\n  accTitle: A long day\n" + "".join(lines)
    journey = benchmark.pedantic(jm.loads, args=(text, "mermaid"), rounds=5)
    assert len(journey) == 1_000


def test_the_safe_loader_of_pyyaml(benchmark: Any) -> None:
    """What PyYAML takes for plain data alone, without places, checks or a journey."""
    text = jm.dumps(chain(10_000))
    assert benchmark.pedantic(yaml.load, args=(text,), kwargs={"Loader": yaml.CSafeLoader}, rounds=2)
