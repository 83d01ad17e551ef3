"""Where the customer meets the service, and the ways from there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal

from journeymap import facts, fields
from journeymap.errors import JourneyError
from journeymap.fields import Record

if TYPE_CHECKING:
    import datetime

__all__ = ["Touchpoint", "Transition", "overfull"]

Check = Literal["stock", "price"]
Ending = Literal["success", "failure", "abandon", "cancel"]
Effort = Literal["small", "medium", "large"]
HelpMode = Literal["on_request", "forced", "none"]
Need = Literal["basic", "delight", "safety"]
TouchpointKind = Literal[
    "ad", "search", "browse", "product", "visit", "greeting", "consultation", "fitting", "account", "form", "submit",
    "cart", "checkout", "payment", "verification", "confirmation", "order", "service", "wait", "delivery", "pickup",
    "return", "cancel", "support", "complaint", "recovery", "failure", "out_of_stock", "upsell", "board", "review",
    "social", "message", "survey", "feedback", "farewell", "reward",
]  # fmt: skip
TransitionKind = Literal[
    "forward", "failure", "retry", "recovery", "handoff", "abandon", "cancel", "return", "loyalty", "referral", "status"
]  # fmt: skip

SUM_TOLERANCE = 1e-9
"""How far the probabilities out of one touchpoint may exceed 1 by rounding."""


@fields.converting
class Transition(Record):
    """A way from one touchpoint to another.

    Example:
        >>> Transition("declined", probability=0.08, kind="failure")
        Transition(to='declined', probability=0.08, kind='failure')
    """

    to: str = fields.slug("Where does it lead?", "어디로 이어집니까?", required=True, kw_only=False)
    probability: float | None = fields.number(
        "Which share of customers goes this way?", "이 길로 가는 고객의 비율은 얼마입니까?", unit="0..1", low=0, high=1
    )
    kind: str | None = fields.choice(TransitionKind, "Which kind of way is it?", "어떤 이동입니까?")
    condition: str | None = fields.text("When is this way taken?", "어떤 경우에 이 길로 갑니까?")
    delay: float | None = fields.duration(
        "How long until the customer arrives there?", "다음 접점까지 얼마나 걸립니까?"
    )
    context_carried: bool | None = fields.flag(
        "Does what the customer already said go along?", "고객이 이미 말한 내용이 함께 넘어갑니까?"
    )
    status_message: bool | None = fields.flag(
        "Is the customer told how things stand on the way?", "그 사이에 진행 상황을 고객에게 알립니까?"
    )
    count: int | None = fields.count(
        "How often was it taken in the period looked at?", "살펴본 기간에 몇 번 이 길로 갔습니까?", unit="times"
    )

    if TYPE_CHECKING:  # what it takes is more than what it holds; tests/constructors.py writes this
        # fmt: off
        def __init__(
            self, to: str, *, probability: float | None = ..., kind: str | None = ..., condition: str | None = ...,
            delay: float | str | datetime.timedelta | None = ..., context_carried: bool | None = ...,
            status_message: bool | None = ..., count: int | None = ...,
        ) -> None: ...
        # fmt: on


@fields.converting
class Touchpoint(Record):
    """One place where the customer meets the service.

    Args:
        id: A slug, unique in the journey, such as ``"card-payment"``.
        name: Anything, in any language.
        emotion: How the customer feels, from −2 (very dissatisfied) to +2; None for unknown, which is never 0.
        next: Where the customer can go. None: the next touchpoint in the list. A list of ids: equal shares.
            A mapping of id to probability, or a list of :class:`Transition`. Empty: nowhere.
        ends: How the journey ends here: success, failure, abandon or cancel.
        drop_off: The share (0..1) for whom the journey ends here though others go on.

    Raises:
        JourneyError: When a value has the wrong type or lies out of range, or the shares exceed 1.

    Example:
        >>> Touchpoint("pay", "Card payment", emotion=-1, next={"done": 0.92, "declined": 0.08}).next[1]
        Transition(to='declined', probability=0.08)
    """

    id: str = fields.slug("Its id", "식별자", required=True, kw_only=False)
    name: str = fields.text("What happens here?", "여기서 무슨 일이 있습니까?", required=True, kw_only=False)
    stage: str | None = fields.text("In which stage is it?", "어느 단계에 있습니까?")
    emotion: float | None = fields.number(
        "How does the customer feel here?", "고객은 여기서 어떻게 느낍니까?", unit="-2..+2", low=-2, high=2
    )
    kind: str | None = fields.choice(TouchpointKind, "What kind of touchpoint is it?", "어떤 접점입니까?")
    channel: str | None = fields.text("On which channel?", "어떤 채널입니까?")
    actors: tuple[str, ...] | None = fields.texts("Who takes part here?", "여기에는 누가 함께합니까?")

    # the way on
    next: tuple[Transition, ...] | None = fields.records(
        lambda: Transition, "Where can the customer go from here?", "여기서 고객은 어디로 갈 수 있습니까?",
        converter=lambda value: _transitions_from(value), transitions=True,
    )  # fmt: skip
    ends: str | None = fields.choice(Ending, "How does the journey end here?", "여정이 여기서 어떻게 끝납니까?")
    drop_off: float = fields.number(
        "Which share of customers leaves here though others go on?", "여기서 떠나는 고객의 비율은 얼마입니까?",
        unit="0..1", low=0, high=1, default=0.0,
    )  # fmt: skip
    can_fail: bool | None = fields.flag("Can this step fail?", "이 과정이 실패할 수 있습니까?")

    # what the customer does, says and sees
    description: str | None = fields.text("What does the customer do?", "고객은 무엇을 합니까?")
    quote: str | None = fields.text("What does the customer say or think?", "고객은 어떤 말이나 생각을 합니까?")
    moment_of_truth: bool | None = fields.flag("Is it a moment of truth?", "진실의 순간입니까?")
    expectations: tuple[str, ...] | None = fields.texts("What does the customer expect?", "고객은 무엇을 기대합니까?")
    enhancers: tuple[str, ...] | None = fields.texts(
        "What makes it better than expected?", "어떤 점이 기대보다 좋습니까?"
    )
    detractors: tuple[str, ...] | None = fields.texts(
        "What makes it worse than expected?", "어떤 점이 기대에 못 미칩니까?"
    )
    opportunities: tuple[str, ...] | None = fields.texts("What could be done better?", "무엇을 더 낫게 할 수 있습니까?")
    expected: float | None = fields.number(
        "How does the customer expect to feel here?", "고객은 여기서 어느 정도의 감정을 기대합니까?",
        unit="-2..+2", low=-2, high=2,
    )  # fmt: skip
    recognised: bool | None = fields.flag(
        "Is the customer recognised as the person they are?", "고객을 알아보고 그 사람에 맞게 대합니까?"
    )
    need: str | None = fields.choice(
        Need, "Is it a basic, a delight or about safety?", "기본, 감동, 안전 가운데 무엇에 해당합니까?"
    )

    # who looks after it
    owner: str | None = fields.text("Who looks after this touchpoint?", "이 접점은 누가 책임집니까?")
    standard: str | None = fields.text(
        "What is the written standard: who does what, when, how often?",
        "글로 정해 둔 기준은 무엇입니까? (누가, 언제, 무엇을, 얼마나 자주)",
    )
    kpi: str | None = fields.text(
        "Which figure of the business shows how well it goes?", "여기가 잘되고 있는지 보여 주는 사업 지표는 무엇입니까?"
    )
    staff: facts.Staff | None = fields.record(
        lambda: facts.Staff, "Who serves here, and what do they know?", "누가 응대하며, 무엇을 알고 있습니까?"
    )
    surroundings: facts.Surroundings | None = fields.record(
        lambda: facts.Surroundings, "What is the place like?", "그곳의 환경은 어떻습니까?"
    )
    conduct: tuple[facts.Conduct, ...] | None = fields.records(
        lambda: facts.Conduct, "What is done when something happens?", "어떤 일이 생기면 어떻게 하기로 정했습니까?"
    )
    assumptions: tuple[str, ...] | None = fields.texts(
        "What is assumed here and not yet known?", "확인하지 못하고 가정한 것은 무엇입니까?"
    )
    evidence: facts.Evidence | None = fields.record(
        lambda: facts.Evidence, "Where does the emotion come from?", "감정의 근거는 무엇입니까?"
    )
    blueprint: facts.Blueprint | None = fields.record(
        lambda: facts.Blueprint,
        "What happens on and behind the stage?",
        "고객에게 보이는 곳과 보이지 않는 곳에서 각각 무슨 일을 합니까?",
    )

    # time
    duration: float | None = fields.duration("How long does it take?", "얼마나 걸립니까?")
    duration_p90: float | None = fields.duration(
        "Within what time are 9 of 10 customers done?", "열 명 중 아홉 명은 얼마 안에 마칩니까?"
    )
    wait: facts.Wait | None = fields.record(lambda: facts.Wait, "How long is the wait, and how is it made bearable?",
        "얼마나 기다리며, 기다리는 부담을 어떻게 덜어 줍니까?", converter=lambda value: _wait_from(value))  # fmt: skip
    queue: facts.Queue | None = fields.record(
        lambda: facts.Queue, "How do people stand in line?", "줄은 어떻게 섭니까?"
    )
    greeting: facts.Greeting | None = fields.record(
        lambda: facts.Greeting, "When is the customer greeted?", "고객은 언제 인사를 받습니까?"
    )
    response: facts.Response | None = fields.record(
        lambda: facts.Response, "How is a message received and answered?", "문의를 어떻게 접수하고 답합니까?"
    )
    screen: facts.Screen | None = fields.record(
        lambda: facts.Screen, "How does the page or app behave?", "화면은 어떻게 작동합니까?"
    )
    delivery: facts.Delivery | None = fields.record(
        lambda: facts.Delivery,
        "When is it promised, and when does it arrive?",
        "언제 도착한다고 약속했고, 실제로 언제 도착합니까?",
    )
    promises: tuple[facts.Promise, ...] | None = fields.records(
        lambda: facts.Promise, "What is promised here?", "여기서 무엇을 약속합니까?"
    )

    # money
    shows_price: bool | None = fields.flag("Is a price shown here?", "여기에 가격이 보입니까?")
    fees: tuple[facts.Fee, ...] | None = fields.records(
        lambda: facts.Fee,
        "What must the customer pay on top of the price?",
        "표시된 가격 말고 더 내야 하는 비용은 무엇입니까?",
    )
    payment: facts.Payment | None = fields.record(
        lambda: facts.Payment, "How does the customer pay?", "어떻게 결제합니까?"
    )
    account: facts.Account | None = fields.record(
        lambda: facts.Account, "Must the customer register?", "회원 가입을 꼭 해야 합니까?"
    )
    upsell: facts.Upsell | None = fields.record(
        lambda: facts.Upsell, "How is something more offered?", "추가 상품을 어떻게 권합니까?"
    )

    # help, choice and failure
    contacts: tuple[facts.Contact, ...] | None = fields.records(
        lambda: facts.Contact, "Whom can the customer ask right here?", "바로 여기서 누구에게 물어볼 수 있습니까?"
    )
    help_mode: str | None = fields.choice(
        HelpMode,
        "Is help there on request, forced, or not at all?",
        "도움은 요청할 때만 줍니까, 원하지 않아도 줍니까, 전혀 없습니까?",
    )
    choices: tuple[str, ...] | None = fields.texts("What can the customer choose?", "고객은 무엇을 고를 수 있습니까?")
    checks: tuple[str, ...] | None = fields.choices(
        Check, "Are stock and price checked here?", "재고와 가격을 여기서 확인합니까?"
    )
    failure: facts.Failure | None = fields.record(
        lambda: facts.Failure, "What is the customer given when it fails?", "실패했을 때 고객에게 무엇을 제공합니까?"
    )
    exit: facts.Exit | None = fields.record(
        lambda: facts.Exit, "What happens when the customer leaves here?", "고객이 여기서 떠날 때 어떻게 응대합니까?"
    )
    support: facts.Support | None = fields.record(
        lambda: facts.Support, "How is a question or complaint handled?", "문의나 불만을 어떻게 처리합니까?"
    )
    incidents: tuple[facts.Incident, ...] | None = fields.records(
        lambda: facts.Incident, "What went wrong here before?", "전에 여기서 어떤 문제가 있었습니까?"
    )

    # what is told, asked and given
    news: tuple[facts.News, ...] | None = fields.records(
        lambda: facts.News, "Which good or bad news is told here, in order?", "어떤 소식을 어떤 순서로 알립니까?"
    )
    announces_steps: bool | None = fields.flag(
        "Is the customer told which steps come and how long they take?", "어떤 절차가 얼마나 걸리는지 미리 알려 줍니까?"
    )
    fields_requested: tuple[str, ...] | None = fields.texts(
        "What must the customer fill in or tell?", "고객이 무엇을 적거나 말해야 합니까?"
    )
    confirmation: facts.Confirmation | None = fields.record(
        lambda: facts.Confirmation, "What does the confirmation contain?", "확인 안내에 어떤 내용이 담깁니까?"
    )
    keepsake: facts.Keepsake | None = fields.record(
        lambda: facts.Keepsake,
        "What does the customer take away or share?",
        "고객이 간직하거나 남에게 전할 것은 무엇입니까?",
    )
    survey: facts.Survey | None = fields.record(
        lambda: facts.Survey, "What is asked afterwards?", "끝난 뒤 무엇을 묻습니까?"
    )

    # how it compares
    by_channel: tuple[facts.ByChannel, ...] | None = fields.records(
        lambda: facts.ByChannel, "How does it differ between channels?", "채널마다 어떻게 다릅니까?"
    )
    by_persona: tuple[facts.ByPersona, ...] | None = fields.records(
        lambda: facts.ByPersona,
        "How do different customers feel here?",
        "고객에 따라 여기서 느끼는 감정이 어떻게 다릅니까?",
    )
    value: facts.Value | None = fields.record(
        lambda: facts.Value, "How useful, usable and touching is it?", "얼마나 쓸모 있고, 쓰기 쉽고, 마음에 와닿습니까?"
    )
    visits: int | None = fields.count(
        "How often was it visited in the period looked at?", "살펴본 기간에 몇 번 방문했습니까?", unit="times"
    )
    usage_rate: float | None = fields.number(
        "Which share of customers uses it?", "이용하는 고객의 비율은 얼마입니까?", unit="0..1", low=0, high=1
    )

    # where it may stand
    movable: bool | None = fields.flag("May it stand elsewhere in the journey?", "순서를 옮길 수 있습니까?")
    removable: bool | None = fields.flag("Could it be left out?", "생략할 수 있습니까?")
    effort: str | None = fields.choice(Effort, "How much effort is it to change?", "바꾸는 데 노력이 얼마나 듭니까?")
    scales: bool | None = fields.flag(
        "Would it still work with ten times the customers?", "고객이 열 배로 늘어도 지금처럼 할 수 있습니까?"
    )
    after: tuple[str, ...] | None = fields.slugs(
        "Which touchpoints must come before it?", "이 접점보다 먼저 와야 하는 접점은 어느 것입니까?"
    )

    if TYPE_CHECKING:  # what it takes is more than what it holds; tests/constructors.py writes this
        # fmt: off
        def __init__(
            self, id: str, name: str, *, stage: str | None = ..., emotion: float | None = ..., kind: str | None = ...,
            channel: str | None = ..., actors: Iterable[str] | None = ...,
            next: str | Iterable[str | Transition] | Mapping[str, float | None] | None = ..., ends: str | None = ...,
            drop_off: float = ..., can_fail: bool | None = ..., description: str | None = ...,
            quote: str | None = ..., moment_of_truth: bool | None = ..., expectations: Iterable[str] | None = ...,
            enhancers: Iterable[str] | None = ..., detractors: Iterable[str] | None = ...,
            opportunities: Iterable[str] | None = ..., expected: float | None = ..., recognised: bool | None = ...,
            need: str | None = ..., owner: str | None = ..., standard: str | None = ..., kpi: str | None = ...,
            staff: facts.Staff | None = ..., surroundings: facts.Surroundings | None = ...,
            conduct: Iterable[facts.Conduct] | None = ..., assumptions: Iterable[str] | None = ...,
            evidence: facts.Evidence | None = ..., blueprint: facts.Blueprint | None = ...,
            duration: float | str | datetime.timedelta | None = ...,
            duration_p90: float | str | datetime.timedelta | None = ..., wait: facts.Wait | float | str | None = ...,
            queue: facts.Queue | None = ..., greeting: facts.Greeting | None = ...,
            response: facts.Response | None = ..., screen: facts.Screen | None = ...,
            delivery: facts.Delivery | None = ..., promises: Iterable[facts.Promise] | None = ...,
            shows_price: bool | None = ..., fees: Iterable[facts.Fee] | None = ...,
            payment: facts.Payment | None = ..., account: facts.Account | None = ...,
            upsell: facts.Upsell | None = ..., contacts: Iterable[facts.Contact] | None = ...,
            help_mode: str | None = ..., choices: Iterable[str] | None = ..., checks: Iterable[str] | None = ...,
            failure: facts.Failure | None = ..., exit: facts.Exit | None = ..., support: facts.Support | None = ...,
            incidents: Iterable[facts.Incident] | None = ..., news: Iterable[facts.News] | None = ...,
            announces_steps: bool | None = ..., fields_requested: Iterable[str] | None = ...,
            confirmation: facts.Confirmation | None = ..., keepsake: facts.Keepsake | None = ...,
            survey: facts.Survey | None = ..., by_channel: Iterable[facts.ByChannel] | None = ...,
            by_persona: Iterable[facts.ByPersona] | None = ..., value: facts.Value | None = ...,
            visits: int | None = ..., usage_rate: float | None = ..., movable: bool | None = ...,
            removable: bool | None = ..., effort: str | None = ..., scales: bool | None = ...,
            after: Iterable[str] | None = ...,
        ) -> None: ...
        # fmt: on

    def __attrs_post_init__(self) -> None:
        excess = overfull(self.next, self.drop_off)
        if excess:
            raise JourneyError(f"Touchpoint {self.id!r}: next: {excess}")


def overfull(next: Iterable[Transition] | None, drop_off: float) -> str:
    """What is wrong with shares that sum to more than 1; empty when they do not."""
    total = drop_off + sum(transition.probability or 0.0 for transition in next or ())
    if total <= 1 + SUM_TOLERANCE:
        return ""
    return f"the probabilities and drop_off sum to {total:.6g} (expected 1 or less)"


def _transitions_from(value: Any) -> Any:
    if isinstance(value, str):
        return (Transition(value),)
    if isinstance(value, Mapping):
        return tuple(Transition(to, probability=share) for to, share in value.items())
    if isinstance(value, Iterable) and not isinstance(value, (set, frozenset)):
        return tuple(Transition(item) if isinstance(item, str) else item for item in value)
    return value


def _wait_from(value: Any) -> Any:
    is_length = isinstance(value, (int, float, str)) and not isinstance(value, bool)
    return facts.Wait(value) if is_length else value
