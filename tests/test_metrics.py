"""Figures from surveys and logs: known values, honest intervals, and rows that cannot be counted."""

from __future__ import annotations

import csv
import io
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeymap.errors import JourneyError, ReadError
from journeymap.metrics import (
    Occurrence,
    gap,
    net_promoter,
    nps_class,
    share_of,
    summarise_incidents,
    summarise_survey,
    top_two,
)
from journeymap.tallying import tally, tally_text

counts = st.integers(0, 10**6)


def test_the_score_of_a_known_sample() -> None:
    """Of 100 answers 50, 30 and 20 give 30 points, standard error 7.81, and 14.7 to 45.3 at 95 %."""
    score = net_promoter(promoters=50, passives=30, detractors=20)
    assert (score.value, score.n) == (pytest.approx(30), 100)
    assert (round(score.error, 2), round(score.low, 1), round(score.high, 1)) == (7.81, 14.7, 45.3)
    assert score.margin == pytest.approx(15.3, abs=0.01)


def test_the_variance_is_that_of_the_formula() -> None:
    """A half, a third and a sixth have a variance of 5/9."""
    score = net_promoter(promoters=3000, passives=2000, detractors=1000)
    assert score.value == pytest.approx(100 / 3)
    assert (score.error / 100) ** 2 * score.n == pytest.approx(5 / 9)


@given(counts, counts, counts)
def test_a_score_lies_within_its_interval_and_the_interval_on_the_scale(p: int, n: int, d: int) -> None:
    """Whatever the counts, the score is a number of points with an interval around it."""
    if p + n + d == 0:
        with pytest.raises(JourneyError, match="no answers"):
            net_promoter(promoters=p, passives=n, detractors=d)
        return
    score = net_promoter(promoters=p, passives=n, detractors=d)
    assert -100 <= score.low <= score.value <= score.high <= 100
    mirrored = net_promoter(promoters=d, passives=n, detractors=p)
    assert (mirrored.value, mirrored.error) == (pytest.approx(-score.value), pytest.approx(score.error))


def test_counts_cannot_be_negative() -> None:
    """Fewer than nobody cannot have answered."""
    with pytest.raises(JourneyError, match="negative"):
        net_promoter(promoters=-1, passives=2, detractors=3)


@pytest.mark.parametrize(
    ("rating", "is_a"),
    [(10, "promoter"), (9, "promoter"), (8.5, "passive"), (7, "passive"), (6, "detractor"), (0, "detractor")],
)
def test_who_recommends(rating: float, is_a: str) -> None:
    """Nine and ten promote, seven and eight are passive, all others are not content."""
    assert nps_class(rating) == is_a


@pytest.mark.parametrize("rating", [-1, 11, math.nan])
def test_what_is_off_the_scale_is_refused(rating: float) -> None:
    """Ratings outside of the scale, and what is no number, are errors and not answers."""
    with pytest.raises(JourneyError, match="not from 0 to 10"):
        nps_class(rating)
    with pytest.raises(JourneyError, match="not from 1 to 5"):
        top_two([rating])


