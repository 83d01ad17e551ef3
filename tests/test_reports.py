"""Reports: safe and measured text, and plain data that programs can rely on."""

from __future__ import annotations

import html
import json
import re
import unicodedata

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeymap import examples
from journeymap.auditing import Audit, audit
from journeymap.drawing import draw
from journeymap.errors import UnknownNameError
from journeymap.facts import Fee
from journeymap.formats import load
from journeymap.i18n import LANGUAGES, translator
from journeymap.model import Journey, Touchpoint
from journeymap.reports import REPORTS, report
from journeymap.reports.data import as_json, audit_data, rule_data, score_data
from journeymap.reports.lines import Page, columns, cut, safe
from journeymap.reports.phrases import felt, signed, trail, verdict
from journeymap.reports.text import audits_page
from journeymap.rulebook import Context, Finding, Severity, rule
from journeymap.rules import RULES
from journeymap.scoring import score
from tests.strategies import HOSTILE, journeys

OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\ud800-\udfff]")
"""What a terminal, or a reader's eye, would obey; none of it may stand in a report."""


@pytest.fixture(scope="module")
def shop() -> Journey:
    return (
        Journey("Online shoe order", persona="First-time buyer", state="as-is")
        .stage("Find")
        .touchpoint("search", "Search", emotion=2, channel="web")
        .touchpoint("product", "Product page", emotion=1, channel="web", shows_price=True)
        .stage("Pay")
        .touchpoint("pay", "Card payment", emotion=-1, kind="payment", can_fail=True,
                    fees=[Fee("Shipping", 3000, "KRW", disclosed_at="pay")], contacts=[],
                    next={"done": 0.92, "declined": 0.08})
        .touchpoint("declined", "Card declined", emotion=-2, kind="failure", next=["pay", "gave-up"])
        .touchpoint("done", "Order confirmed", emotion=0.5, kind="confirmation", ends="success")
        .touchpoint("gave-up", "Leaves the shop", emotion=-2, ends="abandon")
    )  # fmt: skip


@pytest.fixture(scope="module")
def audited(shop: Journey) -> Audit:
    return audit(shop, select=("JM0", "JM1"))


class TestLines:
    def test_controls_are_shown_and_not_obeyed(self) -> None:
        """Escape sequences, bells, C1 controls and half characters are shown as escapes."""
        assert safe("\x1b[2J\x07\x9b1m\ud800") == "\\x1b[2J\\x07\\x9b1m\\ud800"

    def test_line_breaks_become_spaces(self) -> None:
        """Whatever breaks a line becomes one space."""
        assert safe("a\r\nb\u2028c\x85d\te") == "a b c d e"

    def test_overrides_are_shown_and_right_to_left_text_is_isolated(self) -> None:
        """A direction override is shown escaped; right-to-left text cannot reorder its neighbours."""
        assert safe("pay\u202egnp") == "pay\\u202egnp"
        assert safe("שלום") == "\u2068שלום\u2069"

    @pytest.mark.parametrize(
        ("text", "width"),
        [
            ("plain", 5),
            ("결제", 4),
            (unicodedata.normalize("NFD", "결제"), 4),
            ("e\u0301", 1),
            ("日本語", 6),
            ("🎉", 2),
        ],
    )
    def test_columns_are_those_of_a_terminal(self, text: str, width: int) -> None:
        """Korean, composed or not, Chinese, Japanese and emoji take two columns; marks none."""
        assert columns(text) == width

    @given(st.text(), st.integers(2, 60))
    def test_a_cut_text_fits(self, text: str, width: int) -> None:
        """A cut text never takes more columns than there are, and nothing in it is obeyed."""
        shown = cut(text, width)
        assert columns(shown) <= width
        assert not OBEYED.search(shown)

    def test_a_long_name_is_cut_with_an_ellipsis(self) -> None:
        """10,000 characters become a few and an ellipsis; what fits stays whole."""
        assert cut("x" * 10_000, 10) == "xxxxxxxxx…"
        assert cut("결제결제결제", 7) == "결제결…"
        assert cut("  fits ", 10) == "fits"

    @given(st.lists(st.text(), max_size=4), st.integers(10, 40), st.integers(0, 4))
    def test_wrapping_keeps_every_word_and_the_width(self, texts: list[str], width: int, indent: int) -> None:
        """No line is wider than the page, and no character but space is lost or moved."""
        page = Page(width=width)
        spans = [safe(text) for text in texts]
        page.say(*spans, indent=indent, hang=2)
        assert all(columns(line) <= width for line in page.plain().splitlines())
        assert re.sub(r"\s", "", page.plain()) == re.sub(r"\s", "", "".join(spans))

    def test_a_word_may_span_styles(self) -> None:
        """Quotation marks stay with the name they enclose, whatever its style."""
        page = Page(width=14)
        page.say("it is “", ("Payment", "strong"), "” now")
        assert page.plain() == "it is\n“Payment” now\n"

    def test_a_word_may_break_where_its_style_changes(self) -> None:
        """A word too long for the line goes on in the next one, each part in its style."""
        page = Page(width=4)
        page.say("abcd", ("ef", "strong"))
        assert page.lines == [(("abcd", ""),), (("ef", "strong"),)]

    def test_tables_align_korean(self) -> None:
        """The columns of a table start at the same place under Korean and English names."""
        page = Page(width=40)
        page.rows([["결제", "1", "a"], ["Pay", "10", "b " * 20]], right=[1])
        first, second, third = page.plain().splitlines()
        assert first == "  결제   1  a"
        assert second.startswith("  Pay   10  b b")
        assert third.startswith(" " * 12 + "b")

    def test_an_empty_table_adds_nothing(self) -> None:
        """A table without rows leaves the page as it was."""
        page = Page()
        page.rows([])
        page.gap()
        assert page.plain() == ""


