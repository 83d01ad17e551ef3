"""The facts that differ between two journeys, in a few words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from journeymap.comparing import Changed, FactChange
from journeymap.i18n import Translator
from journeymap.wording import minus

__all__ = ["Short", "said_change", "said_changes"]

Short: TypeAlias = Callable[[str, str], str]
"""Gives a text of the journey, by the name of its fact, as it may be shown; empty when it is too long for that."""


def said_changes(changed: Changed, t: Translator, *, short: Short) -> Iterator[str]:
    """The facts of a touchpoint that changed, with their values where these are short."""
    for fact in changed.facts:
        yield said_change(fact, t, short=short)


def said_change(fact: FactChange, t: Translator, *, short: Short) -> str:
    """One fact that changed, with its values where these are short.

    Example:
        >>> from journeymap.i18n import translator
        >>> said_change(FactChange("emotion", -1.0, None), translator("en"), short=lambda name, text: text)
        'emotion: −1 → unknown'
    """
    values = [_value(fact.name, value, t, short) for value in (fact.before, fact.after)]
    return f"{t(fact.name)}: {' → '.join(values)}" if all(values) else t("{fact} changed", fact=t(fact.name))


def _value(name: str, value: Any, t: Translator, short: Short) -> str:
    """A value in a few words; empty when it takes more."""
    if value is None:
        return t("unknown")
    if isinstance(value, bool):
        return t("yes") if value else t("no")
    if isinstance(value, (int, float)):
        near = round(value, 2)
        return minus(f"{near:+g}" if near and name == "emotion" else f"{near + 0:g}")
    return short(name, value) if isinstance(value, str) else ""
