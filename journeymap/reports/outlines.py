"""A report as headings, sentences and tables, which can be shown as text in a terminal or as HTML.

What a user wrote has gone through ``lines.cut`` or ``lines.safe`` before it stands in an outline.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from journeymap.display import Shown
from journeymap.drawing.templating import render
from journeymap.reports.lines import WIDTH, Page, Span
from journeymap.reports.marking import plain
from journeymap.reports.marking import table as marked_table

__all__ = ["Outline", "Table", "fragment", "html_page", "markdown_page", "text_page"]


@attrs.frozen
class Table:
    """Rows under a heading.

    Attributes:
        title: The heading.
        heads: What stands above each column; empty for a table without.
        rows: The rows, each with as many cells as the others.
        numbers: The columns that hold numbers.
        note: A sentence below it.
    """

    title: str
    rows: Sequence[Sequence[str]]
    heads: Sequence[str] = ()
    numbers: Sequence[int] = ()
    note: str = ""


@attrs.frozen(repr=False)
class Outline(Shown):
    """A report: a title, what it says at a glance, tables, and what must be said with it.

    It shows itself in a notebook; ``journeymap.save`` writes it as text, as a page or as Markdown.

    Attributes:
        title: The heading of all.
        lead: What it says at a glance, a paragraph each; the first one matters most.
        tables: The tables; those without rows are not shown.
        limits: What the numbers cannot say.
        lang: The language.
    """

    title: str
    lead: Sequence[str]
    tables: Sequence[Table]
    limits: str
    lang: str

    @property
    def shown(self) -> tuple[Table, ...]:
        """The tables that have rows."""
        return tuple(table for table in self.tables if table.rows)

    @property
    def text(self) -> str:
        """The whole report as text, 80 columns wide."""
        return text_page(self).plain()

    @property
    def html(self) -> str:
        """The whole report as a page that needs nothing else."""
        return html_page(self)

    @property
    def markdown(self) -> str:
        """The whole report as Markdown."""
        return markdown_page(self)

    def __repr__(self) -> str:
        counted = sum(len(table.rows) for table in self.shown)
        return f"<{type(self).__name__} {self.title!r}: {counted} row{'s' * (counted != 1)}>"


def text_page(outline: Outline, *, width: int = WIDTH) -> Page:
    """The outline as lines of text."""
    page = Page(width=width)
    page.heading(outline.title)
    page.gap()
    for number, paragraph in enumerate(outline.lead):
        page.say((paragraph, "" if number else "strong"))
    for table in outline.shown:
        page.heading(table.title)
        heads: list[Sequence[Span]] = [[(head, "faint") for head in table.heads]] if table.heads else []
        page.rows([*heads, *table.rows], right=table.numbers)
        if table.note:
            page.say((table.note, "faint"), indent=2)
    if outline.limits:
        page.gap()
        page.say((outline.limits, "faint"))
    return page


def markdown_page(outline: Outline) -> str:
    """The outline as Markdown, which shows what a user wrote as it is."""
    blocks = [f"# {plain(outline.title)}", *map(plain, outline.lead)]
    for each in outline.shown:
        heads = each.heads or [""] * len(each.rows[0])
        rows = [[plain(cell) for cell in row] for row in each.rows]
        blocks += [f"## {plain(each.title)}", marked_table([plain(head) for head in heads], rows)]
        if each.note:
            blocks.append(plain(each.note))
    return "\n\n".join(filter(None, [*blocks, plain(outline.limits)])) + "\n"


def html_page(outline: Outline) -> str:
    """The outline as a page that needs nothing else."""
    return render("outline.html.jinja", outline=outline, whole=True)


def fragment(outline: Outline) -> str:
    """The outline as a piece of HTML for a page that is not ours: no ids, no style sheet."""
    return render("outline.html.jinja", outline=outline, whole=False)
