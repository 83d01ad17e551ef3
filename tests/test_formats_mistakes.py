"""Every mistake of a file at once, each with its place, its path, what was expected and the nearest spelling."""

from __future__ import annotations

import pytest

import journeymap as jm
from journeymap.formats.placing import toml_places

YAML = """\
journeymap: 1
nam: Shop
persona: {goals: x}
business: [a]
budget: soon
ritual: [pay, pays]
stages:
  - name: Pay
    phase: befor
    touchpoints:
      - id: pay
        name: 404
        emotion: 3
        next: {done: 0.9, declined: 0.5}
        contacts: {kind: phone}
        checks: [stok, 3]
        shows_price: perhaps
      - id: declined
        emotoin: -2
        wait: {typical: [1]}
        fees:
          - {name: Shipping, amount: -1, disclosed_at: payy}
          - 3
        after: [Pay]
        drop_off:
        survey: {nps: {promoters: 1.5}}
        stage: Pay
  - name: Pay
  - phase: after
touchpoints:
  - id: pay
    name: Again
    next: [pay, {to: declined, kind: retri}, {probability: 1}, 7]
"""

JSON = """\
{"nam": "Shop",
 "journeymap": 1,
 "touchpoints": [
  {"id": "pay", "name": 404,
   "next": {"done": 2}},
  {"id": "pay",
   "name": "Again", "wait": {"typical": []}}
 ]}
"""

TOML = """\
journeymap = 1
nam = "Shop"
[persona]
name = 3
[[stages]]
name = "Pay"
[[stages.touchpoints]]
id = "pay"   # the first
name = 2026-03-01
next.done = 2
fees = [
  { name = "Shipping", amount = -1 },  # [a, {b
  { name = '''a
b''', "amount" = 1, unit.x = 2 },
]
[[stages.touchpoints]]
id = "pay"
name = "Again"
[stages.touchpoints.wait]
typical = []
"""


def said(text: str, format: str = "yaml") -> list[str]:
    """The lines of the error for a text."""
    with pytest.raises(jm.ReadError) as caught:
        jm.loads(text, format)
    return str(caught.value).splitlines()


def test_all_mistakes_of_a_yaml_file_are_told_in_order() -> None:
    """Unknown keys, wrong types, ranges, words, ids and shares: one error tells them all, from top to bottom."""
    expected = """\
1:1: missing 'name' (What is the journey called?)
2:1: unknown key 'nam' (did you mean 'name'?)
3:10: persona: missing 'name' (Who is the customer?)
3:18: persona.goals: expected a list, each item text (got 'x')
4:11: business: expected a mapping with keys such as 'name', 'kind', 'size' (got a list)
5:9: budget: expected a length of time: seconds as a number, or text such as '20 min', '3 d' or \
'1시간 30분' (got 'soon')
6:15: ritual[1]: unknown touchpoint 'pays' (did you mean 'pay'?)
9:12: stages[0].phase: unknown word 'befor' (did you mean 'before'?)
12:15: stages[0].touchpoints[0].name: expected text (got 404; put it in quotes to make it text)
13:18: stages[0].touchpoints[0].emotion: expected a number from -2 to 2 (got 3)
14:15: stages[0].touchpoints[0].next: the probabilities and drop_off sum to 1.4 (expected 1 or less)
14:16: stages[0].touchpoints[0].next.done: unknown touchpoint 'done' (known: declined, pay)
15:19: stages[0].touchpoints[0].contacts: expected a list, each item a mapping with keys such as 'kind', 'value', \
'automated' (got a mapping)
16:18: stages[0].touchpoints[0].checks[0]: unknown word 'stok' (did you mean 'stock'?)
16:24: stages[0].touchpoints[0].checks[1]: expected one of stock, price (got 3)
17:22: stages[0].touchpoints[0].shows_price: expected true or false, yes or no, 예 or 아니오 \
(got 'perhaps')
18:9: stages[0].touchpoints[1]: missing 'name' (What happens here?)
19:9: stages[0].touchpoints[1]: unknown key 'emotoin' (did you mean 'emotion'?)
20:25: stages[0].touchpoints[1].wait.typical: expected a length of time: seconds as a number, or text such as \
'20 min', '3 d' or '1시간 30분' (got a list)
22:38: stages[0].touchpoints[1].fees[0].amount: expected a number, 0 or more, such as 3000 or '3,000원' (got -1)
22:56: stages[0].touchpoints[1].fees[0].disclosed_at: unknown touchpoint 'payy' (did you mean 'pay'?)
23:13: stages[0].touchpoints[1].fees[1]: expected a mapping with keys such as 'name', 'amount', 'currency' (got 3)
24:17: stages[0].touchpoints[1].after[0]: expected an id of lower-case letters, digits, '-' and '_', such as \
'card-payment' (got 'Pay')
25:18: stages[0].touchpoints[1].drop_off: expected a number from 0 to 1, or a percentage such \
as '85%' (got nothing)
26:35: stages[0].touchpoints[1].survey.nps.promoters: expected a whole number, 0 or more (got 1.5)
27:9: stages[0].touchpoints[1]: 'stage' is said by the stage it stands in (leave it out here)
28:11: stages[1].name: stage 'Pay' is there twice (first at stages[0])
29:5: stages[2]: missing 'name' (What is this stage called?)
30:1: touchpoints: touchpoints stand here and in stages (expected all of them here, with 'stage', or all in stages)
31:9: touchpoints[0].id: touchpoint id 'pay' is there twice (first at stages[0].touchpoints[0])
33:38: touchpoints[0].next[1].kind: unknown word 'retri' (did you mean 'retry'?)
33:46: touchpoints[0].next[2]: missing 'to' (Where does it lead?)
33:64: touchpoints[0].next[3]: expected a mapping with keys such as 'to', 'probability', 'kind' (got 7)"""
    assert said(YAML) == expected.splitlines()


