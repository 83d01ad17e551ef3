"""The page on rules of one's own: everything on it runs as it stands."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest
from click.testing import CliRunner

from journeymap.cli import app
from journeymap.configuring import configure, read_config
from journeymap.examples import path as example
from journeymap.formats import load
from journeymap.model import Journey
from journeymap.rulebook import Outcome
from journeymap.testing import Case, check_rule

PAGE = Path(__file__).resolve().parents[1] / "docs" / "your-own-rules.md"
BLOCK = re.compile(r"^```\w+\n# (\S+)\n(.*?)^```", flags=re.MULTILINE | re.DOTALL)

FETCHED = """\
journeymap: 1
name: Cakes
touchpoints:
  - {id: fetch, name: Fetches the cake, kind: pickup, keepsake: {artefact: false}, ends: success}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with every file that the page shows, where Python finds its modules."""
    for name, text in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "shop.yaml").write_text(FETCHED, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


def test_every_block_is_a_file() -> None:
    """Nothing on the page goes untried: each block names the file it is."""
    assert (
        len(BLOCK.findall(PAGE.read_text(encoding="utf-8"))) == PAGE.read_text(encoding="utf-8").count("```") / 2 == 7
    )


def test_the_rule_passes_its_examples(folder: Path) -> None:
    """The test on the page runs and passes; with an example that is wrong it would fail."""
    runpy.run_path("test_house_rules.py")["test_no_card"]()
    cases = (folder / "SHOP001.yaml").read_text(encoding="utf-8")
    (folder / "SHOP001.yaml").write_text(cases.replace("artefact: false", "artefact: true"), encoding="utf-8")
    with pytest.raises(AssertionError, match="expected failed, got passed"):
        runpy.run_path("test_house_rules.py")["test_no_card"]()


def test_the_rule_is_about_ten_lines(folder: Path) -> None:
    """The function and its texts are no longer than the page promises."""
    text = (folder / "house_rules.py").read_text(encoding="utf-8")
    assert len(text[text.index("@rule") : text.index("RULES")].strip().splitlines()) <= 10


@pytest.mark.parametrize("name", ["audit_shop.py", "audit_configured.py"])
def test_it_is_loaded(name: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Beside our rules in Python, and by the configuration, it finds what it is for."""
    runpy.run_path(name)
    assert "<SHOP001 failed at 'fetch': Nothing is given along at “Fetches the cake”.>" in capsys.readouterr().out


def test_the_configuration_is_followed(folder: Path) -> None:
    """Its selection and severity hold."""
    judged = configure(folder / "shop.yaml").audit(load(folder / "shop.yaml"))
    assert {rule.code[:3] for rule in judged.rules} == {"SHO", "JM1"}
    assert [finding.severity.value for finding in judged.findings if finding.code == "SHOP001"] == ["info"]


def test_the_command_reads_the_same_configuration(folder: Path) -> None:
    """What it audits in that folder is audited by the rule too."""
    done = CliRunner().invoke(app, ["audit", "shop.yaml"], prog_name="journeymap")
    assert done.exit_code in (0, 1), done.output
    assert "SHOP001" in done.output


def test_the_rule_with_an_option(folder: Path) -> None:
    """It fails on a long way and shows it, passes with a higher limit, and is configured like ours."""
    (folder / "journeymap.toml").write_text('rules = ["more_rules"]\n[options.SHOP002]\nmost = 2\n', encoding="utf-8")
    long_way = read_config(folder / "journeymap.toml").rules[-1]
    way = Journey("Way")
    for number in range(7):
        way = way.touchpoint(f"step-{number}", f"Step {number}")
    says = ("all customers need 7 touchpoints to the end.",)
    check_rule(
        long_way,
        [
            Case("seven", way, {"the journey": Outcome.FAILED}, says=says, path=tuple(way.positions)),
            Case("as many as may be", way, {"the journey": Outcome.PASSED}, options={"most": 7}),
            Case("none", Journey("Nothing"), {"the journey": Outcome.NOT_APPLICABLE}),
        ],
    )
    judged = configure(folder / "shop.yaml").audit(load(example("shoe-shop")))
    assert "SHOP002" in {finding.code for finding in judged.findings}


def test_the_korean_page_shows_the_same_files() -> None:
    """Every file on the English page stands on the Korean one, and calls the same functions there."""
    korean = PAGE.parent / "ko" / PAGE.name
    files = {page: dict(BLOCK.findall(page.read_text(encoding="utf-8"))) for page in (PAGE, korean)}
    assert files[PAGE].keys() == files[korean].keys()
    for name, text in files[korean].items():
        if name.endswith(".py"):
            compile(text, name, "exec")
        calls = [sorted(set(re.findall(r"\b\w+(?=\()", each[name]))) for each in files.values()]
        assert calls[0] == calls[1], name
