"""Mermaid's ``journey``: a title, sections, and in each its tasks with a score from 0 to 5 and who takes part.

Read as Mermaid itself reads it. What has no place in a diagram travels in comments below the line it belongs to; the
line counts wherever somebody has edited it since.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import attrs

from journeymap.errors import shorten
from journeymap.formats.mermaid_text import NAMELESS, WS, Block, Draft, exact, free_ids, one_line, plain
from journeymap.formats.placing import Path
from journeymap.formats.structuring import VERSION, Parsed
from journeymap.model import Scale

__all__ = [
    "SOURCE", "emotion_from", "inferred", "parse", "parts", "people_text", "persona_of",
    "score_text",
]  # fmt: skip

SCALE = Scale(0, 5)
"""Mermaid's scores."""

SCALE_NAME = "0-5"
"""What Mermaid's scale is called in the evidence of an emotion."""

MOST_TOKENS = 500_000
"""How many titles, names, scores and signs a diagram may have: those of 200,000 tasks."""

SOURCE = "Mermaid: "
"""How the source of an emotion begins, before what is written in the diagram."""

UNKNOWN = "?"
"""What stands for the score of a touchpoint whose emotion is unknown; Mermaid draws its face apart from the others."""

_TOKEN = re.compile(
    rf"""(?P<skip>%(?!\{{)[^\n]*|[^}}]%%[^\n]*|{WS}+|\#[^\n]*)
    |(?P<journey>journey\b)
    |title(?P<title>{WS}[^\#\n;]+)
    |accTitle{WS}*:{WS}*(?P<acc_title>[^\n]*)
    |accDescr{WS}*:{WS}*(?P<acc_descr>[^\n]*)
    |accDescr{WS}*(?P<open>\{{){WS}*(?P<acc_lines>[^}}]*)(?P<close>\}}?)
    |section(?P<section>{WS}[^\#:\n;]+)
    |(?P<name>[^\#:\n;]+)
    |:(?P<score>[^\#\n;]+)
    |(?P<colon>:)
    |(?P<other>.)""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\Z", re.IGNORECASE | re.ASCII)
_BASED = re.compile(r"0(?:x[0-9a-f]+|o[0-7]+|b[01]+)\Z", re.IGNORECASE)
_LONGEST_NUMBER = 100


@attrs.frozen
class _Statement:
    """A title, a section, a task ...: its text as it stands, and for a task what follows the first colon."""

    kind: str
    offset: int
    text: str
    written: str = ""
    written_at: int = 0


def parse(block: Block) -> Parsed:
    """What the diagram says, as plain data."""
    return _Draft(block).read()


# From tokens to statements


def _statements(draft: Draft) -> Iterator[_Statement]:
    """What the diagram states, in order; what Mermaid refuses is mended and noted, or refused."""
    text = draft.block.text
    found = (token for token in _TOKEN.finditer(text, draft.block.head) if token.lastgroup != "skip")
    tokens = list(islice(found, MOST_TOKENS))
    if len(tokens) == MOST_TOKENS:
        draft.refuse(f"more than {MOST_TOKENS:,} words and signs (expected a journey)", tokens[-1].start())
        tokens = tokens[:1]
    yield _Statement("journey", draft.block.head, "")
    at = 1
    while at < len(tokens):
        token, start, kind = tokens[at], tokens[at].start(), tokens[at].lastgroup
        said = token[str(kind)]
        at += 1
        if kind == "journey" and _kind(tokens, at) == "name" and "\n" not in text[start : tokens[at].start()]:
            draft.note("a task that begins with 'journey', which Mermaid refuses (write '#106;ourney')", start)
            said, kind = text[start : tokens[at].end()], "name"
            at += 1
        after = _kind(tokens, at)
        if kind in ("title", "acc_title", "acc_descr"):
            yield _Statement(kind, start, said)
        elif kind == "close":
            if not said:
                draft.refuse("accDescr that is never closed (expected '}' at its end)", start)
            yield _Statement("acc_descr", start, token["acc_lines"])
        elif kind == "section":
            if after == "score":
                draft.note("a section with ':' in its name, which Mermaid refuses (write '#58;')", start)
                said += tokens[at][0]
                at += 1
            yield _Statement(kind, start, said)
        elif kind == "name" and after in ("score", "colon") and tokens[at].start() == tokens[at - 1].end():
            yield _Statement("task", start, said, tokens[at]["score"] or "", tokens[at].start() + 1)
            at += 1
        elif kind == "other" and said == ";":
            draft.note("';', which Mermaid refuses here; read as the end of a line", start)
        else:
            draft.refuse(_complaint(str(kind), said, text[token.end() : token.end() + 1] == "#"), start)


def _kind(tokens: Sequence[re.Match[str]], at: int) -> str | None:
    return tokens[at].lastgroup if at < len(tokens) else None


def _complaint(kind: str, said: str, before_hash: bool) -> str:
    """Why something cannot stand where it does."""
    if kind == "name":
        line = one_line(plain(said))
        hint = "; '#' begins a comment: for a number sign write '#35;'" if before_hash else ""
        return f"{shorten(line)!r} has no score (expected a line such as '{shorten(line, 30)}: 3: Me'{hint})"
    if kind == "journey":
        return "a second 'journey' (expected one diagram; put each into a fence of its own)"
    return "a score without a task before it (expected a line such as 'Make tea: 5: Me')"


# From statements to data


class _Draft(Draft):
    """A journey in the making."""

    def read(self) -> Parsed:
        """Everything that the diagram and its comments say."""
        statements = list(_statements(self))
        offsets = [statement.offset for statement in statements]
        facts = self.facts(offsets, _paths(statements))
        whole: dict[str, Any] = {}
        for statement, more in zip(statements, facts, strict=True):
            if statement.kind not in ("section", "task"):
                whole.update(more)
        is_ours = "journeymap" in whole
        self._whole(statements, whole, is_ours)
        stage: str | None = None
        stages: dict[str, dict[str, Any]] = {}
        tasks: list[dict[str, Any]] = []
        for statement, more in zip(statements, facts, strict=True):
            if statement.kind == "section":
                stage = exact(more.get("name"), statement.text, NAMELESS)
                if stage not in stages:
                    self.marks.append((("stages", len(stages)), statement.offset))
                stages.setdefault(stage, {}).update({**more, "name": stage})
            elif statement.kind == "task":
                tasks.append(self._task(statement, more, len(tasks), stage, is_ours))
        if not is_ours:
            self.data["persona"] = persona_of(tasks)
        for task, id in zip(tasks, _ids(tasks), strict=True):
            task["id"] = id
        self.data |= {"stages": list(stages.values()), "touchpoints": tasks}
        return self.parsed()

    def _whole(self, statements: Iterable[_Statement], facts: dict[str, Any], is_ours: bool) -> None:
        """What is said of the journey as a whole."""
        last = {each.kind: each for each in statements}
        words = {kind: _lines(each.text) for kind, each in last.items()}
        title = words.get("title", self.block.title)
        accessible = words.get("acc_title", "")
        name = exact(facts.get("name"), title) if is_ours else title or accessible
        if not name and not is_ours:
            self.note(
                "there is no title, so that the journey has no name (expected a line 'title ...')", self.block.head
            )
        spoken = [accessible if accessible != name and not is_ours else "", words.get("acc_descr", "")]
        description: str | None = "\n".join(filter(None, spoken)) or None
        if isinstance(facts.get("description"), str) and one_line(facts["description"]) == (description or ""):
            description = facts["description"]  # the comment has its line breaks, too
        self.data = {"journeymap": VERSION, **facts, "name": name, "description": description}
        self.marks.append((("name",), last.get("title", last["journey"]).offset))

    def _task(
        self, line: _Statement, facts: dict[str, Any], at: int, stage: str | None, is_ours: bool
    ) -> dict[str, Any]:
        """The touchpoint that a line and the comments below it describe."""
        path = ("touchpoints", at)
        self.marks += ((path, line.offset), ((*path, "emotion"), line.written_at))
        self._doubts(line, is_ours)
        task = inferred(line.text, line.written, bare=not is_ours)
        seen = dict(task)
        task |= {"stage": stage} if stage is not None else {}
        task |= facts
        task["name"] = exact(facts.get("name"), line.text, str(facts.get("id", "")))
        score, people = parts(line.written)
        if _is_number(facts.get("emotion")) and score_text(facts["emotion"]) != score:
            task["emotion"] = seen.get("emotion")  # somebody has changed the line since
        if is_ours:
            task["actors"] = self._actors(facts, [plain(one) for one in people if one])
        return task

    def _actors(self, facts: Mapping[str, Any], seen: list[str]) -> Any:
        """Who takes part: as the comment says, unless the line says otherwise."""
        given = facts.get("actors")
        if given is not None and not (isinstance(given, list) and all(isinstance(one, str) for one in given)):
            return given
        return given if people_text(given, self.data.get("persona")) == seen else seen or None

    def _doubts(self, line: _Statement, is_ours: bool) -> None:
        """Note what Mermaid shrugs at."""
        score, people = parts(line.written)
        number = number_from(score)
        if not score:
            self.note("a task without a score; the emotion is left unknown", line.written_at)
        elif number is None and not (is_ours and score == UNKNOWN):
            self.note(
                f"the score {shorten(plain(score))!r} is not a number; the emotion is left unknown", line.written_at
            )
        elif number is not None and not SCALE.low <= number <= SCALE.high:
            message = f"the score {shorten(score)} is not on Mermaid's scale from 0 to 5; the emotion is left unknown"
            self.note(message, line.written_at)
        if "" in people:
            self.note("somebody without a name takes part; left out", line.written_at)
        if line.written.count(":") > 1:
            self.note("a second ':' after the score, from which on Mermaid reads nothing; left out", line.written_at)


def _paths(statements: Iterable[_Statement]) -> list[Path]:
    """The path of what each statement is about."""
    stages: dict[str, int] = {}
    paths: list[Path] = []
    tasks = 0
    for statement in statements:
        if statement.kind == "task":
            paths.append(("touchpoints", tasks))
            tasks += 1
        elif statement.kind == "section":
            paths.append(("stages", stages.setdefault(statement.text, len(stages))))
        else:
            paths.append(())
    return paths


def _lines(text: str) -> str:
    return "\n".join(line.strip() for line in plain(text).strip().split("\n"))


def _ids(tasks: Sequence[Mapping[str, Any]]) -> Iterator[Any]:
    """The id of each touchpoint: the one given, or one made of its name."""
    given = [task["id"] for task in tasks if isinstance(task.get("id"), str)]
    made = free_ids((task["name"] for task in tasks if "id" not in task), given)
    return (task["id"] if "id" in task else next(made) for task in tasks)


# What reading and writing agree on


def parts(written: str) -> tuple[str, tuple[str, ...]]:
    """The score and the people of a task, from what follows its name.

    Example:
        >>> parts(" 5: Me, Cat")
        ('5', ('Me', 'Cat'))
    """
    score, colon, rest = written.partition(":")
    return score.strip(), tuple(name.strip() for name in rest.split(":")[0].split(",")) if colon else ()


def number_from(score: str) -> float | None:
    """The number that a score is, as Mermaid reads it; None when it is none."""
    if len(score) > _LONGEST_NUMBER:
        return None
    if _NUMBER.match(score):
        return float(score)
    return float(int(score, 0)) if _BASED.match(score) else None


def emotion_from(score: str) -> float | None:
    """The emotion that a score stands for; None when it is no number on Mermaid's scale.

    Example:
        >>> emotion_from("3"), emotion_from("9")
        (0.4, None)
    """
    number = number_from(score)
    return round(SCALE.emotion(number), 12) if number is not None and SCALE.low <= number <= SCALE.high else None


def inferred(name: str, written: str, *, bare: bool) -> dict[str, Any]:
    """What the line of a task says of a touchpoint; ``bare`` when there are no comments of ours to say more.

    Example:
        >>> inferred("Make tea", " 5: Me", bare=False)
        {'name': 'Make tea', 'emotion': 2.0, 'actors': ['Me']}
    """
    score, people = parts(written)
    task: dict[str, Any] = {"name": plain(name).strip()}
    emotion = emotion_from(score)
    if emotion is not None:
        task["emotion"] = emotion
    named = [plain(one) for one in people if one]
    if named:
        task["actors"] = named
    if bare and score:
        task["evidence"] = {"scale": SCALE_NAME, "source": SOURCE + plain(written.strip())}
    return task


def persona_of(tasks: Iterable[Mapping[str, Any]]) -> str | None:
    """The customer, where nobody but one ever takes part."""
    everybody = {actor for task in tasks for actor in task.get("actors", ())}
    return next(iter(everybody)) if len(everybody) == 1 else None


def score_text(emotion: float | None) -> str:
    """The score that shows an emotion: as near as two places after the point come.

    Example:
        >>> score_text(0.5), score_text(None)
        ('3.12', '?')
    """
    if emotion is None:
        return UNKNOWN
    return f"{SCALE.high * (emotion + 2) / 4:.2f}".rstrip("0").rstrip(".")


def people_text(actors: Sequence[str] | None, persona: Any) -> list[str]:
    """The names that a line shows: who takes part, or else the customer."""
    name = persona.get("name") if isinstance(persona, dict) else persona
    shown = actors if actors is not None else [name] if isinstance(name, str) else []
    return [one_line(each) for each in shown if one_line(each)]


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
