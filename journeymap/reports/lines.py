"""Lines of text for a terminal, a pipe or a file: safe, measured in columns, wrapped, and styled only where shown.

What a user wrote goes through :func:`safe` before it is shown: a name can hold an escape sequence that clears the
screen or a mark that turns the line round, and neither may happen.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

__all__ = ["WIDTH", "Page", "Span", "Styled", "columns", "cut", "safe"]

WIDTH = 80
"""How many columns a line may take where no terminal says otherwise."""

Span: TypeAlias = "str | tuple[str, str]"
"""Some text, or a text and its style: title, strong, faint, good, error, warning or info."""

Styled: TypeAlias = tuple[tuple[str, str], ...]
"""A line: its parts, each with its style."""

NARROW = 20
"""In fewer columns than these nothing can be read."""

_UNSAFE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_SPACE = re.compile("[\t\n\x0b\x0c\r\x1c-\x1f\x85\u2028\u2029 ]+")
_MEDIAL_AND_FINAL_JAMO = range(0x1160, 0x1200)
_INVISIBLE = frozenset(("Mn", "Me", "Cf"))
_RIGHT_TO_LEFT = frozenset(("R", "AL", "AN"))


def safe(text: str) -> str:
    r"""The text as it may stand in a line: one line, with nothing in it that a terminal would obey.

    Line breaks become spaces, control characters and direction overrides are shown escaped, and text that runs
    from right to left is isolated, so that it cannot reorder what stands beside it.

    Example:
        >>> safe("Pay\n\x1b[31mnow\x1b[0m")
        'Pay \\x1b[31mnow\\x1b[0m'
    """
    shown = _UNSAFE.sub(_escaped, _SPACE.sub(" ", text))
    if any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in shown):
        return f"\u2068{shown}\u2069"
    return shown


def columns(text: str) -> int:
    """How many columns of a terminal the text takes: two for Korean, Chinese, Japanese and emoji.

    Example:
        >>> columns("Pay"), columns("결제")
        (3, 4)
    """
    return len(text) if text.isascii() else sum(map(_columns, text))


def cut(text: str, width: int) -> str:
    """The text as one safe line of at most ``width`` columns, with an ellipsis where it was cut.

    Example:
        >>> cut("Order confirmed", 8)
        'Order c…'
    """
    if len(text) <= width and text.isascii() and text.isprintable():
        return text.strip()
    shown = safe(text[: 4 * width]).strip()
    if len(text) <= 4 * width and columns(shown) <= width:
        return shown
    kept = _split(shown, width - 1)[0].rstrip()
    return (kept + "\u2069" if kept.startswith("\u2068") else kept) + "…"


class Page:
    """Lines that are wrapped as they are added.

    Example:
        >>> page = Page(width=24)
        >>> page.say(("Findings", "title"))
        >>> page.say("Shipping is first shown at the payment.", indent=2)
        >>> print(page.plain(), end="")
        Findings
          Shipping is first
          shown at the payment.
    """

    def __init__(self, *, width: int = WIDTH) -> None:
        self.width = width
        self.lines: list[Styled] = []

    def say(self, *spans: Span, indent: int = 0, hang: int = 0) -> None:
        """Add a paragraph; lines after its first stand ``hang`` columns further in."""
        self._put([(" " * indent, "")], spans, indent, hang)

    def gap(self) -> None:
        """Add an empty line, unless there is one already or nothing stands above it."""
        if self.lines and self.lines[-1]:
            self.lines.append(())

    def heading(self, text: str) -> None:
        """Add a heading, set apart from what stands above it."""
        self.gap()
        self.say((text, "title"))

    def rows(self, rows: Sequence[Sequence[Span]], *, indent: int = 2, right: Iterable[int] = ()) -> None:
        """Add a table: columns as wide as they need, those in ``right`` set to the right, the last one wrapped.

        Where so little room is left for the last one that it could not be read, it stands in lines of its own.
        """
        numbers = frozenset(right)
        widths = [max(columns(_styled(row[i])[0]) for row in rows) for i in range(len(rows[0]) - 1)] if rows else []
        start = indent + sum(widths) + 2 * len(widths)
        below = self.width - start < NARROW and any(columns(_styled(row[-1])[0]) > self.width - start for row in rows)
        for row in rows:
            lead = [(" " * indent, "")]
            for i, width in enumerate(widths):
                cell = _styled(row[i])
                space = (" " * (width - columns(cell[0])), "")
                lead += [space, cell] if i in numbers else [cell, space]
                lead.append(("  ", ""))
            self._put(lead, () if below else row[-1:], start, 0)
            if below and _styled(row[-1])[0]:
                self.say(row[-1], indent=indent + 2)

    def _put(self, lead: Sequence[tuple[str, str]], spans: Iterable[Span], indent: int, hang: int) -> None:
        lines = list(_wrapped(spans, self.width - indent, self.width - indent - hang)) or [[]]
        margin = (" " * (indent + hang), "")
        for number, line in enumerate(lines):
            whole = [*([margin] if number else lead), *line]
            self.lines.append(tuple((text, style) for text, style in whole if text))

    def plain(self) -> str:
        """The page as text, without styles."""
        lines = ("".join(text for text, _ in line).rstrip() for line in self.lines)
        return "".join(f"{line}\n" for line in lines)


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def _columns(character: str) -> int:
    if unicodedata.category(character) in _INVISIBLE or ord(character) in _MEDIAL_AND_FINAL_JAMO:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _styled(span: Span) -> tuple[str, str]:
    return (span, "") if isinstance(span, str) else span


def _split(text: str, width: int) -> tuple[str, str]:
    """The longest beginning of the text that fits, and the rest."""
    taken = 0
    for position, character in enumerate(text):
        taken += _columns(character)
        if taken > width:
            return text[:position], text[position:]
    return text, ""


def _words(spans: Iterable[Span]) -> Iterator[list[tuple[str, str]]]:
    """The words, each as its styled parts: a word may begin in one span and end in another."""
    word: list[tuple[str, str]] = []
    for text, style in map(_styled, spans):
        for piece in re.findall(" +|[^ ]+", text):
            if piece[0] != " ":
                word.append((piece, style))
            elif word:
                yield word
                word = []
    if word:
        yield word


def _wrapped(spans: Iterable[Span], first: int, rest: int) -> Iterator[list[tuple[str, str]]]:
    """The spans in lines of at most ``first``, then ``rest`` columns; words are broken only where they must be."""
    line: list[tuple[str, str]] = []
    room, fresh = max(2, first), max(2, rest)
    for word in _words(spans):
        if line and sum(columns(text) for text, _ in word) + 1 > room:
            yield line
            line, room = [], fresh
        elif line:
            _append(line, " ", word[0][1] if word[0][1] == line[-1][1] else "")
            room -= 1
        for text, style in word:
            while text:
                head, text = _split(text, room)
                _append(line, head, style)
                room -= columns(head)
                if text:
                    yield line
                    line, room = [], fresh
    if line:
        yield line


def _append(line: list[tuple[str, str]], text: str, style: str) -> None:
    """Add text to a line, in one piece with what stands before it in the same style."""
    if line and line[-1][1] == style:
        line[-1] = (line[-1][0] + text, style)
    elif text:
        line.append((text, style))
