"""The rows of a table of answers: what its columns are called, and which rows count as nothing."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from typing import Any, TypeVar

import attrs

from journeymap.errors import shorten
from journeymap.formats.tables.grids import rows_of
from journeymap.i18n import translator

__all__ = [
    "COLUMNS", "Refused", "Rejected", "cells_of", "columns_left", "columns_of", "count_rows", "filled", "filled_rows",
    "quoted", "rating_of",
]  # fmt: skip

COLUMNS = {
    "overall": ("overall", "satisfaction", "전체", "전반", "만족도", "전체 만족도"),
    "recommend": ("recommend", "nps", "recommendation", "추천", "추천 의향"),
    "return_intent": ("return_intent", "return", "come again", "재방문", "재방문 의향", "재이용 의향"),
    "touchpoint": ("touchpoint", "place", "접점"),
    "kind": ("kind", "what", "what happened", "incident", "내용", "무슨 일", "문제"),
    "grade": ("grade", "등급", "점수"),
    "who": ("who", "누구", "응답자"),
    "rating": ("rating", "평점", "점수", "만족도", "별점"),
    "channel": ("channel", "asked on", "채널", "물은 곳"),
    "comment": ("comment", "comments", "said", "의견", "코멘트", "댓글", "한마디", "하고 싶은 말"),
    "topic": ("topic", "topics", "about", "주제", "분류"),
    "date": ("date", "day", "날짜", "일자"),
    "seconds": ("seconds", "time", "took", "초", "시간", "걸린 시간"),
    "start": ("start", "began", "from", "시작", "시작 시각"),
    "stop": ("stop", "end", "to", "끝", "종료", "끝 시각"),
    "what": ("what", "of", "kind", "구분", "무엇"),
    "helpful": ("helpful", "helpfulness", "도움", "도움이 됨"),
    "trust": ("trust", "신뢰", "믿음"),
}
"""What a column may be called."""

Counted = TypeVar("Counted")


@attrs.frozen
class Rejected:
    """A row that could not be counted.

    Attributes:
        line: Its line in the file, from 1.
        why: Why, in English, with placeholders.
        values: What stands in them.
        row: What it says, by column; a cell without a column of its own by its place, such as ``#4``.
    """

    line: int
    why: str
    values: Mapping[str, Any]
    row: Mapping[str, str]

    @property
    def reason(self) -> str:
        """Why, in English."""
        return self.message()

    def message(self, lang: str = "en") -> str:
        """Why, in the words of a language."""
        t = translator(lang)
        column = self.values.get("column", "")
        return t(self.why, **{**self.values, "column": t(column) if column in COLUMNS else column})

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}"


class Refused(Exception):
    """Why a row counts as nothing: a sentence, and what stands in its placeholders."""

    def __init__(self, why: str, **values: Any) -> None:
        super().__init__(why)
        self.why, self.values = why, values


def filled_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, each with the line it begins on."""
    return ((line, cells) for line, cells in rows_of(text) if any(cells))


def columns_of(header: Sequence[str], kinds: Set[str]) -> list[str]:
    """What each column is, by what it is called, and its own name when it is none of those known.

    No two are the same: a second column of one kind goes by its own name, and what has no name of its own by its place.
    """
    names: list[str] = []
    for place, name in enumerate(header, start=1):
        plain = " ".join(name.casefold().split())
        kind = next((kind for kind, called in COLUMNS.items() if kind in kinds and plain in called), "")
        free = (each for each in (kind, plain) if each and each not in names and not each[1:].isdecimal())
        names.append(next(free, f"#{place}"))
    return names


def columns_left(names: list[str], rows: Sequence[tuple[int, list[str]]], known: Set[str]) -> tuple[str, ...]:
    """The columns that hold something and are not among those known."""
    return tuple(name for place, name in enumerate(names) if name not in known and cells_of(place, rows))


def cells_of(place: int, rows: Sequence[tuple[int, list[str]]]) -> list[str]:
    """What stands in a column, without its empty cells."""
    return [cells[place] for _, cells in rows if place < len(cells) and cells[place]]


def count_rows(
    names: list[str], rows: Sequence[tuple[int, list[str]]], count: Callable[[Mapping[str, str]], Counted]
) -> tuple[list[Counted], tuple[Rejected, ...]]:
    """What each row counts as, and the rows that count as nothing."""
    counted: list[Counted] = []
    rejected: list[Rejected] = []
    for line, cells in rows:
        places = [*names, *(f"#{place + 1}" for place in range(len(names), len(cells)))]
        row = dict(zip(places, cells, strict=False))
        try:
            if len(cells) > len(names):
                raise Refused("there are {count} cells (expected {expected})", count=len(cells), expected=len(names))
            counted.append(count(row))
        except Refused as refused:
            rejected.append(Rejected(line, refused.why, refused.values, row))
    return counted, tuple(rejected)


def filled(row: Mapping[str, str], name: str) -> str:
    """A cell that must hold something."""
    if not row.get(name):
        raise Refused("{column} is empty", column=name)
    return row[name]


def rating_of(name: str, cell: str, low: float = 1, high: float = 5) -> float:
    """A number in a cell, from ``low`` to ``high``; ``name`` is that of its column."""
    try:
        value = float(cell)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise Refused("{column}: expected a number (got {cell})", column=name, cell=quoted(cell))
    if not low <= value <= high:
        why = "{column}: rating {rating} is not from {low} to {high}"
        raise Refused(why, column=name, rating=f"{value:g}", low=f"{low:g}", high=f"{high:g}")
    return value


def quoted(cell: str) -> str:
    """What stands in a cell, short enough for a message."""
    return shorten(repr(cell))
