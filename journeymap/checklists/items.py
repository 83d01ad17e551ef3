"""What is met on the walk: stages, their places, the items at each, and where the answers go."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import attrs

from journeymap.rulebook import Severity

__all__ = ["Ask", "Blank", "Choice", "Item", "Kind", "Place", "Section"]

Kind = Literal["failed", "question", "passed", "standard", "rated"]


@attrs.frozen
class Choice:
    """One box to tick: what it stands for, and the words beside it."""

    value: str
    label: str


@attrs.frozen
class Blank:
    """A place to write.

    Attributes:
        key: What is written there, such as ``owner`` or the name of a fact.
        label: The words that stand at the line.
        kind: What belongs there.
        unit: The unit of a measured value, printed after the line.
        value: What is already known and need only be confirmed.
    """

    key: str
    label: str
    kind: Literal["line", "number", "day", "note"] = "line"
    unit: str = ""
    value: str = ""


@attrs.frozen
class Ask:
    """One fact that is not known yet, and where the answer goes: boxes, a line to write on, or both.

    With neither, the item's own boxes, yes and no, answer it.

    Attributes:
        fact: The fact, such as ``wait.known``; ``business.hours`` belongs to the journey and not to a place.
        text: The question that asks for it; empty when the item's own question does.
        choices: The boxes, if the answer is one of a few.
        several: Whether more than one box may be ticked.
        blank: Where a value is written, with its unit.
    """

    fact: str
    text: str = ""
    choices: tuple[Choice, ...] = ()
    several: bool = False
    blank: Blank | None = None


@attrs.frozen
class Item:
    """One line of a checklist: a failure to look into, a question to answer, something that holds, or what to look for.

    Attributes:
        number: Counted through the whole checklist from 1, so that evaluators can name it.
        key: What an answer is filed under; unique in a checklist, the same again for the same journey.
        code: The code of the rule.
        also: Codes of further rules that the same answer settles.
        kind: failed, question or passed; on a ready-made sheet standard, which is judged, or rated, on a scale.
        severity: How bad it is, or would be.
        sign: What tells the kind and severity without colour.
        tag: The sign, code and severity in words; empty on a ready-made sheet.
        title: The requirement, or the question.
        wrong: What is wrong; empty unless it failed.
        why: Why it matters.
        fix: How to mend it; empty unless it failed.
        notes: The numbers of its sources.
        choices: The boxes for the verdict.
        asks: The facts that are asked for.
        blanks: The places to write.
        proof: The path that proves it, as names of touchpoints; empty when no path is needed.
        where: The places where it holds, in words; empty unless it passed.
        at: The touchpoints that an answer is about, by id; empty when no one in particular.
    """

    number: int
    key: str
    code: str
    kind: Kind
    severity: Severity
    sign: str
    tag: str
    title: str
    also: tuple[str, ...] = ()
    wrong: str = ""
    why: str = ""
    fix: str = ""
    notes: tuple[int, ...] = ()
    choices: tuple[Choice, ...] = ()
    asks: tuple[Ask, ...] = ()
    blanks: tuple[Blank, ...] = ()
    proof: str = ""
    where: str = ""
    at: tuple[str, ...] = ()

    @property
    def plain(self) -> str:
        """The fact that yes or no in the item's own boxes answers; empty when they do not."""
        return next((ask.fact for ask in self.asks if not (ask.choices or ask.blank)), "")

    def answers(self) -> Iterator[tuple[str, str]]:
        """Every place to fill in, by name, with what is already known."""
        yield f"{self.key}|verdict", ""
        if self.kind == "failed":
            yield f"{self.key}|severity", ""
        yield from ((f"{self.key}|{ask.fact}", "") for ask in self.asks if ask.choices or ask.blank)
        yield from ((f"{self.key}|{blank.key}", blank.value) for blank in self.blanks)


@attrs.frozen
class Place:
    """A touchpoint on the walk, or the journey as a whole.

    Attributes:
        touchpoint: Its id; None for the journey as a whole.
        name: Its name.
        about: What is known of it in a few words: channel, emotion, share of customers.
        text: What the customer does here.
        felt: How it felt, asked at every touchpoint.
        felt_by: Codes of the rules that cannot tell without it.
        felt_for: The same in words; empty when no rule waits for it.
        note: Where to write what was noticed.
        items: Failed ones first, then questions.
    """

    touchpoint: str | None
    name: str
    about: str = ""
    text: str = ""
    felt: Ask | None = None
    felt_by: tuple[str, ...] = ()
    felt_for: str = ""
    note: Blank | None = None
    items: tuple[Item, ...] = ()


@attrs.frozen
class Section:
    """A stage: its places in walking order, and what holds in it."""

    name: str
    counts: str
    places: tuple[Place, ...] = ()
    holding: tuple[Item, ...] = ()
