"""Which fonts of this machine together have the glyphs of a text, so that a picture or a page never shows boxes.

Fonts that came with the extras ``png`` and ``pdf`` are asked first, so that the same text looks the same everywhere;
what they lack, the fonts of the system may have. What no font has is said, never drawn as an empty box.
"""

from __future__ import annotations

import mmap
import os
import struct
import sys
import unicodedata
import warnings
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import attrs

from journeymap.errors import FontWarning, MissingToolError

__all__ = ["Family", "Fonts", "fonts_for"]

_PACKAGES = ("manimgx_fonts", "manimgx_fonts_cjk")
"""Packages that hold font files: Noto Sans for most scripts and Noto Emoji; Noto Sans CJK."""

_PREFERRED = (
    "Noto Sans", "Noto Sans KR", "Noto Sans CJK KR", "Pretendard", "Apple SD Gothic Neo", "Malgun Gothic",
    "NanumGothic", "Segoe UI", "Helvetica Neue", "Arial", "Liberation Sans", "DejaVu Sans", "Noto Emoji",
    "Segoe UI Symbol",
)  # fmt: skip
"""The faces that are asked before any other, first choice first."""

_FOLDERS = {
    "win32": (r"%WINDIR%\Fonts", r"%LOCALAPPDATA%\Microsoft\Windows\Fonts"),
    "darwin": ("~/Library/Fonts", "/Library/Fonts", "/System/Library/Fonts"),
}
_FOLDERS_ELSEWHERE = ("~/.local/share/fonts", "~/.fonts", "/usr/local/share/fonts", "/usr/share/fonts")

_SUFFIXES = (".otf", ".ttf", ".ttc", ".otc")
_STAND_IN = "□"
"""What stands in the place of a character that no font has; where there is no such sign either, a question mark."""


@attrs.frozen
class Family:
    """Fonts of one name, such as the regular and the bold.

    Attributes:
        name: What a style sheet calls it.
        files: The files that hold it.
        glyphs: The code points that every one of them has.
    """

    name: str
    files: tuple[Path, ...]
    glyphs: frozenset[int] = attrs.field(repr=False)


