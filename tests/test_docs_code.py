"""Everything that the pages show as code is run: Python, commands, files, and what is said to come of them.

A page is one session in one folder, from top to bottom. Some files are always there: ``shop.yaml``, ``before.yaml``,
``after.yaml`` (bundled journeys) and ``logo.svg``. How a block is tried goes by its language:

- a block with a title, ``title="shop.yaml"``, is written to that file; Python with a title is run as well
- ``python`` is run, ``pycon`` is held to its output, ``sh`` is run line by line
- ``text`` without a title is what the block above it printed, with ``...`` for what is left out
- ``yaml``, ``toml``, ``json``, ``csv`` and ``mermaid`` without a title can be read as what they are
"""

from __future__ import annotations

import doctest
import json
import re
import shlex
import tomllib
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import attrs
import pytest
import yaml
from click.testing import CliRunner

import journeymap as jm
from journeymap import examples
from journeymap.cli import app

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"

GIVEN = {
    "tables.md": {
        "moods.csv": "touchpoint,Mood today,Weather\nDoor,4,rain\n",
        "other.json": """{"title": "Shop", "customer": "Kim", "phases": [
          {"name": "Find", "steps": [{"label": "Sort", "mood": {"score": 2}, "pains": ["slow", "too many"]}]}]}""",
    },
}
"""Files that a page speaks of and does not show."""

GENERATED = ("rules", "ko/rules", "reference")
"""Folders whose blocks come from the examples by which rules are tested (tests/test_docs.py), or have none."""

APART = {"your-own-rules.md": "tests/test_own_rules_docs.py", "logs.md": "tests/test_evidence_docs.py",
         "conformance.md": "tests/test_conformance_docs.py"}  # fmt: skip
"""Pages that need more than a folder, and the tests that try them."""

PAGES = [
    page
    for page in (ROOT / "README.md", *sorted(DOCS.rglob("*.md")))
    if not any(page.is_relative_to(DOCS / folder) for folder in GENERATED) and page.name not in APART
]

FENCE = re.compile(r'^```([\w-]+)(?: title="([^"]+)")?\n(.*?)^```$', flags=re.MULTILINE | re.DOTALL)

ELSEWHERE = ("pip install", "make ", "eval ", "exec ", "#!")
"""How lines begin that set up a machine or a shell; they are tried by `make test` and tests/wheel.sh."""

CHECKED = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@attrs.frozen
class Block:
    """One block of code: its language, the file it stands for, and what is in it."""

    language: str
    title: str
    text: str
    line: int


def blocks(page: Path) -> Iterator[Block]:
    """The blocks of a page, in order."""
    text = page.read_text(encoding="utf-8")
    for found in FENCE.finditer(text):
        yield Block(found[1], found[2] or "", found[3], text.count("\n", 0, found.start()) + 1)


@attrs.define
class Session:
    """A page being tried: the names of its Python, and what the last block printed."""

    page: Path
    names: dict[str, Any] = attrs.Factory(dict)
    printed: str | None = None

    def try_out(self, block: Block) -> None:
        """Try one block by its language; an unknown language is an error."""
        if block.language == "text" and not block.title:
            assert self.printed is not None, f"{self.page.name}:{block.line}: output of nothing"
            self.compare(block.text, self.printed, block)
            return
        self.printed = None
        if block.text.startswith(">>>"):
            self.converse(block)
            return
        known: dict[str, Callable[[Block], None]] = {
            "python": self.run, "pycon": self.converse, "sh": self.command, "text": lambda block: None,
            "yaml": lambda block: read_yaml(block.text), "toml": lambda block: read_toml(block.text),
            "json": lambda block: json.loads(block.text), "csv": self.read, "mermaid": self.read,
        }  # fmt: skip
        known[block.language](block)

    def run(self, block: Block) -> None:
        """Run Python as a page shows it, in the names that the page has so far."""
        out = StringIO()
        with redirect_stdout(out):
            exec(compile(block.text, f"{self.page.name}:{block.line}", "exec"), self.names)
        self.printed = out.getvalue()

    def converse(self, block: Block) -> None:
        """Hold a conversation with Python to what it is said to answer."""
        told: list[str] = []
        test = doctest.DocTestParser().get_doctest(block.text, self.names, self.page.name, str(self.page), block.line)
        assert test.examples, f"{self.page.name}:{block.line}: nothing to run"
        runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
        runner.run(test, out=told.append, clear_globs=False)
        assert not runner.failures, "".join(told)
        self.names.update(test.globs)

    def command(self, block: Block) -> None:
        """Run each line that calls us; what else stands in a block sets up a machine."""
        printed = []
        for line in block.text.splitlines():
            words = shlex.split(line, comments=True)
            if words[:2] == ["journeymap", "new"]:
                Path(words[2]).unlink(missing_ok=True)
            if words[:1] == ["journeymap"]:
                done = CliRunner().invoke(app, [*words[1:]], prog_name="journeymap")
                fine = (0, 1) if words[1] in ("audit", "compare", "words") else (0,)
                assert done.exit_code in fine, (f"{self.page.name}:{block.line}", words, done.output, done.exception)
                printed.append(done.stdout)
            else:
                assert not words or line.startswith(ELSEWHERE), f"{self.page.name}:{block.line}: {line} is not tried"
        self.printed = "".join(printed)

    def read(self, block: Block) -> None:
        """Read a table or diagram: a journey, unless a command reads it as something else."""
        if not block.title:
            jm.loads(block.text, block.language)

    def compare(self, wanted: str, got: str, block: Block) -> None:
        """Hold what was printed to what the page says."""
        checker = doctest.OutputChecker()
        if not checker.check_output(wanted, got, CHECKED):
            raise AssertionError(f"{self.page.name}:{block.line}: printed\n{got}\ninstead of\n{wanted}")


def read_yaml(text: str) -> None:
    """Read YAML; a journey as a journey."""
    if isinstance(found := yaml.safe_load(text), dict) and "journeymap" in found:
        jm.loads(text, "yaml")


def read_toml(text: str) -> None:
    """Read TOML; a journey as a journey."""
    if "journeymap" in tomllib.loads(text):
        jm.loads(text, "toml")


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files that every page may count on."""
    monkeypatch.chdir(tmp_path)
    for name, example in (
        ("shop", "shoe-shop"), ("before", "chinese-restaurant-careless"), ("after", "chinese-restaurant-care"),
    ):  # fmt: skip
        Path(f"{name}.yaml").write_bytes(examples.path(example).read_bytes())
    Path("journeys").mkdir()
    Path("journeys", "after.yaml").write_bytes(Path("after.yaml").read_bytes())
    Path("logo.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle cx="4" cy="4" r="4"/></svg>',
        encoding="utf-8",
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
@pytest.mark.filterwarnings("ignore::journeymap.ReadWarning", "ignore::journeymap.FontWarning")
def test_every_block_runs(page: Path) -> None:
    """Each block of the page does what the page says, in the order in which they stand."""
    session = Session(page)
    found = list(blocks(page))
    shown = {block.title: block.text for block in found if block.title}
    for name, text in {**GIVEN.get(page.name, {}), **shown}.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text, encoding="utf-8")
    for block in found:
        session.try_out(block)
    for name, thing in session.names.items():  # what a page shows as a test is one
        if name.startswith("test_"):
            thing()
