"""A company's logo on the pages it hands out: checklists, sheets and audits, on a screen, on paper and to edit."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import attrs
import pytest
from click.testing import Result

from journeymap import audit, branded, checklist, save, sheet
from journeymap.checklists import read_checklist
from journeymap.drawing.logos import HIGH, Logo, marked
from journeymap.i18n import LANGUAGES, translator
from journeymap.model import Business, Journey
from journeymap.reports import report
from tests.checklist_pages import Page

MARK = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 10"><path d="M0 0h30v10z" fill="#4b2e83"/></svg>'
SAID = {"en": "Logo of Shoe & “Sons”", "ko": "Shoe & “Sons” 로고"}


def a_shop_of(business: str) -> Journey:
    """A short journey through the shop of a business."""
    walk = Journey("Walk", business=Business(name=business)).stage("In")
    return walk.touchpoint("door", "Door", emotion=1).touchpoint("pay", "Pay", emotion=-1, kind="payment")


SHOP = a_shop_of("Shoe & “Sons”")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_logo_is_on_every_page_to_hand_out(lang: str) -> None:
    """It stands there once, with words for those who do not see it; nothing else may be fetched."""
    ours = branded("#4b2e83", logo=MARK)
    pages = [
        checklist(SHOP, lang=lang, theme=ours).html(),
        sheet("greeting", lang=lang, journey=SHOP, theme=ours).html(),
        report(audit(SHOP), "html", lang=lang, theme=ours),
    ]
    for text in pages:
        (image,) = Page(text).all("img")
        assert image["alt"] == SAID[lang]
        assert str(image["src"]).startswith("data:image/svg+xml;base64,")
        assert text.count("data:image/svg+xml") == 1
        assert "img-src data:" in text


@pytest.mark.parametrize("text", [checklist(SHOP).html(), report(audit(SHOP), "html")], ids=["checklist", "audit"])
def test_without_a_logo_no_picture_is_allowed(text: str) -> None:
    """A page without a logo is as strict as before."""
    assert "img-src" not in text
    assert Page(text).all("img") == []


def test_the_map_looks_like_the_house() -> None:
    """The maps on checklists and audits have the colours of the house, and not the logo a second time."""
    ours = branded("#4b2e83", font="Pretendard", logo=MARK)
    made = checklist(SHOP, theme=ours)
    for text in (made.html(), report(audit(SHOP), "html", theme=ours)):
        assert 'fill="#4b2e83"' in text
        assert "<image" not in text
    assert "body:lang(en) { font-family: Pretendard, " in made.html()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_logo_is_in_pdf_and_documents(lang: str, tmp_path: Path) -> None:
    """Pages and documents have it above the title, named; a document is read back as if it were not there."""
    ours = branded(logo=MARK)
    made = checklist(SHOP, lang=lang, theme=ours)
    assert made.pdf().startswith(b"%PDF")
    assert made.pdf() != attrs.evolve(made, mark=None).pdf()
    content = made.docx()
    text = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    head = text[: text.index("Title")]
    assert f'descr="{SAID[lang].replace("&", "&amp;")}"' in head
    (tmp_path / "shop.docx").write_bytes(content)
    assert read_checklist(tmp_path / "shop.docx").problems == ()


def test_json_and_tables_have_words_only() -> None:
    """What is data says nothing of looks."""
    plain, ours = checklist(SHOP), checklist(SHOP, theme=branded("#4b2e83", logo=MARK))
    assert (plain.json(), plain.csv(), plain.markdown()) == (ours.json(), ours.csv(), ours.markdown())


def test_the_logo_of_several_journeys_stands_once() -> None:
    """A page of several audits has one logo, of nobody in particular where businesses differ."""
    shops = [SHOP, a_shop_of("Other")]
    text = report([audit(shop) for shop in shops], "html", lang="en", theme=branded(logo=MARK))
    (image,) = Page(text).all("img")
    assert image["alt"] == "Logo"


def test_a_wide_logo_is_lower() -> None:
    """A logo is 11 mm high, and no wider than the page; a business without a name is not named."""
    small, wide = (marked(Logo("data:,", ratio), None, translator("en")) for ratio in (1.0, 20.0))
    assert small is not None
    assert wide is not None
    assert (small.width(184), wide.width(184), small.said) == (HIGH, 184, "Logo")
    assert marked(None, Business(name="Shoe & Sons"), translator("en")) is None
    named = marked(Logo("data:,", 1), Business(name=" \u0000 "), translator("ko"))
    assert named is not None
    assert named.said == "로고"


def test_an_audit_is_saved_in_the_colours_of_the_house(tmp_path: Path) -> None:
    """The page and the map of an audit look as asked for; what has no looks is as it was."""
    audited, ours = audit(SHOP), branded("#4b2e83", logo=MARK)
    for name in ("shop.html", "shop.svg"):
        text = save(audited, tmp_path / name, theme=ours).read_text(encoding="utf-8")
        assert "data:image/svg+xml" in text
        assert "#4b2e83" in text
    plain, same = save(audited, tmp_path / "a.md"), save(audited, tmp_path / "b.md", theme=ours)
    assert plain.read_bytes() == same.read_bytes()


def test_the_configuration_gives_the_logo(run: Callable[..., Result], tmp_path: Path) -> None:
    """Checklists, sheets and audits have the logo of journeymap.toml; an option counts more; a bad one is told."""
    save(SHOP, tmp_path / "shop.yaml")
    (tmp_path / "ours.svg").write_bytes(MARK)
    (tmp_path / "other.svg").write_bytes(MARK.replace(b"#4b2e83", b"#2f5d8c"))
    (tmp_path / "journeymap.toml").write_text('[theme]\ncolour = "#4b2e83"\nlogo = "ours.svg"\n', encoding="utf-8")
    commands = (("checklist", "shop.yaml"), ("sheet", "greeting"), ("audit", "shop.yaml", "--format", "html"))
    for command in commands:
        (image,) = Page(run(*command, "-o", "-").stdout).all("img")
        assert image["src"] == branded(logo=MARK).logo.uri  # type: ignore[union-attr]
    assert Page(run(*commands[2], "--no-config").stdout).all("img") == []
    for command in commands[:2]:
        (image,) = Page(run(*command, "--logo", "other.svg", "-o", "-").stdout).all("img")
        assert image["src"] != branded(logo=MARK).logo.uri  # type: ignore[union-attr]
    (tmp_path / "ours.svg").write_text("<html/>", encoding="utf-8")
    for command in commands:
        refused = run(*command)
        assert refused.exit_code == 2
        assert "the logo 'ours.svg' is neither PNG nor SVG" in refused.stderr


def test_pages_and_documents_are_as_large_as_asked_for(run: Callable[..., Result], tmp_path: Path) -> None:
    """--paper and --large count for PDF and documents, too."""
    save(SHOP, tmp_path / "shop.yaml")
    run("checklist", "shop.yaml", "-o", "a.pdf", "--paper", "Letter", "--large")
    made = checklist(SHOP)
    assert (tmp_path / "a.pdf").read_bytes() == made.pdf(paper="Letter", large=True)
    run("sheet", "greeting", "-o", "b.docx", "--paper", "Letter")
    assert (tmp_path / "b.docx").read_bytes() == sheet("greeting").docx(paper="Letter")
