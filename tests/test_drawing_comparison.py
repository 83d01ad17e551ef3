"""Two journeys in one picture: what is marked, where it stands, and that it holds together in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import attrs
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings

from journeymap import compare, draw, examples
from journeymap.cli import app
from journeymap.drawing.comparisons.columns import sides
from journeymap.drawing.readings import read
from journeymap.drawing.themes import THEMES
from journeymap.drawing.typesetting import clean
from journeymap.errors import UnknownNameError
from journeymap.evidence import Conformance, conformance, read_log
from journeymap.formats import load
from journeymap.model import Journey, Scale, Touchpoint
from tests.drawing_journeys import long_journey, other_than
from tests.log_events import table
from tests.strategies import HOSTILE, journeys
from tests.test_drawing_map import SVG, lanes, texts, titles

BEFORE = (
    Journey("Shop", persona="First-time buyer", state="as-is")
    .stage("Find")
    .touchpoint("search", "Search", emotion=1, channel="web")
    .touchpoint("guide", "Size guide", emotion=1)
    .stage("Pay")
    .touchpoint("account", "Create account", emotion=-1)
    .touchpoint("pay", "Card payment", emotion=-1, channel="web")
    .touchpoint("done", "Order confirmed", emotion=0, ends="success")
)
AFTER = attrs.evolve(
    BEFORE,
    state="to-be",
    touchpoints=(
        BEFORE["search"],
        attrs.evolve(BEFORE["pay"], emotion=1.0, channel="app"),
        BEFORE["guide"],
        Touchpoint("gift", "A gift", emotion=2, stage="Pay"),
        attrs.evolve(BEFORE["done"], emotion=None),
    ),
)


def parsed(before: Journey, after: Journey, **options: Any) -> ElementTree.Element:
    return ElementTree.fromstring(draw(compare(before, after), **options).svg)


# What is marked


def test_every_touchpoint_says_what_became_of_it() -> None:
    """Added, removed, moved (where it was, and where it is) and changed stand on the cards, by a sign and in words."""
    cards = lanes(parsed(BEFORE, AFTER))["touchpoints"]
    said = {title: texts(group) for group, title in zip(cards.findall(f"{SVG}g"), titles(cards), strict=True)}
    assert "− removed" in said["Create account"]
    assert "+ added" in said["A gift"]
    assert "~ changed" in said["Order confirmed"]
    flat = " | ".join(texts(cards))
    assert "↔ moved here: was number" in flat
    assert "↔ moved away: is number" in flat
    dashed = [group.find(f"{SVG}rect").get("stroke-dasharray") is not None for group in cards.findall(f"{SVG}g")]
    assert sum(dashed) == 2


def test_the_head_says_which_is_better_and_how_sure_that_is() -> None:
    """The verdict, the scores before and after with their difference, and how many findings came and went."""
    comparison = compare(BEFORE, AFTER)
    said = texts(ElementTree.fromstring(draw(comparison).svg))
    assert "Better" in said
    assert "better under 100% of the weights" in said
    before, after = comparison.before_score, comparison.after_score
    assert before is not None
    assert after is not None
    assert f"{before.remembered:+.2f} → {after.remembered:+.2f}".replace("-", "−") in said
    assert f"difference {comparison.gain:+.2f}".replace("-", "−") in said
    assert f"{len(comparison.before.findings)} → {len(comparison.after.findings)}" in said
    assert (
        "First-time buyer · as it is today → as it should be · 5 touchpoints · 1 added · 1 removed · " in said[1] + " "
    )


def test_an_undetermined_verdict_is_said_as_such() -> None:
    """What the weights decide is not called better or worse; and one without a score is not compared."""
    one = Journey("One").touchpoint("a", "A", emotion=2).touchpoint("b", "B", emotion=-1)
    other = Journey("Other").touchpoint("a", "A", emotion=-1).touchpoint("b", "B", emotion=0)
    said = texts(parsed(one, other))
    assert compare(one, other).robust.verdict == "undetermined"
    assert "Undetermined" in said
    assert any(text.startswith("better under ") for text in said)
    unknown = texts(parsed(one, Journey("Draft").touchpoint("a", "A")))
    assert "Undetermined" in unknown
    assert "one of the two has no score" in unknown
    assert any("→ ?" in text for text in unknown)
    assert "Equal" in texts(parsed(one, one))
    assert "however peak, end and average are weighed" in texts(parsed(one, one))
    assert "Worse" in texts(parsed(AFTER, BEFORE))


def test_findings_stand_where_they_came_and_went() -> None:
    """Gone, new, left open and remaining findings have a lane each; those that are gone have a tick of their own."""
    comparison = compare(
        load(examples.path("chinese-restaurant-careless")), load(examples.path("chinese-restaurant-care"))
    )
    root = ElementTree.fromstring(draw(comparison).svg)
    found = lanes(root)
    for group in ("fixed", "new", "unclear", "remaining"):
        findings = getattr(comparison, group)
        assert (group in found) == bool(findings)
        if findings:
            drawn = [title.split(":")[0] for title in titles(found[group])]
            assert set(drawn) <= {finding.code for finding in findings}
    assert "does not fail any more" in texts(root)


def test_both_curves_stand_on_one_scale() -> None:
    """Before is a thin line with squares, now the bold one with faces; an arrow leads from one to the other."""
    lane = lanes(parsed(BEFORE, BEFORE.change("pay", emotion=1)))["emotion"]
    paths = [path.attrib for path in lane.iter(f"{SVG}path")]
    assert sum(path.get("stroke-width") == "2.6" for path in paths) == 1
    assert sum(path.get("stroke-width") == "1.8" and path.get("fill") == "none" for path in paths) >= 1
    assert "Card payment: −1 → +1" in titles(lane)
    said = texts(lane)
    assert {"−1", "+1"} <= set(said)
    light = [path["d"] for path in paths if path.get("fill") == THEMES["light"].washes[1]]
    assert len(light) == 1
    assert not [path for path in paths if path.get("fill") == THEMES["light"].washes[0]]
    worse = lanes(parsed(BEFORE.change("pay", emotion=1), BEFORE))["emotion"]
    assert [path for path in worse.iter(f"{SVG}path") if path.get("fill") == THEMES["light"].washes[0]]


def test_what_was_not_known_before_is_no_zero() -> None:
    """An emotion that is not known on one side stands below the scale and breaks that line only."""
    draft = BEFORE.change("pay", emotion=None)
    lane = lanes(parsed(draft, BEFORE))["emotion"]
    assert "not known" in texts(lane)
    assert "emotion: unknown → −1" in texts(lanes(parsed(draft, BEFORE))["changes"])
    empty = Journey("Empty").touchpoint("a", "A")
    assert "neutral" not in texts(parsed(empty, empty))


def test_facts_that_changed_are_told_with_their_values() -> None:
    """The emotion first, then the rest; long texts are only named, and more than a few are counted."""
    changed = BEFORE.change("pay", emotion=0.5, channel="app", name="Card", quote="x" * 90, owner="Desk", movable=True)
    said = texts(lanes(parsed(BEFORE, changed))["changes"])
    assert said[1] == "emotion: −1 → +0.5"
    assert "name: Card payment → Card" in said
    assert said[-1] == "+2"
    assert "quote changed" in texts(lanes(parsed(BEFORE, BEFORE.change("pay", quote="x" * 90)))["changes"])
    korean = texts(lanes(parsed(BEFORE, changed, lang="ko"))["changes"])
    assert "채널: 웹 → 앱" in korean


def test_peaks_and_ends_are_told_before_and_now() -> None:
    """A peak that is another now is told on both sides; one that stays is told once."""
    said = " | ".join(texts(lanes(parsed(BEFORE, BEFORE.change("search", emotion=2)))["marks"]))
    assert "now: PEAK for all customers" in said
    assert "before: PEAK for all customers" in said
    assert said.count("END for all customers") == 1


def test_nothing_that_differs_is_said_too() -> None:
    """Two journeys that are the same are drawn without a mark, and the head says so."""
    root = parsed(BEFORE, BEFORE)
    assert "nothing differs" in " ".join(texts(root))
    assert "changes" not in lanes(root)


# In words, and as a thing to draw


def test_the_story_tells_the_same() -> None:
    """The text names both journeys, the verdict, what became of every touchpoint, and which findings came and went."""
    drawing = draw(compare(BEFORE, attrs.evolve(AFTER, name="Shop, new")))
    assert drawing.kind == "comparison"
    assert drawing.title == "Shop → Shop, new"
    assert drawing.text.startswith("Shop → Shop, new\n")
    assert drawing.summary == compare(BEFORE, AFTER).message()
    assert drawing.summary in drawing.text
    assert "Create account; − removed; dissatisfied (−1)" in drawing.text
    assert "A gift; + added; very satisfied (+2)" in drawing.text
    assert "## Findings that are gone" in drawing.text
    assert drawing.svg.count("<title") > 5
    assert f">{clean(drawing.summary)}</desc>" in drawing.svg.replace("&#34;", '"')


def test_a_comparison_is_drawn_as_one_and_a_journey_is_not() -> None:
    """Other kinds are refused with the way that leads there."""
    comparison = compare(BEFORE, AFTER)
    assert draw(comparison, kind="comparison").svg == draw(comparison).svg
    with pytest.raises(UnknownNameError, match=r"draw\(before, beside=after\)"):
        draw(comparison, kind="map")
    with pytest.raises(UnknownNameError, match=r"draw\(compare\(before, after\)\)"):
        draw(BEFORE, kind="comparison")
    with pytest.raises(UnknownNameError, match="option of the comparison"):
        draw(comparison, lanes=["emotion"])
    with pytest.raises(UnknownNameError, match="page"):
        draw(comparison, page="a9")


def test_two_languages_and_all_themes_hold_the_same() -> None:
    """Every theme draws every mark; in Korean no label is left in English."""
    comparison = compare(BEFORE, AFTER)
    count = len(texts(ElementTree.fromstring(draw(comparison).svg)))
    for theme in THEMES:
        assert len(texts(ElementTree.fromstring(draw(comparison, theme=theme).svg))) == count
    english = set(texts(ElementTree.fromstring(draw(comparison).svg)))
    korean = set(texts(ElementTree.fromstring(draw(comparison, lang="ko").svg)))
    own = {"Shop", "Find", "Pay", *(touchpoint.name for each in (BEFORE, AFTER) for touchpoint in each)}
    left = [text for text in english & korean if any(letter.isalpha() for letter in text)]
    assert [text for text in left if text not in own and not text.startswith("JM")] == []


def test_long_comparisons_go_on_on_further_sheets() -> None:
    """What does not fit goes on below, with the heads of the lanes repeated."""
    journey = long_journey(30)
    drawing = draw(compare(journey, other_than(journey)), page="a3")
    assert len(drawing.breaks) >= 2
    assert drawing.width <= 1680
    root = ElementTree.fromstring(drawing.svg)
    assert texts(root).count("Emotion") == len(drawing.breaks) + 1


@given(journeys(max_touchpoints=6), journeys(max_touchpoints=6))
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_both_journeys_run_from_left_to_right(before: Journey, after: Journey) -> None:
    """Every touchpoint of either journey stands in one column for its side, in the order of its journey."""
    comparison = compare(before, after, rules=())
    both = sides(comparison, read(before, comparison.before), read(after, comparison.after))
    for journey, is_after in ((before, False), (after, True)):
        columns = both.columns_of(is_after)
        assert sorted(columns) == sorted(touchpoint.id for touchpoint in journey)
        assert all(columns[a.id] < columns[b.id] for a, b in pairwise(journey))
    assert ElementTree.fromstring(draw(comparison).svg) is not None


def test_a_stage_that_is_no_more_stands_where_it_was() -> None:
    """Touchpoints of a stage that only one journey has stand between those of the stages around it."""
    before = Journey("B").stage("One").touchpoint("a", "A").stage("Old").touchpoint("b", "B").stage("Two").touchpoint(
        "c", "C"
    )  # fmt: skip
    after = Journey("A").stage("One").touchpoint("x", "X").stage("Two").touchpoint("y", "Y").touchpoint("c", "C")
    comparison = compare(before, after, rules=())
    both = sides(comparison, read(before, None), read(after, None))
    assert [column.shown.touchpoint.id for column in both.columns] == ["a", "x", "b", "y", "c"]


def test_a_comparison_comes_out_to_the_byte(golden: Callable[[str, str], None]) -> None:
    """A bundled pair comes out byte for byte as it did when somebody looked at it."""
    for lang, theme in (("en", "light"), ("ko", "print")):
        pair = (load(examples.path(f"chinese-restaurant-{name}", lang=lang)) for name in ("careless", "care"))
        drawing = draw(compare(*pair), lang=lang, theme=theme)
        golden(f"comparison-chinese-restaurant.{lang}.{theme}.svg", drawing.svg)
        golden(f"comparison-chinese-restaurant.{lang}.txt", drawing.text)


def lived_coffee(lang: str) -> Conformance:
    """A small journey with a ritual, and what forty customers made of it."""
    names = {
        "en": ("Coffee to go", "Greeting", "Order", "Payment", "Card declined", "First sip", "Queue"),
        "ko": ("테이크아웃 커피", "인사", "주문", "결제", "카드 거절", "첫 모금", "줄 서기"),
    }[lang]
    title, greet, order, pay, declined, sip, queue = names
    designed = (
        Journey(title, ritual=["greet", "order", "pay"])
        .touchpoint("greet", greet, emotion=1)
        .touchpoint("order", order, emotion=0.5)
        .touchpoint("pay", pay, emotion=0, next={"sip": 0.95, "declined": 0.05})
        .touchpoint("declined", declined, kind="failure", emotion=-2, next="pay")
        .touchpoint("sip", sip, emotion=2, ends="success")
    )
    ways = [[greet, order, pay, sip]] * 26 + [[order, greet, pay, sip], [order, pay, sip]] * 3
    ways += [[greet, order], [greet, order, queue, pay, sip], [greet, order, pay, declined, pay, sip]] * 2
    ways += [[greet, greet, order, pay, sip]] * 2
    liked = {greet: 4, order: 4, pay: 3, declined: 1, sip: 5, queue: 2}
    rows = [(str(case), name, at, liked[name] - (case + at) % 2 * (liked[name] > 1))
            for case, way in enumerate(ways) for at, name in enumerate(way)]  # fmt: skip
    log = read_log(table(*rows, columns="case activity time rating"), scale=Scale(1, 5), lang=lang)
    return conformance(designed, log)


def test_designed_against_lived_comes_out_to_the_byte(golden: Callable[[str, str], None]) -> None:
    """What customers did otherwise stands at its touchpoint, and nothing is said of before and now."""
    for lang, theme in (("en", "light"), ("ko", "print")):
        drawing = draw(lived_coffee(lang), lang=lang, theme=theme)
        golden(f"lived-coffee.{lang}.{theme}.svg", drawing.svg)
        golden(f"lived-coffee.{lang}.txt", drawing.text)
        gone = {"en": r"\b(before|now)\b", "ko": r"지금|\b전\b"}[lang]
        assert not re.search(gone, drawing.text)
        assert not re.search(gone, drawing.svg)
    said = texts(ElementTree.fromstring(draw(lived_coffee("en")).svg))
    assert {"skipped: 8%", "out of order: 8%", "undesigned ending: 5%", "70%"} <= set(said)


def test_the_command_line_draws_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is compared is drawn when the file is a picture; and draw sets other journeys beside the first."""
    monkeypatch.setenv("LC_ALL", "C")
    before, after = (str(examples.path(f"chinese-restaurant-{name}")) for name in ("careless", "care"))
    picture, slides = tmp_path / "both.svg", tmp_path / "both.pptx"
    done = CliRunner().invoke(app, ["compare", before, after, "-o", str(picture), "--lang", "ko"])
    assert done.exit_code == 0
    assert picture.read_text(encoding="utf-8") == draw(compare(load(before), load(after)), lang="ko").svg
    assert CliRunner().invoke(app, ["compare", after, before, "-o", str(slides)]).exit_code == 1
    assert slides.read_bytes()[:2] == b"PK"
    aside = tmp_path / "aside.txt"
    assert CliRunner().invoke(app, ["draw", before, "--beside", after, "-o", str(aside)]).exit_code == 0
    assert "## Beside it: " in aside.read_text(encoding="utf-8")


# In a browser


def test_hostile_names_stay_text(page: Any) -> None:
    """Names that try to break out are shown as written, and no script runs."""
    journey = Journey(HOSTILE[0], persona=HOSTILE[-1])
    for number, attack in enumerate(("</text></svg><script>window.ran = 1</script>", *HOSTILE)):
        journey = journey.touchpoint(f"t{number}", attack, emotion=0, channel=attack, quote=attack)
    drawing = draw(compare(journey, other_than(journey)))
    page.set_content(f"<!doctype html><title>Page</title>{drawing.svg}")
    assert page.evaluate("window.ran === undefined && document.querySelectorAll('script, img').length === 0")
