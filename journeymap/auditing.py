"""Judge a journey by the rules: every rule, every place, four outcomes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import attrs

from journeymap.display import Shown
from journeymap.errors import JourneyError, UnknownNameError
from journeymap.model import Journey
from journeymap.rulebook import Context, Finding, Outcome, Rule, Severity, Subject
from journeymap.rules import RULES
from journeymap.scoring import Score

__all__ = ["Audit", "audit"]

Options = Mapping[str, Mapping[str, Any]]


@attrs.frozen(repr=False, eq=False)
class Audit(Shown):
    """What the rules say of a journey; iterating gives every finding, whatever its outcome.

    Attributes:
        journey: The journey that was judged.
        rules: The rules that were asked.
        results: One :class:`Finding` for each rule and place, whatever its outcome.
        score: How the journey will be remembered; None when it cannot be scored.
        covered: The share of customers (0..1) whose paths were looked at by rules that judge paths.
    """

    journey: Journey
    rules: tuple[Rule, ...]
    results: tuple[Finding, ...]
    score: Score | None
    covered: float

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.results)

    def __len__(self) -> int:
        return len(self.results)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What failed: what would gain most first."""
        return self._by_gain(Outcome.FAILED)

    @cached_property
    def questions(self) -> tuple[Finding, ...]:
        """What could not be told: what is most worth knowing first."""
        return self._by_gain(Outcome.CANNOT_TELL)

    @cached_property
    def passed(self) -> tuple[Finding, ...]:
        """What holds, by rule."""
        return tuple(finding for finding in self.results if finding.outcome is Outcome.PASSED)

    @cached_property
    def not_applicable(self) -> tuple[Finding, ...]:
        """The rules that had nothing to look at."""
        return tuple(finding for finding in self.results if finding.outcome is Outcome.NOT_APPLICABLE)

    def outcome(self, code: str) -> Outcome:
        """The outcome of one rule over the whole journey: the one that matters most.

        Raises:
            UnknownNameError: When the rule was not asked.
        """
        outcomes = {finding.outcome for finding in self.results if finding.code == code}
        if not outcomes:
            raise UnknownNameError.of("rule", code, [rule.code for rule in self.rules])
        return next(outcome for outcome in Outcome if outcome in outcomes)

    def at(self, touchpoint: str | None) -> tuple[Finding, ...]:
        """Every finding at one touchpoint; None gives those about the journey as a whole."""
        return tuple(finding for finding in self.results if finding.touchpoint == touchpoint)

    def count(self, severity: Severity) -> int:
        """How many findings of this severity there are."""
        return sum(finding.severity is severity for finding in self.findings)

    def reaches(self, threshold: Severity) -> bool:
        """Whether any finding is at least as bad as ``threshold``."""
        return any(finding.severity.reaches(threshold) for finding in self.findings)

    def _by_gain(self, outcome: Outcome) -> tuple[Finding, ...]:
        chosen = [finding for finding in self.results if finding.outcome is outcome]
        return tuple(sorted(chosen, key=lambda finding: -finding.gain))

    def __repr__(self) -> str:
        counts = ", ".join(f"{self.count(severity)} {severity.value}" for severity in Severity)
        return f"<Audit of {self.journey.name!r}: {counts}; {len(self.questions)} questions, {len(self.passed)} passed>"


