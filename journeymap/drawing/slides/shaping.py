"""Shapes, texts and groups in DrawingML, the language of slides; all that a user wrote is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import count

import attrs
from markupsafe import escape

from journeymap.drawing.slides.outlines import Box, straight
from journeymap.drawing.slides.scenes import Group, Look, Mark, Paragraph, Shape, Text
from journeymap.drawing.typesetting import clean

__all__ = ["FONT", "FONT_EAST_ASIAN", "NAMESPACES", "Writer"]

FONT, FONT_EAST_ASIAN = "Arial", "Malgun Gothic"
"""The faces of slides: those that come with the programs that show them; a deck's theme may replace them."""

NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
"""What must be declared around the XML of marks."""

_DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)
_PATTERNS = {"hatch": "wdUpDiag", "dots": "pct10"}
_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")
_HAN_OR_KANA = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_EMU = 9525
_CORNER = 1 - 0.5**0.5
"""How much of its radius a round corner takes away from the room for text."""
_LONGEST_NAME = 80


@attrs.frozen
class Writer:
    """Writes the marks of one slide.

    Attributes:
        lang: The language of the picture.
        x: What is taken from every x before it is scaled.
        y: What is taken from every y.
        scale: How much larger everything becomes.
        ids: Numbers that no shape of the slide has yet.
    """

    lang: str
    x: float
    y: float
    scale: float
    ids: Iterator[int] = attrs.field(factory=lambda: count(2))

    def mark(self, mark: Mark) -> str:
        """One mark, as XML."""
        if isinstance(mark, Group):
            return self._group(mark)
        if isinstance(mark, Text):
            return self._text(mark)
        ends = straight(mark.moves) if mark.text is None and not mark.look.fill else None
        return self._line(mark, ends) if ends else self._shape(mark)

    def title(self, text: Text) -> str:
        """A text as the title of the slide."""
        return self._text(text, placeholder='<p:ph type="title"/>')

    @staticmethod
    def background(colour: str) -> str:
        """What lies behind all."""
        return f"<p:bgPr>{_solid(colour)}<a:effectLst/></p:bgPr>"

    # Kinds of marks

    def _group(self, group: Group) -> str:
        head = self._head(group.title or "sign", alt=group.title)
        inner = "".join(map(self.mark, group.marks))
        at, size = self._at(group.box)
        where = f"<a:xfrm>{at}{size}{at.replace('a:off', 'a:chOff')}{size.replace('a:ext', 'a:chExt')}</a:xfrm>"
        return (
            f"<p:grpSp><p:nvGrpSpPr>{head}<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>"
            f"<p:grpSpPr>{where}</p:grpSpPr>{inner}</p:grpSp>"
        )

    def _text(self, text: Text, *, placeholder: str = "") -> str:
        head = self._head(text.words)
        box = "" if placeholder else ' txBox="1"'
        return (
            f"<p:sp><p:nvSpPr>{head}<p:cNvSpPr{box}/><p:nvPr>{placeholder}</p:nvPr></p:nvSpPr>"
            f'<p:spPr>{self._xfrm(text.box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr>'
            f"{self._body(text, (0.0, 0.0, 0.0, 0.0))}</p:sp>"
        )

    def _shape(self, shape: Shape) -> str:
        name = shape.title or (shape.text.words if shape.text else "") or shape.lane or "line"
        head = self._head(name, alt=shape.title, decorative=shape.text is None)
        body = ""
        if shape.text is not None:
            body = self._inside(shape, shape.text)
        return (
            f"<p:sp><p:nvSpPr>{head}<p:cNvSpPr/><p:nvPr/></p:nvSpPr>"
            f"<p:spPr>{self._xfrm(shape.box)}{self._geometry(shape)}{_fill(shape.look)}{self._stroke(shape.look)}</p:spPr>"
            f"{body}</p:sp>"
        )

    def _inside(self, shape: Shape, text: Text) -> str:
        """The text of a shape, where it stood in it: in the middle of its height, or so far below its top."""
        inner, outer = text.box, shape.box
        corner = _CORNER * (outer.width / 2 if shape.kind == "ellipse" else min(shape.radius, outer.height / 2))
        left, right = max(0.0, inner.x - outer.x - corner), max(0.0, outer.right - inner.right - corner)
        before, after = {"start": (left, min(left, right)), "middle": (0.0, 0.0), "end": (min(left, right), right)}[
            text.anchor
        ]
        low = inner.y + inner.height / 2 - outer.y - outer.height / 2
        if abs(low) < 4:
            return self._body(text, (before, 0.0, after, 0.0), anchor="ctr")
        return self._body(text, (before, max(0.0, inner.y - outer.y - corner), after, 0.0))

    def _line(self, shape: Shape, ends: Sequence[float]) -> str:
        x1, y1, x2, y2 = ends
        flips = ' flipH="1"' * (x2 < x1) + ' flipV="1"' * (y2 < y1)
        head = self._head(shape.title or shape.lane or "line", alt=shape.title, decorative=True)
        return (
            f"<p:cxnSp><p:nvCxnSpPr>{head}<p:cNvCxnSpPr/><p:nvPr/></p:nvCxnSpPr>"
            f"<p:spPr>{self._xfrm(shape.box, flips)}"
            f'<a:prstGeom prst="line"><a:avLst/></a:prstGeom>{self._stroke(shape.look)}</p:spPr></p:cxnSp>'
        )

    # Parts

    def _head(self, name: str, *, alt: str = "", decorative: bool = False) -> str:
        """The number, the name and the alternative text; a shape that says nothing is marked as decoration."""
        name, alt = clean(name), clean(alt)
        name = name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
        rest = f' descr="{escape(alt)}"/>' if alt else f">{_DECORATIVE}</p:cNvPr>" if decorative else "/>"
        return f'<p:cNvPr id="{next(self.ids)}" name="{escape(name)}"{rest}'

    def _emu(self, length: float) -> int:
        return round(length * self.scale * _EMU)

    def _at(self, box: Box) -> tuple[str, str]:
        at = f'<a:off x="{self._emu(box.x - self.x)}" y="{self._emu(box.y - self.y)}"/>'
        return at, f'<a:ext cx="{self._emu(box.width)}" cy="{self._emu(box.height)}"/>'

    def _xfrm(self, box: Box, flips: str = "") -> str:
        return f"<a:xfrm{flips}>{''.join(self._at(box))}</a:xfrm>"

    def _geometry(self, shape: Shape) -> str:
        if shape.kind == "ellipse":
            return '<a:prstGeom prst="ellipse"><a:avLst/></a:prstGeom>'
        if shape.kind == "rect":
            short = min(shape.box.width, shape.box.height)
            if not shape.radius or not short:
                return '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
            round_ = min(50000, round(shape.radius / short * 100000))
            guide = f'<a:gd name="adj" fmla="val {round_}"/>'
            return f'<a:prstGeom prst="roundRect"><a:avLst>{guide}</a:avLst></a:prstGeom>'
        box = shape.box
        wide, tall = max(1, self._emu(box.width)), max(1, self._emu(box.height))
        fill = "" if shape.look.fill else ' fill="none"'
        path = "".join(self._move(letter, values, box) for letter, values in shape.moves)
        return (
            '<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/>'
            f'<a:pathLst><a:path w="{wide}" h="{tall}"{fill}>{path}</a:path></a:pathLst></a:custGeom>'
        )

    def _move(self, letter: str, values: Sequence[float], box: Box) -> str:
        points = "".join(
            f'<a:pt x="{self._emu(x - box.x)}" y="{self._emu(y - box.y)}"/>'
            for x, y in zip(values[::2], values[1::2], strict=True)
        )
        name = {"M": "moveTo", "L": "lnTo", "C": "cubicBezTo", "Z": "close"}[letter]
        return f"<a:{name}>{points}</a:{name}>"

    def _stroke(self, look: Look) -> str:
        if not look.stroke:
            return "<a:ln><a:noFill/></a:ln>"
        cap = ' cap="rnd"' if look.round else ""
        dash = f'<a:prstDash val="{_dash(look)}"/>' if look.dashes else ""
        return f'<a:ln w="{self._emu(look.width)}"{cap}>{_solid(look.stroke, look.opacity)}{dash}<a:round/></a:ln>'

    # Text

    def _body(self, text: Text, insets: tuple[float, float, float, float], *, anchor: str = "t") -> str:
        sides = " ".join(
            f'{side}="{self._emu(inset)}"' for side, inset in zip(("lIns", "tIns", "rIns", "bIns"), insets, strict=True)
        )
        paragraphs = "".join(self._paragraph(each, text) for each in text.paragraphs)
        wrap = "square" if text.wraps else "none"
        return (
            f'<p:txBody><a:bodyPr wrap="{wrap}" {sides} anchor="{anchor}" vertOverflow="overflow"><a:noAutofit/>'
            f"</a:bodyPr><a:lstStyle/>{paragraphs}</p:txBody>"
        )

    def _paragraph(self, paragraph: Paragraph, text: Text) -> str:
        size = paragraph.size * self.scale * 0.75
        look = f'sz="{max(100, round(size * 100))}"' + ' b="1"' * paragraph.bold + ' i="1"' * paragraph.italic
        align = {"start": "l", "middle": "ctr", "end": "r"}[text.anchor]
        words = ' eaLnBrk="0"' if _HANGUL.search(paragraph.text) and not _HAN_OR_KANA.search(paragraph.text) else ""
        glow = self._glow(text.halo)
        return (
            f'<a:p><a:pPr marL="0" indent="0" algn="{align}"{words}>'
            f'<a:lnSpc><a:spcPts val="{round(size * 130)}"/></a:lnSpc>'
            f'<a:spcBef><a:spcPts val="{round(paragraph.before * self.scale * 75)}"/></a:spcBef><a:buNone/></a:pPr>'
            f'<a:r><a:rPr lang="{_LANGUAGES[self.lang]}" {look} dirty="0">{_solid(paragraph.colour)}{glow}'
            f'<a:latin typeface="{FONT}"/><a:ea typeface="{FONT_EAST_ASIAN}"/><a:cs typeface="{FONT}"/></a:rPr>'
            f"<a:t>{escape(paragraph.text)}</a:t></a:r></a:p>"
        )

    def _glow(self, halo: str) -> str:
        """What keeps letters apart from the line that they stand on."""
        return f'<a:effectLst><a:glow rad="{self._emu(2)}">{_colour(halo)}</a:glow></a:effectLst>' if halo else ""


