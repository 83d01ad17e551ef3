"""Logs as they come: what cannot be used is counted by reason, and what cannot be read is said plainly."""

from __future__ import annotations

import gzip
import warnings
from pathlib import Path

import pandas
import pyarrow
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import journeymap as jm
from journeymap.evidence import read_log
from tests.log_events import table, walks

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "logs"

TRACE = """<trace><string key="concept:name" value="{name}"/>{events}</trace>"""
EVENT = """<event><string key="concept:name" value="{name}"/><date key="time:timestamp" value="{time}"/></event>"""


def xes(*paths: str) -> str:
    """An XES log with a letter for each event."""
    traces = [
        TRACE.format(name=number, events="".join(
            EVENT.format(name=letter, time=f"2026-01-{number:02}T10:{at:02}:00.000+01:00")
            for at, letter in enumerate(path)
        ))
        for number, path in enumerate(paths, start=1)
    ]  # fmt: skip
    return f'<?xml version="1.0"?>\n<log xmlns="http://www.xes-standard.org/">\n{chr(10).join(traces)}\n</log>\n'


def written(folder: Path, text: str | bytes, name: str = "log.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


# Columns


def test_missing_columns_are_named_with_what_there_is(tmp_path: Path) -> None:
    """Which are missing, which there are, and how to say it; a name that is not there is spelt right."""
    path = written(tmp_path, "who,what,when\n1,a,2026-01-01\n")
    with pytest.raises(
        jm.ReadError, match=r"log\.csv: no column is known to say the case and the activity and the time"
    ):
        read_log(path)
    with pytest.raises(jm.ReadError, match=r"unknown column 'whom' \(did you mean 'who'\?\)"):
        read_log(path, case="whom", activity="what", time="when")
    assert read_log(path, case="who", activity="what", time="when").counts.kept == 1


def test_an_object_centric_log_is_refused_with_a_way_out(tmp_path: Path) -> None:
    """By its columns and by its suffix."""
    path = written(tmp_path, "ocel:eid,ocel:activity,ocel:timestamp,ocel:type:orders\n1,a,2026-01-01,['1']\n")
    with pytest.raises(jm.ReadError, match=r"is an object-centric log.*'ocel:type:orders'.*case="):
        read_log(path)
    with pytest.raises(jm.ReadError, match="is an object-centric log"):
        read_log(written(tmp_path, "{}", "log.jsonocel"))


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus of logs is not here")
def test_a_real_object_centric_log_is_refused() -> None:
    """The message lists its kinds of objects."""
    with pytest.raises(jm.ReadError, match="'ocel:type:customers', 'ocel:type:items'"):
        read_log(CORPUS / "pm4pycore__ocel_order_simulated.csv")


def test_what_is_no_log_is_refused(tmp_path: Path) -> None:
    """Other things, other files, folders and files that are not there."""
    with pytest.raises(jm.JourneyError, match="a dict is no log"):
        read_log({})
    with pytest.raises(jm.UnknownNameError, match=r"no log has the suffix '\.pdf'"):
        read_log(written(tmp_path, "", "log.pdf"))
    with pytest.raises(jm.ReadError, match="there is no such file"):
        read_log(tmp_path / "none.csv")
    with pytest.raises(jm.ReadError, match="is a directory"):
        read_log(tmp_path)
    with pytest.raises(jm.ReadError, match="cannot be read as Parquet"):
        read_log(written(tmp_path, "no parquet", "log.parquet"))
    with pytest.raises(jm.ReadError, match=r"cannot be read as a table|no column is known"):
        read_log(written(tmp_path, b"\xff\xfe\x00\xd8\x00", "log.csv"))


def test_options_that_cannot_be_are_refused() -> None:
    """With the nearest spelling."""
    with pytest.raises(jm.UnknownNameError, match="unknown duplicates 'dorp'"):
        read_log(walks("ab"), duplicates="dorp")  # type: ignore[arg-type]
    with pytest.raises(jm.UnknownNameError, match="unknown time zone"):
        read_log(walks("ab"), zone="Asia/Soul")
    with pytest.raises(jm.JourneyError, match="memory"):
        read_log(walks("ab"), memory="lots")


# Events


def test_events_without_case_activity_or_time_are_counted_by_reason() -> None:
    """Blank is missing; what is read is what is kept and what is dropped."""
    rows = [("1", "a", "2026-01-01"), (None, "a", "2026-01-01"), (" ", "b", "2026-01-01"), ("1", "", "2026-01-01"),
            ("1", "b", ""), ("1", "b", "soon"), ("1", "c", "2026-13-01")]  # fmt: skip
    counts = read_log(table(*rows)).counts
    assert (counts.read, counts.kept) == (7, 1)
    assert counts.dropped == {"no case": 2, "no activity": 1, "no time": 1, "time that cannot be read": 2}
    assert counts.message() == (
        "Events read: 7, kept: 1. Cases: 1. "
        "Left out: no case: 2, no activity: 1, no time: 1, time that cannot be read: 2."
    )
    assert "읽은 이벤트: 7" in counts.message("ko")


def test_a_log_of_which_nothing_is_left_is_refused_with_the_counts(tmp_path: Path) -> None:
    """An empty one says so."""
    with pytest.raises(jm.ReadError, match=r"none of its 2 events can be used \(1: no case; 1: time that cannot"):
        read_log(table((None, "a", "2026-01-01"), ("1", "a", "never")))
    with pytest.raises(jm.ReadError, match="holds no events"):
        read_log(written(tmp_path, "case,activity,time\n"))
    with pytest.raises(jm.ReadError, match="holds no events"):
        read_log(pyarrow.table({"case": pyarrow.array([], "string"), "activity": pyarrow.array([], "string"),
                                "time": pyarrow.array([], pyarrow.timestamp("us"))}))  # fmt: skip


def test_duplicates_are_left_out_and_counted_unless_they_are_wanted() -> None:
    """The same in everything; what differs in anything stays."""
    rows = [("1", "a", 0, "web"), ("1", "b", 1, "web"), ("1", "a", 0, "web"), ("1", "b", 1, "shop"),
            ("1", "c", 1, "web"), ("1", "b", 1, "web")]  # fmt: skip
    log = read_log(table(*rows, columns="case activity time channel"))
    assert (log.counts.kept, log.counts.dropped) == (4, {"the same event once more": 2})
    assert read_log(table(*rows, columns="case activity time channel"), duplicates="keep").counts.kept == 6
    twice = read_log(pyarrow.concat_tables([walks("abc", "ab")] * 2), merge_repeats=True)
    assert twice.counts.dropped == {"the same event once more": 5}


def test_grouping_makes_no_duplicates() -> None:
    """Two products seen in the same second are two visits, though both are called the same afterwards."""
    rows = [("1", "/product/1", 0), ("1", "/product/2", 0), ("1", "Cart", 1)]
    assert read_log(table(*rows), rename={"/product/*": "Product"}).touchpoints[0].visits == 2


def test_events_at_the_same_time_keep_their_order_and_this_is_said() -> None:
    """Where the source has none, a column gives it, or the activity does."""
    import ibis

    rows = table(("1", "z", 0), ("1", "a", 0), ("1", "m", 0))
    log = read_log(rows)
    assert log.variants()[0].activities == ("z", "a", "m")
    assert log.counts.tied == 2
    assert any("stands first in the source" in note for note in log.notes)
    connection = ibis.duckdb.connect()
    connection.con.register("rows", rows)
    connection.con.execute("CREATE TABLE events AS FROM rows")
    connection.con.execute("ALTER TABLE events ADD number INTEGER")
    connection.con.execute("UPDATE events SET number = CASE activity WHEN 'm' THEN 1 WHEN 'z' THEN 2 ELSE 3 END")
    events = connection.table("events")
    assert read_log(events).variants()[0].activities == ("a", "m", "z")
    assert any("the source has no order" in note for note in read_log(events).notes)
    assert read_log(events, order="number").variants()[0].activities == ("m", "z", "a")


def test_events_out_of_order_are_put_in_order_and_counted() -> None:
    """By their time."""
    log = read_log(table(("1", "c", 2), ("2", "a", 0), ("1", "a", 0), ("1", "b", 1)))
    assert {each.activities for each in log.variants()} == {("a",), ("a", "b", "c")}
    assert log.counts.disordered == 1
    assert any("were put in order" in note for note in log.notes)


def test_single_cases_and_single_events_are_told() -> None:
    """A case of one event begins and ends there; one case alone says nothing about others."""
    log = read_log(walks("a", "ab", "a"))
    assert (log.counts.alone, log.touchpoints[0].starts, log.touchpoints[0].ends) == (2, 3, 2)
    assert "2 cases have a single event" in log.notes
    assert "there is a single case: its shares say nothing about others" in read_log(walks("ab")).notes


def test_ten_thousand_activities_ask_to_be_grouped() -> None:
    """The figures are there; a journey nobody could read is refused, and the message says how to group."""
    rows = [(str(n % 50), f"/product/{n}", n) for n in range(10_000)]
    with pytest.raises(jm.JourneyError, match=r"10,000 distinct activities .*rename=\{'/product/\*'"):
        jm.from_log(table(*rows))
    assert len(jm.from_log(table(*rows), rename={"/product/*": "Product"})) == 1


def test_lines_that_are_no_rows_are_counted(tmp_path: Path) -> None:
    """A line with too many or too few cells is left out; quotes may hold line ends."""
    text = (
        'case,activity,time,note\n1,a,2026-01-01 10:00,"two\nlines"\n1,b\n1,b,2026-01-01 11:00,x,y,z\n1,c,2026-01-01,\n'
    )
    counts = read_log(written(tmp_path, text)).counts
    assert (counts.read, counts.kept, counts.dropped) == (4, 2, {"line that cannot be read": 2})


# Times


@pytest.mark.parametrize(
    ("texts", "minutes"),
    [
        (["2026-01-31 10:00", "2026-01-31 10:05"], 5),
        (["2026-01-31T10:00:00+09:00", "2026-01-31T01:05:00Z"], 5),
        (["31.01.2026 10:00", "31.01.2026 10:05"], 5),
        (["31/01/2026 10:00:00", "31/01/2026 10:05:00"], 5),
        (["01/31/2026 10:00 AM", "01/31/2026 10:05 PM"], 725),
        (["2026. 01. 31. 10:00", "2026. 01. 31. 10:05"], 5),
        (["2026년 01월 31일 10:00", "2026년 01월 31일 10:05"], 5),
        (["20260131100000", "20260131100500"], 5),
        ([1767225600, 1767225900], 5),
        ([1767225600000, 1767225900000], 5),
        ([1767225600.0, 1767225900.0], 5),
        (["2026-01-31 10:00", "31.01.2026 10:05"], 5),
    ],
)  # fmt: skip
def test_times_are_read_however_they_are_written(texts: list[str | int], minutes: int) -> None:
    """In the way of ISO 8601 with or without a zone, in others, mixed, and as numbers that count from 1970."""
    log = read_log(pandas.DataFrame({"case": ["1", "1"], "activity": ["a", "b"], "time": texts}))
    assert log.counts.kept == 2
    assert log.transitions[0].delay is not None
    assert log.transitions[0].delay.median == minutes * 60


def test_days_and_months_that_cannot_be_told_apart_are_asked_for() -> None:
    """Unless a format is given, or one day above 12 tells."""
    rows = table(("1", "a", "03/04/2026 10:00"), ("1", "b", "04/04/2026 10:00"))
    with pytest.raises(
        jm.ReadError, match=r"'03/04/2026 10:00' can be read with the day or the month first.*time_format="
    ):
        read_log(rows)
    assert read_log(rows, time_format="%d/%m/%Y %H:%M").transitions[0].delay == (86400.0,) * 3
    told = table(("1", "a", "03/04/2026"), ("1", "b", "13/04/2026"))
    assert read_log(told).transitions[0].delay == (864000.0,) * 3


def test_mixed_zones_are_told_and_the_zone_can_be_given() -> None:
    """Times without a zone are taken for UTC, or for the one that is given."""
    rows = table(("1", "a", "2026-01-01 10:00:00"), ("1", "b", "2026-01-01 02:00:00Z"))
    log = read_log(rows)
    assert log.touchpoints[0].name == "b"
    assert any("1 times in 'time' say their zone and 1 do not" in note for note in log.notes)
    seoul = read_log(rows, zone="Asia/Seoul")
    assert seoul.touchpoints[0].name == "a"
    assert seoul.transitions[0].delay == (3600.0,) * 3


def test_a_column_that_holds_no_times_is_refused() -> None:
    """With its name and what it holds."""
    with pytest.raises(jm.ReadError, match="column 'time' holds no times but boolean"):
        read_log(pyarrow.table({"case": ["1"], "activity": ["a"], "time": [True]}))


# XES


def test_xes_is_read_packed_or_not(tmp_path: Path) -> None:
    """With its cases, and times in their zone."""
    plain = read_log(written(tmp_path, xes("abc", "ab"), "log.xes"))
    packed = read_log(written(tmp_path, gzip.compress(xes("abc", "ab").encode()), "log.xes.gz"))
    assert plain.touchpoints == packed.touchpoints
    assert [(each.name, each.visits, each.ends) for each in plain.touchpoints] == [
        ("a", 2, 0),
        ("b", 2, 1),
        ("c", 1, 1),
    ]


def test_broken_xml_keeps_what_was_read_and_tells_the_place(tmp_path: Path) -> None:
    """In the middle of a case, of an element, or of the packing."""
    text = xes("abc", "ab", "ab")
    cut = text.index('value="3"') - 20
    for broken in (text[:cut], text[:cut] + "<oops" + text[cut:], text[:cut] + "\x00" + text[cut:]):
        log = read_log(written(tmp_path, broken, "log.xes"))
        assert log.counts.kept == 5
        assert any(note.partition("log.xes:")[2].startswith(("5:", "6:")) and "the 5 events before it are kept" in note
                   for note in log.notes), log.notes  # fmt: skip
    packed = gzip.compress(xes(*["abcdef"] * 28).encode())
    log = read_log(written(tmp_path, packed[: len(packed) // 2], "log.xes.gz"))
    assert 0 < log.counts.kept < 168
    assert any("breaks off or is damaged" in note for note in log.notes)


def test_xml_that_is_no_log_is_refused(tmp_path: Path) -> None:
    """Another root, no events, entities of its own, and no XML at all."""
    for text, why in [
        ("<html><body/></html>", "begins with <html>"),
        ("<log></log>", "holds no events"),
        ("not xml", "no well-formed XML"),
        ('<!DOCTYPE log [<!ENTITY a "b">]><log><trace><event/></trace></log>', "entities of its own"),
    ]:
        with pytest.raises(jm.ReadError, match=why):
            read_log(written(tmp_path, text, "log.xes"))


def test_traces_without_a_name_are_numbered(tmp_path: Path) -> None:
    """And this is told."""
    text = xes("ab", "ab").replace('<string key="concept:name" value="1"/>', "", 1)
    log = read_log(written(tmp_path, text, "log.xes"))
    assert log.counts.kept == 4
    assert any("1 traces have no concept:name" in note for note in log.notes)


def test_starts_and_completions_become_visits_with_a_duration() -> None:
    """The first start with the first completion; kept apart on request; other transitions are left out and counted."""
    rows = [("1", "a", 0, "schedule"), ("1", "a", 1, "start"), ("1", "a", 4, "COMPLETE"), ("1", "b", 5, "start"),
            ("1", "b", 6, "complete"), ("1", "b", 7, "start"), ("1", "b", 9, "complete"),
            ("1", "c", 9, "complete")]  # fmt: skip
    events = table(*rows, columns="case activity time lifecycle:transition")
    log = read_log(events)
    assert [(each.name, each.visits, each.duration and each.duration.median) for each in log.touchpoints] == [
        ("a", 1, 180.0), ("b", 2, 90.0), ("c", 1, 0.0),
    ]  # fmt: skip
    assert log.counts.dropped == {
        "lifecycle neither start nor complete": 1, "start and completion of one visit, put together": 3,
    }  # fmt: skip
    assert read_log(events, lifecycle="keep").counts.kept == 8


# Anything at all

ODD = ["", " ", "1", "a", "2026-01-01", "nan", "2026-01-01T10:00:00Z", "é한🎉", "'\"\\"]
CELLS = st.one_of(st.none(), st.sampled_from(ODD), st.text(max_size=5))


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=8))
def test_whatever_rows_hold_they_are_counted_or_refused(rows: list[tuple[str | None, str | None, str | None]]) -> None:
    """Read is kept and dropped; the journey can be written and read back."""
    frame = pandas.DataFrame(rows, columns=["case", "activity", "time"], dtype="object")
    try:
        log = read_log(frame)
    except jm.JourneymapError:
        return
    assert log.counts.read == len(rows) == log.counts.kept + sum(log.counts.dropped.values())
    assert jm.loads(jm.dumps(log.journey)) == log.journey


def test_what_was_guessed_is_warned_of(tmp_path: Path) -> None:
    """From a source that leaves nothing to guess there is no warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        jm.from_log(walks("ab", "ab"))
    with pytest.warns(jm.ReadWarning, match="'session_id' could be it as well"):
        jm.from_log(pyarrow.table({"user_id": ["1"], "session_id": ["1"], "event": ["a"], "time": ["2026-01-01"]}))
