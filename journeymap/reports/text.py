"""The report to read: what a designer wants to know at a glance, then what is wrong, worst first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import attrs

from journeymap import wording
from journeymap.auditing import Audit
from journeymap.errors import ScoringError
from journeymap.i18n import Translator, translator
from journeymap.model import Journey
from journeymap.reports.contents import Summary, asked_once, folded, lifted, summary_of
from journeymap.reports.lines import WIDTH, Page, Span, Styled, columns, cut, safe
from journeymap.reports.phrases import (
    NAME,
    SIGNS,
    changes_said,
    counted,
    counts,
    felt,
    lifting,
    place,
    say,
    signed,
    trail,
    verdict,
    waiver_notices,
    waiving,
    where,
)
from journeymap.rulebook import Finding, Severity
from journeymap.scoring import Score, score
from journeymap.wording import percent

__all__ = ["audits_page", "join", "joined_page", "score_page", "tell", "write_score"]

TOP_PLACES, TOP_QUESTIONS, TOP_HELP = 3, 2, 3
"""How many places are asked about, how many questions at each, and how many ways to help are shown."""

TOP_CODES = 5
"""How many rules are named when several journeys are summed up."""

FIGURES = 50
"""How many columns the figures take that compare journeys."""

MOST_ROWS, BAR = 25, 24
"""How many rows a table of touchpoints has, and how many columns the whole of memory is wide."""


def write_score(score: Score, *, lang: str | None = None) -> str:
    """A score as plain text."""
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
    named = (*sources, *[None] * (len(audits) - len(sources)))
    told = [
        tell(audit, lang=lang, source=source, width=width, every=every)
        for audit, source in zip(audits, named, strict=True)
    ]
    return joined_page(told, lang=lang, width=width)


def tell(
    audit: Audit,
    *,
    lang: str | None = None,
    source: str | None = None,
    places: Mapping[str, tuple[int, int]] | None = None,
    width: int = WIDTH,
    every: bool = False,
    brief: bool = False,
) -> tuple[Summary, list[Styled]]:
    """One audit as lines, and what is compared; only the latter when it is to be ``brief``."""
    page = Page(width=width)
    if not brief:
        _AuditText(page, audit, _translator(audit.journey, lang)).write(every=every)
    return summary_of(audit, source), page.lines


def join(told: Sequence[tuple[Summary, list[Styled]]], *, lang: str | None = None) -> str:
    """Audits one after the other as plain text, and how they compare."""
    return joined_page(told, lang=lang).plain()


def joined_page(told: Sequence[tuple[Summary, list[Styled]]], *, lang: str | None = None, width: int = WIDTH) -> Page:
    """Audits one after the other as lines, and how they compare when there are several."""
    page = Page(width=width)
    for _, lines in told:
        if page.lines and lines:
            _rule_off(page)
        page.lines += lines
    if len(told) > 1:
        if page.lines:
            _rule_off(page)
        _sum_up(page, [summary for summary, _ in told], translator(lang or "en"))
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
    _limits(page, score, t)
    return page


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
            page.say(_why_unscored(audit.journey))
        page.say(counts(audit, t))
        self.findings()
        self.aside()
        self.questions(every=every)
        self.holding()
        if audit.score is not None:
            self.help(audit.score)
            _limits(page, audit.score, t)

    def findings(self) -> None:
        page, t = self.page, self.t
        page.heading(t("Findings"))
        if not self.audit.findings:
            page.say(("✓ ", "good"), t("Nothing failed."), indent=2)
            return
        first: dict[str, Finding] = {}
        for finding in self.audit.findings:
            if first:
                page.gap()
            self.finding(finding, first.setdefault(finding.code, finding))
        page.gap()
        code = self.audit.findings[0].code
        page.say((t("Why, and who says so: journeymap explain {code}", code=code), "faint"), indent=2)

    def finding(self, finding: Finding, first: Finding) -> None:
        """One finding; how to mend it stands at the first one of the same rule."""
        page, t, style = self.page, self.t, finding.severity.value
        sign = f"{SIGNS[finding.severity]} {finding.code} {t(style)}"
        page.say((sign, style), " · ", (self.where(finding), "strong"), indent=2, hang=2)
        page.say(say(finding, t), indent=4)
        fix = finding.rule.text("fix", t.lang)
        page.say("→ ", fix if finding is first else self.as_for(first), indent=4, hang=2)
        if finding.path:
            shown = t("A path that shows it: {path}", path=trail(finding, self.audit.journey))
            page.say((shown, "faint"), indent=4, hang=2)

    def as_for(self, first: Finding) -> str:
        """That it is mended as at the first one; a name with quotation marks of its own does not double them."""
        return wording.say(self.t("as for “{name}”"), {"name": self.where(first)}, self.t.lang)

    def aside(self) -> None:
        """What failed and does not count: waived, each with its reason, or known; and waivers past their time."""
        page, t, audit = self.page, self.t, self.audit
        if audit.waived:
            page.heading(t("Waived"))
            rows: list[list[Span]] = [
                [(finding.code, "faint"), self.where(finding), *waiving(finding, t)] for finding in audit.waived
            ]
            page.rows(rows)
        if audit.known:
            page.gap()
            page.say(counted(len(audit.known), "1 finding is known from the baseline.",
                             "{count} findings are known from the baseline.", t))  # fmt: skip
        for told in waiver_notices(audit, t):
            page.gap()
            page.say(("! ", "warning"), told, hang=2)

    def questions(self, *, every: bool) -> None:
        """What could not be told, by place, each place standing where its weightiest question does."""
        page, t = self.page, self.t
        places = [asked_once(there, t.lang) for there in folded(self.audit.questions)]
        asked = sum(map(len, places))
        if places:
            page.heading(t("Questions: what could not be told"))
        shown = 0
        for there in places[: None if every else TOP_PLACES]:
            top = there[: None if every else TOP_QUESTIONS]
            if shown:
                page.gap()
            page.say(("? ", "info"), (self.where(there[0][1]), "strong"), indent=2)
            page.rows([((codes, "faint"), say(finding, t)) for codes, finding in top], indent=4)
            shown += len(top)
            if len(top) < len(there):
                page.say((t("and {count} more here", count=len(there) - len(top)), "faint"), indent=4)
        if shown < asked:
            page.gap()
            left = t("{shown} of {count} questions, those most worth an answer first; --all shows every one.",
                     shown=shown, count=asked)  # fmt: skip
            page.say((left, "faint"), indent=2)

    def holding(self) -> None:
        page, t, audit = self.page, self.t, self.audit
        page.gap()
        page.say(("✓ ", "good"), t("{count} checks hold.", count=len(audit.passed)), " ",
                 t("{count} rules had nothing to look at.", count=len(audit.not_applicable)))  # fmt: skip
        if audit.covered < 1 - 1e-9:
            share = percent(audit.covered, lang=t.lang)
            page.say(t("Rules about paths looked at the likeliest ones: {share} of customers.", share=share))
        for said in changes_said(audit, t):
            page.say((said, "faint"))

    def help(self, score: Score) -> None:
        rows: list[list[Span]] = [
            [(signed(gain), "good"), lifting(score.journey, id, self.t)]
            for gain, id in lifted(score, most=TOP_HELP)
        ]  # fmt: skip
        if rows:
            self.page.heading(self.t("What would help most"))
            self.page.rows(rows)

    def where(self, finding: Finding) -> str:
        return where(finding, self.audit.journey, self.t)


# The parts of a page


def _head(page: Page, journey: Journey, t: Translator) -> None:
    """The name of the journey; whose it is, and how large."""
    state = {"as-is": "as it is today", "to-be": "as it should be"}.get(journey.state or "")
    parts = [
        cut(journey.persona.name, NAME) if journey.persona else "",
        t(state) if state else "",
        counted(len(journey), "1 touchpoint", "{count} touchpoints", t),
    ]
    page.heading(cut(journey.name, page.width) or t("a journey without a name"))
    page.say((" · ".join(filter(None, parts)), "faint"))


def _limits(page: Page, score: Score, t: Translator) -> None:
    page.gap()
    page.say((t(score.limits), "faint"))


def _rule_off(page: Page) -> None:
    page.gap()
    page.say(("─" * page.width, "faint"))


def _sum_up(page: Page, summaries: Sequence[Summary], t: Translator) -> None:
    """How several audits compare, a line each; then all together, and which rules fail most often."""
    page.heading(t("{count} journeys", count=len(summaries)))
    head: list[Span] = ["", t("remembered"), *(t(severity.value) for severity in Severity), t("questions")]
    rows = [head]
    for summary in summaries:
        room = max(16, page.width - FIGURES)
        name = _cut_ahead(summary.source, room) if summary.source else cut(summary.name, room)
        rows.append([name, signed(summary.remembered), *map(str, summary.found), str(summary.questions)])
    found = [sum(figures) for figures in zip(*(summary.found for summary in summaries), strict=True)]
    asked = sum(summary.questions for summary in summaries)
    rows.append([(t("together"), "strong"), "", *map(str, found), str(asked)])
    page.rows(rows, right=range(1, 5))
    often = Counter(code for summary in summaries for code in dict.fromkeys(summary.codes))
    if often:
        page.gap()
        most = ", ".join(f"{code} ({count})" for code, count in sorted(often.items(), key=_most_first)[:TOP_CODES])
        page.say(t("What fails in most journeys: {codes}", codes=most))


def _cut_ahead(path: str, width: int) -> str:
    """A path in at most so many columns: its end tells more than its beginning."""
    shown = safe(path)
    if columns(shown) <= width:
        return shown
    while columns(shown) > width - 1:
        shown = shown[1:]
    return f"…{shown}"


def _most_first(pair: tuple[str, int]) -> tuple[int, str]:
    return -pair[1], pair[0]


def _part_rows(score: Score, t: Translator) -> list[list[Span]]:
    rows: list[list[Span]] = [["", (t("emotion"), "faint"), (t("counts"), "faint"), ""]]
    for part, label in (("peak", "Peak"), ("end", "End"), ("mean", "Average")):
        weight = percent(getattr(score.weights, part), lang=t.lang)
        rows.append([t(label), signed(getattr(score, part)), weight, ""])
    if score.weights.loss != 1:
        rows.append([t("Emotions below 0"), "", f"× {score.weights.loss:g}", ""])
    return rows


def _ending_rows(score: Score, t: Translator) -> list[list[Span]]:
    rows: list[list[Span]] = [["", (t("share of customers"), "faint"), (t("remembered"), "faint")]]
    for id, ending in sorted(score.endings.items(), key=lambda item: -item[1].probability)[:MOST_ROWS]:
        rows.append([place(score.journey, id), percent(ending.probability, lang=t.lang), signed(ending.remembered)])
    return rows


def _share_rows(score: Score, t: Translator) -> list[list[Span]]:
    """Every touchpoint with its memory share; of a long journey those with the greatest."""
    rows: list[list[Span]] = [["", (t("emotion"), "faint"), (t("share"), "faint"), ""]]
    greatest = sorted(score.shares, key=lambda id: -score.shares[id])[:MOST_ROWS]
    for id in sorted(greatest, key=score.journey.positions.__getitem__):
        share = score.shares[id]
        bar = ("█" * round(BAR * share), "error" if (score.journey[id].emotion or 0) < 0 else "good")
        rows.append([place(score.journey, id), felt(score.journey, id), percent(share, lang=t.lang), bar])
    if len(score.shares) > len(greatest):
        rows.append([(t("and {count} more", count=len(score.shares) - len(greatest)), "faint"), "", "", ""])
    return rows


# What it takes


def _translator(journey: Journey, lang: str | None) -> Translator:
    return translator(lang or journey.lang or "en")


def _why_unscored(journey: Journey) -> str:
    try:
        score(journey)
    except ScoringError as error:
        return safe(str(error))
    return ""
