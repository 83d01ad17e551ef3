"""Where journeys peak and where they end, together, over every path.

Customers are followed by the strongest emotion they have felt so far. Along the ways that level only rises, so a
touchpoint holds few of them; in a loop the levels are solved from the weakest up, each within the touchpoints that
do not exceed it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import attrs

from journeymap.chains import UNFELT, Chain, Part

__all__ = ["Levels", "Peaks", "peaks", "visits_by_level", "visits_within"]

Levels: TypeAlias = dict[int, float]
"""Visits to one touchpoint, by the highest level met so far."""


@attrs.frozen
class Peaks:
    """The joint distribution of the peak and the end.

    Attributes:
        joint: For each level, and each touchpoint where the experience ends, the share of customers; above 0 only.
        at: For each touchpoint the share of customers for whom it is the peak.
        ended: For each touchpoint the share of customers for whom it is the last that is felt.
        taken: For each touchpoint the sum, over visits to it, of the peak felt so far.
    """

    joint: dict[tuple[int, int], float]
    at: list[float]
    ended: list[float]
    taken: list[float]


def peaks(chain: Chain) -> Peaks:
    """The joint distribution of peak and end, both over all customers: what is missing to 1 never felt anything."""
    so_far = visits_by_level(chain)
    felt = [i for i, levels in enumerate(so_far) if levels and chain.level[i] != UNFELT]
    last = chain.departing(felt, below=0)
    joint, ended, taken = {}, [0.0] * len(so_far), [0.0] * len(so_far)
    by_level: dict[int, float] = {}
    fresh: dict[int, list[int]] = {}
    for i in felt:
        for level, visits in so_far[i].items():
            taken[i] += visits * chain.values[level]
            share = visits * last[i]
            if share > 0:
                joint[level, i] = share
                ended[i] += share
                by_level[level] = by_level.get(level, 0.0) + share
        if so_far[i].get(chain.level[i]):
            fresh.setdefault(chain.level[i], []).append(i)
    at = [0.0] * len(so_far)
    for level, places in fresh.items():
        if len(places) == 1:
            at[places[0]] = by_level.get(level, 0.0)
            continue
        for i, chance in chain.departing(places, below=level).items():
            at[i] = so_far[i][level] * chance
    return Peaks(joint, at, ended, taken)


def visits_by_level(chain: Chain) -> list[Levels]:
    """For each touchpoint the expected visits to it, by the highest level met so far, its own included."""
    found: list[Levels] = [{} for _ in chain.ids]
    found[chain.start][chain.level[chain.start]] = 1.0
    for part in chain.parts:
        if part.loop:
            _solve_loop(chain, part, found)
        for i in part.members:
            here = found[i]
            for j, share in chain.outward[i]:
                own, there = chain.level[j], found[j]
                for level, visits in here.items():
                    reached = level if level > own else own
                    there[reached] = there.get(reached, 0.0) + visits * share
    return found


def visits_within(chain: Chain, part: Part, entering: Mapping[int, Levels]) -> dict[int, Levels]:
    """The visits to the touchpoints of one part, by level, from what enters it by the highest level met before.

    What enters may also be a difference, of which some is below 0.
    """
    found: dict[int, Levels] = {}
    for i in part.members:
        own, here = chain.level[i], found.setdefault(i, {})
        for level, mass in entering.get(i, {}).items():
            reached = level if level > own else own
            here[reached] = here.get(reached, 0.0) + mass
    if part.loop:
        _solve_loop(chain, part, found)
    return found


def _solve_loop(chain: Chain, part: Part, found: list[Levels] | dict[int, Levels]) -> None:
    """Replace what enters a loop, by level, with the visits within it, by level."""
    levels = {level for i in part.members for level in found[i]} | {chain.level[i] for i in part.members}
    inside: list[int] = []
    loop = None
    for level in sorted(levels):
        before, inside = len(inside), [i for i in part.members if chain.level[i] <= level]
        visits = dict.fromkeys(part.members, 0.0)
        visits.update({i: found[i].get(level, 0.0) for i in inside})
        if len(inside) > before:
            loop = None
        if not any(visits.values()):
            continue
        loop = loop or chain.eliminated(part, among=inside)
        loop.visits(visits)
        for i in inside:
            if visits[i]:
                found[i][level] = visits[i]
                for j, share in chain.inward[i]:
                    higher = chain.level[j]
                    if higher > level:
                        found[j][higher] = found[j].get(higher, 0.0) + visits[i] * share
