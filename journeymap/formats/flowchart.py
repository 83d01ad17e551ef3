"""A journey as a Mermaid ``flowchart``; reading is that of Mermaid as a whole, which goes by the first word."""

from __future__ import annotations

from journeymap.formats.mermaid import parse, read, read_all
from journeymap.formats.mermaid_flowchart_writing import written
from journeymap.model import Journey

__all__ = ["parse", "read", "read_all", "write"]


def write(journey: Journey) -> str:
    """The journey as a ``flowchart`` diagram, from which it can be read again whole."""
    return written(journey)
