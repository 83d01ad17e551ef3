"""Read a checklist that was filled in as Markdown: boxes ticked in many ways, and text where the dots were.

A comment that nobody sees names each place; what stands behind it, up to the next place, is the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from journeymap.checklists.lines import Line, named, written
from journeymap.checklists.markdown import MEANINGFUL
from journeymap.checklists.reading import Filled
from journeymap.errors import Problem, ReadError

__all__ = ["filled", "lines_of"]

_TASK = re.compile(r"\s*[-*+] \[(?P<tick>.)\] ")
_STRUCTURE = re.compile(r"\s*(?:$|#|\||\*\*|[-*+] \[.\] |\[\^)")
_ESCAPED = re.compile(rf"\\{MEANINGFUL.pattern}")


def filled(content: bytes) -> Iterator[Filled]:
    """What is written in a checklist as Markdown.

    Raises:
        ReadError: When it is no checklist.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReadError([Problem("is not UTF-8 (save it as UTF-8)")]) from error
    lines = list(lines_of(text))
    if not any(line.name for line in lines):
        raise ReadError([Problem("is no checklist: no line names a place to fill in (were its comments removed?)")])
    yield from written(lines)


def lines_of(text: str) -> Iterator[Line]:
    """The lines of a checklist in Markdown, from one place to the next."""
    for number, line in enumerate(text.splitlines(), 1):
        task = _TASK.match(line)
        rest = line if task is None else line[task.end() :]
        done = task is not None and bool(task["tick"].strip())
        places = list(named(rest))
        if not places:
            yield Line(_plain(rest), number=number, goes_on=_STRUCTURE.match(line) is None, done=done)
        for before, name, about, behind in places:
            yield Line(_plain(behind), name, about, _plain(before), number=number, done=done)


def _plain(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)
