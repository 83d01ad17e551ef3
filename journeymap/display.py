"""How things show themselves in a notebook: the only module that knows about notebooks.

A class inherits :class:`Shown` and is then displayed by the functions below, which import the renderers
when something is shown and not before. Pictures come as SVG, pages as HTML, and always there is plain text. What
cannot be shown otherwise, such as a graph without Graphviz, is shown as text with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from journeymap.errors import JourneymapError

__all__ = ["Shown", "bundle"]


class Shown:
    """Shows itself in a notebook as a picture or a page, with plain text beside it."""

    __slots__ = ()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return bundle(self)


def bundle(thing: Any) -> dict[str, str]:
    """The representations of ``thing`` that a notebook may choose from, by MIME type.

    Example:
        >>> from journeymap.model import Journey
        >>> shown = bundle(Journey("Kiosk").touchpoint("pay", "Pay", emotion=-1))
        >>> shown["text/plain"], shown["image/svg+xml"][:4]
        ("<Journey 'Kiosk': 1 touchpoint, 0 stages>", '<svg')
    """
    text = {"text/plain": str(thing)}
    for kind in type(thing).__mro__:
        show = _SHOWS.get(f"{kind.__module__}.{kind.__qualname__}")
        if show is not None:
            try:
                return {**text, **show(thing)}
            except JourneymapError as error:
                return {"text/plain": f"{thing}\n{error}"}
    return text


def _journey(journey: Any) -> dict[str, str]:
    from journeymap.drawing import draw

    return {"image/svg+xml": draw(journey, lang=journey.lang or "en").svg}


def _score(score: Any) -> dict[str, str]:
    from journeymap.reports.fragments import score_fragment

    return {"text/html": score_fragment(score, lang=score.journey.lang or "en")}


def _audit(audit: Any) -> dict[str, str]:
    from journeymap.reports.fragments import audit_fragment

    return {"text/html": audit_fragment(audit, lang=audit.journey.lang or "en")}


def _drawing(drawing: Any) -> dict[str, str]:
    return {"image/svg+xml": drawing.svg}


def _checklist(checklist: Any) -> dict[str, str]:
    """The page in a frame of its own, so that its style does not reach the notebook's, nor the notebook's it."""
    page, title = escape(checklist.html()), escape(checklist.title)
    frame = f'<iframe srcdoc="{page}" title="{title}" sandbox style="width: 100%; height: 40em; border: 0"></iframe>'
    return {"text/html": frame}


def _comparison(comparison: Any) -> dict[str, str]:
    from journeymap.reports.comparisons import comparison_fragment

    return {"text/html": comparison_fragment(comparison)}


def _order(order: Any) -> dict[str, str]:
    from journeymap.reports.improvements import improvement_outline
    from journeymap.reports.outlines import fragment

    return {"text/html": fragment(improvement_outline(None, order))}


def _fit(fit: Any) -> dict[str, str]:
    return {"text/html": f"<p>{escape(fit.message())}</p>"}


def _outline(outline: Any) -> dict[str, str]:
    from journeymap.reports.outlines import fragment

    return {"text/html": fragment(outline)}


def _lived(found: Any) -> dict[str, str]:
    from journeymap.reports.lived import lived_outline
    from journeymap.reports.outlines import fragment

    return {"text/html": fragment(lived_outline(found))}


def _followed(thing: Any) -> dict[str, str]:
    from journeymap.following import consolidated_outline, progress_outline
    from journeymap.reports.outlines import fragment

    outline = progress_outline(thing) if hasattr(thing, "tasks") else consolidated_outline(thing)
    return {"text/html": fragment(outline)}


_SHOWS: Mapping[str, Callable[[Any], dict[str, str]]] = {
    "journeymap.auditing.Audit": _audit,
    "journeymap.checklists.consolidating.Consolidated": _followed,
    "journeymap.checklists.content.Checklist": _checklist,
    "journeymap.checklists.progress.Progress": _followed,
    "journeymap.comparing.Comparison": _comparison,
    "journeymap.drawing.Drawing": _drawing,
    "journeymap.evidence.conformance.Conformance": _lived,
    "journeymap.evidence.moments.Moments": _lived,
    "journeymap.fitting.Fit": _fit,
    "journeymap.model.journeys.Journey": _journey,
    "journeymap.reports.outlines.Outline": _outline,
    "journeymap.scoring.Score": _score,
    "journeymap.sequencing.orders.Resequencing": _order,
}
"""How each thing is shown. Classes are told by name: they inherit from here, so none can be imported."""
