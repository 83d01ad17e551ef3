"""The rules about whom customers can reach, where their examples leave something open."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journeymap import examples
from journeymap.auditing import audit
from journeymap.facts import Contact, Listing, Payment, Screen
from journeymap.formats import load
from journeymap.i18n import LANGUAGES
from journeymap.model import Business, Journey, Persona
from journeymap.rulebook import Outcome
from journeymap.rules import RULES
from journeymap.rules.texts import agree, has_amount, has_word, letters
from tests.strategies import journeys, texts

CONTACT = tuple(rule for rule in RULES if rule.family == "contact")

FACTS = ("name", "hours", "phone", "address", "price")


def shop(business: Business | None = None, *, persona: Persona | None = None, **facts: object) -> Journey:
    """A journey of one page."""
    journey = Journey("Shop", business=business, persona=persona)
    return journey.touchpoint("page", "Page", ends="success", **facts)


def said(code: str, journey: Journey) -> Outcome:
    """What a rule says of a journey."""
    return audit(journey, select=code).outcome(code)


def test_the_family_is_that_of_the_catalogue() -> None:
    """Codes, names and severities are those of the catalogue."""
    assert {rule.code: (rule.name, rule.severity.value) for rule in CONTACT} == {
        "JM701": ("no-contact", "error"),
        "JM702": ("contact-incomplete", "warning"),
        "JM703": ("no-opening-hours", "warning"),
        "JM704": ("bot-only", "warning"),
        "JM705": ("channel-persona-mismatch", "info"),
        "JM706": ("not-mobile", "warning"),
        "JM707": ("help-order-inconsistent", "info"),
        "JM708": ("listing-mismatch", "warning"),
        "JM709": ("pay-button-unclear", "warning"),
        "JM710": ("trust-signals-missing", "info"),
    }


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("cake-shop", set()),
        ("chinese-restaurant-care", set()),
        ("clothes-shop", set()),
        ("skin-care-salon", set()),
        ("shoe-shop", {"JM701", "JM702", "JM706", "JM709"}),
        ("small-mall", {"JM702", "JM706", "JM708", "JM709"}),
        ("support-line", {"JM702", "JM704"}),
        ("web-host", {"JM702", "JM705"}),
    ],
)
def test_what_is_wrong_in_the_bundled_journeys_is_found(name: str, codes: set[str], lang: str) -> None:
    """Each bundled journey has the findings it was written for, in both languages, and no others."""
    judged = audit(load(examples.path(name, lang=lang)), select="JM7")
    assert {finding.code for finding in judged.findings} == codes


def test_bare_drafts_are_asked_three_things_and_blamed_for_none() -> None:
    """Names and emotions alone: how the business is reached, what is stated of it, and when it is open."""
    draft = Journey("Draft").touchpoint("a", "Comes in", emotion=1).touchpoint("b", "Leaves", emotion=-1)
    judged = audit(draft, select="JM7")
    assert not judged.findings
    assert {question.code for question in judged.questions} == {"JM701", "JM702", "JM703"}
    assert len(judged.questions) == 3


def test_whoever_has_given_up_needs_nobody_to_ask() -> None:
    """An ending where customers leave is no place to be reached; any other ending is."""
    journey = Journey("Shop", business=Business("Shoes", contacts=[])).touchpoint("gone", "Gone", contacts=[])
    assert said("JM701", journey.change("gone", ends="abandon")) is Outcome.NOT_APPLICABLE
    assert said("JM701", journey.change("gone", ends="failure")) is Outcome.FAILED


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"kind": "support"}, Outcome.PASSED),
        ({"channel": "store"}, Outcome.PASSED),
        ({"channel": "store", "contacts": []}, Outcome.FAILED),
        ({"channel": "web"}, Outcome.CANNOT_TELL),
    ],
)
def test_people_who_are_met_can_be_asked(facts: dict[str, object], expected: Outcome) -> None:
    """A person or a place for questions is a way to ask, unless it is stated that there is none."""
    assert said("JM701", shop(Business("Shoes", contacts=[]), **facts)) is expected


def test_the_share_is_that_of_customers_who_get_there() -> None:
    """A failure concerns those who come to a place where nobody can be reached."""
    journey = (
        Journey("Shop", business=Business("Shoes", contacts=[]))
        .touchpoint("page", "Page", contacts=[Contact("chat")], next={"pay": 0.25, "shop": 0.75})
        .touchpoint("pay", "Pay", contacts=[], ends="success")
        .touchpoint("shop", "Shop", channel="store", ends="success")
    )
    (finding,) = audit(journey, select="JM701").findings
    assert finding.share == pytest.approx(0.25)


@pytest.mark.parametrize(("kind", "expected"), [("online-shop", True), ("restaurant", False)])
def test_an_e_mail_address_is_asked_of_online_shops(kind: str, expected: bool) -> None:
    """Only an online shop must state an e-mail address."""
    business = Business("Soft Thread", kind=kind, contacts=[Contact("phone"), Contact("address")])
    assert (said("JM702", shop(business)) is Outcome.FAILED) is expected


def test_a_business_without_a_name_lacks_it() -> None:
    """An empty name is no name."""
    business = Business("", kind="store", contacts=[Contact("phone"), Contact("address")])
    (finding,) = audit(shop(business), select="JM702").findings
    assert finding.message("ko") == "고객이 찾는 곳에 이것이 적혀 있지 않습니다: 상호"


@pytest.mark.parametrize(
    ("preferred", "contact", "expected"),
    [
        ("web", "chat", Outcome.PASSED),
        ("app", "form", Outcome.PASSED),
        ("board", "form", Outcome.FAILED),
        ("chat", "form", Outcome.FAILED),
        ("instagram", "social", Outcome.PASSED),
        ("instagram", "form", Outcome.FAILED),
        ("매장", "address", Outcome.PASSED),
        ("콜센터", "phone", Outcome.PASSED),
        ("phone", "email", Outcome.FAILED),
    ],
)
def test_channels_are_matched_by_what_they_are(preferred: str, contact: str, expected: Outcome) -> None:
    """Names in any language meet, pages are alike, and so are people."""
    persona = Persona("Guest", preferred_channels=[preferred])
    assert said("JM705", shop(Business("Shoes", contacts=[Contact(contact)]), persona=persona)) is expected


def pages(*orders: list[str] | None) -> Journey:
    journey = Journey("Shop")
    for number, order in enumerate(orders):
        journey = journey.touchpoint(f"page-{number}", f"Page {number}", channel="web", screen=Screen(help_order=order))
    return journey


@pytest.mark.parametrize(
    ("orders", "failing"),
    [
        ([["a", "b"], ["b", "a"]], ["page-1"]),
        ([["a", "b"], ["b", "a"], ["b", "c", "a"]], ["page-0"]),
        ([["a", "b", "c"], ["a", "c"], ["c"]], []),
        ([["전화", "chat"], ["채팅", "phone"]], ["page-1"]),
        ([["a", "b", "a"], ["A ", "B"]], []),
        ([["a", "b"], None, ["b", "a"]], ["page-2"]),
    ],
)
def test_the_rarer_order_is_the_odd_one(orders: list[list[str] | None], failing: list[str]) -> None:
    """The page that differs from most others fails; of two alike the later one."""
    judged = audit(pages(*orders), select="JM707")
    assert [finding.touchpoint for finding in judged.findings] == failing


def test_the_order_of_help_is_not_asked_where_there_is_none() -> None:
    """Without anybody to ask there is no order to ask about."""
    assert said("JM707", pages(None, None)) is Outcome.NOT_APPLICABLE


def test_any_number_of_the_business_may_be_listed() -> None:
    """A business with two numbers is listed right with either."""
    numbers = [Contact("phone", "02-000-3141"), Contact("phone", "02-000-9265")]
    for number, expected in (("+82-2-000-9265", Outcome.PASSED), ("02-000-9999", Outcome.FAILED)):
        listings = [Listing("portal", phone=number)]
        assert said("JM708", shop(Business("Thread", contacts=numbers, listings=listings))) is expected


def test_listings_without_a_common_fact_are_asked() -> None:
    """Where nothing can be compared nothing passes."""
    listings = [Listing("portal", price="9"), Listing("sign", hours=" ")]
    assert said("JM708", shop(Business("Thread", listings=listings))) is Outcome.CANNOT_TELL


@pytest.mark.parametrize(
    ("fact", "one", "other", "expected"),
    [
        ("phone", "02-000-3141", "+82 2 000 3141", True),
        ("phone", "02-000-3141", "02-000-1413", False),
        ("phone", "119", "call us", None),
        ("hours", "Mon-Fri 9:00-18:00", "09:00-18:00", True),
        ("hours", "9am-6pm", "9:00-18:00", True),
        ("hours", "Mon-Fri 9-18", "Mon-Sat 9-18", None),
        ("hours", "월-금 9시-18시", "월-토 9시-18시", None),
        ("hours", "9-18 (UTC+9)", "9:00-18:00", True),
        ("hours", "10:00-18:00", "10:00-17:00", False),
        ("hours", "10:00-18:00", "10:00-18:00, Sat 10:00-15:00", True),
        ("hours", "whenever", "by appointment", None),
        ("name", "Soft Thread", "soft-thread", True),
        ("name", "Soft Thread", "Soft Thread Ltd.", True),
        ("name", "Soft Thread", "Hard Thread", False),
        ("name", "Soft Thread", "포근한 실", None),
        ("address", "12 Gana-ro, Seoul", "Seoul, Gana-ro 12, 3rd floor", True),
        ("address", "12 Gana-ro, Seoul", "14 Gana-ro, Seoul", False),
        ("address", "12 Gana-ro", "12 Gana Street", None),
        ("price", "from 48,000 won", "48000원~", True),
        ("price", "48,000 won", "52,000 won", False),
        ("price", "on request", "depends", None),
    ],
)
def test_two_texts_agree_differ_or_may_be_the_same(fact: str, one: str, other: str, expected: bool | None) -> None:
    """Spelling makes no difference, numbers do, and what is only put in other words is left open."""
    assert agree(fact, one, other) is expected
    assert agree(fact, other, one) is expected


@given(st.sampled_from(FACTS), texts(), texts())
def test_comparing_texts_never_fails_and_has_no_direction(fact: str, one: str, other: str) -> None:
    """Any text agrees with itself, and two compare alike whichever comes first."""
    assert agree(fact, one, one) is True or not letters(one)
    assert agree(fact, one, other) is agree(fact, other, one)
    assert has_word(one, [other]) in (True, False)
    assert has_amount(one) in (True, False)


@pytest.mark.parametrize(
    ("button", "expected"),
    [
        ("Buy now", Outcome.PASSED),
        ("ORDER WITH PAYMENT", Outcome.PASSED),
        ("Order, €20", Outcome.PASSED),
        ("Continue", Outcome.FAILED),
        ("주문 확인", Outcome.FAILED),
        ("구매하기", Outcome.PASSED),
        ("PayPal", Outcome.CANNOT_TELL),
        ("Let's go!", Outcome.FAILED),
        ("👍", Outcome.CANNOT_TELL),
        (" ", Outcome.NOT_APPLICABLE),
    ],
)
def test_what_a_button_says(button: str, expected: Outcome) -> None:
    """Words for paying pass, words that leave it open fail, others are asked, and no label is no button."""
    assert said("JM709", shop(kind="payment", payment=Payment(button=button))) is expected


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(journeys(max_touchpoints=5))
def test_they_never_raise(journey: Journey) -> None:
    """Whatever a journey says, each rule has an answer that can be said in every language."""
    judged = audit(journey, rules=CONTACT)
    assert {finding.code for finding in judged} == {rule.code for rule in CONTACT}
    assert all(finding.message(lang) for finding in judged for lang in LANGUAGES)
