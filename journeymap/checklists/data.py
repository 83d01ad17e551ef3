"""A checklist as data: JSON with everything on it for programs, and CSV with a row for every line for spreadsheets."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator

import attrs

from journeymap.checklists.content import LOOKS, Checklist
from journeymap.checklists.items import Blank, Choice, Item, Place
from journeymap.formats.tables.cells import MARK, MARKED

__all__ = ["COLUMNS", "HEADS", "as_csv", "as_json", "rows_of"]

VERSION = 1
"""The version of the structure of the JSON; raised when a reader of the old one would misread the new."""

COLUMNS = (
    "key", "section", "place", "number", "kind", "code", "question", "wrong", "why", "fix", "sources", "fact", "at",
    "options", "unit", "answer", "severity", "owner", "by_when", "photo", "note",
)  # fmt: skip
"""The columns of the CSV. From ``answer`` on they are there to be filled in; ``options`` says with what.

``fact`` and ``at`` say which fact an answer is, and of which touchpoints.
"""

HEADS = {
    "key": "Key", "section": "Stage", "place": "Touchpoint", "number": "No.", "kind": "Kind", "code": "Rule",
    "question": "Requirement or question", "wrong": "What is wrong", "why": "Why it matters", "fix": "How to mend it",
    "sources": "Sources", "fact": "Fact", "at": "Touchpoints concerned", "options": "Boxes", "unit": "Unit",
    "answer": "Answer", "severity": "Severity", "owner": "Who", "by_when": "By when", "photo": "Photo no.",
    "note": "Note",
}  # fmt: skip
"""What stands at the head of each column where people read it."""

Row = dict[str, str]


def as_json(checklist: Checklist) -> str:
    """The checklist as JSON; see :meth:`Checklist.json`."""
    content = attrs.asdict(checklist, filter=lambda attribute, _: attribute.name not in LOOKS)
    whole = {"checklist": VERSION, **content, "answers": dict(checklist.answers())}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def as_csv(checklist: Checklist) -> str:
    """The checklist as CSV; see :meth:`Checklist.csv`."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    for row in rows_of(checklist):
        writer.writerow({name: _cell(value) for name, value in row.items()})
    return "\ufeff" + text.getvalue()


def rows_of(checklist: Checklist) -> Iterator[Row]:
    """The rows of a table: by column, all that stand in them."""
    yield from (_blank_row("cover", blank) for blank in checklist.cover)
    for section in checklist.sections:
        for place in section.places:
            here = {"section": section.name, "place": place.name}
            yield from (here | row for row in _place_rows(place, checklist))
        yield from ({"section": section.name, **_item_row(item, checklist)} for item in section.holding)
    for signature in checklist.signatures:
        yield from ({"section": signature.role, **_blank_row("signed", blank)} for blank in signature.blanks)


def _place_rows(place: Place, checklist: Checklist) -> Iterator[Row]:
    if place.felt is not None:
        codes = ", ".join(place.felt_by)
        options = _options(place.felt.choices)
        yield {"key": f"{place.touchpoint}|felt", "kind": "felt", "code": codes, "question": place.felt.text} | options
    if place.note is not None:
        yield _blank_row(f"{place.touchpoint}", place.note)
    for item in place.items:
        yield _item_row(item, checklist)
        for ask in item.asks:
            if ask.choices or ask.blank:
                asked = {"key": f"{item.key}|{ask.fact}", "kind": "fact", "number": str(item.number), "code": item.code}
                asked |= {"fact": ask.fact, "at": " ".join(item.at)}
                unit = ask.blank.unit if ask.blank is not None else ""
                yield asked | {"question": ask.text or item.title, "unit": unit} | _options(ask.choices)


def _item_row(item: Item, checklist: Checklist) -> Row:
    known = {blank.key: blank.value for blank in item.blanks}
    plain = (ask.text for ask in item.asks if not (ask.choices or ask.blank))
    return {
        "key": item.key,
        "number": str(item.number),
        "kind": item.kind,
        "code": ", ".join((item.code, *item.also)),
        "question": " ".join((item.title, *plain, *([f"({item.where})"] if item.where else ()))),
        "wrong": " ".join(text for text in (item.wrong, item.proof) if text),
        "why": item.why,
        "fix": item.fix,
        "sources": "; ".join(checklist.sources[note - 1] for note in item.notes),
        "fact": item.plain,
        "at": " ".join(item.at) if item.plain else "",
        **_options(item.choices),
        **known,
    }


def _blank_row(owner: str, blank: Blank) -> Row:
    return {"key": f"{owner}|{blank.key}", "kind": "line", "question": blank.label, "answer": blank.value}


def _options(choices: Iterable[Choice]) -> Row:
    return {"options": " | ".join(choice.label for choice in choices)}


def _cell(value: str) -> str:
    """The value as a cell that no spreadsheet takes for a formula."""
    return f"{MARK}{value}" if value.startswith(MARKED) else value
