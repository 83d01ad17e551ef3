"""Two journeys beside each other: what differs, what is fixed and new, and whether the weights decide."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import attrs
import pytest
from click.testing import CliRunner
from hypothesis import given, settings

from journeymap import examples
from journeymap.cli import app
from journeymap.comparing import compare, robust
from journeymap.comparing.robustness import GRID
from journeymap.display import bundle
from journeymap.errors import UnknownNameError
from journeymap.facts import Contact, Promise
from journeymap.formats import dumps, load
from journeymap.model import Journey, Transition
from journeymap.recalling import Weights
from journeymap.reports.comparisons import comparison_data, comparison_fragment, report_comparison
from journeymap.reports.improvements import improvement_outline, improvements_json
from journeymap.reports.outlines import html_page, text_page
from journeymap.rulebook import Context, Finding, Severity
from journeymap.rules import RULES
from journeymap.saving import save
from journeymap.scoring import score
from journeymap.sequencing import resequence, what_if
from tests.strategies import journeys

CLOSE = pytest.approx


def stall() -> Journey:
    return (
        Journey("Stall")
        .touchpoint("eat", "Eats", emotion=1)
        .touchpoint("wait", "Waits for the bill", emotion=0)
        .touchpoint("pay", "Pays", emotion=-1, kind="payment")
    )


def line(*emotions: float) -> Journey:
    journey = Journey("Line")
    for number, emotion in enumerate(emotions):
        journey = journey.touchpoint(f"t{number}", f"T{number}", emotion=emotion)
    return journey


# Robust


def test_the_grid_has_every_mixture_in_tenths() -> None:
    """Sixty-six different weights, the three corners among them."""
    assert len(set(GRID)) == 66
    assert {Weights(1, 0, 0), Weights(0, 1, 0), Weights(0, 0, 1)} <= set(GRID)


def test_the_share_is_that_of_scoring_under_each_weight() -> None:
    """The verdict counts the weights under which the score is higher, found here by scoring 66 times."""
    one, other = line(2, -1, 0.5), line(-1, 1, 1)
    wins = [score(one, weights=w).remembered - score(other, weights=w).remembered for w in GRID]
    found = robust(one, other)
    assert found.share == CLOSE(sum(gap > 1e-9 for gap in wins) / sum(abs(gap) > 1e-9 for gap in wins))
    assert found.verdict == "undetermined"
    assert robust(score(one), score(other)) == found
    assert robust(other, one).share == CLOSE(1 - found.share)


def test_better_whatever_the_weights_is_better_and_the_other_way_round_worse() -> None:
    """Higher in every part is better under all weights."""
    assert robust(line(1, 1.5), line(-1, 1)).verdict == "better"
    assert robust(line(-1, 1), line(1, 1.5)).verdict == "worse"
    assert "Worse under 100%" in robust(line(-1, 1), line(1, 1.5)).message()


def test_weights_that_cannot_tell_are_not_counted_against_it() -> None:
    """When only the end differs, those that do not count the end are said to be equal."""
    found = robust(line(2, -1, 1), line(2, 1, -1))
    assert (found.verdict, found.share) == ("better", 1)
    assert found.equal == CLOSE(11 / 66)


def test_the_same_is_the_same() -> None:
    """Where no weight tells them apart, neither is better."""
    found = robust(line(1, 2), line(1, 2))
    assert (found.verdict, found.share, found.equal) == ("same", None, 1)
    assert found.message() == "Remembered equally well, however peak, end and average are weighed."


def test_that_peak_end_and_mean_disagree_is_said() -> None:
    """A better peak and end at a worse mean is undetermined, and says that neither is reliably right."""
    found = robust(line(2, -1, -1, -1, 2), line(1, 1, 1, 1, 1))
    assert found.disagree
    assert found.verdict == "undetermined"
    assert "neither is reliably right" in found.message()
    assert found.message("ko") != found.message()


# What differs


@settings(max_examples=40, deadline=None)
@given(journeys(max_touchpoints=4))
def test_a_journey_does_not_differ_from_itself(journey: Journey) -> None:
    """Nothing is added, removed, moved, changed, fixed or new; the score is the same; every report can be written."""
    same = compare(journey, journey)
    assert same.same
    assert not same.fixed
    assert not same.new
    assert not same.unclear
    assert same.remaining == same.after.findings
    assert same.gain in (None, 0)
    assert same.robust.verdict in ("same", "undetermined")
    assert not same.worse
    assert all(ending.before == ending.after for ending in same.endings)
    assert "nothing differs" in repr(same)
    assert "\n" not in repr(same)
    for form in ("text", "html", "json"):
        for lang in ("en", "ko"):
            assert report_comparison(same, form, lang=lang)


@settings(max_examples=40, deadline=None)
@given(journeys(max_touchpoints=5), journeys(max_touchpoints=5))
def test_the_other_way_round_says_the_opposite(one: Journey, other: Journey) -> None:
    """What is added one way is removed the other; gains change their sign; new and fixed findings change places."""
    there, back = compare(one, other), compare(other, one)
    assert [t.id for t in there.added] == [t.id for t in back.removed]
    assert len(there.moved) == len(back.moved)
    assert len(there.changed) == len(back.changed)
    assert (there.gain is None) == (back.gain is None)
    if there.gain is not None:
        assert there.gain == CLOSE(-back.gain)
    assert len(there.fixed) + len(there.unclear) + len(there.remaining) >= len(there.before.findings) - len(back.new)
    assert json.loads(report_comparison(there, "json"))["worse"] is there.worse


def test_data_can_say_days_and_what_is_beyond_all_numbers() -> None:
    """A day is told as ISO text; a difference too great for a number is unknown."""
    phone = [Contact("phone", updated="2026-11-01")]
    vast = [Promise("amount", promised=1.7e308, delivered=-1.7e308, more_is_better=True)]
    told = report_comparison(compare(stall(), stall().change("pay", contacts=phone, promises=vast)), "json")
    assert "2026-11-01" in told
    assert json.loads(told)


def test_what_was_added_removed_moved_and_changed_is_told() -> None:
    """By id; the fewest moves explain the new order; each fact that differs is given with both values."""
    after = (
        Journey("Stall, better")
        .touchpoint("pay", "Pays", emotion=-1, kind="payment")
        .touchpoint("eat", "Eats well", emotion=1)
        .touchpoint("tea", "Tea", emotion=1.5)
    )
    found = compare(stall(), after)
    assert [t.id for t in found.added] == ["tea"]
    assert [t.id for t in found.removed] == ["wait"]
    assert [t.id for t in found.moved] == ["eat"] or [t.id for t in found.moved] == ["pay"]
    (changed,) = found.changed
    assert [(fact.name, fact.before, fact.after) for fact in changed.facts] == [("name", "Eats", "Eats well")]
    assert [(e.touchpoint, e.before is None, e.after is None) for e in found.endings] == [
        ("tea", True, False),
        ("pay", False, True),
    ]


def test_a_touchpoint_with_another_id_is_known_by_its_name() -> None:
    """A name that only one of each has matches; what refers to it is no change of its own."""
    before = stall().change("eat", next=[Transition("pay", probability=1)]).change("wait", after=["pay"])
    renamed = attrs.evolve(before, touchpoints=tuple(
        attrs.evolve(t, id="bill", name="  PAYS ") if t.id == "pay" else t for t in before
    )).change("eat", next=[Transition("bill", probability=1)]).change("wait", after=["bill"])  # fmt: skip
    found = compare(before, renamed)
    assert not found.added
    assert not found.removed
    assert [(c.before.id, c.after.id, [f.name for f in c.facts]) for c in found.changed] == [
        ("pay", "bill", ["id", "name"])
    ]
    assert not found.new
    twice = stall().touchpoint("again", "Pays", emotion=-1)
    assert {t.id for t in compare(attrs.evolve(renamed), twice).removed} == {"bill"}


def test_findings_are_fixed_new_unclear_or_remaining() -> None:
    """What cannot be told any more is not fixed: missing data is never a pass."""
    better = compare(stall(), stall().change("pay", emotion=1))
    assert "JM101" in {finding.code for finding in better.fixed}
    unknown = compare(stall(), stall().change("pay", emotion=None))
    assert "JM101" in {finding.code for finding in unknown.unclear}
    assert "JM101" not in {finding.code for finding in unknown.fixed}
    assert compare(stall().change("pay", emotion=1), stall()).worse
    assert {finding.code for finding in compare(stall(), stall()).remaining} >= {"JM101"}


def test_a_question_about_the_place_leaves_open_what_failed_in_it() -> None:
    """What failed about one thing is unclear when now nothing at all can be told there, or of the whole journey."""
    known = next(rule for rule in RULES if rule.code == "JM101")

    def verdict(after: str) -> tuple[int, int]:
        def check(context: Context) -> Iterator[Finding]:
            place = context.journey["t1"]
            if context.journey.name == "Line":
                yield context.failed(place, about="Shipping")
            elif after != "passed":
                yield context.cannot_tell(place if after == "place" else context.journey, "fees")

        found = compare(line(1, 1), attrs.evolve(line(1, 1), name="After"), rules=(attrs.evolve(known, check=check),))
        return len(found.fixed), len(found.unclear)

    assert [verdict(after) for after in ("passed", "place", "journey")] == [(1, 0), (0, 1), (0, 1)]


@pytest.mark.parametrize(("emotion", "worse"), [(1.0, True), (2.0, False)])
def test_new_errors_make_it_worse_unless_it_is_remembered_better(emotion: float, worse: bool) -> None:
    """A rule that breaks anew counts where the score does not speak for the second."""
    severe = attrs.evolve(next(rule for rule in RULES if rule.code == "JM101"), severity=Severity.ERROR)
    strict = attrs.evolve(severe, check=lambda context: (context.failed(t) for t in context.of_kind("upsell")))
    after = line(1, 1).change("t1", kind="upsell", emotion=emotion)
    found = compare(line(1, 1), after, rules=(strict,))
    assert [finding.touchpoint for finding in found.new] == ["t1"]
    assert found.worse is worse


def test_a_journey_without_a_score_is_compared_without_one() -> None:
    """A loop that nobody can leave, or no emotion at all, leaves the verdict open and the rest told."""
    trapped = Journey("Trap").touchpoint("eat", "Eats", emotion=1, next=["eat"])
    found = compare(stall(), trapped)
    assert found.gain is None
    assert found.message() == "Undetermined: one of the two has no score."
    assert "undetermined" in repr(found)
    assert [t.id for t in found.removed] == ["wait", "pay"]
    assert "?" in report_comparison(found)
    assert comparison_data(found)["after"]["score"] is None


def test_weights_and_rules_are_those_asked_for() -> None:
    """Both journeys are scored with the weights, and judged by the rules that were given."""
    found = compare(stall(), stall().change("pay", emotion=1), weights="mean", rules=())
    assert found.gain == CLOSE(2 / 3)
    assert found.change("peak") == CLOSE(0 - -2)
    assert not found.before.results
    with pytest.raises(UnknownNameError):
        compare(stall(), stall(), weights="men")


# Reports


def restaurants() -> tuple[Journey, Journey]:
    return load(examples.path("chinese-restaurant-careless")), load(examples.path("chinese-restaurant-care"))


def test_the_text_tells_score_endings_touchpoints_and_findings() -> None:
    """All parts are there, in English and in Korean."""
    found = compare(*restaurants())
    text = report_comparison(found)
    for part in ("The score", "How it ends", "Touchpoints", "Fixed", "difference", "Better under 100%", "JM101"):
        assert part in text
    korean = report_comparison(found, lang="ko")
    for part in ("점수", "여정이 끝나는 곳", "접점", "고쳐진 것", "차이"):
        assert part in korean
    assert "Fixed" not in korean
    with pytest.raises(UnknownNameError, match="did you mean 'html'"):
        report_comparison(found, "htm")


class Tags(HTMLParser):
    """Notes the tags of a page, and that each is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.seen.add(tag)
        if tag not in ("meta",):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_and_nothing_a_user_wrote_is_obeyed() -> None:
    """Every tag is closed, and a name full of markup stays text, on the page and in a notebook."""
    hostile = stall().change("pay", name="<script>alert(1)</script>\x1b[2J")
    hostile = attrs.evolve(hostile, name="</title><b>")
    found = compare(stall(), hostile)
    for page in (report_comparison(found, "html"), comparison_fragment(found), bundle(found)["text/html"]):
        tags = Tags()
        tags.feed(page)
        assert tags.open == []
        assert not tags.seen & {"script", "b"}
        assert "\x1b" not in page
    assert "\x1b" not in report_comparison(found)
    assert bundle(found)["text/plain"] == repr(found)


