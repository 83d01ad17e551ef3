"""Whether two texts say the same thing in other words, and whether a text has a word in it.

Nothing is understood here: texts are compared by letters, words and numbers, and where these leave it open the answer
is None.

Example:
    >>> agree("phone", "02-123-4567", "+82 2 123 4567"), agree("hours", "10:00-18:00", "10:00-17:00")
    (True, False)
    >>> agree("hours", "Mon-Fri 10-18", "Weekdays 10-18") is None
    True
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

__all__ = ["agree", "folded", "has_amount", "has_word", "letters"]

LOCAL_DIGITS = 8
"""The last digits of a phone number, which no country code changes."""

_AMOUNT = re.compile(r"[₩€$£¥]\s*\d|\d[\d,.]*\s*(?:원|₩|€|(?:krw|won|eur|euros?|usd|dollars?|gbp|jpy)\b)")
_DAY = re.compile(
    r"mon|tue|wed|thu|fri|sat|sun|daily|week|clos|[월화수목금토일](?![가-힣])|[월화수목금토일]요|매일|평일|주말|휴무"
)
_NUMBER = re.compile(r"\d+")
_TIME = re.compile(r"(\d{1,2})(?:\s*[:시]\s*(\d{2}))?")
_WORD = re.compile(r"\w+")
_ZONE = re.compile(r"(?:utc|gmt)\s*[+-]\s*\d+(?::\d\d)?")


def agree(fact: str, one: str, other: str) -> bool | None:
    """Whether two texts say the same of a business; None when they may.

    Spelling, spaces, country codes, 12 or 24 hours and additions make no difference. Numbers do: when each text has
    some that the other lacks, they disagree.

    Args:
        fact: What they say: name, hours, phone, address or price.
        one: A text.
        other: Another one.
    """
    one, other = _plain(one), _plain(other)
    first, second = letters(one), letters(other)
    if fact == "phone":
        digits = ["".join(_NUMBER.findall(text))[-LOCAL_DIGITS:] for text in (one, other)]
        return digits[0] == digits[1] if all(digits) else first == second or None
    words, others = set(_WORD.findall(one)), set(_WORD.findall(other))
    if first in second or second in first or words <= others or others <= words:
        return True
    if fact == "name":
        return False if first.isascii() == second.isascii() else None
    if fact == "hours":
        return _same_hours(one, other)
    numbers, more = (set(_NUMBER.findall(text.replace(",", ""))) for text in (one, other))
    if not (numbers <= more or more <= numbers):
        return False
    return True if fact == "price" and numbers and numbers == more else None


def has_word(text: str, words: Iterable[str]) -> bool:
    """Whether a text has one of these words; Korean ones are found with their endings.

    Example:
        >>> has_word("Pay now!", ["pay"]), has_word("PayPal", ["pay"]), has_word("결제하기", ["결제"])
        (True, False, True)
    """
    plain = f" {' '.join(_WORD.findall(_plain(text)))} "
    return any((f" {word} " if word.isascii() else word) in plain for word in words)


def has_amount(text: str) -> bool:
    """Whether a text names an amount of money.

    Example:
        >>> has_amount("Order for €20"), has_amount("72,000원 주문하기"), has_amount("Order 2 of them")
        (True, True, False)
    """
    return bool(_AMOUNT.search(_plain(text)))


def folded(text: str) -> str:
    """A text without the differences in case and spaces, which do not matter.

    Example:
        >>> folded(" Bank  Transfer")
        'bank transfer'
    """
    return " ".join(text.casefold().split())


def letters(text: str) -> str:
    """The letters and digits of a text, in lower case.

    Example:
        >>> letters("Contact-Form "), letters("문의 양식")
        ('contactform', '문의양식')
    """
    return "".join(filter(str.isalnum, _plain(text)))


def _same_hours(one: str, other: str) -> bool | None:
    times, more = (
        {(int(hour) % 12, minute or "00") for hour, minute in _TIME.findall(_ZONE.sub("", text))}
        for text in (one, other)
    )
    if not (times <= more or more <= times):
        return False
    days, others = (set(_DAY.findall(text)) for text in (one, other))
    return True if times and times == more and (days == others or not days or not others) else None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
