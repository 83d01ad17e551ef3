"""Reports of filled-in checklists: what became of one over several rounds, and several evaluators side by side.

The shapes of the data are stable; ``"journeymap_progress": 1`` and ``"journeymap_consolidated": 1`` are their versions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from journeymap.checklists.answering import RATINGS, Entry
from journeymap.checklists.asking import ask_for
from journeymap.checklists.consolidating import Consolidated
from journeymap.checklists.progress import Change, Count, Progress, Task
from journeymap.checklists.sheets import line_of
from journeymap.checklists.understanding import label_of
from journeymap.errors import Problem
from journeymap.i18n import Translator, translator
from journeymap.reports.data import as_json
from journeymap.reports.lines import cut, safe
from journeymap.reports.outlines import Outline, Table, html_page, markdown_page, text_page

__all__ = [
    "REPORTS",
    "consolidated_data",
    "consolidated_outline",
    "followed",
    "progress_data",
    "progress_outline",
]

TITLE = 90
"""How many columns the words of a line take in a table."""

NAME = 30
"""How many columns a name takes."""

CHANGES: Mapping[Change, str] = {
    "new": "Newly open",
    "worse": "Got worse",
    "better": "Still open, but better",
    "still": "Still open",
    "closed": "Closed",
    "gone": "Was open, and is no longer on the checklist",
}
"""What can have become of a line since the round before, in the order in which it is told."""

NOT_SEEN = "not looked at this time"
DISPUTED = "evaluators disagree"

LIMITS = (
    "What nobody judged is not done. What evaluators disagree about is open, and so is what was open and was not "
    "judged again."
)
KAPPA = (
    "Kappa tells how far evaluators agree beyond chance: 1 always, 0 no more than chance would. It says nothing about "
    "who is right."
)


def progress_outline(progress: Progress, *, lang: str = "en") -> Outline:
    """The progress as headings, sentences and tables."""
    t = translator(lang)
    done = sum(task.state == "done" for task in progress.tasks)
    unchecked = sum(task.state == "unchecked" and task.change != "gone" for task in progress.tasks)
    lead = [
        t(
            "{open} open, {overdue} of them overdue on {day} · {done} done · {unchecked} not judged",
            open=len(progress.open),
            overdue=len(progress.overdue),
            day=progress.today.isoformat(),
            done=done,
            unchecked=unchecked,
        ),
        *(_round(number, progress, t) for number in range(1, len(progress.rounds) + 1)),
    ]
    tables = [
        _open_table(progress, t),
        *(_change_table(progress, change, label, t) for change, label in CHANGES.items()),
        _count_table(t("By stage"), progress.by_stage(), t("without a heading"), t),
        _count_table(t("By owner"), progress.by_owner(), t("nobody"), t),
        _problem_table(progress.problems, t),
    ]
    return Outline(t("Progress of the checklist"), lead, tables, t(LIMITS), t.lang)


def _round(number: int, progress: Progress, t: Translator) -> str:
    found = progress.rounds[number - 1]
    who = ", ".join(safe(name) for name in found.evaluators if not name.isdecimal()) or t("nobody signed")
    days = ", ".join(day.isoformat() for day in found.days) or t("no day")
    said = " · ".join((days, who, ", ".join(map(safe, filter(None, found.sources)))))
    return t("Round {number}: {about}", number=number, about=said)


def _open_table(progress: Progress, t: Translator) -> Table:
    rows = [
        ["!" if task.overdue else "", task.due.isoformat() if task.due else "–", _owner(task, t), *_said(task, t)]
        for task in progress.open
    ]
    heads = ["", t("By when"), t("Who"), t("Place"), t("Line"), t("Verdict")]
    return Table(t("What is open"), rows, heads=heads, note=t("! is overdue") if progress.overdue else "")


def _change_table(progress: Progress, change: Change, label: str, t: Translator) -> Table:
    heads = [t("Place"), t("Line"), t("Verdict")]
    return Table(t(label), [_said(task, t) for task in progress.changed(change)], heads=heads)


def _said(task: Task, t: Translator) -> list[str]:
    """Where a line is, what it says, and what became of it."""
    where = " · ".join(filter(None, (cut(task.entry.section, NAME), cut(task.entry.place, NAME))))
    course = " → ".join(_verdict(each, t) if each else "–" for each in task.verdicts)
    notes = [t(DISPUTED)] * task.disputed or [t(NOT_SEEN)] * (not task.seen)
    return [where, cut(_title(task.entry, t), TITLE), "; ".join((course, *notes))]


def _title(entry: Entry, t: Translator) -> str:
    return line_of(entry.key, t.lang) or entry.title


def _owner(task: Task, t: Translator) -> str:
    return cut(task.owner, NAME) or t("nobody")


def _verdict(value: str, t: Translator) -> str:
    return value if value in RATINGS else label_of(value, t)


def _count_table(title: str, counts: Iterable[Count], unnamed: str, t: Translator) -> Table:
    rows = [
        [cut(each.name, NAME) or unnamed, str(each.open), str(each.overdue), str(each.done), str(each.unchecked)]
        for each in counts
    ]
    heads = ["", t("Open"), t("overdue"), t("done"), t("not judged")]
    return Table(title, rows, heads=heads, numbers=[1, 2, 3, 4])


def _problem_table(problems: Iterable[Problem], t: Translator) -> Table:
    rows = [[safe(str(problem))] for problem in dict.fromkeys(problems)]
    return Table(t("What does not belong, or could not be read"), rows)


def progress_data(progress: Progress) -> dict[str, Any]:
    """The progress as plain data: ``rounds``, ``tasks``, ``by_stage``, ``by_owner`` and ``problems``."""
    return {
        "journeymap_progress": 1,
        "today": progress.today.isoformat(),
        "rounds": [
            {
                "sources": list(each.sources),
                "evaluators": list(each.evaluators),
                "days": [day.isoformat() for day in each.days],
            }
            for each in progress.rounds
        ],
        "tasks": [
            {
                **_entry_data(task.entry),
                "state": task.state,
                "change": task.change,
                "owner": task.owner,
                "due": task.due.isoformat() if task.due else None,
                "overdue": task.overdue,
                "verdicts": list(task.verdicts),
                "seen": task.seen,
                "disputed": task.disputed,
            }
            for task in progress.tasks
        ],
        "by_stage": list(map(_count_data, progress.by_stage())),
        "by_owner": list(map(_count_data, progress.by_owner())),
        "problems": list(map(str, progress.problems)),
    }


def _entry_data(entry: Entry) -> dict[str, str]:
    return {name: getattr(entry, name) for name in ("key", "kind", "section", "place", "title")}


def _count_data(count: Count) -> dict[str, Any]:
    return {name: getattr(count, name) for name in ("name", "open", "overdue", "done", "unchecked")}


# Several evaluators side by side


def consolidated_outline(together: Consolidated, *, lang: str = "en") -> Outline:
    """What several evaluators said, line by line and side by side, with their agreement."""
    t = translator(lang)
    kappa = t("undefined") if together.agreement is None else f"{together.agreement:.2f}".replace("-", "−")
    same = t("{agreed} of {compared} verdicts alike", agreed=together.agreed, compared=together.compared)
    heads = ["", t("Line"), *(cut(name, NAME) for name in together.evaluators), t("Agreed verdict")]
    tables = []
    for section, entries in _sections(together).items():
        rows = [_side_by_side(entry, together, t) for entry in entries]
        tables.append(Table(cut(section, TITLE) or t("Verdicts"), [row for row in rows if any(row[2:])], heads=heads))
    other = [
        [cut(_asked(each.name, together, t), TITLE), _written(each.name, together)]
        for each in together.disagreements
        if not each.name.endswith("|verdict")
    ]
    tables.append(Table(t("Where evaluators disagree; these stay open"), other))
    tables.append(_problem_table(together.answers.problems, t))
    lead = [f"{same} · {t('Agreement')} (κ) {kappa}", ", ".join(map(safe, together.evaluators))]
    return Outline(t("Several evaluators, side by side"), lead, tables, t(KAPPA), t.lang)


def _asked(name: str, together: Consolidated, t: Translator) -> str:
    """Where something was asked, and what; the name of the place when that is not known."""
    key, _, fact = name.rpartition("|")
    ask = ask_for(fact, lang=t.lang)
    places = [entry.place for entry in together.answers.entries if entry.key == key]
    return name if ask is None else " · ".join(filter(None, (*places[:1], ask.text)))


def _written(name: str, together: Consolidated) -> str:
    """What each evaluator wrote at a place, in their own words."""
    said = zip(together.evaluators, together.each, strict=True)
    return safe(" · ".join(f"{who}: {answers.given[name].text}" for who, answers in said if name in answers))


def _sections(together: Consolidated) -> dict[str, list[Entry]]:
    sections: dict[str, list[Entry]] = {}
    for entry in {entry.key: entry for entry in together.answers.entries}.values():
        sections.setdefault(entry.section, []).append(entry)
    return sections


def _side_by_side(entry: Entry, together: Consolidated, t: Translator) -> list[str]:
    name = f"{entry.key}|verdict"
    said = [_verdict(str(each[name]), t) if name in each else "" for each in together.each]
    agreed = _verdict(str(together.answers[name]), t) if name in together.answers else "≠" if any(said) else ""
    title = " · ".join(filter(None, (entry.place, _title(entry, t))))
    return ["≠" if agreed == "≠" else "", cut(title, TITLE), *said, t("Open") if agreed == "≠" else agreed]


def consolidated_data(together: Consolidated) -> dict[str, Any]:
    """What several evaluators said, as plain data: ``lines`` with each verdict, ``agreement``, ``disagreements``."""
    return {
        "journeymap_consolidated": 1,
        "evaluators": list(together.evaluators),
        "agreement": together.agreement,
        "compared": together.compared,
        "agreed": together.agreed,
        "lines": list(_line_data(together)),
        "disagreements": [
            {"name": each.name, "said": [list(pair) for pair in each.said]} for each in together.disagreements
        ],
        "problems": list(map(str, together.answers.problems)),
    }


def _line_data(together: Consolidated) -> Iterator[dict[str, Any]]:
    for entries in _sections(together).values():
        for entry in entries:
            name = f"{entry.key}|verdict"
            said = [each.get(name) for each in together.each]
            agreed = together.answers.get(name)
            yield {**_entry_data(entry), "said": said, "agreed": agreed}


# Any of them, in any form

_OUTLINES: Mapping[type, Callable[..., Outline]] = {Progress: progress_outline, Consolidated: consolidated_outline}
_DATA: Mapping[type, Callable[[Any], dict[str, Any]]] = {Progress: progress_data, Consolidated: consolidated_data}

REPORTS: Mapping[str, Callable[[Any, str], str]] = {
    "text": lambda thing, lang: text_page(_OUTLINES[type(thing)](thing, lang=lang)).plain(),
    "json": lambda thing, lang: as_json({**_DATA[type(thing)](thing), "lang": lang}),
    "markdown": lambda thing, lang: markdown_page(_OUTLINES[type(thing)](thing, lang=lang)),
    "html": lambda thing, lang: html_page(_OUTLINES[type(thing)](thing, lang=lang)),
}
"""The forms there are."""


def followed(thing: Progress | Consolidated, format: str = "text", *, lang: str = "en") -> str:
    """A progress, or what several evaluators said, as a report.

    Example:
        >>> from journeymap.checklists.answering import Answer, Answers
        >>> from journeymap.checklists.progress import progress
        >>> line = (Entry("greeting.eyes", "standard", "Seen"),)
        >>> told = progress(Answers({"greeting.eyes|verdict": Answer("fail", "Fail")}, entries=line))
        >>> "Eyes first" in followed(told)
        True
    """
    return REPORTS[format](thing, lang)
