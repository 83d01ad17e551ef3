"""What customers and stopwatches said, read into a journey."""

from __future__ import annotations

import random
import warnings
from pathlib import Path
from statistics import median
from typing import Any

import pandas
import polars
import pyarrow
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import journeymap as jm
from journeymap.cli import app
from journeymap.evidence import read_log, read_survey, with_ratings, with_times
from journeymap.metrics import average, summarise_times, summarise_topics
from journeymap.reports.tallies import tally_json, tally_outline
from journeymap.tallying import tally_text
from tests.log_events import table

SHOP = (
    jm.Journey("Shop")
    .touchpoint("door", "At the door", emotion=1.5)
    .touchpoint("pay", "Payment", emotion=0.5, evidence=jm.Evidence("observed", asked_on="web"))
    .touchpoint("bye", "Goodbye")
)
FIVE = jm.Scale(1, 5)

TABLE = """touchpoint,rating,who,channel,comment,topic,date
Door,2,customer,SMS,Nobody said hello,greeting,2026-05-01
door,1,,SMS,"Waited, and waited",greeting; wait,2026-05-01
At the door,3,고객,tablet,,,
door,5,team,,We greet all,,
Payment,4,,,,,
Pament,1,,,Where is it?,sign,
pay,,,,Only words,,
pay,nine,,,,,
pay,4,dog,,,,
"""


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    path = tmp_path / "may.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


# Ratings


def test_a_survey_changes_what_the_journey_says_customers_feel(survey: Path) -> None:
    """Measured, with number, spread, scale, source and where it was asked; what the team believes is kept."""
    found = read_survey(SHOP, survey, scale=FIVE)
    door, pay = found.journey["door"].evidence, found.journey["pay"].evidence
    assert door == jm.Evidence("measured", n=3, sd=1.0, scale="1-5", source="may.csv", team=2.0, asked_on="SMS, tablet")
    assert found.journey["door"].emotion == pytest.approx(-1)
    assert pay == jm.Evidence("measured", n=1, scale="1-5", source="may.csv", asked_on="web")
    assert found.journey["bye"] == SHOP["bye"]
    assert found.journey.data_sources == ("surveys",)
    assert jm.loads(jm.dumps(found.journey)) == found.journey


def test_what_does_not_match_is_listed_with_the_nearest_name(survey: Path) -> None:
    """Rows that cannot be read are told with their line; nothing is lost in silence."""
    found = read_survey(SHOP, survey, scale=FIVE)
    assert [str(each) for each in found.unmatched] == ["'Pament' (did you mean 'pay'?)"]
    assert [(row.line, row.reason) for row in found.rejected] == [
        (9, "rating: expected a number (got 'nine')"), (10, "who: expected team or customer (got 'dog')"),
    ]  # fmt: skip
    assert (found.counted, repr(found)) == (6, "<SurveyResult of 'Shop': 6 rows, 2 touchpoints, 1 names unmatched>")
    matched = read_survey(SHOP, survey, scale=FIVE, match={"Pament": "Payment"})
    assert (matched.unmatched, matched.counted) == ((), 7)
    with pytest.warns(jm.ReadWarning) as told:
        with_ratings(SHOP, survey, scale=FIVE)
    assert [str(each.message) for each in told] == [
        "no touchpoint is called 'Pament' (did you mean 'pay'?) (1 rows left out; match= says which is meant)",
        "line 9: rating: expected a number (got 'nine'); left out",
        "line 10: who: expected team or customer (got 'dog'); left out",
    ]


def test_comments_stay_beside_their_ratings_and_are_counted_by_topic(survey: Path) -> None:
    """Of each touchpoint and of all; a comment without a rating or a place counts too."""
    found = read_survey(SHOP, survey, scale=FIVE)
    door, pay = found.touchpoints
    assert [(each.comment, each.rating, each.date) for each in door.comments] == [
        ("Nobody said hello", 2.0, "2026-05-01"), ("Waited, and waited", 1.0, "2026-05-01"),
    ]  # fmt: skip
    assert [(each.name, each.comments) for each in door.topics] == [("greeting", 2), ("wait", 1)]
    assert [(each.comment, each.rating) for each in pay.comments] == [("Only words", None)]
    assert [(each.name, each.comments, each.emotion and each.emotion.value) for each in found.topics] == [
        ("greeting", 2, -1.5), ("", 1, None), ("sign", 1, -2.0), ("wait", 1, -2.0),
    ]  # fmt: skip
    assert door.gap == pytest.approx(3)
    assert (pay.gap, pay.believed) == (None, None)


