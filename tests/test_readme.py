"""What the README shows is so, and it stays short. Its code is tried in tests/test_docs_code.py."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

import journeymap as jm
from journeymap import examples

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("lang", "name"), [("en", "shoe-shop.svg"), ("ko", "shoe-shop.ko.svg")])
def test_the_picture_is_real(golden: Callable[[str, str], None], lang: str, name: str) -> None:
    """The pictures are what the library draws of the bundled shoe shop today."""
    audit = jm.audit(jm.load(examples.path("shoe-shop", lang=lang)))
    golden(str(ROOT / "docs" / "images" / name), jm.draw(audit, lang=lang).svg)


def test_it_begins_with_what_it_is() -> None:
    """Before the first heading: a sentence, the picture, a few lines of code, and two commands."""
    first = README.split("\n## ")[0]
    assert len(first.splitlines()) <= 20
    assert first.index("![") < first.index("```python") < first.index("make demo") < first.index("make test")


def test_it_names_the_limits_the_licence_and_the_citation() -> None:
    """Nobody has to look for what it cannot tell, what one may do with it, and how to cite it."""
    assert "r = .58" in README
    assert all(word in README for word in ("MIT", "CITATION.cff", "docs/limits.md"))


def test_every_extra_is_named() -> None:
    """Whoever misses a format finds the extra that brings it."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert [extra for extra in extras if f"`{extra}`" not in README and f"[{extra}]" not in README] == []
