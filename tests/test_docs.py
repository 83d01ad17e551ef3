"""The pages that are made from the code are current, and what they refer to is there."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
import tomllib
from importlib import util
from pathlib import Path
from types import ModuleType

import pytest
import yaml

import journeymap as jm
from journeymap.i18n import LANGUAGES, translator
from journeymap.rulebook import Outcome, Rule
from journeymap.rules import RULES
from journeymap.testing import read_cases
from tests.conftest import missing

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
fields, names = script("make_fields"), script("make_names")


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


@pytest.mark.parametrize(("made", "command"), [(fields, "make_fields"), (names, "make_names")])
def test_the_pages_of_fields_and_names_are_current(made: ModuleType, command: str) -> None:
    """They say what the fields and the public names say today, and nothing of either is left out."""
    assert made.mistakes() == []
    stale = [path.name for path, text in made.pages().items() if path.read_text(encoding="utf-8") != text]
    assert not stale, f"run python docs/{command}.py"
    assert {*(DOCS / "reference").glob("*.md")} <= {*names.pages()}


def test_every_public_name_is_listed_once_with_how_long_it_stays() -> None:
    """Whoever uses a name can look up whether it is stable."""
    rows = re.findall(r"^\| \[`(\w+)`\]\(reference/\w+\.md\) \| (.+) \| (\w+) \|$", names_page(), flags=re.MULTILINE)
    assert sorted(name for name, _, _ in rows) == jm.__all__
    assert {note for _, _, note in rows} == {"stable", "young"}
    assert all(says for _, says, _ in rows)


def names_page() -> str:
    return (DOCS / "names.md").read_text(encoding="utf-8")


def test_english_and_korean_pages_have_the_same_parts() -> None:
    """A page that is there in both languages has the same heads at the same depth, and the same blocks of code."""
    for korean in sorted((DOCS / "ko").rglob("*.md")):
        english = DOCS / korean.relative_to(DOCS / "ko")
        shapes = [shape(page.read_text(encoding="utf-8")) for page in (english, korean)]
        if "rules" not in korean.parts and korean.name != "sheets.md":
            assert shapes[0][0] == shapes[1][0], korean
            assert set(shapes[1][1]) <= set(shapes[0][1]), korean


def shape(text: str) -> tuple[list[int], list[str]]:
    """The depths of the heads of a page, and the languages of its blocks."""
    plain = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    return [len(head) for head in re.findall(r"^(#+) ", plain, flags=re.MULTILINE)], re.findall(
        r"^```(\w+)", text, flags=re.MULTILINE
    )


def test_pages_count_what_there_is() -> None:
    """Numbers of rules and sheets in running text are those of today."""
    pages = [
        page for page in (ROOT / "README.md", *DOCS.rglob("*.md")) if page.name not in ("claims.md", "coverage.md")
    ]
    for page in pages:
        text = page.read_text(encoding="utf-8")
        counts = re.findall(r"(?:the |by )\[?(\d+) rules|규칙\s(\d+)개", text)
        assert {int(count) for pair in counts for count in pair if count} <= {len(RULES)}, page
        sheets = re.findall(r"There are (\d+):|^(\d+)종이", text, flags=re.MULTILINE)
        assert {int(count) for pair in sheets for count in pair if count} <= {len(jm.SHEETS)}, page


def test_the_spelling_is_right() -> None:
    """Codespell finds no misspelt English word; words that it does not know stand in docs/words.txt."""
    if util.find_spec("codespell_lib") is None:
        missing("needs codespell (pip install codespell)")
    looked = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "CODE_OF_CONDUCT.md", "docs", "journeymap"]
    done = subprocess.run(
        [sys.executable, "-m", "codespell_lib", *looked], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_the_hook_for_commits_is_the_command() -> None:
    """The hook that others install runs what the page says, and is there under the name that the page uses."""
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert hook["entry"] == "journeymap audit"
    for page in ("how-to/continuous-integration.md", "ko/how-to/continuous-integration.md"):
        assert f"id: {hook['id']}" in (DOCS / page).read_text(encoding="utf-8")


def test_the_version_is_the_same_everywhere() -> None:
    """What is cited and what changed are about the version that is built."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert re.findall(r"^version: (.+)$", citation, flags=re.MULTILINE) == [version]
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (\S+)", changes, flags=re.MULTILINE)[0] == version
