"""Ready-made sheets: what to look for in any business, whatever its journey, as a checklist of the same kind.

What stands on a sheet is data, in the file of its name beside this module, in all languages side by side::

    en = ["Its title", "How it is used"]          ko = [...]        the same for every text
    cover = ["business", "date"]                                    what is filled in once
    guide = [{en = "...", ko = "..."}]                              how to fill it in, if not as always
    signed = false                                                  when nobody signs

    [[section]]                                                     a heading, and its lines
    [[section.line]]
    id = "within-30"                                                what answers are filed under: never change it
    en = ["A statement to judge, or a question", "Why, in a line"]
    source = ["OWN"]                                                names from rules.sources or from here
    measure = {en = "s", ko = "초"}                                  a number to write down, with its unit
    scale = {from = 0, to = 10, en = ["no", "yes"]}                 boxes from one number to another
    blank = [{id = "what", en = "What happened"}]                   lines to write on
    repeat = 6                                                      so many times the same

    [[section]]                                                     with a journey, its touchpoints of some kinds
    touchpoints = ["payment"]                                       ["*"] for all of them
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

from journeymap.checklists import phrases
from journeymap.checklists.asking import ask_for
from journeymap.checklists.content import Checklist, Summary
from journeymap.checklists.items import Ask, Blank, Choice, Item, Place, Section
from journeymap.checklists.understanding import VERDICTS, label_of
from journeymap.drawing.logos import marked
from journeymap.drawing.themes import Theme, themed
from journeymap.drawing.typesetting import isolated
from journeymap.errors import UnknownNameError, expect
from journeymap.i18n import LANGUAGES, Translator, translator
from journeymap.model import Journey, Touchpoint
from journeymap.rulebook import Severity
from journeymap.rules import sources

__all__ = ["SHEETS", "SOURCES", "line_of", "sheet", "sheet_data", "sheet_text"]

SHEETS = (
    "walk", "surroundings", "greeting", "service", "handoffs", "payment", "website", "messages", "recovery",
    "incidents", "survey", "briefing", "role-play", "staff", "staff-survey", "leadership", "review", "five-steps",
)  # fmt: skip
"""The sheets there are, in the order in which a customer, and then the business, meets what is on them."""

SOURCES: Mapping[str, str] = {
    **{name: value for name, value in vars(sources).items() if name.isupper()},
    "ARTICLE": "An article this library began with, quoted as it stands (not verified)",
    "MCKINSEY": "McKinsey Quarterly 2006, survey of 701 bank customers (quoted second-hand)",
    "MEHRABIAN": "Mehrabian 1971, Silent Messages (quoted second-hand)",
}
"""The sources that lines name, by the name under which they do."""

COVER = {
    "business": "Business", "customer": "Seen as which customer", "evaluator": "Evaluator", "date": "Date",
    "time": "Start – end", "place": "Place · device", "weather": "Weather", "staff": "Staff member",
    "present": "Who took part", "period": "From – to",
}  # fmt: skip
"""What a cover may ask for, and its label."""

STANDARD = ("owner", "by_when", "note")
"""The lines to write on that stand at everything that is judged."""


def sheet(
    name: str,
    *,
    lang: str = "en",
    journey: Journey | None = None,
    evaluators: int = 0,
    theme: str | Theme = "light",
) -> Checklist:
    """A ready-made sheet to print, fill in and read back, such as the mystery walk or the log of incidents.

    Args:
        name: One of ``SHEETS``.
        lang: The language, ``"en"`` or ``"ko"``.
        journey: A journey it is used for: its business and persona stand on the cover, and the touchpoints that the
            sheet is about are on it, each with how it felt and room for what was noticed.
        evaluators: For how many evaluators to add a page that puts their verdicts side by side.
        theme: How it looks: from :func:`journeymap.branded`, a font, and a logo above the title of pages and documents.

    Raises:
        UnknownNameError: When there is no such sheet, language or theme.

    Example:
        >>> greeting = sheet("greeting")
        >>> greeting.title, next(iter(greeting)).key
        ('Greeting and first contact', 'greeting.seen')
    """
    t = translator(lang)
    if journey is not None:
        expect(journey, Journey, "sheet")
    data, look = sheet_data(name), themed(theme)
    numbered = _Numbered(name, t)
    sections = tuple(numbered.sections(data["section"], journey))
    title, about = _text(data, t)
    return Checklist(
        title=title if journey is None else t("{journey} — {sheet}", journey=isolated(journey.name), sheet=title),
        subtitle=about,
        lang=lang,
        cover=tuple(_cover(data["cover"], journey, t)),
        guide=tuple(_guide(data, t)),
        degrees=(),
        summary=Summary((), (), ()),
        sections=sections,
        signatures=phrases.signatures(t) if data.get("signed", True) else (),
        sources=tuple(map(t, numbered.sources)),
        limits="",
        words=phrases.words(t),
        evaluators=evaluators,
        theme=look,
        mark=marked(look.logo, None if journey is None else journey.business, t),
    )


def sheet_text(name: str, lang: str = "en") -> tuple[str, str]:
    """The title of a sheet, and how it is used.

    Raises:
        UnknownNameError: When there is no such sheet or language.

    Example:
        >>> sheet_text("greeting", "ko")[0]
        '인사와 첫 만남'
    """
    title, about = _text(sheet_data(name), translator(lang))
    return title, about


def line_of(key: str, lang: str = "en") -> str | None:
    """What the line says that answers are filed under as ``key``; None when no sheet has such a line.

    Example:
        >>> line_of("greeting.no-such-line"), line_of("JM101@pay")
        (None, None)
    """
    name, _, id = key.partition(".")
    if name not in SHEETS:
        return None
    lines = (line for section in sheet_data(name)["section"] for line in section.get("line", ()))
    found = next((line for line in lines if _is(line, id)), None)
    return None if found is None else str(_text(found, translator(lang))[0])


@cache
def sheet_data(name: str) -> Mapping[str, Any]:
    """What stands in the file of a sheet.

    Raises:
        UnknownNameError: When there is no such sheet.
    """
    if name not in SHEETS:
        raise UnknownNameError.of("sheet", name, SHEETS)
    file = resources.files("journeymap") / "checklists" / "sheets" / f"{name}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _text(said: Mapping[str, Any], t: Translator) -> Any:
    """What is said in a language, or in the first one where it lacks."""
    return said.get(t.lang, said[LANGUAGES[0]])


def _is(line: Mapping[str, Any], id: str) -> bool:
    return id == line["id"] or ("repeat" in line and id.rpartition("-")[0] == line["id"])


def _cover(keys: Sequence[str], journey: Journey | None, t: Translator) -> Iterator[Blank]:
    known: dict[str, str] = {}
    if journey is not None:
        known["business"] = journey.business.name if journey.business is not None else journey.name
        known["customer"] = journey.persona.name if journey.persona is not None else ""
    for key in keys:
        yield Blank(key, t(COVER[key]), "day" if key == "date" else "line", value=known.get(key, ""))


def _guide(data: Mapping[str, Any], t: Translator) -> Iterator[str]:
    for line in data.get("guide", ()):
        yield _text(line, t)
    lines = [line for section in data["section"] for line in section.get("line", ())]
    if any("scale" not in line for line in lines):
        yield t("Judge what you see, not what you are told. What you could not see stays empty: that is no pass.")
        yield t("Whatever is not fit gets a name and a day, so that the next round can tell what became of it.")


class _Numbered:
    """Makes the items of a sheet, and numbers them and their sources as it goes."""

    def __init__(self, name: str, t: Translator) -> None:
        self.name, self.t = name, t
        self.sources: dict[str, int] = {}
        self.count = 0

    def sections(self, told: Sequence[Mapping[str, Any]], journey: Journey | None) -> Iterator[Section]:
        for each in told:
            if "touchpoints" in each:
                places = tuple(_place(touchpoint, self.t) for touchpoint in _meant(each["touchpoints"], journey))
            else:
                items = tuple(item for line in each["line"] for item in self.items(line))
                places = (Place(touchpoint=None, name="", items=items),)
            if places:
                yield Section(_text(each, self.t), "", places)

    def items(self, line: Mapping[str, Any]) -> Iterator[Item]:
        for turn in range(1, line.get("repeat", 1) + 1):
            yield self.item(line, f"{line['id']}-{turn}" if "repeat" in line else line["id"])

    def item(self, line: Mapping[str, Any], id: str) -> Item:
        said, t = _text(line, self.t), self.t
        self.count += 1
        names = line.get("source", ())
        return Item(
            number=self.count,
            key=f"{self.name}.{id}",
            code=f"{self.name}.{id}",
            kind="rated" if "scale" in line else "standard",
            severity=Severity.INFO,
            sign="",
            tag="",
            title=said[0],
            why=said[1] if len(said) > 1 else "",
            notes=tuple(self.sources.setdefault(SOURCES[name], len(self.sources) + 1) for name in names),
            choices=_scale(line["scale"], t) if "scale" in line else _verdicts(t),
            asks=tuple(self.asks(line)),
            blanks=() if "scale" in line else tuple(_blanks(t)),
        )

    def asks(self, line: Mapping[str, Any]) -> Iterator[Ask]:
        if "measure" in line:
            unit = _text(line["measure"], self.t)
            yield Ask("measured", blank=Blank("measured", self.t("Measured"), "number", unit))
        for blank in line.get("blank", ()):
            kind = blank.get("kind", "line")
            yield Ask(blank["id"], blank=Blank(blank["id"], _text(blank, self.t), kind))


def _meant(kinds: Sequence[str], journey: Journey | None) -> list[Touchpoint]:
    """The touchpoints of a journey that are of some kinds."""
    return [] if journey is None else [each for each in journey if kinds == ["*"] or each.kind in kinds]


def _place(touchpoint: Touchpoint, t: Translator) -> Place:
    return Place(
        touchpoint=touchpoint.id,
        name=touchpoint.name,
        about=phrases.about(touchpoint, None, t),
        text=touchpoint.description or "",
        felt=ask_for("emotion", lang=t.lang),
        note=phrases.noticed(t),
    )


def _verdicts(t: Translator) -> tuple[Choice, ...]:
    return tuple(Choice(value, label_of(value, t)) for value in VERDICTS["standard"])


def _scale(scale: Mapping[str, Any], t: Translator) -> tuple[Choice, ...]:
    """The boxes of a scale, with words at its two ends."""
    first, last = scale["from"], scale["to"]
    step = 1 if last >= first else -1
    ends = dict(zip((first, last), _text(scale, t), strict=True))
    return tuple(
        Choice(str(number), f"{number} {ends[number]}" if number in ends else str(number))
        for number in range(first, last + step, step)
    )


def _blanks(t: Translator) -> Iterator[Blank]:
    labels = {"owner": t("Who"), "by_when": t("By when"), "note": t("Note")}
    for key in STANDARD:
        kind: Any = {"by_when": "day", "note": "note"}.get(key, "line")
        yield Blank(key, labels[key], kind)
