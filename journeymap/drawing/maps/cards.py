"""The top of a sheet: the stages as chevrons, and a card for each touchpoint."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, zip_longest

import attrs

from journeymap import wording
from journeymap.channels import channel
from journeymap.drawing.icons import icon
from journeymap.drawing.maps.frames import Band, Frame, Words, lane_band, set_words, stacked
from journeymap.drawing.readings import Place
from journeymap.drawing.typesetting import clean
from journeymap.i18n import Translator

__all__ = ["Card", "Cards", "Chevron", "Lead", "aside_note", "cards", "chevrons"]

TIP = 12.0
"""How far the tip of a chevron reaches into the next."""

PAD = 10.0


@attrs.frozen(kw_only=True)
class Chevron:
    """A stage."""

    path: str
    colour: str
    title: str
    words: Words


@attrs.frozen
class Lead:
    """What stands above the name on a card."""

    text: str
    colour: str
    gone: bool = False


@attrs.frozen(kw_only=True)
class Card:
    """A touchpoint: its name, its channel, and whether it is off the main line."""

    x: float
    y: float
    width: float
    height: float
    main: bool
    moment_of_truth: bool
    title: str
    icon: str
    icon_y: float
    blocks: tuple[Words, ...]


@attrs.frozen(kw_only=True)
class Cards:
    """The lane of touchpoints."""

    band: Band
    cards: tuple[Card, ...]


def chevrons(frame: Frame, places: Sequence[Place], top: float) -> tuple[tuple[Chevron, ...], float]:
    """The stages of the touchpoints on a sheet, and how high they are."""
    runs = [
        (stage, [index for index, _ in run])
        for stage, run in groupby(enumerate(places), key=lambda pair: pair[1].touchpoint.stage)
    ]
    named = [(stage, indexes) for stage, indexes in runs if stage is not None]
    numbers = {stage: number for number, stage in enumerate(dict.fromkeys(stage for stage, _ in named))}
    colour = frame.theme.stage_ink
    set_ = [
        set_words(stage, frame.start(run[0]) + 22, top, width=len(run) * frame.column - 40, size=15, colour=colour,
                  bold=True, lines=6)
        for stage, run in named
    ]  # fmt: skip
    if not named:
        return (), 0.0
    height = max(38.0, max(words.height for words in set_) + 14)
    shapes = []
    for (stage, run), words in zip(named, set_, strict=True):
        x, wide = frame.start(run[0]), len(run) * frame.column - 4
        notch = TIP if run[0] > 0 else 0.0
        path = f"M{x:g} {top:g}h{wide - TIP:g}l{TIP} {height / 2:g}l-{TIP} {height / 2:g}h-{wide - TIP:g}"
        shapes.append(
            Chevron(
                path=f"{path}l{notch} -{height / 2:g}z" if notch else f"{path}z",
                colour=frame.theme.stages[numbers[stage] % 2],
                title=clean(stage),
                words=words.moved((height - words.height) / 2),
            )
        )
    return tuple(shapes), height


def cards(
    frame: Frame, places: Sequence[Place], top: float, *, actions: bool = False, leads: Sequence[Lead | None] = ()
) -> Cards:
    """A card for each touchpoint on a sheet.

    Args:
        frame: The sheet.
        places: The touchpoints.
        top: Where the lane starts.
        actions: Whether a card also says what the customer does there.
        leads: What stands above the name on each card, if anything does.
    """
    heads = ("Customer actions",) if actions else ("Touchpoint", "and channel")
    width = frame.column - 10
    inner = width - 2 * PAD
    built = [
        _blocks(frame, place, frame.start(index) + 5 + PAD, inner, top + 8 + PAD, actions=actions, lead=lead)
        for index, (place, lead) in enumerate(zip_longest(places, leads))
    ]
    height = max((tall for _, tall in built), default=0.0) + 2 * PAD
    channels = [
        [words for words in blocks if words.x > frame.start(index) + 5 + PAD] for index, (blocks, _) in enumerate(built)
    ]
    return Cards(
        band=lane_band(
            frame,
            *map(frame.words, heads),
            top=top,
            bottom=top + height + 16,
            filled=True,
            lead=16,
        ),
        cards=tuple(
            Card(
                x=frame.start(index) + 5,
                y=top + 8,
                width=width,
                height=height,
                main=place.main and not (lead and lead.gone),
                moment_of_truth=bool(place.touchpoint.moment_of_truth),
                title=clean(place.touchpoint.name),
                icon=icon(place.touchpoint.channel) if channels[index] else "",
                icon_y=channels[index][0].y if channels[index] else 0.0,
                blocks=blocks,
            )
            for index, (place, (blocks, _), lead) in enumerate(zip_longest(places, built, leads))
        ),
    )


def _blocks(
    frame: Frame, place: Place, x: float, width: float, top: float, *, actions: bool, lead: Lead | None
) -> tuple[tuple[Words, ...], float]:
    touchpoint, theme, words = place.touchpoint, frame.theme, frame.words
    size = 14.0 if len(touchpoint.name) <= 60 else 12.0 if len(touchpoint.name) <= 120 else 11.0
    name = set_words(touchpoint.name, x, top, width=width, size=size, colour=theme.ink, bold=True, lines=30)
    known = channel(touchpoint.channel)
    label = known.label(words.lang) if known else touchpoint.channel or ""
    via = set_words(label, x + 19, top, width=width - 19, size=12, colour=theme.muted, lines=4)
    aside = set_words(
        aside_note(place, words), x, top, width=width, size=11.5, colour=theme.muted, italic=True, lines=3
    )
    does = touchpoint.description if actions else None
    action = set_words(does or "", x, top, width=width, size=12.5, colour=theme.ink, lines=16)
    said = set_words(lead.text, x, top, width=width, size=12, colour=lead.colour, bold=True) if lead else None
    return stacked((*([said] if said else ()), name, via, action, aside), gap=3)


def aside_note(place: Place, words: Translator) -> str:
    """How many come to a touchpoint beside the main line; nothing for those on it."""
    if place.main:
        return ""
    if place.reach is None:
        return words("off the main line")
    said = "{percent} end here" if place.final else "{percent} come here"
    return words(said, percent=wording.percent(place.reach, lang=words.lang))
