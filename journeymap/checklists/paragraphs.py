"""What stands on the pages of a document: the cover, the walk, and the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from journeymap.checklists.content import Checklist
from journeymap.checklists.controls import Controls
from journeymap.checklists.items import Ask, Item, Place, Section
from journeymap.checklists.lines import told
from journeymap.checklists.styles import LARGE, SIZE
from journeymap.checklists.wordml import cell, hidden, paragraph, row, run, table
from journeymap.i18n import translator

__all__ = ["Pages"]

_EDGE = 6.0
"""How much of a column the edges of its cells take, in points."""

_FIELDS = 3
"""How many fields stand side by side on the cover."""


class Pages:
    """Writes the pages of one document, part by part."""

    def __init__(self, checklist: Checklist, wide: float, *, large: bool) -> None:
        self.checklist, self.words, self.wide = checklist, checklist.words, wide
        judge, fill = (46.0, 48.0) if large else (40.0, 48.0)
        self.columns = (judge, wide - judge - fill, fill)
        self.controls = Controls(checklist, room=judge * 72 / 25.4 - _EDGE, size=LARGE if large else SIZE)

    # The cover

    def cover(self) -> Iterator[str]:
        """The title, what is filled in once, the summary, and how to fill it in."""
        checklist, words, summary = self.checklist, self.words, self.checklist.summary
        yield paragraph(run(checklist.title), style="Title")
        yield paragraph(run(checklist.subtitle), style="Subtitle")
        yield table([self.wide / _FIELDS] * _FIELDS, self._fields(), style="Fields", about=checklist.title)
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
            yield table(self._firsts, self._first(), style="Lines", about=words.first)
        if summary.principles:
            yield paragraph(run(words.principles), style="Heading1")
            yield table(self._tallies, self._principles(), style="Lines", about=words.principles)
        if checklist.guide:
            yield paragraph(run(words.guide), style="Heading1")
        yield from (paragraph(run(line), style="ListBullet") for line in checklist.guide)
        if checklist.degrees:
            said = " · ".join(f"{degree.value} {degree.label}" for degree in checklist.degrees)
            yield paragraph(run(f"{words.degrees}: {said}"), style="ListBullet")

    def _fields(self) -> Iterator[str]:
        blanks = self.checklist.cover
        for at in range(0, len(blanks), _FIELDS):
            here = blanks[at : at + _FIELDS]
            yield row(
                *(
                    cell(self.wide / _FIELDS * span, self.controls.line(blank, "cover", style="Field"), span=span)
                    for blank, span in zip(here, [*[1] * (len(here) - 1), 1 + _FIELDS - len(here)], strict=True)
                )
            )

    @property
    def _firsts(self) -> tuple[float, ...]:
        return 10.0, 36.0, self.wide - 90, 44.0

    def _first(self) -> Iterator[str]:
        for pointer in self.checklist.summary.first:
            said = (str(pointer.number), pointer.tag, pointer.title, pointer.place)
            styles = ("Requirement", "Tag", "", "Small")
            yield row(
                *(
                    cell(wide, paragraph(run(text), style=style))
                    for wide, text, style in zip(self._firsts, said, styles, strict=True)
                )
            )

    @property
    def _tallies(self) -> tuple[float, ...]:
        return self.wide - 84, 28.0, 28.0, 28.0

    def _principles(self) -> Iterator[str]:
        words = self.words
        heads = (words.principle, f"✕ {words.failed}", f"? {words.questions}", f"✓ {words.passed}")
        yield self._heads(self._tallies, heads)
        for line in self.checklist.summary.principles:
            said = (line.name, *(str(number or "–") for number in (line.failed, line.questions, line.passed)))
            yield row(*(cell(wide, paragraph(run(text))) for wide, text in zip(self._tallies, said, strict=True)))

    def _heads(self, columns: Sequence[float], heads: Sequence[str]) -> str:
        cells = (
            cell(wide, paragraph(run(text), style="Head", keep=True)) for wide, text in zip(columns, heads, strict=True)
        )
        return row(*cells, head=True)

    # The walk

    def walk(self, *, on_new_page: bool) -> Iterator[str]:
        """The places in walking order, with what failed, what is asked, and what holds."""
        for number, section in enumerate(self.checklist.sections):
            new_page = on_new_page and number == 0
            counts = run(f" {section.counts}", "Weak")
            yield paragraph(run(section.name), counts, style="Heading1", on_new_page=new_page)
            yield table(self.columns, self._section(section), style="Lines", about=section.name)

    def _section(self, section: Section) -> Iterator[str]:
        t = translator(self.checklist.lang)
        fill = " · ".join((t("Who"), t("By when"), t("Note")))
        yield self._heads(self.columns, (self.words.verdict, t("Requirement or question"), fill))
        for place in section.places:
            if place.name or place.felt or place.note:
                yield row(cell(self.wide, *self._place(place), span=3, fill="F3F6F8"))
            yield from (self._item(item, section, place) for item in place.items)
        if section.holding:
            heading = paragraph(run(f"✓ {self.words.holding}"), style="Holding")
            yield row(cell(self.wide, heading, span=3))
        yield from (self._held(item, section) for item in section.holding)

    def _place(self, place: Place) -> Iterator[str]:
        about = run(f"  {place.about}", "Weak") if place.about else ""
        yield paragraph(run(place.name), about, style="Heading2")
        if place.text:
            yield paragraph(run(place.text), style="Why", keep=True)
        if place.felt is not None:
            waiting = f" ({place.felt_for})" if place.felt_for else ""
            label = run(f"{self.words.felt}{waiting}: ", "Label")
            boxes = self.controls.boxes(f"{place.touchpoint}|felt", place.felt.choices, about=place.name)
            yield paragraph(label, boxes, style="Boxes", keep=True)
        if place.note is not None:
            yield self.controls.line(place.note, str(place.touchpoint), keep=True)

    def _item(self, item: Item, section: Section, place: Place) -> str:
        judge, what, fill = self.columns
        named = told(item.key, kind=item.kind, section=section.name, place=place.name)
        return row(
            cell(judge, *self._judged(item)),
            cell(what, *self._said(item, named)),
            cell(fill, *(self.controls.line(blank, item.key, about=str(item.number)) for blank in item.blanks)),
        )

    def _judged(self, item: Item) -> Iterator[str]:
        name = f"{item.key}|verdict"
        boxes = self.controls.boxes(
            name, item.choices, fact=item.plain, at=item.at, about=str(item.number), columns=True
        )
        yield paragraph(boxes, style="Boxes")
        if f"{item.key}|severity" in dict(item.answers()):
            label, named = run(f"{self.words.severity}: ", "Label"), hidden(told(f"{item.key}|severity"))
            yield paragraph(label, named, self.controls.degrees(item), style="Boxes")

    def _said(self, item: Item, named: str) -> Iterator[str]:
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
            yield from self._asked(ask, item)

    def _asked(self, ask: Ask, item: Item) -> Iterator[str]:
        if not (ask.choices or ask.blank):
            return
        if ask.text:
            yield paragraph(run(ask.text), style="Ask", keep=True)
        if ask.blank is not None:
            yield self.controls.line(ask.blank, item.key, at=item.at, about=ask.text or item.title)
        else:
            boxes = self.controls.boxes(f"{item.key}|{ask.fact}", ask.choices, at=item.at, about=ask.text or item.title)
            yield paragraph(boxes, style="Boxes")

    def _held(self, item: Item, section: Section) -> str:
        named = told(item.key, kind=item.kind, section=section.name)
        where = run(f"  {item.where}", "Weak") if item.where else ""
        number, tag = run(f"{item.number}  ", "Number"), run(f"{item.tag} ", "Passed")
        notes = run(", ".join(map(str, item.notes)), "Note")
        said = paragraph(number, tag, run(item.title), notes, where, hidden(named))
        judge, what, fill = self.columns
        return row(cell(judge, *self._judged(item)), cell(what + fill, said, span=2))

    # The end

    def end(self) -> Iterator[str]:
        """The page for several evaluators, sources, limits, and signatures."""
        checklist, words = self.checklist, self.words
        if checklist.evaluators:
            yield paragraph(run(words.together), style="Heading1", on_new_page=True)
            yield table(self._sides, self._together(), style="Grid", about=words.together)
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
            yield table(columns, self._signed(columns), style="Plain", about=words.signatures)

    @property
    def _sides(self) -> tuple[float, ...]:
        wide = min(24.0, self.wide / 2 / (self.checklist.evaluators + 1))
        sides = [wide] * (self.checklist.evaluators + 1)
        return 10.0, self.wide - 10 - sum(sides), *sides

    def _together(self) -> Iterator[str]:
        words = self.words
        names = (f"{words.evaluator} {number}" for number in range(1, self.checklist.evaluators + 1))
        yield self._heads(self._sides, ("", words.item, *names, words.agreed))
        for item in self.checklist:
            said = (str(item.number), item.title, *[""] * (self.checklist.evaluators + 1))
            yield row(*(cell(wide, paragraph(run(text))) for wide, text in zip(self._sides, said, strict=True)))

    def _signed(self, columns: Sequence[float]) -> Iterator[str]:
        for signature in self.checklist.signatures:
            role = cell(columns[0], paragraph(run(signature.role), style="Requirement", keep=True))
            blanks = (
                cell(wide, self.controls.line(blank, "signed", about=signature.role, style="Signature"))
                for wide, blank in zip(columns[1:], signature.blanks, strict=False)
            )
            yield row(role, *blanks)
