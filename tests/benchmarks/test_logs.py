"""A journey from a large log, and its transitions alone, beside the same asked for by hand in SQL: time and memory.

Aimed at, for 10 million events of a million cases and 20 activities: 1.3 times the SQL written by hand, 1.5 GB, and a
tenth of the time that pm4py takes to discover the directly-follows graph of the same file. pm4py is under the AGPL and
no part of the project's set-up: it is measured beside where ``JOURNEYMAP_PM4PY`` names a Python that has it.

Each runs in a process of its own, because memory is counted by process. ``JOURNEYMAP_EVENTS`` says how many events
there are (300,000 unless it is set), ``JOURNEYMAP_MEMORY`` how much memory DuckDB may take (1GB). Run with ``pytest
tests/benchmarks/test_logs.py --benchmark-only -s``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks.log_making import make

EVENTS = int(os.environ.get("JOURNEYMAP_EVENTS", "300_000"))
MEMORY = os.environ.get("JOURNEYMAP_MEMORY", "1GB")
PM4PY = os.environ.get("JOURNEYMAP_PM4PY")
ROUNDS = int(os.environ.get("JOURNEYMAP_ROUNDS", "3" if EVENTS <= 1_000_000 else "1"))

MEASURED = """
import json, resource, sys, time
began = time.perf_counter()
{work}
seconds = time.perf_counter() - began
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print()
json.dump({{"seconds": seconds, "mb": memory, "told": told}}, sys.stdout)
"""

OURS = """
import ibis.backends.duckdb, pyarrow
from journeymap.evidence import read_log
from journeymap.model import Scale
began = time.perf_counter()
log = read_log({path!r}, scale=Scale(1, 5), rating="rating", memory={memory!r})
journey = log.journey
told = [log.counts.kept, log.counts.cases, sorted([move.origin, move.to, move.count] for move in log.transitions)]
"""

BY_HAND = """
import duckdb, tempfile
began = time.perf_counter()
folder = tempfile.TemporaryDirectory()
connection = duckdb.connect(config={{"memory_limit": {memory!r}, "temp_directory": folder.name}})
connection.execute('''SELECT count(*), sum((case_id IS NULL)::INT), sum((activity IS NULL)::INT),
    sum((timestamp IS NULL)::INT), min(rating), max(rating) FROM read_parquet({path!r})''').fetchall()
rows = connection.execute('''
    WITH events AS (
        SELECT case_id, activity, epoch_us(timestamp) AS moment, rating, file_row_number AS place
        FROM read_parquet({path!r}, file_row_number = true)
        WHERE case_id IS NOT NULL AND activity IS NOT NULL AND timestamp IS NOT NULL
    ), steps AS (
        SELECT *, lag(activity) OVER turn AS previous, moment - lag(moment) OVER turn AS gap,
            row_number() OVER turn AS number, lag(moment, 2) OVER turn AS earlier, lag(place) OVER turn AS placed
        FROM events WINDOW turn AS (PARTITION BY case_id ORDER BY moment, place)
    )
    SELECT activity, NULL AS previous, count(*), quantile_cont(gap, [0.5, 0.8, 0.9]), count(DISTINCT case_id),
        sum(number), sum((number = 2)::INT), sum((gap = 0)::INT), sum((placed > place)::INT),
        sum((earlier = moment)::INT), min(moment), max(moment), count(rating), sum(rating), sum(rating * rating), false
    FROM steps GROUP BY activity
    UNION ALL
    SELECT activity, previous, count(*), quantile_cont(gap, [0.5, 0.8, 0.9]), NULL, NULL, NULL, NULL, NULL, NULL, NULL,
        NULL, NULL, NULL, NULL, true
    FROM steps GROUP BY activity, previous
''').fetchall()
ways = [row for row in rows if row[-1]]
told = [sum(row[2] for row in ways), sum(row[2] for row in ways if row[1] is None),
        sorted([row[1], row[0], row[2]] for row in ways if row[1] is not None)]
