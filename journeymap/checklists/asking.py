"""How a missing fact is asked for on paper: from what its field says of itself, its question, unit and words."""

from __future__ import annotations

from typing import Any

import attrs

from journeymap import fields
from journeymap.checklists.items import Ask, Blank, Choice
from journeymap.formats.understanding import field_of, word_for
from journeymap.i18n import Translator, translator

__all__ = ["ask_for", "field_of", "parts_of", "word_for", "yes_or_no"]

MOST_BOXES = 9
"""Longer lists of words are written out instead of ticked."""

MOST_PARTS = 2
"""How many facts of a record are asked for when nothing of it is known."""


def parts_of(fact: str) -> tuple[str, ...]:
    """The facts to ask for in the place of one: a record is asked for by the first things that it says.

    Example:
        >>> parts_of("keepsake"), parts_of("owner")
        (('keepsake.artefact', 'keepsake.shareable'), ('owner',))
    """
    field = field_of(fact)
    if field is None or field.metadata["form"] != "record":
        return (fact,)
    return tuple(f"{fact}.{part.name}" for part in attrs.fields(field.metadata["record"]())[:MOST_PARTS])


def ask_for(fact: str, *, lang: str = "en") -> Ask | None:
    """The question for a missing fact, with its boxes or its line; None for what is no field, such as the score.

    Example:
        >>> ask_for("wait.typical").blank
        Blank(key='wait.typical', label='Measured', kind='number', unit='s · min · h · d', value='')
    """
    field = field_of(fact)
    if field is None:
        return None
    t = translator(lang)
    text, form = fields.question(field, lang), field.metadata["form"]
    words = field.metadata.get("choices", ())
    if form == "flag":
        return Ask(fact, text, choices=yes_or_no(t))
    if words and len(words) <= MOST_BOXES:
        choices = tuple(Choice(word, word_for(t, field.name, word)) for word in words)
        if form == "choices":
            return Ask(fact, text, choices=(*choices, Choice("", t("None of these"))), several=True)
        return Ask(fact, text, choices=choices)
    steps = _steps(field)
    return Ask(fact, text, choices=steps) if steps else Ask(fact, text, blank=_blank(fact, field, t))


def yes_or_no(t: Translator) -> tuple[Choice, ...]:
    """The boxes for a plain question."""
    return Choice("yes", t("Yes")), Choice("no", t("No"))


def _steps(field: attrs.Attribute[Any]) -> tuple[Choice, ...]:
    """The steps of a short rating scale, such as −2 to +2; empty for any other number."""
    unit = field.metadata.get("unit", "")
    if unit == "-2..+2" and field.metadata["low"] == -2:
        return tuple(Choice(str(step), f"{step:+d}".replace("-", "−") if step else "0") for step in range(-2, 3))
    return tuple(Choice(str(step), str(step)) for step in range(6)) if unit == "0..5" else ()


def _blank(fact: str, field: attrs.Attribute[Any], t: Translator) -> Blank:
    unit = field.metadata.get("unit", "")
    match field.metadata["form"]:
        case "duration":
            return Blank(fact, t("Measured"), "number", t("s · min · h · d"))
        case "number" | "count":
            return Blank(
                fact, t("Measured"), "number", "%" if unit == "0..1" else unit and word_for(t, field.name, unit)
            )
        case "day":
            return Blank(fact, t("Answer"), "day")
    return Blank(fact, t("Answer"))
