"""What would help most, and better orders: what they claim is what scoring the changed journey gives."""

from __future__ import annotations

import math
from itertools import pairwise, permutations

import attrs
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from journeymap import examples
from journeymap.errors import JourneyError, ScoringError, UnknownNameError
from journeymap.facts import Fee, News
from journeymap.formats import load
from journeymap.graph import routes
from journeymap.model import Journey, Touchpoint
from journeymap.scoring import Score, score
from journeymap.sequencing import Change, best_order, resequence, sequence_value, what_if
from journeymap.sequencing.orders import reordered
from journeymap.sequencing.searching import DYNAMIC, LOCAL, Arrangement
from tests.strategies import EMOTIONS, journeys

CLOSE = pytest.approx


def simulated(levels: tuple[float, ...], *, alpha: float, delta: float, steps: int) -> float:
    """S by its definition, step by step."""
    ticks = [level for level in levels for _ in range(steps)]
    used_to, total = 0.0, 0.0
    for number, level in enumerate(ticks):
        total += math.exp(-delta * (len(ticks) - 1 - number)) * (level - used_to)
        used_to += alpha * (level - used_to)
    return total


TABLE = [
    (0, 0.1, 1, (1, 2, 3, 4, 5, 6), 17.969, 17.969, 15.220),
    (0.3, 0, 1, (1, 2, 3, 4, 5, 6), 13.137, 13.137, 7.451),
    (0.3, 0.1, 1, (1, 2, 3, 4, 5, 6), 10.893, 10.893, 3.842),
    (0.3, 0.3, 1, (1, 2, 3, 4, 5, 6), 8.011, 8.011, 0.160),
    (0.3, 0.3, 10, (5, 4, 3, 2, 1, 6), 2.595, 0.571, -2.595),
    (0.3, 0.1, 10, (5, 4, 3, 2, 1, 6), 7.329, 2.692, -7.244),
    (0.05, 0.3, 10, (5, 4, 3, 2, 1, 6), 10.513, 6.554, -8.971),
]
"""alpha, delta, steps; the best order of levels 1 to 6, its S, S of the rising order, S of the worst."""


# Levels


@pytest.mark.parametrize(("alpha", "delta", "steps", "order", "best", "rising", "worst"), TABLE)
def test_the_reference_table_comes_out(
    alpha: float, delta: float, steps: int, order: tuple[int, ...], best: float, rising: float, worst: float
) -> None:
    """Rising when short, falling and then up when long; the figures are those of listing all 720 orders."""
    pace = {"alpha": alpha, "delta": delta, "steps": steps}
    assert best_order(range(1, 7), **pace) == order
    assert round(sequence_value(order, **pace), 3) == best
    assert round(sequence_value(range(1, 7), **pace), 3) == rising
    listed = [simulated(levels, **pace) for levels in permutations(range(1, 7))]
    assert round(max(listed), 3) == best
    assert round(min(listed), 3) == worst


PACES = st.fixed_dictionaries({"alpha": st.floats(0, 1), "delta": st.floats(0, 2), "steps": st.integers(1, 12)})


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(-2, 2), max_size=5), PACES)
def test_no_order_of_levels_is_worth_more_than_the_best(levels: list[float], pace: dict[str, float]) -> None:
    """Sorting by what each place counts finds what listing every order finds; the value is that of the definition."""
    best = best_order(levels, **pace)
    assert sorted(best) == sorted(levels)
    assert sequence_value(best, **pace) == CLOSE(simulated(best, **pace), abs=1e-9)
    assert simulated(best, **pace) >= max(simulated(order, **pace) for order in permutations(levels)) - 1e-9


@pytest.mark.parametrize(
    ("pace", "said"),
    [({"alpha": 1.5}, "alpha"), ({"delta": -1}, "delta"), ({"delta": math.inf}, "delta"), ({"steps": 0}, "steps")],
)
def test_a_pace_out_of_range_is_refused(pace: dict[str, float], said: str) -> None:
    """The message names what is out of range."""
    with pytest.raises(JourneyError, match=said):
        best_order([1, 2], **pace)


