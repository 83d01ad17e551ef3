"""What happens when something went wrong: who solves it, how soon, and whether it happens again (JM801-JM815)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from journeymap.channels import channel
from journeymap.facts import Incident, Support
from journeymap.graph import Way
from journeymap.model import Touchpoint
from journeymap.pathfinding import Path
from journeymap.rulebook import Context, Finding, Severity, rule
from journeymap.rules.places import ask_once, ways_on
from journeymap.rules.sources import DE_MATOS, DIXON, MAXHAM_NETEMEYER, OWN, PRACTICE, SINGH, TARP

HELPING = ("complaint", "recovery", "support")
"""The kinds of touchpoint where somebody handles a customer's problem."""

PUTTING_RIGHT = ("complaint", "recovery")
"""Those of them where something has gone wrong for sure."""

IDENTIFYING = ("delivery", "payment", "pickup", "return", "verification")
"""The kinds of touchpoint where customers are asked again who they are, for their own safety."""

GIVING_UP = ("abandon", "cancel", "failure")
"""Ways and endings on which the customer does not get what they came for."""

NOT_LEAVING = ("handoff", "loyalty", "recovery", "referral", "retry", "return")
"""The kinds of way on which a problem is still worked on, or on which another visit begins."""

WITHOUT_PEOPLE = ("automated", "parcel", "print", "screen")
"""The kinds of channel where nobody can be given authority."""

ORDER = {"listen": 0, "apologise": 1, "explain": 2, "solve": 3, "amends": 3, "follow_up": 4}
"""The steps of putting something right, by when they come."""

STEPS = {
    "listen": "to listen", "apologise": "to apologise", "explain": "to explain", "solve": "to solve it",
    "amends": "to make up for it", "follow_up": "to follow up", "blame": "blaming the customer",
    "excuse": "making excuses",
}  # fmt: skip
"""The same steps in words, and what should not be among them."""

NOTHING = frozenset({"", "-", "–", "?", "n/a", "na", "none", "nothing", "unknown", "없음", "모름", "미정"})
"""What people write for a cause or a measure when there is none."""

MENDING = {"root_cause": "the cause", "prevention": "what was done about it"}
"""What is known of something that went wrong once it is mended."""

UNKNOWN = Support()
"""A touchpoint of which it is not said how problems are handled."""

ROUNDING = 1e-9
"""What adding up may leave over."""


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
    for touchpoint, support in _handling(context, "complaint", "support"):
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
    code="JM802",
    name="handoff-repeat",
    severity=Severity.ERROR,
    principle="put it right",
    title="Nobody has to tell the same thing twice",
    message="Whoever is passed on from “{name}” to “{about}” has to tell everything again.",
    variants={"again": "“{name}” asks customers again for what they told at “{earlier}”: {asked:list}."},
    question="When customers are passed on from “{name}” to “{about}”, does what they have said go along?",
    why="Effort costs loyalty more than delight wins it, say Dixon, Freeman & Toman; telling everything again is such "
    "an effort.",
    fix="Let the case travel with the customer: whoever takes over reads it first.",
    source=(DIXON, PRACTICE, f"{OWN}: 5%"),
    units={"min_share": "0..1"},
    notes="Judged are ways of the kind handoff, and what is asked for twice on the likeliest paths. Payments, "
    "verifications, deliveries, pick-ups and returns may ask again who it is. Where no problem is being handled, "
    "asking twice is a warning.",
)
def handoff_repeat(context: Context, *, min_share: float = 0.05) -> Iterator[Finding]:
    touchpoints = context.journey.touchpoints
    retold: set[str] = set()
    for here, touchpoint in context.reached.items():
        for way in context.routes.ways[here]:
            if way.kind != "handoff" or way.share == 0:
                continue
            target = touchpoints[way.to]
            carried = way.transition.context_carried
            for place in context.look([touchpoint]):
                if carried is None:
                    yield context.cannot_tell(place, "next.context_carried", about=target.name)
                elif not carried:
                    retold.add(target.id)
                    share = None if context.score is None else context.score.reach[place.id] * way.share
                    yield context.failed(place, about=target.name, path=(place.id, target.id), share=share)
    yield from _asked_again(context, retold, min_share)


def _asked_again(context: Context, retold: set[str], min_share: float) -> Iterator[Finding]:
    """What is asked for a second time on the likeliest paths, where it is not said already."""
    asking = {
        touchpoint.id: {_plain(asked): asked for asked in touchpoint.fields_requested}
        for touchpoint in context.reached.values()
        if touchpoint.fields_requested and touchpoint.kind not in IDENTIFYING
    }
    often = Counter(asked for fields in asking.values() for asked in fields)
    asking = {
        id: twice for id, fields in asking.items() if (twice := {f: s for f, s in fields.items() if often[f] > 1})
    }
    telling = {id: dict.fromkeys(fields, id) for id, fields in asking.items()}
    alike: dict[tuple[str, ...], list[Path]] = {}
    for path in context.paths if asking else ():
        alike.setdefault(tuple(filter(asking.__contains__, path.ids)), []).append(path)
    found: dict[str, list[Path]] = {}
    first: dict[str, dict[str, str]] = {}
    for ids, paths in alike.items():
        told: dict[str, str] = {}
        for id in dict.fromkeys(ids):
            if id not in retold and not told.keys().isdisjoint(asking[id]):
                found.setdefault(id, []).extend(paths)
                first.setdefault(id, told)
            told = {**telling[id], **told}
    for id, paths in found.items():
        place, share = context.journey[id], context.part(paths, context.paths)
        again = {said: first[id][f] for f, said in asking[id].items() if f in first[id]}
        if share >= min_share - ROUNDING:
            yield context.failed(
                place,
                variant="again",
                severity=None if place.kind in HELPING else Severity.WARNING,
                path=paths[0].ids[: paths[0].ids.index(id) + 1],
                share=share,
                earlier=context.journey[next(iter(again.values()))].name,
                asked=tuple(again),
            )


