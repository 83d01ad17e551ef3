"""Which moments go with how customers rate the whole."""

from __future__ import annotations

import math
import random
from pathlib import Path
from statistics import fmean, variance
from typing import Any

import pyarrow
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import journeymap as jm
from journeymap.evidence import read_log
from journeymap.evidence.differing import _both_tails, difference
from journeymap.evidence.moments import corrected, moments
from tests.log_events import table, walks

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "logs"
FIVE = jm.Scale(1, 5)


def rated(paths: list[str], ratings: list[float]) -> Any:
    """A log of these paths, each with a rating of the whole."""
    given = {"case": [str(case) for case in range(1, len(paths) + 1)], "rating": ratings}
    return read_log(walks(*paths), ratings=pyarrow.table(given), scale=FIVE)


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus of logs is not here")
def test_late_delivery_is_found_to_hurt_most_in_orders_of_a_marketplace() -> None:
    """By itself: nobody says which time was promised, nor what to look at."""
    orders, reviews = (CORPUS / f"olist8k__{name}.csv" for name in ("orders", "order_reviews"))
    log = read_log(orders, ratings=reviews, case="order_id")
    found = moments(log)
    worst = found.hurts[0]
    assert (worst.touchpoint, worst.what) == ("order delivered customer", "late")
    assert worst.promise == "order_estimated_delivery_date"
    assert worst.difference.high < -1.5
    assert found.helps[0].touchpoint == "order delivered customer"
    assert found.helps[0].what == "visited"
    assert "association" in found.message()


def test_what_was_met_is_compared_with_what_was_not() -> None:
    """Mean, difference and what it comes to are those of the cases."""
    found = moments(rated(["abc"] * 20 + ["ac"] * 30, [2, 1] * 10 + [5, 4, 5] * 10))
    (worst,) = found.hurts
    assert (worst.touchpoint, worst.what, worst.cases, worst.others) == ("b", "visited", 20, 30)
    assert worst.rating == pytest.approx(-1.5)
    assert worst.difference.value == pytest.approx(-1.5 - 5 / 3)
    assert worst.total == pytest.approx(worst.difference.value * 0.4)
    assert -1 < worst.correlation < -0.9
    assert (found.cases, found.helps) == (50, ())
    assert found.mean == pytest.approx(fmean([-1.5] * 20 + [5 / 3] * 30))
    assert repr(found) == "<Moments of 'table': 1 hurt, 0 help, of 1 looked at; 50 rated cases>"


def test_repeating_waiting_and_being_handed_over_are_told_apart() -> None:
    """Each against the other cases that came to the same touchpoint."""
    lot = random.Random(1)
    rows, ratings = [], []
    for case in range(400):
        again, long, handed = (lot.random() < 0.15 for _ in range(3))
        rows += [(case, "a", 0, "Kim"), (case, "b", 50 if long else 5, "Lee" if handed else "Kim")]
        rows += [(case, "c", 60, "Lee" if handed else "Kim")] * 1
        rows += [(case, "c", 61, "Lee" if handed else "Kim")] * again
        ratings.append(5 - 2 * again - long - handed + lot.choice((0, 0, -1)))
    log = read_log(
        table(*rows, columns="case activity time agent"),
        ratings=pyarrow.table({"case": list(range(400)), "rating": ratings}), scale=jm.Scale(0, 5),
    )  # fmt: skip
    found = {(each.touchpoint, each.what): each for each in moments(log).hurts}
    assert set(found) == {("c", "repeated"), ("b", "slow"), ("b", "handed over")}
    assert found["c", "repeated"].difference.low < -2 * 4 / 5 < found["c", "repeated"].difference.high
    assert found["b", "slow"].cases + found["b", "slow"].others == 400
    assert found["b", "slow"].label() == "“b”: after a long wait"
    assert found["b", "handed over"].label("ko") == "“b”: 담당자가 바뀜"


