"""The checklist as Markdown, JSON and CSV: the same content as on the page, and text that stays text."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import attrs
import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from openpyxl import load_workbook

from journeymap.auditing import audit
from journeymap.checklists import Checklist, checklist
from journeymap.checklists.data import COLUMNS
from journeymap.model import Journey
from tests.checklist_pages import Page, a_shop, hostile_journey
from tests.strategies import HOSTILE, journeys


@pytest.fixture(params=["en", "ko"])
def listed(request: pytest.FixtureRequest) -> Checklist:
    """A checklist with items of every kind, in each language."""
    return checklist(audit(a_shop()), lang=request.param)


def rows(of: Checklist) -> list[dict[str, str]]:
    """The rows of the CSV."""
    text = of.csv()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


class TestSameContent:
    def test_every_place_to_fill_in_has_one_name(self, listed: Checklist) -> None:
        """The page, the JSON and the CSV call every place to fill in by the same name."""
        names = [name for name, _ in listed.answers()]
        assert len(set(names)) == len(names)
        page = Page(listed.html())
        assert {found["name"] for found in page.all("input", "textarea")} == set(names)
        assert list(json.loads(listed.json())["answers"]) == names
        keys = [row["key"] for row in rows(listed)]
        verdicts = {name.removesuffix("|verdict") for name in names if name.endswith("|verdict")}
        assert verdicts <= set(keys) <= verdicts | set(names)
        assert len(set(keys)) == len(keys)

    def test_items_are_the_same(self, listed: Checklist) -> None:
        """Each format has every item with its number, requirement, reason and mending."""
        table = {row["key"]: row for row in rows(listed)}
        text = listed.markdown()
        plain = re.sub(r"\\(?=[\\`*_\[\]<>#|~&])", "", text)
        for item in listed:
            row = table[item.key]
            assert (row["number"], row["kind"], row["why"], row["fix"]) == (
                str(item.number), item.kind, item.why, item.fix
            )  # fmt: skip
            assert row["question"].startswith(item.title)
            assert row["options"] == " | ".join(choice.label for choice in item.choices)
            for part in (f"**{item.number} · {item.tag}** {item.title}", item.wrong, item.why, item.fix, item.where):
                assert part in plain

    def test_json_holds_all_of_it(self, listed: Checklist) -> None:
        """The JSON says what it is and holds sections, places, items, sources and summary."""
        data = json.loads(listed.json())
        assert (data["checklist"], data["title"], data["lang"]) == (1, listed.title, listed.lang)
        items = [item for section in data["sections"] for place in section["places"] for item in place["items"]]
        holding = [item for section in data["sections"] for item in section["holding"]]
        assert sorted(item["number"] for item in items + holding) == [item.number for item in listed]
        assert data["sources"] == list(listed.sources)
        assert "audit" not in data

    def test_what_is_known_is_filled_in(self) -> None:
        """What is known already stands where it can be changed."""
        made = checklist(a_shop().change("pay", owner="Payments team"))
        owned = [name for name, value in made.answers() if value == "Payments team"]
        assert owned
        assert all(name.endswith("@pay|owner") or "@pay#" in name for name in owned)
        assert {row["owner"] for row in rows(made) if row["key"].startswith("JM105@pay")} <= {"Payments team"}

    def test_columns(self, listed: Checklist) -> None:
        """The columns to fill in come last."""
        assert list(rows(listed)[0]) == list(COLUMNS)
        assert COLUMNS[-6:] == ("answer", "severity", "owner", "by_when", "photo", "note")


def squeezed(text: str) -> str:
    """The text without spaces: each format ends lines where it likes."""
    return re.sub(r"[\s\u2066-\u2069]+", "", text)


def every_format(of: Checklist, pages_of: Callable[[bytes], list[str]]) -> dict[str, str]:
    """All that is written in a checklist of each format."""
    document = Document(io.BytesIO(of.docx()))
    sheet = load_workbook(io.BytesIO(of.xlsx())).worksheets[0]
    markdown = re.sub(r"<!--.*?-->|\[\^\d+\]", "", of.markdown())
    return {
        "html": Page(of.html()).text,
        "pdf": "\n".join(pages_of(of.pdf())),
        "docx": "\n".join("".join(p.itertext(qn("w:t"))) for p in document.element.body.iter(qn("w:p"))),
        "xlsx": "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None),
        "markdown": re.sub(r"\\(?=[\\`*_\[\]<>#|~&])", "", markdown),
        "csv": "\n".join(cell for row in rows(of) for cell in row.values()),
        "json": "\n".join(strings(json.loads(of.json()))),
    }


def strings(data: Any) -> Iterator[str]:
    """Every text in plain data."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, (dict, list)):
        for each in data.values() if isinstance(data, dict) else data:
            yield from strings(each)


