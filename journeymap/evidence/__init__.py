"""What customers did and said: the journey as lived, from event logs, and held against the one that was designed."""

from journeymap.evidence.conformance import Conformance, conformance
from journeymap.evidence.logs import Counts, Log
from journeymap.evidence.reading import from_log, read_log

__all__ = ["Conformance", "Counts", "Log", "conformance", "from_log", "read_log"]
