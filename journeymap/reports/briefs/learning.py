"""Briefs on what is learned: cases, assumptions, figures, and what to do first."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from journeymap.auditing import Audit
from journeymap.figuring import figures as figures_of
from journeymap.formats.understanding import word_for
from journeymap.i18n import Translator
from journeymap.reports.lines import cut, safe
from journeymap.reports.outlines import Table
from journeymap.reports.phrases import NAME, felt, place, signed
from journeymap.rulebook import Outcome
from journeymap.sequencing import Change, what_if
from journeymap.wording import duration, percent

EFFORTS = ("small", "medium", "large", None)
"""From little effort to much, and what is not known last."""

MOST_CHANGES = 12

STEPS = (
    ("Take the experience apart", ("JM001", "JM002", "JM003", "JM010", "JM208", "JM901")),
    ("Design a different one", ("JM101", "JM102", "JM201", "JM203", "JM301", "JM307")),
    ("Listen and react", ("JM902", "JM903", "JM904", "JM801", "JM811")),
    ("One experience everywhere", ("JM504", "JM505", "JM506", "JM606", "JM802")),
)
"""The four steps of managing customer experience, and the rules that tell how far each has come."""


def incidents(audit: Audit, t: Translator, day: datetime.date) -> Mapping[str, Any]:
    """Cases, with what was done, and those that still lack a cause or a countermeasure."""
    journey = audit.journey
    lacking = [
        [place(journey, x.id), cut(case.kind, NAME), t("cause") if not case.root_cause else t("prevention")]
        for x in journey for case in x.incidents or () if not (case.root_cause and case.prevention)
    ]  # fmt: skip
    return {
        "tables": [*cases(audit, t), Table(t("Still to find out"), lacking, heads=["", "", t("missing")])],
        "empty": "No incident is noted at any touchpoint.",
    }


def cases(audit: Audit, t: Translator) -> list[Table]:
    """What went wrong, by touchpoint: how often, of which nature, how it was solved, and what prevents it now."""
    journey = audit.journey
    rows = [
        [
            place(journey, x.id), cut(case.kind, NAME), "?" if case.count is None else str(case.count),
            word_for(t, "nature", case.nature) if case.nature else "?",
            safe(" → ".join(filter(None, (case.situation, case.solution, case.outcome))) or "?"),
            safe(" → ".join(filter(None, (case.root_cause, case.prevention))) or "?"),
        ]
        for x in journey for case in x.incidents or ()
    ]  # fmt: skip
    heads = ["", t("what happened"), t("times"), t("nature"), t("how it was solved"), t("cause and prevention")]
    return [Table(t("Cases"), rows, heads=heads, numbers=[2])]


def assumptions(audit: Audit, t: Translator, day: datetime.date) -> Mapping[str, Any]:
    """What is assumed, what is unknown, and the questions worth most."""
    journey = audit.journey
    stated = [[place(journey, x.id), safe(each)] for x in journey for each in x.assumptions or ()]
    basis = [
        [place(journey, x.id), felt(journey, x.id), t("not known") if x.emotion is None else t("assumed")]
        for x in journey
        if x.emotion is None or x.evidence is None or x.evidence.basis in (None, "assumed")
    ]
    asked = [[finding.code, cut(finding.message(t.lang), 200)] for finding in audit.questions[:MOST_CHANGES]]
    return {
        "tables": [
            Table(t("Assumed in so many words"), stated),
            Table(t("Emotions nobody asked customers about"), basis, heads=["", t("emotion"), ""], numbers=[1]),
            Table(t("Questions worth most"), asked),
        ],
        "empty": "Nothing is assumed: every emotion was observed or measured.",
    }


def quick_wins(audit: Audit, t: Translator, day: datetime.date) -> Mapping[str, Any]:
    """Changes by effort, the greatest gain first within each."""
    journey = audit.journey
    changes = what_if(journey) if audit.score else ()
    ranked = sorted(changes, key=lambda change: (EFFORTS.index(_effort(audit, change)), -change.gain))
    rows = []
    for change in ranked[:MOST_CHANGES]:
        effort, scales = _effort(audit, change), journey[change.touchpoint].scales
        lasts = "?" if scales is None else t("yes") if scales else t("no")
        rows.append([word_for(t, "effort", effort) if effort else "?", signed(change.gain), lasts,
                     cut(change.message(t.lang), 200)])  # fmt: skip
    heads = [t("effort"), t("gain"), t("with ten times the customers"), ""]
    return {
        "lead": [t("Begin with what is small: a little better every day beats a great plan.")],
        "tables": [Table(t("Small effort first"), rows, heads=heads, numbers=[1])],
        "empty": "No single change was found that would raise the remembered score.",
    }


def _effort(audit: Audit, change: Change) -> str | None:
    return audit.journey[change.touchpoint].effort


def four_steps(audit: Audit, t: Translator, day: datetime.date) -> Mapping[str, Any]:
    """For each step: how many of its rules hold, fail, and cannot be told."""
    rows = []
    for number, (title, codes) in enumerate(STEPS, start=1):
        outcomes = list(_outcomes(audit, codes))
        held, failed, open_ = (outcomes.count(o) for o in (Outcome.PASSED, Outcome.FAILED, Outcome.CANNOT_TELL))
        rows.append([str(number), t(title), str(held), str(failed), str(open_), ", ".join(codes)])
    heads = ["", "", t("hold"), t("fail"), t("cannot tell"), t("rules")]
    return {"tables": [Table(t("How far each step has come"), rows, heads=heads, numbers=[0, 2, 3, 4])], "empty": ""}


def _outcomes(audit: Audit, codes: Iterable[str]) -> Iterable[Outcome]:
    asked = {rule.code for rule in audit.rules}
    return (audit.outcome(code) for code in codes if code in asked)


def figures(audit: Audit, t: Translator, day: datetime.date) -> Mapping[str, Any]:
    """Figures of the journey, each with what is unknown as a question mark."""
    if audit.score is None:
        return {"empty": "The journey cannot be scored."}
    journey = audit.journey
    found = figures_of(journey, weights=audit.score.weights)

    def share(value: float | None) -> str:
        return "?" if value is None else percent(value, lang=t.lang)

    silence = found.silence
    quiet = "?" if silence is None else t(
        "{time}, from {one} to {other}", time=duration(silence.seconds, lang=t.lang),
        one=place(journey, silence.after), other=place(journey, silence.before),
    )  # fmt: skip
    rows = [
        [t("Remembered"), signed(found.score.remembered)],
        [t("Emotion at the beginning"), signed(found.beginning)],
        [t("Emotion at the end"), signed(found.score.end)],
        [t("End less beginning"), signed(found.balance)],
        [t("Customers lost on the way"), share(found.lost)],
        [t("They are lost after, at least"),
         "?" if found.lost_after is None else duration(found.lost_after, lang=t.lang)],
        [t("Touchpoints met on average"), f"{found.met:.1f}"],
        [t("Longest time without hearing from us"), quiet],
        [t("Customers who come again"), share(found.comes_again)],
        [t("Customers who recommend us"), share(found.recommends)],
        [t("Problems solved at the first contact"), share(found.solved_at_once)],
        [t("Messages answered"), share(found.answered)],
        [t("Feedback that led to something"), share(found.acted_on)],
    ]  # fmt: skip
    surprises = sorted(found.surprises.items(), key=lambda pair: pair[1])
    felt_more = [[place(journey, id), felt(journey, id), signed(value)] for id, value in surprises if value]
    return {
        "tables": [
            Table(t("Figures"), [[safe(cell) for cell in row] for row in rows], note=t("A question mark: not stated.")),
            Table(t("Other than expected"), felt_more, heads=["", t("emotion"), t("against what was expected")],
                  numbers=[1, 2]),
        ],
        "empty": "",
    }  # fmt: skip
