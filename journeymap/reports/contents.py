"""What reports have in common besides words: how principles stand, questions by place, what would help, and sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from journeymap.auditing import Audit
from journeymap.rulebook import PRINCIPLES, Finding, Outcome, Severity
from journeymap.scoring import Score, score

__all__ = ["FIVE", "Standing", "Summary", "asked_once", "folded", "lifted", "sources_of", "standings", "summary_of"]

FIVE = PRINCIPLES[:5]
"""The principles of Chase & Dasu 2001; the others are what they rest on, and rules of one's own."""

LONGEST_LIFTED = 1000
"""Up to how many touchpoints a journey is scored again to see what would help."""


@attrs.frozen
class Summary:
    """One journey among several: what is compared.

    Attributes:
        name: The name of the journey.
        source: The file it was read from, where there is one.
        remembered: The remembered score (−2..+2); None when unknown.
        found: How many findings of each severity, worst first.
        questions: How many questions.
        codes: The rule of each finding.
    """

    name: str
    source: str | None
    remembered: float | None
    found: tuple[int, ...]
    questions: int
    codes: tuple[str, ...]


@attrs.frozen
class Standing:
    """How a journey stands by one principle.

    Attributes:
        principle: The principle.
        outcome: What matters most of what its rules said.
        findings: What failed, neither waived nor known.
        questions: What could not be told.
        passed: How many checks hold.
    """

    principle: str
    outcome: Outcome
    findings: tuple[Finding, ...]
    questions: tuple[Finding, ...]
    passed: int


def summary_of(audit: Audit, source: str | None = None) -> Summary:
    """What is compared of one journey among several."""
    return Summary(
        name=audit.journey.name,
        source=source,
        remembered=audit.score.remembered if audit.score else None,
        found=tuple(audit.count(severity) for severity in Severity),
        questions=len(audit.questions),
        codes=tuple(finding.code for finding in audit.findings),
    )


def standings(audit: Audit) -> tuple[Standing, ...]:
    """How the journey stands by each principle: the five, whether or not they were asked, then the others asked.

    A principle fails when any of its rules does, waived and known findings apart; it cannot be told when any rule could
    not be; it holds when all that was looked at holds.

    Example:
        >>> from journeymap.auditing import audit
        >>> from journeymap.model import Journey
        >>> [first, *others] = standings(audit(Journey("Stall").touchpoint("pay", "Pay", emotion=-1), select="JM101"))
        >>> first.principle, first.outcome.value, len(others), others[0].outcome.value
        ('finish strong', 'failed', 4, 'not applicable')
    """
    asked = [rule.principle for rule in audit.rules]
    order = dict.fromkeys((*FIVE, *(name for name in PRINCIPLES if name in asked), *asked))
    return tuple(_standing(principle, audit) for principle in order)


def _standing(principle: str, audit: Audit) -> Standing:
    findings, questions, passed = (
        tuple(finding for finding in found if finding.rule.principle == principle)
        for found in (audit.findings, audit.questions, audit.passed)
    )
    outcome = (
        Outcome.FAILED if findings
        else Outcome.CANNOT_TELL if questions
        else Outcome.PASSED if passed
        else Outcome.NOT_APPLICABLE
    )  # fmt: skip
    return Standing(principle, outcome, findings, questions, len(passed))


def folded(findings: Iterable[Finding]) -> tuple[tuple[Finding, ...], ...]:
    """Findings by place, each place standing where its weightiest does."""
    places: dict[str | None, list[Finding]] = {}
    for finding in findings:
        places.setdefault(finding.touchpoint, []).append(finding)
    return tuple(map(tuple, places.values()))


def asked_once(there: Iterable[Finding], lang: str) -> list[tuple[str, Finding]]:
    """The questions at one place, those in the same words only once, with the code that asks it first.

    ``JM202 +5`` says that five more rules wait for the same answer.
    """
    same: dict[str, list[Finding]] = {}
    for finding in there:
        same.setdefault(finding.message(lang), []).append(finding)
    return [(found[0].code + (f" +{len(found) - 1}" if len(found) > 1 else ""), found[0]) for found in same.values()]


def lifted(now: Score, *, most: int = 3) -> list[tuple[float, str]]:
    """What lifting single touchpoints to neutral would add to the remembered score, the greatest gain first.

    Each is scored again, because the peak may move; a very long journey is left out, for the time that takes.
    """
    if now.remembered is None or len(now.journey) > LONGEST_LIFTED:
        return []
    journey = now.journey
    promise = {at.id: -at.emotion * now.shares[at.id] for at in journey if at.emotion is not None and at.emotion < 0}
    gains = []
    for id in sorted(promise, key=lambda id: -promise[id])[:most]:
        then = score(journey.change(id, emotion=0), weights=now.weights)
        gains.append((round((then.remembered or 0.0) - now.remembered, 12), id))
    return sorted([(gain, id) for gain, id in gains if gain >= 0.005], key=lambda pair: -pair[0])


def sources_of(findings: Sequence[Finding]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The sources of the rules that said something, each with the codes that rest on it, in the order of the codes."""
    rules = {finding.code: finding.rule for finding in findings}
    found: dict[str, list[str]] = {}
    for code in sorted(rules):
        for source in rules[code].source:
            found.setdefault(source, []).append(code)
    return tuple((source, tuple(codes)) for source, codes in found.items())
