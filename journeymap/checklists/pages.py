"""A checklist as pages to print: PDF that is tagged, in which no item is split and nothing stands alone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from typing import Any

import attrs

from journeymap.checklists.boxes import TAB, rows_of_boxes
from journeymap.checklists.content import LOOKS, Checklist
from journeymap.checklists.facing import PAPERS, WIDE, facing
from journeymap.checklists.items import Item, Section
from journeymap.drawing.logos import Mark
from journeymap.drawing.pictures import dressed
from journeymap.drawing.typesetting import clean, isolated, width
from journeymap.errors import UnknownNameError, shorten
from journeymap.printing import pdf

__all__ = ["as_pdf"]

LONGEST_FOOT = 60
"""How much of the title stands at the foot of every page."""

SIZES = {False: 9.2, True: 12.2}
"""The size of the text in points, and in large print."""

JUDGES = {False: 41.0, True: 50.0}
"""How wide the column of the boxes is, in mm."""

COLUMN = 60.0
"""How wide a column of text is at the least, in mm."""

MOST_LINES = {False: 32, True: 24}
"""How many lines of text surely fit on a page, with the touchpoint and the stage above them."""

MOST_WORDS = 150
"""How many words of one text can be kept whole; Typst takes no more than some hundred."""

_KOREAN = re.compile("[가-힣]{2,12}")
_POINTS = 72 / 25.4


def as_pdf(checklist: Checklist, *, paper: str = "A4", large: bool = False) -> bytes:
    """The checklist as pages; see :meth:`Checklist.pdf`."""
    if paper not in PAPERS:
        raise UnknownNameError.of("paper", paper, PAPERS)
    map = facing(checklist)
    files: dict[str, str | bytes] = {f"map-{number}.svg": part for number, part in enumerate(dressed(map), 1)}
    content = attrs.asdict(checklist, filter=lambda attribute, _: attribute.name not in LOOKS)
    content |= {
        "foot": isolated(shorten(clean(checklist.title), LONGEST_FOOT)),
        "paper": {"A4": "a4", "Letter": "us-letter"}[paper],
        "large": large,
        "size": SIZES[large],
        "judge": JUDGES[large],
        "tab": TAB,
        "map": [{"file": name, "said": part.summary} for name, part in zip(files, map, strict=True)],
        "wide": WIDE,
        "logo": _logo(checklist.mark, PAPERS[paper]),
        "sections": [_section(section, checklist, large=large) for section in checklist.sections],
    }
    cleaned = _cleaned(content)
    cleaned["whole"] = max(len(_KOREAN.findall(text)) for text in _strings(cleaned)) <= MOST_WORDS
    if checklist.mark is not None:
        files["logo.svg"] = checklist.mark.logo.svg(100)
    files["checklist.json"] = json.dumps(cleaned, ensure_ascii=False)
    prefer = (checklist.theme.font,) if checklist.theme.font else ()
    return pdf(_template(), title=clean(checklist.title), lang=checklist.lang, files=files, prefer=prefer)


def _logo(mark: Mark | None, most: float) -> dict[str, Any] | None:
    return None if mark is None else {"wide": mark.width(most), "said": mark.said}


def _section(section: Section, checklist: Checklist, *, large: bool) -> dict[str, Any]:
    """What a section says; sources are noted at the foot of the page where the section first names them."""
    noted: set[int] = set()
    content = attrs.asdict(section)
    items = [(item, said) for place, told in zip(section.places, content["places"], strict=True)
             for item, said in zip(place.items, told["items"], strict=True)]  # fmt: skip
    items += zip(section.holding, content["holding"], strict=True)
    for place, told in zip(section.places, content["places"], strict=True):
        told["tall"] = _is_tall((place.name, place.about, place.text), large=large)
    for item, said in items:
        said["tall"] = _is_tall(_texts(item), large=large)
        said["boxes"] = _boxes(item, large=large)
        said["judged"] = f"{item.key}|severity" in dict(item.answers())
        said["noted"] = [
            {"number": note, "source": "" if note in noted else checklist.sources[note - 1]} for note in item.notes
        ]
        noted.update(item.notes)
    return content


def _texts(item: Item) -> Iterator[str]:
    yield from (item.title, item.wrong, item.proof, item.why, item.fix, item.where, *(ask.text for ask in item.asks))
    yield from (blank.value for blank in item.blanks)
    yield from (" ".join(choice.label for choice in ask.choices) for ask in item.asks)


def _is_tall(texts: Iterable[str], *, large: bool) -> bool:
    """Whether texts might not fit on one page; then they have to go on over the page, or they would be cut."""
    room = COLUMN * _POINTS
    return sum(1 + width(clean(text), SIZES[large] * 1.05) // room for text in texts if text) > MOST_LINES[large]


def _boxes(item: Item, *, large: bool) -> list[list[str]]:
    rows = rows_of_boxes(item.choices, room=JUDGES[large] * _POINTS, size=SIZES[large] * 0.9)
    return [[choice.label for choice in row] for row in rows]


def _cleaned(content: Any) -> Any:
    """The content with texts that a line can show."""
    if isinstance(content, str):
        return clean(content)
    if isinstance(content, dict):
        return {key: _cleaned(value) for key, value in content.items()}
    return [_cleaned(value) for value in content] if isinstance(content, (list, tuple)) else content


def _strings(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, (dict, list)):
        for each in content.values() if isinstance(content, dict) else content:
            yield from _strings(each)


@cache
def _template() -> str:
    return (resources.files("journeymap") / "templates" / "checklist.typ").read_text(encoding="utf-8")
