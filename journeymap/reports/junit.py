"""The report for build servers: JUnit XML, a suite for each journey and a case for each rule and place.

A finding is a failure, whatever its severity, which stands in its ``type``. What could not be told, is waived or known
is skipped, with the question or the reason. What had nothing to look at is left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree

from journeymap.auditing import Audit
from journeymap.i18n import Translator, translator
from journeymap.reports.lines import cut, safe
from journeymap.reports.phrases import NAME, say, trail, waiver_notices, waiving, where
from journeymap.rulebook import Finding, Outcome

__all__ = ["join", "tell"]

Places = Mapping[str, tuple[int, int]]

_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, not even escaped."""


def tell(
    audit: Audit, *, lang: str | None = None, source: str | None = None, places: Places | None = None
) -> ElementTree.Element:
    """One audit as a suite."""
    t = translator(lang or audit.journey.lang or "en")
    name = safe(source or "") or cut(audit.journey.name, NAME) or t("a journey without a name")
    results = [finding for finding in audit.results if finding.outcome is not Outcome.NOT_APPLICABLE]
    failed = sum(_fails(finding) for finding in results)
    skipped = sum(finding.outcome is not Outcome.PASSED and not _fails(finding) for finding in results)
    suite = _element("testsuite", name=name, tests=len(results), failures=failed, errors=0, skipped=skipped, time="0")
    for finding in results:
        suite.append(_case(finding, audit, name, places or {}, t))
    notices = waiver_notices(audit, t)
    if notices:
        suite.append(_element("system-err", "\n".join(notices)))
    return suite


def join(told: Sequence[ElementTree.Element], *, lang: str | None = None) -> str:
    """The whole report."""
    totals = {
        key: sum(int(suite.get(key, "0")) for suite in told) for key in ("tests", "failures", "errors", "skipped")
    }
    root = _element("testsuites", name="journeymap", **totals, time="0")
    root.extend(told)
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _fails(finding: Finding) -> bool:
    return finding.outcome is Outcome.FAILED and finding.waiver is None and not finding.known


def _case(finding: Finding, audit: Audit, suite: str, places: Places, t: Translator) -> ElementTree.Element:
    there = where(finding, audit.journey, t)
    about = f" · {cut(finding.about, NAME)}" if finding.about else ""
    case = _element("testcase", name=f"{finding.code} · {there}{about}", classname=suite, time="0")
    said = say(finding, t)
    if _fails(finding):
        lines = [f"→ {finding.rule.text('fix', t.lang)}"]
        if finding.path:
            lines.append(t("A path that shows it: {path}", path=trail(finding, audit.journey)))
        if finding.touchpoint is not None and finding.touchpoint in places:
            line, column = places[finding.touchpoint]
            lines.append(f"{suite}:{line}:{column}")
        case.append(_element("failure", "\n".join(lines), message=said, type=finding.severity.value))
    elif finding.waiver is not None:
        case.append(_element("skipped", message=f"{t('Waived')}: {waiving(finding, t)[0]}"))
    elif finding.known:
        case.append(_element("skipped", message=f"{t('Known from the baseline')}: {said}"))
    elif finding.outcome is Outcome.CANNOT_TELL:
        case.append(_element("skipped", message=f"{t('cannot tell')}: {said}"))
    return case


def _element(tag: str, text: str = "", /, **attributes: str | int) -> ElementTree.Element:
    element = ElementTree.Element(tag, {name: _written(str(value)) for name, value in attributes.items()})
    element.text = _written(text) or None
    return element


def _written(text: str) -> str:
    return _UNWRITABLE.sub("�", text)
