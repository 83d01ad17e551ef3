"""What stands above and below the lanes: the verdict, what would help most, the legend, and what the score can say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import attrs

from journeymap import wording
from journeymap.drawing.maps.besides import Beside
from journeymap.drawing.maps.frames import GAP, MARGIN, Frame, Words, set_words, stacked
from journeymap.drawing.maps.lanes import BADGE, Badge, badge, badge_width
from journeymap.drawing.readings import Place, Reading
from journeymap.drawing.sayings import signed_score
from journeymap.drawing.typesetting import isolated
from journeymap.i18n import Translator
from journeymap.rulebook import Finding, Severity
from journeymap.scoring import Score

__all__ = ["Figure", "Footer", "Header", "Key", "counted", "footer", "header", "set_footer", "set_header", "signs"]

_HELPS = 3
_LOGO = 44.0
"""How high a logo stands."""
LIMITS = (
    "Scores are an index from team-assigned or survey ratings; weights are defaults, not estimates for your customers."
)
"""What must be said with every score, in short."""


@attrs.frozen(kw_only=True)
class Header:
    """The title, what the journey is, and the verdict in figures, each beside a line; and where the logo stands."""

    words: tuple[Words, ...]
    rules: tuple[tuple[float, float, float], ...]
    height: float
    logo: tuple[float, float, float, float] | None = None


@attrs.frozen(kw_only=True)
class Key:
    """One sign of the legend, in a box of 14 by 14."""

    kind: str
    x: float
    y: float
    words: Words


@attrs.frozen(kw_only=True)
class Footer:
    """What would help most, the legend and the limits."""

    words: tuple[Words, ...]
    badges: tuple[Badge, ...]
    keys: tuple[Key, ...]
    height: float


@attrs.frozen
class Figure:
    """A figure of the verdict: what it is, the figure itself, and what it tells."""

    label: str
    value: str
    caption: str
    colour: str


# The header


def header(frame: Frame, reading: Reading, top: float) -> Header:
    """The title of one journey, and the verdict."""
    return set_header(frame, reading.journey.name, _about(frame, reading), tuple(_figures(frame, reading)), top)


def set_header(frame: Frame, name: str, about: str, figures: Sequence[Figure], top: float) -> Header:
    """The title at the left and the figures at the right; below it where there is no room for both; the logo above."""
    mark = frame.theme.logo
    logo = None if mark is None else (MARGIN, top, min(_LOGO * mark.ratio, frame.right - MARGIN), _LOGO)
    start, top = top, top if logo is None else top + _LOGO + 18
    blocks_of = [_set_figure(frame, figure) for figure in figures]
    widths = [max(words.extent for words in blocks) + 30 for blocks, _ in blocks_of]
    room = frame.right - MARGIN - sum(widths) - 20
    short = room > 0 and all(len(words.lines) == 1 for words in _title(frame, name, about, top, room))
    beside = room >= 380 or short
    title, tall = stacked(_title(frame, name, about, top, room if beside else frame.right - MARGIN), gap=6)
    y = top if beside else top + tall + 18
    x = frame.right - sum(widths) if beside else MARGIN
    words = list(title)
    rules = []
    for (blocks, height), width in zip(blocks_of, widths, strict=True):
        if x > MARGIN and x + width - 30 > frame.right:
            x, y = MARGIN, y + height + 14
        rules.append((x + 1, y, y + height))
        words += [attrs.evolve(block, x=x + 16, y=block.y + y) for block in blocks]
        x += width
    bottom = max([top + tall, *(low for _, _, low in rules)])
    return Header(words=tuple(words), rules=tuple(rules), height=bottom - start, logo=logo)


def _title(frame: Frame, name: str, about: str, top: float, width: float) -> Iterator[Words]:
    theme = frame.theme
    size = 29.0 if len(name) <= 60 else 20.0
    yield set_words(name, MARGIN, top, width=width, size=size, colour=theme.ink, bold=True, lines=8)
    yield set_words(about, MARGIN, top, width=width, size=14.5, colour=theme.muted, lines=4)


def _about(frame: Frame, reading: Reading) -> str:
    """Whose journey it is, whether it is or should be so, and how much there is of it."""
    words, journey = frame.words, reading.journey
    ends = sum(place.ends > 0 for place in reading.places)
    loops = len(reading.routes.loops())
    parts = [
        isolated(journey.persona.name) if journey.persona else "",
        isolated(journey.business.name) if journey.business else "",
        words({"as-is": "as it is today", "to-be": "as it should be"}[journey.state]) if journey.state else "",
        counted(words, len(journey), "1 touchpoint", "{count} touchpoints"),
        counted(words, loops, "1 loop", "{count} loops") if loops else "",
        counted(words, ends, "1 ending", "{count} endings") if ends else "",
    ]
    return " · ".join(part for part in parts if part)


def counted(words: Translator, count: int, one: str, many: str) -> str:
    """A count in words, with a form for one."""
    return words(one) if count == 1 else words(many, count=count)


def _figures(frame: Frame, reading: Reading) -> Iterator[Figure]:
    words, theme, score, audit = frame.words, frame.theme, reading.score, reading.audit
    if score is None or score.recall is None:
        why = "no emotion is known" if score else "the journey cannot be scored"
        yield Figure(words("Remembered"), words("not known"), words(why), theme.ink)
    else:
        remembered, below = score.recall.remembered, score.below(0)
        tone = theme.bad if remembered < 0 else theme.ink
        yield Figure(words("Remembered"), signed_score(remembered), words("what stays with the customer"), tone)
        yield Figure(words("Average"), signed_score(score.recall.mean), words("what the team sees"), theme.ink)
        share = wording.percent(below, lang=words.lang)
        tone = theme.bad if below >= 0.05 else theme.ink
        yield Figure(words("Leave worse than neutral"), share, words("of customers, as they remember it"), tone)
    if audit is not None:
        errors, warnings = audit.count(Severity.ERROR), audit.count(Severity.WARNING)
        counts = [
            counted(words, errors, "1 error", "{count} errors"),
            counted(words, warnings, "1 warning", "{count} warnings"),
        ]
        questions = counted(words, len(audit.questions), "1 question open", "{count} questions open")
        yield Figure(words("Findings"), " · ".join(counts), questions, theme.bad if errors else theme.ink)


def _set_figure(frame: Frame, figure: Figure) -> tuple[tuple[Words, ...], float]:
    muted = frame.theme.muted
    return stacked(
        (
            set_words(figure.label, 0, 0, width=400, size=12.5, colour=muted),
            set_words(figure.value, 0, 0, width=400, size=22, colour=figure.colour, bold=True),
            set_words(figure.caption, 0, 0, width=400, size=12, colour=muted),
        ),
        gap=0,
    )


# The footer


def footer(frame: Frame, reading: Reading, top: float, *, signs: Iterable[tuple[str, str]]) -> Footer:
    """Below one journey: what would help most, the legend and the limits."""
    findings = reading.audit.findings[:_HELPS] if reading.audit else ()
    return set_footer(frame, "What would help most", findings, reading.score, top, signs=signs)


def set_footer(
    frame: Frame,
    heading: str,
    findings: Sequence[Finding],
    score: Score | None,
    top: float,
    *,
    signs: Iterable[tuple[str, str]],
) -> Footer:
    """The findings under their heading, line by line; the signs of the picture; and what the score can say."""
    words: list[Words] = []
    badges: list[Badge] = []
    y = top
    if findings:
        title = set_words(frame.words(heading), MARGIN, y, width=400, size=13.5, colour=frame.theme.ink, bold=True)
        words.append(title)
        y = _helps(frame, findings, score, y + title.height + 5, words, badges) + GAP
    keys, y = _legend(frame, signs, y)
    limits = set_words(
        f"{frame.words(LIMITS)}  journeymap", MARGIN, y + 4, width=frame.right - MARGIN, size=11,
        colour=frame.theme.muted,
    )  # fmt: skip
    words.append(limits)
    return Footer(words=tuple(words), badges=tuple(badges), keys=tuple(keys), height=y + 4 + limits.height - top)


def _helps(
    frame: Frame, findings: Sequence[Finding], score: Score | None, y: float, words: list[Words], badges: list[Badge]
) -> float:
    """Findings, how to mend each, and how much it weighs."""
    say = frame.words
    for finding in findings:
        badges.append(badge(frame, finding, MARGIN, y))
        x = MARGIN + badge_width(finding.code) + 12
        place = f"{isolated(finding.name)}: " if finding.touchpoint else ""
        share = score.shares.get(finding.touchpoint or "", 0.0) if score else 0.0
        line = f"{place}{finding.rule.text('fix', say.lang)}"
        if share > 0:
            line += f" ({say('memory share {percent}', percent=wording.percent(share, lang=say.lang))})"
        block = set_words(line, x, y + 1.5, width=frame.right - x, size=13, colour=frame.theme.ink, lines=3)
        words.append(block)
        y += max(block.height + 3, BADGE) + 5
    return y


def _legend(frame: Frame, signs: Iterable[tuple[str, str]], y: float) -> tuple[list[Key], float]:
    """Every sign that this picture uses, in rows."""
    keys: list[Key] = []
    x = MARGIN
    for kind, label in signs:
        words = set_words(label, x + 21, y, width=700, size=11.5, colour=frame.theme.muted, lines=1)
        if x > MARGIN and words.x + words.extent > frame.right:
            y += 21
            words = attrs.evolve(words.moved(21), x=MARGIN + 21)
            x = MARGIN
        keys.append(Key(kind=kind, x=x, y=y + 1, words=words))
        x = words.x + words.extent + 24
    return keys, y + 21


def _compared(other: Beside, words: Translator) -> str:
    if not other.missing:
        return other.label
    return f"{other.label} · {words('{count} of its touchpoints are not here', count=other.missing)}"


def signs(
    reading: Reading, words: Translator, *, places: Sequence[Place] | None = None, besides: Sequence[Beside] = ()
) -> Iterator[tuple[str, str]]:
    """The signs that a picture of these touchpoints uses, if not of all: the kind of each, and what it means."""
    places = reading.places if places is None else places
    marks = {what for place in places for what, _ in place.marks}
    if reading.taken is None:
        yield "line", words("where most go, by emotion from −2 to +2")
    else:
        said = words("the likeliest path, by emotion from −2 to +2: {share:customers} take exactly this one")
        yield "line", wording.say(said, {"share": reading.taken}, words.lang)
    if any(not place.main for place in places):
        yield "off", words("off the likeliest path")
    if any(place.touchpoint.emotion is None and place.touchpoint.kind != "survey" for place in places):
        yield "unknown", words("emotion not known")
    if "peak" in marks:
        yield "peak", words("peak: the strongest moment of a path")
    if "end" in marks or "worst" in marks:
        yield "end", words("end: the last moment of a path")
    if any(place.touchpoint.moment_of_truth for place in places):
        yield "moment", words("moment of truth")
    if reading.audit is not None and reading.audit.findings:
        present = {finding.severity for finding in reading.audit.findings}
        labels = {Severity.ERROR: "error: loses customers", Severity.WARNING: "warning: annoys them",
                  Severity.INFO: "info: a chance missed"}  # fmt: skip
        yield from ((severity.value, words(labels[severity])) for severity in Severity if severity in present)
    yield from ((f"beside{other.number}", _compared(other, words)) for other in besides)