def test_the_data_says_the_same() -> None:
    """Ids, facts with both values, endings and findings, as JSON that is always the same."""
    after = stall().change("pay", emotion=1, owner="Hall").touchpoint("tea", "Tea", emotion=2)
    found = compare(stall(), after)
    data = json.loads(report_comparison(found, "json"))
    assert data["journeymap_comparison"] == 1
    assert (data["verdict"], data["worse"], data["added"], data["moved"]) == ("better", False, ["tea"], [])
    assert data["changed"] == [
        {"id_before": "pay", "id": "pay", "facts": [
            {"name": "emotion", "before": -1, "after": 1}, {"name": "owner", "before": None, "after": "Hall"},
        ]},
    ]  # fmt: skip
    assert [each["touchpoint"] for each in data["endings"]] == ["tea", "pay"]
    assert report_comparison(found, "json") == report_comparison(compare(stall(), after), "json")


def test_comparisons_are_saved_by_suffix(tmp_path: Path) -> None:
    """Text, page and data; another suffix is refused with those there are."""
    found = compare(stall(), stall())
    for suffix in ("txt", "html", "json"):
        assert save(found, tmp_path / f"gap.{suffix}").read_text(encoding="utf-8")
    with pytest.raises(UnknownNameError, match=r"\.html, \.json, .*\.svg, \.txt"):
        save(found, tmp_path / "gap.xyz")


