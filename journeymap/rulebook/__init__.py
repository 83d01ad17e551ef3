"""What a rule is: data and a pure function, and what it may say about a journey.

A rule looks at places in a journey and yields what fails; every other place it looked at passes::

    @rule(code="JM105", name="no-help-at-last-step", severity=Severity.ERROR, needs=("contacts",), ...)
    def no_help_at_last_step(context):
        for touchpoint in context.look(context.of_kind("payment", "checkout")):
            if not touchpoint.contacts:
                yield context.failed(touchpoint)

What ``needs`` names and a touchpoint lacks makes the outcome *cannot tell* there, without the rule asking:
missing data is never a pass. A rule that looked at nothing is *not applicable*.
"""

from journeymap.rulebook.contexts import Context
from journeymap.rulebook.defining import PRINCIPLES, Finding, Outcome, Rule, Severity, rule
from journeymap.rulebook.subjects import COVERAGE, Subject, Walk

__all__ = ["COVERAGE", "PRINCIPLES", "Context", "Finding", "Outcome", "Rule", "Severity", "Subject", "Walk", "rule"]
