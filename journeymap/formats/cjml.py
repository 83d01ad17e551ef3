"""CJML 2.0, the Customer Journey Modelling Language: planned journeys, and what actual ones made of them, as XML.

A file may hold several journeys; ``read_all`` reads them all. What is no CJML but is XML as well goes to whoever reads
it.
"""

from __future__ import annotations

from journeymap.errors import Problem, ReadError, shorten
from journeymap.formats.cjml_reading import Sheet, journeys_in, parsed
from journeymap.formats.cjml_writing import written
from journeymap.formats.graphml import parse_tree
from journeymap.formats.placing import problem_at
from journeymap.formats.structuring import Parsed, Reading, structure
from journeymap.formats.xml_reading import Tree, parse_xml
from journeymap.model import Journey

__all__ = ["parse", "read", "read_all", "write"]


def read(text: str) -> Reading:
    """The first journey that a CJML text describes."""
    found = parse(text)
    return structure(found), found.notes


def read_all(text: str) -> tuple[Reading, ...]:
    """Every journey that a CJML text describes."""
    tree = parse_xml(text)
    if tree.root.key == "graphml":
        return (read(text),)
    sheet = _sheet(tree)
    found = [parsed(sheet, journey) for journey in sheet.journeys]
    return tuple((structure(each), each.notes) for each in found)


def parse(text: str) -> Parsed:
    """What a CJML text says of its first journey."""
    tree = parse_xml(text)
    if tree.root.key == "graphml":
        return parse_tree(tree)
    sheet = _sheet(tree)
    others = [str(tree.text.count("\n", 0, journey.offset) + 1) for journey in sheet.journeys[1:11]]
    if others:
        lines = ", ".join(others) + (", ..." if len(sheet.journeys) > 11 else "")
        note = f"only this journey is read; there are others in line {lines} (load_all reads all)"
        sheet.notes.append((note, sheet.journeys[0].offset))
    return parsed(sheet, sheet.journeys[0])


def write(journey: Journey) -> str:
    """The journey as CJML; what CJML has no elements for stands in comments."""
    return written(journey)


def _sheet(tree: Tree) -> Sheet:
    """The journeys in a tree.

    Raises:
        ReadError: When there are none.
    """
    sheet = Sheet(tree, journeys_in(tree.root))
    if sheet.journeys:
        return sheet
    name = shorten(tree.root.name, 30)
    if tree.root.key == "log":
        message = "this is an event log (XES), not a journey: from_log() reads what customers did from it"
    elif tree.root.key == "cjml":
        message = "there is no journey in it (expected <plannedJourney> or <actualJourney>)"
    else:
        message = f'unknown kind of XML: <{name}> (expected <CJML version="2.0">)'
    raise ReadError([_placed(tree, message)])


def _placed(tree: Tree, message: str) -> Problem:
    return problem_at(tree.text, tree.root.offset, message)
