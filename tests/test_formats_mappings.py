"""Files of other shapes, read by a mapping of a few lines."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

import journeymap as jm
from journeymap.cli import app
from journeymap.formats import load_with_notes
from journeymap.formats.mappings import bundled, mapping_from

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "tables"

STUDIO = """kind: cjm
id: cjm:shop
persona: {name: Kim, description: in a hurry}
phases:
  - {id: p1, name: Find}
  - {id: p2, name: Pay}
actions:
  - {id: x, name: Search, phase: p1, touchpoints: [web, app], thoughts_feelings: [nice, fast], emotion_score: 2}
  - {id: y, name: Card, phase: p2, emotion_score: -1, weather: rain}
---
kind: sbp
lanes: []
"""
LUCID = """Id,Name,Shape Library,Page ID,Contained By,Line Source,Line Destination,Text Area 1
1,Document,,,,,,Shop
2,Page,,,,,,Page 1
3,Process,Standard,2,,,,Search
4,Process,Standard,2,,,,Pay
5,Line,,2,,3,4,choose
6,Line,,2,,4,3,back
"""
A9 = {
    "name": "Tool",
    "description": "About it",
    "nodes": [
        {"id": "n-1", "type": "t", "label": "Open", "duration": "30s", "actor": {"name": "User"}, "position": {"x": 1}},
        {"id": "n-2", "label": "Explore", "duration": "3min", "data": {"painPoints": ["odd", "slow"]}},
    ],
    "edges": [{"source": "n-1", "target": "n-2", "label": "goes on"}, {"source": "n-2"}],
}  # fmt: skip
SHAPE = {"touchpoints": "steps[]", "touchpoint": {"name": "label"}}


def read(data: Any, map: Mapping[str, Any], **options: Any) -> jm.Journey:
    """The journey in some data, by a mapping."""
    return jm.loads(json.dumps(data), "json", map=map, **options)


class TestBundled:
    """The mappings that come along, with files written here and, where they are, with real ones."""

    def test_enablement_map(self) -> None:
        """The document of the right kind is read, with stages by id; keys that nobody asked for are told."""
        with pytest.warns(jm.ReadWarning, match="'weather' of 1 touchpoint is not read"):
            journey = jm.loads(STUDIO, "yaml", map="enablement-map")
        assert journey.persona == jm.Persona("Kim", description="in a hurry")
        assert [(each.stage, each.name, each.channel, each.quote, each.emotion) for each in journey] == [
            ("Find", "Search", "web; app", "nice; fast", 2),
            ("Pay", "Card", None, None, -1),
        ]

    def test_lucidchart(self) -> None:
        """Shapes are touchpoints, lines the ways between them."""
        journey = jm.loads(LUCID, "csv", map="lucidchart", name="Shop")
        assert [(each.id, each.name, each.next) for each in journey] == [
            ("3", "Search", (jm.Transition("4", condition="choose"),)),
            ("4", "Pay", (jm.Transition("3", condition="back"),)),
        ]

    def test_a9(self) -> None:
        """Boxes and arrows, actors, lengths of time and pain points."""
        journey = jm.loads(json.dumps(A9), "json", map="a9-customer-journey")
        assert (journey.name, journey.description) == ("Tool", "About it")
        assert journey["n-1"].next == (jm.Transition("n-2", condition="goes on"),)
        assert (journey["n-1"].duration, journey["n-1"].actors) == (30, ("User",))
        assert journey["n-2"].detractors == ("odd", "slow")

    @pytest.mark.skipif(not CORPUS.exists(), reason="needs the files of others, which are no part of the project")
    @pytest.mark.parametrize(
        ("file", "map", "touchpoints", "felt"),
        [
            ("enablement-map-studio__sample.yaml", "enablement-map", 6, 6),
            ("enablement-map-studio__ai-dev-org-standardization.yaml", "enablement-map", 7, 7),
            ("enablement-map-studio__enterprise-ai-reach-value.yaml", "enablement-map", 7, 7),
            ("easy-user-journey-map__example-lucid-chart-export.csv", "lucidchart", 13, 0),
            ("a9-customer-journey-tool__meta-journey-example.json", "a9-customer-journey", 13, 0),
            ("defra__branching_map.yml", {"touchpoints": "*", "touchpoint": {"name": "@key"}}, 4, 0),
            (
                "customer-journey__customerData_TEST.json",
                {"touchpoints": "segments[].sequences[].touchpoints[]", "touchpoint": {
                    "name": "name", "stage": "^.name", "channel": "platform", "description": "description"}},
                None, 0,
            ),
            (
                "agentic-service-blueprinting__sample-ir.json",
                {"name": "lifecycle.name.en", "touchpoints": "lifecycle.phases[].scenarios[].steps[]",
                 "touchpoint": {"id": "key", "name": "name.en", "stage": "^.name.en"}},
                6, 0,
            ),
        ],
    )  # fmt: skip
    def test_files_of_others(self, file: str, map: Any, touchpoints: int | None, felt: int) -> None:
        """A few lines are enough for real files."""
        journey, _ = load_with_notes(CORPUS / file, map=map)
        assert len(journey) == touchpoints or (touchpoints is None and len(journey) > 3)
        assert sum(touchpoint.emotion is not None for touchpoint in journey) == felt
        assert all(touchpoint.name for touchpoint in journey)

    @pytest.mark.skipif(not CORPUS.exists(), reason="needs the files of others, which are no part of the project")
    @pytest.mark.parametrize("file", sorted(CORPUS.iterdir()) if CORPUS.exists() else [], ids=lambda path: path.name)
    def test_any_file_is_read_or_refused(self, file: Path) -> None:
        """With every mapping and without, no real file raises anything but the library's own errors."""
        for map in (None, *bundled()):
            try:
                journey, _ = load_with_notes(file, map=map)
            except jm.JourneymapError as error:
                assert str(error)  # noqa: PT017 (an error or a journey, both are right)
            else:
                assert isinstance(journey, jm.Journey)


