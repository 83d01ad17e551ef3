"""What is known of how customers feel, and how well it is known (JM901-JM912)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from functools import cache

from journeymap.errors import JourneyError
from journeymap.facts import Survey
from journeymap.metrics import net_promoter
from journeymap.model import Touchpoint
from journeymap.recalling import PRESETS, Weights
from journeymap.rulebook import COVERAGE, Context, Finding, Severity, rule
from journeymap.rules.places import DAY, ask_once
from journeymap.rules.sources import ALAYBEK, BAIN, GOV_UK_CONFIRMATION, OWN, PRACTICE
from journeymap.rules.texts import folded
from journeymap.rules.walks import ROUNDING

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

SAID = ("complaints", "reviews", "surveys")
"""Sources that know only what customers say by themselves."""

NUMBER = re.compile(
    r"\d|\b(one|two|three|four|five|six|seven|eight|nine|ten|twelve|half|once|twice|second|minute|hour|day|week)s?\b"
    r"|(한|두|세|네|다섯|여섯|일곱|여덟|아홉|열)\s?(시간|분|번|명|가지|개|걸음|달|주|마디)|하루|이틀|사흘|매일|매주|매달"
)
"""A number, in figures or in words: what makes a standard one that can be checked."""

VAGUE = (
    "our best", "your best", "best possible", "good service", "best service", "excellent service", "great service",
    "friendly", "kindly", "polite", "politely", "nicely", "properly", "promptly", "quickly", "appropriate",
    "appropriately", "as soon as possible", "asap", "if possible", "where possible", "high quality", "world class",
    "customer first",
)  # fmt: skip
"""What a standard says that says nothing, in English."""

VAGUE_KOREAN = (
    "최선", "친절", "성실", "정성껏", "신속", "빠르게", "최대한", "가능한 한", "가급적", "적절", "노력", "열심히",
    "좋은 서비스", "최고의 서비스", "고객 만족", "고객 감동",
)  # fmt: skip
"""The same in Korean."""

GRID = tuple(Weights(p / 10, e / 10, (10 - p - e) / 10) for p in range(11) for e in range(11 - p))
"""All weights in steps of a tenth: the ways of weighing among which nobody can decide."""

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
    code="JM906",
    name="silent-churn-blind",
    severity=Severity.INFO,
    principle="know how customers feel",
    title="What customers do is known, and not only what they say",
    message="What is known of customers is only what they say: {sources:labels}.",
    variants={"none": "Nothing is known of customers: there is no source at all."},
    question="Where does what is known of customers come from: complaints, surveys, reviews, observation, behaviour?",
    why="Many who are unhappy say nothing and do not come back. Only what they do shows it.",
    fix="Count who comes again and where others stop, and watch customers on the spot.",
    source=PRACTICE,
    notes="Observation and behaviour are what customers do.",
)
def silent_churn_blind(context: Context) -> Iterator[Finding]:
    journey = context.journey
    if not journey.touchpoints:
        return
    if journey.data_sources is None:
        yield context.cannot_tell(journey, "data_sources")
    elif set(journey.data_sources) <= set(SAID):
        variant = "" if journey.data_sources else "none"
        yield context.failed(journey, variant=variant, sources=tuple(dict.fromkeys(journey.data_sources)))
    else:
        yield context.passed(journey)


@rule(
    code="JM907",
    name="delivery-gap",
    severity=Severity.WARNING,
    principle="know how customers feel",
    title="The team sees the journey as customers do",
    message="At “{name}” the team believes customers are at {team:+.1f}; they are at {emotion:+.1f}.",
    question="How do customers themselves feel at {places:list}: were they watched or asked?",
    why="In a survey of 362 firms 80% believed that they deliver a superior experience; of their customers 8% agreed.",
    fix="Go by what customers say, and show it to the team.",
    source=(BAIN, f"{OWN}: the limits"),
    units={"limit": "steps on -2..+2"},
    notes="Concerned are touchpoints where it is stated what the team believes. Where the emotion was neither measured "
    "nor observed, it is asked once for the journey.",
)
def delivery_gap(context: Context, *, limit: float = 0.75) -> Iterator[Finding]:
    asked = []
    for touchpoint in context.reached.values():
        evidence = touchpoint.evidence
        if evidence is None or evidence.team is None:
            continue
        if touchpoint.emotion is None or evidence.basis not in ("measured", "observed"):
            asked.append(touchpoint)
        elif evidence.team - touchpoint.emotion >= limit - ROUNDING:
            yield context.failed(touchpoint, team=evidence.team, emotion=touchpoint.emotion)
        else:
            yield context.passed(touchpoint)
    yield from ask_once(context, asked, "emotion", "evidence.basis")


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
    code="JM909",
    name="review-cadence",
    severity=Severity.INFO,
    principle="know how customers feel",
    title="The journey is looked at anew, and staff are asked, at least once a year",
    message="The journey was last reviewed {age:duration} ago.",
    variants={
        "staff": "Staff were last asked for their view {asked:duration} ago.",
        "both": "The journey was last reviewed {age:duration} ago, and staff were last asked {asked:duration} ago.",
        "when_staff": "When were staff last asked for their view?",
    },
    question="When was the journey last reviewed?",
    why="Shops, people and habits change, and a map that nobody looks at turns false without notice.",
    fix="Put a day in the calendar, once a year.",
    source=(PRACTICE, f"{OWN}: the limit"),
    units={"days": "days", "today": "a day, such as 2026-03-01; empty for the day of the audit"},
    notes="Staff are asked about where the business is not one person alone, and a review is stated.",
)
def review_cadence(context: Context, *, days: int = 365, today: str = "") -> Iterator[Finding]:
    journey, business, now = context.journey, context.journey.business, _day(today)
    reviewed, asked = journey.last_reviewed, None if business is None else business.staff_surveyed
    alone = business is None or business.size == "solo"
    age, since = (None if day is None else (now - day).days for day in (reviewed, asked))
    old, stale = age is not None and age > days, since is not None and since > days
    for place in context.look([journey] if journey.touchpoints else []):
        if old or stale:
            variant = "both" if old and stale else "staff" if stale else ""
            yield context.failed(place, variant=variant, age=(age or 0) * DAY, asked=(since or 0) * DAY)
        elif reviewed is None:
            yield context.cannot_tell(place, "last_reviewed")
        elif asked is None and not alone:
            yield context.cannot_tell(place, "business.staff_surveyed", variant="when_staff")


def _day(today: str) -> datetime.date:
    """The day that counts as today: the one place where the clock is read, and only when no day is given."""
    if not today:
        return datetime.date.today()
    try:
        return datetime.date.fromisoformat(today)
    except ValueError:
        raise JourneyError(f"option today of JM909: expected a day such as 2026-03-01 (got {today!r})") from None


@rule(
    code="JM910",
    name="vague-standard",
    severity=Severity.INFO,
    principle="know how customers feel",
    title="Standards say who does what, when and how often",
    message="The standard for “{name}” cannot be checked: it says {words:list}, and no number.",
    question="What is the written standard at {places:list}: who does what, when, how often?",
    why="“Do your best” gives nobody anything to reach or to check. Goals work when they are specific and hard, but "
    "attainable.",
    fix="Write who does what, on which occasion, and how often or how fast.",
    source=PRACTICE,
    units={"words": "words", "korean": "words"},
    notes="A standard fails when one of these words stands in it and no number. Moments of truth without a standard "
    "are asked about once for the journey.",
)
def vague_standard(
    context: Context, *, words: tuple[str, ...] = VAGUE, korean: tuple[str, ...] = VAGUE_KOREAN
) -> Iterator[Finding]:
    asked, vague = [], _pattern(tuple(map(str, words)), tuple(map(str, korean)))
    for touchpoint in context.reached.values():
        standard = None if touchpoint.standard is None else folded(touchpoint.standard)
        if standard is None and touchpoint.moment_of_truth:
            asked.append(touchpoint)
        elif standard:
            found = () if NUMBER.search(standard) else tuple(dict.fromkeys(vague.findall(standard)))
            if found:
                yield context.failed(touchpoint, words=found)
            else:
                yield context.passed(touchpoint)
    yield from ask_once(context, asked, "standard")


@cache
def _pattern(words: tuple[str, ...], korean: tuple[str, ...]) -> re.Pattern[str]:
    """What finds any of these words: English ones as whole words, Korean ones with whatever is attached to them."""
    whole = [rf"(?<!\w){re.escape(word.casefold())}(?!\w)" for word in words if word.strip()]
    parts = [re.escape(word.casefold()) for word in korean if word.strip()]
    return re.compile("|".join([*whole, *parts]) or r"(?!)")


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


@rule(
    code="JM912",
    name="score-not-robust",
    severity=Severity.INFO,
    principle="know how customers feel",
    title="Whether the journey is remembered as good or bad does not depend on how it is worked out",
    message="Whether the journey is remembered as good or bad depends on how peak, end and average are weighed: from "
    "{low:+.1f} to {high:+.1f}.",
    question="How does the customer feel at {places:list}?",
    why="Nobody has measured the weights for your customers. In published studies peak and end together explain about "
    "a third of how differently experiences are remembered.",
    fix="Do not claim either. Mend the worst moment and the end, and ask customers.",
    source=(ALAYBEK, f"{OWN}: 5%"),
    units={"share": "0..1"},
    notes="Looked at are all weights in steps of a tenth, and the named ones. It is undetermined when more than the "
    "share of them, or one of the named ones, disagrees on which side of 0 the score lies.",
)
def score_not_robust(context: Context, *, share: float = 0.05) -> Iterator[Finding]:
    score, journey = context.score, context.journey
    if score is None or not journey.touchpoints:
        return
    unknown = [t.name for t in context.reached.values() if t.emotion is None and t.kind != "survey"]
    if score.recall is None or (score.coverage < COVERAGE and unknown):
        if unknown:
            yield context.cannot_tell(journey, "emotion", places=tuple(unknown))
        return
    peak, end, mean = score.recall.peak, score.recall.end, score.recall.mean
    named = [weights.apply(peak, end, mean) for weights in PRESETS.values()]
    tried = [weights.apply(peak, end, mean) for weights in GRID]
    fewer = min(sum(value > ROUNDING for value in tried), sum(value < -ROUNDING for value in tried))
    if fewer > share * len(tried) or min(named) < -ROUNDING < ROUNDING < max(named):
        yield context.failed(journey, low=min(tried), high=max(tried))
    else:
        yield context.passed(journey)


# What several of them ask


def _survey(touchpoint: Touchpoint) -> Survey:
    """What is known of the survey at a touchpoint."""
    return touchpoint.survey or NO_SURVEY


def _surveys(context: Context) -> Iterator[Touchpoint]:
    """The touchpoints where customers are surveyed."""
    return (t for t in context.reached.values() if t.kind == "survey" or t.survey is not None)
