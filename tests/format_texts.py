"""Files in every format that is read, ours and such as other tools write: for tests to damage and to repeat."""

from __future__ import annotations

import io
import json
import warnings
import zipfile
from functools import cache

import journeymap as jm
from journeymap.formats import FORMATS, written

READ = tuple(format.name for format in FORMATS if format.reads)
"""The formats that are read."""

WRITTEN = tuple(format.name for format in FORMATS if format.reads and format.writes)
"""Those of them that are written as well."""

SHOP = jm.Journey("Shop", persona=jm.Persona("P", goals=["one, two", "three"]), touchpoints=[
    jm.Touchpoint("pay", "Card: payment", stage="Pay", emotion=-1, next={"done": 0.9, "help": 0.1},
                  description="one\ntwo\n", channel="web"),
    jm.Touchpoint("help", "도움말 🎉", stage="Pay", wait="5 min", fees=[jm.Fee("Call", 100, "KRW")],
                  next=[jm.Transition("done", kind="retry", condition="again")]),
    jm.Touchpoint("done", 'Say "done"', stage="After", survey=jm.Survey(["overall"], nps=jm.Nps(promoters=1)),
                  emotion=1.5, ends="success"),
])  # fmt: skip
"""A small journey with facts of most kinds."""

FLOWCHART = """---
title: Shop
---
graph TD
  accTitle: Shop
  subgraph s1 [Find]
    A([Search 😊]) -- 80% --> B{{"Sort #35; (all)"}}:::happy
  end
  B -->|failed, retry| A & C[/Pay/] ==> D((Done)); D -.-> A
  classDef happy fill:#fff
  style A stroke:#000
  click A "https://example.org"
"""

DIAGRAM = """%%{init: {"theme": "dark"}}%%
journey
  title My day
  accTitle: Day
  accDescr { long
  text }
  section Go to work
    Make tea: 5: Me
    Do work: 1: Me, Cat
  section Go home # note
    %% a comment
    Sit down: x: ; Walk: 9
"""

