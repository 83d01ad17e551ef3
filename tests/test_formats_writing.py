"""How a written journey looks: shortest form, the order of the classes, and a good diff."""

from __future__ import annotations

import datetime

import journeymap as jm

SHOP = (
    jm.Journey("온라인 신발 주문", persona="First-time buyer", last_reviewed=datetime.date(2026, 3, 1))
    .stage("Find", phase="before")
    .touchpoint("search", "Search & sort 🎉", emotion=2.0, expectations=["Fast, cheap", "no", "12:30"])
    .stage("Pay")
    .touchpoint("pay", "Card payment: online", emotion=-1, kind="payment", wait="5 min",
                next={"done": 0.92, "declined": 0.08}, fees=[jm.Fee("Shipping", 3000, "KRW", disclosed_at="pay")])
    .touchpoint("declined", "Card declined", next=["pay", "gave-up"], description="Tries again.\n\nOr leaves.\n",
                fees=[jm.Fee("One", mandatory=False), jm.Fee("Two")], expectations=[])
    .touchpoint("done", "Order confirmed", ends="success", support=jm.Support(target="1 d", can_solve=True))
    .touchpoint("gave-up", "Leaves", ends="abandon", blueprint=jm.Blueprint(frontstage="x" * 60, backstage="y" * 60),
                next=[jm.Transition("search", kind="return"), jm.Transition("pay")])
)  # fmt: skip

YAML = f"""\
journeymap: 1
name: 온라인 신발 주문
persona: First-time buyer
last_reviewed: 2026-03-01
stages:
  - name: Find
    phase: before
    touchpoints:
      - id: search
        name: Search & sort 🎉
        emotion: 2
        expectations: ["Fast, cheap", "no", "12:30"]
  - name: Pay
    touchpoints:
      - id: pay
        name: "Card payment: online"
        emotion: -1
        kind: payment
        next: {{done: 0.92, declined: 0.08}}
        wait: 5 min
        fees: [{{name: Shipping, amount: 3000, currency: KRW, disclosed_at: pay}}]
      - id: declined
        name: Card declined
        next: [pay, gave-up]
        description: |
          Tries again.

          Or leaves.
        expectations: []
        fees:
          - {{name: One, mandatory: false}}
          - {{name: Two}}
      - id: done
        name: Order confirmed
        ends: success
        support: {{target: 1 d, can_solve: true}}
      - id: gave-up
        name: Leaves
        next:
          - {{to: search, kind: return}}
          - pay
        ends: abandon
        blueprint:
          frontstage: {"x" * 60}
          backstage: {"y" * 60}
"""

TOML = f'''\
journeymap = 1
name = "온라인 신발 주문"
persona = "First-time buyer"
last_reviewed = 2026-03-01

[[stages]]
name = "Find"
phase = "before"

[[stages.touchpoints]]
id = "search"
name = "Search & sort 🎉"
emotion = 2
expectations = ["Fast, cheap", "no", "12:30"]

[[stages]]
name = "Pay"

[[stages.touchpoints]]
id = "pay"
name = "Card payment: online"
emotion = -1
kind = "payment"
next = {{ done = 0.92, declined = 0.08 }}
wait = "5 min"
fees = [{{ name = "Shipping", amount = 3000, currency = "KRW", disclosed_at = "pay" }}]

[[stages.touchpoints]]
id = "declined"
name = "Card declined"
next = ["pay", "gave-up"]
description = """
Tries again.

Or leaves.
"""
expectations = []
fees = [
    {{ name = "One", mandatory = false }},
    {{ name = "Two" }},
]

[[stages.touchpoints]]
id = "done"
name = "Order confirmed"
ends = "success"
support = {{ target = "1 d", can_solve = true }}

[[stages.touchpoints]]
id = "gave-up"
name = "Leaves"
next = [
    {{ to = "search", kind = "return" }},
    "pay",
]
ends = "abandon"

[stages.touchpoints.blueprint]
frontstage = "{"x" * 60}"
backstage = "{"y" * 60}"
'''


def test_yaml_reads_well() -> None:
    """Small facts on one line, one key a line elsewhere, lists item by item, Korean and emoji as they are."""
    assert jm.dumps(SHOP) == YAML
    assert jm.loads(YAML) == SHOP


def test_toml_reads_well() -> None:
    """The same in TOML: touchpoints are always tables, whatever their length."""
    assert jm.dumps(SHOP, "toml") == TOML
    assert jm.loads(TOML, "toml") == SHOP


