"""Progress from round to round: what is open, done and overdue, what changed, and what nobody looked at."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from journeymap import examples
from journeymap.auditing import audit
from journeymap.checklists import Answers, checklist, consolidate, progress, sheet
from journeymap.checklists.answering import Answer, Entry
from journeymap.checklists.progress import Progress, Task
from journeymap.cli import app
from journeymap.display import bundle
from journeymap.errors import JourneyError
from journeymap.following import REPORTS, consolidated_outline, followed, progress_outline
from journeymap.formats import load
from journeymap.saving import save
from tests.checklist_filling import as_csv, as_json, as_markdown, as_xlsx

TODAY = datetime.date(2026, 3, 10)
LINES = ("greeting.eyes", "greeting.voice", "greeting.room")


def said(*entries: Entry, source: str = "", **answers: Any) -> Answers:
    """One evaluator's sheet; ``__`` in a name stands for a bar, and lines are named without their sheet."""
    given = {}
    for name, value in answers.items():
        key = name.replace("__", "|")
        given[key if key.startswith(("cover|", "JM")) else f"greeting.{key}"] = Answer(value, str(value))
    return Answers(given, source=source, entries=entries or lines())


def lines(kind: str = "standard", keys: tuple[str, ...] = LINES) -> tuple[Entry, ...]:
    """The lines of a sheet."""
    return tuple(Entry(key, kind, "Seen", title=f"What {key} says") for key in keys)


def one(told: Progress, key: str = "greeting.eyes") -> Task:
    """A line of the progress."""
    return next(task for task in told.tasks if task.entry.key == key)


class TestState:
    @pytest.mark.parametrize(
        ("verdict", "state"),
        [("pass", "done"), ("attention", "open"), ("fail", "open"), ("na", "na"), (None, "unchecked")],
    )
    def test_of_a_line_that_is_judged(self, verdict: str | None, state: str) -> None:
        """A line is what it was judged to be, and what nobody judged is not done."""
        told = progress(said(**({"eyes__verdict": verdict} if verdict else {})), today=TODAY)
        assert (one(told).state, one(told).seen) == (state, verdict is not None)

    @pytest.mark.parametrize(
        ("kind", "answers", "state"),
        [
            ("failed", {}, "open"), ("failed", {"eyes__verdict": "pass"}, "done"),
            ("question", {}, "unchecked"), ("question", {"eyes__verdict": "unknown"}, "unchecked"),
            ("question", {"eyes__verdict": "no"}, "done"), ("question", {"eyes__wait.typical": 60}, "done"),
            ("question", {"eyes__note": "loud"}, "unchecked"),
            ("passed", {"eyes__verdict": "no"}, "open"), ("passed", {"eyes__verdict": "yes"}, "done"),
        ],
    )  # fmt: skip
    def test_of_other_lines(self, kind: str, answers: dict[str, Any], state: str) -> None:
        """A failure is open until it is judged mended, a question until it is answered."""
        told = progress(said(*lines(kind), **answers), today=TODAY)
        assert one(told).state == state

    def test_ratings_are_no_tasks(self) -> None:
        """What is rated on a scale is nothing to be done."""
        assert progress(said(*lines("rated"), *lines(keys=("greeting.seen",)))).tasks[0].entry.key == "greeting.seen"

    def test_overdue(self) -> None:
        """What is open and was due before today is overdue; due today it is not, and done it never is."""
        told = progress(
            said(
                eyes__verdict="fail", eyes__by_when="2026-03-09", voice__verdict="fail", voice__by_when="2026. 3. 10.",
                room__verdict="pass", room__by_when="2026-03-01",
            ),
            today=TODAY,
        )  # fmt: skip
        assert [task.overdue for task in told.tasks] == [True, False, False]
        assert [task.entry.key for task in told.open] == list(LINES[:2])
        assert [task.entry.key for task in told.overdue] == ["greeting.eyes"]

    def test_a_day_that_is_none(self) -> None:
        """A day that cannot be understood is said, and nothing is overdue by it."""
        told = progress(said(eyes__verdict="fail", eyes__by_when="next week"), today=TODAY)
        assert one(told).due is None
        assert "next week" in str(told.problems[0])


