"""The command line: every command, in both languages, with good input and bad."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.shell_completion import ShellComplete
from click.testing import Result

from journeymap import cli, examples
from journeymap.auditing import audit
from journeymap.cli import COMMANDS, app, streams
from journeymap.cli.starting import STARTS
from journeymap.drawing import KINDS
from journeymap.errors import MissingToolError
from journeymap.formats import load
from journeymap.i18n import LANGUAGES, translator
from journeymap.reports.lines import columns
from journeymap.rules import RULES

ROOT = Path(__file__).parents[1]
SHOP = str(examples.path("shoe-shop"))
CAKE = str(examples.path("cake-shop"))
KOREAN_SHOP = str(examples.path("shoe-shop", lang="ko"))

Run = Callable[..., Result]


def process(*args: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command line as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "journeymap", *args],
        cwd=cwd, env=surroundings(**environment), capture_output=True, timeout=60, check=False,
    )  # fmt: skip


def surroundings(**environment: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))}
    return {**kept, "PYTHONPATH": str(ROOT), **environment}


class TestHelp:
    @pytest.mark.parametrize("name", COMMANDS)
    def test_every_command_explains_itself(self, run: Run, name: str) -> None:
        """Each command has help with an example that begins with the command itself."""
        result = run(name, "--help")
        assert result.exit_code == 0
        example = result.stdout[result.stdout.index("Example:") :]
        assert f"journeymap {name}" in example

    @pytest.mark.parametrize("name", [None, *COMMANDS])
    def test_help_is_korean_for_korean_readers(self, run: Run, name: str | None) -> None:
        """Every sentence of help is there in Korean, whether --lang says so or the machine."""
        args = [name, "--help"] if name else ["--help"]
        by_machine = run(*args, env={"LANG": "ko_KR.UTF-8"}).stdout
        assert "사용법:" in by_machine
        assert max(map(columns, by_machine.splitlines())) <= 80
        shown = re.sub(r"(?m)^.*journeymap .*$|\[.*\]", "", by_machine)
        assert not re.search(r"(?<![-.])\b[A-Za-z][a-z]+ [a-z]{2,}", shown)
        if name not in (None, "completion", "convert"):  # which write no words of their own
            assert run(*args, "--lang", "ko").stdout == by_machine
            assert run(*args, "--lang=ko").stdout == by_machine

    def test_the_language_asked_for_wins_over_the_machine(self, run: Run) -> None:
        """English help on a Korean machine, when asked for."""
        assert "Usage:" in run("audit", "--help", "--lang", "en", env={"LC_ALL": "ko_KR.UTF-8"}).stdout

    def test_nothing_given_shows_help(self, run: Run) -> None:
        """Without a command the help is shown; that is a mistake in a script, so the exit code is 2."""
        result = run()
        assert result.exit_code == 2
        assert "Commands:" in result.output

    def test_a_misspelt_command_is_understood(self, run: Run) -> None:
        """An unknown command is refused with the nearest one."""
        result = run("adit")
        assert result.exit_code == 2
        assert "unknown command 'adit' (did you mean 'audit'?)" in result.stderr

    def test_the_version(self, run: Run) -> None:
        """--version says what and which."""
        assert re.match(r"journeymap (\d|\(not installed\))", run("--version").stdout)

    @pytest.mark.parametrize(("shell", "word"), [("bash", "complete "), ("zsh", "compdef"), ("fish", "complete ")])
    def test_completion_scripts(self, run: Run, shell: str, word: str) -> None:
        """Each shell gets its script."""
        result = run("completion", shell)
        assert result.exit_code == 0
        assert word in result.stdout
        assert "_JOURNEYMAP_COMPLETE" in result.stdout

    def test_shells_complete_commands_and_codes(self) -> None:
        """What the script asks for is answered: commands, words, and the codes of rules."""

        def completed(*args: str) -> list[str]:
            asked = ShellComplete(app, {}, "journeymap", "_JOURNEYMAP_COMPLETE")
            return [item.value for item in asked.get_completions([*args[:-1]], args[-1])]

        assert completed("sc") == ["score", "schema"]
        assert completed("audit", "--fail-on", "w") == ["warning"]
        assert completed("explain", "jm00") == [rule.code for rule in RULES if rule.code.startswith("JM00")]

    def test_the_script_finds_its_answers(self, tmp_path: Path) -> None:
        """The program answers what the script asks it through the environment."""
        asking = {"_JOURNEYMAP_COMPLETE": "bash_complete", "COMP_WORDS": "journeymap sc", "COMP_CWORD": "1"}
        assert process(cwd=tmp_path, **asking).stdout.split() == [b"plain,score", b"plain,schema"]


class TestNew:
    @pytest.mark.parametrize("lang", ["en", "ko"])
    def test_a_journey_to_start_from(self, run: Run, tmp_path: Path, lang: str) -> None:
        """What is written loads, teaches by comments, and the next command is told and works."""
        result = run("new", "shop.yaml", "--lang", lang)
        assert result.exit_code == 0
        assert result.stdout.splitlines()[-1].endswith("journeymap audit shop.yaml")
        journey = load(tmp_path / "shop.yaml")
        assert journey.lang == lang
        assert (tmp_path / "shop.yaml").read_text(encoding="utf-8").count("#") > 20
        audit = run("audit", "shop.yaml")
        assert audit.exit_code == 1
        assert "JM103" in audit.stdout

    def test_both_languages_start_from_the_same_journey(self, run: Run) -> None:
        """The two starting journeys differ in words and currency only."""
        english, korean = (run("new", "-", "--lang", lang).stdout for lang in ("en", "ko"))
        assert re.findall(r"id: \S+|emotion: \S+|next: .*?[}\]]", english) == re.findall(
            r"id: \S+|emotion: \S+|next: .*?[}\]]", korean
        )

    def test_nothing_is_overwritten_unasked(self, run: Run, tmp_path: Path) -> None:
        """A file that is there stays as it is, unless --force is given."""
        (tmp_path / "shop.yaml").write_text("mine")
        result = run("new", "shop.yaml")
        assert result.exit_code == 2
        assert "--force" in result.stderr
        assert (tmp_path / "shop.yaml").read_text() == "mine"
        assert run("new", "shop.yaml", "--force").exit_code == 0
        assert load(tmp_path / "shop.yaml")

    def test_the_next_command_can_be_typed(self, run: Run) -> None:
        """A path with spaces is quoted for the shell; Korean needs no quotes."""
        assert "journeymap audit 'my shop.yaml'" in run("new", "my shop.yaml").stdout
        assert "journeymap audit 꽃집.yaml" in run("new", "꽃집.yaml").stdout

    @pytest.mark.parametrize("lang", LANGUAGES)
    @pytest.mark.parametrize("kind", STARTS[1:])
    def test_a_ritual_of_a_kind_of_business(self, run: Run, kind: str, lang: str) -> None:
        """Each has standards and a ritual that is kept, no emotion, and raises no false alarm."""
        assert run("new", "a.yaml", "--kind", kind, "--lang", lang).exit_code == 0
        journey = load("a.yaml")
        assert journey.ritual
        assert journey.lang == lang
        assert all(touchpoint.standard and touchpoint.emotion is None for touchpoint in journey)
        assert not audit(journey).findings

    def test_only_yaml_has_comments(self, run: Run) -> None:
        """Another suffix is refused, with a name that would do."""
        result = run("new", "shop.json")
        assert result.exit_code == 2
        assert "shop.yaml" in result.stderr


class TestAudit:
    def test_findings_fail_the_build(self, run: Run) -> None:
        """An error-severity finding gives exit code 1 and stands on the terminal."""
        result = run("audit", SHOP)
        assert result.exit_code == 1
        assert "✕ JM103 error" in result.stdout

    def test_a_journey_designed_well_passes(self, run: Run) -> None:
        """A journey with nothing at or above error gives exit code 0."""
        assert run("audit", CAKE).exit_code == 0

    @pytest.mark.parametrize(("threshold", "status"), [("error", 0), ("warning", 0), ("info", 1), ("never", 0)])
    def test_the_threshold_decides(self, run: Run, threshold: str, status: int) -> None:
        """--fail-on says from which severity on the exit code is 1."""
        run("new", "a.yaml")
        assert run("audit", SHOP, "--select", "JM012", "--fail-on", threshold).exit_code == status

    def test_rules_are_chosen_by_their_beginnings(self, run: Run) -> None:
        """--select and --ignore take codes or beginnings, several at once."""
        data = json.loads(run("audit", SHOP, "--select", "jm10,JM001", "--ignore", "JM105", "--format", "json").stdout)
        assert set(data["rules"]) == {"JM001", *(f"JM10{i}" for i in range(1, 10) if i != 5)}

    def test_the_language_is_the_journeys_own(self, run: Run) -> None:
        """A Korean journey is reported in Korean, unless English is asked for."""
        assert "발견" in run("audit", KOREAN_SHOP).stdout
        assert "Findings" in run("audit", KOREAN_SHOP, "--lang", "en").stdout
        assert "발견" in run("audit", SHOP, "--lang", "ko").stdout

    def test_every_question_on_request(self, run: Run) -> None:
        """--all shows what else could not be told."""
        run("new", "a.yaml")
        few, all_of_them = run("audit", "a.yaml").stdout, run("audit", "a.yaml", "--all").stdout
        assert "--all" in few
        assert "--all" not in all_of_them
        assert len(all_of_them) > len(few)

    def test_several_files_are_summed_up(self, run: Run) -> None:
        """Several files are told one after the other, with a table at the end; the worst decides the exit code."""
        result = run("audit", CAKE, SHOP)
        assert result.exit_code == 1
        assert "2 journeys" in result.stdout
        data = json.loads(run("audit", CAKE, SHOP, "--format", "json").stdout)
        assert [each["source"] for each in data["audits"]] == [CAKE, SHOP]

    def test_one_bad_file_does_not_hide_the_others(self, run: Run) -> None:
        """What can be read is reported, what cannot is told on standard error, and the exit code is 2."""
        result = run("audit", SHOP, "missing.yaml")
        assert result.exit_code == 2
        assert "JM103" in result.stdout
        assert "missing.yaml: there is no such file" in result.stderr

    def test_standard_input(self, run: Run) -> None:
        """- reads YAML from standard input, and what --from says."""
        text = Path(SHOP).read_text(encoding="utf-8")
        assert "JM103" in run("audit", "-", input=text).stdout
        assert "Tea" in run("audit", "-", "--from", "toml", input='journeymap = 1\nname = "Tea"\n').stdout

    def test_reports_go_to_files_by_suffix(self, run: Run, tmp_path: Path) -> None:
        """The suffix of --output chooses the report, --format overrules it, and the file is named."""
        result = run("audit", SHOP, "-o", "a.json")
        assert result.stdout == "Wrote a.json\n"
        assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["journeymap_audit"] == 1
        run("audit", SHOP, "-o", "b.txt")
        assert (tmp_path / "b.txt").read_text(encoding="utf-8").startswith("Online shoe order\n")
        run("audit", SHOP, "-o", "c.log", "--format", "text")
        assert (tmp_path / "c.log").exists()

    def test_an_unknown_suffix_is_refused(self, run: Run) -> None:
        """A suffix that belongs to no report is refused before anything is audited."""
        result = run("audit", SHOP, "-o", "a.sarf")
        assert result.exit_code == 2
        assert "did you mean '.sarif'" in result.stderr


class TestScore:
    def test_the_score_in_text(self, run: Run) -> None:
        """The score tells its parts, the endings, where memory sits, and its limits."""
        result = run("score", SHOP)
        assert result.exit_code == 0
        for heading in ("What it is made of", "How it ends", "Where memory sits", "heuristic index"):
            assert heading in result.stdout

    def test_the_score_as_data(self, run: Run, tmp_path: Path) -> None:
        """The score as JSON, with the weights that were asked for."""
        run("score", SHOP, "--weights", "classic", "-o", "score.json")
        data = json.loads((tmp_path / "score.json").read_text(encoding="utf-8"))
        assert data["weights"] == {"peak": 0.5, "end": 0.5, "mean": 0.0, "loss": 1.0}

    def test_what_cannot_be_scored_is_refused(self, run: Run) -> None:
        """A loop that nobody can leave has no score: exit code 2 and the reason."""
        text = "journeymap: 1\nname: L\ntouchpoints:\n- {id: a, name: A, emotion: 1, next: [a]}\n"
        result = run("score", "-", input=text)
        assert result.exit_code == 2
        assert "'a'" in result.stderr


class TestDrawing:
    @pytest.mark.parametrize("kind", KINDS)
    def test_drawings_lie_next_to_the_file(
        self, run: Run, tmp_path: Path, kind: str, request: pytest.FixtureRequest
    ) -> None:
        """Without --output the picture is written beside the journey, and its name is told."""
        if kind == "graph":
            request.getfixturevalue("dot")
        run("new", "shop.yaml")
        result = run("draw", "shop.yaml", "--kind", kind)
        assert result.stdout == f"Wrote shop-{kind}.svg\n"
        assert "<svg" in (tmp_path / f"shop-{kind}.svg").read_text(encoding="utf-8")

    def test_the_suffix_chooses(self, run: Run, tmp_path: Path) -> None:
        """The story in words, and the source of a graph."""
        run("draw", SHOP, "-o", "story.txt")
        assert "Search and sort" in (tmp_path / "story.txt").read_text(encoding="utf-8")
        run("draw", SHOP, "--kind", "graph", "-o", "shop.dot")
        assert "digraph" in (tmp_path / "shop.dot").read_text(encoding="utf-8")

    def test_pixels_pages_and_a_web_page(self, run: Run, tmp_path: Path) -> None:
        """.png in the scale asked for, .pdf and .html, in a company's colour; what is missing is told in a line."""
        for suffix, start in {"png": b"\x89PNG", "pdf": b"%PDF", "html": b"<!doctype html>", "mmd": b"journey"}.items():
            result = run("draw", SHOP, "-o", f"shop.{suffix}", "--scale", "0.5", "--colour", "#4b2e83")
            assert (result.stdout, result.stderr) == (f"Wrote shop.{suffix}\n", "")
            assert (tmp_path / f"shop.{suffix}").read_bytes().startswith(start)
        assert "#4b2e83" in (tmp_path / "shop.html").read_text(encoding="utf-8")
        told = run("draw", SHOP, "-o", "shop.pdf", "--font", "House Sans").stderr
        assert told == "Warning: not on this machine: the font 'House Sans'; another is used: install it\n"
        (tmp_path / "logo.svg").write_text("<html/>", encoding="utf-8")
        refused = run("draw", SHOP, "--logo", "logo.svg")
        assert refused.exit_code == 2
        assert "the logo 'logo.svg' is neither PNG nor SVG" in refused.stderr

    def test_a_configured_theme(self, run: Run, tmp_path: Path) -> None:
        """Colour, font and logo of the configuration count where no option says otherwise; black and white stays so."""
        journey = tmp_path / "shop.yaml"
        journey.write_text(Path(SHOP).read_text(encoding="utf-8"), encoding="utf-8")
        (tmp_path / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 10"/>')
        (tmp_path / "pyproject.toml").write_text(
            '[tool.journeymap.theme]\ncolour = "#4b2e83"\nfont = "Pretendard"\nlogo = "logo.svg"\n', encoding="utf-8"
        )

        def drawn(*options: str) -> str:
            return run("draw", str(journey), "-o", "-", *options).stdout

        for sign in ('fill="#4b2e83"', 'font-family="Pretendard, ', "data:image/svg+xml;base64,"):
            assert sign in drawn()
            assert (sign in drawn("--colour", "#2f5d8c", "--font", "Inter")) == sign.startswith("data")
        assert "#4b2e83" not in drawn("--theme", "print")
        assert "data:image/svg+xml" in drawn("--theme", "print")
        (tmp_path / "pyproject.toml").write_text('[tool.journeymap.theme]\ncolour = "mauve"\n', encoding="utf-8")
        refused = run("draw", str(journey), "-o", "-")
        assert refused.exit_code == 2
        assert "expected a colour such as #4b2e83" in refused.stderr

    def test_the_emotions_in_the_terminal(self, run: Run, tmp_path: Path) -> None:
        """--terminal shows the line in the language asked for and writes nothing; --ascii does with ASCII."""
        shown = run("draw", SHOP, "--terminal", "--lang", "ko").stdout
        assert "●───────╯" in shown
        assert "정점" in shown
        assert run("draw", SHOP, "--ascii").stdout.replace("“", "").replace("”", "").isascii()
        assert not list(tmp_path.iterdir())

    def test_to_standard_output(self, run: Run) -> None:
        """-o - gives the picture itself and nothing else, also of a journey from standard input."""
        drawn = run("draw", "-", "-o", "-", input=Path(SHOP).read_text(encoding="utf-8")).stdout
        assert drawn.startswith(("<svg", "<?xml"))
        assert "Wrote" not in drawn

    def test_from_standard_input_to_a_file(self, run: Run, tmp_path: Path) -> None:
        """A journey from standard input is drawn into the current directory."""
        run("draw", "-", input=Path(SHOP).read_text(encoding="utf-8"))
        assert (tmp_path / "journey-map.svg").exists()

    def test_page_and_lanes(self, run: Run, tmp_path: Path) -> None:
        """A map for paper with only the lanes asked for; what the kind does not take is refused by name."""
        run("draw", SHOP, "--page", "a4", "--lanes", "emotion, owner", "-o", "map.svg")
        drawn = (tmp_path / "map.svg").read_text(encoding="utf-8")
        assert 'width="1188"' in drawn
        assert 'data-lane="emotion"' in drawn
        assert 'data-lane="memory"' not in drawn
        run("draw", SHOP, "--kind", "blueprint", "--page", "a3", "-o", "plan.svg")
        assert 'width="1680"' in (tmp_path / "plan.svg").read_text(encoding="utf-8")
        for options, said in ((["--page", "a44"], "'a4'"), (["--lanes", "emotoin"], "'emotion'"),
                              (["--kind", "cycle", "--page", "a4"], "option of the cycle")):  # fmt: skip
            result = run("draw", SHOP, *options)
            assert result.exit_code == 2
            assert said in result.stderr

    def test_unknown_kinds_and_themes(self, run: Run) -> None:
        """What cannot be drawn is refused with what can."""
        result = run("draw", SHOP, "--kind", "mpa")
        assert result.exit_code == 2
        assert "'map'" in result.stderr
        assert run("draw", SHOP, "--theme", "pink").exit_code == 2
        assert run("draw", SHOP, "-o", "a.xyz").exit_code == 2


class TestChecklist:
    def test_the_page(self, run: Run, tmp_path: Path) -> None:
        """The checklist is one page, next to the file unless told otherwise, in the journey's language."""
        run("new", "shop.yaml", "--lang", "ko")
        assert run("checklist", "shop.yaml").stdout == "Wrote shop-checklist.html\n"
        assert 'lang="ko"' in (tmp_path / "shop-checklist.html").read_text(encoding="utf-8")
        run("checklist", "shop.yaml", "-o", "a.html", "--lang", "en", "--paper", "Letter", "--large")
        page = (tmp_path / "a.html").read_text(encoding="utf-8")
        assert 'lang="en"' in page
        assert "letter" in page.lower()

    def test_to_standard_output(self, run: Run) -> None:
        """-o - gives the page itself."""
        assert run("checklist", SHOP, "-o", "-").stdout.lower().startswith("<!doctype html>")

    def test_an_unknown_suffix(self, run: Run) -> None:
        """A suffix that no checklist has is refused."""
        result = run("checklist", SHOP, "-o", "a.xyz")
        assert result.exit_code == 2
        assert ".html" in result.stderr


class TestLearning:
    def test_the_rules_by_family(self, run: Run) -> None:
        """Every rule is listed with its severity in words, under its family."""
        text = run("rules").stdout
        assert re.findall(r"JM\d{3}", text.rsplit("\n\n", 1)[0]) == [rule.code for rule in RULES]
        assert "endings" in text
        assert "마무리" in run("rules", "--lang", "ko").stdout

    def test_the_rules_as_data(self, run: Run) -> None:
        """The rules as JSON, in the language asked for."""
        data = json.loads(run("rules", "--format", "json", "--lang", "ko").stdout)
        assert data["journeymap_rules"] == 1
        assert [rule["code"] for rule in data["rules"]] == [rule.code for rule in RULES]
        assert re.search("[가-힣]", data["rules"][0]["title"])

    @pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
    def test_every_rule_is_explained(self, run: Run, rule: object) -> None:
        """Each rule is explained in both languages: why, how to mend it, and its sources."""
        for lang in ("en", "ko"):
            t = translator(lang)
            text = run("explain", rule.code, "--lang", lang).stdout  # type: ignore[attr-defined]
            for heading in ("Why", "How to mend it", "Sources"):
                assert f"\n{t(heading)}\n" in text
            assert "{" not in text

    def test_options_carry_their_defaults_and_units(self, run: Run) -> None:
        """What can be set is told with its default and unit, and what the rule needs with its question."""
        text = run("explain", "jm101").stdout
        assert "floor = 0.0 (-2..+2)" in text
        assert "emotion: How does the customer feel here?" in text

    def test_a_rule_is_found_by_its_name(self, run: Run) -> None:
        """The name of a rule does as well as its code."""
        assert run("explain", "surprise-fee-late").stdout == run("explain", "JM103").stdout

    @pytest.mark.parametrize(("given", "nearest"), [("JM1003", "JM103"), ("surprise-fee", "surprise-fee-late")])
    def test_an_unknown_rule(self, run: Run, given: str, nearest: str) -> None:
        """An unknown rule is refused with the nearest one."""
        result = run("explain", given)
        assert result.exit_code == 2
        assert f"did you mean '{nearest}'" in result.stderr

    def test_the_schema(self, run: Run, tmp_path: Path) -> None:
        """The JSON Schema is printed, or written to a file."""
        schema = json.loads(run("schema").stdout)
        assert "touchpoints" in json.dumps(schema)
        assert run("schema", "-o", "journey.schema.json").stdout == "Wrote journey.schema.json\n"
        assert json.loads((tmp_path / "journey.schema.json").read_text(encoding="utf-8")) == schema


class TestDemo:
    FILES = ("audit.json", "checklist.html", "graph.svg", "map.svg")

    @pytest.fixture
    def few(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Only two of the bundled journeys, to be quick."""
        monkeypatch.setattr(examples, "names", lambda: ("cake-shop", "shoe-shop"))

    @pytest.mark.usefixtures("few", "dot")
    def test_everything_is_written(self, run: Run, tmp_path: Path) -> None:
        """For each journey and language there are the map, the graph, the checklist and the data; exit code 0."""
        result = run("demo")
        assert result.exit_code == 0
        for name in ("cake-shop", "shoe-shop"):
            for folder, lang in ((tmp_path / "demo" / name, "en"), (tmp_path / "demo" / name / "ko", "ko")):
                assert sorted(path.name for path in folder.iterdir() if path.is_file()) == [*self.FILES]
                assert json.loads((folder / "audit.json").read_text(encoding="utf-8"))["lang"] == lang
        assert "✕ JM103 error Shipping (3,000 KRW)" in result.stdout
        assert "demo/shoe-shop/map.svg" in result.stdout.replace("\\", "/")
        assert max(map(columns, result.stdout.splitlines())) <= 80

    @pytest.mark.usefixtures("few")
    def test_without_graphviz(self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Without Graphviz the graph is written as text, one line says how to get the picture; exit code 0."""

        def refuse() -> list[str]:
            raise MissingToolError("no Graphviz")

        monkeypatch.setattr("journeymap.drawing.rendering._command", refuse)
        result = run("demo", "-o", "there", "--lang", "ko")
        assert result.exit_code == 0
        assert (tmp_path / "there" / "shoe-shop" / "ko" / "graph.dot").exists()
        assert not (tmp_path / "there" / "shoe-shop" / "graph.svg").exists()
        assert result.stdout.count('pip install "journeymap[graphviz]"') == 1
        assert "브라우저" in result.stdout
        assert "there/shoe-shop/ko/map.svg" in result.stdout.replace("\\", "/")

    def test_a_folder_that_cannot_be(self, run: Run, tmp_path: Path) -> None:
        """A file where the folder should be is told plainly."""
        (tmp_path / "demo").write_text("mine")
        result = run("demo")
        assert result.exit_code == 2
        assert "folder cannot be made" in result.stderr


HOSTILE_JOURNEY = json.dumps({
    "journeymap": 1,
    "name": "\x1b]0;owned\x07[red]shop[/red]",
    "touchpoints": [
        {"id": "a", "name": "\u202e[bold]pay\x9b2J", "emotion": -1, "kind": "payment"},
        {"id": "b", "name": "x" * 10_000, "emotion": -2},
    ],
})  # fmt: skip


BAD = {
    "empty": b"",
    "blank": b"\n \n",
    "text": "그냥 글".encode(),
    "binary": bytes(range(256)),
    "utf16 without mark": "journeymap: 1".encode("utf-16-le"),
    "list": b"[1, 2]",
    "unclosed": b"{",
    "tab": b"journeymap: 1\n\tname: x\n",
    "no name": b"journeymap: 1\n",
    "other version": b"journeymap: 99\nname: x\n",
    "unknown key": b"journeymap: 1\nname: x\nstat: as-is\n",
    "dangling": b"journeymap: 1\nname: x\ntouchpoints:\n- {id: a, name: A, next: [b]}\n",
    "doubled": b"journeymap: 1\nname: x\nname: y\n",
    "bomb": b"a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n",
}


class TestBadInput:
    @pytest.mark.parametrize("name", BAD)
    @pytest.mark.parametrize("command", ["audit", "score", "draw", "checklist"])
    def test_bad_files(self, run: Run, tmp_path: Path, name: str, command: str) -> None:
        """Whatever is wrong with a file, the exit code is 2, one line or more say what, and nothing is written."""
        (tmp_path / "bad.yaml").write_bytes(BAD[name])
        result = run(command, "bad.yaml")
        assert result.exit_code == 2
        assert result.stdout == ""
        assert result.stderr.startswith("Error: ")
        assert "bad.yaml" in result.stderr
        assert "Traceback" not in result.stderr
        assert [path.name for path in tmp_path.iterdir()] == ["bad.yaml"]

    def test_every_mistake_at_once(self, run: Run) -> None:
        """All mistakes of a file are told, each with its line, column and nearest spelling."""
        text = "journeymap: 1\nname: x\nstat: as-is\ntouchpoints:\n- {id: a, name: A, emotoin: 1}\n"
        lines = run("audit", "-", input=text).stderr.splitlines()
        assert lines[0] == "Error: 2 mistakes:"
        assert re.fullmatch(r"<stdin>:3:1: .*did you mean 'state'.*", lines[1])
        assert re.fullmatch(r"<stdin>:5:\d+: touchpoints\[0\].*did you mean 'emotion'.*", lines[2])

    @pytest.mark.parametrize("command", ["audit", "score", "draw", "checklist"])
    def test_a_directory_or_nothing_there(self, run: Run, tmp_path: Path, command: str) -> None:
        """A directory, a missing file and empty standard input are told as such."""
        (tmp_path / "shops.yaml").mkdir()
        for given in (".", "shops.yaml"):
            result = run(command, given)
            assert result.exit_code == 2
            assert ("no journey is in it" if command == "audit" else "is a directory") in result.stderr
        assert "no such file" in run(command, "missing.yaml").stderr
        assert run(command, "-", input="").exit_code == 2

    @pytest.mark.parametrize(
        "args",
        [
            ["audit"],
            ["audit", SHOP, "--nonsense"],
            ["audit", SHOP, "--fail-on", "worse"],
            ["audit", SHOP, "--format", "pdf"],
            ["audit", SHOP, "--lang", "kr"],
            ["audit", SHOP, "--select", "XY1"],
            ["audit", SHOP, "--ignore", "JM9999"],
            ["audit", SHOP, "-o", "no/such/folder/a.json"],
            ["audit", SHOP, "--from", "json"],
            ["score", SHOP, "--weights", "heavy"],
            ["explain"],
            ["explain", "\x1b[31m"],
            ["completion", "csh"],
            ["new", "no/such/folder/a.yaml"],
        ],
        ids=" ".join,
    )
    def test_bad_arguments(self, run: Run, args: list[str]) -> None:
        """Whatever is wrong on the command line gives exit code 2 and says so on standard error."""
        result = run(*args)
        assert result.exit_code == 2
        assert "Error: " in result.stderr
        assert result.stdout == ""
        assert "\x1b" not in result.stderr

    def test_hostile_names_do_nothing(self, run: Run) -> None:
        """Names with escape sequences, markup or endless length are shown harmlessly by every command."""
        for args in (["audit", "-"], ["score", "-"], ["audit", "-", "--format", "json"], ["audit", "-", "--all"]):
            out = run(*args, input=HOSTILE_JOURNEY).stdout
            assert "[red]shop[/red]" in out
            assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", out)


class TestTerminal:
    @pytest.fixture
    def terminal(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Standard output is a terminal of 60 columns that knows colours."""
        monkeypatch.setattr(streams, "_is_plain", lambda: False)
        monkeypatch.setenv("FORCE_COLOR", "1")
        monkeypatch.setenv("TERM", "xterm-256color")
        monkeypatch.setenv("COLUMNS", "60")

    @pytest.mark.usefixtures("terminal")
    def test_colour_on_a_terminal(self, run: Run) -> None:
        """On a terminal the text is coloured and as wide as the terminal, and says the same."""
        text = run("audit", SHOP).stdout
        assert "\x1b[1;31m✕ JM103 error\x1b[0m" in text
        plain = re.sub(r"\x1b\[[\d;]*m", "", text)
        assert max(map(columns, plain.splitlines())) <= 60
        assert "✕ JM103 error · Card payment" in plain

    @pytest.mark.usefixtures("terminal")
    def test_markup_in_names_is_text(self, run: Run) -> None:
        """Names that look like markup, links or escapes are shown as they are written."""
        text = run("audit", "-", input=HOSTILE_JOURNEY).stdout
        assert "[red]shop[/red]" in text
        assert "\\x1b]0;owned" in text

    @pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
    def test_plain_when_asked(self, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]) -> None:
        """NO_COLOR and dumb terminals get plain text even on a terminal; so does every pipe."""
        monkeypatch.delenv("NO_COLOR", raising=False)
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.setattr(sys, "stdout", _Terminal())
        assert not streams._is_plain()
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        assert streams._is_plain()


class _Terminal:
    def isatty(self) -> bool:
        return True


class TestProcess:
    def test_korean_on_a_c_locale(self, tmp_path: Path) -> None:
        """Korean is written as UTF-8 whatever the locale or the code page says."""
        c_locale = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
        for environment in (c_locale, {"PYTHONIOENCODING": "cp1252"}):
            done = process("audit", KOREAN_SHOP, cwd=tmp_path, **environment)
            assert done.returncode == 1
            assert "발견" in done.stdout.decode("utf-8")
            assert done.stderr == b""

    def test_errors_are_quiet(self, tmp_path: Path) -> None:
        """As a process too, bad input is one message and exit code 2."""
        done = process("audit", "없는.yaml", cwd=tmp_path)
        assert done.returncode == 2
        assert done.stderr.decode("utf-8") == "Error: 없는.yaml: there is no such file\n"
        assert process("audit", cwd=tmp_path).returncode == 2
        assert process("--version", cwd=tmp_path).returncode == 0

    @pytest.mark.skipif(os.name == "nt", reason="pipes that break like this are those of POSIX")
    def test_a_broken_pipe_is_quiet(self, tmp_path: Path) -> None:
        """A reader that stops early, such as head, causes no complaint."""
        with subprocess.Popen(
            [sys.executable, "-m", "journeymap", "audit", "--format", "json", *[SHOP, KOREAN_SHOP] * 2, CAKE],
            cwd=tmp_path, env=surroundings(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        ) as running:  # fmt: skip
            assert running.stdout is not None
            assert running.stderr is not None
            running.stdout.readline()
            running.stdout.close()
            assert running.stderr.read() == b""
            assert running.wait(timeout=60) == 141

    @pytest.mark.skipif(os.name == "nt", reason="sends the interrupt of POSIX")
    def test_an_interrupt_is_quiet(self, tmp_path: Path) -> None:
        """Ctrl-C ends with 130 and no traceback."""
        waiting = "import journeymap.cli, journeymap.cli.judging; print('ready', flush=True); journeymap.cli.main()"
        with subprocess.Popen(
            [sys.executable, "-c", waiting, "audit", "-"],
            cwd=tmp_path, env=surroundings(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        ) as running:  # fmt: skip
            assert running.stdout is not None
            assert running.stdout.readline() == b"ready\n"
            time.sleep(0.5)
            running.send_signal(signal.SIGINT)
            _, said = running.communicate(timeout=60)
        assert running.returncode == 130
        assert said.strip() == b""

    def test_the_same_bytes_under_any_hash_seed(self, tmp_path: Path) -> None:
        """Two runs under different hash seeds write the same bytes."""
        for args in (["audit", SHOP], ["audit", SHOP, "--format", "json"], ["score", KOREAN_SHOP]):
            one, other = (process(*args, cwd=tmp_path, PYTHONHASHSEED=seed).stdout for seed in ("1", "2"))
            assert one == other != b""

    @pytest.mark.parametrize(
        ("code", "absent"),
        [
            ("import journeymap", ("networkx", "jinja2", "graphviz", "yaml", "click", "rich", "cattrs", "IPython")),
            (
                "from journeymap.cli import app; app(['audit', SHOP], standalone_mode=False)",
                ("rich", "networkx", "jinja2"),
            ),
        ],
    )
    def test_nothing_heavy_is_loaded(self, tmp_path: Path, code: str, absent: tuple[str, ...]) -> None:
        """Importing the library loads nothing heavy, and an audit into a pipe needs no colours and no templates."""
        script = f"import sys; SHOP = {SHOP!r}; {code}; print([name for name in {absent} if name in sys.modules])"
        done = subprocess.run(
            [sys.executable, "-c", script],
            cwd=tmp_path, env=surroundings(), capture_output=True, check=True, timeout=60,
        )  # fmt: skip
        assert done.stdout.splitlines()[-1] == b"[]"


class TestMain:
    """The entry point itself, without a process of its own."""

    @pytest.fixture
    def main(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., int]:
        """Run the entry point on some arguments; gives the exit code."""

        def run_main(*args: str) -> int:
            monkeypatch.setattr(sys, "argv", ["journeymap", *args])
            with pytest.raises(SystemExit) as ended:
                cli.main()
            assert isinstance(ended.value.code, int)
            return ended.value.code

        return run_main

    def test_exit_codes(self, main: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
        """0 for nothing found, 1 for something, 2 for bad input and bad arguments."""
        assert main("audit", CAKE) == 0
        assert main("audit", SHOP) == 1
        assert main("audit", "missing.yaml") == 2
        assert main("audit") == 2
        assert "missing.yaml: there is no such file" in capsys.readouterr().err

    def test_streams_of_other_programs(self, main: Callable[..., int], monkeypatch: pytest.MonkeyPatch) -> None:
        """A program that has put something else in the place of standard output gets the text there."""
        monkeypatch.setattr(sys, "stdout", io.StringIO())
        assert main("explain", "JM103") == 0
        assert sys.stdout.getvalue().startswith("JM103 ")  # type: ignore[attr-defined]

    @pytest.mark.parametrize("moment", ["_run", "app.main"])
    def test_interrupts(self, main: Callable[..., int], monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
        """Ctrl-C at any moment ends with 130."""

        def interrupt(*args: object, **options: object) -> int:
            raise KeyboardInterrupt if moment == "_run" else click.Abort

        monkeypatch.setattr(f"journeymap.cli.{moment}", interrupt)
        assert main("rules") == 130

    def test_a_pipe_that_breaks_at_the_end(self, main: Callable[..., int], monkeypatch: pytest.MonkeyPatch) -> None:
        """What is still to be written when the reader is gone is dropped without complaint."""
        with open(os.devnull, "w") as nowhere:  # noqa: PTH123
            monkeypatch.setattr(sys, "stdout", nowhere)
            monkeypatch.setattr("journeymap.cli._run", lambda: (_ for _ in ()).throw(BrokenPipeError))
            assert main("rules") == 141

    def test_a_pipe_that_breaks_on_the_way(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        """A command whose reader has gone ends quietly."""

        def broken(*args: object) -> None:
            raise BrokenPipeError

        monkeypatch.setattr("journeymap.cli.learning.show", broken)
        result = run("rules")
        assert result.exit_code == 141
        assert result.output == ""


def test_every_command_is_listed_once() -> None:
    """The table of commands names what there is, and each is a click command of that name."""
    context = click.Context(app)
    for name in COMMANDS:
        found = app.get_command(context, name)
        assert found is not None
        assert found.name == name
    assert app.get_command(context, "nonsense") is None
