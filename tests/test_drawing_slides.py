"""Slides: native shapes and texts that can be edited, one slide for each sheet, and nothing a user wrote is lost."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from journeymap import audit, compare, draw, examples, save
from journeymap.drawing import KINDS
from journeymap.drawing.slides import as_pptx
from journeymap.drawing.slides.outlines import Box, Transform, bounds, closed, outline, straight
from journeymap.drawing.slides.scenes import Group, Shape, Text, scene
from journeymap.drawing.typesetting import clean, glued, wrap
from journeymap.errors import MissingToolError
from journeymap.formats import load
from journeymap.model import Journey
from tests.drawing_journeys import long_journey
from tests.strategies import HOSTILE

SHOP = load(examples.path("shoe-shop"))
MAIN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def opened(drawing: Any) -> Any:
    return Presentation(io.BytesIO(as_pptx(drawing)))


def every(shapes: Any) -> Iterator[Any]:
    """All shapes, those in groups too."""
    for shape in shapes:
        yield shape
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from every(shape.shapes)


def words(deck: Any) -> list[str]:
    """What is written on all slides, paragraph by paragraph."""
    return [
        paragraph.text
        for slide in deck.slides
        for shape in every(slide.shapes)
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
    ]


def in_picture(svg: str) -> list[str]:
    """What is written in a picture, paragraph by paragraph, as its scene has it."""

    def texts(marks: Any) -> Iterator[str]:
        for mark in marks:
            text = mark if isinstance(mark, Text) else mark.text if isinstance(mark, Shape) else None
            if text is not None:
                yield from (paragraph.text for paragraph in text.paragraphs)
            if isinstance(mark, Group):
                yield from texts(mark.marks)

    return list(texts(scene(svg).marks))


# What stands on the slides


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"graph"}))
def test_every_kind_becomes_native_shapes(kind: str) -> None:
    """Each kind of drawing is shapes and texts, no picture; nothing that is written in it is missing."""
    holds_natively(draw(audit(SHOP), kind=kind))


@pytest.mark.usefixtures("dot")
def test_a_graph_becomes_native_shapes() -> None:
    """The graph too, though Graphviz has drawn it."""
    holds_natively(draw(audit(SHOP), kind="graph"))


def holds_natively(drawing: Any) -> None:
    """A drawing becomes shapes and texts, all that is written in it."""
    deck = opened(drawing)
    found = [shape for slide in deck.slides for shape in every(slide.shapes)]
    assert not [shape for shape in found if shape.shape_type == MSO_SHAPE_TYPE.PICTURE]
    assert len(found) > 10
    assert sorted(set(in_picture(drawing.svg)) - set(words(deck))) == []
    assert not [
        name for name in zipfile.ZipFile(io.BytesIO(as_pptx(drawing))).namelist() if name.startswith("ppt/media")
    ]


def test_a_comparison_becomes_slides_too() -> None:
    """Two journeys in one picture, and what becomes of each touchpoint."""
    deck = opened(draw(compare(SHOP, SHOP.change("pay", emotion=1)), lang="ko"))
    assert "~ 바뀜" in words(deck)


def test_the_curve_is_a_free_form_and_faces_move_as_one() -> None:
    """The line of emotions has curves whose points can be dragged; a face is a group of its ring, eyes and mouth."""
    deck = opened(draw(SHOP))
    shapes = list(deck.slides[0].shapes)
    curves = [
        s for s in shapes if s.shape_type == MSO_SHAPE_TYPE.FREEFORM and s.element.findall(f".//{MAIN}cubicBezTo")
    ]
    assert len(curves) > 1
    groups = {shape.name: shape for shape in shapes if shape.shape_type == MSO_SHAPE_TYPE.GROUP}
    face = groups["Search and sort: +2 very satisfied"]
    assert len(list(face.shapes)) >= 3
    assert face.element.find(".//*[@descr]").get("descr") == "Search and sort: +2 very satisfied"
    card = groups["Search and sort"]
    assert "Search and sort" in [shape.text_frame.text for shape in card.shapes if shape.has_text_frame]


def test_texts_of_stages_and_badges_stand_in_their_shapes() -> None:
    """A stage and a badge are one shape with its text, so that they grow and move together."""
    deck = opened(draw(audit(SHOP)))
    shapes = list(every(deck.slides[0].shapes))
    stage = next(shape for shape in shapes if shape.has_text_frame and shape.text_frame.text == "Find")
    assert stage.shape_type == MSO_SHAPE_TYPE.FREEFORM
    badges = [s for s in shapes if s.has_text_frame and re.fullmatch(r"JM\d{3}", s.text_frame.text)]
    assert badges
    assert {badge.auto_shape_type for badge in badges if badge.shape_type == MSO_SHAPE_TYPE.AUTO_SHAPE}
    assert all(badge.shape_type == MSO_SHAPE_TYPE.AUTO_SHAPE for badge in badges)


def test_lines_of_one_text_are_one_paragraph() -> None:
    """What was broken into lines to fit is one paragraph again, which flows as it is written over."""
    name = "Where the customer looks for the right size of shoe and reads what others wrote about it"
    deck = opened(draw(SHOP.change("search", name=name)))
    assert name in words(deck)
    (shape,) = {
        s.text_frame.text: s for s in every(deck.slides[0].shapes) if s.has_text_frame and s.text_frame.text == name
    }.values()
    assert shape.text_frame.word_wrap is True


def test_words_that_were_broken_are_whole_again() -> None:
    """A word too long for its line, and writing without spaces, come back without a space where they were broken."""
    for name in (
        "https://" + "a" * 120,
        "漢字仮名交じり文を長く書いた接点の名前は何度も折り返される",
        "한글" + "가" * 60 + " 끝",
    ):
        assert name in words(opened(draw(SHOP.change("search", name=name))))


@given(st.text(min_size=1, max_size=80), st.integers(3, 40))
def test_lines_can_be_put_together_again(text: str, width: int) -> None:
    """Lines and what is known of how they were broken give the text back, whatever it is."""
    lines = wrap(text, width=width, size=1, lines=10_000)
    gaps = set(glued(text, lines))
    whole = "".join(line if number in gaps or not number else f" {line}" for number, line in enumerate(lines))
    assert whole == " ".join(wrap(text, width=10_000, size=1))


def test_texts_ask_for_faces_that_have_korean() -> None:
    """Every run names a face for Latin and one for East Asian letters, and its language; Korean words stay whole."""
    deck = opened(draw(audit(load(examples.path("shoe-shop", lang="ko"))), lang="ko"))
    runs = [r for slide in deck.slides for s in every(slide.shapes) for r in s.element.iter(f"{MAIN}rPr")]
    assert runs
    for run in runs:
        assert run.get("lang") == "ko-KR"
        assert run.find(f"{MAIN}latin").get("typeface") == "Arial"
        assert run.find(f"{MAIN}ea").get("typeface") == "Malgun Gothic"
    assert any(p.get("eaLnBrk") == "0" for s in every(deck.slides[0].shapes) for p in s.element.iter(f"{MAIN}pPr"))


# Slides


def test_each_sheet_has_a_slide_of_its_own() -> None:
    """A long map is as many slides as it has sheets, 16 to 9, with a title each; the story stands in the notes."""
    drawing = draw(audit(long_journey(30)), page="a3")
    deck = opened(drawing)
    assert len(deck.slides) == len(drawing.breaks) + 1 > 2
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9, abs=0.001)
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert titles[0] == "A long journey"
    assert all(title.startswith(f"sheet {number} of ") for number, title in enumerate(titles[1:], 2))
    assert deck.slides[0].notes_slide.notes_text_frame.text.split() == drawing.text.split()
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= -9525
            assert shape.top >= -9525
            assert shape.left + shape.width <= deck.slide_width + 9525
            assert shape.top + shape.height <= deck.slide_height + 9525


def test_small_and_huge_pictures_fit_their_slides() -> None:
    """The small curve is made larger, and gets a title; a wall of touchpoints stays within what a slide may be."""
    deck = opened(draw(SHOP, kind="curve", theme="dark"))
    assert deck.slides[0].shapes.title.text_frame.text == draw(SHOP, kind="curve").title
    widest = max(shape.width for shape in deck.slides[0].shapes)
    assert widest > deck.slide_width / 2
    wall = opened(draw(long_journey(60), page="wall"))
    assert wall.slide_width <= 56 * 914400
    assert max(shape.left + shape.width for shape in wall.slides[0].shapes) <= wall.slide_width


def test_no_two_shapes_of_a_slide_share_a_number() -> None:
    """Numbers of shapes are unique, and the slide's background has the colour of the theme."""
    deck = opened(draw(audit(SHOP), theme="dark"))
    for slide in deck.slides:
        numbers = [shape.shape_id for shape in every(slide.shapes)]
        assert len(numbers) == len(set(numbers))
    assert str(deck.slides[0].background.fill.fore_color.rgb) == "12171D"


