"""Graphs in and out: GraphML, DOT, JSON Graph and networkx."""

from __future__ import annotations

import contextlib
import json
import warnings
from pathlib import Path
from typing import Any

import networkx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import journeymap as jm
from journeymap import examples
from journeymap.cli.gathering import gather
from journeymap.formats import places
from journeymap.formats.networks import from_networkx, to_networkx
from tests.format_texts import read_or_refused
from tests.strategies import journeys

CAREFULLY = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])

SHOP = jm.Journey(
    "Shop", stages=[jm.Stage("Buy")],
    touchpoints=[
        jm.Touchpoint("find", "Find", next=[jm.Transition("pay", probability=0.8, condition="yes")]),
        jm.Touchpoint("pay", "Pay", stage="Buy", emotion=-1,
                      next=[jm.Transition("find", kind="retry", condition="again")]),
    ],
)  # fmt: skip

GRAPHML = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE graphml SYSTEM "http://graphml.graphdrawing.org/dtds/graphml.dtd">
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">
  <key id="k0" for="node" attr.name="emotion" attr.type="double"/>
  <key id="k1" for="node" yfiles.type="nodegraphics"/>
  <key id="k2" for="edge" attr.name="label" attr.type="string"/>
  <key id="k3" for="graph" attr.name="name" attr.type="string"/>
  <graph edgedefault="directed"><data key="k3">Shop</data>
    <node id="find"><data key="k1"><y:ShapeNode><y:NodeLabel>Find</y:NodeLabel></y:ShapeNode></data></node>
    <node id="g"><data key="k1"><y:GroupNode><y:NodeLabel>Buy</y:NodeLabel></y:GroupNode></data>
      <graph><node id="pay"><data key="k0">-1</data>
        <data key="k1"><y:ShapeNode><y:NodeLabel>Pay</y:NodeLabel></y:ShapeNode></data></node></graph></node>
    <edge source="find" target="pay"><data key="k2">yes (80%)</data></edge>
    <edge source="pay" target="find"><data key="k2">again</data></edge>
  </graph>
</graphml>
"""

DOT = """// a shop
digraph Shop {
  node [shape=box]; edge [color=red]
  find [label="Find"]
  subgraph cluster_0 { label = "Buy"; pay [label=<<b>Pay</b>>, emotion=-1] }
  find:e -> pay:w [label="yes" + " (80%)" weight=3];
  pay -> find [label=again]
}
"""

NODE_LINK = {
    "directed": True, "graph": {"name": "Shop"},
    "nodes": [{"id": "find", "label": "Find"}, {"id": "pay", "name": "Pay", "stage": "Buy", "emotion": -1}],
    "links": [{"source": 0, "target": 1, "label": "yes (80%)"}, {"source": "pay", "target": "find", "label": "again"}],
}  # fmt: skip

JSON_GRAPH = {"graph": {
    "directed": True, "label": "Shop",
    "nodes": {"find": {"label": "Find"}, "pay": {"label": "Pay", "metadata": {"stage": "Buy", "emotion": -1}}},
    "edges": [{"source": "find", "target": "pay", "relation": "yes (80%)"},
              {"source": "pay", "target": "find", "label": "again"}],
}}  # fmt: skip


def drawn() -> Any:
    """The same graph in networkx."""
    graph = networkx.DiGraph(name="Shop")
    graph.add_node("find", title="Find")
    graph.add_node("pay", label="Pay", stage="Buy", emotion=-1)
    graph.add_edge("find", "pay", label="yes (80%)")
    graph.add_edge("pay", "find", label="again")
    return graph


def read(text: Any, format: str) -> tuple[jm.Journey, list[str]]:
    """The journey in a graph, and what was noted, as line:column: message."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        if format == "networkx":
            journey = from_networkx(text)
        else:
            journey = jm.loads(text if isinstance(text, str) else json.dumps(text), format)
    return journey, [str(each.message) for each in caught]


