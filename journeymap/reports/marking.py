"""Markdown that shows what a user wrote as it is: text, code and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from journeymap.reports.lines import cut

__all__ = ["code", "plain", "table"]

_MARKS = re.compile(r"([\\`*_{}\[\]()#+!|~<>&@:=$^-])")
"""Whatever may mean something in Markdown, or make a link or a mention of a name."""

_KEPT = frozenset(" -(),:+!=&")
"""What of it means nothing inside a line of ours."""


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; the cells are Markdown already."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell or ' ' for cell in line)} |" for line in lines)


def plain(text: str) -> str:
    r"""Text as Markdown that shows it as it is.

    Example:
        >>> print(plain("<b>*Pay*</b> (now) | @you"))
        &lt;b&gt;\*Pay\*&lt;/b&gt; (now) \| &#64;you
    """
    return _MARKS.sub(_marked, text)


def _marked(match: re.Match[str]) -> str:
    mark = match[0]
    if mark in "<>@":
        return {"<": "&lt;", ">": "&gt;", "@": "&#64;"}[mark]
    return mark if mark in _KEPT else f"\\{mark}"


def code(text: str) -> str:
    """A text as code, whatever is in it."""
    shown = cut(text, 200)
    ticks = "`" * (1 + max((len(run) for run in re.findall("`+", shown)), default=0))
    pad = " " if "`" in shown else ""
    return f"{ticks}{pad}{shown}{pad}{ticks}".replace("|", "\\|")
