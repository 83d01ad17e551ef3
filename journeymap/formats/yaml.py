"""YAML, read by the rules of YAML 1.2 and written to look good in a diff.

What surprises people in YAML 1.1 does not happen: ``no`` and ``12:30`` are texts, a key that stands twice is a
mistake, and tags cannot make anything but plain data.
"""

from __future__ import annotations

from journeymap.formats.structuring import Reading, structure
from journeymap.formats.unstructuring import unstructure
from journeymap.formats.yaml_reading import parse
from journeymap.formats.yaml_writing import written
from journeymap.model import Journey

__all__ = ["parse", "read", "write"]


def read(text: str) -> Reading:
    """The journey that a YAML text describes."""
    return structure(parse(text)), ()


def write(journey: Journey) -> str:
    """The journey as YAML."""
    return written(unstructure(journey, units=True))
