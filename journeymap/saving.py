"""Any of the library's things to a file: the writer is chosen by what the thing is and by the suffix.

A file is written whole or not at all. The text goes to a new file beside the old one, which takes the old
one's place only when everything has reached the disk; whatever fails before leaves the old file as it was.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from journeymap.errors import SavingError, UnknownNameError, shorten
from journeymap.i18n import translator

if TYPE_CHECKING:
    from journeymap.drawing.themes import Theme

__all__ = ["save", "write_whole"]

Writers: TypeAlias = Mapping[str, Callable[[], str | bytes]]
"""The suffixes that a thing can be saved under, and what gives the content of each."""

_ON_WINDOWS = os.name == "nt"
_RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{port}{digit}" for port in ("COM", "LPT") for digit in "123456789")}


@attrs.frozen
class How:
    """How what is made of a thing is written: in which language, and with which looks."""

    lang: str
    theme: str | Theme


def save(thing: Any, path: str | os.PathLike[str], *, lang: str = "en", theme: str | Theme = "light") -> Path:
    r"""Save a journey, a score, an audit, a drawing or a checklist to a file; the suffix says as what.

    * a journey: ``.yaml``, ``.yml``, ``.toml``, ``.json``; ``.csv``, ``.tsv`` and, with the extra ``office``,
      ``.xlsx``; ``.mmd`` and ``.md`` for Mermaid, and the others of :data:`journeymap.formats.FORMATS`
    * a score: ``.json`` and ``.txt``
    * an audit: ``.html``, ``.json``, ``.md``, ``.sarif``, ``.txt`` and ``.xml`` (JUnit); ``.svg`` for the map with its
      findings
    * a drawing: ``.svg``; ``.html`` for a page with the details of each touchpoint; with the extras ``png``, ``pdf``
      and ``office`` also ``.png``, ``.pdf`` and ``.pptx``; ``.txt`` for the story in words; ``.mmd`` for Mermaid;
      ``.dot`` for the kinds that Graphviz draws
    * a checklist: ``.html``, ``.md``, ``.csv``, ``.json``; with the extra ``office`` ``.xlsx`` and ``.docx``, with
      the extra ``pdf`` ``.pdf``
    * a comparison: ``.html``, ``.json`` and ``.txt``; ``.svg``, ``.png``, ``.pdf`` and ``.pptx`` for the picture
    * how far what was lived conforms to what was designed: ``.html``, ``.json``, ``.md`` and ``.txt``; ``.svg``,
      ``.png``, ``.pdf`` and ``.pptx`` for the picture of both
    * the moments that matter: ``.html``, ``.json``, ``.md`` and ``.txt``
    * the progress of a checklist, or several evaluators put together: ``.html``, ``.json``, ``.md`` and ``.txt``

    Text is UTF-8 with ``\n`` at line ends. A file that is already there keeps its permissions, and is untouched
    when anything goes wrong.

    Args:
        thing: What to save.
        path: The file. Its directory must be there; ``~`` is the home directory.
        lang: The language of what is written about a score or an audit. Drawings and checklists have their own.
        theme: How the page or the picture of an audit or a comparison looks, such as with the colours and the logo of
            :func:`journeymap.branded`. Drawings and checklists have their own.

    Returns:
        The path of the file.

    Raises:
        UnknownNameError: When such a thing cannot be saved under that suffix; the message lists those it can.
        SavingError: When the file cannot be written, or nobody knows how to save such a thing.
        MissingToolError: When making the text needs something that is not installed.

    Example:
        >>> import pathlib, tempfile
        >>> from journeymap.model import Journey
        >>> shop = Journey("Shop").touchpoint("pay", "Payment", emotion=-1)
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     save(shop, pathlib.Path(folder, "shop.yaml")).name
        'shop.yaml'
    """
    translator(lang)
    writers = _writers(thing, How(lang, theme))
    suffix = Path(path).suffix.lower()
    if suffix not in writers:
        asked = f"as {suffix!r}" if suffix else "without a suffix"
        raise UnknownNameError(
            f"{shorten(Path(path).name)!r}: cannot save {_named(thing)} {asked} (known: {', '.join(sorted(writers))})"
        )
    return write_whole(Path(path), writers[suffix]())


# Who writes what


def _journey(journey: Any, how: How) -> Writers:
    from journeymap.formats import FORMATS, written

    return {
        suffix: partial(written, journey, format.name, lang=how.lang)
        for format in FORMATS
        if format.writes
        for suffix in format.suffixes
    }


def _score(score: Any, how: How) -> Writers:
    from journeymap.reports import REPORTS, report

    return {each.suffix: partial(report, score, each.name, lang=how.lang) for each in REPORTS if each.scores}


def _audit(audit: Any, how: How) -> Writers:
    from journeymap.drawing import draw
    from journeymap.reports import REPORTS, report

    reports = {
        each.suffix: partial(report, audit, each.name, lang=how.lang, theme=how.theme)
        for each in REPORTS
        if each.suffix
    }
    return {**reports, ".svg": lambda: draw(audit, lang=how.lang, theme=how.theme).svg}


def _drawing(drawing: Any, how: How) -> Writers:
    from journeymap.formats import dumps
    from journeymap.model import Journey

    writers: dict[str, Callable[[], str | bytes]] = {
        ".svg": lambda: drawing.svg,
        ".png": lambda: drawing.png(),
        ".pdf": lambda: drawing.pdf(),
        ".pptx": lambda: drawing.pptx(),
        ".html": lambda: drawing.html(),
        ".txt": lambda: drawing.text,
    }
    if drawing.dot is not None:
        writers[".dot"] = lambda: drawing.dot
    journey = getattr(drawing.subject, "journey", drawing.subject)
    if isinstance(journey, Journey):
        writers[".mmd"] = lambda: dumps(journey, "mermaid")
    return writers


def _comparison(comparison: Any, how: How) -> Writers:
    from journeymap.reports.comparisons import report_comparison

    def picture() -> Any:
        from journeymap.drawing import draw

        return draw(comparison, lang=how.lang, theme=how.theme)

    suffixes = {".txt": "text", ".html": "html", ".json": "json"}
    reports = {suffix: partial(report_comparison, comparison, name, lang=how.lang) for suffix, name in suffixes.items()}
    return {
        **reports,
        ".svg": lambda: picture().svg,
        ".png": lambda: picture().png(),
        ".pdf": lambda: picture().pdf(),
        ".pptx": lambda: picture().pptx(),
    }


def _lived(found: Any, how: How) -> Writers:
    from journeymap.reports.lived import report_lived

    suffixes = {".txt": "text", ".html": "html", ".json": "json", ".md": "markdown"}
    return {suffix: partial(report_lived, found, name, lang=how.lang) for suffix, name in suffixes.items()}


def _conformance(found: Any, how: How) -> Writers:
    from journeymap.comparing import compare

    pictures = (".svg", ".png", ".pdf", ".pptx")

    def picture(suffix: str) -> str | bytes:
        return _comparison(compare(found.designed, found), how)[suffix]()

    return {**_lived(found, how), **{suffix: partial(picture, suffix) for suffix in pictures}}


def _checklist(checklist: Any, how: How) -> Writers:
    return {
        ".html": lambda: checklist.html(),
        ".pdf": lambda: checklist.pdf(),
        ".docx": lambda: checklist.docx(),
        ".md": checklist.markdown,
        ".csv": checklist.csv,
        ".json": checklist.json,
        ".xlsx": checklist.xlsx,
    }


def _outline(outline: Any, how: How) -> Writers:
    return {".txt": lambda: outline.text, ".html": lambda: outline.html, ".md": lambda: outline.markdown}


def _followed(thing: Any, how: How) -> Writers:
    from journeymap.following import followed

    suffixes = {".txt": "text", ".html": "html", ".json": "json", ".md": "markdown"}
    return {suffix: partial(followed, thing, name, lang=how.lang) for suffix, name in suffixes.items()}


_WRITERS: Mapping[str, Callable[[Any, How], Writers]] = {
    "journeymap.auditing.Audit": _audit,
    "journeymap.checklists.consolidating.Consolidated": _followed,
    "journeymap.checklists.content.Checklist": _checklist,
    "journeymap.checklists.progress.Progress": _followed,
    "journeymap.comparing.Comparison": _comparison,
    "journeymap.drawing.Drawing": _drawing,
    "journeymap.evidence.conformance.Conformance": _conformance,
    "journeymap.evidence.moments.Moments": _lived,
    "journeymap.model.journeys.Journey": _journey,
    "journeymap.reports.outlines.Outline": _outline,
    "journeymap.scoring.Score": _score,
}
"""Who knows the writers of each thing. Classes are told by name, so that none is imported to find out."""


def _writers(thing: Any, how: How) -> Writers:
    for kind in type(thing).__mro__:
        know = _WRITERS.get(f"{kind.__module__}.{kind.__qualname__}")
        if know is not None:
            return know(thing, how)
    known = ", ".join(name.rpartition(".")[2] for name in _WRITERS)
    raise SavingError(f"cannot save {_named(thing)} (expected one of {known})")


def _named(thing: Any) -> str:
    name = type(thing).__name__
    return f"{'an' if name[:1] in 'AEIOU' else 'a'} {name}"


# How a file is written


def write_whole(path: Path, content: str | bytes) -> Path:
    """Write a file whole or not at all; ``~`` is the home directory.

    A link is followed: the file that it points to is replaced, and the link stays.

    Returns:
        The path of the file.

    Raises:
        SavingError: When it cannot be written; what was there before is untouched.
    """
    shown = repr(shorten(str(path), 200))
    try:
        asked = path.expanduser()
        target = Path(os.path.realpath(asked))
        _check(asked, target, shown)
        _replace(target, content.encode("utf-8") if isinstance(content, str) else content)
    except UnicodeEncodeError as error:
        raise SavingError(
            f"{shown}: the text holds half of a character ({error.object[error.start]!r}) "
            "that no file can hold: remove it"
        ) from error
    except SavingError:
        raise
    except (OSError, RuntimeError, ValueError) as error:
        raise SavingError(f"{shown}: {_reason(error)}") from error
    return asked


def _check(path: Path, target: Path, shown: str) -> None:
    if target.is_dir():
        raise SavingError(f"{shown} is a directory: add a file name, such as {path.name}/journey.yaml")
    if target.exists() and not target.is_file():
        raise SavingError(f"{shown} is not an ordinary file: choose another name")
    if target.exists() and not os.access(target, os.W_OK):
        raise SavingError(f"{shown} may only be read: allow writing to it, or choose another name")
    if not target.parent.exists():
        raise SavingError(f"{shown}: there is no directory {str(target.parent)!r}: make it first")
    if _ON_WINDOWS and (trouble := _windows_trouble(path.name)):
        raise SavingError(f"{shown}: {trouble} on Windows: choose another name")


def _windows_trouble(name: str) -> str | None:
    """Why Windows would refuse a file name, or write somewhere else than it says; None when it would not."""
    strange = sorted({letter for letter in name if letter in '<>:"/\\|?*' or letter < " "})
    if strange:
        return f"a file name cannot hold {' '.join(strange)!r}"
    if name.partition(".")[0].rstrip().upper() in _RESERVED:
        return f"{name.partition('.')[0]} is a device"
    return "a file name cannot end in a full stop or space" if name.endswith((".", " ")) else None


def _replace(target: Path, content: bytes) -> None:
    written = target.parent / f".journeymap-{secrets.token_hex(8)}.tmp"
    try:
        with written.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, written)
        written.replace(target)
    except BaseException:
        with suppress(OSError):
            written.unlink()
        raise


_NOT_ALLOWED = (
    "not allowed to write there: close the program that has the file open, choose another directory, "
    "or ask for the right to write in this one"
)

_REASONS = {
    errno.EACCES: _NOT_ALLOWED,
    errno.EPERM: _NOT_ALLOWED,
    errno.EROFS: "the disk cannot be written to: choose another directory",
    errno.ENOSPC: "the disk is full: make room, or choose another directory",
    errno.ENAMETOOLONG: "the file name is too long: choose a shorter one",
    errno.ENOTDIR: "a part of the path is a file and not a directory: choose another path",
}


def _reason(error: Exception) -> str:
    """Why a file cannot be written, and what to do about it."""
    return _REASONS.get(getattr(error, "errno", None) or 0, f"cannot be written: {error}")
