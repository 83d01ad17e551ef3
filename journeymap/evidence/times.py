"""Times of any kind as whole microseconds since 1970 in UTC, so that every engine counts them alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import attrs

from journeymap.errors import Problem, ReadError, shorten
from journeymap.evidence.sources import Opened

__all__ = ["Reading", "read_times"]

DAYS = (
    "%Y-%m-%d", "%d.%m.%Y", "%Y/%m/%d", "%Y.%m.%d", "%Y. %m. %d.", "%Y년 %m월 %d일", "%Y%m%d", "%d %b %Y", "%d-%b-%Y",
    "%b %d, %Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y",
)  # fmt: skip
"""How a day is written where it is not as in ISO 8601."""

TWINS = (("%d/%m/%Y", "%m/%d/%Y"), ("%d-%m-%Y", "%m-%d-%Y"))
"""Ways that cannot be told apart while no day is above 12."""

HOURS = (
    "", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f", " %I:%M %p", " %I:%M:%S %p", " %p %I:%M", " %p %I:%M:%S", "T%H:%M:%S",
    "%H%M%S",
)  # fmt: skip
"""How the time of day follows; 오전 and 오후 are AM and PM."""

EPOCHS = ((1e17, 1e-3), (1e14, 1.0), (1e11, 1e3), (0.0, 1e6))
"""From which size on numbers count nanoseconds, microseconds, milliseconds and seconds; and each in microseconds."""

ZONED = r"(Z|z|[+-]\d{2}:?(\d{2})?)$"
"""How a time ends that says its zone."""


@attrs.frozen
class Reading:
    """How times are read.

    Attributes:
        micros: For each column with times, the expression of Ibis that gives microseconds.
        notes: What was guessed.
    """

    micros: dict[str, Any]
    notes: tuple[str, ...] = ()


def read_times(opened: Opened, table: Any, names: Sequence[str], formats: Sequence[str] = ()) -> Reading:
    """How to read the columns ``names`` of a table as times.

    Args:
        opened: Where the table comes from.
        table: The table.
        names: The columns.
        formats: How times are written, as for ``strptime``; none to find out.

    Raises:
        ReadError: When a column holds no times, or days and months cannot be told apart.
    """
    micros: dict[str, Any] = {}
    notes: list[str] = []
    for name in names:
        kind = table[name].type()
        if kind.is_string():
            micros[name], said = _written(opened, table, name, tuple(formats))
            notes += said
        elif kind.is_timestamp() or kind.is_date():
            micros[name] = _micros(opened, table[name])
        elif kind.is_numeric():
            micros[name] = _counted(opened, table, name)
        else:
            raise ReadError([Problem(f"column {name!r} holds no times but {kind}", source=opened.name)])
    return Reading(micros, tuple(dict.fromkeys(notes)))


@cache
def _functions() -> dict[str, Callable[..., Any]]:
    """Functions of the engines that Ibis does not name."""
    import ibis
    from ibis import udf
    from ibis.expr import datatypes

    text, micros = datatypes.string, datatypes.int64
    zoned, plain = datatypes.Timestamp("UTC"), datatypes.timestamp
    declared = {"epoch_us": zoned, "plain_epoch_us": plain, "unix_micros": plain}
    made: dict[str, Callable[..., Any]] = {}
    for name, kind in declared.items():
        called = name.removeprefix("plain_")
        made[name] = udf.scalar.builtin(lambda moment: ibis.null(), name=called, signature=((kind,), micros))
    made["try_strptime"] = udf.scalar.builtin(
        lambda text, formats: ibis.null(), name="try_strptime", signature=((text, datatypes.Array(text)), plain)
    )
    return made


def _micros(opened: Opened, moment: Any) -> Any:
    """A time as microseconds, by the function of the engine."""
    if opened.backend.name == "duckdb":
        if opened.zone == "UTC" and moment.type().is_timestamp() and moment.type().timezone is None:
            return _functions()["plain_epoch_us"](moment)  # without looking for a zone in each
        return _functions()["epoch_us"](moment.cast("timestamp('UTC')"))
    if opened.backend.name == "pyspark":
        return _functions()["unix_micros"](moment.cast("timestamp"))
    return moment.cast("timestamp").epoch_seconds().cast("int64") * 1_000_000


def _counted(opened: Opened, table: Any, name: str) -> Any:
    """Numbers that count from 1970 on: in which unit, their size says."""
    largest = _asked(opened, table.aggregate(most=table[name].cast("float64").abs().max()))["most"] or 0.0
    factor = next(factor for size, factor in EPOCHS if largest >= size)
    number = table[name]
    return (number * int(factor) if factor >= 1 else number / round(1 / factor)).round().cast("int64")


def _written(opened: Opened, table: Any, name: str, formats: tuple[str, ...]) -> tuple[Any, list[str]]:
    """Times as text: as in ISO 8601, else in the way that reads most of them."""
    text = table[name].strip().nullif("")
    if opened.backend.name != "duckdb":
        return _micros(opened, text.try_cast("timestamp")), []
    text = text.replace("오전", "AM").replace("오후", "PM")
    strptime = _functions()["try_strptime"]
    if formats:
        return _micros(opened, strptime(text, list(formats))), []
    standard = text.try_cast("timestamp('UTC')")
    found = _asked(opened, table.aggregate(
        there=text.count(), read=standard.count(),
        zoned=(standard.notnull() & text.re_search(ZONED) & text.contains(":")).sum(),
    ))  # fmt: skip
    notes = []
    if found["zoned"] and found["zoned"] < found["read"]:
        notes.append(
            f"{found['zoned']:,} times in {name!r} say their zone and {found['read'] - found['zoned']:,} do not: those "
            "are taken for the zone of zone=, which is UTC unless it is given"
        )
    if found["read"] == found["there"]:
        return _functions()["epoch_us"](standard), notes
    fitting = _ways(opened, table, name, text, standard)
    if not fitting:
        return _functions()["epoch_us"](standard), notes
    notes.append(f"times in {name!r} that are not written as in ISO 8601 are read as {' or '.join(fitting)}")
    moment = strptime(text, list(fitting)).cast("timestamp('UTC')")
    return _functions()["epoch_us"](standard.coalesce(moment)), notes


def _ways(opened: Opened, table: Any, name: str, text: Any, standard: Any) -> tuple[str, ...]:
    """In which ways the times are written that ISO 8601 does not read; those that read more of them first."""
    rest = table.filter(text.notnull() & standard.isnull()).select(text=text)
    strptime = _functions()["try_strptime"]
    ways = [f"{day}{hour}" for day in DAYS for hour in HOURS]
    counts = _asked(opened, rest.aggregate(
        **{f"w{at}": strptime(rest.text, [way]).count() for at, way in enumerate(ways)}
    ))  # fmt: skip
    read = {way: counts[f"w{at}"] for at, way in enumerate(ways) if counts[f"w{at}"]}
    for days in TWINS:
        for hour in HOURS:
            first, second = (f"{day}{hour}" for day in days)
            if first not in read and second not in read:
                continue
            if read.get(first) == read.get(second):
                example = _asked(opened, rest.aggregate(some=rest.text.min()))["some"]
                raise ReadError([Problem(
                    f"times such as {shorten(example)!r} can be read with the day or the month first: say which, with "
                    f"time_format={first!r} or {second!r}", path=name, source=opened.name,
                )])  # fmt: skip
            both = min(read.get(first, 0), read.get(second, 0))
            fewer = first if read.get(first, 0) < read.get(second, 0) else second
            if both:  # what the rarer way reads, the other does too, or days and months are mixed
                read.pop(fewer)
    return tuple(sorted(read, key=lambda way: (-read[way], way)))


def _asked(opened: Opened, figures: Any) -> dict[str, Any]:
    """The one row of a table of figures."""
    (row,) = opened.backend.to_pyarrow(figures).to_pylist()
    return dict(row)
