"""What differs between two journeys, and which is remembered better: before and after, planned and lived, two personas.

Example:
    >>> before = Journey("Stall").touchpoint("eat", "Eats", emotion=1).touchpoint("pay", "Pays", emotion=-1)
    >>> after = before.change("pay", emotion=0.5)
    >>> compare(before, after, rules=())
    <Comparison of 'Stall' and 'Stall': better, +1.30 (-0.60 to +0.70); 1 changed>
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import attrs

from journeymap.auditing import Audit, audit
from journeymap.comparing.robustness import Robust, Verdict, judged, robust
from journeymap.display import Shown
from journeymap.errors import expect
from journeymap.i18n import translator
from journeymap.model import Journey, Touchpoint
from journeymap.recalling import Weights
from journeymap.rulebook import Finding, Outcome, Rule, Severity
from journeymap.rules import RULES
from journeymap.scoring import Ending, Score, score
from journeymap.sequencing.orders import staying
from journeymap.wording import say

if TYPE_CHECKING:
    from journeymap.evidence import Conformance, Log

__all__ = ["Changed", "Comparison", "EndingChange", "FactChange", "Part", "Robust", "Verdict", "compare", "robust"]


Part = Literal["remembered", "peak", "end", "mean"]
"""A part of a score."""


@attrs.frozen
class FactChange:
    """One fact of a touchpoint that differs.

    Attributes:
        name: The name of the fact, such as ``emotion``.
        before: Its value before; None when it was unknown.
        after: Its value after.
    """

    name: str
    before: Any
    after: Any


@attrs.frozen
class Changed:
    """A touchpoint that both journeys have, and what differs in it."""

    before: Touchpoint
    after: Touchpoint
    facts: tuple[FactChange, ...]


@attrs.frozen
class EndingChange:
    """Where journeys end, before and after.

    Attributes:
        touchpoint: The id: of the journey after, where it still is an ending.
        name: Its name.
        before: Who ended there before; None when nobody did.
        after: Who ends there now; None when nobody does.
    """

    touchpoint: str
    name: str
    before: Ending | None
    after: Ending | None


@attrs.frozen(repr=False, eq=False)
class Comparison(Shown):
    """What differs between two journeys. Touchpoints are the same when their id is, or else their name.

    Attributes:
        before: The audit of the first journey.
        after: The audit of the second.
        weights: How much peak, end and mean count.
        before_score: How the first is remembered; None when it cannot be scored.
        after_score: How the second is remembered.
        pairs: The ids of the touchpoints that both have: those before to those after.
        conformance: How far customers went the designed ways, when the second is what they lived; else None.
    """

    before: Audit
    after: Audit
    weights: Weights
    before_score: Score | None
    after_score: Score | None
    pairs: Mapping[str, str]
    conformance: Conformance | None = None

    # What is remembered

    @cached_property
    def robust(self) -> Robust:
        """Whether the second is remembered better than the first, whatever the weights."""
        return judged(self.after_score, self.before_score)

    @property
    def gain(self) -> float | None:
        """By how much the second is remembered better, under the weights asked for; None when one has no score."""
        return self.change("remembered")

    def change(self, part: Part) -> float | None:
        """The difference in one part of the score, after less before; None when one has no score."""
        before, after = getattr(self.before_score, part, None), getattr(self.after_score, part, None)
        return None if before is None or after is None else after - before

    @property
    def worse(self) -> bool:
        """Whether the second is worse: remembered worse whatever the weights, or with errors the first did not have."""
        new_errors = any(finding.severity is Severity.ERROR for finding in self.new)
        return self.robust.verdict == "worse" or (new_errors and self.robust.verdict != "better")

    @cached_property
    def endings(self) -> tuple[EndingChange, ...]:
        """Every ending of either journey, in the order of the second, then those that are gone."""
        before = dict(self.before_score.endings) if self.before_score else {}
        after = self.after_score.endings if self.after_score else {}
        origin = {there: here for here, there in self.pairs.items()}
        found = [EndingChange(id, self.after.journey[id].name, before.pop(origin.get(id, ""), None), ending)
                 for id, ending in after.items()]  # fmt: skip
        gone = [EndingChange(self.pairs.get(id, id), self.before.journey[id].name, ending, None)
                for id, ending in before.items()]  # fmt: skip
        return (*found, *gone)

    # Touchpoints

    @cached_property
    def added(self) -> tuple[Touchpoint, ...]:
        """The touchpoints that only the second journey has."""
        kept = set(self.pairs.values())
        return tuple(touchpoint for touchpoint in self.after.journey if touchpoint.id not in kept)

    @cached_property
    def removed(self) -> tuple[Touchpoint, ...]:
        """The touchpoints that only the first journey has."""
        return tuple(touchpoint for touchpoint in self.before.journey if touchpoint.id not in self.pairs)

    @cached_property
    def moved(self) -> tuple[Touchpoint, ...]:
        """The fewest touchpoints, as they are now, whose move explains the new order of the list."""
        shared = frozenset(self.pairs.values())
        now = [touchpoint for touchpoint in self.after.journey if touchpoint.id in shared]
        kept = staying([*self.pairs.values()], [touchpoint.id for touchpoint in now])
        return tuple(touchpoint for touchpoint in now if touchpoint.id not in kept)

    @cached_property
    def changed(self) -> tuple[Changed, ...]:
        """The touchpoints that both have and in which a fact differs."""
        found = []
        for here, there in self.pairs.items():
            before, after = self.before.journey[here], self.after.journey[there]
            facts = tuple(_fact_changes(before, after, self.pairs))
            if facts:
                found.append(Changed(before, after, facts))
        return tuple(found)

    # Findings

    @cached_property
    def fixed(self) -> tuple[Finding, ...]:
        """What failed before and does not now; what cannot be told any more is not fixed, but ``unclear``."""
        return tuple(finding for finding in self.before.findings if self._now(finding) is None)

    @cached_property
    def unclear(self) -> tuple[Finding, ...]:
        """What failed before and cannot be told now."""
        return tuple(f for f in self.before.findings if self._now(f) is Outcome.CANNOT_TELL)

    @cached_property
    def new(self) -> tuple[Finding, ...]:
        """What fails now and did not before."""
        known = {self._key(finding, self.pairs) for finding in self.before.findings}
        return tuple(finding for finding in self.after.findings if self._key(finding, None) not in known)

    @cached_property
    def remaining(self) -> tuple[Finding, ...]:
        """What failed before and still does, as it is now."""
        known = {self._key(finding, self.pairs) for finding in self.before.findings}
        return tuple(finding for finding in self.after.findings if self._key(finding, None) in known)

    @cached_property
    def _outcomes(self) -> dict[tuple[str, str | None, str], Outcome]:
        """What is still to be said now, by rule, place and subject; where it cannot be told the subject is open."""
        questions = {self._key(f, None, about=""): f.outcome for f in self.after.questions}
        return questions | {self._key(finding, None): finding.outcome for finding in self.after.findings}

    def _now(self, finding: Finding) -> Outcome | None:
        keys = (self._key(finding, self.pairs), self._key(finding, self.pairs, about=""), (finding.code, None, ""))
        exact, *open_ones = (self._outcomes.get(key) for key in keys)
        if exact is not None:
            return exact
        return Outcome.CANNOT_TELL if Outcome.CANNOT_TELL in open_ones else None

    @staticmethod
    def _key(
        finding: Finding, pairs: Mapping[str, str] | None, *, about: str | None = None
    ) -> tuple[str, str | None, str]:
        place = finding.touchpoint
        if pairs is not None and place is not None:
            place = pairs.get(place, f"{place} (gone)")
        return finding.code, place, finding.about if about is None else about

    # In words

    @property
    def same(self) -> bool:
        """Whether nothing differs in what the touchpoints are and where they stand."""
        return not (self.added or self.removed or self.moved or self.changed)

    def message(self, lang: str = "en") -> str:
        """Which of the two is remembered better, and how sure that is."""
        words = translator(lang)
        if self.gain is None or self.before_score is None or self.after_score is None:
            return self.robust.message(lang)
        values = {"before": self.before_score.remembered, "after": self.after_score.remembered, "gain": self.gain + 0.0}
        label = "Remembered at {after:+.2f} instead of {before:+.2f}: {gain:+.2f}."
        return f"{say(words(label), values, lang)} {self.robust.message(lang)}"

    def __repr__(self) -> str:
        head = f"{self.before.journey.name!r} and {self.after.journey.name!r}: {self.robust.verdict}"
        if self.gain is not None and self.before_score is not None and self.after_score is not None:
            head += f", {self.gain:+.2f} ({self.before_score.remembered:+.2f} to {self.after_score.remembered:+.2f})"
        counts = [f"{len(items)} {name}" for name in COUNTED if (items := getattr(self, name))]
        return f"<Comparison of {head}; {', '.join(counts) or 'nothing differs'}>"


COUNTED = ("added", "removed", "moved", "changed", "fixed", "new")
"""What a comparison counts in its one line."""


def compare(
    before: Journey,
    after: Journey | Log | Conformance,
    *,
    weights: Weights | str = Weights.balanced,
    rules: Iterable[Rule] = RULES,
) -> Comparison:
    """Compare two journeys: before and after a change, planned and lived, or those of two personas.

    Args:
        before: The first journey.
        after: The second; or, to hold what customers lived against ``before`` as designed, an event log or what
            :func:`journeymap.conformance` found in it.
        weights: How much peak, end and mean count, or the name of a preset.
        rules: The rules that judge both.

    Raises:
        JourneyError: When a journey refers to touchpoints that are not there.
        UnknownNameError: When there are no weights of that name.
    """
    weights, rules = Weights.of(weights), tuple(rules)
    lived = None
    if not isinstance(after, Journey):
        lived = _lived(before, after)
        after = lived.journey
    first, second = audit(before, rules=rules), audit(after, rules=rules)
    scores = [each.score and score(each.journey, weights=weights) for each in (first, second)]
    return Comparison(first, second, weights, scores[0], scores[1], _pairs(before, after), lived)


def _lived(designed: Journey, after: Log | Conformance) -> Conformance:
    """How far what was lived conforms to what was designed."""
    from journeymap.evidence import Conformance, Log, conformance

    expect(after, (Journey, Log, Conformance), "compare")
    return conformance(designed, after) if isinstance(after, Log) else after


def _pairs(before: Journey, after: Journey) -> dict[str, str]:
    """The touchpoints that two journeys have in common: by id, and the others by a name that only one of each has."""
    pairs = {touchpoint.id: touchpoint.id for touchpoint in before if touchpoint.id in after}

    def by_name(journey: Journey) -> dict[str, str]:
        named: dict[str, list[str]] = {}
        for touchpoint in journey:
            if touchpoint.id not in pairs:
                named.setdefault(" ".join(touchpoint.name.casefold().split()), []).append(touchpoint.id)
        return {name: ids[0] for name, ids in named.items() if name and len(ids) == 1}

    there = by_name(after)
    renamed = {id: there[name] for name, id in by_name(before).items() if name in there}
    return {t.id: found for t in before if (found := pairs.get(t.id) or renamed.get(t.id)) is not None}


def _fact_changes(before: Touchpoint, after: Touchpoint, pairs: Mapping[str, str]) -> Iterable[FactChange]:
    for field in attrs.fields(Touchpoint):
        was, now = getattr(before, field.name), getattr(after, field.name)
        if field.name == "next" and was is not None:
            was_now = tuple(attrs.evolve(way, to=pairs.get(way.to, way.to)) for way in was)
        elif field.name == "after" and was is not None:
            was_now = tuple(pairs.get(id, id) for id in was)
        else:
            was_now = was
        if was_now != now:
            yield FactChange(field.name, was, now)
