"""The looks of a checklist as a document: fonts that Windows, macOS and Linux have, for Korean too."""

from __future__ import annotations

from typing import Any

__all__ = ["styled"]

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

INK, SOFT, LINE, HAIR = "1F2933", "55636F", "8796A3", "D9E0E6"
_FONTS = {"en": ("Arial", "Malgun Gothic"), "ko": ("Malgun Gothic", "Malgun Gothic")}

SIZE, LARGE = 9.0, 12.0
"""The size of the text in points."""

_PARAGRAPHS = {
    "Title": ("Title", "sz=2.1 bold after=1"),
    "Subtitle": ("Subtitle", "sz=1.05 soft after=8"),
    "Heading1": ("heading 1", "sz=1.4 bold before=12 after=3 keep rule outline=0"),
    "Heading2": ("heading 2", "sz=1.12 bold before=2 after=1 keep outline=1"),
    "Footer": ("footer", "sz=0.82 soft"),
    "Head": ("Checklist Head", "sz=0.85 soft keep"),
    "Small": ("Checklist Small", "sz=0.85 soft"),
    "Figure": ("Checklist Figure", "sz=1.6 bold"),
    "Gap": ("Checklist Gap", "sz=0.5"),
    "Tag": ("Checklist Tag", "sz=0.87 bold"),
    "Requirement": ("Checklist Requirement", "sz=1.06 bold after=1"),
    "Why": ("Checklist Why", "sz=0.9 soft after=1"),
    "Ask": ("Checklist Ask", "before=3"),
    "Boxes": ("Checklist Boxes", "sz=0.92 after=2 spread tab"),
    "Line": ("Checklist Line", "before=4 write"),
    "LineOfNotes": ("Checklist Notes", "before=4 write=16"),
    "Field": ("Checklist Field", "before=1 after=6"),
    "Signature": ("Checklist Signature", "before=14 write"),
    "Holding": ("Checklist Holding", "bold before=4 keep good"),
    "Source": ("Checklist Source", "sz=0.87"),
    "Picture": ("Checklist Picture", "centre"),
    "Logo": ("Checklist Logo", "after=6"),
    "Hidden": ("Checklist Hidden", "sz=0.12"),
}
"""The styles of paragraphs: the name that people see, and what is special about each; distances in points."""

_LETTERS = {
    "Weak": f'<w:b w:val="0"/><w:color w:val="{SOFT}"/>',
    "Strong": "<w:b/>",
    "Number": f'<w:b/><w:color w:val="{INK}"/>',
    "Label": f'<w:color w:val="{SOFT}"/>',
    "Note": '<w:b w:val="0"/><w:vertAlign w:val="superscript"/>',
    "Dots": '<w:color w:val="8796A3"/>',
    "FailedError": '<w:b/><w:color w:val="A93A26"/>',
    "FailedWarning": '<w:b/><w:color w:val="7A5600"/>',
    "FailedInfo": f'<w:b/><w:color w:val="{SOFT}"/>',
    "Question": '<w:b/><w:color w:val="2B5785"/>',
    "Standard": '<w:b/><w:color w:val="2B5785"/>',
    "Rated": '<w:b/><w:color w:val="2B5785"/>',
    "Passed": '<w:b/><w:color w:val="17695A"/>',
}
"""The styles of letters."""


def _drawn(colour: str, *sides: str) -> str:
    return "".join(f'<w:{side} w:val="single" w:sz="4" w:color="{colour}"/>' for side in sides)


_ALL = ("top", "left", "bottom", "right", "insideH", "insideV")
_EDGES = {
    "Plain": "",
    "Lines": _drawn(HAIR, "bottom", "insideH"),
    "Fields": _drawn("B9C4CD", *_ALL),
    "Grid": _drawn(LINE, *_ALL),
}
"""The styles of tables: their lines."""