class TestMapping:
    """What a mapping can say."""

    def test_paths(self) -> None:
        """Lists, mappings, keys, and what something stands in."""
        data = {"a.b": {"Find": {"steps": [{"label": "X"}]}, "Pay": {"steps": [{"label": "Y"}, {"label": "Z"}]}}}
        map = {"touchpoints": '"a.b".*.steps[]', "touchpoint": {"name": "label", "stage": "^.@key"}}
        journey = read(data, map, name="T")
        assert [(each.stage, each.name) for each in journey] == [("Find", "X"), ("Pay", "Y"), ("Pay", "Z")]
        assert [
            each.name for each in read(["P", "Q"], {"touchpoints": "[]", "touchpoint": {"name": "@"}}, name="T")
        ] == ["P", "Q"]

    def test_some_touchpoints(self) -> None:
        """``where`` picks by a value, by one of several, by whether there is any, and by truth."""
        steps = [
            {"label": "A", "kind": "s", "x": 1, "on": True},
            {"label": "B", "kind": "t", "on": False},
            {"label": "C", "kind": "u"},
        ]

        def found(**where: Any) -> str:
            shape = {**SHAPE, "where": where, "ignore": ["kind", "x", "on"]}
            return "".join(each.name for each in read({"steps": steps}, shape, name="T"))

        assert [found(kind="s"), found(kind=["s", "t"]), found(x=True), found(x=False), found(on=True)] == [
            "A", "AB", "A", "BC", "A",
        ]  # fmt: skip

    def test_scales_and_words(self) -> None:
        """The mapping says them, options say otherwise."""
        shape = {**SHAPE, "touchpoint": {"name": "label", "emotion": "mood"}, "scale": [1, 5], "emotions": {"meh": -1}}
        steps = {"steps": [{"label": "A", "mood": 4}, {"label": "B", "mood": "meh"}]}
        with pytest.warns(jm.ReadWarning, match="words are read as emotions"):
            assert [each.emotion for each in read(steps, shape, name="T")] == [1, -1]
        with pytest.warns(jm.ReadWarning, match="words are read as emotions"):
            other = read(steps, shape, name="T", scale=jm.Scale(0, 8), emotions={"meh": 0})
        assert [each.emotion for each in other] == [0, 0]

    def test_a_workbook_by_a_mapping(self) -> None:
        """The rows of a workbook are mappings by head."""
        import openpyxl

        book = openpyxl.Workbook()
        for row in (("what", "how"), ("A", 2), ("B", -1)):
            book.active.append(row)
        content = io.BytesIO()
        book.save(content)
        map = {"touchpoints": "[]", "touchpoint": {"name": "what", "emotion": "how"}}
        assert [each.emotion for each in jm.loads(content.getvalue(), "xlsx", map=map, name="T")] == [2, -1]
        with pytest.raises(jm.ReadError, match="is text, not a workbook"):
            jm.loads("text", "xlsx", map=map)

    @pytest.mark.parametrize(
        ("map", "message"),
        [
            ({}, "touchpoints: expected where the touchpoints stand"),
            ({**SHAPE, "touchpoint": {"nam": "x"}}, r"touchpoint.nam: unknown fact 'nam' \(did you mean 'name'\?\)"),
            ({**SHAPE, "touchpoint": {"name": 3}}, "touchpoint: expected paths as texts"),
            ({**SHAPE, "toouchpoint": {}}, "unknown key 'toouchpoint'"),
            ({**SHAPE, "scale": [1]}, "scale: expected its ends"),
            ({**SHAPE, "links": {"frm": "x"}}, "links.frm: unknown key"),
            ({**SHAPE, "where": 3}, "where: expected a table"),
            ({**SHAPE, "ignore": "x"}, "ignore: expected a list"),
            ({**SHAPE, "format": 1}, "format: expected text"),
            ({**SHAPE, "name": 3}, "expected paths as texts"),
        ],
    )
    def test_mistakes(self, map: Mapping[str, Any], message: str) -> None:
        """What cannot be in a mapping is told with its place."""
        with pytest.raises(jm.JourneyError, match=message):
            mapping_from(map)

    def test_files_of_mappings(self, tmp_path: Path) -> None:
        """A name that is none of those bundled, a file that is no TOML, and a format without shapes are told."""
        with pytest.raises(jm.UnknownNameError, match=r"unknown mapping 'lucidchat' \(did you mean 'lucidchart'\?\)"):
            mapping_from("lucidchat")
        (tmp_path / "bad.toml").write_text("= 3")
        with pytest.raises(jm.ReadError, match="this is not TOML"):
            mapping_from(tmp_path / "bad.toml")
        with pytest.raises(jm.UnknownNameError, match="unknown format for a mapping 'mermaid'"):
            jm.loads("journey", "mermaid", map=SHAPE)

    @pytest.mark.parametrize("data", [{"stpes": []}, [], 3, {}])
    def test_nothing_there(self, data: Any) -> None:
        """Where the mapping finds nothing, the message says what there is."""
        with pytest.raises(
            jm.ReadError, match=r"there is no touchpoint where the mapping says: steps\[\] \(at its top"
        ):
            read(data, SHAPE)

    def test_documents(self) -> None:
        """A document that the mapping asks for and is not there, and mistakes in a later one, are told by line."""
        with pytest.raises(jm.ReadError, match="no document in it says kind: x"):
            jm.loads(STUDIO, "yaml", map={**SHAPE, "first": {"kind": "x"}})
        with pytest.raises(jm.ReadError) as caught:
            jm.loads("a: 1\n---\nb: [\n", "yaml", map=SHAPE)
        assert caught.value.problems[0].line >= 3

    @settings(max_examples=100, deadline=None)
    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=5),
            lambda inner: (
                st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["steps", "label", "next", "id"]), inner)
            ),
        ),
        st.sampled_from(["steps[]", "[]", "*", "steps.*", "@", "^", "steps[].next[]", ""]),
    )
    def test_anything_is_read_or_refused(self, data: Any, path: str) -> None:
        """Whatever the data is, there is a journey or an error of our own."""
        facts = {"name": "label", "stage": "^.id", "next": "next", "emotion": "id", "actors": "steps"}
        map = {"touchpoints": path, "touchpoint": facts, "links": {"list": "steps[]", "from": "id", "to": "next"}}
        try:
            journey = next(iter(jm.formats._read(json.dumps(data), "json", "", every=False, map=map, options={})))[0]
        except jm.JourneymapError:
            return
        assert isinstance(journey, jm.Journey)


