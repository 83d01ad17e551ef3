"""A journey from a large log beside the same figures asked for by hand in SQL: time, memory and ratio.

Aimed at, for 10 million events of a million cases and 20 activities: 1.3 times the SQL written by hand, and 1.5 GB.
Each runs in a process of its own, because memory is counted by process. ``JOURNEYMAP_EVENTS`` says how many events
there are (300,000 unless it is set), ``JOURNEYMAP_MEMORY`` how much memory DuckDB may take (1GB). Run with ``pytest
tests/benchmarks/test_logs.py --benchmark-only -s``. For pm4py's directly-follows graph on the same file, see
``tests/by_hand/compare_with_pm4py.py``.
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


def measured(work: str, path: Path) -> dict[str, Any]:
    """Time and memory of a piece of work in a process of its own; imports do not count."""
    script = MEASURED.format(work=work.format(path=str(path), memory=MEMORY))
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.fixture(scope="module")
def events(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log of so many events."""
    path = tmp_path_factory.mktemp("logs") / "events.parquet"
    make(EVENTS, path)
    return path


def test_a_journey_beside_the_same_query_by_hand(benchmark: Any, events: Path) -> None:
    """Both count the same; the ratio of their times, and the memory of each, are printed."""
    hand, ours = [], []
    for _ in range(ROUNDS):
        hand.append(measured(BY_HAND, events))
        ours.append(measured(OURS, events))
    assert hand[0]["told"] == ours[0]["told"]
    best = {name: min(each["seconds"] for each in runs) for name, runs in (("hand", hand), ("ours", ours))}
    memory = {name: max(each["mb"] for each in runs) for name, runs in (("hand", hand), ("ours", ours))}
    told = [f"{name} {best[name]:.2f} s, {memory[name]:.0f} MB" for name in ("hand", "ours")]
    print(f"\n{EVENTS:,} events, {MEMORY}: {'; '.join(told)}; ratio {best['ours'] / best['hand']:.2f}")
    benchmark.extra_info.update(best, **{f"{name}_mb": value for name, value in memory.items()})
    benchmark.pedantic(lambda: None, rounds=1)
