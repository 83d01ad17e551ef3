"""A drawing as a web page that needs nothing else: the picture, and what is known about each touchpoint.

Where the picture says where its touchpoints stand, each is a link in reading order, for the pointer and the keyboard:
over it the essentials are shown, behind it are the details. Nothing on the page comes from anywhere else, and the only
script that may run is the page's own.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from itertools import groupby
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from journeymap import wording
from journeymap.channels import channel
from journeymap.drawing.readings import Place, Reading, read
from journeymap.drawing.rendering import located
from journeymap.drawing.sayings import feeling
from journeymap.drawing.telling import known
from journeymap.drawing.templating import render
from journeymap.drawing.typesetting import clean, isolated
from journeymap.i18n import Translator, translator
from journeymap.model import Journey

if TYPE_CHECKING:
    from journeymap.drawing import Drawing, Spot
    from journeymap.rulebook import Finding

__all__ = ["as_html"]

_ROOM = 420.0
"""So much room is left below a touchpoint for its essentials, in CSS pixels; where there is less, they stand higher."""

_SIGNS = {"error": "✕", "warning": "!", "info": "i"}
"""What tells the severities without colour."""


def as_html(drawing: Drawing) -> str:
    """The drawing as a page; see :meth:`journeymap.drawing.Drawing.html`."""
    words = translator(drawing.lang)
    reading = _reading(drawing)
    places = {} if reading is None else {place.touchpoint.id: place for place in reading.places}
    script = _resource("drawing.js")
    return render(
        "drawing.html.jinja",
        t=words,
        lang=drawing.lang,
        title=_safe(drawing.title),
        css=Markup(_resource("drawing.css")),
        script=Markup(script),
        digest=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        svg=Markup(drawing.svg.strip().replace(f' xml:lang="{words.lang}" lang="{words.lang}"', "", 1)),
        width=drawing.width,
        spots=[_spot(spot, places[spot.touchpoint], drawing, words) for spot in _spots(drawing, places)],
        stages=[] if reading is None else list(_stages(reading.places, words)),
        general=[] if reading is None else [_finding(finding, words) for finding in reading.general],
        story=[_safe(line) for line in drawing.text.splitlines()],
    )


def _reading(drawing: Drawing) -> Reading | None:
    """What is known about the touchpoints; nothing for a picture of two journeys."""
    if isinstance(drawing.subject, Journey):
        return read(drawing.subject, None)
    from journeymap.auditing import Audit

    return read(drawing.subject.journey, drawing.subject) if isinstance(drawing.subject, Audit) else None


def _spots(drawing: Drawing, places: Mapping[str, Place]) -> list[Spot]:
    """Where the touchpoints stand, in reading order; Graphviz tells it of what it drew."""
    spots = drawing.spots if drawing.dot is None else located(drawing.svg)
    return sorted(
        (spot for spot in spots if spot.touchpoint in places), key=lambda spot: places[spot.touchpoint].column
    )


def _spot(spot: Spot, place: Place, drawing: Drawing, words: Translator) -> dict[str, Any]:
    """Where a touchpoint stands, in percent of the picture, and the essentials."""
    low = drawing.height - spot.y - spot.head
    side = "left" if spot.x + spot.width / 2 > drawing.width / 2 else "right"
    box = (spot.x / drawing.width, spot.y / drawing.height, spot.width / drawing.width, spot.height / drawing.height)
    return {
        "number": place.column + 1,
        "name": _safe(place.touchpoint.name),
        "side": side,
        "hang": f"top: {100 * spot.head / spot.height:.2f}%" if low >= _ROOM else "bottom: 0",
        "box": [f"{100 * part:.3f}" for part in box],
        "facts": list(_facts(place, words)),
        "findings": [_finding(finding, words) for finding in place.findings[:5]],
        "more": max(0, len(place.findings) - 5),
    }


def _stages(places: Sequence[Place], words: Translator) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The touchpoints in full, stage by stage."""
    for stage, run in groupby(places, key=lambda place: place.touchpoint.stage):
        yield _safe(stage or ""), [_entry(place, words) for place in run]


def _entry(place: Place, words: Translator) -> dict[str, Any]:
    touchpoint = place.touchpoint
    count = len(place.findings)
    return {
        "number": place.column + 1,
        "name": _safe(touchpoint.name),
        "facts": list(_facts(place, words)),
        "count": "" if not count else words("1 finding") if count == 1 else words("{count} findings", count=count),
        "description": _safe(touchpoint.description or ""),
        "quote": _safe(wording.bare((touchpoint.quote or "").strip())),
        "known": known(touchpoint, words),
        "findings": [_finding(finding, words) for finding in place.findings],
    }


def _facts(place: Place, words: Translator) -> Iterator[str]:
    """The essentials: the channel, the emotion, what marks it, and how much is remembered of it."""
    touchpoint = place.touchpoint
    recognised = channel(touchpoint.channel)
    via = recognised.label(words.lang) if recognised else touchpoint.channel
    if via:
        yield _safe(via)
    yield feeling(place, words)
    if place.memory is not None:
        yield words("memory share {percent}", percent=wording.percent(place.memory, lang=words.lang))
    if touchpoint.moment_of_truth:
        yield words("moment of truth")
    if not place.main and place.reach is not None:
        yield words("{percent} come here", percent=wording.percent(place.reach, lang=words.lang))
    elif not place.main:
        yield words("off the main line")


def _finding(finding: Finding, words: Translator) -> dict[str, str]:
    return {
        "sign": _SIGNS[finding.severity.value],
        "style": finding.severity.value,
        "severity": words(finding.severity.value),
        "code": finding.code,
        "message": _safe(finding.message(words.lang)),
        "why": _safe(finding.rule.text("why", words.lang)),
        "fix": _safe(finding.rule.text("fix", words.lang)),
        "source": "; ".join(_safe(words(source)) for source in finding.rule.source),
    }


def _safe(text: str) -> str:
    return isolated(clean(text))


@cache
def _resource(name: str) -> str:
    return (resources.files("journeymap") / "templates" / name).read_text(encoding="utf-8")
