"""The rules, one module a family; a large family is a folder with one module a topic.

``RULES`` holds them all, by code. A module of your own works the same way: give it a tuple ``RULES``.
"""

from __future__ import annotations

from journeymap.rulebook import Rule
from journeymap.rules import choice, peaks, rituals
from journeymap.rules.contact import reaching, showing
from journeymap.rules.endings import confirmations, impressions, leaving, payments
from journeymap.rules.measurement import knowledge, surveys
from journeymap.rules.recovery import complaints, handoffs, incidents, solutions
from journeymap.rules.sequence import feelings, news
from journeymap.rules.structure import gaps, ways
from journeymap.rules.waiting import answers, delays, queues

__all__ = ["RULES"]

MODULES = (
    gaps, ways,
    confirmations, impressions, leaving, payments,
    peaks,
    feelings, news,
    choice,
    rituals,
    answers, delays, queues,
    reaching, showing,
    complaints, handoffs, incidents, solutions,
    knowledge, surveys,
)  # fmt: skip
"""Where the rules stand, family by family."""

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (thing for module in MODULES for thing in vars(module).values() if isinstance(thing, Rule)),
        key=lambda rule: rule.code,
    )
)
"""Every rule of the library, by code."""
