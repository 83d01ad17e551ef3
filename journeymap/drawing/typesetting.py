"""How wide text will be and where its lines break, without knowing the reader's fonts.

Widths are in em and on the safe side: for each character the widest of three common sans faces (Noto Sans,
Liberation Sans, DejaVu Sans), rounded up. East Asian wide characters take a full em, emoji more, combining
marks nothing. Whatever face of :data:`FONTS` the reader has, a line that fits here fits there.

Lines break at spaces, and between Han or Kana characters. A Korean word is never broken, nor any other, unless
the word alone is wider than the line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

__all__ = ["FONTS", "clean", "glued", "isolated", "longest", "shorten", "width", "wrap"]

FONTS = (
    "Noto Sans, Noto Sans KR, Noto Sans CJK KR, Apple SD Gothic Neo, Malgun Gothic, "
    "Segoe UI, Helvetica Neue, Arial, sans-serif"
)
"""The faces asked for, first choice first."""

ELLIPSIS = "…"

# Advance widths in em, by the characters that have them.
_REGULAR = {
    0.28: "'ijlı", 0.32: " ,.\xa0·ł‘’", 0.36: ":;IfΙι", 0.40: "()-/[\\]t\xad‐‑", 0.44: "!r¡²³¹", 0.48: '"ªº',
    0.52: "J`°´¸“”„", 0.56: "*?L_csz|¦§¯Γεζνξгзсэ–", 0.60: "kvxy¨Łγκλςχвтухь•",
    0.64: "$0123456789FTabdeghnopqu{}¢£¤¥«µ»¿ßðþøđΣΤβδηθμορστυГТУабеклорчя‒€",
    0.68: "EKPSY¶ÞΕΚΞΡΥαЕЗРийнп", 0.72: "ABVXZΑΒΔΖΛΧπАБВКХЧЬЭдцъ", 0.76: "CHNRUΗΝΠφЛНПСЯм",
    0.80: "&DGOQÐØĐΘΟΩψДИЙОЦы", 0.84: "#+<=>^w~¬±×÷ΦΨωЪ−≤≥", 0.88: "Ффю", 0.92: "MΜМЫжш", 0.96: "%щ",
    1.00: "Wm©®¼½¾Ææ—…₩™←→", 1.04: "@œ", 1.08: "ŒЖШЮ", 1.12: "Щ", 1.36: "‰",
}  # fmt: skip
_BOLD = {
    0.32: "'", 0.36: " ijl\xa0ı", 0.40: ",.:;I·łΙ‘’", 0.44: "-/\\f\xad²³¹ι‐‑", 0.48: "!()[]t¡", 0.52: "`r°´¸",
    0.56: '"*J_|¦§¯εг–', 0.60: "cszªºζξςзстэ", 0.64: "?L¤¨¿ΓλτГвь•", 0.68: "aekvxy«¶»ŁΞυχаекухя“”„",
    0.72: "$0123456789EFTbdghnopqu{}¢£¥ßðþøđΕΣΤαβγδηθκνορЕЗТбийнопрч‒€", 0.76: "CPSYZµÞΖΡΥμРСЭлцъ",
    0.80: "ABKRVXΑΒΔΚΛΧπσφАБВУХЬЯ", 0.84: "#+<=>DGHNU^~¬±×÷ÐĐΗΝΠψИЙКЛНПЧд−≤≥", 0.88: "&OQØΘΟΦΨΩωОм", 0.92: "Ды",
    0.96: "wЦЪ", 1.00: "@M©®ΜМФжфю—…™←→", 1.04: "%¼½¾Ы", 1.08: "mæш", 1.12: "WÆœщ₩", 1.20: "ŒЮ", 1.24: "ЖШ",
    1.36: "Щ", 1.44: "‰",
}  # fmt: skip
_TABLES = tuple(
    {character: em for em, characters in table.items() for character in characters} for table in (_REGULAR, _BOLD)
)

_EMOJI = 1.4
_AS_EMOJI = "\ufe0f"
_OTHER = 1.0
_BY_BLOCK = ((0x0590, 0x0700, 0.75), (0x0900, 0x0B00, 0.8), (0x0B80, 0x0E00, 1.4), (0x0E00, 0x0F00, 0.75))

_NO_CHARACTERS = "".join(chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF))
_UNHOLDABLE = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef{_NO_CHARACTERS}]")
_SPACE = re.compile(r"[^\S\u00a0\u202f\u2007]+|\u200b+")
_BIDI = re.compile("[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc]")
_MOST_MARKS = 6
"""How many combining marks one character may carry in a picture; more only serve to spill over others."""

_CLOSING = frozenset("、。，．：；！？」』】）〕〉》”’…ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ")
_OPENING = frozenset("「『【（〔〈《“‘")


@lru_cache(maxsize=4096)
def clean(text: str) -> str:
    r"""The text as XML can hold it and a line can show it: no control characters, every run of space one space.

    Example:
        >>> clean("Card\x00 \n  declined")
        'Card declined'
    """
    return _SPACE.sub(" ", _UNHOLDABLE.sub("", text)).strip()


def isolated(text: str) -> str:
    r"""The text, set apart so that right-to-left writing in it turns nothing around it.

    Example:
        >>> isolated("plain"), isolated("\u202eplain") == "\u2068\u202eplain\u2069"
        ('plain', True)
    """
    if not _BIDI.search(text):
        return text
    left_open = sum(map(text.count, "\u2066\u2067\u2068")) - text.count("\u2069")
    return f"\u2068{text}\u2069" + "\u2069" * left_open


def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide the text is at most, in the unit of ``size``.

    Example:
        >>> width("감정", 10), width("emotion", 10) < width("emotion", 10, bold=True)
        (20.0, True)
    """
    table = _TABLES[bold]
    return size * sum([table[c] if c in table else _other_width(c, bold) for c in text])


