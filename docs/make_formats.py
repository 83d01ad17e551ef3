"""Write into the pages on formats which facts each format keeps, found by writing and reading journeys.

    python docs/make_formats.py

For each fact of a journey, journeys that hold it are written in each format and read again: as they were written, and
without what we add for ourselves, which other tools pass over. What comes back is what the table says.
"""

from __future__ import annotations

import datetime
import functools
import json
import math
import re
import typing
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

import journeymap as jm
from journeymap import facts
from journeymap.formats import FORMATS, written

DOCS = Path(__file__).resolve().parent
PAGES = {"en": DOCS / "formats.md", "ko": DOCS / "ko" / "formats.md"}

PARTS = (jm.Journey, jm.Stage, jm.Touchpoint, jm.Transition, jm.Persona, jm.Business)
"""What has a table of its own, with a row for each fact."""

RECORDS = tuple(getattr(facts, name) for name in facts.__all__)
"""What has one row: a record a touchpoint or a journey may carry."""

WHOLE, PARTLY, BESIDE, SOME, LOST = "●", "◐", "○", "≈", "–"
SIGNS = {WHOLE: "in words", PARTLY: "partly", BESIDE: "beside", SOME: "some", LOST: "lost"}

ENOUGH = 6
"""How many words of a list of words are tried."""

BEGIN, END = "<!-- begin: written by make_formats.py -->", "<!-- end -->"

SAYS = {
    "facts": ("Facts", "사실"),
    "in words": ("in its own words", "자기 표현으로"),
    "partly": ("partly", "일부만"),
    "beside": ("beside them", "곁에"),
    "some": ("rounded", "어림"),
    "lost": ("lost", "잃음"),
    "format": ("Format", "형식"),
    "record": ("Record", "묶음"),
    "records": ("Records", "사실 묶음"),
    "legend": (
        "{in_words} in the words of the format, which other tools see too; {partly} some values so, the others beside "
        "them; {beside} beside them, in comments or extensions that other tools pass over and `journeymap` reads; "
        "{some} some values only, or roughly; {lost} lost.",
        "{in_words} 그 형식의 표현에 담겨 다른 도구에서도 보입니다. {partly} 일부 값은 그렇고 나머지는 곁에 적습니다. "
        "{beside} 다른 도구는 지나치고 `journeymap`만 읽는 주석이나 확장에 적습니다. {some} 일부 값만 또는 어림으로 "
        "남습니다. {lost} 남지 않습니다.",
    ),
    "made": (
        "Found by writing and reading journeys with each of the {count} facts there are, in each format. What is "
        "written with `save`, `dumps` or `convert` loses nothing; `dot` is the picture that `jm.draw` makes.",
        "사실 {count}가지를 담은 여정을 형식마다 쓰고 다시 읽어 확인했습니다. `save`, `dumps`, `convert`로 쓴 것은 "
        "아무것도 잃지 않습니다. `dot`은 `jm.draw`가 그린 그림입니다.",
    ),
}  # fmt: skip
"""What the tables say of their own, in English and Korean."""


# Journeys that hold one fact


@functools.cache
def steps_to(kind: type) -> tuple[tuple[type, attrs.Attribute[Any]], ...]:
    """The fields that lead from a journey to records of a class, by the shortest way."""
    ways: list[tuple[tuple[type, attrs.Attribute[Any]], ...]] = [()]
    seen = {jm.Journey}
    for way in ways:
        at = way[-1][1].metadata["record"]() if way else jm.Journey
        if at is kind:
            return way
        for field in attrs.fields(at):
            if "record" in field.metadata and field.metadata["record"]() not in seen:
                seen.add(field.metadata["record"]())
                ways.append((*way, (at, field)))
    raise LookupError(kind)


def holding(kind: type, chosen: Mapping[str, Any]) -> jm.Journey:
    """A small journey with a record of a class that holds this."""
    record = made(kind, chosen)
    for owner, field in reversed(steps_to(kind)):
        if owner is jm.Journey and field.name == "touchpoints":
            first = attrs.evolve(record, stage=record.stage or "Pay")
            return jm.Journey("Shop", touchpoints=[first, jm.Touchpoint("b", "B", stage=first.stage)])
        record = made(owner, {field.name: (record,) if field.metadata["form"] == "records" else record})
    return typing.cast(jm.Journey, record)


