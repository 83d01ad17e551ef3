"""Briefs on what customers meet: the moments that count, the channels, and the customers themselves."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from statistics import fmean
from typing import Any

from journeymap.auditing import Audit
from journeymap.formats.understanding import word_for
from journeymap.i18n import Translator
from journeymap.model import Touchpoint
from journeymap.reports.lines import cut, safe
from journeymap.reports.outlines import Table
from journeymap.reports.phrases import NAME, felt, place, signed
from journeymap.wording import duration, minus, percent

MOST_MOMENTS = 7
"""How many touchpoints count as moments of truth when the journey marks none."""


def moments(audit: Audit, t: Translator, day: datetime.date) -> Mapping[str, Any]:
    """What must go right, by how much of it is remembered."""
    marked = any(x.moment_of_truth for x in audit.journey)
    lead = [] if marked else [t("None is marked as a moment of truth: these are those that memory holds most of.")]
    return {"lead": lead, "tables": [of_truth(audit, t)], "empty": "The journey has no touchpoints yet."}


def of_truth(audit: Audit, t: Translator) -> Table:
    """The moments of truth, the one that is remembered most first."""
    journey = audit.journey
    shares = audit.score.shares if audit.score else {}
    chosen = [x for x in journey if x.moment_of_truth]
    ranked = sorted(chosen or journey, key=lambda x: -shares.get(x.id, 0.0))
    rows = [
        [place(journey, x.id), felt(journey, x.id), percent(shares[x.id], lang=t.lang) if x.id in shares else "?",
         _columns(x)]
        for x in (ranked if chosen else ranked[:MOST_MOMENTS])
    ]  # fmt: skip
    heads = ["", t("emotion"), t("share of memory"), t("expected · better · worse")]
    return Table(t("What must go right"), rows, heads=heads, numbers=[1, 2])


def _columns(x: Touchpoint) -> str:
    """The three columns of a moment-of-truth chart, in one cell."""
    signed_lists = (("", x.expectations), ("+ ", x.enhancers), ("− ", x.detractors))
    return safe(" · ".join(f"{sign}{', '.join(words)}" for sign, words in signed_lists if words))


def channels(audit: Audit, t: Translator, day: datetime.date) -> Mapping[str, Any]:
    """What each channel offers: how it feels there, what is found, whom to ask, how fast an answer comes."""
    journey = audit.journey
    shares = audit.score.shares if audit.score else {}
    names = dict.fromkeys(x.channel for x in journey if x.channel)
    rows = []
    for name in names:
        there = [x for x in journey if x.channel == name]
        known = [x.emotion for x in there if x.emotion is not None]
        ids = {x.id for x in there}
        answers = [x.response.typical for x in there if x.response and x.response.typical is not None]
        rows.append([
            cut(name or "", NAME), str(len(there)), signed(fmean(known)) if known else "?",
            percent(sum(shares.get(id, 0.0) for id in ids), lang=t.lang),
            str(sum(finding.touchpoint in ids for finding in audit.findings)),
            duration(max(answers), lang=t.lang) if answers else "?",
            safe(", ".join(dict.fromkeys(word_for(t, "kind", c.kind) for x in there for c in x.contacts or ()))),
        ])  # fmt: skip
    heads = [t("channel"), t("touchpoints"), t("emotion"), t("share of memory"), t("findings"), t("answers within"),
             t("whom to ask")]  # fmt: skip
    differing = [
        [place(journey, x.id), cut(each.channel, NAME), "?" if each.emotion is None else signed(each.emotion),
         safe(" · ".join(filter(None, (each.price, each.terms, each.hours))))]
        for x in journey for each in x.by_channel or ()
    ]  # fmt: skip
    ways = [
        [word_for(t, "kind", contact.kind), safe(contact.value), safe(contact.hours or "?"),
         contact.updated.isoformat() if contact.updated else "?"]
        for contact in (journey.business and journey.business.contacts) or ()
    ]  # fmt: skip
    return {
        "tables": [
            Table(t("The channels"), rows, heads=heads, numbers=[1, 2, 3, 4]),
            Table(t("The same touchpoint on several channels"), differing,
                  heads=["", t("channel"), t("emotion"), t("price, terms, hours")], numbers=[2]),
            Table(t("Ways to reach us that are shown everywhere"), ways,
                  heads=[t("kind"), "", t("answered"), t("kept up to date")]),
        ],
        "empty": "No touchpoint says on which channel it is.",
    }  # fmt: skip


def personas(audit: Audit, t: Translator, day: datetime.date) -> Mapping[str, Any]:
    """The customer, and how different customers feel where that is known."""
    journey = audit.journey
    rows = [
        [place(journey, x.id), felt(journey, x.id), cut(each.persona, NAME),
         "?" if each.emotion is None else minus(f"{each.emotion:+g}")]
        for x in journey for each in x.by_persona or ()
    ]  # fmt: skip
    differing = Table(
        t("Where customers differ"), rows, heads=["", t("emotion"), t("customer"), t("emotion")], numbers=[1, 3]
    )
    helping = [[place(journey, x.id), safe(x.owner or "?")] for x in journey if x.contacts or x.support]
    card = Table(t("Where they ask for help: this card belongs there"), helping)
    return {"tables": [*who_comes(audit, t), differing, card], "empty": "The journey does not say whose it is."}


def who_comes(audit: Audit, t: Translator) -> list[Table]:
    """The customer in a few lines."""
    persona = audit.journey.persona
    if persona is None:
        return []
    said = (
        ("Customer", persona.name), ("What this customer is like", persona.description),
        ("What this customer wants", ", ".join(persona.goals or ())),
        ("Prefers", ", ".join(persona.preferred_channels or ())),
        ("Has told us already", ", ".join(persona.known_fields or ())),
        ("How well we know each other", word_for(t, "relation", persona.relation) if persona.relation else ""),
        ("Expects to feel", "" if persona.expected is None else minus(f"{persona.expected:+g}")),
        ("A customer we want", "" if persona.wanted is None else t("yes") if persona.wanted else t("no")),
    )  # fmt: skip
    return [Table(t("Whom we serve"), [[t(label), safe(words)] for label, words in said if words])]
