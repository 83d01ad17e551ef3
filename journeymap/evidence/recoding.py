"""Tables that are not in UTF-8, written anew so that an engine can read them: spreadsheets still save such ones."""

from __future__ import annotations

import codecs
import gzip
import re
from collections.abc import Iterator
from pathlib import Path

from journeymap.formats.decoding import MARKS, guesses

__all__ = ["recoded"]

CHUNK = 1_000_000
"""So many bytes are looked at, and written, at once."""

_HANGUL = re.compile("[가-힣]{2}")


def recoded(path: Path, target: Path, *, whole: bool = False) -> str | None:
    """Write a table in UTF-8 that is in another encoding, a piece at a time.

    A line or two that are no UTF-8 do not make a file one of another encoding: most of what is not ASCII must be so.

    Args:
        path: The table; one that ends in ``.gz`` is unpacked.
        target: Where to write it.
        whole: Whether to look through the whole file for what is not ASCII, and not only at its beginning.

    Returns:
        What is to be told about it, "" where a mark in the file says its encoding; None where it is in UTF-8 and
        nothing was written.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path, target = Path(folder, "a.csv"), Path(folder, "b.csv")
        ...     _ = path.write_bytes("주문번호,활동".encode("cp949"))
        ...     recoded(path, target), target.read_text(encoding="utf-8")
        ('read as CP949, the encoding of Korean Windows (save it as CSV UTF-8 to be certain)', '주문번호,활동')
    """
    found = _encoding(path, whole=whole)
    if found is None:
        return None
    encoding, said = found
    decoder = codecs.getincrementaldecoder(encoding)(errors="backslashreplace")
    with target.open("w", encoding="utf-8", newline="") as file:
        for piece in _pieces(path):
            file.write(decoder.decode(piece))
        file.write(decoder.decode(b"", final=True))
    return said


def _encoding(path: Path, *, whole: bool) -> tuple[str, str] | None:
    """The encoding that a table is in, and what is to be told about it; None for UTF-8."""
    for number, piece in enumerate(_pieces(path)):
        if number and not whole:
            break
        marked = None if number else next((name for mark, name in MARKS if piece.startswith(mark)), None)
        if marked is not None:
            return marked, ""
        if not piece.isascii() or b"\0" in piece:
            return _guess(piece)
    return None


def _guess(piece: bytes) -> tuple[str, str] | None:
    if b"\0" not in piece and _strange(piece, "utf-8") <= 0.5:
        return None
    for encoding, name in guesses(piece):
        if _strange(piece, encoding) < 0.5 and (
            encoding != "cp949" or _HANGUL.search(piece.decode(encoding, "ignore"))
        ):
            return encoding, f"read as {name} (save it as CSV UTF-8 to be certain)"
    return None


def _strange(piece: bytes, encoding: str) -> float:
    """Which share of what is not ASCII is nothing in this encoding."""
    text = piece.decode(encoding, "replace")
    return text.count("\ufffd") / max(1, len(text) - len(text.encode("ascii", "ignore")))


def _pieces(path: Path) -> Iterator[bytes]:
    with gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb") as file:
        while piece := file.read(CHUNK):
            yield piece
