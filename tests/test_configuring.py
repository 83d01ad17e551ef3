"""Configuration: found above the journey, read whole, every mistake told at once with its place."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from journeymap import profiles
from journeymap.adopting import baseline_text, failed_in, read_baseline
from journeymap.auditing import audit, like
from journeymap.configuring import Config, House, configure, find_config, house_of, read_config
from journeymap.errors import JourneyError, ReadError, UnknownNameError
from journeymap.i18n import translator
from journeymap.model import Business, Journey
from journeymap.profiles import AUTO, PROFILES, changes_of
from journeymap.rulebook import Severity
from journeymap.rules import RULES
from journeymap.waiving import Waiver

HOUSE_RULES = """
from journeymap.rulebook import Severity, rule

@rule(code="SHOP001", name="no-tea", severity=Severity.INFO, principle="finish strong", title="Tea", message="No tea.",
      question="Tea?", why="Guests like it.", fix="Give tea.", source="House rule 2026")
def no_tea(context, *, cups=1):
    for touchpoint in context.look(context.of_kind("farewell")):
        yield context.failed(touchpoint)

RULES = (no_tea,)
"""

MISTAKEN = """\
profile = "restaurnt"
selct = ["JM1"]
ignore = ["JM01O", 3]
rules = 7
baseline = "nowhere.json"
severity = { JM101 = "eror", JM999 = "info" }
[options]
JM10 = {}
JM102 = 3
JM101 = { flor = 1, floor = "low" }
[[waivers]]
rule = "JM101"
[[waivers]]
rule = "JM1O1"
reason = "x"
whre = "pay"
[[waivers]]
rule = "JM101"
reason = " "
"""

STALL = Journey("Stall").touchpoint("eat", "Eat", emotion=1).touchpoint("pay", "Pay", emotion=-1)


def written(folder: Path, text: str, name: str = "journeymap.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


class TestFinding:
    def test_the_nearest_above_the_journey_counts(self, tmp_path: Path) -> None:
        """A configuration is looked for from the journey's folder upwards; nearer ones hide those above."""
        (tmp_path / "shops" / "north").mkdir(parents=True)
        top = written(tmp_path, "")
        assert find_config(tmp_path / "shops" / "north" / "a.yaml") == top
        near = written(tmp_path / "shops", "")
        assert find_config(tmp_path / "shops" / "north" / "a.yaml") == near
        assert find_config(tmp_path / "shops") == near

    def test_a_pyproject_counts_with_our_table_only(self, tmp_path: Path) -> None:
        """A pyproject.toml of somebody else, or broken, is passed over; journeymap.toml comes before it."""
        written(tmp_path, '[tool.other]\nname = "x"', "pyproject.toml")
        assert find_config(tmp_path / "a.yaml") is None
        written(tmp_path, "[tool", "pyproject.toml")
        assert find_config(tmp_path / "a.yaml") is None
        ours = written(tmp_path, '[tool.journeymap]\nselect = ["JM1"]', "pyproject.toml")
        assert find_config(tmp_path / "a.yaml") == ours
        assert configure(tmp_path / "a.yaml").select == ("JM1",)
        assert find_config(tmp_path / "a.yaml") == ours
        assert find_config(written(tmp_path, "").parent / "a.yaml") == tmp_path / "journeymap.toml"

    def test_without_one_everything_is_as_usual(self, tmp_path: Path) -> None:
        """Where there is no configuration, every rule is asked as it is."""
        assert configure(tmp_path / "a.yaml") == Config()
        assert [finding.code for finding in Config().audit(STALL)] == [finding.code for finding in audit(STALL)]


