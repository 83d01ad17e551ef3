"""What the map leaves out: failures, what comes after them, who looks after a place, silence (JM008-JM012)."""

from __future__ import annotations

from collections.abc import Iterator

from journeymap.channels import channel
from journeymap.model import Touchpoint
from journeymap.rulebook import Context, Finding, Severity, rule
from journeymap.rules.places import ask_once, ways_on
from journeymap.rules.sources import MAISTER, OWN, PRACTICE

FALLIBLE = ("account", "checkout", "delivery", "order", "pickup", "return", "submit")
"""The kinds of touchpoint of which it is asked whether they can fail; JM104 asks of payments and checks."""

MET_BY_PEOPLE = ("board", "complaint", "recovery", "social", "support")
"""The kinds of touchpoint where somebody must answer, on whatever channel."""

NOBODY = frozenset({"", "-", "–", "?", "n/a", "na", "nobody", "no one", "none", "없음", "미정"})
"""What people write in the field for an owner when there is none."""


@rule(
    code="JM008",
    name="failure-without-exit",
    severity=Severity.ERROR,
    principle="put it right",
    title="Whatever can fail shows what happens then",
    message="“{name}” can fail, but no way shows what happens then.",
    variants={"which": "Which of these steps can fail, and what happens then: {places:list}?"},
    question="Can “{name}” fail?",
    why="Failures happen whether they are on the map or not: the card check, the stock, the delivery.",
    fix="Add the way customers go when it fails, and design what they find there.",
    source=PRACTICE,
    notes="A way counts by its stated kind (failure, recovery, retry) or by where it leads, such as to a touchpoint of "
    "the kind failure. Each step that typically fails is asked about (payments and checks by JM104); steps of unknown "
    "kind are asked about together.",
)
def failure_without_exit(context: Context) -> Iterator[Finding]:
    open_steps = []
    for touchpoint in context.journey:
        mapped = any(way.kind in ("failure", "recovery", "retry") for way in ways_on(context, touchpoint))
        if touchpoint.can_fail is None and not mapped:
            if touchpoint.kind in FALLIBLE:
                yield from (context.cannot_tell(place, "can_fail") for place in context.look([touchpoint]))
            elif touchpoint.kind is None and touchpoint.ends is None:
                open_steps.append(touchpoint)
            continue
        for place in context.look([touchpoint]):
            if touchpoint.can_fail and not mapped:
                yield context.failed(place)
    yield from ask_once(context, open_steps, "can_fail", variant="which")


@rule(
    code="JM009",
    name="recovery-does-not-rejoin",
    severity=Severity.WARNING,
    principle="put it right",
    title="Putting things right leads to what the customer came for",
    message="From “{name}”, where things are put right, no way leads to a successful ending.",
    question="Does the customer get what they came for in the end, after “{name}”?",
    why="Making up for a failure does not help when the customer still leaves with empty hands.",
    fix="Lead back to the main way, or to an ending the customer has agreed to.",
    source=PRACTICE,
)
def recovery_does_not_rejoin(context: Context) -> Iterator[Finding]:
    routes, journey = context.routes, context.journey
    recovering = {i for i, touchpoint in enumerate(journey) if touchpoint.kind == "recovery"}
    recovering |= {way.to for ways in routes.ways for way in ways if way.kind == "recovery"}
    good = [i for i in routes.endings if journey.touchpoints[i].ends == "success"]
    unknown = [i for i in routes.endings if journey.touchpoints[i].ends is None]
    succeeding, perhaps = routes.reaching(good), routes.reaching(unknown)
    for touchpoint in context.look(journey.touchpoints[i] for i in sorted(recovering)):
        here = journey.positions[touchpoint.id]
        if here in succeeding:
            continue
        if here in perhaps:
            yield context.cannot_tell(touchpoint, "ends")
        else:
            yield context.failed(touchpoint)


