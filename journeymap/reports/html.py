"""The report to pass on: one HTML page that needs nothing else, on a screen and on paper, and runs no script."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any

import attrs
from markupsafe import Markup

from journeymap.auditing import Audit
from journeymap.drawing import draw
from journeymap.drawing.logos import Mark, marked
from journeymap.drawing.templating import render
from journeymap.drawing.themes import Theme, themed
from journeymap.drawing.typesetting import clean, isolated
from journeymap.errors import DrawingError
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
from journeymap.reports.lines import cut, safe
from journeymap.reports.phrases import (
    NAME,
    OUTCOMES,
    SIGNS,
    changes_said,
    counts,
    felt,
    lifting,
    place,
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
from journeymap.scoring import Score
from journeymap.wording import percent

__all__ = ["join", "tell"]

MOST_PLACES = 10
"""How many touchpoints are listed by their share of the memory."""

MOST_OPEN = 3
"""At how many places the questions are unfolded from the start."""

LONGEST_MAP = 150
"""Up to how many touchpoints a journey is drawn; a larger one is better drawn alone."""

WIDE = 184.0
"""How wide the page is on paper, in mm."""

_OWN = "\x00"
"""Stands for the number of a journey in ids until it is known; no user's text can hold it."""


@attrs.frozen
class Article:
    """What one audit comes to: the figures that are compared, the article, and the logo that it asks for."""

    summary: Summary
    text: str
    mark: Mark | None = None


@attrs.frozen
class _Sheet:
    """A part of the map that no page splits."""

    top: float
    height: float
    width: float


def tell(
    audit: Audit,
    *,
    lang: str | None = None,
    source: str | None = None,
    places: Mapping[str, tuple[int, int]] | None = None,
    theme: str | Theme = "light",
) -> Article:
    """One audit as an article of the page, and what is compared."""
    t, look = translator(lang or audit.journey.lang or "en"), themed(theme)
    found = standings(audit)
    article = render(
        "report-article.html.jinja",
        t=t,
        own=_OWN,
        name=_safe(cut(audit.journey.name, 2 * NAME)) or t("a journey without a name"),
        about=_about(audit, t),
        source=_safe(safe(source)) if source else "",
        verdict=[(span, False) if isinstance(span, str) else (span[0], True) for span in verdict(audit.score, t)],
        counts=counts(audit, t),
        map=_map(audit, t.lang, attrs.evolve(look, logo=None)),
        score=_score(audit.score, t) if audit.score and audit.score.recall else None,
        five=[_standing(each, t) for each in found[: len(FIVE)]],
        others=[_standing(each, t) for each in found[len(FIVE) :]],
        helps=_helps(audit.score, t) if audit.score else [],
        findings=[_finding(finding, audit, t) for finding in audit.findings],
        waived=[_aside(finding, audit, waiving(finding, t)[0], t) for finding in audit.waived],
        known=[_aside(finding, audit, say(finding, t), t) for finding in audit.known],
        notices=list(map(_safe, waiver_notices(audit, t))),
        questions=_questions(audit, t),
        holding=_holding(audit, t),
        sources=[(t(source), ", ".join(codes)) for source, codes in sources_of((*audit.findings, *audit.questions))],
        limits=t(audit.score.limits) if audit.score else "",
    )  # fmt: skip
    return Article(summary_of(audit, source), article, marked(look.logo, audit.journey.business, t))


def join(told: Sequence[Article], *, lang: str | None = None) -> str:
    """The whole page; several journeys are compared first. What is the logo of several stands there once."""
    spoken = lang or _language(told)
    t = translator(spoken)
    articles = [Markup(each.text.replace(_OWN, str(number))) for number, each in enumerate(told, start=1)]
    names = [cut(each.summary.name, NAME) or t("a journey without a name") for each in told]
    title = f"{t('Audit')}: {names[0]}" if len(told) == 1 else t("{count} journeys", count=len(told))
    return render(
        "report.html.jinja",
        t=t,
        lang=spoken,
        title=_safe(title),
        css=Markup(_css()),
        marks=[(mark, f"{mark.width(WIDE):.1f}") for mark in _marks(told, t)],
        severities=[t(severity.value) for severity in Severity],
        rows=[_row(each.summary, name) for each, name in zip(told, names, strict=True)] if len(told) > 1 else [],
        articles=articles,
    )


def _marks(told: Sequence[Article], t: Translator) -> Iterator[Mark]:
    """Each logo once; the one of several businesses is nobody's in particular."""
    marks = list(dict.fromkeys(each.mark for each in told if each.mark is not None))
    for logo in dict.fromkeys(mark.logo for mark in marks):
        said = [mark.said for mark in marks if mark.logo == logo]
        yield Mark(logo, said[0] if len(said) == 1 else t("Logo"))


def _language(told: Sequence[Article]) -> str:
    """The language of the articles, which they state themselves; English when there are several."""
    found = {match[1] for each in told if (match := re.search(r' lang="([a-z]+)"', each.text))}
    return found.pop() if len(found) == 1 else "en"


def _row(summary: Summary, name: str) -> dict[str, Any]:
    figures = [signed(summary.remembered), *map(str, summary.found), str(summary.questions)]
    return {"name": _safe(cut(summary.source, NAME) if summary.source else name), "figures": figures}


