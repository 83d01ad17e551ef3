"""By when something was promised to a case: columns of times that are no events, but what events are held against."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from journeymap.errors import ReadError
from journeymap.evidence.cleaning import text_in
from journeymap.evidence.quantiles import SECOND
from journeymap.evidence.sources import Opened
from journeymap.evidence.times import read_times

__all__ = ["promises_of"]

DAY = 86_400 * SECOND

HOUR = r"[T ]\d{1,2}:\d{2}"
MIDNIGHT = r"[T ]0{1,2}:00(:00(\.0+)?)?\s*(Z|z|[+-]\d{2}:?(\d{2})?)?$"


def promises_of(
    opened: Opened, case: str, given: Sequence[str], guessed: Sequence[str], formats: Sequence[str] = ()
) -> tuple[Any, tuple[str, ...]]:
    """For each case by when something was promised, as a table of Ibis: case, promise_0, promise_1, and so on.

    A promise of a day alone is kept until the end of that day; of several promises to a case the last one counts.

    Args:
        opened: Where the log comes from.
        case: The column with the case.
        given: The columns that the caller says hold promises.
        guessed: Those that are taken for promises by their names; left out where they hold no times.
        formats: How times are written.

    Raises:
        ReadError: When a given column holds no times.
    """
    table = opened.table
    found: dict[str, Any] = {}
    for name in dict.fromkeys((*given, *guessed)):
        try:
            micros = read_times(opened, table, [name], formats).micros[name]
        except ReadError:
            if name in given:
                raise
            continue
        if name not in given and not opened.backend.to_pyarrow(micros.count()).as_py():
            continue
        found[name] = micros + (DAY - 1) if _is_day(opened, table[name]) else micros
    if not found:
        return None, ()
    told = table.select(case=text_in(table[case]), **{f"promise_{at}": each for at, each in enumerate(found.values())})
    told = told.filter(told.case.notnull())
    latest = {f"promise_{at}": told[f"promise_{at}"].max() for at in range(len(found))}
    return told.group_by("case").aggregate(**latest), tuple(found)


def _is_day(opened: Opened, column: Any) -> bool:
    """Whether no promise says an hour."""
    kind = column.type()
    if kind.is_date():
        return True
    if kind.is_string():
        hours = column.re_search(HOUR) & ~column.strip().re_search(MIDNIGHT)
    elif kind.is_timestamp():
        hours = (column.hour() != 0) | (column.minute() != 0) | (column.second() != 0)
    else:
        return False
    return not opened.backend.to_pyarrow(hours.cast("int64").max()).as_py()
