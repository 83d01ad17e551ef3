"""The journey as designed with what a log measured in it, so that the rules judge it as it is lived."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from journeymap.evidence.aligning import BEGIN, Design
from journeymap.evidence.figures import LoggedTouchpoint
from journeymap.evidence.logs import Log
from journeymap.evidence.matching import Matching
from journeymap.evidence.measuring import felt
from journeymap.evidence.quantiles import SECOND
from journeymap.evidence.shrinking import Ratings
from journeymap.facts import Delivery, Incident, Support, Wait
from journeymap.fields import evolve
from journeymap.formats.mermaid_text import free_ids
from journeymap.i18n import translator
from journeymap.model import Journey, Touchpoint, Transition

__all__ = ["merged"]

ORDERING = ("order", "payment", "checkout", "confirmation")
"""The kinds of touchpoint from which on a delivery is waited for."""

ARRIVING = ("delivery", "pickup")

HANDLING = ("support", "complaint", "recovery")
"""The kinds of touchpoint at which a problem is not solved yet."""

FAILING = ("failure", "out_of_stock")

Flows = dict[str, dict[str, int]]
"""How many customers went from each touchpoint to each other; to nowhere under ``BEGIN``."""


def merged(designed: Journey, log: Log, matching: Matching) -> Journey:
    """The journey as designed, with what was measured: ways, endings, waits, emotions; and what nobody designed.

    A way that was designed and not taken stays, with a probability of 0. Touchpoints that the log never shows stand
    where the design has them, on the ways of the customers that pass there.
    """
    return _Merger(designed, log, matching).journey()


class _Merger:
    """Puts one journey and one log together."""

    def __init__(self, designed: Journey, log: Log, matching: Matching) -> None:
        self.designed, self.log = designed, log
        self.words = translator(designed.lang or log.shape.lang)
        self.figures = {each.name: each for each in log.touchpoints}
        self.design = Design(designed, frozenset(name for name in self.figures if name in designed))
        self.new = [name for name in self.figures if name not in designed]
        taken = [*designed.positions, "start"]
        self.ids = dict(zip(self.new, free_ids(self.new, taken=taken), strict=True))
        self.taken = [*taken, *self.ids.values()]
        self.delays = {(move.origin, move.to): move.delay.median for move in log.transitions if move.delay is not None}
        self.flows = self._flows()

    def id(self, name: str) -> str:
        """The id of a touchpoint in the merged journey."""
        return self.ids.get(name, name)

    def journey(self) -> Journey:
        """The whole."""
        touchpoints: list[Touchpoint] = []
        behind = self._behind()
        for touchpoint in self.designed:
            for name in (touchpoint.id, *behind.get(touchpoint.id, ())):
                touchpoints += self._touchpoint(name)
        begin = self.flows.get(BEGIN, {})
        first = [*self._newcomers(behind)]
        start = self.designed.start
        if len(begin) == 1:
            start = self.id(next(iter(begin)))
        elif begin:
            (id,) = free_ids(["start"], taken=self.designed.positions)
            total = sum(begin.values())
            ways = tuple(
                Transition(self.id(name), probability=count / total, count=count) for name, count in begin.items()
            )
            first.insert(0, Touchpoint(id, self.words("Start"), next=ways, visits=total, usage_rate=1.0))
            start = id
        sources = tuple(dict.fromkeys((*(self.designed.data_sources or ()), *self._sources())))
        return evolve(
            self.designed, touchpoints=(*first, *touchpoints), state="as-is", start=start, data_sources=sources
        )

    def _sources(self) -> Iterator[str]:
        yield "behaviour"
        if self.log.scale is not None:
            yield "surveys"

    def _behind(self) -> dict[str, list[str]]:
        """Activities that nobody designed, by the touchpoint that most often comes before them."""
        found: dict[str, list[str]] = {}
        before: dict[str, tuple[int, str]] = {}
        for move in self.log.transitions:
            if move.to in self.ids and move.origin in self.designed:
                before[move.to] = max(before.get(move.to, (0, "")), (move.count, move.origin))
        for name in self.new:
            found.setdefault(before.get(name, (0, BEGIN))[1], []).append(name)
        return found

    def _newcomers(self, behind: Mapping[str, Sequence[str]]) -> Iterator[Touchpoint]:
        """Those that stand behind no touchpoint of the design."""
        for name in behind.get(BEGIN, ()):
            yield from self._touchpoint(name)

    # Ways

    def _flows(self) -> Flows:
        flows: Flows = {}

        def flow(count: int, *places: str) -> None:
            for origin, to in pairwise(places):
                out = flows.setdefault(origin, {})
                out[to] = out.get(to, 0) + count

        silent = self.design.silent
        for each in self.log.touchpoints:
            if each.starts:
                flow(each.starts, BEGIN, *silent[BEGIN].get(each.name, ()), each.name)
            if each.ends:
                flow(each.ends, each.name, *self.design.endings.get(each.name, ()), BEGIN)
        for move in self.log.transitions:
            flow(move.count, move.origin, *silent.get(move.origin, {}).get(move.to, ()), move.to)
        return flows

    def _ways(self, name: str) -> tuple[dict[str, Any], int]:
        """The ways on from a place as lived, and how many ended there."""
        out = dict(self.flows[name])
        total, ended = sum(out.values()), out.pop(BEGIN, 0)
        designed = {way.to: way for way in self._designed_ways(name)}
        ways = []
        for to, count in sorted(out.items(), key=lambda way: (-way[1], way[0])):
            way = designed.pop(to, None) or Transition(self.id(to))
            delay = self.delays.get((name, to), way.delay)
            ways.append(evolve(way, probability=count / total, count=count, delay=delay))
        if ways:  # where nobody goes on, what was designed says nothing about what is lived
            ways += [evolve(way, probability=0.0, count=0) for way in designed.values()]
        return {"next": tuple(ways), "drop_off": ended / total if ways else 0.0}, ended

    def _designed_ways(self, name: str) -> tuple[Transition, ...]:
        return self.designed.ways_from(self.designed[name]) if name in self.designed else ()

    # Touchpoints

    def _touchpoint(self, name: str) -> Iterator[Touchpoint]:
        base = self.designed[name] if name in self.designed else self._undesigned(name)
        if name not in self.flows:  # nobody was seen there
            yield evolve(base, next=self.designed.ways_from(base))
            return
        ways, ended = self._ways(name)
        figure = self.figures.get(name)
        if figure is None:
            yield evolve(base, **ways)
            return
        facts: dict[str, Any] = {**ways, **self._measured(base, figure)}
        whole = figure.case_ratings
        apart = whole is not None and ended > 0 and (bool(ways["next"]) or figure.ratings is not None)
        ending = ""
        if apart:
            (ending,) = free_ids([f"{base.id}-end"], taken=self.taken)
            self.taken.append(ending)
            share = ended / sum(self.flows[name].values())
            facts["next"] = (*ways["next"], Transition(ending, probability=share, count=ended))
            facts["drop_off"] = 0.0
            facts["ends"] = None
        elif whole is not None and ended:
            facts |= self._felt(base, whole, whole=True)
        yield evolve(base, **facts)
        if apart and whole is not None:
            after = Touchpoint(
                ending, self.words("Ends after: {name}", name=base.name), stage=base.stage, next=(), ends=base.ends,
                visits=ended, usage_rate=ended / self.log.counts.cases,
            )  # fmt: skip
            yield evolve(after, **self._felt(after, whole, whole=True))

    def _undesigned(self, name: str) -> Touchpoint:
        return Touchpoint(self.ids[name], name, ends=self.log.shape.ends.get(name))

    def _measured(self, base: Touchpoint, figure: LoggedTouchpoint) -> dict[str, Any]:
        facts: dict[str, Any] = {"visits": figure.visits, "usage_rate": figure.cases / self.log.counts.cases}
        if figure.ratings is not None:
            facts |= self._felt(base, figure.ratings, whole=False)
        if figure.duration is not None:
            facts["duration"], facts["duration_p90"] = figure.duration.median, figure.duration.p90
        if figure.wait is not None and self.log.shape.between == "wait":
            median, p80, p90 = figure.wait
            facts["wait"] = evolve(base.wait or Wait(), typical=median, p80=p80, p90=p90)
        if base.kind in ARRIVING or base.delivery is not None:
            arrived = self._arrival(base.id)
            if arrived is not None:
                facts["delivery"] = evolve(base.delivery or Delivery(), actual_p90=arrived)
        if base.kind in ("support", "complaint") or base.support is not None:
            solved = self._solved(base.id)
            if solved is not None:
                facts["support"] = evolve(base.support or Support(), solved_p80=solved)
        if base.kind in FAILING:
            facts["incidents"] = _counted(base, figure.visits)
        return facts

    def _felt(self, base: Touchpoint, ratings: Ratings, *, whole: bool) -> dict[str, Any]:
        if self.log.scale is None:
            return {}
        told = "{name}: ratings of whole cases that ended here" if whole else "{name}: ratings of visits"
        return felt(base, ratings, scale=self.log.scale, source=self.words(told, name=self.log.name))

    # Times that no single touchpoint shows

    def _kinds(self, *kinds: str) -> list[str]:
        return [each.id for each in self.designed if each.kind in kinds and each.id in self.figures]

    def _arrival(self, id: str) -> float | None:
        """How long 9 of 10 wait for it, from the first step of ordering, else from the beginning of the case."""
        events = self.log.events
        ordering = [each for each in self._kinds(*ORDERING) if each != id]
        ordered = events.activity.isin(ordering).ifelse(events.start, None) if ordering else events.start
        there = (events.activity == id).ifelse(events.start, None)
        cases = events.group_by("case").aggregate(begun=ordered.min(), first=events.start.min(), there=there.min())
        begun = (cases.begun <= cases.there).ifelse(cases.begun, cases.first)
        return self._quantile(cases.filter(cases.there.notnull()).select(span=cases.there - begun), 0.9)

    def _solved(self, id: str) -> float | None:
        """How long it took 8 of 10 until they were somewhere else in the journey; who never was is not counted."""
        events = self.log.events
        elsewhere = [each for each in self.design.shown if each not in self._kinds(*HANDLING) and each != id]
        here = events.filter(events.activity == id)
        asked = here.group_by("case").aggregate(asked=here.start.min())
        gone = events.filter(events.activity.isin(sorted(elsewhere))).inner_join(asked, "case")
        after = gone.filter(gone.start > gone.asked)
        spans = after.group_by("case").aggregate(span=(after.start - after.asked).min())
        return self._quantile(spans.select("span"), 0.8)

    def _quantile(self, spans: Any, share: float) -> float | None:
        row = self.log.backend.to_pyarrow(spans.aggregate(length=spans.span.quantile(share))).to_pylist()[0]
        return None if row["length"] is None else round(row["length"] / SECOND, 3)


def _counted(base: Touchpoint, visits: int) -> tuple[Incident, ...]:
    """What went wrong here, with how often it did: each visit to a failure is one."""
    name, known = base.name or base.id, base.incidents or ()
    same = next((each for each in known if each.kind == name), Incident(name))
    return (evolve(same, count=visits), *(each for each in known if each is not same))
