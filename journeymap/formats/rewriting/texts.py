"""A text that somebody wrote, the parts of it, and edits that leave everything else as it stands.

A part knows where it stands in the text. What is changed, added or removed is cut out or put in there; not a letter of
the rest is touched, and no comment goes: the comments of what is removed stay in its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal, Protocol

import attrs

__all__ = ["CannotKeepError", "Dialect", "Entry", "Part", "Sheet"]

_COMMENT = re.compile(r"#[^\n]*")
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")


class CannotKeepError(Exception):
    """The text cannot be kept; the message says why."""


@attrs.define(eq=False)
class Part:
    """A value in a text.

    Attributes:
        kind: What it is; a leaf is also what is not looked into, such as an alias.
        start: Where it begins.
        end: Where it ends: behind the last letter of it, before what follows.
        is_flow: Whether it stands in brackets.
        column: In which column its entries begin, when it stands in no brackets.
        entries: What a list or mapping holds.
        head: In TOML, where the header of a table ends; None when it has none.
        name: The key it stands under; in TOML the name of its table, or what its keys begin with, such as ``"wait."``.
    """

    kind: Literal["leaf", "list", "map"]
    start: int
    end: int = -1
    is_flow: bool = False
    column: int = 0
    entries: list[Entry] = attrs.field(factory=list)
    head: int | None = None
    name: str = ""

    def at(self, key: str) -> int | None:
        """The position of the entry with this key; None when there is none."""
        return next((at for at, entry in enumerate(self.entries) if entry.key == key), None)


@attrs.define(eq=False)
class Entry:
    """A value with its key, or with the dash of its list, and where that begins.

    Attributes:
        key: The key; None in a list.
        start: Where the key, the dash or the header begins.
        value: The value.
        is_apart: In TOML, whether it is a table of its own, behind the lines of the table that it belongs to.
    """

    key: str | None
    start: int
    value: Part
    is_apart: bool = False


class Dialect(Protocol):
    """How one format writes what is new."""

    def flow(self, value: Any) -> str:
        """A value inside brackets."""

    def inline(self, key: str | None, value: Any, old: str) -> str | None:
        """A value on the line of its key, in the style of the old one; None when it takes several lines."""

    def pair(self, key: str, value: str) -> str:
        """A key and its value inside brackets."""

    def entry(self, part: Part, key: str, value: Any) -> list[str]:
        """The lines of a new entry of a mapping."""

    def item(self, part: Part, value: Any) -> list[str]:
        """The lines of a new item of a list."""


class Sheet:
    r"""A text and the edits to it.

    Args:
        text: The text, with ``\n`` at line ends.
        root: The mapping that it is.
        solid: Where texts, numbers and keys stand, in which ``#`` begins no comment.
        dialect: How what is new is written.
    """

    def __init__(self, text: str, root: Part, solid: Iterable[tuple[int, int]], dialect: Dialect) -> None:
        self.text = text
        self.root = root
        self._dialect = dialect
        self._comments = list(_comments(text, solid))
        self._edits: list[tuple[int, int, str]] = []

    @property
    def comments(self) -> tuple[str, ...]:
        """The comments in the text, in order."""
        return tuple(self.text[start:end].rstrip() for start, end in self._comments)

    def edited(self) -> str:
        """The text with the edits."""
        done = 0
        pieces: list[str] = []
        for start, end, new in sorted(self._edits, key=lambda edit: edit[:2]):
            if start < done:
                raise CannotKeepError("two changes meet in one place")
            pieces += (self.text[done:start], new)
            done = end
        return "".join((*pieces, self.text[done:]))

    def change(self, part: Part, removed: Iterable[int], added: Sequence[tuple[int, str | None, Any]]) -> bool:
        """Remove entries and add others.

        Args:
            part: The list or mapping.
            removed: The positions of what goes.
            added: Behind which position (-1: before all), under which key, and what.

        Returns:
            False when nothing would be left of the old entries: then the whole is to be written anew.
        """
        gone = set(removed)
        kept = [at for at in range(len(part.entries)) if at not in gone]
        if not kept:
            return not gone and not added
        if part.is_flow:
            for at in sorted(gone):
                self._remove_flow(part, at, is_last=at > kept[-1])
        else:
            self._remove_lines(part, gone, kept[0])
        behind: dict[int, list[tuple[str | None, Any]]] = {}
        for after, key, value in added:
            behind.setdefault(max((at for at in kept if at <= after), default=-1), []).append((key, value))
        for anchor, news in behind.items():
            if part.is_flow:
                self._add_flow(part, anchor, kept[0], news, alone=not gone)
            else:
                for key, value in news if anchor >= 0 else reversed(news):
                    self._add_lines(part, anchor, kept, key, value)
        return True

    def replace(self, parent: Part, at: int, value: Any) -> None:
        """Put another value in the place of an entry's; the comments inside it come to stand above."""
        entry = parent.entries[at]
        old = entry.value
        raw = self.text[old.start : old.end]
        new = self._dialect.flow(value) if parent.is_flow else self._dialect.inline(entry.key, value, raw)
        if new is not None and (old.kind == "leaf" or old.is_flow):
            gap = " " if self.text[old.start - 1 : old.start] in (":", "-", "=") else ""
            self._above(entry.start, self._within(old.start, old.end))
            self._edit(old.start, old.end, gap + new)
            return
        if entry.key is None:
            lines = self._dialect.item(parent, value)
        else:
            lines = self._dialect.entry(parent, entry.key, value)
        end = self._line_end(old.end)
        self._above(entry.start, self._within(entry.start, end))
        self._edit(entry.start, end, "\n".join(lines).lstrip())

    # What is taken out

    def _remove_lines(self, part: Part, gone: set[int], first: int) -> None:
        start = self._line_start(part.entries[0].start)
        is_compact = bool(self.text[start : part.entries[0].start].strip())
        if is_compact and first:  # behind a dash: what is left moves up to it
            cut = part.entries[0].start, part.entries[first].start
            self._above(cut[0], self._within(*cut))
            self._edit(*cut, "")
        for at in sorted(gone):
            if is_compact and at < first:
                continue
            entry = part.entries[at]
            start, end = self._line_start(entry.start), self._line_end(entry.value.end)
            lines = [self.text[start : entry.start] + comment for comment in self._within(start, end)]
            if start:  # with the line break before it, so that what is added below has its place behind it
                self._edit(start - 1, end, "".join(f"\n{line}" for line in lines))
            else:
                self._edit(start, end + 1, "".join(f"{line}\n" for line in lines))

    def _remove_flow(self, part: Part, at: int, *, is_last: bool) -> None:
        """Take an entry out with the comma behind it, or before it when nothing follows."""
        entry = part.entries[at]
        start, end = entry.start, entry.value.end
        kept = self._within(start, end)
        comma = self._comma(part.entries[at - 1].value.end if is_last else end)
        if is_last and not self.text[comma + 1 : start].strip():
            start = comma
        elif not is_last and not self.text[end:comma].strip():
            end = comma + 1
            end += len(self.text[end:]) - len(self.text[end:].lstrip(" \t"))
            line = self._line_start(start)
            if not self.text[line:start].strip() and self.text[end : end + 1] == "\n":
                start, end = line, end + 1
        else:
            self._edit(comma, comma + 1, "")
        self._above(part.entries[at].start, kept)
        self._edit(start, end, "")

    # What is put in

    def _add_lines(self, part: Part, anchor: int, kept: Sequence[int], key: str | None, value: Any) -> None:
        entries = part.entries
        if key is None:
            lines = self._dialect.item(part, value)
            if lines[0] and self._is_spaced(part):
                lines = ["", *lines]
        else:
            lines = self._dialect.entry(part, key, value)
            if lines[0]:  # no table of its own
                anchor = max((at for at in kept if at <= anchor and not entries[at].is_apart), default=-1)
        if anchor >= 0:
            self._add_below(entries[anchor].value.end, part.column, lines)
        elif part.head is not None:
            self._add_below(part.head, 0, lines)
        else:
            lines = lines if lines[0] else [*lines[1:], ""]
            start = entries[kept[0]].start
            line = self._line_start(start)
            if self.text[line:start].strip():  # behind a dash
                self._edits.insert(0, (start, start, "\n".join(lines).lstrip() + "\n" + " " * (start - line)))
            else:  # above the comments that come to stand above what is there
                self._edits.insert(0, (line, line, "".join(f"{each}\n" for each in lines)))

    def _add_below(self, end: int, column: int, lines: Sequence[str]) -> None:
        """Add lines below what ends here, and below comments that stand deeper: they belong to it."""
        at = self._line_end(end)
        deeper = re.compile(rf"\n {{{column + 1},}}#[^\n]*")
        while found := deeper.match(self.text, at):
            at = found.end()
        self._edit(at, at, "".join(f"\n{line}" for line in lines))

    def _add_flow(
        self, part: Part, anchor: int, first: int, news: Sequence[tuple[str | None, Any]], *, alone: bool
    ) -> None:
        flow, pair = self._dialect.flow, self._dialect.pair
        texts = [flow(value) if key is None else pair(key, flow(value)) for key, value in news]
        entry = part.entries[max(anchor, first)]
        line = self._line_start(entry.start)
        indent = self.text[line : entry.start]
        is_alone = alone and part.start < line and not indent.strip()  # on lines of their own
        end, between = entry.value.end, f",\n{indent}" if is_alone else ", "
        if anchor < 0:
            self._edit(entry.start, entry.start, between.join(texts) + between)
            return
        comma = self._comma(end)
        behind = self._line_end(max(end, comma))
        if is_alone and not _COMMENT.sub("", self.text[max(end, comma + 1) : behind]).strip():
            if comma < 0:
                self._edit(end, end, ",")
            self._edit(behind, behind, f"\n{indent}{between.join(texts)}{',' if comma >= 0 else ''}")
        else:
            self._edit(end, end, "".join(f", {text}" for text in texts))

    # Places in the text

    def _edit(self, start: int, end: int, new: str) -> None:
        self._edits.append((start, end, new))

    def _above(self, place: int, comments: Sequence[str]) -> None:
        """Let comments stand above the line of a place."""
        start = self._line_start(place)
        indent = self.text[start:place]
        indent = indent[: len(indent) - len(indent.lstrip())]
        if comments:
            self._edit(start, start, "".join(f"{indent}{comment}\n" for comment in comments))

    def _within(self, start: int, end: int) -> list[str]:
        """The comments between two places."""
        return [self.text[at:to].rstrip() for at, to in self._comments if start <= at < end]

    def _comma(self, place: int) -> int:
        """Where the comma stands that follows a place; -1 when something else does."""
        found = re.compile(r"(?:\s|#[^\n]*)*").match(self.text, place)
        comma = found.end() if found else place
        return comma if self.text[comma : comma + 1] == "," else -1

    def _is_spaced(self, part: Part) -> bool:
        """Whether there are blank lines between the items of a list."""
        between = zip(part.entries, part.entries[1:], strict=False)
        return any(_BLANK_LINE.search(self.text, one.value.end, other.start) for one, other in between)

    def _line_start(self, place: int) -> int:
        return self.text.rfind("\n", 0, place) + 1

    def _line_end(self, place: int) -> int:
        end = self.text.find("\n", place)
        return len(self.text) if end < 0 else end


def _comments(text: str, solid: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    done = 0
    for start, end in (*sorted(solid), (len(text), len(text))):
        for found in _COMMENT.finditer(text, done, max(start, done)):
            yield found.span()
        done = max(done, end)
