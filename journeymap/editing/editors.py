"""The editor as a notebook sees it: a widget whose page asks for changes, and which answers with what is so now."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from journeymap.auditing import Audit, audit
from journeymap.drawing import draw
from journeymap.drawing.themes import THEMES, Theme
from journeymap.editing import changes
from journeymap.editing.changes import Refused
from journeymap.editing.histories import History
from journeymap.editing.views import colours, labels, view
from journeymap.formats import dumps
from journeymap.model import Journey

__all__ = ["Editor"]

_HERE = Path(__file__).parent


class Editor(anywidget.AnyWidget):
    """A journey that is edited by hand; see :func:`journeymap.edit`.

    Attributes:
        journey: The journey as it stands: an ordinary, frozen one. May be set, and observed with ``observe``.
    """

    _esm = _HERE / "editor.js"
    _css = _HERE / "editor.css"
    journey = traitlets.Instance(Journey)
    _labels = traitlets.Dict().tag(sync=True)
    _colours = traitlets.Dict().tag(sync=True)
    _shown = traitlets.Dict().tag(sync=True)

    def __init__(self, journey: Journey, *, lang: str, theme: Theme | None) -> None:
        self._lang = lang
        self._theme = theme or THEMES["light"]
        self._history = History(journey)
        self._audit: Audit = audit(journey)
        self._answered: dict[str, Any] = {}
        super().__init__(journey=journey, _labels=labels(lang), _colours=colours(theme))
        self._show()
        self.on_msg(self._asked)

    @property
    def python(self) -> str:
        """The journey as Python code."""
        return dumps(self.journey, "python")

    @property
    def yaml(self) -> str:
        """The journey as YAML."""
        return dumps(self.journey, "yaml")

    def __repr__(self) -> str:
        count = len(self.journey)
        return f"<Editor of {self.journey.name!r}: {count} touchpoint{'s' * (count != 1)}>"

    def _repr_mimebundle_(self, **options: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """The widget; where none can run, such as on a page that only shows notebooks, the map as a picture."""
        bundle, metadata = super()._repr_mimebundle_(**options) or ({}, {})
        picture = draw(self._audit, lang=self._lang, theme=self._theme).svg
        return {**bundle, "image/svg+xml": picture}, metadata

    @traitlets.validate("journey")
    def _checked(self, proposal: Mapping[str, Any]) -> Journey:
        journey: Journey = proposal["value"]
        return journey.checked()

    @traitlets.observe("journey")
    def _changed(self, change: Mapping[str, Any]) -> None:
        if change["new"] is not self._history.journey:
            self._history = self._history.then(change["new"])
        self._audit = audit(self.journey)
        self._show()

    def _show(self, refused: str = "") -> None:
        """Send what is so now to the page, and to which of its wishes this is the answer."""
        self._shown = {
            **view(self._audit, self._lang),
            "undo": bool(self._history.before),
            "redo": bool(self._history.after),
            "answered": self._answered,
            "refused": refused,
        }

    def _asked(self, widget: Any, message: Any, buffers: Any) -> None:
        """Make a change that the page asks for, or say why it cannot be made; either way answer."""
        wanted = message if isinstance(message, dict) else {}
        self._answered = {name: wanted.get(name) for name in ("view", "turn")}
        try:
            history = self._wanted(wanted)
        except Refused as refused:
            self._show(refused.message(self._lang))
            return
        if history.journey == self.journey:
            self._show()
            return
        self._history = history
        self._answered["new"] = next((each.id for each in history.journey if each.id not in self.journey), None)
        self.journey = history.journey

    def _wanted(self, wanted: dict[str, Any]) -> History:
        match wanted.get("do"):
            case "undo":
                return self._history.undone()
            case "redo":
                return self._history.redone()
        return self._history.then(changes.made(self.journey, wanted))
