"""The JSON Schema: current, valid, true of every journey, and strict."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator

import journeymap as jm
from journeymap.formats.schema import schema, schema_text
from tests.strategies import journeys

VALIDATOR = Draft202012Validator(schema())


def test_the_shipped_schema_is_current() -> None:
    """``journey.schema.json`` is what the classes give; write it anew with ``schema_text()`` when they change."""
    shipped = (resources.files("journeymap") / "journey.schema.json").read_text(encoding="utf-8")
    assert shipped == schema_text()


def test_the_schema_is_a_schema() -> None:
    """It is a valid schema of draft 2020-12."""
    Draft202012Validator.check_schema(schema())


def test_every_field_of_every_record_is_asked_for() -> None:
    """Each property says its question, and its unit where it has one."""
    touchpoint = schema()["$defs"]["Touchpoint"]["properties"]
    assert touchpoint["emotion"]["description"] == "How does the customer feel here? (-2..+2)"
    assert touchpoint["duration"]["description"] == "How long does it take? (seconds, or text such as '20 min')"
    nested = schema()["$defs"]["Survey"]["properties"].pop("nps")
    assert nested == {"anyOf": [{"$ref": "#/$defs/Nps"}, {"type": "null"}]}


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(journey=journeys())
def test_every_written_journey_is_valid(journey: jm.Journey) -> None:
    """Whatever is written follows the schema."""
    VALIDATOR.validate(json.loads(jm.dumps(journey, "json")))


@pytest.mark.parametrize(
    "part",
    [
        {"persona": {"name": "A", "goals": None}, "budget": "1 h 30 min"},
        {"stages": [{"name": "Pay", "touchpoints": [{"id": "a", "name": "A", "next": ["a", {"to": "a"}]}]}]},
        {"touchpoints": [{"id": "a", "name": "A", "stage": "Pay", "next": "a", "wait": "5 min"}]},
        {"$schema": "journey.schema.json"},
    ],
)
def test_what_is_read_is_valid(part: dict[str, Any]) -> None:
    """Forms that reading takes follow the schema too."""
    data = {"journeymap": 1, "name": "Shop", **part}
    VALIDATOR.validate(data)
    jm.loads(json.dumps(data), "json")


TOUCHPOINT = {"id": "a", "name": "A"}


@pytest.mark.parametrize(
    "data",
    [
        {"name": "Shop"},
        {"journeymap": 2, "name": "Shop"},
        {"journeymap": 1},
        {"journeymap": 1, "name": 404},
        {"journeymap": 1, "name": "Shop", "nam": "x"},
        {"journeymap": 1, "name": "Shop", "state": "as is"},
        {"journeymap": 1, "name": "Shop", "last_reviewed": "yesterday"},
        {"journeymap": 1, "name": "Shop", "persona": {"goals": ["x"]}},
        {"journeymap": 1, "name": "Shop", "budget": "soon"},
        {"journeymap": 1, "name": "Shop", "stages": [{"phase": "before"}]},
        {"journeymap": 1, "name": "Shop", "stages": [{"name": "Pay", "touchpoints": [{**TOUCHPOINT, "stage": "Pay"}]}]},
        *(
            {"journeymap": 1, "name": "Shop", "touchpoints": [{**TOUCHPOINT, **wrong}]}
            for wrong in (
                {"id": "A b"},
                {"emotion": 3},
                {"emotion": "2"},
                {"emotoin": 2},
                {"kind": "paymet"},
                {"next": [{"probability": 1}]},
                {"next": {"A b": 1}},
                {"next": {"a": 2}},
                {"drop_off": None},
                {"checks": ["stok"]},
                {"fees": [{"amount": 3}]},
                {"fees": [{"name": "a", "amount": -3}]},
                {"survey": {"nps": {"promoters": 1.5}}},
                {"shows_price": "yes"},
            )
        ),
    ],
)
def test_what_is_wrong_is_not_valid(data: dict[str, Any]) -> None:
    """The schema refuses what reading refuses."""
    assert not VALIDATOR.is_valid(data)
    with pytest.raises(jm.ReadError):
        jm.loads(json.dumps(data), "json")