def test_long_lists_are_cut_and_counted() -> None:
    """Of many findings of one sort the first thirty are listed."""
    many = line(*[-1.0] * 40)
    many = attrs.evolve(many, touchpoints=tuple(attrs.evolve(t, next=[], ends="failure") for t in many))
    text = report_comparison(compare(Journey("None"), many))
    assert "more" in text


# The commands


def written(folder: Path, name: str, journey: Journey) -> str:
    path = folder / name
    path.write_text(dumps(journey, "yaml"), encoding="utf-8")
    return str(path)


def test_compare_tells_by_its_exit_code_when_the_second_is_worse(tmp_path: Path) -> None:
    """0 when it is better or the same, 1 when it is worse, 2 when a file is not there."""
    bad = written(tmp_path, "bad.yaml", stall())
    good = written(tmp_path, "good.yaml", stall().change("pay", emotion=1))
    run = CliRunner().invoke
    assert run(app, ["compare", bad, good]).exit_code == 0
    assert run(app, ["compare", bad, bad]).exit_code == 0
    worse = run(app, ["compare", good, bad])
    assert worse.exit_code == 1
    assert "Worse under 100%" in worse.output
    assert run(app, ["compare", good, str(tmp_path / "none.yaml")]).exit_code == 2
    page = tmp_path / "gap.html"
    assert run(app, ["compare", bad, good, "-o", str(page), "--lang", "ko"]).exit_code == 0
    assert '<html lang="ko">' in page.read_text(encoding="utf-8")
    assert json.loads(run(app, ["compare", bad, good, "--format", "json"]).output)["verdict"] == "better"


