"""User Journey Graphs in and out: any form of JSON-LD in, what passes the published shapes out."""

from __future__ import annotations

import contextlib
import doctest
import json
import re
import socket
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import journeymap as jm
from journeymap import examples
from journeymap.formats import places
from journeymap.formats.json import read_all
from tests.strategies import HOSTILE, journeys

ROOT = Path(__file__).parents[1]
CORPUS = ROOT.parent / "shared" / "corpus" / "ujg"
CAREFULLY = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
NS = "https://ujg.specs.openuji.org/ed/ns"

NODES: list[dict[str, Any]] = [
    {"@type": "Journey", "@id": "urn:j:till", "label": "Till", "defaultEntryRef": "urn:e:start",
     "entryRefs": ["urn:e:start"], "stateRefs": ["urn:s:queue", "urn:s:Pay", "urn:s:card"],
     "transitionRefs": ["urn:t:1", "urn:t:2", "urn:t:3"], "exitRefs": ["urn:x:bought"]},
    {"@type": "JourneyEntry", "@id": "urn:e:start", "stateRef": "urn:s:queue"},
    {"@type": "State", "@id": "urn:s:queue", "label": "Queues"},
    {"@type": "State", "@id": "urn:s:Pay", "label": "Pays"},
    {"@type": "State", "@id": "urn:s:card", "label": "Card refused"},
    {"@type": "Transition", "@id": "urn:t:1", "from": "urn:s:queue", "to": "urn:s:Pay", "label": "is called"},
    {"@type": "Transition", "@id": "urn:t:2", "from": "urn:s:Pay", "to": "urn:s:card"},
    {"@type": "Transition", "@id": "urn:t:3", "from": "urn:s:Pay", "to": "urn:x:bought"},
    {"@type": "JourneyExit", "@id": "urn:x:bought", "label": "Purchase complete"},
    {"@type": "Phase", "@id": "urn:p:2", "label": "Till", "order": 2},
    {"@type": "Phase", "@id": "urn:p:1", "label": "Line", "order": 1},
    {"@type": "Touchpoint", "@id": "urn:c:1", "label": "Counter", "channel": "store"},
    {"@type": "ExperienceStep", "@id": "urn:f:1", "label": "Stands in line", "stateRefs": ["urn:s:queue"],
     "phaseRef": "urn:p:1"},
    {"@type": "ExperienceStep", "@id": "urn:f:2", "label": "Pays", "stateRefs": ["urn:s:Pay", "urn:s:card"],
     "phaseRef": "urn:p:2", "touchpointRefs": ["urn:c:1"]},
    {"@type": "PainPoint", "@id": "urn:h:1", "label": "Slow reader", "severity": 0.7, "experienceRefs": ["urn:f:2"]},
]  # fmt: skip
DOCUMENT = {"@context": f"{NS}/context.jsonld", "@id": "urn:d", "@type": "UJGDocument", "nodes": NODES}

