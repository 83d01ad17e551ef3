"""Filled-in checklists read back: every answer at its place, in every format and from many hands."""

from __future__ import annotations

import csv
import datetime
import io
import json
import random
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journeymap import examples
from journeymap.auditing import Audit, audit
from journeymap.checklists import Checklist, checklist
from journeymap.checklists import reading as reading_module
from journeymap.checklists.answering import Answer, Answers
from journeymap.checklists.reading import read_checklist
from journeymap.checklists.understanding import day_of, understand, understood
from journeymap.errors import JourneyError, ReadError, UnknownNameError
from journeymap.facts import Contact, Evidence, Fee, Incident, News
from journeymap.formats import dumps, load, loads
from journeymap.model import Journey, Touchpoint
from tests.checklist_filling import Spot, as_csv, as_docx, as_json, as_markdown, as_rows, as_xlsx, everything, spots
from tests.checklist_pages import a_shop

Fill = Callable[[Checklist, Mapping[str, str]], str | bytes]
FORMATS: dict[str, Fill] = {".json": as_json, ".csv": as_csv, ".md": as_markdown, ".xlsx": as_xlsx, ".docx": as_docx}


def read(folder: Path, suffix: str, content: str | bytes) -> Answers:
    """What is read from a file with this content."""
    file = folder / f"filled{suffix}"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_checklist(file)


@pytest.fixture(scope="module", params=["en", "ko"])
def listed(request: pytest.FixtureRequest) -> Checklist:
    """A checklist with items of every kind, in each language."""
    return checklist(audit(a_shop()), lang=request.param)


# Every format


@pytest.mark.parametrize("suffix", FORMATS)
class TestEveryFormat:
    def test_nothing_filled_in(self, suffix: str, listed: Checklist, tmp_path: Path) -> None:
        """An empty checklist gives what was printed on it as known, and nothing else."""
        answers = read(tmp_path, suffix, FORMATS[suffix](listed, {}))
        assert answers.problems == ()
        assert {name: answers[name] for name in answers} == {name: value for name, value in listed.answers() if value}

    def test_who_and_when(self, suffix: str, listed: Checklist, tmp_path: Path) -> None:
        """Evaluator and day stand on the cover."""
        said = {"cover|evaluator": "김하늘", "cover|date": "2026년 3월 1일"}
        answers = read(tmp_path, suffix, FORMATS[suffix](listed, said))
        assert (answers.evaluator, answers.day) == ("김하늘", datetime.date(2026, 3, 1))
        assert repr(answers) == f"<Answers by 김하늘: {len(answers)}>"

    def test_a_question_fills_its_fact(self, suffix: str, tmp_path: Path) -> None:
        """Yes in the item's own boxes is what its fact is."""
        shop = a_shop().change("pay", can_fail=None, next=["done", "no"])
        made = checklist(audit(shop, select=["JM008", "JM104"]))
        plain = next(spot for spot in spots(made) if spot.fact == "can_fail")
        answers = read(tmp_path, suffix, FORMATS[suffix](made, {plain.name: "Yes"}))
        facts = answers.facts(shop)
        assert facts
        assert all(values == {"can_fail": True} for values in facts.values())

    def test_what_cannot_be_read_is_listed(self, suffix: str, listed: Checklist, tmp_path: Path) -> None:
        """An answer that means nothing is listed with its place, its text and the file, and is no answer."""
        content = FORMATS[suffix](listed, {"cover|date": "one of these days"})
        answers = read(tmp_path, suffix, content)
        (problem,) = answers.problems
        assert "expected a day" in problem.message
        assert "one of these days" in problem.message
        assert problem.path.endswith("cover|date")
        assert problem.source.endswith(f"filled{suffix}")
        assert answers.day is None
        assert answers["cover|date"] == "one of these days"

    @pytest.mark.parametrize("name", examples.names())
    def test_from_question_to_answer(self, suffix: str, name: str, tmp_path: Path) -> None:
        """Once every question of a journey is answered, the next audit asks none of them again."""
        journey = load(examples.path(name))
        before = audit(journey)
        answers = read(tmp_path, suffix, FORMATS[suffix](made := checklist(before), everything(made)))
        assert answers.problems == ()
        after = audit(journey.with_answers(answers))
        left = {problem.path.rpartition("|")[2] for problem in answers.left(journey)} - {"felt"}
        assert {entry for entry in asked(before) & asked(after) if entry[0] not in left} == set()


@cache
def a_list(lang: str) -> tuple[Checklist, tuple[Spot, ...]]:
    """A checklist with items of every kind, and the places to fill in."""
    made = checklist(audit(a_shop()), lang=lang)
    return made, tuple(spots(made))


