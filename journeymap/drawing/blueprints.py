"""The service blueprint: what the customer sees and does, and who does what before and behind the curtain for it.

Lanes go down from what can be seen and touched to what makes it possible, and three lines part them: where customer
and staff meet, where the customer's view ends, and where staff hand over to systems and partners. Where it can fail
stands an F, where the customer waits a W.

Source: G. Lynn Shostack, "Designing services that deliver", Harvard Business Review, January 1984; the lanes as in
Bitner, Ostrom and Morgan, "Service blueprinting", California Management Review 50 (3), 2008.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

import attrs

from journeymap.drawing import Drawing
from journeymap.drawing.maps.cards import PAD, Cards, Chevron, cards, chevrons
from journeymap.drawing.maps.cells import waits
from journeymap.drawing.maps.frames import GAP, HEAD, MARGIN, Band, Frame, Words, lane_band, set_words
from journeymap.drawing.maps.lanes import LANES, Lane, Layer
from journeymap.drawing.maps.margins import signs
from journeymap.drawing.maps.sheets import Room, filled, paged, rest_of
from journeymap.drawing.readings import Place, Reading, read
from journeymap.drawing.themes import Theme
from journeymap.drawing.typesetting import clean
from journeymap.facts import Blueprint
from journeymap.fields import question
from journeymap.i18n import Translator, translator
from journeymap.model import Journey

if TYPE_CHECKING:
    from journeymap.auditing import Audit

__all__ = ["Box", "Line", "Point", "Row", "Sheet", "blueprint_drawing"]

_TITLES: Mapping[str, str] = {
    "physical_evidence": "Physical evidence",
    "frontstage": "Frontstage",
    "backstage": "Backstage",
    "support": "Support processes",
}
_BELOW: Mapping[str, str] = {
    "frontstage": "Line of interaction",
    "backstage": "Line of visibility",
    "support": "Line of internal interaction",
}
"""The lanes below the customer, each with the line that it stands under."""

_Layer: TypeAlias = "Callable[[Frame, int, float, bool], Tier | Lane | None]"

_LEAST = 30.0
"""The least height of a box, without its padding."""


@attrs.frozen(kw_only=True)
class Box:
    """What happens in one lane at one touchpoint."""

    x: float
    y: float
    width: float
    height: float
    words: Words


@attrs.frozen(kw_only=True)
class Row:
    """One lane; ``empty`` says how to fill it when the whole journey has nothing for it."""

    name: str
    band: Band
    boxes: tuple[Box, ...]
    empty: Words | None


@attrs.frozen(kw_only=True)
class Line:
    """A line between two lanes, and what it is called."""

    kind: str
    y: float
    words: Words


@attrs.frozen
class Tier:
    """A line, and the lane below it."""

    line: Line
    row: Row

    @property
    def band(self) -> Band:
        """The background of the lane."""
        return self.row.band


@attrs.frozen(kw_only=True)
class Point:
    """An F where it can fail or a W where the customer waits, at a card."""

    letter: str
    x: float
    y: float
    title: str


@attrs.frozen(kw_only=True)
class Sheet:
    """One sheet of the blueprint: the numbers that the template draws."""

    title: Words | None
    chevrons: tuple[Chevron, ...]
    cards: Cards
    points: tuple[Point, ...]
    arrows: tuple[tuple[float, float], ...]
    rows: tuple[Row, ...]
    lines: tuple[Line, ...]
    links: tuple[tuple[float, float, float], ...]
    lanes: tuple[tuple[str, Lane], ...]
    left: float
    right: float
    bottom: float
    rest: int | None


def blueprint_drawing(
    journey: Journey, audit: Audit | None, *, lang: str, theme: str | Theme, page: str = "screen"
) -> Drawing:
    """The service blueprint.

    Args:
        journey: The journey.
        audit: Its audit; then the findings stand under the touchpoints that they are about.
        lang: The language of everything the journey does not say itself.
        theme: The colours, or their name.
        page: ``"screen"``, ``"wall"``, ``"a3"``, ``"a4"`` or ``"letter"``, as for the map.

    Raises:
        UnknownNameError: When there is no such page.
    """
    reading, words = read(journey, audit), translator(lang)
    layers: dict[str, _Layer] = {name: partial(_tier, reading, name) for name in _BELOW}
    prepared = {name: LANES[name](reading, words) for name in ("waits", "findings")}
    for name, layer in prepared.items():
        if layer is not None:
            layers[name] = partial(_apart, layer, 0.0 if "waits" in layers else GAP)

    def lay(frame: Frame, first: int, top: float, title: Words | None, room: Room) -> Sheet:
        return _sheet(frame, reading, first, top, title=title, layers=layers, room=room)

    rest = rest_of(reading, words, signs=_signs(reading, words), told=_told(reading, words))
    return paged("blueprint", reading.places, lay, rest, page=page, theme=theme, words=words)


def _said(place: Place, name: str) -> str:
    """What the journey says of one lane at one touchpoint."""
    known = place.touchpoint.blueprint
    return clean(getattr(known, name) or "") if known else ""


def _unfilled(reading: Reading, name: str, words: Translator) -> str:
    """How to fill a lane that is empty in the whole journey; nothing for one that is not."""
    if any(_said(place, name) for place in reading.places):
        return ""
    asked = question(attrs.fields_dict(Blueprint)[name], words.lang)
    return words("Not known yet. {question} Fill in blueprint.{field} at the touchpoints.", question=asked, field=name)


def _letters(place: Place, words: Translator) -> list[tuple[str, str]]:
    """F and W, where the touchpoint has them, and why."""
    said = list(waits(place, words))
    kinds = (("F", "fail"), ("W", "wait"))
    found = [(letter, "; ".join(line.text for line in said if line.sign == sign)) for letter, sign in kinds]
    return [(letter, clean(why)) for letter, why in found if why]


# A sheet


def _sheet(
    frame: Frame,
    reading: Reading,
    first: int,
    top: float,
    *,
    title: Words | None,
    layers: Mapping[str, _Layer],
    room: Room,
) -> Sheet:
    """One sheet, lane under lane; what the customer sees and touches stands on the first of its columns alone."""
    places = reading.places[first : first + frame.count]
    stages, tall = chevrons(frame, places, top)
    y = top + tall + (GAP if stages else 0.0)
    rows = [] if room.start else [_row(frame, reading, places, "physical_evidence", y, filled=False)]
    actions = cards(frame, places, _under(rows[-1].band) if rows else y, actions=True)
    lanes, y, rest = filled(layers, frame, first, _under(actions.band), room)
    tiers = [lanes.pop(name) for name in _BELOW if name in lanes]
    below = [tier.row for tier in tiers]
    return Sheet(
        title=title,
        chevrons=stages,
        cards=actions,
        points=tuple(_points(frame, places, actions)),
        arrows=tuple(_arrows(frame, reading, actions, first)),
        rows=(*rows, *below),
        lines=tuple(tier.line for tier in tiers),
        links=tuple(_links(frame, actions, below)),
        lanes=tuple(lanes.items()),
        left=frame.left,
        right=frame.right,
        bottom=y - GAP,
        rest=rest,
    )


def _tier(reading: Reading, name: str, frame: Frame, first: int, top: float, _: bool) -> Tier:
    """A lane below the customer, with the line above it."""
    line = _line(frame, name, _BELOW[name], top)
    places = reading.places[first : first + frame.count]
    row = _row(frame, reading, places, name, line.words.height + top + 2 * GAP, filled=name == "backstage")
    return Tier(line, row)


def _apart(layer: Layer, gap: float, frame: Frame, first: int, top: float, _: bool) -> Lane | None:
    """A lane that is none of the blueprint's own."""
    return layer(frame, first, top + gap, False)


