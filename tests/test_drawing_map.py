"""The journey map: what stands on it, where, and that it holds together in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import attrs
import pytest
from hypothesis import HealthCheck, given, settings

from journeymap import audit, draw, examples
from journeymap.drawing.maps import PAGES, map_drawing
from journeymap.drawing.pictures import PAPERS
from journeymap.drawing.readings import read
from journeymap.drawing.typesetting import clean
from journeymap.errors import JourneyError
from journeymap.facts import Blueprint, Delivery, Evidence, Fee, Incident, Response, Wait
from journeymap.formats import load
from journeymap.i18n import LANGUAGES
from journeymap.model import Journey, Touchpoint, Transition
from tests.drawing_journeys import long_journey
from tests.strategies import HOSTILE, journeys

SVG = "{http://www.w3.org/2000/svg}"

SHOP = (
    Journey("Online shoe order", persona="First-time buyer", state="as-is")
    .stage("Find")
    .touchpoint("search", "Search and sort", emotion=2, channel="web")
    .touchpoint("product", "Product page", emotion=1, channel="web")
    .stage("Pay")
    .touchpoint("cart", "Cart", emotion=0)
    .touchpoint("pay", "Card payment", emotion=-1, kind="payment", next={"done": 0.92, "declined": 0.08})
    .touchpoint("declined", "Card declined", emotion=-2, kind="failure", next={"pay": 0.55, "gave-up": 0.45})
    .touchpoint("done", "Order confirmed", emotion=0.5, kind="confirmation", ends="success")
    .touchpoint("gave-up", "Leaves the shop", emotion=-2, ends="abandon")
)


def parsed(journey: Any, **options: Any) -> ElementTree.Element:
    return ElementTree.fromstring(draw(journey, **options).svg)


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


def sheets_of(root: ElementTree.Element) -> list[ElementTree.Element]:
    """The sheets, from top to bottom."""
    return [group for group in root.iter(f"{SVG}g") if "-sheet-" in group.attrib.get("id", "")]


def titles(element: ElementTree.Element) -> list[str]:
    return [title.text or "" for title in element.iter(f"{SVG}title")]


# What stands on it


def test_the_verdict_is_at_the_top() -> None:
    """Remembered score, average, who leaves unhappy and the number of findings are said first."""
    judged = audit(SHOP)
    said = texts(parsed(judged))
    score = judged.score
    assert f"{score.remembered:+.2f}".replace("-", "−") in said
    assert f"{score.mean:+.2f}".replace("-", "−") in said
    assert f"{score.below(0):.0%}" in said
    assert any("error" in text for text in said)
    assert "First-time buyer · as it is today · 7 touchpoints · 1 loop · 2 endings" in said


def test_stages_stand_across_and_touchpoints_below_them() -> None:
    """Each stage is one chevron, each touchpoint one card with its channel in words and as a picture."""
    root = parsed(SHOP)
    cards = lanes(root)["touchpoints"]
    said = texts(root)
    assert said.index("Find") < said.index("Pay")
    assert titles(cards) == [touchpoint.name for touchpoint in SHOP]
    assert texts(cards).count("Web") == 2
    assert len([path for path in cards.iter(f"{SVG}path") if path.attrib.get("transform")]) == 2


def test_what_is_off_the_likeliest_path_is_seen_to_be() -> None:
    """A touchpoint beside the main line has a dashed card that says how many come there, and no curve through it."""
    reading = read(SHOP, None)
    assert [place.touchpoint.id for place in reading.places if not place.main] == ["declined", "gave-up"]
    cards = lanes(parsed(SHOP))["touchpoints"]
    rects = [group.find(f"{SVG}rect") for group in cards.findall(f"{SVG}g")]
    assert ["stroke-dasharray" in rect.attrib for rect in rects] == [not place.main for place in reading.places]
    assert any("come here" in text for text in texts(cards))
    assert any("end here" in text for text in texts(cards))


def test_every_other_way_is_drawn_apart_with_its_share() -> None:
    """Branches, retries and ways out stand in a lane of their own, each with its kind and its share."""
    other = lanes(parsed(SHOP))["ways"]
    said = texts(other)
    for words in ("fails · 8%", "tries again · 55%", "leaves · 45%"):
        assert words in said
    assert "Card payment → Card declined: fails (8%)" in titles(other)
    drawn = [path.attrib for path in other.iter(f"{SVG}path") if path.attrib.get("fill") == "none"]
    assert len(drawn) == 3
    assert all("stroke-dasharray" in path for path in drawn)


def test_a_way_keeps_the_words_of_the_journey() -> None:
    """A condition given in the journey is what the way is called."""
    journey = SHOP.change(
        "declined", next=[Transition("pay", probability=0.5, condition="tries another card"), "gave-up"]
    )
    assert "tries another card · 50%" in texts(lanes(parsed(journey))["ways"])


def test_leaving_where_others_go_on_is_drawn() -> None:
    """A drop-off is a way out with its share of all customers."""
    journey = SHOP.change("cart", drop_off=0.3)
    assert "leaves · 30% of all" in texts(lanes(parsed(journey))["ways"])


def test_peak_and_end_say_for_whom() -> None:
    """The peak and the end most customers have, and the worst likely ones, stand at their faces."""
    said = " | ".join(texts(lanes(parsed(SHOP))["emotion"]))
    assert "PEAK for 92% of customers" in said
    assert "PEAK for 4% of customers" in said
    assert "WORST LIKELY END for 4% of customers" in said
    assert re.search(r"END for 9\d% of\s+customers", said)
    assert "END for all customers" in " | ".join(
        texts(lanes(parsed(Journey("A").touchpoint("a", "A", emotion=1)))["emotion"])
    )


def test_an_unknown_emotion_is_a_gap_and_never_neutral() -> None:
    """The curve breaks at a touchpoint of unknown emotion, which stands below the scale with a question mark."""
    journey = Journey("Gap")
    for id, emotion in zip("abcde", (1, 0, None, -1, 1), strict=True):
        journey = journey.touchpoint(id, id.upper(), emotion=emotion)
    lane = lanes(parsed(journey))["emotion"]
    curves = [path for path in lane.iter(f"{SVG}path") if path.attrib.get("stroke-width") == "2.6"]
    faces = {group.find(f"{SVG}title").text: group for group in lane.findall(f"{SVG}g")}
    assert len(curves) == 2
    assert "not known" in texts(lane)
    unknown = faces["C: not known"]
    assert texts(unknown) == ["?"]
    height = {name: float(group.attrib["transform"].split()[1].rstrip(")")) for name, group in faces.items()}
    assert height["C: not known"] > max(y for name, y in height.items() if name != "C: not known")


def test_a_survey_is_not_asked_for_its_emotion() -> None:
    """A survey without an emotion has no face, and does not break the curve."""
    journey = Journey("Survey").touchpoint("a", "A", emotion=1).touchpoint("s", "S", kind="survey")
    lane = lanes(parsed(journey.touchpoint("b", "B", emotion=0)))["emotion"]
    assert "?" not in texts(lane)
    assert len([path for path in lane.iter(f"{SVG}path") if path.attrib.get("stroke-width") == "2.6"]) == 1


def test_without_any_emotion_there_is_no_scale() -> None:
    """A draft without emotions shows what is missing and no neutral line that it could be taken for."""
    root = parsed(Journey("Draft").touchpoint("a", "A").touchpoint("b", "B"))
    assert "neutral" not in texts(root)
    assert texts(lanes(root)["emotion"]).count("?") == 2
    assert "memory" not in lanes(root)


def test_faces_carry_the_sign_as_well_as_the_colour() -> None:
    """Each class of emotion has a face of its own, and its number stands beside it."""
    journey = Journey("Moods")
    for number, emotion in enumerate((-2, -1, 0, 1, 2)):
        journey = journey.touchpoint(f"t{number}", f"T{number}", emotion=emotion)
    lane = lanes(parsed(journey))["emotion"]
    mouths = [group.findall(f"{SVG}path")[1].attrib["d"] for group in lane.findall(f"{SVG}g")]
    assert len(set(mouths)) == 5
    assert {"−2", "−1", "0", "+1", "+2"} <= set(texts(lane))


FULL = Touchpoint(
    "full", "Everything", emotion=-1, kind="failure", moment_of_truth=True, description="Waits for an answer",
    quote="“Nobody called.”", expectations=["an answer"], enhancers=["a smile"], detractors=["the noise"],
    opportunities=["call back", "write", "visit", "send", "fly"], owner="Front desk",
    evidence=Evidence("measured", n=1212), blueprint=Blueprint(backstage="sorting"),
    wait=Wait("5 min", known=False), response=Response(typical="4 d"),
    delivery=Delivery(promised="2 d", actual_p90="5 d"), incidents=[Incident("lost keys", count=3)],
    fees=[Fee("Shipping", 3000, "KRW", disclosed_at="full"), Fee("Wrap", disclosed_at="full")],
)  # fmt: skip


def test_each_lane_says_what_the_journey_has_for_it() -> None:
    """Descriptions, quotes, fees, expectations, waits, failures, opportunities, owner and evidence are all there."""
    root = parsed(Journey("Full", touchpoints=[FULL]))
    said = {name: texts(lane) for name, lane in lanes(root).items()}
    assert {"Waits for an answer", "“Nobody called.”", "Shipping 3,000 KRW: first shown here"} <= set(said["happens"])
    assert {"moment of truth", "an answer", "a smile", "the noise"} <= set(said["truth"])
    assert {"wait: 5 min", "time left is not shown", "answer after 4 days", "9 of 10 arrive within 5 days",
            "promised: 2 days", "fails here", "lost keys ×3"} <= set(said["waits"])  # fmt: skip
    assert {"call back", "+1"} <= set(said["opportunities"])
    assert "Front desk" in said["owner"]
    assert "measured, n = 1,212" in said["evidence"]


def test_a_lane_is_there_only_for_data() -> None:
    """A lane nobody filled is not drawn."""
    assert set(lanes(parsed(SHOP.change("declined", kind=None)))) == {"touchpoints", "ways", "emotion", "memory"}
    waiting = SHOP.change("cart", kind="wait")
    assert "wait" in texts(lanes(parsed(waiting))["waits"])
    assert "can fail" in texts(lanes(parsed(SHOP.change("pay", can_fail=True)))["waits"])


def test_lanes_can_be_chosen() -> None:
    """Only the lanes asked for are drawn."""
    root = parsed(Journey("Full", touchpoints=[FULL]), lanes=["emotion", "owner"])
    assert list(lanes(root)) == ["touchpoints", "emotion", "owner"]


def test_findings_stand_under_their_places() -> None:
    """Each finding is a badge with its code under its touchpoint, its message with it, worst first."""
    judged = audit(SHOP)
    lane = lanes(parsed(judged))["findings"]
    told = titles(lane)
    assert len(told) == len(judged.findings)
    for finding in judged.findings:
        assert clean(f"{finding.code}: {finding.message()}") in told
    assert "What would help most" in texts(parsed(judged))
    assert "findings" not in lanes(parsed(SHOP))


def test_many_findings_at_one_place_are_counted() -> None:
    """More badges than there is room for are counted instead of piled up."""
    judged = audit(SHOP)
    (finding, *_) = (f for f in judged.results if f.touchpoint == "pay")
    from journeymap.rulebook import Outcome

    crowd = tuple(attrs.evolve(finding, outcome=Outcome.FAILED, about=str(i)) for i in range(11))
    lane = lanes(parsed(attrs.evolve(judged, results=crowd)))["findings"]
    assert len(titles(lane)) == 8
    assert "+3" in texts(lane)


def test_the_legend_explains_the_signs_in_use() -> None:
    """Signs that the map uses are explained, others are not mentioned."""
    said = texts(parsed(audit(SHOP)))
    assert "off the likeliest path" in said
    assert "peak: the strongest moment of a path" in said
    assert "moment of truth" not in said
    assert any(text.startswith("Scores are an index") for text in said)


def test_long_names_are_whole_for_those_who_ask() -> None:
    """A name of 10,000 characters is cut on the card with an ellipsis, and whole in its title and in the text."""
    name = "Very long " * 1000
    drawing = draw(Journey("Long").touchpoint("a", name, emotion=1))
    cards = lanes(ElementTree.fromstring(drawing.svg))["touchpoints"]
    assert titles(cards) == [name.strip()]
    assert any(text.endswith("…") for text in texts(cards))
    assert name.strip() in drawing.text


def test_a_name_of_200_characters_wraps_and_is_not_cut() -> None:
    """200 characters stand on the card in full."""
    for name in (
        "Where the customer looks for the right size of shoe " * 4,
        "고객이 알맞은 구두 크기를 찾는 곳입니다 " * 9,
    ):
        journey = long_journey(12)
        journey = journey.change("t3", name=name[:200].strip())
        cards = texts(lanes(parsed(journey))["touchpoints"])
        assert any(text.replace(" ", "") == name[:200].replace(" ", "") for text in cards)


def test_another_journey_stands_beside() -> None:
    """As it should be beside as it is: a second line with marks of its own, told apart in the legend and in words."""
    better = attrs.evolve(SHOP, state="to-be").change("pay", emotion=1).change("cart", emotion=None)
    gift = Touchpoint("gift", "Gift", emotion=2, stage="Find")
    other = attrs.evolve(SHOP, persona="Regular customer", touchpoints=(gift, *SHOP.touchpoints))
    drawing = draw(SHOP, beside=[better, other])
    root = ElementTree.fromstring(drawing.svg)
    lane = lanes(root)["emotion"]
    thin = [path for path in lane.iter(f"{SVG}path") if path.attrib.get("stroke-width") == "1.8"]
    marks = [path for path in lane.iter(f"{SVG}path") if path.attrib.get("stroke-width") == "2"]
    assert len({path.attrib["stroke"] for path in marks}) == 2
    assert len(marks) == 4 + 5
    assert len(thin) >= 3
    assert any(text.startswith("as it should be · remembered at ") for text in texts(root))
    assert any("1 of its touchpoints are not here" in text for text in texts(root))
    assert "- Card payment: dissatisfied (−1) → satisfied (+1)" in drawing.text
    assert "- Cart: neutral (0) → emotion not known" in drawing.text
    assert draw(SHOP, beside=SHOP).text.count("Beside it") == 1
    with pytest.raises(JourneyError, match="3 at the most"):
        draw(SHOP, beside=[SHOP] * 4)


# Journeys of any shape


def test_a_journey_that_goes_back_in_its_list_is_drawn_in_the_order_of_the_list() -> None:
    """Columns keep the order of the list; where the main line goes back a solid way says so."""
    journey = (
        Journey("Back").touchpoint("a", "A", emotion=0, next=["c"]).touchpoint("b", "B", emotion=1, ends="success")
    ).touchpoint("c", "C", emotion=-1, next=["b"])
    other = lanes(parsed(journey))["ways"]
    assert "the main line goes back" in texts(other)
    (way,) = (path for path in other.iter(f"{SVG}path") if path.attrib.get("fill") == "none")
    assert "stroke-dasharray" not in way.attrib


def test_a_journey_nobody_can_finish_is_still_drawn() -> None:
    """A trap has no score; the map says so and shows the way round."""
    trap = (
        Journey("Trap")
        .touchpoint("a", "A", emotion=1)
        .touchpoint("b", "B", emotion=-1)
        .touchpoint("c", "C", next=["b"])
    )
    root = parsed(trap)
    assert "the journey cannot be scored" in texts(root)
    assert "100%" in texts(lanes(root)["ways"])


def test_stages_that_interleave_are_brought_together() -> None:
    """Touchpoints of one stage stand side by side, however the list mixes them; those without a stage stay put."""
    journey = Journey(
        "Mixed",
        touchpoints=[
            Touchpoint("a", "A", stage="One"),
            Touchpoint("b", "B", stage="Two"),
            Touchpoint("c", "C"),
            Touchpoint("d", "D", stage="One"),
        ],
    )
    assert [place.touchpoint.id for place in read(journey, None).places] == ["a", "d", "b", "c"]


@pytest.mark.parametrize("journey", [Journey("Empty"), Journey("One").touchpoint("a", "A", emotion=-1)])
def test_the_smallest_journeys_are_drawn(journey: Journey) -> None:
    """No touchpoint, or a single one, is a picture too."""
    drawing = draw(audit(journey))
    assert ElementTree.fromstring(drawing.svg) is not None
    assert drawing.height > 100


def test_a_long_journey_goes_on_on_further_sheets() -> None:
    """Twelve fit on one sheet of A3; more go on below, with the heads of the lanes repeated."""

    def sheets(count: int, page: str = "a3") -> list[int]:
        root = parsed(long_journey(count), page=page, lanes=("ways", "emotion"))
        return [len(titles(lane)) for lane in root.iter() if lane.attrib.get("data-lane") == "touchpoints"]

    assert sheets(12) == [12]
    assert sum(sheets(40)) == 40
    assert len(sheets(40)) == 4
    assert max(sheets(40)) <= PAGES["a3"].each
    assert max(sheets(40, "a4")) <= PAGES["a4"].each
    assert sheets(20, "screen") == [20]
    assert len(sheets(40, "screen")) == 3
    assert sheets(40, "wall") == [40]
    root = parsed(long_journey(40), page="a3", lanes=("emotion",))
    assert texts(root).count("Emotion") == 4
    assert any(text.startswith("sheet 4 of 4") for text in texts(root))
    assert draw(long_journey(40), page="letter").width <= PAGES["letter"].width
    assert len(draw(long_journey(40), page="document").breaks) > 4


def test_lanes_without_room_go_on_on_a_further_sheet() -> None:
    """Every lane stands once for its touchpoints, on the next sheet below the same cards where the paper ends."""
    judged = audit(long_journey(6))
    whole, paper = parsed(judged, page="screen"), parsed(judged, page="a4")
    names = [lane.attrib["data-lane"] for lane in whole.iter() if "data-lane" in lane.attrib]
    on = [
        [lane.attrib["data-lane"] for lane in sheet.iter() if "data-lane" in lane.attrib] for sheet in sheets_of(paper)
    ]
    assert len(on) > 1
    assert all(sheet[0] == "touchpoints" for sheet in on)
    assert ["touchpoints", *(name for sheet in on for name in sheet[1:])] == names
    assert f"sheet {len(on)} of {len(on)} · A long journey" in texts(paper)
    assert [spot.touchpoint for spot in draw(judged, page="a4").spots] == [each.id for each in judged.journey]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", ["a3", "a4", "letter"])
def test_small_print_is_large_enough_on_paper(page: str, lang: str) -> None:
    """On paper of its true size no letter is smaller than 7.5 points, on the map and on the blueprint."""
    short, long = (side * 72 / 25.4 for side in PAPERS[page])
    for name in ("shoe-shop", "support-line"):
        for kind in ("map", "blueprint"):
            drawing = draw(audit(load(examples.path(name, lang=lang))), kind=kind, lang=lang, page=page)
            edges = (0.0, *drawing.breaks, drawing.height)
            tallest = max(bottom - top + 24 for top, bottom in pairwise(edges))
            smallest = min(map(float, re.findall(r'font-size="([\d.]+)"', drawing.svg)))
            assert smallest * min(long / drawing.width, short / tallest) >= 7.5


def test_sheets_keep_stages_whole_and_fill_their_page() -> None:
    """Thirty touchpoints in five stages stand on sheets of two stages each, the fullest first, as wide as the page."""
    journey = Journey("Thirty")
    for number in range(30):
        journey = journey.stage(f"Stage {number // 6}") if number % 6 == 0 else journey
        journey = journey.touchpoint(f"t{number}", f"T{number}", emotion=0)
    root = parsed(journey)
    rows = [lane for lane in root.iter() if lane.attrib.get("data-lane") == "touchpoints"]
    assert [len(titles(row)) for row in rows] == [12, 12, 6]
    widths = [{float(card.find(f"{SVG}rect").get("width")) for card in row.findall(f"{SVG}g")} for row in rows]
    assert all(len(width) == 1 for width in widths)
    assert max(widths[0]) == max(widths[1]) < max(widths[2])


def test_marks_of_others_are_not_written_over() -> None:
    """Numbers and marks of the first journey stand clear of where the others have theirs."""
    journey = (
        Journey("One").touchpoint("a", "A", emotion=0.5).touchpoint("b", "B", emotion=1).touchpoint("c", "C", emotion=0)
    )
    other = attrs.evolve(journey, persona="Another").change("b", emotion=1.5)
    lane = lanes(ElementTree.fromstring(draw(journey, beside=other).svg))["emotion"]
    dots = [path.attrib["d"] for path in lane.iter(f"{SVG}path") if path.attrib.get("stroke-width") == "2"]
    spots = [tuple(map(float, re.match(r"M([\d.]+) ([\d.]+)", dot).groups())) for dot in dots]
    for text in lane.iter(f"{SVG}text"):
        x, y = float(text.attrib["x"]), float(text.attrib["y"])
        middle = text.attrib.get("text-anchor") == "middle"
        assert not any(middle and abs(x - dot[0]) < 5 and -9 < dot[1] - y < 6 for dot in spots), "".join(
            text.itertext()
        )


def test_the_curve_goes_on_across_sheets() -> None:
    """The line leaves one sheet at the height at which it enters the next."""
    journey = Journey("Across")
    for i in range(24):
        journey = journey.touchpoint(f"t{i}", f"T{i}", emotion=(i * 7 % 9 - 4) / 2)
    root = parsed(journey)
    ends = []
    for lane in (lane for lane in root.iter() if lane.attrib.get("data-lane") == "emotion"):
        zero = next(p for p in lane.findall(f"{SVG}path") if p.attrib.get("stroke-width") == "1.2").attrib["d"]
        level = float(re.match(r"M[\d.]+ ([\d.]+)", zero)[1])
        (curve,) = (p.attrib["d"] for p in lane.findall(f"{SVG}path") if p.attrib.get("stroke-width") == "2.6")
        numbers = [float(n) for n in re.findall(r"[\d.]+", curve)]
        ends.append((numbers[0], numbers[1] - level, numbers[-2], numbers[-1] - level))
    assert len(ends) > 1
    for before, after in pairwise(ends):
        assert abs(before[3] - after[1]) < 8


def test_ways_to_other_sheets_say_where_they_go() -> None:
    """A way to another sheet runs to the edge, and says which touchpoint it leads to; it arrives there too."""
    journey = long_journey(24)
    journey = journey.change("t2", next={"t3": 0.9, "t20": 0.1})
    said = [texts(lane) for lane in parsed(journey).iter() if lane.attrib.get("data-lane") == "ways"]
    flat = " | ".join(text for lane in said for text in lane)
    assert f"to “{journey['t20'].name}”" in flat
    assert f"from “{journey['t2'].name}”" in flat


def test_a_tangle_of_ways_shows_the_likeliest_and_counts_the_rest() -> None:
    """Where everything leads everywhere, the ways that most customers take are drawn and the others counted."""
    ids = [f"t{i}" for i in range(12)]
    journey = Journey("Tangle")
    for id in ids:
        journey = journey.touchpoint(id, id, emotion=0.5, next=ids)
    lane = lanes(parsed(journey.touchpoint("end", "End").change("t11", next=[*ids, "end"])))["ways"]
    assert any("rarer ways are not drawn" in text for text in texts(lane))


@given(journeys(max_touchpoints=8))
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_journey_can_be_drawn(journey: Journey) -> None:
    """Whatever a journey holds, its map is well-formed and shows every touchpoint."""
    for lang in LANGUAGES:
        drawing = draw(journey, lang=lang)
        root = ElementTree.fromstring(drawing.svg)
        cards = [
            title for lane in root.iter() if lane.attrib.get("data-lane") == "touchpoints" for title in titles(lane)
        ]
        assert sorted(cards) == sorted(clean(touchpoint.name) for touchpoint in journey)


# Golden files


@pytest.mark.parametrize(
    ("name", "lang", "theme"),
    [("shoe-shop", "en", "light"), ("small-mall", "ko", "print")],
    ids=["shoe-shop", "small-mall"],
)
def test_bundled_maps_are_drawn_to_the_byte(
    name: str, lang: str, theme: str, golden: Callable[[str, str], None]
) -> None:
    """Two bundled journeys come out byte for byte as they did when somebody looked at them."""
    drawing = map_drawing(load(examples.path(name, lang=lang)), None, lang=lang, theme=theme)
    golden(f"map-{name}.{lang}.{theme}.svg", drawing.svg)
    golden(f"map-{name}.{lang}.txt", drawing.text)


# In a browser


def test_hostile_names_stay_text(page: Any) -> None:
    """Names that try to break out are shown as written, and no script runs, in HTML and as a file of its own."""
    attacks = (
        "<script>window.ran = 1</script>",
        '"><img src=x onerror="window.ran = 1">',
        "</text></svg><svg onload='window.ran = 1'>",
        "]]><script>window.ran = 1</script>",
        *HOSTILE,
    )
    journey = Journey(attacks[0], persona=attacks[1]).stage(attacks[2])
    for number, attack in enumerate(attacks):
        journey = journey.touchpoint(
            f"t{number}", attack, emotion=0, channel=attack, quote=attack, owner=attack, opportunities=[attack]
        )
    drawing = draw(audit(journey))
    page.set_content(f"<!doctype html><title>Page</title>{drawing.svg}")
    assert page.evaluate("window.ran === undefined && document.querySelectorAll('script, img').length === 0")
    shown = page.evaluate(
        "[...document.querySelectorAll('[data-lane=touchpoints] > g > title')].map(e => e.textContent)"
    )
    assert shown == [clean(attack) for attack in attacks]
    page.set_content("<body></body>")
    parsed_alone = page.evaluate(
        "(svg) => { const d = new DOMParser().parseFromString(svg, 'image/svg+xml');"
        " return [d.querySelectorAll('parsererror, script, img').length, d.documentElement.nodeName]; }",
        drawing.svg,
    )
    assert parsed_alone == [0, "svg"]
