"""Check rules by examples: small journeys, and what the rule must say of each place in them.

Examples are written in Python, or in a YAML file that people can read::

    rule: JM101
    cases:
      - name: the journey ends well
        journey:
          touchpoints:
            - {id: eat, name: Eats, emotion: 1}
            - {id: tea, name: Tea on the house, emotion: 1.5, ends: success}
        expect: {tea: passed}

``expect`` names an outcome by touchpoint, or for ``the journey`` as a whole, or is one word: ``not applicable``.
A case may also have ``options``, ``says`` (the exact English messages of what fails or cannot be told) and ``path``
(the path that proves a failure). Whatever else fails or cannot be told is a mistake; what else
passes need not be named.
"""

from __future__ import annotations

import dataclasses
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from journeymap.auditing import audit
from journeymap.errors import Problem, ReadError, unknown
from journeymap.formats import decoding, structuring, yaml_reading
from journeymap.formats.placing import path_text
from journeymap.i18n import LANGUAGES
from journeymap.model import Journey
from journeymap.rulebook import Finding, Outcome, Rule

__all__ = ["WHOLE", "Case", "check_rule", "read_cases"]

WHOLE = "the journey"
"""The name that stands for the journey as a whole among the places of a case."""

_KEYS = ("name", "journey", "expect", "options", "says", "path")


def _outcomes_from(expect: Mapping[str, str] | str) -> dict[str, Outcome]:
    named = {WHOLE: expect} if isinstance(expect, str) else expect
    return {place: Outcome(outcome) for place, outcome in named.items()}


@attrs.frozen
class Case:
    """One example of what a rule says.

    Attributes:
        name: What it shows, in a few words.
        journey: The journey.
        expect: The outcome by touchpoint id, or for ``"the journey"``; a single word stands for the whole journey.
        options: Options of the rule, by name.
        says: The English messages of what fails or cannot be told, in order; None when they are not looked at.
        path: The path that the first failure must show, as ids; None when it is not looked at.
    """

    name: str
    journey: Journey
    expect: Mapping[str, Outcome] = attrs.field(converter=_outcomes_from)
    options: Mapping[str, Any] = attrs.field(factory=dict)
    says: tuple[str, ...] | None = None
    path: tuple[str, ...] | None = None


def check_rule(rule: Rule, cases: Iterable[Case] | str | os.PathLike[str]) -> None:
    """Check that a rule says of each example what it should, in every language.

    Args:
        rule: The rule.
        cases: The examples, or a YAML file of them.

    Raises:
        AssertionError: With everything that came out otherwise.
        ReadError: When the file cannot be read as examples.

    Example:
        >>> from journeymap.rules.structure.ways import dead_end
        >>> walk = Journey("Walk").touchpoint("door", "Door", ends="success")
        >>> check_rule(dead_end, [Case("a planned ending", walk, {"door": "passed"})])
        >>> check_rule(dead_end, [Case("a planned ending", walk, {"door": "failed"})])
        Traceback (most recent call last):
        ...
        AssertionError: JM003, a planned ending: door: expected failed, got passed
    """
    if isinstance(cases, (str, os.PathLike)):
        cases = read_cases(cases)
    wrong = [f"{rule.code}, {case.name}: {mistake}" for case in cases for mistake in _mistakes(rule, case)]
    if wrong:
        raise AssertionError("\n".join(wrong))


def read_cases(path: str | os.PathLike[str]) -> tuple[Case, ...]:
    """The examples in a YAML file.

    Raises:
        ReadError: When the file cannot be read, or what it says cannot be, with the place of each mistake.
    """
    place = os.fspath(path)
    try:
        return tuple(_cases(yaml_reading.parse(decoding.text_of(decoding.read_content(place)))))
    except ReadError as error:
        raise ReadError(dataclasses.replace(problem, source=place) for problem in error.problems) from None


def _mistakes(rule: Rule, case: Case) -> Iterator[str]:
    """What the rule says otherwise than the case expects."""
    judged = audit(case.journey, rules=(rule,), options={rule.code: case.options})
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in judged:
        found[finding.touchpoint or WHOLE].append(finding)
    open_places = [place for place, said in found.items() if _worst(said) in (Outcome.FAILED, Outcome.CANNOT_TELL)]
    for place in dict.fromkeys([*case.expect, *open_places]):
        expected, got = case.expect.get(place), _worst(found[place])
        if got is not expected:
            yield f"{place}: expected {expected or 'nothing'}, got {got or 'nothing'}"
    spoken = [finding for finding in judged if finding.outcome in (Outcome.FAILED, Outcome.CANNOT_TELL)]
    says = tuple(finding.message() for finding in spoken)
    if case.says is not None and says != case.says:
        yield f"expected it to say {list(case.says)}, got {list(says)}"
    shown = next((finding.path for finding in spoken if finding.outcome is Outcome.FAILED), ())
    if case.path is not None and shown != case.path:
        yield f"expected the path {list(case.path)}, got {list(shown)}"
    for finding in judged:
        for lang in LANGUAGES:
            finding.message(lang)  # a placeholder without a value is an error of its own


def _worst(findings: Iterable[Finding]) -> Outcome | None:
    outcomes = {finding.outcome for finding in findings}
    return next((outcome for outcome in Outcome if outcome in outcomes), None)


def _cases(parsed: structuring.Parsed) -> Iterator[Case]:
    """The cases in a file; a mistake is told with its line and column."""

    def refuse(message: str, *path: str | int) -> ReadError:
        line, column = parsed.locate(path)
        return ReadError([Problem(message, path=path_text(path), line=line, column=column)])

    if parsed.problems:
        raise ReadError(parsed.problems)
    data = parsed.data
    if not isinstance(data, dict) or not isinstance(data.get("cases"), list):
        raise refuse("expected a mapping with 'rule' and a list of 'cases'")
    for number, case in enumerate(data["cases"]):
        here = ("cases", number)
        if not isinstance(case, dict):
            raise refuse("expected a case: a mapping with 'name', 'journey' and 'expect'", *here)
        for key in case:
            if key not in _KEYS:
                raise refuse(unknown("key", key, _KEYS), *here)
        for key in ("name", "journey", "expect"):
            if key not in case:
                raise refuse(f"{key!r} is missing", *here)
        try:
            expect = _outcomes_from(case["expect"])
        except (AttributeError, ValueError):
            words = ", ".join(outcome.value for outcome in Outcome)
            raise refuse(f"expected an outcome for each place, of {words}", *here, "expect") from None
        journey = _journey(parsed, number)
        places = (WHOLE, *journey.positions)
        for place in expect:
            if place not in places:
                raise refuse(unknown("place", place, places), *here, "expect")
        yield Case(
            str(case["name"]),
            journey,
            expect,
            case.get("options", {}),
            tuple(case["says"]) if "says" in case else None,
            tuple(case["path"]) if "path" in case else None,
        )


def _journey(parsed: structuring.Parsed, number: int) -> Journey:
    """The journey of a case, which need not repeat its name or the version of the format."""
    case = parsed.data["cases"][number]
    written = case["journey"]
    data = (
        {"journeymap": structuring.VERSION, "name": case["name"], **written} if isinstance(written, dict) else written
    )
    where = ("cases", number, "journey")
    return structuring.structure(
        structuring.Parsed(data, lambda path, key=False: parsed.locate((*where, *path), key), parsed.version_line)
    )
