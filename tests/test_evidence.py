"""A journey from an event log: what is counted, and what it becomes."""

from __future__ import annotations

import gc
import math
import random
import warnings
from itertools import product
from pathlib import Path
from typing import Any

import pandas
import polars
import pyarrow
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

import journeymap as jm
from journeymap.evidence import read_log
from journeymap.evidence.columns import find_columns
from journeymap.evidence.shrinking import FEW, shrunken
from journeymap.recalling import recall
from tests.log_events import simulated, table, walks

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "logs"

FEELS = {"a": 1.0, "b": -2.0, "c": 0.5, "d": 2.0, "e": -1.5, "f": 0.0}


def rated(paths: list[list[str]]) -> pyarrow.Table:
    """A log of these paths in which every visit to an activity is rated as it feels."""
    rows = [(str(n), name, 100 * n + at, FEELS[name]) for n, path in enumerate(paths) for at, name in enumerate(path)]
    return table(*rows, columns="case activity time rating")


# What is counted


def test_touchpoints_have_their_share_of_cases_and_their_way_on() -> None:
    """Shares, endings and delays are those of the events."""
    lived = jm.from_log(walks("abc", "abd", "ab", "abbc"))
    assert [touchpoint.id for touchpoint in lived] == ["a", "b", "d", "c"]
    assert lived["c"].usage_rate == 0.5
    assert lived["b"].drop_off == pytest.approx(1 / 5)
    assert {way.to: way.probability for way in lived["b"].next or ()} == pytest.approx(
        {"c": 2 / 5, "d": 1 / 5, "b": 1 / 5}
    )
    assert {way.delay for way in lived["b"].next or ()} == {60.0}
    assert lived["c"].next == ()
    assert jm.loads(jm.dumps(lived)) == lived


def test_a_log_tells_counts_beside_shares() -> None:
    """Visits, cases, beginnings and endings of each activity, and how often each way was taken."""
    log = read_log(walks("abc", "abd", "ab", "abbc"))
    b = log.touchpoints[1]
    assert (b.name, b.visits, b.cases, b.starts, b.ends) == ("b", 5, 4, 0, 1)
    assert [(move.origin, move.to, move.count) for move in log.transitions] == [
        ("a", "b", 4), ("b", "c", 2), ("b", "b", 1), ("b", "d", 1),
    ]  # fmt: skip
    assert (log.counts.read, log.counts.kept, log.counts.cases) == (12, 12, 4)
    assert repr(log) == "<Log 'table': 12 events, 4 cases, 4 activities>"


def test_waits_and_durations_come_as_median_and_quantiles() -> None:
    """With a start, durations and waits are told apart; both in seconds."""
    rows = [(case, "a", 0, 0) for case in range(11)] + [(case, "b", case, 2 * case + 1) for case in range(11)]
    frame = pandas.DataFrame(rows, columns=["case", "activity", "start time", "timestamp"])
    frame[["start time", "timestamp"]] *= 60
    log = read_log(frame)
    b = log.touchpoints[1]
    assert b.duration == (360.0, 540.0, 600.0)
    assert b.wait == (300.0, 480.0, 540.0)
    assert (log.journey["b"].duration, log.journey["b"].duration_p90) == (360, 600)
    assert log.journey["b"].visits == 11
    assert log.journey["b"].wait == jm.Wait(300, p80=480, p90=540)


def test_the_time_between_events_is_called_what_the_caller_says() -> None:
    """A wait before the later event, the duration of the earlier one, or neither."""
    events = walks("ab", "ab", every=3)
    assert jm.from_log(events)["b"].wait == jm.Wait(180, p80=180, p90=180)
    clicks = jm.from_log(events, between="duration")
    assert (clicks["a"].duration, clicks["b"].duration, clicks["b"].wait) == (180, None, None)
    neither = jm.from_log(events, between=None)
    assert (neither["a"].duration, neither["b"].wait) == (None, None)


