"""When bad news is told, and in which order (JM302-JM304)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from journeymap.facts import News
from journeymap.model import Touchpoint
from journeymap.rulebook import Context, Finding, Severity, rule
from journeymap.rules.places import DAY, ask_once
from journeymap.rules.sources import CHASE_DASU, LEGG_SWEENY, OWN, PRACTICE
from journeymap.rules.texts import folded

TELLING = ("complaint", "out_of_stock")
"""The kinds of touchpoint where bad news is told, even when none is stated."""


@rule(
    code="JM302",
    name="repeated-bad-news",
    severity=Severity.WARNING,
    principle="get the bad over early",
    title="Bad news that is known together is told together",
    message="“{name}” brings more bad news, though it was already known when “{first}” brought some.",
    variants={"what": "What is the bad news at “{name}” about?"},
    question="Where was the bad news that “{name}” brings first known?",
    why="When there is bad news to tell, one message with all of it spares the customer the next shock.",
    fix="Tell all of it in one message.",
    source=PRACTICE,
    notes="Compared is bad news about different things, told at two touchpoints on one path. What was told before may "
    "be told again.",
)
def repeated_bad_news(context: Context) -> Iterator[Finding]:
    journey = context.journey
    telling = {touchpoint.id: told for touchpoint in journey if (told := _bad_news(touchpoint))}
    if len(telling) < 2:
        return
    relevant = telling.keys() | {news.known_at for told in telling.values() for news in told.values()}
    for path in context.paths:
        met = {id: place for place, id in reversed([*enumerate(path.ids)]) if id in relevant}
        told_on = sorted(telling.keys() & met, key=met.__getitem__)
        before: dict[str, str] = {}  # what has been told so far, and where
        for place in context.look(journey[id] for id in (told_on if len(told_on) > 1 else ())):
            for about, news in telling[place.id].items():
                last = next(reversed(before.values()), place.id)
                if not about:
                    yield context.cannot_tell(place, "news.about", variant="what")
                elif news.known_at is None and before.keys() - {about}:
                    yield context.cannot_tell(place, "news.known_at", about=news.about)
                elif about not in before and met.get(news.known_at or "", len(path.ids)) <= met[last] < met[place.id]:
                    way = path.ids[: met[place.id] + 1]
                    yield context.failed(place, about=news.about, path=way, first=journey[last].name)
            before |= {about: place.id for about in telling[place.id] if about and about not in before}


@rule(
    code="JM303",
    name="late-bad-news",
    severity=Severity.ERROR,
    principle="get the bad over early",
    title="Bad news is told as soon as it is known",
    message="At “{name}” customers learn only now what was known since “{known}”.",
    variants={
        "delay": "At “{name}” customers learn of bad news {delay:duration} after it was known.",
        "which": "Which bad news is told at {places:list}, and where was it first known?",
    },
    question="Where was the bad news at “{name}” first known, and how long after that are customers told?",
    why="Those who have bad news to tell put it off. Chase & Dasu advise the contrary: get what is bad over early.",
    fix="Tell it where it is first known.",
    source=(CHASE_DASU, PRACTICE, f"{OWN}: 24 hours"),
    units={"limit": "s", "at_once": "s"},
    notes="Late is what is told, on some path, at a later touchpoint than the one where it is first known, unless that "
    "is within a minute; and what is told more than 24 hours after it was known. Where no news is stated, it is asked "
    "for at touchpoints of the kinds complaint and out_of_stock, once for the journey.",
)
def late_bad_news(context: Context, *, limit: float = DAY, at_once: float = 60.0) -> Iterator[Finding]:
    journey = context.journey
    telling = {touchpoint.id: told for touchpoint in context.reached.values() if (told := _bad_news(touchpoint))}
    late = _told_after(context, {id: {news.known_at for news in told.values()} for id, told in telling.items()})
    for place in context.look(journey[id] for id in telling):
        for news in telling[place.id].values():
            known, delay = news.known_at, news.delay
            soon = delay is not None and delay <= at_once
            path = None if soon else late.get((place.id, known))
            if delay is not None and delay > limit:
                yield context.failed(place, variant="delay", about=news.about, path=path or (), delay=delay)
            elif path is not None:
                yield context.failed(place, about=news.about, path=path, known=journey[known or ""].name)
            elif known is None and not soon:
                yield context.cannot_tell(place, "news.known_at", about=news.about)
            elif known != place.id and delay is None:
                yield context.cannot_tell(place, "news.delay", about=news.about)
    yield from _unstated(context)


def _told_after(
    context: Context, known_at: Mapping[str, set[str | None]]
) -> dict[tuple[str, str | None], tuple[str, ...]]:
    """A path on which news is told after it was known, for each place where it is told and place where it was known."""
    found: dict[tuple[str, str | None], tuple[str, ...]] = {}
    relevant = {id for told, known in known_at.items() if known - {told, None} for id in (told, *known)}
    for path in context.paths if relevant else ():
        met: set[str | None] = set()
        for place, id in enumerate(path.ids):
            if id in relevant and id not in met:
                for known in known_at.get(id, set()) & met:
                    found.setdefault((id, known), path.ids[: place + 1])
                met.add(id)
    return found


@rule(
    code="JM304",
    name="good-news-first",
    severity=Severity.INFO,
    principle="get the bad over early",
    title="Of good and bad news, the bad comes first",
    message="“{name}” tells the good news before the bad.",
    variants={"which": "Which news is told at {places:list}, and does the bad come before the good?"},
    question="Is the bad news told before the good at “{name}”?",
    why="In three studies, those who were told preferred to hear the bad news first, and worried less when they did. "
    "It also left them less inclined to change what they do.",
    fix="Begin with the bad news and close on the good.",
    source=(LEGG_SWEENY, CHASE_DASU, PRACTICE),
    notes="Looked at where both are told. Where no news is stated, it is asked for at touchpoints of the kinds "
    "complaint and out_of_stock, once for the journey.",
)
def good_news_first(context: Context) -> Iterator[Finding]:
    for touchpoint in context.reached.values():
        tones = [news.tone for news in touchpoint.news or ()]
        for place in context.look([touchpoint] if {"good", "bad"}.issubset(tones) else []):
            if "bad" in tones[tones.index("good") :]:
                yield context.failed(place)
    yield from _unstated(context)


# What several of them ask


def _bad_news(touchpoint: Touchpoint) -> dict[str, News]:
    """The bad news told at a touchpoint, the first about each thing, by what it is about."""
    told: dict[str, News] = {}
    for news in touchpoint.news or ():
        if news.tone == "bad":
            told.setdefault(folded(news.about), news)
    return told


def _unstated(context: Context) -> Iterator[Finding]:
    """The question which news is told where bad news is told for sure and none is stated."""
    untold = [touchpoint for touchpoint in context.reached.values() if touchpoint.kind in TELLING]
    yield from ask_once(context, (t for t in untold if t.news is None), "news", variant="which")