def longest(text: str, *, bold: bool = False) -> float:
    """How wide the longest word of a text is, in em."""
    return max([_extent(word, bold) for word in clean(text).split(" ")])


def wrap(text: str, *, width: float, size: float, bold: bool = False, lines: int = 100) -> tuple[str, ...]:
    """The text in lines no wider than ``width``; past the last line it is cut with an ellipsis.

    Args:
        text: One paragraph; it is cleaned first.
        width: The room there is, in the unit of ``size``.
        size: The font size.
        bold: Whether it is set in bold.
        lines: How many lines there may be, 1 or more.

    Example:
        >>> wrap("결제 단계에서 배송비가 나타남", width=70, size=10)
        ('결제 단계에서', '배송비가', '나타남')
        >>> wrap("A very long name", width=60, size=10, lines=1)
        ('A very lo…',)
    """
    room = width / size
    text = _shown(text)
    done: list[str] = []
    line, used = "", 0.0
    space = _TABLES[bold][" "]
    for piece, extent, spaced in _pieces(text, room, bold):
        if not line:
            line, used = piece, extent
        elif used + extent + spaced * space <= room + 1e-9:
            line, used = f"{line} {piece}" if spaced else line + piece, used + extent + spaced * space
        elif len(done) + 1 == lines:
            return (*done, _cut(line, room, bold))
        else:
            done.append(line)
            line, used = piece, extent
    return (*done, line) if line else tuple(done)


def glued(text: str, lines: Sequence[str]) -> tuple[int, ...]:
    """Which lines of a text that was wrapped go on where no space was, counted from 0.

    Example:
        >>> glued("one two", ("one", "two")), glued("漢字", ("漢", "字"))
        ((), (1,))
    """
    text = _shown(text)
    if " ".join(lines) == text:
        return ()
    found, position = [], 0
    for number, line in enumerate(lines):
        if number and text[position : position + 1] == " ":
            position += 1
        elif number:
            found.append(number)
        position += len(line)
    return tuple(found)


def _shown(text: str) -> str:
    """The text as it is set: clean, composed, and with no more marks on a letter than it can bear."""
    text = clean(text)
    return text if text.isascii() else "".join(_clusters(unicodedata.normalize("NFC", text)))


def shorten(text: str, *, width: float, size: float, bold: bool = False) -> str:
    """The text on one line, cut with an ellipsis where it would be wider than ``width``."""
    return " ".join(wrap(text, width=width, size=size, bold=bold, lines=1))