def test_print_needs_no_colour() -> None:
    """Hatches and dots become patterns of the program's own."""
    deck = opened(draw(SHOP, theme="print"))
    patterns = {p.get("prst") for s in every(deck.slides[0].shapes) for p in s.element.iter(f"{MAIN}pattFill")}
    assert patterns == {"wdUpDiag", "pct10"}


def test_shapes_are_named_and_described() -> None:
    """What has a title has it as alternative text; what only decorates is marked so."""
    deck = opened(draw(audit(SHOP)))
    heads = [s.element.find(".//*[@id][@name]") for s in every(deck.slides[0].shapes)]
    assert all(head.get("name") for head in heads)
    described = [head for head in heads if head.get("descr")]
    decorative = [head for head in heads if any("decorative" in each.tag for each in head.iter())]
    assert len(described) > 30
    assert len(decorative) > 30


def test_hostile_names_stay_text() -> None:
    """Whatever a name holds, the file opens and shows it as written."""
    attacks = ("<a:t>&amp;</a:t>", '"/><p:sp>', "]]>", "=cmd|' /C calc'!A0", "\u202eright to left", *HOSTILE)
    journey = Journey(attacks[0], persona=attacks[1]).stage(attacks[2])
    for number, attack in enumerate(attacks):
        journey = journey.touchpoint(f"t{number}", attack, emotion=0, channel=attack, quote=attack)
    drawing = draw(audit(journey), page="wall")
    deck = opened(drawing)
    shown = {clean(text) for text in words(deck)}
    assert {clean(text) for text in in_picture(drawing.svg)} <= shown
    assert "<a:t>&amp;</a:t>" in shown


