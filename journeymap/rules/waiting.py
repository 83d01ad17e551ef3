"""How long customers wait, and whether the wait is made bearable (JM601-JM612)."""

from __future__ import annotations

from collections.abc import Iterator

from journeymap.channels import channel
from journeymap.facts import Response, Wait
from journeymap.model import Touchpoint
from journeymap.rulebook import Context, Finding, Severity, rule
from journeymap.rules.places import ask_once
from journeymap.rules.sources import CARLZON, MAISTER, NIELSEN, NIELSEN_DAY, OWN, PRACTICE

ASKED = ("complaint", "support")
"""The kinds of touchpoint where customers want an answer."""

CALLING = (*ASKED, "wait")
"""The kinds of touchpoint where a customer on the phone may have to wait."""

DAY = 86400.0
"""In seconds."""

LONGEST_SPENT = DAY / 2
"""From what wait on customers go on with their day instead of waiting, in seconds."""

OTHERS_PAGES = ("map-service", "marketplace", "online-ad", "review-site", "search-engine", "social-media")
"""The channels whose screens are not made by the business."""


@rule(
    code="JM601",
    name="greeting-late",
    severity=Severity.WARNING,
    principle="waiting made bearable",
    title="Whoever comes in is greeted at once",
    message="At “{name}” customers are greeted late: after {within:duration}.",
    variants={"steps": "At “{name}” customers are greeted late: after {steps} steps."},
    question="At “{name}”, how long and how many steps does it take until somebody greets the customer?",
    why="Whoever comes in and is not noticed does not feel expected. Shops teach “30 seconds or 30 steps”; nobody has "
    "measured it.",
    fix="Greet within 30 seconds or 30 steps, with a look if the hands are full.",
    source=(PRACTICE, f"{OWN}: the limits"),
    units={"seconds": "s", "steps": "steps"},
    notes="Concerned are touchpoints of the kind greeting, unless they are known to be no place to walk into, and "
    "those that say when the customer is greeted. One of the two measures is enough to tell.",
)
def greeting_late(context: Context, *, seconds: float = 30.0, steps: int = 30) -> Iterator[Finding]:
    for touchpoint in context.reached.values():
        greeting, medium = touchpoint.greeting, channel(touchpoint.channel)
        elsewhere = touchpoint.kind != "greeting" or (medium is not None and medium.kind != "person")
        if greeting is None and elsewhere:
            continue
        within, walked = (None, None) if greeting is None else (greeting.within, greeting.steps)
        if within is not None and within > seconds:
            yield context.failed(touchpoint, within=within)
        elif walked is not None and walked > steps:
            yield context.failed(touchpoint, variant="steps", steps=walked)
        elif within is None and walked is None:
            yield context.cannot_tell(touchpoint, "greeting.within", "greeting.steps")
        else:
            yield context.passed(touchpoint)


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
    code="JM603",
    name="moment-of-truth-unstaffed",
    severity=Severity.INFO,
    principle="waiting made bearable",
    title="For each moment of truth it is written down what happens in the first 15 seconds",
    message="“{name}” is a moment of truth, and nothing is written down about what happens in its first 15 seconds.",
    question="What is written down about the first 15 seconds at {places:list}?",
    why="At Carlzon's airline customers met somebody 50 million times a year, for 15 seconds on average. What happens "
    "then should not be left to chance.",
    fix="Write down who does what in the first 15 seconds.",
    source=(CARLZON, PRACTICE),
    notes="The 15 seconds are the average length of a contact that Carlzon gives, not the time in which customers "
    "decide. Any written standard will do. An empty one says that there is none; where nothing is said of it, it is "
    "asked once for the journey.",
)
def moment_of_truth_unstaffed(context: Context) -> Iterator[Finding]:
    asked = []
    for touchpoint in context.reached.values():
        if not touchpoint.moment_of_truth:
            continue
        if touchpoint.standard is None:
            asked.append(touchpoint)
        elif touchpoint.standard.strip():
            yield context.passed(touchpoint)
        else:
            yield context.failed(touchpoint)
    yield from ask_once(context, asked, "standard")