# What would help most


def shop() -> Journey:
    return (
        Journey("Shop")
        .touchpoint("search", "Search", emotion=2)
        .touchpoint("form", "Form", emotion=-1, kind="form")
        .touchpoint("pay", "Payment", emotion=-1, kind="payment", next={"done": 0.9, "declined": 0.1})
        .touchpoint("declined", "Card declined", emotion=-2, kind="failure", next=["pay", "gave-up"])
        .touchpoint("done", "Confirmed", emotion=0.5, ends="success")
        .touchpoint("gave-up", "Leaves", emotion=-2, ends="abandon")
    )


def tried(journey: Journey, kind: str) -> dict[str, Change]:
    return {change.touchpoint: change for change in what_if(journey) if change.kind == kind}


@settings(max_examples=60, deadline=None)
@given(journeys(min_touchpoints=1, max_touchpoints=6, facts=False), st.data())
def test_what_a_change_claims_is_what_scoring_it_gives(journey: Journey, data: st.DataObject) -> None:
    """Gain and share below neutral equal those of the changed journey; only gains are told, the greatest first."""
    free = data.draw(st.lists(st.sampled_from([None, True, False]), min_size=len(journey), max_size=len(journey)))
    journey = attrs.evolve(
        journey, touchpoints=tuple(attrs.evolve(t, movable=f) for t, f in zip(journey, free, strict=True))
    )
    try:
        now, changes = score(journey), what_if(journey)
    except ScoringError:
        assume(False)
    for change in changes:
        then = score(change.journey)
        assert now.remembered is not None
        assert then.remembered is not None
        assert change.gain == CLOSE(then.remembered - now.remembered, abs=1e-12)
        assert change.below == CLOSE(then.below(0) - now.below(0), abs=1e-12)
        assert change.gain > 0
        assert change.message("ko") != change.message("en")
        assert change.journey.problems() == ()
    assert all(one.gain >= other.gain - 1e-8 for one, other in pairwise(changes))


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from([-1.9, -1.5, -1, -0.4, 0.3, 0.9, 1.7]), min_size=2, max_size=7, unique=True))
def test_a_small_rise_gains_the_memory_share(emotions: list[float]) -> None:
    """The memory share is the gradient, by finite differences, and holds for a whole step while the peak stays."""
    journey = Journey("Line", touchpoints=[Touchpoint(f"t{n}", f"T{n}", emotion=e) for n, e in enumerate(emotions)])
    now = score(journey)
    for touchpoint in journey:
        assert touchpoint.emotion is not None
        raised, lowered = (
            score(journey.change(touchpoint.id, emotion=touchpoint.emotion + by)) for by in (1e-5, -1e-5)
        )
        slope = (raised.remembered - lowered.remembered) / 2e-5
        assert slope == CLOSE(now.shares[touchpoint.id], abs=1e-6)
    for change in what_if(journey):
        if change.kind in ("neutral", "step"):
            before, after = journey[change.touchpoint].emotion, change.journey[change.touchpoint].emotion
            if change.score.peak_probability == now.peak_probability:
                assert change.gain == CLOSE((after - before) * now.shares[change.touchpoint], abs=1e-12)


def test_what_is_raised_goes_to_neutral_and_by_a_step() -> None:
    """From −2 both are tried, from −1 they are the same, and nothing rises above +2."""
    raised = {(c.kind, c.touchpoint): c.journey[c.touchpoint].emotion for c in what_if(shop())
              if c.kind in ("neutral", "step")}  # fmt: skip
    assert raised["neutral", "declined"] == 0
    assert raised["step", "declined"] == -1
    assert raised["neutral", "form"] == 0
    assert ("step", "form") not in raised
    assert raised["step", "done"] == 1.5
    assert ("step", "search") not in raised


