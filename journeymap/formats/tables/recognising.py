"""Whether a table is a journey's, by its heads: so that other tables can be passed over."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from journeymap.errors import ReadError
from journeymap.formats.decoding import table_text
from journeymap.formats.tables.grids import SAMPLE, Grid, grid_of
from journeymap.formats.tables.layouts import layout_of, separator_in
from journeymap.formats.tables.workbooks import beginnings

__all__ = ["is_journey"]

CORE = frozenset({"name", "stage", "emotion"})
"""Facts of which a journey's table has one at least; one that has all of them is a journey's, whatever their heads."""

_TELLING = re.compile(
    r"touch[ _-]?points?|journey|(customer|user)[ _]actions?|emotion|feelings?|moments?[ _]of[ _]truth"
    r"|pain[ _-]?points?|접점|터치 ?포인트|여정|고객 ?행동|감정|진실의 ?순간|페인 ?포인트"
)
"""Heads that a journey's table has, and hardly any other: a name, a phase and a score many tables have."""


def is_journey(content: bytes, *, is_text: bool) -> bool:
    r"""Whether a table has the heads of a journey, in English or Korean.

    Args:
        content: The beginning of a text of CSV, or the whole of a workbook.
        is_text: Whether it is a text.

    Raises:
        MissingToolError: When it is a workbook and the extra ``office`` is not installed.

    Example:
        >>> is_journey(b"stage,touchpoint\nPay,Card\n", is_text=True), is_journey(b"name,price\nA,3\n", is_text=True)
        (True, False)
    """
    try:
        grids: Iterable[Grid] = _beginning(content) if is_text else beginnings(content)
        return any(map(_has_heads, grids))
    except ReadError:
        return False


def _beginning(content: bytes) -> Iterable[Grid]:
    """The first rows of a text, of which the last may have been cut in two."""
    if len(content) > SAMPLE:
        end = content.rfind(b"\n") + 1
        content = content[: end - end % 2 if b"\0" in content else end]  # in UTF-16 a sign takes two bytes
    text, _ = table_text(content)
    yield grid_of(text, separator_in(text))


def _has_heads(grid: Grid) -> bool:
    try:
        columns = [column for column in layout_of(grid).columns if column.fact]
    except ReadError:
        return False
    facts = {column.fact for column in columns}
    telling = {column.fact for column in columns if _TELLING.search(_folded(column.head))}
    if facts == {"name", "emotion"} and "emotion" not in telling:  # touchpoints with ratings are answers of customers
        return False
    return facts >= CORE or (len(facts) > 1 and bool(telling) and not facts.isdisjoint(CORE))


def _folded(head: str) -> str:
    return unicodedata.normalize("NFKC", head).casefold()
