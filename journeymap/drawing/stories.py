"""A journey told in words: what its pictures show, for those who do not see them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from journeymap import wording
from journeymap.channels import channel
from journeymap.drawing.readings import Leg, Place, Reading
from journeymap.drawing.sayings import feeling, signed_score, way
from journeymap.drawing.typesetting import clean
from journeymap.i18n import Translator, translator

__all__ = ["story", "verdict"]


_MARKS = {
    "peak": "Peak for {share:customers}: {name}, {emotion}.",
    "end": "End for {share:customers}: {name}, {emotion}.",
    "worst": "Worst likely end, for {share:customers}: {name}, {emotion}.",
}


def verdict(reading: Reading, lang: str) -> str:
    """In a few sentences: how the journey is remembered, where its peak and its ends are, and what was found."""
    words = translator(lang)
    return " ".join(_verdict(reading, words))


def story(reading: Reading, lang: str) -> str:
    """The whole journey, stage by stage, with its emotions, its branches, its ends and its findings."""
    words = translator(lang)
    return "\n".join(_story(reading, words)) + "\n"


def _verdict(reading: Reading, words: Translator) -> Iterator[str]:
    score, journey = reading.score, reading.journey
    count = len(journey)
    yield words("A journey of 1 touchpoint.") if count == 1 else words("A journey of {count} touchpoints.", count=count)
    if score is None or score.recall is None:
        yield words("How it is remembered is not known.")
    else:
        remembered, mean = signed_score(score.recall.remembered), signed_score(score.recall.mean)
        yield words("It is remembered at {remembered}, against an average of {mean}, on a scale from −2 to +2.",
                    remembered=remembered, mean=mean)  # fmt: skip
        below = wording.percent(score.below(0), lang=words.lang)
        yield words("{percent} of customers remember it worse than neutral.", percent=below)
    for place in reading.places:
        for what, share in place.marks:
            values = {"share": share, "name": _name(place), "emotion": feeling(place, words)}
            yield wording.say(words(_MARKS[what]), values, words.lang)
    if reading.audit is not None:
        yield words("{count} findings, {questions} questions open.", count=len(reading.audit.findings),
                    questions=len(reading.audit.questions))  # fmt: skip


def _story(reading: Reading, words: Translator) -> Iterator[str]:
    journey = reading.journey
    yield clean(journey.name)
    if journey.persona:
        yield words("Customer: {name}", name=clean(journey.persona.name))
    if journey.description:
        yield clean(journey.description)
    yield ""
    yield from _verdict(reading, words)
    legs: dict[int, list[Leg]] = {}
    for leg in reading.legs:
        legs.setdefault(leg.source, []).append(leg)
    for stage, run in groupby(reading.places, key=lambda place: place.touchpoint.stage):
        yield ""
        yield f"## {clean(stage)}" if stage is not None else "##"
        for place in run:
            yield from _told(reading, place, legs.get(place.column, []), words)
    if reading.audit is not None and reading.audit.findings:
        yield ""
        yield f"## {words('Findings')}"
        for finding in reading.audit.findings:
            yield f"- {words(finding.severity.value)} {finding.code}: {clean(finding.message(words.lang))}"


def _told(reading: Reading, place: Place, legs: list[Leg], words: Translator) -> Iterator[str]:
    """One touchpoint: where, how it feels, what happens, and where else one may go from it."""
    touchpoint = place.touchpoint
    known = channel(touchpoint.channel)
    via = known.label(words.lang) if known else clean(touchpoint.channel or "")
    parts = [f"{place.column + 1}. {_name(place)}" + (f" ({via})" if via else ""), feeling(place, words)]
    if not place.main:
        parts.append(words("off the likeliest path"))
    if touchpoint.moment_of_truth:
        parts.append(words("moment of truth"))
    if place.memory is not None:
        parts.append(words("memory share {percent}", percent=wording.percent(place.memory, lang=words.lang)))
    yield "; ".join(parts)
    if touchpoint.description:
        yield f"   {clean(touchpoint.description)}"
    if touchpoint.quote:
        yield f"   “{wording.bare(clean(touchpoint.quote).strip())}”"
    for leg in legs:
        yield f"   → {_way(reading, leg, words)}"


def _way(reading: Reading, leg: Leg, words: Translator) -> str:
    said = way(leg.kind, leg.label, words)
    goal = _name(reading.places[leg.target]) if leg.target is not None else words("the journey ends here")
    share = "" if leg.share is None else f" ({wording.percent(leg.share, lang=words.lang)})"
    return f"{said}: {goal}{share}" if said else f"{goal}{share}"


def _name(place: Place) -> str:
    return clean(place.touchpoint.name)
