"""The structure family where its examples do not reach: order, proof, and what stays silent."""

from __future__ import annotations

import pytest

from journeymap.auditing import audit
from journeymap.model import Journey, Stage, Touchpoint, Transition
from journeymap.rulebook import Outcome
from journeymap.rules.structure.gaps import NOBODY


def failing(journey: Journey, code: str) -> list[str | None]:
    """The places where a rule fails."""
    return [finding.touchpoint for finding in audit(journey, select=code).findings]


def test_an_island_is_named_where_it_begins_even_when_an_unused_way_leads_back_to_it() -> None:
    """Of touchpoints that nobody can get to, the one that leads to the others is named."""
    journey = Journey(
        "Shop",
        touchpoints=(
            Touchpoint("done", "Done", ends="success"),
            Touchpoint("b", "B", ends="success", next=[Transition("c", kind="loyalty")]),
            Touchpoint("c", "C", next=["b"]),
        ),
    )
    assert failing(journey, "JM002") == ["c"]


def test_two_islands_are_both_named() -> None:
    """Each of them has a beginning of its own."""
    journey = Journey("Shop").touchpoint("done", "Done", ends="success")
    journey = journey.touchpoint("a", "A", ends="success").touchpoint("b", "B", ends="success")
    assert failing(journey, "JM002") == ["a", "b"]


def test_what_is_only_reached_with_probability_nought_can_be_got_to() -> None:
    """A way that nobody takes today is a way."""
    journey = Journey("Shop").touchpoint("pay", "Pay", next={"done": 1, "help": 0})
    journey = journey.touchpoint("help", "Help", ends="success").touchpoint("done", "Done", ends="success")
    assert failing(journey, "JM002") == []


def test_a_drop_off_of_everybody_is_an_ending() -> None:
    """Where all leave, nobody is stranded."""
    journey = Journey("Shop").touchpoint("exit", "Exit", drop_off=1, next=[])
    assert failing(journey, "JM003") == []


def test_the_proof_of_a_trap_is_the_way_into_it() -> None:
    """The path runs from the start to where the circle is entered, wherever that stands in the list."""
    journey = (
        Journey("Line", start="call")
        .touchpoint("music", "Music", next=["menu"])
        .touchpoint("menu", "Menu", next=["music"])
        .touchpoint("call", "Call", next=["menu"])
    )
    (finding,) = audit(journey, select="JM005").findings
    assert (finding.touchpoint, finding.path) == ("menu", ("call", "menu"))


@pytest.mark.parametrize(
    ("shares", "outcome"),
    [
        ([0.5, 0.495], Outcome.PASSED),
        ([0.5, 0.49], Outcome.PASSED),
        ([0.5, 0.48], Outcome.FAILED),
        ([0.1] * 9 + [0.09], Outcome.PASSED),
    ],
)
def test_shares_may_be_off_by_a_hundredth(shares: list[float], outcome: Outcome) -> None:
    """Rounding to whole per cents is no mistake; what is missing beyond that is."""
    ends = [Touchpoint(f"t{i}", "T", ends="success") for i in range(len(shares))]
    ways = {f"t{i}": share for i, share in enumerate(shares)}
    journey = Journey("Shop", touchpoints=(Touchpoint("pay", "Pay", next=ways), *ends))
    assert audit(journey).outcome("JM007") is outcome


@pytest.mark.parametrize("owner", [*sorted(NOBODY), " Nobody ", "NONE"])
def test_nobody_is_not_an_owner(owner: str) -> None:
    """However people write that there is none."""
    journey = Journey("Shop").touchpoint("desk", "Desk", channel="counter", owner=owner, ends="success")
    assert failing(journey, "JM010") == ["desk"]


def test_phases_count_only_where_there_is_a_touchpoint() -> None:
    """An empty stage after the service is not yet anything after the service."""
    journey = Journey(
        "Meal",
        stages=(Stage("Before", phase="before"), Stage("Meal", phase="during"), Stage("After", phase="after")),
        touchpoints=(Touchpoint("walk", "Walk", stage="Before"), Touchpoint("eat", "Eat", stage="Meal")),
    )
    (finding,) = audit(journey, select="JM011").findings
    assert finding.variant == "no_after"


def test_several_gaps_from_one_place_are_told_apart() -> None:
    """Each names where it leads; a short one beside them says nothing."""
    ways = [
        Transition("box", probability=0.5, delay="5 d", status_message=False),
        Transition("shop", probability=0.3, delay="9 d"),
        Transition("now", probability=0.2, delay="1 h"),
    ]
    ends = [Touchpoint(id, id.title(), ends="success") for id in ("box", "shop", "now")]
    journey = Journey("Order", touchpoints=(Touchpoint("order", "Order", next=ways), *ends))
    found = [(finding.outcome, finding.about) for finding in audit(journey, select="JM012")]
    assert found == [(Outcome.FAILED, "Box"), (Outcome.CANNOT_TELL, "Shop")]
