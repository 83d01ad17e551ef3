"""The checklist: what somebody with a clipboard carries through the shop, and hands back filled in.

``checklist`` makes the content of an audit, ``sheet`` gives what is ready-made for any business, and each way to write
it down is a module of its own; ``read_checklist`` reads what was filled in, ``consolidate`` puts the answers of several
evaluators together, and ``progress`` those of several rounds.
"""

from __future__ import annotations

from journeymap.checklists.answering import Answers
from journeymap.checklists.consolidating import consolidate
from journeymap.checklists.content import Checklist
from journeymap.checklists.making import checklist
from journeymap.checklists.progress import Progress, progress
from journeymap.checklists.reading import read_checklist
from journeymap.checklists.sheets import SHEETS, sheet

__all__ = [
    "SHEETS",
    "Answers",
    "Checklist",
    "Progress",
    "checklist",
    "consolidate",
    "progress",
    "read_checklist",
    "sheet",
]
