"""The parts of a YAML text, from the parser's events, and how what is new is written among them."""

from __future__ import annotations

from typing import Any

import yaml

from journeymap.formats.rewriting.texts import CannotKeepError, Entry, Part, Sheet
from journeymap.formats.yaml_writing import SPREAD, WIDTH, entry, flow, is_small, scalar

__all__ = ["sheet"]

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def sheet(text: str) -> Sheet:
    r"""A YAML text, ready for edits.

    Example:
        >>> sheet("name: Pay # here\nemotion: -1\n").comments
        ('# here',)
    """
    reader = _Reader(text)
    for event in yaml.parse(text, Loader=_LOADER):
        reader.take(event)
    if reader.root is None or reader.root.kind != "map":
        raise CannotKeepError("it is no mapping")
    return Sheet(text, reader.root, reader.solid, _Yaml())


class _Reader:
    """Puts the parts together from the parser's events."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root: Part | None = None
        self.solid: list[tuple[int, int]] = []
        self._open: list[Part] = []
        self._keys: list[tuple[str, int] | None] = []

    def take(self, event: Any) -> None:
        """Go on by one event."""
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            self._begin(event, "map" if isinstance(event, yaml.MappingStartEvent) else "list")
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self._end(event)
        elif isinstance(event, (yaml.ScalarEvent, yaml.AliasEvent)):
            self._leaf(event)

    def _begin(self, event: Any, kind: Any) -> None:
        start = event.start_mark.index
        self._open.append(Part(kind, start, is_flow=bool(event.flow_style), column=-1))
        self._keys.append(None)

    def _end(self, event: Any) -> None:
        part = self._open.pop()
        self._keys.pop()
        part.end = event.end_mark.index if part.is_flow or not part.entries else part.entries[-1].value.end
        self._put(part)

    def _leaf(self, event: Any) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        style = getattr(event, "style", None)
        if style in ("|", ">"):
            header, _, lines = self.text[start:end].partition("\n")
            self.solid.append((start + len(header) + 1, end))
            keeps = "+" in header.partition("#")[0]
            end = start + len(header) + 1 + len(lines.removesuffix("\n") if keeps else lines.rstrip())
        elif end > start:
            self.solid.append((start, end))
        if self._open and self._open[-1].kind == "map" and self._keys[-1] is None:
            self._keys[-1] = getattr(event, "value", ""), start
        else:
            self._put(Part("leaf", start, end))

    def _put(self, part: Part) -> None:
        """A value is complete: it goes into what is open."""
        if not self._open:
            self.root = part
            return
        outer = self._open[-1]
        if outer.kind == "list":
            found = Entry(None, part.start if outer.is_flow else self._dash(outer, part), part)
        else:
            key = self._keys[-1]
            if key is None:
                raise CannotKeepError("a key is a list or mapping")
            part.name = key[0]
            found, self._keys[-1] = Entry(*key, part), None
        if outer.column < 0:
            outer.column = found.start - self.text.rfind("\n", 0, found.start) - 1
        outer.entries.append(found)

    def _dash(self, outer: Part, part: Part) -> int:
        """Where the dash of an item stands: all of a list stand in one column."""
        if not outer.entries:
            line = self.text.rfind("\n", 0, part.start) + 1
            return outer.start if self.text[outer.start] == "-" else self.text.index("-", line, part.start)
        dash = "\n" + " " * outer.column + "-"
        return self.text.rindex(dash, outer.entries[-1].value.end, part.start + 1) + len(dash) - 1


class _Yaml:
    """How YAML writes what is new."""

    def flow(self, value: Any) -> str:
        """A value inside brackets."""
        return flow(value)

    def inline(self, key: str | None, value: Any, old: str) -> str | None:
        """A value on the line of its key; a text in the quotes of the old one."""
        if isinstance(value, str) and "\n" not in value:
            new = scalar(value, in_flow=False)
            if new == value and old[:1] in ("'", '"') and old[0] not in new and "\\" not in new:
                return f"{old[0]}{new}{old[0]}"
            return new
        if isinstance(value, str) or key in SPREAD or not is_small(value):
            return None
        new = flow(value)
        return new if len(new) <= WIDTH else None

    def pair(self, key: str, value: str) -> str:
        """A key and its value inside brackets."""
        return f"{scalar(key)}: {value}"

    def entry(self, part: Part, key: str, value: Any) -> list[str]:
        """The lines of a new entry of a mapping."""
        lines: list[str] = []
        indent = " " * part.column
        entry(lines, f"{indent}{scalar(key)}:", value, indent, spread=key in SPREAD)
        return lines

    def item(self, part: Part, value: Any) -> list[str]:
        """The lines of a new item of a list: of a stage or touchpoint, one for each key."""
        lines: list[str] = []
        indent = " " * part.column
        entry(lines, f"{indent}-", value, indent, spread=part.name in SPREAD)
        return lines