def test_mistakes_in_json_have_lines_and_columns() -> None:
    """The same in JSON."""
    assert said(JSON, "json") == [
        "1:1: missing 'name' (What is the journey called?)",
        "1:2: unknown key 'nam' (did you mean 'name'?)",
        "4:25: touchpoints[0].name: expected text (got 404; put it in quotes to make it text)",
        "5:13: touchpoints[0].next.done: unknown touchpoint 'done' (known: pay)",
        "5:21: touchpoints[0].next.done: expected a number from 0 to 1, or a percentage such as '85%' (got 2)",
        "6:10: touchpoints[1].id: touchpoint id 'pay' is there twice (first at touchpoints[0])",
        "7:41: touchpoints[1].wait.typical: expected a length of time: seconds as a number, or text such as "
        "'20 min', '3 d' or '1시간 30분' (got a list)",
    ]


def test_mistakes_in_toml_have_lines_and_columns() -> None:
    """The same in TOML, through dotted keys, tables, comments and texts of several lines."""
    assert said(TOML, "toml") == [
        "1:1: missing 'name' (What is the journey called?)",
        "2:1: unknown key 'nam' (did you mean 'name'?)",
        "4:8: persona.name: expected text (got 3; put it in quotes to make it text)",
        "9:8: stages[0].touchpoints[0].name: expected text (got 2026-03-01; put it in quotes to make it text)",
        "10:1: stages[0].touchpoints[0].next.done: unknown touchpoint 'done' (known: pay)",
        "10:13: stages[0].touchpoints[0].next.done: expected a number from 0 to 1, or a percentage such "
        "as '85%' (got 2)",
        "12:33: stages[0].touchpoints[0].fees[0].amount: expected a number, 0 or more, such as 3000 or "
        "'3,000원' (got -1)",
        "14:21: stages[0].touchpoints[0].fees[1]: unknown key 'unit' (did you mean 'amount'?)",
        "17:6: stages[0].touchpoints[1].id: touchpoint id 'pay' is there twice (first at stages[0].touchpoints[0])",
        "20:11: stages[0].touchpoints[1].wait.typical: expected a length of time: seconds as a number, or text such as "
        "'20 min', '3 d' or '1시간 30분' (got a list)",
    ]


