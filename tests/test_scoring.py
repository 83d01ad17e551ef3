"""The score of a journey: against listing every path, and what must always hold."""

from __future__ import annotations

import pickle
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeymap.errors import JourneyError, ScoringError, UnknownNameError
from journeymap.i18n import translator
from journeymap.model import Journey, Touchpoint
from journeymap.recalling import PRESETS, strength
from journeymap.scoring import LIMITS, Recall, Score, Weights, recall, score, worst_path
from tests.listing import every_path, journeys, tally, unrolled

TUPLES = {"balanced": (0.2, 0.4, 0.4), "classic": (0.5, 0.5, 0), "end_heavy": (0.25, 0.45, 0.3), "mean": (0, 0, 1)}


def agree(found: Score, listed: Any, *, tolerance: float) -> None:
    """Every figure of the score is what the list of paths says."""

    def close(label: str, one: float | None, other: Any) -> None:
        if one is None or other is None:
            assert one is other, label
        else:
            assert one == pytest.approx(float(other), rel=0, abs=tolerance), label

    for field in ("remembered", "peak", "end", "mean", "scored"):
        close(field, getattr(found, field), getattr(listed, field))
    for field in ("peak_probability", "end_probability", "mean_share", "reach", "joint"):
        mine, theirs = getattr(found, field), getattr(listed, field)
        assert theirs.keys() <= mine.keys(), field
        for key, value in mine.items():
            close(f"{field} {key}", value, theirs.get(key, 0))
    for id in found.endings.keys() | listed.endings.keys():
        ending, (probability, remembered) = found.endings.get(id), listed.endings.get(id, (0, None))
        close(f"ending {id}", ending.probability if ending else 0, probability)
        if ending and remembered is not None:
            close(f"ending {id}", ending.probability * ending.remembered, probability * remembered)
    # Those still under way are few, and may yet meet a touchpoint many times.
    for id, visits in found.visits.items():
        assert visits == pytest.approx(float(listed.visits.get(id, 0)), abs=50 * tolerance)
    assert found.coverage == pytest.approx(float(listed.coverage), abs=50 * tolerance)


@given(journeys(), st.floats(1, 10))
@settings(max_examples=50, deadline=None)
def test_losses_that_weigh_more_are_emotions_that_are_that_much_lower(journey: Journey, loss: float) -> None:
    """Counting emotions below 0 several times is to score emotions that are as many times lower; 1 changes nothing."""
    one, many = score(journey), score(journey, weights=attrs.evolve(Weights.balanced, loss=loss))
    felt = {t.id: t.emotion for t in journey if t.kind != "survey" and t.emotion is not None}
    weighed = {id: emotion * loss if emotion < 0 else emotion for id, emotion in felt.items()}
    assert (many.remembered is None) == (one.remembered is None)
    if many.remembered is not None:
        total = sum(many.shares[id] * emotion for id, emotion in weighed.items())
        assert many.remembered == pytest.approx(total, abs=1e-9)
        assert many.remembered <= one.remembered + 1e-9 or min(felt.values()) >= 0
        assert many.below(0) >= one.below(0) - 1e-12
    assert score(journey, weights=attrs.evolve(Weights.balanced, loss=1)) == one


@given(journeys(), st.sampled_from(sorted(TUPLES)))
@settings(max_examples=100, deadline=None)
def test_without_loops_it_equals_listing_every_path(journey: Journey, weights: str) -> None:
    """Every figure is what listing all paths in fractions gives, to 1e-12."""
    agree(
        score(journey, weights=weights), tally(journey, every_path(journey), weights=TUPLES[weights]), tolerance=1e-12
    )


@given(journeys(size=3, loops=True, least_drop=0.6))
@settings(max_examples=25, deadline=None)
def test_with_loops_it_equals_listing_but_for_those_still_under_way(journey: Journey) -> None:
    """With loops every figure is what listing gives, up to the share of customers not followed to the end."""
    listed = tally(journey, unrolled(journey, missing=1e-11), weights=TUPLES["balanced"])
    agree(score(journey), listed, tolerance=1e-10 / (float(listed.scored) or 1))


