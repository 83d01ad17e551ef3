"""The words that reports have in common: verdicts, counts, messages, and the names of places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from journeymap import wording
from journeymap.auditing import Audit
from journeymap.i18n import Translator
from journeymap.model import Journey
from journeymap.reports.contents import Standing
from journeymap.reports.lines import Span, cut
from journeymap.rulebook import Finding, Outcome, Severity
from journeymap.scoring import Score
from journeymap.waiving import Waiver
from journeymap.wording import minus, percent, way

__all__ = [
    "OUTCOMES",
    "SIGNS",
    "changes_said",
    "counted",
    "counts",
    "felt",
    "lifting",
    "notices_of",
    "place",
    "say",
    "signed",
    "standing_words",
    "trail",
    "verdict",
    "waiver_notices",
    "waiving",
    "where",
]

SIGNS: Mapping[Severity, str] = {Severity.ERROR: "✕", Severity.WARNING: "!", Severity.INFO: "i"}
"""What tells the severities without colour."""

OUTCOMES: Mapping[Outcome, str] = {
    Outcome.FAILED: "✕",
    Outcome.CANNOT_TELL: "?",
    Outcome.PASSED: "✓",
    Outcome.NOT_APPLICABLE: "–",
}
"""What tells the outcomes without colour."""

NAME, IN_PATH, IN_SENTENCE = 48, 30, 120
"""How many columns a name may take in a line of its own, in a path, and within a sentence."""

LONGEST_PATH = 7
"""How many places of a path are named before its middle is left out."""

SAME = 0.05
"""Up to which difference the remembered score counts as about the average."""

_FELT = ((0.75, "Remembered well"), (0.25, "Remembered fairly well"), (-0.25, "Remembered as neutral"),
         (-0.75, "Remembered poorly"))  # fmt: skip
_WORST = "Remembered badly"
_COUNTED = {
    Severity.ERROR: ("1 error", "{count} errors"),
    Severity.WARNING: ("1 warning", "{count} warnings"),
    Severity.INFO: ("1 note", "{count} notes"),
}


def verdict(score: Score | None, t: Translator) -> list[Span]:
    """How a journey will be remembered against its average, in words and numbers."""
    if score is None or score.remembered is None or score.mean is None:
        return [(t("How it will be remembered cannot be told."), "warning")]
    gap = score.remembered - score.mean
    compared = "about its average" if abs(gap) <= SAME else "above its average" if gap > 0 else "below its average"
    words = next((words for least, words in _FELT if score.remembered >= least), _WORST)
    unhappy = score.below(0.0)
    return [
        (f"{t(words)}: {signed(score.remembered)}", "good" if score.remembered >= 0 else "error"),
        f", {t(compared)} ({signed(score.mean)}). ",
        t("{share} of customers will remember it as worse than neutral.", share=percent(unhappy, lang=t.lang))
        if unhappy
        else t("No customer will remember it as worse than neutral."),
    ]


def counts(audit: Audit, t: Translator) -> str:
    """How many findings of each severity, and how many questions there are."""
    found = [counted(audit.count(severity), *_COUNTED[severity], t) for severity in Severity]
    found.append(counted(len(audit.questions), "1 question", "{count} questions", t))
    found += [t(said, count=len(aside)) for said, aside in (("{count} waived", audit.waived),
                                                            ("{count} known", audit.known)) if aside]  # fmt: skip
    return " · ".join(found)


def where(finding: Finding, journey: Journey, t: Translator) -> str:
    """The name of the place that a finding is about."""
    return t("the journey as a whole") if finding.touchpoint is None else place(journey, finding.touchpoint)


def waiving(finding: Finding, t: Translator) -> list[str]:
    """The reason why a finding is waived, with its last day where there is one."""
    waiver = finding.waiver
    if waiver is None:
        return []
    reason = cut(waiver.reason, IN_SENTENCE)
    return [t("{reason} (until {day})", reason=reason, day=waiver.until.isoformat()) if waiver.until else reason]


def waiver_notices(audit: Audit, t: Translator) -> list[str]:
    """What there is to say of waivers that have expired or that nothing needs."""
    return notices_of(audit.expired, audit.unused, t)


def notices_of(expired: Iterable[Waiver], unused: Iterable[Waiver], t: Translator) -> list[str]:
    """What there is to say of these waivers."""
    over = [
        t("The waiver of {rule} expired on {day}: {reason}", rule=_waived(waiver), day=waiver.until.isoformat(),
          reason=cut(waiver.reason, IN_SENTENCE))
        for waiver in expired
    ]  # fmt: skip
    idle = [
        t("Nothing needs the waiver of {rule}: {reason}", rule=_waived(waiver), reason=cut(waiver.reason, IN_SENTENCE))
        for waiver in unused
    ]
    return over + idle


def changes_said(audit: Audit, t: Translator) -> list[str]:
    """What profiles left out or set otherwise, each rule with its reason."""
    out, otherwise = (
        ", ".join(f"{each.rule} ({t(each.why)})" for each in audit.changes if each.leaves_out is out_of_it)
        for out_of_it in (True, False)
    )
    return [
        t(label, rules=rules)
        for label, rules in (("Left out by the profile: {rules}", out),
                             ("Set otherwise by the profile: {rules}", otherwise))
        if rules
    ]  # fmt: skip


def _waived(waiver: Waiver) -> str:
    return f"{waiver.rule} · {cut(waiver.touchpoint, NAME)}" if waiver.touchpoint else waiver.rule


def standing_words(standing: Standing, t: Translator) -> str:
    """How much speaks for and against a principle."""
    parts = [
        counted(len(standing.findings), "1 finding", "{count} findings", t) if standing.findings else "",
        counted(len(standing.questions), "1 question", "{count} questions", t) if standing.questions else "",
        counted(standing.passed, "1 check holds", "{count} checks hold", t) if standing.passed else "",
    ]
    return ", ".join(filter(None, parts)) or t("nothing to look at")


def counted(count: int, one: str, many: str, t: Translator) -> str:
    """So many of something, in words."""
    return t(one) if count == 1 else t(many, count=count)


def say(finding: Finding, t: Translator) -> str:
    """What a finding says, with every name in it safe, and cut to a length a sentence can bear."""
    values = {name: _shown(value) for name, value in finding.values.items()}
    name, about = _shown(finding.name), _shown(finding.about)
    return attrs.evolve(finding, name=name, about=about, values=values).message(t.lang)


def trail(finding: Finding, journey: Journey) -> str:
    """The path that shows a finding, by the names of its places; of a long one without some, but with its own place."""
    path = finding.path
    keep = path.index(finding.touchpoint) if finding.touchpoint in path else None
    return way([place(journey, id, width=IN_PATH) for id in path], most=LONGEST_PATH, keep=keep)


def place(journey: Journey, id: str, *, width: int = NAME) -> str:
    """The name of a touchpoint in at most so many columns; its id when it has no name."""
    return cut(journey[id].name, width) or cut(id, width)


def lifting(journey: Journey, id: str, t: Translator) -> str:
    """What it is to lift a touchpoint to neutral, in words."""
    values = {"name": place(journey, id), "emotion": felt(journey, id)}
    return wording.say(t("lift “{name}” from {emotion} to neutral"), values, t.lang)


def felt(journey: Journey, id: str) -> str:
    """The emotion at a touchpoint with its sign, as its author wrote it; means of ratings to two decimals.

    A question mark when it is unknown.
    """
    emotion = journey[id].emotion
    if emotion is None:
        return "?"
    short = round(emotion, 2)
    return minus(f"{short:+g}") if short else "0"


def signed(value: float | None) -> str:
    """A score with its sign and two decimals; a question mark when it is unknown.

    Example:
        >>> signed(0.716), signed(-0.5), signed(None)
        ('+0.72', '−0.50', '?')
    """
    return "?" if value is None else minus(f"{round(value, 2) + 0.0:+.2f}")


def _shown(value: Any) -> Any:
    """A value of a message, with the names in it safe and short."""
    if isinstance(value, str):
        return cut(value, IN_SENTENCE)
    return tuple(map(_shown, value)) if isinstance(value, (tuple, list)) else value
