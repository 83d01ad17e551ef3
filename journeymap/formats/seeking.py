"""The file that was meant, when there is none of the name that was given."""

from __future__ import annotations

import os
import unicodedata
from itertools import islice

from journeymap.errors import nearest

__all__ = ["absent", "nearest_file"]

MOST = 2_000
"""Among how many files of a folder the nearest name is looked for."""


def absent(path: str) -> str:
    """What is said of a file that is not there, with the one beside it that may be meant."""
    close = nearest_file(path)
    return "there is no such file" + (f" (did you mean {close!r}?)" if close is not None else "")


def nearest_file(path: str) -> str | None:
    """The file in the same folder whose name comes closest to one that is not there; None when none comes close.

    Files of the same suffix come first, then others that journeys are read from; without a suffix these, and folders.
    Names are compared without their suffixes, by which all would be much alike.
    """
    folder, name = os.path.split(path.rstrip(os.sep))
    try:
        with os.scandir(folder or os.curdir) as found:
            beside = sorted((entry.name, entry.is_dir()) for entry in islice(found, MOST))
    except (OSError, ValueError):
        return None
    files = [each for each, is_folder in beside if not is_folder and not each.startswith(".")]
    folders = [each for each, is_folder in beside if is_folder and not each.startswith(".")]
    stem, suffix = _split(name)
    alike = [each for each in files if suffix and each.casefold().endswith(suffix.casefold())]
    read = [each for each in files if each.casefold().endswith(_suffixes())]
    for turn in (alike, read if suffix else [*folders, *read]):
        known = {_letters(_split(each)[0]): each for each in turn}
        close = nearest(_letters(stem), known)
        if close is not None:
            return os.path.join(folder, known[close])  # noqa: PTH118
    return None


def _suffixes() -> tuple[str, ...]:
    from journeymap.formats import FORMATS

    return tuple(suffix for each in FORMATS if each.reads for suffix in each.suffixes)


def _split(name: str) -> tuple[str, str]:
    return os.path.splitext(name)  # noqa: PTH122 (a name may hold what Path takes differently)


def _letters(name: str) -> str:
    """A name letter by letter: a syllable of Hangul in which one letter is wrong is still much alike."""
    return unicodedata.normalize("NFD", name)
