"""What need not fail: waivers, each with its reason, and findings known from a baseline.

Nothing is lost: a finding that is waived or known stays among the results of an audit, marked so. A waiver that has
expired or meets nothing is itself reported, so that no exception outlives its reason unseen.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Sequence
from typing import Any, TypeAlias

import attrs

from journeymap import fields
from journeymap.errors import JourneyError
from journeymap.fields import Record
from journeymap.rulebook import Finding, Outcome

__all__ = ["Known", "Settled", "Waiver", "key_of", "settle", "today"]

Known: TypeAlias = tuple[str, str | None, str]
"""What tells a finding from others: its rule, its touchpoint (None: the whole journey) and what it is about."""


@attrs.frozen(repr=False)
class Waiver(Record):
    """An exception: a rule need not hold at a place, for a reason, and if wished only until a day.

    Only what failed is waived; a question stays a question.

    Args:
        rule: The code of the rule.
        touchpoint: The id of the touchpoint; None for wherever the rule fails.
        reason: Why it need not hold; whoever reads the report should understand it.
        until: The last day on which the waiver holds, a date or text such as ``"2027-03-31"``; None for no end.

    Raises:
        JourneyError: When the reason is missing or empty, or a value has the wrong type.

    Example:
        >>> Waiver("JM105", "pay", reason="The terminal is unstaffed by law", until="2027-03-31")
        Waiver(rule='JM105', touchpoint='pay', reason='The terminal is unstaffed by law', until=datetime.date(2027, 3, 31))
        >>> Waiver("JM105", reason=" ")
        Traceback (most recent call last):
        ...
        journeymap.errors.JourneyError: waiver of JM105: the reason is empty (say why the rule need not hold)
    """  # noqa: E501

    rule: str = fields.text("Which rule?", "어느 규칙입니까?", required=True, kw_only=False)
    touchpoint: str | None = fields.text("At which touchpoint?", "어느 접점입니까?", kw_only=False)
    reason: str = fields.text("Why need it not hold?", "왜 지키지 않아도 됩니까?", required=True)
    until: Any = fields.day("Until which day?", "언제까지입니까?")

    def __attrs_post_init__(self) -> None:
        if not self.reason.strip():
            raise JourneyError(f"waiver of {self.rule}: the reason is empty (say why the rule need not hold)")

    def meets(self, finding: Finding) -> bool:
        """Whether it speaks of this rule at this place."""
        return finding.code == self.rule and self.touchpoint in (None, finding.touchpoint)

    def expired(self, today: datetime.date) -> bool:
        """Whether its last day is over."""
        return self.until is not None and self.until < today


@attrs.frozen
class Settled:
    """Results with their waivers, and the waivers that are worth a word."""

    results: tuple[Finding, ...]
    expired: tuple[Waiver, ...]
    unused: tuple[Waiver, ...]


def today() -> datetime.date:
    """The day it is: the one place that asks the clock."""
    return datetime.datetime.now().astimezone().date()


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
            met = [waiver for waiver in by_rule.get(finding.code, ()) if waiver.meets(finding)]
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
