"""Commands to begin with: a journey to start from, and the demonstration."""

from __future__ import annotations

import re
import shlex
from functools import partial
from importlib import resources
from pathlib import Path

import click

from journeymap import examples, saving
from journeymap.auditing import Audit, audit
from journeymap.checklists import checklist
from journeymap.cli.shell import command, lang_option, speaking
from journeymap.cli.streams import STDOUT, deliver, show
from journeymap.drawing import draw
from journeymap.errors import MissingToolError, SavingError, UnknownNameError
from journeymap.formats import load
from journeymap.i18n import LANGUAGES, Translator
from journeymap.reports.lines import Page, safe
from journeymap.reports.phrases import SIGNS, counts, say, verdict

DEFAULT = "journey.yaml"
YAML = (".yaml", ".yml")

TOP = 5
"""How many findings of each journey the demonstration shows."""


STARTS = ("start", "restaurant", "store", "clinic", "support-line", "public-service", "regulars")
"""The journeys to start from; the first explains the format, the others are rituals of a kind of business."""


@command(example="journeymap new shop.yaml\njourneymap new lunch.yaml --kind restaurant")
@click.argument("path", default=DEFAULT, type=click.Path(allow_dash=True))
@click.option("--kind", type=click.Choice(STARTS[1:]), help="A ritual of this kind of business, with its standards.")
@click.option("--force", is_flag=True, help="Overwrite the file if it is already there.")
@lang_option
@click.pass_context
def new(ctx: click.Context, path: str, kind: str | None, force: bool, lang: str | None) -> None:
    """Write a small journey to start from, with comments that explain it."""
    t = speaking(ctx)
    if path != STDOUT and Path(path).suffix.lower() not in YAML:
        raise UnknownNameError(f"{path}: the journey to start from is YAML: give a name such as {Path(path).stem}.yaml")
    if path != STDOUT and not force and Path(path).expanduser().exists():
        raise SavingError(f"{path} is already there (choose another name, or overwrite it with --force)")
    folder = resources.files("journeymap.cli") / "new"
    templates = [folder / f"{kind or STARTS[0]}.{lang}.yaml" for lang in (t.lang, LANGUAGES[0])]
    template = next(template for template in templates if template.is_file())
    typed = "journeymap audit " + _quoted(DEFAULT if path == STDOUT else path)
    deliver(ctx, template.read_text(encoding="utf-8").replace("{command}", typed), path)
    if path != STDOUT:
        if kind is None:
            click.echo(t("Other starts: --kind {kinds}", kinds=", ".join(STARTS[1:])))
        click.echo(t("Next: {command}", command=typed))


def _quoted(path: str) -> str:
    """A path as one types it in a shell."""
    return path if re.fullmatch(r"[\w.,:@%+=/\\-]+", path) else safe(shlex.quote(path))


@command(example="journeymap demo\njourneymap demo -o /tmp/demo --lang ko")
@click.option("-o", "--output", metavar="FOLDER", default="demo", help="The folder to write to; otherwise demo.")
@lang_option
@click.pass_context
def demo(ctx: click.Context, output: str, lang: str | None) -> None:
    """Audit, draw and print the bundled journeys into a folder, and tell what was found."""
    t = speaking(ctx)
    folder = Path(output).expanduser()
    drawn = True
    told: list[tuple[int, str]] = []
    for name in examples.names():
        for language in LANGUAGES:
            audited = audit(load(examples.path(name, lang=language)))
            there = _there(folder, name, language)
            drawn = _write_all(audited, there, language) and drawn
            if language == t.lang:
                show(partial(_found_page, name, audited, t))
                told.append((len(audited.findings), name))
    most = _there(folder, max(told)[1], t.lang)
    show(partial(_closing_page, most, drawn, t))


def _there(folder: Path, name: str, lang: str) -> Path:
    """Where the demonstration puts a journey: English first, other languages in a folder of their own below it."""
    return folder / name if lang == LANGUAGES[0] else folder / name / lang


def _write_all(audited: Audit, folder: Path, lang: str) -> bool:
    """Write everything there is about a journey; False when the picture of the graph needs what is not installed."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SavingError(f"{folder}: the folder cannot be made: {error.strerror}") from error
    saving.save(draw(audited, lang=lang), folder / "map.svg")
    saving.save(checklist(audited, lang=lang), folder / "checklist.html")
    saving.save(audited, folder / "audit.json", lang=lang)
    graph = draw(audited, kind="graph", lang=lang)
    try:
        saving.save(graph, folder / "graph.svg")
    except MissingToolError:
        saving.save(graph, folder / "graph.dot")
        return False
    return True


def _found_page(name: str, audited: Audit, t: Translator, width: int) -> Page:
    """What was found in one journey: the first finding of each rule, what gains most first."""
    page = Page(width=width)
    page.say((name, "title"), f" — {examples.description(name, lang=t.lang)}", hang=2)
    page.say(*verdict(audited.score, t), indent=2)
    page.say(counts(audited, t), indent=2)
    firsts = {finding.code: finding for finding in reversed(audited.findings)}
    shown = [finding for finding in audited.findings if firsts[finding.code] is finding][:TOP]
    for finding in shown:
        head = f"{SIGNS[finding.severity]} {finding.code} {t(finding.severity.value)}"
        page.say((head, finding.severity.value), " ", say(finding, t), indent=4, hang=2)
    if len(shown) < len(audited.findings):
        page.say((t("and {count} more", count=len(audited.findings) - len(shown)), "faint"), indent=4)
    page.lines.append(())
    return page


def _closing_page(folder: Path, drawn: bool, t: Translator, width: int) -> Page:
    """What to open now."""
    page = Page(width=width)
    page.say(t("Open these in a browser; the other journeys are beside them:"))
    graph = "graph.svg" if drawn else "graph.dot"
    files = {"map.svg": "the journey map", graph: "the graph", "checklist.html": "the checklist to print"}
    page.rows([((safe(str(folder / file)), "strong"), t(what)) for file, what in files.items()])
    if not drawn:
        page.say(t("Graphviz is not installed, so that the graphs are written as DOT text. For pictures:"))
        page.say('pip install "journeymap[graphviz]"', indent=2)
    return page
