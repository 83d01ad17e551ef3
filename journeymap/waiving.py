"""Waivers: exceptions to rules, each with its place, its reason and, if wished, its last day."""

from __future__ import annotations

import datetime
from typing import Any, TypeAlias

import attrs

from journeymap import fields
from journeymap.errors import JourneyError
from journeymap.fields import Record

__all__ = ["Known", "Waiver", "today"]

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

    def meets(self, code: str, touchpoint: str | None) -> bool:
        """Whether it is for this rule at this place."""
        return code == self.rule and self.touchpoint in (None, touchpoint)

    def expired(self, today: datetime.date) -> bool:
        """Whether its last day is over."""
        return self.until is not None and self.until < today


def today() -> datetime.date:
    """The day it is: the one place that asks the clock."""
    return datetime.datetime.now().astimezone().date()
