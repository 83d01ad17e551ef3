"""Whether a table is a journey's: by its heads, in English and Korean, in texts and workbooks."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from openpyxl import Workbook

import journeymap as jm
from journeymap import examples
from journeymap.checklists import checklist
from journeymap.cli.gathering import gather
from journeymap.formats import written
from journeymap.formats.tables.grids import SAMPLE
from journeymap.formats.tables.recognising import is_journey
from tests.strategies import journeys

OURS = [
    "stage,touchpoint,emotion (1-5),wait (min),pain points,next\nFind,Search,5,,,\n",
    "단계,접점,감정 (1-5),대기 (분)\n찾기,검색,5,\n",
    "단계;접점\n찾기;검색\n",
    ",Find,,Pay\nTouchpoint,Search,Product page,Card payment\nActions,looks,compares,pays\nFeelings,curious,😊,anxiety",
    ",찾기,결제\n접점,검색,결제\n감정,좋음,나쁨\n",
    "touchpoint\temotion\nPay\t-1\n",
    "phase,step,satisfaction (1-5)\nPay,Card,2\n",
    "단계,활동,만족도\n결제,카드,2\n",
    "단계,고객 행동,담당 부서\n결제,카드,재무\n",
    "Journey of a shoe\n\nTouch Point,Channel\nPay,web\n",
    "stage,pain_points\nPay,slow\n",
]
"""Tables that are journeys."""

OTHERS = [
    "", "\n", "name,price,quantity\nShoe,3,4\n", "이름,부서,전화\n김,재무,1\n", "task,phase,owner,duration\nA,1,B,3\n",
    "name,score\nKim,5\n", "이름,점수\n김,5\n", "touchpoint,rating\nPay,5\nPay,4\n", "접점,만족도\n결제,5\n",
    "touchpoint,seconds\nPay,5\n", "key,answer\nJM101|verdict,yes\n", "case_id,timestamp,activity\n1,2026-03-01,Pay\n",
    "접점,내용,등급\n결제,느림,3\n", "항목,비용,담당\n월세,100,김\n", "just a text\nof two lines\n",
    "journey,distance\nA,3\n",
    '"never closed\n1,2', "\0\0\0",
]  # fmt: skip
"""Tables that are something else."""


def workbook(*tables: str) -> bytes:
    """A workbook with a sheet for each table."""
    book = Workbook()
    for number, table in enumerate(tables):
        sheet = book.active if number == 0 else book.create_sheet()
        for row in table.replace("\0", "").replace(";", ",").replace("\t", ",").splitlines():
            sheet.append([cell or None for cell in row.split(",")])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("table", OURS)
def test_journeys_are_known(table: str, encoding: str) -> None:
    """By what a journey's table has and hardly any other, also below a title and with lanes for rows."""
    assert is_journey(table.encode(encoding), is_text=True)
    assert is_journey(workbook(table), is_text=False)


@pytest.mark.parametrize("table", OTHERS)
def test_others_are_not(table: str) -> None:
    """Prices, people, plans, logs, answers, ratings and checklists are no journeys."""
    assert not is_journey(table.encode(), is_text=True)
    assert not is_journey(workbook(table), is_text=False)


def test_korean_windows_is_read() -> None:
    """As Korean Excel saves it."""
    assert is_journey(OURS[1].encode("cp949"), is_text=True)
    assert not is_journey(OTHERS[3].encode("cp949"), is_text=True)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "cp949"])
@pytest.mark.parametrize("more", range(4))
def test_a_beginning_may_be_cut_anywhere(encoding: str, more: int) -> None:
    """Of a large file only the beginning is read, which may end in the middle of a sign."""
    text = OURS[1] + "결제,카드,3,가나다라\n" * SAMPLE
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    assert is_journey((mark + text.encode(encoding))[: SAMPLE + 100 + more], is_text=True)
    assert not is_journey(b"touchpoint,emotion," * SAMPLE, is_text=True)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(journeys(facts=False))
def test_what_is_written_is_known(journey: jm.Journey) -> None:
    """Every table that is written of a journey is known again, in either language."""
    for lang in ("en", "ko"):
        table = written(journey, "csv", lang=lang)
        assert isinstance(table, str)
        assert is_journey(table.encode(), is_text=True)


def test_the_bundled_journeys_are_known_and_their_checklists_are_not() -> None:
    """As tables and workbooks, in either language."""
    for lang in ("en", "ko"):
        journey = jm.load(examples.path("cake-shop", lang=lang))
        table, book = written(journey, "csv", lang=lang), written(journey, "xlsx", lang=lang)
        assert isinstance(table, str)
        assert isinstance(book, bytes)
        assert is_journey(table.encode(), is_text=True)
        assert is_journey(book, is_text=False)
        assert not is_journey(checklist(journey, lang=lang).csv().encode(), is_text=True)


def test_any_sheet_that_is_shown_will_do() -> None:
    """A journey may stand behind other sheets, but not in one that is hidden; what is no workbook is none."""
    assert is_journey(workbook(OTHERS[2], OURS[0]), is_text=False)
    for content in (b"", b"PK", b"PK\x03\x04 no workbook", b"\xd0\xcf\x11\xe0 locked"):
        assert not is_journey(content, is_text=False)
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(workbook(OTHERS[2], OURS[0])))
    book.worksheets[1].sheet_state = "hidden"
    content = io.BytesIO()
    book.save(content)
    assert not is_journey(content.getvalue(), is_text=False)


def files(folder: Path, tables: Sequence[str]) -> None:
    """Write tables into a folder as CSV, TSV and workbooks."""
    for number, table in enumerate(tables):
        (folder / f"{number}.csv").write_bytes(table.encode())
        (folder / f"{number}.tsv").write_bytes(table.replace(",", "\t").encode())
        (folder / f"{number}.xlsx").write_bytes(workbook(table))


def test_a_folder_is_searched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Journeys are found among other tables, which are counted; a lock of an office program is one of those."""
    (tmp_path / "ours").mkdir()
    (tmp_path / "others").mkdir()
    files(tmp_path / "ours", OURS[:2])
    files(tmp_path / "others", OTHERS)
    (tmp_path / "others" / "~$0.xlsx").write_bytes(b"\x05Kim")
    found, passed = gather([str(tmp_path)])
    assert found == sorted(str(path) for path in (tmp_path / "ours").iterdir())
    assert passed == 3 * len(OTHERS) + 1
    monkeypatch.setitem(sys.modules, "openpyxl", None)  # nobody can tell then: reading says what is missing
    assert len(gather([str(tmp_path)])[0]) == 6 + len(OTHERS) + 1
