"""Whatever comes in: read right or refused clearly; never a traceback of another kind, never a hang."""

from __future__ import annotations

import json
from typing import Any

import attrs
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import journeymap as jm
from journeymap.formats import yaml_reading
from tests.strategies import HOSTILE

LENGTH = "expected a length of time: seconds as a number, or text such as '20 min', '3 d' or '1시간 30분'"
"""What is said of a length of time that is none."""

HEAD = "journeymap: 1\nname: Shop\n"
JSON_HEAD = '{"journeymap": 1, "name": "Shop"'
TOML_HEAD = 'journeymap = 1\nname = "Shop"\n'

QUICKLY = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def said(text: str, format: str = "yaml") -> str:
    """What the error for a text says."""
    with pytest.raises(jm.ReadError) as caught:
        jm.loads(text, format)
    return str(caught.value)


@pytest.fixture(params=["fast", "pure"])
def _both_parsers(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """PyYAML with and without its C library."""
    if request.param == "pure":
        monkeypatch.setattr(yaml_reading, "_LOADER", yaml.SafeLoader)


@pytest.mark.parametrize("text", ["", "  \n", "# nothing\n# yet\n", "null", "---\n", "~"])
def test_nothing_is_said_to_be_nothing(text: str) -> None:
    """An empty file, or one of comments alone, is told what a journey begins with."""
    assert said(text) == "1:1: expected a mapping that begins with 'journeymap: 1' (there is nothing in it)"


@pytest.mark.parametrize(("text", "got"), [("- a\n", "a list"), ("abc", "'abc'"), ("3", "3"), ("yes", "'yes'")])
def test_a_list_or_a_single_value_is_no_journey(text: str, got: str) -> None:
    """Anything but a mapping at the top is refused."""
    assert said(text) == f"1:1: expected a mapping that begins with 'journeymap: 1' (got {got})"


def test_empty_json_and_toml_are_told_what_is_missing() -> None:
    """The same for the other formats."""
    assert said(" \n", "json") == "2:1: this is not JSON: there is nothing in it"
    assert said("[]", "json") == "1:1: expected a mapping that begins with '\"journeymap\": 1' (got a list)"
    assert "missing the format version (write 'journeymap = 1' as the first line)" in said("# nothing", "toml")


@pytest.mark.usefixtures("_both_parsers")
def test_the_surprises_of_older_yaml_do_not_happen() -> None:
    """``no``, ``on`` and ``12:30`` are texts, as keys too; octal and binary habits are not numbers."""
    journey = jm.loads("""
journeymap: 1
name: no
description: 12:30
persona: {name: on, goals: [yes, off, y, N, 0b11, 1_000, 0o, 2026-03-01, "1", =]}
touchpoints:
- {id: no, name: NO, next: {on: 0.5, 404: 0.5, no: }}
- {id: on, name: On, emotion: .5}
- {id: "404", name: !!str 404, emotion: 0x1, wait: {typical: 0o17, p80: 1e3}}
""")
    assert (journey.name, journey.description) == ("no", "12:30")
    assert journey.persona == jm.Persona(
        "on", goals=["yes", "off", "y", "N", "0b11", "1_000", "0o", "2026-03-01", "1", "="]
    )
    assert [way.to for way in journey["no"].next] == ["on", "404", "no"]
    assert (journey["404"].name, journey["404"].emotion) == ("404", 1)
    assert journey["404"].wait == jm.Wait(15, p80=1000)


@pytest.mark.usefixtures("_both_parsers")
def test_merge_keys_bring_in_what_is_not_said() -> None:
    """``<<`` fills in from one mapping or several; what stands there itself has its say, then the first source."""
    journey = jm.loads("""
journeymap: 1
name: Shop
touchpoints:
- &base {id: a, name: A, emotion: 1, channel: web}
- {<<: *base, id: b, emotion: 2}
- <<: [{kind: wait, emotion: -1}, *base]
  id: c
""")
    assert journey["b"] == jm.Touchpoint("b", "A", emotion=2, channel="web")
    assert journey["c"] == jm.Touchpoint("c", "A", emotion=-1, channel="web", kind="wait")


@pytest.mark.usefixtures("_both_parsers")
def test_mistakes_in_merged_and_aliased_parts_have_places() -> None:
    """A mistake that came in by alias or merge points at where it is written."""
    lines = said("""
journeymap: 1
name: Shop
&key lang: en
touchpoints:
- &a {id: a, name: A, kind: nope}
- {<<: *a, id: b}
- {id: c, name: &n 3}
- {id: *n, name: D, *key : x}
""").splitlines()
    starts = [
        "6:29: touchpoints[0].kind: unknown word 'nope'",
        "6:29: touchpoints[1].kind: unknown word 'nope'",
        "8:17: touchpoints[2].name: expected text (got 3",
        "9:8: touchpoints[3].id: expected an id",
        "9:21: touchpoints[3]: unknown key 'lang'",
    ]
    assert all(line.startswith(start) for line, start in zip(lines, starts, strict=True)), lines


@pytest.mark.usefixtures("_both_parsers")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name: a\nname: b\n", "2:1: key 'name' stands twice (first in line 1, column 1)"),
        ("persona: {name: a, 'name': b}\n", "1:20: persona: key 'name' stands twice (first in line 1, column 11)"),
        ("<<: {name: a}\n<<: {name: b}\n", "2:1: key '<<' stands twice (first in line 1, column 1)"),
        ("<<: 3\n", "1:5: '<<' takes in mappings (expected an alias of one, or a list of them)"),
        ("name: *a\n", "1:7: alias '*a' has nothing to stand for (expected '&' with its name before)"),
        ("a: &a [*a]\n", "1:8: alias '*a' has nothing to stand for (expected '&' with its name before)"),
        ("name: !!python/name:os.system x\n", "1:7: tag '!!python/name:os.system' does not fit here"),
        ("name: !!python/object/apply:os.system [ls]\n", "1:7: tag '!!python/object/apply:os.system' does not fit"),
        ("name: !mine x\n", "1:7: tag '!mine' does not fit here (expected plain data)"),
        ("journeymap: !!int 1\nlang: !!null\nbudget: !!float 3\n", "1:1: missing 'name'"),
        ("name: !!int x\n", "1:7: tag '!!int' does not fit here"),
        ("!!binary name: x\n", "1:1: tag '!!binary' does not fit here"),
        ("persona: !!set {name: x}\n", "1:10: tag '!!set' does not fit here"),
        ("[a]: b\n", "1:1: a list or mapping cannot be a key (expected text)"),
        ("a: &a [b]\n*a : c\n", "2:1: a list or mapping cannot be a key (expected text)"),
        ("name: a\n---\nname: b\n", "2:1: a second document begins here (expected one journey in a file)"),
        ("name: a\n\tlang: en\n", "(indent with spaces, not with tabs)"),
        ("stages:\n\t- name: a\n", "2:1: this is not YAML"),
        ("name: a: b\n", "put a text that has ': ' in it in quotes"),
        ("name: 'a\n", "close the quotation mark"),
        ("name: @a\n", "1:7: this is not YAML"),
        ("name: [a\nlang: en\n", "2:"),
        ("%YAML 3.0\n---\nname: a\n", "this is not YAML: found incompatible YAML document"),
        (
            'name: "a\x07"\n',
            "1:9: the text holds the control character '\\x07' (expected it escaped, in double quotes)",
        ),
    ],
)
def test_what_is_wrong_in_yaml_is_said(text: str, expected: str) -> None:
    """Keys that stand twice, aliases without anchors, tags, tabs and the like have a clear error."""
    assert expected in said(text)


