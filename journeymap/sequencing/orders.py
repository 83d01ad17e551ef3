"""A better order of touchpoints, where the order may be changed.

Peak and mean do not depend on the order, and the end only on what comes last; so the remembered score alone could not
tell most orders apart. The acclimation and decay model of ``sequencing.levels`` does. An order is offered only when it
is no worse by either, and better by one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import attrs

from journeymap.display import Shown
from journeymap.fields import evolve
from journeymap.i18n import translator
from journeymap.model import Journey, Touchpoint
from journeymap.scoring import Score, Weights, score
from journeymap.sequencing.levels import ALPHA, DELTA, STEPS
from journeymap.sequencing.lines import Constraint, LeftAlone, runs_of
from journeymap.sequencing.searching import CLOSE, DYNAMIC
from journeymap.wording import say

__all__ = ["Line", "Resequencing", "reordered", "resequence", "staying"]


@attrs.frozen
class Line:
    """Touchpoints that follow each other, and the best order for them.

    Attributes:
        before: Their ids in the present order.
        after: Their ids in the best order; the same when none is better.
        value_before: S, the acclimation and decay score, of the likeliest path that passes them.
        value_after: The same in the best order.
        method: How the order was found: ``"dynamic programming"``, which is exact, or ``"local search"``.
        constraints: What every order obeyed, beside that touchpoints which may not be moved keep their order.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    value_before: float
    value_after: float
    method: str
    constraints: tuple[Constraint, ...]

    @property
    def exact(self) -> bool:
        """Whether it is certain that no order is better."""
        return self.method == DYNAMIC


@attrs.frozen(repr=False)
class Resequencing(Shown):
    """A better order for a journey, or the one it has.

    Attributes:
        original: The journey as it was.
        journey: The journey in the better order; the same journey when there is none.
        before: Its score as it was.
        after: Its score in the better order.
        lines: The lines in which something may be moved.
        left_alone: Touchpoints that may be moved and were not considered, with the reason.
    """

    original: Journey
    journey: Journey
    before: Score
    after: Score
    lines: tuple[Line, ...]
    left_alone: tuple[LeftAlone, ...]

    @property
    def order(self) -> tuple[str, ...]:
        """The ids of all touchpoints in the better order."""
        return tuple(self.journey.positions)

    @property
    def changed(self) -> bool:
        """Whether a better order was found."""
        return self.order != tuple(self.original.positions)

    @property
    def gain(self) -> float:
        """By how much the remembered score rises."""
        return (self.after.remembered or 0.0) - (self.before.remembered or 0.0)

    def message(self, lang: str = "en") -> str:
        """What came out, in a sentence."""
        if not self.lines:
            label = "No touchpoint can be moved: none is said to be movable where the order may be changed."
        elif not self.changed:
            label = "No allowed order is better than the present one."
        elif self.gain < -CLOSE:
            label = (
                "The present order breaks what is stated. "
                "The best allowed one is remembered at {after:+.2f} instead of {before:+.2f}."
            )
        elif self.gain <= CLOSE:
            label = "In another order the journey is remembered as well, and takes a better course."
        else:
            label = "In a better order the journey is remembered at {after:+.2f} instead of {before:+.2f}."
        return say(translator(lang)(label), {"before": self.before.remembered, "after": self.after.remembered}, lang)

    def __repr__(self) -> str:
        what = f"{self.gain:+.2f} by {' '.join(self.order)}" if self.changed else "no better order"
        return f"<Resequencing of {self.original.name!r}: {what}>"


