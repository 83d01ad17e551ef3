"""Workbooks of Excel: a row for each touchpoint, or a column for each, in one sheet or several."""

from __future__ import annotations

from typing import Unpack

from journeymap.formats.structuring import Reading
from journeymap.formats.tables import readings_in_sheets
from journeymap.formats.tables.reading import Options
from journeymap.formats.tables.workbooks import workbook
from journeymap.model import Journey

__all__ = ["read", "read_all", "write"]


def read(content: str | bytes, **options: Unpack[Options]) -> Reading:
    """The journey in the first sheet of a workbook that has one."""
    return readings_in_sheets(content, options, first=True)[0]


def read_all(content: str | bytes, **options: Unpack[Options]) -> tuple[Reading, ...]:
    """Every journey in a workbook."""
    return readings_in_sheets(content, options)


def write(journey: Journey, *, lang: str = "en") -> bytes:
    """The journey as a workbook, from which it can be read again whole."""
    return workbook(journey, lang=lang)