@attrs.frozen
class Fonts:
    """Fonts that together have the glyphs of a text.

    Attributes:
        families: The families, first choice first.
        missing: The characters of the text that no font has, in the order of their code points.
        absent: The families that were asked for and are not on this machine.
    """

    families: tuple[Family, ...]
    missing: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the families."""
        return tuple(family.name for family in self.families)

    @property
    def files(self) -> tuple[Path, ...]:
        """The files, each once."""
        return tuple(dict.fromkeys(path for family in self.families for path in family.files))

    def readable(self, text: str) -> str:
        """The text with a sign in the place of every character that no font has."""
        has_sign = any(ord(_STAND_IN) in family.glyphs for family in self.families)
        return text.translate(dict.fromkeys(map(ord, self.missing), _STAND_IN if has_sign else "?"))

    def lacking(self, characters: str) -> Fonts:
        """The same fonts, without characters that they turned out not to have."""
        return attrs.evolve(self, missing=tuple(sorted({*self.missing, *characters}))) if characters else self

    def warn(self) -> None:
        """Warn of every character that no font has, and of every font that was asked for and is not there."""
        if self.missing or self.absent:
            warnings.warn(FontWarning(self.missing, self.absent), stacklevel=3)


def fonts_for(text: str, *, prefer: Sequence[str] = (), folders: Sequence[Path] | None = None) -> Fonts:
    """The fonts that together have the glyphs of a text; the same text gets the same fonts.

    Args:
        text: All that will be shown.
        prefer: Names of families that are asked before any other, such as a company's own.
        folders: Where to look, the first folder first; None for the fonts of the extras and then those of the system.

    Raises:
        MissingToolError: When there is no font at all.

    Example:
        >>> chosen = fonts_for("결제 · payment")
        >>> chosen.names, chosen.missing
        (('Noto Sans', 'Noto Sans CJK KR'), ())
    """
    shown = {ord(character) for character in set(text) if _visible(character)}
    private = {code for code in shown if unicodedata.category(chr(code)) == "Co"}
    wanted = [name.casefold() for name in prefer]
    places = list(_places()) if folders is None else [[folder] for folder in folders]
    chosen, missing = _cover(shown - private, wanted, places)
    missing |= private  # what stands for nothing in itself looks different in every font
    if missing:
        chosen, _ = _cover(shown - missing | {ord(_STAND_IN)}, wanted, places)
    if not chosen:
        raise MissingToolError(
            'no font was found to set text in: pip install "journeymap[png]" or "journeymap[pdf]", which bring some'
        )
    there = {family.name.casefold() for family in chosen}
    absent = tuple(name for name in prefer if name.casefold() not in there)
    return Fonts(tuple(chosen), tuple(map(chr, sorted(missing))), absent)


def _cover(codes: set[int], wanted: Sequence[str], places: Sequence[Sequence[Path]]) -> tuple[list[Family], set[int]]:
    """The families that have the code points, at least the first one of all, and what none of them has."""
    chosen: list[Family] = []
    needed = set(codes)
    for family in _asked(wanted, places):
        if not chosen or family.name.casefold() in wanted or not needed.isdisjoint(family.glyphs):
            chosen.append(family)
            needed -= family.glyphs
        if not needed and len(chosen) >= len(wanted):
            break
    return chosen, needed


def _visible(character: str) -> bool:
    """Whether a character needs a glyph: not those that only join, direct or select others."""
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp", "Zs") and not (
        "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    )


def _asked(wanted: Sequence[str], places: Sequence[Sequence[Path]]) -> Iterator[Family]:
    """The families in the order in which they are asked, each name once; a place is looked at when its turn comes."""
    given: set[str] = set()
    if wanted:
        everywhere = [family for place in places for family in _families(tuple(place))]
        for name in wanted:
            for family in everywhere:
                if family.name.casefold() == name and name not in given:
                    given.add(name)
                    yield family
    for place in places:
        for family in _families(tuple(place)):
            if family.name.casefold() not in given:
                given.add(family.name.casefold())
                yield family


def _places() -> Iterator[Sequence[Path]]:
    packages = [spec.submodule_search_locations for name in _PACKAGES if (spec := find_spec(name)) is not None]
    yield [Path(folder) for locations in packages for folder in locations or ()]
    shared = [f"{folder}/fonts" for folder in os.environ.get("XDG_DATA_DIRS", "").split(":") if folder]
    folders = _FOLDERS.get(sys.platform, (*_FOLDERS_ELSEWHERE, *shared))
    yield [Path(os.path.expandvars(folder)).expanduser() for folder in folders]


@lru_cache(maxsize=16)
def _families(folders: tuple[Path, ...]) -> tuple[Family, ...]:
    """The families in the folders, the preferred ones first, then by name."""
    files: dict[str, list[Path]] = {}
    glyphs: dict[str, frozenset[int]] = {}
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.suffix.lower() in _SUFFIXES):
            for name, codes in _faces(path):
                files.setdefault(name, []).append(path)
                glyphs[name] = glyphs[name] & codes if name in glyphs else codes
    rank = {name: number for number, name in enumerate(_PREFERRED)}
    order = sorted(files, key=lambda name: (rank.get(name, len(rank)), name))
    return tuple(Family(name, tuple(dict.fromkeys(files[name])), glyphs[name]) for name in order)


# What a font file says of itself: the tables "name" and "cmap" (OpenType 1.9.1)


def _faces(path: Path) -> list[tuple[str, frozenset[int]]]:
    """The name of each face in a file and the code points it has; none for a file that is no font."""
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return list(_read(data))
    except (OSError, struct.error, ValueError, LookupError):
        return []


def _read(data: mmap.mmap) -> Iterator[tuple[str, frozenset[int]]]:
    starts: tuple[int, ...] = (0,)
    if data[:4] == b"ttcf":
        (count,) = struct.unpack_from(">I", data, 8)
        starts = struct.unpack_from(f">{count}I", data, 12)
    read: dict[int, frozenset[int]] = {}  # the faces of a collection often share one table
    for start in starts:
        (count,) = struct.unpack_from(">H", data, start + 4)
        records = struct.iter_unpack(">4sIII", data[start + 12 : start + 12 + 16 * count])
        tables = {tag: (at, at + length) for tag, _, at, length in records}
        at, end = tables[b"cmap"]
        if at not in read:
            read[at] = _code_points(data[at:end])
        yield _family_name(data[slice(*tables[b"name"])]), read[at]


def _family_name(table: bytes) -> str:
    """The typographic family in English, or else the family."""
    _, count, strings = struct.unpack_from(">HHH", table)
    found: dict[tuple[bool, bool], str] = {}
    for platform, encoding, language, kind, length, at in struct.iter_unpack(">6H", table[6 : 6 + 12 * count]):
        if kind in (1, 16) and platform in (0, 3) and (platform, encoding) != (3, 0):
            name = table[strings + at : strings + at + length].decode("utf-16-be")
            found.setdefault((kind == 16, language == 0x409 or platform == 0), name)
    return found[max(found)]


def _code_points(table: bytes) -> frozenset[int]:
    (count,) = struct.unpack_from(">H", table, 2)
    parts = {
        (platform, encoding): at for platform, encoding, at in struct.iter_unpack(">HHI", table[4 : 4 + 8 * count])
    }
    best = next((each for each in ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3)) if each in parts), None)
    if best is None:
        return frozenset()
    part = table[parts[best] :]
    (form,) = struct.unpack_from(">H", part)
    if form == 12:
        (groups,) = struct.unpack_from(">I", part, 12)
        ranges = struct.iter_unpack(">III", part[16 : 16 + 12 * groups])
        return frozenset(
            code for low, high, glyph in ranges for code in range(low + (glyph == 0), min(high, 0x10FFFF) + 1)
        )
    return frozenset(_code_points_by_segments(part)) if form == 4 else frozenset()


def _code_points_by_segments(part: bytes) -> Iterator[int]:
    """The code points of a part of format 4, less those that lead to the glyph for what is missing."""
    (twice,) = struct.unpack_from(">H", part, 6)
    ends, starts, deltas, offsets = (
        struct.unpack_from(f">{twice // 2}H", part, 14 + number * twice + (2 if number else 0)) for number in range(4)
    )
    for number, (end, start, delta, offset) in enumerate(zip(ends, starts, deltas, offsets, strict=True)):
        for code in range(start, min(end, 0xFFFE) + 1):
            glyph = code
            if offset:
                at = 16 + 3 * twice + 2 * number + offset + 2 * (code - start)
                (glyph,) = struct.unpack_from(">H", part, at)
            if (not offset or glyph) and (glyph + delta) % 0x10000:
                yield code
