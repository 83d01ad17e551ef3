"""Pieces of HTML for a page that is not ours, such as a notebook.

They bring no ids, no style sheet and no script, so that any number of them can stand on one page. Pictures are
images of their own for the same reason; what they show stands beside them in words.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence

from journeymap.auditing import Audit
from journeymap.drawing import draw
from journeymap.drawing.templating import render
from journeymap.drawing.typesetting import clean, isolated
from journeymap.i18n import Translator, translator
from journeymap.reports.lines import Span
from journeymap.reports.phrases import SIGNS, counts, felt, place, say, signed, verdict
from journeymap.rulebook import Finding
from journeymap.scoring import Score
from journeymap.wording import percent

__all__ = ["audit_fragment", "score_fragment"]

MOST_PLACES = 10
"""How many touchpoints are listed by their share of the memory."""


def audit_fragment(audit: Audit, *, lang: str = "en") -> str:
    """An audit: its map with the findings on it, what it says in words, and each finding to unfold.

    Example:
        >>> from journeymap.auditing import audit
        >>> from journeymap.model import Journey
        >>> fragment = audit_fragment(audit(Journey("Stall").touchpoint("pay", "<b>Pay</b>", emotion=-1)))
        >>> "&lt;b&gt;Pay&lt;/b&gt;" in fragment, "<b>Pay" in fragment
        (True, False)
    """
    t = translator(lang)
    drawing = draw(audit, lang=lang)
    return render(
        "notebook-audit.html.jinja",
        t=t,
        lang=lang,
        picture=f"data:image/svg+xml;base64,{b64encode(drawing.svg.encode()).decode()}",
        summary=drawing.summary,
        verdict=_spans(verdict(audit.score, t)),
        counts=counts(audit, t),
        findings=[_told(finding, t) for finding in audit.findings],
        questions=[(finding.code, _safe(say(finding, t))) for finding in audit.questions],
        story=drawing.text,
        limits="" if audit.score is None else t(audit.score.limits),
    )


def score_fragment(score: Score, *, lang: str = "en") -> str:
    """A score: how the journey is remembered, what that is made of, where memory sits, and how the journey ends."""
    t = translator(lang)
    return render(
        "notebook-score.html.jinja",
        t=t,
        lang=lang,
        name=_safe(score.journey.name),
        verdict=_spans(verdict(score, t)),
        parts=list(_parts(score, t)),
        memory=list(_memory(score, lang)),
        endings=list(_endings(score, lang)),
        limits=t(score.limits),
    )


def _told(finding: Finding, t: Translator) -> dict[str, str]:
    return {
        "sign": SIGNS[finding.severity],
        "code": finding.code,
        "severity": t(finding.severity.value),
        "message": _safe(say(finding, t)),
        "why": finding.rule.text("why", t.lang),
        "fix": finding.rule.text("fix", t.lang),
        "source": "; ".join(map(t, finding.rule.source)),
    }


def _parts(score: Score, t: Translator) -> Iterator[tuple[str, str, str]]:
    recall, weights = score.recall, score.weights
    if recall is not None:
        yield t("Peak"), signed(recall.peak), percent(weights.peak, lang=t.lang)
        yield t("End"), signed(recall.end), percent(weights.end, lang=t.lang)
        yield t("Average"), signed(recall.mean), percent(weights.mean, lang=t.lang)


def _memory(score: Score, lang: str) -> Iterator[tuple[str, str, str]]:
    shares = sorted(score.shares.items(), key=lambda pair: -pair[1])
    for id, share in shares[:MOST_PLACES]:
        if share > 0:
            yield _safe(place(score.journey, id)), felt(score.journey, id), percent(share, lang=lang)


def _endings(score: Score, lang: str) -> Iterator[tuple[str, str, str]]:
    for id, ending in score.endings.items():
        yield _safe(place(score.journey, id)), percent(ending.probability, lang=lang), signed(ending.remembered)


def _spans(spans: Sequence[Span]) -> list[tuple[str, bool]]:
    """The words of each span, and whether it is styled."""
    return [(span, False) if isinstance(span, str) else (span[0], True) for span in spans]


def _safe(text: str) -> str:
    return isolated(clean(text))
