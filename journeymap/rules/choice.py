"""What customers can choose, and whether they are pushed (JM401-JM408)."""

from __future__ import annotations

from collections.abc import Iterator

from journeymap.channels import channel
from journeymap.model import Touchpoint
from journeymap.rulebook import Context, Finding, Severity, rule
from journeymap.rules.places import ask_once, meets_person
from journeymap.rules.sources import BAYMARD, CHASE_DASU, EU_EXTRA_PAYMENTS, KOREA_E_COMMERCE, OWN, PRACTICE
from journeymap.rules.texts import folded

ALTERNATIVES = ("substitute", "other_location", "backorder_date", "notify")
"""What helps a customer for whom something is sold out, of the alternatives there are."""

CHECKS = {"stock": "the stock", "price": "the price"}
"""What is checked before a sale."""

CHECKING = ("cart", "checkout", "consultation", "fitting", "order", "payment", "product", "submit", "verification")
"""The kinds of touchpoint where stock and price may be checked, when it is not stated."""

HELPED = ("consultation", "fitting", "greeting")
"""The kinds of touchpoint where help may be forced on customers."""

NOT_GOING_THROUGH = ("abandon", "cancel", "failure", "recovery", "retry")
"""The kinds of way out of a payment on which nothing was paid."""

PRESSURE = {
    "preselected": ("ticked in advance", True),
    "after_total": ("offered after the total was confirmed", True),
    "fits_need": ("not what this customer needs", False),
}
"""What is wrong with an offer, and the value of the fact that says so."""


@rule(
    code="JM401",
    name="no-control-over-unpleasant",
    severity=Severity.WARNING,
    principle="build commitment through choice",
    title="Where it is unpleasant, customers can choose how they go through it",
    message="“{name}” is unpleasant ({emotion:+.1f}), and customers have nothing to choose there.",
    variants={"one": "“{name}” is unpleasant ({emotion:+.1f}), and customers have only one way to go through it."},
    question="What can customers choose at {places:list}: the time, the channel, the method?",
    why="Chase & Dasu advise to let customers choose: some control makes what is unpleasant easier to bear.",
    fix="Let customers pick the time, the channel or the method.",
    source=(CHASE_DASU, PRACTICE, f"{OWN}: the limit"),
    units={"limit": "-2..+2"},
    notes="Choices, alternatives on failure and ways to pay count; two are enough. What is not stated is asked once "
    "for the journey. Where customers leave, there is nothing to choose; where bad news is told, JM402 judges.",
)
def no_control_over_unpleasant(context: Context, *, limit: float = -1.0) -> Iterator[Finding]:
    asked = []
    for touchpoint in context.reached.values():
        leaving = touchpoint.ends in ("abandon", "cancel", "failure") or touchpoint.kind == "survey"
        if leaving or _bad_news(touchpoint) or touchpoint.emotion is None or touchpoint.emotion > limit:
            continue
        methods = None if touchpoint.payment is None else touchpoint.payment.methods
        number = max(_choices(touchpoint), len(methods or ()))
        if number >= 2:
            yield context.passed(touchpoint)
        elif touchpoint.choices is None:
            asked.append(touchpoint)
        else:
            yield context.failed(touchpoint, variant="one" if number else "", emotion=touchpoint.emotion)
    yield from ask_once(context, asked, "choices")


@rule(
    code="JM402",
    name="bad-news-without-choice",
    severity=Severity.ERROR,
    principle="build commitment through choice",
    title="Bad news comes with a choice of what to do now",
    message="“{name}” brings bad news, and nothing for the customer to choose.",
    variants={"one": "“{name}” brings bad news, and only one way on."},
    question="What can the customer choose when “{name}” brings bad news?",
    why="Whoever gets bad news and can choose what happens now keeps some of the control that the news took away.",
    fix="Offer at least two ways forward with the news.",
    source=(PRACTICE, CHASE_DASU),
    notes="Choices and alternatives on failure count; two are enough.",
)
def bad_news_without_choice(context: Context) -> Iterator[Finding]:
    for touchpoint in context.reached.values():
        for place in context.look([touchpoint] if _bad_news(touchpoint) else []):
            number = _choices(place)
            if number < 2 and place.choices is None:
                yield context.cannot_tell(place, "choices")
            elif number < 2:
                yield context.failed(place, variant="one" if number else "")