def test_what_may_perhaps_be_left_out_says_so() -> None:
    """Only where somebody said that it can be left out is it said without an if."""
    journey = Journey("Line").touchpoint("a", "A", emotion=1).touchpoint("b", "B", emotion=-1)
    assert tried(journey, "remove")["b"].message() == "Leave out “B”, if that can be done."
    assert tried(journey.change("b", removable=True), "remove")["b"].message() == "Leave out “B”."


def test_what_is_unknown_is_not_guessed() -> None:
    """A touchpoint of unknown emotion is neither raised nor left out, and without any emotion nothing is told."""
    journey = Journey("Two").touchpoint("a", "A").touchpoint("b", "B", emotion=-1)
    assert {change.touchpoint for change in what_if(journey)} == {"b"}
    assert what_if(Journey("One").touchpoint("a", "A")) == ()


def test_nobody_gets_there_so_nothing_is_tried() -> None:
    """A touchpoint without customers is left out of the ranking."""
    journey = Journey("Apart").touchpoint("a", "A", emotion=-1, next=[]).touchpoint("b", "B", emotion=-2, next=["a"])
    assert {change.touchpoint for change in what_if(journey)} == {"a"}


def test_a_touchpoint_left_out_is_led_around() -> None:
    """Ways into it lead to its ways on in proportion; those whose journey ended there end it where they came from."""
    journey = (
        Journey("Desk")
        .touchpoint("door", "Door", emotion=1, next={"queue": 0.5, "desk": 0.5})
        .touchpoint("queue", "Queue", emotion=-2, next={"desk": 0.75}, drop_off=0.25)
        .touchpoint("desk", "Desk", emotion=1)
    )
    changed = tried(journey, "remove")["queue"].journey
    assert tuple(changed.positions) == ("door", "desk")
    assert changed["door"].drop_off == CLOSE(0.125)
    assert [(way.to, way.probability) for way in changed["door"].next or ()] == [("desk", CLOSE(0.875))]


def test_a_step_on_a_line_leaves_no_trace() -> None:
    """Left out of a line, the unwritten way simply leads on; what referred to it forgets it."""
    journey = attrs.evolve(
        Journey("Line")
        .touchpoint("a", "A", emotion=1)
        .touchpoint("b", "B", emotion=-1)
        .touchpoint("c", "C", emotion=1, after=["a", "b"], fees=[Fee("Toll", 1, disclosed_at="b"), Fee("Tip", 1)],
                    news=[News("bad", "Late", known_at="b")]),
        ritual=("a", "b"),
    )  # fmt: skip
    changed = tried(journey, "remove")["b"].journey
    assert changed["a"] == journey["a"]
    assert changed["c"].after == ("a",)
    assert changed["c"].fees == (Fee("Toll", 1), Fee("Tip", 1))
    assert changed["c"].news == (News("bad", "Late"),)
    assert changed.ritual == ("a",)


@pytest.mark.parametrize(
    ("facts", "left_out"),
    [
        ({}, True),
        ({"removable": True}, True),
        ({"removable": False}, False),
        ({"kind": "payment"}, False),
        ({"kind": "payment", "removable": True}, True),
        ({"kind": "failure"}, False),
        ({"emotion": 0.5, "removable": True}, False),
    ],
)
def test_only_what_may_be_left_out_is(facts: dict[str, object], left_out: bool) -> None:
    """Not what must stay, what customers like, or what a service is not without, unless it is said to be removable."""
    journey = Journey("Line").touchpoint("a", "A", emotion=1)
    journey = journey.touchpoint("b", "B", **{"emotion": -1, **facts}).touchpoint("c", "C", emotion=1)
    assert ("b" in tried(journey, "remove")) is left_out


def test_an_ending_can_be_left_out_where_it_is_said() -> None:
    """The one before it then ends the journey in the same way."""
    journey = Journey("Line").touchpoint("a", "A", emotion=1)
    journey = journey.touchpoint("b", "Survey form", emotion=-1, ends="success")
    assert tried(journey, "remove") == {}
    changed = tried(journey.change("b", removable=True), "remove")["b"].journey
    assert changed["a"].ends == "success"
    assert score(changed).remembered == 1


