"""Fill checklists in, as hands do it, in every format that can be read back."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any
from urllib.parse import unquote

import attrs
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from openpyxl import load_workbook

from journeymap.checklists import Checklist
from journeymap.checklists.asking import field_of
from journeymap.checklists.data import HEADS
from journeymap.checklists.items import Choice
from journeymap.i18n import translator

NAMED = re.compile(r"(<!-- (\S+)(?: [a-z]+=\S*)* -->)(.*)")


@attrs.frozen
class Spot:
    """A place to fill in: its boxes, what may be written there, and the fact that it tells."""

    name: str
    choices: tuple[Choice, ...] = ()
    fact: str = ""


def spots(of: Checklist) -> Iterator[Spot]:
    """Every place of a checklist that can be filled in."""
    yield from (Spot(f"cover|{blank.key}") for blank in of.cover)
    for section in of.sections:
        for place in section.places:
            if place.felt is not None:
                yield Spot(f"{place.touchpoint}|felt", place.felt.choices)
            if place.note is not None:
                yield Spot(f"{place.touchpoint}|noticed")
        for item in [*(item for place in section.places for item in place.items), *section.holding]:
            yield Spot(f"{item.key}|verdict", item.choices, item.plain)
            if item.kind == "failed":
                yield Spot(f"{item.key}|severity", tuple(Choice(d.value, d.value) for d in of.degrees))
            yield from (Spot(f"{item.key}|{a.fact}", a.choices, a.fact) for a in item.asks if a.choices or a.blank)
            yield from (Spot(f"{item.key}|{blank.key}") for blank in item.blanks)
    yield from (Spot(f"signed|{blank.key}") for signature in of.signatures for blank in signature.blanks)


def an_answer(fact: str) -> str:
    """Something that a fact without boxes can be, as somebody would write it."""
    field = field_of(fact)
    assert field is not None
    form, share = field.metadata["form"], field.metadata.get("unit") == "0..1"
    return {
        "text": "as it is", "duration": "1 h 30 min", "number": "35%" if share else "1", "count": "3",
        "day": "2026. 3. 1.", "choice": (*field.metadata.get("choices", ()), "")[0],
    }.get(form, "none")  # fmt: skip


def everything(of: Checklist) -> dict[str, str]:
    """An answer for every question of a checklist, in its language."""
    filled = {}
    for spot in spots(of):
        if spot.name.endswith("|felt"):
            filled[spot.name] = "-1"
        elif spot.fact and field_of(spot.fact).metadata["form"] == "choices":  # type: ignore[union-attr]
            filled[spot.name] = "; ".join(choice.label for choice in spot.choices if choice.value)
        elif spot.fact:
            filled[spot.name] = spot.choices[0].label if spot.choices else an_answer(spot.fact)
    return filled


def as_json(of: Checklist, answers: Mapping[str, str]) -> str:
    """The JSON with answers in it."""
    data: dict[str, Any] = json.loads(of.json())
    data["answers"] |= answers
    return json.dumps(data, ensure_ascii=False)


def as_rows(of: Checklist, answers: Mapping[str, str]) -> list[dict[str, str]]:
    """The rows of the CSV with answers in them."""
    rows = list(csv.DictReader(io.StringIO(of.csv()[1:], newline="")))
    for row in rows:
        key = row["key"]
        if key in answers or f"{key}|verdict" in answers:
            row["answer"] = answers.get(key) or answers[f"{key}|verdict"]
        for column in ("severity", "owner", "by_when", "photo", "note"):
            if row["kind"] in ("failed", column == "note" and "question") and f"{key}|{column}" in answers:
                row[column] = answers[f"{key}|{column}"]
    return rows


def as_csv(of: Checklist, answers: Mapping[str, str], *, delimiter: str = ",") -> str:
    """The CSV with answers in it."""
    rows = as_rows(of, answers)
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=delimiter, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def as_markdown(of: Checklist, answers: Mapping[str, str], *, tick: str = "☑") -> str:
    """The Markdown with boxes ticked and lines written on."""
    boxes = {spot.name: spot.choices for spot in spots(of)}

    def write(found: re.Match[str]) -> str:
        comment, name, rest = found[1], unquote(found[2]), found[3]
        if name not in answers:
            return found[0]
        said = answers[name].split("; ")
        marks = (tick if choice.label in said or choice.value in said else "☐" for choice in boxes[name])
        return comment + (re.sub("☐", lambda _: next(marks), rest) if boxes[name] else f" {answers[name]}")

    return NAMED.sub(write, of.markdown())


def as_xlsx(of: Checklist, answers: Mapping[str, Any]) -> bytes:
    """The workbook with answers in it."""
    book = load_workbook(io.BytesIO(of.xlsx()))
    sheet = book.worksheets[0]
    t = translator(of.lang)
    at = {str(cell.value): number for number, cell in enumerate(sheet[1])}
    key, kind = at[t(HEADS["key"])], at[t(HEADS["kind"])]
    for row in sheet.iter_rows(min_row=2):
        name = str(row[key].value)
        said = {"answer": answers.get(name, answers.get(f"{name}|verdict"))}
        if row[kind].value == "failed":
            said |= {column: answers.get(f"{name}|{column}") for column in ("severity", "owner", "by_when", "photo")}
        if row[kind].value in ("failed", "question"):
            said["note"] = answers.get(f"{name}|note")
        for column, value in said.items():
            if value is not None:
                cell = row[at[t(HEADS[column])]]
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"


@cache
def empty_document(of: Checklist) -> bytes:
    """The document to be filled in; without its map, which takes long to draw."""
    return attrs.evolve(of, audit=None).docx()


def as_docx(of: Checklist, answers: Mapping[str, str], *, clicked: bool = True) -> bytes:
    """The document with boxes clicked and places typed into; or all of it typed over, the controls gone."""
    document = Document(io.BytesIO(empty_document(of)))
    boxes = {spot.name: spot.choices for spot in spots(of)}
    for paragraph in document.element.body.iter(qn("w:p")):
        hidden = "".join(run.xpath("string(w:t)") for run in paragraph.xpath("w:r[w:rPr/w:vanish]"))
        found = NAMED.match(hidden)
        name = unquote(found[2]) if found else ""
        if name not in answers:
            continue
        controls = paragraph.findall(qn("w:sdt"))
        if next(controls[0].iter(f"{W14}checked"), None) is None:
            typed(controls[0], answers[name], clicked=clicked)
            continue
        said = answers[name].split("; ")
        for control, choice in zip(controls, boxes[name], strict=True):
            if choice.label in said or choice.value in said:
                ticked(control, clicked=clicked)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def ticked(control: Any, *, clicked: bool) -> None:
    """Tick a box as Word does it, or write an x in its place."""
    if clicked:
        (state,) = control.iter(f"{W14}checked")
        state.set(f"{W14}val", "1")
        next(control.iter(qn("w:t"))).text = "☒"
    else:
        control.getparent().replace(control, a_run("x"))


def typed(control: Any, text: str, *, clicked: bool) -> None:
    """Type into a control, or over it."""
    if clicked:
        for prompt in list(control.iter(qn("w:showingPlcHdr"))):
            prompt.getparent().remove(prompt)
        control.find(qn("w:sdtContent"))[:] = [a_run(text)]
    else:
        control.getparent().replace(control, a_run(text))


def a_run(text: str) -> Any:
    """Text as it stands in a document."""
    run = parse_xml('<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:t/></w:r>')
    run[0].set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run[0].text = text
    return run
