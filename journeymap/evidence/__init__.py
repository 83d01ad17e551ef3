"""What customers did and said: the journey as lived, from logs and surveys, and held against the one designed."""

from journeymap.evidence.conformance import Conformance, conformance
from journeymap.evidence.counting import TransitionCounts
from journeymap.evidence.logs import Counts, Log
from journeymap.evidence.moments import Moments, moments
from journeymap.evidence.reading import count_transitions, from_log, read_log
from journeymap.evidence.surveys import SurveyResult, read_survey, with_ratings, with_times

__all__ = [
    "Conformance", "Counts", "Log", "Moments", "SurveyResult", "TransitionCounts", "conformance", "count_transitions",
    "from_log", "moments", "read_log", "read_survey", "with_ratings", "with_times",
]  # fmt: skip
