"""How the journey ends, and what is remembered of it (JM101-JM112)."""

from __future__ import annotations

from collections.abc import Iterator

from journeymap.rulebook import Context, Finding, Severity, rule


@rule(
    code="JM101",
    name="negative-ending",
    severity=Severity.ERROR,
    principle="finish strong",
    needs=("emotion",),
    title="Every ending leaves the customer no worse than neutral",
    message="“{name}” ends the journey at {emotion:+.1f} for {share:.0%} of customers.",
    question="How does the customer feel at the very end, at “{name}”?",
    why="The end weighs more in memory than most of what came before it.",
    fix="Repair the last step first, then put something pleasant last.",
    source=("Chase & Dasu 2001", "Alaybek et al. 2022"),
)
def negative_ending(context: Context, *, floor: float = 0.0) -> Iterator[Finding]:
    journey = context.journey
    for touchpoint in context.look(journey.touchpoints[i] for i in context.routes.endings):
        if touchpoint.emotion is not None and touchpoint.emotion < floor:
            yield context.failed(touchpoint, emotion=touchpoint.emotion)
