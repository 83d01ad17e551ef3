"""Small records of what is known about a touchpoint, a transition or the business behind them.

Each groups the facts that belong together, such as a fee or a wait. Every fact may be left out: None
means *unknown*, and a rule that needs it asks instead of passing. An empty tuple means *known to be none*.
Durations are in seconds; text such as ``"20 min"`` is converted.

Example:
    >>> Wait("5 min", known=False)
    Wait(typical=300.0, known=False)
"""

from __future__ import annotations

from journeymap.facts.contact import Contact, Listing, Response
from journeymap.facts.failing import Failure, Incident, Support
from journeymap.facts.feedback import ByChannel, ByPersona, Evidence, Nps, Survey, Value
from journeymap.facts.making import Blueprint, Conduct, Staff, Surroundings
from journeymap.facts.money import Account, Fee, Payment, Subscription, Upsell
from journeymap.facts.saying import Confirmation, Exit, Keepsake, News
from journeymap.facts.time import Delivery, Greeting, Promise, Queue, Screen, Wait

__all__ = [
    "Account",
    "Blueprint",
    "ByChannel",
    "ByPersona",
    "Conduct",
    "Confirmation",
    "Contact",
    "Delivery",
    "Evidence",
    "Exit",
    "Failure",
    "Fee",
    "Greeting",
    "Incident",
    "Keepsake",
    "Listing",
    "News",
    "Nps",
    "Payment",
    "Promise",
    "Queue",
    "Response",
    "Screen",
    "Staff",
    "Subscription",
    "Support",
    "Surroundings",
    "Survey",
    "Upsell",
    "Value",
    "Wait",
]
