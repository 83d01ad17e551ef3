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
from journeymap.display import Shown
from journeymap.drawing.logos import Mark
from journeymap.drawing.themes import Theme, themed
from journeymap.rulebook import Severity

__all__ = [
    "LOOKS",
    "Ask",
    "Blank",
    "Checklist",
    "Choice",
    "Figure",
    "Item",
    "Place",
    "Pointer",
    "PrincipleLine",
    "Section",
    "Signature",
    "Summary",
    "Words",
]

Kind = Literal["failed", "question", "passed", "standard", "rated"]
Paper = Literal["A4", "Letter"]

LOOKS = ("audit", "theme", "mark")
"""The attributes of a checklist that are no words."""


@attrs.frozen
class Choice:
    """One box to tick: what it stands for, and the words beside it."""

    value: str
    label: str


@attrs.frozen
class Blank:
    """A place to write.

    Attributes:
        key: What is written there, such as ``owner`` or the name of a fact.
        label: The words that stand at the line.
        kind: What belongs there.
        unit: The unit of a measured value, printed after the line.
        value: What is already known and need only be confirmed.
    """

    key: str
    label: str
    kind: Literal["line", "number", "day", "note"] = "line"
    unit: str = ""
    value: str = ""


@attrs.frozen
class Ask:
    """One fact that is not known yet, and where the answer goes: boxes, a line to write on, or both.

    With neither, the item's own boxes, yes and no, answer it.

    Attributes:
        fact: The fact, such as ``wait.known``; ``business.hours`` belongs to the journey and not to a place.
        text: The question that asks for it; empty when the item's own question does.
        choices: The boxes, if the answer is one of a few.
        several: Whether more than one box may be ticked.
        blank: Where a value is written, with its unit.
    """

    fact: str
    text: str = ""
    choices: tuple[Choice, ...] = ()
    several: bool = False
    blank: Blank | None = None


@attrs.frozen
class Item:
    """One line of a checklist: a failure to look into, a question to answer, something that holds, or what to look for.

    Attributes:
        number: Counted through the whole checklist from 1, so that evaluators can name it.
        key: What an answer is filed under; unique in a checklist, the same again for the same journey.
        code: The code of the rule.
        also: Codes of further rules that the same answer settles.
        kind: failed, question or passed; on a ready-made sheet standard, which is judged, or rated, on a scale.
        severity: How bad it is, or would be.
        sign: What tells the kind and severity without colour.
        tag: The sign, code and severity in words; empty on a ready-made sheet.
        title: The requirement, or the question.
        wrong: What is wrong; empty unless it failed.
        why: Why it matters.
        fix: How to mend it; empty unless it failed.
        notes: The numbers of its sources.
        choices: The boxes for the verdict.
        asks: The facts that are asked for.
        blanks: The places to write.
        proof: The path that proves it, as names of touchpoints; empty when no path is needed.
        where: The places where it holds, in words; empty unless it passed.
        at: The touchpoints that an answer is about, by id; empty when no one in particular.
    """

    number: int
    key: str
    code: str
    kind: Kind
    severity: Severity
    sign: str
    tag: str
    title: str
    also: tuple[str, ...] = ()
    wrong: str = ""
    why: str = ""
    fix: str = ""
    notes: tuple[int, ...] = ()
    choices: tuple[Choice, ...] = ()
    asks: tuple[Ask, ...] = ()
    blanks: tuple[Blank, ...] = ()
    proof: str = ""
    where: str = ""
    at: tuple[str, ...] = ()

    @property
    def plain(self) -> str:
        """The fact that yes or no in the item's own boxes answers; empty when they do not."""
        return next((ask.fact for ask in self.asks if not (ask.choices or ask.blank)), "")

    def answers(self) -> Iterator[tuple[str, str]]:
        """Every place to fill in, by name, with what is already known."""
        yield f"{self.key}|verdict", ""
        if self.kind == "failed":
            yield f"{self.key}|severity", ""
        yield from ((f"{self.key}|{ask.fact}", "") for ask in self.asks if ask.choices or ask.blank)
        yield from ((f"{self.key}|{blank.key}", blank.value) for blank in self.blanks)


@attrs.frozen
class Place:
    """A touchpoint on the walk, or the journey as a whole.

    Attributes:
        touchpoint: Its id; None for the journey as a whole.
        name: Its name.
        about: What is known of it in a few words: channel, emotion, share of customers.
        text: What the customer does here.
        felt: How it felt, asked at every touchpoint.
        felt_by: Codes of the rules that cannot tell without it.
        felt_for: The same in words; empty when no rule waits for it.
        note: Where to write what was noticed.
        items: Failed ones first, then questions.
    """

    touchpoint: str | None
    name: str
    about: str = ""
    text: str = ""
    felt: Ask | None = None
    felt_by: tuple[str, ...] = ()
    felt_for: str = ""
    note: Blank | None = None
    items: tuple[Item, ...] = ()


@attrs.frozen
class Section:
    """A stage: its places in walking order, and what holds in it."""

    name: str
    counts: str
    places: tuple[Place, ...] = ()
    holding: tuple[Item, ...] = ()


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
