"""Whether the journey holds together: a start, ways on, endings, shares that add up (JM001-JM012)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from journeymap.channels import channel
from journeymap.model import SUM_TOLERANCE, Touchpoint
from journeymap.rulebook import Context, Finding, Severity, rule
from journeymap.rules.places import ask_once, ways_on
from journeymap.rules.sources import CHASE_DASU, MAISTER, OWN, PRACTICE

FALLIBLE = ("account", "checkout", "delivery", "order", "pickup", "return", "submit")
"""The kinds of touchpoint of which it is asked whether they can fail; JM104 asks of payments and checks."""

MET_BY_PEOPLE = ("board", "complaint", "recovery", "social", "support")
"""The kinds of touchpoint where somebody must answer, on whatever channel."""

NOBODY = frozenset({"", "-", "–", "?", "n/a", "na", "nobody", "no one", "none", "없음", "미정"})
"""What people write in the field for an owner when there is none."""

ANOTHER_VISIT = ("return", "loyalty", "referral")
"""The kinds of way that begin another visit."""


@rule(
    code="JM001",
    name="no-start",
    severity=Severity.ERROR,
    principle="sound structure",
    title="It is clear where the journey starts",
    message="No touchpoint is named as the start and a way leads to every one of them, so “{first}” is only assumed.",
    question="Where does the journey start?",
    why="Everything that is worked out along the customer's way depends on where that way begins.",
    fix="Name the first contact as the start. It may lie before the shop or site: an ad, a search, the way there.",
    source=OWN,
    notes="Ways that lead back by their kind (retry, return, loyalty), or to the same touchpoint, do not count.",
)
def no_start(context: Context) -> Iterator[Finding]:
    journey, routes = context.journey, context.routes
    if not journey.touchpoints:
        return
    backward = ("retry", *ANOTHER_VISIT)
    entered = {
        way.to for here, ways in enumerate(routes.ways) for way in ways if way.to != here and way.kind not in backward
    }
    for place in context.look([journey]):
        if journey.start is None and len(entered) == len(journey):
            yield context.failed(place, first=journey.touchpoints[0].name)


@rule(
    code="JM002",
    name="unreachable-touchpoint",
    severity=Severity.ERROR,
    principle="sound structure",
    title="Customers can get to every touchpoint",
    message="No way leads from the start to “{name}”.",
    question="How does the customer get to “{name}”?",
    why="What nobody can get to is work in vain, and may be a step that was promised.",
    fix="Lead a way to it from where customers are, or leave it out.",
    source=(OWN, PRACTICE),
    notes="Of several touchpoints that hang together and cannot be reached, the first is named.",
)
def unreachable_touchpoint(context: Context) -> Iterator[Finding]:
    routes = context.routes
    reached = routes.reachable(unused=True)
    lost = frozenset(range(len(routes.ids))) - reached
    part_of = {i: number for number, part in enumerate(routes.parts) for i in part}
    led_to = {part_of[i] for i in lost if any(part_of[before] != part_of[i] for before in routes.back[i])}
    heads = {part_of[i] for i in lost} - led_to
    first = {min(routes.parts[number]) for number in heads}
    for touchpoint in context.look(_at(context, reached | first)):
        if context.journey.positions[touchpoint.id] in lost:
            yield context.failed(touchpoint)


@rule(
    code="JM003",
    name="dead-end",
    severity=Severity.ERROR,
    principle="sound structure",
    title="Every touchpoint leads on or is a planned ending",
    message="“{name}” leads nowhere and is not marked as an ending.",
    question="How does the journey end at “{name}”: with success, failure, the customer giving up, or a cancellation?",
    why="Customers are stranded there, and an ending that nobody planned is still the one they remember.",
    fix="Say where the customer goes next, or mark it as an ending and design it as one.",
    source=(OWN, PRACTICE),
    notes="The last touchpoint of the list, when nothing is said of what follows, may be an ending: that is asked.",
)
def dead_end(context: Context) -> Iterator[Finding]:
    for touchpoint in context.look(context.journey.touchpoints):
        if context.journey.ways_from(touchpoint) or touchpoint.ends is not None or touchpoint.drop_off:
            continue
        if touchpoint.next is None:
            yield context.cannot_tell(touchpoint, "ends")
        else:
            yield context.failed(touchpoint)


@rule(
    code="JM004",
    name="terminal-not-terminal",
    severity=Severity.WARNING,
    principle="sound structure",
    title="Where the journey ends, nothing follows",
    message="“{name}” is marked as an ending, yet the journey goes on from there to {places:list}.",
    question="Does the journey end at “{name}”?",
    why="How an ending is remembered is only defined for a visit with a clear beginning and end.",
    fix="Take the mark away, say which share of customers leaves there, or make what follows a journey of its own.",
    source=(OWN, CHASE_DASU),
    notes="Ways of the kinds return and loyalty begin another visit and may follow an ending. An ending with a "
    "drop-off is one for some customers only, and may lead on.",
)
def terminal_not_terminal(context: Context) -> Iterator[Finding]:
    ends = (touchpoint for touchpoint in context.journey if touchpoint.ends is not None)
    for touchpoint in context.look(ends):
        onward = [way for way in ways_on(context, touchpoint) if way.kind not in ANOTHER_VISIT]
        if onward and not touchpoint.drop_off:
            yield context.failed(touchpoint, places=_names(context, (way.to for way in onward)))


@rule(
    code="JM005",
    name="loop-without-exit",
    severity=Severity.ERROR,
    principle="sound structure",
    title="Every loop has a way out",
    message="Once at “{name}”, customers go round in circles without a way out: {places:list}.",
    variants={"itself": "“{name}” leads only back to itself."},
    question="How does the customer get out of “{name}”?",
    why="Trying again and again, or being passed from one person to the next, traps customers where they give up.",
    fix="Add a way out: a person who helps, another method, or a way to cancel.",
    source=(OWN, PRACTICE),
)
def loop_without_exit(context: Context) -> Iterator[Finding]:
    routes = context.routes
    traps = set(routes.traps())
    steps = routes.steps()
    loops = {
        min((i for i in loop if i in steps), key=lambda i: (steps[i], i)): loop
        for loop in routes.loops()
        if any(i in steps for i in loop)
    }
    for touchpoint in context.look(_at(context, loops)):
        loop = loops[context.journey.positions[touchpoint.id]]
        if loop in traps:
            yield context.failed(
                touchpoint,
                variant="itself" if len(loop) == 1 else "",
                places=_names(context, loop),
                path=routes.path(touchpoint.id) or (),
            )


@rule(
    code="JM006",
    name="no-terminal-reachable",
    severity=Severity.ERROR,
    principle="sound structure",
    title="From every touchpoint the journey can come to an end",
    message="From “{name}” on there is no way to any ending.",
    question="How does the journey come to an end from “{name}”?",
    why="Whoever gets there never finishes.",
    fix="Lead a way from there to an ending.",
    source=OWN,
    notes="Named where customers lose their last way to an ending, not at every touchpoint after that.",
)
def no_terminal_reachable(context: Context) -> Iterator[Finding]:
    routes = context.routes
    reached = context.reached.keys()
    finishing = routes.reaching(routes.endings) & reached
    circling = {i for trap in routes.traps() for i in trap}
    lost = {
        i
        for i in reached - finishing - circling
        if i == routes.start or any(before in finishing for before in routes.back[i])
    }
    for touchpoint in context.look(_at(context, finishing | lost)):
        if context.journey.positions[touchpoint.id] in lost:
            yield context.failed(touchpoint, path=routes.path(touchpoint.id) or ())


@rule(
    code="JM007",
    name="probabilities-do-not-sum",
    severity=Severity.WARNING,
    principle="sound structure",
    title="The shares of customers out of every touchpoint add up to all of them",
    message="The shares out of “{name}” add up to {total:percent}: where do the other {rest:percent} go?",
    variants={"nothing_left": "The shares out of “{name}” are used up, so that nobody is left for {places:list}."},
    question="Which share of customers goes where from “{name}”?",
    why="Every number that is expected of the journey is off when customers get lost or counted twice.",
    fix="Make the shares and the drop-off add up to 100%, or leave all shares out to split customers evenly.",
    source=OWN,
    units={"tolerance": "0..1"},
    notes="Ways without a share split evenly what the others leave.",
)
def probabilities_do_not_sum(context: Context, *, tolerance: float = 0.01) -> Iterator[Finding]:
    def has_shares(touchpoint: Touchpoint) -> bool:
        if touchpoint.ends is not None and not touchpoint.drop_off:
            return False  # its ways begin another visit
        return bool(touchpoint.drop_off) or any(way.probability is not None for way in touchpoint.next or ())

    for touchpoint in context.look(filter(has_shares, context.journey)):
        ways = ways_on(context, touchpoint)
        given = [way.transition.probability for way in ways]
        total = touchpoint.drop_off + math.fsum(share for share in given if share is not None)
        if None in given:
            if total >= 1 - SUM_TOLERANCE:
                left_out = (way.to for way in ways if way.transition.probability is None)
                yield context.failed(touchpoint, variant="nothing_left", places=_names(context, left_out))
        elif total < 1 - tolerance and not math.isclose(total, 1 - tolerance):
            yield context.failed(touchpoint, total=total, rest=1 - total)


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
    for touchpoint in context.look(_at(context, recovering)):
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


# What several of them ask


def _at(context: Context, positions: Iterable[int]) -> Iterator[Touchpoint]:
    """The touchpoints at these positions, in the order of the journey."""
    return (context.journey.touchpoints[i] for i in sorted(positions))


def _names(context: Context, positions: Iterable[int]) -> tuple[str, ...]:
    return tuple(touchpoint.name for touchpoint in _at(context, positions))
