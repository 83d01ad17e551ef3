"""Texts that are long, many or deep, in every format: one line of ten million characters, 100,000 parts, 10,000 levels.

Each is made for a share of that size. They are no journeys anybody has; what they must not do is keep a reader busy.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain

from tests.format_texts import workbook_with

Make = Callable[[float], str | bytes]

LONG, MANY, DEEP = 10_000_000, 100_000, 10_000


def long(start: str, unit: str, end: str = "") -> Make:
    """One line, as long as a unit makes it."""
    return lambda share: start + unit * int(LONG * share / len(unit)) + end


def many(start: str, part: str, end: str = "") -> Make:
    """Many parts, each with its number for ``#``."""
    return lambda share: start + "".join(part.replace("#", str(at)) for at in range(int(MANY * share))) + end


def deep(start: str, opening: str, inner: str = "", closing: str = "") -> Make:
    """Many levels, each with its number for ``#``."""

    def make(share: float) -> str:
        levels = int(DEEP * share)
        return start + "".join(opening.replace("#", str(at)) for at in range(levels)) + inner + closing * levels

    return make


def sheet(make: Make) -> Make:
    """A workbook with what is made as the data of its sheet."""
    head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return lambda share: workbook_with(f"{head}{make(share)!s}</sheetData></worksheet>".encode())


YAML, TOML, JSON = "journeymap: 1\nname: S\n", 'journeymap = 1\nname = "S"\n', '{"journeymap": 1, "name": "S", '
CELL = '<c r="A#" t="inlineStr"><is><t>T#</t></is></c>'
UJG = '{"@type": "UJGDocument", "nodes": ['
GRAPHML = '<graphml><graph edgedefault="directed">'