@given(journeys(loops=True, least_drop=0.05), st.sampled_from(sorted(TUPLES)))
@settings(max_examples=100, deadline=None)
def test_the_parts_add_up(journey: Journey, weights: str) -> None:
    """Shares, the joint distribution and the endings sum to 1 each, and give the score back."""
    found = score(journey, weights=weights)
    assert sum(ending.probability for ending in found.endings.values()) == pytest.approx(1, abs=1e-12)
    if found.recall is None:
        assert found.scored == found.coverage == 0
        assert not any(found.shares.values())
        assert found.distribution == ()
        return
    for shares in (found.shares, found.peak_probability, found.end_probability, found.mean_share, found.joint):
        assert sum(shares.values()) == pytest.approx(1, abs=1e-12)
        assert min(shares.values()) >= 0
    total = sum(share * (journey[id].emotion or 0) for id, share in found.shares.items())
    assert total == pytest.approx(found.remembered, abs=1e-12)
    by_ending = sum(e.probability * e.remembered for e in found.endings.values() if e.remembered is not None)
    if found.scored == 1:
        assert by_ending == pytest.approx(found.remembered, abs=1e-11)
    for number, marginal in enumerate((found.peak_probability, found.end_probability)):
        for emotion in {float(journey[id].emotion) for id, share in marginal.items() if share}:
            here = sum(share for id, share in marginal.items() if share and journey[id].emotion == emotion)
            there = sum(share for pair, share in found.joint.items() if pair[number] == emotion)
            assert here == pytest.approx(there, abs=1e-12)
    assert found.below(-2) == 0
    assert found.below(2.1) == pytest.approx(1)
    assert 0 <= found.below(0) <= found.below(1) <= 1


@given(journeys(loops=True, least_drop=0.05), st.randoms(use_true_random=False))
@settings(max_examples=50, deadline=None)
def test_renaming_and_reordering_changes_nothing(journey: Journey, random: Any) -> None:
    """The same journey with other ids, written down in another order, has the same score."""
    names = {touchpoint.id: f"x{number}" for number, touchpoint in enumerate(random.sample([*journey], len(journey)))}
    renamed = [
        attrs.evolve(
            touchpoint,
            id=names[touchpoint.id],
            next=[attrs.evolve(way, to=names[way.to]) for way in journey.ways_from(touchpoint)],
        )
        for touchpoint in journey
    ]
    random.shuffle(renamed)
    one, other = score(journey), score(Journey("Other", start=names[journey.first.id], touchpoints=renamed))
    assert one.shares == pytest.approx({id: other.shares[names[id]] for id in names}, abs=1e-12)
    assert (one.remembered is None) == (other.remembered is None)
    if one.remembered is not None:
        assert one.remembered == pytest.approx(other.remembered, abs=1e-12)


@given(journeys(loops=True, least_drop=0.05), st.sampled_from([0.5, 0.25]))
@settings(max_examples=50, deadline=None)
def test_scaling_the_emotions_scales_the_score(journey: Journey, factor: float) -> None:
    """Halving every emotion halves the score and leaves every share as it is."""
    scaled = attrs.evolve(
        journey,
        touchpoints=[attrs.evolve(t, emotion=None if t.emotion is None else t.emotion * factor) for t in journey],
    )
    one, other = score(journey), score(scaled)
    assert one.shares == pytest.approx(other.shares, abs=1e-12)
    if one.remembered is not None:
        assert other.remembered == pytest.approx(one.remembered * factor, abs=1e-12)


