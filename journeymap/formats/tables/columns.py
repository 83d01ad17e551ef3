"""What the columns of a table are: by their heads in English and Korean, or as whoever asks says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

import attrs

from journeymap.errors import JourneyError, unknown
from journeymap.formats.tables.emotions import OWN, scale_in
from journeymap.model import Journey, Scale, Stage, Touchpoint

__all__ = ["NAMES", "ORDER", "Column", "columns_of", "fact_for", "field_at", "head_for", "looks_like"]

ORDER = "order"
"""The column that only numbers the rows."""

NAMES: Mapping[str, tuple[str, str]] = {
    "id": ("id, touchpoint id, key", "식별자, 아이디, 접점 id"),
    "name": (
        "touchpoint, touch point, touchpoint name, name, touchpoints, step, steps, activity, activities, "
        "task, event, moment, journey step, user action, customer action, user actions, customer actions",
        "접점, 접점명, 터치포인트, 이름, 스텝, 활동, 고객 행동, 고객행동, 행동 단계, 세부 단계",
    ),
    "stage": (
        "stage, stages, journey stage, phase, phases, section, step group",
        "단계, 여정 단계, 고객 여정 단계, 국면, 구간",
    ),
    "stage.phase": ("stage.phase, stage phase", "단계 시점, 서비스 전중후"),
    "emotion": (
        "emotion, emotions, feeling, feelings, mood, sentiment, emotional state, emotion score, "
        "emotion curve, emotional journey, rating, score, satisfaction, csat, nps, experience, "
        "experience rating",
        "감정, 감정 점수, 감정점수, 기분, 느낌, 정서, 감정 곡선, 감정곡선, 감정 상태, 만족도, 평점, 점수",
    ),
    "kind": ("kind, type, touchpoint type, category", "종류, 유형, 접점 유형"),
    "channel": ("channel, channels, medium, platform, device", "채널, 매체, 경로, 플랫폼"),
    "actors": (
        "actors, actor, who, people, participants, stakeholders, roles",
        "참여자, 담당자들, 관계자, 이해관계자, 함께하는 사람",
    ),
    "next": ("next, next step, next steps, leads to, goes to, next touchpoint", "다음, 다음 접점, 다음 단계"),
    "ends": ("ends, ending, outcome", "끝, 마무리, 결과"),
    "drop_off": ("drop off, drop off rate, drop out, churn", "이탈률, 이탈, 이탈 비율"),
    "can_fail": ("can fail", "실패 가능"),
    "description": (
        "description, actions, action, doing, does, what the customer does, details, customer activities",
        "설명, 행동, 행위, 고객 활동, 상세, 상세 설명, 하는 일",
    ),
    "quote": (
        "quote, quotes, thoughts, thought, thinking, thinks, saying, says, customer thoughts, "
        "thoughts and feelings, verbatim, customer quote",
        "고객의 말, 고객의 말과 생각, 생각, 말, 고객 생각, 고객의 소리, voc, 인용",
    ),
    "moment_of_truth": ("moment of truth, mot, moments of truth, key moment", "진실의 순간, mot 여부, 결정적 순간"),
    "expectations": (
        "expectations, expectation, customer expectations, needs, customer needs, goals, customer goals",
        "기대, 기대 사항, 고객 기대, 니즈, 고객 니즈, 요구, 목표",
    ),
    "enhancers": (
        "enhancers, gains, gain points, positives, highlights, delights, wow moments",
        "기대 이상, 좋은 점, 장점, 긍정 요인, 강화 요인",
    ),
    "detractors": (
        "detractors, pain points, pain point, painpoints, pains, pain, frustrations, problems, problem, "
        "barriers, issues",
        "기대 이하, 페인 포인트, 페인포인트, 불편 사항, 불만 사항, 불편점, 문제점, 문제, 고충, 부정 요인, "
        "저해 요인",
    ),
    "opportunities": (
        "opportunities, opportunity, ideas, improvements, recommendations, solutions",
        "기회, 개선 기회, 기회 요인, 개선 아이디어, 아이디어, 개선안, 개선 방안, 개선점",
    ),
    "need": ("need, need kind", "욕구 종류"),
    "owner": ("owner, responsible, responsible team, department, team", "책임자, 담당자, 담당, 담당 부서, 부서"),
    "standard": ("standard, service standard, sop", "기준, 서비스 기준, 표준"),
    "kpi": ("kpi, kpis, metric, metrics, measure", "지표, 핵심 지표, 성과 지표"),
    "assumptions": ("assumptions, assumption, hypotheses, hypothesis", "가정, 가설"),
    "evidence.basis": ("basis, evidence basis", "근거, 감정 근거"),
    "evidence.n": ("n, responses, answers, respondents", "응답 수, 응답자 수, 표본 수"),
    "evidence.source": ("source, data source", "출처"),
    "blueprint.physical_evidence": ("physical evidence, evidence lane, props", "물리적 증거, 물적 증거, 유형의 증거"),
    "blueprint.frontstage": (
        "frontstage, front stage, frontstage actions, onstage, employee actions",
        "무대 위, 전방 업무, 프론트스테이지, 직원 행동, 현장 직원",
    ),
    "blueprint.backstage": ("backstage, back stage, backstage actions", "무대 뒤, 후방 업무, 백스테이지"),
    "blueprint.support": (
        "support processes, support process, systems, technology",
        "지원 업무, 지원 프로세스, 시스템, 지원 시스템",
    ),
    "duration": ("duration, time, how long, time spent", "소요 시간, 시간, 걸리는 시간, 소요시간"),
    "wait.typical": ("wait time, waiting time", "대기, 대기 시간, 대기시간, 기다림"),
    "wait.known": ("wait.known, wait time shown", "대기 시간 안내"),
    "wait.explained": ("wait.explained, wait explained", "대기 이유 안내"),
    "wait.occupied": ("wait.occupied, wait occupied", "기다리는 동안 할 일"),
    "shows_price": ("shows price", "가격 표시"),
    "fees": ("fees, fee, extra costs", "추가 비용, 비용, 수수료"),
    "contacts": ("contacts, contact", "연락처, 문의처"),
    "help_mode": ("help mode, help", "도움 방식, 도움"),
    "choices": ("choices, options", "선택지, 고를 수 있는 것"),
    "announces_steps": ("announces steps", "절차 안내"),
    "fields_requested": ("fields requested, fields", "입력 항목, 요구 정보"),
    "usage_rate": ("usage rate, usage", "이용률"),
    "movable": ("movable", "옮길 수 있음"),
    "removable": ("removable", "생략 가능"),
    "effort": ("effort", "노력, 들이는 노력"),
    "after": ("after, comes after, prerequisites, depends on", "선행 접점, 먼저 와야 하는 접점"),
    "journey.name": (
        "journey, journey name, journey map, title, customer journey, customer journey map",
        "여정, 고객 여정, 여정 이름, 제목, 고객 여정 지도, 고객여정지도, 고객 여정 맵, 고객여정맵",
    ),
    "journey.description": ("journey.description, journey description, scenario", "여정 설명, 시나리오"),
    "journey.persona": ("persona, customer, customer type", "페르소나, 고객, 고객 유형"),
    "journey.business": ("business, company", "상호, 회사, 업체"),
    "journey.state": ("journey.state, journey state", "여정 상태"),
    "journey.goals": ("journey.goals, business goals", "여정 목표"),
    ORDER: ("no, no., nr, #, number, order, sequence, seq, index", "번호, 순번, 순서, 연번"),
}  # fmt: skip
"""For each fact the heads that it may have, in English and Korean; the first of each is the one that is written."""

_ASIDE = re.compile(r"(?P<head>.*?)\s*[(（\[](?P<aside>[^()（）\[\]]*)[)）\]]\s*\Z", re.DOTALL)
_MARKS = re.compile(r"[\s_\-–—/·]+")
_ENDS = re.compile(r"^[\W_]+|[\s:：*?.!]+$")
_LONGEST = 200


@attrs.frozen
class Column:
    """One column of a table.

    Attributes:
        at: Its position, from 0.
        head: What stands at its head.
        fact: What it holds, such as ``"wait.known"``; "" when that is not known.
        scale: The scale that its head names.
        unit: What stands in brackets at its head, such as ``"min"``.
        rank: How far down the list of names its head stands: of two columns for one fact the first counts.
    """

    at: int
    head: str
    fact: str = ""
    scale: Scale | None = None
    unit: str = ""
    rank: int = 0


def columns_of(heads: Sequence[str], given: Mapping[str, str | None] | None = None) -> Iterator[Column]:
    """What each column with anything at its head is.

    Example:
        >>> [column.fact for column in columns_of(["단계", "Touchpoint", "Emotion (1-5)", "Wait (min)", "Weather"])]
        ['stage', 'name', 'emotion', 'wait', '']
    """
    said = {_plain(head): fact for head, fact in (given or {}).items()}
    for at, head in enumerate(heads):
        if not head:
            continue
        plain = _plain(head)
        if plain in said:
            fact = said[plain]
            yield Column(at, head, fact or ORDER, scale_in(head), _aside(head)[1])
            continue
        yield _column(at, head)


@lru_cache(maxsize=10_000)
def _column(at: int, head: str) -> Column:
    if len(head) > _LONGEST:
        return Column(at, head)
    bare, aside = _aside(head)
    for text in (head, bare, aside):
        found = _known().get(_plain(text))
        if found is not None:
            return Column(at, head, found[0], scale_in(head), aside if text != aside else "", found[1])
    return Column(at, head)


def fact_for(head: str) -> str:
    """The fact that a head stands for; "" when that is not known."""
    return _column(0, head).fact


def looks_like(cells: Sequence[str], given: Mapping[str, str | None] | None = None) -> int:
    """How many different facts some cells would be the heads of."""
    return len({column.fact for column in columns_of(cells, given) if column.fact})


def field_at(fact: str) -> attrs.Attribute[Any]:
    """The field that a fact is kept in.

    Raises:
        JourneyError: When there is none; the message has the nearest spelling.

    Example:
        >>> field_at("wait.known").name, field_at("journey.persona").name, field_at("stage.phase").name
        ('known', 'persona', 'phase')
    """
    found = _fields().get(fact)
    if found is None:
        known = {*_fields(), ORDER}
        raise JourneyError(unknown("fact", fact, known))
    return found


def head_for(fact: str, lang: str) -> str:
    """What is written at the head of a column.

    Example:
        >>> head_for("emotion", "ko"), head_for("wait.known", "en"), head_for("queue.lines", "ko")
        ('감정 (-2..+2)', 'wait.known', 'queue.lines')
    """
    names = NAMES.get(fact)
    head = (
        fact
        if names is None or ("." in names[0].split(", ")[0] and lang == "en")
        else names[lang == "ko"].split(", ")[0]
    )
    return f"{head} ({OWN.low:g}..{OWN.high:+g})" if fact == "emotion" else head


@cache
def _fields() -> Mapping[str, attrs.Attribute[Any]]:
    """Every field that a column may be for, by fact: records also by their parts."""
    found: dict[str, attrs.Attribute[Any]] = {}

    def add(kind: type, prefix: str, without: tuple[str, ...] = ()) -> None:
        for field in attrs.fields(kind):
            if field.name in without:
                continue
            found[prefix + field.name] = field
            if field.metadata["form"] == "record":
                add(field.metadata["record"](), f"{prefix}{field.name}.")

    add(Touchpoint, "")
    add(Stage, "stage.", ("name",))
    add(Journey, "journey.", ("stages", "touchpoints"))
    return found


@cache
def _known() -> Mapping[str, tuple[str, int]]:
    """Facts by what may stand at the head of a column, folded, with how far down the list of names it stands."""
    known: dict[str, tuple[str, int]] = {_plain(fact): (fact, 0) for fact in _fields()}
    for fact, lists in NAMES.items():
        for names in lists:
            for rank, name in enumerate(names.split(", ")):
                known.setdefault(_plain(name), (fact, rank))
    return known


def _aside(head: str) -> tuple[str, str]:
    """A head without what stands in brackets at its end, and that."""
    found = _ASIDE.match(head)
    return (found["head"], found["aside"].strip()) if found else (head, "")


def _plain(head: str) -> str:
    """A head without the differences in writing that do not matter."""
    text = unicodedata.normalize("NFKC", head[: _LONGEST + 1]).casefold().strip()
    if text in ("#", "no."):
        return text
    return _ENDS.sub("", _MARKS.sub(" ", text)).strip()


def known_facts() -> tuple[str, ...]:
    """Every fact that a column may be for, in the order of the classes."""
    return tuple(_fields())
