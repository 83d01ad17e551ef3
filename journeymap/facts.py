"""Small records of what is known about a touchpoint, a transition or the business behind them.

Each groups the facts that belong together, such as a fee or a wait. Every fact may be left out: None
means *unknown*, and a rule that needs it asks instead of passing. An empty tuple means *known to be none*.
Durations are in seconds; text such as ``"20 min"`` is converted.

Example:
    >>> Wait("5 min", known=False)
    Wait(typical=300.0, known=False)
"""

from __future__ import annotations

from typing import Literal

import attrs

from journeymap import fields
from journeymap.fields import Record

__all__ = [
    "Account",
    "Blueprint",
    "ByChannel",
    "Confirmation",
    "Contact",
    "Delivery",
    "Evidence",
    "Exit",
    "Failure",
    "Fee",
    "Greeting",
    "Incident",
    "Keepsake",
    "Listing",
    "News",
    "Nps",
    "Payment",
    "Promise",
    "Queue",
    "Response",
    "Screen",
    "Subscription",
    "Support",
    "Survey",
    "Upsell",
    "Value",
    "Wait",
]

Alternative = Literal[
    "substitute", "other_location", "backorder_date", "notify", "other_method", "other_time", "refund", "exchange"
]
Authority = Literal["none", "limited", "full"]
Basis = Literal["assumed", "observed", "measured"]
ContactKind = Literal["phone", "email", "chat", "messenger", "form", "board", "address", "social", "in_person"]
Personalisation = Literal["template", "name", "situation"]
PromiseAbout = Literal["time", "price", "quality", "amount"]
RecoveryStep = Literal["listen", "apologise", "explain", "solve", "amends", "follow_up", "blame", "excuse"]
SurveyItem = Literal["overall", "recommend", "driver", "return_intent", "perceived_quality", "wants", "open"]
Tone = Literal["bad", "good"]
Trust = Literal["secure_payment", "refund_policy", "seller_identity", "reviews"]


# What the customer pays, and how


@attrs.frozen(repr=False)
class Fee(Record):
    """Something the customer must pay on top of a price already shown, such as shipping.

    It stands on the touchpoint where it is charged; ``disclosed_at`` names where the customer first learns of it.

    Example:
        >>> Fee("Shipping", 3000, "KRW", disclosed_at="pay")
        Fee(name='Shipping', amount=3000, currency='KRW', disclosed_at='pay')
    """

    name: str = fields.text("What is the fee called?", "어떤 비용입니까?", required=True, kw_only=False)
    amount: float | None = fields.number("How much is it?", "금액이 얼마입니까?", low=0, kw_only=False)
    currency: str = fields.text("In which currency?", "어떤 통화입니까?", default="", kw_only=False)
    mandatory: bool = fields.flag("Must every customer pay it?", "모든 고객이 내야 합니까?", default=True)
    disclosed_at: str | None = fields.slug(
        "At which touchpoint does the customer first learn of it?", "고객이 이 비용을 처음 알게 되는 접점은 어디입니까?"
    )


@attrs.frozen(repr=False)
class Payment(Record):
    """How the customer pays here."""

    methods: tuple[str, ...] | None = fields.texts(
        "Which ways to pay are offered?", "어떤 결제 수단을 제공합니까?", kw_only=False
    )
    button: str | None = fields.text("What does the order button say?", "주문 버튼에 무엇이라고 쓰여 있습니까?")
    trust: tuple[str, ...] | None = fields.choices(
        Trust, "Which signs of trust are shown here?", "여기에 어떤 신뢰 표시가 있습니까?"
    )


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


@attrs.frozen(repr=False)
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


# Whom the customer can ask


@attrs.frozen(repr=False)
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


@attrs.frozen(repr=False)
class Listing(Record):
    """What one place (the site, a portal, the sign on the door) says about the business."""

    source: str = fields.text("Where is it listed?", "어디에 실려 있습니까?", required=True, kw_only=False)
    name: str | None = fields.text("The name given there", "그곳에 적힌 상호")
    hours: str | None = fields.text("The opening hours given there", "그곳에 적힌 영업시간")
    phone: str | None = fields.text("The phone number given there", "그곳에 적힌 전화번호")
    address: str | None = fields.text("The address given there", "그곳에 적힌 주소")
    price: str | None = fields.text("The price given there", "그곳에 적힌 가격")


