"""Write docs/coverage.md: what each statement of the source articles asks for, and where it lives here.

    python docs/make_coverage.py

The statements and the places are in docs/coverage.toml. Each place is looked up in the code, so that nothing stands in
the table that is not there.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import attrs
import click

import journeymap as jm
from journeymap import cli, examples, facts, model, profiles
from journeymap.drawing import KINDS

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
DATA = DOCS / "coverage.toml"
PAGE = DOCS / "coverage.md"

CODE = re.compile(r"JM\d{3}")
FIELD = re.compile(r"[A-Z]\w*(\.\w+)*(=[\w-]+)?")
NAME = re.compile(r"journeymap(\.\w+)+")

STATES = ("here", "in part", "not yet", "nothing asked")
"""How far a statement is carried out."""

INTRO = """\
# What the source articles ask for, and where it lives

The articles from which this library took its task make {count} statements. Each is told here in a few words of our
own, with what carries it out: rules, fields of a journey, functions, commands, drawings, words on the checklist,
bundled journeys. What is missing is named as *not yet*. Where a source says something else than the article does, the
correction stands beside it.

`python docs/make_coverage.py` makes this page from `docs/coverage.toml` and looks every place up in the code.
"""


def page() -> str:
    """The page."""
    data = tomllib.loads(DATA.read_text(encoding="utf-8"))
    return "\n".join(_lines(data["statement"], {each["first"]: each["about"] for each in data["article"]})) + "\n"


def mistakes() -> list[str]:
    """Every place in the mapping that is not there, and every statement that says too little."""
    statements = tomllib.loads(DATA.read_text(encoding="utf-8"))["statement"]
    wrong = [f"{id}: {place} is not there" for id, row in statements.items() for place in row.get("where", ())
             if link(place) is None]  # fmt: skip
    wrong += [f"{id}: neither a place nor what is missing" for id, row in statements.items()
              if not row.keys() & {"where", "not_yet", "aside"}]  # fmt: skip
    return wrong


def state(row: Mapping[str, Any]) -> str:
    """How far a statement is carried out."""
    if "aside" in row:
        return "nothing asked"
    if "where" not in row:
        return "not yet"
    return "in part" if "not_yet" in row else "here"


def _lines(statements: Mapping[str, Mapping[str, Any]], articles: Mapping[str, str]) -> Iterator[str]:
    yield INTRO.format(count=len(statements))
    states = [state(row) for row in statements.values()]
    yield f"| {' | '.join(STATES)} | in all |"
    yield "|--:" * (len(STATES) + 1) + "|"
    yield f"| {' | '.join(str(states.count(name)) for name in STATES)} | {len(states)} |"
    for id, row in statements.items():
        if id in articles:
            yield from ("", f"## {articles[id]}", "", "| | Statement | Where it lives | Not yet |", "|---|---|---|---|")
        said = row["says"] + (f"<br>*Correction: {row['correction']}*" if "correction" in row else "")
        where = ", ".join(str(link(place)) for place in row.get("where", ()))
        yield f"| {id} | {said} | {where or row.get('aside', '')} | {row.get('not_yet', '')} |"


# Where a place is in the code


def link(place: str) -> str | None:
    """A place as the table shows it; None when there is no such place."""
    before, colon, after = place.partition(":")
    if colon:
        return KNOWN[before](after) if before in KNOWN else None
    if CODE.fullmatch(place):
        return f"[{place}](rules/{place}.md)" if place in _codes() else None
    if place.startswith("journeymap "):
        known = place.removeprefix("journeymap ") in cli.app.list_commands(click.Context(cli.app))
        return f"`{place}`" if known else None
    if NAME.fullmatch(place):
        return f"`{place}`" if _importable(place) else None
    if FIELD.fullmatch(place) and "/" not in place and not (ROOT / place).exists():
        return f"`{place}`" if _is_field(place) else None
    return f"[{place}](../{place})" if (ROOT / place).exists() else None


@cache
def _codes() -> dict[str, str]:
    return {rule.code: rule.family for rule in jm.RULES}


def _family(name: str) -> str | None:
    return f"[rules on {name}](rules/README.md#{name})" if name in _codes().values() else None


def _example(name: str) -> str | None:
    file = f"../journeymap/examples/{name}.en.yaml"
    return f"[{name}]({file})" if name in examples.names() else None


def _printed(words: str) -> str | None:
    return f"checklist: “{words}”" if words in _checklists() else None


@cache
def _checklists() -> str:
    """Everything that is printed on the checklists of the bundled journeys."""
    journeys = map(jm.load, map(examples.path, examples.names()))
    return "\n".join(jm.checklist(journey).markdown() for journey in journeys)


def _importable(name: str) -> bool:
    """Whether a module has this name in it."""
    module, _, thing = name.rpartition(".")
    try:
        return hasattr(import_module(module), thing)
    except ModuleNotFoundError:
        return False


def _is_field(place: str) -> bool:
    """Whether a record has this field, and the field this word."""
    path, _, word = place.partition("=")
    first, *names = path.split(".")
    kind = getattr(model, first, None) or getattr(facts, first, None)
    found: attrs.Attribute[Any] | None = None
    for name in names:
        known = attrs.fields_dict(kind) if kind is not None and attrs.has(kind) else {}
        if name not in known:
            return False
        found = known[name]
        kind = found.metadata["record"]() if "record" in found.metadata else None
    if not names:
        return kind is not None
    return not word or (found is not None and word in found.metadata.get("choices", ()))


KNOWN: Mapping[str, Callable[[str], str | None]] = {
    "checklist": _printed,
    "drawing": lambda name: f"the {name}" if name in KINDS else None,
    "example": _example,
    "family": _family,
    "profile": lambda name: f"profile `{name}`" if name in profiles.PROFILES else None,
    "sheet": lambda name: f"[sheet {name}](sheets.md#{name})" if name in jm.SHEETS else None,
}
"""The places that are named with a word in front."""


if __name__ == "__main__":
    for mistake in mistakes():
        raise SystemExit(mistake)
    PAGE.write_text(page(), encoding="utf-8")
