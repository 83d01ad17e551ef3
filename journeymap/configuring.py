"""How journeys are judged where they stand: ``journeymap.toml``, or ``[tool.journeymap]`` of ``pyproject.toml``.

The nearest one above a journey counts, ``journeymap.toml`` before ``pyproject.toml`` in one folder::

    profile = ["restaurant", "small"]   # rules left out or set otherwise for this kind of business, or "auto"
    select = ["JM1", "JM2"]             # only these; all when left out
    ignore = ["JM010"]                  # and not these: codes or their beginnings
    rules = ["house_rules"]             # modules of your own: house_rules.py beside this file, or installed
    baseline = "known.json"             # what is known and does not fail, see journeymap audit --write-baseline

    [options.JM101]
    floor = -0.5

    [severity]
    JM011 = "info"

    [[waivers]]
    rule = "JM105"
    touchpoint = "pay"                  # left out: wherever the rule fails
    reason = "The terminal is unstaffed by law"
    until = 2027-03-31                  # left out: without end

    [theme]                             # how pictures, checklists and pages of audits look
    colour = "#4b2e83"
    font = "Pretendard"
    logo = "logo.svg"                   # SVG or PNG, beside this file

Naming a module of rules runs it: a configuration is as trusted as a program. ``journeymap audit --no-config`` reads
none.
"""

from __future__ import annotations

import datetime
import os
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from importlib import import_module, util
from pathlib import Path
from typing import Any, TypeVar

import attrs

from journeymap.adopting import Baseline, read_baseline
from journeymap.auditing import Audit, Options, audit, like
from journeymap.errors import JourneyError, JourneymapError, Problem, ReadError, unknown
from journeymap.fields import shown
from journeymap.formats.decoding import read_content, text_of
from journeymap.formats.placing import lazily, path_text, toml_places
from journeymap.model import Journey
from journeymap.profiles import AUTO, PROFILES, Change, changes_of
from journeymap.rulebook import Rule, Severity
from journeymap.rules import RULES
from journeymap.waiving import Waiver

__all__ = ["Config", "House", "configure", "find_config", "house_of", "read_config"]

NAMES = ("journeymap.toml", "pyproject.toml")
"""What a configuration may be called; of two in one folder the first counts."""

Place = tuple[str | int, ...]

T = TypeVar("T")


@attrs.frozen(kw_only=True)
class House:
    """How a company's pictures and pages look: what :func:`journeymap.branded` takes.

    Attributes:
        colour: Its colour, such as ``"#4b2e83"``; None for that of the theme.
        font: The font that is asked for first.
        logo: The file of its logo.
    """

    colour: str | None = None
    font: str = ""
    logo: Path | None = None


@attrs.frozen(kw_only=True)
class Config:
    """How journeys are to be judged.

    Attributes:
        path: The file it was read from; None when there is none.
        profiles: The profiles asked for, ``"auto"`` among them.
        select: Codes or prefixes of the rules to ask; None for all.
        ignore: Codes or prefixes of rules to leave out.
        options: Options by rule code.
        severities: Severities by rule code.
        rules: The rules to choose from: ours, and those of your own modules.
        waivers: The exceptions.
        baseline: What is known and does not fail.
        house: How pictures look.
    """

    path: Path | None = None
    profiles: tuple[str, ...] = ()
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    options: Options = attrs.field(factory=dict)
    severities: Mapping[str, Severity] = attrs.field(factory=dict)
    rules: tuple[Rule, ...] = RULES
    waivers: tuple[Waiver, ...] = ()
    baseline: Baseline | None = None
    house: House = House()

    def changes(self, journey: Journey) -> tuple[Change, ...]:
        """What the profiles change for this journey: the rules left out, and options set otherwise.

        Raises:
            UnknownNameError: When there is no such profile.
        """
        business = journey.business
        stated = (business.kind, business.size) if business else ()
        named = [*(name for name in stated if name in PROFILES)] if AUTO in self.profiles else []
        asked = [name for name in self.profiles if name != AUTO]
        return changes_of([*map(str, named), *asked], known=[rule.code for rule in self.rules])

    def audit(self, journey: Journey, *, source: str | None = None, on: datetime.date | None = None) -> Audit:
        """Judge a journey as configured.

        What the configuration says of a rule counts more than what a profile does.

        Args:
            journey: The journey.
            source: The file it was read from, by which a baseline knows it.
            on: The day on which waivers hold or have expired; today when None.

        Raises:
            JourneyError: When a reference in the journey leads nowhere.
            UnknownNameError: When a code, prefix or profile does not exist.
        """
        stated = {*self.options, *self.severities}
        changes = tuple(change for change in self.changes(journey) if change.rule not in stated)
        known = self.baseline.known_in(source) if self.baseline is not None and source is not None else ()
        judged = audit(
            journey,
            select=self.select,
            ignore=(*self.ignore, *(change.rule for change in changes if change.leaves_out)),
            options={**{change.rule: change.options for change in changes if change.options}, **self.options},
            severities={**{each.rule: Severity(each.severity) for each in changes if each.severity}, **self.severities},
            rules=self.rules,
            waivers=self.waivers,
            known=known,
            on=on,
        )
        return attrs.evolve(judged, changes=changes)


