"""The reports of what was lived: how far it conforms to what was designed, and which moments matter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from journeymap.evidence import Conformance, Moments
from journeymap.evidence.aligning import Kind
from journeymap.evidence.moments import ASSOCIATION, Moment
from journeymap.i18n import Translator, translator
from journeymap.reports.lines import cut
from journeymap.reports.outlines import Outline, Table
from journeymap.reports.phrases import NAME, signed
from journeymap.wording import percent

__all__ = ["conformance_tables", "lived_outline"]

MOST_ROWS = 50
"""So many things that were done otherwise are listed, of each kind the most frequent."""

KINDS: Mapping[Kind, str] = {
    "skipped": "skipped",
    "added": "added",
    "repeated": "repeated",
    "out of order": "out of order",
    "ending": "ending that nobody designed",
}
"""What the kinds of deviation are called."""

CONFORMANCE_LIMITS = (
    "What the log does not record counts as passed in silence. Of several ways to explain what a customer did, the one "
    "with the fewest steps too many or missing is told."
)
MOMENT_LIMITS = (
    "The intervals are those of single comparisons, at 95%; what is told apart from chance is corrected for how many "
    "there are."
)


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
        heads=["", t("touchpoint"), t("cases"), t("share of cases"), t("such as")],
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
        rows.append([cut(each.label(t.lang), 2 * NAME), share, signed(each.rating), signed(figure.value), between])
    left = len(listed) - len(rows)
    return Table(
        t(label),
        rows,
        heads=["", t("share of rated cases"), t("rating"), t("difference"), t("95% interval")],
        numbers=[1, 2, 3],
        note=t("and {count} more", count=left) if left else "",
    )
