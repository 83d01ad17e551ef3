"""The report of a table that was counted: each figure with how far chance may have moved it, and every row left out.

The shape of the data is stable; ``"journeymap_metrics": 1`` is its version:

    lang                  the language of the reasons
    counted               how many rows were counted
    survey                name, measure (nps in points, −100..100, or top_two as a share, 0..1), and the figure
    incidents             touchpoint, number, grade (the average, 5 to 1), worst, recurring: how often by what
    gaps                  touchpoint, team and customers (−2..+2), and gap: the figure, above 0 when the team believes
                          it better
    ratings               touchpoint, and how customers feel there (−2..+2): the figure
    topics                name (empty for comments without one), comments, emotion: the figure, or null without ratings
    times                 touchpoint, what (wait, duration or empty), n, and in seconds median, p80, longest
    rejected              line, reason, row: its cells by column
    left_out              columns and touchpoints that are counted nowhere

A figure is value, low and high (the ends of its 95 % interval), n (how many answers) and error (its standard error;
0 where the answers are too few or too much alike to tell).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

import attrs

from journeymap.i18n import Translator, translator
from journeymap.metrics import Estimate, Gap, Incidents, Times, Topic
from journeymap.reports.data import as_json
from journeymap.reports.lines import cut, safe
from journeymap.reports.outlines import Outline, Table
from journeymap.reports.phrases import IN_SENTENCE, NAME, signed
from journeymap.tallying import COLUMNS, DRIVERS, Rejected, Tally
from journeymap.wording import duration, minus, percent

__all__ = ["tally_json", "tally_outline"]

ENOUGH, CLOSE = 100, 10.0
"""From how many answers, and up to which margin in points, a Net Promoter Score is worth following over time."""

QUESTIONS = {
    "overall": "Satisfied overall (CSAT: 4 or 5 of 5)",
    "recommend": "Would recommend (NPS, in points)",
    "return_intent": "Would come again (4 or 5 of 5)",
}
"""What the questions of a survey are called, and what their figure is; of all others it is the share of 4 and 5."""

LIMITS = (
    "The intervals say how far chance alone may have moved a figure at 95%, if those who answered are like those who "
    "did not. Of a score or a gap from fewer than some 30 answers the true interval is wider."
)
TIME_LIMITS = (
    "A stopwatch says how long it took, not how long it felt. Whether the times of a busy hour are among them is up to "
    "who took them."
)
LOG_LIMITS = "A log holds what somebody wrote down. Other things may have gone wrong that are not in it."


def tally_outline(tally: Tally, *, lang: str = "en") -> Outline:
    r"""What a table says in numbers, as headings, sentences and tables.

    Args:
        tally: What was counted.
        lang: The language.

    Example:
        >>> from journeymap.tallying import tally_text
        >>> outline = tally_outline(tally_text("overall,recommend\n5,10\n4,9\n2,3\nfine,8\n"))
        >>> outline.title, outline.lead[0]
        ('A survey in numbers', '3 of 4 rows were counted; those that could not be are listed below.')
        >>> outline.tables[0].rows[0]
        ['Satisfied overall (CSAT: 4 or 5 of 5)', '67%', '21% to 94%', '3']
    """
    t = translator(lang)
    return Outline(
        title=t(_title(tally)),
        lead=[_counted(tally, t), *_score_words(tally, t), *_left_out(tally, t)],
        tables=[
            _survey_table(tally, t),
            _incident_table(tally, t),
            _gap_table(tally, t),
            _rating_table(tally, t),
            _topic_table(tally, t),
            _time_table(tally, t),
            _rejected_table(tally, t),
        ],
        limits=t(_limits(tally)),
        lang=t.lang,
    )


def _limits(tally: Tally) -> str:
    return LOG_LIMITS if tally.incidents else TIME_LIMITS if tally.times else LIMITS


def _title(tally: Tally) -> str:
    if tally.survey:
        return "A survey in numbers"
    if tally.incidents:
        return "An incident log in numbers"
    if tally.times:
        return "Times in numbers"
    if tally.ratings:
        return "Ratings in numbers"
    return "Team and customers in numbers" if tally.counted else "A table without numbers"


def _counted(tally: Tally, t: Translator) -> str:
    rows = tally.counted + len(tally.rejected)
    if not rows:
        return t("There are no rows below the names of the columns.")
    if not tally.counted:
        return t("No row could be counted; each is listed below with the reason.")
    if tally.rejected:
        words = "{counted} of {rows} rows were counted; those that could not be are listed below."
        return t(words, counted=tally.counted, rows=rows)
    return t("Every row was counted: {rows}.", rows=rows)


def _score_words(tally: Tally, t: Translator) -> Iterator[str]:
    """What the Net Promoter Score does and does not say, in plain words."""
    score = tally.survey.get("recommend")
    if score is None:
        return
    said = t("NPS {score} (answers: {count}).", score=_points(score.value), count=score.n)
    if score.error == 0:
        words = "Too few or too much alike to tell how far chance may have moved it."
    elif score.low <= 0 <= score.high:
        words = (
            "Too small to tell whether more customers recommend it than not: chance alone may have made it anything "
            "from {low} to {high}."
        )
    elif score.n < ENOUGH or score.margin > CLOSE:
        words = (
            "Chance alone may have made it anything from {low} to {high}: too few answers to tell small changes from "
            "one time to the next."
        )
    else:
        words = "Chance alone may have made it anything from {low} to {high}."
    yield f"{said} {t(words, low=_points(score.low), high=_points(score.high))}"


def _left_out(tally: Tally, t: Translator) -> Iterator[str]:
    if tally.left_out:
        yield t("Counted nowhere: {names}.", names=_joined(tally.left_out))
    if tally.left_out and _title(tally) == "Team and customers in numbers":
        yield t("A gap needs ratings of both the team and customers.")


def _survey_table(tally: Tally, t: Translator) -> Table:
    rows = []
    for name, figure in tally.survey.items():
        say = _points if name == "recommend" else partial(percent, lang=t.lang)
        known = QUESTIONS.get(name) or (name if name in DRIVERS else None)
        label = t(known) if known else cut(name, NAME)
        rows.append([label, say(figure.value), _interval(say(figure.low), say(figure.high), figure, t), str(figure.n)])
    return Table(
        t("What customers answered"),
        rows,
        heads=["", t("figure"), t("95% interval"), t("answers")],
        numbers=[1, 3],
        note=t("Where nothing else is said, a figure is the share of ratings of 4 or 5, where 5 is very satisfied."),
    )


def _incident_table(tally: Tally, t: Translator) -> Table:
    rows = [
        [cut(each.touchpoint, NAME), str(each.number), f"{each.grade:.1f}", f"{each.worst:g}", _recurring(each)]
        for each in tally.incidents
    ]
    return Table(
        t("What went wrong, where"),
        rows,
        heads=[t("touchpoint"), t("incidents"), t("grade"), t("worst grade"), t("what came back")],
        numbers=[1, 2, 3],
        note=t("The grade says how the customer left, from 5 (very satisfied) to 1 (very dissatisfied); on average."),
    )


def _recurring(place: Incidents) -> str:
    return ", ".join(f"{cut(kind, IN_SENTENCE)} ×{times}" for kind, times in place.recurring.items()) or "–"


def _gap_table(tally: Tally, t: Translator) -> Table:
    rows = [
        [
            cut(place, NAME),
            signed(found.team),
            signed(found.customers),
            signed(found.gap.value),
            _interval(signed(found.gap.low), signed(found.gap.high), found.gap, t),
            t(_says(found)),
        ]
        for place, found in tally.gaps.items()
    ]
    return Table(
        t("What the team believes, and what customers feel"),
        rows,
        heads=[
            t("touchpoint"),
            t("team believes"),
            t("customers feel"),
            t("gap"),
            t("95% interval"),
            t("what it says"),
        ],
        numbers=[1, 2, 3],
        note=t(
            "From −2 (very dissatisfied) to +2 (very satisfied). A side with a single answer, or with all alike, says "
            "nothing of chance."
        ),
    )


def _rating_table(tally: Tally, t: Translator) -> Table:
    rows = [
        [
            cut(place, NAME),
            signed(found.value),
            _interval(signed(found.low), signed(found.high), found, t),
            str(found.n),
        ]
        for place, found in tally.ratings.items()
    ]
    return Table(
        t("What customers feel"),
        rows,
        heads=[t("touchpoint"), t("customers feel"), t("95% interval"), t("answers")],
        numbers=[1, 3],
        note=t("From −2 (very dissatisfied) to +2 (very satisfied)."),
    )


def _topic_table(tally: Tally, t: Translator) -> Table:
    rows = []
    for each in tally.topics:
        felt = each.emotion
        said = ["?", "?"] if felt is None else [
            signed(felt.value), _interval(signed(felt.low), signed(felt.high), felt, t)
        ]  # fmt: skip
        rows.append([cut(each.name, NAME) or t("without a topic"), str(each.comments), *said])
    return Table(
        t("What comments are about"),
        rows,
        heads=[t("topic"), t("comments"), t("those who say it feel"), t("95% interval")],
        numbers=[1, 2],
        note=t("A comment with several topics counts for each of them."),
    )


def _time_table(tally: Tally, t: Translator) -> Table:
    rows = [
        [cut(place, NAME), t(what) if what else "", str(times.n),
         *(duration(each, lang=t.lang) for each in (times.median, times.p80, times.longest))]
        for (place, what), times in tally.times.items()
    ]  # fmt: skip
    return Table(
        t("How long it took"),
        rows,
        heads=[t("touchpoint"), t("what"), t("times taken"), t("median"), t("8 of 10 within"), t("longest")],
        numbers=[2],
    )


def _says(found: Gap) -> str:
    """What a gap says, and nothing where chance may have made it."""
    if found.gap.error == 0 or found.gap.low <= 0 <= found.gap.high:
        return "cannot be told"
    return "the team believes it better" if found.gap.value > 0 else "customers feel better"


def _rejected_table(tally: Tally, t: Translator) -> Table:
    rows = [[str(row.line), safe(f"{row.message(t.lang)} – {_cells(row, t)}")] for row in tally.rejected]
    return Table(t("Rows that could not be counted"), rows, heads=[t("line"), t("why, and what it says")], numbers=[0])


def _cells(row: Rejected, t: Translator) -> str:
    named = ((t(name) if name in COLUMNS else name, cell) for name, cell in row.row.items())
    return " · ".join(f"{name}: {cell}" for name, cell in named if cell)


def _joined(names: Iterable[str]) -> str:
    return ", ".join(cut(name, NAME) for name in names)


def _interval(low: str, high: str, figure: Estimate, t: Translator) -> str:
    """From where to where; a question mark where the answers do not vary and so say nothing of chance."""
    return "?" if figure.error == 0 and low == high else t("{low} to {high}", low=low, high=high)


def _points(value: float) -> str:
    return minus(f"{round(value):+d}") if round(value) else "0"


# For programs


def tally_json(tally: Tally, *, lang: str = "en") -> str:
    """What a table says in numbers, for programs: every figure, and every row that was not counted."""
    translator(lang)
    data: dict[str, Any] = {
        "journeymap_metrics": 1,
        "lang": lang,
        "counted": tally.counted,
        "survey": [
            {"name": name, "measure": "nps" if name == "recommend" else "top_two", **_plain(figure)}
            for name, figure in tally.survey.items()
        ],
        "incidents": [_plain(each) for each in tally.incidents],
        "gaps": [{"touchpoint": place, **_plain(found)} for place, found in tally.gaps.items()],
        "ratings": [{"touchpoint": place, **_plain(found)} for place, found in tally.ratings.items()],
        "topics": [_plain(each) for each in tally.topics],
        "times": [{"touchpoint": place, "what": what, **_plain(each)} for (place, what), each in tally.times.items()],
        "rejected": [{"line": row.line, "reason": row.message(lang), "row": dict(row.row)} for row in tally.rejected],
        "left_out": list(tally.left_out),
    }
    return as_json(data)


def _plain(record: Estimate | Gap | Incidents | Times | Topic) -> dict[str, Any]:
    return attrs.asdict(record, value_serializer=lambda _, __, value: _number(value))


def _number(value: Any) -> Any:
    return round(value, 12) + 0.0 if isinstance(value, float) else value
