"""Whether customers are told that it went through, and what comes next (JM106, JM107)."""

from __future__ import annotations

from collections.abc import Iterator

from journeymap.channels import channel
from journeymap.rulebook import Context, Finding, Severity, rule
from journeymap.rules.sources import GOV_UK_CONFIRMATION

CONFIRMATION_PARTS = {
    "what_next": "what happens next and when",
    "contact": "whom to contact",
    "next_links": "links to what is needed next",
    "feedback_link": "a way to give feedback",
    "keeps_record": "a way to keep a record",
}
"""What a confirmation gives, by fact. A reference number is left out: not every confirmation has one to give."""


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
