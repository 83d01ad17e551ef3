"""The report on what would help a journey most: single changes, and a better order.

The shape of the data is stable; ``"journeymap_improvements": 1`` is its version.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from journeymap.i18n import Translator, translator
from journeymap.reports.data import as_json, score_data
from journeymap.reports.lines import cut, safe
from journeymap.reports.outlines import Outline, Table
from journeymap.reports.phrases import NAME, place, signed
from journeymap.scoring import LIMITS
from journeymap.sequencing import Change, Resequencing
from journeymap.wording import minus

__all__ = ["improvement_outline", "improvements_json"]

LONGEST = 240
"""How many columns a sentence about touchpoints may take."""


def improvement_outline(
    changes: Sequence[Change] | None, order: Resequencing, *, lang: str | None = None, most: int | None = 10
) -> Outline:
    """What would help most, as headings, sentences and tables.

    Args:
        changes: What ``what_if`` found; None when it was not asked, and only the order is told.
        order: What ``resequence`` found.
        lang: The language; None for that of the journey, else English.
        most: How many changes are listed; None for all.
    """
    t = translator(lang or order.original.lang or "en")
    name = cut(order.original.name, NAME) or t("a journey without a name")
    lead = [t("Remembered at {score} as it is.", score=signed(order.before.remembered))]
    if changes is not None and not changes:
        lead.append(t("No single change was found that would raise the remembered score."))
    changes = changes or ()
    shown = changes[:most]
    rows = [
        [signed(each.gain), _points(each.below, t), _worst(each), cut(each.message(t.lang), LONGEST)] for each in shown
    ]
    left = len(changes) - len(shown)
    help_table = Table(
        t("What would help most"),
        rows,
        heads=[t("remembered"), t("below 0"), t("worst ending"), ""],
        numbers=[0, 1, 2],
        note=t("and {count} more", count=left) if left else "",
    )
    tables = [help_table, Table(t("A better order"), [[cut(order.message(t.lang), LONGEST)]])]
    return Outline(name, lead, [*tables, *_order_tables(order, t)], t(LIMITS), t.lang)


def _points(change: float, t: Translator) -> str:
    """A change in a share, in percentage points."""
    points = round(100 * change, 1) + 0.0
    return t("{points} points", points=minus(f"{points:+g}") if points else "0")


def _worst(change: Change) -> str:
    return "?" if change.worst is None else signed(change.worst)


def _order_tables(order: Resequencing, t: Translator) -> list[Table]:
    tables = []
    for line in order.lines:
        if line.before == line.after:
            continue
        rows = [[t("now"), _trail(order, line.before)], [t("better"), _trail(order, line.after)],
                [t("course"), f"{signed(line.value_before)} → {signed(line.value_after)}"]]  # fmt: skip
        how = "No allowed order is better: every one was considered." if line.exact else (
            "Found by trying moves one at a time: there may be a better one."
        )  # fmt: skip
        tables.append(Table(t("One stretch in another order"), rows, note=t(how)))
    obeyed = dict.fromkeys(constraint.message(t.lang) for line in order.lines for constraint in line.constraints)
    tables.append(Table(t("What was obeyed"), [[cut(each, LONGEST)] for each in obeyed]))
    tables.append(Table(t("What was left alone"), [[cut(left.message(t.lang), LONGEST)] for left in order.left_alone]))
    return tables


def _trail(order: Resequencing, ids: Sequence[str]) -> str:
    return safe(" → ".join(place(order.original, id) for id in ids))


def improvements_json(changes: Sequence[Change], order: Resequencing, *, lang: str | None = None) -> str:
    """What would help most, for programs: every change, and the better order."""
    lang = lang or order.original.lang or "en"
    translator(lang)
    data: dict[str, Any] = {
        "journeymap_improvements": 1,
        "lang": lang,
        "journey": order.original.name,
        "score": score_data(order.before, lang=lang),
        "changes": [
            {
                "kind": each.kind,
                "touchpoint": each.touchpoint,
                "to": each.to,
                "message": each.message(lang),
                "gain": _number(each.gain),
                "below_neutral": _number(each.below),
                "worst_ending": _number(each.worst),
            }
            for each in changes
        ],
        "order": {
            "changed": order.changed,
            "message": order.message(lang),
            "touchpoints": list(order.order),
            "gain": _number(order.gain),
            "lines": [
                {
                    "before": list(line.before),
                    "after": list(line.after),
                    "value_before": _number(line.value_before),
                    "value_after": _number(line.value_after),
                    "method": line.method,
                    "constraints": [constraint.message(lang) for constraint in line.constraints],
                }
                for line in order.lines
            ],
            "left_alone": [{"touchpoint": left.touchpoint, "message": left.message(lang)} for left in order.left_alone],
        },
    }
    return as_json(data)


def _number(value: float | None) -> float | None:
    return None if value is None else round(value, 12) + 0.0
