"""Whom the customer can ask, and how an answer comes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import attrs

from journeymap import fields
from journeymap.fields import Record

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

__all__ = ["Contact", "Listing", "Response"]

ContactKind = Literal["phone", "email", "chat", "messenger", "form", "board", "address", "social", "in_person"]
Manner = Literal["kind", "helpful", "fast"]


@fields.converting
class Contact(Record):
    """One way to reach somebody.

    Example:
        >>> Contact("phone", "02-123-4567", hours="Mon-Fri 9-18 KST")
        Contact(kind='phone', value='02-123-4567', hours='Mon-Fri 9-18 KST')
    """

    kind: str = fields.choice(
        ContactKind, "Which kind of contact?", "어떤 연락 방법입니까?", required=True, kw_only=False
    )
    value: str = fields.text("The number, address or link", "번호, 주소 또는 링크", default="", kw_only=False)
    automated: bool | None = fields.flag("Does a machine answer?", "사람 대신 자동 응답이 응대합니까?")
    hours: str | None = fields.text("When is it answered?", "언제 응대합니까?")
    updated: Any = fields.day(
        "When was it last kept up to date?", "마지막으로 새 소식을 올리거나 고친 날은 언제입니까?"
    )

    if TYPE_CHECKING:  # what it takes is more than what it holds; tests/constructors.py writes this
        # fmt: off
        def __init__(
            self, kind: str, value: str = ..., *, automated: bool | None = ..., hours: str | None = ...,
            updated: datetime.date | str | None = ...,
        ) -> None: ...
        # fmt: on


@attrs.frozen(repr=False)
class Listing(Record):
    """What one place (the site, a portal, the sign on the door) says about the business."""

    source: str = fields.text("Where is it listed?", "어디에 실려 있습니까?", required=True, kw_only=False)
    name: str | None = fields.text("The name given there", "그곳에 적힌 상호")
    hours: str | None = fields.text("The opening hours given there", "그곳에 적힌 영업시간")
    phone: str | None = fields.text("The phone number given there", "그곳에 적힌 전화번호")
    address: str | None = fields.text("The address given there", "그곳에 적힌 주소")
    price: str | None = fields.text("The price given there", "그곳에 적힌 가격")


@fields.converting
class Response(Record):
    """How a message from the customer is received and answered."""

    acknowledged: bool | None = fields.flag("Is receipt confirmed automatically?", "접수되었다는 자동 확인을 보냅니까?")
    acknowledged_within: float | None = fields.duration(
        "After how long is receipt confirmed?", "접수 확인은 얼마 만에 보냅니까?"
    )
    target: float | None = fields.duration("Within what time must it be answered?", "얼마 안에 답하기로 정했습니까?")
    typical: float | None = fields.duration("After how long is it answered?", "보통 얼마 만에 답합니까?")
    acknowledgement: str | None = fields.text(
        "What does the confirmation of receipt say?", "접수 확인에는 어떤 내용이 있습니까?"
    )
    answered: float | None = fields.number(
        "Which share of messages is answered?", "답을 받는 문의의 비율은 얼마입니까?", unit="0..1", low=0, high=1
    )
    correct: float | None = fields.number(
        "Which share of answers is right?", "정확한 답변의 비율은 얼마입니까?", unit="0..1", low=0, high=1
    )
    manner: tuple[str, ...] | None = fields.choices(
        Manner, "Are the answers kind, helpful, fast?", "답변은 친절하고, 도움이 되고, 빠릅니까?"
    )
    unanswered: int | None = fields.count(
        "How many wait for an answer now?", "지금 답을 기다리는 문의는 몇 건입니까?", unit="posts"
    )
    oldest_unanswered: float | None = fields.duration(
        "How old is the oldest of them?", "그중 가장 오래된 문의는 얼마나 되었습니까?"
    )

    if TYPE_CHECKING:  # what it takes is more than what it holds; tests/constructors.py writes this
        # fmt: off
        def __init__(
            self, *, acknowledged: bool | None = ...,
            acknowledged_within: float | str | datetime.timedelta | None = ...,
            target: float | str | datetime.timedelta | None = ...,
            typical: float | str | datetime.timedelta | None = ..., acknowledgement: str | None = ...,
            answered: float | None = ..., correct: float | None = ..., manner: Iterable[str] | None = ...,
            unanswered: int | None = ..., oldest_unanswered: float | str | datetime.timedelta | None = ...,
        ) -> None: ...
        # fmt: on
