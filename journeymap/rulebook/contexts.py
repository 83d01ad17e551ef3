"""What a rule is given to look with, and the words to answer with."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, TypeVar

from journeymap import graph, scoring
from journeymap.model import Journey, Touchpoint
from journeymap.pathfinding import Path
from journeymap.rulebook.defining import Finding, Outcome, Rule, Severity
from journeymap.rulebook.subjects import Subject, Walk

__all__ = ["Context"]

Place = TypeVar("Place", Touchpoint, Journey)


class Context:
    """What a rule is given: the journey, what is known about it, and the words to answer with."""

    def __init__(self, subject: Subject, rule: Rule) -> None:
        self._subject = subject
        self.rule = rule
        self.looked: dict[str | None, Touchpoint | Journey] = {}
        self.lacking: dict[str | None, tuple[str, ...]] = {}

    @property
    def journey(self) -> Journey:
        """The journey that is judged."""
        return self._subject.journey

    @property
    def routes(self) -> graph.Routes:
        """Where customers can go, and with what share."""
        return self._subject.routes

    @property
    def score(self) -> scoring.Score | None:
        """How the journey will be remembered; None when it cannot be scored. ``needs=("score",)`` asks for it."""
        return self._subject.score

    @property
    def paths(self) -> tuple[Path, ...]:
        """The likeliest paths, up to 95 % of customers and at most 500."""
        return self._subject.paths

    @property
    def walks(self) -> tuple[Walk, ...]:
        """The same paths as customers feel them: without surveys, and with the emotion at each touchpoint."""
        return self._subject.walks

    def part(self, taken: Iterable[Path], among: Iterable[Path]) -> float:
        """The part (0..1) that some paths are of others, by the customers who take them."""
        whole = math.fsum(path.probability for path in among)
        return min(1.0, math.fsum(path.probability for path in taken) / whole) if whole else 0.0

    @property
    def endings(self) -> Mapping[str, float]:
        """The share of customers for whom each touchpoint is the last one that is not a survey, by id."""
        return self._subject.endings

    @property
    def reached(self) -> Mapping[int, Touchpoint]:
        """The touchpoints that customers can get to, by position and in order."""
        return self._subject.reached

    def of_kind(self, *kinds: str) -> Iterator[Touchpoint]:
        """The touchpoints of these kinds, in order."""
        return (touchpoint for touchpoint in self.journey.touchpoints if touchpoint.kind in kinds)

    def look(self, places: Iterable[Place]) -> Iterator[Place]:
        """Look at touchpoints, or at the journey itself: yields those that have what the rule needs."""
        for place in places:
            id = place.id if isinstance(place, Touchpoint) else None
            self.looked[id] = place
            missing = tuple(need for need in self.rule.needs if self._value(place, need) is None)
            if missing:
                self.lacking[id] = missing
            else:
                yield place

    def failed(
        self,
        place: Touchpoint | Journey,
        *,
        variant: str = "",
        severity: Severity | None = None,
        about: str = "",
        path: Sequence[str] = (),
        share: float | Literal["reach"] | None = "reach",
        **values: Any,
    ) -> Finding:
        """The rule fails here, for this share of customers; unless it is given, for all who meet the place."""
        return self._finding(
            place,
            Outcome.FAILED,
            variant=variant,
            severity=severity,
            about=about,
            path=path,
            share=share,
            values=values,
        )

    def cannot_tell(
        self,
        place: Touchpoint | Journey,
        *missing: str,
        variant: str = "",
        about: str = "",
        path: Sequence[str] = (),
        **values: Any,
    ) -> Finding:
        """It cannot be told here, for want of the facts named in ``missing``.

        Ask where the answer belongs: at the touchpoint whose fact would answer, and of the journey as a whole
        when the answer may lie in several places. What is learned of one touchpoint then never changes what is
        asked at another.
        """
        return self._finding(
            place, Outcome.CANNOT_TELL, missing=missing, variant=variant, about=about, path=path, values=values
        )

    def passed(self, place: Touchpoint | Journey) -> Finding:
        """The rule holds here; said for every place looked at and not otherwise spoken of."""
        return self._finding(place, Outcome.PASSED)

    def _finding(
        self,
        place: Touchpoint | Journey,
        outcome: Outcome,
        *,
        severity: Severity | None = None,
        path: Sequence[str] = (),
        share: float | Literal["reach"] | None = "reach",
        **rest: Any,
    ) -> Finding:
        id = place.id if isinstance(place, Touchpoint) else None
        severity = severity or self.rule.severity
        if share == "reach":
            share = None if id is None or self.score is None else self.score.reach[id]
        return Finding(
            rule=self.rule,
            outcome=outcome,
            touchpoint=id,
            name=place.name or id or "",
            severity=severity,
            path=tuple(path),
            share=share,
            gain=self._subject.memory_share(id) * severity.weight,
            **rest,
        )

    def _value(self, place: Touchpoint | Journey, need: str) -> Any:
        """The value of a dotted need, such as ``wait.known``, ``business.hours`` or ``score``; None when unknown.

        Of several records, such as fees, each must have it.
        """
        if need == "score":
            return self.score
        first, *rest = need.split(".")
        value: Any = getattr(place if hasattr(place, first) else self.journey, first)
        for name in rest:
            items = value if isinstance(value, tuple) else (value,)
            values = tuple(None if item is None else getattr(item, name) for item in items)
            value = None if None in values else values if isinstance(value, tuple) else values[0]
        return value