def _under(band: Band) -> float:
    return band.y + band.height + GAP


def _row(frame: Frame, reading: Reading, places: Sequence[Place], name: str, top: float, *, filled: bool) -> Row:
    """A lane of boxes, all as high as the highest."""
    theme, width = frame.theme, frame.column - 10
    said = [
        (
            frame.start(index) + 5,
            set_words(_said(place, name), frame.start(index) + 5 + PAD, top + 8 + PAD, width=width - 2 * PAD, size=12.5,
                      colour=theme.ink, lines=16),
        )
        for index, place in enumerate(places)
    ]  # fmt: skip
    how = _unfilled(reading, name, frame.words)
    empty = set_words(how, frame.left + 8, top + 16, width=frame.right - frame.left - 24, size=12.5, colour=theme.muted,
                      italic=True) if how else None  # fmt: skip
    tall = max([_LEAST, *(words.height for _, words in said)]) + 2 * PAD
    boxes = tuple(Box(x=x, y=top + 8, width=width, height=tall, words=words) for x, words in said if words.lines)
    bottom = top + 16 + (empty.height + 16 if empty else tall)
    band = lane_band(frame, frame.words(_TITLES[name]), top=top, bottom=bottom, filled=filled, lead=16)
    return Row(name=name, band=band, boxes=boxes, empty=empty)


