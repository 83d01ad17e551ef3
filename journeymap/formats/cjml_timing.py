"""The times of day in a CJML journey, as how long each touchpoint takes and how long it is until the next."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from itertools import pairwise

from journeymap.formats.xml_reading import Element

__all__ = ["delays", "durations", "has_times"]

FIRST = ("timestarted", "timeoriginated", "timereceived", "timeconsumed", "timecompleted")
"""By which of its times a touchpoint begins, the likeliest first."""

LAST = ("timecompleted", "timeconsumed", "timereceived", "timestarted", "timeoriginated")
"""By which of its times it is over."""


def has_times(element: Element) -> bool:
    """Whether any time of day is given."""
    return any(_time(element, name) is not None for name in FIRST)


def durations(elements: Sequence[Element]) -> Iterator[float | None]:
    """How long each touchpoint takes, in seconds, where both its start and its end are given."""
    return (_between(_time(element, "timestarted"), _time(element, "timecompleted")) for element in elements)


def delays(elements: Sequence[Element]) -> Iterator[float | None]:
    """How long after each touchpoint the next one begins, in seconds."""
    return (_between(_first(before, LAST), _first(after, FIRST)) for before, after in pairwise(elements))


def _first(element: Element, names: Sequence[str]) -> datetime.datetime | None:
    return next((time for name in names if (time := _time(element, name)) is not None), None)


def _time(element: Element, name: str) -> datetime.datetime | None:
    text = element.said("timestamps", name) or element.said(name) or (element.said("time") if name == FIRST[0] else "")
    if not text or len(text) > 40:
        return None
    try:
        return datetime.datetime.fromisoformat(text)
    except ValueError:
        return None


def _between(start: datetime.datetime | None, end: datetime.datetime | None) -> float | None:
    if start is None or end is None or (start.tzinfo is None) != (end.tzinfo is None):
        return None
    seconds = (end - start).total_seconds()
    return seconds if seconds >= 0 else None
