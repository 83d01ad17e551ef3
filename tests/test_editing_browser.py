"""The editor in a real browser, with the real Python side behind it."""

from __future__ import annotations

from importlib import resources
from typing import Any

import attrs
import pytest

import journeymap as jm
from journeymap import examples
from journeymap.drawing.smoothing import smooth
from tests.editing_pages import Opened, opened
from tests.strategies import HOSTILE

UNIT = 44


@pytest.fixture
def visit() -> jm.Journey:
    return (
        jm.Journey("Visit")
        .stage("Come")
        .touchpoint("door", "Door", emotion=1, channel="store")
        .touchpoint("desk", "Desk", emotion=0)
        .stage("Go")
        .touchpoint("pay", "Pay", emotion=-1)
        .touchpoint("bye", "Goodbye", ends="success")
    )


def long_journey(count: int) -> jm.Journey:
    """So many touchpoints, five in a stage."""
    return jm.Journey("Long", stages=[jm.Stage(f"Stage {number}") for number in range(0, count, 5)], touchpoints=[
        jm.Touchpoint(f"t{n}", f"Touchpoint number {n}", emotion=n % 5 - 2, stage=f"Stage {n // 5 * 5}")
        for n in range(count)
    ])  # fmt: skip


def drag(found: Opened, id: str, by: float, *, release: bool = True) -> None:
    """Drag a point so many steps of emotion upwards, with the mouse."""
    x, y = found.middle(id)
    mouse = found.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + 3, y - by * UNIT / 2, steps=4)
    mouse.move(x, y - by * UNIT, steps=4)
    if release:
        mouse.up()


def curve(found: Opened) -> str:
    """The line as it is drawn now."""
    data: str = found.page.locator(".jm-emotion > svg > path[stroke-width='2.6']").get_attribute("d")
    return data


class TestByMouse:
    def test_a_point_is_dragged(self, browser: Any, visit: jm.Journey) -> None:
        """Dragging sets the emotion in steps of 0.1, and score, code and findings follow."""
        with opened(browser, visit) as found:
            before = found.page.locator(".jm-figure b").first.inner_text()
            drag(found, "pay", 2.5)
            assert found.journey() == visit.change("pay", emotion=1.5)
            assert found.page.locator(".jm-figure b").first.inner_text() != before
            found.page.get_by_role("tab", name="Python").click()
            assert '.touchpoint("pay", "Pay", emotion=1.5)' in found.page.get_by_role("tabpanel").inner_text()

    def test_the_line_follows_at_once(self, browser: Any, visit: jm.Journey) -> None:
        """While a point is dragged the page draws by itself; Python is asked once, when it is let go."""
        with opened(browser, visit) as found:
            still = curve(found)
            drag(found, "door", -1.5, release=False)
            assert curve(found) != still
            assert found.point("door").get_attribute("aria-valuetext") == "−0.5, dissatisfied"
            assert found.page.evaluate("window.sent.length") == 0
            found.page.mouse.up()
            assert found.journey()["door"].emotion == -0.5
            assert found.page.evaluate("window.sent.length") == 1

    def test_it_stays_on_the_scale(self, browser: Any, visit: jm.Journey) -> None:
        """Above the scale is its end; down in the strip the emotion is not known, and from there it can be had back."""
        with opened(browser, visit) as found:
            drag(found, "door", 4)
            assert found.journey()["door"].emotion == 2
            drag(found, "door", -5.5)
            assert found.journey()["door"].emotion is None
            drag(found, "bye", 3.5)
            assert found.journey()["bye"].emotion == pytest.approx(0.5, abs=0.15)

    def test_escape_lets_go(self, browser: Any, visit: jm.Journey) -> None:
        """A drag that is given up changes nothing and asks nothing."""
        with opened(browser, visit) as found:
            still = curve(found)
            drag(found, "door", -2, release=False)
            found.page.keyboard.press("Escape")
            found.page.mouse.up()
            assert curve(found) == still
            assert found.page.evaluate("window.sent.length") == 0

    def test_an_answer_does_not_disturb_a_drag(self, browser: Any, visit: jm.Journey) -> None:
        """What Python does meanwhile is shown when the point has been let go, and both are kept."""
        with opened(browser, visit) as found:
            drag(found, "door", 1, release=False)
            found.editor.journey = visit.change("desk", name="Reception")
            found.push()
            assert found.point("door").get_attribute("aria-valuenow") == "2"
            found.page.mouse.up()
            assert (found.journey()["door"].emotion, found.journey()["desk"].name) == (2, "Reception")
            assert found.page.locator(".jm-card", has_text="Reception").count() == 1

    def test_a_card_is_carried_elsewhere(self, browser: Any, visit: jm.Journey) -> None:
        """A card dropped on the other half of another stands behind it, in its stage."""
        with opened(browser, visit) as found:
            box = found.page.locator(".jm-card", has_text="Pay").bounding_box()
            found.page.locator(".jm-card", has_text="Desk").hover()
            found.page.mouse.down()
            found.page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + 10, steps=6)
            assert found.page.locator(".jm-drop-end").inner_text() == "Pay"
            found.page.mouse.up()
            journey = found.journey()
            assert [touchpoint.id for touchpoint in journey] == ["door", "pay", "desk", "bye"]
            assert journey["desk"].stage == "Go"


