"""The channels on which a customer meets a service: what each is called, and whether a person is met there.

A touchpoint's channel is any text. What this table knows can be judged and drawn; what it does not know is kept
as it is, and nothing is guessed about it.

Example:
    >>> channel("Call centre").kind, channel("매장").kind, channel("carrier pigeon")
    ('phone', 'person', None)
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Literal

import attrs

from journeymap.i18n import LANGUAGES, translator

__all__ = ["CHANNELS", "Channel", "channel"]

ChannelKind = Literal["person", "phone", "message", "screen", "automated", "print", "parcel"]


@attrs.frozen
class Channel:
    """A channel that is known.

    Attributes:
        id: Its English name in kebab case, such as ``in-store``.
        kind: Who or what the customer meets: a person face to face, a person on the phone, a written message,
            a screen, a machine, print, or a parcel.
        en: Its English name.
        ko: Its Korean name.
        also: Other names it goes by, in any language.
    """

    id: str
    kind: ChannelKind
    en: str
    ko: str
    also: tuple[str, ...] = ()

    @property
    def human(self) -> bool:
        """Whether the customer speaks with a person there."""
        return self.kind in ("person", "phone")

    def label(self, lang: str = "en") -> str:
        """Its name in a language."""
        return self.ko if lang == "ko" else translator(lang)(self.en)


CHANNELS: tuple[Channel, ...] = (
    Channel("in-person", "person", "In person", "대면",
            ("person", "face to face", "f2f", "offline", "onsite", "on site", "직접", "직접 방문", "방문",
             "오프라인")),
    Channel("store", "person", "Shop", "매장",
            ("in store", "shop", "in shop", "retail", "physical store", "brick and mortar", "showroom", "가게",
             "점포", "상점", "오프라인 매장")),
    Channel("counter", "person", "Counter", "계산대",
            ("till", "cashier", "checkout counter", "front desk", "reception", "desk", "창구", "카운터", "접수대",
             "안내데스크", "안내 데스크", "프런트", "프론트")),
    Channel("staff", "person", "Staff", "직원", ("employee", "waiter", "salesperson", "sales", "점원", "종업원")),
    Channel("branch", "person", "Branch", "지점", ("bank branch", "office", "영업점", "대리점", "사무실")),
    Channel("table", "person", "Table", "테이블", ("restaurant", "dining room", "hall", "식당", "홀", "좌석")),
    Channel("clinic", "person", "Clinic", "진료실", ("hospital", "doctor", "병원", "의원", "상담실", "시술실")),
    Channel("courier", "person", "Courier", "배송 기사", ("delivery driver", "driver", "택배 기사", "배달원")),
    Channel("parcel", "parcel", "Parcel", "택배",
            ("delivery", "shipment", "package delivery", "배송", "배달", "소포")),
    Channel("home-visit", "person", "Home visit", "방문 서비스",
            ("at home", "technician", "출장", "가정 방문", "방문 기사")),
    Channel("event", "person", "Event", "행사",
            ("fair", "exhibition", "seminar", "박람회", "전시", "세미나", "이벤트")),
    Channel("phone", "phone", "Phone", "전화",
            ("telephone", "call", "phone call", "call center", "call centre", "contact center", "contact centre",
             "hotline", "유선", "콜센터", "고객센터 전화", "상담 전화", "전화 상담", "통화")),
    Channel("video-call", "phone", "Video call", "영상 통화",
            ("video", "video chat", "화상", "화상 통화", "영상 상담")),
    Channel("email", "message", "E-mail", "이메일", ("e mail", "mail", "newsletter", "메일", "전자우편", "뉴스레터")),
    Channel("text-message", "message", "Text message", "문자 메시지",
            ("sms", "mms", "lms", "text", "text messages", "문자")),
    Channel("messenger", "message", "Messenger", "메신저",
            ("kakaotalk", "kakao", "kakao talk", "whatsapp", "wechat", "line", "telegram", "facebook messenger",
             "카카오톡", "카톡", "알림톡", "카카오 알림톡", "라인", "톡톡")),
    Channel("chat", "message", "Chat", "채팅", ("live chat", "web chat", "채팅 상담", "실시간 상담", "온라인 상담")),
    Channel("push", "message", "Push message", "푸시 알림",
            ("push notification", "notification", "app notification", "푸시", "앱 알림", "알림")),
    Channel("letter", "print", "Letter", "우편", ("post", "postal mail", "direct mail", "dm", "편지", "우편물")),
    Channel("board", "screen", "Question board", "게시판",
            ("q a", "q and a", "forum", "community", "질문 게시판", "문의 게시판", "커뮤니티")),
    Channel("web", "screen", "Web", "웹",
            ("website", "web site", "site", "online", "webpage", "web page", "homepage", "internet", "desktop",
             "internet via pc", "internet globe", "browser",
             "웹사이트", "웹 사이트", "홈페이지", "누리집", "온라인", "인터넷", "사이트", "pc")),
    Channel("online-shop", "screen", "Online shop", "온라인 쇼핑몰",
            ("e commerce", "ecommerce", "webshop", "web shop", "online store", "쇼핑몰", "온라인몰", "자사몰",
             "스마트스토어")),
    Channel("mobile", "screen", "Mobile web", "모바일 웹",
            ("mobile web", "mobile site", "smartphone", "internet via smartphone", "internet via tablet",
             "모바일", "휴대전화")),
    Channel("app", "screen", "App", "앱",
            ("mobile app", "application", "app on smartphone", "app on tablet", "app on pc",
             "어플", "모바일 앱", "애플리케이션")),
    Channel("search-engine", "screen", "Search engine", "검색 엔진",
            ("search", "google", "naver", "seo", "검색", "포털", "portal", "네이버", "구글")),
    Channel("map-service", "screen", "Map service", "지도 서비스",
            ("maps", "map", "google maps", "naver map", "kakao map", "지도", "네이버 지도", "카카오맵")),
    Channel("social-media", "screen", "Social media", "소셜 미디어",
            ("social", "sns", "instagram", "facebook", "twitter", "x", "tiktok", "youtube", "blog", "인스타그램",
             "페이스북", "유튜브", "블로그", "에스엔에스")),
    Channel("review-site", "screen", "Review site", "리뷰 사이트", ("reviews", "review", "후기", "리뷰")),
    Channel("marketplace", "screen", "Marketplace", "오픈마켓", ("amazon", "ebay", "coupang", "쿠팡", "플랫폼")),
    Channel("online-ad", "screen", "Online advertisement", "온라인 광고",
            ("online ad", "banner", "display ad", "배너", "배너 광고", "검색 광고")),
    Channel("kiosk", "automated", "Kiosk", "키오스크",
            ("self checkout", "self service", "self service machine", "terminal", "ticket machine",
             "무인 단말기", "셀프 계산대",
             "무인 계산대", "무인")),
    Channel("atm", "automated", "Cash machine", "현금인출기", ("cash machine", "cash dispenser")),
    Channel("vending-machine", "automated", "Vending machine", "자판기",
            ("vending", "locker", "보관함", "무인 택배함")),
    Channel("ivr", "automated", "Phone menu", "자동응답", ("phone menu", "voice menu", "automated call", "ars")),
    Channel("chatbot", "automated", "Chatbot", "챗봇", ("bot", "virtual assistant", "voice assistant", "음성 비서")),
    Channel("leaflet", "print", "Leaflet", "전단지",
            ("print", "flyer", "brochure", "catalogue", "catalog", "poster", "magazine", "newspaper", "인쇄물",
             "안내문", "브로슈어", "카탈로그", "포스터", "잡지", "신문", "책자")),
    Channel("sign", "print", "Sign", "간판",
            ("signage", "billboard", "outdoor", "안내판", "표지판", "현수막", "옥외 광고")),
    Channel("packaging", "print", "Packaging", "포장", ("package", "box", "unboxing", "상자", "포장재")),
)  # fmt: skip
"""Every channel that is known."""


def channel(name: str | None) -> Channel | None:
    """The channel that goes by a name, in English or Korean; None when it is not known.

    Upper and lower case, hyphens, underscores and spaces make no difference.

    Example:
        >>> channel("E-Mail").label("ko"), channel("mobile_app").en, channel(None)
        ('이메일', 'App', None)
    """
    return None if name is None else _known().get(_plain(name))


@cache
def _known() -> dict[str, Channel]:
    return {_plain(name): known for known in CHANNELS for name in _names(known)}


def _names(known: Channel) -> Iterator[str]:
    yield known.id
    yield from (known.label(lang) for lang in LANGUAGES)
    yield from known.also


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKC", name).casefold()
    return "".join(letter for letter in letters if letter.isalnum())
