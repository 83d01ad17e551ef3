"""The reports of what was lived: how far it conforms to what was designed, and which moments matter.

The shape of the data is stable. ``"journeymap_conformance": 1`` is its version for the first:

    lang, designed        the journey as designed, see :func:`journeymap.reports.data.journey_data`
    log                   name, read, kept, dropped (how many events by reason), cases, tied, disordered, alone, notes
    message               how far customers go the designed ways, in a sentence or two
    fit                   the share of cases that do, from beginning to end: a figure
    looked_at             in how many cases it was looked for what they did otherwise
    deviations            kind, touchpoint (null for an activity that the design lacks), name, cases, share, examples
    ritual                steps, begun, kept, share (a figure), broken (cases by step); null where it cannot be told
    feelings              touchpoint, name, designed and lived (−2..+2), n, gap (a figure), apart
    matching              ids (touchpoints by activity), ignored, unmatched [name, nearest], unseen, unused
    limits                what all of this cannot say

and ``"journeymap_moments": 1`` for the second:

    lang, log             the log: its name
    cases, mean           how many rated cases there are, and their mean rating (−2..+2)
    untested, least       how many comparisons were left out, because fewer than ``least`` cases stand on one side
    correction            how it was corrected for many comparisons
    message               what hurts most
    moments               touchpoint, what, promise (null for all but late), label, cases, others, rating, difference
                          (a figure), p, adjusted, correlation, total, clear; see :class:`journeymap.evidence.Moment`
    limits                that this is association and not cause, and what the intervals say

A figure is value, low and high (the ends of its 95 % interval), n (how many cases or ratings) and error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import attrs

from journeymap.errors import UnknownNameError
from journeymap.evidence import Conformance, Moments
from journeymap.evidence.aligning import KINDS
from journeymap.evidence.moments import ASSOCIATION, Moment
from journeymap.i18n import Translator, translator
from journeymap.reports.data import as_json, journey_data, number
from journeymap.reports.lines import cut
from journeymap.reports.outlines import Outline, Table, html_page, markdown_page, text_page
from journeymap.reports.phrases import NAME, signed
from journeymap.wording import percent

__all__ = ["LIVED", "conformance_tables", "lived_data", "lived_outline", "report_lived"]

MOST_ROWS = 50
"""So many things that were done otherwise are listed, of each kind the most frequent."""

MOST_NAMES = 5
"""So many activities that are no touchpoint are named in a sentence."""

CONFORMANCE_LIMITS = (
    "What the log does not record counts as passed in silence. Of several ways to explain what a customer did, the one "
    "with the fewest steps too many or missing is told."
)
MOMENT_LIMITS = (
    "Ratings run from −2 (very dissatisfied) to +2 (very satisfied), and each difference is that to the other cases. "
    "The intervals are those of single comparisons, at 95%; what is told apart from chance is corrected for how many "
    "there are."
)


def report_lived(found: Conformance | Moments, format: str = "text", *, lang: str | None = None) -> str:
    """What was found in a log as text to read, as a page, as Markdown, or as data.

    Args:
        found: How far what was lived conforms to what was designed, or the moments that matter.
        format: ``text``, ``html``, ``markdown`` or ``json``.
        lang: The language; None for that of the journey or the log, else English.

    Raises:
        UnknownNameError: When there is no such report or language.
    """
    if format not in LIVED:
        raise UnknownNameError.of("report", format, LIVED)
    return LIVED[format](found, lang)


def lived_outline(found: Conformance | Moments, *, lang: str | None = None) -> Outline:
    """What was found in a log, as headings, sentences and tables.

    Args:
        found: How far what was lived conforms to what was designed, or the moments that matter.
        lang: The language; None for that of the journey or the log, else English.
    """
    if isinstance(found, Moments):
        return _moments(found, translator(lang or found.lang))
    t = translator(lang or found.designed.lang or "en")
    return Outline(
        title=t("{designed} as designed, and as lived", designed=cut(found.designed.name, NAME)),
        lead=[found.message(t.lang), *_notes(found, t)],
        tables=list(conformance_tables(found, t)),
        limits=t(CONFORMANCE_LIMITS),
        lang=t.lang,
    )


def _notes(found: Conformance, t: Translator) -> Iterator[str]:
    if found.looked_at < found.cases:
        share = percent(found.looked_at / found.cases, lang=t.lang)
        yield t("What was done otherwise was looked for in {share} of the cases, those on the most frequent ways.",
                share=share)  # fmt: skip
    if found.matching.unseen:
        names = ", ".join(cut(found.designed[id].name or id, NAME) for id in found.matching.unseen)
        yield t("Never seen in the log: {names}.", names=names)
    if found.matching.unmatched:
        names = ", ".join(cut(each.name, NAME) for each in found.matching.unmatched[:MOST_NAMES])
        rest = ", …" if len(found.matching.unmatched) > MOST_NAMES else ""
        yield t("These activities are no touchpoint and count as added: {names}.", names=names + rest)


def conformance_tables(found: Conformance, t: Translator) -> Iterator[Table]:
    """What was done otherwise, where designed and lived emotion part, and what matched nothing."""
    rows = [
        [t(KINDS[each.kind]), cut(each.name, NAME), f"{each.cases:,}", percent(each.share, lang=t.lang),
         ", ".join(cut(case, NAME) for case in each.examples)]
        for kind in KINDS for each in found.of(kind)[:MOST_ROWS]
    ]  # fmt: skip
    left = len(found.deviations) - len(rows)
    yield Table(
        t("What was done otherwise"),
        rows,
        heads=["", t("touchpoint"), t("cases"), "%", t("such as")],
        numbers=[2, 3],
        note=t("and {count} more", count=left) if left else "",
    )
    if found.ritual is not None:
        broken = [[cut(found.designed[id].name, NAME), f"{cases:,}"] for id, cases in found.ritual.broken.items()]
        heads = [t("step left out or out of order"), t("cases")]
        yield Table(t("Where the ritual is broken"), broken, heads=heads, numbers=[1])
    felt = [
        [cut(each.name, NAME), signed(each.designed), signed(each.lived), signed(each.gap.value),
         t("{low} to {high}", low=signed(each.gap.low), high=signed(each.gap.high)), f"{each.n:,}",
         t("they part") if each.apart else ""]
        for each in found.feelings
    ]  # fmt: skip
    yield Table(
        t("Designed and lived emotion"),
        felt,
        heads=[t("touchpoint"), t("designed"), t("lived"), t("gap"), t("95% interval"), t("ratings"), ""],
        numbers=[1, 2, 3, 5],
        note=t("Of few ratings the mean is drawn towards that of all touchpoints."),
    )
    lost = [
        [cut(each.name, NAME), cut(found.designed[each.nearest].name or each.nearest, NAME) if each.nearest else "–"]
        for each in found.matching.unmatched
    ]
    yield Table(t("Activities that are no touchpoint"), lost, heads=[t("activity"), t("nearest touchpoint")])


def _moments(found: Moments, t: Translator) -> Outline:
    lead = [found.message(t.lang).removesuffix(t(ASSOCIATION)).strip(), t(ASSOCIATION)]
    if found.untested:
        lead.append(t("Comparisons left out because fewer than {least} cases stand on one side: {count}.",
                      least=found.least, count=found.untested))  # fmt: skip
    rest = tuple(each for each in found.all if not each.clear)
    sorts = (("Goes with worse ratings", found.hurts), ("Goes with better ratings", found.helps),
             ("Cannot be told apart from chance", rest))  # fmt: skip
    return Outline(
        title=t("Moments that matter: {name}", name=cut(found.name, NAME)),
        lead=lead,
        tables=[_moment_table(label, listed, found, t) for label, listed in sorts],
        limits=t(MOMENT_LIMITS),
        lang=t.lang,
    )


def _moment_table(label: str, listed: tuple[Moment, ...], found: Moments, t: Translator) -> Table:
    rows = []
    for each in listed[:MOST_ROWS]:
        figure = each.difference
        between = t("{low} to {high}", low=signed(figure.low), high=signed(figure.high))
        share = percent(each.cases / found.cases, lang=t.lang)
        rows.append([signed(figure.value), between, signed(each.rating), share, cut(each.label(t.lang), 2 * NAME)])
    left = len(listed) - len(rows)
    return Table(
        t(label),
        rows,
        heads=[t("difference"), t("95% interval"), t("rating"), t("rated cases"), t("touchpoint")],
        numbers=[0, 2, 3],
        note=t("and {count} more", count=left) if left else "",
    )


# For programs


def lived_data(found: Conformance | Moments, *, lang: str | None = None) -> dict[str, Any]:
    """What was found in a log, as plain data."""
    if isinstance(found, Moments):
        return _moments_data(found, translator(lang or found.lang))
    t = translator(lang or found.designed.lang or "en")
    counts = attrs.asdict(found.log.counts)
    return {
        "journeymap_conformance": 1,
        "lang": t.lang,
        "designed": journey_data(found.designed),
        "log": {"name": found.log.name, **counts, "notes": list(found.log.notes)},
        "message": found.message(t.lang),
        "fit": _plain(found.fit),
        "looked_at": found.looked_at,
        "deviations": [_plain(each) for each in found.deviations],
        "ritual": None if found.ritual is None else _plain(found.ritual),
        "feelings": [{**_plain(each), "apart": each.apart} for each in found.feelings],
        "matching": _plain(found.matching),
        "limits": t(CONFORMANCE_LIMITS),
    }


def _moments_data(found: Moments, t: Translator) -> dict[str, Any]:
    return {
        "journeymap_moments": 1,
        "lang": t.lang,
        "log": found.name,
        "cases": found.cases,
        "mean": number(found.mean),
        "untested": found.untested,
        "least": found.least,
        "correction": found.correction,
        "message": found.message(t.lang),
        "moments": [
            {**_plain(each), "promise": each.promise or None, "label": each.label(t.lang)} for each in found.all
        ],
        "limits": f"{t(ASSOCIATION)} {t(MOMENT_LIMITS)}",
    }


def _plain(record: attrs.AttrsInstance) -> dict[str, Any]:
    return attrs.asdict(record, value_serializer=lambda _, __, value: number(value) if type(value) is float else value)


LIVED: Mapping[str, Callable[[Conformance | Moments, str | None], str]] = {
    "text": lambda found, lang: text_page(lived_outline(found, lang=lang)).plain(),
    "html": lambda found, lang: html_page(lived_outline(found, lang=lang)),
    "json": lambda found, lang: as_json(lived_data(found, lang=lang)),
    "markdown": lambda found, lang: markdown_page(lived_outline(found, lang=lang)),
}
"""The reports of it there are."""
