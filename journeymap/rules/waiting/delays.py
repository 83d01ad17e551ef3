"""How long it takes: a greeting, a screen, the whole journey, a delivery (JM601, JM603, JM604, JM608, JM609)."""

from __future__ import annotations

from collections.abc import Iterator

from journeymap.channels import channel
from journeymap.model import Touchpoint
from journeymap.rulebook import Context, Finding, Severity, rule
from journeymap.rules.places import ask_once
from journeymap.rules.sources import CARLZON, NIELSEN, OWN, PRACTICE
from journeymap.rules.waiting.queues import LONGEST_SPENT

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


def _time_at(touchpoint: Touchpoint) -> float | None:
    """How long a touchpoint takes with the wait before it, in seconds; None when unknown."""
    stated = None if touchpoint.wait is None else touchpoint.wait.typical
    waited = 0.0 if stated is None or stated > LONGEST_SPENT else stated
    if touchpoint.kind == "wait" and stated is not None:
        return waited
    return None if touchpoint.duration is None else touchpoint.duration + waited
