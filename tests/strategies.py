"""Hypothesis strategies for whole journeys and their parts, read off the classes themselves.

    from tests.strategies import journeys

    @given(journeys())
    def test_it_always_holds(journey): ...

``journeys()`` draws every fact record, branches, loops, self-loops, unknown emotions, stages that interleave, and
names that try to break out of whatever they are written into. ``journeys(facts=False)`` draws the bare graph:
ids, names, stages, emotions, kinds and ways on; it is much quicker.
"""

from __future__ import annotations

import datetime
from functools import cache
from typing import Any, get_args

import attrs
from hypothesis import strategies as st

from journeymap import model
from journeymap.model import Journey, Stage, Touchpoint, Transition

HOSTILE: tuple[str, ...] = (
    "<script>alert(1)</script>",
    '"onload=alert(1) x="',
    "]]>",
    "<!--",
    "{{7*7}}",
    "{% raw %}",
    "{name}",
    "%s %(name)s",
    "\\N",
    "\\n",
    "a:b",
    "a: b",
    "a #b",
    "# heading",
    "- item",
    "| cell |",
    "[link](javascript:alert(1))",
    "=1+1",
    "@SUM(A1)",
    "+1",
    "-",
    "---",
    "...",
    "'",
    '"',
    "`",
    "&amp; & &#60;",
    "no",
    "on",
    "null",
    "~",
    "12:30",
    "1e3",
    "0x1f",
    "0o17",
    "1_000",
    ".inf",
    "2026-03-01",
    "<<",
    "&a",
    "*a",
    "!tag",
    "%YAML",
    "? key",
    "",
    " ",
    " leading",
    "trailing ",
    "two\nlines",
    "two\n\n  indented\nlines\n",
    "\nstarts with a break",
    "dos\r\nline\rbreaks",
    "tab\there",
    "\t",
    "nul\x00bell\x07escape\x1b[31m",
    "next line\x85 line\u2028 paragraph\u2029",
    "right-to-left \u202eoverride\u202c mark\u200f",
    "zero\u200bwidth\ufeff",
    "not a character \uffff\ufffe",
    "\U0010ffff",
    "한국어 이름",
    "온라인 신발 주문, 첫 구매 고객",
    "日本語と中文",
    "👩🏽\u200d💻🎉",
    "e\u0301 combining",
    "C:\\temp\\new",
    "/* */ //",
    "a" * 10_000,
)
"""Texts that have broken a writer, a template or a picture before."""

EMOTIONS = (-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2)

ID_POOLS: tuple[tuple[str, ...], ...] = (
    ("search", "cart", "pay", "declined", "help", "done", "gave-up", "survey", "a", "b", "c", "d"),
    ("1", "007", "no", "null", "true", "1e5", "0x1f", "2026-03-01", "on", "0", "y", "n"),
    ("end", "node", "graph", "subgraph", "a-b_c", "a-", "a_", "x" * 200, "x" * 2000, "id", "to", "next"),
)
"""Ids of touchpoints, in the order in which they are taken: plain ones, and ones that look like other things."""


def texts(*, max_size: int = 40) -> st.SearchStrategy[str]:
    """Any text that a file can hold: all of Unicode but lone surrogates."""
    return st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=["Cs"]), max_size=max_size)


@st.composite
def ids(draw: st.DrawFn, *, least: int = 0, most: int = 12) -> tuple[str, ...]:
    """Different ids of touchpoints, at most 12."""
    return draw(st.sampled_from(ID_POOLS))[: draw(st.integers(least, most))]


def numbers(low: float, high: float) -> st.SearchStrategy[float]:
    """Finite numbers from ``low`` to ``high``, whole and not."""
    limits = {"min_value": max(low, -1e300), "max_value": min(high, 1e300)}
    whole = {name: int(value) for name, value in limits.items()}
    return st.floats(**limits) | st.integers(**whole) | st.sampled_from([limits["min_value"], limits["max_value"]])


@cache
def values(attribute: attrs.Attribute[Any], known: tuple[str, ...]) -> st.SearchStrategy[Any]:
    """What one field can hold, unknown apart; ``known`` are the touchpoints it may name."""
    metadata = attribute.metadata
    form = metadata["form"]
    if form in ("slug", "slugs"):
        id = st.sampled_from(known)
        return id if form == "slug" else st.lists(id, max_size=3).map(tuple)
    if form in ("choice", "choices"):
        word = st.sampled_from(metadata["choices"])
        return word if form == "choice" else st.lists(word, max_size=3).map(tuple)
    if form in ("number", "duration"):
        return numbers(metadata["low"], metadata["high"])
    if form in ("record", "records"):
        part = records(metadata["record"](), known)
        return part if form == "record" else st.lists(part, max_size=3).map(tuple)
    return {
        "text": texts(),
        "texts": st.lists(texts(), max_size=3).map(tuple),
        "flag": st.booleans(),
        "count": st.integers(int(metadata.get("low", 0)), 10**20),
        "day": st.dates(datetime.date.min, datetime.date.max),
    }[form]


