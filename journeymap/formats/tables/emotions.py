"""Emotions from what people write for them: ratings on a scale, stars, faces, words in English and Korean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache

import attrs

from journeymap.errors import JourneyError, shorten
from journeymap.formats.mermaid_guessing import emotion_of_faces
from journeymap.formats.understanding import folded
from journeymap.model import Scale

__all__ = ["EMOTIONS", "OWN", "Felt", "Rater", "number_of", "scale_in", "words_for"]

OWN = Scale(-2, 2)
"""The scale of the library's own emotions."""

EMOTIONS: Mapping[str, float] = {
    word: emotion
    for emotion, words in {
        2: "delighted, delight, thrilled, excited, excitement, joy, joyful, overjoyed, amazed, love, loved, ecstatic, "
           "very happy, very satisfied, very positive, very good, excellent, wow, proud, "
           "매우 만족, 아주 만족, 매우만족, 감동, 감격, 기쁨, 매우 기쁨, 매우 좋음, 아주 좋음, 최고, 신남, 설렘, 행복",
        1: "happy, happiness, satisfied, satisfaction, content, pleased, positive, good, hopeful, hope, curious, "
           "curiosity, interested, interest, confident, confidence, relieved, relief, calm, comfortable, trust, "
           "grateful, optimistic, reassured, inspired, engaged, motivated, like, "
           "만족, 좋음, 긍정, 긍정적, 기대, 호기심, 관심, 안심, 안도, 편안, 편안함, 편함, 신뢰, 흥미, 희망, 자신감",
        0: "neutral, ok, okay, indifferent, indifference, mixed, so so, so-so, average, fine, expectant, "
           "보통, 중립, 그저 그럼, 그저그럼, 무난, 무덤덤, 평범, 무감정",
        -1: "unhappy, dissatisfied, dissatisfaction, negative, bad, sad, sadness, anxious, anxiety, worried, worry, "
            "nervous, confused, confusion, uncertain, uncertainty, unsure, doubt, doubtful, skeptical, sceptical, "
            "disappointed, disappointment, annoyed, annoyance, impatient, impatience, bored, boredom, stressed, "
            "stress, overwhelmed, hesitant, uneasy, concerned, tired, insecure, "
            "불만, 불만족, 나쁨, 부정, 부정적, 불안, 걱정, 긴장, 혼란, 당황, 의심, 실망, 짜증, 지루함, 답답, 답답함, "
            "피곤, 초조, 스트레스, 망설임, 슬픔, 불편, 불편함, 귀찮음, 아쉬움",
        -2: "very unhappy, very dissatisfied, very negative, very bad, angry, anger, furious, rage, outraged, "
            "frustrated, frustration, hate, terrible, awful, horrible, desperate, despair, betrayed, panic, "
            "매우 불만, 매우 불만족, 매우불만족, 아주 불만족, 매우 나쁨, 아주 나쁨, 최악, "
            "화남, 분노, 격분, 좌절, 절망, 배신감",
    }.items()
    for word in words.split(", ")
}  # fmt: skip
"""Words, and the emotions from −2 to +2 that they are read as; pass others, or the same otherwise, as ``emotions=``.

Nobody has measured these: they are our reading, and each use of them is told for you to confirm.
"""

SIGNS = {"++": 2.0, "+": 1.0, "+-": 0.0, "+/-": 0.0, "±": 0.0, "-": -1.0, "--": -2.0}
"""Plus and minus signs, where a column has such signs."""