class TestByKey:
    def test_arrows_change_the_emotion(self, browser: Any, visit: jm.Journey) -> None:
        """Up and down by 0.1, with Shift or as a page by 0.5, Home and End to the ends of the scale."""
        with opened(browser, visit) as found:
            for keys, emotion in (
                (("ArrowUp", "ArrowUp"), 0.2), (("Shift+ArrowUp",), 0.7), (("PageDown",), 0.2), (("ArrowDown",), 0.1),
                (("End",), 2), (("ArrowUp",), 2), (("Home",), -2),
            ):  # fmt: skip
                found.keys("desk", *keys)
                assert found.point("desk").get_attribute("aria-valuenow") == str(emotion)
            found.page.wait_for_function("window.sent.length > 0")
            assert found.journey()["desk"].emotion == -2

    def test_a_row_of_keys_is_one_change(self, browser: Any, visit: jm.Journey) -> None:
        """Python is asked when the keys rest, so that one step back undoes them all."""
        with opened(browser, visit) as found:
            found.keys("desk", *["ArrowUp"] * 5)
            found.page.wait_for_function("window.sent.length > 0")
            assert found.journey()["desk"].emotion == 0.5
            found.keys("desk", "Control+z")
            assert found.journey() == visit
            found.keys("desk", "Control+Shift+Z")
            assert found.journey()["desk"].emotion == 0.5
            assert found.page.evaluate("window.sent.map(({ do: wish }) => wish)") == ["feel", "undo", "redo"]

    def test_left_and_right_go_on(self, browser: Any, visit: jm.Journey) -> None:
        """One stop for Tab; the arrows go from point to point, and Enter to the name."""
        with opened(browser, visit) as found:
            assert found.page.locator(".jm-point[tabindex='0']").count() == 1
            found.keys("door", "ArrowRight", "ArrowRight")
            focused = found.page.evaluate("document.activeElement.dataset.id")
            assert focused == "pay"
            found.page.keyboard.press("Enter")
            found.page.keyboard.type("Cash desk")
            found.page.keyboard.press("Enter")
            assert found.journey()["pay"].name == "Cash desk"
            assert found.page.evaluate("document.activeElement.dataset.id") == "pay"

    def test_focus_stays_where_it_was(self, browser: Any, visit: jm.Journey) -> None:
        """The map is drawn anew after every change; whoever works with keys notices nothing of it."""
        with opened(browser, visit) as found:
            found.keys("desk", "ArrowUp")
            found.page.wait_for_function("window.sent.length > 0")
            found.journey()
            assert found.page.evaluate("document.activeElement.dataset.id") == "desk"

    def test_a_screen_reader_hears_it(self, browser: Any, visit: jm.Journey) -> None:
        """Points are sliders with a name and a value in words, and the new score is read out."""
        with opened(browser, visit) as found:
            point = found.page.get_by_role("slider", name="Emotion at “Pay”")
            assert point.get_attribute("aria-valuetext") == "−1, dissatisfied"
            assert (
                found.page.get_by_role("slider", name="Emotion at “Goodbye”").get_attribute("aria-valuetext")
                == "not known"
            )
            said = found.page.locator("[aria-live=polite]")
            before = said.inner_text()
            found.keys("pay", "End")
            found.page.wait_for_function("window.sent.length > 0")
            found.journey()
            assert said.inner_text() != before
            assert said.inner_text().startswith("Remembered +")

    def test_keys_that_are_meant_for_it_do_not_reach_the_notebook(self, browser: Any, visit: jm.Journey) -> None:
        """Arrows, letters and Enter mean something to a notebook: none gets out of the editor; saving does."""
        with opened(browser, visit) as found:
            found.page.evaluate("window.heard = []; document.addEventListener('keydown', (e) => heard.push(e.key))")
            suppressed = found.page.locator("[data-lm-suppress-shortcuts]")
            found.keys("desk", "ArrowUp", "a", "Enter", "d", "Escape", "x")
            assert (found.page.evaluate("window.heard"), suppressed.count()) == ([], 1)
            found.keys("desk", "Control+s")
            assert (found.page.evaluate("window.heard"), suppressed.count()) == (["Control", "s"], 0)


