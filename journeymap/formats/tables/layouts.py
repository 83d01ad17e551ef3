"""Where in a grid the heads stand, which way it runs, and what stands above the heads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

import attrs

from journeymap.errors import Problem, ReadError, shorten
from journeymap.formats.tables.columns import Column, columns_of, fact_for, looks_like
from journeymap.formats.tables.grids import SEPARATORS, Grid, likeliest, rows_of, sample_of

__all__ = ["Layout", "layout_of", "separator_in"]

DEEPEST = 20
"""In how many rows the heads are looked for."""

MOST_COLUMNS, MOST_CELLS = 100_000, 20_000_000
"""How many columns a table may have, and how many cells in all, rows that are shorter filled up."""

WIDEST = 4
"""In how many columns the names of lanes are looked for."""

OTHERS: tuple[tuple[frozenset[str], str], ...] = (
    (
        frozenset({"key", "answer"}),
        "this is a checklist that can be filled in, not a journey (read it with read_checklist, or journeymap answers)",
    ),
    (
        frozenset({"line source", "line destination", "shape library"}),
        "this is an export of Lucidchart (read it with map='lucidchart', or journeymap convert --map lucidchart)",
    ),
)
"""Other tables, by the heads that they have all of, and what to do with them."""

_CASES = frozenset({
    "case", "case id", "case_id", "caseid", "case:concept:name", "user_id", "user id", "userid", "session_id",
    "session id", "visitorid", "visitor_id", "customer_id", "customer id", "order_id", "사례", "사용자", "고객번호",
})  # fmt: skip
_TIMES = frozenset({
    "timestamp", "time:timestamp", "event_time", "event time", "datetime", "date", "start", "complete timestamp",
    "start timestamp", "시각", "일시", "날짜",
})  # fmt: skip
_EVENTS = frozenset({"event", "activity", "concept:name", "event_type", "event type", "action", "활동", "이벤트"})
_SURVEYS = (
    frozenset({"touchpoint", "kind", "grade"}),
    frozenset({"touchpoint", "who", "rating"}),
    frozenset({"overall", "recommend"}),
    frozenset({"recommend", "return_intent"}),
    frozenset({"overall", "return_intent"}),
    frozenset({"접점", "내용", "등급"}),
    frozenset({"접점", "누구", "평점"}),
)


@attrs.frozen
class Layout:
    """A grid that has been understood: touchpoints stand one below the other.

    Attributes:
        grid: The table, turned if need be.
        head: The row of the heads, from 0.
        columns: What each column is.
        above: What stands above the heads: position of the row, and its cells with anything in them.
    """

    grid: Grid
    head: int
    columns: tuple[Column, ...]
    above: tuple[tuple[int, tuple[tuple[int, str], ...]], ...]


def layout_of(grid: Grid, given: Mapping[str, str | None] | None = None) -> Layout:
    """How a grid is laid out.

    Raises:
        ReadError: When nothing in it is the head of a journey's column; the message says what it seems to be.
    """
    if not any(any(row) for row in grid.rows):
        raise ReadError([Problem("there is nothing in it (expected a table with a head such as 'touchpoint')", line=1)])
    _refuse_others(grid)
    width = max(map(len, grid.rows))
    if width > MOST_COLUMNS or width * len(grid.rows) > MOST_CELLS:
        message = f"{width:,} columns and {len(grid.rows):,} rows are more than a journey has"
        raise ReadError([grid.problem(message)])
    long = _best(grid.rows[:DEEPEST], given)
    wide = _best(_firsts(grid), given)
    score, row = max((long, (wide[0] - 0.5, wide[1])), key=lambda found: found[0])
    if score < 1:
        shown = ", ".join(repr(shorten(cell, 30)) for cell in _first_heads(grid)) or "none"
        message = (
            f"no column is one of a journey's (expected heads such as 'touchpoint', 'stage', 'emotion'; found {shown})"
            "; say which is which with columns={'head': 'name'}"
        )
        raise ReadError([grid.problem(message, 0)])
    grid = grid if score == long[0] or width == 1 else grid.turn()
    columns = list(columns_of(grid.rows[row], given))
    if not grid.rows[row][0] and grid.turned:
        columns = _named(grid, columns)
    above = [(at, tuple(_filled(grid.rows[at]))) for at in range(row) if any(grid.rows[at])]
    return Layout(grid, row, tuple(columns), tuple(above))


def separator_in(text: str, given: Mapping[str, str | None] | None = None) -> str:
    r"""What stands between the cells of a text: that by which most heads are made out, or else most rows are alike.

    Example:
        >>> separator_in("touchpoint,pain points\nPay,slow; dear; rude\nQueue,slow; dull; cold\n")
        ','
    """
    sample = sample_of(text)
    made_out: dict[tuple[bool, float, bool], list[str]] = {}
    for separator in (each for each in SEPARATORS if each in sample or each == SEPARATORS[0]):
        made_out.setdefault(_heads_by(sample, separator, given), []).append(separator)
    (_, heads, split), separators = max(made_out.items())
    if heads < 1:
        return likeliest(text)
    return likeliest(text, separators) if split else separators[0]


def _heads_by(sample: str, separator: str, given: Mapping[str, str | None] | None) -> tuple[bool, float, bool]:
    """Whether a separator makes several heads and nothing else of the first row, how many in all, and from others."""
    try:
        grid = Grid([row for _, row in islice(rows_of(sample, separator), 10 * DEEPEST)])
    except ReadError:
        return False, 0, False
    if not grid.rows:
        return False, 0, False
    (long, at), (wide, _) = _best(grid.rows[:DEEPEST], given), _best(_firsts(grid), given)
    if wide - 0.5 > long:
        return False, wide - 0.5, any(len(row) > 1 for row in grid.rows)
    width = len(grid.rows[at])
    return at == 0 and long == width > 1, long, width > 1


def _best(rows: Sequence[Sequence[str]], given: Mapping[str, str | None] | None) -> tuple[float, int]:
    """How many heads the best of some rows has, and which it is; the first of several as good."""
    scores = [(looks_like(row, given), -at) for at, row in enumerate(rows)]
    score, at = max(scores)
    return score, -at


def _firsts(grid: Grid) -> list[list[str]]:
    """The first columns, in which the lanes of a wide table have their names."""
    return [[row[at] if at < len(row) else "" for row in grid.rows[: 10 * DEEPEST]] for at in range(WIDEST)]


def _first_heads(grid: Grid) -> list[str]:
    return [cell for cell in next(row for row in grid.rows if any(row)) if cell][:8]


def _named(grid: Grid, columns: list[Column]) -> list[Column]:
    """The columns of a wide table whose first row has no name: it is that of the touchpoints, or else of the stages."""
    facts = {column.fact for column in columns}
    first = "name" if "name" not in facts else "stage" if "stage" not in facts else ""
    return [Column(0, "", first), *columns] if first else columns


def _filled(row: Sequence[str]) -> Iterator[tuple[int, str]]:
    return ((at, cell) for at, cell in enumerate(row) if cell)


def _refuse_others(grid: Grid) -> None:
    """Refuse tables that are something else, with a word on what reads them."""
    for at, row in enumerate(grid.rows[:DEEPEST]):
        heads = {cell.casefold() for cell in row if len(cell) < 100}
        for known, message in OTHERS:
            if known <= heads:
                raise ReadError([grid.problem(message, at)])
        if heads & _CASES and heads & _TIMES and heads & _EVENTS:
            message = "this is a log of events, not a journey (from_log makes a journey of what customers did)"
            raise ReadError([grid.problem(message, at)])
        if any(known <= heads for known in _SURVEYS):
            message = "this is a table of answers or incidents, not a journey (count it with journeymap metrics)"
            raise ReadError([grid.problem(message, at)])


def title_in(layout: Layout) -> Iterator[tuple[int, str, str]]:
    """What stands above the heads: the row, the fact that it is ("" when unknown), and what it says."""
    for at, cells in layout.above:
        texts = [text for _, text in cells]
        if len(texts) == 1:
            head, colon, rest = (part.strip() for part in texts[0].partition(":"))
            fact = fact_for(head) if colon and rest else ""
            yield (at, fact, rest) if fact.startswith("journey.") else (at, "", texts[0])
            continue
        for head, text in zip(texts[::2], texts[1::2], strict=False):
            fact = fact_for(head.rstrip(":："))
            yield (at, fact, text) if fact.startswith("journey.") else (at, "", f"{head} {text}")
        if len(texts) % 2:
            yield at, "", texts[-1]
