"""From a journey to plain data: the one writer behind YAML, TOML and JSON.

What is unknown is left out, and everything has its shortest form: a persona of whom only the name is known is a
text, ``next`` is a list of ids or a mapping of shares where that says it all. For people, a length of time is written
with its unit; for programs, in seconds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from journeymap.fields import seconds_from
from journeymap.formats.expecting import Expected, expected_of
from journeymap.formats.structuring import VERSION
from journeymap.model import Journey, Transition

__all__ = ["known", "lasting", "plain_of", "unstructure"]

LONGEST_KEY = 100
"""How long an id may be to stand as a key; YAML cannot read keys of more than 1,024 characters."""

_EXACT = 1e15
_UNITS = (("d", 86400), ("h", 3600), ("min", 60), ("s", 1))


def unstructure(journey: Journey, *, units: bool = False) -> dict[str, Any]:
    """The journey as mappings, lists, texts, numbers, truth values and days, keys in the order of the classes.

    Touchpoints stand in their stages where they can: when they come stage by stage, in the order of the stages.

    Args:
        journey: The journey.
        units: Whether a length of time is a text with its unit, as people write it, and not a number of seconds.

    Example:
        >>> unstructure(Journey("Walk").touchpoint("door", "Door", emotion=1.0))
        {'journeymap': 1, 'name': 'Walk', 'touchpoints': [{'id': 'door', 'name': 'Door', 'emotion': 1}]}
    """
    plain = {"journeymap": VERSION, **known(journey, units=units)}
    positions: dict[str | None, int] = {stage.name: position for position, stage in enumerate(journey.stages)}
    order = [positions.get(touchpoint.stage, -1) for touchpoint in journey.touchpoints]
    if positions and order and min(order) >= 0 and order == sorted(order):
        touchpoints = plain.pop("touchpoints")
        for position, touchpoint in zip(order, touchpoints, strict=True):
            del touchpoint["stage"]
            plain["stages"][position].setdefault("touchpoints", []).append(touchpoint)
    return plain


def known(record: Any, *, units: bool = False) -> dict[str, Any]:
    """What is known of a record, as plain data."""
    plain = {}
    kind: type = type(record)
    for name, field in expected_of(kind).items():
        value = getattr(record, name)
        if value != field.attribute.default:
            plain[name] = plain_of(field, value, units=units)
    return plain


def plain_of(field: Expected, value: Any, *, units: bool = False) -> Any:
    """What a field holds, as plain data."""
    if field.form == "ways":
        return _ways(value, units)
    if field.item is not None:
        return [plain_of(field.item, item, units=units) for item in value]
    if field.form == "record":
        return _shortest(field, value, units)
    if field.form in ("flag", "day"):
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if units and field.form == "duration":
        text = lasting(value)
        return text if seconds_from(text) == value else _number(value)
    return _number(value)


def lasting(seconds: float) -> str:
    """A length of time in the largest unit of which it is a whole number; see :func:`journeymap.fields.seconds_from`.

    Example:
        >>> [lasting(seconds) for seconds in (0, 0.5, 90, 300.0, 5400, 86400)]
        ['0 s', '0.5 s', '90 s', '5 min', '90 min', '1 d']
    """
    unit, size = next(each for each in _UNITS if (seconds and seconds % each[1] == 0) or each[1] == 1)
    return f"{_number(seconds / size)} {unit}"


def _number(value: float) -> float:
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < _EXACT else float(value)
    return int(value)


def _shortest(field: Expected, record: Any, units: bool) -> Any:
    plain = known(record, units=units)
    first = next(iter(expected_of(field.kind)))
    return plain[first] if field.is_short and list(plain) == [first] else plain


def _ways(ways: Sequence[Transition], units: bool) -> list[Any] | Mapping[str, Any]:
    """Ids where nothing else is known, shares by id where only those are, or else a list of mappings."""
    plain = [known(way, units=units) for way in ways]
    by_id = {way["to"]: way["probability"] for way in plain if list(way) == ["to", "probability"]}
    if plain and len(by_id) == len(plain) and all(len(id) <= LONGEST_KEY for id in by_id):
        return by_id
    return [way["to"] if list(way) == ["to"] else way for way in plain]
