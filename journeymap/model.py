"""What a customer journey is: touchpoints in stages, and the ways between them.

All classes are frozen: a method that changes a journey returns a new one. A field left out is *unknown*
(None); an empty tuple is *known to be none*.

Example:
    >>> shop = (
    ...     Journey("Online shoe order", persona="First-time buyer")
    ...     .stage("Find")
    ...     .touchpoint("search", "Search and sort", emotion=2, channel="web")
    ...     .stage("Pay")
    ...     .touchpoint("pay", "Card payment", emotion=-1, kind="payment")
    ...     .touchpoint("done", "Order confirmed", emotion=0.5, kind="confirmation", ends="success")
    ... )
    >>> [touchpoint.name for touchpoint in shop.touchpoints]
    ['Search and sort', 'Card payment', 'Order confirmed']
    >>> shop.stages
    (Stage(name='Find'), Stage(name='Pay'))
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Literal

import attrs

from journeymap import facts, fields, filling
from journeymap.display import Shown
from journeymap.errors import JourneyError, Problem, UnknownNameError, unknown
from journeymap.fields import Record
from journeymap.i18n import LANGUAGES

__all__ = ["Business", "Journey", "Persona", "Scale", "Stage", "Touchpoint", "Transition"]

BusinessKind = Literal["online-shop", "store", "restaurant", "clinic", "support-line", "public-service", "other"]
BusinessSize = Literal["solo", "small", "medium", "large"]
Check = Literal["stock", "price"]
DataSource = Literal["complaints", "surveys", "reviews", "observation", "behaviour"]
Ending = Literal["success", "failure", "abandon", "cancel"]
HelpMode = Literal["on_request", "forced", "none"]
Need = Literal["basic", "delight", "safety"]
Phase = Literal["before", "arrive", "during", "after", "follow-up"]
Product = Literal["physical", "digital", "service"]
State = Literal["as-is", "to-be"]
TouchpointKind = Literal[
    "ad", "search", "browse", "product", "visit", "greeting", "consultation", "fitting", "account", "form", "submit",
    "cart", "checkout", "payment", "verification", "confirmation", "order", "service", "wait", "delivery", "pickup",
    "return", "cancel", "support", "complaint", "recovery", "failure", "out_of_stock", "upsell", "board", "review",
    "social", "message", "survey", "feedback", "farewell", "reward",
]  # fmt: skip
TransitionKind = Literal[
    "forward", "failure", "retry", "recovery", "handoff", "abandon", "cancel", "return", "loyalty", "status"
]

SUM_TOLERANCE = 1e-9
"""How far the probabilities out of one touchpoint may exceed 1 by rounding."""


@attrs.frozen(repr=False)
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


@attrs.frozen(repr=False)
class Stage(Record):
    """A part of the journey, such as "Pay", and when it lies."""

    name: str = fields.text("What is this stage called?", "이 단계의 이름은 무엇입니까?", required=True, kw_only=False)
    phase: str | None = fields.choice(
        Phase, "Does it lie before, during or after the service?", "서비스 전, 중, 후 가운데 언제입니까?"
    )


@attrs.frozen(repr=False)
class Persona(Record):
    """The customer whose journey it is."""

    name: str = fields.text("Who is the customer?", "고객은 누구입니까?", required=True, kw_only=False)
    description: str | None = fields.text("What is this customer like?", "어떤 고객입니까?")
    goals: tuple[str, ...] | None = fields.texts("What does this customer want?", "이 고객은 무엇을 원합니까?")
    preferred_channels: tuple[str, ...] | None = fields.texts(
        "Which channels does this customer prefer?", "어떤 채널을 선호합니까?"
    )
    returning: bool | None = fields.flag("Has this customer bought before?", "전에 이용한 적이 있는 고객입니까?")
    known_fields: tuple[str, ...] | None = fields.texts(
        "What has this customer already told us?", "이미 알려 준 정보는 무엇입니까?"
    )


@attrs.frozen(repr=False)
class Business(Record):
    """Who offers the service, and how to reach them."""

    name: str = fields.text("What is the business called?", "상호가 무엇입니까?", required=True, kw_only=False)
    kind: str | None = fields.choice(BusinessKind, "What kind of business is it?", "어떤 업종입니까?")
    size: str | None = fields.choice(BusinessSize, "How large is it?", "규모는 어느 정도입니까?")
    product: str | None = fields.choice(Product, "What does it sell?", "무엇을 팝니까?")
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


@attrs.frozen(repr=False)
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
    need: str | None = fields.choice(
        Need, "Is it a basic, a delight or about safety?", "기본, 감동, 안전 가운데 무엇에 해당합니까?"
    )

    # who looks after it
    owner: str | None = fields.text("Who looks after this touchpoint?", "이 접점은 누가 책임집니까?")
    standard: str | None = fields.text(
        "What is the written standard: who does what, when, how often?",
        "글로 정해 둔 기준은 무엇입니까? (누가, 언제, 무엇을, 얼마나 자주)",
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
    value: facts.Value | None = fields.record(
        lambda: facts.Value, "How useful, usable and touching is it?", "얼마나 쓸모 있고, 쓰기 쉽고, 마음에 와닿습니까?"
    )
    usage_rate: float | None = fields.number(
        "Which share of customers uses it?", "이용하는 고객의 비율은 얼마입니까?", unit="0..1", low=0, high=1
    )

    # where it may stand
    movable: bool | None = fields.flag("May it stand elsewhere in the journey?", "순서를 옮길 수 있습니까?")
    removable: bool | None = fields.flag("Could it be left out?", "생략할 수 있습니까?")
    after: tuple[str, ...] | None = fields.slugs(
        "Which touchpoints must come before it?", "이 접점보다 먼저 와야 하는 접점은 어느 것입니까?"
    )

    def __attrs_post_init__(self) -> None:
        excess = overfull(self.next, self.drop_off)
        if excess:
            raise JourneyError(f"Touchpoint {self.id!r}: next: {excess}")


@attrs.frozen(repr=False)
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
        return attrs.evolve(self, stages=(*self.stages, Stage(name, phase=phase)))

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
        return attrs.evolve(self, touchpoints=(*self.touchpoints, added))

    def change(self, id: str, **facts: Any) -> Journey:
        """The journey with some facts of one touchpoint changed.

        Raises:
            UnknownNameError: When there is no such touchpoint.
            JourneyError: When there is no such fact, or it cannot have the value.
        """
        touchpoint = self[id]
        try:
            changed = attrs.evolve(touchpoint, **facts)
        except TypeError as error:
            raise _unknown_fact(id, facts) or error from None
        return attrs.evolve(self, touchpoints=tuple(changed if t is touchpoint else t for t in self.touchpoints))

    def with_answers(self, answers: Mapping[str | None, Mapping[str, Any]]) -> Journey:
        """The journey with what was found out on the spot filled in, so that the next audit can tell.

        Args:
            answers: By touchpoint, or under None for the journey, its business and its customer: values by fact, such
                as ``{"pay": {"wait.known": True}, None: {"business.hours": "9-18 KST"}}``. None as a value makes a
                fact unknown again. Of several records ``incidents[late].root_cause`` says which; records may be given
                as mappings.

        Raises:
            JourneyError: With every answer that cannot be, and every touchpoint that is not there.

        Example:
            >>> shop = Journey("Shop").touchpoint("pay", "Pay", emotion=-1)
            >>> shop.with_answers({"pay": {"wait.known": False, "wait.typical": "5 min"}})["pay"].wait
            Wait(typical=300.0, known=False)
        """
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
                touchpoint = attrs.evolve(touchpoint, next=changed.ways_from(touchpoint))
            filled, wrong = filling.fill(touchpoint, given, f"touchpoint {touchpoint.id!r}")
            touchpoints.append(filled)
            problems += wrong
        if problems:
            raise JourneyError(problems)
        return attrs.evolve(changed, touchpoints=tuple(touchpoints)).checked()

    def __repr__(self) -> str:
        counted = {"touchpoint": len(self.touchpoints), "stage": len(self.stages)}
        parts = [f"{count} {what}{'s' * (count != 1)}" for what, count in counted.items()]
        return f"<Journey {self.name!r}: {', '.join(parts)}>"


@attrs.frozen(repr=False)
class Scale(Record):
    """A rating scale, and how its ratings become emotions from −2 to +2.

    Example:
        >>> Scale(1, 5).emotion(4), Scale(0, 10).emotion(5)
        (1.0, 0.0)
    """

    low: float = fields.number("The worst rating", "가장 나쁜 점수", required=True, kw_only=False)
    high: float = fields.number("The best rating", "가장 좋은 점수", required=True, kw_only=False)

    def __attrs_post_init__(self) -> None:
        if self.low == self.high:
            raise JourneyError(f"Scale: low and high are both {self.low:g} (expected two different ratings)")

    def emotion(self, rating: float) -> float:
        """The emotion that a rating stands for; a scale whose best rating is the lower number works too.

        Raises:
            JourneyError: When the rating lies outside the scale.
        """
        if not min(self.low, self.high) <= rating <= max(self.low, self.high):
            raise JourneyError(f"rating {rating:g} is not on the scale from {self.low:g} to {self.high:g}")
        return 4 * (rating - self.low) / (self.high - self.low) - 2


# What the classes above are built with


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