@pytest.mark.parametrize(
    ("text", "format"),
    [(GRAPHML, "graphml"), (GRAPHML, "cjml"), (DOT, "dot"), (NODE_LINK, "jsongraph"), (NODE_LINK, "json"),
     (JSON_GRAPH, "jsongraph"), (JSON_GRAPH, "json"), (drawn(), "networkx")],
)  # fmt: skip
def test_a_graph_of_somebody_elses_is_a_journey(text: Any, format: str) -> None:
    """Names, groups, facts, links and their labels are read alike in every format, and guesses are told."""
    journey, notes = read(text, format)
    assert journey == SHOP
    assert [note.split(": ", 1)[1] if note[0].isdigit() else note for note in notes] == [
        "guessed: 'yes (80%)' means 0.8 of all customers",
        "guessed: 'again' speaks of a way of kind 'retry'",
    ]
    assert format == "networkx" or all(note[0].isdigit() for note in notes)


@CAREFULLY
@given(journey=journeys())
def test_reading_what_was_written_gives_the_same_journey(journey: jm.Journey) -> None:
    """Nothing is lost in GraphML, in JSON, or in networkx."""
    for format, other in (("graphml", "cjml"), ("jsongraph", "json")):
        text = jm.dumps(journey, format)
        assert jm.loads(text, format) == journey
        assert jm.loads(text.replace("\n", "\r\n").encode(), other) == journey
        assert jm.dumps(jm.loads(text, format), format) == text
    assert from_networkx(to_networkx(journey)) == journey


def test_networkx_takes_what_we_write(tmp_path: Path) -> None:
    """Its own readers of GraphML and node-link data find the same touchpoints and ways."""
    shop = jm.load(examples.path("shoe-shop"))
    path = tmp_path / "shop.graphml"
    jm.save(shop, path)
    ours = to_networkx(shop)
    for graph in (
        networkx.read_graphml(path), networkx.node_link_graph(json.loads(jm.dumps(shop, "jsongraph")), edges="edges"),
    ):  # fmt: skip
        assert list(graph.nodes(data="emotion")) == list(ours.nodes(data="emotion"))
        assert list(graph.edges()) == list(ours.edges())
    assert jm.load(path) == shop


@pytest.mark.parametrize("name", ["shoe-shop", "support-line"])
def test_our_own_pictures_are_read(name: str) -> None:
    """The DOT of a picture gives the touchpoints, their stages and emotions, and the ways on."""
    shop = jm.load(examples.path(name))
    journey, _ = read(jm.draw(shop, kind="graph").dot, "dot")
    assert journey.name == shop.name
    assert sorted(t.id for t in journey) == sorted(t.id for t in shop)
    for touchpoint in shop:
        again = journey[touchpoint.id]
        assert (again.name, again.stage, again.emotion) == (touchpoint.name, touchpoint.stage, touchpoint.emotion)
        assert again.ends == touchpoint.ends
        assert {w.to for w in journey.ways_from(again)} == {w.to for w in shop.ways_from(touchpoint)}


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("graph { a -- b }", "guessed: links without a direction lead the way they are written"),
        ("digraph { a -> b }", "the graph has no name, and so neither has the journey"),
        ("digraph T { b -> b; b -> c; a -> b }", "guessed: the journey starts at 'a', where no way leads"),
        ("digraph T { a -> b [weight=1]; a -> c [weight=3] }", "guessed: the weights here are how many go each way"),
        ('digraph T { a -> b [label="90%"]; a -> c [label="90%"] }', "the shares of these ways sum to more than 1"),
        ('digraph T { a [label="Wait 😡"] }', "guessed from its face: 'Wait 😡' feels like -2"),
        ("digraph T { a [kind=process]; b [kind=process] }", "'kind' has no place in a journey; left out (2 times)"),
        ("digraph T { a [zone=7] }", "'zone' has no place in a journey; left out"),
    ],
)
def test_guesses_and_what_has_no_place_are_told(text: str, note: str) -> None:
    """Each with its line and column."""
    _, notes = read(text, "dot")
    assert any(each.startswith("1:") and each.split(": ", 1)[1].startswith(note) for each in notes)


def test_weights_become_shares() -> None:
    """How many go each way, of all who go on."""
    journey, _ = read("digraph T { a -> b [weight=1]; a -> c [weight=3] }", "dot")
    assert [way.probability for way in journey["a"].next or ()] == [0.25, 0.75]


