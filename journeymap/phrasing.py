"""A second look at words: questions that cannot be answered well, and sentences that staff should not say.

It finds words and patterns, not meaning: a remark says where to look again, and is often nothing.

Example:
    >>> for remark in remarks("Were you satisfied with the price and the service?"):
    ...     print(remark.kind, "-", remark.fix())
    double - Make two questions of it.
    >>> [remark.found for remark in remarks("죄송하지만 규정상 어쩔 수 없습니다.", about="script")]
    ['규정상', '어쩔 수 없']
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import attrs

from journeymap.errors import UnknownNameError
from journeymap.i18n import LANGUAGES

__all__ = ["ABOUT", "Remark", "remarks"]

ABOUT = ("question", "script")
"""What words can be looked at: questions to customers, and what staff are to say."""

LONGEST = {"en": 25, "ko": 15}
"""How many words a question may have before one has to read it twice."""

_LONG = {
    "why": {
        "en": "It is long: who reads it aloud loses the thread.",
        "ko": "문장이 길어 소리 내어 읽으면 뜻을 놓칩니다.",
    },
    "fix": {"en": "Leave out what is not asked.", "ko": "묻는 것과 상관없는 말을 뺍니다."},
}


@attrs.frozen
class Remark:
    """Words worth a second look.

    Attributes:
        kind: Of which kind, such as ``double`` or ``blame``.
        found: The words.
        start: Where they begin in the text, from 0.
    """

    kind: str
    found: str
    start: int
    _texts: Mapping[str, Mapping[str, str]] = attrs.field(repr=False, eq=False)

    def why(self, lang: str = LANGUAGES[0]) -> str:
        """Why it matters."""
        return self._texts["why"].get(lang, self._texts["why"][LANGUAGES[0]])

    def fix(self, lang: str = LANGUAGES[0]) -> str:
        """What to do."""
        return self._texts["fix"].get(lang, self._texts["fix"][LANGUAGES[0]])


def remarks(text: str, *, about: str = "question") -> tuple[Remark, ...]:
    """What is worth a second look in a text, in the order in which it stands there.

    English and Korean words are found, whatever else the text holds.

    Args:
        text: A question, or what staff are to say.
        about: ``"question"`` or ``"script"``.

    Raises:
        UnknownNameError: When it is about something else.
    """
    if about not in ABOUT:
        raise UnknownNameError.of("about", about, ABOUT)
    found = [
        Remark(kind, match[0], match.start(), texts)
        for kind, pattern, texts in _patterns()[about]
        for match in pattern.finditer(text)
    ]
    words = text.split()
    lang = "ko" if re.search("[가-힣]", text) else "en"
    if about == "question" and len(words) > LONGEST[lang]:
        found.append(Remark("long", text.strip(), 0, _LONG))
    return tuple(sorted(found, key=lambda remark: (remark.start, remark.kind)))


@cache
def _patterns() -> Mapping[str, tuple[tuple[str, re.Pattern[str], Mapping[str, Any]], ...]]:
    data = tomllib.loads((resources.files("journeymap") / "phrasing.toml").read_text(encoding="utf-8"))
    return {
        about: tuple(
            (kind, re.compile(pattern, re.IGNORECASE), texts)
            for kind, texts in data[about].items()
            for lang in LANGUAGES
            for pattern in texts[lang]
        )
        for about in ABOUT
    }
