"""The small curve of a journey's emotions, for a table cell or a line of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeymap.drawing import Drawing
from journeymap.drawing.readings import read
from journeymap.drawing.smoothing import Point, smooth
from journeymap.drawing.stories import story, verdict
from journeymap.drawing.templating import svg
from journeymap.drawing.themes import Theme, themed
from journeymap.drawing.typesetting import clean
from journeymap.i18n import translator
from journeymap.model import Journey

if TYPE_CHECKING:
    from journeymap.auditing import Audit

__all__ = ["curve_drawing"]


def curve_drawing(
    journey: Journey, audit: Audit | None, *, lang: str, theme: str | Theme, width: float = 160.0, height: float = 40.0
) -> Drawing:
    """The emotions along the likeliest path as one small line, for a table cell or a line of text.

    Args:
        journey: The journey.
        audit: Its audit, if there is one.
        lang: The language of its title and its text.
        theme: The colours.
        width: In CSS pixels.
        height: In CSS pixels.
    """
    reading = read(journey, audit)
    words = translator(lang)
    step = (width - 16) / max(1, len(reading.line) - 1)
    runs: list[list[Point]] = [[]]
    dots = []
    colours = themed(theme)
    for index, column in enumerate(reading.line):
        emotion = reading.places[column].touchpoint.emotion
        if emotion is None:
            runs.append([])
            continue
        point = (8 + index * step, height / 2 - emotion / 2 * (height / 2 - 7))
        runs[-1].append(point)
        dots.append((*point, colours.emotion(emotion)))
    title = words("{journey}: the emotions on the way", journey=clean(journey.name))
    summary = verdict(reading, lang)
    picture = svg(
        "curve.svg.jinja",
        width=width,
        height=height,
        title=title,
        desc=summary,
        theme=colours,
        lines=[smooth(run) for run in runs if len(run) > 1],
        dots=dots,
    )
    return Drawing(title=title, kind="curve", lang=lang, summary=summary, text=story(reading, lang), svg=picture)
