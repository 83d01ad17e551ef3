"""The command that counts tables: files, standard input, forms, languages and bad input."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from journeymap.cli import app

Run = Callable[..., Result]

SURVEY = "overall,recommend,speed\n5,10,4\n2,3,1\nfine,9,5\n"
KOREAN = "접점;무슨 일;등급\n결제;승인 거절;1\n결제;승인 거절;2\n배송;;3\n"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command on some arguments, in a directory with one survey, on an English machine."""
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    Path("answers.csv").write_text(SURVEY, encoding="utf-8")

    def run_it(*args: str, **options: object) -> Result:
        return CliRunner(catch_exceptions=False).invoke(app, ["metrics", *args], **options)  # type: ignore[arg-type]

    return run_it


def test_a_survey_is_told_as_text(run: Run) -> None:
    """Figures first, then what could not be counted; that some rows were not is no failure."""
    result = run("answers.csv")
    assert result.exit_code == 0
    assert result.stdout.startswith("A survey in numbers\n")
    assert "line  why, and what it says\n     4  overall: expected a number (got 'fine')" in result.stdout


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_korean_tables(run: Run, encoding: str) -> None:
    """Korean columns with semicolons, as spreadsheets save them, in Korean by option or by machine."""
    Path("사고.csv").write_bytes(KOREAN.encode(encoding))
    asked = run("사고.csv", "--lang", "ko").stdout
    assert "승인 거절 ×2" in asked
    assert "종류: 비어 있습니다" in asked
    assert run("사고.csv", env={"LANG": "ko_KR.UTF-8"}).stdout == asked


def test_standard_input(run: Run) -> None:
    """A dash reads what is piped in; mistakes in it are told of as such."""
    assert run("-", input=SURVEY).stdout == run("answers.csv").stdout
    result = run("-", input="a,b\n1,2\n")
    assert result.exit_code == 2
    assert "Error: <stdin>:1: expected the columns of a survey" in result.stderr


def test_forms(run: Run, tmp_path: Path) -> None:
    """--format or the suffix of --output says whether it is text, a page or data."""
    data = json.loads(run("answers.csv", "--format", "json").stdout)
    assert (data["counted"], data["rejected"][0]["line"]) == (2, 4)
    for name, start in (("a.json", "{\n"), ("a.html", "<!doctype html>"), ("a.txt", "A survey in numbers\n")):
        assert run("answers.csv", "-o", name).stdout == f"Wrote {name}\n"
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["none.csv"], "there is no such file"),
        (["."], "this is a folder"),
        (["journey.yaml"], "expected the columns of a survey"),
        (["answers.csv", "-o", "a.pdf"], "unknown suffix '.pdf'"),
        (["answers.csv", "--lang", "kr"], "kr"),
        ([], "FILE"),
    ],
)
def test_bad_input(run: Run, args: list[str], words: str) -> None:
    """What cannot be used gives exit code 2 and a reason on standard error, and nothing else."""
    Path("journey.yaml").write_text("journeymap: 1\nname: Shop\n", encoding="utf-8")
    result = run(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr


def test_the_encoding_of_korean_windows(run: Run) -> None:
    """A table that Excel saved in CP949 counts as the same table in UTF-8 does."""
    Path("cp949.csv").write_bytes(KOREAN.encode("cp949"))
    Path("utf-8.csv").write_text(KOREAN, encoding="utf-8")
    assert run("cp949.csv").stdout == run("utf-8.csv").stdout != ""
    assert run("cp949.csv").exit_code == 0


def test_only_rows_that_cannot_be_counted(run: Run) -> None:
    """They are told all the same, and the exit code is 2; a table without rows yet is no mistake."""
    result = run("-", input="overall\nsix\n")
    assert result.exit_code == 2
    assert "overall: expected a number (got 'six')" in result.stdout
    assert run("-", input="touchpoint,kind,grade\n").exit_code == 0
