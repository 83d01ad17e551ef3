"""Plain data as TOML that reads well in a diff.

Stages and touchpoints are arrays of tables; small facts stay on one line, larger ones get a table of their own. A
writer that decides by length alone would turn a list of touchpoints inside out when one of them grows.
"""

from __future__ import annotations

from typing import Any

from journeymap.formats.quoting import quoted

__all__ = ["inline", "lines_of", "table", "written"]

WIDTH = 100
"""How long a line of small facts may be."""

SPREAD = ("stages", "touchpoints")
"""The lists whose items are always tables of their own."""


def written(data: dict[str, Any]) -> str:
    """The data as TOML.

    Example:
        >>> print(written({"name": "Walk", "touchpoints": [{"id": "door", "next": {"desk": 1.0}}]}), end="")
        name = "Walk"
        <BLANKLINE>
        [[touchpoints]]
        id = "door"
        next = { desk = 1.0 }
    """
    lines: list[str] = []
    table(lines, data, ())
    return "\n".join(lines) + "\n"


def table(lines: list[str], data: dict[str, Any], path: tuple[str, ...]) -> None:
    """First what stands in the table itself, then the tables in it: TOML has no way back."""
    tables: list[tuple[str, Any]] = []
    for key, value in data.items():
        if isinstance(value, list) and key in SPREAD:
            tables.append((key, value))
            continue
        if isinstance(value, dict) and value and not _fits(f"{key} = {inline(value)}", value):
            tables.append((key, value))
        else:
            lines += lines_of(key, value)
    for key, value in tables:
        for item in value if isinstance(value, list) else [value]:
            name = ".".join((*path, key))
            lines += ["", f"[[{name}]]" if isinstance(value, list) else f"[{name}]"]
            table(lines, item, (*path, key))


def lines_of(key: str, value: Any) -> list[str]:
    """A key and its value, in one line or more of the table that it stands in."""
    line = f"{key} = {inline(value)}"
    if isinstance(value, list) and not _fits(line, value):
        return [f"{key} = [", *(f"    {inline(item)}," for item in value), "]"]
    return [f"{key} = {_lines(value)}" if isinstance(value, str) else line]


def _fits(line: str, value: Any) -> bool:
    several = isinstance(value, list) and len(value) > 1 and isinstance(value[0], dict)
    has_lines = isinstance(value, dict) and any(isinstance(part, str) and "\n" in part for part in value.values())
    return len(line) <= WIDTH and not several and not has_lines


def inline(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, dict):
        parts = ", ".join(f"{key} = {inline(part)}" for key, part in value.items())
        return f"{{ {parts} }}" if parts else "{}"
    if isinstance(value, list):
        return f"[{', '.join(map(inline, value))}]"
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _lines(text: str) -> str:
    """A text, line by line where it has lines."""
    lines = text.split("\n")
    if len(lines) == 1:
        return quoted(text)
    return '"""\n' + "\n".join(quoted(line)[1:-1] for line in lines) + '"""'
