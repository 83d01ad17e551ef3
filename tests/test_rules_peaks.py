"""The rules about the strongest moments of a journey, where their examples leave something open."""

from __future__ import annotations

from typing import Any

import pytest

from journeymap.auditing import audit
from journeymap.facts import Evidence, Value
from journeymap.model import Journey, Touchpoint
from journeymap.rulebook import Outcome
from journeymap.rules import RULES


def test_the_family_is_that_of_the_catalogue() -> None:
    """Codes, names and severities are those of the catalogue."""
    assert {rule.code: (rule.name, rule.severity.value) for rule in RULES if rule.family == "peaks"} == {
        "JM201": ("no-positive-peak", "warning"),
        "JM202": ("peak-is-negative", "error"),
        "JM203": ("single-clumped-pleasure", "info"),
        "JM204": ("delight-before-basics", "warning"),
        "JM205": ("flat-journey", "info"),
        "JM206": ("unused-feature", "info"),
        "JM207": ("value-missing", "info"),
        "JM208": ("emotion-unsupported", "info"),
    }


def test_of_two_equally_bad_moments_the_later_is_the_peak() -> None:
    """The place named is the one the score takes for the peak."""
    journey = Journey("Calls", touchpoints=[Touchpoint("a", "A", emotion=-1.5), Touchpoint("b", "B", emotion=-1.5)])
    (found,) = audit(journey, select="JM202").findings
    assert found.touchpoint == "b"


def test_a_trap_is_judged_by_the_ways_that_end() -> None:
    """Where customers can get lost in a loop there is no score, and the peaks of those who get out are judged."""
    journey = (
        Journey("Menu")
        .touchpoint("call", "Call", emotion=-2, next={"menu": 0.5, "desk": 0.5})
        .touchpoint("menu", "Menu", emotion=-1, next=["menu"])
        .touchpoint("desk", "Desk", emotion=1, ends="success")
    )
    (found,) = audit(journey, select="JM202").findings
    assert (found.touchpoint, found.share) == ("call", 1.0)


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({"need": "safety"}, Outcome.FAILED),
        ({"kind": "delivery"}, Outcome.FAILED),
        ({"channel": "콜센터"}, Outcome.FAILED),
        ({"kind": "delivery", "need": "delight"}, Outcome.NOT_APPLICABLE),
        ({"kind": "browse", "channel": "web"}, Outcome.NOT_APPLICABLE),
        ({"channel": "web"}, Outcome.CANNOT_TELL),
        ({"channel": "web", "emotion": -0.5}, Outcome.CANNOT_TELL),
        ({"channel": "web", "emotion": 0}, Outcome.NOT_APPLICABLE),
        ({"channel": "web", "emotion": None}, Outcome.NOT_APPLICABLE),
    ],
)
def test_what_must_simply_work(facts: dict[str, Any], outcome: Outcome) -> None:
    """A stated need counts first, then the kind and the phone; what neither tells is asked."""
    journey = (
        Journey("Mall")
        .touchpoint("gift", "A gift", emotion=2, need="delight")
        .touchpoint("bad", "Something bad", ends="success", **{"emotion": -1, **facts})
    )
    assert audit(journey, select="JM204").outcome("JM204") is outcome


def test_the_worst_of_the_basics_is_named() -> None:
    """One finding for the whole journey, at the worst of the places that must simply work."""
    journey = Journey("Mall").touchpoint("gift", "A gift", emotion=2, need="delight")
    for id, emotion in (("board", -0.5), ("phone", -1.5), ("box", -1.5)):
        journey = journey.touchpoint(id, id.title(), emotion=emotion, need="basic")
    (found,) = audit(journey, select="JM204").findings
    assert found.touchpoint == "phone"
    assert found.values["places"] == ("Board", "Phone", "Box")


def test_a_rating_in_part_fails_by_what_is_rated() -> None:
    """One of the three values below the limit is enough, whatever the others are."""
    journey = Journey("Kiosk").touchpoint("kiosk", "Kiosk", value=Value(usability=1), ends="success")
    (found,) = audit(journey, select="JM207").findings
    assert found.values["lacking"] == ("ease of use",)


def test_what_nobody_meets_decides_nothing() -> None:
    """A touchpoint that customers cannot get to needs no evidence, no use and no value."""
    journey = (
        Journey("Shop")
        .touchpoint("buy", "Buy", emotion=1, evidence=Evidence("measured", n=50), ends="success")
        .touchpoint("lost", "Lost", emotion=-2, usage_rate=0, need="delight", value=Value(usability=0), ends="success")
    )
    judged = audit(journey, select="JM20", ignore=("JM201", "JM203", "JM205"))
    assert judged.findings == ()
    assert judged.questions == ()


def test_evidence_of_the_rarely_met_is_not_asked_for() -> None:
    """Only what is the peak or the end for enough customers is asked about; the option says how many."""
    journey = (
        Journey("Shop")
        .touchpoint("buy", "Buy", emotion=1, evidence=Evidence("measured", n=50), next={"done": 0.96, "spilt": 0.04})
        .touchpoint("spilt", "Spilt", emotion=-2)
        .touchpoint("done", "Done", emotion=1, evidence=Evidence(n=50), ends="success")
    )
    assert audit(journey, select="JM208").questions == ()
    (asked,) = audit(journey, select="JM208", options={"JM208": {"min_share": 0.01}}).questions
    assert asked.values["places"] == ("Spilt",)


def test_good_for_half_of_the_way_can_be_clumped() -> None:
    """Three good moments in a row on a way of six are one clump; four are most of the way."""
    half, most = ((1, 1, 1, 0, 0, 0), (1, 1, 1, 1, 0, 0))
    for emotions, outcome in ((half, Outcome.FAILED), (most, Outcome.PASSED)):
        touchpoints = [Touchpoint(f"t{i}", f"Step {i}", emotion=emotion) for i, emotion in enumerate(emotions)]
        judged = audit(Journey("Way", touchpoints=touchpoints), select="JM203")
        assert judged.outcome("JM203") is outcome
