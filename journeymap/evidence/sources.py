"""Where a log comes from: files, data frames and tables of any engine, each opened as a table of Ibis.

Files are read by DuckDB and staged as one Parquet file in a folder that goes when nobody needs it any more; they are
never held in memory. A table of another engine stays where it is.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs

from journeymap.errors import JourneyError, MissingToolError, Problem, ReadError, UnknownNameError, shorten
from journeymap.evidence.recoding import recoded
from journeymap.evidence.xes import stage_xes

__all__ = ["ROW", "Engine", "Opened", "open_log"]

ROW = "file_row_number"
"""The column with the number of the row in its source."""

SEPARATED = (".csv", ".tsv", ".txt")
PARQUET = (".parquet", ".pq")
OBJECTS = (".jsonocel", ".xmlocel", ".sqlite", ".ocel")
PACKED = (".gz", ".zst")


class Engine:
    """DuckDB, with a bound on its memory and a folder for what does not fit; the folder goes with it."""

    def __init__(self, *, memory: str = "1GB", zone: str = "UTC") -> None:
        try:
            import ibis
        except ImportError as error:
            raise MissingToolError('logs need Ibis and DuckDB: pip install "journeymap[logs]"') from error
        self.folder = Path(tempfile.mkdtemp(prefix="journeymap-"))
        weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)
        self.zone = zone
        self._staged = 0
        try:
            self.backend: Any = ibis.duckdb.connect(memory_limit=memory, temp_directory=str(self.folder / "spill"))
        except Exception as error:
            raise JourneyError(f"memory: {shorten(str(error), 200)} (expected such as '4GB')") from error
        self.execute("SET enable_progress_bar = false")  # it would be written among what is printed
        try:
            self.execute(f"SET TimeZone = {quoted(zone)}")
        except Exception as error:
            raise UnknownNameError(f"unknown time zone {zone!r} (expected such as 'Asia/Seoul' or 'UTC')") from error

    def execute(self, sql: str) -> Any:
        """Run a statement of DuckDB."""
        return self.backend.con.execute(sql)

    def staged(self) -> Path:
        """A new file in the folder."""
        self._staged += 1
        return self.folder / f"{self._staged}.parquet"


@attrs.frozen(kw_only=True)
class Opened:
    """A log that was opened.

    Attributes:
        table: Its events as a table of Ibis.
        backend: The engine that holds them.
        engine: Our own engine, where the log is in it; None for a table of another one.
        name: What the source is called.
        row: The column with the number of the row; None where rows have no order.
        notes: What there is to tell.
        unread: How many rows could not be read at all.
    """

    table: Any
    backend: Any
    engine: Engine | None
    name: str
    row: str | None = ROW
    notes: tuple[Problem, ...] = ()
    unread: int = 0

    @property
    def zone(self) -> str | None:
        """The zone of times without one; None where another engine knows it."""
        return None if self.engine is None else self.engine.zone


def open_log(source: Any, *, engine: Engine | None, memory: str, zone: str | None, wanted: tuple[str, ...]) -> Opened:
    """Open a log.

    Args:
        source: A file, a data frame of pandas, polars or Arrow, or a table of Ibis.
        engine: The engine to open it in; None for a new one.
        memory: How much memory a new engine may take.
        zone: The zone of times without one, for a new engine.
        wanted: Columns that are needed in any case.

    Raises:
        ReadError: When it cannot be read.
        UnknownNameError: When the suffix of a file is that of no log.
        MissingToolError: When Ibis is not installed.
    """
    if _is_table(source):
        return _table(source, zone)
    engine = engine or Engine(memory=memory, zone=zone or "UTC")
    if isinstance(source, (str, os.PathLike)):
        return _file(Path(source).expanduser(), engine, wanted)
    return _frame(source, engine)


def quoted(text: str) -> str:
    """A text as a literal of SQL.

    Example:
        >>> quoted("it's")
        "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"


def _is_table(source: Any) -> bool:
    return type(source).__module__.startswith("ibis.") and hasattr(source, "get_backend")


def _table(source: Any, zone: str | None) -> Opened:
    if zone is not None:
        raise JourneyError("zone: a table of Ibis has the zone of its engine: set it there, or convert the times")
    name = source.get_name() if hasattr(source.op(), "name") else "table"
    try:
        backend = source.get_backend()
    except Exception:  # a table in memory belongs to no engine yet
        return _frame(source.to_pyarrow(), Engine())
    return Opened(table=source, backend=backend, engine=None, name=name, row=None)


