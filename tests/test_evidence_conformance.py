"""The journey as lived, held against the journey as designed."""

from __future__ import annotations

import heapq
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import attrs
import pyarrow
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import journeymap as jm
from journeymap.cli import app
from journeymap.evidence import conformance, moments, read_log
from journeymap.evidence.aligning import BEGIN, Design
from journeymap.evidence.matching import match
from journeymap.i18n import Translator, translator
from journeymap.reports.comparisons import report_comparison
from journeymap.reports.lived import lived_outline
from tests.log_events import table, walks

QUICK = settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))


def line(letters: str, **facts: Any) -> jm.Journey:
    """A journey straight through the letters."""
    journey = jm.Journey("Designed")
    for letter in letters:
        journey = journey.touchpoint(letter, letter.upper(), **facts.get(letter, {}))
    return journey


SHOP = (
    jm.Journey("Shop", ritual=["a", "b", "c"])
    .touchpoint("a", "Arrive", emotion=1.0)
    .touchpoint("b", "Choose", emotion=1.5, next=["c", "e"])
    .touchpoint("c", "Pay", emotion=-0.5, next={"d": 0.9, "b": 0.1})
    .touchpoint("d", "Thanks", emotion=2, ends="success")
    .touchpoint("e", "Leave", emotion=-1, ends="abandon")
)
"""Loops, branches and two endings."""


DECOMPOSED = unicodedata.normalize("NFD", "카드 결제")

# Matching


def test_names_are_matched_by_mapping_by_id_and_by_name() -> None:
    """The mapping first; what only differs in case, hyphens and the form of letters is the same."""
    journey = jm.Journey("x").touchpoint("card-payment", "카드 결제").touchpoint("b", "Thanks!").touchpoint("c", "Bye")
    names = ["Card Payment", "카드 결제", DECOMPOSED, "thanks!", "b", "Hello", "c", "Noise"]
    found = match(names, journey, {"Hello": "bye", "b": "c", "Noise": None, "Old": "b"})
    assert found.ids == {
        "Card Payment": "card-payment", "카드 결제": "card-payment",
        DECOMPOSED: "card-payment",
        "thanks!": "b", "b": "c", "Hello": "c", "c": "c",
    }  # fmt: skip
    assert (found.ignored, found.unmatched, found.unseen, found.unused) == (("Noise",), (), (), ("Old",))


def test_what_matches_nothing_is_told_with_the_nearest() -> None:
    """A name that two touchpoints have means neither; nothing is guessed."""
    journey = jm.Journey("x").touchpoint("a", "Wait").touchpoint("b", "wait").touchpoint("pay", "Payment")
    found = match(["Wait", "Paymnet", "???"], journey)
    assert found.ids == {}
    assert [(each.name, each.nearest) for each in found.unmatched] == [
        ("Wait", "b"), ("Paymnet", "pay"), ("???", None),
    ]  # fmt: skip
    assert found.unseen == ("a", "b", "pay")
    with pytest.raises(jm.UnknownNameError, match=r"match\['Wait'\]: unknown touchpoint 'pya' \(did you mean 'pay'"):
        match(["Wait"], journey, {"Wait": "pya"})


# What fits


def test_what_customers_did_otherwise_is_told_by_kind() -> None:
    """Skipped, added, repeated, out of order, and an ending that nobody designed, each with counts and examples."""
    log = read_log(walks("abcd", "abcd", "acd", "abxcd", "abbcd", "bacd", "abc"))
    found = conformance(line("abcd"), log)
    assert (found.fit.value, found.fit.n, found.looked_at) == (pytest.approx(2 / 7), 7, 7)
    assert [(each.kind, each.name, each.cases, each.examples) for each in found.deviations] == [
        ("skipped", "B", 1, ("3",)),
        ("added", "x", 1, ("4",)),
        ("repeated", "B", 1, ("5",)),
        ("out of order", "B", 1, ("6",)),
        ("ending", "C", 1, ("7",)),
    ]
    assert found.of("added")[0].touchpoint is None
    assert found.of("ending")[0].touchpoint == "c"
    assert repr(found).startswith("<Conformance of 'table' to 'Designed': 29% of 7 cases fit; 1 skipped, 1 added")


