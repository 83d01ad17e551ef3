"""Mermaid flowcharts in and out: branches, stages, and guesses that are told."""

from __future__ import annotations

import contextlib
import json
import warnings
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import journeymap as jm
from journeymap.formats import load_with_notes
from journeymap.formats.mermaid_flowchart_scanning import scan
from journeymap.formats.mermaid_guessing import CLASSES, FACES, kind_of, name_from, share_of
from journeymap.formats.mermaid_text import Draft, blocks
from tests.format_texts import read_or_refused
from tests.strategies import journeys

CORPUS = Path(__file__).parents[2] / "shared" / "corpus" / "flowchart"

SHOP = """flowchart LR
    accTitle: Shop
    subgraph buy["Buy"]
        cart[Cart] --> pay{Card payment}
        pay -->|92%| done([Order confirmed 🙂])
        pay -- declined (8%) --> declined[Card declined]:::frustrated
    end
    declined -. 재시도 .-> pay
    declined -->|gives up| bye((Leaves))
"""


def read(text: str) -> tuple[jm.Journey, list[str]]:
    """The journey in a text, and what was noted, as line:column: message."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        journey = jm.loads(text, "mermaid")
    return journey, [str(each.message) for each in caught]


def chart(body: str) -> jm.Journey:
    """The journey in the lines of a flowchart."""
    return read(f"graph TD\naccTitle: T\n{body}")[0]


def ways(journey: jm.Journey) -> set[tuple[str, str]]:
    """From where to where one can go."""
    return {(touchpoint.id, way.to) for touchpoint in journey for way in touchpoint.next or ()}


def test_a_flowchart_is_a_journey_with_branches() -> None:
    """Boxes are touchpoints, links ways on with shares, kinds and conditions, subgraphs stages."""
    journey, _ = read(SHOP)
    assert journey == jm.Journey(
        "Shop",
        stages=[jm.Stage("Buy")],
        touchpoints=[
            jm.Touchpoint("cart", "Cart", stage="Buy", next=["pay"]),
            jm.Touchpoint(
                "pay", "Card payment", stage="Buy",
                next=[
                    jm.Transition("done", probability=0.92),
                    jm.Transition("declined", probability=0.08, kind="failure", condition="declined"),
                ],
            ),
            jm.Touchpoint("done", "Order confirmed 🙂", stage="Buy", emotion=1, next=[]),
            jm.Touchpoint(
                "declined", "Card declined", stage="Buy", emotion=-1,
                next=[
                    jm.Transition("pay", kind="retry", condition="재시도"),
                    jm.Transition("bye", kind="abandon", condition="gives up"),
                ],
            ),
            jm.Touchpoint("bye", "Leaves", next=[]),
        ],
    )  # fmt: skip


def test_every_guess_is_told_with_its_place() -> None:
    """Shares, kinds and emotions read from labels are listed for somebody to confirm."""
    assert read(SHOP)[1] == [
        "5:16: guessed: '92%' means 0.92 of all customers",
        "5:22: guessed from its face: 'Order confirmed 🙂' feels like 1",
        "6:16: guessed: 'declined (8%)' means 0.08 of all customers",
        "6:16: guessed: 'declined (8%)' speaks of a way of kind 'failure'",
        "6:34: guessed from its class: 'Card declined' feels like -1",
        "8:17: guessed: '재시도' speaks of a way of kind 'retry'",
        "9:17: guessed: 'gives up' speaks of a way of kind 'abandon'",
    ]


@pytest.mark.parametrize(
    "label",
    ["[x]", "(x)", "([x])", "[[x]]", "[(x)]", "((x))", "(((x)))", ">x]", "{x}", "{{x}}", "[/x/]", "[\\x\\]", "[/x\\]",
     "[\\x/]", "(-x-)", '["x"]', '[ "x" ]', '["`x`"]', "[ x ]", '@{ shape: rect, label: "x" }', "[<b>x</b>]",
     "[fa:fa-car x]", "[#120;]", "[x<br/>]"],
)  # fmt: skip
def test_every_shape_has_its_label(label: str) -> None:
    """Whatever the box looks like, the text in it is the name."""
    assert [touchpoint.name for touchpoint in chart(f"a{label} --> b")] == ["x", "b"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("a --> b --> c", {("a", "b"), ("b", "c")}),
        ("a-->b-->c;c-->d", {("a", "b"), ("b", "c"), ("c", "d")}),
        ("a & b --> c & d", {("a", "c"), ("a", "d"), ("b", "c"), ("b", "d")}),
        ("a -->\n b", {("a", "b")}),
        ("a ---> b\nb ===> c\nc -..-> d", {("a", "b"), ("b", "c"), ("c", "d")}),
        ("a == x ==> b\na -. y .-> c", {("a", "b"), ("a", "c")}),
        ("a <--> b", {("a", "b"), ("b", "a")}),
        ("a --- b", {("a", "b")}),
        ("a --x b\na --o c", {("a", "b"), ("a", "c")}),
        ("a ~~~ b", set()),
        ("a e1@--> b\ne1@{ animate: true }", {("a", "b")}),
        ("a --클릭--> b", {("a", "b")}),
        ("a --> a", {("a", "a")}),
        ("subgraph s\na --> b\nend\nc --> s\ns --> d", {("a", "b"), ("c", "a"), ("b", "d")}),
        ("a:::x-->b:::y\nstyle a fill:#f9f\nlinkStyle 0 stroke:red", {("a", "b")}),
        ('a --> b\nclick a href "x"\nclassDef x fill:#fff', {("a", "b")}),
    ],
)  # fmt: skip
def test_every_link_is_a_way_on(body: str, expected: set[tuple[str, str]]) -> None:
    """Chains, ``&``, lengths, heads, labels and links over two lines lead where Mermaid draws them."""
    assert ways(chart(body)) == expected


@pytest.mark.parametrize(
    ("label", "share", "condition", "kind"),
    [
        ("30%", 0.3, None, None),
        ("yes: 12.5 %", 0.125, "yes", None),
        ("실패 5%", 0.05, "실패", "failure"),
        ("3,5%", 0.035, None, None),
        ("150%", None, "150%", None),
        ("Payment failed", None, "Payment failed", "failure"),
        ("try again", None, "try again", "retry"),
        ("다시 시도", None, "다시 시도", "retry"),
        ("user cancels", None, "user cancels", "cancel"),
        ("구매 취소", None, "구매 취소", "cancel"),
        ("이탈", None, "이탈", "abandon"),
        ("infallible", None, "infallible", None),
        ("No", None, "No", None),
    ],
)
def test_what_labels_on_links_mean(label: str, share: float, condition: str, kind: str) -> None:
    """Percentages are shares; words of failure, retry, cancelling and leaving are kinds; the rest is the condition."""
    assert chart(f"a -->|{label}| b")["a"].next == (
        jm.Transition("b", probability=share, condition=condition, kind=kind),
    )


def test_shares_that_cannot_be_stay_words() -> None:
    """Where percentages sum to more than 100, they are kept as conditions, and a note says so."""
    journey, notes = read("graph TD\naccTitle: T\na -->|80%| b\na -->|70%| c")
    assert [way.condition for way in journey["a"].next or ()] == ["80%", "70%"]
    assert "no share, as the shares here sum to more than 1" in notes[0]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("subgraph Pay", "Pay"),
        ("subgraph p[Pay now]", "Pay now"),
        ('subgraph p ["Pay now"]', "Pay now"),
        ('subgraph "Pay now"', "Pay now"),
        ("subgraph Pay (x)", "Pay (x)"),
        ("subgraph 결제 단계", "결제 단계"),
    ],
)
def test_subgraphs_are_stages(line: str, title: str) -> None:
    """However the title is written; the innermost subgraph counts."""
    assert chart(f"{line}\na\nend")["a"].stage == title
    assert chart(f"subgraph outer\n{line}\na\nend\nend\nb")["a"].stage == title


def test_ids_are_those_of_the_boxes_where_they_can_be() -> None:
    """An id that can be a touchpoint's is kept; others are made of names."""
    assert [t.id for t in chart("cart --> B[Card payment] --> C[결제]")] == ["cart", "card-payment", "t2"]


