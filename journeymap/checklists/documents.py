"""A checklist as a document for word processors: boxes to click, places to type, and lines to write on by hand.

Every place is named by hidden text before it, as Markdown names it by a comment, so that rows may be sorted, controls
typed over and the document saved by another program: see :mod:`journeymap.checklists.typed` for the way back.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from contextlib import suppress
from typing import Any

from journeymap.checklists.content import Checklist
from journeymap.checklists.controls import LONGEST_NAME
from journeymap.checklists.facing import PAPERS, WIDE, facing
from journeymap.checklists.lines import fingerprints, told
from journeymap.checklists.paragraphs import Pages
from journeymap.checklists.styles import styled
from journeymap.checklists.typed import lines_of
from journeymap.checklists.wordml import dxa, hidden, paragraph, parsed, run
from journeymap.drawing import Drawing
from journeymap.drawing.logos import HIGH, Mark
from journeymap.drawing.pictures import as_pngs
from journeymap.drawing.typesetting import clean
from journeymap.errors import MissingToolError, UnknownNameError, shorten

__all__ = ["as_docx"]

_SHEETS = {"A4": (210, 297), "Letter": (215.9, 279.4)}
"""Width and height of paper in mm."""

_MARGIN = 13.0
"""How far what is printed stays from the edges of the paper, at the top and the sides, in mm."""

_SCALE = 2.0
"""How many pixels a CSS pixel of the map becomes."""

_EPOCH = datetime.datetime(1980, 1, 1)


def as_docx(checklist: Checklist, *, paper: str = "A4", large: bool = False) -> bytes:
    """The checklist as a document; see :meth:`Checklist.docx`."""
    if paper not in PAPERS:
        raise UnknownNameError.of("paper", paper, PAPERS)
    try:
        from docx import Document
    except ImportError as error:
        raise MissingToolError('documents need python-docx: pip install "journeymap[office]"') from error
    document = Document()
    styled(document, lang=checklist.lang, large=large)
    properties = document.core_properties
    properties.title, properties.language = clean(checklist.title)[:255], checklist.lang
    properties.author, properties.comments = "", ""
    properties.created = properties.modified = _EPOCH
    _page(document.sections[0], paper, shorten(clean(checklist.title), LONGEST_NAME))
    _fill(document, Pages(checklist, PAPERS[paper], large=large), checklist)
    content = io.BytesIO()
    document.save(content)
    return _packed(content)


def _page(section: Any, paper: str, foot: str) -> None:
    from docx.shared import Mm

    section.page_width, section.page_height = map(Mm, _SHEETS[paper])
    section.left_margin = section.right_margin = section.top_margin = Mm(_MARGIN)
    section.bottom_margin = Mm(15)
    section.header_distance = section.footer_distance = Mm(8)
    line = section.footer.paragraphs[0]._p
    line.getparent().replace(line, parsed(_foot(foot, PAPERS[paper])))


def _foot(title: str, wide: float) -> str:
    pages = f"{_field('PAGE')}{run(' / ')}{_field('NUMPAGES')}"
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{dxa(wide)}"/></w:tabs>'
    return f'<w:p><w:pPr><w:pStyle w:val="Footer"/>{tab}</w:pPr>{run(title)}<w:r><w:tab/></w:r>{pages}</w:p>'


def _field(name: str) -> str:
    return f'<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def _fill(document: Any, pages: Pages, checklist: Checklist) -> None:
    """Write the pages into the document, then what tells later what was printed."""
    end = document.element.body.sectPr
    map = _map(checklist)
    if checklist.mark is not None:
        _place_logo(document, checklist.mark, pages.wide)
    for part in pages.cover():
        end.addprevious(parsed(part))
    if map:
        end.addprevious(parsed(paragraph(run(checklist.words.map), style="Heading1", on_new_page=True)))
    for picture, said in map:
        _place(document, picture, said)
    for part in (*pages.walk(on_new_page=bool(map)), *pages.end()):
        end.addprevious(parsed(part))
    parts = document.element.body, document.sections[0].footer._element
    printed = fingerprints(line for part in parts for line in lines_of(part))
    end.addprevious(parsed(paragraph(hidden(told(printed)), style="Hidden")))


def _map(checklist: Checklist) -> tuple[tuple[bytes, str], ...]:
    """The pictures of the map, and what each says in words; none without the extra ``png`` or ``pdf``."""
    parts = facing(checklist)
    try:
        return tuple(zip(as_pngs(parts, scale=_SCALE), (part.summary for part in parts), strict=True))
    except MissingToolError:
        return ()


def _place_logo(document: Any, mark: Mark, most: float) -> None:
    """Show the logo above the title, where the extra ``png`` is installed."""
    drawn = Drawing(
        title=mark.said, kind="logo", lang="", summary=mark.said, text="", svg=mark.logo.svg(HIGH * 96 / 25.4)
    )
    with suppress(MissingToolError):
        _place(document, drawn.png(scale=_SCALE * 2), mark.said, wide=mark.width(most), style="Checklist Logo")


def _place(document: Any, picture: bytes, said: str, *, wide: float = WIDE, style: str = "Checklist Picture") -> None:
    """Show a picture, such as one of the map, as wide as the map is printed."""
    from docx.shared import Mm

    shown = document.add_paragraph(style=style)
    shown.add_run().add_picture(io.BytesIO(picture), Mm(wide))
    (properties,) = shown._p.xpath(".//wp:docPr")
    properties.set("descr", clean(said))
    for side in ("distT", "distB", "distL", "distR"):  # else LibreOffice leaves room beside it
        properties.getparent().set(side, "0")


def _packed(content: io.BytesIO) -> bytes:
    """The same document with the same bytes every time: nothing in it says when it was written."""
    packed = io.BytesIO()
    with zipfile.ZipFile(content) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name), source.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