def made(kind: type, chosen: Mapping[str, Any]) -> Any:
    """A record of a class with this in it and whatever it requires."""
    required = {field.name: values(field)[0] for field in attrs.fields(kind) if field.default is attrs.NOTHING}
    given = {"id": "a", "name": "A"} if kind is jm.Touchpoint else required
    if kind is jm.Journey:
        stage = chosen["stages"][0].name if "stages" in chosen else "Pay"
        given |= {"touchpoints": (jm.Touchpoint("a", "A", stage=stage), jm.Touchpoint("b", "B", stage=stage))}
    return kind(**{**given, **chosen})


def found(journey: jm.Journey, kind: type, name: str) -> Any:
    """What a journey made by ``holding`` holds."""
    record: Any = journey
    for _, field in steps_to(kind):
        record = getattr(record, field.name)
        if field.metadata["form"] == "records":
            record = record[0] if record else None
        if record is None:
            return None
    return getattr(record, name)


def values(field: attrs.Attribute[Any]) -> tuple[Any, ...]:
    """Some values of a field that are not those of a fact left out."""
    return tuple(value for value in _values(field) if value != field.default)


def _values(field: attrs.Attribute[Any]) -> tuple[Any, ...]:
    """Some values of a field, the ends of its range and what is none among them."""
    about = field.metadata
    form = about["form"]
    if form in ("choice", "choices"):
        words: tuple[str, ...] = about["choices"]
        return words[:ENOUGH] if form == "choice" else ((), words[:1], words[-2:])
    if form in ("number", "count", "duration"):
        low, high = max(about["low"], -5400), min(about["high"], 5400)
        inner = (12,) if form == "count" else (low + (high - low) * 0.59375, math.ceil(low + (high - low) / 4))
        return (*(each for each in inner if low <= each <= high), high, low)
    if form in ("record", "records"):
        record = made(about["record"](), {})
        return (record,) if form == "record" else ((record,), ())
    return {
        "text": ("Slow line", "느린 줄: “1, 2” & more"),
        "texts": (("slow", "too; many, 둘"), ()),
        "flag": (True, False),
        "slug": ("pay-2",) if field.name == "id" else ("b",),
        "slugs": (("b", "a"), ()),
        "day": (datetime.date(2026, 3, 1),),
    }[form]


# What each format does with them


def without_comments(text: str) -> str:
    """A Mermaid text without our comments."""
    return re.sub(r"(?m)^ *%% journeymap .*\n", "", text)


def without_xml_comments(text: str) -> str:
    """A CJML text without our comments."""
    return re.sub(r"(?s)<!-- journeymap .*?-->", "", text)


def without_attribute(text: str) -> str:
    """A GraphML text without the attribute of ours."""
    keys = "|".join(re.findall(r'<key id="(\w+)" for="\w+" attr.name="journeymap"', text))
    return re.sub(rf'(?s)<data key="(?:{keys})">.*?</data>', "", text)


def without_extensions(text: str) -> str:
    """A User Journey Graph without our extensions."""

    def bare(data: Any) -> Any:
        if isinstance(data, dict):
            return {key: bare(value) for key, value in data.items() if key != "extensions"}
        return [bare(each) for each in data] if isinstance(data, list) else data

    return json.dumps(bare(json.loads(text)))


BARE: dict[str, Callable[[str], str]] = {
    "mermaid": without_comments, "flowchart": without_comments, "markdown": without_comments,
    "cjml": without_xml_comments, "ujg": without_extensions, "graphml": without_attribute,
}  # fmt: skip
"""How a text becomes what other tools make of it."""

TRIED = (*(format.name for format in FORMATS), "networkx")
"""The formats that the tables tell of."""


