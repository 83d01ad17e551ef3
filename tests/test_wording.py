"""Numbers, amounts, lengths of time and lists, as people say them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeymap.i18n import LANGUAGES
from journeymap.wording import duration, listed, money, percent, say, way


@pytest.mark.parametrize(
    ("share", "en", "ko"),
    [
        (0, "0%", "0%"),
        (0.001, "under 1%", "1% 미만"),
        (0.08, "8%", "8%"),
        (0.999, "over 99%", "99% 초과"),
        (1, "100%", "100%"),
    ],
)
def test_a_share_never_rounds_anybody_away(share: float, en: str, ko: str) -> None:
    """Few are not nobody, and nearly all are not all."""
    assert (percent(share), percent(share, lang="ko")) == (en, ko)


@pytest.mark.parametrize(
    ("seconds", "en", "ko"),
    [
        (0, "0 s", "0초"),
        (59, "59 s", "59초"),
        (60, "1 min", "1분"),
        (5400, "1.5 h", "1.5시간"),
        (3600, "1 h", "1시간"),
        (86400, "1 day", "1일"),
        (777600, "9 days", "9일"),
    ],
)
def test_a_length_of_time_is_said_in_its_largest_unit(seconds: float, en: str, ko: str) -> None:
    """Seconds become minutes, hours or days as soon as there is one of them."""
    assert (duration(seconds), duration(seconds, lang="ko")) == (en, ko)


def test_money_is_said_the_way_its_country_says_it() -> None:
    """Won has no decimals and its own sign in Korean; other amounts have two decimals unless they are whole."""
    assert money(3000, "KRW") == "3,000 KRW"
    assert money(3000, "krw", lang="ko") == "3,000원"
    assert money(3000, "원", lang="ko") == "3,000원"
    assert money(2.5, "EUR", lang="ko") == "2.50 EUR"
    assert money(12) == "12"


def test_a_long_list_is_cut_and_counted() -> None:
    """Seven names are all said; of more, six are said and the others counted."""
    assert listed(["a"]) == "a"
    assert listed([]) == ""
    assert listed("abcdefg") == "a, b, c, d, e, f and g"
    assert listed("abcdefgh") == "a, b, c, d, e, f and 2 more"
    assert listed("abcdefgh", lang="ko") == "a, b, c, d, e, f 외 2개"
    assert listed("ab", lang="ko") == "a, b"


def test_values_are_said_by_their_format() -> None:
    """Each format word says its value in the language of the sentence; others are Python's own."""
    values = {
        "share": 0.25, "none": None, "gap": 120, "fee": ("Tax", 2, "EUR"), "free": ("Tax", None, ""),
        "names": ("A", "B"), "labels": ("the reason",), "n": 1.26,
    }  # fmt: skip
    template = (
        "{share:customers}|{none:customers}|{gap:duration}|{fee:fee}|{free:fee}|{names:list}|{labels:labels}|{n:.1f}"
    )
    assert say(template, values) == "25% of customers|some customers|2 min|Tax (2 EUR)|Tax|“A” and “B”|the reason|1.3"
    assert say(template, values, "ko") == "고객의 25%|일부 고객|2분|Tax (2 EUR)|Tax|“A”, “B”|실패한 이유 안내|1.3"
    assert say("{share:percent} {all:customers}", {"share": 0.5, "all": 1.0}) == "50% all customers"


def test_quotation_marks_do_not_pile_up() -> None:
    """A name that is itself a quotation is not quoted twice, and quotations within it become single."""
    assert say("“{name}”", {"name": "“Not here again”"}) == "“Not here again”"
    assert say("“{name}”", {"name": "Text: “How was it?”"}) == "“Text: ‘How was it?’”"
    assert say("{names:list}", {"names": ("“A”", "b “c”")}) == "“A” and “b ‘c’”"
    assert say("“{name}”", {"name": "“A” or “B”"}) == "“‘A’ or ‘B’”"


@given(st.text(), st.sampled_from(LANGUAGES))
def test_what_a_name_says_is_never_taken_for_a_placeholder(name: str, lang: str) -> None:
    """Braces in a name stay braces."""
    plain = name.replace("“", "").replace("”", "")
    assert plain in say("<{name}>", {"name": plain}, lang)
    assert say("{fee:fee}", {"fee": (plain, None, "")}, lang) == plain


@given(st.integers(0, 40), st.integers(7, 12), st.data())
def test_a_path_is_no_longer_than_it_may_be_and_shows_what_it_is_about(
    count: int, most: int, data: st.DataObject
) -> None:
    """Places stand in their order, gaps are marked, and the first, the last and the one it is about are there."""
    keep = data.draw(st.none() | st.integers(0, count - 1)) if count else None
    shown = way([str(n) for n in range(count)], most=most, keep=keep).split(" → ") if count else []
    places = [int(name) for name in shown if name != "…"]
    assert len(shown) <= most
    assert places == sorted(set(places))
    assert ("…" in shown) == (count > most)
    if count:
        assert {0, count - 1, *([] if keep is None else [keep])} <= {*places}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Wow", "“Wow”"),
        ("“Wow”", "“Wow”"),
        ('"Wow"', "“Wow”"),
        ("Say “sorry” twice", "“Say ‘sorry’ twice”"),
        ('Pay at "Kiosk" (or "Desk")', "“Pay at ‘Kiosk’ (or ‘Desk’)”"),
        ("“한 입” 시식", "“‘한 입’ 시식”"),
        ('A 5" or 7" screen', '“A 5" or 7" screen”'),
        ('"', '“"”'),
        ("", "“”"),
    ],
)
def test_names_in_quotation_marks_are_quoted_once(name: str, said: str) -> None:
    """A name that brings its own quotation marks loses those around it, and has single ones inside."""
    assert say("“{name}”", {"name": name}) == said
    assert say("{names:list}", {"names": (name,)}) == said