@attrs.frozen(repr=False)
class Response(Record):
    """How a message from the customer is received and answered."""

    acknowledged: bool | None = fields.flag("Is receipt confirmed automatically?", "접수되었다는 자동 확인을 보냅니까?")
    acknowledged_within: float | None = fields.duration(
        "After how long is receipt confirmed?", "접수 확인은 얼마 만에 보냅니까?"
    )
    target: float | None = fields.duration("Within what time must it be answered?", "얼마 안에 답하기로 정했습니까?")
    typical: float | None = fields.duration("After how long is it answered?", "보통 얼마 만에 답합니까?")
    unanswered: int | None = fields.count(
        "How many wait for an answer now?", "지금 답을 기다리는 문의는 몇 건입니까?", unit="posts"
    )
    oldest_unanswered: float | None = fields.duration(
        "How old is the oldest of them?", "그중 가장 오래된 문의는 얼마나 되었습니까?"
    )


# Time


@attrs.frozen(repr=False)
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
    known: bool | None = fields.flag("Is the time left shown?", "남은 시간이 표시됩니까?")
    explained: bool | None = fields.flag("Is the reason for waiting given?", "기다리는 이유를 알려 줍니까?")
    occupied: bool | None = fields.flag(
        "Is there something useful to do meanwhile?", "기다리는 동안 할 만한 일이 있습니까?"
    )


@attrs.frozen(repr=False)
class Queue(Record):
    """How people stand in line."""

    lines: int | None = fields.count("How many lines are there?", "줄이 몇 개입니까?", unit="lines")
    priority_explained: bool | None = fields.flag(
        "Is it visible and explained who goes first?", "누가 먼저인지, 왜 그런지 고객이 알 수 있습니까?"
    )


@attrs.frozen(repr=False)
class Greeting(Record):
    """When the customer is first greeted."""

    within: float | None = fields.duration(
        "How long until somebody greets the customer?", "인사를 받기까지 얼마나 걸립니까?"
    )
    steps: int | None = fields.count(
        "After how many steps into the shop?", "매장에 들어와 몇 걸음 만에 인사를 받습니까?", unit="steps"
    )


@attrs.frozen(repr=False)
class Screen(Record):
    """A page or app screen: how fast, how usable, where its help stands."""

    loads_in: float | None = fields.duration("How long until it answers?", "화면이 반응하기까지 얼마나 걸립니까?")
    feedback: bool | None = fields.flag("Is something seen to happen within a second?", "1초 안에 반응이 보입니까?")
    progress: bool | None = fields.flag("Is progress shown?", "진행 상태가 보입니까?")
    mobile: bool | None = fields.flag("Does it work on a phone?", "휴대전화에서도 잘 작동합니까?")
    help_order: tuple[str, ...] | None = fields.texts(
        "In which order are the ways to get help shown?", "도움말과 연락처가 어떤 순서로 나옵니까?"
    )


@attrs.frozen(repr=False)
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


# What is said


@attrs.frozen(repr=False)
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


# When it goes wrong


@attrs.frozen(repr=False)
class Failure(Record):
    """What the customer is given when something fails here, such as a declined card or an empty shelf."""

    reason_given: bool | None = fields.flag("Is the customer told why?", "실패한 이유를 알려 줍니까?")
    keeps_work: bool | None = fields.flag("Is the basket or form kept?", "장바구니나 작성한 내용이 유지됩니까?")
    alternatives: tuple[str, ...] | None = fields.choices(
        Alternative, "Which other ways are offered?", "어떤 대안을 제시합니까?"
    )


@attrs.frozen(repr=False)
class Support(Record):
    """How a question or complaint is handled here."""

    target: float | None = fields.duration("Within what time must it be solved?", "얼마 안에 해결하기로 정했습니까?")
    solved_p80: float | None = fields.duration(
        "Within what time are 8 of 10 solved?", "열 건 중 여덟 건은 얼마 안에 해결됩니까?"
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


@attrs.frozen(repr=False)
class Incident(Record):
    """Something that went wrong here, how often, and what was done about its cause."""

    kind: str = fields.text("What went wrong?", "무엇이 잘못되었습니까?", required=True, kw_only=False)
    count: int | None = fields.count(
        "How often in the period looked at?", "살펴본 기간에 몇 번 있었습니까?", unit="times"
    )
    attitude: bool | None = fields.flag("Was it about somebody's attitude?", "직원의 태도 문제였습니까?")
    root_cause: str | None = fields.text("What was the cause?", "원인이 무엇이었습니까?")
    prevention: str | None = fields.text(
        "What was done so that it does not happen again?", "다시 일어나지 않도록 무엇을 했습니까?"
    )


# What is known about the customer's view


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


@attrs.frozen(repr=False)
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
    nps: Nps | None = fields.record(lambda: Nps)


# How it is made


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
