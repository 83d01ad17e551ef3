"""How long things take, and what is promised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import attrs

from journeymap import fields
from journeymap.fields import Record

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

__all__ = ["Delivery", "Greeting", "Promise", "Queue", "Screen", "Wait"]

PromiseAbout = Literal["time", "price", "quality", "amount"]


@fields.converting
class Wait(Record):
    """A wait: how long, and how it is made bearable.

    Example:
        >>> Wait("5 min", p80="8 min", known=True)
        Wait(typical=300.0, p80=480.0, known=True)
    """

    typical: float | None = fields.duration(
        "How long does the customer wait?", "고객은 얼마나 기다립니까?", kw_only=False
    )
    p80: float | None = fields.duration(
        "Within what time are 8 of 10 customers served?", "열 명 중 여덟 명은 얼마 안에 응대를 받습니까?"
    )
    p90: float | None = fields.duration(
        "Within what time are 9 of 10 customers served?", "열 명 중 아홉 명은 얼마 안에 응대를 받습니까?"
    )
    known: bool | None = fields.flag("Is the time left shown?", "남은 시간이 표시됩니까?")
    explained: bool | None = fields.flag("Is the reason for waiting given?", "기다리는 이유를 알려 줍니까?")
    occupied: bool | None = fields.flag(
        "Is there something useful to do meanwhile?", "기다리는 동안 할 만한 일이 있습니까?"
    )

    if TYPE_CHECKING:  # what it takes is more than what it holds; tests/constructors.py writes this
        # fmt: off
        def __init__(
            self, typical: float | str | datetime.timedelta | None = ..., *,
            p80: float | str | datetime.timedelta | None = ..., p90: float | str | datetime.timedelta | None = ...,
            known: bool | None = ..., explained: bool | None = ..., occupied: bool | None = ...,
        ) -> None: ...
        # fmt: on


@attrs.frozen(repr=False)
class Queue(Record):
    """How people stand in line."""

    lines: int | None = fields.count("How many lines are there?", "줄이 몇 개입니까?", unit="lines")
    priority_explained: bool | None = fields.flag(
        "Is it visible and explained who goes first?", "누가 먼저인지, 왜 그런지 고객이 알 수 있습니까?"
    )


@fields.converting
class Greeting(Record):
    """When the customer is first greeted."""

    within: float | None = fields.duration(
        "How long until somebody greets the customer?", "인사를 받기까지 얼마나 걸립니까?"
    )
    steps: int | None = fields.count(
        "After how many steps into the shop?", "매장에 들어와 몇 걸음 만에 인사를 받습니까?", unit="steps"
    )

    if TYPE_CHECKING:  # what it takes is more than what it holds; tests/constructors.py writes this
        # fmt: off
        def __init__(
            self, *, within: float | str | datetime.timedelta | None = ..., steps: int | None = ...,
        ) -> None: ...
        # fmt: on


@fields.converting
class Screen(Record):
    """A page or app screen: how fast, how usable, where its help stands."""

    loads_in: float | None = fields.duration("How long until it answers?", "화면이 반응하기까지 얼마나 걸립니까?")
    feedback: bool | None = fields.flag("Is something seen to happen within a second?", "1초 안에 반응이 보입니까?")
    progress: bool | None = fields.flag("Is progress shown?", "진행 상태가 보입니까?")
    mobile: bool | None = fields.flag("Does it work on a phone?", "휴대전화에서도 잘 작동합니까?")
    help_order: tuple[str, ...] | None = fields.texts(
        "In which order are the ways to get help shown?", "도움말과 연락처가 어떤 순서로 나옵니까?"
    )

    if TYPE_CHECKING:  # what it takes is more than what it holds; tests/constructors.py writes this
        # fmt: off
        def __init__(
            self, *, loads_in: float | str | datetime.timedelta | None = ..., feedback: bool | None = ...,
            progress: bool | None = ..., mobile: bool | None = ..., help_order: Iterable[str] | None = ...,
        ) -> None: ...
        # fmt: on


@fields.converting
class Delivery(Record):
    """When it was promised to arrive, and when it does."""

    promised: float | None = fields.duration(
        "Within what time is delivery promised?", "얼마 안에 도착한다고 약속합니까?"
    )
    actual_p90: float | None = fields.duration(
        "Within what time do 9 of 10 orders arrive?", "열 건 중 아홉 건은 얼마 안에 도착합니까?"
    )
    notice: bool | None = fields.flag(
        "Is the customer told before it is late?", "늦어지기 전에 고객에게 먼저 알립니까?"
    )

    if TYPE_CHECKING:  # what it takes is more than what it holds; tests/constructors.py writes this
        # fmt: off
        def __init__(
            self, *, promised: float | str | datetime.timedelta | None = ...,
            actual_p90: float | str | datetime.timedelta | None = ..., notice: bool | None = ...,
        ) -> None: ...
        # fmt: on


@attrs.frozen(repr=False)
class Promise(Record):
    """What is promised in words or numbers, and what is delivered.

    ``promised`` and ``delivered`` are numbers in one ``unit``; ``more_is_better`` says which way is stricter.
    """

    about: str = fields.choice(PromiseAbout, "What is promised?", "무엇을 약속합니까?", required=True, kw_only=False)
    words: str | None = fields.text("In which words?", "어떤 말로 약속합니까?")
    promised: float | None = fields.number("How much is promised?", "얼마를 약속합니까?")
    delivered: float | None = fields.number("How much is delivered?", "실제로는 얼마입니까?")
    unit: str = fields.text("In which unit?", "단위는 무엇입니까?", default="")
    more_is_better: bool | None = fields.flag("Is more better for the customer?", "값이 클수록 고객에게 좋습니까?")
