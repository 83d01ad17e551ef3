"""Read a checklist that was filled in as a document: clicked, typed over, or saved again by another program.

Hidden text names each place; what stands behind it, up to the next place or the end of its cell, is the answer.
Nothing is needed to read it but what comes with the library.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from journeymap.checklists.lines import Line, named, written
from journeymap.checklists.reading import Filled
from journeymap.errors import Problem, ReadError, shorten

__all__ = ["LARGEST", "filled", "lines_of"]

LARGEST = 200_000_000
"""How many bytes a document has at the most when unpacked."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_PROPERTIES = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PARTS = re.compile(r"word/(?P<part>document|header|footer|comments|footnotes|endnotes)\d*\.xml")

_GONE = (f"{_W}moveFrom", f"{_W}del", _FALLBACK)
_SYMBOLS = {0xF0FE: "☒", 0xF0FD: "☒", 0xF052: "☑", 0xF0FC: "✓", 0xF0FB: "✗", 0xF0A8: "☐", 0xF06F: "☐", 0xF0A3: "☐"}
"""What the signs of Wingdings stand for, which word processors offer as boxes and ticks."""

_PROMPT = "PlaceholderText"
"""The style of the words with which Word asks to write into a control that was emptied."""

_SCALE = re.compile(r"\s*\d(\s*·\s*\d)+\s*")
_COUNTED = re.compile(r"\b(PAGE|NUMPAGES)\b")


def filled(content: bytes) -> Iterator[Filled]:
    """What is written in a checklist as a document, whatever it was saved with.

    Raises:
        ReadError: When it is no checklist.
    """
    lines = [line for part, root in _parts(content) for line in lines_of(root, part=part)]
    if not any(line.name for line in lines):
        raise ReadError([Problem("is no checklist: nothing in it names a place to fill in (was it pasted as text?)")])
    yield from written(lines)