@given(journeys(size=6, loops=True, least_drop=0.05), st.data())
@settings(max_examples=50, deadline=None)
def test_what_is_unknown_does_not_disturb_what_is_known(journey: Journey, data: st.DataObject) -> None:
    """A touchpoint of unknown emotion, put in the way of customers, changes no share of the others."""
    target = data.draw(st.sampled_from([t.id for t in journey]))
    known = score(journey)
    detoured = [
        attrs.evolve(
            t, next=[attrs.evolve(way, to="new" if way.to == target else way.to) for way in journey.ways_from(t)]
        )
        for t in journey
    ]
    new = Touchpoint("new", "New", next=[target])
    start = "new" if journey.first.id == target else journey.first.id
    found = score(Journey("With one more", start=start, touchpoints=[*detoured, new]))
    assert {id: found.shares[id] for id in known.shares} == pytest.approx(known.shares, abs=1e-12)
    assert found.shares["new"] == 0
    assert found.scored == pytest.approx(known.scored, abs=1e-12)


@given(journeys(size=6, loops=True, least_drop=0.1), st.data())
@settings(max_examples=50, deadline=None)
def test_a_share_is_the_slope_of_the_score(journey: Journey, data: st.DataObject) -> None:
    """Raising one emotion a little raises the score by the memory share, as long as no peak changes place."""
    ranks = data.draw(st.permutations(range(len(journey))))
    emotions = [data.draw(st.sampled_from([-1, 1])) * (0.1 + 0.2 * rank) for rank in ranks]
    felt = [attrs.evolve(t, emotion=emotion, kind=None) for t, emotion in zip(journey, emotions, strict=True)]
    journey = attrs.evolve(journey, touchpoints=felt)
    shares = score(journey).shares
    for id, share in shares.items():
        up, down = (
            score(journey.change(id, emotion=journey[id].emotion + change)).remembered for change in (0.05, -0.05)
        )
        assert (up - down) / 0.1 == pytest.approx(share, abs=1e-11)


# Reference values


@pytest.mark.parametrize(
    ("emotions", "weights", "expected"),
    [
        ([4, 8, 7], Weights.classic, 7.5),
        ([4, 8, 1], Weights.classic, 4.5),
        ([2, 3, 1, -4], Weights(0.35, 0.35, 0.30), -2.65),
        ([-4, 2, 3, 1], Weights(0.35, 0.35, 0.30), -0.90),
    ],
)
def test_published_values_of_one_path(emotions: list[float], weights: Weights, expected: float) -> None:
    """Kahneman's two patients, and the same ratings with a better end, come out as published."""
    assert recall(emotions, weights=weights).remembered == pytest.approx(expected, abs=1e-12)
    line = [Touchpoint(f"t{number}", "Step", emotion=emotion / 4) for number, emotion in enumerate(emotions)]
    assert score(Journey("Line", touchpoints=line), weights=weights).remembered == pytest.approx(expected / 4)


def test_the_peak_of_two_equally_strong_moments_is_the_negative_one() -> None:
    """Of +2 and −2 the negative is the peak, and of two equal ones the later."""
    assert recall([2, -2, 2]).peak == -2
    line = [Touchpoint(f"t{number}", "Step", emotion=emotion) for number, emotion in enumerate([2, -2, 1, -2, 2])]
    found = score(Journey("Line", touchpoints=line))
    assert found.peak_probability == {"t0": 0, "t1": 0, "t2": 0, "t3": 1, "t4": 0}
    assert sorted([1, -1, 0.5], key=strength) == [0.5, 1, -1]


def test_adding_a_milder_end_improves_the_memory() -> None:
    """Duration does not count: a milder last part makes a bad experience remembered as less bad."""
    short = Journey("Short").touchpoint("cold", "Cold water", emotion=-2)
    long = short.touchpoint("milder", "A little warmer", emotion=-1)
    assert score(long).remembered > score(short).remembered


# A worked shop

SHOP = (
    Journey("Shop")
    .touchpoint("pay", "Payment", emotion=-1, next={"done": 0.75, "declined": 0.25})
    .touchpoint("declined", "Card declined", emotion=-2, kind="failure", next=["pay", "gave-up"])
    .touchpoint("done", "Confirmed", emotion=1.5, next=["rate"])
    .touchpoint("rate", "Please rate us", emotion=-2, kind="survey", ends="success")
    .touchpoint("gave-up", "Leaves", ends="abandon")
)


