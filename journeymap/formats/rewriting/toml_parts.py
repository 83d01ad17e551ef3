"""The parts of a TOML text, and how what is new is written among them."""

from __future__ import annotations

import re
from typing import Any

from journeymap.formats.placing import TOML_TOKEN, key_parts
from journeymap.formats.rewriting.texts import CannotKeepError, Entry, Part, Sheet
from journeymap.formats.toml_writing import SPREAD, inline, lines_of, table

__all__ = ["sheet"]


def sheet(text: str) -> Sheet:
    r"""A TOML text, which is known to be well-formed, ready for edits.

    Example:
        >>> sheet('name = "Pay" # here\nemotion = -1\n').comments
        ('# here',)
    """
    reader = _Reader(text)
    reader.read()
    return Sheet(text, reader.root, reader.solid, _Toml())


class _Reader:
    """Goes through the tokens of a text once."""

    def __init__(self, text: str) -> None:
        self.root = Part("map", 0, 0)
        self.solid: list[tuple[int, int]] = []
        self._tokens = [token for token in TOML_TOKEN.finditer(text) if token.lastgroup != "comment"]
        self._at = 0
        self._text = text

    def read(self) -> None:
        """Read the lines: headers of tables, and keys with their values."""
        table: list[Part] = [self.root]
        while self._at < len(self._tokens):
            if self._is("line"):
                self._at += 1
            elif self._mark() == "[":
                table = self._header()
            else:
                self._line(table)

    def _header(self) -> list[Part]:
        """The tables that a line such as ``[a.b]`` or ``[[a.b]]`` opens, from the outermost to the innermost."""
        first = self._at
        while self._at < len(self._tokens) and not self._is("line"):
            self._at += 1
        line = self._tokens[first : self._at]
        names = key_parts([self._solid(token) for token in line if token.lastgroup in ("string", "bare")])
        start, end, is_many = line[0].start(), line[-1].end(), line[1][0] == "["
        way = [self.root]
        for name in names[:-1]:
            way += self._inside(way[-1], name, start)
        part = Part("map", start, end, head=end, name=".".join(names))
        known = way[-1].at(names[-1])
        if is_many:
            if known is None:
                many = Part("list", start, end, name=part.name)
                way[-1].entries.append(Entry(names[-1], start, many, is_apart=True))
            else:
                many = way[-1].entries[known].value
            many.entries.append(Entry(None, start, part, is_apart=True))
            way.append(many)
        elif known is None:
            way[-1].entries.append(Entry(names[-1], start, part, is_apart=True))
        else:
            raise CannotKeepError("a table stands in several places")
        way.append(part)
        _stretch(way, end)
        return way

    def _inside(self, outer: Part, name: str, start: int) -> list[Part]:
        """The table of this name in another; of several, the last."""
        at = outer.at(name)
        if at is None:
            raise CannotKeepError("a table is without a header of its own")
        found = outer.entries[at].value
        return [found, found.entries[-1].value] if found.kind == "list" else [found]

    def _line(self, table: list[Part]) -> None:
        first = self._at
        while self._mark() != "=":
            self._at += 1
        keys = self._tokens[first : self._at]
        names = key_parts([self._solid(token) for token in keys])
        self._at += 1
        start = keys[0].start()
        way = list(table)
        for depth, name in enumerate(names[:-1], start=1):
            at = way[-1].at(name)
            if at is None:
                part = Part("map", start, start, name=".".join(names[:depth]) + ".")
                way[-1].entries.append(Entry(name, start, part))
                way.append(part)
            else:
                way.append(way[-1].entries[at].value)
        value = self._value()
        if not way[-1].entries:
            way[-1].column = start - self._text.rfind("\n", 0, start) - 1
        way[-1].entries.append(Entry(names[-1], start, value))
        _stretch(way, value.end)

    def _value(self) -> Part:
        """The value that begins here."""
        token = self._tokens[self._at]
        mark = self._mark()
        if mark in ("[", "{"):
            return self._brackets(mark)
        end = token.end()
        while self._at < len(self._tokens) and (self._is("bare") or self._is("string")):
            end = self._solid(self._tokens[self._at]).end()
            self._at += 1
        return Part("leaf", token.start(), end)

    def _brackets(self, mark: str) -> Part:
        part = Part("list" if mark == "[" else "map", self._tokens[self._at].start(), is_flow=True)
        self._at += 1
        while self._mark() not in ("]", "}"):
            if self._is("line") or self._mark() == ",":
                self._at += 1
            elif mark == "[":
                value = self._value()
                part.entries.append(Entry(None, value.start, value))
            else:
                self._line([part])
        part.end = self._tokens[self._at].end()
        self._at += 1
        return part

    def _solid(self, token: re.Match[str]) -> re.Match[str]:
        self.solid.append(token.span())
        return token

    def _is(self, group: str) -> bool:
        return self._tokens[self._at].lastgroup == group

    def _mark(self) -> str:
        token = self._tokens[self._at]
        return token[0] if token.lastgroup == "mark" else ""


def _stretch(way: list[Part], end: int) -> None:
    """What something was put into ends behind it, unless it stands in brackets."""
    for part in way:
        if not part.is_flow:
            part.end = max(part.end, end)


class _Toml:
    """How TOML writes what is new."""

    def flow(self, value: Any) -> str:
        """A value inside brackets."""
        return inline(value)

    def inline(self, key: str | None, value: Any, old: str) -> str | None:
        """A value on the line of its key, a text in the quotes of the old one; None for tables of their own."""
        if key in SPREAD:
            return None
        new = inline(value)
        is_literal = isinstance(value, str) and old[:1] == "'" and new == f'"{value}"' and "'" not in value
        return f"'{value}'" if is_literal else new

    def pair(self, key: str, value: str) -> str:
        """A key and its value inside brackets."""
        return f"{key} = {value}"

    def entry(self, part: Part, key: str, value: Any) -> list[str]:
        """The lines of a new entry of a table; stages and touchpoints are tables of their own."""
        if key in SPREAD:
            name = f"{part.name}.{key}" if part.name else key
            return [line for item in value for line in self._table(name, item)]
        dots = part.name if part.name.endswith(".") else ""
        first, *more = lines_of(dots + key, value)
        return [" " * part.column + first, *more]

    def item(self, part: Part, value: Any) -> list[str]:
        """The lines of a new table among several."""
        return self._table(part.name, value)

    def _table(self, name: str, value: Any) -> list[str]:
        lines = ["", f"[[{name}]]"]
        table(lines, value, tuple(name.split(".")))
        return lines
