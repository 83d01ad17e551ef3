"""The printed page: whole in itself, a form without script, safe whatever anybody wrote, and true to its content."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings

from journeymap.auditing import audit
from journeymap.checklists import Checklist, checklist
from journeymap.checklists.content import Paper
from journeymap.checklists.html import _css_text
from journeymap.drawing.typesetting import clean
from journeymap.errors import UnknownNameError
from journeymap.model import Journey
from tests.checklist_pages import Page, a_checklist_of, a_shop, checked, hostile_journey
from tests.drawing_journeys import long_journey
from tests.strategies import HOSTILE, journeys


@pytest.fixture(scope="module")
def shop() -> Journey:
    """A journey with something of everything."""
    return a_shop()


@pytest.fixture(scope="module")
def listed(shop: Journey) -> Checklist:
    """Its checklist."""
    return checklist(audit(shop))


class TestPage:
    @pytest.mark.parametrize("lang", ["en", "ko"])
    @pytest.mark.parametrize("paper", ["A4", "Letter"])
    def test_it_needs_nothing_else(self, shop: Journey, paper: Paper, lang: str) -> None:
        """The page runs no script and asks for nothing from outside, and says so to the browser."""
        text = checklist(shop, lang=lang).html(paper=paper)
        page = Page(text)
        checked(page)
        policy = next(found["content"] for found in page.all("meta") if "http-equiv" in found)
        assert policy == "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'"
        assert page.all("html") == [{"lang": lang}]
        assert "@import" not in text
        assert re.search(r"url\((?!#)", text) is None

    def test_everything_is_on_it(self, listed: Checklist) -> None:
        """Every item stands on the page with its number, requirement, reasons, boxes and lines."""
        page = Page(listed.html())
        text = page.text
        assert {item.kind for item in listed} == {"failed", "question", "passed"}
        for item in listed:
            for part in (item.tag, item.title, item.wrong, item.why, item.fix, item.proof, item.where):
                assert " ".join(part.split()) in text
            for choice in item.choices:
                name = f"{item.key}|verdict"
                assert [f for f in page.all("input") if (f["name"], f.get("value")) == (name, choice.value)]
            for ask in item.asks:
                assert " ".join(ask.text.split()) in text
        for source in (*listed.sources, listed.limits, *listed.guide):
            assert source in text
        assert "Looks for red shoes" in text

    def test_answers_do_not_mix(self, listed: Checklist) -> None:
        """Boxes of one question share a name, and no two questions or lines do."""
        page = Page(listed.html())
        boxes: dict[str | None, list[str | None]] = {}
        for found in page.all("input"):
            if found.get("type") == "radio":
                boxes.setdefault(found["name"], []).append(found["value"])
        assert all(len(set(values)) == len(values) > 1 for values in boxes.values())
        lines = [f["name"] for f in page.all("textarea", "input") if f.get("type") is None]
        assert len(set(lines)) == len(lines)
        assert not set(lines) & boxes.keys()

    def test_boxes_are_grouped_and_named(self, listed: Checklist) -> None:
        """Every box stands in a group that says what it answers."""
        page = Page(listed.html())
        for tag, found, inside in page.elements:
            if tag == "input" and found.get("type") in ("radio", "checkbox"):
                assert "fieldset" in inside
        assert len(page.all("fieldset")) == len(page.all("legend"))

    def test_headings_go_down_one_at_a_time(self, listed: Checklist) -> None:
        """No level of heading is left out on the way down."""
        levels = [int(tag[1]) for tag, _, _ in Page(listed.html()).elements if re.fullmatch(r"h[1-6]", tag)]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))

    def test_paper(self, listed: Checklist) -> None:
        """The size of the paper is set for printing, and there are two to choose from."""
        assert "@page { size: A4;" in listed.html()
        assert "@page { size: Letter;" in listed.html(paper="Letter")
        with pytest.raises(UnknownNameError, match=r"unknown paper 'A3' \(.*A4"):
            listed.html(paper="A3")  # type: ignore[arg-type]

    def test_large_print(self, listed: Checklist) -> None:
        """Large print is a page of its own size with the same words."""
        assert '<body class="A4 large">' in listed.html(large=True)
        assert Page(listed.html(large=True)).text == Page(listed.html()).text

    def test_nothing_is_split(self, listed: Checklist) -> None:
        """The style keeps every item on one page, headings with what follows, and Korean words whole."""
        text = listed.html()
        for declared in ("word-break: keep-all", "overflow-wrap: anywhere", "break-after: avoid"):
            assert declared in text
        assert re.search(r"\.item \{[^}]*break-inside: avoid", text)

    def test_signs_beside_colour(self, listed: Checklist) -> None:
        """Every item carries its sign, so that the page can be read without colour."""
        assert all(item.tag.startswith(item.sign) for item in listed)
        assert {"✕", "?", "✓"} <= {item.sign for item in listed}

    def test_a_checklist_without_an_audit_has_no_map(self, listed: Checklist) -> None:
        """A checklist that came from elsewhere is printed without the map."""
        page = Page(attrs.evolve(listed, audit=None).html())
        checked(page)
        assert "The journey map" not in page.text
        assert "The journey map" in Page(listed.html()).text

    def test_the_same_journey_gives_the_same_bytes(self) -> None:
        """The page does not depend on the order in which Python hashes."""
        code = (
            "from journeymap.checklists import checklist; from journeymap.model import Journey\n"
            "walk = Journey('Walk').stage('In').touchpoint('door', 'Door', kind='payment').touchpoint('desk', 'Desk')\n"
            "import hashlib; print(hashlib.sha256(checklist(walk, lang='ko').html().encode()).hexdigest())"
        )
        environments = ({**os.environ, "PYTHONHASHSEED": seed} for seed in ("1", "2"))
        runs = [subprocess.run([sys.executable, "-c", code], env=env, capture_output=True) for env in environments]
        assert runs[0].stdout == runs[1].stdout != b""


def test_a_long_map_is_several_pictures() -> None:
    """The map of a long journey stands on the page picture by picture, each named by itself, all ids different."""
    page = Page(checklist(long_journey(20)).html())
    checked(page)
    pictures = [found for found in page.all("svg") if found.get("role") == "img"]
    assert len(pictures) > 4
    ids = [found["id"] for _, found, _ in page.elements if "id" in found]
    assert len(ids) == len(set(ids))
    for picture in pictures:
        assert set(str(picture["aria-labelledby"]).split()) <= set(ids)


@pytest.fixture(scope="module")
def hostile() -> str:
    """The page of the hostile journey."""
    return checklist(hostile_journey()).html()


class TestHostile:
    def test_hostile_names_stay_text(self, hostile: str) -> None:
        """Whatever anybody wrote stands on the page as text, all of it."""
        read = Page(hostile)
        checked(read)
        text = read.text
        for name in HOSTILE:
            assert " ".join(clean(name).split()) in text

    @pytest.mark.parametrize("name", HOSTILE)
    def test_a_title_cannot_leave_the_style(self, name: str) -> None:
        """The title at the foot of the page is written so that nothing in it means anything in a style."""
        assert re.fullmatch(r'"(?:[A-Za-z0-9]|\\[0-9a-f]+ )*"', _css_text(clean(name)))

    def test_no_script_runs(self, browser: Any, hostile: str) -> None:
        """A browser that shows the page runs nothing and fetches nothing."""
        context = browser.new_context()
        shown = context.new_page()
        asked: list[str] = []
        shown.on("request", lambda request: asked.append(request.url))
        shown.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
        shown.on("console", lambda message: pytest.fail(f"the browser complains: {message.text}"))
        shown.set_content(hostile, wait_until="load")
        assert shown.title().startswith("</title></style><script>alert('name')</script>")
        assert (asked, shown.locator("script").count()) == ([], 0)
        context.close()


@given(journeys())
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_journey_has_a_page(journey: Journey) -> None:
    """Any journey at all gives a page that holds to everything a page must."""
    checked(Page(checklist(journey, lang="ko").html(paper="Letter", large=True)))


class TestInABrowser:
    @pytest.fixture
    def shown(self, browser: Any, listed: Checklist) -> Any:
        context = browser.new_context(java_script_enabled=False, viewport={"width": 1000, "height": 900})
        page = context.new_page()
        page.set_content(listed.html())
        yield page
        context.close()

    def test_boxes_are_ticked_by_keyboard_without_script(self, shown: Any, listed: Checklist) -> None:
        """With scripts switched off a box is reached, ticked and changed by the keyboard alone."""
        item = next(item for item in listed if item.kind == "failed")
        group = shown.locator(f"#item-{item.number} .boxes input")
        group.first.focus()
        shown.keyboard.press("Space")
        assert group.nth(0).is_checked()
        shown.keyboard.press("ArrowDown")
        assert (group.nth(0).is_checked(), group.nth(1).is_checked()) == (False, True)

    def test_notes_grow_with_what_is_typed(self, shown: Any, listed: Checklist) -> None:
        """A long note is shown whole, on the screen and on paper."""
        item = next(item for item in listed if item.kind == "failed")
        note = shown.locator(f"#item-{item.number} .note textarea")
        before = note.bounding_box()["height"]
        note.fill("카드 단말기가 응답하지 않아 세 번 다시 시도했습니다. " * 10)
        assert note.bounding_box()["height"] > 4 * before
        shown.emulate_media(media="print")
        assert note.bounding_box()["height"] > 4 * before

    @pytest.mark.parametrize("width", [390, 1000])
    def test_nothing_sticks_out(self, shown: Any, width: int) -> None:
        """Nothing is wider than the window, not even on a telephone."""
        shown.set_viewport_size({"width": width, "height": 800})
        body = shown.locator("main").bounding_box()
        assert body["width"] <= width
        for item in shown.locator("article, .place, .holding li").all():
            box = item.bounding_box()
            assert box["x"] + box["width"] <= body["x"] + body["width"]

    @pytest.mark.parametrize("large", [False, True])
    @pytest.mark.parametrize("lang", ["en", "ko"])
    def test_no_box_reaches_into_the_question(self, shown: Any, shop: Journey, lang: str, large: bool) -> None:
        """What is written beside a box to judge by stays in its own column, on paper as well."""
        shown.set_content(checklist(shop, lang=lang).html(large=large))
        for media in ("screen", "print"):
            shown.emulate_media(media=media)
            beyond = shown.locator(".judge label").evaluate_all(
                "labels => labels.filter(label => label.getBoundingClientRect().right"
                " > label.closest('.judge').getBoundingClientRect().right + .5).map(label => label.textContent)"
            )
            assert not beyond

    def test_it_prints_with_page_numbers(self, browser: Any, listed: Checklist) -> None:
        """Printing gives pages of the size that was asked for."""
        page = browser.new_page()
        page.set_content(listed.html(paper="Letter"))
        pdf = page.pdf(prefer_css_page_size=True)
        page.close()
        boxes = set(re.findall(rb"/MediaBox \[([0-9. ]+)\]", pdf))
        assert boxes == {b"0 0 612 792"}

    @pytest.mark.parametrize("lang", ["en", "ko"])
    @pytest.mark.parametrize("items", [12, 60, 300])
    def test_no_item_is_split_in_print(
        self, browser: Any, pages_of: Callable[[bytes], list[str]], items: int, lang: str
    ) -> None:
        """Every item is printed on one page with all it says, and every page knows how many there are."""
        made = a_checklist_of(items, lang=lang)
        made = attrs.evolve(made, audit=None, summary=attrs.evolve(made.summary, first=()))
        page = browser.new_page()
        page.set_content(made.html())
        pages = [re.sub(r"\s+", "", text) for text in pages_of(page.pdf(prefer_css_page_size=True))]
        page.close()
        for number, text in enumerate(pages, 1):
            assert f"{number}/{len(pages)}" in text
        for item in made:
            said = (item.tag, item.title, item.wrong, item.why, item.fix, item.where, *(ask.text for ask in item.asks))
            parts = [re.sub(r"\s+", "", part) for part in said]
            assert any(all(part in text for part in parts) for text in pages), item.title
        assert len(pages) <= 6 + items / 4
