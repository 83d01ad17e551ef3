"""Set apart what need not fail: findings that are waived, and those known from a baseline.

Nothing is lost: a finding that is waived or known stays among the results of an audit, marked so. A waiver that has
expired or meets nothing is itself reported, so that no exception outlives its reason unseen.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Sequence

import attrs

from journeymap.rulebook import Finding, Outcome
from journeymap.waiving import Known, Waiver

__all__ = ["Settled", "key_of", "settle"]


@attrs.frozen
class Settled:
    """Results with their waivers, and the waivers that are worth a word."""

    results: tuple[Finding, ...]
    expired: tuple[Waiver, ...]
    unused: tuple[Waiver, ...]


def key_of(finding: Finding) -> Known:
    """What tells a finding from others, also when the journey is audited again."""
    return finding.code, finding.touchpoint, finding.about


def settle(
    results: Iterable[Finding],
    *,
    waivers: Sequence[Waiver],
    known: Collection[Known],
    asked: Collection[str],
    today: datetime.date,
) -> Settled:
    """Mark what is waived or known among the results.

    A waiver is unused when its rule was asked and neither failed nor had to stay open at its place: a question may
    yet turn into the failure that it is for.

    Args:
        results: What the rules said.
        waivers: The exceptions; of several that meet a finding, the first counts.
        known: The findings of a baseline.
        asked: The codes of the rules that were asked.
        today: The day on which waivers hold or have expired.
    """
    holding = [waiver for waiver in waivers if not waiver.expired(today)]
    by_rule: dict[str, list[Waiver]] = {}
    for waiver in holding:
        by_rule.setdefault(waiver.rule, []).append(waiver)
    needed: set[int] = set()
    marked = []
    for finding in results:
        if finding.outcome in (Outcome.FAILED, Outcome.CANNOT_TELL):
            met = [waiver for waiver in by_rule.get(finding.code, ()) if waiver.meets(finding.code, finding.touchpoint)]
            needed.update(map(id, met))
            if met and finding.outcome is Outcome.FAILED:
                finding = attrs.evolve(finding, waiver=met[0])
            elif finding.outcome is Outcome.FAILED and key_of(finding) in known:
                finding = attrs.evolve(finding, known=True)
        marked.append(finding)
    return Settled(
        results=tuple(marked),
        expired=tuple(waiver for waiver in waivers if waiver.expired(today)),
        unused=tuple(waiver for waiver in holding if id(waiver) not in needed and waiver.rule in asked),
    )
