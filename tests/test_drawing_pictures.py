"""A drawing as pixels and as pages: right in size, readable, with every character, the same each time."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import attrs
import pytest
from PIL import Image
from pypdf import PdfReader

from journeymap import Journey, audit, draw, examples, fonts, load, save
from journeymap.drawing import Drawing
from journeymap.drawing.pictures import PAPERS
from journeymap.errors import DrawingError, FontWarning, MissingToolError
from tests.drawing_journeys import long_journey

WALK = Journey("Walk").touchpoint("door", "Door", emotion=1).touchpoint("desk", "창구 😀", emotion=-1)
SHOES = {lang: draw(audit(load(examples.path("shoe-shop", lang=lang))), lang=lang) for lang in ("en", "ko")}
KINDS = ("map", "cycle", "blueprint", "curve")


def pages(drawing: Drawing) -> list[str]:
    """What is written on each page of the PDF."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(drawing.pdf())).pages]


# PNG


@pytest.mark.parametrize("scale", [0.5, 1.0, 2.0])
def test_a_png_is_as_large_as_asked(scale: float) -> None:
    """The picture has scale pixels to a CSS pixel, tells its resolution, and carries its words."""
    drawing = draw(WALK)
    picture = Image.open(io.BytesIO(drawing.png(scale=scale)))
    assert picture.size == (round(drawing.width * scale), pytest.approx(drawing.height * scale, abs=1))
    assert picture.info["dpi"] == pytest.approx((96 * scale, 96 * scale), abs=0.1)
    assert (picture.info["Title"], picture.info["Description"]) == (drawing.title, drawing.summary)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_kind_becomes_pixels(kind: str, theme: str) -> None:
    """Each kind gives a picture that is not of one colour."""
    picture = Image.open(io.BytesIO(draw(WALK, kind=kind, theme=theme).png(scale=1)))
    assert len(picture.convert("RGB").getcolors(maxcolors=1 << 24) or ()) > 5


def test_a_graph_becomes_pixels_and_pages(dot: str) -> None:
    """What Graphviz draws leaves the house as the other kinds do."""
    drawing = draw(WALK, kind="graph")
    assert Image.open(io.BytesIO(drawing.png(scale=1))).size[0] > 100
    assert "창구" in pages(drawing)[0]


def test_korean_is_drawn_in_its_own_shapes() -> None:
    """Different Korean names of the same length give different pictures, so none is a row of boxes."""
    one, other = (draw(Journey("여정").touchpoint("a", name, emotion=0)).png(scale=1) for name in ("결제", "배송"))
    assert one != other


def test_bold_is_bold_and_regular_is_regular() -> None:
    """Text of both weights covers as much of the picture as its weight says, in the PNG."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="60"><rect width="300" height="60" fill="#fff"/>'
    made = {
        weight: Drawing(
            title="a", kind="map", lang="ko", summary="", text="",
            svg=f'{svg}<text y="40" font-size="30" font-weight="{weight}">결제 Payment</text></svg>',
        )
        for weight in ("400", "600")
    }  # fmt: skip
    dark = {
        weight: sum(Image.open(io.BytesIO(drawing.png(scale=2))).convert("L").histogram()[:100])
        for weight, drawing in made.items()
    }
    assert 1.15 < dark["600"] / dark["400"] < 1.9


def test_a_picture_too_large_for_the_machine_is_refused() -> None:
    """A scale that would take gigabytes is an error that names other ways; so is no scale at all."""
    with pytest.raises(DrawingError, match=r"too large: take a smaller scale, or save it as \.pdf or \.svg"):
        draw(long_journey(60), page="wall").png(scale=20)
    with pytest.raises(DrawingError, match="scale must be above 0"):
        draw(WALK).png(scale=0)


def test_what_no_font_has_is_said_and_not_drawn_as_a_box() -> None:
    """A character that no font has is warned of, in the PNG and in the PDF."""
    strange = draw(Journey("Walk").touchpoint("a", "Door \ue123", emotion=1))
    with pytest.warns(FontWarning, match=r"no font on this machine has .* \(U\+E123\)"):
        strange.png(scale=1)
    with pytest.warns(FontWarning, match=r"U\+E123"):
        assert "Door □" in pages(strange)[0]


def test_a_machine_without_a_korean_font_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where only Latin letters can be had, each Korean character is named."""
    latin = [path for path in fonts._places() if path]
    monkeypatch.setattr(fonts, "_places", lambda: [[folder for folder in latin[0] if "cjk" not in str(folder)]])
    with pytest.warns(FontWarning, match=r"창 \(U\+CC3D\)"):
        draw(WALK).png(scale=1)


