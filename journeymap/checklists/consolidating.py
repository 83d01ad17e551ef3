"""What several evaluators found, put together: where they agree, how well, and where they do not."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs

from journeymap.checklists.answering import BLANKS, Answer, Answers
from journeymap.checklists.asking import field_of
from journeymap.display import Shown
from journeymap.errors import JourneyError

__all__ = ["Consolidated", "Disagreement", "cohens_kappa", "consolidate", "fleiss_kappa"]


@attrs.frozen
class Disagreement:
    """A place at which evaluators answered differently.

    Attributes:
        name: The name of the place, such as ``JM103@pay|verdict``.
        said: Each evaluator who answered, and the answer.
    """

    name: str
    said: tuple[tuple[str, Any], ...]


@attrs.frozen
class Consolidated(Shown):
    """The answers of several evaluators: see :func:`journeymap.consolidate`.

    Attributes:
        answers: What they agree on, with every feeling and every note; what they do not agree on is not there.
        evaluators: Who they are, in order; those who did not sign are numbered.
        agreement: Kappa of their verdicts: 1 for the same throughout, 0 for no better than chance; None when it is
            undefined.
        compared: How many verdicts were given by all of them.
        agreed: At how many of these they said the same.
        disagreements: Where they said different things.
        each: What each of them said, in the same order.
    """

    answers: Answers
    evaluators: tuple[str, ...]
    agreement: float | None
    compared: int
    agreed: int
    disagreements: tuple[Disagreement, ...]
    each: tuple[Answers, ...] = attrs.field(default=(), repr=False)


def consolidate(answers: Iterable[Answers]) -> Consolidated:
    """Put the answers of several evaluators together.

    Feelings are all kept, so that the emotion becomes their mean; notes and other texts are joined. Of everything
    else only what all who answered agree on is taken; the rest is listed and stays open. How well they agree is told
    of the verdicts that every one of them gave: by Cohen's kappa for two, by Fleiss' for more.

    Raises:
        JourneyError: When there is nobody's answers.

    Example:
        >>> kim = Answers({"pay|felt": Answer(-1, "-1"), "JM101@pay|verdict": Answer("fail", "Fail")})
        >>> lee = Answers({"pay|felt": Answer(-2, "-2"), "JM101@pay|verdict": Answer("pass", "Pass")})
        >>> together = consolidate([kim, lee])
        >>> together.answers["pay|felt"], together.disagreements
        ((-1, -2), (Disagreement(name='JM101@pay|verdict', said=(('1', 'fail'), ('2', 'pass'))),))
    """
    everyone = tuple(answers)
    if not everyone:
        raise JourneyError("there are no answers to consolidate (give those of at least one evaluator)")
    names = tuple(each.evaluator or str(number) for number, each in enumerate(everyone, 1))
    given: dict[str, Answer] = {}
    disagreements = []
    for place in dict.fromkeys(name for each in everyone for name in each):
        said = [(who, each.given[place]) for who, each in zip(names, everyone, strict=True) if place in each]
        together = _together(place, [answer for _, answer in said])
        if together is None:
            disagreements.append(Disagreement(place, tuple((who, answer.value) for who, answer in said)))
        else:
            given[place] = together
    verdicts = _verdicts(everyone)
    return Consolidated(
        answers=Answers(
            given,
            tuple(problem for each in everyone for problem in each.problems),
            everyone[0].source if len(everyone) == 1 else "",
            tuple(dict.fromkeys(entry for each in everyone for entry in each.entries)),
        ),
        evaluators=names,
        agreement=_kappa(verdicts),
        compared=len(verdicts),
        agreed=sum(len(set(row)) == 1 for row in verdicts),
        disagreements=tuple(disagreements),
        each=everyone,
    )


def _together(name: str, said: Sequence[Answer]) -> Answer | None:
    """What several answers to one question come to; None when they differ."""
    first, part = said[0], name.rpartition("|")[2]
    if part == "felt":
        return attrs.evolve(first, value=tuple(answer.value for answer in said)) if len(said) > 1 else first
    if all(answer.value == first.value for answer in said[1:]):
        return first
    owner = name.partition("|")[0]
    is_blank = part in BLANKS and not any(answer.at for answer in said)
    is_text = owner in ("cover", "signed") or (
        part not in ("verdict", "severity") and (is_blank or field_of(part) is None)
    )
    if not is_text:
        return None
    texts = dict.fromkeys(str(answer.value) for answer in said)
    return attrs.evolve(first, value=(", " if owner == "cover" else "\n").join(texts))


def _verdicts(everyone: Sequence[Answers]) -> list[tuple[str, ...]]:
    """The verdicts of the places at which every evaluator gave one."""
    names = [name for name in everyone[0] if name.endswith("|verdict")]
    return [tuple(each[name] for each in everyone) for name in names if all(name in each for each in everyone)]


def _kappa(verdicts: Sequence[tuple[str, ...]]) -> float | None:
    if not verdicts or len(verdicts[0]) < 2:
        return None
    if len(verdicts[0]) == 2:
        return cohens_kappa([(one, other) for one, other in verdicts])
    return fleiss_kappa([Counter(row) for row in verdicts])


def cohens_kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """How well two evaluators agree beyond chance: κ = (po − pe) / (1 − pe).

    po is the share of pairs that are the same; pe = Σ p1(c)·p2(c) is the share expected if each evaluator gave every
    category c as often as they did, but at random. Cohen 1960, "A coefficient of agreement for nominal scales",
    Educational and Psychological Measurement 20(1), 37–46.

    Returns:
        From −1 to 1; None without pairs, and when both always said one and the same, so that chance explains all.

    Example:
        >>> cohens_kappa([("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15)
        0.4
    """
    count = len(pairs)
    one, other = Counter(first for first, _ in pairs), Counter(second for _, second in pairs)
    same = sum(first == second for first, second in pairs)
    chance = sum(one[category] * other[category] for category in one)
    if count == 0 or chance == count * count:
        return None
    return (same * count - chance) / (count * count - chance)


def fleiss_kappa(table: Sequence[Mapping[str, int]]) -> float | None:
    """How well several evaluators agree beyond chance: κ = (P̄ − P̄e) / (1 − P̄e).

    Each row counts, for one subject, how many of the n evaluators gave each category. P̄ is the mean over subjects of
    (Σ n(c)² − n) / (n·(n − 1)); P̄e = Σ p(c)², with p(c) the share of all answers that are c. Fleiss 1971, "Measuring
    nominal scale agreement among many raters", Psychological Bulletin 76(5), 378–382.

    Returns:
        At most 1; None without subjects, and when all always said one and the same, so that chance explains all.

    Example:
        >>> round(fleiss_kappa([{"yes": 3}, {"no": 3}, {"yes": 2, "no": 1}]), 4)
        0.55
    """
    if not table:
        return None
    raters = sum(table[0].values())
    every: Counter[str] = Counter()
    for row in table:
        every.update(row)
    chance = math.fsum((number / (raters * len(table))) ** 2 for number in every.values())
    if sum(number > 0 for number in every.values()) == 1:
        return None
    pairs = sum(sum(number * number for number in row.values()) - raters for row in table)
    return (pairs / (raters * (raters - 1) * len(table)) - chance) / (1 - chance)
