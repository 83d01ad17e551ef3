"""The strongest moments of a journey, and what they rest on (JM201-JM208)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import mul
from statistics import fmean
from typing import Any

from journeymap.channels import channel
from journeymap.model import Touchpoint
from journeymap.rulebook import Context, Finding, Severity, Walk, rule
from journeymap.rules.places import ask_once
from journeymap.rules.sources import ALAYBEK, ARIELY_CARMON, CHASE_DASU, DIXON, KAHNEMAN, OWN, PRACTICE, VERHOEF
from journeymap.rules.walks import HIGHEST, LOWEST, QUESTION, ROUNDING, judge_places, judge_way, staying

BASICS = ("board", "checkout", "confirmation", "delivery", "payment", "pickup", "support", "verification")
"""The kinds of touchpoint that simply must work, when their need is not stated."""

MENDING = ("cancel", "complaint", "failure", "out_of_stock", "recovery", "return", "support")
"""The kinds of touchpoint that few customers need, and that must be there all the same."""

VALUES = {"usefulness": "usefulness", "usability": "ease of use", "emotion": "what it makes one feel"}
"""The three values that a touchpoint is rated by, by fact."""


@rule(
    code="JM201",
    name="no-positive-peak",
    severity=Severity.WARNING,
    principle="segment pleasure, combine pain",
    title="Every customer who stays meets a high point on the way",
    message="A high point is missing for {share:customers}: the best moment on their way is “{best}”, at "
    "{emotion:+.1f}.",
    question=QUESTION,
    why="In one study of service calls, a high point went with satisfaction beyond what the average explains.",
    fix="Design one distinctive high point. It may be small and quiet.",
    source=(VERHOEF, PRACTICE, f"{OWN}: the limit"),
    units={"limit": "-2..+2", "min_share": "0..1"},
    notes="Judged path by path, for those who do not give up or cancel.",
)
def no_positive_peak(context: Context, *, limit: float = 1.5, min_share: float = 0.05) -> Iterator[Finding]:
    def fails(walk: Walk) -> bool | None:
        if max(walk.felt, default=LOWEST) >= limit:
            return False
        return True if walk.known else None

    def tell(failing: Sequence[Walk]) -> dict[str, Any]:
        walk = failing[0]
        emotion = max(walk.felt)
        return {"best": context.journey[walk.ids[walk.emotions.index(emotion)]].name, "emotion": emotion}

    yield from judge_way(context, staying(context), fails, tell, min_share=min_share)


@rule(
    code="JM202",
    name="peak-is-negative",
    severity=Severity.ERROR,
    principle="segment pleasure, combine pain",
    title="The strongest moment is not a bad one",
    message="“{name}”, at {emotion:+.1f}, is the strongest moment for {share:customers}, and a bad one.",
    question=QUESTION,
    why="The strongest moment and the end together go with how an experience is remembered.",
    fix="Repair or cushion this moment before anything else.",
    source=(ALAYBEK, KAHNEMAN, f"{OWN}: the limit"),
    units={"limit": "-2..+2", "min_share": "0..1"},
    notes="The strongest moment on a path is the one furthest from 0; of two as far it is the bad one, then the later.",
)
def peak_is_negative(context: Context, *, limit: float = -1.0, min_share: float = 0.05) -> Iterator[Finding]:
    def failures(walk: Walk) -> tuple[Sequence[str], bool]:
        lowest = min(walk.felt, default=HIGHEST)
        if lowest > limit or -lowest < max(walk.felt) or not (walk.known or lowest == LOWEST):
            return (), not walk.known
        last = len(walk.ids) - 1 - walk.emotions[::-1].index(lowest)
        return (walk.ids[last],), False

    def tell(place: str, walk: Walk) -> dict[str, Any]:
        return {"emotion": context.journey[place].emotion}

    score, exact = context.score, None
    if score is not None and all(walk.known for walk in context.walks):
        exact = {id: score.scored * share for id, share in score.peak_probability.items()}
    yield from judge_places(context, context.walks, failures, tell, min_share=min_share, exact=exact)


@rule(
    code="JM203",
    name="single-clumped-pleasure",
    severity=Severity.INFO,
    principle="segment pleasure, combine pain",
    title="Good moments are spread over the way",
    message="For {share:customers}, all good moments come in one go: {places:list}.",
    question=QUESTION,
    why="Chase & Dasu advise to give pleasure in several portions, so that it is enjoyed more than once.",
    fix="Spread the good moments, with one of them at the end.",
    source=CHASE_DASU,
    units={"limit": "-2..+2", "least": "touchpoints", "min_share": "0..1"},
    notes="Judged path by path, for those who do not give up or cancel, on paths of at least five touchpoints. A way "
    "that is good for more than half of its length is not concerned.",
)
def single_clumped_pleasure(
    context: Context, *, limit: float = 1.0, least: int = 5, min_share: float = 0.05
) -> Iterator[Finding]:
    journey = context.journey
    good = {t.id for t in journey if t.emotion is not None and t.emotion >= limit}
    perhaps = good | {t.id for t in journey if t.emotion is None}

    def stretch(walk: Walk) -> Sequence[str]:
        """From the first good moment to the last."""
        inside = [*map(good.__contains__, walk.ids)]
        return walk.ids[inside.index(True) : len(inside) - inside[::-1].index(True)] if True in inside else ()

    def fails(walk: Walk) -> bool | None:
        length = len(walk.ids)
        number = sum(map(good.__contains__, walk.ids))
        if length < least or number > length / 2 or number + length - len(walk.felt) < 2:
            return False
        if not all(map(perhaps.__contains__, stretch(walk))):
            return False
        return True if walk.known else None

    def tell(failing: Sequence[Walk]) -> dict[str, Any]:
        return {"places": tuple(journey[id].name for id in dict.fromkeys(stretch(failing[0])))}

    yield from judge_way(context, staying(context), fails, tell, min_share=min_share)


@rule(
    code="JM204",
    name="delight-before-basics",
    severity=Severity.WARNING,
    principle="segment pleasure, combine pain",
    title="The basics work before anything is there to delight",
    message="“{delight}” is there to delight, while what must simply work does not: {places:list}.",
    variants={"which": "Which of these must simply work, and which are there to delight: {places:list}?"},
    question=QUESTION,
    why="Nobody is angry that there is no gift; they are angry about a slow phone, a silent board or a late parcel. "
    "In a large study of service contacts, effort told more about loyalty than delight did.",
    fix="Do the basics first.",
    source=(PRACTICE, DIXON, f"{OWN}: the limit"),
    units={"limit": "-2..+2"},
    notes="Named at the worst of them. A touchpoint must simply work when its need is stated as basic or safety or, "
    "where nothing is stated, by its kind (such as payment, delivery, board, support) or because it is on the phone. "
    "Asked only where the journey says something of needs.",
)
def delight_before_basics(context: Context, *, limit: float = -0.5) -> Iterator[Finding]:
    ended = ("abandon", "cancel", "failure")
    touchpoints = [t for t in context.reached.values() if t.kind != "survey" and t.ends not in ended]
    if all(touchpoint.need is None for touchpoint in touchpoints):
        return
    delight = next((touchpoint for touchpoint in touchpoints if touchpoint.need == "delight"), None)
    basics = [touchpoint for touchpoint in touchpoints if _must_work(touchpoint)]
    failing = [touchpoint for touchpoint in basics if touchpoint.emotion is not None and touchpoint.emotion <= limit]
    open_ones = [t for t in touchpoints if t.need is None and (delight is None or _must_work(t) is None)]
    bad_ones = [t for t in open_ones if t.emotion is not None and t.emotion <= limit]
    unknown = [touchpoint for touchpoint in basics if touchpoint.emotion is None]
    if delight is not None and failing:
        worst = min(failing, key=lambda touchpoint: touchpoint.emotion or 0.0)
        places = tuple(touchpoint.name for touchpoint in failing)
        yield context.failed(worst, delight=delight.name, places=places)
    elif (delight is not None and bad_ones) or (delight is None and failing and open_ones):
        yield from ask_once(context, bad_ones if delight else open_ones, "need", variant="which")
    elif delight is not None and unknown:
        yield from ask_once(context, unknown, "emotion")
    elif delight is not None and basics:
        yield context.passed(context.journey)


def _must_work(touchpoint: Touchpoint) -> bool | None:
    """Whether a touchpoint is one that must simply work; None when neither its need nor its kind is known."""
    medium = channel(touchpoint.channel)
    if touchpoint.need is not None:
        return touchpoint.need != "delight"
    if touchpoint.kind in BASICS or (medium is not None and medium.id == "phone"):
        return True
    return None if touchpoint.kind is None else False


@rule(
    code="JM205",
    name="flat-journey",
    severity=Severity.INFO,
    principle="segment pleasure, combine pain",
    title="Something on the way stands out",
    message="Nothing stands out for {share:customers}: the mood stays between {lowest:+.1f} and {highest:+.1f}.",
    question=QUESTION,
    why="Summaries of an experience draw on its pattern, such as its strongest and its last moments; where nothing "
    "stands out there is little to remember.",
    fix="Create contrast: one high point, one clear end.",
    source=(ARIELY_CARMON, f"{OWN}: the limits"),
    units={"spread": "standard deviation on -2..+2", "content": "-2..+2", "least": "touchpoints", "min_share": "0..1"},
    notes="Judged path by path, for those who do not give up or cancel, on paths of at least five touchpoints. A way "
    "that is evenly good (on average at least 1) is not concerned.",
)
def flat_journey(
    context: Context, *, spread: float = 0.25, content: float = 1.0, least: int = 5, min_share: float = 0.05
) -> Iterator[Finding]:
    def fails(walk: Walk) -> bool | None:
        felt, number, length = walk.felt, len(walk.felt), len(walk.ids)
        mean = fmean(felt) if felt else 0.0
        variance = (sum(map(mul, felt, felt)) - number * mean**2) / length
        at_worst = (mean * number + LOWEST * (length - number)) / length
        if length < least or variance >= spread**2 - ROUNDING or at_worst >= content:
            return False  # whatever is unknown: it could only add to the variance, or raise the mean
        return True if walk.known else None

    def tell(failing: Sequence[Walk]) -> dict[str, Any]:
        return {"lowest": min(failing[0].felt), "highest": max(failing[0].felt)}

    yield from judge_way(context, staying(context), fails, tell, min_share=min_share)


@rule(
    code="JM206",
    name="unused-feature",
    severity=Severity.INFO,
    principle="sound structure",
    title="What is offered is used",
    message="Only {usage:percent} of customers use “{name}”.",
    question="Only {usage:percent} of customers use “{name}”: must it be there all the same, as a basic or for safety?",
    why="Effort that goes into bells and whistles is missing where customers are.",
    fix="Leave it out, or make it simpler.",
    source=(PRACTICE, f"{OWN}: 5%"),
    units={"limit": "0..1"},
    notes="Looked at where the usage is stated. Basics, what is there for safety, and what puts things right may be "
    "used by few.",
)
def unused_feature(context: Context, *, limit: float = 0.05) -> Iterator[Finding]:
    for touchpoint in context.reached.values():
        usage = touchpoint.usage_rate
        if usage is None:
            continue
        if usage >= limit or touchpoint.need in ("basic", "safety") or touchpoint.kind in MENDING:
            yield context.passed(touchpoint)
        elif touchpoint.need is None:
            yield context.cannot_tell(touchpoint, "need", usage=usage)
        else:
            yield context.failed(touchpoint, usage=usage)


@rule(
    code="JM207",
    name="value-missing",
    severity=Severity.INFO,
    principle="know how customers feel",
    title="What is rated is useful, easy to use and touching, and something touches the customer enough to delight",
    message="“{name}” is rated below {limit:g} of 5 in this: {lacking:labels}.",
    variants={
        "nothing": "Nothing on the journey is rated {touching:g} or more of 5 in what it makes one feel.",
        "anything": "Is there anything on the journey that would be rated {touching:g} or more of 5 in what it makes "
        "one feel?",
    },
    question="How is “{name}” rated, 0 to 5, in this: {lacking:labels}?",
    why="Three values raise the worth of a service: that it is useful, that it is easy to use, and what it makes one "
    "feel.",
    fix="Mend the weakest of the three.",
    source=(PRACTICE, f"{OWN}: the limits"),
    units={"limit": "0..5", "touching": "0..5"},
    notes="Looked at where a touchpoint is rated (value).",
)
def value_missing(context: Context, *, limit: float = 2.0, touching: float = 4.0) -> Iterator[Finding]:
    touchpoints = [touchpoint for touchpoint in context.reached.values() if touchpoint.kind != "survey"]
    feelings = [None if touchpoint.value is None else touchpoint.value.emotion for touchpoint in touchpoints]
    for touchpoint in touchpoints:
        if touchpoint.value is None:
            continue
        rated = {fact: getattr(touchpoint.value, fact) for fact in VALUES}
        low = tuple(VALUES[fact] for fact, rating in rated.items() if rating is not None and rating < limit)
        unknown = [fact for fact, rating in rated.items() if rating is None]
        if low:
            yield context.failed(touchpoint, lacking=low, limit=limit)
        elif unknown:
            facts = (f"value.{fact}" for fact in unknown)
            yield context.cannot_tell(touchpoint, *facts, lacking=tuple(VALUES[fact] for fact in unknown))
        else:
            yield context.passed(touchpoint)
    if all(touchpoint.value is None for touchpoint in touchpoints):
        return
    if any(feeling is not None and feeling >= touching for feeling in feelings):
        yield context.passed(context.journey)
    elif None in feelings:
        yield context.cannot_tell(context.journey, "value.emotion", variant="anything", touching=touching)
    else:
        yield context.failed(context.journey, variant="nothing", touching=touching)


@rule(
    code="JM208",
    name="emotion-unsupported",
    severity=Severity.INFO,
    principle="know how customers feel",
    title="The emotions that decide the score were measured",
    message="How customers feel at “{name}” decides much of the score, and is only assumed.",
    variants={"few": "How customers feel at “{name}” decides much of the score, and rests on too few answers: {n}."},
    question="Where do the emotions at these touchpoints come from, and how many customers were asked: {places:list}?",
    why="What decides is what customers perceive. Where that is only believed, the score rests on a guess.",
    fix="Measure there first.",
    source=(PRACTICE, f"{OWN}: five customers"),
    units={"least": "customers", "min_share": "0..1"},
    notes="Concerned are the touchpoints that are the peak or the end for at least min_share of customers.",
)
def emotion_unsupported(context: Context, *, least: int = 5, min_share: float = 0.05) -> Iterator[Finding]:
    score, asked = context.score, []
    if score is None:
        return
    for touchpoint in context.journey:
        deciding = max(score.peak_probability[touchpoint.id], score.end_probability[touchpoint.id])
        if deciding * score.scored < min_share - ROUNDING:
            continue
        evidence = touchpoint.evidence
        number = None if evidence is None else evidence.n
        if evidence is not None and evidence.basis == "assumed":
            yield context.failed(touchpoint)
        elif number is None:
            asked.append(touchpoint)
        elif number < least:
            yield context.failed(touchpoint, variant="few", n=number)
        else:
            yield context.passed(touchpoint)
    yield from ask_once(context, asked, "evidence")
