"""Where the order of touchpoints may be changed, what must be obeyed there, and how orders are judged.

A *line* is touchpoints that follow each other by the unwritten way to the next in the list. On it those may change
places that are said to be ``movable`` and whose emotion is known. Whatever has ways of its own, or is led to by a
stated way, stays at the end or the beginning of its line.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise, product
from operator import itemgetter

import attrs

from journeymap.chains import felt
from journeymap.graph import Routes, routes
from journeymap.i18n import translator
from journeymap.model import Journey, Touchpoint
from journeymap.pathfinding import Path, paths_along
from journeymap.scoring import Score
from journeymap.sequencing.levels import ALPHA, DELTA, STEPS, place_weights
from journeymap.sequencing.searching import CLOSE, Arrangement, Order
from journeymap.wording import say

__all__ = ["Constraint", "LeftAlone", "Run", "runs_of"]

LIKELIEST = 500
"""Among how many paths, the likeliest first, one that passes a line is looked for."""

KIND_ORDER = {
    ("cart", "payment"): "payment comes after the cart",
    ("payment", "confirmation"): "a confirmation comes after the payment",
}
"""Kinds of touchpoint that keep their order, and why."""


@attrs.frozen
class Constraint:
    """Something that every order obeys.

    Attributes:
        first: The id of the touchpoint that comes first.
        second: The id of the one that comes after it; None for all that come after it now.
        why: The reason, as a label.
    """

    first: str
    second: str | None
    why: str
    names: tuple[str, str] = attrs.field(default=("", ""), repr=False, eq=False)

    def message(self, lang: str = "en") -> str:
        """The constraint in words."""
        label = (
            "“{second}” stays after “{first}”: {why}." if self.second else "Nothing more comes before “{first}”: {why}."
        )
        words = translator(lang)
        return say(words(label), {"first": self.names[0], "second": self.names[1], "why": words(self.why)}, lang)


@attrs.frozen
class LeftAlone:
    """A touchpoint that may be moved and was not considered.

    Attributes:
        touchpoint: Its id.
        why: The reason, as a label.
    """

    touchpoint: str
    why: str
    name: str = attrs.field(default="", repr=False, eq=False)

    def message(self, lang: str = "en") -> str:
        """The reason in words."""
        words = translator(lang)
        return say(words("“{name}” was left where it is: {why}."), {"name": self.name, "why": words(self.why)}, lang)


@attrs.frozen
class Run:
    """A line in which something may be moved, and how its orders are judged.

    Attributes:
        ids: Its touchpoints, in the present order.
        row: What is allowed, and what each place counts in S.
        beyond: What the rest of the likeliest path that passes it adds to S.
        ends_journeys: Whether the journey ends for anybody at what is felt last here.
        constraints: What its orders must obey.
    """

    ids: tuple[str, ...]
    row: Arrangement
    beyond: float
    ends_journeys: bool
    constraints: tuple[Constraint, ...]

    def end(self, order: Order) -> float:
        """The emotion at the end of those whose journey ends here; 0 when nobody's does."""
        return (self.row.levels[self.row.last(order)] or 0.0) if self.ends_journeys else 0.0

    def value(self, order: Order) -> float:
        """S of the likeliest path that passes here, with this order."""
        return self.beyond + self.row.value(order)

    def merit(self, order: Order) -> tuple[float, float]:
        """What an order is judged by: how the journey ends, then S; both rounded, so that equal ones are equal."""
        return round(self.end(order), 9), round(self.row.value(order), 9)

    def best(self) -> tuple[Order, str] | None:
        """The best order that is no worse than the present one by either measure; None when none is allowed."""
        row, present = self.row, self.row.present
        lowest = -math.inf, -math.inf
        least = self.merit(present) if row.allowed(present) else lowest
        if not self.ends_journeys:
            found = row.best()
            return found and (found if self.merit(found[0]) > least else (present, found[1]))
        method = None
        ranked = sorted(((level, item) for item, level in enumerate(row.levels) if level is not None), reverse=True)
        for level, group in groupby(ranked, key=itemgetter(0)):
            solved = [each for _, item in group if (each := row.ending_with(item).best())]
            if level < least[0] - CLOSE or not solved:
                continue
            order, method = max(solved, key=lambda each: self.merit(each[0]))
            if self.merit(order) > least and row.value(order) >= least[1] - CLOSE:
                return order, method
        return None if method is None else (present, method)


def runs_of(
    journey: Journey,
    scored: Score,
    *,
    opened: bool = False,
    alpha: float = ALPHA,
    delta: float = DELTA,
    steps: int = STEPS,
) -> tuple[tuple[Run, ...], tuple[LeftAlone, ...]]:
    """The lines in which something may be moved, and what may be moved but stands on none.

    ``opened`` takes what is not said to be fixed for movable too.
    """
    found, runs, left_alone = routes(journey), [], []
    likeliest: list[Path] = []  # looked for once, when the first line needs them
    written = {way.to: "stated ways lead to it" for touchpoint in journey for way in touchpoint.next or ()}
    if journey.start is not None:
        written[journey.start] = "the journey starts there"
    for line in _lines(journey, frozenset(written)):
        free = []
        for place, touchpoint in enumerate(line):
            if not (opened if touchpoint.movable is None else touchpoint.movable):
                continue
            why = written.get(touchpoint.id) or _why_fixed(touchpoint, scored)
            if not why and len(line) == 1:
                why = "it stands on no line where it could be moved"
            if why:
                left_alone.append(LeftAlone(touchpoint.id, why, touchpoint.name))
            else:
                free.append(place)
        if free:
            entered = line[0].id in written
            likeliest = likeliest or list(paths_along(found, limit=LIKELIEST))
            through = next((path.ids for path in likeliest if line[0].id in path.ids), None)
            pace = alpha, delta, steps
            runs.append(_run(found, scored, line, tuple(free), through, entered=entered, pace=pace))
    return tuple(runs), tuple(left_alone)


