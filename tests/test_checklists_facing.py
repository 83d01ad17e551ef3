"""The map of a checklist: pictures that no page splits, in print that can be read."""

from __future__ import annotations

import re

import attrs
import pytest

from journeymap import audit, examples
from journeymap.checklists import checklist
from journeymap.checklists.facing import LANES, PAPERS, WIDE, facing
from journeymap.drawing.maps.lanes import LANES as KNOWN_LANES
from journeymap.formats import load
from journeymap.i18n import LANGUAGES
from journeymap.model import Journey
from tests.drawing_journeys import long_journey

LOWEST, HEADING = 247.0, 12.0
"""How high what is printed on the lowest paper can be, and how much of it the heading takes, in mm."""

JOURNEYS = {
    **{
        f"{name}.{lang}": load(examples.path(name, lang=lang))
        for name in ("shoe-shop", "cake-shop")
        for lang in LANGUAGES
    },
    "short": long_journey(12),
    "long": long_journey(60),
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("journey", JOURNEYS.values(), ids=JOURNEYS)
def test_it_can_be_read_on_paper(journey: Journey, lang: str) -> None:
    """No letter is smaller than 7.5 points, and every picture fits below the heading of a page."""
    for picture in facing(checklist(audit(journey), lang=lang)):
        scale = WIDE / picture.width
        smallest = min(map(float, re.findall(r'font-size="([\d.]+)"', picture.svg)))
        assert smallest * scale * 72 / 25.4 >= 7.5
        assert picture.height * scale <= LOWEST - HEADING
    assert max(PAPERS.values()) >= WIDE == min(PAPERS.values())


def test_every_touchpoint_is_on_it_in_order() -> None:
    """All pictures together show each touchpoint, as the journey has them; what stands around them stands once."""
    journey = Journey("Long")
    for number in range(30):
        journey = journey.touchpoint(f"t{number}", f"T{number}", emotion=0)
    pictures = facing(checklist(audit(journey)))
    assert len(pictures) > 6
    found = [name for picture in pictures for name in re.findall(r">(T\d+)</text>", picture.svg)]
    assert list(dict.fromkeys(found)) == [touchpoint.name for touchpoint in journey]
    assert [picture.svg.count("weights are defaults") for picture in pictures] == [0] * (len(pictures) - 1) + [1]


def test_pictures_are_told_apart() -> None:
    """The first says what the whole map shows, the others which part they are; no two share an id."""
    whole, *others = facing(checklist(audit(long_journey(12))))
    assert "12 touchpoints" in whole.summary
    assert [other.summary for other in others] == [
        f"A long journey {number} / {len(others) + 1}" for number in range(2, len(others) + 2)
    ]
    ids = [id for picture in (whole, *others) for id in re.findall(r' id="([^"]+)"', picture.svg)]
    assert len(ids) == len(set(ids))
    for other in others:
        assert f">{other.title}</title>" in other.svg


def test_without_an_audit_there_is_none() -> None:
    """A checklist that came from elsewhere has no map."""
    assert facing(attrs.evolve(checklist(long_journey(2)), audit=None)) == ()


def test_its_lanes_are_known() -> None:
    """The map on a checklist shows lanes that the map has."""
    assert {"findings", "memory"} <= set(LANES)
    assert set(LANES) - {"ways", "emotion"} <= set(KNOWN_LANES)
