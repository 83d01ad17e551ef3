"""The colours of a drawing, by name. No colour is ever the only sign of what it stands for.

Every text colour stands out from what lies behind it by 4.5 : 1 or more, and the five colours of emotion stay
apart for readers with any of the common forms of colour blindness. ``print`` needs no colour at all: what hurts
is drawn solid and hatched, what pleases is left open.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from journeymap.errors import UnknownNameError

__all__ = ["THEMES", "Theme", "mood", "themed"]


@attrs.frozen(kw_only=True)
class Theme:
    """A set of named colours.

    Attributes:
        page: Behind everything.
        panel: Behind the curve and the cards.
        band: Behind every second lane.
        line: Hair lines and borders.
        ink: Text and the curve.
        muted: Text that may be quieter.
        stages: What the stages are filled with, in turn.
        stage_ink: Text on a stage.
        emotions: Very dissatisfied, dissatisfied, neutral, satisfied, very satisfied.
        washes: Between the curve and neutral: below it, and above it.
        error: What a badge for an error is filled with.
        error_ink: Text on it.
        warning: Outline and text of a badge for a warning.
        info: Outline and text of a badge for a remark.
        patterns: Whether areas are told apart by hatching, and faces that are not glad are solid.
    """

    page: str
    panel: str
    band: str
    line: str
    ink: str
    muted: str
    stages: tuple[str, str]
    stage_ink: str
    emotions: tuple[str, str, str, str, str]
    washes: tuple[str, str]
    error: str
    error_ink: str
    warning: str
    info: str
    patterns: bool = False

    def emotion(self, value: float | None) -> str:
        """The colour of an emotion; that of quiet text for one that is not known."""
        return self.muted if value is None else self.emotions[mood(value)]

    @property
    def bad(self) -> str:
        """The colour of what hurts."""
        return self.emotions[1]

    @property
    def good(self) -> str:
        """The colour of what pleases."""
        return self.emotions[3]


def themed(theme: str | Theme) -> Theme:
    """The theme of a name; a theme of your own as it is.

    Raises:
        UnknownNameError: When there is no theme of that name.

    Example:
        >>> ours = attrs.evolve(themed("light"), stages=("#4b2e83", "#6b4fa0"))
        >>> themed(ours).stages[0], themed("print").patterns
        ('#4b2e83', True)
    """
    if isinstance(theme, Theme):
        return theme
    if theme not in THEMES:
        raise UnknownNameError.of("theme", theme, THEMES)
    return THEMES[theme]


def mood(emotion: float) -> int:
    """Which of the five classes an emotion (−2..+2) belongs to: 0 very dissatisfied to 4 very satisfied.

    Example:
        >>> [mood(value) for value in (-2, -0.5, 0, 0.5, 1.5)]
        [0, 1, 2, 3, 4]
    """
    if abs(emotion) >= 1.5:
        return 0 if emotion < 0 else 4
    return 2 + (emotion > 0) - (emotion < 0)


THEMES: Mapping[str, Theme] = {
    "light": Theme(
        page="#ffffff", panel="#ffffff", band="#f4f7f9", line="#d9e0e6", ink="#1f2933", muted="#566472",
        stages=("#2f5d8c", "#4a739d"), stage_ink="#ffffff",
        emotions=("#8a1c12", "#bf4629", "#39424b", "#167a84", "#0b4456"), washes=("#f8e6e1", "#e0f0f1"),
        error="#a83a24", error_ink="#ffffff", warning="#7a5600", info="#2f5d8c",
    ),
    "dark": Theme(
        page="#12171d", panel="#161c23", band="#1e2630", line="#3a4652", ink="#eef2f5", muted="#a9b6c2",
        stages=("#2f5d8c", "#3f6a96"), stage_ink="#ffffff",
        emotions=("#f4694f", "#f7a285", "#e6eaee", "#86cfe0", "#35a7c4"), washes=("#3a2723", "#173138"),
        error="#f4694f", error_ink="#12171d", warning="#e8b84a", info="#86b8e8",
    ),
    "print": Theme(
        page="#ffffff", panel="#ffffff", band="#ffffff", line="#8c8c8c", ink="#000000", muted="#3d3d3d",
        stages=("#000000", "#3d3d3d"), stage_ink="#ffffff",
        emotions=("#000000", "#000000", "#000000", "#000000", "#000000"), washes=("#000000", "#000000"),
        error="#000000", error_ink="#ffffff", warning="#000000", info="#000000", patterns=True,
    ),
    "contrast": Theme(
        page="#ffffff", panel="#ffffff", band="#ffffff", line="#000000", ink="#000000", muted="#1a1a1a",
        stages=("#00264d", "#0b3d70"), stage_ink="#ffffff",
        emotions=("#7a0000", "#b3300f", "#1a1a1a", "#006f78", "#00354a"), washes=("#ffe3da", "#d6f3f5"),
        error="#7a0000", error_ink="#ffffff", warning="#5c3d00", info="#00264d",
    ),
}  # fmt: skip
"""The themes, by name."""