TILL = jm.Journey(
    "Till", stages=[jm.Stage("Line"), jm.Stage("Till")],
    touchpoints=[
        jm.Touchpoint("queue", "Queues", stage="Line", description="Stands in line",
                      next=[jm.Transition("pay", condition="is called")]),
        jm.Touchpoint("pay", "Pays", stage="Till", channel="store", detractors=["Slow reader"], next=["card"],
                      ends="success", drop_off=0.5),
        jm.Touchpoint("card", "Card refused", stage="Till", channel="store", detractors=["Slow reader"],
                      description="Pays", next=[]),
    ],
)  # fmt: skip


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here may reach out."""

    def refuse(*args: object, **options: object) -> None:
        raise AssertionError("the network was asked for")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def read(data: Any) -> tuple[jm.Journey, list[str]]:
    """The journey in a document, and what was noted, as line:column: message."""
    text = data if isinstance(data, str) else json.dumps(data, indent=1)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        journey = jm.loads(text, "ujg")
    return journey, [str(each.message) for each in caught]


def messages(notes: list[str]) -> list[str]:
    """The notes without their places."""
    return [re.sub(r"^\d+:\d+: ", "", note) for note in notes]


def refused(text: str, format: str = "ujg") -> list[str]:
    """What is wrong with a text."""
    with pytest.raises(jm.ReadError) as caught:
        jm.loads(text, format)
    return [str(problem) for problem in caught.value.problems]


# Reading


def test_a_document_is_a_journey() -> None:
    """States, transitions, exits, phases, channels, steps and pain points are all there; guesses are told."""
    journey, notes = read(DOCUMENT)
    assert journey == TILL
    assert messages(notes) == [
        "guessed: the exit 'Purchase complete' ends the journey in success",
        "guessed: 0.5 of the customers here leave by an exit, as every way is as likely",
        "the property 'severity' has no place in a journey; left out",
    ]
    assert all(re.match(r"\d+:\d+: ", note) for note in notes)


def _full(nodes: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The nodes in expanded form."""
    context: dict[str, Any] = {}
    for module in ("core", "graph", "experience"):
        for term in ("Journey", "JourneyEntry", "State", "Transition", "JourneyExit", "label", "defaultEntryRef",
                     "entryRefs", "stateRefs", "stateRef", "transitionRefs", "exitRefs", "from", "to"):  # fmt: skip
            context[term] = f"{NS}/graph#{term}"
        for term in ("Phase", "Touchpoint", "ExperienceStep", "PainPoint", "order", "channel", "phaseRef",
                     "touchpointRefs", "experienceRefs", "severity"):  # fmt: skip
            context[term] = f"{NS}/experience#{term}"
        assert module
    for node in nodes:
        full: dict[str, Any] = {"@id": node["@id"], "@type": [context[node["@type"]]]}
        for key, value in node.items():
            if not key.startswith("@"):
                values = value if isinstance(value, list) else [value]
                is_reference = key.endswith(("Ref", "Refs")) or key in ("from", "to")
                full[context[key]] = [{"@id": each} if is_reference else {"@value": each} for each in values]
        yield full


def _embedded() -> dict[str, Any]:
    """The document with every node within the one that refers to it first."""
    by_id = {node["@id"]: dict(node) for node in json.loads(json.dumps(NODES))}
    head = by_id["urn:j:till"]
    head["entryRefs"] = [by_id["urn:e:start"]]
    head["stateRefs"] = [by_id[id] for id in head["stateRefs"]]
    head["transitionRefs"] = [by_id[id] for id in head["transitionRefs"]]
    head["exitRefs"] = [by_id[id] for id in head["exitRefs"]]
    rest = [by_id[id] for id in by_id if id[:6] in ("urn:p:", "urn:c:", "urn:f:", "urn:h:")]
    return {"@context": [], "@graph": [head, *rest]}


ALIASED = json.loads(
    json.dumps({"@context": [f"{NS}/context.jsonld", {"id": "@id", "type": "@type", "name": "ujggraph:label",
                                                      "s": "urn:s:", "g": f"{NS}/graph#", "State": "g:State"}],
                "@graph": NODES})
    .replace('"@id":', '"id":').replace('"@type":', '"type":').replace('"label":', '"name":')
    .replace('"urn:s:queue"', '"s:queue"').replace('"type": "Transition"', '"type": "ujggraph:Transition"')
)  # fmt: skip


@pytest.mark.parametrize(
    "data",
    [
        {"@context": {"@vocab": f"{NS}/graph#"}, "@graph": NODES},
        NODES,
        list(_full(NODES)),
        [{"@type": [f"{NS}/core#UJGDocument"], "@id": "urn:d", f"{NS}/core#documentNodes": list(_full(NODES))}],
        _embedded(),
        ALIASED,
        {**DOCUMENT, "@context": f"{NS}/context.jsonld", "nodes": {"@list": NODES}},
        json.loads(json.dumps(DOCUMENT).replace('"Queues"', '{"ko": "줄", "en": "Queues"}')),
        json.loads(json.dumps(DOCUMENT).replace('"Queues"', '[{"@value": "줄", "@language": "ko"}, "Queues"]'))
        | {"x": [{"@value": "Queues", "@language": "en"}]},
        json.loads(json.dumps({**DOCUMENT, "@context": {"@base": "https://x.org/a/"}}).replace("urn:s:queue", "queue")),
    ],
)  # fmt: skip
def test_any_form_of_json_ld_reads_the_same(data: Any) -> None:
    """Compact, expanded, aliased, with prefixes, in a graph, embedded, by language."""
    journey, _ = read(data)
    if journey["queue"].name != "Queues":
        journey = journey.change("queue", name="Queues")  # the first of two without English
    assert journey == TILL