class TestChange:
    @pytest.mark.parametrize(
        ("before", "after", "change"),
        [
            ("pass", "fail", "new"), (None, "fail", "new"), ("fail", "pass", "closed"), ("fail", "na", "closed"),
            ("attention", "fail", "worse"), ("fail", "attention", "better"), ("fail", "fail", "still"),
            ("fail", None, "still"), ("pass", "pass", ""), ("pass", None, ""),
        ],
    )  # fmt: skip
    def test_against_the_round_before(self, before: str | None, after: str | None, change: str) -> None:
        """What is open now is new, worse, better or still so; what was open and is not any more is closed."""
        rounds = [said(**({"eyes__verdict": each} if each else {})) for each in (before, after)]
        task = one(progress(*rounds, today=TODAY))
        assert task.change == change
        assert (task.state == "open") == (change in ("new", "worse", "better", "still"))

    def test_severity_makes_it_worse(self) -> None:
        """The same verdict with a higher severity is worse."""
        mild, bad = (said(*lines("failed"), eyes__verdict="fail", eyes__severity=degree) for degree in (1, 3))
        assert one(progress(mild, bad)).change == "worse"
        assert one(progress(bad, mild)).change == "better"

    def test_gone(self) -> None:
        """What was open and is no longer on the checklist is said to be gone, and is not counted as done."""
        later = said(*lines(keys=LINES[1:]), voice__verdict="pass")
        task = one(progress(said(eyes__verdict="fail"), later))
        assert (task.change, task.state) == ("gone", "unchecked")

    def test_one_round_has_no_change(self) -> None:
        """With one round nothing has changed."""
        assert one(progress(said(eyes__verdict="fail"))).change == ""

    def test_owner_and_day_stay_until_others_are_named(self) -> None:
        """Who looks after it and by when is what the last round said that says it."""
        first = said(eyes__verdict="fail", eyes__owner="Kim", eyes__by_when="2026-03-01")
        task = one(progress(first, said(eyes__verdict="fail"), today=TODAY))
        assert (task.owner, task.due, task.overdue) == ("Kim", datetime.date(2026, 3, 1), True)
        task = one(progress(first, said(eyes__verdict="fail", eyes__owner="Lee"), today=TODAY))
        assert task.owner == "Lee"

    @given(st.lists(st.sampled_from(["pass", "attention", "fail", "na", None]), min_size=1, max_size=5))
    def test_nothing_is_lost(self, verdicts: list[str | None]) -> None:
        """Whatever is said in whichever order: a line that is open stays so until somebody judges it otherwise."""
        rounds = [said(**({"eyes__verdict": each} if each else {})) for each in verdicts]
        task = one(progress(*rounds, today=TODAY))
        judged = [each for each in verdicts if each]
        last = judged[-1] if judged else None
        if last in ("attention", "fail"):
            assert task.state == "open"
        elif verdicts[-1]:
            assert task.state == ("done" if last == "pass" else "na")
        else:
            assert task.state == "unchecked"
        assert task.verdicts == tuple(each or "" for each in verdicts)


class TestSeveral:
    def test_what_they_disagree_about_is_open(self) -> None:
        """Where evaluators of a round disagree the line is open, as bad as the worst says, and marked."""
        both = [said(eyes__verdict="pass", cover__evaluator="Kim"), said(eyes__verdict="fail", cover__evaluator="Lee")]
        told = progress(said(eyes__verdict="attention"), both, today=TODAY)
        assert (one(told).state, one(told).disputed, one(told).change) == ("open", True, "worse")
        assert told.rounds[1].evaluators == ("Kim", "Lee")

    def test_the_earliest_day_and_all_owners_count(self) -> None:
        """Of several evaluators the earliest day is kept, and every owner."""
        both = [
            said(eyes__verdict="fail", eyes__owner="Kim", eyes__by_when="2026-05-01"),
            said(eyes__verdict="fail", eyes__owner="Lee", eyes__by_when="2026-04-01"),
        ]
        task = one(progress(both, today=TODAY))
        assert (task.owner, task.due) == ("Kim, Lee", datetime.date(2026, 4, 1))

    def test_counts(self) -> None:
        """Stages and owners are counted; what is open and nobody's is counted under no name."""
        told = progress(
            said(eyes__verdict="fail", eyes__owner="Kim", eyes__by_when="2026-03-01", voice__verdict="fail"),
            today=TODAY,
        )
        (stage,) = told.by_stage()
        assert (stage.name, stage.open, stage.overdue, stage.done, stage.unchecked) == ("Seen", 2, 1, 0, 1)
        assert [(each.name, each.open) for each in told.by_owner()] == [("Kim", 1), ("", 1)]


