"""The report of a counted table: every figure with its interval, every row that was not counted, in both languages."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeymap.i18n import Translator, translator
from journeymap.reports.outlines import html_page, text_page
from journeymap.reports.tallies import tally_json, tally_outline
from journeymap.tallying import Tally, tally_text

SURVEY = (
    "No,Overall,NPS,come again,Speed,Comment\n"
    "1,5,10,5,4,Good\n"
    "2,4,8,4,3,slow\n"
    "3,2,3,1,2,\n"
    "4,six,9,5,5,\n"
    "5,3,11,3,3,\n"
    "6,,,,,only words\n"
    "7,4,9,5,1,a,one too many\n"
)
LOG = (
    "date,touchpoint,what,grade\nMay,Pay,Declined,1\nMay,Pay,declined,2\nMay,Door,Stuck,3\nJune,,Late,2\nJune,Pay,,0\n"
)
BOTH = (
    "touchpoint,who,rating\npay,team,5\npay,team,4\npay,customer,2\npay,customer,1\npay,customer,2\n"
    "door,team,1\ndoor,team,2\ndoor,customer,5\ndoor,customer,4\nsofa,team,3\nlift,team,3\nlift,customer,3\n"
    "desk,team,3\ndesk,team,4\ndesk,customer,1\ndesk,customer,5\npay,dog,3\npay,team,9\n"
)
BARE = "overall\n"
USELESS = "recommend\nten\n"


def shown(text: str, lang: str = "en") -> str:
    return text_page(tally_outline(tally_text(text), lang=lang), width=200).plain()


def nps(*counts: int) -> str:
    answers = [rating for rating, count in zip((10, 8, 0), counts, strict=True) for _ in range(count)]
    return tally_outline(tally_text("recommend\n" + "".join(f"{each}\n" for each in answers))).lead[1]


def test_each_question_has_its_figure_and_interval() -> None:
    """NPS in points, all else as the share of 4 and 5, with Wilson's interval and the number of answers."""
    outline = tally_outline(tally_text(SURVEY))
    assert outline.lead[0] == "4 of 7 rows were counted; those that could not be are listed below."
    assert outline.lead[2] == "Counted nowhere: no."
    assert [list(row) for row in outline.tables[0].rows] == [
        ["Satisfied overall (CSAT: 4 or 5 of 5)", "67%", "21% to 94%", "3"],
        ["Would recommend (NPS, in points)", "0", "−92 to +92", "3"],
        ["Would come again (4 or 5 of 5)", "67%", "21% to 94%", "3"],
        ["speed", "33%", "6% to 79%", "3"],
    ]


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((5, 0, 0), "NPS +100 (answers: 5). Too few or too much alike to tell"),
        ((5, 0, 4), "NPS +11 (answers: 9). Too small to tell whether more customers recommend it than not"),
        ((50, 30, 20), "anything from +15 to +45: too few answers to tell small changes"),
        ((90, 5, 4), "anything from +78 to +96: too few answers"),
        ((600, 200, 200), "anything from +35 to +45."),
    ],
)
def test_a_score_says_how_much_it_tells(counts: tuple[int, int, int], words: str) -> None:
    """In plain words: nothing of chance, not even which side of zero, no small changes, or what it is."""
    assert words in nps(*counts)


def test_answers_that_are_all_alike_have_no_interval() -> None:
    """An interval without width would claim certainty, so there is a question mark."""
    (row,) = tally_outline(tally_text("recommend\n10\n9\n")).tables[0].rows
    assert row[1:] == ["+100", "?", "2"]


def test_incidents_by_touchpoint_with_grade_and_recurrence() -> None:
    """How many, the average and the lowest grade, and what came back; a date is told as counted nowhere."""
    outline = tally_outline(tally_text(LOG))
    assert [list(row) for row in outline.tables[1].rows] == [
        ["Pay", "2", "1.5", "1", "Declined ×2"], ["Door", "1", "3.0", "3", "–"],
    ]  # fmt: skip
    assert "Counted nowhere: date." in outline.lead
    assert outline.limits.startswith("A log holds what somebody wrote down.")