def test_very_many_keys_that_stand_twice_are_counted_so_far() -> None:
    """After a thousand of them the others are not noted."""
    assert said(HEAD + "name: x\n" * 2000).endswith("and 900 more mistakes")
    assert said(JSON_HEAD + ', "name": "x"' * 2000 + "}", "json").endswith("and 900 more mistakes")


def test_tags_never_run_anything(tmp_path: Any) -> None:
    """A tag that asks for a Python call is refused, and nothing is called."""
    path = tmp_path / "made"
    said(f"{HEAD}description: !!python/object/apply:pathlib.Path.touch [!!python/object/new:pathlib.Path ['{path}']]\n")
    assert not path.exists()


@pytest.mark.usefixtures("_both_parsers")
def test_duplicates_and_other_mistakes_are_told_together() -> None:
    """A key that stands twice does not hide what else is wrong."""
    assert said("journeymap: 1\nname: a\nname: b\nstat: c\n").splitlines() == [
        "3:1: key 'name' stands twice (first in line 2, column 1)",
        "4:1: unknown key 'stat' (did you mean 'state'?)",
    ]


@pytest.mark.usefixtures("_both_parsers")
def test_aliases_cannot_stand_for_too_much() -> None:
    """A bomb of aliases is refused long before it goes off."""
    levels = "".join(
        f"{chr(98 + level)}: &{chr(98 + level)} [{', '.join(['*' + chr(97 + level)] * 9)}]\n" for level in range(9)
    )
    bomb = f"{HEAD}a: &a [x, x, x, x, x, x, x, x, x]\n{levels}"
    assert "the aliases stand for more than 500,000 values" in said(bomb)
    long = f"{HEAD}persona: {{name: &a {'가' * 100_000}, goals: [{', '.join(['*a'] * 1000)}]}}"
    assert "the aliases stand for more than 500,000 values" in said(long)


