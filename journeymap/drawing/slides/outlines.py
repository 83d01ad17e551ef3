"""The outlines of SVG shapes as points, lines and cubic curves in absolute numbers."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import TypeAlias

import attrs

__all__ = ["Box", "Moves", "Transform", "bounds", "closed", "outline", "straight"]

Moves: TypeAlias = tuple[tuple[str, tuple[float, ...]], ...]
"""``M`` and ``L`` with a point, ``C`` with two control points and a point, ``Z`` with nothing."""

_TOKEN = re.compile(r"([a-zA-Z])|([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)")
_COUNTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "Q": 4, "A": 7, "Z": 0}
_SAMPLES = 12


@attrs.frozen
class Box:
    """A rectangle: its upper left corner, its width and its height."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height

    def holds(self, other: Box, *, slack: float = 2.0) -> bool:
        """Whether another lies within it."""
        return (
            other.x >= self.x - slack
            and other.y >= self.y - slack
            and other.right <= self.right + slack
            and other.bottom <= self.bottom + slack
        )


@attrs.frozen
class Transform:
    """Where a part of a picture stands, and how large."""

    x: float = 0.0
    y: float = 0.0
    scale: float = 1.0

    def then(self, text: str) -> Transform:
        """With what the transform of an inner part says: moves and scales; our pictures turn nothing.

        Example:
            >>> Transform(10, 0, 2).then("translate(3 4) scale(.5)")
            Transform(x=16.0, y=8.0, scale=1.0)
        """
        x, y, scale = self.x, self.y, self.scale
        for name, inner in re.findall(r"(\w+)\(([^)]*)\)", text):
            values = [float(value) for value in re.split(r"[\s,]+", inner.strip())]
            if name == "translate":
                x, y = x + scale * values[0], y + scale * (values[1] if len(values) > 1 else 0.0)
            elif name == "scale":
                scale *= values[0]
        return Transform(x, y, scale)

    def moves(self, moves: Moves) -> Moves:
        """An outline where it stands."""
        return tuple(
            (
                letter,
                tuple(value * self.scale + (self.y if index % 2 else self.x) for index, value in enumerate(values)),
            )
            for letter, values in moves
        )


def outline(data: str) -> Moves:
    """SVG path data in absolute numbers, with every curve and arc as cubic curves.

    Example:
        >>> outline("M1 1h2v3z")
        (('M', (1.0, 1.0)), ('L', (3.0, 1.0)), ('L', (3.0, 4.0)), ('Z', ()))
    """
    return tuple(_moves(data))


def _moves(data: str) -> Iterator[tuple[str, tuple[float, ...]]]:
    x = y = start_x = start_y = 0.0
    for letter, values in _commands(data):
        upper, own = letter.upper(), (0.0, 0.0) if letter.isupper() else (x, y)
        if upper == "Z":
            x, y = start_x, start_y
            yield "Z", ()
            continue
        points: tuple[float, ...]
        if upper == "H":
            points = (values[0] + own[0], y)
        elif upper == "V":
            points = (x, values[0] + own[1])
        elif upper == "A":
            points = (values[5] + own[0], values[6] + own[1])
        else:
            points = tuple(value + own[index % 2] for index, value in enumerate(values))
        if upper == "A":
            yield from _arc((x, y), values[0], bool(values[3]), bool(values[4]), (points[0], points[1]))
        elif upper == "Q":
            x1, y1, x2, y2 = points
            yield "C", ((x + 2 * x1) / 3, (y + 2 * y1) / 3, (x2 + 2 * x1) / 3, (y2 + 2 * y1) / 3, x2, y2)
        elif upper == "C":
            yield "C", points
        else:
            yield ("M" if upper == "M" else "L"), points
        x, y = points[-2:]
        if upper == "M":
            start_x, start_y = x, y


def _commands(data: str) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Each command with its numbers; what follows a move without a letter of its own is a line."""
    letter, numbers = "", list[float]()
    for name, value in _TOKEN.findall(data):
        if name:
            letter, numbers = name, []
            if name in "Zz":
                yield name, ()
            continue
        numbers.append(float(value))
        if len(numbers) == _COUNTS[letter.upper()]:
            yield letter, tuple(numbers)
            letter, numbers = {"M": "L", "m": "l"}.get(letter, letter), []


def _arc(
    start: tuple[float, float], radius: float, large: bool, sweep: bool, end: tuple[float, float]
) -> Iterator[tuple[str, tuple[float, ...]]]:
    """An arc of a circle in cubic pieces of a quarter at the most."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    chord = math.hypot(dx, dy)
    if not chord:
        return
    radius = max(radius, chord / 2)
    rise = math.sqrt(max(0.0, radius * radius - chord * chord / 4)) * (1 if large != sweep else -1)
    middle = ((start[0] + end[0]) / 2 - rise * dy / chord, (start[1] + end[1]) / 2 + rise * dx / chord)
    low = math.atan2(start[1] - middle[1], start[0] - middle[0])
    high = math.atan2(end[1] - middle[1], end[0] - middle[0])
    turn = (high - low) % (2 * math.pi) if sweep else -((low - high) % (2 * math.pi))
    pieces = max(1, math.ceil(abs(turn) / (math.pi / 2) - 1e-9))
    reach = 4 / 3 * math.tan(turn / pieces / 4) * radius
    for piece in range(pieces):
        one, two = low + turn * piece / pieces, low + turn * (piece + 1) / pieces
        x1, y1 = middle[0] + radius * math.cos(one), middle[1] + radius * math.sin(one)
        x2, y2 = middle[0] + radius * math.cos(two), middle[1] + radius * math.sin(two)
        yield "C", (
            x1 - reach * math.sin(one), y1 + reach * math.cos(one), x2 + reach * math.sin(two),
            y2 - reach * math.cos(two), x2, y2,
        )  # fmt: skip


def bounds(moves: Moves) -> Box:
    """The rectangle around an outline, as its points and samples of its curves fill it."""
    points = list(_points(moves))
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def _points(moves: Moves) -> Iterator[tuple[float, float]]:
    x = y = 0.0
    for letter, values in moves:
        if letter == "C":
            for sample in range(1, _SAMPLES):
                t = sample / _SAMPLES
                a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
                yield (
                    a * x + b * values[0] + c * values[2] + d * values[4],
                    a * y + b * values[1] + c * values[3] + d * values[5],
                )
        if values:
            x, y = values[-2:]
            yield x, y


def straight(moves: Moves) -> Sequence[float] | None:
    """The two ends of an outline that is one straight line; None of any other."""
    if [letter for letter, _ in moves] != ["M", "L"]:
        return None
    return (*moves[0][1], *moves[1][1])


def closed(moves: Moves) -> bool:
    """Whether an outline ends where it began."""
    return bool(moves) and moves[-1][0] == "Z"
