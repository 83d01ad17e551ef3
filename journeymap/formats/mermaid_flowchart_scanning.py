"""From the text of a Mermaid ``flowchart`` to what is drawn in it: boxes, links between them, and frames around them.

Boxes, links and frames are Mermaid's business; they become touchpoints, transitions and stages elsewhere.
"""

from __future__ import annotations

import re

import attrs

from journeymap.errors import shorten
from journeymap.formats.mermaid_text import Draft, plain

__all__ = ["Box", "Chart", "Frame", "Link", "scan"]

LONGEST_MENDED = 1_000
"""How far the end of a label that Mermaid refuses is looked for."""

MOST_PARTS = 200_000
"""How many boxes and statements a flowchart may have."""

MOST_LINKS = 100_000
"""How many links a flowchart may have: ``&`` makes many out of few letters."""

SHAPES = {
    "(((": (")))",), "((": ("))",), "([": ("])",), "(-": ("-)",), "[[": ("]]",), "[(": (")]",), "[|": ("|]",),
    "[/": ("/]", "\\]"), "[\\": ("\\]", "/]"), "{{": ("}}",), "[": ("]",), "(": (")",), "{": ("}",), ">": ("]",),
}  # fmt: skip
"""What may close a label, by what opens it; the longer openings first."""

_SPACE = re.compile(r"[\s;]*+")
_BLANK = re.compile(r"[^\S\n]*+")
_ID = re.compile(r"(?:[^\W]|[!#$%'*+.`?\\/\ufdd0\ufdd1]|(?<=.)&(?!\s)|:(?!::)|-(?![->.\s])|=(?!=))++")
_OPEN = re.compile("|".join(re.escape(opening) for opening in SHAPES))
_TEXT = re.compile(r'\s*+(?:"(?P<quoted>[^"]*+)"\s*+|(?P<bare>[^\[\](){}|"]*+))')
_DATA = re.compile(r'@\{(?P<data>(?:[^}"]|"[^"]*+")*+)\}')
_DATA_LABEL = re.compile(r"""label\s*:\s*(?:"([^"]*)"|'([^']*)'|([^,\n]+))""")
_CLASS = re.compile(r":::((?:\w|-(?![->.]))++)")
_EDGE_ID = re.compile(r"\s*+[\w-]++@(?=[xo<]?[-=~])")
_LINK = re.compile(r"\s*+(?P<tail>[xo<]?)(?P<line>--+[-xo>]|==+[=xo>]|-?\.+-[xo>]?|~~~+)\s*")
_LINK_START = re.compile(r"\s*+(?P<tail>[xo<]?)(?P<line>--|==|-\.)[^\S\n]*")
_LINK_END = {
    "--": re.compile(r"\s*[xo<]?(?P<line>--+[-xo>])\s*"),
    "==": re.compile(r"\s*[xo<]?(?P<line>==+[=xo>])\s*"),
    "-.": re.compile(r"\s*[xo<]?(?P<line>-?\.+-[xo>]?)\s*"),
}
_PIPE = re.compile(r'\|\s*(?:"(?P<quoted>[^"]*+)"|(?P<bare>[^|\n]*+))\s*\|\s*')
_AND = re.compile(r"[^\S\n]*&\s*")
_HEAD = re.compile(r"[\w-]+[^\S\n]*(?P<direction>TB|TD|BT|LR|RL|BR|[<>^v])?(?![\w])")
_LINE = re.compile(r"[^\n]*")
_STATEMENT = re.compile(
    r"""(?P<subgraph>subgraph\b(?P<frame>[^\n;]*))
    |(?P<end>end\b(?![ \t]*[-=.\[({&@:]))
    |class[ \t]+(?P<class>[^\n;]*)
    |(?P<class_def>classDef[ \t]+(?P<defined>[\w-]+)[^\n]*)
    |style[ \t]+(?P<styled>[^\s;]++)[^\n;]*
    |(?P<skipped>(?:style|linkStyle|click|href|direction)\b[^\n]*)
    |accTitle\s*:\s*(?P<acc_title>[^\n]*)
    |accDescr\s*:\s*(?P<acc_descr>[^\n]*)
    |accDescr\s*\{\s*(?P<acc_lines>[^}]*+)\}?""",
    re.VERBOSE,
)
_KEPT_WORDS = ("end", "graph", "subgraph", "flowchart", "style", "class", "click", "href")


@attrs.define(eq=False)
class Frame:
    """A subgraph."""

    id: str
    title: str
    offset: int


@attrs.define(eq=False)
class Box:
    """A node: its label as it stands, and the innermost frame around it."""

    id: str
    label: str
    offset: int
    frame: Frame | None = None
    classes: list[str] = attrs.field(factory=list)


