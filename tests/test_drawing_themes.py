"""A company's own colours, font and logo: a few lines, checked for legibility, and nothing alive taken in."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from journeymap import Journey, draw
from journeymap.drawing.logos import logo_from
from journeymap.drawing.themes import THEMES, branded, contrast, themed
from journeymap.errors import ContrastWarning, DrawingError, FontWarning, UnknownNameError

WALK = Journey("Walk").stage("In").touchpoint("door", "Door", emotion=1).touchpoint("desk", "창구", emotion=-1)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 90 30">{}</svg>'
MARK = SVG.format('<rect width="90" height="30" fill="#4b2e83"/>').encode()


def png(width: int = 60, height: int = 20) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (width, height), (200, 30, 30)).save(content, "PNG")
    return content.getvalue()


# Colours


@given(st.from_regex(r"#[0-9a-f]{6}", fullmatch=True), st.sampled_from(sorted(THEMES)))
@settings(deadline=None)
def test_any_colour_of_a_house_can_be_read(colour: str, base: str) -> None:
    """Whatever the colour, what stands on the stages reaches 4.5 : 1, and nothing else of the theme changes."""
    theme = branded(colour, base=base)
    assert theme.weak == ()
    assert theme.stages[0] == colour
    assert theme.ink == THEMES[base].ink


def test_colours_that_cannot_be_read_are_told() -> None:
    """A colour that makes text weaker than 4.5 : 1 is warned of, with what it stands on and by how much."""
    with pytest.warns(ContrastWarning, match=r"muted on page \(2\.8 : 1\), .*needs 4\.5 : 1") as caught:
        theme = branded("#4b2e83", muted="#999999")
    assert [ink for ink, _, _ in theme.weak] == ["muted"] * 3
    assert caught[0].message.pairs == theme.weak  # type: ignore[union-attr]
    assert caught[0].filename == __file__


def test_every_theme_of_the_house_can_be_read() -> None:
    """The bundled themes have no weak pair; contrast is that of WCAG."""
    assert [theme.weak for theme in THEMES.values()] == [()] * len(THEMES)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("colour", ["red", "#fff", "4b2e83", "#4b2e8", "#4b2e83;", 'url("x")', "#4B2E8G", 5])
def test_what_is_no_colour_is_refused(colour: object) -> None:
    """Only #rrggbb goes into a picture."""
    with pytest.raises(DrawingError, match="expected a colour such as #2f5d8c"):
        branded(colour)  # type: ignore[arg-type]


def test_names_are_checked() -> None:
    """An unknown colour or theme gets the nearest spelling; what is no name of a font is refused."""
    with pytest.raises(UnknownNameError, match="unknown colour 'mutd' \\(did you mean 'muted'"):
        branded(mutd="#000000")
    with pytest.raises(UnknownNameError, match="theme"):
        branded(base="lihgt")
    with pytest.raises(DrawingError, match="expected the name of one font"):
        branded(font='x"; fill: url(http://x)')


def test_a_theme_of_ones_own_can_be_the_base() -> None:
    """What was set once stays: a font, a logo, colours."""
    first = branded("#4b2e83", font="Pretendard", logo=MARK)
    second = branded(base=first, info="#003366")
    assert (second.font, second.logo, second.stages) == ("Pretendard", first.logo, first.stages)
    assert themed(second) is second


# Font


@pytest.mark.parametrize("kind", ["map", "cycle", "blueprint"])
def test_the_font_comes_first_in_the_picture(kind: str) -> None:
    """The company's font is asked for before all others."""
    drawing = draw(WALK, kind=kind, theme=branded(font="Pretendard"))
    assert 'font-family="Pretendard, Noto Sans, ' in drawing.svg
    assert drawing.fonts == ("Pretendard",)
    assert "Pretendard" not in draw(WALK, kind=kind).svg.partition(">")[0].partition("Noto")[0]


def test_the_font_comes_first_in_a_graph() -> None:
    """Graphviz is asked for it, too."""
    dot = draw(WALK, kind="graph", theme=branded(font="Pretendard")).dot
    assert dot is not None
    assert '"Pretendard, Noto Sans' in dot