def test_several_beginnings_get_a_touchpoint_before_them() -> None:
    """The share of cases that begin at each is kept; one beginning needs none."""
    lived = jm.from_log(walks("abc", "bc", "bc", "ac"))
    assert lived["start"].next == (
        jm.Transition("a", probability=0.5, count=2),
        jm.Transition("b", probability=0.5, count=2),
    )
    assert lived["start"].emotion is None
    assert "start" not in jm.from_log(walks("ab", "ac"))
    assert jm.from_log(walks("abc", "bc"), lang="ko")["start"].name == "시작"


def test_endings_are_named_by_whoever_knows_them() -> None:
    """How a journey ends at an activity is taken from the caller, never guessed."""
    assert jm.from_log(walks("ab"))["b"].ends is None
    assert jm.from_log(walks("ab"), ends={"b": "success"})["b"].ends == "success"
    with pytest.raises(jm.UnknownNameError, match="did you mean 'success'"):
        jm.from_log(walks("ab"), ends={"b": "sucess"})


def test_channels_and_stages_are_those_most_visits_have() -> None:
    """Where channels differ each stands for itself, with its emotion; agents are counted and not named."""
    rows = [("1", "a", 0, "web", "Find", "Kim", 5), ("1", "b", 1, "shop", "Buy", "Lee", 1),
            ("2", "a", 0, "web", "Find", "Kim", 5), ("2", "b", 1, "web", "Buy", "Kim", 5),
            ("3", "b", 0, "shop", "Buy", "Lee", 1)]  # fmt: skip
    log = read_log(table(*rows, columns="case activity time channel stage agent rating"), scale=jm.Scale(1, 5))
    lived = log.journey
    assert [stage.name for stage in lived.stages] == ["Find", "Buy"]
    assert (lived["a"].channel, lived["a"].by_channel) == ("web", None)
    assert lived["b"].by_channel == (jm.ByChannel("shop", emotion=-2), jm.ByChannel("web", emotion=2))
    assert log.transitions[0].handovers == 1
    assert "Kim" not in jm.dumps(lived)


# Options


def test_activities_are_renamed_and_thereby_grouped() -> None:
    """One by one, or all that a pattern fits; what stands beside the star is taken for itself."""
    rows = [("1", "/product/1", 0), ("1", "/product/2?x=1", 1), ("1", "Cart (old)", 2), ("1", "xproduct/1", 3)]
    log = read_log(table(*rows), rename={"/product/*": "Product", "Cart (*)": "Cart"})
    assert {(move.origin, move.to) for move in log.transitions} == {
        ("Product", "Product"), ("Product", "Cart"), ("Cart", "xproduct/1"),
    }  # fmt: skip


def test_repeats_are_merged_on_request() -> None:
    """A visit right after one to the same activity is part of it, and counted as left out."""
    log = read_log(walks("abbbcb"), merge_repeats=True)
    assert [(each.name, each.visits) for each in log.touchpoints] == [("a", 1), ("b", 2), ("c", 1)]
    assert log.counts.dropped == {"repeated right after itself, and merged": 2}
    assert (log.counts.read, log.counts.kept) == (6, 4)


def test_cases_are_split_where_nothing_happens_for_long() -> None:
    """A gap longer than that begins another case; one as long does not."""
    log = read_log(table(("1", "a", 0), ("1", "b", 30), ("1", "a", 61)), session_gap="30 min")
    assert (log.counts.cases, log.touchpoints[0].starts) == (2, 2)
    with pytest.raises(jm.JourneyError, match="expected a duration"):
        read_log(walks("ab"), session_gap="soon")
    with pytest.raises(jm.JourneyError, match="more than 0"):
        read_log(walks("ab"), session_gap=0)


def test_rare_variants_are_left_out_and_told() -> None:
    """The most frequent ways that cover a share of the cases stay; the rest is counted."""
    log = read_log(walks(*["abc"] * 6, *["ac"] * 3, "abbbc"), cover=0.9)
    assert (log.counts.cases, log.counts.dropped) == (9, {"in a rare variant, left out": 5})
    assert "1 of 3 variants are left out, with 1 of 10 cases (10.0%)" in log.notes
    assert [(variant.activities, variant.cases) for variant in log.variants()] == [
        (("a", "b", "c"), 6),
        (("a", "c"), 3),
    ]
    assert log.variants(1)[0].share == pytest.approx(2 / 3)
    with pytest.raises(jm.JourneyError, match="above 0 and up to 1"):
        read_log(walks("ab"), cover=0)