def resequence(
    journey: Journey,
    *,
    weights: Weights | str = Weights.balanced,
    alpha: float = ALPHA,
    delta: float = DELTA,
    steps: int = STEPS,
) -> Resequencing:
    """A better order of a journey's touchpoints, where the order may be changed.

    Touchpoints said to be ``movable`` change places on lines of touchpoints that follow each other by the unwritten way
    to the next. All others keep their order. Obeyed are ``after``, stated ways, the start and endings; payment after
    the cart, and a confirmation after the payment; the order of a ritual; and bad news is told no later than now.

    The order that is offered ends the journey best of all that are worse neither in the remembered score nor in S, the
    acclimation and decay score (see :func:`sequence_value`); of those that end as well, it has the highest S. It is
    exact unless a line says that it was found by local search, which happens from some 13 movable touchpoints on. When
    the present order breaks a constraint, the best allowed one is offered even if it is worse.

    Args:
        journey: The journey.
        weights: How much peak, end and mean count, or the name of a preset.
        alpha: The share (0..1) by which customers get used to a level in each step.
        delta: How fast they forget, 0 for never.
        steps: How many steps a touchpoint lasts.

    Raises:
        JourneyError: When the journey refers to touchpoints that are not there, or a figure lies out of its range.
        ScoringError: When the journey cannot be scored.
        UnknownNameError: When there are no weights of that name.

    Example:
        >>> meal = (
        ...     Journey("Meal").touchpoint("seat", "Is seated", emotion=0)
        ...     .touchpoint("gift", "Tea on the house", emotion=2, movable=True)
        ...     .touchpoint("pay", "Pays", emotion=-1, kind="payment", movable=True)
        ... )
        >>> resequence(meal)
        <Resequencing of 'Meal': +1.20 by seat pay gift>
    """
    before = score(journey, weights=weights)
    runs, left_alone = runs_of(journey, before, alpha=alpha, delta=delta, steps=steps)
    lines, changed = [], journey
    for run in runs:
        found = run.best()
        if found is None:
            free = [journey[run.ids[item]] for item in run.row.free]
            left_alone += tuple(LeftAlone(t.id, "no order obeys everything that is stated", t.name) for t in free)
            continue
        order, method = found
        after = tuple(run.ids[item] for item in order)
        lines.append(Line(run.ids, after, run.value(run.row.present), run.value(order), method, run.constraints))
        changed = reordered(changed, run.ids, after)
    after_all = before if changed is journey else score(changed, weights=weights)
    return Resequencing(journey, changed, before, after_all, tuple(lines), left_alone)


def reordered(journey: Journey, line: Sequence[str], order: Sequence[str]) -> Journey:
    """The journey with the touchpoints of a line in another order.

    A touchpoint that was moved out of its stage belongs to the one it now stands in.
    """
    if tuple(line) == tuple(order):
        return journey
    kept = staying(line, order)
    arranged: list[Touchpoint] = []
    for place, id in enumerate(order):
        touchpoint = journey[id]
        if id not in kept:
            following = next((journey[other].stage for other in order[place + 1 :] if other in kept), None)
            before = arranged[-1].stage if arranged else following
            if touchpoint.stage not in (before, following) and before is not None:
                touchpoint = evolve(touchpoint, stage=before)
        arranged.append(touchpoint)
    first = journey.positions[line[0]]
    rest = journey.touchpoints[first + len(line) :]
    return evolve(journey, touchpoints=(*journey.touchpoints[:first], *arranged, *rest))


def staying(line: Sequence[str], order: Sequence[str]) -> frozenset[str]:
    """The most touchpoints that keep their order: all others can be said to have moved.

    Example:
        >>> sorted(staying("abcd", "bcda"))
        ['b', 'c', 'd']
    """
    place = {id: number for number, id in enumerate(line)}
    ends: list[str] = []  # for each length the rising part of that length that ends lowest
    before: dict[str, str | None] = {}
    for id in order:
        length = bisect_left(ends, place[id], key=place.__getitem__)
        before[id] = ends[length - 1] if length else None
        ends[length : length + 1] = [id]
    kept, last = set(), ends[-1] if ends else None
    while last is not None:
        kept.add(last)
        last = before[last]
    return frozenset(kept)
