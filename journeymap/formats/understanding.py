"""What somebody wrote into a cell, as its field takes it: nothing is guessed; what may mean two things is refused.

Words are understood in every language there is. Checklists, tables and the texts in native files are read by this.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import attrs

from journeymap import fields
from journeymap.errors import JourneyError, shorten
from journeymap.filling import built
from journeymap.formats.pricing import currencies, priced, typed
from journeymap.i18n import LANGUAGES, Translator, translator
from journeymap.model import Journey, Touchpoint

__all__ = [
    "COUNTERS", "SAID", "day_of", "field_of", "fitted", "folded", "read", "told", "units_of", "word_for",
]  # fmt: skip

SAID = {
    "yes": "yes y true 1 v o ✓ ✔ ☑ ✅ √ ○ ◯ 〇 ⭕ ㅇ 예 네 넵 응 있음 그렇다",
    "no": "no n false 0 아니오 아니요 아뇨 아님 없음 아니다",
}
"""How many hands write yes and no; spaces and capitals do not count."""

_NONE = frozenset({"none", "nothing", "noneofthese", "없음", "없다", "없습니다", "해당없음"})

_DAY = re.compile(r"(\d{4})\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,2})\s*[일.]?(?:[T ]00:00(?::00)?)?\Z")
_NUMBER = re.compile(r"([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[+-]?\.\d+)\s*((?:[^\d\s]\D*)?)\Z")
_PLAIN = ("flag", "number", "count", "duration", "day")
_LONGEST = 100

COUNTERS = ("명", "번", "회", "개", "건", "줄", "단계", "걸음", "가지", "사람", "점", "x", "원")
"""What may stand behind a number, whatever it counts."""

_BETWEEN = re.compile(r"\s*[;|\n]\s*")
_COMMAS = re.compile(r"\s*,\s+|(?<!\d),(?!\d)|(?<=\D),|,(?=\D)")


def field_of(fact: str) -> attrs.Attribute[Any] | None:
    """The field that a fact such as ``wait.known`` or ``business.hours`` is kept in; None when there is none.

    Example:
        >>> field_of("wait.known").name
        'known'
    """
    first, _, rest = fact.partition(".")
    found: attrs.Attribute[Any] | None = next(
        (attrs.fields_dict(home)[first] for home in (Touchpoint, Journey) if _has(home, first)), None
    )
    for name in filter(None, rest.split(".")):
        kind = found.metadata.get("record") if found is not None else None
        if kind is None or not _has(kind(), name):
            return None
        found = attrs.fields_dict(kind())[name]
    return found


def _has(kind: type, name: str) -> bool:
    return name in attrs.fields_dict(kind)


def word_for(t: Translator, field: str, word: str) -> str:
    """A word of a field in the reader's language; the same word may mean different things in different fields."""
    label = f"{field}={word}"
    found = t(label)
    return found if found != label else t(word.replace("_", " "))


def day_of(text: str) -> str | None:
    """A day as it is written in many ways, as ISO text; None when it is none.

    Example:
        >>> day_of("2026. 3. 1."), day_of("2026년 3월 1일"), day_of("next week")
        ('2026-03-01', '2026-03-01', None)
    """
    found = _DAY.match(text.strip())
    return None if found is None else f"{int(found[1]):04}-{int(found[2]):02}-{int(found[3]):02}"


# Words


def folded(text: str) -> str:
    """The text without the differences in writing that do not matter."""
    plain = unicodedata.normalize("NFKC", text).replace("−", "-").replace("’", "'")
    return re.sub(r"[.!。]+\Z", "", re.sub(r"\s+", "", plain)).casefold()


def _flag(text: str) -> bool:
    value = _answers().get(folded(text))
    if value is None:
        raise JourneyError(f"expected yes or no (got {fields.shown(text)})")
    return value == "yes"


@cache
def _answers() -> Mapping[str, str]:
    said = {folded(word): value for value, words in SAID.items() for word in words.split()}
    labels = {"Yes": "yes", "No": "no"}
    return said | {folded(translator(lang)(label)): value for label, value in labels.items() for lang in LANGUAGES}


def _word(field: attrs.Attribute[Any], text: str) -> str:
    known = _words(field.name, field.metadata["choices"])
    if folded(text) not in known:
        raise JourneyError(fields.complaint(field, text))
    return known[folded(text)]


@cache
def _words(name: str, words: tuple[str, ...]) -> Mapping[str, str]:
    """The words of a field by what may be written for them."""
    known = {folded(word.replace("_", " ")): word for word in words} | {folded(word): word for word in words}
    return known | {folded(word_for(translator(lang), name, word)): word for lang in LANGUAGES for word in words}


