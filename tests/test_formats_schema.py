"""The JSON Schema: current, valid, true of every journey, and strict."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import journeymap as jm
from journeymap.fields import SECONDS
from journeymap.formats.expecting import Expected, expected_of
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
        {"last_reviewed": "2026. 3. 1.", "budget": "1시간 30분"},
        {"touchpoints": [{"id": "a", "name": "A", "emotion": "−1", "shows_price": "예", "next": {"a": "85 %"}}]},
        {"touchpoints": [{"id": "a", "name": "A", "fees": [{"name": "B", "amount": "₩3,000"}], "visits": "1,200명"}]},
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
                {"emotion": "good"},
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
                {"shows_price": "perhaps"},
                {"usage_rate": "35"},
                {"wait": "20"},
                {"visits": "3.5"},
            )
        ),
    ],
)
def test_what_is_wrong_is_not_valid(data: dict[str, Any]) -> None:
    """The schema refuses what reading refuses."""
    assert not VALIDATOR.is_valid(data)
    with pytest.raises(jm.ReadError):
        jm.loads(json.dumps(data), "json")


def _spellings() -> list[tuple[Expected, str]]:
    """Fields that texts are read for, one for each pattern of the schema for these; times have a test of theirs."""
    definitions = schema()["$defs"]
    found: dict[str, Expected] = {}
    for record in ("Wait", "Fee", "Subscription", "Support", "Promise"):
        for name, part in definitions[record]["properties"].items():
            field = expected_of(getattr(jm, record))[name]
            forms = (definitions.get(each.get("$ref", "").rpartition("/")[2], each) for each in part.get("anyOf", ()))
            found |= {
                each["pattern"]: field for each in forms if "pattern" in each and field.form not in ("slug", "duration")
            }
    return [(field, pattern) for pattern, field in found.items()]


@pytest.mark.parametrize(("field", "pattern"), _spellings(), ids=lambda value: getattr(value, "form", ""))
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_every_text_that_the_schema_allows_is_read(field: Expected, pattern: str, data: st.DataObject) -> None:
    """Whatever text an editor lets stand for a number, a share or yes and no is read as one."""
    texts = st.from_regex(pattern.removesuffix("$").removeprefix("^"), fullmatch=True)
    text = data.draw(texts.filter(lambda text: len(text) < 30))
    assert field.check(field.convert(text), field.attribute)


@pytest.mark.parametrize("unit", [*SECONDS, "MIN", "Days"])
def test_every_unit_of_time_is_in_the_schema(unit: str) -> None:
    """And no other: what is a length of time for the one is one for the other."""
    length = Draft202012Validator(schema()["$defs"]["Length"])
    assert all(length.is_valid(text) for text in (f"8{unit}", f"１.5 {unit} 30 s", f" 8 {unit}"))
    assert not any(length.is_valid(text) for text in (f"8 {unit}x", unit, "8", f"-8 {unit}"))
    assert jm.Wait(f"8 {unit}").typical == 8 * SECONDS[unit.lower()]
