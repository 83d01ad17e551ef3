"""What all drawings have in common: the way in, the colours, the words, and the line that never overshoots."""

from __future__ import annotations

import math
import subprocess
import sys
from itertools import pairwise
from xml.etree import ElementTree

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeymap import audit, draw, examples
from journeymap.drawing import KINDS, Drawing
from journeymap.drawing.icons import icon
from journeymap.drawing.sayings import MOODS, WAYS, signed_number
from journeymap.drawing.smoothing import arcs, path, signed
from journeymap.drawing.templating import number, render
from journeymap.drawing.themes import THEMES, Theme, mood
from journeymap.errors import JourneyError, UnknownNameError
from journeymap.formats import load
from journeymap.i18n import LANGUAGES, Translator, translator
from journeymap.model import Journey, Touchpoint
from journeymap.wording import bare
from tests.drawing_journeys import long_journey

WALK = Journey("Walk").touchpoint("door", "Door", emotion=1).touchpoint("desk", "Desk", emotion=-1)
OURS = sorted(set(KINDS) - {"graph"})


# The way in


@pytest.mark.parametrize("kind", OURS)
@pytest.mark.parametrize("theme", sorted(THEMES))
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_theme_and_language_gives_a_picture_and_its_words(kind: str, theme: str, lang: str) -> None:
    """Each combination is well-formed XML with a title, a description and a text beside it."""
    drawing = draw(WALK, kind=kind, theme=theme, lang=lang)
    root = ElementTree.fromstring(drawing.svg)
    title, desc = root[0], root[1]
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"].split() == [title.attrib["id"], desc.attrib["id"]]
    assert "Walk" in (title.text or "")
    assert desc.text == drawing.summary
    assert "Door" in drawing.text
    assert (drawing.kind, drawing.lang, drawing.dot) == (kind, lang, None)
    assert f"0 0 {drawing.width:g} {drawing.height:g}" == root.attrib["viewBox"]


def test_an_audit_is_drawn_with_its_findings() -> None:
    """The same journey has findings in its picture and its text only when an audit is drawn."""
    judged = draw(audit(WALK, select="JM101"))
    assert "JM101" in judged.svg
    assert "JM101" in judged.text
    assert "JM101" not in draw(WALK).svg


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"kind": "mpa"}, "did you mean 'map'"),
        ({"theme": "lihgt"}, "did you mean 'light'"),
        ({"lang": "fr"}, "unknown language"),
        ({"pages": "a4"}, "did you mean 'page'"),
        ({"page": "a44"}, "did you mean 'a4'"),
        ({"lanes": ["emotions"]}, "did you mean 'emotion'"),
    ],
)
def test_a_wrong_name_is_answered_with_the_nearest(given: dict[str, object], said: str) -> None:
    """An unknown kind, theme, language, option, page or lane is an error that names the nearest."""
    with pytest.raises(UnknownNameError, match=said):
        draw(WALK, **given)


def test_a_journey_whose_references_do_not_hold_is_refused() -> None:
    """Drawing says which reference leads nowhere instead of drawing something else."""
    with pytest.raises(JourneyError, match="nowhere"):
        draw(Journey("Walk", touchpoints=[Touchpoint("door", "Door", next=["nowhere"])]))


def test_a_drawing_is_short_when_it_is_printed() -> None:
    """The repr of a drawing is one line, however long its title."""
    drawing = draw(Journey("long " * 500).touchpoint("a", "A", emotion=1))
    assert isinstance(drawing, Drawing)
    assert len(repr(drawing)) < 150
    assert "\n" not in repr(drawing)


@pytest.mark.parametrize("kind", OURS)
def test_the_same_bytes_every_time(kind: str) -> None:
    """Hash seeds make no difference to the picture."""
    code = (
        "from tests.drawing_journeys import long_journey; from journeymap import draw, audit\n"
        f"d = draw(audit(long_journey(14)), kind={kind!r}); import hashlib, sys\n"
        "sys.stdout.write(hashlib.sha256((d.svg + d.text).encode()).hexdigest())"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True, check=True, text=True,
        ).stdout
        for seed in ("0", "1")
    }  # fmt: skip
    assert len(seen) == 1


