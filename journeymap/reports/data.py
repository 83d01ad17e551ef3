"""The report for programs: everything an audit or a score says, as plain data and as JSON.

The shape is stable. ``"journeymap_audit": 1`` (several: ``"journeymap_audits"``, a score alone:
``"journeymap_score"``) is its version: it rises when a key is renamed, removed or means something else;
keys may be added without. Emotions and scores are −2..+2, shares 0..1, None is unknown. Texts are in
``lang``, names are as their author wrote them.

    journeymap_audit, lang, source
    journey          name, lang, state, persona, business, touchpoints [id, name, stage, kind, emotion]
    counts           error, warning, info, questions, passed, not_applicable, waived, known
    covered          the share of customers whose paths were looked at
    score            see :func:`score_data`; null when the journey cannot be scored
    findings         what failed: what would gain most first; see :func:`finding_data`
    questions        what could not be told: what is most worth knowing first
    passed           what holds
    not_applicable   the codes of the rules that had nothing to look at
    waived           what failed and need not be mended, each with its waiver; see :func:`waiver_data`
    known            what failed and stood in the baseline
    expired_waivers  the waivers whose last day is over
    unused_waivers   the waivers that nothing needs
    profile          the rules that profiles left out (no options) or gave other options, each with the reason
    rules            by code what each rule says, with its sources; see :func:`rule_data`
"""

from __future__ import annotations

import datetime
import json
import math
import re
from collections.abc import Mapping, Sequence
from importlib import metadata
from typing import Any

from journeymap.auditing import Audit
from journeymap.i18n import translator
from journeymap.model import Journey
from journeymap.rulebook import Finding, Rule, Severity
from journeymap.scoring import Score
from journeymap.waiving import Waiver

__all__ = [
    "as_json", "audit_data", "finding_data", "join", "journey_data", "number", "rule_data", "score_data", "tell",
    "write_score",
]  # fmt: skip

Data = dict[str, Any]

DIGITS = 12
"""Significant digits of a number: more would tell one machine's rounding from another's."""

_ACTIVE = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def tell(
    audit: Audit,
    *,
    lang: str | None = None,
    source: str | None = None,
    places: Mapping[str, tuple[int, int]] | None = None,
) -> Data:
    """One audit as plain data."""
    return audit_data(audit, lang=lang, source=source)


def join(told: Sequence[Data], *, lang: str | None = None) -> str:
    """One audit as it is; several as a list, with their totals."""
    if len(told) == 1:
        return as_json(told[0])
    totals = {key: sum(data["counts"][key] for data in told) for key in (told[0]["counts"] if told else ())}
    return as_json({"journeymap_audits": 1, "totals": totals, "audits": list(told)})


def write_score(score: Score, *, lang: str | None = None) -> str:
    """A score alone, with the journey it belongs to."""
    lang = lang or score.journey.lang or "en"
    head: Data = {"journeymap_score": 1, "lang": lang, "journey": journey_data(score.journey)}
    return as_json(head | score_data(score, lang=lang))


def version() -> str:
    """The version of this library."""
    try:
        return metadata.version("journeymap")
    except metadata.PackageNotFoundError:
        return "0"


def as_json(data: Mapping[str, Any]) -> str:
    r"""Data as JSON text that a terminal can show: readable, with what a terminal would obey escaped.

    Example:
        >>> print(as_json({"name": "결제 \x9b2J"}), end="")
        {
          "name": "결제 \u009b2J"
        }
    """
    text = json.dumps(_told(data), ensure_ascii=False, indent=2, allow_nan=False)
    return _ACTIVE.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"


