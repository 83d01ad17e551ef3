"""Where customers can go: shares, kinds, reach, and what must come before and after."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeymap.errors import JourneyError, UnknownNameError
from journeymap.graph import Routes, network, routes
from journeymap.model import Journey, Touchpoint, Transition

SHOP = (
    Journey("Shop")
    .touchpoint("browse", "Browse", next={"pay": 0.7}, drop_off=0.3)
    .touchpoint("pay", "Payment", next={"done": 0.9, "declined": 0.1})
    .touchpoint("declined", "Card declined", kind="failure", next=["pay", "other", "gave-up"])
    .touchpoint("other", "Another way to pay", kind="recovery", next=["done"])
    .touchpoint("done", "Confirmed", ends="success", next=[Transition("browse", kind="loyalty")])
    .touchpoint("gave-up", "Leaves", ends="abandon")
)


@st.composite
def drawn(draw: st.DrawFn) -> Journey:
    """Small journeys with any ways between any touchpoints."""
    count = draw(st.integers(1, 7))
    ids = [f"t{number}" for number in range(count)]
    return Journey(
        "Drawn",
        touchpoints=[
            Touchpoint(
                id,
                "Step",
                next=draw(st.none() | st.lists(st.sampled_from(ids), max_size=3)),
                ends=draw(st.sampled_from([None, None, "success"])),
                drop_off=draw(st.sampled_from([0, 0, 0.5, 1])),
            )
            for id in ids
        ],
    )


# Shares


def resolved(**facts: object) -> tuple[list[float], float]:
    """The shares out of one touchpoint with these facts, and the share that leaves there."""
    journey = Journey("Shares", touchpoints=[Touchpoint("here", "Here", **facts), *map(Touchpoint, "abc", "ABC")])
    found = routes(journey)
    return [way.share for way in found.ways[0]], found.leaving[0]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, ([1], 0)),
        ({"next": ["a", "b"]}, ([0.5, 0.5], 0)),
        ({"next": {"a": 0.92, "b": 0.08}}, ([0.92, 0.08], 0)),
        ({"next": [Transition("a", probability=0.5), Transition("b"), Transition("c")]}, ([0.5, 0.25, 0.25], 0)),
        ({"next": [Transition("a", probability=0.5), Transition("b")], "drop_off": 0.25}, ([0.5, 0.25], 0.25)),
        ({"next": {"a": 0.2, "b": 0.2}}, ([0.5, 0.5], 0)),
        ({"next": {"a": 0.2, "b": 0.2}, "drop_off": 0.5}, ([0.25, 0.25], 0.5)),
        ({"next": [Transition("a", probability=0.75), Transition("b")], "drop_off": 0.25}, ([0.75, 0], 0.25)),
        ({"next": ["a"], "drop_off": 1}, ([0], 1)),
        ({"next": {"a": 0}}, ([0], 1)),
        ({"next": []}, ([], 1)),
        ({"ends": "success"}, ([], 1)),
        ({"ends": "success", "next": ["a"]}, ([0], 1)),
        ({"ends": "cancel", "next": ["a"], "drop_off": 0.25}, ([0.75], 0.25)),
        ({"ends": "cancel", "drop_off": 0.25}, ([0.75], 0.25)),
        ({"next": {"a": 1e-320}}, ([1], 0)),
    ],
)  # fmt: skip
def test_shares(facts: dict[str, object], expected: tuple[list[float], float]) -> None:
    """What is given is kept, the rest is shared equally, what falls short is scaled, an ending ends for all."""
    shares, leaving = resolved(**facts)
    assert shares == pytest.approx(expected[0], abs=1e-15)
    assert leaving == expected[1]


def test_given_probabilities_are_not_touched() -> None:
    """Probabilities that sum to 1 but for rounding come back as they were given."""
    given = {"a": 0.7, "b": 0.2, "c": 0.1}
    assert resolved(next=given) == ([0.7, 0.2, 0.1], 0)


def test_a_sum_over_one_by_rounding_is_scaled_back() -> None:
    """What exceeds 1 within the model's tolerance leaves nobody over."""
    shares, leaving = resolved(next={"a": 0.5, "b": 0.5 + 5e-10})
    assert (sum(shares), leaving) == (1, 0)