"""


TRANSITIONS = """
import ibis.backends.duckdb, pyarrow
from journeymap.evidence import count_transitions
began = time.perf_counter()
counts = count_transitions({path!r}, duplicates="keep", memory={memory!r})
told = [counts.events, counts.cases, sorted([*way, count] for way, count in counts.transitions.items())]
"""

TRANSITIONS_BY_HAND = """
import duckdb, tempfile
began = time.perf_counter()
folder = tempfile.TemporaryDirectory()
connection = duckdb.connect(config={{"memory_limit": {memory!r}, "temp_directory": folder.name}})
rows = connection.execute('''
    WITH steps AS (
        SELECT activity, lag(activity) OVER (PARTITION BY case_id ORDER BY timestamp, file_row_number) AS previous
        FROM read_parquet({path!r}, file_row_number = true)
        WHERE case_id IS NOT NULL AND activity IS NOT NULL AND timestamp IS NOT NULL
    )
    SELECT previous, activity, count(*) FROM steps GROUP BY previous, activity
''').fetchall()
told = [sum(row[2] for row in rows), sum(row[2] for row in rows if row[0] is None),
        sorted(list(row) for row in rows if row[0] is not None)]
"""

BY_PM4PY = """
import pandas, pm4py
began = time.perf_counter()
names = {{"case_id": "case:concept:name", "activity": "concept:name", "timestamp": "time:timestamp"}}
frame = pandas.read_parquet({path!r}, columns=list(names)).rename(columns=names)
ways, starts, ends = pm4py.discover_dfg(frame)
told = [len(frame), sum(starts.values()), sorted([*way, int(count)] for way, count in ways.items())]
"""


def measured(work: str, path: Path, python: str = sys.executable) -> dict[str, Any]:
    """Time and memory of a piece of work in a process of its own; imports do not count."""
    script = MEASURED.format(work=work.format(path=str(path), memory=MEMORY))
    done = subprocess.run([python, "-W", "ignore", "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def beside(benchmark: Any, events: Path, works: dict[str, tuple[str, str]]) -> None:
    """Measure each piece of work in turn; print its time, its memory, and how often the first one fits into it."""
    runs: dict[str, list[dict[str, Any]]] = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, (work, python) in works.items():
            runs[name].append(measured(work, events, python))
    ours = min(each["seconds"] for each in runs["ours"])
    print(f"\n{EVENTS:,} events, {MEMORY}:")
    for name, each in runs.items():
        seconds, memory = min(run["seconds"] for run in each), max(run["mb"] for run in each)
        print(f"  {name}: {seconds:.2f} s, {memory:.0f} MB, {seconds / ours:.2f} times ours")
        benchmark.extra_info.update({name: seconds, f"{name}_mb": memory})
    counted = [each[0]["told"] for each in runs.values()]
    assert all(told == counted[0] for told in counted)
    benchmark.pedantic(lambda: None, rounds=1)


@pytest.fixture(scope="module")
def events(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log of so many events."""
    path = tmp_path_factory.mktemp("logs") / "events.parquet"
    make(EVENTS, path)
    return path


def test_a_journey_beside_the_same_query_by_hand(benchmark: Any, events: Path) -> None:
    """Both count the same."""
    beside(benchmark, events, {"ours": (OURS, sys.executable), "by hand": (BY_HAND, sys.executable)})


def test_transitions_beside_the_same_query_by_hand_and_pm4py(benchmark: Any, events: Path) -> None:
    """All count the same, where every time in a case is another: pm4py puts equal times in an order of its own."""
    works = {"ours": (TRANSITIONS, sys.executable), "by hand": (TRANSITIONS_BY_HAND, sys.executable)}
    beside(benchmark, events, works | ({"pm4py": (BY_PM4PY, PM4PY)} if PM4PY else {}))
