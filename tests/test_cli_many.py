"""Many journeys at once: folders, configurations, baselines, reports of every kind, and the progress of it."""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import Result

from journeymap import examples
from journeymap.cli import gathering, streams
from journeymap.cli.gathering import gather
from journeymap.cli.streams import Bar
from journeymap.formats import FORMATS
from journeymap.reports import REPORTS
from journeymap.reports.schema import audit_schema_text
from journeymap.rules import RULES

Run = Callable[..., Result]

TINY = "journeymap: 1\nname: {name}\ntouchpoints:\n  - {{id: pay, name: Pay, emotion: -1}}\n"


def journeys(folder: Path, count: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"j{number:03}.yaml").write_text(TINY.format(name=f"Stall {number}"), encoding="utf-8")


class TestFolders:
    def test_journeys_are_found_in_folders(self, run: Run, tmp_path: Path) -> None:
        """In order, once each, and without hidden folders, configurations and files that are no journeys."""
        journeys(tmp_path / "a" / "deep", 2)
        journeys(tmp_path / "a" / ".hidden", 1)
        shutil.copy(examples.path("cake-shop"), tmp_path / "a" / "cake.YML")
        for name, text in (("package.json", "{}"), ("journeymap.toml", ""), ("compose.yaml", "services: {}"),
                           ("readme.md", "journeymap: 1"), ("known.json", '{"journeymap_baseline": 1}')):  # fmt: skip
            (tmp_path / "a" / name).write_text(text, encoding="utf-8")
        deep = [str(Path("a", "deep", f"j00{number}.yaml")) for number in (0, 1)]
        files, passed = gather(["a", deep[0]])
        assert files == [str(Path("a", "cake.YML")), *deep]
        assert passed >= 3
        assert gather(["-", "b.txt"]) == (["-", "b.txt"], 0)

    def test_all_formats_are_known_by_their_version(self, tmp_path: Path) -> None:
        """YAML, TOML and JSON say what they are, also with a byte order mark, quotes or on one line."""
        texts = {"a.toml": "journeymap = 1", "b.json": '{"journeymap": 1}', "c.yaml": "# x\njourneymap: 1",
                 "d.yaml": '\ufeff"journeymap": 1'}  # fmt: skip
        for name, text in texts.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        assert len(gather([str(tmp_path)])[0]) == 4

    def test_every_format_has_a_sign(self) -> None:
        """Tables are known by their heads, and every other format that has a suffix by how it begins."""
        by_suffix = [each for each in FORMATS if each.reads and each.suffixes]
        assert {each.name for each in by_suffix if not each.is_table} == set(gathering._SIGNS)

    def test_an_empty_folder_is_told(self, run: Run, tmp_path: Path) -> None:
        """With what would be a journey."""
        (tmp_path / "empty").mkdir()
        (tmp_path / "empty" / "x.yaml").write_text("a: 1", encoding="utf-8")
        result = run("audit", "empty")
        assert result.exit_code == 2
        assert "no journey is in it (1 other files)" in result.stderr
        assert "or is a table with heads such as 'touchpoint'" in result.stderr

    def test_a_few_are_told_in_full_and_many_in_sum(self, run: Run, tmp_path: Path) -> None:
        """From eleven journeys on only the sum is shown, and how to see more; --all shows all."""
        journeys(tmp_path / "a", 11)
        brief = run("audit", "a").stdout
        assert "11 journeys" in brief
        assert "\nFindings\n" not in brief
        assert "--all" in brief
        assert "What fails in most journeys: JM" in brief.replace("\n", " ")
        assert run("audit", "a", "--all").stdout.count("\nFindings\n") == 11
        (tmp_path / "a" / "j010.yaml").unlink()
        assert run("audit", "a").stdout.count("\nFindings\n") == 10

    def test_the_sum_adds_up(self, run: Run, tmp_path: Path) -> None:
        """The last row holds the totals, and long paths keep their ends."""
        journeys(tmp_path / ("long" * 20), 3)
        rows = run("audit", "long" * 20, "--select", "JM101").stdout.splitlines()
        row = next(line for line in rows if "together" in line)
        assert row.split() == ["together", "3", "0", "0", "0"]
        assert any(line.split()[0].endswith("j002.yaml") and "…" in line for line in rows if "j002" in line)

    def test_what_cannot_be_used_is_told_and_the_rest_done(self, run: Run, tmp_path: Path) -> None:
        """A broken journey costs the exit code and not the others."""
        journeys(tmp_path / "a", 2)
        (tmp_path / "a" / "bad.yaml").write_text("journeymap: 1\nnam: x\n", encoding="utf-8")
        result = run("audit", "a", "--fail-on", "never")
        assert result.exit_code == 2
        assert "2 journeys" in result.stdout
        assert "did you mean 'name'" in result.stderr


