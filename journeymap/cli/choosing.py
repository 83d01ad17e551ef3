"""In which form a report is written that is text to read, a page, or data."""

from __future__ import annotations

from pathlib import Path

import click

from journeymap.cli.streams import STDOUT
from journeymap.errors import UnknownNameError

__all__ = ["chosen", "format_option"]

SUFFIXES = {".txt": "text", ".html": "html", ".json": "json"}
"""What a suffix of --output says, unless --format says otherwise."""

format_option = click.option(
    "--format",
    "format",
    type=click.Choice(tuple(SUFFIXES.values())),
    help="Text to read, a page, or data; otherwise what the suffix of --output says.",
)


def chosen(format: str | None, output: str | None) -> str:
    """The form that --format names, else the suffix of --output; text for standard output.

    Raises:
        UnknownNameError: When the suffix says nothing.

    Example:
        >>> chosen(None, "report.html"), chosen("json", "report.html"), chosen(None, None)
        ('html', 'json', 'text')
    """
    if format is not None or output is None or output == STDOUT:
        return format or "text"
    suffix = Path(output).suffix.lower()
    if suffix not in SUFFIXES:
        raise UnknownNameError(f"{UnknownNameError.of('suffix', suffix, SUFFIXES)}; or say which with --format")
    return SUFFIXES[suffix]
