"""How customers leave: early, or for good (JM109, JM110)."""

from __future__ import annotations

from collections.abc import Iterator

from journeymap.channels import channel
from journeymap.rulebook import Context, Finding, Severity, rule
from journeymap.rules.places import ways_on
from journeymap.rules.sources import KOREA_E_COMMERCE, OWN, PRACTICE


@rule(
    code="JM109",
    name="abandon-exit-not-designed",
    severity=Severity.WARNING,
    principle="finish strong",
    title="Customers who leave early are seen off, and can come back easily",
    message="Customers who leave at “{name}” go in a bad mood, with nothing kept, no goodbye and no easy way back.",
    question="When customers leave at “{name}”, is what they did kept, are they thanked, can they come back easily?",
    why="Many who leave say nothing and do not come back, so the last seconds count.",
    fix="Keep what they did, thank them, and make it easy to come back.",
    source=(PRACTICE, f"{OWN}: the limit"),
    units={"floor": "-2..+2"},
    notes="Concerned are endings where customers give up or cancel, and touchpoints with a drop-off. A way of the kind "
    "return or loyalty is a way back. Any one of the three is enough.",
)
def abandon_exit_not_designed(context: Context, *, floor: float = -1.0) -> Iterator[Finding]:
    for touchpoint in context.reached.values():
        if touchpoint.ends not in ("abandon", "cancel") and not (touchpoint.drop_off and touchpoint.ends is None):
            continue
        ways = ways_on(context, touchpoint)
        care = {fact: getattr(touchpoint.exit, fact, None) for fact in ("saves_state", "farewell", "way_back")}
        if any(way.kind in ("return", "loyalty") for way in ways):
            care["way_back"] = True
        mood = touchpoint.emotion
        unknown = [f"exit.{fact}" for fact, given in care.items() if given is None]
        if any(care.values()) or (mood is not None and mood > floor):
            yield context.passed(touchpoint)
        elif unknown or mood is None:
            yield context.cannot_tell(touchpoint, *(["emotion"] if mood is None else []), *unknown)
        else:
            yield context.failed(touchpoint)


@rule(
    code="JM110",
    name="exit-harder-than-entry",
    severity=Severity.WARNING,
    principle="build commitment through choice",
    title="Leaving is as easy as joining",
    message="Leaving takes {cancel} steps, joining only {join}.",
    variants={
        "channels": "Customers can join, but not leave, through {places:list}.",
        "both": "Leaving takes {cancel} steps, joining only {join}; and customers can join, but not leave, "
        "through {places:list}.",
    },
    question="How many steps does joining take, how many does leaving, and through which channels?",
    why="Making it hard to cancel is one of the six dark patterns that Korea's E-Commerce Act names.",
    fix="Let customers leave through the channel they joined through, in no more steps.",
    source=(KOREA_E_COMMERCE, f"{OWN}: the margin"),
    units={"margin": "steps"},
    notes="Asked only where the journey says something of joining and leaving (subscription).",
)
def exit_harder_than_entry(context: Context, *, margin: int = 1) -> Iterator[Finding]:
    journey, facts = context.journey, context.journey.subscription
    if facts is None:
        return
    names = ("join_steps", "cancel_steps", "join_channels", "cancel_channels")
    unknown = [f"subscription.{name}" for name in names if getattr(facts, name) is None]
    steps = None not in (facts.join_steps, facts.cancel_steps)
    longer = steps and (facts.cancel_steps or 0) > (facts.join_steps or 0) + margin
    ways_out = None if facts.cancel_channels is None else {_same(name) for name in facts.cancel_channels}
    shut = () if ways_out is None else tuple(n for n in facts.join_channels or () if _same(n) not in ways_out)
    if longer or shut:
        variant = "both" if longer and shut else "channels" if shut else ""
        yield context.failed(journey, variant=variant, cancel=facts.cancel_steps, join=facts.join_steps, places=shut)
    elif unknown:
        yield context.cannot_tell(journey, *unknown)
    else:
        yield context.passed(journey)


def _same(name: str) -> str:
    """A channel's name, the same for all names it goes by."""
    medium = channel(name)
    return name.strip().casefold() if medium is None else medium.id
