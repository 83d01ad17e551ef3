"""How the service is made."""

from __future__ import annotations

import attrs

from journeymap import fields
from journeymap.fields import Record

__all__ = ["Blueprint"]


@attrs.frozen(repr=False)
class Blueprint(Record):
    """The lanes of a service blueprint at this touchpoint."""

    physical_evidence: str | None = fields.text(
        "What does the customer see and touch?", "고객이 보고 만지는 것은 무엇입니까?"
    )
    frontstage: str | None = fields.text(
        "What do staff do in front of the customer?", "직원이 고객 앞에서 하는 일은 무엇입니까?"
    )
    backstage: str | None = fields.text(
        "What do staff do out of sight?", "직원이 보이지 않는 곳에서 하는 일은 무엇입니까?"
    )
    support: str | None = fields.text(
        "Which systems or partners make it possible?", "어떤 시스템이나 협력사가 뒷받침합니까?"
    )
