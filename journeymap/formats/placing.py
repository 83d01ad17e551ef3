"""Where each part of a JSON or TOML text stands, for its mistakes to point at.

The standard parsers give values without places. When a file turns out to have mistakes, its text is gone through
once more, here; the text is known to be well-formed by then, so that brackets, separators and strings are all there
is to look at.
"""

from __future__ import annotations

import json
import re
import tomllib
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cache
from itertools import takewhile
from typing import Any, TypeAlias

import attrs

from journeymap.errors import Problem, ReadError, shorten

__all__ = [
    "JSON_TOKEN",
    "MOST_PARTS",
    "TOML_TOKEN",
    "Locate",
    "Path",
    "Places",
    "check_parts",
    "json_places",
    "key_parts",
    "lazily",
    "path_text",
    "problem_at",
    "toml_places",
    "too_deep",
]

Path: TypeAlias = tuple[str | int, ...]
"""Where in the data: keys and positions, such as ``("stages", 1, "name")``."""

Locate: TypeAlias = Callable[..., tuple[int, int]]
"""From a path to its line and column, of its value or (True) of its key."""

Token: TypeAlias = "re.Match[str]"

MOST_PARTS = 2_000_000
"""How many parts a text may have: more than 100,000 touchpoints come to."""

_DEEPEST = 32
_MOST_TWICE = 1_000

_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
JSON_TOKEN = re.compile(rf'(?P<string>{_STRING})|(?P<mark>[\[\]{{}}:,])|(?P<bare>[^\s\[\]{{}}:,"]++)', re.DOTALL)
TOML_TOKEN = re.compile(
    r'(?P<string>"""[^"\\]*+(?:(?:\\.|"(?!""))[^"\\]*+)*+"{3,5}|\'\'\'.*?\'{3,5}|'
    rf"{_STRING}|'[^'\n]*')|(?P<comment>#[^\n]*)|(?P<line>\n)|(?P<mark>[\[\]{{}},=])|(?P<bare>[^\s\[\]{{}},=#\"']++)",
    re.DOTALL,
)


def path_text(path: Path) -> str:
    """A path as it is shown.

    Example:
        >>> path_text(("stages", 1, "touchpoints", 0, "next"))
        'stages[1].touchpoints[0].next'
    """
    parts = (f"[{part}]" if isinstance(part, int) else f".{shorten(part)}" for part in path)
    return "".join(parts).removeprefix(".")


def problem_at(text: str, offset: int, message: str) -> Problem:
    r"""A problem with what stands at ``offset`` in a text.

    Example:
        >>> problem_at("ab\ncd", 4, "odd").column
        2
    """
    before = text[:offset]
    return Problem(message, line=before.count("\n") + 1, column=offset - before.rfind("\n"))


def check_parts(text: str, between: str, *, most: int = MOST_PARTS) -> None:
    """Refuse a text of more parts than any journey has, which would keep a reader busy for minutes.

    Args:
        text: The text.
        between: The signs that part what stands in it.
        most: How often they may stand in it.

    Raises:
        ReadError: When they stand in it more often.
    """
    if sum(map(text.count, between)) > most:
        raise ReadError([Problem(f"more than {most:,} values (expected a journey)", line=1, column=1)])


@attrs.define
class Places:
    """The places of one text.

    Attributes:
        text: The text.
        found: Path to where its key and its value begin, as offsets.
        twice: Path, and where its key stands first and again, for keys that stand twice.
    """

    text: str
    found: dict[Path, tuple[int, int]] = attrs.field(factory=dict)
    twice: list[tuple[Path, int, int]] = attrs.field(factory=list)
    _breaks: list[int] = attrs.field(factory=list)

    def add(self, path: Path, key: int, value: int) -> None:
        """Note where a key (or list item) and its value begin."""
        if path in self.found:
            if len(self.twice) < _MOST_TWICE:
                self.twice.append((path, self.found[path][0], key))
        else:
            self.found[path] = key, value

    def problems(self) -> tuple[Problem, ...]:
        """A problem for each key that stands twice."""
        return tuple(self._twice(*entry) for entry in self.twice)

    def _twice(self, path: Path, first: int, again: int) -> Problem:
        line, column = self.line_and_column(first)
        message = f"key {shorten(str(path[-1]))!r} stands twice (first in line {line}, column {column})"
        line, column = self.line_and_column(again)
        return Problem(message, path=path_text(path[:-1]), line=line, column=column)

    def locate(self, path: Path, key: bool = False) -> tuple[int, int]:
        """The line and column, from 1, of what stands at ``path``, or of what it would stand in."""
        while path not in self.found:
            path = path[:-1]
        return self.line_and_column(self.found[path][0 if key else 1])

    def line_and_column(self, offset: int) -> tuple[int, int]:
        """The line and column, from 1, of a place in the text."""
        if not self._breaks:
            self._breaks = [-1, *(match.start() for match in re.finditer("\n", self.text))]
        line = bisect_right(self._breaks, offset - 1)
        return line, offset - self._breaks[line - 1]


def lazily(scan: Callable[[], Any]) -> Locate:
    """Locates by what ``scan`` returns, which is called when the first place is asked for: it takes time."""
    once = cache(scan)
    return lambda path, key=False: once().locate(path, key) if path else (1, 1)


