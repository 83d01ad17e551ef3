"""What customers did and said: the journey as lived, from event logs."""

from journeymap.evidence.logs import Counts, Log
from journeymap.evidence.reading import from_log, read_log

__all__ = ["Counts", "Log", "from_log", "read_log"]
