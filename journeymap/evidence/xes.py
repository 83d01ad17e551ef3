"""Event logs in XES, read as a stream: what was read before a break in the file is kept, and the place is told."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator, Mapping
from itertools import chain, islice
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from journeymap.errors import Problem, ReadError

__all__ = ["CASE", "stage_xes"]

CASE = "case:concept:name"
"""Under which name the name of a trace is kept; other facts of a trace begin with ``case:`` too."""

BATCH = 20_000
"""How many events are held in memory at a time."""

_VALUES = frozenset({"string", "date", "int", "float", "boolean", "id"})


def stage_xes(path: Path, target: Path, *, wanted: tuple[str, ...] = ()) -> tuple[Problem, ...]:
    """Write the events of an XES file, packed or not, to a Parquet file; every value is text.

    The columns are those that the first 20,000 events have, and those that are ``wanted``.

    Returns:
        What there is to tell: where the file breaks off, and traces without a name, which are numbered.

    Raises:
        ReadError: When it is no XES, or breaks off before its first event.
    """
    import pyarrow as arrow
    from pyarrow import parquet

    reader = _Reader(path)
    events = reader.events()
    first = list(islice(events, BATCH))
    if not first:
        raise ReadError(reader.notes or [Problem("holds no events", source=str(path))])
    names = dict.fromkeys(chain([CASE], *first, wanted))
    schema = arrow.schema([(name, arrow.string()) for name in names])
    with parquet.ParquetWriter(target, schema) as writer:
        batch = first
        while batch:
            writer.write_batch(arrow.RecordBatch.from_pylist(batch, schema=schema))
            batch = list(islice(events, BATCH))
    return tuple(reader.notes)


class _Reader:
    """Reads events, and notes what there is to tell."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.notes: list[Problem] = []
        self.count = 0
        self.traces = 0

    def events(self) -> Iterator[dict[str, str]]:
        """The events, each with the facts of its trace."""
        try:
            with self.path.open("rb") as packed, gzip.open(packed) if self._is_packed() else packed as file:
                yield from self._parsed(_Piecewise(file))
        except ParseError as error:
            line, column = error.position
            self._broken(f"is no well-formed XML from here on ({str(error).partition(':')[0]})", line, column + 1)
        except (EOFError, gzip.BadGzipFile, zlib.error):
            self._broken("is packed, and breaks off or is damaged", 0, 0)

    def _broken(self, why: str, line: int, column: int) -> None:
        kept = f"; the {self.count:,} events before it are kept" if self.count else ""
        self.notes.append(Problem(f"{why}{kept}", source=str(self.path), line=line, column=column))

    def _is_packed(self) -> bool:
        with self.path.open("rb") as file:
            return file.read(2) == b"\x1f\x8b"

    def _parsed(self, file: Any) -> Iterator[dict[str, str]]:
        from defusedxml.common import DefusedXmlException
        from defusedxml.ElementTree import iterparse

        of_trace: dict[str, str] = {}
        open_elements: list[Any] = []
        unnamed = 0
        try:
            for moment, element in iterparse(file, ("start", "end")):
                tag = element.tag.rpartition("}")[2]
                if moment == "start":
                    if not open_elements and tag != "log":
                        raise ReadError(
                            [Problem(f"is no XES: it begins with <{tag}>, not <log>", source=str(self.path))]
                        )
                    open_elements.append(element)
                    if tag == "trace":
                        self.traces += 1
                        of_trace = {}
                    continue
                open_elements.pop()
                parent = open_elements[-1] if open_elements else None
                above = parent.tag.rpartition("}")[2] if parent is not None else ""
                if tag in _VALUES and above == "trace" and "key" in element.attrib:
                    of_trace[f"case:{element.get('key')}"] = element.get("value", "")
                elif tag == "event":
                    if above == "trace" and CASE not in of_trace:
                        of_trace[CASE] = str(self.traces)
                        unnamed += 1
                    self.count += 1
                    yield {**of_trace, **_facts(element)}
                if above in ("trace", "log", "") and parent is not None:
                    parent.remove(element)
        except DefusedXmlException as error:
            raise ReadError([Problem(
                f"defines entities of its own ({type(error).__name__}), which are not read: remove its DOCTYPE",
                source=str(self.path),
            )]) from error  # fmt: skip
        if unnamed:
            self.notes.append(
                Problem(f"{unnamed:,} traces have no concept:name and are numbered", source=str(self.path))
            )


class _Piecewise:
    """A file that gives what it has before it complains of what is missing."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def read(self, size: int) -> bytes:
        """Up to so many bytes."""
        found: bytes = self._file.read1(size)
        return found


def _facts(event: Any) -> Mapping[str, str]:
    return {
        child.get("key"): child.get("value", "")
        for child in event
        if child.tag.rpartition("}")[2] in _VALUES and child.get("key")
    }
