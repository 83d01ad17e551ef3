"""What happens when it goes wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import attrs

from journeymap import fields
from journeymap.fields import Record

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

__all__ = ["Failure", "Incident", "Support"]

Alternative = Literal[
    "substitute", "other_location", "backorder_date", "notify", "other_method", "other_time", "refund", "exchange"
]
Authority = Literal["none", "limited", "full"]
Nature = Literal["slip", "attitude", "process", "system"]
Personalisation = Literal["template", "name", "history", "situation"]
RecoveryStep = Literal["listen", "apologise", "explain", "solve", "amends", "follow_up", "blame", "excuse"]


@fields.converting
class Failure(Record):
    """What the customer is given when something fails here, such as a declined card or an empty shelf."""

    reason_given: bool | None = fields.flag("Is the customer told why?", "실패한 이유를 알려 줍니까?")
    keeps_work: bool | None = fields.flag("Is the basket or form kept?", "장바구니나 작성한 내용이 유지됩니까?")
    alternatives: tuple[str, ...] | None = fields.choices(
        Alternative, "Which other ways are offered?", "어떤 대안을 제시합니까?"
    )

    if TYPE_CHECKING:  # what it takes is more than what it holds; tests/constructors.py writes this
        # fmt: off
        def __init__(
            self, *, reason_given: bool | None = ..., keeps_work: bool | None = ...,
            alternatives: Iterable[str] | None = ...,
        ) -> None: ...
        # fmt: on


@fields.converting
class Support(Record):
    """How a question or complaint is handled here."""

    target: float | None = fields.duration("Within what time must it be solved?", "얼마 안에 해결하기로 정했습니까?")
    solved_p80: float | None = fields.duration(
        "Within what time are 8 of 10 solved?", "열 건 중 여덟 건은 얼마 안에 해결됩니까?"
    )
    first_contact: float | None = fields.number(
        "Which share is solved at the first contact?",
        "첫 문의에서 해결되는 비율은 얼마입니까?",
        unit="0..1",
        low=0,
        high=1,
    )
    can_solve: bool | None = fields.flag("Can this person or page solve it?", "여기서 문제를 해결할 수 있습니까?")
    authority: str | None = fields.choice(
        Authority, "How much may they decide themselves?", "담당자가 스스로 결정할 수 있는 권한은 어느 정도입니까?"
    )
    escalation: bool | None = fields.flag("Is it settled whom to pass it to?", "누구에게 넘길지 정해져 있습니까?")
    next_action: bool | None = fields.flag(
        "Is the customer told what happens next and when?", "다음에 무엇을 언제 할지 알려 줍니까?"
    )
    options: int | None = fields.count(
        "How many solutions are offered?", "해결 방법을 몇 가지 제시합니까?", unit="solutions"
    )
    apology: float | None = fields.duration("How long is the apology?", "사과는 얼마 동안 합니까?")
    solution_offered: bool | None = fields.flag("Does a solution follow the apology?", "사과 뒤에 해결책을 제시합니까?")
    amends: bool | None = fields.flag("Is something given to make up for it?", "보상이나 성의 표시가 있습니까?")
    steps: tuple[str, ...] | None = fields.choices(
        RecoveryStep, "What is done, in which order?", "어떤 순서로 응대합니까?"
    )
    personalisation: str | None = fields.choice(
        Personalisation, "How personal is the reply?", "답변은 고객에게 얼마나 맞춰져 있습니까?"
    )

    if TYPE_CHECKING:  # what it takes is more than what it holds; tests/constructors.py writes this
        # fmt: off
        def __init__(
            self, *, target: float | str | datetime.timedelta | None = ...,
            solved_p80: float | str | datetime.timedelta | None = ..., first_contact: float | None = ...,
            can_solve: bool | None = ..., authority: str | None = ..., escalation: bool | None = ...,
            next_action: bool | None = ..., options: int | None = ...,
            apology: float | str | datetime.timedelta | None = ..., solution_offered: bool | None = ...,
            amends: bool | None = ..., steps: Iterable[str] | None = ..., personalisation: str | None = ...,
        ) -> None: ...
        # fmt: on


@attrs.frozen(repr=False)
class Incident(Record):
    """Something that went wrong here, how often, and what was done about its cause."""

    kind: str = fields.text("What went wrong?", "무엇이 잘못되었습니까?", required=True, kw_only=False)
    count: int | None = fields.count(
        "How often in the period looked at?", "살펴본 기간에 몇 번 있었습니까?", unit="times"
    )
    nature: str | None = fields.choice(
        Nature,
        "Was it a slip, somebody's attitude, the process or a system?",
        "실수, 직원의 태도, 업무 절차, 시스템 가운데 무엇이 문제였습니까?",
    )
    situation: str | None = fields.text("What was the situation?", "어떤 상황이었습니까?")
    solution: str | None = fields.text("How was it solved?", "어떻게 해결했습니까?")
    outcome: str | None = fields.text("How did it end for the customer?", "고객에게는 어떻게 마무리되었습니까?")
    expected_again: float | None = fields.number(
        "Which share of customers expects it to happen again?",
        "같은 일이 또 생기리라고 보는 고객의 비율은 얼마입니까?",
        unit="0..1",
        low=0,
        high=1,
    )
    root_cause: str | None = fields.text("What was the cause?", "원인이 무엇이었습니까?")
    prevention: str | None = fields.text(
        "What was done so that it does not happen again?", "다시 일어나지 않도록 무엇을 했습니까?"
    )
