"""How long writing and reading checklists takes: run with ``pytest tests/benchmarks --benchmark-only``.

Aimed at on two cores for 300 items: HTML within 100 ms, a workbook within a second, PDF within three. Beside them stand
the alternatives: a browser that prints the page, and the same cells written one by one with openpyxl.
"""

from __future__ import annotations

import io
import shutil
import time
from functools import cache
from pathlib import Path
from typing import Any

import attrs
import pytest
from openpyxl import Workbook
from playwright.sync_api import sync_playwright

from journeymap.checklists import Checklist, read_checklist
from journeymap.checklists.data import COLUMNS, rows_of
from tests.checklist_pages import a_checklist_of

FORMATS = ("html", "markdown", "json", "csv", "xlsx", "docx", "pdf")


@cache
def made(lang: str) -> Checklist:
    """A checklist of 300 items."""
    return a_checklist_of(300, lang=lang)


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("format", FORMATS)
def test_writing(benchmark: Any, format: str, lang: str) -> None:
    """A checklist of 300 items in every format; the document without its map, which takes longer than the rest."""
    of = attrs.evolve(made(lang), audit=None) if format == "docx" else made(lang)
    assert benchmark.pedantic(getattr(of, format), rounds=3, warmup_rounds=1)


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_writing_a_document_with_its_map(benchmark: Any, lang: str) -> None:
    """The document with its map of 150 touchpoints: prints the processor time beside that of the PDF."""
    of = made(lang)
    began = time.process_time()
    assert of.pdf()
    between = time.process_time()
    assert benchmark.pedantic(of.docx, rounds=1)
    pdf, docx = between - began, time.process_time() - between
    print(f"\n{lang}: document {docx:.1f} s of processor time, PDF {pdf:.1f} s")


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_writing_a_page_without_its_map(benchmark: Any, lang: str) -> None:
    """The items alone as HTML: the map of 150 touchpoints takes longer than they do."""
    assert benchmark.pedantic(attrs.evolve(made(lang), audit=None).html, rounds=3, warmup_rounds=1)


def test_printing_by_a_browser(benchmark: Any) -> None:
    """The alternative to the PDF: Chromium, already running, prints the page; its PDF has no footnotes."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    page_text = made("ko").html()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page()

        def printed() -> bytes:
            page.set_content(page_text)
            return bytes(page.pdf(prefer_css_page_size=True, tagged=True))

        assert benchmark.pedantic(printed, rounds=1)
        browser.close()


def test_a_workbook_by_openpyxl(benchmark: Any) -> None:
    """The alternative to the workbook: the same cells by openpyxl, without drop-downs, formats or formulae."""
    rows = list(rows_of(made("ko")))

    def written() -> bytes:
        book, content = Workbook(), io.BytesIO()
        for row in rows:
            book.worksheets[0].append([row.get(column, "") for column in COLUMNS])
        book.save(content)
        return content.getvalue()

    assert benchmark.pedantic(written, rounds=3, warmup_rounds=1)


@pytest.mark.parametrize("suffix", [".json", ".csv", ".md", ".xlsx", ".docx"])
def test_reading(benchmark: Any, suffix: str, tmp_path: Path) -> None:
    """Reading one of 300 items back."""
    of = attrs.evolve(made("ko"), audit=None)
    content = getattr(of, {".md": "markdown"}.get(suffix, suffix[1:]))()
    file = tmp_path / f"filled{suffix}"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    assert benchmark.pedantic(read_checklist, args=(file,), rounds=3, warmup_rounds=1).problems == ()
