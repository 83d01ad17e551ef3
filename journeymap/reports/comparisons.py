"""The report of a comparison: which of two journeys is remembered better, and what differs.

The shape of the data is stable; ``"journeymap_comparison": 1`` is its version:

    lang, before, after   the two journeys: name, persona, state, and their score
    verdict, worse        better, worse, same or undetermined; whether the second is worse, for use in CI
    gain, parts           the differences, after less before
    robust                share, equal, disagree: see :class:`journeymap.comparing.Robust`
    added, removed, moved   ids of touchpoints
    changed               id_before, id, and facts [name, before, after]
    endings               touchpoint, name, before and after [probability, remembered]
    fixed, new, unclear, remaining   findings; see :func:`journeymap.reports.data.finding_data`
    conformance           how far customers went the designed ways, see :mod:`journeymap.reports.lived`; null when
                          neither journey was read from a log
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from journeymap.comparing import Comparison, Part
from journeymap.comparing.sayings import said_changes
from journeymap.errors import UnknownNameError
from journeymap.formats.unstructuring import unstructure
from journeymap.i18n import Translator, translator
from journeymap.model import Journey, Touchpoint
from journeymap.reports.data import as_json, finding_data, score_data
from journeymap.reports.lines import columns, cut
from journeymap.reports.lived import conformance_tables, lived_data
from journeymap.reports.outlines import Outline, Table, fragment, html_page, text_page
from journeymap.reports.phrases import NAME, SIGNS, place, say, signed
from journeymap.rulebook import Finding, Severity
from journeymap.scoring import LIMITS, Ending, Score
from journeymap.wording import minus, percent

__all__ = ["COMPARISONS", "comparison_data", "comparison_fragment", "comparison_outline", "report_comparison"]

MOST_FINDINGS = 30
"""How many findings of one sort are listed."""

LONGEST_VALUE = 24
"""How many columns a value may take that is shown; of longer ones only the fact is named."""

PARTS: Mapping[Part, str] = {"remembered": "remembered", "peak": "Peak", "end": "End", "mean": "Average"}
"""The parts of a score, and what they are called."""


def report_comparison(comparison: Comparison, format: str = "text", *, lang: str | None = None) -> str:
    """A comparison as text to read, as an HTML page, or as data.

    Args:
        comparison: The comparison.
        format: ``text``, ``html`` or ``json``.
        lang: The language; None for that of the second journey, else English.

    Raises:
        UnknownNameError: When there is no such report or language.
    """
    if format not in COMPARISONS:
        raise UnknownNameError.of("report", format, COMPARISONS)
    return COMPARISONS[format](comparison, lang)


def comparison_fragment(comparison: Comparison, *, lang: str | None = None) -> str:
    """A comparison as a notebook shows it."""
    return fragment(comparison_outline(comparison, lang=lang))


def comparison_outline(comparison: Comparison, *, lang: str | None = None) -> Outline:
    """A comparison as headings, sentences and tables."""
    t = translator(lang or comparison.after.journey.lang or "en")
    names = [cut(audit.journey.name, NAME) or t("a journey without a name")
             for audit in (comparison.before, comparison.after)]  # fmt: skip
    lead = [comparison.message(t.lang)]
    lived = comparison.conformance
    if lived is not None:
        lead.append(lived.message(t.lang))
    if comparison.same and names[0] == names[1]:
        lead.append(t("The touchpoints are the same."))
    before, after = comparison.before.journey, comparison.after.journey
    found = (
        ("Fixed", comparison.fixed, before),
        ("New", comparison.new, after),
        ("Failed before, cannot be told now", comparison.unclear, before),
        ("Remaining", comparison.remaining, after),
    )
    return Outline(
        title=" → ".join(names),
        lead=lead,
        tables=[
            _score_table(comparison, t),
            *(() if lived is None else conformance_tables(lived, t)),
            _ending_table(comparison, t),
            Table(t("Touchpoints"), list(_touchpoint_rows(comparison, t))),
            *(_finding_table(label, findings, journey, t) for label, findings, journey in found),
        ],
        limits=t(LIMITS),
        lang=t.lang,
    )  # fmt: skip


def _score_table(comparison: Comparison, t: Translator) -> Table:
    scores = comparison.before_score, comparison.after_score
    rows = [
        [t(label), *(signed(getattr(score, part, None)) for score in scores), signed(comparison.change(part))]
        for part, label in PARTS.items()
    ]
    below = [None if score is None else score.below(0.0) for score in scores]
    rows.append([t("worse than neutral"), *("?" if each is None else percent(each, lang=t.lang) for each in below), ""])
    for label, severity in (("errors", Severity.ERROR), ("warnings", Severity.WARNING), ("notes", Severity.INFO)):
        counts = [audit.count(severity) for audit in (comparison.before, comparison.after)]
        rows.append([t(label), *map(str, counts), minus(f"{counts[1] - counts[0]:+d}")])
    return Table(t("The score"), rows, heads=["", t("before"), t("after"), t("difference")], numbers=[1, 2, 3])


def _ending_table(comparison: Comparison, t: Translator) -> Table:
    rows = []
    for change in comparison.endings:
        shares = [percent(each.probability, lang=t.lang) if each else "–" for each in (change.before, change.after)]
        felt = [signed(each.remembered) if each else "–" for each in (change.before, change.after)]
        rows.append([cut(change.name, NAME) or change.touchpoint, " → ".join(shares), " → ".join(felt)])
    return Table(t("How it ends"), rows, heads=["", t("share of customers"), t("remembered")])


def _touchpoint_rows(comparison: Comparison, t: Translator) -> Iterable[list[str]]:
    for touchpoint in comparison.added:
        yield ["+", _named(touchpoint), t("added")]
    for touchpoint in comparison.removed:
        yield ["−", _named(touchpoint), t("removed")]
    for touchpoint in comparison.moved:
        yield ["↕", _named(touchpoint), t("moved")]
    for changed in comparison.changed:
        yield ["~", _named(changed.after), "; ".join(said_changes(changed, t, short=_short))]


def _short(name: str, value: str) -> str:
    """A text of the journey on one safe line; nothing of one that is too long, unless it is a name."""
    return cut(value, NAME) if name == "name" or columns(value) <= LONGEST_VALUE else ""


def _finding_table(label: str, findings: tuple[Finding, ...], journey: Journey, t: Translator) -> Table:
    rows = []
    for finding in findings[:MOST_FINDINGS]:
        where = t("the journey as a whole") if finding.touchpoint is None else place(journey, finding.touchpoint)
        rows.append([f"{SIGNS[finding.severity]} {finding.code}", where, say(finding, t)])
    left = len(findings) - len(rows)
    return Table(t(label), rows, note=t("and {count} more", count=left) if left else "")


def _named(touchpoint: Touchpoint) -> str:
    return cut(touchpoint.name, NAME) or cut(touchpoint.id, NAME)


# For programs


def comparison_data(comparison: Comparison, *, lang: str | None = None) -> dict[str, Any]:
    """A comparison as plain data."""
    lang = lang or comparison.after.journey.lang or "en"
    translator(lang)
    robust = comparison.robust
    plain = [_plain(audit.journey) for audit in (comparison.before, comparison.after)]
    return {
        "journeymap_comparison": 1,
        "lang": lang,
        "before": _side(comparison.before.journey, comparison.before_score, lang),
        "after": _side(comparison.after.journey, comparison.after_score, lang),
        "verdict": robust.verdict,
        "message": comparison.message(lang),
        "worse": comparison.worse,
        "gain": _number(comparison.gain),
        "parts": {part: _number(comparison.change(part)) for part in PARTS},
        "robust": {"share": _number(robust.share), "equal": _number(robust.equal), "disagree": robust.disagree},
        "added": [touchpoint.id for touchpoint in comparison.added],
        "removed": [touchpoint.id for touchpoint in comparison.removed],
        "moved": [touchpoint.id for touchpoint in comparison.moved],
        "changed": [
            {
                "id_before": changed.before.id,
                "id": changed.after.id,
                "facts": [
                    {
                        "name": fact.name,
                        "before": plain[0][changed.before.id].get(fact.name),
                        "after": plain[1][changed.after.id].get(fact.name),
                    }
                    for fact in changed.facts
                ],
            }
            for changed in comparison.changed
        ],
        "endings": [
            {
                "touchpoint": each.touchpoint,
                "name": each.name,
                "before": _ending(each.before),
                "after": _ending(each.after),
            }
            for each in comparison.endings
        ],
        **{
            name: [finding_data(finding, lang) for finding in getattr(comparison, name)]
            for name in ("fixed", "new", "unclear", "remaining")
        },
        "conformance": None if comparison.conformance is None else lived_data(comparison.conformance, lang=lang),
    }


def _side(journey: Journey, score: Score | None, lang: str) -> dict[str, Any]:
    head = {"name": journey.name, "persona": journey.persona and journey.persona.name, "state": journey.state}
    return {**head, "score": None if score is None else score_data(score, lang=lang)}


def _plain(journey: Journey) -> dict[str, dict[str, Any]]:
    """Each touchpoint as plain data, by id, with its stage."""
    data = unstructure(journey)
    flat = [*data.get("touchpoints", ())]
    for stage in data.get("stages", ()):
        flat += [{"stage": stage["name"], **touchpoint} for touchpoint in stage.get("touchpoints", ())]
    return {touchpoint["id"]: touchpoint for touchpoint in flat}


def _ending(ending: Ending | None) -> dict[str, float | None] | None:
    if ending is None:
        return None
    return {"probability": _number(ending.probability), "remembered": _number(ending.remembered)}


def _number(value: float | None) -> float | None:
    return None if value is None else round(value, 12) + 0.0


COMPARISONS: Mapping[str, Callable[[Comparison, str | None], str]] = {
    "text": lambda comparison, lang: text_page(comparison_outline(comparison, lang=lang)).plain(),
    "html": lambda comparison, lang: html_page(comparison_outline(comparison, lang=lang)),
    "json": lambda comparison, lang: as_json(comparison_data(comparison, lang=lang)),
}
"""The reports of a comparison there are."""
