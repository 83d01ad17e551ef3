"""The same expressions on Spark give the same journey, to the last count.

``make spark`` installs Spark in an environment of its own, as it is large and needs Java, and runs these tests.
"""

from __future__ import annotations

import datetime
import gc
import random
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs
import pyarrow
import pytest

import journeymap as jm
from journeymap.evidence import Log, conformance, moments, reading
from tests.log_events import simulated, table, walks

pyspark = pytest.importorskip("pyspark", reason="Spark is not installed: make spark")

pytestmark = [
    # Results come by way of pandas, of which Spark and Ibis use what pandas 3 no longer needs;
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated:DeprecationWarning:pyspark.sql.pandas.types"),
    pytest.mark.filterwarnings("ignore:The 'future.infer_string' option:DeprecationWarning:ibis.formats.pandas"),
    # and Spark leaves it to the garbage collector to close the sockets over which they came.
    pytest.mark.filterwarnings("ignore:unclosed <socket.socket:ResourceWarning"),
]

CHAIN: dict[str, dict[str | None, float]] = {
    "a": {"b": 5, "c": 2, None: 1}, "b": {"b": 1, "c": 4, "d": 2, None: 1}, "c": {"d": 3, "a": 1}, "d": {None: 1},
}  # fmt: skip
START = datetime.datetime(2026, 1, 1)

Both = Callable[..., tuple[Any, Any]]


@pytest.fixture(scope="module")
def both() -> Iterator[Both]:
    """Asks the same of a table on Spark, on this machine, and of the same table on DuckDB."""
    import ibis
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    # What runs but once is not worth being made faster: a few partitions, and one pass of the compiler.
    builder = builder.config("spark.sql.shuffle.partitions", "2")
    session = builder.config("spark.driver.extraJavaOptions", "-XX:TieredStopAtLevel=1").getOrCreate()
    connection = ibis.pyspark.connect(session)

    def read(
        events: pyarrow.Table,
        *,
        ratings: pyarrow.Table | None = None,
        what: Callable[..., Any] = jm.read_log,
        **options: Any,
    ) -> tuple[Any, Any]:
        apart = None if ratings is None else there(ratings, "ratings")
        return what(there(events), ratings=apart, **options), what(events, ratings=ratings, **options)

    def there(rows: pyarrow.Table, name: str = "table") -> Any:
        session.createDataFrame(rows).createOrReplaceTempView(name)
        return connection.table(name)

    yield read
    session.stop()
    gc.collect()