def test_a_tiny_rest_is_a_share_and_rounding_is_not() -> None:
    """A rest of 1e-12 is somebody; what adding up leaves over is nobody."""
    shares, _ = resolved(next=[Transition("a", probability=1 - 1e-12), Transition("b")])
    assert shares[1] == pytest.approx(1e-12, rel=1e-3)
    full = [Transition("a", probability=0.2), Transition("b", probability=0.7), Transition("c")]
    assert resolved(next=full, drop_off=0.1) == ([0.2, 0.7, 0], 0.1)


@given(drawn())
def test_shares_sum_to_one(journey: Journey) -> None:
    """At every touchpoint the shares and those who leave make up everybody."""
    found = routes(journey)
    for ways, leaving in zip(found.ways, found.leaving, strict=True):
        assert sum(way.share for way in ways) + leaving == pytest.approx(1, abs=1e-12)


def test_references_are_checked() -> None:
    """A way that leads nowhere is an error that names the nearest touchpoint."""
    with pytest.raises(JourneyError, match="did you mean 'done'"):
        routes(SHOP.change("pay", next=["dome"]))


# Kinds


def test_kinds_are_implied_by_the_touchpoints() -> None:
    """Failure, retry, recovery, abandon and forward follow from both ends; what is stated wins."""
    kinds = {
        (found.ids[here], found.ids[way.to]): way.kind
        for found in [routes(SHOP)]
        for here, ways in enumerate(found.ways)
        for way in ways
    }
    assert kinds == {
        ("browse", "pay"): "forward",
        ("pay", "done"): "forward",
        ("pay", "declined"): "failure",
        ("declined", "pay"): "retry",
        ("declined", "other"): "recovery",
        ("declined", "gave-up"): "abandon",
        ("other", "done"): "forward",
        ("done", "browse"): "loyalty",
    }


def test_leaving_a_failure_for_good_is_no_retry() -> None:
    """From a failure only a way that leads back is a retry; an empty shelf is a failure; cancelling is its own kind."""
    journey = (
        Journey("Shelf")
        .touchpoint("shelf", "Shelf", next=["gone", "till"])
        .touchpoint("gone", "Sold out", kind="out_of_stock", next=["broken"])
        .touchpoint("broken", "Broken", kind="failure", next=["till", "no"])
        .touchpoint("till", "Till", ends="success")
        .touchpoint("no", "Cancelled", ends="cancel")
    )
    assert [[way.kind for way in ways] for ways in routes(journey).ways] == [
        ["failure", "forward"],
        ["failure"],
        ["forward", "cancel"],
        [],
        [],
    ]


# Where one can get to


def names(found: Routes, positions: object) -> set[str]:
    return {found.ids[i] for i in positions}


def test_reach_follows_only_ways_that_somebody_takes() -> None:
    """Another visit after an ending is not part of this one, unless it is asked for."""
    journey = SHOP.change("done", next=["club"]).touchpoint("club", "Club")
    found = routes(journey)
    assert names(found, found.reachable()) == set(found.ids) - {"club"}
    assert names(found, found.reachable(unused=True)) == set(found.ids)
    assert names(found, found.reachable("declined", avoiding="pay")) == {"declined", "other", "done", "gave-up"}
    assert names(found, found.reaching("gave-up")) == {"browse", "pay", "declined", "gave-up"}
    assert names(found, found.reaching(["done"], avoiding=["other", "pay"])) == {"done"}
    assert found.reachable("pay", avoiding="pay") == frozenset()
    assert found.steps()[found.ids.index("gave-up")] == 3
    assert found.steps(["other", "pay"], avoiding="declined") == {3: 0, 1: 0, 4: 1}


def test_endings() -> None:
    """A touchpoint where some leave is an ending as much as one where all do."""
    found = routes(SHOP)
    assert names(found, found.endings) == {"browse", "done", "gave-up"}
    assert [found.ends_at(id) for id in ("browse", "pay", 5)] == [True, False, True]


