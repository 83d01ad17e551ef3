"""What is written in a checklist that is lines of text: at its places, beside them, and where there is no place.

Markdown and documents are read alike: each gives its lines, in some of which places to fill in are named. A writer
leaves fingerprints of what it printed, so that whatever somebody added anywhere else is noticed and listed.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from urllib.parse import quote, unquote

import attrs

from journeymap.checklists.answering import Entry
from journeymap.checklists.asking import field_of
from journeymap.checklists.reading import Filled
from journeymap.errors import shorten

__all__ = ["DOTS", "PRINTED", "Line", "fingerprints", "named", "told", "written"]

DOTS = "…………"
"""What stands where something is to be written."""

PRINTED = "printed:"
"""What the fingerprints of all that was printed begin with, in the last line."""

_NAMED = re.compile(r"<!-- (?P<name>\S+)(?P<about>(?: [a-z]+=\S*)*) -->")
_MARK = re.compile(
    r"(?P<open>[☐□▢◻⬜]|\[\s*\]|\(\s*\))"
    r"|(?P<ticked>[☑☒✓✔✅■▣⬛◼✗✘]|\[\s*[xXvVoO✓✔*√]\s*\]|\(\s*[xXvVoO✓✔√]\s*\)|(?<!\S)[xXvVoO√](?!\S))"
)
_DOTS = re.compile(r"^(?:[….\s_]{2,}|…)|(?:[….\s_]{3,}|…)$")
_MEANINGLESS = re.compile(r"[\s\\`*_\[\]<>#|~&☐….\u2066-\u2069-]+")
_HEAD = re.compile(r"^\s*(?:\*\*.*?\*\*)\s*")
_NOTES = re.compile(r"(?:\[\^\d+\])+\s*$")
_SIZE = 4


@attrs.frozen
class Line:
    """A line of a filled-in checklist, or what stands in it from one place to the next.

    Attributes:
        text: What stands there; behind the place when it has one.
        name: The name of the place; empty when there is none.
        about: What else is told of the place: its boxes, its fact, the touchpoints.
        before: What stands before the place, which is its label.
        where: Where the line stands, in words.
        number: Its number, from 1; 0 when lines are not numbered.
        goes_on: Whether it may belong to the answer above.
        done: Whether it is a task that is ticked as done.
    """

    text: str
    name: str = ""
    about: Mapping[str, str] = attrs.field(factory=dict)
    before: str = ""
    where: str = ""
    number: int = 0
    goes_on: bool = False
    done: bool = False

    @property
    def boxes(self) -> tuple[str, ...]:
        """What the boxes of the place stand for; empty when it has none."""
        return tuple(unquote(self.about["boxes"]).split(",")) if "boxes" in self.about else ()

    @property
    def is_place(self) -> bool:
        """Whether something is to be filled in there; an item itself is named only to be found."""
        return "|" in self.name


def told(name: str, **about: str) -> str:
    """What names a place to fill in for whoever reads it back; nobody else sees it.

    Example:
        >>> told("JM008@pay#“a” > b|verdict", boxes="yes,no")
        '<!-- JM008@pay#%E2%80%9Ca%E2%80%9D%20%3E%20b|verdict boxes=yes,no -->'
    """
    known = (f"{key}={quote(value, safe=',._-')}" for key, value in about.items() if value)
    said = " ".join((quote(name, safe="@#|._-:+/="), *known)).replace("--", "-%2D")
    return f"<!-- {said} -->"


def named(text: str) -> Iterator[tuple[str, str, Mapping[str, str], str]]:
    """What stands before each place that is named in a text, its name, what is told of it, and what stands behind.

    Example:
        >>> list(named("Who: <!-- cover|evaluator --> Kim"))
        [('Who: ', 'cover|evaluator', {}, ' Kim')]
    """
    found = list(_NAMED.finditer(text))
    before = text[: found[0].start()] if found else ""
    for place, after in zip_longest(found, found[1:]):
        about = dict(entry.split("=", 1) for entry in place["about"].split())
        yield before, unquote(place["name"]), about, text[place.end() : after.start() if after else None]
        before = ""


# What was printed


def fingerprints(lines: Iterable[Line]) -> str:
    """Fingerprints of all that is printed in lines, to be told apart later from what was added."""
    found = sorted({_fingerprint(part) for line in lines for part in _parts(line) if _meant(part)})
    return PRINTED + base64.b64encode(b"".join(found)).decode()


def _parts(line: Line) -> Iterator[str]:
    """What of a line does not change when it is filled in."""
    if not line.is_place:
        yield line.before + line.text
        return
    yield line.before
    if line.boxes:
        yield _emptied(line.text)


def _emptied(text: str) -> str:
    return _MARK.sub("☐", text)


def _meant(text: str) -> str:
    """A text without the differences that saving it with another program makes."""
    return _MEANINGLESS.sub("", text)


def _fingerprint(text: str) -> bytes:
    return hashlib.blake2b(_meant(text).encode("utf-8", "replace"), digest_size=_SIZE).digest()


@attrs.frozen
class _Printed:
    """What was printed, by fingerprints; everything, when nobody knows."""

    known: frozenset[bytes] | None

    @classmethod
    def of(cls, lines: Iterable[Line]) -> _Printed:
        code = next((line.name for line in lines if line.name.startswith(PRINTED)), None)
        try:
            content = base64.b64decode((code or "").removeprefix(PRINTED), validate=True)
        except binascii.Error:
            return cls(None)
        parts = (content[at : at + _SIZE] for at in range(0, len(content), _SIZE))
        return cls(None if code is None else frozenset(parts))

    def __contains__(self, text: str) -> bool:
        return self.known is None or not _meant(text) or _fingerprint(text) in self.known

    def surely(self, text: str) -> bool:
        """Whether a text is known to have been printed."""
        return self.known is not None and _fingerprint(text) in self.known


# What was written


def written(lines: Sequence[Line]) -> Iterator[Filled]:
    """What is written in lines: at each place, and where nothing was to be written."""
    printed = _Printed.of(lines)
    done: list[Filled] = []
    answered = set()
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        if not line.is_place:
            if not line.name.startswith(PRINTED) and line.before + line.text not in printed:
                yield Filled("", (line.before + line.text).strip(), line.where, line.number)
            if "kind" in line.about:
                yield Filled(line.name, "", entry=_entry(line))
            if line.done:
                trouble = "is ticked as done, which says neither yes nor no (tick a box of the verdict below)"
                done.append(Filled(line.name, "", line.where, line.number, trouble=trouble))
            continue
        said = [line.text]
        while at < len(lines) and lines[at].goes_on and not printed.surely(lines[at].text):
            said.append(lines[at].text.strip())
            at += 1
        for found in _at(line, "\n".join(said), printed):
            answered.add(found.name)
            yield found
    yield from (found for found in done if f"{found.name}|verdict" not in answered)


def _entry(line: Line) -> Entry:
    """The line of the checklist that an item is."""
    kind, section, place = (unquote(line.about.get(name, "")) for name in ("kind", "section", "place"))
    return Entry(line.name, kind, section, place, _HEAD.sub("", _NOTES.sub("", line.before)).strip())


def _at(line: Line, said: str, printed: _Printed) -> Iterator[Filled]:
    """What is written at one place, and around it."""
    about, boxes, name = line.about, line.boxes, line.name
    here = Filled(name, "", line.where, line.number)
    if boxes:
        value, trouble = _ticked(said, boxes, several=_takes_several(name))
        if _MARK.search(said) and not trouble and _emptied(said) not in printed:
            yield attrs.evolve(here, trouble=f"has more beside its boxes than was printed: {_shown(said)}")
    else:
        value, trouble = _DOTS.sub("", said.strip()).strip(), ""
    if line.before not in printed:
        yield attrs.evolve(here, trouble=f"has another label than was printed: {_shown(line.before)}")
    if value or trouble:
        yield attrs.evolve(
            here,
            written=value,
            trouble=trouble,
            at=tuple(filter(None, unquote(about.get("at", "")).split(","))),
            fact=unquote(about.get("fact", "")),
            allowed=boxes if name.endswith("|verdict") else (),
        )


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
    return repr(shorten(" ".join(written.split())))
