"""Commands around paper: ready-made sheets, and what became of a checklist over several rounds."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from journeymap.checklists import SHEETS, read_checklist
from journeymap.checklists import progress as progress_of
from journeymap.checklists import sheet as sheet_of
from journeymap.checklists.content import Paper
from journeymap.checklists.progress import Source
from journeymap.checklists.reading import suffixes
from journeymap.checklists.sheets import sheet_text
from journeymap.cli.looking import hand_out, look, look_options, paper_options, warned
from journeymap.cli.shell import command, evaluators_option, lang_option, output_option, speaking
from journeymap.cli.streams import STDOUT, deliver, deliver_page, read, show
from journeymap.errors import Problem, ReadError, UnknownNameError
from journeymap.following import REPORTS, followed, progress_outline
from journeymap.i18n import Translator
from journeymap.reports.lines import Page
from journeymap.reports.outlines import text_page

SUFFIXES = {".txt": "text", ".html": "html", ".json": "json", ".md": "markdown"}


@command(example="journeymap sheet --list\njourneymap sheet greeting -o greeting.html --lang ko")
@click.argument(
    "name", required=False, shell_complete=lambda ctx, param, start: [n for n in SHEETS if n.startswith(start)]
)
@click.option("--list", "listed", is_flag=True, help="List the sheets there are.")
@click.option(
    "--journey", "file", metavar="FILE", type=click.Path(allow_dash=True),
    help="A journey to use it for: its business and its touchpoints are on the sheet.",
)  # fmt: skip
@evaluators_option
@paper_options
@look_options
@lang_option
@output_option
@click.pass_context
def sheet(
    ctx: click.Context,
    name: str | None,
    listed: bool,
    file: str | None,
    evaluators: str | None,
    paper: Paper,
    large: bool,
    colour: str | None,
    font: str,
    logo: str | None,
    lang: str | None,
    output: str | None,
) -> None:
    """Make a ready-made sheet for any business: mystery walk, greeting, payment, complaints, survey, log and more.

    Filled in, it is read back like any checklist: by answers, by progress, and the survey and the log by metrics.

    What journeymap.toml says under [theme] (colour, font, logo) counts where no option says otherwise.
    """
    t = speaking(ctx)
    if listed or name is None:
        show(lambda width: _list(t, width))
        return
    journey = None if file is None else read(file)
    spoken = lang or (journey.lang if journey is not None and journey.lang else t.lang)
    with warned():
        own = look(file, colour=colour, font=font, logo=logo)
        made = sheet_of(name, lang=spoken, journey=journey, evaluators=int(evaluators or 0), theme=own)
        hand_out(ctx, made, output or f"{name}.html", paper=paper, large=large)


def _list(t: Translator, width: int) -> Page:
    page = Page(width=width)
    said = ((name, *sheet_text(name, t.lang)) for name in SHEETS)
    page.rows([((name, "strong"), f"{title} · {about}") for name, title, about in said], indent=0)
    return page


@command(example="journeymap progress spring.xlsx autumn.xlsx\njourneymap progress spring/ autumn/ -o progress.html")
@click.argument("rounds", metavar="ROUND...", nargs=-1, required=True, type=click.Path())
@click.option(
    "--today",
    "day",
    metavar="DAY",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day against which what is due is held; otherwise the day it is.",
)
@click.option(
    "--format",
    "format",
    type=click.Choice([*REPORTS]),
    help="Text to read, a page, or data; otherwise what the suffix of --output says.",
)
@lang_option
@output_option
@click.pass_context
def progress(
    ctx: click.Context,
    rounds: tuple[str, ...],
    day: datetime.datetime | None,
    format: str | None,
    lang: str | None,
    output: str | None,
) -> None:
    """Tell what became of a checklist from round to round: open, done and overdue, by stage and owner.

    Each ROUND is a filled-in checklist, or a folder with one from each evaluator; the oldest first. Files that belong
    to another checklist are said and left out.
    """
    lang = lang or speaking(ctx).lang
    form = format or _form(output)
    told = progress_of(*map(_files, rounds), today=None if day is None else day.date())
    if form == "text":
        deliver_page(ctx, lambda width: text_page(progress_outline(told, lang=lang), width=width), output)
    else:
        deliver(ctx, followed(told, form, lang=lang), output)


def _form(output: str | None) -> str:
    suffix = Path(output).suffix.lower() if output and output != STDOUT else ".txt"
    if suffix not in SUFFIXES:
        raise UnknownNameError(f"{UnknownNameError.of('suffix', suffix, SUFFIXES)}; or say which with --format")
    return SUFFIXES[suffix]


def _files(path: str) -> list[Source]:
    """The checklists of a round: a file, or all there are in a folder."""
    folder = Path(path).expanduser()
    if not folder.is_dir():
        return [path]
    found = sorted(
        each for each in folder.iterdir() if each.suffix.lower() in suffixes() and not each.name.startswith("~")
    )
    if not found:
        raise ReadError([Problem(f"no filled-in checklist is in it ({', '.join(suffixes())})", source=path)])
    return [read_checklist(each) for each in found]
