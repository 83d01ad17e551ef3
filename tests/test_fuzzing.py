"""Whatever a file holds, each reader gives a journey or an error of the library's own, and comes to an end.

What damages the files here at random does so at length, and guided by what it reaches, under ``make fuzz``.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import journeymap as jm
from journeymap.formats import FORMATS, dot, mermaid_flowchart_scanning, mermaid_journey, written
from tests.format_texts import READ, WRITTEN, parts_of_workbook, read_or_refused, texts_in, workbook_with
from tests.hostile_texts import CASES, TEXTS

QUICKLY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SMALL = 0.01
"""What share of the hostile texts is read here; tests/benchmarks/test_hostile.py reads them whole."""

PIECES = st.sampled_from([
    *'"\'[]{}()<>:;,|&*#%=-+@\\/`~!?\n\t\r\0 09aé한', "\r\n", "\ufeff", "\ud7ff", "\U0010ffff", "-->", "%%", "```",
    "---",
    "<![CDATA[", "<!DOCTYPE a [", "]]>", "<!--", "&amp;", "&#0;", "json:", "null", "NaN", "1e999", "-0", "9" * 400,
    "journeymap", '"@id"', "@graph", "id", "next", "emotion", "\N{MINUS SIGN}", "😊",
]).map(str.encode) | st.binary(max_size=4)  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn, texts: tuple[bytes, ...]) -> bytes:
    """One of some texts with pieces cut out, put in, doubled or moved."""
    text = draw(st.sampled_from(texts))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 30) | st.just(len(text))))
        part, how = text[start:end], draw(st.sampled_from(["cut", "put", "double", "move"]))
        if how == "put":
            part = draw(PIECES) * draw(st.sampled_from([1, 1, 1, 2, 60]))
        without = text[:start] + text[end:] if how in ("cut", "move") else text
        at = draw(st.integers(0, len(without))) if how == "move" else start
        text = without if how == "cut" else without[:at] + part + without[at:]
    return text


def check(content: bytes, format: str) -> None:
    """It is read or refused; and what was read is written and read again equal."""
    journey = read_or_refused(content, format)
    if journey is not None and format in WRITTEN:
        text = written(journey, format)
        assert read_or_refused(text if isinstance(text, bytes) else text.encode(), format) == journey


@pytest.mark.parametrize("format", READ)
def test_what_is_damaged_here_is_read_when_it_is_whole(format: str) -> None:
    """Every text that the others begin with is a journey of several touchpoints."""
    for text in texts_in(format):
        journey = read_or_refused(text, format)
        assert journey is not None
        assert len(journey) >= 1


@pytest.mark.parametrize("format", READ)
@QUICKLY
@given(content=st.binary(max_size=200) | st.text(max_size=100).map(lambda text: text.encode(errors="replace")))
def test_anything_is_read_or_refused(format: str, content: bytes) -> None:
    """Bytes and texts of no shape at all."""
    check(content, format)


@pytest.mark.parametrize("format", [format for format in READ if format != "xlsx"])
@QUICKLY
@given(data=st.data())
def test_damaged_files_are_read_or_refused(format: str, data: st.DataObject) -> None:
    """Files that were a journey, with parts cut out, put in, doubled and moved."""
    check(data.draw(damaged(texts_in(format))), format)


@QUICKLY
@given(data=st.data())
def test_damaged_sheets_are_read_or_refused(data: st.DataObject) -> None:
    """Workbooks that unpack well, whose sheet or strings are damaged."""
    parts = parts_of_workbook(texts_in("xlsx")[0])
    sheet, strings = parts["xl/worksheets/sheet1.xml"], parts["xl/sharedStrings.xml"]
    if data.draw(st.booleans()):
        check(workbook_with(data.draw(damaged((sheet,)))), "xlsx")
    else:
        check(workbook_with(sheet, data.draw(damaged((strings,)))), "xlsx")


@pytest.mark.parametrize(("format", "content"), [
    ("toml", b'a = 1\na = 2\n[ = "x"'), ("toml", b'a = 1\na = 2\n"\\u"y" = 1'), ("toml", b'a = 1\na = 2\n[["x\n"'),
    ("csv", "\ufefftouchpoint\n한".encode()[:-1] + b"\xf0,"),
    ("csv", b"journey,touchpoint\nFeelings;a;Emotion,\n"),
    ("tsv", b"journey\ttouchpoint\nA, B; C,\n"),
    ("ujg", b'{"nodes": [{"@type": "Journey", "extensions": {"urn:journeymap:facts": {"journeymap": 1}}}]}'),
])  # fmt: skip
def test_what_fuzzing_found_stays_mended(format: str, content: bytes) -> None:
    """Faults behind a first fault, broken characters behind a mark, names like heads, our journey without its label."""
    check(content, format)


def test_lists_in_cells_do_not_outweigh_what_stands_between_them() -> None:
    """Our own CSV is read again however many items each row lists."""
    shop = jm.Journey("S", touchpoints=[jm.Touchpoint(f"t{n}", f"T{n}", detractors=[*"abcdefgh"]) for n in range(9)])
    for format in ("csv", "tsv"):
        assert jm.loads(jm.dumps(shop, format), format) == shop
    table = "touchpoint;pain points\nPay;slow, dear, rude, far\nQueue;slow, dull, cold, long\n"
    assert [t.name for t in jm.from_table([line.split(";") for line in table.splitlines()], name="S")] == [
        "Pay",
        "Queue",
    ]
    assert [t.name for t in jm.loads(table, "csv", name="S")] == ["Pay", "Queue"]


@pytest.mark.parametrize(("format", "name"), CASES, ids=lambda each: each.replace(" ", "-"))
def test_what_is_long_many_or_deep_comes_to_an_end(format: str, name: str) -> None:
    """One line, thousands of parts, hundreds of levels: there is a journey or an error that says why not."""
    text = TEXTS[format][name](SMALL)
    read_or_refused(text if isinstance(text, bytes) else text.encode(), format)


@pytest.fixture
def _soon_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tenth or less of what is usually allowed, for the sake of time."""
    monkeypatch.setattr(mermaid_journey, "MOST_TOKENS", 500)
    monkeypatch.setattr(mermaid_flowchart_scanning, "MOST_PARTS", 200)
    monkeypatch.setattr(dot, "MOST_TOKENS", 1_000)
    monkeypatch.setattr(dot, "MOST_LINKS", 100)


