"""What a person wrote is kept when a journey is written back: every comment, and every letter that need not change."""

from __future__ import annotations

import difflib
import random
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import journeymap as jm
from journeymap.formats.rewriting import CannotKeepError, rewritten, toml_parts, written_over, yaml_parts
from tests.strategies import journeys

SHEETS = {"yaml": yaml_parts.sheet, "toml": toml_parts.sheet}
CAREFULLY = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
FACTS = [field.name for field in attrs.fields(jm.Touchpoint) if field.name not in ("id", "stage", "next", "drop_off")]

YAML = """\
# 우리 가게
journeymap: 1
name:   "Shoe order"     # the old one

touchpoints:
- id: find
  name: 'Search'
  emotion: +1.50
  wait: 5 min   # measured in May
  expectations: [ fast,   # they said so
                  easy ]   # aligned
  next: {
    pay: 0.5,   # half
    gone: 0.5
  }

- id: pay
  name: Pay
  enhancers:
      - one    # deep
      # between
      - two
  # before the text
  description: This is a plain text
    on two lines.
  moment_of_truth:   # yes?
  wait: 480   # in seconds
  quote: |  # as said
    Too slow.

- {id: gone, name: "Gone"}   # end
# the end
"""

TOML = """\
# 우리 가게
journeymap = 1
name =   "Shoe order"     # the old one

[[touchpoints]]   # first
id = "find"
name = 'Search'
wait = "5 min"   # measured
expectations = [
   "fast",   # they said so
   "easy",  # aligned
  ]
next = { pay = 0.5, gone=0.5 }

# paying
[[touchpoints]]
id = "pay"
name = "Pay"
  [touchpoints.response]   # inside
  typical = "3 min"
  # of the response

[[touchpoints]]
id = "gone"
name = "Gone"
response.typical = "1 min"  # dotted
"""


