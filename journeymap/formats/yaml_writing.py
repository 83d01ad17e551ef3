"""Plain data as YAML that reads well in a diff.

Journeys, stages and touchpoints take a line for each key; small facts stay on one line; texts are quoted only where
a reader of any YAML version would take them for something else, and keep their line breaks.

PyYAML's own writers are not used: the fast one escapes emoji, the other needs seconds for a large journey, and neither
leaves small facts on one line.
"""

from __future__ import annotations

import re
from typing import Any

from journeymap.formats.quoting import is_invisible, quoted

__all__ = ["entry", "flow", "is_small", "scalar", "written"]

WIDTH = 100
"""How long a line of small facts may be."""

SPREAD = ("stages", "touchpoints")
"""The lists whose items always take a line for each key."""

# What some version of YAML reads as a truth value, nothing, a number, a day, a time or a merge; "3 d" is none of them.
_OTHER_THAN_TEXT = re.compile(
    r"(?!\d+(?:\.\d+)? d\Z)(?:y|n|yes|no|on|off|true|false|null|~|=|<<|[-+]?\.(?:inf|nan)|"
    r"[-+.]?[0-9][-+.:_0-9a-fxotez ]*)\Z",
    re.IGNORECASE,
)
# A first character that means nothing to YAML, and no ": " or " #" later on.
_PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`][^\n:#]*+(?:(?::(?=\S)|(?<=\S)#)[^\n:#]*+)*+(?<=\S)\Z")
_FLOW_MARKS = re.compile(r"[,\[\]{}:?]")

_TRAILING = re.compile(r"[ \t](?:\n|\Z)")


def written(data: dict[str, Any]) -> str:
    """The data as YAML.

    Example:
        >>> print(written({"name": "Pay", "wait": {"typical": "5 min", "known": True}}), end="")
        name: Pay
        wait: {typical: 5 min, known: true}
    """
    lines: list[str] = []
    _mapping(lines, data, "", "")
    return "\n".join(lines) + "\n"


def _mapping(lines: list[str], data: dict[str, Any], first: str, indent: str) -> None:
    """A line or more for each entry; ``first`` stands before the first key, ``indent`` before the others."""
    lead = first
    for key, value in data.items():
        entry(lines, f"{lead}{scalar(key)}:", value, indent, spread=key in SPREAD)
        lead = indent


def entry(lines: list[str], start: str, value: Any, indent: str, *, spread: bool = False) -> None:
    """A value after its key or dash, on the same line where it fits."""
    if isinstance(value, str) and _is_block(value):
        keep = {(False, False): "-", (True, True): "+"}.get((value.endswith("\n"), value.endswith("\n\n")), "")
        lines.append(f"{start} |{keep}")
        lines += (f"{indent}  {line}" if line else "" for line in value.removesuffix("\n").split("\n"))
    elif isinstance(value, (dict, list)) and value:
        line = "" if spread or not is_small(value) else f"{start} {flow(value)}"
        if 0 < len(line) <= WIDTH:
            lines.append(line)
        else:
            _block(lines, start, value, indent, spread=spread)
    else:
        lines.append(f"{start} {scalar(value, in_flow=False) if isinstance(value, str) else flow(value)}")


def _block(lines: list[str], start: str, value: Any, indent: str, *, spread: bool) -> None:
    deeper = indent + "  "
    if isinstance(value, list):
        lines.append(start)
        for item in value:
            entry(lines, f"{deeper}-", item, deeper, spread=spread)
    elif start.endswith("-"):
        _mapping(lines, value, f"{start} ", deeper)
    else:
        lines.append(start)
        _mapping(lines, value, deeper, deeper)


def _is_block(text: str) -> bool:
    """Whether a text is best shown line by line, and comes back the same."""
    has_lines = "\n" in text and text[0] not in " \n"
    return has_lines and not _TRAILING.search(text) and not is_invisible(text.replace("\n", ""))


def is_small(value: Any) -> bool:
    """Whether a value may stand on one line: no text of several lines, no list of several mappings."""
    if isinstance(value, dict):
        return all(is_small(part) for part in value.values())
    if isinstance(value, list):
        return all(is_small(part) for part in value) and (len(value) < 2 or not isinstance(value[0], dict))
    return not isinstance(value, str) or "\n" not in value


def flow(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{scalar(key)}: {flow(part)}' for key, part in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(flow, value))}]"
    if isinstance(value, str):
        return scalar(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        number = repr(value)
        return number if "." in number else number.replace("e", ".0e")
    return str(value)


def scalar(text: str, *, in_flow: bool = True) -> str:
    """A text, quoted if need be."""
    is_plain = _PLAIN.match(text) and not _OTHER_THAN_TEXT.match(text) and not is_invisible(text)
    if is_plain and not (in_flow and _FLOW_MARKS.search(text)):
        return text
    return quoted(text)
