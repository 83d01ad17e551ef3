"""What docs/formats.md says of the formats is so."""

from __future__ import annotations

import sys
from importlib import util
from pathlib import Path

import attrs
import pytest

import journeymap as jm
from journeymap.formats import FORMATS

SCRIPT = Path(__file__).resolve().parents[1] / "docs" / "make_formats.py"
SPEC = util.spec_from_file_location("make_formats", SCRIPT)
assert SPEC is not None
assert SPEC.loader is not None
tables = util.module_from_spec(SPEC)
sys.modules["make_formats"] = tables
SPEC.loader.exec_module(tables)


def test_the_tables_of_facts_are_current() -> None:
    """In every language the page says what comes back today when each fact is written and read."""
    stale = [path.name for path, text in tables.pages().items() if path.read_text(encoding="utf-8") != text]
    assert not stale, "run python docs/make_formats.py"


def test_every_format_is_on_the_pages() -> None:
    """Each stands in the first table, with how its files end, in every language."""
    for path in tables.PAGES.values():
        page = path.read_text(encoding="utf-8")
        assert all(f"`{each}`" in page for format in FORMATS for each in (format.name, *format.suffixes))


def test_what_is_written_loses_nothing_unsaid() -> None:
    """No format that is written loses a fact, so that there is nothing to tell whoever converts."""
    lossy = {
        format
        for signs in tables.marks().values()
        for format, sign in signs.items()
        if sign in (tables.SOME, tables.LOST)
    }
    assert lossy == {"dot"}
    assert [format.name for format in FORMATS if not format.writes] == ["dot"]


def test_every_fact_is_tried_with_values_that_are_not_its_default() -> None:
    """Yes and no, the ends of a range, a list of none: a fact that is only half kept would show."""
    for kind in (*tables.PARTS, *tables.RECORDS):
        for field in attrs.fields(kind):
            some = tables.values(field)
            assert some
            assert field.default not in some
    assert tables.values(attrs.fields(jm.Touchpoint).emotion)[-2:] == (2, -2)


@pytest.mark.parametrize(("kept", "sign"), [
    ([(True, True), (True, True)], tables.WHOLE), ([(True, True), (True, False)], tables.PARTLY),
    ([(True, False)], tables.BESIDE), ([(True, False), (False, False)], tables.SOME), ([(False, False)], tables.LOST),
])  # fmt: skip
def test_the_signs(kept: list[tuple[bool, bool]], sign: str) -> None:
    """Kept in the words of the format, in some, beside them, only some of it, or not at all."""
    assert tables.mark(kept) == sign
