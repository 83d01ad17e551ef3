"""The report for a pull request, a wiki or a note: Markdown as GitHub reads it, with no HTML of a user's in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from journeymap.auditing import Audit
from journeymap.i18n import Translator, translator
from journeymap.reports.contents import (
    FIVE,
    Standing,
    Summary,
    asked_once,
    folded,
    lifted,
    sources_of,
    standings,
    summary_of,
)
from journeymap.reports.lines import cut
from journeymap.reports.marking import code, plain, table
from journeymap.reports.phrases import (
    NAME,
    OUTCOMES,
    SIGNS,
    changes_said,
    counts,
    lifting,
    say,
    signed,
    standing_words,
    trail,
    verdict,
    waiver_notices,
    waiving,
    where,
)
from journeymap.rulebook import Finding, Severity
from journeymap.wording import percent

__all__ = ["join", "tell"]


def tell(
    audit: Audit,
    *,
    lang: str | None = None,
    source: str | None = None,
    places: Mapping[str, tuple[int, int]] | None = None,
) -> tuple[Summary, str]:
    """One audit as Markdown, and what is compared."""
    t = translator(lang or audit.journey.lang or "en")
    blocks = [block for block in _blocks(audit, source, t) if block]
    return summary_of(audit, source), "\n\n".join(blocks) + "\n"


def join(told: Sequence[tuple[Summary, str]], *, lang: str | None = None) -> str:
    """The whole report; several journeys are compared first."""
    texts = [text for _, text in told]
    if len(told) > 1:
        texts.insert(0, _compared([summary for summary, _ in told], translator(lang or "en")))
    return "\n---\n\n".join(texts)


def _blocks(audit: Audit, source: str | None, t: Translator) -> Iterator[str]:
    name = cut(audit.journey.name, NAME) or t("a journey without a name")
    yield f"# {plain(name)}"
    yield code(source) if source else ""
    said = "".join(f"**{plain(span[0])}**" if isinstance(span, tuple) else plain(span) for span in
                   verdict(audit.score, t))  # fmt: skip
    yield f"{said}\\\n{plain(counts(audit, t))}"
    yield f"## {t('The five principles')}"
    all_standings = standings(audit)
    yield _principles(all_standings[: len(FIVE)], t)
    others = all_standings[len(FIVE) :]
    if others:
        yield f"### {t('What they rest on')}"
        yield _principles(others, t)
    yield f"## {t('Findings')}"
    yield "\n".join(_finding(finding, audit, t) for finding in audit.findings) or f"✓ {t('Nothing failed.')}"
    yield from _aside(audit, t)
    if audit.questions:
        yield f"## {t('Questions: what could not be told')}"
        yield "\n".join(_question(there, audit, t) for there in folded(audit.questions))
    helps = lifted(audit.score) if audit.score else []
    if helps:
        yield f"## {t('What would help most')}"
        yield "\n".join(
            f"- **{signed(gain)}** " + plain(lifting(audit.journey, id, t))
            for gain, id in helps
        )  # fmt: skip
    sources = sources_of((*audit.findings, *audit.questions))
    if sources:
        yield f"## {t('Sources')}"
        yield "\n".join(f"- {plain(t(source))} ({', '.join(codes)})" for source, codes in sources)
    yield from _limits(audit, t)


def _limits(audit: Audit, t: Translator) -> Iterator[str]:
    if audit.covered < 1 - 1e-9:
        share = percent(audit.covered, lang=t.lang)
        yield plain(t("Rules about paths looked at the likeliest ones: {share} of customers.", share=share))
    for said in changes_said(audit, t):
        yield plain(said)
    if audit.score is not None:
        yield f"*{plain(t(audit.score.limits))}*"


def _principles(found: Iterable[Standing], t: Translator) -> str:
    rows = [
        [plain(t(each.principle)), f"**{plain(OUTCOMES[each.outcome])} {t(each.outcome.value)}**",
         plain(standing_words(each, t))]
        for each in found
    ]  # fmt: skip
    return table([t("Principle"), t("Verdict"), ""], rows)


def _finding(finding: Finding, audit: Audit, t: Translator) -> str:
    sign, severity = SIGNS[finding.severity], t(finding.severity.value)
    lines = [
        f"- **{sign} {finding.code}** {severity} · **{plain(where(finding, audit.journey, t))}**: "
        f"{plain(say(finding, t))}",
        f"  - {t('How to mend it')}: {plain(finding.rule.text('fix', t.lang))}",
        f"  - {t('Why')}: {plain(finding.rule.text('why', t.lang))}",
    ]
    if finding.path:
        lines.append("  - " + plain(t("A path that shows it: {path}", path=trail(finding, audit.journey))))
    return "\n".join(lines)


def _question(there: Sequence[Finding], audit: Audit, t: Translator) -> str:
    head = f"- **{plain(where(there[0], audit.journey, t))}**"
    return "\n".join(
        [head, *(f"  - {codes} · {plain(say(finding, t))}" for codes, finding in asked_once(there, t.lang))]
    )


def _aside(audit: Audit, t: Translator) -> Iterator[str]:
    if audit.waived:
        yield f"## {t('Waived')}"
        yield "\n".join(
            f"- {finding.code} · {plain(where(finding, audit.journey, t))}: {plain(waiving(finding, t)[0])}"
            for finding in audit.waived
        )
    if audit.known:
        yield f"## {t('Known from the baseline')}"
        yield "\n".join(
            f"- {finding.code} · {plain(where(finding, audit.journey, t))}: {plain(say(finding, t))}"
            for finding in audit.known
        )
    notices = waiver_notices(audit, t)
    if notices:
        yield "\n".join(f"- **!** {plain(notice)}" for notice in notices)


def _compared(summaries: Sequence[Summary], t: Translator) -> str:
    head = ["", t("remembered"), *(t(severity.value) for severity in Severity), t("questions")]
    rows = [
        [code(each.source) if each.source else plain(cut(each.name, NAME)), signed(each.remembered),
         *map(str, each.found), str(each.questions)]
        for each in summaries
    ]  # fmt: skip
    return f"# {t('{count} journeys', count=len(summaries))}\n\n{table(head, rows)}\n"