def _about(audit: Audit, t: Translator) -> str:
    journey = audit.journey
    state = {"as-is": "as it is today", "to-be": "as it should be"}.get(journey.state or "")
    touchpoints = t("1 touchpoint") if len(journey) == 1 else t("{count} touchpoints", count=len(journey))
    persona = cut(journey.persona.name, NAME) if journey.persona else ""
    business = cut(journey.business.name, NAME) if journey.business else ""
    return " · ".join(_safe(part) for part in (business, persona, t(state) if state else "", touchpoints) if part)


def _map(audit: Audit, lang: str, theme: Theme) -> dict[str, Any] | None:
    """The map in sheets; nothing for a journey that is too long for a page, or cannot be drawn."""
    if not 0 < len(audit.journey) <= LONGEST_MAP:
        return None
    try:
        drawn = draw(audit, lang=lang, theme=theme, page="a4")
    except DrawingError:
        return None
    svg = drawn.svg.replace(f' xml:lang="{lang}" lang="{lang}"', "", 1)  # the article says it
    prefix = re.search(r'id="(jm[0-9a-f]{10})', svg)
    if prefix:
        svg = svg.replace(prefix[1], f"{prefix[1]}j{_OWN}")
    edges = (0.0, *drawn.breaks, drawn.height)
    sheets = [_Sheet(top, bottom - top, drawn.width) for top, bottom in pairwise(edges)]
    return {"svg": Markup(svg), "sheets": sheets, "summary": _lines(drawn.summary), "story": _lines(drawn.text)}


def _score(score: Score, t: Translator) -> dict[str, Any]:
    """The score, and how it comes about."""
    parts = [
        (t(label), signed(getattr(score, part)), percent(getattr(score.weights, part), lang=t.lang))
        for part, label in (("peak", "Peak"), ("end", "End"), ("mean", "Average"))
    ]
    shares = sorted(score.shares.items(), key=lambda pair: -pair[1])[:MOST_PLACES]
    memory = [
        {"name": _safe(place(score.journey, id)), "emotion": felt(score.journey, id),
         "share": percent(share, lang=t.lang), "width": f"{100 * share:.1f}",
         "bad": (score.journey[id].emotion or 0) < 0}
        for id, share in shares if share > 0
    ]  # fmt: skip
    endings = [
        (_safe(place(score.journey, id)), percent(ending.probability, lang=t.lang), signed(ending.remembered))
        for id, ending in sorted(score.endings.items(), key=lambda item: -item[1].probability)[:MOST_PLACES]
    ]
    return {"remembered": signed(score.remembered), "parts": parts, "memory": memory, "endings": endings}


def _standing(standing: Standing, t: Translator) -> dict[str, str]:
    return {
        "principle": _safe(t(standing.principle)),
        "sign": OUTCOMES[standing.outcome],
        "outcome": t(standing.outcome.value),
        "style": standing.outcome.name.lower().replace("_", "-"),
        "words": standing_words(standing, t),
    }


def _finding(finding: Finding, audit: Audit, t: Translator) -> dict[str, str]:
    return {
        "sign": SIGNS[finding.severity],
        "code": finding.code,
        "style": finding.severity.value,
        "severity": t(finding.severity.value),
        "where": _safe(where(finding, audit.journey, t)),
        "message": _safe(say(finding, t)),
        "why": _safe(finding.rule.text("why", t.lang)),
        "fix": _safe(finding.rule.text("fix", t.lang)),
        "path": _safe(trail(finding, audit.journey)) if finding.path else "",
        "source": "; ".join(_safe(t(source)) for source in finding.rule.source),
    }


def _aside(finding: Finding, audit: Audit, said: str, t: Translator) -> tuple[str, str, str]:
    return finding.code, _safe(where(finding, audit.journey, t)), _safe(said)


def _questions(audit: Audit, t: Translator) -> list[dict[str, Any]]:
    return [
        {"where": _safe(where(there[0], audit.journey, t)), "open": number < MOST_OPEN,
         "asked": [(codes, _safe(say(finding, t))) for codes, finding in asked_once(there, t.lang)]}
        for number, there in enumerate(folded(audit.questions))
    ]  # fmt: skip


def _helps(score: Score, t: Translator) -> list[tuple[str, str]]:
    return [(signed(gain), _safe(lifting(score.journey, id, t))) for gain, id in lifted(score)]


def _holding(audit: Audit, t: Translator) -> str:
    said = [
        t("{count} checks hold.", count=len(audit.passed)),
        t("{count} rules had nothing to look at.", count=len(audit.not_applicable)),
    ]
    if audit.covered < 1 - 1e-9:
        share = percent(audit.covered, lang=t.lang)
        said.append(t("Rules about paths looked at the likeliest ones: {share} of customers.", share=share))
    return " ".join([*said, *(f"{each}." for each in changes_said(audit, t))])


def _lines(text: str) -> str:
    """Lines of text, each safe."""
    return "\n".join(map(safe, text.splitlines()))


def _safe(text: str) -> str:
    return isolated(clean(text))


@cache
def _css() -> str:
    return (resources.files("journeymap") / "templates" / "report.css").read_text(encoding="utf-8")
