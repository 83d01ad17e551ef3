"""Counts of transitions, beginnings and endings beside those of pm4py, for every log that both can read.

pm4py is under the AGPL and no part of the project's set-up. It counts in an environment of its own, and this script
compares::

    python -m venv elsewhere && elsewhere/bin/pip install pm4py
    elsewhere/bin/python tests/by_hand/compare_with_pm4py.py count LOG ... > counted.json
    python tests/by_hand/compare_with_pm4py.py compare counted.json
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

COLUMNS = {
    "helpdesk": {"case": "CaseID", "activity": "ActivityID", "time": "CompleteTimestamp"},
    "ecom": {"case": "user_id", "activity": "event", "time": "timestamp"},
    "dashboard": {"case": "customer_id", "activity": "stage", "time": "timestamp"},
    "running_example.csv": {"case": "case_id", "activity": "activity", "time": "timestamp"},
    "broken": {"case": "case:concept:name", "activity": "concept:name", "time": "time:timestamp"},
}
"""The columns of logs as tables, by a part of the name of the file; others are XES."""

STANDARD = {"case": "case:concept:name", "activity": "concept:name", "time": "time:timestamp"}


def columns_of(path: str) -> dict[str, str]:
    return next((columns for part, columns in COLUMNS.items() if part in path), STANDARD)


def count(paths: list[str]) -> None:
    """Count with pm4py; printed as JSON."""
    import pandas
    import pm4py

    counted: dict[str, Any] = {}
    for path in paths:
        if ".xes" in path:
            frame = pm4py.convert_to_dataframe(pm4py.read_xes(path))
        else:
            of = columns_of(path)
            frame = pandas.read_parquet(path) if "parquet" in path else pandas.read_csv(path, sep=None, engine="python")
            frame = frame.rename(columns={of[role]: STANDARD[role] for role in of})
            frame[STANDARD["time"]] = pandas.to_datetime(frame[STANDARD["time"]], utc=True)
            frame[STANDARD["case"]] = frame[STANDARD["case"]].astype(str)
            frame[STANDARD["activity"]] = frame[STANDARD["activity"]].astype(str)
        # It takes the last row of a case in the file for its end, and everything else in the order of time.
        frame = frame.sort_values([STANDARD["case"], STANDARD["time"]], kind="stable")
        began = time.perf_counter()
        ways, starts, ends = pm4py.discover_dfg(frame)
        counted[path] = {
            "ways": sorted([*pair, number] for pair, number in ways.items()), "starts": starts, "ends": ends,
            "seconds": time.perf_counter() - began,
        }  # fmt: skip
    json.dump(counted, sys.stdout)


def compare(counted: dict[str, Any]) -> int:
    """Compare with our counts; returns how many logs differ."""
    from journeymap.evidence import read_log

    wrong = 0
    for path, theirs in counted.items():
        columns = {} if ".xes" in path else columns_of(path)
        log = read_log(path, **columns, duplicates="keep", lifecycle="keep")
        ours = {
            "ways": sorted([move.origin, move.to, move.count] for move in log.transitions),
            "starts": {each.name: each.starts for each in log.touchpoints if each.starts},
            "ends": {each.name: each.ends for each in log.touchpoints if each.ends},
        }
        same = {part: ours[part] == theirs[part] for part in ours}
        wrong += not all(same.values())
        verdict = "same" if all(same.values()) else str(same)
        print(f"{verdict}: {Path(path).name}, {len(ours['ways'])} ways, {log.counts.kept:,} events")
    return wrong


if __name__ == "__main__":
    if sys.argv[1] == "count":
        count(sys.argv[2:])
    else:
        sys.exit(compare(json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))))