@functools.lru_cache(maxsize=len(TRIED))
def again(journey: jm.Journey, format: str, *, bare: bool) -> jm.Journey | None:
    """The journey as it is after it was written and read; None where nothing is left to be read."""
    if bare and format not in BARE:
        return again(journey, format, bare=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", jm.ReadWarning)
        if format == "networkx":
            return jm.from_networkx(jm.to_networkx(journey))
        if format == "python":
            names: dict[str, Any] = {}
            exec(written(journey, format), names)
            return typing.cast(jm.Journey, names["journey"])
        text = jm.draw(journey, kind="graph").dot if format == "dot" else written(journey, format)
        try:
            return jm.loads(BARE[format](str(text)) if bare else text, format)
        except jm.ReadError:
            if not bare:
                raise
            return None


def marks_of(kind: type) -> dict[tuple[type, str], dict[str, str]]:
    """How each format keeps each fact of a class: what has a table of its own is tried fact by fact."""
    several = {field.name: values(field) for field in attrs.fields(kind)}
    tried = [{name: value} for name, some in several.items() for value in some]
    if kind in RECORDS:
        rounds = range(max(map(len, several.values())))
        tried = [{name: some[turn % len(some)] for name, some in several.items()} for turn in rounds]
    kept: dict[str, dict[str, list[tuple[bool, bool]]]] = {name: {format: [] for format in TRIED} for name in several}
    for chosen in tried:
        journey = holding(kind, chosen)
        for format in TRIED:
            whole, bare = again(journey, format, bare=False), again(journey, format, bare=True)
            for name, value in chosen.items():
                read = tuple(each is not None and found(each, kind, name) == value for each in (whole, bare))
                kept[name][format].append((read[0], read[1]))
    return {(kind, name): {format: mark(kept[name][format]) for format in TRIED} for name in several}


def mark(kept: Sequence[tuple[bool, bool]]) -> str:
    """The sign for a fact, whose values were kept in all and in the words of the format."""
    if not all(in_all for in_all, _ in kept):
        return SOME if any(in_all for in_all, _ in kept) else LOST
    in_words = [bare for _, bare in kept]
    return WHOLE if all(in_words) else PARTLY if any(in_words) else BESIDE


@functools.cache
def marks() -> dict[tuple[type, str], dict[str, str]]:
    """How each format keeps each fact."""
    told: dict[tuple[type, str], dict[str, str]] = {}
    for kind in (*PARTS, *RECORDS):
        told |= marks_of(kind)
    return told


# The tables


def section(lang: str) -> str:
    """What stands between the marks on a page."""

    def say(name: str) -> str:
        return SAYS[name][lang == "ko"]

    return "\n".join(("", *lines(say), ""))


def lines(say: Callable[[str], str]) -> Iterator[str]:
    """The tables: a row for each format, for each fact, and for each record."""
    told = marks()
    alike = columns(told)
    yield say("legend").format(**{name.replace(" ", "_"): sign for sign, name in SIGNS.items()})
    yield from ("", say("made").format(count=len(told)), "")
    yield from row(say("format"), *(f"{sign} {say(name)}" for sign, name in SIGNS.items()))
    yield ruled(len(SIGNS))
    for group in alike:
        signs = [each[group[0]] for each in told.values()]
        yield from row(titled(group), *(str(signs.count(sign) or "") for sign in SIGNS))
    for kind in PARTS:
        yield from ("", f"### {kind.__name__}", "", *row(say("facts"), *map(titled, alike)), ruled(len(alike)))
        alike_facts: dict[tuple[str, ...], list[str]] = {}
        for field in attrs.fields(kind):
            alike_facts.setdefault(signs_of(told[kind, field.name], alike), []).append(f"`{field.name}`")
        for signs_here, names in alike_facts.items():
            yield from row(" ".join(names), *signs_here)
    yield from ("", f"### {say('records')}", "", *row(say("record"), *map(titled, alike)), ruled(len(alike)))
    alike_records: dict[tuple[str, ...], list[str]] = {}
    for kind in RECORDS:
        each_fact = [signs_of(told[kind, field.name], alike) for field in attrs.fields(kind)]
        tallies = tuple(map(tallied, zip(*each_fact, strict=True)))
        alike_records.setdefault(tallies, []).append(f"`{kind.__name__}` ({len(each_fact)})")
    for tallies, names in alike_records.items():
        yield from row(", ".join(names), *tallies)


def columns(told: dict[tuple[type, str], dict[str, str]]) -> list[list[str]]:
    """The formats, those together that keep every fact alike."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for format in TRIED:
        groups.setdefault(tuple(each[format] for each in told.values()), []).append(format)
    return list(groups.values())


def signs_of(told: dict[str, str], alike: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The signs of a fact, one for each column."""
    return tuple(told[group[0]] for group in alike)


def tallied(signs: Sequence[str]) -> str:
    """The one sign, or how often each stands: ``●2 ○5``."""
    counts = {sign: signs.count(sign) for sign in SIGNS if sign in signs}
    return next(iter(counts)) if len(counts) == 1 else " ".join(f"{sign}{count}" for sign, count in counts.items())


def titled(group: Sequence[str]) -> str:
    """The head of a column."""
    return " ".join(f"`{format}`" for format in group)


def row(*cells: str) -> Iterator[str]:
    """A row of a table."""
    yield f"| {' | '.join(cells)} |"


def ruled(count: int) -> str:
    """The line below the heads of a first column and of so many others."""
    return "|---" + "|:-:" * count + "|"


def pages() -> dict[Path, str]:
    """Every page as it should be."""
    made_pages = {}
    for lang, path in PAGES.items():
        before, rest = path.read_text(encoding="utf-8").split(BEGIN)
        made_pages[path] = before + BEGIN + "\n" + section(lang) + "\n" + END + rest.split(END, 1)[1]
    return made_pages


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