def _lines(journey: Journey, entered: frozenset[str]) -> Iterator[tuple[Touchpoint, ...]]:
    line: list[Touchpoint] = []
    for touchpoint in journey:
        if line and touchpoint.id in entered:
            yield tuple(line)
            line = []
        line.append(touchpoint)
        if not _goes_on(touchpoint):
            yield tuple(line)
            line = []
    if line:
        yield tuple(line)


def _goes_on(touchpoint: Touchpoint) -> bool:
    """Whether everybody goes on to the next in the list."""
    return touchpoint.next is None and touchpoint.ends is None and not touchpoint.drop_off


def _why_fixed(touchpoint: Touchpoint, scored: Score) -> str:
    if touchpoint.ends is not None:
        return "the journey ends there"
    if not _goes_on(touchpoint):
        return "its ways on are stated"
    if felt(touchpoint) is None:
        return "how it feels is not known"
    return "" if scored.reach[touchpoint.id] > 0 else "nobody gets there"


def _run(
    found: Routes,
    scored: Score,
    line: tuple[Touchpoint, ...],
    free: tuple[int, ...],
    through: tuple[str, ...] | None,
    *,
    entered: bool,
    pace: tuple[float, float, int],
) -> Run:
    journey = found.journey
    ids, levels = tuple(touchpoint.id for touchpoint in line), tuple(map(felt, line))
    constraints, movable = tuple(_constraints(journey, line)), set(free)
    place = {id: number for number, id in enumerate(ids)}
    pairs = {(place[each.first], place[each.second]) for each in constraints if each.second}
    for each in constraints:
        if each.second is None:
            pairs.update((place[each.first], later) for later in range(place[each.first] + 1, len(ids)))
    pairs.update(pairwise(number for number in range(len(ids)) if number not in movable))
    if not _goes_on(line[-1]):
        pairs.update((number, len(ids) - 1) for number in range(len(ids) - 1))
    if entered or (found.start == journey.positions[ids[0]] and 0 not in free):
        pairs.update((0, number) for number in range(1, len(ids)))
    alpha, delta, steps = pace
    emotions = [(id, emotion) for id in through or ids if (emotion := felt(journey[id])) is not None]
    weights = place_weights(len(emotions), alpha=alpha, delta=delta, steps=steps)
    here = [number for number, (id, _) in enumerate(emotions) if id in place]
    row = Arrangement(levels, tuple(weights[number] for number in here), frozenset(pairs), free)
    beyond = sum(weights[n] * emotion for n, (id, emotion) in enumerate(emotions) if id not in place)
    last = ids[row.last(row.present)]
    return Run(ids, row, beyond, scored.end_probability[last] * scored.weights.end > 0, constraints)


def _constraints(journey: Journey, line: Sequence[Touchpoint]) -> Iterator[Constraint]:
    """What the orders of a line must obey, each pair once."""
    place = {touchpoint.id: number for number, touchpoint in enumerate(line)}
    pairs: dict[tuple[str, str], str] = {}
    for touchpoint in line:
        for first in touchpoint.after or ():
            pairs.setdefault((first, touchpoint.id), "it is stated so")
    for (first_kind, second_kind), why in KIND_ORDER.items():
        firsts = [touchpoint.id for touchpoint in line if touchpoint.kind == first_kind]
        seconds = [touchpoint.id for touchpoint in line if touchpoint.kind == second_kind]
        for first, second in product(firsts, seconds):
            if place[first] < place[second]:
                pairs.setdefault((first, second), why)
    for one, other in pairwise(journey.ritual or ()):
        if place.get(one, len(line)) < place.get(other, -1):
            pairs.setdefault((one, other), "a ritual keeps its order")
    bad = [(t, news.known_at) for t in line for news in t.news or () if news.tone == "bad" and news.known_at != t.id]
    for touchpoint, known_at in bad:
        if known_at in place and known_at is not None:
            pair = (known_at, touchpoint.id) if place[known_at] < place[touchpoint.id] else (touchpoint.id, known_at)
            pairs.setdefault(pair, "news is told when it is known")
    for (first_id, second_id), why in pairs.items():
        if first_id in place and second_id in place:
            yield Constraint(first_id, second_id, why, (journey[first_id].name, journey[second_id].name))
    for id, name in dict.fromkeys((touchpoint.id, touchpoint.name) for touchpoint, _ in bad):
        yield Constraint(id, None, "bad news is told no later than now", (name, ""))