class TestText:
    def test_a_glance_tells_the_verdict(self, audited: Audit) -> None:
        """The first lines say whose journey it is, how it will be remembered, and how much was found."""
        lines = report(audited).splitlines()
        assert lines[0] == "Online shoe order"
        assert lines[1] == "First-time buyer · as it is today · 6 touchpoints"
        head = " ".join(lines[3:6])
        assert f"{audited.score.remembered:+.2f}, above its average" in head  # type: ignore[union-attr]
        assert "8% of customers will remember it as worse than neutral." in head
        assert f"{audited.count(Severity.ERROR)} errors" in head

    def test_findings_stand_in_order_of_gain_with_their_fix(self, audited: Audit) -> None:
        """Each finding has its sign, code, severity, place, message and fix; what gains most comes first."""
        text = report(audited)
        heads = [f"{finding.code} {finding.severity.value} · {finding.name}" for finding in audited.findings]
        places = [text.index(head) for head in heads]
        assert places == sorted(places)
        fee = " ".join(text[text.index("✕ JM103") :].split())
        assert fee.startswith("✕ JM103 error · Card payment Shipping (3,000 KRW) first comes up at “Card payment”")
        assert "→ Show the whole price" in fee
        assert "A path that shows it: Search → Product page → Card payment" in fee

    def test_questions_are_folded_by_touchpoint(self, audited: Audit) -> None:
        """The questions most worth an answer are shown, the rest is counted; every one is shown on request."""
        some = audits_page([audited]).plain()
        every = audits_page([audited], every=True).plain()
        found = re.search(r"(\d+) of (\d+) questions", some)
        assert found is not None
        assert int(found[1]) < int(found[2]) == len(audited.questions)
        codes = re.findall(r"^ {4}(JM\d+)  ", every, re.MULTILINE)
        assert sorted(codes) == sorted(finding.code for finding in audited.questions)
        assert "--all" not in every

    def test_what_would_help_most_is_what_scoring_again_says(self, shop: Journey, audited: Audit) -> None:
        """The gain of lifting a touchpoint is the difference between two scores."""
        row = re.search(r"(\+\d\.\d\d)  lift “Card payment” from −1 to neutral", report(audited))
        now, then = score(shop).remembered, score(shop.change("pay", emotion=0)).remembered
        assert row is not None
        assert row[1] == f"{then - now:+.2f}"  # type: ignore[operator]

    def test_a_very_long_journey_is_not_scored_again(self, monkeypatch: pytest.MonkeyPatch, audited: Audit) -> None:
        """Where scoring again would take long, the report leaves out what would help most."""
        monkeypatch.setattr("journeymap.reports.contents.LONGEST_LIFTED", 5)
        assert "What would help most" not in report(audited)

    def test_the_limits_stand_with_every_score(self, audited: Audit) -> None:
        """Wherever a score is told, what it cannot say is told too."""
        assert audited.score is not None
        for text in (report(audited), report(audited.score)):
            assert audited.score.limits in " ".join(text.split())

    def test_nothing_failed(self) -> None:
        """A journey in which nothing failed says so, and has no way to help."""
        stall = Journey("Stall").touchpoint("eat", "Eat", emotion=1)
        text = report(audit(stall, select="JM101"))
        assert "✓ Nothing failed." in text
        assert "What would help most" not in text
        assert "Questions" not in text
        assert "No customer will remember it as worse than neutral." in " ".join(text.split())

    def test_a_repeated_fix_is_told_once(self) -> None:
        """The second finding of a rule refers to the first for how to mend it."""
        stall = Journey("Stall").touchpoint("a", "One", emotion=-1, ends="failure", drop_off=0.5)
        text = report(audit(stall.touchpoint("b", "Two", emotion=-1), select="JM101"))
        assert text.count("Repair the last step first") == 1
        assert "→ as for “" in text

    def test_a_name_in_quotation_marks_has_one_pair(self) -> None:
        """Where the first finding is referred to by a name that is quoted already, the marks are not doubled."""
        stall = Journey("Stall").touchpoint("a", "“One”", emotion=-1, ends="failure", drop_off=0.5)
        text = report(audit(stall.touchpoint("b", "“Two”", emotion=-1), select="JM101"))
        assert text.count("→ as for “One”\n") + text.count("→ as for “Two”\n") == 1

    def test_unknown_emotions_are_not_neutral(self) -> None:
        """Without any emotion the verdict says that it cannot be told, and nobody is said to leave happy."""
        blank = Journey("Blank").touchpoint("a", "A")
        text = report(audit(blank))
        assert "How it will be remembered cannot be told." in text
        assert "neutral" not in text.split("Findings")[0]
        assert "?" in report(score(blank))

    def test_a_journey_without_a_score_says_why(self) -> None:
        """A loop that nobody can leave has no score; the report says which loop."""
        loop = Journey("Loop").touchpoint("a", "Menu", emotion=1, next=["b"]).touchpoint("b", "Again", next=["a"])
        text = report(audit(loop))
        assert "cannot be told" in text
        assert "'a'" in text

    def test_an_audit_made_without_a_score_is_told_too(self, audited: Audit) -> None:
        """An audit that simply carries no score is reported without one."""
        assert "cannot be told" in report(attrs.evolve(audited, score=None))

    def test_nameless_things_are_still_told_apart(self) -> None:
        """A journey without a name says so, a touchpoint without one goes by its id."""
        text = report(audit(Journey("").touchpoint("desk", " ", emotion=-1), select="JM101"))
        assert text.startswith("a journey without a name\n")
        assert "✕ JM101 error · desk" in text

    def test_several_journeys_are_summed_up(self, audited: Audit) -> None:
        """Several audits stand one after the other, and a table compares them by file."""
        text = report([audited, audited], sources=["a.yaml", "b.yaml"])
        assert text.count("\nFindings\n") == 2
        summary = text[text.rindex("2 journeys") :]
        assert re.search(rf"a\.yaml +\+0\.\d\d +{audited.count(Severity.ERROR)} +\d", summary)
        assert "Online shoe order" in report([audited, audited])[-300:]

    @pytest.mark.parametrize(
        ("about", "shown"),
        [
            (None, "T0 → T1 → T2 → … → T17 → T18 → T19"),
            ("t1", "T0 → T1 → T2 → … → T17 → T18 → T19"),
            ("t9", "T0 → T1 → … → T9 → … → T18 → T19"),
            ("t3", "T0 → T1 → … → T3 → … → T18 → T19"),
        ],
    )
    def test_a_long_path_loses_its_middle(self, about: str | None, shown: str) -> None:
        """A long path keeps its beginning, its end, and the place that the finding is about."""
        long = Journey("Long", touchpoints=[Touchpoint(f"t{i}", f"T{i}") for i in range(20)])
        finding = attrs.evolve(audit(long).results[0], touchpoint=about, path=tuple(long.positions))
        assert trail(finding, long) == shown

    @pytest.mark.parametrize(
        ("emotion", "words"),
        [(2, "well"), (0.5, "fairly well"), (0, "as neutral"), (-0.5, "poorly"), (-2, "badly")],
    )
    def test_the_verdict_has_a_word_for_every_score(self, emotion: float, words: str) -> None:
        """From very good to very bad the verdict names the remembered score in words."""
        spans = verdict(score(Journey("J").touchpoint("a", "A", emotion=emotion)), translator("en"))
        assert spans[0][0] == f"Remembered {words}: {signed(emotion)}"
        assert "about its average" in spans[1]

    def test_long_tables_are_cut(self) -> None:
        """A long journey shows the touchpoints with the greatest memory shares, in walking order."""
        long = Journey("Long", touchpoints=[Touchpoint(f"t{i}", f"T{i}", emotion=i % 3 - 1) for i in range(60)])
        text = report(score(long))
        assert "and 35 more" in text
        numbers = [int(number) for number in re.findall(r"^ +T(\d+) +[−+]?\d +\d+%", text, re.MULTILINE)]
        assert len(numbers) == 25
        assert numbers == sorted(numbers)

    def test_emotions_are_shown_as_written(self) -> None:
        """Emotions carry their sign; 0 has none and unknown is a question mark; means have two decimals."""
        emotions = (1, -1.5, 0, None, 1.05263, -0.004)
        journey = Journey("J", touchpoints=[Touchpoint(f"t{i}", "", emotion=e) for i, e in enumerate(emotions)])
        assert [felt(journey, id) for id in journey.positions] == ["+1", "−1.5", "0", "?", "+1.05", "0"]

    def test_every_line_fits(self, audited: Audit) -> None:
        """In 80 columns no line is wider, in either language."""
        for lang in ("en", "ko"):
            for thing in (audited, audited.score):
                assert thing is not None
                assert max(map(columns, report(thing, lang=lang).splitlines())) <= 80

    @pytest.mark.parametrize("name", examples.names())
    def test_korean_reports_hold_no_english(self, name: str) -> None:
        """A Korean journey's report is Korean throughout, but for codes, commands and names of authors."""
        found = audit(load(examples.path(name, lang="ko")))
        assert found.score is not None
        text = audits_page([found, found], lang="ko", every=True).plain() + report(found.score)
        for touchpoint in found.journey:
            text = text.replace(touchpoint.name, "")
        allowed = {"journeymap", "explain", "all"}
        assert set(re.findall(r"\b[a-z]{3,}\b", text)) <= allowed


