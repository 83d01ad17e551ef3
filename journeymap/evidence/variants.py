"""The different ways through a log: which there are, how many cases took each, and which of them to keep."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs

from journeymap.errors import JourneyError
from journeymap.evidence.cleaning import in_order

__all__ = ["Variant", "common", "listed", "paths_of"]

BETWEEN = "\x1f"
"""What stands between two activities of a path while the engine counts."""


@attrs.frozen
class Variant:
    """A way through a log, from beginning to end, and how many cases took it.

    Attributes:
        activities: The activities, in order.
        cases: How many cases took it.
        share: Which share (0..1) of all.
    """

    activities: tuple[str, ...]
    cases: int
    share: float


def paths_of(events: Any, keys: Sequence[str]) -> Any:
    """A table with the path of each case, as text: case and path."""
    import ibis

    told = events.mutate(place=ibis.row_number().over(in_order(events, keys)))
    visit = ibis.struct({"place": told.place, "activity": told.activity.replace(BETWEEN, " ")})
    cases = told.group_by("case").aggregate(visits=visit.collect())
    # Sorted afterwards, because not every engine collects in an order.
    return cases.select("case", path=cases.visits.sort().map(lambda visit: visit.activity).join(BETWEEN))


def _counted(paths: Any) -> Any:
    """How many cases took each path."""
    return paths.group_by("path").aggregate(cases=paths.count())


def listed(backend: Any, paths: Any, most: int | None, cases: int) -> tuple[Variant, ...]:
    """The variants, the most frequent first."""
    import ibis

    counted = _counted(paths).order_by([ibis.desc("cases"), "path"])
    rows = backend.to_pyarrow(counted if most is None else counted.limit(most)).to_pylist()
    return tuple(Variant(tuple(row["path"].split(BETWEEN)), row["cases"], row["cases"] / cases) for row in rows)


def common(backend: Any, events: Any, keys: Sequence[str], cover: float) -> tuple[Any, str]:
    """The events of the most frequent variants that together cover a share of the cases; and what was left out.

    Raises:
        JourneyError: When the share is not above 0 and up to 1.
    """
    import ibis

    if not 0 < cover <= 1:
        raise JourneyError(f"cover: expected a share above 0 and up to 1 (got {cover:g})")
    paths = paths_of(events, keys)
    counted = _counted(paths)
    order = [ibis.desc("cases"), "path"]
    so_far = counted.mutate(
        covered=counted.cases.sum().over(order_by=order, rows=(None, 0)), all=counted.cases.sum().over()
    )
    kept = so_far.filter(so_far.covered - so_far.cases < so_far["all"] * cover - 1e-9)
    told = backend.to_pyarrow(ibis.union(
        so_far.aggregate(variants=so_far.count(), cases=so_far.cases.sum(), which=ibis.literal("all")),
        kept.aggregate(variants=kept.count(), cases=kept.cases.sum(), which=ibis.literal("kept")),
    )).to_pylist()  # fmt: skip
    every, some = sorted(told, key=lambda row: str(row["which"]))
    out, lost = every["variants"] - some["variants"], every["cases"] - some["cases"]
    chosen = paths.semi_join(kept, "path")
    said = (
        f"{out:,} of {every['variants']:,} variants are left out, with {lost:,} of {every['cases']:,} cases "
        f"({lost / every['cases']:.1%})"
    )
    return events.semi_join(chosen, "case"), said if out else ""