def test_where_journeys_end_and_what_is_taken_along() -> None:
    """An ending that is not felt holds the memory of what came before it."""
    found = score(SHOP, weights="classic")
    assert found.endings["rate"].probability == pytest.approx(6 / 7)
    assert found.endings["gave-up"].probability == pytest.approx(1 / 7)
    assert found.endings["gave-up"].recall == Recall(
        pytest.approx(-2), pytest.approx(-2), pytest.approx(-2), pytest.approx(-1.5)
    )
    assert found.end_probability == pytest.approx({"pay": 0, "declined": 1 / 7, "done": 6 / 7, "rate": 0, "gave-up": 0})
    assert found.visits["pay"] == pytest.approx(8 / 7)
    assert found.reach["pay"] == 1
    assert found.reach["declined"] == pytest.approx(1 / 4)
    assert (found.best, found.worst) == ("done", "declined")
    assert found.coverage == pytest.approx((8 / 7 + 2 / 7 + 6 / 7) / (8 / 7 + 2 / 7 + 6 / 7 + 1 / 7))


def test_how_customers_differ() -> None:
    """The distribution of the peak-end part, the share below a value and the spread follow from the joint."""
    found = score(SHOP, weights="classic")
    smooth, declined, gone = 0.75, 6 / 7 - 0.75, 1 / 7
    assert dict(found.distribution) == pytest.approx({-2: gone, -0.25: declined, 1.5: smooth})
    assert found.below() == pytest.approx(gone + declined)
    assert found.below(-0.25) == pytest.approx(gone)
    assert found.below(1.5) == pytest.approx(1 / 4)
    middle = -2 * gone - 0.25 * declined + 1.5 * smooth
    variance = 4 * gone + 0.0625 * declined + 2.25 * smooth - middle**2
    assert found.spread == pytest.approx(variance**0.5)
    assert score(SHOP, weights="mean").distribution == found.distribution


# Nothing known, nothing there, no way out


def test_unknown_is_not_neutral() -> None:
    """A journey without a known emotion has no remembered score, rather than 0."""
    found = score(Journey("Draft").touchpoint("a", "A").touchpoint("b", "B", emotion=2, kind="survey"))
    assert (found.remembered, found.peak, found.end, found.mean, found.spread) == (None,) * 5
    assert (found.best, found.worst, found.scored, found.coverage, found.below()) == (None, None, 0, 0, 0)
    assert found.endings["b"].remembered is None
    assert repr(found) == "<Score unknown of 'Draft': no emotion is known>"


def test_customers_who_meet_nothing_known_are_left_out_and_counted() -> None:
    """Half go where nothing is known: the score is that of the others, and says how many they are."""
    journey = (
        Journey("Half")
        .touchpoint("door", "Door", next=["known", "unknown"])
        .touchpoint("known", "Known", emotion=1, ends="success")
        .touchpoint("unknown", "Unknown", ends="success")
    )
    found = score(journey)
    assert (found.remembered, found.scored) == (1, 0.5)
    assert found.coverage == pytest.approx(0.25)
    assert found.endings["unknown"].remembered is None
    assert found.endings["unknown"].probability == 0.5


def test_a_journey_without_touchpoints_has_no_score() -> None:
    """There is nothing to score, and the message says what to do."""
    with pytest.raises(ScoringError, match="'Empty' has no touchpoints; add one"):
        score(Journey("Empty"))


def test_a_loop_that_nobody_can_leave_is_named() -> None:
    """The touchpoints of the loop stand in the message, and the way to mend it."""
    journey = (
        Journey("Line")
        .touchpoint("call", "Call", emotion=0, next={"menu": 0.01, "agent": 0.99})
        .touchpoint("menu", "Menu", emotion=-1, next=["wait"])
        .touchpoint("wait", "Wait", emotion=-2, next=["menu"])
        .touchpoint("agent", "Agent", emotion=1)
    )
    with pytest.raises(ScoringError, match="touchpoints 'menu', 'wait': nobody can leave this loop; add a way out"):
        score(journey)
    assert score(journey.change("call", next=["agent"])).remembered == pytest.approx(0.2 + 0.4 + 0.2)


