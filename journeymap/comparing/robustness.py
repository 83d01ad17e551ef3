"""Whether one journey is remembered better than another whatever the weights of peak, end and mean."""

from __future__ import annotations

from typing import Literal

import attrs

from journeymap.i18n import translator
from journeymap.model import Journey
from journeymap.recalling import Weights
from journeymap.scoring import Score, score
from journeymap.wording import say

__all__ = ["GRID", "Robust", "Verdict", "judged", "robust"]

STEPS = 10
"""Weights are tried in steps of a tenth: 66 in all."""

SURE = 0.95
"""From which share of the weights on one journey counts as better."""

CLOSE = 1e-9
"""Scores nearer to each other than this count as the same."""

GRID: tuple[Weights, ...] = tuple(
    Weights(peak / STEPS, end / STEPS, (STEPS - peak - end) / STEPS)
    for peak in range(STEPS + 1)
    for end in range(STEPS + 1 - peak)
)
"""Every way to share out tenths between peak, end and mean."""

Verdict = Literal["better", "worse", "same", "undetermined"]


@attrs.frozen
class Robust:
    """Under how many weights one journey is remembered better than another.

    Attributes:
        verdict: ``better`` or ``worse`` when at least 95 % of the weights that tell the two apart say so; ``same`` when
            none does; otherwise ``undetermined``, also when one of them cannot be scored.
        share: The share (0..1) of the weights that tell them apart under which the first is better; None when none do.
        equal: The share (0..1) of all weights under which both are remembered equally well. When only the ends differ,
            for example, those that do not count the end.
        disagree: Whether the textbook peak-end rule and the plain mean point in opposite directions. Where they do,
            neither is reliably right.
    """

    verdict: Verdict
    share: float | None
    equal: float
    disagree: bool

    def message(self, lang: str = "en") -> str:
        """What it says of the first of the two, in a sentence."""
        label = {
            "better": "Better under {share:percent} of the ways to weigh peak, end and average.",
            "worse": "Worse under {share:percent} of the ways to weigh peak, end and average.",
            "same": "Remembered equally well, however peak, end and average are weighed.",
            "undetermined": "Undetermined: better under {share:percent} of the ways to weigh peak, end and average.",
        }[self.verdict]
        if self.share is None and self.verdict == "undetermined":
            label = "Undetermined: one of the two has no score."
        share = 1 - (self.share or 0.0) if self.verdict == "worse" else self.share
        said = say(translator(lang)(label), {"share": share}, lang)
        if self.disagree:
            said += " " + translator(lang)(
                "Peak and end point one way and the average the other; where they disagree, neither is reliably right."
            )
        return said


def robust(first: Journey | Score, second: Journey | Score) -> Robust:
    """Whether the first of two journeys is remembered better than the second, whatever the weights.

    Both are scored under a fixed grid of 66 weights, from peak alone over all mixtures to the mean alone.

    Args:
        first: A journey, or its score.
        second: Another.

    Raises:
        JourneyError: When a journey refers to touchpoints that are not there.
        ScoringError: When a journey cannot be scored.

    Example:
        >>> one = Journey("One").touchpoint("a", "A", emotion=1).touchpoint("b", "B", emotion=1.5)
        >>> other = Journey("Other").touchpoint("a", "A", emotion=-1).touchpoint("b", "B", emotion=1)
        >>> robust(one, other)
        Robust(verdict='better', share=1.0, equal=0.0, disagree=False)
    """
    one, other = (each if isinstance(each, Score) else score(each) for each in (first, second))
    return judged(one, other)


def judged(one: Score | None, other: Score | None) -> Robust:
    """The same of two scores, either of which may be missing."""
    a, b = (each.recall if each else None for each in (one, other))
    if a is None or b is None:
        return Robust("undetermined", None, 0.0, disagree=False)
    peak, end, mean = a.peak - b.peak, a.end - b.end, a.mean - b.mean
    gaps = [weights.apply(peak, end, mean) for weights in GRID]
    better, worse = sum(gap > CLOSE for gap in gaps), sum(gap < -CLOSE for gap in gaps)
    equal = 1 - (better + worse) / len(GRID)
    disagree = (peak + end) * mean < 0 and min(abs(peak + end), abs(mean)) > CLOSE
    if not better + worse:
        return Robust("same", None, equal, disagree=disagree)
    share = better / (better + worse)
    verdict: Verdict = "better" if share >= SURE else "worse" if share <= 1 - SURE else "undetermined"
    return Robust(verdict, share, equal, disagree=disagree)