class TestReading:
    def test_everything_that_can_be_said(self, tmp_path: Path) -> None:
        """Each key does what it says."""
        written(tmp_path, HOUSE_RULES, "house_rules.py")
        (tmp_path / "known.json").write_text(baseline_text(tmp_path / "known.json", []), encoding="utf-8")
        config = read_config(
            written(
                tmp_path,
                """
                profile = "store"
                select = ["JM1", "SHOP"]
                ignore = "JM102"
                rules = ["house_rules"]
                baseline = "known.json"
                options.JM101 = { floor = -1.5 }
                severity = { JM106 = "info" }
                theme = { colour = "#4b2e83", font = "Pretendard", logo = "art/logo.svg" }
                [[waivers]]
                rule = "SHOP001"
                reason = "No kettle"
                until = 2030-01-01
                """,
            )
        )
        assert config.profiles == ("store",)
        assert config.select == ("JM1", "SHOP")
        assert config.ignore == ("JM102",)
        assert config.options == {"JM101": {"floor": -1.5}}
        assert config.severities == {"JM106": Severity.INFO}
        assert config.waivers == (Waiver("SHOP001", reason="No kettle", until=datetime.date(2030, 1, 1)),)
        assert config.rules[-1].code == "SHOP001"
        assert config.baseline is not None
        assert config.house == House(colour="#4b2e83", font="Pretendard", logo=tmp_path / "art" / "logo.svg")
        judged = config.audit(STALL.touchpoint("bye", "Bye", kind="farewell", emotion=1))
        assert [finding.code for finding in judged.waived] == ["SHOP001"]
        assert not any(finding.code == "JM102" for finding in judged)

    def test_the_house_is_read_alone(self, tmp_path: Path) -> None:
        """How pictures look is known without running any module; its mistakes are told with their place."""
        written(tmp_path, 'rules = ["is_not_there"]\n[theme]\nfont = "Pretendard"')
        assert house_of(tmp_path / "a.yaml") == House(font="Pretendard")
        written(tmp_path, '[theme]\ncolour = "purple"\nlogos = "a.svg"\nfont = 3')
        with pytest.raises(JourneyError) as error:
            house_of(tmp_path / "a.yaml")
        said = str(error.value)
        assert "expected a colour such as #4b2e83" in said
        assert "logos" in said
        assert "expected text" in said
        (tmp_path / "journeymap.toml").unlink()
        assert house_of(tmp_path / "a.yaml") == House()

    def test_every_mistake_is_told_at_once_with_its_place(self, tmp_path: Path) -> None:
        """Each stands with file, line, path and the nearest spelling, in the order of the file."""
        path = written(tmp_path, MISTAKEN)
        with pytest.raises(JourneyError) as caught:
            read_config(path)
        problems = caught.value.problems
        assert [problem.line for problem in problems] == [1, 2, 3, 3, 4, 5, 6, 6, 8, 9, 10, 10, 11, 14, 16, 17]
        assert {problem.source for problem in problems} == {str(path)}
        told = "\n".join(problem.message for problem in problems)
        for said in (
            "'restaurnt' (did you mean 'restaurant'?)",
            "'selct' (did you mean 'select'?)",
            "'JM01O' (did you mean 'JM01",
            "expected text (got 3)",
            "expected a list of texts (got 7)",
            "nowhere.json: there is no such file",
            "'eror' (did you mean 'error'?)",
            "unknown rule 'JM999'",
            "expected a table of options (got 3)",
            "'flor' (did you mean 'floor'?)",
            "expected a value like 0.0 (got 'low')",
            "missing 'reason'",
            "'JM1O1' (did you mean 'JM1",
            "unknown key 'whre'",
            "the reason is empty",
        ):
            assert said in told

    def test_places_in_a_pyproject_are_those_of_the_file(self, tmp_path: Path) -> None:
        """Lines and paths are told as they are in the pyproject.toml."""
        path = written(tmp_path, '[project]\nname = "x"\n\n[tool.journeymap]\nselct = []\n', "pyproject.toml")
        with pytest.raises(JourneyError, match=r"pyproject\.toml:5:1: tool\.journeymap\.selct: unknown key"):
            read_config(path)

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("waivers = 3", "a table for each"),
            ("waivers = [3]", "a table with rule and reason"),
            ("options = 3", "expected a table"),
            ("severity = []", "expected a table"),
            ("baseline = 3", "expected the path"),
            ('[[waivers]]\nrule = 3\nreason = "x"', "rule"),
        ],
    )
    def test_wrong_forms_are_told(self, tmp_path: Path, text: str, said: str) -> None:
        """Whatever stands where something else belongs is told and never raises otherwise."""
        with pytest.raises(JourneyError, match=said):
            read_config(written(tmp_path, text))

    def test_what_is_no_table_or_no_toml(self, tmp_path: Path) -> None:
        """A table that is none, and a text that is no TOML, are told as such."""
        with pytest.raises(JourneyError, match="expected a table"):
            read_config(written(tmp_path, "[tool]\njourneymap = 3", "pyproject.toml"))
        assert read_config(written(tmp_path, "tool = 3", "pyproject.toml")).select is None
        with pytest.raises(ReadError, match="not TOML"):
            read_config(written(tmp_path, "[["))