def test_paths_are_shortest_and_keep_the_written_order() -> None:
    """The witness is as short as can be; of two as short, the one written first."""
    found = routes(SHOP)
    assert found.path("done") == ("browse", "pay", "done")
    assert found.path(["gave-up", "other"]) == ("browse", "pay", "declined", "other")
    assert found.path("done", origin="declined") == ("declined", "pay", "done")
    assert found.path("done", origin="declined", avoiding="pay") == ("declined", "other", "done")
    assert found.path("browse") == ("browse",)
    assert found.path("browse", avoiding="browse") is None
    assert found.path("browse", origin="done") is None
    assert found.path(found.endings, avoiding=["done", "browse"]) is None


def test_unknown_ids_are_refused() -> None:
    """A misspelt id is answered with the nearest."""
    with pytest.raises(UnknownNameError, match="did you mean 'declined'"):
        routes(SHOP).path("declinde")


def test_a_journey_without_touchpoints_has_no_ways() -> None:
    """Nothing can be reached, and nothing fails."""
    found = routes(Journey("Empty"))
    assert (found.start, found.ways, found.reachable(), found.loops(), found.path([])) == (
        None,
        (),
        frozenset(),
        (),
        None,
    )
    assert repr(found) == "<Routes of 'Empty': 0 touchpoints, 0 ways>"


# Loops


def test_loops_and_traps() -> None:
    """A loop is where one can come back; a trap is one that nobody can leave."""
    journey = (
        Journey("Line")
        .touchpoint("call", "Call", next=["menu", "hold", "agent"])
        .touchpoint("menu", "Menu", next=["wait"])
        .touchpoint("wait", "Wait", next=["menu"])
        .touchpoint("hold", "On hold", next=["hold", "agent"])
        .touchpoint("agent", "Agent", next=["call"], drop_off=0.5)
    )
    found = routes(journey)
    assert found.loops() == ((0, 3, 4), (1, 2))
    assert found.traps() == ((1, 2),)
    assert routes(journey.change("wait", drop_off=0.1)).traps() == ()
    assert routes(Journey("Self").touchpoint("a", "A", next=["a"])).traps() == ((0,),)


@given(drawn())
@settings(max_examples=100, deadline=None)
def test_parts_are_those_that_networkx_finds(journey: Journey) -> None:
    """The parts are the strongly connected ones, each before those it leads to; reach and steps agree too."""
    found = routes(journey)
    graph = networkx.DiGraph()
    graph.add_nodes_from(range(len(journey)))
    graph.add_edges_from((here, way.to) for here, ways in enumerate(found.ways) for way in ways if way.share > 0)
    assert {frozenset(part) for part in found.parts} == set(
        map(frozenset, networkx.strongly_connected_components(graph))
    )
    place = {i: number for number, part in enumerate(found.parts) for i in part}
    assert all(place[here] <= place[there] for here, there in graph.edges)
    assert found.steps() == dict(networkx.single_source_shortest_path_length(graph, 0))
    assert found.reachable() == set(found.steps())
    target = len(journey) - 1
    assert found.reaching(target) == networkx.ancestors(graph, target) | {target}
    assert all(set(graph.predecessors(i)) == set(back) for i, back in enumerate(found.back))
    walk = found.path(target)
    assert (walk is None) == (target not in found.steps())
    if walk is not None:
        assert len(walk) - 1 == found.steps()[target]
        assert all(graph.has_edge(journey.positions[a], journey.positions[b]) for a, b in pairwise(walk))


def test_fifty_thousand_touchpoints_in_a_row_need_no_recursion() -> None:
    """Nothing here depends on how deep a journey is."""
    line = tuple(Touchpoint(f"t{i}", "Step") for i in range(5_000))
    found = routes(Journey("Line", touchpoints=line))
    assert len(found.parts) == 5_000
    assert len(found.path("t4999")) == 5_000


# What must come before, and after