def test_loops_branches_and_leaving_on_the_way_are_designed() -> None:
    """Whatever the journey offers fits, and where it may end is an ending."""
    log = read_log(walks("abcd", "abcbcbe", "abe", "abcbcd"))
    assert conformance(SHOP, log).fit.value == 1
    left = SHOP.change("c", drop_off=0.2, next={"d": 0.7, "b": 0.1})
    assert conformance(left, read_log(walks("abcd", "abc"))).fit.value == 1
    assert conformance(SHOP, read_log(walks("abcd", "abc"))).fit.value == 0.5


def test_what_the_log_never_shows_is_passed_in_silence() -> None:
    """Nobody can tell whether it was left out, unless the caller knows that the log would show it."""
    journey = line("sabqcz")
    log = read_log(walks("abc", "abc"))
    found = conformance(journey, log)
    assert found.fit.value == 1
    assert found.matching.unseen == ("s", "q", "z")
    strict = conformance(journey, log, logged=["q"])
    assert [(each.kind, each.touchpoint, each.cases) for each in strict.deviations] == [("skipped", "q", 2)]
    assert strict.fit.value == 0
    with pytest.raises(jm.UnknownNameError, match="did you mean"):
        conformance(SHOP.touchpoint("lounge", "Lounge"), log, logged=["lunge"])


def test_a_way_that_is_never_taken_was_not_designed() -> None:
    """A probability of 0 means that the way is closed."""
    journey = jm.Journey("x").touchpoint("a", "A", next={"b": 1, "c": 0}).touchpoint("b", "B", ends="success")
    journey = journey.touchpoint("c", "C")
    assert [each.kind for each in conformance(journey, read_log(walks("ac"))).deviations] == ["out of order"]


def test_activities_may_be_mapped_together_or_left_out() -> None:
    """Several activities can be one touchpoint; what is left out is counted and no deviation."""
    log = read_log(walks("a1b", "a2b", "ab"))
    found = conformance(line("ab"), log, match={"1": None, "2": "b"})
    assert found.fit.value == pytest.approx(2 / 3)
    assert found.matching.ignored == ("1",)
    assert dict(found.log.counts.dropped) == {"left out by the mapping": 1}
    assert [(each.kind, each.touchpoint) for each in found.deviations] == [("repeated", "b")]


def test_nothing_in_common_is_refused_with_both_sides_named() -> None:
    """So is what is no journey and no log."""
    with pytest.raises(jm.JourneyError, match=r"no activity is a touchpoint of 'Designed'.*'x'.*'a'"):
        conformance(line("ab"), read_log(walks("xy")))
    with pytest.raises(jm.JourneyError, match="takes a Log"):
        conformance(line("ab"), walks("ab"))  # type: ignore[arg-type]
    with pytest.raises(jm.JourneyError, match="takes a Journey"):
        conformance("a.yaml", read_log(walks("ab")))  # type: ignore[arg-type]


def test_example_cases_can_be_masked() -> None:
    """By a secret, without which nobody can find them again; always in the same way."""
    log = read_log(walks("ac", "ac", "abc"))
    (plain,) = conformance(line("abc"), log).deviations
    (masked,) = conformance(line("abc"), log, mask="salt").deviations
    (other,) = conformance(line("abc"), log, mask="pepper").deviations
    assert plain.examples == ("1",)
    assert masked.examples != plain.examples != other.examples
    assert masked == conformance(line("abc"), log, mask="salt").deviations[0]
    assert len(masked.examples[0]) == 12


def test_of_very_many_ways_the_most_frequent_are_looked_at() -> None:
    """How many cases that are is told; how many fit is counted in all."""
    log = read_log(walks("abc", "abc", "acb", "bac"))
    found = conformance(line("abc"), log, most=1)
    assert (found.looked_at, found.fit.value, found.deviations) == (2, 0.5, ())


# The ritual


def test_the_ritual_is_kept_by_those_who_begin_it_and_keep_its_order() -> None:
    """Who never begins does not break it, nor who gives up in the midst of it; as the rule JM502 judges."""
    log = read_log(walks("abcd", "acbd", "abd", "d", "abe", "abcbcd"))
    ritual = conformance(SHOP, log).ritual
    assert ritual is not None
    assert (ritual.begun, ritual.kept, ritual.share.value) == (5, 3, 0.6)
    assert ritual.broken == {"b": 1, "c": 1}
    assert conformance(line("abcd"), log).ritual is None
    assert conformance(SHOP, read_log(walks("d", "e"))).ritual is None


