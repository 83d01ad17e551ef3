"""What somebody wrote into a checklist, as plain data: nothing is guessed, and what may mean two things is refused.

Words are understood in every language there is, whatever language the checklist was printed in.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

import attrs

from journeymap import fields
from journeymap.checklists.asking import field_of, word_for
from journeymap.errors import JourneyError, shorten
from journeymap.filling import built, plain
from journeymap.i18n import LANGUAGES, Translator, translator

__all__ = ["VERDICTS", "day_of", "label_of", "understand", "understood"]

VERDICTS: Mapping[str, tuple[str, ...]] = {
    "failed": ("pass", "attention", "fail", "na"),
    "question": ("yes", "no", "unknown", "na"),
    "passed": ("yes", "no"),
}
"""What the boxes of an item can say, by its kind."""

_LABELS = {
    "pass": "Pass", "attention": "Attention", "fail": "Fail", "na": "Not applicable", "yes": "Yes", "no": "No",
    "unknown": "Don't know",
}  # fmt: skip

_HANDS = {
    "yes": "yes y true 1 v o ✓ ✔ ☑ ✅ √ ○ ◯ 〇 ⭕ ㅇ 예 네 넵 응 있음 그렇다",
    "no": "no n false 0 아니오 아니요 아뇨 아님 없음 아니다",
    "unknown": "unknown dontknow don'tknow ? ?? 모름 모르겠음 모르겠다 불명",
    "na": "na n/a n.a. notapplicable 해당없음 해당사항없음",
    "pass": "pass passed ok 적합 합격",
    "attention": "attention 주의",
    "fail": "fail failed 부적합 불합격",
}
"""How many hands write the same thing; spaces and capitals do not count."""

_NONE = frozenset({"none", "nothing", "noneofthese", "없음", "없다", "없습니다", "해당없음"})

_DAY = re.compile(r"(\d{4})\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,2})\s*[일.]?(?:[T ]00:00(?::00)?)?\Z")
_NUMBER = re.compile(r"([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[+-]?\.\d+)\s*(\D*)\Z")
_TIMES = {"초": " s ", "분": " min ", "시간": " h ", "일": " d ", "주일": " w ", "주": " w "}
_TIME = re.compile("시간|주일|초|분|일|주")
_COUNTERS = frozenset({"", "명", "번", "회", "개", "건", "줄", "단계", "걸음", "가지", "사람", "점", "x", "원"})
_BETWEEN = re.compile(r"\s*[;|\n]\s*")
_COMMAS = re.compile(r"\s*,\s+|(?<!\d),(?!\d)|(?<=\D),|,(?=\D)")


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
    return text if field is None else _of_field(field, _read(field, text))


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
    if part == "severity" and isinstance(value, int):
        return _whole(str(value), 0, 4)
    field = None if part in ("verdict", "severity") else _field(owner, part)
    if field is not None:
        return _of_field(field, plain(field, value))
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


def day_of(text: str) -> str | None:
    """A day as it is written in many ways, as ISO text; None when it is none.

    Example:
        >>> day_of("2026. 3. 1."), day_of("2026년 3월 1일"), day_of("next week")
        ('2026-03-01', '2026-03-01', None)
    """
    found = _DAY.match(text.strip())
    return None if found is None else f"{int(found[1]):04}-{int(found[2]):02}-{int(found[3]):02}"


def _field(owner: str, part: str) -> attrs.Attribute[Any] | None:
    """The field that is asked for at a place; None where anything may be written."""
    if part == "felt":
        return field_of("emotion")
    return field_of(part) if owner not in ("cover", "signed") else None


def _folded(text: str) -> str:
    """The text without the differences in writing that do not matter."""
    plain = unicodedata.normalize("NFKC", text).replace("−", "-").replace("’", "'")
    return re.sub(r"[.!。]+\Z", "", re.sub(r"\s+", "", plain)).casefold()


# Boxes


@cache
def _hands() -> Mapping[str, str]:
    said = {_folded(word): value for value, words in _HANDS.items() for word in words.split()}
    return said | {_folded(translator(lang)(label)): value for value, label in _LABELS.items() for lang in LANGUAGES}


def _verdict(text: str, allowed: Iterable[str]) -> str:
    value = _hands().get(_folded(text))
    options = tuple(allowed) or tuple(_LABELS)
    if value is None or value not in options:
        raise JourneyError(f"expected one of {', '.join(map(_LABELS.__getitem__, options))} (got {fields.shown(text)})")
    return value


def _flag(text: str) -> bool:
    value = _hands().get(_folded(text))
    if value not in ("yes", "no"):
        raise JourneyError(f"expected yes or no (got {fields.shown(text)})")
    return value == "yes"


def _word(field: attrs.Attribute[Any], text: str) -> str:
    words: tuple[str, ...] = field.metadata["choices"]
    known = {_folded(word.replace("_", " ")): word for word in words} | {_folded(word): word for word in words}
    known |= {_folded(word_for(translator(lang), field.name, word)): word for lang in LANGUAGES for word in words}
    if _folded(text) not in known:
        raise JourneyError(fields.complaint(field, text))
    return known[_folded(text)]


# Numbers


def _whole(text: str, low: int, high: int) -> int:
    folded = _folded(text)
    if not re.fullmatch(r"\d+(\.0+)?", folded) or not low <= float(folded) <= high:
        raise JourneyError(f"expected a whole number from {low} to {high} (got {fields.shown(text)})")
    return int(float(folded))


def _number(field: attrs.Attribute[Any], text: str) -> float | int:
    found = _NUMBER.match(unicodedata.normalize("NFKC", text).replace("−", "-").strip())
    unit = field.metadata["unit"]
    said = _folded(found[2]) if found is not None else ""
    units = {_folded(word_for(translator(lang), field.name, unit)) for lang in LANGUAGES} | {_folded(unit)}
    if found is None or len(found[1]) > 30 or said not in units | _COUNTERS | {"%"}:
        raise JourneyError(f"expected {fields.expectation(field)} (got {fields.shown(text)})")
    value = float(found[1].replace(",", ""))
    if unit == "0..1":
        if said != "%" and 0 < value <= 1:
            raise JourneyError(f"expected a percentage with its sign, such as '35%' (got {fields.shown(text)})")
        return round(value / 100, 12)
    if said == "%":
        raise JourneyError(f"expected {fields.expectation(field)} (got {fields.shown(text)})")
    return int(value) if value.is_integer() else value


def _duration(text: str) -> float:
    plain = unicodedata.normalize("NFKC", text).strip()
    if re.fullmatch(r"0+(\.0+)?", plain):
        return 0.0
    seconds = fields.seconds_from(_TIME.sub(lambda unit: _TIMES[unit[0]], plain))
    if not isinstance(seconds, float):
        message = "expected a length of time with its unit, such as '20 min'"
        raise JourneyError(f"{message} (got {fields.shown(text)})")
    return seconds


# Facts


def _of_field(field: attrs.Attribute[Any], value: Any) -> Any:
    """The value as a field takes it."""
    convert: Callable[[Any], Any] | None = field.converter  # type: ignore[assignment]
    value = convert(value) if convert else value
    if field.metadata["form"] in ("slug", "slugs"):  # a name of a touchpoint will do: the journey knows it
        return value
    if not fields.CHECKS[field.metadata["form"]](value, field):
        raise JourneyError(fields.complaint(field, value))
    return value


def _read(field: attrs.Attribute[Any], text: str) -> Any:
    match field.metadata["form"]:
        case "flag":
            return _flag(text)
        case "choice":
            return _word(field, text)
        case "number" | "count":
            return _number(field, text)
        case "duration":
            return _duration(text)
        case "day":
            return day_of(text) or text
        case "choices":
            return tuple(_word(field, item) for item in _several(text))
        case "texts" | "slugs":
            return _several(text)
        case "record" | "records":
            return _records(field, text)
    return text


def _says_none(text: str) -> bool:
    """Whether it says that there are none, in somebody's words or in those that are printed beside the box."""
    printed = {_folded(translator(lang)("None of these")) for lang in LANGUAGES}
    return _folded(text) in _NONE | printed


