"""What a field can hold, wherever the value comes from."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import journeymap as jm
from journeymap import fields
from tests.strategies import journeys


@pytest.mark.parametrize(
    "make",
    [
        lambda: jm.Touchpoint("a", "A", drop_off=None),
        lambda: jm.Fee("Shipping", mandatory=None),
        lambda: jm.Fee("Shipping", currency=None),
        lambda: jm.Journey("Shop", stages=None),
    ],
)
def test_only_what_may_be_unknown_takes_none(make: object) -> None:
    """A field with a default of its own refuses None instead of failing later."""
    with pytest.raises(jm.JourneyError, match=r"expected .* \(got None\)"):
        make()  # type: ignore[operator]


def test_text_with_half_a_character_is_refused() -> None:
    """A lone surrogate, which no file can hold, is refused where it comes in."""
    with pytest.raises(jm.JourneyError, match="which holds half a character"):
        jm.Journey("a\ud800")
    with pytest.raises(jm.JourneyError, match="expected a list of texts"):
        jm.Touchpoint("a", "A", expectations=["\udfff"])


def test_numbers_too_long_to_show_are_refused_in_words() -> None:
    """A whole number of thousands of digits is refused without failing at its repr."""
    with pytest.raises(jm.JourneyError, match="got a very large int"):
        jm.Fee("Shipping", 10**5000)
    with pytest.raises(jm.JourneyError, match="Fee a very large int"):
        jm.Fee(10**5000)  # type: ignore[arg-type]


def test_a_length_of_time_is_short() -> None:
    """A very long text is no length of time, and is refused at once."""
    text = "1" * 1_000_000
    assert fields.seconds_from(text) is text


def shop(fact: str) -> jm.Journey:
    """A journey whose one touchpoint says a fact, as somebody would write it by hand."""
    return jm.loads(f"journeymap: 1\nname: Shop\ntouchpoints:\n- id: a\n  name: A\n  {fact}\n")


@pytest.mark.parametrize(
    ("fact", "canonical"),
    [
        ("drop_off: 85%", "drop_off: 0.85"), ("drop_off: 85 %", "drop_off: 0.85"),
        ("drop_off: 12.5%", "drop_off: 0.125"),
        ("drop_off: ８５％", "drop_off: 0.85"), ('drop_off: "0.85"', "drop_off: 0.85"),
        ("drop_off: 0 %", "drop_off: 0.0"),
        ("next: {a: 85%}", "next: {a: 0.85}"),
        ("next: [{to: a, probability: 10 %}]", "next: [{to: a, probability: .1}]"),
        ("can_fail: yes", "can_fail: true"), ("can_fail: No", "can_fail: false"), ("can_fail: y", "can_fail: true"),
        ("can_fail: 예", "can_fail: true"), ("can_fail: 네", "can_fail: true"), ("can_fail: 아니오", "can_fail: false"),
        ("can_fail: 아니요", "can_fail: false"), ("wait: {known: 있음}", "wait: {known: true}"),
        ("wait: 8분", "wait: 480"), ("wait: 8 분", "wait: 480"), ("wait: ８분", "wait: 480"),
        ("wait: 5 mins", "wait: 300"),
        ("duration: 1시간 30분", "duration: 5400"), ("duration: 1시간30분", "duration: 5400"),
        ("duration: 2일", "duration: 172800"), ("duration: 1주일", "duration: 604800"),
        ("duration: 2 hrs", "duration: 7200"),
        ("duration: １．５ ｈ", "duration: 5400"), ("duration: 1.5 시간", "duration: 5400"),
        ("duration: 30초", "duration: 30"),
        ("emotion: ２", "emotion: 2"), ("emotion: −1", "emotion: -1"), ('emotion: "+0.5"', "emotion: 0.5"),
        ("visits: 1,200명", "visits: 1200"), ("visits: 1,200", "visits: 1200"),
        ("queue: {lines: 3줄}", "queue: {lines: 3}"),
        ("fees: [{name: F, amount: 3000원}]", "fees: [{name: F, amount: 3000, currency: KRW}]"),
        ('fees: [{name: F, amount: "3,000원"}]', "fees: [{name: F, amount: 3000, currency: KRW}]"),
        ('fees: [{name: F, amount: "₩3,000"}]', "fees: [{name: F, amount: 3000, currency: KRW}]"),
        ('fees: [{name: F, amount: "￦３，０００"}]', "fees: [{name: F, amount: 3000, currency: KRW}]"),
        ('fees: [{name: F, amount: "₩3,000원", currency: 원}]', "fees: [{name: F, amount: 3000, currency: 원}]"),
        ("fees: [{name: F, amount: 3 만}]", None), ("fees: [{name: F, amount: ₩3000€}]", None),
        ("fees: [{name: F, amount: $4.50}]", "fees: [{name: F, amount: 4.5, currency: $}]"),
        ("fees: [{name: F, amount: US$4.50}]", "fees: [{name: F, amount: 4.5, currency: USD}]"),
        ("fees: [{name: F, amount: $4.50, currency: CAD}]", "fees: [{name: F, amount: 4.5, currency: CAD}]"),
        ('fees: [{name: F, amount: $4.50, currency: ""}]', "fees: [{name: F, amount: 4.5, currency: $}]"),
        ("fees: [{name: F, amount: 4.50 eur}]", "fees: [{name: F, amount: 4.5, currency: EUR}]"),
        ("fees: [{name: F, amount: EUR 4.50, currency: }]", None),
        ("promises: [{about: time, promised: ３０, unit: 분}]", "promises: [{about: time, promised: 30, unit: 분}]"),
        ("promises: [{about: time, promised: 3개}]", None), ("drop_off: 85", None), ('drop_off: "85"', None),
        ("drop_off: 120%", None), ("emotion: 80%", None), ("emotion: 만족", None), ("can_fail: 1", None),
        ("can_fail: perhaps", None), ('wait: "8"', None), ("wait: 8 apples", None), ("wait: 반나절", None),
        ("visits: 3.5명", None), ("visits: 1,20", None), (f"visits: {'1' * 101}명", None),
    ],
)  # fmt: skip
def test_values_are_read_as_people_write_them(fact: str, canonical: str | None) -> None:
    """Shares, yes and no, times, prices and digits by hand, in English and Korean; what is not certain is refused."""
    if canonical is None:
        with pytest.raises(jm.ReadError, match="expected"):
            shop(fact)
        return
    journey = shop(fact)
    assert journey == shop(canonical)
    for format in ("yaml", "toml", "json"):
        assert jm.dumps(journey, format) == jm.dumps(shop(canonical), format)
        assert jm.loads(jm.dumps(journey, format), format) == journey


@pytest.mark.parametrize(
    ("day", "said"), [("2026년 3월 1일", 1), ("2026. 3. 1.", 1), ("2026/3/2", 2), ("2026-02-31", None)]
)
def test_days_are_read_as_people_write_them(day: str, said: int | None) -> None:
    """A day in the ways of writing that checklists know; one that is in no calendar is refused."""
    text = f"journeymap: 1\nname: Shop\nlast_reviewed: {day}\n"
    if said is None:
        with pytest.raises(jm.ReadError, match="expected a day such as 2026-03-01"):
            jm.loads(text)
        return
    assert jm.loads(text).last_reviewed == datetime.date(2026, 3, said)


def test_the_sign_of_a_price_must_agree_with_its_currency() -> None:
    """Dollars that are called won are refused, where they stand."""
    with pytest.raises(jm.ReadError, match=r"fees\[0\]: '\$4\.50' is no price in KRW \(leave out its sign"):
        shop("fees: [{name: F, amount: $4.50, currency: KRW}]")


def test_a_comma_in_braces_is_explained() -> None:
    """In braces YAML takes 3,000 for 3 and a key 000: the error says what to write."""
    with pytest.raises(jm.ReadError, match=r"'000' stands alone behind a comma .*put a number with commas in quotes"):
        shop("fees: [{name: F, amount: 3,000}]")
    with pytest.raises(jm.ReadError, match="unknown key '404'"):
        shop("wait: {typical: 8, 404: 1}")


@given(journeys(facts=True), st.sampled_from(["yaml", "toml", "json"]))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_file_in_hand_writing_is_the_same_journey(journey: jm.Journey, format: str) -> None:
    """Shares as percentages, yes and no in words, full-width digits: the journey is the same, and so when written."""
    assert jm.loads(_by_hand(jm.dumps(journey, "json")), "json") == journey
    assert jm.loads(jm.dumps(journey, format), format) == journey


def _by_hand(text: str) -> str:
    """A file as a hurried person would write its values."""

    def told(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {name: told(part, key if key == "next" else name) for name, part in value.items()}
        if isinstance(value, list):
            return [told(item, "" if key == "next" else key) for item in value]
        if isinstance(value, bool):
            return "예" if value else "no"
        if isinstance(value, int) and key == "emotion":
            return str(value).translate(str.maketrans("012-", "０１２−"))
        share = key in ("next", "drop_off", "usage_rate") and isinstance(value, (int, float))
        return f"{value * 100:.0f} %" if share and round(round(value * 100) / 100, 12) == value else value

    return json.dumps(told(json.loads(text)), ensure_ascii=False)