# How it feels


def test_designed_and_lived_emotion_are_held_against_each_other() -> None:
    """By touchpoint, with the interval; they part when chance does not explain half a step."""
    rows = [(str(case), name, at, rating) for case in range(40)
            for at, (name, rating) in enumerate((("a", 4 + case % 2), ("b", 1 + case % 2)))]  # fmt: skip
    log = read_log(table(*rows, columns="case activity time rating"), scale=jm.Scale(1, 5))
    found = conformance(line("ab", a={"emotion": 1.4}, b={"emotion": 1}), log)
    assert [(each.touchpoint, each.lived, each.n, each.apart) for each in found.feelings] == [
        ("a", 1.5, 40, False), ("b", -1.5, 40, True),
    ]  # fmt: skip
    (apart,) = found.apart
    assert apart.gap.value == 2.5
    assert apart.gap.low < 2.5 < apart.gap.high


# The journey with what was measured


def test_the_merged_journey_has_the_design_with_what_was_measured() -> None:
    """Shares and waits are those of the log; what was believed is kept; what nobody designed is there too."""
    rows = [("1", "a", 0, 5), ("1", "b", 2, 1), ("1", "c", 4, 2), ("1", "d", 5, 5),
            ("2", "a", 0, 4), ("2", "b", 2, 2), ("2", "x", 4, 1),
            ("3", "a", 0, 5), ("3", "b", 2, 1), ("3", "c", 4, 2), ("3", "b", 6, 1), ("3", "e", 7, 1)]  # fmt: skip
    log = read_log(table(*rows, columns="case activity time rating"), scale=jm.Scale(1, 5), ends={"x": "abandon"})
    lived = conformance(SHOP, log).journey
    assert [touchpoint.id for touchpoint in lived] == ["a", "b", "x", "c", "d", "e"]
    assert {way.to: way.probability for way in lived["b"].next or ()} == {"c": 0.5, "x": 0.25, "e": 0.25}
    assert lived["x"].ends == "abandon"
    assert lived["a"].usage_rate == 1
    assert lived["b"].wait == jm.Wait(120, p80=120, p90=120)
    assert (lived["b"].visits, [way.count for way in lived["b"].next or ()]) == (4, [2, 1, 1])
    evidence = lived["b"].evidence
    assert evidence is not None
    assert (evidence.basis, evidence.n, evidence.team, evidence.scale) == ("measured", 4, 1.5, "1-5")
    assert (lived["b"].emotion or 0) < 0
    assert lived.data_sources == ("behaviour", "surveys")
    assert (lived.state, lived.ritual) == ("as-is", ("a", "b", "c"))
    assert jm.loads(jm.dumps(lived)) == lived


def test_the_merged_journey_keeps_silent_touchpoints_on_the_way() -> None:
    """Customers that went from the one before to the one after passed there; ways not taken have probability 0."""
    journey = (
        jm.Journey("x").touchpoint("s", "Ad").touchpoint("a", "A", next=["q", "z"]).touchpoint("q", "Quiet")
        .touchpoint("b", "B", next="t").touchpoint("t", "Thanks", ends="success").touchpoint("z", "Zero")
        .touchpoint("u", "Unseen")
    )  # fmt: skip
    lived = conformance(journey, read_log(walks("ab", "ab", "a"))).journey
    assert lived.first == lived["s"]
    assert {way.to: way.probability for way in lived["a"].next or ()} == {"q": 2 / 3, "z": 1 / 3}
    assert (lived["a"].drop_off, lived["t"].next) == (0.0, ())
    assert [way.to for way in lived["z"].next or ()] == ["u"]
    one = conformance(journey.change("a", next=["q", "z"], drop_off=0.1), read_log(walks("ab", "ab", "a"))).journey
    assert {way.to: way.probability for way in one["a"].next or ()} == {"q": 2 / 3, "z": 0.0}
    assert one["a"].drop_off == pytest.approx(1 / 3)


