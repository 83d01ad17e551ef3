"""A small picture for each kind of channel, drawn in a box of 14 by 14.

Example:
    >>> icon("web") == icon("홈페이지"), icon("web") == icon("phone"), icon(None)
    (True, False, '')
"""

from __future__ import annotations

from journeymap.channels import channel

__all__ = ["icon"]

_DOT = "M7 4.5a2.5 2.5 0 1 0 .01 0z"
_PHONE = (
    "M3 1.5h2.2l1.2 3-1.6 1.2a7 7 0 0 0 3.5 3.5l1.2-1.6 3 1.2v2.2a1"
    ".5 1.5 0 0 1-1.5 1.5a9.5 9.5 0 0 1-9.5-9.5a1.5 1.5 0 0 1 1.5-1.5z"
)
_SCREEN = "M1 2h12v8.5h-12zM1 4.6h12M5 13h4"
_BUBBLE = "M1.5 2h11v7.5h-6l-3 3v-3h-2z"
_ENVELOPE = "M1 3h12v8.5h-12zM1 3.5l6 4.5l6-4.5"
_BY_KIND = {
    "automated": "M3 1h8v12h-8zM5 3.5h4v3h-4zM5 9.5h1M8 9.5h1",
    "message": _BUBBLE,
    "parcel": "M1.5 4l5.5-2.5l5.5 2.5v6.5l-5.5 2.5l-5.5-2.5zM1.5 4l5.5 2.5l5.5-2.5M7 6.5v6.5",
    "person": "M7 1.2a2.6 2.6 0 1 0 .01 0zM2 13a5 5.5 0 0 1 10 0z",
    "phone": _PHONE,
    "print": "M3 1h5.5l3 3v9h-8.5zM8.5 1v3h3M5 7h4.5M5 9.5h4.5",
    "screen": _SCREEN,
}
_BY_ID = {
    "app": "M4 1h6.5v12h-6.5zM6.5 11h1.5",
    "courier": "M1 3.5h7.5v6.5h-7.5zM8.5 5.5h2.5l2 2.5v2h-4.5zM3.7 1"
    "0a1.4 1.4 0 1 0 .01 0zM10.5 10a1.4 1.4 0 1 0 .01 0z",
    "email": _ENVELOPE,
    "letter": _ENVELOPE,
    "mobile": "M4 1h6.5v12h-6.5zM6.5 11h1.5",
    "search-engine": "M6 1.5a4.3 4.3 0 1 0 .01 0zM9.3 9l3.7 4",
    "store": "M1.5 5.5l1-4h9l1 4zM2.5 5.5v7.5h9v-7.5M5.5 13v-4.5h3v4.5",
}


def icon(name: str | None) -> str:
    """The outline of a channel's picture, as SVG path data; a dot for a channel that is not known, empty for none."""
    if not name:
        return ""
    known = channel(name)
    return _DOT if known is None else _BY_ID.get(known.id, _BY_KIND[known.kind])
