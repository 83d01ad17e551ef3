"""The gallery of the documentation shows what the library draws today."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from journeymap.drawing import KINDS
from journeymap.drawing.themes import THEMES
from journeymap.i18n import LANGUAGES
from tests.test_docs import links, script

gallery = script("make_gallery")
PICTURES = [picture for lang in LANGUAGES for picture in gallery.pictures(lang)]
AGAIN = "run make gallery, and look at what has changed"


def test_every_kind_is_shown_in_every_theme_and_language() -> None:
    """No kind, theme or language is left out, and one picture shows a company's own look."""
    shown = {(picture.kind, picture.theme, picture.lang) for picture in PICTURES}
    kinds = (*KINDS, "comparison")
    assert {(kind, theme, lang) for kind in kinds for theme in THEMES for lang in LANGUAGES} <= shown
    assert any(theme == gallery.HOUSE for _, theme, _ in shown)


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: f"{picture.path.stem}-{picture.lang}")
def test_each_picture_is_current(picture: Any) -> None:
    """Each is there byte for byte; a graph, laid out by some Graphviz, was made of the same DOT text."""
    there = picture.path.read_text(encoding="utf-8")
    drawing = picture.drawn()
    if drawing.dot is None:
        assert there == drawing.svg, AGAIN
    else:
        assert f'id="jm-{hashlib.sha256(drawing.dot.encode()).hexdigest()[:8]}-title"' in there, AGAIN


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_index_shows_all_of_them(lang: str) -> None:
    """The index is current, shows every picture that lies there, and no other; all are small."""
    index = gallery.folder(lang) / "README.md"
    assert index.read_text(encoding="utf-8") == gallery.pages()[index], AGAIN
    there = set(gallery.folder(lang).glob("*.svg"))
    assert {Path(link) for link in links(index)} == there == {each.path for each in PICTURES if each.lang == lang}
    assert sum(path.stat().st_size for path in there) < 3_000_000
