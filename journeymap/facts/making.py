"""How the service is made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from journeymap import fields
from journeymap.fields import Record

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

__all__ = ["Blueprint", "Conduct", "Staff", "Surroundings"]


@attrs.frozen(repr=False)
class Blueprint(Record):
    """The lanes of a service blueprint at this touchpoint."""

    physical_evidence: str | None = fields.text(
        "What does the customer see and touch?", "고객이 보고 만지는 것은 무엇입니까?"
    )
    frontstage: str | None = fields.text(
        "What do staff do in front of the customer?", "직원이 고객 앞에서 하는 일은 무엇입니까?"
    )
    backstage: str | None = fields.text(
        "What do staff do out of sight?", "직원이 보이지 않는 곳에서 하는 일은 무엇입니까?"
    )
    support: str | None = fields.text(
        "Which systems or partners make it possible?", "어떤 시스템이나 협력사가 뒷받침합니까?"
    )
    customer: str | None = fields.text(
        "What does the customer do to make it work?", "서비스가 이루어지도록 고객이 하는 일은 무엇입니까?"
    )


@fields.converting
class Staff(Record):
    """Those who serve here: what they know, have been trained in and may decide.

    Example:
        >>> Staff(knowledge=4, topics=["sizes", "returns"], discretion="up to 30,000 won without asking")
        Staff(knowledge=4, topics=('sizes', 'returns'), discretion='up to 30,000 won without asking')
    """

    knowledge: float | None = fields.number(
        "How well do staff know what they offer?",
        "직원은 제공하는 상품과 서비스를 얼마나 잘 압니까?",
        unit="0..5",
        low=0,
        high=5,
    )
    courtesy: float | None = fields.number(
        "How courteous are they?", "직원은 얼마나 정중합니까?", unit="0..5", low=0, high=5
    )
    topics: tuple[str, ...] | None = fields.texts("What are they trained in?", "직원은 어떤 내용을 교육받습니까?")
    last_trained: Any = fields.day("When were they last trained?", "마지막으로 교육받은 날은 언제입니까?")
    discretion: str | None = fields.text(
        "What may they decide without asking?", "직원이 허락을 구하지 않고 결정할 수 있는 일은 어디까지입니까?"
    )

    if TYPE_CHECKING:  # what it takes is more than what it holds; tests/constructors.py writes this
        # fmt: off
        def __init__(
            self, *, knowledge: float | None = ..., courtesy: float | None = ..., topics: Iterable[str] | None = ...,
            last_trained: datetime.date | str | None = ..., discretion: str | None = ...,
        ) -> None: ...
        # fmt: on


@attrs.frozen(repr=False)
class Surroundings(Record):
    """What the place is like to the senses, and whether everybody gets in."""

    smell: str | None = fields.text("What does it smell of?", "어떤 냄새가 납니까?")
    sound: str | None = fields.text("What is heard?", "어떤 소리가 들립니까?")
    light: str | None = fields.text("How is the light?", "조명은 어떻습니까?")
    temperature: str | None = fields.text("How warm is it?", "온도는 어떻습니까?")
    tidy: bool | None = fields.flag("Is it clean and in order?", "깨끗하고 잘 정돈되어 있습니까?")
    accessible: bool | None = fields.flag(
        "Can everybody get in, with a wheelchair or a pram too?",
        "휠체어나 유모차로도 누구나 드나들 수 있습니까?",
    )


@attrs.frozen(repr=False)
class Conduct(Record):
    """A rule of conduct: if this happens, that is done.

    Example:
        >>> Conduct("the card is declined", "offer another way to pay before anything else")
        Conduct(when='the card is declined', then='offer another way to pay before anything else')
    """

    when: str = fields.text("What happens?", "어떤 일이 생기면", required=True, kw_only=False)
    then: str = fields.text("What is done then?", "어떻게 합니까?", required=True, kw_only=False)
