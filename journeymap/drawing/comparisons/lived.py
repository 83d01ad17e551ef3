"""The journey as designed and as lived in one picture: what it is called there, and what customers did otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from journeymap import wording
from journeymap.drawing.comparisons.columns import Column, Sides
from journeymap.drawing.maps.cells import Line
from journeymap.evidence.aligning import KINDS, Kind
from journeymap.i18n import Translator

__all__ = ["LABELS", "otherwise"]

LABELS: Mapping[str, str] = {
    "before": "designed",
    "now": "lived",
    "Compared with before": "Compared with the design",
    "now: the likeliest path, by emotion from −2 to +2": "lived: the likeliest path, by emotion from −2 to +2",
    "feels better than before": "feels better than designed",
    "feels worse than before": "feels worse than designed",
    "off the likeliest path, or not there any more": "off the likeliest path",
    "does not fail any more": "does not fail as lived",
    "cannot be told now": "cannot be told as lived",
    "before at the left, now at the right": "designed at the left, lived at the right",
    "failed before, not now": "fail as designed, not as lived",
    "failed now, not before": "fail as lived, not as designed",
    "failed before, cannot be told now": "fail as designed, cannot be told as lived",
    "failed before and now": "fail as designed and as lived",
    "What changed": "Designed, and measured",
    "What is new": "What fails as lived",
    "+ added": "+ not designed",
    "~ changed": "",
    "{count} added": "{count} not designed",
    "{count} changed": "",
}
"""What is said of a change, and what of a design and how it is lived."""

_COLOURS: Mapping[Kind, str] = {"skipped": "bad", "ending": "bad"}


def otherwise(sides: Sides, column: Column, words: Translator) -> Iterator[Line]:
    """What customers did otherwise at a touchpoint, and how many of them."""
    found = sides.comparison.conformance
    touchpoint = column.shown.touchpoint
    for each in found.deviations if found is not None else ():
        if each.touchpoint == touchpoint.id if column.before else each.name == touchpoint.name:
            share = wording.percent(each.share, lang=words.lang)
            yield Line(f"{words(KINDS[each.kind])}: {share}", colour=_COLOURS.get(each.kind, "ink"))
