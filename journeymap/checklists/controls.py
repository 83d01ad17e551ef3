"""Places to fill in of a document: boxes to click, degrees to choose from, lines to type or to write on by hand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from xml.sax.saxutils import escape, quoteattr

from journeymap.checklists.boxes import rows_of_boxes
from journeymap.checklists.content import Checklist
from journeymap.checklists.items import Blank, Choice, Item
from journeymap.checklists.lines import DOTS, told
from journeymap.checklists.wordml import hidden, paragraph, run
from journeymap.drawing.typesetting import clean
from journeymap.errors import shorten

__all__ = ["LONGEST_NAME", "Controls"]

LONGEST_NAME = 60
"""How long the name of a control, or the title at the foot of a page, can be."""

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


class Controls:
    """Makes the places to fill in of one document; they are numbered as they are made.

    Attributes:
        checklist: The checklist.
        room: How wide the column is that holds boxes in two columns, in points.
        size: The size of the letters beside them, in points.
    """

    def __init__(self, checklist: Checklist, *, room: float, size: float) -> None:
        self.checklist, self.room, self.size = checklist, room, size
        self.numbers = count(1)

    def boxes(
        self, name: str, choices: Sequence[Choice], *, about: str, fact: str = "", at: Sequence[str] = (),
        columns: bool = False,
    ) -> str:  # fmt: skip
        """Boxes to tick, in two columns where they fit."""
        boxes = ",".join(choice.value for choice in choices)
        concerned = ",".join(at) if fact or not name.endswith("|verdict") else ""
        rows = rows_of_boxes(choices, room=self.room, size=self.size) if columns else [choices]
        runs = [hidden(told(name, boxes=boxes, fact=fact, at=concerned))]
        for number, beside_each_other in enumerate(rows):
            runs += ["<w:r><w:br/></w:r>"] * (number > 0)
            for beside, choice in enumerate(beside_each_other):
                runs += ["<w:r><w:tab/></w:r>" if columns else run("   ")] * (beside > 0)
                runs.append(self._control(f"{choice.label} · {about}", _CHECKED, _BOX))
                runs.append(f'<w:r><w:t xml:space="preserve">\u00a0{escape(clean(choice.label))}</w:t></w:r>')
        return "".join(runs)

    def degrees(self, item: Item) -> str:
        """The degrees of severity, to choose from."""
        values = [degree.value for degree in self.checklist.degrees]
        entries = "".join(f"<w:listItem w:displayText={quoteattr(v)} w:value={quoteattr(v)}/>" for v in values)
        kind = f"<w:showingPlcHdr/><w:dropDownList>{entries}</w:dropDownList>"
        return self._control(f"{self.checklist.words.severity} · {item.number}", kind, run(" · ".join(values), "Dots"))

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
        place = self._control(
            alias, f"{'<w:showingPlcHdr/>' if empty else ''}{kind}", run(DOTS, "Dots") if empty else run(blank.value)
        )
        styles = {"note": "LineOfNotes"}
        return paragraph(label, named, place, style=style or styles.get(blank.kind, "Line"), keep=keep)

    def _control(self, alias: str, kind: str, content: str) -> str:
        """A control that can be clicked or typed into, by the name that is read aloud."""
        named = f"<w:alias w:val={quoteattr(shorten(clean(alias), LONGEST_NAME))}/>"
        number = f'<w:id w:val="{next(self.numbers)}"/>'
        properties = f"<w:sdtPr>{named}{number}{kind}</w:sdtPr>"
        return f"<w:sdt>{properties}<w:sdtContent>{content}</w:sdtContent></w:sdt>"
