"""Everything that is known about a touchpoint: each field's question, and the answer in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, TypeAlias

import attrs

from journeymap import wording
from journeymap.drawing.sayings import signed_number
from journeymap.drawing.typesetting import clean, isolated
from journeymap.fields import Record, question
from journeymap.formats.understanding import word_for
from journeymap.i18n import Translator
from journeymap.model import Touchpoint

__all__ = ["Told", "known"]

Told: TypeAlias = "tuple[str, str, tuple[Told, ...]]"
"""A question, the answer, and for a record the questions and answers within it."""

_SAID_ELSEWHERE = {"id", "name", "stage", "emotion", "channel", "next", "description", "quote"}


def known(touchpoint: Touchpoint, words: Translator) -> tuple[Told, ...]:
    """What is known about a touchpoint besides what every picture shows, in the order of the model.

    Example:
        >>> from journeymap.i18n import translator
        >>> known(Touchpoint("pay", "Pay", owner="Shop team", can_fail=True), translator("en"))
        (('Can this step fail?', 'yes', ()), ('Who looks after this touchpoint?', 'Shop team', ()))
    """
    return tuple(_known(touchpoint, words, _SAID_ELSEWHERE))


def _known(record: Any, words: Translator, passed_over: set[str]) -> Iterator[Told]:
    for field in attrs.fields(type(record)):
        value = getattr(record, field.name)
        if value is None or value == field.default or field.name in passed_over:
            continue
        asked = question(field, words.lang) or field.name
        parts = value if isinstance(value, tuple) else (value,)
        if any(isinstance(part, Record) for part in parts):
            for part in parts:
                yield asked, "", tuple(_known(part, words, set()))
        else:
            yield asked, ", ".join(_answer(field, part, words) for part in parts) or words("none"), ()


def _answer(field: attrs.Attribute[Any], value: Any, words: Translator) -> str:
    match field.metadata.get("form"), value:
        case _, bool():
            return words("yes" if value else "no")
        case "duration", float() | int():
            return wording.duration(value, lang=words.lang)
        case (("choice" | "choices"), str()):
            return word_for(words, field.name, value)
        case _, float() | int():
            if field.metadata.get("unit") == "0..1":
                return wording.percent(value, lang=words.lang)
            return signed_number(value) if field.metadata.get("unit") == "-2..+2" else wording.minus(f"{value:,g}")
        case _, date():
            return value.isoformat()
    return isolated(clean(str(value)))
