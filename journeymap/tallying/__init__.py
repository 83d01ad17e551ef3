"""Tables of answers and incidents, as CSV, in numbers: what can be counted is, what cannot is told with its line.

The columns say which table it is, in English or Korean, in any order:

- a survey has ``overall`` (1 to 5), ``recommend`` (0 to 10), ``return_intent`` (1 to 5), or some of them; a column
  that mostly holds ratings from 1 to 5, such as ``speed``, is one particular thing that is asked about (and one that
  counts 1, 2, 3 from its first row numbers the rows)
- an incident log has ``touchpoint``, ``kind`` (what happened) and ``grade`` (5 very satisfied to 1 very dissatisfied)
- what team and customers feel has ``touchpoint``, ``who`` (team or customer) and ``rating`` (1 to 5); without ``who``
  all are customers' ratings
- times taken by a stopwatch have ``touchpoint`` and ``seconds``, or ``start`` and ``stop``

A survey and ratings may have a ``comment`` and a ``topic`` beside them: comments are counted by topic.
"""

from journeymap.tallying.counting import DRIVERS, Tally, tally, tally_text
from journeymap.tallying.ratings import Opinion, opinions
from journeymap.tallying.rows import COLUMNS, Rejected
from journeymap.tallying.times import Timing, timings

__all__ = [
    "COLUMNS", "DRIVERS", "Opinion", "Rejected", "Tally", "Timing", "opinions", "tally", "tally_text", "timings",
]  # fmt: skip
