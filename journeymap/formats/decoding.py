"""From a file to its text: size, encoding, and characters that no text file holds.

A byte order mark settles the encoding; without one a file is UTF-8. Nothing is guessed: text in another encoding
is refused with a word on how to save it again. Only tables, which spreadsheets still save in the encoding of Korean
Windows, are read in that one and in UTF-16 too, where that leaves no doubt; :func:`table_text` says so.
"""

from __future__ import annotations

import codecs
import os
import re
import sys

from journeymap.errors import Problem, ReadError
from journeymap.formats.placing import problem_at
from journeymap.formats.seeking import absent

__all__ = ["LARGEST", "MARKS", "guesses", "read_content", "table_text", "text_of"]

LARGEST = 20_000_000
"""The largest file that is read, in bytes: room for some 100,000 touchpoints."""

MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""What a file begins with that says its encoding, UTF-8 apart."""

_UNREADABLE = re.compile("[\x00\ud800-\udfff]")
_HANGUL = re.compile("[가-힣]{2}")


def read_content(path: str | None) -> bytes | str:
    """What a file holds, or standard input for None; at most ``LARGEST`` bytes.

    Raises:
        ReadError: When there is no such file, it cannot be read, or it is larger than that.
    """
    try:
        if path is None:
            content: bytes | str = getattr(sys.stdin, "buffer", sys.stdin).read(LARGEST + 1)
            return content
        with open(path, "rb") as file:  # noqa: PTH123 (a path may be "" or hold a NUL, which Path takes differently)
            size = os.fstat(file.fileno()).st_size
            if size > LARGEST:
                raise ReadError([_too_large(size, path)])
            return file.read(LARGEST + 1)
    except FileNotFoundError:
        message = absent(path or "")
    except IsADirectoryError:
        message = "this is a folder (expected a file)"
    except PermissionError:
        message = "no permission to read this file"
    except (OSError, ValueError) as error:
        message = f"this file cannot be read ({getattr(error, 'strerror', None) or error})"
    raise ReadError([Problem(message, source=path or "<stdin>")])


def text_of(content: str | bytes) -> str:
    """The text that ``content`` holds, without a byte order mark.

    Raises:
        ReadError: When it is too large, its encoding is not certain, or it is no text at all.

    Example:
        >>> text_of("이름: 카페".encode("utf-16"))
        '이름: 카페'
    """
    if len(content) > LARGEST:
        raise ReadError([_too_large(len(content))])
    text = content.removeprefix("\ufeff") if isinstance(content, str) else _decoded(content)
    strange = _UNREADABLE.search(text)
    if strange:
        what = (
            "a NUL character (is it really text? UTF-16 without a byte order mark has these: save it as UTF-8)"
            if strange[0] == "\0"
            else "half a character (a lone surrogate)"
        )
        raise ReadError([problem_at(text, strange.start(), f"the text holds {what}")])
    return text


def table_text(content: str | bytes) -> tuple[str, str]:
    """The text of a table, and the encoding that was taken for granted; "" for UTF-8 and where a mark says it.

    Raises:
        ReadError: When it is too large, its encoding is not certain, or it is no text at all.

    Example:
        >>> table_text("접점,감정".encode("cp949"))
        ('접점,감정', 'read as CP949, the encoding of Korean Windows (save it as CSV UTF-8 to be certain)')
    """
    try:
        return text_of(content), ""
    except ReadError:
        if isinstance(content, bytes) and len(content) <= LARGEST:
            for encoding, name in guesses(content):
                try:
                    text = content.decode(encoding)
                except UnicodeDecodeError:
                    continue
                if not _UNREADABLE.search(text) and (encoding != "cp949" or _HANGUL.search(text)):
                    return text, f"read as {name} (save it as CSV UTF-8 to be certain)"
        raise


def guesses(content: bytes) -> tuple[tuple[str, str], ...]:
    """The encodings that a table without a mark may be in, with their names."""
    if b"\0" not in content[:1_000]:
        return (("cp949", "CP949, the encoding of Korean Windows"),)
    every_other = content[:1_000:2].count(0) > content[1:1_000:2].count(0)
    return (("utf-16-be" if every_other else "utf-16-le", "UTF-16"),)


def _decoded(content: bytes) -> str:
    encoding = next((encoding for mark, encoding in MARKS if content.startswith(mark)), "utf-8")
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            message = f"the byte order mark says {encoding.upper()}, but the text is not ({error.reason})"
            raise ReadError([Problem(f"{message}; save the file as UTF-8", line=1, column=1)]) from None
        before = content[: error.start].decode(encoding)
        message = (
            f"this is not UTF-8 text (byte 0x{content[error.start]:02x}{_likely(content)}); save the file as UTF-8"
        )
        raise ReadError([problem_at(before, len(before), message)]) from None


def _likely(content: bytes) -> str:
    if b"\0" in content:
        return "; it may be UTF-16 without a byte order mark"
    korean = _HANGUL.search(content.decode("cp949", errors="ignore"))
    return "; it may be CP949, the encoding of Korean Windows" if korean else ""


def _too_large(size: int, source: str = "") -> Problem:
    return Problem(
        f"the file is too large: {size:,} bytes (expected a journey of at most {LARGEST:,} bytes)", source=source
    )
