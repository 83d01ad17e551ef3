"""What was found in a log, for programs and on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import attrs
import pytest
from click.testing import CliRunner

import journeymap as jm
from journeymap.cli import app
from journeymap.cli.hinting import typed
from journeymap.evidence import Conformance, Moments, conformance, moments, read_log
from journeymap.evidence.aligning import KINDS
from journeymap.reports.comparisons import comparison_data
from journeymap.reports.lived import lived_data, report_lived
from tests.log_events import table, walks

DESIGNED = (
    jm.Journey("Shop", ritual=["a", "b"]).touchpoint("a", "A", emotion=1).touchpoint("b", "B").touchpoint("c", "C")
)
CASES = [("abc", 5), ("ac", 2), ("abxc", 1), ("abc", 4)] * 6


@pytest.fixture(scope="module")
def found() -> Conformance:
    return conformance(DESIGNED, read_log(walks(*(way for way, _ in CASES))), mask="secret")


@pytest.fixture(scope="module")
def mattering() -> Moments:
    rows = [(str(case), name, at, stars) for case, (way, stars) in enumerate(CASES) for at, name in enumerate(way)]
    log = read_log(table(*rows, columns="case activity time rating"), scale=jm.Scale(1, 5))
    return moments(log, least=5)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a log, ratings of its cases, and the journey as designed."""
    folder = tmp_path_factory.mktemp("log")
    rows = [f"{case},{name},2026-01-0{1 + at}" for case, (way, _) in enumerate(CASES) for at, name in enumerate(way)]
    (folder / "events.csv").write_text("case,activity,time\n" + "\n".join(rows), encoding="utf-8")
    stars = [f"{case},{stars}" for case, (_, stars) in enumerate(CASES)]
    (folder / "stars.csv").write_text("case,stars\n" + "\n".join(stars), encoding="utf-8")
    jm.save(DESIGNED, folder / "designed.yaml")
    return folder


def run(files: Path, *given: object) -> Any:
    return CliRunner().invoke(app, ["log", str(files / "events.csv"), *map(str, given)], prog_name="journeymap")


# For programs


def test_data_holds_everything_that_was_found(found: Conformance) -> None:
    """Figures with their intervals, deviations with masked examples, what matched nothing, and the counts."""
    data = json.loads(report_lived(found, "json"))
    assert (data["journeymap_conformance"], data["lang"], data["looked_at"]) == (1, "en", 24)
    assert data["fit"]["value"] == 0.5
    assert data["fit"]["low"] < 0.5 < data["fit"]["high"]
    assert [(each["kind"], each["touchpoint"], each["name"], each["cases"]) for each in data["deviations"]] == [
        ("skipped", "b", "B", 6), ("added", None, "x", 6),
    ]  # fmt: skip
    assert data["deviations"][0]["examples"] == list(found.deviations[0].examples)
    assert data["matching"]["unmatched"] == [{"name": "x", "nearest": None}]
    assert data["ritual"]["broken"] == {"b": 6}
    assert (data["log"]["name"], data["log"]["read"], data["log"]["cases"]) == ("table", 72, 24)
    assert [each["id"] for each in data["designed"]["touchpoints"]] == ["a", "b", "c"]
    plain = conformance(jm.Journey("x").touchpoint("a", "A"), read_log(walks("a", "a")))
    assert lived_data(plain)["ritual"] is None


def test_moments_are_data_too(mattering: Moments) -> None:
    """Each with what it is called, and in words that it is no cause."""
    data = json.loads(report_lived(mattering, "json", lang="ko"))
    assert (data["journeymap_moments"], data["cases"], data["correction"]) == (1, 24, "benjamini-hochberg")
    assert data["mean"] == pytest.approx(mattering.mean)
    assert [each["touchpoint"] for each in data["moments"]] == [each.touchpoint for each in mattering.all]
    first = data["moments"][0]
    assert (first["touchpoint"], first["what"], first["promise"], first["label"]) == ("x", "visited", None, "“x”: 들름")
    assert first["clear"] is True
    assert first["difference"]["high"] < 0
    assert "원인이라는 뜻이 아닙니다" in data["limits"]
    assert "not cause" in lived_data(mattering, lang="en")["limits"]


def test_every_report_is_saved_by_its_suffix(found: Conformance, mattering: Moments, tmp_path: Path) -> None:
    """The bytes are those of the report; an unknown report is refused."""
    for thing in (found, mattering):
        for suffix, form in ((".txt", "text"), (".html", "html"), (".md", "markdown"), (".json", "json")):
            path = jm.save(thing, tmp_path / f"a{suffix}")
            assert path.read_text(encoding="utf-8") == report_lived(thing, form, lang="en")
    with pytest.raises(jm.UnknownNameError, match="unknown report 'jsn'"):
        report_lived(found, "jsn")


def test_figures_beyond_all_numbers_are_null(mattering: Moments) -> None:
    """As JSON has no name for them."""
    wide = attrs.evolve(mattering.all[0].difference, low=-float("inf"))
    odd = attrs.evolve(mattering, all=(attrs.evolve(mattering.all[0], difference=wide),))
    assert json.loads(report_lived(odd, "json"))["moments"][0]["difference"]["low"] is None


