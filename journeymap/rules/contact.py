"""Whether customers can reach somebody, and know whom they deal with (JM701-JM710)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from itertools import combinations

from journeymap.channels import channel
from journeymap.facts import Contact
from journeymap.model import Business, Touchpoint
from journeymap.rulebook import Context, Finding, Severity, rule
from journeymap.rules.places import ask_once, meets_person
from journeymap.rules.sources import (
    BAYMARD,
    EU_CONTACT_POINT,
    EU_ORDER_BUTTON,
    EU_WHO_SELLS,
    KOREA_WHO_SELLS,
    OWN,
    PRACTICE,
    WCAG_CONSISTENT_HELP,
)
from journeymap.rules.texts import agree, has_amount, has_word, letters

ANSWERED_LIVE = ("phone", "chat", "messenger", "in_person")
"""The kinds of contact at whose other end somebody has to be there."""

CHANNELS_OF = {"address": ("in-person", "letter"), "form": ("web",), "social": ("social-media",)}
"""The channels of the kinds of contact that are not channels by the same name."""

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

ASKED = ("board", "complaint", "recovery", "support")
"""The kinds of touchpoint where customers ask and are answered."""

CONTACTS = {
    "phone": "phone", "email": "e-mail", "chat": "chat", "messenger": "messenger", "form": "contact form",
    "board": "question board", "address": "address", "social": "social media", "in_person": "in person",
}  # fmt: skip
"""What each kind of contact is called."""

LISTED = {
    "name": "business name",
    "hours": "opening hours",
    "phone": "phone number",
    "address": "address",
    "price": "price",
}
"""What a listing says of the business, and what that is called."""

NO_PAGES = ("ad", "review", "social", "wait")
"""The kinds of touchpoint that are no page of the business."""

OTHERS_PAGES = ("social-media", "review-site")
"""The channels on a screen that count as channels of their own."""

PAGES = ("web", "online-shop", "board")
"""The channels on which a business shows pages of its own, which are read on all kinds of devices."""


@rule(
    code="JM701",
    name="no-contact",
    severity=Severity.ERROR,
    principle="someone to turn to",
    title="From everywhere customers can reach somebody within a few steps",
    message="At {places:list} customers can reach nobody, and no way to reach anybody is within {steps} steps.",
    variants={"places": "Whom can customers ask at {places:list}, and how do they reach them?"},
    question="Which ways to reach the business are shown everywhere: phone, e-mail, chat, a form, an address?",
    why="Customers must know whom to ask, and where. In Korea an online shop shows this on its first screen; in the EU "
    "customers get it before they are bound.",
    fix="Put it where it is seen everywhere, such as the foot of each page, and on what is shown when something fails.",
    source=(PRACTICE, KOREA_WHO_SELLS, EU_WHO_SELLS, f"{OWN}: the number of steps"),
    units={"steps": "steps"},
    notes="A way to reach somebody is any contact that is stated, a person who is met there, and a touchpoint of the "
    "kinds board, complaint, recovery and support. Who has given up is not concerned. The laws named apply where the "
    "business sells.",
)
def no_contact(context: Context, *, steps: int = 2) -> Iterator[Finding]:
    journey, reached = context.journey, context.reached
    everywhere = None if journey.business is None else journey.business.contacts
    concerned = [i for i, touchpoint in reached.items() if touchpoint.ends != "abandon"]
    known = {i for i, touchpoint in reached.items() if _answers(touchpoint)}
    perhaps = {i for i, touchpoint in reached.items() if touchpoint.contacts is None}
    safe, hoped = (_within(context, places, steps) for places in (known, known | perhaps))
    lost, unsure = ([journey.touchpoints[i] for i in concerned if i not in near] for near in (hoped, safe))
    if not concerned:
        return
    if everywhere or not unsure:
        yield context.passed(journey)
    elif everywhere is None:
        yield context.cannot_tell(journey, "business.contacts")
    elif lost:
        ids = {touchpoint.id for touchpoint in lost}
        share = context.part((path for path in context.paths if not ids.isdisjoint(path.ids)), context.paths)
        yield context.failed(journey, share=share, places=tuple(t.name for t in lost), steps=steps)
    else:
        yield context.cannot_tell(journey, "contacts", variant="places", places=tuple(t.name for t in unsure))


@rule(
    code="JM702",
    name="contact-incomplete",
    severity=Severity.WARNING,
    principle="someone to turn to",
    title="It is stated who the business is, and how to reach it",
    message="Not stated where customers look for it: {lacking:labels}.",
    variants={"online": "Does this business sell online, and is its e-mail address stated?"},
    question="Are these stated where customers look for them: {lacking:labels}?",
    why="Customers want to know whom they deal with. Name, address, phone and e-mail are among what Korean law asks of "
    "an online shop.",
    fix="Add what is missing.",
    source=(PRACTICE, KOREA_WHO_SELLS, EU_WHO_SELLS),
    notes="Name, phone and address; of an online shop an e-mail address too. Korean law also asks an online shop for "
    "its representative, its business number and its terms. Contacts stated at touchpoints count.",
)
def contact_incomplete(context: Context) -> Iterator[Finding]:
    business = context.journey.business
    online = None if business is None or business.kind is None else business.kind == "online-shop"
    kinds = {contact.kind for contact in _contacts(context)}
    lacking = [CONTACTS[kind] for kind in ("address", "phone") if kind not in kinds]
    if business is None or not business.name.strip():
        lacking.insert(0, LISTED["name"])
    no_mail = "email" not in kinds and online is not False
    asked = (*lacking, CONTACTS["email"]) if no_mail else tuple(lacking)
    if not asked:
        yield context.passed(context.journey)
    elif business is None or business.contacts is None:
        yield context.cannot_tell(context.journey, "business.contacts", lacking=asked)
    elif lacking or online:
        yield context.failed(context.journey, lacking=asked if online else tuple(lacking))
    else:
        yield context.cannot_tell(context.journey, "business.kind", variant="online")


@rule(
    code="JM703",
    name="no-opening-hours",
    severity=Severity.WARNING,
    principle="someone to turn to",
    title="It is stated when somebody is there",
    message="It is not stated when the business is open.",
    variants={"contacts": "It is not stated when somebody answers: {lacking:labels}."},
    question="When is the business open, and when does somebody answer? Is that stated, with the time zone?",
    why="Whoever comes to a closed door, or calls in vain, has wasted the way.",
    fix="State the hours with their time zone, beside each number and address.",
    source=PRACTICE,
    notes="The hours of the business hold for its contacts; where each contact that a person answers has hours, those "
    "are enough. Empty hours say that none are stated. Opening hours are not among what Korean law lists for the "
    "first screen of an online shop.",
)
def no_opening_hours(context: Context) -> Iterator[Finding]:
    journey, business = context.journey, context.journey.business
    hours, contacts = (None, ()) if business is None else (business.hours, business.contacts or ())
    manned = [contact for contact in contacts if contact.kind in ANSWERED_LIVE and not contact.automated]
    silent = [contact for contact in manned if contact.hours is not None and not contact.hours.strip()]
    if manned and all(contact.hours and contact.hours.strip() for contact in manned):
        yield context.passed(journey)
    elif hours is not None and not hours.strip():
        yield context.failed(journey)
    elif silent:
        yield context.failed(journey, variant="contacts", lacking=_labels(silent))
    elif hours is None:
        yield context.cannot_tell(journey, "business.hours")
    else:
        yield context.passed(journey)


@rule(
    code="JM704",
    name="bot-only",
    severity=Severity.WARNING,
    principle="someone to turn to",
    title="A person can be reached",
    message="Whoever gets in touch meets a machine first, whichever way they take: {lacking:labels}.",
    variants={"others": "Can customers reach a person in some other way than these: {lacking:labels}?"},
    question="Does a person answer, or a machine: {lacking:labels}?",
    why="Many customers would much rather speak with a person than with a machine. In the EU, intermediary services "
    "may not leave customers with automated tools alone.",
    fix="Show one way that leads straight to a person.",
    source=(PRACTICE, EU_CONTACT_POINT),
    notes="Concerned are all contacts that are stated, apart from addresses. Being there in person is a person. The EU "
    "article is about intermediary services, not about every shop.",
)
def bot_only(context: Context) -> Iterator[Finding]:
    journey = context.journey
    ways = [contact for contact in _contacts(context) if contact.kind != "address"]
    machines = {contact.kind for contact in ways if contact.automated}
    unknown = [contact for contact in ways if contact.automated is None and contact.kind not in machines]
    if not ways:
        return
    if any(contact.automated is False or contact.kind == "in_person" for contact in ways):
        yield context.passed(journey)
    elif unknown:
        yield context.cannot_tell(journey, "business.contacts.automated", lacking=_labels(unknown))
    elif journey.business is None or journey.business.contacts is None:
        yield context.cannot_tell(journey, "business.contacts", variant="others", lacking=_labels(ways))
    else:
        yield context.failed(journey, lacking=_labels(ways))


@rule(
    code="JM705",
    name="channel-persona-mismatch",
    severity=Severity.INFO,
    principle="someone to turn to",
    title="Customers can ask on a channel that they prefer",
    message="Customers cannot ask for help on any of the channels that “{persona}” prefers: {places:list}.",
    variants={"offered": "Can customers ask for help on one of these channels: {places:list}?"},
    question="Which channels does “{persona}” prefer when asking for help?",
    why="Some like to talk to a person, others to write; whoever finds only the other kind may not ask at all.",
    fix="Add one of these channels.",
    source=PRACTICE,
    notes="Concerned are journeys with a persona and with ways to ask: contacts, touchpoints of the kinds board, "
    "complaint, recovery and support, and people who are met. All people met face to face count as one channel, and "
    "all pages as another, on which a chat, a form and a board are found too. Of channels that are not known "
    "nothing is judged.",
)
def channel_persona_mismatch(context: Context) -> Iterator[Finding]:
    journey, persona = context.journey, context.journey.persona
    asking = [t for t in context.reached.values() if t.kind in ASKED or meets_person(t)]
    offered = [
        *(name for contact in _contacts(context) for name in _channels_of(contact)),
        *(t.channel for t in asking),
    ]
    preferred = None if persona is None else persona.preferred_channels
    if persona is None or not offered or preferred == ():
        return
    open_ended = None in map(channel, (*offered, *(preferred or ()))) or (
        journey.business is None or journey.business.contacts is None
    )
    if preferred is None:
        yield context.cannot_tell(journey, "persona.preferred_channels", persona=persona.name)
    elif _means(offered) & _means(preferred, asked=False):
        yield context.passed(journey)
    elif open_ended:
        yield context.cannot_tell(journey, "business.contacts", variant="offered", places=preferred)
    else:
        yield context.failed(journey, persona=persona.name, places=preferred)


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
    if consistent and any(help_on[page.id] is None for page in pages) and _contacts(context):
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


# Whom customers can ask


def _contacts(context: Context) -> list[Contact]:
    """Every contact that is stated, of the business and at touchpoints."""
    business = context.journey.business
    everywhere = () if business is None else business.contacts or ()
    return [*everywhere, *(contact for t in context.reached.values() for contact in t.contacts or ())]


def _labels(contacts: Iterable[Contact]) -> tuple[str, ...]:
    """What the ways to reach somebody are called, each once."""
    return tuple(dict.fromkeys(CONTACTS[contact.kind] for contact in contacts))


def _answers(touchpoint: Touchpoint) -> bool:
    """Whether a touchpoint is known to have somebody to ask."""
    if touchpoint.contacts is not None:
        return bool(touchpoint.contacts)
    return touchpoint.kind in ASKED or meets_person(touchpoint)


def _within(context: Context, places: Collection[int], steps: int) -> set[int]:
    """The positions from which one can get to one of these places in so many steps."""
    near = set(places)
    edge = near
    for _ in range(steps):
        edge = {before for here in edge for before in context.routes.back[here]} - near
        near |= edge
    return near


def _channels_of(contact: Contact) -> tuple[str, ...]:
    """The channels on which a contact is used."""
    return CHANNELS_OF.get(contact.kind, (contact.kind,))


def _means(names: Iterable[str | None], *, asked: bool = True) -> set[str]:
    """What channels come to, for one who wants to ask: people are alike, and so are pages."""
    means = set()
    for name in names:
        medium = channel(name)
        if medium is None:
            continue
        is_page = medium.kind == "screen" and medium.id not in OTHERS_PAGES
        means.add("person" if medium.kind == "person" else "page" if is_page and medium.id != "board" else medium.id)
        if asked and medium.id in ("chat", "board"):
            means.add("page")
    return means


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
