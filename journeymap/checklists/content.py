"""What a checklist says, apart from how it is written down: every writer and reader shares this content.

All words are settled here, in the reader's language; a writer decides where they stand and nothing else.

    Checklist
    ├── cover, guide, summary, signatures     who walked, how to fill it in, what the audit found
    ├── sections                              one a stage, in walking order; the journey as a whole last
    │   ├── places                            one a touchpoint: how it felt, then its items
    │   │   └── items                         failed first, then questions
    │   └── holding                           what passed, one short line each
    └── sources, limits                       numbered once; an item carries the numbers
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import attrs

from journeymap.auditing import Audit
from journeymap.checklists.items import Blank, Choice, Item, Kind, Section
from journeymap.display import Shown
from journeymap.drawing.logos import Mark
from journeymap.drawing.themes import Theme, themed

__all__ = [
    "LOOKS",
    "Checklist",
    "Figure",
    "Pointer",
    "PrincipleLine",
    "Signature",
    "Summary",
    "Words",
]

Paper = Literal["A4", "Letter"]

LOOKS = ("audit", "theme", "mark")
"""The attributes of a checklist that are no words."""


@attrs.frozen
class Figure:
    """A number of the summary, with what it counts and what to make of it."""

    label: str
    value: str
    note: str = ""


@attrs.frozen
class PrincipleLine:
    """How one principle of service design stands: how many of its checks failed, are open, hold."""

    name: str
    failed: int
    questions: int
    passed: int


@attrs.frozen
class Pointer:
    """One of the items to look at first: its number, and what is wrong in one line."""

    number: int
    tag: str
    place: str
    title: str


@attrs.frozen
class Summary:
    """The audit on half a page."""

    figures: tuple[Figure, ...]
    first: tuple[Pointer, ...]
    principles: tuple[PrincipleLine, ...]


@attrs.frozen
class Signature:
    """Who signs, and the lines for it."""

    role: str
    blanks: tuple[Blank, ...]


@attrs.frozen
class Words:
    """The headings and labels of a checklist, in its language."""

    guide: str
    degrees: str
    first: str
    principles: str
    principle: str
    failed: str
    questions: str
    passed: str
    verdict: str
    severity: str
    felt: str
    fix: str
    also: str
    proof: str
    holding: str
    map: str
    sources: str
    source: str
    limits: str
    signatures: str
    screen: str
    together: str
    item: str
    evaluator: str
    agreed: str


@attrs.frozen(repr=False, eq=False)
class Checklist(Shown):
    """A checklist to walk a journey with: see :func:`journeymap.checklist`.

    Attributes:
        title: Its title.
        subtitle: Whose journey, how many touchpoints, how to use it.
        lang: Its language.
        cover: What is filled in once: evaluator, date, place.
        guide: How to fill it in.
        degrees: What the severities 0 to 4 mean, as judged on the spot.
        summary: What the audit found.
        sections: The walk.
        signatures: Who signs.
        sources: The sources, numbered from 1.
        limits: What the score does not say.
        words: Headings and labels.
        audit: The audit it was made from, for the map; None for a checklist that came from elsewhere.
        evaluators: For how many evaluators there is a column on a page that puts their verdicts together; 0 for none.
        theme: How the map looks, and the font of the pages.
        mark: The logo above the title, if there is one.
    """

    title: str
    subtitle: str
    lang: str
    cover: tuple[Blank, ...]
    guide: tuple[str, ...]
    degrees: tuple[Choice, ...]
    summary: Summary
    sections: tuple[Section, ...]
    signatures: tuple[Signature, ...]
    sources: tuple[str, ...]
    limits: str
    words: Words
    audit: Audit | None = None
    evaluators: int = 0
    theme: Theme = themed("light")
    mark: Mark | None = None

    def __iter__(self) -> Iterator[Item]:
        for section in self.sections:
            for place in section.places:
                yield from place.items
            yield from section.holding

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __bool__(self) -> bool:
        return True

    def count(self, kind: Kind) -> int:
        """How many items of a kind there are."""
        return sum(item.kind == kind for item in self)

    def answers(self) -> Iterator[tuple[str, str]]:
        """Every place to fill in, by the name that all formats give it, with what is already known.

        Such as ``JM103@pay|verdict``, ``pay|felt`` or ``cover|evaluator``.
        """
        yield from ((f"cover|{blank.key}", blank.value) for blank in self.cover)
        for section in self.sections:
            for place in section.places:
                if place.felt is not None:
                    yield f"{place.touchpoint}|felt", ""
                if place.note is not None:
                    yield f"{place.touchpoint}|{place.note.key}", place.note.value
                for item in place.items:
                    yield from item.answers()
            for item in section.holding:
                yield from item.answers()
        for signature in self.signatures:
            yield from ((f"signed|{blank.key}", blank.value) for blank in signature.blanks)

    def html(self, *, paper: Paper = "A4", large: bool = False) -> str:
        """One self-contained page: a form on the screen, boxes and lines on paper. No script, nothing from outside.

        Args:
            paper: The size of a page, ``"A4"`` or ``"Letter"``.
            large: Whether to print large, for eyes that need it.

        Raises:
            UnknownNameError: When there is no such paper.
        """
        from journeymap.checklists.html import page

        return page(self, paper=paper, large=large)

    def markdown(self) -> str:
        """The same as Markdown, a task list."""
        from journeymap.checklists.markdown import markdown

        return markdown(self)

    def json(self) -> str:
        """The same as JSON for programs, with ``answers``: a value to fill in for every name of :meth:`answers`."""
        from journeymap.checklists.data import as_json

        return as_json(self)

    def csv(self) -> str:
        """The same as CSV for spreadsheets: a row for every line, to be filled in from the column ``answer`` on.

        Text that a spreadsheet would take for a formula is marked as text by an apostrophe before it.
        """
        from journeymap.checklists.data import as_csv

        return as_csv(self)

    def xlsx(self) -> bytes:
        """The same as a workbook for spreadsheets: drop-downs, frozen heads, A4, a summary that counts as it is filled.

        Raises:
            MissingToolError: When the extra ``office`` is not installed.
        """
        from journeymap.checklists.workbooks import as_xlsx

        return as_xlsx(self)

    def docx(self, *, paper: Paper = "A4", large: bool = False) -> bytes:
        """The same as a document for word processors: boxes to click, places to type or to write on by hand.

        The map and the logo stand in it where the extra ``png`` is installed.

        Args:
            paper: The size of a page, ``"A4"`` or ``"Letter"``.
            large: Whether to print large, for eyes that need it.

        Raises:
            MissingToolError: When the extra ``office`` is not installed.
            UnknownNameError: When there is no such paper.

        Warns:
            FontWarning: When no font on this machine has some character of the map.
        """
        from journeymap.checklists.documents import as_docx

        return as_docx(self, paper=paper, large=large)

    def pdf(self, *, paper: Paper = "A4", large: bool = False) -> bytes:
        """The same as pages to print: tagged PDF (PDF/UA-1), no item split over two of them.

        Args:
            paper: The size of a page, ``"A4"`` or ``"Letter"``.
            large: Whether to print large, for eyes that need it.

        Raises:
            MissingToolError: When the extra ``pdf`` is not installed.
            UnknownNameError: When there is no such paper.

        Warns:
            FontWarning: When no font on this machine has some character; another sign stands in its place.
        """
        from journeymap.checklists.pages import as_pdf

        return as_pdf(self, paper=paper, large=large)

    def __repr__(self) -> str:
        counts = f"{self.count('failed')} failed, {self.count('question')} questions, {self.count('passed')} passed"
        return f"<Checklist {self.title!r}: {counts}>"
