"""What the page in front shows of a journey, as plain data; every text in it is text and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from journeymap import wording
from journeymap.auditing import Audit
from journeymap.channels import channel
from journeymap.drawing.icons import icon
from journeymap.drawing.maps.cards import aside_note
from journeymap.drawing.readings import Place, Reading, read
from journeymap.drawing.sayings import MARKS, MOODS, signed_score, way
from journeymap.drawing.themes import THEMES, Theme
from journeymap.formats import dumps
from journeymap.i18n import Translator, translator
from journeymap.reports.phrases import SIGNS, counted, say
from journeymap.rulebook import Finding, Severity

__all__ = ["colours", "labels", "view"]

UNHAPPY = 0.05
"""From which share of unhappy customers on the figure is marked."""

LABELS = {
    "editor": "Journey editor",
    "map": "Map of the journey; scrolls sideways",
    "undo": "Undo",
    "redo": "Redo",
    "emotion": "Emotion",
    "emotionAt": "Emotion at “{name}”",
    "memory": "Memory share",
    "unknown": "not known",
    "noStage": "No stage",
    "empty": "No touchpoint yet",
    "hint": "Drag the points and the cards. With keys: ↑ ↓ change an emotion by 0.1, with Shift by 0.5; ← → go on; "
    "Enter renames.",
    "touchpoint": "Touchpoint",
    "name": "Name",
    "makeUnknown": "Not known",
    "earlier": "Move earlier",
    "later": "Move later",
    "remove": "Remove",
    "newName": "New touchpoint after this one",
    "firstName": "First touchpoint",
    "add": "Add",
    "ways": "Goes on to",
    "findings": "Findings",
    "none": "Nothing was found that speaks against it.",
    "python": "Python",
    "yaml": "YAML",
    "copy": "Copy",
    "copied": "Copied",
    "selected": "Selected; press Ctrl+C to copy",
    "silent": "Python does not answer: what is changed here now is not kept.",
}
"""What stands on the page, by what it is for."""


def labels(lang: str) -> dict[str, Any]:
    """The fixed texts of the page in a language."""
    t = translator(lang)
    return {"lang": lang, "moods": [t(words) for words in MOODS], **{name: t(said) for name, said in LABELS.items()}}


def colours(theme: Theme | None) -> dict[str, dict[str, str]]:
    """The colours by name, for a light and for a dark page; the same for both where somebody chose."""
    chosen = {"light": theme or THEMES["light"], "dark": theme or THEMES["dark"]}
    return {name: dict(_colours(theme)) for name, theme in chosen.items()}


def _colours(theme: Theme) -> Iterator[tuple[str, str]]:
    for name in ("page", "panel", "band", "line", "ink", "muted", "error", "warning", "info"):
        yield name, getattr(theme, name)
    yield from (("error-ink", theme.error_ink), ("stage-ink", theme.stage_ink))
    yield from ((f"stage-{number}", colour) for number, colour in enumerate(theme.stages))
    yield from ((f"mood-{number}", colour) for number, colour in enumerate(theme.emotions))
    yield from zip(("wash-low", "wash-high"), theme.washes, strict=True)


def view(audit: Audit, lang: str) -> dict[str, Any]:
    """A journey with its audit, as the page shows it."""
    reading, t, journey = read(audit.journey, audit), translator(lang), audit.journey
    figures = list(_figures(reading, audit, t))
    return {
        "name": journey.name,
        "groups": _groups(reading),
        "touchpoints": {place.touchpoint.id: _touchpoint(reading, place, t) for place in reading.places},
        "line": [reading.places[column].touchpoint.id for column in reading.line],
        "figures": figures,
        "said": "; ".join(f"{figure['label']} {figure['value']}" for figure in figures if figure["told"]),
        "findings": [_finding(finding, t) for finding in audit.findings],
        "limits": "" if audit.score is None else t(audit.score.limits),
        "python": dumps(journey, "python"),
        "yaml": dumps(journey, "yaml"),
    }


def _groups(reading: Reading) -> list[dict[str, Any]]:
    """The columns in runs of one stage, stages without touchpoints in their place among them."""
    runs = groupby((place.touchpoint for place in reading.places), key=lambda touchpoint: touchpoint.stage)
    groups: list[dict[str, Any]] = []
    waiting = [stage.name for stage in reading.journey.stages]
    for stage, run in runs:
        if stage in waiting:
            place = waiting.index(stage)
            groups += ({"stage": empty, "ids": []} for empty in waiting[:place])
            del waiting[: place + 1]
        groups.append({"stage": stage, "ids": [touchpoint.id for touchpoint in run]})
    return groups + [{"stage": empty, "ids": []} for empty in waiting]


def _touchpoint(reading: Reading, place: Place, t: Translator) -> dict[str, Any]:
    touchpoint = place.touchpoint
    known = channel(touchpoint.channel)
    return {
        "name": touchpoint.name,
        "emotion": touchpoint.emotion,
        "asked": touchpoint.kind != "survey",
        "channel": known.label(t.lang) if known else touchpoint.channel or "",
        "icon": icon(touchpoint.channel),
        "main": place.main,
        "moment": bool(touchpoint.moment_of_truth),
        "aside": aside_note(place, t),
        "memory": place.memory,
        "share": "" if place.memory is None else wording.percent(place.memory, lang=t.lang),
        "marks": [(what, wording.say(t(MARKS[what]), {"share": share}, t.lang)) for what, share in place.marks],
        "from": None if place.main else _source(reading, place),
        "ways": _ways(reading, place, t),
        "badges": [(finding.code, finding.severity.value, SIGNS[finding.severity]) for finding in place.findings],
    }


def _source(reading: Reading, place: Place) -> str | None:
    """From where most come to a touchpoint off the likeliest path, of those whom the map shows further left."""
    here = reading.journey.positions[place.touchpoint.id]
    flows: dict[str, float] = {}
    for source in reading.places[: place.column]:
        ways = reading.routes.ways[reading.journey.positions[source.touchpoint.id]]
        flow = sum(way.share for way in ways if way.to == here) * (source.reach or 0.0)
        if flow > 0:
            flows[source.touchpoint.id] = flow
    return max(flows, key=flows.__getitem__, default=None)


def _ways(reading: Reading, place: Place, t: Translator) -> list[str]:
    """Where customers go from a touchpoint, and which share of them."""
    here = reading.journey.positions[place.touchpoint.id]
    said = []
    for each in reading.routes.ways[here]:
        called = way(each.kind, each.transition.condition or "", t)
        name = reading.journey.touchpoints[each.to].name
        share = wording.percent(each.share, lang=t.lang) if each.share else ""
        said.append(" · ".join(filter(None, (name, share, called))))
    leaving = reading.routes.leaving[here]
    if leaving:
        said.append(f"{t('the journey ends')} · {wording.percent(leaving, lang=t.lang)}")
    return said


def _figures(reading: Reading, audit: Audit, t: Translator) -> Iterator[dict[str, Any]]:
    """What the map says at its top: each figure with its label and caption, and whether a change of it is read out."""
    recall = None if reading.score is None else reading.score.recall
    if reading.score is None or recall is None:
        why = "no emotion is known" if reading.score else "the journey cannot be scored"
        yield _figure(t("Remembered"), t("not known"), t(why), told=True)
    else:
        below = reading.score.below(0)
        yield _figure(t("Remembered"), signed_score(recall.remembered), t("what stays with the customer"),
                      bad=recall.remembered < 0, told=True)  # fmt: skip
        yield _figure(t("Average"), signed_score(recall.mean), t("what the team sees"))
        share = wording.percent(below, lang=t.lang)
        caption = t("of customers, as they remember it")
        yield _figure(t("Leave worse than neutral"), share, caption, bad=below >= UNHAPPY)
    errors, warnings = audit.count(Severity.ERROR), audit.count(Severity.WARNING)
    found = (counted(errors, "1 error", "{count} errors", t), counted(warnings, "1 warning", "{count} warnings", t))
    questions = counted(len(audit.questions), "1 question open", "{count} questions open", t)
    yield _figure(t("Findings"), " · ".join(found), questions, bad=errors > 0, told=True)


def _figure(label: str, value: str, caption: str, *, bad: bool = False, told: bool = False) -> dict[str, Any]:
    return {"label": label, "value": value, "caption": caption, "bad": bad, "told": told}


def _finding(finding: Finding, t: Translator) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "sign": SIGNS[finding.severity],
        "called": t(finding.severity.value),
        "message": say(finding, t),
        "fix": finding.rule.text("fix", t.lang),
        "touchpoint": finding.touchpoint,
    }
