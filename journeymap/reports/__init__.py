"""Reports of audits and scores, for people and for programs: one module and one line in ``REPORTS`` each.

Example:
    >>> from journeymap.auditing import audit
    >>> from journeymap.model import Journey
    >>> stall = Journey("Stall").touchpoint("eat", "Eat", emotion=1).touchpoint("pay", "Pay", emotion=-1)
    >>> print(report(audit(stall, select="JM101")))  # doctest: +ELLIPSIS
    Stall
    ...
      ✕ JM101 error · Pay
        “Pay” ends the journey at −1.0 for all customers.
    ...
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from itertools import zip_longest
from typing import Any

import attrs

from journeymap.auditing import Audit
from journeymap.drawing.themes import Theme, themed
from journeymap.errors import UnknownNameError
from journeymap.i18n import translator
from journeymap.scoring import Score

__all__ = ["REPORTS", "Report", "report"]


@attrs.frozen
class Report:
    """A way to write down what an audit or a score says.

    Attributes:
        name: What it is called, such as ``"json"``.
        suffix: How the names of its files end.
        module: The module that offers ``tell(audit, *, lang, source, places)``, which gives what one audit comes to
            and can be done elsewhere, and ``join(told, *, lang)``, which makes the whole text of it; if it
            ``scores``, also ``write_score(score, *, lang)``.
        scores: Whether it can report a score alone.
        places: Whether it says where in its file a touchpoint stands.
        looks: Whether it has looks: then ``tell`` takes a ``theme`` too.
    """

    name: str
    suffix: str
    module: str
    scores: bool = False
    places: bool = False
    looks: bool = False


REPORTS: tuple[Report, ...] = (
    Report("text", ".txt", "journeymap.reports.text", scores=True),
    Report("json", ".json", "journeymap.reports.data", scores=True),
    Report("sarif", ".sarif", "journeymap.reports.sarif", places=True),
    Report("junit", ".xml", "journeymap.reports.junit", places=True),
    Report("github", "", "journeymap.reports.github", places=True),
    Report("markdown", ".md", "journeymap.reports.markdown"),
    Report("html", ".html", "journeymap.reports.html", looks=True),
)
"""The reports there are."""


def report(
    thing: Audit | Score | Sequence[Audit],
    format: str = "text",
    *,
    lang: str | None = None,
    sources: Sequence[str] = (),
    places: Sequence[Mapping[str, tuple[int, int]]] = (),
    theme: str | Theme = "light",
) -> str:
    """An audit, several of them, or a score as a report.

    Args:
        thing: What to report; several audits are summed up.
        format: The name of a report in ``REPORTS``.
        lang: The language; None for each journey's own, else English.
        sources: The file that each audited journey was read from, where there is one.
        places: Where in its file each touchpoint stands, see :func:`journeymap.formats.places`.
        theme: How the page looks: the colours of its maps and, from :func:`journeymap.branded`, the logo at its head.

    Raises:
        UnknownNameError: When there is no such report, language or theme, or it cannot tell of a score.
    """
    if lang is not None:
        translator(lang)
    known = {each.name: each for each in REPORTS if each.scores or not isinstance(thing, Score)}
    if format not in known:
        raise UnknownNameError.of("report", format, known)
    module: Any = import_module(known[format].module)
    if isinstance(thing, Score):
        text: str = module.write_score(thing, lang=lang)
    else:
        audits = (thing,) if isinstance(thing, Audit) else tuple(thing)
        each = zip_longest(audits, sources, places)
        looks = {"theme": themed(theme)} if known[format].looks else {}
        told = [module.tell(audit, lang=lang, source=source, places=at, **looks) for audit, source, at in each]
        text = module.join(told, lang=lang)
    return text
