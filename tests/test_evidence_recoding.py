"""Tables that are not in UTF-8: read as spreadsheets save them, and told so."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

import journeymap as jm
from journeymap.evidence import read_log
from journeymap.evidence.recoding import CHUNK, recoded

ROWS = "주문번호,활동,일시\n" + "".join(f"{case},{name},2026-01-0{day} 오후 1:05\n" for case in range(9)
                                  for day, name in enumerate(("인사", "결제"), start=1))  # fmt: skip
CP949 = "read as CP949, the encoding of Korean Windows (save it as CSV UTF-8 to be certain)"


@pytest.mark.parametrize(
    ("encoding", "name", "told"),
    [
        ("cp949", "a.csv", CP949),
        ("cp949", "a.csv.gz", CP949),
        ("utf-16", "a.csv", ""),
        ("utf-16-le", "a.csv", "read as UTF-16"),
        ("utf-8-sig", "a.csv", ""),
        ("utf-8", "a.csv", ""),
    ],
)
def test_a_log_is_read_as_a_spreadsheet_saves_it(tmp_path: Path, encoding: str, name: str, told: str) -> None:
    """In the encoding of Korean Windows, in UTF-16 or UTF-8; what was guessed is told, what a mark says is not."""
    path, content = tmp_path / name, ROWS.encode(encoding)
    path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    log = read_log(path)
    assert [(each.name, each.visits) for each in log.touchpoints] == [("인사", 9), ("결제", 9)]
    assert log.transitions[0].delay is not None
    assert log.transitions[0].delay.median == 24 * 3600
    assert bool(told) == any("save it as CSV UTF-8" in note for note in log.notes)
    assert told in " ".join(log.notes)


def test_what_is_not_ascii_may_come_late(tmp_path: Path) -> None:
    """A line that cannot be read makes the whole file looked through."""
    path = tmp_path / "late.csv"
    plain = "".join(f"{case},Hi,2026-01-01 10:00\n" for case in range(CHUNK // 20))
    path.write_bytes(("case,activity,time\n" + plain + "x,인사말씀,2026-01-01 10:00\n").encode("cp949"))
    assert recoded(path, tmp_path / "b.csv") is None
    log = read_log(path)
    assert [each.name for each in log.touchpoints] == ["Hi", "인사말씀"]
    assert log.counts.dropped == {}


def test_a_broken_line_makes_no_other_encoding(tmp_path: Path) -> None:
    """The line is left out and counted, the others stay what they are."""
    path = tmp_path / "a.csv"
    rows = ROWS.replace("오후 1:05", "13:05").encode().splitlines(keepends=True)
    path.write_bytes(b"".join([*rows[:5], "7,결제,2026-01-01 13:05\n".encode("cp949"), *rows[5:]]))
    log = read_log(path)
    assert log.counts.dropped == {"line that cannot be read": 1}
    assert [each.name for each in log.touchpoints] == ["인사", "결제"]
    latin = tmp_path / "latin.csv"
    latin.write_bytes("case,activity,time\n1,Café,2026-01-01\n".encode("latin-1"))
    assert recoded(latin, tmp_path / "b.csv") is None
    with pytest.raises(jm.JourneymapError):
        read_log(latin)


def test_korean_columns_are_known_with_spaces_and_in_any_form(tmp_path: Path) -> None:
    """What stands between the syllables of a name makes no difference."""
    import unicodedata

    path = tmp_path / "a.csv"
    head = unicodedata.normalize("NFD", "고객 번호,활동 명,발생 일시")
    path.write_text(f"{head}\n1,인사,2026-01-01\n", encoding="utf-8")
    assert read_log(path).counts.cases == 1
