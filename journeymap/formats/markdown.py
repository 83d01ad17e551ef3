"""A Markdown page with Mermaid diagrams in its fences, as hosts of code show it."""

from __future__ import annotations

from journeymap.formats.mermaid import parse, read, read_all
from journeymap.formats.mermaid import write as write_diagram
from journeymap.model import Journey

__all__ = ["parse", "read", "read_all", "write"]


def write(journey: Journey) -> str:
    """The journey as a fence with a ``journey`` diagram."""
    return f"```mermaid\n{write_diagram(journey)}```\n"