def test_gaps_say_only_what_they_can() -> None:
    """Which side sees it better, unless chance may have made the gap; a place with one side is named."""
    outline = tally_outline(tally_text(BOTH))
    assert [(row[0], row[3], row[5]) for row in outline.tables[2].rows] == [
        ("pay", "+2.83", "the team believes it better"),
        ("door", "−3.00", "customers feel better"),
        ("lift", "+0.00", "cannot be told"),
        ("desk", "+0.50", "cannot be told"),
    ]
    assert outline.tables[2].rows[2][4] == "?"
    assert outline.lead[1:] == ["Counted nowhere: sofa.", "A gap needs ratings of both the team and customers."]


def test_a_single_answer_on_each_side_tells_nothing() -> None:
    """However wide the gap: nothing is known of chance, so neither an interval nor a side is claimed."""
    (row,) = tally_outline(tally_text("touchpoint,who,rating\npay,team,5\npay,customer,1\n")).tables[2].rows
    assert list(row[3:]) == ["+4.00", "?", "cannot be told"]


def test_rows_that_were_not_counted_are_told_whole() -> None:
    """Line, reason and every cell, also a cell too many."""
    lines = shown(SURVEY).splitlines()
    assert [line.strip() for line in lines if line.strip().endswith(("5: no: 4", "#7: one too many"))] == [
        "8  there are 7 cells (expected 6) – no: 7 · overall: 4 · recommend: 9 · return_intent: 5 · speed: 1 · "
        "comment: a · #7: one too many"
    ]
    assert "7  there is no answer in this row – no: 6" in shown(SURVEY.replace("only words", ""))
    assert "6  recommend: rating 11 is not from 0 to 10 – no: 5 · overall: 3 · recommend: 11" in shown(SURVEY)


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        (BARE, "There are no rows below the names of the columns."),
        (USELESS, "No row could be counted; each is listed below with the reason."),
        ("overall\n4\n", "Every row was counted: 1."),
    ],
)
def test_a_table_with_nothing_to_count(text: str, lead: str) -> None:
    """Nothing counted is no figure: there is none, and it is said."""
    outline = tally_outline(tally_text(text))
    assert outline.lead[0] == lead
    assert bool(outline.tables[0].rows) == (lead[0] == "E")


