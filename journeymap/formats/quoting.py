"""Texts in double quotes, as YAML and TOML both read them."""

from __future__ import annotations

import json
import re

__all__ = ["escaped", "is_invisible", "quoted"]

# Controls, breaks of lines that are not "\n", marks that turn the direction of text, and no characters at all.
_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")


def is_invisible(text: str) -> bool:
    """Whether a text holds something that would not be seen, and so is written as an escape."""
    return bool(_INVISIBLE.search(text))


def quoted(text: str) -> str:
    r"""The text in double quotes, with escapes for what would not be seen.

    Example:
        >>> print(quoted('a "b"\n카페'))
        "a \"b\"\n카페"
    """
    return escaped(json.dumps(text, ensure_ascii=False))


def escaped(text: str) -> str:
    """The text with an escape for whatever would not be seen."""
    return _INVISIBLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
