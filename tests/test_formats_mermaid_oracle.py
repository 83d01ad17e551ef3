"""What we write and read, put before Mermaid itself, in the browser; tests/system.sh brings Mermaid where npm is."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import journeymap as jm
from journeymap import examples
from journeymap.formats.mermaid_flowchart_scanning import scan
from journeymap.formats.mermaid_text import Draft, blocks, one_line, plain
from tests.strategies import journeys
from tests.test_formats_mermaid import meant

READ = """async text => {
    try {
        const {db} = await mermaid.mermaidAPI.getDiagramFromText(text);
        return {title: db.getDiagramTitle(), tasks: db.getTasks().map(task => ({...task, score: String(task.score)}))};
    } catch (error) { return {error: String(error.message)}; }
}"""
READ_FLOWCHART = """async text => {
    try {
        const {db} = await mermaid.mermaidAPI.getDiagramFromText(text);
        const frames = new Set(db.getSubGraphs().map(frame => frame.id));
        return {
            boxes: [...db.getVertices().values()].filter(box => !frames.has(box.id)).map(box => box.text),
            links: db.getEdges().map(link => [link.start, link.end, link.text]),
        };
    } catch (error) { return {error: String(error.message)}; }
}"""
DRAW = """async text => {
    try { return (await mermaid.render("drawn", text)).svg; } catch (error) { return "refused: " + error.message; }
}"""
CAREFULLY = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def mermaid(browser: Any, mermaid_js: Path) -> Iterator[Any]:
    """A page with Mermaid in it."""
    page = browser.new_page()
    page.goto("about:blank")
    page.add_script_tag(path=str(mermaid_js))
    page.evaluate("mermaid.initialize({startOnLoad: false, maxTextSize: 10000000, maxEdges: 10000})")
    yield page
    page.close()


@CAREFULLY
@given(journey=journeys())
def test_mermaid_takes_every_journey_that_we_write(mermaid: Any, journey: jm.Journey) -> None:
    """It accepts the diagram, and sees the names of touchpoints and their stages as we mean them."""
    told = mermaid.evaluate(READ, jm.dumps(journey, "mermaid"))
    assert "error" not in told
    assert [meant(task["task"]) for task in told["tasks"]] == [one_line(t.name) or t.id for t in journey]


@CAREFULLY
@given(journey=journeys())
def test_mermaid_takes_every_flowchart_that_we_write(mermaid: Any, journey: jm.Journey) -> None:
    """It accepts the flowchart, and sees every touchpoint and every way on."""
    told = mermaid.evaluate(READ_FLOWCHART, jm.dumps(journey, "flowchart"))
    assert "error" not in told
    assert [meant(text) for text in told["boxes"]] == [one_line(t.name) or t.id for t in journey]
    assert len(told["links"]) == sum(len(journey.ways_from(touchpoint)) for touchpoint in journey)


@pytest.mark.parametrize("format", ["mermaid", "flowchart"])
@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("name", examples.names())
def test_mermaid_draws_what_we_write(mermaid: Any, name: str, lang: str, format: str) -> None:
    """The bundled journeys are drawn."""
    journey = jm.load(examples.path(name, lang=lang))
    assert mermaid.evaluate(DRAW, jm.dumps(journey, format)).startswith("<svg")


NAMES = st.text("abZ 1é한🎉'\".()[]{}<>&!?-_/\\|", min_size=1, max_size=8).filter(lambda name: bool(name.strip()))
TASKS = st.builds("{}: {}{}".format, NAMES, st.sampled_from(["3", " 4.5", "9", "x", " "]), st.sampled_from(
    ["", ":", ": Me", ": Me, You", ": ,Me", ": Me: late"]
))  # fmt: skip
LINES = (
    TASKS | NAMES.map("section {}".format) | NAMES.map("title {}".format) | NAMES.map("accTitle: {}".format)
    | st.sampled_from(["", "%% note", "# note", "% note", "journey", "title", "section", ";", "A: 3; B: 4", "bare",
                       "#35; x: 1"])
)  # fmt: skip


@CAREFULLY
@given(lines=st.lists(LINES, max_size=8), end=st.sampled_from(["\n", "\r\n", "\n\n  "]))
def test_we_read_what_mermaid_reads(mermaid: Any, lines: list[str], end: str) -> None:
    """Whatever Mermaid accepts we read with the same tasks, stages and people."""
    text = end.join(["journey", *lines]) + end
    told = mermaid.evaluate(READ, text)
    if "error" in told:
        with contextlib.suppress(jm.ReadError), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            jm.loads(text, "mermaid")
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        journey = jm.loads(text, "mermaid")
    assert [(t.stage or "", t.name, list(t.actors or ())) for t in journey] == [
        (meant(task["section"]), meant(task["task"]), [meant(each) for each in task["people"] if each])
        for task in told["tasks"]
    ]


BOXES = st.sampled_from(["a", "B", "c1", "결제", "a-b", "x_y"])
DRESSED = st.builds("{}{}".format, BOXES, st.sampled_from(
    ["", "[t]", "(t)", "{t?}", "([t])", "((t))", "{{t}}", "[/t/]", '["t (u)"]', ":::k", "[t]:::k", ">t]", "[(t)]", "[t"]
))  # fmt: skip
ARROWS = st.sampled_from(
    [" --> ", "-->", " --- ", " -.-> ", " ==> ", " -->|yes| ", " -- no --> ", " -. 5% .-> ", " == x ==> ", " <--> ",
     " --x ", " & ", "---->", " ~~~ ", "\n  --> ", " -->\n ", " -"]
)  # fmt: skip
CHAINS = st.lists(st.builds("{}{}".format, DRESSED, ARROWS), max_size=3).flatmap(
    lambda parts: DRESSED.map(lambda last: "".join(parts) + last)
)
STATEMENTS = CHAINS | st.sampled_from(
    ["subgraph s", "subgraph t[Title]", "end", "style a fill:#fff",
     "classDef k fill:#fff", "class a k", "%% note", "", "direction LR"]
)  # fmt: skip


@CAREFULLY
@given(lines=st.lists(STATEMENTS, max_size=8), end=st.sampled_from(["\n", ";\n", "\r\n"]))
def test_we_read_the_flowcharts_that_mermaid_reads(mermaid: Any, lines: list[str], end: str) -> None:
    """Whatever Mermaid accepts we read with as many boxes and the same links."""
    text = end.join(["flowchart TD", *lines]) + end
    told = mermaid.evaluate(READ_FLOWCHART, text)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if "error" in told:
            with contextlib.suppress(jm.ReadError):
                jm.loads(text, "mermaid")
            return
        journey = jm.loads(text, "mermaid")
    drawn = scan(Draft(next(blocks(text))))
    assert len(journey) == len(told["boxes"])
    assert [[link.start, link.end, plain(link.label)] for link in drawn.links] == told["links"]