_LANGUAGES = {"en": "en-US", "ko": "ko-KR"}


def _colour(colour: str, opacity: float = 1.0) -> str:
    alpha = f'<a:alpha val="{round(opacity * 100000)}"/>' if opacity < 1 else ""
    return f'<a:srgbClr val="{_hex(colour)}">{alpha}</a:srgbClr>'


def _hex(colour: str) -> str:
    digits = colour.lstrip("#")
    return "".join(digit * 2 for digit in digits).upper() if len(digits) == 3 else digits[:6].upper()


def _solid(colour: str, opacity: float = 1.0) -> str:
    return f"<a:solidFill>{_colour(colour, opacity)}</a:solidFill>" if colour else "<a:noFill/>"


def _fill(look: Look) -> str:
    if look.pattern:
        return (
            f'<a:pattFill prst="{_PATTERNS[look.pattern]}"><a:fgClr>{_colour(look.fill, look.opacity)}</a:fgClr>'
            f"<a:bgClr>{_colour('#ffffff', 0.0)}</a:bgClr></a:pattFill>"
        )
    return _solid(look.fill, look.opacity)


def _dash(look: Look) -> str:
    """The ready-made dash that is nearest, so that it can be chosen again by its name."""
    dash = look.dashes[0] / (look.width or 1.0)
    return "sysDot" if dash < 2 else "sysDash" if dash < 3 else "dash" if dash < 5.5 else "lgDash"
