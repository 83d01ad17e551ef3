"""Answers: what was filled into a checklist, and which facts of the journey it tells."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

import attrs

from journeymap.checklists.asking import field_of
from journeymap.errors import JourneyError, Problem, UnknownNameError, unknown
from journeymap.fields import evolve
from journeymap.filling import fill
from journeymap.model import Journey, Touchpoint

__all__ = ["BLANKS", "RATINGS", "Answer", "Answers", "Entry", "Facts"]

Facts: TypeAlias = dict[str | None, dict[str, Any]]
"""By touchpoint, or under None for the journey: values by fact; what :meth:`Journey.with_answers` takes."""

_KEY = re.compile(r"(?P<code>[A-Z]{2,5}\d{3})(?:@(?P<place>[a-z0-9][a-z0-9_-]*))?(?:#(?P<about>.*))?\Z", re.DOTALL)

BLANKS = ("verdict", "severity", "owner", "by_when", "photo", "note")
"""The places of every item that are filled in for the people who walk, and tell no fact of the journey."""

RATINGS = tuple(map(str, range(11)))
"""What the boxes of a scale can say; a scale may have fewer."""

_UNSTATED = "says nothing of which touchpoint it is about (write it into the journey itself)"


@attrs.frozen
class Answer:
    """What was filled in at one place of a checklist.

    Attributes:
        value: What it means, as plain data: a box such as ``"fail"``, a number, what a fact is, or the text.
        text: As it was written.
        at: The touchpoints that it is about, by id; empty when no one in particular.
        where: Where it stands, such as a cell or a line.
    """

    value: Any
    text: str
    at: tuple[str, ...] = ()
    where: str = ""


@attrs.frozen
class Entry:
    """A line of the checklist that was filled in, as it is printed there, whether or not anything was answered.

    Attributes:
        key: What answers to it are filed under, such as ``JM103@pay``.
        kind: failed, question, passed, standard or rated.
        section: The heading it stands under: the stage, or the section of a sheet.
        place: The touchpoint, by name; empty when it is about no single one.
        title: What it says.
    """

    key: str
    kind: str
    section: str = ""
    place: str = ""
    title: str = ""


@attrs.frozen(repr=False)
class Answers:
    """What one evaluator filled in: see :func:`journeymap.read_checklist`.

    Attributes:
        given: The answers by the name that every format gives their place, such as ``JM103@pay|verdict``.
        problems: What could not be read, each with its place; none of it is among the answers.
        source: The file it was read from.
        entries: The lines that are on the checklist, in order.
    """

    given: Mapping[str, Answer]
    problems: tuple[Problem, ...] = ()
    source: str = ""
    entries: tuple[Entry, ...] = attrs.field(default=(), eq=False)

    def __getitem__(self, name: str) -> Any:
        """What was answered at a place.

        Raises:
            UnknownNameError: When nothing was.
        """
        if name not in self.given:
            raise UnknownNameError.of("answer", name, self.given)
        return self.given[name].value

    def get(self, name: str, default: Any = None) -> Any:
        """What was answered at a place, or a default when nothing was."""
        return self.given[name].value if name in self.given else default

    def __contains__(self, name: object) -> bool:
        return name in self.given

    def __iter__(self) -> Iterator[str]:
        return iter(self.given)

    def __len__(self) -> int:
        return len(self.given)

    def __bool__(self) -> bool:
        return True

    @property
    def evaluator(self) -> str:
        """Who walked the journey; empty when nobody signed for it."""
        return self._text("cover|evaluator") or self._text("signed|evaluator_name")

    @property
    def day(self) -> datetime.date | None:
        """When; None when no day was written down."""
        try:
            return datetime.date.fromisoformat(self._text("cover|date"))
        except ValueError:
            return None

    def _text(self, name: str) -> str:
        return str(self.given[name].value).strip() if name in self.given else ""

    def facts(self, journey: Journey) -> Facts:
        """The facts that the answers tell of a journey, for :meth:`Journey.with_answers`.

        How a touchpoint felt becomes its emotion, observed with one customer, unless its emotion was measured. What
        was answered once for several touchpoints is said of each of them of which it is not known yet.

        Example:
            >>> shop = Journey("Shop").touchpoint("pay", "Pay")
            >>> Answers({"pay|felt": Answer(-1, "-1")}).facts(shop)
            {'pay': {'emotion': -1, 'evidence.basis': 'observed', 'evidence.n': 1, 'evidence.sd': None}}
        """
        return _settled(self, journey)[0]

    def left(self, journey: Journey) -> tuple[Problem, ...]:
        """The answers that tell no fact of this journey though they were meant to, each with the reason."""
        return _settled(self, journey)[1]

    def __repr__(self) -> str:
        who = f" by {self.evaluator}" if self.evaluator else ""
        unread = f", {len(self.problems)} not read" if self.problems else ""
        return f"<Answers{who}: {len(self.given)}{unread}>"


def _settled(answers: Answers, journey: Journey) -> tuple[Facts, tuple[Problem, ...]]:
    facts: Facts = {}
    left: list[Problem] = []
    for name, answer in answers.given.items():
        try:
            for place, path, value in _told(name, answer, journey):
                _check(journey, place, path, value)
                facts.setdefault(place, {})[path] = value
        except JourneyError as error:
            where = ": ".join(filter(None, (answer.where, name)))
            left += (Problem(problem.message, path=where, source=answers.source) for problem in error.problems)
    return facts, tuple(left)


def _check(journey: Journey, place: str | None, path: str, value: Any) -> None:
    """Refuse now what could not be filled in later."""
    record: Journey | Touchpoint = journey if place is None else journey[place]
    if isinstance(record, Touchpoint) and record.next is None:
        record = evolve(record, next=journey.ways_from(record))
    problems = fill(record, {path: value})[1]
    if problems:
        raise JourneyError(Problem(problem.message) for problem in problems)


def _told(name: str, answer: Answer, journey: Journey) -> Iterator[tuple[str | None, str, Any]]:
    """The facts that one answer tells: touchpoint, path and value."""
    key, _, part = name.rpartition("|")
    if part == "felt":
        yield from _felt(key, answer, journey)
    item = _KEY.match(key)
    field = field_of(part)
    if item is None or field is None or (part in BLANKS and not answer.at):
        return
    value = _ids(journey, answer.value) if field.metadata["form"] in ("slug", "slugs") else answer.value
    first, _, rest = part.partition(".")
    if first in attrs.fields_dict(Journey) and first not in attrs.fields_dict(Touchpoint):
        yield None, part, value
        return
    here = item["place"]
    for id in [here] if here is not None else _concerned(journey, part, answer.at) or _everywhere(journey, part, value):
        about = _selected(journey, _known(journey, id), first, item["about"]) if here and item["about"] and rest else ""
        yield _known(journey, id), f"{first}{about}.{rest}" if rest else part, value


def _felt(id: str, answer: Answer, journey: Journey) -> Iterator[tuple[str | None, str, Any]]:
    evidence = journey[_known(journey, id)].evidence
    if evidence is not None and evidence.basis == "measured":
        raise JourneyError("the emotion there was measured, and stays (one walk does not outweigh a measurement)")
    values = answer.value if isinstance(answer.value, tuple) else (answer.value,)
    mean = sum(values) / len(values)
    spread = None
    if len(values) > 1:
        spread = (sum((value - mean) ** 2 for value in values) / (len(values) - 1)) ** 0.5
    yield id, "emotion", mean if len(values) > 1 else values[0]
    yield id, "evidence.basis", "observed"
    yield id, "evidence.n", len(values)
    yield id, "evidence.sd", spread


def _known(journey: Journey, id: str) -> str:
    if id not in journey:
        raise JourneyError(unknown("touchpoint", id, journey.positions))
    return id


def _concerned(journey: Journey, fact: str, at: Iterable[str]) -> list[str]:
    """Those of the touchpoints that a question is about that do not say it yet."""
    return [id for id in at if _is_open(journey, journey[_known(journey, id)], fact)]


def _everywhere(journey: Journey, fact: str, value: Any) -> tuple[str, ...]:
    """Where an answer belongs that names no touchpoint: everywhere, unless it names something that is somewhere."""
    if isinstance(value, tuple) and value:
        raise JourneyError(_UNSTATED)
    return tuple(touchpoint.id for touchpoint in journey if _is_open(journey, touchpoint, fact))


def _is_open(journey: Journey, touchpoint: Touchpoint, fact: str) -> bool:
    """Whether a touchpoint says nothing of a fact, or one of its records does not."""
    first, *rest = fact.split(".")
    value: Any = journey.ways_from(touchpoint) if first == "next" else getattr(touchpoint, first)
    for name in rest:
        if isinstance(value, tuple):
            return any(getattr(item, name) is None for item in value)
        value = None if value is None else getattr(value, name)
    return value is None


def _selected(journey: Journey, id: str, first: str, about: str) -> str:
    """The selector for what an item is about; empty where the fact belongs to the touchpoint as a whole."""
    if first == "next":
        ids = [way.to for way in journey.ways_from(journey[id]) if journey[way.to].name == about]
        return f"[{ids[0]}]" if ids else ""
    several = isinstance(getattr(journey[id], first), tuple)
    return f"[{about}]" if several else ""


def _ids(journey: Journey, said: Any) -> Any:
    """One or several touchpoints that were named by id or name, as ids."""
    if isinstance(said, str):
        return _ids(journey, (said,))[0]
    by_name = {touchpoint.name.casefold(): touchpoint.id for touchpoint in reversed(journey.touchpoints)}
    found = [text if text in journey else by_name.get(text.casefold()) for text in said]
    lost = [text for text, id in zip(said, found, strict=True) if id is None]
    if lost:
        raise JourneyError(Problem(unknown("touchpoint", text, journey.positions)) for text in lost)
    return tuple(id for id in found if id is not None)