def test_what_must_come_before() -> None:
    """A path that reaches the target first is the proof; none means that the rule holds on every path."""
    found = routes(SHOP)
    assert found.unpreceded("done", by="pay") is None
    assert found.unpreceded("done", by="declined") == ("browse", "pay", "done")
    assert found.unpreceded(["done", "gave-up"], by=["other"]) == ("browse", "pay", "done")
    assert found.unpreceded("pay", by="pay") is None


def test_what_must_come_after() -> None:
    """A path past the origin that ends without the answer is the proof, however one got to the origin."""
    found = routes(SHOP)
    assert found.unanswered("declined", by=["pay", "other"]) == ("browse", "pay", "declined", "gave-up")
    assert found.unanswered("declined", by=["done", "gave-up"]) is None
    assert found.unanswered("pay", by=["done"]) == ("browse", "pay", "declined", "gave-up")
    assert found.unanswered(["done", "gave-up"], by=["done", "gave-up"]) is None
    assert found.unanswered("done", by="pay") == ("browse", "pay", "done")
    assert routes(SHOP.touchpoint("never", "Never met")).unanswered("never", by="pay") is None


def test_what_must_come_after_within_some_steps() -> None:
    """Too late counts as not at all; the path shown is as long as was allowed, or ends before."""
    walk = Journey("Walk").touchpoint("a", "A").touchpoint("b", "B").touchpoint("c", "C").touchpoint("d", "D")
    found = routes(walk)
    assert found.unanswered("a", by="c", within=2) is None
    assert found.unanswered("a", by="c", within=1) == ("a", "b")
    assert found.unanswered("b", by="a", within=5) == ("a", "b", "c", "d")
    assert found.unanswered("b", by=["b", "d"], within=1) is None
    assert found.unanswered("d", by="a", within=1) == ("a", "b", "c", "d")
    loop = routes(
        Journey("Loop")
        .touchpoint("ask", "Ask", next=["wait"])
        .touchpoint("wait", "Wait", next=["wait", "reply"])
        .touchpoint("reply", "Reply")
    )
    assert loop.unanswered("ask", by="reply") is None
    assert loop.unanswered("ask", by="reply", within=3) == ("ask", "wait", "wait", "wait")


def test_a_trap_never_answers() -> None:
    """Who is caught in a loop that nobody can leave meets what is in it, and nothing else."""
    journey = (
        Journey("Line")
        .touchpoint("call", "Call", next=["menu", "agent"])
        .touchpoint("menu", "Menu", next=["wait"])
        .touchpoint("wait", "Wait", next=["menu"])
        .touchpoint("agent", "Agent")
    )
    found = routes(journey)
    assert found.unanswered("call", by="agent") == ("call", "menu")
    assert found.unanswered("menu", by="wait") is None
    assert found.unanswered("menu", by="agent", within=9) is not None


# For other programs


def test_the_network_carries_what_is_known(tmp_path: Path) -> None:
    """Names, emotions and resolved shares are attributes; what is unknown is left out, so GraphML can hold it."""
    journey = SHOP.stage("After").touchpoint("club", "클럽", emotion=1.5, next=[Transition("browse", delay="1 d")])
    graph = network(journey)
    assert graph.nodes["club"] == {"name": "클럽", "stage": "After", "emotion": 1.5, "leaving": 0}
    assert graph.graph == {"name": "Shop", "start": "browse"}
    assert graph.edges["pay", "declined", 0] == {"probability": 0.1, "kind": "failure"}
    assert graph.edges["club", "browse", 0]["delay"] == 86400
    networkx.write_graphml(graph, tmp_path / "shop.graphml")
    again = networkx.read_graphml(tmp_path / "shop.graphml", force_multigraph=True)
    assert again.nodes["club"]["name"] == "클럽"
    assert network(Journey("Empty")).graph == {"name": "Empty"}


def test_thinking_needs_no_networkx() -> None:
    """Neither routes nor scores load networkx, which takes a quarter of a second."""
    code = "import sys, journeymap.graph, journeymap.scoring; print('networkx' in sys.modules)"
    root = Path(__file__).resolve().parents[1]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
