"""Fitting weights: what was put in comes out, and data that cannot tell say so."""

from __future__ import annotations

import random
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeymap.errors import JourneyError
from journeymap.fitting import PARTS, Fit, fit_weights
from journeymap.model import Scale
from journeymap.recalling import Weights, recall

CLOSE = pytest.approx


def paths(count: int, *, seed: int = 1) -> list[list[float]]:
    """Paths of three to seven ratings by lot."""
    lot = random.Random(seed)
    return [[lot.choice((-2, -1, 0, 1, 2)) for _ in range(lot.randint(3, 7))] for _ in range(count)]


def rated(count: int, weights: Weights, *, noise: float = 0.0, shift: float = 0.0) -> list[tuple[list[float], float]]:
    """Paths with the overall rating that weights give, give or take."""
    lot = random.Random(2)
    return [
        (path, max(-2, min(2, recall(path, weights=weights).remembered + shift + lot.gauss(0, noise))))
        for path in paths(count)
    ]


@pytest.mark.parametrize("weights", [(0.2, 0.4, 0.4), (0.5, 0.5, 0), (0, 0, 1), (0, 1, 0), (1, 0, 0), (0.3, 0, 0.7)])
def test_weights_that_made_the_ratings_come_out(weights: tuple[float, float, float]) -> None:
    """Without noise the fit is exact, also on the sides and in the corners; and it orders every pair right."""
    fit = fit_weights(rated(60, Weights(*weights)), resamples=20)
    assert (fit.weights.peak, fit.weights.end, fit.weights.mean) == CLOSE(weights, abs=1e-7)
    assert fit.offset == CLOSE(0, abs=1e-7)
    assert fit.right == 1
    assert fit.pairs > 0


def test_a_constant_shift_is_no_weight() -> None:
    """Ratings that lie higher throughout change the offset and not the weights."""
    fit = fit_weights(rated(60, Weights(0.1, 0.2, 0.7), shift=-0.1), resamples=5)
    assert fit.offset == CLOSE(-0.1, abs=0.02)
    assert fit.weights.mean == CLOSE(0.7, abs=0.05)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.lists(st.sampled_from([-2, -1, 0, 1, 2]), min_size=1, max_size=5), st.floats(-2, 2)),
                min_size=10, max_size=20))  # fmt: skip
def test_no_weights_on_the_grid_fit_better(table: list[tuple[list[float], float]]) -> None:
    """Whatever the ratings, no mixture in twentieths has a smaller squared error, and weights stay weights."""
    fit = fit_weights(table, resamples=3)
    assert sum((fit.weights.peak, fit.weights.end, fit.weights.mean)) == CLOSE(1)

    def error(weights: Weights) -> float:
        gaps = [whole - recall(path, weights=weights).remembered for path, whole in table]
        middle = sum(gaps) / len(gaps)
        return sum((gap - middle) ** 2 for gap in gaps) / len(gaps)

    least = error(fit.weights)
    for peak in range(21):
        for end in range(21 - peak):
            assert error(Weights(peak / 20, end / 20, (20 - peak - end) / 20)) >= least - 1e-7
    for part in PARTS:
        low, high = fit.intervals[part]
        assert 0 <= low <= high <= 1


def test_what_the_ratings_can_tell_is_told() -> None:
    """Clear ratings name the rule that fits better; noise, or paths on which both agree, cannot tell."""
    assert fit_weights(rated(80, Weights.classic, noise=0.1)).verdict == "peak-end"
    assert fit_weights(rated(80, Weights.plain_mean, noise=0.1)).verdict == "mean"
    flat = [([level, level, level], level) for level in (-2, -1, 0, 1, 2)] * 3
    assert fit_weights(flat).verdict == "cannot tell"
    lot = random.Random(3)
    chance = fit_weights([(path, lot.uniform(-2, 2)) for path in paths(15)])
    assert chance.verdict == "cannot tell"
    assert "cannot tell the peak-end rule from the plain average" in chance.message()
    assert repr(chance).endswith("cannot tell peak-end from mean>")


