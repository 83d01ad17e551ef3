"""Fonts: which files together have the glyphs of a text, and what is said where none has."""

from __future__ import annotations

import struct
from pathlib import Path

import manimgx_fonts
import manimgx_fonts_cjk
import pytest

from journeymap import fonts
from journeymap.errors import FontWarning, MissingToolError
from journeymap.fonts import fonts_for

LATIN = Path(manimgx_fonts.__file__).parent
CJK = Path(manimgx_fonts_cjk.__file__).parent


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("payment", ["Noto Sans"]),
        ("pay 결제 漢字 かな", ["Noto Sans", "Noto Sans CJK KR"]),
        ("pay 😀", ["Noto Sans", "Noto Emoji"]),
        ("pay مرحبا שלום", ["Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew"]),
        ("pay สวัสดี", ["Noto Sans", "Noto Sans Thai"]),
        ("", ["Noto Sans"]),
        ("👩\u200d🔧\ufe0f\n\u00a0", ["Noto Sans", "Noto Emoji"]),
    ],
)
def test_every_writing_finds_its_font(text: str, names: list[str]) -> None:
    """The fonts of the extras have Latin, Hangul, Han, Kana, emoji and more; only fonts that are needed are taken."""
    chosen = fonts_for(text, folders=[LATIN, CJK])
    assert (list(chosen.names), chosen.missing) == (names, ())
    assert all(path.is_file() for path in chosen.files)


def test_the_fonts_of_the_extras_come_before_those_of_the_system() -> None:
    """What the extras bring is taken first, so that the same text looks the same on every machine."""
    assert {path.parent for path in fonts_for("pay 결제 😀").files} == {LATIN, CJK}


def test_characters_that_no_font_has_are_named_and_replaced() -> None:
    """A character without a glyph is told by name and code point, and another sign stands in its place."""
    chosen = fonts_for("가게 \ue123 abc", folders=[CJK])
    assert chosen.missing == ("\ue123",)
    assert chosen.readable("가게 \ue123 abc") == "가게 □ abc"
    none = fonts_for("결제 abc", folders=[LATIN])
    with pytest.warns(FontWarning, match=r"결 \(U\+ACB0\), 제 \(U\+C81C\)") as caught:
        none.warn()
    assert caught[0].message.characters == ("결", "제")  # type: ignore[union-attr]
    assert none.readable("결제 abc") == "?? abc"
    assert fonts_for("abc", folders=[LATIN]).readable("결제") == "결제"


def test_a_font_that_is_asked_for_comes_first() -> None:
    """A company's own font is asked before any other, and told when it is not there."""
    chosen = fonts_for("pay", prefer=["noto sans cjk jp", "House Sans"], folders=[LATIN, CJK])
    assert chosen.names[0] == "Noto Sans CJK JP"
    assert chosen.absent == ("House Sans",)
    with pytest.warns(FontWarning, match="not on this machine: the font 'House Sans'"):
        chosen.warn()


def test_a_machine_without_fonts_says_how_to_get_some(tmp_path: Path) -> None:
    """No font at all is an error that names the extras."""
    with pytest.raises(MissingToolError, match=r'pip install "journeymap\[png\]"'):
        fonts_for("pay", folders=[tmp_path])


def test_files_that_are_no_fonts_are_passed_over(tmp_path: Path) -> None:
    """An empty file, a text and half of a font are not read as fonts."""
    whole = (LATIN / "NotoSansThai[wght].ttf").read_bytes()
    for name, content in {"empty": b"", "text": b"hello", "half": whole[:300], "head": whole[:12]}.items():
        (tmp_path / f"{name}.ttf").write_bytes(content)
    (tmp_path / "whole.ttf").write_bytes(whole)
    assert [path.name for path in fonts_for("สวัสดี", folders=[tmp_path]).files] == ["whole.ttf"]


def _cmap(form: int, body: bytes, *, platform: int = 3, encoding: int = 1) -> bytes:
    return struct.pack(">HHHHI", 0, 1, platform, encoding, 12) + struct.pack(">H", form) + body


def test_code_points_are_read_as_the_format_says() -> None:
    """Segments with offsets, shifts and gaps (format 4) and groups (format 12) give the code points with a glyph."""
    ends, starts, deltas, offsets = (0x42, 0x51, 0xFFFF), (0x41, 0x50, 0xFFFF), (0, 0x10000 - 0x50, 1), (6, 0, 0)
    body = struct.pack(">HHHHHH", 0, 0, 6, 0, 0, 0) + struct.pack(">3H", *ends) + b"\0\0"
    body += b"".join(struct.pack(">3H", *each) for each in (starts, deltas, offsets)) + struct.pack(">HH", 0, 7)
    assert fonts._code_points(_cmap(4, body)) == {0x42, 0x51}
    groups = struct.pack(">HIII", 0, 0, 0, 2) + struct.pack(">6I", 0x1F600, 0x1F601, 5, 0x30, 0x31, 0)
    assert fonts._code_points(_cmap(12, groups, encoding=10)) == {0x1F600, 0x1F601, 0x31}
    assert fonts._code_points(_cmap(6, b"\0" * 20)) == frozenset()
    assert fonts._code_points(_cmap(4, body, platform=1, encoding=0)) == frozenset()