LETTERS = st.characters(codec="utf-8", categories=("L", "N"), include_characters=" -:,!?()'\"=+@|#*<>&")


@st.composite
def fillings(draw: st.DrawFn) -> tuple[str, dict[str, str], dict[str, Any]]:
    """A language, what is written at some places, and what it means."""
    lang = draw(st.sampled_from(["en", "ko"]))
    places = a_list(lang)[1]
    written: dict[str, str] = {}
    meant: dict[str, Any] = {}
    for at in draw(st.lists(st.integers(0, len(places) - 1), max_size=20, unique=True)):
        spot = places[at]
        if spot.choices:
            written[spot.name] = draw(st.sampled_from(spot.choices)).label
            meant[spot.name] = understand(spot.name, written[spot.name])
        elif not spot.fact:
            written[spot.name] = meant[spot.name] = f"a{draw(st.text(LETTERS, max_size=30))}".strip()
    return lang, written, meant


@pytest.mark.parametrize("suffix", FORMATS)
@given(filling=fillings())
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_filled_in_is_read(
    suffix: str, tmp_path: Path, filling: tuple[str, dict[str, str], dict[str, Any]]
) -> None:
    """Any part of a checklist filled in with anything that can stand there comes back as it was meant."""
    lang, written, meant = filling
    made, places = a_list(lang)
    answers = read(tmp_path, suffix, FORMATS[suffix](made, written))
    assert {problem.path.rpartition(": ")[2] for problem in answers.problems} <= {"cover|date"}
    assert {name: answers[name] for name in meant} == meant
    facts = {f"{spot.name.rpartition('|')[0]}|{spot.fact}" for spot in places if spot.fact}
    known = {name for name, value in made.answers() if value}
    assert set(answers) <= {*meant, *known, *facts}


def asked(audited: Audit) -> set[tuple[str, Any]]:
    """What an audit asks: fact, and of what."""
    return {
        (fact, (q.code, q.touchpoint, q.about, q.values.get("places"))) for q in audited.questions for fact in q.missing
    }


# Tables


class TestTables:
    def test_rows_may_stand_anywhere(self, listed: Checklist, tmp_path: Path) -> None:
        """Rows in another order, columns moved and rows left out lose nothing that is there."""
        said = everything(listed)
        straight = read(tmp_path, ".csv", as_csv(listed, said))
        rows = [row for row in as_rows(listed, said) if row["answer"]]
        random.Random(7).shuffle(rows)
        columns = sorted(rows[0], reverse=True)
        text = io.StringIO()
        writer = csv.DictWriter(text, columns)
        writer.writeheader()
        writer.writerows(rows)
        turned = read(tmp_path, ".csv", text.getvalue())
        assert {name: turned[name] for name in turned} == {name: straight[name] for name in straight}

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp949"])
    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    def test_encodings_and_separators(self, encoding: str, delimiter: str, tmp_path: Path) -> None:
        """However a spreadsheet encodes and separates, the answers are the same."""
        made = checklist(audit(a_shop(), select=["JM1"]), lang="ko")
        text = as_csv(made, {"cover|evaluator": "김하늘", "pay|felt": "-2"}, delimiter=delimiter)
        answers = read(tmp_path, ".csv", text.encode(encoding, errors="replace"))
        assert (answers.evaluator, answers["pay|felt"]) == ("김하늘", -2)

    def test_columns_of_their_own(self, tmp_path: Path) -> None:
        """What stands in a column that somebody added is listed with its cell."""
        answers = read(tmp_path, ".csv", "key,answer,my own\r\npay|noticed,loud,ask Kim\r\n")
        assert answers["pay|noticed"] == "loud"
        assert answers.given["pay|noticed"].where == "B2"
        (problem,) = answers.problems
        assert (problem.path, "ask Kim" in problem.message) == ("C2: pay|noticed", True)

    def test_rows_without_a_key(self, tmp_path: Path) -> None:
        """An answer in a row of nothing is listed with its cell."""
        (problem,) = read(tmp_path, ".csv", "key,answer\r\n,who am I\r\n").problems
        assert problem.path == "B2"
        assert "who am I" in problem.message

    def test_twice_and_differently(self, tmp_path: Path) -> None:
        """Of two different answers to one question neither is taken, and both are listed; the same one twice is one."""
        answers = read(tmp_path, ".csv", "key,answer\r\npay|felt,1\r\npay|felt,2\r\ncart|felt,1\r\ncart|felt,+1\r\n")
        assert "pay|felt" not in answers
        assert [problem.path for problem in answers.problems] == ["B2: pay|felt", "B3: pay|felt"]
        assert answers["cart|felt"] == 1

    def test_heads_in_words(self, tmp_path: Path) -> None:
        """The heads may be names or words, and may stand below other rows."""
        answers = read(tmp_path, ".csv", "My list\r\n\r\nKey,Answer,메모\r\nJM008@pay,예,시끄럽다\r\n")
        assert {name: answers[name] for name in answers} == {"JM008@pay|verdict": "yes", "JM008@pay|note": "시끄럽다"}

    def test_who_mends_it_is_no_fact(self, tmp_path: Path) -> None:
        """Who is written beside a question is kept, and is not taken for the fact of that name in another row."""
        text = "key,kind,at,answer,owner\r\nJM010,question,,,Kim\r\nJM010|owner,fact,pay,Lee,\r\n"
        answers = read(tmp_path, ".csv", text)
        assert (answers["JM010|verdict|owner"], answers["JM010|owner"]) == ("Kim", "Lee")
        assert answers.problems == ()

    def test_the_same_answer_twice(self, tmp_path: Path) -> None:
        """Of two rows that say the same, the one that says of which touchpoint counts."""
        answers = read(tmp_path, ".csv", "key,at,answer\r\nJM010|owner,,Lee\r\nJM010|owner,pay,Lee\r\n")
        assert answers.given["JM010|owner"].at == ("pay",)

    def test_marks_of_text_are_taken_off(self, tmp_path: Path) -> None:
        """The apostrophe that kept a text from being a formula is no part of it."""
        answers = read(tmp_path, ".csv", "key,answer\r\npay|noticed,'=1+1\r\ncart|noticed,'s fine\r\n")
        assert (answers["pay|noticed"], answers["cart|noticed"]) == ("=1+1", "'s fine")

    @pytest.mark.parametrize("content", ["", "name,age\r\nKim,3\r\n", b"\x81\xff\xff", b"key,answer\r\n" + b"\xff" * 9])
    def test_no_checklist(self, content: Any, tmp_path: Path) -> None:
        """A file that is no checklist is refused with its name."""
        with pytest.raises(ReadError, match=r"filled\.csv"):
            read(tmp_path, ".csv", content)

    def test_a_cell_too_large(self, tmp_path: Path) -> None:
        """A cell larger than any answer is refused, not crashed on."""
        with pytest.raises(ReadError, match="is no CSV"):
            read(tmp_path, ".csv", "key,answer\r\npay|noticed," + "a" * 200_000)


