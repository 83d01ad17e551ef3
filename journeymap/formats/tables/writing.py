"""A journey as a table: a row for each touchpoint, a column for each fact that some touchpoint has."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

import attrs

from journeymap.formats.tables.cells import EXACT, MARK, MARKED, compact_value, text_of_value
from journeymap.formats.tables.columns import field_at, head_for, known_facts
from journeymap.formats.tables.emotions import number_of
from journeymap.formats.tables.reading import NO_STAGE
from journeymap.i18n import Translator, translator
from journeymap.model import Journey, Stage

__all__ = ["FIRST", "csv_text", "facts_and_rows"]

FIRST = ("journey.name", "stage", "stage.phase", "id", "name", "emotion")
"""The columns that come first."""

Row = dict[str, str]


def csv_text(journey: Journey, *, separator: str = ",", lang: str = "en") -> str:
    """The journey as CSV, with a byte order mark, by which spreadsheets know that it is UTF-8.

    A text that a spreadsheet would take for a formula is marked by an apostrophe before it.
    """
    facts, rows = facts_and_rows(journey, lang)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    writer.writerow([_marked(head_for(fact, lang)) for fact in facts])
    for row in rows:
        writer.writerow([_marked(row.get(fact, "")) for fact in facts])
    return "\ufeff" + text.getvalue()


def facts_and_rows(journey: Journey, lang: str = "en") -> tuple[Sequence[str], Sequence[Row]]:
    """The facts that have a column, and the rows: for each fact the text of its cell.

    Raises:
        UnknownNameError: When there is no such language.
    """
    rows = list(_rows(journey, translator(lang)))
    used = dict.fromkeys(fact for row in (*rows, {"journey.name", "name"}) for fact in row)  # two heads tell a table
    order = {fact: at for at, fact in enumerate(dict.fromkeys((*FIRST, *_all_facts())))}
    return sorted(used, key=lambda fact: order[fact]), rows


def _all_facts() -> Iterator[str]:
    facts = known_facts()
    yield from (fact for fact in facts if fact.startswith("journey."))
    yield from (fact for fact in facts if not fact.startswith("journey."))


def _rows(journey: Journey, t: Translator) -> Iterator[Row]:
    """The rows, stages that hold no touchpoint or stand elsewhere first in rows of their own."""
    name = {"journey.name": text_of_value("journey.name", field_at("journey.name"), journey.name, t)}
    whole = name | dict(_facts(journey, "journey.", t, without=("name", "stages", "touchpoints")))
    stages = {stage.name: stage for stage in journey.stages}
    met = dict.fromkeys(touchpoint.stage for touchpoint in journey.touchpoints if touchpoint.stage is not None)
    in_order = list(met) == list(stages)
    rows = [] if in_order else [_stage(stage, t) for stage in journey.stages]
    told = set() if in_order else set(stages)
    above = not in_order
    for touchpoint in journey.touchpoints:
        row = dict(_facts(touchpoint, "", t, without=("stage",)))
        if touchpoint.stage is not None:
            stage = _stage(stages[touchpoint.stage], t)
            row |= stage if touchpoint.stage not in told else {"stage": stage["stage"]}
            told.add(touchpoint.stage)
            above = True
        elif above:
            row["stage"] = NO_STAGE[t.lang == "ko"]
        rows.append(row)
    for at, row in enumerate(rows or [{}]):
        yield (whole if at == 0 else name) | row


def _stage(stage: Stage, t: Translator) -> Row:
    name = EXACT + compact_value(stage.name) if stage.name in NO_STAGE else _text("name", stage.name, t)
    return {"stage": name, **dict(_facts(stage, "stage.", t, without=("name",)))}


def _facts(record: Any, prefix: str, t: Translator, *, without: Sequence[str] = ()) -> Iterator[tuple[str, str]]:
    """What is known of a record: facts with the text of their cells; records in it by their parts."""
    for field in attrs.fields(type(record)):
        value = getattr(record, field.name)
        fact = prefix + field.name
        if field.name in without or value == field.default:
            continue
        if field.metadata["form"] != "record":
            yield fact, _emotion(value) if fact == "emotion" else text_of_value(fact, field, value, t)
            continue
        parts = list(_facts(value, f"{fact}.", t))
        yield from parts or [(fact, EXACT + "{}")]


def _emotion(value: float) -> str:
    text = f"{value:.15g}"
    return text if number_of(text) == value else EXACT + compact_value(value)


def _text(fact: str, value: str, t: Translator) -> str:
    return text_of_value(fact, field_at(fact), value, t)


def _marked(cell: str) -> str:
    """The cell as no spreadsheet takes it for a formula; numbers stay numbers."""
    return f"{MARK}{cell}" if cell.startswith(MARKED) and number_of(cell) is None else cell