@rule(
    code="JM604",
    name="slow-interaction",
    severity=Severity.WARNING,
    principle="waiting made bearable",
    title="Screens answer at once, or show that they are at work",
    message="“{name}” takes {loads_in:duration} to answer and does not show how far it is.",
    variants={
        "feedback": "“{name}” takes {loads_in:duration} to answer, and for a second nothing is seen to happen.",
        "speed": "How long do these screens take to answer: {places:list}?",
    },
    question="“{name}” takes {loads_in:duration} to answer: what is seen meanwhile?",
    why="After about 1 second the flow of thought breaks; after about 10 attention is gone.",
    fix="Show progress, and do the work in the background.",
    source=NIELSEN,
    units={"feedback_after": "s", "progress_after": "s"},
    notes="Concerned are touchpoints that say something of their screen; where it is not said how long they take, "
    "that is asked once for the journey, of pages that the business makes itself. Between the two limits it is info, "
    "and showing progress is an answer too.",
)
def slow_interaction(
    context: Context, *, feedback_after: float = 1.0, progress_after: float = 10.0
) -> Iterator[Finding]:
    asked = []
    for touchpoint in context.reached.values():
        screen = touchpoint.screen
        if screen is None:
            continue
        loads_in, slow = screen.loads_in, screen.loads_in is not None and screen.loads_in > progress_after
        if loads_in is None:
            medium = channel(touchpoint.channel)
            asked.extend([] if medium is not None and medium.id in OTHERS_PAGES else [touchpoint])
        elif loads_in <= feedback_after or screen.progress or (screen.feedback and not slow):
            yield context.passed(touchpoint)
        elif slow and screen.progress is None:
            yield context.cannot_tell(touchpoint, "screen.progress", loads_in=loads_in)
        elif slow:
            yield context.failed(touchpoint, loads_in=loads_in)
        elif screen.feedback is None:
            yield context.cannot_tell(touchpoint, "screen.feedback", loads_in=loads_in)
        else:
            yield context.failed(touchpoint, variant="feedback", severity=Severity.INFO, loads_in=loads_in)
    yield from ask_once(context, asked, "screen.loads_in", variant="speed")


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


@rule(
    code="JM608",
    name="step-budget",
    severity=Severity.INFO,
    principle="waiting made bearable",
    title="The journey takes no longer than it may, and has no step that could be left out",
    message="For {share:customers}, the journey takes {taken:duration}, longer than the {budget:duration} it may take.",
    variants={"removable": "“{name}” could be left out."},
    question="How long do these take: {places:list}?",
    why="Every step that could go is time that customers do not get back.",
    fix="Merge steps, or drop them.",
    source=(PRACTICE, f"{OWN}: how the time adds up"),
    notes="Judged on the likeliest paths, when the journey states a budget: what touchpoints and usual waits take "
    "adds up. The time between touchpoints is the customer's own, and so is a wait of more than half a day. What is "
    "known to take too long fails even where other times are unknown. A step that could go is named whatever the "
    "budget.",
)
def step_budget(context: Context) -> Iterator[Finding]:
    journey, budget = context.journey, context.journey.budget
    for touchpoint in context.reached.values():
        if touchpoint.removable:
            yield context.failed(touchpoint, variant="removable")
        elif touchpoint.removable is False:
            yield context.passed(touchpoint)
    if budget is None or not context.paths:
        return
    times = {touchpoint.id: _time_at(touchpoint) for touchpoint in journey}
    taken = [(sum(times[id] or 0.0 for id in path.ids), path) for path in context.paths]
    over = [path for time, path in taken if time > budget]
    unknown = dict.fromkeys(id for time, path in taken if time <= budget for id in path.ids if times[id] is None)
    if over:
        longest, worst = max(taken, key=lambda timed: timed[0])
        share = context.part(over, context.paths)
        yield context.failed(journey, path=worst.ids, share=share, taken=longest, budget=budget)
    elif unknown:
        yield context.cannot_tell(journey, "duration", places=tuple(journey[id].name for id in unknown))
    else:
        yield context.passed(journey)


