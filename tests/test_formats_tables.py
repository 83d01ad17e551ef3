"""Tables as people make them: heads, layouts, encodings, ratings, and what is told of what could not be read."""

from __future__ import annotations

from typing import Any

import pandas as pd
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import journeymap as jm
from journeymap.errors import Problem
from journeymap.formats import csv as csv_format
from journeymap.formats import tsv as tsv_format
from journeymap.formats.tables.columns import NAMES, field_at, head_for, known_facts
from journeymap.formats.tables.columns import fact_for as fact_of
from journeymap.formats.tables.emotions import EMOTIONS
from journeymap.formats.tables.frames import readings_from
from journeymap.i18n import LANGUAGES

CAREFULLY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read(text: str | bytes, **options: Any) -> tuple[jm.Journey, list[str]]:
    """The journey in a text of CSV, and its notes as they are shown; it is called "T"."""
    journey, notes = csv_format.read(text, **{"name": "T", **options})
    return journey, [str(note) for note in notes]


def emotions(text: str, **options: Any) -> list[float | None]:
    """The emotions in a text of CSV."""
    return [touchpoint.emotion for touchpoint in read(text, **options)[0]]


class TestHeads:
    """Which column is what."""

    @pytest.mark.parametrize("fact", known_facts())
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_each_fact_has_a_head_that_is_read_as_it(self, lang: str, fact: str) -> None:
        """What is written at the head of a column says which fact is below, in every language."""
        assert fact_of(head_for(fact, lang)) == fact

    def test_each_name_stands_for_one_fact(self) -> None:
        """No head is named for two facts, and all facts are there."""
        names = [name for both in NAMES.values() for text in both for name in set(text.split(", "))]
        assert sorted(name for name in set(names) if names.count(name) > 2) == []
        assert all(fact == "order" or field_at(fact) for fact in NAMES)

    @pytest.mark.parametrize(
        ("head", "fact"),
        [
            ("Touchpoint", "name"),
            ("TOUCH-POINT", "name"),
            ("Pain Points:", "detractors"),
            ("pain_points", "detractors"),
            ("페인 포인트", "detractors"),
            ("접점 (Touchpoint)", "name"),
            ("Satisfaction (1 to 5)", "emotion"),
            ("감정", "emotion"),
            ("wait.known", "wait.known"),
            ("Persona", "journey.persona"),
            ("#", "order"),
            ("Weather", ""),
        ],
    )
    def test_heads_as_people_write_them(self, head: str, fact: str) -> None:
        """Case, hyphens, brackets and both languages are no matter."""
        assert fact_of(head) == fact

    def test_what_is_not_known_is_told(self) -> None:
        """A column that is not known, a second one for the same fact and cells without a head are each told."""
        journey, notes = read("touchpoint,weather,step\nA,rain,B,extra\n")
        assert [touchpoint.name for touchpoint in journey] == ["A"]
        assert notes == [
            "column B 'weather': this column is not known and not read (say what it is with columns=)",
            "column C 'step': says the same as 'touchpoint', which is read instead (name)",
            "2: row 2, column D: a cell without a head is not read: 'extra'",
        ]

    def test_columns_that_hold_lists_add_up(self) -> None:
        """Two columns of pain points are one list."""
        assert read("touchpoint,pain points,problems\nA,slow,dear; far\n")[0]["a"].detractors == ("slow", "dear", "far")

    def test_columns_say_which_is_which(self) -> None:
        """``columns=`` overrules what a head would be, and None leaves a column out without a note."""
        journey, notes = read(
            "where,touchpoint,x\nDoor,-1,?\n", columns={"Where": "name", "touchpoint": "emotion", "x": None}
        )
        assert ([(each.name, each.emotion) for each in journey], notes) == ([("Door", -1)], [])
        with pytest.raises(jm.JourneyError, match=r"unknown fact 'emotoin' \(did you mean 'emotion'\?\)"):
            read("a,b\n1,2\n", columns={"a": "emotoin"})

    def test_a_column_that_numbers_the_rows_says_nothing(self) -> None:
        """It is no fact and needs no note."""
        assert read("No.,touchpoint\n1,A\n2,B\n")[1] == []


