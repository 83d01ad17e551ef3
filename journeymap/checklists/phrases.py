"""The words of a checklist: what stands on its cover and in its items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import attrs

from journeymap.auditing import Audit
from journeymap.channels import channel
from journeymap.checklists.asking import yes_or_no
from journeymap.checklists.content import Figure, Pointer, PrincipleLine, Signature, Summary, Words
from journeymap.checklists.items import Ask, Blank, Choice, Item, Kind, Place, Section
from journeymap.drawing.typesetting import isolated
from journeymap.i18n import Translator
from journeymap.model import Journey, Touchpoint
from journeymap.rulebook import PRINCIPLES, Finding, Outcome, Severity
from journeymap.wording import listed, percent, way

SIGNS = {Severity.ERROR: "✕", Severity.WARNING: "!", Severity.INFO: "i"}
"""What tells the severities of a failure without colour."""

FIVE = 5
"""How many of the principles are those of Chase and Dasu."""

MOST_CODES = 2
"""How many rules are named where the answer only stands beside a name; more are counted."""

LONGEST_PROOF = 8
"""How many touchpoints of a path are named before its middle is left out."""


# Items


def failure(finding: Finding, journey: Journey, t: Translator) -> Item:
    """Something that failed: what is required, what is wrong, why it matters and how to mend it."""
    sign = SIGNS[finding.severity]
    owner = journey[finding.touchpoint].owner if finding.touchpoint else None
    return _item(
        finding,
        "failed",
        sign=sign,
        tag=f"{sign} {finding.code} · {t(finding.severity.value)}",
        title=_requirement(finding, t),
        wrong=_message(finding, t),
        why=finding.rule.text("why", t.lang),
        fix=finding.rule.text("fix", t.lang),
        choices=_verdict(t),
        blanks=(
            Blank("owner", t("Who"), value=owner or ""),
            Blank("by_when", t("By when"), "day"),
            Blank("photo", t("Photo no.")),
            Blank("note", t("Note"), "note"),
        ),
        proof=_proof(finding, journey),
    )


def inquiry(finding: Finding, asks: Sequence[Ask], also: Iterable[str], t: Translator) -> Item:
    """A question that only somebody on the spot can answer.

    When a single fact is missing the question itself asks for it. When yes or no settles that one, the item's own
    boxes take the answer, and the fact's question stands there to say to what.
    """
    is_plain = not asks or (len(asks) == 1 and asks[0].choices == yes_or_no(t))
    if is_plain:
        asks = [Ask(ask.fact, ask.text) for ask in asks]
    elif len(asks) == 1:
        asks = [attrs.evolve(asks[0], text="")]
    return _item(
        finding,
        "question",
        sign="?",
        tag=f"? {finding.code} · {t('check on the spot')}",
        title=_message(finding, t),
        also=tuple(also),
        why=finding.rule.text("why", t.lang),
        choices=(
            *(yes_or_no(t) if is_plain else ()),
            Choice("unknown", t("Don't know")),
            Choice("na", t("Not applicable")),
        ),
        asks=tuple(asks),
        blanks=(Blank("note", t("Note · photo no."), "note"),),
    )


def holding(findings: Sequence[Finding], size: int, t: Translator) -> Item:
    """What one rule found to hold among ``size`` touchpoints, in one line."""
    names = [isolated(finding.name) for finding in findings if finding.touchpoint]
    return _item(
        findings[0],
        "passed",
        sign="✓",
        tag=f"✓ {findings[0].code}",
        title=_requirement(findings[0], t),
        choices=yes_or_no(t),
        where=t("everywhere") if len(names) == size > 1 else listed(names, lang=t.lang),
    )


def _item(finding: Finding, kind: Kind, **data: Any) -> Item:
    return Item(number=0, key="", code=finding.code, kind=kind, severity=finding.severity, **data)


def _message(finding: Finding, t: Translator) -> str:
    """What a finding says, with each name set apart so that right-to-left writing in it turns nothing around it."""
    values = {key: _isolated(value) for key, value in finding.values.items()}
    name, about = isolated(finding.name), isolated(finding.about)
    return attrs.evolve(finding, name=name, about=about, values=values).message(t.lang)


def _isolated(value: Any) -> Any:
    if isinstance(value, str):
        return isolated(value)
    return tuple(map(_isolated, value)) if isinstance(value, (tuple, list)) else value


def _requirement(finding: Finding, t: Translator) -> str:
    return _message(attrs.evolve(finding, outcome=Outcome.PASSED, variant=""), t)


def _verdict(t: Translator) -> tuple[Choice, ...]:
    return (
        Choice("pass", t("Pass")),
        Choice("attention", t("Attention")),
        Choice("fail", t("Fail")),
        Choice("na", t("Not applicable")),
    )


def _proof(finding: Finding, journey: Journey) -> str:
    path = finding.path
    keep = path.index(finding.touchpoint) if finding.touchpoint in path else None
    return way([isolated(journey[id].name) for id in path], most=LONGEST_PROOF, keep=keep)


# Around the items


def subtitle(journey: Journey, t: Translator) -> str:
    """Whose journey it is, how long, and how the checklist is used."""
    count = len(journey)
    parts = (
        isolated(journey.persona.name) if journey.persona is not None else "",
        t("1 touchpoint") if count == 1 else t("{count} touchpoints", count=count),
        t("walk it on the spot and check with the customer's eyes"),
    )
    return " · ".join(part for part in parts if part)


def cover(journey: Journey, t: Translator) -> tuple[Blank, ...]:
    """What is filled in once: who walked, when, where, in which weather."""
    return (
        Blank("journey", t("Journey"), value=journey.name),
        Blank("persona", t("Persona"), value=journey.persona.name if journey.persona is not None else ""),
        Blank("evaluator", t("Evaluator")),
        Blank("date", t("Date"), "day"),
        Blank("time", t("Start – end")),
        Blank("place", t("Place · device")),
        Blank("weather", t("Weather")),
    )


def guide(t: Translator) -> tuple[str, ...]:
    """How to fill it in."""
    return (
        t("Walk the whole way as this customer does, in this order, and tick what you see, not what you are told."),
        t("Leave nothing blank: what you cannot see gets “Don't know”; what does not occur, “Not applicable”."),
        t("Measure instead of guessing: write the number down and mark its unit (s, min, h or d)."),
    )


def degrees(t: Translator) -> tuple[Choice, ...]:
    """The severities as judged on the spot."""
    return (
        Choice("0", t("no problem")),
        Choice("1", t("hardly noticed")),
        Choice("2", t("annoys")),
        Choice("3", t("drives customers away")),
        Choice("4", t("mend before anything else")),
    )


def signatures(t: Translator) -> tuple[Signature, ...]:
    """Who signs: who walked, and who answers for the service."""
    roles = ("evaluator", t("Evaluator")), ("responsible", t("Responsible for the service"))
    return tuple(
        Signature(
            role,
            (
                Blank(f"{key}_name", t("Name")),
                Blank(f"{key}_date", t("Date"), "day"),
                Blank(f"{key}_signature", t("Signature")),
            ),
        )
        for key, role in roles
    )


def about(touchpoint: Touchpoint, share: float | None, t: Translator) -> str:
    """What is known of a touchpoint, in a few words."""
    return " · ".join(_about(touchpoint, share, t))


def _about(touchpoint: Touchpoint, share: float | None, t: Translator) -> Iterator[str]:
    known = channel(touchpoint.channel)
    if touchpoint.channel:
        yield known.label(t.lang) if known is not None else isolated(touchpoint.channel)
    if touchpoint.moment_of_truth:
        yield t("moment of truth")
    if touchpoint.emotion is not None:
        yield t("so far {emotion}", emotion=signed(touchpoint.emotion))
    if share is not None and share < 1 - 1e-9:
        yield t("{percent} of customers", percent=percent(share, lang=t.lang))


def waiting(codes: Sequence[str], t: Translator) -> str:
    """Which rules wait for an answer."""
    if len(codes) > MOST_CODES:
        return t("{count} rules need it", count=len(codes))
    return t("needed for {codes}", codes=", ".join(codes)) if codes else ""


def noticed(t: Translator) -> Blank:
    """Where to write what was noticed at a touchpoint."""
    return Blank("noticed", t("What you noticed: seen, heard, smelled, awkward"), "note")


def signed(number: float) -> str:
    """A number with its sign, to two digits: +0.5, 0, −1.25."""
    shown = f"{round(number, 2):+g}"
    return "0" if shown in ("+0", "-0") else shown.replace("-", "−")


def counts(places: Iterable[Place], holding: int, t: Translator) -> str:
    """How many items of each kind a section has, as its heading says it."""
    failed, questions = _tally(places)
    said = ((failed, "{count} failed"), (questions, "{count} to check"), (holding, "{count} hold"))
    return " · ".join(t(label, count=count) for count, label in said if count)


def _tally(places: Iterable[Place]) -> tuple[int, int]:
    kinds = [kind for place in places for kind in _kinds(place)]
    return kinds.count("failed"), kinds.count("question")


def _kinds(place: Place) -> Iterator[Kind]:
    yield from (item.kind for item in place.items)
    if place.felt_by:
        yield "question"


# The summary


def summary(audit: Audit, sections: Sequence[Section], first: Iterable[Pointer], t: Translator) -> Summary:
    """The audit on half a page: its figures, what to look at first, and how each principle stands."""
    return Summary(tuple(_figures(audit, sections, t)), tuple(first), tuple(_principles(audit, sections, t)))


def _figures(audit: Audit, sections: Sequence[Section], t: Translator) -> Iterator[Figure]:
    score = audit.score
    if score is not None and score.remembered is not None and score.mean is not None:
        yield Figure(t("Remembered"), signed(score.remembered), t("what stays with the customer"))
        yield Figure(t("Average"), signed(score.mean), t("what the team sees"))
        yield Figure(
            t("Leave worse than neutral"), percent(score.below(0), lang=t.lang), t("of customers, as they remember it")
        )
    failed, questions = _tally(place for section in sections for place in section.places)
    yield Figure(t("Failed"), str(failed), _by_severity(audit, t))
    yield Figure(t("To check"), str(questions), t("only somebody on the spot can tell"))


def _by_severity(audit: Audit, t: Translator) -> str:
    found = ((SIGNS[severity], t(severity.value), audit.count(severity)) for severity in Severity)
    return " · ".join(f"{sign} {label} {count}" for sign, label, count in found if count)


def _principles(audit: Audit, sections: Sequence[Section], t: Translator) -> Iterator[PrincipleLine]:
    """The five, whether or not anything was looked at, then those others of which something was."""
    principles = {rule.code: rule.principle for rule in audit.rules}
    tallies: dict[str, list[Kind]] = {principle: [] for principle in PRINCIPLES}
    for code, kind in _codes(sections):
        tallies.setdefault(principles[code], []).append(kind)
    for place, (principle, kinds) in enumerate(tallies.items()):
        if place < FIVE or kinds:
            name = t(principle)
            counted = (kinds.count(kind) for kind in ("failed", "question", "passed"))
            yield PrincipleLine(name[:1].upper() + name[1:], *counted)


def _codes(sections: Sequence[Section]) -> Iterator[tuple[str, Kind]]:
    for section in sections:
        for place in section.places:
            yield from ((item.code, item.kind) for item in place.items)
            if place.felt_by:
                yield place.felt_by[0], "question"
        yield from ((item.code, item.kind) for item in section.holding)


def words(t: Translator) -> Words:
    """The headings and labels."""
    return Words(
        guide=t("How to fill it in"),
        degrees=t("Severity as you judge it"),
        first=t("Look at these first"),
        principles=t("The five principles, and what they rest on"),
        principle=t("Principle"),
        failed=t("Failed"),
        questions=t("To check"),
        passed=t("Holds"),
        verdict=t("Your verdict"),
        severity=t("Severity"),
        felt=t("How it felt"),
        fix=t("How to mend it"),
        also=t("also settles"),
        proof=t("The path that shows it"),
        holding=t("What holds"),
        map=t("The journey map"),
        sources=t("Sources"),
        source=t("Source"),
        limits=t("What the score does not say"),
        signatures=t("Signatures"),
        screen=t("Tick and write here, then print or save as PDF. Nothing is sent anywhere, and nothing is kept."),
        together=t("Several evaluators, side by side"),
        item=t("Line"),
        evaluator=t("Evaluator"),
        agreed=t("Agreed verdict"),
    )
