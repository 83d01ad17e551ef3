"""Write the pages of the ready-made sheets: every line of each, in every language.

    python docs/make_sheets.py

Everything on them comes from the sheets themselves (journeymap/checklists/sheets).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import journeymap as jm
from journeymap.checklists.items import Item
from journeymap.i18n import LANGUAGES, Translator, translator

DOCS = Path(__file__).resolve().parent

INTRO = (
    "{count} sheets for any business, to print, fill in and read back: journeymap sheet NAME -o sheet.html, or "
    'jm.sheet("NAME"). Each can be saved in every format of a checklist, and be used for a journey of yours.'
)
WHY = (
    "Why a small business should bother: what customers remember decides whether they come again and what they tell "
    "others, and it depends on small things that cost little. Whoever waits until the business has grown has it harder "
    "to grow. The sheets claim no more than their sources; what nobody has measured is marked as such."
)


def pages() -> dict[Path, str]:
    """Every page there should be: where it lies, and what it says."""
    return {place(lang): "\n".join(page(translator(lang))) + "\n" for lang in LANGUAGES}


def place(lang: str) -> Path:
    """Where the page in one language lies."""
    return (DOCS if lang == LANGUAGES[0] else DOCS / lang) / "sheets.md"


def page(t: Translator) -> Iterator[str]:
    """One page: an index, then every sheet."""
    yield f"# {t('Ready-made sheets')}"
    yield from ("", t(INTRO, count=len(jm.SHEETS)), "", t(WHY), "")
    for name in jm.SHEETS:
        sheet = jm.sheet(name, lang=t.lang)
        yield f"- [{sheet.title}](#{name}): {sheet.subtitle} (`{name}`)"
    for name in jm.SHEETS:
        yield from told(name, t)


def told(name: str, t: Translator) -> Iterator[str]:
    """One sheet."""
    sheet = jm.sheet(name, lang=t.lang)
    yield from ("", f'<a id="{name}"></a>', "", f"## {sheet.title}", "", sheet.subtitle, "")
    yield from (f"- {line}" for line in sheet.guide)
    for section in sheet.sections:
        yield from ("", f"### {section.name}", "")
        items = [item for place in section.places for item in place.items]
        repeated = {item.title for item in items} if len({item.title for item in items}) < len(items) else set()
        for item in items[:1] if repeated else items:
            yield line(item, sheet)
    if sheet.sources:
        yield from ("", f"{t('Sources')}: " + "; ".join(f"{n} {each}" for n, each in enumerate(sheet.sources, 1)))


def line(item: Item, sheet: jm.Checklist) -> str:
    """One line: what it says, why, what is written down there, and the numbers of its sources."""
    asked = [ask.blank for ask in item.asks if ask.blank is not None]
    extra = ", ".join(f"{blank.label} ({blank.unit})" if blank.unit else blank.label for blank in asked)
    scale = f"{item.choices[0].label} … {item.choices[-1].label}" if item.kind == "rated" else ""
    notes = f" [{', '.join(map(str, item.notes))}]" if item.notes else ""
    rest = " · ".join(filter(None, (item.why, scale, extra)))
    return f"{item.number}. **{item.title}**{f' {rest}' if rest else ''}{notes}"


def write() -> None:
    """Write every page."""
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