@rule(
    code="JM403",
    name="out-of-stock-without-alternative",
    severity=Severity.ERROR,
    principle="build commitment through choice",
    needs=("failure.alternatives",),
    title="What is sold out comes with an alternative",
    message="At “{name}” customers learn that something is sold out, and are offered nothing instead.",
    question="What are customers offered at “{name}”: something like it, another shop, a date, word when it is back?",
    why="“We do not have it” sends the customer away; where and when it can be had keeps them.",
    fix="Offer at least one thing like it, and a date. Ring the other shop.",
    source=PRACTICE,
    notes="Concerned are touchpoints of the kind out_of_stock. A substitute, another location, a date for a back order "
    "or a notification is an alternative; a refund is not.",
)
def out_of_stock_without_alternative(context: Context) -> Iterator[Finding]:
    for touchpoint in context.look(t for t in context.reached.values() if t.kind == "out_of_stock"):
        offered = () if touchpoint.failure is None else touchpoint.failure.alternatives or ()
        if not set(ALTERNATIVES).intersection(offered):
            yield context.failed(touchpoint)


@rule(
    code="JM404",
    name="stock-or-price-not-checked",
    severity=Severity.WARNING,
    principle="build commitment through choice",
    title="Stock and price are checked before the customer pays",
    message="Customers can get to “{name}” without a check of {lacking:labels}.",
    variants={
        "too_late": "Only after “{paid}” do customers learn at “{name}” that something is sold out.",
        "sells": "Does this business sell goods, and are stock and price checked before “{about}”?",
    },
    question="Before “{about}”, is this checked: {lacking:labels}?",
    why="Whoever pays for what is not there, or at a wrong price, has to be disappointed afterwards.",
    fix="Check before the customer commits to buy.",
    source=PRACTICE,
    notes="Concerned are businesses that sell goods: every way to the payment, or where none is on the map to the "
    "checkout, must meet a check of each, there at the latest. A touchpoint of unknown kind, or of a kind where one "
    "may check, leaves it open when it says nothing of checks.",
)
def stock_or_price_not_checked(context: Context) -> Iterator[Finding]:
    yield from _unchecked(context)
    routes, reached = context.routes, context.reached
    sold_out = {i for i, touchpoint in reached.items() if touchpoint.kind == "out_of_stock"}
    for here, paid in reached.items():
        if paid.kind != "payment" or not sold_out:
            continue
        onward = {way.to for way in routes.ways[here] if way.kind not in NOT_GOING_THROUGH or way.to in sold_out}
        for there in sorted(routes.reachable(onward, avoiding=here) & sold_out):
            path = (*(routes.path(here) or ()), *(routes.path(there, origin=here) or ())[1:])
            yield context.failed(reached[there], variant="too_late", path=path, paid=paid.name)


