"""What the text lanes of a map say of a touchpoint, line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TypeAlias

import attrs

from journeymap import wording
from journeymap.drawing.readings import Place
from journeymap.i18n import Translator

__all__ = ["Line", "Say", "evidence", "happens", "opportunities", "owner", "truth", "waits"]

MOST = 4
"""How many items of one list a cell holds; the rest are counted."""


@attrs.frozen
class Line:
    """A paragraph in a cell.

    Attributes:
        text: What it says.
        sign: Which sign stands before it, if any.
        colour: The name of its colour in the theme.
        italic: Whether it is what a customer said.
    """

    text: str
    sign: str = ""
    colour: str = "ink"
    italic: bool = False


Say: TypeAlias = Callable[[Place, Translator], Iterator[Line]]


def happens(place: Place, words: Translator) -> Iterator[Line]:
    """What the customer does, says, and learns about money."""
    touchpoint = place.touchpoint
    if touchpoint.description:
        yield Line(touchpoint.description)
    if touchpoint.quote:
        yield Line(f"“{wording.bare(touchpoint.quote.strip())}”", italic=True)
    for fee in place.fees:
        amount = "" if fee.amount is None else wording.money(fee.amount, fee.currency, lang=words.lang)
        said = " ".join(part for part in (fee.name, amount) if part)
        yield Line(words("{fee}: first shown here", fee=said), sign="fee", colour="bad")


def truth(place: Place, words: Translator) -> Iterator[Line]:
    """Whether it is a moment of truth; what is expected, what makes it better and what worse."""
    touchpoint = place.touchpoint
    if touchpoint.moment_of_truth:
        yield Line(words("moment of truth"), sign="moment")
    yield from _items(touchpoint.expectations, "expects", "muted")
    yield from _items(touchpoint.enhancers, "plus", "good")
    yield from _items(touchpoint.detractors, "minus", "bad")


def waits(place: Place, words: Translator) -> Iterator[Line]:
    """Where the customer waits, and where it can fail."""
    touchpoint = place.touchpoint
    span = partial(wording.duration, lang=words.lang)
    wait, response, delivery = touchpoint.wait, touchpoint.response, touchpoint.delivery
    if wait and wait.typical is not None:
        yield Line(words("wait: {time}", time=span(wait.typical)), sign="wait")
    elif wait or touchpoint.kind == "wait":
        yield Line(words("wait"), sign="wait")
    if wait and wait.known is False:
        yield Line(words("time left is not shown"), colour="bad")
    if response and response.typical is not None:
        yield Line(words("answer after {time}", time=span(response.typical)), sign="wait")
    if delivery and delivery.actual_p90 is not None:
        yield Line(words("9 of 10 arrive within {time}", time=span(delivery.actual_p90)), sign="wait")
        if delivery.promised is not None and delivery.promised < delivery.actual_p90:
            yield Line(words("promised: {time}", time=span(delivery.promised)), colour="bad")
    if touchpoint.kind in ("failure", "out_of_stock"):
        yield Line(words("fails here"), sign="fail", colour="bad")
    elif touchpoint.can_fail:
        yield Line(words("can fail"), sign="fail", colour="bad")
    for incident in (touchpoint.incidents or ())[:MOST]:
        count = "" if incident.count is None else f" ×{incident.count}"
        yield Line(f"{incident.kind}{count}", sign="fail", colour="bad")


def opportunities(place: Place, words: Translator) -> Iterator[Line]:
    """What could be done better."""
    yield from _items(place.touchpoint.opportunities, "idea", "ink")


def owner(place: Place, words: Translator) -> Iterator[Line]:
    """Who looks after it."""
    if place.touchpoint.owner:
        yield Line(place.touchpoint.owner)


def evidence(place: Place, words: Translator) -> Iterator[Line]:
    """Whether the emotion was assumed, observed or measured, and with how many customers."""
    known = place.touchpoint.evidence
    if known and known.basis:
        count = "" if known.n is None else f", n = {known.n:,}"
        yield Line(words(known.basis) + count, sign=known.basis)


def _items(texts: Sequence[str] | None, sign: str, colour: str) -> Iterator[Line]:
    for text in (texts or ())[:MOST]:
        yield Line(text, sign, colour)
    if texts and len(texts) > MOST:
        yield Line(f"+{len(texts) - MOST}", "", colour)