class TestLayout:
    """Long and wide, and what stands around."""

    def test_wide(self) -> None:
        """Touchpoints side by side, lanes one below the other; places are those of the file."""
        journey, notes = read(",Find,,Pay\nTouchpoint,Ad,Search,Card\nFeelings,😊,?,anxiety\nWeather,sun,,\n")
        assert [(each.stage, each.name, each.emotion) for each in journey] == [
            ("Find", "Ad", 1),
            ("Find", "Search", None),
            ("Pay", "Card", -1),
        ]
        assert "4: row 4 'Weather': this lane is not known and not read (say what it is with columns=)" in notes
        assert any(note.startswith("3: row 3, column C 'Feelings': '?' is no emotion") for note in notes)

    def test_wide_with_stages_alone(self) -> None:
        """Where no lane names touchpoints, the heads of the columns do."""
        journey, _ = read(",Find,Pay\nActions,looks,pays\nThoughts,nice,dear\n")
        assert [(each.name, each.description, each.quote) for each in journey] == [
            ("Find", "looks", "nice"),
            ("Pay", "pays", "dear"),
        ]

    def test_what_stands_above_the_heads(self) -> None:
        """A title and a persona above the table are read; what is neither is told."""
        journey, notes = read("Online shop,,\nPersona: Kim,,\nDraft of May,,\ntouchpoint,stage,owner\nA,B,C\n")
        assert (journey.name, journey.persona) == ("Online shop", jm.Persona("Kim"))
        assert notes == ["3: row 3: stands above the heads and is not read: 'Draft of May'"]
        assert read("Journey,Shop,Persona,Kim\ntouchpoint,stage,owner\nA,B,C\n")[0].persona == jm.Persona("Kim")

    def test_a_stage_goes_on_until_the_next(self) -> None:
        """A blank stage is the one above, which is told once; a stage in a row of its own begins it."""
        journey, notes = read("stage,touchpoint\nFind,\n,A\n,B\nPay,C\n")
        assert [(each.stage, each.name) for each in journey] == [("Find", "A"), ("Find", "B"), ("Pay", "C")]
        assert notes == ["3: row 3: no stage stands here, and 1 more like it; taken for the one before"]

    def test_no_stage_can_be_said(self) -> None:
        """A touchpoint outside the stages after one in a stage is written so that it stays outside."""
        journey = jm.Journey("J").stage("(no stage)").touchpoint("a", "A").touchpoint("b", "B", stage=None)
        assert jm.loads(jm.dumps(journey, "csv"), "csv") == journey

    def test_heads_in_the_middle(self) -> None:
        """The heads of a second page are no touchpoint."""
        journey, notes = read("touchpoint,owner\nA,B\ntouchpoint,owner\nC,D\n")
        assert [each.name for each in journey] == ["A", "C"]
        assert notes == ["3: row 3: the heads once more; left out"]

    def test_several_journeys(self) -> None:
        """A column says which rows belong to which; ``read`` takes the first and tells the others."""
        text = "journey,touchpoint\nX,A\n,B\nY,C\n"
        assert [(journey.name, len(journey)) for journey, _ in csv_format.read_all(text)] == [("X", 2), ("Y", 1)]
        assert read(text)[1] == ["only the first journey is read; there are others: 'Y' (load_all reads all)"]

    def test_a_row_without_a_name(self) -> None:
        """It is called by what it says most of itself, and told."""
        journey, notes = read("touchpoint,description\nA,x\n,Waits in line\n")
        assert [each.name for each in journey] == ["A", "Waits in line"]
        assert notes == ["3: row 3: no touchpoint is named here; called 'Waits in line'"]