def movable() -> Journey:
    journey = stall().change("eat", movable=True).change("wait", after=["eat"], movable=True)
    return journey.touchpoint("tea", "Tea", movable=True)


def test_improve_shows_changes_and_a_better_order(tmp_path: Path) -> None:
    """The greatest gains first, ten unless all are asked for; then the order, what it obeyed, what was left alone."""
    file = written(tmp_path, "stall.yaml", movable())
    run = CliRunner().invoke
    shown = run(app, ["improve", file])
    assert shown.exit_code == 0
    for part in ("What would help most", "A better order", "What was obeyed", "What was left alone", "Pays"):
        assert part in shown.output
    assert "그대로 둔 것" in run(app, ["improve", file, "--lang", "ko"]).output
    data = json.loads(run(app, ["improve", file, "--format", "json"]).output)
    assert data["journeymap_improvements"] == 1
    assert data["changes"][0]["gain"] == max(change["gain"] for change in data["changes"])
    page = tmp_path / "help.html"
    assert run(app, ["improve", file, "-o", str(page)]).exit_code == 0
    assert "<table" in page.read_text(encoding="utf-8")
    refused = run(app, ["improve", file, "-o", str(tmp_path / "help.htm")])
    assert refused.exit_code == 2
    assert "did you mean '.html'" in refused.output
    many = written(tmp_path, "many.yaml", line(*[-1.0] * 12))
    assert "more" in run(app, ["improve", many]).output
    assert "and 3 more" not in run(app, ["improve", many, "--all"]).output


def test_an_outline_reads_the_same_as_text_and_as_a_page() -> None:
    """Every cell of every table is in both, and a journey that cannot be improved says so."""
    journey = movable()
    outline = improvement_outline(what_if(journey), resequence(journey))
    page, lines = html_page(outline), text_page(outline, width=200).plain()
    for table in outline.shown:
        assert table.title in page
        assert table.title in lines
    best = Journey("Best").touchpoint("a", "A", emotion=2)
    assert "No single change" in text_page(improvement_outline(what_if(best), resequence(best))).plain()
    assert "No single change" not in bundle(resequence(best))["text/html"]  # it was not asked
    assert json.loads(improvements_json((), resequence(best)))["changes"] == []
    unknown = Journey("Unknown").touchpoint("a", "A")
    assert "?" in text_page(improvement_outline(what_if(unknown), resequence(unknown))).plain()
    many = Journey("Many").touchpoint("a", "A", emotion=-1, next=[f"t{n}" for n in range(30)])
    for number in range(30):
        many = many.touchpoint(f"t{number}", "T", emotion=1, next=[])
    assert " ? " in text_page(improvement_outline(what_if(many), resequence(many))).plain()  # no ending is likely