def _told(value: Any) -> Any:
    """A value as JSON can say it: days as ISO text, and null for what is beyond all numbers."""
    if isinstance(value, Mapping):
        return {name: _told(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_told(each) for each in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    return None if isinstance(value, float) and not math.isfinite(value) else value


def audit_data(audit: Audit, *, lang: str | None = None, source: str | None = None) -> Data:
    """An audit as plain data.

    Args:
        audit: The audit.
        lang: The language of the texts; None for the journey's own, else English.
        source: The file that the journey was read from.
    """
    lang = lang or audit.journey.lang or "en"
    return {
        "journeymap_audit": 1,
        "lang": lang,
        "source": source,
        "journey": journey_data(audit.journey),
        "counts": {
            **{severity.value: audit.count(severity) for severity in Severity},
            "questions": len(audit.questions),
            "passed": len(audit.passed),
            "not_applicable": len(audit.not_applicable),
            "waived": len(audit.waived),
            "known": len(audit.known),
        },
        "covered": number(audit.covered),
        "score": None if audit.score is None else score_data(audit.score, lang=lang),
        "findings": [finding_data(finding, lang) for finding in audit.findings],
        "questions": [finding_data(finding, lang) for finding in audit.questions],
        "passed": [finding_data(finding, lang) for finding in audit.passed],
        "not_applicable": [finding.code for finding in audit.not_applicable],
        "waived": [
            {**finding_data(finding, lang), "waiver": waiver_data(finding.waiver)}
            for finding in audit.waived
            if finding.waiver is not None
        ],
        "known": [finding_data(finding, lang) for finding in audit.known],
        "expired_waivers": [waiver_data(waiver) for waiver in audit.expired],
        "unused_waivers": [waiver_data(waiver) for waiver in audit.unused],
        "profile": [
            {
                "rule": change.rule,
                "options": dict(change.options),
                "severity": change.severity or None,
                "why": translator(lang)(change.why),
            }
            for change in audit.changes
        ],
        "rules": {rule.code: rule_data(rule, lang) for rule in audit.rules},
    }


def waiver_data(waiver: Waiver) -> Data:
    """An exception, with its reason; ``until`` is its last day, None when it has none."""
    until = None if waiver.until is None else waiver.until.isoformat()
    return {"rule": waiver.rule, "touchpoint": waiver.touchpoint, "reason": waiver.reason, "until": until}


def finding_data(finding: Finding, lang: str = "en") -> Data:
    """What one rule says of one place; ``touchpoint`` is None when it is the journey as a whole."""
    return {
        "code": finding.code,
        "outcome": finding.outcome.value,
        "severity": finding.severity.value,
        "touchpoint": finding.touchpoint,
        "name": finding.name,
        "about": finding.about,
        "message": finding.message(lang),
        "missing": list(finding.missing),
        "path": list(finding.path),
        "share": number(finding.share),
        "gain": number(finding.gain),
    }


def rule_data(rule: Rule, lang: str = "en") -> Data:
    """What a rule says, with its sources, and its options with their defaults and units."""
    texts = {part: rule.text(part, lang) for part in ("principle", "title", "question", "why", "fix", "notes")}
    return {
        "code": rule.code,
        "name": rule.name,
        "family": rule.family,
        "severity": rule.severity.value,
        **texts,
        "needs": list(rule.needs),
        "sources": list(rule.source),
        "options": {
            name: {"default": sorted(default) if isinstance(default, (tuple, frozenset)) else default,
                   "unit": rule.units.get(name, "")}
            for name, default in rule.options.items()
        },
    }  # fmt: skip


def score_data(score: Score, *, lang: str = "en") -> Data:
    """How a journey will be remembered; what each figure means is said at :class:`journeymap.scoring.Score`."""
    touchpoints = ("shares", "peak_probability", "end_probability", "mean_share", "visits", "reach")
    return {
        "weights": {name: number(getattr(score.weights, name)) for name in ("peak", "end", "mean", "loss")},
        **{name: number(getattr(score, name)) for name in ("remembered", "peak", "end", "mean", "spread")},
        "below_neutral": number(score.below(0.0)),
        **{name: number(getattr(score, name)) for name in ("coverage", "scored")},
        "best": score.best,
        "worst": score.worst,
        "touchpoints": [
            {"id": touchpoint.id, **{name: number(getattr(score, name)[touchpoint.id]) for name in touchpoints}}
            for touchpoint in score.journey
        ],
        "endings": [
            {"id": id, "probability": number(ending.probability), "remembered": number(ending.remembered)}
            for id, ending in score.endings.items()
        ],
        "distribution": [{"value": number(value), "share": number(share)} for value, share in score.distribution],
        "limits": translator(lang)(score.limits),
    }


def journey_data(journey: Journey) -> Data:
    """A journey in short: whose it is, and its touchpoints."""
    return {
        "name": journey.name,
        "lang": journey.lang,
        "state": journey.state,
        "persona": journey.persona and journey.persona.name,
        "business": journey.business and journey.business.name,
        "touchpoints": [
            {name: getattr(touchpoint, name) for name in ("id", "name", "stage", "kind")}
            | {"emotion": number(touchpoint.emotion)}
            for touchpoint in journey
        ],
    }


def number(value: float | None) -> float | None:
    """A number to so many digits that machines agree on them; None is unknown."""
    return None if value is None else float(f"{value:.{DIGITS}g}") + 0.0
