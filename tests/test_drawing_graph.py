"""The graph: what its DOT text says, and the picture that either of two Graphviz makes of it."""

from __future__ import annotations

import html
import os
import re
import stat
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, get_args
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from journeymap import model
from journeymap.auditing import Audit, audit
from journeymap.drawing import Drawing, draw, rendering
from journeymap.drawing.graphs import MANNERS, OUTCOMES
from journeymap.drawing.graphs.cards import KEY
from journeymap.drawing.graphs.columns import ACROSS
from journeymap.drawing.rendering import located
from journeymap.drawing.sayings import MARKS, WAYS
from journeymap.drawing.themes import THEMES
from journeymap.drawing.typesetting import clean
from journeymap.errors import DrawingError, MissingToolError
from journeymap.facts import Fee
from journeymap.i18n import translator
from journeymap.model import Journey, Touchpoint, Transition
from tests.measuring import measured
from tests.strategies import HOSTILE, journeys

SVG = "{http://www.w3.org/2000/svg}"

needs_pygraphviz = pytest.mark.skipif(find_spec("pygraphviz") is None, reason="pygraphviz is not installed")


@pytest.fixture(scope="module")
def shop() -> Journey:
    fee = Fee("Shipping", 3000, "KRW", disclosed_at="pay")
    return (
        Journey("Online shoe order", persona="First-time buyer")
        .stage("Find")
        .touchpoint("search", "Search and sort", emotion=2, channel="web", shows_price=True)
        .stage("Pay")
        .touchpoint("pay", "Card payment", emotion=-1, kind="payment", fees=[fee], contacts=(),
                    next={"done": 0.92, "declined": 0.08})
        .touchpoint("declined", "Card declined", emotion=-2, kind="failure", contacts=(), next=["pay", "gave-up"])
        .touchpoint("done", "Order confirmed", emotion=0.5, kind="confirmation", ends="success")
        .touchpoint("gave-up", "Leaves the shop", emotion=-2, ends="abandon")
    )  # fmt: skip


@pytest.fixture(scope="module")
def judged(shop: Journey) -> Audit:
    return audit(shop)


@pytest.fixture
def without_dot(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))


def graph(journey: Journey | Audit, **options: Any) -> Drawing:
    return draw(journey, kind="graph", **options)


def dot_of(journey: Journey | Audit, **options: Any) -> str:
    dot = graph(journey, **options).dot
    assert dot is not None
    return dot


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


Looks = dict[str, str]


def statements(dot: str) -> Iterator[tuple[str, str | None, Looks]]:
    """What a DOT text says of each card (its id, None) and of each arrow that can be seen (from, to)."""
    for line in dot.splitlines():
        found = re.match(r'\s*("[^"]*"|[\w-]+)(?: -> ("[^"]*"|[\w-]+))? \[(.*)\]$', line)
        if found and found[1] not in ("graph", "node", "edge") and "style=invis" not in line:
            looks = dict(attributes(found[3]))
            ends = [end.strip('"') if end else None for end in (found[1], found[2])]
            first, second = ends[::-1] if looks.get("dir") == "back" else ends
            yield first or "", second, looks


def attributes(text: str) -> Iterator[tuple[str, str]]:
    """The attributes of a DOT statement; HTML-like values have brackets in brackets."""
    while text:
        name, _, text = text.partition("=")
        if text.startswith("<"):
            depths = accumulate((letter == "<") - (letter == ">") for letter in text)
            end = list(depths).index(0) + 1
        else:
            end = re.match(r'"(?:\\.|[^"\\])*"|\S*', text).end()  # type: ignore[union-attr]
        yield name, text[:end]
        text = text[end:].strip()


def cards(journey: Journey | Audit, **options: Any) -> dict[str, str]:
    """The label of each card, by the id of its touchpoint."""
    return {id: looks["label"] for id, to, looks in statements(dot_of(journey, **options)) if to is None}


