"""The journey map: stages across, lanes down, and one calm curve through the faces.

A journey that is too long for one sheet goes on below, on sheets with the heads of the lanes repeated.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from journeymap.drawing import Drawing
from journeymap.drawing.maps.besides import MOST, Beside, told
from journeymap.drawing.maps.besides import beside as set_beside
from journeymap.drawing.maps.cards import Cards, Chevron, cards, chevrons
from journeymap.drawing.maps.emotions import Emotions, emotions
from journeymap.drawing.maps.frames import GAP, Frame, Words
from journeymap.drawing.maps.lanes import LANES, Lane
from journeymap.drawing.maps.margins import signs
from journeymap.drawing.maps.pages import PAGES, Page
from journeymap.drawing.maps.sheets import Room, filled, paged, rest_of
from journeymap.drawing.maps.ways import Ways, ways
from journeymap.drawing.readings import Reading, read
from journeymap.drawing.themes import Theme
from journeymap.errors import JourneyError, UnknownNameError
from journeymap.i18n import Translator, translator
from journeymap.model import Journey

if TYPE_CHECKING:
    from journeymap.auditing import Audit

__all__ = ["PAGES", "Page", "map_drawing"]


_LANES = ("ways", "emotion", *LANES)


@attrs.frozen(kw_only=True)
class Sheet:
    """One sheet of the map: the numbers that the template draws."""

    title: Words | None
    chevrons: tuple[Chevron, ...]
    cards: Cards
    ways: Ways | None
    emotions: Emotions | None
    lanes: tuple[tuple[str, Lane], ...]
    bottom: float
    rest: int | None


def map_drawing(
    journey: Journey,
    audit: Audit | None,
    *,
    lang: str,
    theme: str | Theme,
    lanes: Sequence[str] | None = None,
    page: str = "screen",
    beside: Journey | Sequence[Journey] = (),
) -> Drawing:
    """The journey map.

    Args:
        journey: The journey.
        audit: Its audit; then the findings stand under the places that they are about.
        lang: The language of everything the journey does not say itself.
        theme: The colours, or their name.
        lanes: Which lanes to show below the cards; None for all that the journey has something for. There are
            ``ways``, ``emotion``, ``memory``, ``happens``, ``truth``, ``waits``, ``findings``, ``opportunities``,
            ``owner`` and ``evidence``.
        page: ``"screen"`` for one row of up to 20 touchpoints, ``"wall"`` for one row however wide, ``"document"`` for
            a page that holds other things too, or the paper it is to be printed on, lying: ``"a3"``, ``"a4"`` or
            ``"letter"``. What does not fit, columns or lanes, goes on on further sheets.
        beside: Another journey, or up to three, whose emotions stand on the same map as lines of their own where they
            have the same touchpoints (by id): as it should be beside as it is, or other customers.

    Raises:
        JourneyError: When more journeys are to stand beside it than can be told apart.
        UnknownNameError: When there is no such lane or page.
    """
    for name in lanes or ():
        if name not in _LANES:
            raise UnknownNameError.of("lane", name, _LANES)
    chosen = _LANES if lanes is None else tuple(lanes)
    reading, words = read(journey, audit), translator(lang)
    others = _others(reading, (beside,) if isinstance(beside, Journey) else beside, words)
    prepared = {name: prepare(reading, words) for name, prepare in LANES.items() if name in chosen}
    layers: dict[str, Callable[[Frame, int, float, bool], Any]] = {
        "ways": lambda frame, first, top, _: ways(frame, reading, first, top),
        "emotion": lambda frame, first, top, _: emotions(frame, reading, first, top, besides=others),
    }
    layers = {name: layer for name, layer in layers.items() if name in chosen}
    layers |= {name: layer for name, layer in prepared.items() if layer is not None}

    def lay(frame: Frame, first: int, top: float, title: Words | None, room: Room) -> Sheet:
        places = reading.places[first : first + frame.count]
        stages, tall = chevrons(frame, places, top)
        row = cards(frame, places, top + tall + (GAP if stages else 0.0))
        lanes, y, rest = filled(layers, frame, first, row.band.y + row.band.height + GAP, room)
        return Sheet(
            title=title, chevrons=stages, cards=row, ways=lanes.pop("ways", None), emotions=lanes.pop("emotion", None),
            lanes=tuple(lanes.items()), bottom=y - GAP, rest=rest,
        )  # fmt: skip

    rest = rest_of(reading, words, signs=signs(reading, words, besides=others), told=told(others, words))
    return paged("map", reading.places, lay, rest, page=page, theme=theme, words=words)


def _others(reading: Reading, journeys: Sequence[Journey], words: Translator) -> tuple[Beside, ...]:
    if len(journeys) > MOST:
        raise JourneyError(
            f"beside: {len(journeys)} journeys cannot be told apart on one map (expected {MOST} at the most)"
        )
    return set_beside(reading, journeys, words)
