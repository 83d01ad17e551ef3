"""What a rule is: data and a pure function, and what it may say about a journey.

A rule looks at places in a journey and yields what fails; every other place it looked at passes::

    @rule(code="JM105", name="no-help-at-last-step", severity=Severity.ERROR, needs=("contacts",), ...)
    def no_help_at_last_step(context):
        for touchpoint in context.look(context.of_kind("payment", "checkout")):
            if not touchpoint.contacts:
                yield context.failed(touchpoint)

What ``needs`` names and a touchpoint lacks makes the outcome *cannot tell* there, without the rule asking:
missing data is never a pass. A rule that looked at nothing is *not applicable*.
"""

from __future__ import annotations

import inspect
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import attrs

from journeymap import graph, scoring
from journeymap.errors import JourneyError, ScoringError, unknown
from journeymap.i18n import translator
from journeymap.model import Journey, Touchpoint
from journeymap.pathfinding import Path, paths_along
from journeymap.wording import say

if TYPE_CHECKING:
    from journeymap.waiving import Waiver

__all__ = ["PRINCIPLES", "Context", "Finding", "Outcome", "Rule", "Severity", "Subject", "Walk", "rule"]

PRINCIPLES: tuple[str, ...] = (
    "finish strong",
    "get the bad over early",
    "segment pleasure, combine pain",
    "build commitment through choice",
    "rituals",
    "sound structure",
    "waiting made bearable",
    "someone to turn to",
    "put it right",
    "know how customers feel",
)
"""The principles our own rules belong to: the five of Chase & Dasu 2001, then what they rest on."""

COVERAGE = 0.95
"""The share of customers whose paths are looked at by rules that judge paths."""

MOST_PATHS = 500
"""How many paths are looked at, at the most."""

_CODE = re.compile(r"[A-Z]{2,5}\d{3}\Z")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")

Place = TypeVar("Place", Touchpoint, Journey)


class Outcome(StrEnum):
    """What a rule says of a place, in the order in which it matters."""

    FAILED = "failed"
    CANNOT_TELL = "cannot tell"
    PASSED = "passed"
    NOT_APPLICABLE = "not applicable"


class Severity(StrEnum):
    """How bad it is when a rule fails: an error loses customers, a warning annoys them, info is a chance missed."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def weight(self) -> float:
        """How much a failure counts when findings are ordered: 1, 1/4 or 1/20."""
        return {"error": 1.0, "warning": 0.25, "info": 0.05}[self.value]

    def reaches(self, threshold: Severity) -> bool:
        """Whether this is at least as bad as ``threshold``."""
        return self.weight >= threshold.weight


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Rule:
    """One rule: what it says, where that comes from, and the function that checks it.

    Attributes:
        code: Such as ``JM101``; its first digit tells the family.
        name: The defect in kebab case, such as ``negative-ending``.
        severity: How bad a failure is; a finding may carry one of its own.
        principle: Which principle of service design it belongs to.
        needs: The facts it cannot do without, such as ``"emotion"``, ``"wait.known"``, ``"business.hours"``.
        title: The positive requirement: true when the rule passes, and the line on a checklist.
        message: What is wrong, with placeholders for the values of a finding.
        variants: Other messages and questions by name, for findings that say something else.
        question: What to ask when it cannot be told.
        why: Why it matters, in words no stronger than the source.
        fix: How to mend it.
        source: Where it comes from, with the year.
        units: The unit of each option.
        notes: How the rule reads what is stated, where that could be read otherwise.
        check: The function, taking a :class:`Context` and the options.
    """

    code: str
    name: str
    severity: Severity
    principle: str
    title: str
    message: str
    question: str
    why: str
    fix: str
    source: tuple[str, ...]
    check: Callable[..., Iterable[Finding]]
    needs: tuple[str, ...] = ()
    variants: Mapping[str, str] = attrs.field(factory=dict)
    units: Mapping[str, str] = attrs.field(factory=dict)
    notes: str = ""

    def __attrs_post_init__(self) -> None:
        if not _CODE.match(self.code):
            raise JourneyError(f"rule code {self.code!r}: expected letters and three digits, such as JM101")
        if not _NAME.match(self.name):
            raise JourneyError(f"rule {self.code}: name {self.name!r}: expected kebab case, such as negative-ending")
        for need in self.needs:
            _check_need(self.code, need)

    @property
    def family(self) -> str:
        """The family it belongs to, such as ``endings``: the name of the module it is written in.

        Where one of our own families is a folder of several modules, the name of that folder.
        """
        names = self.check.__module__.split(".")
        return names[2] if names[:2] == ["journeymap", "rules"] else names[-1]

    @cached_property
    def options(self) -> Mapping[str, Any]:
        """Its options and their defaults."""
        parameters = inspect.signature(self.check).parameters.values()
        return {p.name: p.default for p in parameters if p.kind is p.KEYWORD_ONLY}

    def text(self, part: str, lang: str = "en") -> str:
        """One of its texts (title, message, question, why, fix, principle, a variant) in a language."""
        if part == "principle":
            return translator(lang)(self.principle)
        english = self.variants[part] if part in self.variants else getattr(self, part)
        return translator(lang).rule_text(self.code, part) or str(english)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled by the name of its function, whose place in the module it has taken, with what was set otherwise."""
        place = (self.check.__module__, self.check.__qualname__)
        data = {name: getattr(self, name) for name in attrs.fields_dict(Rule)}
        original = _rule_of(*place)
        return _rule_of, (*place, {name: value for name, value in data.items() if value != getattr(original, name)})

    def __repr__(self) -> str:
        return f"<Rule {self.code} {self.name}>"