def changed(old: str, new: str) -> list[str]:
    """The lines that went and came."""
    lines = difflib.unified_diff(old.split("\n"), new.split("\n"), lineterm="", n=0)
    return [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def walked(text: str, format: str, **answers: Any) -> tuple[str, jm.Journey]:
    """The text with answers at its touchpoints, and the journey it should hold."""
    journey = jm.loads(text, format).with_answers(answers)
    return rewritten(text, journey, format), journey


def test_only_lines_that_change_are_touched() -> None:
    """A changed value, a fact more in a record, an item more and a new fact: nothing else differs."""
    new, journey = walked(
        YAML, "yaml",
        find={"emotion": -1, "wait.known": True, "name": "Find"},
        pay={"moment_of_truth": True, "enhancers": ["one", "two", "three"], "duration": 90, "quote": "Slow"},
        gone={"emotion": -2},
    )  # fmt: skip
    assert changed(YAML, new) == [
        "-  name: 'Search'",
        "-  emotion: +1.50",
        "-  wait: 5 min   # measured in May",
        "+  name: 'Find'",
        "+  emotion: -1",
        "+  wait: {typical: 5 min, known: true}   # measured in May",
        "+      - three",
        "+  duration: 90 s",
        "-  moment_of_truth:   # yes?",
        "+  moment_of_truth: true   # yes?",
        "-  quote: |  # as said",
        "-    Too slow.",
        "+  # as said",
        "+  quote: Slow",
        '-- {id: gone, name: "Gone"}   # end',
        '+- {id: gone, name: "Gone", emotion: -2}   # end',
    ]
    assert jm.loads(new) == journey


def test_the_same_in_toml() -> None:
    """Tables, dotted keys and arrays are edited where they stand."""
    new, journey = walked(
        TOML, "toml",
        find={"wait.known": True, "expectations": ["fast", "easy", "cheap"], "name": "Find", "kind": "search"},
        pay={"emotion": -1, "response.target": 60},
        gone={"response.target": 90},
    )  # fmt: skip
    assert changed(TOML, new) == [
        "-name = 'Search'",
        '-wait = "5 min"   # measured',
        "+name = 'Find'",
        '+kind = "search"',
        '+wait = { typical = "5 min", known = true }   # measured',
        '+   "cheap",',
        "+emotion = -1",
        '+  target = "1 min"',
        '+response.target = "90 s"',
    ]
    assert jm.loads(new, "toml") == journey


@pytest.mark.parametrize(("format", "text"), [("yaml", YAML), ("toml", TOML)])
def test_what_goes_leaves_its_comments(format: str, text: str) -> None:
    """Facts, items and touchpoints are taken out, and every comment about them stays."""
    journey = jm.loads(text, format)
    first, _, last = journey.touchpoints
    first = attrs.evolve(first, wait=None, expectations=("easy",), next=[jm.Transition("gone", probability=0.5)])
    new_one = jm.Touchpoint("new", "New", fees=[jm.Fee("A", 1), jm.Fee("B", 2)])
    after = attrs.evolve(journey, touchpoints=(first, last, new_one))
    new = rewritten(text, after, format)
    assert jm.loads(new, format) == after
    assert set(SHEETS[format](text).comments) == set(SHEETS[format](new).comments)


def test_in_stages() -> None:
    """Touchpoints that stand in their stages stay there; stages are renamed, come and go."""
    text = """\
journeymap: 1
name: Shop
stages:
  - name: Find   # before
    touchpoints:
      - id: search  # first
        name: Search

      - id: look
        name: Look
  # paying
  - name: Pay
    touchpoints: [{id: pay, name: Pay}]
  - name: Wait
"""
    journey = jm.loads(text)
    search, look, pay = journey.touchpoints
    after = attrs.evolve(
        journey,
        stages=(jm.Stage("Seek", phase="before"), *journey.stages[1:], jm.Stage("Leave")),
        touchpoints=(
            attrs.evolve(search, stage="Seek", emotion=1),
            attrs.evolve(look, stage="Seek"),
            jm.Touchpoint("try", "Try", stage="Seek"),
            pay,
            jm.Touchpoint("queue", "Queue", stage="Wait", wait="1 h 30 min"),
            jm.Touchpoint("bye", "Bye", stage="Leave"),
        ),
    )
    new = rewritten(text, after)
    assert changed(text, new) == [
        "-  - name: Find   # before",
        "+  - name: Seek   # before",
        "+    phase: before",
        "+        emotion: 1",
        "+",
        "+      - id: try",
        "+        name: Try",
        "+    touchpoints:",
        "+      - id: queue",
        "+        name: Queue",
        "+        wait: 90 min",
        "+  - name: Leave",
        "+    touchpoints:",
        "+      - id: bye",
        "+        name: Bye",
    ]
    with pytest.raises(CannotKeepError, match="no longer come in the order"):
        rewritten(text, attrs.evolve(journey, touchpoints=(pay, search, look)))


def test_new_values_are_written_as_the_old_ones_were() -> None:
    """Per cent, Korean units, yes and no, and prices: whoever wrote the file finds their own hand in it."""
    text = """\
journeymap: 1
name: 가게
touchpoints:
  - id: a
    name: A
    drop_off: 5%   # 이탈
    wait: {typical: 8분, known: 예}
    duration: 20 min
    can_fail: yes
    fees: [{name: 배송, amount: "3,000원"}]
    next: {b: 60 %, c: 0.3}
  - {id: b, name: B, wait: 8분}
  - {id: c, name: C, drop_off: 5%}
"""
    journey = jm.loads(text).with_answers(
        {
            "a": {"drop_off": 0.1, "wait.typical": 5400, "wait.known": False, "duration": 90, "can_fail": False},
            "b": {"wait.known": True},
            "c": {"drop_off": 1 / 3},
        }
    )
    first, *others = journey.touchpoints
    ways = [jm.Transition("b", probability=0.55), jm.Transition("c", probability=0.25)]
    first = attrs.evolve(first, next=ways, fees=[jm.Fee("배송", 3500, "KRW")])
    new = rewritten(text, attrs.evolve(journey, touchpoints=(first, *others)))
    assert [line for line in changed(text, new) if line[0] == "+"] == [
        "+    drop_off: 10%   # 이탈",
        "+    wait: {typical: 90분, known: 아니오}",
        "+    duration: 90 s",
        "+    can_fail: no",
        '+    fees: [{name: 배송, amount: "3,500원"}]',
        "+    next: {b: 55 %, c: 0.25}",
        "+  - {id: b, name: B, wait: {typical: 8분, known: true}}",
        f"+  - {{id: c, name: C, drop_off: {1 / 3!r}}}",
    ]


ODD = """\
budget: 2 h  # at most
journeymap: 1
name: Shop
touchpoints:
  - emotion: 1   # first of all
    id: a
    name: A
    expectations: [
      fast,
      easy   # enough
    ]
    next: {c: 0.5,   # half
           b: 0.25}
    wait:
      typical: 5 min
        # a long day
    fees: [{name: x,
            amount: 3}, {name: y}, {name: z}]
  -
    name: B
    id: b
  - {id: c, name: C, assumptions: [one, two # why
      , three], expectations: [cheap]}"""


def test_odd_places() -> None:
    """The first line, the first key behind a dash, the front of brackets, commas on other lines, no last line break."""
    journey = jm.loads(ODD)
    first, second, third = journey.touchpoints
    fees = first.fees or ()
    first = attrs.evolve(
        first, emotion=None, expectations=("fast", "easy", "cheap"), wait=jm.Wait("5 min", known=True),
        next=[jm.Transition("b", probability=0.25)], fees=(jm.Fee("w"), fees[0], fees[2]),
    )  # fmt: skip
    second = attrs.evolve(second, emotion=-1.0, duration=20.0)
    third = attrs.evolve(third, assumptions=("one", "three"), expectations=("new", "cheap"), wait=jm.Wait(60))
    start = jm.Touchpoint("start", "Start")
    after = attrs.evolve(journey, budget=None, touchpoints=(start, first, second, third))
    new = rewritten(ODD, after)
    assert (
        new
        == """\
# at most
journeymap: 1
name: Shop
touchpoints:
  - id: start
    name: Start
  # first of all
  - id: a
    name: A
    expectations: [
      fast,
      easy,   # enough
      cheap
    ]
    next: {# half
           b: 0.25}
    wait:
      typical: 5 min
        # a long day
      known: true
    fees: [{name: w}, {name: x,
            amount: 3}, {name: z}]
  -
    name: B
    emotion: -1
    duration: 20 s
    id: b
  - {id: c, name: C, assumptions: [one,  # why
       three], wait: 1 min, expectations: [new, cheap]}"""
    )
    assert jm.loads(new) == after


def test_several_before_the_first() -> None:
    """What comes before everything that is there comes in its order, in lists, in mappings and in brackets."""
    text = """\
journeymap: 1
name: Shop
touchpoints:
  - {id: z, name: Z, actors: [kim]}
  - fees:
    - currency: KRW   # won
      name: x
    id: y
    name: Y
    wait:
      occupied: true
"""
    journey = jm.loads(text)
    last, other = journey.touchpoints
    last = attrs.evolve(last, actors=("lee", "cho", "kim"))
    other = attrs.evolve(other, fees=(jm.Fee("post", 3, "KRW"),), wait=jm.Wait(60, known=True, occupied=True))
    after = attrs.evolve(journey, touchpoints=(jm.Touchpoint("a", "A"), jm.Touchpoint("b", "B"), last, other))
    assert changed(text, rewritten(text, after)) == [
        "-  - {id: z, name: Z, actors: [kim]}",
        "+  - id: a",
        "+    name: A",
        "+  - id: b",
        "+    name: B",
        "+  - {id: z, name: Z, actors: [lee, cho, kim]}",
        "-      name: x",
        "+      name: post",
        "+      amount: 3",
        "+      typical: 1 min",
        "+      known: true",
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("journeymap = 1\nname = 'A'\n[business]\nname = 'B'\n[[touchpoints]]\nid='a'\nname='A'\n", None),
        ("journeymap = 1\nname = 'A'\nbusiness.name = 'B'\nbusiness.size = 'small'\n", None),
        ("journeymap = 1\nname = 'A'\n[touchpoints.x]\n", "read"),
        ("journeymap = 1\nname = 'A'\nbudget = '1 h'\nstages = []\n[business]\nname = 'B'\n", None),
    ],
)
def test_tables_of_toml(text: str, why: str | None) -> None:
    """Tables and dotted keys of every kind are found, and what is added stands before the tables."""
    if why is not None:
        with pytest.raises(jm.ReadError):
            rewritten(text, jm.Journey("A"), "toml")
        return
    journey = jm.loads(text, "toml")
    after = attrs.evolve(
        journey, persona=jm.Persona("P"), business=jm.Business("C"), budget=60,
        touchpoints=(*journey.touchpoints, jm.Touchpoint("new", "New")),
    )  # fmt: skip
    assert jm.loads(rewritten(text, after, "toml"), "toml") == after


