"""From the text of a cell to the value of a fact, and back: what is written is read as it was, or written as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from journeymap.errors import JourneyError, shorten
from journeymap.fields import SECONDS, complaint
from journeymap.filling import built, plain
from journeymap.formats.json import compact
from journeymap.formats.quoting import is_invisible
from journeymap.formats.understanding import fitted, read, word_for
from journeymap.formats.unstructuring import known, lasting
from journeymap.i18n import Translator
from journeymap.model import Transition

__all__ = ["EXACT", "MARK", "MARKED", "text_of_value", "unmarked", "value_of", "ways_of"]

EXACT = "json:"
"""How a cell begins that holds its value as JSON, because plain words would not say it exactly."""

MARK = "'"
"""What marks a cell as text."""

MARKED = ("=", "+", "-", "@", "\t", "\r", MARK)
"""What a cell begins with that is marked: what a spreadsheet would take for a formula, and the mark itself."""

_BARE = re.compile(r"[+-]?(?:\d+(?:[.,]\d+)?|[.,]\d+)\Z")
_COMMA = re.compile(r"([+-]?\d*),(\d+)(?=\D*\Z)")
_WAY = re.compile(r"(?P<to>.+?)\s*(?:[:=→(]\s*(?P<share>\d{1,3}(?:[.,]\d+)?)\s*(?P<percent>%)?\s*\)?)?\Z", re.DOTALL)
_BETWEEN = re.compile(r"\s*[;|\n]\s*")
_ESCAPE = re.compile(r"_x[0-9A-Fa-f]{4}_")
_LARGEST = 10_000_000


def value_of(field: attrs.Attribute[Any], text: str, *, unit: str = "", decimal_comma: bool = False) -> Any:
    """What a cell says for a field.

    Args:
        field: The field.
        text: The cell.
        unit: What stands in brackets at the head of its column.
        decimal_comma: Whether the table has decimal commas, so that 1,500 is refused as it may be either.

    Raises:
        JourneyError: When it cannot be understood, or may mean two things.

    Example:
        >>> from journeymap.formats.tables.columns import field_at
        >>> value_of(field_at("duration"), "1,5", unit="min"), value_of(field_at("drop_off"), "8 %")
        (90.0, 0.08)
    """
    form = field.metadata["form"]
    if text.startswith(EXACT):
        value = fitted(field, plain(field, _data(text)))
        names = value if isinstance(value, tuple) else (value,)
        if form in ("slug", "slugs") and not all(isinstance(name, str) for name in names):
            raise JourneyError(complaint(field, value))
        return value
    if form in ("number", "count", "duration", "record"):
        text = _numeric(text, decimal_comma=decimal_comma)
        if form in ("duration", "record") and unit.casefold() in SECONDS and _BARE.match(text):
            text = f"{text} {unit}"
        if unit == "%" and _BARE.match(text):
            text += "%"
    return fitted(field, read(field, text, bare_shares=True))


def ways_of(text: str) -> tuple[tuple[str, Mapping[str, Any]], ...]:
    """Where a cell says that one can go on to: names or ids of touchpoints, with what is known of the way.

    Raises:
        JourneyError: When it cannot be understood.

    Example:
        >>> ways_of("done: 92%; Card declined")
        (('done', {'probability': 0.92}), ('Card declined', {}))
    """
    if text.startswith(EXACT):
        found = _data(text)
        items = found if isinstance(found, list) else [found]
        return tuple(_transition(item) for item in items)
    if text.casefold() in ("none", "없음"):
        return ()
    return tuple(_way(part) for part in _BETWEEN.split(text) if part)


def text_of_value(fact: str, field: attrs.Attribute[Any], value: Any, t: Translator) -> str:
    """The cell for a value: in words where they say it exactly, or else as JSON."""
    text = _ways_text(value) if fact == "next" else _words(field, value, t)
    if text is not None and _is_safe(text) and _says(fact, field, text, value):
        return text
    return EXACT + _ESCAPE.sub(lambda found: "\\u005f" + found[0][1:], compact_value(value))


def compact_value(value: Any) -> str:
    """A value as JSON in one line."""
    whole = compact({"": _data_of(value)})
    return whole[len('{"": ') : -1]


def unmarked(cell: str) -> str:
    """The text of a cell of a CSV without the mark that kept it from being a formula.

    Example:
        >>> unmarked("'=1+1"), unmarked("'tis")
        ('=1+1', "'tis")
    """
    return cell[1:] if cell.startswith(MARK) and cell[1:].startswith(MARKED) else cell


# Reading


def _data(text: str) -> Any:
    try:
        return json.loads(text[len(EXACT) :])
    except (ValueError, RecursionError) as error:
        raise JourneyError(f"cannot be read as JSON: {shorten(str(error))}") from None


def _numeric(text: str, *, decimal_comma: bool) -> str:
    """A text with a decimal point in the place of a decimal comma; thousands keep theirs."""
    found = _COMMA.match(text)
    if found is None or (len(found[2]) == 3 and not decimal_comma):
        return text
    if len(found[2]) == 3:
        raise JourneyError(f"{shorten(text)!r} may be a decimal or a thousand (write it with a point)")
    return f"{found[1]}.{found[2]}{text[found.end() :]}"


def _transition(item: Any) -> tuple[str, Mapping[str, Any]]:
    if isinstance(item, str):
        return item, {}
    if not isinstance(item, dict) or not isinstance(item.get("to"), str):
        raise JourneyError("expected touchpoints, or a list of transitions, each with 'to'")
    return item["to"], {key: value for key, value in item.items() if key != "to"}


def _way(part: str) -> tuple[str, Mapping[str, Any]]:
    found = _WAY.match(part)
    if found is None or found["share"] is None:
        return part, {}
    share = float(found["share"].replace(",", "."))
    if found["percent"]:
        share = round(share / 100, 12)
    if share > 1:
        raise JourneyError(f"expected a share from 0 to 1, or a percentage with its sign (got {shorten(part)!r})")
    return found["to"], {"probability": share}


# Writing


def _words(field: attrs.Attribute[Any], value: Any, t: Translator) -> str | None:
    """A value as people write it; None for what only JSON can say."""
    match field.metadata["form"]:
        case "text" | "slug":
            return str(value)
        case "flag":
            return t("Yes") if value else t("No")
        case "choice":
            return word_for(t, field.name, value)
        case "number" | "count":
            return _number(value)
        case "duration":
            return lasting(value)
        case "day":
            return str(value.isoformat())
        case "texts" | "slugs":
            return "; ".join(value) or "none"
        case "choices":
            return "; ".join(word_for(t, field.name, word) for word in value) or "none"
    return None


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() and abs(value) < _LARGEST else repr(value)


def _ways_text(ways: Sequence[Transition]) -> str | None:
    if any(set(known(way)) - {"to", "probability"} for way in ways):
        return None
    shown = (way.to if way.probability is None else f"{way.to}: {_number(way.probability)}" for way in ways)
    return "; ".join(shown) or "none"


def _is_safe(text: str) -> bool:
    """Whether every spreadsheet keeps the text as it is."""
    bare = text.replace("\n", " ")
    return text == text.strip() and text != "" and not is_invisible(bare) and not _ESCAPE.search(text)


def _says(fact: str, field: attrs.Attribute[Any], text: str, value: Any) -> bool:
    """Whether the text is read as the value again."""
    if text.startswith(EXACT):
        return False
    try:
        if fact == "next":
            return [built(Transition, {"to": to, **facts}) for to, facts in ways_of(text)] == list(value)
        return bool(value_of(field, text) == value)
    except JourneyError:
        return False


def _data_of(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_data_of(item) for item in value]
    return known(value) if attrs.has(type(value)) else value