# Markdown


class TestMarkdown:
    @pytest.mark.parametrize("tick", ["☑", "☒", "✓", "✔", "✅", "[x]", "[X]", "[v]", "[o]", "(x)", "x", "V", "■"])
    def test_hands_tick_in_many_ways(self, tick: str, listed: Checklist, tmp_path: Path) -> None:
        """A box is ticked whatever mark stands in its place."""
        spot = next(spot for spot in spots(listed) if spot.name.endswith("|verdict") and len(spot.choices) == 4)
        answers = read(tmp_path, ".md", as_markdown(listed, {spot.name: spot.choices[2].label}, tick=tick))
        assert answers[spot.name] == spot.choices[2].value
        assert answers.problems == ()

    def line(self, boxes: str, said: str) -> str:
        return f"  - Verdict: <!-- JM008@pay|verdict boxes={boxes} --> {said}\n"

    def test_boxes_as_brackets(self, tmp_path: Path) -> None:
        """Empty brackets are boxes too."""
        answers = read(tmp_path, ".md", self.line("yes,no", "[ ] Yes [x] No"))
        assert answers["JM008@pay|verdict"] == "no"

    def test_a_word_instead(self, tmp_path: Path) -> None:
        """A word may stand in the place of the boxes."""
        assert read(tmp_path, ".md", self.line("yes,no", "아니요"))["JM008@pay|verdict"] == "no"

    @pytest.mark.parametrize("said", ["☑ Yes ☑ No", "☑ Yes", "☐ Yes ☐ No ☑ Maybe"])
    def test_what_cannot_be_told(self, said: str, tmp_path: Path) -> None:
        """Two boxes ticked, or boxes that are gone, are listed with their line."""
        answers = read(tmp_path, ".md", "# Shop\n\n" + self.line("yes,no", said))
        (problem,) = answers.problems
        assert (problem.line, len(answers)) == (3, 0)
        assert said in problem.message

    def test_several_boxes(self, tmp_path: Path) -> None:
        """Where several boxes may be ticked they are; none of these excludes the others."""
        line = "<!-- JM906|data_sources boxes=surveys,reviews, --> {} a {} b {} none\n"
        assert read(tmp_path, ".md", line.format("☑", "☑", "☐"))["JM906|data_sources"] == ("surveys", "reviews")
        assert read(tmp_path, ".md", line.format("☐", "☐", "☑"))["JM906|data_sources"] == ()
        assert read(tmp_path, ".md", line.format("☑", "☐", "☑")).problems

    def test_notes_over_several_lines(self, tmp_path: Path) -> None:
        """What is written below a line belongs to it until the next place or a blank line."""
        text = "Note: <!-- pay|noticed --> …………loud\n  and *cold*\n\nHow: <!-- pay|felt boxes=-1,0 --> ☐ −1 ☑ 0\n"
        answers = read(tmp_path, ".md", text)
        assert (answers["pay|noticed"], answers["pay|felt"]) == ("loud\nand *cold*", 0)

    def test_done_is_no_verdict(self, tmp_path: Path) -> None:
        """A task ticked as done without a verdict is listed; with one it is not."""
        item = "- [x] **1 · JM008** Can it fail? <!-- JM008@pay -->\n"
        (problem,) = read(tmp_path, ".md", item + self.line("yes,no", "☐ Yes ☐ No")).problems
        assert (problem.path, problem.line) == ("JM008@pay", 1)
        assert read(tmp_path, ".md", item + self.line("yes,no", "☑ Yes ☐ No")).problems == ()

    @pytest.mark.parametrize("where", ["at the end", "after a heading", "below an item", "between two places"])
    def test_what_was_added_anywhere_is_listed(self, where: str, listed: Checklist, tmp_path: Path) -> None:
        """Text that somebody adds away from every place is listed with its line, and changes nothing else."""
        text = listed.markdown()
        before = {
            "at the end": "",
            "after a heading": next(line for line in text.splitlines() if line.startswith("### ")) + "\n",
            "below an item": next(line for line in text.splitlines() if "@pay|note -->" in line) + "\n",
            "between two places": next(line for line in text.splitlines() if "cover|weather" in line) + "\n",
        }[where]
        added = "계산대가 꺼져 있었다 - twice"
        changed = text.replace(before, f"{before}\n{added}\n\n", 1) if before else f"{text}{added}\n"
        answers = read(tmp_path, ".md", changed)
        (problem,) = answers.problems
        assert added in problem.message
        assert problem.line == 1 + changed.splitlines().index(added)
        untouched = read(tmp_path, ".md", text)
        assert {name: answers[name] for name in answers} == {name: untouched[name] for name in untouched}

    def test_what_was_added_to_printed_words_is_listed(self, listed: Checklist, tmp_path: Path) -> None:
        """A remark in a requirement, in a label or behind the boxes is listed; the tick beside it counts."""
        item = next(item for item in listed if item.kind == "failed")
        spot = next(spot for spot in spots(listed) if spot.name == f"{item.key}|verdict")
        text = as_markdown(listed, {spot.name: spot.choices[1].label})
        label = f"☑ {spot.choices[1].label}"
        text = text.replace(label, f"{label} but only in the rain", 1)
        text = text.replace(f"**{item.number} · ", f"**{item.number} NOT TRUE · ", 1)
        owner = next(line for line in text.splitlines() if f"{item.key}|owner" in line)
        text = text.replace(owner, owner.replace(": <!--", " ask Kim: <!--"), 1)
        answers = read(tmp_path, ".md", text)
        assert answers[spot.name] == spot.choices[1].value
        said = " ".join(problem.message for problem in answers.problems)
        assert len(answers.problems) == 3
        assert all(remark in said for remark in ("only in the rain", "NOT TRUE", "ask Kim"))

    def test_laid_out_anew(self, listed: Checklist, tmp_path: Path) -> None:
        """Another way of writing the same Markdown is no addition."""
        text = listed.markdown().replace("- [ ]", "* [ ]").replace("**", "__").replace("|---|--:", "| --- | ---: ")
        assert read(tmp_path, ".md", text).problems == ()

    def test_fingerprints_that_are_gone(self, tmp_path: Path) -> None:
        """Without its fingerprints a checklist is read all the same."""
        answers = read(tmp_path, ".md", self.line("yes,no", "☑ Yes ☐ No") + "\nloud\n<!-- printed:?? -->\n")
        assert (answers["JM008@pay|verdict"], answers.problems) == ("yes", ())

    @pytest.mark.parametrize("content", ["# A page\n", b"\xff\xfe\xfa"])
    def test_no_checklist(self, content: Any, tmp_path: Path) -> None:
        """A page without places to fill in is refused."""
        with pytest.raises(ReadError, match=r"filled\.md"):
            read(tmp_path, ".md", content)


