"""What customers are asked, when, and what becomes of their answers (JM901-JM905, JM908, JM911)."""

from __future__ import annotations

from collections.abc import Iterator

from journeymap.facts import Survey
from journeymap.metrics import net_promoter
from journeymap.model import Touchpoint
from journeymap.rulebook import Context, Finding, Severity, rule
from journeymap.rules.places import DAY, ask_once
from journeymap.rules.sources import GOV_UK_CONFIRMATION, OWN, PRACTICE

PERCEIVED = ("perceived_quality", "overall", "driver")
"""Questions that ask how what customers got was for them."""

FOUR = {
    "overall": "how it was overall",
    "recommend": "whether they would recommend it",
    "driver": "one particular thing such as speed",
    "return_intent": "whether they would come again",
}
"""The four questions of a survey, by item."""

SERVED = ("checkout", "delivery", "fitting", "order", "payment", "pickup", "service")
"""The kinds of touchpoint at which the service is still going on."""

NO_SURVEY = Survey()
"""A survey of which nothing is known."""

WHAT_IS_ASKED = "What does the survey at “{name}” ask?"
"""What two of these rules ask: the same, so that it is asked once."""


@rule(
    code="JM901",
    name="perception-not-measured",
    severity=Severity.WARNING,
    principle="know how customers feel",
    needs=("survey.items",),
    title="Surveys ask how good customers found what they got",
    message="The survey at “{name}” does not ask how good customers found what they got.",
    question=WHAT_IS_ASKED,
    why="What customers want says nothing about what they got. The service they remember is the one they perceived.",
    fix="Ask how good it was: overall, or one thing in particular.",
    source=PRACTICE,
    notes="Concerned are touchpoints of the kind survey, and others with a survey. Questions on perceived quality, "
    "on the whole, or on one particular thing count.",
)
def perception_not_measured(context: Context) -> Iterator[Finding]:
    for touchpoint in context.look(_surveys(context)):
        if not set(PERCEIVED).intersection(_survey(touchpoint).items or ()):
            yield context.failed(touchpoint)


@rule(
    code="JM902",
    name="no-feedback-point",
    severity=Severity.WARNING,
    principle="know how customers feel",
    title="Customers are asked for their view after the service",
    message="Nowhere on the map are customers asked for their view after the service.",
    question="Where are customers asked for their view after the service?",
    why="Many customers say nothing by themselves. GOV.UK asks for feedback on the confirmation page, when all is "
    "done.",
    fix="Ask at the end, in person or in one message, and ask little.",
    source=(PRACTICE, GOV_UK_CONFIRMATION),
    notes="A survey, a touchpoint of the kind feedback, or a confirmation that asks for feedback counts, unless it "
    "lies in a stage before the service. Touchpoints of unknown kind, reviews and confirmations that do not say leave "
    "it open.",
)
def no_feedback_point(context: Context) -> Iterator[Finding]:
    phases = {stage.name: stage.phase for stage in context.journey.stages}
    asking = [_asks_for_feedback(t) for t in context.reached.values() if phases.get(t.stage or "") != "before"]
    if True in asking:
        yield context.passed(context.journey)
    elif None in asking:
        yield context.cannot_tell(context.journey, "survey.items")
    elif asking:
        yield context.failed(context.journey)


def _asks_for_feedback(touchpoint: Touchpoint) -> bool | None:
    """Whether customers are asked for their view at a touchpoint; None when that is not known."""
    linked = None if touchpoint.confirmation is None else touchpoint.confirmation.feedback_link
    if linked or touchpoint.kind in ("survey", "feedback") or touchpoint.survey is not None:
        return True
    if touchpoint.kind == "confirmation":
        return linked
    unknown = touchpoint.kind is None and touchpoint.ends not in ("abandon", "cancel")
    return None if unknown or touchpoint.kind == "review" else False


@rule(
    code="JM903",
    name="feedback-not-answered",
    severity=Severity.WARNING,
    principle="know how customers feel",
    title="Feedback is answered within the time that was set for it",
    message="Feedback at “{name}” has been waiting for an answer for {oldest:duration}.",
    variants={"slow": "Feedback at “{name}” is answered after {typical:duration}; {target:duration} was the aim."},
    question="Within what time is feedback answered at {places:list}?",
    why="Whoever gave an opinion and hears nothing does not give another one.",
    fix="Set a time, answer within it, and say what was changed.",
    source=(PRACTICE, f"{OWN}: the limit"),
    units={"seconds": "s"},
    notes="Concerned are touchpoints of the kinds survey, feedback and review, and others with a survey. Where no time "
    "was set, it is asked once for the journey; what has waited longer than the limit fails all the same.",
)
def feedback_not_answered(context: Context, *, seconds: float = 7 * DAY) -> Iterator[Finding]:
    asked = []
    for touchpoint in context.reached.values():
        if touchpoint.kind not in ("survey", "feedback", "review") and touchpoint.survey is None:
            continue
        response = touchpoint.response
        typical, oldest = (None, None) if response is None else (response.typical, response.oldest_unanswered)
        target = _survey(touchpoint).response_target
        target = response.target if target is None and response is not None else target
        if oldest is not None and oldest > (seconds if target is None else target):
            yield context.failed(touchpoint, oldest=oldest)
        elif target is None:
            asked.append(touchpoint)
        elif typical is not None and typical > target:
            yield context.failed(touchpoint, variant="slow", typical=typical, target=target)
        else:
            yield context.passed(touchpoint)
    yield from ask_once(context, asked, "survey.response_target")


