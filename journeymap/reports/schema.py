"""The JSON Schema of the report for programs, as it stands in the package's ``audit.schema.json``.

One audit has the version ``"journeymap_audit": 1``; several, ``"journeymap_audits": 1``, are a list of such. Keys may
be added without a new version, so that a reader passes over those it does not know.
"""

from __future__ import annotations

import json
from typing import Any

from journeymap.formats.schema import DIALECT
from journeymap.rulebook import Outcome, Severity

__all__ = ["audit_schema", "audit_schema_text"]

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_MAYBE_TEXT: Schema = {"type": ["string", "null"]}
_NUMBER: Schema = {"type": "number"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
_MAYBE_SHARE: Schema = {"type": ["number", "null"], "minimum": 0, "maximum": 1}
_FEELING: Schema = {"type": ["number", "null"], "minimum": -2, "maximum": 2}
_WEIGHED: Schema = {**_FEELING, "minimum": -20}
"""An emotion that may count several times: the model allows ten."""
_TEXTS: Schema = {"type": "array", "items": _TEXT}


def audit_schema() -> Schema:
    """The schema, draft 2020-12, as plain data.

    Example:
        >>> sorted(audit_schema()["$defs"])
        ['audit', 'audits', 'counts', 'finding', 'journey', 'rule', 'score', 'waiver']
    """
    return {
        "$schema": DIALECT,
        "title": "Audit of a customer journey",
        "description": "What the rules say of a journey, or of several; emotions and scores are -2..+2, shares 0..1, "
        "null is unknown.",
        "anyOf": [_ref("audit"), _ref("audits")],
        "$defs": {
            "audit": _audit(),
            "audits": _record({
                "journeymap_audits": {"const": 1, "description": "The version of this format."},
                "totals": _ref("counts"),
                "audits": _several("audit"),
            }, "Several audits, with their totals."),
            "counts": _record(dict.fromkeys((*Severity, "questions", "passed", "not_applicable", "waived", "known"),
                                            _COUNT), "How many of each there are."),
            "finding": _finding(),
            "journey": _journey(),
            "rule": _rule(),
            "score": _score(),
            "waiver": _record({
                "rule": _TEXT,
                "touchpoint": {**_MAYBE_TEXT, "description": "Null: wherever the rule fails."},
                "reason": _TEXT,
                "until": {"type": ["string", "null"], "format": "date", "description": "Its last day."},
            }, "An exception to a rule, with its reason."),
        },
    }  # fmt: skip


def audit_schema_text() -> str:
    """The schema as it stands in the package."""
    return json.dumps(audit_schema(), ensure_ascii=False, indent=2) + "\n"


def _audit() -> Schema:
    return _record({
        "journeymap_audit": {"const": 1, "description": "The version of this format."},
        "lang": {**_TEXT, "description": "The language of the texts."},
        "source": {**_MAYBE_TEXT, "description": "The file that the journey was read from."},
        "journey": _ref("journey"),
        "counts": _ref("counts"),
        "covered": {**_SHARE, "description": "The share of customers whose paths were looked at."},
        "score": {"anyOf": [_ref("score"), {"type": "null"}], "description": "Null when it cannot be scored."},
        "findings": {**_several("finding"), "description": "What failed: what would gain most first."},
        "questions": {**_several("finding"), "description": "What could not be told: most worth knowing first."},
        "passed": {**_several("finding"), "description": "What holds."},
        "not_applicable": {**_TEXTS, "description": "The codes of the rules that had nothing to look at."},
        "waived": {
            "type": "array",
            "items": {"allOf": [_ref("finding"), {"required": ["waiver"], "properties": {"waiver": _ref("waiver")}}]},
            "description": "What failed and need not be mended, each with its waiver.",
        },
        "known": {**_several("finding"), "description": "What failed and stood in the baseline."},
        "expired_waivers": {**_several("waiver"), "description": "Those whose last day is over."},
        "unused_waivers": {**_several("waiver"), "description": "Those that nothing needs."},
        "profile": {
            "type": "array",
            "items": _record({"rule": _TEXT, "options": {"type": "object"}, "severity": _MAYBE_TEXT, "why": _TEXT},
                             "A rule that is left out (no options) or has other options."),
            "description": "What profiles changed.",
        },
        "rules": {"type": "object", "additionalProperties": _ref("rule"), "description": "The rules asked, by code."},
    }, "What the rules say of one journey.")  # fmt: skip


def _journey() -> Schema:
    touchpoint = _record({
        "id": _TEXT, "name": _TEXT, "stage": _MAYBE_TEXT, "kind": _MAYBE_TEXT, "emotion": _FEELING,
    }, "A touchpoint.")  # fmt: skip
    return _record({
        "name": _TEXT,
        "lang": _MAYBE_TEXT,
        "state": _MAYBE_TEXT,
        "persona": _MAYBE_TEXT,
        "business": _MAYBE_TEXT,
        "touchpoints": {"type": "array", "items": touchpoint},
    }, "The journey, as its author wrote it.")  # fmt: skip


def _finding() -> Schema:
    return _record({
        "code": {**_TEXT, "description": "The code of the rule."},
        "outcome": {"enum": [outcome.value for outcome in Outcome]},
        "severity": {"enum": [severity.value for severity in Severity]},
        "touchpoint": {**_MAYBE_TEXT, "description": "Its id; null for the journey as a whole."},
        "name": {**_TEXT, "description": "The name of the place."},
        "about": {**_TEXT, "description": "What it is about when a place has several, such as the name of a fee."},
        "message": {**_TEXT, "description": "The failure, the question, or the requirement that holds."},
        "missing": {**_TEXTS, "description": "The facts that would be needed to tell."},
        "path": {**_TEXTS, "description": "A path that proves it: ids of touchpoints."},
        "share": {**_MAYBE_SHARE, "description": "The share of customers that it concerns."},
        "gain": {**_NUMBER, "minimum": 0, "description": "The memory share of the place times how bad it is."},
    }, "What one rule says of one place.")  # fmt: skip


def _rule() -> Schema:
    option = _record({"default": {}, "unit": _TEXT}, "An option: its default and its unit.")
    texts = ("principle", "title", "question", "why", "fix", "notes")
    return _record({
        "code": _TEXT,
        "name": _TEXT,
        "family": _TEXT,
        "severity": {"enum": [severity.value for severity in Severity]},
        **dict.fromkeys(texts, _TEXT),
        "needs": _TEXTS,
        "sources": _TEXTS,
        "options": {"type": "object", "additionalProperties": option},
    }, "What a rule says, with its sources.")  # fmt: skip


def _score() -> Schema:
    shares = dict.fromkeys(("shares", "peak_probability", "end_probability", "mean_share", "reach"), _SHARE)
    touchpoint = _record({"id": _TEXT, **shares, "visits": {**_NUMBER, "minimum": 0}}, "What counts of a touchpoint.")
    ending = _record({"id": _TEXT, "probability": _SHARE, "remembered": _WEIGHED}, "Where the journey ends.")
    value = _record({"value": _WEIGHED, "share": _SHARE}, "A value of the peak-end part, with its share of customers.")
    return _record({
        "weights": _record({**dict.fromkeys(("peak", "end", "mean"), _SHARE), "loss": {**_NUMBER, "minimum": 1}},
                           "How much each part counts, and how many times emotions below 0 do."),
        **dict.fromkeys(("remembered", "peak", "end", "mean"), _WEIGHED),
        "spread": {"type": ["number", "null"], "minimum": 0},
        **dict.fromkeys(("below_neutral", "coverage", "scored"), _SHARE),
        "best": _MAYBE_TEXT,
        "worst": _MAYBE_TEXT,
        "touchpoints": {"type": "array", "items": touchpoint},
        "endings": {"type": "array", "items": ending},
        "distribution": {"type": "array", "items": value},
        "limits": {**_TEXT, "description": "What the score can and cannot say."},
    }, "How the journey will be remembered.")  # fmt: skip


def _record(properties: Schema, description: str) -> Schema:
    named = {str(name): schema for name, schema in properties.items()}
    return {"description": description, "type": "object", "required": [*named], "properties": named}


def _several(name: str) -> Schema:
    return {"type": "array", "items": _ref(name)}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}
