"""The JSON Schema of journey files, read off the classes, for editors that complete and check as one types.

It says what can be said without looking across the file; that ids exist and are used once, that shares do not exceed 1,
and that touchpoints stand either in stages or at the top is for :func:`journeymap.formats.load` to say.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from typing import Any

from journeymap import fields
from journeymap.fields import SECONDS, SLUG
from journeymap.formats.expecting import Expected, expected_of
from journeymap.formats.pricing import CURRENCIES
from journeymap.formats.structuring import VERSION
from journeymap.formats.understanding import COUNTERS, SAID, units_of
from journeymap.model import Journey, Stage, Touchpoint

__all__ = ["schema", "schema_text"]

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_SLUG = {"type": "string", "pattern": f"^{SLUG.pattern.removesuffix(chr(92) + 'Z')}$"}
_DAY = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_DIGIT = "[0-9０-９]"
_DECIMALS = rf"([.．]{_DIGIT}+)?"
_WHOLE = rf"({_DIGIT}{{1,3}}([,，]{_DIGIT}{{3}})+|{_DIGIT}+)"


def _either(words: Iterable[str]) -> str:
    """A pattern for any of some words, in capitals or not."""
    spelled = {
        "".join(f"[{sign.upper()}{sign}]" if "a" <= sign <= "z" else re.escape(sign) for sign in word) for word in words
    }
    return f"({'|'.join(sorted(spelled, key=lambda word: (-len(word), word)))})"


_TEXTS = {
    "flag": ("YesOrNo", _either(" ".join(SAID.values()).split()), "Yes or no, in words."),
    "duration": ("Length", rf"({_DIGIT}+{_DECIMALS}\s*{_either(SECONDS)}\s*)+", "A length of time, such as '20 min'."),
    "day": ("Day", r"[0-9]{4}\s*[-./년]\s*[0-9]{1,2}\s*[-./월]\s*[0-9]{1,2}\s*[일.]?", "A day, such as '2026. 3. 1.'."),
}
"""The texts that are read for values of a form: the name of their schema, a pattern, and what they are."""


def schema() -> dict[str, Any]:
    """The schema, draft 2020-12, as plain data.

    Example:
        >>> schema()["$defs"]["Wait"]["properties"]["known"]["anyOf"]
        [{'type': 'boolean'}, {'$ref': '#/$defs/YesOrNo'}, {'type': 'null'}]
    """
    definitions: dict[str, Any] = {}
    journey = _mapping(Journey, definitions, without=("stages", "touchpoints"))
    touchpoint = _reference(Touchpoint, definitions)
    stage = _mapping(Stage, definitions)
    stage["properties"]["touchpoints"] = {
        "type": "array",
        "items": {**touchpoint, "not": {"required": ["stage"]}},
        "description": "The touchpoints of this stage, in order.",
    }
    definitions["Stage"] = stage
    version = {"const": VERSION, "description": "The version of the file format."}
    parts = {
        "stages": {"type": "array", "items": {"$ref": "#/$defs/Stage"}, "description": "The stages, in order."},
        "touchpoints": {
            "type": "array",
            "items": touchpoint,
            "description": "The touchpoints, in order, when they do not stand in stages.",
        },
    }
    return {
        "$schema": DIALECT,
        "title": "Journey",
        "description": journey["description"],
        "type": "object",
        "required": ["journeymap", *journey["required"]],
        "additionalProperties": False,
        "properties": {
            "journeymap": version,
            "$schema": {"type": "string", "description": "Where this schema is, for editors."},
            **journey["properties"],
            **parts,
        },
        "$defs": dict(sorted(definitions.items())),
    }


def schema_text() -> str:
    """The schema as it stands in the package's ``journey.schema.json``."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


def _mapping(kind: type, definitions: dict[str, Any], *, without: Iterable[str] = ()) -> dict[str, Any]:
    """The schema of a class."""
    known = {name: field for name, field in expected_of(kind).items() if name not in without}
    return {
        "title": kind.__name__,
        "description": (kind.__doc__ or "").split("\n")[0],
        "type": "object",
        "required": [name for name, field in known.items() if field.required],
        "additionalProperties": False,
        "properties": {name: _property(field, definitions) for name, field in known.items()},
    }