class TestByFinger:
    def test_a_point_is_dragged(self, browser: Any, visit: jm.Journey) -> None:
        """A finger drags a point as the mouse does, and the point is large enough for it."""
        with opened(browser, visit, width=400, touch=True) as found:
            box = found.point("door").locator("circle").first.bounding_box()
            assert min(box["width"], box["height"]) >= 44
            x, y = found.middle("door")
            session = found.page.context.new_cdp_session(found.page)

            def touch(kind: str, *points: dict[str, float]) -> None:
                session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

            touch("touchStart", {"x": x, "y": y})
            for step in range(1, 6):
                touch("touchMove", {"x": x, "y": y + step * UNIT / 5})
            touch("touchEnd")
            found.page.wait_for_function("window.sent.length > 0")
            assert found.journey() == visit.change("door", emotion=0.0)


class TestChanges:
    def test_add_rename_move_remove_and_back(self, browser: Any, visit: jm.Journey) -> None:
        """All of it by hand, step by step, and all of it undone."""
        with opened(browser, visit) as found:
            found.point("desk").focus()
            found.page.get_by_label("New touchpoint after this one").fill("Cup of tea")
            found.button("Add").click()
            assert [touchpoint.id for touchpoint in found.journey()] == ["door", "desk", "cup-of-tea", "pay", "bye"]
            assert found.page.get_by_role("textbox", name="Name", exact=True).input_value() == "Cup of tea"
            assert found.page.get_by_label("New touchpoint after this one").input_value() == ""
            found.page.get_by_role("textbox", name="Name", exact=True).fill("Pot of tea")
            found.page.get_by_role("textbox", name="Name", exact=True).press("Enter")
            assert found.journey()["cup-of-tea"].name == "Pot of tea"
            found.button("Move later →").click()
            assert found.journey()["cup-of-tea"].stage == "Go"
            found.button("Move later →").click()
            assert [touchpoint.id for touchpoint in found.journey()] == ["door", "desk", "pay", "cup-of-tea", "bye"]
            found.button("← Move earlier").click()
            found.button("Remove").click()
            assert found.journey() == visit
            for _ in range(6):
                found.button("Undo").click()
                found.journey()
            assert found.button("Undo").is_disabled()
            assert found.journey() == visit
            found.button("Redo").click()
            assert "cup-of-tea" in found.journey()

    def test_the_number_can_be_typed(self, browser: Any, visit: jm.Journey) -> None:
        """For whoever would rather type, or does not know."""
        with opened(browser, visit) as found:
            found.point("pay").focus()
            found.page.get_by_role("spinbutton", name="Emotion").fill("1.7")
            found.page.get_by_role("spinbutton", name="Emotion").press("Enter")
            assert found.journey()["pay"].emotion == 1.7
            found.button("Not known").click()
            assert found.journey()["pay"].emotion is None
            assert found.page.get_by_role("spinbutton", name="Emotion").input_value() == ""

    def test_what_cannot_be_is_said_and_the_journey_kept(self, browser: Any) -> None:
        """The last touchpoint stays, with a sentence that a screen reader reads at once."""
        kiosk = jm.Journey("Kiosk").touchpoint("pay", "Pay", emotion=-1)
        with opened(browser, kiosk) as found:
            found.button("Remove").click()
            alert = found.page.get_by_role("alert")
            assert found.journey() is kiosk
            assert alert.inner_text() == "“Pay” is the only touchpoint: a journey needs one."
            found.keys("pay", "ArrowUp")
            found.page.wait_for_function("window.sent.length > 1")
            found.journey()
            assert alert.inner_text() == ""

    def test_an_empty_name_is_not_taken(self, browser: Any, visit: jm.Journey) -> None:
        """The sentence says so, and the field shows the name that is kept."""
        with opened(browser, visit) as found:
            found.page.get_by_role("textbox", name="Name", exact=True).fill("  ")
            found.page.get_by_role("textbox", name="Name", exact=True).press("Enter")
            assert found.journey() is visit
            assert found.page.get_by_role("alert").inner_text() == "A touchpoint needs a name."
            assert found.page.get_by_role("textbox", name="Name", exact=True).input_value() == "Door"

    def test_a_journey_may_begin_here(self, browser: Any) -> None:
        """One without touchpoints offers to add the first."""
        with opened(browser, jm.Journey("New").stage("Come"), lang="ko") as found:
            assert found.page.get_by_text("아직 접점 없음").count() == 1
            found.page.get_by_label("첫 접점").fill("문")
            found.page.get_by_label("첫 접점").press("Enter")
            assert found.journey().touchpoints == (jm.Touchpoint("t1", "문", stage="Come"),)

    def test_what_python_does_is_shown(self, browser: Any, visit: jm.Journey) -> None:
        """Setting the journey in a cell changes the map."""
        with opened(browser, visit) as found:
            found.editor.journey = visit.touchpoint("note", "Thank-you note", emotion=2)
            found.push()
            assert found.page.locator(".jm-card", has_text="Thank-you note").count() == 1

    def test_when_python_does_not_answer_it_is_said(self, browser: Any, visit: jm.Journey) -> None:
        """Nobody should go on working for nothing."""
        with opened(browser, visit) as found:
            found.page.clock.install()
            found.page.evaluate("window.deaf = true")
            found.button("Remove").click()
            found.page.clock.fast_forward(9000)
            assert found.page.get_by_role("alert").inner_text().startswith("Python does not answer")

    def test_a_finding_leads_to_its_touchpoint(self, browser: Any) -> None:
        """A click on a finding chooses the touchpoint that it is about."""
        with opened(browser, jm.load(examples.path("shoe-shop"))) as found:
            finding = next(each for each in jm.audit(found.journey()).findings if each.touchpoint)
            found.page.get_by_role("tabpanel").get_by_text(finding.code).first.click()
            assert found.page.evaluate("document.activeElement.dataset.id") == finding.touchpoint

    def test_the_code_is_copied(self, browser: Any, visit: jm.Journey) -> None:
        """The button says so, or asks to press the keys where pages may not copy."""
        with opened(browser, visit) as found:
            found.page.get_by_role("tab", name="YAML").click()
            found.button("Copy").click()
            said = found.page.locator(".jm-copy:visible").inner_text()
            assert said in ("Copied", "Selected; press Ctrl+C to copy")
            if said != "Copied":
                assert found.page.evaluate("getSelection().toString()").strip() == found.editor.yaml.strip()

    def test_closing_leaves_nothing_behind(self, browser: Any, visit: jm.Journey) -> None:
        """A view that is closed asks for what was still waiting, and no longer listens."""
        with opened(browser, visit) as found:
            found.keys("desk", "ArrowUp")
            found.page.evaluate("window.close()")
            found.page.wait_for_function("window.sent.length === 1")
            assert found.page.evaluate("[window.listeners.size, document.querySelector('main').childElementCount]") == [
                0,
                0,
            ]


