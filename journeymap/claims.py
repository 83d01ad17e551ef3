"""Figures that are often quoted about service: what is said, what its source says, and how sure that is.

They are here so that whoever meets one can look it up. No rule and no score rests on any of them.

Example:
    >>> claim = next(claim for claim in claims() if claim.name == "carlzon")
    >>> claim.heard(), claim.standing
    ("A company's image is decided in 15 seconds", 'read')
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

import attrs

from journeymap.i18n import LANGUAGES

__all__ = ["STANDINGS", "Claim", "claims", "claims_about"]

STANDINGS: Mapping[str, str] = {
    "read": "seen in the source",
    "quoted": "seen where others quote it",
    "not found": "its source was not found",
    "folklore": "told in differing versions",
}
"""How sure a figure is, in words."""


@attrs.frozen
class Claim:
    """A figure that is often quoted.

    Attributes:
        name: What it is called here.
        source: Who said it; empty when nobody was found.
        standing: One of ``STANDINGS``.
        rules: The codes of the rules it has to do with.
    """

    name: str
    source: str
    standing: str
    rules: tuple[str, ...]
    _heard: Mapping[str, str]
    _really: Mapping[str, str]

    def heard(self, lang: str = LANGUAGES[0]) -> str:
        """What one hears."""
        return self._heard.get(lang, self._heard[LANGUAGES[0]])

    def really(self, lang: str = LANGUAGES[0]) -> str:
        """What its source says, or that none was found."""
        return self._really.get(lang, self._really[LANGUAGES[0]])


@cache
def claims() -> tuple[Claim, ...]:
    """All of them, in the order in which they are listed."""
    text = (resources.files("journeymap") / "claims.toml").read_text(encoding="utf-8")
    return tuple(
        Claim(name, each["source"], each["standing"], tuple(each["rules"]), each["heard"], each["really"])
        for name, each in tomllib.loads(text).items()
    )


def claims_about(code: str) -> tuple[Claim, ...]:
    """Those that have to do with a rule."""
    return tuple(claim for claim in claims() if code in claim.rules)
