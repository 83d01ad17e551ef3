"""What is said, confirmed and given along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import attrs

from journeymap import fields
from journeymap.fields import Record

if TYPE_CHECKING:
    import datetime

__all__ = ["Confirmation", "Exit", "Keepsake", "News"]

Tone = Literal["bad", "good"]


@fields.converting
class News(Record):
    """Good or bad news told at this touchpoint, in the order in which it is told."""

    tone: str = fields.choice(
        Tone, "Is it good or bad news?", "좋은 소식입니까, 나쁜 소식입니까?", required=True, kw_only=False
    )
    about: str = fields.text("What is it about?", "무엇에 관한 소식입니까?", default="", kw_only=False)
    known_at: str | None = fields.slug(
        "At which touchpoint was it first known?", "이 소식을 처음 알 수 있었던 접점은 어디입니까?"
    )
    delay: float | None = fields.duration(
        "How long after it was known is the customer told?", "알게 된 뒤 얼마 만에 고객에게 알립니까?"
    )

    if TYPE_CHECKING:  # what it takes is more than what it holds; tests/constructors.py writes this
        # fmt: off
        def __init__(
            self, tone: str, about: str = ..., *, known_at: str | None = ...,
            delay: float | str | datetime.timedelta | None = ...,
        ) -> None: ...
        # fmt: on


@attrs.frozen(repr=False)
class Confirmation(Record):
    """What a confirmation gives the customer."""

    reference: bool | None = fields.flag("Is there a reference number?", "접수 번호나 주문 번호가 있습니까?")
    what_next: bool | None = fields.flag(
        "Does it say what happens next, and when?", "다음에 무엇이 언제 진행되는지 알려 줍니까?"
    )
    contact: bool | None = fields.flag("Does it say whom to contact?", "문의할 곳을 알려 줍니까?")
    next_links: bool | None = fields.flag(
        "Does it link to what is needed next?", "다음에 필요한 화면으로 가는 링크가 있습니까?"
    )
    feedback_link: bool | None = fields.flag("Does it ask for feedback?", "의견을 남겨 달라고 안내합니까?")
    keeps_record: bool | None = fields.flag("Can the customer keep a record?", "고객이 기록을 보관할 수 있습니까?")


@attrs.frozen(repr=False)
class Exit(Record):
    """What happens when the customer leaves without what they came for."""

    saves_state: bool | None = fields.flag("Is what the customer did kept?", "고객이 하던 일이 저장됩니까?")
    farewell: bool | None = fields.flag(
        "Is the customer thanked or seen off?", "떠나는 고객에게 감사나 배웅 인사를 합니까?"
    )
    way_back: bool | None = fields.flag("Is there an easy way back?", "쉽게 돌아올 길이 있습니까?")


@attrs.frozen(repr=False)
class Keepsake(Record):
    """Something the customer takes away or passes on."""

    artefact: bool | None = fields.flag("Does the customer take something away?", "고객이 가져가 간직할 것이 있습니까?")
    shareable: bool | None = fields.flag("Is there a moment worth sharing?", "남에게 알리고 싶은 순간이 있습니까?")
