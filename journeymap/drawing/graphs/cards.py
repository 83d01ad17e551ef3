"""What stands in the parts of a graph: the card of a touchpoint, the marks at start and ends, title and legend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs

from journeymap.channels import channel
from journeymap.drawing.graphs.labels import cell, extent, html_like, row, stacked, table, text
from journeymap.drawing.readings import Place, Reading
from journeymap.drawing.sayings import MARKS, signed_number, signed_score
from journeymap.drawing.themes import Theme
from journeymap.drawing.typesetting import clean, shorten, width, wrap
from journeymap.i18n import Translator
from journeymap.wording import say

if TYPE_CHECKING:
    from journeymap.rulebook import Finding, Severity

__all__ = ["Sheet", "card", "heading", "legend", "note", "pill", "signed", "stage_name"]

TITLE, HEAD, NAME, SMALL = 22.0, 15.0, 14.0, 11.0
CARD, NOTE, LEGEND = 150.0, 120.0, 620.0

TILES = (34, 72)
"""The side of the tile of a touchpoint that nobody remembers, and of one with :data:`FULL_SHARE` of the memory."""

FULL_SHARE = 0.35
"""The memory share (0..1) from which a tile is at its largest."""

NAME_LINES = 8
FLAGS_A_ROW = 4


@attrs.frozen(eq=False)
class Sheet:
    """What is drawn, and in which words and colours.

    Attributes:
        reading: The journey, read.
        findings: What failed, in the order of the numbers in the legend.
        theme: The colours.
        words: The words.
    """

    reading: Reading
    findings: tuple[Finding, ...]
    theme: Theme
    words: Translator

    @cached_property
    def numbered(self) -> Mapping[str | None, Sequence[tuple[int, Finding]]]:
        """The findings at each touchpoint, with their numbers."""
        found: dict[str | None, list[tuple[int, Finding]]] = {}
        for number, finding in enumerate(self.findings, 1):
            found.setdefault(finding.touchpoint, []).append((number, finding))
        return found

    @property
    def flag(self) -> int:
        """The width of a flag, wide enough for the highest number."""
        return 24 + 8 * len(str(len(self.findings)))

    def colour(self, role: str) -> str:
        """A colour of the theme, such as ``"bad"``."""
        colour: str = getattr(self.theme, role)
        return colour

    def say(self, label: str, **values: Any) -> str:
        """A label in the language of the sheet, with values in words; see :func:`journeymap.wording.say`."""
        return say(self.words(label), values, self.words.lang)


def signed(emotion: float | None) -> str:
    """An emotion with its sign; a question mark for one that is not known.

    Example:
        >>> signed(-1.5), signed(None)
        ('−1.5', '?')
    """
    return "?" if emotion is None else signed_number(emotion)


def card(sheet: Sheet, place: Place) -> str:
    """The card of a touchpoint: its emotion on a tile, its name, what is known of it, and its flags."""
    touchpoint, theme = place.touchpoint, sheet.theme
    name = wrap(clean(touchpoint.name) or touchpoint.id, width=CARD, size=NAME, bold=True, lines=NAME_LINES)
    facts = wrap(" · ".join(_facts(sheet, place)), width=CARD, size=SMALL, lines=2)
    marks = tuple(_marks(sheet, place))
    words = stacked(
        text(name, size=NAME, colour=theme.ink, bold=True),
        text(facts, size=SMALL, colour=theme.muted) if facts else "",
        text(marks, size=SMALL, colour=theme.ink, bold=True) if marks else "",
    )
    flags = [flag(sheet, n, finding.severity) for n, finding in sheet.numbered.get(touchpoint.id, ())]
    rows = [flags[first : first + FLAGS_A_ROW] for first in range(0, len(flags), FLAGS_A_ROW)]
    room = max(
        extent(name, size=NAME, bold=True),
        extent(facts, size=SMALL),
        extent(marks, size=SMALL, bold=True),
        *(len(flags) * (sheet.flag + 4) for flags in rows),
    )
    return html_like(
        table(
            row(
                _tile(sheet, place),
                cell(
                    table(
                        row(cell(words, align="LEFT", balign="LEFT", width=room)),
                        *(row(cell(_left(flags, sheet.flag + 4, room))) for flags in rows),
                        cellspacing=2,
                    )
                ),
            ),
            border=1,
            style="ROUNDED,DASHED" if place.reach == 0 else "ROUNDED",
            color=theme.line,
            bgcolor=theme.panel,
            cellspacing=5,
        )
    )


def _left(flags: Sequence[str], each: int, room: int) -> str:
    """Flags at the left of the room there is; without the filling they would be spread over it."""
    filling = room - len(flags) * each - 4
    return table(row(*flags, cell("", width=filling) if filling > 0 else ""), cellspacing=2)


def _facts(sheet: Sheet, place: Place) -> Iterator[str]:
    name = place.touchpoint.channel
    if name:
        known = channel(name)
        yield shorten(known.label(sheet.words.lang) if known else name, width=CARD, size=SMALL)
    if place.memory:
        yield sheet.say("memory {share:percent}", share=place.memory).replace(" ", "\u00a0")
    if place.reach == 0:
        yield sheet.words("nobody comes here")


def _marks(sheet: Sheet, place: Place) -> Iterator[str]:
    for what, share in place.marks:
        words = sheet.say(MARKS[what], share=share)
        yield from wrap(f"{'▲' if what == 'peak' else '⚑'} {words}", width=CARD, size=SMALL, bold=True)


def _tile(sheet: Sheet, place: Place) -> str:
    """The emotion as a number on its colour; in a theme without colours only what hurts is filled."""
    emotion, theme = place.touchpoint.emotion, sheet.theme
    small, large = TILES
    side = round(small + (large - small) * min(1.0, (place.memory or 0.0) / FULL_SHARE) ** 0.5)
    colour = theme.emotion(emotion)
    filled = emotion is not None and (emotion < 0 or not theme.patterns)
    ink = theme.page if filled else colour
    return cell(
        text((signed(emotion),), size=round(side * 0.36), colour=ink, bold=True, align="CENTER"),
        border=1,
        style="ROUNDED,DASHED" if emotion is None else "ROUNDED",
        color=colour,
        bgcolor=colour if filled else theme.page,
        fixedsize="TRUE",
        width=side,
        height=side,
    )


def flag(sheet: Sheet, number: int, severity: Severity) -> str:
    """The number of a finding: filled with a cross for an error, in outline for a warning or a remark."""
    theme = sheet.theme
    sign, fill, ink, edge = {
        "error": ("✕", theme.error, theme.error_ink, theme.error),
        "warning": ("!", theme.panel, theme.warning, theme.warning),
        "info": ("i", theme.panel, theme.info, theme.info),
    }[severity]
    return cell(
        text((f"{sign} {number}",), size=SMALL, colour=ink, bold=True, align="CENTER"),
        border=1, style="ROUNDED", color=edge, bgcolor=fill, fixedsize="TRUE", width=sheet.flag, height=18,
    )  # fmt: skip


def pill(lines: Sequence[str], *, ink: str, fill: str, edge: str) -> str:
    """The mark where a journey starts or ends."""
    words = stacked(
        text(lines[:1], size=12, colour=ink, bold=True, align="CENTER"),
        text(lines[1:], size=SMALL, colour=ink, align="CENTER") if lines[1:] else "",
    )
    room = max(extent(lines[:1], size=12, bold=True), extent(lines[1:], size=SMALL)) + 16
    return html_like(
        table(row(cell(words, width=room, cellpadding=5)), border=1, style="ROUNDED", color=edge, bgcolor=fill)
    )


def note(lines: Sequence[str], *, colour: str) -> str:
    """What stands beside an arrow, with some room around it; nothing when there is nothing to say."""
    if not lines:
        return ""
    words = text(lines, size=SMALL, colour=colour)
    return html_like(table(row(cell(words, width=extent(lines, size=SMALL), cellpadding=3))))


def stage_name(sheet: Sheet, name: str) -> str:
    """The name of a stage, at the head of its box: narrow, to leave room for arrows that come in beside it."""
    longest = max((width(word, HEAD, bold=True) for word in clean(name).split()), default=0.0)
    lines = wrap(name, width=min(max(longest, CARD * 0.6), 2 * CARD), size=HEAD, bold=True, lines=4)
    return html_like(text(lines, size=HEAD, colour=sheet.theme.muted, bold=True)) if lines else ""


def heading(sheet: Sheet) -> str:
    """The name of the journey, whose it is, and how it is remembered; as wide as the legend, to stand above it."""
    journey, theme, words = sheet.reading.journey, sheet.theme, sheet.words
    title = wrap(journey.name, width=LEGEND, size=TITLE, bold=True, lines=3)
    count = len(journey)
    facts = [words("1 touchpoint") if count == 1 else words("{count} touchpoints", count=count)]
    if journey.persona is not None:
        facts.insert(0, journey.persona.name)
    score = sheet.reading.score
    if score is not None and score.remembered is not None:
        facts.append(words("remembered {score}", score=signed_score(score.remembered)))
    below = wrap(" · ".join(facts), width=LEGEND, size=NAME, lines=2)
    content = stacked(
        text(title, size=TITLE, colour=theme.ink, bold=True) if title else "",
        text(below, size=NAME, colour=theme.muted),
    )
    return html_like(table(row(cell(content, align="LEFT", balign="LEFT", width=round(LEGEND) + 100)), cellspacing=14))


KEY = (
    "The number is how the customer feels, from −2 to +2; ? is unknown.",
    "The larger its tile, the more of what is remembered sits there.",
    "An arrow tells the share of those at a touchpoint who go that way.",
    "Scores are an index from team-assigned or survey ratings; weights are defaults, not estimates for your customers.",
)
"""How to read the picture, and what it cannot tell."""


def legend(sheet: Sheet) -> str:
    """The findings by number, and how to read the picture."""
    words, theme = sheet.words, sheet.theme
    rows = []
    if sheet.findings:
        title = text((words("Findings"),), size=HEAD, colour=theme.ink, bold=True)
        rows.append(row(_across(title)))
    rows.extend(row(*_told(sheet, number, finding)) for number, finding in enumerate(sheet.findings, 1))
    key = [line for sentence in KEY for line in wrap(words(sentence), width=LEGEND, size=SMALL)]
    rows.append(
        row(_across(stacked(text((" ",), size=SMALL, colour=theme.muted), text(key, size=SMALL, colour=theme.muted))))
    )
    return html_like(table(row(cell(table(*rows, cellspacing=6), cellpadding=8))))


def _told(sheet: Sheet, number: int, finding: Finding) -> Iterator[str]:
    ink = sheet.theme.ink
    lines = wrap(finding.message(sheet.words.lang), width=LEGEND, size=NAME) or (finding.code,)
    yield cell(table(row(flag(sheet, number, finding.severity))))
    yield cell(text((finding.code,), size=NAME, colour=ink, bold=True), align="LEFT", balign="LEFT",
               width=extent([finding.code], size=NAME, bold=True))  # fmt: skip
    yield cell(text(lines, size=NAME, colour=ink), align="LEFT", balign="LEFT", width=round(LEGEND))


def _across(content: str) -> str:
    return cell(content, colspan=3, align="LEFT", balign="LEFT", width=round(LEGEND))