def _rule_of(module: str, name: str, changes: Mapping[str, Any] | None = None) -> Rule:
    """The rule that stands under this name in a module, with what was set otherwise."""
    found = getattr(import_module(module), name, None)
    if not isinstance(found, Rule):
        raise JourneyError(
            f"rule {name!r}: it does not stand in {module}; write it at the top of a module to pickle it"
        )
    return attrs.evolve(found, **changes) if changes else found


def rule(*, source: str | Sequence[str], **data: Any) -> Callable[[Callable[..., Iterable[Finding]]], Rule]:
    """Make a rule of a function: its data as arguments, see :class:`Rule`.

    Example:
        >>> @rule(
        ...     code="SHOP001", name="no-tea", severity=Severity.INFO, principle="finish strong", needs=("keepsake",),
        ...     title="Every guest leaves with tea", message="Nothing is given at “{name}”.",
        ...     question="Is anything given at “{name}”?", why="Guests remember it.", fix="Give tea.",
        ...     source="House rule 2026",
        ... )
        ... def no_tea(context):
        ...     for touchpoint in context.look(context.of_kind("farewell")):
        ...         if not touchpoint.keepsake.artefact:
        ...             yield context.failed(touchpoint)
        >>> no_tea
        <Rule SHOP001 no-tea>
    """
    sources = (source,) if isinstance(source, str) else tuple(source)

    def make(check: Callable[..., Iterable[Finding]]) -> Rule:
        return Rule(check=check, source=sources, **data)

    return make


@attrs.frozen(kw_only=True, repr=False)
class Finding:
    """What one rule says of one place.

    Attributes:
        rule: The rule.
        outcome: Failed, cannot tell, passed or not applicable.
        touchpoint: The id of the place; None when it is the journey as a whole.
        name: The name of the place.
        severity: How bad it is.
        values: What the message says, by placeholder.
        variant: Which of the rule's texts it says; empty for the one that goes with the outcome.
        about: What it is about when a place has several, such as the name of a fee.
        missing: The facts that would be needed to tell.
        path: A path that proves it: touchpoint ids.
        share: The share of customers it concerns (0..1), those who meet the place unless the rule knows better;
            None when unknown.
        gain: How much it weighs: the memory share of the place times how bad it is.
        waiver: The exception (:class:`~journeymap.waiving.Waiver`) by which it need not be mended; None for most.
        known: Whether it stood in the baseline that the audit was given.
    """

    rule: Rule
    outcome: Outcome
    touchpoint: str | None
    name: str
    severity: Severity
    values: Mapping[str, Any] = attrs.field(factory=dict)
    variant: str = ""
    about: str = ""
    missing: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    share: float | None = None
    gain: float = 0.0
    waiver: Waiver | None = None
    known: bool = False

    @property
    def code(self) -> str:
        """The code of its rule."""
        return self.rule.code

    def message(self, lang: str = "en") -> str:
        """What it says: the failure, the question, or the requirement that holds."""
        part = {Outcome.FAILED: "message", Outcome.CANNOT_TELL: "question"}.get(self.outcome, "title")
        values = {"name": self.name, "about": self.about, "share": self.share, **self.values}
        return say(self.rule.text(self.variant or part, lang), values, lang)

    def __repr__(self) -> str:
        place = f" at {self.touchpoint!r}" if self.touchpoint else ""
        return f"<{self.code} {self.outcome.value}{place}: {self.message()}>"


