"""Mermaid journeys in and out, in files of their own and in Markdown."""

from __future__ import annotations

import contextlib
import html
import json
import re
import warnings
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import journeymap as jm
from journeymap.errors import Problem, ReadWarning
from journeymap.formats import load_all, load_with_notes, places
from tests.format_texts import read_or_refused

CORPUS = Path(__file__).parents[2] / "shared" / "corpus" / "mermaid"

DAY = """journey
  title My working day
  section Go to work
    Make tea: 5: Me
    Go upstairs: 3: Me
    Do work: 1: Me, Cat
  section Go home
    Sit down: 4: Me
"""


def read(text: str) -> tuple[jm.Journey, list[str]]:
    """The journey in a text, and what was noted, as line:column: message."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        journey = jm.loads(text, "mermaid")
    return journey, [str(each.message) for each in caught]


def refused(text: str) -> list[str]:
    """What is wrong with a text."""
    with pytest.raises(jm.ReadError) as caught:
        jm.loads(text, "mermaid")
    return [str(problem) for problem in caught.value.problems]


# Reading


def test_a_diagram_is_a_journey() -> None:
    """Title, sections, tasks, scores and people are all there, and what was written is kept."""
    journey, notes = read(DAY)
    assert notes == []
    assert journey.name == "My working day"
    assert journey.persona is None
    assert [stage.name for stage in journey.stages] == ["Go to work", "Go home"]
    assert [(t.id, t.name, t.stage, t.emotion) for t in journey] == [
        ("make-tea", "Make tea", "Go to work", 2),
        ("go-upstairs", "Go upstairs", "Go to work", 0.4),
        ("do-work", "Do work", "Go to work", -1.2),
        ("sit-down", "Sit down", "Go home", 1.2),
    ]
    assert journey["do-work"].actors == ("Me", "Cat")
    assert journey["do-work"].evidence == jm.Evidence(scale="0-5", source="Mermaid: 1: Me, Cat")


def test_whoever_is_everywhere_is_the_customer() -> None:
    """When only one name takes part at all, it is the persona's."""
    assert read("journey\ntitle T\nA: 3: Kim\nB: 4\nC: 2: Kim")[0].persona == jm.Persona("Kim")


@pytest.mark.parametrize(
    "text",
    [
        DAY.replace("\n", "\r\n"),
        DAY.replace("\n", "\r"),
        DAY.replace("title", "TITLE").replace("section", "Section"),
        "%% a comment\n" + DAY.replace("    Make", "%% journey\n\n# a comment\n% another\n    Make"),
        "%%{init: {'theme': 'base'}}%%\n" + DAY,
        "%%{\n  init: {}\n}%%\n\n" + DAY,
        "---\nconfig:\n  theme: dark\n---\n" + DAY,
        "---\ntitle: another\n---\n" + DAY,
        DAY.replace("\n  ", "\n\t "),
        DAY.replace("5: Me", "5: Me # the best"),
        DAY.replace("tea:", "tea :"),
        DAY.replace("journey\n", "journey "),
    ],
)
def test_what_mermaid_passes_over_changes_nothing(text: str) -> None:
    """Line ends, case, comments, directives, front matter and spaces leave the same journey."""
    journey, notes = read(text)
    assert notes == []
    assert [(t.name, t.stage, t.emotion, t.actors) for t in journey] == [
        (t.name, t.stage, t.emotion, t.actors) for t in read(DAY)[0]
    ]


@pytest.mark.parametrize(
    ("text", "name", "description"),
    [
        ("journey\naccTitle: T\naccDescr: a; b # c", "T", "a; b # c"),
        ("journey\ntitle T\naccTitle: T2\naccDescr {\n a\n   b\n}", "T", "T2\na\nb"),
        ("---\ntitle: 'From the front'\n---\njourney", "From the front", None),
        ("journey\ntitle one\ntitle two", "two", None),
        ("journey\ntitle\n  next line", "next line", None),
        ("journey\ntitle a: b", "a: b", None),
        ("journey\ntitle #quot;x#quot; #35;1 #nosuch; &amp", '"x" #1 #nosuch; &amp', None),
    ],
)
def test_titles_and_descriptions(text: str, name: str, description: str | None) -> None:
    """Titles for eyes and for screen readers, front matter and entities are read as Mermaid reads them."""
    journey, notes = read(text)
    assert (journey.name, journey.description, notes) == (name, description, [])


