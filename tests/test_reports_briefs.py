"""Briefs: what one person needs to know of a journey, and its course over versions."""

from __future__ import annotations

import datetime
import functools
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings

import journeymap as jm
from journeymap import examples
from journeymap.cli import app
from journeymap.reports.briefs import BRIEFS, brief
from journeymap.reports.outlines import Outline
from tests.strategies import journeys as any_journey

DAY = datetime.date(2026, 11, 21)
NAMES = [each.name for each in BRIEFS]


def shop() -> jm.Journey:
    return (
        jm.Journey(
            "Shop",
            persona=jm.Persona("Regular", relation="regular", wanted=True, expected=0.5),
            business=jm.Business("Corner shop", vision="A second home", why_chosen="We know your name"),
            ritual=("hello", "bill"),
            goals=("Nobody waits over a minute",),
        )
        .stage("In")
        .touchpoint(
            "hello",
            "Welcome",
            emotion=1.5,
            channel="store",
            owner="Kim",
            standard="Greet by name within 15 seconds",
            quote="Is anybody there?",
            enhancers=["knows my name"],
            moment_of_truth=True,
            kpi="share greeted in time",
            staff=jm.Staff(knowledge=4, topics=["names"], last_trained="2024-01-01", discretion="a cup of tea"),
            conduct=[jm.Conduct("nobody is free", "say hello all the same")],
            by_persona=[jm.ByPersona("Newcomer", 0.5)],
            assumptions=["that people like to be called by name"],
        )
        .stage("Out")
        .touchpoint(
            "bill",
            "Bill",
            emotion=-1,
            channel="store",
            effort="small",
            scales=True,
            incidents=[
                jm.Incident("wrong sum", count=3, nature="process", solution="paid back", root_cause="old list")
            ],
        )
    )


@functools.cache
def audited(example: str, lang: str) -> jm.Audit:
    return jm.audit(jm.load(examples.path(example, lang=lang)))


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("name", NAMES)
def test_every_brief_of_every_example(name: str, lang: str) -> None:
    """Each brief of each bundled journey says something, as text, page and Markdown, in both languages."""
    for example in examples.names():
        told = brief(audited(example, lang), name, today=DAY)
        assert told.shown
        assert told.title in told.text.replace("\n", " ")
        assert told.markdown.startswith("# ")
        assert f'lang="{lang}"' in told.html
        if lang == "ko":  # nothing of ours is left in English: only what stands in the journey, codes and units
            ours = re.sub(r"JM\d+|[A-Z]{2,}|NPS|journeymap|ritual", "", " ".join([told.lead[0], *_heads(told)]))
            assert not re.search(r"[A-Za-z]{3,}", ours), ours


def _heads(told: Outline) -> list[str]:
    return [text for table in told.shown for text in (table.title, table.note, *table.heads)]


def cells(told: Outline) -> list[str]:
    return [cell for table in told.shown for row in table.rows for cell in row]


def test_what_a_shop_tells() -> None:
    """Owners, training, conduct, cases, surprises and quick wins are where one would look for them."""
    told = {name: cells(brief(shop(), name, today=DAY)) for name in NAMES}
    assert {"Kim", "nobody yet", "share greeted in time", "Nobody waits over a minute"} <= set(told["owners"])
    assert "1 of 1" in told["owners"]
    assert told["staff"].count("names") == 2  # what they were trained in, and, long ago, what to train next
    assert "a cup of tea" in told["staff"]
    assert told["standards"][4:6] == ["nobody is free", "say hello all the same"]
    assert told["rituals"] == ["1", "Welcome", "Greet by name within 15 seconds", "2", "Bill", ""]
    assert {"wrong sum", "process", "paid back", "prevention"} <= set(told["incidents"])
    assert "that people like to be called by name" in told["assumptions"]
    assert told["quick-wins"][0] == "small"
    assert told["moments"][0] == "Welcome"
    assert "Newcomer" in told["personas"]
    assert {"Regular", "regular", "yes", "+0.5"} <= set(told["personas"])
    assert "−1.50" in told["figures"]
    assert any("Greet by name" in cell for cell in told["role-play"])
    assert "Welcome" in told["today"]


def test_a_newcomer_learns_what_the_business_wants_to_be() -> None:
    """The vision and the reason why customers come stand at the top."""
    lead = brief(shop(), "newcomer").lead
    assert "What we want to be for our customers: A second home" in lead
    assert "Why customers choose us: We know your name" in lead


def test_recent_training_is_not_asked_for_again() -> None:
    """Only what was never trained, or more than a year ago, is to be trained next."""
    trained = shop().change("hello", staff=jm.Staff(topics=["names"], last_trained="2026-10-01"))
    titles = [table.title for table in brief(trained, "staff", today=DAY).shown]
    assert "To be trained next" not in titles