def test_two_drawings_on_one_page_share_no_id() -> None:
    """Ids are made from what is in the picture, so that another picture has others."""
    ids = [
        {element.attrib["id"] for element in ElementTree.fromstring(drawing.svg).iter() if "id" in element.attrib}
        for drawing in (draw(WALK), draw(WALK, theme="print"), draw(WALK, lang="ko"), draw(WALK, kind="curve"))
    ]
    assert all(ids)
    assert len(set().union(*ids)) == sum(map(len, ids))


@pytest.mark.parametrize("kind", OURS)
def test_a_picture_refers_to_nothing_outside(kind: str) -> None:
    """No script, no style sheet, no image, no link; no handler; every reference is to an id of its own."""
    root = ElementTree.fromstring(draw(audit(long_journey(12)), kind=kind, theme="print").svg)
    ids = {element.attrib["id"] for element in root.iter() if "id" in element.attrib}
    for element in root.iter():
        tag = element.tag.rpartition("}")[2]
        assert tag not in {"script", "style", "image", "a", "use", "foreignObject", "iframe"}
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert "href" not in name
            if value.startswith("url("):
                assert value.removeprefix("url(#").removesuffix(")") in ids


# Words


@pytest.mark.parametrize("kind", OURS)
def test_every_label_has_its_korean(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a drawing says in English by itself, it says in Korean too."""
    asked: set[str] = set()
    plain = Translator.__call__

    def listening(self: Translator, label: str, /, **values: object) -> str:
        asked.add(label)
        return plain(self, label, **values)

    monkeypatch.setattr(Translator, "__call__", listening)
    trap = Journey("Trap").touchpoint("a", "A", next=["b"]).touchpoint("b", "B", next=["a"])
    for journey in (WALK, trap, Journey("Empty"), *(load(examples.path(name)) for name in examples.names())):
        draw(audit(journey), kind=kind, lang="ko")
    draw(long_journey(40), kind=kind, lang="ko")
    asked.update(MOODS, filter(None, WAYS.values()))
    korean = translator("ko")
    assert sorted(label for label in asked if label not in korean._catalogue["labels"]) == []


def test_the_story_tells_everything_the_map_shows() -> None:
    """Stages, touchpoints, emotions in words, quotes, other ways, peak, end and findings are all in the text."""
    journey = load(examples.path("shoe-shop"))
    told = draw(audit(journey)).text
    for stage in journey.stages:
        assert f"## {stage.name}" in told
    for touchpoint in journey:
        assert touchpoint.name.replace("“", "").split()[0] in told
        assert bare(touchpoint.quote or "") in told
    for said in ("very dissatisfied (−2)", "moment of truth", "tries the same card again", "(55%)", "Peak for",
                 "End for", "Worst likely end", "JM101", "off the likeliest path", "memory share"):  # fmt: skip
        assert said in told


def test_the_story_says_what_is_not_known() -> None:
    """A journey without emotions is told without a score, and nothing is made up."""
    told = draw(Journey("Plain").touchpoint("a", "A").touchpoint("b", "B")).text
    assert "How it is remembered is not known." in told
    assert told.count("emotion not known") == 2
    assert "Peak" not in told


def test_numbers_are_short_and_signed() -> None:
    """Lengths have a tenth of a pixel at most, emotions a sign and a true minus."""
    assert [number(value) for value in (1.25, 1.0, -0.04, 100)] == ["1.2", "1", "0", "100"]
    assert [signed_number(value) for value in (-0.04, 1 / 3, -2)] == ["0", "+0.3", "−2"]


def test_templates_escape_and_are_strict() -> None:
    """What is written into a template comes out as text, and a missing name is an error, never a blank."""
    from jinja2 import UndefinedError

    with pytest.raises(UndefinedError):
        render("curve.svg.jinja", id="x", width=10, height=10, title="t", desc="d", lines=[], dots=[])
    values = {"width": 1, "height": 1, "theme": THEMES["light"], "lines": [], "dots": []}
    made = render("curve.svg.jinja", id="x", title="<b>&\"'", desc="", **values)
    assert "&lt;b&gt;&amp;&#34;&#39;" in made


def test_channels_have_pictures() -> None:
    """Every kind of channel has a picture; an unknown one a dot, none at all none."""
    assert icon("홈페이지") == icon("web")
    assert icon("carrier pigeon")
    assert icon("carrier pigeon") != icon("web")
    assert icon(None) == icon("") == ""


# The curve for a table cell


def test_the_small_curve_leaves_a_gap_for_what_is_not_known() -> None:
    """An unknown emotion breaks the line in two and has no dot."""
    journey = Journey("Gap")
    for id, emotion in zip("abcde", (1, 0, None, -1, 1), strict=True):
        journey = journey.touchpoint(id, id.upper(), emotion=emotion)
    svg = draw(journey, kind="curve", width=200, height=50).svg
    assert svg.count("<circle") == 4
    assert svg.count("C") == 2
    assert 'viewBox="0 0 200 50"' in svg


# The line

POINTS = st.lists(st.tuples(st.integers(0, 60), st.floats(-2, 2)), min_size=2, max_size=12, unique_by=lambda p: p[0])


@given(POINTS)
@settings(max_examples=200, deadline=None)
def test_the_line_passes_through_its_points_and_never_beyond(points: list[tuple[float, float]]) -> None:
    """Between two points the line stays between them: a peak on the curve is a peak of the journey."""
    points.sort()
    line = arcs(points)
    for arc, ((x1, y1), (x2, y2)) in zip(line, pairwise(points), strict=True):
        assert math.isclose(arc.at(x1), y1, abs_tol=1e-9)
        assert math.isclose(arc.at(x2), y2, abs_tol=1e-9)
        for step in range(21):
            assert min(y1, y2) - 1e-9 <= arc.at(x1 + (x2 - x1) * step / 20) <= max(y1, y2) + 1e-9
    assert path(line).count("C") == len(line)


@given(POINTS)
@settings(max_examples=100, deadline=None)
def test_the_line_is_cut_exactly_where_it_crosses_neutral(points: list[tuple[float, float]]) -> None:
    """Every part of the cut line lies on one side, and the parts follow each other."""
    points.sort()
    parts = signed(arcs(points), 0.0)
    flat = [arc for _, part in parts for arc in part]
    assert all(math.isclose(a.x2, b.x1) and math.isclose(a.y2, b.y1, abs_tol=1e-6) for a, b in pairwise(flat))
    for above, part in parts:
        for arc in part:
            middle = arc.at((arc.x1 + arc.x2) / 2)
            assert middle <= 1e-6 if above else middle >= -1e-6


def test_a_part_of_an_arc_is_the_same_curve() -> None:
    """Cutting an arc at a sheet's edge does not bend it."""
    arc = arcs([(0, 0), (10, 3), (20, 4)])[0]
    part = arc.between(2, 7)
    for x in (2.5, 4, 6.5):
        assert math.isclose(part.at(x), arc.at(x))
    assert path([]) == ""
    assert arcs([(1, 1)]) == []


# Colours


def linear(colour: str) -> list[float]:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2."""
    light = sorted(
        sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear(c), strict=True))
        for c in (one, other)
    )
    return (light[1] + 0.05) / (light[0] + 0.05)


@pytest.mark.parametrize("name", sorted(THEMES))
def test_text_stands_out(name: str) -> None:
    """Every colour of text has a contrast of 4.5 : 1 or more with all that it is set on."""
    theme = THEMES[name]
    behind = (theme.page, theme.panel, theme.band)
    for ink in (theme.ink, theme.muted, *theme.emotions, theme.warning, theme.info):
        assert all(contrast(ink, ground) >= 4.5 for ground in behind), ink
    if not theme.patterns:
        assert all(contrast(ink, wash) >= 4.5 for ink in (theme.ink, theme.muted) for wash in theme.washes)
    assert all(contrast(theme.stage_ink, ground) >= 4.5 for ground in theme.stages)
    assert contrast(theme.error_ink, theme.error) >= 4.5


# Machado, Oliveira & Fernandes 2009, severity 1, on linear RGB
BLINDNESS = {
    "none": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def lab(colour: str, matrix: tuple[tuple[float, ...], ...]) -> tuple[float, float, float]:
    """The colour as somebody with this matrix sees it, in CIE L*a*b* (D65)."""
    seen = [min(1, max(0, sum(m * c for m, c in zip(row, linear(colour), strict=True)))) for row in matrix]
    to_xyz = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    xyz = [sum(m * c for m, c in zip(row, seen, strict=True)) for row in to_xyz]
    x, y, z = (
        part ** (1 / 3) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116
        for part in (value / white for value, white in zip(xyz, (0.95047, 1, 1.08883), strict=True))
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    """How different two colours look: CIEDE2000 (Sharma, Wu & Dalal 2005)."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    stretch = 1 + 0.5 * (1 - math.sqrt(mean**7 / (mean**7 + 25**7)))
    c1, c2 = math.hypot(a1 * stretch, b1), math.hypot(a2 * stretch, b2)
    h1, h2 = (math.degrees(math.atan2(b, a * stretch)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    hue = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2))
    middle = (h1 + h2) / 2 if abs(h1 - h2) <= 180 else ((h1 + h2) / 2 + 180) % 360
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    t = (
        1
        - 0.17 * math.cos(math.radians(middle - 30))
        + 0.24 * math.cos(math.radians(2 * middle))
        + 0.32 * math.cos(math.radians(3 * middle + 6))
        - 0.20 * math.cos(math.radians(4 * middle - 63))
    )
    sl = 1 + 0.015 * (light - 50) ** 2 / math.sqrt(20 + (light - 50) ** 2)
    sc, sh = 1 + 0.045 * chroma, 1 + 0.015 * chroma * t
    tilt = 60 * math.exp(-(((middle - 275) / 25) ** 2))
    cross = -2 * math.sqrt(chroma**7 / (chroma**7 + 25**7)) * math.sin(math.radians(tilt))
    dl, dc, dh = (l2 - l1) / sl, (c2 - c1) / sc, hue / sh
    return math.sqrt(dl**2 + dc**2 + dh**2 + cross * dc * dh)


def test_the_measure_of_difference_is_right() -> None:
    """Pairs published with the formula come out as published."""
    assert round(difference((50, 2.6772, -79.7751), (50, 0, -82.7485)), 4) == 2.0425
    assert round(difference((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387)), 4) == 1.2644
    assert round(difference((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619)), 4) == 2.0373


@pytest.mark.parametrize("name", sorted(name for name, theme in THEMES.items() if not theme.patterns))
@pytest.mark.parametrize("blindness", sorted(BLINDNESS))
def test_emotions_stay_apart_for_the_colour_blind(name: str, blindness: str) -> None:
    """Neighbouring classes of emotion, and glad and sad of one strength, differ by 10 or more."""
    seen = [lab(colour, BLINDNESS[blindness]) for colour in THEMES[name].emotions]
    pairs = [*pairwise(seen), (seen[0], seen[4]), (seen[1], seen[3])]
    assert min(difference(*pair) for pair in pairs) >= 10


def test_in_black_and_white_patterns_speak() -> None:
    """The theme for print uses no colour, and hatches what lies below neutral."""
    theme = THEMES["print"]
    colours = [value for value in vars_of(theme) if value.startswith("#")]
    assert all(colour[1:3] == colour[3:5] == colour[5:7] for colour in colours)
    svg = draw(WALK, theme="print").svg
    assert "-hatch)" in svg
    assert "-dots)" in svg


def test_a_company_draws_in_its_own_colours() -> None:
    """A theme of one's own is a known one with some colours changed."""
    ours = attrs.evolve(THEMES["light"], stages=("#4b2e83", "#6b4fa0"))
    svg = draw(WALK.stage("Out").touchpoint("out", "Out", emotion=0), theme=ours).svg
    assert "#4b2e83" in svg
    assert THEMES["light"].stages[0] not in svg


def vars_of(theme: Theme) -> list[str]:
    flat: list[str] = []
    for value in attrs.astuple(theme, recurse=False):
        flat += value if isinstance(value, tuple) else [value] if isinstance(value, str) else []
    return flat


def test_moods_follow_the_emotion() -> None:
    """Five classes, worst first, and only an emotion of exactly 0 is neutral."""
    assert [mood(value) for value in (-2, -1.5, -1.4, -0.1, 0, 0.1, 1.4, 1.5, 2)] == [0, 0, 1, 1, 2, 3, 3, 4, 4]
    assert THEMES["light"].emotion(None) == THEMES["light"].muted