def test_tasks_may_stand_outside_sections_and_sections_may_come_back() -> None:
    """A task before any section has no stage; a section named again is the same stage."""
    journey, _ = read("journey\ntitle T\nA: 3\nsection S\nsection Empty\nB: 3\nsection S\nC: 3")
    assert [stage.name for stage in journey.stages] == ["S", "Empty"]
    assert [touchpoint.stage for touchpoint in journey] == [None, "Empty", "S"]


def test_ids_are_made_of_names() -> None:
    """Latin names give their letters, others their number, and no id is given twice."""
    journey, _ = read("journey\ntitle T\nCafé!: 3\n결제: 3\ncafe: 3\n🎉 Pay: 3\n주문 order 하기: 3\ncafe-2: 3")
    assert [touchpoint.id for touchpoint in journey] == ["cafe", "t2", "cafe-2", "pay", "order", "cafe-2-2"]


@pytest.mark.parametrize(
    ("line", "emotion", "source", "note"),
    [
        ("A: ?: Me", None, "Mermaid: ?: Me", "2:3: the score '?' is not a number"),
        ("A: 2, Me", None, "Mermaid: 2, Me", "2:3: the score '2, Me' is not a number"),
        ("A: 9: Me", None, "Mermaid: 9: Me", "2:3: the score 9 is not on Mermaid's scale from 0 to 5"),
        ("A: -1", None, "Mermaid: -1", "the score -1 is not on"),
        ("A: " + "9" * 200, None, "Mermaid: " + "9" * 200, "is not a number"),
        ("A:", None, None, "2:3: a task without a score"),
        ("A: : Me", None, None, "2:3: a task without a score"),
        ("A: 5:", 2, "Mermaid: 5:", "2:3: somebody without a name takes part"),
        ("A: 5: Me,, You", 2, "Mermaid: 5: Me,, You", "somebody without a name"),
        ("A: 5: Me: late", 2, "Mermaid: 5: Me: late", "2:3: a second ':' after the score"),
        ("A: 0x3", 0.4, "Mermaid: 0x3", None),
        ("A: 2.5e0", 0, "Mermaid: 2.5e0", None),
    ],
)
def test_where_mermaid_shrugs_we_keep_and_warn(line: str, emotion: float | None, source: str, note: str | None) -> None:
    """Odd scores and people are kept as written with the evidence, and noted with line and column."""
    journey, notes = read(f"journey title T\n{line}")
    assert journey["a"].emotion == emotion
    assert (journey["a"].evidence.source if journey["a"].evidence else None) == source
    assert len(notes) == (note is not None)
    assert (note or "") in "".join(notes)
    assert read(jm.dumps(journey, "mermaid"))[0] == journey


@pytest.mark.parametrize(
    ("text", "names", "note"),
    [
        ("journey\ntitle T\nA: 5: Me; B: 3", ["A", "B"], "3:9: ';', which Mermaid refuses"),
        ("journey\ntitle T\njourney review: 4", ["journey review"], "3:1: a task that begins with 'journey'"),
        ("---\ntitle: T\n  ---\njourney\nA: 3", ["A"], "3:1: the two lines '---'"),
        ("journey\nA: 3", ["A"], "1:1: there is no title"),
    ],
)
def test_what_mermaid_refuses_is_mended_where_the_meaning_is_clear(text: str, names: list[str], note: str) -> None:
    """It is read, and a note with a place says what was mended."""
    journey, notes = read(text)
    assert [touchpoint.name for touchpoint in journey] == names
    assert len(notes) == 1
    assert notes[0].startswith(note)


