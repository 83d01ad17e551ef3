"""Write the gallery: every kind of drawing in every theme and language, from the bundled journeys.

    python docs/make_gallery.py

The same journeys give the same bytes, but for those of the graph, which depend on the version of Graphviz that laid
it out; their ids tell of which DOT text they were made.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import attrs

import journeymap as jm
from journeymap import examples
from journeymap.drawing.themes import THEMES
from journeymap.i18n import LANGUAGES

DOCS = Path(__file__).resolve().parent

LOGO = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 32"><circle cx="16" cy="16" r="14" fill="#4b2e83"/>'
    b'<path d="M8 18c4 6 12 6 16 0" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"/>'
    b'<path d="M40 8v16M40 16h12M52 8v16M62 24l8-16 8 16M65 19h10M86 8v16" fill="none" stroke="#4b2e83" '
    b'stroke-width="3"/></svg>'
)
HOUSE = "house"
"""The theme of a company: its colour and its logo."""

BEFORE, AFTER = "chinese-restaurant-careless", "chinese-restaurant-care"

SHOWN = {
    "map": {"light": "shoe-shop", "dark": "web-host", "print": "small-mall", "contrast": "support-line",
            HOUSE: "skin-care-salon"},
    "graph": {"light": "chinese-restaurant-care", "dark": "cake-shop", "print": "skin-care-salon",
              "contrast": "chinese-restaurant-careless"},
    "cycle": {"light": "shoe-shop", "dark": "support-line", "print": "small-mall", "contrast": "clothes-shop",
              HOUSE: "skin-care-salon"},
    "blueprint": {"light": AFTER, "dark": AFTER, "print": AFTER, "contrast": AFTER},
    "curve": {"light": "shoe-shop", "dark": "web-host", "print": "small-mall", "contrast": "cake-shop"},
    "comparison": {"light": AFTER, "dark": AFTER, "print": AFTER, "contrast": AFTER},
}  # fmt: skip
"""Which journey each kind is shown with, by theme."""

WORDS = {
    "en": {
        "title": "Gallery",
        "intro": "Every kind of drawing in every theme, made from the bundled journeys by `make gallery`. "
        "Each picture is one SVG file that needs nothing else; click on it to see it in full.",
        "map": "Journey map: stages across, lanes down, one curve through the faces, findings under their places.",
        "graph": "Graph, by Graphviz: every way with its share, tiles as large as what is remembered.",
        "cycle": "Circle of moments of truth: clockwise from the first contact to the last.",
        "blueprint": "Service blueprint: what the customer sees and does, and who does what for it.",
        "curve": "Curve: the emotions as one small line, for a table cell or a line of text.",
        "comparison": "Comparison: two journeys in one picture, with what became of every touchpoint.",
        "light": "light", "dark": "dark", "print": "print, without colour", "contrast": "high contrast",
        HOUSE: "a company's own colour and logo",
    },
    "ko": {
        "title": "그림 모음",
        "intro": "모든 종류의 그림을 모든 테마로, 함께 들어 있는 여정에서 `make gallery`로 만듭니다. "
        "그림 하나가 다른 것이 필요 없는 SVG 파일 하나입니다. 누르면 크게 볼 수 있습니다.",
        "map": "여정 지도: 단계는 가로로, 항목은 세로로, 표정을 잇는 감정 곡선 하나, 발견은 해당 접점 아래에.",
        "graph": "그래프(Graphviz): 모든 길과 그 비율, 기억에 남는 만큼 큰 칸.",
        "cycle": "진실의 순간 원: 첫 접점부터 마지막까지 시계 방향으로.",
        "blueprint": "서비스 청사진: 고객이 보고 하는 일과, 그 앞뒤에서 누가 무엇을 하는지.",
        "curve": "곡선: 표의 한 칸이나 글 한 줄에 들어가는 작은 감정 곡선.",
        "comparison": "비교: 두 여정을 한 장에, 접점마다 무엇이 어떻게 되었는지.",
        "light": "밝은 테마", "dark": "어두운 테마", "print": "색 없는 인쇄용", "contrast": "고대비",
        HOUSE: "회사 고유의 색과 로고",
    },
}  # fmt: skip


@attrs.frozen
class Picture:
    """One picture of the gallery."""

    kind: str
    theme: str
    journey: str
    lang: str

    @property
    def path(self) -> Path:
        """Where it lies."""
        return folder(self.lang) / f"{self.kind}-{self.journey}.{self.theme}.svg"

    def drawn(self) -> jm.Drawing:
        """The drawing."""
        theme = jm.branded("#4b2e83", logo=LOGO) if self.theme == HOUSE else self.theme
        if self.kind == "comparison":
            both = jm.compare(*(judged(name, self.lang).journey for name in (BEFORE, AFTER)))
            return jm.draw(both, lang=self.lang, theme=theme)
        return jm.draw(judged(self.journey, self.lang), kind=self.kind, lang=self.lang, theme=theme)

    def code(self) -> str:
        """How to make it."""
        if self.kind == "comparison":
            before, after = (f"{name}.{self.lang}.yaml" for name in (BEFORE, AFTER))
            return (
                f"journeymap compare {before} {after} -o both.svg"
                if self.theme == "light"
                else (f'jm.draw(jm.compare(before, after), theme="{self.theme}")')
            )
        look = "--colour '#4b2e83' --logo logo.svg" if self.theme == HOUSE else f"--theme {self.theme}"
        return f"journeymap draw {self.journey}.{self.lang}.yaml --kind {self.kind} {look}"


@cache
def judged(name: str, lang: str) -> jm.Audit:
    """A bundled journey with its findings."""
    return jm.audit(jm.load(examples.path(name, lang=lang)))


def titled(picture: Picture) -> str:
    """What a picture is called."""
    if picture.kind == "comparison":
        return " → ".join(judged(name, picture.lang).journey.name for name in (BEFORE, AFTER))
    return judged(picture.journey, picture.lang).journey.name


def folder(lang: str) -> Path:
    """Where the gallery in one language lies."""
    return (DOCS if lang == LANGUAGES[0] else DOCS / lang) / "gallery"


def pictures(lang: str) -> Iterator[Picture]:
    """Every picture there should be in one language."""
    for kind, themes in SHOWN.items():
        yield from (Picture(kind, theme, journey, lang) for theme, journey in themes.items())


def pages() -> dict[Path, str]:
    """Every index page there should be: where it lies, and what it says."""
    return {folder(lang) / "README.md": "\n".join(page(lang)) + "\n" for lang in LANGUAGES}


def page(lang: str) -> Iterator[str]:
    """One index: the kinds, each with its pictures."""
    words = WORDS[lang]
    yield from (f"# {words['title']}", "", words["intro"])
    for kind in SHOWN:
        name, _, told = words[kind].partition(": ")
        yield from ("", f"## {name}", "", told[0].upper() + told[1:])
        for picture in pictures(lang):
            if picture.kind == kind:
                title = titled(picture)
                alt = f"{title}: {words[picture.theme]}".replace("[", "(").replace("]", ")")
                yield from ("", f"**{words[picture.theme]}** · {title}", "")
                yield from (f"[![{alt}]({picture.path.name})]({picture.path.name})", "", f"`{picture.code()}`")


def main() -> None:
    """Write everything, and remove pictures that are shown no more."""
    assert set(THEMES) <= {theme for themes in SHOWN.values() for theme in themes}
    made = pages()
    made |= {picture.path: picture.drawn().svg for lang in LANGUAGES for picture in pictures(lang)}
    for lang in LANGUAGES:
        folder(lang).mkdir(parents=True, exist_ok=True)
        for path in {*folder(lang).glob("*")} - set(made):
            path.unlink()
    for path, text in made.items():
        path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