@attrs.frozen
class Link:
    """A line from one box to another.

    Attributes:
        start: The id of one box.
        end: The id of the other.
        label: What stands on it.
        offset: Where that, or the line, stands.
        directed: Whether it has an arrowhead at its end.
        back: Whether it has one at its start.
        hidden: Whether it is only there to place the boxes.
    """

    start: str
    end: str
    label: str
    offset: int
    directed: bool = True
    back: bool = False
    hidden: bool = False


@attrs.define
class Chart:
    """Everything that is drawn, in the order in which it first stands in the text.

    Attributes:
        direction: Which way it runs, such as ``"LR"``.
        boxes: By id.
        links: In order.
        frames: In order; those of one title are one stage.
        words: The accessible title and description.
        lines: Where each statement begins, and what it is about: a box, a frame, or None.
    """

    direction: str = "TB"
    boxes: dict[str, Box] = attrs.field(factory=dict)
    links: list[Link] = attrs.field(factory=list)
    frames: list[Frame] = attrs.field(factory=list)
    words: dict[str, str] = attrs.field(factory=dict)
    lines: list[tuple[int, Box | Frame | None]] = attrs.field(factory=list)


def scan(draft: Draft) -> Chart:
    """What a flowchart draws; what Mermaid refuses is mended and noted, or refused."""
    return _Scanner(draft).scan()


