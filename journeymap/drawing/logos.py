"""A company's logo, taken into a picture whole: nothing in it can run, and nothing outside it is asked for."""

from __future__ import annotations

import base64
import os
import re
import struct
from pathlib import Path
from xml.etree import ElementTree

import attrs

from journeymap.drawing.typesetting import clean, isolated
from journeymap.errors import DrawingError, shorten
from journeymap.i18n import Translator
from journeymap.model import Business

__all__ = ["HIGH", "Logo", "Mark", "logo_from", "marked"]

HIGH = 11.0
"""How high a logo stands on a page, in mm; a wide one is lower, so that it is no wider than the page."""

_PNG = b"\x89PNG\r\n\x1a\n"
_LARGEST = 1_000_000
_OUTSIDE = re.compile(r"@import|url\(\s*(?![\s\"']*#)|expression\(|javascript:", re.IGNORECASE)
_REFUSED = {"script", "foreignObject", "iframe", "handler", "listener", "set", "animate"}
_LENGTH = re.compile(r"\s*([0-9.]+)\s*(?:px|pt|mm|cm|in)?\s*$")


@attrs.frozen
class Logo:
    """A picture that stands above the title.

    Attributes:
        uri: The whole picture, as a ``data:`` address.
        ratio: Its width for a height of 1.
    """

    uri: str = attrs.field(repr=False)
    ratio: float

    def svg(self, height: float) -> str:
        """The logo as an SVG picture of its own, so many CSS pixels high."""
        size = f'width="{self.ratio * height:g}" height="{height:g}"'
        return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><image {size} href="{self.uri}"/></svg>'


@attrs.frozen
class Mark:
    """A logo at the head of a page, with what is said to those who do not see it."""

    logo: Logo
    said: str

    def width(self, most: float) -> float:
        """How wide it stands on a page, in mm, where ``most`` is how wide it can be."""
        return min(HIGH * self.logo.ratio, most)


def marked(logo: Logo | None, business: Business | None, words: Translator) -> Mark | None:
    """The logo for the head of a page about a business; nothing where there is no logo."""
    if logo is None:
        return None
    name = isolated(clean(business.name)) if business is not None and clean(business.name) else ""
    return Mark(logo, words("Logo of {name}", name=name) if name else words("Logo"))


def logo_from(source: str | os.PathLike[str] | bytes) -> Logo:
    """The logo in an SVG or PNG file, or in its bytes.

    Raises:
        DrawingError: When it cannot be read, is neither SVG nor PNG, is larger than 1 MB, or is an SVG with scripts or
            references to anything outside itself.

    Example:
        >>> logo = logo_from(b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 10"><path d="M0 0h30"/></svg>')
        >>> logo.ratio, logo.uri[:26]
        (3.0, 'data:image/svg+xml;base64,')
    """
    content, name = _read(source)
    if len(content) > _LARGEST:
        raise DrawingError(f"{name} is too large: {len(content):,} bytes (expected 1 MB at the most)")
    if content.startswith(_PNG):
        return Logo(_uri("image/png", content), _png_ratio(content, name))
    return Logo(_uri("image/svg+xml", content), _svg_ratio(content, name))


def _read(source: str | os.PathLike[str] | bytes) -> tuple[bytes, str]:
    if isinstance(source, bytes):
        return source, "the logo"
    path = Path(source).expanduser()
    name = f"the logo {shorten(path.name)!r}"
    try:
        return path.read_bytes(), name
    except (OSError, ValueError) as error:
        raise DrawingError(f"{name} cannot be read: {getattr(error, 'strerror', None) or error}") from error


def _uri(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def _png_ratio(content: bytes, name: str) -> float:
    if len(content) < 24 or content[12:16] != b"IHDR":
        raise DrawingError(f"{name} is not a whole PNG")
    width, height = struct.unpack(">II", content[16:24])
    return _ratio(width, height, name)


def _svg_ratio(content: bytes, name: str) -> float:
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root = fromstring(content, forbid_dtd=True)
    except (ElementTree.ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise DrawingError(f"{name} is neither PNG nor SVG without DOCTYPE: {error}") from error
    if _local(root.tag) != "svg":
        raise DrawingError(f"{name} is neither PNG nor SVG: it begins with <{_local(root.tag)}>")
    for element in root.iter():
        _refuse_what_is_alive(element, name)
    box = root.get("viewBox", "").replace(",", " ").split()
    if len(box) == 4:
        return _ratio(_number(box[2]), _number(box[3]), name)
    return _ratio(_number(root.get("width", "")), _number(root.get("height", "")), name)


def _refuse_what_is_alive(element: ElementTree.Element, name: str) -> None:
    tag = _local(element.tag)
    if tag in _REFUSED:
        raise DrawingError(f"{name} holds <{tag}>, which a picture must not: save it as plain SVG or as PNG")
    if tag == "style" and _OUTSIDE.search(element.text or ""):
        raise DrawingError(f"{name} asks for something outside itself in <style>: save it with everything in it")
    for key, value in element.attrib.items():
        kind = _local(key)
        if kind.lower().startswith("on"):
            raise DrawingError(f"{name} holds a script in {kind!r}, which a picture must not: save it as plain SVG")
        inside = value.strip().startswith(("#", "data:image/png;", "data:image/jpeg;"))
        if (kind in ("href", "src") and not inside) or (kind not in ("href", "src") and _OUTSIDE.search(value)):
            raise DrawingError(
                f"{name} asks for {shorten(value)!r}, which is outside itself: save it with everything in it"
            )


def _local(name: object) -> str:
    return str(name).rpartition("}")[2]


def _number(text: str) -> float:
    found = _LENGTH.match(text)
    try:
        return float(found[1]) if found else 0.0
    except ValueError:
        return 0.0


def _ratio(width: float, height: float, name: str) -> float:
    if not (width > 0 and height > 0 and 1 / 20 <= width / height <= 20):
        raise DrawingError(f"{name} does not say how wide and how high it is, or is a mere line: give it a viewBox")
    return width / height
