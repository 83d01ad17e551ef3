"""What docs/tables.md shows is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

import journeymap as jm
from journeymap.cli import app
from journeymap.formats.mappings import bundled

PAGE = (Path(__file__).parent.parent / "docs" / "tables.md").read_text(encoding="utf-8")
OTHER = """{"title": "Shop", "customer": "Kim", "phases": [
  {"name": "Find", "steps": [{"label": "Sort", "mood": {"score": 2}, "pains": ["slow", "too many"]}]}]}"""


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}[^\n]*\n(.*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL)


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("workshop.csv").write_text(blocks("csv")[0], encoding="utf-8")
    Path("moods.csv").write_text("touchpoint,Mood today,Weather\nDoor,4,rain\n", encoding="utf-8")
    Path("other.json").write_text(OTHER, encoding="utf-8")
    Path("mapping.toml").write_text(blocks("toml")[0], encoding="utf-8")


@pytest.mark.filterwarnings("ignore::journeymap.ReadWarning")
def test_the_python_runs(capsys: pytest.CaptureFixture[str]) -> None:
    """Every Python block runs as it stands, one after the other, and prints what it should."""
    names: dict[str, object] = {}
    for block in blocks("python"):
        exec(compile(block, "tables.md", "exec"), names)
    assert capsys.readouterr().out == "-0.5\nFind -1.0\n"


@pytest.mark.filterwarnings("ignore::journeymap.ReadWarning")
def test_both_tables_are_read_as_they_are_said_to_be() -> None:
    """The long table has branches and shares, the wide one lanes."""
    long, wide = (jm.loads(block, "csv") for block in blocks("csv"))
    assert [touchpoint.emotion for touchpoint in long] == [2, -1, -2, 1]
    assert [(way.to, way.probability) for way in long["card-payment"].next or ()] == [
        ("order-confirmed", 0.92),
        ("card-declined", 0.08),
    ]
    assert (long["card-declined"].stage, long["card-payment"].detractors) == ("Pay", ("slow", "asks twice"))
    wait = long["card-payment"].wait
    assert wait is not None
    assert wait.typical == 180
    assert [(each.stage, each.name, each.description, each.emotion) for each in wide] == [
        ("Find", "Search", "looks around", 1),
        ("Find", "Product page", "compares", 1),
        ("Pay", "Card payment", "pays", -1),
    ]


def test_the_commands_run() -> None:
    """Every command does what it is for."""
    lines = [line.split("#")[0].split() for line in "".join(blocks("sh")).splitlines()]
    commands = [words[1:] for words in lines if words[:1] == ["journeymap"]]
    assert len(commands) >= 4
    for command in commands:
        done = CliRunner().invoke(app, command, prog_name="journeymap")
        assert done.exit_code == 0, (command, done.output)


def test_every_bundled_mapping_is_named() -> None:
    """The page names the mappings that come along."""
    assert [name for name in bundled() if f"`{name}`" not in PAGE] == []