def test_a_colon_in_a_section_is_mended() -> None:
    """A section whose name has a colon keeps it, with a note."""
    journey, notes = read("journey\ntitle T\nsection A:B\nC: 3")
    assert journey.stages == (jm.Stage("A:B"),)
    assert notes[0].startswith("3:1: a section with ':' in its name")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("journey\nnonsense\nA: 3", "2:1: 'nonsense' has no score (expected a line such as 'nonsense: 3: Me')"),
        ("journey\nTask #1: 3", "2:1: 'Task' has no score (expected a line such as 'Task: 3: Me'; '#' begins a"),
        ("journey\n: 3: Me", "2:1: a score without a task before it"),
        ("journey\naccDescr {\nA: 3", "2:1: accDescr that is never closed (expected '}' at its end)"),
        ("journey\njourney\nA: 3", "2:1: a second 'journey'"),
        ("%%{init: {\njourney", "1:1: a directive that is never closed (expected '}%%')"),
        ("---\ntitle: T\njourney", "1:1: front matter that is never closed (expected a line '---')"),
        ("journy\nA: 3", "1:1: unknown kind of diagram 'journy' (did you mean 'journey'?)"),
        ("sequenceDiagram\nA->B: hi", "1:1: unknown kind of diagram 'sequenceDiagram' (known: "),
        ("", "1:1: there is no Mermaid diagram here (expected a diagram that begins with 'journey'"),
        ("# A page\nwithout diagrams", "1:1: there is no Mermaid diagram here"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_where_and_why(text: str, problem: str) -> None:
    """Every refusal has a line, a column, and how to mend it."""
    assert refused(text)[0].startswith(problem)


def test_all_mistakes_are_told_at_once() -> None:
    """Several mistakes in one diagram are one error with several problems; very many are counted."""
    assert [problem[:3] for problem in refused("journey\na\nb\nc: 3\nd\n: 4")] == ["2:1", "3:1", "5:1", "6:1"]
    many = refused("journey\n" + "a\n" * 500)
    assert len(many) == 100
    assert many[-1] == "101:1: here and further on 401 more like these"
    notes = read("journey\ntitle T\n" + "A: x\n" * 500)[1]
    assert len(notes) == 100


# Comments of ours


def test_facts_stand_in_comments_below_their_line() -> None:
    """What a comment says is added to the line above it: journey, stage, or touchpoint."""
    journey, notes = read(
        """journey
  title T
  %% journeymap {"journeymap": 1, "persona": "Kim", "lang": "ko"}
  section Pay
  %% journeymap {"phase": "during"}
    Card: 1.25
    %% journeymap {"id": "pay", "channel": "web", "next": {"done": 0.9}}
    Done: ?: Kim
    %% journeymap {"id": "done"}
"""
    )
    assert notes == []
    assert journey == jm.Journey(
        "T", persona="Kim", lang="ko", stages=[jm.Stage("Pay", phase="during")],
        touchpoints=[
            jm.Touchpoint("pay", "Card", stage="Pay", emotion=-1, channel="web", next={"done": 0.9}),
            jm.Touchpoint("done", "Done", stage="Pay"),
        ],
    )  # fmt: skip


def test_mistakes_in_comments_have_their_places() -> None:
    """The same checks as in the native formats, with the line and column inside the comment."""
    text = 'journey\n title T\n Pay: 3\n %% journeymap {"emotoin": 1, "kind": "paymnt", "next": ["dne"]}\n'
    assert refused(text) == [
        "4:17: touchpoints[0]: unknown key 'emotoin' (did you mean 'emotion'?)",
        "4:39: touchpoints[0].kind: unknown word 'paymnt' (did you mean 'payment'?)",
        "4:58: touchpoints[0].next[0]: unknown touchpoint 'dne' (known: pay)",
    ]
    assert refused("journey\nA: 3\n  %% journeymap {oops}")[0].startswith("3:18: this is not JSON")
    assert refused('journey\nA: 3\n%% journeymap {"id": "a", "id": "b"}')[0].startswith("3:27: key 'id' stands twice")


def test_a_line_that_was_edited_counts() -> None:
    """Where somebody changed a line in a Mermaid editor, the line wins over the comment below it."""
    shop = jm.Journey(
        "A\nB", persona="Kim",
        touchpoints=[jm.Touchpoint("pay", "Card\npayment", emotion=0.1, actors=["Kim"], channel="web")],
    )  # fmt: skip
    text = jm.dumps(shop, "mermaid")
    assert read(text)[0] == shop
    edited = text.replace("title A B", "title C").replace("Card payment: 2.62: Kim", "Cash: 5: Kim, Lee")
    journey, _ = read(edited)
    assert (journey.name, journey["pay"].name, journey["pay"].emotion) == ("C", "Cash", 2)
    assert journey["pay"].actors == ("Kim", "Lee")
    assert journey["pay"].channel == "web"


def test_places_are_those_of_the_lines(tmp_path: Path) -> None:
    """``places`` tells where each touchpoint stands, also in a page."""
    path = tmp_path / "page.md"
    path.write_text("# Day\n\n- a list\n\n  ```mermaid\n" + DAY.replace("\n", "\n  ") + "\n  ```\n", encoding="utf-8")
    assert places(path)["make-tea"] == (9, 7)


# Markdown


def page(*fences: str) -> str:
    return "# Title\n\ntext\n\n" + "\n\nmore\n\n".join(fences)


FENCES = {
    "plain": "```mermaid\n{}```\n",
    "tildes": "~~~~ mermaid\n{}~~~~\n",
    "braces": "```{{mermaid}}\n{}```\n",
    "colons": "::: mermaid\n{}:::\n",
    "in a list": "1. one\n   - two\n\n     ```mermaid\n     {}     ```\n",
    "in a quote": "> ```mermaid\n> {}> ```\n",
    "without a word": "```\n{}```\n",
    "in a page in a page": "````markdown\n# Inner\n\n```mermaid\n{}```\n````\n",
    "not the first fence": "```python\njourney = 1\n```\n\n```mermaid\n{}```\n",
    "after another diagram": "```mermaid\nsequenceDiagram\n  A->>B: hi\n```\n\n```mermaid\n{}```\n",
}


@pytest.mark.parametrize("fence", FENCES)
def test_diagrams_are_found_in_pages(fence: str) -> None:
    """Fences of every kind, nested in lists, quotes and other fences, hold the same journey."""
    lines = DAY.replace("\n", "\n> ")[:-2] if "quote" in fence else DAY
    lines = lines.replace("\n", "\n     ")[:-5] if "list" in fence else lines
    text = page(FENCES[fence].format(lines))
    journey, notes = read(text)
    assert notes == []
    assert journey == read(DAY)[0]
    assert jm.loads(text, "markdown") == journey


def test_a_fence_that_is_never_closed_is_read_to_the_end() -> None:
    """It is read, with a note."""
    journey, notes = read(page("```mermaid\n" + DAY))
    assert journey == read(DAY)[0]
    assert notes == ["6:1: the fence around this diagram is never closed; read to the end"]


def test_several_diagrams_in_a_page(tmp_path: Path) -> None:
    """``load`` reads the first journey and says that there are others; ``load_all`` reads them all."""
    path = tmp_path / "page.md"
    one, two = "```mermaid\njourney\ntitle One\nA: 3\n```\n", "```mermaid\njourney\ntitle Two\nA: x\n```\n"
    path.write_text(page(one, two), encoding="utf-8")
    journey, notes = load_with_notes(path)
    assert journey.name == "One"
    assert [str(note) for note in notes] == [
        f"{path}:6:1: only this diagram is read; there are others after line 14 (load_all reads all)"
    ]
    with pytest.warns(ReadWarning, match=r"page\.md:17:3: the score 'x' is not a number"):
        assert [each.name for each in load_all(path)] == ["One", "Two"]


def test_other_formats_hold_one_journey(tmp_path: Path) -> None:
    """``load_all`` of a native file is the one journey in it."""
    path = tmp_path / "shop.yaml"
    path.write_text("journeymap: 1\nname: Shop\n", encoding="utf-8")
    assert load_all(path) == (jm.Journey("Shop"),)


def test_a_warning_carries_its_problem_and_names_its_caller(tmp_path: Path) -> None:
    """A ReadWarning has the place as data, and points at the line that called ``load``."""
    path = tmp_path / "shop.mmd"
    path.write_text("journey\ntitle T\nA: x", encoding="utf-8")
    with pytest.warns(ReadWarning) as caught:
        jm.load(path)
    assert caught[0].message.problem == Problem(  # type: ignore[union-attr]
        "the score 'x' is not a number; the emotion is left unknown", source=str(path), line=3, column=3
    )
    assert caught[0].filename == __file__


# Writing


def test_what_was_read_is_written_back_without_comments() -> None:
    """A journey from a diagram that nobody added to is a plain diagram again."""
    text = jm.dumps(read(DAY)[0], "mermaid")
    assert "%%" not in text
    assert "Do work: 1: Me, Cat" in text
    assert read(text)[0] == read(DAY)[0]


def test_a_journey_of_ours_is_written_to_be_read() -> None:
    """Lines as a designer would write them; what they cannot say below them; the emotion as a score."""
    shop = (
        jm.Journey("Shop: a visit", persona="Kim")
        .stage("Pay", phase="during")
        .touchpoint("pay", "Card #1", emotion=0.5, channel="web", next={"done": 0.9})
        .touchpoint("done", "Done")
    )
    assert jm.dumps(shop, "mermaid") == (
        "journey\n"
        "    title Shop#58; a visit\n"
        '    %% journeymap {"journeymap": 1, "persona": "Kim"}\n'
        "    section Pay\n"
        '    %% journeymap {"phase": "during"}\n'
        "        Card #35;1: 3.12: Kim\n"
        '        %% journeymap {"id": "pay", "channel": "web", "next": {"done": 0.9}, "emotion": 0.5}\n'
        "        Done: ?: Kim\n"
        '        %% journeymap {"id": "done"}\n'
    )


# Against Mermaid's own reading of real diagrams


def corpus() -> list[dict[str, Any]]:
    """What Mermaid made of each diagram; nothing where the corpus is not beside the checkout."""
    table = CORPUS / "mermaid_parse.jsonl"
    return [json.loads(line) for line in table.read_text(encoding="utf-8").splitlines()] if table.exists() else []


@pytest.mark.parametrize("oracle", corpus() or [None], ids=lambda each: each["file"] if each else "absent")
def test_real_diagrams_are_read_as_mermaid_reads_them(oracle: dict[str, Any] | None) -> None:
    """What Mermaid accepts is read the same; what it refuses is refused with a place, or read with a note."""
    if oracle is None:
        pytest.skip("the corpus of real diagrams is not beside this checkout (../shared/corpus/mermaid)")
    try:
        journey, notes = load_with_notes(CORPUS / oracle["file"])
    except jm.ReadError as error:
        journey, notes = None, error.problems
    assert all(note.line and note.column for note in notes)
    if not oracle["ok"] or journey is None:
        assert not oracle["ok"]
        assert notes
        return
    assert journey.name == meant(oracle["title"]) or not oracle["title"]  # that of front matter is kept elsewhere
    assert [(t.stage or "", t.name, list(t.actors or ())) for t in journey] == [
        (meant(task["section"]), meant(task["task"]), [meant(each) for each in task["people"] if each])
        for task in oracle["tasks"]
    ]
    for touchpoint, task in zip(journey, oracle["tasks"], strict=True):
        score = float(task["score"])  # "NaN" is Mermaid's own word
        felt = round(jm.Scale(0, 5).emotion(score), 12) if 0 <= score <= 5 else None
        assert touchpoint.emotion == felt
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert jm.loads(jm.dumps(journey, "mermaid"), "mermaid") == journey


def meant(text: str) -> str:
    """A text without the marks that Mermaid puts in place of entities, or the entities it puts in place of signs."""
    text = re.sub("ﬂ°°?(\\w+)¶ß", lambda found: f"&{'#' if found[1].isdigit() else ''}{found[1]};", text)
    return html.unescape(text).strip()


# Nothing breaks it, and nothing makes it slow

PIECES = st.sampled_from(
    ["journey", "\n", " ", "title ", "section ", "A", ": ", "3", ",", ";", "#", "#35;", "%%", "%%{", "}%%", "{", "}",
     "accTitle:", "accDescr {", "---\n", "```mermaid\n", "```\n", "> ",
     '%% journeymap {"id": "a"}\n', "%% journeymap {",
     '"journeymap": 1', "한국", "\ufdd0", "\x1b", "NaN", "graph TD\n"]
)  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(st.lists(PIECES | st.text(max_size=5), max_size=30).map("".join))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Whatever it is fed, the reader gives a journey or a ReadError with places."""
    for start in ("journey\n", ""):
        with warnings.catch_warnings(), contextlib.suppress(jm.ReadError):
            warnings.simplefilter("ignore")
            journey = jm.loads(start + text, "mermaid")
            assert jm.loads(jm.dumps(journey, "mermaid"), "mermaid") == journey


@pytest.mark.parametrize(
    "make",
    [
        lambda n: "journey\n" + "x" * (100 * n),
        lambda n: "journey\nA: 3: " + "x," * n,
        lambda n: "journey\n" + ";" * n,
        lambda n: "journey\n" + "%%{" * n,
        lambda n: "journey\n" + "accDescr{" * n,
        lambda n: "journey\n" + "accTitle" + " " * (50 * n),
        lambda n: "journey\ntitle T\n" + "".join(f"section {each}\nA: 3\n" for each in range(n // 20)),
        lambda n: "```mermaid\n" * n,
        lambda n: "````markdown\n" * n,
        lambda n: "> " * n + "```",
        lambda n: "---\n" * n,
        lambda n: "%% journeymap {" * n,
        lambda n: "journey\nA: 3\n%% journeymap " + '{"a":' * n,
        lambda n: "journey\nA: 3\n" + '%% journeymap {"a":1}\n' * (n // 10),
        lambda n: "journey\n" + "#a;" * n,
        lambda n: "```mermaid\njourney\nA: 3\n```\n" * (n // 20),
    ],
)
def test_what_is_repeated_without_end_comes_to_an_end(make: Any) -> None:
    """Each is read or refused; tests/benchmarks/test_hostile.py says how the time grows with the text."""
    read_or_refused((make(20_000)).encode(), "mermaid")