def test_several_beginnings_get_a_start_of_their_own() -> None:
    """Also where the design has a touchpoint that is called so."""
    journey = jm.Journey("x").touchpoint("start", "Start").touchpoint("b", "B")
    rows = [("1", "Start", 0), ("1", "b", 1), ("2", "b", 0), ("3", "n", 0), ("3", "b", 1)]
    lived = conformance(journey, read_log(table(*rows))).journey
    assert lived.start == "start-2"
    assert {way.to for way in lived["start-2"].next or ()} == {"start", "b", "n"}
    assert lived.problems() == ()


def test_ratings_of_whole_cases_stand_at_the_ending() -> None:
    """At a touchpoint where cases always end, else behind it; never at touchpoints that were only passed."""
    events = walks("abd", "abd", "abe", "ab")
    ratings = {"case": ["1", "2", "3", "4"], "rating": [5, 4, 2, 1]}
    log = read_log(events, ratings=pyarrow.table(ratings), scale=jm.Scale(1, 5))
    journey = SHOP.change("b", next=["c", "e", "d"])
    lived = conformance(journey, log).journey
    assert 1 < (lived["d"].emotion or 0) <= 1.5
    assert (lived["d"].evidence or jm.Evidence()).team == 2
    assert lived["b"].emotion == 1.5
    assert -2 <= (lived["b-end"].emotion or 0) < -1
    assert lived["a"].evidence is None


def timed(*cases: Sequence[tuple[str, float]]) -> Any:
    """A log of cases with activities at minutes."""
    return read_log(table(*((str(n), name, at) for n, case in enumerate(cases) for name, at in case)))


def findings(journey: jm.Journey, code: str) -> list[str]:
    return [finding.touchpoint or "" for finding in jm.audit(journey, select=code).findings]


def test_rules_are_fed_from_the_log() -> None:
    """Late delivery, slow resolution, what comes back, a broken ritual, a gap of belief, and what customers do."""
    designed = (
        jm.Journey("Shop", ritual=["order", "paid"], data_sources=["complaints"])
        .touchpoint("order", "Order", kind="order", emotion=1)
        .touchpoint("paid", "Paid", kind="payment", next=["declined", "arrive"])
        .touchpoint("declined", "Declined", kind="failure", next="arrive")
        .touchpoint("arrive", "Arrive", kind="delivery", delivery=jm.Delivery(promised="1 h"), next=["help", "use"])
        .touchpoint("help", "Help", kind="support", support=jm.Support(target="10 min"))
        .touchpoint("use", "Use", ends="success")
    )
    log = timed(
        [("order", 0), ("paid", 1), ("arrive", 30), ("help", 40), ("use", 100)],
        [("paid", 0), ("order", 1), ("arrive", 200), ("use", 210)],
        [("order", 0), ("paid", 1), ("declined", 2), ("arrive", 300), ("help", 310), ("help", 320), ("use", 400)],
        [("order", 0), ("paid", 1), ("declined", 2), ("arrive", 30), ("help", 45)],
    )
    lived = conformance(designed, log).journey
    assert lived["arrive"].delivery == jm.Delivery(promised=3600.0, actual_p90=16200.0)
    assert (lived["help"].support or jm.Support()).solved_p80 == pytest.approx(60 * (60 + 0.8 * 30))
    assert lived["declined"].incidents == (jm.Incident("Declined", count=2),)
    for code in ("JM609", "JM801", "JM812", "JM502"):
        assert findings(designed, code) == [], code
        assert findings(lived, code) != [], code
    assert findings(designed, "JM906") == [""]
    assert findings(lived, "JM906") == []


def test_the_gap_of_belief_is_found_in_the_merged_journey() -> None:
    """The team believes it good; customers do not (JM907), and the emotion is no longer only assumed (JM208)."""
    rows = [(str(case), name, at, 1 + (case + at) % 2) for case in range(20) for at, name in enumerate("abcd")]
    log = read_log(table(*rows, columns="case activity time rating"), scale=jm.Scale(1, 5))
    assumed = SHOP.change("b", evidence=jm.Evidence("assumed"))
    lived = conformance(assumed, log).journey
    assert "b" in findings(lived, "JM907")
    assert findings(assumed, "JM907") == []
    assert findings(lived, "JM208") == []


# Whatever the log


def fits(journey: jm.Journey, way: str) -> bool:
    """Whether a way is one of the journey's, step by step."""
    ways = {t.id: {each.to for each in journey.ways_from(t)} for t in journey}
    return (
        way[-1] in "de" and way[0] == journey.touchpoints[0].id and all(b in ways.get(a, ()) for a, b in pairwise(way))
    )