class _Scanner:
    """Goes through the text once."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.text = draft.block.text
        self.at = draft.block.head
        self.chart = Chart()
        self.open: list[Frame] = []
        self.classes: list[tuple[str, str]] = []

    def scan(self) -> Chart:
        head = _HEAD.match(self.text, self.at)
        if head:
            self.at = head.end()
            self.chart.direction = {"TD": "TB", ">": "LR", "<": "RL", "^": "BT", "v": "TB"}.get(
                head["direction"] or "TB", head["direction"] or "TB"
            )
        self.chart.lines.append((self.draft.block.head, None))
        while (found := _SPACE.match(self.text, self.at)) and (start := found.end()) < len(self.text):
            self.at = start
            statement = _STATEMENT.match(self.text, start)
            if statement:
                self.at = statement.end()
                self._state(statement)
            else:
                self._chain(start)
            if max(len(self.chart.lines), len(self.chart.boxes), len(self.classes)) > MOST_PARTS:
                self.draft.refuse(f"more than {MOST_PARTS:,} boxes or lines (expected a journey)", start)
                break
        for id, name in self.classes:
            if id in self.chart.boxes:
                self.chart.boxes[id].classes.append(name)
        for frame in self.open:
            self.draft.refuse("a subgraph that is never closed (expected a line 'end')", frame.offset)
        return self.chart

    def _state(self, found: re.Match[str]) -> None:
        """Take in a statement that is no chain of boxes."""
        start = found.start()
        if found["subgraph"]:
            self._open_frame(found["frame"].strip(), start)
        elif found["end"]:
            if self.open:
                self.open.pop()
            else:
                self.draft.refuse("'end' without a subgraph before it", start)
        elif found["class"]:
            *ids, name = re.split(r"[,\s]+", found["class"].strip())
            self.classes += ((id, name) for id in ids)
        elif found["class_def"] and found["defined"] in _KEPT_WORDS:
            note = f"a class called {found['defined']!r}, a word that Mermaid keeps for itself and refuses here"
            self.draft.note(note, start)
        elif found["styled"]:
            for id in found["styled"].split(","):
                self.chart.boxes.setdefault(id, Box(id, "", start))  # Mermaid draws it, too
        elif found["acc_title"] is not None:
            self.chart.words["name"] = plain(found["acc_title"]).strip()
        elif found["acc_descr"] is not None or found["acc_lines"] is not None:
            text = plain(found["acc_descr"] or found["acc_lines"] or "").strip()
            self.chart.words["description"] = "\n".join(line.strip() for line in text.split("\n"))
        if not found["subgraph"]:
            self.chart.lines.append((start, None))

    def _open_frame(self, rest: str, offset: int) -> None:
        id, opening, title = rest.partition("[")
        if not (opening and title.endswith("]")):
            id, title = "", rest
        title = title.removesuffix("]").strip() if opening else title
        quoted = len(title) > 1 and title[0] == title[-1] == '"'
        title = title[1:-1] if quoted else title
        frame = Frame(id.strip() or title, title, offset)
        self.open.append(frame)
        self.chart.frames.append(frame)
        self.chart.lines.append((offset, frame))

    # Chains of boxes

    def _chain(self, start: int) -> None:
        """Take in boxes and the links between them, up to the end of the statement."""
        group = self._group()
        if not group:
            self._refuse_rest(start)
            return
        self.chart.lines.append((start, group[0]))
        while (link := self._link()) is not None:
            following = self._group()
            if not following:
                self.draft.refuse("a link that leads nowhere (expected a box after it)", link.offset)
                break
            if len(self.chart.links) + len(group) * len(following) > MOST_LINKS:
                self.draft.refuse(f"more than {MOST_LINKS:,} links (expected a journey)", start)
                self.at = len(self.text)
                return
            for one in group:
                self.chart.links += (attrs.evolve(link, start=one.id, end=other.id) for other in following)
            group = following
        blank = _BLANK.match(self.text, self.at)
        self.at = blank.end() if blank else self.at
        if self.at < len(self.text) and self.text[self.at] not in "\n;":
            self._refuse_rest(self.at)

    def _refuse_rest(self, start: int) -> None:
        rest = _LINE.match(self.text, start)
        said = shorten(plain(rest[0] if rest else "").strip(), 40)
        self.draft.refuse(f"{said!r} is nothing that a flowchart can say here (expected such as 'a[Pay] --> b')", start)
        self.at = rest.end() if rest else len(self.text)

    def _group(self) -> list[Box]:
        """The boxes that stand here, joined by ``&``."""
        group: list[Box] = []
        while (found := _ID.match(self.text, self.at)) is not None:
            self.at = found.end()
            box = self._box(found[0], found.start())
            self._dress(box)
            group.append(box)
            joined = _AND.match(self.text, self.at)
            if joined is None or len(group) > MOST_PARTS:
                break
            self.at = joined.end()
        return group

    def _box(self, id: str, offset: int) -> Box:
        box = self.chart.boxes.setdefault(id, Box(id, "", offset))
        if self.open and box.frame is None:
            box.frame = self.open[-1]
        return box

    def _dress(self, box: Box) -> None:
        """Take in the label and the classes of a box."""
        opening = _OPEN.match(self.text, self.at)
        if opening:
            self._label(box, opening)
        while True:
            found = _CLASS.match(self.text, self.at) or _DATA.match(self.text, self.at)
            if found is None:
                return
            self.at = found.end()
            if found.re is _CLASS:
                box.classes.append(found[1])
            elif label := _DATA_LABEL.search(found["data"]):
                box.label = next(filter(None, label.groups()), "")

    def _label(self, box: Box, opening: re.Match[str]) -> None:
        inside = _TEXT.match(self.text, opening.end())
        end = inside.end() if inside else opening.end()
        said = inside["bare"] if inside and inside["bare"] is not None else inside["quoted"] if inside else ""
        for close in SHAPES[opening[0]]:
            if self.text.startswith(close, end):
                box.label, self.at = said, end + len(close)
                return
            if said.endswith(close[:-1]) and len(close) > 1 and self.text.startswith(close[-1], end):  # [/text/]
                box.label, self.at = said[: 1 - len(close)], end + 1
                return
        limit = self._end_of_line(opening.end())
        for close in SHAPES[opening[0]]:
            last = self.text.find(close, opening.end(), limit)
            if last >= 0:
                note = "quotes or brackets in a label, which Mermaid refuses (put all of it in quotes)"
                self.draft.note(note, box.offset)
                box.label, self.at = self.text[opening.end() : last], last + len(close)
                return
        self.draft.refuse(f"a label that is never closed (expected {SHAPES[opening[0]][0]!r})", opening.start())
        line = _LINE.match(self.text, self.at)
        self.at = line.end() if line else len(self.text)

    def _link(self) -> Link | None:
        """The link that stands here, with its label; its ends are filled in later."""
        named = _EDGE_ID.match(self.text, self.at)
        at = named.end() if named else self.at
        found = _LINK.match(self.text, at)
        if found:
            self.at = found.end()
            label, offset = "", found.start("line")
            if piped := _PIPE.match(self.text, self.at):
                self.at = piped.end()
                label = piped["quoted"] if piped["quoted"] is not None else piped["bare"]
                offset = piped.start()
            return self._made(found["tail"], found["line"], label, offset)
        started = _LINK_START.match(self.text, at)
        if not started:
            return None
        ended = _LINK_END[started["line"]].search(self.text, started.end(), self._end_of_line(started.end()))
        if not ended:
            return None
        self.at = ended.end()
        label = self.text[started.end() : ended.start()].strip()
        label = label[1:-1] if label[:1] == label[-1:] == '"' and len(label) > 1 else label
        return self._made(started["tail"], ended["line"], label, started.end())

    def _end_of_line(self, start: int) -> int:
        """Where the line ends, or how far at most something is looked for."""
        limit = start + LONGEST_MENDED
        end = self.text.find("\n", start, limit)
        return end if end >= 0 else limit

    @staticmethod
    def _made(tail: str, line: str, label: str, offset: int) -> Link:
        return Link("", "", label.strip(), offset, directed=line[-1] in "xo>", back=tail == "<", hidden=line[0] == "~")