@pytest.fixture(scope="module")
def hostile() -> Audit:
    names = [*HOSTILE, "[red]not red[/red]", "\x1b]0;title\x07", "\u202eoverride", "שלום"]
    charges = [[Fee(name, 5, "\x9bEUR", disclosed_at=f"t{i}")] for i, name in enumerate(names)]
    touchpoints = [
        Touchpoint(f"t{i}", name, emotion=-1, kind="payment", fees=charges[i]) for i, name in enumerate(names)
    ]
    return audit(Journey("\x1b[2J[bold]", touchpoints=touchpoints))


class TestHostileNames:
    def test_nothing_in_a_name_is_obeyed(self, hostile: Audit) -> None:
        """Text and JSON show what is in a name, and hold nothing that a terminal would obey."""
        assert hostile.score is not None
        for each in REPORTS:
            if each.name != "html":  # its map isolates what may turn a line round, and a browser obeys nothing else
                assert not OBEYED.search(report(hostile, each.name)), each.name
            if each.scores:
                assert not OBEYED.search(report(hostile.score, each.name))
        assert "[red]not red[/red]" in report(hostile)
        assert "\\x1b]0;title\\x07" in report(hostile)

    def test_text_stays_readable(self, hostile: Audit) -> None:
        """Names of 10,000 characters are cut, and no line outgrows the page."""
        text = report(hostile)
        assert "a" * 200 not in text
        assert max(map(columns, text.splitlines())) <= 80

    def test_data_keeps_names_whole(self, hostile: Audit) -> None:
        """In JSON every name is the one that its author wrote."""
        data = json.loads(report(hostile, "json"))
        assert [place["name"] for place in data["journey"]["touchpoints"]] == [t.name for t in hostile.journey]
        assert data["journey"]["name"] == hostile.journey.name

    def test_half_characters_survive(self) -> None:
        """Half of a character, which no encoding can hold, is written as its escape."""
        text = as_json({"name": "half \ud83d"})
        assert json.loads(text.encode("utf-8")) == {"name": "half \ud83d"}

    @settings(max_examples=30, deadline=None)
    @given(journeys(max_touchpoints=4))
    def test_any_journey_has_its_reports(self, journey: Journey) -> None:
        """Whatever a journey holds, its text and its JSON can be written and are safe."""
        found = audit(journey)
        for lang in ("en", "ko"):
            text = report(found, lang=lang)
            assert not OBEYED.search(text)
            assert max(map(columns, text.splitlines())) <= 80
        assert json.loads(report(found, "json"))["journeymap_audit"] == 1
        if found.score is not None:
            assert not OBEYED.search(report(found.score))
            json.loads(report(found.score, "json"))


