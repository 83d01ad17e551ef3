"""A drawing as pixels (PNG, by resvg) and as pages (PDF, by Typst), with fonts that have all of its characters.

A drawing on several sheets becomes one picture, and one page for each sheet. Both are the same bytes each time.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence
from copy import deepcopy
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import attrs

from journeymap.errors import DrawingError, MissingToolError
from journeymap.fonts import fonts_for
from journeymap.printing import literal, pdf, pixels

if TYPE_CHECKING:
    from journeymap.drawing import Drawing

__all__ = ["PAPERS", "as_pdf", "as_png", "as_pngs", "dressed", "parts"]

PAPERS = {"a3": (297.0, 420.0), "a4": (210.0, 297.0), "letter": (215.9, 279.4)}
"""The paper that pages are printed on, in millimetres; other pages are as large as the picture."""

_POINTS = 72 / 96
"""Points in a CSS pixel."""

_ABOVE = 24.0
"""The margin above a further sheet, in CSS pixels."""

_MOST_PIXELS = 250_000_000
"""How large a picture may become: 1 GB while it is drawn."""


def as_png(drawing: Drawing, *, scale: float) -> bytes:
    """The drawing as pixels; see :meth:`journeymap.drawing.Drawing.png`."""
    try:
        import resvg_py
    except ImportError as error:
        raise MissingToolError('PNG needs the package resvg-py: pip install "journeymap[png]"') from error
    if not 0 < scale <= 100:
        raise DrawingError(f"scale must be above 0 and at most 100 (got {scale!r})")
    pixels = drawing.width * drawing.height * scale * scale
    if pixels > _MOST_PIXELS:
        raise DrawingError(
            f"a picture of {drawing.width * scale:,.0f} x {drawing.height * scale:,.0f} pixels is too large: take a "
            "smaller scale, or save it as .pdf or .svg, which stay sharp at any size"
        )
    root = _parsed(drawing.svg)
    fonts = fonts_for(_said(root), prefer=drawing.fonts)
    fonts.warn()
    made = resvg_py.svg_to_bytes(
        svg_string=fonts.readable(_dressed(root, fonts.names)),
        zoom=scale,
        dpi=96,
        skip_system_fonts=True,
        font_files=[str(path) for path in fonts.files],
        languages=[drawing.lang],
    )
    return _with_words(bytes(made), {"Title": drawing.title, "Description": drawing.summary}, scale)


def as_pngs(drawings: Sequence[Drawing], *, scale: float) -> tuple[bytes, ...]:
    """Several drawings as pixels, all at once by Typst where the extra ``pdf`` is installed: in a third of the time.

    Raises:
        MissingToolError: When neither that extra nor ``png`` is installed.
    """
    files: dict[str, str | bytes] = {}
    source = []
    for number, drawing in enumerate(drawings, 1):
        root = _parsed(drawing.svg)
        (sheet,) = _sheets(root, ())
        files[f"{number}.svg"] = _dressed(root, fonts_for(_said(root), prefer=drawing.fonts).names)
        source.append(_page(sheet, None, f"{number}.svg", drawing.title))
    if not source:
        return ()
    first = drawings[0]
    try:
        return pixels(
            "\n".join(source), title=first.title, dots=96 * scale, lang=first.lang, files=files, prefer=first.fonts
        )
    except MissingToolError:
        return tuple(as_png(drawing, scale=scale) for drawing in drawings)


def as_pdf(drawing: Drawing) -> bytes:
    """The drawing as pages; see :meth:`journeymap.drawing.Drawing.pdf`."""
    root = _parsed(drawing.svg)
    fonts = fonts_for(_said(root), prefer=drawing.fonts)
    files: dict[str, str | bytes] = {}
    source = []
    sheets = list(_sheets(root, drawing.breaks))
    paper = _paper(sheets, drawing.page)
    for number, sheet in enumerate(sheets, 1):
        files[f"{number}.svg"] = _dressed(sheet.root, fonts.names)
        told = drawing.text if number == 1 else f"{drawing.title} {number} / {len(sheets)}"
        source.append(_page(sheet, paper, f"{number}.svg", told))
    return pdf("\n".join(source), title=drawing.title, lang=drawing.lang, files=files, prefer=drawing.fonts)


def _paper(sheets: Sequence[_Sheet], page: str) -> tuple[float, float] | None:
    """The width and the height of the paper in points, upright or lying so that all sheets are as large as can be."""
    if page not in PAPERS:
        return None
    short, long = (side * 72 / 25.4 for side in PAPERS[page])
    return max(((long, short), (short, long)), key=lambda paper: min(_fit(sheet, paper) for sheet in sheets))


def _fit(sheet: _Sheet, paper: tuple[float, float]) -> float:
    """How large a sheet becomes on this paper, in points to a CSS pixel."""
    return min(paper[0] / sheet.width, paper[1] / sheet.height)


def parts(drawing: Drawing, *, inset: float = 0.0) -> tuple[Drawing, ...]:
    """Each sheet of a drawing as a picture of its own, all equally wide, for pages that hold other things too.

    Args:
        drawing: The drawing.
        inset: How much of its margins at the left and the right is left out, in CSS pixels.
    """
    whole = list(_sheets(_parsed(drawing.svg), drawing.breaks))
    found = []
    for number, sheet in enumerate(whole, 1):
        title = drawing.title if len(whole) == 1 else f"{drawing.title} {number} / {len(whole)}"
        root = deepcopy(sheet.root) if number > 1 else sheet.root
        if number > 1:
            _retell(root, number, title)
        _, top, _, height = root.get("viewBox", "").split()
        width = sheet.width - 2 * inset
        root.set("viewBox", f"{inset:g} {top} {width:g} {height}")
        root.set("width", f"{width:g}")
        summary = drawing.summary if number == 1 else title
        svg = ElementTree.tostring(root, encoding="unicode")
        found.append(attrs.evolve(drawing, title=title, summary=summary, svg=svg, breaks=(), spots=()))
    return tuple(found)


def _retell(root: ElementTree.Element, number: int, title: str) -> None:
    """Give a further part of a picture ids of its own, and words that say only which part it is."""
    prefix = root.get("aria-labelledby", "").partition("-title")[0]
    for element in root.iter():
        for key, value in element.attrib.items():
            element.set(key, value.replace(prefix, f"{prefix}p{number}"))
        if element.tag in ("title", "desc") and element.get("id"):
            element.text = title


def dressed(drawings: Sequence[Drawing]) -> tuple[str, ...]:
    """Pictures as SVG that Typst can show on a page of other things; with fonts that are there."""
    roots = [_parsed(drawing.svg) for drawing in drawings]
    prefer = drawings[0].fonts if drawings else ()
    families = fonts_for("".join(map(_said, roots)), prefer=prefer).names
    return tuple(_dressed(root, families) for root in roots)


def _page(sheet: _Sheet, paper: tuple[float, float] | None, name: str, told: str) -> str:
    """Typst source for a page of its true size, with the sheet as large as the page allows."""
    scale = _POINTS if paper is None else _fit(sheet, paper)
    width, height = paper or (sheet.width * _POINTS, sheet.height * _POINTS)
    return (
        f"#page(width: {width:.3f}pt, height: {height:.3f}pt, margin: 0pt, fill: rgb({literal(sheet.ground)}), "
        f"place(top + center, image({literal(name)}, width: {sheet.width * scale:.3f}pt, alt: {literal(told)})))"
    )


# The picture, taken apart


@attrs.frozen
class _Sheet:
    """A part of the picture that stands on a page of its own."""

    root: ElementTree.Element
    width: float
    height: float
    ground: str


def _parsed(svg: str) -> ElementTree.Element:
    root = ElementTree.fromstring(svg)
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    root.set("xmlns", "http://www.w3.org/2000/svg")
    return root


def _said(root: ElementTree.Element) -> str:
    """All that is written in a picture."""
    return "".join(text for element in root.iter("text") for text in element.itertext())


def _dressed(root: ElementTree.Element, families: Sequence[str]) -> str:
    """The picture with these fonts and no others. Some readers of SVG must be told the weight of a variable font."""
    for element in root.iter():
        if element is root or "font-family" in element.attrib:
            element.set("font-family", ", ".join(families))
        if element is root or "font-weight" in element.attrib:
            weight = {"bold": "700", "normal": "400"}.get(
                element.get("font-weight", "400"), element.get("font-weight", "400")
            )
            element.set("style", f"font-variation-settings: 'wght' {weight}")
    return ElementTree.tostring(root, encoding="unicode")


def _sheets(root: ElementTree.Element, breaks: Sequence[float]) -> Iterator[_Sheet]:
    """The sheets of a picture: the header stands on the first, the footer on the last."""
    width, height = (float(root.get(side, "0")) for side in ("width", "height"))
    ground = next((each.get("fill", "") for each in root.iter() if each.tag in ("rect", "polygon")), "") or "#ffffff"
    children = list(root)
    marks = [
        index
        for index, each in enumerate(children)
        if "-sheet-" in each.get("id", "") or "-circle-" in each.get("id", "")
    ]
    if not breaks or len(marks) != len(breaks) + 1:
        yield _Sheet(root, width, height, ground)
        return
    for number, (start, bottom) in enumerate(pairwise((0.0, *breaks, height))):
        top = start - _ABOVE if number else start
        page = ElementTree.Element("svg", dict(root.attrib, width=f"{width:g}", height=f"{bottom - top:g}"))
        page.set("viewBox", f"0 {top:g} {width:g} {bottom - top:g}")
        first, last = number == 0, number == len(marks) - 1
        page.extend(
            each
            for index, each in enumerate(children)
            if each.tag in ("title", "desc", "defs", "rect")
            or index == marks[number]
            or (first and index < marks[0])
            or (last and index > marks[-1])
        )
        yield _Sheet(page, width, bottom - top, ground)


# What a PNG says of itself


def _with_words(png: bytes, words: dict[str, str], scale: float) -> bytes:
    """The picture with its resolution and its words, after its first chunk (PNG 1.2, 4.2.4.2 and 11.3.4.5)."""
    end = 8 + 12 + 13
    dots = round(scale * 96 / 0.0254)
    chunks = [_chunk(b"pHYs", struct.pack(">IIB", dots, dots, 1))]
    chunks += [_chunk(b"iTXt", key.encode() + b"\0\0\0\0\0" + text.encode()) for key, text in words.items()]
    return png[:end] + b"".join(chunks) + png[end:]


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
