"""Write the pages of the rules: one for each rule and an index by family, in every language.

    python docs/make_rules.py

Everything on them comes from the rules themselves, and from the examples by which they are tested (tests/cases).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import journeymap as jm
from journeymap.auditing import audit
from journeymap.checklists.asking import ask_for
from journeymap.claims import STANDINGS, Claim, claims, claims_about
from journeymap.i18n import LANGUAGES, Translator, translator
from journeymap.reports.phrases import SIGNS
from journeymap.rulebook import Finding, Outcome, Rule
from journeymap.testing import Case, read_cases
from journeymap.wording import duration, minus

DOCS = Path(__file__).resolve().parent
CASES = DOCS.parent / "tests" / "cases"

BRACED = re.compile(r"\{[^}]*\}")
"""A placeholder in a text of a rule."""

MEANINGFUL = re.compile(r"([\\`*\[\]<>|~])")
"""What means something in Markdown."""

NAMES = {"en": "English", "ko": "한국어"}
"""What a language calls itself."""

SHOWN = {
    Outcome.FAILED: ("✕", "Failed"),
    Outcome.CANNOT_TELL: ("?", "Cannot tell"),
    Outcome.PASSED: ("✓", "Passed"),
    Outcome.NOT_APPLICABLE: ("–", "Not applicable"),
}
"""How each outcome is marked and called, in the order in which a page shows them."""


def pages() -> dict[Path, str]:
    """Every page there should be: where it lies, and what it says."""
    made: dict[Path, str] = {}
    for lang in LANGUAGES:
        made[folder(lang) / "README.md"] = "\n".join(index(jm.RULES, translator(lang))) + "\n"
        made[folder(lang) / "claims.md"] = "\n".join(heard(claims(), translator(lang))) + "\n"
    for rule in jm.RULES:
        cases = read_cases(CASES / f"{rule.code}.yaml")
        for lang in LANGUAGES:
            made[folder(lang) / f"{rule.code}.md"] = "\n".join(page(rule, cases, translator(lang))) + "\n"
    return made


def folder(lang: str) -> Path:
    """Where the pages in one language lie: English first, the others below a folder of their own."""
    return DOCS / "rules" if lang == LANGUAGES[0] else DOCS / lang / "rules"


def index(rules: Sequence[Rule], t: Translator) -> Iterator[str]:
    """The index: a table for each family, in the order of the codes."""
    yield f"# {t('The rules')}"
    yield from ("", elsewhere("README.md", t), "")
    page_of_own = (DOCS if t.lang == LANGUAGES[0] else DOCS / t.lang) / "your-own-rules.md"
    own = f"[your-own-rules.md]({way_to(page_of_own, t)})"
    hearsay = f"[{t('Figures one hears, and what their sources say')}](claims.md)"
    yield t("{count} rules. What a rule is and how to write one of your own: {link}.", count=len(rules), link=own)
    yield from ("", f"{hearsay}.")
    for family, members in groupby(rules, key=lambda rule: rule.family):
        yield from ("", f"## {t(family)}", "")
        yield f"| {t('Rule')} | {t('Severity')} | {t('What holds when it passes')} |"
        yield "|---|---|---|"
        for rule in members:
            yield f"| [{rule.code}]({rule.code}.md) | {severity(rule, t)} | {plain(rule.text('title', t.lang))} |"


def page(rule: Rule, cases: Sequence[Case], t: Translator) -> Iterator[str]:
    """The page of one rule."""
    yield f"# {rule.code} {plain(rule.text('title', t.lang))}"
    yield from ("", elsewhere(f"{rule.code}.md", t), "")
    yield f"{severity(rule, t)} · `{rule.name}` · {t(rule.family)} · {plain(rule.text('principle', t.lang))}"
    yield from section(t("When it fails"), says(rule, t, asking=False))
    yield from section(t("What it asks when it cannot tell"), says(rule, t, asking=True))
    notes = [plain(rule.text("notes", t.lang))] if rule.notes else []
    facts = [f"- {needed(need, t)}" for need in rule.needs]
    if notes and facts:
        notes.append("")
    yield from section(t("What it looks at"), [*notes, *facts])
    yield from section(t("Why"), [plain(rule.text("why", t.lang))])
    yield from section(t("How to mend it"), [plain(rule.text("fix", t.lang))])
    yield from section(t("Options"), list(options(rule, t)))
    yield from section(t("Sources"), [f"- {plain(t(source))}" for source in rule.source])
    about = [f"- “{plain(claim.heard(t.lang))}”: {plain(claim.really(t.lang))}" for claim in claims_about(rule.code)]
    yield from section(t("What one hears, and what its source says"), about)
    yield from ("", f"## {t('Examples')}")
    for outcome in SHOWN:
        example = first(cases, outcome)
        if example is not None:
            yield from shown(rule, example, outcome, t)


def heard(known: Sequence[Claim], t: Translator) -> Iterator[str]:
    """The page of the figures that are often quoted."""
    yield f"# {t('Figures one hears, and what their sources say')}"
    yield from ("", elsewhere("claims.md", t), "")
    yield t("They are often quoted about service. No rule and no score rests on any of them.")
    yield from (
        "",
        f"| {t('What one hears')} | {t('What its source says')} | {t('Source')} | {t('Rules')} |",
        "|---|---|---|---|",
    )
    for claim in known:
        source = ", ".join(filter(None, (t(claim.source), t(STANDINGS[claim.standing]))))
        codes = ", ".join(f"[{code}]({code}.md)" for code in claim.rules)
        yield f"| {plain(claim.heard(t.lang))} | {plain(claim.really(t.lang))} | {plain(source)} | {codes} |"


def section(heading: str, lines: Sequence[str]) -> Iterator[str]:
    """A heading and what stands under it; nothing when nothing does."""
    if lines:
        yield from ("", f"## {heading}", "", *lines)


def says(rule: Rule, t: Translator, *, asking: bool) -> list[str]:
    """What a rule can say: its messages, or its questions, with gaps where it names things."""
    parts = ["question" if asking else "message", *(name for name in rule.variants)]
    texts = [rule.text(part, t.lang) for part in parts]
    found = [text for number, text in enumerate(texts) if number == 0 or ("?" in text) is asking]
    return [f"- {plain(BRACED.sub('…', text))}" for text in found]


def needed(need: str, t: Translator) -> str:
    """A fact without which the rule cannot tell, and the question that asks for it."""
    asked = ask_for(need, lang=t.lang)
    return f"`{need}`: {plain(asked.text)}" if asked else f"`{need}`"


def options(rule: Rule, t: Translator) -> Iterator[str]:
    """The options in a table."""
    if rule.options:
        yield f"| {t('Option')} | {t('Default')} | {t('Unit')} |"
        yield "|---|---|---|"
    for name, default in rule.options.items():
        unit = rule.units.get(name, "")
        yield f"| `{name}` | {value(default, unit, t)} | {plain(t(unit))} |"


def value(default: Any, unit: str, t: Translator) -> str:
    """The default of an option; a length of time also as people say it."""
    if isinstance(default, (tuple, list)):
        return plain(", ".join(map(str, default)))
    if default == "":
        return "–"
    told = plain(minus(f"{default:g}" if isinstance(default, float) else str(default)))
    return f"{told} ({duration(default, lang=t.lang)})" if unit == "s" and default >= 60 else told


def first(cases: Sequence[Case], outcome: Outcome) -> Case | None:
    """The first example of an outcome that has nothing worse in it; without options if there is such a one."""
    order = list(Outcome)
    fitting = [case for case in cases if min(map(order.index, case.expect.values())) == order.index(outcome)]
    return next((case for case in fitting if not case.options), next(iter(fitting), None))


def shown(rule: Rule, case: Case, outcome: Outcome, t: Translator) -> Iterator[str]:
    """An example: the journey as a file, and what the rule says of it."""
    sign, label = SHOWN[outcome]
    yield from ("", f"### {sign} {t(label)}", "", "```yaml", jm.dumps(case.journey).rstrip("\n"), "```", "")
    for name, given in case.options.items():
        yield from (f"{t('With the option {option}:', option=f'`{name} = {given}`')}", "")
    judged = audit(case.journey, rules=(rule,), options={rule.code: case.options})
    yield from (f"- {told(finding, t)}" for finding in judged)


def told(finding: Finding, t: Translator) -> str:
    """What the rule says of one place."""
    if finding.outcome is Outcome.NOT_APPLICABLE:
        return t("There is nothing here for this rule to look at.")
    sign, label = SHOWN[finding.outcome]
    where = t("the journey as a whole") if finding.touchpoint is None else f"`{finding.touchpoint}`"
    way = f" ({t('The path that shows it')}: {' → '.join(finding.path)})" if finding.path else ""
    return f"{sign} {t(label)}, {where}: {plain(finding.message(t.lang))}{way}"


def elsewhere(name: str, t: Translator) -> str:
    """Links to the index and to the same page in other languages."""
    languages = [lang for lang in LANGUAGES if lang != t.lang]
    others = [f"[{NAMES.get(lang, lang)}]({way_to(folder(lang) / name, t)})" for lang in languages]
    home = [] if name == "README.md" else [f"[{t('The rules')}](README.md)"]
    return " · ".join((*home, *others))


def way_to(path: Path, t: Translator) -> str:
    """A link to a file, as seen from the pages in a language."""
    return Path(os.path.relpath(path, folder(t.lang))).as_posix()


def severity(rule: Rule, t: Translator) -> str:
    """How bad a failure is, with its sign."""
    return f"{SIGNS[rule.severity]} {t(rule.severity.value)}"


def plain(text: str) -> str:
    """Text that means nothing in Markdown."""
    return MEANINGFUL.sub(r"\\\1", text)


def write() -> None:
    """Write every page, and remove those of rules that are gone."""
    made = pages()
    for lang in LANGUAGES:
        folder(lang).mkdir(parents=True, exist_ok=True)
        for old in set(folder(lang).glob("*.md")) - set(made):
            old.unlink()
    for path, text in made.items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
