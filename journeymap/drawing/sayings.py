"""How drawings say an emotion and a way in words; the English, which is also the key of its translations."""

from __future__ import annotations

from collections.abc import Mapping

from journeymap.drawing.readings import Place
from journeymap.drawing.themes import mood
from journeymap.drawing.typesetting import clean
from journeymap.i18n import Translator

__all__ = ["MARKS", "MOODS", "WAYS", "feeling", "signed_number", "signed_score", "way"]

MOODS = ("very dissatisfied", "dissatisfied", "neutral", "satisfied", "very satisfied")
"""The five classes of emotion, worst first; see :func:`journeymap.drawing.themes.mood`."""

MARKS: Mapping[str, str] = {
    "peak": "PEAK for {share:customers}",
    "end": "END for {share:customers}",
    "worst": "WORST LIKELY END for {share:customers}",
}
"""What marks a touchpoint in memory. The end is the last thing that customers feel, even if a survey follows."""

WAYS: Mapping[str, str] = {
    "forward": "", "failure": "fails", "retry": "tries again", "recovery": "is helped", "handoff": "is passed on",
    "abandon": "leaves", "cancel": "cancels", "return": "returns", "loyalty": "comes again",
    "referral": "recommends it", "status": "is told",
    "main": "the main line goes back", "success": "is done", "end": "ends",
}  # fmt: skip
"""What a way is called, by its kind or by how the journey ends."""


def feeling(place: Place, words: Translator) -> str:
    """The emotion at a touchpoint in words, with its number."""
    emotion = place.touchpoint.emotion
    if emotion is None:
        return words("emotion not known")
    return f"{words(MOODS[mood(emotion)])} ({signed_number(emotion)})"


def signed_score(value: float) -> str:
    """A score with its sign, to two decimals, with a true minus.

    Example:
        >>> signed_score(-0.6231), signed_score(-0.001)
        ('−0.62', '+0.00')
    """
    return f"{round(value, 2) + 0.0:+.2f}".replace("-", "−")


def way(kind: str, condition: str, words: Translator) -> str:
    """What to call a way: the condition under which it is taken, or else its kind; empty for a plain way on."""
    return clean(condition) or (words(WAYS[kind]) if WAYS[kind] else "")


def signed_number(value: float) -> str:
    """A number with its sign, to one decimal, with a true minus.

    Example:
        >>> signed_number(-1.5), signed_number(2), signed_number(0)
        ('−1.5', '+2', '0')
    """
    rounded = round(value, 1)
    return f"{rounded:+g}".replace("-", "−") if rounded else "0"
