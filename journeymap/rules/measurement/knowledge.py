"""What the team knows of customers beside surveys, and how sure that is (JM906, JM907, JM909, JM910, JM912)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from functools import cache

from journeymap.errors import JourneyError
from journeymap.recalling import PRESETS, Weights
from journeymap.rulebook import COVERAGE, Context, Finding, Severity, rule
from journeymap.rules.places import DAY, ask_once
from journeymap.rules.sources import ALAYBEK, BAIN, OWN, PRACTICE
from journeymap.rules.texts import folded
from journeymap.rules.walks import ROUNDING

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