@pytest.mark.parametrize("text", [SURVEY, LOG, BOTH, BARE, USELESS], ids=["survey", "log", "both", "bare", "useless"])
def test_korean_lacks_no_word(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every label is there in Korean, also why a row was not counted."""
    asked: set[str] = set()
    plain = Translator.__call__

    def listening(self: Translator, label: str, /, **values: object) -> str:
        asked.add(label)
        return plain(self, label, **values)

    monkeypatch.setattr(Translator, "__call__", listening)
    korean = tally_outline(tally_text(text), lang="ko")
    known = translator("ko")._catalogue["labels"]
    assert sorted(label for label in asked if label not in known) == []
    assert re.search("[가-힣]", korean.title)
    reasons = [row["reason"] for row in json.loads(tally_json(tally_text(text), lang="ko"))["rejected"]]
    assert all(re.search("[가-힣]", reason) and "{" not in reason for reason in reasons)


@pytest.mark.parametrize("counts", [(5, 0, 0), (5, 0, 4), (50, 30, 20), (600, 200, 200)])
def test_korean_words_on_a_score(counts: tuple[int, int, int]) -> None:
    """What a score tells is told in Korean too."""
    answers = "".join(f"{rating}\n" * count for rating, count in zip((10, 8, 0), counts, strict=True))
    said = tally_outline(tally_text(f"추천 의향\n{answers}"), lang="ko").lead[1]
    assert said.startswith("순추천지수(NPS) +")
    assert not re.search("[a-z]", said)


def test_data_holds_every_figure_and_row() -> None:
    """Programs get the same figures, unrounded, with their measure, and the rejected rows by column."""
    data = json.loads(tally_json(tally_text(SURVEY)))
    assert (data["journeymap_metrics"], data["counted"], data["left_out"]) == (1, 4, ["no"])
    assert [(each["name"], each["measure"], each["n"]) for each in data["survey"]] == [
        ("overall", "top_two", 3), ("recommend", "nps", 3), ("return_intent", "top_two", 3), ("speed", "top_two", 3),
    ]  # fmt: skip
    assert data["survey"][0]["value"] == pytest.approx(2 / 3)
    assert data["rejected"][2] == {
        "line": 8,
        "reason": "there are 7 cells (expected 6)",
        "row": {"no": "7", "overall": "4", "recommend": "9", "return_intent": "5", "speed": "1", "comment": "a",
                "#7": "one too many"},
    }  # fmt: skip
    assert json.loads(tally_json(tally_text(LOG)))["incidents"][0] == {
        "touchpoint": "Pay", "number": 2, "grade": 1.5, "worst": 1.0, "recurring": {"Declined": 2},
    }  # fmt: skip
    gaps = json.loads(tally_json(tally_text(BOTH)))["gaps"]
    assert (gaps[1]["touchpoint"], gaps[1]["team"], gaps[1]["customers"], gaps[1]["gap"]["value"]) == (
        "door", -1.5, 1.5, -3.0,
    )  # fmt: skip


def test_the_same_heading_twice_loses_no_column() -> None:
    """A second column of one kind goes by its own name, and a column without a name by its place."""
    found = tally_text("전체,만족도,만족도,,#2\n5,4,3,x,y\n1,2,3,,\n")
    assert {name: figure.value for name, figure in found.survey.items()} == {"overall": 0.5, "만족도": 0.5}
    assert found.left_out == ("#3", "#4", "#5")


def test_numbers_of_rows_are_no_answers() -> None:
    """A column that counts 1, 2, 3 says nothing of customers, and a short table is not rejected for it."""
    rows = "".join(f"{number},4\n" for number in range(1, 9))
    found = tally_text(f"id,overall\n{rows}")
    assert (found.counted, found.rejected, list(found.survey), found.left_out) == (8, (), ["overall"], ("id",))


def test_what_users_wrote_is_shown_and_not_obeyed() -> None:
    """Escape sequences and markup in any cell do nothing in a terminal, a page or the data."""
    evil = '"<script>alert(1)</script>\x1b[2J"'
    for text in (
        f"overall,{evil}\n5,4\n{evil},{evil}\n",
        f"touchpoint,kind,grade\n{evil},{evil},1\n{evil},{evil},1\n{evil},{evil},{evil}\n",
        f"touchpoint,who,rating\n{evil},team,1\n{evil},customer,1\n{evil},{evil},1\n{evil},team,{evil}\n",
    ):
        found = tally_text(text)
        outline = tally_outline(found)
        for shown_as in (text_page(outline).plain(), html_page(outline), tally_json(found)):
            assert not re.search("[\x00-\x09\x0b-\x1f]", shown_as)
        assert "<script>" not in html_page(outline)


cell = st.text(alphabet=st.sampled_from("459x점 ,\n"), max_size=4)


@settings(max_examples=40)
@given(st.lists(st.lists(cell, min_size=1, max_size=5), max_size=6))
def test_no_rejected_cell_is_lost(rows: list[list[str]]) -> None:
    """Whatever a table holds, each cell of a rejected row stands in the report, in its row."""
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([["overall", "recommend", ""], *rows])
    found: Tally = tally_text(text.getvalue())
    written = {tuple(each.strip() for each in row) for row in rows}
    for row in found.rejected:
        assert tuple(row.row.values()) in written
    listed = tally_outline(found).tables[-1].rows
    assert [int(line) for line, _ in listed] == [row.line for row in found.rejected]
    for row, (_, words) in zip(found.rejected, listed, strict=True):
        assert all(" ".join(each.split()) in words for each in row.row.values())
