"""Briefs to read out before opening, and for those who are new."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from journeymap.auditing import Audit
from journeymap.i18n import Translator
from journeymap.reports.briefs.learning import cases
from journeymap.reports.briefs.moments import of_truth, who_comes
from journeymap.reports.briefs.people import agreed
from journeymap.reports.lines import cut, safe
from journeymap.reports.outlines import Table
from journeymap.reports.phrases import NAME, SIGNS, felt, place, say, where

RISKS, JOYS = 3, 2
"""How many of the greatest risks, and of the best moments, one can keep in mind for a day."""


def today(audit: Audit, t: Translator, day: datetime.date) -> Mapping[str, Any]:
    """The greatest risks with what to do, and what goes well."""
    journey = audit.journey
    risks = [
        [
            SIGNS[finding.severity],
            cut(where(finding, journey, t), NAME),
            f"{say(finding, t)} {finding.rule.text('fix', t.lang)}",
        ]
        for finding in audit.findings[:RISKS]
    ]
    felt_well = sorted((x for x in journey if (x.emotion or 0) > 0), key=lambda x: -(x.emotion or 0))[:JOYS]
    joys = [[place(journey, x.id), felt(journey, x.id), safe(", ".join(x.enhancers or ()))] for x in felt_well]
    conduct = [
        [place(journey, x.id), safe(rule.when), safe(rule.then)]
        for x in journey for rule in x.conduct or ()
    ]  # fmt: skip
    return {
        "lead": [t("{day}: a word of encouragement first, then these.", day=day.isoformat())],
        "tables": [
            Table(t("What could go wrong today"), risks),
            Table(t("What goes well, to be done again"), joys),
            Table(t("If this, then that"), conduct),
        ],
        "empty": "No risk is known and nothing is said to go well: fill in emotions and facts, and audit again.",
    }


def newcomer(audit: Audit, t: Translator, day: datetime.date) -> Mapping[str, Any]:
    """Whom we serve and why they come, the way they go, what must go right, what was agreed, what happened before."""
    journey = audit.journey
    business = journey.business
    said = (
        ("What we want to be for our customers", business and business.vision),
        ("Why customers choose us", business and business.why_chosen),
    )
    way = [
        [safe(stage.name), safe(" → ".join(place(journey, x.id) for x in journey if x.stage == stage.name))]
        for stage in journey.stages
    ]
    rest = [place(journey, x.id) for x in journey if x.stage is None]
    if rest:
        way.append(["", safe(" → ".join(rest))])
    return {
        "lead": [f"{t(label)}: {safe(words)}" for label, words in said if words],
        "tables": [
            *who_comes(audit, t),
            Table(t("The way our customers go"), way),
            of_truth(audit, t),
            *agreed(audit, t),
            *cases(audit, t),
        ],
        "empty": "The journey has no touchpoints yet.",
    }
