"""A journey map one can touch, in a notebook: drag how customers feel, and score, findings and code follow.

Python holds the journey and judges every change; the page in front only draws. What is edited is a frozen
:class:`~journeymap.model.Journey`: every change makes a new one, and all before it can be had back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeymap.drawing.themes import Theme, themed
from journeymap.errors import MissingToolError, expect
from journeymap.i18n import translator
from journeymap.model import Journey

if TYPE_CHECKING:
    from journeymap.editing.editors import Editor

__all__ = ["edit"]


def edit(journey: Journey, *, lang: str = "en", theme: str | Theme | None = None) -> Editor:
    """Edit a journey by hand in a notebook: needs the extra ``notebook``, and no network.

    Drag the points of the curve with the mouse or a finger, or move them with the arrow keys; add, move, rename and
    remove touchpoints. ``editor.journey`` is the journey as it stands, ``editor.python`` and ``editor.yaml`` say it in
    code. Setting ``editor.journey`` is a change like any other, which can be undone.

    Args:
        journey: The journey to begin with, which itself stays as it is. One without touchpoints will do.
        lang: The language of everything the journey does not say itself: ``"en"`` or ``"ko"``.
        theme: The colours, as for :func:`~journeymap.drawing.draw`; None to be light or dark as the notebook is.

    Raises:
        JourneyError: When it is no journey, or a reference in it leads nowhere.
        MissingToolError: When the extra ``notebook`` is not installed.
        UnknownNameError: When there is no such language or theme.

    Example:
        >>> editor = edit(Journey("Kiosk").touchpoint("pay", "Pay", emotion=-1))
        >>> editor
        <Editor of 'Kiosk': 1 touchpoint>
        >>> editor.journey["pay"].emotion
        -1
    """
    expect(journey, Journey, "edit")
    translator(lang)
    chosen = None if theme is None else themed(theme)
    try:
        from journeymap.editing.editors import Editor
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _EXTRA:
            raise
        raise MissingToolError(
            'editing a journey in a notebook needs the package anywidget: pip install "journeymap[notebook]"'
        ) from error
    return Editor(journey.checked(), lang=lang, theme=chosen)


_EXTRA = ("anywidget", "ipywidgets", "traitlets")
"""What the extra brings."""
