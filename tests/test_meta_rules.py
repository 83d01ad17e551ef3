"""What holds for every rule of the library, whatever it says."""

from __future__ import annotations

import re
import string
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import attrs
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from journeymap import rules
from journeymap.auditing import audit
from journeymap.i18n import LANGUAGES, translator
from journeymap.model import Journey, Touchpoint
from journeymap.rulebook import PRINCIPLES, Outcome, Rule, Severity
from journeymap.rules import RULES
from journeymap.rules import sources as named_sources
from journeymap.testing import read_cases
from tests.strategies import facts_of, journeys

CASES = Path(__file__).parent / "cases"

CATALOGUE = {
    "JM001": ("no-start", "error"),
    "JM002": ("unreachable-touchpoint", "error"),
    "JM003": ("dead-end", "error"),
    "JM004": ("terminal-not-terminal", "warning"),
    "JM005": ("loop-without-exit", "error"),
    "JM006": ("no-terminal-reachable", "error"),
    "JM007": ("probabilities-do-not-sum", "warning"),
    "JM008": ("failure-without-exit", "error"),
    "JM009": ("recovery-does-not-rejoin", "warning"),
    "JM010": ("no-owner", "warning"),
    "JM011": ("no-pre-or-post-stage", "info"),
    "JM012": ("long-unobserved-gap", "info"),
    "JM101": ("negative-ending", "error"),
    "JM102": ("ends-below-average", "warning"),
    "JM103": ("surprise-fee-late", "error"),
    "JM104": ("card-failure-unhandled", "error"),
    "JM105": ("no-help-at-last-step", "error"),
    "JM106": ("no-confirmation", "warning"),
    "JM107": ("confirmation-incomplete", "warning"),
    "JM108": ("ends-on-request", "info"),
    "JM109": ("abandon-exit-not-designed", "warning"),
    "JM110": ("exit-harder-than-entry", "warning"),
    "JM111": ("delivery-is-the-real-end", "info"),
    "JM112": ("no-keepsake-or-share", "info"),
}

FAMILIES = (
    "structure", "endings", "peaks", "sequence", "choice", "rituals", "waiting", "contact", "recovery", "measurement",
)  # fmt: skip

NEVER_ASKS = {"JM001", "JM002", "JM004", "JM005", "JM006", "JM007"}
"""Rules that judge the ways of the journey alone, which are always known."""

PARTICLE = re.compile(r"\}[”’)]*(?:[은는을를와과로]|으로|이라|이나|이랑|[이가라나](?![가-힣]))")
"""A particle whose form depends on the word before it, right after a placeholder."""

HANGUL = re.compile("[가-힣]")

each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)


def texts_of(rule: Rule) -> tuple[str, ...]:
    """The names of all texts a rule has."""
    notes = ("notes",) if rule.notes else ()
    return ("title", "message", *rule.variants, "question", "why", "fix", *notes)


def placeholders(text: str) -> set[tuple[str, str]]:
    """Each placeholder in a text, with its format."""
    return {(name, spec or "") for _, name, spec, _ in string.Formatter().parse(text) if name is not None}


def test_codes_and_names_are_those_of_the_catalogue() -> None:
    """Every rule listed above is there with its name and severity; codes are in order, and none stands twice."""
    assert CATALOGUE.items() <= {rule.code: (rule.name, rule.severity.value) for rule in RULES}.items()
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_every_rule_that_is_written_is_asked() -> None:
    """No module of rules is forgotten where they are put together."""
    modules = [import_module(each.name) for each in walk_packages(rules.__path__, f"{rules.__name__}.")]
    written = {thing.code for module in modules for thing in vars(module).values() if isinstance(thing, Rule)}
    assert written == {rule.code for rule in RULES}


@each_rule
def test_family_goes_by_the_code(rule: Rule) -> None:
    """The digit after the letters tells the family."""
    assert rule.family == FAMILIES[int(rule.code[2])]


@each_rule
def test_every_text_is_there_in_every_language_with_the_same_placeholders(rule: Rule) -> None:
    """Nothing falls back to English, nothing is left over, and no language drops or adds a value."""
    assert all(rule.text(part) for part in texts_of(rule))
    for lang in LANGUAGES[1:]:
        for part in texts_of(rule):
            translated = translator(lang).rule_text(rule.code, part)
            assert translated, f"{rule.code} has no {part} in {lang}"
            assert placeholders(translated) == placeholders(rule.text(part)), part
            assert lang != "ko" or HANGUL.search(translated), part


def test_no_korean_text_belongs_to_nothing() -> None:
    """Each text in the Korean tables is a text of its rule."""
    tables = translator("ko")._catalogue
    for rule in RULES:
        assert set(tables[rule.code]) == set(texts_of(rule)), rule.code
    assert {code for code in tables if code != "labels"} <= {rule.code for rule in RULES}


@each_rule
def test_no_particle_follows_a_placeholder(rule: Rule) -> None:
    """A value may end in any letter, so no Korean particle that depends on it stands right after one."""
    for part in texts_of(rule):
        assert not PARTICLE.search(rule.text(part, "ko")), part


@each_rule
def test_texts_are_made_for_reading(rule: Rule) -> None:
    """Titles are statements, questions ask, and no sentence uses the words of graphs or programs."""
    assert not placeholders(rule.text("title"))
    for lang in LANGUAGES:
        assert "?" in rule.text("question", lang)
        assert not rule.text("title", lang).endswith((".", "?"))
    for part in ("title", "message", *rule.variants, "question", "why", "fix"):
        assert not re.search(r"\b(node|edge|graph|null|boolean|terminal|violation)\b", rule.text(part)), part