@given(any_journey())
@settings(max_examples=15, deadline=None)
def test_no_journey_breaks_a_brief(journey: jm.Journey) -> None:
    """Whatever a journey holds, every brief can be told of it, and a name never becomes HTML."""
    try:
        audited = jm.audit(journey)
    except jm.JourneymapError:
        return
    for name in NAMES:
        told = brief(audited, name, today=DAY)
        assert told.shown
        assert "<script" not in told.html.replace("&lt;script", "")


def test_an_empty_journey_says_what_is_missing() -> None:
    """Nothing stated gives a sentence, not an empty page."""
    for name in NAMES:
        if name not in ("four-steps", "assumptions", "newcomer"):
            told = brief(jm.Journey("Empty"), name)
            assert [table.title for table in told.shown] == ["Nothing is stated yet"], name
            assert cells(told)[0]


def test_an_unknown_brief_is_refused_with_the_nearest() -> None:
    """The error names what was meant."""
    with pytest.raises(jm.UnknownNameError, match="owners"):
        brief(shop(), "owner")


def test_hostile_names_stay_text() -> None:
    """What a user wrote is shown as it is, in a page and in Markdown."""
    bad = jm.Journey("<script>x</script>").touchpoint("a", "<img src=x> | `b`", emotion=-1, owner="**me**")
    told = brief(bad, "owners")
    assert "<img" not in told.html
    assert "<script>x" not in told.html
    assert r"\*\*me\*\*" in told.markdown
    assert r"\| \`b\`" in told.markdown


def test_it_is_shown_and_saved(tmp_path: Path) -> None:
    """A notebook shows it, and it is saved as text, page or Markdown."""
    told = jm.brief(shop(), "owners")
    assert "Kim" in told._repr_mimebundle_()["text/html"]
    for suffix, start in ((".txt", "Who looks"), (".html", "<!doctype"), (".md", "# Who")):
        jm.save(told, tmp_path / f"owners{suffix}")
        assert (tmp_path / f"owners{suffix}").read_text(encoding="utf-8").lstrip().startswith(start)
    rows = sum(len(table.rows) for table in told.shown)
    assert repr(told) == f"<Outline 'Who looks after what · Shop': {rows} rows>"


class TestTrend:
    def test_the_course_over_versions(self) -> None:
        """Each version is a row; the first and the last are compared."""
        told = jm.trend([shop(), shop().change("bill", emotion=1)], labels=["v1", "v2"])
        assert [row[0] for row in told.shown[0].rows] == ["v1", "v2"]
        assert "at first" in told.lead[0]

    def test_without_labels_the_review_day_or_the_name_tells(self) -> None:
        """A version is known by the day of its last review."""
        told = jm.trend([shop(), jm.Journey("Shop", last_reviewed="2026-01-02").touchpoint("a", "A", emotion=1)])
        assert [row[0] for row in told.shown[0].rows] == ["Shop", "2026-01-02"]

    def test_unknown_scores_stay_unknown(self) -> None:
        """A version that cannot be scored has question marks, and no comparison is made."""
        told = jm.trend([jm.Journey("Empty"), shop()], lang="ko")
        assert told.shown[0].rows[0][1] == "?"
        assert "알 수 없습니다" in told.lead[0]

    def test_small_differences_are_none(self) -> None:
        """Two versions remembered alike are about the same."""
        assert "about the same" in jm.trend([shop(), shop()]).lead[0]

    def test_none_is_refused(self) -> None:
        """There is no trend of nothing."""
        with pytest.raises(jm.JourneyError, match="at least one"):
            jm.trend([])


class TestCommands:
    def run(self, *args: str) -> str:
        done = CliRunner().invoke(app, list(args), catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.output

    def test_a_brief(self, tmp_path: Path) -> None:
        """One types the file and what it is about; without that, the briefs are listed."""
        file = str(tmp_path / "shop.yaml")
        jm.save(shop(), file)
        assert "Kim" in self.run("brief", file, "owners")
        listed = self.run("brief", file)
        assert all(name in listed for name in NAMES)
        page = tmp_path / "owners.html"
        self.run("brief", file, "owners", "--lang", "ko", "-o", str(page))
        assert "누가 무엇을 맡는가" in page.read_text(encoding="utf-8")
        self.run("brief", file, "owners", "-o", str(tmp_path / "owners.md"))
        assert CliRunner().invoke(app, ["brief", file, "owners", "-o", str(tmp_path / "owners.xyz")]).exit_code == 2

    def test_a_trend(self, tmp_path: Path) -> None:
        """Files are named by their stems."""
        for stem in ("old", "new"):
            jm.save(shop(), tmp_path / f"{stem}.yaml")
        assert "old" in self.run("trend", str(tmp_path / "old.yaml"), str(tmp_path / "new.yaml"))