# Numbers


def units_of(field: attrs.Attribute[Any]) -> tuple[str, ...]:
    """The words for the unit of a number, in every language; none where it has none, or is a range.

    Example:
        >>> units_of(field_of("subscription.join_steps"))
        ('steps', '단계')
    """
    unit = field.metadata["unit"]
    words = (word_for(translator(lang), field.name, unit) for lang in LANGUAGES)
    return () if not unit or ".." in unit else tuple(dict.fromkeys((unit, *words)))


def _number(field: attrs.Attribute[Any], text: str, *, bare_shares: bool, bare_percents: bool) -> float | int:
    found = _NUMBER.match(typed(text))
    unit = field.metadata["unit"]
    said = folded(found[2]) if found is not None else ""
    if found is None or len(found[1]) > 30 or said not in {"", "%", *COUNTERS, *map(folded, units_of(field))}:
        raise JourneyError(f"expected {fields.expectation(field)} (got {fields.shown(text)})")
    value = float(found[1].replace(",", ""))
    if unit == "0..1":
        if said != "%" and (0 < value <= 1 or not bare_percents):
            if bare_shares:
                return value
            raise JourneyError(f"expected a percentage with its sign, such as '35%' (got {fields.shown(text)})")
        return round(value / 100, 12)
    if said == "%":
        raise JourneyError(f"expected {fields.expectation(field)} (got {fields.shown(text)})")
    return int(value) if value.is_integer() else value


def _duration(text: str) -> float:
    if re.fullmatch(r"0+(\.0+)?", typed(text)):
        return 0.0
    seconds = fields.seconds_from(text)
    if not isinstance(seconds, float):
        message = "expected a length of time with its unit, such as '20 min'"
        raise JourneyError(f"{message} (got {fields.shown(text)})")
    return seconds


# Facts


def fitted(field: attrs.Attribute[Any], value: Any) -> Any:
    """The value as a field takes it."""
    convert: Callable[[Any], Any] | None = field.converter  # type: ignore[assignment]
    value = convert(value) if convert else value
    if field.metadata["form"] in ("slug", "slugs"):  # a name of a touchpoint will do: the journey knows it
        return value
    if not fields.CHECKS[field.metadata["form"]](value, field):
        raise JourneyError(fields.complaint(field, value))
    return value


def told(field: attrs.Attribute[Any], given: Any) -> Any:
    """What a field is given in a native file, as a program would give it; as it came where it says nothing.

    A person writes ``85%``, ``yes``, ``8분``, ``3,000원`` where a program writes a number or a truth value.

    Example:
        >>> told(field_of("drop_off"), "85 %"), told(field_of("wait.known"), "예"), told(field_of("emotion"), "good")
        (0.85, True, 'good')
    """
    if not isinstance(given, str) or field.metadata["form"] not in _PLAIN or len(given) > _LONGEST:
        return given
    text = priced(given)[0] if "currency" in field.metadata else given
    if field.metadata["form"] == "number" and not field.metadata["unit"] and any(map(str.isalpha, text)):
        return given  # a word that would be lost: nothing says in which unit the field is
    try:
        return fitted(field, read(field, text, bare_shares=True, bare_percents=False))
    except JourneyError:
        return given


def read(field: attrs.Attribute[Any], text: str, *, bare_shares: bool = False, bare_percents: bool = True) -> Any:
    """What a text says for a field.

    Args:
        field: The field.
        text: What is written.
        bare_shares: Whether 0.35 is a share, as programs write it; else it needs the sign: 35%.
        bare_percents: Whether 35 is a percentage, as people write it; else it needs the sign, too.

    Raises:
        JourneyError: When it cannot be understood, or may mean two things.

    Example:
        >>> read(field_of("wait.typical"), "1시간 30분"), read(field_of("actors"), "Kim; Lee")
        (5400.0, ('Kim', 'Lee'))
    """
    match field.metadata["form"]:
        case "flag":
            return _flag(text)
        case "choice":
            return _word(field, text)
        case "number" | "count":
            return _number(field, text, bare_shares=bare_shares, bare_percents=bare_percents)
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
    printed = {folded(translator(lang)("None of these")) for lang in LANGUAGES}
    return folded(text) in _NONE | printed


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
    parts = [part.strip() for part in _COMMAS.split(text, max(0, len(first) - 1))] if len(first) > 1 else [text]
    said = {field: part for field, part in zip(first, parts, strict=False) if part}
    known = currencies(kind, {field.name: part for field, part in said.items()})
    texts = {field: priced(part)[0] if "currency" in field.metadata else part for field, part in said.items()}
    return {field.name: fitted(field, read(field, part)) for field, part in texts.items()} | known