@given(st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_share_has_an_honest_interval(pair: tuple[int, int]) -> None:
    """It lies within 0..1, holds the share, and is never without width: nobody of ten is not nobody at all."""
    number, n = pair
    share = share_of(number, n)
    assert 0 <= share.low <= share.value + 1e-12
    assert share.value - 1e-12 <= share.high <= 1
    assert share.high > share.low


def test_a_share_of_nothing_is_none() -> None:
    """No answers, or more than all of them, are no share."""
    for number, n in ((0, 0), (3, 2), (-1, 2)):
        with pytest.raises(JourneyError, match="is no share"):
            share_of(number, n)


def test_only_what_was_answered_is_in_the_summary() -> None:
    """A question without answers has no figure, and no figure is made up."""
    assert summarise_survey() == {}
    summary = summarise_survey(return_intent=[5, 1], drivers={"speed": [], "wait": [4]})
    assert {name: figure.value for name, figure in summary.items()} == {"return_intent": 0.5, "wait": 1.0}


def test_the_gap_has_the_spread_of_both_sides() -> None:
    """Standard errors of both sides add up in squares; of a single answer none is known."""
    found = gap(team=[1, 1, 1, 1], customers=[-1, 0, 0, 1])
    assert found.gap.value == 1
    assert found.gap.error == pytest.approx(math.sqrt((2 / 3) / 4))
    assert gap(team=[1], customers=[0]).gap.error == 0
    with pytest.raises(JourneyError, match="one side has none"):
        gap(team=[], customers=[0])


def test_incidents_are_summed_up_where_they_happened() -> None:
    """The place with most incidents comes first, of equals the one where customers left less content."""
    log = [
        Occurrence("a", "Late", 4),
        Occurrence("b", "rude", 1),
        Occurrence("c", "late ", 2),
        Occurrence("c", "LATE", 3),
    ]
    summed = summarise_incidents(log)
    assert [(each.touchpoint, each.number, each.grade, each.worst) for each in summed] == [
        ("c", 2, 2.5, 2), ("b", 1, 1, 1), ("a", 1, 4, 4),
    ]  # fmt: skip
    assert summed[0].recurring == {"late": 2}
    with pytest.raises(JourneyError, match="not from 1 to 5"):
        Occurrence("a", "late", 6)


def test_a_survey_is_counted_and_what_cannot_be_is_told() -> None:
    """A row with one bad answer counts as a whole nowhere; a blank cell is no answer, a comment counts."""
    found = tally_text(
        "No;전체 만족도;추천 의향;speed;Comment\n"
        "101;5;10;4;Good\n"
        "102;4;;2;\n"
        "\n"
        "103;six;9;5;\n"
        "104;3;11;5;\n"
        "105;;;;only words\n"
        "107;;;;\n"
        "106;1;2;3;4;5\n"
    )
    assert (found.counted, [(topic.name, topic.comments) for topic in found.topics]) == (3, [("", 2)])
    assert {name: (figure.value, figure.n) for name, figure in found.survey.items()} == {
        "overall": (1.0, 2), "recommend": (100.0, 1), "speed": (0.5, 2),
    }  # fmt: skip
    assert [str(row) for row in found.rejected] == [
        "line 5: overall: expected a number (got 'six')",
        "line 6: recommend: rating 11 is not from 0 to 10",
        "line 8: there is no answer in this row",
        "line 9: there are 6 cells (expected 5)",
    ]
    assert found.rejected[0].row["no"] == "103"
    assert found.left_out == ("no",)


def test_a_log_is_counted_by_touchpoint() -> None:
    """Columns may stand in any order and have Korean names; a quoted cell may hold a line break."""
    found = tally_text('내용,등급,접점\n"late,\nagain",2,배송\n늦음,0,배송\n,3,배송\n늦음,5,\n"Late, again",1,배송\n')
    (place,) = found.incidents
    assert (place.touchpoint, place.number, place.recurring) == ("배송", 2, {"late,\nagain": 2})
    assert [(row.line, row.reason) for row in found.rejected] == [
        (4, "grade: rating 0 is not from 1 to 5"), (5, "kind is empty"), (6, "touchpoint is empty"),
    ]  # fmt: skip


def test_team_and_customers_are_set_side_by_side() -> None:
    """Ratings become emotions; where one side is missing there is no gap, and the place is named."""
    found = tally_text(
        "touchpoint\twho\trating\npay\tTeam\t5\npay\t고객\t1\ndoor\tstaff\t4\npay\tdog\t3\npay\tteam\tinf\n"
    )
    assert (found.gaps["pay"].team, found.gaps["pay"].customers, found.gaps["pay"].gap.value) == (2, -2, 4)
    assert found.left_out == ("door",)
    assert [row.line for row in found.rejected] == [5, 6]


@pytest.mark.parametrize("text", ["", "\n\n", "a,b\n1,2\n", '"'])
def test_a_table_of_something_else_is_refused(text: str) -> None:
    """What has none of the columns is told what there is and what would be."""
    with pytest.raises(ReadError, match="expected the columns of a survey"):
        tally_text(text)


def test_a_cell_without_end_is_refused_with_its_line() -> None:
    """A cell larger than CSV allows is an error of reading, not of the program."""
    with pytest.raises(ReadError, match="this is no CSV") as refused:
        tally_text("overall\n5\n" + "x" * 200_000 + "\n")
    assert refused.value.problems[0].line == 3


def test_files_are_read_as_all_others_are(tmp_path: Path) -> None:
    """A byte order mark, as spreadsheets write it, is no part of the first column; mistakes name the file."""
    file = tmp_path / "answers.csv"
    file.write_text("overall\n5\n3\n", encoding="utf-8-sig")
    assert tally(file).survey["overall"].value == 0.5
    with pytest.raises(ReadError, match="there is no such file"):
        tally(tmp_path / "none.csv")
    file.write_text("a\n1\n", encoding="utf-8")
    with pytest.raises(ReadError, match=r"answers\.csv:1: expected the columns"):
        tally(file)


@given(st.text(alphabet=st.sampled_from('overall,recommend;\t\n"51 9x점\r\x00')))
def test_no_text_breaks_the_counting(text: str) -> None:
    """Whatever a file holds, it is counted or refused, and no row is lost."""
    try:
        found = tally_text(f"overall,recommend\n{text}")
    except ReadError:
        return
    rows = [
        row for row in csv.reader(io.StringIO(f"overall,recommend\n{text}", newline="")) if any(map(str.strip, row))
    ]
    assert found.counted + len(found.rejected) == len(rows) - 1
    assert all(row.line > 1 for row in found.rejected)
