"""A brief with ideas for high points: where one would be remembered most, and what it could be."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from journeymap.auditing import Audit
from journeymap.i18n import Translator
from journeymap.model import Touchpoint
from journeymap.reports.outlines import Table
from journeymap.reports.phrases import felt, place, signed
from journeymap.scoring import score

HIGHEST = 2.0
MOST_PLACES = 7

IDEAS: Mapping[str, str] = {
    "greeting": "Greet by name, and remember what was bought last time.",
    "visit": "Greet by name, and remember what was bought last time.",
    "consultation": "Ask about the customer's time and occasion first, and advise against what does not fit.",
    "fitting": "Take time, and say honestly what suits this person.",
    "order": "Offer the usual before it is asked for.",
    "service": "Explain what is being done and why, and let the customer see the craft in it.",
    "wait": "Turn waiting into something: a drink, a look behind the scenes, a word about how long it takes.",
    "payment": "Thank by name, and say what the money was well spent on.",
    "confirmation": "Say who will look after the order, with a face and a name.",
    "delivery": "Put in something made for this person: a handwritten line, a sample that fits.",
    "pickup": "Open it together, and show that it is right.",
    "support": "Solve more than was asked: look for the next problem before it comes.",
    "complaint": "Call back a week later and ask whether all is well.",
    "recovery": "Call back a week later and ask whether all is well.",
    "farewell": "See the customer to the door, and give something to take home.",
    "message": "Write on a day that matters to the customer, and sell nothing.",
    "reward": "Make it a surprise, and say what it is for.",
    "review": "Answer in person, and tell what was changed because of it.",
}
"""By kind of touchpoint; what practice reports, no findings of research."""

ELSEWHERE = "Recognise the customer: by name, by what was said before, by the situation they are in."


def high_points(audit: Audit, t: Translator, day: datetime.date) -> Mapping[str, Any]:
    """Where a high point would raise the remembered score most, and an idea for each place."""
    journey = audit.journey
    if audit.score is None or audit.score.remembered is None:
        return {"empty": "The journey cannot be scored."}
    gains = []
    for x in journey:
        if x.emotion is None or not 0 <= x.emotion < HIGHEST or audit.score.shares[x.id] <= 0:
            continue
        raised = score(journey.change(x.id, emotion=HIGHEST), weights=audit.score.weights).remembered
        gains.append(((raised or 0.0) - audit.score.remembered, x))
    gains.sort(key=lambda pair: -round(pair[0], 9))
    rows = [[place(journey, x.id), felt(journey, x.id), signed(gain), t(_idea(x))] for gain, x in gains[:MOST_PLACES]]
    return {
        "lead": [t("Mend what is bad before you decorate: a high point does not make up for a bad ending.")],
        "tables": [
            Table(t("Where a high point would be remembered"), rows,
                  heads=["", t("emotion"), t("gain"), t("an idea")], numbers=[1, 2],
                  note=t("The gain is exact for this journey; the ideas come from practice.")),
        ],
        "empty": "No touchpoint is between neutral and as good as can be.",
    }  # fmt: skip


def _idea(x: Touchpoint) -> str:
    return IDEAS.get(x.kind or "", ELSEWHERE)
