"""How soon whoever writes or calls is answered (JM602, JM605-JM607)."""

from __future__ import annotations

from collections.abc import Iterator

from journeymap.channels import channel
from journeymap.facts import Response
from journeymap.model import Touchpoint
from journeymap.rulebook import Context, Finding, Severity, rule
from journeymap.rules.places import DAY
from journeymap.rules.sources import NIELSEN_DAY, OWN, PRACTICE

ASKED = ("complaint", "support")
"""The kinds of touchpoint where customers want an answer."""

CALLING = (*ASKED, "wait")
"""The kinds of touchpoint where a customer on the phone may have to wait."""


@rule(
    code="JM602",
    name="no-acknowledgement",
    severity=Severity.ERROR,
    principle="waiting made bearable",
    title="Whoever writes learns at once that the message has arrived",
    message="Whoever writes at “{name}” does not learn whether the message has arrived.",
    variants={"late": "Whoever writes at “{name}” learns only after {within:duration} that the message has arrived."},
    question="How soon does whoever writes at “{name}” learn that the message has arrived?",
    why="A message without an answer may be lost. Customers need to know that it is there and worked on.",
    fix="Confirm receipt automatically, with the next step and the time it takes.",
    source=(PRACTICE, f"{OWN}: the limit"),
    units={"seconds": "s"},
    notes="Concerned are touchpoints of the kind board, those of the kinds support and complaint on a screen or by "
    "message, and those that state whether receipt is confirmed, but no reviews; of several in a row the first is "
    "asked. Where the answer itself usually comes within the limit, as in a chat, no confirmation is needed.",
)
def no_acknowledgement(context: Context, *, seconds: float = 60.0) -> Iterator[Finding]:
    for here, touchpoint in context.reached.items():
        if not _is_written(touchpoint):
            continue
        if touchpoint.response is None and _comes_from(context, here, ("board", *ASKED)):
            continue
        response = touchpoint.response or Response()
        within = response.acknowledged_within
        if response.typical is not None and response.typical <= seconds:
            yield context.passed(touchpoint)
        elif response.acknowledged is False:
            yield context.failed(touchpoint)
        elif response.acknowledged is None or within is None:
            missing = "acknowledged" if response.acknowledged is None else "acknowledged_within"
            yield context.cannot_tell(touchpoint, f"response.{missing}")
        elif within > seconds:
            yield context.failed(touchpoint, variant="late", within=within)
        else:
            yield context.passed(touchpoint)


@rule(
    code="JM605",
    name="slow-phone",
    severity=Severity.WARNING,
    principle="waiting made bearable",
    title="The phone is answered quickly",
    message="At “{name}” 2 of 10 callers wait longer than {wait:duration}.",
    variants={"typical": "At “{name}” callers usually wait {wait:duration}."},
    question="Within what time are 8 of 10 callers at “{name}” answered?",
    why="A phone that is not answered is one of the basics that make people angry when they are missing.",
    fix="Offer to call back, staff the busy hours, and say how long the queue is.",
    source=(PRACTICE, f"{OWN}: the limits"),
    units={"noticed": "s", "annoying": "s", "unbearable": "s"},
    notes="Longer than noticed is info, than annoying a warning, than unbearable an error. Where only the usual wait "
    "is known it decides when it is too long by itself. Concerned are touchpoints on the phone that state a wait, and "
    "those of the kinds support, complaint and wait; of several in a row only the first is asked.",
)
def slow_phone(
    context: Context, *, noticed: float = 20.0, annoying: float = 120.0, unbearable: float = 300.0
) -> Iterator[Finding]:
    limits = ((unbearable, Severity.ERROR), (annoying, Severity.WARNING), (noticed, Severity.INFO))
    for here, touchpoint in context.reached.items():
        medium, wait = channel(touchpoint.channel), touchpoint.wait
        if medium is None or medium.id not in ("phone", "ivr"):
            continue
        if wait is None:
            told = _comes_from(context, here, CALLING) or _waits_next(context, here)
            if touchpoint.kind in CALLING and medium.id == "phone" and not told:
                yield context.cannot_tell(touchpoint, "wait.p80")
            continue
        length = wait.typical if wait.p80 is None else wait.p80
        severity = next((severity for limit, severity in limits if length is not None and length > limit), None)
        if severity is not None:
            yield context.failed(
                touchpoint, variant="typical" if wait.p80 is None else "", severity=severity, wait=length
            )
        elif wait.p80 is None:
            yield context.cannot_tell(touchpoint, "wait.p80")
        else:
            yield context.passed(touchpoint)


