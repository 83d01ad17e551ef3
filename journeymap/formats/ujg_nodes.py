"""The nodes of a UJG document: JSON-LD in any of its usual forms, as plain nodes with the terms of UJG.

Aliases, prefixes, ``@vocab``, ``@base``, ``@graph``, expanded values, language maps and nodes within nodes come to the
same. Contexts that a document names by address are not fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urljoin

import attrs

from journeymap.errors import Problem, ReadError, shorten
from journeymap.formats.placing import Path, Places, json_places
from journeymap.formats.structuring import Parsed

__all__ = ["CONTEXTS", "KINDS", "NAMESPACE", "Graph", "Node"]

NAMESPACE = "urn:journeymap:facts"
"""The key in ``extensions`` under which stands what UJG has no terms for."""

CONTEXTS = tuple(
    f"https://ujg.specs.openuji.org/ed/ns/{module}.context.jsonld" for module in ("core", "graph", "experience")
)
"""The contexts whose terms we write."""

KINDS = {
    "UJGDocument", "Node", "Journey", "JourneyEntry", "JourneyEntryIndex", "State", "CompositeState", "Transition",
    "JourneyExit", "OutgoingTransition", "OutgoingTransitionGroup", "ExperienceStep", "Touchpoint", "Phase",
    "PainPoint",
}  # fmt: skip
"""The kinds of node that are known."""

_TERM = re.compile(r"https?://ujg\.specs\.openuji\.org/(?:[^#]*/)?ns/[\w.-]+#(?P<name>\w+)\Z")
_CORE = {"documentNodes": "nodes", "documentImports": "imports"}
_PREFIX = re.compile(r"(?P<prefix>[A-Za-z][\w.-]*):(?!//)(?P<rest>.*)\Z", re.DOTALL)
_PREFIXES = {"ujg", "ujggraph", "ujgexperience", "ujgruntime"}
_HOLDERS = ("@graph", "@included", "@list", "@set", "nodes")
_LONGEST = 100


@attrs.define(eq=False)
class Node:
    """One node.

    Attributes:
        id: What identifies it.
        path: Where it stands in the document.
        kinds: Its types, as UJG calls them.
        values: Its values by the term of UJG, or by the key as it stands; each with where it stands.
        extensions: What stands under each namespace, and where.
    """

    id: str
    path: Path
    kinds: list[str] = attrs.field(factory=list)
    values: dict[str, list[tuple[Any, Path]]] = attrs.field(factory=dict)
    extensions: dict[str, tuple[Any, Path]] = attrs.field(factory=dict)


@attrs.define
class _Context:
    """What the contexts of a document say."""

    terms: dict[str, str] = attrs.field(factory=dict)
    languages: set[str] = attrs.field(factory=set)
    base: str = ""
    vocab: str = ""
    _known: dict[str, str] = attrs.field(factory=dict)

    def take(self, given: Any) -> None:
        """Add what stands in a context; addresses are passed over."""
        self._known.clear()
        waiting = [given]
        while waiting:
            found = waiting.pop()
            if isinstance(found, list):
                waiting += found[::-1]
            elif isinstance(found, dict):
                for key, meant in found.items():
                    self._define(key, meant)

    def _define(self, key: str, meant: Any) -> None:
        if key == "@base":
            self.base = meant if isinstance(meant, str) else ""
        elif key == "@vocab":
            self.vocab = meant if isinstance(meant, str) else ""
        elif isinstance(meant, dict):
            if isinstance(meant.get("@id"), str):
                self.terms[key] = meant["@id"]
            container = meant.get("@container")
            if container == "@language" or (isinstance(container, list) and "@language" in container):
                self.languages.add(key)
        elif isinstance(meant, str):
            self.terms[key] = meant

    def term(self, key: str) -> str:
        """What a key or type is called in UJG, or as a keyword of JSON-LD; itself when neither knows it."""
        if key not in self._known:
            self._known[key] = self._term(key)
        return self._known[key]

    def _term(self, key: str) -> str:
        meant = self.terms.get(key)
        if meant is None and not key.startswith("@") and self.vocab and ":" not in key and key not in KINDS:
            meant = self.vocab + key
        for _ in range(8):  # a prefix may be made of a prefix
            found = _TERM.match(meant or key)
            if found:
                return _CORE.get(found["name"], found["name"])
            prefixed = _PREFIX.match(meant or key)
            if prefixed is None:
                break
            if prefixed["prefix"] in self.terms:
                meant = self.terms[prefixed["prefix"]] + prefixed["rest"]
            elif prefixed["prefix"] in _PREFIXES:
                return _CORE.get(prefixed["rest"], prefixed["rest"])
            else:
                break
        return meant if meant is not None and meant.startswith("@") else key

    def iri(self, given: str) -> str:
        """An identifier in full."""
        prefixed = _PREFIX.match(given)
        if prefixed and prefixed["prefix"] in self.terms:
            return self.terms[prefixed["prefix"]] + prefixed["rest"]
        if self.base and ":" not in given:
            try:
                return urljoin(self.base, given)
            except ValueError:
                return given
        return given


class Graph:
    """All the nodes of a document, by id, in the order in which they stand.

    Raises:
        ReadError: When the document is not one of JSON-LD.
    """

    def __init__(self, text: str, loaded: Parsed) -> None:
        self.text = text
        self.nodes: dict[str, Node] = {}
        self.notes: list[tuple[str, Path]] = []
        self.context = _Context()
        self._nameless: dict[Path, str] = {}
        if loaded.problems:
            raise ReadError(loaded.problems)
        data = loaded.data
        if not isinstance(data, (dict, list)):
            raise ReadError([Problem("expected a JSON-LD document, with '@context' and 'nodes'", line=1, column=1)])
        self._gather(data)

    # Reading what there is

    def of(self, *kinds: str) -> Iterator[Node]:
        """The nodes that are of one of these kinds."""
        return (node for node in self.nodes.values() if any(kind in kinds for kind in node.kinds))

    def refs(self, node: Node, term: str) -> list[str]:
        """The ids that a node refers to."""
        found = []
        for value, path in node.values.get(term, ()):
            if isinstance(value, dict):
                id = next((value[key] for key in value if self.context.term(key) == "@id"), self._nameless.get(path))
            else:
                id = value
            if isinstance(id, str):
                found.append(self.context.iri(id))
        return found

    def said(self, node: Node, term: str) -> str:
        """A text that a node has; of several languages English, or else the first."""
        texts = [(language, text) for value, path in node.values.get(term, ()) for language, text in _texts(value)]
        if len({language for language, _ in texts}) > 1:
            others = ", ".join(sorted({shorten(language, 12) for language, _ in texts if language}))
            self.note(
                f"{term!r} is there in several languages ({others}); one of them is read", node.values[term][0][1]
            )
        return next((text for language, text in texts if language[:2] == "en"), texts[0][1] if texts else "")

    def number(self, node: Node, term: str) -> float | None:
        """A number that a node has."""
        for value, _ in node.values.get(term, ()):
            given = value.get("@value") if isinstance(value, dict) else value
            try:
                if isinstance(given, (int, float, str)) and not isinstance(given, bool):
                    return float(given)
            except (ValueError, OverflowError):
                return None
        return None

    def facts(self, node: Node) -> tuple[dict[str, Any], Path]:
        """What stands under our own namespace, and where."""
        found, path = node.extensions.get(NAMESPACE, (None, node.path))
        return (dict(found), path) if isinstance(found, dict) else ({}, path)

    # Telling of it

    @cached_property
    def places(self) -> Places:
        """Where everything in the text stands."""
        return json_places(self.text)

    def note(self, message: str, at: Node | Path | None) -> None:
        """Note what was guessed, or left out."""
        self.notes.append((message, at.path if isinstance(at, Node) else at or ()))

    def problem(self, message: str, path: Path) -> Problem:
        """A problem with what stands somewhere in the document."""
        line, column = self.places.locate(path)
        return Problem(message, line=line, column=column)

    # Gathering

    def _gather(self, data: Any) -> None:
        """All nodes, those within nodes too, however deep."""
        if isinstance(data, dict):
            self.context.take(data.get("@context"))
        waiting: list[tuple[Any, Path]] = [(data, ())]
        while waiting:
            value, path = waiting.pop()
            if isinstance(value, list):
                waiting += [(each, (*path, at)) for at, each in enumerate(value)][::-1]
            elif isinstance(value, dict):
                waiting += self._node(value, path)[::-1]

    def _node(self, data: Mapping[str, Any], path: Path) -> list[tuple[Any, Path]]:
        """Take one node; what in it may hold further nodes is returned."""
        if path and "@context" in data:
            self.context.take(data["@context"])
        terms = [(self.context.term(key), key) for key in data]
        id, kinds = "", []
        for term, key in terms:
            if term == "@id" and isinstance(data[key], str):
                id = self.context.iri(data[key])
            elif term == "@type":
                given = data[key] if isinstance(data[key], list) else [data[key]]
                kinds = [self.context.term(kind) for kind in given if isinstance(kind, str)]
        if not id:
            id = self._nameless[path] = f"_:nameless-{len(self._nameless) + 1}"
        node = self.nodes.setdefault(id, Node(id, path))
        node.kinds += (kind for kind in kinds if kind not in node.kinds)
        inside: list[tuple[Any, Path]] = []
        for term, key in terms:
            place = (*path, key)
            if term in _HOLDERS:
                inside.append((data[key], place))
            elif term == "extensions":
                self._extend(node, data[key], place)
            elif not term.startswith("@"):
                values = list(_flat(data[key], place))
                node.values.setdefault(term, []).extend(values)
                inside += ((each, at) for each, at in values if isinstance(each, dict) and self._is_node(each))
        return inside

    def _extend(self, node: Node, given: Any, path: Path) -> None:
        for value, place in _flat(given, path):
            if isinstance(value, dict) and "@value" in value:
                value, place = value["@value"], (*place, "@value")
            if isinstance(value, dict):
                for key, each in value.items():
                    node.extensions.setdefault(key, (each, (*place, key)))

    def _is_node(self, value: Mapping[str, Any]) -> bool:
        """Whether a value is a node of its own rather than a reference, a text, or texts by language."""
        terms = {self.context.term(key) for key in value}
        return "@value" not in terms and ("@type" in terms or ("@id" in terms and len(terms) > 1))


def _flat(value: Any, path: Path) -> Iterator[tuple[Any, Path]]:
    """The single values in lists and sets."""
    waiting = [(value, path)]
    while waiting:
        found, place = waiting.pop()
        if isinstance(found, list):
            waiting += [(each, (*place, at)) for at, each in enumerate(found)][::-1]
        elif isinstance(found, dict) and ("@list" in found or "@set" in found):
            key = "@list" if "@list" in found else "@set"
            waiting.append((found[key], (*place, key)))
        elif found is not None:
            yield found, place


def _texts(value: Any) -> Iterator[tuple[str, str]]:
    """The texts in a value, each with its language."""
    if isinstance(value, str):
        yield "", value
    elif isinstance(value, bool):
        yield "", str(value).lower()
    elif isinstance(value, (int, float)):
        yield "", str(value)[:_LONGEST]
    elif isinstance(value, dict) and "@value" in value:
        language = value.get("@language")
        for _, text in _texts(value["@value"]) if not isinstance(value["@value"], dict) else ():
            yield language if isinstance(language, str) else "", text
    elif isinstance(value, dict) and not any(key.startswith("@") for key in value):
        yield from ((language, text) for language, text in value.items() if isinstance(text, str))