@pytest.mark.usefixtures("_both_parsers")
@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
@pytest.mark.parametrize("closed", [False, True])
def test_deep_nesting_in_yaml_is_refused(opening: str, closed: bool) -> None:
    """Ten thousand levels are refused at the fiftieth, without recursion."""
    text = f"{HEAD}a:\n " + opening * 10_000
    if closed:
        text += "x" + "]" * 10_000
    assert "nested more than 50 levels deep" in said(text) or "cannot be a key" in said(text)


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_deep_nesting_in_json_is_refused(opening: str) -> None:
    """The same in JSON."""
    text = f'{JSON_HEAD}, "a": {opening * 100_000}'
    assert "nested too deeply (a journey has fewer than ten levels)" in said(text, "json")


@pytest.mark.parametrize("opening", ["[", "{a="])
def test_deep_nesting_in_toml_is_refused(opening: str) -> None:
    """The same in TOML."""
    assert "3:" in said(f"{TOML_HEAD}a = {opening * 10_000}", "toml")
    assert "nested too deeply" in said(f"{TOML_HEAD}a = {opening * 10_000}", "toml")


def test_deep_data_where_it_has_no_place_is_refused() -> None:
    """What is nested deeply, yet not too deeply for the parser, is an ordinary mistake."""
    text = f'{JSON_HEAD}, "persona": {{"name": {"[" * 500}{"]" * 500}}}}}'
    assert "persona.name: expected text (got a list)" in said(text, "json")


@pytest.mark.parametrize("key", [".".join("a" * 100_000), " . ".join('"a"' for _ in range(1000))])
def test_keys_of_very_many_parts_in_toml_are_refused(key: str) -> None:
    """The parser would need the square of their number."""
    assert "3:" in said(f"{TOML_HEAD}{key} = 1", "toml")
    assert "a key of more than 50 parts" in said(f"{TOML_HEAD}[{key}]", "toml")


def test_many_dots_in_a_text_are_only_dots() -> None:
    """Only keys are counted."""
    dots = "a." * 1000
    assert jm.loads(f'{TOML_HEAD}description = "{dots}"\n# {dots}\n', "toml").description == dots


