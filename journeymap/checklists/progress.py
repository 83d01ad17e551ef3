"""What became of the lines of a checklist from one round to the next: open, done, overdue, new, closed, worse.

A line is open when the last round that judged it found it wanting. Whoever does not look closes nothing: what was open
and is not judged again stays open, and what evaluators disagree about is open.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, TypeAlias

import attrs

from journeymap.checklists.answering import BLANKS, Answers, Entry
from journeymap.checklists.consolidating import Consolidated, consolidate
from journeymap.checklists.reading import read_checklist
from journeymap.checklists.understanding import day_of
from journeymap.display import Shown
from journeymap.errors import JourneyError, Problem, shorten
from journeymap.waiving import today as this_day

__all__ = ["Change", "Count", "Progress", "Round", "Source", "Task", "progress"]

Source: TypeAlias = "str | os.PathLike[str] | Answers"
"""A filled-in checklist: a file, or what was read from one."""

State = Literal["open", "done", "unchecked", "na"]
Change = Literal["new", "worse", "still", "better", "closed", "gone", ""]

RANKS = {"yes": 0, "pass": 0, "attention": 1, "fail": 2, "no": 2}
"""How bad a verdict is."""


@attrs.frozen
class Round:
    """One round of checking: the files, who filled them in, and when."""

    sources: tuple[str, ...]
    evaluators: tuple[str, ...]
    days: tuple[datetime.date, ...]


@attrs.frozen
class Task:
    """A line of the checklist over all rounds.

    Attributes:
        entry: The line.
        state: open, done, unchecked (nobody has judged it) or na (not applicable).
        change: Against the round before: new (newly open), worse, still (open as before), better (open, but less
            bad), closed, gone (was open, and is no longer on the checklist); empty for anything else.
        owner: Who looks after it; empty when nobody does.
        due: By when; None when no day is known.
        overdue: Whether it is open and that day is over.
        verdicts: What each round said, in order; empty where it said nothing.
        seen: Whether the last round judged it.
        disputed: Whether the evaluators of the last round disagree about it.
    """

    entry: Entry
    state: State
    change: Change = ""
    owner: str = ""
    due: datetime.date | None = None
    overdue: bool = False
    verdicts: tuple[str, ...] = ()
    seen: bool = True
    disputed: bool = False


@attrs.frozen
class Count:
    """How many lines of a stage or an owner are open, overdue among them, done, and not judged."""

    name: str
    open: int
    overdue: int
    done: int
    unchecked: int


@attrs.frozen(repr=False)
class Progress(Shown):
    """What became of a checklist over its rounds: see :func:`journeymap.progress`.

    Attributes:
        rounds: The rounds, the oldest first.
        today: The day against which what is due is held.
        tasks: The lines, in the order in which they are walked.
        problems: Files that do not belong to the same checklist, and what could not be read.
    """

    rounds: tuple[Round, ...]
    today: datetime.date
    tasks: tuple[Task, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def open(self) -> tuple[Task, ...]:
        """What is open, overdue ones first, then by day."""
        found = [task for task in self.tasks if task.state == "open"]
        return tuple(sorted(found, key=lambda task: (not task.overdue, task.due or datetime.date.max)))

    @property
    def overdue(self) -> tuple[Task, ...]:
        """What is open and should have been done."""
        return tuple(task for task in self.open if task.overdue)

    def changed(self, change: Change) -> tuple[Task, ...]:
        """The lines that changed in a way since the round before."""
        return tuple(task for task in self.tasks if task.change == change)

    def by_stage(self) -> tuple[Count, ...]:
        """The counts by stage, or section of a sheet."""
        return _counts(self.tasks, lambda task: task.entry.section)

    def by_owner(self) -> tuple[Count, ...]:
        """The counts by owner; what nobody looks after under the empty name."""
        return _counts([task for task in self.tasks if task.owner or task.state == "open"], lambda task: task.owner)

    def __repr__(self) -> str:
        done = sum(task.state == "done" for task in self.tasks)
        return f"<Progress over {len(self.rounds)}: {len(self.open)} open, {len(self.overdue)} overdue, {done} done>"


def progress(*rounds: Source | Iterable[Source], today: datetime.date | None = None) -> Progress:
    """What became of a checklist over several rounds: what is open, done and overdue, by stage and owner.

    Args:
        rounds: The rounds, the oldest first: each a filled-in file, or several, one for each evaluator.
        today: The day against which what is due is held; otherwise the day it is.

    Raises:
        JourneyError: When there is no round, or nothing in them can be compared.
        ReadError: When a file is no checklist.

    Example:
        >>> from journeymap.checklists.answering import Answer
        >>> line = (Entry("greeting.eyes", "standard", "Seen", title="Eyes first"),)
        >>> spring = Answers({"greeting.eyes|verdict": Answer("fail", "Fail")}, entries=line)
        >>> autumn = Answers({"greeting.eyes|verdict": Answer("pass", "Pass")}, entries=line)
        >>> progress(spring, autumn)
        <Progress over 2: 0 open, 0 overdue, 1 done>
    """
    read = [[_read(source) for source in _sources(each)] for each in rounds]
    kept, problems = _belonging(read)
    if not kept:
        raise JourneyError("there is no filled-in checklist to tell the progress of (give at least one with its lines)")
    day = today or this_day()
    together = [consolidate(each) for each in kept]
    marks = [_marks(each, files) for each, files in zip(together, kept, strict=True)]
    entries = {entry.key: entry for files in kept for answers in files for entry in answers.entries}
    order = {entry.key: None for files in reversed(kept) for answers in files for entry in answers.entries}
    tasks, trouble = [], list(problems)
    for key in order:
        if entries[key].kind == "rated":
            continue
        due, told = _due(key, together)
        trouble += told
        tasks.append(_task(entries[key], [each.get(key) for each in marks], _owner(key, together), due, day))
    trouble += (problem for each in together for problem in each.answers.problems)
    return Progress(
        rounds=tuple(_round(files, each) for files, each in zip(kept, together, strict=True)),
        today=day,
        tasks=tuple(tasks),
        problems=tuple(trouble),
    )


def _sources(given: Source | Iterable[Source]) -> tuple[Source, ...]:
    return (given,) if isinstance(given, (str, os.PathLike, Answers)) else tuple(given)


def _read(source: Source) -> Answers:
    return source if isinstance(source, Answers) else read_checklist(source)


def _belonging(rounds: Sequence[Sequence[Answers]]) -> tuple[list[list[Answers]], list[Problem]]:
    """The rounds with those files only that belong to the checklist of the last one, and what is said of the others."""
    newest = next((answers for files in reversed(rounds) for answers in files if answers.entries), None)
    known = {entry.key for entry in newest.entries} if newest is not None else set()
    kept: list[list[Answers]] = []
    problems = []
    for files in rounds:
        own = []
        for answers in files:
            if not answers.entries:
                problems.append(Problem("says nothing of which lines it has: left out", source=answers.source))
            elif known.isdisjoint(entry.key for entry in answers.entries):
                message = "belongs to another checklist than the last one, with no line in common: left out"
                problems.append(Problem(message, source=answers.source))
            else:
                own.append(answers)
        if own:
            kept.append(own)
    return kept, [*problems, *_strangers(kept)]


def _strangers(rounds: Sequence[Sequence[Answers]]) -> list[Problem]:
    """The files that name another journey or business than the last one does."""
    problems = []
    for place in ("cover|journey", "cover|business"):
        named = [(answers, str(answers[place])) for files in rounds for answers in files if place in answers]
        for answers, name in named[:-1]:
            if name.casefold().split() != named[-1][1].casefold().split():
                message = f"is about {shorten(name)!r}, and the last one about {shorten(named[-1][1])!r}"
                problems.append(Problem(message, source=answers.source))
    return problems


# One round


@attrs.frozen
class _Mark:
    """What a round says of a line: its state, how bad, and in which words."""

    state: State
    rank: tuple[int, int] = (0, 0)
    verdict: str = ""
    disputed: bool = False

    @property
    def judged(self) -> bool:
        return bool(self.verdict) or self.disputed


def _marks(together: Consolidated, files: Sequence[Answers]) -> dict[str, _Mark]:
    entries = {entry.key: entry for answers in files for entry in answers.entries}
    disputed = {each.name: [str(value) for _, value in each.said] for each in together.disagreements}
    return {key: _mark(entry, together.answers, disputed) for key, entry in entries.items()}


def _mark(entry: Entry, answers: Answers, disputed: Mapping[str, Sequence[str]]) -> _Mark:
    name = f"{entry.key}|verdict"
    degree = answers.get(f"{entry.key}|severity", 0)
    if name in disputed:
        return _Mark("open", (max(RANKS.get(said, 0) for said in disputed[name]), degree), disputed=True)
    verdict = str(answers.get(name, ""))
    if entry.kind == "question":
        told = [part for place in answers for key, _, part in [place.rpartition("|")] if key == entry.key]
        answered = verdict in ("yes", "no") or any(part not in BLANKS for part in told)
        return _Mark(
            "na" if verdict == "na" else "done" if answered else "unchecked", verdict=verdict or "yes" * answered
        )
    if not verdict:
        return _Mark("open" if entry.kind == "failed" else "unchecked")
    if verdict == "na":
        return _Mark("na", verdict=verdict)
    rank = RANKS.get(verdict, 0)
    return _Mark("open" if rank else "done", (rank, degree), verdict)


def _round(files: Sequence[Answers], together: Consolidated) -> Round:
    days = dict.fromkeys(answers.day for answers in files if answers.day is not None)
    return Round(tuple(answers.source for answers in files), together.evaluators, tuple(days))


# All rounds


def _task(
    entry: Entry, marks: Sequence[_Mark | None], owner: str, due: datetime.date | None, today: datetime.date
) -> Task:
    now, before = _standing(marks), _standing(marks[:-1])
    last = marks[-1]
    state = now.state if now is not None else "unchecked"
    change = _change(before, now, is_there=last is not None) if len(marks) > 1 else ""
    if change == "gone":
        state = "unchecked"
    return Task(
        entry,
        state,
        change,
        owner,
        due,
        overdue=state == "open" and due is not None and due < today,
        verdicts=tuple("" if mark is None else mark.verdict for mark in marks),
        seen=last is not None and last.judged,
        disputed=last is not None and last.disputed,
    )


def _standing(marks: Sequence[_Mark | None]) -> _Mark | None:
    """What a line stands at after some rounds: what is open stays so until somebody has looked."""
    standing: _Mark | None = None
    for mark in marks:
        if mark is None:
            continue
        if mark.judged or standing is None or standing.state != "open":
            standing = mark
    return standing


def _change(before: _Mark | None, now: _Mark | None, *, is_there: bool) -> Change:
    was_open = before is not None and before.state == "open"
    if not is_there:
        return "gone" if was_open else ""
    if now is None or now.state != "open":
        return "closed" if was_open else ""
    if before is None or not was_open:
        return "new"
    if not before.judged or not now.judged or now.rank == before.rank:
        return "still"
    return "worse" if now.rank > before.rank else "better"


def _owner(key: str, rounds: Sequence[Consolidated]) -> str:
    """Who looks after a line, as the last round says that names anybody."""
    named = [str(each.answers[f"{key}|owner"]) for each in rounds if f"{key}|owner" in each.answers]
    return ", ".join(dict.fromkeys(filter(None, map(str.strip, named[-1].splitlines())))) if named else ""


def _due(key: str, rounds: Sequence[Consolidated]) -> tuple[datetime.date | None, list[Problem]]:
    """By when, as the last round says that names a day; of several evaluators the earliest."""
    name = f"{key}|by_when"
    written = [each.answers.given[name] for each in rounds if name in each.answers]
    if not written:
        return None, []
    days, problems = [], []
    for text in str(written[-1].value).splitlines():
        try:
            days.append(datetime.date.fromisoformat(day_of(text) or text))
        except ValueError:
            place = ": ".join(filter(None, (written[-1].where, name)))
            problems.append(Problem(f"expected a day such as 2026-03-01 (got {shorten(text)!r})", path=place))
    return min(days, default=None), problems


def _counts(tasks: Iterable[Task], name: Callable[[Task], str]) -> tuple[Count, ...]:
    groups: dict[str, list[Task]] = {}
    for task in tasks:
        groups.setdefault(name(task), []).append(task)
    return tuple(
        Count(
            group,
            *(sum(task.state == "open" for task in found), sum(task.overdue for task in found)),
            *(sum(task.state == state for task in found) for state in ("done", "unchecked")),
        )
        for group, found in groups.items()
    )
