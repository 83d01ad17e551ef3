"""The same expressions on Spark give the same journey, to the last count.

``make spark`` installs Spark in an environment of its own, as it is large and needs Java, and runs these tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs
import pandas
import pytest

import journeymap as jm
from journeymap.evidence import read_log
from tests.log_events import simulated

pyspark = pytest.importorskip("pyspark", reason="Spark is not installed: make spark")

CHAIN: dict[str, dict[str | None, float]] = {
    "a": {"b": 5, "c": 2, None: 1}, "b": {"b": 1, "c": 4, "d": 2, None: 1}, "c": {"d": 3, "a": 1}, "d": {None: 1},
}  # fmt: skip


def told(touchpoint: jm.Touchpoint) -> jm.Touchpoint:
    """A touchpoint without the name of the source, which is another in every engine."""
    evidence = touchpoint.evidence
    return attrs.evolve(touchpoint, evidence=evidence and attrs.evolve(evidence, source=None))


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """Spark on this machine, as Ibis sees it."""
    import ibis
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    session = builder.config("spark.sql.shuffle.partitions", "2").getOrCreate()
    yield ibis.pyspark.connect(session)
    session.stop()


@pytest.fixture(scope="module")
def events() -> pandas.DataFrame:
    """Two hundred customers, with ratings, channels, ties, events without a case and others out of order."""
    start = pandas.Timestamp("2026-01-01")
    rows = [
        (f"c{case}", name, start + pandas.Timedelta(minutes=97 * case + at // 2 * (3 + case % 7)),
         float(1 + (case + at) % 5) if at % 3 else None, ("web", "shop")[(case + at) % 2], f"s{case % 3}")
        for case, path in enumerate(simulated(CHAIN, 200, 7))
        for at, name in enumerate(path)
    ]  # fmt: skip
    frame = pandas.DataFrame(rows, columns=["case", "activity", "time", "rating", "channel", "group"])
    frame.loc[::50, "case"] = None
    frame["number"] = range(len(frame))
    return frame.sample(frac=1, random_state=1)


@pytest.mark.parametrize(
    "options",
    [
        {}, {"rename": {"a*": "A"}, "cover": 0.8}, {"merge_repeats": True, "session_gap": "10 min"},
        {"between": "duration"},
    ],
    ids=["plain", "grouped and covered", "merged and split", "durations"],
)  # fmt: skip
def test_spark_gives_the_same_journey(spark: Any, events: pandas.DataFrame, options: dict[str, Any]) -> None:
    """Counts, quantiles, ratings, notes, variants and scores."""
    columns = {"order": "number", "segment": "group", "scale": jm.Scale(1, 5), "name": "Log"}
    cases = [case if isinstance(case, str) else None for case in events["case"]]
    given = events.assign(case=pandas.Series(cases, index=events.index, dtype=object))
    spark._session.createDataFrame(given).createOrReplaceTempView("events")
    far, near = read_log(spark.table("events"), **columns, **options), read_log(events, **columns, **options)
    assert far.counts == near.counts
    assert far.transitions == near.transitions
    assert far.touchpoints == near.touchpoints
    assert [told(touchpoint) for touchpoint in far.journey] == [told(touchpoint) for touchpoint in near.journey]
    assert far.notes == near.notes
    assert far.variants() == near.variants()
    assert far.segments == near.segments
    assert far.score().remembered == pytest.approx(near.score().remembered, abs=1e-9)
