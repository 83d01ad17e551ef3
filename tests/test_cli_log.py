"""Reading a log on the command line."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import journeymap as jm
from journeymap.cli import app, living

EVENTS = """case,activity,time,rating,kind
1,/product/1,2026-01-01 10:00,5,new
1,Pay,2026-01-01 10:05,1,new
2,/product/2,2026-01-02 10:00,4,old
,Pay,2026-01-02 10:00,4,old
"""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "events.csv"
    path.write_text(EVENTS, encoding="utf-8")
    return path


def run(*given: object) -> Any:
    return CliRunner().invoke(app, ["log", *map(str, given)], prog_name="journeymap")


def test_a_log_becomes_a_file_of_a_journey(log: Path) -> None:
    """What was counted and guessed is told on standard error."""
    target = log.with_name("lived.yaml")
    result = run(log, "--rename", "/product/*=Product", "--ends", "Pay=success", "-o", target)
    assert result.exit_code == 0, result.stderr
    lived = jm.load(target)
    assert [touchpoint.name for touchpoint in lived] == ["Product", "Pay"]
    assert lived["pay"].ends == "success"
    assert "Events read: 4, kept: 3. Cases: 2. Left out: no case: 1." in result.stderr
    assert "Note: ratings run from 1 to 5" in result.stderr


def test_without_a_file_the_journey_is_printed(log: Path) -> None:
    """As YAML, or as what is asked for; one segment on request, in Korean on request."""
    assert run(log).stdout.startswith("journeymap: 1\nname: events\n")
    assert run(log, "--to", "json", "--scale", "1-5", "--between", "neither").stdout.startswith("{")
    part = run(log, "--column", "segment=kind", "--segment", "old", "--lang", "ko")
    assert 'name: "events: old"' in part.stdout
    assert "읽은 이벤트: 3건" in part.stderr


def test_mistakes_are_told_in_a_line(log: Path) -> None:
    """With exit code 2 and no traceback."""
    for given, said in [
        (["--column", "case"], "expected two names with = between them"),
        (["--column", "cases=case"], "did you mean 'case'"),
        (["--column", "case=number"], "unknown column 'number'"),
        (["--scale", "five"], "expected the worst and the best rating"),
        (["--segment", "new"], "unknown segment"),
        (["-o", "lived.xyz"], "suffix"),
    ]:
        result = run(log, *given)
        assert result.exit_code == 2
        assert said in result.stderr, result.stderr


def test_a_scale_may_be_negative() -> None:
    """The sign between its numbers is told from theirs."""
    assert living._scale("-3--1") == jm.Scale(-3, -1)
    assert living._scale("-2-2") == jm.Scale(-2, 2)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_moves_when_it_takes_longer_than_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal, and is gone afterwards; quick work shows none."""
    import time

    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setattr(living, "MOMENT", 0.01)
    with living.Working("Reading log"):
        time.sleep(0.5)
    assert "Reading log" in screen.getvalue()
    quick = Terminal()
    monkeypatch.setattr("sys.stderr", quick)
    monkeypatch.setattr(living, "MOMENT", 60)
    with living.Working("Reading log"):
        pass
    assert quick.getvalue() == ""