def _unchecked(context: Context) -> Iterator[Finding]:
    """What is to be said of the ways to the payment."""
    routes, reached, business = context.routes, context.reached, context.journey.business
    product = None if business is None else business.product
    payments = [i for i, touchpoint in reached.items() if touchpoint.kind == "payment"]
    targets = payments or [i for i, touchpoint in reached.items() if touchpoint.kind == "checkout"]
    if not targets or product not in (None, "physical"):
        return
    checked = {fact: {i for i, t in reached.items() if fact in (t.checks or ())} for fact in CHECKS}
    perhaps = {i for i, t in reached.items() if t.checks is None and (t.kind is None or t.kind in CHECKING)}
    open_ways = {fact: routes.path(targets, avoiding=places) for fact, places in checked.items()}
    missed = {fact: routes.path(targets, avoiding=places | perhaps) for fact, places in checked.items()}
    about = context.journey.touchpoints[targets[0]].name
    lacking = tuple(CHECKS[fact] for fact, way in missed.items() if way)
    unsure = tuple(CHECKS[fact] for fact, way in open_ways.items() if way)
    if not unsure:
        yield context.passed(context.journey)
    elif product is None:
        yield context.cannot_tell(context.journey, "business.product", "checks", variant="sells", about=about)
    elif lacking:
        way = next(way for way in missed.values() if way)
        yield context.failed(context.journey[way[-1]], path=way, lacking=lacking)
    else:
        yield context.cannot_tell(context.journey, "checks", about=about, lacking=unsure)


@rule(
    code="JM405",
    name="pressure-or-misfit-upsell",
    severity=Severity.WARNING,
    principle="build commitment through choice",
    title="What is offered on top fits the customer, and is left to them",
    message="What is offered on top at “{name}” is {lacking:labels}.",
    question="Is what is offered on top at “{name}” one of these: {lacking:labels}?",
    why="Recommend what suits, not what is dear. Options ticked in advance, and asking again and again, are among the "
    "six dark patterns that Korea's E-Commerce Act names; in the EU, what was agreed to only by default can be claimed "
    "back.",
    fix="Offer it once, unticked, before the total, and only to those it is for.",
    source=(PRACTICE, KOREA_E_COMMERCE, EU_EXTRA_PAYMENTS),
    notes="Concerned are touchpoints of the kind upsell, and those that say how something more is offered. The laws "
    "named apply where the business sells, with their own exceptions.",
)
def pressure_or_misfit_upsell(context: Context) -> Iterator[Finding]:
    for touchpoint in context.reached.values():
        offer = touchpoint.upsell
        if offer is None and touchpoint.kind != "upsell":
            continue
        stated = {fact: None if offer is None else getattr(offer, fact) for fact in PRESSURE}
        wrong = tuple(label for fact, (label, bad) in PRESSURE.items() if stated[fact] is bad)
        unknown = [fact for fact, value in stated.items() if value is None]
        if wrong:
            yield context.failed(touchpoint, lacking=wrong)
        elif unknown:
            facts = (f"upsell.{fact}" for fact in unknown)
            yield context.cannot_tell(touchpoint, *facts, lacking=tuple(PRESSURE[fact][0] for fact in unknown))
        else:
            yield context.passed(touchpoint)


@rule(
    code="JM406",
    name="help-forced-or-unavailable",
    severity=Severity.INFO,
    principle="build commitment through choice",
    title="Help comes when the customer asks for it",
    message="At “{name}” help is forced on customers.",
    variants={"none": "At “{name}” there is no help, not even on request."},
    question="Is help given on request, forced on customers, or not given at all, at {places:list}?",
    why="Many customers would rather be left in peace, until something goes wrong.",
    fix="Let it be seen that help is there, and give it on request.",
    source=PRACTICE,
    notes="What is not stated is asked for where customers meet people face to face, at touchpoints of the kinds "
    "greeting, consultation and fitting, once for the journey.",
)
def help_forced_or_unavailable(context: Context) -> Iterator[Finding]:
    asked = []
    for touchpoint in context.reached.values():
        if touchpoint.help_mode is None:
            medium = channel(touchpoint.channel)
            if touchpoint.kind in HELPED and (medium is None or medium.kind == "person"):
                asked.append(touchpoint)
        elif touchpoint.help_mode == "on_request":
            yield context.passed(touchpoint)
        else:
            yield context.failed(touchpoint, variant="none" if touchpoint.help_mode == "none" else "")
    yield from ask_once(context, asked, "help_mode")


