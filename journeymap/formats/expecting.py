"""What the reader expects of each field, read off the classes once, and how it says that something else came."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any

import attrs

from journeymap import fields
from journeymap.errors import unknown
from journeymap.formats.understanding import told

__all__ = ["Expected", "described", "expected_of", "mapping_of"]

_TEXTUAL = ("text", "slug")


@attrs.frozen(eq=False)
class Expected:
    """What one field can hold in a file.

    Attributes:
        attribute: The field.
        form: Its form, such as ``"number"``; ``"list"`` when it holds several of ``item``, ``"ways"`` for ``next``.
        check: Whether a value, converted, can stand in the field.
        convert: What makes of a text, such as ``"20 min"`` or ``"85%"``, what the class takes; as it came where it says
            nothing.
        kind: The class of a record, or of each of several.
        item: What each item of a list can be.
        required: Whether it must be given.
        may_be_unknown: Whether nothing may be given, which is *unknown*.
        is_short: Whether a record may be given by its first field alone, such as a persona by a name.
        is_reference: Whether it names a touchpoint.
    """

    attribute: attrs.Attribute[Any]
    form: str
    check: Callable[[Any, attrs.Attribute[Any]], bool]
    convert: Callable[[Any], Any]
    kind: Any = None
    item: Expected | None = None
    required: bool = False
    may_be_unknown: bool = False
    is_short: bool = False
    is_reference: bool = False

    def __str__(self) -> str:
        if self.form == "ways":
            return "touchpoint ids, a mapping of ids to shares, or a list of transitions"
        if self.item is not None:
            return f"a list, each item {self.item}"
        if self.form == "record":
            first = next(iter(expected_of(self.kind).values()))
            return f"{first}, or {mapping_of(self.kind)}" if self.is_short else mapping_of(self.kind)
        if self.form == "choice":
            return f"one of {', '.join(self.attribute.metadata['choices'])}"
        return fields.expectation(self.attribute) + self._besides()

    def _besides(self) -> str:
        """What else can be written for a plain value, by example."""
        metadata = self.attribute.metadata
        if self.form == "flag":
            return ", yes or no, 예 or 아니오"
        if metadata.get("unit") == "0..1":
            return ", or a percentage such as '85%'"
        return ", such as 3000 or '3,000원'" if "currency" in metadata else ""

    def complaint(self, given: Any) -> str:
        """Why the field cannot hold what it is given."""
        choices = self.attribute.metadata.get("choices", ())
        if choices and isinstance(given, str):
            return unknown("word", given, choices)
        is_unquoted = self.form in _TEXTUAL and isinstance(given, (int, float, datetime.date, datetime.time))
        hint = "; put it in quotes to make it text" if is_unquoted else ""
        return f"expected {self} (got {described(given)}{hint})"


@attrs.frozen
class _Single:
    text: str | None = fields.text()
    slug: str | None = fields.slug()


@cache
def expected_of(kind: type) -> Mapping[str, Expected]:
    """What each field of a class can hold, by name, in order."""
    return {attribute.name: _expected(attribute) for attribute in attrs.fields(kind)}


def mapping_of(kind: type) -> str:
    """A mapping that makes up a record, in words.

    Example:
        >>> from journeymap.facts import Fee
        >>> mapping_of(Fee)
        "a mapping with keys such as 'name', 'amount', 'currency'"
    """
    return f"a mapping with keys such as {', '.join(repr(name) for name in list(expected_of(kind))[:3])}"


def described(value: Any) -> str:
    """What was given instead, in the words of a file rather than of Python."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, dict):
        return "a mapping"
    return "a list" if isinstance(value, list) else fields.shown(value)


def _expected(attribute: attrs.Attribute[Any]) -> Expected:
    metadata = attribute.metadata
    form = metadata["form"]
    kind = metadata["record"]() if "record" in metadata else None
    item = None
    if form in ("texts", "slugs", "choices"):
        item = _item(attribute, form.removesuffix("s"))
        form = "list"
    elif form == "records":
        item = Expected(attribute, "record", fields.CHECKS["record"], partial(told, attribute), kind=kind)
        form = "ways" if metadata.get("transitions") else "list"
    return Expected(
        attribute,
        form,
        fields.CHECKS[metadata["form"]],
        partial(told, attribute),
        kind=kind,
        item=item,
        required=attribute.default is attrs.NOTHING,
        may_be_unknown=attribute.default is None,
        is_short=form == "record" and attribute.converter is not None,
        is_reference=form == "slug" and attribute.name != "id",
    )


def _item(attribute: attrs.Attribute[Any], form: str) -> Expected:
    single = attribute if form == "choice" else getattr(attrs.fields(_Single), form)
    return Expected(single, form, fields.CHECKS[form], partial(told, single), is_reference=form == "slug")