def test_the_syntax_of_dot() -> None:
    """Chains, braces, ports, arrows that point back, invisible things, several attribute lists, comments."""
    text = """strict DIGRAPH "T" { /* c */ rankdir=LR
# a line of the preprocessor
a -> {b c} -> d [label="x\\ny"][style=dashed]; e [style=invis]; subgraph s { f; "g h" }
f -> a [dir=back]; a -> f [style=invis]; "q\\"uote" -> -1.5; graph [label="Titled"] }"""
    journey, _ = read(text, "dot")
    assert journey.name == "Titled"
    assert [t.name for t in journey] == ["a", "b", "c", "d", "f", "g h", 'q"uote', "-1.5"]
    assert [[way.to for way in t.next or ()] for t in journey][:4] == [["b", "c", "f"], ["d"], ["d"], []]
    assert journey["b"].next == (jm.Transition("d", condition="x y"),)


@pytest.mark.parametrize(
    ("text", "format", "problem"),
    [
        ("", "dot", "1:1: this is no graph (expected 'digraph {' or 'graph {')"),
        ("digraph {\n a ->", "dot", "2:4: the graph is never closed"),
        ("digraph a b {", "dot", "1:11: expected '{'"),
        ("digraph { subgraph a b }", "dot", "1:22: expected '{'"),
        ("digraph {\n a [label=<b }", "dot", "2:11: a label of HTML that is never closed"),
        ("digraph { a ! }", "dot", "1:13: '!' cannot stand here; put it in quotes"),
        ("digraph { ] }", "dot", "1:11: ']' cannot stand here"),
        ("digraph {" + "{" * 200, "dot", "1:110: nested too deeply"),
        ("<graphml/>", "graphml", "1:1: this is no GraphML (expected <graphml> and <graph>)"),
        ("<html/>", "graphml", "1:1: this is no GraphML"),
        ('<graphml><key id="k" for="node" attr.name="journeymap"/><graph><node id="a"><data key="k">{</data></node>'
         "</graph></graphml>", "graphml", "1:77: this attribute of ours is not JSON"),
        ("[]", "jsongraph", "1:1: this is no graph (expected 'nodes', and 'links' or 'edges')"),
        ('{"nodes": [], "nodes": []}', "jsongraph", "1:15: key 'nodes' stands twice"),
        ('{"graph": {"journeymap": 1, "name": "T"}, "nodes": [{"id": "a", "name": "A", "emotion": 7}]}', "jsongraph",
         "1:53: touchpoints[0].emotion: expected a number from -2 to 2 (got 7)"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_where_and_why(text: str, format: str, problem: str) -> None:
    """Every refusal has a line, a column, and a reason."""
    with pytest.raises(jm.ReadError) as caught:
        jm.loads(text, format)
    assert str(caught.value.problems[0]).startswith(problem)


def test_what_dangles_is_told() -> None:
    """A link to nowhere is left out; ids that differ by case alone are told apart."""
    data = {"graph": {"name": "T"}, "nodes": ["A", "a", {"id": "b"}, 7], "edges": [{"source": "A", "target": "zzz"}, 5]}
    journey, notes = read(data, "jsongraph")
    assert [(t.id, t.name) for t in journey] == [("a", "A"), ("a-2", "a"), ("b", "b"), ("7", "7")]
    assert "a link from or to 'zzz', which is not there; left out" in "".join(notes)


def test_touchpoints_have_places(tmp_path: Path) -> None:
    """Findings can point at the line of a touchpoint."""
    for text, suffix, lines in ((GRAPHML, "graphml", (9, 11)), (DOT, "gv", (4, 5))):
        path = tmp_path / f"shop.{suffix}"
        path.write_text(text, encoding="utf-8")
        assert [line for line, _ in places(path).values()] == list(lines)


PIECES = ("digraph", "graph", "{", "}", "->", "--", "[", "]", "=", ";", ",", ":", "+", "a", "b", '"c"', "<d>", "label",
          "node", "subgraph", "cluster_1", "\n", "#", "/*", "*/", "1.5", '"', "the start", '"the start"', "weight=2",
          "dir=back")  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join) | st.text(max_size=40),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["a", "b", "", "1"]),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
            st.sampled_from(["nodes", "links", "edges", "graph", "id", "source", "target", "name", "label", "metadata",
                             "journeymap", "stages", "next", "emotion", "weight", "probability", "key"]), inner,
            max_size=5), max_leaves=20),
)  # fmt: skip
def test_no_graph_raises_anything_else(text: str, data: Any) -> None:
    """Whatever the text, there is a journey or a ReadError."""
    for given_text, format in (
        (text, "dot"), (f"digraph {{ {text} }}", "dot"), (json.dumps(data), "jsongraph"), (json.dumps(data), "json"),
        (text, "graphml"),
    ):  # fmt: skip
        with warnings.catch_warnings(), contextlib.suppress(jm.ReadError):
            warnings.simplefilter("ignore")
            jm.loads(given_text, format)


