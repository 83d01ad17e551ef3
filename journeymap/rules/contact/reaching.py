"""Whether customers can reach somebody, when, and on which channels (JM701-JM705)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from journeymap.channels import channel
from journeymap.facts import Contact
from journeymap.model import Touchpoint
from journeymap.rulebook import Context, Finding, Severity, rule
from journeymap.rules.contact.stated import LISTED, stated_contacts
from journeymap.rules.places import meets_person
from journeymap.rules.sources import EU_CONTACT_POINT, EU_WHO_SELLS, KOREA_WHO_SELLS, OWN, PRACTICE

ANSWERED_LIVE = ("phone", "chat", "messenger", "in_person")
"""The kinds of contact at whose other end somebody has to be there."""

CHANNELS_OF = {"address": ("in-person", "letter"), "form": ("web",), "social": ("social-media",)}
"""The channels of the kinds of contact that are not channels by the same name."""

ASKED = ("board", "complaint", "recovery", "support")
"""The kinds of touchpoint where customers ask and are answered."""

CONTACTS = {
    "phone": "phone", "email": "e-mail", "chat": "chat", "messenger": "messenger", "form": "contact form",
    "board": "question board", "address": "address", "social": "social media", "in_person": "in person",
}  # fmt: skip
"""What each kind of contact is called."""

OTHERS_PAGES = ("social-media", "review-site")
"""The channels on a screen that count as channels of their own."""


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
    kinds = {contact.kind for contact in stated_contacts(context)}
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
    ways = [contact for contact in stated_contacts(context) if contact.kind != "address"]
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
        *(name for contact in stated_contacts(context) for name in _channels_of(contact)),
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


# Whom customers can ask


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
