"""What can go wrong, as one tree.

    JourneymapError
    ├── JourneyError (ValueError)          a journey, or a part of one, that cannot be
    │   └── ReadError                      the same, found in a file: each problem with its place
    ├── UnknownNameError (ValueError)      a rule, format, theme, language ... that does not exist
    ├── ScoringError (ValueError)          a journey that cannot be scored, such as a loop nobody can leave
    ├── DrawingError (RuntimeError)        a picture that could not be made, such as one that took too long
    ├── MissingToolError (RuntimeError)    an extra or a program that is not installed
    └── SavingError (OSError)              a file that could not be written

    ReadWarning (UserWarning)              a file that was read, and what was mended or guessed in it
    FontWarning (UserWarning)              characters that no font on the machine can show
    ContrastWarning (UserWarning)          colours that make text hard to read

Every message says what is wrong, where, and how to mend it. Errors that find several problems
report all of them at once, in ``problems``.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import PurePath

__all__ = [
    "ContrastWarning",
    "DrawingError",
    "FontWarning",
    "JourneyError",
    "JourneymapError",
    "MissingToolError",
    "Problem",
    "ReadError",
    "ReadWarning",
    "SavingError",
    "ScoringError",
    "UnknownNameError",
]


@dataclass(frozen=True)
class Problem:
    """One mistake: what is wrong, and where.

    Args:
        message: What is wrong and what was expected, in one line.
        path: Where in the journey, such as ``stages[1].touchpoints[0].next``.
        source: The file it was read from, if any.
        line: Line in that file, from 1; 0 when it did not come from a file.
        column: Column in that line, from 1; 0 when unknown.

    Example:
        >>> print(Problem("unknown key 'emotoin'", path="touchpoints[0]", source="a.yaml", line=4, column=5))
        a.yaml:4:5: touchpoints[0]: unknown key 'emotoin'
    """

    message: str
    path: str = ""
    source: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.source, self.line, self.column) if part)
        return ": ".join(part for part in (place, self.path, self.message) if part)


class JourneymapError(Exception):
    """The root of every error this library raises on purpose."""


class JourneyError(JourneymapError, ValueError):
    """A journey, or a part of one, was given values that cannot be.

    Attributes:
        problems: Every mistake that was found, never only the first.
    """

    def __init__(self, problems: str | Iterable[Problem]) -> None:
        if isinstance(problems, str):
            problems = [Problem(problems)]
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[JourneyError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)


class ReadError(JourneyError):
    """A file could not be read as a journey; ``problems`` holds every mistake with its place."""


class ReadWarning(UserWarning):
    """A file was read, but something in it was mended, guessed or left open; the reader may want to confirm it.

    Attributes:
        problem: What was found, with its place.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem)


class ContrastWarning(UserWarning):
    """Some text of a theme is hard to read.

    Attributes:
        pairs: The colour of the text, what lies behind it, and their contrast, which is below 4.5 : 1.
    """

    def __init__(self, pairs: Iterable[tuple[str, str, float]]) -> None:
        self.pairs = tuple(pairs)
        said = ", ".join(f"{ink} on {ground} ({ratio:.1f} : 1)" for ink, ground, ratio in self.pairs)
        super().__init__(f"hard to read: {said}; text needs 4.5 : 1 (WCAG 2.2): choose darker or lighter colours")


class FontWarning(UserWarning):
    """A picture or a page was made, but no font on this machine has some of its characters.

    Attributes:
        characters: The characters; another sign stands in their place.
        fonts: The fonts that were asked for and are not on this machine; another stands in their place.
    """

    def __init__(self, characters: Iterable[str] = (), fonts: Iterable[str] = ()) -> None:
        self.characters = tuple(characters)
        self.fonts = tuple(fonts)
        said = []
        if self.characters:
            shown = ", ".join(f"{each} (U+{ord(each):04X})" for each in self.characters[:20])
            more = f" and {len(self.characters) - 20} more" if len(self.characters) > 20 else ""
            said.append(
                f"no font on this machine has {shown}{more}; another sign stands in their place: "
                "install a font that has them, such as one of Noto (https://fonts.google.com/noto)"
            )
        if self.fonts:
            said.append(
                f"not on this machine: the font {', '.join(map(repr, self.fonts))}; another is used: install it"
            )
        super().__init__("; ".join(said))


class UnknownNameError(JourneymapError, ValueError):
    """A name was given that the library does not know, such as a rule code or a format."""

    @classmethod
    def of(cls, what: str, name: object, known: Iterable[str]) -> UnknownNameError:
        """The error for an unknown ``name`` of a ``what``, with the nearest known spelling."""
        return cls(unknown(what, name, known))


class ScoringError(JourneymapError, ValueError):
    """A journey was asked for a score that it cannot have."""


class DrawingError(JourneymapError, RuntimeError):
    """A picture could not be made; the message says why."""


class MissingToolError(JourneymapError, RuntimeError):
    """An optional part is needed and is not installed; the message says how to get it."""


class SavingError(JourneymapError, OSError):
    """A file could not be written; what was there before is untouched."""


def nearest(name: object, known: Iterable[str]) -> str | None:
    """The known spelling closest to ``name``, or None when nothing comes close; of two as close, the one begun alike.

    Example:
        >>> nearest("emotoin", ["name", "emotion", "kind"])
        'emotion'
    """
    options = list(known)
    by_fold = {option.casefold(): option for option in options}
    wanted = str(name)[:200].casefold()
    close = difflib.get_close_matches(wanted, by_fold, n=100, cutoff=0.6)
    if not close:
        return None
    matcher = difflib.SequenceMatcher(b=wanted)

    def likeness(option: str) -> tuple[float, int]:
        matcher.set_seq1(option)
        return matcher.ratio(), sum(
            1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(option, wanted, strict=False))
        )

    return by_fold[max(close, key=likeness)]


def unknown(what: str, name: object, known: Iterable[str]) -> str:
    """A sentence for an unknown name: the nearest spelling, or the names there are.

    Example:
        >>> unknown("format", "ymal", ["json", "yaml"])
        "unknown format 'ymal' (did you mean 'yaml'?)"
    """
    options: Sequence[str] = sorted(known)
    shown = shorten(str(name))
    close = nearest(name, options)
    if close is not None:
        return f"unknown {what} {shown!r} (did you mean {close!r}?)"
    listed = ", ".join(options[:20]) + (", ..." if len(options) > 20 else "")
    return f"unknown {what} {shown!r} (known: {listed})" if options else f"unknown {what} {shown!r}"


def expect(value: object, kind: type | tuple[type, ...], function: str) -> None:
    """Refuse what is of no kind that is wanted, such as the path of a file where the journey in it is meant.

    Raises:
        JourneyError: When it is of another kind.

    Example:
        >>> expect("shop.yaml", Problem, "repair")
        Traceback (most recent call last):
        ...
        journeymap.errors.JourneyError: repair() takes a Problem (got 'shop.yaml'; load() reads files)
    """
    if not isinstance(value, kind):
        hint = "; load() reads files" if isinstance(value, (str, PurePath)) else ""
        wanted = " or ".join(each.__name__ for each in (kind if isinstance(kind, tuple) else (kind,)))
        raise JourneyError(f"{function}() takes a {wanted} (got {shorten(repr(value))}{hint})")


def shorten(text: str, length: int = 60) -> str:
    """The text, cut with an ellipsis when it is too long to stand in a message."""
    return text if len(text) <= length else text[: length - 1] + "…"
