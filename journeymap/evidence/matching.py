"""Which touchpoint of a journey is meant by a name in a log or in a table: by a mapping, by id, or by name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import attrs

from journeymap.errors import UnknownNameError, nearest, unknown
from journeymap.model import Journey

if TYPE_CHECKING:
    from journeymap.evidence.logs import Log

__all__ = ["Matching", "Unmatched", "match", "relabelled"]


@attrs.frozen
class Unmatched:
    """A name that means no touchpoint.

    Attributes:
        name: The name, as it was found.
        nearest: The id of the touchpoint that is written most alike; None when none comes close.
    """

    name: str
    nearest: str | None = None

    def __str__(self) -> str:
        return f"{self.name!r}" + (f" (did you mean {self.nearest!r}?)" if self.nearest else "")


@attrs.frozen(kw_only=True)
class Matching:
    """What each name means.

    Attributes:
        ids: The names that mean a touchpoint, each with its id.
        ignored: The names that the mapping leaves out, by None.
        unmatched: The names that mean none, with the nearest touchpoint.
        unseen: The ids of the touchpoints that no name means.
        unused: The names in the mapping that were not found.
    """

    ids: Mapping[str, str]
    ignored: tuple[str, ...] = ()
    unmatched: tuple[Unmatched, ...] = ()
    unseen: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()


def match(names: Iterable[str], journey: Journey, mapping: Mapping[str, str | None] | None = None) -> Matching:
    """Find the touchpoint that each name means: by the mapping, else by id, else by a name only one touchpoint has.

    Upper and lower case, and what stands between the words of a name, make no difference.

    Args:
        names: The names.
        journey: The journey with the touchpoints.
        mapping: For some names the id of the touchpoint, or its name; None for what is to be left out.

    Raises:
        UnknownNameError: When the mapping names a touchpoint that is not there.

    Example:
        >>> walk = Journey("Walk").touchpoint("door", "At the door").touchpoint("pay", "Payment")
        >>> found = match(["Door", "at_the_door", "Payed", "Hello"], walk, {"Hello": None})
        >>> dict(found.ids), [str(each) for each in found.unmatched], found.unseen
        ({'Door': 'door', 'at_the_door': 'door'}, ["'Payed' (did you mean 'pay'?)"], ('pay',))
    """
    mapping, names = dict(mapping or {}), tuple(dict.fromkeys(names))
    called = _called(journey)
    for name, meant in mapping.items():
        if meant is not None and meant not in journey and _plain(meant) not in called:
            raise UnknownNameError(f"match[{name!r}]: {unknown('touchpoint', meant, journey.positions)}")
    told = {name: mapping.get(name, name) for name in names}
    ids: dict[str, str] = {}
    unmatched = []
    for name, meant in told.items():
        found = None if meant is None else meant if meant in journey else called.get(_plain(meant))
        if found is not None:
            ids[name] = found
        elif meant is not None:
            unmatched.append(Unmatched(name, _nearest(meant, journey)))
    known = frozenset(ids.values())
    return Matching(
        ids=ids,
        ignored=tuple(name for name, meant in told.items() if meant is None),
        unmatched=tuple(unmatched),
        unseen=tuple(touchpoint.id for touchpoint in journey if touchpoint.id not in known),
        unused=tuple(name for name in mapping if name not in told),
    )


def _called(journey: Journey) -> dict[str, str]:
    """The touchpoint that a plain name means: ids first, then names that only one touchpoint has."""
    named: dict[str, list[str]] = {}
    for touchpoint in journey:
        named.setdefault(_plain(touchpoint.name), []).append(touchpoint.id)
    by_name = {name: ids[0] for name, ids in named.items() if name and len(ids) == 1}
    by_id: dict[str, list[str]] = {}
    for touchpoint in journey:
        by_id.setdefault(_plain(touchpoint.id), []).append(touchpoint.id)
    return by_name | {name: ids[0] for name, ids in by_id.items() if len(ids) == 1}


def _plain(name: str) -> str:
    return " ".join(re.sub(r"[\s_\-]+", " ", unicodedata.normalize("NFC", name)).casefold().split())


def _nearest(name: str, journey: Journey) -> str | None:
    spelt = {touchpoint.name: touchpoint.id for touchpoint in journey if touchpoint.name.strip()}
    spelt |= {touchpoint.id: touchpoint.id for touchpoint in journey}
    close = nearest(name, spelt)
    if close is None:
        return None
    return spelt.get(close) or next(id for written, id in spelt.items() if written.casefold() == close.casefold())


def relabelled(log: Log, matching: Matching) -> Log:
    """The log with the ids of touchpoints as activities, counted anew; what is left out by the mapping is gone.

    Activities that mean no touchpoint keep their names.
    """
    import ibis

    from journeymap.evidence.logs import figures_of, log_of

    events = log.events
    if matching.ignored:
        events = events.filter(~events.activity.isin(list(matching.ignored)))
    renamed = {name: id for name, id in matching.ids.items() if name != id}
    if renamed:
        branches = [(events.activity == name, id) for name, id in renamed.items()]
        events = events.mutate(activity=ibis.cases(*branches, else_=events.activity))
    shape = attrs.evolve(log.shape, ends={matching.ids.get(name, name): how for name, how in log.shape.ends.items()})
    found = figures_of(log.backend, events, shape)
    ratings = log.case_ratings
    if ratings is not None and matching.ignored:
        ratings = ratings.semi_join(events, "case")
    dropped = {"left out by the mapping": log.counts.kept - found.events}
    counted = log_of(
        events, ratings, found, shape=shape, read=log.counts.kept, dropped=dropped, notes=log.notes,
        guesses=log.guesses, scale=log.scale, backend=log.backend, keeper=log.keeper,
    )  # fmt: skip
    return attrs.evolve(counted, promises=log.promises, promised=log.promised)
