"""What is written above, below and beside two journeys in one picture."""

from __future__ import annotations

from collections.abc import Iterator

from journeymap import wording
from journeymap.comparing import Comparison
from journeymap.drawing.comparisons.columns import Column, Sides
from journeymap.drawing.comparisons.lanes import GROUPS, changes, fate
from journeymap.drawing.comparisons.lived import otherwise
from journeymap.drawing.maps.frames import Frame
from journeymap.drawing.maps.margins import Figure, counted
from journeymap.drawing.sayings import feeling, signed_score
from journeymap.drawing.typesetting import clean, isolated
from journeymap.i18n import Translator
from journeymap.rulebook import Severity

__all__ = ["about", "figures", "name", "signs", "told"]

_VERDICTS = {"better": "Better", "worse": "Worse", "same": "Equal", "undetermined": "Undetermined"}
_STATES = {"as-is": "as it is today", "to-be": "as it should be"}
_COUNTS = {
    "added": "{count} added", "removed": "{count} removed", "moved": "{count} moved", "changed": "{count} changed",
}  # fmt: skip


def name(comparison: Comparison) -> str:
    """What the picture is called: the two journeys, or the one name of both."""
    names = [clean(audit.journey.name) for audit in (comparison.before, comparison.after)]
    return " → ".join(map(isolated, dict.fromkeys(names)))


def about(both: Sides, words: Translator) -> str:
    """Whose journeys they are, what state they are in, and how much differs."""
    journeys = both.before.journey, both.after.journey
    personas = [clean(journey.persona.name) if journey.persona else "" for journey in journeys]
    states = [words(_STATES[journey.state]) if journey.state else "" for journey in journeys]
    if both.comparison.conformance is not None:
        states = [words("as designed"), words("as lived")]
    counts = [counted(words, len(journey), "1 touchpoint", "{count} touchpoints") for journey in journeys]
    parts = [" → ".join(map(isolated, dict.fromkeys(filter(None, pair)))) for pair in (personas, states, counts)]
    for what, label in _COUNTS.items():
        items = getattr(both.comparison, what)
        if items:
            parts.append(words(label, count=len(items)))
    if both.comparison.same:
        parts.append(words("nothing differs"))
    return " · ".join(filter(None, parts))


def figures(frame: Frame, comparison: Comparison) -> Iterator[Figure]:
    """The verdict first, with how sure it is; then each figure before and after."""
    words, theme, robust = frame.words, frame.theme, comparison.robust
    found = comparison.conformance
    if found is not None:
        shares = (found.fit.value, found.fit.low, found.fit.high)
        fit, low, high = (wording.percent(each, lang=words.lang) for each in shares)
        sure = words("{low} to {high} of the cases", low=low, high=high)
        yield Figure(words("Go the designed ways"), fit, sure, theme.ink)
    tones = {"better": theme.good, "worse": theme.bad}
    yield Figure(words("Compared with before"), words(_VERDICTS[robust.verdict]), _sure(comparison, words),
                 tones.get(robust.verdict, theme.ink))  # fmt: skip
    scores = comparison.before_score, comparison.after_score
    gain = comparison.gain
    remembered = [None if score is None else score.remembered for score in scores]
    difference = "" if gain is None else words("difference {number}", number=signed_score(gain))
    yield Figure(words("Remembered"), _pair(remembered), difference, theme.bad if (gain or 0.0) < 0 else theme.ink)
    if found is None:
        yield Figure(words("Average"), _pair([None if score is None else score.mean for score in scores]),
                 words("what the team sees"), theme.ink)  # fmt: skip
    if all(score is not None and score.recall is not None for score in scores):
        below = [wording.percent(score.below(0), lang=words.lang) for score in scores if score is not None]
        yield Figure(words("Leave worse than neutral"), " → ".join(below),
                     words("of customers, as they remember it"), theme.ink)  # fmt: skip
    counts = [str(len(audit.findings)) for audit in (comparison.before, comparison.after)]
    moves = words("{gone} gone · {new} new", gone=len(comparison.fixed), new=len(comparison.new))
    yield Figure(words("Findings"), " → ".join(counts), moves, theme.ink)


def _pair(values: list[float | None]) -> str:
    return " → ".join("?" if value is None else signed_score(value) for value in values)


def _sure(comparison: Comparison, words: Translator) -> str:
    """Under how many of the weights it is better."""
    share = comparison.robust.share
    if share is None:
        same = comparison.robust.verdict == "same"
        return words("however peak, end and average are weighed") if same else words("one of the two has no score")
    return words("better under {percent} of the weights", percent=wording.percent(share, lang=words.lang))


def signs(both: Sides, words: Translator) -> Iterator[tuple[str, str]]:
    """The signs that the picture uses: the kind of each, and what it means."""
    yield "beside0", words("before")
    yield "line", words("now: the likeliest path, by emotion from −2 to +2")
    yield "better", words("feels better than before")
    yield "worse", words("feels worse than before")
    places = [place for column in both.columns for place in (column.before, column.after) if place]
    if any(not place.main for place in places) or any(column.after is None for column in both.columns):
        yield "off", words("off the likeliest path, or not there any more")
    if any(place.unknown for place in places):
        yield "unknown", words("emotion not known")
    if any(column.shown.touchpoint.moment_of_truth for column in both.columns):
        yield "moment", words("moment of truth")
    comparison = both.comparison
    present = {finding.severity for finding in (*comparison.new, *comparison.remaining)}
    labels = {Severity.ERROR: "error: loses customers", Severity.WARNING: "warning: annoys them",
              Severity.INFO: "info: a chance missed"}  # fmt: skip
    yield from ((severity.value, words(label)) for severity, label in labels.items() if severity in present)
    if comparison.fixed:
        yield "gone", words("does not fail any more")
    if comparison.unclear:
        yield "open", words("cannot be told now")


# In words


def told(both: Sides, words: Translator) -> Iterator[str]:
    """The whole comparison as text: the verdict, every touchpoint, and the findings that came and went."""
    yield name(both.comparison)
    yield about(both, words)
    yield ""
    found = both.comparison.conformance
    yield both.comparison.message(words.lang) + (f" {found.message(words.lang)}" if found else "")
    stage: str | None = None
    for number, column in enumerate(both.columns, 1):
        if column.shown.touchpoint.stage != stage or number == 1:
            stage = column.shown.touchpoint.stage
            yield ""
            if stage is not None or number > 1:
                yield f"## {clean(stage)}" if stage is not None else "##"
        yield f"{number}. {_line(column, words)}"
        yield from (f"   {line.text}" for line in otherwise(both, column, words))
        yield from (f"   {line.text}" for line in changes(column, words, lived=found is not None))
    for group, (title, _, _) in GROUPS.items():
        findings = getattr(both.comparison, group)
        if findings:
            yield ""
            yield f"## {words(title)}"
            for finding in findings:
                yield f"- {words(finding.severity.value)} {finding.code}: {clean(finding.message(words.lang))}"


def _line(column: Column, words: Translator) -> str:
    felt = [feeling(place, words) for place in (column.before, column.after) if place]
    parts = (clean(column.shown.touchpoint.name), fate(column, words), " → ".join(dict.fromkeys(felt)))
    return "; ".join(filter(None, parts))