@pytest.mark.parametrize(
    ("text", "format", "expected"),
    [
        ("name: a", "yaml", "1:1: missing the format version (write 'journeymap: 1' as the first line)"),
        ('name = "a"', "toml", "1:1: missing the format version (write 'journeymap = 1' as the first line)"),
        ('{"name": "a"}', "json", "1:1: missing the format version (write '\"journeymap\": 1' as the first line)"),
        ("journeymap: 2\nname: a", "yaml", "1:13: journeymap: unknown format version 2 (expected 'journeymap: 1')"),
        (
            "journeymap: true\nname: a",
            "yaml",
            "1:13: journeymap: unknown format version true (expected 'journeymap: 1')",
        ),
        ("journeymap: 1.0\nname: a", "yaml", "1:13: journeymap: unknown format version 1.0 (expected 'journeymap: 1')"),
    ],
)
def test_the_format_version_is_asked_for(text: str, format: str, expected: str) -> None:
    """A file without the version, or with one that is not known, is told what to write, in its own format."""
    assert said(text, format) == [expected]


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        ("next: done", "unknown touchpoint 'done'"),
        ("next: 3", "expected touchpoint ids, a mapping of ids to shares, or a list of transitions (got 3)"),
        (
            "next: {to: a, probability: 0.5}",
            "a transition with 'to' stands in a list (expected a list of such mappings)",
        ),
        ("next: {A b: 0.5}", "expected an id of lower-case letters"),
        ("next: {a: 0.5, b: x}", "expected a number from 0 to 1, or a percentage such as '85%' (got 'x')"),
        ("next: [{to: a, probability: 0.7}, {to: a, probability: 0.7}]", "sum to 1.4"),
        ("drop_off: 0.5\n  next: {a: 0.6}", "sum to 1.1"),
        ("emotion: true", "expected a number from -2 to 2 (got true)"),
        ("wait: true", "expected a length of time"),
        ("news: [{tone: god}]", "unknown word 'god' (did you mean 'good'?)"),
        ("news: [{tone: good, known_at: b}]", "unknown touchpoint 'b'"),
        ("kind: 3", "expected one of ad, search"),
        ("expectations: [a, null]", "expected text (got nothing)"),
        ("expectations: a", "expected a list, each item text (got 'a')"),
        ("payment: {methods: {}}", "expected a list, each item text (got a mapping)"),
    ],
)
def test_one_wrong_fact(fact: str, expected: str) -> None:
    """Each kind of field says what it expects."""
    lines = said(f"journeymap: 1\nname: Shop\ntouchpoints:\n- id: a\n  name: A\n  {fact}\n")
    assert any(expected in line for line in lines), lines
    assert all(line.startswith(("6:", "7:")) for line in lines)


def test_a_stage_that_is_not_listed_is_a_mistake() -> None:
    """When a file lists its stages, a touchpoint cannot name another; when it lists none, it can."""
    touchpoints = "touchpoints:\n- {id: a, name: A, stage: Pya}\n"
    assert said(f"journeymap: 1\nname: Shop\nstages:\n- name: Pay\n{touchpoints}") == [
        "6:27: touchpoints[0].stage: unknown stage 'Pya' (did you mean 'Pay'?)"
    ]
    assert jm.loads(f"journeymap: 1\nname: Shop\n{touchpoints}").stages == (jm.Stage("Pya"),)


def test_stages_are_mappings() -> None:
    """A stage is not just a name."""
    assert said("journeymap: 1\nname: Shop\nstages: [Find, {name: Pay}]") == [
        "3:10: stages[0]: expected a mapping with keys such as 'name', 'phase' (got 'Find')"
    ]


@pytest.mark.parametrize("part", ["stages", "touchpoints"])
@pytest.mark.parametrize("given", ["{}", "x", ""])
def test_stages_and_touchpoints_are_lists(part: str, given: str) -> None:
    """Anything but a list of parts is refused."""
    (line,) = said(f"journeymap: 1\nname: Shop\n{part}: {given}\n")
    assert f"{part}: expected a list of {part} (got " in line


