"""The command that takes filled-in checklists back into the journey."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from journeymap import examples
from journeymap.auditing import audit
from journeymap.checklists import Checklist, checklist
from journeymap.cli import app
from journeymap.formats import load, loads
from journeymap.reports.lines import columns
from tests.checklist_filling import as_csv, as_json, as_xlsx, everything

SHOP = str(examples.path("shoe-shop"))

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command on some arguments, in an empty directory, on an English machine."""
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)

    def run_it(*args: str) -> Result:
        result = CliRunner().invoke(app, ["answers", *args], prog_name="journeymap")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run_it


@pytest.fixture(scope="module")
def made() -> Checklist:
    """The checklist of a shop."""
    return checklist(audit(load(SHOP)))


def test_walked_and_written_back(run: Run, made: Checklist, tmp_path: Path) -> None:
    """A filled-in workbook is read, what it changes is told, and the journey with its answers is written."""
    said = everything(made) | {"cover|evaluator": "Kim", "cover|date": "2026-03-01"}
    (tmp_path / "filled.xlsx").write_bytes(as_xlsx(made, said))
    result = run("filled.xlsx", "--journey", SHOP, "-o", "walked.yaml")
    assert result.exit_code == 0
    assert "filled.xlsx · Kim · 2026-03-01 · " in result.output
    assert "What could not be told, and now can" in result.output
    assert "search|felt" in result.output
    assert "Wrote walked.yaml" in result.output
    before, after = load(SHOP), load("walked.yaml")
    assert len(audit(after).questions) < len(audit(before).questions)
    assert after.business is not None
    assert after.business.hours == "as it is"


@pytest.mark.parametrize(("lang", "waits"), [("en", "8 min"), ("ko", "8분")])
def test_written_over_its_own_file(run: Run, tmp_path: Path, lang: str, waits: str) -> None:
    """Answers go into the very file a person wrote: comments, order and units stay as they are."""
    text = (
        "# 우리 가게 · our shop\njourneymap: 1\nname: 가게\ntouchpoints:\n"
        "  - id: queue   # by the door\n    emotion: 1  # we think\n    name: '줄'\n    wait: 5 min\n"
    )
    (tmp_path / "shop.yaml").write_text(text, encoding="utf-8")
    made = checklist(audit(load("shop.yaml")), lang=lang)
    (tmp_path / "filled.json").write_text(
        as_json(made, {"queue|felt": "-1", "queue|fact:wait.p80": waits}), encoding="utf-8"
    )
    result = run("filled.json", "--journey", "shop.yaml", "-o", "shop.yaml")
    assert result.exit_code == 0
    assert "not kept" not in result.output
    new = (tmp_path / "shop.yaml").read_text(encoding="utf-8")
    assert new.startswith(text.partition("    emotion")[0])
    assert "    emotion: -1  # we think\n" in new
    assert "typical: 5 min" in new or "    wait: 5 min\n" in new
    to_stdout = run("filled.json", "--journey", "shop.yaml", "-o", "-")
    assert to_stdout.stdout == new


def test_what_could_not_be_kept_is_told(run: Run, made: Checklist, tmp_path: Path) -> None:
    """Where a text is so written that an answer does not go into it, standard error says that comments are lost."""
    text = (
        "journeymap: 1\nname: Shop\ntouchpoints:\n  - {id: cart, name: Cart, emotion: &e 2}  # told\n"
        "  - {id: pay, name: Pay, emotion: *e}\n"
    )
    (tmp_path / "shop.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "filled.json").write_text(as_json(made, {"cart|felt": "1"}), encoding="utf-8")
    result = run("filled.json", "--journey", "shop.yaml", "-o", "shop.yaml")
    assert result.stderr.startswith("Warning: comments and layout of shop.yaml were not kept: ")
    assert load("shop.yaml")["cart"].emotion == 1
    assert load("shop.yaml")["pay"].emotion == 2


def test_a_journey_from_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard input cannot be read a second time: the journey is written anew, and that is told."""
    monkeypatch.chdir(tmp_path)
    text = Path(SHOP).read_text(encoding="utf-8")
    made = checklist(audit(loads(text)))
    Path("filled.json").write_text(as_json(made, {"cart|felt": "1"}), encoding="utf-8")
    result = CliRunner().invoke(
        app, ["answers", "filled.json", "--journey", "-", "-o", "-", "--lang", "ko"], input=text
    )
    assert loads(result.stdout)["cart"].emotion == 1
    assert "주석과 배치를 그대로 두지 못했습니다(-): 표준 입력은 두 번 읽을 수 없습니다" in result.stderr


def test_several_evaluators(run: Run, made: Checklist, tmp_path: Path) -> None:
    """Of several evaluators the agreement and every disagreement is told, and nothing is written unasked."""
    name = next(f"{item.key}|verdict" for item in made if item.kind == "failed")
    other = next(f"{item.key}|verdict" for item in made if item.kind == "passed")
    for who, verdict in (("Kim", "Pass"), ("Lee", "Fail")):
        said = {"cover|evaluator": who, name: verdict, other: "Yes"}
        (tmp_path / f"{who}.csv").write_text(as_csv(made, said), encoding="utf-8")
    result = run("Kim.csv", "Lee.csv", "--journey", SHOP)
    assert "1 of 2 verdicts alike · Agreement (κ) 0.33" in result.output
    assert f"{name}  Kim: pass · Lee: fail" in " ".join(result.output.split()).replace(f"{name} ", f"{name}  ")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["Kim.csv", "Lee.csv"]


def test_nothing_new(run: Run, made: Checklist, tmp_path: Path) -> None:
    """An empty checklist changes nothing, and agreement with nobody's verdicts is undefined."""
    for who in ("a", "b"):
        (tmp_path / f"{who}.json").write_text(made.json(), encoding="utf-8")
    result = run("a.json", "b.json", "--journey", SHOP)
    assert "nobody signed" in result.output
    assert "Agreement (κ) undefined" in result.output
    assert "0 facts filled in, at 0 places" in result.output
    assert "now can" not in result.output


def test_to_standard_output(run: Run, made: Checklist, tmp_path: Path) -> None:
    """With -o - the journey itself is what is written, and nothing else."""
    (tmp_path / "filled.json").write_text(as_json(made, {"cart|felt": "1"}), encoding="utf-8")
    result = run("filled.json", "--journey", SHOP, "-o", "-")
    assert loads(result.output)["cart"].emotion == 1


def test_in_korean(run: Run, made: Checklist, tmp_path: Path) -> None:
    """Everything is told in Korean, in 80 columns."""
    (tmp_path / "filled.json").write_text(as_json(made, everything(made)), encoding="utf-8")
    result = run("filled.json", "--journey", SHOP, "--lang", "ko")
    assert "점검에서 달라지는 점" in result.output
    assert all(columns(line) <= 80 for line in result.output.splitlines())


def test_what_cannot_be_used(run: Run, tmp_path: Path) -> None:
    """A file that is no checklist ends in exit code 2 and one line that names it."""
    (tmp_path / "notes.csv").write_text("name,age\nKim,3\n", encoding="utf-8")
    result = run("notes.csv", "--journey", SHOP)
    assert result.exit_code == 2
    assert "notes.csv: is no checklist" in result.output
    assert run("notes.txt", "--journey", SHOP).exit_code == 2
    assert "Missing option --journey" in run("notes.csv").output