class TestOwnRules:
    @pytest.mark.parametrize(
        ("code", "said"),
        [
            ("x = 1", "has no RULES"),
            ("RULES = (1,)", "has no RULES"),
            ("1 / 0", "ZeroDivisionError"),
            ("import journeymap_no_such_thing", "cannot be imported: No module named"),
            ("from journeymap.rules import RULES", "is there already"),
        ],
    )
    def test_what_a_module_does_wrong_is_told(self, tmp_path: Path, code: str, said: str) -> None:
        """A module that cannot be imported, or has no rules of its own, is a mistake of the configuration."""
        written(tmp_path, code, "house.py")
        with pytest.raises(JourneyError, match=said):
            read_config(written(tmp_path, 'rules = ["house"]'))

    def test_a_module_that_is_not_there(self, tmp_path: Path) -> None:
        """The message says where it was looked for."""
        with pytest.raises(JourneyError, match=r"expected a/house\.py beside this file"):
            read_config(written(tmp_path, 'rules = ["a.house"]'))

    def test_an_installed_module(self, tmp_path: Path) -> None:
        """A name that stands beside no file is imported as Python would; ours are there already."""
        with pytest.raises(JourneyError, match="is there already"):
            read_config(written(tmp_path, 'rules = ["journeymap.rules"]'))

    def test_two_modules_may_be_called_alike(self, tmp_path: Path) -> None:
        """Each configuration gets the module that stands beside it, and Python keeps neither."""
        for name in ("a", "b"):
            (tmp_path / name).mkdir()
            written(tmp_path / name, HOUSE_RULES.replace("SHOP001", f"SHOP00{ord(name) - 96}"), "house.py")
            config = read_config(written(tmp_path / name, 'rules = "house"'))
            assert config.rules[-1].code == f"SHOP00{ord(name) - 96}"


