"""The three weak endings this library exists for (JM103-JM105).

A charge that comes up when the customer already pays, a card check that fails without a way out, and nobody to ask
at the last step.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from journeymap.facts import Fee
from journeymap.model import Touchpoint
from journeymap.rulebook import Context, Finding, Severity, rule
from journeymap.rules.places import meets_person
from journeymap.rules.sources import (
    BAYMARD,
    EU_CONSUMER_RIGHTS,
    GOV_UK_CONFIRMATION,
    KOREA_E_COMMERCE,
    PRACTICE,
    UK_DMCC,
)

COMMITMENT = ("checkout", "payment")
"""The kinds of touchpoint at which the customer commits to pay."""

GIVING_UP = ("abandon", "cancel", "failure")
"""Endings at which the customer does not get what they came for."""

HELPING = ("complaint", "consultation", "recovery", "support")
"""The kinds of touchpoint where somebody helps."""


@rule(
    code="JM103",
    name="surprise-fee-late",
    severity=Severity.ERROR,
    principle="finish strong",
    title="Every charge is known before the customer begins to pay",
    message="{fee:fee} first comes up at “{disclosed}”, when {share:customers} are already paying.",
    variants={
        "missed": "{fee:fee} is told at “{disclosed}”, but {share:customers} get as far as “{reached}” without having "
        "been there.",
        "any": "Is anything added to the price before the customer has paid, and where do they first learn of it?",
    },
    question="Where does the customer first learn of {fee:fee}?",
    why="A charge that comes up at the last step spoils the end, and extra costs are what shoppers most "
    "often name as the reason for leaving a checkout.",
    fix="Show the whole price, or how it is worked out, wherever a price is first shown.",
    source=(PRACTICE, BAYMARD, UK_DMCC, KOREA_E_COMMERCE, EU_CONSUMER_RIGHTS),
    notes="The laws named apply where the business sells, with their own exceptions. A charge passes when no price is "
    "shown on the way to the checkout (shows_price: false at every touchpoint before it). Looked at on the whole "
    "map: one way past the place where the charge is told is enough to fail, and that way is shown. Without a "
    "touchpoint of the kind checkout or payment, the place that charges counts as the checkout.",
)
def surprise_fee_late(context: Context) -> Iterator[Finding]:
    routes, journey = context.routes, context.journey
    commitment = {i for i, touchpoint in context.reached.items() if touchpoint.kind in COMMITMENT}
    charging = [(i, touchpoint) for i, touchpoint in context.reached.items() if touchpoint.fees is not None]
    if commitment and not charging:
        yield context.cannot_tell(journey, "fees", variant="any")
    for here, touchpoint in charging:
        for place in context.look([touchpoint]):
            for fee in place.fees or ():
                if fee.mandatory and fee.amount != 0:
                    yield from _lateness(context, place, fee, (commitment & routes.reaching(here)) | {here}, commitment)


def _lateness(
    context: Context, place: Touchpoint, fee: Fee, targets: Collection[int], commitment: Collection[int]
) -> Iterator[Finding]:
    """What is to be said of one charge; ``targets`` is where those who pay it commit themselves."""
    journey, routes = context.journey, context.routes
    said = (fee.name, fee.amount, fee.currency)
    if fee.disclosed_at is None:
        yield context.cannot_tell(place, "fees.disclosed_at", about=fee.name, fee=said)
        return
    told = journey.positions[fee.disclosed_at]
    too_late = told in (commitment or targets)
    path = routes.path(targets, avoiding=() if too_late else told)
    before = routes.reachable(avoiding=targets)
    if path is None or (before and all(journey.touchpoints[i].shows_price is False for i in before)):
        return
    path = (routes.path(told) if too_late else None) or path
    ids = {routes.ids[i] for i in targets}
    met = ids if too_late else {*ids, fee.disclosed_at}
    charged = [walk for walk in context.paths if place.id in walk.ids]
    surprised = context.part((walk for walk in charged if _first(walk.ids, met) in ids), charged)
    reach = 1.0 if context.score is None else context.score.reach[place.id]
    yield context.failed(
        place,
        variant="" if too_late else "missed",
        about=fee.name,
        path=path,
        share=surprised * reach or None,
        fee=said,
        disclosed=journey[fee.disclosed_at].name,
        reached=journey[path[-1]].name,
    )


@rule(
    code="JM104",
    name="card-failure-unhandled",
    severity=Severity.ERROR,
    principle="finish strong",
    title="Whoever cannot pay learns why, can try again or pay otherwise, and can ask somebody",
    message="When “{step}” fails, this is missing at “{name}”: {lacking:labels}.",
    variants={
        "no_way": "“{name}” can fail, and nothing is there for the customer when it does.",
        "no_way_out": "When “{step}” fails, “{name}” is a way out of the shop: it leads nowhere but to giving up.",
        "can_fail": "Can “{name}” fail, and what does the customer find then?",
    },
    question="When “{step}” fails, is this there at “{name}”: {lacking:labels}?",
    why="Trouble with the card can become the last impression, and the end carries weight in memory.",
    fix="Say why it failed, keep the basket, offer another way to pay, and name somebody to ask.",
    source=PRACTICE,
    notes="Concerned are touchpoints of the kinds payment and verification. Judged at the place where those go for "
    "whom it failed, and at the payment itself when it says what is given on failure. A way from there to another "
    "payment counts as another way to pay; contacts shown everywhere, or a way to support, as somebody to ask.",
)
def card_failure_unhandled(context: Context) -> Iterator[Finding]:
    for here, step in context.reached.items():
        if step.kind not in ("payment", "verification"):
            continue
        places = dict.fromkeys(way.to for way in context.routes.ways[here] if way.kind in ("failure", "recovery"))
        if places or step.failure is not None:
            for there in places or (here,):
                yield _after_failure(context, here, there)
        elif step.can_fail is None:
            yield context.cannot_tell(step, "can_fail", variant="can_fail")
        elif step.can_fail:
            yield context.failed(step, variant="no_way")
        else:
            yield context.passed(step)


def _after_failure(context: Context, here: int, there: int) -> Finding:
    """What is to be said of the place ``there``, where those go for whom the step ``here`` failed."""
    routes, touchpoints = context.routes, context.journey.touchpoints
    step, place = touchpoints[here], touchpoints[there]
    onward = routes.reachable(there)
    other_payment = any(touchpoints[i].kind == "payment" for i in onward - {here})
    again = other_payment or here in onward
    failure = place.failure
    alternatives = None if failure is None or failure.alternatives is None else bool(failure.alternatives)
    other_method = True if other_payment else alternatives
    there_is = {
        "another way to pay": (other_method, "failure.alternatives"),
        "a way to try again": (again, "next"),
        "the reason": (None if failure is None else failure.reason_given, "failure.reason_given"),
        "somebody to ask": (_help(context, place, there), "contacts"),
    }
    way = (*(routes.path(here) or ()), place.id) if here != there else routes.path(here) or ()
    endings = [touchpoints[i].ends for i in onward if routes.ends_at(i)]
    if not (again or other_method) and endings and all(ends in GIVING_UP for ends in endings):
        return context.failed(place, variant="no_way_out", about=step.name, path=way, step=step.name)
    lacking = tuple(label for label, (given, _) in there_is.items() if given is False)
    if lacking:
        return context.failed(place, about=step.name, path=way, step=step.name, lacking=lacking)
    unknown = {label: fact for label, (given, fact) in there_is.items() if given is None}
    if unknown:
        return context.cannot_tell(place, *unknown.values(), about=step.name, step=step.name, lacking=tuple(unknown))
    return context.passed(place)


@rule(
    code="JM105",
    name="no-help-at-last-step",
    severity=Severity.ERROR,
    principle="someone to turn to",
    title="Wherever customers pay, get stuck or finish, there is somebody to ask",
    message="At “{name}” there is nobody the customer can ask.",
    question="Whom can the customer ask right at “{name}”?",
    why="Without anybody to ask when it goes wrong, customers are left alone with the trouble at the end.",
    fix="Put a contact on the step itself.",
    source=(PRACTICE, GOV_UK_CONFIRMATION),
    notes="Concerned are touchpoints of the kinds checkout, payment, confirmation and failure, where failures lead, "
    "and the last touchpoint of those who do not give up. Contacts of the business count: they are stated as shown "
    "everywhere; and a person at the touchpoint itself counts, unless its contacts are stated as none.",
)
def no_help_at_last_step(context: Context) -> Iterator[Finding]:
    journey, reached = context.journey, context.reached
    concerned = {i for i, t in reached.items() if t.kind in ("checkout", "payment", "confirmation", "failure")}
    concerned |= {way.to for i in reached for way in context.routes.ways[i] if way.kind == "failure"}
    concerned |= {journey.positions[id] for id in context.endings if not _gives_up(journey[id])}
    for here in sorted(concerned):
        touchpoint = journey.touchpoints[here]
        given = _help(context, touchpoint)
        if given is None:
            yield context.cannot_tell(touchpoint, "contacts")
        elif given:
            yield context.passed(touchpoint)
        else:
            yield context.failed(touchpoint)


# What several of them ask


def _gives_up(touchpoint: Touchpoint) -> bool:
    """Whether those for whom the journey ends here give up: it says so, or they drop off where others go on."""
    return touchpoint.ends == "abandon" or (touchpoint.ends is None and touchpoint.drop_off > 0)


def _help(context: Context, touchpoint: Touchpoint, here: int | None = None) -> bool | None:
    """Whether there is somebody to ask at a touchpoint, or one step on from ``here``; None when unknown."""
    business = context.journey.business
    if touchpoint.contacts or (business is not None and business.contacts):
        return True
    if here is not None:
        following = (context.journey.touchpoints[way.to] for way in context.routes.ways[here])
        if any(next_one.kind in HELPING for next_one in following):
            return True
    if touchpoint.contacts is not None:
        return False
    if meets_person(touchpoint) or touchpoint.kind in HELPING:
        return True
    return False if touchpoint.help_mode == "none" else None


def _first(ids: Iterable[str], wanted: Collection[str]) -> str | None:
    return next((id for id in ids if id in wanted), None)
