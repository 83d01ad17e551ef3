"""SVG from DOT text, by Graphviz: the program ``dot`` where it is installed, otherwise the package pygraphviz.

Either runs as a process of its own, so that a layout that takes too long can be stopped. What comes back is
made fit to stand on a page beside other pictures: no DOCTYPE that points elsewhere, ids that no other picture
has, a title and a description, and for each part the words that a pointer or a screen reader finds there.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from importlib.util import find_spec
from shutil import which
from xml.etree import ElementTree

from journeymap.drawing import Spot
from journeymap.errors import DrawingError, MissingToolError

__all__ = ["TIME_LIMIT", "located", "render"]

TIME_LIMIT = 30.0
"""How many seconds Graphviz may take for one picture."""

_INSTALL_DOT = "install the program dot (https://graphviz.org/download; on Debian and Ubuntu: apt install graphviz)"

_SVG = "{http://www.w3.org/2000/svg}"
_XLINK_TITLE = "{http://www.w3.org/1999/xlink}title"

_NOT_LOADED = 86
"""How the process below says that pygraphviz is there but a library of the system it needs is not."""

_PYGRAPHVIZ = """
import sys
try:
    from pygraphviz import AGraph
except ImportError as error:
    sys.stderr.write(str(error))
    sys.exit(86)
text = sys.stdin.buffer.read().decode("utf-8")
sys.stdout.buffer.write(AGraph(string=text).draw(format="svg", prog="dot"))
"""


def render(dot: str, *, title: str, description: str, time_limit: float = TIME_LIMIT) -> str:
    """The picture that DOT text describes, as SVG.

    Args:
        dot: The graph in the DOT language.
        title: What the picture is called.
        description: What it shows, for those who cannot see it.
        time_limit: How many seconds Graphviz may take.

    Raises:
        MissingToolError: When neither ``dot`` nor pygraphviz is installed.
        DrawingError: When the layout takes too long, or Graphviz cannot read the text.
    """
    return _fit_for_a_page(_laid_out(dot, time_limit), title, description, sha256(dot.encode()).hexdigest()[:8])


def _laid_out(dot: str, time_limit: float) -> bytes:
    try:
        done = subprocess.run(
            _command(),
            input=dot.encode(),
            capture_output=True,
            timeout=time_limit,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired:
        raise DrawingError(
            f"Graphviz did not lay out the graph within {time_limit:g} s: "
            "draw a part of the journey, or the kind 'map', which needs no Graphviz"
        ) from None
    except OSError as error:
        raise DrawingError(f"Graphviz could not be run: {error}") from error
    if done.returncode == _NOT_LOADED:
        said = done.stderr.decode(errors="replace").strip()
        raise MissingToolError(f"pygraphviz is installed but cannot be loaded ({said}): {_INSTALL_DOT}")
    if done.returncode or b"<svg" not in done.stdout:
        said = done.stderr.decode(errors="replace").strip() or f"exit code {done.returncode}"
        raise DrawingError(f"Graphviz could not draw the graph: {said}")
    return done.stdout


def _command() -> list[str]:
    dot = which("dot")
    if dot is not None:
        return [dot, "-Tsvg"]
    if find_spec("pygraphviz") is not None:
        return [sys.executable, "-P", "-c", _PYGRAPHVIZ]
    raise MissingToolError(
        f'drawing a graph needs Graphviz: {_INSTALL_DOT}, or pip install "journeymap[graphviz]"; '
        "its DOT text (drawing.dot) needs neither"
    )


def _fit_for_a_page(svg: bytes, title: str, description: str, digest: str) -> str:
    root = ElementTree.fromstring(svg)
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
        if "id" in element.attrib:
            element.set("id", f"jm-{digest}-{element.get('id')}")
        if element.get("stroke") == "transparent":  # older versions of Graphviz; not a colour in SVG 1.1
            element.set("stroke", "none")
    for group in root.iter("g"):
        _give_words(group)
        for blank in [words for words in group.findall("text") if not (words.text or "").strip()]:
            group.remove(blank)
    _lift_names(root)
    _, _, width, height = root.attrib["viewBox"].split()
    root.attrib.update(
        xmlns="http://www.w3.org/2000/svg", width=f"{float(width):g}", height=f"{float(height):g}", role="img"
    )
    for number, (name, text) in enumerate((("title", title), ("desc", description))):
        words = ElementTree.Element(name, id=f"jm-{digest}-{name}")
        words.text = text
        root.insert(number, words)
    root.set("aria-labelledby", f"jm-{digest}-title jm-{digest}-desc")
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def _give_words(group: ElementTree.Element) -> None:
    """Replace the title of a part, which is an id, by its tooltip, and the link around it by what it holds."""
    for link in group.findall("./g/a"):
        words = link.get(_XLINK_TITLE)
        for title in group.findall("title"):
            title.text = words
        wrapper = next(inner for inner in group if link in inner)
        position = list(group).index(wrapper)
        group[position : position + 1] = list(link)


def _lift_names(root: ElementTree.Element) -> None:
    """Put the names of boxes above the arrows, with a rim in the colour of the box, so that none is crossed out."""
    graph = next(root.iter("g"))
    for box in graph.findall("g[@class='cluster']"):
        fill = next((shape.get("fill", "none") for shape in box if shape.tag in ("path", "polygon")), "none")
        name = ElementTree.SubElement(graph, "g", {"stroke": fill, "stroke-width": "4", "stroke-linejoin": "round"})
        name.set("paint-order", "stroke")
        for words in box.findall("text"):
            box.remove(words)
            name.append(words)


def located(svg: str) -> Iterator[Spot]:
    """Where the touchpoints stand in a picture that was rendered here, in the order in which it draws them."""
    root = ElementTree.fromstring(svg)
    graph = next(root.iter(f"{_SVG}g"))
    shift = re.search(r"translate\(([-\d.]+)[ ,]([-\d.]+)\)", graph.get("transform", ""))
    right, down = map(float, shift.groups()) if shift else (0.0, 0.0)
    for group in graph.iter(f"{_SVG}g"):
        _, marked, id = group.get("id", "").partition("-touchpoint-")
        said = " ".join(shape.get("d", "") + shape.get("points", "") for shape in group if marked)
        numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", said)]
        if numbers:
            xs, ys = numbers[::2], numbers[1::2]
            tall = max(ys) - min(ys)
            yield Spot(id, min(xs) + right, min(ys) + down, max(xs) - min(xs), tall, head=tall)
