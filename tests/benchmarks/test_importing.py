"""How long ``import journeymap`` takes, beside ``import attrs``, each in a fresh interpreter."""

import statistics
import subprocess
import sys
import time


def seconds_to_import(module: str) -> float:
    code = f"import time; start = time.perf_counter(); import {module}; print(time.perf_counter() - start)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(done.stdout)


def test_importing_costs_no_more_than_attrs(benchmark):
    """Print the ratio of the two imports, taken in turn."""
    ours: list[float] = []
    theirs: list[float] = []

    def both() -> None:
        ours.append(seconds_to_import("journeymap"))
        theirs.append(seconds_to_import("attrs"))

    benchmark.pedantic(both, rounds=9, warmup_rounds=1)
    ratio = statistics.median(ours) / statistics.median(theirs)
    benchmark.extra_info["import journeymap / import attrs"] = ratio
    print(f"\nimport journeymap / import attrs: {ratio:.2f}")


def test_using_every_public_name(benchmark):
    """Print how long it takes until every public name has been loaded."""
    code = "import time; start = time.perf_counter(); from journeymap import *; print(time.perf_counter() - start)"

    def load() -> float:
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
        return time.perf_counter() - start

    benchmark.pedantic(load, rounds=5, warmup_rounds=1)
