"""What the README says and shows is so."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

import journeymap as jm
from journeymap import examples
from journeymap.cli import app

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, flags=re.MULTILINE | re.DOTALL)


def test_the_python_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Every Python block runs as it stands, beside a shop.yaml."""
    monkeypatch.chdir(tmp_path)
    Path("shop.yaml").write_bytes(examples.path("shoe-shop").read_bytes())
    for block in blocks("python"):
        exec(compile(block, "README.md", "exec"), {})
    assert Path("shop-checklist.html").stat().st_size > 10_000
    assert "JM103 Shipping (3,000 KRW)" in capsys.readouterr().out


def test_the_commands_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every journeymap command line does what it is for, one after the other in one folder."""
    monkeypatch.chdir(tmp_path)
    lines = [line.split("#")[0].split() for line in "".join(blocks("sh")).splitlines()]
    commands = [words[1:] for words in lines if words[:1] == ["journeymap"]]
    assert len(commands) >= 6
    for command in commands:
        done = CliRunner().invoke(app, command, prog_name="journeymap")
        assert done.exit_code in ((0, 1) if command[0] == "audit" else (0,)), (command, done.output)


def test_the_picture_is_real(golden: Callable[[str, str], None]) -> None:
    """The picture is what the library draws of the bundled shoe shop today."""
    audit = jm.audit(jm.load(examples.path("shoe-shop")))
    golden(str(ROOT / "docs" / "images" / "shoe-shop.svg"), jm.draw(audit).svg)


def test_what_it_links_to_is_there() -> None:
    """Every relative link and picture exists."""
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert target.startswith("https://") or (ROOT / target).exists(), target
