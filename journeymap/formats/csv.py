"""CSV of any dialect: a row for each touchpoint, or a column for each."""

from __future__ import annotations

from typing import Unpack

from journeymap.formats.structuring import Reading
from journeymap.formats.tables import readings_of
from journeymap.formats.tables.reading import Options
from journeymap.formats.tables.writing import csv_text
from journeymap.model import Journey

__all__ = ["read", "read_all", "write"]


def read(text: str | bytes, **options: Unpack[Options]) -> Reading:
    """The first journey in a text of CSV."""
    return readings_of(text, options, first=True)[0]


def read_all(text: str | bytes, **options: Unpack[Options]) -> tuple[Reading, ...]:
    """Every journey in a text of CSV."""
    return readings_of(text, options)


def write(journey: Journey, *, lang: str = "en") -> str:
    """The journey as CSV, from which it can be read again whole."""
    return csv_text(journey, lang=lang)
