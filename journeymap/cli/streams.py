"""Where the commands read from and write to: files, standard input and output, terminals and pipes."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from journeymap import saving
from journeymap.cli.shell import speaking
from journeymap.errors import Problem, ReadError
from journeymap.formats import format_of, load_with_notes, written
from journeymap.model import Journey
from journeymap.reports.lines import WIDTH, Page, safe

if TYPE_CHECKING:
    from rich.progress import Progress

__all__ = ["Bar", "beside", "deliver", "deliver_over", "deliver_page", "read", "show", "width_for", "wrote"]

STDIN = STDOUT = "-"

WIDEST = 100
"""How many columns are used at most on a wide terminal: longer lines are hard to read."""

MOMENT = 1.0
"""After how many seconds of work a progress bar appears."""

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


def width_for(output: str | None) -> int:
    """How many columns a line may take where it goes: a terminal, or a pipe or a file."""
    to_terminal = (output is None or output == STDOUT) and not _is_plain()
    return min(shutil.get_terminal_size().columns, WIDEST) if to_terminal else WIDTH


def show(page: Callable[[int], Page]) -> None:
    """Show a page: in colour on a terminal as wide as it is, as plain text of 80 columns everywhere else.

    ``page`` makes the page for a width.
    """
    width = width_for(None)
    if _is_plain():
        click.echo(page(width).plain(), nl=False)
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    for line in page(width).lines:
        console.print(Text.assemble(*((text, STYLES.get(style, "")) for text, style in line)))


def read(file: str, form: str | None = None, **how: Any) -> Journey:
    """The journey in a file, or on standard input; what was mended or guessed in it is told on standard error.

    ``how`` is what else there is to say about reading it, as for :func:`journeymap.formats.load`.
    """
    if file != STDIN and Path(file).is_dir():
        raise ReadError([Problem(f"is a directory: name the files in it, such as {Path(file, '*.yaml')}", source=file)])
    journey, notes = load_with_notes(file, form, **how)
    for note in notes:
        click.echo(f"Warning: {safe(str(note))}", err=True)
    return journey


def deliver_page(ctx: click.Context, page: Callable[[int], Page], output: str | None) -> None:
    """Show a page, or write it to a file as plain text and say so."""
    if output is None or output == STDOUT:
        show(page)
    else:
        deliver(ctx, page(WIDTH).plain(), output)


def deliver(ctx: click.Context, text: str | bytes, output: str | None) -> None:
    """Write text, or the bytes of a workbook, to a file and say so, or to standard output."""
    if output is None or output == STDOUT:
        click.echo(text, nl=False)
    else:
        target = Path(output).expanduser()
        saving.write_whole(target, text)
        wrote(ctx, target)


def deliver_over(ctx: click.Context, journey: Journey, file: str, form: str | None, output: str) -> None:
    """Write a journey that was read from ``file``: what a person wrote there is kept where the format is the same.

    Where it cannot be kept, standard error says so and why. Standard output gets the format of the file, or YAML.
    """
    from journeymap.formats.rewriting import KEPT, written_over

    given = form or ("yaml" if file == STDIN else format_of(file).name)
    wanted = (given if given in KEPT else "yaml") if output == STDOUT else format_of(output).name
    why: str | None = "standard input cannot be read twice"
    if wanted != given or wanted not in KEPT:
        content, why = written(journey, wanted), None
    elif file == STDIN:
        content = written(journey, wanted)
    else:
        content, why = written_over(journey, file, given)
    if why is not None:
        t = speaking(ctx)
        said = t("comments and layout of {path} were not kept: {why}", path=safe(file), why=t(why))
        click.echo(f"Warning: {said}", err=True)
    deliver(ctx, content, output)


def wrote(ctx: click.Context, path: Path) -> None:
    """Say that a file was written."""
    click.echo(speaking(ctx)("Wrote {path}", path=safe(str(path))))


class Bar:
    """A progress bar on standard error, where that is a terminal and the work takes longer than a moment."""

    def __init__(self, label: str, total: int) -> None:
        self._label, self._total, self._done = label, total, 0
        self._began = time.monotonic()
        self._bar: Progress | None = None

    def advance(self, count: int) -> None:
        """So much more is done."""
        self._done += count
        late = time.monotonic() - self._began > MOMENT
        if self._bar is None and late and self._done < self._total and sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import Progress

            self._bar = Progress(console=Console(stderr=True), transient=True)
            self._bar.start()
            self._bar.add_task(self._label, total=self._total)
        if self._bar is not None:
            self._bar.update(self._bar.task_ids[0], completed=self._done)

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()


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