def test_the_start_can_be_left_out_when_one_way_leads_on() -> None:
    """The journey then begins where that way leads; where several do, it is not tried."""
    line = Journey("Line").touchpoint("a", "A", emotion=-1).touchpoint("b", "B", emotion=1)
    assert tried(line, "remove")["a"].journey.first.id == "b"
    assert tried(line, "remove")["a"].journey.start is None
    jump = line.change("a", next=["c"]).touchpoint("c", "C", emotion=1)
    assert tried(jump, "remove")["a"].journey.first.id == "c"
    fork = line.change("a", next=["b", "c"]).touchpoint("c", "C", emotion=1)
    assert tried(fork, "remove") == {}


def test_a_touchpoint_that_only_leads_back_to_itself_stays() -> None:
    """Where nobody could leave, leaving it out says nothing; a share of 0 to what is gone is dropped."""
    journey = (
        Journey("Loop").touchpoint("a", "A", emotion=1, next={"b": 0.5, "c": 0.5})
        .touchpoint("b", "B", emotion=-1, next={"b": 0.5, "c": 0.5})
        .touchpoint("c", "C", emotion=1, ends="success", next=["b"])
    )  # fmt: skip
    changed = tried(journey, "remove")["b"].journey
    assert [(way.to, way.probability) for way in changed["a"].next] == [("c", 1.0)]
    assert changed["c"].next == ()


def test_half_of_a_failure_goes_to_the_other_ways() -> None:
    """The share of the way to a failure or to giving up is halved, and the others share what is freed."""
    halved = tried(shop(), "halve")
    assert set(halved) == {"pay", "declined"}
    shares = {way.to: way.probability for way in halved["pay"].journey["pay"].next}
    assert shares == {"done": CLOSE(0.95), "declined": CLOSE(0.05)}
    assert halved["pay"].to == "declined"
    assert halved["pay"].message() == "Halve the share who go from “Payment” to “Card declined”, now 10%."


def test_what_may_move_goes_to_its_best_place() -> None:
    """The best allowed place is tried, and only where it helps."""
    meal = (
        Journey("Meal").touchpoint("seat", "Is seated", emotion=0)
        .touchpoint("gift", "Tea", emotion=2, movable=True)
        .touchpoint("pay", "Pays", emotion=-1)
    )  # fmt: skip
    moved = tried(meal, "move")["gift"]
    assert tuple(moved.journey.positions) == ("seat", "pay", "gift")
    assert (moved.to, moved.message()) == ("pay", "Move “Tea” behind “Pays”.")
    early = meal.change("gift", movable=None).change("pay", movable=True).change("seat", movable=True)
    assert tried(early, "move")["pay"].message() == "Move “Pays” to the front."
    assert tried(meal.change("gift", emotion=-2), "move") == {}


def test_the_worst_likely_ending_counts_from_one_in_twenty() -> None:
    """The change in the worst ending is that of endings that at least 5 % come to; None where there is none."""
    leaky = Journey("Leaky").touchpoint("a", "A", emotion=-1, next={"b": 0.9, "c": 0.1})
    leaky = leaky.touchpoint("b", "B", emotion=1, next=[]).touchpoint("c", "C", emotion=-2, next=[])
    by_kind = {(change.kind, change.touchpoint): change.worst for change in what_if(leaky)}
    assert by_kind["neutral", "c"] == CLOSE(1.4)
    assert by_kind["step", "b"] == 0
    many = Journey("Many").touchpoint("a", "A", emotion=-1, next=[f"t{n}" for n in range(30)])
    for number in range(30):
        many = many.touchpoint(f"t{number}", "T", emotion=1, next=[])
    assert {change.worst for change in what_if(many)} == {None}


def test_changes_say_what_to_do_in_one_line() -> None:
    """The repr names the gain and the change."""
    assert repr(what_if(Journey("One").touchpoint("a", "A", emotion=-1))[0]) == (
        "<Change +1.00: Lift “A” from −1 to neutral.>"
    )


