"""How long an audit takes: run with ``pytest tests/benchmarks --benchmark-only``.

Aimed at on two cores: 30 touchpoints with branches, loops and facts within 25 ms; a chain of 10,000 within a few
seconds, and twice as long a chain within twice the time.
"""

from __future__ import annotations

from typing import Any

import pytest

from journeymap.auditing import audit
from journeymap.facts import Confirmation, Contact, Failure, Fee
from journeymap.model import Journey, Touchpoint, Transition


def branching(touchpoints: int) -> Journey:
    """Shops one after the other, five touchpoints each: search, payment, a decline to try again, giving up, parcel."""
    found: list[Touchpoint] = []
    for shop in range(touchpoints // 5):
        search, pay, declined, gone, done = (f"{what}-{shop}" for what in ("search", "pay", "declined", "gone", "done"))
        last = shop + 1 == touchpoints // 5
        contacts = (Contact("phone", "02-123-4567"),)
        fees = (Fee("Shipping", 3000, "KRW", disclosed_at=search),)
        ways = (Transition(done, probability=0.85), Transition(declined, probability=0.1), Transition(gone))
        found += [
            Touchpoint(search, "Search", emotion=1.5, channel="web", shows_price=True, next=(Transition(pay),)),
            Touchpoint(pay, "Pay", emotion=-1, kind="payment", channel="web", fees=fees, contacts=contacts, next=ways),
            Touchpoint(
                declined, "Declined", emotion=-2, kind="failure", contacts=contacts, next=[pay, gone],
                failure=Failure(reason_given=True, alternatives=("other_method",)),
            ),
            Touchpoint(gone, "Leaves", emotion=-1.5, ends="abandon"),
            Touchpoint(
                done, "Confirmed", emotion=0.5, kind="confirmation", confirmation=Confirmation(contact=True),
                next=None if last else (Transition(f"search-{shop + 1}"),), ends="success" if last else None,
            ),
        ]  # fmt: skip
    return Journey("Shops", touchpoints=tuple(found))


def chain(touchpoints: int) -> Journey:
    """One touchpoint after the other."""
    emotions = [-2, 1.5, None, 0, -1, 2, 0.5]
    return Journey(
        "Chain", touchpoints=[Touchpoint(f"t{i}", f"Step {i}", emotion=emotions[i % 7]) for i in range(touchpoints)]
    )


def test_a_branching_journey(benchmark: Any) -> None:
    """Thirty touchpoints with loops, branches and facts."""
    judged = benchmark(audit, branching(30))
    assert len(judged.findings) > 0


@pytest.mark.parametrize("touchpoints", [5_000, 10_000, 20_000])
def test_a_long_chain(benchmark: Any, touchpoints: int) -> None:
    """The time grows with the length, and no faster."""
    judged = benchmark.pedantic(audit, args=(chain(touchpoints),), rounds=2)
    assert len(judged.results) > touchpoints