@rule(
    code="JM606",
    name="unanswered-board",
    severity=Severity.ERROR,
    principle="waiting made bearable",
    needs=("response.unanswered",),
    title="No question and no review stays without an answer",
    message="Unanswered at “{name}”: {unanswered}, the oldest for {age:duration}.",
    variants={"target": "Within what time must whoever writes at “{name}” have an answer?"},
    question="How many wait for an answer at “{name}” now, and how old is the oldest?",
    why="Everybody who comes by reads that nobody answers. Good service takes a day at the most, says Nielsen.",
    fix="Name an owner, set a time, and give notice when it runs out.",
    source=(PRACTICE, NIELSEN_DAY),
    units={"longest": "s"},
    notes="Concerned are touchpoints of the kinds board and review, and those on a question board or review site. "
    "Without a time set for answers the longest counts; where questions wait and are younger than that, the time set "
    "is asked for. Whoever closes for days gives a longer one.",
)
def unanswered_board(context: Context, *, longest: float = DAY) -> Iterator[Finding]:
    for touchpoint in context.look(t for t in context.reached.values() if _is_board(t)):
        response = touchpoint.response
        if response is None or not response.unanswered:
            continue
        age = response.oldest_unanswered
        if age is None:
            yield context.cannot_tell(touchpoint, "response.oldest_unanswered")
        elif age > (longest if response.target is None else response.target):
            yield context.failed(touchpoint, unanswered=response.unanswered, age=age)
        elif response.target is None:
            yield context.cannot_tell(touchpoint, "response.target", variant="target")


@rule(
    code="JM607",
    name="social-without-sla",
    severity=Severity.WARNING,
    principle="waiting made bearable",
    title="On social media somebody answers, within a time that is set",
    message="At “{name}” customers write, and nobody is there to answer.",
    question="Who answers at “{name}”, and within what time?",
    why="Whoever is on social media is asked there, in front of others.",
    fix="Name somebody who answers, and set a time.",
    source=PRACTICE,
    notes="Concerned are touchpoints of the kind social, and those on social media where customers write. An empty "
    "owner says that there is none.",
)
def social_without_sla(context: Context) -> Iterator[Finding]:
    for touchpoint in context.reached.values():
        if not _is_social(touchpoint):
            continue
        target = None if touchpoint.response is None else touchpoint.response.target
        unknown = [fact for fact, value in (("owner", touchpoint.owner), ("response.target", target)) if value is None]
        if touchpoint.owner is not None and not touchpoint.owner.strip():
            yield context.failed(touchpoint)
        elif unknown:
            yield context.cannot_tell(touchpoint, *unknown)
        else:
            yield context.passed(touchpoint)


# What several of them ask


def _comes_from(context: Context, here: int, kinds: tuple[str, ...]) -> bool:
    """Whether customers come to a position from one of these kinds of touchpoint that stands before it."""
    touchpoints = context.journey.touchpoints
    return any(before < here and touchpoints[before].kind in kinds for before in context.routes.back[here])


def _waits_next(context: Context, here: int) -> bool:
    """Whether the wait stands at a touchpoint of its own that customers go on to."""
    following = (context.journey.touchpoints[way.to] for way in context.routes.ways[here])
    return any(touchpoint.kind == "wait" and touchpoint.wait is not None for touchpoint in following)


def _is_written(touchpoint: Touchpoint) -> bool:
    """Whether customers write here and want to know that it has arrived."""
    if touchpoint.response is not None and touchpoint.response.acknowledged is not None:
        return touchpoint.kind != "review"
    medium = channel(touchpoint.channel)
    written = medium is not None and medium.kind in ("message", "screen")
    return touchpoint.kind == "board" or (touchpoint.kind in ASKED and written)


def _is_board(touchpoint: Touchpoint) -> bool:
    """Whether what customers write here is read by others."""
    medium = channel(touchpoint.channel)
    return touchpoint.kind in ("board", "review") or (medium is not None and medium.id in ("board", "review-site"))


def _is_social(touchpoint: Touchpoint) -> bool:
    """Whether customers write here on social media."""
    medium = channel(touchpoint.channel)
    writes = touchpoint.kind in ("board", *ASKED) or touchpoint.response is not None
    return touchpoint.kind == "social" or (writes and medium is not None and medium.id == "social-media")