class TestProfiles:
    def test_they_speak_of_rules_and_options_that_there_are(self) -> None:
        """Every change names a rule and options of it, says why, and says so in Korean too."""
        known = {rule.code: rule for rule in RULES}
        t = translator("ko")
        for name, changes in PROFILES.items():
            assert len({change.rule for change in changes}) == len(changes), name
            for change in changes:
                assert change.rule in known, f"{name}: {change.rule}"
                assert t(change.why) != change.why
                for option, value in change.options.items():
                    assert like(value, known[change.rule].options[option])

    def test_they_are_kinds_and_sizes_of_business(self) -> None:
        """Each is a word that a business may state, so that auto finds it."""
        for name in PROFILES:
            field = "size" if name in ("solo", "small", "medium", "large") else "kind"
            Business("X", **{field: name})

    def test_a_profile_leaves_out_and_sets_otherwise(self) -> None:
        """Rules left out are not asked, others have other thresholds, and the audit says which."""
        judged = Config(profiles=("public-service",)).audit(STALL)
        codes = {rule.code for rule in judged.rules}
        assert "JM112" not in codes
        assert "JM012" in codes
        changed = {change.rule: change for change in judged.changes}
        assert not changed["JM112"].options
        assert changed["JM012"].options["max_gap"] == 30 * 86400

    def test_size_tells_what_weighs_more(self) -> None:
        """Small businesses are chosen to be known, large ones for choice and speed; what is configured counts more."""

        def severity(rule: str, **settings: Any) -> Severity:
            return {each.code: each.severity for each in Config(**settings).audit(STALL).rules}[rule]

        assert severity("JM704", profiles=("medium",)) is Severity.WARNING
        assert severity("JM704", profiles=("small",)) is Severity.ERROR
        assert severity("JM610", profiles=("large",)) is Severity.ERROR
        assert severity("JM704", profiles=("small",), severities={"JM704": Severity.INFO}) is Severity.INFO

    def test_a_fact_alone_silences_no_rule(self) -> None:
        """Stating the kind of a business changes nothing, unless the profile is asked to go by it."""
        business = Business("C", kind="clinic", size="solo")
        clinic = Journey("Clinic", business=business).touchpoint("a", "A", emotion=1)
        assert Config().audit(clinic).changes == ()
        auto = {change.rule for change in Config(profiles=(AUTO,)).audit(clinic).changes}
        assert {"JM010", "JM112"} <= auto
        assert Config(profiles=(AUTO,)).audit(STALL).changes == ()

    def test_the_configuration_counts_more_than_a_profile(self) -> None:
        """Options or a severity given for a rule keep the profile's hands off it."""
        config = Config(profiles=("public-service",), options={"JM012": {"max_gap": 1.0}},
                        severities={"JM112": Severity.ERROR})  # fmt: skip
        judged = config.audit(STALL)
        assert "JM112" in {rule.code for rule in judged.rules}
        assert {"JM012", "JM112"}.isdisjoint(change.rule for change in judged.changes)

    def test_an_unknown_profile_is_refused(self) -> None:
        """With the nearest name."""
        with pytest.raises(UnknownNameError, match="did you mean 'clinic'"):
            changes_of(["clinc"], known=["JM001"])

    def test_the_later_of_two_has_its_say(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Where two profiles speak of one rule, the later one counts."""
        first, second = profiles.Change("JM001", "a"), profiles.Change("JM001", "b")
        monkeypatch.setattr(profiles, "PROFILES", {"one": (first,), "two": (second,)})
        assert changes_of(["one", "two"], known=["JM001"]) == (second,)


class TestBaseline:
    def test_what_is_written_is_known(self, tmp_path: Path) -> None:
        """Everything that failed is known afterwards, by the path of the journey as seen from the baseline."""
        path = tmp_path / "base" / "known.json"
        path.parent.mkdir()
        file = tmp_path / "shops" / "a.yaml"
        found = audit(STALL)
        path.write_text(baseline_text(path, [(str(file), failed_in(found))]), encoding="utf-8")
        assert [*json.loads(path.read_text(encoding="utf-8"))["journeys"]] == ["../shops/a.yaml"]
        judged = Config(baseline=read_baseline(path)).audit(STALL, source=str(file))
        assert judged.findings == ()
        assert len(judged.known) == len(found.findings)
        assert failed_in(judged) == failed_in(found)
        assert Config(baseline=read_baseline(path)).audit(STALL, source="other.yaml").findings
        assert Config(baseline=read_baseline(path)).audit(STALL).findings

    def test_the_text_is_the_same_in_any_order(self, tmp_path: Path) -> None:
        """Files stand in order, so that a baseline reads well in a diff; an empty list is an empty list."""
        one, two = ("b.yaml", (("JM101", "pay", ""),)), ("a.yaml", ())
        text = baseline_text(Path("known.json"), [one, two])
        assert text == baseline_text(Path("known.json"), [two, one])
        assert '"a.yaml": [],' in text

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("{", "this is not a baseline"),
            ("[]", "expected a baseline"),
            ('{"journeymap_baseline": 2}', "expected a baseline"),
            ('{"journeymap_baseline": 1, "journeys": 3}', "a list of findings for each file"),
            ('{"journeymap_baseline": 1, "journeys": {"a": 3}}', r"journeys\.a: expected a list"),
            ('{"journeymap_baseline": 1, "journeys": {"a": [["JM101"]]}}', r"journeys\.a\[0\]: expected \[code"),
            ('{"journeymap_baseline": 1, "journeys": {"a": [["JM101", 3, ""]]}}', r"expected \[code"),
        ],
    )
    def test_what_is_no_baseline_is_told(self, tmp_path: Path, text: str, said: str) -> None:
        """With the file and the place."""
        path = written(tmp_path, text, "known.json")
        with pytest.raises(JourneyError, match=said):
            read_baseline(path)
