"""A checklist as a document for word processors: boxes to click, places to type, and lines to write on by hand.

Every place is named by hidden text before it, as Markdown names it by a comment, so that rows may be sorted, controls
typed over and the document saved by another program: see :mod:`journeymap.checklists.typed` for the way back.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import count
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from journeymap.checklists.boxes import rows_of_boxes
from journeymap.checklists.content import Ask, Blank, Checklist, Choice, Item, Place, Section
from journeymap.checklists.facing import PAPERS, WIDE, facing
from journeymap.checklists.lines import DOTS, fingerprints, told
from journeymap.checklists.styles import LARGE, SIZE, styled
from journeymap.checklists.typed import lines_of
from journeymap.checklists.wordml import cell, dxa, hidden, paragraph, parsed, row, run, table
from journeymap.drawing import Drawing
from journeymap.drawing.logos import HIGH, Mark
from journeymap.drawing.pictures import as_pngs
from journeymap.drawing.typesetting import clean
from journeymap.errors import MissingToolError, UnknownNameError, shorten
from journeymap.i18n import translator

__all__ = ["as_docx"]

_SHEETS = {"A4": (210, 297), "Letter": (215.9, 279.4)}
"""Width and height of paper in mm."""

_MARGIN = 13.0
_EDGE = 6.0
"""How much of a column the edges of its cells take, in points."""

_FIELDS = 3
"""How many fields stand side by side on the cover."""

_LONGEST_NAME = 60
"""How long the name of a control, or the title at the foot of a page, can be."""

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
    _page(document.sections[0], paper, shorten(clean(checklist.title), _LONGEST_NAME))
    _fill(document, _Writer(checklist, PAPERS[paper], large=large), checklist)
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


def _fill(document: Any, writer: _Writer, checklist: Checklist) -> None:
    """Write the pages into the document, then what tells later what was printed."""
    end = document.element.body.sectPr
    map = _map(checklist)
    if checklist.mark is not None:
        _place_logo(document, checklist.mark, writer.wide)
    for part in writer.cover():
        end.addprevious(parsed(part))
    if map:
        end.addprevious(parsed(paragraph(run(checklist.words.map), style="Heading1", on_new_page=True)))
    for picture, said in map:
        _place(document, picture, said)
    for part in (*writer.walk(on_new_page=bool(map)), *writer.end()):
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


class _Writer:
    """Writes the parts of one document; controls are numbered as it goes."""

    def __init__(self, checklist: Checklist, wide: float, *, large: bool) -> None:
        self.checklist, self.words, self.wide = checklist, checklist.words, wide
        self.size = LARGE if large else SIZE
        judge, fill = (46.0, 48.0) if large else (40.0, 48.0)
        self.columns = (judge, wide - judge - fill, fill)
        self.numbers = count(1)

    # The cover

    def cover(self) -> Iterator[str]:
        checklist, words, summary = self.checklist, self.words, self.checklist.summary
        yield paragraph(run(checklist.title), style="Title")
        yield paragraph(run(checklist.subtitle), style="Subtitle")
        yield table([self.wide / _FIELDS] * _FIELDS, self.fields(), style="Fields", about=checklist.title)
        if summary.figures:
            wide = self.wide / len(summary.figures)
            cells = (
                cell(
                    wide,
                    paragraph(run(figure.label), style="Small"),
                    paragraph(run(figure.value), style="Figure"),
                    paragraph(run(figure.note), style="Small"),
                )
                for figure in summary.figures
            )
            yield paragraph(style="Gap")
            yield table([wide] * len(summary.figures), [row(*cells)], style="Plain", about=words.passed)
        if summary.first:
            yield paragraph(run(words.first), style="Heading1")
            yield table(self.firsts, self.first(), style="Lines", about=words.first)
        if summary.principles:
            yield paragraph(run(words.principles), style="Heading1")
            yield table(self.tallies, self.principles(), style="Lines", about=words.principles)
        if checklist.guide:
            yield paragraph(run(words.guide), style="Heading1")
        yield from (paragraph(run(line), style="ListBullet") for line in checklist.guide)
        if checklist.degrees:
            said = " · ".join(f"{degree.value} {degree.label}" for degree in checklist.degrees)
            yield paragraph(run(f"{words.degrees}: {said}"), style="ListBullet")

    def fields(self) -> Iterator[str]:
        blanks = self.checklist.cover
        for at in range(0, len(blanks), _FIELDS):
            here = blanks[at : at + _FIELDS]
            yield row(
                *(
                    cell(self.wide / _FIELDS * span, self.line(blank, "cover", style="Field"), span=span)
                    for blank, span in zip(here, [*[1] * (len(here) - 1), 1 + _FIELDS - len(here)], strict=True)
                )
            )

    @property
    def firsts(self) -> tuple[float, ...]:
        return 10.0, 36.0, self.wide - 90, 44.0

    def first(self) -> Iterator[str]:
        for pointer in self.checklist.summary.first:
            said = (str(pointer.number), pointer.tag, pointer.title, pointer.place)
            styles = ("Requirement", "Tag", "", "Small")
            yield row(
                *(
                    cell(wide, paragraph(run(text), style=style))
                    for wide, text, style in zip(self.firsts, said, styles, strict=True)
                )
            )

    @property
    def tallies(self) -> tuple[float, ...]:
        return self.wide - 84, 28.0, 28.0, 28.0

    def principles(self) -> Iterator[str]:
        words = self.words
        heads = (words.principle, f"✕ {words.failed}", f"? {words.questions}", f"✓ {words.passed}")
        yield self.heads(self.tallies, heads)
        for line in self.checklist.summary.principles:
            said = (line.name, *(str(number or "–") for number in (line.failed, line.questions, line.passed)))
            yield row(*(cell(wide, paragraph(run(text))) for wide, text in zip(self.tallies, said, strict=True)))

    def heads(self, columns: Sequence[float], heads: Sequence[str]) -> str:
        cells = (
            cell(wide, paragraph(run(text), style="Head", keep=True)) for wide, text in zip(columns, heads, strict=True)
        )
        return row(*cells, head=True)

    # The walk

    def walk(self, *, on_new_page: bool) -> Iterator[str]:
        for number, section in enumerate(self.checklist.sections):
            new_page = on_new_page and number == 0
            counts = run(f" {section.counts}", "Weak")
            yield paragraph(run(section.name), counts, style="Heading1", on_new_page=new_page)
            yield table(self.columns, self.section(section), style="Lines", about=section.name)

    def section(self, section: Section) -> Iterator[str]:
        t = translator(self.checklist.lang)
        fill = " · ".join((t("Who"), t("By when"), t("Note")))
        yield self.heads(self.columns, (self.words.verdict, t("Requirement or question"), fill))
        for place in section.places:
            if place.name or place.felt or place.note:
                yield row(cell(self.wide, *self.place(place), span=3, fill="F3F6F8"))
            yield from (self.item(item, section, place) for item in place.items)
        if section.holding:
            heading = paragraph(run(f"✓ {self.words.holding}"), style="Holding")
            yield row(cell(self.wide, heading, span=3))
        yield from (self.held(item, section) for item in section.holding)

    def place(self, place: Place) -> Iterator[str]:
        about = run(f"  {place.about}", "Weak") if place.about else ""
        yield paragraph(run(place.name), about, style="Heading2")
        if place.text:
            yield paragraph(run(place.text), style="Why", keep=True)
        if place.felt is not None:
            waiting = f" ({place.felt_for})" if place.felt_for else ""
            label = run(f"{self.words.felt}{waiting}: ", "Label")
            boxes = self.boxes(f"{place.touchpoint}|felt", place.felt.choices, about=place.name)
            yield paragraph(label, boxes, style="Boxes", keep=True)
        if place.note is not None:
            yield self.line(place.note, str(place.touchpoint), keep=True)

    def item(self, item: Item, section: Section, place: Place) -> str:
        judge, what, fill = self.columns
        named = told(item.key, kind=item.kind, section=section.name, place=place.name)
        return row(
            cell(judge, *self.judged(item)),
            cell(what, *self.said(item, named)),
            cell(fill, *(self.line(blank, item.key, about=str(item.number)) for blank in item.blanks)),
        )

    def judged(self, item: Item) -> Iterator[str]:
        name = f"{item.key}|verdict"
        boxes = self.boxes(name, item.choices, fact=item.plain, at=item.at, about=str(item.number), columns=True)
        yield paragraph(boxes, style="Boxes")
        if f"{item.key}|severity" in dict(item.answers()):
            label, named = run(f"{self.words.severity}: ", "Label"), hidden(told(f"{item.key}|severity"))
            yield paragraph(label, named, self.degrees(item), style="Boxes")

    def said(self, item: Item, named: str) -> Iterator[str]:
        also = run(f"  {self.words.also} {', '.join(item.also)}", "Weak") if item.also else ""
        notes = run(", ".join(map(str, item.notes)), "Note")
        kind = f"{item.kind.capitalize()}{item.severity.value.capitalize() if item.kind == 'failed' else ''}"
        yield paragraph(run(f"{item.number}  ", "Number"), run(item.tag, kind), also, style="Tag", keep=True)
        yield paragraph(run(item.title), "" if item.why else notes, hidden(named), style="Requirement")
        yield from (paragraph(run(ask.text)) for ask in item.asks if not (ask.choices or ask.blank) and ask.text)
        if item.wrong:
            yield paragraph(run(item.wrong))
        if item.proof:
            yield paragraph(run(f"{self.words.proof}: {item.proof}"), style="Why")
        if item.why:
            yield paragraph(run(item.why), notes, style="Why")
        if item.fix:
            yield paragraph(run(f"→ {self.words.fix}: ", "Strong"), run(item.fix))
        for ask in item.asks:
            yield from self.asked(ask, item)

    def asked(self, ask: Ask, item: Item) -> Iterator[str]:
        if not (ask.choices or ask.blank):
            return
        if ask.text:
            yield paragraph(run(ask.text), style="Ask", keep=True)
        if ask.blank is not None:
            yield self.line(ask.blank, item.key, at=item.at, about=ask.text or item.title)
        else:
            boxes = self.boxes(f"{item.key}|{ask.fact}", ask.choices, at=item.at, about=ask.text or item.title)
            yield paragraph(boxes, style="Boxes")

    def held(self, item: Item, section: Section) -> str:
        named = told(item.key, kind=item.kind, section=section.name)
        where = run(f"  {item.where}", "Weak") if item.where else ""
        number, tag = run(f"{item.number}  ", "Number"), run(f"{item.tag} ", "Passed")
        notes = run(", ".join(map(str, item.notes)), "Note")
        said = paragraph(number, tag, run(item.title), notes, where, hidden(named))
        judge, what, fill = self.columns
        return row(cell(judge, *self.judged(item)), cell(what + fill, said, span=2))

    # The end

    def end(self) -> Iterator[str]:
        checklist, words = self.checklist, self.words
        if checklist.evaluators:
            yield paragraph(run(words.together), style="Heading1", on_new_page=True)
            yield table(self.sides, self.together(), style="Grid", about=words.together)
        if checklist.sources:
            yield paragraph(run(words.sources), style="Heading1")
        for number, source in enumerate(checklist.sources, 1):
            yield paragraph(run(f"{number}  ", "Number"), run(source), style="Source")
        if checklist.limits:
            yield paragraph(run(f"{words.limits}: ", "Strong"), run(checklist.limits), style="Why")
        if checklist.signatures:
            yield paragraph(run(words.signatures), style="Heading1")
            most = max(len(signature.blanks) for signature in checklist.signatures)
            columns = (self.wide * 0.25, *[self.wide * 0.75 / most] * most)
            yield table(columns, self.signed(columns), style="Plain", about=words.signatures)

    @property
    def sides(self) -> tuple[float, ...]:
        wide = min(24.0, self.wide / 2 / (self.checklist.evaluators + 1))
        sides = [wide] * (self.checklist.evaluators + 1)
        return 10.0, self.wide - 10 - sum(sides), *sides

    def together(self) -> Iterator[str]:
        words = self.words
        names = (f"{words.evaluator} {number}" for number in range(1, self.checklist.evaluators + 1))
        yield self.heads(self.sides, ("", words.item, *names, words.agreed))
        for item in self.checklist:
            said = (str(item.number), item.title, *[""] * (self.checklist.evaluators + 1))
            yield row(*(cell(wide, paragraph(run(text))) for wide, text in zip(self.sides, said, strict=True)))

    def signed(self, columns: Sequence[float]) -> Iterator[str]:
        for signature in self.checklist.signatures:
            role = cell(columns[0], paragraph(run(signature.role), style="Requirement", keep=True))
            blanks = (
                cell(wide, self.line(blank, "signed", about=signature.role, style="Signature"))
                for wide, blank in zip(columns[1:], signature.blanks, strict=False)
            )
            yield row(role, *blanks)

    # Places to fill in

    def boxes(
        self, name: str, choices: Sequence[Choice], *, about: str, fact: str = "", at: Sequence[str] = (),
        columns: bool = False,
    ) -> str:  # fmt: skip
        """Boxes to tick, in two columns where they fit."""
        boxes = ",".join(choice.value for choice in choices)
        concerned = ",".join(at) if fact or not name.endswith("|verdict") else ""
        room = self.columns[0] * 72 / 25.4 - _EDGE
        rows = rows_of_boxes(choices, room=room, size=self.size) if columns else [choices]
        runs = [hidden(told(name, boxes=boxes, fact=fact, at=concerned))]
        for number, beside_each_other in enumerate(rows):
            runs += ["<w:r><w:br/></w:r>"] * (number > 0)
            for beside, choice in enumerate(beside_each_other):
                runs += ["<w:r><w:tab/></w:r>" if columns else run("   ")] * (beside > 0)
                runs.append(self.control(f"{choice.label} · {about}", _CHECKED, _BOX))
                runs.append(f'<w:r><w:t xml:space="preserve">\u00a0{escape(clean(choice.label))}</w:t></w:r>')
        return "".join(runs)

    def degrees(self, item: Item) -> str:
        values = [degree.value for degree in self.checklist.degrees]
        entries = "".join(f"<w:listItem w:displayText={quoteattr(v)} w:value={quoteattr(v)}/>" for v in values)
        kind = f"<w:showingPlcHdr/><w:dropDownList>{entries}</w:dropDownList>"
        return self.control(f"{self.words.severity} · {item.number}", kind, run(" · ".join(values), "Dots"))

    def line(
        self, blank: Blank, owner: str, *, at: Sequence[str] = (), about: str = "", style: str = "", keep: bool = False
    ) -> str:
        """A line to write on, with what is known already."""
        unit = f" ({blank.unit})" if blank.unit else ""
        label = run(f"{blank.label}{unit}: ", "Label")
        named = hidden(told(f"{owner}|{blank.key}", at=",".join(at)))
        alias = f"{blank.label} · {about}" if about else blank.label
        kind = _DAY if blank.kind == "day" else "<w:richText/>"  # LibreOffice 7 repeats words in controls of plain text
        empty = not clean(blank.value)
        place = self.control(
            alias, f"{'<w:showingPlcHdr/>' if empty else ''}{kind}", run(DOTS, "Dots") if empty else run(blank.value)
        )
        styles = {"note": "LineOfNotes"}
        return paragraph(label, named, place, style=style or styles.get(blank.kind, "Line"), keep=keep)

    def control(self, alias: str, kind: str, content: str) -> str:
        """A control that can be clicked or typed into, by the name that is read aloud."""
        named = f"<w:alias w:val={quoteattr(shorten(clean(alias), _LONGEST_NAME))}/>"
        number = f'<w:id w:val="{next(self.numbers)}"/>'
        properties = f"<w:sdtPr>{named}{number}{kind}</w:sdtPr>"
        return f"<w:sdt>{properties}<w:sdtContent>{content}</w:sdtContent></w:sdt>"


_CHECKED = (
    '<w14:checkbox><w14:checked w14:val="0"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
    '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>'
)
_BOX = (
    '<w:r><w:rPr><w:rFonts w:ascii="MS Gothic" w:hAnsi="MS Gothic" w:eastAsia="MS Gothic" w:hint="eastAsia"/></w:rPr>'
    "<w:t>☐</w:t></w:r>"
)
_DAY = (
    '<w:date><w:dateFormat w:val="yyyy-MM-dd"/><w:lid w:val="en-US"/><w:storeMappedDataAs w:val="date"/>'
    '<w:calendar w:val="gregorian"/></w:date>'
)
