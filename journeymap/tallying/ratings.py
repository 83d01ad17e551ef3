"""What team and customers feel at touchpoints, row by row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from journeymap.tallying.rows import Refused, Rejected, columns_left, columns_of, count_rows, filled, quoted, rating_of

__all__ = ["BESIDES", "RATED", "SAID", "Opinion", "opinions"]

SIDES = {
    "team": "team", "staff": "team", "us": "team", "팀": "team", "직원": "team",
    "customer": "customers", "customers": "customers", "고객": "customers", "손님": "customers",
}  # fmt: skip
"""Whose rating a row gives, by what may be written for it."""

RATED = frozenset({"touchpoint", "rating"})
"""The columns of ratings; both are needed."""

SAID = frozenset({"comment", "topic"})
"""The columns that say something in words beside ratings."""

BESIDES = SAID | {"who", "channel", "date"}
"""The columns that may stand beside ratings."""


@attrs.frozen(kw_only=True)
class Opinion:
    """What somebody feels at a touchpoint.

    Attributes:
        touchpoint: The touchpoint, as it was written.
        side: ``customers`` or ``team``.
        rating: The rating, as it was given; None of a comment without one.
        comment: What was said.
        topic: What it is about.
        channel: Where it was asked.
        date: When.
    """

    touchpoint: str
    side: str
    rating: float | None
    comment: str
    topic: str
    channel: str
    date: str


def opinions(
    rows: Sequence[tuple[int, list[str]]], *, low: float = 1, high: float = 5
) -> tuple[list[Opinion], tuple[Rejected, ...], tuple[str, ...]] | None:
    """The opinions in a table with its heads first; the rows that are none; and the columns that are not read.

    None when its columns are not those of ratings.
    """
    names = columns_of(rows[0][1] if rows else [], RATED | BESIDES)
    if not set(names) >= RATED:
        return None

    def opinion(row: Mapping[str, str]) -> Opinion:
        side = SIDES.get(row.get("who", "").casefold()) if row.get("who") else "customers"
        if side is None:
            raise Refused("{column}: expected team or customer (got {cell})", column="who", cell=quoted(row["who"]))
        rating = None
        if row.get("rating") or not row.get("comment"):
            rating = rating_of("rating", filled(row, "rating"), low, high)
        words = {name: row.get(name, "") for name in ("comment", "topic", "channel", "date")}
        return Opinion(touchpoint=filled(row, "touchpoint"), side=side, rating=rating, **words)

    found, rejected = count_rows(names, rows[1:], opinion)
    return found, rejected, columns_left(names, rows[1:], RATED | BESIDES)
