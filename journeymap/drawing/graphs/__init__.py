"""The journey as a graph: touchpoints as cards in the boxes of their stages, and every way between them.

What is said here in the language of Graphviz, :mod:`journeymap.drawing.rendering` makes a picture of. Nothing is
told by colour alone: a card says its emotion by a signed number, an arrow says in words what sort of way it is,
a flag shows by its form how bad the finding is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise, product
from typing import TYPE_CHECKING

import attrs

from journeymap.drawing import Drawing
from journeymap.drawing.graphs.cards import NOTE, SMALL, Sheet, card, heading, legend, note, pill, signed, stage_name
from journeymap.drawing.graphs.columns import ACROSS, Columns, columns_of
from journeymap.drawing.readings import Place, Reading, read
from journeymap.drawing.sayings import WAYS, signed_score
from journeymap.drawing.stories import story, verdict
from journeymap.drawing.themes import Theme, themed
from journeymap.drawing.typesetting import clean, wrap
from journeymap.errors import shorten as cut
from journeymap.i18n import translator
from journeymap.model import Journey, Touchpoint
from journeymap.wording import percent

if TYPE_CHECKING:
    from graphviz import Digraph

    from journeymap.auditing import Audit
    from journeymap.graph import Way

__all__ = ["graph_drawing"]

LONGEST = 500
"""How many characters of a name a pointer is told; Graphviz reads no text longer than 16,384."""


@attrs.frozen
class Manner:
    """How a kind of way is drawn: its line, its head, which colour of a theme it has, and with how many strokes."""

    line: str
    head: str
    colour: str
    strokes: int = 1


MANNERS: Mapping[str, Manner] = {
    "forward": Manner("solid", "normal", "ink"),
    "failure": Manner("dashed", "normal", "bad"),
    "retry": Manner("dotted", "vee", "info"),
    "recovery": Manner("solid", "onormal", "good"),
    "handoff": Manner("solid", "diamond", "info", strokes=2),
    "abandon": Manner("dashed", "tee", "bad"),
    "cancel": Manner("dashed", "box", "bad"),
    "return": Manner("dotted", "normal", "muted"),
    "loyalty": Manner("dotted", "dot", "good"),
    "referral": Manner("dotted", "odiamond", "good"),
    "status": Manner("dotted", "odot", "muted"),
}
"""How each kind of way is drawn. No two are alike in line and head, so that they differ without colour too."""

OUTCOMES: Mapping[str | None, tuple[str, str]] = {
    "success": ("Ends well", "good"),
    "failure": ("Ends in failure", "bad"),
    "abandon": ("Leaves", "bad"),
    "cancel": ("Cancels", "bad"),
    None: ("Ends here", "ink"),
}
"""What the mark of an ending says, and which colour of a theme it has."""


def graph_drawing(journey: Journey, audit: Audit | None, *, lang: str = "en", theme: str | Theme = "light") -> Drawing:
    """The journey as a graph. Its DOT text is there at once; its picture is made by Graphviz when it is asked for.

    Args:
        journey: The journey.
        audit: Its audit; what it found becomes numbered flags, with a legend below.
        lang: The language of the words that are not the user's.
        theme: The name of the colours.

    Raises:
        JourneyError: When a reference in the journey leads nowhere.

    Example:
        >>> kiosk = Journey("Kiosk").touchpoint("pay", "Pay <now>", emotion=-1)
        >>> drawing = graph_drawing(kiosk, None)
        >>> drawing, "Pay &lt;now&gt;" in drawing.dot
        (<Drawing graph of 'Kiosk'>, True)
    """
    reading = read(journey, audit)
    sheet = Sheet(reading, () if audit is None else audit.findings, themed(theme), translator(lang))
    return Drawing(
        title=clean(journey.name),
        kind="graph",
        lang=lang,
        summary=verdict(reading, lang),
        text=story(reading, lang),
        dot=_dot(sheet),
    )


def _dot(sheet: Sheet) -> str:
    from graphviz import Digraph

    graph = Digraph(
        "journey",
        graph_attr={
            "rankdir": "LR" if len(sheet.reading.places) <= ACROSS else "TB",
            "bgcolor": sheet.theme.page,
            "pad": "0.35",
            "nodesep": "0.3",
            "ranksep": "0.5",
            "newrank": "true",
            "fontname": sheet.theme.fonts,
            "label": legend(sheet),
            "labelloc": "b",
            "labeljust": "l",
        },
        node_attr={"shape": "plain", "fontname": sheet.theme.fonts},
        edge_attr={"fontname": sheet.theme.fonts, "arrowsize": "0.8"},
    )
    with graph.subgraph(name="cluster journey") as whole:
        whole.attr(label=heading(sheet), labelloc="t", labeljust="l", penwidth="0", margin="10")
        columns = columns_of(sheet.reading)
        _add_start(whole, sheet)
        _add_touchpoints(whole, sheet, columns)
        _add_ways(whole, sheet, columns)
        if columns.members:
            columns.tie(whole, sheet.reading)
        else:
            _add_ties(whole, sheet.reading)
    return str(graph.source)


def _add_start(graph: Digraph, sheet: Sheet) -> None:
    routes, theme = sheet.reading.routes, sheet.theme
    if routes.start is None:
        return
    word = sheet.words("Start")
    mark = pill((word,), ink=theme.page, fill=theme.ink, edge=theme.ink)
    graph.node("the start", label=mark, tooltip=word, group="main", ordering="out")
    graph.edge("the start", routes.ids[routes.start], color=theme.ink, weight="10", tooltip=word)


def _add_touchpoints(graph: Digraph, sheet: Sheet, columns: Columns) -> None:
    places = sheet.reading.places
    for number, stage in enumerate(sheet.reading.journey.stages):
        with graph.subgraph(name=f"cluster {number}") as box:
            box.attr(
                label=stage_name(sheet, stage.name),
                style="rounded,filled",
                fillcolor=sheet.theme.band,
                color=sheet.theme.line,
                penwidth="1",
                margin="14",
                tooltip=_said(stage.name),
            )
            for place in places:
                if place.touchpoint.stage == stage.name:
                    _add_touchpoint(box, sheet, place, columns)
    for place in places:
        if place.touchpoint.stage is None:
            _add_touchpoint(graph, sheet, place, columns)


def _add_touchpoint(graph: Digraph, sheet: Sheet, place: Place, columns: Columns) -> None:
    touchpoint = place.touchpoint
    said = _said(touchpoint.name, ": ", signed(touchpoint.emotion))
    group = _aligned(place.main, columns.of(touchpoint.id))
    graph.node(touchpoint.id, label=card(sheet, place), tooltip=said, id=f"touchpoint-{touchpoint.id}", **group)
    leaving = _leaving(sheet.reading, place)
    if leaving:
        _add_end(graph, sheet, place, leaving, group)


def _add_end(graph: Digraph, sheet: Sheet, place: Place, leaving: float, group: Mapping[str, str]) -> None:
    """The mark of an ending, in the box of the touchpoint after which it comes."""
    id, everyone = place.touchpoint.id, leaving == 1
    word, role = OUTCOMES[place.touchpoint.ends or ("abandon" if place.touchpoint.drop_off else None)]
    colour = sheet.colour(role)
    lines = (sheet.words(word), *_shares_of_end(sheet, place))
    mark = pill(lines, ink=colour, fill=sheet.theme.page, edge=colour)
    graph.node(_end_of(id), label=mark, tooltip=lines[0], **(group if everyone else {}))
    graph.edge(
        id,
        _end_of(id),
        color=colour,
        arrowhead="none",
        style="solid" if everyone else "dashed",
        weight="6" if everyone else "2",
        label=note(() if everyone else (percent(leaving, lang=sheet.words.lang),), colour=colour),
        tooltip=lines[0],
    )


def _shares_of_end(sheet: Sheet, place: Place) -> Iterator[str]:
    """For how many it ends here, and how they remember it."""
    score = sheet.reading.score
    ending = score.endings.get(place.touchpoint.id) if score is not None else None
    if ending is not None:
        yield sheet.say("for {share:customers}", share=ending.probability)
        if ending.remembered is not None:
            yield sheet.words("remembered {score}", score=signed_score(ending.remembered))


def _add_ways(graph: Digraph, sheet: Sheet, columns: Columns) -> None:
    reading = sheet.reading
    column = _columns(reading)
    both = {(id, way.transition.to) for id, way in _ways(reading)}
    for id, way in _ways(reading):
        to, paired = way.transition.to, (way.transition.to, id) in both
        aside = columns.leaves(id, to)
        back = column[to] < column[id] if not aside else not columns.level(id)
        _add_way(graph, sheet, reading.journey[id], way, back=back, paired=paired, aside=aside)


def _add_way(
    graph: Digraph, sheet: Sheet, source: Touchpoint, way: Way, *, back: bool, paired: bool, aside: bool
) -> None:
    """An arrow. One that leads back, or up to the next column, is written the other way round to keep the order."""
    manner = MANNERS[way.kind]
    colour = sheet.colour(manner.colour)
    target = sheet.reading.journey[way.transition.to]
    said = _told(sheet, source, way)
    condition = wrap(way.transition.condition or "", width=NOTE, size=SMALL, lines=2)
    lines = tuple(filter(None, (said, *condition))) or ((" ",) if paired else ())
    graph.edge(
        *((target.id, source.id) if back else (source.id, target.id)),
        **({"dir": "back", "arrowtail": manner.head} if back else {"arrowhead": manner.head}),
        style=manner.line if way.share else "dotted",
        color=":invis:".join([colour] * manner.strokes),
        penwidth=f"{1 + 2 * way.share / manner.strokes:.2f}",
        weight="0" if aside else str(1 + round(9 * way.share)),
        constraint="false" if aside and not back else "true",
        label=note(lines, colour=colour if WAYS[way.kind] else sheet.theme.muted),
        tooltip=_said(source.name, " → ", target.name, ": " if said else "", said),
    )


def _told(sheet: Sheet, source: Touchpoint, way: Way) -> str:
    """Which sort of way it is, and for which share of those at its source; nothing when all simply go on."""
    said = [sheet.words(WAYS[way.kind])] if WAYS[way.kind] else []
    if way.share == 0 and source.ends is not None:
        said.append(sheet.words("another visit"))
    elif way.share < 1:
        said.append(percent(way.share, lang=sheet.words.lang))
    return " ".join(said)


def _add_ties(graph: Digraph, reading: Reading) -> None:
    """Keep every stage wholly before the next one, by ties that are not seen."""
    column = _columns(reading)
    onward = {(id, way.transition.to) for id, way in _ways(reading) if column[way.transition.to] > column[id]}
    stages: dict[str, list[str]] = {}
    for place in reading.places:
        if place.touchpoint.stage is not None:
            members = stages.setdefault(place.touchpoint.stage, [])
            members.append(place.touchpoint.id)
            if _leaving(reading, place):
                members.append(_end_of(place.touchpoint.id))
                onward.add((place.touchpoint.id, _end_of(place.touchpoint.id)))
    for above, below in pairwise(stages.values()):
        last = [id for id in above if not any((id, other) in onward for other in above)]
        first = [id for id in below if not any((other, id) in onward for other in below)]
        for pair in product(last, first):
            graph.edge(*pair, style="invis", weight="0")


def _columns(reading: Reading) -> Mapping[str, int]:
    return {place.touchpoint.id: place.column for place in reading.places}


def _ways(reading: Reading) -> Iterator[tuple[str, Way]]:
    for id, ways in zip(reading.routes.ids, reading.routes.ways, strict=True):
        for way in ways:
            yield id, way


def _leaving(reading: Reading, place: Place) -> float:
    return reading.routes.leaving[reading.journey.positions[place.touchpoint.id]]


def _end_of(id: str) -> str:
    """The name of the mark of an ending: no id of a touchpoint has a space in it."""
    return f"the end at {id}"


def _aligned(on_main_line: bool, column: int | None) -> dict[str, str]:
    """What stands under one another, where it can be: the main line, or that of a column."""
    return {"group": f"main {column or ''}".strip()} if on_main_line else {}


def _said(*parts: str) -> str:
    """Words for a pointer or a screen reader, in which Graphviz reads no escapes and no HTML."""
    from graphviz import escape

    words = "".join(cut(part, LONGEST) for part in parts)
    escaped: str = escape(clean(words))  # of a class of its own: a plain text would be HTML when it looks like it
    return escaped
