"""What differs by kind of business and by size: rules that have nothing to say there, other thresholds and severities.

A profile must be asked for, in a configuration or on the command line; ``auto`` asks for the ones that a journey's
``business.kind`` and ``business.size`` name. Stating a fact about the business never makes a rule fall silent by
itself, and a report says which rules were left out.

These are choices of this library (2026), no findings of research; each says why. Where a journey differs from what is
usual for its kind, such as a restaurant that delivers, leave the profile out and ignore single rules instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import attrs

from journeymap.errors import UnknownNameError

__all__ = ["AUTO", "PROFILES", "Change", "changes_of"]

AUTO = "auto"
"""Asks for the profiles that the journey itself names."""


@attrs.frozen
class Change:
    """What one profile does to one rule.

    Attributes:
        rule: The code of the rule.
        why: Why, in English; translated like a label.
        options: Options that get another value.
        severity: The severity that its findings get; empty for their own. A change with neither leaves the rule out.
    """

    rule: str
    why: str
    options: Mapping[str, Any] = MappingProxyType({})
    severity: str = ""

    @property
    def leaves_out(self) -> bool:
        """Whether the rule is not asked at all."""
        return not self.options and not self.severity


_UNGREETED = "nobody comes in through a door to be greeted"
_UNSEEN_QUEUE = "nobody sees in which order others are served"
_NO_SCREEN = "what customers do happens at a counter or a table, not on a screen"
_NOT_SOLD = "nothing is sold here that one could be talked into"
_PRIVATE = "what happens here is private: nobody should be asked to share it"
_PERSONAL = "customers choose a small business to be known, advised and helped"
_CHOICE = "customers choose a large business for its choice and its prices"
_SPEED = "customers choose a large business because it is fast"
_ALONE = "one person does all of it and needs no division of work"

PROFILES: Mapping[str, tuple[Change, ...]] = {
    "online-shop": (Change("JM601", _UNGREETED), Change("JM612", _UNSEEN_QUEUE)),
    "store": (Change("JM408", _NO_SCREEN), Change("JM604", _NO_SCREEN), Change("JM706", _NO_SCREEN)),
    "restaurant": (
        Change("JM111", "the meal is handed over before it is paid for"),
        Change("JM408", _NO_SCREEN),
        Change("JM604", _NO_SCREEN),
        Change("JM706", _NO_SCREEN),
    ),
    "clinic": (
        Change("JM012", "a treatment may take weeks from one visit to the next: 30 days", {"max_gap": 30 * 86400.0}),
        Change("JM111", "nothing is delivered"),
        Change("JM112", _PRIVATE),
        Change("JM405", "what a patient needs is decided by medical advice, which these rules cannot judge"),
    ),
    "support-line": (
        Change("JM111", "nothing is delivered"),
        Change("JM112", _PRIVATE),
        Change("JM405", _NOT_SOLD),
        Change("JM407", "nothing is paid for here"),
        Change("JM601", _UNGREETED),
        Change("JM612", _UNSEEN_QUEUE),
    ),
    "public-service": (
        Change("JM012", "authorities take weeks to decide: 30 days", {"max_gap": 30 * 86400.0}),
        Change("JM111", "nothing is delivered"),
        Change("JM112", _PRIVATE),
        Change("JM405", _NOT_SOLD),
    ),
    "solo": (Change("JM010", _ALONE), Change("JM803", _ALONE), Change("JM806", _ALONE)),
    "small": (
        Change("JM208", "there are fewer customers to ask: 3", {"least": 3}),
        Change("JM603", _PERSONAL, severity="warning"),
        Change("JM704", _PERSONAL, severity="error"),
        Change("JM808", _PERSONAL, severity="warning"),
        Change("JM815", _PERSONAL, severity="warning"),
    ),
    "medium": (),
    "large": (
        Change("JM208", "there are customers enough to ask: 30", {"least": 30}),
        Change("JM404", _CHOICE, severity="error"),
        Change("JM407", _CHOICE, severity="error"),
        Change("JM608", _SPEED, severity="warning"),
        Change("JM610", _SPEED, severity="error"),
        Change("JM612", _SPEED, severity="warning"),
    ),
}
"""The profiles, by kind of business, then by size; ``other`` businesses are judged by every rule."""


def changes_of(names: Iterable[str], *, known: Iterable[str]) -> tuple[Change, ...]:
    """What these profiles change among the rules that there are, by rule; where two speak of one rule, the later does.

    Args:
        names: The names of profiles.
        known: The codes of the rules that there are.

    Raises:
        UnknownNameError: When there is no such profile.

    Example:
        >>> [change.rule for change in changes_of(["store", "solo"], known=["JM010", "JM408", "JM999"])]
        ['JM010', 'JM408']
    """
    codes = frozenset(known)
    found: dict[str, Change] = {}
    for name in names:
        if name not in PROFILES:
            raise UnknownNameError.of("profile", name, (*PROFILES, AUTO))
        found.update((change.rule, change) for change in PROFILES[name] if change.rule in codes)
    return tuple(found[code] for code in sorted(found))
