"""Count filled-in sheets: the survey of customers, that of staff, and the log of incidents.

Example:
    >>> from journeymap.checklists.answering import Answer
    >>> one = Answers({"survey.overall|verdict": Answer("5", "5"), "survey.recommend|verdict": Answer("10", "10")})
    >>> other = Answers({"survey.overall|verdict": Answer("2", "2")})
    >>> counted = tally_sheets([one, other])
    >>> counted.counted, counted.survey["overall"].value, counted.survey["recommend"].value
    (2, 0.5, 100.0)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from journeymap.checklists.answering import Answers
from journeymap.checklists.sheets import line_of
from journeymap.errors import JourneyError
from journeymap.metrics import Gap, Occurrence, gap, summarise_incidents, summarise_survey
from journeymap.model import Scale
from journeymap.tallying import Rejected, Tally

__all__ = ["tally_sheets"]

QUESTIONS = ("overall", "recommend", "return_intent")
"""The questions of a survey that have a figure of their own."""

CUSTOMERS, STAFF, LOG = "survey", "staff-survey", "incidents"
"""The sheets that can be counted."""

FIVE = Scale(1, 5)


def tally_sheets(filled: Iterable[Answers], *, lang: str = "en") -> Tally:
    """What filled-in sheets say in numbers: each form of a survey is one customer, each entry of a log one incident.

    With the survey of staff beside that of customers, the gap between them is told: what staff believe customers feel,
    and what they do.

    Args:
        filled: The sheets, as :func:`journeymap.read_checklist` gives them.
        lang: The language in which questions are named.

    Raises:
        JourneyError: When none of them is a sheet that can be counted, or all are empty.
    """
    sheets = list(filled)
    customers, staff = (_forms(sheets, name) for name in (CUSTOMERS, STAFF))
    log, rejected = _log(sheets)
    counted = len(customers) + len(staff) + len(log)
    if not counted and not rejected:
        raise JourneyError(f"nothing is filled in that can be counted (expected a {CUSTOMERS}, {STAFF} or {LOG} sheet)")
    forms, name = (customers, CUSTOMERS) if customers else (staff, STAFF)
    asked = {
        key: [form[key] for form in forms if key in form] for key in dict.fromkeys(key for f in forms for key in f)
    }
    whole = {key: asked.pop(key, []) for key in QUESTIONS}
    drivers = {line_of(f"{name}.{key}", lang) or key: ratings for key, ratings in asked.items()}
    return Tally(
        counted,
        rejected,
        survey=summarise_survey(**whole, drivers=drivers),
        incidents=summarise_incidents(log),
        gaps=_gaps(customers, staff, lang),
    )


def _forms(sheets: Sequence[Answers], name: str) -> list[Mapping[str, float]]:
    """The ratings of each filled-in form, by question."""
    found = ({id: float(value) for id, part, value in _said(answers, name) if part == "verdict"} for answers in sheets)
    return [form for form in found if form]


def _said(answers: Answers, name: str) -> Iterator[tuple[str, str, str]]:
    """What was answered on a sheet: the line, the part of it, and the answer."""
    for place in answers:
        key, _, part = place.rpartition("|")
        if key.startswith(f"{name}."):
            yield key.removeprefix(f"{name}."), part, str(answers[place])


def _log(sheets: Sequence[Answers]) -> tuple[list[Occurrence], tuple[Rejected, ...]]:
    log: list[Occurrence] = []
    rejected: list[Rejected] = []
    for answers in sheets:
        incidents: dict[str, dict[str, str]] = {}
        for id, part, value in _said(answers, LOG):
            incidents.setdefault(id, {})[part] = value
        for id, row in incidents.items():
            needed = {"touchpoint": row.get("touchpoint"), "kind": row.get("what"), "grade": row.get("verdict")}
            empty = next((column for column, value in needed.items() if not value), None)
            if empty is None:
                log.append(Occurrence(row["touchpoint"], row["what"], float(row["verdict"])))
            else:
                number = int(id.rpartition("-")[2]) if id[-1:].isdecimal() else 0
                rejected.append(Rejected(number, "{column} is empty", {"column": empty}, row))
    return log, tuple(rejected)


def _gaps(
    customers: Sequence[Mapping[str, float]], staff: Sequence[Mapping[str, float]], lang: str
) -> Mapping[str, Gap]:
    """How far what staff believe lies from what customers say, for what both were asked on the same scale."""
    sides = [[FIVE.emotion(form["overall"]) for form in forms if "overall" in form] for forms in (staff, customers)]
    name = line_of(f"{CUSTOMERS}.overall", lang) or "overall"
    return {name: gap(team=sides[0], customers=sides[1])} if all(sides) else {}
