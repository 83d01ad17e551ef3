"""Values come in as Python has them and are kept as plain numbers and tuples."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from journeymap.errors import JourneyError
from journeymap.facts import Fee, Wait
from journeymap.model import Journey, Touchpoint, Transition


class Float(float):
    """A kind of float, as NumPy has one."""


@pytest.mark.parametrize("given", [Decimal("0.5"), Fraction(1, 2), Float(0.5)])
def test_numbers_of_other_kinds_become_plain_ones(given: Any) -> None:
    """A decimal, a fraction or a float of another library is taken as the float it stands for."""
    for kept in (
        Touchpoint("pay", "Payment", emotion=given).emotion,
        Transition("done", probability=given).probability,
        Fee("Shipping", given, "EUR").amount,
        Wait(given).typical,
    ):
        assert type(kept) is float
        assert kept == 0.5


@pytest.mark.parametrize("given", [True, "1", 1j, Decimal("nan"), Decimal("sNaN"), Decimal("inf"), Fraction(10**400)])
def test_what_is_no_number_of_the_scale_is_refused(given: Any) -> None:
    """Yes and no, text, complex, endless and undefined numbers are no emotions, whatever their kind."""
    with pytest.raises(JourneyError, match="emotion: expected a number from -2 to 2"):
        Touchpoint("pay", "Payment", emotion=given)


def test_a_set_is_refused_where_order_counts() -> None:
    """A set has no order, so that two runs could differ: lists and tuples are asked for."""
    unordered: Any = {"card", "cash"}
    with pytest.raises(JourneyError, match="choices: expected a list of texts"):
        Touchpoint("pay", "Payment", choices=unordered)
    with pytest.raises(JourneyError, match="next: expected Transition records"):
        Touchpoint("pay", "Payment", next=unordered)
    with pytest.raises(JourneyError, match="touchpoints: expected Touchpoint records"):
        Journey("Shop", touchpoints=unordered)


def test_a_journey_tells_its_size_in_singular_and_plural() -> None:
    """One touchpoint is not several."""
    desk = Journey("Desk").stage("Ask").touchpoint("ask", "Asks")
    assert repr(desk) == "<Journey 'Desk': 1 touchpoint, 1 stage>"
    assert repr(desk.touchpoint("bye", "Goodbye")) == "<Journey 'Desk': 2 touchpoints, 1 stage>"
