"""Whether the journey holds together: a start, ways on, endings, shares that add up (JM001-JM012)."""

from __future__ import annotations

from collections.abc import Iterator

from journeymap.rulebook import Context, Finding, Severity, rule


@rule(
    code="JM003",
    name="dead-end",
    severity=Severity.ERROR,
    principle="sound structure",
    title="Every touchpoint leads on or is a planned ending",
    message="“{name}” leads nowhere and is not marked as an ending.",
    question="How does the journey end at “{name}”?",
    why="Customers are stranded there, and an ending nobody planned is still the one they remember.",
    fix="Say where the customer goes next, or mark it as an ending and design it as one.",
    source="Requirement of a complete map",
)
def dead_end(context: Context) -> Iterator[Finding]:
    touchpoints = context.journey.touchpoints
    for touchpoint in context.look(touchpoints):
        if context.journey.ways_from(touchpoint) or touchpoint.ends is not None or touchpoint.drop_off:
            continue
        if touchpoint.next is None:
            yield context.cannot_tell(touchpoint, "ends")
        else:
            yield context.failed(touchpoint)