# JSON and files


class TestJson:
    def test_plain_data(self, tmp_path: Path) -> None:
        """A program says true, a number or a list where a hand would write."""
        said = {
            "JM008@pay|verdict": True, "JM101@pay|severity": 3, "JM611@pay|wait.typical": 90, "pay|felt": -1.5,
            "JM103|fees": [{"name": "Shipping", "amount": 3000}], "cover|place": 12, "JM1|x": None, "JM2|y": " ",
        }  # fmt: skip
        answers = read(tmp_path, ".json", json.dumps({"answers": said}))
        assert answers.problems == ()
        assert {name: answers[name] for name in answers} == {
            "JM008@pay|verdict": "yes", "JM101@pay|severity": 3, "JM611@pay|wait.typical": 90, "pay|felt": -1.5,
            "JM103|fees": (Fee("Shipping", 3000),), "cover|place": "12",
        }  # fmt: skip

    @pytest.mark.parametrize(
        ("name", "value"),
        [("JM1|verdict", 3), ("JM101@a|severity", True), ("JM101@a|severity", 9), ("a|noticed", {"a": 1}),
         ("a|felt", 9), ("a|felt", True), ("JM103|fees", [{"nam": "a"}]), ("JM611@a|wait.known", 1)],
    )  # fmt: skip
    def test_plain_data_that_cannot_be(self, name: str, value: Any, tmp_path: Path) -> None:
        """Data that cannot stand at a place is listed by its name."""
        answers = read(tmp_path, ".json", json.dumps({"answers": {name: value}}))
        assert len(answers) == 0
        assert all(problem.path == f"answers[{json.dumps(name)}]: {name}" for problem in answers.problems)
        assert answers.problems

    @pytest.mark.parametrize("content", ["", "[1]", "{}", '{"answers": 3}', "[" * 100_000, b"\xff"])
    def test_no_checklist(self, content: Any, tmp_path: Path) -> None:
        """What is no JSON of a checklist is refused with the name of the file."""
        with pytest.raises(ReadError, match=r"filled\.json"):
            read(tmp_path, ".json", content)

    def test_other_content_may_be_gone(self, tmp_path: Path) -> None:
        """Only the answers need be there; whatever else is broken does not matter."""
        data = {"answers": {"pay|felt": "1"}, "sections": [3, {"places": [{"items": [{"key": 1, "asks": 2}]}]}]}
        assert read(tmp_path, ".json", json.dumps(data))["pay|felt"] == 1