@each_rule
def test_sources_have_a_year_and_a_translation(rule: Rule) -> None:
    """Each source names a year; what is not a plain reference is said in Korean too."""
    assert rule.source
    for source in rule.source:
        assert re.search(r"\b(19|20)\d\d\b", source), source
        if re.search(r"\b(requirement|practice|quoted|read|which|guidance|analysis)\b", source):
            assert HANGUL.search(translator("ko")(source)), source


def test_sources_are_named_in_one_way() -> None:
    """What a rule gives as its source begins with one of the named sources."""
    known = tuple(value for name, value in vars(named_sources).items() if name.isupper())
    assert all(source.startswith(known) for rule in RULES for source in rule.source)


def test_the_american_rule_on_fees_is_not_cited() -> None:
    """That rule covers tickets and lodging, not shipping in ordinary shops."""
    assert not any("FTC" in source for rule in RULES for source in rule.source)


@each_rule
def test_principle_is_one_of_the_few(rule: Rule) -> None:
    """Each rule belongs to a principle that is listed, and the principle has a Korean name."""
    assert rule.principle in PRINCIPLES
    assert HANGUL.search(rule.text("principle", "ko"))


@each_rule
def test_options_have_units(rule: Rule) -> None:
    """Each option has a default and a unit, and there is no unit without an option."""
    assert set(rule.units) == set(rule.options)


@each_rule
def test_examples_show_every_outcome(rule: Rule) -> None:
    """The examples of a rule have each outcome it can come to, so that its page shows all of them."""
    shown = {outcome for case in read_cases(CASES / f"{rule.code}.yaml") for outcome in case.expect.values()}
    expected = {Outcome.FAILED, Outcome.PASSED} if rule.code in NEVER_ASKS else set(Outcome) - {Outcome.NOT_APPLICABLE}
    assert expected <= shown


def test_every_file_of_examples_belongs_to_a_rule() -> None:
    """No examples are left over from a rule that is gone."""
    assert {path.stem for path in CASES.glob("*.yaml")} == {rule.code for rule in RULES}


QUICK = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@QUICK
@given(journeys(max_touchpoints=6))
def test_an_audit_never_raises(journey: Journey) -> None:
    """Whatever a journey says, each rule has an answer, and every answer can be said in every language."""
    judged = audit(journey)
    assert {finding.code for finding in judged} == {rule.code for rule in RULES}
    for finding in judged:
        assert finding.touchpoint is None or finding.touchpoint in journey
        assert all(finding.message(lang) for lang in LANGUAGES)
        assert finding.gain >= 0
        assert finding.share is None or 0 <= finding.share <= 1
        assert set(finding.path) <= set(journey.positions)


STRUCTURE = ("id", "name", "stage", "kind", "next", "ends", "drop_off")
"""What says where the journey goes and what each touchpoint is, and so what is asked about others."""


@QUICK
@given(st.data())
def test_a_fact_about_one_touchpoint_changes_no_question_about_another(data: st.DataObject) -> None:
    """What could not be told of a touchpoint still cannot when something is learned of another one."""
    journey = data.draw(journeys(min_touchpoints=2, max_touchpoints=4))
    id = data.draw(st.sampled_from(sorted(journey.positions)))
    known = tuple(journey.positions)
    added = data.draw(facts_of(Touchpoint, known, without=STRUCTURE, most=3))
    facts = {name: value for name, value in added.items() if getattr(journey[id], name) is None}
    assume(facts)
    before = {key(finding) for finding in audit(journey).questions if finding.touchpoint not in (None, id)}
    after = {key(finding) for finding in audit(journey.change(id, **facts)).questions}
    assert before <= after


def key(finding: object) -> tuple[object, ...]:
    """What makes two findings the same question or failure."""
    return tuple(getattr(finding, name) for name in ("code", "touchpoint", "about", "missing", "variant"))


@QUICK
@given(journeys(min_touchpoints=2, max_touchpoints=5), st.randoms(use_true_random=False))
def test_the_order_in_the_file_changes_nothing_where_ways_are_written(journey: Journey, random: object) -> None:
    """With the start and all ways written out, the same rules fail in whatever order the touchpoints stand."""
    assert journey.first is not None
    written = tuple(attrs.evolve(t, next=journey.ways_from(t)) for t in journey.touchpoints)
    journey = attrs.evolve(journey, touchpoints=written, start=journey.first.id)
    shuffled = list(written)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    turned = attrs.evolve(journey, touchpoints=tuple(shuffled))
    rules = [rule for rule in RULES if rule.code != "JM112"]  # of two equally likely paths it takes the first
    failing = [{f.code for f in audit(j, rules=rules).findings} for j in (journey, turned)]
    assert failing[0] == failing[1]


@given(journeys(max_touchpoints=6, facts=False))
@QUICK
def test_a_draft_is_asked_and_not_blamed(journey: Journey) -> None:
    """Names and emotions alone give no failure but of what they say: the emotion at the end."""
    bare = tuple(Touchpoint(t.id, t.name or "A step", emotion=t.emotion) for t in journey.touchpoints)
    judged = audit(Journey(journey.name, touchpoints=bare), select=("JM0", "JM1"))
    assert {finding.code for finding in judged.findings} <= {"JM101", "JM102"}
    assert len({finding.code for finding in judged.questions}) == len(judged.questions)
    assert all(finding.severity is not Severity.ERROR or finding.code == "JM101" for finding in judged.findings)
