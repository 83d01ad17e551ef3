"""DOT, the language of Graphviz: nodes are touchpoints, edges ways on, clusters stages.

It is read, not written here: what draws a journey writes DOT, with much besides that is only for the eye.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

import attrs

from journeymap.errors import ReadError, shorten
from journeymap.formats.graphs import Link, Parts, Point, parsed
from journeymap.formats.mermaid_guessing import name_from
from journeymap.formats.placing import problem_at
from journeymap.formats.structuring import Parsed, Reading, structure

__all__ = ["parse", "read"]

START, END, WHOLE = "the start", "the end at ", "cluster journey"
"""In the pictures we draw: what leads to where the journey starts, how what stands for an ending begins, and the
cluster around everything."""

ENDINGS = {"Ends well": "success", "Ends in failure": "failure", "Leaves": "abandon", "Cancels": "cancel"}
"""What such a picture says of an ending."""

DEEPEST = 100

MOST_TOKENS = 1_000_000
"""How many words and signs a graph may have: those of 100,000 links."""

MOST_LINKS = 100_000
"""How many links a graph may have."""

MOST_DEFAULTS = 100
"""How many facts may be given to all nodes, or all edges, at once: each of them gets a copy."""

_TOKEN = re.compile(
    r"""(?P<skip>\s+|//[^\n]*|/\*.*?\*/|^\#[^\n]*)
    |(?P<string>"[^"\\]*+(?:\\.[^"\\]*+)*+")
    |(?P<html><)
    |(?P<arrow>->|--)
    |(?P<mark>[{}\[\];,=:+])
    |(?P<word>-?(?:\.\d+|\d+(?:\.\d*)?)|[^\W\d]\w*)
    |(?P<odd>.)""",
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
_FELT = re.compile(r"(?P<name>.*): (?P<emotion>[+−-]?\d(?:\.\d+)?|\?)\Z", re.DOTALL)
_TITLE = re.compile(r"<B>(.*?)(?:<BR|</B>)", re.DOTALL)
_ANGLE = re.compile(r"[<>]")
_LOOKS = (
    "shape", "style", "color", "fillcolor", "fontcolor", "fontname", "fontsize", "penwidth", "width", "height",
    "margin", "tooltip", "URL", "href", "target", "group", "arrowhead", "arrowtail", "arrowsize", "dir", "constraint",
    "minlen",
    "labelloc", "labeljust", "labelfontsize", "labeldistance", "labelangle", "headport", "tailport", "headlabel",
    "taillabel", "xlabel", "rank", "pos", "peripheries", "image", "fixedsize", "lp", "ordering", "regular", "sides",
    "splines", "concentrate", "compound", "lhead", "ltail", "bb", "charset", "size", "ratio", "center", "pad", "dpi",
    "bgcolor", "layout", "overlap", "sep", "esep", "rankdir", "ranksep", "nodesep", "newrank", "forcelabels", "class",
    "gradientangle", "labelfontcolor", "labelfontname", "decorate", "samehead", "sametail", "orientation", "skew",
    "distortion", "comment", "id", "nojustify", "outputorder", "remincross", "searchsize", "nslimit", "mclimit",
)  # fmt: skip
"""What only says how something is drawn."""


@attrs.frozen
class _Token:
    kind: str
    text: str
    offset: int


@attrs.define(eq=False)
class _Frame:
    """A graph, subgraph or pair of braces that is open."""

    name: str
    outer: _Frame | None = None
    facts: dict[str, Any] = attrs.field(factory=dict)
    defaults: dict[str, dict[str, Any]] = attrs.field(factory=dict)
    members: dict[str, None] = attrs.field(factory=dict)
    operand: list[str] = attrs.field(factory=list)
    sources: list[str] | None = None
    links: list[Link] = attrs.field(factory=list)
    about: str = ""

    def renew(self) -> None:
        """Begin another statement."""
        self.operand, self.sources, self.links, self.about = [], None, [], ""

    @property
    def stage(self) -> str | None:
        """The stage of what stands here first: the name of the innermost cluster."""
        found: _Frame | None = self
        while found is not None:
            if found.name.startswith("cluster") and found.name != WHOLE and _label(found.facts):
                return _label(found.facts)
            found = found.outer
        return None


def read(text: str) -> Reading:
    """The journey that a DOT text describes."""
    found = parse(text)
    return structure(found), found.notes


def parse(text: str) -> Parsed:
    """What a DOT text says."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return parsed(_Scanner(text).parts(), text)


class _Scanner:
    """Goes through the tokens of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(islice(_tokens(text), MOST_TOKENS))
        self.at = 0
        if len(self.tokens) == MOST_TOKENS:
            raise self._refused(f"more than {MOST_TOKENS:,} words and signs (expected a journey)", self.tokens[-1])
        self.points: dict[str, tuple[Point, list[_Frame]]] = {}
        self.links: list[Link] = []
        self.title = ""

    def parts(self) -> Parts:
        """The graph."""
        kind = self._take()
        if kind is not None and kind.text.lower() == "strict":
            kind = self._take()
        if kind is None or kind.text.lower() not in ("graph", "digraph"):
            raise self._refused("this is no graph (expected 'digraph {' or 'graph {')", kind)
        name = self._take() if self._next() != "{" else None
        if self._next() != "{":
            raise self._refused("expected '{'", self._peek())
        self.at += 1
        root = _Frame(name.text if name else "")
        self._statements(root)
        points = [self._placed(point, frames) for point, frames in self.points.values()]
        points = [point for point in points if point.facts.get("style") != "invis"]
        links = [each for link in self.links if link.facts.get("style") != "invis" for each in _led(link)]
        whole = {"name": _label(root.facts) or root.name}
        if START in self.points:
            whole, points, links = self._ours(points, links)
        for point in points:
            point.facts = _meant(point.facts, plainly=True)
        for link in links:
            link.facts = _meant(link.facts, plainly=False)
        return Parts(whole, points, links, directed=kind.text.lower() == "digraph")

    def _placed(self, point: Point, frames: list[_Frame]) -> Point:
        """The point in its stage: that of the first cluster in which it stands."""
        stage = next((stage for frame in frames if (stage := frame.stage)), None)
        if stage is not None:
            point.facts.setdefault("stage", stage)
        return point

    def _ours(self, points: list[Point], links: list[Link]) -> tuple[dict[str, Any], list[Point], list[Link]]:
        """A picture that we drew: its title, and what each tooltip says."""
        title = _TITLE.search(self.title)
        ends = [link.end for link in links if link.start == START]
        for point in points:
            felt = _FELT.match(point.facts.get("tooltip", ""))
            if felt is not None:
                point.facts |= {"label": felt["name"]}
                if felt["emotion"] != "?":
                    point.facts["emotion"] = felt["emotion"].replace("−", "-")
        whole = {
            "name": name_from(title[1]) if title else "",
            **({"start": ends[0]} if ends[1:] == [] and ends else {}),
        }
        for link in links:
            ending = ENDINGS.get(link.facts.get("tooltip", ""))
            if link.end.startswith(END) and ending is not None and link.start in self.points:
                self.points[link.start][0].facts["ends"] = ending
        points = [point for point in points if point.id != START and not point.id.startswith(END)]
        return whole, points, [each for each in links if each.start != START and not each.end.startswith(END)]

    def _statements(self, root: _Frame) -> None:
        """Everything up to the end of the graph."""
        frame, depth = root, 0
        while (token := self._take()) is not None:
            word = token.text.lower() if token.kind == "word" else ""
            if token.text == "{" and token.kind == "mark":
                frame, depth = self._open("", frame, token, depth), depth + 1
            elif token.text == "}" and token.kind == "mark":
                if frame.outer is None:
                    return
                inner, frame, depth = frame, frame.outer, depth - 1
                if inner.name == WHOLE:
                    self.title = inner.facts.get("label", "")
                frame.members |= inner.members
                self._operand(frame, list(inner.members), token)
            elif word == "subgraph":
                named = self._take() if self._next() != "{" else None
                if self._next() != "{":
                    raise self._refused("expected '{'", self._peek())
                self.at += 1
                frame, depth = self._open(named.text if named else "", frame, token, depth), depth + 1
            elif token.kind == "arrow":
                frame.sources = frame.operand
            elif token.text == "[" and token.kind == "mark":
                self._attributes(frame)
            elif token.text in (";", ",") and token.kind == "mark":
                frame.renew() if token.text == ";" else None
            elif word in ("node", "edge", "graph") and self._next() == "[":
                frame.renew()
                frame.about = word
            elif token.kind == "mark":
                raise self._refused(f"{token.text!r} cannot stand here", token)
            else:
                self._name(frame, token)
        raise self._refused("the graph is never closed (expected '}' at its end)", self.tokens[-1])

    def _open(self, name: str, outer: _Frame, token: _Token, depth: int) -> _Frame:
        if depth >= DEEPEST:
            raise self._refused("nested too deeply (a journey has fewer than ten levels)", token)
        return _Frame(name, outer, defaults={kind: dict(facts) for kind, facts in outer.defaults.items()})

    def _name(self, frame: _Frame, token: _Token) -> None:
        """A name: of a node, or of something that the graph is given."""
        text = self._joined(token)
        if self._next() == "=":
            self.at += 1
            value = self._take()
            if value is not None:
                frame.facts[text] = self._joined(value)
            frame.renew()
            return
        while self._next() == ":":
            self.at += 2
        if text not in self.points:
            self.points[text] = Point(text, dict(frame.defaults.get("node", {})), token.offset), []
        if text not in frame.members:
            self.points[text][1].append(frame)
            frame.members[text] = None
        self._operand(frame, [text], token)

    def _operand(self, frame: _Frame, ids: list[str], token: _Token) -> None:
        """What stands on one side of an arrow, or alone."""
        if frame.sources is None:
            frame.renew()
        else:
            if len(self.links) + len(frame.sources) * len(ids) > MOST_LINKS:
                raise self._refused(f"more than {MOST_LINKS:,} links (expected a journey)", token)
            for start in frame.sources:
                frame.links += (Link(start, id, dict(frame.defaults.get("edge", {})), token.offset) for id in ids)
            self.links += frame.links[-len(frame.sources) * len(ids) :] if frame.sources and ids else []
        frame.operand, frame.sources = ids, None

    def _attributes(self, frame: _Frame) -> None:
        """What stands in brackets, for what stands before them."""
        facts: dict[str, Any] = {}
        while (key := self._take()) is not None and not (key.kind == "mark" and key.text == "]"):
            if key.kind == "mark":
                continue
            name = self._joined(key)
            facts[name] = "true"
            if self._next() == "=":
                self.at += 1
                value = self._take()
                if value is not None:
                    facts[name] = self._joined(value)
        if frame.about == "graph":
            frame.facts |= facts
        elif frame.about:
            frame.defaults.setdefault(frame.about, {}).update(facts)
            if len(frame.defaults[frame.about]) > MOST_DEFAULTS:
                message = f"more than {MOST_DEFAULTS} facts for every {frame.about} (expected a journey)"
                raise self._refused(message, key)
        elif frame.links:
            for link in frame.links:
                link.facts |= facts
        else:
            for id in frame.operand:
                self.points[id][0].facts |= facts

    # Tokens

    def _peek(self) -> _Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def _next(self) -> str:
        """The mark that comes next; empty when something else does."""
        token = self._peek()
        return token.text if token is not None and token.kind == "mark" else ""

    def _take(self) -> _Token | None:
        token = self._peek()
        self.at += 1
        return token

    def _joined(self, token: _Token) -> str:
        """A text, with those that a plus sign adds to it."""
        pieces = [token.text]
        while self._next() == "+" and self.at + 1 < len(self.tokens):
            pieces.append(self.tokens[self.at + 1].text)
            self.at += 2
        return "".join(pieces)

    def _refused(self, message: str, token: _Token | None) -> ReadError:
        return ReadError([problem_at(self.text, token.offset if token else len(self.text), message)])


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        assert found is not None
        kind, at = str(found.lastgroup), found.end()
        if kind == "html":
            depth = 1
            while depth and (angle := _ANGLE.search(text, at)) is not None:
                depth, at = depth + (1 if angle[0] == "<" else -1), angle.end()
            if depth:
                raise ReadError(
                    [problem_at(text, found.start(), "a label of HTML that is never closed (expected '>')")]
                )
            yield _Token("text", text[found.start() : at], found.start())
        elif kind == "string":
            said = re.sub(r"\\\n", "", found[0][1:-1]).replace('\\"', '"')
            yield _Token("text", said, found.start())
        elif kind == "odd":
            raise ReadError(
                [problem_at(text, found.start(), f"{shorten(found[0])!r} cannot stand here; put it in quotes")]
            )
        elif kind != "skip":
            yield _Token(kind, found[0], found.start())


def _led(link: Link) -> list[Link]:
    """A link the way its arrowheads point."""
    back = Link(link.end, link.start, dict(link.facts), link.offset)
    return {"back": [back], "both": [link, back]}.get(link.facts.get("dir", ""), [link])


def _label(facts: dict[str, Any], *, plainly: bool = True) -> str:
    """The label of something, in plain words; what a label of HTML draws, its tooltip may say ``plainly``."""
    label: str = facts.get("label", "")
    if plainly and label.startswith("<") and facts.get("tooltip"):
        label = facts["tooltip"]
    if label.startswith("<"):
        label = label[1:-1]
    return name_from(re.sub(r"\\[nlr]", " ", label))


def _meant(facts: dict[str, Any], *, plainly: bool) -> dict[str, Any]:
    """What is said of a point or link, without how it is drawn."""
    label = _label(facts, plainly=plainly)
    found = {key: _value(value) for key, value in facts.items() if key not in (*_LOOKS, "label")}
    return {**found, **({"label": label} if label and label != "\\N" else {})}


def _value(text: str) -> Any:
    try:
        return float(text) if len(text) < 40 else text
    except ValueError:
        return text