def _line(frame: Frame, name: str, label: str, top: float) -> Line:
    words = set_words(
        frame.words(label), MARGIN + 12, top + GAP / 2, width=HEAD - 18, size=11.5, colour=frame.theme.ink, bold=True
    )
    return Line(kind=name, y=top + GAP / 2 + words.height / 2, words=words)


def _points(frame: Frame, places: Sequence[Place], actions: Cards) -> Iterator[Point]:
    """The F and the W of each card, at its upper left corner."""
    for place, card in zip(places, actions.cards, strict=True):
        for number, (letter, why) in enumerate(_letters(place, frame.words)):
            yield Point(letter=letter, x=card.x + 14 + 21 * number, y=card.y, title=why)


def _arrows(frame: Frame, reading: Reading, actions: Cards, first: int) -> Iterator[tuple[float, float]]:
    """Where the main line leads from one card to the next: where the tip of a small arrow stands."""
    steps = set(pairwise(reading.line))
    for index, (card, after) in enumerate(pairwise(actions.cards), first):
        if (index, index + 1) in steps:
            yield after.x - 1.5, card.y + card.height / 2


def _links(frame: Frame, actions: Cards, rows: Sequence[Row]) -> Iterator[tuple[float, float, float]]:
    """The upright lines from what the customer does to what is done for it, lane after lane."""
    for card in actions.cards:
        low = card.y + card.height
        for row in rows:
            for box in row.boxes:
                if box.x == card.x:
                    yield box.x + box.width / 2, low, box.y
                    low = box.y + box.height


# In words


def _signs(reading: Reading, words: Translator) -> Iterator[tuple[str, str]]:
    """The signs that the blueprint uses: those of the map that have to do with no emotion, and the two letters."""
    emotional = ("line", "unknown", "peak", "end")
    used = {letter for place in reading.places for letter, _ in _letters(place, words)}
    labels = {"F": "fail point: it can go wrong here", "W": "wait point: the customer waits here"}
    yield from ((letter, words(label)) for letter, label in labels.items() if letter in used)
    yield from (pair for pair in signs(reading, words) if pair[0] not in emotional)


def _told(reading: Reading, words: Translator) -> Iterator[str]:
    """The blueprint in words: every touchpoint with what stands in each lane, then the lanes that are empty."""
    yield ""
    yield f"## {words('The blueprint')}"
    for place in reading.places:
        letters = [f"{letter} ({why})" for letter, why in _letters(place, words)]
        yield "; ".join([f"{place.column + 1}. {clean(place.touchpoint.name)}", *letters])
        for name, title in _TITLES.items():
            if _said(place, name):
                yield f"   {words(title)}: {_said(place, name)}"
    for name, title in _TITLES.items():
        how = _unfilled(reading, name, words)
        if how:
            yield f"{words(title)}: {how}"