def cheapest(journey: jm.Journey, way: str) -> int:
    """How many steps are missing or too many at the least, by a search over all ways of laying both side by side."""
    queue: list[tuple[int, int, str]] = [(0, 0, BEGIN)]
    done = set()
    while True:
        cost, at, here = heapq.heappop(queue)
        if at == len(way):
            return cost
        if (at, here) in done:
            continue
        done.add((at, here))
        heapq.heappush(queue, (cost + 1, at + 1, here))
        ahead = [journey.touchpoints[0].id] if here == BEGIN else [w.to for w in journey.ways_from(journey[here])]
        for to in ahead:
            heapq.heappush(queue, (cost + 1, at, to))
            if to == way[at]:
                heapq.heappush(queue, (cost, at + 1, to))


WAYS = st.lists(st.text("abcdex", min_size=1, max_size=7), min_size=1, max_size=30)


@QUICK
@given(WAYS)
def test_counts_equal_those_of_plain_python(ways: list[str]) -> None:
    """Cases that fit, and whether each way strays, as counted one by one."""
    if not set("".join(ways)) & set("abcde"):
        ways = [*ways, "a"]
    found = conformance(SHOP, read_log(walks(*ways)), logged="abcde")
    assert found.fit.value * len(ways) == pytest.approx(sum(fits(SHOP, way) for way in ways))
    ended = Counter(way[-1] for way in ways if way[-1] not in "de")
    assert {each.touchpoint or each.name: each.cases for each in found.of("ending")} == ended
    assert sum(each.cases for each in found.of("added") if each.name == "x") == sum("x" in way for way in ways)
    assert found.looked_at == len(ways)


@given(st.text("abcdex", min_size=1, max_size=8))
@settings(max_examples=150, deadline=None)
def test_as_little_as_possible_is_explained(way: str) -> None:
    """The alignment costs what the cheapest of all costs, and nothing exactly when the way fits."""
    design = Design(SHOP, frozenset("abcde"))
    _, left, extra = design._aligned(way)
    assert len(left) + len(extra) == cheapest(SHOP, way)
    assert (design.strayed(way) == ()) == fits(SHOP, way)