def test_the_gap_between_team_and_customers_reaches_the_rules() -> None:
    """What was only assumed is what the team believes (JM907); the emotion counts as measured (JM208)."""
    rows = [{"touchpoint": place, "rating": 1 + n % 2} for place in ("door", "pay", "bye") for n in range(9)]
    asked = with_ratings(SHOP, rows, scale=FIVE, source="Survey in May", asked_on="SMS")
    found = jm.audit(asked, select=["JM907", "JM208"]).findings
    assert [(finding.code, finding.touchpoint) for finding in found] == [("JM907", "door")]
    assert (asked["bye"].evidence or jm.Evidence()).asked_on == "SMS"


@pytest.mark.parametrize("kind", ["csv", "tsv", "xlsx", "pandas", "polars", "rows", "columns"])
def test_any_kind_of_table_is_read(kind: str, tmp_path: Path) -> None:
    """Files, workbooks, frames and rows say the same; heads may be Korean."""
    data: dict[str, list[Any]] = {"접점": ["door", "pay", "pay"], "평점": [1, 4, 5], "의견": ["추워요", None, ""]}
    frame = pandas.DataFrame(data)
    path = tmp_path / f"table.{kind}"
    if kind == "xlsx":
        frame.to_excel(path, index=False)
    elif kind in ("csv", "tsv"):
        frame.to_csv(path, index=False, sep="\t" if kind == "tsv" else ",", encoding="utf-8")
    tables: dict[str, Any] = {
        "pandas": frame, "polars": polars.DataFrame(data), "columns": data,
        "rows": [dict(zip(data, row, strict=True)) for row in zip(*data.values(), strict=True)],
    }  # fmt: skip
    found = read_survey(SHOP, tables.get(kind, path), scale=FIVE)
    assert [(each.touchpoint, each.ratings and each.ratings.n) for each in found.touchpoints] == [
        ("door", 1),
        ("pay", 2),
    ]
    assert found.touchpoints[0].comments[0].comment == "추워요"


def test_the_scale_is_guessed_and_said() -> None:
    """The usual scale that ratings span; a rating off the given scale is told with its line."""
    rows = [{"touchpoint": "door", "rating": rating} for rating in (0, 7, 10)]
    found = read_survey(SHOP, rows)
    assert found.scale == jm.Scale(0, 10)
    assert found.notes == ("ratings run from 0 to 10 and are read on the scale 0-10; scale= says otherwise",)
    assert [row.reason for row in read_survey(SHOP, rows, scale=FIVE).rejected] == [
        "rating: rating 0 is not from 1 to 5", "rating: rating 7 is not from 1 to 5",
        "rating: rating 10 is not from 1 to 5",
    ]  # fmt: skip
    with pytest.raises(jm.JourneyError, match="on no usual scale"):
        read_survey(SHOP, [{"touchpoint": "door", "rating": 4000}])
    turned = read_survey(SHOP, [{"touchpoint": "door", "rating": 1}], scale=jm.Scale(5, 1))
    assert turned.journey["door"].emotion == 2


def test_comments_alone_change_no_emotion() -> None:
    """They are kept, and the emotion stays what it was."""
    found = read_survey(SHOP, [{"touchpoint": "door", "rating": None, "comment": "Cold"}])
    assert (found.scale, found.journey, found.touchpoints[0].ratings) == (None, SHOP, None)


def test_few_ratings_are_drawn_towards_the_others() -> None:
    """The interval is told beside them, as for a log."""
    lot = random.Random(3)
    many = [{"touchpoint": place, "rating": lot.choice(of)} for place, of in (("door", (1, 2, 3)), ("pay", (3, 4, 5)))
            for _ in range(60)]  # fmt: skip
    found = read_survey(SHOP, [*many, *({"touchpoint": "bye", "rating": each} for each in (5, 4))], scale=FIVE)
    bye = found.touchpoints[2].ratings
    assert bye is not None
    assert bye.low < bye.emotion < bye.mean == 1.5


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("no-such.csv", "there is no such file"),
        ([{"place": "x", "grade": 3}], "expected the columns of ratings"),
        ([], "there are: none"),
        (42, "takes a frame or rows"),
    ],
)
def test_bad_tables_are_refused(bad: Any, said: str) -> None:
    """With what was expected, and what is there."""
    with pytest.raises(jm.JourneymapError, match=said):
        read_survey(SHOP, bad)


def test_broken_files_are_refused_with_their_name(tmp_path: Path) -> None:
    """A workbook that is none, and bytes that are no text."""
    for name in ("a.xlsx", "a.csv"):
        (tmp_path / name).write_bytes(b"\x00\xff\x00\xfe broken")
        with pytest.raises(jm.ReadError, match=f"a.{name[2:]}"):
            read_survey(SHOP, tmp_path / name)
    with pytest.raises(jm.JourneyError, match="takes a Journey"):
        read_survey("shop.yaml", [])  # type: ignore[arg-type]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=12), st.integers(1, 5), st.text(max_size=12)), max_size=12))