def test_a_promise_is_a_column_of_a_long_log_too() -> None:
    """A promise of a day is kept until its end; cases without one are left out of the comparison."""
    due = ["2026-01-01", "2026-01-01", None]
    cases = range(60)
    rows = [(str(case), name, f"2026-01-0{1 + at * (case % 2)} 10:00", due[case % 3 if case < 30 else 2])
            for case in cases for at, name in enumerate("ab")]  # fmt: skip
    ratings = pyarrow.table({"case": [str(case) for case in cases], "rating": [5 - 3 * (case % 2) for case in cases]})
    frame = table(*rows, columns="case activity time due")
    log = read_log(frame, ratings=ratings, scale=FIVE, promises=["due"])
    (late,) = (each for each in moments(log, least=5).all if each.what == "late" and each.touchpoint == "b")
    assert (late.cases, late.others, late.promise, late.difference.value) == (10, 10, "due", -3)
    assert late.label() == "“b”: later than “due”"
    assert log.promised == ("due",)
    assert read_log(frame, promises=["due"], session_gap="1 day").promised == ()
    with pytest.raises(jm.ReadError, match="promises: unknown column 'dew'"):
        read_log(frame, promises=["dew"])
    with pytest.raises(jm.ReadError, match="holds no times"):
        read_log(table(("1", "a", 0, True), columns="case activity time due"), promises=["due"])


def test_hours_in_a_promise_count() -> None:
    """A time of day is kept to the minute, as text and as a timestamp; a column of no times is passed over."""
    import pandas

    rows = [{"order": n, "ordered_at": "2026-01-01 09:00", "delivered_at": f"2026-01-01 1{n % 2}:30",
             "promised_at": "2026-01-01 11:00", "expected_at": "soon"} for n in range(20)]  # fmt: skip
    reviews = pyarrow.table({"case": list(range(20)), "rating": [4 - n % 2 for n in range(20)]})
    for convert in (False, True):
        frame = pandas.DataFrame(rows)
        if convert:
            frame["promised_at"] = pandas.to_datetime(frame["promised_at"])
        log = read_log(frame, case="order", ratings=reviews, scale=FIVE)
        assert log.promised == ("promised_at",)
        (late,) = (each for each in moments(log, least=2).all if each.what == "late")
        assert (late.touchpoint, late.cases, late.others) == ("delivered", 10, 10)
    days = pandas.DataFrame(rows)
    days["promised_at"] = pandas.to_datetime(days["promised_at"]).dt.date
    log = read_log(days, case="order", ratings=reviews, scale=FIVE)
    assert [each for each in moments(log, least=2).all if each.what == "late"] == []


def test_nothing_is_made_of_chance() -> None:
    """Ratings drawn by lot are told apart by nothing, after the correction."""
    lot = random.Random(0)
    paths = ["".join(letter for letter in "abcdefghij" if lot.random() < 0.5) or "a" for _ in range(300)]
    log = rated(paths, [lot.randint(1, 5) for _ in paths])
    found = moments(log, correction="holm")
    assert len(found.all) >= 10
    assert (found.hurts, found.helps) == ((), ())
    assert found.message().startswith("Nothing that was looked at clearly goes with a worse rating.")
    assert found.message("ko") != found.message()


def test_few_cases_are_not_looked_at() -> None:
    """How many comparisons that leaves out is told."""
    log = rated(["ab"] * 3 + ["a"] * 20, [1, 2, 1] + [5, 4] * 10)
    assert (moments(log).all, moments(log).untested) == ((), 1)
    assert len(moments(log, least=2).hurts) == 1


def test_mistakes_are_told() -> None:
    """No ratings, ratings of other cases, and options that cannot be."""
    log = rated(["ab"], [1])
    with pytest.raises(jm.UnknownNameError, match="did you mean 'holm'"):
        moments(log, correction="hollm")  # type: ignore[arg-type]
    with pytest.raises(jm.JourneyError, match="least: expected 2 cases"):
        moments(log, least=1)
    with pytest.raises(jm.JourneyError, match="cases have no ratings"):
        moments(read_log(walks("ab")))
    lost = read_log(walks("ab"), ratings=pyarrow.table({"case": ["x"], "rating": [3]}), scale=FIVE)
    with pytest.raises(jm.JourneyError, match="no case with a rating is in the log"):
        moments(lost)


# The numbers


