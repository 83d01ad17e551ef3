"""How boxes to tick stand in a narrow column: two side by side where their words fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from journeymap.checklists.items import Choice
from journeymap.drawing.typesetting import width

__all__ = ["rows_of_boxes"]

TAB = 0.42
"""Where the second of two boxes begins, as a share of the column."""

_BOX = 1.5
"""How much room a box takes, in sizes of the letters."""


def rows_of_boxes(choices: Sequence[Choice], *, room: float, size: float) -> Iterator[tuple[Choice, ...]]:
    """The boxes row by row, in a column that is ``room`` wide, with letters of a size in the same unit.

    Example:
        >>> [[box.label for box in row] for row in rows_of_boxes([Choice("yes", "Yes"), Choice("no", "No")],
        ...  room=100, size=9)]
        [['Yes', 'No']]
    """
    at = 0
    while at < len(choices):
        pair = choices[at : at + 2]
        wide = [width(choice.label, size) + _BOX * size for choice in pair]
        fits = len(pair) == 2 and wide[0] <= room * TAB and wide[1] <= room * (1 - TAB)
        yield tuple(pair) if fits else (pair[0],)
        at += 2 if fits else 1
