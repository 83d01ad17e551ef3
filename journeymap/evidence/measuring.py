"""What was measured, as facts of a touchpoint: the emotion and where it comes from, with what the team believes."""

from __future__ import annotations

from typing import Any

from journeymap.evidence.shrinking import Ratings
from journeymap.facts import Evidence
from journeymap.fields import evolve
from journeymap.model import Scale, Touchpoint

__all__ = ["felt"]


def felt(
    touchpoint: Touchpoint, ratings: Ratings, *, scale: Scale, source: str, asked_on: str | None = None
) -> dict[str, Any]:
    """The emotion of a touchpoint as rated by customers, and the evidence for it.

    What was only assumed before is kept as what the team believes, unless that was stated already.

    Args:
        touchpoint: The touchpoint as it was.
        ratings: The ratings.
        scale: The scale they were given on.
        source: Where they come from.
        asked_on: On which channel customers were asked; None to keep what is known.

    Example:
        >>> door = Touchpoint("door", "Door", emotion=1.5)
        >>> felt(door, Ratings(9, -1.0, 0.5, -0.9, -1.2, -0.6), scale=Scale(1, 5), source="survey")
        {'emotion': -0.9, 'evidence': Evidence(basis='measured', n=9, sd=0.5, scale='1-5', source='survey', team=1.5)}
    """
    before = touchpoint.evidence or Evidence()
    team = before.team
    if team is None and before.basis in (None, "assumed"):
        team = touchpoint.emotion
    evidence = evolve(
        before, basis="measured", n=ratings.n, sd=ratings.sd, scale=f"{scale.low:g}-{scale.high:g}", source=source,
        team=team, asked_on=asked_on or before.asked_on,
    )  # fmt: skip
    return {"emotion": ratings.emotion, "evidence": evidence}