def test_of_several_languages_one_is_read_and_told() -> None:
    """English where it is there."""
    journey, notes = read(json.loads(json.dumps(DOCUMENT).replace('"Queues"', '{"ko": "줄", "en": "Queues"}')))
    assert journey["queue"].name == "Queues"
    assert "'label' is there in several languages (en, ko); one of them is read" in messages(notes)


def test_states_without_a_journey_make_one() -> None:
    """In the order in which they stand, one leading to the next; told as a guess."""
    journey, notes = read({"@type": "UJGDocument", "nodes": [node for node in NODES if node["@type"] == "State"]})
    assert [(t.id, t.next) for t in journey] == [("queue", None), ("pay", None), ("card", None)]
    assert messages(notes) == [
        "there is no label, so that the journey has no name",
        "guessed: there is no Journey; all states make one, in the order in which they stand",
    ]


def test_journeys_within_journeys_are_their_own() -> None:
    """Load reads the outer one, load_all every one; a way that leaves by an exit is named after it."""
    inner = {"@type": "Journey", "@id": "urn:j:in", "label": "Inside", "stateRefs": ["urn:s:in"], "exitRefs": ["urn:x"]}
    outer = {"@type": "Journey", "@id": "urn:j:out", "label": "Outside", "stateRefs": ["urn:s:box", "urn:s:after"],
             "transitionRefs": ["urn:t"]}  # fmt: skip
    nodes = [
        inner, outer, {"@type": "State", "@id": "urn:s:in", "label": "In"},
        {"@type": "CompositeState", "@id": "urn:s:box", "label": "Box", "subjourneyId": "urn:j:in"},
        {"@type": "State", "@id": "urn:s:after", "label": "After"},
        {"@type": "JourneyExit", "@id": "urn:x", "label": "Out"},
        {"@type": "Transition", "@id": "urn:t", "from": "urn:s:box", "to": "urn:s:after", "fromExitRef": "urn:x"},
        {"@type": "Phase", "@id": "urn:p", "label": "Of nobody"},
    ]  # fmt: skip
    journey, notes = read({"@graph": nodes})
    assert journey.name == "Outside"
    assert journey["box"].next == (jm.Transition("after", condition="Out"),)
    assert messages(notes) == [
        "only this journey is read; there are 1 others (load_all reads all)",
        "the journey 'Inside' within this state is a journey of its own (load_all reads all)",
    ]
    assert [found.name for found, _ in read_all(json.dumps({"@graph": nodes}))] == ["Inside", "Outside"]
    assert all(found.stages == () for found, _ in read_all(json.dumps({"@graph": nodes})))


@pytest.mark.parametrize(
    ("before", "after", "note"),
    [
        ('"to": "urn:s:card"', '"to": "urn:s:cord"', "a transition from or to 'urn:s:cord', which is no state of this"),
        ('"@id": "urn:s:card"', '"@id": "urn:s:cord"', "'urn:s:card' is no state in this document; read by its name"),
        ('"@type": "PainPoint"', '"@type": "RuntimeEvent"', "a node of type 'RuntimeEvent' has no place in a journey"),
        ('"label": "Queues"', '"label": "Queues", "tags": ["a"]', "the property 'tags' has no place in a journey"),
        ('"label": "Queues"', '"label": "Queues", "extensions": {"org.x": {}}', "the extension 'org.x' has no place"),
        ('"entryRefs"', '"imports": ["./a.jsonld"], "entryRefs"', "the property 'imports' has no place in a journey"),
        ('"exitRefs": ["urn:x:bought"]', '"exitRefs": ["urn:x:bought"], "o": 1', "the property 'o' has no place"),
        ('"stateRef": "urn:s:queue"}', '"stateRef": ["urn:s:queue", "urn:s:card"]}', "of 2 entries only the first"),
    ],
)
def test_what_is_odd_or_has_no_place_is_told(before: str, after: str, note: str) -> None:
    """The rest is read."""
    text = json.dumps(DOCUMENT)
    assert before in text
    journey, notes = read(text.replace(before, after))
    assert any(each.startswith(note) for each in messages(notes))
    assert len(journey) == 3


