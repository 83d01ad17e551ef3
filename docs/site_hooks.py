"""What the site adds to the pages: Korean beside English, and the project's own files as pages.

mkdocs calls these functions (mkdocs.yml, `hooks`). A page on a code host and a page of the site are the same file: what
leads out of docs there leads to a copy here, or is plain text where the site has none.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent

BROUGHT = {
    **{f"{name}.md": f"project/{name.lower()}.md" for name in (
        "CONTRIBUTING", "CHANGELOG", "SECURITY", "CODE_OF_CONDUCT",
    )},
    "README.md": "index.md",
    "journeymap/journey.schema.json": "files/journey.schema.json",
}  # fmt: skip
"""Where files from outside docs stand in the site."""

KOREAN = {
    "Start": "시작", "How to": "하는 법", "Judge": "점검하고 재기", "Print and carry": "인쇄하고 알리기",
    "Bring in": "가져오기", "Why": "왜", "Rules and sheets": "규칙과 점검표", "Reference": "참조", "Formats": "형식",
}  # fmt: skip
"""The groups of pages."""

LINK = re.compile(r"\[([^\]]*)\]\(([^)\s#:]+)(#[^)\s]*)?\)")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """One order of pages for both languages."""
    config.nav = [{"English": config.nav}, {"한국어": mirrored(config.nav)}]
    return config


def mirrored(items: list[Any]) -> list[Any]:
    """The same order for the pages that there are in Korean."""
    made: list[Any] = []
    for item in items:
        if isinstance(item, str):
            if (DOCS / "ko" / item).exists():
                made.append(f"ko/{item}")
            continue
        [(title, inside)] = item.items()
        if isinstance(inside, list) and (below := mirrored(inside)):
            made.append({KOREAN[title]: below})
    return made


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Bring in what the pages lead to from outside docs."""
    examples = sorted((ROOT / "journeymap" / "examples").glob("*.yaml"))
    brought = {**BROUGHT, **{f"journeymap/examples/{path.name}": f"files/{path.name}" for path in examples}}
    for source, place in brought.items():
        if place not in files.src_uris:
            text = (ROOT / source).read_text(encoding="utf-8")
            if place.endswith(".md"):
                text = LINK.sub(lambda link, place=place: brought_link(link, place), text)
            files.append(File.generated(config, place, content=text))
    return files


def brought_link(link: re.Match[str], place: str) -> str:
    """A link of a file of the project, as it must be where its copy stands."""
    text, target, anchor = link.groups()
    return resolved(text, posixpath.normpath(target), anchor or "", posixpath.dirname(place))


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Turn links that lead out of docs."""
    here = posixpath.dirname(page.file.src_uri)

    def turned(link: re.Match[str]) -> str:
        text, target, anchor = link.groups()
        outside = posixpath.normpath(posixpath.join("docs", here, target))
        stays = outside.startswith("docs/") and "../docs/" not in target
        return link[0] if stays else resolved(text, outside, anchor or "", here)

    return LINK.sub(turned, markdown)


def resolved(text: str, target: str, anchor: str, here: str) -> str:
    """A link to a file of the project, from a folder of the site; its text alone where the site has no such file."""
    if target.startswith("docs/"):
        place = target.removeprefix("docs/")
    elif target in BROUGHT:
        place = BROUGHT[target]
    elif target.startswith("journeymap/examples/"):
        place = f"files/{posixpath.basename(target)}"
    else:
        return text
    return f"[{text}]({posixpath.relpath(place, here or '.')}{anchor})"


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """A head of a table that says nothing is no head."""
    return html.replace("<th></th>", "<td></td>")


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """No way on from the last English page to the first Korean one."""
    for page in nav.pages:
        for name in ("previous_page", "next_page"):
            other = getattr(page, name)
            if other is not None and language(other) != language(page):
                setattr(page, name, None)
    return nav


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation) -> dict[str, Any]:
    """Show each page among those of its language, beside its counterpart in the other."""
    lang = language(page)
    for half in nav.items:
        if isinstance(half, Section) and half.title == {"en": "English", "ko": "한국어"}[lang]:
            context["nav"] = Navigation(half.children, nav.pages)
            context["nav"].homepage = next(each for each in nav.pages if each.file.src_uri == HOMES[lang])
    paths = {each.src_uri: each.url for each in context["pages"]}
    config.extra["alternate"] = [
        {"name": name, "lang": other, "link": paths.get(counterpart(page, other), paths[HOMES[other]])}
        for other, name in (("en", "English"), ("ko", "한국어"))
    ]
    context["page_lang"] = lang
    return context


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Say what is what to those who cannot see it: the search, and tables of contents with the same name."""
    named = {"en": "Search", "ko": "검색"}[language(page)]
    met: Counter[str] = Counter()

    def told_apart(label: re.Match[str]) -> str:
        met[label[2].lower()] += 1
        times = met[label[2].lower()]
        return label[0] if times == 1 else f'{label[1]}{label[2]} ({times})"'

    return CONTENTS.sub(told_apart, output.replace(NAMED, f'{NAMED} aria-label="{named}"', 1))


CONTENTS = re.compile(r'(<nav class="md-nav" aria-label=")([^"]+)"')
NAMED = 'data-md-component="search" role="dialog"'

HOMES = {"en": "index.md", "ko": "ko/index.md"}


def language(page: Page) -> str:
    """The language of a page."""
    return "ko" if page.file.src_uri.startswith("ko/") else "en"


def counterpart(page: Page, lang: str) -> str:
    """The file that says the same in a language."""
    plain = page.file.src_uri.removeprefix("ko/")
    return f"ko/{plain}" if lang == "ko" else plain