def audit(
    journey: Journey,
    *,
    select: str | Sequence[str] | None = None,
    ignore: str | Sequence[str] = (),
    options: Options | None = None,
    rules: Iterable[Rule] = RULES,
) -> Audit:
    """Judge a journey by the rules.

    Args:
        journey: The journey.
        select: Codes or prefixes of the rules to ask, such as ``"JM1"``; all when None.
        ignore: Codes or prefixes of rules to leave out.
        options: Options by rule code, such as ``{"JM101": {"floor": -0.5}}``.
        rules: The rules to choose from; add your own with ``(*RULES, mine)``.

    Raises:
        JourneyError: When a reference in the journey leads nowhere, an option has the wrong type, or two rules have
            the same code.
        UnknownNameError: When a code, prefix or option does not exist.

    Example:
        >>> stall = Journey("Stall").touchpoint("eat", "Eat", emotion=1).touchpoint("pay", "Pay", emotion=-1)
        >>> audit(stall, select="JM101").findings
        (<JM101 failed at 'pay': “Pay” ends the journey at -1.0 for all customers.>,)
    """
    subject = Subject(journey.checked())
    rules = tuple(rules)
    settings = _settings(rules, options or {})
    chosen = _choose(rules, select, ignore)
    results = tuple(finding for rule in chosen for finding in _results(rule, subject, settings.get(rule.code, {})))
    return Audit(journey, chosen, results, subject.score, subject.covered)


def _choose(
    rules: tuple[Rule, ...], select: str | Sequence[str] | None, ignore: str | Sequence[str]
) -> tuple[Rule, ...]:
    wanted = ("",) if select is None else _prefixes(select, rules)
    unwanted = _prefixes(ignore, rules)
    return tuple(rule for rule in rules if rule.code.startswith(wanted) and not rule.code.startswith(unwanted))


def _prefixes(given: str | Sequence[str], rules: tuple[Rule, ...]) -> tuple[str, ...]:
    prefixes = (given,) if isinstance(given, str) else tuple(given)
    for prefix in prefixes:
        if not any(rule.code.startswith(prefix) for rule in rules):
            raise UnknownNameError.of("rule", prefix, [rule.code for rule in rules])
    return prefixes


def _settings(rules: tuple[Rule, ...], options: Options) -> Options:
    known = {rule.code: rule for rule in rules}
    if len(known) < len(rules):
        twice = next(rule.code for rule in rules if known[rule.code] is not rule)
        raise JourneyError(f"rule {twice} is there more than once (give your own rules codes of their own)")
    for code, values in options.items():
        if code not in known:
            raise UnknownNameError.of("rule", code, known)
        defaults = known[code].options
        for name, value in values.items():
            if name not in defaults:
                raise UnknownNameError.of(f"option of {code}", name, defaults)
            if not _like(value, defaults[name]):
                raise JourneyError(f"option {name} of {code}: expected a value like {defaults[name]!r} (got {value!r})")
    return options


def _like(value: Any, default: Any) -> bool:
    if isinstance(default, bool) or isinstance(value, bool):
        return isinstance(default, bool) and isinstance(value, bool)
    if isinstance(default, (int, float)):
        return isinstance(value, (int, float))
    if isinstance(default, (tuple, frozenset)):
        return isinstance(value, (tuple, list, frozenset))
    return isinstance(value, type(default))


def _results(rule: Rule, subject: Subject, options: Mapping[str, Any]) -> Iterator[Finding]:
    """What a rule says: its own findings, then what it looked at and did not speak of."""
    context = Context(subject, rule)
    spoken = _merged(rule.check(context, **options))
    yield from spoken
    told = {finding.touchpoint for finding in spoken}
    for id, place in context.looked.items():
        if id in told:
            continue
        if id in context.lacking:
            yield context.cannot_tell(place, *context.lacking[id])
        else:
            yield context.passed(place)
    if not spoken and not context.looked:
        yield Finding(
            rule=rule,
            outcome=Outcome.NOT_APPLICABLE,
            touchpoint=None,
            name=subject.journey.name,
            severity=rule.severity,
        )


def _merged(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """One finding for each place and subject: several paths may prove the same failure; the first witness stays."""
    kept: dict[tuple[str | None, str], Finding] = {}
    for finding in findings:
        key = (finding.touchpoint, finding.about)
        known = kept.get(key)
        worse = known is not None and finding.outcome is Outcome.FAILED and known.outcome is not Outcome.FAILED
        if known is None or worse:
            kept[key] = finding
    return tuple(kept.values())
