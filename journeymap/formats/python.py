"""A journey as the Python code that makes it, for whoever goes on in a notebook or a program. Python is not read back.

Example:
    >>> print(write(Journey("Coffee to go").stage("Counter").touchpoint("order", "Order", emotion=1)), end="")
    import journeymap as jm
    <BLANKLINE>
    journey = (
        jm.Journey("Coffee to go")
        .stage("Counter")
        .touchpoint("order", "Order", emotion=1)
    )
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from journeymap.formats.expecting import Expected, expected_of
from journeymap.formats.quoting import quoted
from journeymap.formats.unstructuring import known
from journeymap.model import Journey, Stage, Touchpoint, Transition

__all__ = ["write"]

WIDTH = 100
"""How long a line may become where it can be broken."""

LONGEST_CHAIN = 200
"""From how many calls on a journey is given its parts in lists: Python cannot compile chains without end."""

_STEP = 4

Piece = tuple[str, tuple[Any, ...], str]
"""A piece of code: what it opens with, the pieces between, and what it closes with; a plain text has none between."""


def write(journey: Journey) -> str:
    """The journey as Python code; running it makes an equal journey, called ``journey``."""
    calls = list(_calls(journey))
    if len(calls) > LONGEST_CHAIN:
        code = _laid_out(_whole(journey), 0, lead="journey = ")
    elif len(calls) > 1:
        lines = [" " * _STEP + _laid_out(call, _STEP) for call in calls]
        code = "\n".join(("journey = (", *lines, ")"))
    else:
        code = _laid_out(calls[0], 0, lead="journey = ")
    return f"import journeymap as jm\n\n{code}\n"


# Which calls make it


def _calls(journey: Journey) -> Iterator[Piece]:
    """The journey, then stage by stage and touchpoint by touchpoint."""
    about = known(journey)
    del about["name"]
    stated = {name: value for name, value in about.items() if name not in ("stages", "touchpoints")}
    yield _call("jm.Journey", Journey, {"name": journey.name, **stated})
    names = [stage.name for stage in journey.stages]
    opened = 0
    for touchpoint in journey.touchpoints:
        place = -1 if touchpoint.stage is None else names.index(touchpoint.stage)
        yield from (_stage(stage) for stage in journey.stages[opened : place + 1])
        opened = max(opened, place + 1)
        facts = known(touchpoint)
        facts.pop("stage", None)
        if opened and touchpoint.stage != names[opened - 1]:
            facts["stage"] = touchpoint.stage
        yield _call(".touchpoint", Touchpoint, facts)
    yield from (_stage(stage) for stage in journey.stages[opened:])


def _stage(stage: Stage) -> Piece:
    return _call(".stage", Stage, known(stage))


def _whole(journey: Journey) -> Piece:
    return _call("jm.Journey", Journey, known(journey))


# What they are given


def _call(name: str, kind: type, facts: Mapping[str, Any]) -> Piece:
    """A call with what is known of a record: what may go without its name first, then the rest by name."""
    arguments: list[Piece] = []
    by_place = True
    for fact, field in expected_of(kind).items():
        by_place = by_place and not field.attribute.kw_only and fact in facts
        if fact in facts:
            opening, between, closing = _value(field, facts[fact])
            arguments.append((opening if by_place else f"{fact}={opening}", between, closing))
    return f"{name}(", tuple(arguments), ")"


def _value(field: Expected, plain: Any) -> Piece:
    """What a field is given: as short as the class takes it, like in a file."""
    if field.form == "ways":
        return _ways(plain)
    if field.item is not None:
        return "[", tuple(_value(field.item, item) for item in plain), "]"
    if field.form == "record" and isinstance(plain, dict):
        return _call(f"jm.{field.kind.__name__}", field.kind, plain)
    return _literal(plain)


def _ways(plain: Sequence[Any] | Mapping[str, Any]) -> Piece:
    if isinstance(plain, Mapping):
        return "{", tuple((f"{quoted(to)}: {share!r}", (), "") for to, share in plain.items()), "}"
    ways = (quoted(way) if isinstance(way, str) else _call("jm.Transition", Transition, way) for way in plain)
    return "[", tuple((way, (), "") if isinstance(way, str) else way for way in ways), "]"


def _literal(plain: Any) -> Piece:
    if isinstance(plain, datetime.date):
        plain = plain.isoformat()
    return (quoted(plain) if isinstance(plain, str) else repr(plain)), (), ""


# How they stand on the page


def _laid_out(piece: Piece, indent: int, *, lead: str = "") -> str:
    """The piece on one line where it fits, else its parts on a line of their own, or on a line each."""
    opening, between, closing = piece
    flat = _flat(piece)
    if not between or indent + len(lead) + len(flat) < WIDTH:
        return lead + flat
    inner = " " * (indent + _STEP)
    together = ", ".join(map(_flat, between))
    if len(inner) + len(together) <= WIDTH:
        lines = [inner + together]
    else:
        lines = [f"{inner}{_laid_out(part, indent + _STEP)}," for part in between]
    return "\n".join((lead + opening, *lines, " " * indent + closing))


def _flat(piece: Piece) -> str:
    opening, between, closing = piece
    return f"{opening}{', '.join(map(_flat, between))}{closing}"
