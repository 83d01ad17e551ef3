"""How one path is remembered: by its peak, its end and its mean.

    remembered = wp x peak + we x end + wm x mean

The peak is the emotion furthest from 0, of two as far the negative one; the end is the last emotion; what is
unknown is passed through. The sources are given in ``docs/scoring.md``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import ClassVar

import attrs

from journeymap import fields
from journeymap.errors import JourneyError, UnknownNameError
from journeymap.fields import Record

__all__ = ["LIMITS", "PRESETS", "Recall", "Weights", "recall", "strength"]

LIMITS = (
    "Scores are a heuristic index from team-assigned or survey ratings. Peak-end explains about a third of the "
    "variation in remembered evaluations in published studies (r = .58, 95 % CI .49-.66); weights are defaults, "
    "not estimates for your customers."
)
"""What must be said with every score (Alaybek et al. 2022); the key of its translations."""

_SUM_TOLERANCE = 1e-9


@attrs.frozen(repr=False)
class Weights(Record):
    """How much the peak, the end and the mean count; each 0..1, together 1.

    Presets: ``balanced`` .20/.40/.40, the default; ``classic`` .5/.5/0, the textbook peak-end rule; ``thirds``;
    ``end_heavy`` .25/.45/.30; and ``plain_mean`` 0/0/1, also named ``"mean"``.

    ``loss`` (1 or more) lets emotions below 0 count that many times. It is 1 by default and should stay 1 for ratings,
    which are felt already; where emotions were worked out from amounts of money or minutes, 1.955 is the mean of what
    was measured of loss aversion (Brown et al. 2024; others dispute that losses loom larger in general).

    Raises:
        JourneyError: When a weight is not from 0 to 1, they do not sum to 1 (within 1e-9), or loss is below 1.

    Example:
        >>> Weights(0.35, 0.35, 0.30)
        Weights(peak=0.35, end=0.35, mean=0.3)
        >>> Weights.named("classic") == Weights.classic
        True
    """

    balanced: ClassVar[Weights]
    classic: ClassVar[Weights]
    thirds: ClassVar[Weights]
    end_heavy: ClassVar[Weights]
    plain_mean: ClassVar[Weights]

    peak: float = fields.number(
        "How much does the peak count?", "정점은 얼마나 중요합니까?",
        unit="0..1", low=0, high=1, required=True, kw_only=False,
    )  # fmt: skip
    end: float = fields.number(
        "How much does the end count?", "끝은 얼마나 중요합니까?",
        unit="0..1", low=0, high=1, required=True, kw_only=False,
    )  # fmt: skip
    mean: float = fields.number(
        "How much does the mean count?", "평균은 얼마나 중요합니까?",
        unit="0..1", low=0, high=1, required=True, kw_only=False,
    )  # fmt: skip
    loss: float = fields.number(
        "How many times do emotions below 0 count?", "0보다 낮은 감정을 몇 배로 셉니까?", low=1, high=10, default=1
    )

    def __attrs_post_init__(self) -> None:
        total = self.peak + self.end + self.mean
        if abs(total - 1) > _SUM_TOLERANCE:
            raise JourneyError(f"Weights: peak, end and mean sum to {total:.10g} (expected 1)")

    @classmethod
    def named(cls, name: str) -> Weights:
        """The preset of this name.

        Raises:
            UnknownNameError: When there is none; the message has the nearest spelling.
        """
        if name not in PRESETS:
            raise UnknownNameError.of("weights", name, PRESETS)
        return PRESETS[name]

    @classmethod
    def of(cls, weights: Weights | str) -> Weights:
        """Weights given as such, or by the name of a preset."""
        return cls.named(weights) if isinstance(weights, str) else weights

    def weigh(self, emotion: float) -> float:
        """What one emotion (−2..+2) counts for."""
        return emotion * self.loss if emotion < 0 else emotion

    def apply(self, peak: float, end: float, mean: float) -> float:
        """What these weights make of a peak, an end and a mean (each −2..+2)."""
        return self.peak * peak + self.end * end + self.mean * mean


Weights.balanced = Weights(0.20, 0.40, 0.40)
Weights.classic = Weights(0.5, 0.5, 0)
Weights.thirds = Weights(1 / 3, 1 / 3, 1 / 3)
Weights.end_heavy = Weights(0.25, 0.45, 0.30)
Weights.plain_mean = Weights(0, 0, 1)

PRESETS: Mapping[str, Weights] = {
    "balanced": Weights.balanced,
    "classic": Weights.classic,
    "thirds": Weights.thirds,
    "end_heavy": Weights.end_heavy,
    "mean": Weights.plain_mean,
}
"""The weights that have a name."""


@attrs.frozen
class Recall:
    """How one path, or the paths of some customers on average, are remembered.

    Attributes:
        remembered: Peak, end and mean together, by the weights that were asked for; −2..+2.
        peak: The emotion furthest from 0.
        end: The last emotion.
        mean: The mean emotion.
    """

    remembered: float
    peak: float
    end: float
    mean: float


def strength(emotion: float) -> tuple[float, bool]:
    """What emotions are ranked by: intensity, and of two equally strong ones the negative first.

    Example:
        >>> sorted([1, -2, 0, 2, -1], key=strength)
        [0, 1, -1, 2, -2]
    """
    return abs(emotion), emotion < 0


def recall(emotions: Iterable[float | None], *, weights: Weights | str = Weights.balanced) -> Recall | None:
    """How one path with these emotions, in order, is remembered; None when no emotion is known.

    Args:
        emotions: From −2 to +2; None, for unknown, is passed through.
        weights: How much peak, end and mean count, or the name of a preset.

    Raises:
        UnknownNameError: When there are no weights of that name.

    Example:
        >>> recall([2, 3, 1, -4], weights=Weights(0.35, 0.35, 0.30))
        Recall(remembered=-2.65, peak=-4, end=-4, mean=0.5)
    """
    weights = Weights.of(weights)
    known = [weights.weigh(emotion) for emotion in emotions if emotion is not None]
    if not known:
        return None
    peak, end, mean = max(known, key=strength), known[-1], math.fsum(known) / len(known)
    return Recall(weights.apply(peak, end, mean), peak, end, mean)
