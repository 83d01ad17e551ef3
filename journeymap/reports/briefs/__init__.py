"""Briefs: what one person needs to know of a journey, on a page: owners, moments, channels, today's risks ...

A brief is an outline: it shows itself in a notebook, and is saved as text, a page or Markdown.

Example:
    >>> from journeymap.model import Journey
    >>> visit = Journey("Visit").touchpoint("desk", "Desk", emotion=1, owner="Kim")
    >>> visit = visit.touchpoint("bill", "Bill", emotion=-1)
    >>> for row in brief(visit, "owners").tables[0].rows:
    ...     print(row[:3])
    ['Kim', '1', '20%']
    ['nobody yet', '1', '80%']
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

import attrs

from journeymap.auditing import Audit, audit
from journeymap.errors import UnknownNameError
from journeymap.i18n import translator
from journeymap.model import Journey
from journeymap.recalling import LIMITS
from journeymap.reports.lines import cut
from journeymap.reports.outlines import Outline, Table
from journeymap.reports.phrases import NAME
from journeymap.waiving import today as this_day

__all__ = ["BRIEFS", "Brief", "brief"]


@attrs.frozen
class Brief:
    """A kind of brief.

    Attributes:
        name: What it is called, such as ``"owners"``.
        title: Its heading.
        about: For whom it is, in a sentence.
        home: The module beside this one that writes it, in a function of the same name (``_`` for ``-``).
        scored: Whether it tells scores, with which goes what they cannot say.
    """

    name: str
    title: str
    about: str
    home: str
    scored: bool = False


BRIEFS: tuple[Brief, ...] = (
    Brief("today", "For today", "The greatest risks and what goes well, to read out before opening.", "days"),
    Brief("newcomer", "For a newcomer", "What somebody new needs to know, in one document.", "days", True),
    Brief(
        "moments",
        "The moments of truth",
        "What must go right, by how much of it is remembered.",
        "moments",
        scored=True,
    ),
    Brief("channels", "Channel by channel", "What each channel offers, and where they differ.", "moments", scored=True),
    Brief("personas", "Whom we serve", "The customer, and how different customers feel.", "moments"),
    Brief(
        "owners", "Who looks after what", "Who is responsible for which touchpoints, and how they do.", "people", True
    ),
    Brief("staff", "Those who serve", "What staff know, were trained in and may decide; what to train next.", "people"),
    Brief("role-play", "To act out", "Situations to practise with a colleague.", "people"),
    Brief("standards", "The standards", "What was agreed: who does what, and if this, then that.", "people"),
    Brief("rituals", "The ritual, step by step", "The steps that regulars expect in their order.", "people"),
    Brief("incidents", "What went wrong, and what was learned", "Cases with their causes and solutions.", "learning"),
    Brief("assumptions", "What is only assumed", "What to ask customers or to watch next.", "learning"),
    Brief("quick-wins", "Small effort first", "What would help, by effort and gain.", "learning", scored=True),
    Brief(
        "high-points",
        "Ideas for high points",
        "Where one would be remembered most, and what it could be.",
        "ideas",
        True,
    ),
    Brief("four-steps", "Four steps of managing experience", "How far each step has come.", "learning"),
    Brief("figures", "Figures", "Who is lost and when, who comes again, what surprises.", "learning", scored=True),
)
"""The briefs there are."""


def brief(
    thing: Audit | Journey, about: str, *, lang: str | None = None, today: datetime.date | None = None
) -> Outline:
    """What one person needs to know of a journey, on a page.

    Args:
        thing: The journey, or an audit of it with rules and options of your own.
        about: The name of a brief in ``BRIEFS``, such as ``"owners"``, ``"today"`` or ``"quick-wins"``.
        lang: The language; None for the journey's own, else English.
        today: The day from which ages are counted; None for today.

    Raises:
        JourneyError: When the journey refers to touchpoints that are not there.
        UnknownNameError: When there is no such brief or language.

    Example:
        >>> from journeymap.model import Journey
        >>> brief(Journey("Stall").touchpoint("pay", "Pay", emotion=-1), "moments").title
        'The moments of truth · Stall'
    """
    known = {each.name: each for each in BRIEFS}
    if about not in known:
        raise UnknownNameError.of("brief", about, known)
    audited = thing if isinstance(thing, Audit) else audit(thing)
    t = translator(lang or audited.journey.lang or "en")
    kind = known[about]
    write: Callable[..., Mapping[str, Any]] = getattr(
        import_module(f"journeymap.reports.briefs.{kind.home}"), about.replace("-", "_")
    )
    content = write(audited, t, today or this_day())
    lead, tables = content.get("lead", ()), content.get("tables", ())
    if not any(table.rows for table in tables):
        tables = [Table(t("Nothing is stated yet"), [[t(content["empty"])]])]
    name = cut(audited.journey.name, NAME) or t("a journey without a name")
    return Outline(
        f"{t(kind.title)} · {name}", (t(kind.about), *lead), tables, t(LIMITS) if kind.scored else "", t.lang
    )
