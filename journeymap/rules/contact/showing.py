"""What pages and listings tell customers of whom they deal with (JM706-JM710)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations

from journeymap.channels import channel
from journeymap.model import Business, Touchpoint
from journeymap.rulebook import Context, Finding, Severity, rule
from journeymap.rules.contact.stated import LISTED, stated_contacts
from journeymap.rules.places import ask_once, meets_person
from journeymap.rules.sources import BAYMARD, EU_ORDER_BUTTON, PRACTICE, WCAG_CONSISTENT_HELP
from journeymap.rules.texts import agree, has_amount, has_word, letters

COSTS = (
    "pay", "pays", "paying", "paid", "payment", "buy", "buying", "purchase", "charge",
    "결제", "구매", "구입", "지불", "납부", "입금", "송금", "유료",
)  # fmt: skip
"""What the label of an order button says when it says that ordering costs money."""

UNCLEAR = (
    "apply", "book", "check", "checkout", "complete", "confirm", "continue", "done", "finish", "go", "next", "ok",
    "order", "place", "proceed", "register", "reserve", "send", "submit",
    "계속", "다음", "등록", "보내기", "신청", "예약", "완료", "접수", "제출", "주문", "진행", "확인",
)  # fmt: skip
"""What it says when it leaves that open."""

NO_PAGES = ("ad", "review", "social", "wait")
"""The kinds of touchpoint that are no page of the business."""

PAGES = ("web", "online-shop", "board")
"""The channels on which a business shows pages of its own, which are read on all kinds of devices."""


@rule(
    code="JM706",
    name="not-mobile",
    severity=Severity.WARNING,
    principle="someone to turn to",
    title="Every page works on a phone",
    message="“{name}” does not work well on a phone.",
    question="Do these work well on a phone: {places:list}?",
    why="Many customers look things up on a phone.",
    fix="Make the page fit small screens.",
    source=PRACTICE,
    notes="Concerned are touchpoints that say whether they work on a phone. Where pages of the business do not say so, "
    "it is asked once for the journey.",
)
def not_mobile(context: Context) -> Iterator[Finding]:
    asked = []
    for touchpoint in context.reached.values():
        mobile = None if touchpoint.screen is None else touchpoint.screen.mobile
        if mobile is None:
            asked.extend([touchpoint] if _is_page(touchpoint) else [])
        elif mobile:
            yield context.passed(touchpoint)
        else:
            yield context.failed(touchpoint)
    yield from ask_once(context, asked, "screen.mobile")


@rule(
    code="JM707",
    name="help-order-inconsistent",
    severity=Severity.INFO,
    principle="someone to turn to",
    title="The ways to get help stand in the same order on every page",
    message="At “{name}” the ways to get help stand in another order than at “{other}”: {places:list}.",
    question="Do the ways to get help stand in the same order on these pages: {places:list}?",
    why="Help that is always in the same place is found sooner. WCAG asks for the same order on all pages; it does not "
    "ask that help be offered.",
    fix="Use the same order everywhere.",
    source=WCAG_CONSISTENT_HELP,
    notes="Concerned are journeys with several pages. Of two orders the rarer one fails, of equally rare ones the "
    "later. Ways that only one page has do not count, and neither do pages without help. Where the order on a page is "
    "not stated it is asked once for the journey, when there is anybody to ask for help.",
)
def help_order_inconsistent(context: Context) -> Iterator[Finding]:
    help_on = {touchpoint.id: _help_on(touchpoint) for touchpoint in context.reached.values()}
    pages = [touchpoint for touchpoint in context.reached.values() if help_on[touchpoint.id] or _is_page(touchpoint)]
    orders = {page.id: tuple(combinations(help_on[page.id] or (), 2)) for page in pages}
    usual = Counter(pair for pairs in orders.values() for pair in pairs)
    rank = {pair: (-count, number) for number, (pair, count) in enumerate(usual.items())}
    first_page = {pair: id for id in reversed(orders) for pair in orders[id]}
    if len(pages) < 2:
        return
    consistent = True
    for page in pages:
        turned = (pair[::-1] for pair in orders[page.id] if rank.get(pair[::-1], rank[pair]) < rank[pair])
        better = next(turned, None)
        if better is not None and page.screen is not None:
            consistent = False
            other = context.journey[first_page[better]].name
            yield context.failed(page, other=other, places=page.screen.help_order)
        elif help_on[page.id] is not None:
            yield context.passed(page)
    if consistent and any(help_on[page.id] is None for page in pages) and stated_contacts(context):
        yield from ask_once(context, pages, "screen.help_order")


@rule(
    code="JM708",
    name="listing-mismatch",
    severity=Severity.WARNING,
    principle="someone to turn to",
    title="Site, portals, signs and social media say the same of the business",
    message="Not the same everywhere: {lacking:labels}. “{one}” says “{first}”, “{other}” says “{second}”.",
    variants={"alike": "Do {places:list} say the same of these: {lacking:labels}?"},
    question="What do the site, portals, signs and social media say of the business: name, opening hours, phone "
    "number, address, price?",
    why="What a portal says is part of the service too: whoever trusts wrong hours comes to a closed door.",
    fix="Keep it in one place, and copy it from there.",
    source=PRACTICE,
    notes="Each listing is compared with what the business states of itself, or else with the first listing. Spelling, "
    "spaces, country codes and additions make no difference; numbers do. What is only put in other words is asked.",
)
def listing_mismatch(context: Context) -> Iterator[Finding]:
    journey, business = context.journey, context.journey.business
    if business is None or business.listings == ():
        return
    verdicts: set[bool | None] = set()
    unsure: list[tuple[str, str, str]] = []
    for fact, label in LISTED.items():
        own, *others = _said(business, fact) or [("", ())]
        for source, (value,) in others:
            verdict = _best(agree(fact, value, known) for known in own[1])
            verdicts.add(verdict)
            if verdict is None:
                unsure.append((label, own[0], source))
            elif not verdict:
                said = own[1][0]
                yield context.failed(
                    journey, about=fact, lacking=(label,), one=own[0], first=said, other=source, second=value
                )
                break
    if unsure:
        lacking = tuple(dict.fromkeys(label for label, *_ in unsure))
        places = dict.fromkeys(source for _, *both in unsure for source in both)
        yield context.cannot_tell(journey, "business.listings", variant="alike", lacking=lacking, places=tuple(places))
    elif not verdicts:
        yield context.cannot_tell(journey, "business.listings")
    elif False not in verdicts:
        yield context.passed(journey)


@rule(
    code="JM709",
    name="pay-button-unclear",
    severity=Severity.WARNING,
    principle="someone to turn to",
    title="The order button says that ordering costs money",
    message="The button at “{name}” says “{button}”, which does not tell that it costs money.",
    variants={"label": "The button at “{name}” says “{button}”: does that tell customers that it costs money?"},
    question="What does the button say with which customers order, at {places:list}?",
    why="In the EU, customers who order with a button that does not say so are not bound.",
    fix="Label it “Order and pay”, or with the amount.",
    source=EU_ORDER_BUTTON,
    units={"costs": "words", "unclear": "words"},
    notes="A label is clear with one of the words in costs or an amount of money, unclear with none of them and one in "
    "unclear; otherwise it is asked. Where no page with a checkout or payment states its button, it is asked once for "
    "the journey. The article is EU law, for orders placed online with a business.",
)
def pay_button_unclear(
    context: Context, *, costs: tuple[str, ...] = COSTS, unclear: tuple[str, ...] = UNCLEAR
) -> Iterator[Finding]:
    asked, stated = [], False
    for touchpoint in context.reached.values():
        button = None if touchpoint.payment is None else touchpoint.payment.button
        medium = channel(touchpoint.channel)
        if button is None:
            on_page = medium is None or medium.kind == "screen"
            asked.extend([touchpoint] if on_page and touchpoint.kind in ("checkout", "payment") else [])
            continue
        stated = True
        if not button.strip():
            continue
        if has_amount(button) or has_word(button, costs):
            yield context.passed(touchpoint)
        elif has_word(button, unclear):
            yield context.failed(touchpoint, button=button)
        else:
            yield context.cannot_tell(touchpoint, "payment.button", variant="label", button=button)
    if not stated:
        yield from ask_once(context, asked, "payment.button")


@rule(
    code="JM710",
    name="trust-signals-missing",
    severity=Severity.INFO,
    principle="someone to turn to",
    needs=("payment.trust",),
    title="Where customers pay they see why they can trust the business",
    message="At “{name}” customers pay and see nothing that speaks for the business.",
    question="What do customers see at “{name}”: secure payment, the refund policy, who the seller is, reviews?",
    why="Whoever is about to pay asks whether it is safe. Of shoppers who left a checkout, those who were only looking "
    "around apart, one in four said that they did not trust the site with their card.",
    fix="Show at least one of them near the payment.",
    source=(PRACTICE, BAYMARD),
    notes="Concerned are touchpoints of the kind payment, and those that say how one pays, unless customers pay to a "
    "person. Any one sign is enough. The figure is what shoppers said, several answers allowed; a newer survey has "
    "other figures.",
)
def trust_signals_missing(context: Context) -> Iterator[Finding]:
    paying = (t for t in context.reached.values() if t.kind == "payment" or t.payment is not None)
    for touchpoint in context.look(t for t in paying if not meets_person(t)):
        if touchpoint.payment is None or not touchpoint.payment.trust:
            yield context.failed(touchpoint)


# What pages and listings say


def _is_page(touchpoint: Touchpoint) -> bool:
    """Whether a touchpoint is a page of the business, which any customer may open on a phone."""
    medium = channel(touchpoint.channel)
    left = touchpoint.ends in ("abandon", "cancel") or touchpoint.kind in NO_PAGES
    return medium is not None and medium.id in PAGES and not left


def _help_on(touchpoint: Touchpoint) -> tuple[str, ...] | None:
    """The ways to get help on a page in their order, whatever they are called; None when unknown."""
    if touchpoint.screen is None or touchpoint.screen.help_order is None:
        return None
    named = ((name, channel(name)) for name in touchpoint.screen.help_order)
    return tuple(dict.fromkeys(letters(name) if medium is None else medium.id for name, medium in named))


def _best(verdicts: Iterable[bool | None]) -> bool | None:
    """Whether any of them agrees; None when one may."""
    found = set(verdicts)
    return True if True in found else None if None in found else False


def _said(business: Business, fact: str) -> list[tuple[str, tuple[str, ...]]]:
    """What is said of the business and by whom: first by itself, then by each listing."""
    own = [contact.value for contact in business.contacts or () if contact.kind == fact]
    own += [value for value in (getattr(business, fact, None),) if isinstance(value, str)]
    stated = [value for value in own if value.strip()]
    listed = ((listing.source, getattr(listing, fact)) for listing in business.listings or ())
    claims = [(source, (value,)) for source, value in listed if value is not None and value.strip()]
    return [*([(business.name, tuple(stated))] if stated else []), *claims]