@pytest.mark.parametrize(("package", "extra"), [("resvg_py", "png"), ("typst", "pdf")])
def test_without_its_package_a_format_names_the_extra(
    package: str, extra: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The error says what to install, and no file is written."""
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingToolError, match=rf'pip install "journeymap\[{extra}\]"'):
        save(draw(WALK), tmp_path / f"walk.{extra}")
    assert not list(tmp_path.iterdir())


# PDF


def test_a_pdf_is_tagged_vector_and_its_korean_can_be_copied() -> None:
    """The page claims PDF/UA-1, has its title and language, no pictures of pixels, and real text in both languages."""
    content = SHOES["ko"].pdf()
    reader = PdfReader(io.BytesIO(content))
    root = reader.trailer["/Root"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"], reader.metadata.title) == ("ko", True, "온라인 신발 주문")
    assert not list(reader.pages[0].images)
    said = " ".join(reader.pages[0].extract_text().split())
    for words in ("온라인 신발 주문", "카드 승인 거절", "기억 비중", "JM105"):
        assert words in said
    assert "Card declined" in " ".join(pages(SHOES["en"])[0].split())


def test_the_whole_story_is_the_alternative_text() -> None:
    """Who hears the page hears the journey told."""
    drawing = draw(WALK, lang="ko")
    reader = PdfReader(io.BytesIO(drawing.pdf()))
    told = [each["/Alt"] for each in map(reader.get_object, range(1, len(reader.xref[0]))) if "/Alt" in (each or ())]
    assert told == [drawing.text]


@pytest.mark.parametrize("page", sorted(PAPERS))
@pytest.mark.parametrize("kind", ["map", "blueprint"])
def test_sheets_become_pages_of_the_paper(page: str, kind: str) -> None:
    """Each sheet fills a page of the true size, with its own touchpoints and no other's."""
    drawing = draw(long_journey(25, "ko"), kind=kind, lang="ko", page=page)
    reader = PdfReader(io.BytesIO(drawing.pdf()))
    assert len(reader.pages) == len(drawing.breaks) + 1 > 1
    for sheet in reader.pages:
        sides = sorted((float(sheet.mediabox.width) * 25.4 / 72, float(sheet.mediabox.height) * 25.4 / 72))
        assert sides == pytest.approx(PAPERS[page], abs=0.1)
    first, *others = (sheet.extract_text() for sheet in reader.pages)
    assert "긴 여정" in first
    assert ["찾기 1" in text for text in (first, *others)] == sorted(
        ["찾기 1" in text for text in (first, *others)], reverse=True
    )


def test_circles_become_pages() -> None:
    """A circle that goes on stands on a page of its own."""
    drawing = draw(long_journey(60), kind="cycle", every=True)
    assert len(pages(drawing)) == len(drawing.breaks) + 1 > 1


def test_a_screen_becomes_one_page_as_large_as_it_is() -> None:
    """Without paper the page has the size of the picture."""
    drawing = draw(WALK)
    box = PdfReader(io.BytesIO(drawing.pdf())).pages[0].mediabox
    assert (float(box.width), float(box.height)) == pytest.approx(
        (drawing.width * 0.75, drawing.height * 0.75), abs=0.1
    )


def test_sheets_that_cannot_be_told_apart_stay_on_one_page() -> None:
    """A picture whose parts are not marked is printed whole, not cut through."""
    drawing = attrs.evolve(draw(WALK), breaks=(100.0,))
    assert len(pages(drawing)) == 1


def test_hostile_names_are_text_on_the_page() -> None:
    """Markup of Typst and of SVG in a name is printed as it was written."""
    name = '"); #panic("ran") <script>&amp; $x$'
    assert name.split()[0] in pages(draw(Journey(name).touchpoint("a", name, emotion=1)))[0]


def test_the_same_drawing_gives_the_same_bytes() -> None:
    """PNG and PDF do not change from run to run."""
    code = (
        "import hashlib, journeymap as jm; j = jm.Journey('여정').touchpoint('a', '결제 😀', emotion=1)\n"
        "d = jm.draw(j, lang='ko'); print(hashlib.sha256(d.png(scale=1) + d.pdf()).hexdigest())"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": "."},
            cwd=Path(__file__).parent.parent, capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(made) == 1


def test_the_suffix_chooses(tmp_path: Path) -> None:
    """Saved under .png and .pdf, the files are what they say."""
    assert save(draw(WALK), tmp_path / "walk.png").read_bytes().startswith(b"\x89PNG")
    assert save(draw(WALK), tmp_path / "walk.pdf").read_bytes().startswith(b"%PDF-")
