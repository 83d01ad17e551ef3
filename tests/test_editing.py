"""The editor as Python sees it: what it holds, what it answers, and how it is shown."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import resources
from typing import Any

import pytest
import traitlets

import journeymap as jm
from journeymap import examples
from journeymap.drawing.themes import themed
from journeymap.editing.editors import Editor
from journeymap.editing.views import LABELS, labels
from journeymap.i18n import translator
from tests.editing_pages import shown

WIDGET = "application/vnd.jupyter.widget-view+json"


@pytest.fixture
def shop() -> jm.Journey:
    return (
        jm.Journey("Shop", state="as-is")
        .stage("Find")
        .touchpoint("search", "Search", emotion=2, channel="web")
        .stage("Pay")
        .touchpoint("pay", "Pay", emotion=-1, next={"done": 0.9, "lost": 0.1})
        .touchpoint("done", "Done", emotion=1, ends="success")
        .touchpoint("lost", "Leaves", emotion=-2, ends="abandon")
    )


def ask(editor: Editor, **wish: Any) -> dict[str, Any]:
    """Ask as the page does; the answer is what the page then shows."""
    editor._handle_custom_msg({"view": "v", "turn": 1, **wish}, [])
    answer: dict[str, Any] = shown(editor)["_shown"]
    assert (answer["answered"]["view"], answer["answered"]["turn"]) == ("v", 1)
    return answer


class TestEditor:
    def test_the_journey_is_an_ordinary_one(self, shop: jm.Journey) -> None:
        """What is edited can be scored, judged and drawn as it stands, and the one before is as it was."""
        editor = jm.edit(shop)
        assert editor.journey is shop
        ask(editor, do="feel", id="pay", emotion=1.5)
        assert shop["pay"].emotion == -1
        assert editor.journey == shop.change("pay", emotion=1.5)
        assert (jm.score(editor.journey).remembered or 0) > (jm.score(shop).remembered or 0)
        assert jm.audit(editor.journey).journey is editor.journey

    def test_the_code_follows(self, shop: jm.Journey) -> None:
        """Python and YAML say what the journey is now, to Python and on the page."""
        editor = jm.edit(shop)
        answer = ask(editor, do="rename", id="pay", name="Card payment")
        assert jm.loads(editor.yaml) == editor.journey
        assert '"Card payment"' in editor.python
        assert (answer["python"], answer["yaml"]) == (editor.python, editor.yaml)

    def test_score_and_findings_follow(self, shop: jm.Journey) -> None:
        """What is shown is what Python says of the new journey."""
        editor = jm.edit(shop)
        answer = ask(editor, do="feel", id="done", emotion=-2)
        audit = jm.audit(editor.journey)
        assert [found["code"] for found in answer["findings"]] == [finding.code for finding in audit.findings]
        assert answer["figures"][0]["value"] == f"{jm.score(editor.journey).remembered:+.2f}".replace("-", "−")
        assert answer["figures"][0]["value"] in answer["said"]

    def test_undo_and_redo(self, shop: jm.Journey) -> None:
        """Every change can be undone and done again, and the page knows whether there is one."""
        editor = jm.edit(shop)
        assert (ask(editor, do="undo")["undo"], editor.journey) == (False, shop)
        changed = ask(editor, do="remove", id="lost")
        assert (changed["undo"], changed["redo"]) == (True, False)
        undone = ask(editor, do="undo")
        assert (undone["undo"], undone["redo"], editor.journey) == (False, True, shop)
        ask(editor, do="redo")
        assert "lost" not in editor.journey

    def test_a_new_touchpoint_is_named_in_the_answer(self, shop: jm.Journey) -> None:
        """So that the page can choose it."""
        editor = jm.edit(shop)
        assert ask(editor, do="add", name="Gift wrap", behind="search")["answered"]["new"] == "gift-wrap"

    @pytest.mark.parametrize("lang", ["en", "ko"])
    def test_what_cannot_be_is_refused_and_nothing_changes(self, shop: jm.Journey, lang: str) -> None:
        """The answer has a sentence in the language of the editor; the next change that can be made takes it away."""
        editor = jm.edit(shop, lang=lang)
        said = ask(editor, do="feel", id="pay", emotion=9)["refused"]
        assert said == translator(lang)("An emotion is a number from −2 to +2.")
        assert editor.journey is shop
        assert ask(editor, do="feel", id="pay", emotion=0)["refused"] == ""

    @pytest.mark.parametrize("message", [None, 3, [], "undo", {}, {"do": {}}, {"do": "feel", "id": {"a": 1}}])
    def test_any_message_is_answered(self, shop: jm.Journey, message: Any) -> None:
        """Whatever is sent, the editor says so and keeps the journey."""
        editor = jm.edit(shop)
        editor._handle_custom_msg(message, [])
        assert shown(editor)["_shown"]["refused"] == "What was asked for is not understood."
        assert editor.journey is shop

    def test_setting_the_journey_is_a_change(self, shop: jm.Journey) -> None:
        """It is shown, can be undone, and whoever observes it is told; another thing is no journey."""
        editor, heard = jm.edit(shop), []
        editor.observe(lambda change: heard.append(change["new"]), "journey")
        other = shop.change("pay", emotion=0)
        editor.journey = other
        assert heard == [other]
        assert shown(editor)["_shown"]["touchpoints"]["pay"]["emotion"] == 0
        assert shown(editor)["_shown"]["undo"]
        ask(editor, do="undo")
        assert heard == [other, shop]
        with pytest.raises(traitlets.TraitError):
            editor.journey = "shop.yaml"
        with pytest.raises(jm.JourneyError, match="unknown touchpoint 'moon'"):
            editor.journey = shop.change("pay", next="moon")
        assert editor.journey == shop

    def test_what_cannot_be_scored_can_still_be_mended(self) -> None:
        """A journey without touchpoints, or that nobody can finish, is shown with the reason."""
        empty = jm.edit(jm.Journey("New"))
        assert shown(empty)["_shown"]["figures"][0]["caption"] == "the journey cannot be scored"
        assert ask(empty, do="add", name="Door", behind=None)["groups"] == [{"stage": None, "ids": ["door"]}]
        stuck = jm.edit(jm.Journey("J").touchpoint("a", "A", emotion=1, next="b").touchpoint("b", "B", next="a"))
        assert shown(stuck)["_shown"]["figures"][0]["value"] == "not known"

    def test_stages_without_touchpoints_have_their_place(self) -> None:
        """They stand between the others in the order of the journey, as do touchpoints without a stage."""
        journey = jm.Journey("J", stages=[jm.Stage(name) for name in "ABCD"], touchpoints=[
            jm.Touchpoint("zero", "0"), jm.Touchpoint("one", "1", stage="B"), jm.Touchpoint("two", "2", stage="B"),
        ])  # fmt: skip
        assert shown(jm.edit(journey))["_shown"]["groups"] == [
            {"stage": None, "ids": ["zero"]}, {"stage": "A", "ids": []}, {"stage": "B", "ids": ["one", "two"]},
            {"stage": "C", "ids": []}, {"stage": "D", "ids": []},
        ]  # fmt: skip

    @pytest.mark.parametrize("name", examples.names())
    def test_bundled_journeys_can_be_edited(self, name: str) -> None:
        """What is shown of each is plain data that JSON holds, in both languages."""
        for lang in ("en", "ko"):
            journey = jm.load(examples.path(name, lang=lang))
            state = shown(jm.edit(journey, lang=lang))
            ids = [id for group in state["_shown"]["groups"] for id in group["ids"]]
            assert sorted(ids) == sorted(journey.positions)
            assert json.loads(json.dumps(state)) == state


class TestShown:
    def test_a_page_without_widgets_shows_the_map(self, shop: jm.Journey) -> None:
        """Beside the widget there are the map as a picture and a line of text."""
        editor = jm.edit(shop)
        bundle, _ = editor._repr_mimebundle_()
        assert WIDGET in bundle
        assert bundle["image/svg+xml"].startswith("<svg")
        assert "Search" in bundle["image/svg+xml"]
        assert bundle["text/plain"] == repr(editor) == "<Editor of 'Shop': 4 touchpoints>"

    def test_colours_are_those_of_the_drawings(self, shop: jm.Journey) -> None:
        """Light and dark as the notebook is; a theme that was chosen is kept in both."""
        ours = shown(jm.edit(shop))["_colours"]
        assert (ours["light"]["ink"], ours["dark"]["ink"]) == (themed("light").ink, themed("dark").ink)
        chosen = shown(jm.edit(shop, theme="contrast"))["_colours"]
        assert chosen["light"] == chosen["dark"]
        assert chosen["light"]["error"] == themed("contrast").error

    def test_every_label_has_korean(self) -> None:
        """But for the names of the two formats."""
        same = {name for name, said in LABELS.items() if labels("ko")[name] == said}
        assert same == {"python", "yaml"}

    def test_the_page_is_shipped_and_loads_nothing(self) -> None:
        """Script and style stand in the package; neither names an address, but that of SVG, nor sets any HTML."""
        script, style = (
            (resources.files("journeymap.editing") / name).read_text(encoding="utf-8")
            for name in ("editor.js", "editor.css")
        )
        for text in (script.replace("http://www.w3.org/2000/svg", ""), style):
            for word in ("http:", "https:", "//cdn", "@import", "url(", "innerHTML", "outerHTML", "insertAdjacentHTML",
                         "fetch(", "XMLHttpRequest", "eval(", "import("):  # fmt: skip
                assert word not in text


class TestEdit:
    def test_without_the_extra_it_says_how_to_get_it(self, shop: jm.Journey, monkeypatch: pytest.MonkeyPatch) -> None:
        """Plain Python without anywidget gives the name of the extra."""
        monkeypatch.delitem(sys.modules, "journeymap.editing.editors")
        monkeypatch.setitem(sys.modules, "anywidget", None)
        with pytest.raises(jm.MissingToolError) as caught:
            jm.edit(shop)
        assert str(caught.value) == (
            'editing a journey in a notebook needs the package anywidget: pip install "journeymap[notebook]"'
        )

    def test_a_broken_part_is_not_taken_for_a_missing_one(
        self, shop: jm.Journey, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Where something else cannot be imported, that is what is said."""
        monkeypatch.delitem(sys.modules, "journeymap.editing.editors")
        monkeypatch.setitem(sys.modules, "journeymap.editing.views", None)
        with pytest.raises(ModuleNotFoundError, match=r"journeymap\.editing\.views"):
            jm.edit(shop)

    def test_nothing_is_loaded_before_it_is_asked_for(self) -> None:
        """The name can be had without the extra."""
        code = (
            "import sys, journeymap as jm; jm.edit; print([n for n in ('anywidget', 'ipywidgets') if n in sys.modules])"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "[]"

    def test_what_is_no_journey_language_or_theme_is_refused(self, shop: jm.Journey) -> None:
        """Each with the error that the rest of the library has for it."""
        with pytest.raises(jm.JourneyError, match=r"edit\(\) takes a Journey"):
            jm.edit("shop.yaml")  # type: ignore[arg-type]
        with pytest.raises(jm.JourneyError, match="unknown touchpoint 'moon'"):
            jm.edit(shop.change("pay", next="moon"))
        with pytest.raises(jm.UnknownNameError, match="unknown language 'kr'"):
            jm.edit(shop, lang="kr")
        with pytest.raises(jm.UnknownNameError, match="unknown theme 'drak'"):
            jm.edit(shop, theme="drak")