@rule(
    code="JM803",
    name="too-many-handoffs",
    severity=Severity.WARNING,
    principle="put it right",
    title="Nobody is passed on more than once",
    message="At “{name}” {share:customers} are passed on yet again: {number} times in all.",
    question="At which of these are customers passed on to somebody else: {places:list}?",
    why="Each time a customer is passed on, somebody else has to understand the problem anew.",
    fix="Give each case one owner, who asks the others and comes back to the customer.",
    source=(PRACTICE, f"{OWN}: the limits"),
    units={"most": "times", "min_share": "0..1"},
    notes="Counted are ways of the kind handoff on the likeliest paths. It is asked about ways of unstated kind from "
    "one touchpoint that handles problems to another when they could make the difference.",
)
def too_many_handoffs(context: Context, *, most: int = 1, min_share: float = 0.05) -> Iterator[Finding]:
    stated, perhaps = _handoffs(context)
    if not stated and len(perhaps) <= most:
        return
    found: dict[str, list[tuple[Path, int]]] = {}
    unclear: dict[str, None] = {}
    for path in context.paths:
        passing = list(filter(stated.__contains__, pairwise(path.ids)))
        if len(passing) > most:
            found.setdefault(passing[most][0], []).append((path, len(passing)))
        elif perhaps:
            open_ways = [here for here, _ in filter(perhaps.__contains__, pairwise(path.ids))]
            if len(passing) + len(open_ways) > most:
                unclear.update(dict.fromkeys(open_ways))
    shares = {id: context.part((path for path, _ in taken), context.paths) for id, taken in found.items()}
    often = [id for id, share in shares.items() if share >= min_share - ROUNDING]
    for id in often:
        path, number = found[id][0]
        yield context.failed(context.journey[id], share=shares[id], path=path.ids, number=number)
    if not often and unclear:
        yield from ask_once(context, [context.journey[id] for id in unclear], "next.kind")
    elif not often and stated:
        yield context.passed(context.journey)


def _handoffs(context: Context) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """The pairs of touchpoints between which customers are passed on, and those where that may be."""
    touchpoints, ids = context.journey.touchpoints, context.routes.ids
    stated: set[tuple[str, str]] = set()
    perhaps: set[tuple[str, str]] = set()
    other: set[tuple[str, str]] = set()
    for here, touchpoint in context.reached.items():
        for way in context.routes.ways[here]:
            pair = (ids[here], ids[way.to])
            helping = touchpoint.kind in HELPING and touchpoints[way.to].kind in HELPING
            if way.share == 0:
                continue
            if way.kind == "handoff":
                stated.add(pair)
            elif way.transition.kind is None and way.kind == "forward" and helping:
                perhaps.add(pair)
            else:
                other.add(pair)
    return stated - other - perhaps, perhaps - other


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
    for touchpoint, support in _handling(context, "complaint"):
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
    for touchpoint, support in _handling(context, *PUTTING_RIGHT):
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
    for touchpoint, support in _handling(context, *HELPING):
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
    for touchpoint, support in _handling(context, *PUTTING_RIGHT):
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
    for touchpoint, support in _handling(context, *PUTTING_RIGHT):
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
    code="JM811",
    name="no-root-cause",
    severity=Severity.WARNING,
    principle="put it right",
    title="For whatever went wrong the cause is known, and something was done about it",
    message="Something went wrong at “{name}” (“{about}”), and this is missing: {lacking:labels}.",
    variants={"any": "What has gone wrong so far at {places:list}: what was the cause, and what was done about it?"},
    question="“{about}” at “{name}”: what was the cause, and what was done so that it does not happen again?",
    why="A customer who leaves content is not the end of it: the next one meets the same failure unless its cause is "
    "gone.",
    fix="Write down the cause, and change what led to it.",
    source=PRACTICE,
    notes="Looked at is what is stated to have gone wrong. Of failures and complaints of which nothing is stated it is "
    "asked once for the journey. “None” and the like say that there is no cause or measure.",
)
def no_root_cause(context: Context) -> Iterator[Finding]:
    asked = []
    for touchpoint in context.reached.values():
        if touchpoint.incidents is None:
            if touchpoint.kind in ("failure", "complaint"):
                asked.append(touchpoint)
            continue
        for place in context.look([touchpoint]):
            for incident in touchpoint.incidents:
                stated = {fact: getattr(incident, fact) for fact in MENDING}
                lacking = tuple(
                    MENDING[fact] for fact, text in stated.items() if text is not None and _is_nothing(text)
                )
                unknown = [f"incidents.{fact}" for fact, text in stated.items() if text is None]
                if incident.count == 0:
                    continue
                if lacking:
                    yield context.failed(place, about=incident.kind, lacking=lacking)
                elif unknown:
                    yield context.cannot_tell(place, *unknown, about=incident.kind)
    yield from ask_once(context, asked, "incidents", variant="any")


