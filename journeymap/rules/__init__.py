"""The rules, one module a family.

``RULES`` holds them all, by code. A module of your own works the same way: give it a tuple ``RULES``.
"""

from __future__ import annotations

from journeymap.rulebook import Rule
from journeymap.rules import (
    choice,
    contact,
    endings,
    measurement,
    peaks,
    recovery,
    rituals,
    sequence,
    structure,
    waiting,
)

__all__ = ["RULES"]

FAMILIES = (structure, endings, peaks, sequence, choice, rituals, waiting, contact, recovery, measurement)
"""The families, in the order of their codes."""

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (thing for family in FAMILIES for thing in vars(family).values() if isinstance(thing, Rule)),
        key=lambda rule: rule.code,
    )
)
"""Every rule of the library, by code."""