def test_two_exits_from_one_state_are_told() -> None:
    """One ending is read; the share that leaves counts both."""
    text = json.dumps(DOCUMENT).replace('"to": "urn:s:card"', '"to": "urn:x:bought"')
    journey, notes = read(text)
    assert (journey["pay"].ends, journey["pay"].drop_off, journey["pay"].next) == ("success", 0, None)
    assert "2 exits are reached from here; only the first is read" in messages(notes)


def test_an_entry_elsewhere_is_the_start() -> None:
    """The default entry says where the journey starts."""
    journey, _ = read(json.dumps(DOCUMENT).replace('"stateRef": "urn:s:queue"', '"stateRef": "urn:s:Pay"'))
    assert journey.start == "pay"


def test_json_is_told_apart_by_its_keys(tmp_path: Path) -> None:
    """The same suffix holds our own JSON and this one; places are found in both."""
    path = tmp_path / "till.json"
    path.write_text(json.dumps(DOCUMENT, indent=1), encoding="utf-8")
    with pytest.warns(jm.ReadWarning):
        assert jm.load(path) == TILL
    with pytest.warns(jm.ReadWarning):
        assert jm.load_all(path) == (TILL,)
    assert list(places(path)) == ["queue", "pay", "card"]
    path.write_text(jm.dumps(TILL, "json"), encoding="utf-8")
    assert jm.load(path) == TILL
    assert jm.load_all(path) == (TILL,)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "1:1: this is not JSON: there is nothing in it"),
        ("1", "1:1: expected a JSON-LD document, with '@context' and 'nodes'"),
        ("[]", "1:1: there is no journey in it (expected a node of type 'Journey', or 'State')"),
        ('{"@type": "Recipe"}', "1:1: there is no journey in it"),
        ('{"@type": "State", "@type": "State"}', "1:20: key '@type' stands twice"),
        ("[" * 10_000, "1:33: nested too deeply"),
        ('{"nodes": [{"@type": "State", "@id": "a:b",\n"extensions": {"urn:journeymap:facts": {"emotoin": 1}}}]}',
         "2:41: touchpoints[0]: unknown key 'emotoin' (did you mean 'emotion'?)"),
        ('{"nodes": [{"@type": "State", "@id": "a:b",\n"extensions": {"urn:journeymap:facts": {"kind": "pay"}}}]}',
         "2:49: touchpoints[0].kind: unknown word 'pay' (did you mean 'payment'?)"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_where_and_why(text: str, problem: str) -> None:
    """Every refusal has a line, a column, and a reason."""
    assert refused(text)[0].startswith(problem)


def test_every_example_of_the_specification_is_read_or_refused_with_a_place() -> None:
    """Those with a journey or states give journeys whose names are the labels; the others say what is missing."""
    if not CORPUS.exists():
        pytest.skip("the corpus is not here")
    journeys_read = 0
    for name in ("core", "graph", "experience"):
        page = (CORPUS / f"{name}.md").read_text(encoding="utf-8")
        for block in re.findall(r"```json\n(.*?)```", page, re.DOTALL):
            if '"Journey"' not in block and "State" not in re.findall(r'"@type": "(?:Composite)?(\w+)"', block):
                assert "there is no journey" in "".join(refused(block))
                continue
            for journey, notes in read_all(block):
                journeys_read += 1
                assert journey.name in ("", *re.findall(r'"label": "([^"]+)"', block))
                assert all(note.line for note in notes)
    assert journeys_read == 20


KEYS = st.sampled_from(
    ["@id", "@type", "@graph", "@context", "@value", "@list", "@language", "@base", "@vocab", "nodes", "label",
     "stateRefs",
     "from", "to", "transitionRefs", "exitRefs", "stateRef", "defaultEntryRef", "extensions", "urn:journeymap:facts",
     "journeymap", "order", "channel", "phaseRef", "touchpointRefs", "experienceRefs", "subjourneyId", "a:b", "next"]
)  # fmt: skip
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(
    ["State", "Journey", "Transition", "JourneyExit", "Phase", "ExperienceStep", "CompositeState", "urn:a", "urn:b", "",
     "ujggraph:State", "//[", "@type"]
)  # fmt: skip
ANYTHING = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5), max_leaves=25
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANYTHING.map(json.dumps) | st.text(max_size=60))
def test_no_text_raises_anything_else(text: str) -> None:
    """Whatever the text, there is a journey or a ReadError."""
    for format in ("ujg", "json"):
        with warnings.catch_warnings(), contextlib.suppress(jm.ReadError):
            warnings.simplefilter("ignore")
            jm.loads(text, format)