def configure(journey: str | os.PathLike[str]) -> Config:
    """The configuration for the journey in a file (or folder): the nearest one above it, or an empty one.

    Raises:
        JourneyError: When the configuration has mistakes; every one is told.
    """
    found = find_config(journey)
    return Config() if found is None else read_config(found)


def find_config(journey: str | os.PathLike[str]) -> Path | None:
    """The configuration nearest above a file or folder; a ``pyproject.toml`` without our table does not count."""
    start = Path(os.path.abspath(journey))  # noqa: PTH100 (a link is looked at from where it stands)
    for folder in (start, *start.parents) if start.is_dir() else start.parents:
        for name in NAMES:
            path = folder / name
            if path.is_file() and (name == NAMES[0] or _has_table(path)):
                return path
    return None


def read_config(path: str | os.PathLike[str]) -> Config:
    """The configuration in a file.

    Raises:
        JourneyError: When it has mistakes: every one, with its line, and the nearest spelling.
    """
    reader, data = _opened(path)
    return reader.done(reader.config(data))


def house_of(journey: str | os.PathLike[str]) -> House:
    """How pictures of the journey in a file look, by the configuration nearest above it; no module of rules is run.

    Raises:
        JourneyError: When what it says of the theme has mistakes.
    """
    found = find_config(journey)
    if found is None:
        return House()
    reader, data = _opened(found)
    return reader.done(reader.house(data) if isinstance(data, dict) else House())


def _opened(path: str | os.PathLike[str]) -> tuple[_Reader, Any]:
    """Our table in a file, and what reads it."""
    source = os.fspath(path)
    text = text_of(read_content(source))
    try:
        data: Any = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ReadError([Problem(f"this is not TOML: {error}", source=source)]) from None
    base: Place = ()
    if Path(path).name == NAMES[1]:
        base = ("tool", "journeymap")
        tool = data.get("tool")
        data = tool.get("journeymap", {}) if isinstance(tool, dict) else {}
    return _Reader(source, base, partial(toml_places, text)), data


def _has_table(path: Path) -> bool:
    try:
        tool = tomllib.loads(path.read_text(encoding="utf-8-sig")).get("tool")
    except (OSError, ValueError, RecursionError):
        return False  # somebody else's file: its owner will be told by its own tools
    return isinstance(tool, dict) and "journeymap" in tool


