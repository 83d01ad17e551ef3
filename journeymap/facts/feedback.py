"""What is known about the customer's view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import attrs

from journeymap import fields
from journeymap.fields import Record

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

__all__ = ["ByChannel", "ByPersona", "Evidence", "Nps", "Survey", "Value"]

Basis = Literal["assumed", "observed", "measured"]
Asking = Literal["in_person", "one_by_one", "all_at_once"]
Reward = Literal["none", "discount", "gift", "points", "draw"]
SurveyItem = Literal[
    "overall", "recommend", "driver", "return_intent", "perceived_quality", "wants", "had_choice", "regret", "open"
]


@attrs.frozen(repr=False)
class Evidence(Record):
    """Where the emotion of a touchpoint comes from."""

    basis: str | None = fields.choice(
        Basis,
        "Was the emotion assumed, observed or measured?",
        "감정은 추측한 것입니까, 관찰한 것입니까, 측정한 것입니까?",
        kw_only=False,
    )
    n: int | None = fields.count("How many customers were asked?", "고객 몇 명에게 물었습니까?", unit="customers")
    sd: float | None = fields.number(
        "How much do customers differ (standard deviation)?",
        "고객마다 얼마나 다릅니까? (표준편차)",
        unit="-2..+2",
        low=0,
    )
    scale: str | None = fields.text("On which scale was it rated?", "어떤 척도로 평가했습니까?")
    source: str | None = fields.text("Where does it come from?", "출처가 어디입니까?")
    team: float | None = fields.number(
        "What does the team believe the customer feels?",
        "팀은 고객이 어떻게 느낀다고 생각합니까?",
        unit="-2..+2",
        low=-2,
        high=2,
    )
    asked_on: str | None = fields.text("On which channel were customers asked?", "어떤 채널로 물었습니까?")


@attrs.frozen(repr=False)
class ByPersona(Record):
    """How one kind of customer feels at this touchpoint, where customers differ."""

    persona: str = fields.text("Which customer?", "어떤 고객입니까?", required=True, kw_only=False)
    emotion: float | None = fields.number(
        "How does this customer feel here?", "이 고객은 여기서 어떻게 느낍니까?",
        unit="-2..+2", low=-2, high=2, kw_only=False,
    )  # fmt: skip


@attrs.frozen(repr=False)
class ByChannel(Record):
    """The same touchpoint as it is on one channel."""

    channel: str = fields.text("On which channel?", "어떤 채널입니까?", required=True, kw_only=False)
    emotion: float | None = fields.number(
        "How does the customer feel there?", "그 채널에서 고객은 어떻게 느낍니까?", unit="-2..+2", low=-2, high=2
    )
    price: str | None = fields.text("The price there", "그 채널의 가격")
    terms: str | None = fields.text("The terms there", "그 채널의 조건")
    hours: str | None = fields.text("The hours there", "그 채널의 운영 시간")


@attrs.frozen(repr=False)
class Value(Record):
    """The three values that raise the worth of a service, each 0 to 5."""

    usefulness: float | None = fields.number("How useful is it?", "얼마나 쓸모 있습니까?", unit="0..5", low=0, high=5)
    usability: float | None = fields.number(
        "How easy is it to use?", "얼마나 쓰기 쉽습니까?", unit="0..5", low=0, high=5
    )
    emotion: float | None = fields.number(
        "How much does it touch?", "얼마나 마음에 와닿습니까?", unit="0..5", low=0, high=5
    )
    worth: float | None = fields.number(
        "How well is it worth its price, as the customer sees it?",
        "고객이 보기에 값어치를 얼마나 합니까?",
        unit="0..5",
        low=0,
        high=5,
    )
    situation: str | None = fields.text("In which situation is it useful?", "어떤 상황에서 쓸모가 있습니까?")


@attrs.frozen(repr=False)
class Nps(Record):
    """The counts behind a Net Promoter Score."""

    promoters: int | None = fields.count(
        "How many answered 9 or 10?", "9~10점을 준 사람은 몇 명입니까?", unit="customers"
    )
    passives: int | None = fields.count("How many answered 7 or 8?", "7~8점을 준 사람은 몇 명입니까?", unit="customers")
    detractors: int | None = fields.count(
        "How many answered 0 to 6?", "0~6점을 준 사람은 몇 명입니까?", unit="customers"
    )
    interval_reported: bool | None = fields.flag("Is its interval reported with it?", "신뢰 구간을 함께 보고합니까?")


@fields.converting
class Survey(Record):
    """What customers are asked, when, and what happens with the answers."""

    items: tuple[str, ...] | None = fields.choices(SurveyItem, "What does it ask?", "무엇을 묻습니까?", kw_only=False)
    after: float | None = fields.duration(
        "How long after the service is it sent?", "서비스가 끝나고 얼마 뒤에 보냅니까?"
    )
    best_is_high: bool | None = fields.flag(
        "Is 5 very satisfied and 1 very dissatisfied?", "5가 매우 만족, 1이 매우 불만족입니까?"
    )
    response_target: float | None = fields.duration(
        "Within what time is feedback answered?", "의견에 얼마 안에 답하기로 정했습니까?"
    )
    asked: str | None = fields.choice(
        Asking, "Are customers asked in person, one by one, or all at once?",
        "고객에게 직접 묻습니까, 한 사람씩 묻습니까, 모두에게 한꺼번에 묻습니까?",
    )  # fmt: skip
    reward: str | None = fields.choice(Reward, "What does one get for answering?", "응답하면 무엇을 줍니까?")
    acted_on: float | None = fields.number(
        "Which share of what was said led to something?",
        "고객 의견 가운데 실제 조치로 이어진 비율은 얼마입니까?",
        unit="0..1",
        low=0,
        high=1,
    )
    nps: Nps | None = fields.record(lambda: Nps)

    if TYPE_CHECKING:  # what it takes is more than what it holds; tests/constructors.py writes this
        # fmt: off
        def __init__(
            self, items: Iterable[str] | None = ..., *, after: float | str | datetime.timedelta | None = ...,
            best_is_high: bool | None = ..., response_target: float | str | datetime.timedelta | None = ...,
            asked: str | None = ..., reward: str | None = ..., acted_on: float | None = ..., nps: Nps | None = ...,
        ) -> None: ...
        # fmt: on