def test_segments_are_logs_of_their_own() -> None:
    """Each has its own journey, and counts what belongs to others."""
    rows = [
        ("1", "a", 0, "new"),
        ("1", "b", 1, "new"),
        ("2", "a", 0, "old"),
        ("3", "a", 0, "new"),
        ("3", "c", 1, "new"),
    ]
    log = read_log(table(*rows, columns="case activity time kind"), segment="kind")
    assert log.segments == {"new": 2, "old": 1}
    part = log.segment("old")
    assert (part.counts.cases, part.counts.dropped) == (1, {"in another segment": 4})
    assert [touchpoint.id for touchpoint in part.journey] == ["a"]
    assert part.journey.name == "table: old"
    with pytest.raises(jm.UnknownNameError, match="unknown segment 'nwe'"):
        log.segment("nwe")
    assert read_log(walks("ab")).segments == {}


# Ratings


def test_ratings_become_emotions_with_their_number_and_spread() -> None:
    """On the scale that is given; what is not rated stays unknown."""
    rows = [("1", "a", 0, 5), ("1", "b", 1, None), ("2", "a", 0, 3), ("2", "b", 1, None)]
    lived = jm.from_log(table(*rows, columns="case activity time rating"), scale=jm.Scale(1, 5))
    assert lived["a"].emotion == 1
    evidence = lived["a"].evidence
    assert evidence is not None
    assert (evidence.basis, evidence.n, evidence.scale) == ("measured", 2, "1-5")
    assert evidence.sd == pytest.approx(math.sqrt(2))
    assert (lived["b"].emotion, lived["b"].evidence) == (None, None)


def test_a_scale_that_is_not_given_is_guessed_and_told() -> None:
    """The usual scale that the ratings span; on none of them it is asked for."""
    rows = [("1", "a", 0, 1), ("1", "b", 1, 10)]
    with pytest.warns(jm.ReadWarning, match="read on the scale 1-10"):
        lived = jm.from_log(table(*rows, columns="case activity time rating"))
    assert (lived["a"].emotion, lived["b"].emotion) == (-2, 2)
    with pytest.raises(jm.JourneyError, match="on no usual scale"):
        read_log(table(("1", "a", 0, 5000), columns="case activity time rating"))


def test_ratings_off_the_scale_are_left_out_and_their_events_stay() -> None:
    """They are counted, and so are those that are no numbers."""
    rows = [("1", "a", 0, "5"), ("2", "a", 1, "9"), ("3", "a", 2, "good")]
    log = read_log(table(*rows, columns="case activity time rating"), scale=jm.Scale(1, 5))
    assert log.touchpoints[0].visits == 3
    assert log.touchpoints[0].ratings is not None
    assert log.touchpoints[0].ratings.n == 1
    assert "1 ratings in 'rating' are no numbers and are left out" in log.notes
    assert any("1 ratings are not on the scale 1-5" in note for note in log.notes)


def test_few_ratings_are_drawn_towards_all_and_many_are_not() -> None:
    """The interval is wider for few; the shrunken mean lies between its own and the common one."""
    lot = random.Random(1)

    def sums(n: int, middle: float) -> tuple[int, int, int]:
        drawn = [min(5, max(1, round(lot.gauss(middle, 1)))) * 1000 for _ in range(n)]
        return n, sum(drawn), sum(each * each for each in drawn)

    found = shrunken(
        {"few": sums(3, 4.9), "low": sums(200, 2), "mid": sums(200, 3), "high": sums(200, 4)}, jm.Scale(1, 5)
    )
    few, low = found["few"], found["low"]
    assert low.emotion == low.mean
    assert 0 < few.emotion < few.mean
    assert few.high - few.low > 3 * (low.high - low.low)
    assert few.n < FEW <= low.n
    assert all(-2 <= each.low <= each.emotion <= each.high <= 2 for each in found.values())