TEXTS: dict[str, dict[str, Make]] = {
    "yaml": {
        "a long text": long(f"{YAML}description: ", "ab "),
        "a long key": long(YAML, "k", ": 1\n"),
        "a long list": long(f"{YAML}touchpoints: [", "1,", "]\n"),
        "many quotes": long(f"{YAML}description: ", "'"),
        "many touchpoints": many(f"{YAML}touchpoints:\n", "- {id: t#, name: T#}\n"),
        "many stages": many(f"{YAML}stages:\n", "- {name: S#, touchpoints: [{id: t#, name: T}]}\n"),
        "many keys": many(YAML, "k#: 1\n"),
        "many anchors": many(f"{YAML}touchpoints:\n", "- &a# {id: t#, name: *a#}\n"),
        "many documents": many("", f"---\n{YAML}"),
        "deep lists": deep(f"{YAML}a: ", "[", "x", "]"),
        "deep mappings": deep(f"{YAML}a: ", "{a: ", "x", "}"),
        "deep blocks": deep(f"{YAML}a: ", "- "),
    },
    "toml": {
        "a long text": long(f'{TOML}description = "', "ab ", '"\n'),
        "a long key": long(TOML, "k", " = 1\n"),
        "a long list": long(f"{TOML}touchpoints = [", "1,", "]\n"),
        "many quotes": long(f"{TOML}d = ", '"'),
        "many escapes": long(f'{TOML}d = "', "\\n", '"\n'),
        "a long key of parts": long(TOML, "a.", "a = 1\n"),
        "a long number": long(f"{TOML}d = ", "1"),
        "many spaces": long(f"{TOML}d =", " "),
        "many touchpoints": many(TOML, '[[touchpoints]]\nid = "t#"\nname = "T#"\n'),
        "many stages": many(TOML, '[[stages]]\nname = "S#"\n[[stages.touchpoints]]\nid = "t#"\nname = "T"\n'),
        "many keys": many(TOML, "k# = 1\n"),
        "many tables": many(TOML, "[k#]\na = 1\n"),
        "many keys of parts": many(TOML, "a.b.k# = 1\n"),
        "many inline tables": many(f"{TOML}d = [", "{a.b = #},", "]\n"),
        "many dotted tables": many(TOML, "[a.b.c.k#]\n"),
        "one inline table": many(f"{TOML}d = {{", "k# = 1, ", "x = 1}\n"),
        "deep lists": deep(f"{TOML}a = ", "[", "1", "]"),
        "deep tables": deep(f"{TOML}a = ", "{a = ", "1", "}"),
        "deep headings": lambda share: TOML + "[" + ".".join("a" * int(DEEP * share)) + "]\n",
        "longer and longer headings": lambda share: (
            TOML + "".join(f"[{'.'.join('a' * (at % 49 + 1))}.k{at}]\n" for at in range(int(MANY * share)))
        ),
    },
    "json": {
        "a long text": long(f'{JSON}"description": "', "ab ", '"}'),
        "many escapes": long(f'{JSON}"d": "', "\\n", '"}'),
        "a long list": long(f'{JSON}"touchpoints": [', "1,", "1]}"),
        "a long number": long(f'{JSON}"d": ', "1", "}"),
        "many quotes": long(JSON, '"'),
        "many spaces": long(JSON, " "),
        "many touchpoints": many(f'{JSON}"touchpoints": [', '{"id": "t#", "name": "T"},', '{"id": "x", "name": "X"}]}'),
        "many wrong touchpoints": many(f'{JSON}"touchpoints": [', '{"id": "t#", "nam": "T"},', '{"id": "x"}]}'),
        "many keys": many(JSON, '"k#": 1, ', '"x": 1}'),
        "one key": many(JSON, '"k": #, ', '"x": 1}'),
        "deep lists": deep(f'{JSON}"a": ', "[", "1", "]"),
        "deep mappings": deep(f'{JSON}"a": ', '{"a": ', "1", "}"),
    },
    "mermaid": {
        "a long name": long("journey\n", "x"),
        "a long list": long("journey\nA: 3: ", "x,"),
        "many spaces": long("journey\n", " "),
        "many signs": long("journey\n", ";"),
        "one comment": long("", "%%{"),
        "many tasks": many("journey\n", "T#: 3: Me\n"),
        "many sections": many("journey\n", "section S#\nT#: 3\n"),
        "one section": many("journey\n", "section S\nT: 3\n"),
        "many directives": many("", "%%{init: {}}%%\n"),
        "many people": many("journey\n", "T: 3: P#\n"),
        "many entities": long("journey\nA", "#35;"),
        "many facts": many("journey\n", 'T#: 3\n%% journeymap {"channel": "web"}\n'),
        "deep facts": deep("journey\nA: 3\n%% journeymap ", '{"a":'),
        "many rules": many("", "---\n"),
    },
    "flowchart": {
        "a long name": long("graph TD\n", "x"),
        "a long label": long("graph TD\nA[", "x ", "]"),
        "a long arrow": long("graph TD\nA", "-"),
        "a long chain": long("graph TD\nA", "-->A"),
        "many open labels": long("graph TD\n", "A[ "),
        "many spaces": long("graph TD\n", " "),
        "many classes": long("graph TD\nclass ", "a,"),
        "many ands": long("graph TD\na", " & a"),
        "all with all": lambda share: (
            "graph TD\n"
            + " & ".join(f"a{at}" for at in range(int(400 * share**0.5)))
            + " --> "
            + " & ".join(f"b{at}" for at in range(int(400 * share**0.5)))
        ),
        "many boxes": many("graph TD\n", "A# --> B#\n"),
        "one link": many("graph TD\n", "A --> B\n"),
        "a chain": many("graph TD\n", "A# -->"),
        "many frames": many("graph TD\n", "subgraph s#\nA#\nend\n"),
        "many shares": many("graph TD\n", "A -->|1%| B#\n"),
        "deep frames": deep("graph TD\n", "subgraph s#\n", "A\n", "end\n"),
        "deep labels": deep("graph TD\nA", "["),
        "many styles": many("graph TD\nA\n", "style A# fill:#fff\n"),
    },
    "markdown": {
        "many fences": many("", "```mermaid\njourney\nT#: 3\n```\n"),
        "open fences": many("", "```mermaid\n"),
        "one line": long("```mermaid\njourney\n", "x"),
        "many quotes": long("", "> ", "```mermaid"),
        "deep quotes": deep("", "> ", "```mermaid\njourney\nA: 3\n"),
        "many ticks": long("", "`"),
        "deep lists": deep("", "- ", "```mermaid\njourney\nA: 3\n"),
        "many lines": many("", "text\n"),
        "fences in fences": many("", "````markdown\n```mermaid\njourney\nA: 3\n```\n````\n"),
    },
    "csv": {
        "a long cell": long("touchpoint\n", "ab "),
        "many cells": long("touchpoint,stage\n", "a,"),
        "many heads": many("touchpoint", ",h#", "\nA\n"),
        "one quote": long('touchpoint\n"', "a\n"),
        "many quotes": long("touchpoint\n", '"'),
        "many touchpoints": many("touchpoint,emotion\n", "T#,1\n"),
        "many words": many("touchpoint,emotion\n", "T#,word #\n"),
        "many journeys": many("journey,touchpoint\n", "J#,T\n"),
        "many stages": many("stage,touchpoint\n", "S#,T#\n"),
        "one touchpoint": many("touchpoint\n", "T\n"),
        "many columns": lambda share: "".join(
            f"{head}," + ",".join(f"{head} {at}" for at in range(int(MANY * share))) + "\n"
            for head in ("touchpoint", "stage", "description")
        ),
        "many ways": many("touchpoint,next\nA,", "B #: 0%; "),
        "many items": long("touchpoint,pain points\nA,", "x; "),
        "deep exact": deep('touchpoint,fees\nA,"json:', "["),
        "blank lines": long("touchpoint\n", "\n", "A\n"),
        "many rows above": many("", "note #\n", "touchpoint,emotion\nA,1\n"),
    },
    "tsv": {
        "a long cell": long("touchpoint\tstage\n", "ab "),
        "many cells": long("touchpoint\tstage\n", "a\t"),
        "many touchpoints": many("touchpoint\temotion\n", "T#\t1\n"),
        "deep exact": deep("touchpoint\tfees\nA\tjson:", "["),
    },
    "xlsx": {
        "a long cell": sheet(
            long('<row r="1"><c r="A1" t="inlineStr"><is><t>touchpoint', "ab ", "</t></is></c></row>")
        ),
        "many rows": sheet(
            many(
                '<row r="1"><c r="A1" t="inlineStr"><is><t>touchpoint</t></is></c></row>',
                '<row><c t="inlineStr"><is><t>T#</t></is></c></row>',
            )
        ),
        "many cells": sheet(many('<row r="1">', '<c t="inlineStr"><is><t>touchpoint</t></is></c>', "</row>")),
        "far cells": sheet(many("", '<row r="1048576"><c r="XFD1048576" t="n"><v>#</v></c></row>')),
        "deep rows": sheet(deep("", "<row>", "", "</row>")),
    },
    "cjml": {
        "a long name": long("<CJML><actualJourney><journeyTitle>", "ab ", "</journeyTitle></actualJourney></CJML>"),
        "many touchpoints": many(
            "<CJML><actualJourney><touchpoints>",
            "<actualAction><touchpointID>t#</touchpointID></actualAction>",
            "</touchpoints></actualJourney></CJML>",
        ),
        "one touchpoint": many(
            "<CJML><actualJourney><touchpoints>",
            "<actualAction><touchpointID>t</touchpointID></actualAction>",
            "</touchpoints></actualJourney></CJML>",
        ),
        "many journeys": many("<CJML>", "<actualJourney><journeyID>j#</journeyID></actualJourney>", "</CJML>"),
        "many actors": many(
            "<CJML><actualJourney><actors>", "<endUser actorID='u#'/>", "</actors></actualJourney></CJML>"
        ),
        "many attributes": many("<CJML ", "a#='1' ", "/>"),
        "many stray signs": long("<CJML>", "& < ", "</CJML>"),
        "many open tags": long("", "<CJML "),
        "many less": long("", "<"),
        "many comments": long("", "<!-- -->", "<CJML/>"),
        "one comment": long("<!--", "-"),
        "deep elements": deep("", "<a>", "", "</a>"),
        "bare attributes": long("<CJML ", "a=b "),
        "a doctype": long("<!DOCTYPE CJML ", "a ", "><CJML/>"),
        "spaces": long("", " ", "<CJML/>"),
        "comments with facts": many("<CJML><actualJourney>", "<!-- journeymap {} -->", "</actualJourney></CJML>"),
    },
    "ujg": {
        "a long label": long(f'{UJG}{{"@type": "State", "@id": "urn:a", "label": "', "ab ", '"}]}'),
        "many states": many(UJG, '{"@type": "State", "@id": "urn:s#", "label": "S#"},', '{"@type": "State"}]}'),
        "one state": many(UJG, '{"@type": "State", "@id": "urn:s", "label": "S#"},', '{"@type": "State"}]}'),
        "a journey of many": lambda share: (
            f'{UJG}{{"@type": "Journey", "@id": "urn:j", "stateRefs": ['
            + ", ".join(f'"urn:s{at}"' for at in range(int(MANY * share)))
            + "]}, "
            + ", ".join(
                f'{{"@type": "State", "@id": "urn:s{at}"}}, {{"@type": "Transition", "from": "urn:s{at}", '
                f'"to": "urn:s{at + 1}"}}'
                for at in range(int(MANY * share))
            )
            + "]}"
        ),
        "many journeys": many(UJG, '{"@type": "Journey", "@id": "urn:j#", "stateRefs": ["urn:j#"]},', "1]}"),
        "many steps": many(
            UJG,
            '{"@type": "ExperienceStep", "@id": "urn:f#", "stateRefs": ["urn:s"]},',
            '{"@type": "State", "@id": "urn:s"}]}',
        ),
        "journeys within": many(UJG, '{"@type": "Journey", "@id": "urn:j#", "compositeRefs": ["urn:j0"]},', "1]}"),
        "deep nodes": deep('{"@graph": [', '{"@type": "State", "label": ', "1", "}"),
        "deep lists": deep("", "[", "", "]"),
    },
    "graphml": {
        "a long name": long(f"{GRAPHML}<node id='", "ab", "'/></graph></graphml>"),
        "many points": many(GRAPHML, "<node id='n#'/>", "</graph></graphml>"),
        "one point": many(GRAPHML, "<node id='n'/>", "</graph></graphml>"),
        "a chain": many(
            f"{GRAPHML}<node id='n0'/>", "<node id='m#'/><edge source='n0' target='m#'/>", "</graph></graphml>"
        ),
        "one edge": many(f"{GRAPHML}<node id='a'/>", "<edge source='a' target='a'/>", "</graph></graphml>"),
        "many keys": many(
            "<graphml>",
            "<key id='k#' for='node' attr.name='emotion' attr.type='int'><default>1</default></key>",
            "<graph><node id='a'/></graph></graphml>",
        ),
        "keys and points": many(
            "<graphml>",
            "<key id='k#' for='node' attr.name='a#'><default>1</default></key>",
            "<graph>" + "<node id='a'/>" * 100 + "</graph></graphml>",
        ),
        "deep graphs": deep(GRAPHML, "<node id='n#'><graph>", "", "</graph></node>"),
        "many graphs": many("<graphml>", "<graph><node id='n#'/></graph>", "</graphml>"),
    },
    "jsongraph": {
        "many points": many('{"nodes": [', '{"id": "n#"},', '{"id": "x"}], "edges": []}'),
        "one point": many('{"nodes": [', '{"id": "n"},', '{"id": "x"}], "edges": []}'),
        "one link": many('{"nodes": ["a", "b"], "edges": [', '{"source": "a", "target": "b"},', "1]}"),
        "many links": lambda share: (
            '{"nodes": ['
            + ", ".join(str(at) for at in range(int(MANY * share)))
            + '], "edges": ['
            + ", ".join(f'{{"source": {at}, "target": 0, "label": "again"}}' for at in range(int(MANY * share)))
            + "]}"
        ),
        "a long label": long('{"nodes": [{"id": "a", "label": "', "9% ", '"}]}'),
        "deep": deep('{"nodes": ', "[", "", "]"),
    },
    "dot": {
        "a long name": long("digraph {", "a"),
        "many quotes": long("", '"'),
        "a long label": long('digraph { a [label="', "9% "),
        "many less": long("digraph { a [label=<", "<"),
        "many entities": long("digraph { a [label=<", "&amp;", ">] }"),
        "many comments": long("", "/* */", "digraph {}"),
        "one comment": long("/*", "*"),
        "many lines": long("", "#\n"),
        "many points": many("digraph {", "n#;", "}"),
        "many links": many("digraph {", "n0 -> n#;", "}"),
        "one link": many("digraph {", "a -> b;", "}"),
        "a chain": many("digraph { a", " -> b#", "}"),
        "all with all": lambda share: (
            "digraph { {"
            + " ".join(f"a{at}" for at in range(int(400 * share**0.5)))
            + "} -> {"
            + " ".join(f"b{at}" for at in range(int(400 * share**0.5)))
            + "} }"
        ),
        "longer and longer": lambda share: (
            "digraph { "
            + "{" * int(900 * share)
            + "a"
            + "".join(f"}} -> b{at}" for at in range(int(900 * share)))
            + "}"
        ),
        "many clusters": many("digraph {", "subgraph cluster_# { n# }", "}"),
        "many facts": many("digraph { a [", "k#=1 ", "] }"),
        "deep clusters": deep("digraph ", "{", "a", "}"),
        "deep subgraphs": deep("digraph {", "subgraph s# {", "a", "}"),
        "many sums": long('digraph { a [label="x"', '+"x"', "] }"),
        "many defaults": many("digraph {", "node [a#=1]", "a }"),
        "defaults and points": many("digraph {", "node [a#=1] n#;", "}"),
    },
}
"""What there is for each format, by what is odd about it."""

CASES = list(chain.from_iterable(((format, name) for name in makes) for format, makes in TEXTS.items()))
