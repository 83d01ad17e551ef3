"""Whether customers are passed on, and have to tell everything again (JM802, JM803)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from journeymap.pathfinding import Path
from journeymap.rulebook import Context, Finding, Severity, rule
from journeymap.rules.places import ask_once
from journeymap.rules.recovery.handling import HELPING
from journeymap.rules.sources import DIXON, OWN, PRACTICE
from journeymap.rules.texts import folded
from journeymap.rules.walks import ROUNDING

IDENTIFYING = ("delivery", "payment", "pickup", "return", "verification")
"""The kinds of touchpoint where customers are asked again who they are, for their own safety."""


@rule(
    code="JM802",
    name="handoff-repeat",
    severity=Severity.ERROR,
    principle="put it right",
    title="Nobody has to tell the same thing twice",
    message="Whoever is passed on from “{name}” to “{about}” has to tell everything again.",
    variants={"again": "“{name}” asks customers again for what they told at “{earlier}”: {asked:list}."},
    question="When customers are passed on from “{name}” to “{about}”, does what they have said go along?",
    why="Effort costs loyalty more than delight wins it, say Dixon, Freeman & Toman; telling everything again is such "
    "an effort.",
    fix="Let the case travel with the customer: whoever takes over reads it first.",
    source=(DIXON, PRACTICE, f"{OWN}: 5%"),
    units={"min_share": "0..1"},
    notes="Judged are ways of the kind handoff, and what is asked for twice on the likeliest paths. Payments, "
    "verifications, deliveries, pick-ups and returns may ask again who it is. Where no problem is being handled, "
    "asking twice is a warning.",
)
def handoff_repeat(context: Context, *, min_share: float = 0.05) -> Iterator[Finding]:
    touchpoints = context.journey.touchpoints
    retold: set[str] = set()
    for here, touchpoint in context.reached.items():
        for way in context.routes.ways[here]:
            if way.kind != "handoff" or way.share == 0:
                continue
            target = touchpoints[way.to]
            carried = way.transition.context_carried
            for place in context.look([touchpoint]):
                if carried is None:
                    yield context.cannot_tell(place, "next.context_carried", about=target.name)
                elif not carried:
                    retold.add(target.id)
                    share = None if context.score is None else context.score.reach[place.id] * way.share
                    yield context.failed(place, about=target.name, path=(place.id, target.id), share=share)
    yield from _asked_again(context, retold, min_share)


def _asked_again(context: Context, retold: set[str], min_share: float) -> Iterator[Finding]:
    """What is asked for a second time on the likeliest paths, where it is not said already."""
    asking = {
        touchpoint.id: {folded(asked): asked for asked in touchpoint.fields_requested}
        for touchpoint in context.reached.values()
        if touchpoint.fields_requested and touchpoint.kind not in IDENTIFYING
    }
    often = Counter(asked for fields in asking.values() for asked in fields)
    asking = {
        id: twice for id, fields in asking.items() if (twice := {f: s for f, s in fields.items() if often[f] > 1})
    }
    telling = {id: dict.fromkeys(fields, id) for id, fields in asking.items()}
    alike: dict[tuple[str, ...], list[Path]] = {}
    for path in context.paths if asking else ():
        alike.setdefault(tuple(filter(asking.__contains__, path.ids)), []).append(path)
    found: dict[str, list[Path]] = {}
    first: dict[str, dict[str, str]] = {}
    for ids, paths in alike.items():
        told: dict[str, str] = {}
        for id in dict.fromkeys(ids):
            if id not in retold and not told.keys().isdisjoint(asking[id]):
                found.setdefault(id, []).extend(paths)
                first.setdefault(id, told)
            told = {**telling[id], **told}
    for id, paths in found.items():
        place, share = context.journey[id], context.part(paths, context.paths)
        again = {said: first[id][f] for f, said in asking[id].items() if f in first[id]}
        if share >= min_share - ROUNDING:
            yield context.failed(
                place,
                variant="again",
                severity=None if place.kind in HELPING else Severity.WARNING,
                path=paths[0].ids[: paths[0].ids.index(id) + 1],
                share=share,
                earlier=context.journey[next(iter(again.values()))].name,
                asked=tuple(again),
            )


@rule(
    code="JM803",
    name="too-many-handoffs",
    severity=Severity.WARNING,
    principle="put it right",
    title="Nobody is passed on more than once",
    message="At “{name}” {share:customers} are passed on yet again: {number} times in all.",
    question="At which of these are customers passed on to somebody else: {places:list}?",
    why="Each time a customer is passed on, somebody else has to understand the problem anew.",
    fix="Give each case one owner, who asks the others and comes back to the customer.",
    source=(PRACTICE, f"{OWN}: the limits"),
    units={"most": "times", "min_share": "0..1"},
    notes="Counted are ways of the kind handoff on the likeliest paths. It is asked about ways of unstated kind from "
    "one touchpoint that handles problems to another when they could make the difference.",
)
def too_many_handoffs(context: Context, *, most: int = 1, min_share: float = 0.05) -> Iterator[Finding]:
    stated, perhaps = _handoffs(context)
    if not stated and len(perhaps) <= most:
        return
    found: dict[str, list[tuple[Path, int]]] = {}
    unclear: dict[str, None] = {}
    for path in context.paths:
        passing = list(filter(stated.__contains__, pairwise(path.ids)))
        if len(passing) > most:
            found.setdefault(passing[most][0], []).append((path, len(passing)))
        elif perhaps:
            open_ways = [here for here, _ in filter(perhaps.__contains__, pairwise(path.ids))]
            if len(passing) + len(open_ways) > most:
                unclear.update(dict.fromkeys(open_ways))
    shares = {id: context.part((path for path, _ in taken), context.paths) for id, taken in found.items()}
    often = [id for id, share in shares.items() if share >= min_share - ROUNDING]
    for id in often:
        path, number = found[id][0]
        yield context.failed(context.journey[id], share=shares[id], path=path.ids, number=number)
    if not often and unclear:
        yield from ask_once(context, [context.journey[id] for id in unclear], "next.kind")
    elif not often and stated:
        yield context.passed(context.journey)


def _handoffs(context: Context) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """The pairs of touchpoints between which customers are passed on, and those where that may be."""
    touchpoints, ids = context.journey.touchpoints, context.routes.ids
    stated: set[tuple[str, str]] = set()
    perhaps: set[tuple[str, str]] = set()
    other: set[tuple[str, str]] = set()
    for here, touchpoint in context.reached.items():
        for way in context.routes.ways[here]:
            pair = (ids[here], ids[way.to])
            helping = touchpoint.kind in HELPING and touchpoints[way.to].kind in HELPING
            if way.share == 0:
                continue
            if way.kind == "handoff":
                stated.add(pair)
            elif way.transition.kind is None and way.kind == "forward" and helping:
                perhaps.add(pair)
            else:
                other.add(pair)
    return stated - other - perhaps, perhaps - other