def test_weights_are_those_asked_for() -> None:
    """Under the plain mean, raising any touchpoint of a line by a step gains the same; unknown weights are refused."""
    line = Journey("Line").touchpoint("a", "A", emotion=0.5).touchpoint("b", "B", emotion=0.5)
    assert {round(change.gain, 9) for change in what_if(line, weights="mean") if change.kind == "step"} == {0.5}
    with pytest.raises(UnknownNameError, match="did you mean 'classic'"):
        what_if(line, weights="clasic")


# A better order


@st.composite
def lines(draw: st.DrawFn, size: int = 6) -> Journey:
    """Journeys in one line, with movable touchpoints and constraints between them that hold as it stands."""
    count = draw(st.integers(2, size))
    ids = [f"t{number}" for number in range(count)]
    touchpoints = []
    for number, id in enumerate(ids):
        news = draw(st.none() | st.sampled_from(ids).map(lambda known: (News("bad", "x", known_at=known),)))
        touchpoints.append(
            Touchpoint(
                id, id, emotion=draw(st.none() | st.sampled_from(EMOTIONS)),
                movable=draw(st.sampled_from([True, True, None])),
                kind=draw(st.sampled_from([None, None, "cart", "payment", "confirmation", "survey"])),
                after=draw(st.none() | st.lists(st.sampled_from(ids[:number]), max_size=1)) if number else None,
                news=draw(st.sampled_from([None, None, news])),
                stage=draw(st.sampled_from(["One", "Two"])),
            )
        )  # fmt: skip
    last = touchpoints[-1]
    touchpoints[-1] = attrs.evolve(last, ends=draw(st.sampled_from([None, "success"])))
    ritual = draw(st.none() | st.lists(st.sampled_from(ids), max_size=2, unique=True).map(sorted))
    return Journey("Line", touchpoints=touchpoints, ritual=ritual)


def obeys(journey: Journey, order: tuple[str, ...]) -> bool:
    """Whether an order obeys everything that is stated; written down anew, straight from the words."""
    now, then = journey.positions, {id: place for place, id in enumerate(order)}
    fixed = [t.id for t in journey if not t.movable or t.emotion is None or t.kind == "survey" or t.ends]
    if [id for id in order if id in fixed] != fixed:
        return False
    first, last = journey.touchpoints[0], journey.touchpoints[-1]
    if first.id in fixed and order[0] != first.id:
        return False
    if last.ends and order[-1] != last.id:
        return False
    for t in journey:
        if any(then[other] > then[t.id] for other in t.after or ()):
            return False
        for other in journey:
            kept = (t.kind, other.kind) in {("cart", "payment"), ("payment", "confirmation")}
            if kept and now[t.id] < now[other.id] and then[t.id] > then[other.id]:
                return False
        for news in t.news or ():
            if news.known_at == t.id:
                continue
            if any(now[o] > now[t.id] and then[o] < then[t.id] for o in order):
                return False
            if now[news.known_at] < now[t.id] and then[news.known_at] > then[t.id]:
                return False
    ritual = journey.ritual or ()
    return all(then[one] < then[other] for one, other in pairwise(ritual) if now[one] < now[other])


def path_value(journey: Journey, order: tuple[str, ...]) -> float:
    levels = [journey[id].emotion for id in order if journey[id].emotion is not None and journey[id].kind != "survey"]
    return simulated(tuple(levels), alpha=0.3, delta=0.1, steps=1)


