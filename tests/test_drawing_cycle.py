"""The circle of moments of truth: what stands on it, where, and that it holds together in a real browser."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journeymap import audit, draw, examples
from journeymap.drawing.cycles.moments import stacked_near
from journeymap.drawing.cycles.rings import spot
from journeymap.drawing.typesetting import clean
from journeymap.formats import load
from journeymap.i18n import LANGUAGES
from journeymap.model import Journey, Touchpoint
from tests.drawing_journeys import long_journey
from tests.measuring import measured
from tests.strategies import HOSTILE, journeys

SVG = "{http://www.w3.org/2000/svg}"

LUNCH = (
    Journey("Lunch")
    .stage("Arrive")
    .touchpoint("door", "Door", emotion=1, expectations=["a greeting"])
    .touchpoint("seat", "Seat", emotion=-1, next={"food": 0.9, "left": 0.1})
    .touchpoint("left", "Walks out", emotion=-2, ends="abandon")
    .stage("Eat")
    .touchpoint("food", "Food", emotion=2, enhancers=["warm plates"], detractors=["a long wait"])
    .touchpoint("bye", "Goodbye", emotion=0.5, ends="success")
)


def parsed(journey: Any, **options: Any) -> ElementTree.Element:
    return ElementTree.fromstring(draw(journey, kind="cycle", **options).svg)


def texts(element: ElementTree.Element) -> list[str]:
    """What is written, block by block."""
    return [" ".join(text.itertext()) for text in element.iter(f"{SVG}text")]


def cards(root: ElementTree.Element) -> dict[str, list[str]]:
    """What each card says, by its title."""
    found = [group for group in root.iter(f"{SVG}g") if "data-card" in group.attrib]
    return {group.find(f"{SVG}title").text or "": texts(group) for group in found}


def lines(root: ElementTree.Element) -> list[str]:
    return [path.attrib["d"] for path in root.iter(f"{SVG}path") if path.attrib.get("stroke-width") == "2.6"]


# What stands on it


def test_without_moments_of_truth_every_touchpoint_is_on_the_circle() -> None:
    """All touchpoints, numbered clockwise, each with its stage where that begins."""
    root = parsed(LUNCH)
    assert list(cards(root)) == ["Door", "Seat", "Walks out", "Food", "Goodbye"]
    assert cards(root)["Door"][:2] == ["Arrive", "1. Door"]
    assert cards(root)["Seat"][0] == "2. Seat"
    assert cards(root)["Food"][:2] == ["Eat", "4. Food"]
    assert "Every touchpoint, clockwise from the first contact to the last." in texts(root)


def test_moments_of_truth_stand_for_the_journey() -> None:
    """Where some are marked, they are shown with the first contact, the peaks and the ends, and it says of how many."""
    journey = LUNCH.change("seat", moment_of_truth=True, emotion=0).touchpoint("x", "X").change("bye", next=["x"])
    root = parsed(journey.change("bye", ends=None).change("x", emotion=0, ends="success").change("left", emotion=0))
    assert list(cards(root)) == ["Door", "Seat", "Food", "X"]
    assert any(text.startswith("4 of 6 touchpoints: the moments of truth") for text in texts(root))
    assert len(cards(parsed(journey, every=True))) == 6
    diamonds = [path for path in root.iter(f"{SVG}path") if path.attrib["d"].endswith("l20 20l-20 20l-20-20z")]
    assert len(diamonds) == 1


def test_a_card_says_what_is_expected_and_what_changes_it() -> None:
    """Emotion in words with its number, expectations, enhancers, detractors, who comes there, the peak and the end."""
    said = cards(parsed(LUNCH))
    assert "a greeting" in said["Door"]
    assert {"warm plates", "a long wait", "PEAK for 90% of customers"} <= set(said["Food"])
    assert said["Goodbye"][1].startswith("satisfied (+0.5) · memory share ")
    assert "END for 90% of customers" in said["Goodbye"]
    assert "10% end here" in said["Walks out"]
    assert "WORST LIKELY END for 10% of customers" in said["Walks out"]


def test_findings_are_flags_on_their_moments() -> None:
    """Each finding at a touchpoint is a badge with its code and message on the card of that touchpoint."""
    judged = audit(LUNCH)
    root = parsed(judged)
    about = [finding for finding in judged.findings if finding.touchpoint]
    assert about
    for finding in about:
        assert finding.code in cards(root)[judged.journey[finding.touchpoint].name]
    assert not any("JM" in text for text in texts(parsed(LUNCH)))


def test_what_is_not_known_is_said() -> None:
    """Without expectations, enhancers and detractors the picture says so, and how to fill them in."""
    journey = Journey("Plain").touchpoint("a", "A", emotion=1).touchpoint("b", "B")
    said = texts(parsed(journey))
    assert any("Not known yet" in text and "enhancers and detractors" in text for text in said)
    assert "emotion not known" in said
    assert "what makes it better" not in said
    assert not any("Not known yet" in text for text in texts(parsed(LUNCH)))
    assert "what makes it better" in texts(parsed(LUNCH))


def test_the_line_runs_further_out_the_better() -> None:
    """Each face stands on the line, at a distance from the middle that grows with the emotion."""
    journey = Journey("Moods")
    for number, emotion in enumerate((-2, -1, 0, 1, 2)):
        journey = journey.touchpoint(f"t{number}", f"T{number}", emotion=emotion)
    root = parsed(journey)
    ring = next(e for e in root.iter(f"{SVG}circle") if e.attrib.get("stroke-width") == "1.2")
    middle = float(ring.attrib["cx"]), float(ring.attrib["cy"])
    faces = [group for group in root.iter(f"{SVG}g") if (title := group.find(f"{SVG}title")) is not None
             and ": " in (title.text or "")]  # fmt: skip
    spots = [tuple(map(float, re.findall(r"[\d.]+", face.attrib["transform"]))) for face in faces]
    reach = [math.dist(middle, spot) for spot in spots]
    assert reach == sorted(reach)
    assert abs(reach[2] - float(ring.attrib["r"])) < 0.2
    (line,) = lines(root)
    drawn = [tuple(map(float, pair.split())) for pair in line[1:].split("L")]
    assert all(min(math.dist(spot, point) for point in drawn) < 0.2 for spot in spots)


def test_an_unknown_emotion_breaks_the_line() -> None:
    """A moment of unknown emotion has a question mark near the middle, and the line does not pass it."""
    journey = Journey("Gap")
    for id, emotion in zip("abcde", (1, 0, None, -1, 1), strict=True):
        journey = journey.touchpoint(id, id.upper(), emotion=emotion)
    root = parsed(journey)
    assert len(lines(root)) == 2
    assert "?" in texts(root)
    nothing = parsed(Journey("Draft").touchpoint("a", "A").touchpoint("s", "S", kind="survey"))
    assert lines(nothing) == []
    assert "+2" not in texts(nothing)
    assert cards(nothing)["S"] == ["2. S"]


def test_more_than_24_go_on_on_a_second_circle() -> None:
    """No circle is too full to be read; what does not fit goes on below, numbered on."""
    for count, circles in ((24, 1), (25, 2), (60, 3)):
        drawing = draw(long_journey(count), kind="cycle", every=True)
        root = ElementTree.fromstring(drawing.svg)
        found = [group for group in root.iter(f"{SVG}g") if "-circle-" in group.attrib.get("id", "")]
        assert len(found) == circles
        assert sum(len(cards(group)) for group in found) > 0
        assert len([g for g in root.iter(f"{SVG}g") if "data-card" in g.attrib]) == count
        assert len(drawing.breaks) == circles - 1
        if circles > 1:
            assert any(text.startswith(f"sheet {circles} of {circles}") for text in texts(root))


def test_the_smallest_journeys_have_a_circle() -> None:
    """No touchpoint is said to be none; one stands alone at the foot of the circle."""
    assert "The journey has no touchpoints yet." in texts(parsed(Journey("Empty")))
    assert cards(parsed(Journey("Empty"))) == {}
    assert list(cards(parsed(Journey("One").touchpoint("a", "A", emotion=-1)))) == ["A"]
    trap = Journey("Trap").touchpoint("a", "A", next=["b"], moment_of_truth=True).touchpoint("b", "B", next=["a"])
    assert list(cards(parsed(trap))) == ["A"]


def test_the_words_beside_it_tell_the_circle() -> None:
    """The text has every moment with what is expected and what makes it better and worse, in both languages."""
    told = draw(LUNCH, kind="cycle").text
    assert told.endswith(
        "4. Food; very satisfied (+2)\n   what makes it better: warm plates\n   what makes it worse: a long wait\n"
        "5. Goodbye; satisfied (+0.5)\n"
    )
    assert "   고객이 기대하는 것: a greeting" in draw(LUNCH, kind="cycle", lang="ko").text


def test_in_black_and_white_patterns_speak() -> None:
    """For print, what lies below neutral is hatched, what lies above dotted."""
    svg = draw(LUNCH, kind="cycle", theme="print").svg
    assert "-hatch)" in svg
    assert "-dots)" in svg


# Where it stands


@given(st.lists(st.tuples(st.floats(-500, 500), st.floats(10, 200)), max_size=15))
@settings(max_examples=100, deadline=None)
def test_cards_never_overlap_and_never_change_places(boxes: list[tuple[float, float]]) -> None:
    """Whatever is wanted, boxes stand in order with the gap between them; where there is room, just where wanted."""
    boxes.sort()
    wanted, heights = [middle for middle, _ in boxes], [height for _, height in boxes]
    tops = stacked_near(wanted, heights, gap=14)
    for (top, height), (below, _) in pairwise(zip(tops, heights, strict=True)):
        assert below - top - height >= 14 - 1e-6
    free = [400.0 * index for index in range(len(boxes))]
    assert stacked_near(free, heights, gap=14) == pytest.approx([f - h / 2 for f, h in zip(free, heights, strict=True)])


def test_moments_go_round_clockwise_with_a_gap_at_the_top() -> None:
    """The first stands right of the top, the last left of it, and all are as far from the middle."""
    spots = [spot(index, 6, 100) for index in range(6)]
    assert spots[0][0] > 0 > spots[-1][0]
    assert spots[0][1] < 0
    assert all(math.isclose(math.hypot(*point), 100) for point in spots)


@given(journeys(max_touchpoints=8))
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_journey_has_its_circle(journey: Journey) -> None:
    """Whatever a journey holds, its circle is well-formed and has a card for every touchpoint."""
    for lang in LANGUAGES:
        root = parsed(journey, lang=lang, every=True)
        shown = [g.find(f"{SVG}title").text or "" for g in root.iter(f"{SVG}g") if "data-card" in g.attrib]
        assert sorted(shown) == sorted(clean(touchpoint.name) for touchpoint in journey)


# Golden files


@pytest.mark.parametrize(("lang", "theme"), [("en", "light"), ("ko", "print")])
def test_a_bundled_circle_is_drawn_to_the_byte(lang: str, theme: str, golden: Callable[[str, str], None]) -> None:
    """The circle of a bundled journey comes out byte for byte as it did when somebody looked at it."""
    name = "chinese-restaurant-care"
    drawing = draw(load(examples.path(name, lang=lang)), kind="cycle", lang=lang, theme=theme)
    golden(f"cycle-{name}.{lang}.{theme}.svg", drawing.svg)
    golden(f"cycle-{name}.{lang}.txt", drawing.text)


# In a browser


def test_long_names_wrap_inside_their_cards(page: Any) -> None:
    """Names and expectations of 200 characters stay in their cards, in both languages."""
    for word in ("Where the customer looks for the right size of shoe ", "고객이 알맞은 구두 크기를 찾는 곳입니다 "):
        long = (word * 9)[:200].strip()
        journey = Journey(long)
        for number in range(9):
            journey = journey.touchpoint(
                f"t{number}", long, emotion=(number % 5) - 2, expectations=[long] * 5, detractors=[long]
            )
        assert measured(page, draw(journey, kind="cycle").svg)[1] == []


def test_hostile_names_stay_text(page: Any) -> None:
    """Names that try to break out are shown as written, and no script runs."""
    attacks = ("<script>window.ran = 1</script>", "</text></svg><svg onload='window.ran = 1'>", *HOSTILE)
    journey = Journey(attacks[0]).stage(attacks[1])
    for number, attack in enumerate(attacks):
        made = Touchpoint(f"t{number}", attack, emotion=0, expectations=[attack], stage=attacks[1])
        journey = attrs.evolve(journey, touchpoints=(*journey.touchpoints, made))
    page.set_content(f"<!doctype html><title>Page</title>{draw(audit(journey), kind='cycle').svg}")
    assert page.evaluate("window.ran === undefined && document.querySelectorAll('script, img').length === 0")
    shown = page.evaluate("[...document.querySelectorAll('[data-card] > title')].map(e => e.textContent)")
    assert shown == [clean(attack) for attack in attacks]