def test_touchpoints_that_do_not_differ_are_as_sure_as_what_they_have_in_common() -> None:
    """Where means differ no more than chance would have it, all are drawn to one; its interval is not of no width."""
    ratings = [1000, 3000, 5000] * 5
    sums = (len(ratings), sum(ratings), sum(each * each for each in ratings))
    found = shrunken(dict.fromkeys("abc", sums), jm.Scale(1, 5))
    squares = 3 * 10 * 4 / (3 * 15 - 3)
    error = math.sqrt(squares / 45)
    for each in found.values():
        assert each.emotion == 0
        assert (each.low, each.high) == pytest.approx((-1.96 * error, 1.96 * error), rel=1e-4)


def test_ratings_of_whole_cases_stand_at_the_ending_alone() -> None:
    """Those who ended at a touchpoint rate its ending; nothing before it is taken for rated."""
    rows = [("1", "a", 0), ("1", "b", 1), ("2", "a", 0), ("3", "a", 0), ("3", "b", 1)]
    ratings = pandas.DataFrame({"case_id": ["1", "2", "3", "3"], "stars": [5, 1, 4, 2]})
    log = read_log(table(*rows), ratings=ratings, scale=jm.Scale(1, 5))
    lived = log.journey
    assert (lived["a"].emotion, lived["b"].emotion) == (None, 1)
    assert lived["a-end"].emotion == -2
    assert lived["a"].drop_off == 0
    assert {way.to: way.probability for way in lived["a"].next or ()} == pytest.approx({"b": 2 / 3, "a-end": 1 / 3})
    assert lived["a-end"].evidence == jm.Evidence(
        "measured", n=1, scale="1-5", source="table: ratings of whole cases that ended here"
    )
    assert log.score().remembered == pytest.approx(0)
    assert jm.score(lived).remembered == pytest.approx(0)


def test_one_rating_repeated_in_every_row_of_a_case_is_one_of_the_case() -> None:
    """It is not smeared over the touchpoints, unless the caller says that it belongs there."""
    rows = [(str(case), name, at, 1 + case % 5) for case in range(10) for at, name in enumerate("ab")]
    events = table(*rows, columns="case activity time rating")
    log = read_log(events)
    assert any("taken for ratings of the whole case" in note for note in log.notes)
    assert (log.journey["a"].emotion, log.journey["b"].evidence.n) == (None, 10)  # type: ignore[union-attr]
    assert read_log(events, rating="rating").journey["a"].evidence.n == 10  # type: ignore[union-attr]


def test_both_kinds_of_rating_stand_apart() -> None:
    """A rated touchpoint keeps its own emotion, and the rating of the case stands behind it."""
    rows = [("1", "a", 0, 5, 1), ("1", "b", 1, 5, 1), ("2", "a", 0, 3, 2), ("2", "b", 1, 4, 2)]
    log = read_log(table(*rows, columns="case activity time rating whole"), case_rating="whole", scale=jm.Scale(1, 5))
    assert log.journey["b"].emotion == pytest.approx(1.5)
    assert log.journey["b-end"].emotion == pytest.approx(-1.5)


# The score


CHAINS = st.fixed_dictionaries({
    "a": st.tuples(st.integers(1, 5), st.integers(0, 5), st.integers(0, 5)),
    "b": st.tuples(st.integers(1, 5), st.integers(0, 5), st.integers(1, 5)),
})  # fmt: skip


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(weights=CHAINS, seed=st.integers(0, 1000))
def test_the_score_of_the_journey_is_the_mean_over_cases_of_a_chain(weights: Any, seed: int) -> None:
    """Simulated customers who remember nothing on their way: the two agree within what chance allows."""
    to_b, to_c, ends = weights["a"]
    again, on, out = weights["b"]
    chain = {
        "a": {"b": to_b, "c": to_c, None: ends},
        "b": {"a": again / 2, "c": on, None: out},
        "c": {"d": 1},
        "d": {None: 1},
    }
    log = read_log(rated(simulated(chain, 400, seed)), scale=jm.Scale(-2, 2), duplicates="keep")
    exact, assumed = log.score(), jm.score(log.journey).remembered
    assert exact.error is not None
    assert assumed == pytest.approx(exact.remembered, abs=5 * exact.error + 1e-9)


