"""YAML as plain data with places, from the parser's events.

The values follow the core schema of YAML 1.2. Going by events, rather than by PyYAML's loader, lets depth, aliases
and keys that stand twice be watched while reading, and no tag make anything but plain data.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Any

import attrs
import yaml

from journeymap.errors import Problem, ReadError, shorten
from journeymap.formats.placing import Path, check_parts, lazily, path_text, problem_at
from journeymap.formats.structuring import Parsed

__all__ = ["parse"]

DEEPEST = 50
"""How many levels lists and mappings may be nested; a journey has fewer than ten."""

MOST_REPEATED = 500_000
"""How many values aliases may stand for in all."""

MOST_PROBLEMS = 1_000
"""How many problems are noted; there are that many only in some other kind of file."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LONGEST_NUMBER = 400
_PREFIX = "tag:yaml.org,2002:"

_INT = re.compile(r"[-+]?[0-9]+\Z|0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_WORDS: dict[str, Any] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **{sign + word: float(sign + "inf") for sign in ("", "+", "-") for word in (".inf", ".Inf", ".INF")},
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
_TAGGED: dict[str, tuple[type, ...]] = {
    f"{_PREFIX}null": (type(None),),
    f"{_PREFIX}bool": (bool,),
    f"{_PREFIX}int": (int,),
    f"{_PREFIX}float": (int, float),
}
_MERGE: Any = object()
_TEXT_TAGS = ("!", f"{_PREFIX}str")
_STARTS = frozenset("0123456789+-.~nNtTfF")
_ALLOWED = {yaml.MappingStartEvent: ("!", f"{_PREFIX}map"), yaml.SequenceStartEvent: ("!", f"{_PREFIX}seq")}
_CONTROL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HINTS = {
    "mapping values are not allowed": "put a text that has ': ' in it in quotes",
    "did not find expected ',' or": "close the bracket, and put texts with brackets or commas in quotes",
    "cannot start any token": "put a text that begins with this character in quotes",
    "unexpected end of stream": "close the quotation mark",
    "unknown escape character": "write a backslash twice, or use single quotes",
    "did not find expected key": "begin the keys of a mapping in one column, and close quotation marks",
}


def parse(text: str) -> Parsed:
    r"""What a YAML text says.

    Raises:
        ReadError: When it is not well-formed, nested too deeply, or its aliases stand for too much.

    Example:
        >>> parse("open: 12:30\nweekends: no").data
        {'open': '12:30', 'weekends': 'no'}
    """
    control = _CONTROL.search(text)
    if control:
        message = f"the text holds the control character {control[0]!a} (expected it escaped, in double quotes)"
        raise ReadError([problem_at(text, control.start(), message)])
    composer = _composed(text)
    placed = partial(_composed, text, places=True)
    problems = tuple(placed().problems) if composer.problems else ()
    return Parsed(composer.data, lazily(placed), "journeymap: 1", problems)


def _composed(text: str, *, places: bool = False) -> _Composer:
    check_parts(text, ",\n")
    composer = _Composer(places=places)
    loader = _LOADER(text)
    try:
        for event in iter(loader.get_event, None):
            composer.take(event)
    except yaml.MarkedYAMLError as error:
        raise ReadError([_syntax_problem(error, text)]) from None
    finally:
        loader.dispose()
    return composer


def _syntax_problem(error: yaml.MarkedYAMLError, text: str) -> Problem:
    problem = error.problem or "not well-formed"
    hint = next((hint for part, hint in _HINTS.items() if part in problem), "")
    mark: Any = error.problem_mark
    began: Any = error.context_mark
    lines = text.split("\n", mark.line + 1)
    at = lines[mark.line][mark.column : mark.column + 1] if mark.line < len(lines) else ""
    if at == "\t":
        hint = "indent with spaces, not with tabs"
    while_ = f" {error.context}" if error.context else ""
    if began is not None and began.line < mark.line:
        while_ += f" that begins in line {began.line + 1}"
    said = f"this is not YAML:{while_ + ':' if while_ else ''} {problem}{f' ({hint})' if hint else ''}"
    return Problem(said, line=mark.line + 1, column=mark.column + 1)


@attrs.define
class _Open:
    """A list or mapping that has begun and not ended."""

    value: Any
    is_list: bool
    mark: Any
    anchor: str | None
    marks: Any
    wants_key: bool
    size: int = 1
    key: Any = None
    key_mark: Any = None
    merge: tuple[Any, Any] | None = None


class _Composer:
    """Puts data together from the parser's events, without recursion."""

    def __init__(self, *, places: bool) -> None:
        self.data: Any = None
        self._places = places
        self.problems: list[Problem] = []
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._marks: dict[int, Any] = {}
        self._repeated = 0
        self._documents = 0

    def locate(self, path: Path, key: bool = False) -> tuple[int, int]:
        """The line and column of what stands at ``path``."""
        found, value = None, self.data
        for part in path:
            found, value = self._marks[id(value)][part], value[part]
        mark: Any = found and found[0 if key else 1]
        return mark.line + 1, mark.column + 1

    def take(self, event: Any) -> None:
        """Go on by one event."""
        kind = type(event)
        if kind is yaml.ScalarEvent:
            if self._open and self._open[-1].wants_key:
                self._begin_entry(event)
            else:
                self._put(self._scalar(event), 1 + len(event.value) // 50, event.start_mark, event.anchor)
        elif kind in _ALLOWED:
            self._begin(event, is_list=kind is yaml.SequenceStartEvent)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            ended = self._open.pop()
            if ended.merge is not None:
                self._merge(ended, *ended.merge)
            self._put(ended.value, ended.size, ended.mark, ended.anchor)
        elif kind is yaml.AliasEvent:
            self._alias(event)
        elif kind is yaml.DocumentStartEvent:
            self._documents += 1
            if self._documents > 1:
                raise _fatal("a second document begins here (expected one journey in a file)", event.start_mark)

    def _begin(self, event: Any, *, is_list: bool) -> None:
        """A list or mapping begins."""
        if self._open and self._open[-1].wants_key:
            raise _fatal("a list or mapping cannot be a key (expected text)", event.start_mark)
        if len(self._open) >= DEEPEST:
            raise _fatal(f"nested more than {DEEPEST} levels deep (a journey has fewer than ten)", event.start_mark)
        if event.tag is not None and event.tag not in _ALLOWED[type(event)]:
            self._refuse_tag(event)
        value: Any = [] if is_list else {}
        marks: Any = [] if is_list else {}
        if self._places:
            self._marks[id(value)] = marks
        self._open.append(_Open(value, is_list, event.start_mark, event.anchor, marks, wants_key=not is_list))

    def _begin_entry(self, event: Any) -> None:
        """A key: always text, so that ``on`` or ``404`` can be one."""
        if event.tag is not None and event.tag not in _TEXT_TAGS:
            self._refuse_tag(event)
        if event.anchor:
            self._anchors[event.anchor] = event.value, 1
        inner = self._open[-1]
        inner.key = _MERGE if event.value == "<<" and event.implicit[0] else event.value
        inner.key_mark = event.start_mark
        inner.wants_key = False

    def _put(self, value: Any, size: int, mark: Any, anchor: str | None = None) -> None:
        """A value is complete: it goes into what is open."""
        if anchor:
            self._anchors[anchor] = value, size
        if not self._open:
            self.data = value
            return
        inner = self._open[-1]
        inner.size += size
        if inner.is_list:
            inner.value.append(value)
            if self._places:
                inner.marks.append((mark, mark))
            return
        key = inner.key
        inner.wants_key = True
        if key in inner.value or (key is _MERGE and inner.merge):
            first = inner.marks.get(key, (mark,))[0]
            place = f"line {first.line + 1}, column {first.column + 1}"
            self._refuse(
                f"key {'<<' if key is _MERGE else shorten(key)!r} stands twice (first in {place})", inner.key_mark
            )
            return
        if self._places:
            inner.marks[key] = inner.key_mark, mark
        if key is _MERGE:
            inner.merge = value, mark
        else:
            inner.value[key] = value

    def _alias(self, event: Any) -> None:
        if event.anchor not in self._anchors:
            message = f"alias '*{shorten(event.anchor)}' has nothing to stand for (expected '&' with its name before)"
            raise _fatal(message, event.start_mark)
        value, size = self._anchors[event.anchor]
        self._repeated += size
        if self._repeated > MOST_REPEATED:
            raise _fatal(f"the aliases stand for more than {MOST_REPEATED:,} values", event.start_mark)
        inner = self._open[-1]
        if inner.wants_key:
            if not isinstance(value, str):
                raise _fatal("a list or mapping cannot be a key (expected text)", event.start_mark)
            inner.key, inner.key_mark, inner.wants_key = value, event.start_mark, False
        else:
            self._put(value, size, event.start_mark)

    def _merge(self, into: _Open, merged: Any, mark: Any) -> None:
        """What ``<<`` brings in: keys that the mapping does not have itself; of several, the first has its say."""
        for source in merged if isinstance(merged, list) else [merged]:
            if not isinstance(source, dict):
                self._refuse("'<<' takes in mappings (expected an alias of one, or a list of them)", mark)
                return
            for key, value in source.items():
                if key not in into.value:
                    into.value[key] = value
                    if self._places:
                        into.marks[key] = self._marks[id(source)][key]

    def _scalar(self, event: Any) -> Any:
        text: str = event.value
        if event.tag is None:
            return _resolved(text) if event.implicit[0] else text
        if event.tag in _TEXT_TAGS:
            return text
        value = _resolved(text)
        if type(value) not in _TAGGED.get(event.tag, ()):
            self._refuse_tag(event)
            return text
        return value

    def _refuse_tag(self, event: Any) -> None:
        tag = f"!!{event.tag.removeprefix(_PREFIX)}" if event.tag.startswith(_PREFIX) else event.tag
        self._refuse(f"tag {shorten(tag)!r} does not fit here (expected plain data)", event.start_mark)

    def _refuse(self, message: str, mark: Any) -> None:
        if len(self.problems) >= MOST_PROBLEMS:
            return
        outer = self._open[:-1]
        path = tuple(len(one.value) if one.is_list else str(one.key) for one in outer)
        self.problems.append(Problem(message, path=path_text(path), line=mark.line + 1, column=mark.column + 1))


def _resolved(text: str) -> Any:
    """What a plain scalar stands for in the core schema of YAML 1.2."""
    if text and text[0] not in _STARTS:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INT.match(text) and len(text) <= _LONGEST_NUMBER:
        return int(text, {"0o": 8, "0x": 16}.get(text[:2], 10))
    return float(text) if _FLOAT.match(text) else text


def _fatal(message: str, mark: Any) -> ReadError:
    return ReadError([Problem(message, line=mark.line + 1, column=mark.column + 1)])
