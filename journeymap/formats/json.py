"""JSON: the same structure as YAML and TOML, for other programs.

JSON that is a User Journey Graph, or another graph, goes to whoever reads it; its keys tell.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from functools import cache, partial
from importlib import import_module
from typing import Any

from journeymap.errors import Problem, ReadError
from journeymap.formats.placing import JSON_TOKEN, check_parts, json_places, lazily, too_deep
from journeymap.formats.quoting import escaped
from journeymap.formats.structuring import Parsed, Reading, structure
from journeymap.formats.unstructuring import unstructure
from journeymap.model import Journey

__all__ = ["compact", "loaded", "parse", "read", "read_all", "write"]

_LONGEST_NUMBER = 400


def read(text: str) -> Reading:
    """The journey that a JSON text describes."""
    found = parse(text)
    return structure(found), found.notes


def read_all(text: str) -> tuple[Reading, ...]:
    """Every journey that a JSON text describes."""
    kin = _kin(loaded(text).data)
    module: Any = import_module(kin) if kin else None
    readings: tuple[Reading, ...] = module.read_all(text) if hasattr(module, "read_all") else (read(text),)
    return readings


def parse(text: str) -> Parsed:
    """What a JSON text says of its first journey."""
    found = loaded(text)
    kin = _kin(found.data)
    return found if kin is None else import_module(kin).parse(text)


def _kin(data: Any) -> str | None:
    """The module that reads JSON of another kind; None for our own."""
    first = data[0] if isinstance(data, list) and data else data
    if not isinstance(first, dict) or "journeymap" in first:
        return None
    if any(key.startswith("@") for key in first):
        return "journeymap.formats.ujg"
    graph = first.get("graph")
    is_graph = "nodes" in first or (isinstance(graph, dict) and "nodes" in graph)
    return "journeymap.formats.jsongraph" if is_graph and first is data else None


def loaded(text: str) -> Parsed:
    """What stands in a JSON text, whatever it means.

    Raises:
        ReadError: When it is not well-formed, too large, or nested too deeply.
    """
    check_parts(text, ",")
    twice = False

    def mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal twice
        found = dict(pairs)
        twice = twice or len(found) < len(pairs)
        return found

    try:
        data = json.loads(text, object_pairs_hook=mapping, parse_int=_number)
    except json.JSONDecodeError as error:
        what = error.msg[:1].lower() + error.msg[1:].removesuffix(" at") if text.strip() else "there is nothing in it"
        raise ReadError([Problem(f"this is not JSON: {what}", line=error.lineno, column=error.colno)]) from None
    except RecursionError:
        raise ReadError([too_deep(text, JSON_TOKEN)]) from None
    placed = cache(partial(json_places, text))
    return Parsed(data, lazily(placed), '"journeymap": 1', placed().problems() if twice else ())


def write(journey: Journey) -> str:
    """The journey as JSON."""
    return json.dumps(unstructure(journey), ensure_ascii=False, indent=2, default=datetime.date.isoformat) + "\n"


def compact(data: Mapping[str, Any]) -> str:
    r"""Plain data as JSON in one line, in which nothing is invisible.

    Example:
        >>> print(compact({"name": "카페\u2028"}))
        {"name": "카페\u2028"}
    """
    return escaped(json.dumps(data, ensure_ascii=False, default=datetime.date.isoformat))


def _number(digits: str) -> float:
    return int(digits) if len(digits) <= _LONGEST_NUMBER else float(digits)
