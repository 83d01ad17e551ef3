"""The column of emotions: how each row feels, where that comes from, and what is to be confirmed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from journeymap.errors import shorten
from journeymap.facts import Evidence
from journeymap.formats.tables.cells import EXACT
from journeymap.formats.tables.columns import Column
from journeymap.formats.tables.emotions import Felt, Rater
from journeymap.formats.tables.values import Entry, Values
from journeymap.model import Scale

__all__ = ["SOURCE", "feelings"]

SOURCE = "table: "
"""How the source of an emotion begins, before what stands in the table."""

MOST_WORDS = 8
"""How many words are told that were read as emotions; the others are counted."""


def feelings(
    rows: Sequence[Entry], values: Values, *, words: Mapping[str, float], scale: Scale | None
) -> list[dict[str, Any]]:
    """For each row its emotion, as far as it is known, and its evidence, unless it is the library's own number."""
    found: list[dict[str, Any]] = [{} for _ in rows]
    cells = [(at, *entry.cells["emotion"]) for at, entry in enumerate(rows) if "emotion" in entry.cells]
    if not cells:
        return found
    column = cells[0][2]
    texts = dict.fromkeys(text for _, text, _ in cells if not text.startswith(EXACT))
    rater = Rater.of(texts, words=words, scale=scale or column.scale, is_own=column.rank < 2)
    rater = attrs.evolve(rater, decimal_comma=values.grid.decimal_comma)
    felt = {text: rater.felt(text) for text in texts}
    evidence = {text: _evidence(text, each) for text, each in felt.items()}
    is_asked = False
    for at, text, place in cells:
        if text.startswith(EXACT):
            found[at] = {"emotion": values.checked("emotion", text, rows[at].at, place)}
            continue
        trouble = felt[text].trouble
        if trouble and not (trouble == rater.why and is_asked):
            values.note(f"{trouble}; left unknown", rows[at].at, place)
            is_asked = is_asked or trouble == rater.why
        found[at] = {"emotion": felt[text].emotion, "evidence": evidence[text]}
    _confirm(felt, values, column)
    return found


def _evidence(text: str, felt: Felt) -> Evidence | None:
    """Where an emotion comes from; None for the library's own numbers."""
    if not (felt.scale or felt.words or felt.trouble):
        return None
    return Evidence(scale=felt.scale or None, source=SOURCE + text)


def _confirm(felt: Mapping[str, Felt], values: Values, column: Column) -> None:
    """Note what somebody should confirm: decimal marks that differ, and words that were read as emotions."""
    marked = [text for text, each in felt.items() if each.scale and ("," in text) != ("." in text)]
    if len({"," in text for text in marked}) > 1:
        values.note("decimal commas and decimal points stand side by side; both are read as such", None, column)
    words = dict(word for each in felt.values() for word in each.words)
    if words:
        shown = (f"{shorten(word, 20)!r} as {f'{emotion:+g}' if emotion else 0}" for word, emotion in words.items())
        listed = ", ".join([*shown][:MOST_WORDS])
        more = f" and {len(words) - MOST_WORDS} more" if len(words) > MOST_WORDS else ""
        values.note(f"words are read as emotions: {listed}{more} (say otherwise with emotions=)", None, column)