def test_a_point_of_ours_without_a_name_is_asked_for_it() -> None:
    """A graph that says it is ours, with a point that has neither id nor name, is refused in words."""
    with pytest.raises(jm.ReadError, match="missing 'name'"):
        jm.loads('{"journeymap": 1, "graph": {}, "nodes": [""], "links": []}', "jsongraph")


@pytest.mark.parametrize(
    ("text", "format"),
    [
        ("digraph {" + "\n".join(f"n{at} -> n{at + 1}" for at in range(5_000)) + "}", "dot"),
        ("digraph {" + "a -> b;" * 5_000 + "}", "dot"),
        ("digraph { a" + " -> b" * 5_000 + "}", "dot"),
        ("digraph { a [label=<" + "<" * 200_000, "dot"),
        ('"' * 200_000, "dot"),
        ("digraph {" + "a" * 5_000_000, "dot"),
        ("digraph { {" + " ".join(f"a{at}" for at in range(1000)) + "} -> {" + " ".join("b" * 1000) + "} }", "dot"),
        (
            json.dumps({"nodes": list(range(5_000)), "edges": [{"source": n, "target": n} for n in range(5_000)]}),
            "json",
        ),
    ],
)
def test_large_graphs_come_to_an_end(text: str, format: str) -> None:
    """Nothing is gone through again for each of its parts."""
    read_or_refused(text.encode(), format)


def test_only_graphs_and_journeys_are_taken() -> None:
    """The path of a file, say, is refused with a word on what reads it."""
    with pytest.raises(jm.JourneyError, match=r"to_networkx\(\) takes a Journey"):
        to_networkx("shop.yaml")  # type: ignore[arg-type]
    with pytest.raises(jm.JourneyError, match=r"from_networkx\(\) takes a Graph"):
        from_networkx("shop.graphml")  # type: ignore[arg-type]


def test_a_multigraph_of_somebody_elses_keeps_its_order() -> None:
    """Parallel edges are ways of their own."""
    graph = networkx.MultiDiGraph(name="T")
    graph.add_edges_from([("a", "b", {"kind": "retry"}), ("a", "b", {"kind": "failure"})])
    assert [way.kind for way in from_networkx(graph)["a"].next or ()] == ["retry", "failure"]


def test_a_folder_gives_only_the_files_that_are_journeys(tmp_path: Path) -> None:
    """XML, JSON-LD, GraphML and DOT hold other things, too: those are passed over where a folder is looked through."""
    for name, text in {
        "pom.xml": "<project/>", "recipe.jsonld": '{"@type": "Recipe"}', "net.graphml": "<graphml><graph/></graphml>",
        "picture.dot": "digraph { a -> b }", "book.xml": jm.dumps(SHOP, "cjml"), "shop.jsonld": jm.dumps(SHOP, "ujg"),
        "shop.graphml": jm.dumps(SHOP, "graphml"),
    }.items():  # fmt: skip
        (tmp_path / name).write_text(text, encoding="utf-8")
    found, passed = gather([str(tmp_path)])
    assert [Path(path).name for path in found] == ["book.xml", "shop.graphml", "shop.jsonld"]
    assert passed == 4