def test_the_same_drawing_gives_the_same_bytes() -> None:
    """Nothing in the file tells when it was written."""
    drawing = draw(SHOP)
    content = as_pptx(drawing)
    assert content == as_pptx(drawing)
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert Presentation(io.BytesIO(content)).core_properties.title == SHOP.name


def test_saving_by_suffix(tmp_path: Any) -> None:
    """Drawings and comparisons are saved as slides by their suffix, comparisons as pictures too."""
    for name in ("map.pptx", "both.pptx", "both.svg"):
        thing = draw(SHOP) if name.startswith("map") else compare(SHOP, SHOP)
        content = save(thing, tmp_path / name).read_bytes()
        assert content[:2] == (b"PK" if name.endswith("pptx") else b"<s")


def test_without_the_extra_the_error_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without python-pptx, the error says what to install."""
    monkeypatch.setitem(sys.modules, "pptx", None)
    with pytest.raises(MissingToolError, match=r"journeymap\[office\]"):
        draw(SHOP).pptx()


# Outlines


def test_outlines_follow_every_command() -> None:
    """Lines, curves and arcs, absolute and relative, become points, lines and cubic curves."""
    assert outline("M0 0l3 4m1 1h2v3H0V0z")[-1] == ("Z", ())
    assert outline("m1 1 2 2")[1] == ("L", (3.0, 3.0))
    assert outline("M0 0q3 0 3 3")[1] == ("C", (2.0, 0.0, 3.0, 1.0, 3.0, 3.0))
    assert outline("M0,0C1,1 2,2 3,3 4,4 5,5 6,6")[2] == ("C", (4.0, 4.0, 5.0, 5.0, 6.0, 6.0))
    assert outline("") == ()
    assert outline("M5 5A3 3 0 0 1 5 5") == (("M", (5.0, 5.0)),)
    assert straight(outline("M0 0H5")) == (0.0, 0.0, 5.0, 0.0)
    assert straight(outline("M0 0H5V5")) is None
    assert closed(outline("M0 0H5V5z"))
    assert not closed(())


@pytest.mark.parametrize(("large", "sweep"), [(0, 0), (0, 1), (1, 0), (1, 1)])
def test_arcs_keep_to_their_circle(large: int, sweep: int) -> None:
    """Every piece of an arc lies on the circle, on the side that its flags say."""
    moves = outline(f"M10 0A10 10 0 {large} {sweep} 0 10")
    assert moves[-1][1][-2:] == pytest.approx((0, 10))
    box = bounds(moves)
    middle = (0, 0) if large != sweep else (10, 10)
    corners = [(box.x, box.y), (box.right, box.bottom)]
    assert all(abs(value - centre) <= 10.01 for point in corners for value, centre in zip(point, middle, strict=True))
    assert len(moves) == (4 if large else 2)


def test_boxes_and_places() -> None:
    """A box holds what lies within it, and a place takes what is drawn in it along."""
    assert Box(0, 0, 10, 10).holds(Box(1, 1, 8, 8))
    assert not Box(0, 0, 10, 10).holds(Box(1, 1, 18, 8))
    assert Transform().then("translate(5)").moves((("M", (1.0, 2.0)),)) == (("M", (6.0, 2.0)),)
