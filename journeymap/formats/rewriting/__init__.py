"""A journey written into the text it was read from: what a person wrote stays, and only what changed is changed.

Comments, blank lines, quotation marks, the order of keys and units stay as they are, to the letter: edits are made
where something stands in the text. Libraries that read a text and write it all anew lay out what nobody asked them to
touch, and lose the comments inside brackets and beside what is removed.
"""

from __future__ import annotations

import os
from importlib import import_module

from journeymap.errors import ReadError
from journeymap.formats import format_of, written
from journeymap.formats.decoding import read_content, text_of
from journeymap.formats.rewriting.texts import CannotKeepError
from journeymap.model import Journey

__all__ = ["KEPT", "CannotKeepError", "rewritten", "written_over"]

KEPT = ("yaml", "toml")
"""The formats that people write by hand, with comments."""


def written_over(
    journey: Journey, path: str | os.PathLike[str], format: str | None = None
) -> tuple[str | bytes, str | None]:
    """A journey as the file that it was read from, or one like it, is to hold it.

    Args:
        journey: The journey.
        path: The file that it was read from.
        format: The name of its format; None to go by the suffix.

    Returns:
        The content, and why what the person wrote could not be kept in it; None when it is kept, or the format has
        nothing to keep.

    Raises:
        ReadError: When the file cannot be read.
    """
    format = format or format_of(path).name
    if format not in KEPT:
        return written(journey, format), None
    try:
        return rewritten(text_of(read_content(os.fspath(path))), journey, format), None
    except CannotKeepError as error:
        return written(journey, format), str(error)


def rewritten(text: str, journey: Journey, format: str = "yaml") -> str:
    r"""The text with whatever differs in a journey changed, and everything else as it stands.

    Args:
        text: What a person wrote: a journey in YAML or TOML.
        journey: The journey that is to be read from it.
        format: ``"yaml"`` or ``"toml"``.

    Raises:
        CannotKeepError: When the text is so written that this cannot be done in it; the message says why.
        ReadError: When no journey can be read from the text.

    Example:
        >>> from journeymap import loads
        >>> text = "journeymap: 1\nname: Kiosk\ntouchpoints:\n  - id: pay   # the old till\n    name: 'Pay'\n"
        >>> walked = loads(text).with_answers({"pay": {"emotion": -1}})
        >>> print(rewritten(text, walked), end="")
        journeymap: 1
        name: Kiosk
        touchpoints:
          - id: pay   # the old till
            name: 'Pay'
            emotion: -1
    """
    read = import_module(f"journeymap.formats.{format}").read
    before, _ = read(text)
    if before == journey:
        return text
    is_dos = "\r\n" in text
    new = _edited(text.replace("\r\n", "\n"), before, journey, format)
    try:
        is_same = read(new)[0] == journey
    except ReadError as error:
        raise CannotKeepError("so changed, it would no longer be read") from error
    if not is_same:
        raise CannotKeepError("a change would not come out as it is meant, as where an alias stands for several places")
    return new.replace("\n", "\r\n") if is_dos else new


def _edited(text: str, before: Journey, after: Journey, format: str) -> str:
    from journeymap.formats.rewriting.changes import change

    if format == "yaml":
        from journeymap.formats.rewriting.yaml_parts import sheet
    else:
        from journeymap.formats.rewriting.toml_parts import sheet
    made = sheet(text)
    change(made, before, after)
    return made.edited()