class TestEveryFormat:
    def test_each_item_says_the_same(self, listed: Checklist, pages_of: Callable[[bytes], list[str]]) -> None:
        """Page, PDF, document, workbook, Markdown, CSV and JSON say of every item all that there is to say of it."""
        made = attrs.evolve(listed, audit=None)
        texts = {name: squeezed(text) for name, text in every_format(made, pages_of).items()}
        assert len(texts) == 7
        for item in made:
            labels = [choice.label for choice in (*item.choices, *(box for ask in item.asks for box in ask.choices))]
            asked = [ask.text for ask in item.asks]
            parts = (item.code, *item.also, item.title, item.wrong, item.proof, item.why, item.fix, *asked, *labels)
            for name, text in texts.items():
                missed = [part for part in (*parts, item.where) if squeezed(part) not in text]
                assert not missed, (name, item.number)

    def test_around_the_items_as_well(self, listed: Checklist, pages_of: Callable[[bytes], list[str]]) -> None:
        """What is printed for people has cover, guide, figures, principles, sources, limits and signatures alike."""
        made = attrs.evolve(listed, audit=None)
        texts = every_format(made, pages_of)
        for name in ("html", "pdf", "docx", "markdown", "json"):
            text = squeezed(texts[name])
            parts = [made.title, made.subtitle, made.limits, *made.guide, *made.sources]
            parts += [blank.label for blank in made.cover]
            parts += [part for figure in made.summary.figures for part in (figure.label, figure.value, figure.note)]
            parts += [line.name for line in made.summary.principles]
            parts += [pointer.title for pointer in made.summary.first]
            parts += [text for section in made.sections for text in (section.name, section.counts)]
            parts += [text for s in made.sections for p in s.places for text in (p.name, p.about, p.text, p.felt_for)]
            parts += [text for s in made.signatures for text in (s.role, *(blank.label for blank in s.blanks))]
            assert not [part for part in parts if squeezed(part) not in text], name


class TestHostile:
    def test_no_cell_is_a_formula(self) -> None:
        """No cell begins with what a spreadsheet would take for a formula."""
        table = rows(checklist(hostile_journey()))
        cells = [cell for row in table for cell in row.values()]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
        assert "'=1+1" in cells

    def test_markdown_means_nothing(self) -> None:
        """Names mean nothing in Markdown: no tag, no link, no code, no table, no heading."""
        text = re.sub(r"<!-- [\w@#|%.,=~:+/-]+( [\w%.,=~-]+)* -->", "", checklist(hostile_journey()).markdown())
        assert re.search(r"(?<!\\)<", text) is None
        assert re.search(r"(?<!\\)\](?!:|\[| \*\*)\(", text) is None
        assert "\\<script\\>" in text
        assert "\\[link\\](javascript:alert(1))" in text
        for name in HOSTILE:
            assert f"\n{name}\n" not in text or name.strip() in ("", "no", "on", "null")


@given(journeys())
@settings(max_examples=10, deadline=None)
def test_every_journey_can_be_written(journey: Journey) -> None:
    """Any journey at all has its checklist as Markdown, JSON and CSV, with as many items as the checklist has."""
    made = checklist(journey)
    assert made.markdown().count("\n- [ ] ") == len(made)
    assert len(json.loads(made.json())["answers"]) == sum(1 for _ in made.answers())
    assert sum(bool(row["number"]) for row in rows(made)) >= len(made)
