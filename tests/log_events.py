"""Events for tests: made up on the spot, or simulated from a chain."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow

MINUTE = 60_000_000


def table(*rows: Sequence[Any], columns: str = "case activity time", **more: Sequence[Any]) -> pyarrow.Table:
    """A table of Arrow with these rows; the time of a row may be a number of minutes since 2026."""
    names = columns.split()
    made: dict[str, list[Any]] = {name: [row[at] for row in rows] for at, name in enumerate(names)}
    made.update({name: list(values) for name, values in more.items()})
    if "time" in made and all(isinstance(value, (int, float)) for value in made["time"]):
        base = 1_767_225_600_000_000  # 2026-01-01, in microseconds
        made["time"] = [base + int(value * MINUTE) for value in made["time"]]
    return pyarrow.table(made)


def walks(*paths: str, every: float = 1.0) -> pyarrow.Table:
    """A case for each path: a letter for each event, a minute apart."""
    rows = [
        (str(case), letter, 1000 * case + every * at)
        for case, path in enumerate(paths, start=1)
        for at, letter in enumerate(path)
    ]
    return table(*rows)


def simulated(
    chain: Mapping[str, Mapping[str | None, float]], cases: int, seed: int, start: str = "a"
) -> list[list[str]]:
    """Paths of a chain: from each activity the odds of what follows, None for the end."""
    lot = random.Random(seed)
    paths = []
    for _ in range(cases):
        here: str | None = start
        path: list[str] = []
        while here is not None:
            path.append(here)
            odds = chain[here]
            here = lot.choices(list(odds), list(odds.values()))[0]
        paths.append(path)
    return paths