_RATING = re.compile(
    r"(?P<number>[+-]?(?:\d+(?:[.,]\d+)?|[.,]\d+))\s*(?:(?P<percent>%)|점|pts?|points?)?"
    r"(?:\s*(?:/|of|out of)\s*(?P<total>\d+))?\Z"
)
_SCALE = re.compile(
    r"(?<![\d.,])(?P<low>[+-]?\d+(?:[.,]\d+)?)\s*점?\s*(?:\.{2,3}|-|–|—|~|〜|to|에서|부터)\s*(?P<high>[+-]?\d+(?:[.,]\d+)?)(?![\d.,])"
)
_STARS = re.compile(r"(?P<full>[★⭐🌟]+)(?P<none>☆*)\Z")
_BETWEEN = re.compile(r"\s*(?:[,;/|·、\n&]|\band\b|\bbut\b)\s*")
_LONGEST = 200


@attrs.frozen
class Felt:
    """What one cell says of an emotion.

    Attributes:
        emotion: The emotion; None when it is not certain.
        scale: The scale it was rated on, when that is not the library's own.
        words: The words that were read, with the emotion of each.
        trouble: Why there is no emotion.
    """

    emotion: float | None = None
    scale: str = ""
    words: tuple[tuple[str, float], ...] = ()
    trouble: str = ""


@attrs.frozen
class Rater:
    """Reads the cells of one column.

    Attributes:
        words: Emotions by word, folded.
        scale: The scale of its numbers; None when that is not certain.
        why: Why it is not, for the cells that need it.
        signs: Whether plus and minus signs are meant as such.
        decimal_comma: Whether 1,500 may be one and a half.
    """

    words: Mapping[str, float]
    scale: Scale | None
    why: str = ""
    signs: bool = False
    decimal_comma: bool = False

    @classmethod
    def of(
        cls,
        cells: Iterable[str],
        *,
        words: Mapping[str, float],
        scale: Scale | None,
        is_own: bool = False,
    ) -> Rater:
        """What reads these cells: by a scale that is known, or that the cells leave no doubt about."""
        cells = list(cells)
        signs = any(_signed(cell) in ("+", "++", "--") for cell in cells)
        if scale is not None:
            return cls(words, scale, signs=signs)
        found = [_RATING.match(_signed(cell)) for cell in cells if len(cell) < _LONGEST]
        ratings = [rating for rating in found if rating]
        numbers = [float(rating["number"].replace(",", ".")) for rating in ratings]
        if ratings and all(rating["percent"] for rating in ratings):
            return cls(words, Scale(0, 100), signs=signs)
        totals = {rating["total"] for rating in ratings}
        if len(totals) == 1 and None not in totals and min(numbers) == 0:
            return cls(words, Scale(0, float(totals.pop() or 0)), signs=signs)
        ends = (min(numbers), max(numbers)) if numbers else (0, 0)
        if ends in ((-2, 2), (-3, 3), (-5, 5)) or (is_own and ends[0] < 0 and ends[0] >= -2 and ends[1] <= 2):
            return cls(words, OWN if ends[0] >= -2 else Scale(*ends), signs=signs)
        span = f"{ends[0]:g}" if ends[0] == ends[1] else f"{ends[0]:g} to {ends[1]:g}"
        why = (
            f"the scale of the ratings is not certain (they are {span}); say it in the head, such as 'emotion (1-5)', "
            "or with scale=Scale(1, 5)"
        )
        return cls(words, None, why, signs)

    def felt(self, cell: str) -> Felt:
        """What a cell says."""
        text = _signed(cell)
        if len(text) > _LONGEST:
            return Felt(trouble=f"{shorten(cell)!r} is too long for an emotion")
        rating = _RATING.match(text)
        if rating:
            return self._rated(text, rating)
        if self.signs and text.replace(" ", "") in SIGNS:
            return Felt(SIGNS[text.replace(" ", "")])
        stars = _STARS.match(text.replace("\ufe0f", "").replace(" ", ""))
        if stars:
            return self._starred(len(stars["full"]), len(stars["none"]), cell)
        return self._worded(cell)

    def _rated(self, text: str, rating: re.Match[str]) -> Felt:
        if self.decimal_comma and re.search(r",\d{3}\Z", rating["number"]):
            return Felt(trouble=f"{shorten(text)!r} may be a decimal or a thousand (write it with a point)")
        if self.scale is None:
            return Felt(trouble=self.why)
        return _on(self.scale, float(rating["number"].replace(",", ".")), text)

    def _starred(self, full: int, none: int, cell: str) -> Felt:
        """Stars: of as many as there are, empty ones too; or on the scale of the column, if stars can be on it."""
        if none:
            return _on(Scale(1, full + none), full, cell)
        if self.scale is None or self.scale.low not in (0, 1) or self.scale.high > 10:
            return Felt(trouble=f"nobody knows of how many {shorten(cell)!r} is (add the empty ones, or give scale=)")
        return _on(self.scale, full, cell)

    def _worded(self, cell: str) -> Felt:
        face = emotion_of_faces(cell)
        plain = folded(cell)
        if plain in self.words:
            return Felt(self.words[plain], words=((cell, self.words[plain]),))
        if face is not None:
            return Felt(face, words=((cell, face),))
        parts = [part for part in _BETWEEN.split(cell) if part.strip()]
        known = [(part, self.words[folded(part)]) for part in parts if folded(part) in self.words]
        if not known or len(known) < len(parts):
            lost = next((part for part in parts if folded(part) not in self.words), cell)
            hint = f"say what it means with emotions={{{shorten(lost, 30)!r}: -1}}"
            return Felt(trouble=f"{shorten(cell)!r} is no emotion that is known ({hint})")
        return Felt(round(sum(emotion for _, emotion in known) / len(known), 12), words=tuple(known))


