"""Fold what an audit could not tell into few questions: each fact is asked for once, where it can be seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import attrs

from journeymap.auditing import Audit
from journeymap.checklists.asking import ask_for, parts_of
from journeymap.checklists.items import Ask
from journeymap.rulebook import Finding

__all__ = ["Folded", "Question", "fold"]

_Fact = tuple[str | None, str, str]
"""What tells one missing fact from another: the touchpoint it belongs to, its name, and what it is about."""

_EMOTION = "emotion"


@attrs.define
class Question:
    """What could not be told, the facts to ask for, and the codes of further rules that wait for the same."""

    finding: Finding
    asks: tuple[Ask, ...]
    also: list[str] = attrs.field(factory=list)


@attrs.frozen
class Folded:
    """The questions that are left.

    Attributes:
        questions: By place, the weightiest first; those under None are about the journey as a whole.
        felt: By touchpoint the codes of the rules that wait for how it felt, which is asked at every touchpoint.
    """

    questions: Mapping[str | None, Sequence[Question]]
    felt: Mapping[str, Sequence[str]]


def fold(audited: Audit, *, lang: str = "en") -> Folded:
    """Fold the questions of an audit.

    The weightiest question asks for a fact, the others are named with it. What only waits for facts of the
    business stands with the journey as a whole; what waits for emotions stands where the emotion is unknown.
    """
    felt: dict[str, list[str]] = {touchpoint.id: [] for touchpoint in audited.journey}
    waiting: dict[_Fact, list[str]] = {(id, _EMOTION, ""): codes for id, codes in felt.items()}
    unknown = [touchpoint.id for touchpoint in audited.journey if touchpoint.emotion is None]
    questions: dict[str | None, list[Question]] = {}
    for finding in sorted(audited.questions, key=lambda finding: finding.touchpoint is not None):
        asks = dict(_asks(finding, unknown, lang))
        unasked = {fact: ask for fact, ask in asks.items() if fact not in waiting}
        if unasked or not asks:
            question = Question(finding, tuple(unasked.values()))
            place = finding.touchpoint if not unasked or any(fact[0] for fact in unasked) else None
            questions.setdefault(place, []).append(question)
            asks = {fact: ask for fact, ask in asks.items() if fact[1] == _EMOTION}
        for fact in asks:
            codes = waiting.get(fact, [])
            if finding.code not in codes:
                codes.append(finding.code)
        waiting.update((fact, question.also) for fact in unasked)
    return Folded(questions, felt)


def _asks(finding: Finding, unknown: Sequence[str], lang: str) -> Iterator[tuple[_Fact, Ask]]:
    """The facts that a finding lacks, each with the question that asks for it."""
    here = finding.touchpoint
    for name in (part for fact in finding.missing for part in parts_of(fact)):
        ask = ask_for(name, lang=lang)
        if ask is None:
            continue
        if name == _EMOTION and (here is not None or unknown):
            yield from (((id, name, ""), ask) for id in ([here] if here is not None else unknown))
        elif name.startswith("business."):
            yield (None, name, ""), ask
        else:
            yield (here, name, finding.about), ask
