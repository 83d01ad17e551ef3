"""How feelings run along the way, and whether they could run better (JM301, JM305-JM308)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import mul
from typing import Any

from journeymap.recalling import PRESETS
from journeymap.rulebook import Context, Finding, Severity, Walk, rule
from journeymap.rules.places import DAY
from journeymap.rules.sources import (
    ARIELY_ZAUBERMAN,
    CHASE_DASU,
    DAS_GUPTA,
    FREDERICK_LOEWENSTEIN,
    LOEWENSTEIN_PRELEC,
    OWN,
    PRACTICE,
    THALER_JOHNSON,
)
from journeymap.rules.walks import HIGHEST, LOWEST, QUESTION, ROUNDING, judge_places, judge_way, staying
from journeymap.scoring import Score
from journeymap.sequencing.lines import Run, runs_of

LEAST_END = min(weights.end for weights in PRESETS.values() if weights.end)
"""How much the end counts under the preset that counts it least."""

BAD, FINE, UNKNOWN = "b", "f", "u"
"""How a moment is marked, so that a walk can be searched as a text."""


@rule(
    code="JM301",
    name="scattered-pain",
    severity=Severity.WARNING,
    principle="segment pleasure, combine pain",
    title="Unpleasant moments are not scattered over the way",
    message="For {share:customers}, unpleasant moments come {count} separate times: {places:list}. How much "
    "it helps to put them together is not settled: the evidence is mixed.",
    question=QUESTION,
    why="Chase & Dasu advise to get what is unpleasant over in one go. The evidence is mixed: people were not found to "
    "put their losses together as the theory has it.",
    fix="Put unpleasant steps together where that can be done, and see whether customers prefer it.",
    source=(CHASE_DASU, f"{THALER_JOHNSON}, which found the contrary", f"{OWN}: the limits"),
    units={"limit": "-2..+2", "times": "times", "min_share": "0..1"},
    notes="Judged path by path, for those who do not give up or cancel. A way that is unpleasant for more than half of "
    "its length has other troubles, and is not concerned.",
)
def scattered_pain(
    context: Context, *, limit: float = -0.5, times: int = 3, min_share: float = 0.05
) -> Iterator[Finding]:
    journey = context.journey
    marks = {t.id: UNKNOWN if t.emotion is None else BAD if t.emotion <= limit else FINE for t in journey}

    def fails(walk: Walk) -> bool | None:
        marked = "".join(map(marks.__getitem__, walk.ids))
        pain, unknown, most = marked.count(BAD), marked.count(UNKNOWN), len(marked) / 2
        separate = len(re.findall(f"{BAD}+", marked.replace(UNKNOWN, "")))  # as if the unknown joined both its sides
        if pain > most or separate + unknown < times:
            return False
        return True if separate >= times and pain + unknown <= most else None

    def tell(failing: Sequence[Walk]) -> dict[str, Any]:
        ids = failing[0].ids
        places = tuple(journey[id].name for id in dict.fromkeys(ids) if marks[id] == BAD)
        return {"count": len(re.findall(f"{BAD}+", "".join(map(marks.__getitem__, ids)))), "places": places}

    yield from judge_way(context, staying(context), fails, tell, min_share=min_share)


@rule(
    code="JM305",
    name="pain-late",
    severity=Severity.WARNING,
    principle="get the bad over early",
    title="The worst is over before the last third of the way",
    message="For {share:customers}, the worst moment, “{name}” at {emotion:+.1f}, comes in the last third of the way.",
    question=QUESTION,
    why="Chase & Dasu advise to get bad experiences over early, so that the better part comes last.",
    fix="Move it forward where the order allows, or make it less unpleasant.",
    source=(CHASE_DASU, PRACTICE, f"{OWN}: the limit"),
    units={"limit": "-2..+2", "min_share": "0..1"},
    notes="Judged path by path, for those who do not give up or cancel; of several moments as bad the first counts. An "
    "ending where customers do not get what they came for is left to JM101.",
)
def pain_late(context: Context, *, limit: float = -1.0, min_share: float = 0.05) -> Iterator[Finding]:
    feelings = {touchpoint.id: touchpoint.emotion for touchpoint in context.journey}
    at_best, at_worst = (
        {id: bound if emotion is None else emotion for id, emotion in feelings.items()} for bound in (math.inf, LOWEST)
    )

    def failures(walk: Walk) -> tuple[Sequence[str], bool]:
        cut = math.ceil(len(walk.ids) * 2 / 3)
        before = min(map(at_best.__getitem__, walk.ids[:cut]), default=math.inf)
        worst = min(map(at_best.__getitem__, walk.ids[cut:]), default=math.inf)
        lowest = min(map(at_worst.__getitem__, walk.ids[cut:]), default=math.inf)
        if lowest > limit or before <= lowest:
            return (), False  # whatever is unknown
        if None in walk.emotions[:cut] or lowest < worst:
            return (), True
        place = walk.emotions.index(worst, cut)
        lost = walk.ends == "failure" and place == len(walk.ids) - 1
        return (() if lost else (walk.ids[place],)), False

    def tell(place: str, walk: Walk) -> dict[str, Any]:
        return {"emotion": context.journey[place].emotion}

    yield from judge_places(context, staying(context), failures, tell, min_share=min_share)


@rule(
    code="JM306",
    name="chronic-low",
    severity=Severity.ERROR,
    principle="get the bad over early",
    title="Customers are never left below neutral for long",
    message="From “{name}” on, {share:customers} feel bad {count} times in a row: {places:list}.",
    question=QUESTION,
    why="Service that stays poor is a slow death: no single step is to blame, and customers are gone.",
    fix="Break the run with something that goes right.",
    source=(PRACTICE, f"{OWN}: three in a row"),
    units={"times": "touchpoints", "min_share": "0..1"},
    notes="A run that begins at one place is one finding. A touchpoint met again on a path counts again.",
)
def chronic_low(context: Context, *, times: int = 3, min_share: float = 0.05) -> Iterator[Finding]:
    journey = context.journey
    marks = {t.id: UNKNOWN if t.emotion is None else BAD if t.emotion < 0 else FINE for t in journey}

    bad, perhaps = (re.compile(f"[{wanted}]{{{times},}}") for wanted in (BAD, BAD + UNKNOWN))

    def runs(walk: Walk) -> list[Sequence[str]]:
        return [walk.ids[slice(*run.span())] for run in bad.finditer("".join(map(marks.__getitem__, walk.ids)))]

    def failures(walk: Walk) -> tuple[Sequence[str], bool]:
        found = [run[0] for run in runs(walk)]
        unclear = not walk.known and not found and perhaps.search("".join(map(marks.__getitem__, walk.ids)))
        return found, bool(unclear)

    def tell(place: str, walk: Walk) -> dict[str, Any]:
        run = next(run for run in runs(walk) if run[0] == place)
        return {"count": len(run), "places": tuple(journey[id].name for id in dict.fromkeys(run))}

    yield from judge_places(context, context.walks, failures, tell, min_share=min_share)


@rule(
    code="JM307",
    name="declining-trend",
    severity=Severity.WARNING,
    principle="get the bad over early",
    title="The mood does not fall along the way",
    message="The mood of {share:customers} falls along the way, by {fall:.2f} a step on average.",
    variants={
        "visits": "The mood of {share:customers} falls along the way, by {fall:.2f} a step on average; over separate "
        "visits that counts for less.",
    },
    question=QUESTION,
    why="When people choose between sequences, most studies find that they prefer those that improve, but not "
    "always: it depends on how they are asked. Broken into parts, a sequence is judged less by its pattern.",
    fix="Move what is good towards the end, or raise the end.",
    source=(
        f"{FREDERICK_LOEWENSTEIN}, which found the contrary in part",
        LOEWENSTEIN_PRELEC,
        DAS_GUPTA,
        ARIELY_ZAUBERMAN,
        f"{OWN}: the limit",
    ),
    units={"limit": "steps on -2..+2 for each touchpoint", "least": "touchpoints", "gap": "s", "min_share": "0..1"},
    notes="Judged path by path, for those who do not give up or cancel, on paths of at least four touchpoints, by the "
    "straight line that fits best. A way with a delay of 24 hours or more begins another visit.",
)
def declining_trend(
    context: Context, *, limit: float = -0.1, least: int = 4, gap: float = DAY, min_share: float = 0.05
) -> Iterator[Finding]:
    journey = context.journey
    steps = ((here.id, way.transition) for here, ways in zip(journey, context.routes.ways, strict=True) for way in ways)
    breaks = {(here, step.to) for here, step in steps if step.delay is not None and step.delay >= gap}

    def fails(walk: Walk) -> bool | None:
        if len(walk.ids) < least:
            return False
        falls = _slope(walk, HIGHEST, LOWEST) < limit - ROUNDING
        if walk.known or not falls:
            return falls
        return True if _slope(walk, LOWEST, HIGHEST) < limit - ROUNDING else None

    def tell(failing: Sequence[Walk]) -> dict[str, Any]:
        in_one_go = [walk.path for walk in failing if not breaks or breaks.isdisjoint(pairwise(walk.path.ids))]
        apart = context.part(in_one_go, context.paths) < min_share - ROUNDING
        told = {"variant": "visits", "severity": Severity.INFO} if apart else {}
        return {"fall": -_slope(failing[0], LOWEST, HIGHEST), **told}

    yield from judge_way(context, staying(context), fails, tell, min_share=min_share)


def _slope(walk: Walk, early: float, late: float) -> float:
    """By how much emotions rise from one to the next, along the straight line that fits best (least squares).

    Unknown emotions are taken as ``early`` in the first half of the walk and as ``late`` in the second.
    """
    number, emotions = len(walk.ids), walk.felt
    middle = (number - 1) / 2
    if not walk.known:
        filled = enumerate(walk.emotions)
        emotions = tuple((early if place < middle else late) if felt is None else felt for place, felt in filled)
    lean: float = sum(map(mul, range(number), emotions)) - middle * sum(emotions)
    return 12 * lean / (number * (number**2 - 1))


@rule(
    code="JM308",
    name="resequence-gain",
    severity=Severity.INFO,
    principle="finish strong",
    title="No other order would leave a better memory",
    message="With “{name}” last ({order:list}) the journey would be remembered better by {gain:.2f} or more, however "
    "much the end counts.",
    question="Which of these could come last: {places:list}?",
    why="A path is remembered by its strongest moment, its end and its average, and of these the order changes the "
    "end. In a model of getting used to things and forgetting, short experiences are best when they rise.",
    fix="Try the other order, or write down why it has to stay as it is.",
    source=(DAS_GUPTA, CHASE_DASU, f"{OWN}: the limit"),
    units={"gain": "-2..+2"},
    notes="Only touchpoints said to be movable change places, and everything that is stated is obeyed. The gain is "
    "that under the preset weights that count the end least; the plain mean knows no order and is left out. The course "
    "of the likeliest path may not get worse. Asked is only what could bring that gain.",
)
def resequence_gain(context: Context, *, gain: float = 0.2) -> Iterator[Finding]:
    journey, scored = context.journey, context.score
    if scored is None or scored.remembered is None:
        return
    runs = runs_of(journey, scored)[0]
    better = False
    for run in runs:
        weight, present = _weight_of_end(run, scored), run.row.present
        found = run.best() if _promising(run, weight, gain) else None
        gained = weight * (run.end(found[0]) - run.end(present)) if found else 0.0
        if found and gained >= gain - ROUNDING:
            better = True
            order = tuple(journey[run.ids[item]].name for item in found[0])
            yield context.failed(journey[run.ids[run.row.last(found[0])]], order=order, gain=gained)
    if better:
        return
    places: list[str] = []
    for run in runs_of(journey, scored, opened=True)[0]:
        asked = (journey[run.ids[item]] for item in _promising(run, _weight_of_end(run, scored), gain))
        places += [touchpoint.name for touchpoint in asked if touchpoint.movable is None]
    if places:
        yield context.cannot_tell(journey, "movable", places=tuple(places))
    elif runs:
        yield context.passed(journey)


def _weight_of_end(run: Run, scored: Score) -> float:
    """By how much the score rises for each step that the end of a run is raised, where the end counts least."""
    return LEAST_END * scored.end_probability[run.ids[run.row.last(run.row.present)]]


def _promising(run: Run, weight: float, gain: float) -> list[int]:
    """What might come last, if it were alone in the way, and would then bring the gain."""
    end, tied = run.end(run.row.present), {first for first, _ in run.row.before}
    felt = ((item, run.row.levels[item]) for item in run.row.free if item not in tied)
    return [item for item, level in felt if level is not None and weight * (level - end) >= gain - ROUNDING]
