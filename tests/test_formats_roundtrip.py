"""What is written is what is read again, for every journey and format."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings

import journeymap as jm
from journeymap.formats.unstructuring import unstructure
from tests.strategies import journeys

MANY = [f"touchpoint-{number}" for number in range(40)]
FORMATS = ("yaml", "toml", "json", "mermaid", "flowchart", "markdown")
CAREFULLY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("format", FORMATS)
@CAREFULLY
@given(journey=journeys())
def test_reading_what_was_written_gives_the_same_journey(format: str, journey: jm.Journey) -> None:
    """``loads(dumps(journey)) == journey``, as text and as bytes, and writing again gives the same text."""
    text = jm.dumps(journey, format)
    again = jm.loads(text, format)
    assert again == journey
    assert jm.loads(text.encode(), format) == journey
    assert jm.dumps(again, format) == text


@CAREFULLY
@given(journey=journeys())
def test_any_reader_of_yaml_takes_the_same_from_it(journey: jm.Journey) -> None:
    """PyYAML, which follows YAML 1.1, reads the same data from what is written: no text becomes anything else."""
    assert yaml.load(jm.dumps(journey), Loader=yaml.CSafeLoader) == unstructure(journey, units=True)


@CAREFULLY
@given(journey=journeys(max_touchpoints=2))
def test_windows_line_breaks_change_nothing(journey: jm.Journey) -> None:
    """A file whose lines end in CRLF reads as the same journey."""
    for format in FORMATS:
        text = jm.dumps(journey, format)
        assert jm.loads(text.replace("\n", "\r\n"), format) == journey


def _copy(value: Any) -> Any:
    """The data as any program would hand it over in JSON."""
    return json.loads(json.dumps(value, default=datetime.date.isoformat))


@CAREFULLY
@given(journey=journeys())
def test_the_three_formats_carry_one_structure(journey: jm.Journey) -> None:
    """YAML, TOML and JSON hold the same data, key for key, but that JSON has times in seconds."""
    assert json.loads(jm.dumps(journey, "json")) == _copy(unstructure(journey))
    expected = _copy(unstructure(journey, units=True))
    assert _copy(yaml.load(jm.dumps(journey, "yaml"), Loader=yaml.CSafeLoader)) == expected


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize(
    "journey",
    [
        jm.Journey("Empty"),
        jm.Journey("Stages only").stage("Find").stage("Pay", phase="during"),
        jm.Journey("", touchpoints=[jm.Touchpoint("a", "")]),
        jm.Journey("Wait of nothing", touchpoints=[jm.Touchpoint("a", "A", wait=jm.Wait())]),
        jm.Journey("Nowhere", touchpoints=[jm.Touchpoint("a", "A", next=(), expectations=(), fees=[])]),
        jm.Journey("Names", persona="P", business="B"),
        jm.Journey("Far number", touchpoints=[jm.Touchpoint("a", "A", wait=1.7976931348623157e308, drop_off=5e-324)]),
        jm.Journey("Large number", touchpoints=[jm.Touchpoint("a", "A", fees=[jm.Fee("f", 10**308)])]),
        jm.Journey("Days", last_reviewed=datetime.date.min, business=jm.Business("B", staff_surveyed="2026-03-01")),
        jm.Journey("Twice", touchpoints=[jm.Touchpoint("a", "A", next=[jm.Transition("a"), jm.Transition("a")])]),
        jm.Journey("Ids", touchpoints=[jm.Touchpoint("stages", "A", next={"stages": 0.5})]),
        jm.Journey("Long ids", touchpoints=[jm.Touchpoint("x" * 3000, "A", next={"x" * 3000: 0.5})]),
        jm.Journey("Many ways", touchpoints=[jm.Touchpoint(id, "T", next=dict.fromkeys(MANY, 0.02)) for id in MANY]),
    ],
    ids=lambda journey: journey.name,
)  # fmt: skip
def test_corners_survive(format: str, journey: jm.Journey) -> None:
    """Journeys at the edges of what can be said come back equal."""
    assert jm.loads(jm.dumps(journey, format), format) == journey
