"""The colours of a drawing, by name. No colour is ever the only sign of what it stands for.

Every text colour stands out from what lies behind it by 4.5 : 1 or more, and the five colours of emotion stay
apart for readers with any of the common forms of colour blindness. ``print`` needs no colour at all: what hurts
is drawn solid and hatched, what pleases is left open.

:func:`branded` gives a theme a company's own colours, font and logo.
"""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from journeymap.drawing.logos import Logo, logo_from
from journeymap.drawing.typesetting import FONTS
from journeymap.errors import ContrastWarning, DrawingError, UnknownNameError, shorten

__all__ = ["THEMES", "Theme", "branded", "contrast", "mood", "themed"]

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\Z")
_LEAST = 4.5
"""The contrast that text needs (WCAG 2.2, 1.4.3)."""


def _colours(instance: object, attribute: attrs.Attribute[Any], value: Any) -> None:
    for colour in value if isinstance(value, tuple) else (value,):
        if not isinstance(colour, str) or not _COLOUR.match(colour):
            raise DrawingError(f"{attribute.name}: expected a colour such as #2f5d8c (got {shorten(repr(colour))})")


def _font(instance: object, attribute: attrs.Attribute[Any], value: Any) -> None:
    if not isinstance(value, str) or not re.fullmatch(r"[\w .-]{0,60}", value):
        raise DrawingError(f"font: expected the name of one font, such as Pretendard (got {shorten(repr(value))})")


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
        font: The font that is asked for first; empty for none in particular.
        logo: What stands above the title, if anything does.

    Raises:
        DrawingError: When a colour is not written as ``#rrggbb``.
    """

    page: str = attrs.field(validator=_colours)
    panel: str = attrs.field(validator=_colours)
    band: str = attrs.field(validator=_colours)
    line: str = attrs.field(validator=_colours)
    ink: str = attrs.field(validator=_colours)
    muted: str = attrs.field(validator=_colours)
    stages: tuple[str, str] = attrs.field(validator=_colours)
    stage_ink: str = attrs.field(validator=_colours)
    emotions: tuple[str, str, str, str, str] = attrs.field(validator=_colours)
    washes: tuple[str, str] = attrs.field(validator=_colours)
    error: str = attrs.field(validator=_colours)
    error_ink: str = attrs.field(validator=_colours)
    warning: str = attrs.field(validator=_colours)
    info: str = attrs.field(validator=_colours)
    patterns: bool = False
    font: str = attrs.field(default="", validator=_font)
    logo: Logo | None = None

    def emotion(self, value: float | None) -> str:
        """The colour of an emotion; that of quiet text for one that is not known."""
        return self.muted if value is None else self.emotions[mood(value)]

    @property
    def fonts(self) -> str:
        """The fonts that are asked for, first choice first."""
        return f"{self.font}, {FONTS}" if self.font else FONTS

    @property
    def weak(self) -> tuple[tuple[str, str, float], ...]:
        """Which text is hard to read on what lies behind it: the two names, and the contrast, where below 4.5 : 1."""
        ratios = ((ink, ground, contrast(*colours)) for ink, ground, colours in self._pairs())
        return tuple((ink, ground, ratio) for ink, ground, ratio in ratios if ratio < _LEAST)

    def _pairs(self) -> Iterator[tuple[str, str, tuple[str, str]]]:
        """Every colour of text, with each that it is set on."""
        for ink in ("ink", "muted"):
            for ground in ("page", "panel", "band"):
                yield ink, ground, (getattr(self, ink), getattr(self, ground))
        for ink in ("warning", "info"):
            yield ink, "panel", (getattr(self, ink), self.panel)
        yield "error_ink", "error", (self.error_ink, self.error)
        for number, stage in enumerate(self.stages):
            yield "stage_ink", f"stages[{number}]", (self.stage_ink, stage)
        for number, emotion in enumerate(self.emotions):
            yield f"emotions[{number}]", "panel", (emotion, self.panel)

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


def branded(
    colour: str | None = None,
    *,
    base: str | Theme = "light",
    font: str = "",
    logo: str | os.PathLike[str] | bytes | None = None,
    **colours: Any,
) -> Theme:
    """A theme in a company's own colours, with its font and its logo.

    Args:
        colour: The colour of the house, such as ``"#4b2e83"``: the stages are filled with it, in turn with a shade
            of it, and what is written on them is white or black, whichever can be read better.
        base: The theme, or its name, that gives all other colours.
        font: The font that is asked for first; it must be installed where the picture is looked at.
        logo: An SVG or PNG file, or its bytes; it becomes a part of every picture.
        **colours: Any other colour of :class:`Theme`, by its name.

    Raises:
        DrawingError: When a colour, the font or the logo is not what it should be.
        UnknownNameError: When there is no such theme or colour.

    Warns:
        ContrastWarning: When some text would be hard to read (below 4.5 : 1).

    Example:
        >>> ours = branded("#4b2e83", font="Pretendard")
        >>> ours.stages, ours.stage_ink, ours.weak
        (('#4b2e83', '#3e266b'), '#ffffff', ())
    """
    start = themed(base)
    names = [field.name for field in attrs.fields(Theme) if field.validator is _colours]
    for name in colours:
        if name not in names:
            raise UnknownNameError.of("colour", name, names)
    if colour is not None:
        _colours(None, attrs.fields(Theme).stages, colour)
        ink, away = max(("#ffffff", "#000000"), ("#000000", "#ffffff"), key=lambda pair: contrast(pair[0], colour))
        colours = {"stages": (colour, _mixed(colour, away, 0.18)), "stage_ink": ink, **colours}
    mark = start.logo if logo is None else logo_from(logo)
    theme = attrs.evolve(start, **colours, font=font or start.font, logo=mark)
    if theme.weak:
        warnings.warn(ContrastWarning(theme.weak), stacklevel=2)
    return theme


def contrast(one: str, other: str) -> float:
    """How much two colours stand out from each other: from 1 to 21 (WCAG 2.2, "contrast ratio").

    Example:
        >>> round(contrast("#ffffff", "#000000")), round(contrast("#777777", "#ffffff"), 2)
        (21, 4.48)
    """
    low, high = sorted(map(_luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = (value / 255 for value in _parts(colour))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mixed(one: str, other: str, share: float) -> str:
    mixed = (round(a + (b - a) * share) for a, b in zip(_parts(one), _parts(other), strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed)


def _parts(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))


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
