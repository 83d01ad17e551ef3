"""What is written as a table is read again as it was, and anything at all is read or refused."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

import journeymap as jm
from journeymap.formats import csv as csv_format
from journeymap.formats import tsv as tsv_format
from journeymap.formats import written
from journeymap.formats import xlsx as xlsx_format
from journeymap.i18n import LANGUAGES
from tests.strategies import journeys

CAREFULLY = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FORMATS = {"csv": csv_format, "tsv": tsv_format, "xlsx": xlsx_format}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("format", ["csv", "tsv"])
@CAREFULLY
@given(journey=journeys())
def test_csv_keeps_everything(format: str, lang: str, journey: jm.Journey) -> None:
    """A journey comes back equal and without any note, whichever language its heads are in."""
    text = jm.dumps(journey, format, lang=lang)
    assert jm.loads(text, format) == journey
    assert FORMATS[format].read(text.encode()) == (journey, ())


@settings(CAREFULLY, max_examples=12)
@given(journey=journeys(max_touchpoints=3))
def test_a_workbook_keeps_everything(journey: jm.Journey) -> None:
    """A journey comes back equal from a workbook, and the same journey gives the same bytes."""
    content = written(journey, "xlsx")
    assert isinstance(content, bytes)
    assert written(journey, "xlsx") == content
    assert xlsx_format.read(content) == (journey, ())