class TestCommand:
    """``journeymap convert`` with a mapping, and with what there is to say about a table."""

    @pytest.fixture(autouse=True)
    def _somewhere(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
            monkeypatch.delenv(name, raising=False)

    def run(self, *args: str) -> Result:
        """Run ``journeymap convert``."""
        return CliRunner().invoke(app, ["convert", *args], prog_name="journeymap")

    def test_a_mapping(self) -> None:
        """By its name."""
        Path("chart.csv").write_text(LUCID, encoding="utf-8")
        assert self.run("chart.csv", "--map", "lucidchart", "-o", "chart.yaml").exit_code == 0
        assert len(jm.load("chart.yaml")) == 2

    def test_a_workbook_and_back(self) -> None:
        """To a workbook in Korean, from one of its sheets by name, with a scale and a column said."""
        Path("t.csv").write_text("where,mood,x\nDoor,4,?\n", encoding="utf-8")
        said = ("--scale", "1-5", "--column", "where=name", "--column", "mood=emotion", "--column", "x=")
        done = self.run("t.csv", *said, "-o", "t.xlsx", "--lang", "ko")
        assert (done.exit_code, done.stderr) == (0, "")
        done = self.run("t.xlsx", "--sheet", "Sheet1", "--to", "csv", "--lang", "ko")
        assert "출처" in done.stdout.splitlines()[0]
        assert jm.load("t.xlsx")["door"].emotion == 1

    @pytest.mark.parametrize(
        ("args", "message"),
        [
            (("--scale", "much"), "--scale: expected its ends"),
            (("--column", "mood"), "--column: expected a head and a fact"),
            (("--map", "none"), "unknown mapping 'none'"),
            (("--sheet", "x", "--from", "yaml"), "only tables have such options"),
        ],
    )
    def test_bad_input(self, args: tuple[str, ...], message: str) -> None:
        """What cannot be said ends with 2 and a reason."""
        Path("t.csv").write_text("touchpoint\nDoor\n", encoding="utf-8")
        done = self.run("t.csv", *args, "--to", "yaml")
        assert (done.exit_code, done.stdout) == (2, "")
        assert message in done.stderr