class TestData:
    def test_the_shape_of_an_audit(self, audited: Audit) -> None:
        """The keys of version 1 are all there."""
        data = audit_data(audited, source="shop.yaml")
        assert [*data] == ["journeymap_audit", "lang", "source", "journey", "counts", "covered", "score", "findings",
                           "questions", "passed", "not_applicable", "waived", "known", "expired_waivers",
                           "unused_waivers", "profile", "rules"]  # fmt: skip
        assert (data["journeymap_audit"], data["lang"], data["source"]) == (1, "en", "shop.yaml")
        assert data["counts"]["error"] == audited.count(Severity.ERROR)
        assert len(data["findings"]) == len(audited.findings)
        assert len(data["questions"]) == data["counts"]["questions"]
        assert [*data["findings"][0]] == ["code", "outcome", "severity", "touchpoint", "name", "about", "message",
                                          "missing", "path", "share", "gain"]  # fmt: skip

    def test_everything_asked_is_there_with_its_sources(self, audited: Audit) -> None:
        """Every rule that was asked is there, with its sources, options and units."""
        data = audit_data(audited)
        assert [*data["rules"]] == [rule.code for rule in audited.rules]
        assert all(rule["sources"] for rule in data["rules"].values())
        assert data["rules"]["JM101"]["options"]["floor"] == {"default": 0.0, "unit": "-2..+2"}

    def test_a_failure_shows_the_path_that_proves_it(self, audited: Audit) -> None:
        """The path of a finding is a list of ids that the journey knows."""
        (fee,) = [finding for finding in audit_data(audited)["findings"] if finding["code"] == "JM103"]
        assert fee["path"] == ["search", "product", "pay"]
        assert 0 < fee["share"] <= 1

    def test_the_score_adds_up(self, audited: Audit) -> None:
        """Memory shares in the data sum to 1, and with the emotions to the remembered score."""
        data = audit_data(audited)
        emotions = {place["id"]: place["emotion"] for place in data["journey"]["touchpoints"]}
        shares = {place["id"]: place["shares"] for place in data["score"]["touchpoints"]}
        assert sum(shares.values()) == pytest.approx(1)
        assert sum(shares[id] * emotions[id] for id in shares) == pytest.approx(data["score"]["remembered"])

    def test_numbers_are_clean(self, shop: Journey) -> None:
        """Numbers are floats without the noise of one machine's rounding, however small."""
        data = score_data(score(shop.change("pay", next={"done": 0.9 - 1e-13, "declined": 1e-13})))
        assert data["weights"] == {"peak": 0.2, "end": 0.4, "mean": 0.4, "loss": 1.0}
        gave_up = next(place for place in data["touchpoints"] if place["id"] == "gave-up")
        assert 0 < gave_up["reach"] < 1e-12
        assert "-0.0" not in re.findall(r"-0\.0\b(?!\d)", as_json(data))

    def test_an_audit_without_a_score(self) -> None:
        """Where there is no score the data says null, and never 0."""
        loop = Journey("Loop").touchpoint("a", "A", emotion=1, next=["a"])
        assert json.loads(report(audit(loop), "json"))["score"] is None

    def test_the_language_is_the_journeys_own(self) -> None:
        """Texts are in the language of the journey, unless another is asked for."""
        stall = Journey("Stall", lang="ko").touchpoint("a", "A", emotion=-1)
        assert audit_data(audit(stall))["lang"] == "ko"
        assert audit_data(audit(stall), lang="en")["findings"][0]["message"].startswith("“A” ends")

    def test_several_are_listed_with_their_totals(self, audited: Audit) -> None:
        """Several audits are a list of what each would be alone, with totals."""
        data = json.loads(report([audited, audited], "json", sources=["a.yaml"]))
        assert data["journeymap_audits"] == 1
        assert data["totals"]["error"] == 2 * audited.count(Severity.ERROR)
        assert [each["source"] for each in data["audits"]] == ["a.yaml", None]

    def test_a_score_alone(self, shop: Journey) -> None:
        """A score alone carries its version and its journey."""
        data = json.loads(report(score(shop), "json"))
        assert data["journeymap_score"] == 1
        assert data["journey"]["name"] == "Online shoe order"

    def test_options_of_any_kind_are_data(self) -> None:
        """Options that are collections become lists in a fixed order."""

        @rule(code="MY001", name="mine", severity=Severity.INFO, principle="p", title="t", message="m", question="q",
              why="w", fix="f", source="House rule 2026")  # fmt: skip
        def mine(context: Context, *, kinds: frozenset[str] = frozenset({"b", "a"})) -> list[Finding]:
            return []

        assert rule_data(mine)["options"] == {"kinds": {"default": ["a", "b"], "unit": ""}}

    def test_every_rule_is_plain_data(self) -> None:
        """Every rule of the library can be written as JSON, in both languages."""
        for lang in ("en", "ko"):
            for each in RULES:
                json.loads(as_json(rule_data(each, lang)))


