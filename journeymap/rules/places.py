"""What rules of several families need to know of a touchpoint, and how they ask about several at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from journeymap.channels import channel
from journeymap.graph import Way
from journeymap.model import Touchpoint
from journeymap.rulebook import Context, Finding

__all__ = ["DAY", "ask_once", "meets_person", "ways_on"]

DAY = 86400.0
"""A day, in seconds."""


def ask_once(context: Context, places: Iterable[Touchpoint], *missing: str, variant: str = "") -> Iterator[Finding]:
    """One question for the journey about all these touchpoints; none when there are none."""
    names = tuple(touchpoint.name for touchpoint in places)
    if names:
        yield context.cannot_tell(context.journey, *missing, variant=variant, places=names)


def meets_person(touchpoint: Touchpoint) -> bool:
    """Whether the customer is known to speak with a person at a touchpoint."""
    medium = channel(touchpoint.channel)
    return medium is not None and medium.human


def ways_on(context: Context, touchpoint: Touchpoint) -> tuple[Way, ...]:
    """The ways on from a touchpoint, with the share of its customers that takes each."""
    return context.routes.ways[context.journey.positions[touchpoint.id]]
