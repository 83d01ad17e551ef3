"""The report for GitHub Actions: a line for each finding, which shows up beside the touchpoint's line in a change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from journeymap.auditing import Audit
from journeymap.i18n import translator
from journeymap.reports.lines import safe
from journeymap.reports.phrases import counts, say, waiver_notices
from journeymap.rulebook import Severity

__all__ = ["join", "tell"]

COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
"""What GitHub calls the severities."""

Places = Mapping[str, tuple[int, int]]


def tell(
    audit: Audit, *, lang: str | None = None, source: str | None = None, places: Places | None = None
) -> list[str]:
    """One audit as lines: its findings, then waivers past their time, then how much there is in all."""
    t = translator(lang or audit.journey.lang or "en")
    file = "" if source in (None, "-") else source or ""
    lines = []
    for finding in audit.findings:
        line, column = (places or {}).get(finding.touchpoint or "", (1, 1))
        message = f"{say(finding, t)} → {finding.rule.text('fix', t.lang)}"
        title = f"{finding.code} {finding.rule.text('title', t.lang)}"
        at = {"file": file, "line": str(line), "col": str(column)} if file else {}
        lines.append(_command(COMMANDS[finding.severity], message, **at, title=title))
    at = {"file": file} if file else {}
    lines += [_command("warning", notice, **at, title=t("Waived")) for notice in waiver_notices(audit, t)]
    lines.append(f"{safe(source or audit.journey.name)}: {counts(audit, t)}")
    return lines


def join(told: Sequence[Sequence[str]], *, lang: str | None = None) -> str:
    """The whole report."""
    return "".join(f"{line}\n" for lines in told for line in lines)


def _command(command: str, message: str, **properties: str) -> str:
    """A workflow command, escaped as GitHub's own toolkit does.

    Example:
        >>> _command("error", "100% lost", file="a,b.yaml", line="3")
        '::error file=a%2Cb.yaml,line=3::100%25 lost'
    """
    given = ",".join(
        f"{name}={_escaped(value).replace(':', '%3A').replace(',', '%2C')}" for name, value in properties.items()
    )
    return f"::{command} {given}::{_escaped(message)}"


def _escaped(text: str) -> str:
    return safe(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
