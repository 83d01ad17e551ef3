"""How the journey ends, and what is remembered of it (JM101-JM112).

The three weak endings this library exists for are here: a charge that comes up when the customer already pays
(JM103), a card check that fails without a way out (JM104), and nobody to ask at the last step (JM105).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from statistics import fmean

from journeymap.channels import channel
from journeymap.facts import Fee
from journeymap.model import Touchpoint
from journeymap.pathfinding import Path
from journeymap.rulebook import Context, Finding, Severity, rule
from journeymap.rules.places import ask_once, meets_person, ways_on
from journeymap.rules.sources import (
    ALAYBEK,
    BAYMARD,
    CHASE_DASU,
    EU_CONSUMER_RIGHTS,
    GOV_UK_CONFIRMATION,
    KOREA_E_COMMERCE,
    OWN,
    PRACTICE,
    UK_DMCC,
    VERHOEF,
)
from journeymap.rules.walks import staying

COMMITMENT = ("checkout", "payment")
"""The kinds of touchpoint at which the customer commits to pay."""

GIVING_UP = ("abandon", "cancel", "failure")
"""Endings at which the customer does not get what they came for."""

HELPING = ("complaint", "consultation", "recovery", "support")
"""The kinds of touchpoint where somebody helps."""

LOWEST, HIGHEST = -2.0, 2.0
"""The ends of the scale of emotion."""

ROUNDING = 1e-9
"""What adding up may leave over."""

CONFIRMATION_PARTS = {
    "what_next": "what happens next and when",
    "contact": "whom to contact",
    "next_links": "links to what is needed next",
    "feedback_link": "a way to give feedback",
    "keeps_record": "a way to keep a record",
}
"""What a confirmation gives, by fact. A reference number is left out: not every confirmation has one to give."""


@rule(
    code="JM101",
    name="negative-ending",
    severity=Severity.ERROR,
    principle="finish strong",
    needs=("emotion",),
    title="Every ending leaves the customer no worse than neutral",
    message="“{name}” ends the journey at {emotion:+.1f} for {share:customers}.",
    variants={"flat": "“{name}” ends the journey flat, at 0, for {share:customers}: a chance missed."},
    question="How does the customer feel at the very end, at “{name}”?",
    why="The end carries weight in memory: peak and end together go with how an experience is remembered.",
    fix="Repair the last step first, then let something pleasant come last.",
    source=(CHASE_DASU, ALAYBEK, PRACTICE),
    units={"floor": "-2..+2", "min_share": "0..1"},
    notes="The ending is the last touchpoint that is not a survey. Endings of fewer customers than min_share are "
    "left out. An ending at exactly 0 is a missed chance (info).",
)
def negative_ending(context: Context, *, floor: float = 0.0, min_share: float = 0.05) -> Iterator[Finding]:
    shares = context.endings
    for touchpoint in context.look(_common_endings(context, min_share)):
        emotion, share = touchpoint.emotion or 0.0, shares[touchpoint.id]
        if emotion < floor:
            yield context.failed(touchpoint, share=share, emotion=emotion)
        elif emotion == 0:
            yield context.failed(touchpoint, variant="flat", severity=Severity.INFO, share=share)


@rule(
    code="JM102",
    name="ends-below-average",
    severity=Severity.WARNING,
    principle="finish strong",
    title="The journey ends no lower than it was on the way",
    message="“{name}” ends the journey at {emotion:+.1f}, below the average of the whole way ({mean:+.1f}), for "
    "{share:customers}.",
    question="How does the customer feel at {places:list}?",
    why="An experience should improve towards its end. The evidence is mixed: in one study of service calls, a "
    "higher end did not help.",
    fix="Raise the ending, or move something good towards it.",
    source=(CHASE_DASU, f"{VERHOEF}, which found the contrary", f"{OWN}: the margin"),
    units={"margin": "steps on -2..+2", "min_share": "0..1"},
    notes="Judged path by path, for those who do not give up or cancel. Where some emotions on a path are unknown it "
    "is only decided when no value of theirs could change the answer.",
)
def ends_below_average(context: Context, *, margin: float = 0.25, min_share: float = 0.05) -> Iterator[Finding]:
    journey = context.journey
    ending: dict[str, list[tuple[Path, float | None, bool | None]]] = {}
    for walk in staying(context):
        ending.setdefault(walk.ids[-1], []).append((walk.path, *_below(walk.emotions, margin)))
    asked: set[str] = set()
    for last, judged in ending.items():
        place, among = journey[last], [path for path, _, _ in judged]
        lower = [path for path, _, verdict in judged if verdict]
        unclear = [path for path, _, verdict in judged if verdict is None]
        share, at_most = (context.endings[last] * context.part(some, among) for some in (lower, lower + unclear))
        if lower and share >= min_share - ROUNDING:
            mean = next(mean for _, mean, verdict in judged if verdict)
            yield context.failed(place, share=share, path=lower[0].ids, emotion=place.emotion, mean=mean)
        elif unclear and at_most >= min_share - ROUNDING:
            asked.update(id for path in unclear for id in path.ids)
        else:
            yield context.passed(place)
    unknown = [t for t in journey if t.id in asked and t.emotion is None and t.kind != "survey"]
    yield from ask_once(context, unknown, "emotion")


def _below(emotions: Sequence[float | None], margin: float) -> tuple[float | None, bool | None]:
    """The average of the emotions on a path, and whether the last of them lies below it by more than ``margin``.

    Unknown emotions are taken at their lowest for the average; the verdict is None when they could change it.
    """
    last = emotions[-1]
    lowest, highest = (fmean(bound if e is None else e for e in emotions) for bound in (LOWEST, HIGHEST))
    if last is None:
        return None, None if len(emotions) > 1 else False
    verdicts = {last < mean - margin - ROUNDING for mean in (lowest, highest)}
    return lowest, verdicts.pop() if len(verdicts) == 1 else None


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


@rule(
    code="JM106",
    name="no-confirmation",
    severity=Severity.WARNING,
    principle="finish strong",
    title="After paying or sending, the customer is told that it went through",
    message="After “{name}” nothing confirms to the customer that it went through.",
    question="Is the customer told that it went through, after “{about}”?",
    why="Customers need to know that it is done, and that nothing else is wanted of them.",
    fix="Add a confirmation page or message.",
    source=GOV_UK_CONFIRMATION,
    notes="Concerned are touchpoints of the kinds payment and submit, unless a person is met there. A touchpoint of "
    "the kind confirmation confirms, and so does one that says what its confirmation contains. A touchpoint of unknown "
    "kind on the way may be the confirmation: that is asked.",
)
def no_confirmation(context: Context) -> Iterator[Finding]:
    routes, journey = context.routes, context.journey
    touchpoints = list(enumerate(journey.touchpoints))
    confirming = {i for i, t in touchpoints if t.kind == "confirmation" or t.confirmation is not None}
    steps = {i for i, t in touchpoints if t.kind in ("payment", "submit")}
    unclear = {i for i, t in touchpoints if t.kind is None}
    success = [i for i in routes.endings if journey.touchpoints[i].ends == "success"]
    perhaps = [i for i in routes.endings if journey.touchpoints[i].ends in ("success", None)]
    for here in sorted(steps & context.reached.keys()):
        step, others = journey.touchpoints[here], confirming | steps - {here}
        medium = channel(step.channel)
        if medium is not None and medium.human:
            continue
        if here in confirming:
            yield context.passed(step)
            continue
        path = routes.path(success, origin=here, avoiding=others | unclear)
        if path is not None and medium is not None:
            yield context.failed(step, path=(*(routes.path(here) or ())[:-1], *path))
        elif path is not None:
            yield context.cannot_tell(journey, "channel", about=step.name)
        elif routes.path(perhaps, origin=here, avoiding=others) is not None:
            yield context.cannot_tell(journey, "kind", about=step.name)
        else:
            yield context.passed(step)


@rule(
    code="JM107",
    name="confirmation-incomplete",
    severity=Severity.WARNING,
    principle="finish strong",
    title="The confirmation says what comes next, whom to contact, and can be kept",
    message="The confirmation at “{name}” lacks {lacking:labels}.",
    question="Does the confirmation at “{name}” give {lacking:labels}?",
    why="A confirmation that answers the next question spares the customer from asking it.",
    fix="Add what is missing. Give a reference number too, if there is one.",
    source=GOV_UK_CONFIRMATION,
    notes="The reference number is the sixth part of the pattern. It is not asked for, because only some have one.",
)
def confirmation_incomplete(context: Context) -> Iterator[Finding]:
    for touchpoint in context.reached.values():
        content = touchpoint.confirmation
        if touchpoint.kind != "confirmation" and content is None:
            continue
        given = {fact: None if content is None else getattr(content, fact) for fact in CONFIRMATION_PARTS}
        lacking = tuple(label for fact, label in CONFIRMATION_PARTS.items() if given[fact] is False)
        unknown = {fact: label for fact, label in CONFIRMATION_PARTS.items() if given[fact] is None}
        if lacking:
            yield context.failed(touchpoint, lacking=lacking)
        elif unknown:
            facts = (f"confirmation.{fact}" for fact in unknown)
            yield context.cannot_tell(touchpoint, *facts, lacking=tuple(unknown.values()))
        else:
            yield context.passed(touchpoint)


@rule(
    code="JM108",
    name="ends-on-request",
    severity=Severity.INFO,
    principle="finish strong",
    title="The journey does not end by asking something of the customer",
    message="The journey ends at “{name}” by asking something, and the customer feels no better there than at "
    "“{previous}” before.",
    question="How does the customer feel at “{name}”?",
    why="A visit that ends with a request ends with what the business wants. Finish by giving.",
    fix="Put thanks, or something for the customer, after the request.",
    source=(CHASE_DASU, f"{OWN}: applied to requests"),
    notes="Concerned are journeys that end at a survey, an upsell or a form.",
)
def ends_on_request(context: Context) -> Iterator[Finding]:
    routes, reached = context.routes, context.reached
    for here in sorted(reached.keys() & set(routes.endings)):
        last = reached[here]
        previous = [reached[i] for i in routes.back[here] if i in reached and i != here]
        if last.kind not in ("survey", "upsell", "form") or not previous:
            continue
        if last.emotion is None:
            yield context.cannot_tell(last, "emotion")
            continue
        higher = next((t for t in previous if t.emotion is not None and t.emotion >= last.emotion), None)
        unknown = [touchpoint for touchpoint in previous if touchpoint.emotion is None]
        if higher is not None:
            path = (*(routes.path(higher.id) or ()), last.id)
            yield context.failed(last, path=path, previous=higher.name)
        elif unknown:
            yield from (context.cannot_tell(touchpoint, "emotion") for touchpoint in unknown)
        else:
            yield context.passed(last)


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


@rule(
    code="JM111",
    name="delivery-is-the-real-end",
    severity=Severity.INFO,
    principle="finish strong",
    title="The journey goes on until the customer holds what was bought",
    message="The journey stops after “{name}”, before the customer holds what was bought.",
    question="Does the customer get a thing that arrives later, and does the journey go on until then?",
    why="What is remembered as the end is often the parcel or the pick-up, not the payment.",
    fix="Carry the journey on to delivery or pick-up, and to unpacking.",
    source=PRACTICE,
    notes="Concerned are journeys with a payment that is not made to a person, where the business sells a physical "
    "product. A touchpoint of the kind delivery or pickup, or in a stage after the service, is enough.",
)
def delivery_is_the_real_end(context: Context) -> Iterator[Finding]:
    routes, journey, business = context.routes, context.journey, context.journey.business
    product = None if business is None else business.product
    payments = [i for i, t in context.reached.items() if t.kind == "payment" and not meets_person(t)]
    if not payments or product not in (None, "physical"):
        return
    phases = {stage.name: stage.phase for stage in journey.stages}
    following = [journey.touchpoints[i] for i in sorted(routes.reachable(payments).difference(payments))]
    later = [phases.get(touchpoint.stage or "") for touchpoint in following]
    if any(t.kind in ("delivery", "pickup") for t in following) or {"after", "follow-up"}.intersection(later):
        yield context.passed(journey)
    elif product is None:
        yield context.cannot_tell(journey, "business.product")
    elif any(t.kind is None and phase is None for t, phase in zip(following, later, strict=True)):
        yield context.cannot_tell(journey, "kind")
    else:
        yield context.failed(journey.touchpoints[max(payments)])


@rule(
    code="JM112",
    name="no-keepsake-or-share",
    severity=Severity.INFO,
    principle="finish strong",
    title="Towards the end there is something to take away or to share",
    message="Nothing towards the end can be taken away or shared: {places:list}.",
    question="Is there something to take away or to share at {places:list}?",
    why="A service cannot be held or kept. Something to take along helps to remember it, and to pass it on.",
    fix="Add a small thing to take away, or a moment worth sharing.",
    source=PRACTICE,
    notes="Looked at in the last third of the likeliest path to a success, or, without one, of the likeliest path.",
)
def no_keepsake_or_share(context: Context) -> Iterator[Finding]:
    journey = context.journey
    paths = context.paths
    path = next((path for path in paths if journey[path.ids[-1]].ends == "success"), paths[0] if paths else None)
    if path is None:
        return
    last_third = dict.fromkeys(path.ids[-max(1, round(len(path.ids) / 3)) :])
    touchpoints = [touchpoint for touchpoint in journey if touchpoint.id in last_third]
    places = tuple(touchpoint.name for touchpoint in touchpoints)
    given = [
        fact
        for touchpoint in touchpoints
        for keepsake in [touchpoint.keepsake]
        for fact in ((None, None) if keepsake is None else (keepsake.artefact, keepsake.shareable))
    ]
    if any(given):
        yield context.passed(journey)
    elif None in given:
        yield context.cannot_tell(journey, "keepsake", places=places)
    else:
        yield context.failed(journey, places=places)


# What several of them ask


def _common_endings(context: Context, min_share: float) -> Iterator[Touchpoint]:
    """The endings of at least ``min_share`` of customers, in the order of the journey."""
    shares = context.endings
    return (touchpoint for touchpoint in context.journey if shares.get(touchpoint.id, 0.0) >= min_share - ROUNDING)


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


def _same(name: str) -> str:
    """A channel's name, the same for all names it goes by."""
    medium = channel(name)
    return name.strip().casefold() if medium is None else medium.id


def _first(ids: Iterable[str], wanted: Collection[str]) -> str | None:
    return next((id for id in ids if id in wanted), None)
