"""What would help most, and in which better order touchpoints could come."""

from journeymap.sequencing.changes import Change, what_if
from journeymap.sequencing.levels import best_order, sequence_value
from journeymap.sequencing.lines import Constraint, LeftAlone
from journeymap.sequencing.orders import Line, Resequencing, resequence

__all__ = [
    "Change",
    "Constraint",
    "LeftAlone",
    "Line",
    "Resequencing",
    "best_order",
    "resequence",
    "sequence_value",
    "what_if",
]
