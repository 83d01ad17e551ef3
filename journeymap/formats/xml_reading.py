"""XML, well-formed or nearly so, as a tree whose every element knows where it stands.

Nothing but the text itself is ever read, and it cannot grow: document types with declarations, entities and external
references are refused. Where a program has put raw text between tags, what can only be meant one way is mended.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate
from typing import Any
from xml.etree.ElementTree import ParseError

import attrs
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from journeymap.errors import ReadError, shorten
from journeymap.formats.placing import check_parts, problem_at

__all__ = ["Element", "Tree", "parse_xml"]

MOST_TAGS = 1_000_000
"""How many tags a text may have: more than those of 50,000 touchpoints."""

DEEPEST = 100
"""How deeply elements may be nested; no journey comes near."""

_AMPERSAND, _LESS = "\ufdd2", "\ufdd3"
"""What stands for a raw ``&`` and ``<`` while a text is parsed: characters that no text has, of the same length."""

_STRAY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9A-Fa-f]{1,6});)|<(?![A-Za-z_/!?])")
_TAG = re.compile(r"<[A-Za-z_][^<>]*>")
_ATTRIBUTE = re.compile(
    r""""[^"]*"|'[^']*'|(?<=\s)(?P<name>[A-Za-z_][\w:.-]*\s*=\s*)(?P<value>[^\s"'<>=/]+)(?=[\s/>])"""
)
_DOCTYPE = re.compile(r"(?s)\A((?:\s|<\?.*?\?>|<!--.*?-->)*+)(<!DOCTYPE[^<>\[\]]*>)", re.IGNORECASE)


@attrs.define(eq=False)
class Element:
    """One element.

    Attributes:
        name: Its name, without a namespace.
        space: Its namespace; empty for none.
        offset: Where it begins in the text.
        attributes: Values by name, without namespaces.
        children: The elements in it, in order.
        comments: The comments directly in it, and where the text of each begins.
        pieces: The text directly in it.
    """

    name: str
    space: str
    offset: int
    attributes: dict[str, str]
    children: list[Element] = attrs.field(factory=list)
    comments: list[tuple[str, int]] = attrs.field(factory=list)
    pieces: list[str] = attrs.field(factory=list)

    @property
    def key(self) -> str:
        """Its name, whatever its case."""
        return self.name.casefold()

    @property
    def text(self) -> str:
        """The text directly in it, without white space around it."""
        return "".join(self.pieces).strip()

    def all(self, *names: str) -> Iterator[Element]:
        """The children that have one of these names, in lower case."""
        return (child for child in self.children if child.key in names)

    def child(self, *names: str) -> Element | None:
        """The first child that has one of these names, in lower case."""
        return next(self.all(*names), None)

    def said(self, *path: str) -> str:
        """The text of the first child of that name, of the first in that one ...; empty when there is none.

        Example:
            >>> parse_xml("<a><b><c> text </c></b></a>").root.said("b", "c")
            'text'
        """
        found: Element | None = self
        for name in path:
            found = found and found.child(name)
        return found.text if found else ""

    def below(self) -> Iterator[Element]:
        """Everything in it, in order."""
        waiting = self.children[::-1]
        while waiting:
            found = waiting.pop()
            yield found
            waiting += found.children[::-1]

    def attribute(self, name: str) -> str:
        """The value of an attribute, whatever its case, without white space around it; empty when there is none."""
        value = self.attributes.get(name)
        if value is None:
            value = next((value for key, value in self.attributes.items() if key.casefold() == name.casefold()), "")
        return value.strip()


@attrs.frozen
class Tree:
    """What a text holds.

    Attributes:
        text: The text, its lines ended in one way; offsets are places in it.
        root: The outermost element.
        notes: What was mended, with its place.
    """

    text: str
    root: Element
    notes: tuple[tuple[str, int], ...] = ()


def parse_xml(text: str) -> Tree:
    """The elements of an XML text.

    Raises:
        ReadError: When it is no XML, declares entities, or is nested too deeply.

    Example:
        >>> parse_xml("<shop><name>Kim & Lee</name></shop>").root.said("name")
        'Kim & Lee'
    """
    check_parts(text, "<", most=MOST_TAGS)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    whole = _DOCTYPE.sub(lambda found: found[1] + re.sub(r"[^\n]", " ", found[2]), text, count=1)
    try:
        return Tree(text, _Builder(_Source(whole)).parse())
    except ParseError as error:
        mended = _Source.mended(whole)
        if mended.notes:
            builder = _Builder(mended)
            try:
                return Tree(text, builder.parse(), tuple(mended.notes))
            except ParseError as again:
                raise _refused(text, mended, again) from None
        raise _refused(text, _Source(whole), error) from None


