"""Whether ways hold together: a start, ways on, endings, shares that add up (JM001-JM007)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from journeymap.model import SUM_TOLERANCE, Touchpoint
from journeymap.rulebook import Context, Finding, Severity, rule
from journeymap.rules.places import ways_on
from journeymap.rules.sources import CHASE_DASU, OWN, PRACTICE

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


# What several of them ask


def _at(context: Context, positions: Iterable[int]) -> Iterator[Touchpoint]:
    """The touchpoints at these positions, in the order of the journey."""
    return (context.journey.touchpoints[i] for i in sorted(positions))


def _names(context: Context, positions: Iterable[int]) -> tuple[str, ...]:
    return tuple(touchpoint.name for touchpoint in _at(context, positions))
