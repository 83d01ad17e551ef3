"""Checking rules by examples."""

from __future__ import annotations

from pathlib import Path

import pytest

from journeymap.errors import ReadError
from journeymap.model import Journey
from journeymap.rulebook import Outcome
from journeymap.rules.endings.impressions import negative_ending
from journeymap.rules.structure.ways import dead_end
from journeymap.testing import Case, check_rule, read_cases

STRANDED = Journey("Walk").touchpoint("door", "Door", next=[])

FILE = """\
rule: JM003
cases:
  - name: a stranded customer
    journey:
      touchpoints:
        - {id: door, name: Door, next: []}
    expect: {door: failed}
    says: ["“Door” leads nowhere and is not marked as an ending."]
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "cases.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_cases_are_read_from_a_file(tmp_path: Path) -> None:
    """A case has its name, its journey (named like it) and what is expected."""
    (case,) = read_cases(written(tmp_path, FILE))
    assert (case.name, case.journey.name, case.journey["door"].next) == ("a stranded customer",) * 2 + ((),)
    assert case.expect == {"door": Outcome.FAILED}
    assert case.says == ("“Door” leads nowhere and is not marked as an ending.",)
    assert case.path is None


def test_a_rule_that_says_what_is_expected_passes(tmp_path: Path) -> None:
    """Nothing is raised, for a file and for cases in Python."""
    check_rule(dead_end, written(tmp_path, FILE))
    check_rule(dead_end, [Case("stranded", STRANDED, {"door": "failed"})])


@pytest.mark.parametrize(
    ("case", "mistake"),
    [
        (Case("x", STRANDED, {"door": "passed"}), "JM003, x: door: expected passed, got failed"),
        (Case("x", STRANDED, {}), "JM003, x: door: expected nothing, got failed"),
        (Case("x", STRANDED, "not applicable"), "the journey: expected not applicable, got nothing"),
        (Case("x", STRANDED, {"door": "failed"}, says=("No.",)), "expected it to say ['No.'], got ['“Door” leads"),
        (Case("x", STRANDED, {"door": "failed"}, path=("door",)), "expected the path ['door'], got []"),
    ],
)
def test_whatever_comes_out_otherwise_is_told(case: Case, mistake: str) -> None:
    """The error names the rule, the case, the place, what was expected and what came."""
    with pytest.raises(AssertionError) as caught:
        check_rule(dead_end, [case])
    assert mistake in str(caught.value)


def test_all_cases_are_looked_at_before_any_is_told() -> None:
    """Two wrong cases give two lines."""
    cases = [Case(name, STRANDED, {"door": "passed"}) for name in ("one", "two")]
    with pytest.raises(AssertionError) as caught:
        check_rule(dead_end, cases)
    assert str(caught.value).count("\n") == 1


def test_options_are_passed_on() -> None:
    """A case can set an option of the rule."""
    low = Journey("Low").touchpoint("end", "End", emotion=-1, ends="success")
    check_rule(negative_ending, [Case("milder", low, {"end": "passed"}, {"floor": -1.5})])


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        ("expect: {door: failed}", "expect: {door: broken}", ":7:13: cases[0].expect: expected an outcome"),
        ("expect: {door: failed}", "expect: {dor: failed}", "unknown place 'dor' (did you mean 'door'?)"),
        ("expect: {door: failed}", "expect: [door]", "expected an outcome for each place"),
        ("expect: {door: failed}", "expects: {door: failed}", "unknown key 'expects' (did you mean 'expect'?)"),
        ("    expect: {door: failed}\n", "", "'expect' is missing"),
        ("id: door", "idd: door", ":6:12: touchpoints[0]: unknown key 'idd'"),
        (
            "    journey:\n      touchpoints:\n        - {id: door, name: Door, next: []}\n",
            "    journey: 1\n",
            "mapping",
        ),
        ("cases:", "case:", "expected a mapping with 'rule' and a list of 'cases'"),
        ("rule: JM003", "rule: JM003\nrule: JM004", "rule"),
    ],
)
def test_mistakes_in_a_file_are_told_with_their_place(tmp_path: Path, old: str, new: str, mistake: str) -> None:
    """A file that cannot be read as examples is refused, naming the file and what is wrong."""
    path = written(tmp_path, FILE.replace(old, new))
    with pytest.raises(ReadError) as caught:
        read_cases(path)
    assert mistake in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_case_is_a_mapping(tmp_path: Path) -> None:
    """A list of words is no list of cases."""
    with pytest.raises(ReadError, match="expected a case"):
        read_cases(written(tmp_path, "cases: [one]"))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """The error names the file."""
    with pytest.raises(ReadError, match=r"nothing\.yaml: there is no such file"):
        read_cases(tmp_path / "nothing.yaml")
