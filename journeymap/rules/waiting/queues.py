"""Whether a wait is made bearable: for how long, why, what to do meanwhile, whose turn it is (JM610-JM612)."""

from __future__ import annotations

from collections.abc import Iterator

from journeymap.facts import Wait
from journeymap.model import Touchpoint
from journeymap.rulebook import Context, Finding, Severity, rule
from journeymap.rules.places import DAY
from journeymap.rules.sources import MAISTER, OWN

LONGEST_SPENT = DAY / 2
"""From what wait on customers go on with their day instead of waiting, in seconds."""


@rule(
    code="JM610",
    name="uncertain-wait",
    severity=Severity.WARNING,
    principle="waiting made bearable",
    title="Whoever waits sees for how long, and knows why",
    message="The wait at “{name}” is {wait:duration}, and customers learn neither how long it still takes nor why.",
    variants={
        "known": "The wait at “{name}” is {wait:duration}, and customers do not see how long it still takes.",
        "explained": "The wait at “{name}” is {wait:duration}, and customers do not learn why.",
        "told": "Do customers who wait at “{name}” see how long it still takes, and do they learn why?",
    },
    question="How long is the wait at “{name}”, do customers see how long it still takes, and do they learn why?",
    why="Waits that are uncertain and unexplained feel longer.",
    fix="Show the time left and the reason.",
    source=(MAISTER, f"{OWN}: the limit"),
    units={"longer_than": "s"},
    notes="Concerned are touchpoints of the kind wait, and those that state a wait. Where the usual wait is unknown, "
    "the one that 8 of 10 customers do not exceed counts.",
)
def uncertain_wait(context: Context, *, longer_than: float = 60.0) -> Iterator[Finding]:
    for touchpoint, wait, length in _waits(context):
        told = {fact: getattr(wait, fact) for fact in ("known", "explained")}
        lacking = [fact for fact, given in told.items() if given is False]
        unknown = [f"wait.{fact}" for fact, given in told.items() if given is None]
        if all(told.values()) or (length is not None and length <= longer_than):
            yield context.passed(touchpoint)
        elif length is None:
            yield context.cannot_tell(touchpoint, "wait.typical", *unknown)
        elif lacking:
            yield context.failed(touchpoint, variant=lacking[0] if len(lacking) == 1 else "", wait=length)
        else:
            yield context.cannot_tell(touchpoint, *unknown, variant="told")


@rule(
    code="JM611",
    name="idle-wait",
    severity=Severity.INFO,
    principle="waiting made bearable",
    title="Whoever waits long has something to do meanwhile",
    message="The wait at “{name}” is {wait:duration}, and there is nothing to do meanwhile.",
    variants={"length": "How long is the wait at “{name}”, and what can customers do meanwhile?"},
    question="What can customers do while they wait at “{name}”?",
    why="Time with nothing to do feels longer.",
    fix="Give something useful or pleasant to do.",
    source=(MAISTER, f"{OWN}: the limit"),
    units={"longer_than": "s", "at_most": "s"},
    notes="Concerned are touchpoints of the kind wait, and those that state a wait. Through a wait longer than at_most "
    "nobody sits: customers go on with their day.",
)
def idle_wait(context: Context, *, longer_than: float = 180.0, at_most: float = LONGEST_SPENT) -> Iterator[Finding]:
    for touchpoint, wait, length in _waits(context):
        if length is not None and length > at_most:
            continue
        if wait.occupied or (length is not None and length <= longer_than):
            yield context.passed(touchpoint)
        elif length is None or wait.occupied is None:
            facts = {"wait.typical": length, "wait.occupied": wait.occupied}
            missing = [fact for fact, value in facts.items() if value is None]
            yield context.cannot_tell(touchpoint, *missing, variant="length" if length is None else "")
        else:
            yield context.failed(touchpoint, wait=length)


@rule(
    code="JM612",
    name="unfair-queue",
    severity=Severity.INFO,
    principle="waiting made bearable",
    needs=("queue.lines",),
    title="It is plain to see whose turn it is",
    message="At “{name}” there are {lines} lines, and customers cannot see who goes first.",
    question="How many lines are there at “{name}”, and can customers see who goes first?",
    why="Waits that seem unfair feel longer.",
    fix="Make it one line, or say why somebody goes first.",
    source=MAISTER,
    notes="Concerned are touchpoints that say how people stand in line.",
)
def unfair_queue(context: Context) -> Iterator[Finding]:
    for touchpoint in context.look(t for t in context.reached.values() if t.queue is not None):
        queue = touchpoint.queue
        if queue is None or queue.lines is None or queue.lines < 2 or queue.priority_explained:
            continue
        if queue.priority_explained is None:
            yield context.cannot_tell(touchpoint, "queue.priority_explained", lines=queue.lines)
        else:
            yield context.failed(touchpoint, lines=queue.lines)


def _waits(context: Context) -> Iterator[tuple[Touchpoint, Wait, float | None]]:
    """Where customers wait, what is known of it, and how long it takes, in seconds."""
    for touchpoint in context.reached.values():
        if touchpoint.wait is not None or touchpoint.kind == "wait":
            wait = touchpoint.wait or Wait()
            length = wait.p80 if wait.typical is None else wait.typical
            if length is None and touchpoint.kind == "wait":
                length = touchpoint.duration
            yield touchpoint, wait, length
