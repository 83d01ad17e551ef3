"""Every kind of drawing, from 3 to 60 touchpoints, in English and in Korean, measured in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from journeymap import audit, compare, draw, examples, load
from journeymap.auditing import Audit
from journeymap.drawing import KINDS, Drawing
from journeymap.drawing.typesetting import FONTS
from journeymap.i18n import LANGUAGES
from tests.drawing_journeys import full_journey, long_journey, other_than
from tests.measuring import against_axe, measured

ALL_KINDS = (*KINDS, "comparison")


@pytest.fixture(scope="module")
def page(browser: Any) -> Iterator[Any]:
    page = browser.new_page()
    yield page
    page.close()


@cache
def judged(count: int, lang: str) -> Audit:
    return audit(full_journey(count, lang))


def drawn(kind: str, count: int, lang: str, **options: Any) -> Drawing:
    """A drawing with something in every part of it."""
    if kind == "comparison":
        journey = long_journey(count, lang)
        return draw(compare(journey, other_than(journey)), lang=lang, **options)
    if kind == "cycle":
        options["every"] = True
    return draw(judged(count, lang), kind=kind, lang=lang, **options)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("count", [3, 12, 25, 60])
@pytest.mark.parametrize("kind", ALL_KINDS)
def test_nothing_overlaps_or_leaves_its_place(kind: str, count: int, lang: str, page: Any, dot: str) -> None:
    """No text lies on another or out of its cell, card or lane, and nothing off the page, in narrow and wide fonts."""
    picture = drawn(kind, count, lang).svg
    for family in (FONTS, "DejaVu Sans"):
        found, wrong = measured(page, picture, family=family)
        assert found > 20 or kind == "curve"
        assert wrong == []


@pytest.mark.parametrize("kind", sorted({*ALL_KINDS} - {"curve"}))
def test_the_measuring_sees_what_is_wrong(kind: str, page: Any, dot: str) -> None:
    """Letters three times as large, and a picture cut at half its width, are found on every kind."""
    picture = drawn(kind, 12, "en").svg
    large = re.sub(r'font-size="([\d.]+)"', lambda size: f'font-size="{3 * float(size[1])}"', picture)
    told = {each[0] for each in measured(page, large)[1]}
    assert "texts overlap" in told
    assert told & {"out of its lane", "out of its card"}
    narrow = re.sub(r'viewBox="(\S+ \S+) (\S+)', lambda view: f'viewBox="{view[1]} {float(view[2]) / 2}', picture)
    assert {each[0] for each in measured(page, narrow)[1]} == {"off the page"}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", ["map", "blueprint", "comparison"])
def test_nothing_does_on_paper(kind: str, lang: str, page: Any) -> None:
    """The same for the sheets of A4 and A3."""
    for paper in ("a4", "a3"):
        assert measured(page, drawn(kind, 25, lang, page=paper).svg)[1] == []


@pytest.mark.parametrize("name", examples.names())
def test_the_bundled_journeys_hold(name: str, page: Any, dot: str) -> None:
    """The same for the bundled journeys, in English on A3 and in Korean on A4 where there are pages."""
    for lang, paper in (("en", "a3"), ("ko", "a4")):
        found = audit(load(examples.path(name, lang=lang)))
        for kind in KINDS:
            options: dict[str, Any] = {"page": paper} if kind in ("map", "blueprint") else {}
            if kind == "cycle":
                options["every"] = lang == "ko"
            assert measured(page, draw(found, kind=kind, lang=lang, **options).svg)[1] == [], (kind, lang)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", ALL_KINDS)
def test_axe_finds_nothing(kind: str, lang: str, page: Any, dot: str) -> None:
    """axe-core finds nothing against the page of any kind, with its details closed and open."""
    page.set_content(drawn(kind, 12, lang).html(), wait_until="load")
    assert against_axe(page) == []
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert against_axe(page) == []