def words_for(more: Mapping[str, float] | None) -> Mapping[str, float]:
    """The table of words with more, or others, in it.

    Raises:
        JourneyError: When an emotion is not from −2 to +2.

    Example:
        >>> words_for({"Meh": -0.5})["meh"]
        -0.5
    """
    given = dict(more or {})
    for word, emotion in given.items():
        if isinstance(emotion, bool) or not isinstance(emotion, (int, float)) or not -2 <= emotion <= 2:
            raise JourneyError(f"emotions: {word!r}: expected an emotion from -2 to 2 (got {shorten(repr(emotion))})")
    return {**_known_words(), **{folded(word): float(emotion) for word, emotion in given.items()}}


@cache
def _known_words() -> Mapping[str, float]:
    return {folded(word): float(emotion) for word, emotion in EMOTIONS.items()}


def scale_in(head: str) -> Scale | None:
    """The scale that the head of a column names; None when it names none.

    Example:
        >>> scale_in("Satisfaction (1-5)"), scale_in("감정 (-2..+2)"), scale_in("Emotion")
        (Scale(low=1.0, high=5.0), Scale(low=-2.0, high=2.0), None)
    """
    found = _SCALE.search(unicodedata.normalize("NFKC", head).replace("−", "-"))
    if found is None:
        return Scale(0, 10) if re.search(r"\bnps\b", head, re.IGNORECASE) else None
    low, high = (float(found[end].replace(",", ".")) for end in ("low", "high"))
    return Scale(low, high) if low != high else None


def number_of(text: str) -> float | None:
    """The number that a text is, with a decimal point or comma; None when it is none."""
    found = _RATING.match(_signed(text)) if len(text) < _LONGEST else None
    return float(found["number"].replace(",", ".")) if found and not found["total"] and not found["percent"] else None


def _on(scale: Scale, rating: float, text: str) -> Felt:
    try:
        emotion = scale.emotion(rating)
    except JourneyError:
        return Felt(trouble=f"{shorten(text)!r} is not on the scale from {scale.low:g} to {scale.high:g}")
    if scale == OWN:
        return Felt(rating)
    return Felt(
        round(emotion, 12), scale=f"{scale.low:g}{'-' if min(scale.low, scale.high) >= 0 else '..'}{scale.high:g}"
    )


def _signed(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("−", "-").strip()