def _reference(kind: type, definitions: dict[str, Any]) -> dict[str, Any]:
    """A reference to the schema of a class, which is added to the definitions."""
    if kind.__name__ not in definitions:
        definitions[kind.__name__] = {}  # a class that holds its own kind would come back here
        definitions[kind.__name__] = _mapping(kind, definitions)
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _property(field: Expected, definitions: dict[str, Any]) -> dict[str, Any]:
    """What one field may be, nothing included where it may be unknown, and the question it answers."""
    kinds = _kinds(field, definitions)
    if field.may_be_unknown and "type" in kinds[0] and len(kinds) == 1:
        kinds = [{**kinds[0], "type": [kinds[0]["type"], "null"]}]
        if "enum" in kinds[0]:
            kinds[0]["enum"] = [*kinds[0]["enum"], None]
    elif field.may_be_unknown:
        kinds.append({"type": "null"})
    question = fields.question(field.attribute)
    unit = "seconds, or text such as '20 min'" if field.form == "duration" else field.attribute.metadata.get("unit")
    unit = "0..1, or text such as '85%'" if unit == "0..1" else unit
    description = f"{question} ({unit})" if unit else question
    return {**_any_of(kinds), **({"description": description} if description else {})}


def _kinds(field: Expected, definitions: dict[str, Any]) -> list[dict[str, Any]]:
    """The forms in which a field may be given."""
    metadata = field.attribute.metadata
    if field.form == "record":
        record = _reference(field.kind, definitions)
        first = next(iter(expected_of(field.kind).values()))
        return [*_kinds(first, definitions), record] if field.is_short else [record]
    if field.form == "ways" and field.item is not None:
        shares = _property(expected_of(field.kind)["probability"], definitions)
        ways = _any_of([_SLUG, *_kinds(field.item, definitions)])
        by_id = {"type": "object", "propertyNames": _SLUG, "additionalProperties": shares}
        return [_SLUG, {"type": "array", "items": ways}, by_id]
    if field.item is not None:
        return [{"type": "array", "items": _any_of(_kinds(field.item, definitions))}]
    if field.form == "choice":
        return [{"type": "string", "enum": list(metadata["choices"])}]
    if field.form in ("number", "count", "duration"):
        number: dict[str, Any] = {"type": "integer" if field.form == "count" else "number"}
        limits = {"minimum": metadata["low"], "maximum": metadata["high"]}
        number |= {name: limit for name, limit in limits.items() if not math.isinf(limit)}
        text = {"type": "string", "pattern": f"^\\s*{_figure(field)}\\s*$"}
        return [number, _text(field, definitions) if field.form == "duration" else text]
    if field.form in _TEXTS:
        return [{"flag": {"type": "boolean"}, "day": _DAY}[field.form], _text(field, definitions)]
    return [{"text": {"type": "string"}, "slug": _SLUG}[field.form]]


def _text(field: Expected, definitions: dict[str, Any]) -> dict[str, Any]:
    """A reference to the schema of the texts that are read for a field."""
    name, pattern, description = _TEXTS[field.form]
    definitions[name] = {"type": "string", "pattern": f"^\\s*{pattern}\\s*$", "description": description}
    return {"$ref": f"#/$defs/{name}"}


def _figure(field: Expected) -> str:
    """A pattern for the texts that are read for a number, as far as a pattern can tell a number."""
    metadata = field.attribute.metadata
    if metadata["unit"] == "0..1":
        return rf"([0０]?[.．]{_DIGIT}+|[01０１]|([1１][0０]{{2}}|{_DIGIT}{{1,2}}{_DECIMALS})\s*[%％])"
    sign = "[-+−＋－]?" if metadata["low"] < 0 else "[+＋]?"
    number = f"{sign}{_WHOLE}" if field.form == "count" else rf"{sign}({_WHOLE}{_DECIMALS}|[.．]{_DIGIT}+)"
    if "currency" in metadata:
        return rf"({_either(CURRENCIES)}\s*{number}|{number}\s*{_either(CURRENCIES)}?)"
    return rf"{number}\s*{_either((*COUNTERS, *units_of(field.attribute)))}?" if metadata["unit"] else number


def _any_of(kinds: list[dict[str, Any]]) -> dict[str, Any]:
    return kinds[0] if len(kinds) == 1 else {"anyOf": kinds}
