"""Where the commands read from and write to: files, standard input and output, terminals and pipes."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import click

from journeymap import saving
from journeymap.cli.shell import speaking
from journeymap.errors import JourneymapError, Problem, ReadError
from journeymap.formats import load
from journeymap.model import Journey
from journeymap.reports.lines import WIDTH, Page, safe

__all__ = ["beside", "deliver", "deliver_page", "read", "read_each", "show", "wrote"]

STDIN = STDOUT = "-"

WIDEST = 100
"""How many columns are used at most on a wide terminal: longer lines are hard to read."""

STYLES = {
    "title": "bold",
    "strong": "bold",
    "faint": "dim",
    "good": "green",
    "error": "bold red",
    "warning": "bold yellow",
    "info": "cyan",
}
"""How the styles of a page look on a terminal."""


def show(page: Callable[[int], Page]) -> None:
    """Show a page: in colour on a terminal as wide as it is, as plain text of 80 columns everywhere else.

    ``page`` makes the page for a width.
    """
    if _is_plain():
        click.echo(page(WIDTH).plain(), nl=False)
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    for line in page(min(shutil.get_terminal_size().columns, WIDEST)).lines:
        console.print(Text.assemble(*((text, STYLES.get(style, "")) for text, style in line)))


def read(file: str, form: str | None = None) -> Journey:
    """The journey in a file, or on standard input."""
    if file != STDIN and Path(file).is_dir():
        raise ReadError([Problem(f"is a directory: name the files in it, such as {Path(file, '*.yaml')}", source=file)])
    return load(file, form)


def read_each(files: Iterable[str], form: str | None) -> tuple[dict[str, Journey], list[JourneymapError]]:
    """The journeys in these files, and what was wrong with the files that hold none."""
    journeys: dict[str, Journey] = {}
    refused: list[JourneymapError] = []
    for file in files:
        try:
            journeys[file] = read(file, form)
        except JourneymapError as error:
            refused.append(error)
    return journeys, refused


def deliver_page(ctx: click.Context, page: Callable[[int], Page], output: str | None) -> None:
    """Show a page, or write it to a file as plain text and say so."""
    if output is None or output == STDOUT:
        show(page)
    else:
        deliver(ctx, page(WIDTH).plain(), output)


def deliver(ctx: click.Context, text: str, output: str | None) -> None:
    """Write text to a file and say so, or to standard output."""
    if output is None or output == STDOUT:
        click.echo(text, nl=False)
    else:
        target = Path(output).expanduser()
        saving.write_whole(target, text)
        wrote(ctx, target)


def wrote(ctx: click.Context, path: Path) -> None:
    """Say that a file was written."""
    click.echo(speaking(ctx)("Wrote {path}", path=safe(str(path))))


def beside(file: str, what: str) -> Path:
    """The name of a file about the journey in ``file``, next to it: ``shop.yaml`` gives ``shop-map.svg``.

    Example:
        >>> beside("shop.yaml", "map.svg").name, beside("-", "map.svg").name
        ('shop-map.svg', 'journey-map.svg')
    """
    if file == STDIN:
        return Path(f"journey-{what}")
    return Path(file).with_name(f"{Path(file).stem}-{what}")


def _is_plain() -> bool:
    """Whether text goes to a pipe or a file, or to somebody who wants no colour."""
    return not sys.stdout.isatty() or bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