@lru_cache(maxsize=8192)
def _extent(text: str, bold: bool) -> float:
    return width(text, 1, bold=bold)


@cache
def _other_width(character: str, bold: bool) -> float:
    code = ord(character)
    if character == _AS_EMOJI:
        return _EMOJI / 2
    if unicodedata.category(character) in ("Mn", "Me", "Cf") or 0x1160 <= code <= 0x11FF:
        return 0.0
    if 0x1F000 <= code <= 0x1FAFF or (unicodedata.category(character) == "So" and code >= 0x2190):
        return _EMOJI
    if unicodedata.east_asian_width(character) in "WFA" and code > 0x10FF:
        return 1.0
    base = unicodedata.normalize("NFD", character)[0]
    if base != character:
        return _TABLES[bold].get(base, _OTHER)
    return next((em for low, high, em in _BY_BLOCK if low <= code < high), _OTHER)


def _pieces(text: str, room: float, bold: bool) -> Iterator[tuple[str, float, bool]]:
    """What may stand on a line of its own, how wide it is, and whether a space goes before it."""
    for word in text.split(" "):
        spaced = True
        for part in _parts(word):
            extent = _extent(part, bold)
            for piece, size in ((part, extent),) if extent <= room else _chopped(part, room, bold):
                yield piece, size, spaced
                spaced = False


def _parts(word: str) -> list[str]:
    """A word, taken apart where Han or Kana allow it; punctuation stays with what it closes or opens."""
    if word.isascii() or not any(map(_breaks, word)):
        return [word]
    parts = [""]
    for character in _clusters(word):
        first = character[0]
        last = parts[-1][-1:]
        joined = first in _CLOSING or last in _OPENING or not (_breaks(first) or _breaks(last))
        if not last or joined:
            parts[-1] += character
        else:
            parts.append(character)
    return parts


def _breaks(character: str) -> bool:
    """Whether a line may break beside it: Han, Kana and their punctuation, not Hangul."""
    return (
        "\u3001" <= character <= "\u30ff"
        or "\u3400" <= character <= "\u9fff"
        or "\uff01" <= character <= "\uff60"
        or "\U00020000" <= character <= "\U0003ffff"
    )


def _chopped(word: str, room: float, bold: bool) -> Iterator[tuple[str, float]]:
    """A word wider than the line, in pieces that fit, and how wide each is."""
    piece, used = "", 0.0
    for cluster in _clusters(word):
        extent = _extent(cluster, bold)
        if piece and used + extent > room:
            yield piece, used
            piece, used = "", 0.0
        piece += cluster
        used += extent
    yield piece, used


def _clusters(text: str) -> Iterator[str]:
    """What a reader takes for one character: a letter with its marks, a joined emoji, a flag, a syllable of jamo."""
    cluster = ""
    for character in text:
        if cluster and _joins(cluster, character):
            if len(cluster) <= _MOST_MARKS or not unicodedata.combining(character):
                cluster += character
        else:
            if cluster:
                yield cluster
            cluster = character
    if cluster:
        yield cluster


def _joins(cluster: str, character: str) -> bool:
    code = ord(character)
    if code < 0x300 or 0xAC00 <= code <= 0xD7A3:
        return False
    if cluster[-1] == "\u200d" or unicodedata.category(character) in ("Mn", "Me", "Mc", "Cf"):
        return True
    if 0x1F3FB <= code <= 0x1F3FF or 0x1160 <= code <= 0x11FF:  # a tone of skin; the rest of a syllable in jamo
        return True
    flag = 0x1F1E6 <= code <= 0x1F1FF
    return flag and len(cluster) == 1 and 0x1F1E6 <= ord(cluster) <= 0x1F1FF


def _cut(line: str, room: float, bold: bool) -> str:
    """The line with an ellipsis, shortened until both fit."""
    clusters = list(_clusters(line))
    used = _extent(line, bold)
    room -= _extent(ELLIPSIS, bold)
    while clusters and used > room:
        used -= _extent(clusters.pop(), bold)
    return "".join(clusters).rstrip() + ELLIPSIS
