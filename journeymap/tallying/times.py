"""Times taken by a stopwatch, row by row."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping, Sequence
from operator import mul

import attrs

from journeymap.fields import seconds_from
from journeymap.tallying.rows import Refused, Rejected, columns_left, columns_of, count_rows, filled, quoted

__all__ = ["CLOCKED", "TIMED", "Timing", "timings"]

TIMED = frozenset({"touchpoint", "seconds"})
CLOCKED = frozenset({"touchpoint", "start", "stop"})
"""The columns of times, in both forms; all of them are needed."""

WHAT = {"wait": "wait", "waiting": "wait", "queue": "wait", "대기": "wait", "기다림": "wait",
        "duration": "duration", "service": "duration", "소요": "duration", "처리": "duration"}  # fmt: skip
"""What a time was taken of, by what may be written for it."""


@attrs.frozen(kw_only=True)
class Timing:
    """A time taken by a stopwatch.

    Attributes:
        touchpoint: The touchpoint, as it was written.
        seconds: How long it took.
        what: ``wait``, ``duration``, or nothing when that is not said.
    """

    touchpoint: str
    seconds: float
    what: str


def timings(
    rows: Sequence[tuple[int, list[str]]],
) -> tuple[list[Timing], tuple[Rejected, ...], tuple[str, ...]] | None:
    """The times in a table with its heads first; the rows that are none; and the columns that are not read.

    None when its columns are not those of times.
    """
    header = rows[0][1] if rows else []
    needed = next((each for each in (TIMED, CLOCKED) if each <= set(columns_of(header, each | {"what"}))), None)
    if needed is None:
        return None
    names = columns_of(header, needed | {"what"})

    def timing(row: Mapping[str, str]) -> Timing:
        what = WHAT.get(row.get("what", "").casefold(), "") if row.get("what") else ""
        if row.get("what") and not what:
            raise Refused("{column}: expected wait or duration (got {cell})", column="what", cell=quoted(row["what"]))
        seconds = _seconds(row) if needed is TIMED else _clocked(row)
        return Timing(touchpoint=filled(row, "touchpoint"), seconds=seconds, what=what)

    found, rejected = count_rows(names, rows[1:], timing)
    return found, rejected, columns_left(names, rows[1:], needed | {"what"})


def _seconds(row: Mapping[str, str]) -> float:
    cell = filled(row, "seconds")
    try:
        seconds = float(cell)
    except ValueError:
        seconds = seconds_from(cell)
    if not isinstance(seconds, (int, float)) or not math.isfinite(seconds) or seconds < 0:
        why = "{column}: expected seconds, or a time such as 2 min (got {cell})"
        raise Refused(why, column="seconds", cell=quoted(cell))
    return float(seconds)


def _clocked(row: Mapping[str, str]) -> float:
    start, stop = (_moment(row, name) for name in ("start", "stop"))
    if (start.year == 1) != (stop.year == 1) or (start.tzinfo is None) != (stop.tzinfo is None):
        raise Refused("start and stop are written in different ways")
    seconds = (stop - start).total_seconds()
    if seconds < 0 and start.year == 1:  # a time of day alone: past midnight
        seconds += 86_400
    if seconds < 0:
        raise Refused("stop lies before start")
    return seconds


def _moment(row: Mapping[str, str], name: str) -> datetime.datetime:
    """A moment; in the year 1 when only the time of day is given."""
    cell = filled(row, name)
    try:
        parts = [float(part) for part in cell.split(":")]
        if 2 <= len(parts) <= 3 and all(0 <= part < 60 for part in parts) and parts[0] < 24:
            return datetime.datetime(1, 1, 2) + datetime.timedelta(seconds=sum(map(mul, parts, (3600, 60, 1))))
    except ValueError:
        pass
    try:
        return datetime.datetime.fromisoformat(cell)
    except ValueError:
        why = "{column}: expected a time such as 10:05:30 (got {cell})"
        raise Refused(why, column=name, cell=quoted(cell)) from None
