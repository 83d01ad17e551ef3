"""Read a customer journey as a graph of touchpoints, see how it will be remembered, and put it on paper.

Names are imported when first used, so that ``import journeymap`` itself costs next to nothing; type checkers read
them from ``__init__.pyi``.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOMES = {
    "journeymap.auditing": ("Audit", "audit"),
    "journeymap.checklists": (
        "SHEETS", "Answers", "Checklist", "Progress", "checklist", "consolidate", "progress", "read_checklist", "sheet",
    ),
    "journeymap.comparing": ("Comparison", "Robust", "compare", "robust"),
    "journeymap.drawing": ("Drawing", "draw"),
    "journeymap.editing": ("edit",),
    "journeymap.drawing.themes": ("Theme", "branded"),
    "journeymap.errors": (
        "ContrastWarning", "DrawingError", "FontWarning", "JourneyError", "JourneymapError", "MissingToolError",
        "Problem", "ReadError", "ReadWarning", "SavingError", "ScoringError", "UnknownNameError",
    ),
    "journeymap.evidence": (
        "Conformance", "Log", "Moments", "SurveyResult", "TransitionCounts", "conformance", "count_transitions",
        "from_log", "moments", "read_log", "read_survey", "with_ratings", "with_times",
    ),
    "journeymap.facts": (
        "Account", "Blueprint", "ByChannel", "ByPersona", "Conduct", "Confirmation", "Contact", "Delivery",
        "Evidence", "Exit", "Failure", "Fee", "Greeting", "Incident", "Keepsake", "Listing", "News", "Nps",
        "Payment", "Promise", "Queue", "Response", "Screen", "Staff", "Subscription", "Support", "Surroundings",
        "Survey", "Upsell", "Value", "Wait",
    ),
    "journeymap.figuring": ("Figures", "figures"),
    "journeymap.fitting": ("Fit", "fit_weights"),
    "journeymap.formats": ("dumps", "from_table", "load", "load_all", "loads"),
    "journeymap.formats.networks": ("from_networkx", "to_networkx"),
    "journeymap.model": ("Business", "Journey", "Persona", "Scale", "Stage", "Touchpoint", "Transition"),
    "journeymap.pathfinding": ("Path", "paths"),
    "journeymap.phrasing": ("remarks",),
    "journeymap.reports.briefs": ("brief",),
    "journeymap.reports.trends": ("trend",),
    "journeymap.rulebook": ("Context", "Finding", "Outcome", "Rule", "Severity", "rule"),
    "journeymap.rules": ("RULES",),
    "journeymap.saving": ("save",),
    "journeymap.scoring": ("Ending", "Score", "Weights", "score", "worst_path"),
    "journeymap.sequencing": ("Change", "Resequencing", "resequence", "what_if"),
    "journeymap.valuing": ("framing", "losing", "reactions"),
    "journeymap.waiving": ("Waiver",),
}  # fmt: skip

_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}

__all__ = sorted(_HOME_OF)


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'journeymap' has no attribute {name!r}")
    value = getattr(import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME_OF})