def test_json_is_indented_and_unescaped() -> None:
    """JSON has one key a line, and Korean as it is."""
    text = jm.dumps(jm.Journey("카페", last_reviewed="2026-03-01"), "json")
    assert text == '{\n  "journeymap": 1,\n  "name": "카페",\n  "last_reviewed": "2026-03-01"\n}\n'


def test_touchpoints_that_interleave_their_stages_stand_at_the_top() -> None:
    """When touchpoints do not come stage by stage, each says its stage."""
    journey = jm.Journey("Back and forth", touchpoints=[
        jm.Touchpoint("a", "A", stage="One"),
        jm.Touchpoint("b", "B", stage="Two"),
        jm.Touchpoint("c", "C", stage="One"),
    ])  # fmt: skip
    text = jm.dumps(journey)
    assert text == (
        "journeymap: 1\nname: Back and forth\nstages:\n  - name: One\n  - name: Two\ntouchpoints:\n"
        "  - id: a\n    name: A\n    stage: One\n  - id: b\n    name: B\n    stage: Two\n"
        "  - id: c\n    name: C\n    stage: One\n"
    )
    assert jm.loads(text) == journey


def test_a_touchpoint_without_a_stage_keeps_the_flat_form() -> None:
    """One touchpoint outside every stage is enough to put them all at the top."""
    journey = jm.Journey("Mixed", touchpoints=[jm.Touchpoint("a", "A", stage="One"), jm.Touchpoint("b", "B")])
    assert "\ntouchpoints:\n" in jm.dumps(journey)


def test_an_inserted_touchpoint_changes_only_its_own_lines() -> None:
    """A diff shows the touchpoint that came in, and nothing else."""
    for format in ("yaml", "toml"):
        before = jm.dumps(SHOP, format).splitlines()
        longer = jm.Journey(
            **{
                field: getattr(SHOP, field) for field in ("name", "persona", "last_reviewed", "stages")
            },
            touchpoints=(*SHOP.touchpoints[:1], jm.Touchpoint("new", "New", stage="Find"), *SHOP.touchpoints[1:]),
        )  # fmt: skip
        after = jm.dumps(longer, format).splitlines()
        assert [line for line in before if line not in after] == []
        assert len(after) - len(before) <= 4


def test_only_what_needs_quotes_has_them() -> None:
    """Texts another YAML reader would take for something else are quoted, ordinary ones are not."""
    quoted = ["no", "On", "y", "null", "~", "12:30", "1e3", "0x1f", "1_000", ".5", "+1", "2026-03-01", "<<", "=", "",
              " a", "a ", "- a", "a: b", "a #b", "a:", "#a", "@a", "%a", "'a", '"a', "*a", "&a", "!a", "|", ">", "[a",
              "{a", "tab\there", "\u202eoverride", "nul\0", "cr\rlf", "\ufeff"]  # fmt: skip
    plain = ["No returns", "카페에서 한 잔", "a:b", "http://a.b/c?d", "C# and F#", "3 steps", "9-18 Mon", "(no)", "🎉",
             "don't", "50%", "a, b", "a [b]", "=1+1", "02-123-4567 (day)", "Mr. O"]  # fmt: skip
    for text in quoted:
        assert jm.dumps(jm.Journey(text)).split("name: ")[1].startswith('"'), text
    for text in plain:
        assert jm.dumps(jm.Journey(text)) == f"journeymap: 1\nname: {text}\n"


def test_numbers_are_written_short() -> None:
    """Whole numbers have no point, and very large ones an exponent, with a point for readers of older YAML."""
    fees = [jm.Fee("f", amount) for amount in (300.0, 0.5, -0.0, 1e300, 1e-7, 10**20)]
    written = jm.dumps(jm.Journey("Shop", touchpoints=[jm.Touchpoint("a", "A", fees=fees)]))
    amounts = [line.split("amount: ")[1].rstrip("}") for line in written.splitlines() if "amount" in line]
    assert amounts == ["300", "0.5", "0", "1.0e+300", "1.0e-07", "100000000000000000000"]


def test_lines_are_kept_as_lines() -> None:
    """A text of several lines is a block, whatever stands at its end; one that would not survive is quoted."""
    for text, header in [("a\nb", "|-"), ("a\nb\n", "|"), ("a\n\nb\n\n\n", "|+"), ("a\n  b: c\n# d", "|-")]:
        written = jm.dumps(jm.Journey(text))
        assert f"name: {header}\n" in written
        assert jm.loads(written).name == text
    for text in ["a\n ", " a\nb", "\na", "a \nb", "a\r\nb", "a\n\tb\x85", "\n"]:
        assert jm.dumps(jm.Journey(text)).count("\n") == 2
        assert jm.loads(jm.dumps(jm.Journey(text))).name == text
