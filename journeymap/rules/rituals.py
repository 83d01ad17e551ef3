"""What customers rely on: steps that are told, order and promises that are kept, the same everywhere (JM501-JM506)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import zip_longest

from journeymap.channels import channel
from journeymap.facts import ByChannel, Promise
from journeymap.rulebook import Context, Finding, Severity, Walk, rule
from journeymap.rules.places import ask_once
from journeymap.rules.sources import CHASE_DASU, OWN, PRACTICE
from journeymap.rules.walks import ROUNDING

ASIDE = (
    "ad", "board", "browse", "complaint", "failure", "message", "out_of_stock", "product", "recovery", "review",
    "search", "social", "support", "survey", "visit", "wait",
)  # fmt: skip
"""The kinds of touchpoint that are no step of a task: looking around, asking, waiting, what goes wrong, and surveys."""

FILLED_IN = ("account", "checkout", "form", "submit")
"""The kinds of touchpoint where customers are asked for something."""

LEAVING = ("abandon", "cancel", "failure")
"""Endings at which the customer does not get what they came for."""

LESS_IS_BETTER = ("time", "price")
"""What is promised as little of as possible."""

SUBJECTS = {"time": "the time", "price": "the price", "quality": "the quality", "amount": "the amount"}
"""What a promise can be about."""

TERMS = {"price": "the price", "terms": "the terms", "hours": "the hours"}
"""What should be the same on every channel, by fact."""


@rule(
    code="JM501",
    name="steps-not-announced",
    severity=Severity.INFO,
    principle="rituals",
    title="Customers are told which steps come before they begin",
    message="“{name}” begins without telling customers which steps come and how long they take.",
    question="Are customers told which steps come and how long they take, where this begins: {places:list}?",
    why="Customers who know the procedure can follow it, and see that it is kept.",
    fix="Say at the first step what will happen and how long it takes.",
    source=(PRACTICE, CHASE_DASU, f"{OWN}: three steps"),
    units={"least": "touchpoints"},
    notes="A stage with at least three steps is a task, and so is a journey without stages; looking around, asking, "
    "waiting, failures, surveys and leaving are no steps. Where its first step says nothing of it, another one of the "
    "stage may tell, or one that all customers have met before; otherwise it is asked once for the journey. A "
    "touchpoint that is stated not to tell fails when two more follow and none of its stage has told before.",
)
def steps_not_announced(context: Context, *, least: int = 3) -> Iterator[Finding]:
    routes, reached = context.routes, context.reached
    distance = routes.steps()
    tasks: dict[str | None, list[int]] = {}
    for here, touchpoint in reached.items():
        tasks.setdefault(touchpoint.stage, []).append(here)
    untold = routes.reachable(avoiding=[here for here, touchpoint in reached.items() if touchpoint.announces_steps])
    asked = []
    for task in tasks.values():
        telling = [here for here in task if reached[here].announces_steps]
        steps = [i for i in task if reached[i].kind not in ASIDE and reached[i].ends not in LEAVING]
        first = min((distance[here] for here in steps), default=0)
        begins = [i for i in steps if distance[i] == first and len(steps) >= least and not telling]
        silent = [here for here in task if reached[here].announces_steps is False and _goes_on(context, here)]
        untold_here = routes.reachable(avoiding=telling) if silent else frozenset()
        for here in telling:
            yield context.passed(reached[here])
        for here in silent:
            yield context.failed(reached[here]) if here in untold_here else context.passed(reached[here])
        for here in (i for i in begins if reached[i].announces_steps is None):
            if here in untold:
                asked.append(reached[here])
            else:
                yield context.passed(reached[here])
    yield from ask_once(context, asked, "announces_steps")


def _goes_on(context: Context, here: int) -> bool:
    """Whether at least two more touchpoints can follow."""
    ways = context.routes.ways
    return any(after.share > 0 for way in ways[here] if way.share > 0 for after in ways[way.to])


@rule(
    code="JM502",
    name="ritual-broken",
    severity=Severity.WARNING,
    principle="rituals",
    title="A ritual keeps its steps and their order",
    message="The ritual is broken for {share:customers}: “{name}” comes only after “{other}”.",
    variants={"missing": "The ritual is broken for {share:customers}: “{name}” is left out."},
    question="Is there something here that customers expect in the same order every time, and which steps has it?",
    why="When a ritual is broken, that is what gets the blame: “Where is my water?”",
    fix="Restore the order, or tell customers that it has changed.",
    source=(PRACTICE, CHASE_DASU),
    units={"min_share": "0..1"},
    notes="Judged path by path, from the first step that is met on. Customers who never begin the ritual do not break "
    "it, nor do those who give up or cancel in the midst of it. Where no ritual is stated, it is asked for customers "
    "who have bought before.",
)
def ritual_broken(context: Context, *, min_share: float = 0.05) -> Iterator[Finding]:
    journey = context.journey
    if journey.ritual is None:
        if journey.persona is not None and journey.persona.returning:
            yield context.cannot_tell(journey, "ritual")
        return
    ritual = tuple(dict.fromkeys(journey.ritual))
    steps = frozenset(ritual)
    broken: dict[str, list[tuple[Walk, str]]] = {}
    begun = False
    for walk in context.walks:
        met = list(dict.fromkeys(filter(steps.__contains__, walk.path.ids)))
        begun = begun or bool(met)
        expected = ritual[: len(met)] if not met or walk.ends in ("abandon", "cancel") else ritual
        wrong = next((step for step, found in zip_longest(expected, met) if step != found), None)
        if wrong is not None:
            broken.setdefault(wrong, []).append((walk, met[met.index(wrong) - 1] if wrong in met else ""))
    shares = {step: context.part((walk.path for walk, _ in taken), context.paths) for step, taken in broken.items()}
    common = {step: share for step, share in shares.items() if share >= min_share - ROUNDING}
    for step, share in common.items():
        walk, other = broken[step][0]
        variant, before = ("", journey[other].name) if other else ("missing", "")
        yield context.failed(journey[step], variant=variant, share=share, path=walk.path.ids, other=before)
    if begun and not common:
        yield context.passed(journey)


@rule(
    code="JM503",
    name="repeat-order-not-remembered",
    severity=Severity.INFO,
    principle="rituals",
    title="Customers who come again are not asked again for what is known",
    message="“{name}” asks a customer who comes again for what is already known: {places:list}.",
    variants={
        "who": "Has this customer bought before, and what has been told already of what is asked at {places:list}?",
        "what": "What must the customer fill in or tell at {places:list}?",
    },
    question="What has this customer already told us?",
    why="Customers who come again look for what is familiar and easy.",
    fix="Fill in what is known.",
    source=PRACTICE,
    notes="Looked at when the persona has bought before (returning), and asked where something is to be filled in and "
    "it is not said whether the persona has.",
)
def repeat_order_not_remembered(context: Context) -> Iterator[Finding]:
    persona = context.journey.persona
    asking = [touchpoint for touchpoint in context.reached.values() if touchpoint.fields_requested]
    open_ones = [t for t in context.reached.values() if t.fields_requested is None and t.kind in FILLED_IN]
    returning = None if persona is None else persona.returning
    if returning is False:
        return
    if returning is None or persona is None or persona.known_fields is None:
        missing, variant = ("persona.known_fields", "") if returning else ("persona.returning", "who")
        yield from ask_once(context, asking, missing, variant=variant)
        return
    known = {_plain(field) for field in persona.known_fields}
    for place in context.look(asking):
        again = tuple(field for field in place.fields_requested or () if _plain(field) in known)
        if again:
            yield context.failed(place, places=again)
    if known:
        yield from ask_once(context, open_ones, "fields_requested", variant="what")


@rule(
    code="JM504",
    name="promise-gap",
    severity=Severity.WARNING,
    principle="rituals",
    title="What is promised is delivered",
    message="“{name}” does not keep its promise: promised {promised}, delivered {delivered}.",
    variants={
        "words": "“{name}” promises “{words}” and does not keep it: promised {promised}, delivered {delivered}.",
        "way": "Is more or less better for the customer, where “{name}” promises {promised} and delivers {delivered}?",
    },
    question="What exactly does “{name}” promise about {subject:labels}, and what do customers get?",
    why="A promise that is kept in words only makes the gap to what customers get all the wider.",
    fix="Change the promise, or what is delivered.",
    source=(PRACTICE, f"{OWN}: 10%"),
    units={"margin": "0..1"},
    notes="What is delivered may fall short of the promise by a tenth. Less is better of time and price, unless "
    "stated otherwise.",
)
def promise_gap(context: Context, *, margin: float = 0.1) -> Iterator[Finding]:
    for touchpoint in context.reached.values():
        for promise in touchpoint.promises or ():
            for place in context.look([touchpoint]):
                about, more = promise.words or promise.about, _more_is_better(promise)
                promised, given = _amount(promise.promised), _amount(promise.delivered, promise.unit)
                unknown = [f"promises.{fact}" for fact in ("promised", "delivered") if getattr(promise, fact) is None]
                if unknown:
                    subject = (SUBJECTS[promise.about],)
                    yield context.cannot_tell(place, *unknown, about=about, subject=subject)
                elif more is None and (_short(promise, True, margin) or _short(promise, False, margin)):
                    missing = "promises.more_is_better"
                    yield context.cannot_tell(
                        place, missing, variant="way", about=about, promised=promised, delivered=given
                    )
                elif more is not None and _short(promise, more, margin):
                    yield context.failed(
                        place,
                        variant="words" if promise.words else "",
                        about=about,
                        words=promise.words,
                        promised=promised,
                        delivered=given,
                    )


def _more_is_better(promise: Promise) -> bool | None:
    """Whether customers want as much as possible of what is promised; None when that is not known."""
    if promise.more_is_better is not None:
        return promise.more_is_better
    return False if promise.about in LESS_IS_BETTER else None


def _short(promise: Promise, more_is_better: bool, margin: float) -> bool:
    """Whether what is delivered falls short of a promise by more than the margin."""
    promised, delivered = promise.promised or 0.0, promise.delivered or 0.0
    gap = promised - delivered if more_is_better else delivered - promised
    return gap > (margin + ROUNDING) * abs(promised)


def _amount(amount: float | None, unit: str = "") -> str:
    """An amount with its unit, such as ``52 hours``, ``99.9%`` or ``3일``."""
    number = "" if amount is None else f"{amount:,.2f}".rstrip("0").rstrip(".")
    space = " " if unit[:1].isascii() and unit[:1].isalpha() else ""
    return f"{number}{space}{unit}"


@rule(
    code="JM505",
    name="inconsistent-between-channels",
    severity=Severity.WARNING,
    principle="rituals",
    title="The same step is the same on every channel",
    message="“{name}” is not the same on every channel. What differs: {lacking:labels}.",
    variants={
        "mood": "At “{name}” customers feel {low:+.1f} through {worse:list}, and {high:+.1f} through {better:list}.",
        "both": "“{name}” is not the same on every channel. What differs: {lacking:labels}; and customers feel "
        "{low:+.1f} through {worse:list}, {high:+.1f} through {better:list}.",
    },
    question="Is this the same on every channel at “{name}”: {lacking:labels}?",
    why="Services differ by nature, from one place and one person to the next. Customers take them for one.",
    fix="Set one standard for all channels.",
    source=(PRACTICE, f"{OWN}: one step on the scale"),
    units={"gap": "steps on -2..+2"},
    notes="Looked at where a touchpoint says how it is on several channels (by_channel). A channel is the same by "
    "whichever of its names it goes. What no channel states is not asked for.",
)
def inconsistent_between_channels(context: Context, *, gap: float = 1.0) -> Iterator[Finding]:
    for touchpoint in context.reached.values():
        if not touchpoint.by_channel:
            continue
        ways: dict[str, ByChannel] = {}
        for way in touchpoint.by_channel:
            medium = channel(way.channel)
            ways.setdefault(_plain(way.channel) if medium is None else medium.id, way)
        stated = {fact: [getattr(way, fact) for way in ways.values()] for fact in (*TERMS, "emotion")}
        compared = {fact: values for fact, values in stated.items() if any(value is not None for value in values)}
        for place in context.look([touchpoint] if len(ways) > 1 and compared else []):
            terms = {fact: {_plain(value) for value in stated[fact] if value is not None} for fact in TERMS}
            moods = [emotion for emotion in stated["emotion"] if emotion is not None]
            low, high = min(moods, default=0.0), max(moods, default=0.0)
            differing = tuple(TERMS[fact] for fact, said in terms.items() if len(said) > 1)
            unknown = [fact for fact, values in compared.items() if None in values]
            if differing or high - low >= gap - ROUNDING:
                apart = high - low >= gap - ROUNDING
                yield context.failed(
                    place,
                    variant="both" if differing and apart else "mood" if apart else "",
                    lacking=differing,
                    low=low,
                    high=high,
                    worse=tuple(way.channel for way in ways.values() if way.emotion == low),
                    better=tuple(way.channel for way in ways.values() if way.emotion == high),
                )
            elif unknown:
                facts = (f"by_channel.{fact}" for fact in unknown)
                lacking = tuple(TERMS.get(fact, "how customers feel") for fact in unknown)
                yield context.cannot_tell(place, *facts, lacking=lacking)


def _plain(text: str) -> str:
    """A text without what makes no difference to its meaning: case, spaces and most signs."""
    letters = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in letters if letter.isalnum() or letter in ".:%")


@rule(
    code="JM506",
    name="high-variance",
    severity=Severity.INFO,
    principle="rituals",
    title="Customers have much the same experience",
    message="Customers differ widely in how they feel at “{name}” (standard deviation {deviation:.1f}).",
    question="By how much do customers differ at {places:list} (standard deviation)?",
    why="Quality that depends on who serves, and when, is quality that customers cannot rely on.",
    fix="Set a standard for this place, and train for it.",
    source=(PRACTICE, f"{OWN}: the limit"),
    units={"limit": "standard deviation on -2..+2"},
    notes="Asked once for the journey, where the emotion was observed or measured.",
)
def high_variance(context: Context, *, limit: float = 1.0) -> Iterator[Finding]:
    asked = []
    for touchpoint in context.reached.values():
        evidence = touchpoint.evidence
        if evidence is None:
            continue
        if evidence.sd is None:
            if evidence.basis in ("observed", "measured"):
                asked.append(touchpoint)
        elif evidence.sd >= limit:
            yield context.failed(touchpoint, deviation=evidence.sd)
        else:
            yield context.passed(touchpoint)
    yield from ask_once(context, asked, "evidence.sd")
