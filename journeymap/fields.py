"""The kinds of field a journey is made of: each carries its unit, its range and the question that asks for it.

Every field of the model and of the fact records is declared by one of these functions. What they put
into the attrs metadata is the one source for checking, the JSON Schema, the documentation and the
questions on a checklist::

    emotion: float | None = number("How does the customer feel here?", "고객은 여기서 어떻게 느낍니까?",
                                   unit="-2..+2", low=-2, high=2)

None always means *unknown*; an empty tuple means *known to be none*.
"""

from __future__ import annotations

import datetime
import math
import numbers
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, TypeAlias, TypeVar, cast, dataclass_transform, get_args

import attrs

from journeymap.errors import JourneyError, shorten, unknown
from journeymap.i18n import translator

__all__ = ["SECONDS", "Record", "converting", "evolve", "question", "seconds_from"]

Kind = TypeVar("Kind")
Check: TypeAlias = Callable[[Any, "attrs.Attribute[Any]"], bool]

SLUG = re.compile(r"[a-z0-9][a-z0-9_-]*\Z")

_SURROGATE = re.compile("[\ud800-\udfff]")
_LONGEST_DURATION = 100

_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*([^\W\d_]+)\s*")

SECONDS: Mapping[str, int] = {
    "s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1, "초": 1,
    "m": 60, "min": 60, "mins": 60, "minute": 60, "minutes": 60, "분": 60,
    "h": 3600, "hr": 3600, "hrs": 3600, "hour": 3600, "hours": 3600, "시간": 3600,
    "d": 86400, "day": 86400, "days": 86400, "일": 86400,
    "w": 604800, "week": 604800, "weeks": 604800, "주": 604800, "주일": 604800,
}  # fmt: skip
"""Units of time, as people write them, in seconds."""


def seconds_from(value: Any) -> Any:
    """A duration as seconds: a number stays, ``"20 min"``, ``"1시간 30분"`` and a ``timedelta`` are converted.

    Anything else is returned as it came, for the field's own check to refuse.

    Example:
        >>> seconds_from("1 h 30 min"), seconds_from("1시간 30분"), seconds_from(20)
        (5400.0, 5400.0, 20)
    """
    if isinstance(value, datetime.timedelta):
        return value.total_seconds()
    if not isinstance(value, str):
        return _number_from(value)
    if len(value) > _LONGEST_DURATION:
        return value
    text = unicodedata.normalize("NFKC", value).strip()
    parts = _DURATION.findall(text)
    if not parts or _DURATION.sub("", text) or any(unit.lower() not in SECONDS for _, unit in parts):
        return value
    return float(sum(float(number) * SECONDS[unit.lower()] for number, unit in parts))


def question(attribute: attrs.Attribute[Any], lang: str = "en") -> str:
    """The question that asks for a field, in ``lang``: as it stands here, else as the locale translates the English."""
    questions: Mapping[str, str] = attribute.metadata.get("question", {})
    return questions.get(lang) or translator(lang)(questions.get("en", ""))


class Record:
    """What every part of a journey shares: a ``repr`` that shows only what is known."""

    __slots__ = ()

    if TYPE_CHECKING:
        __attrs_attrs__: ClassVar[tuple[attrs.Attribute[Any], ...]]

    def __repr__(self) -> str:
        known = [
            f"{field.name}={getattr(self, field.name)!r}"
            for field in attrs.fields(type(self))
            if getattr(self, field.name) != field.default
        ]
        return f"{type(self).__name__}({', '.join(known)})"


@dataclass_transform(frozen_default=True)
def converting(kind: type[Kind]) -> type[Kind]:
    """Make a record of a class whose constructor takes more than the record holds, such as ``"20 min"`` for seconds.

    What it takes is declared in the class, for type checkers, which know no converters but those of attrs itself.
    """
    return attrs.frozen(repr=False)(kind)


def evolve(record: Kind, **facts: Any) -> Kind:
    """The record with some of its facts changed: ``attrs.evolve``, which type checkers allow only on attrs' own."""
    changed: Any = attrs.evolve(cast(Any, record), **facts)
    return cast(Kind, changed)


# The kinds of field


def text(en: str = "", ko: str = "", *, default: Any = None, **options: Any) -> Any:
    """Any text; None when unknown."""
    return _field("text", en, ko, default=default, expected="text", **options)


def slug(en: str = "", ko: str = "", *, default: Any = None, **options: Any) -> Any:
    """The id of a touchpoint: lower-case letters, digits, ``-`` and ``_``."""
    return _field(
        "slug", en, ko, default=default,
        expected="an id of lower-case letters, digits, '-' and '_', such as 'card-payment'", **options,
    )  # fmt: skip


