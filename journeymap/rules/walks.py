"""What the rules that judge the way a customer walks have in common.

Each walk is judged by itself. A failure concerns the customers who take the walks it fails on; those of fewer than
``min_share`` are left out. Where an unknown emotion could change the answer, it is asked how the customer feels there.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from journeymap.rulebook import Context, Finding, Walk

__all__ = ["HIGHEST", "LOWEST", "QUESTION", "ROUNDING", "ask_feelings", "judge_places", "judge_way", "staying"]

LOWEST, HIGHEST = -2.0, 2.0
"""The ends of the scale of emotion."""

ROUNDING = 1e-9
"""What adding up may leave over."""

QUESTION = "How does the customer feel at {places:list}?"
"""What all these rules ask: the same, so that it is asked once."""


def staying(context: Context) -> list[Walk]:
    """The walks of customers who do not give up or cancel."""
    return [walk for walk in context.walks if walk.ends not in ("abandon", "cancel")]


def judge_way(
    context: Context,
    walks: Sequence[Walk],
    fails: Callable[[Walk], bool | None],
    tell: Callable[[Sequence[Walk]], Mapping[str, Any]],
    *,
    min_share: float,
) -> Iterator[Finding]:
    """What is to be said of the journey as a whole.

    Args:
        context: The journey.
        walks: The walks it concerns, likeliest first.
        fails: Whether a walk fails; None when unknown emotions could change that.
        tell: What the message says of the walks that fail.
        min_share: The share of customers (0..1) from which on it counts.
    """
    failing: list[Walk] = []
    unclear: list[Walk] = []
    for walk in walks:
        verdict = fails(walk)
        if verdict is not False:
            (failing if verdict else unclear).append(walk)
    share_of = _shares(context)
    share = share_of(failing)
    if failing and share >= min_share - ROUNDING:
        yield context.failed(context.journey, path=failing[0].path.ids, share=share, **tell(failing))
    elif unclear and share_of([*failing, *unclear]) >= min_share - ROUNDING:
        yield ask_feelings(context, unclear)
    elif walks:
        yield context.passed(context.journey)


def judge_places(
    context: Context,
    walks: Sequence[Walk],
    failures: Callable[[Walk], tuple[Collection[str], bool]],
    tell: Callable[[str, Walk], Mapping[str, Any]],
    *,
    min_share: float,
    exact: Mapping[str, float] | None = None,
) -> Iterator[Finding]:
    """What is to be said of places on the way; when none of them fails, that the journey passes.

    Args:
        context: The journey.
        walks: The walks it concerns, likeliest first.
        failures: The ids of the touchpoints that fail on a walk, and whether unknown emotions could change that.
        tell: What the message says of a touchpoint, from the likeliest walk on which it fails.
        min_share: The share of customers (0..1) from which on it counts.
        exact: The share of customers for whom each touchpoint fails, where that is known without adding up walks.
    """
    failing: dict[str, list[Walk]] = {}
    unclear: list[Walk] = []
    for walk in walks:
        places, open_ended = failures(walk)
        for place in dict.fromkeys(places):
            failing.setdefault(place, []).append(walk)
        if open_ended:
            unclear.append(walk)
    share_of = _shares(context)
    shares = {place: exact[place] if exact else share_of(taken) for place, taken in failing.items()}
    common = {place: share for place, share in shares.items() if share >= min_share - ROUNDING}
    for place, share in common.items():
        first = failing[place][0]
        yield context.failed(context.journey[place], path=first.path.ids, share=share, **tell(place, first))
    rare = [walk for place, taken in failing.items() if place not in common for walk in taken]
    if unclear and share_of([*unclear, *rare]) >= min_share - ROUNDING:
        yield ask_feelings(context, unclear)
    elif walks and not common:
        yield context.passed(context.journey)


def ask_feelings(context: Context, walks: Iterable[Walk]) -> Finding:
    """The question how customers feel where that is unknown on these walks."""
    met = {id for walk in walks for id in walk.ids}
    unknown = [touchpoint.name for touchpoint in context.journey if touchpoint.id in met and touchpoint.emotion is None]
    return context.cannot_tell(context.journey, "emotion", places=tuple(unknown))


def _shares(context: Context) -> Callable[[Iterable[Walk]], float]:
    """A function for the share (0..1) of customers who take some walks."""
    whole = math.fsum(path.probability for path in context.paths) or 1.0
    return lambda walks: min(1.0, math.fsum(walk.path.probability for walk in walks) / whole)
