"""The command that looks a second time at words: questions to customers, and what staff are to say."""

from __future__ import annotations

import click

from journeymap.cli.shell import FOUND, command, lang_option, speaking
from journeymap.cli.streams import STDOUT, show
from journeymap.formats.decoding import read_content, text_of
from journeymap.phrasing import ABOUT, remarks
from journeymap.reports.lines import Page, safe


@command(example="journeymap words questions.txt\njourneymap words script.txt --about script")
@click.argument("file", type=click.Path(allow_dash=True))
@click.option("--about", type=click.Choice(ABOUT), default=ABOUT[0], help="Questions to customers, or what staff say.")
@lang_option
@click.pass_context
def words(ctx: click.Context, file: str, about: str, lang: str | None) -> None:
    """Look a second time at the words of questions, or of a script, one a line: what is double, vague, blaming ...

    It finds words, not meaning. The exit code is 1 when there is anything worth a second look.
    """
    t = speaking(ctx)
    lines = text_of(read_content(None if file == STDOUT else file)).splitlines()
    found = [(number, remark) for number, line in enumerate(lines, start=1) for remark in remarks(line, about=about)]

    def page(width: int) -> Page:
        told = Page(width=width)
        for number, remark in found:
            told.say((f"{number}:{remark.start + 1}", "strong"), f" “{safe(remark.found)}”")
            told.say(f"{remark.why(t.lang)} {remark.fix(t.lang)}", indent=4)
        if not found:
            told.say(t("Nothing stands out in {count} lines.", count=sum(map(bool, lines))))
        return told

    show(page)
    if found:
        ctx.exit(FOUND)