class TestLooks:
    def test_the_line_is_that_of_the_map(self, browser: Any, visit: jm.Journey) -> None:
        """The page and the drawing make the same curve of the same points."""
        lines = (
            [(0, 3), (10, 1), (20, 1), (30, -4), (44, 9)],
            [(0, 0), (1, 5), (100, 6), (120, -7.25)],
            [(0, 0), (9, 2)],
        )
        with opened(browser, visit) as found:
            for points in lines:
                drawn = found.page.evaluate("points => window.smooth(points)", points)
                assert [float(n) for n in drawn.replace("M", " ").replace("C", " ").split()] == pytest.approx(
                    [float(n) for n in smooth(points).replace("M", " ").replace("C", " ").split()], abs=0.06
                )

    @pytest.mark.parametrize(("lang", "dark"), [("en", False), ("ko", True)])
    def test_everybody_can_use_it(self, browser: Any, lang: str, dark: bool) -> None:
        """axe-core finds nothing against it, light and dark, in either language, whichever tab is open."""
        axe = (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
        with opened(browser, jm.load(examples.path("small-mall", lang=lang)), lang=lang, dark=dark) as found:
            found.page.evaluate(axe)
            for tab in found.page.get_by_role("tab").all():
                tab.click()
                said = found.page.evaluate("axe.run('.journeymap-editor', {resultTypes: ['violations']})")
                assert [(each["id"], each["nodes"][0]["html"]) for each in said["violations"]] == []

    @pytest.mark.parametrize("width", [400, 1200])
    @pytest.mark.parametrize("count", [3, 12, 40])
    def test_it_fits(self, browser: Any, count: int, width: int) -> None:
        """Nothing but the map scrolls sideways, no word leaves its card, and points stand below their cards."""
        with opened(browser, long_journey(count), width=width) as found:
            assert found.page.evaluate("document.documentElement.scrollWidth") <= width
            wrong = found.page.evaluate("""() => {
                const outer = document.querySelector(".journeymap-editor").getBoundingClientRect();
                const inside = [...document.querySelectorAll(".jm-head, .jm-tools, .jm-chosen-one, [role=tabpanel]")];
                const cards = [...document.querySelectorAll(".jm-card")];
                const spilled = cards.filter((card) => card.scrollWidth > card.clientWidth + 1);
                const points = [...document.querySelectorAll(".jm-point")];
                const off = points.filter((point, i) => {
                    const [a, b] = [point.querySelector(".jm-face"), cards[i]].map((e) => e.getBoundingClientRect());
                    return Math.abs((a.left + a.right) / 2 - (b.left + b.right) / 2) > 2;
                });
                const out = inside.filter((e) => e.getBoundingClientRect().right > outer.right + 1);
                return [spilled.length, off.length, out.length];
            }""")
            assert wrong == [0, 0, 0]

    def test_names_stay_text(self, browser: Any) -> None:
        """Whatever somebody wrote is shown as it is written, makes no element and runs nothing."""
        nasty = [text for text in HOSTILE if text.strip() and len(text) < 500]
        nasty += [
            "<img src=x onerror=window.ran=1>",
            "<svg onload=window.ran=1>",
            "{{constructor.constructor('ran=1')()}}",
        ]
        journey = jm.Journey(nasty[0]).stage("<b>Stage</b>")
        for number, text in enumerate(nasty):
            journey = journey.touchpoint(f"t{number}", text, emotion=0, channel=text)
        with opened(browser, journey) as found:
            shown = found.page.evaluate("[...document.querySelectorAll('.jm-card b')].map((e) => e.textContent)")
            assert shown == nasty
            for tab in found.page.get_by_role("tab").all():
                tab.click()
            found.page.get_by_label("New touchpoint after this one").fill(nasty[-2])
            found.button("Add").click()
            found.journey()
            assert found.page.evaluate("window.ran") is None
            assert found.page.locator(".journeymap-editor :is(script, img, iframe, b > *)").count() == 0
            assert found.page.get_by_role("textbox", name="Name", exact=True).input_value() == nasty[-2]

    def test_it_is_dark_when_the_notebook_is(self, browser: Any, visit: jm.Journey) -> None:
        """It follows the notebook, also while it is open; a theme that was chosen stays."""
        with opened(browser, visit) as found:
            colour = "getComputedStyle(document.querySelector('.journeymap-editor')).backgroundColor"
            assert found.page.evaluate(colour) == "rgb(255, 255, 255)"
            found.page.evaluate("document.body.dataset.jpThemeLight = 'false'")
            found.page.wait_for_function(f"{colour} !== 'rgb(255, 255, 255)'")
        with opened(browser, visit, theme="light", dark=True) as found:
            assert found.page.evaluate(colour) == "rgb(255, 255, 255)"

    def test_ways_off_the_line_are_drawn_as_such(self, browser: Any) -> None:
        """A touchpoint beside the likeliest path has a dashed card and face, and the line passes it by."""
        shop = (
            jm.Journey("Shop").touchpoint("pay", "Pay", emotion=-1, next={"done": 0.9, "declined": 0.1})
            .touchpoint("declined", "Declined", emotion=-2, next="pay").touchpoint("done", "Done", emotion=1)
        )  # fmt: skip
        with opened(browser, attrs.evolve(shop, lang="en")) as found:
            assert found.page.locator(".jm-card.jm-off").inner_text().startswith("Declined")
            assert found.point("declined").locator(".jm-face").get_attribute("stroke-dasharray") == "4 2.8"
            assert curve(found).count("C") == 1
            assert found.page.locator("path[stroke-dasharray='6 5']").get_attribute("d").startswith("M")
