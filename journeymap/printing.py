"""PDF from Typst source: vector pages whose text can be read aloud, searched and copied (PDF/UA-1).

The fonts that have the glyphs of the text are found here, see :mod:`journeymap.fonts`. Nothing is fetched from a
network, and the same source gives the same bytes.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import cast

from journeymap.errors import DrawingError, MissingToolError, shorten
from journeymap.fonts import Fonts, fonts_for

__all__ = ["literal", "pdf"]

_UNSET = re.compile(r'the text `"(.+?)"` could not be displayed')
"""What Typst says of characters that a font has and still cannot show."""


def pdf(
    source: str, *, title: str, lang: str = "en", files: Mapping[str, str | bytes] | None = None,
    prefer: Sequence[str] = (),
) -> bytes:  # fmt: skip
    """The pages that Typst source describes, as a tagged PDF.

    The title, the language and the fonts are set before the source is read; it may refer to ``files`` by name.

    Args:
        source: Typst markup. What a user wrote goes in as :func:`literal` only.
        title: The title of the document.
        lang: Its language, ``"en"`` or ``"ko"``.
        files: Pictures that the source shows, by name; SVG as text, so that fonts are found for what it says.
        prefer: Names of font families that are asked before any other.

    Raises:
        MissingToolError: When the extra ``pdf`` is not installed, or there is no font at all.
        DrawingError: When Typst refuses the source, such as for a picture without alternative text.

    Warns:
        FontWarning: When no font has some character; another sign stands in its place.

    Example:
        >>> page = pdf("#" + literal("결제 *단계*"), title="Shop", lang="ko")
        >>> page[:5], page == pdf("#" + literal("결제 *단계*"), title="Shop", lang="ko")
        (b'%PDF-', True)
    """
    texts = {name: content for name, content in (files or {}).items() if isinstance(content, str)}
    fonts = fonts_for("".join((title, source, *texts.values())), prefer=prefer)
    made = None
    while made is None:
        made, lost = _compiled(source, title, lang, files or {}, fonts)
        fonts = fonts.lacking(lost)
    fonts.warn()
    return made


def _compiled(
    source: str, title: str, lang: str, files: Mapping[str, str | bytes], fonts: Fonts
) -> tuple[bytes | None, str]:
    """The PDF; or None, and what Typst could not set though a font was said to have it."""
    try:
        import typst
    except ImportError as error:
        raise MissingToolError('PDF needs the package typst: pip install "journeymap[pdf]"') from error
    head = (
        f"#set document(title: {literal(title)}, date: none)\n"
        f"#set text(lang: {literal(lang)}, font: {_array(fonts.names)}, fallback: false)\n"
    )
    with tempfile.TemporaryDirectory(prefix="journeymap-") as folder:
        pages, faces = Path(folder, "pages"), Path(folder, "fonts")
        pages.mkdir()
        faces.mkdir()
        _lay_out(fonts.files, faces)
        for name, content in files.items():
            filled = fonts.readable(content).encode() if isinstance(content, str) else content
            (pages / name).write_bytes(filled)
        world = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(faces)])
        try:
            made = typst.Compiler(root=str(pages), font_paths=world, ignore_system_fonts=True).compile(
                fonts.readable(head + source).encode(), format="pdf", pdf_standards="ua-1"
            )
        except typst.TypstError as error:
            lost = _UNSET.search(error.message)
            if lost and set(lost[1]) - set(fonts.missing):
                return None, lost[1]
            raise DrawingError(f"Typst could not make the PDF: {shorten(error.message, 300)}") from error
    return cast(bytes, made), ""


def literal(text: str) -> str:
    r"""The text as a string of Typst code: whatever it says, it stays text.

    Example:
        >>> print("#" + literal('say "hi" #panic() \\ $x$'))
        #"say \"hi\" #panic() \\ $x$"
    """
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    if character in "\n\t":
        return {"\n": "\\n", "\t": "\\t"}[character]
    return "" if unicodedata.category(character) in ("Cc", "Cs") or character == "\ufeff" else character


def _array(names: Iterable[str]) -> str:
    return "(" + "".join(f"{literal(name)}, " for name in names) + ")"


def _lay_out(files: Iterable[Path], folder: Path) -> None:
    """Put the fonts, and no others, into a folder."""
    for number, path in enumerate(files):
        place = folder / f"{number:03}{path.suffix}"
        try:
            place.symlink_to(path.resolve())
        except OSError:  # Windows lets only some make links
            shutil.copyfile(path, place)