def test_the_difference_of_means_is_welchs() -> None:
    """The statistic by its formula, and its chance by adding up the density of Student's t."""
    lot = random.Random(2)
    one, other = [lot.randint(1, 5) for _ in range(12)], [lot.randint(2, 7) for _ in range(30)]
    found = difference(*((len(x), sum(x) * 1000, sum(v * v for v in x) * 1_000_000) for x in (one, other)))
    parts = variance(one) / len(one), variance(other) / len(other)
    freedom = sum(parts) ** 2 / (parts[0] ** 2 / (len(one) - 1) + parts[1] ** 2 / (len(other) - 1))
    t = (fmean(one) - fmean(other)) / math.sqrt(sum(parts))

    def density(x: float) -> float:
        whole = math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2) - 0.5 * math.log(freedom * math.pi)
        return math.exp(whole - (freedom + 1) / 2 * math.log1p(x * x / freedom))

    step = abs(t) / 4000
    inside = 2 * step * sum(density((at + 0.5) * step) for at in range(4000))
    assert found.p == pytest.approx(1 - inside, abs=1e-6)
    assert found.value == pytest.approx(fmean(one) - fmean(other))
    assert found.error == pytest.approx(math.sqrt(sum(parts)))
    assert found.low < found.value < found.high


@pytest.mark.parametrize(("t", "freedom", "p"), [
    (12.706, 1, 0.05), (2.776, 4, 0.05), (2.042, 30, 0.05), (1.962, 1000, 0.05), (63.657, 1, 0.01), (0.0, 5, 1.0),
])  # fmt: skip
def test_the_tails_are_those_of_the_tables(t: float, freedom: float, p: float) -> None:
    """Student's t as printed in textbooks."""
    assert _both_tails(t, freedom) == pytest.approx(p, abs=2e-4)


def test_what_is_all_alike_says_nothing_of_chance() -> None:
    """No spread on either side: no interval, and no correlation where there is nothing to go with."""
    same = difference((3, 9000, 27_000_000), (3, 9000, 27_000_000))
    assert (same.value, same.p, same.correlation, same.error) == (0, 1, 0, 0)
    apart = difference((3, 9000, 27_000_000), (3, 3000, 3_000_000), factor=-1)
    assert (apart.value, apart.p, apart.low, apart.correlation) == (-2, 0, -2, pytest.approx(-1))


@given(st.lists(st.floats(0, 1), max_size=12))
def test_corrections_never_lower_a_chance(ps: list[float]) -> None:
    """Nor change the order; Holm is the stricter; none exceeds 1."""
    holm, hochberg = corrected(ps, "holm"), corrected(ps, "benjamini-hochberg")
    for p, strict, mild in zip(ps, holm, hochberg, strict=True):
        assert p - 1e-12 <= mild <= strict + 1e-12 <= 1 + 1e-9
    order = sorted(range(len(ps)), key=lambda at: ps[at])
    for found in (holm, hochberg):
        assert [found[at] for at in order] == sorted(found)


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.text("abc", min_size=1, max_size=5), st.integers(1, 5)), min_size=4, max_size=30))
def test_means_equal_those_of_plain_python(cases: list[tuple[str, int]]) -> None:
    """Of who visited, and of who came more than once, against the others."""
    log = rated([path for path, _ in cases], [rating for _, rating in cases])
    for each in moments(log, least=2).all:
        if each.what in ("visited", "repeated"):
            least = 1 if each.what == "visited" else 2
            with_ = [rating - 3 for path, rating in cases if path.count(each.touchpoint) >= least]
            others = [rating - 3 for path, rating in cases if path.count(each.touchpoint) == least - 1]
            assert (each.cases, each.others) == (len(with_), len(others))
            assert each.difference.value == pytest.approx(fmean(with_) - fmean(others))


def test_a_guessed_promise_that_cannot_be_read_is_passed_over() -> None:
    """Days and months that cannot be told apart, and numbers: what was not asked for does not stop the reading."""
    rows = [{"order": n, "ordered_at": "2026-01-01 09:00", "paid_at": "2026-01-01 10:00",
             "due_date": "03/04/2026 10:00", "planned_at": 1_767_225_600 + n} for n in range(4)]  # fmt: skip
    import pandas

    assert read_log(pandas.DataFrame(rows), case="order").promised == ("planned_at",)
