"""What somebody wrote into a checklist, as plain data: nothing is guessed, and what may mean two things is refused.

Words are understood in every language there is, whatever language the checklist was printed in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import attrs

from journeymap import fields
from journeymap.errors import JourneyError
from journeymap.filling import plain
from journeymap.formats.understanding import SAID, day_of, field_of, fitted, folded, read
from journeymap.i18n import LANGUAGES, Translator, translator

__all__ = ["VERDICTS", "day_of", "label_of", "understand", "understood"]

VERDICTS: Mapping[str, tuple[str, ...]] = {
    "failed": ("pass", "attention", "fail", "na"),
    "question": ("yes", "no", "unknown", "na"),
    "passed": ("yes", "no"),
    "standard": ("pass", "attention", "fail", "na"),
}
"""What the boxes of an item can say, by its kind."""

_LABELS = {
    "pass": "Pass", "attention": "Attention", "fail": "Fail", "na": "Not applicable", "yes": "Yes", "no": "No",
    "unknown": "Don't know",
}  # fmt: skip

_HANDS = {
    **SAID,
    "unknown": "unknown dontknow don'tknow ? ?? 모름 모르겠음 모르겠다 불명",
    "na": "na n/a n.a. notapplicable 해당없음 해당사항없음",
    "pass": "pass passed ok 적합 합격",
    "attention": "attention 보완필요 보완 미흡 주의",
    "fail": "fail failed 부적합 불합격",
}
"""How many hands write the same thing; spaces and capitals do not count. 주의 once stood on the box for attention."""


def understand(name: str, text: str, *, allowed: Iterable[str] = ()) -> Any:
    """What ``text`` means at the place that checklists call ``name``.

    Args:
        name: Such as ``JM103@pay|verdict`` or ``JM611@food|wait.occupied``.
        text: What stands there; not empty.
        allowed: The boxes that were there; all that there are when that is not known.

    Returns:
        For a verdict the box, for a severity or a feeling the number, for a fact what its field takes,
        and for everything else the text.

    Raises:
        JourneyError: When it cannot be understood, or may mean two things.

    Example:
        >>> understand("JM611@food|wait.occupied", "예"), understand("JM611@food|wait.typical", "1시간 30분")
        (True, 5400.0)
        >>> understand("JM611@food|wait.typical", "20")
        Traceback (most recent call last):
        ...
        journeymap.errors.JourneyError: expected a length of time with its unit, such as '20 min' (got '20')
    """
    owner, _, part = name.rpartition("|")
    if part == "verdict":
        return _verdict(text, allowed)
    if part == "severity":
        return _whole(text, 0, 4)
    field = _field(owner, part)
    return text if field is None else fitted(field, read(field, text))


def understood(name: str, value: Any, *, allowed: Iterable[str] = ()) -> Any:
    """What plain data means at a place: a program says true, 3 or a list where a hand would write.

    Raises:
        JourneyError: When it cannot stand there.

    Example:
        >>> understood("JM611@food|wait.occupied", True), understood("JM611@food|wait.typical", 300)
        (True, 300)
    """
    owner, _, part = name.rpartition("|")
    if isinstance(value, str):
        return understand(name, value, allowed=allowed)
    if part == "verdict" and isinstance(value, bool):
        return _verdict("yes" if value else "no", allowed)
    if part == "verdict" and isinstance(value, int):
        return _verdict(str(value), allowed)
    if part == "severity" and isinstance(value, int):
        return _whole(str(value), 0, 4)
    field = None if part in ("verdict", "severity") else _field(owner, part)
    if field is not None:
        return fitted(field, plain(field, value))
    if isinstance(value, (int, float)) and part not in ("verdict", "severity"):
        return str(value)
    raise JourneyError(f"expected text (got {fields.shown(value)})")


def label_of(verdict: str, t: Translator) -> str:
    """The words beside a box of an item.

    Example:
        >>> label_of("na", translator("ko"))
        '해당 없음'
    """
    return t(_LABELS[verdict])


def _field(owner: str, part: str) -> attrs.Attribute[Any] | None:
    """The field that is asked for at a place; None where anything may be written."""
    if part == "felt":
        return field_of("emotion")
    return field_of(part) if owner not in ("cover", "signed") else None


# Boxes


@cache
def _hands() -> Mapping[str, str]:
    said = {folded(word): value for value, words in _HANDS.items() for word in words.split()}
    return said | {folded(translator(lang)(label)): value for value, label in _LABELS.items() for lang in LANGUAGES}


def _verdict(text: str, allowed: Iterable[str]) -> str:
    options = tuple(allowed) or tuple(_LABELS)
    if all(map(str.isdecimal, options)):
        return _rating(text, options)
    value = _hands().get(folded(text))
    if value is None or value not in options:
        raise JourneyError(f"expected one of {', '.join(map(_LABELS.__getitem__, options))} (got {fields.shown(text)})")
    return value


# Numbers


def _rating(text: str, options: Sequence[str]) -> str:
    """The box of a scale that is meant; beside its number there may stand the words that do."""
    found = re.match(r"\s*(\d+)(?:\.0+)?(?![\d.,])", unicodedata.normalize("NFKC", text))
    if found is None or found[1] not in options:
        raise JourneyError(f"expected a whole number from {options[0]} to {options[-1]} (got {fields.shown(text)})")
    return found[1]


def _whole(text: str, low: int, high: int) -> int:
    plain = folded(text)
    if not re.fullmatch(r"\d+(\.0+)?", plain) or not low <= float(plain) <= high:
        raise JourneyError(f"expected a whole number from {low} to {high} (got {fields.shown(text)})")
    return int(float(plain))