def too_deep(text: str, tokens: re.Pattern[str]) -> Problem:
    """The problem with a text that is nested more deeply than any journey."""
    depth = 0
    for token in tokens.finditer(text):
        if token.lastgroup == "mark":
            depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token[0], 0)
        if depth > _DEEPEST:
            break
    return problem_at(text, token.start(), "nested too deeply (a journey has fewer than ten levels)")


def json_places(text: str) -> Places:
    r"""Where everything in a JSON text stands.

    Example:
        >>> json_places('{"a": [1,\n 2]}').locate(("a", 1))
        (2, 2)
    """
    places = Places(text)
    tokens = JSON_TOKEN.finditer(text)
    for token in tokens:
        _value(places, (), token, token, tokens, ":")
    return places


def toml_places(text: str) -> Places:
    r"""Where everything in a TOML text stands, as far as it is well-formed.

    Example:
        >>> toml_places('[[stages]]\nname = "Pay"').locate(("stages", 0, "name"))
        (2, 8)
    """
    places = Places(text, {(): (0, 0)})
    counts: dict[Path, int] = {}
    base: Path = ()
    key: list[Token] = []
    tokens = (token for token in TOML_TOKEN.finditer(text) if token.lastgroup != "comment")
    for token in tokens:
        if token.lastgroup == "mark" and token[0] == "[" and not key:
            base = _header(places, counts, token, tokens)
        elif token.lastgroup == "mark" and token[0] == "=" and key:
            path = _nested(places, base, key)
            _value(places, path, key[0], next(tokens, token), tokens, "=")
            key = []
        elif token.lastgroup in ("string", "bare"):
            key.append(token)
        else:
            key = []
    return places


def _header(places: Places, counts: dict[Path, int], start: Token, tokens: Iterator[Token]) -> Path:
    """The path that a line such as ``[a.b]`` or ``[[a.b]]`` opens."""
    line = [start, *takewhile(lambda token: token.lastgroup != "line", tokens)]
    names = key_parts([token for token in line if token.lastgroup in ("string", "bare")])
    many = line[1:2] != [] and line[1][0] == "["
    offset = start.start()
    path: Path = ()
    for name in names[:-1]:
        path = (*path, name)
        places.found.setdefault(path, (offset, offset))
        if path in counts:
            path = (*path, counts[path] - 1)
    path = (*path, *names[-1:])
    if not names:
        return path
    if many:
        places.found.setdefault(path, (offset, offset))
        counts[path] = counts.get(path, 0) + 1
        path = (*path, counts[path] - 1)
    places.add(path, offset, offset)
    return path


@attrs.define
class _Open:
    """A list or table that has begun and not ended."""

    path: Path
    is_list: bool
    count: int = 0
    key: list[Token] = attrs.field(factory=list)
    keyed: bool = False
    filled: bool = False

    def advance(self) -> None:
        """Go on to the next item."""
        self.count, self.key, self.keyed, self.filled = self.count + 1, [], False, False


def _value(places: Places, path: Path, key: Token, token: Token, tokens: Iterator[Token], separator: str) -> None:
    """Note where a value and everything in it stands; ``token`` is its first."""
    places.add(path, key.start(), token.start())
    opened = [_Open(path, token[0] == "[")] if token[0] in ("[", "{") else []
    while opened and (found := next(tokens, None)) is not None:
        inner = opened[-1]
        mark = found[0] if found.lastgroup == "mark" else ""
        if mark in ("]", "}"):
            opened.pop()
        elif mark == ",":
            inner.advance()
        elif mark == separator:
            inner.keyed = True
        elif found.lastgroup == "line" or inner.filled:
            continue
        elif not inner.is_list and not inner.keyed:
            inner.key.append(found)
        else:
            inner.filled = True
            if len(opened) < _DEEPEST:
                path = (*inner.path, inner.count) if inner.is_list else _nested(places, inner.path, inner.key)
                places.add(path, (inner.key or [found])[0].start(), found.start())
            if mark:
                opened.append(_Open(path, mark == "["))


def _nested(places: Places, base: Path, key: list[Token]) -> Path:
    """The path of a key, which may be dotted, in the table at ``base``."""
    names = key_parts(key)
    for count in range(1, len(names)):
        places.found.setdefault((*base, *names[:count]), (key[0].start(), key[0].start()))
    return (*base, *names)


def key_parts(key: list[Token]) -> list[str]:
    """The parts of a key such as ``a."b c".d``."""
    names: list[str] = []
    for token in key:
        names += [_unquoted(token[0])] if token.lastgroup == "string" else filter(None, token[0].split("."))
    return names[:_DEEPEST]


def _unquoted(text: str) -> str:
    if "\\" not in text and text[:3] not in ('"""', "'''"):
        return text[1:-1]
    try:
        return str(tomllib.loads(f"key = {text}")["key"])
    except tomllib.TOMLDecodeError:
        pass
    try:
        return str(json.loads(text))  # JSON's \\/ and pairs of surrogates
    except json.JSONDecodeError:  # behind the first fault of a text, where anything may stand
        return text
