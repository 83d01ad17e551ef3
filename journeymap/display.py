"""How things show themselves in a notebook: the only module that knows about notebooks.

A class inherits :class:`Shown` and is then displayed by the functions below, which import the renderers
when something is shown and not before.
"""

from __future__ import annotations

from typing import Any

__all__ = ["Shown"]


class Shown:
    """Shows itself in a notebook as a picture or a page, with plain text beside it."""

    __slots__ = ()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return bundle(self)


def bundle(thing: Any) -> dict[str, str]:
    """The representations of ``thing`` that a notebook may choose from, by MIME type."""
    return {"text/plain": repr(thing)}