@attrs.define
class _Source:
    """A text as it is parsed, and how its places become those of the text as it was.

    Attributes:
        text: The text as it is parsed.
        longer: Where characters were put in, in order, and how many up to there.
        notes: What was mended, with its place in the text as it was.
    """

    text: str
    longer: list[tuple[int, int]] = attrs.field(factory=list)
    notes: list[tuple[str, int]] = attrs.field(factory=list)
    _starts: list[int] = attrs.field(factory=list)

    @classmethod
    def mended(cls, text: str) -> _Source:
        """The text with raw characters and attributes without quotes made into XML."""
        source = cls("")

        def stray(found: re.Match[str]) -> str:
            source.notes.append((f"a raw {found[0]!r}, which XML has as an entity; read as it is meant", found.start()))
            return _AMPERSAND if found[0] == "&" else _LESS

        pieces: list[str] = []
        at = added = 0
        text = _STRAY.sub(stray, text)
        for tag in _TAG.finditer(text):
            for found in _ATTRIBUTE.finditer(text, tag.start(), tag.end()):
                if found["value"] is None:
                    continue
                source.notes.append(
                    (f"no quotes around {shorten(found['value'], 30)!r}; read as if", found.start("value"))
                )
                pieces += [text[at : found.start("value")], f'"{found["value"]}"']
                at, added = found.end(), added + 2
                source.longer.append((at + added, added))
        source.text = "".join([*pieces, text[at:]])
        return source

    @cached_property
    def lead(self) -> int:
        """How much white space stands before the first element."""
        return len(self.text) - len(self.text.lstrip())

    def offset(self, line: int, column: int) -> int:
        """A place that the parser tells, in the text as it was."""
        if not self._starts:
            lengths = (len(each) + 1 for each in self.text[self.lead :].split("\n"))
            self._starts = [0, *accumulate(lengths)]
        found = self._starts[min(line, len(self._starts)) - 1] + column + self.lead
        at = bisect_right(self.longer, (found, len(self.text)))
        return found - (self.longer[at - 1][1] if at else 0)


class _TooDeepError(Exception):
    """Elements are nested more deeply than in any journey."""


class _Builder:
    """Puts a tree together from what the parser meets."""

    def __init__(self, source: _Source) -> None:
        self._source = source
        self._open: list[Element] = []
        self._root: Element
        self._whole = DefusedXMLParser(target=self, forbid_dtd=True)
        self._parser: Any = self._whole.parser

    def parse(self) -> Element:
        """The outermost element."""
        source = self._source
        try:
            self._whole.feed(source.text[source.lead :])
            self._whole.close()
        except DefusedXmlException:
            message = "a document type with declarations, or entities, which are not read (leave out '<!DOCTYPE ...')"
            raise ReadError([problem_at(source.text, self._offset(), message)]) from None
        except _TooDeepError as error:
            message = "nested too deeply (a journey has fewer than ten levels)"
            raise ReadError([problem_at(source.text, error.args[0], message)]) from None
        return self._root

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if len(self._open) >= DEEPEST:
            raise _TooDeepError(self._offset())
        space, name = _split(tag)
        values = {_split(key)[1]: self._plain(value) for key, value in attributes.items()}
        element = Element(name, space, self._offset(), values)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self._root = element
        self._open.append(element)

    def end(self, tag: str) -> None:
        """An element ends."""
        self._open.pop()

    def data(self, text: str) -> None:
        """There is text."""
        self._open[-1].pieces.append(self._plain(text))

    def comment(self, text: str) -> None:
        """There is a comment."""
        if self._open:
            self._open[-1].comments.append((self._plain(text), self._offset() + len("<!--")))

    def _plain(self, text: str) -> str:
        return text.replace(_AMPERSAND, "&").replace(_LESS, "<") if self._source.notes else text

    def _offset(self) -> int:
        return self._source.offset(self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber)


def _split(name: str) -> tuple[str, str]:
    space, _, local = name.rpartition("}")
    return space[1:], local


def _refused(text: str, source: _Source, error: ParseError) -> ReadError:
    what = str(error).split(":")[0] if text.strip() else "there is nothing in it"
    line, column = error.position
    return ReadError([problem_at(text, min(source.offset(line, column), len(text)), f"this is not XML: {what}")])
