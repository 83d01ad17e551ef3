"""How a journey will be remembered: peak, end and mean over every path, exactly.

One path is remembered as ``wp * peak + we * end + wm * mean``. A journey has many paths, often infinitely many;
its score is the expectation of that over all of them, by the share of customers who take each. Paths are scored
first and averaged afterwards, never the other way round.

Example:
    >>> from journeymap.model import Journey
    >>> shop = (
    ...     Journey("Shop")
    ...     .touchpoint("browse", "Browse", emotion=1)
    ...     .touchpoint("pay", "Payment", emotion=-1, next={"done": 0.9, "declined": 0.1})
    ...     .touchpoint("declined", "Card declined", emotion=-2, kind="failure", next=["pay"])
    ...     .touchpoint("done", "Confirmed", emotion=1.5, ends="success")
    ... )
    >>> score(shop)
    <Score +1.00 of 'Shop': peak +1.15, end +1.50, mean +0.42>
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import cached_property

import attrs

from journeymap.chains import Chain, chain, felt
from journeymap.chains.means import Means, means
from journeymap.chains.peaks import Peaks, peaks
from journeymap.display import Shown
from journeymap.errors import JourneyError, ScoringError, expect
from journeymap.graph import Routes, routes
from journeymap.model import Journey
from journeymap.pathfinding import Path, paths
from journeymap.recalling import LIMITS, Recall, Weights, recall

__all__ = ["LIMITS", "Ending", "Recall", "Score", "Weights", "peak_end", "recall", "score", "score_along", "worst_path"]

CLOSE = 1e-9
"""Remembered values nearer to each other than this count as the same."""


@attrs.frozen
class Ending:
    """Those customers whose journey ends at one touchpoint.

    Attributes:
        probability: The share (0..1) of all customers.
        recall: What they remember on average; None when no emotion on their paths is known.
    """

    probability: float
    recall: Recall | None

    @property
    def remembered(self) -> float | None:
        """The remembered score (−2..+2) of those customers; None when no emotion on their paths is known."""
        return None if self.recall is None else self.recall.remembered


@attrs.frozen(repr=False)
class Score(Shown):
    """How a journey will be remembered.

    A touchpoint is *experienced* when its emotion is known and its kind is not ``survey``; others are passed through.
    Customers on whose path nothing is experienced have no remembered score: all figures here are over the others
    (``scored`` says how many they are), except ``visits``, ``reach``, ``coverage`` and the ``probability`` of endings,
    which are over all. When nobody is scored, ``remembered``, ``peak``, ``end`` and ``mean`` are None and the
    touchpoints' shares are 0: unknown is not neutral.

    Attributes:
        journey: The journey.
        weights: How much peak, end and mean count.
        recall: What customers remember on average; None when no emotion is known.
        shares: For each touchpoint its memory share (0..1), ``weights.peak`` x its ``peak_probability`` +
            ``weights.end`` x its ``end_probability`` + ``weights.mean`` x its ``mean_share``. They sum to 1,
            and share x emotion summed gives ``remembered`` (emotions below 0 times ``weights.loss``).
            While no peak changes place, a touchpoint's share is also by how much the score rises for each
            step its emotion is raised.
        peak_probability: For each touchpoint the share of customers for whom it is the peak; where several are
            equally strong, the last of them. Sums to 1.
        end_probability: For each touchpoint the share of customers for whom it is the end. Sums to 1.
        mean_share: For each touchpoint the expected share of the experienced path that is spent there. Sums to 1.
        endings: For each touchpoint where journeys end, how many do and how they are remembered.
        joint: For each pair of peak and end the share of customers.
        visits: For each touchpoint how often a customer meets it on average, 0 or more.
        reach: For each touchpoint the share (0..1) of customers who meet it at least once.
        coverage: The share (0..1) of visits to touchpoints, surveys apart, at which the emotion is known.
        scored: The share (0..1) of customers on whose path at least one emotion is known.
        best: The id of the touchpoint with the highest emotion, of those customers meet; None when none is known.
        worst: The id of the one with the lowest.
    """

    journey: Journey
    weights: Weights
    recall: Recall | None
    shares: Mapping[str, float]
    peak_probability: Mapping[str, float]
    end_probability: Mapping[str, float]
    mean_share: Mapping[str, float]
    endings: Mapping[str, Ending]
    joint: Mapping[tuple[float, float], float]
    visits: Mapping[str, float]
    reach: Mapping[str, float]
    coverage: float
    scored: float
    best: str | None
    worst: str | None

    @property
    def remembered(self) -> float | None:
        """The remembered score (−2..+2): over customers, the expectation of the weighted peak, end and mean."""
        return None if self.recall is None else self.recall.remembered

    @property
    def peak(self) -> float | None:
        """The expected peak: on each path the emotion furthest from 0; of two as far the negative one."""
        return None if self.recall is None else self.recall.peak

    @property
    def end(self) -> float | None:
        """The expected emotion at the end: at the last touchpoint that is experienced."""
        return None if self.recall is None else self.recall.end

    @property
    def mean(self) -> float | None:
        """The expected mean emotion of a path."""
        return None if self.recall is None else self.recall.mean

    @cached_property
    def distribution(self) -> tuple[tuple[float, float], ...]:
        """How customers differ: each value of the peak-end part with its share of customers, from worst to best.

        The peak-end part of a path is (wp x peak + we x end) / (wp + we), −2..+2; for weights that have neither, it is
        (peak + end) / 2. Its distribution over paths is exact. The mean is left out: it has as many values as there
        are paths. This is how paths differ, not how sure the score is.
        """
        values: dict[float, float] = {}
        for (peak, end), share in self.joint.items():
            value = peak_end(self.weights, peak, end)
            values[value] = values.get(value, 0.0) + share
        return tuple(sorted(values.items()))

    def below(self, x: float = 0.0) -> float:
        """The share (0..1) of customers who remember the journey as worse than ``x``, by the peak-end part.

        Exactly the sum of ``distribution`` strictly below ``x``; values within 1e-9 of ``x`` do not count as below.
        """
        return min(1.0, math.fsum(share for value, share in self.distribution if value < x - CLOSE))

    @property
    def spread(self) -> float | None:
        """The standard deviation of ``distribution``: how far customers' peak-end parts lie apart; None if unknown."""
        if not self.distribution:
            return None
        middle = math.fsum(value * share for value, share in self.distribution)
        return math.sqrt(math.fsum(share * (value - middle) ** 2 for value, share in self.distribution))

    @property
    def limits(self) -> str:
        """What this number can and cannot say; printed with it."""
        return LIMITS

    def __repr__(self) -> str:
        if self.recall is None:
            return f"<Score unknown of {self.journey.name!r}: no emotion is known>"
        parts = f"peak {self.recall.peak:+.2f}, end {self.recall.end:+.2f}, mean {self.recall.mean:+.2f}"
        return f"<Score {self.recall.remembered:+.2f} of {self.journey.name!r}: {parts}>"

    def __str__(self) -> str:
        return f"{self!r}\n{self.limits}"


