"""The service blueprint: what stands on it, where, and that it holds together in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings

from journeymap import audit, draw, examples
from journeymap.drawing.typesetting import clean
from journeymap.errors import UnknownNameError
from journeymap.facts import Blueprint, Wait
from journeymap.formats import load
from journeymap.i18n import LANGUAGES
from journeymap.model import Journey
from tests.drawing_journeys import full_journey
from tests.measuring import measured
from tests.strategies import HOSTILE, journeys

SVG = "{http://www.w3.org/2000/svg}"
ROWS = ("physical_evidence", "frontstage", "backstage", "support")

LUNCH = (
    Journey("Lunch")
    .stage("Order")
    .touchpoint(
        "order", "Order", emotion=1, channel="table", description="Reads the menu aloud", moment_of_truth=True,
        blueprint=Blueprint(physical_evidence="menu", frontstage="writes it down", backstage="cooks", support="till"),
    )
    .touchpoint("food", "Food", emotion=0, wait=Wait("9 min"), can_fail=True, blueprint=Blueprint(support="gas"),
                next={"bye": 0.9, "cold": 0.1})
    .touchpoint("cold", "Cold food", emotion=-2, kind="failure", ends="abandon")
    .touchpoint("bye", "Goodbye", emotion=1, ends="success")
)  # fmt: skip


def parsed(journey: Any, **options: Any) -> ElementTree.Element:
    return ElementTree.fromstring(draw(journey, kind="blueprint", **options).svg)


def texts(element: ElementTree.Element) -> list[str]:
    """What is written, block by block."""
    return [" ".join(text.itertext()) for text in element.iter(f"{SVG}text")]


def lanes(root: ElementTree.Element) -> dict[str, ElementTree.Element]:
    """The lanes of the first sheet, by name."""
    found: dict[str, ElementTree.Element] = {}
    for element in root.iter():
        if "data-lane" in element.attrib:
            found.setdefault(element.attrib["data-lane"], element)
    return found


def top(lane: ElementTree.Element) -> float:
    band = lane.find(f"{SVG}rect")
    assert band is not None
    return float(band.attrib["y"])


# What stands on it


def test_lanes_and_lines_stand_in_their_order() -> None:
    """Evidence, actions, frontstage, backstage, support from top to bottom, parted by the three lines."""
    root = parsed(LUNCH)
    found = lanes(root)
    marks = {name: top(found[name]) for name in (*ROWS, "touchpoints")}
    for line in root.iter(f"{SVG}g"):
        if "data-line" in line.attrib:
            path = line.find(f"{SVG}path")
            assert path is not None
            marks[f"above {line.attrib['data-line']}"] = float(path.attrib["d"].split("H")[0].split()[1])
    order = ["physical_evidence", "touchpoints", "above frontstage", "frontstage", "above backstage", "backstage",
             "above support", "support"]  # fmt: skip
    assert sorted(marks, key=marks.__getitem__) == order
    for label in ("Line of interaction", "Line of visibility", "Line of internal interaction"):
        assert label in texts(root)


def test_each_box_says_what_the_journey_says() -> None:
    """Every fact of the blueprint stands in its lane; what the customer does stands on the card."""
    found = {name: texts(lane) for name, lane in lanes(parsed(LUNCH)).items()}
    assert found["physical_evidence"] == ["Physical evidence", "menu"]
    assert found["frontstage"] == ["Frontstage", "writes it down"]
    assert found["backstage"] == ["Backstage", "cooks"]
    assert found["support"] == ["Support processes", "till", "gas"]
    assert {"Customer actions", "Order", "Table", "Reads the menu aloud", "10% end here"} <= set(found["touchpoints"])


def test_fail_and_wait_points_are_marked_and_explained() -> None:
    """F and W stand at the cards with the reason, in the legend, and with their facts in a lane of their own."""
    root = parsed(LUNCH)
    points = [(g.attrib["data-point"], g.find(f"{SVG}title").text) for g in root.iter(f"{SVG}g")
              if "data-point" in g.attrib]  # fmt: skip
    assert points == [("F", "can fail"), ("W", "wait: 9 min"), ("F", "fails here")]
    assert "fail point: it can go wrong here" in texts(root)
    assert "wait: 9 min" in texts(lanes(root)["waits"])
    calm = LUNCH.change("food", wait=None, can_fail=None).change("cold", kind=None)
    assert not any("data-point" in g.attrib for g in parsed(calm).iter())
    assert "waits" not in lanes(parsed(calm))
    assert "wait point: the customer waits here" not in texts(parsed(calm))


def test_what_is_done_for_an_action_hangs_from_it() -> None:
    """An arrow leads down from box to box, past a lane that has nothing there; and along the main line."""
    drawn = [path.attrib["d"] for path in parsed(LUNCH).iter(f"{SVG}path")]
    down = [d for d in drawn if d.endswith("h8l-4 6.5z")]
    along = [d for d in drawn if d.endswith("v10l7-5z")]
    assert len(down) == 3 + 1
    assert len(along) == 1


def test_an_empty_lane_says_how_to_fill_it() -> None:
    """Without any facts the customer's actions are still there, and each lane asks its question, in both languages."""
    plain = Journey("Plain").touchpoint("a", "A", emotion=1).touchpoint("b", "B")
    said = {name: texts(lane) for name, lane in lanes(parsed(plain)).items()}
    assert {"A", "B"} <= set(said["touchpoints"])
    assert said["backstage"][1] == (
        "Not known yet. What do staff do out of sight? Fill in blueprint.backstage at the touchpoints."
    )
    assert all("Not known yet." in said[name][1] for name in ROWS)
    korean = texts(lanes(parsed(plain, lang="ko"))["frontstage"])
    assert korean[1].startswith("아직 모릅니다. 직원이 고객 앞에서 하는 일은 무엇입니까?")
    told = draw(plain, kind="blueprint").text
    assert "Frontstage: Not known yet." in told
    assert not any("Not known" in text for text in texts(parsed(LUNCH)))


