"""Rating scales, and how their ratings become emotions."""

from __future__ import annotations

import attrs

from journeymap import fields
from journeymap.errors import JourneyError
from journeymap.fields import Record

__all__ = ["Scale"]


@attrs.frozen(repr=False)
class Scale(Record):
    """A rating scale, and how its ratings become emotions from −2 to +2.

    Example:
        >>> Scale(1, 5).emotion(4), Scale(0, 10).emotion(5)
        (1.0, 0.0)
    """

    low: float = fields.number("The worst rating", "가장 나쁜 점수", required=True, kw_only=False)
    high: float = fields.number("The best rating", "가장 좋은 점수", required=True, kw_only=False)

    def __attrs_post_init__(self) -> None:
        if self.low == self.high:
            raise JourneyError(f"Scale: low and high are both {self.low:g} (expected two different ratings)")

    def emotion(self, rating: float) -> float:
        """The emotion that a rating stands for; a scale whose best rating is the lower number works too.

        Raises:
            JourneyError: When the rating lies outside the scale.
        """
        if not min(self.low, self.high) <= rating <= max(self.low, self.high):
            raise JourneyError(f"rating {rating:g} is not on the scale from {self.low:g} to {self.high:g}")
        return 4 * (rating - self.low) / (self.high - self.low) - 2