@pytest.mark.parametrize(
    ("number", "got"),
    [
        (".inf", "inf"), ("-.INF", "-inf"), (".nan", "nan"), ("1e999", "inf"), ("9" * 5000, "inf"), ("-1", "-1"),
        ("0x" + "f" * 5000, "'0xfff"), ("9" * 320, "999"), ("+12e", "'+12e'"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("_both_parsers")
def test_numbers_that_are_none_are_refused_in_yaml(number: str, got: str) -> None:
    """Infinite, not a number, too long: refused with what came."""
    assert f"3:9: budget: {LENGTH} (got {got}" in said(f"{HEAD}budget: {number}")


@pytest.mark.parametrize(
    ("number", "got"), [("NaN", "nan"), ("-Infinity", "-inf"), ("9" * 5000, "inf"), ("1e999", "inf")]
)
def test_numbers_that_are_none_are_refused_in_json(number: str, got: str) -> None:
    """The same in JSON."""
    assert f"budget: {LENGTH} (got {got})" in said(f'{JSON_HEAD}, "budget": {number}}}', "json")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("inf", "(got inf)"),
        ("9" * 5000, "3:10: a number is too long"),
        ("0x" + "f" * 5000, "got a very large int"),
        ("2026-03-01T10:00:00", "(got 2026-03-01T10:00:00)"),
        ("12:30:00", "(got 12:30:00)"),
    ],
)
def test_numbers_and_times_that_do_not_fit_are_refused_in_toml(value: str, expected: str) -> None:
    """The same in TOML, which has days and times too."""
    assert expected in said(f"{TOML_HEAD}budget = {value}", "toml")


def test_days_are_read_from_toml_and_from_text() -> None:
    """A TOML day is a day; a day where text belongs wants quotes."""
    assert jm.loads(f"{TOML_HEAD}last_reviewed = 2026-03-01", "toml").last_reviewed.isoformat() == "2026-03-01"
    assert "expected text (got 2026-03-01; put it in quotes" in said(f"{TOML_HEAD}description = 2026-03-01", "toml")
    assert "expected a day such as 2026-03-01 (got 2026-03-01T10:00:00)" in said(
        f"{TOML_HEAD}last_reviewed = 2026-03-01T10:00:00", "toml"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f'{JSON_HEAD}, "name": "a", "persona": {{"name": "a", "name": "b"}}}}', [
            "1:35: key 'name' stands twice (first in line 1, column 19)",
            "1:73: persona: key 'name' stands twice (first in line 1, column 60)",
        ]),
        (f"{JSON_HEAD},}}", ["1:34: this is not JSON: "]),
        ("{'name': 1}", ["1:2: this is not JSON: expecting property name enclosed in double quotes"]),
        (f'{JSON_HEAD}, "lang": "a\nb"}}', ["1:45: this is not JSON: invalid control character"]),
        (f'{JSON_HEAD}, "description": "\\ud800"}}', [
            "1:50: description: expected text (got '\\ud800', which holds half a character)"
        ]),
        (f'{JSON_HEAD}, "\\ud800\\/": 1}}', ["1:35: unknown key '\\ud800/' (known: "]),
    ],
)  # fmt: skip
def test_what_is_wrong_in_json_is_said(text: str, expected: list[str]) -> None:
    """Keys that stand twice, faults and halves of characters have a clear error with a place."""
    lines = said(text, "json").splitlines()
    assert len(lines) == len(expected)
    assert all(line.startswith(start) for line, start in zip(lines, expected, strict=True)), lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f'{TOML_HEAD}name = "b"\n[persona]\nname = 1\n"name" = 2\n', [
            "3:1: key 'name' stands twice (first in line 2, column 1)",
            "6:1: persona: key 'name' stands twice (first in line 5, column 1)",
        ]),
        (f"{TOML_HEAD}[persona]\n[persona]\n", ["4:1: key 'persona' stands twice (first in line 3, column 1)"]),
        (f"{TOML_HEAD}lang.a = 1\n[lang]\n", ["4:1: key 'lang' stands twice (first in line 3, column 1)"]),
        (f"{TOML_HEAD}lang = {{a = 1, a = 2}}", ["3:16: lang: key 'a' stands twice (first in line 3, column 9)"]),
        (f"{TOML_HEAD}lang = 1\nlang.a = 2", ["4:11: this is not TOML: cannot overwrite a value"]),
        (f"{TOML_HEAD}lang = \n", ["3:8: this is not TOML: invalid value"]),
        (f"{TOML_HEAD}lang = '''a", ["3:12: this is not TOML: expected \"'''\""]),
        (f'{TOML_HEAD}lang = "\\q"', ["3:11: this is not TOML: unescaped '\\' in a string"]),
        ("journeymap: 1\nname: a\n", ["1:11: this is not TOML: expected '=' after a key in a key/value pair"]),
    ],
)  # fmt: skip
def test_what_is_wrong_in_toml_is_said(text: str, expected: list[str]) -> None:
    """Keys and tables that stand twice, and faults, have a clear error with a place."""
    lines = said(text, "toml").splitlines()
    assert len(lines) == len(expected)
    assert all(line.startswith(start) for line, start in zip(lines, expected, strict=True)), lines