@settings(max_examples=150, deadline=None)
@given(lines())
def test_no_allowed_order_is_better_than_the_one_offered(journey: Journey) -> None:
    """Against listing every order: none that is worse by neither measure ends better, or as well with a higher S."""
    offered = resequence(journey)
    assert obeys(journey, offered.order)
    now = score(journey).remembered
    if now is None or not offered.lines:
        assert not offered.changed
        return
    (line,) = offered.lines
    assert line.exact
    assert line.value_before == CLOSE(path_value(journey, tuple(journey.positions)), abs=1e-9)
    assert line.value_after == CLOSE(path_value(journey, offered.order), abs=1e-9)
    assert offered.after.remembered >= now - 1e-9
    assert line.value_after >= line.value_before - 1e-9
    best = (round(offered.after.remembered, 7), round(line.value_after, 7))
    for order in permutations(journey.positions):
        if obeys(journey, order):
            remembered = score(reordered(journey, tuple(journey.positions), order)).remembered
            value = path_value(journey, order)
            if remembered >= now - 1e-9 and value >= line.value_before - 1e-9:
                assert (round(remembered, 7), round(value, 7)) <= (best[0] + 1e-6, best[1] + 1e-6)


@settings(max_examples=60, deadline=None)
@given(journeys(min_touchpoints=1, max_touchpoints=7, facts=False), st.data())
def test_a_journey_is_never_made_worse(journey: Journey, data: st.DataObject) -> None:
    """Over any journey, the remembered score does not fall, touchpoints stay the same, and ways lead where they led."""
    movable = data.draw(st.lists(st.booleans(), min_size=len(journey), max_size=len(journey)))
    journey = attrs.evolve(
        journey, touchpoints=tuple(attrs.evolve(t, movable=m) for t, m in zip(journey, movable, strict=True))
    )
    try:
        offered = resequence(journey)
    except ScoringError:
        assume(False)
    assert sorted(offered.order) == sorted(journey.positions)
    assert (offered.after.remembered or 0) >= (offered.before.remembered or 0) - 1e-9
    assert offered.after == score(offered.journey) if offered.changed else offered.journey is journey
    assert offered.after.mean == CLOSE(offered.before.mean) if offered.before.mean is not None else True
    for touchpoint in journey:
        if touchpoint.next is not None or touchpoint.ends or touchpoint.drop_off:
            ways = routes(offered.journey).ways[offered.journey.positions[touchpoint.id]]
            before = routes(journey).ways[journey.positions[touchpoint.id]]
            if touchpoint.next is not None:
                assert [way.transition for way in ways] == [way.transition for way in before]
    told = {left.touchpoint for left in offered.left_alone} | {id for line in offered.lines for id in line.before}
    assert {touchpoint.id for touchpoint in journey if touchpoint.movable} <= told


def rising(count: int, **facts: object) -> Journey:
    """A line that falls from +2, with everything movable."""
    touchpoints = [Touchpoint(f"t{n}", f"T{n}", emotion=2 - 4 * n / count, movable=True, **facts) for n in range(count)]
    return Journey("Falling", touchpoints=touchpoints)


def test_twelve_free_touchpoints_are_ordered_exactly() -> None:
    """Nothing is in the way, so the best order is the one that sorting finds."""
    journey = rising(12)
    (line,) = resequence(journey).lines
    assert line.method == DYNAMIC
    assert [journey[id].emotion for id in line.after] == list(best_order(t.emotion for t in journey))


def test_many_free_touchpoints_are_ordered_by_local_search_and_it_says_so() -> None:
    """With 20 free touchpoints the sets are too many; here the search still finds the best order, twice the same."""
    journey = rising(20)
    first, second = resequence(journey), resequence(journey)
    (line,) = first.lines
    assert (line.method, line.exact) == (LOCAL, False)
    assert line == second.lines[0]
    assert [journey[id].emotion for id in line.after] == list(best_order(t.emotion for t in journey))


