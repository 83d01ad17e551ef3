"""Converting a journey on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import journeymap as jm
from journeymap import examples
from journeymap.cli import app

SHOP = examples.path("shoe-shop")


@pytest.fixture(autouse=True)
def _somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


def run(*args: str, input: str | None = None) -> Result:
    """Run ``journeymap convert``."""
    return CliRunner().invoke(app, ["convert", *args], input=input, prog_name="journeymap")


def test_the_suffix_of_the_output_tells_the_format() -> None:
    """A file is written in the format of its suffix, and holds the same journey."""
    result = run(str(SHOP), "-o", "shop.mmd")
    assert (result.exit_code, result.stdout) == (0, "Wrote shop.mmd\n")
    assert jm.load("shop.mmd") == jm.load(SHOP)


def test_from_and_to_overrule_the_suffixes() -> None:
    """``--from`` and ``--to`` say what is read and written, whatever the files are called."""
    Path("shop.txt").write_text("journey\n title T\n A: 5\n", encoding="utf-8")
    assert run("shop.txt", "--from", "mermaid", "--to", "toml", "-o", "other.txt").exit_code == 0
    assert jm.load("other.txt", "toml")["a"].emotion == 2


def test_standard_input_to_standard_output() -> None:
    """Text goes through a pipe, and the notes go beside it."""
    result = run("-", "--from", "mermaid", "--to", "json", input="journey\n title T\n A: x\n")
    assert result.exit_code == 0
    assert jm.loads(result.stdout, "json").name == "T"
    assert result.stderr == "Warning: <stdin>:3:4: the score 'x' is not a number; the emotion is left unknown\n"


def test_without_a_format_it_asks_for_one() -> None:
    """Where neither a file nor ``--to`` tells the format, the message says how to."""
    result = run(str(SHOP))
    assert result.exit_code == 2
    assert "which format?" in result.stderr


def test_a_file_written_over_itself_stays_as_it_is() -> None:
    """Converting a file into itself takes no comment away; into another file it is written anew."""
    text = "# ours\njourneymap: 1\nname:  'Shop'  # the shop\nbudget: 1 h\n"
    Path("shop.yaml").write_text(text, encoding="utf-8")
    assert run("shop.yaml", "-o", "./shop.yaml").output == "Wrote shop.yaml\n"
    assert Path("shop.yaml").read_text(encoding="utf-8") == text
    assert run("shop.yaml", "-o", "other.yaml").exit_code == 0
    assert Path("other.yaml").read_text(encoding="utf-8") == "journeymap: 1\nname: Shop\nbudget: 1 h\n"
