"""What the constructors of records take, as type checkers see it: written from the fields, so that neither lags behind.

``python tests/constructors.py`` writes the blocks anew; tests/test_constructors.py fails while one is stale.
"""

from __future__ import annotations

import importlib
import re
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

from journeymap import facts, model

PACKAGE = Path(__file__).resolve().parent.parent / "journeymap"

TAKEN = {
    "duration": "float | str | datetime.timedelta | None",
    "day": "datetime.date | str | None",
    "texts": "Iterable[str] | None",
    "slugs": "Iterable[str] | None",
    "choices": "Iterable[str] | None",
}
"""What a field of each form takes where that is more than what it holds."""

CONVERTED = {
    ("Touchpoint", "next"): "str | Iterable[str | Transition] | Mapping[str, float | None] | None",
    ("Touchpoint", "wait"): "facts.Wait | float | str | None",
    ("Journey", "persona"): "Persona | str | None",
    ("Journey", "business"): "Business | str | None",
}
"""What fields with a converter of their own take."""

HEAD = "    if TYPE_CHECKING:  # what it takes is more than what it holds; tests/constructors.py writes this\n"


def records() -> Iterator[type[Any]]:
    """The records whose constructors take more than what they hold."""
    for name in sorted({*facts.__all__, *model.__all__}):
        kind = getattr(facts, name, None) or getattr(model, name)
        if (
            isinstance(kind, type)
            and attrs.has(kind)
            and any(taken(kind, f) != held(kind, f) for f in attrs.fields(kind))
        ):
            yield kind


def held(kind: type[Any], field: attrs.Attribute[Any]) -> str:
    """The type of the attribute, as its class declares it."""
    return str(kind.__annotations__[field.name])


def taken(kind: type[Any], field: attrs.Attribute[Any]) -> str:
    """The type of the argument."""
    special = CONVERTED.get((kind.__name__, field.name))
    if special is not None:
        return special
    form = field.metadata.get("form", "")
    if form == "records":
        return re.sub(r"tuple\[(.*), \.\.\.\]", r"Iterable[\1]", held(kind, field))
    return TAKEN.get(form, held(kind, field))


def block(kind: type[Any]) -> str:
    """The declaration of the constructor, as it stands in the class."""
    parts, keywords = ["self"], False
    for field in attrs.fields(kind):
        if field.kw_only and not keywords:
            parts.append("*")
            keywords = True
        default = "" if field.default is attrs.NOTHING else " = ..."
        parts.append(f"{field.name}: {taken(kind, field)}{default}")
    unbroken = [part.replace(" ", "\N{NO-BREAK SPACE}") for part in parts]
    lines = textwrap.wrap(", ".join(unbroken) + ",", width=106, break_long_words=False, break_on_hyphens=False)
    inside = "\n".join(f"            {line}" for line in lines).replace("\N{NO-BREAK SPACE}", " ")
    return f"{HEAD}        # fmt: off\n        def __init__(\n{inside}\n        ) -> None: ...\n        # fmt: on\n"


def written() -> Mapping[Path, str]:
    """Each module that holds such a record, as it should be."""
    texts: dict[Path, str] = {}
    for kind in records():
        path = PACKAGE.parent / (kind.__module__.replace(".", "/") + ".py")
        text = texts.get(path) or path.read_text(encoding="utf-8")
        start = text.index(f"\nclass {kind.__name__}(")
        following = text.find("\n\n\n", start)
        end = following if following >= 0 else len(text.rstrip("\n"))
        body = re.sub(r"\n+    if TYPE_CHECKING:.*?# fmt: on\n?", "\n", text[start:end], flags=re.DOTALL).rstrip("\n")
        method = re.search(r"\n\n    (?:def|@|#  ?Reading)", body)
        cut = method.start() if method else len(body)
        head, rest = body[:cut].rstrip("\n"), body[cut:].strip("\n")
        body = f"{head}\n\n{block(kind)}" + (f"\n{rest}" if rest else "")
        texts[path] = text[:start] + body.rstrip("\n") + text[end:]
    return texts


def main() -> None:
    """Write the blocks anew."""
    importlib.invalidate_caches()
    for path, text in written().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
