"""How another program uses the public names; checked by mypy and pyright from outside, and never run."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import assert_type

import journeymap as jm


def build() -> jm.Journey:
    """Records take what reads well: lists, mappings, texts for times and days."""
    pay = jm.Touchpoint(
        "pay",
        "Card payment",
        emotion=-1,
        kind="payment",
        fees=[jm.Fee("Shipping", 3000, "KRW", disclosed_at="pay")],
        wait="5 min",
        duration=datetime.timedelta(minutes=2),
        enhancers=["one tap"],
        next={"done": 0.92, "declined": 0.08},
        staff=jm.Staff(topics=["refunds"], last_trained="2026-03-01"),
    )
    declined = jm.Touchpoint("declined", "Card declined", emotion=-2, kind="failure", next=["pay"], drop_off=0.5)
    done = jm.Touchpoint(
        "done", "Order confirmed", emotion=0.5, ends="success", next=[jm.Transition("pay", delay="1 d")]
    )
    return jm.Journey(
        "Online shoe order",
        persona="First-time buyer",
        business=jm.Business("Shoes", contacts=[jm.Contact("phone", "02-123-4567")]),
        touchpoints=[pay, declined, done],
        last_reviewed=datetime.date(2026, 11, 1),
    )


def use(folder: Path) -> None:
    """What comes back is known to be what it is."""
    shop = build().stage("After").touchpoint("thanks", "Thank-you note", emotion=2)
    assert_type(shop, jm.Journey)
    assert_type(shop["pay"].emotion, float | None)
    score = jm.score(shop, weights="classic")
    assert_type(score.remembered, float | None)
    audit = jm.audit(shop)
    for finding in audit.findings:
        assert_type(finding, jm.Finding)
        print(finding.code, finding.message("ko"))
    drawing = jm.draw(audit, lang="ko")
    assert_type(drawing, jm.Drawing)
    checklist = jm.checklist(audit, lang="ko")
    assert_type(checklist, jm.Checklist)
    jm.save(drawing, folder / "map.svg")
    jm.save(checklist, str(folder / "list.html"))
    answers = jm.read_checklist(folder / "filled.xlsx")
    assert_type(answers, jm.Answers)
    better = shop.change("pay", emotion=1.0, wait="1 min")
    comparison = jm.compare(shop, better)
    assert_type(comparison, jm.Comparison)
    for change in jm.what_if(shop):
        assert_type(change.gain, float)
    assert_type(jm.load("shop.yaml"), jm.Journey)
    assert_type(jm.dumps(shop, "yaml"), str)
    try:
        jm.loads("journeymap: 1", "yaml")
    except jm.JourneymapError as error:
        print(error)
