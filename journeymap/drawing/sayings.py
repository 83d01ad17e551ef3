"""How drawings say an emotion and a way in words; the English, which is also the key of its translations."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["MOODS", "WAYS", "signed_number"]

MOODS = ("very dissatisfied", "dissatisfied", "neutral", "satisfied", "very satisfied")
"""The five classes of emotion, worst first; see :func:`journeymap.drawing.themes.mood`."""

WAYS: Mapping[str, str] = {
    "forward": "", "failure": "fails", "retry": "tries again", "recovery": "is helped", "handoff": "is passed on",
    "abandon": "leaves", "cancel": "cancels", "return": "returns", "loyalty": "comes again", "status": "is told",
    "main": "the main line goes back", "success": "is done", "end": "ends",
}  # fmt: skip
"""What a way is called, by its kind or by how the journey ends."""


def signed_number(value: float) -> str:
    """A number with its sign, to one decimal, with a true minus.

    Example:
        >>> signed_number(-1.5), signed_number(2), signed_number(0)
        ('−1.5', '+2', '0')
    """
    rounded = round(value, 1)
    return f"{rounded:+g}".replace("-", "−") if rounded else "0"
