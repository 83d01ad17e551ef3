"""Whether problems are solved: how soon, by whom, and with what choice (JM801, JM805-JM808)."""

from __future__ import annotations

from collections.abc import Iterator

from journeymap.channels import channel
from journeymap.facts import Support
from journeymap.graph import Way
from journeymap.model import Touchpoint
from journeymap.rulebook import Context, Finding, Severity, rule
from journeymap.rules.places import ask_once, ways_on
from journeymap.rules.recovery.handling import HELPING, PUTTING_RIGHT, handling
from journeymap.rules.sources import PRACTICE, SINGH, TARP

GIVING_UP = ("abandon", "cancel", "failure")
"""Ways and endings on which the customer does not get what they came for."""

NOT_LEAVING = ("handoff", "loyalty", "recovery", "referral", "retry", "return")
"""The kinds of way on which a problem is still worked on, or on which another visit begins."""

WITHOUT_PEOPLE = ("automated", "parcel", "print", "screen")
"""The kinds of channel where nobody can be given authority."""


@rule(
    code="JM801",
    name="slow-resolution",
    severity=Severity.ERROR,
    principle="put it right",
    title="Problems are solved within the time that was set for it",
    message="At “{name}” it takes {solved:duration} until 8 of 10 problems are solved; {target:duration} was the aim.",
    question="Within what time must a problem be solved, and within what time are 8 of 10 solved, at {places:list}?",
    why="How soon a problem is solved matters for whether the customer stays. In TARP's table 70% of those who were "
    "satisfied after a loss of under $5 stayed loyal, and 95% of those who were satisfied quickly; 82% when the loss "
    "was over $100.",
    fix="Let whoever hears of it first solve it.",
    source=(TARP, PRACTICE),
    notes="Concerned are touchpoints of the kinds support and complaint, and others that state one of the two times. "
    "What is not stated is asked once for the journey.",
)
def slow_resolution(context: Context) -> Iterator[Finding]:
    asked = []
    for touchpoint, support in handling(context, "complaint", "support"):
        target, solved = support.target, support.solved_p80
        if target is not None and solved is not None:
            if solved > target:
                yield context.failed(touchpoint, solved=solved, target=target)
            else:
                yield context.passed(touchpoint)
        elif touchpoint.kind in ("complaint", "support") or not (target is None and solved is None):
            asked.append(touchpoint)
    yield from ask_once(context, asked, "support.target", "support.solved_p80")


@rule(
    code="JM805",
    name="cannot-solve",
    severity=Severity.ERROR,
    principle="put it right",
    title="Whoever asks for help gets to somebody who can solve the problem",
    message="The problem cannot be solved at “{name}”, nor anywhere the customer gets to from there.",
    variants={"several": "From “{name}” on nobody can solve the problem: {places:list}."},
    question="Can the problem be solved at {places:list}?",
    why="Kindness alone does not help. Whoever has a problem wants it solved.",
    fix="Give knowledge, tools and leave to act where customers ask first, or lead them straight to whoever has them.",
    source=PRACTICE,
    notes="Concerned are touchpoints of the kinds support and complaint, and others that say whether they can solve a "
    "problem. Of several that follow each other the first is named with the others. What is not stated is asked once "
    "for the journey.",
)
def cannot_solve(context: Context) -> Iterator[Finding]:
    routes, journey = context.routes, context.journey
    can = {i: t.support.can_solve if t.support else None for i, t in context.reached.items()}
    able = routes.reaching([i for i, solves in can.items() if solves])
    perhaps = routes.reaching([i for i, t in context.reached.items() if can[i] is None and t.kind in HELPING])
    asked, stuck = [], set()
    for here, touchpoint in context.reached.items():
        if can[here] is None:
            if touchpoint.kind in ("complaint", "support"):
                asked.append(touchpoint)
        elif here in able:
            yield context.passed(touchpoint)
        elif here not in perhaps:
            stuck.add(here)
    said: set[int] = set()
    for here in routes.steps() if stuck else ():
        if here in stuck and here not in said:
            along = routes.reachable(here) & stuck
            said |= along
            places = tuple(journey.touchpoints[i].name for i in sorted(along))
            yield context.failed(journey.touchpoints[here], variant="several" if len(along) > 1 else "", places=places)
    yield from ask_once(context, asked, "support.can_solve")