@rule(
    code="JM609",
    name="late-delivery-risk",
    severity=Severity.ERROR,
    principle="waiting made bearable",
    needs=("delivery.promised", "delivery.actual_p90"),
    title="What is promised arrives in time, 9 times out of 10",
    message="At “{name}” arrival is promised within {promised:duration}; only after {actual:duration} have 9 of 10 "
    "arrived.",
    variants={
        "silent": "At “{name}” arrival is promised within {promised:duration}; only after {actual:duration} have 9 of "
        "10 arrived, and nobody tells the customer."
    },
    question="Within what time is arrival promised at “{name}”, and within what time do 9 of 10 arrive?",
    why="A late parcel is one of the basics that make people angry when they fail.",
    fix="Promise what 9 of 10 orders keep; tell customers early when it will be late, and offer a choice.",
    source=(PRACTICE, OWN),
    notes="Concerned are touchpoints of the kinds delivery and pickup, and those that state when something arrives.",
)
def late_delivery_risk(context: Context) -> Iterator[Finding]:
    for touchpoint in context.look(
        t for t in context.reached.values() if t.kind in ("delivery", "pickup") or t.delivery is not None
    ):
        delivery = touchpoint.delivery
        promised, actual = (None, None) if delivery is None else (delivery.promised, delivery.actual_p90)
        if promised is not None and actual is not None and actual > promised:
            silent = delivery is not None and delivery.notice is False
            yield context.failed(touchpoint, variant="silent" if silent else "", promised=promised, actual=actual)


@rule(
    code="JM610",
    name="uncertain-wait",
    severity=Severity.WARNING,
    principle="waiting made bearable",
    title="Whoever waits sees for how long, and knows why",
    message="The wait at “{name}” is {wait:duration}, and customers learn neither how long it still takes nor why.",
    variants={
        "known": "The wait at “{name}” is {wait:duration}, and customers do not see how long it still takes.",
        "explained": "The wait at “{name}” is {wait:duration}, and customers do not learn why.",
        "told": "Do customers who wait at “{name}” see how long it still takes, and do they learn why?",
    },
    question="How long is the wait at “{name}”, do customers see how long it still takes, and do they learn why?",
    why="Waits that are uncertain and unexplained feel longer.",
    fix="Show the time left and the reason.",
    source=(MAISTER, f"{OWN}: the limit"),
    units={"longer_than": "s"},
    notes="Concerned are touchpoints of the kind wait, and those that state a wait. Where the usual wait is unknown, "
    "the one that 8 of 10 customers do not exceed counts.",
)
def uncertain_wait(context: Context, *, longer_than: float = 60.0) -> Iterator[Finding]:
    for touchpoint, wait, length in _waits(context):
        told = {fact: getattr(wait, fact) for fact in ("known", "explained")}
        lacking = [fact for fact, given in told.items() if given is False]
        unknown = [f"wait.{fact}" for fact, given in told.items() if given is None]
        if all(told.values()) or (length is not None and length <= longer_than):
            yield context.passed(touchpoint)
        elif length is None:
            yield context.cannot_tell(touchpoint, "wait.typical", *unknown)
        elif lacking:
            yield context.failed(touchpoint, variant=lacking[0] if len(lacking) == 1 else "", wait=length)
        else:
            yield context.cannot_tell(touchpoint, *unknown, variant="told")