def choice(kind: Any, en: str = "", ko: str = "", *, default: Any = None, **options: Any) -> Any:
    """One of the words that the Literal ``kind`` lists."""
    return _field("choice", en, ko, default=default, choices=get_args(kind), expected="one of its words", **options)


def flag(en: str = "", ko: str = "", *, default: Any = None, **options: Any) -> Any:
    """Yes, no, or unknown."""
    return _field("flag", en, ko, default=default, expected="true or false", **options)


def number(
    en: str = "",
    ko: str = "",
    *,
    unit: str = "",
    low: float = -math.inf,
    high: float = math.inf,
    default: Any = None,
    **options: Any,
) -> Any:
    """A finite number between ``low`` and ``high``."""
    span = _span(low, high)
    return _field(
        "number", en, ko, default=default, unit=unit, low=low, high=high, converter=_number_from,
        expected=f"a number{span}", **options,
    )  # fmt: skip


def count(en: str = "", ko: str = "", *, unit: str = "", low: float = 0, default: Any = None, **options: Any) -> Any:
    """A whole number, not below ``low``."""
    return _field(
        "count", en, ko, default=default, unit=unit, low=low, high=math.inf, converter=_number_from,
        expected=f"a whole number{_span(low, math.inf)}", **options,
    )  # fmt: skip


def duration(en: str = "", ko: str = "", *, default: Any = None, **options: Any) -> Any:
    """A length of time in seconds; text such as ``"20 min"``, ``"3 d"`` or ``"8분"`` is converted."""
    return _field(
        "duration", en, ko, default=default, unit="s", low=0.0, high=math.inf, converter=seconds_from,
        expected="a length of time: seconds as a number, or text such as '20 min', '3 d' or '1시간 30분'", **options,
    )  # fmt: skip


def day(en: str = "", ko: str = "", *, default: Any = None, **options: Any) -> Any:
    """A calendar day; ISO text such as ``"2026-03-01"`` is converted."""
    return _field("day", en, ko, default=default, converter=_day_from, expected="a day such as 2026-03-01", **options)


def texts(en: str = "", ko: str = "", *, default: Any = None, **options: Any) -> Any:
    """Several texts; None when unknown, empty when there are none."""
    return _field("texts", en, ko, default=default, converter=_tuple_from, expected="a list of texts", **options)


def slugs(en: str = "", ko: str = "", *, default: Any = None, **options: Any) -> Any:
    """Several touchpoint ids; None when unknown."""
    return _field(
        "slugs", en, ko, default=default, converter=_tuple_from, expected="a list of touchpoint ids", **options
    )


def choices(kind: Any, en: str = "", ko: str = "", *, default: Any = None, **options: Any) -> Any:
    """Several of the words that the Literal ``kind`` lists; None when unknown."""
    return _field(
        "choices", en, ko, default=default, converter=_tuple_from, choices=get_args(kind),
        expected="a list of its words", **options,
    )  # fmt: skip


def record(
    kind: Callable[[], type], en: str = "", ko: str = "", *, converter: Any = None, default: Any = None, **options: Any
) -> Any:
    """One record of the class that ``kind`` returns."""
    return _field("record", en, ko, default=default, converter=converter, record=kind, expected="a record", **options)


def records(
    kind: Callable[[], type], en: str = "", ko: str = "", *, converter: Any = None, default: Any = None, **options: Any
) -> Any:
    """Several records of the class that ``kind`` returns; None when unknown."""
    return _field(
        "records", en, ko, default=default, converter=converter or _tuple_from, record=kind,
        expected="a list of records", **options,
    )  # fmt: skip


# How they are checked


def _field(
    form: str,
    en: str,
    ko: str,
    *,
    default: Any,
    expected: str,
    converter: Callable[[Any], Any] | None = None,
    kw_only: bool = True,
    required: bool = False,
    **metadata: Any,
) -> Any:
    check = CHECKS[form]
    may_be_unknown = default is None and not required

    def validate(instance: Any, attribute: attrs.Attribute[Any], value: Any) -> None:
        if value is None and may_be_unknown:
            return
        if not check(value, attribute):
            _refuse(instance, attribute, value)

    return attrs.field(
        default=attrs.NOTHING if required else default,
        validator=validate,
        converter=converter,
        kw_only=kw_only,
        metadata={"form": form, "question": {"en": en, "ko": ko}, "expected": expected, **metadata},
    )


def _refuse(instance: Any, attribute: attrs.Attribute[Any], value: Any) -> NoReturn:
    owner = type(instance).__name__
    name = getattr(instance, "id", None) or getattr(instance, "name", None)
    place = f"{owner} {shown(name)}" if name is not None else owner
    raise JourneyError(f"{place}: {attribute.name}: {complaint(attribute, value)}")