def test_the_two_scores_are_equal_where_the_log_is_a_chain_to_the_last_case() -> None:
    """Every way out of every touchpoint taken in the same shares, wherever customers came from."""
    paths = [list("a" + first + "c" + second) for first, second in product("bbd", "eff")]
    log = read_log(rated(paths), scale=jm.Scale(-2, 2))
    score, exact = jm.score(log.journey), log.score()
    assert exact.recall is not None
    assert score.remembered == pytest.approx(exact.remembered, abs=1e-9)
    assert (score.peak, score.end, score.mean) == pytest.approx(
        (exact.recall.peak, exact.recall.end, exact.recall.mean), abs=1e-9
    )


def test_the_exact_score_is_that_of_each_case_by_itself() -> None:
    """As if each path had been recalled in Python; with what the chain loses when ways depend on the past."""
    paths = [list("abcb"), list("adcd"), list("ab"), list("adcd")]
    log = read_log(rated(paths), scale=jm.Scale(-2, 2))
    mine = [recall([FEELS[name] for name in path]) for path in paths]
    assert log.score().remembered == pytest.approx(sum(each.remembered for each in mine if each) / 4)
    assert log.score(emotions="ratings") == log.score()
    assert abs(jm.score(log.journey).remembered - log.score().remembered) > 0.01  # type: ignore[operator]


def test_a_log_without_ratings_has_no_score() -> None:
    """Unknown is not neutral; what cannot be asked is refused."""
    log = read_log(walks("ab"))
    assert (log.score().remembered, log.score().cases, log.score().error) == (None, 0, None)
    with pytest.raises(jm.JourneyError, match="no ratings of their own"):
        log.score(emotions="ratings")
    with pytest.raises(jm.UnknownNameError, match="kind of emotions"):
        log.score(emotions="faces")  # type: ignore[arg-type]


# Sources


def test_the_same_events_give_the_same_journey_from_every_source(tmp_path: Path) -> None:
    """Files, data frames and tables of Ibis."""
    import ibis

    frame = pandas.DataFrame({
        "case_id": ["1", "1", "2", "2", "2"], "activity": ["a", "b", "a", "b", "가"],
        "timestamp": pandas.to_datetime([f"2026-01-0{day} 10:0{day}" for day in (1, 2, 1, 2, 3)]),
    })  # fmt: skip
    frame.to_csv(tmp_path / "log.csv", index=False)
    frame.to_csv(tmp_path / "log.tsv", index=False, sep="\t")
    frame.to_csv(tmp_path / "log.csv.gz", index=False)
    parquet.write_table(pyarrow.Table.from_pandas(frame), tmp_path / "log.parquet")
    connection = ibis.duckdb.connect()
    arrow = pyarrow.Table.from_pandas(frame)
    sources = [
        frame, polars.from_pandas(frame), polars.from_pandas(frame).lazy(), arrow, arrow.to_reader(),
        connection.read_parquet(str(tmp_path / "log.parquet")), ibis.memtable(arrow),
        *(tmp_path / name for name in ("log.csv", "log.tsv", "log.csv.gz", "log.parquet")),
    ]  # fmt: skip
    first, *rest = [read_log(source, name="Log") for source in sources]
    for other in rest:
        assert other.touchpoints == first.touchpoints
        assert other.transitions == first.transitions
        assert other.journey.touchpoints == first.journey.touchpoints


def test_ratings_may_lie_in_another_engine_than_the_events(tmp_path: Path) -> None:
    """A file, a data frame or a table of ratings, beside events in whatever engine."""
    import ibis

    connection = ibis.duckdb.connect()
    parquet.write_table(walks("ab", "abb", "a"), tmp_path / "log.parquet")
    (tmp_path / "ratings.csv").write_text("case,rating\n1,2\n2,5\n3,4\n", encoding="utf-8")
    events = connection.read_parquet(str(tmp_path / "log.parquet"))
    ratings = connection.read_csv(str(tmp_path / "ratings.csv"))
    logs = [
        read_log(walks("ab", "abb", "a"), ratings=tmp_path / "ratings.csv"),
        read_log(walks("ab", "abb", "a"), ratings=ratings),
        *(read_log(events, ratings=table) for table in (ratings, tmp_path / "ratings.csv", ratings.to_pyarrow())),
    ]
    for log in logs:
        assert [each.case_ratings and each.case_ratings.n for each in log.touchpoints] == [1, 2]
        assert log.touchpoints == logs[0].touchpoints