@attrs.frozen
class Walk:
    """A path as the customer feels it; surveys are left out, because they measure and are no part of the service.

    Attributes:
        path: The path.
        ids: The touchpoints met, in order.
        emotions: How the customer feels at each of them; None where that is unknown.
        felt: The emotions that are known, in order.
        ends: How the journey ends: success, failure, abandon (also for those who drop off), cancel; None when unknown.
    """

    path: Path
    ids: tuple[str, ...]
    emotions: tuple[float | None, ...]
    felt: tuple[float, ...]
    ends: str | None

    @property
    def known(self) -> bool:
        """Whether every emotion on it is known."""
        return len(self.felt) == len(self.ids)


@attrs.define(eq=False)
class Subject:
    """A journey and what is worked out about it once, for all rules."""

    journey: Journey

    @cached_property
    def routes(self) -> graph.Routes:
        """Where customers can go, and with what share."""
        return graph.routes(self.journey)

    @cached_property
    def score(self) -> scoring.Score | None:
        """How the journey will be remembered; None when it cannot be scored."""
        try:
            return scoring.score_along(self.routes)
        except ScoringError:
            return None

    @cached_property
    def reached(self) -> Mapping[int, Touchpoint]:
        """The touchpoints that customers can get to, by position and in order."""
        return {i: self.journey.touchpoints[i] for i in sorted(self.routes.reachable())}

    @cached_property
    def endings(self) -> Mapping[str, float]:
        """The share of customers for whom each touchpoint is the last one that is not a survey, by id.

        Exact, unless customers can get lost in a loop without a way out: then as far as the paths looked at go.
        """
        touchpoints, routes = self.journey.touchpoints, self.routes
        surveys = {i for i, touchpoint in enumerate(touchpoints) if touchpoint.kind == "survey"}
        if self.score is None:
            shares: dict[str, float] = {}
            for path in self.paths:
                last = next((id for id in reversed(path.ids) if self.journey.positions[id] not in surveys), None)
                if last is not None:
                    shares[last] = shares.get(last, 0.0) + path.probability
            return shares
        final: dict[int, float] = {}
        for i in (i for part in reversed(routes.parts) for i in part):
            final[i] = routes.leaving[i] + sum(
                way.share * final.get(way.to, 0.0) for way in routes.ways[i] if way.to in surveys
            )
        ends = ((i, self.score.visits[routes.ids[i]] * final[i]) for i in range(len(touchpoints)) if i not in surveys)
        return {routes.ids[i]: min(1.0, share) for i, share in ends if share > 0}

    @cached_property
    def paths(self) -> tuple[Path, ...]:
        """The likeliest paths, up to 95 % of customers and at most 500."""
        return tuple(paths_along(self.routes, coverage=COVERAGE, limit=MOST_PATHS))

    @cached_property
    def walks(self) -> tuple[Walk, ...]:
        """The same paths as customers feel them; those without anything but surveys are left out."""
        emotions = {touchpoint.id: touchpoint.emotion for touchpoint in self.journey if touchpoint.kind != "survey"}
        felt = {id: emotion for id, emotion in emotions.items() if emotion is not None}
        ends = {t.id: t.ends or ("abandon" if t.drop_off else None) for t in self.journey}

        def walk(path: Path) -> Walk:
            ids = tuple(filter(emotions.__contains__, path.ids))
            known = map(felt.__getitem__, filter(felt.__contains__, ids))
            return Walk(path, ids, tuple(map(emotions.__getitem__, ids)), tuple(known), ends[path.ids[-1]])

        return tuple(filter(lambda walk: walk.ids, map(walk, self.paths)))

    @cached_property
    def covered(self) -> float:
        """The share of customers (0..1) who take one of these paths."""
        return min(1.0, math.fsum(path.probability for path in self.paths))

    def memory_share(self, id: str | None) -> float:
        """How much of what is remembered sits at a touchpoint.

        A place without a memory share of its own (the whole journey, or an unknown emotion) counts as much as
        a touchpoint does on average.
        """
        shares = self.score.shares if self.score is not None else {}
        return shares.get(id or "") or 1 / max(1, len(self.journey))


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


def _check_need(code: str, need: str) -> None:
    """Refuse a need that is no fact, so that a misspelt one is seen when the rule is written."""
    options = {field.name: field for kind in (Journey, Touchpoint) for field in attrs.fields(kind)}
    for name in need.split(".") if need != "score" else ():
        if name not in options:
            raise JourneyError(f"rule {code}: needs {need!r}: {unknown('fact', name, options)}")
        kind = options[name].metadata.get("record")
        options = attrs.fields_dict(kind()) if kind else {}
