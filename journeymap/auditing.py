"""Judge a journey by the rules: every rule, every place, four outcomes."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import attrs

from journeymap.display import Shown
from journeymap.errors import JourneyError, UnknownNameError, expect
from journeymap.model import Journey
from journeymap.profiles import Change
from journeymap.rulebook import Context, Finding, Outcome, Rule, Severity, Subject
from journeymap.rules import RULES
from journeymap.scoring import Score
from journeymap.settling import settle
from journeymap.waiving import Known, Waiver, today

__all__ = ["Audit", "Options", "audit", "like"]

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
        expired: The waivers whose last day is over: what they were for counts again.
        unused: The waivers that nothing needs: no rule failed, or had to be left open, where they are for.
        changes: What profiles changed: the rules that were left out, and those with other thresholds.
    """

    journey: Journey
    rules: tuple[Rule, ...]
    results: tuple[Finding, ...]
    score: Score | None
    covered: float
    expired: tuple[Waiver, ...] = ()
    unused: tuple[Waiver, ...] = ()
    changes: tuple[Change, ...] = ()

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.results)

    def __len__(self) -> int:
        return len(self.results)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What failed and is neither waived nor known: what would gain most first."""
        return tuple(finding for finding in self._failed if finding.waiver is None and not finding.known)

    @cached_property
    def waived(self) -> tuple[Finding, ...]:
        """What failed and need not be mended; the ``waiver`` of each says why."""
        return tuple(finding for finding in self._failed if finding.waiver is not None)

    @cached_property
    def known(self) -> tuple[Finding, ...]:
        """What failed and stood in the baseline: counted, and to be mended some day."""
        return tuple(finding for finding in self._failed if finding.known)

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

    @cached_property
    def _failed(self) -> tuple[Finding, ...]:
        return self._by_gain(Outcome.FAILED)

    def _by_gain(self, outcome: Outcome) -> tuple[Finding, ...]:
        chosen = [finding for finding in self.results if finding.outcome is outcome]
        return tuple(sorted(chosen, key=lambda finding: -finding.gain))

    def __repr__(self) -> str:
        counts = ", ".join(f"{self.count(severity)} {severity.value}" for severity in Severity)
        counts += "".join(f", {len(aside)} {name}" for name in ("waived", "known") if (aside := getattr(self, name)))
        return f"<Audit of {self.journey.name!r}: {counts}; {len(self.questions)} questions, {len(self.passed)} passed>"


def audit(
    journey: Journey,
    *,
    select: str | Sequence[str] | None = None,
    ignore: str | Sequence[str] = (),
    options: Options | None = None,
    severities: Mapping[str, Severity] | None = None,
    rules: Iterable[Rule] = RULES,
    waivers: Sequence[Waiver] = (),
    known: Collection[Known] = (),
    on: datetime.date | None = None,
) -> Audit:
    """Judge a journey by the rules.

    Args:
        journey: The journey.
        select: Codes or prefixes of the rules to ask, such as ``"JM1"``; all when None.
        ignore: Codes or prefixes of rules to leave out.
        options: Options by rule code, such as ``{"JM101": {"floor": -0.5}}``.
        severities: Severities by rule code, such as ``{"JM010": Severity.INFO}``: how bad whatever these rules find is.
        rules: The rules to choose from; add your own with ``(*RULES, mine)``.
        waivers: The exceptions, each with a reason: what they are for is in ``.waived`` and not in ``.findings``.
        known: The findings of a baseline, as (code, touchpoint, about): they are in ``.known`` and not in
            ``.findings``.
        on: The day on which waivers hold or have expired; today when None.

    Raises:
        JourneyError: When it is no journey, a reference in it leads nowhere, an option has the wrong type, or two
            rules have the same code.
        UnknownNameError: When a code, prefix or option does not exist, or a waiver is for a rule that does not.

    Example:
        >>> stall = Journey("Stall").touchpoint("eat", "Eat", emotion=1).touchpoint("pay", "Pay", emotion=-1)
        >>> audit(stall, select="JM101").findings
        (<JM101 failed at 'pay': “Pay” ends the journey at −1.0 for all customers.>,)
    """
    expect(journey, Journey, "audit")
    subject = Subject(journey.checked())
    severities = severities or {}
    rules = tuple(_as_severe(rule, severities.get(rule.code)) for rule in rules)
    for code in (*severities, *(waiver.rule for waiver in waivers)):
        if all(rule.code != code for rule in rules):
            raise UnknownNameError.of("rule", code, [rule.code for rule in rules])
    settings = _settings(rules, options or {})
    chosen = _choose(rules, select, ignore)
    results = [finding for rule in chosen for finding in _results(rule, subject, settings.get(rule.code, {}))]
    results = [_weighed(finding, severities.get(finding.code)) for finding in results]
    asked = frozenset(rule.code for rule in chosen)
    settled = settle(results, waivers=waivers, known=frozenset(known), asked=asked, today=on or today())
    return Audit(
        journey, chosen, settled.results, subject.score, subject.covered, expired=settled.expired, unused=settled.unused
    )


def _as_severe(rule: Rule, severity: Severity | None) -> Rule:
    return rule if severity is None else attrs.evolve(rule, severity=severity)


def _weighed(finding: Finding, severity: Severity | None) -> Finding:
    """A finding of a rule that was given another severity: also where the rule would have said one of its own."""
    if severity is None or finding.severity is severity:
        return finding
    return attrs.evolve(finding, severity=severity, gain=finding.gain * severity.weight / finding.severity.weight)


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
            if not like(value, defaults[name]):
                raise JourneyError(f"option {name} of {code}: expected a value like {defaults[name]!r} (got {value!r})")
    return options


def like(value: Any, default: Any) -> bool:
    """Whether a value can stand where an option has this default."""
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
