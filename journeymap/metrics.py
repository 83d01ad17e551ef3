"""What surveys and logs say in numbers, each with how far chance alone may have moved it.

Every figure is an :class:`Estimate`: a value, the 95 % interval around it, and how many answers it rests on.

Example:
    >>> score = net_promoter(promoters=50, passives=30, detractors=20)
    >>> score.value, round(score.error, 2), round(score.low, 1), round(score.high, 1)
    (30.0, 7.81, 14.7, 45.3)
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean, variance

import attrs

from journeymap.errors import JourneyError

__all__ = [
    "Estimate",
    "Gap",
    "Incidents",
    "Occurrence",
    "Times",
    "Topic",
    "average",
    "gap",
    "net_promoter",
    "nps_class",
    "share_of",
    "summarise_incidents",
    "summarise_survey",
    "summarise_times",
    "summarise_topics",
    "top_two",
]

Z = 1.959963984540054
"""How many standard errors on each side hold 95 %."""


@attrs.frozen
class Estimate:
    """A figure from a sample.

    Attributes:
        value: The figure.
        low: The lower end of its 95 % interval.
        high: The upper end.
        n: How many answers it rests on.
        error: Its standard error, in the same unit.
    """

    value: float
    low: float
    high: float
    n: int
    error: float

    @property
    def margin(self) -> float:
        """Half the width of the interval."""
        return (self.high - self.low) / 2


def nps_class(rating: float) -> str:
    """What an answer from 0 to 10 to “would you recommend us?” makes of a customer: 9-10, 7-8, or 0-6.

    Raises:
        JourneyError: When the rating is not from 0 to 10.

    Example:
        >>> nps_class(9), nps_class(7), nps_class(6)
        ('promoter', 'passive', 'detractor')
    """
    if not 0 <= rating <= 10:
        raise JourneyError(f"rating {rating:g} is not from 0 to 10")
    return "promoter" if rating >= 9 else "passive" if rating >= 7 else "detractor"


def net_promoter(*, promoters: int, passives: int, detractors: int) -> Estimate:
    """The Net Promoter Score in points, −100..100: the percentage of promoters less that of detractors.

    Its standard error is 100·√((p + d − (p − d)²) / n), with p and d the shares of promoters and detractors.

    Raises:
        JourneyError: When a count is negative, or nobody answered.

    Example:
        >>> round(net_promoter(promoters=3, passives=2, detractors=1).value, 1)
        33.3
    """
    if min(promoters, passives, detractors) < 0:
        raise JourneyError("counts of answers cannot be negative")
    n = promoters + passives + detractors
    if n == 0:
        raise JourneyError("there are no answers (expected at least one)")
    p, d = promoters / n, detractors / n
    error = 100 * math.sqrt(max(0.0, p + d - (p - d) ** 2) / n)
    value = 100 * (p - d)
    return Estimate(value, max(-100.0, value - Z * error), min(100.0, value + Z * error), n, error)


def share_of(number: int, n: int) -> Estimate:
    """A share (0..1) with Wilson's interval, which stays within 0..1 and is honest for small samples.

    Raises:
        JourneyError: When there are no answers, or more than all of them are counted.

    Example:
        >>> some = share_of(8, 10)
        >>> some.value, round(some.low, 3), round(some.high, 3)
        (0.8, 0.49, 0.943)
    """
    if not 0 <= number <= n or n == 0:
        raise JourneyError(f"{number} of {n} is no share (expected at least one answer, and no more than all)")
    p, z2 = number / n, Z * Z
    centre = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z / (1 + z2 / n) * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    return Estimate(p, max(0.0, centre - half), min(1.0, centre + half), n, math.sqrt(p * (1 - p) / n))


def top_two(ratings: Iterable[float]) -> Estimate:
    """Customer satisfaction (CSAT): the share (0..1) of ratings of 4 or 5, where 5 is very satisfied and 1 is not.

    Raises:
        JourneyError: When there are no ratings, or one is not from 1 to 5.

    Example:
        >>> top_two([5, 4, 4, 3, 1]).value
        0.6
    """
    counted = [_grade(rating) >= 4 for rating in ratings]
    return share_of(sum(counted), len(counted))


def summarise_survey(
    *,
    overall: Sequence[float] = (),
    recommend: Sequence[float] = (),
    return_intent: Sequence[float] = (),
    drivers: Mapping[str, Sequence[float]] | None = None,
) -> Mapping[str, Estimate]:
    """The four questions of a survey in numbers; a question without answers is left out.

    Args:
        overall: How it was overall, 1 to 5: given as the share of 4 and 5.
        recommend: Whether they would recommend it, 0 to 10: given as the Net Promoter Score.
        return_intent: Whether they would come again, 1 to 5: given as the share of 4 and 5.
        drivers: Ratings from 1 to 5 of what made it good or bad, such as speed, by name.

    Raises:
        JourneyError: When an answer is not on its scale.

    Example:
        >>> summary = summarise_survey(overall=[5, 4, 2], recommend=[10, 9, 3], drivers={"speed": [3, 2]})
        >>> {question: round(figure.value, 2) for question, figure in summary.items()}
        {'overall': 0.67, 'recommend': 33.33, 'speed': 0.0}
    """
    summary: dict[str, Estimate] = {}
    if overall:
        summary["overall"] = top_two(overall)
    if recommend:
        counts = Counter(map(nps_class, recommend))
        summary["recommend"] = net_promoter(
            promoters=counts["promoter"], passives=counts["passive"], detractors=counts["detractor"]
        )
    if return_intent:
        summary["return_intent"] = top_two(return_intent)
    for name, ratings in (drivers or {}).items():
        if ratings:
            summary[name] = top_two(ratings)
    return summary


@attrs.frozen
class Gap:
    """What the team believes customers feel, beside what they feel, from −2 to +2.

    Attributes:
        team: What the team believes, on average.
        customers: What customers say, on average.
        gap: The difference, above 0 when the team believes it better; with its interval.
    """

    team: float
    customers: float
    gap: Estimate


def gap(*, team: Sequence[float], customers: Sequence[float]) -> Gap:
    """How far what the team believes lies above what customers say, both as emotions from −2 to +2.

    The interval is about the customers and the team members that were asked; of one answer on a side nothing is
    known about the spread, so that side counts as exact.

    Raises:
        JourneyError: When one side has no answers.

    Example:
        >>> found = gap(team=[1, 2], customers=[-1, 0, 0, 1])
        >>> found.team, found.customers, found.gap.value
        (1.5, 0.0, 1.5)
    """
    if not team or not customers:
        raise JourneyError("a gap needs answers of the team and of customers (one side has none)")
    value = fmean(team) - fmean(customers)
    error = math.sqrt(sum(variance(side) / len(side) for side in (team, customers) if len(side) > 1))
    return Gap(
        fmean(team), fmean(customers), Estimate(value, value - Z * error, value + Z * error, len(customers), error)
    )


def average(values: Sequence[float]) -> Estimate:
    """A mean with its interval; of a single value nothing is known about the spread, so that it counts as exact.

    Raises:
        JourneyError: When there are no values.

    Example:
        >>> found = average([-1, 0, 1, 2])
        >>> found.value, round(found.low, 2), round(found.high, 2)
        (0.5, -0.77, 1.77)
    """
    if not values:
        raise JourneyError("there are no answers (expected at least one)")
    value, error = fmean(values), math.sqrt(variance(values) / len(values)) if len(values) > 1 else 0.0
    return Estimate(value, value - Z * error, value + Z * error, len(values), error)


@attrs.frozen
class Topic:
    """What comments are about.

    Attributes:
        name: The topic; empty for comments that have none.
        comments: How many comments there are.
        emotion: How those who wrote them feel, from −2 to +2; None where none of them gave a rating.
    """

    name: str
    comments: int
    emotion: Estimate | None


def summarise_topics(comments: Iterable[tuple[str, float | None]]) -> tuple[Topic, ...]:
    """Comments by topic: how many, and how those who wrote them feel; the most frequent first.

    Several topics of one comment stand with commas or semicolons between them. Upper and lower case, and spaces around,
    make no difference.

    Args:
        comments: For each comment its topics, and the emotion of who wrote it.

    Example:
        >>> topics = summarise_topics([("Price; wait", -1), ("wait ", -2), ("", 2)])
        >>> [(each.name, each.comments, each.emotion.value) for each in topics]
        [('wait', 2, -1.5), ('', 1, 2.0), ('Price', 1, -1.0)]
    """
    spelt: dict[str, str] = {}
    felt: dict[str, list[float | None]] = {}
    for written, emotion in comments:
        names = [name for part in written.replace(";", ",").split(",") if (name := " ".join(part.split()))]
        for name in dict.fromkeys(spelt.setdefault(each.casefold(), each) for each in names or [""]):
            felt.setdefault(name, []).append(emotion)
    found = []
    for name, emotions in felt.items():
        known = [emotion for emotion in emotions if emotion is not None]
        found.append(Topic(name, len(emotions), average(known) if known else None))
    return tuple(sorted(found, key=lambda each: (-each.comments, each.name)))


@attrs.frozen
class Times:
    """What a stopwatch says of one touchpoint, in seconds.

    Attributes:
        n: How many times were taken.
        median: Half of them were no longer.
        p80: 8 of 10 were no longer.
        longest: The longest.
    """

    n: int
    median: float
    p80: float
    longest: float


def summarise_times(seconds: Sequence[float]) -> Times:
    """Times taken by a stopwatch, with what lies between two of them taken for even.

    Raises:
        JourneyError: When there are none.

    Example:
        >>> summarise_times([60, 30, 90, 120])
        Times(n=4, median=75.0, p80=102.0, longest=120)
    """
    if not seconds:
        raise JourneyError("there are no times (expected at least one)")
    ranked = sorted(seconds)

    def quantile(share: float) -> float:
        place = share * (len(ranked) - 1)
        below = math.floor(place)
        above = min(below + 1, len(ranked) - 1)
        return round(ranked[below] + (place - below) * (ranked[above] - ranked[below]), 3)

    return Times(len(ranked), quantile(0.5), quantile(0.8), ranked[-1])


@attrs.frozen
class Occurrence:
    """One line of an incident log.

    Attributes:
        touchpoint: Where it happened.
        kind: What happened, in a few words.
        grade: How the customer left, from 5 (very satisfied) to 1 (very dissatisfied).
    """

    touchpoint: str
    kind: str
    grade: float

    def __attrs_post_init__(self) -> None:
        _grade(self.grade)


@attrs.frozen
class Incidents:
    """What a log says of one touchpoint.

    Attributes:
        touchpoint: Where.
        number: How many incidents there were.
        grade: The average grade, 5 to 1.
        worst: The lowest grade.
        recurring: What happened more than once, and how often; most often first.
    """

    touchpoint: str
    number: int
    grade: float
    worst: float
    recurring: Mapping[str, int]


def summarise_incidents(log: Iterable[Occurrence]) -> tuple[Incidents, ...]:
    """An incident log by touchpoint: how many, how bad, and what came back; the most incidents first.

    Upper and lower case, and spaces around, make no difference to what happened.

    Example:
        >>> log = [Occurrence("pay", "Declined", 1), Occurrence("pay", "declined ", 2), Occurrence("door", "Stuck", 3)]
        >>> [(each.touchpoint, each.number, each.grade, dict(each.recurring)) for each in summarise_incidents(log)]
        [('pay', 2, 1.5, {'Declined': 2}), ('door', 1, 3.0, {})]
    """
    places: dict[str, list[Occurrence]] = {}
    for occurrence in log:
        places.setdefault(occurrence.touchpoint, []).append(occurrence)
    summed = [_incidents(touchpoint, listed) for touchpoint, listed in places.items()]
    return tuple(sorted(summed, key=lambda each: (-each.number, each.grade)))


def _incidents(touchpoint: str, listed: Sequence[Occurrence]) -> Incidents:
    spelt: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for occurrence in listed:
        plain = " ".join(occurrence.kind.casefold().split())
        counts[spelt.setdefault(plain, occurrence.kind.strip())] += 1
    grades = [occurrence.grade for occurrence in listed]
    recurring = {kind: number for kind, number in counts.most_common() if number > 1}
    return Incidents(touchpoint, len(listed), fmean(grades), min(grades), recurring)


def _grade(rating: float) -> float:
    if not 1 <= rating <= 5:
        raise JourneyError(f"rating {rating:g} is not from 1 to 5")
    return rating
