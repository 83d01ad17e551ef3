"""Touchpoints in stages: the journey itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias, runtime_checkable

import attrs

from journeymap import facts, fields, filling
from journeymap.display import Shown
from journeymap.errors import JourneyError, Problem, UnknownNameError, unknown
from journeymap.fields import Record
from journeymap.i18n import LANGUAGES
from journeymap.model.people import Business, Persona
from journeymap.model.touchpoints import Touchpoint, Transition

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

__all__ = ["Journey", "Stage"]

DataSource = Literal["complaints", "surveys", "reviews", "observation", "behaviour"]
Phase = Literal["before", "arrive", "during", "after", "follow-up"]
State = Literal["as-is", "to-be"]


@attrs.frozen(repr=False)
class Stage(Record):
    """A part of the journey, such as "Pay", and when it lies."""

    name: str = fields.text("What is this stage called?", "이 단계의 이름은 무엇입니까?", required=True, kw_only=False)
    phase: str | None = fields.choice(
        Phase, "Does it lie before, during or after the service?", "서비스 전, 중, 후 가운데 언제입니까?"
    )


Facts: TypeAlias = Mapping[str | None, Mapping[str, Any]]
"""Values by fact, by touchpoint; under None those of the journey itself."""


@runtime_checkable
class Answered(Protocol):
    """What tells facts of a journey, such as the answers on a checklist."""

    def facts(self, journey: Journey) -> Facts:
        """The facts that it tells of a journey."""


@fields.converting
class Journey(Record, Shown):
    """A customer journey: touchpoints in the order in which they are met, grouped in stages.

    Args:
        name: What the journey is called.
        touchpoints: In order. A touchpoint without ``next`` leads to the one after it.
        stages: In order. Stages that only the touchpoints name are added.
        persona: Whose journey it is; a name is enough.
        business: Who offers it; a name is enough.
        start: The id of the first touchpoint; None for the first in the list.

    Raises:
        JourneyError: When ids or stage names are not unique, or a field cannot be.

    Example:
        >>> cafe = Journey("Coffee to go", touchpoints=[Touchpoint("order", "Order", emotion=1)])
        >>> cafe["order"].emotion
        1
    """

    name: str = fields.text("What is the journey called?", "여정의 이름은 무엇입니까?", required=True, kw_only=False)
    description: str | None = fields.text("What is it about?", "어떤 여정입니까?")
    lang: str | None = fields.choice(Literal[LANGUAGES], "In which language is it written?", "어떤 언어로 썼습니까?")
    state: str | None = fields.choice(
        State, "Is it as it is today, or as it should be?", "현재 모습입니까, 바라는 모습입니까?"
    )
    persona: Persona | None = fields.record(
        lambda: Persona, "Who is the customer?", "고객은 누구입니까?", converter=lambda value: _named(Persona, value)
    )
    business: Business | None = fields.record(
        lambda: Business, "Who offers the service?", "누가 서비스를 제공합니까?",
        converter=lambda value: _named(Business, value),
    )  # fmt: skip
    start: str | None = fields.slug("Where does the journey start?", "여정은 어디서 시작합니까?")
    budget: float | None = fields.duration("How long may it take in all?", "모두 합해 얼마 안에 끝나야 합니까?")
    ritual: tuple[str, ...] | None = fields.slugs(
        "Which touchpoints are a ritual that keeps its order?",
        "고객이 늘 같은 순서를 기대하는 절차(의례)는 어떤 접점들입니까?",
    )
    subscription: facts.Subscription | None = fields.record(
        lambda: facts.Subscription, "How does one join and leave?", "어떻게 가입하고 해지합니까?"
    )
    goals: tuple[str, ...] | None = fields.texts(
        "Which goals has the team set itself for this journey?", "이 여정에서 팀이 세운 목표는 무엇입니까?"
    )
    data_sources: tuple[str, ...] | None = fields.choices(
        DataSource, "Where does what is known about customers come from?", "고객에 관한 정보는 어디서 얻습니까?"
    )
    last_reviewed: Any = fields.day("When was it last reviewed?", "마지막으로 검토한 날은 언제입니까?")
    stages: tuple[Stage, ...] = fields.records(
        lambda: Stage, "Which stages does it have?", "어떤 단계가 있습니까?", default=()
    )
    touchpoints: tuple[Touchpoint, ...] = fields.records(
        lambda: Touchpoint, "Which touchpoints does it have?", "어떤 접점이 있습니까?", default=()
    )

    if TYPE_CHECKING:  # what it takes is more than what it holds; tests/constructors.py writes this
        # fmt: off
        def __init__(
            self, name: str, *, description: str | None = ..., lang: str | None = ..., state: str | None = ...,
            persona: Persona | str | None = ..., business: Business | str | None = ..., start: str | None = ...,
            budget: float | str | datetime.timedelta | None = ..., ritual: Iterable[str] | None = ...,
            subscription: facts.Subscription | None = ..., goals: Iterable[str] | None = ...,
            data_sources: Iterable[str] | None = ..., last_reviewed: datetime.date | str | None = ...,
            stages: Iterable[Stage] = ..., touchpoints: Iterable[Touchpoint] = ...,
        ) -> None: ...
        # fmt: on

    def __attrs_post_init__(self) -> None:
        for what, names in (
            ("touchpoint id", [touchpoint.id for touchpoint in self.touchpoints]),
            ("stage", [stage.name for stage in self.stages]),
        ):
            if len(set(names)) < len(names):
                twice = sorted({name for name in names if names.count(name) > 1})
                raise JourneyError(
                    Problem(f"{what} {name!r} is used more than once", path=f"Journey {self.name!r}") for name in twice
                )
        known = {stage.name for stage in self.stages}
        added = dict.fromkeys(t.stage for t in self.touchpoints if t.stage is not None and t.stage not in known)
        if added:
            object.__setattr__(self, "stages", (*self.stages, *(Stage(name) for name in added)))

    # Reading

    def __getitem__(self, id: str) -> Touchpoint:
        """The touchpoint with this id.

        Raises:
            UnknownNameError: When there is none; the message has the nearest spelling.
        """
        try:
            return self.touchpoints[self.positions[id]]
        except KeyError:
            raise UnknownNameError.of("touchpoint", id, self.positions) from None

    def __contains__(self, id: object) -> bool:
        return id in self.positions

    def __iter__(self) -> Iterator[Touchpoint]:
        return iter(self.touchpoints)

    def __len__(self) -> int:
        return len(self.touchpoints)

    def __bool__(self) -> bool:
        return True

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """Where each touchpoint stands in the list: id to position, from 0."""
        return {touchpoint.id: position for position, touchpoint in enumerate(self.touchpoints)}

    @property
    def first(self) -> Touchpoint | None:
        """The touchpoint where the journey starts; None for a journey without touchpoints."""
        if self.start is not None:
            return self[self.start]
        return self.touchpoints[0] if self.touchpoints else None

    def ways_from(self, touchpoint: Touchpoint) -> tuple[Transition, ...]:
        """The ways on from a touchpoint, with the unwritten one to the next in the list filled in.

        Example:
            >>> walk = Journey("Walk").touchpoint("door", "Door").touchpoint("desk", "Desk")
            >>> walk.ways_from(walk["door"])
            (Transition(to='desk'),)
        """
        if touchpoint.next is not None:
            return touchpoint.next
        following = self.positions[touchpoint.id] + 1
        if (touchpoint.ends is not None and not touchpoint.drop_off) or following >= len(self.touchpoints):
            return ()
        return (Transition(self.touchpoints[following].id),)

    def problems(self) -> tuple[Problem, ...]:
        """Every reference in the journey that leads nowhere, such as an unknown id in ``next``.

        ``load`` refuses a journey that has any; so do ``score``, ``audit`` and ``draw``.
        """
        return tuple(_dangling(self))

    def checked(self) -> Journey:
        """The journey itself, when all its references hold.

        Raises:
            JourneyError: With every problem there is.
        """
        problems = self.problems()
        if problems:
            raise JourneyError(problems)
        return self

    # Building

    def stage(self, name: str, *, phase: str | None = None) -> Journey:
        """The journey with one more stage; touchpoints added after it belong to it."""
        return fields.evolve(self, stages=(*self.stages, Stage(name, phase=phase)))

    def touchpoint(self, id: str, name: str, **facts: Any) -> Journey:
        """The journey with one more touchpoint, in the last stage unless ``stage=`` says otherwise.

        Takes the same facts as :class:`Touchpoint`.
        """
        if self.stages:
            facts.setdefault("stage", self.stages[-1].name)
        try:
            added = Touchpoint(id, name, **facts)
        except TypeError as error:
            raise _unknown_fact(id, facts) or error from None
        return fields.evolve(self, touchpoints=(*self.touchpoints, added))

    def change(self, id: str, **facts: Any) -> Journey:
        """The journey with some facts of one touchpoint changed.

        Raises:
            UnknownNameError: When there is no such touchpoint.
            JourneyError: When there is no such fact, or it cannot have the value.
        """
        touchpoint = self[id]
        try:
            changed = fields.evolve(touchpoint, **facts)
        except TypeError as error:
            raise _unknown_fact(id, facts) or error from None
        return fields.evolve(self, touchpoints=tuple(changed if t is touchpoint else t for t in self.touchpoints))

    def with_answers(self, answers: Facts | Answered) -> Journey:
        """The journey with what was found out on the spot filled in, so that the next audit can tell.

        Args:
            answers: What :func:`journeymap.read_checklist` gave; or values by fact, by touchpoint, or under None for
                the journey, its business and its customer, such as ``{"pay": {"wait.known": True}, None:
                {"business.hours": "9-18 KST"}}``. None as a value makes a fact unknown again. Of several records
                ``incidents[late].root_cause`` says which; records may be given as mappings.

        Raises:
            JourneyError: With every answer that cannot be, and every touchpoint that is not there.

        Example:
            >>> shop = Journey("Shop").touchpoint("pay", "Pay", emotion=-1)
            >>> shop.with_answers({"pay": {"wait.known": False, "wait.typical": "5 min"}})["pay"].wait
            Wait(typical=300.0, known=False)
        """
        answers = answers.facts(self) if isinstance(answers, Answered) else answers
        lost = (id for id in answers if id is not None and id not in self)
        problems = [Problem(unknown("touchpoint", id, self.positions)) for id in lost]
        changed: Journey = self
        if None in answers:
            changed, wrong = filling.fill(self, answers[None], "journey")
            problems += wrong
        touchpoints = []
        for touchpoint in changed.touchpoints:
            given = answers.get(touchpoint.id, {})
            if touchpoint.next is None and any(fact.startswith(("next.", "next[")) for fact in given):
                touchpoint = fields.evolve(touchpoint, next=changed.ways_from(touchpoint))
            filled, wrong = filling.fill(touchpoint, given, f"touchpoint {touchpoint.id!r}")
            touchpoints.append(filled)
            problems += wrong
        if problems:
            raise JourneyError(problems)
        return fields.evolve(changed, touchpoints=tuple(touchpoints)).checked()

    def __repr__(self) -> str:
        counted = {"touchpoint": len(self.touchpoints), "stage": len(self.stages)}
        parts = [f"{count} {what}{'s' * (count != 1)}" for what, count in counted.items()]
        return f"<Journey {self.name!r}: {', '.join(parts)}>"


def _named(kind: type[Persona] | type[Business], value: Any) -> Any:
    return kind(value) if isinstance(value, str) else value


def _unknown_fact(id: str, given: Mapping[str, Any]) -> JourneyError | None:
    known = attrs.fields_dict(Touchpoint)
    wrong = [name for name in given if name not in known]
    return (
        JourneyError(Problem(unknown("fact", name, known), path=f"Touchpoint {id!r}") for name in wrong)
        if wrong
        else None
    )


def _dangling(journey: Journey) -> Iterator[Problem]:
    known = journey.positions

    def check(path: str, *ids: str | None) -> Iterator[Problem]:
        for id in ids:
            if id is not None and id not in known:
                yield Problem(unknown("touchpoint", id, known), path=path)

    yield from check("start", journey.start)
    yield from check("ritual", *journey.ritual or ())
    for touchpoint in journey.touchpoints:
        place = f"touchpoint {touchpoint.id!r}"
        yield from check(f"{place}: next", *(transition.to for transition in touchpoint.next or ()))
        yield from check(f"{place}: after", *touchpoint.after or ())
        yield from check(f"{place}: fees: disclosed_at", *(fee.disclosed_at for fee in touchpoint.fees or ()))
        yield from check(f"{place}: news: known_at", *(news.known_at for news in touchpoint.news or ()))