@QUICK
@given(WAYS, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(ways: list[str], lot: Any) -> None:
    """The same cases in another order give the same to the last example."""
    events = walks(*ways, "a")
    order = list(range(events.num_rows))
    lot.shuffle(order)
    one, other = (conformance(SHOP, read_log(each)) for each in (events, events.take(order)))
    assert (one.fit, one.deviations, one.ritual) == (other.fit, other.deviations, other.ritual)
    assert one.journey == other.journey


def test_hostile_names_stay_names() -> None:
    """Quotation marks, markup, formulas, control characters and Korean columns."""
    names = ["'; DROP TABLE x; --", '<script>"&', "=1+1", "접수\u0000", "\u001f", "a" * 500]
    rows = [("1", name, at) for at, name in enumerate([*names, "접수"])]
    frame = table(*rows).rename_columns(["고객번호", "활동", "일시"])
    designed = jm.Journey("접수").touchpoint("t1", "접수").touchpoint("t2", "'; DROP TABLE x; --")
    found = conformance(designed, read_log(frame))
    assert {"t1", "t2"} <= set(found.matching.ids.values())
    assert found.fit.value == 0
    assert jm.loads(jm.dumps(found.journey)) == found.journey


# Shown


@pytest.fixture(scope="module")
def found() -> jm.Conformance:
    """A conformance with something of every kind."""
    rows = [(str(case), name, at, 1 + (case + at) % 3)
            for case, way in enumerate(("abcd", "acbd", "abxd", "abbcd", "ab", "<i>", "abcd") * 3)
            for at, name in enumerate([way] if way == "<i>" else way)]  # fmt: skip
    log = read_log(table(*rows, columns="case activity time rating"), scale=jm.Scale(1, 5))
    return conformance(SHOP.touchpoint("u", "Unseen", ends="success"), log)


def test_the_report_tells_everything_in_both_languages(found: jm.Conformance, tmp_path: Path) -> None:
    """As text, page and Markdown; markup in names is shown and not run."""
    text = lived_outline(found).text
    for said in (
        "Shop as designed, and as lived", "skipped", "undesigned ending", "they part",
        "Never seen in the log: Leave, Unseen.", "Where the ritual is broken", "Activities that are no touchpoint",
    ):  # fmt: skip
        assert said in text, said
    korean = lived_outline(found, lang="ko").text
    assert "설계한 모습과 겪은 모습" in korean
    assert "skipped" not in korean
    for suffix in (".html", ".md", ".txt", ".svg"):
        page = jm.save(found, tmp_path / f"a{suffix}", lang="ko").read_text(encoding="utf-8")
        assert "<i>" not in page or suffix == ".txt"
    assert "text/html" in found._repr_mimebundle_()
    few = attrs.evolve(found, looked_at=10)
    assert "those on the most frequent ways" in " ".join(lived_outline(few).text.split())


def test_korean_lacks_no_word(found: jm.Conformance, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every label of both reports is there in Korean."""
    asked: set[str] = set()
    plain = Translator.__call__

    def listening(self: Translator, label: str, /, **values: object) -> str:
        asked.add(label)
        return plain(self, label, **values)

    ratings = pyarrow.table({"case": [str(case) for case in range(21)], "rating": [1 + case % 5 for case in range(21)]})
    events = found.log.backend.to_pyarrow(found.log.events.select("case", "activity", time="start", agent="channel"))
    log = read_log(events, ratings=ratings, scale=jm.Scale(1, 5))
    few, many = moments(log, least=2), moments(log, least=6)
    monkeypatch.setattr(Translator, "__call__", listening)
    for each in (found, few, many, attrs.evolve(found, looked_at=1)):
        lived_outline(each, lang="ko")
    known = translator("ko")._catalogue["labels"]
    assert sorted(label for label in asked if label not in known) == []


def test_a_comparison_holds_what_was_lived_against_the_design(found: jm.Conformance) -> None:
    """From the log itself or from what was found in it; with its tables, and drawn as one picture."""
    compared = jm.compare(found.designed, found)
    assert compared.conformance is found
    assert compared.after.journey == found.journey
    assert "What was done otherwise" in report_comparison(compared)
    assert found.message() in " ".join(report_comparison(compared).split())
    log = read_log(walks("abcd", "acbd"))
    direct = jm.compare(SHOP, log)
    assert direct.conformance is not None
    assert direct.conformance.fit.value == 0.5
    assert jm.compare(SHOP, SHOP).conformance is None
    with pytest.raises(jm.JourneyError, match="takes a Journey or Log or Conformance"):
        jm.compare(SHOP, "lived.yaml")  # type: ignore[arg-type]
    picture = jm.draw(found)
    assert (picture.kind, picture.svg[:4]) == ("comparison", "<svg")


def test_the_command_holds_a_log_against_a_journey(tmp_path: Path) -> None:
    """On the screen, in a file by its suffix, or as the journey with what was measured."""
    events, designed = tmp_path / "events.csv", tmp_path / "designed.yaml"
    ways = enumerate(("abcd", "acdx"))
    rows = [f"{case},{name},2026-01-0{1 + at}" for case, way in ways for at, name in enumerate(way)]
    events.write_text("case,activity,time\n" + "\n".join(rows) + "\n", encoding="utf-8")
    jm.save(SHOP, designed)

    def run(*given: object) -> Any:
        return CliRunner().invoke(app, ["log", str(events), *map(str, given)], prog_name="journeymap")

    shown = run("--against", designed)
    assert shown.exit_code == 0, shown.stderr
    assert "50% of the cases" in shown.stdout
    assert "Events read: 8" in shown.stderr
    assert "skipped" in shown.stdout
    fitting = run("--against", designed, "--match", "x=-", "--match", "b=-", "--mask", "s")
    assert "100% of the cases" in fitting.stdout
    page = tmp_path / "a.html"
    assert run("--against", designed, "-o", page, "--lang", "ko").exit_code == 0
    assert "설계" in page.read_text(encoding="utf-8")
    lived = tmp_path / "lived.yaml"
    assert run("--against", designed, "-o", lived).exit_code == 0
    assert "x" in jm.load(lived)
    assert run("--against", designed, "--to", "json").stdout.startswith("{")
    assert "go with --against" in run("--mask", "s").stderr
    assert run("--against", tmp_path / "none.yaml").exit_code == 2
