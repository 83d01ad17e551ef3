"""What a field can hold, wherever the value comes from."""

from __future__ import annotations

import pytest

import journeymap as jm
from journeymap import fields


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
