"""Mermaid, in a file of its own or in the fences of a Markdown page: ``journey`` and ``flowchart``.

What kind of diagram it is, its first word says. Of several diagrams in one page the first ``journey`` is read, or the
first ``flowchart`` when there is no journey; ``read_all`` reads them all.
"""

from __future__ import annotations

from journeymap.formats import mermaid_flowchart, mermaid_journey
from journeymap.formats.mermaid_text import Block, blocks, no_diagram
from journeymap.formats.mermaid_writing import written
from journeymap.formats.structuring import Parsed, Reading, structure
from journeymap.model import Journey

__all__ = ["parse", "read", "read_all", "write"]

READERS = {"journey": mermaid_journey.parse, "flowchart": mermaid_flowchart.parse}
"""What reads each kind of diagram."""


def read(text: str) -> Reading:
    """The journey that a Mermaid text, or the first fence of a Markdown page, describes."""
    parsed = parse(text)
    return structure(parsed), parsed.notes


def read_all(text: str) -> tuple[Reading, ...]:
    """Every journey that a text describes: one for each diagram."""
    readings = [(structure(parsed), parsed.notes) for parsed in map(_parsed, blocks(text))]
    return tuple(readings)


def parse(text: str) -> Parsed:
    """What the diagram says that :func:`read` reads."""
    found = list(blocks(text))
    chosen = min(found, key=lambda block: block.kind != "journey")
    others = [block for block in found if block is not chosen]
    if others:
        lines = ", ".join(str(block.line) for block in others[:10]) + (", ..." if len(others) > 10 else "")
        chosen.notes.append(
            (f"only this diagram is read; there are others after line {lines} (load_all reads all)", chosen.head)
        )
    return _parsed(chosen)


def write(journey: Journey) -> str:
    """The journey as a ``journey`` diagram, from which it can be read again whole."""
    return written(journey)


def _parsed(block: Block) -> Parsed:
    if block.kind not in READERS:
        raise no_diagram(block)
    return READERS[block.kind](block)