@pytest.mark.usefixtures("_soon_too_much")
@pytest.mark.parametrize(("format", "text", "why"), [
    ("yaml", "a: [" + "1," * 2_000_001, "more than 2,000,000 values"),
    ("toml", "a = [" + "1," * 2_000_001, "more than 2,000,000 values"),
    ("json", "[" + "1," * 2_000_001, "more than 2,000,000 values"),
    ("graphml", "<a>" * 1_000_001, "more than 1,000,000 values"),
    ("csv", "\n" * 1_000_001, "more than 1,000,000 values"),
    ("csv", "touchpoint" + ",h" * 100_001, "100,002 columns and 1 rows are more than a journey has"),
    ("csv", "touchpoint" + ",h" * 5_000 + "\na" * 5_000, "5,001 columns and 5,001 rows are more than a journey has"),
    ("mermaid", "journey\n" + ";" * 501, "more than 500 words and signs"),
    ("flowchart", "graph TD\n" + "a\n" * 201, "more than 200 boxes or lines"),
    ("flowchart", "graph TD\n" + " & ".join(f"a{at}" for at in range(202)), "more than 200 boxes or lines"),
    ("dot", "digraph {" + "a " * 1_001, "more than 1,000 words and signs"),
    ("dot", "digraph {" + "a -> {b c d}" * 34 + "}", "more than 100 links"),
    ("dot", "digraph { node [" + "".join(f"k{at}=1 " for at in range(101)) + "] }",
     "more than 100 facts for every node"),
    ("graphml", "<graphml>" + "<key for='node' attr.name='a'><default>1</default></key>" * 101 + "<graph/></graphml>",
     "more than 100 keys with a default"),
])  # fmt: skip
def test_what_no_journey_comes_near_is_refused(format: str, text: str, why: str) -> None:
    """Before minutes are spent on it, with a word on what is too much."""
    with pytest.raises(jm.ReadError, match=why):
        jm.loads(text, format)


SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData>{}</worksheet>'


def test_a_workbook_is_read_only_as_far_as_something_stands() -> None:
    """Cells that are only formatted far out are passed over; one that says something there is refused.

    So are cells that are merged without end.
    """
    told = '<row r="1"><c r="A1" t="inlineStr"><is><t>touchpoint</t></is></c></row>' \
           '<row r="2"><c r="A2" t="inlineStr"><is><t>Pay</t></is></c></row>'  # fmt: skip
    far = '<row r="1048576"><c r="XFD1048576">{}</c></row>'
    shop = jm.loads(workbook_with(SHEET.format(told + far.format(""), "").encode()), "xlsx", name="S")
    assert [touchpoint.name for touchpoint in shop] == ["Pay"]
    with pytest.raises(jm.ReadError, match="something stands in row 1,048,576 and column XFD"):
        jm.loads(workbook_with(SHEET.format(told + far.format("<v>1</v>"), "").encode()), "xlsx", name="S")
    merged = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    with pytest.raises(jm.ReadError, match="more than 5,000,000 cells merged"):
        jm.loads(workbook_with(SHEET.format(told, merged).encode()), "xlsx", name="S")


def test_every_format_has_hostile_texts_and_texts_to_damage() -> None:
    """A format that is added is fuzzed as well."""
    assert set(TEXTS) == {format.name for format in FORMATS if format.reads} == set(READ)
    assert all(texts_in(format) for format in READ)
