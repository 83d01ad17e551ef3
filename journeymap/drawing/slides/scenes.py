"""What a picture is made of: shapes, texts and groups, read from its SVG and made fit to be edited.

Lines of text that belong together become one text, texts that stand in a box become the text of that box, and what
has a title of its own becomes a group that moves as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias
from xml.etree import ElementTree

import attrs

from journeymap.drawing import typesetting
from journeymap.drawing.slides.outlines import Box, Moves, Transform, bounds, closed, outline

__all__ = ["Group", "Look", "Mark", "Paragraph", "Scene", "Shape", "Text", "scene"]

_INHERITED = (
    "fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "opacity", "font-size", "font-weight",
    "font-style", "text-anchor",
)  # fmt: skip
_NAMES = {"black": "#000000", "white": "#ffffff", "none": "", "transparent": ""}
_BETWEEN = 4.5
"""How far apart two texts of one box may stand."""
_INDENT, _SLACK = 24.0, 1.03
_LEADING, _BASE = 1.3, 0.8
"""From one line to the next, in font sizes; and which part of that lies above the base line."""
_ISOLATED = re.compile("^\u2068(.*)\u2069$", re.DOTALL)


@attrs.frozen(kw_only=True)
class Look:
    """How a shape is filled and drawn; a ``fill`` or ``stroke`` that is empty is none."""

    fill: str = ""
    pattern: str = ""
    stroke: str = ""
    width: float = 1.0
    dashes: tuple[float, ...] = ()
    round: bool = False
    opacity: float = 1.0


@attrs.frozen(kw_only=True)
class Paragraph:
    """A paragraph of a text: it is broken into lines by whoever shows it.

    Attributes:
        text: What it says.
        size: The font size in pixels.
        colour: The colour.
        bold: Whether it is bold.
        italic: Whether it is italic.
        before: How much room is left above it.
    """

    text: str
    size: float
    colour: str
    bold: bool = False
    italic: bool = False
    before: float = 0.0


@attrs.frozen(kw_only=True)
class Text:
    """Paragraphs in a rectangle; one that does not wrap has the width that it takes."""

    box: Box
    paragraphs: tuple[Paragraph, ...]
    anchor: str
    halo: str = ""
    wraps: bool = True

    @property
    def words(self) -> str:
        """All of it as one line."""
        return " ".join(paragraph.text for paragraph in self.paragraphs)


@attrs.frozen(kw_only=True)
class Shape:
    """A rectangle (with round corners), an ellipse or a free form, perhaps with a text in it."""

    kind: str
    box: Box
    look: Look
    moves: Moves = ()
    radius: float = 0.0
    title: str = ""
    lane: str = ""
    text: Text | None = None


@attrs.frozen(kw_only=True)
class Group:
    """What moves as one."""

    title: str
    marks: tuple[Mark, ...]

    @property
    def box(self) -> Box:
        """The rectangle around all that is in it."""
        boxes = [mark.box for mark in self.marks]
        x, y = min(box.x for box in boxes), min(box.y for box in boxes)
        return Box(x, y, max(box.right for box in boxes) - x, max(box.bottom for box in boxes) - y)


Mark: TypeAlias = Shape | Text | Group


@attrs.frozen(kw_only=True)
class Scene:
    """A whole picture."""

    width: float
    height: float
    background: str
    marks: tuple[Mark, ...]


def scene(svg: str) -> Scene:
    """What a picture of ours is made of, in the order in which it is painted."""
    root = ElementTree.fromstring(svg)
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    width, height = (float(root.attrib[name].removesuffix("pt")) for name in ("width", "height"))
    view = [float(value) for value in root.attrib["viewBox"].split()]
    start = Transform(-view[0] * width / view[2], -view[1] * height / view[3], width / view[2])
    marks = _Reader().marks(root, start, {"fill": "#000000"}, "")
    page = next((mark for mark in marks if isinstance(mark, Shape) and mark.box.holds(Box(0, 0, width, height))), None)
    return Scene(
        width=width,
        height=height,
        background=page.look.fill if page else "#ffffff",
        marks=tuple(mark for mark in marks if mark is not page),
    )


def _box(rect: ElementTree.Element, at: Transform) -> Box:
    x, y, width, height = (float(rect.get(name, "0")) * at.scale for name in ("x", "y", "width", "height"))
    return Box(x + at.x, y + at.y, width, height)


@attrs.frozen
class _Reader:
    """Reads elements; ``columns`` are the cards on the same sheet, by which the width of a cell is known."""

    columns: Sequence[Box] = ()

    def marks(self, parent: ElementTree.Element, at: Transform, style: Mapping[str, str], lane: str) -> list[Mark]:
        """What stands in an element: flat, except for what moves as one."""
        found: list[Mark] = []
        lane = parent.get("data-lane", lane)
        signs = [at.then(child.attrib["transform"]) for child in parent if _is_sign(child)]
        for number, element in enumerate(parent):
            own = {**style, **{name: element.attrib[name] for name in _INHERITED if name in element.attrib}}
            if element.tag == "g":
                title = (element.findtext("title") or "").strip()
                cards = [_box(card, at) for card in element.findall("./g[@data-lane='touchpoints']/g/rect")]
                reader = _Reader(cards) if cards else self
                inner = reader.marks(element, at.then(element.get("transform", "")), own, lane)
                if len(inner) > 1 and _moves_as_one(element):
                    found.append(Group(title=title, marks=tuple(inner)))
                else:
                    found += [_titled(mark, title) for mark in inner]
            elif element.tag == "text":
                text = _text(element, at, own)
                if text is not None:
                    found += _joined(found, text, signs)
            else:
                shape = _shape(element, at, own, lane)
                if shape is not None:
                    band = parent.tag == "svg" or (number == 0 and "data-lane" in parent.attrib)
                    found.append(attrs.evolve(shape, lane=f"{lane} lane") if band else shape)
        if parent.get("data-lane") != "emotion":
            found = _housed(found) if _moves_as_one(parent) else _boxed(found)
        return [self._widened(mark, lane) if isinstance(mark, Text) else mark for mark in found]

    def _widened(self, text: Text, lane: str) -> Text:
        """A text in a cell with all the room that its cell has."""
        if text.anchor != "start" or lane in ("", "emotion", "ways"):
            return text
        cell = next((each for each in self.columns if each.x - 8 <= text.box.x < each.right), None)
        if cell is None:
            return text
        room = cell.right - text.box.x - min(10.0, max(0.0, text.box.x - cell.x))
        return attrs.evolve(text, box=attrs.evolve(text.box, width=max(text.box.width, room)), wraps=True)


def _moves_as_one(element: ElementTree.Element) -> bool:
    """Whether a part has a title or a place of its own; not the one that is all of a graph."""
    if element.tag != "g" or element.get("class") == "graph":
        return False
    return "transform" in element.attrib or element.find("title") is not None


def _is_sign(element: ElementTree.Element) -> bool:
    return element.tag == "g" and "transform" in element.attrib and element.find("title") is None


def _text(element: ElementTree.Element, at: Transform, style: Mapping[str, str]) -> Text | None:
    """One text, with its lines put together again; None when it says nothing."""
    lines = _lines(element)
    if not lines:
        return None
    size, bold = float(style.get("font-size", "16")), style.get("font-weight") in ("600", "bold")
    x, y = (float(element.get(name, "0")) for name in ("x", "y"))
    width = max(typesetting.width(line, size, bold=bold) for line, _ in lines) * _SLACK + 2
    anchor = style.get("text-anchor", "start")
    paragraph = Paragraph(
        text="".join(line if glued else f" {line}" for line, glued in lines).strip(),
        size=size * at.scale,
        colour=_colour(style.get("fill", "")),
        bold=bold,
        italic=style.get("font-style") == "italic",
    )
    left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    top, tall = y - size * _LEADING * _BASE, len(lines) * size * _LEADING
    box = Box(left * at.scale + at.x, top * at.scale + at.y, width * at.scale, tall * at.scale)
    halo = _colour(style.get("stroke", "")) if "paint-order" in element.attrib else ""
    return Text(box=box, paragraphs=(paragraph,), anchor=anchor, halo=halo, wraps=len(lines) > 1)


def _lines(element: ElementTree.Element) -> list[tuple[str, bool]]:
    """The lines of a text, and whether each goes on within a word; without what sets right-to-left lines apart."""
    parts = [(element.text or "", True)]
    parts += [(tspan.text or "", "data-glued" in tspan.attrib) for tspan in element.findall("tspan")]
    return [(_ISOLATED.sub(r"\1", line), glued) for line, glued in parts if line]


def _shape(element: ElementTree.Element, at: Transform, style: Mapping[str, str], lane: str) -> Shape | None:
    """One drawn element; None for what is not drawn."""
    title, look = (element.findtext("title") or "").strip(), _look(style, at.scale)
    if element.tag == "rect":
        radius = float(element.get("rx", "0")) * at.scale
        return Shape(kind="rect", box=_box(element, at), radius=radius, look=look, title=title, lane=lane)
    if element.tag in ("circle", "ellipse"):
        x, y = (float(element.get(name, "0")) * at.scale for name in ("cx", "cy"))
        wide = float(element.get("r", element.get("rx", "0"))) * at.scale
        tall = float(element.get("r", element.get("ry", "0"))) * at.scale
        box = Box(x - wide + at.x, y - tall + at.y, 2 * wide, 2 * tall)
        return Shape(kind="ellipse", box=box, look=look, title=title, lane=lane)
    data = element.get("d", "") if element.tag == "path" else _polygon(element)
    moves = at.then(element.get("transform", "")).moves(outline(data))
    if not moves:
        return None
    return Shape(kind="path", box=bounds(moves), moves=moves, look=look, title=title, lane=lane)


def _polygon(element: ElementTree.Element) -> str:
    points = element.get("points", "")
    if element.tag not in ("polygon", "polyline") or not points:
        return ""
    return f"M{points}{'z' if element.tag == 'polygon' else ''}"


def _look(style: Mapping[str, str], scale: float) -> Look:
    fill = style.get("fill", "")
    pattern = fill.removesuffix(")").rpartition("-")[2] if fill.startswith("url(") else ""
    width = float(style.get("stroke-width", "1"))
    dashes = re.split(r"[\s,]+", style.get("stroke-dasharray", "").strip())
    return Look(
        fill="#000000" if pattern else _colour(fill),
        pattern=pattern,
        stroke=_colour(style.get("stroke", "")) if width else "",
        width=width * scale,
        dashes=tuple(float(dash) * scale for dash in dashes if dash),
        round=style.get("stroke-linecap") == "round",
        opacity=float(style.get("opacity", "1")),
    )


def _colour(name: str) -> str:
    return _NAMES.get(name, name)


# What belongs together


def _titled(mark: Mark, title: str) -> Mark:
    """A shape with the title of the group that it is all of."""
    return attrs.evolve(mark, title=title) if isinstance(mark, Shape) and title and not mark.title else mark


def _joined(found: list[Mark], text: Text, signs: Sequence[Transform]) -> Iterator[Mark]:
    """The text, or the one before it with this one as a further paragraph: then that one is taken away.

    A text with a sign before it stays by itself, so that it stays beside its sign.
    """
    last = found[-1] if found else None
    signed = any(0 < text.box.x - sign.x < _INDENT and abs(text.box.y - sign.y) < 10 for sign in signs)
    if isinstance(last, Text) and not signed and _follows(last, text):
        found.pop()
        yield _stacked(last, text)
    else:
        yield text


def _follows(last: Text, text: Text) -> bool:
    aligned = {
        "start": abs(text.box.x - last.box.x) < 1,
        "middle": abs(text.box.x + text.box.width / 2 - last.box.x - last.box.width / 2) < 1,
        "end": abs(text.box.right - last.box.right) < 1,
    }[text.anchor]
    near = -3 < text.box.y - last.box.bottom < _BETWEEN
    return aligned and near and last.anchor == text.anchor and last.halo == text.halo


def _stacked(last: Text, text: Text) -> Text:
    left = min(last.box.x, text.box.x)
    width = max(last.box.right, text.box.right) - left
    (paragraph,) = text.paragraphs
    paragraph = attrs.evolve(paragraph, before=max(0.0, text.box.y - last.box.bottom))
    return attrs.evolve(
        last,
        box=Box(left, last.box.y, width, text.box.bottom - last.box.y),
        paragraphs=(*last.paragraphs, paragraph),
        wraps=last.wraps or text.wraps,
    )


def _boxed(marks: Sequence[Mark]) -> list[Mark]:
    """Texts right after a filled shape around them become its text."""
    found: list[Mark] = []
    for mark in marks:
        last = found[-1] if found else None
        if isinstance(mark, Text) and isinstance(last, Shape) and _houses(last, mark):
            found[-1] = attrs.evolve(last, text=mark)
        else:
            found.append(mark)
    return found


def _housed(marks: Sequence[Mark]) -> list[Mark]:
    """The same for what moves as one, where other shapes may lie between the box and its only text."""
    texts = [mark for mark in marks if isinstance(mark, Text)]
    house = next(
        (mark for mark in marks if isinstance(mark, Shape) and len(texts) == 1 and _houses(mark, texts[0])), None
    )
    if house is None:
        return list(marks)
    lived_in = attrs.evolve(house, text=texts[0])
    return [lived_in if mark is house else mark for mark in marks if mark is not texts[0]]


def _houses(shape: Shape, text: Text) -> bool:
    """Whether a text stands in a shape that can take it: filled, without a text, and not the band of a whole lane."""
    if shape.text or not shape.look.fill or shape.lane.endswith(" lane"):
        return False
    return (shape.kind != "path" or closed(shape.moves)) and shape.box.holds(text.box, slack=4.0)