@rule(
    code="JM407",
    name="single-payment-method",
    severity=Severity.WARNING,
    principle="build commitment through choice",
    title="There is more than one way to pay",
    message="At “{name}” there is only one way to pay: {places:list}.",
    variants={"none": "At “{name}” no way to pay is offered."},
    question="Which ways to pay are there at “{name}”?",
    why="A second way fits the habits of more customers, and gets those on whose card fails.",
    fix="Add a second way to pay.",
    source=PRACTICE,
    notes="Concerned are touchpoints of the kind payment, and those that say how one pays.",
)
def single_payment_method(context: Context) -> Iterator[Finding]:
    for touchpoint in context.reached.values():
        if touchpoint.kind != "payment" and touchpoint.payment is None:
            continue
        methods = None if touchpoint.payment is None else touchpoint.payment.methods
        if methods is None:
            yield context.cannot_tell(touchpoint, "payment.methods")
        elif len({folded(method) for method in methods}) < 2:
            yield context.failed(touchpoint, variant="" if methods else "none", places=methods[:1])
        else:
            yield context.passed(touchpoint)


@rule(
    code="JM408",
    name="forced-account",
    severity=Severity.WARNING,
    principle="build commitment through choice",
    title="Customers can buy without opening an account",
    message="Customers must open an account at “{name}” before they can buy.",
    variants={"anywhere": "Must customers open an account before “{about}”, or can guests go on?"},
    question="Must customers open an account at “{name}”, or can guests go on?",
    why="Having to open an account is one of the reasons that shoppers most often give for leaving a checkout.",
    fix="Let guests buy, and offer the account afterwards.",
    source=BAYMARD,
    notes="Concerned are accounts on the way to a checkout or payment; a way past the account is a way for guests. Who "
    "joins something (subscription) needs an account, and is not concerned.",
)
def forced_account(context: Context) -> Iterator[Finding]:
    routes, reached = context.routes, context.reached
    buying = [i for i, touchpoint in reached.items() if touchpoint.kind in ("checkout", "payment")]
    if not buying or context.journey.subscription is not None:
        return
    before = routes.reaching(buying)
    concerned = {i: t for i, t in reached.items() if i in before and (t.kind == "account" or t.account is not None)}
    needed = {i: _needs_account(touchpoint) for i, touchpoint in concerned.items()}

    def way_past(*verdicts: bool | None) -> bool:
        return routes.path(buying, avoiding=[i for i, verdict in needed.items() if verdict in verdicts]) is not None

    free, for_guests, perhaps = way_past(True, None, False), way_past(True, None), way_past(True)
    for here, touchpoint in concerned.items():
        if free or needed[here] is False or (needed[here] and for_guests):
            yield context.passed(touchpoint)
        elif needed[here] is None:
            known = touchpoint.account is not None and touchpoint.account.required
            yield context.cannot_tell(touchpoint, "account.guest" if known else "account.required")
        elif not perhaps:
            onward = routes.path(buying, origin=here) or ()
            yield context.failed(touchpoint, path=(*(routes.path(here) or ()), *onward[1:]))
    screens = [t for i in buying if (t := reached[i]).kind == "checkout" and not meets_person(t)]
    if not concerned and screens:
        yield context.cannot_tell(context.journey, "account", variant="anywhere", about=screens[0].name)


# What several of them ask


def _bad_news(touchpoint: Touchpoint) -> bool:
    """Whether bad news is told at a touchpoint."""
    return any(news.tone == "bad" for news in touchpoint.news or ())


def _choices(touchpoint: Touchpoint) -> int:
    """How many ways forward a customer is known to have at a touchpoint."""
    alternatives = None if touchpoint.failure is None else touchpoint.failure.alternatives
    return max(len(set(touchpoint.choices or ())), len(set(alternatives or ())))


def _needs_account(touchpoint: Touchpoint) -> bool | None:
    """Whether customers must open an account at a touchpoint, with no way on for guests; None when unknown."""
    account = touchpoint.account
    if account is None or account.guest or not account.required:
        return None if account is None or (account.required is None and not account.guest) else False
    return True if account.guest is False else None
