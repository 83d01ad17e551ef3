"""The emotions of a journey as a line of characters, for a terminal: the journey runs down, better is to the right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from journeymap.drawing.readings import Place, Reading, read
from journeymap.drawing.sayings import signed_number
from journeymap.i18n import Translator, translator
from journeymap.model import Journey
from journeymap.reports.lines import WIDTH, columns, cut

__all__ = ["curve"]

_LINES: Mapping[str, str] = {
    "here": "●", "aside": "○", "level": "─", "past": "┊", "axis": "│", "hint": "·", "to left": "╯", "to right": "╰",
}  # fmt: skip
"""What the line is made of."""

_ASCII: Mapping[str, str] = {
    "here": "@", "aside": "o", "level": "-", "past": ":", "axis": "|", "hint": ".", "to left": "'", "to right": "`",
}  # fmt: skip
"""The same where only ASCII can be shown."""

_STEPS = 8
"""How many columns lie between two whole emotions."""

_SPAN = 4 * _STEPS + 1
_LEAST = 60

_MARKS = {"peak": "peak", "end": "end", "worst": "worst likely end"}


def curve(journey: Journey, *, lang: str = "en", width: int = WIDTH, ascii: bool = False) -> str:
    """The emotions along the likeliest path as a line of characters, a touchpoint in each row.

    The line goes through the touchpoints of the likeliest path; those beside it stand apart. East Asian characters are
    counted as the two columns they take.

    Args:
        journey: The journey.
        lang: The language of the marks and the scale.
        width: How many columns the terminal has, at least 60.
        ascii: Whether to draw with ASCII characters alone. Names stay as they are.

    Example:
        >>> shop = Journey("Shop").touchpoint("find", "Find", emotion=2).touchpoint("pay", "Pay", emotion=-1)
        >>> print(curve(shop, ascii=True), end="")
        Shop
                      -2      -1       0      +1      +2
        1. Find       .       .       |       .       @  +2    peak
        2. Pay        .       @-----------------------'  -1    end
    """
    words, reading = translator(lang), read(journey.checked(), None)
    signs = _ASCII if ascii else _LINES
    lines = [cut(reading.journey.name, width), *_rows(reading, words, signs, max(_LEAST, width))]
    text = "".join(f"{line.rstrip()}\n" for line in lines)
    return text.replace("−", "-").replace("…", "~") if ascii else text


def _rows(reading: Reading, words: Translator, signs: Mapping[str, str], width: int) -> Iterator[str]:
    """The scale, then each touchpoint under its stage."""
    said = [_said(place, words) for place in reading.places]
    names = [f"{place.column + 1}. {place.touchpoint.name}" for place in reading.places]
    room = width - _SPAN - 4 - max(map(columns, said), default=0)
    longest = min(max([12, *map(columns, names)]), max(12, room))
    yield " " * longest + "  " + "".join(f"{signed_number(level):>{_STEPS}}" for level in range(-2, 3))[_STEPS - 2 :]
    stage, before = None, None
    for place, name, right in zip(reading.places, names, said, strict=True):
        if place.touchpoint.stage != stage:
            stage = place.touchpoint.stage
            yield cut(stage or "", width)
        line, before = _line(place, before, signs)
        shown = cut(name, longest)
        yield f"{shown}{' ' * (longest - columns(shown))}  {line}  {right}"


def _line(place: Place, before: int | None, signs: Mapping[str, str]) -> tuple[str, int | None]:
    """The marks in one row, and where the line is when it leaves it; ``before`` is where it came from."""
    row = [signs["hint"] if position % _STEPS == 0 else " " for position in range(_SPAN)]
    row[_SPAN // 2] = signs["axis"]
    emotion = place.touchpoint.emotion
    here = None if emotion is None else round((emotion + 2) * _STEPS)
    if place.main and place.unknown:
        return "".join(row), None
    if here is None or not (place.main and place.felt):
        if before is not None:
            row[before] = signs["past"]
        if here is not None:
            row[here] = signs["aside"]
        return "".join(row), before
    if before is not None and before != here:
        low, high = sorted((before, here))
        row[low:high] = signs["level"] * (high - low)
        row[before] = signs["to right" if here > before else "to left"]
    row[here] = signs["here"]
    return "".join(row), here


def _said(place: Place, words: Translator) -> str:
    """What stands at the right: the emotion, and what marks the touchpoint in memory."""
    emotion = place.touchpoint.emotion
    value = signed_number(emotion) if emotion is not None else words("not known") if place.unknown else ""
    return "  ".join([f"{value:<4}", *(words(_MARKS[mark]) for mark, _ in place.marks)]).rstrip()