def test_large_documents_are_read() -> None:
    """Many states, ways, steps, phases, contexts, and unknown things."""
    many = 4_000
    states = [{"@type": "State", "@id": f"urn:s:{at}", "label": "S", "zzz": [1] * 5} for at in range(many)]
    ways = [{"@type": "Transition", "@id": f"urn:t:{at}", "from": f"urn:s:{at}", "to": f"urn:s:{many - at - 1}"}
            for at in range(many)]  # fmt: skip
    steps = [{"@type": "ExperienceStep", "@id": f"urn:f:{at}", "label": f"{at}", "stateRefs": [f"urn:s:{at}"],
              "phaseRef": f"urn:p:{at}"} for at in range(many)]  # fmt: skip
    phases = [{"@type": "Phase", "@id": f"urn:p:{at}", "label": f"{at}"} for at in range(many)]
    context = [{f"k{at}": {"@id": f"urn:k:{at}"}} for at in range(many)]
    text = json.dumps({"@context": context, "@graph": [*states, *ways, *steps, *phases]})
    assert len(read(text)[0]) == many


# Writing


@CAREFULLY
@given(journey=journeys())
def test_reading_what_was_written_gives_the_same_journey(journey: jm.Journey) -> None:
    """Nothing is lost, whichever of the two formats of JSON it is taken for."""
    text = jm.dumps(journey, "ujg")
    assert jm.loads(text, "ujg") == journey
    assert jm.loads(text.replace("\n", "\r\n").encode(), "json") == journey
    assert jm.dumps(jm.loads(text, "ujg"), "ujg") == text


@CAREFULLY
@given(journey=journeys(facts=False))
def test_the_graph_is_sound_for_every_journey(journey: jm.Journey) -> None:
    """What the specification demands of references: all resolve, and only to the kinds they may."""
    document = json.loads(jm.dumps(journey, "ujg"))
    nodes = document["nodes"]
    kinds = {node["@id"]: node["@type"] for node in nodes}
    assert len(kinds) == len(nodes)
    allowed = {"stateRefs": {"State"}, "stateRef": {"State"}, "from": {"State"}, "to": {"State", "JourneyExit"},
               "entryRefs": {"JourneyEntry"}, "defaultEntryRef": {"JourneyEntry"}, "exitRefs": {"JourneyExit"},
               "transitionRefs": {"Transition"}, "phaseRef": {"Phase"}, "touchpointRefs": {"Touchpoint"},
               "experienceRefs": {"ExperienceStep"}}  # fmt: skip
    for node in nodes:
        for key, kinds_of in allowed.items():
            refs = node.get(key, [])
            assert {kinds[ref] for ref in ([refs] if isinstance(refs, str) else refs)} <= kinds_of
    for head in (node for node in nodes if node["@type"] == "Journey"):
        ends = {node[key] for node in nodes if node["@type"] == "Transition" for key in ("from", "to")}
        assert set(head["stateRefs"]) <= ends
    assert all("label" in node for node in nodes if node["@type"] in ("State", "ExperienceStep", "Phase", "PainPoint"))


