"""The remembered score of each case of a log along its own path, and their average: no chain is assumed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import attrs

from journeymap.errors import JourneyError, UnknownNameError
from journeymap.recalling import Recall, Weights

if TYPE_CHECKING:
    from journeymap.evidence.logs import Log

__all__ = ["LogScore", "rated_cases", "score_cases"]

DIGITS = 12
"""To so many digits averages are given: engines add up in parallel, in no fixed order."""


@attrs.frozen(kw_only=True)
class LogScore:
    """How the cases of a log are remembered on average, each scored along its own path.

    Attributes:
        recall: The averages of remembered, peak, end and mean; None when no emotion is known.
        cases: How many cases have a known emotion.
        error: The standard error of ``remembered``; None of a single case.
    """

    recall: Recall | None
    cases: int
    error: float | None

    @property
    def remembered(self) -> float | None:
        """The average remembered score, from −2 to +2."""
        return None if self.recall is None else self.recall.remembered


def score_cases(log: Log, weights: Weights, emotions: str) -> LogScore:
    """The score of each case, averaged in the engine; see :meth:`Log.score`."""
    cases = recalled(log, emotions)
    told = cases.mutate(remembered=weights.peak * cases.peak + weights.end * cases.end + weights.mean * cases.average)
    row = log.backend.to_pyarrow(told.aggregate(
        cases=told.count(), remembered=told.remembered.mean(), peak=told.peak.mean(), end=told.end.mean(),
        average=told.average.mean(), spread=told.remembered.std(how="sample"),
    )).to_pylist()[0]  # fmt: skip
    if not row["cases"]:
        return LogScore(recall=None, cases=0, error=None)
    figures = (round(row[name], DIGITS) for name in ("remembered", "peak", "end", "average"))
    error = round(row["spread"] / math.sqrt(row["cases"]), DIGITS) if row["cases"] > 1 else None
    return LogScore(recall=Recall(*figures), cases=row["cases"], error=error)


def recalled(log: Log, emotions: str) -> Any:
    """For each case with a known emotion its peak, end and average: a table of Ibis."""
    felt = _felt(log, emotions)
    known = felt.filter(felt.emotion.notnull())
    cases = known.group_by("case").aggregate(
        high=known.emotion.max(), low=known.emotion.min(), end=known.emotion.argmax(known.place),
        average=known.emotion.mean(),
    )  # fmt: skip
    return cases.mutate(peak=(cases.high > -cases.low).ifelse(cases.high, cases.low))


def rated_cases(log: Log, *, most: int) -> list[tuple[float, float, float, float]]:
    """Peak, end and average of each case by the ratings of its events, and the rating of the whole, as emotions.

    Raises:
        JourneyError: When events have no ratings, or cases have none.
    """
    import ibis

    if log.case_ratings is None or log.scale is None:
        raise JourneyError(f"{log.name}: cases have no ratings of the whole: give them with ratings= or case_rating=")
    found = recalled(log, "ratings").inner_join(log.case_ratings, "case")
    count = int(log.backend.to_pyarrow(found.count()).as_py())
    place = ibis.row_number().over(order_by="case")
    told = found.select("peak", "end", "average", "rating", "case", place=place)
    kept = told.filter(told.place % max(1, -(-count // most)) == 0).order_by("case")
    rows = log.backend.to_pyarrow(kept).to_pylist()
    return [(row["peak"], row["end"], row["average"], log.scale.emotion(row["rating"])) for row in rows]


def _felt(log: Log, emotions: str) -> Any:
    """The events with the place of each in its case and its emotion, and after them the endings that stand apart."""
    import ibis

    if emotions == "ratings":
        if "rating" not in log.shape.roles or log.scale is None:
            raise JourneyError(f"{log.name}: events have no ratings of their own: score with emotions='touchpoints'")
        told = log.steps
        low, high = log.scale.low, log.scale.high
        return told.select("case", "place", emotion=4 * (told.rating - low) / (high - low) - 2)
    if emotions != "touchpoints":
        raise UnknownNameError.of("kind of emotions", emotions, ["touchpoints", "ratings"])
    journey, told = log.journey, log.steps
    by_id = {touchpoint.id: touchpoint.emotion for touchpoint in journey}
    rows = []
    for name, id in log.ids.items():
        ending = next((way.to for way in journey[id].next or () if way.to not in log.ids.values()), None)
        rows.append({"activity": name, "emotion": by_id[id], "ending": None if ending is None else by_id[ending]})
    table = ibis.memtable(rows, schema={"activity": "string", "emotion": "float64", "ending": "float64"})
    felt = told.inner_join(table, "activity").select("case", "place", "emotion")
    last = told.group_by("case").aggregate(activity=told.activity.argmax(told.place), place=told.place.max() + 1)
    ended = last.inner_join(table, "activity").select("case", "place", emotion="ending")
    return ibis.union(felt, ended)
