"""A drawing as slides whose every part can be moved, recoloured and written over: no picture, but native shapes.

One slide for each sheet, as wide to high as screens are. A pixel stays a pixel, so that text keeps its size; the notes
hold the story in words.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import attrs

from journeymap.drawing.slides.outlines import Box
from journeymap.drawing.slides.scenes import Mark, Paragraph, Scene, Text, scene
from journeymap.drawing.slides.shaping import NAMESPACES, Writer
from journeymap.errors import MissingToolError

if TYPE_CHECKING:
    from journeymap.drawing import Drawing

__all__ = ["as_pptx"]

_EMU = 9525
_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_WIDE, _HIGH = 1280.0, 720.0
"""The least size of a slide in pixels: what programs call wide screen."""

_LARGEST = 56 * 96.0
"""The largest side that a slide may have."""

_MARGIN = 24.0
_TITLE = 28.0
_HEAD = 80.0
"""How far below the top of a part its title may stand."""

_EPOCH = datetime.datetime(1980, 1, 1)
_TITLE_ONLY = 5


@attrs.frozen(kw_only=True)
class _Part:
    """What stands on one slide: its marks, the one that is its title, and which stretch of the picture it is."""

    title: Text | None
    marks: tuple[Mark, ...]
    top: float
    bottom: float


def as_pptx(drawing: Drawing) -> bytes:
    """The drawing as a presentation; see :meth:`journeymap.drawing.Drawing.pptx`."""
    try:
        from pptx import Presentation
    except ImportError as error:
        raise MissingToolError('PowerPoint needs the package python-pptx: pip install "journeymap[office]"') from error
    whole = scene(drawing.svg)
    parts = tuple(_parts(whole, drawing.breaks))
    deck = Presentation()
    width, height = _slide_size(whole, parts)
    _resize(deck, round(width * _EMU), round(height * _EMU))
    _describe(deck, drawing)
    for number, part in enumerate(parts):
        slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
        _fill(slide, drawing, whole, part, width, height)
        if number == 0:
            slide.notes_slide.notes_text_frame.text = drawing.text
    content = io.BytesIO()
    deck.save(content)
    return _timeless(content.getvalue())


def _parts(whole: Scene, breaks: Sequence[float]) -> Iterator[_Part]:
    """The picture, cut where it may be; the first text at the top of a part is its title."""
    for top, bottom in pairwise((0.0, *breaks, whole.height)):
        marks = [mark for mark in whole.marks if top <= mark.box.y + mark.box.height / 2 < bottom]
        texts = (mark for mark in marks if isinstance(mark, Text) and mark.box.y < top + _HEAD)
        title = min(texts, key=lambda text: (round(text.box.x), text.box.y), default=None)
        yield _Part(title=title, marks=tuple(marks), top=top, bottom=bottom)


def _slide_size(whole: Scene, parts: Sequence[_Part]) -> tuple[float, float]:
    """Large enough for the largest part, 16 to 9, and no larger than a slide may be."""
    tallest = max(part.bottom - part.top for part in parts)
    height = max(_HIGH, tallest, whole.width * _HIGH / _WIDE)
    width = min(_LARGEST, height * _WIDE / _HIGH)
    return width, width * _HIGH / _WIDE


def _fill(slide: Any, drawing: Drawing, whole: Scene, part: _Part, width: float, height: float) -> None:
    """Put one part on its slide, in the middle; what is small is made larger, what is too large smaller."""
    from pptx.oxml import parse_xml

    head = 0.0 if part.title else _TITLE + 2 * _MARGIN
    tall = part.bottom - part.top
    fit = min(width / whole.width, (height - head) / tall)
    scale = fit if fit < 1 else 1.0 if fit < 2 else 0.8 * fit
    x, y = (width / scale - whole.width) / 2, max(0.0, (height + head) / scale - tall) / 2 if scale > 1 else 0.0
    writer = Writer(drawing.lang, -x, part.top - y, scale)
    marks = [writer.title(mark) if mark is part.title else writer.mark(mark) for mark in part.marks]
    if part.title is None:
        marks.insert(0, writer.title(_title(drawing, whole, writer)))
    tree = slide.shapes.element
    for shape in list(slide.placeholders):
        tree.remove(shape.element)
    tree.extend(parse_xml(f"<p:spTree {NAMESPACES}>{''.join(marks)}</p:spTree>"))
    tree.addprevious(parse_xml(f"<p:bg {NAMESPACES}>{writer.background(whole.background)}</p:bg>"))


def _title(drawing: Drawing, whole: Scene, writer: Writer) -> Text:
    """The title of a picture that has none in it, in the upper left corner of the slide."""
    size, margin = _TITLE / writer.scale, _MARGIN / writer.scale
    box = Box(writer.x + margin, writer.y + margin, whole.width - 2 * writer.x - 2 * margin, 1.3 * size)
    dark = sum(int(whole.background[start : start + 2], 16) for start in (1, 3, 5)) < 3 * 128
    paragraph = Paragraph(text=drawing.title, size=size, colour="#ffffff" if dark else "#1f2933", bold=True)
    return Text(box=box, paragraphs=(paragraph,), anchor="start")


# The file


def _resize(deck: Any, width: int, height: int) -> None:
    """Make all slides this large, and stretch the layouts that further slides are made from."""
    wider, higher = width / deck.slide_width, height / deck.slide_height
    deck.slide_width, deck.slide_height = width, height
    for layout in (deck.slide_master, *deck.slide_layouts):
        for shape in layout.placeholders:
            if shape.element.spPr.find(f"{{{_MAIN}}}xfrm") is not None:
                shape.left, shape.width = round(shape.left * wider), round(shape.width * wider)
                shape.top, shape.height = round(shape.top * higher), round(shape.height * higher)


def _describe(deck: Any, drawing: Drawing) -> None:
    about = deck.core_properties
    about.title, about.subject, about.language = drawing.title[:255], drawing.summary[:255], drawing.lang
    about.author = about.last_modified_by = "journeymap"
    about.created = about.modified = _EPOCH


def _timeless(content: bytes) -> bytes:
    """The same file without the time at which it was written, so that the same drawing gives the same bytes."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _EPOCH.timetuple()[:6]), old.read(name), zipfile.ZIP_DEFLATED)
    return written.getvalue()
