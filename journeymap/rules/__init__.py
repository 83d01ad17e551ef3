"""The rules, one module a family.

``RULES`` holds them all, by code. A module of your own works the same way: give it a tuple ``RULES``.
"""

from __future__ import annotations

from journeymap.rulebook import Rule
from journeymap.rules import endings, peaks, structure

__all__ = ["RULES"]

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (thing for family in (structure, endings, peaks) for thing in vars(family).values() if isinstance(thing, Rule)),
        key=lambda rule: rule.code,
    )
)
"""Every rule of the library, by code."""