@rule(
    code="JM010",
    name="no-owner",
    severity=Severity.WARNING,
    principle="someone to turn to",
    title="Every touchpoint where people meet customers has somebody who looks after it",
    message="Nobody looks after “{name}”.",
    question="Who looks after each of these touchpoints: {places:list}?",
    why="Quality is everyone's job only when somebody answers for each place.",
    fix="Name a role that looks after it.",
    source=PRACTICE,
    notes="Concerned are touchpoints on a channel where people speak with customers, and those of the kinds support, "
    "complaint, recovery, board and social. An owner left out is asked for, once for the whole journey; an owner "
    "stated as none fails. Where neither kind nor channel is known, it is asked too.",
)
def no_owner(context: Context) -> Iterator[Finding]:
    concerned, perhaps = [], []
    for touchpoint in context.journey:
        known = channel(touchpoint.channel)
        with_people = touchpoint.kind in MET_BY_PEOPLE or (known is not None and known.human)
        if touchpoint.owner is None:
            if with_people:
                concerned.append(touchpoint)
            elif known is None and touchpoint.kind is None and touchpoint.ends is None:
                perhaps.append(touchpoint)
        elif with_people:
            for place in context.look([touchpoint]):
                if touchpoint.owner.strip().casefold() in NOBODY:
                    yield context.failed(place)
    yield from ask_once(context, concerned or perhaps, "owner")


@rule(
    code="JM011",
    name="no-pre-or-post-stage",
    severity=Severity.INFO,
    principle="sound structure",
    title="The journey begins before the service and goes on after it",
    message="The journey has nothing before the customer arrives and nothing after the service.",
    variants={
        "no_before": "The journey has nothing before the service: how does the customer come to it?",
        "no_after": "The journey stops with the service: nothing comes after it.",
    },
    question="Which stages lie before the service, and which after it?",
    why="Customers come from somewhere, by car, by bus or by search, and the service is not over when they have paid.",
    fix="Walk the way to the shop or site as a customer does, and add what comes before and after.",
    source=PRACTICE,
)
def no_pre_or_post_stage(context: Context) -> Iterator[Finding]:
    journey = context.journey
    phase_of = {stage.name: stage.phase for stage in journey.stages}
    phases = {phase_of.get(touchpoint.stage or "") for touchpoint in journey}
    before = not phases.isdisjoint(("before", "arrive"))
    after = not phases.isdisjoint(("after", "follow-up"))
    for place in context.look([journey] if journey.touchpoints else []):
        if before and after:
            continue
        if None in phases:
            yield context.cannot_tell(place, "stages.phase")
        else:
            yield context.failed(place, variant="no_after" if before else "no_before" if after else "")


@rule(
    code="JM012",
    name="long-unobserved-gap",
    severity=Severity.INFO,
    principle="waiting made bearable",
    title="No long gap passes without the customer hearing how things stand",
    message="Between “{name}” and “{about}” the customer hears nothing for {gap:duration}.",
    variants={"where": "Does a customer anywhere hear nothing for {limit:duration} or more between two touchpoints?"},
    question="Is the customer told how things stand in the {gap:duration} between “{name}” and “{about}”?",
    why="A wait feels longer when it is uncertain or unexplained.",
    fix="Add a message on the way that says how things stand and what comes next.",
    source=(MAISTER, PRACTICE, f"{OWN}: 72 hours"),
    units={"max_gap": "s"},
    notes="A length of time that is not stated is asked for once, unless customers stay on one channel or are still "
    "on their way to the service.",
)
def long_unobserved_gap(context: Context, *, max_gap: float = 72 * 3600.0) -> Iterator[Finding]:
    phases = {stage.name: stage.phase for stage in context.journey.stages}
    unknown = False
    for touchpoint in context.journey:
        ways = ways_on(context, touchpoint)
        told = any(way.kind == "status" for way in ways)
        for way in ways:
            step = way.transition
            told_of = told or step.status_message
            target = context.journey.touchpoints[way.to]
            if way.share == 0 or way.kind in ("abandon", "cancel"):
                continue
            if step.delay is None and not told_of:
                unknown = unknown or not _in_one_go(touchpoint, target, phases.get(target.stage or ""))
                continue
            about = target.name
            for place in context.look([touchpoint]):
                if told_of or step.delay is None or step.delay <= max_gap:
                    continue
                if step.status_message is None:
                    yield context.cannot_tell(place, "next.status_message", about=about, gap=step.delay)
                else:
                    yield context.failed(place, about=about, gap=step.delay)
    if unknown:
        yield context.cannot_tell(context.journey, "next.delay", variant="where", limit=max_gap)


def _in_one_go(touchpoint: Touchpoint, target: Touchpoint, phase: str | None) -> bool:
    """Whether nothing is to be waited for between two touchpoints, though the time between them is not stated."""
    medium = channel(touchpoint.channel)
    return phase in ("before", "arrive") or (medium is not None and medium == channel(target.channel))