def test_unknown_ids_are_refused() -> None:
    """A way to a touchpoint that is not there is an error of the journey."""
    with pytest.raises(JourneyError, match="nowhere"):
        score(Journey("Broken").touchpoint("a", "A", next=["nowhere"]))


@pytest.mark.parametrize(("steps", "enter"), [(40, 1.0), (26, 1.0), (26, 1e-12)])
def test_a_loop_that_is_left_too_rarely_for_a_float_is_named(steps: int, enter: float) -> None:
    """Where figures would overflow, an error says so instead of a wrong number."""
    odds = [
        Touchpoint(f"t{number}", "Step", emotion=1, next={f"t{number + 1}": 1e-12, "t0": 1 - 1e-12})
        for number in range(steps)
    ]
    door = Touchpoint("door", "Door", next={"t0": enter, "out": 1 - enter})
    out = [Touchpoint(f"t{steps}", "Won", emotion=2, next=[]), Touchpoint("out", "Out", emotion=0)]
    with pytest.raises(ScoringError, match=r"'t0', 't1', .*: the loop is left too rarely to be computed"):
        score(Journey("Odds", touchpoints=[door, *odds, *out]))


# Weights, and what a score says of itself


def test_weights_have_names() -> None:
    """Every preset can be given by name, sums to 1, and an unknown name is answered with the nearest."""
    assert {name: Weights.named(name) for name in PRESETS} == PRESETS
    assert score(SHOP) == score(SHOP, weights="balanced") == score(SHOP, weights=Weights(0.2, 0.4, 0.4))
    assert score(SHOP, weights="mean").remembered == score(SHOP).mean
    with pytest.raises(UnknownNameError, match=r"unknown weights 'clasic' \(did you mean 'classic'\?\)"):
        score(SHOP, weights="clasic")


@pytest.mark.parametrize(
    "wrong", [(0.5, 0.5, 0.5), (1.5, -0.5, 0), (float("nan"), 0.5, 0.5), (True, 0, 0), (0.2, 0.4, 0.39)]
)
def test_weights_that_cannot_be_are_refused(wrong: tuple[float, float, float]) -> None:
    """Weights below 0, not finite, or not summing to 1 raise JourneyError."""
    with pytest.raises(JourneyError, match="Weights"):
        Weights(*wrong)


def test_weights_may_be_off_by_rounding() -> None:
    """A sum within 1e-9 of 1 is taken as 1."""
    assert Weights(0.1 + 0.2, 0.3, 0.4).peak == pytest.approx(0.3)


def test_a_score_says_what_it_cannot_say() -> None:
    """The printed score ends with its limits, in one line it does not, and Korean has the sentence too."""
    found = score(SHOP)
    assert str(found).endswith(LIMITS)
    assert repr(found).count("\n") == 0
    assert found.limits == LIMITS
    assert translator("ko")(LIMITS) != LIMITS
    assert LIMITS in found._repr_mimebundle_()["text/plain"]


def test_a_score_can_be_stored() -> None:
    """A score survives pickling."""
    assert pickle.loads(pickle.dumps(score(SHOP))) == score(SHOP)


def test_what_nobody_remembers_is_none() -> None:
    """A path without a known emotion is not remembered as neutral."""
    assert recall([None, None]) is None
    assert recall([]) is None


# The worst path


def test_the_worst_path_is_found_among_those_likely_enough() -> None:
    """Among paths of at least the given share the worst remembered is returned, whatever its place in the list."""
    path, found = worst_path(SHOP, at_least=0.1)
    assert path.ids == ("pay", "declined", "gave-up")
    assert found == recall([-1, -2, None])
    likely, _ = worst_path(SHOP, at_least=0.5)
    assert likely.ids == ("pay", "done", "rate")
    assert worst_path(SHOP, at_least=0.9) is None
    assert worst_path(Journey("Draft").touchpoint("a", "A")) is None
    with pytest.raises(JourneyError, match="at_least"):
        worst_path(SHOP, at_least=0)
