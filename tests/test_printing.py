"""PDF by Typst: tagged, in the language it is in, the same bytes each time, and nothing a user wrote is run."""

from __future__ import annotations

import io
import subprocess
import sys
import warnings
from pathlib import Path

import manimgx_fonts
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from journeymap import fonts, printing
from journeymap.errors import DrawingError, FontWarning, MissingToolError
from journeymap.printing import literal, pdf

PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20"><text y="15" font-family="Noto Sans CJK KR">'
    "결제</text></svg>"
)


def said(content: bytes) -> str:
    """The text of a PDF, as a reader copies it."""
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_a_page_is_tagged_and_says_its_title_and_language() -> None:
    """The PDF claims PDF/UA-1, carries its structure, its title and its language, and no date."""
    page = pdf("= Heading\n#" + literal("결제 *단계*"), title="가게 여정", lang="ko")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in page
    assert b"/StructTreeRoot" in page
    assert b"/Lang" in page
    assert b"CreateDate" not in page
    assert said(page).split() == ["Heading", "결제", "*단계*"]


def test_the_same_source_gives_the_same_bytes() -> None:
    """Two runs in two processes, with other hash seeds, make the same file."""
    code = "from hashlib import md5; from journeymap.printing import pdf; print(md5(pdf('결제', title='a')).digest())"
    made = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(filter(None, sys.path))},
            capture_output=True, check=True, text=True, cwd=Path(__file__).parent.parent,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(made) == 1


def test_a_picture_stays_vector_with_its_text() -> None:
    """An SVG among the files is shown with its text as text, and fonts are found for what it says."""
    page = pdf('#image("a.svg", alt: "결제")', title="a", files={"a.svg": PICTURE})
    assert said(page).strip() == "결제"


@given(st.text(max_size=40).filter(str.strip))
@settings(max_examples=25, deadline=None)
def test_a_literal_stays_text(text: str) -> None:
    """Whatever is written stands on the page and is never read as markup or code."""
    source = f"#let it = {literal(text)}\n#assert(type(it) == str and it.len() < 400)\n"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FontWarning)  # some characters are in no font
        assert pdf(source + "#it", title="a").startswith(b"%PDF-")


def test_hostile_text_is_not_run() -> None:
    """Markup, code, a closing quotation mark and a backslash stay what they are."""
    hostile = '"); #panic("ran") \\" #read("/etc/passwd") $x$ *b* \u0000 \\u{41} // end'
    assert said(pdf("#" + literal(hostile), title=hostile)).split() == hostile.replace("\0", "").split()


def test_what_no_font_has_is_said_and_replaced() -> None:
    """A character without a glyph is warned of; the page is made with another sign in its place."""
    with pytest.warns(FontWarning, match=r"U\+E123"):
        page = pdf("#" + literal("a\ue123b"), title="a", files={"a.svg": PICTURE})
    assert "a□b" in said(page)


def test_source_that_typst_refuses_is_an_error_that_says_why() -> None:
    """What Typst says about a mistake is passed on."""
    with pytest.raises(DrawingError, match="Typst could not make the PDF: unknown variable: nonsense"):
        pdf("#nonsense", title="a")


def test_without_typst_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error says what to install."""
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(MissingToolError, match=r'pip install "journeymap\[pdf\]"'):
        pdf("a", title="a")


def test_fonts_are_copied_where_links_may_not_be_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A system that refuses links gets copies."""

    def refuse(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(Path, "symlink_to", refuse)
    chosen = fonts.fonts_for("a", folders=[Path(manimgx_fonts.__file__).parent])
    printing._lay_out(chosen.files, tmp_path)
    assert len(list(tmp_path.iterdir())) == len(chosen.files) > 0