# Anything at all

KEYS = [field.name for kind in (jm.Journey, jm.Touchpoint, jm.Fee, jm.Persona) for field in attrs.fields(kind)]
WORDS = st.sampled_from([*HOSTILE, *KEYS, "success", "2 d", "2026-03-01", "a", "done"])
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=5),
    max_leaves=12,
)
PARTS = st.fixed_dictionaries(
    {"journeymap": st.just(1), "name": st.just("Shop")},
    optional={
        "touchpoints": PLAIN | st.lists(st.dictionaries(st.sampled_from(KEYS), PLAIN, max_size=5), max_size=4),
        "stages": PLAIN | st.lists(st.dictionaries(st.sampled_from(["name", "touchpoints"]), PLAIN), max_size=3),
        "persona": PLAIN,
        "ritual": PLAIN,
    },
)


PIECES = (
    "",
    '"',
    "'",
    "[",
    "]",
    "{",
    "}",
    ":",
    ": ",
    "\n",
    "\t",
    "&a ",
    "*a",
    "- ",
    "=",
    "#",
    "\\",
    "!!",
    "|",
    "9",
    "é",
)
SHOP = jm.Journey("Shop", persona=jm.Persona("P", goals=["one, two", "three"]), touchpoints=[
    jm.Touchpoint("pay", "Card: payment", stage="Pay", next={"done": 0.9, "help": 0.1}, description="one\ntwo\n"),
    jm.Touchpoint("help", "도움말 🎉", stage="Pay", wait="5 min", fees=[jm.Fee("Call", 100, "KRW")], next=["done"]),
    jm.Touchpoint("done", 'Say "done"', stage="After", survey=jm.Survey(["overall"], nps=jm.Nps(promoters=1))),
])  # fmt: skip


def _reads_or_refuses(text: str | bytes, format: str) -> None:
    try:
        journey = jm.loads(text, format)
    except jm.JourneymapError:
        return
    assert jm.loads(jm.dumps(journey, format), format) == journey


@pytest.mark.parametrize("format", ["yaml", "toml", "json"])
@QUICKLY
@given(text=st.text(max_size=80) | st.binary(max_size=80))
def test_any_text_is_read_or_refused(format: str, text: str | bytes) -> None:
    """Text or bytes of any kind give a journey or a JourneymapError."""
    _reads_or_refuses(text, format)


@pytest.mark.parametrize("format", ["yaml", "toml", "json"])
@QUICKLY
@given(place=st.floats(0, 1), length=st.integers(0, 5), piece=st.sampled_from(PIECES))
def test_any_damage_to_a_file_is_read_or_refused(format: str, place: float, length: int, piece: str) -> None:
    """A written journey with a piece cut out and another put in gives a journey or a JourneymapError."""
    text = jm.dumps(SHOP, format)
    start = int(place * len(text))
    _reads_or_refuses(text[:start] + piece + text[start + length :], format)


@QUICKLY
@given(data=PLAIN | PARTS)
def test_any_data_is_read_or_refused(data: Any) -> None:
    """Data of any shape under the known keys gives a journey or a JourneymapError, in JSON and as YAML."""
    text = json.dumps(data)
    _reads_or_refuses(text, "json")
    _reads_or_refuses(text, "yaml")
