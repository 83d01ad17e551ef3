"""The course of a journey over its versions, or of several journeys side by side: scores, endings, findings."""

from __future__ import annotations

from collections.abc import Sequence

from journeymap.auditing import Audit, audit
from journeymap.errors import JourneyError
from journeymap.figuring import figures
from journeymap.i18n import translator
from journeymap.model import Journey
from journeymap.recalling import LIMITS
from journeymap.reports.lines import cut
from journeymap.reports.outlines import Outline, Table
from journeymap.reports.phrases import NAME, signed
from journeymap.rulebook import Severity
from journeymap.wording import percent

__all__ = ["trend"]

SAME = 0.05
"""Up to which difference two remembered scores count as the same."""


def trend(versions: Sequence[Journey], *, labels: Sequence[str] = (), lang: str | None = None) -> Outline:
    """How a journey came along: one row a version, in the order given, the oldest first.

    Args:
        versions: The versions; or journeys to be seen side by side.
        labels: What to call each, such as file names; otherwise the day of its last review, else its name.
        lang: The language; None for that of the last version, else English.

    Raises:
        JourneyError: When there is no version, or one refers to touchpoints that are not there.
        UnknownNameError: When there is no such language.

    Example:
        >>> from journeymap.model import Journey
        >>> old = Journey("Stall").touchpoint("pay", "Pay", emotion=-1)
        >>> trend([old, old.change("pay", emotion=1)]).lead[0]
        'Remembered at −1.00 at first and at +1.00 at last: +2.00.'
    """
    if not versions:
        raise JourneyError("a trend needs at least one version of a journey")
    audits = [audit(version) for version in versions]
    t = translator(lang or versions[-1].lang or "en")
    rows = []
    for number, each in enumerate(audits):
        rows.append([
            labels[number] if number < len(labels) else _label(each.journey), signed(_remembered(each)),
            *([signed(each.score.end), percent(each.score.below(0.0), lang=t.lang),
               percent(figures(each.journey).lost, lang=t.lang)] if each.score else ["?"] * 3),
            *(str(each.count(severity)) for severity in (Severity.ERROR, Severity.WARNING)), str(len(each.questions)),
        ])  # fmt: skip
    first, last = _remembered(audits[0]), _remembered(audits[-1])
    lead = t("How it came along cannot be told: a score is missing.") if first is None or last is None else t(
        "Remembered at {first} at first and at {last} at last: {change}.", first=signed(first), last=signed(last),
        change=t("about the same") if abs(last - first) <= SAME else signed(last - first),
    )  # fmt: skip
    heads = [t("version"), t("remembered"), t("end"), t("worse than neutral"), t("lost on the way"), t("errors"),
             t("warnings"), t("questions")]  # fmt: skip
    name = cut(versions[-1].name, NAME) or t("a journey without a name")
    return Outline(
        name, (lead,), [Table(t("Versions"), [[cut(cell, NAME) for cell in row] for row in rows], heads, range(1, 8))],
        t(LIMITS), t.lang,
    )  # fmt: skip


def _remembered(audited: Audit) -> float | None:
    return audited.score.remembered if audited.score else None


def _label(journey: Journey) -> str:
    return journey.last_reviewed.isoformat() if journey.last_reviewed else journey.name