def test_the_start_is_guessed_where_it_is_clear() -> None:
    """When a way leads to the first box and just one box has none to it, the journey starts there."""
    assert chart("b --> c\na --> b\nc --> b").start == "a"
    assert chart("a --> b\nc --> b").start is None


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("a -->", "3:3: a link that leads nowhere"),
        ("a b", "3:3: 'b' is nothing that a flowchart can say here"),
        ("subgraph s\na", "3:1: a subgraph that is never closed (expected a line 'end')"),
        ("a\nend", "4:1: 'end' without a subgraph before it"),
        ("a[x", "3:2: a label that is never closed (expected ']')"),
        ("--> b", "3:1: '--> b' is nothing that"),
        ("a & b" + " & c" * 400 + " --> d" + " & e" * 400, "3:1: more than 100,000 links"),
    ],
)
def test_what_cannot_be_read_says_where_and_why(body: str, problem: str) -> None:
    """Every refusal has a line, a column, and how to mend it."""
    with pytest.raises(jm.ReadError) as caught:
        chart(body)
    assert str(caught.value.problems[0]).startswith(problem)


@pytest.mark.parametrize(
    ("body", "name", "note"),
    [
        ('a[say "hi" (x)] --> b', 'say "hi" (x)', "3:1: quotes or brackets in a label"),
        ("a[x]\nclassDef end fill:#fff", "x", "4:1: a class called 'end'"),
    ],
)
def test_what_mermaid_refuses_is_mended_where_the_meaning_is_clear(body: str, name: str, note: str) -> None:
    """It is read, and a note with a place says what was mended."""
    journey, notes = read(f"graph TD\naccTitle: T\n{body}")
    assert journey["a"].name == name
    assert notes[0].startswith(note)