@rule(
    code="JM806",
    name="no-authority",
    severity=Severity.WARNING,
    principle="put it right",
    title="Whoever hears a complaint may decide, or knows who does",
    message="Whoever helps at “{name}” may decide nothing, and it is not settled whom to pass a case to.",
    question="How much may staff decide by themselves at {places:list}, and is it settled whom to pass a case to?",
    why="Responsibility without authority leaves staff with nothing but words.",
    fix="Say up to what amount staff may decide, and who decides above it.",
    source=PRACTICE,
    notes="Concerned are touchpoints of the kinds complaint and recovery, and others that say how problems are "
    "handled, unless nobody is met there. What is not stated is asked once for the journey.",
)
def no_authority(context: Context) -> Iterator[Finding]:
    asked = []
    for touchpoint, support in handling(context, *PUTTING_RIGHT):
        medium = channel(touchpoint.channel)
        if support.escalation or support.authority in ("limited", "full"):
            yield context.passed(touchpoint)
        elif support.authority == "none" and support.escalation is False:
            yield context.failed(touchpoint)
        elif medium is None or medium.kind not in WITHOUT_PEOPLE:
            asked.append(touchpoint)
    yield from ask_once(context, asked, "support.authority", "support.escalation")


@rule(
    code="JM807",
    name="no-commit-time",
    severity=Severity.WARNING,
    principle="put it right",
    title="Whoever leaves with an open problem knows what happens next and when",
    message="Customers leave “{name}” with an open problem and are not told what happens next and when.",
    question="When a problem stays open at {places:list}: are customers told what happens next and when?",
    why="What cannot be solved now can still be promised: “the technician comes first thing tomorrow”.",
    fix="Name one action, one time and one person.",
    source=PRACTICE,
    notes="Concerned are touchpoints that handle problems and from which customers leave though the problem is not "
    "solved; who is passed on to somebody else has not left yet. What is not stated is asked once for the journey.",
)
def no_commit_time(context: Context) -> Iterator[Finding]:
    asked = []
    for touchpoint, support in handling(context, *HELPING):
        leaves = _leaves_unsolved(context, touchpoint, support)
        if leaves is False:
            continue
        if support.next_action:
            yield context.passed(touchpoint)
        elif support.next_action is None or leaves is None:
            asked.append(touchpoint)
        else:
            yield context.failed(touchpoint)
    yield from ask_once(context, asked, "support.next_action")


def _leaves_unsolved(context: Context, touchpoint: Touchpoint, support: Support) -> bool | None:
    """Whether customers leave a touchpoint with an open problem; None when that hangs on whether it can solve it."""

    def leaves(way: Way) -> bool:
        target = context.journey.touchpoints[way.to]
        return way.kind not in NOT_LEAVING and target.kind not in HELPING and target.ends != "success"

    exits = [way.kind for way in ways_on(context, touchpoint) if way.share > 0 and leaves(way)]
    if context.routes.ends_at(touchpoint.id) and touchpoint.ends != "success":
        exits.append(touchpoint.ends or ("abandon" if touchpoint.drop_off else "forward"))
    if not exits or (support.can_solve and not any(kind in GIVING_UP for kind in exits)):
        return False
    return True if support.can_solve is False or any(kind in GIVING_UP for kind in exits) else None


@rule(
    code="JM808",
    name="single-solution",
    severity=Severity.INFO,
    principle="put it right",
    title="Customers can choose between solutions",
    message="At “{name}” customers are offered only one solution.",
    variants={"none": "At “{name}” customers are offered no solution at all."},
    question="How many solutions are customers offered at {places:list}?",
    why="In a study of 111 airport videos customers were more satisfied when they were offered several options.",
    fix="Offer two or three, and let the customer choose.",
    source=SINGH,
    notes="Concerned are touchpoints of the kinds complaint and recovery, and others that say how many solutions there "
    "are; choices count as solutions. What is not stated is asked once for the journey.",
)
def single_solution(context: Context) -> Iterator[Finding]:
    asked = []
    for touchpoint, support in handling(context, *PUTTING_RIGHT):
        number = max(support.options or 0, len(set(touchpoint.choices or ())))
        if support.options is None and touchpoint.kind not in PUTTING_RIGHT:
            continue
        if number >= 2:
            yield context.passed(touchpoint)
        elif support.options is None:
            asked.append(touchpoint)
        else:
            yield context.failed(touchpoint, variant="" if number else "none")
    yield from ask_once(context, asked, "support.options")
