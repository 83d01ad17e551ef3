"""Words in the reader's language: English stands where it is used, other languages in ``locales/``.

A locale is one TOML file: ``[labels]`` maps each English label to its translation, and each ``[JMnnn]``
table gives a rule's texts. Whatever a locale lacks is shown in English.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from journeymap.errors import UnknownNameError

__all__ = ["LANGUAGES", "Translator", "translator"]

LANGUAGES: tuple[str, ...] = ("en", "ko")
"""The languages there are, English first."""


class Translator:
    """Gives labels and rule texts in one language.

    Example:
        >>> translator("ko")("Findings")
        '발견'
        >>> translator("en")("{count} touchpoints", count=3)
        '3 touchpoints'
    """

    def __init__(self, lang: str, catalogue: Mapping[str, Mapping[str, Any]]) -> None:
        self.lang = lang
        self._catalogue = catalogue
        self._labels = catalogue.get("labels", {})

    def __call__(self, label: str, /, **values: Any) -> str:
        """The label in this language, with ``{names}`` in it replaced by values."""
        text: str = self._labels.get(label, label)
        return text.format(**values) if values else text

    def renamed(self, names: Mapping[str, str]) -> Translator:
        """The same, with other labels in the place of some.

        Example:
            >>> translator("ko").renamed({"before": "designed"})("before")
            '설계'
        """
        labels = {label: self(name) for label, name in names.items()}
        return Translator(self.lang, {**self._catalogue, "labels": {**self._labels, **labels}})

    def rule_text(self, code: str, part: str) -> str | None:
        """One text of a rule, such as its title; None where the locale has none."""
        found: str | None = self._catalogue.get(code, {}).get(part)
        return found


@cache
def translator(lang: str) -> Translator:
    """The translator for a language.

    Raises:
        UnknownNameError: When the language is not one of ``LANGUAGES``.
    """
    if lang not in LANGUAGES:
        raise UnknownNameError.of("language", lang, LANGUAGES)
    return Translator(lang, {} if lang == "en" else _catalogue(lang))


def _catalogue(lang: str) -> Mapping[str, Mapping[str, Any]]:
    path = resources.files("journeymap") / "locales" / f"{lang}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
