"""What a customer journey is: touchpoints in stages, and the ways between them.

All classes are frozen: a method that changes a journey returns a new one. A field left out is *unknown*
(None); an empty tuple is *known to be none*.

Example:
    >>> shop = (
    ...     Journey("Online shoe order", persona="First-time buyer")
    ...     .stage("Find")
    ...     .touchpoint("search", "Search and sort", emotion=2, channel="web")
    ...     .stage("Pay")
    ...     .touchpoint("pay", "Card payment", emotion=-1, kind="payment")
    ...     .touchpoint("done", "Order confirmed", emotion=0.5, kind="confirmation", ends="success")
    ... )
    >>> [touchpoint.name for touchpoint in shop.touchpoints]
    ['Search and sort', 'Card payment', 'Order confirmed']
    >>> shop.stages
    (Stage(name='Find'), Stage(name='Pay'))
"""

from __future__ import annotations

from journeymap.model.journeys import Journey, Phase, Stage
from journeymap.model.people import Business, Persona
from journeymap.model.scales import Scale
from journeymap.model.touchpoints import SUM_TOLERANCE, Touchpoint, Transition, TransitionKind, overfull

__all__ = [
    "SUM_TOLERANCE",
    "Business",
    "Journey",
    "Persona",
    "Phase",
    "Scale",
    "Stage",
    "Touchpoint",
    "Transition",
    "TransitionKind",
    "overfull",
]