class TestText:
    """Encodings and dialects."""

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp949", "euc-kr"])
    @pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
    def test_encodings_and_separators(self, encoding: str, separator: str) -> None:
        """Whatever Korean spreadsheets write is read; what was taken for granted is told."""
        text = "단계,접점,감정 (1-5)\n주문,메뉴를 고름,4\n".replace(",", separator)
        journey, notes = read(text.encode(encoding))
        assert [(each.stage, each.name, each.emotion) for each in journey] == [("주문", "메뉴를 고름", 1)]
        assert len(notes) == (encoding in ("utf-16-le", "utf-16-be", "cp949", "euc-kr"))
        assert all("CSV UTF-8" in note for note in notes)

    def test_tabs_by_the_name_of_the_format(self) -> None:
        """A file of tabs is one even where commas would fit better; one without tabs is read by what it has."""
        assert tsv_format.read("touchpoint\towner\na,b,c\td,e,f\n", name="T")[0].touchpoints[0].name == "a,b,c"
        assert len(tsv_format.read("touchpoint,owner\na,b\n", name="T")[0]) == 1

    def test_decimal_commas(self) -> None:
        """They are read; a number that may be a thousand is not, and both marks side by side are told."""
        assert emotions("touchpoint;rating (1-5)\nA;2,5\nB;3.5\nC;4\n") == [-0.5, 0.5, 1]
        assert "decimal commas and decimal points" in read("touchpoint;rating (1-5)\nA;2,5\nB;3.5\n")[1][0]
        journey, notes = read("touchpoint;rating (0-10);wait (min)\nA;2,5;1,500\n")
        assert journey["a"].wait is None
        assert "'1,500' may be a decimal or a thousand" in notes[0]

    def test_a_quotation_mark_without_a_partner(self) -> None:
        """The rest is read, and it is told."""
        journey, notes = read('touchpoint,owner\n"A"x,B\n')
        assert [each.name for each in journey] == ["Ax"]
        assert "a quotation mark that has no partner" in notes[0]

    def test_cells_of_several_lines(self) -> None:
        """They are lists where the fact is one; rows count as spreadsheets do, lines as editors do."""
        journey, notes = read('touchpoint,pain points,wait\nA,"slow\nfar",\nB,,soon\n')
        assert journey["a"].detractors == ("slow", "far")
        assert notes[0].startswith("4: row 3, column C 'wait': expected a length of time")


