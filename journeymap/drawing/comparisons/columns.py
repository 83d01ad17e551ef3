"""Two journeys side by side: which touchpoint before stands in one column with which one after.

Both run from left to right through the same columns. What has moved stands in two of them: where it was, and where it
is now.
"""

from __future__ import annotations

from heapq import merge

import attrs

from journeymap.comparing import Changed, Comparison
from journeymap.drawing.readings import Place, Reading
from journeymap.model import Journey, Touchpoint

__all__ = ["Column", "Sides", "sides"]


@attrs.frozen(kw_only=True, eq=False)
class Column:
    """A touchpoint before, after, or both.

    Attributes:
        before: What stood here before.
        after: What stands here now.
        elsewhere: If it has moved: which touchpoint it is in the other journey, from 1.
        changed: What differs in it; only where it stands now.
    """

    before: Place | None
    after: Place | None
    elsewhere: int | None = None
    changed: Changed | None = None

    @property
    def shown(self) -> Place:
        """As it is now, or as it was when it is not here any more."""
        place = self.after or self.before
        assert place is not None
        return place

    @property
    def fate(self) -> str:
        """What became of it: ``added``, ``removed``, ``came``, ``went``, ``changed`` or ``same``."""
        if self.elsewhere is not None:
            return "came" if self.after else "went"
        if self.before is None:
            return "added"
        if self.after is None:
            return "removed"
        return "changed" if self.changed else "same"


@attrs.frozen(kw_only=True, eq=False)
class Sides:
    """Two journeys, read for one picture.

    Attributes:
        comparison: What differs.
        before: The first journey, read.
        after: The second.
        columns: The touchpoints of both, from left to right.
    """

    comparison: Comparison
    before: Reading
    after: Reading
    columns: tuple[Column, ...]

    def columns_of(self, after: bool) -> dict[str, int]:
        """In which column each touchpoint of one of the two stands, by its id."""
        places = ((column.after if after else column.before) for column in self.columns)
        return {place.touchpoint.id: number for number, place in enumerate(places) if place is not None}


def sides(comparison: Comparison, before: Reading, after: Reading) -> Sides:
    """Set two journeys side by side."""
    first, second = comparison.before.journey, comparison.after.journey
    was = {place.touchpoint.id: place for place in before.places}
    now = {place.touchpoint.id: place for place in after.places}
    origin = {there: here for here, there in comparison.pairs.items()}
    moved = {touchpoint.id for touchpoint in comparison.moved}
    changes = {changed.after.id: changed for changed in comparison.changed}
    ranks = _ranks(first, second)

    def gone(touchpoint: Touchpoint) -> Column:
        there = comparison.pairs.get(touchpoint.id)
        elsewhere = None if there is None else second.positions[there] + 1
        return Column(before=was[touchpoint.id], after=None, elsewhere=elsewhere)

    def come(touchpoint: Touchpoint) -> Column:
        here = origin.get(touchpoint.id)
        elsewhere = None if here is None else first.positions[here] + 1
        return Column(before=None, after=now[touchpoint.id], elsewhere=elsewhere, changed=changes.get(touchpoint.id))

    def rank(column: Column) -> float:
        return ranks.get(column.shown.touchpoint.stage, 0.0)

    found: list[Column] = []
    left, waiting = list(first), []
    for touchpoint in second:
        if touchpoint.id not in origin or touchpoint.id in moved:
            waiting.append(touchpoint)
            continue
        here = origin[touchpoint.id]
        stop = next(number for number, each in enumerate(left) if each.id == here)
        found += merge(map(gone, left[:stop]), map(come, waiting), key=rank)
        found.append(Column(before=was[here], after=now[touchpoint.id], changed=changes.get(touchpoint.id)))
        left, waiting = left[stop + 1 :], []
    found += merge(map(gone, left), map(come, waiting), key=rank)
    return Sides(comparison=comparison, before=before, after=after, columns=tuple(found))


def _ranks(first: Journey, second: Journey) -> dict[str | None, float]:
    """Where each stage stands among those of both journeys; those that are no more follow the one before them."""
    ranks: dict[str | None, float] = {stage.name: float(number) for number, stage in enumerate(second.stages, 1)}
    last = 0.0
    for stage in first.stages:
        last = ranks.setdefault(stage.name, last + 0.001)
    return ranks