def peak_end(weights: Weights, peak: float, end: float) -> float:
    """The peak-end part of what is remembered: peak and end in proportion; in equal parts if neither counts.

    Example:
        >>> peak_end(Weights.balanced, -2, 1), peak_end(Weights.plain_mean, -2, 1)
        (0.0, -0.5)
    """
    wp, we = weights.peak, weights.end
    if wp + we == 0:
        wp = we = 1.0
    return round((wp * peak + we * end) / (wp + we), 12) + 0.0


def worst_path(
    journey: Journey, *, at_least: float = 0.05, weights: Weights | str = Weights.balanced
) -> tuple[Path, Recall] | None:
    """The path that is remembered worst, of those that at least this share of customers take.

    Args:
        journey: The journey.
        at_least: The share (above 0, up to 1) of customers. Some 1 / at_least paths are looked at.
        weights: How much peak, end and mean count, or the name of a preset.

    Returns:
        The path and how it is remembered, the likelier of two as bad; None when no such path has a known emotion.

    Raises:
        JourneyError: When the journey refers to touchpoints that are not there, or ``at_least`` is not above 0.
        UnknownNameError: When there are no weights of that name.

    Example:
        >>> visit = Journey("Visit").touchpoint("desk", "Desk", emotion=1, next={"bye": 0.8, "queue": 0.2})
        >>> visit = visit.touchpoint("queue", "Queue", emotion=-2).touchpoint("bye", "Goodbye", emotion=1)
        >>> worst_path(visit)[0]
        Path(ids=('desk', 'queue', 'bye'), probability=0.2)
    """
    if not 0 < at_least <= 1:
        raise JourneyError(f"at_least: expected a share above 0, up to 1 (got {at_least:g})")
    emotions = {touchpoint.id: felt(touchpoint) for touchpoint in journey}
    worst: tuple[Path, Recall] | None = None
    for path in paths(journey, at_least=at_least):
        found = recall((emotions[id] for id in path.ids), weights=weights)
        if found and (worst is None or found.remembered < worst[1].remembered - CLOSE):
            worst = path, found
    return worst