class _Reader:
    """Reads one configuration, and notes every mistake on the way."""

    def __init__(self, source: str, base: Place, scan: Callable[[], Any]) -> None:
        self.source, self.base = source, base
        self.folder = Path(source).parent
        self.problems: list[Problem] = []
        self._locate = lazily(scan)

    def refuse(self, path: Place, message: str, *, at_key: bool = False) -> None:
        line, column = self._locate((*self.base, *path), key=at_key)
        place = path_text((*self.base, *path))
        self.problems.append(Problem(message, path=place, source=self.source, line=line, column=column))

    def done(self, made: T) -> T:
        """What was read, if nothing of it was wrong."""
        if self.problems:
            raise JourneyError(sorted(self.problems, key=lambda problem: (problem.line, problem.column)))
        return made

    def config(self, data: Any) -> Config:
        if not isinstance(data, dict):
            self.refuse((), f"expected a table (got {shown(data)})")
            return Config()
        known = ("baseline", "ignore", "options", "profile", "rules", "select", "severity", "theme", "waivers")
        for key in data:
            if key not in known:
                self.refuse((key,), unknown("key", key, known), at_key=True)
        rules = self.rules(data)
        codes = {rule.code: rule for rule in rules}
        return Config(
            path=Path(self.source),
            profiles=self.profiles(data),
            select=self.codes(data, "select", codes) if "select" in data else None,
            ignore=self.codes(data, "ignore", codes),
            options=self.options(data, codes),
            severities=self.severities(data, codes),
            rules=rules,
            waivers=self.waivers(data, codes),
            baseline=self.baseline(data),
            house=self.house(data),
        )

    # What each key holds

    def profiles(self, data: Mapping[str, Any]) -> tuple[str, ...]:
        names = self.texts(data, "profile")
        for path, name in names:
            if name not in (*PROFILES, AUTO):
                self.refuse(path, unknown("profile", name, (*PROFILES, AUTO)))
        return tuple(name for _, name in names)

    def codes(self, data: Mapping[str, Any], key: str, known: Iterable[str]) -> tuple[str, ...]:
        known = tuple(known)
        found = self.texts(data, key)
        for path, prefix in found:
            if not any(code.startswith(prefix) for code in known):
                self.refuse(path, unknown("rule", prefix, known))
        return tuple(prefix for _, prefix in found)

    def options(self, data: Mapping[str, Any], known: Mapping[str, Rule]) -> Options:
        found: dict[str, dict[str, Any]] = {}
        for code, values in self.table(data, "options").items():
            path = ("options", code)
            if code not in known:
                self.refuse(path, unknown("rule", code, known), at_key=True)
            elif not isinstance(values, dict):
                self.refuse(path, f"expected a table of options (got {shown(values)})")
            else:
                self.settings(path, values, known[code])
                found[code] = values
        return found

    def settings(self, path: Place, values: Mapping[str, Any], rule: Rule) -> None:
        for name, value in values.items():
            if name not in rule.options:
                self.refuse((*path, name), unknown(f"option of {rule.code}", name, rule.options), at_key=True)
            elif not like(value, rule.options[name]):
                self.refuse((*path, name), f"expected a value like {rule.options[name]!r} (got {shown(value)})")

    def severities(self, data: Mapping[str, Any], known: Mapping[str, Rule]) -> dict[str, Severity]:
        found = {}
        for code, value in self.table(data, "severity").items():
            path = ("severity", code)
            if code not in known:
                self.refuse(path, unknown("rule", code, known), at_key=True)
            if value in tuple(Severity):
                found[code] = Severity(value)
            else:
                self.refuse(path, unknown("severity", value, [severity.value for severity in Severity]))
        return found

    def waivers(self, data: Mapping[str, Any], known: Iterable[str]) -> tuple[Waiver, ...]:
        listed = data.get("waivers", [])
        if not isinstance(listed, list):
            self.refuse(("waivers",), f"expected [[waivers]], a table for each (got {shown(listed)})")
            return ()
        found = (self.waiver(("waivers", number), values, tuple(known)) for number, values in enumerate(listed))
        return tuple(waiver for waiver in found if waiver is not None)

    def waiver(self, path: Place, values: Any, known: Sequence[str]) -> Waiver | None:
        if not isinstance(values, dict):
            self.refuse(path, f"expected a table with rule and reason (got {shown(values)})")
            return None
        before = len(self.problems)
        names = attrs.fields_dict(Waiver)
        for key in values:
            if key not in names:
                self.refuse((*path, key), unknown("key", key, names), at_key=True)
        for key in ("rule", "reason"):
            if key not in values:
                self.refuse(path, f"missing {key!r} ({names[key].metadata['question']['en']})")
        code = values.get("rule")
        if isinstance(code, str) and code not in known:
            self.refuse((*path, "rule"), unknown("rule", code, known))
        if len(self.problems) > before:
            return None
        try:
            return Waiver(**values)
        except JourneyError as error:
            self.refuse(path, str(error))
            return None

    def rules(self, data: Mapping[str, Any]) -> tuple[Rule, ...]:
        rules = list(RULES)
        for path, name in self.texts(data, "rules"):
            known = {rule.code for rule in rules}
            for rule in self.module(path, name):
                if rule.code in known:
                    self.refuse(path, f"rule {rule.code} of {name!r} is there already (give it a code of its own)")
                else:
                    rules.append(rule)
        return tuple(rules)

    def module(self, path: Place, name: str) -> tuple[Rule, ...]:
        """The rules of a module, which is imported: from beside the configuration, else as Python would."""
        try:
            found = _imported(name, self.folder)
        except ModuleNotFoundError as error:
            if error.name and (name == error.name or name.startswith(f"{error.name}.")):
                beside = f"{name.replace('.', '/')}.py"
                self.refuse(
                    path, f"there is no module {name!r} (expected {beside} beside this file, or an installed one)"
                )
            else:
                self.refuse(path, f"module {name!r} cannot be imported: {error}")
            return ()
        except Exception as error:  # whatever a module does wrong is told like any other mistake
            self.refuse(path, f"module {name!r} cannot be imported: {type(error).__name__}: {error}")
            return ()
        rules = getattr(found, "RULES", None)
        if not isinstance(rules, (tuple, list)) or not all(isinstance(rule, Rule) for rule in rules):
            self.refuse(path, f"module {name!r} has no RULES (expected a tuple of rules, RULES = (my_rule,))")
            return ()
        return tuple(rules)

    def baseline(self, data: Mapping[str, Any]) -> Baseline | None:
        given = data.get("baseline")
        if given is None:
            return None
        if not isinstance(given, str):
            self.refuse(("baseline",), f"expected the path of a file (got {shown(given)})")
            return None
        try:
            return read_baseline(self.folder / given)
        except JourneymapError as error:
            self.refuse(("baseline",), str(error))
            return None

    def house(self, data: Mapping[str, Any]) -> House:
        found: dict[str, Any] = {}
        for key, value in self.table(data, "theme").items():
            path, known = ("theme", key), [field.name for field in attrs.fields(House)]
            if key not in known:
                self.refuse(path, unknown("key", key, known), at_key=True)
            elif not isinstance(value, str):
                self.refuse(path, f"expected text (got {shown(value)})")
            elif key == "colour" and not re.fullmatch("#[0-9a-fA-F]{6}", value):
                self.refuse(path, f"expected a colour such as #4b2e83 (got {shown(value)})")
            else:
                found[key] = self.folder / value if key == "logo" else value
        return House(**found)

    # The forms of values

    def texts(self, data: Mapping[str, Any], key: str) -> list[tuple[Place, str]]:
        """A text or several, each with its place."""
        given = data.get(key, [])
        if isinstance(given, str):
            return [((key,), given)]
        if not isinstance(given, list):
            self.refuse((key,), f"expected a list of texts (got {shown(given)})")
            return []
        found: list[tuple[Place, str]] = []
        for number, item in enumerate(given):
            if isinstance(item, str):
                found.append(((key, number), item))
            else:
                self.refuse((key, number), f"expected text (got {shown(item)})")
        return found

    def table(self, data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        given = data.get(key, {})
        if isinstance(given, dict):
            return given
        self.refuse((key,), f"expected a table (got {shown(given)})")
        return {}


def _imported(name: str, folder: Path) -> Any:
    """A module: a file of that name in the folder, under no name of its own, so that two may be called alike."""
    beside = folder.joinpath(*name.split(".")).with_suffix(".py")
    if not beside.is_file():
        return import_module(name)
    spec = util.spec_from_file_location(name, beside)
    assert spec is not None
    assert spec.loader is not None
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
