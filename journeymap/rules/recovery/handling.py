"""Where problems are handled, and what is stated of it: what the rules of this family share."""

from __future__ import annotations

from collections.abc import Iterator

from journeymap.facts import Support
from journeymap.model import Touchpoint
from journeymap.rulebook import Context

__all__ = ["HELPING", "PUTTING_RIGHT", "UNKNOWN", "handling"]

HELPING = ("complaint", "recovery", "support")
"""The kinds of touchpoint where somebody handles a customer's problem."""

PUTTING_RIGHT = ("complaint", "recovery")
"""Those of them where something has gone wrong for sure."""

UNKNOWN = Support()
"""A touchpoint of which it is not said how problems are handled."""


def handling(context: Context, *kinds: str) -> Iterator[tuple[Touchpoint, Support]]:
    """The touchpoints of these kinds, and all others that say how problems are handled, with what they say of it."""
    for touchpoint in context.reached.values():
        if touchpoint.support is not None or touchpoint.kind in kinds:
            yield touchpoint, touchpoint.support or UNKNOWN