def test_unknown_reports_and_languages_are_refused(audited: Audit) -> None:
    """A report or a language that does not exist is refused, with the nearest name."""
    with pytest.raises(UnknownNameError, match="did you mean 'json'"):
        report(audited, "jsn")
    with pytest.raises(UnknownNameError, match="language"):
        report(audited, lang="kr")


def test_a_question_that_many_rules_ask_stands_once() -> None:
    """A draft without emotions is asked once how the customer feels, with how many more rules wait for that."""
    draft = Journey("Draft").touchpoint("a", "Sees the ad").touchpoint("b", "Visits").touchpoint("c", "Eats")
    said = " ".join(report(audit(draft, select=("JM2", "JM3")), "text").split())
    assert said.count("How does the customer feel at “Sees the ad”") == 1
    assert re.search(r"JM2\d\d \+\d How does the customer feel", said)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("open_", "close"), ["“”", '""'])
def test_no_name_is_quoted_twice(open_: str, close: str, lang: str) -> None:
    """Names and quotes with quotation marks of their own stand in one pair of double ones, in every report and map."""
    wow, sorry = f"{open_}Wow{close}", f"Say {open_}sorry{close} twice"
    journey = (
        Journey("Walk", lang=lang)
        .touchpoint("a", wow, emotion=1, quote=f"{open_}Is it stuck?{close}")
        .touchpoint("b", sorry, emotion=-1.5, kind="payment", next={"c": 0.6, "d": 0.4}, quote=sorry)
        .touchpoint("c", f"{wow} 2", emotion=-1, ends="success")
        .touchpoint("d", f"{sorry} 2", emotion=-2, kind="failure", next=["b"])
    )
    judged = audit(journey)
    texts = [report(judged, form, lang=lang) for form in ("text", "markdown", "html")]
    drawing = draw(judged, lang=lang)
    for text in (*texts, drawing.svg, drawing.text, drawing.html()):
        plain = html.unescape(re.sub(r"<(style|script).*?</\1>|<[^>]+>", "\n", text, flags=re.DOTALL))
        assert "Wow" in plain
        assert not re.search(r"“[^”\n]{0,60}[“\"]|[”\"]”", plain)