@rule(
    code="JM611",
    name="idle-wait",
    severity=Severity.INFO,
    principle="waiting made bearable",
    title="Whoever waits long has something to do meanwhile",
    message="The wait at “{name}” is {wait:duration}, and there is nothing to do meanwhile.",
    variants={"length": "How long is the wait at “{name}”, and what can customers do meanwhile?"},
    question="What can customers do while they wait at “{name}”?",
    why="Time with nothing to do feels longer.",
    fix="Give something useful or pleasant to do.",
    source=(MAISTER, f"{OWN}: the limit"),
    units={"longer_than": "s", "at_most": "s"},
    notes="Concerned are touchpoints of the kind wait, and those that state a wait. Through a wait longer than at_most "
    "nobody sits: customers go on with their day.",
)
def idle_wait(context: Context, *, longer_than: float = 180.0, at_most: float = LONGEST_SPENT) -> Iterator[Finding]:
    for touchpoint, wait, length in _waits(context):
        if length is not None and length > at_most:
            continue
        if wait.occupied or (length is not None and length <= longer_than):
            yield context.passed(touchpoint)
        elif length is None or wait.occupied is None:
            facts = {"wait.typical": length, "wait.occupied": wait.occupied}
            missing = [fact for fact, value in facts.items() if value is None]
            yield context.cannot_tell(touchpoint, *missing, variant="length" if length is None else "")
        else:
            yield context.failed(touchpoint, wait=length)


@rule(
    code="JM612",
    name="unfair-queue",
    severity=Severity.INFO,
    principle="waiting made bearable",
    needs=("queue.lines",),
    title="It is plain to see whose turn it is",
    message="At “{name}” there are {lines} lines, and customers cannot see who goes first.",
    question="How many lines are there at “{name}”, and can customers see who goes first?",
    why="Waits that seem unfair feel longer.",
    fix="Make it one line, or say why somebody goes first.",
    source=MAISTER,
    notes="Concerned are touchpoints that say how people stand in line.",
)
def unfair_queue(context: Context) -> Iterator[Finding]:
    for touchpoint in context.look(t for t in context.reached.values() if t.queue is not None):
        queue = touchpoint.queue
        if queue is None or queue.lines is None or queue.lines < 2 or queue.priority_explained:
            continue
        if queue.priority_explained is None:
            yield context.cannot_tell(touchpoint, "queue.priority_explained", lines=queue.lines)
        else:
            yield context.failed(touchpoint, lines=queue.lines)


def _waits(context: Context) -> Iterator[tuple[Touchpoint, Wait, float | None]]:
    """Where customers wait, what is known of it, and how long it takes, in seconds."""
    for touchpoint in context.reached.values():
        if touchpoint.wait is not None or touchpoint.kind == "wait":
            wait = touchpoint.wait or Wait()
            length = wait.p80 if wait.typical is None else wait.typical
            if length is None and touchpoint.kind == "wait":
                length = touchpoint.duration
            yield touchpoint, wait, length


def _comes_from(context: Context, here: int, kinds: tuple[str, ...]) -> bool:
    """Whether customers come to a position from one of these kinds of touchpoint that stands before it."""
    touchpoints = context.journey.touchpoints
    return any(before < here and touchpoints[before].kind in kinds for before in context.routes.back[here])


def _waits_next(context: Context, here: int) -> bool:
    """Whether the wait stands at a touchpoint of its own that customers go on to."""
    following = (context.journey.touchpoints[way.to] for way in context.routes.ways[here])
    return any(touchpoint.kind == "wait" and touchpoint.wait is not None for touchpoint in following)


def _time_at(touchpoint: Touchpoint) -> float | None:
    """How long a touchpoint takes with the wait before it, in seconds; None when unknown."""
    stated = None if touchpoint.wait is None else touchpoint.wait.typical
    waited = 0.0 if stated is None or stated > LONGEST_SPENT else stated
    if touchpoint.kind == "wait" and stated is not None:
        return waited
    return None if touchpoint.duration is None else touchpoint.duration + waited


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