@rule(
    code="JM904",
    name="survey-four-questions",
    severity=Severity.WARNING,
    principle="know how customers feel",
    needs=("survey.items",),
    title="Surveys ask the four questions that matter",
    message="The survey at “{name}” does not ask this: {lacking:labels}.",
    question=WHAT_IS_ASKED,
    why="How it was, whether one would recommend it, what made it so, and whether one would come again: each says "
    "something that the others do not.",
    fix="Add the missing question, and drop one that nobody acts on.",
    source=PRACTICE,
    notes="Concerned are touchpoints of the kind survey, and others with a survey.",
)
def survey_four_questions(context: Context) -> Iterator[Finding]:
    for touchpoint in context.look(_surveys(context)):
        lacking = tuple(label for item, label in FOUR.items() if item not in (_survey(touchpoint).items or ()))
        if lacking:
            yield context.failed(touchpoint, lacking=lacking)


@rule(
    code="JM905",
    name="survey-timing",
    severity=Severity.INFO,
    principle="know how customers feel",
    title="Surveys come after the service, while it is fresh in memory",
    message="The survey at “{name}” comes {after:duration} after the service.",
    variants={"early": "The survey at “{name}” comes before the service is over."},
    question="How long after the service is the survey at “{name}” sent?",
    why="Before the end there is nothing to judge yet; long after it, memory has faded.",
    fix="Ask when the service is done, within a few days.",
    source=(PRACTICE, f"{OWN}: the limit"),
    units={"seconds": "s"},
    notes="Concerned are touchpoints of the kind survey, and others with a survey. It is too early when every way on "
    "still leads through the service, such as a payment or a delivery.",
)
def survey_timing(context: Context, *, seconds: float = 7 * DAY) -> Iterator[Finding]:
    routes, surveys = context.routes, list(_surveys(context))
    if not surveys:
        return
    served = [i for i, touchpoint in context.reached.items() if touchpoint.kind in SERVED]
    early = routes.reaching(routes.endings) - routes.reaching(routes.endings, avoiding=served) - set(served)
    for touchpoint in surveys:
        here, after = context.journey.positions[touchpoint.id], _survey(touchpoint).after
        if here in early:
            yield context.failed(touchpoint, variant="early")
        elif after is None:
            yield context.cannot_tell(touchpoint, "survey.after")
        elif after > seconds:
            yield context.failed(touchpoint, after=after)
        else:
            yield context.passed(touchpoint)


@rule(
    code="JM908",
    name="scale-direction",
    severity=Severity.WARNING,
    principle="know how customers feel",
    needs=("survey.best_is_high",),
    title="All surveys use one scale, on which 5 is very satisfied and 1 very dissatisfied",
    message="In the survey at “{name}” 5 is not the best answer.",
    variants={"mixed": "In the survey at “{name}” 5 is not the best answer, and in the one at “{other}” it is."},
    question="In the survey at “{name}”, is 5 very satisfied and 1 very dissatisfied?",
    why="Scales that run in different directions get mixed up, by those who answer and by those who count.",
    fix="Use 5 for very satisfied everywhere, and convert what came in otherwise.",
    source=PRACTICE,
    notes="Concerned are touchpoints of the kind survey, and others with a survey. The scale noted with an emotion is "
    "not judged, because emotions are converted when they are read.",
)
def scale_direction(context: Context) -> Iterator[Finding]:
    right = next((t.name for t in _surveys(context) if _survey(t).best_is_high), None)
    for touchpoint in context.look(_surveys(context)):
        if not _survey(touchpoint).best_is_high:
            yield context.failed(touchpoint, variant="" if right is None else "mixed", other=right)


@rule(
    code="JM911",
    name="nps-too-small",
    severity=Severity.INFO,
    principle="know how customers feel",
    title="A Net Promoter Score is told with how far chance may have moved it",
    message="The score at “{name}” ({nps:+.0f}, from {count} answers) may be {margin:.0f} points higher or lower by "
    "chance, and is told without that.",
    variants={"counts": "How many answered 9-10, 7-8 and 0-6 in the survey at “{name}”?"},
    question="Is the score at “{name}” told together with how far chance may have moved it?",
    why="With few answers the score jumps from month to month without anything having changed.",
    fix="Tell the interval with the score, and compare only what lies further apart.",
    source=(PRACTICE, f"{OWN}: the limits"),
    units={"answers": "customers", "points": "points"},
    notes="Looked at when there are fewer answers, or the 95% interval is wider to either side, than the limits. The "
    "score is the percentage of promoters less that of detractors.",
)
def nps_too_small(context: Context, *, answers: int = 100, points: float = 10.0) -> Iterator[Finding]:
    for touchpoint in context.reached.values():
        nps = _survey(touchpoint).nps
        if nps is None:
            continue
        counts = (nps.promoters, nps.passives, nps.detractors)
        if nps.interval_reported:
            yield context.passed(touchpoint)
        elif nps.promoters is None or nps.passives is None or nps.detractors is None:
            facts = ("promoters", "passives", "detractors")
            missing = (f"survey.nps.{fact}" for fact, count in zip(facts, counts, strict=True) if count is None)
            yield context.cannot_tell(touchpoint, *missing, variant="counts")
        elif any(counts):
            score = net_promoter(promoters=nps.promoters, passives=nps.passives, detractors=nps.detractors)
            if score.n >= answers and score.margin <= points:
                yield context.passed(touchpoint)
            elif nps.interval_reported is None:
                yield context.cannot_tell(touchpoint, "survey.nps.interval_reported")
            else:
                yield context.failed(touchpoint, nps=score.value, count=score.n, margin=score.margin)


# What several of them ask


def _survey(touchpoint: Touchpoint) -> Survey:
    """What is known of the survey at a touchpoint."""
    return touchpoint.survey or NO_SURVEY


def _surveys(context: Context) -> Iterator[Touchpoint]:
    """The touchpoints where customers are surveyed."""
    return (t for t in context.reached.values() if t.kind == "survey" or t.survey is not None)
