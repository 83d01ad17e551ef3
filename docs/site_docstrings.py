"""Docstrings as the site reads them: examples are code, and roles are names.

Griffe, which reads them for mkdocstrings, knows "Examples:" and no roles (mkdocs.yml, `extensions`).
"""

from __future__ import annotations

import re
from typing import Any

import griffe

EXAMPLE = re.compile(r"^(\s*)Example:$", flags=re.MULTILINE)
ROLE = re.compile(r":(?:class|func|meth|mod|data|attr|exc):`~?([^`]+)`")


class Plain(griffe.Extension):
    """Puts both right wherever there is a docstring."""

    def on_object(self, *, obj: griffe.Object, **kwargs: Any) -> None:
        """Put the docstring of one function, class or attribute right."""
        if obj.docstring:
            obj.docstring.value = ROLE.sub(r"`\1`", EXAMPLE.sub(r"\1Examples:", obj.docstring.value))
