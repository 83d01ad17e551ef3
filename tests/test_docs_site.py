"""The site of the documentation: it builds without a warning, asks nothing of the network, and is open to everybody.

`make docs` builds the same. Every page is opened once by its address in a folder, as a reader would.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib import resources, util
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import attrs
import pytest

from tests.conftest import missing

ROOT = Path(__file__).resolve().parents[1]

SAMPLES = (
    "index", "first-journey", "ideas", "how-to/measure", "ko/index", "ko/first-journey", "names", "scoring",
    "reference/journeys", "reference/judging", "rules/index", "ko/rules/index", "rules/JM103", "ko/rules/JM103",
    "coverage", "ko/fields", "ko/how-to/import", "project/contributing", "rules/claims", "ko/glossary",
    "gallery/index", "ko/formats",
)  # fmt: skip
"""A page of every kind, in both languages; of two after another one is looked at on a desktop, one on a telephone."""


@attrs.frozen
class Page:
    """What a page of the site holds: its language, the targets in it, and where its links and files lead."""

    lang: str
    ids: frozenset[str]
    links: tuple[str, ...]
    files: tuple[str, ...]


class Reader(HTMLParser):
    """Takes from a page what :class:`Page` holds."""

    def __init__(self) -> None:
        super().__init__()
        self.lang, self.ids, self.links, self.files = "", set[str](), list[str](), list[str]()

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in given}
        self.lang = held.get("lang", "") if tag == "html" else self.lang
        self.ids.update(held[name] for name in ("id", "name") if name in held)
        if tag == "a" and "href" in held:
            self.links.append(held["href"])
        if "src" in held or (tag == "link" and held.get("rel") in ("stylesheet", "icon", "preload")):
            self.files.append(held.get("src") or held["href"])


def read(path: Path) -> Page:
    """A page, read."""
    reader = Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    return Page(reader.lang, frozenset(reader.ids), tuple(reader.links), tuple(reader.files))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as `make docs` builds it: a warning is an error."""
    if util.find_spec("mkdocs") is None:
        missing("needs what the documentation is built with (pip install --group docs)")
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Page]:
    """Every page of the site by its address."""
    return {path.relative_to(site).as_posix(): read(path) for path in sorted(site.rglob("*.html"))}


@pytest.fixture(scope="module")
def shown(browser: Any) -> Iterator[Any]:
    """A page of the browser to open pages of the site in."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def test_every_page_says_its_language(pages: dict[str, Page]) -> None:
    """Korean pages say that they are Korean, all others that they are English, so that they are read aloud rightly."""
    assert len(pages) > 260
    for address, page in pages.items():
        assert page.lang == ("ko" if address.startswith("ko/") else "en"), address


def test_every_link_leads_somewhere(pages: dict[str, Page], site: Path) -> None:
    """Every link inside the site leads to a file that is there, and to a place on it that is there."""
    broken = []
    for address, page in pages.items():
        if address == "404.html":  # is shown at any address, and so starts from the root
            continue
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (site / address).parent / unquote(parts.path) if parts.path else site / address
            target = target.resolve()
            place = unquote(parts.fragment)
            if not target.exists():
                broken.append((address, link))
            elif place and target.suffix == ".html":
                known = pages[target.relative_to(site.resolve()).as_posix()].ids
                broken.extend([(address, link)] if place not in known and not place.startswith("__") else [])
    assert broken == []


def test_every_file_is_our_own(pages: dict[str, Page], site: Path) -> None:
    """Styles, scripts, pictures and icons lie in the site; none is fetched from elsewhere."""
    for address, page in pages.items():
        for file in page.files:
            assert not urlsplit(file).netloc, (address, file)
            assert address == "404.html" or ((site / address).parent / urlsplit(file).path).exists(), (address, file)
    for style in site.rglob("*.css"):
        assert not re.search(r"url\(['\"]?(https?:)?//", style.read_text(encoding="utf-8")), style


def test_english_and_korean_pages_lead_to_each_other(pages: dict[str, Page]) -> None:
    """Whoever changes the language stays on the page, where there is one."""
    for address, page in pages.items():
        if not address.startswith("ko/"):
            continue
        assert any(Path(os.path.normpath(Path(address).parent / link)).as_posix() == address[3:] for link in page.links)


def test_opening_a_page_asks_nothing_of_the_network(site: Path, browser: Any) -> None:
    """Each page loads files of the site alone, and no script on it fails."""
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    failed: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: failed.append(str(error)))
    for name in SAMPLES:
        page.goto((site / f"{name}.html").as_uri(), wait_until="load")
        page.wait_for_timeout(50)
    context.close()
    assert len(asked) > 5 * len(SAMPLES)
    assert [url for url in asked if not url.startswith((site.as_uri(), "data:", "blob:", "about:"))] == []
    assert failed == []


def test_search_finds_in_both_languages(site: Path, shown: Any) -> None:
    """The search works from a folder, without a server, for English and Korean words."""
    for name, word, found in (("index", "shipping", "rules/"), ("ko/index", "배송비", "ko/")):
        shown.goto((site / f"{name}.html").as_uri(), wait_until="load")
        shown.keyboard.press("/")
        shown.wait_for_timeout(300)
        shown.keyboard.type(word)
        shown.wait_for_selector(".md-search-result__link", timeout=20_000, state="attached")
        links = shown.eval_on_selector_all(".md-search-result__link", "links => links.map(link => link.href)")
        assert any(found in link for link in links), links


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(site: Path, browser: Any, scheme: str) -> None:
    """axe-core finds nothing against a page of any kind, in both languages and looks; EVERY_PAGE=1 takes all."""
    if util.find_spec("axe_playwright_python") is None:
        missing("needs axe-core (pip install axe-playwright-python)")
    axe = (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    width = {"light": 1280, "dark": 400}[scheme]
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
    page = context.new_page()
    names = sorted(path.relative_to(site).with_suffix("").as_posix() for path in site.rglob("*.html"))
    found: dict[str, list[Any]] = {}
    names.remove("404")  # finds its styles on a server alone
    for name in names if os.environ.get("EVERY_PAGE") else SAMPLES[scheme == "dark" :: 2]:
        page.goto((site / f"{name}.html").as_uri(), wait_until="load")
        page.evaluate(axe)
        told = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
        if told:
            found[name] = [
                (each["id"], each["nodes"][0]["html"][:200], each["nodes"][0]["failureSummary"]) for each in told
            ]
    context.close()
    assert found == {}


def test_pages_fit_a_telephone(site: Path, browser: Any) -> None:
    """No page is wider than a small window: what is too wide scrolls in itself."""
    context = browser.new_context(viewport={"width": 360, "height": 900})
    page = context.new_page()
    for name in SAMPLES:
        page.goto((site / f"{name}.html").as_uri(), wait_until="load")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, name
    context.close()
