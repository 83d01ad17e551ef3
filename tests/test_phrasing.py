"""A second look at words: what is found, what is left in peace, and that nothing breaks it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import journeymap as jm
from journeymap.cli import app
from journeymap.phrasing import ABOUT, remarks


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Were you satisfied with the price and the service?", "double"),
        ("친절하고 빨랐습니까?", "double"),
        ("Don't you think our service is great?", "leading"),
        ("만족하셨지요?", "leading"),
        ("Do you often come here?", "vague"),
        ("자주 오십니까?", "vague"),
        ("Are we always on time?", "absolute"),
        ("직원이 항상 웃습니까?", "absolute"),
        ("다시 오지 않을 생각은 없으십니까?", "negative"),
        ("Were you not unhappy?", "negative"),
        (" ".join(["word"] * 30) + "?", "long"),
        (" ".join(["낱말"] * 20) + "?", "long"),
    ],
)
def test_questions_worth_a_second_look(text: str, kind: str) -> None:
    """Each kind of question that cannot be answered well is found, with the words."""
    found = {remark.kind: remark for remark in remarks(text)}
    assert kind in found
    assert found[kind].found.strip() in text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("You should have read the terms.", "blame"),
        ("고객님이 잘못 입력하셨네요.", "blame"),
        ("It's our policy.", "excuse"),
        ("제 담당이 아닙니다.", "excuse"),
        ("You'll have to call another department.", "passing-on"),
        ("다른 부서에 문의하세요.", "passing-on"),
        ("Calm down, please.", "order"),
        ("진정하세요.", "order"),
        ("We will look into it as soon as possible.", "empty"),
        ("확인해 보겠습니다.", "empty"),
    ],
)
def test_sentences_staff_should_not_say(text: str, kind: str) -> None:
    """Blame, excuses, passing on, orders and empty promises are found."""
    assert kind in {remark.kind for remark in remarks(text, about="script")}


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("How satisfied were you with the delivery?", "question"),
        ("배송에 얼마나 만족하셨습니까?", "question"),
        ("What could we do better?", "question"),
        ("직원은 친절했습니까?", "question"),
        ("I will call you by 5 pm with the answer.", "script"),
        ("제가 맡아 오늘 5시까지 전화드리겠습니다.", "script"),
    ],
)
def test_good_words_are_left_in_peace(text: str, about: str) -> None:
    """What is plain and kept open gets no remark."""
    assert remarks(text, about=about) == ()


@given(st.text(max_size=200), st.sampled_from(ABOUT))
def test_any_text_can_be_looked_at(text: str, about: str) -> None:
    """Whatever it is, remarks come in order, stand in the text, and say why and what to do in both languages."""
    found = remarks(text, about=about)
    assert list(found) == sorted(found, key=lambda remark: (remark.start, remark.kind))
    for remark in found:
        assert remark.found in text
        assert all((remark.why(lang), remark.fix(lang)) for lang in ("en", "ko"))


def test_a_long_line_takes_no_longer_than_its_length() -> None:
    """A hundred thousand words are looked at in one go."""
    assert remarks("not " * 100_000)


def test_an_unknown_subject_is_refused() -> None:
    """With the nearest name."""
    with pytest.raises(jm.UnknownNameError, match="question"):
        remarks("?", about="questions")


class TestCommand:
    def test_lines_are_told_with_their_places(self, tmp_path: Path) -> None:
        """Each remark says line and column, and the exit code tells that there are some."""
        file = tmp_path / "q.txt"
        file.write_text("How was it?\nDo you often come?\n", encoding="utf-8")
        done = CliRunner().invoke(app, ["words", str(file)])
        assert done.exit_code == 1
        assert "2:8 “often”" in done.output

    def test_nothing_found_says_so(self) -> None:
        """Standard input works too."""
        done = CliRunner().invoke(app, ["words", "-", "--about", "script", "--lang", "ko"], input="제가 맡겠습니다.\n")
        assert done.exit_code == 0
        assert "1" in done.output
