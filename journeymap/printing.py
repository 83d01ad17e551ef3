"""Pages from Typst source: PDF whose text can be read aloud, searched and copied (PDF/UA-1), or pixels.

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

__all__ = ["literal", "pdf", "pixels"]

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
    (made,) = _made(source, title, lang, files or {}, prefer)
    return made


def pixels(
    source: str, *, title: str, dots: float, lang: str = "en", files: Mapping[str, str | bytes] | None = None,
    prefer: Sequence[str] = (),
) -> tuple[bytes, ...]:  # fmt: skip
    """The pages that Typst source describes, each as a PNG; see :func:`pdf`.

    Args:
        source: Typst markup. What a user wrote goes in as :func:`literal` only.
        title: The title of the document.
        dots: How many pixels an inch becomes.
        lang: Its language, ``"en"`` or ``"ko"``.
        files: Pictures that the source shows, by name.
        prefer: Names of font families that are asked before any other.

    Raises:
        MissingToolError: When the extra ``pdf`` is not installed, or there is no font at all.
        DrawingError: When Typst refuses the source.

    Warns:
        FontWarning: When no font has some character; another sign stands in its place.

    Example:
        >>> [page[1:4] for page in pixels("One #pagebreak() Two", title="Shop", dots=36)]
        [b'PNG', b'PNG']
    """
    return _made(source, title, lang, files or {}, prefer, dots=dots)


def _made(
    source: str,
    title: str,
    lang: str,
    files: Mapping[str, str | bytes],
    prefer: Sequence[str],
    *,
    dots: float | None = None,
) -> tuple[bytes, ...]:
    """The PDF, or the pages with so many dots to an inch, in fonts that have the glyphs."""
    texts = {name: content for name, content in files.items() if isinstance(content, str)}
    fonts = fonts_for("".join((title, source, *texts.values())), prefer=prefer)
    made: tuple[bytes, ...] = ()
    while not made:
        made, lost = _compiled(source, title, lang, files, fonts, dots)
        fonts = fonts.lacking(lost)
    fonts.warn()
    return made


def _compiled(
    source: str, title: str, lang: str, files: Mapping[str, str | bytes], fonts: Fonts, dots: float | None
) -> tuple[tuple[bytes, ...], str]:
    """The file or files; or none, and what Typst could not set though a font was said to have it."""
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
            compiler = typst.Compiler(root=str(pages), font_paths=world, ignore_system_fonts=True)
            text = fonts.readable(head + source).encode()
            if dots is None:
                made = compiler.compile(text, format="pdf", pdf_standards="ua-1")
            else:
                made = compiler.compile(text, format="png", ppi=dots)
        except typst.TypstError as error:
            lost = _UNSET.search(error.message)
            if lost and set(lost[1]) - set(fonts.missing):
                return (), lost[1]
            raise DrawingError(f"Typst could not make the PDF: {shorten(error.message, 300)}") from error
    return tuple(made) if isinstance(made, list) else (cast(bytes, made),), ""


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
