"""What the kinds of Mermaid diagram share: blocks in a page, front matter, comments, entities, ids.

Texts keep their length on the way: what is not looked at is blanked out, so that every place found is a place in
the file.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import attrs

from journeymap.errors import Problem, ReadError, unknown
from journeymap.formats import json as native_json
from journeymap.formats.placing import Path, Places, json_places, lazily
from journeymap.formats.quoting import is_invisible
from journeymap.formats.structuring import MOST_SHOWN, Parsed
from journeymap.model import Journey, Stage

__all__ = [
    "NAMELESS", "WS", "Block", "Comment", "Draft", "blocks", "comment", "escaped", "exact", "free_ids", "no_diagram",
    "note_facts", "one_line", "pieces", "plain", "slug",
]  # fmt: skip

KINDS = {"journey": "journey", "flowchart": "flowchart", "flowchart-elk": "flowchart", "graph": "flowchart"}
"""The kinds of diagram that can be read, by the word they begin with."""

WS = r"[\t\n\x0b\f\r \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]"
"""White space as Mermaid takes it."""

HASH, SEMICOLON = "\ufdd0", "\ufdd1"
"""What stands for ``#`` and ``;`` of an entity such as ``#35;`` while a text is read: characters that no text has."""

MARK = "%% journeymap "
"""How a comment begins that holds what Mermaid has no words for."""

NAMELESS = "-"
"""What stands for a stage without a name."""

