"""A rule, and what it may say of a place: both are data."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any

import attrs

from journeymap.errors import JourneyError, unknown
from journeymap.i18n import translator
from journeymap.model import Journey, Touchpoint
from journeymap.wording import say

if TYPE_CHECKING:
    from journeymap.waiving import Waiver

__all__ = ["PRINCIPLES", "Finding", "Outcome", "Rule", "Severity", "rule"]

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

_CODE = re.compile(r"[A-Z]{2,5}\d{3}\Z")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")


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


def _check_need(code: str, need: str) -> None:
    """Refuse a need that is no fact, so that a misspelt one is seen when the rule is written."""
    options = {field.name: field for kind in (Journey, Touchpoint) for field in attrs.fields(kind)}
    for name in need.split(".") if need != "score" else ():
        if name not in options:
            raise JourneyError(f"rule {code}: needs {need!r}: {unknown('fact', name, options)}")
        kind = options[name].metadata.get("record")
        options = attrs.fields_dict(kind()) if kind else {}
