"""Make a checklist of an audit: what is on it, and in which order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import attrs

from journeymap.auditing import Audit, audit
from journeymap.checklists import phrases
from journeymap.checklists.asking import ask_for
from journeymap.checklists.content import Checklist, Pointer
from journeymap.checklists.folding import Question, fold
from journeymap.checklists.items import Item, Place, Section
from journeymap.drawing.logos import marked
from journeymap.drawing.themes import Theme, themed
from journeymap.drawing.typesetting import isolated
from journeymap.errors import expect
from journeymap.i18n import Translator, translator
from journeymap.model import Journey, Touchpoint
from journeymap.rulebook import Finding
from journeymap.scoring import LIMITS

__all__ = ["checklist"]

FIRST = 5
"""How many failures the summary points at."""


def checklist(
    audit_or_journey: Audit | Journey, *, lang: str = "en", evaluators: int = 0, theme: str | Theme = "light"
) -> Checklist:
    """The checklist to walk a journey with, from its audit.

    In walking order by stage and touchpoint: what failed first, then what only somebody on the spot can tell,
    then what holds, in short. A fact that several rules lack is asked for once.

    Args:
        audit_or_journey: An audit, or a journey to audit by all rules.
        lang: The language, ``"en"`` or ``"ko"``.
        evaluators: For how many evaluators to add a page that puts their verdicts side by side.
        theme: How it looks: the colours of the map and, from :func:`journeymap.branded`, a font, and a logo above the
            title of pages and documents.

    Raises:
        UnknownNameError: When there is no such language or theme.
        JourneyError: When a reference in the journey leads nowhere.

    Example:
        >>> stall = Journey("Stall").touchpoint("eat", "Eat", emotion=1).touchpoint("pay", "Pay", emotion=-1)
        >>> made = checklist(audit(stall, select="JM101"))
        >>> made
        <Checklist 'Stall — journey checklist': 1 failed, 0 questions, 0 passed>
        >>> [item.tag for item in made]
        ['✕ JM101 · error']
    """
    expect(audit_or_journey, (Journey, Audit), "checklist")
    audited = audit(audit_or_journey) if isinstance(audit_or_journey, Journey) else audit_or_journey
    t = translator(lang)
    journey, look = audited.journey, themed(theme)
    printer = _Printer(audited, t)
    sections = tuple(printer.sections())
    return Checklist(
        title=t("{name} — journey checklist", name=isolated(journey.name)),
        subtitle=phrases.subtitle(journey, t),
        lang=lang,
        cover=phrases.cover(journey, t),
        guide=phrases.guide(t),
        degrees=phrases.degrees(t),
        summary=phrases.summary(audited, sections, printer.pointers(), t),
        sections=sections,
        signatures=phrases.signatures(t),
        sources=tuple(map(t, printer.sources)),
        limits=t(LIMITS),
        words=phrases.words(t),
        audit=audited,
        evaluators=evaluators,
        theme=look,
        mark=marked(look.logo, journey.business, t),
    )


class _Printer:
    """Turns findings into items in the order in which they are printed, and numbers items and sources as it goes."""

    def __init__(self, audited: Audit, translate: Translator) -> None:
        self.audit = audited
        self.translate = translate
        self.sources: dict[str, int] = {}
        self.printed: dict[str, Item] = {}
        self.asked: set[str] = set()
        self.folded = fold(audited, lang=translate.lang)

    def sections(self) -> Iterator[Section]:
        """One for each stage in walking order, then one for the journey as a whole."""
        failed = _by_place(self.audit.findings)
        everywhere, passed = _everywhere(self.audit)
        for stage, touchpoints in _stages(self.audit.journey).items():
            places = tuple(
                self.place(touchpoint, failed.get(touchpoint.id, ()), self.folded.questions.get(touchpoint.id, ()))
                for touchpoint in touchpoints
            )
            holding = [finding for touchpoint in touchpoints for finding in passed.get(touchpoint.id, ())]
            yield self.section(stage or self.translate("Touchpoints"), places, self.held(holding, len(touchpoints)))
        items = tuple(self.items(failed.get(None, ()), self.folded.questions.get(None, ())))
        whole = (Place(touchpoint=None, name="", items=items),) if items else ()
        held = (*self.held(passed.get(None, ()), 0), *self.held(everywhere, len(self.audit.journey)))
        if whole or held:
            yield self.section(self.translate("The journey as a whole"), whole, held)

    def section(self, name: str, places: tuple[Place, ...], holding: tuple[Item, ...]) -> Section:
        return Section(name, phrases.counts(places, len(holding), self.translate), places, holding)

    def held(self, passed: Iterable[Finding], size: int) -> tuple[Item, ...]:
        """What holds among ``size`` touchpoints, one line for each rule."""
        rules: dict[str, list[Finding]] = {}
        for finding in passed:
            rules.setdefault(finding.code, []).append(finding)
        return tuple(
            self.keep(phrases.holding(rules[code], size, self.translate), rules[code][0]) for code in sorted(rules)
        )

    def place(self, touchpoint: Touchpoint, failed: Sequence[Finding], questions: Sequence[Question]) -> Place:
        score = self.audit.score
        share = score.reach.get(touchpoint.id) if score is not None else None
        return Place(
            touchpoint=touchpoint.id,
            name=touchpoint.name,
            about=phrases.about(touchpoint, share, self.translate),
            text=touchpoint.description or "",
            felt=ask_for("emotion", lang=self.translate.lang),
            felt_by=tuple(self.folded.felt[touchpoint.id]),
            felt_for=phrases.waiting(self.folded.felt[touchpoint.id], self.translate),
            note=phrases.noticed(self.translate),
            items=tuple(self.items(failed, questions)),
        )

    def items(self, failed: Sequence[Finding], questions: Sequence[Question]) -> Iterator[Item]:
        """What failed, the worst first, then the questions, the weightiest first.

        Why something is asked stands with the first question of its kind only.
        """
        for finding in sorted(failed, key=lambda finding: (-finding.severity.weight, -finding.gain)):
            yield self.keep(phrases.failure(finding, self.audit.journey, self.translate), finding)
        for question in questions:
            item = phrases.inquiry(question.finding, question.asks, question.also, self.translate)
            if question.finding.code in self.asked:
                item = attrs.evolve(item, why="")
            self.asked.add(question.finding.code)
            yield self.keep(item, question.finding)

    def keep(self, item: Item, finding: Finding) -> Item:
        """The item with its number, its key and the numbers of its sources."""
        notes = tuple(self.sources.setdefault(source, len(self.sources) + 1) for source in finding.rule.source)
        at = _concerned(finding, self.audit.journey)
        kept = attrs.evolve(item, number=len(self.printed) + 1, key=_key(finding), notes=notes, at=at)
        self.printed[kept.key] = kept
        return kept

    def pointers(self) -> Iterator[Pointer]:
        """Where to look first: the failures that weigh most."""
        for finding in self.audit.findings[:FIRST]:
            item = self.printed[_key(finding)]
            yield Pointer(item.number, item.tag, finding.name if finding.touchpoint else "", item.title)


def _key(finding: Finding) -> str:
    place = f"@{finding.touchpoint}" if finding.touchpoint else ""
    return f"{finding.code}{place}#{finding.about}" if finding.about else f"{finding.code}{place}"


def _concerned(finding: Finding, journey: Journey) -> tuple[str, ...]:
    """The touchpoints that a finding is about: where it is, else those that it names."""
    if finding.touchpoint is not None:
        return (finding.touchpoint,)
    named = {finding.about, *finding.values.get("places", ())}
    return tuple(touchpoint.id for touchpoint in journey if touchpoint.name in named)


def _by_place(findings: Iterable[Finding]) -> dict[str | None, list[Finding]]:
    found: dict[str | None, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.touchpoint, []).append(finding)
    return found


def _everywhere(audited: Audit) -> tuple[list[Finding], dict[str | None, list[Finding]]]:
    """What holds at every touchpoint of the journey, said once, and whatever else holds, by place."""
    places: dict[str, set[str]] = {}
    for finding in audited.passed:
        if finding.touchpoint is not None:
            places.setdefault(finding.code, set()).add(finding.touchpoint)
    codes = {code for code, met in places.items() if len(met) == len(audited.journey) > 1}
    everywhere = [finding for finding in audited.passed if finding.code in codes and finding.touchpoint is not None]
    return everywhere, _by_place(f for f in audited.passed if f.code not in codes or f.touchpoint is None)


def _stages(journey: Journey) -> dict[str | None, list[Touchpoint]]:
    """The touchpoints by stage, stages in the order in which the walk first comes to them."""
    stages: dict[str | None, list[Touchpoint]] = {}
    for touchpoint in journey.touchpoints:
        stages.setdefault(touchpoint.stage, []).append(touchpoint)
    return stages