def test_local_search_comes_close_and_breaks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where both can be had, local search obeys the same pairs and is worth as much on rows with a few of them."""
    row = Arrangement(
        levels=(2, -1, 1, None, 0.5, -2, 1.5),
        weights=(0.3, 0.4, 0.5, 0.7, 0.8, 1.0),
        before=frozenset({(0, 2), (2, 5), (1, 3), (3, 6)}),
        free=tuple(range(7)),
    )
    exact, _ = row.best()
    monkeypatch.setattr("journeymap.sequencing.searching.MOST_SETS", 0)
    found, method = row.best()
    assert method == LOCAL
    assert row.allowed(found)
    assert row.value(found) == CLOSE(row.value(exact))


@pytest.mark.parametrize("sets", [0, 30_000])
def test_where_no_order_is_allowed_nothing_is_offered(sets: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Things that must each come before the other are left alone, with the reason."""
    monkeypatch.setattr("journeymap.sequencing.searching.MOST_SETS", sets)
    journey = rising(3).change("t0", after=["t1"]).change("t1", after=["t0"])
    offered = resequence(journey)
    assert not offered.changed
    assert {left.why for left in offered.left_alone} == {"no order obeys everything that is stated"}
    assert "“T0”" in offered.left_alone[0].message()


def test_an_order_that_breaks_what_is_stated_is_put_right_even_at_a_loss() -> None:
    """What must come before is put before, and the best of the allowed orders is offered."""
    journey = rising(2).change("t0", after=["t1"]).change("t0", emotion=-1).change("t1", emotion=1)
    offered = resequence(journey)
    assert offered.order == ("t1", "t0")
    assert offered.gain < 0
    assert offered.message() == (
        "The present order breaks what is stated. The best allowed one is remembered at −0.60 instead of +0.20."
    )


def test_a_touchpoint_moved_out_of_its_stage_belongs_to_the_one_it_stands_in() -> None:
    """Stages stay in one piece; a touchpoint on the border keeps its own."""
    journey = Journey("Stages", touchpoints=[
        Touchpoint("a", "A", stage="One"), Touchpoint("b", "B", stage="One"), Touchpoint("c", "C", stage="Two"),
        Touchpoint("d", "D", stage="Two"),
    ])  # fmt: skip

    def stages(*order: str) -> str:
        return " ".join(str(t.stage) for t in reordered(journey, tuple("abcd"), order))

    assert stages("b", "c", "a", "d") == "One Two Two Two"
    assert stages("b", "a", "c", "d") == "One One Two Two"
    assert stages("d", "a", "b", "c") == "One One One Two"
    assert stages("a", "d", "b", "c") == "One One One Two"
    assert stages("b", "c", "d", "a") == "One Two Two Two"


def test_what_cannot_be_moved_says_why() -> None:
    """Stated ways, endings, unknown emotions, the start and places nobody gets to are each left alone by name."""
    journey = attrs.evolve(
        Journey("Why", start="start")
        .touchpoint("lost", "Lost", emotion=1, movable=True)
        .touchpoint("start", "Start", emotion=1, movable=True)
        .touchpoint("unknown", "Unknown", movable=True)
        .touchpoint("fork", "Fork", emotion=0, movable=True, next=["led", "end"])
        .touchpoint("led", "Led to", emotion=0, movable=True)
        .touchpoint("end", "End", emotion=1, movable=True, ends="success"),
    )
    offered = resequence(journey)
    assert offered.lines == ()
    assert {left.touchpoint: left.why for left in offered.left_alone} == {
        "lost": "nobody gets there",
        "start": "the journey starts there",
        "unknown": "how it feels is not known",
        "fork": "its ways on are stated",
        "led": "stated ways lead to it",
        "end": "stated ways lead to it",
    }
    assert offered.message().startswith("No touchpoint can be moved")
    for left in offered.left_alone:
        assert left.message("ko") != left.message("en")


def test_a_better_end_is_not_bought_with_a_worse_course() -> None:
    """Moving the one that may move to the end would end the journey better, and take more from S: it stays."""
    journey = Journey("Meal")
    for id, emotion in (("wait", -2), ("welcome", 0.6), ("eat", 2), ("gift", 2), ("pay", 0)):
        journey = journey.touchpoint(id, id, emotion=emotion, movable=True if id == "welcome" else None)
    moved = ("wait", "eat", "gift", "pay", "welcome")
    assert score(reordered(journey, tuple(journey.positions), moved)).remembered > score(journey).remembered + 0.2
    assert path_value(journey, moved) < path_value(journey, tuple(journey.positions))
    assert not resequence(journey).changed


