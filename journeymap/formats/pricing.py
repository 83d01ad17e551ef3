"""Prices as people write them: an amount, and the currency that the sign or the word beside it tells."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Any

import attrs

from journeymap import fields
from journeymap.errors import JourneyError, shorten

__all__ = ["CURRENCIES", "currencies", "priced", "typed"]

LONGEST = 100
"""How long a price may be."""

_AMOUNT = re.compile(r"([^\d\s.,+-]*)\s*([-+.,\d]+)\s*([^\d\s.,+-]*)\Z")
_DOLLARS = ("USD", "AUD", "CAD", "HKD", "MXN", "NZD", "SGD", "TWD")
_CODES = (
    *_DOLLARS, "BRL", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HUF", "IDR", "ILS", "INR", "JPY", "KRW", "MYR", "NOK",
    "PHP", "PLN", "RUB", "SEK", "THB", "TRY", "VND", "ZAR",
)  # fmt: skip

CURRENCIES: Mapping[str, tuple[str, ...]] = {
    **{code.casefold(): (code,) for code in _CODES},
    "₩": ("KRW",), "원": ("KRW",), "won": ("KRW",), "$": _DOLLARS, "us$": ("USD",), "달러": _DOLLARS, "€": ("EUR",),
    "euro": ("EUR",), "euros": ("EUR",), "유로": ("EUR",), "£": ("GBP",), "파운드": ("GBP",), "¥": ("JPY", "CNY"),
    "円": ("JPY",), "엔": ("JPY",), "元": ("CNY",), "위안": ("CNY",), "₹": ("INR",), "₫": ("VND",), "฿": ("THB",),
    "₺": ("TRY",), "₽": ("RUB",),
}  # fmt: skip
"""What may stand beside a price, folded, and the currencies that it may mean."""


def typed(text: str) -> str:
    """A text with its digits and signs as programs write them."""
    return unicodedata.normalize("NFKC", text).replace("−", "-").strip()


def priced(text: str) -> tuple[str, str]:
    """The number of a price, and its currency: the code where that is certain, else the sign as it was written.

    Example:
        >>> priced("3,000원"), priced("$4.50"), priced("EUR 5"), priced("7")
        (('3,000', 'KRW'), ('4.50', '$'), ('5', 'EUR'), ('7', ''))
    """
    found = _AMOUNT.match(typed(text)) if len(text) <= LONGEST else None
    signs = [sign for sign in (found[1], found[3]) if sign] if found is not None else []
    meant = [CURRENCIES.get(sign.casefold(), ()) for sign in signs]
    if found is None or not signs or not set(meant[0]).intersection(*meant):
        return text, ""
    return found[2], next((codes[0] for codes in meant if len(codes) == 1), signs[0])


def currencies(kind: type, said: Mapping[str, Any]) -> dict[str, str]:
    """The currencies that the prices in a record tell by their signs, where nothing else in it tells them.

    Args:
        kind: The class of the record.
        said: What is said of each field.

    Raises:
        JourneyError: When a price is in another currency than the one that is told.

    Example:
        >>> from journeymap.facts import Fee
        >>> currencies(Fee, {"name": "Shipping", "amount": "₩3,000"})
        {'currency': 'KRW'}
    """
    found = {}
    for amount, currency in _prices(kind):
        text, given = said.get(amount), said.get(currency)
        sign = priced(text)[1] if isinstance(text, str) else ""
        if sign and not given:
            found[currency] = sign
        elif sign and isinstance(given, str) and not set(_meant(sign)) & set(_meant(given)):
            raise JourneyError(
                f"{fields.shown(text)} is no price in {shorten(given)} (leave out its sign, or mend either)"
            )
    return found


def _meant(currency: str) -> tuple[str, ...]:
    word = typed(currency).casefold()
    return CURRENCIES.get(word, (word,))


@cache
def _prices(kind: type) -> tuple[tuple[str, str], ...]:
    """The fields of a class that hold prices, each with the one that holds its currency."""
    return tuple(
        (field.name, field.metadata["currency"]) for field in attrs.fields(kind) if "currency" in field.metadata
    )
