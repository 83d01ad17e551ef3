"""Which column of a log says what: by the name given for it, else by names that such columns usually have.

The names are those of the XES standard, English and Korean ones. Upper and lower case, and what stands between the
words of a name, make no difference.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

import attrs

from journeymap.errors import Problem, ReadError, shorten, unknown

__all__ = ["NAMES", "ROLES", "Columns", "find_column", "find_columns", "plain"]

NAMES: Mapping[str, tuple[str, ...]] = {
    "case": (
        "case:concept:name", "case id", "case", "case number", "trace id", "journey id", "order id", "ticket id",
        "customer id", "user id", "visitor id", "client id", "member id", "session id", "customer", "user",
        "케이스", "케이스 id", "사례", "접수번호", "주문번호",
        "고객번호", "고객 id", "회원번호", "사용자 id", "고객", "세션",
    ),
    "activity": (
        "concept:name", "activity", "activity name", "activity id", "event", "event name", "event type", "action",
        "touchpoint", "step", "task", "stage", "활동", "활동명", "이벤트", "접점", "행동", "작업", "단계",
    ),
    "time": (
        "time:timestamp", "timestamp", "time", "datetime", "date time", "date", "event time", "complete timestamp",
        "completed at", "time completed", "end time", "end timestamp", "occurred at", "created at",
        "시각", "일시", "발생일시", "발생 시각", "시간", "날짜", "완료 시각", "완료일시",
    ),
    "start": ("start timestamp", "start time", "started at", "time started", "시작", "시작 시각", "시작일시"),
    "rating": (
        "rating", "satisfaction", "satisfaction score", "csat", "review score", "stars", "score",
        "평점", "만족도", "별점", "점수",
    ),
    "case_rating": ("case:rating", "case:satisfaction", "case:csat", "case:review score"),
    "channel": ("channel", "platform", "device", "case:channel", "채널", "매체"),
    "stage": ("stage", "phase", "단계"),
    "agent": ("org:resource", "resource", "agent", "employee", "staff", "담당자", "직원", "상담원"),
    "lifecycle": ("lifecycle:transition",),
}  # fmt: skip
"""What a column may be called, the surest names first."""

ROLES = (*NAMES, "segment", "order")
"""What a column can say; a segment and an order are never guessed."""

MILESTONE = re.compile(r"(time(stamp)?|date|datetime|at|일시|시각|일자|날짜|일)\Z")
"""How the name of a column ends that holds the time of one milestone."""

_PROMISED = re.compile(r"estimat|expect|promis|planned|due|deadline|limit|예정|예상|기한|약속")
"""What stands in the name of a time that is a promise and no event."""


@attrs.frozen
class Columns:
    """Which column says what.

    Attributes:
        of: By what is said, the name of the column.
        milestones: For a wide log: the columns with a time each, and what happened then.
        passed: Columns with times that were taken for promises, not for milestones.
        others: Columns that could be the case as well.
    """

    of: Mapping[str, str]
    milestones: Mapping[str, str] = attrs.field(factory=dict)
    passed: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def plain(name: str) -> str:
    """A name of a column without what makes no difference.

    Example:
        >>> plain("CaseID"), plain("time:timestamp"), plain("order_purchase_timestamp")
        ('case id', 'time timestamp', 'order purchase timestamp')
    """
    split = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return " ".join(re.sub(r"[\s_:./\-]+", " ", split).casefold().split())


def find_columns(
    there: Sequence[str],
    given: Mapping[str, str | None],
    *,
    milestones: Mapping[str, str] | Sequence[str] | None = None,
    source: str = "",
) -> Columns:
    """Which of the columns ``there`` says what.

    Args:
        there: The names of all columns.
        given: By what is said, the name of the column that says it; None where nobody told.
        milestones: The columns of a wide log with a time each; a mapping says what happened then.
        source: Where the log comes from, for messages.

    Raises:
        ReadError: When a column is not there, the log is object-centric, or nothing says the case, activity or time.

    Example:
        >>> dict(find_columns(["CaseID", "ActivityID", "CompleteTimestamp"], {}).of)
        {'case': 'CaseID', 'activity': 'ActivityID', 'time': 'CompleteTimestamp'}
    """
    wrong = [Problem(unknown("column", name, there), path=role, source=source)
             for role, name in given.items() if name is not None and name not in there]  # fmt: skip
    wrong += [Problem(unknown("column", name, there), path="milestones", source=source)
              for name in milestones or () if name not in there]  # fmt: skip
    if wrong:
        raise ReadError(wrong)
    if not given.get("case") and any(name.casefold().startswith("ocel:") for name in there):
        raise ReadError([Problem(_object_centric(there), source=source)])
    found, others = _recognised(there, given)
    if milestones:
        named = dict(milestones) if isinstance(milestones, Mapping) else {name: _milestone(name) for name in milestones}
        return Columns(_without(found, "activity", "time", "start"), named)
    if "activity" in found and "time" in found and "case" in found:
        return Columns(found, others=others)
    if "case" in found and not given.get("activity") and not given.get("time"):
        taken = set(found.values()) - {found.get("time"), found.get("activity")}
        times = [name for name in there if name not in taken and MILESTONE.search(plain(name))]
        passed = tuple(name for name in times if _PROMISED.search(plain(name)))
        named = {name: _milestone(name) for name in times if name not in passed}
        if len(named) > 1 and "activity" not in found:
            return Columns(_without(found, "time", "start"), named, passed)
    raise ReadError([Problem(_missing(there, found), source=source)])


def find_column(role: str, there: Sequence[str], given: str | None, *, source: str = "") -> str:
    """The one column that says this.

    Raises:
        ReadError: When it is not there, or none is known to say it.

    Example:
        >>> find_column("rating", ["order_id", "review_score"], None)
        'review_score'
    """
    if given is not None and given not in there:
        raise ReadError([Problem(unknown("column", given, there), path=role, source=source)])
    found, _ = _recognised(there, {role: given})
    if role not in found:
        listed = shorten(", ".join(map(repr, there)), 300)
        raise ReadError([Problem(f"no column is known to say the {role} (the columns are {listed})", source=source)])
    return found[role]


def _recognised(there: Sequence[str], given: Mapping[str, str | None]) -> tuple[dict[str, str], tuple[str, ...]]:
    """What is given, and what can be told by name from the columns that are left."""
    found = {role: name for role, name in given.items() if name is not None}
    others: tuple[str, ...] = ()
    for role, names in NAMES.items():
        if role in found:
            continue
        by_name = {_joined(name): name for name in reversed(there) if name not in found.values()}
        fitting = [by_name[known] for name in names if (known := _joined(name)) in by_name]
        if fitting:
            found[role] = fitting[0]
            if role == "case":
                others = tuple(fitting[1:])
    return {role: found[role] for role in ROLES if role in found}, others


def _joined(name: str) -> str:
    """A name without spaces, which Korean writes as it likes: 주문 번호 and 주문번호 are the same."""
    return unicodedata.normalize("NFC", plain(name)).replace(" ", "")


def _without(found: Mapping[str, str], *roles: str) -> dict[str, str]:
    return {role: name for role, name in found.items() if role not in roles}


def _milestone(name: str) -> str:
    """What happened, by the name of the column that says when."""
    words = plain(name)
    return MILESTONE.sub("", words).strip() or words


def _missing(there: Sequence[str], found: Mapping[str, str]) -> str:
    lacking = " and ".join(f"the {role}" for role in ("case", "activity", "time") if role not in found)
    argument = next(role for role in ("case", "activity", "time") if role not in found)
    return (
        f"no column is known to say {lacking} (the columns are {shorten(', '.join(map(repr, there)), 300)}): "
        f"say which does, such as {argument}={there[0] if there else 'name'!r}"
    )


def _object_centric(there: Sequence[str]) -> str:
    kinds = [name for name in there if name.casefold().startswith("ocel:type:")]
    listed = f" ({', '.join(map(repr, kinds[:8]))})" if kinds else ""
    return (
        "is an object-centric log, in which one event belongs to several objects and no journey is told apart: choose "
        f"one kind of object{listed}, write a row for each event and each of its objects of that kind, and give the "
        "column with the object as case="
    )
