"""The journeys that an edited one has been, so that every change can be undone and done again."""

from __future__ import annotations

import attrs

from journeymap.model import Journey

__all__ = ["History"]


@attrs.frozen
class History:
    """A journey as it stands, what it was before, and what it was before it was undone.

    Example:
        >>> history = History(Journey("As it is")).then(Journey("As it could be"))
        >>> history.undone().journey.name, history.undone().redone() == history
        ('As it is', True)
    """

    journey: Journey
    before: tuple[Journey, ...] = ()
    after: tuple[Journey, ...] = ()

    def then(self, journey: Journey) -> History:
        """The history with one more change; one that changes nothing is none, and leaves what was undone."""
        if journey == self.journey:
            return self
        return History(journey, (*self.before, self.journey))

    def undone(self) -> History:
        """The history one change back; itself where there is none."""
        if not self.before:
            return self
        return History(self.before[-1], self.before[:-1], (self.journey, *self.after))

    def redone(self) -> History:
        """The history with what was undone last done again; itself where nothing was."""
        if not self.after:
            return self
        return History(self.after[0], (*self.before, self.journey), self.after[1:])