def test_columns_are_recognised_in_english_korean_and_xes() -> None:
    """However they are written; a name that is given goes first."""
    assert find_columns(["CaseID", "ActivityID", "CompleteTimestamp"], {}).of["time"] == "CompleteTimestamp"
    assert dict(find_columns(["접수번호", "접점", "일시", "만족도", "채널"], {}).of) == {
        "case": "접수번호", "activity": "접점", "time": "일시", "rating": "만족도", "channel": "채널",
    }  # fmt: skip
    xes = ["case:concept:name", "concept:name", "time:timestamp", "org:resource", "lifecycle:transition"]
    assert dict(find_columns(xes, {}).of) == dict(
        zip(("case", "activity", "time", "agent", "lifecycle"), xes, strict=True)
    )
    assert find_columns(["case", "event", "page", "time"], {"activity": "page"}).of["activity"] == "page"
    assert find_columns(["user_id", "session_id", "event", "timestamp"], {}).others == ("session_id",)


def test_a_wide_table_has_a_milestone_in_each_column() -> None:
    """What was not reached is no event; promises are no milestones."""
    frame = pandas.DataFrame({
        "order_id": ["1", "2"], "order_purchase_timestamp": ["2026-01-01 10:00:00", "2026-01-02 10:00:00"],
        "order_delivered_at": ["2026-01-03 10:00:00", None], "order_estimated_delivery_date": ["2026-01-09"] * 2,
    })  # fmt: skip
    log = read_log(frame)
    assert [(each.name, each.visits) for each in log.touchpoints] == [("order purchase", 2), ("order delivered", 1)]
    assert (log.counts.read, log.counts.kept) == (3, 3)
    assert any("taken for promises" in note for note in log.notes)
    named = read_log(frame, milestones={"order_purchase_timestamp": "Buy", "order_estimated_delivery_date": "Promised"})
    assert [each.name for each in named.touchpoints] == ["Buy", "Promised"]


def test_the_folder_of_a_log_goes_with_it(tmp_path: Path) -> None:
    """Nothing stays behind on the disk."""
    (tmp_path / "log.csv").write_text("case,activity,time\n1,a,2026-01-01\n", encoding="utf-8")
    log = read_log(tmp_path / "log.csv")
    folder = log.keeper.folder
    assert folder.is_dir()
    del log
    gc.collect()
    assert not folder.exists()


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus of logs is not here")
def test_logs_of_others_are_read_whole() -> None:
    """Every event of the corpus is kept or its loss told; the journeys can be written, scored and read back."""
    for path in sorted(CORPUS.iterdir()):
        if path.suffix == ".tsv" or "order_" in path.name or "ocel" in path.name:
            continue
        log = read_log(path)
        assert log.counts.read == log.counts.kept + sum(log.counts.dropped.values())
        assert sum(each.starts for each in log.touchpoints) == sum(each.ends for each in log.touchpoints)
        assert jm.loads(jm.dumps(log.journey)) == log.journey
        jm.score(log.journey)


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus of logs is not here")
def test_orders_and_their_reviews_are_one_journey() -> None:
    """Who gets no delivery is unhappy at the end, and nothing before the end is taken for rated."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", jm.ReadWarning)
        lived = jm.from_log(CORPUS / "olist8k__orders.csv", ratings=CORPUS / "olist8k__order_reviews.csv")
    assert lived["order-approved-end"].emotion < -1 < 1 < lived["order-delivered-customer-end"].emotion  # type: ignore[operator]
    assert all(touchpoint.emotion is None for touchpoint in lived if not touchpoint.id.endswith("-end"))
