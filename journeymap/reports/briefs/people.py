"""Briefs on those who serve: who looks after what, what they know and may decide, and what was agreed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from journeymap.auditing import Audit
from journeymap.formats.understanding import word_for
from journeymap.i18n import Translator
from journeymap.reports.lines import cut, safe
from journeymap.reports.outlines import Table
from journeymap.reports.phrases import NAME, felt, place
from journeymap.wording import percent

GOOD = 1.0
"""From which emotion on somebody deserves praise for a touchpoint."""

OLD = 365
"""After how many days training is long ago."""


def owners(audit: Audit, t: Translator, day: datetime.date) -> Mapping[str, Any]:
    """Who is responsible for what, how much of the memory lies there, what is found, and what deserves praise."""
    journey, shares = audit.journey, audit.score.shares if audit.score else {}
    rows, praise = [], []
    for owner in dict.fromkeys(x.owner for x in journey):
        theirs = [x for x in journey if x.owner == owner]
        ids = {x.id for x in theirs}
        rows.append([
            cut(owner or t("nobody yet"), NAME), str(len(theirs)),
            percent(sum(shares.get(id, 0.0) for id in ids), lang=t.lang),
            str(sum(finding.touchpoint in ids for finding in audit.findings)),
            t("{count} of {all}", count=sum(bool(x.standard) for x in theirs), all=len(theirs)),
            safe(", ".join(place(journey, x.id) for x in theirs)),
        ])  # fmt: skip
        good = [place(journey, x.id) for x in theirs if (x.emotion or 0) >= GOOD]
        if owner and good:
            praise.append([cut(owner, NAME), safe(", ".join(good))])
    heads = ["", t("touchpoints"), t("share of memory"), t("findings"), t("with a standard"), ""]
    kpis = [[place(journey, x.id), cut(x.owner or "?", NAME), safe(x.kpi)] for x in journey if x.kpi]
    goals = [[safe(goal)] for goal in journey.goals or ()]
    return {
        "tables": [
            Table(t("Who looks after what"), rows, heads=heads, numbers=[1, 2, 3]),
            Table(t("To be praised"), praise),
            Table(t("Goals of the team"), goals),
            Table(t("Figures to watch"), kpis, heads=["", t("owner"), t("figure")]),
        ],
        "empty": "The journey has no touchpoints yet.",
    }


def staff(audit: Audit, t: Translator, day: datetime.date) -> Mapping[str, Any]:
    """What staff know, were trained in and may decide."""
    journey = audit.journey
    rows, plan = [], []
    for x in journey:
        if x.staff is None:
            continue
        trained = x.staff.last_trained
        rows.append([
            place(journey, x.id), _of_five(x.staff.knowledge), _of_five(x.staff.courtesy),
            trained.isoformat() if trained else "?", _authority(x, t), safe(", ".join(x.staff.topics or ())),
        ])  # fmt: skip
        if x.staff.topics and (trained is None or (day - trained).days > OLD):
            plan.append([place(journey, x.id), safe(", ".join(x.staff.topics))])
    heads = ["", t("knows the goods"), t("courtesy"), t("last trained"), t("may decide"), t("trained in")]
    return {
        "tables": [
            Table(t("What they know and may decide"), rows, heads=heads, numbers=[1, 2]),
            Table(t("To be trained next"), plan, note=t("Never, or more than a year ago.")),
        ],
        "empty": "No touchpoint says what its staff know, or were trained in.",
    }


def _of_five(value: float | None) -> str:
    return "?" if value is None else f"{value:g}/5"


def _authority(x: Any, t: Translator) -> str:
    if x.staff.discretion:
        return cut(x.staff.discretion, NAME)
    return word_for(t, "authority", x.support.authority) if x.support and x.support.authority else "?"


def role_play(audit: Audit, t: Translator, day: datetime.date) -> Mapping[str, Any]:
    """Situations to practise: what the customer says, what was agreed, what can go wrong."""
    journey = audit.journey
    scenes = []
    for x in journey:
        right = [x.standard, *(x.enhancers or ()), *(f"{rule.when} → {rule.then}" for rule in x.conduct or ())]
        customer = x.quote or ", ".join(x.expectations or ())
        if customer and any(right):
            scenes.append([place(journey, x.id), safe(customer), safe(" · ".join(filter(None, right)))])
    trouble = [
        [place(journey, x.id), safe(case.situation or case.kind), safe(case.solution or case.prevention or "?")]
        for x in journey for case in x.incidents or ()
    ]  # fmt: skip
    heads = [t("where"), t("the customer says or expects"), t("how we answer")]
    return {
        "lead": [t("One plays the customer, one serves, one watches; then change places.")],
        "tables": [
            Table(t("Scenes"), scenes, heads=heads),
            Table(t("What happened before"), trouble, heads=[t("where"), t("what happened"), t("how it was solved")]),
        ],
        "empty": "No touchpoint has both what the customer says or expects and what was agreed.",
    }


def standards(audit: Audit, t: Translator, day: datetime.date) -> Mapping[str, Any]:
    """What was agreed, and where nothing was."""
    journey = audit.journey
    without = [[place(journey, x.id), felt(journey, x.id)] for x in journey if not x.standard]
    return {
        "tables": [*agreed(audit, t), Table(t("Without a standard yet"), without, numbers=[1])],
        "empty": "The journey has no touchpoints yet.",
    }


def agreed(audit: Audit, t: Translator) -> list[Table]:
    """The standards, and the rules of conduct."""
    journey = audit.journey
    written = [
        [place(journey, x.id), cut(x.owner or "?", NAME), safe(x.standard)] for x in journey if x.standard
    ]  # fmt: skip
    conduct = [[place(journey, x.id), safe(rule.when), safe(rule.then)] for x in journey for rule in x.conduct or ()]
    return [
        Table(t("What was agreed"), written, heads=["", t("owner"), t("standard")]),
        Table(t("If this, then that"), conduct, heads=["", t("if"), t("then")]),
    ]


def rituals(audit: Audit, t: Translator, day: datetime.date) -> Mapping[str, Any]:
    """The steps of the ritual, to keep in their order."""
    journey = audit.journey
    steps = [
        [str(number), place(journey, id), safe(journey[id].standard or journey[id].description or "")]
        for number, id in enumerate(journey.ritual or (), start=1)
    ]
    return {
        "lead": [t("Regulars expect these steps in this order: a step left out is missed.")] if steps else [],
        "tables": [Table(t("Step by step"), steps, numbers=[0])],
        "empty": "The journey names no ritual (ritual: the ids of its steps).",
    }
