"""How things show themselves in a notebook."""

from __future__ import annotations

import html
import re
import subprocess
import sys
from base64 import b64decode
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import attrs
import pytest

import journeymap
from journeymap import display
from journeymap.auditing import audit
from journeymap.checklists import checklist
from journeymap.display import bundle
from journeymap.drawing import draw, rendering
from journeymap.facts import Fee
from journeymap.model import Journey
from journeymap.scoring import score
from tests.strategies import HOSTILE

SVG, HTML, TEXT = "image/svg+xml", "text/html", "text/plain"


@pytest.fixture(scope="module")
def shop() -> Journey:
    fee = Fee("Shipping", 3000, "KRW", disclosed_at="pay")
    return (
        Journey("Online shoe order", persona="First-time buyer")
        .stage("Find")
        .touchpoint("search", "Search and sort", emotion=2, channel="web", shows_price=True)
        .stage("Pay")
        .touchpoint("pay", "Card payment", emotion=-1, kind="payment", fees=[fee], contacts=())
        .touchpoint("done", "Order confirmed", emotion=-0.5, kind="confirmation", ends="success")
    )


@pytest.fixture(scope="module")
def korean(shop: Journey) -> Journey:
    return attrs.evolve(shop, lang="ko")


class Words(HTMLParser):
    """The tags, ids and words of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.ids += [value or "" for name, value in attributes if name == "id"]

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def picture_in(page: str) -> str:
    """The picture that a page holds as an image."""
    return b64decode(re.findall(r'src="data:image/svg\+xml;base64,([^"]+)"', page)[0]).decode()


def test_every_class_that_shows_itself_is_known() -> None:
    """Whatever inherits Shown has a way to be shown, under the name it really has."""
    for name in journeymap.__all__:
        getattr(journeymap, name)  # imports the module that defines it
    shown = {f"{kind.__module__}.{kind.__qualname__}" for kind in display.Shown.__subclasses__()}
    assert {name for name in shown if name.startswith("journeymap.")} == set(display._SHOWS)


class TestWhatIsShown:
    def test_a_journey_is_its_map(self, shop: Journey) -> None:
        """A journey shows its map as a picture, and its one-line text."""
        assert bundle(shop) == {TEXT: repr(shop), SVG: draw(shop).svg}

    @pytest.mark.parametrize("kind", ["map", "curve"])
    def test_a_drawing_is_its_picture(self, shop: Journey, kind: str) -> None:
        """A drawing shows its picture, in the language it was drawn in."""
        drawing = draw(shop, kind=kind, lang="ko")
        assert bundle(drawing) == {TEXT: repr(drawing), SVG: drawing.svg}

    def test_a_graph_is_its_picture(self, shop: Journey, dot: str) -> None:
        """A graph is laid out when it is shown."""
        drawing = draw(shop, kind="graph")
        assert bundle(drawing)[SVG] == drawing.svg

    def test_a_score_is_a_page(self, shop: Journey) -> None:
        """A score shows what it is made of, where memory sits, how it ends, and what it cannot say."""
        shown = bundle(score(shop))
        said = Words(shown[HTML]).text
        for words in ("Remembered", "Peak", "Average", "Where memory sits", "Search and sort", "Order confirmed 100%"):
            assert words in said
        assert score(shop).limits in said
        assert shown[TEXT] == str(score(shop))
        assert score(shop).limits in shown[TEXT]

    def test_an_audit_is_a_page_with_its_map(self, shop: Journey) -> None:
        """An audit shows the map with its flags, each finding with why, mending and source, and the questions."""
        judged = audit(shop)
        shown = bundle(judged)
        page = Words(shown[HTML])
        assert picture_in(shown[HTML]) == draw(judged).svg
        assert html.escape(draw(judged).summary) in shown[HTML]
        assert judged.findings
        for finding in judged.findings:
            for words in (finding.code, finding.message(), finding.rule.fix, finding.rule.why):
                assert " ".join(words.split()) in page.text
        for question in judged.questions:
            assert question.code in page.text
        assert shown[TEXT] == repr(judged)

    def test_an_audit_without_findings_says_so(self) -> None:
        """When nothing failed and nothing is open, the page says that and has no empty lists."""
        judged = audit(Journey("Kiosk").touchpoint("buy", "Buy", emotion=1, ends="success"), select="JM101")
        page = Words(bundle(judged)[HTML])
        assert "Nothing failed." in page.text
        assert page.tags.count("details") == 1

    def test_a_checklist_is_its_page_in_a_frame(self, shop: Journey) -> None:
        """A checklist stands in a frame of its own, in which nothing can run, and which has a title."""
        made = checklist(audit(shop))
        page = bundle(made)[HTML]
        (frame,) = re.findall(r"<iframe .*?>", page, re.S)
        assert html.unescape(re.findall(r'srcdoc="([^"]*)"', frame)[0]) == made.html()
        assert " sandbox " in frame
        assert f'title="{html.escape(made.title)}"' in frame

    def test_the_language_is_the_journeys(self, korean: Journey) -> None:
        """A Korean journey shows itself in Korean, without being asked."""
        assert bundle(korean)[SVG] == draw(korean, lang="ko").svg
        assert "기억이 머무는 곳" in Words(bundle(score(korean))[HTML]).text
        assert "고치는 법" in Words(bundle(audit(korean))[HTML]).text

    def test_an_unknown_score_is_shown_without_figures(self) -> None:
        """A journey of which no emotion is known has a page that says so."""
        page = Words(bundle(score(Journey("Unknown").touchpoint("a", "A")))[HTML])
        assert "How it will be remembered cannot be told." in page.text
        assert "What it is made of" not in page.text

    def test_notebooks_find_it(self, shop: Journey) -> None:
        """What IPython shows is what the bundle holds."""
        formatters = pytest.importorskip("IPython.core.formatters")
        shown, _ = formatters.DisplayFormatter().format(shop)
        assert shown[SVG] == draw(shop).svg

    def test_somebody_elses_thing_is_its_text(self) -> None:
        """A class that is not ours and inherits Shown is shown as text."""

        class Note(display.Shown):
            def __repr__(self) -> str:
                return "<Note>"

        assert Note()._repr_mimebundle_() == {TEXT: "<Note>"}


class TestWhatCannotBeShown:
    def test_a_journey_with_a_dangling_way(self) -> None:
        """A journey that cannot be drawn is shown as text, with every reason, and is not hidden."""
        broken = Journey("Broken").touchpoint("pay", "Pay", next=["dnoe"]).touchpoint("done", "Done")
        assert bundle(broken) == {
            TEXT: f"{broken!r}\ntouchpoint 'pay': next: unknown touchpoint 'dnoe' (did you mean 'done'?)"
        }

    def test_a_graph_without_graphviz(self, shop: Journey, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        """A graph that nothing can lay out is shown as text, with how to get what is missing."""
        monkeypatch.setenv("PATH", str(tmp_path))
        monkeypatch.setattr(rendering, "find_spec", lambda name: None)
        shown = bundle(draw(shop, kind="graph"))
        assert list(shown) == [TEXT]
        assert shown[TEXT].startswith("<Drawing graph of 'Online shoe order'>\ndrawing a graph needs Graphviz")

    def test_a_journey_without_a_score_is_drawn_all_the_same(self) -> None:
        """A loop that nobody can leave has no score, and still a map and an audit."""
        trap = Journey("Trap").touchpoint("a", "A", emotion=1, next=["b"]).touchpoint("b", "B", emotion=-1, next=["a"])
        assert SVG in bundle(trap)
        assert "How it will be remembered cannot be told." in Words(bundle(audit(trap))[HTML]).text


class TestOnOnePage:
    def things(self, journey: Journey) -> list[Any]:
        judged = audit(journey)
        return [journey, score(journey), judged, draw(judged, lang=journey.lang or "en"), checklist(judged)]

    def test_pages_have_no_ids_and_pictures_their_own(self, shop: Journey, korean: Journey) -> None:
        """Whatever is shown twice or beside something else, no id stands on the page twice."""
        ids: list[str] = []
        for thing in (*self.things(shop), *self.things(korean)):
            shown = bundle(thing)
            if HTML in shown:
                assert Words(shown[HTML]).ids == []
            else:
                found = re.findall(r' id="([^"]*)"', shown[SVG])
                assert len(found) == len(set(found)) > 0
                ids += found
        assert len(ids) == len(set(ids))

    def test_hostile_names_stay_text(self) -> None:
        """Whatever a name holds, it is a word on the page and never a part of it."""
        hostile = Journey(HOSTILE[0], persona=HOSTILE[1])
        for number, name in enumerate(HOSTILE):
            hostile = hostile.touchpoint(f"t{number}", name, emotion=-1, channel=name)
        plain = Journey("x", persona="x")
        for number in range(len(HOSTILE)):
            plain = plain.touchpoint(f"t{number}", "x", emotion=-1, channel="x")
        for show in (score, audit):
            pages = [Words(bundle(show(journey))[HTML]) for journey in (hostile, plain)]
            assert set(pages[0].tags) == set(pages[1].tags)
            assert "script" not in pages[0].tags
            assert "<script>alert(1)</script>" in pages[0].text

    def test_nothing_runs_in_a_browser(self, browser: Any) -> None:
        """In a real browser no script of a name runs, in no representation."""
        journey = Journey('"><img src=x onerror=alert(1)>', persona="</title><script>alert(1)</script>")
        journey = journey.touchpoint("a", "<script>alert(1)</script>", emotion=-1, quote="<svg onload=alert(1)>")
        page, dialogs = browser.new_page(), []
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        for thing in self.things(journey):
            shown = bundle(thing)
            page.set_content(shown.get(HTML) or shown[SVG])
            page.wait_for_timeout(100)
        page.close()
        assert dialogs == []


def test_nothing_is_imported_before_it_is_shown() -> None:
    """Making a journey loads no renderer; showing it does."""
    program = (
        "import sys, journeymap as jm\n"
        "kiosk = jm.Journey('Kiosk').touchpoint('pay', 'Pay')\n"
        "repr(kiosk)\n"
        "print('journeymap.drawing' in sys.modules, 'IPython' in sys.modules)\n"
        "kiosk._repr_mimebundle_()\n"
        "print('journeymap.drawing' in sys.modules, 'journeymap.reports' in sys.modules, 'IPython' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert done.stdout.split() == ["False", "False", "True", "False", "False"]
