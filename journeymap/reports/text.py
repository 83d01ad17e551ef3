"""The report to read: what a designer wants to know at a glance, then what is wrong, worst first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from journeymap.auditing import Audit
from journeymap.errors import ScoringError
from journeymap.i18n import Translator, translator
from journeymap.model import Journey
from journeymap.reports.lines import WIDTH, Page, Span, cut, safe
from journeymap.rulebook import Finding, Severity
from journeymap.scoring import LIMITS, Score, score
from journeymap.wording import percent

__all__ = ["SIGNS", "audits_page", "score_page", "write_audits", "write_score"]

SIGNS: Mapping[Severity, str] = {Severity.ERROR: "✕", Severity.WARNING: "!", Severity.INFO: "i"}
"""What tells the severities without colour."""

FELT = ((0.75, "Remembered well"), (0.25, "Remembered fairly well"), (-0.25, "Remembered as neutral"),
        (-0.75, "Remembered poorly"), (-2.0, "Remembered badly"))  # fmt: skip
"""The words for a remembered score, by the least it takes."""

SAME = 0.05
"""Up to which difference the remembered score counts as about the average."""

NAME, IN_SENTENCE = 48, 120
"""How many columns a name may take in a line of its own, and within a sentence."""

TOP_PLACES, TOP_QUESTIONS, TOP_HELP = 3, 2, 3
"""How many places are asked about, how many questions at each, and how many ways to help are shown."""

MOST_ROWS, BAR = 25, 24
"""How many touchpoints a table of memory shares has, and how many columns the whole of memory is wide."""

LONGEST_PATH = 7
"""How many places of a path are named before its middle is left out."""


def write_audits(audits: Sequence[Audit], *, lang: str | None = None, sources: Sequence[str] = ()) -> str:
    """The whole report as plain text, for :data:`journeymap.reports.lines.WIDTH` columns."""
    return audits_page(audits, lang=lang, sources=sources).plain()


def write_score(score: Score, *, lang: str | None = None) -> str:
    """The score as plain text."""
    return score_page(score, lang=lang).plain()


def audits_page(
    audits: Sequence[Audit],
    *,
    lang: str | None = None,
    sources: Sequence[str] = (),
    width: int = WIDTH,
    every: bool = False,
) -> Page:
    """One audit after the other as lines, and how they compare when there are several.

    Args:
        audits: The audits.
        lang: The language; None for each journey's own, else English.
        sources: The file that each journey was read from.
        width: How many columns a line may take.
        every: Whether every question is shown, and not only those most worth an answer.
    """
    page = Page(width=width)
    for number, audit in enumerate(audits):
        if number:
            page.gap()
            page.say(("─" * width, "faint"))
        _AuditText(page, audit, _translator(audit.journey, lang)).write(every=every)
    if len(audits) > 1:
        _sum_up(page, audits, sources, translator(lang or "en"))
    return page


def score_page(score: Score, *, lang: str | None = None, width: int = WIDTH) -> Page:
    """How a journey will be remembered as lines: the verdict, its parts, the endings and where memory sits."""
    page, t = Page(width=width), _translator(score.journey, lang)
    _head(page, score.journey, t)
    page.gap()
    page.say(*verdict(score, t))
    page.heading(t("What it is made of"))
    page.rows(_part_rows(score, t), right=[1, 2])
    page.heading(t("How it ends"))
    page.rows(_ending_rows(score, t), right=[1])
    page.heading(t("Where memory sits"))
    page.rows(_share_rows(score, t), right=[1, 2])
    if score.coverage < 1 - 1e-9:
        known = percent(score.coverage, lang=t.lang)
        page.gap()
        page.say(t("The emotion is known at {share} of the visits to touchpoints; the rest is left out.", share=known))
    _limits(page, t)
    return page


def verdict(score: Score | None, t: Translator) -> list[Span]:
    """How a journey will be remembered against its average, in words and numbers."""
    if score is None or score.remembered is None or score.mean is None:
        return [(t("How it will be remembered cannot be told."), "warning")]
    gap = score.remembered - score.mean
    compared = "about its average" if abs(gap) <= SAME else "above its average" if gap > 0 else "below its average"
    felt = next(words for least, words in FELT if score.remembered >= least or least == FELT[-1][0])
    unhappy = score.below(0.0)
    return [
        (f"{t(felt)}: {signed(score.remembered)}", "good" if score.remembered >= 0 else "error"),
        f", {t(compared)} ({signed(score.mean)}). ",
        t("{share} of customers will remember it as worse than neutral.", share=percent(unhappy, lang=t.lang))
        if unhappy else t("No customer will remember it as worse than neutral."),
    ]  # fmt: skip


def counts(audit: Audit, t: Translator) -> str:
    """How many findings of each severity, and how many questions there are."""
    words = {Severity.ERROR: ("1 error", "{count} errors"), Severity.WARNING: ("1 warning", "{count} warnings"),
             Severity.INFO: ("1 note", "{count} notes")}  # fmt: skip
    found = [_count(t, audit.count(severity), *words[severity]) for severity in Severity]
    return " · ".join([*found, _count(t, len(audit.questions), "1 question", "{count} questions")])


def signed(value: float | None) -> str:
    """An emotion or a score with its sign; a question mark when it is unknown."""
    return "?" if value is None else f"{round(value, 2) + 0.0:+.2f}"


def say(finding: Finding, t: Translator) -> str:
    """What a finding says, with every name in it made safe and cut to a length a sentence can bear."""
    values = {name: _shown(value) for name, value in finding.values.items()}
    about, name = _shown(finding.about), _shown(finding.name)
    return attrs.evolve(finding, name=name, about=about, values=values).message(t.lang)


def trail(path: Sequence[str], journey: Journey) -> str:
    """A path by the names of its places; the middle of a long one is left out."""
    names = [cut(journey[id].name or id, 30) for id in path]
    if len(names) > LONGEST_PATH:
        names = [*names[:3], "…", *names[3 - LONGEST_PATH + 1 :]]
    return " → ".join(names)


@attrs.frozen
class _AuditText:
    """Writes one audit on a page, part by part."""

    page: Page
    audit: Audit
    t: Translator

    def write(self, *, every: bool) -> None:
        page, audit, t = self.page, self.audit, self.t
        _head(page, audit.journey, t)
        page.gap()
        page.say(*verdict(audit.score, t))
        if audit.score is None:
            page.say(_why_unscored(audit.journey), hang=2)
        page.say(counts(audit, t))
        self.findings()
        self.questions(every=every)
        self.holding()
        self.help()
        _limits(page, t)

    def findings(self) -> None:
        page, t = self.page, self.t
        page.heading(t("Findings"))
        if not self.audit.findings:
            page.say(("✓ ", "good"), t("Nothing failed."), indent=2)
            return
        first: dict[str, str] = {}
        for number, finding in enumerate(self.audit.findings):
            if number:
                page.gap()
            page.say(*_finding_head(finding, t), indent=2, hang=2)
            page.say(say(finding, t), indent=4)
            before = first.setdefault(finding.code, finding.name)
            fix = t("as for “{name}”", name=cut(before, NAME)) if before is not finding.name else _fix(finding, t)
            page.say("→ ", fix, indent=4, hang=2)
            if finding.path:
                shown = t("A path that shows it: {path}", path=trail(finding.path, self.audit.journey))
                page.say((shown, "faint"), indent=4, hang=2)
        page.gap()
        code = self.audit.findings[0].code
        page.say((t("Why, and who says so: journeymap explain {code}", code=code), "faint"), indent=2)

    def questions(self, *, every: bool) -> None:
        page, t, asked = self.page, self.t, self.audit.questions
        if not asked:
            return
        page.heading(t("Questions: what could not be told"))
        shown = 0
        for there in _folded(asked)[: None if every else TOP_PLACES]:
            top = there[: None if every else TOP_QUESTIONS]
            if shown:
                page.gap()
            page.say(("? ", "info"), (_name(there[0], t), "strong"), indent=2)
            page.rows([((finding.code, "faint"), say(finding, t)) for finding in top], indent=4)
            shown += len(top)
            if len(top) < len(there):
                page.say((t("and {count} more here", count=len(there) - len(top)), "faint"), indent=4)
        if shown < len(asked):
            page.gap()
            left = t("{shown} of {count} questions, those most worth an answer first; --all shows every one.",
                     shown=shown, count=len(asked))  # fmt: skip
            page.say((left, "faint"), indent=2)

    def holding(self) -> None:
        page, t, audit = self.page, self.t, self.audit
        page.gap()
        page.say(("✓ ", "good"), t("{count} checks hold.", count=len(audit.passed)), " ",
                 t("{count} rules had nothing to look at.", count=len(audit.not_applicable)))  # fmt: skip
        if audit.covered < 1 - 1e-9:
            share = percent(audit.covered, lang=t.lang)
            page.say(t("Rules about paths looked at the likeliest ones: {share} of customers.", share=share))

    def help(self) -> None:
        rows = _helping(self.audit.score, self.t)
        if rows:
            self.page.heading(self.t("What would help most"))
            self.page.rows(rows)


# The parts of a page


def _head(page: Page, journey: Journey, t: Translator) -> None:
    """The name of the journey; whose it is, and how large."""
    state = {"as-is": "as it is today", "to-be": "as it should be"}.get(journey.state or "")
    parts = [
        cut(journey.persona.name, NAME) if journey.persona else "",
        t(state) if state else "",
        _count(t, len(journey), "1 touchpoint", "{count} touchpoints"),
    ]
    page.heading(cut(journey.name, page.width))
    page.say((" · ".join(filter(None, parts)), "faint"))


def _finding_head(finding: Finding, t: Translator) -> list[Span]:
    style = finding.severity.value
    return [(f"{SIGNS[finding.severity]} {finding.code} {t(style)}", style), " · ", (_name(finding, t), "strong")]


def _fix(finding: Finding, t: Translator) -> str:
    return finding.rule.text("fix", t.lang)


def _helping(score_now: Score | None, t: Translator) -> list[tuple[Span, Span]]:
    """What lifting single touchpoints to neutral would do to the remembered score, the best first."""
    if score_now is None or score_now.remembered is None:
        return []
    journey, weights = score_now.journey, score_now.weights
    worth = {place.id: -(place.emotion or 0.0) * score_now.shares[place.id] for place in journey}
    lifted = []
    for id in sorted((id for id, gain in worth.items() if gain > 0), key=lambda id: -worth[id])[:TOP_HELP]:
        after = score(journey.change(id, emotion=0), weights=weights).remembered
        lifted.append((round((after or 0.0) - score_now.remembered, 12), id))
    return [
        ((signed(gain), "good"), t("lift “{name}” from {emotion} to neutral", name=_place(journey, id, IN_SENTENCE),
                                   emotion=_felt(journey, id)))
        for gain, id in sorted(lifted, key=lambda pair: -pair[0])
        if gain >= 0.005
    ]  # fmt: skip


def _limits(page: Page, t: Translator) -> None:
    page.gap()
    page.say((t(LIMITS), "faint"))


def _sum_up(page: Page, audits: Sequence[Audit], sources: Sequence[str], t: Translator) -> None:
    """How several audits compare: a line each, and the total."""
    page.gap()
    page.say(("─" * page.width, "faint"))
    page.heading(t("{count} journeys", count=len(audits)))
    named = [
        *map(cut, sources, [NAME] * len(sources)),
        *(cut(audit.journey.name, NAME) for audit in audits[len(sources) :]),
    ]
    rows: list[list[Span]] = [["", t("remembered"), *(t(severity.value) for severity in Severity), t("questions")]]
    for name, audit in zip(named, audits, strict=True):
        remembered = signed(audit.score.remembered if audit.score else None)
        figures = [*(audit.count(severity) for severity in Severity), len(audit.questions)]
        rows.append([name, remembered, *map(str, figures)])
    page.rows(rows, right=[1, 2, 3, 4])


# The rows of tables


def _part_rows(score: Score, t: Translator) -> list[list[Span]]:
    rows: list[list[Span]] = [["", (t("emotion"), "faint"), (t("counts"), "faint"), ""]]
    for part, label in (("peak", "Peak"), ("end", "End"), ("mean", "Average")):
        weight = percent(getattr(score.weights, part), lang=t.lang)
        rows.append([t(label), signed(getattr(score, part)), weight, ""])
    return rows


def _ending_rows(score: Score, t: Translator) -> list[list[Span]]:
    rows: list[list[Span]] = [["", (t("share of customers"), "faint"), (t("remembered"), "faint")]]
    for id, ending in sorted(score.endings.items(), key=lambda item: -item[1].probability):
        rows.append([_place(score.journey, id), percent(ending.probability, lang=t.lang), signed(ending.remembered)])
    return rows


def _share_rows(score: Score, t: Translator) -> list[list[Span]]:
    """Every touchpoint with its memory share; of a long journey the greatest."""
    rows: list[list[Span]] = [["", (t("emotion"), "faint"), (t("share"), "faint"), ""]]
    shown = sorted(score.shares, key=lambda id: -score.shares[id])[:MOST_ROWS]
    for place in (place for place in score.journey if place.id in shown):
        share = score.shares[place.id]
        bar = ("█" * round(BAR * share), "good" if (place.emotion or 0) >= 0 else "error")
        rows.append([_place(score.journey, place.id), _felt(score.journey, place.id), percent(share, lang=t.lang), bar])
    if len(score.shares) > len(shown):
        rows.append([(t("and {count} more", count=len(score.shares) - len(shown)), "faint"), "", "", ""])
    return rows


# Words for single things


def _translator(journey: Journey, lang: str | None) -> Translator:
    return translator(lang or journey.lang or "en")


def _count(t: Translator, count: int, one: str, many: str) -> str:
    return t(one) if count == 1 else t(many, count=count)


def _place(journey: Journey, id: str, width: int = NAME) -> str:
    return cut(journey[id].name or id, width)


def _name(finding: Finding, t: Translator) -> str:
    return t("the journey as a whole") if finding.touchpoint is None else cut(finding.name, NAME)


def _felt(journey: Journey, id: str) -> str:
    emotion = journey[id].emotion
    return "?" if emotion is None else f"{emotion:+g}" if emotion else "0"


def _shown(value: Any) -> Any:
    """A value of a message, with the names in it safe and short."""
    if isinstance(value, str):
        return cut(value, IN_SENTENCE)
    return tuple(map(_shown, value)) if isinstance(value, (tuple, list)) else value


def _folded(questions: Sequence[Finding]) -> list[list[Finding]]:
    """The questions by touchpoint, each place standing where its weightiest question does."""
    places: dict[str | None, list[Finding]] = {}
    for finding in questions:
        places.setdefault(finding.touchpoint, []).append(finding)
    return list(places.values())


def _why_unscored(journey: Journey) -> str:
    try:
        score(journey)
    except ScoringError as error:
        return safe(str(error))
    return ""
