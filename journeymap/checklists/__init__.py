"""The checklist: what somebody with a clipboard carries through the shop, and hands back filled in.

``checklist`` makes the content of an audit, and each way to write it down is a module of its own; ``read_checklist``
reads what was filled in, and ``consolidate`` puts the answers of several evaluators together.
"""

from __future__ import annotations

from journeymap.checklists.answering import Answers
from journeymap.checklists.consolidating import consolidate
from journeymap.checklists.content import Checklist
from journeymap.checklists.making import checklist
from journeymap.checklists.reading import read_checklist

__all__ = ["Answers", "Checklist", "checklist", "consolidate", "read_checklist"]