def test_nothing_changed_nothing_written() -> None:
    """The same journey gives the same text, letter for letter, also with line ends of Windows."""
    assert rewritten(YAML, jm.loads(YAML)) == YAML
    dos = TOML.replace("\n", "\r\n")
    new, _ = walked(dos, "toml", pay={"emotion": -1})
    assert new.replace("emotion = -1\r\n", "") == dos


def test_an_alias_is_overruled_where_a_fact_changes() -> None:
    """A fact that comes in by a merge is written where it differs; a changed anchor, which others use, is refused."""
    text = """\
journeymap: 1
name: Shop
touchpoints:
  - &base {id: a, name: A, emotion: 1, wait: &long 5 min}
  - {<<: *base, id: b}   # as a
  - {id: c, name: C, wait: *long}
"""
    new, _ = walked(text, "yaml", b={"emotion": -1}, c={"wait.typical": 60})
    assert changed(text, new)[2:] == [
        "+  - {<<: *base, id: b, emotion: -1}   # as a",
        "+  - {id: c, name: C, wait: 1 min}",
    ]
    with pytest.raises(CannotKeepError):
        walked(text, "yaml", a={"wait.typical": 60})
    with pytest.raises(CannotKeepError, match="an alias"):
        walked(text, "yaml", a={"emotion": 2})