def _several(text: str) -> tuple[str, ...]:
    """Several things in one line: one below the other, or with ; or | between them, else with commas."""
    if _says_none(text):
        return ()
    items = _BETWEEN.split(text.strip())
    items = items if len(items) > 1 else _COMMAS.split(items[0])
    return tuple(item.strip() for item in items if item.strip())


def _records(field: attrs.Attribute[Any], text: str) -> Any:
    """Records as JSON, or each by the first things that it says: ``Shipping, 3000, KRW; Gift wrap``."""
    kind = field.metadata["record"]()
    several = field.metadata["form"] == "records"
    if several and _says_none(text):
        return ()
    if text.lstrip().startswith(("{", "[")):
        found = _json(text)
        items = found if isinstance(found, list) else [found]
    else:
        items = [_said(kind, item) for item in _BETWEEN.split(text.strip()) if item]
    if not all(isinstance(item, dict) for item in items) or not (several or len(items) == 1):
        raise JourneyError(f"expected {fields.expectation(field)} (got {fields.shown(text)})")
    made = tuple(built(kind, item) for item in items)
    return made if several else made[0]


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise JourneyError(f"cannot be read as JSON: {shorten(str(error))} (got {fields.shown(text)})") from error


def _said(kind: type, text: str) -> dict[str, Any]:
    """What a line says of a record: the first of its facts, separated by commas; the last one takes what is left."""
    first = [field for field in attrs.fields(kind) if not field.kw_only]
    parts = [part.strip() for part in text.split(",", max(0, len(first) - 1))]
    return {field.name: _of_field(field, _read(field, part)) for field, part in zip(first, parts, strict=False) if part}