def test_a_comparison_holds_the_conformance(found: Conformance) -> None:
    """And null where neither journey was read from a log."""
    assert comparison_data(jm.compare(DESIGNED, found))["conformance"] == lived_data(found, lang="en")
    assert comparison_data(jm.compare(DESIGNED, DESIGNED))["conformance"] is None


def test_every_kind_has_a_name(found: Conformance) -> None:
    """Deviations are told by kind in that order."""
    kinds = [each.kind for each in found.deviations]
    assert kinds == sorted(kinds, key=[*KINDS].index)


# On the command line


def test_the_command_tells_the_moments(files: Path, tmp_path: Path) -> None:
    """On the screen, in a file by its suffix, as data; in Korean on request; never without saying it is no cause."""
    ratings = ("--ratings", files / "stars.csv", "--scale", "1-5")
    shown = run(files, *ratings, "--moments")
    assert shown.exit_code == 0, shown.stderr
    assert "not cause" in shown.stdout
    assert max(map(len, shown.stdout.splitlines())) <= 80
    korean = run(files, *ratings, "--moments", "--lang", "ko", "--format", "markdown")
    assert korean.stdout.startswith("# 중요한 순간: events.csv")
    assert "원인이라는 뜻이 아닙니다" in korean.stdout
    assert json.loads(run(files, *ratings, "--moments", "--format", "json").stdout)["journeymap_moments"] == 1
    page = tmp_path / "moments.html"
    assert "Wrote" in run(files, *ratings, "--moments", "-o", page).stdout
    assert "not cause" in page.read_text(encoding="utf-8")
    assert "known: .html, .json, .md, .txt" in run(files, *ratings, "--moments", "-o", tmp_path / "a.svg").stderr


def test_the_command_tells_conformance_as_data(files: Path, tmp_path: Path) -> None:
    """With --format, or by the suffix .json; --to writes the journey in any format."""
    against = ("--against", files / "designed.yaml")
    data = json.loads(run(files, *against, "--format", "json").stdout)
    assert data["fit"]["value"] == 0.5
    path = tmp_path / "found.json"
    run(files, *against, "-o", path)
    assert json.loads(path.read_text(encoding="utf-8")) == data
    run(files, *against, "--to", "json", "-o", path)
    assert "x" in jm.load(path)
    text = tmp_path / "found.dat"
    run(files, *against, "--format", "text", "-o", text)
    assert "Shop as designed" in text.read_text(encoding="utf-8")


def test_what_matched_nothing_comes_with_what_to_type(files: Path) -> None:
    """The activity met most often, and the touchpoint that may be meant."""
    against = ("--against", files / "designed.yaml")
    assert "--match 'x=ID' says so, --match 'x=-' leaves it out" in run(files, *against).stderr
    assert "--match" not in run(files, *against, "--match", "x=-").stderr


def test_options_that_say_different_things_are_refused(files: Path) -> None:
    """Each mistake says which options go together."""
    against = ("--against", files / "designed.yaml")
    for given, said in [
        ([*against, "--moments"], "two reports: ask for one at a time"),
        (["--format", "json"], "--format goes with --against and --moments"),
        (["--moments", "--to", "json"], "--to writes a journey, and --moments a report"),
        ([*against, "--format", "json", "--to", "json"], "--to writes a journey, and --format a report"),
        (["--moments"], "cases have no ratings: give them in a table of their own, with --ratings, or in a column, "
                        "with --column case_rating=NAME"),
    ]:  # fmt: skip
        result = run(files, *given)
        assert (result.exit_code, said in result.stderr) == (2, True), result.stderr


def test_what_a_function_takes_an_option_gives(tmp_path: Path) -> None:
    """Milestones, promises, and how times are written."""
    path = tmp_path / "orders.csv"
    rows = [f"{case},0{1 + case % 9}/02/2026,0{2 + case % 7}/02/2026,04/02/2026,{1 + case % 5}" for case in range(60)]
    path.write_text("order,bought,came,due,stars\n" + "\n".join(rows), encoding="utf-8")
    given = [
        str(path), "--column", "case=order", "--column", "case_rating=stars", "--milestone", "bought=Order",
        "--milestone", "came=Delivery", "--promise", "due", "--time-format", "%d/%m/%Y", "--moments", "--format=json",
    ]  # fmt: skip
    result = CliRunner().invoke(app, ["log", *given], prog_name="journeymap")
    assert result.exit_code == 0, result.stderr
    late = [each for each in json.loads(result.stdout)["moments"] if each["what"] == "late"]
    assert {(each["touchpoint"], each["promise"]) for each in late} == {("Order", "due"), ("Delivery", "due")}


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("say which, with case=", "say which, with --column case=NAME"),
        ("left out; milestones= says which", "left out; --milestone says which"),
        ("such as case='Nr'", "such as --column case='Nr'"),
        ("as in rename={'/product/*': 'Product page'}, where", "as in --rename '/product/*=Product page', where"),
        ("time_format='%d/%m/%Y' or '%m/%d/%Y'", "--time-format '%d/%m/%Y' or '%m/%d/%Y'"),
        ("the zone of zone=, which", "the zone of --zone, which"),
        ("'/p?scale=3' and scale=3 stay", "'/p?scale=3' and scale=3 stay"),
    ],
)
def test_messages_name_options(said: str, meant: str) -> None:
    """Where the library names an argument; what a user wrote stays."""
    assert typed(said) == meant
