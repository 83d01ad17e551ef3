"""Numbers, amounts, lengths of time and lists as people say them, in the reader's language.

A sentence with placeholders says by a format word how a value is to be said, so that the values themselves
stay plain data::

    say("{fee:fee} comes up late for {share:customers}.", {"fee": ("Shipping", 3000, "KRW"), "share": 0.08}, "en")

The format words: ``percent`` and ``customers`` (a share, 0..1), ``duration`` (seconds), ``fee`` (name, amount and
currency), ``list`` (names, quoted), ``labels`` (texts translated, then listed). Any other format is Python's own.
Quotation marks within a text become single ones, because templates put names in double ones. Numbers below zero have
a true minus sign.
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping, Sequence
from typing import Any

from journeymap.i18n import translator

__all__ = ["bare", "duration", "listed", "minus", "money", "percent", "say", "way"]

GAP = "…"
"""What stands for the places of a path that are left out."""

MOST_NAMES = 6
"""How many names a list in a sentence has at the most; the rest are counted."""

_STRAIGHT = re.compile(r'(?<![^\s(\[])"(?=[^\s"])([^"]*)(?<!\s)"(?!\w)')
"""Words between straight quotation marks; not what stands after a number of inches."""

_UNITS = ((86400.0, "{count} days", "1 day"), (3600.0, "{count} h", "1 h"), (60.0, "{count} min", "1 min"))


def say(template: str, values: Mapping[str, Any], lang: str = "en") -> str:
    """The template with its placeholders filled in, in the words of a language.

    Example:
        >>> say("“{name}” takes {wait:duration} for {share:customers}.", {"name": "Desk", "wait": 90, "share": 1}, "en")
        '“Desk” takes 1.5 min for all customers.'
        >>> say("{places:list}", {"places": ("Cart", "Card payment")}, "ko")
        '“Cart”, “Card payment”'
    """
    return _Formatter(lang).vformat(template, (), values)


def percent(share: float, *, lang: str = "en") -> str:
    """A share (0..1) as a whole percentage that never rounds somebody away, or everybody in.

    Example:
        >>> percent(0.08), percent(0.0004), percent(0.9996)
        ('8%', 'under 1%', 'over 99%')
    """
    words = translator(lang)
    if 0 < share < 0.005:
        return words("under 1%")
    if 0.995 <= share < 1 - 1e-9:
        return words("over 99%")
    return f"{share:.0%}"


def money(amount: float, currency: str = "", *, lang: str = "en") -> str:
    """An amount with its currency.

    Example:
        >>> money(3000, "KRW"), money(3000, "KRW", lang="ko"), money(4.5, "EUR")
        ('3,000 KRW', '3,000원', '4.50 EUR')
    """
    number = f"{amount:,.0f}" if amount == int(amount) else f"{amount:,.2f}"
    if lang == "ko" and currency.upper() in ("KRW", "원"):
        return f"{number}원"
    return f"{number} {currency}".rstrip()


def duration(seconds: float, *, lang: str = "en") -> str:
    """A length of time in its largest fitting unit, to one decimal.

    Example:
        >>> duration(259200), duration(5400), duration(20, lang="ko")
        ('3 days', '1.5 h', '20초')
    """
    words = translator(lang)
    for size, many, one in _UNITS:
        if seconds >= size:
            count = f"{round(seconds / size, 1):g}"
            return words(one) if count == "1" else words(many, count=count)
    return words("{count} s", count=f"{round(seconds, 1):g}")


def minus(number: str) -> str:
    """A number in figures with a true minus sign, which is as wide as a plus and never breaks from its figures.

    Example:
        >>> minus("-1.5"), minus("+2")
        ('−1.5', '+2')
    """
    return number.replace("-", "−")


def listed(names: Sequence[str], *, lang: str = "en") -> str:
    """Names in one phrase; of a long list the first few, and how many more.

    Example:
        >>> listed(["a", "b", "c"]), listed("abcdefghij")
        ('a, b and c', 'a, b, c, d, e, f and 4 more')
    """
    words = translator(lang)
    if len(names) > MOST_NAMES + 1:
        shown = ", ".join(names[:MOST_NAMES])
        return words("{shown} and {count} more", shown=shown, count=len(names) - MOST_NAMES)
    if len(names) < 2 or lang != "en":
        return ", ".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


class _Formatter(string.Formatter):
    """Python's own formatting, with our format words added."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def format_field(self, value: Any, format_spec: str) -> Any:
        lang = self.lang
        match format_spec:
            case "percent":
                return percent(value, lang=lang)
            case "customers":
                return _customers(value, lang)
            case "duration":
                return duration(value, lang=lang)
            case "fee":
                return _fee(*value, lang=lang)
            case "list":
                return listed([f"“{bare(name)}”" for name in value], lang=lang)
            case "labels":
                return listed([translator(lang)(label) for label in value], lang=lang)
        said = super().format_field(bare(value) if isinstance(value, str) else value, format_spec)
        return minus(said) if isinstance(value, (int, float)) else said


def bare(text: str) -> str:
    """A text as it stands within double quotation marks: without its own around it, and with single ones inside.

    Example:
        >>> bare("“Wow”"), bare("Say “sorry” twice"), bare('A "wow" on a 5" screen')
        ('Wow', 'Say ‘sorry’ twice', 'A ‘wow’ on a 5" screen')
    """
    text = _STRAIGHT.sub(r"“\1”", text)
    if text.startswith("“") and text.find("”") == len(text) - 1:
        text = text[1:-1]
    return text.replace("“", "‘").replace("”", "’")


def way(names: Sequence[str], *, most: int, keep: int | None = None) -> str:
    """The places of a path, joined by arrows; of a long one without some between.

    Args:
        names: What the places are called.
        most: How many of them and of the gaps are shown at the most, 7 or more.
        keep: The position of the place that it is about, which is shown wherever it stands.

    Example:
        >>> way("abcdefghij", most=7), way("abcdefghij", most=7, keep=4)
        ('a → b → c → … → h → i → j', 'a → b → … → e → … → i → j')
    """
    if len(names) <= most:
        return " → ".join(names)
    ahead, behind = 3, len(names) - (most - 4)
    shown = {*range(ahead), *range(behind, len(names))}
    if keep is not None and keep not in shown:
        shown = {*range(ahead - 1), keep, *range(behind + 1, len(names))}
    parts: list[str] = []
    for position, name in enumerate(names):
        if position in shown:
            parts.append(name)
        elif parts[-1] != GAP:
            parts.append(GAP)
    return " → ".join(parts)


def _customers(share: float | None, lang: str) -> str:
    words = translator(lang)
    if share is None:
        return words("some customers")
    if share >= 1 - 1e-9:
        return words("all customers")
    return words("{percent} of customers", percent=percent(share, lang=lang))


def _fee(name: str, amount: float | None, currency: str, *, lang: str) -> str:
    if amount is None:
        return bare(name)
    return f"{bare(name)} ({money(amount, currency, lang=lang)})"
