"""What to type, where a message of the library says which argument would help."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from journeymap.cli.shell import BadInput
from journeymap.errors import JourneymapError
from journeymap.evidence.columns import ROLES

__all__ = ["COLUMNS", "hinting", "typed"]

COLUMNS = tuple(role for role in ROLES if role != "lifecycle")
"""What columns can be named for."""

_END = r"(?![^\s.,;)])"
"""Nothing is given: the argument is only named."""

OPTIONS = {
    r"scale=Scale\(low, high\)": "--scale LOW-HIGH",
    r"match=\{activity: id\}": "--match ACTIVITY=ID",
    r"rename=\{'(.*?)': '(.*?)'\}": r"--rename '\1=\2'",
    r"time_format=(?=')": "--time-format ",
    rf"({'|'.join(COLUMNS)})=(?=')": r"--column \1=",
    rf"({'|'.join(COLUMNS)})={_END}": r"--column \1=NAME",
    rf"(ratings|scale|zone)={_END}": r"--\1",
    rf"(milestone|promise)s={_END}": r"--\1",
}
"""The options for the arguments of a log."""


def typed(message: str) -> str:
    """The message, with options for arguments.

    Example:
        >>> typed("on no usual scale: say which, with scale=Scale(low, high)")
        'on no usual scale: say which, with --scale LOW-HIGH'
        >>> typed("say which does, such as case='Nr'")
        "say which does, such as --column case='Nr'"
    """
    for argument, option in OPTIONS.items():
        message = re.sub(rf"(?<!\S){argument}", option, message)
    return message


@contextmanager
def hinting() -> Iterator[None]:
    """Let mistakes name options."""
    try:
        yield
    except JourneymapError as error:
        raise BadInput(error, say=typed) from error
