"""How complaints are heard and answered (JM804, JM809, JM810, JM814, JM815)."""

from __future__ import annotations

from collections.abc import Iterator

from journeymap.channels import channel
from journeymap.facts import Support
from journeymap.model import Touchpoint
from journeymap.rulebook import Context, Finding, Severity, rule
from journeymap.rules.places import ask_once, ways_on
from journeymap.rules.recovery.handling import PUTTING_RIGHT, handling
from journeymap.rules.sources import DE_MATOS, OWN, PRACTICE, SINGH

ORDER = {"listen": 0, "apologise": 1, "explain": 2, "solve": 3, "amends": 3, "follow_up": 4}
"""The steps of putting something right, by when they come."""

STEPS = {
    "listen": "to listen", "apologise": "to apologise", "explain": "to explain", "solve": "to solve it",
    "amends": "to make up for it", "follow_up": "to follow up", "blame": "blaming the customer",
    "excuse": "making excuses",
}  # fmt: skip
"""The same steps in words, and what should not be among them."""


@rule(
    code="JM804",
    name="apology-only",
    severity=Severity.ERROR,
    principle="put it right",
    title="An apology is short, and a solution follows it",
    message="At “{name}” customers hear an apology and get no solution.",
    variants={"long": "At “{name}” customers hear an apology of {apology:duration} before anything is solved."},
    question="How long is the apology at {places:list}, and does a solution follow it?",
    why="A study of 111 airport videos found that after about 7 seconds more apology got in the way of solving the "
    "problem.",
    fix="Say sorry once, briefly, and go on to what can be done.",
    source=(SINGH, PRACTICE),
    units={"seconds": "s"},
    notes="Concerned are touchpoints where it is stated that somebody apologises; touchpoints of the kind complaint "
    "are asked. Where it is not stated whether a solution follows, a way on that puts things right is one. A long "
    "apology with a solution is a warning.",
)
def apology_only(context: Context, *, seconds: float = 7.0) -> Iterator[Finding]:
    asked = []
    for touchpoint, support in handling(context, "complaint"):
        apologises = bool(support.apology) or "apologise" in (support.steps or ())
        if not apologises:
            if touchpoint.kind == "complaint" and support.apology is None and support.steps is None:
                asked.append(touchpoint)
            continue
        solves = _solves(context, touchpoint, support)
        if solves is False:
            yield context.failed(touchpoint)
        elif solves is None or support.apology is None:
            asked.append(touchpoint)
        elif support.apology > seconds:
            yield context.failed(touchpoint, variant="long", severity=Severity.WARNING, apology=support.apology)
        else:
            yield context.passed(touchpoint)
    yield from ask_once(context, asked, "support.apology", "support.solution_offered")


def _solves(context: Context, touchpoint: Touchpoint, support: Support) -> bool | None:
    """Whether a solution is offered at a touchpoint or right after it."""
    if support.solution_offered is not None:
        return support.solution_offered
    onward = any(
        way.share > 0 and (way.kind == "recovery" or context.journey.touchpoints[way.to].kind == "recovery")
        for way in ways_on(context, touchpoint)
    )
    if onward or "solve" in (support.steps or ()) or support.options:
        return True
    return False if support.options == 0 else None


@rule(
    code="JM809",
    name="no-amends",
    severity=Severity.INFO,
    principle="put it right",
    title="After a bad failure something is given to make up for it",
    message="At “{name}” nothing is given to make up for what went wrong.",
    question="After this, is anything given to make up for it: {places:list}?",
    why="Goodwill is something other than the repair: it shows that the trouble was seen. Do not count on it, though: "
    "after a failure well mended satisfaction was higher on average, but not the intention to buy again.",
    fix="Give something small, soon, and on top of the solution.",
    source=(PRACTICE, DE_MATOS, f"{OWN}: the limit"),
    units={"limit": "-2..+2"},
    notes="Concerned are failures and complaints felt at or below the limit. Goodwill at any place the customer still "
    "gets to makes up for it. Where nobody handles the failure, or it is not stated, it is asked once for the journey.",
)
def no_amends(context: Context, *, limit: float = -1.0) -> Iterator[Finding]:
    routes, reached = context.routes, context.reached
    bad = [
        i for i, t in reached.items()
        if t.kind in ("failure", "complaint") and t.emotion is not None and t.emotion <= limit
    ]  # fmt: skip
    given = {i: t.support.amends if t.support else None for i, t in reached.items()}
    mended = routes.reaching([i for i, amends in given.items() if amends]) if bad else frozenset()
    for here in bad:
        if here in mended:
            yield context.passed(reached[here])
    left = [i for i in bad if i not in mended]
    after = routes.reachable(left) if left else frozenset()
    refused = [i for i in after if given[i] is False]
    unknown = [i for i in after if given[i] is None and reached[i].kind in PUTTING_RIGHT]
    settled = routes.reaching(refused) - routes.reaching(unknown)
    for here in sorted(refused):
        yield context.failed(reached[here])
    open_places = {i for i in left if i not in settled}
    yield from ask_once(context, [reached[i] for i in sorted(open_places)], "support.amends")