class TestEmotions:
    """Ratings, words and faces."""

    @pytest.mark.parametrize(
        ("head", "cells", "expected"),
        [
            ("emotion (1-5)", "1 5 3", [-2, 2, 0]),
            ("emotion [1~7]", "4 7 1", [0, 2, -2]),
            ("Score (0 to 10)", "5 10 0", [0, 2, -2]),
            ("NPS", "10 0 5", [2, -2, 0]),
            ("emotion (5-1)", "1 5 3", [2, -2, 0]),
            ("감정 (−3..+3)", "-3 3 0", [-2, 2, 0]),
            ("rating", "80% 50% 0%", [1.2, 0, -2]),
            ("rating", "0/4 4/4 2/4", [-2, 2, 0]),
            ("emotion", "-1 0 1.5", [-1, 0, 1.5]),
            ("rating", "-3 3 0", [-2, 2, 0]),
            ("rating", "★☆☆☆☆ ★★★★★ ★★★☆☆", [-2, None, 0]),
            ("rating (1-5)", "★ ★★★★★ ★★★", [-2, 2, 0]),
            ("emotion", "++ - +/-", [2, -1, 0]),
            ("emotion", "😡 🙂 😐", [-2, 1, 0]),
            ("emotion", "Anxiety 만족 VERY_HAPPY", [-1, 1, None]),
            ("emotion (1-5)", "4점 2 hopeful", [1, -1, 1]),
        ],
    )
    def test_what_is_certain_is_read(self, head: str, cells: str, expected: list[float | None]) -> None:
        """A scale that the head or the cells leave no doubt about, stars, signs, faces and words."""
        found = emotions(f"touchpoint,{head}\n" + "".join(f"T,{cell}\n" for cell in cells.split()))
        assert found == pytest.approx(expected) if None not in expected else found == expected

    @pytest.mark.parametrize("cells", ["3 4", "1 5", "1 7", "0 10", "-1 1", "4/5 3/5"])
    def test_what_is_not_certain_is_asked_for(self, cells: str) -> None:
        """Ratings that fit several scales leave the emotion unknown, are kept as evidence, and told once."""
        journey, notes = read("touchpoint,rating\n" + "".join(f"T,{cell}\n" for cell in cells.split()))
        assert [each.emotion for each in journey] == [None, None]
        assert journey.touchpoints[0].evidence == jm.Evidence(source=f"table: {cells.split()[0]}")
        assert len([note for note in notes if "the scale of the ratings is not certain" in note]) == 1

    def test_the_scale_is_kept(self) -> None:
        """What was rated, and on which scale, stands in the evidence; other evidence stays."""
        journey, _ = read("touchpoint,rating,basis,n\nA,4,measured,30\n", scale=jm.Scale(1, 5))
        assert journey["a"].emotion == 1
        assert journey["a"].evidence == jm.Evidence("measured", n=30, scale="1-5", source="table: 4")

    def test_off_the_scale(self) -> None:
        """A rating outside its scale is told, with its row and column, and unknown."""
        journey, notes = read("touchpoint,rating (1-5)\nA,4\nB,9\n")
        assert [each.emotion for each in journey] == [1, None]
        assert notes == ["3: row 3, column B 'rating (1-5)': '9' is not on the scale from 1 to 5; left unknown"]

    def test_words_can_be_added(self) -> None:
        """A word that is not known is told with the way out; ``emotions=`` adds it, or reads another differently."""
        text = "touchpoint,emotion\nA,meh\nB,happy and meh\nC,happy\n"
        assert "'meh' is no emotion that is known (say what it means with emotions={'meh': -1})" in read(text)[1][0]
        assert emotions(text, emotions={"Meh": -0.5, "happy": 2}) == [-0.5, 0.75, 2]
        with pytest.raises(jm.JourneyError, match="expected an emotion from -2 to 2"):
            read(text, emotions={"meh": 3})

    def test_readings_of_words_are_told(self) -> None:
        """Each word that was read is told with its emotion, for somebody to confirm."""
        assert read("touchpoint,emotion\nA,Anxiety\nB,보통\n")[1] == [
            "column B 'emotion': words are read as emotions: 'Anxiety' as -1, '보통' as 0 "
            "(say otherwise with emotions=)"
        ]

    def test_every_word_is_on_the_scale(self) -> None:
        """The table of words holds emotions from −2 to +2 in both languages."""
        assert set(EMOTIONS.values()) == {-2, -1, 0, 1, 2}
        assert {"만족", "anxiety"} <= EMOTIONS.keys()


