"""Makes an event log as large as one likes, in DuckDB, without holding it in memory.

python tests/benchmarks/log_making.py 10_000_000 events.parquet
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

PER_CASE = 10
ACTIVITIES = 20


def make(events: int, path: Path) -> None:
    """Write a log of so many events in a tenth as many cases, of 20 activities, with a rating in every fifth row."""
    connection = duckdb.connect()
    connection.execute(f"""
        COPY (
            SELECT
                'case-' || (hash(i) % {max(1, events // PER_CASE)}) AS case_id,
                'step ' || lpad((hash(i * 7 + 1) % {ACTIVITIES})::VARCHAR, 2, '0') AS activity,
                TIMESTAMP '2026-01-01' + INTERVAL (hash(i * 13 + 5) % 31536000000) MILLISECOND AS timestamp,
                CASE WHEN hash(i * 17) % 5 = 0 THEN 1 + hash(i * 3) % 5 END AS rating
            FROM range({events}) events(i)
        ) TO '{path}' (FORMAT parquet)
    """)
    connection.close()


if __name__ == "__main__":
    make(int(sys.argv[1]), Path(sys.argv[2]))