def test_what_stands_alone_has_no_other_place() -> None:
    """One touchpoint makes no order; a ritual that is already done otherwise binds nothing."""
    (left,) = resequence(Journey("One").touchpoint("a", "A", emotion=1, movable=True)).left_alone
    assert left.why == "it stands on no line where it could be moved"
    (line,) = resequence(attrs.evolve(rising(3), ritual=("t2", "t0", "t2"))).lines
    assert [(each.first, each.second) for each in line.constraints] == [("t0", "t2")]


def test_a_part_of_a_branching_journey_is_ordered_by_the_path_that_passes_it() -> None:
    """A line before a branch does not change how the journey ends; S decides, over the likeliest path."""
    journey = (
        Journey("Branch")
        .touchpoint("a", "A", emotion=0)
        .touchpoint("b", "B", emotion=2, movable=True)
        .touchpoint("c", "C", emotion=-1, movable=True)
        .touchpoint("d", "D", emotion=0, next={"e": 0.7, "f": 0.3})
        .touchpoint("e", "E", emotion=1, ends="success")
        .touchpoint("f", "F", emotion=-1, ends="failure")
    )
    offered = resequence(journey)
    assert offered.order == ("a", "c", "b", "d", "e", "f")
    assert offered.gain == CLOSE(0)
    assert offered.message() == "In another order the journey is remembered as well, and takes a better course."
    (line,) = offered.lines
    assert line.value_after == CLOSE(simulated((0, -1, 2, 0, 1), alpha=0.3, delta=0.1, steps=1))


def test_constraints_and_results_are_told_in_both_languages() -> None:
    """What every order obeyed is said in words, and what came out in a sentence."""
    journey = (
        attrs.evolve(rising(5), ritual=("t3", "t4"))
        .change("t0", kind="cart")
        .change("t1", kind="payment")
        .change("t2", after=["t1"])
        .change("t4", news=[News("bad", "Late", known_at="t0")])
    )
    (line,) = resequence(journey).lines
    assert [constraint.message() for constraint in line.constraints] == [
        "“T2” stays after “T1”: it is stated so.",
        "“T1” stays after “T0”: payment comes after the cart.",
        "“T4” stays after “T3”: a ritual keeps its order.",
        "“T4” stays after “T0”: news is told when it is known.",
        "Nothing more comes before “T4”: bad news is told no later than now.",
    ]
    assert all(constraint.message("ko") != constraint.message() for constraint in line.constraints)
    better = resequence(rising(3))
    assert better.message() == "In a better order the journey is remembered at +1.47 instead of +0.40."
    assert repr(better) == "<Resequencing of 'Falling': +1.07 by t2 t1 t0>"
    assert better.message("ko") != better.message()
    settled = resequence(better.journey)
    assert settled.message() == "No allowed order is better than the present one."
    assert repr(settled) == "<Resequencing of 'Falling': no better order>"


@pytest.mark.parametrize("name", examples.names())
def test_the_examples_can_be_improved(name: str) -> None:
    """Every bundled journey gives changes, and an order that is no worse."""
    journey = load(examples.path(name))
    assert what_if(journey)
    now: Score = score(journey)
    assert resequence(journey).after.remembered >= now.remembered


@given(
    st.lists(st.floats(-2, 2), min_size=2, max_size=8, unique=True),
    st.floats(0, 0.9),
    st.floats(0.01, 1),
    st.integers(1, 10),
)
def test_the_best_order_puts_unpleasant_moments_together(
    levels: list[float], alpha: float, delta: float, steps: int
) -> None:
    """Where any order is allowed, what is unpleasant stands in one stretch, and never at the end if anything is better.

    How much a level counts falls and rises again along the way at most once, so the lowest levels lie side by side.
    """
    order = best_order(levels, alpha=alpha, delta=delta, steps=steps)
    bad = [place for place, level in enumerate(order) if level < 0]
    assert bad == list(range(bad[0], bad[0] + len(bad))) if bad else True
    assert order[-1] == max(levels)