class TestCells:
    """Facts in cells."""

    def test_words_in_both_languages(self) -> None:
        """Flags, choices, lengths of time, shares and lists are read as people write them."""
        journey, notes = read(
            "접점,진실의 순간,종류,소요 시간,이탈률,함께하는 사람,wait.known\n"
            "결제,예,결제,1시간 30분,8%,김; 이,아니오\n"
        )
        pay = journey.touchpoints[0]
        assert (pay.moment_of_truth, pay.kind, pay.duration, pay.drop_off) == (True, "payment", 5400, 0.08)
        assert (pay.actors, pay.wait, notes) == (("김", "이"), jm.Wait(known=False), [])

    def test_bad_cells_are_told_and_the_rest_is_read(self) -> None:
        """Each with row and column; nothing else of the row is lost."""
        journey, notes = read("touchpoint,kind,wait (min),drop off,owner\nA,paymnt,ages,lots,Kim\n")
        assert journey["a"] == jm.Touchpoint("a", "A", owner="Kim")
        assert [note.partition(":")[2].partition(":")[0] for note in notes] == [
            " row 2, column B 'kind'", " row 2, column C 'wait (min)'", " row 2, column D 'drop off'",
        ]  # fmt: skip
        assert "did you mean 'payment'?" in notes[0]

    def test_ways(self) -> None:
        """By id, id as written, or name; with shares; what leads nowhere is told."""
        journey, notes = read(
            "id,touchpoint,next,after\n1 A,Pay,Done: 92%; 3 C (0.08); nowhere,\n2,Done,none,Pay\n3 C,Retry,1 A,\n"
        )
        pay, done, retry = journey
        assert pay.next == (jm.Transition("2", probability=0.92), jm.Transition("3-c", probability=0.08))
        assert (done.next, done.after, retry.next) == ((), ("1-a",), (jm.Transition("1-a"),))
        assert [note.partition(": ")[2] for note in notes] == [
            "row 2, column A 'id': '1 A' cannot be an id; made '1-a'",
            "row 4, column A 'id': '3 C' cannot be an id; made '3-c'",
            "row 2, column C 'next': there is no touchpoint 'nowhere'; left out",
        ]

    def test_shares_over_one(self) -> None:
        """Shares that sum to more than 1 are left out, the ways stay."""
        journey, notes = read("touchpoint,next\nA,B: 0.9; A: 0.9\nB,\n")
        assert journey["a"].next == (jm.Transition("b"), jm.Transition("a"))
        assert "the probabilities and drop_off sum to 1.8" in notes[0]

    @pytest.mark.parametrize(
        ("head", "cell", "message"),
        [
            ("next", "json:[", "cannot be read as JSON"),
            ("next", "json:[3]", "expected touchpoints, or a list of transitions"),
            ("next", "A: 12", "expected a share from 0 to 1, or a percentage with its sign"),
            ("next", 'json:[{"to": "a", "kind": "x"}]', "only where it leads is read"),
            ("journey.start", "json:{}", "journey.start"),
            ("stage.phase", "sometime", "unknown word 'sometime'"),
        ],
    )
    def test_cells_that_say_nothing_that_can_be(self, head: str, cell: str, message: str) -> None:
        """Each is told with its row, and the touchpoint is read."""
        quoted = cell.replace('"', '""')
        journey, notes = read(f'stage,touchpoint,{head}\nS,A,"{quoted}"\n')
        assert len(journey) == 1
        assert any(message in note and "row 2" in note for note in notes)

    def test_units_in_the_head(self) -> None:
        """A percentage or a unit of time at the head goes for the whole column; 3,000 is three thousand."""
        journey, _ = read('touchpoint,drop off (%),"duration (분)",fees\nA,8,"2,5","Shipping, 3,000"\n')
        assert (journey["a"].drop_off, journey["a"].duration) == (0.08, 150)
        assert journey["a"].fees == (jm.Fee("Shipping", 3000),)
        with_json = read('touchpoint,fees\nA,"[{""name"": ""Shipping"", ""amount"": 3000}]"\n')[0]["a"]
        assert with_json.fees == (jm.Fee("Shipping", 3000),)

    @pytest.mark.parametrize(
        ("cell", "fees"),
        [
            ("배송비, 3,000원", (jm.Fee("배송비", 3000, "KRW"),)),
            ("Shipping, $4.50; Gift wrap, 2 EUR", (jm.Fee("Shipping", 4.5, "$"), jm.Fee("Gift wrap", 2, "EUR"))),
            ("Shipping,1,500,KRW", (jm.Fee("Shipping", 1500, "KRW"),)),
            ("Shipping, $4.50, KRW", None),
        ],
    )
    def test_prices_with_their_signs(self, cell: str, fees: tuple[jm.Fee, ...] | None) -> None:
        """A price keeps its thousands and tells its currency; one that contradicts another is left out and told."""
        journey, notes = read(f'touchpoint,fees\nA,"{cell}"\n')
        assert journey["a"].fees == fees
        assert any("is no price in KRW" in note for note in notes) == (fees is None)

    def test_the_same_twice(self) -> None:
        """Ids that stand twice and names that do are told, and the ids are different."""
        journey, notes = read("id,touchpoint\na,Pay\na,Pay\n,Pay\n")
        assert [each.id for each in journey] == ["a", "pay", "pay-2"]
        assert "id 'a' is there twice (first in row 2); given another" in notes[0]
        assert "some touchpoints have the same name, and their ids are numbered: 'Pay'" in notes[1]

    def test_formulas_are_text(self) -> None:
        """No cell of a CSV begins like a formula, unless it is a number; reading gives the text as it was."""
        journey = jm.Journey("=1+1", touchpoints=[jm.Touchpoint("a", "@SUM(A1)", quote="-x", owner="'+", emotion=-1)])
        text = jm.dumps(journey, "csv")
        assert text.splitlines()[1].split(",") == ["'=1+1", "a", "'@SUM(A1)", "-1", "'-x", "''+"]
        assert jm.loads(text, "csv") == journey

    def test_what_is_said_of_the_journey(self) -> None:
        """References of the journey hold, or are told and left out; what contradicts the first row is told."""
        journey, notes = read("touchpoint,journey.start,persona,journey.ritual\nA,B,Kim,A; B\nB,,Lee,\n")
        assert (journey.start, journey.ritual, journey.persona) == ("b", ("a", "b"), jm.Persona("Kim"))
        assert notes == ["3: row 3, column C 'persona': 'Lee' is not what stands above; left out"]
        assert "start: names a touchpoint that is not there" in read("touchpoint,journey.start\nA,Q\n")[1][0]


