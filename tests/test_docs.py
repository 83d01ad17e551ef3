"""The pages that are made from the code are current, and what they refer to is there."""

from __future__ import annotations

import csv
import re
import sys
import tomllib
from importlib import util
from pathlib import Path
from types import ModuleType

import pytest

from journeymap.i18n import LANGUAGES, translator
from journeymap.rulebook import Outcome, Rule
from journeymap.rules import RULES
from journeymap.testing import read_cases

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
STATEMENTS = ROOT.parent / "shared" / "coverage.csv"

CORRECTED = ("C015", "C065", "C096", "C097", "C118", "C176", "C185", "C196", "C201", "C223", "C225")
"""Statements that a source contradicts, qualifies, or cannot be found for."""


def script(name: str) -> ModuleType:
    """A script of the docs folder, as a module."""
    spec = util.spec_from_file_location(name, DOCS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


rules, coverage = script("make_rules"), script("make_coverage")


def links(page: Path) -> list[Path]:
    """The files that a page links to."""
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    targets = re.findall(r"\]\(([^)#]+)[^)]*\)", text)
    return [page.parent / target for target in targets if not target.startswith("https://")]


def test_the_pages_of_the_rules_are_current() -> None:
    """Each page says what the rules and their examples say today, and no page is left of a rule that is gone."""
    made = rules.pages()
    there = {path for lang in LANGUAGES for path in rules.folder(lang).glob("*.md")}
    assert there == set(made), "run python docs/make_rules.py"
    stale = [path.name for path, text in made.items() if path.read_text(encoding="utf-8") != text]
    assert not stale, "run python docs/make_rules.py"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_each_rule_has_a_page_that_shows_its_outcomes(rule: Rule) -> None:
    """In every language: title, why, fix, every option and source, and an example of each outcome it can come to."""
    code = rule.code
    shown = {outcome for case in read_cases(rules.CASES / f"{code}.yaml") for outcome in case.expect.values()}
    assert {Outcome.FAILED, Outcome.PASSED} <= shown
    for lang in LANGUAGES:
        t = translator(lang)
        text = (rules.folder(lang) / f"{code}.md").read_text(encoding="utf-8")
        assert text.startswith(f"# {code} {rules.plain(rule.text('title', lang))}\n")
        for part in ("why", "fix"):
            assert rules.plain(rule.text(part, lang)) in text
        assert all(rules.plain(t(source)) in text for source in rule.source)
        assert all(f"`{name}`" in text for name in rule.options)
        for outcome in shown:
            sign, label = rules.SHOWN[outcome]
            assert f"### {sign} {t(label)}\n" in text


def test_a_stale_page_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a page says follows the words of the rule."""
    before = rules.pages()
    monkeypatch.setattr(rules.Rule, "text", lambda rule, part, lang="en": f"{part} in {lang}")
    after = rules.pages()
    assert before.keys() == after.keys()
    assert all(before[path] != after[path] for path in before if path.name != "claims.md")


def test_the_table_of_coverage_is_current() -> None:
    """The table says what its data file says, and every place in it is in the code."""
    assert coverage.mistakes() == []
    assert coverage.PAGE.read_text(encoding="utf-8") == coverage.page(), "run python docs/make_coverage.py"


@pytest.mark.parametrize(
    "place",
    [
        "JM999", "family:luck", "Touchpoint.luck", "Touchpoint.kind=luck", "Touchpoint.wait.luck", "Luck", "Luck.kind",
        "journeymap.luck", "journeymap.luck.audit", "journeymap luck", "drawing:luck", "example:luck", "profile:luck",
        "checklist:Luck be with you", "luck:map", "tests/test_luck.py",
    ],
)  # fmt: skip
def test_a_place_that_is_not_there_is_noticed(place: str) -> None:
    """No kind of place can be named without being looked up."""
    assert coverage.link(place) is None


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        ("JM101", "[JM101](rules/JM101.md)"),
        ("family:endings", "[rules on endings](rules/README.md#endings)"),
        ("Touchpoint.wait.known", "`Touchpoint.wait.known`"),
        ("Journey.state=to-be", "`Journey.state=to-be`"),
        ("journeymap.audit", "`journeymap.audit`"),
        ("journeymap audit", "`journeymap audit`"),
        ("example:shoe-shop", "[shoe-shop](../journeymap/examples/shoe-shop.en.yaml)"),
        ("checklist:The five principles", "checklist: “The five principles”"),
        ("README.md", "[README.md](../README.md)"),
    ],
)
def test_a_place_is_shown_as_what_it_is(place: str, shown: str) -> None:
    """Rules, examples and files are links; names are set as code."""
    assert coverage.link(place) == shown


def test_what_a_source_says_otherwise_stands_beside_the_statement() -> None:
    """Each statement known to be wrong, inexact or not verified is printed with its correction."""
    statements = tomllib.loads(coverage.DATA.read_text(encoding="utf-8"))["statement"]
    rows = {line[2:6]: line for line in coverage.page().splitlines() if line.startswith("| C")}
    for id in CORRECTED:
        assert f"*Correction: {statements[id]['correction']}*" in rows[id]


@pytest.mark.skipif(not STATEMENTS.exists(), reason="needs the list of statements, which is no part of the project")
def test_every_statement_of_the_articles_is_in_the_table() -> None:
    """None is left out, and none is made up."""
    with STATEMENTS.open(encoding="utf-8", newline="") as file:
        asked = [row["id"] for row in csv.DictReader(file)]
    assert list(tomllib.loads(coverage.DATA.read_text(encoding="utf-8"))["statement"]) == asked


def test_what_the_pages_link_to_is_there() -> None:
    """Every relative link of every page of the documentation leads to a file."""
    pages = [*DOCS.rglob("*.md"), *ROOT.glob("*.md")]
    assert len(pages) > 2 * len(RULES)
    assert [f"{page.name}: {target}" for page in pages for target in links(page) if not target.exists()] == []


def test_the_version_is_the_same_everywhere() -> None:
    """What is cited and what changed are about the version that is built."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert re.findall(r"^version: (.+)$", citation, flags=re.MULTILINE) == [version]
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (\S+)", changes, flags=re.MULTILINE)[0] == version
