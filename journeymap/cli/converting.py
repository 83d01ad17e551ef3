"""The command that converts a journey from one format into another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from journeymap.cli.shell import command, from_option, lang_option, output_option, speaking
from journeymap.cli.streams import STDIN, STDOUT, deliver, deliver_over, read
from journeymap.errors import JourneyError, UnknownNameError
from journeymap.formats import FORMATS, format_of, written
from journeymap.model import Scale

EXAMPLE = """journeymap convert shop.yaml -o shop.mmd
journeymap convert notes.md --to yaml
journeymap convert workshop.xlsx --sheet Today --scale 1-5 -o shop.yaml
journeymap convert export.csv --map lucidchart -o shop.yaml"""


@command(example=EXAMPLE)
@click.argument("file", type=click.Path(allow_dash=True))
@from_option
@click.option(
    "--to",
    metavar="FORMAT",
    type=click.Choice([each.name for each in FORMATS if each.writes]),
    help="Format to write; otherwise the suffix of --output tells.",
)
@click.option("--map", metavar="MAP", help="For a file of another shape: a mapping file, or the name of one bundled.")
@click.option("--sheet", metavar="NAME", help="In a workbook: the name or number of the sheet.")
@click.option("--scale", metavar="LOW-HIGH", help="In a table: the scale of the ratings, such as 1-5 or -3..3.")
@click.option(
    "--column",
    "columns",
    metavar="HEAD=FACT",
    multiple=True,
    help="In a table: what a column is, such as Mood=emotion; may be given several times.",
)
@lang_option
@output_option
@click.pass_context
def convert(
    ctx: click.Context,
    file: str,
    form: str | None,
    to: str | None,
    map: str | None,
    sheet: str | None,
    scale: str | None,
    columns: tuple[str, ...],
    lang: str | None,
    output: str | None,
) -> None:
    """Convert a journey into another format; without --output to standard output.

    What was mended or guessed in reading is told on standard error, for you to confirm.
    """
    if to is None:
        if output is None or output == STDOUT:
            raise UnknownNameError("which format? Name a file to write, such as -o shop.mmd, or a format: --to mermaid")
        to = format_of(output).name
    how: dict[str, Any] = {"map": map} if map is not None else {}
    how |= {"sheet": sheet} if sheet is not None else {}
    how |= {"scale": _scale(scale)} if scale is not None else {}
    how |= {"columns": dict(column_of(each) for each in columns)} if columns else {}
    journey = read(file, form, **how)
    if output is not None and not how and _is_same(file, output) and to == (form or format_of(file).name):
        deliver_over(ctx, journey, file, form, output)
        return
    deliver(ctx, written(journey, to, lang=lang or journey.lang or speaking(ctx).lang), output)


def _is_same(file: str, output: str) -> bool:
    """Whether a file would be written over itself."""
    return STDIN not in (file, output) and Path(file).resolve() == Path(output).expanduser().resolve()


def column_of(given: str) -> tuple[str, str | None]:
    """What is said of a column: its head and its fact, None for one to leave out.

    Example:
        >>> column_of("Mood today=emotion"), column_of("Weather=")
        (('Mood today', 'emotion'), ('Weather', None))
    """
    head, sign, fact = given.rpartition("=")
    if not sign or not head:
        raise JourneyError(f"--column: expected a head and a fact, such as Mood=emotion (got {given!r})")
    return head, fact or None


def _scale(given: str) -> Scale:
    from journeymap.formats.tables.emotions import scale_in

    found = scale_in(given)
    if found is None:
        raise JourneyError(f"--scale: expected its ends, such as 1-5 or -3..3 (got {given!r})")
    return found