def _file(path: Path, engine: Engine, wanted: tuple[str, ...]) -> Opened:
    place = str(path)
    if not path.exists():
        raise ReadError([Problem("there is no such file", source=place)])
    if path.is_dir():
        raise ReadError([Problem("is a directory: name the file in it", source=place)])
    suffixes = [suffix.lower() for suffix in path.suffixes]
    kind = next((suffix for suffix in reversed(suffixes) if suffix not in PACKED), "")
    target = engine.staged()
    notes: tuple[Problem, ...] = ()
    unread = 0
    if kind in PARQUET:
        target = path
    elif kind == ".xes":
        notes = stage_xes(path, target, wanted=wanted)
    elif kind in SEPARATED:
        said, unread = _stage_separated(path, target, engine, tabbed=kind == ".tsv")
        notes = (Problem(said, source=place),) if said else ()
    elif kind in OBJECTS:
        raise ReadError([Problem(
            "is an object-centric log, in which one event belongs to several objects: choose one kind of object, and "
            "write a table with a row for each event and each of its objects of that kind",
            source=place,
        )])  # fmt: skip
    else:
        known = ", ".join((*SEPARATED, *PARQUET, ".xes", ".xes.gz"))
        raise UnknownNameError(f"{place}: no log has the suffix {kind!r} (known: {known})")
    try:
        table = engine.backend.read_parquet(str(target), **{ROW: True})
    except Exception as error:
        raise ReadError([Problem(f"cannot be read as Parquet: {_reason(error)}", source=place)]) from error
    return Opened(table=table, backend=engine.backend, engine=engine, name=path.name, notes=notes, unread=unread)


def _stage_separated(path: Path, target: Path, engine: Engine, *, tabbed: bool) -> tuple[str, int]:
    """Write a CSV or TSV as Parquet, every value as text; returns a note, and how many lines could not be read."""
    try:
        plain = target.with_suffix(".csv")
        said = recoded(path, plain)
        unread = _read_separated(path if said is None else plain, target, engine, tabbed=tabbed)
        if unread and said is None and (said := recoded(path, plain, whole=True)) is not None:
            unread = _read_separated(plain, target, engine, tabbed=tabbed)
    except Exception as error:
        raise ReadError([Problem(f"cannot be read as a table: {_reason(error)}", source=str(path))]) from error
    return said or "", unread


def _read_separated(path: Path, target: Path, engine: Engine, *, tabbed: bool) -> int:
    refused = f"refused_{target.stem}"
    for table in (refused, f"scan_{refused}"):
        engine.execute(f"DROP TABLE IF EXISTS {table}")
    options = f"all_varchar = true, header = true, store_rejects = true, rejects_table = '{refused}', "
    options += f"rejects_scan = 'scan_{refused}'" + (", delim = '\t'" if tabbed else "")
    engine.execute(f"COPY (FROM read_csv({quoted(str(path))}, {options})) TO {quoted(str(target))} (FORMAT parquet)")
    (unread,) = engine.execute(f"SELECT count(DISTINCT line) FROM {refused}").fetchone()
    return int(unread)


def _frame(source: Any, engine: Engine) -> Opened:
    import ibis
    import pyarrow as arrow

    table = _arrow(source)
    if ROW not in table.column_names:
        table = table.append_column(ROW, arrow.array(range(table.num_rows), arrow.int64()))
    return Opened(table=ibis.memtable(table), backend=engine.backend, engine=engine, name="table")


def _arrow(source: Any) -> Any:
    """A data frame as a table of Arrow; a column of mixed values as text."""
    import pyarrow as arrow

    home = type(source).__module__.partition(".")[0]
    if isinstance(source, arrow.Table):
        return source
    if isinstance(source, arrow.RecordBatchReader):
        return source.read_all()
    if home == "polars" and hasattr(source, "collect"):
        source = source.collect()
    if home == "polars" and hasattr(source, "to_arrow"):
        return source.to_arrow()
    if home == "pandas" and hasattr(source, "columns"):
        return arrow.table({str(name): _series(source.iloc[:, at]) for at, name in enumerate(source.columns)})
    raise JourneyError(
        f"a {type(source).__name__} is no log (expected a file, a data frame of pandas, polars or Arrow, or a table of "
        "Ibis)"
    )


def _series(series: Any) -> Any:
    import pyarrow as arrow

    try:
        return arrow.Array.from_pandas(series)
    except (arrow.ArrowInvalid, arrow.ArrowTypeError):
        return arrow.array([None if value is None or value != value else str(value) for value in series])


def _reason(error: Exception) -> str:
    """The first line of what an engine says."""
    return shorten(" ".join(str(error).strip().splitlines()[:1]), 200)


def columns_of(table: Any) -> Mapping[str, Any]:
    """The columns of a table and their types, without the number of the row."""
    return {name: kind for name, kind in table.schema().items() if name != ROW}