def test_the_true_weights_lie_in_the_intervals() -> None:
    """With noise the bootstrap ranges hold what made the ratings; the same data give the same ranges."""
    table = rated(150, Weights.balanced, noise=0.3)
    fit = fit_weights(table)
    for part in PARTS:
        low, high = fit.intervals[part]
        assert low <= getattr(Weights.balanced, part) <= high
        assert low <= getattr(fit.weights, part) <= high
    assert fit == fit_weights(table)
    assert fit.right > 0.8


class Polars:
    """Looks like a data frame of polars."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.rows = rows

    def iter_rows(self, *, named: bool) -> Iterator[dict[str, Any]]:
        assert named
        return iter(self.rows)


def test_tables_of_every_kind_are_read() -> None:
    """Pairs, mappings with any names, and data frames give the same fit."""
    pairs = rated(20, Weights.thirds)
    rows = [{"steps": path, "total": whole} for path, whole in pairs]
    names = {"moments": "steps", "overall": "total"}
    expected = fit_weights(pairs, resamples=5)
    pandas = SimpleNamespace(columns=["steps", "total"], to_dict=lambda orient: rows if orient == "records" else None)
    for table in (rows, iter(rows), Polars(rows), pandas):
        assert fit_weights(table, resamples=5, **names) == expected


def test_other_scales_are_converted() -> None:
    """Ratings from 1 to 5 give the same weights as those from −2 to +2."""
    pairs = rated(20, Weights.thirds)
    five = [([rating + 3 for rating in path], whole + 3) for path, whole in pairs]
    assert fit_weights(five, scale=Scale(1, 5), resamples=5).weights.end == CLOSE(1 / 3)


def test_what_is_unknown_is_passed_through() -> None:
    """Missing moments are passed through; rows without a rated moment or a whole are left out."""
    pairs = rated(20, Weights.thirds)
    holed = [([None, *path, float("nan")], whole) for path, whole in pairs]
    empty = [([], 1), ([None], 1), (None, 1), (float("nan"), 1), ([1], None), ([1], float("nan"))]
    assert fit_weights([*holed, *empty], resamples=5) == fit_weights(pairs, resamples=5)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ([([1], 1)] * 9, "9 rated paths"),
        ([], "0 rated paths"),
        ([([1, "good"], 1)], "row 1: moments: expected a number"),
        ([([3], 1)], "row 1: moments: rating 3 is not on the scale"),
        ([([1], 9)], "row 1: overall: rating 9"),
        ([("12", 1)], "row 1: moments: expected a sequence of ratings"),
        ([(5, 1)], "row 1: moments: expected a sequence of ratings"),
        ([{"moment": [1], "overall": 1}], "row 1: there is no 'moments' (it has 'moment', 'overall')"),
        ([7], "row 1: expected"),
        ([(1, 2, 3)], "row 1: expected"),
        ("text", "a str is no table"),
        (5, "a int is no table"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_row(table: Any, said: str) -> None:
    """The message says which row, what is wrong, and what was expected."""
    with pytest.raises(JourneyError) as caught:
        fit_weights(table)
    assert said in str(caught.value)


def test_at_least_one_resample_is_needed() -> None:
    """No resample gives no interval."""
    with pytest.raises(JourneyError, match="resamples"):
        fit_weights(rated(20, Weights.thirds), resamples=0)


def test_ratings_that_are_all_equal_give_no_pairs() -> None:
    """Without pairs of different overall ratings nothing can be held out, and that is left unsaid."""
    fit = fit_weights([(path, 1.0) for path in paths(12)], resamples=5)
    assert (fit.pairs, fit.right, fit.right_by_mean) == (0, None, None)
    assert "held out" not in fit.message()


def test_a_fit_speaks_both_languages() -> None:
    """The sentences give weights with ranges, what was held out, and the verdict."""
    fit: Fit = fit_weights(rated(60, Weights.classic))
    assert fit.message().startswith("Fitted to 60 rated paths: peak 0.50 (0.50 to 0.50), end 0.50 (0.50 to 0.50)")
    assert "the fitted weights order 100% right" in fit.message()
    assert fit.message().endswith("The peak-end rule fits these ratings better than the plain average.")
    assert "정점" in fit.message("ko")
    assert repr(fit) == "<Fit of 60 paths: peak 0.50, end 0.50, mean 0.00; peak-end fits better>"