def test_nothing_is_unknown_where_a_field_may_be_unknown() -> None:
    """An empty value is the same as none, for a fact that may be unknown."""
    journey = jm.loads("journeymap: 1\nname: Shop\npersona:\ntouchpoints:\n- {id: a, name: A, emotion: null, next: ~}")
    assert journey == jm.Journey("Shop", touchpoints=[jm.Touchpoint("a", "A")])


def test_every_short_form_is_read() -> None:
    """A persona by name, a wait by its length, one id for next, lengths of time as text, days as text."""
    journey = jm.loads("""
journeymap: 1
name: Shop
persona: Minseo
last_reviewed: 2026-03-01
touchpoints:
- {id: a, name: A, wait: 5 min, duration: 1 h, next: b}
- {id: b, name: B, next: [a, {to: b, delay: 3 d}]}
- {id: c, name: C, next: {a: 0.5, b: }}
""")
    assert journey.persona == jm.Persona("Minseo")
    assert journey.last_reviewed.isoformat() == "2026-03-01"
    assert journey["a"].wait == jm.Wait(300)
    assert journey["a"].duration == 3600
    assert journey["a"].next == (jm.Transition("b"),)
    assert journey["b"].next == (jm.Transition("a"), jm.Transition("b", delay=3 * 86400))
    assert journey["c"].next == (jm.Transition("a", probability=0.5), jm.Transition("b"))


def test_tables_within_tables_have_places_in_toml() -> None:
    """A mistake in a table that other tables lead to points at the table."""
    lines = said('journeymap = 1\nname = "Shop"\n[persona]\nname = "P"\n[persona.deep.er]\na = 1\n', "toml")
    assert lines[0].startswith("5:1: persona: unknown key 'deep'")


def test_places_fall_back_on_what_they_would_stand_in() -> None:
    """A place that the text does not have is that of the nearest part around it."""
    assert toml_places("a = 1\nb = { c = 2 }").locate(("b", "c", "d")) == (2, 11)


def test_editors_may_leave_their_schema_in_the_file() -> None:
    """``$schema``, by which editors find the schema, is no mistake."""
    text = '{"$schema": "journey.schema.json", "journeymap": 1, "name": "Shop"}'
    assert jm.loads(text, "json") == jm.Journey("Shop")


def test_only_the_first_hundred_mistakes_are_told() -> None:
    """The others are counted."""
    lines = said("journeymap: 1\nname: Shop\n" + "".join(f"key-{number}: x\n" for number in range(250)))
    assert len(lines) == 101
    assert lines[0].startswith("3:1: unknown key 'key-0'")
    assert lines[-1] == "and 150 more mistakes"


def test_reading_stops_when_nearly_everything_is_wrong() -> None:
    """After ten thousand mistakes the rest is not gone through."""
    lines = said("journeymap: 1\nname: Shop\n" + "".join(f"key-{number}: x\n" for number in range(11_000)))
    assert lines[-1] == "and at least 9,900 more mistakes"


def test_many_unknown_ids_among_many_touchpoints_stay_quick() -> None:
    """Only the first few of them get a nearest spelling: it takes time to seek among thousands."""
    touchpoints = "".join(f"- {{id: a{number}, name: A, next: [b{number}]}}\n" for number in range(1500))
    lines = said(f"journeymap: 1\nname: Shop\ntouchpoints:\n{touchpoints}")
    assert "(did you mean" in lines[9] or "(known:" in lines[9]
    assert lines[10].endswith("unknown touchpoint 'b10'")
    assert lines[-1] == "and 1,400 more mistakes"


def test_the_error_can_be_pickled_and_holds_its_problems() -> None:
    """Programs get the problems as data."""
    with pytest.raises(jm.ReadError) as caught:
        jm.loads("journeymap: 1\nname: Shop\nstat: as-is")
    (problem,) = caught.value.problems
    assert (problem.line, problem.column, problem.path, problem.source) == (3, 1, "", "")
