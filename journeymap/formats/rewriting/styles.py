"""New values in the style of old ones: ``90%`` where ``85%`` stood, ``10분`` for ``8분``, ``no`` for ``yes``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from journeymap.formats.expecting import Expected
from journeymap.formats.unstructuring import lasting

__all__ = ["in_style"]

_NUMBER = re.compile(r"([-+]?[\d.,]+)(\s*)(\D+)")
_YES_AND_NO = (("yes", "no"), ("Yes", "No"), ("예", "아니오"), ("네", "아니오"), ("있음", "없음"))
_KOREAN = {"d": "일", "h": "시간", "min": "분", "s": "초"}


def in_style(raw: str, field: Expected, value: Any) -> str | None:
    """How a value is written in the style of what stood in its place; None where that has none, or would not say it.

    Args:
        raw: What stands in the text, with its quotation marks.
        field: The field.
        value: What the field is to hold.

    Example:
        >>> from journeymap.formats.expecting import expected_of
        >>> from journeymap.model import Touchpoint, Transition
        >>> in_style('"85 %"', expected_of(Transition)["probability"], 0.9)
        '"90 %"'
        >>> [in_style(old, expected_of(Touchpoint)["duration"], 5400) for old in ("8분", "300")]
        ['90분', None]
    """
    mark = raw[:1] if raw[:1] in ("'", '"') else ""
    text = raw.removeprefix(mark).removesuffix(mark)
    found = (f"{mark}{new}{mark}" for new in _alike(text, value, field.form) if field.convert(new) == value)
    return next(found, None)


def _alike(text: str, value: Any, form: str) -> Iterator[str]:
    if isinstance(value, bool):
        for pair in _YES_AND_NO:
            if text in pair:
                yield pair[0 if value else 1]
        return
    found = _NUMBER.fullmatch(text)
    if found is None or not isinstance(value, (int, float)):
        return
    number, gap, unit = found.groups()
    if form == "duration":
        new, _, by = lasting(value).partition(" ")
        if unit in _KOREAN.values():
            yield f"{new}{gap}{_KOREAN[by]}"
    elif unit == "%":
        yield f"{value * 100:.10g}{gap}%"
    else:
        yield f"{value:,}{gap}{unit}" if "," in number or abs(value) >= 1000 else f"{value}{gap}{unit}"