def test_findings_stand_under_their_touchpoints() -> None:
    """An audit brings the findings, and nothing else does."""
    judged = audit(LUNCH)
    lane = lanes(parsed(judged))["findings"]
    assert {finding.code for finding in judged.findings} <= set(texts(lane))
    assert "findings" not in lanes(parsed(LUNCH))


def test_the_words_beside_it_tell_the_blueprint() -> None:
    """The text has every touchpoint with its lanes, its F and its W."""
    told = draw(LUNCH, kind="blueprint").text
    assert told.endswith(
        "1. Order\n   Physical evidence: menu\n   Frontstage: writes it down\n   Backstage: cooks\n"
        "   Support processes: till\n2. Food; F (can fail); W (wait: 9 min)\n   Support processes: gas\n"
        "3. Cold food; F (fails here)\n4. Goodbye\n"
    )


def test_it_is_made_for_paper_too() -> None:
    """What does not fit on the page goes on on further sheets with all lanes; an unknown page is refused."""
    drawing = draw(full_journey(40), kind="blueprint", page="a3")
    root = ElementTree.fromstring(drawing.svg)
    assert texts(root).count("Backstage") == 4
    assert len(drawing.breaks) == 3
    assert drawing.width <= 1680
    with pytest.raises(UnknownNameError, match="did you mean 'a4'"):
        draw(LUNCH, kind="blueprint", page="a44")


def test_the_smallest_journeys_have_a_blueprint() -> None:
    """No touchpoint, or one, is a picture too."""
    assert parsed(Journey("Empty")) is not None
    assert "A" in texts(parsed(Journey("One").touchpoint("a", "A")))


@given(journeys(max_touchpoints=8))
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_journey_has_its_blueprint(journey: Journey) -> None:
    """Whatever a journey holds, its blueprint is well-formed and has a card for every touchpoint."""
    for lang in LANGUAGES:
        root = parsed(journey, lang=lang)
        cards = [
            group.find(f"{SVG}title").text or ""
            for lane in root.iter(f"{SVG}g")
            if lane.attrib.get("data-lane") == "touchpoints"
            for group in lane.findall(f"{SVG}g")
        ]
        assert sorted(cards) == sorted(clean(touchpoint.name) for touchpoint in journey)


# Golden files


@pytest.mark.parametrize(("lang", "theme"), [("en", "light"), ("ko", "print")])
def test_a_bundled_blueprint_is_drawn_to_the_byte(lang: str, theme: str, golden: Callable[[str, str], None]) -> None:
    """The blueprint of a bundled journey comes out byte for byte as it did when somebody looked at it."""
    name = "chinese-restaurant-care"
    drawing = draw(load(examples.path(name, lang=lang)), kind="blueprint", lang=lang, theme=theme)
    golden(f"blueprint-{name}.{lang}.{theme}.svg", drawing.svg)
    golden(f"blueprint-{name}.{lang}.txt", drawing.text)


# In a browser


def test_long_texts_wrap_inside_their_boxes(page: Any) -> None:
    """Facts of 200 characters stay in their boxes, in both languages."""
    for word in ("Where the customer looks for the right size of shoe ", "고객이 알맞은 구두 크기를 찾는 곳입니다 "):
        long = (word * 9)[:200].strip()
        journey = Journey("Long")
        for number in range(6):
            journey = journey.touchpoint(
                f"t{number}", long, description=long, blueprint=Blueprint(**dict.fromkeys(ROWS, long))
            )
        assert measured(page, draw(journey, kind="blueprint").svg)[1] == []


def test_hostile_facts_stay_text(page: Any) -> None:
    """Facts that try to break out are shown as written, and no script runs."""
    attacks = ("<script>window.ran = 1</script>", "</text></svg><svg onload='window.ran = 1'>", *HOSTILE)
    journey = Journey(attacks[0])
    for number, attack in enumerate(attacks):
        journey = journey.touchpoint(f"t{number}", attack, blueprint=Blueprint(backstage=attack), description=attack)
    page.set_content(f"<!doctype html><title>Page</title>{draw(journey, kind='blueprint').svg}")
    assert page.evaluate("window.ran === undefined && document.querySelectorAll('script, img').length === 0")
    shown = page.evaluate(
        "[...document.querySelectorAll('[data-lane=touchpoints] > g > title')].map(e => e.textContent)"
    )
    assert shown == [clean(attack) for attack in attacks]
