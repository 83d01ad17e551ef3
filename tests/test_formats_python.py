"""A journey as Python code: running it makes the same journey."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

import journeymap as jm
from journeymap import examples
from journeymap.formats.python import LONGEST_CHAIN, WIDTH
from tests.strategies import HOSTILE, journeys


def run(code: str) -> jm.Journey:
    """What ``journey`` is when the code has run, and nothing else has been left behind."""
    made: dict[str, Any] = {"__builtins__": {"__import__": __import__}}
    exec(compile(code, "journey.py", "exec", dont_inherit=True), made)
    assert set(made) == {"__builtins__", "jm", "journey"}
    return made["journey"]


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("name", examples.names())
def test_bundled_journeys_come_back_equal(name: str, lang: str) -> None:
    """The code of every bundled journey makes that journey, and its lines stay within the width."""
    journey = jm.load(examples.path(name, lang=lang))
    code = jm.dumps(journey, "python")
    assert run(code) == journey
    broken = [line for line in code.splitlines() if len(line) > WIDTH and line.count('"') > 2]
    assert broken == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(journey=journeys())
def test_any_journey_comes_back_equal(journey: jm.Journey) -> None:
    """Whatever a journey holds, its code makes an equal one, with nothing but our own names at hand."""
    assert run(jm.dumps(journey, "python")) == journey


def test_it_reads_as_one_would_write_it() -> None:
    """Stages and touchpoints follow each other as calls; ways have their shortest form."""
    journey = (
        jm.Journey("Shop", persona="First-time buyer")
        .stage("Pay")
        .touchpoint("pay", "Card payment", emotion=-1, wait="5 min", next={"done": 0.92, "declined": 0.08})
        .touchpoint("declined", "Card declined", emotion=-2, next=[jm.Transition("pay", kind="retry"), "done"])
        .stage("After")
        .touchpoint("done", "Done", emotion=0.5, fees=[jm.Fee("Parcel", 3000, "KRW")], ends="success")
    )
    assert jm.dumps(journey, "python") == (
        "import journeymap as jm\n"
        "\n"
        "journey = (\n"
        '    jm.Journey("Shop", persona="First-time buyer")\n'
        '    .stage("Pay")\n'
        '    .touchpoint("pay", "Card payment", emotion=-1, next={"done": 0.92, "declined": 0.08}, wait=300)\n'
        "    .touchpoint(\n"
        '        "declined", "Card declined", emotion=-2, next=[jm.Transition("pay", kind="retry"), "done"]\n'
        "    )\n"
        '    .stage("After")\n'
        '    .touchpoint("done", "Done", emotion=0.5, ends="success", fees=[jm.Fee("Parcel", 3000, "KRW")])\n'
        ")\n"
    )


def test_a_touchpoint_outside_its_turn_names_its_stage() -> None:
    """Where the last stage is not that of a touchpoint, its own is given, also when it has none."""
    journey = jm.Journey("Mixed", stages=[jm.Stage("A"), jm.Stage("B"), jm.Stage("C")], touchpoints=[
        jm.Touchpoint("one", "One"), jm.Touchpoint("two", "Two", stage="B"), jm.Touchpoint("three", "Three", stage="A"),
        jm.Touchpoint("four", "Four"),
    ])  # fmt: skip
    code = jm.dumps(journey, "python")
    assert run(code) == journey
    assert '.touchpoint("three", "Three", stage="A")\n    .touchpoint("four", "Four", stage=None)' in code


def test_a_very_long_journey_is_given_in_lists() -> None:
    """Python cannot compile a chain of thousands of calls; such a journey is made of its parts."""
    journey = jm.Journey("Long", stages=[jm.Stage("All")], touchpoints=[
        jm.Touchpoint(f"t{number}", "T", stage="All") for number in range(3 * LONGEST_CHAIN)
    ])  # fmt: skip
    code = jm.dumps(journey, "python")
    assert code.startswith(
        'import journeymap as jm\n\njourney = jm.Journey(\n    "Long",\n    stages=[jm.Stage("All")]'
    )
    assert run(code) == journey


@pytest.mark.parametrize("text", HOSTILE)
def test_names_stay_text(text: str) -> None:
    """Nothing that somebody wrote ends its quotation marks, is run, or hides in the code."""
    journey = jm.Journey(text).stage(text).touchpoint("a", text, quote=text)
    code = jm.dumps(journey, "python")
    assert run(code) == journey
    assert "\u202e" not in code


def test_it_is_saved_but_not_read(tmp_path: Path) -> None:
    """``save`` knows the suffix; reading code would mean running it, so nobody does."""
    path = tmp_path / "shop.py"
    journey = jm.Journey("Shop").touchpoint("pay", "Pay")
    jm.save(journey, path)
    assert run(path.read_text(encoding="utf-8")) == journey
    with pytest.raises(jm.UnknownNameError, match="unknown format to read 'python'"):
        jm.load(path)
