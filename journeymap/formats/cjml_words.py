"""What reading and writing CJML agree on: ratings, compliance, and who stands on which side of a touchpoint."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from journeymap.formats.mermaid_text import one_line
from journeymap.model import Scale

__all__ = [
    "CUSTOMER", "FAILING", "MARK", "PROVIDER", "SCALE", "SCALE_NAME", "SOURCE", "name_of", "pair_of", "rated",
    "rating_text", "sides",
]  # fmt: skip

SCALE = Scale(1, 5)
"""The scale on which we write experience ratings; CJML itself names none."""

SCALE_NAME = "1-5"
"""What it is called in the evidence of an emotion."""

SOURCE = "CJML: "
"""How the source of an emotion begins, before the rating as it was written."""

MARK = "journeymap "
"""How a comment begins that holds what CJML has no elements for."""

CUSTOMER, PROVIDER = "Customer", "Service provider"
"""What an end user and a provider are called of whom nothing is known."""

FAILING = "failing"
"""The compliance of a touchpoint that failed."""


def rating_text(emotion: Any) -> str:
    """The rating that shows an emotion; empty for an unknown one.

    Example:
        >>> rating_text(0.5), rating_text(None)
        ('3.5', '')
    """
    if not isinstance(emotion, (int, float)) or isinstance(emotion, bool) or not -2 <= emotion <= 2:
        return ""
    return f"{emotion + 3:.12g}"


def rated(rating: float, scale: Scale) -> float:
    """The emotion that a rating stands for.

    Example:
        >>> rated(3.1, SCALE)
        0.1
    """
    return round(scale.emotion(rating), 11) + 0.0


def name_of(record: Any, instead: str) -> str:
    """How a persona or a business, as plain data, is called in the file."""
    name = record.get("name") if isinstance(record, dict) else record
    return (one_line(name) if isinstance(name, str) else "") or instead


def pair_of(actors: Any, customer: str, provider: str) -> tuple[str, str]:
    """Who begins, and who is met: the first two who take part, or else the customer and the provider.

    Example:
        >>> pair_of(["Clerk"], "Kim", "Shop")
        ('Clerk', 'Shop')
    """
    named = [one_line(actor) for actor in actors if isinstance(actor, str)] if isinstance(actors, (list, tuple)) else []
    named = [actor for actor in named if actor]
    first = named[0] if named else customer
    return first, named[1] if len(named) > 1 else (provider if first != provider else customer)


def sides(pair: Sequence[str], users: Sequence[str]) -> tuple[int, int]:
    """Which of two is the customer, and which the other: the one who begins, unless only the other is a customer."""
    return (1, 0) if pair[0] not in users and pair[-1] in users else (0, 1)