class TestBadInput:
    """What cannot be read is refused with a word on what to do."""

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            ("", "there is nothing in it"),
            (" \n,,\n", "there is nothing in it"),
            ("a,b\n1,2\n", "no column is one of a journey's"),
            (bytes(range(256)), "not UTF-8 text"),
            ("x" * 10_000_000, "this is no CSV"),
            ("caf\xe9,touchpoint\n".encode("latin-1"), "save the file as UTF-8"),
            ("key,section,question,answer\nx,y,z,\n", "this is a checklist that can be filled in"),
            ("case id,activity,timestamp\n1,a,2020-01-01\n", "this is a log of events"),
            ("user_id\tevent\ttimestamp\n1\ta\t2020-01-01\n", "this is a log of events"),
            ("touchpoint,kind,grade\npay,Declined,1\n", "journeymap metrics"),
            ("overall,recommend\n5,9\n", "journeymap metrics"),
            ("Id,Shape Library,Line Source,Line Destination\n1,,,\n", "map='lucidchart'"),
        ],
    )
    def test_refused(self, content: str | bytes, message: str) -> None:
        """Nothing, no table, or some other table."""
        with pytest.raises(jm.ReadError) as caught:
            read(content)
        assert message in str(caught.value)

    def test_heads_alone(self) -> None:
        """A table without rows is a journey without touchpoints, which is told."""
        assert read("touchpoint,emotion\n") == (jm.Journey("T"), ["there is no touchpoint in it"])

    def test_too_many_notes_are_counted(self) -> None:
        """Beyond a hundred the notes are counted, and every row is read."""
        journey, notes = read("touchpoint,emotion\n" + "".join(f"T{row},word{row}\n" for row in range(300)))
        assert (len(journey), len(notes), notes[-1]) == (300, 100, "and 201 more notes")

    def test_options_are_for_tables(self) -> None:
        """Other formats refuse them instead of passing over them."""
        with pytest.raises(jm.JourneyError, match="scale: only tables have such options"):
            jm.loads("journeymap: 1\nname: J", scale=jm.Scale(1, 5))

    def test_a_workbook_is_no_text(self) -> None:
        """``dumps`` says what writes a workbook, and text is refused as one."""
        with pytest.raises(jm.UnknownNameError, match=r"save\(journey, 'shop.xlsx'\)"):
            jm.dumps(jm.Journey("J"), "xlsx")
        with pytest.raises(jm.ReadError, match="is text, not a workbook"):
            jm.loads("text", "xlsx")

    @CAREFULLY
    @given(st.text() | st.binary() | st.text("a,;\t\n\"'touchpoint emotion=-1😊json:{}[]"))
    def test_anything_is_read_or_refused(self, content: str | bytes) -> None:
        """No text or bytes raise anything but the library's own errors."""
        for module in (csv_format, tsv_format):
            try:
                journey, notes = module.read(content)
            except jm.JourneymapError:
                continue
            assert isinstance(journey, jm.Journey)
            assert all(isinstance(note, Problem) for note in notes)

    @CAREFULLY
    @given(
        st.lists(
            st.lists(st.text(max_size=8) | st.sampled_from(["json:{}", "json:[1]", "3", "none", "a: 9%"]), max_size=6)
        ),
        st.data(),
    )
    def test_any_cells_under_known_heads(self, rows: list[list[str]], data: st.DataObject) -> None:
        """Whatever stands under whichever heads is read, with notes."""
        heads = data.draw(st.lists(st.sampled_from(known_facts()), min_size=1, max_size=6))
        try:
            found = readings_from([heads, *rows])
        except jm.JourneymapError:
            return
        assert all(isinstance(journey, jm.Journey) for journey, _ in found)


