"""What the business states of itself: contacts, and what listings say of it."""

from __future__ import annotations

from journeymap.facts import Contact
from journeymap.rulebook import Context

__all__ = ["LISTED", "stated_contacts"]

LISTED = {
    "name": "business name",
    "hours": "opening hours",
    "phone": "phone number",
    "address": "address",
    "price": "price",
}
"""What a listing says of the business, and what that is called."""


def stated_contacts(context: Context) -> list[Contact]:
    """Every contact that is stated, of the business and at touchpoints."""
    business = context.journey.business
    everywhere = () if business is None else business.contacts or ()
    return [*everywhere, *(contact for t in context.reached.values() for contact in t.contacts or ())]