def score(journey: Journey, *, weights: Weights | str = Weights.balanced) -> Score:
    """How a journey will be remembered, exactly, over every path there is.

    The cost grows with touchpoints and transitions outside loops.

    Args:
        journey: The journey.
        weights: How much peak, end and mean count, or the name of a preset such as ``"classic"``.

    Raises:
        JourneyError: When it is no journey, or refers to touchpoints that are not there.
        ScoringError: When it has no touchpoints, or customers can get into a loop that nobody can leave; the message
            names the touchpoints in it.
        UnknownNameError: When there are no weights of that name.
    """
    expect(journey, Journey, "score")
    return score_along(routes(journey), weights=weights)


def score_along(found: Routes, *, weights: Weights | str = Weights.balanced) -> Score:
    """The same as :func:`score`, for those who know the ways through the journey already."""
    weights, journey = Weights.of(weights), found.journey
    if not journey.touchpoints:
        raise ScoringError(f"journey {journey.name!r} has no touchpoints; add one to score it")
    network = chain(found, weigh=weights.weigh)
    visits, reach = network.visits()
    strongest = peaks(network)
    scored = math.fsum(strongest.ended)
    parts = means(network, scored)
    whole = scored or 1.0
    at, ended, share = ([x / whole for x in figures] for figures in (strongest.at, strongest.ended, parts.share))
    shares = [weights.apply(*figures) for figures in zip(at, ended, share, strict=True)]
    known = [i for i, emotion in enumerate(network.emotion) if emotion is not None and reach[i] > 0]

    def feeling(i: int) -> float:
        return network.emotion[i] or 0.0

    def by_id(figures: Iterable[float]) -> dict[str, float]:
        return dict(zip(network.ids, figures, strict=True))

    return Score(
        journey=journey,
        weights=weights,
        recall=_recall(weights, *(_expected(network, figures) for figures in (at, ended, share))) if scored else None,
        shares=by_id(shares),
        peak_probability=by_id(at),
        end_probability=by_id(ended),
        mean_share=by_id(share),
        endings=_endings(network, weights, visits, strongest, parts),
        joint=_joint(network, strongest, whole),
        visits=by_id(visits),
        reach=by_id(reach),
        coverage=_coverage(journey, visits),
        scored=min(1.0, scored),
        best=network.ids[max(known, key=feeling)] if known else None,
        worst=network.ids[min(known, key=feeling)] if known else None,
    )


def _expected(network: Chain, shares: Iterable[float]) -> float:
    pairs = zip(network.emotion, shares, strict=True)
    return math.fsum(emotion * share for emotion, share in pairs if emotion is not None)


def _joint(network: Chain, found: Peaks, whole: float) -> dict[tuple[float, float], float]:
    joint: dict[tuple[float, float], float] = {}
    for (level, end), share in sorted(found.joint.items()):
        pair = network.values[level], network.values[network.level[end]]
        joint[pair] = joint.get(pair, 0.0) + share / whole
    return joint


def _endings(network: Chain, weights: Weights, visits: list[float], found: Peaks, parts: Means) -> dict[str, Ending]:
    """Who ends where, and with what: the last touchpoint may be passed through, and holds what came before it."""
    felt_ends = [visits[i] * (network.emotion[i] or 0.0) for i in range(len(visits))]
    scored, peak, end, mean = map(network.settled, (visits, found.taken, felt_ends, parts.taken))
    endings = {}
    for i, leaving in enumerate(network.leaving):
        if visits[i] * leaving > 0:
            known = scored[i] > 0
            figures = (peak[i] / scored[i], end[i] / scored[i], mean[i] / scored[i]) if known else ()
            endings[network.ids[i]] = Ending(visits[i] * leaving, _recall(weights, *figures) if known else None)
    return endings


def _recall(weights: Weights, peak: float, end: float, mean: float) -> Recall:
    return Recall(weights.apply(peak, end, mean), peak, end, mean)


def _coverage(journey: Journey, visits: list[float]) -> float:
    exponent = math.frexp(max(visits, default=0.0))[1]
    within = [math.ldexp(times, -exponent) for times in visits]  # so that the sums stay within what a float can hold
    asked = [(t, times) for t, times in zip(journey, within, strict=True) if t.kind != "survey"]
    known = math.fsum(times for touchpoint, times in asked if touchpoint.emotion is not None)
    return known / (math.fsum(times for _, times in asked) or 1.0)