class TestFrames:
    """Tables in memory."""

    ROWS = (
        {"stage": "Pay", "touchpoint": "Card", "emotion": -1.0},
        {"stage": "Pay", "touchpoint": "Done", "emotion": None},
    )

    @pytest.mark.parametrize(
        "table",
        [
            pd.DataFrame(ROWS),
            pd.DataFrame(ROWS).set_index("stage"),
            pl.DataFrame(ROWS),
            pl.DataFrame(ROWS).lazy(),
            pl.DataFrame(ROWS).to_dicts(),
            {"stage": ["Pay", "Pay"], "touchpoint": ["Card", "Done"], "emotion": [-1, float("nan")]},
            [["stage", "touchpoint", "emotion"], ["Pay", "Card", -1], ("Pay", "Done")],
            pd.DataFrame(ROWS).convert_dtypes(),
        ],
        ids=["pandas", "indexed", "polars", "lazy", "dicts", "columns", "lists", "nullable"],
    )  # fmt: skip
    def test_every_kind_of_table(self, table: Any) -> None:
        """Frames, mappings, lists and columns say the same; missing values are unknown."""
        journey = jm.from_table(table, name="T")
        assert [(each.stage, each.name, each.emotion) for each in journey] == [
            ("Pay", "Card", -1),
            ("Pay", "Done", None),
        ]

    def test_lanes_in_the_index(self) -> None:
        """A wide frame has its lanes in the index."""
        frame = pd.DataFrame({"Ad": ["looks", -1], "Pay": ["pays", 2]}, index=["Actions", "Emotion"])
        assert [(each.name, each.emotion) for each in jm.from_table(frame, name="T")] == [("Ad", -1), ("Pay", 2)]

    def test_values_that_are_no_text(self) -> None:
        """Days, flags and lists in cells are read as what they are."""
        row = {
            "touchpoint": "A",
            "actors": ["Kim", "Lee"],
            "movable": True,
            "journey.last_reviewed": pd.Timestamp("2026-03-01"),
        }
        journey = jm.from_table([row], name="T")
        assert (journey["a"].actors, journey["a"].movable, str(journey.last_reviewed)) == (
            ("Kim", "Lee"),
            True,
            "2026-03-01",
        )

    @pytest.mark.parametrize("table", ["shop.csv", 3, [1, 2], [{"a": 1}, [2]], None])
    def test_no_table(self, table: Any) -> None:
        """What is no table is refused, with a hint for a path."""
        with pytest.raises(jm.JourneyError, match=r"from_table\(\)"):
            jm.from_table(table)
