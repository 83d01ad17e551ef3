"""Journeys of any length to draw, in English and Korean: branches, loops, gaps, quotes, the same every time."""

from __future__ import annotations

import random

import attrs

from journeymap.facts import Blueprint, Evidence, Fee, Wait
from journeymap.model import Journey, Touchpoint

NAMES = {
    "en": ("Search and sort", "Product page", "Reads what others wrote about the shoes", "Cart", "Create account",
           "Address and delivery options", "Card payment", "Bank's own check", "Order confirmed", "Parcel arrives",
           "Unboxing", "Customer service hotline", "Thank-you note", "Waits in line at the counter",
           "Returns the shoes by post", "Refund shows on the card statement"),
    "ko": ("검색과 정렬", "상품 페이지", "다른 고객이 남긴 구두 사용 후기 읽기", "장바구니", "회원 가입",
           "주소와 배송 방법 선택", "카드 결제", "은행 본인 인증", "주문 확인", "택배 도착", "포장을 여는 순간",
           "고객센터 전화 상담", "감사 편지", "계산대 앞에서 줄 서서 기다리기", "구두를 택배로 반품하기",
           "카드 명세서에 환불이 표시됨"),
}  # fmt: skip
QUOTES = {
    "en": ("Found my size in ten seconds.", "Why do they need my birthday for a pair of shoes?", "Is it stuck?"),
    "ko": ("10초 만에 내 사이즈를 찾았어요.", "구두 한 켤레 사는데 생일은 왜 묻죠?", "멈춘 건가?"),
}
STAGES = {
    "en": ("Find", "Decide", "Pay", "Receive", "Use", "Again"),
    "ko": ("찾기", "고르기", "결제", "받기", "사용", "다시"),
}
CHANNELS = ("web", "store", "phone", "email", "app", "kiosk", "courier", "chat", "carrier pigeon", None)
LANES = ("physical_evidence", "frontstage", "backstage", "support")


def long_journey(count: int, lang: str = "en", *, seed: int = 1) -> Journey:
    """A journey of so many touchpoints, with something for every lane."""
    chance = random.Random(seed)
    names, quotes, stages = NAMES[lang], QUOTES[lang], STAGES[lang]
    journey = Journey({"en": "A long journey", "ko": "긴 여정"}[lang], persona=names[0], state="as-is")
    emotion, each = 1.0, max(2, count // 6)
    for i in range(count):
        if i % each == 0:
            journey = journey.stage(f"{stages[i // each % 6]} {i // each // 6 + 1}")
        emotion = max(-2.0, min(2.0, emotion + chance.choice([-1, -0.5, 0, 0.5, 1])))
        facts: dict[str, object] = {
            "emotion": None if chance.random() < 0.06 else emotion,
            "channel": chance.choice(CHANNELS),
            "quote": chance.choice(quotes) if chance.random() < 0.6 else None,
            "description": f"{chance.choice(names)}. {chance.choice(quotes)}" if chance.random() < 0.3 else None,
            "moment_of_truth": True if chance.random() < 0.15 else None,
            "detractors": [chance.choice(names)] if chance.random() < 0.2 else None,
            "wait": Wait("5 min", known=False) if chance.random() < 0.2 else None,
            "opportunities": [chance.choice(names)] if chance.random() < 0.2 else None,
            "owner": chance.choice(names) if chance.random() < 0.2 else None,
            "evidence": Evidence("measured", n=212) if chance.random() < 0.2 else None,
            "fees": [Fee(names[9], 3000, "KRW", disclosed_at=f"t{i}")] if chance.random() < 0.1 else None,
        }
        if 0 < i < count - 2 and chance.random() < 0.3:
            facts["next"], facts["drop_off"] = chance.choice(
                [
                    ({f"t{i + 2}": 0.85, f"t{i + 1}": 0.15}, 0.0),
                    ({f"t{i + 1}": 0.8, f"t{max(0, i - 2)}": 0.2}, 0.0),
                    ({f"t{i + 1}": 0.9}, 0.1),
                ]
            )
        journey = journey.touchpoint(f"t{i}", names[i % len(names)], **facts)
    return journey


def full_journey(count: int, lang: str = "en") -> Journey:
    """A long journey with something in most lanes."""
    journey = long_journey(count, lang)
    for number, touchpoint in enumerate(journey):
        names = NAMES[lang]
        known = {name: names[(number + row) % len(names)] for row, name in enumerate(LANES) if (number + row) % 3}
        journey = journey.change(touchpoint.id, blueprint=Blueprint(**known), can_fail=number % 4 == 0)
    return journey


def other_than(journey: Journey) -> Journey:
    """The same journey with something added, removed, moved, and felt differently all along it."""
    kept = []
    for number, touchpoint in enumerate(journey):
        if number % 7 == 3 and touchpoint.next is None:
            continue
        if number % 3 == 1 and touchpoint.emotion is not None:
            touchpoint = attrs.evolve(touchpoint, emotion=max(-2.0, min(2.0, touchpoint.emotion + (number % 5 - 2))))
        if number % 8 == 5:
            touchpoint = attrs.evolve(touchpoint, channel="app", owner="Front desk", emotion=None)
        kept.append(attrs.evolve(touchpoint, next=None, drop_off=0.0))
        if number % 9 == 2:
            kept.append(Touchpoint(f"new{number}", touchpoint.name, emotion=0.5, stage=touchpoint.stage))
    if len(kept) > 6:
        kept.insert(5, kept.pop(1))
    return attrs.evolve(journey, touchpoints=tuple(kept), state="to-be")