class TestBelonging:
    def test_another_checklist(self) -> None:
        """A file that shares no line with the last one is said and left out, and so is one without lines."""
        other = said(*lines(keys=("walk.found",)), source="walk.csv")
        bare = Answers({}, source="bare.docx")
        told = progress(other, [said(eyes__verdict="fail"), bare], said(eyes__verdict="pass"))
        assert len(told.rounds) == 2
        assert [each.source for each in told.problems] == ["walk.csv", "bare.docx"]
        assert "another checklist" in told.problems[0].message

    def test_another_business(self) -> None:
        """A file about another business is said, and counted all the same."""
        told = progress(said(cover__business="North", source="a.csv"), said(cover__business="South"))
        assert "'North'" in told.problems[0].message
        assert len(told.rounds) == 2

    def test_nothing(self) -> None:
        """Without a filled-in checklist there is no progress."""
        with pytest.raises(JourneyError, match="no filled-in checklist"):
            progress()
        with pytest.raises(JourneyError, match="no filled-in checklist"):
            progress(Answers({}))


@pytest.fixture
def told() -> Progress:
    """Two rounds with something of everything."""
    first = said(eyes__verdict="fail", eyes__owner="=Kim|<b>", eyes__by_when="2026-03-01", voice__verdict="pass")
    second = said(voice__verdict="attention", cover__evaluator="Lee", cover__date="2026-03-09", source="second.csv")
    return progress(first, second, today=TODAY)


class TestReports:
    @pytest.mark.parametrize("lang", ["en", "ko"])
    @pytest.mark.parametrize("form", REPORTS)
    def test_every_form_says_the_same(self, told: Progress, form: str, lang: str) -> None:
        """Each form tells what is open, whose it is, by when, and what nobody looked at; hostile names stay text."""
        text = followed(told, form, lang=lang)
        assert "2026-03-01" in text
        assert "<b>" not in text or form in ("json", "text")
        if form == "json":
            data = json.loads(text)
            assert data["journeymap_progress"] == 1
            assert [task["change"] for task in data["tasks"]] == ["still", "new", ""]
            assert data["by_owner"][0]["overdue"] == 1
            return
        flat = " ".join(text.split())
        assert ("이번에는 보지 않음" if lang == "ko" else "not looked at this time") in flat
        assert ("남은 일 2건" if lang == "ko" else "2 open, 1 of them overdue") in flat.replace("\\", "")

    def test_saved_and_shown(self, told: Progress, tmp_path: Path) -> None:
        """It is saved by suffix, and shows itself in a notebook; so are several evaluators put together."""
        together = consolidate([said(eyes__verdict="fail"), said(eyes__verdict="pass", voice__verdict="pass")])
        for thing in (told, together):
            for suffix in (".txt", ".html", ".json", ".md"):
                assert save(thing, tmp_path / f"x{suffix}", lang="ko").stat().st_size > 200
            assert "<table" in bundle(thing)["text/html"]
        assert repr(told) == "<Progress over 2: 2 open, 1 overdue, 0 done>"

    def test_what_they_disagree_about_is_told_in_their_words(self) -> None:
        """A fact they disagree about stands there with its place, its question and what each of them wrote."""
        entry = Entry("JM601@door", "question", "Come in", place="Through the door", title="Greeted?")
        kim = Answers({"JM601@door|greeting.within": Answer(120.0, "2 min")}, entries=(entry,))
        lee = Answers({"JM601@door|greeting.within": Answer(40.0, "40초")}, entries=(entry,))
        assert consolidated_outline(consolidate([kim, lee])).tables[1].rows == [
            ["Through the door · How long until somebody greets the customer?", "1: 2 min · 2: 40초"]
        ]

    def test_evaluators_side_by_side(self) -> None:
        """Each line stands with what every evaluator said; where they differ it is marked, and stays open."""
        kim = said(eyes__verdict="fail", voice__verdict="pass", cover__evaluator="Kim", eyes__severity=1)
        lee = said(eyes__verdict="pass", voice__verdict="pass", cover__evaluator="Lee", eyes__severity=2)
        outline = consolidated_outline(consolidate([kim, lee]))
        table = outline.tables[0]
        assert list(table.heads) == ["", "Line", "Kim", "Lee", "Agreed verdict"]
        assert [row[2:] for row in table.rows] == [["Fail", "Pass", "Open"], ["Pass", "Pass", "Pass"]]
        assert [row[0] for row in table.rows] == ["≠", ""]
        assert "1 of 2 verdicts alike" in outline.lead[0]
        assert outline.tables[1].rows == [["greeting.eyes|severity", "Kim: 1 · Lee: 2"]]
        data = json.loads(followed(consolidate([kim, lee]), "json"))
        assert data["lines"][0]["said"] == ["fail", "pass"]

    def test_lines_are_told_in_the_readers_language(self, told: Progress) -> None:
        """What a line of a ready-made sheet says is told in the language of the report."""
        korean = sheet("greeting", lang="ko")
        title = next(item.title for item in korean if item.key == "greeting.eyes")
        assert title[:20] in progress_outline(told, lang="ko").html


