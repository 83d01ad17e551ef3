"""The command that takes filled-in checklists back: what they say, and what that changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import click

from journeymap.auditing import Audit
from journeymap.auditing import audit as audit_journey
from journeymap.checklists import Answers, consolidate, read_checklist
from journeymap.checklists.consolidating import Consolidated
from journeymap.cli.shell import command, from_option, lang_option, tongue
from journeymap.cli.streams import STDOUT, deliver_over, read, show
from journeymap.errors import Problem
from journeymap.i18n import Translator, translator
from journeymap.reports.lines import Page, cut, safe
from journeymap.reports.phrases import NAME, signed, where
from journeymap.rulebook import Finding, Outcome

STYLES = {
    Outcome.PASSED: "good",
    Outcome.FAILED: "error",
    Outcome.CANNOT_TELL: "faint",
    Outcome.NOT_APPLICABLE: "faint",
}


@command(
    example="journeymap answers filled.xlsx --journey shop.yaml -o shop-walked.yaml\n"
    "journeymap answers kim.csv lee.csv --journey shop.yaml"
)
@click.argument("filled", metavar="FILLED...", nargs=-1, required=True, type=click.Path())
@click.option(
    "--journey", "file", metavar="FILE", type=click.Path(allow_dash=True),
    help="The journey that the checklist was made from.",
)  # fmt: skip
@from_option
@lang_option
@click.option(
    "-o", "--output", metavar="PATH", type=click.Path(allow_dash=True),
    help="Where to write the journey with the answers in it; otherwise it is only told what they change.",
)  # fmt: skip
@click.pass_context
def answers(
    ctx: click.Context,
    filled: tuple[str, ...],
    file: str | None,
    form: str | None,
    lang: str | None,
    output: str | None,
) -> None:
    """Take filled-in checklists back: tell what they say and what that changes, and write the journey anew.

    Takes .xlsx, .docx, .csv, .json, .md; of several, what all evaluators agree on. What cannot be read is listed
    with its place, and so is what tells nothing of the journey.

    A journey in YAML or TOML may be written over its own file: comments, order and units stay, and only what changed
    is changed.
    """
    if file is None:
        raise click.MissingParameter(ctx=ctx, param_hint="--journey", param_type="option")
    journey = read(file, form)
    each = [read_checklist(path) for path in filled]
    together = consolidate(each)
    told = together.answers.facts(journey)
    walked = journey.with_answers(told)
    t = translator(tongue(ctx, lang, journey))
    if output == STDOUT:
        deliver_over(ctx, walked, file, form, output)
        return
    left = (*together.answers.problems, *together.answers.left(journey))
    before, after = audit_journey(journey), audit_journey(walked)
    show(lambda width: _page(each, together, told, left, (before, after), t, width))
    if output is not None:
        deliver_over(ctx, walked, file, form, output)


def _page(
    each: Sequence[Answers],
    together: Consolidated,
    told: Mapping[str | None, Mapping[str, object]],
    left: Sequence[Problem],
    audits: tuple[Audit, Audit],
    t: Translator,
    width: int,
) -> Page:
    page = Page(width=width)
    page.heading(t("What was read"))
    for answers in each:
        who, day = safe(answers.evaluator) or t("nobody signed"), answers.day.isoformat() if answers.day else ""
        said = " · ".join(filter(None, (safe(answers.source), who, day, t("{count} answers", count=len(answers)))))
        page.say(said, indent=2, hang=2)
    if len(each) > 1:
        _agreement(page, together, t)
    facts = sum(len(values) for values in told.values())
    page.say(t("{count} facts filled in, at {places} places", count=facts, places=len(told)), indent=2, hang=2)
    if left:
        page.heading(t("What could not be read or filled in"))
        for problem in left:
            page.say(safe(str(problem)), indent=2, hang=2)
    _changes(page, *audits, t)
    return page


def _agreement(page: Page, together: Consolidated, t: Translator) -> None:
    kappa = t("undefined") if together.agreement is None else f"{together.agreement:.2f}".replace("-", "−")
    same = t("{agreed} of {compared} verdicts alike", agreed=together.agreed, compared=together.compared)
    page.say(f"{same} · {t('Agreement')} (κ) {kappa}", indent=2, hang=2)
    if together.disagreements:
        page.heading(t("Where evaluators disagree; these stay open"))
        for each in together.disagreements:
            said = " · ".join(f"{safe(who)}: {safe(str(value))}" for who, value in each.said)
            page.say(f"{safe(each.name)}  {said}", indent=2, hang=2)


def _changes(page: Page, before: Audit, after: Audit, t: Translator) -> None:
    page.heading(t("What changes in the audit"))
    counts = (_counts(before), _counts(after))
    page.rows([(t(o.value), f"{counts[0][o]} → {counts[1][o]}") for o in Outcome if o is not Outcome.NOT_APPLICABLE])
    scores = [signed(audit.score.remembered if audit.score else None) for audit in (before, after)]
    page.say(f"{t('Remembered')} {scores[0]} → {scores[1]}", indent=2)
    known = {_place(finding): finding for finding in after}
    settled = []
    for question in before.questions:
        now = known.get(_place(question)) or _first(after, question.code)
        if now.outcome is not Outcome.CANNOT_TELL:
            settled.append(now)
    answered = {_place(finding) for finding in settled}
    gone = [each for each in before.findings if _place(each) not in {_place(now) for now in after.findings}]
    new = [each for each in after.findings if _place(each) not in {_place(then) for then in before.findings} | answered]
    for heading, findings in (("What could not be told, and now can", settled), ("Findings that are gone", gone),
                              ("Findings that are new", new)):  # fmt: skip
        rows = dict.fromkeys(_row(finding, after, t) for finding in findings)
        if rows:
            page.heading(t(heading))
            page.rows([(code, place, (word, STYLES[outcome]), said) for code, place, word, outcome, said in rows])


def _row(finding: Finding, audit: Audit, t: Translator) -> tuple[str, str, str, Outcome, str]:
    place = cut(where(finding, audit.journey, t), NAME // 2)
    return finding.code, place, t(finding.outcome.value), finding.outcome, safe(finding.message(t.lang))


def _counts(audit: Audit) -> Counter[Outcome]:
    return Counter(finding.outcome for finding in audit)


def _first(audit: Audit, code: str) -> Finding:
    """What a rule says that matters most, where a question is no longer asked at its place."""
    outcome = audit.outcome(code)
    return next(finding for finding in audit if finding.code == code and finding.outcome is outcome)


def _place(finding: Finding) -> tuple[str, str | None, str]:
    return finding.code, finding.touchpoint, finding.about