@rule(
    code="JM812",
    name="recurring-failure",
    severity=Severity.ERROR,
    principle="put it right",
    title="What went wrong does not happen again, and was nobody's attitude",
    message="“{about}” happened {count} times at “{name}”.",
    variants={
        "attitude": "“{about}” at “{name}” was about somebody's attitude.",
        "mended": "“{about}” happened at “{name}”, and something was done about it: has it stopped?",
    },
    question="How often did this happen at “{name}”, and was it about somebody's attitude: “{about}”?",
    why="Customers forgive a slip. They leave when they expect it to happen again, and carelessness tells them so.",
    fix="Mend the cause. Where it is an attitude, look at training, and at whether there are enough people.",
    source=(PRACTICE, f"{OWN}: the limits"),
    units={"most": "times"},
    notes="What happened more often than the limit in the period looked at, or was about somebody's attitude, fails; "
    "when cause and countermeasure are stated, as a reminder (info). With a stated cause, it need not be stated "
    "whether it was an attitude.",
)
def recurring_failure(context: Context, *, most: int = 1) -> Iterator[Finding]:
    for touchpoint in context.look(t for t in context.reached.values() if t.incidents):
        for incident in touchpoint.incidents or ():
            about, often = incident.kind, incident.count is not None and incident.count > most
            if (often or incident.nature == "attitude") and _is_mended(incident):
                yield context.failed(touchpoint, variant="mended", severity=Severity.INFO, about=about)
            elif often or incident.nature == "attitude":
                variant = "attitude" if incident.nature == "attitude" else ""
                yield context.failed(touchpoint, variant=variant, about=about, count=incident.count)
            elif incident.count is None:
                yield context.cannot_tell(touchpoint, "incidents.count", about=about)
            elif incident.count and incident.nature is None and not incident.root_cause:
                yield context.cannot_tell(touchpoint, "incidents.nature", about=about)


@rule(
    code="JM813",
    name="double-deviation",
    severity=Severity.ERROR,
    principle="put it right",
    title="When putting it right fails, somebody with more authority takes over",
    message="What is done at “{name}” can fail in its turn (“{about}”), and nobody takes over then.",
    question="If what is done at “{name}” fails in its turn (“{about}”), is it settled who takes over?",
    why="In a study over 20 months, whether the second attempt satisfied moved customers' ratings of the firm, "
    "whatever the first had been like; and after two failures, satisfying attempts no longer lifted them beyond what "
    "they had been.",
    fix="Settle who takes over, with the authority to end it.",
    source=(MAXHAM_NETEMEYER, PRACTICE),
    notes="Concerned are ways of the kind failure out of touchpoints of the kinds complaint and recovery.",
)
def double_deviation(context: Context) -> Iterator[Finding]:
    for touchpoint in context.reached.values():
        if touchpoint.kind not in PUTTING_RIGHT:
            continue
        for way in ways_on(context, touchpoint):
            failing = [touchpoint] if way.kind == "failure" and way.share > 0 else []
            for place in context.look(failing):
                target, escalation = context.journey.touchpoints[way.to], (place.support or UNKNOWN).escalation
                if escalation is None:
                    yield context.cannot_tell(place, "support.escalation", about=target.name)
                elif not escalation:
                    yield context.failed(place, about=target.name, path=(place.id, target.id))


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
    for touchpoint, support in _handling(context, "complaint"):
        if support.personalisation is None:
            if touchpoint.kind == "complaint":
                asked.append(touchpoint)
        elif support.personalisation == "template":
            yield context.failed(touchpoint)
        else:
            yield context.passed(touchpoint)
    yield from ask_once(context, asked, "support.personalisation")


# What several of them ask


def _handling(context: Context, *kinds: str) -> Iterator[tuple[Touchpoint, Support]]:
    """The touchpoints of these kinds, and all others that say how problems are handled, with what they say of it."""
    for touchpoint in context.reached.values():
        if touchpoint.support is not None or touchpoint.kind in kinds:
            yield touchpoint, touchpoint.support or UNKNOWN


def _plain(text: str) -> str:
    """A text without the differences in spelling that do not matter."""
    return " ".join(text.casefold().split())


def _is_nothing(text: str) -> bool:
    return _plain(text) in NOTHING


def _is_mended(incident: Incident) -> bool:
    """Whether both cause and countermeasure are stated."""
    return not any(text is None or _is_nothing(text) for text in (incident.root_cause, incident.prevention))