def _graph(text: str) -> Any:
    """What a document says in RDF; its contexts are those of the corpus, not fetched."""
    import rdflib

    data = json.loads(text)
    data["@context"] = [
        json.loads((CORPUS / Path(url).name).read_text(encoding="utf-8"))["@context"] for url in data["@context"]
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # rdflib's reader uses what rdflib itself deprecates
        return rdflib.Graph().parse(data=json.dumps(data), format="json-ld")


@pytest.mark.parametrize(
    "journey",
    [
        jm.load(examples.path("shoe-shop", lang="ko")),
        jm.Journey("", stages=[jm.Stage("")]),
        jm.Journey(
            HOSTILE[0], start="b",
            touchpoints=[
                *(jm.Touchpoint(f"t{at}", name, stage=name, channel=name, detractors=[name, name])
                  for at, name in enumerate(HOSTILE)),
                jm.Touchpoint("b", "Loop", next=["b", "b", "t0"], ends="failure", drop_off=0.5),
                jm.Touchpoint("c", "Alone", next=[]),
            ],
        ),
    ],
    ids=["example", "empty", "hostile"],
)  # fmt: skip
def test_what_is_written_passes_the_published_shapes(journey: jm.Journey) -> None:
    """Core, graph and experience: nothing violates them, and nothing is even warned of."""
    if not CORPUS.exists():
        pytest.skip("the corpus is not here")
    import pyshacl
    import rdflib

    shapes = rdflib.Graph()
    for name in ("core", "graph", "experience"):
        shapes.parse(CORPUS / f"{name}.shape.ttl")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        conforms, _, report = pyshacl.validate(_graph(jm.dumps(journey, "ujg")), shacl_graph=shapes)
    assert conforms, report


def test_a_document_that_breaks_a_shape_would_be_seen() -> None:
    """The check above fails when an exit is left from."""
    if not CORPUS.exists():
        pytest.skip("the corpus is not here")
    import pyshacl
    import rdflib

    text = jm.dumps(jm.Journey("T").touchpoint("a", "A").touchpoint("b", "B"), "ujg")
    shapes = rdflib.Graph().parse(CORPUS / "graph.shape.ttl")
    broken = _graph(text.replace('"from": "urn:ujg:state:a"', '"from": "urn:ujg:exit:end"'))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert not pyshacl.validate(broken, shacl_graph=shapes)[0]


def test_without_our_extensions_the_rest_is_still_there() -> None:
    """A program that drops extensions leaves ids, names, order, stages, channels, detractors, ways and conditions."""
    shop = jm.load(examples.path("shoe-shop"))
    document = json.loads(jm.dumps(shop, "ujg"))
    for node in document["nodes"]:
        node.pop("extensions", None)
    journey, _ = read(document)
    assert [stage.name for stage in journey.stages] == [stage.name for stage in shop.stages]
    for key in ("id", "name", "stage", "channel"):
        assert [getattr(t, key) for t in journey] == [getattr(t, key) for t in shop]
    assert [t.detractors or () for t in journey] == [t.detractors or () for t in shop]
    assert [[(w.to, w.condition) for w in journey.ways_from(t)] for t in journey] == [
        [(w.to, w.condition) for w in shop.ways_from(t)] for t in shop
    ]
    assert {t.ends for t in journey} == {t.ends for t in shop}


@pytest.mark.parametrize(
    ("before", "after", "key", "value"),
    [
        ('"label": "Pay"', '"label": "Pay by card"', "name", "Pay by card"),
        ('"to": "urn:ujg:state:done"', '"to": "urn:ujg:exit:cancel"', "ends", "cancel"),
        ('"label": "refused"', '"label": "card refused"', "next",
         (jm.Transition("done", probability=0.5), jm.Transition("pay", probability=0.1, condition="card refused"))),
        ('"channel": "web"', '"channel": "app"', "channel", "app"),
        ('"label": "Slow"', '"label": "Very slow"', "detractors", ("Very slow",)),
    ],
)  # fmt: skip
def test_a_node_that_was_edited_counts(before: str, after: str, key: str, value: object) -> None:
    """Where somebody changed a node in another program, it wins over the extension beside it."""
    shop = jm.Journey("Till").touchpoint(
        "pay", "Pay", channel="web", emotion=1.5, detractors=["Slow"], movable=True,
        next=[jm.Transition("done", probability=0.5), jm.Transition("pay", probability=0.1, condition="refused")],
    ).touchpoint("done", "Done", ends="cancel")  # fmt: skip
    text = jm.dumps(shop, "ujg")
    assert before in text
    journey, _ = read(text.replace(before, after))
    assert getattr(journey["pay"], key) == value
    assert journey["pay"].movable is True


def test_every_example_on_the_page_runs() -> None:
    """Each code block in docs/ujg.md gives what stands below it."""
    result = doctest.testfile(str(ROOT / "docs" / "ujg.md"), module_relative=False)
    assert result.failed == 0
    assert result.attempted >= 6