def arrows(journey: Journey | Audit, **options: Any) -> dict[tuple[str, str], Looks]:
    """What the arrows look like, by where they lead from and to."""
    return {(id, to): looks for id, to, looks in statements(dot_of(journey, **options)) if to is not None}


def plain(html_like: str) -> str:
    """The words of a label."""
    return html.unescape(" ".join(re.sub(r"<[^>]*>", " ", html_like[1:-1]).split()))


# What the DOT text says


def test_dot_needs_no_graphviz(shop: Journey, without_dot: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The DOT text, the story and the one-line repr are there on a machine without Graphviz."""
    monkeypatch.setattr(rendering, "find_spec", lambda name: None)
    drawing = graph(shop)
    assert drawing.dot is not None
    assert drawing.dot.startswith("digraph journey {")
    assert "Card declined" in drawing.text
    assert repr(drawing) == "<Drawing graph of 'Online shoe order'>"


def test_touchpoints_stand_in_their_stages(shop: Journey) -> None:
    """Every stage is a box, with its touchpoints in it."""
    boxes = re.findall(r'subgraph "cluster \d+" \{(.*?)\n\t\t\}', dot_of(shop), re.S)
    assert [re.findall(r"^\t+\"?([a-z-]+)\"? \[label=", box, re.M) for box in boxes] == [
        ["search"],
        ["pay", "declined", "done", "gave-up"],
    ]
    assert [name in box for name, box in zip(("Find", "Pay"), boxes, strict=True)] == [True, True]


def test_touchpoints_of_no_stage_stand_free() -> None:
    """A touchpoint without a stage is drawn outside of the boxes, and an empty stage is no trouble."""
    journey = Journey("Mixed").touchpoint("door", "Door").stage("In").touchpoint("desk", "Desk").stage("Empty")
    boxes, _, rest = dot_of(journey).rpartition("\t\t}\n")
    assert ("\tdesk [" in boxes, "\tdoor [" in boxes, "\tdoor [" in rest) == (True, False, True)


def test_every_way_is_an_arrow(shop: Journey) -> None:
    """Each way leads from where it starts to where it goes, also one that leads back, with word and share."""
    ways = {
        ends: plain(looks.get("label", '""'))
        for ends, looks in arrows(shop).items()
        if not ends[1].startswith("the end")
    }
    assert ways == {
        ("the start", "search"): "",
        ("search", "pay"): "",
        ("pay", "done"): "92%",
        ("pay", "declined"): "fails 8%",
        ("declined", "pay"): "tries again 50%",
        ("declined", "gave-up"): "leaves 50%",
    }


def test_conditions_stand_beside_arrows() -> None:
    """What decides whether a way is taken is told beside its arrow."""
    way = Transition("desk", probability=0.3, condition="the form is not complete")
    journey = Journey("Form").touchpoint("form", "Form", next=[way, Transition("done")]).touchpoint("desk", "Desk")
    looks = arrows(journey.touchpoint("done", "Done"))["form", "desk"]
    assert plain(looks["label"]) == "30% the form is not complete"


def test_another_visit_is_told_apart() -> None:
    """A way that begins another visit after the end is dotted and said to be that; one that nobody takes is not."""
    again = Transition("cup", kind="loyalty")
    journey = Journey("Café").touchpoint("cup", "Cup").touchpoint("bye", "Goodbye", ends="success", next=[again])
    looks = arrows(journey)["bye", "cup"]
    assert (plain(looks["label"]), looks["style"]) == ("comes again another visit", "dotted")
    unused = Journey("Unused").touchpoint("a", "A", next={"b": 1, "c": 0}).touchpoint("b", "B").touchpoint("c", "C")
    assert plain(arrows(unused)["a", "c"]["label"]) == "0%"


def test_kinds_of_ways_differ_without_colour() -> None:
    """Every kind of way has a line and a head of its own, and a word unless it simply goes on."""
    assert set(MANNERS) == set(get_args(model.TransitionKind))
    assert len({(manner.line, manner.head, manner.strokes) for manner in MANNERS.values()}) == len(MANNERS)
    assert [kind for kind in MANNERS if not WAYS[kind]] == ["forward"]


def test_start_and_endings_are_marked(shop: Journey) -> None:
    """Where it starts, and each way it ends: the outcome, for how many, and how they remember it."""
    assert ("the start", "search") in arrows(shop)
    assert {ends for ends in arrows(shop) if ends[1].startswith("the end")} == {
        ("done", "the end at done"),
        ("gave-up", "the end at gave-up"),
    }
    assert re.match(r"Ends well for 96% of customers remembered \+\d", plain(cards(shop)["the end at done"]))
    assert re.match(r"Leaves for 4% of customers remembered [−+]\d", plain(cards(shop)["the end at gave-up"]))


def test_those_who_drop_off_are_shown() -> None:
    """A share that leaves though others go on has an end of its own, with that share beside its line."""
    journey = Journey("Cart").touchpoint("cart", "Cart", emotion=0, drop_off=0.25).touchpoint("pay", "Pay", emotion=0)
    looks = arrows(journey)["cart", "the end at cart"]
    assert (plain(looks["label"]), looks["style"]) == ("25%", "dashed")


@pytest.mark.parametrize("ends", OUTCOMES)
def test_every_outcome_has_its_word(ends: str | None) -> None:
    """An ending says its outcome in words, in both languages."""
    journey = Journey("One").touchpoint("only", "Only", emotion=1, ends=ends)
    assert f">{OUTCOMES[ends][0]}<" in dot_of(journey)
    assert f">{translator('ko')(OUTCOMES[ends][0])}<" in dot_of(journey, lang="ko")


def test_emotions_are_signed_and_unknown_is_not_zero() -> None:
    """The tile says the emotion with its sign, and a question mark where it is not known."""
    journey = Journey("Tiles")
    for id, emotion in (("a", -1.5), ("b", 0), ("c", 0.5), ("d", None)):
        journey = journey.touchpoint(id, id.upper(), emotion=emotion)
    tiles = [plain(label).split()[0] for id, label in cards(journey).items() if len(id) == 1]
    assert tiles == ["−1.5", "0", "+0.5", "?"]


def test_tiles_grow_with_the_memory_share(shop: Journey) -> None:
    """The more of the memory sits at a touchpoint, the larger its tile; the share is told as well."""
    found = cards(shop)
    sides = {id: int(re.findall(r'WIDTH="(\d+)" HEIGHT="\1"', found[id])[0]) for id in ("search", "declined", "done")}
    assert sides["done"] > sides["search"] > sides["declined"]
    assert re.search(r"memory\s\d\d%", plain(found["done"]))


def test_peak_and_end_are_marked(shop: Journey) -> None:
    """The touchpoints that are the peak and the end for most say so, and for how many."""
    found = {id: plain(label) for id, label in cards(shop).items()}
    assert "▲ PEAK for 92% of customers" in found["search"]
    assert "⚑ END for 96% of customers" in found["done"]
    assert "⚑ WORST LIKELY END for 4% of customers" in found["gave-up"]


def test_findings_are_numbered_flags_with_a_legend(judged: Audit) -> None:
    """Each finding has a number: on the card where it was found, and in the legend with code and message."""
    found, legend = cards(judged), plain(re.findall(r"graph \[.*?label=(<.*>) labeljust", dot_of(judged))[0])
    assert len(judged.findings) > 2
    for number, finding in enumerate(judged.findings, 1):
        sign = {"error": "✕", "warning": "!", "info": "i"}[finding.severity]
        assert f"{sign} {number} {finding.code} {finding.message()}" in legend
        assert finding.touchpoint is None or f"{sign} {number}" in plain(found[finding.touchpoint])


def test_many_flags_stand_in_rows(judged: Audit) -> None:
    """A card with more findings than fit beside each other has several rows of flags, and room for high numbers."""
    place = next(finding for finding in judged.findings if finding.touchpoint)
    many = Audit(judged.journey, judged.rules, (place,) * 120, judged.score, judged.covered)
    card = cards(many)[place.touchpoint or ""]
    assert plain(card).endswith("✕ 118 ✕ 119 ✕ 120")
    assert card.count("<TABLE") == 2 + 30
    assert 'WIDTH="48" HEIGHT="18"' in card


def test_short_journeys_run_across_and_long_ones_down() -> None:
    """Up to six touchpoints stand beside each other, more of them one under the other."""
    journey = Journey("Steps")
    for number in range(ACROSS):
        journey = journey.touchpoint(f"s{number}", f"Step {number}")
    assert "rankdir=LR" in dot_of(journey)
    assert "rankdir=TB" in dot_of(journey.touchpoint("more", "One more"))


def test_what_cannot_be_scored_is_drawn_all_the_same() -> None:
    """A loop that nobody can leave has a graph, without shares of memory."""
    trap = Journey("Trap").touchpoint("a", "A", emotion=1, next=["b"]).touchpoint("b", "B", emotion=-1, next=["a"])
    assert {("a", "b"), ("b", "a")} < set(arrows(trap))
    assert plain(cards(trap)["a"]) == "+1 A"


def test_an_empty_journey_is_drawn() -> None:
    """A journey that has only a name has a title, and no cards."""
    assert cards(Journey("Nothing yet").stage("One")) == {}
    assert "Nothing yet" in dot_of(Journey("Nothing yet"))


def test_what_nobody_reaches_is_said_to_be_that() -> None:
    """A touchpoint that no customer can get to is drawn with a dashed edge, and says so."""
    journey = Journey("Island").touchpoint("a", "A", emotion=1, ends="success").touchpoint("b", "B", emotion=1)
    card = cards(journey)["b"]
    assert 'STYLE="ROUNDED,DASHED"' in card
    assert "nobody comes here" in plain(card)


LABELS = (*KEY, *MARKS.values(), "Start", "Findings", "memory {share:percent}", "fails", "tries again", "Ends well")


@pytest.mark.parametrize("label", LABELS)
def test_words_are_in_the_language_asked_for(judged: Audit, label: str) -> None:
    """In Korean every word that is not the user's is Korean."""
    english, korean = (plain(dot_of(judged, lang=lang)).replace("\u00a0", " ") for lang in ("en", "ko"))
    first, translated = (re.split(r"[{(]", words)[0].split()[0] for words in (label, translator("ko")(label)))
    assert first in english
    assert first not in korean
    assert translated in korean


@pytest.mark.parametrize("theme", THEMES)
def test_every_theme_can_be_had(shop: Journey, theme: str) -> None:
    """Each theme has its own colours; in black and white only what hurts is filled."""
    colours = THEMES[theme]
    found = cards(shop, theme=theme)
    fills = {id: re.findall(r'BGCOLOR="([^"]*)" FIXEDSIZE', found[id])[0] for id in ("search", "pay")}
    assert fills == {"search": colours.page if colours.patterns else colours.emotions[4], "pay": colours.emotions[1]}


def test_dot_is_the_same_under_any_hash_seed(tmp_path: Path) -> None:
    """Two runs with different hash seeds write the same bytes."""
    program = (
        "import journeymap as jm\n"
        "j = jm.Journey('Shop').stage('One').touchpoint('a', 'A', emotion=1, next={'b': .5, 'c': .5})\n"
        "j = j.touchpoint('b', 'B', emotion=-1, next=['a', 'c']).stage('Two').touchpoint('c', 'C', emotion=-2)\n"
        "import sys; sys.stdout.buffer.write(jm.draw(jm.audit(j), kind='graph').dot.encode())\n"
    )
    runs = [
        subprocess.run([sys.executable, "-c", program], capture_output=True, check=True,
                       env={**os.environ, "PYTHONHASHSEED": seed}).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    assert runs[0] == runs[1] != b""


# The picture


def test_picture_stands_on_its_own(judged: Audit, dot: str) -> None:
    """The SVG says what it is, needs nothing from elsewhere, and is the same each time."""
    drawing = graph(judged)
    root = ElementTree.fromstring(drawing.svg)
    title, desc = root[0], root[1]
    assert (root.tag, root.get("role")) == (f"{SVG}svg", "img")
    assert (title.tag, title.text, desc.tag, desc.text) == (
        f"{SVG}title",
        "Online shoe order",
        f"{SVG}desc",
        drawing.summary,
    )
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert (drawing.width, drawing.height) == (float(root.get("width", 0)), float(root.get("height", 0)))
    assert re.findall(r"https?://[^\"]*", drawing.svg) == ["http://www.w3.org/2000/svg"]
    assert not any(word in drawing.svg for word in ("<!DOCTYPE", "<!--", "<script", "<a ", "transparent"))
    assert graph(judged).svg == drawing.svg


def test_pictures_share_no_id(shop: Journey, judged: Audit, dot: str) -> None:
    """Two pictures on one page have no id in common, and none has one twice."""
    found = [re.findall(r' id="([^"]*)"', graph(thing).svg) for thing in (shop, judged)]
    assert all(len(ids) == len(set(ids)) > 10 for ids in found)
    assert set(found[0]).isdisjoint(found[1])


def test_parts_say_what_they_are(shop: Journey, dot: str) -> None:
    """Each card, arrow and box has words of its own for a pointer, instead of an id."""
    said = [element.text for element in ElementTree.fromstring(graph(shop).svg).iter(f"{SVG}title")]
    assert {"Card payment: −1", "Card payment → Card declined: fails 8%", "Find", "Ends well"} <= set(said)


def test_names_of_stages_stand_above_the_arrows(shop: Journey, dot: str) -> None:
    """No arrow crosses out the name of a stage: names come last, with a rim in the colour of their box."""
    (graph_part,) = ElementTree.fromstring(graph(shop).svg).findall(f"{SVG}g")
    *_, find, pay = graph_part
    assert ["".join(name.itertext()).strip() for name in (find, pay)] == ["Find", "Pay"]
    assert (pay.get("stroke"), pay.get("paint-order")) == (THEMES["light"].band, "stroke")


@pytest.mark.parametrize("backend", ["dot", pytest.param("pygraphviz", marks=needs_pygraphviz)])
def test_hostile_names_stay_text(backend: str, dot: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whatever a name holds, the picture shows it as text, letter by letter, with either Graphviz."""
    if backend == "pygraphviz":
        monkeypatch.setenv("PATH", str(tmp_path))
    journey = Journey("<b>\\G</b> & co", persona="\\N <urgent>", touchpoints=[
        Touchpoint(f"t{number}", name, stage=name, channel=name, emotion=0) for number, name in enumerate(HOSTILE)
    ])  # fmt: skip
    svg = graph(audit(journey, select="JM0")).svg
    assert "<script" not in svg
    assert {"<b>\\G</b> & co", f"\\N <urgent> · {len(HOSTILE)} touchpoints · remembered +0.00"} <= set(texts(svg))
    names = {f"t{number}": clean(name) or f"t{number}" for number, name in enumerate(HOSTILE)}
    found = dict(zip(names, cards_in(svg), strict=True))
    for id, name in names.items():
        assert unicodedata.normalize("NFC", name)[:16].replace(" ", "") in found[id]
    assert "…" in found[f"t{len(HOSTILE) - 1}"]


def cards_in(svg: str) -> list[str]:
    """What is written on each card of a picture, without spaces."""
    groups = [group for group in ElementTree.fromstring(svg).iter(f"{SVG}g") if group.get("class") == "node"]
    written = ["".join(text.text or "" for text in group.iter(f"{SVG}text")) for group in groups]
    return [re.sub(r"\s", "", words).removeprefix("0") for words in written if words.startswith("0")]


@settings(max_examples=15, deadline=None)
@given(journeys(max_touchpoints=4, facts=False))
def test_every_journey_has_a_picture(dot: str, journey: Journey) -> None:
    """Any valid journey can be drawn, and the picture is well-formed."""
    ElementTree.fromstring(graph(audit(journey), lang="ko").svg)


@needs_pygraphviz
def test_pygraphviz_serves_where_there_is_no_dot(judged: Audit, without_dot: None) -> None:
    """Without the program the package makes the picture, with the same words in it."""
    drawing = graph(judged, lang="ko")
    assert {"Card", "payment"} <= set(" ".join(texts(drawing.svg)).split())
    assert "시작" in texts(drawing.svg)
    assert graph(judged, lang="ko").svg == drawing.svg


def test_missing_graphviz_is_told_with_both_ways_to_get_it(
    shop: Journey, without_dot: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With neither program nor package the error names both, and what works without them."""
    monkeypatch.setattr(rendering, "find_spec", lambda name: None)
    with pytest.raises(MissingToolError) as caught:
        graph(shop).svg  # noqa: B018
    assert all(words in str(caught.value) for words in ("apt install graphviz", "journeymap[graphviz]", "drawing.dot"))


def test_a_package_that_cannot_be_loaded_is_told(shop: Journey, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where pygraphviz lacks a library of the system, the error says which, and how to do without."""
    program = f"import sys; sys.stderr.write('no libX.so'); sys.exit({rendering._NOT_LOADED})"
    monkeypatch.setattr(rendering, "_command", lambda: [sys.executable, "-c", program])
    with pytest.raises(MissingToolError, match=r"cannot be loaded \(no libX\.so\): install the program dot"):
        graph(shop).svg  # noqa: B018


def fake_dot(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    program = folder / "dot"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


@pytest.mark.skipif(os.name == "nt", reason="the stand-ins for dot are shell scripts")
class TestWhenGraphvizFails:
    def test_it_may_not_take_for_ever(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A layout that takes longer than the limit is stopped, with what to do instead."""
        fake_dot(tmp_path, "exec sleep 60", monkeypatch)
        with pytest.raises(DrawingError, match=r"within 0\.2 s: draw a part of the journey, or the kind 'map'"):
            rendering.render("digraph {}", title="", description="", time_limit=0.2)

    def test_what_it_says_is_passed_on(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """When Graphviz refuses, its own words are in the error."""
        fake_dot(tmp_path, "echo 'no such luck' >&2; exit 3", monkeypatch)
        with pytest.raises(DrawingError, match="could not draw the graph: no such luck"):
            rendering.render("digraph {}", title="", description="")

    def test_silence_is_an_error_too(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """When Graphviz gives no picture and no reason, that is said."""
        fake_dot(tmp_path, "exit 0", monkeypatch)
        with pytest.raises(DrawingError, match="could not draw the graph: exit code 0"):
            rendering.render("digraph {}", title="", description="")

    def test_a_program_that_cannot_run_is_an_error(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A dot that is there and cannot be run is told as such."""
        fake_dot(tmp_path, "", monkeypatch)
        (tmp_path / "dot").write_bytes(b"\x7fELF")
        with pytest.raises(DrawingError, match="could not be run"):
            rendering.render("digraph {}", title="", description="")


def test_scores_read_as_everywhere_else(shop: Journey, dot: str) -> None:
    """The remembered score stands in the head and at each ending as on the map and in reports: with two decimals."""
    judged = audit(shop)
    assert judged.score is not None
    scores = [judged.score.remembered, *(ending.remembered for ending in judged.score.endings.values())]
    words = " ".join(texts(graph(judged).svg))
    for score in scores:
        assert f"remembered {score:+.2f}".replace("-", "−") in words


def test_one_touchpoint_is_not_several(dot: str) -> None:
    """The head counts in the singular where there is only one."""
    assert "1 touchpoint · remembered +1.00" in texts(graph(Journey("Desk").touchpoint("ask", "Asks", emotion=1)).svg)


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_no_text_leaves_its_card(lang: str, dot: str, browser: Any) -> None:
    """In a real browser the words of every card lie inside its edge."""
    name = {"en": "Waiting for the parcel that was promised for Saturday", "ko": "토요일에 온다고 한 택배를 기다림"}[
        lang
    ]
    journey = Journey("Widths").stage(name)
    for number in range(12):
        journey = journey.touchpoint(f"t{number}", name[number:] * (1 + number % 3), emotion=-1.5, channel=name)
    svg = graph(audit(journey), lang=lang).svg
    page = browser.new_page()
    _, wrong = measured(page, svg)
    cards = page.evaluate("document.querySelectorAll('g.node').length")
    page.close()
    assert cards == 14
    assert wrong == []


# Long straight journeys


def straight(*lengths: int, stages: bool = True) -> Journey:
    """A journey whose stages have so many touchpoints, one after the other."""
    journey = Journey("Straight")
    for stage, length in enumerate(lengths):
        journey = journey.stage(f"Stage {stage}") if stages else journey
        for number in range(length):
            journey = journey.touchpoint(f"t{stage}-{number}", f"Touchpoint {stage}.{number}", emotion=number % 5 - 2)
    return journey


def places(journey: Journey) -> list[tuple[float, float]]:
    """Where the touchpoints stand, in order: the middle and the top of each."""
    found = {spot.touchpoint: spot for spot in located(graph(journey).svg)}
    return [(found[each.id].x + found[each.id].width / 2, found[each.id].y) for each in journey]


@pytest.mark.parametrize("lengths", [(5, 5, 5, 5, 5), (5, 1, 1, 5, 2), (1,) * 9, (7, 3)])
def test_a_long_straight_journey_stands_in_columns(lengths: tuple[int, ...], dot: str) -> None:
    """Its stages stand side by side in their order, each from the top down, all starting level."""
    journey = straight(*lengths)
    where = iter(places(journey))
    columns = [[next(where) for _ in range(length)] for length in lengths]
    heads = [column[0] for column in columns]
    assert [x for x, _ in heads] == sorted(x for x, _ in heads)
    assert max(y for _, y in heads) - min(y for _, y in heads) < 60
    for column in columns:
        assert [y for _, y in column] == sorted(y for _, y in column)
    for left, right in pairwise(columns):
        assert max(x for x, _ in left) < min(x for x, _ in right)


def test_without_stages_it_stands_in_columns_that_make_a_page(dot: str) -> None:
    """A straight journey without stages is set in runs of equal length, neither a tower nor a ribbon."""
    journey = straight(18, stages=False)
    columns = [round(x / 100) for x, _ in places(journey)]
    assert columns == sorted(columns)
    assert len(set(columns)) == 3
    drawing = graph(journey)
    assert 0.5 < drawing.width / drawing.height < 2


def test_ways_across_stages_keep_a_journey_upright(dot: str) -> None:
    """Where somebody leaves for a later stage, or a stage is entered elsewhere, stages stand one below the other."""
    for target in ("t2-0", "t1-1", "t0-0"):
        journey = straight(4, 3, 3).change("t0-3", next={"t1-0": 0.9, target: 0.1})
        tops = [y for _, y in places(journey)]
        assert target == "t0-0" or max(tops[:4]) < min(tops[4:7]) < max(tops[4:7]) < min(tops[7:])
    mixed = straight(8, 2)
    assert "rank=same" in dot_of(mixed)
    for changed in (mixed.change("t0-0", stage=None), mixed.change("t1-1", next=["t0-0"])):
        assert "rank=same" not in dot_of(changed)