def test_no_name_and_no_comment_breaks_it(rows: list[tuple[str, int, str]]) -> None:
    """Every row is read, left out or rejected, and the journey can be written."""
    told = [{"touchpoint": name, "rating": rating, "comment": said} for name, rating, said in rows]
    found = read_survey(SHOP, [*told, {"touchpoint": "door", "rating": 3, "comment": "=1+1"}], scale=FIVE)
    assert "door" in [each.touchpoint for each in found.touchpoints]
    assert jm.loads(jm.dumps(found.journey)) == found.journey


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["door", "pay", "bye"]), st.integers(1, 5)), min_size=1), st.randoms())
def test_the_order_of_rows_changes_no_emotion(rows: list[tuple[str, int]], lot: Any) -> None:
    """Ratings in another order give the same journey."""
    told = [{"touchpoint": name, "rating": rating} for name, rating in rows]
    mixed = lot.sample(told, len(told))
    assert read_survey(SHOP, told, scale=FIVE).journey == read_survey(SHOP, mixed, scale=FIVE).journey


# Times


def test_a_stopwatch_fills_in_waits_and_durations() -> None:
    """Medians, and what 8 of 10 do not exceed; what else was known of the wait stays."""
    shop = SHOP.change("pay", wait=jm.Wait(known=True))
    taken = {"대기": (60, 120, 300), "duration": (30, "40", "1 min")}
    rows = [{"touchpoint": "pay", "seconds": each, "what": what} for what, all in taken.items() for each in all]
    timed = with_times(shop, rows)
    assert timed["pay"].wait == jm.Wait(120.0, p80=228.0, known=True)
    assert timed["pay"].duration == 40
    assert timed["door"] == shop["door"]
    assert with_times(shop, [{"touchpoint": "bye", "seconds": 5}], of="wait")["bye"].wait == jm.Wait(5, p80=5)


def test_start_and_stop_are_clocks_or_moments() -> None:
    """Over midnight too; what cannot be is told with its line."""
    rows = [("door", "23:59", "00:01:00"), ("door", "2026-05-01T10:00:00", "2026-05-01T10:04:00"),
            ("door", "10:00", "2026-05-01T10:04:00"), ("door", "2026-05-02", "2026-05-01"), ("door", "25:00", "26:00"),
            ("door", "noon", "1"), ("door", "", "10:00")]  # fmt: skip
    with pytest.warns(jm.ReadWarning) as told:
        timed = with_times(SHOP, [dict(zip(("접점", "시작", "끝"), row, strict=True)) for row in rows])
    assert timed["door"].duration == 180
    assert [str(each.message) for each in told] == [
        "line 4: start and stop are written in different ways; left out",
        "line 5: stop lies before start; left out",
        "line 6: start: expected a time such as 10:05:30 (got '25:00'); left out",
        "line 7: start: expected a time such as 10:05:30 (got 'noon'); left out",
        "line 8: start is empty; left out",
    ]


def test_times_that_cannot_be_are_refused() -> None:
    """Below zero, no number, another kind of time, another kind of table."""
    with pytest.warns(jm.ReadWarning) as told:
        with_times(SHOP, [{"touchpoint": "door", "seconds": seconds, "what": what}
                          for seconds, what in ((-1, ""), ("soon", ""), (3, "sleep"), ("inf", ""))])  # fmt: skip
    assert len(told) == 4
    with pytest.raises(jm.UnknownNameError, match="did you mean 'wait'"):
        with_times(SHOP, [], of="waits")  # type: ignore[arg-type]
    with pytest.raises(jm.ReadError, match="expected the columns of times"):
        with_times(SHOP, [{"touchpoint": "door", "rating": 3}])


@given(st.lists(st.floats(0, 1e5), min_size=1, max_size=40))
def test_quantiles_lie_between_the_values(seconds: list[float]) -> None:
    """The median is that of the library, and 8 of 10 are no less."""
    times = summarise_times(seconds)
    assert times.median == pytest.approx(median(seconds), abs=1e-3)
    assert min(seconds) - 1e-3 <= times.median <= times.p80 <= times.longest + 1e-3
    assert times.n == len(seconds)


def test_nothing_is_no_figure() -> None:
    """Neither a mean nor a time is made of nothing."""
    with pytest.raises(jm.JourneyError, match="no answers"):
        average([])
    with pytest.raises(jm.JourneyError, match="no times"):
        summarise_times([])
    assert summarise_topics([]) == ()


# Counted alone


