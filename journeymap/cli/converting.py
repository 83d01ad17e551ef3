"""The command that converts a journey from one format into another."""

from __future__ import annotations

import click

from journeymap.cli.shell import command, from_option, output_option
from journeymap.cli.streams import STDOUT, deliver, read
from journeymap.errors import UnknownNameError
from journeymap.formats import FORMATS, dumps, format_of


@command(example="journeymap convert shop.yaml -o shop.mmd\njourneymap convert notes.md --to yaml")
@click.argument("file", type=click.Path(allow_dash=True))
@from_option
@click.option(
    "--to",
    type=click.Choice([each.name for each in FORMATS if each.writes]),
    help="Format to write; otherwise the suffix of --output tells.",
)
@output_option
@click.pass_context
def convert(ctx: click.Context, file: str, form: str | None, to: str | None, output: str | None) -> None:
    """Convert a journey into another format; without --output to standard output.

    What was mended or guessed in reading is told on standard error, for you to confirm.
    """
    if to is None:
        if output is None or output == STDOUT:
            raise UnknownNameError("which format? Name a file to write, such as -o shop.mmd, or a format: --to mermaid")
        to = format_of(output).name
    deliver(ctx, dumps(read(file, form), to), output)
