"""What all commands share: help in the reader's language, common options, and errors without tracebacks."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from inspect import cleandoc
from itertools import pairwise
from typing import IO, Any

import click

from journeymap.errors import JourneyError, JourneymapError, unknown
from journeymap.formats import FORMATS
from journeymap.i18n import LANGUAGES, Translator, translator
from journeymap.model import Journey
from journeymap.reports.lines import Page, safe

__all__ = [
    "BadInput",
    "Command",
    "Group",
    "command",
    "evaluators_option",
    "from_option",
    "lang_option",
    "output_option",
    "speaking",
]

FOUND, BAD_INPUT, INTERRUPTED, CUT_OFF = 1, 2, 130, 141
"""The exit codes: something was found, or the input is bad; and as shells know them, for Ctrl-C and broken pipes."""

SUMMARY = """See how a customer journey will be remembered, find its weak endings, and put it on paper.

Every command explains itself: journeymap COMMAND --help. Where a command takes a FILE, - reads standard input.
"""


class Command(click.Command):
    """A command whose help is looked up in the reader's language when it is shown, and ends with an example."""

    def __init__(self, *args: Any, example: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.example = example

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help, measured for Korean."""
        t = speaking(ctx)
        page = Page(width=formatter.width)
        page.say(t("Usage:"), " ", " ".join((ctx.command_path, *self.collect_usage_pieces(ctx))), hang=4)
        for paragraph in _paragraphs(self):
            page.gap()
            page.say(t(paragraph), indent=2)
        page.heading(t("Example:"))
        for line in self.example.splitlines():
            page.say(line, indent=2, hang=2)
        page.heading(t("Options:"))
        options = filter(None, (option.get_help_record(ctx) for option in self.get_params(ctx)))
        page.rows([(left, _told(right, t)) for left, right in options if left.startswith("-")])
        self.add_commands(ctx, page)
        formatter.write(page.plain())

    def add_commands(self, ctx: click.Context, page: Page) -> None:
        """Add what there is below this command: nothing, unless it is a group."""


class Group(Command, click.Group):
    """The command line as a whole: imports a command when it is asked for, and reports bad input in one place."""

    def __init__(self, name: str, *, homes: Mapping[str, str]) -> None:
        """``homes`` gives, for each command, the module of this package that holds it."""
        example = "journeymap new shop.yaml\njourneymap audit shop.yaml\njourneymap draw shop.yaml"
        super().__init__(name, help=SUMMARY, params=[_version_option()], no_args_is_help=True, example=example)
        self._homes = homes

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Note the reader's language before anything is parsed: help may be asked for first."""
        extra.setdefault("obj", _spoken_by(args))
        return super().make_context(info_name, args, parent, **extra)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands, in the order in which a newcomer needs them."""
        return list(self._homes)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name; None when there is none."""
        if cmd_name not in self._homes:
            return None
        found: click.Command = getattr(import_module(f"journeymap.cli.{self._homes[cmd_name]}"), cmd_name)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first argument names."""
        if args[0] not in self._homes and not args[0].startswith("-"):
            ctx.fail(safe(unknown("command", args[0], self._homes)))
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what this library refuses on purpose becomes a message and exit code 2."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise click.exceptions.Exit(CUT_OFF) from None
        except JourneymapError as error:
            raise BadInput(error) from error

    def add_commands(self, ctx: click.Context, page: Page) -> None:
        """Add the commands, each with the first paragraph of its help."""
        t = speaking(ctx)
        page.heading(t("Commands:"))
        found = ((name, self.get_command(ctx, name)) for name in self._homes)
        page.rows([(name, t(_paragraphs(command)[0])) for name, command in found if command is not None])


class BadInput(click.ClickException):
    """What was given cannot be used; standard error says why, with a line for each mistake."""

    exit_code = BAD_INPUT

    def __init__(self, error: JourneymapError, *, say: Callable[[str], str] = str) -> None:
        """``say`` puts a message in other words."""
        problems = error.problems if isinstance(error, JourneyError) else ()
        lines = [safe(str(problem)) for problem in problems] or [safe(line) for line in str(error).splitlines()]
        head = [f"{len(lines)} mistakes:"] if len(lines) > 1 else []
        super().__init__(say("\n".join(head + lines)))

    def show(self, file: IO[Any] | None = None) -> None:
        """Write the message to standard error."""
        click.echo(f"Error: {self.message}", file=file, err=True)


def command(*, example: str) -> Callable[[Callable[..., None]], Command]:
    """Make a command of a function: its docstring is the help, ``example`` what one would type."""
    return click.command(cls=Command, example=example)


def speaking(ctx: click.Context) -> Translator:
    """The words for help and short messages, in the language of whoever sits at the keyboard."""
    return translator(ctx.find_object(str) or LANGUAGES[0])


def tongue(ctx: click.Context, lang: str | None, *journeys: Journey) -> str:
    """The language of what is written: the one asked for, else that of a journey, else of who sits at the keyboard."""
    return lang or next((journey.lang for journey in journeys if journey.lang), None) or speaking(ctx).lang


def _spoken_by(args: Sequence[str]) -> str:
    """The language of whoever typed these arguments: ``--lang``, else the one of the machine, else English."""
    for given, following in pairwise([*args, ""]):
        option, _, value = given.partition("=")
        if option == "--lang" and (value or following) in LANGUAGES:
            return value or following
    machine = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return next((lang for lang in LANGUAGES if machine.startswith(lang)), LANGUAGES[0])


def _told(help: str, t: Translator) -> str:
    """The help of an option in the reader's language; the range that click adds to it stays."""
    text, gap, extra = help.partition("  [")
    return t(text) + gap + extra


def _paragraphs(command: click.Command) -> list[str]:
    return [" ".join(paragraph.split()) for paragraph in cleandoc(command.help or "").split("\n\n")]


# Options that several commands have

evaluators_option = click.option(
    "--evaluators",
    metavar="N",
    type=click.Choice(tuple(map(str, range(2, 9)))),
    help="Add a page that puts the verdicts of so many evaluators side by side.",
)

lang_option = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    help="Language of what is written; otherwise the journey's own, else that of this machine.",
)

from_option = click.option(
    "--from",
    "form",
    metavar="FORMAT",  # too many to be listed in the help of every command; a wrong one is answered with all of them
    type=click.Choice([each.name for each in FORMATS if each.reads]),
    help="Format of the file; otherwise its suffix tells. Standard input is taken for YAML.",
)

output_option = click.option(
    "-o", "--output", metavar="PATH", type=click.Path(allow_dash=True), help="Where to write; - is standard output."
)


def _version_option() -> click.Option:
    def print_version(ctx: click.Context, param: click.Parameter, wanted: bool) -> None:
        if wanted and not ctx.resilient_parsing:
            click.echo(f"journeymap {_version()}")
            ctx.exit()

    return click.Option(
        ["--version"],
        is_flag=True,
        expose_value=False,
        is_eager=True,
        callback=print_version,
        help="Show the version and exit.",
    )


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("journeymap")
    except PackageNotFoundError:
        return "(not installed)"