def test_the_tables_of_guesses_are_sound() -> None:
    """Every face and class speaks of an emotion from −2 to 2."""
    assert all(-2 <= emotion <= 2 for emotion in (*FACES.values(), *CLASSES.values()))
    assert name_from("`**bold** text`") == "bold text"
    assert share_of("about 1000%") == (None, "about 1000%")
    assert kind_of("") is None


# Writing


def test_a_journey_is_written_as_a_flowchart() -> None:
    """Stages as subgraphs, shares and conditions on links, emotions as classes, the rest in comments."""
    shop = (
        jm.Journey("Shop")
        .stage("Pay", phase="during")
        .touchpoint("pay", "Card #1", emotion=-1, next={"done": 0.9, "end": 0.1})
        .touchpoint("done", "Done", ends="success")
        .touchpoint("end", "Gives up")
    )
    assert jm.dumps(shop, "flowchart") == (
        "flowchart LR\n"
        "    accTitle: Shop\n"
        '    %% journeymap {"journeymap": 1}\n'
        '    subgraph stage1["Pay"]\n'
        '        %% journeymap {"phase": "during"}\n'
        '        pay["Card #35;1"]:::unhappy\n'
        '        %% journeymap {"emotion": -1, "next": {"done": 0.9, "end": 0.1}}\n'
        '        done(["Done"])\n'
        '        %% journeymap {"ends": "success"}\n'
        '        t3["Gives up"]\n'
        '        %% journeymap {"id": "end"}\n'
        "    end\n"
        '    pay --> |"90%"| done\n'
        '    pay --> |"10%"| t3\n'
        "    classDef unhappy fill:#fddbc7,stroke:#d6604d\n"
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(journey=journeys())
def test_reading_what_was_written_gives_the_same_journey(journey: jm.Journey) -> None:
    """Nothing is lost, and there is nothing to warn about."""
    text = jm.dumps(journey, "flowchart")
    assert jm.loads(text, "flowchart") == jm.loads(text, "mermaid") == journey


def test_what_was_edited_counts() -> None:
    """Where somebody changed a box or a link, that wins over the comment."""
    shop = jm.Journey("Shop").touchpoint("a", "A", emotion=1, next={"b": 0.9}).touchpoint("b", "B")
    text = jm.dumps(shop, "flowchart")
    edited = text.replace('a["A"]:::happy', 'a["C"]:::unhappy').replace("90%", "maybe 80%")
    journey, notes = read(edited)
    assert notes == []
    assert (journey["a"].name, journey["a"].emotion) == ("C", -1)
    assert journey["a"].next == (jm.Transition("b", probability=0.8, condition="maybe"),)


def test_mistakes_in_comments_have_their_places() -> None:
    """As in a journey: line and column inside the comment."""
    text = 'graph TD\n%% journeymap {"journeymap": 1}\na[A]\n %% journeymap {"kind": "paymnt"}\n'
    with pytest.raises(jm.ReadError, match=r"^4:25: touchpoints\[0\]\.kind: unknown word 'paymnt' \(did you mean 'pay"):
        jm.loads(text, "mermaid")


# Against Mermaid's own reading of real flowcharts


def corpus() -> list[dict[str, Any]]:
    """What Mermaid made of each flowchart; nothing where the corpus is not beside the checkout."""
    table = CORPUS / "mermaid_parse.jsonl"
    return [json.loads(line) for line in table.read_text(encoding="utf-8").splitlines()] if table.exists() else []


@pytest.mark.parametrize("oracle", corpus() or [None], ids=lambda each: each["file"] if each else "absent")
def test_real_flowcharts_are_read_as_mermaid_reads_them(oracle: dict[str, Any] | None) -> None:
    """Boxes, links, labels, subgraphs and direction are as many and the same; what Mermaid refuses is noted."""
    if oracle is None:
        pytest.skip("the corpus of real flowcharts is not beside this checkout (../shared/corpus/flowchart)")
    path = CORPUS / oracle["file"]
    journey, notes = load_with_notes(path)
    assert all(note.line and note.column for note in notes)
    if not oracle["ok"]:
        assert any("Mermaid refuses" in note.message or "refuses here" in note.message for note in notes)
        return
    drawn = scan(Draft(next(blocks(path.read_text(encoding="utf-8")))))
    assert (len(journey), len(drawn.frames), len(drawn.links), drawn.direction) == (
        oracle["nodes"], oracle["groups"], oracle["edges"], oracle["direction"],
    )  # fmt: skip
    assert sum(bool(link.label) for link in drawn.links) == oracle["labelled"]
    assert jm.loads(jm.dumps(journey, "flowchart"), "flowchart") == journey


# Nothing breaks it, and nothing makes it slow

PIECES = st.sampled_from(
    ["a", "B", " --> ", "---", "-- x -->", "-.->", "==", "|x|", "[", "]", "(", ")", "{", "}", '"', "&", ";", "\n",
     "subgraph s\n", "end\n", ":::c", "@{", "class a b\n", "classDef c\n", "accTitle: x\n", "%%", "#35;", "<", ">",
     "80%", "~~~", "결제", "/", "\\",
     '%% journeymap {"journeymap": 1}\n', '%% journeymap {"next": [1]}\n', "style a b\n", "`", "=", "-", "."]
)  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(st.lists(PIECES | st.text(max_size=4), max_size=30).map("".join))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Whatever it is fed, the reader gives a journey or a ReadError."""
    with warnings.catch_warnings(), contextlib.suppress(jm.ReadError):
        warnings.simplefilter("ignore")
        journey = jm.loads("graph TD\n" + text, "mermaid")
        assert jm.loads(jm.dumps(journey, "flowchart"), "mermaid") == journey


@pytest.mark.parametrize(
    "make",
    [
        lambda n: "x" * (50 * n),
        lambda n: "A[ " * n,
        lambda n: "A -- x\n" * (n // 4),
        lambda n: "A-->B\n" * (n // 8),
        lambda n: "subgraph a\n" * n,
        lambda n: "subgraph a\n" * (n // 4) + "end\n" * (n // 4),
        lambda n: "".join(f"subgraph s{each}\nA{each}\nend\n" for each in range(n // 20)),
        lambda n: "class " + "a," * n,
        lambda n: "A" + "-" * (10 * n),
        lambda n: "A@{" * n,
        lambda n: 'A["' * n,
        lambda n: "A[" + "99% " * n + "]",
        lambda n: "A-->|" + "99% " * n + "|B",
    ],
)
def test_what_is_repeated_without_end_comes_to_an_end(make: Any) -> None:
    """Each is read or refused; tests/benchmarks/test_hostile.py says how the time grows with the text."""
    read_or_refused(("graph TD\n" + make(20_000)).encode(), "mermaid")