def complaint(attribute: attrs.Attribute[Any], value: Any) -> str:
    """Why a field cannot hold ``value``: what was expected, what came, and the nearest spelling."""
    options: tuple[str, ...] = attribute.metadata.get("choices", ())
    wrong = [item for item in (value if isinstance(value, tuple) else (value,)) if item not in options]
    if options and wrong and isinstance(wrong[0], str):
        return unknown("word", wrong[0], options)
    return f"expected {expectation(attribute)} (got {shown(value)})"


def expectation(attribute: attrs.Attribute[Any]) -> str:
    """What a field can hold, such as "a number from -2 to 2"."""
    options: tuple[str, ...] = attribute.metadata.get("choices", ())
    if options:
        return f"words from {', '.join(options)}"
    kind = attribute.metadata.get("record")
    return f"{kind().__name__} records" if kind else str(attribute.metadata["expected"])


def shown(value: Any) -> str:
    """A value as it can stand in a message, however large or odd it is."""
    try:
        shown = shorten(repr(value))
    except (ValueError, RecursionError):  # a whole number of thousands of digits, a list in a list in a list ...
        return f"a very large {type(value).__name__}"
    return f"{shown}, which holds half a character" if _is_broken(value) else shown


def _span(low: float, high: float) -> str:
    if math.isinf(low) and math.isinf(high):
        return ""
    if math.isinf(high):
        return f", {low:g} or more"
    return f" from {low:g} to {high:g}"


def _is_text(value: Any, attribute: attrs.Attribute[Any]) -> bool:
    return isinstance(value, str) and not _is_broken(value)


def _is_broken(value: Any) -> bool:
    """Whether it is text with a lone surrogate in it, which no file can hold."""
    return isinstance(value, str) and not value.isascii() and bool(_SURROGATE.search(value))


def _is_slug(value: Any, attribute: attrs.Attribute[Any]) -> bool:
    return isinstance(value, str) and bool(SLUG.match(value))


def _is_choice(value: Any, attribute: attrs.Attribute[Any]) -> bool:
    return isinstance(value, str) and value in attribute.metadata["choices"]


def _is_flag(value: Any, attribute: attrs.Attribute[Any]) -> bool:
    return isinstance(value, bool)


def _is_number(value: Any, attribute: attrs.Attribute[Any]) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    low: float = attribute.metadata["low"]
    high: float = attribute.metadata["high"]
    return abs(value) <= sys.float_info.max and low <= value <= high


def _is_count(value: Any, attribute: attrs.Attribute[Any]) -> bool:
    return isinstance(value, int) and _is_number(value, attribute)


def _is_day(value: Any, attribute: attrs.Attribute[Any]) -> bool:
    return isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)


def _each(check: Check) -> Check:
    def check_all(value: Any, attribute: attrs.Attribute[Any]) -> bool:
        return isinstance(value, tuple) and all(check(item, attribute) for item in value)

    return check_all


def _is_record(value: Any, attribute: attrs.Attribute[Any]) -> bool:
    return isinstance(value, attribute.metadata["record"]())


def _are_records(value: Any, attribute: attrs.Attribute[Any]) -> bool:
    kind = attribute.metadata["record"]()
    return isinstance(value, tuple) and all(isinstance(item, kind) for item in value)


CHECKS: Mapping[str, Check] = {
    "text": _is_text, "slug": _is_slug, "choice": _is_choice, "flag": _is_flag, "number": _is_number,
    "count": _is_count, "duration": _is_number, "day": _is_day, "texts": _each(_is_text), "slugs": _each(_is_slug),
    "choices": _each(_is_choice), "record": _is_record, "records": _are_records,
}  # fmt: skip
"""What a field of each form can hold; a field's form is in its metadata."""


# What they convert


def _number_from(value: Any) -> Any:
    """A number of another kind (a decimal, a fraction, one of NumPy's) as Python's own; anything else as it came."""
    if type(value) in (int, float, bool) or not isinstance(value, numbers.Number):
        return value
    if isinstance(value, numbers.Complex) and not isinstance(value, numbers.Real):
        return value
    try:
        return int(value) if isinstance(value, numbers.Integral) else float(value)  # type: ignore[arg-type]
    except (ValueError, OverflowError):
        return value


def _tuple_from(value: Any) -> Any:
    """A tuple of what comes in an order; a set does not."""
    if isinstance(value, Iterable) and not isinstance(value, (str, bytes, Mapping, set, frozenset)):
        return tuple(value)
    return value


def _day_from(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        return value
