"""What the customer pays, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import attrs

from journeymap import fields
from journeymap.fields import Record

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Account", "Fee", "Payment", "Subscription", "Upsell"]

Trust = Literal["secure_payment", "refund_policy", "seller_identity", "reviews"]


@attrs.frozen(repr=False)
class Fee(Record):
    """Something the customer must pay on top of a price already shown, such as shipping.

    It stands on the touchpoint where it is charged; ``disclosed_at`` names where the customer first learns of it.

    Example:
        >>> Fee("Shipping", 3000, "KRW", disclosed_at="pay")
        Fee(name='Shipping', amount=3000, currency='KRW', disclosed_at='pay')
    """

    name: str = fields.text("What is the fee called?", "어떤 비용입니까?", required=True, kw_only=False)
    amount: float | None = fields.number(
        "How much is it?", "금액이 얼마입니까?", low=0, kw_only=False, currency="currency"
    )
    currency: str = fields.text("In which currency?", "어떤 통화입니까?", default="", kw_only=False)
    mandatory: bool = fields.flag("Must every customer pay it?", "모든 고객이 내야 합니까?", default=True)
    disclosed_at: str | None = fields.slug(
        "At which touchpoint does the customer first learn of it?", "고객이 이 비용을 처음 알게 되는 접점은 어디입니까?"
    )


@fields.converting
class Payment(Record):
    """How the customer pays here."""

    methods: tuple[str, ...] | None = fields.texts(
        "Which ways to pay are offered?", "어떤 결제 수단을 제공합니까?", kw_only=False
    )
    button: str | None = fields.text("What does the order button say?", "주문 버튼에 무엇이라고 쓰여 있습니까?")
    trust: tuple[str, ...] | None = fields.choices(
        Trust, "Which signs of trust are shown here?", "여기에 어떤 신뢰 표시가 있습니까?"
    )

    if TYPE_CHECKING:  # what it takes is more than what it holds; tests/constructors.py writes this
        # fmt: off
        def __init__(
            self, methods: Iterable[str] | None = ..., *, button: str | None = ..., trust: Iterable[str] | None = ...,
        ) -> None: ...
        # fmt: on


@attrs.frozen(repr=False)
class Account(Record):
    """Whether the customer must register, and whether a guest may go on."""

    required: bool | None = fields.flag(
        "Must the customer open an account?", "회원 가입을 꼭 해야 합니까?", kw_only=False
    )
    guest: bool | None = fields.flag("Can a guest go on without one?", "비회원으로도 진행할 수 있습니까?")


@attrs.frozen(repr=False)
class Upsell(Record):
    """An offer of something more, and how it is made."""

    preselected: bool | None = fields.flag("Is it already ticked?", "미리 선택되어 있습니까?")
    after_total: bool | None = fields.flag(
        "Is it offered after the total was confirmed?", "총액을 확정한 뒤에 권합니까?"
    )
    fits_need: bool | None = fields.flag(
        "Does it follow from what this customer needs?", "이 고객에게 필요해서 권하는 것입니까?"
    )


@fields.converting
class Subscription(Record):
    """How hard it is to join and to leave."""

    join_steps: int | None = fields.count(
        "How many steps does joining take?", "가입하는 데 몇 단계를 거칩니까?", unit="steps"
    )
    cancel_steps: int | None = fields.count(
        "How many steps does leaving take?", "해지하는 데 몇 단계를 거칩니까?", unit="steps"
    )
    join_channels: tuple[str, ...] | None = fields.texts(
        "Through which channels can one join?", "어떤 채널로 가입할 수 있습니까?"
    )
    cancel_channels: tuple[str, ...] | None = fields.texts(
        "Through which channels can one leave?", "어떤 채널로 해지할 수 있습니까?"
    )

    if TYPE_CHECKING:  # what it takes is more than what it holds; tests/constructors.py writes this
        # fmt: off
        def __init__(
            self, *, join_steps: int | None = ..., cancel_steps: int | None = ...,
            join_channels: Iterable[str] | None = ..., cancel_channels: Iterable[str] | None = ...,
        ) -> None: ...
        # fmt: on
