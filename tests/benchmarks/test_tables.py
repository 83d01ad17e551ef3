"""How long tables take: run with ``pytest tests/benchmarks/test_tables.py --benchmark-only``.

Aimed at on two cores: 1,000 touchpoints from CSV in 100 ms, from a workbook in 1 s, and 100,000 rows in a few seconds.
What pandas and openpyxl take for the bare cells is measured beside ours.
"""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pandas as pd
import pytest

import journeymap as jm
from journeymap.formats import csv as csv_format
from journeymap.formats import written
from journeymap.formats import xlsx as xlsx_format

HEAD = "journey,stage,touchpoint,emotion (1-5),channel,wait (min),pain points,owner\n"


def table(touchpoints: int) -> str:
    """A table as people write it."""
    rows = (f"J,Stage {n // 50},Touchpoint {n},{n % 5 + 1},web,{n % 9},slow; dear,Kim\n" for n in range(touchpoints))
    return HEAD + "".join(rows)


def workbook(touchpoints: int) -> bytes:
    """The same as a workbook."""
    content = io.BytesIO()
    pd.read_csv(io.StringIO(table(touchpoints))).to_excel(content, index=False)
    return content.getvalue()


@pytest.mark.parametrize("touchpoints", [1_000, 10_000])
def test_csv(benchmark: Any, touchpoints: int) -> None:
    """Reading CSV into a journey; 1,000 aimed at 100 ms."""
    journey, notes = benchmark.pedantic(csv_format.read, args=(table(touchpoints),), rounds=5)
    assert (len(journey), notes) == (touchpoints, ())


def test_csv_by_pandas(benchmark: Any) -> None:
    """What pandas takes for the bare cells of 1,000 rows."""
    text = table(1_000)
    assert len(benchmark.pedantic(lambda: pd.read_csv(io.StringIO(text)), rounds=5)) == 1_000


def test_xlsx(benchmark: Any) -> None:
    """Reading a workbook of 1,000 touchpoints; aimed at 1 s."""
    journey, notes = benchmark.pedantic(xlsx_format.read, args=(workbook(1_000),), rounds=3)
    assert (len(journey), notes) == (1_000, ())


def test_xlsx_by_openpyxl(benchmark: Any) -> None:
    """What openpyxl takes for the bare cells of 1,000 rows."""
    content = workbook(1_000)

    def cells() -> int:
        sheet: Any = openpyxl.load_workbook(io.BytesIO(content), data_only=True).active
        return sum(1 for _ in sheet.iter_rows(values_only=True))

    assert benchmark.pedantic(cells, rounds=3) == 1_001


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_writing(benchmark: Any, format: str) -> None:
    """Writing 1,000 touchpoints."""
    journey = csv_format.read(table(1_000))[0]
    assert benchmark.pedantic(written, args=(journey, format), rounds=3)


def test_a_hundred_thousand_rows(benchmark: Any) -> None:
    """A log in disguise: 100,000 rows, most emotions not understood."""
    text = "touchpoint,emotion\n" + "".join(f"T{n},word {n}\n" for n in range(100_000))
    journey, notes = benchmark.pedantic(csv_format.read, args=(text,), kwargs={"name": "J"}, rounds=1)
    assert (len(journey), len(notes)) == (100_000, 100)
    assert isinstance(journey, jm.Journey)