@rule(
    code="JM810",
    name="recovery-order",
    severity=Severity.WARNING,
    principle="put it right",
    title="Complaints are heard first, then explained and solved, without blame or excuses",
    message="At “{name}” the steps come in the wrong order: {done:labels}.",
    variants={"blame": "At “{name}” this is part of the answer: {done:labels}."},
    question="What is done at {places:list}, and in which order: listen, apologise, explain, solve, follow up?",
    why="Who is blamed or gets excuses has not been heard. Listen and say sorry first; then people can hear an "
    "explanation.",
    fix="Listen, apologise, explain, solve, follow up, in this order.",
    source=PRACTICE,
    notes="Steps may be left out; of a repeated step the first counts. Something given to make up for it may come "
    "before or after the solution. What is not stated is asked once for the journey.",
)
def recovery_order(context: Context) -> Iterator[Finding]:
    asked = []
    for touchpoint, support in handling(context, *PUTTING_RIGHT):
        if support.steps is None:
            if touchpoint.kind in PUTTING_RIGHT:
                asked.append(touchpoint)
            continue
        steps = tuple(dict.fromkeys(support.steps))
        wrong = tuple(step for step in steps if step not in ORDER)
        places = [ORDER[step] for step in steps if step in ORDER]
        if wrong:
            yield context.failed(touchpoint, variant="blame", done=tuple(STEPS[step] for step in wrong))
        elif places != sorted(places):
            yield context.failed(touchpoint, done=tuple(STEPS[step] for step in steps))
        elif steps:
            yield context.passed(touchpoint)
    yield from ask_once(context, asked, "support.steps")


@rule(
    code="JM814",
    name="no-abuse-policy",
    severity=Severity.INFO,
    principle="put it right",
    title="A rule for abusive customers protects staff",
    message="Staff hear complaints at {places:list}, and no rule protects them from abusive customers.",
    question="Is there a rule for abusive customers that protects staff?",
    why="People who are not protected from abuse cannot go on caring for everybody else.",
    fix="Write down when staff may stop, and who takes over; practise it.",
    source=PRACTICE,
    notes="Concerned are journeys with a touchpoint of the kind support or complaint where customers speak with a "
    "person. Where the channel of such a touchpoint is not known, it is asked too.",
)
def no_abuse_policy(context: Context) -> Iterator[Finding]:
    heard, perhaps = [], False
    for touchpoint in context.reached.values():
        if touchpoint.kind in ("complaint", "support"):
            medium = channel(touchpoint.channel)
            perhaps = perhaps or medium is None
            if medium is not None and medium.human:
                heard.append(touchpoint.name)
    business = context.journey.business
    policy = None if business is None else business.abuse_policy
    if not heard and not perhaps:
        return
    if policy:
        yield context.passed(context.journey)
    elif policy is False and heard:
        yield context.failed(context.journey, places=tuple(heard))
    else:
        yield context.cannot_tell(context.journey, "business.abuse_policy")


@rule(
    code="JM815",
    name="canned-reply",
    severity=Severity.INFO,
    principle="put it right",
    title="Replies speak to this customer's case",
    message="At “{name}” customers get a reply in set phrases.",
    question="How personal is the reply at {places:list}: set phrases, with the name, or about the customer's case?",
    why="Care shows in words that were meant for this customer. A set phrase says that nobody has read the message.",
    fix="Take up what the customer said and what happened before, and not only the name.",
    source=PRACTICE,
    notes="Judged wherever it is stated how personal the reply is. Where it is not, touchpoints of the kind complaint "
    "are asked about once for the journey.",
)
def canned_reply(context: Context) -> Iterator[Finding]:
    asked = []
    for touchpoint, support in handling(context, "complaint"):
        if support.personalisation is None:
            if touchpoint.kind == "complaint":
                asked.append(touchpoint)
        elif support.personalisation == "template":
            yield context.failed(touchpoint)
        else:
            yield context.passed(touchpoint)
    yield from ask_once(context, asked, "support.personalisation")
