"""What labels in a flowchart are likely to mean: shares, kinds of transition, emotions.

Guesses all: whoever reads by them says so for each, for somebody to confirm. The tables hold English and Korean.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

__all__ = ["emotion_of_class", "emotion_of_faces", "kind_of", "name_from", "share_of"]

KINDS = {
    "retry": r"\b(?:re-?tr(?:y|ies|ying)|try again|again)\b|재시도|다시",
    "cancel": r"\bcancel(?:s|led|ed|lation)?\b|취소|해지",
    "abandon": r"\b(?:abandon(?:s|ed)?|gives? up|gave up|drops? (?:out|off)|leaves?|bounces?)\b|포기|이탈|중단|나감",
    "failure": (
        r"\b(?:fail(?:s|ed|ure)?|errors?|declined|rejected|denied|invalid|incorrect|time-?out|timed out|unavailable|"
        r"out of stock|not found|expired)\b|실패|오류|에러|거절|거부|불가|품절|만료"
    ),
}
"""Words on a link, and the kind of transition they speak of; the first that fits counts."""

FACES = {
    "😍": 2, "🤩": 2, "🥰": 2, "😁": 2, "😄": 2, "😃": 2, "😀": 2, "🥳": 2, "😻": 2,
    "🙂": 1, "😊": 1, "😌": 1, "😎": 1, "👍": 1, "😺": 1, "☺": 1,
    "😐": 0, "😑": 0, "😶": 0, "🤔": 0,
    "🙁": -1, "☹": -1, "😕": -1, "😟": -1, "😒": -1, "😞": -1, "😔": -1, "👎": -1, "😓": -1, "😰": -1,
    "😠": -2, "😡": -2, "🤬": -2, "😭": -2, "😢": -2, "😤": -2, "😫": -2, "😩": -2, "😱": -2,
}  # fmt: skip
"""Faces, and how those who make them feel."""

CLASSES = {
    "very-happy": 2, "happy": 1, "neutral": 0, "unhappy": -1, "very-unhappy": -2,
    "delight": 2, "delighted": 2, "positive": 1, "satisfied": 1, "good": 1, "mixed": 0, "negative": -1, "bad": -1,
    "dissatisfied": -1, "pain": -1, "painpoint": -1, "pain-point": -1, "frustrated": -1, "frustration": -1, "sad": -1,
    "angry": -2,
}  # fmt: skip
"""Names of classes, and the emotions they speak of; the first five are those that we write."""

_KINDS = {kind: re.compile(words, re.IGNORECASE) for kind, words in KINDS.items()}
_FACES = re.compile("|".join(FACES))
_SHARE = re.compile(r"(?<![\d.,])(\d{1,3}(?:[.,]\d{1,6})?)\s?(?:%|퍼센트)")
_AROUND = re.compile(r"\(\s*\)|\[\s*\]|^[\s:;,/|–—-]+|[\s:;,/|–—-]+$")
_BREAK = re.compile(r"<br[^>\n]{0,20}>|\\n", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,200}>")
_ICON = re.compile(r"\bfa[a-z]?:fa-[\w-]+")
_EMPHASIS = re.compile(r"(?<!\w)(\*\*|__|\*|_)(?=\S)(.{1,200}?)(?<=\S)\1(?!\w)")


def name_from(label: str) -> str:
    """The text of a label, without what only says how it looks.

    Example:
        >>> name_from("fa:fa-car <b>Drive</b><br/>home")
        'Drive home'
    """
    label = _ICON.sub("", _TAG.sub("", _BREAK.sub(" ", label)))
    if label[:1] == label[-1:] == "`" and len(label) > 1:
        label = _EMPHASIS.sub(r"\2", label[1:-1])
    return " ".join(html.unescape(label).split())


def share_of(label: str) -> tuple[float | None, str]:
    """The share that a label gives, from 0 to 1, and what else it says.

    Example:
        >>> share_of("declined (8%)"), share_of("no")
        ((0.08, 'declined'), (None, 'no'))
    """
    found = _SHARE.search(label)
    share = float(found[1].replace(",", ".")) if found else 101.0
    if found is None or share > 100:
        return None, label
    rest = _AROUND.sub("", f"{label[: found.start()]}{label[found.end() :]}".strip()).strip()
    return round(share / 100, 12), rest


def kind_of(label: str) -> str | None:
    """The kind of transition that a label speaks of.

    Example:
        >>> kind_of("Card declined"), kind_of("결제 취소"), kind_of("yes")
        ('failure', 'cancel', None)
    """
    return next((kind for kind, words in _KINDS.items() if words.search(label)), None)


def emotion_of_faces(name: str) -> float | None:
    """The emotion of the first face in a name, from −2 to 2.

    Example:
        >>> emotion_of_faces("Wait in line 😡")
        -2
    """
    found = _FACES.search(name)
    return FACES[found[0]] if found else None


def emotion_of_class(classes: Iterable[str]) -> float | None:
    """The emotion that the last class with such a name speaks of, from −2 to 2.

    Example:
        >>> emotion_of_class(["wide", "Very_Happy"])
        2
    """
    told = [CLASSES.get(name.lower().replace("_", "-")) for name in classes]
    return next((emotion for emotion in reversed(told) if emotion is not None), None)
