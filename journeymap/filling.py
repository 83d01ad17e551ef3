"""Fill facts into records by their paths, such as ``wait.known``: what an answer to a question does.

A path names a field, the field of a record in it, and so on. Of several records, such as incidents, a selector in
brackets says which: ``incidents[card refused].root_cause`` is about the one in which some text says "card refused".
Without one, what is said goes for every record that does not say it yet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

import attrs

from journeymap import fields
from journeymap.errors import JourneyError, Problem, unknown

__all__ = ["built", "fill", "plain"]

Kind = TypeVar("Kind")

_STEP = re.compile(r"(\w+)(?:\[(.*)\])?(?:\.(\w.*))?\Z", re.DOTALL)


def fill(record: Kind, values: Mapping[str, Any], place: str = "") -> tuple[Kind, tuple[Problem, ...]]:
    """The record with values filled in by path, and what is wrong with those that could not be.

    Args:
        record: A part of a journey, such as a touchpoint.
        values: By path, what the field takes; None makes it unknown again. Records may be given as mappings.
        place: Where the record is, for the problems.

    Example:
        >>> from journeymap.facts import Wait
        >>> fill(Wait(300), {"known": True, "typical": "soon"})[0]
        Wait(typical=300, known=True)
    """
    problems: list[Problem] = []
    for path, value in values.items():
        where = f"{place}: {path}" if place else path
        try:
            record = _filled(record, path, value)
        except JourneyError as error:
            problems += (Problem(problem.message, path=where) for problem in error.problems)
    return record, tuple(problems)


def _filled(record: Kind, path: str, value: Any) -> Kind:
    """The record with one value filled in."""
    step = _STEP.match(path)
    if step is None:
        raise JourneyError(f"{fields.shown(path)} is no fact (expected the like of 'wait.known')")
    name, chosen, rest = step.groups()
    known = attrs.fields_dict(type(record))  # type: ignore[arg-type]
    if name not in known:
        raise JourneyError(unknown("fact", name, known))
    field, now = known[name], getattr(record, name)
    if chosen is None and rest is None:
        return _evolved(record, field, plain(field, value))
    if "record" not in field.metadata:
        raise JourneyError(f"{name} has no parts (got {fields.shown(path)})")
    if field.metadata["form"] == "records":
        return _evolved(record, field, _each(now or (), chosen, _filler(name, rest, value)))
    start = now if now is not None else _blank(field.metadata["record"]())
    return _evolved(record, field, _filled(start, rest or "", value))


def _evolved(record: Kind, field: attrs.Attribute[Any], value: Any) -> Kind:
    changed: Kind = attrs.evolve(record, **{field.name: value})  # type: ignore[misc]
    return changed


def _filler(name: str, rest: str | None, value: Any) -> Callable[[Any, bool], Any]:
    """What fills one of several records in; without a choice among them it leaves what is known as it is."""
    if rest is None:
        raise JourneyError(f"{name}[...]: expected one of its facts behind the brackets")

    def filler(item: Any, is_chosen: bool) -> Any:
        return _filled(item, rest, value) if is_chosen or _known(item, rest) is None else item

    return filler


def _each(items: tuple[Any, ...], chosen: str | None, filler: Callable[[Any, bool], Any]) -> tuple[Any, ...]:
    """The records with the chosen ones, or all of them, filled in."""
    if not items:
        raise JourneyError("there is none yet to say this of (name it first)")
    met = [chosen is None or chosen in _texts(item) for item in items]
    if not any(met):
        raise JourneyError(f"there is none that says {fields.shown(chosen)}")
    return tuple(filler(item, chosen is not None) if is_met else item for item, is_met in zip(items, met, strict=True))


def _texts(record: Any) -> Iterator[str]:
    """What a record says in words."""
    return (value for value in attrs.asdict(record, recurse=False).values() if isinstance(value, str))


def _known(record: Any, path: str) -> Any:
    for name in path.split("."):
        record = getattr(record, name, None)
    return record


def _blank(kind: type[Kind]) -> Kind:
    """A record of which nothing is known; a name it cannot be without is empty."""
    needed = {f.name: "" for f in attrs.fields(kind) if f.default is attrs.NOTHING}  # type: ignore[arg-type]
    return kind(**needed)


def plain(field: attrs.Attribute[Any], value: Any) -> Any:
    """What a field takes, with mappings made records."""
    if field.metadata["form"] == "record" and isinstance(value, Mapping):
        return built(field.metadata["record"](), value)
    if field.metadata["form"] == "records" and isinstance(value, (list, tuple)):
        kind = field.metadata["record"]()
        return tuple(built(kind, item) if isinstance(item, Mapping) else item for item in value)
    return value


def built(kind: type[Kind], values: Mapping[str, Any]) -> Kind:
    """A record of plain data.

    Raises:
        JourneyError: With everything that is wrong with it.

    Example:
        >>> from journeymap.facts import Fee
        >>> built(Fee, {"name": "Shipping", "amount": 3000})
        Fee(name='Shipping', amount=3000)
    """
    known = attrs.fields_dict(kind)  # type: ignore[arg-type]
    problems = [Problem(unknown("fact", name, known)) for name in values if name not in known]
    required = [name for name, field in known.items() if field.default is attrs.NOTHING]
    problems += (Problem(f"missing {name!r}") for name in required if name not in values)
    if problems:
        raise JourneyError(problems)
    return kind(**{name: plain(known[name], value) for name, value in values.items()})
