r"""Labels for Graphviz in its HTML-like form, in which everything a user wrote stays text.

Graphviz decodes entities, and after that reads backslashes as escapes (``\N`` is the name of a touchpoint), so
that both are written twice. Every text is given the room that its widest face would need, whatever faces the
machine has that makes the picture.

Example:
    >>> print(text([r"a:b <\N>"], size=10, colour="#1f2933"))
    <FONT POINT-SIZE="10" COLOR="#1f2933">a:b &lt;\\N&gt;<BR ALIGN="LEFT"/></FONT>
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

from journeymap.drawing.typesetting import isolated, width

__all__ = ["cell", "extent", "html_like", "row", "stacked", "table", "text"]

_GAP = '<FONT POINT-SIZE="2"> <BR/></FONT>'
"""A little room between two lines: Graphviz sets them closer than Korean can be read."""


def text(lines: Sequence[str], *, size: float, colour: str, bold: bool = False, align: str = "LEFT") -> str:
    """Lines of text, each of which holds something."""
    words = _GAP.join(f'{_escaped(line)}<BR ALIGN="{align}"/>' for line in lines)
    return f'<FONT POINT-SIZE="{size:g}" COLOR="{colour}">{f"<B>{words}</B>" if bold else words}</FONT>'


def stacked(*texts: str) -> str:
    """Texts of several sizes one under the other; empty ones are left out."""
    return _GAP.join(filter(None, texts))


def extent(lines: Iterable[str], *, size: float, bold: bool = False) -> int:
    """The width that lines need, in whole units."""
    return round(max((width(line, size, bold=bold) for line in lines), default=0) + 0.5)


def cell(content: str, **attributes: object) -> str:
    """A cell of a table, such as ``cell(words, bgcolor="#fff", width=40)``."""
    return f"<TD{_attributes(attributes)}>{content}</TD>"


def row(*cells: str) -> str:
    """A row of a table."""
    return f"<TR>{''.join(cells)}</TR>"


def table(*rows: str, **attributes: object) -> str:
    """A table without lines and gaps, but for what its attributes say."""
    plain = {"border": 0, "cellborder": 0, "cellspacing": 0, "cellpadding": 0}
    return f"<TABLE{_attributes({**plain, **attributes})}>{''.join(rows)}</TABLE>"


def html_like(content: str) -> str:
    """The content marked as HTML-like, as the value of a label."""
    return f"<{content}>"


def _attributes(attributes: dict[str, object]) -> str:
    return "".join(f' {name.upper()}="{value}"' for name, value in attributes.items())


def _escaped(line: str) -> str:
    return html.escape(isolated(line)).replace("\\", "\\\\")
