"""Two journeys in one picture: before and after a change, planned and lived, or those of two personas.

Both run from left to right through the same columns. Every touchpoint says what became of it; both curves stand on one
scale; and the head says which of the two is remembered better, and how sure that is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import attrs

from journeymap.comparing import Comparison
from journeymap.drawing import Drawing
from journeymap.drawing.comparisons.columns import Sides, sides
from journeymap.drawing.comparisons.feelings import feelings
from journeymap.drawing.comparisons.lanes import LANES, fate
from journeymap.drawing.comparisons.lived import LABELS
from journeymap.drawing.comparisons.words import about, figures, name, signs, told
from journeymap.drawing.maps.cards import Cards, Chevron, Lead, cards, chevrons
from journeymap.drawing.maps.emotions import Emotions
from journeymap.drawing.maps.frames import GAP, Frame, Words
from journeymap.drawing.maps.lanes import Lane
from journeymap.drawing.maps.margins import set_footer, set_header
from journeymap.drawing.maps.sheets import Rest, Room, filled, paged
from journeymap.drawing.readings import read
from journeymap.drawing.themes import Theme
from journeymap.i18n import translator

__all__ = ["comparison_drawing"]

_MOST_NEW = 3


@attrs.frozen(kw_only=True)
class Sheet:
    """One sheet of the comparison: the numbers that the template draws."""

    title: Words | None
    chevrons: tuple[Chevron, ...]
    cards: Cards
    emotions: Emotions | None
    lanes: tuple[tuple[str, Lane], ...]
    bottom: float
    rest: int | None


def comparison_drawing(comparison: Comparison, *, lang: str, theme: str | Theme, page: str = "screen") -> Drawing:
    """Two journeys in one picture.

    Args:
        comparison: What differs between them.
        lang: The language of everything the journeys do not say themselves.
        theme: The colours, or their name.
        page: ``"screen"``, ``"wall"``, ``"a3"``, ``"a4"`` or ``"letter"``, as for the map.

    Raises:
        UnknownNameError: When there is no such page.
    """
    words = translator(lang)
    if comparison.conformance is not None:
        words = words.renamed(LABELS)
    readings = (read(each.journey.checked(), each) for each in (comparison.before, comparison.after))
    both = sides(comparison, *readings)
    prepared = {name: prepare(both, words) for name, prepare in LANES.items()}
    layers: dict[str, Callable[[Frame, int, float, bool], Any]] = {
        "emotion": lambda frame, first, top, _: feelings(frame, both, first, top)
    }
    layers |= {name: layer for name, layer in prepared.items() if layer is not None}

    def lay(frame: Frame, first: int, top: float, title: Words | None, room: Room) -> Sheet:
        return _sheet(frame, both, first, top, title, layers, room)

    rest = Rest(
        title=name(comparison),
        summary=comparison.message(lang),
        text="".join(f"{line}\n" for line in told(both, words)),
        header=lambda frame, top: set_header(
            frame, name(comparison), about(both, words), tuple(figures(frame, comparison)), top
        ),
        footer=lambda frame, top: set_footer(
            frame, "What is new", comparison.new[:_MOST_NEW], comparison.after_score, top, signs=signs(both, words)
        ),
    )
    places = [column.shown for column in both.columns]
    return paged("comparison", places, lay, rest, page=page, theme=theme, words=words)


def _sheet(
    frame: Frame,
    both: Sides,
    first: int,
    top: float,
    title: Words | None,
    layers: Mapping[str, Callable[[Frame, int, float, bool], Any]],
    room: Room,
) -> Sheet:
    """One sheet, lane under lane."""
    places = [column.shown for column in both.columns[first : first + frame.count]]
    stages, tall = chevrons(frame, places, top)
    row = cards(frame, places, top + tall + (GAP if stages else 0.0), leads=tuple(_leads(frame, both, first)))
    lanes, y, rest = filled(layers, frame, first, row.band.y + row.band.height + GAP, room)
    return Sheet(
        title=title, chevrons=stages, cards=row, emotions=lanes.pop("emotion", None), lanes=tuple(lanes.items()),
        bottom=y - GAP, rest=rest,
    )  # fmt: skip


def _leads(frame: Frame, both: Sides, first: int) -> Iterator[Lead | None]:
    """What became of each touchpoint, above its name."""
    theme = frame.theme
    colours = {"added": theme.good, "removed": theme.bad, "came": theme.info, "went": theme.muted}
    for column in both.columns[first : first + frame.count]:
        said = fate(column, frame.words)
        colour = colours.get(column.fate, theme.ink)
        yield Lead(said, colour, gone=column.after is None) if said else None
