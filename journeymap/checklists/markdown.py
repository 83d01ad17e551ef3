"""A checklist as Markdown: a task list that reads well as plain text and on a code forge."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from journeymap.checklists.content import Checklist, Words
from journeymap.checklists.items import Ask, Blank, Choice, Item, Place, Section
from journeymap.checklists.lines import DOTS, fingerprints, told
from journeymap.drawing.typesetting import clean

__all__ = ["MEANINGFUL", "markdown"]

MEANINGFUL = re.compile(r"([\\`*_\[\]<>#|~&])")


def markdown(checklist: Checklist) -> str:
    """The checklist as Markdown; see :meth:`Checklist.markdown`."""
    from journeymap.checklists.tasks import lines_of

    page = "\n".join(_page(checklist))
    return f"{page}\n\n{told(fingerprints(lines_of(page)))}\n"


def _page(checklist: Checklist) -> Iterator[str]:
    words, summary = checklist.words, checklist.summary
    yield f"# {_text(checklist.title)}"
    yield from ("", _text(checklist.subtitle), "")
    yield from (f"- {_line(blank, 'cover')}" for blank in checklist.cover)
    yield ""
    for figure in summary.figures:
        note = f" ({figure.note})" if figure.note else ""
        yield f"- {_text(f'{figure.label}: {figure.value}{note}')}"
    if summary.first:
        yield from ("", f"## {_text(words.first)}", "")
        for first in summary.first:
            place = f" · {first.place}" if first.place else ""
            yield f"1. {_text(f'({first.number}) {first.tag}: {first.title}{place}')}"
    if summary.principles:
        yield from ("", f"## {_text(words.principles)}", "")
        yield f"| {words.principle} | ✕ {words.failed} | ? {words.questions} | ✓ {words.passed} |"
        yield "|---|--:|--:|--:|"
    for row in summary.principles:
        yield f"| {_text(row.name)} | {row.failed} | {row.questions} | {row.passed} |"
    yield from ("", f"## {_text(words.guide)}", "")
    yield from (f"- {_text(line)}" for line in checklist.guide)
    if checklist.degrees:
        yield f"- {_text(words.degrees)}: {_text(' · '.join(f'{d.value} {d.label}' for d in checklist.degrees))}"
    yield from (line for section in checklist.sections for line in _section(section, checklist))
    if checklist.evaluators:
        yield from _together(checklist)
    if checklist.signatures:
        yield from ("", f"## {_text(words.signatures)}")
    for signature in checklist.signatures:
        yield from ("", f"**{_text(signature.role)}**", "")
        yield from (f"- {_line(blank, 'signed')}" for blank in signature.blanks)
    if checklist.limits:
        yield from ("", f"{_text(words.limits)}: {_text(checklist.limits)}")
    yield ""
    yield from (f"[^{number}]: {_text(source)}" for number, source in enumerate(checklist.sources, 1))


def _together(checklist: Checklist) -> Iterator[str]:
    """A table to put the verdicts of several evaluators together in."""
    words = checklist.words
    columns = [f"{words.evaluator} {number}" for number in range(1, checklist.evaluators + 1)]
    yield from ("", f"## {_text(words.together)}", "")
    yield f"| | {' | '.join(map(_text, (words.item, *columns, words.agreed)))} |"
    yield "|--:|---|" + "---|" * (len(columns) + 1)
    yield from (f"| {item.number} | {_text(item.title)} |{' |' * (len(columns) + 1)}" for item in checklist)


def _section(section: Section, checklist: Checklist) -> Iterator[str]:
    yield from ("", f"## {_text(section.name)}", "", _text(section.counts))
    for place in section.places:
        yield from _place(place, checklist, section.name)
    if section.holding:
        yield from ("", f"### ✓ {_text(checklist.words.holding)}", "")
    for item in section.holding:
        yield from _item(item, checklist, section.name)


def _place(place: Place, checklist: Checklist, section: str) -> Iterator[str]:
    if place.name:
        yield from ("", f"### {_text(place.name)}", "")
        yield from (_text(text) + "  " for text in (place.about, place.text) if text)
    if place.felt is not None:
        waiting = f" ({place.felt_for})" if place.felt_for else ""
        yield f"{_text(checklist.words.felt + waiting)}: {_boxes(f'{place.touchpoint}|felt', place.felt.choices)}  "
    if place.note is not None:
        yield _line(place.note, f"{place.touchpoint}")
    if place.items:
        yield ""
    for item in place.items:
        yield from _item(item, checklist, section, place.name)


def _item(item: Item, checklist: Checklist, section: str, place: str = "") -> Iterator[str]:
    words = checklist.words
    notes = "".join(f"[^{note}]" for note in item.notes)
    where = f" ({_text(item.where)})" if item.where else ""
    head = f"{item.number} · {_text(item.tag)}" if item.tag else str(item.number)
    title = f"**{head}** {_text(item.title)}{where}"
    yield f"- [ ] {title}{'' if item.why else notes} {told(item.key, kind=item.kind, section=section, place=place)}"
    yield from (f"  - {line}" for line in _details(item, words, notes))
    yield from (f"  - {_asked(ask, item)}" for ask in item.asks)
    yield f"  - {_text(words.verdict)}: {_boxes(f'{item.key}|verdict', item.choices, item.plain, item.at)}"
    if item.kind == "failed":
        degrees = [Choice(degree.value, degree.value) for degree in checklist.degrees]
        yield f"  - {_text(words.severity)}: {_boxes(f'{item.key}|severity', degrees)}"
    yield from (f"  - {_line(blank, item.key)}" for blank in item.blanks)


def _details(item: Item, words: Words, notes: str) -> Iterator[str]:
    if item.also:
        yield _text(f"{words.also} {', '.join(item.also)}")
    if item.wrong:
        yield _text(item.wrong)
    if item.proof:
        yield _text(f"{words.proof}: {item.proof}")
    if item.why:
        yield _text(item.why) + notes
    if item.fix:
        yield f"→ {_text(words.fix)}: {_text(item.fix)}"


def _asked(ask: Ask, item: Item) -> str:
    answer = ""
    if ask.blank is not None:
        answer = _line(ask.blank, item.key, item.at)
    elif ask.choices:
        answer = _boxes(f"{item.key}|{ask.fact}", ask.choices, at=item.at)
    return " ".join(part for part in (_text(ask.text), answer) if part)


def _boxes(name: str, choices: Sequence[Choice], fact: str = "", at: Sequence[str] = ()) -> str:
    boxes = ",".join(choice.value for choice in choices)
    shown = " ".join(f"☐ {_text(choice.label)}" for choice in choices)
    return f"{told(name, boxes=boxes, fact=fact, at=','.join(at) if fact or '|verdict' not in name else '')} {shown}"


def _line(blank: Blank, owner: str, at: Sequence[str] = ()) -> str:
    unit = f" ({_text(blank.unit)})" if blank.unit else ""
    name = told(f"{owner}|{blank.key}", at=",".join(at))
    return f"{_text(blank.label)}{unit}: {name} {_text(blank.value) or DOTS}"


def _text(text: str) -> str:
    """Text that means nothing in Markdown, on one line."""
    return MEANINGFUL.sub(r"\\\1", clean(text))
