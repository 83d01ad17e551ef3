"""A report as headings, sentences and tables, which can be shown as text in a terminal or as HTML.

What a user wrote has gone through ``lines.cut`` or ``lines.safe`` before it stands in an outline.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from journeymap.drawing.templating import render
from journeymap.reports.lines import WIDTH, Page, Span

__all__ = ["Outline", "Table", "fragment", "html_page", "text_page"]


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


@attrs.frozen
class Outline:
    """A report: a title, what it says at a glance, tables, and what must be said with it.

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
    page.gap()
    page.say((outline.limits, "faint"))
    return page


def html_page(outline: Outline) -> str:
    """The outline as a page that needs nothing else."""
    return render("outline.html.jinja", outline=outline, whole=True)


def fragment(outline: Outline) -> str:
    """The outline as a piece of HTML for a page that is not ours: no ids, no style sheet."""
    return render("outline.html.jinja", outline=outline, whole=False)
