"""Counting a log: quantiles from classes of times, and transitions without the rest."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import Any

import ibis
import numpy
import pyarrow
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import journeymap as jm
from journeymap.evidence import read_log, reading
from journeymap.evidence.quantiles import Quantiles, class_of, exactly, nearly, quantiles
from tests.log_events import simulated, table, walks

DAY = 86_400_000_000

times = st.lists(st.integers(0, 400 * DAY) | st.sampled_from([0, 1, 60_000_000, DAY]), min_size=1, max_size=60)
quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def quantiles_of(values: list[int | None], *, exact: bool) -> Quantiles | None:
    """What is told of these times, in microseconds."""
    events = ibis.memtable(pyarrow.table({"name": ["a"] * len(values), "time": pyarrow.array(values, pyarrow.int64())}))
    if exact:
        told = events.group_by("name").aggregate(times=exactly(events.time))
    else:
        classes = events.group_by("name", **{"class": class_of(events.time)}).aggregate(
            visits=events.count(), least=events.time.min(), greatest=events.time.max()
        )
        told = nearly(classes, "name")
    rows = told.to_pyarrow().to_pylist()
    return quantiles(rows[0]["times"]) if rows else None


@quick
@given(times)
def test_quantiles_of_smaller_logs_are_exact(values: list[int]) -> None:
    """They are those that numpy interpolates between the two values nearest, to the millisecond."""
    found = quantiles_of(list(values), exact=True)
    assert found == pytest.approx(tuple(numpy.quantile(values, [0.5, 0.8, 0.9]) / 1e6), rel=1e-12, abs=5.1e-4)


@quick
@given(times)
def test_quantiles_of_larger_logs_are_at_most_two_hundredths_off(values: list[int]) -> None:
    """Each lies within 2 % of the values between which the exact one does."""
    found = quantiles_of(list(values), exact=False)
    assert found is not None
    for share, value in zip((0.5, 0.8, 0.9), found, strict=True):
        low, high = (numpy.quantile(values, share, method=side) / 1e6 for side in ("lower", "higher"))
        assert low * 0.98 - 6e-4 <= value <= high * 1.0202 + 6e-4


def test_equal_times_are_told_exactly_in_larger_logs_too() -> None:
    """A wait that everyone has is told as it is, however many there are."""
    assert quantiles_of([97_123_000] * 1000, exact=False) == (97.123, 97.123, 97.123)


@pytest.mark.parametrize("exact", [True, False])
def test_unknown_times_have_no_quantiles(exact: bool) -> None:
    """Those that are known alone count."""
    assert quantiles_of([None, None], exact=exact) is None
    assert quantiles_of([None, 3_000_000, None], exact=exact) == (3.0, 3.0, 3.0)


def test_a_large_log_says_that_its_times_are_not_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts stay as they are; times are near those of the same log counted exactly, and a note tells of it."""
    log = simulated({"a": {"b": 3, "c": 1}, "b": {"a": 1, None: 3}, "c": {None: 1}}, 300, 3)
    rows = [(str(n), name, 10_000 * n + at * (50 + n)) for n, path in enumerate(log) for at, name in enumerate(path)]
    events = table(*rows, columns="case activity time")
    exact = read_log(events)
    monkeypatch.setattr(reading, "EXACT", 100)
    near = read_log(events)
    assert near.counts == exact.counts
    assert [(way.origin, way.to, way.count) for way in near.transitions] == [
        (way.origin, way.to, way.count) for way in exact.transitions
    ]
    for one, other in zip(near.transitions, exact.transitions, strict=True):
        assert one.delay == pytest.approx(other.delay, rel=0.02)
    assert not any("2 %" in note for note in exact.notes)
    assert any("2 %" in note for note in near.notes)


paths = st.lists(st.text("abc", min_size=1, max_size=6), min_size=1, max_size=8)


@quick
@given(paths)
def test_transitions_are_counted_as_by_hand(walked: list[str]) -> None:
    """Pairs of neighbours, first and last activities; and the same as the whole log tells."""
    events = walks(*walked)
    counts, log = jm.count_transitions(events), read_log(events)
    assert counts.transitions == Counter(pair for path in walked for pair in pairwise(path))
    assert counts.starts == Counter(path[0] for path in walked)
    assert counts.ends == Counter(path[-1] for path in walked)
    assert (counts.cases, counts.events) == (len(walked), sum(map(len, walked)))
    assert counts.transitions == {(way.origin, way.to): way.count for way in log.transitions}
    assert counts.ends == {each.name: each.ends for each in log.touchpoints if each.ends}


def test_transitions_come_the_most_frequent_first() -> None:
    """Those taken as often by their names."""
    counts = jm.count_transitions(walks("ba", "ab", "ab", "ca"))
    assert list(counts.transitions) == [("a", "b"), ("b", "a"), ("c", "a")]
    assert list(counts.starts) == ["a", "b", "c"]
    assert list(counts.ends) == ["a", "b"]


@pytest.mark.parametrize(
    "options",
    [{}, {"duplicates": "keep"}, {"rename": {"b*": "a"}, "merge_repeats": True}, {"session_gap": 90}, {"cover": 0.5}],
    ids=str,
)
def test_what_is_left_out_is_left_out_of_transitions_too(options: dict[str, Any]) -> None:
    """Copies, repeats, sessions and rare variants are handled as when the whole log is read."""
    rows = [
        ("1", "a", 0), ("1", "b", 60), ("1", "b", 60), ("1", "c", 300), ("2", "a", 0), ("2", "b2", 60), ("3", "c", 0),
        ("4", "a", 5), ("4", "b", 9), ("4", "c", 10),
    ]  # fmt: skip
    events = table(*rows, columns="case activity time")
    counts, log = jm.count_transitions(events, **options), read_log(events, **options)
    assert counts.transitions == {(way.origin, way.to): way.count for way in log.transitions}
    assert (counts.cases, counts.events) == (log.counts.cases, log.counts.kept)


def test_options_of_the_journey_are_none_of_the_transitions() -> None:
    """They are refused, not silently passed over."""
    with pytest.raises(TypeError, match="between"):
        jm.count_transitions(walks("ab"), between="wait")


@pytest.mark.parametrize(("option", "value"), [("duplicates", "loose"), ("lifecycle", "all"), ("between", "nothing")])
def test_an_option_that_cannot_be_is_refused(option: str, value: str) -> None:
    """The message says what it can be."""
    with pytest.raises(jm.UnknownNameError, match=f"unknown {option} '{value}'"):
        read_log(walks("ab"), **{option: value})  # type: ignore[arg-type]


def test_promises_that_sessions_cannot_keep_are_told() -> None:
    """Nobody knows in which session of a case something was promised: they are left out, and a note says so."""
    events = pyarrow.table({
        "case": ["1", "1"], "activity": ["Order", "Delivery"], "time": ["2026-05-01 10:00", "2026-05-03 10:00"],
        "promised": ["2026-05-02 10:00", "2026-05-02 10:00"],
    })  # fmt: skip
    assert read_log(events, promises=["promised"]).promised == ("promised",)
    split = read_log(events, promises=["promised"], session_gap="1 day")
    assert split.promised == ()
    assert any("'promised': left out" in note for note in split.notes)
