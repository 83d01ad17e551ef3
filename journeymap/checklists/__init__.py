"""The checklist: what somebody with a clipboard carries through the shop.

``checklist`` makes the content of an audit; each way to write it down is a module of its own.
"""

from __future__ import annotations

from journeymap.checklists.content import Checklist
from journeymap.checklists.making import checklist

__all__ = ["Checklist", "checklist"]
