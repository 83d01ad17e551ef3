"""Text is never wider than it is said to be, and breaks where a reader would break it."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from journeymap.drawing.typesetting import FONTS, clean, isolated, shorten, width, wrap
from tests.strategies import texts

KOREAN = "결제 단계에서 배송비가 처음으로 나타나고 아무도 이유를 알려 주지 않습니다"


@given(texts(max_size=200), st.floats(12, 300), st.booleans(), st.integers(1, 6))
@settings(max_examples=150, deadline=None)
@example("W" * 10_000, 40.0, True, 3)
@example("👩🏽\u200d💻🎉" * 30, 40.0, False, 6)
def test_no_line_is_wider_than_its_room(text: str, room: float, bold: bool, lines: int) -> None:
    """Whatever the text, every line fits, unless a single character alone is wider than the room."""
    found = wrap(text, width=room, size=10, bold=bold, lines=lines)
    assert len(found) <= lines
    widest = max((width(character, 10, bold=bold) for character in text), default=0)
    assert all(width(line, 10, bold=bold) <= max(room, 6 * widest + 10) + 1e-6 for line in found)
    if widest * 3 < room:
        assert all(width(line, 10, bold=bold) <= room + 1e-6 for line in found)


@given(texts(max_size=80))
@settings(max_examples=100, deadline=None)
def test_nothing_is_lost_where_there_is_room(text: str) -> None:
    """With enough lines, all that was written is there, in its order."""
    import unicodedata

    def letters(given: str) -> list[str]:
        plain = unicodedata.normalize("NFC", clean(given))
        return [c for c in plain if not c.isspace() and not unicodedata.combining(c)]

    assert letters("".join(wrap(text, width=90, size=10, lines=10_000))) == letters(text)


@given(texts(max_size=60))
@settings(max_examples=100, deadline=None)
def test_clean_text_fits_into_xml(text: str) -> None:
    """Cleaned text can stand in an XML document, whatever it was."""
    from xml.etree import ElementTree

    element = ElementTree.Element("text")
    element.text = clean(text)
    assert ElementTree.fromstring(ElementTree.tostring(element, encoding="unicode")).text in (clean(text), None)


def test_korean_words_stay_whole() -> None:
    """A Korean word is never broken unless the word alone is wider than the line."""
    for room in range(60, 400, 20):
        lines = wrap(KOREAN, width=room, size=10)
        assert " ".join(lines) == KOREAN
    assert wrap("가나다라마바사", width=30, size=10) == ("가나다", "라마바", "사")


def test_japanese_and_chinese_break_between_characters() -> None:
    """Han and Kana may break anywhere but before a closing mark or after an opening one."""
    lines = wrap("これは「引用」です。長い名前、です。", width=50, size=10)
    assert "".join(lines) == "これは「引用」です。長い名前、です。"
    assert all(line[0] not in "」。、" and line[-1] != "「" for line in lines)


def test_long_words_break_between_what_a_reader_takes_for_a_character() -> None:
    """A joined emoji, a flag, a letter with its marks stays in one piece."""
    family, flag = "👨\u200d👩\u200d👧", "🇰🇷"
    lines = wrap(family * 5 + flag * 5 + "e\u0301" * 40, width=60, size=10)
    joined = "".join(lines)
    assert joined.count(family) == 5
    assert joined.count(flag) == 5
    assert all(not line.startswith(("\u200d", "\u0301", "👩")) for line in lines)


def test_what_does_not_fit_ends_with_an_ellipsis() -> None:
    """Text past the last line is cut, and seen to be cut."""
    assert wrap("one two three four", width=50, size=10, lines=2)[-1].endswith("…")
    assert shorten("a very long name indeed", width=60, size=10).endswith("…")
    assert shorten("short", width=60, size=10) == "short"
    assert shorten("", width=60, size=10) == ""


def test_heaps_of_combining_marks_are_cut_down() -> None:
    """A character that carries hundreds of marks is shown with a few, so that it does not spill over others."""
    (line,) = wrap("a" + "\u0301" * 500 + "b", width=100, size=10)
    assert len(line) < 12


@pytest.mark.parametrize("text", ["\u202eabc", "abc\u2067", "عربية", "\u2066\u2066x"])
def test_right_to_left_text_is_closed_in(text: str) -> None:
    """Isolated text leaves no embedding open behind it."""
    found = isolated(text)
    assert found.startswith("\u2068")
    assert sum(map(found.count, "\u2066\u2067\u2068")) == found.count("\u2069")


def test_decomposed_hangul_is_as_wide_as_composed() -> None:
    """Jamo that make one syllable take the room of one syllable."""
    import unicodedata

    assert width(unicodedata.normalize("NFD", "한국"), 10) == width("한국", 10) == 20


def test_every_script_takes_room() -> None:
    """Letters outside the tables have a width too, those with an accent that of their base, marks none."""
    assert width("é", 10) == width("e", 10)
    assert width("ქ", 10) > 0
    assert width("\u0301", 10) == 0
    assert width("عربية", 10) < width("தமிழ்", 10) * 2


@pytest.mark.parametrize("family", [None, "DejaVu Sans", "Liberation Sans", "Noto Sans CJK KR"])
def test_measured_width_holds_in_a_browser(browser: object, family: str | None) -> None:
    """In a real browser no text is wider than measured, with the fonts asked for and with others of their stack."""
    samples = [
        "Search and sort the WIDEST MOVIES", "quick brown fox; 1,234.50 % – “quoted”", KOREAN, "Größe Ñandú Łódź",
        "日本語の名前、です", "Ελληνικά Кириллица ЖЩЮ", "🎉👩🏽\u200d💻🇰🇷1️⃣", "e\u0301e\u0301e\u0301 ½ €₩→",
    ]  # fmt: skip
    page = browser.new_page()
    try:
        page.set_content('<svg xmlns="http://www.w3.org/2000/svg"><text id="t" y="50" xml:space="preserve"/></svg>')
        for bold in (False, True):
            for sample in samples:
                seen = page.evaluate(
                    """([text, family, weight]) => {
                        const t = document.getElementById('t');
                        t.setAttribute('font-family', family); t.setAttribute('font-weight', weight);
                        t.setAttribute('font-size', 100); t.textContent = text;
                        return t.getComputedTextLength(); }""",
                    [sample, family or FONTS, 700 if bold else 400],
                )
                assert seen <= width(sample, 100, bold=bold) + 0.5, sample
    finally:
        page.close()