def test_a_font_that_is_not_there_is_told() -> None:
    """Pixels and pages are made with another font, and say so; one that is there is used without a word."""
    with pytest.warns(FontWarning, match="not on this machine: the font 'House Sans'"):
        draw(WALK, theme=branded(font="House Sans")).png(scale=0.5)
    there = draw(WALK, theme=branded(font="Noto Sans CJK JP"))
    assert there.png(scale=0.5) != draw(WALK).png(scale=0.5)
    assert b"NotoSansCJKjp" in there.pdf()


# Logo


@pytest.mark.parametrize("kind", ["map", "cycle", "blueprint"])
@pytest.mark.parametrize("content", [MARK, png()], ids=["svg", "png"])
def test_the_logo_stands_above_the_title(kind: str, content: bytes) -> None:
    """It is in the picture whole, in its own proportions, and nothing is where it stands."""
    plain, drawing = draw(WALK, kind=kind), draw(WALK, kind=kind, theme=branded(logo=content))
    image = ElementTree.fromstring(drawing.svg).find("{http://www.w3.org/2000/svg}image")
    assert image is not None
    assert base64.b64decode(image.attrib["href"].partition(",")[2]) == content
    assert float(image.attrib["width"]) == pytest.approx(3 * float(image.attrib["height"]))
    assert drawing.height - plain.height >= float(image.attrib["height"])


def test_the_logo_is_in_pixels_and_pages_too(tmp_path: Path) -> None:
    """Its colour is found where it stands, in the PNG; the PDF has it, too."""
    (tmp_path / "logo.svg").write_bytes(MARK)
    drawing = draw(WALK, theme=branded(logo=tmp_path / "logo.svg"))
    picture = Image.open(io.BytesIO(drawing.png(scale=1))).convert("RGB")
    assert picture.getpixel((60, 50)) == (0x4B, 0x2E, 0x83)
    assert len(drawing.pdf()) > 1000
    assert "img-src data:" in drawing.html()


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<rect onload="alert(1)"/>',
        '<image href="https://x.test/a.png"/>',
        '<image xlink:href="file:///etc/passwd"/>',
        '<use href="other.svg#a"/>',
        '<a href="javascript:alert(1)"><path d="M0 0"/></a>',
        '<image href="data:image/svg+xml;base64,PHN2Zy8+"/>',
        "<style>@import 'https://x.test/a.css';</style>",
        '<style>rect { fill: url("https://x.test/a.svg#b") }</style>',
        '<rect style="fill: url(https://x.test/a.svg#b)"/>',
        "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>hi</p></foreignObject>",
        '<set attributeName="href" to="javascript:alert(1)"/>',
    ],
)
def test_a_logo_that_is_alive_is_refused(inside: str) -> None:
    """Scripts, events, and whatever lies outside the picture are errors that say what was found."""
    with pytest.raises(DrawingError, match=r"the logo (holds|asks for)"):
        logo_from(SVG.format(inside).encode())


def test_what_is_inside_the_logo_may_be_used() -> None:
    """References within the picture are what SVG is made of."""
    inside = '<defs><linearGradient id="a"/></defs><rect id="b" fill="url(#a)"/><use href="#b"/><use xlink:href=" #b"/>'
    assert logo_from(SVG.format(inside).encode()).ratio == 3
    assert logo_from(b'<svg xmlns="http://www.w3.org/2000/svg" width="40px" height="20"/>').ratio == 2


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "neither PNG nor SVG"),
        (b"GIF89a", "neither PNG nor SVG"),
        (b"<html/>", "it begins with <html>"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>', "DOCTYPE"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "does not say how wide"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" width="1.2.3" height="9"/>', "does not say how wide"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 1"/>', "a mere line"),
        (b"\x89PNG\r\n\x1a\n1234", "not a whole PNG"),
        (b"<svg>" + b" " * 1_000_001, "too large"),
    ],
)
def test_what_is_no_logo_is_refused(content: bytes, message: str) -> None:
    """The error says why the file is no logo."""
    with pytest.raises(DrawingError, match=message):
        logo_from(content)


def test_a_logo_that_is_not_there_is_told(tmp_path: Path) -> None:
    """A wrong path is an error with the path."""
    with pytest.raises(DrawingError, match=r"the logo 'nothing\.svg' cannot be read: No such file"):
        branded(logo=tmp_path / "nothing.svg")