_FENCE = re.compile(r"(?P<before>[ \t>*+\-\d.)]*?)(?P<fence>`{3,}|~{3,}|:{3,})[ \t]*(?P<info>[^`\n]*)\Z")
_LIKELY = re.compile(r"\s*(?:journey[ \t]*$|(?:graph|flowchart)[ \t]+(?:TB|TD|BT|LR|RL)\b)", re.MULTILINE)
_HEAD = re.compile(rf"{WS}*(?P<word>[A-Za-z][\w-]*)?")
_FRONT = re.compile(r"\s*?^([ \t]*)---[ \t]*\n((?:.*\n)*?)([ \t]*)---[ \t]*(?:\n|\Z)", re.MULTILINE)
_TITLE = re.compile(r"^\s*title[ \t]*:[ \t]*(.*?)[ \t]*$", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*%%(?!\{)(?:[ \t]*journeymap[ \t]+(?=\{)(?P<facts>[^\n]*))?[^\n]*", re.MULTILINE)
_ENTITY = re.compile(r"#([A-Za-z0-9_]+);")
_PROTECTED = re.compile(f"{HASH}([A-Za-z0-9_]+){SEMICOLON}")
_LONGEST_ENTITY = 32
_LONGEST_ID = 60
_ESCAPED = re.compile(f"[#;<>&{HASH}{SEMICOLON}]|^[%`~]|%(?=%)|(?<=%)%")
_RESERVED = re.compile(r"(?i)(journey|title|section|acctitle|accdescr)\b")


@attrs.frozen
class Comment:
    """What a comment of ours says: data, where it begins, and its text."""

    data: dict[str, Any]
    offset: int
    text: str


@attrs.define
class Block:
    """One diagram.

    Attributes:
        text: Its text; front matter, directives and comments are blanked out, entities protected.
        kind: ``"journey"`` or ``"flowchart"``; for any other diagram the word it begins with, or "".
        head: Where its first word begins.
        line: How many lines of the file stand before the text.
        title: The title that its front matter gives.
        comments: Those that hold facts, in order.
        notes: What was mended already, with its place.
        problems: What cannot be, with its place.
    """

    text: str
    kind: str = ""
    head: int = 0
    line: int = 0
    title: str = ""
    comments: list[Comment] = attrs.field(factory=list)
    notes: list[tuple[str, int]] = attrs.field(factory=list)
    problems: list[tuple[str, int]] = attrs.field(factory=list)


# Blocks in a file


def blocks(text: str) -> Iterator[Block]:
    """The diagrams in a text: those in its fences, or else the text as a whole."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    found = False
    for first, inside, closed in _fenced(text.split("\n")):
        block = _prepared("\n".join(inside), first)
        if block.kind in KINDS.values():
            found = True
            if not closed:
                block.notes.append(("the fence around this diagram is never closed; read to the end", block.head))
            yield block
    if not found:
        yield _prepared(text, 0)


def _fenced(lines: list[str]) -> Iterator[tuple[int, list[str], bool]]:
    """The number of lines before it, the lines, and whether it ends, of each fence that may hold a diagram."""
    pages: list[re.Pattern[str]] = []  # what closes the fences of pages within the page
    at = 0
    while at < len(lines):
        opened = _FENCE.match(lines[at]) if len(lines[at]) < 1_000 else None
        at += 1
        if opened is None:
            continue
        if pages and pages[-1].match(lines[at - 1]):
            pages.pop()
            continue
        fence, info = opened["fence"], opened["info"].strip().strip("{}").casefold()
        closing = re.compile(rf"[ \t>]*{re.escape(fence)}{re.escape(fence[0])}*[ \t]*\Z")
        if info.startswith(("markdown", "md")):
            pages.append(closing)
            continue
        quoted = ">" in opened["before"]
        first = at
        while at < len(lines) and not closing.match(lines[at]) and (not quoted or lines[at].lstrip()[:1] == ">"):
            at += 1
        inside = [_unquoted(line) if quoted else line for line in lines[first:at]]
        if info.startswith("mermaid") or (info in ("", "text") and _LIKELY.match("\n".join(inside[:3]))):
            yield first, inside, at < len(lines)
        at += 1


def _unquoted(line: str) -> str:
    text = line.lstrip(" \t>")
    return " " * (len(line) - len(text)) + text


def _prepared(text: str, line: int) -> Block:
    block = Block(text, line=line)
    text = _without_front_matter(block, text)
    text = _without_directives(block, text)
    for found in _COMMENT.finditer(text):
        if found["facts"]:
            note_facts(block, found["facts"], found.start("facts"))
    text = _COMMENT.sub(_blank, text)
    block.text = _ENTITY.sub(rf"{HASH}\1{SEMICOLON}", text)
    head = _HEAD.match(block.text)
    word = head["word"] if head and head["word"] else ""
    block.kind, block.head = KINDS.get(word, word), head.start("word") if head and word else 0
    return block


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


def _without_front_matter(block: Block, text: str) -> str:
    if not text.lstrip().startswith("---"):
        return text
    front = _FRONT.match(text)
    if front is None:
        block.problems.append(("front matter that is never closed (expected a line '---')", text.index("---")))
        return text
    if front[1] != front[3]:
        note = "the two lines '---' around the front matter are indented differently, which Mermaid refuses"
        block.notes.append((note, front.start(3)))
    title = _TITLE.search(front[2])
    if title:
        block.title = title[1][1:-1] if title[1][:1] in ('"', "'") and title[1][-1:] == title[1][:1] else title[1]
    return _blank(front) + text[front.end() :]


def _without_directives(block: Block, text: str) -> str:
    parts, at = [], 0
    while (start := text.find("%%{", at)) >= 0:
        end = text.find("}%%", start)
        if end < 0:
            block.problems.append(("a directive that is never closed (expected '}%%')", start))
            break
        parts += [text[at:start], re.sub(r"[^\n]", " ", text[start : end + 3])]
        at = end + 3
    return "".join([*parts, text[at:]])


def note_facts(block: Block, text: str, offset: int) -> None:
    """Add what a comment of ours says to a block, and what is wrong with it; ``offset`` is where its data begins."""
    try:
        parsed = native_json.loaded(text.rstrip())
    except ReadError as error:
        block.problems += ((problem.message, offset + problem.column - 1) for problem in error.problems)
        return
    block.problems += ((problem.message, offset + problem.column - 1) for problem in parsed.problems)
    block.comments.append(Comment(parsed.data, offset, text))


# What is read from a block


@attrs.define
class Draft:
    """A journey in the making: plain data, and where each part of it stands."""

    block: Block
    data: dict[str, Any] = attrs.field(factory=dict)
    marks: list[tuple[Path, int]] = attrs.field(factory=list)
    comments: list[tuple[Path, Comment]] = attrs.field(factory=list)

    def note(self, message: str, offset: int) -> None:
        """Note what was mended or guessed."""
        self.block.notes.append((message, offset))

    def refuse(self, message: str, offset: int) -> None:
        """Note what cannot be."""
        self.block.problems.append((message, offset))

    def facts(self, offsets: Sequence[int], paths: Sequence[Path]) -> list[dict[str, Any]]:
        """For each statement, in order, what the comments between it and the next one say; its path places them."""
        found: list[dict[str, Any]] = [{} for _ in offsets]
        for each in self.block.comments:
            at = max(bisect_right(offsets, each.offset) - 1, 0)
            found[at].update(each.data)
            self.comments.append((paths[at], each))
        return found

    def parsed(self) -> Parsed:
        """The data with its places, problems and notes."""
        lines = Places(self.block.text)

        def placed(message: str, offset: int) -> Problem:
            line, column = lines.line_and_column(offset)
            return Problem(message, line=line + self.block.line, column=column)

        def in_order(found: list[tuple[str, int]]) -> tuple[Problem, ...]:
            found = sorted(found, key=lambda entry: entry[1])
            told, more = found[: MOST_SHOWN - 1], found[MOST_SHOWN - 1 :]
            rest = [(f"here and further on {len(more):,} more like these", more[0][1])] if more else []
            return tuple(placed(*entry) for entry in told + rest)

        locate = lazily(partial(_Located, self))
        return Parsed(self.data, locate, f"{MARK}{{...}}", in_order(self.block.problems), in_order(self.block.notes))


class _Located:
    """Where the parts of a draft stand, for its mistakes to point at."""

    def __init__(self, draft: Draft) -> None:
        self._line = draft.block.line
        self._places = Places(draft.block.text, {(): (draft.block.head, draft.block.head)})
        found = self._places.found
        for path, offset in draft.marks:
            found[path] = offset, offset
        for path, comment in draft.comments:
            for inner, (key, value) in json_places(comment.text).found.items():
                if inner:
                    found[(*path, *inner)] = comment.offset + key, comment.offset + value

    def locate(self, path: Path, key: bool = False) -> tuple[int, int]:
        line, column = self._places.locate(path, key)
        return line + self._line, column


def no_diagram(block: Block) -> ReadError:
    """Why there is nothing to read in a text."""
    if block.problems:
        return ReadError(Draft(block).parsed().problems)
    expected = "(expected a diagram that begins with 'journey' or 'flowchart')"
    if not block.kind:
        message = f"there is no Mermaid diagram here {expected}"
    else:
        message = f"{unknown('kind of diagram', block.kind, KINDS)} {expected}"
    line, column = Places(block.text).line_and_column(block.head)
    return ReadError([Problem(message, line=line + block.line, column=column)])


# Words


def plain(text: str) -> str:
    """A text of a block as it is meant: without the protection of entities, and without the entities.

    Example:
        >>> plain(f"Task {HASH}35{SEMICOLON}1")
        'Task #1'
    """
    if HASH not in text:
        return text
    return _PROTECTED.sub(_character, text).replace(HASH, "#").replace(SEMICOLON, ";")


def _character(entity: re.Match[str]) -> str:
    name = entity[1]
    if len(name) > _LONGEST_ENTITY:
        return f"#{name};"
    meant = html.unescape(f"&{'#' if name.isdigit() else ''}{name};")
    return f"#{name};" if len(meant) > 2 else meant


def exact(given: Any, text: str, instead: str = "") -> str:
    """The name that a comment gives, where the line still shows it, or else what the line says."""
    seen = plain(text).strip()
    return given if isinstance(given, str) and (one_line(given) or one_line(instead)) == one_line(seen) else seen


def one_line(text: str) -> str:
    r"""What of a text can be seen in one line.

    Example:
        >>> one_line(" two\nlines ")
        'two lines'
    """
    if text.isprintable() and "  " not in text and text == text.strip():
        return text
    return " ".join("".join(" " if is_invisible(each) else each for each in text).split())


def escaped(text: str, also: str = ":") -> str:
    """One line as it can stand in a diagram: what would mean something there becomes an entity.

    Example:
        >>> escaped("Pay: #1"), escaped("section of tea")
        ('Pay#58; #35;1', '#115;ection of tea')
    """
    line = _ESCAPED.sub(_entity, text)
    for mark in also:
        line = line.replace(mark, f"#{ord(mark)};")
    return f"#{ord(line[0])};{line[1:]}" if _RESERVED.match(line) else line


def _entity(found: re.Match[str]) -> str:
    names = {"<": "lt", ">": "gt", "&": "amp"}
    return f"#{names.get(found[0], ord(found[0]))};"


def pieces(journey: Journey) -> Iterator[Stage | int | None]:
    """What is written one after another: a stage, or None, begins before touchpoints by their position.

    Stages keep their order even when they are empty, and come back without their facts.
    """
    positions = {stage.name: position for position, stage in enumerate(journey.stages)}
    opened, current = 0, None
    for at, touchpoint in enumerate(journey.touchpoints):
        stage = touchpoint.stage
        if stage != current:
            position = positions[stage] if stage is not None else opened - 1
            yield from journey.stages[opened : position + 1]
            if stage is None:
                yield None
            elif position < opened:
                yield Stage(stage)
            opened, current = max(opened, position + 1), stage
        yield at
    yield from journey.stages[opened:]


def comment(facts: Mapping[str, Any]) -> str:
    """The comment that holds these facts; Mermaid does not look into it.

    Example:
        >>> comment({"channel": "web"})
        '%% journeymap {"channel": "web"}'
    """
    text = native_json.compact(facts)
    # Mermaid looks for directives and tags before it drops comments.
    return MARK + text.replace("%", "\\u0025").replace("<", "\\u003c").replace(">", "\\u003e")


def free_ids(names: Iterable[str], taken: Iterable[str] = ()) -> Iterator[str]:
    """An id for each name: its Latin letters and digits, or its number; numbered where that is taken.

    Example:
        >>> list(free_ids(["Make tea", "결제", "Make tea"]))
        ['make-tea', 't2', 'make-tea-2']
    """
    used = set(taken)
    last: dict[str, int] = {}
    for position, name in enumerate(names, start=1):
        base = slug(name) or f"t{position}"
        id = base
        while id in used:
            last[base] = last.get(base, 1) + 1
            id = f"{base}-{last[base]}"
        used.add(id)
        yield id


def slug(name: str) -> str:
    """The Latin letters and digits of a name, as an id; empty when half of it is something else."""
    kept = unicodedata.normalize("NFKD", name[: 4 * _LONGEST_ID])
    latin = re.sub(r"[^a-z0-9]+", "-", kept.encode("ascii", "ignore").decode().lower()).strip("-")[:_LONGEST_ID]
    letters = sum(character.isalpha() for character in unicodedata.normalize("NFC", name[: 4 * _LONGEST_ID]))
    return latin.strip("-") if 2 * sum(character.isalpha() for character in latin) >= letters else ""