@cache
def facts_of(
    kind: type, known: tuple[str, ...] = (), *, without: tuple[str, ...] = (), most: int = 6
) -> st.SearchStrategy[dict[str, Any]]:
    """Keyword arguments for a class: all it requires and a few of the rest."""
    fields = {
        field.name: values(field, known)
        for field in attrs.fields(kind)
        if field.name not in without and (known or field.metadata["form"] not in ("slug", "slugs"))
    }
    required = [field.name for field in attrs.fields(kind) if field.name in fields and field.default is attrs.NOTHING]
    others = [name for name in fields if name not in required]
    chosen = st.lists(st.sampled_from(others), unique=True, max_size=most) if others else st.just([])

    @st.composite
    def draw_all(draw: st.DrawFn) -> dict[str, Any]:
        return {name: draw(fields[name]) for name in (*required, *draw(chosen))}

    return draw_all()


@cache
def records(kind: type, known: tuple[str, ...] = ()) -> st.SearchStrategy[Any]:
    """Records of one class, such as ``Fee``; when no touchpoint is ``known`` they name none."""
    return facts_of(kind, known).map(lambda chosen: kind(**chosen))


@st.composite
def ways_on(
    draw: st.DrawFn, known: tuple[str, ...], *, facts: bool = True
) -> tuple[tuple[Transition, ...] | None, float]:
    """A ``next`` and a ``drop_off`` whose shares sum to 1 or less."""
    if draw(st.booleans()):
        return None, 0.0
    targets = draw(_targets(known, facts))
    drop_off = draw(SOMETIMES_A_SHARE)
    style = draw(SHARING)
    left = 1.0 - drop_off
    ways = []
    for to in targets:
        share = None
        if style == "all" or (style == "some" and draw(st.booleans())):
            share = left * draw(SHARE)
            left = max(0.0, left - share)
        more = draw(WAY_FACTS) if facts and draw(st.booleans()) else {}
        ways.append(Transition(to, probability=share, **more))
    return tuple(ways), drop_off


SHARE = st.floats(0, 1)
SOMETIMES_A_SHARE = st.just(0.0) | SHARE
SHARING = st.sampled_from(["none", "some", "all"])
WAY_FACTS = facts_of(Transition, without=("to", "probability"), most=2)


@cache
def _targets(known: tuple[str, ...], twice: bool) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(known), max_size=4, unique=not twice)


@st.composite
def touchpoints(
    draw: st.DrawFn, id: str, known: tuple[str, ...], *, stages: tuple[str | None, ...] = (None,), facts: bool = True
) -> Touchpoint:
    """A touchpoint with this id, whose references are among the ``known`` ones."""
    ways, drop_off = draw(ways_on(known, facts=facts))
    chosen = draw(facts_of(Touchpoint, known, without=PLACED if facts else (*PLACED, *NOT_BARE)))
    if not facts:
        chosen["emotion"] = draw(EMOTION)
    return Touchpoint(id, stage=draw(st.sampled_from(stages)), next=ways, drop_off=drop_off, **chosen)


PLACED = ("id", "stage", "next", "drop_off")
BARE = ("name", "kind", "ends", "moment_of_truth", "can_fail")
NOT_BARE = tuple(field.name for field in attrs.fields(Touchpoint) if field.name not in BARE)
EMOTION = st.none() | st.sampled_from(EMOTIONS)


@st.composite
def journeys(draw: st.DrawFn, *, min_touchpoints: int = 0, max_touchpoints: int = 5, facts: bool = True) -> Journey:
    """Whole journeys whose references all hold.

    Args:
        draw: Given by Hypothesis.
        min_touchpoints: At least so many.
        max_touchpoints: At most so many, and at most 12.
        facts: False for the bare graph, without fact records.
    """
    known = draw(ids(least=min_touchpoints, most=max_touchpoints))
    stages = tuple(draw(STAGES))
    names = [stage.name for stage in stages]
    order = draw(ORDER) if stages else "none"
    offered = {"by stage": (*names,), "mixed": (*names, None), "none": (None,)}[order]
    visited = [draw(touchpoints(id, known, stages=offered, facts=facts)) for id in known]
    if order == "by stage":
        visited.sort(key=lambda touchpoint: names.index(touchpoint.stage or ""))
    chosen = draw(facts_of(Journey, known, without=PARTS if facts else (*PARTS, *NOT_A_START), most=4))
    return Journey(stages=stages, touchpoints=tuple(visited), **chosen)


STAGES = st.lists(
    st.builds(Stage, texts(max_size=10), phase=st.none() | st.sampled_from(get_args(model.Phase))),
    max_size=4,
    unique_by=lambda stage: stage.name,
)
ORDER = st.sampled_from(["by stage", "mixed", "none"])
PARTS = ("stages", "touchpoints")
NOT_A_START = tuple(field.name for field in attrs.fields(Journey) if field.name not in ("name", "start"))