class TestProcesses:
    def test_many_are_shared_out_and_come_back_in_order(
        self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """On two processors the report is the same as on one, to the byte."""
        journeys(tmp_path / "a", gathering.MOST_ALONE + 2)
        (tmp_path / "a" / "bad.yaml").write_text("journeymap: 1\nnam: x\n", encoding="utf-8")
        args = ("audit", "a", "--format", "sarif", "--select", "JM101")
        monkeypatch.setattr(gathering, "_processors", lambda: 1)
        alone = run(*args)
        monkeypatch.setattr(gathering, "_processors", lambda: 2)
        shared = run(*args)
        assert shared.stdout == alone.stdout
        assert shared.stderr == alone.stderr
        assert shared.exit_code == 2
        assert len(json.loads(shared.stdout)["runs"][0]["results"]) == gathering.MOST_ALONE + 2

    def test_processors_are_counted(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Also where the system does not say which ones may be used."""
        assert gathering._processors() >= 1
        monkeypatch.delattr(os, "sched_getaffinity", raising=False)
        assert gathering._processors() >= 1


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class TestProgress:
    def test_a_bar_appears_when_it_takes_long(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """After a moment it says what is done, on standard error."""
        terminal = Terminal()
        monkeypatch.setattr(sys, "stderr", terminal)
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.setattr(streams, "MOMENT", -1.0)
        with Bar("Auditing", 4) as bar:
            bar.advance(1)
            bar.advance(2)
        assert "Auditing" in terminal.getvalue()

    def test_nothing_appears_when_it_is_quick(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Work of less than a second shows no bar."""
        terminal = Terminal()
        monkeypatch.setattr(sys, "stderr", terminal)
        with Bar("Auditing", 4) as bar:
            bar.advance(3)
        assert terminal.getvalue() == ""

    def test_nothing_appears_at_the_end_or_in_a_file(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """When all is done, or nobody watches, there is nothing to show."""
        monkeypatch.setattr(streams, "MOMENT", -1.0)
        monkeypatch.setattr(sys, "stderr", io.StringIO())
        with Bar("Auditing", 4) as bar:
            bar.advance(1)
        assert sys.stderr.getvalue() == ""
        monkeypatch.setattr(sys, "stderr", Terminal())
        with Bar("Auditing", 4) as bar:
            bar.advance(4)
        assert sys.stderr.getvalue() == ""


class TestConfigured:
    def test_the_nearest_configuration_applies_to_each(self, run: Run, tmp_path: Path) -> None:
        """Each journey is judged as configured where it stands; --no-config reads none, --config another."""
        journeys(tmp_path / "a", 1)
        journeys(tmp_path / "b", 1)
        (tmp_path / "a" / "journeymap.toml").write_text('select = ["JM101"]', encoding="utf-8")
        (tmp_path / "pyproject.toml").write_text('[tool.journeymap]\nselect = ["JM102"]', encoding="utf-8")
        (tmp_path / "other.toml").write_text('select = ["JM001"]', encoding="utf-8")

        def asked(*args: str) -> list[list[str]]:
            audits = json.loads(run("audit", "a", "b", "--format", "json", *args).stdout)["audits"]
            return [[*each["rules"]] for each in audits]

        assert asked() == [["JM101"], ["JM102"]]
        assert asked("--no-config") == [[rule.code for rule in RULES]] * 2
        assert asked("--config", "other.toml") == [["JM001"]] * 2
        assert asked("--select", "JM2", "--ignore", "JM20") == [[], []]

    def test_standard_input_is_configured_by_where_one_stands(self, run: Run, tmp_path: Path) -> None:
        """The configuration of the current folder applies."""
        (tmp_path / "journeymap.toml").write_text('select = ["JM101"]', encoding="utf-8")
        text = TINY.format(name="Stall")
        assert [*json.loads(run("audit", "-", "--format", "json", input=text).stdout)["rules"]] == ["JM101"]

    def test_mistakes_are_told_once(self, run: Run, tmp_path: Path) -> None:
        """A broken configuration above several journeys is told once, with every mistake, and nothing is judged."""
        journeys(tmp_path / "a", 3)
        (tmp_path / "journeymap.toml").write_text('selct = 1\nprofile = "x"', encoding="utf-8")
        result = run("audit", "a")
        assert result.exit_code == 2
        assert result.stdout == ""
        assert result.stderr.count("did you mean 'select'") == 1
        assert "2 mistakes" in result.stderr
        assert run("audit", "a", "--no-config").exit_code == 1

    def test_profiles(self, run: Run, tmp_path: Path) -> None:
        """A profile given counts instead of those configured, and the report says what it changed."""
        journeys(tmp_path / "a", 1)
        (tmp_path / "journeymap.toml").write_text('profile = "store"', encoding="utf-8")
        assert "Left out by the profile: JM408" in run("audit", "a").stdout
        solo = run("audit", "a", "--profile", "solo", "--format", "json").stdout
        assert [each["rule"] for each in json.loads(solo)["profile"]] == ["JM010", "JM803", "JM806"]
        assert run("audit", "a", "--profile", "sole").exit_code == 2

    def test_waivers_past_their_time(self, run: Run, tmp_path: Path) -> None:
        """With one journey its report tells of them; with several, standard error does, of those that none needs."""
        journeys(tmp_path / "a", 2)
        (tmp_path / "a" / "j001.yaml").write_text(TINY.format(name="Good").replace("-1", "1"), encoding="utf-8")
        waivers = '[[waivers]]\nrule = "{}"\nreason = "{}"\n'
        text = waivers.format("JM101", "Needed once") + waivers.format("JM002", "Idle")
        text += waivers.format("JM001", "Over") + "until = 2020-01-01\n"
        (tmp_path / "journeymap.toml").write_text(text, encoding="utf-8")
        one = run("audit", "a/j000.yaml")
        assert "Idle" in one.stdout
        assert "Over" in one.stdout
        assert one.stderr == ""
        both = run("audit", "a")
        assert "Idle" in both.stderr
        assert both.stderr.count("Over") == 1
        assert "Needed once" not in both.stderr
        assert "Idle" not in both.stdout


class TestBaselines:
    def test_an_old_journey_adopts_the_tool(self, run: Run, tmp_path: Path) -> None:
        """What fails is written down; from then on only what is new fails."""
        journeys(tmp_path / "a", 2)
        assert run("audit", "a").exit_code == 1
        wrote = run("audit", "a", "--write-baseline", "known.json")
        assert wrote.exit_code == 0
        assert "Wrote known.json" in wrote.stdout
        known = run("audit", "a", "--baseline", "known.json")
        assert known.exit_code == 0
        assert "known from the baseline" in known.stdout
        (tmp_path / "journeymap.toml").write_text('baseline = "known.json"', encoding="utf-8")
        assert run("audit", "a").exit_code == 0
        (tmp_path / "a" / "j001.yaml").write_text(TINY.format(name="x").replace("pay", "till"), encoding="utf-8")
        assert run("audit", "a").exit_code == 1
        assert run("audit", "a/j000.yaml", "--baseline", "nowhere.json").exit_code == 2

    def test_what_cannot_be_used_still_counts(self, run: Run, tmp_path: Path) -> None:
        """Writing a baseline says which files it could not take in."""
        journeys(tmp_path / "a", 1)
        result = run("audit", "a", "missing.yaml", "--write-baseline", "known.json")
        assert result.exit_code == 2
        assert "missing.yaml" in result.stderr
        assert (tmp_path / "known.json").exists()


class TestReports:
    @pytest.mark.parametrize("name", [each.name for each in REPORTS])
    def test_every_report_can_be_asked_for(self, run: Run, name: str) -> None:
        """By its name, on one journey and on two."""
        shop, cake = (str(examples.path(each)) for each in ("shoe-shop", "cake-shop"))
        one, two = (run("audit", *files, "--format", name) for files in ([shop], [shop, cake]))
        assert one.exit_code == two.exit_code == 1
        assert "JM103" in one.stdout
        assert len(two.stdout) >= len(one.stdout)

    @pytest.mark.parametrize("suffix", [each.suffix for each in REPORTS if each.suffix])
    def test_suffixes_tell_which(self, run: Run, tmp_path: Path, suffix: str) -> None:
        """The suffix of --output chooses the report."""
        run("audit", str(examples.path("cake-shop")), "-o", f"a{suffix}")
        text = (tmp_path / f"a{suffix}").read_text(encoding="utf-8")
        if suffix == ".xml":
            assert ElementTree.fromstring(text).tag == "testsuites"
        starts = {
            ".html": "<!doctype html>",
            ".md": "# ",
            ".sarif": "{",
            ".json": "{",
            ".txt": "A birthday",
            ".xml": "<?",
        }
        assert text.startswith(starts[suffix])

    def test_places_are_those_of_the_file(self, run: Run) -> None:
        """GitHub's annotations stand beside the touchpoint."""
        shop = str(examples.path("shoe-shop"))
        lines = Path(shop).read_text(encoding="utf-8").splitlines()
        number = next(number for number, line in enumerate(lines, start=1) if line.strip() == "- id: pay")
        assert f",line={number},col=9,title=JM103" in run("audit", shop, "--format", "github").stdout

    def test_scores_have_fewer(self, run: Run) -> None:
        """A score is told as text or data."""
        assert run("score", str(examples.path("cake-shop")), "--format", "sarif").exit_code == 2

    def test_the_schema_of_an_audit(self, run: Run) -> None:
        """It can be printed, beside that of a journey."""
        assert run("schema", "--of", "audit").stdout == audit_schema_text()
        assert run("schema").stdout == run("schema", "--of", "journey").stdout != audit_schema_text()
