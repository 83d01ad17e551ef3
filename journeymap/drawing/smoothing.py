"""A smooth line that passes through its points and never goes beyond them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

import attrs

from journeymap.drawing.templating import number

__all__ = ["Arc", "Point", "arcs", "path", "signed", "smooth"]

Point = tuple[float, float]


@attrs.frozen
class Arc:
    """A piece of the line between two points, with the slope at each: a cubic in x.

    Example:
        >>> Arc(0, 0, 0, 2, 2, 0).at(1)
        1.0
    """

    x1: float
    y1: float
    slope1: float
    x2: float
    y2: float
    slope2: float

    def at(self, x: float) -> float:
        """The height at ``x``."""
        width = self.x2 - self.x1
        t = (x - self.x1) / width
        rest = 1 - t
        bend = t * rest * width * (rest * self.slope1 - t * self.slope2)
        return rest * rest * (1 + 2 * t) * self.y1 + t * t * (3 - 2 * t) * self.y2 + bend

    def slope_at(self, x: float) -> float:
        """The slope at ``x``."""
        width = self.x2 - self.x1
        t = (x - self.x1) / width
        rise = 6 * t * (1 - t) * (self.y2 - self.y1) / width
        return rise + (1 - t) * (1 - 3 * t) * self.slope1 + t * (3 * t - 2) * self.slope2

    def between(self, low: float, high: float) -> Arc:
        """The part of it that lies between two x."""
        low, high = max(low, self.x1), min(high, self.x2)
        return Arc(low, self.at(low), self.slope_at(low), high, self.at(high), self.slope_at(high))

    def level(self, y: float) -> float | None:
        """Where it crosses a height; None when it does not."""
        if (self.y1 - y) * (self.y2 - y) >= 0:
            return None
        low, high = self.x1, self.x2
        for _ in range(40):
            middle = (low + high) / 2
            if (self.at(middle) - y) * (self.y1 - y) > 0:
                low = middle
            else:
                high = middle
        return high


def arcs(points: Sequence[Point]) -> list[Arc]:
    """The line through points whose x rises, by Fritsch and Carlson: flat at every peak and valley.

    Example:
        >>> [(arc.slope1, arc.slope2) for arc in arcs([(0, 0), (1, 1), (2, 0)])]
        [(1.0, 0.0), (0.0, -1.0)]
    """
    slopes = _slopes(points)
    pairs = zip(points, points[1:], slopes, slopes[1:], strict=False)
    return [Arc(x1, y1, slope1, x2, y2, slope2) for (x1, y1), (x2, y2), slope1, slope2 in pairs]


def signed(line: Iterable[Arc], level: float) -> list[tuple[bool, list[Arc]]]:
    """The line cut where it crosses a level: whether each part has the smaller y, and its arcs."""
    parts: list[tuple[bool, list[Arc]]] = []
    for arc in line:
        crossing = arc.level(level)
        cuts = (arc.x1, arc.x2) if crossing is None else (arc.x1, crossing, arc.x2)
        for low, high in pairwise(dict.fromkeys(cuts)):
            piece = arc.between(low, high)
            above = piece.y1 + piece.y2 < 2 * level
            if parts and parts[-1][0] == above:
                parts[-1][1].append(piece)
            else:
                parts.append((above, [piece]))
    return parts


def path(line: Sequence[Arc]) -> str:
    """SVG path data of the arcs of one line.

    Example:
        >>> path(arcs([(0, 0), (30, 30)]))
        'M0 0C10 10 20 20 30 30'
    """
    data = [f"M{number(line[0].x1)} {number(line[0].y1)}"] if line else []
    for arc in line:
        third = (arc.x2 - arc.x1) / 3
        first = (arc.x1 + third, arc.y1 + third * arc.slope1)
        second = (arc.x2 - third, arc.y2 - third * arc.slope2)
        data.append("C" + " ".join(map(number, (*first, *second, arc.x2, arc.y2))))
    return "".join(data)


def smooth(points: Sequence[Point]) -> str:
    """SVG path data of the smooth line through points whose x rises."""
    return path(arcs(points))


def _slopes(points: Sequence[Point]) -> list[float]:
    steps = [(y2 - y1) / (x2 - x1) for (x1, y1), (x2, y2) in pairwise(points)]
    if not steps:
        return [0.0] * len(points)
    slopes = [steps[0]]
    for before, after in pairwise(steps):
        slopes.append(0.0 if before * after <= 0 else (before + after) / 2)
    slopes.append(steps[-1])
    for index, step in enumerate(steps):
        if step == 0:
            slopes[index] = slopes[index + 1] = 0.0
            continue
        reach = math.hypot(slopes[index] / step, slopes[index + 1] / step)
        if reach > 3:
            slopes[index] *= 3 / reach
            slopes[index + 1] *= 3 / reach
    return slopes
