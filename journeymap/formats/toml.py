"""TOML: the same structure as YAML and JSON."""

from __future__ import annotations

import re
import tomllib
from functools import partial

from journeymap.errors import Problem, ReadError
from journeymap.formats.placing import TOML_TOKEN, check_parts, lazily, problem_at, toml_places, too_deep
from journeymap.formats.structuring import Parsed, Reading, structure
from journeymap.formats.toml_writing import written
from journeymap.formats.unstructuring import unstructure
from journeymap.model import Journey

__all__ = ["parse", "read", "write"]

MOST_DOTS = 50
"""How many parts a dotted key may have; the parser needs the square of their number."""

_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)\Z")
_LONG_NUMBER = re.compile(r"[0-9_]{4300}")


def read(text: str) -> Reading:
    """The journey that a TOML text describes."""
    return structure(parse(text)), ()


def parse(text: str) -> Parsed:
    """What a TOML text says.

    Raises:
        ReadError: When it is not well-formed, or nested too deeply.
    """
    check_parts(text, ",\n")
    _check_dots(text)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ReadError(_problems(text, str(error))) from None
    except RecursionError:
        raise ReadError([too_deep(text, TOML_TOKEN)]) from None
    except ValueError:  # a whole number of more digits than Python reads
        long = _LONG_NUMBER.search(text)
        raise ReadError([problem_at(text, long.start() if long else 0, "a number is too long")]) from None
    return Parsed(data, lazily(partial(toml_places, text)), "journeymap = 1")


def write(journey: Journey) -> str:
    """The journey as TOML."""
    return written(unstructure(journey, units=True))


def _problems(text: str, message: str) -> tuple[Problem, ...]:
    """What is wrong with a text that is not TOML: keys that stand twice, or its first fault."""
    if message.startswith(("Cannot overwrite", "Cannot declare", "Duplicate")):
        twice = toml_places(text).problems()
        if twice:
            return twice
    place = _PLACE.search(message)
    message = message[: place.start()] if place else message
    said = f"this is not TOML: {message[:1].lower()}{message[1:]}"
    if place and place[1]:
        return (Problem(said, line=int(place[1]), column=int(place[2])),)
    return (problem_at(text, len(text), said),)


def _check_dots(text: str) -> None:
    if all(line.count(".") <= MOST_DOTS for line in text.split("\n")):
        return
    dots = 0
    for token in TOML_TOKEN.finditer(text):
        if token.lastgroup == "bare":
            dots += token[0].count(".")
        elif token.lastgroup != "string":
            dots = 0
        if dots > MOST_DOTS:
            raise ReadError([problem_at(text, token.start(), f"a key of more than {MOST_DOTS} parts (expected one)")])
