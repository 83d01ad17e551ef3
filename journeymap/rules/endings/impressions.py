"""What stays in memory of the end: its mood, what it asks, what it gives (JM101, JM102, JM108, JM111, JM112)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import fmean

from journeymap.model import Touchpoint
from journeymap.pathfinding import Path
from journeymap.rulebook import Context, Finding, Severity, rule
from journeymap.rules.places import ask_once, meets_person
from journeymap.rules.sources import ALAYBEK, CHASE_DASU, OWN, PRACTICE, VERHOEF
from journeymap.rules.walks import HIGHEST, LOWEST, ROUNDING, staying


@rule(
    code="JM101",
    name="negative-ending",
    severity=Severity.ERROR,
    principle="finish strong",
    needs=("emotion",),
    title="Every ending leaves the customer no worse than neutral",
    message="“{name}” ends the journey at {emotion:+.1f} for {share:customers}.",
    variants={"flat": "“{name}” ends the journey flat, at 0, for {share:customers}: a chance missed."},
    question="How does the customer feel at the very end, at “{name}”?",
    why="The end carries weight in memory: peak and end together go with how an experience is remembered.",
    fix="Repair the last step first, then let something pleasant come last.",
    source=(CHASE_DASU, ALAYBEK, PRACTICE),
    units={"floor": "-2..+2", "min_share": "0..1"},
    notes="The ending is the last touchpoint that is not a survey. Endings of fewer customers than min_share are "
    "left out. An ending at exactly 0 is a missed chance (info).",
)
def negative_ending(context: Context, *, floor: float = 0.0, min_share: float = 0.05) -> Iterator[Finding]:
    shares = context.endings
    for touchpoint in context.look(_common_endings(context, min_share)):
        emotion, share = touchpoint.emotion or 0.0, shares[touchpoint.id]
        if emotion < floor:
            yield context.failed(touchpoint, share=share, emotion=emotion)
        elif emotion == 0:
            yield context.failed(touchpoint, variant="flat", severity=Severity.INFO, share=share)


@rule(
    code="JM102",
    name="ends-below-average",
    severity=Severity.WARNING,
    principle="finish strong",
    title="The journey ends no lower than it was on the way",
    message="“{name}” ends the journey at {emotion:+.1f}, below the average of the whole way ({mean:+.1f}), for "
    "{share:customers}.",
    question="How does the customer feel at {places:list}?",
    why="An experience should improve towards its end. The evidence is mixed: in one study of service calls, a "
    "higher end did not help.",
    fix="Raise the ending, or move something good towards it.",
    source=(CHASE_DASU, f"{VERHOEF}, which found the contrary", f"{OWN}: the margin"),
    units={"margin": "steps on -2..+2", "min_share": "0..1"},
    notes="Judged path by path, for those who do not give up or cancel. Where some emotions on a path are unknown it "
    "is only decided when no value of theirs could change the answer.",
)
def ends_below_average(context: Context, *, margin: float = 0.25, min_share: float = 0.05) -> Iterator[Finding]:
    journey = context.journey
    ending: dict[str, list[tuple[Path, float | None, bool | None]]] = {}
    for walk in staying(context):
        ending.setdefault(walk.ids[-1], []).append((walk.path, *_below(walk.emotions, margin)))
    asked: set[str] = set()
    for last, judged in ending.items():
        place, among = journey[last], [path for path, _, _ in judged]
        lower = [path for path, _, verdict in judged if verdict]
        unclear = [path for path, _, verdict in judged if verdict is None]
        share, at_most = (context.endings[last] * context.part(some, among) for some in (lower, lower + unclear))
        if lower and share >= min_share - ROUNDING:
            mean = next(mean for _, mean, verdict in judged if verdict)
            yield context.failed(place, share=share, path=lower[0].ids, emotion=place.emotion, mean=mean)
        elif unclear and at_most >= min_share - ROUNDING:
            asked.update(id for path in unclear for id in path.ids)
        else:
            yield context.passed(place)
    unknown = [t for t in journey if t.id in asked and t.emotion is None and t.kind != "survey"]
    yield from ask_once(context, unknown, "emotion")


def _below(emotions: Sequence[float | None], margin: float) -> tuple[float | None, bool | None]:
    """The average of the emotions on a path, and whether the last of them lies below it by more than ``margin``.

    Unknown emotions are taken at their lowest for the average; the verdict is None when they could change it.
    """
    last = emotions[-1]
    lowest, highest = (fmean(bound if e is None else e for e in emotions) for bound in (LOWEST, HIGHEST))
    if last is None:
        return None, None if len(emotions) > 1 else False
    verdicts = {last < mean - margin - ROUNDING for mean in (lowest, highest)}
    return lowest, verdicts.pop() if len(verdicts) == 1 else None


@rule(
    code="JM108",
    name="ends-on-request",
    severity=Severity.INFO,
    principle="finish strong",
    title="The journey does not end by asking something of the customer",
    message="The journey ends at “{name}” by asking something, and the customer feels no better there than at "
    "“{previous}” before.",
    question="How does the customer feel at “{name}”?",
    why="A visit that ends with a request ends with what the business wants. Finish by giving.",
    fix="Put thanks, or something for the customer, after the request.",
    source=(CHASE_DASU, f"{OWN}: applied to requests"),
    notes="Concerned are journeys that end at a survey, an upsell or a form.",
)
def ends_on_request(context: Context) -> Iterator[Finding]:
    routes, reached = context.routes, context.reached
    for here in sorted(reached.keys() & set(routes.endings)):
        last = reached[here]
        previous = [reached[i] for i in routes.back[here] if i in reached and i != here]
        if last.kind not in ("survey", "upsell", "form") or not previous:
            continue
        if last.emotion is None:
            yield context.cannot_tell(last, "emotion")
            continue
        higher = next((t for t in previous if t.emotion is not None and t.emotion >= last.emotion), None)
        unknown = [touchpoint for touchpoint in previous if touchpoint.emotion is None]
        if higher is not None:
            path = (*(routes.path(higher.id) or ()), last.id)
            yield context.failed(last, path=path, previous=higher.name)
        elif unknown:
            yield from (context.cannot_tell(touchpoint, "emotion") for touchpoint in unknown)
        else:
            yield context.passed(last)


@rule(
    code="JM111",
    name="delivery-is-the-real-end",
    severity=Severity.INFO,
    principle="finish strong",
    title="The journey goes on until the customer holds what was bought",
    message="The journey stops after “{name}”, before the customer holds what was bought.",
    question="Does the customer get a thing that arrives later, and does the journey go on until then?",
    why="What is remembered as the end is often the parcel or the pick-up, not the payment.",
    fix="Carry the journey on to delivery or pick-up, and to unpacking.",
    source=PRACTICE,
    notes="Concerned are journeys with a payment that is not made to a person, where the business sells a physical "
    "product. A touchpoint of the kind delivery or pickup, or in a stage after the service, is enough.",
)
def delivery_is_the_real_end(context: Context) -> Iterator[Finding]:
    routes, journey, business = context.routes, context.journey, context.journey.business
    product = None if business is None else business.product
    payments = [i for i, t in context.reached.items() if t.kind == "payment" and not meets_person(t)]
    if not payments or product not in (None, "physical"):
        return
    phases = {stage.name: stage.phase for stage in journey.stages}
    following = [journey.touchpoints[i] for i in sorted(routes.reachable(payments).difference(payments))]
    later = [phases.get(touchpoint.stage or "") for touchpoint in following]
    if any(t.kind in ("delivery", "pickup") for t in following) or {"after", "follow-up"}.intersection(later):
        yield context.passed(journey)
    elif product is None:
        yield context.cannot_tell(journey, "business.product")
    elif any(t.kind is None and phase is None for t, phase in zip(following, later, strict=True)):
        yield context.cannot_tell(journey, "kind")
    else:
        yield context.failed(journey.touchpoints[max(payments)])


@rule(
    code="JM112",
    name="no-keepsake-or-share",
    severity=Severity.INFO,
    principle="finish strong",
    title="Towards the end there is something to take away or to share",
    message="Nothing towards the end can be taken away or shared: {places:list}.",
    question="Is there something to take away or to share at {places:list}?",
    why="A service cannot be held or kept. Something to take along helps to remember it, and to pass it on.",
    fix="Add a small thing to take away, or a moment worth sharing.",
    source=PRACTICE,
    notes="Looked at in the last third of the likeliest path to a success, or, without one, of the likeliest path.",
)
def no_keepsake_or_share(context: Context) -> Iterator[Finding]:
    journey = context.journey
    paths = context.paths
    path = next((path for path in paths if journey[path.ids[-1]].ends == "success"), paths[0] if paths else None)
    if path is None:
        return
    last_third = dict.fromkeys(path.ids[-max(1, round(len(path.ids) / 3)) :])
    touchpoints = [touchpoint for touchpoint in journey if touchpoint.id in last_third]
    places = tuple(touchpoint.name for touchpoint in touchpoints)
    given = [
        fact
        for touchpoint in touchpoints
        for keepsake in [touchpoint.keepsake]
        for fact in ((None, None) if keepsake is None else (keepsake.artefact, keepsake.shareable))
    ]
    if any(given):
        yield context.passed(journey)
    elif None in given:
        yield context.cannot_tell(journey, "keepsake", places=places)
    else:
        yield context.failed(journey, places=places)


def _common_endings(context: Context, min_share: float) -> Iterator[Touchpoint]:
    """The endings of at least ``min_share`` of customers, in the order of the journey."""
    shares = context.endings
    return (touchpoint for touchpoint in context.journey if shares.get(touchpoint.id, 0.0) >= min_share - ROUNDING)