@pytest.fixture(scope="module")
def events() -> pyarrow.Table:
    """Two hundred customers, with ties, events without a case, others twice and out of order; nobody rates the end."""
    rows = [
        {
            "case": f"c{case}", "activity": name, "time": begun + datetime.timedelta(seconds=at % 3 * 30.25),
            "begun": begun, "number": 10 * case + at,
            "rating": float(1 + (case + at) % 5) if at % 3 and name != "d" else None,
            "channel": ("web", "가게")[(case + at) % 2], "agent": ("Kim", "Lee", None)[(case // 3 * at) % 3],
            "stage": {"a": "Find", "d": "Pay"}.get(name), "group": f"s{case % 3}",
            "due": START + datetime.timedelta(minutes=97 * case + 6) if case % 2 else None,
            "whole": float(5 - case % 4) if at == 0 and case % 5 else None,
        }
        for case, path in enumerate(simulated(CHAIN, 200, 7))
        for at, name in enumerate(path)
        for begun in [START + datetime.timedelta(minutes=97 * case + at // 2 * (3 + case % 7))]
    ]  # fmt: skip
    for row in rows[::50]:
        row["case"] = None
    rows += rows[5:8]
    random.Random(1).shuffle(rows)
    return pyarrow.Table.from_pylist(rows)


@pytest.fixture(scope="module")
def rated(both: Both, events: pyarrow.Table) -> tuple[Log, Log]:
    """The log of these customers, of whom two thirds rated the whole in a table of its own; so did some strangers."""
    cases = [case for case in range(220) if case % 3] + [1, 2, 4]
    ratings = pyarrow.table({"case": [f"c{case}" for case in cases], "rating": [1 + case * 7 % 5 for case in cases]})
    return both(
        events, ratings=ratings, start="begun", order="number", segment="group", promises=["due"],
        ends={"d": "success"}, scale=jm.Scale(1, 5),
    )  # fmt: skip


def alike(far: Log, near: Log) -> None:
    """Hold all that was counted against each other, and what is told of it."""
    for what in ("counts", "notes", "guesses", "scale", "touchpoints", "transitions", "first", "last", "journey"):
        assert getattr(far, what) == getattr(near, what), what


def close(far: Any, near: Any) -> None:
    """Hold two results against each other: texts and counts are the same, other numbers to nine digits."""
    if isinstance(near, float):
        assert far == pytest.approx(near, abs=1e-9)
    elif isinstance(near, (tuple, list)):
        assert len(far) == len(near)
        for one, other in zip(far, near, strict=True):
            close(one, other)
    elif attrs.has(type(near)):
        close(attrs.astuple(far, recurse=False), attrs.astuple(near, recurse=False))
    else:
        assert far == near


OPTIONS: dict[str, tuple[int, dict[str, Any]]] = {
    "grouped and covered": (1000, {"rename": {"a*": "A"}, "cover": 0.8, "between": "duration"}),
    "merged and split, with times in classes": (100, {"merge_repeats": True, "session_gap": "10 min"}),
    "rated as a whole": (1000, {"case_rating": "whole", "scale": jm.Scale(2, 4)}),
}


@pytest.mark.parametrize(("exact", "options"), OPTIONS.values(), ids=OPTIONS)
def test_spark_gives_the_same_journey(
    both: Both, events: pyarrow.Table, exact: int, options: Mapping[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counts, quantiles, ratings, notes, variants, and the score of each case where some emotions are unknown."""
    monkeypatch.setattr(reading, "EXACT", exact)
    far, near = both(events, order="number", **options)
    assert near.shape.exact == (exact > 100)
    alike(far, near)
    assert far.variants() == near.variants()
    close(far.score(), near.score())


def test_times_agents_segments_and_ratings_apart_are_the_same(rated: tuple[Log, Log]) -> None:
    """Of visits with a start and an end, by several agents, of cases rated in another table; and of one segment."""
    far, near = rated
    alike(far, near)
    assert near.touchpoints[0].duration is not None
    assert near.touchpoints[0].handovers > 0
    assert near.touchpoints[0].case_ratings is not None
    assert far.segments == near.segments
    alike(far.segment("s1"), near.segment("s1"))


@pytest.mark.parametrize("emotions", ["touchpoints", "ratings"])
def test_cases_are_scored_the_same(rated: tuple[Log, Log], emotions: Any) -> None:
    """By the emotion of each touchpoint and of each ending behind it, and by the rating of each visit."""
    far, near = (log.score(emotions=emotions) for log in rated)
    assert near.cases
    close(far, near)


def test_weights_fitted_to_cases_are_the_same(rated: tuple[Log, Log]) -> None:
    """Of which the engine works out peak, end and average."""
    close(*(jm.fit_weights(log, resamples=5) for log in rated))


def test_conformance_is_the_same(rated: tuple[Log, Log]) -> None:
    """What fits, what was done otherwise and by whom, rituals, emotions, and the journey with what was measured."""
    designed = (
        jm.Journey("Designed", ritual=["a", "b", "ending"])
        .touchpoint("a", "A", kind="order", emotion=1, next=["b", "ending"])
        .touchpoint("b", "B", kind="support", emotion=2)
        .touchpoint("ending", "Delivered", kind="delivery", emotion=1.5, ends="success")
    )
    far, near = (conformance(designed, log, match={"d": "ending"}) for log in rated)
    assert {each.kind for each in near.deviations} >= {"skipped", "added", "repeated", "ending"}
    for what in ("fit", "looked_at", "deviations", "ritual", "feelings", "matching"):
        close(getattr(far, what), getattr(near, what))
    alike(far.log, near.log)
    assert far.journey == near.journey
    assert near.journey["ending"].delivery is not None
    assert near.journey["b"].support is not None


def test_moments_are_the_same(rated: tuple[Log, Log]) -> None:
    """Whatever goes with the rating of the whole: visits, repetitions, waits, handovers and broken promises."""
    far, near = (moments(log) for log in rated)
    assert {each.what for each in near.all} == {"visited", "repeated", "slow", "handed over", "late"}
    close(far, near)


def test_a_wide_log_is_the_same(both: Both) -> None:
    """With a column for each milestone: some are met at once, early or never; and with a promise that is broken."""
    rows = [
        (
            case, START, START + datetime.timedelta(hours=case % 4 - 1),
            START + datetime.timedelta(hours=5 + case % 7) if case % 5 else None, START + datetime.timedelta(hours=8),
        )
        for case in range(60)
    ]  # fmt: skip
    columns = "order_id ordered_at shipped_at delivered_at estimated_delivery_date"
    ratings = pyarrow.table(
        {"order_id": range(60), "rating": [5 - (case % 7 > 3) * 3 - case % 2 for case in range(60)]}
    )
    far, near = both(table(*rows, columns=columns), ratings=ratings)
    alike(far, near)
    assert near.counts.tied == near.counts.disordered == 15
    assert far.promised == near.promised == ("estimated_delivery_date",)
    found = moments(far)
    close(found, moments(near))
    assert (found.hurts[0].what, found.hurts[0].touchpoint) == ("late", "delivered")


def test_starts_and_completions_are_put_together_the_same(both: Both) -> None:
    """Visits of which the start and the completion are events of their own, in times that are written as text."""
    rows = [
        (str(case), activity, f"2026-03-{1 + case:02} 10:{5 * at + 3 * (transition != 'START'):02}", transition)
        for case in range(20)
        for at, activity in enumerate("abc"[: 2 + case % 2])
        for transition in ("START", "COMPLETE", *(["suspend"] if case % 7 == 0 else []))
    ]
    rows += [("1", "c", "some day", "COMPLETE"), ("2", "c", " ", "COMPLETE"), ("3", "", "2026-03-01", "COMPLETE")]
    alike(*both(table(*rows, columns="case activity timestamp lifecycle:transition"), order=None))


def test_transitions_alone_are_the_same(both: Both, events: pyarrow.Table) -> None:
    """Without times and ratings, with events that are there twice."""
    far, near = both(events, what=jm.count_transitions, order="number")
    assert near.cases == 200
    assert far == near


def test_ratings_may_lie_elsewhere(both: Both, tmp_path: Path) -> None:
    """In a file that Spark never sees, while the events are on Spark."""
    path = tmp_path / "ratings.csv"
    path.write_text("case,rating\n1,2\n2,5\n3,4\n", encoding="utf-8")
    far, near = both(walks("ab", "abb", "a"), what=lambda events, **_: jm.read_log(events, ratings=path))
    alike(far, near)
    assert [each.case_ratings and each.case_ratings.n for each in near.touchpoints] == [1, 2]