def test_comments_inside_what_is_written_anew_come_to_stand_above() -> None:
    """Where a value gets another shape, what was said in it stands above it."""
    text = """\
journeymap: 1
name: Shop
touchpoints:
  - id: a
    name: A
    next:   # from here
      - a   # again
      # or away
      - b
  - {id: b, name: B}
"""
    first, second = jm.loads(text).touchpoints
    ways = [jm.Transition("a", probability=0.5), jm.Transition("b", probability=0.5)]
    new = rewritten(text, attrs.evolve(jm.loads(text), touchpoints=(attrs.evolve(first, next=ways), second)))
    assert changed(text, new) == [
        "-    next:   # from here",
        "-      - a   # again",
        "-      # or away",
        "-      - b",
        "+    # from here",
        "+    # again",
        "+    # or away",
        "+    next: {a: 0.5, b: 0.5}",
    ]


def test_what_cannot_be_kept_is_written_anew(tmp_path: Path) -> None:
    """The journey is whole in any case, and why the text was not kept is told; JSON has nothing to keep."""
    path = tmp_path / "shop.yaml"
    path.write_text("journeymap: 1\nname: &n Shop # x\npersona: *n\n", encoding="utf-8")
    journey = attrs.evolve(jm.load(path), name="Other")
    content, why = written_over(journey, path)
    assert isinstance(content, str)
    assert jm.loads(content) == journey
    assert why
    assert written_over(journey, tmp_path / "shop.json") == (jm.dumps(journey, "json"), None)


@st.composite
def rewrites(draw: st.DrawFn) -> tuple[jm.Journey, jm.Journey, int]:
    """A journey, what has become of it, and a seed for where comments stand."""
    before, other = draw(journeys(max_touchpoints=3)), draw(journeys(max_touchpoints=3))
    if draw(st.booleans()):
        return before, other, draw(st.integers(0, 2**32))
    touchpoints = []
    for each in before.touchpoints:
        source = other.touchpoints[0] if other.touchpoints else each
        chosen = draw(st.lists(st.sampled_from(FACTS), max_size=12))
        if draw(st.integers(0, 3)):
            touchpoints.append(attrs.evolve(each, **{name: getattr(source, name) for name in chosen}))
    return before, attrs.evolve(before, touchpoints=tuple(touchpoints)), draw(st.integers(0, 2**32))


def commented(text: str, journey: jm.Journey, format: str, chance: random.Random) -> tuple[str, list[str]]:
    """The text with comments at random places, behind lines and between them, wherever one may stand."""
    said: list[str] = []
    for number in range(chance.randint(1, 6)):
        lines = text.split("\n")
        at, comment = chance.randrange(len(lines) - 1), f"# note {number} 가"
        if chance.random() < 0.5:
            lines[at] += f"  {comment}"
        else:
            lines.insert(at, " " * (len(lines[at]) - len(lines[at].lstrip(" "))) + comment)
        trial = "\n".join(lines)
        try:
            stands = jm.loads(trial, format) == journey and comment in SHEETS[format](trial).comments
        except jm.ReadError:
            stands = False
        if stands:
            text = trial
            said.append(comment)
    return text, said


@pytest.mark.parametrize("format", ["yaml", "toml"])
@CAREFULLY
@given(case=rewrites())
def test_every_comment_stays_whatever_changes(format: str, case: tuple[jm.Journey, jm.Journey, int]) -> None:
    """Of any journey with comments anywhere, changed in any way, all comments are there, and it reads as changed."""
    before, after, seed = case
    assume(not after.problems())
    text, said = commented(jm.dumps(before, format), before, format, random.Random(seed))
    try:
        new = rewritten(text, after, format)
    except CannotKeepError as error:
        assert "no longer come in the order" in str(error)  # noqa: PT017
        return
    assert jm.loads(new, format) == after
    assert [comment for comment in said if comment not in SHEETS[format](new).comments] == []
