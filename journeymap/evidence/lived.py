"""From what was counted in a log to the journey as it was lived."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from journeymap.evidence.figures import LoggedTouchpoint, LoggedTransition
from journeymap.evidence.shrinking import Ratings
from journeymap.facts import ByChannel, Evidence, Wait
from journeymap.formats.mermaid_text import free_ids
from journeymap.i18n import translator
from journeymap.model import Journey, Touchpoint, Transition

if TYPE_CHECKING:
    from journeymap.evidence.logs import Log

__all__ = ["ids_of", "journey_from"]

START = "start"
"""The id of the touchpoint that stands before several beginnings."""


def ids_of(touchpoints: Sequence[LoggedTouchpoint]) -> dict[str, str]:
    """The id of each activity in the journey."""
    names = [touchpoint.name for touchpoint in touchpoints]
    return dict(zip(names, free_ids(names, taken=[START]), strict=True))


def journey_from(log: Log, *, description: str) -> Journey:
    """The journey that a log shows.

    Where cases begin at several activities, a touchpoint of unknown emotion stands before them. Where cases were rated
    as a whole, those ratings stand at the endings: at an activity after which nothing ever comes, or else at an ending
    of its own behind it.
    """
    made = tuple(_Maker(log).touchpoints())
    return Journey(log.shape.title, description=description, state="as-is", lang=log.shape.lang, touchpoints=made)


class _Maker:
    """Makes the touchpoints of one journey."""

    def __init__(self, log: Log) -> None:
        self.log, self.ids, self.cases = log, log.ids, log.counts.cases
        self.words = translator(log.shape.lang)
        self.taken = [START, *self.ids.values()]
        self.outward: dict[str, list[LoggedTransition]] = {}
        for move in log.transitions:
            self.outward.setdefault(move.origin, []).append(move)

    def touchpoints(self) -> Iterator[Touchpoint]:
        """The touchpoints, in the order in which they are met."""
        starts = [each for each in self.log.touchpoints if each.starts]
        if len(starts) > 1 or starts[0] is not self.log.touchpoints[0]:
            begun = tuple(
                Transition(self.ids[each.name], probability=each.starts / self.cases, count=each.starts)
                for each in starts
            )
            yield Touchpoint(START, self.words("Start"), next=begun, visits=self.cases, usage_rate=1.0)
        for each in self.log.touchpoints:
            yield from self._made(each)

    def _made(self, each: LoggedTouchpoint) -> Iterator[Touchpoint]:
        """A touchpoint, and its ending where that stands apart."""
        moves = self.outward.get(each.name, [])
        ways = [
            Transition(self.ids[move.to], probability=move.probability, count=move.count,
                       delay=move.delay.median if move.delay else None)
            for move in moves
        ]  # fmt: skip
        share, ends = each.ends / each.visits, self.log.shape.ends.get(each.name)
        stage = next(iter(each.stages), None)
        felt = each.ratings
        apart = each.case_ratings is not None and (bool(ways) or felt is not None)
        if apart:
            (ending,) = free_ids([f"{self.ids[each.name]}-end"], taken=self.taken)
            self.taken.append(ending)
            ways.append(Transition(ending, probability=share, count=each.ends))
        elif felt is None:
            felt = each.case_ratings
        yield Touchpoint(
            self.ids[each.name], each.name, stage=stage, next=tuple(ways),
            drop_off=share if ways and not apart else 0.0, ends=None if apart else ends,
            visits=each.visits, usage_rate=each.cases / self.cases, **self._times(each), **_channels(each),
            **self._felt(felt, whole=felt is not each.ratings),
        )  # fmt: skip
        if apart:
            yield Touchpoint(
                ending, self.words("Ends after: {name}", name=each.name), stage=stage, next=(), ends=ends,
                visits=each.ends, usage_rate=each.ends / self.cases, **self._felt(each.case_ratings, whole=True),
            )  # fmt: skip

    def _times(self, each: LoggedTouchpoint) -> dict[str, Any]:
        times: dict[str, Any] = {}
        if each.duration is not None:
            times["duration"], times["duration_p90"] = each.duration.median, each.duration.p90
        if each.wait is not None and self.log.shape.between == "wait":
            times["wait"] = Wait(each.wait.median, p80=each.wait.p80, p90=each.wait.p90)
        return times

    def _felt(self, felt: Ratings | None, *, whole: bool) -> dict[str, Any]:
        """The emotion, and where it comes from."""
        scale = self.log.scale
        if felt is None or scale is None:
            return {}
        told = "{name}: ratings of whole cases that ended here" if whole else "{name}: ratings of visits"
        source = self.words(told, name=self.log.name)
        named = f"{scale.low:g}-{scale.high:g}"
        return {
            "emotion": felt.emotion,
            "evidence": Evidence("measured", n=felt.n, sd=felt.sd, scale=named, source=source),
        }


def _channels(each: LoggedTouchpoint) -> Mapping[str, Any]:
    """The most frequent channel, and how the channels differ where there are several."""
    if len(each.channels) < 2:
        return {"channel": next(iter(each.channels), None)}
    rated = tuple(ByChannel(name, emotion=felt.emotion if felt else None) for name, (_, felt) in each.channels.items())
    return {"channel": next(iter(each.channels)), "by_channel": rated}
