"""The parts that a document for word processors is made of, as WordprocessingML (ECMA-376)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from journeymap.drawing.typesetting import clean

__all__ = ["cell", "dxa", "hidden", "paragraph", "parsed", "row", "run", "table"]

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_NAMES = f'xmlns:w="{_W}" xmlns:w14="{_W14}" xmlns:a="{_A}"'


def parsed(xml: str) -> Any:
    """XML, with the names that its tags begin with told, as an element of a document."""
    from docx.oxml import parse_xml

    head, _, rest = xml.partition(">")
    closed = head.removesuffix("/")
    return parse_xml(f"{closed} {_NAMES}{head[len(closed) :]}>{rest}")


def dxa(mm: float) -> int:
    """A length as documents measure it: in twentieths of a point."""
    return round(mm * 1440 / 25.4)


def run(text: str, style: str = "") -> str:
    """Text in a style of letters; nothing for no text."""
    named = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    head, tail = (" " * (text[side] == " ") for side in (0, -1)) if text else ("", "")
    said = f'<w:t xml:space="preserve">{head}{escape(clean(text))}{tail}</w:t>'
    return f"<w:r>{named}{said}</w:r>" if text else ""


def hidden(text: str) -> str:
    """Text that is neither shown nor printed."""
    return f'<w:r><w:rPr><w:noProof/><w:vanish/></w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*runs: str, style: str = "", on_new_page: bool = False, keep: bool = False) -> str:
    """A paragraph; ``keep`` leaves it on one page with the next."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    kept = "<w:keepNext/>" if keep else ""
    broken = "<w:pageBreakBefore/>" if on_new_page else ""
    return f"<w:p><w:pPr>{named}{kept}{broken}</w:pPr>{''.join(runs)}</w:p>"


def cell(wide: float, *paragraphs: str, span: int = 1, fill: str = "") -> str:
    """A cell of a width in mm."""
    joined = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    filled = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    size = f'<w:tcW w:w="{dxa(wide)}" w:type="dxa"/>'
    return f"<w:tc><w:tcPr>{size}{joined}{filled}</w:tcPr>{''.join(paragraphs) or paragraph()}</w:tc>"


def row(*cells: str, head: bool = False) -> str:
    """A row that is never split over two pages; a head comes again on every page."""
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>{''.join(cells)}</w:tr>"


def table(columns: Sequence[float], rows: Iterable[str], *, style: str, about: str) -> str:
    """A table with columns of widths in mm, and what it is about for those who do not see it."""
    grid = "".join(f'<w:gridCol w:w="{dxa(wide)}"/>' for wide in columns)
    size = f'<w:tblW w:w="{dxa(sum(columns))}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
    look = '<w:tblLook w:val="0020" w:firstRow="1" w:noHBand="1" w:noVBand="1"/>'
    said = f"<w:tblCaption w:val={quoteattr(clean(about))}/>"
    properties = f'<w:tblPr><w:tblStyle w:val="Checklist{style}"/>{size}{look}{said}</w:tblPr>'
    return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