class TestFiles:
    def test_unknown_suffix(self) -> None:
        """Only the suffixes that can be read back are."""
        with pytest.raises(UnknownNameError, match=r"\.csv.*\.json.*\.md.*\.xlsx"):
            read_checklist("filled.odt")

    def test_no_file(self, tmp_path: Path) -> None:
        """A file that is not there is named."""
        with pytest.raises(ReadError, match=r"none\.csv: there is no such file"):
            read_checklist(tmp_path / "none.csv")

    def test_far_too_large(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A file larger than any checklist is refused before it is read into memory whole."""
        monkeypatch.setattr(reading_module, "LARGEST", 10)
        with pytest.raises(ReadError, match="is larger"):
            read(tmp_path, ".csv", "a" * 11)


# What it means


class TestUnderstanding:
    @pytest.mark.parametrize("text", ["예", "네", "yes", "Y", "v", "V", "✓", "✔", "o", "O", "○", "1", "TRUE", " Yes. "])
    def test_yes(self, text: str) -> None:
        """Yes is written in many ways."""
        assert understand("JM008@a|can_fail", text) is True
        assert understand("JM008@a|verdict", text) == "yes"

    @pytest.mark.parametrize("text", ["아니오", "아니요", "no", "N", "0", "FALSE"])
    def test_no(self, text: str) -> None:
        """So is no."""
        assert understand("JM008@a|can_fail", text) is False

    @pytest.mark.parametrize("text", ["x", "X", "✗", "maybe", "yes and no", "!"])
    def test_neither(self, text: str) -> None:
        """A cross in a cell may be a tick or a no: it is refused, as is everything else that may mean two things."""
        with pytest.raises(JourneyError, match="expected yes or no"):
            understand("JM008@a|can_fail", text)

    @pytest.mark.parametrize(
        ("text", "value"),
        [("해당 없음", "na"), ("N/A", "na"), ("적합", "pass"), ("Attention", "attention"), ("부적합", "fail"),
         ("don’t know", "unknown"), ("모름", "unknown"), ("보완 필요", "attention"), ("미흡", "attention"),
         ("주의", "attention")],
    )  # fmt: skip
    def test_verdicts(self, text: str, value: str) -> None:
        """Verdicts are understood in both languages."""
        assert understand("JM101@a|verdict", text) == value

    def test_only_the_boxes_that_are_there(self) -> None:
        """Yes is no verdict on a failure."""
        with pytest.raises(JourneyError, match="Pass, Attention, Fail, Not applicable"):
            understand("JM101@a|verdict", "yes", allowed=("pass", "attention", "fail", "na"))

    @pytest.mark.parametrize(
        ("fact", "text", "value"),
        [
            ("wait.typical", "20 min", 1200.0), ("wait.typical", "20분", 1200.0),
            ("wait.typical", "1시간 30분", 5400.0),
            ("wait.typical", "0", 0.0), ("next.delay", "3일", 259200.0), ("queue.lines", "3", 3),
            ("queue.lines", "3줄", 3), ("subscription.join_steps", "1,200 steps", 1200), ("usage_rate", "35%", 0.35),
            ("usage_rate", "35", 0.35), ("emotion", "−1", -1), ("emotion", "+0.5", 0.5), ("value.usability", "4점", 4),
            ("last_reviewed", "2026/3/1", datetime.date(2026, 3, 1)),
            ("choices", "the time, the channel", ("the time", "the channel")),
            ("choices", "a, b; c", ("a, b", "c")), ("choices", "없음", ()),
            ("choices", "1,000 won", ("1,000 won",)),
            ("survey.items", "overall | Recommend", ("overall", "recommend")),
            ("help_mode", "on request", "on_request"),
            ("ritual", "Pay, done", ("Pay", "done")), ("fees", "없음", ()),
            ("fees", "Shipping, 3000, KRW; Gift wrap", (Fee("Shipping", 3000, "KRW"), Fee("Gift wrap"))),
            ("news", "bad, sold out", (News("bad", "sold out"),)),
            ("contacts", "전화, 02-1", (Contact("phone", "02-1"),)),
            ("contacts", '[{"kind": "phone", "hours": "9-18"}]', (Contact("phone", hours="9-18"),)),
            ("evidence", "measured", Evidence("measured")), ("business.hours", "9-18, Mon-Fri", "9-18, Mon-Fri"),
        ],
    )  # fmt: skip
    def test_facts(self, fact: str, text: str, value: Any) -> None:
        """A fact is written as people write it; units and lists are understood."""
        assert understand(f"JM1@a|{fact}", text) == value

    @pytest.mark.parametrize(
        ("fact", "text"),
        [("wait.typical", "20"), ("wait.typical", "a while"), ("queue.lines", "3 or 4"), ("queue.lines", "2.5"),
         ("queue.lines", "3%"), ("usage_rate", "0.35"), ("usage_rate", "1"), ("usage_rate", "120%"),
         ("last_reviewed", "spring"), ("last_reviewed", "2026-02-31"), ("help_mode", "perhaps"), ("fees", "[{"),
         ("fees", "[3]"), ("fees", "Shipping, dear"), ("evidence", "measured; observed"), ("emotion", "3"),
         ("queue.lines", "9" * 40)],
    )  # fmt: skip
    def test_no_guess(self, fact: str, text: str) -> None:
        """What lacks its unit, may mean two things or cannot be is refused."""
        with pytest.raises(JourneyError):
            understand(f"JM1@a|{fact}", text)

    def test_severity(self) -> None:
        """A severity is a whole number from 0 to 4."""
        assert (understand("JM1@a|severity", "3"), understand("JM1@a|severity", "3.0")) == (3, 3)
        with pytest.raises(JourneyError, match="from 0 to 4"):
            understand("JM1@a|severity", "5")

    def test_text_stays_text(self) -> None:
        """A blank takes any text, also where a fact has the same name."""
        assert understand("JM101@a|note", "20") == "20"
        assert understand("cover|duration", "20") == "20"
        assert understood("cover|duration", 20) == "20"

    def test_days(self) -> None:
        """A day is what looks like one."""
        assert (day_of("2026-3-1"), day_of("3/1/2026")) == ("2026-03-01", None)


# What it tells


class TestFacts:
    shop = (
        Journey("Shop")
        .touchpoint("look", "Look", emotion=1, evidence=Evidence("measured", n=40))
        .touchpoint("pay", "Pay", incidents=[Incident("card refused"), Incident("slow")], owner="Kim")
        .touchpoint("bye", "Bye", evidence=Evidence("assumed", source="workshop"))
    )

    def told(self, **answers: Answer | Any) -> Answers:
        return Answers({name: a if isinstance(a, Answer) else Answer(a, str(a)) for name, a in answers.items()})

    def test_how_it_felt(self) -> None:
        """How it felt becomes the emotion, observed with one customer; what else the evidence says stays."""
        facts = self.told(**{"bye|felt": -1}).facts(self.shop)
        bye = self.shop.with_answers(facts)["bye"]
        assert (bye.emotion, bye.evidence) == (-1, Evidence("observed", n=1, source="workshop"))

    def test_a_measurement_stays(self) -> None:
        """One walk does not outweigh a measurement: it is listed and not taken."""
        answers = self.told(**{"look|felt": -1})
        assert answers.facts(self.shop) == {}
        (problem,) = answers.left(self.shop)
        assert "measured" in problem.message

    def test_for_several_touchpoints(self) -> None:
        """One answer for several touchpoints goes for each that does not say it yet."""
        answers = self.told(**{"JM010|owner": Answer("Lee", "Lee", at=("look", "pay"))})
        assert answers.facts(self.shop) == {"look": {"owner": "Lee"}}

    def test_for_no_touchpoint(self) -> None:
        """An answer for none in particular goes for all, unless it names something that is somewhere."""
        assert set(self.told(**{"JM103|fees": ()}).facts(self.shop)) == {"look", "pay", "bye"}
        answers = self.told(**{"JM103|fees": (Fee("Shipping"),)})
        assert answers.facts(self.shop) == {}
        assert "which touchpoint" in answers.left(self.shop)[0].message

    def test_of_the_journey(self) -> None:
        """Facts of the business and the journey go there, and names of touchpoints become ids."""
        facts = self.told(**{"JM703|business.hours": "9-18", "JM502|ritual": ("Look", "pay")}).facts(self.shop)
        assert facts == {None: {"business.hours": "9-18", "ritual": ("look", "pay")}}
        filled = self.shop.with_answers(facts)
        assert filled.business is not None
        assert (filled.business.hours, filled.ritual) == ("9-18", ("look", "pay"))

    def test_one_of_several_records(self) -> None:
        """An item about one of several records fills in that one."""
        name = "JM811@pay#slow|incidents.root_cause"
        filled = self.shop.with_answers(self.told(**{name: Answer("one till", "", at=("pay",))}).facts(self.shop))
        assert filled["pay"].incidents == (Incident("card refused"), Incident("slow", root_cause="one till"))

    def test_ways(self) -> None:
        """What is said of the way to a touchpoint goes to that way, also where the way was not written down."""
        name = "JM012@look#Pay|next.status_message"
        filled = self.shop.with_answers(self.told(**{name: Answer(True, "", at=("look",))}).facts(self.shop))
        (way,) = filled["look"].next or ()
        assert (way.to, way.status_message) == ("pay", True)
        everywhere = self.shop.with_answers(self.told(**{"JM012|next.delay": 60.0}).facts(self.shop))
        assert [way.delay for t in everywhere for way in everywhere.ways_from(t)] == [60.0, 60.0]

    def test_the_people_who_walk(self) -> None:
        """Verdicts, severities, notes and who mends it tell no fact of the journey."""
        said = {"JM101@pay|verdict": "fail", "JM101@pay|owner": "Lee", "cover|evaluator": "Kim", "pay|noticed": "loud"}
        answers = self.told(**said)
        assert (answers.facts(self.shop), answers.left(self.shop)) == ({}, ())

    @pytest.mark.parametrize(
        "name", ["gone|felt", "JM104@gone|can_fail", "JM811@pay#lost|incidents.root_cause", "JM502|ritual"]
    )
    def test_what_has_no_place(self, name: str) -> None:
        """An answer about something that the journey does not have is listed, and the others are taken."""
        value = ("nowhere",) if name.endswith("ritual") else 1 if name.endswith("felt") else True
        value = "why" if name.endswith("cause") else value
        at = ("gone",) if "gone" in name else ("pay",) if "@" in name else ()
        answers = self.told(**{name: Answer(value, "", at=at, where="B2"), "JM703|business.hours": "9-18"})
        assert answers.facts(self.shop) == {None: {"business.hours": "9-18"}}
        (problem,) = answers.left(self.shop)
        assert problem.path == f"B2: {name}"

    def test_looking_up(self) -> None:
        """Answers are looked up by name; an unknown one is told with the nearest."""
        answers = self.told(**{"pay|felt": 1})
        assert (answers["pay|felt"], "pay|felt" in answers, list(answers), bool(Answers({}))) == (
            1,
            True,
            ["pay|felt"],
            True,
        )
        with pytest.raises(UnknownNameError, match=r"did you mean 'pay\|felt'"):
            answers["pay|fel"]
        assert (answers.evaluator, answers.day) == ("", None)


class TestWithAnswers:
    def test_all_problems_at_once(self) -> None:
        """Every answer that cannot be is told, by touchpoint and fact."""
        shop = Journey("Shop").touchpoint("pay", "Pay")
        wrong: dict[str | None, dict[str, Any]] = {
            "pay": {"emotion": 9, "wait.knwon": True, "wait": {"lenght": 1}, "fees[Gift].amount": 1,
                    "owner.x": 1, "!": 1},
            "pya": {"emotion": 1}, None: {"last_reviewed": "soon", "stages[x]": 1},
        }  # fmt: skip
        with pytest.raises(JourneyError) as caught:
            shop.with_answers(wrong)
        assert [problem.path for problem in caught.value.problems] == [
            "", "journey: last_reviewed", "journey: stages[x]", "touchpoint 'pay': emotion",
            "touchpoint 'pay': wait.knwon", "touchpoint 'pay': wait", "touchpoint 'pay': fees[Gift].amount",
            "touchpoint 'pay': owner.x", "touchpoint 'pay': !",
        ]  # fmt: skip
        assert "did you mean 'pay'" in caught.value.problems[0].message

    def test_records_as_mappings(self) -> None:
        """Records may be given as plain data; what they lack is told."""
        shop = Journey("Shop").touchpoint("pay", "Pay")
        filled = shop.with_answers({"pay": {"fees": [{"name": "Shipping", "amount": 1}], "wait": {"typical": "1 min"}}})
        assert filled["pay"] == Touchpoint("pay", "Pay", fees=[Fee("Shipping", 1)], wait="1 min")
        with pytest.raises(JourneyError, match="missing 'name'"):
            shop.with_answers({"pay": {"fees": [{"amount": 1}]}})

    def test_one_of_several(self) -> None:
        """A record that is chosen is changed even if it says something; without a choice only what is open is."""
        shop = Journey("Shop").touchpoint("pay", "Pay", fees=[Fee("Shipping", 1), Fee("Gift wrap")])
        chosen = shop.with_answers({"pay": {"fees[Shipping].amount": 2}})["pay"].fees
        assert chosen == (Fee("Shipping", 2), Fee("Gift wrap"))
        assert shop.with_answers({"pay": {"fees.amount": 2}})["pay"].fees == (Fee("Shipping", 1), Fee("Gift wrap", 2))

    def test_unknown_again(self) -> None:
        """None makes a fact unknown again, and the journey itself stays as it was."""
        shop = Journey("Shop").touchpoint("pay", "Pay", emotion=1)
        assert shop.with_answers({"pay": {"emotion": None}})["pay"].emotion is None
        assert shop["pay"].emotion == 1
        assert shop.with_answers({}) == shop

    def test_what_was_filled_in_can_be_saved(self) -> None:
        """A journey with answers reads back equal."""
        journey = load(examples.path("shoe-shop"))
        made = checklist(journey)
        answers = {name: Answer(understand(name, text), text) for name, text in everything(made).items()}
        filled = journey.with_answers(Answers(answers).facts(journey))
        assert loads(dumps(filled)) == filled


def test_spots_are_the_names(listed: Checklist) -> None:
    """The places that are filled in here are all that a checklist has."""
    assert {spot.name for spot in spots(listed)} == {name for name, _ in listed.answers()}
    assert isinstance(next(spots(listed)), Spot)


FACTS = (
    *sorted({spot.fact for spot in a_list("en")[1] if spot.fact}),
    "emotion", "fees", "contacts", "news", "evidence", "survey.nps.promoters", "usage_rate", "after", "value.usability",
)  # fmt: skip


@given(st.sampled_from([*(f"JM1@a|{fact}" for fact in FACTS), "a|felt", "JM1|verdict", "JM1|severity"]), st.text())
@settings(max_examples=150, deadline=None)
def test_any_text_is_understood_or_refused(name: str, text: str) -> None:
    """Whatever is written anywhere is understood or refused with a reason, and nothing else happens."""
    for written in (text, f"[{text}", f"3{text}"):
        with suppress(JourneyError):
            understand(name, written)


@pytest.mark.parametrize("suffix", FORMATS)
@given(content=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: f"key,answer\n{text}".encode()))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_file_is_read_or_refused(suffix: str, tmp_path: Path, content: bytes) -> None:
    """Whatever a file holds, it is read or refused by name."""
    with suppress(ReadError):
        assert read(tmp_path, suffix, content).source.endswith(suffix)


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_every_printed_choice_is_understood(lang: str) -> None:
    """Whatever label stands beside a box, "none of these" included, is understood as it is printed."""
    for spot in a_list(lang)[1]:
        for choice in spot.choices:
            understand(spot.name, choice.label)
