"""The report for code scanning: SARIF 2.1.0, with every rule in the driver and a region for every touchpoint.

What failed is of kind ``fail``, at the level of its severity; what could not be told is ``open``: there was too little
to decide. Waived findings carry their suppression with its reason, known ones ``baselineState: unchanged``. What
holds and what had nothing to look at is left out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from urllib.parse import quote

from journeymap.auditing import Audit
from journeymap.i18n import translator
from journeymap.reports.data import DIGITS, Data, as_json, version
from journeymap.reports.phrases import place, say, waiver_notices
from journeymap.rulebook import Finding, Outcome, Rule, Severity
from journeymap.rules import RULES

__all__ = ["join", "tell"]

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
"""What SARIF calls the severities."""

_OURS = frozenset(rule.code for rule in RULES)

Places = Mapping[str, tuple[int, int]]


def tell(audit: Audit, *, lang: str | None = None, source: str | None = None, places: Places | None = None) -> Data:
    """One audit: its rules, its results, and what is to be said of its waivers."""
    lang = lang or audit.journey.lang or "en"
    place_of = _Locator(audit, source, places or {})
    told = (*audit.findings, *audit.waived, *audit.known, *audit.questions)
    return {
        "lang": lang,
        "rules": {rule.code: _rule(rule, lang) for rule in audit.rules if rule.code not in _OURS},
        "results": [_result(finding, place_of, lang) for finding in told],
        "notices": [_notice(text, place_of) for text in waiver_notices(audit, translator(lang))],
    }


def join(told: Sequence[Data], *, lang: str | None = None) -> str:
    """The whole log: one run over every journey."""
    spoken = next((data["lang"] for data in told), lang or "en")
    rules = {rule.code: _rule(rule, spoken) for rule in RULES}
    rules |= {code: rule for data in told for code, rule in data["rules"].items()}
    rules = dict(sorted(rules.items()))
    index = {code: number for number, code in enumerate(rules)}
    results = [
        {"ruleId": result["ruleId"], "ruleIndex": index[result["ruleId"]], **result}
        for data in told
        for result in data["results"]
    ]
    driver = {"name": "journeymap", "version": version(), "rules": list(rules.values())}
    notices = [notice for data in told for notice in data["notices"]]
    run: Data = {
        "tool": {"driver": driver},
        "language": spoken,
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True, "toolConfigurationNotifications": notices}],
        "results": results,
    }
    return as_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: Rule, lang: str) -> Data:
    fix = rule.text("fix", lang)
    sources = "; ".join(map(translator(lang), rule.source))
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.text("title", lang)},
        "fullDescription": {"text": rule.text("why", lang)},
        "help": {"text": f"{fix}\n\n{translator(lang)('Sources')}: {sources}"},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {"tags": [*dict.fromkeys((rule.family, rule.principle))]},
    }


def _result(finding: Finding, place_of: _Locator, lang: str) -> Data:
    failed = finding.outcome is Outcome.FAILED
    result: Data = {
        "ruleId": finding.code,
        "kind": "fail" if failed else "open",
        "level": LEVELS[finding.severity] if failed else "none",
        "message": {"text": say(finding, translator(lang))},
        "locations": [place_of(finding.touchpoint)],
        "partialFingerprints": {"journeymap/v1": _fingerprint(finding, place_of)},
        "rank": round(100 * min(1.0, finding.gain), DIGITS),
    }
    if len(finding.path) > 1:
        steps = [{"location": place_of(id, brief=True)} for id in finding.path]
        result["codeFlows"] = [{"threadFlows": [{"locations": steps}]}]
    if finding.waiver is not None:
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": finding.waiver.reason}]
    if finding.known:
        result["baselineState"] = "unchanged"
    return result


def _notice(text: str, place_of: _Locator) -> Data:
    return {"level": "warning", "message": {"text": text}, "locations": [place_of(None)]}


def _fingerprint(finding: Finding, place_of: _Locator) -> str:
    """What tells this finding from others also when the file or the wording changes."""
    parts = (finding.code, finding.touchpoint or "", finding.about, place_of.uri)
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


class _Locator:
    """Says where a touchpoint stands: in its file, and in its journey."""

    def __init__(self, audit: Audit, source: str | None, places: Places) -> None:
        self.journey = audit.journey
        self.uri = "" if source in (None, "-") else _uri(source or "")
        self.places = places

    def __call__(self, id: str | None, *, brief: bool = False) -> Data:
        """Where a touchpoint stands, or with None the journey; in brief only in its file, where there is one."""
        logical: Data = {"name": self.journey.name or "-", "kind": "journey"}
        if id is not None:
            logical = {"name": place(self.journey, id), "fullyQualifiedName": id, "kind": "touchpoint"}
        found: Data = {} if brief and self.uri else {"logicalLocations": [logical]}
        if self.uri:
            line, column = self.places.get(id or "", (1, 1))
            region = {"startLine": line, "startColumn": column}
            found["physicalLocation"] = {"artifactLocation": {"uri": self.uri}, "region": region}
        return found


def _uri(source: str) -> str:
    r"""A path as a URI reference: absolute paths as files, others as they are seen from where one stands.

    Example:
        >>> _uri("my shops/shop.yaml")
        'my%20shops/shop.yaml'
    """
    path = PurePath(source)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix().encode("utf-8", "surrogateescape"))