WRITTEN: dict[str, Callable[..., str | bytes]] = {
    ".json": as_json, ".csv": as_csv, ".md": as_markdown, ".xlsx": as_xlsx,
}  # fmt: skip


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run the command in an empty directory, on an English machine."""
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)

    def run_it(*args: str) -> Result:
        result = CliRunner().invoke(app, ["progress", *args], prog_name="journeymap")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run_it


class TestCommand:
    @pytest.mark.parametrize("suffix", WRITTEN)
    def test_two_rounds(self, run: Callable[..., Result], tmp_path: Path, suffix: str) -> None:
        """Rounds in any format that can be read back, of the checklist of a journey, tell what is closed."""
        made = checklist(audit(load(examples.path("shoe-shop"))))
        item = next(item for item in made if item.kind == "failed")
        for number, verdict in enumerate(("Fail", "Pass")):
            content = WRITTEN[suffix](made, {f"{item.key}|verdict": verdict, "cover|evaluator": "Kim"})
            path = tmp_path / f"round{number}{suffix}"
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        result = run(f"round0{suffix}", f"round1{suffix}", "--format", "json", "--today", "2026-03-10")
        assert result.exit_code == 0
        data = json.loads(result.output)
        task = next(task for task in data["tasks"] if task["key"] == item.key)
        assert (task["change"], task["state"], task["title"]) == ("closed", "done", item.title)
        assert {each["name"] for each in data["by_stage"]} == {section.name for section in made.sections}
        assert len(data["tasks"]) == len(made)
        assert data["problems"] == []

    def test_folders_and_outputs(self, run: Callable[..., Result], tmp_path: Path) -> None:
        """A folder is a round of several evaluators; the suffix of the output says what is written."""
        made = sheet("greeting", lang="ko")
        key = next(iter(made)).key
        for folder, verdicts in (("spring", ("주의", "부적합")), ("autumn", ("적합", "적합"))):
            (tmp_path / folder).mkdir()
            for number, verdict in enumerate(verdicts):
                filled = as_csv(made, {f"{key}|verdict": verdict, "cover|evaluator": f"E{number}"})
                (tmp_path / folder / f"{number}.csv").write_text(filled, encoding="utf-8")
        told = run("spring", "autumn", "--lang", "ko")
        assert "끝낸 일" in told.output
        assert "E0, E1" in told.output
        assert run("spring", "autumn", "-o", "told.html").exit_code == 0
        assert "<table" in (tmp_path / "told.html").read_text(encoding="utf-8")
        assert run("spring", "-o", "told.pdf").exit_code == 2
        (tmp_path / "empty").mkdir()
        assert "no filled-in checklist is in it" in run("empty").stderr
