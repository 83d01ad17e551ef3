"""How often customers went from each touchpoint to each other, and nothing else: the quickest look at a large log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from journeymap.evidence.figures import WAY, steps, suspects_in

__all__ = ["TransitionCounts", "transitions_of"]


@attrs.frozen(kw_only=True)
class TransitionCounts:
    """How often each way was taken; in process mining, a directly-follows graph.

    Attributes:
        transitions: How often the activity in the second place came right after the one in the first.
        starts: How many cases began at each activity.
        ends: How many ended there.
        cases: How many cases there are.
        events: How many events.
        suspects: Whether an event may be there twice, where that was looked for.
    """

    transitions: Mapping[tuple[str, str], int]
    starts: Mapping[str, int]
    ends: Mapping[str, int]
    cases: int
    events: int
    suspects: bool


def transitions_of(backend: Any, events: Any, keys: Sequence[str], *, suspecting: bool) -> TransitionCounts:
    """Count the transitions between events, the most frequent first; ``suspecting`` looks for events there twice."""
    found = steps(events.select("case", "activity", *keys), keys)
    suspects = {"suspects": suspects_in(found)} if suspecting else {}
    ways = found.group_by(*WAY).aggregate(visits=found.count(), **suspects)
    rows = sorted(
        backend.to_pyarrow(ways).to_pylist(), key=lambda row: (-row["visits"], row["previous"] or "", row["activity"])
    )
    starts = {row["activity"]: row["visits"] for row in rows if row["previous"] is None}
    ends: dict[str, int] = {}
    for row in rows:
        ends[row["activity"]] = ends.get(row["activity"], 0) + row["visits"]
        if row["previous"] is not None:
            ends[row["previous"]] = ends.get(row["previous"], 0) - row["visits"]
    return TransitionCounts(
        transitions={(row["previous"], row["activity"]): row["visits"] for row in rows if row["previous"] is not None},
        starts=starts,
        ends=dict(sorted(((name, left) for name, left in ends.items() if left), key=lambda each: (-each[1], each[0]))),
        cases=sum(starts.values()), events=sum(row["visits"] for row in rows),
        suspects=any(row.get("suspects") for row in rows),
    )  # fmt: skip
