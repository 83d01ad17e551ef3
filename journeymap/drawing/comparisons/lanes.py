"""What stands below the curves of two journeys: what changed, where memory sits, and which findings came and went."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from journeymap import wording
from journeymap.channels import channel
from journeymap.comparing import FactChange
from journeymap.comparing.sayings import said_change
from journeymap.drawing.comparisons.columns import Column, Sides
from journeymap.drawing.comparisons.lived import otherwise
from journeymap.drawing.maps.cells import Line
from journeymap.drawing.maps.frames import Frame, Words, lane_band, set_words
from journeymap.drawing.maps.lanes import Bar, Lane, Layer, badge_layer, text_layer
from journeymap.drawing.readings import Place
from journeymap.drawing.sayings import MARKS
from journeymap.drawing.typesetting import clean, shorten
from journeymap.i18n import Translator
from journeymap.rulebook import Finding

__all__ = ["FATES", "GROUPS", "LANES", "changes", "fate"]

_MOST_FACTS = 4
_BAR = 46.0

FATES: Mapping[str, str] = {
    "added": "+ added",
    "removed": "− removed",
    "came": "↔ moved here: was number {number}",
    "went": "↔ moved away: is number {number} now",
    "changed": "~ changed",
    "same": "",
}
"""What became of a touchpoint, in words and by a sign."""

GROUPS: Mapping[str, tuple[str, str, str]] = {
    "fixed": ("Findings that are gone", "failed before, not now", "gone"),
    "new": ("New findings", "failed now, not before", ""),
    "unclear": ("Findings left open", "failed before, cannot be told now", "open"),
    "remaining": ("Findings that stay", "failed before and now", ""),
}
"""How findings came and went: the name of each group, what it holds, and how its badges look."""


def fate(column: Column, words: Translator) -> str:
    """What became of a touchpoint; nothing when it is as it was."""
    said = FATES[column.fate]
    return words(said, number=column.elsewhere) if said else ""


def changes(column: Column, words: Translator, *, lived: bool = False) -> Iterator[Line]:
    """What differs in a touchpoint: the emotion first, then what can be told with its values, then the rest by name.

    Of what was ``lived`` only where the design gives another number: all else was measured, and did not change.
    """
    facts = column.changed.facts if column.changed else ()
    if lived:
        facts = tuple(
            fact for fact in facts if fact.name == "emotion" or (isinstance(fact.before, float) and fact.before)
        )
    told = [_change(fact, words) for fact in sorted(facts, key=lambda fact: fact.name != "emotion")]
    told.sort(key=lambda line: "→" not in line.text)
    yield from told[:_MOST_FACTS]
    if len(told) > _MOST_FACTS:
        yield Line(f"+{len(told) - _MOST_FACTS}", colour="muted")


def _change(fact: FactChange, words: Translator) -> Line:
    said = said_change(fact, words, short=partial(_short, words.lang))
    if fact.name != "emotion" or fact.before is None or fact.after is None:
        return Line(said)
    return Line(said, "plus", "good") if fact.after > fact.before else Line(said, "minus", "bad")


def _short(lang: str, name: str, value: str) -> str:
    """A text of the journey as a cell can hold it; nothing of one that is too long, unless it is a name."""
    known = channel(value) if name == "channel" else None
    said = known.label(lang) if known else clean(value)
    return shorten(said, width=40, size=1) if name == "name" or len(said) <= 24 else ""


def _changes(sides: Sides, column: Column, words: Translator) -> Iterator[Line]:
    return changes(column, words, lived=sides.comparison.conformance is not None)


def _marks(_: Sides, column: Column, words: Translator) -> Iterator[Line]:
    """The peaks and ends before and now; said once where nothing differs."""
    was, now = (_marked(place, words) for place in (column.before, column.after))
    for what, said in now:
        fresh = "" if (what, said) in was else f"{words('now')}: "
        yield Line(f"{fresh}{said}", "peak" if what == "peak" else "end")
    for what, said in was:
        if (what, said) not in now:
            yield Line(f"{words('before')}: {said}", "peak" if what == "peak" else "end", "muted")


def _marked(place: Place | None, words: Translator) -> list[tuple[str, str]]:
    marks = place.marks if place else ()
    return [(what, wording.say(words(MARKS[what]), {"share": share}, words.lang)) for what, share in marks]


# Memory


def _memory(sides: Sides, words: Translator) -> Layer | None:
    places = [place for column in sides.columns for place in (column.before, column.after) if place]
    shares = [place.memory for place in places if place.memory is not None]
    return partial(_lay_memory, sides, max([0.2, *shares])) if shares else None


def _lay_memory(sides: Sides, most: float, frame: Frame, first: int, top: float, filled: bool) -> Lane:
    """Two bars a column: before at the left in outline grey, now at the right."""
    bars: list[Bar] = []
    words: list[Words] = []
    base = top + 26 + _BAR
    for index, column in enumerate(sides.columns[first : first + frame.count]):
        for place, side in ((column.before, -1), (column.after, 1)):
            if place is None or place.memory is None:
                continue
            emotion, share = place.touchpoint.emotion, wording.percent(place.memory, lang=frame.words.lang)
            wide, tall = frame.column * 0.16, max(2.0, place.memory / most * _BAR)
            x = frame.centre(index) + side * frame.column * 0.21
            colour = frame.theme.emotion(emotion) if side > 0 else frame.theme.muted
            said = frame.words("now" if side > 0 else "before")
            bars.append(
                Bar(x=x - wide / 2, y=base - tall, width=wide, height=tall, colour=colour, bad=(emotion or 0.0) < 0,
                    title=f"{clean(place.touchpoint.name)}: {said} {share}")
            )  # fmt: skip
            ink = frame.theme.ink if side > 0 else frame.theme.muted
            words.append(
                set_words(share, x, base - tall - 19, width=frame.column * 0.41, size=11.5, colour=ink, anchor="middle")
            )
    heads = map(frame.words, ("Memory share", "before at the left, now at the right"))
    band = lane_band(frame, *heads, top=top, bottom=base + 12, filled=filled)
    return Lane(band=band, words=tuple(words), bars=tuple(bars))


# Findings and text


def _text(
    *heads: str, say: Callable[[Sides, Column, Translator], Iterator[Line]]
) -> Callable[[Sides, Translator], Layer | None]:
    return lambda sides, words: text_layer(heads, [tuple(say(sides, column, words)) for column in sides.columns])


def _findings(group: str) -> Callable[[Sides, Translator], Layer | None]:
    title, caption, look = GROUPS[group]

    def prepare(sides: Sides, words: Translator) -> Layer | None:
        found: Sequence[Finding] = getattr(sides.comparison, group)
        column_of = sides.columns_of(after=group in ("new", "remaining"))
        cells: list[list[Finding]] = [[] for _ in sides.columns]
        general = []
        for finding in sorted(found, key=lambda finding: -finding.severity.weight):
            if finding.touchpoint is None:
                general.append(finding)
            else:
                cells[column_of[finding.touchpoint]].append(finding)
        return badge_layer(title, caption, cells, general, look=look)

    return prepare


LANES: Mapping[str, Callable[[Sides, Translator], Layer | None]] = {
    "otherwise": _text("What was done otherwise", "of all cases", say=otherwise),
    "changes": _text("What changed", say=_changes),
    "marks": _text("Peaks and ends", "for how many customers", say=_marks),
    "memory": _memory,
    **{group: _findings(group) for group in GROUPS},
}
"""The lanes below the curves, top to bottom: each is there when it has something to show."""
