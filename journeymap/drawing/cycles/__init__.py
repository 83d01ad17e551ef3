"""The circle of moments of truth, as service training draws it: round from the first contact to the last.

Every moment stands on the circle in its order, with a card of what the customer expects there, what makes it better
and what makes it worse. Inside the circle runs the line of emotions: the further out, the better.

Source: the cycle of service of Karl Albrecht and Ron Zemke, "Service America!" (1985).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import attrs

from journeymap.drawing import Drawing, Spot
from journeymap.drawing.cycles.moments import Moment, moment, stacked_near
from journeymap.drawing.cycles.rings import Ring, ring, spot
from journeymap.drawing.maps.cells import truth
from journeymap.drawing.maps.frames import MARGIN, Frame, Words, set_words
from journeymap.drawing.maps.margins import footer, header, signs
from journeymap.drawing.maps.pages import Page, sheet_title, slices
from journeymap.drawing.readings import Place, Reading, read
from journeymap.drawing.sayings import feeling
from journeymap.drawing.smoothing import Point
from journeymap.drawing.stories import story, verdict
from journeymap.drawing.templating import number, svg
from journeymap.drawing.themes import Theme, themed
from journeymap.drawing.typesetting import clean
from journeymap.i18n import Translator, translator
from journeymap.model import Journey

if TYPE_CHECKING:
    from journeymap.auditing import Audit

__all__ = ["Circle", "cycle_drawing"]

_PAPER = Page(float("inf"), 24, 20)
"""How many moments stand round one circle; more go on round a second."""

_LEAST_WIDTH = 1280.0
_CARD = 330.0
_REACH = 84.0
"""From the circle to the cards."""
_LEAST_RADIUS = 215.0
_TOP = 36.0

_KINDS = {"expects": "what the customer expects", "plus": "what makes it better", "minus": "what makes it worse"}


@attrs.frozen(kw_only=True)
class Circle:
    """One circle with its cards: the numbers that the template draws."""

    title: Words | None
    ring: Ring
    leaders: tuple[str, ...]
    moments: tuple[Moment, ...]
    bottom: float


@attrs.frozen(kw_only=True)
class _Plan:
    """One circle before it has a place: which moments, how large, and where its cards stand beside its middle."""

    first: int
    places: tuple[Place, ...]
    moments: tuple[Moment, ...]
    radius: float
    tops: tuple[float, ...]


def cycle_drawing(
    journey: Journey, audit: Audit | None, *, lang: str, theme: str | Theme, every: bool = False
) -> Drawing:
    """The circle of moments of truth.

    It shows the moments of truth, with the first contact, the peaks and the ends; or every touchpoint, when the
    journey says of none that it is a moment of truth.

    Args:
        journey: The journey.
        audit: Its audit; then the findings stand on the cards of the moments that they are about.
        lang: The language of everything the journey does not say itself.
        theme: The colours, or their name.
        every: Whether to show every touchpoint even though some are marked as moments of truth.
    """
    reading, words, colours = read(journey, audit), translator(lang), themed(theme)
    shown = reading.places if every else _chosen(reading)

    def frame(width: float) -> Frame:
        return Frame(width=width, column=_CARD, count=1, theme=colours, words=words)

    plans = [_plan(frame(_LEAST_WIDTH), shown, start, stop) for start, stop in slices(shown, _PAPER)]
    width = max([_LEAST_WIDTH, *(2 * (MARGIN + _CARD + _REACH + plan.radius) for plan in plans)])
    page = frame(width)
    top = header(page, reading, _TOP)
    caption = set_words(
        " ".join(_caption(reading, shown, words)), MARGIN, _TOP + top.height + 10, width=page.right - MARGIN, size=13,
        colour=colours.muted,
    )  # fmt: skip
    circles: list[Circle] = []
    y = _TOP + top.height + 10 + caption.height + 30
    for turn, plan in enumerate(plans, 1):
        title = sheet_title(page, journey.name, (turn, len(plans)), y) if turn > 1 else None
        y += title.height + 30 if title else 0.0
        circles.append(_circle(page, reading, plan, shown, y, title))
        y = circles[-1].bottom + 40
    below = footer(page, reading, y, signs=_signs(reading, shown, words))
    title_, summary = clean(journey.name), verdict(reading, lang)
    picture = svg(
        "cycle.svg.jinja",
        width=width,
        height=y + below.height + 28,
        title=title_,
        desc=summary,
        lang=lang,
        fonts=colours.fonts,
        theme=colours,
        margin=MARGIN,
        right=page.right,
        header=top,
        caption=caption,
        circles=circles,
        footer=below,
    )
    breaks = tuple(circle.bottom + 20 for circle in circles[:-1])
    text = story(reading, lang) + "".join(f"{line}\n" for line in _told(shown, words))
    spots = tuple(
        Spot(place.touchpoint.id, card.x, card.y, card.width, card.height, card.height)
        for plan, circle in zip(plans, circles, strict=True)
        for place, card in zip(plan.places, circle.moments, strict=True)
    )
    return Drawing(
        title=title_, kind="cycle", lang=lang, summary=summary, text=text, svg=picture, breaks=breaks, spots=spots
    )


def _chosen(reading: Reading) -> tuple[Place, ...]:
    """The moments of truth, with the first contact, the peaks and the ends; all touchpoints where none is marked."""
    if not any(place.touchpoint.moment_of_truth for place in reading.places):
        return reading.places
    first = reading.line[0]
    return tuple(p for p in reading.places if p.touchpoint.moment_of_truth or p.marks or p.column == first)


def _caption(reading: Reading, shown: Sequence[Place], words: Translator) -> Iterator[str]:
    """Which touchpoints stand on the circle, and what is not known about all of them."""
    if not shown:
        yield words("The journey has no touchpoints yet.")
        return
    if len(shown) < len(reading.places):
        said = "{count} of {all} touchpoints: the moments of truth, with the first contact, the peaks and the ends."
        yield words(said, count=len(shown), all=len(reading.places))
    else:
        yield words("Every touchpoint, clockwise from the first contact to the last.")
    if not any(_expected(place, words) for place in shown):
        yield words("Not known yet: what customers expect, and what makes it better or worse. Fill in expectations, "
                    "enhancers and detractors.")  # fmt: skip


def _expected(place: Place, words: Translator) -> list[tuple[str, str]]:
    """What is expected at a moment, what makes it better and what worse: the sign and the text of each."""
    return [(line.sign, line.text) for line in truth(place, words) if line.sign in _KINDS]


def _plan(frame: Frame, shown: Sequence[Place], start: int, stop: int) -> _Plan:
    """How large a circle must be so that nothing on it touches, and its cards stand near their moments."""
    places, count = tuple(shown[start:stop]), stop - start
    stages = [None, *(place.touchpoint.stage for place in places)]
    moments = tuple(
        moment(frame, place, start + index + 1, width=_CARD, opens=place.touchpoint.stage != stages[index])
        for index, place in enumerate(places)
    )
    sides = [[i for i in range(count) if (spot(i, count, 1)[0] >= -1e-9) is right] for right in (True, False)]
    room = max(sum(moments[i].height + 14 for i in side) for side in sides)
    unknown = any(place.unknown for place in places)
    radius = max(_LEAST_RADIUS, 0.42 * room, (26.0 if unknown else 17.0) * (count + 1))
    tops = [0.0] * count
    for side in sides:
        order = sorted(side, key=lambda i: spot(i, count, 1)[1])
        near = [spot(i, count, radius)[1] for i in order]
        for i, top in zip(order, stacked_near(near, [moments[i].height for i in order], gap=14.0), strict=True):
            tops[i] = top
    return _Plan(first=start, places=places, moments=moments, radius=radius, tops=tuple(tops))


def _circle(
    frame: Frame, reading: Reading, plan: _Plan, shown: Sequence[Place], top: float, title: Words | None
) -> Circle:
    count, radius = len(plan.places), plan.radius
    highest = min(-radius - 44, *plan.tops)
    middle = (frame.width / 2, top - highest)
    lowest = max([radius + 44, *(y + one.height for y, one in zip(plan.tops, plan.moments, strict=True))])
    placed, leaders = [], []
    for index, (one, y) in enumerate(zip(plan.moments, plan.tops, strict=True)):
        out = spot(index, count, radius + 20 + 17 * len(plan.places[index].marks))
        right = out[0] >= -1e-9
        card = attrs.evolve(
            one, x=middle[0] + (radius + _REACH if right else -radius - _REACH - _CARD), y=middle[1] + y
        )
        placed.append(card)
        edge = card.x if right else card.x + _CARD
        target = min(max(out[1], y + 14), y + one.height - 14) + middle[1]
        leaders.append(_leader((out[0] + middle[0], out[1] + middle[1]), (edge, target), 16.0 if right else -16.0))
    return Circle(
        title=title,
        ring=ring(frame, reading, shown, plan.places, first=plan.first, middle=middle, radius=radius),
        leaders=tuple(leaders),
        moments=tuple(placed),
        bottom=middle[1] + lowest,
    )


def _leader(start: Point, end: Point, bend: float) -> str:
    """The thin line from a moment on the circle to its card."""
    return f"M{number(start[0])} {number(start[1])}L{number(end[0] - bend)} {number(end[1])}H{number(end[0])}"


def _signs(reading: Reading, shown: Sequence[Place], words: Translator) -> Iterator[tuple[str, str]]:
    """The signs that the circle uses."""
    yield "line", words("how the customer feels: the further out, the better; the solid ring inside is neutral")
    yield from (pair for pair in signs(reading, words, places=shown) if pair[0] != "line")
    used = {sign for place in shown for sign, _ in _expected(place, words)}
    yield from ((sign, words(label)) for sign, label in _KINDS.items() if sign in used)


def _told(shown: Sequence[Place], words: Translator) -> Iterator[str]:
    """The circle in words: every moment on it, with what is expected there and what makes it better or worse."""
    yield ""
    yield f"## {words('The circle of moments')}"
    for turn, place in enumerate(shown, 1):
        yield f"{turn}. {clean(place.touchpoint.name)}; {feeling(place, words)}"
        for sign, text in _expected(place, words):
            yield f"   {words(_KINDS[sign])}: {clean(text)}"