OTHERS: dict[str, tuple[str, ...]] = {
    "yaml": ("journeymap: 1\nname: &n Shop\ntouchpoints:\n- &a {id: a, name: *n, emotion: .5}\n- {<<: *a, id: b}\n",),
    "toml": ('journeymap = 1\nname = \'Shop\'\nlast_reviewed = 2026-03-01\n'
             'persona.name = """\nKim"""\n[[touchpoints]]\nid = "a"\nname = "A"\n'
             "next = {a = 0x0}\ndrop_off = 1e-2\n",),
    "json": ('{"journeymap": 1, "name": "S\\u00e9", "touchpoints": [{"id": "a", "name": "A", "emotion": -1e0}]}',),
    "mermaid": (DIAGRAM, FLOWCHART),
    "flowchart": (FLOWCHART,),
    "markdown": (f"# Page\n\n> ```mermaid\n> journey\n> A: 3\n> ```\n\n- x\n\n  ~~~mermaid\n  {DIAGRAM}  ~~~\n",
                 f"````mermaid\n{FLOWCHART}````\n"),
    "csv": ("stage,touchpoint,emotion (1-5),wait (min),pain points,next\nFind,Sort,5,,,\n"
            "Pay,Card,2,3,slow; dear,Done: 92%; Refused: 8%\n,Refused,1,,,Card\n,Done,4,,,\n",
            ";Find;;Pay\nTouchpoint;Search;Look;Pay\nFeelings;curious;😊;Anxiety\n만족도;1,5;2;3\n"),
    "tsv": ('journey\ttouchpoint\temotion\nA\t"B\tC"\t😡\nA\tD\t★★★☆☆\nB\tE\t만족\n',),
    "xlsx": (),
    "cjml": ("<CJML version='2.0'><plannedJourney><journeyID>P</journeyID><journeyTitle>Rent</journeyTitle>"
             "<journeyPhases><journeyPhase phaseID='j'><phaseName>Join</phaseName></journeyPhase></journeyPhases>"
             "<actors><endUser actorID='u'><actorName>Ada</actorName></endUser></actors><touchpoints>"
             "<plannedAction><touchpointID>T1</touchpointID><belongsTo phaseIDref='j'/><initiator>"
             "<refersTo actorIDref='u'/><initiatorLabel>Reads & pays</initiatorLabel></initiator></plannedAction>"
             "</touchpoints></plannedJourney><actualJourney><plannedReference>P</plannedReference>"
             "<journeyStatus>Aborted</journeyStatus><touchpoints><actualAction><touchpointID>T1</touchpointID>"
             "<compliance>failing</compliance><timestamps><timeStarted>2026-01-02 11:00:00</timeStarted>"
             "<timeCompleted>2026-01-02 11:05:00</timeCompleted></timestamps><touchpointExperience>"
             "<experienceRating>2</experienceRating></touchpointExperience></actualAction></touchpoints>"
             "</actualJourney></CJML>",
             "<cjml>undefined<actor id='1'><actorName>Ann</actorName></actor><touchpoint id='1' type=\"action\">"
             "<initiator senderId =1></initiator><initiatorDescription>Eats</initiatorDescription></touchpoint>"
             "</cjml>"),
    "ujg": (json.dumps({"@context": "x", "@type": "UJGDocument", "nodes": [
        {"@type": "Journey", "@id": "urn:j", "label": {"@value": "Till", "@language": "en"}, "defaultEntryRef": "urn:e",
         "entryRefs": ["urn:e"], "stateRefs": ["urn:a", "urn:b"], "transitionRefs": ["urn:t"], "exitRefs": ["urn:x"]},
        {"@type": "JourneyEntry", "@id": "urn:e", "stateRef": "urn:a"},
        {"@type": "State", "@id": "urn:a", "label": "Queues"}, {"@type": ["State"], "@id": "urn:b", "label": "Pays"},
        {"@type": "Transition", "@id": "urn:t", "from": "urn:a", "to": {"@id": "urn:b"}, "label": "is called"},
        {"@type": "JourneyExit", "@id": "urn:x", "label": "Purchase complete"},
        {"@type": "Phase", "@id": "urn:p", "label": "Line", "order": 1},
        {"@type": "ExperienceStep", "@id": "urn:f", "stateRefs": ["urn:a"], "phaseRef": "urn:p", "label": "Stands"},
        {"@type": "PainPoint", "@id": "urn:h", "label": "Slow", "severity": 0.7, "experienceRefs": ["urn:f"]}]}),),
    "graphml": ('<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><key id="k" for="node" attr.name="emotion" '
                'attr.type="double"/><key id="l" for="edge" attr.name="label" attr.type="string"><default>x</default>'
                '</key><graph edgedefault="directed"><node id="a"><data key="k">-1</data></node><node id="g"><graph>'
                '<node id="b"/></graph></node><edge source="a" target="b"><data key="l">yes (80%)</data></edge>'
                "</graph></graphml>",),
    "jsongraph": ('{"directed": true, "nodes": [{"id": "a", "label": "A"}, {"id": 1, "emotion": -1}], '
                  '"links": [{"source": 0, "target": 1, "weight": 3, "label": "yes (80%)"}]}',
                  '{"graph": {"label": "S", "nodes": {"a": {"label": "A", "metadata": {"stage": "Buy"}}, "b": {}}, '
                  '"edges": [{"source": "a", "target": "b", "relation": "again"}]}}'),
    "dot": ('// a shop\ndigraph "Shop" {\n  node [shape=box]; edge [color=red]\n  find [label="Find\\n😊"]\n'
            "  subgraph cluster_0 { label = \"Buy\"; pay [label=<<b>Pay</b> &amp; go>, emotion=-1] }\n"
            '  find:e -> {pay:w x} [label="yes" + " (80%)" weight=3];\n  pay -> find [label=again] /* back */\n}\n',
            "strict graph { a -- b -- c; a [emotion=2] }"),
}  # fmt: skip
"""What people and other tools write, in the ways in which they differ from what we write."""


@cache
def texts_in(format: str) -> tuple[bytes, ...]:
    """Files in a format, each of which is read: ours first."""
    ours = [written(SHOP, format)] if format in WRITTEN else [jm.draw(SHOP, kind="graph").dot]
    return tuple(text if isinstance(text, bytes) else text.encode() for text in (*ours, *OTHERS[format]))


def parts_of_workbook(content: bytes) -> dict[str, bytes]:
    """The files in a workbook, by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def workbook_with(sheet: bytes, strings: bytes | None = None) -> bytes:
    """Our workbook with another sheet, and other strings, in XML."""
    parts = parts_of_workbook(texts_in("xlsx")[0])
    for name in parts:
        if name == "xl/worksheets/sheet1.xml":
            parts[name] = sheet
        elif name == "xl/sharedStrings.xml" and strings is not None:
            parts[name] = strings
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def read_or_refused(content: bytes, format: str) -> jm.Journey | None:
    """What reading gives: a journey, or None where it is refused with a message that says why.

    Raises:
        Exception: Anything but a JourneymapError, which is what must not be.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", jm.ReadWarning)
        try:
            return jm.loads(content, format)
        except jm.JourneymapError as error:
            if not str(error).strip():
                raise AssertionError("an error without a word") from error
            return None