def styled(document: Any, *, lang: str, large: bool) -> None:
    """Give a new document the styles of a checklist."""
    from docx.oxml import parse_xml

    styles = document.styles.element
    size = LARGE if large else SIZE
    made = [_defaults(lang, size)]
    made += [_paragraph(id, *about, size=size) for id, about in _PARAGRAPHS.items()]
    made += [_letters(id, about) for id, about in _LETTERS.items()]
    made += [_edges(id, lines) for id, lines in _EDGES.items()]
    for xml in made:
        style = parse_xml(xml.replace(">", f' xmlns:w="{_W}">', 1))
        id = style.get(f"{{{_W}}}styleId")
        for old in styles.xpath("w:docDefaults" if id is None else f"w:style[@w:styleId='{id}']"):
            styles.remove(old)
        if id is None:
            styles.insert(0, style)
        else:
            styles.append(style)
    for bare in styles.xpath("w:style[@w:styleId='Normal' or @w:styleId='ListBullet']/w:rPr"):
        bare.getparent().remove(bare)


def _defaults(lang: str, size: float) -> str:
    latin, korean = _FONTS.get(lang, _FONTS["en"])
    fonts = f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{korean}" w:cs="Arial"/>'
    tongue = '<w:lang w:val="en-GB" w:eastAsia="ko-KR" w:bidi="ar-SA"/>'  # Latin words in Korean text are whole, too
    letters = f'{fonts}<w:color w:val="{INK}"/>{_sizes(size)}{tongue}'
    spaces = '<w:spacing w:before="0" w:after="0" w:line="252" w:lineRule="auto"/>'
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{letters}</w:rPr></w:rPrDefault>"
        f"<w:pPrDefault><w:pPr>{spaces}</w:pPr></w:pPrDefault></w:docDefaults>"
    )


def _sizes(points: float) -> str:
    half = max(2, round(points * 2))
    return f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'


def _paragraph(id: str, name: str, about: str, *, size: float) -> str:
    said = dict(word.partition("=")[::2] for word in about.split())
    space = {side: round(float(said[side]) * 20) for side in ("before", "after") if side in said}
    lines = ' w:line="300" w:lineRule="auto"' if "spread" in said else ""
    looks = (
        "<w:keepNext/>" * ("keep" in said),
        _rule("bottom", 8, INK, 1) if "rule" in said else "",
        _rule("bottom", 4, LINE, said["write"] or "1") if "write" in said else "",
        '<w:tabs><w:tab w:val="left" w:pos="930"/></w:tabs>' if "tab" in said else "",
        f'<w:spacing w:before="{space.get("before", 0)}" w:after="{space.get("after", 0)}"{lines}/>',
        '<w:jc w:val="center"/>' if "centre" in said else "",
        f'<w:outlineLvl w:val="{said["outline"]}"/>' if "outline" in said else "",
    )
    colour = SOFT if "soft" in said else "17695A" if "good" in said else ""
    letters = (
        "<w:b/>" * ("bold" in said),
        f'<w:color w:val="{colour}"/>' if colour else "",
        _sizes(size * float(said.get("sz", 1))),
    )
    return (
        f'<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
        f"<w:qFormat/><w:pPr>{''.join(looks)}</w:pPr><w:rPr>{''.join(letters)}</w:rPr></w:style>"
    )


def _rule(side: str, wide: int, colour: str, away: int | str) -> str:
    """A line below a paragraph; between two of them as well, or else they would share one."""
    line = f'w:val="single" w:sz="{wide}" w:space="{away}" w:color="{colour}"'
    return f"<w:pBdr><w:{side} {line}/><w:between {line}/></w:pBdr>"


def _letters(id: str, looks: str) -> str:
    return (
        f'<w:style w:type="character" w:styleId="{id}"><w:name w:val="Checklist {id} Text"/>'
        f"<w:rPr>{looks}</w:rPr></w:style>"
    )


def _edges(id: str, lines: str) -> str:
    room = "".join(f'<w:{side} w:w="{wide}" w:type="dxa"/>' for side, wide in _ROOM)
    borders = f"<w:tblBorders>{lines}</w:tblBorders>" if lines else ""
    return (
        f'<w:style w:type="table" w:styleId="Checklist{id}"><w:name w:val="Checklist {id}"/>'
        f"<w:tblPr>{borders}<w:tblCellMar>{room}</w:tblCellMar></w:tblPr></w:style>"
    )


_ROOM = (("top", 40), ("left", 60), ("bottom", 40), ("right", 60))
"""How far text stands from the edges of its cell, in twentieths of a point."""
