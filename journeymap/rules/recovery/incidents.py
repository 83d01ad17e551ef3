"""What went wrong: its cause, whether it happens again, and who takes over then (JM811-JM813)."""

from __future__ import annotations

from collections.abc import Iterator

from journeymap.facts import Incident
from journeymap.rulebook import Context, Finding, Severity, rule
from journeymap.rules.places import ask_once, ways_on
from journeymap.rules.recovery.handling import PUTTING_RIGHT, UNKNOWN
from journeymap.rules.sources import MAXHAM_NETEMEYER, OWN, PRACTICE
from journeymap.rules.texts import folded

NOTHING = frozenset({"", "-", "–", "?", "n/a", "na", "none", "nothing", "unknown", "없음", "모름", "미정"})
"""What people write for a cause or a measure when there is none."""

MENDING = {"root_cause": "the cause", "prevention": "what was done about it"}
"""What is known of something that went wrong once it is mended."""


@rule(
    code="JM811",
    name="no-root-cause",
    severity=Severity.WARNING,
    principle="put it right",
    title="For whatever went wrong the cause is known, and something was done about it",
    message="Something went wrong at “{name}” (“{about}”), and this is missing: {lacking:labels}.",
    variants={"any": "What has gone wrong so far at {places:list}: what was the cause, and what was done about it?"},
    question="“{about}” at “{name}”: what was the cause, and what was done so that it does not happen again?",
    why="A customer who leaves content is not the end of it: the next one meets the same failure unless its cause is "
    "gone.",
    fix="Write down the cause, and change what led to it.",
    source=PRACTICE,
    notes="Looked at is what is stated to have gone wrong. Of failures and complaints of which nothing is stated it is "
    "asked once for the journey. “None” and the like say that there is no cause or measure.",
)
def no_root_cause(context: Context) -> Iterator[Finding]:
    asked = []
    for touchpoint in context.reached.values():
        if touchpoint.incidents is None:
            if touchpoint.kind in ("failure", "complaint"):
                asked.append(touchpoint)
            continue
        for place in context.look([touchpoint]):
            for incident in touchpoint.incidents:
                stated = {fact: getattr(incident, fact) for fact in MENDING}
                lacking = tuple(
                    MENDING[fact] for fact, text in stated.items() if text is not None and _is_nothing(text)
                )
                unknown = [f"incidents.{fact}" for fact, text in stated.items() if text is None]
                if incident.count == 0:
                    continue
                if lacking:
                    yield context.failed(place, about=incident.kind, lacking=lacking)
                elif unknown:
                    yield context.cannot_tell(place, *unknown, about=incident.kind)
    yield from ask_once(context, asked, "incidents", variant="any")


@rule(
    code="JM812",
    name="recurring-failure",
    severity=Severity.ERROR,
    principle="put it right",
    title="What went wrong does not happen again, and was nobody's attitude",
    message="“{about}” happened {count} times at “{name}”.",
    variants={
        "attitude": "“{about}” at “{name}” was about somebody's attitude.",
        "mended": "“{about}” happened at “{name}”, and something was done about it: has it stopped?",
    },
    question="How often did this happen at “{name}”, and was it about somebody's attitude: “{about}”?",
    why="Customers forgive a slip. They leave when they expect it to happen again, and carelessness tells them so.",
    fix="Mend the cause. Where it is an attitude, look at training, and at whether there are enough people.",
    source=(PRACTICE, f"{OWN}: the limits"),
    units={"most": "times"},
    notes="What happened more often than the limit in the period looked at, or was about somebody's attitude, fails; "
    "when cause and countermeasure are stated, as a reminder (info). With a stated cause, it need not be stated "
    "whether it was an attitude.",
)
def recurring_failure(context: Context, *, most: int = 1) -> Iterator[Finding]:
    for touchpoint in context.look(t for t in context.reached.values() if t.incidents):
        for incident in touchpoint.incidents or ():
            about, often = incident.kind, incident.count is not None and incident.count > most
            if (often or incident.nature == "attitude") and _is_mended(incident):
                yield context.failed(touchpoint, variant="mended", severity=Severity.INFO, about=about)
            elif often or incident.nature == "attitude":
                variant = "attitude" if incident.nature == "attitude" else ""
                yield context.failed(touchpoint, variant=variant, about=about, count=incident.count)
            elif incident.count is None:
                yield context.cannot_tell(touchpoint, "incidents.count", about=about)
            elif incident.count and incident.nature is None and not incident.root_cause:
                yield context.cannot_tell(touchpoint, "incidents.nature", about=about)


@rule(
    code="JM813",
    name="double-deviation",
    severity=Severity.ERROR,
    principle="put it right",
    title="When putting it right fails, somebody with more authority takes over",
    message="What is done at “{name}” can fail in its turn (“{about}”), and nobody takes over then.",
    question="If what is done at “{name}” fails in its turn (“{about}”), is it settled who takes over?",
    why="In a study over 20 months, whether the second attempt satisfied moved customers' ratings of the firm, "
    "whatever the first had been like; and after two failures, satisfying attempts no longer lifted them beyond what "
    "they had been.",
    fix="Settle who takes over, with the authority to end it.",
    source=(MAXHAM_NETEMEYER, PRACTICE),
    notes="Concerned are ways of the kind failure out of touchpoints of the kinds complaint and recovery.",
)
def double_deviation(context: Context) -> Iterator[Finding]:
    for touchpoint in context.reached.values():
        if touchpoint.kind not in PUTTING_RIGHT:
            continue
        for way in ways_on(context, touchpoint):
            failing = [touchpoint] if way.kind == "failure" and way.share > 0 else []
            for place in context.look(failing):
                target, escalation = context.journey.touchpoints[way.to], (place.support or UNKNOWN).escalation
                if escalation is None:
                    yield context.cannot_tell(place, "support.escalation", about=target.name)
                elif not escalation:
                    yield context.failed(place, about=target.name, path=(place.id, target.id))


# What several of them ask


def _is_nothing(text: str) -> bool:
    return folded(text) in NOTHING


def _is_mended(incident: Incident) -> bool:
    """Whether both cause and countermeasure are stated."""
    return not any(text is None or _is_nothing(text) for text in (incident.root_cause, incident.prevention))