def _parts(content: bytes) -> Iterator[tuple[str, Any]]:
    """The parts of a document in which there is text, each with its name."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > LARGEST:
                raise ReadError([Problem(f"unpacks to more than {LARGEST // 1_000_000} MB: that is no checklist")])
            for name in sorted(packed.namelist()):
                part = _PARTS.fullmatch(name)
                if part is not None:
                    yield "" if part["part"] == "document" else part["part"], fromstring(packed.read(name))
    except zipfile.BadZipFile as error:
        raise ReadError([Problem("is no document (save it with the suffix .docx)")]) from error
    except (ParseError, DefusedXmlException, NotImplementedError, RuntimeError, ValueError) as error:
        raise ReadError([Problem(f"cannot be read as a document: {shorten(str(error))}")]) from error


def lines_of(root: Any, *, part: str = "") -> Iterator[Line]:
    """The lines of a part of a document, from one place to the next."""
    yield from _Reader(part).blocks(root)


@attrs.define
class _Reader:
    """Walks through a part and counts tables, rows and paragraphs, so that each line says where it stands."""

    part: str
    tables: int = 0
    paragraphs: int = 0

    def blocks(self, root: Any, cell: str = "") -> Iterator[Line]:
        fresh = True
        for element in root:
            if element.tag == f"{_W}p":
                self.paragraphs += not cell
                where = cell or " ".join(filter(None, (self.part, f"paragraph {self.paragraphs}")))
                yield from _lines(element, where, goes_on=not fresh)
                for box in _boxes_in(element):
                    yield from self.blocks(box, where)
            elif element.tag == f"{_W}tbl":
                yield from self.table(element)
            elif element.tag not in _GONE:
                yield from self.blocks(element, cell)
            if element.tag in (f"{_W}p", f"{_W}tbl"):
                fresh = element.tag == f"{_W}tbl"

    def table(self, table: Any) -> Iterator[Line]:
        self.tables += 1
        number = self.tables
        for at, row in enumerate((row for row in table.iter(f"{_W}tr") if _is_own(row, table)), 1):
            for cell in row.iter(f"{_W}tc"):
                yield from self.blocks(cell, f"table {number}, row {at}")


def _is_own(row: Any, table: Any) -> bool:
    """Whether a row belongs to a table, and to none inside it."""
    return not any(row is inner for other in table.iter(f"{_W}tbl") if other is not table for inner in other.iter())


def _boxes_in(paragraph: Any) -> Iterator[Any]:
    """The text boxes that hang on a paragraph."""
    for element in paragraph:
        if element.tag == f"{_W}txbxContent":
            yield element
        elif element.tag not in _GONE:
            yield from _boxes_in(element)


def _lines(paragraph: Any, where: str, *, goes_on: bool) -> Iterator[Line]:
    """The lines of a paragraph: one, unless several places stand in it."""
    name, before, text = "", "", ""
    about: Mapping[str, str] = {}
    for hidden, said in _joined(_pieces(paragraph)):
        places = list(named(said)) if hidden else []
        if not places:
            text += said
        for ahead, next_name, next_about, behind in places:
            if name:
                yield Line(text + ahead, name, about, before, where)
                before, text = "", ""
            before, text = before + text + ahead, behind
            name, about = next_name, next_about
    yield Line(text, name, about, before, where, goes_on=goes_on and not name)


def _joined(pieces: Iterable[tuple[bool, str]]) -> Iterator[tuple[bool, str]]:
    """Pieces of text, those that follow each other and are hidden alike made one."""
    kept: list[str] = []
    was = False
    for hidden, text in pieces:
        if hidden != was and kept:
            yield was, "".join(kept)
            kept = []
        was = hidden
        kept.append(text)
    yield was, "".join(kept)


def _pieces(element: Any) -> Iterator[tuple[bool, str]]:
    """The text of a paragraph in pieces, each with whether it is hidden; numbers of pages are left out."""
    counted = 0
    for child in element:
        if child.tag == f"{_W}r":
            marks = [mark.get(f"{_W}fldCharType") for mark in child.iter(f"{_W}fldChar")]
            if any(_COUNTED.search(code.text or "") for code in child.iter(f"{_W}instrText")):
                counted = 1
            if "end" in marks:
                counted = 0
            if not counted:
                yield _is_hidden(child), "".join(_text(child))
        elif child.tag == f"{_W}sdt":
            yield from _controlled(child)
        elif child.tag == f"{_W}fldSimple" and _COUNTED.search(child.get(f"{_W}instr", "")):
            continue
        elif child.tag not in (*_GONE, f"{_W}pPr", f"{_W}txbxContent"):
            yield from _pieces(child)


def _is_hidden(run: Any) -> bool:
    vanish = run.find(f"{_W}rPr/{_W}vanish")
    return vanish is not None and vanish.get(f"{_W}val", "1") not in ("0", "false", "off")


def _text(element: Any) -> Iterator[str]:
    """The text of a run; a picture is told by its name."""
    for child in element:
        local = child.tag.rpartition("}")[2]
        if local == "t":
            yield (child.text or "").translate(_SYMBOLS)
        elif local in ("tab", "br", "cr"):
            yield "\t" if local == "tab" else "\n"
        elif local == "sym":
            code = int(child.get(f"{_W}char", "FFFD"), 16)
            yield _SYMBOLS.get(code, chr(code))
        elif local in ("noBreakHyphen", "softHyphen"):
            yield "-" if local == "noBreakHyphen" else ""
        elif child.tag == _PROPERTIES:
            yield f"({child.get('descr') or child.get('title') or child.get('name') or 'a picture'})"
        elif child.tag not in (*_GONE, f"{_W}txbxContent", f"{_W}rPr", f"{_W}instrText", f"{_W}delText"):
            yield from _text(child)


def _controlled(control: Any) -> Iterator[tuple[bool, str]]:
    """What stands in a control: for a box whether it is ticked, and nothing for a prompt."""
    properties, content = control.find(f"{_W}sdtPr"), control.find(f"{_W}sdtContent")
    pieces = list(_pieces(content)) if content is not None else []
    ticked = None if properties is None else properties.find(f"{_W14}checkbox/{_W14}checked")
    if ticked is not None and ticked.get(f"{_W14}val") in ("1", "true", "on"):
        yield False, "☒"
        return
    said = "".join(text for hidden, text in pieces if not hidden)
    prompts = properties is not None and properties.find(f"{_W}showingPlcHdr") is not None
    styles = {style.get(f"{_W}val") for style in control.iter(f"{_W}rStyle")}
    if _SCALE.fullmatch(said) or (prompts and _PROMPT in styles):
        return
    yield from pieces
