"""The journey as it was lived, held against the journey as it was designed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import zip_longest
from typing import Any

import attrs

from journeymap.display import Shown
from journeymap.errors import JourneyError, UnknownNameError, expect
from journeymap.evidence.aligning import BEGIN, Design, Kind
from journeymap.evidence.logs import Log
from journeymap.evidence.matching import Matching, match, relabelled
from journeymap.evidence.merging import merged
from journeymap.evidence.variants import BETWEEN
from journeymap.i18n import translator
from journeymap.metrics import Estimate, Z, share_of
from journeymap.model import Journey
from journeymap.wording import percent

__all__ = ["Conformance", "Deviation", "Parting", "Ritual", "conformance"]

MOST_WAYS = 10_000
"""So many different ways are looked at, the most frequent first."""

MOST_EXAMPLES = 3

APART = 0.5
"""From this difference on what was designed and what is felt part, when chance does not explain it."""


@attrs.frozen(kw_only=True)
class Deviation:
    """Something that customers did otherwise than designed.

    Attributes:
        kind: Whether it was skipped, added, repeated, or done out of order; or an ending that nobody designed.
        touchpoint: The id of the touchpoint; None for an activity that the design does not have.
        name: Its name.
        cases: In how many cases.
        share: Which share (0..1) of the cases that were looked at.
        examples: Some of these cases.
    """

    kind: Kind
    touchpoint: str | None
    name: str
    cases: int
    share: float
    examples: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Ritual:
    """How often the ritual of a journey is kept.

    Attributes:
        steps: Its steps, without those that the log never shows.
        begun: How many cases met one of them.
        kept: How many of these met all of them in their order; or, where the journey was given up, in their order up
            to there.
        share: Which share (0..1) that is.
        broken: How many cases left each step out, or took it out of its order.
    """

    steps: tuple[str, ...]
    begun: int
    kept: int
    share: Estimate
    broken: Mapping[str, int]


@attrs.frozen(kw_only=True)
class Parting:
    """How customers feel at a touchpoint, beside what was designed.

    Attributes:
        touchpoint: The id.
        name: The name.
        designed: The emotion as designed, −2..+2.
        lived: The emotion as rated, of few ratings drawn towards that of all touchpoints.
        n: How many ratings there are.
        gap: What was designed less what is lived, with its interval: above 0 where it was believed better than it is.
    """

    touchpoint: str
    name: str
    designed: float
    lived: float
    n: int
    gap: Estimate

    @property
    def apart(self) -> bool:
        """Whether the two part by half a step or more, and by more than chance explains."""
        return abs(self.gap.value) >= APART and not self.gap.low <= 0 <= self.gap.high


@attrs.frozen(kw_only=True, eq=False, repr=False, slots=False)
class Conformance(Shown):
    """How far customers went the ways that were designed.

    Attributes:
        designed: The journey as designed.
        log: The log, with the ids of the touchpoints as its activities.
        matching: Which activity was taken for which touchpoint, and what matched nothing.
        fit: Which share (0..1) of the cases went a designed way from beginning to end, with its interval.
        looked_at: In how many cases it was looked for what they did otherwise: those on the most frequent ways.
        deviations: What they did otherwise, by kind, the most frequent first.
        ritual: How often the ritual is kept; None without one, or when the log shows fewer than two of its steps.
        feelings: Each touchpoint with a designed emotion and ratings.
    """

    designed: Journey
    log: Log
    matching: Matching
    fit: Estimate
    looked_at: int
    deviations: tuple[Deviation, ...]
    ritual: Ritual | None
    feelings: tuple[Parting, ...]

    @property
    def cases(self) -> int:
        """How many cases there are."""
        return self.log.counts.cases

    def of(self, kind: Kind) -> tuple[Deviation, ...]:
        """What was done otherwise, of one kind: skipped, added, repeated, out of order, or ending."""
        return tuple(each for each in self.deviations if each.kind == kind)

    @property
    def apart(self) -> tuple[Parting, ...]:
        """The touchpoints where designed and lived emotion part, the widest gap first."""
        return tuple(sorted((each for each in self.feelings if each.apart), key=lambda each: -abs(each.gap.value)))

    @cached_property
    def journey(self) -> Journey:
        """The journey as designed with what was measured in it, and with what nobody designed."""
        return merged(self.designed, self.log, self.matching)

    def message(self, lang: str = "en") -> str:
        """How far customers go the designed ways, in a sentence or two."""
        t = translator(lang)
        fit = {"share": percent(self.fit.value, lang=lang), "low": percent(self.fit.low, lang=lang),
               "high": percent(self.fit.high, lang=lang)}  # fmt: skip
        said = [t("{share} of the cases go the designed ways from beginning to end ({low} to {high}).", **fit)]
        if self.ritual is not None:
            share = percent(self.ritual.share.value, lang=lang)
            said.append(t("Of those that begin the ritual, {share} keep it.", share=share))
        return " ".join(said)

    def __repr__(self) -> str:
        counted = ", ".join(f"{len(found)} {kind}" for kind in KINDS if (found := self.of(kind)))
        return (
            f"<Conformance of {self.log.name!r} to {self.designed.name!r}: {self.fit.value:.0%} of "
            f"{self.cases:,} cases fit; {counted or 'nothing differs'}>"
        )


KINDS: tuple[Kind, ...] = ("skipped", "added", "repeated", "out of order", "ending")


def conformance(
    designed: Journey,
    log: Log,
    *,
    match: Mapping[str, str | None] | None = None,
    logged: Iterable[str] = (),
    mask: str | None = None,
    most: int = MOST_WAYS,
) -> Conformance:
    """Hold what customers did against what was designed for them.

    A case fits when it begins where the journey begins, goes only ways that were designed, and ends where it may end.
    What others did otherwise is found by laying their way beside the designed ones so that as little as possible must
    be explained. Touchpoints that the log never shows are passed through in silence: nobody can tell whether they were
    left out.

    Args:
        designed: The journey as designed.
        log: The log, from :func:`read_log`.
        match: For some activities of the log the id or the name of the touchpoint they are; None for what is to be left
            out. The others are matched by id and by name.
        logged: Ids of touchpoints that the log would show, so that their absence means they were left out.
        mask: A secret of your own that replaces the ids of example cases; only who knows it can find them again.
        most: In how many different ways, the most frequent first, it is looked for what was done otherwise.

    Raises:
        JourneyError: When no activity matches, or a reference in the journey leads nowhere.
        UnknownNameError: When ``match`` or ``logged`` names a touchpoint that is not there.

    Example:
        >>> import pyarrow
        >>> from journeymap.evidence import read_log
        >>> events = [(case, name) for case, path in enumerate(("abc", "abc", "acb", "ab")) for name in path]
        >>> log = read_log(pyarrow.table({
        ...     "case": [case for case, _ in events], "activity": [name for _, name in events],
        ...     "time": list(range(len(events))),
        ... }))
        >>> designed = Journey("Walk").touchpoint("a", "A").touchpoint("b", "B").touchpoint("c", "C")
        >>> found = conformance(designed, log)
        >>> found
        <Conformance of 'table' to 'Walk': 50% of 4 cases fit; 1 out of order, 1 ending>
        >>> [(each.kind, each.name, each.cases, each.examples) for each in found.deviations]
        [('out of order', 'C', 1, ('2',)), ('ending', 'B', 2, ('2', '3'))]
    """
    expect(designed, Journey, "conformance")
    expect(log, Log, "conformance")
    matching, logged = _match(designed.checked(), log, match), tuple(logged)
    for id in logged:
        if id not in designed:
            raise UnknownNameError.of("touchpoint", id, designed.positions)
    lived = relabelled(log, matching)
    design = Design(designed, frozenset((*matching.ids.values(), *logged)))
    counted = _ways(lived, most)
    looked_at = sum(cases for _, cases, _ in counted)
    return Conformance(
        designed=designed,
        log=lived,
        matching=matching,
        fit=share_of(_fitting(lived, design), lived.counts.cases),
        looked_at=looked_at,
        deviations=_deviations(design, counted, looked_at, mask),
        ritual=_ritual(design, counted),
        feelings=_feelings(designed, lived),
    )


def _match(designed: Journey, log: Log, mapping: Mapping[str, str | None] | None) -> Matching:
    matching = match((each.name for each in log.touchpoints), designed, mapping)
    if not matching.ids:
        names = ", ".join(str(each) for each in matching.unmatched[:5])
        known = ", ".join(map(repr, [*designed.positions][:5]))
        raise JourneyError(
            f"{log.name}: no activity is a touchpoint of {designed.name!r}: say which is, with "
            f"match={{activity: id}} (the activities are such as {names}; the touchpoints such as {known})"
        )
    return matching


def _ways(log: Log, most: int) -> list[tuple[tuple[str, ...], int, str]]:
    """The most frequent ways: the steps, how many cases, and one of these."""
    import ibis

    paths = log.paths
    counted = paths.group_by("path").aggregate(cases=paths.count(), example=paths.case.min())
    rows = log.backend.to_pyarrow(counted.order_by([ibis.desc("cases"), "path"]).limit(most)).to_pylist()
    return [(tuple(row["path"].split(BETWEEN)), row["cases"], row["example"]) for row in rows]


def _fitting(log: Log, design: Design) -> int:
    """How many cases go designed ways only, from the beginning to an ending; counted in all of them by the engine."""
    told = log.steps
    moves = [f"{origin}{BETWEEN}{to}" for origin, ways in design.silent.items() for to in ways]
    move = told.previous.coalesce(BEGIN) + BETWEEN + told.activity
    cases = told.mutate(strayed=(~move.isin(moves)).cast("int64")).group_by("case")
    found = cases.aggregate(
        lambda t: t.strayed.sum().name("strayed"), lambda t: t.activity.argmax(t.place).name("last")
    )
    fitting = found.filter(found.strayed == 0, found["last"].isin([*design.endings]))
    return int(log.backend.to_pyarrow(fitting.count()).as_py())


def _deviations(
    design: Design, counted: Sequence[tuple[tuple[str, ...], int, str]], looked_at: int, mask: str | None
) -> tuple[Deviation, ...]:
    found: dict[tuple[Kind, str], tuple[int, list[str]]] = {}
    for way, cases, example in counted:
        for strayed in design.strayed(way):
            before, examples = found.get(strayed, (0, []))
            found[strayed] = before + cases, [*examples, example][:MOST_EXAMPLES]
    rows = [
        Deviation(
            kind=kind, touchpoint=id if id in design.journey else None,
            name=design.journey[id].name if id in design.journey else id, cases=cases, share=cases / looked_at,
            examples=tuple(masked(example, mask) for example in sorted(examples)),
        )
        for (kind, id), (cases, examples) in found.items()
    ]  # fmt: skip
    return tuple(sorted(rows, key=lambda each: (KINDS.index(each.kind), -each.cases, each.touchpoint or "", each.name)))


def masked(case: str, secret: str | None) -> str:
    """The id of a case; replaced where there is a secret.

    Example:
        >>> masked("Kim", None), masked("Kim", "salt") == masked("Kim", "salt"), len(masked("Kim", "salt"))
        ('Kim', True, 12)
    """
    if secret is None:
        return case
    key = hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
    return hashlib.blake2b(case.encode("utf-8", "surrogatepass"), key=key, digest_size=6).hexdigest()


def _ritual(design: Design, counted: Sequence[tuple[tuple[str, ...], int, str]]) -> Ritual | None:
    """How often the ritual is kept, as JM502 judges it: from the first of its steps that is met on."""
    steps = tuple(dict.fromkeys(id for id in design.journey.ritual or () if id in design.shown))
    if len(steps) < 2:
        return None
    begun = kept = 0
    broken = dict.fromkeys(steps, 0)
    for way, cases, _ in counted:
        met = list(dict.fromkeys(step for step in way if step in broken))
        if not met:
            continue
        begun += cases
        given_up = way[-1] in design.journey and design.journey[way[-1]].ends in ("abandon", "cancel")
        expected = steps[: len(met)] if given_up else steps
        wrong = next((step for step, found in zip_longest(expected, met) if step != found), None)
        if wrong is None:
            kept += cases
        else:
            broken[wrong] += cases
    if not begun:
        return None
    left = {step: cases for step, cases in broken.items() if cases}
    return Ritual(steps=steps, begun=begun, kept=kept, share=share_of(kept, begun), broken=left)


def _feelings(designed: Journey, log: Log) -> tuple[Parting, ...]:
    found = []
    rated: dict[str, Any] = {each.name: each.ratings for each in log.touchpoints if each.ratings is not None}
    for touchpoint in designed:
        ratings = rated.get(touchpoint.id)
        if ratings is None or touchpoint.emotion is None:
            continue
        value = touchpoint.emotion - ratings.emotion
        low, high = touchpoint.emotion - ratings.high, touchpoint.emotion - ratings.low
        gap = Estimate(value, low, high, ratings.n, (high - low) / 2 / Z)
        found.append(Parting(
            touchpoint=touchpoint.id, name=touchpoint.name, designed=touchpoint.emotion, lived=ratings.emotion,
            n=ratings.n, gap=gap,
        ))  # fmt: skip
    return tuple(found)
