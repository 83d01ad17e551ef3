"""Commands that explain: the rules, one rule, the schema, and what a shell can complete."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import groupby

import click
from click.shell_completion import ShellComplete, get_completion_class

from journeymap.checklists.asking import ask_for
from journeymap.claims import STANDINGS, Claim, claims_about
from journeymap.cli.shell import command, lang_option, output_option, speaking
from journeymap.cli.streams import deliver, show
from journeymap.errors import UnknownNameError
from journeymap.formats.schema import schema_text
from journeymap.i18n import Translator
from journeymap.reports.data import as_json, rule_data
from journeymap.reports.lines import Page
from journeymap.reports.phrases import SIGNS
from journeymap.reports.schema import audit_schema_text
from journeymap.rulebook import Rule
from journeymap.rules import RULES

_BRACED = re.compile(r"\{[^}]*\}")
"""A placeholder in a text of a rule."""


@command(example="journeymap rules\njourneymap rules --format json")
@click.option("--format", "format", type=click.Choice(["text", "json"]), default="text", help="Text to read, or data.")
@lang_option
@click.pass_context
def rules(ctx: click.Context, format: str, lang: str | None) -> None:
    """List the rules, by family."""
    t = speaking(ctx)
    if format == "json":
        listed = [rule_data(rule, t.lang) for rule in RULES]
        click.echo(as_json({"journeymap_rules": 1, "lang": t.lang, "rules": listed}), nl=False)
    else:
        show(partial(_rules_page, RULES, t))


def _complete_code(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    return [rule.code for rule in RULES if rule.code.startswith(incomplete.upper())]


@command(example="journeymap explain JM103")
@click.argument("code", shell_complete=_complete_code)
@lang_option
@click.pass_context
def explain(ctx: click.Context, code: str, lang: str | None) -> None:
    """Explain a rule: what it looks at, why, how to mend what it finds, and its sources."""
    t = speaking(ctx)
    known = {name: rule for rule in RULES for name in (rule.code, rule.name)}
    wanted = code.strip()
    found = known.get(wanted.upper()) or known.get(wanted.lower())
    if found is None:
        raise UnknownNameError.of("rule", wanted, known if "-" in wanted else [rule.code for rule in RULES])
    show(partial(_rule_page, found, t))


SCHEMAS = {"journey": schema_text, "audit": audit_schema_text}
"""What there is a schema of."""


@command(example="journeymap schema -o journey.schema.json\njourneymap schema --of audit")
@click.option(
    "--of",
    "of",
    type=click.Choice([*SCHEMAS]),
    default="journey",
    help="What it is the schema of; otherwise of journey files.",
)
@output_option
@lang_option
@click.pass_context
def schema(ctx: click.Context, of: str, output: str | None, lang: str | None) -> None:
    """Print the JSON Schema of a journey file, with which an editor completes and checks it."""
    deliver(ctx, SCHEMAS[of](), output)


@command(example='eval "$(journeymap completion bash)"          # in ~/.bashrc\n'
                 'eval "$(journeymap completion zsh)"           # in ~/.zshrc\n'
                 "journeymap completion fish > ~/.config/fish/completions/journeymap.fish")  # fmt: skip
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the script with which your shell completes commands, options, files and rule codes."""
    kind = get_completion_class(shell)
    assert kind is not None
    made = kind(ctx.find_root().command, {}, "journeymap", "_JOURNEYMAP_COMPLETE")
    click.echo(ShellComplete.source(made))


def _rules_page(rules: Iterable[Rule], t: Translator, width: int) -> Page:
    page = Page(width=width)
    for family, members in groupby(rules, key=lambda rule: rule.family):
        page.heading(t(family))
        page.rows([
            ((rule.code, "strong"), (f"{SIGNS[rule.severity]} {t(rule.severity.value)}", rule.severity.value),
             rule.text("title", t.lang))
            for rule in members
        ])  # fmt: skip
    page.gap()
    page.say((t("One of them in full: journeymap explain {code}", code="JM101"), "faint"))
    return page


def _rule_page(rule: Rule, t: Translator, width: int) -> Page:
    page = Page(width=width)
    page.heading(f"{rule.code} {rule.text('title', t.lang)}")
    sign = f"{SIGNS[rule.severity]} {t(rule.severity.value)}"
    rest = " · ".join(("", rule.name, t(rule.family), rule.text("principle", t.lang)))
    page.say((sign, rule.severity.value), (rest, "faint"))
    for heading, lines in _rule_parts(rule, t):
        if lines:
            page.heading(heading)
        for line in lines:
            page.say(line, indent=2, hang=2 if len(lines) > 1 else 0)
    return page


def _rule_parts(rule: Rule, t: Translator) -> Iterator[tuple[str, list[str]]]:
    """The parts of a rule's page: a heading, and its lines."""
    yield t("What it looks at"), [_looked_at(need, t) for need in rule.needs]
    yield t("Why"), [rule.text("why", t.lang)]
    yield t("How to mend it"), [rule.text("fix", t.lang)]
    yield t("What it asks when it cannot tell"), [_BRACED.sub("…", rule.text("question", t.lang))]
    yield t("Options"), [_option(name, default, rule, t) for name, default in rule.options.items()]
    yield t("Notes"), [rule.text("notes", t.lang)] if rule.notes else []
    yield t("Sources"), [t(source) for source in rule.source]
    yield t("What one hears, and what its source says"), [_claim(claim, t) for claim in claims_about(rule.code)]


def _claim(claim: Claim, t: Translator) -> str:
    """A figure that is often quoted, with what there is to it."""
    said = f"“{claim.heard(t.lang)}”: {claim.really(t.lang)}"
    return f"{said} ({'; '.join(filter(None, (t(claim.source), t(STANDINGS[claim.standing]))))})"


def _looked_at(need: str, t: Translator) -> str:
    """A fact that a rule needs, with the question that asks for it."""
    asked = ask_for(need, lang=t.lang)
    return f"{need}: {asked.text}" if asked else t(need)


def _option(name: str, default: object, rule: Rule, t: Translator) -> str:
    """An option with its default and its unit."""
    value = ", ".join(map(str, default)) if isinstance(default, (tuple, list)) else str(default)
    unit = rule.units.get(name)
    return f"{name} = {value} ({t(unit)})" if unit else f"{name} = {value}"