def test_ratings_times_and_comments_are_counted_without_a_journey() -> None:
    """As ``journeymap metrics`` shows them, in both languages, and for programs."""
    rated = tally_text(TABLE.replace("who,", "").replace(",customer,", ",").replace(",고객,", ","))
    assert "Payment" in rated.ratings or rated.rejected
    plain = tally_text("touchpoint,rating,comment,topic\ndoor,1,cold,air\ndoor,2,,\npay,5,nice,\n")
    outline = tally_outline(plain)
    tables = {each.title: [list(row) for row in each.rows] for each in outline.shown}
    assert outline.title == "Ratings in numbers"
    assert tables["What customers feel"] == [["door", "−1.50", "−2.48 to −0.52", "2"], ["pay", "+2.00", "?", "1"]]
    assert tables["What comments are about"] == [
        ["air", "1", "−2.00", "?"],
        ["without a topic", "1", "+2.00", "?"],
    ] or (tables["What comments are about"] == [["without a topic", "1", "+2.00", "?"], ["air", "1", "−2.00", "?"]])
    times = tally_text("접점,초,구분\n문,60,대기\n문,120,대기\n문,30,\n")
    assert [list(row) for row in tally_outline(times, lang="ko").shown[0].rows] == [
        ["문", "대기", "2", "1.5분", "1.8분", "2분"], ["문", "", "1", "30초", "30초", "30초"],
    ]  # fmt: skip
    assert '"median": 90.0' in tally_json(times)
    clocked = tally_text("touchpoint,start,stop\ndoor,10:00,10:01\n")
    assert clocked.times["door", ""].median == 60


def test_helpfulness_and_trust_are_figures_of_a_survey_and_comments_stand_by_topic() -> None:
    """Asked under their English or Korean name; a comment counts by topic beside them."""
    found = tally_text("전체 만족도,도움,신뢰,의견,주제\n5,4,2,좋아요,친절\n2,1,1,느려요,대기\n,,,그냥,\n")
    assert {name: figure.value for name, figure in found.survey.items()} == {"overall": 0.5, "helpful": 0.5, "trust": 0}
    assert [(each.name, each.comments) for each in found.topics] == [("", 1), ("대기", 1), ("친절", 1)]
    assert "도움이 됨" in [row[0] for row in tally_outline(found, lang="ko").shown[0].rows]


def test_the_command_counts_them(tmp_path: Path) -> None:
    """Ratings with comments by topic, and times."""
    path = tmp_path / "times.csv"
    path.write_text("touchpoint,seconds\ndoor,30\ndoor,90\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["metrics", str(path)], prog_name="journeymap")
    assert result.exit_code == 0
    assert "How long it took" in result.stdout


# Weights from a log


def test_weights_are_fitted_to_a_log_with_ratings_of_events_and_of_cases() -> None:
    """The same as from rows of moments and the whole."""
    lot = random.Random(5)
    rows, whole, told = [], [], []
    for case in range(60):
        felt = [lot.randint(1, 5) for _ in range(4)]
        overall = min(5.0, max(1.0, 0.5 * felt[-1] + 0.5 * sum(felt) / 4))
        rows += [(str(case), "abcd"[at], at, rating) for at, rating in enumerate(felt)]
        whole.append(overall)
        told.append((felt, overall))
    ratings = pyarrow.table({"case": [str(case) for case in range(60)], "rating": whole})
    events = table(*rows, columns="case activity time rating")
    log = read_log(events, ratings=ratings, scale=FIVE)
    fit, same = jm.fit_weights(log), jm.fit_weights(told, scale=FIVE)
    assert (fit.rows, fit.weights.end) == (60, pytest.approx(same.weights.end, abs=1e-6))
    assert fit.weights.end == pytest.approx(0.5, abs=1e-6)
    with pytest.raises(jm.JourneyError, match="cases have no ratings of the whole"):
        jm.fit_weights(read_log(events, scale=FIVE))
    with pytest.raises(jm.JourneyError, match="events have no ratings of their own"):
        jm.fit_weights(read_log(events.drop_columns(["rating"]), ratings=ratings, scale=FIVE))


def test_of_very_many_rated_cases_some_are_taken_evenly() -> None:
    """So that a fit takes no longer for a large log."""
    from journeymap.evidence.remembering import rated_cases

    rows = [(f"{case:02}", "a", 0, 1 + case % 5) for case in range(40)] + [
        (f"{case:02}", "b", 1, 3) for case in range(40)
    ]
    ratings = pyarrow.table(
        {"case": [f"{case:02}" for case in range(40)], "rating": [1 + case % 5 for case in range(40)]}
    )
    log = read_log(table(*rows, columns="case activity time rating"), ratings=ratings, scale=FIVE)
    assert len(rated_cases(log, most=40)) == 40
    assert len(rated_cases(log, most=13)) == 10
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert jm.fit_weights(log).rows == 40
