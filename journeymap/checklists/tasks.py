"""Read a checklist that was filled in as Markdown: boxes ticked in many ways, and text where the dots were.

A comment that nobody sees names each place; what stands behind it, up to the next place, is the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from journeymap.checklists.asking import field_of
from journeymap.checklists.markdown import MEANINGFUL
from journeymap.checklists.reading import Filled
from journeymap.errors import Problem, ReadError, shorten

__all__ = ["filled"]

_NAMED = re.compile(r"<!-- (?P<name>\S+)(?P<about>(?: [a-z]+=\S*)*) -->(?P<written>.*)")
_MARK = re.compile(
    r"(?P<open>[☐□▢◻⬜]|\[\s*\]|\(\s*\))"
    r"|(?P<ticked>[☑☒✓✔✅■▣⬛◼✗✘]|\[\s*[xXvVoO✓✔*√]\s*\]|\(\s*[xXvVoO✓✔√]\s*\)|(?<!\S)[xXvVoO√](?!\S))"
)
_TASK = re.compile(r"\s*[-*+] \[(?P<tick>.)\] ")
_STRUCTURE = re.compile(r"\s*(?:$|#|\||\*\*|[-*+] \[.\] |\[\^)")
_DOTS = re.compile(r"^(?:[….\s_]{2,}|…)|(?:[….\s_]{3,}|…)$")
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
    lines = text.splitlines()
    if not any(_NAMED.search(line) for line in lines):
        raise ReadError([Problem("is no checklist: no line names a place to fill in (were its comments removed?)")])
    at = 0
    ticked: dict[str, Filled] = {}
    answered = set()
    while at < len(lines):
        number, line = at + 1, lines[at]
        at += 1
        place = _NAMED.search(line)
        if place is None:
            continue
        name = unquote(place["name"])
        task = _TASK.match(line)
        if "|" not in name:
            if task is not None and task["tick"].strip():
                trouble = "is ticked as done, which says neither yes nor no (tick a box of the verdict below)"
                ticked[name] = Filled(name, "", line=number, trouble=trouble)
            continue
        written = [place["written"]]
        while at < len(lines) and not (_STRUCTURE.match(lines[at]) or _NAMED.search(lines[at])):
            written.append(lines[at].strip())
            at += 1
        about = dict(entry.split("=", 1) for entry in place["about"].split())
        found = _filled(name, "\n".join(written), about, number)
        if found is not None:
            answered.add(name)
            yield found
    yield from (found for name, found in ticked.items() if f"{name}|verdict" not in answered)


def _filled(name: str, written: str, about: Mapping[str, str], line: int) -> Filled | None:
    """What is written at one place; None when nothing is."""
    at = tuple(filter(None, unquote(about.get("at", "")).split(",")))
    fact = unquote(about.get("fact", ""))
    boxes = tuple(unquote(about["boxes"]).split(",")) if "boxes" in about else ()
    if boxes:
        said, trouble = _ticked(written, boxes, several=_takes_several(name))
    else:
        said, trouble = _ESCAPED.sub(r"\1", _DOTS.sub("", written.strip())).strip(), ""
    if not said and not trouble:
        return None
    allowed = boxes if name.endswith("|verdict") else ()
    return Filled(name, said, line=line, at=at, fact=fact, allowed=allowed, trouble=trouble)


def _ticked(written: str, boxes: tuple[str, ...], *, several: bool) -> tuple[str, str]:
    """What the ticked boxes say, and why that cannot be told; nothing of either when none is ticked."""
    marks = list(_MARK.finditer(written))
    if not marks:  # somebody wrote a word in the place of the boxes
        return written.strip(), ""
    if len(marks) != len(boxes):
        return "", f"has {len(marks)} boxes of {len(boxes)}: nobody can tell which are ticked: {_shown(written)}"
    chosen = [box for mark, box in zip(marks, boxes, strict=True) if mark["ticked"]]
    if len(chosen) > 1 and not (several and "" not in chosen):
        return "", f"has {len(chosen)} boxes ticked, where only one can be: {_shown(written)}"
    return "; ".join(box or "none" for box in chosen), ""


def _takes_several(name: str) -> bool:
    field = field_of(name.rpartition("|")[2])
    return field is not None and field.metadata["form"] == "choices"


def _shown(written: str) -> str:
    return repr(shorten(written.strip()))
