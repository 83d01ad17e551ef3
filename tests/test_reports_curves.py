"""The emotions as a line of characters: aligned whatever the names, joined as the journey goes, in ASCII on request."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from journeymap import Journey, examples, load
from journeymap.reports.curves import curve
from journeymap.reports.lines import columns
from tests.strategies import journeys

SHOP = (
    Journey("Shop")
    .stage("Find")
    .touchpoint("find", "찾기 Find", emotion=2)
    .touchpoint("look", "Look", emotion=0.5, next={"pay": 0.9, "gone": 0.1})
    .stage("Pay")
    .touchpoint("gone", "Gone", emotion=-2, ends="abandon")
    .touchpoint("pay", "Pay", emotion=-1)
    .touchpoint("wait", "Wait")
    .touchpoint("done", "Done", emotion=-1)
    .touchpoint("ask", "Ask", kind="survey")
)


def test_the_line_goes_through_the_likeliest_path() -> None:
    """It turns where the emotion turns, passes what is beside the path, and breaks where nothing is known."""
    assert curve(SHOP).splitlines() == [
        "Shop",
        "              −2      −1       0      +1      +2",
        "Find",
        "1. 찾기 Find  ·       ·       │       ·       ●  +2    peak",
        "2. Look       ·       ·       │   ●───────────╯  +0.5",
        "Pay",
        "3. Gone       ○       ·       │   ┊   ·       ·  −2    peak  worst likely end",
        "4. Pay        ·       ●───────────╯   ·       ·  −1",
        "5. Wait       ·       ·       │       ·       ·  not known",
        "6. Done       ·       ●       │       ·       ·  −1    end",
        "7. Ask        ·       ┊       │       ·       ·",
    ]


def test_ascii_alone_says_the_same() -> None:
    """Every sign has one of ASCII, in the same place."""
    fine, plain = curve(SHOP), curve(SHOP, ascii=True)
    assert plain.replace("찾기", "").isascii()
    assert [columns(line) for line in fine.splitlines()] == [columns(line) for line in plain.splitlines()]
    assert "2. Look       .       .       |   @-----------'  +0.5" in plain


@pytest.mark.parametrize("name", examples.names())
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_axis_stands_in_one_column(name: str, lang: str) -> None:
    """Hangul counts as two columns, so that the neutral line is straight and no line is wider than the terminal."""
    lines = curve(load(examples.path(name, lang=lang)), lang=lang, width=80).splitlines()
    assert all(columns(line) <= 80 for line in lines)
    rows = [line for line in lines if line.split(".")[0].strip().isdigit()]
    places = {columns(row[: row.index("│")]) for row in rows if "│" in row}
    assert len(places) == 1


@given(journeys())
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_journey_has_a_line(journey: Journey) -> None:
    """Any journey at all is drawn, a row for each touchpoint, and nothing in a name reaches the terminal."""
    text = curve(journey, lang="ko")
    assert "\x1b" not in text
    assert sum(line.lstrip("\u2068").split(".")[0].isdigit() for line in text.splitlines()) >= len(journey)
