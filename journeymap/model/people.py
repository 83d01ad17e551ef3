"""Whose journey it is, and who offers the service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from journeymap import facts, fields
from journeymap.fields import Record

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

__all__ = ["Business", "Persona"]

BusinessKind = Literal["online-shop", "store", "restaurant", "clinic", "support-line", "public-service", "other"]
Price = Literal["low", "middle", "high"]
Relation = Literal["stranger", "guest", "regular", "friend"]
BusinessSize = Literal["solo", "small", "medium", "large"]
Product = Literal["physical", "digital", "service"]


@fields.converting
class Persona(Record):
    """The customer whose journey it is."""

    name: str = fields.text("Who is the customer?", "고객은 누구입니까?", required=True, kw_only=False)
    description: str | None = fields.text("What is this customer like?", "어떤 고객입니까?")
    goals: tuple[str, ...] | None = fields.texts("What does this customer want?", "이 고객은 무엇을 원합니까?")
    preferred_channels: tuple[str, ...] | None = fields.texts(
        "Which channels does this customer prefer?", "어떤 채널을 선호합니까?"
    )
    returning: bool | None = fields.flag("Has this customer bought before?", "전에 이용한 적이 있는 고객입니까?")
    wanted: bool | None = fields.flag(
        "Is this a customer whom the business wants?", "우리가 특별히 모시고 싶은 고객입니까?"
    )
    relation: str | None = fields.choice(
        Relation, "How far has the relation come?", "고객과의 관계는 어디까지 왔습니까?"
    )
    expected: float | None = fields.number(
        "How does this customer expect to feel, from the price and what was heard?",
        "가격과 소문으로 보아 이 고객은 어느 정도의 감정을 기대합니까?",
        unit="-2..+2",
        low=-2,
        high=2,
    )
    known_fields: tuple[str, ...] | None = fields.texts(
        "What has this customer already told us?", "이미 알려 준 정보는 무엇입니까?"
    )

    if TYPE_CHECKING:  # what it takes is more than what it holds; tests/constructors.py writes this
        # fmt: off
        def __init__(
            self, name: str, *, description: str | None = ..., goals: Iterable[str] | None = ...,
            preferred_channels: Iterable[str] | None = ..., returning: bool | None = ..., wanted: bool | None = ...,
            relation: str | None = ..., expected: float | None = ..., known_fields: Iterable[str] | None = ...,
        ) -> None: ...
        # fmt: on


@fields.converting
class Business(Record):
    """Who offers the service, and how to reach them."""

    name: str = fields.text("What is the business called?", "상호가 무엇입니까?", required=True, kw_only=False)
    kind: str | None = fields.choice(BusinessKind, "What kind of business is it?", "어떤 업종입니까?")
    size: str | None = fields.choice(BusinessSize, "How large is it?", "규모는 어느 정도입니까?")
    product: str | None = fields.choice(Product, "What does it sell?", "무엇을 팝니까?")
    price: str | None = fields.choice(Price, "Is its price low, middling or high?", "가격대는 어느 정도입니까?")
    vision: str | None = fields.text("What does it want to be for its customers?", "고객에게 어떤 곳이 되고자 합니까?")
    why_chosen: str | None = fields.text("Why do customers choose it?", "고객이 이곳을 선택하는 이유는 무엇입니까?")
    representative: str | None = fields.text("Who represents it?", "대표자는 누구입니까?")
    registration: str | None = fields.text("Its business number", "사업자등록번호")
    contacts: tuple[facts.Contact, ...] | None = fields.records(
        lambda: facts.Contact, "Which ways to reach the business are shown everywhere?",
        "어디서나 볼 수 있는 연락 방법은 무엇입니까?",
    )  # fmt: skip
    hours: str | None = fields.text("When is it open? With the time zone.", "영업시간은 언제입니까? (시간대 포함)")
    listings: tuple[facts.Listing, ...] | None = fields.records(
        lambda: facts.Listing,
        "What do the site, portals and signs say?",
        "홈페이지, 포털, 간판에 각각 어떻게 적혀 있습니까?",
    )
    abuse_policy: bool | None = fields.flag(
        "Is there a rule for abusive customers that protects staff?",
        "폭언 등 부당한 행위에서 직원을 보호하는 기준이 있습니까?",
    )
    staff_surveyed: Any = fields.day("When were staff last asked?", "직원 의견 조사를 마지막으로 한 날은 언제입니까?")

    if TYPE_CHECKING:  # what it takes is more than what it holds; tests/constructors.py writes this
        # fmt: off
        def __init__(
            self, name: str, *, kind: str | None = ..., size: str | None = ..., product: str | None = ...,
            price: str | None = ..., vision: str | None = ..., why_chosen: str | None = ...,
            representative: str | None = ..., registration: str | None = ...,
            contacts: Iterable[facts.Contact] | None = ..., hours: str | None = ...,
            listings: Iterable[facts.Listing] | None = ..., abuse_policy: bool | None = ...,
            staff_surveyed: datetime.date | str | None = ...,
        ) -> None: ...
        # fmt: on
