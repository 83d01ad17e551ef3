"""The checklist as PDF: tagged, whole in itself, nothing split, nothing alone at the foot of a page, nothing cut."""

from __future__ import annotations

import builtins
import re
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import attrs
import pytest

from journeymap.auditing import audit
from journeymap.checklists import Checklist, checklist
from journeymap.checklists.content import Paper
from journeymap.checklists.items import Item
from journeymap.errors import MissingToolError, UnknownNameError
from journeymap.model import Journey
from journeymap.saving import save
from tests.checklist_pages import a_checklist_of, a_shop
from tests.conftest import missing

Pages = Callable[[bytes], list[str]]


@pytest.fixture(scope="module", params=["en", "ko"])
def listed(request: pytest.FixtureRequest) -> Checklist:
    """A checklist with items of every kind, in each language."""
    return checklist(audit(a_shop()), lang=request.param)


def packed(text: str) -> str:
    """The text without spaces and signs of direction: where lines end does not matter."""
    return re.sub(r"[\s\u2066-\u2069]+", "", text)


def texts_of(item: Item) -> list[str]:
    """What an item says, from its head to its last question."""
    asked = [ask.text for ask in item.asks]
    return [item.title, item.wrong, item.proof, item.why, item.fix, item.where, *asked]


def told(pdf: bytes) -> str:
    """What a PDF says of itself."""
    try:
        return subprocess.run(["pdfinfo", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    except FileNotFoundError:
        missing("needs the program pdfinfo (apt install poppler-utils)")


class TestDocument:
    @pytest.mark.parametrize(("paper", "size"), [("A4", "595.2"), ("Letter", "612 x 792")])
    def test_it_is_tagged(self, listed: Checklist, paper: Paper, size: str) -> None:
        """The PDF says that it is tagged, what it is called, and how large its pages are."""
        said = told(listed.pdf(paper=paper))
        assert re.search(r"Tagged:\s+yes", said)
        assert re.search(rf"Page size:\s+{size}", said)
        assert listed.title in said

    def test_pages_are_counted(self, listed: Checklist, pages_of: Pages) -> None:
        """Every page says which one it is, and of how many."""
        pages = pages_of(listed.pdf())
        for number, page in enumerate(pages, 1):
            assert f"{number} / {len(pages)}" in page

    def test_cover_map_and_walk_have_their_own_pages(self, listed: Checklist, pages_of: Pages) -> None:
        """The cover is the first page, the map starts on the facing page, the walk on a page of its own."""
        first, second, *rest = map(packed, pages_of(listed.pdf()))
        for line in listed.summary.principles:
            assert packed(line.name) in first
        assert all(packed(line) in first for line in listed.guide)
        assert packed(listed.words.map) in second
        walk = next(page for page in rest if packed(listed.sections[0].name + listed.sections[0].counts) in page)
        assert walk.startswith(packed(listed.sections[0].name))

    def test_without_an_audit_there_is_no_map(self, listed: Checklist, pages_of: Pages) -> None:
        """A checklist that came from elsewhere goes on without the map."""
        text = packed("".join(pages_of(attrs.evolve(listed, audit=None).pdf())))
        assert packed(listed.words.map) not in text
        assert packed(listed.words.signatures) in text

    def test_sources_are_noted_at_the_foot(self, listed: Checklist, pages_of: Pages) -> None:
        """The page on which a source is first named says which source it is, and the last pages list them all."""
        pages = [packed(page) for page in pages_of(listed.pdf())]
        item = next(item for item in listed if item.notes and item.kind == "question")
        page = pages[page_of(item, pages_of(listed.pdf()))]
        for note in item.notes:
            assert packed(f"{note}{listed.sources[note - 1]}") in page
            assert packed(f"{note}{listed.sources[note - 1]}") in "".join(pages[-2:])

    def test_the_same_bytes(self, listed: Checklist) -> None:
        """The same checklist gives the same bytes."""
        assert listed.pdf() == listed.pdf()

    def test_saved(self, listed: Checklist, tmp_path: Path) -> None:
        """A checklist is saved as PDF by its suffix."""
        assert save(listed, tmp_path / "list.pdf").read_bytes().startswith(b"%PDF-")

    def test_evaluators_side_by_side(self, listed: Checklist, pages_of: Pages) -> None:
        """For several evaluators there is a page with a column for each and a line for every item."""
        text = packed("".join(pages_of(attrs.evolve(listed, evaluators=3, audit=None).pdf())))
        start = text.index(packed(listed.words.together))
        assert all(packed(f"{listed.words.evaluator}{number}") in text[start:] for number in (1, 2, 3))
        assert all(packed(f"{item.number}{item.title}") in text[start:] for item in listed)

    def test_unknown_paper(self, listed: Checklist) -> None:
        """Another size of paper is refused."""
        with pytest.raises(UnknownNameError, match="unknown paper 'A3'"):
            listed.pdf(paper="A3")  # type: ignore[arg-type]

    def test_without_the_extra(self, listed: Checklist, monkeypatch: pytest.MonkeyPatch) -> None:
        """Without Typst the message names the extra."""
        real = builtins.__import__

        def without(name: str, *rest: Any, **more: Any) -> Any:
            if name == "typst":
                raise ImportError(name)
            return real(name, *rest, **more)

        monkeypatch.setattr(builtins, "__import__", without)
        with pytest.raises(MissingToolError, match=r"journeymap\[pdf\]"):
            listed.pdf()


def page_of(item: Item, pages: Sequence[str]) -> int:
    """The one page on which an item stands with its number and its head."""
    head = f" {item.number} {item.tag} "
    found = [number for number, page in enumerate(pages) if head in f" {' '.join(page.split())} "]
    assert len(found) == 1, (head, found)
    return found[0]


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("items", [12, 60, 300])
def test_nothing_is_split_and_nothing_stands_alone(items: int, lang: str, large: bool, pages_of: Pages) -> None:
    """Every item stands on one page with all it says, every head on the page of the first thing below it."""
    made = a_checklist_of(items, lang=lang)
    made = attrs.evolve(made, audit=None, summary=attrs.evolve(made.summary, first=()))
    printed = pages_of(made.pdf(large=large))
    pages = [packed(page) for page in printed]
    home = {item.number: page_of(item, printed) for item in made}
    assert len(home) == items
    for item in made:
        for text in texts_of(item):
            assert packed(text) in pages[home[item.number]]
    for section in made.sections:
        (page,) = (at for at, page in enumerate(pages) if packed(section.name + section.counts) in page)
        first = section.places[0] if section.places else None
        if first is None or first.items:
            assert home[(first.items if first is not None else section.holding)[0].number] == page
        for place in section.places:
            if place.items and place.name:
                assert packed(place.name + place.about) in pages[home[place.items[0].number]]
        if section.holding:
            below = section.holding[0]
            labels = "".join(choice.label for choice in below.choices)
            assert packed(f"✓{made.words.holding}{labels}{below.number}{below.tag}") in pages[home[below.number]]


def test_what_is_taller_than_a_page_goes_on(pages_of: Pages) -> None:
    """Names and descriptions longer than a page are printed whole, and every item after them."""
    long = " ".join(f"word{number}" for number in range(2_000))
    korean = " ".join(f"낱말{number}" for number in range(400)) + "아" * 3_000
    walk = Journey("Walk").touchpoint("a", "Door", kind="payment", description=long, emotion=-2)
    walk = walk.touchpoint("b", korean, kind="payment", emotion=-1)
    made = attrs.evolve(checklist(walk), audit=None)
    text = packed("".join(re.sub(r"\nWalk — journey checklist \d+ / \d+", "", page) for page in pages_of(made.pdf())))
    assert packed("word1998 word1999") in text
    assert all(packed(f"낱말{number}") in text for number in range(400))
    assert all(packed(f"{item.number}{item.tag}") in text for item in made)


def test_text_is_never_code(pages_of: Pages) -> None:
    """Whatever anybody wrote is text on the page."""
    hostile = '#panic("x") *b* $x$ \\ " @a <b> `c` // d'
    made = checklist(Journey(hostile).touchpoint("a", hostile, description=hostile, emotion=-1, kind="payment"))
    pages = pages_of(attrs.evolve(made, audit=None).pdf())
    assert packed(hostile) in packed(pages[0])
    assert "".join(pages).count("panic") > 2
